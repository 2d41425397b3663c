"""`trimtab demo`: the demo team Harbour."""

from dataclasses import dataclass
from pathlib import Path

import click

from trimtab.cli._options import Common, shared_options


@dataclass(frozen=True, slots=True)
class Made:
    """What `demo --json` prints."""

    folder: str
    repository: str
    workspace: str
    planted: str
    as_of: str


@click.command("demo")
@click.argument(
    "where", metavar="FOLDER", required=False, type=click.Path(path_type=Path), default=Path("trimtab-demo")
)
@click.option("--seed", type=int, default=2026, show_default=True, help="The dice; the same seed makes the same team.")
@click.option("--without", metavar="TRUTH", multiple=True, help="Leave out a planted truth, by its id.")
@shared_options
def command(common: Common, where: Path, seed: int, without: tuple[str, ...]) -> None:
    """Make Harbour in FOLDER: a small team's history and the lead's records, with a story planted in it.

    FOLDER is ./trimtab-demo unless another is named. What was planted stands in planted.json there.
    """
    from trimtab.demo import make

    made = make(where.absolute(), seed, without=without)
    if common.as_json:
        from trimtab import render

        value = Made(
            folder=str(made.folder),
            repository=str(made.repository),
            workspace=str(made.workspace),
            planted=str(made.planted_file),
            as_of=made.as_of.isoformat(),
        )
        click.echo(render.record("demo", value), nl=False)
        return
    click.echo(f"Harbour is in {made.folder}: the clone in harbour/, the lead's workspace in harbour-lead/.")
    click.echo(f"Its story ends on {made.as_of:%d %B %Y}; {made.planted_file.name} tells what was planted.")
    click.echo(f"Next: trimtab -C {_shown(made.workspace)} brief")


def _shown(path: Path) -> str:
    here = Path.cwd()
    return str(path.relative_to(here) if path.is_relative_to(here) else path)
