"""Every host that could be contacted, and every file that is kept."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from trimtab.sources import Place
from trimtab.workspace import SETTINGS, Workspace, clones_folder


@dataclass(frozen=True, slots=True)
class Kept:
    """A file or folder that Trimtab wrote or reads as the lead's own."""

    path: str
    what: str
    bytes: int
    safe_to_delete: bool


@dataclass(frozen=True, slots=True)
class Privacy:
    """Hosts are names that a sync would contact; `never` is what does not happen at all."""

    hosts: tuple[str, ...]
    kept: tuple[Kept, ...]
    never: tuple[str, ...]


NEVER = (
    "no account, no telemetry, no look for a newer version",
    "git reads local clones only; it fetches nothing, not even for a partial clone",
    "nothing is written into a clone; nothing in its configuration or attributes is run",
    "a token goes to the host it is for and nowhere else; it is never written, logged or shown",
    "notes about people and reasons for overrides never enter an export",
)


def account(workspace: Workspace) -> Privacy:
    """What holds for this workspace now. Local clones and files contact nobody; a sync contacts the hosts of its trackers."""
    places = (Place(live.owner, live.name, live.host, live.api) for live in workspace.live)
    hosts = tuple(sorted({place.contacted for place in places}))
    return Privacy(hosts, tuple(_kept(workspace)), NEVER)


def _kept(workspace: Workspace) -> Iterator[Kept]:
    if workspace.records is not None:
        for name, what in (
            (SETTINGS, "the settings you wrote"),
            ("people", "people and your notes about them, yours"),
            ("plans", "plans, and what was accepted of each, yours"),
            ("phases.yaml", "declared phases, yours"),
            ("ledger.jsonl", "what was advised, and what became of it"),
        ):
            if (workspace.folder / name).exists():
                yield _one(workspace.folder / name, what, safe=False)
    for saved in workspace.saved:
        if saved.path.is_file():
            yield _one(saved.path, "saved issues and pull requests, which are only read; yours", safe=False)
    for folder, what, safe in (
        (workspace.hidden / "lake", "evidence read from the sources; some of it cannot be read again", False),
        (workspace.cache, "what can be worked out again; the answer last printed", True),
    ):
        if folder.is_dir():
            yield _one(folder, what, safe=safe)
    yield from _other_clones(workspace)


def _other_clones(workspace: Workspace) -> Iterator[Kept]:
    """What briefs of other clones, and of parts of this one, left in the user's data directory."""
    home = clones_folder()
    for folder in sorted(home.iterdir()) if home.is_dir() else ():
        if folder.is_dir() and folder != workspace.folder:
            yield _one(folder, "evidence of another clone that was briefed without a workspace", safe=False)


def _one(path: Path, what: str, *, safe: bool) -> Kept:
    files = [path] if path.is_file() else [file for file in path.rglob("*") if file.is_file()]
    return Kept(str(path), what, sum(file.stat().st_size for file in files), safe)
