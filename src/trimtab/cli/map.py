"""`trimtab map`: who knows what, who can take a piece of work, and the truck factor."""

import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from trimtab.cli._answers import keep_and_print, read_on
from trimtab.cli._options import Common, shared_options
from trimtab.cli._work import exit_code_of, instant, program, take_in
from trimtab.cli._zone import machine_zone
from trimtab.errors import UsageError
from trimtab.workspace import first_enough

if TYPE_CHECKING:
    from trimtab.advice.answer import Answer
    from trimtab.advice.map import Where
    from trimtab.workspace import Workspace

FORMATS = ("text", "md", "html", "csv", "json", "mermaid", "svg")
ROLES = ("author", "reviewer", "heir")
VARIANTS = ("2015", "2024", "2024-code")
IDENTITIES = ("published", "own")

_ALL_FILES = "2024"


@click.command("map")
@click.argument("words", metavar="[PATH]...", nargs=-1)
@click.option("--format", "form", type=click.Choice(FORMATS), help="How to print it; text unless told otherwise.")
@click.option("--all", "everything", is_flag=True, help="Print every line, however many there are.")
@click.option(
    "--months", type=click.IntRange(1, 24), metavar="N", help="A blind spot is where you have not been for N months; 3."
)
@click.option("--who", "who", is_flag=True, help="Who can take a piece of work that changes the PATHs.")
@click.option("--role", type=click.Choice(ROLES), help="With --who: as author, as reviewer, or as heir of who left.")
@click.option("--questions", metavar="FILE", help="With --who: answer each line of FILE (- for what is piped in).")
@click.option("--hotspots", "hot", is_flag=True, help="Every file that changes, by where the next changes will be.")
@click.option("--truck-factor", "truck", is_flag=True, help="The published truck factor of the whole, with names.")
@click.option("--all-files", is_flag=True, help="With --truck-factor: count every file, not code alone.")
@click.option("--variant", type=click.Choice(VARIANTS), help="With --truck-factor: which of the published tables.")
@click.option(
    "--identities", type=click.Choice(IDENTITIES), help="With --truck-factor: who is one person, by whose rule."
)
@shared_options
def command(
    common: Common,
    words: tuple[str, ...],
    form: str | None,
    everything: bool,
    months: int | None,
    who: bool,
    role: str | None,
    questions: str | None,
    hot: bool,
    truck: bool,
    all_files: bool,
    variant: str | None,
    identities: str | None,
) -> None:
    """The areas with their size, their heat, who knows them, how few people that is, and where you are blind.

    PATH is a clone or a workspace, or an area, a folder or a file to be drawn closer; without it, the whole of the one
    you are in. `trimtab map CLONE INSIDE` names both. --who takes several, and names candidates for work there.
    """
    of_who = {"--role": role, "--questions": questions}
    of_truck = {"--all-files": all_files, "--variant": variant, "--identities": identities}
    _agree(common, form, {"--who": who, "--hotspots": hot, "--truck-factor": truck}, of_who, of_truck, months)
    from trimtab.advice.map import where

    found = where(words, folder=common.folder, here=Path.cwd())
    if questions is not None:
        _agree_on_questions(form, role, found)
        _answer_questions(common, found, questions)
        return
    if len(found.inside) > 1 and not who:
        raise UsageError(f"one place at a time: {', '.join(found.inside)} are several. --who takes several.")
    if (truck or hot) and found.inside:
        what = "the truck factor is" if truck else "hotspots are"
        raise UsageError(f"{what} of the whole: {found.inside[0]} is one PATH too many.")
    if who:
        _print(common, found, form, _of_who(role or "author"), everything=everything)
    elif hot:
        _print(common, found, form, _of_hotspots, everything=everything)
    elif truck:
        chosen = _ALL_FILES if all_files else variant or VARIANTS[0]
        _print(
            common, found, form, _of_truck(chosen, identities or IDENTITIES[0]), everything=everything, at_once=False
        )
    else:
        _print(common, found, form, _of_map(months or 3), everything=everything, whole=not found.inside)


# What the command line said that only one of the questions understands: the option, and what was given.
_Said = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class _Asked:
    """What every question is asked of, and how."""

    workspace: "Workspace"
    inside: tuple[str, ...]
    now: datetime
    as_of: str | None
    me: str | None
    zone: str
    read_back_to: datetime | None
    program: str


_Ask = Callable[[_Asked], "Answer"]


def _agree(common: Common, form: str | None, asked: _Said, of_who: _Said, of_truck: _Said, months: int | None) -> None:
    """Raises UsageError for options of which one says that the other was not meant."""
    if common.as_json and form not in (None, "json"):
        raise UsageError(f"--json and --format {form} ask for two forms; give one of them.")
    several = [option for option, said in asked.items() if said]
    if len(several) > 1:
        raise UsageError(f"{' and '.join(several)} are {len(several)} questions; ask one at a time.")
    for needed, said in (("--who", of_who), ("--truck-factor", of_truck)):
        stray = [option for option, value in said.items() if value]
        if stray and not asked[needed]:
            raise UsageError(f"{stray[0]} belongs to {needed}, which was not asked for.")
    if months and any(asked.values()):
        raise UsageError(f"--months is about blind spots, of which {next(filter(asked.get, asked))} says nothing.")
    if of_truck["--all-files"] and of_truck["--variant"] not in (None, _ALL_FILES):
        raise UsageError(f"--all-files is --variant {_ALL_FILES}, not {of_truck['--variant']}.")


def _agree_on_questions(form: str | None, role: str | None, found: "Where") -> None:
    if form not in (None, "json"):
        raise UsageError(f"--questions are answered as JSON, one object a line; --format {form} is another form.")
    if role:
        raise UsageError("--role is said by each of the --questions for itself.")
    if found.inside:
        raise UsageError(f"the paths stand in the --questions; {found.inside[0]} is one too many.")


def _of_map(months: int) -> _Ask:
    def ask(it: _Asked) -> "Answer":
        from trimtab.advice.map import map_of

        inside = next(iter(it.inside), None)
        return map_of(
            it.workspace, now=it.now, as_of=it.as_of, me=it.me, machine_zone=it.zone, inside=inside, months=months,
            read_back_to=it.read_back_to, program=it.program,
        )  # fmt: skip

    return ask


def _of_who(role: str) -> _Ask:
    def ask(it: _Asked) -> "Answer":
        from trimtab.advice.map import who

        return who(
            it.workspace, it.inside, now=it.now, as_of=it.as_of, me=it.me, machine_zone=it.zone, role=role,
            read_back_to=it.read_back_to, program=it.program,
        )  # fmt: skip

    return ask


def _of_hotspots(it: _Asked) -> "Answer":
    from trimtab.advice.map import hotspots_of

    return hotspots_of(
        it.workspace, now=it.now, as_of=it.as_of, me=it.me, machine_zone=it.zone, read_back_to=it.read_back_to,
        program=it.program,
    )  # fmt: skip


def _of_truck(variant: str, identities: str) -> _Ask:
    def ask(it: _Asked) -> "Answer":
        from trimtab.advice.map import truck

        return truck(
            it.workspace, now=it.now, as_of=it.as_of, me=it.me, machine_zone=it.zone, variant=variant,
            identities="own" if identities == "own" else "published", read_back_to=it.read_back_to, program=it.program,
        )  # fmt: skip

    return ask


def _print(
    common: Common,
    found: "Where",
    form: str | None,
    ask: _Ask,
    *,
    everything: bool,
    whole: bool = False,
    at_once: bool = True,
) -> None:
    """Take in what is new, ask, keep the answer for `why`, print it.

    Of a long history the newest years are enough to answer `at_once`; what counts all of it waits.
    """
    from trimtab import render
    from trimtab.advice.map import WHOLE, first_screen

    workspace, as_of = found.workspace, instant(common, found.workspace)
    synced = take_in(common, workspace, first_enough(common.now, as_of) if at_once else None)
    with render.progress("reading the evidence"):
        answer = ask(
            _Asked(workspace, found.inside, common.now, as_of, common.me, machine_zone(), synced.read_back_to,
                   program(common, found.opened))
        )  # fmt: skip
    keep_and_print(
        common, answer, form, workspace, everything=everything, also_as=WHOLE if whole else None,
        for_screen=lambda told: first_screen(told, everything=everything),
    )  # fmt: skip
    read_on(common, workspace, synced)


def _answer_questions(common: Common, found: "Where", questions: str) -> None:
    """One JSON line for each question, as soon as it is known."""
    from trimtab import render
    from trimtab.advice.map import answers

    synced = take_in(common, found.workspace)
    try:
        with click.open_file(questions, encoding="utf-8") as lines:
            asked = lines.readlines()
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
        raise UsageError(f"{questions} cannot be read: {reason}.") from error
    with render.progress("reading the evidence"):
        told = answers(found.workspace, asked, now=common.now)
        for line in told:
            click.echo(line)
    sys.stdout.flush()
    with exit_code_of(synced):
        pass
