"""Where branches and tags point, and one hash that says whether anything could have changed since last time.

Nothing here imports the lake or Polars: the hash answers "nothing new" in a few hundredths of a second.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from trimtab.errors import GitFailed
from trimtab.sources.git._paths import quote_path
from trimtab.sources.git._place import Place
from trimtab.sources.git._shadow import ask, git_version, shadow

BRANCHES = ("refs/heads", "refs/remotes")
TAGS = "refs/tags"

# Raised when the same history would give other rows, so that a repository is looked at again.
READING_VERSION = 1


@dataclass(frozen=True, slots=True)
class Ref:
    """One name and the object it holds; for an attached HEAD `symbolic` is the branch it names."""

    name: str
    oid: str | None
    symbolic: str | None = None


@dataclass(frozen=True, slots=True)
class Refs:
    """The refs of a repository at one moment, HEAD among them; `raw` is what git printed."""

    refs: tuple[Ref, ...]
    raw: bytes

    @property
    def head(self) -> Ref:
        """HEAD: its branch, its commit, or both."""
        return self.refs[-1]


def read_refs(place: Place, *, tags: bool = True) -> Refs:
    """All branches, tags where asked for, and HEAD. Symbolic refs are left out: what they name is listed itself.

    Pull requests, notes, the stash and replace refs are not history of the repository and are not read.
    """
    spaces = [*BRANCHES, TAGS] if tags else [*BRANCHES]
    shape = "--format=%(objectname) %(symref) %(refname)"
    listed = ask(place.folder, "for-each-ref", shape, *spaces)
    if listed.code:
        raise GitFailed("for-each-ref", place.folder, listed.err.decode(errors="replace"))
    head = _head(place.folder)
    parts = (line.split(b" ", 2) for line in listed.out.splitlines())
    refs = [Ref(quote_path(name), oid.decode()) for oid, symbolic, name in parts if not symbolic]
    return Refs((*refs, head), listed.out + f"{head.oid} {head.symbolic}".encode())


def fingerprint_of(place: Place, refs: Refs, settings: str) -> str:
    """A hash over all that decides which rows a sync would write."""
    parts = (refs.raw, settings.encode(), git_version(), "\n".join(place.store.shallow).encode())
    digest = hashlib.sha256(f"reading {READING_VERSION}".encode())
    for part in parts:
        digest.update(len(part).to_bytes(8, "big") + part)
    return digest.hexdigest()


def with_commits(place: Place, refs: Sequence[Ref]) -> list[Ref]:
    """The refs with tags peeled to commits; refs that reach no commit here (a tagged file, a broken ref) left out.

    HEAD stays even without a commit: it says which branch is to come.
    """
    held = [ref.oid for ref in refs if ref.oid]
    with shadow(place.store) as git:
        commits = dict(zip(held, git.existing(held), strict=True))
    peeled = [Ref(ref.name, commits.get(ref.oid) if ref.oid else None, ref.symbolic) for ref in refs]
    return [ref for ref in peeled if ref.oid or ref.name == "HEAD"]


def _head(folder: Path) -> Ref:
    branch = ask(folder, "symbolic-ref", "--quiet", "HEAD")
    # `--end-of-options` would be taken for a revision by older versions; HEAD cannot be mistaken for a file here.
    commit = ask(folder, "rev-parse", "--quiet", "--verify", "HEAD")
    return Ref("HEAD", commit.out.decode().strip() or None, quote_path(branch.out.removesuffix(b"\n")) or None)
