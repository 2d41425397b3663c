"""`trimtab away`: what stalls when somebody is gone."""

from pathlib import Path

import click

from trimtab.cli._answers import keep_and_print, read_on
from trimtab.cli._options import Common, shared_options
from trimtab.cli._work import instant, opened, program, take_in
from trimtab.cli._zone import machine_zone
from trimtab.workspace import first_enough

FORMATS = ("text", "md", "html", "json")


@click.command("away")
@click.argument("person", metavar="PERSON")
@click.argument("path", required=False, type=click.Path(path_type=Path))
@click.option("--from", "first", metavar="DATE", help="The first day away; tomorrow unless told otherwise.")
@click.option("--to", "last", metavar="DATE", help="The last day away; two weeks unless told otherwise.")
@click.option("--format", "form", type=click.Choice(FORMATS), help="How to print it; text unless told otherwise.")
@click.option("--all", "everything", is_flag=True, help="Print every line, however many there are.")
@shared_options
def command(
    common: Common,
    person: str,
    path: Path | None,
    first: str | None,
    last: str | None,
    form: str | None,
    everything: bool,
) -> None:
    """What stalls while PERSON is gone, who is next for each, and what to hand over first.

    PERSON is `me`, or somebody by id, name, login or address. PATH is a clone or a workspace; without it, the one you are
    in.
    """
    from trimtab import render
    from trimtab.advice.away import away

    workspace = opened(common, path)
    as_of = instant(common, workspace)
    synced = take_in(common, workspace, first_enough(common.now, as_of))
    with render.progress("reading the evidence"):
        answer = away(
            workspace, person, now=common.now, first=first, last=last, as_of=as_of, me=common.me,
            machine_zone=machine_zone(), program=program(common, path), read_back_to=synced.read_back_to,
        )  # fmt: skip
    keep_and_print(common, answer, form, workspace, everything=everything)
    read_on(common, workspace, synced)
