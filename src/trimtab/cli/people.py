"""`trimtab people`: who is who in the history, and which two may be one."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

from trimtab.cli._options import Common, shared_options
from trimtab.cli._work import coloured, opened, take_in

if TYPE_CHECKING:
    from datetime import datetime

    from trimtab.advice.people import Pair, Somebody

_SHOWN = 30


@dataclass(frozen=True, slots=True)
class Merged:
    """What `people merge ONE OTHER --json` prints."""

    done: str


@click.group("people", invoke_without_command=True)
@click.option("--all", "everything", is_flag=True, help="List everybody, not those of the last year alone.")
@shared_options
@click.pass_context
def command(context: click.Context, common: Common, everything: bool) -> None:
    """List who is who in the history, in alphabetical order, and the programs that are left out."""
    if context.invoked_subcommand is not None:
        return
    from trimtab import render
    from trimtab.advice.people import everybody

    workspace = opened(common)
    take_in(common, workspace)
    found = everybody(workspace)
    if common.as_json:
        click.echo(render.record("people", found), nl=False)
        return
    newest = max((one.last_at for one in found.people if one.last_at), default=None)
    alone = [one for one in found.people if one.of_tracker and not everything]
    shown = [
        one for one in found.people
        if everything or (not one.of_tracker and (one.declared or _lately(one, newest)))
    ]  # fmt: skip
    rows = [_row(one) for one in shown]
    if rows:
        click.echo(render.table(("ID", "NAME", "ADDRESSES", "SEEN"), rows, colour=coloured()), nl=False)
    if len(shown) + len(alone) < len(found.people):
        click.echo(
            f"and {len(found.people) - len(shown) - len(alone):,} who were not seen in the last year: trimtab people --all"
        )
    if alone:
        click.echo(f"and {len(alone):,} whom a tracker alone knows: trimtab people --all")
    if found.bots:
        # One program may be known by its commits and by an account of the same name.
        names = list(dict.fromkeys(one.name or one.id for one in found.bots))
        more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
        click.echo(f"Left out as programs: {', '.join(names[:_SHOWN])}{more}")
    if found.pairs:
        pairs = "1 pair" if len(found.pairs) == 1 else f"{len(found.pairs)} pairs"
        click.echo(f"{pairs} may be one person: trimtab people merge")


@command.command("merge")
@click.argument("one", required=False)
@click.argument("other", required=False)
@click.option("--refuse", is_flag=True, help="Write down that they are two persons.")
@shared_options
def merge(common: Common, one: str | None, other: str | None, refuse: bool) -> None:
    """Say that ONE and OTHER are one person, or with --refuse that they are not.

    Without names, list the pairs that may be one person, each with the reason. A person is named by id, address or name.
    """
    from trimtab.advice import people

    workspace = opened(common)
    take_in(common, workspace)
    if one is None:
        _list_pairs(people.everybody(workspace).pairs, as_json=common.as_json)
        return
    if other is None:
        raise click.UsageError("name two persons: trimtab people merge ONE OTHER")
    done = people.refuse(workspace, one, other) if refuse else people.accept(workspace, one, other)
    if common.as_json:
        from trimtab import render

        click.echo(render.record("people-merge", Merged(done)), nl=False)
        return
    click.echo(done)


def _list_pairs(pairs: "tuple[Pair, ...]", *, as_json: bool) -> None:
    from trimtab import render

    if as_json:
        from trimtab.advice.people import People

        click.echo(render.record("people", People((), (), pairs)), nl=False)
        return
    if not pairs:
        click.echo("nobody seems to be two")
        return
    click.echo(render.table(("ONE", "OTHER", "BECAUSE"), [(p.one, p.other, p.because) for p in pairs]), nl=False)
    click.echo(f"\nOne person: trimtab people merge {pairs[0].one} {pairs[0].other}")
    click.echo(f"Two:        trimtab people merge --refuse {pairs[0].one} {pairs[0].other}")


def _lately(one: "Somebody", newest: "datetime | None") -> bool:
    """Whether somebody was seen in the last year of the history."""
    return newest is not None and one.last_at is not None and (newest - one.last_at).days <= 365


def _row(one: "Somebody") -> tuple[str, str, str, str]:
    seen = f"{one.first_at:%b %Y} to {one.last_at:%b %Y}" if one.first_at and one.last_at else ""
    more = f" and {len(one.emails) - 2} more" if len(one.emails) > 2 else ""
    logins = "".join(f", @{login}" for login in one.logins[:1])
    return one.id, one.name, (", ".join(one.emails[:2]) + more + logins).removeprefix(", "), seen
