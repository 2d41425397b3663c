"""Finding a repository: from a folder a user names to its git directory and its objects."""

import os
from dataclasses import dataclass
from pathlib import Path

from trimtab.errors import NotARepository, SourceUnreadable
from trimtab.sources.git._shadow import ObjectStore, ask


@dataclass(frozen=True, slots=True)
class Place:
    """A repository found: the folder asked about, the git directory its work trees share, and its objects."""

    folder: Path
    git_dir: Path
    store: ObjectStore


def locate(folder: Path) -> Place:
    """Find the repository of a clone, one of its subfolders, a work tree, or a bare directory.

    Raises NotARepository, or SourceUnreadable when git refuses the repository, as it does one whose format it does
    not know.
    """
    if not folder.is_dir():
        raise NotARepository(folder)
    said = ask(folder, "rev-parse", "--show-object-format", "--path-format=absolute", "--git-common-dir")
    if said.code:
        raise _refused(folder, " ".join(said.err.decode(errors="replace").split()).removeprefix("fatal: "))
    # The path comes last and alone: it may hold newlines itself.
    object_format, _, common = said.out.removesuffix(b"\n").partition(b"\n")
    git_dir = Path(os.fsdecode(common))
    shallow = _shallow(git_dir / "shallow")
    return Place(folder, git_dir, ObjectStore(common + b"/objects", object_format.decode(), shallow))


def _refused(folder: Path, reason: str) -> SourceUnreadable:
    if "not a git repository" in reason:
        return NotARepository(folder)
    return SourceUnreadable(
        f"{folder}: git cannot read this repository ({reason}). A newer git may; otherwise ask whoever set it up."
    )


def _shallow(file: Path) -> tuple[str, ...]:
    try:
        return tuple(sorted(file.read_text().split()))
    except FileNotFoundError:
        return ()
