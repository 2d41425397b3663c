"""`trimtab init`: make a workspace for a clone."""

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from trimtab.cli._options import Common, shared_options
from trimtab.cli._work import opened, take_in, tell
from trimtab.cli._zone import machine_zone
from trimtab.errors import UsageError
from trimtab.workspace import first_enough

if TYPE_CHECKING:
    from trimtab.advice.init import Proposal


@dataclass(frozen=True, slots=True)
class Initialised:
    """What `init --json` prints."""

    folder: str
    files: tuple[str, ...]
    me: str | None
    zone: str | None
    people: tuple[str, ...]


@click.command("init")
@click.argument("path", required=False, type=click.Path(path_type=Path))
@click.option(
    "--into", type=click.Path(path_type=Path), help="The folder to make; beside the clone unless told otherwise."
)
@click.option("--github", is_flag=True, help="Also read the issues and pull requests of the clone's remote.")
@click.option("--yes", is_flag=True, help="Ask nothing; what cannot be known is left for you to fill in.")
@shared_options
def command(common: Common, path: Path | None, into: Path | None, github: bool, yes: bool) -> None:
    """Make a workspace for the clone at PATH: settings and a file for each person, from what the history shows.

    It is made beside the clone, never in it, and is yours: plain text, meant for a private git repository.
    """
    from trimtab.advice import init

    clone = (path or common.folder or Path.cwd()).absolute()
    workspace = opened(common, clone)
    take_in(common, workspace, first_enough(common.now, None))
    proposal = init.propose(workspace, clone, common.now, into=into, me=common.me, github=github)
    if not yes and not common.as_json and sys.stdin.isatty():
        proposal = init.with_answers(proposal, zone=_asked_zone(proposal.zone))
    files = init.write(proposal)
    if common.as_json:
        from trimtab import render

        people = tuple(one.id for one in proposal.people)
        value = Initialised(str(proposal.folder), tuple(map(str, files)), proposal.me, proposal.zone, people)
        click.echo(render.record("init", value), nl=False)
        return
    _say(proposal, init.public_remote(proposal.folder))


def _asked_zone(detected: str | None) -> str | None:
    """The one thing that a history may not tell; asked only where it does not."""
    if detected:
        return None
    while True:
        answer = click.prompt("Your time zone, such as Europe/Rome", default=machine_zone())
        try:
            from trimtab.workdays import zone_named

            return zone_named(str(answer)).key
        except UsageError as error:
            tell(str(error))


def _say(proposal: "Proposal", public: str | None) -> None:
    click.echo(f"{proposal.folder}: a workspace for {proposal.slug}")
    for line in proposal.because:
        click.echo(f"  {line}")
    click.echo(f"  people: {', '.join(one.id for one in proposal.people) or 'nobody yet; write people/ID.md'}")
    if proposal.pairs:
        click.echo(f"  pairs that may be one person: {proposal.pairs}; see trimtab people merge")
    for repo, host in proposal.github:
        click.echo(f"  issues and pull requests: {repo} on {host}, read by trimtab sync")
    if proposal.me is None:
        click.echo("  you: not known; write me: in trimtab.yaml, an address you commit with")
    if proposal.zone is None:
        click.echo("  zone: not known; write zone: in trimtab.yaml")
    if public:
        tell(
            f"this folder belongs to a repository that goes to {public}. Notes about people do not belong on a public forge."
        )
    click.echo(f"Next: trimtab -C {proposal.folder} brief")
