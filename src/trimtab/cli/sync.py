"""`trimtab sync`: take in what is new in the sources."""

from dataclasses import dataclass
from pathlib import Path

import click

from trimtab.cli._options import Common, shared_options
from trimtab.cli._work import exit_code_of, opened, take_in


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
@shared_options
def command(common: Common, path: Path | None, since: str | None, paths: tuple[str, ...]) -> None:
    """Take in what is new in the clones.

    Every answer does this first for local clones; `sync` also finishes a long first reading. Interrupted or killed, it
    goes on where it stopped.
    """
    synced = take_in(common, opened(common, path, since, paths))
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


def _said(read: Read) -> str:
    if read.unchanged or not any(read.rows.values()):
        return "nothing new"
    told = ", ".join(f"{count:,} {table}" for table, count in read.rows.items() if count)
    return told if read.complete else f"{told}; the older history is still to come: trimtab sync"
