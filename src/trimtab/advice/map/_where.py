"""What the words behind `trimtab map` name: a clone or workspace to open, and places within it.

    trimtab map ~/src/harbour                  a clone, or a workspace: the whole of it
    trimtab map ~/src/harbour/billing          a folder or file within a clone: that clone, drawn closer
    trimtab map billing/ledger                 an area or a path of the workspace or clone one is in
    trimtab map ~/src/harbour billing/ledger   both, for a bare clone and from anywhere

Whether a place is known to the history is not asked here.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from trimtab import workspace as workspaces
from trimtab.errors import UsageError
from trimtab.workspace import SETTINGS, Workspace


@dataclass(frozen=True, slots=True)
class Where:
    """A folder opened and the places asked about, as paths from the top of their clone.

    Where the workspace holds several clones, a place that was found on the disk says which: `SLUG:PATH`. `opened` is the
    folder that was named, None where it is the one the reader is in.
    """

    workspace: Workspace
    inside: tuple[str, ...]
    opened: Path | None


def where(words: Sequence[str], *, folder: Path | None, here: Path) -> Where:
    """The workspace that `words` mean, and the places within it; `folder` is what `-C` named, `here` the present folder.

    A word that is itself a clone or a workspace opens it, if it comes first and no folder was named. Raises UsageError
    where nothing can be opened.
    """
    if folder is not None:
        workspace = workspaces.find_workspace((here / folder).absolute())
        return Where(workspace, tuple(_within(workspace, word, (here / folder, here)) for word in words), folder)
    if words and _is_root(here / words[0]):
        root = (here / words[0]).absolute()
        workspace = workspaces.open_workspace(root) if (root / SETTINGS).is_file() else workspaces.open_clone(root)
        return Where(workspace, tuple(_within(workspace, word, (root, here)) for word in words[1:]), Path(words[0]))
    return _from_here(words, here)


def _from_here(words: Sequence[str], here: Path) -> Where:
    """Places of the workspace or clone around the reader; of the clone that holds the first of them, where it is another."""
    current = _around(here)
    if words:
        place = here / words[0]
        top = _top(place)
        known = current is not None and (_clone_at(current, top) is not None or _holds(top, current))
        if top is not None and not known and (place.exists() or Path(words[0]).is_absolute()):
            workspace = workspaces.open_clone(top)
            return Where(workspace, tuple(_within(workspace, word, (here, top)) for word in words), top)
        if top is None and Path(words[0]).is_absolute() and place.exists():
            raise UsageError(f'"{words[0]}" lies in no clone. `trimtab map PATH` takes a clone, or a place within one.')
    if current is None:
        named = f'"{words[0]}" is nothing on this disk, and {here}' if words else f"{here}:"
        raise UsageError(
            f"{named} is neither a workspace (no {SETTINGS} here or above) nor a clone. "
            "Name one: `trimtab map PATH`, or make a workspace: `trimtab init PATH`."
        )
    return Where(current, tuple(_within(current, word, (here,)) for word in words), None)


def _around(here: Path) -> Workspace | None:
    try:
        return workspaces.find_workspace(here)
    except UsageError:
        return None


def _within(workspace: Workspace, word: str, bases: Sequence[Path]) -> str:
    """A place as its path from the top of its clone, where the disk holds it; else as it was typed."""
    for base in bases:
        place = base / word
        top = _top(place)
        slug = _clone_at(workspace, top)
        if top is not None and slug is not None and (place.exists() or Path(word).is_absolute()):
            path = _normal(place).relative_to(_normal(top)).as_posix()
            return f"{slug}:{path}" if len(workspace.clones) > 1 else path
    return word


def _normal(place: Path) -> Path:
    """The place without `..`, its folder resolved; the last part stays as it is named, were it a link."""
    absolute = place.absolute()
    return absolute.resolve() if absolute.name in ("", "..") else absolute.parent.resolve() / absolute.name


def _clone_at(workspace: Workspace, top: Path | None) -> str | None:
    """The name of the clone whose work tree has this top."""
    if top is None:
        return None
    tops = {clone.slug: _top(clone.path) for clone in workspace.clones}
    return next((slug for slug, one in tops.items() if one is not None and one.resolve() == top.resolve()), None)


def _holds(top: Path | None, workspace: Workspace) -> bool:
    """Whether the work tree is the lead's own, in which the workspace itself lies."""
    return top is not None and workspace.has_records and workspace.folder.resolve().is_relative_to(top.resolve())


def _top(place: Path) -> Path | None:
    """The top of the work tree that a place lies in, whether or not the place is there; None outside of any."""
    absolute = place.absolute()
    for folder in (absolute, *absolute.parents):
        if (folder / ".git").exists():
            return folder
    return None


def _is_root(place: Path) -> bool:
    """Whether a folder is a workspace, the top of a work tree, or a bare repository."""
    bare = (place / "HEAD").is_file() and (place / "objects").is_dir()
    return place.is_dir() and ((place / SETTINGS).is_file() or (place / ".git").exists() or bare)
