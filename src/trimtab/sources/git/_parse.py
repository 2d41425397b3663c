"""From the bytes of `git log --raw --numstat -z --format=raw` to plain columns.

A commit's token ends where its raw block begins: at the last newline followed by a colon, since git indents every line
of the message. After k raw entries come exactly k numstat entries; anything else is refused, never guessed at.
"""

from dataclasses import dataclass, field

from trimtab.sources.git._text import decoded, paragraphs, signature, trailers


class Garbled(ValueError):
    """What git printed is not what was asked of it."""


@dataclass(slots=True)
class CommitColumns:
    """Commits as read, one list per column: `parents` parted by blanks, `rows` the number of change rows of each."""

    oid: list[str] = field(default_factory=list)
    parents: list[str] = field(default_factory=list)
    author_name: list[str] = field(default_factory=list)
    author_email: list[str] = field(default_factory=list)
    author_seconds: list[int | None] = field(default_factory=list)
    author_offset: list[int | None] = field(default_factory=list)
    committer_name: list[str] = field(default_factory=list)
    committer_email: list[str] = field(default_factory=list)
    committer_seconds: list[int | None] = field(default_factory=list)
    committer_offset: list[int | None] = field(default_factory=list)
    subject: list[str] = field(default_factory=list)
    body: list[str] = field(default_factory=list)
    trailers: list[list[tuple[str, str]]] = field(default_factory=list)
    guessed: list[bool] = field(default_factory=list)
    rows: list[int] = field(default_factory=list)


@dataclass(slots=True)
class ChangeColumns:
    """Changed files as read: the raw entry (modes, ids, status), the paths, and the numstat entry."""

    meta: list[bytes] = field(default_factory=list)
    path: list[bytes] = field(default_factory=list)
    old_path: list[bytes | None] = field(default_factory=list)
    counts: list[bytes] = field(default_factory=list)


@dataclass(slots=True)
class Parsed:
    """All that one run of git printed."""

    commits: CommitColumns = field(default_factory=CommitColumns)
    changes: ChangeColumns = field(default_factory=ChangeColumns)

    def forget_last_commit(self) -> None:
        """Drop the last commit and whatever was read of its changes: its end was not seen."""
        kept = sum(self.commits.rows[:-1])
        for name in CommitColumns.__slots__:
            del getattr(self.commits, name)[-1:]
        for name in ChangeColumns.__slots__:
            del getattr(self.changes, name)[kept:]


def parse(printed: bytes, hex_length: int, *, whole: bool = True, stand_ins: bool = False) -> Parsed:
    """Read what git printed; without `whole` it was cut somewhere, and the last commit is left out.

    With `stand_ins`, files that are missing were read as empty ones. Git then leaves out the counts of a file that is
    missing on both sides, because it finds no difference: the counts of that row are empty.

    Raises Garbled when the bytes do not have the form asked for.
    """
    parsed = Parsed()
    tokens = printed.split(b"\0")
    try:
        _read(tokens, 17 + 2 * hex_length, parsed, stand_ins=stand_ins)
    except (Garbled, IndexError) as stopped:
        if whole:
            raise Garbled(f"git's answer makes no sense near commit {parsed.commits.oid[-1:]}: {stopped}") from stopped
    if not whole:
        parsed.forget_last_commit()
    return parsed


def _read(tokens: list[bytes], letter: int, parsed: Parsed, *, stand_ins: bool) -> None:
    rows = parsed.commits.rows
    place, end = 0, len(tokens)
    while place < end:
        token = tokens[place]
        place += 1
        if not token:
            continue
        meta = _commit(token, parsed.commits)
        if meta is not None:
            before = len(parsed.changes.meta)
            place = _raw_entries(tokens, place, meta, letter, parsed.changes)
            rows[-1] = len(parsed.changes.meta) - before
            place = _numstat_entries(tokens, place, before, parsed.changes, stand_ins=stand_ins)


def _raw_entries(tokens: list[bytes], place: int, meta: bytes, letter: int, changes: ChangeColumns) -> int:
    """Read raw entries, the first of which is `meta`; return the place of the first numstat entry."""
    while True:
        if meta[letter] in b"RC":
            changes.old_path.append(tokens[place])
            changes.path.append(tokens[place + 1])
            place += 2
        else:
            changes.old_path.append(None)
            changes.path.append(tokens[place])
            place += 1
        changes.meta.append(meta)
        meta = tokens[place]
        if meta[:1] != b":":
            return place
        place += 1


def _numstat_entries(tokens: list[bytes], place: int, first: int, changes: ChangeColumns, *, stand_ins: bool) -> int:
    """Read one numstat entry for each raw entry from `first` on; return the place after them."""
    for row in range(first, len(changes.meta)):
        counts = tokens[place]
        old_path, path = changes.old_path[row], changes.path[row]
        if old_path is not None:
            agrees = counts.endswith(b"\t") and tokens[place + 1] == old_path and tokens[place + 2] == path
            place += 3
        elif counts.endswith(b"\t" + path):
            agrees = True
            place += 1
        else:
            agrees, counts = stand_ins, b""
        if not agrees:
            raise Garbled(f"counts {counts!r} do not belong to path {path!r}")
        changes.counts.append(counts)
    return place


def _commit(token: bytes, commits: CommitColumns) -> bytes | None:
    """Read a commit's token into the columns; return its first raw entry, None when it changed nothing."""
    if not token.startswith(b"commit "):
        raise Garbled(f"expected a commit, found {token[:60]!r}")
    # A header line could begin with a colon too, but the first blank line ends the headers.
    blank = token.find(b"\n\n")
    colon = token.rfind(b"\n:") if blank >= 0 else -1
    has_changes = colon > blank
    head = token[:blank] if blank >= 0 else token
    message = token[blank + 2 : colon if has_changes else None] if blank >= 0 else b""
    commits.rows.append(0)
    _headers(head, commits, message)
    return token[colon + 1 :] if has_changes else None


def _headers(head: bytes, commits: CommitColumns, message: bytes) -> None:
    declared = _header(head, b"\nencoding ")
    wrote, stored = _header(head, b"\nauthor "), _header(head, b"\ncommitter ")
    author = signature(wrote, declared)
    committer = author if stored == wrote else signature(stored, declared)
    text, guessed = decoded(_unindented(message), declared)
    subject, body = paragraphs(text)
    end = head.find(b"\n")
    commits.oid.append(head[7 : end if end >= 0 else None].decode("ascii"))
    commits.parents.append(_parents(head))
    commits.author_name.append(author.name)
    commits.author_email.append(author.email)
    commits.author_seconds.append(author.seconds)
    commits.author_offset.append(author.offset)
    commits.committer_name.append(committer.name)
    commits.committer_email.append(committer.email)
    commits.committer_seconds.append(committer.seconds)
    commits.committer_offset.append(committer.offset)
    commits.subject.append(subject)
    commits.body.append(body)
    commits.trailers.append(trailers(body))
    commits.guessed.append(guessed or author.guessed or committer.guessed)


def _header(head: bytes, name: bytes) -> bytes:
    """The first header of this name; continuation lines begin with a blank and cannot be taken for one."""
    start = head.find(name)
    if start < 0:
        return b""
    start += len(name)
    end = head.find(b"\n", start)
    return head[start:] if end < 0 else head[start:end]


def _parents(head: bytes) -> str:
    """Parents stand together, between the tree and the author."""
    found = []
    place = head.find(b"\nparent ")
    while place >= 0 and head.startswith(b"\nparent ", place):
        end = head.find(b"\n", place + 8)
        found.append(head[place + 8 :] if end < 0 else head[place + 8 : end])
        place = end
    return b" ".join(found).decode("ascii")


def _unindented(message: bytes) -> bytes:
    """The message as stored, but for blanks at the ends of lines, which git does not print."""
    return message.removeprefix(b"    ").replace(b"\n    ", b"\n").rstrip(b"\n")
