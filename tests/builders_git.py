"""Git histories for tests, made in a temporary folder with fixed dates through `git fast-import`.

    harbour = History(tmp_path / "harbour")
    first = harbour.commit("ledger: start", files={"ledger.py": "rate = 1\\n"})
    harbour.commit("ledger: round", files={"ledger.py": "rate = 2\\n"}, author=TOMAS, at="2026-01-06T09:30+01:00")
    harbour.commit("try it", files={"try.py": "x\\n"}, branch="trial", parents=[first])
    harbour.merge("trial", into="main")

A call returns the commit's id, and the repository is whole after each call (`with harbour.many():` around thousands).
Nothing of the machine's own git settings is read. What a commit is made to look like is all that is decided here; what
is read from it belongs to `trimtab.sources`.
"""

import os
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path

MARA = "Mara Lindqvist <mara@harbour.example>"
TOMAS = "Tomas Novak <tomas@harbour.example>"
IFE = "Ife Adeyemi <ife@harbour.example>"
RAVI = "Ravi Menon <ravi@harbour.example>"
SOFIE = "Sofie Maes <sofie@harbour.example>"
JUN = "Jun Watanabe <jun@harbour.example>"


@dataclass(frozen=True, slots=True)
class File:
    """Content with a mode: `100755` for a program, `120000` for a symbolic link to `content`."""

    content: str | bytes
    mode: str = "100644"


@dataclass(frozen=True, slots=True)
class Submodule:
    """A link to a commit of another repository."""

    commit: str


Content = str | bytes | File | Submodule | None
Name = str | bytes


def clean_environment() -> dict[str, str]:
    """The environment of this process without any git setting, neither the user's nor the machine's."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    return kept | {"GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": os.devnull, "LC_ALL": "C"}


class History:
    """A git repository in `folder`, without files checked out; `path` is what a user would name."""

    def __init__(self, folder: Path, *, branch: str = "main", bare: bool = False, object_format: str = "sha1") -> None:
        self.path = folder
        self.tips: dict[str, str] = {}
        self._branch = branch
        self._clock = datetime.fromisoformat("2026-01-05T09:00+01:00")
        self._import: subprocess.Popen[bytes] | None = None
        self._marks: dict[str, bytes] = {}  # commits of the running import are not on disk yet, so they go by mark
        self._numbers = count(1)
        folder.mkdir(parents=True, exist_ok=True)
        options = ["--bare"] if bare else []
        self.git("init", "-q", f"--object-format={object_format}", "-b", branch, *options, ".")

    def commit(
        self,
        message: str | bytes = "a change",
        *,
        files: Mapping[Name, Content] | None = None,
        moves: Mapping[Name, Name] | None = None,
        author: str = MARA,
        at: str | datetime | None = None,
        committer: str | None = None,
        committed_at: str | datetime | None = None,
        branch: str | None = None,
        parents: Sequence[str] | None = None,
    ) -> str:
        """Add a commit to `branch` and return its id.

        Paths not named stay as they were; a path with None is deleted; `moves` renames before `files` are written.
        Without `at`, it is one hour after the commit before. Without `parents`, the branch's tip is the only one; an
        empty list makes a root.
        """
        branch = branch or self._branch
        if parents is None:
            parents = [self.tips[branch]] if branch in self.tips else []
        instant = self._instant(at)
        signed = instant if committed_at is None else _aware(committed_at)
        head = f"commit refs/heads/{branch}".encode()
        lines = [
            b"author " + _signature(author, instant),
            b"committer " + _signature(committer or author, signed),
            _data(message),
        ]
        known = [self._marks.get(oid, oid.encode()) for oid in parents]
        lines += [(b"merge " if rank else b"from ") + parent for rank, parent in enumerate(known)]
        lines += [b"R " + _quoted(old) + b" " + _quoted(new) for old, new in (moves or {}).items()]
        lines += [_entry(name, content) for name, content in (files or {}).items()]
        reset = [] if parents else [f"reset refs/heads/{branch}".encode()]
        self.tips[branch] = self._run_import([*reset, head], lines)
        return self.tips[branch]

    def merge(
        self,
        other: str,
        *,
        into: str | None = None,
        message: str | None = None,
        files: Mapping[Name, Content] | None = None,
        author: str = MARA,
        at: str | datetime | None = None,
    ) -> str:
        """Merge branch `other`; the tree is the first parent's with `files` on top, so name what the side brought."""
        branch = into or self._branch
        return self.commit(
            message or f"Merge branch '{other}'",
            files=files,
            author=author,
            at=at,
            branch=branch,
            parents=[self.tips[branch], self.tips[other]],
        )

    def raw_commit(self, data: bytes, *, branch: str | None = None) -> str:
        """Store `data` as a commit object, however odd, and point `branch` at it; `%TREE%` stands for the tip's tree."""
        branch = branch or self._branch
        if b"%TREE%" in data:
            data = data.replace(b"%TREE%", self.tree(branch).encode())
        oid = self.git("hash-object", "-t", "commit", "-w", "--stdin", "--literally", stdin=data)
        self.point(branch, oid)
        return oid

    def tree(self, branch: str | None = None) -> str:
        """The tree of the branch's tip; the empty tree when it has none."""
        branch = branch or self._branch
        if branch in self.tips:
            return self.git("rev-parse", f"{self.tips[branch]}^{{tree}}")
        return self.git("mktree", stdin=b"")

    def point(self, branch: str, oid: str) -> None:
        """Move a branch, as a force push does."""
        self.git("update-ref", f"refs/heads/{branch}", oid)
        self.tips[branch] = oid

    def delete(self, branch: str) -> None:
        """Remove a branch."""
        self.git("update-ref", "-d", f"refs/heads/{branch}")
        del self.tips[branch]

    def git(self, *arguments: str, stdin: bytes | None = None) -> str:
        """Run git here and return what it printed, stripped."""
        done = subprocess.run(
            ["git", *arguments], cwd=self.path, env=clean_environment(), input=stdin, capture_output=True, check=False
        )
        if done.returncode:
            raise AssertionError(f"git {' '.join(arguments)}: {done.stderr.decode(errors='replace')}")
        return done.stdout.decode(errors="surrogateescape").strip()

    @contextmanager
    def many(self) -> Iterator[None]:
        """One import for all commits made inside; the repository is whole again at the end."""
        with self._importing():
            yield

    def _instant(self, at: str | datetime | None) -> datetime:
        self._clock = self._clock + timedelta(hours=1) if at is None else _aware(at)
        return self._clock

    def _run_import(self, head: Sequence[bytes], lines: Sequence[bytes]) -> str:
        if self._import is None:
            # Outside `many`, the parents named above are all on disk, so nothing refers to a mark.
            with self._importing():
                return self._run_import(head, lines)
        stdin, stdout = self._import.stdin, self._import.stdout
        assert stdin is not None
        assert stdout is not None
        mark = b":%d" % next(self._numbers)
        stdin.write(b"\n".join([*head, b"mark " + mark, *lines]) + b"\n\nget-mark " + mark + b"\n")
        stdin.flush()
        oid = stdout.readline().decode().strip()
        assert oid, "fast-import refused a command; its reason stands on standard error"
        self._marks[oid] = mark
        return oid

    @contextmanager
    def _importing(self) -> Iterator[None]:
        command = ["git", "fast-import", "--quiet", "--force", "--date-format=raw-permissive"]
        with subprocess.Popen(
            command, cwd=self.path, env=clean_environment(), stdin=subprocess.PIPE, stdout=subprocess.PIPE
        ) as self._import:
            try:
                yield
            finally:
                process, self._import, self._marks = self._import, None, {}
                process.communicate()
        assert process.returncode == 0


def _aware(at: str | datetime) -> datetime:
    instant = datetime.fromisoformat(at) if isinstance(at, str) else at
    assert instant.tzinfo is not None, f"{at}: a fixed date needs its zone, such as +01:00"
    return instant


def _signature(person: str, instant: datetime) -> bytes:
    return f"{person} {int(instant.timestamp())} {instant:%z}".encode()


def _data(content: str | bytes) -> bytes:
    raw = content.encode() if isinstance(content, str) else content
    return b"data %d\n%s" % (len(raw), raw)


def _quoted(name: Name) -> bytes:
    raw = name.encode() if isinstance(name, str) else name
    plain = set(range(0x20, 0x7F)) - set(b'"\\')
    return b'"' + b"".join(bytes([byte]) if byte in plain else b"\\%03o" % byte for byte in raw) + b'"'


def _entry(name: Name, content: Content) -> bytes:
    if content is None:
        return b"D " + _quoted(name)
    if isinstance(content, Submodule):
        return b"M 160000 " + content.commit.encode() + b" " + _quoted(name)
    file = content if isinstance(content, File) else File(content)
    return b"M " + file.mode.encode() + b" inline " + _quoted(name) + b"\n" + _data(file.content)
