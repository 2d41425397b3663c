"""A history as the one stream that `git fast-import` reads: commits, merges, branches and tags, with their files.

Knows git's format and nothing of the story.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from trimtab.demo.team import Signature


@dataclass(frozen=True, slots=True)
class Stamp:
    """Who and when, as a commit or tag carries it."""

    who: Signature
    at: datetime

    def __str__(self) -> str:
        offset = self.at.utcoffset()
        minutes = 0 if offset is None else int(offset.total_seconds()) // 60
        sign, minutes = ("-", -minutes) if minutes < 0 else ("+", minutes)
        return f"{self.who} {int(self.at.timestamp())} {sign}{minutes // 60:02d}{minutes % 60:02d}"


@dataclass(frozen=True, slots=True)
class Entry:
    """One commit: `files` maps paths to contents (None deletes), `renames` are done first, `parents` are marks.

    With `whole`, the files are all there are, whatever the parents held.
    """

    ref: str
    author: Stamp
    committer: Stamp
    message: str
    parents: Sequence[int]
    files: Mapping[str, str | None]
    renames: Sequence[tuple[str, str]] = ()
    whole: bool = False


class Stream:
    """Collects the stream; each commit gets the next mark."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self.marks = 0

    def commit(self, entry: Entry) -> int:
        """Adds a commit and gives its mark."""
        self.marks += 1
        write = self._parts.append
        write(f"commit {entry.ref}\nmark :{self.marks}\nauthor {entry.author}\ncommitter {entry.committer}\n")
        self._data(entry.message)
        for word, parent in zip(("from", *["merge"] * len(entry.parents)), entry.parents, strict=False):
            write(f"{word} :{parent}\n")
        if entry.whole:
            write("deleteall\n")
        for old, new in entry.renames:
            write(f"R {old} {new}\n")
        for path, content in sorted(entry.files.items()):
            if content is None:
                write(f"D {path}\n")
            else:
                write(f"M 100644 inline {path}\n")
                self._data(content)
        write("\n")
        return self.marks

    def tag(self, name: str, mark: int, tagger: Stamp, message: str) -> None:
        """Adds an annotated tag."""
        self._parts.append(f"tag {name}\nfrom :{mark}\ntagger {tagger}\n")
        self._data(message)

    def point(self, ref: str, mark: int) -> None:
        """Lets a ref point at a commit; mark 0 takes the ref away."""
        self._parts.append(f"reset {ref}\nfrom {f':{mark}' if mark else '0' * 40}\n\n")

    def __bytes__(self) -> bytes:
        return "".join((*self._parts, "done\n")).encode()

    def _data(self, text: str) -> None:
        self._parts.append(f"data {len(text.encode())}\n{text}\n")
