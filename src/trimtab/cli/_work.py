"""What several verbs do alike: open the folder they were pointed at, take in what is new, print in the asked form."""

import os
import shlex
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import click

from trimtab import workspace as workspaces
from trimtab.cli._options import Common
from trimtab.errors import UsageError
from trimtab.workspace import Enough, Synced, Workspace

EXIT_SOURCE_UNREADABLE = 3


def program(common: Common, path: Path | None = None) -> str:
    """How to call Trimtab on the same folder again, for a line that can be typed as it is shown."""
    where = path or common.folder
    return f"trimtab -C {_typed(where)}" if where else "trimtab"


def _typed(where: Path) -> str:
    """A folder as somebody would type it here: the shortest of as given, from the present folder, and from home."""
    place, here, home = where.absolute(), Path.cwd(), Path(os.environ.get("HOME") or "/")
    forms = [shlex.quote(str(where))]
    if place.is_relative_to(here):
        forms.append(shlex.quote(str(place.relative_to(here))))
    if place != home and place.is_relative_to(home) and home != Path("/"):
        forms.append(f"~/{shlex.quote(str(place.relative_to(home)))}")
    return min(forms, key=len)


def opened(
    common: Common, path: Path | None = None, since: str | None = None, paths: tuple[str, ...] = ()
) -> Workspace:
    """The workspace or clone meant by PATH, else by -C, else by the present folder.

    `since` and `paths` limit what is read of a clone; a workspace has them in its settings. Raises UsageError where
    they are given for one.
    """
    if since or paths:
        place = (path or common.folder or Path.cwd()).absolute()
        if (place / workspaces.SETTINGS).is_file():
            raise UsageError(
                f"{place} is a workspace: write since: and paths: under sources.git in {workspaces.SETTINGS}."
            )
        return workspaces.open_clone(place, since=_day(since), paths=paths)
    if path is not None and not (path / workspaces.SETTINGS).is_file():
        return workspaces.open_clone(path.absolute())
    return workspaces.find_workspace((path or common.folder or Path.cwd()).absolute())


def _day(text: str | None) -> datetime | None:
    if text is None:
        return None
    try:
        return datetime.fromisoformat(text).replace(tzinfo=UTC)
    except ValueError as error:
        raise UsageError(f'--since takes a day such as 2024-01-31, not "{text}".') from error


def instant(common: Common, workspace: Workspace) -> str | None:
    """The instant asked for with --as-of; for the demo team, whose story has ended, its last day."""
    if common.as_of:
        return common.as_of
    place = workspace.folder if workspace.has_records or not workspace.clones else workspace.clones[0].path
    if not (place.resolve().parent / "planted.json").is_file():
        return None  # the demo's own words, and thereby its import, are needed for the demo alone
    from trimtab.demo import default_as_of

    last_day = default_as_of(place)
    return last_day.isoformat() if last_day else None


def take_in(common: Common, workspace: Workspace, enough: Enough | None = None) -> Synced:
    """Sync the local clones and the files of saved items that are named, with progress and any waiting told on standard error."""
    from trimtab import render

    with render.progress("looking for new commits") as progress:
        return workspace.sync(
            common.now,
            progress=lambda seen: progress(f"reading {seen.unit} of {seen.source}", seen.done, seen.total),
            enough=enough,
            on_wait=tell,
        )


def take_in_live(common: Common, workspace: Workspace) -> Synced:
    """Read the trackers that the settings name, with progress and any waiting told on standard error."""
    from trimtab import render

    with render.progress("asking the trackers") as progress:
        return workspace.sync_live(
            common.now,
            progress=lambda seen: progress(f"reading {seen.unit} of {seen.source}", seen.done, seen.total),
            on_wait=tell,
        )


def take_in_archive(common: Common, workspace: Workspace, file: Path, tracker: str | None) -> Synced:
    """Read a file of saved tracker JSON, with progress and any waiting told on standard error."""
    from trimtab import render

    with render.progress("reading saved items") as progress:
        return workspace.read_archive(
            file,
            tracker,
            common.now,
            progress=lambda seen: progress(f"reading {seen.unit} of {seen.source}", seen.done, seen.total),
            on_wait=tell,
        )


def tell(text: str) -> None:
    """One line for the person, on standard error."""
    click.echo(f"trimtab: {text}", err=True)


def coloured() -> bool:
    """Whether standard output may carry colour: a terminal, and nobody asked for none (no-color.org)."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


@contextmanager
def exit_code_of(synced: Synced) -> Iterator[None]:
    """Say at the end which named sources could not be read, and end with the code for that."""
    yield
    for message in synced.unreadable:
        tell(message)
    if synced.unreadable:
        sys.stdout.flush()
        raise click.exceptions.Exit(EXIT_SOURCE_UNREADABLE)
