"""`trimtab sync`: take in what is new in the sources."""

from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import click

from trimtab.cli import _background
from trimtab.cli._options import Common, shared_options
from trimtab.cli._work import exit_code_of, opened, take_in, take_in_archive, take_in_live, tell
from trimtab.cli._zone import machine_zone
from trimtab.errors import UsageError
from trimtab.workspace import Synced, Workspace

_A_DAY = 86_400.0


@dataclass(frozen=True, slots=True)
class Read:
    """What was done for one source."""

    source: str
    rows: dict[str, int]
    complete: bool
    unchanged: bool


@dataclass(frozen=True, slots=True)
class Taken:
    """What `sync --json` prints; `unreadable` are messages for people."""

    sources: tuple[Read, ...]
    unreadable: tuple[str, ...]


@click.command("sync")
@click.argument("path", required=False, type=click.Path(path_type=Path))
@click.option("--since", metavar="DATE", help="Of a clone, read only what was committed since then.")
@click.option(
    "--path", "paths", multiple=True, metavar="PATH", help="Of a clone, read only what touches PATH; may be repeated."
)
@click.option(
    "--source",
    "archive",
    type=(click.Choice(["archive"]), click.Path(path_type=Path, dir_okay=False)),
    metavar="archive FILE",
    help="Read saved tracker JSON instead (docs/reference/trackers.md).",
)
@click.option(
    "--tracker", metavar="HOST/OWNER/NAME", help="Of FILE, where it was saved, if it does not say that itself."
)
@shared_options
def command(
    common: Common,
    path: Path | None,
    since: str | None,
    paths: tuple[str, ...],
    archive: tuple[str, Path] | None,
    tracker: str | None,
) -> None:
    """Take in what is new in the clones, files and trackers that the settings name, or in a file named here.

    Every answer reads clones and files first; the trackers are read by `sync` alone, over the network. It also
    finishes a long first reading. Interrupted or killed, it goes on where it stopped.
    """
    if archive is None and tracker:
        raise UsageError("--tracker says where a file was saved: give the file too, --source archive FILE.")
    if archive and (since or paths):
        raise UsageError("--since and --path limit what is read of a clone; a file is read whole.")
    workspace = opened(common, path, since, paths)
    synced = take_in_archive(common, workspace, archive[1], tracker) if archive else take_in(common, workspace)
    if workspace.live and not archive:
        synced = synced.with_more(_live(common, workspace))
    if not (since or paths):  # a part of a clone has a lake of its own, which no answer reads
        _background.measure_later(common, path, workspace, (one.source for one in synced.reports.values()))
    _keep_up(common, workspace, news=not all(report.unchanged for report in synced.reports.values()))
    reads = tuple(
        Read(report.source, dict(report.rows), report.complete, report.unchanged) for report in synced.reports.values()
    )
    with exit_code_of(synced):
        if common.as_json:
            from trimtab import render

            click.echo(render.record("sync", Taken(reads, synced.unreadable)), nl=False)
            return
        for read in reads:
            click.echo(f"{read.source}: {_said(read)}")
        for read in reads:
            torn = read.rows.get("gaps", 0) if read.source.startswith("archive/") else 0
            if torn:
                places = "1 place" if torn == 1 else f"{torn:,} places"
                of_what = archive[1] if archive else read.source
                tell(f"{of_what}: {places} could not be read; the table gaps says where and why")


def _live(common: Common, workspace: Workspace) -> Synced:
    """What the trackers had to say; with --offline they are not asked, which is said and is no failure."""
    if common.offline:
        named = ", ".join(f"{one.host}/{one.owner}/{one.name}" for one in workspace.live)
        tell(f"offline: not read: {named}")
        return Synced({}, ())
    return take_in_live(common, workspace)


def _keep_up(common: Common, workspace: Workspace, *, news: bool) -> None:
    """Score the forecasts in the ledger that are known by now, and make them anew: on news, else once a day.

    A ledger without forecasts is only looked through as text, so that a sync without news loads nothing for it.
    """
    ledger, stamp = workspace.folder / "ledger.jsonl", workspace.cache / "forecasts-kept"
    try:
        held = ledger.read_bytes() if workspace.has_records else b""
        items, plans = b'"forecast"' in held, b'"plan-forecast"' in held
        last = stamp.stat().st_mtime if stamp.is_file() else 0.0
    except OSError:
        return  # without a ledger there is nothing to keep up; `check` says what is wrong with one that cannot be read
    if not (items or plans) or not (news or common.now.timestamp() - last > _A_DAY):
        return
    written = 0
    if items:
        from trimtab.advice.forecast import keep_up

        written += keep_up(workspace, now=common.now, me=common.me, machine_zone=machine_zone())
    if plans:
        from trimtab.advice.plan import forecast

        written += forecast.keep_up(workspace, now=common.now, machine_zone=machine_zone())
    with suppress(OSError):  # a full or forbidden cache costs the time again, and nothing else
        stamp.touch()
    if written:
        tell(f"{written} {'line' if written == 1 else 'lines'} about recorded forecasts written to {ledger.name}")


def _said(read: Read) -> str:
    if read.unchanged or not any(read.rows.values()):
        return "nothing new"
    told = ", ".join(f"{count:,} {table}" for table, count in read.rows.items() if count)
    return told if read.complete else f"{told}; the older history is still to come: trimtab sync"
