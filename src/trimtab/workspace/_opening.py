"""Which folder is meant: a workspace, found from any folder below it, or a clone without one."""

import hashlib
import os
import re
from datetime import datetime
from pathlib import Path

from trimtab.errors import SourceUnreadable, UsageError
from trimtab.sources import Repository
from trimtab.workspace._named import SETTINGS, Clone, named_by
from trimtab.workspace._workspace import Workspace


def open_workspace(folder: Path) -> Workspace:
    """The workspace of a folder that holds `trimtab.yaml`; what is wrong with its text stands in its records."""
    hidden = folder / ".trimtab"
    named = named_by(folder, hidden / "cache" / "named.json")
    return Workspace(folder, hidden, named.clones, named.saved, named.live, has_records=True)


def open_clone(path: Path, since: datetime | None = None, paths: tuple[str, ...] = ()) -> Workspace:
    """A clone as a workspace without records; its lake lies in the user's data directory.

    `since` and `paths` limit what is read; each choice has a lake of its own, so that none is taken for the whole.
    Raises NotARepository.
    """
    repository = Repository(path)
    slug = _slug_of(repository)
    limits = [since.isoformat() if since else "", *sorted(paths)]
    named = os.fsencode(repository.git_dir.resolve()) + "\0".join(["", *limits]).encode() * any(limits)
    key = hashlib.sha256(named).hexdigest()[:10]
    home = clones_folder() / f"{slug}-{key}"
    return Workspace(home, home / ".trimtab", (Clone(slug, path, since, paths),), has_records=False)


def clones_folder() -> Path:
    """Where the lakes of clones without a workspace lie: in the user's data directory."""
    import platformdirs

    return Path(platformdirs.user_data_path("trimtab")) / "clones"


def find_workspace(start: Path) -> Workspace:
    """The workspace that `start` or a folder above it holds, else the clone that `start` lies in.

    Raises UsageError when it is neither.
    """
    for folder in (start, *start.parents):
        if (folder / SETTINGS).is_file():
            return open_workspace(folder)
    try:
        return open_clone(start)
    except SourceUnreadable as error:
        raise UsageError(
            f"{start}: neither a workspace (no {SETTINGS} here or above) nor a clone. "
            "Name one: `trimtab brief PATH`, or make a workspace: `trimtab init PATH`."
        ) from error


def _slug_of(repository: Repository) -> str:
    """A short name for a clone: the last part of its remote's address, else of its folder."""
    git_dir = repository.git_dir
    folder = git_dir.parent if git_dir.name == ".git" else git_dir
    named = (repository.remote_url() or "").rstrip("/") or folder.name
    last = re.split(r"[/:]", named)[-1].removesuffix(".git")
    return re.sub(r"[^a-z0-9._-]+", "-", last.lower()).strip("-.") or "repository"
