"""`trimtab why ID`: the evidence behind one line of an answer."""

from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

import click

from trimtab.advice.map import WHOLE as WHOLE_MAP
from trimtab.cli._options import Common, shared_options
from trimtab.cli._work import coloured, instant, opened, take_in
from trimtab.cli._zone import machine_zone
from trimtab.errors import UnknownClaim, UsageError

if TYPE_CHECKING:
    from trimtab.advice.answer import Answer
    from trimtab.workspace import Workspace

# Ids begin with two letters, else with one, of their verb; any other letter is looked for where a reader most likely saw it.
VERB_OF: Mapping[str, str] = {
    "ps": "plan-ps", "pf": "plan-forecast", "pc": "plan-check", "pl": "plan",
    "b": "brief", "m": "map", "a": "away", "w": "waiting", "p": "plate", "l": "flow", "f": "forecast", "t": "trust",
}  # fmt: skip
# Verbs that ask for no more than an instant, each a function of its own name in the room of that name.
_OF_AN_INSTANT = frozenset({"waiting", "plate", "flow", "trust"})
# How an answer is asked for, where its verb alone does not say what about.
_ASKED = {
    "forecast": "forecast items QUERY", "away": "away PERSON", "plan-ps": "plan show NAME",
    "plan-forecast": "plan forecast NAME", "plan-check": "plan check NAME",
}  # fmt: skip
_FIRST = "brief"


@click.command("why")
@click.argument("claim", metavar="ID")
@click.argument("path", required=False, type=click.Path(path_type=Path))
@click.option("--all", "everything", is_flag=True, help="Print every row of evidence.")
@shared_options
def command(common: Common, claim: str, path: Path | None, everything: bool) -> None:
    """Open the line ID of the answer last printed here, or of the one that --as-of names.

    Each line of an answer ends with its ID, whose letters tell the verb: b a brief, m a map, a who is away, w who waits,
    p the plate, l how fast items flow, f a forecast, t how far to trust answers; of plans, ps what one is made of and who
    does what when, pf when it lands, pc what is wrong with it, pl the list. What is shown: what the line means, the
    window it looked at, the rows behind it, what was left out, how sure it is, and how to correct it.
    """
    from trimtab import render

    workspace = opened(common, path)
    verb = VERB_OF.get(claim[:2]) or VERB_OF.get(claim[:1], _FIRST)
    answer = _of_instant(common, workspace, verb) if common.as_of else _holding(workspace, verb, claim)
    found = answer.by_id().get(claim)
    if found is None:
        raise UnknownClaim(claim, list(answer.by_id()))
    if common.as_json:
        from trimtab.advice.opened import Opened

        click.echo(render.record("why", Opened.of(answer, found)), nl=False)
        return
    click.echo(render.why(found, answer, colour=coloured(), all=everything), nl=False)


def _holding(workspace: "Workspace", verb: str, claim: str) -> "Answer":
    """The answer last printed, or the whole that it drew closer, whichever has the claim."""
    newest = _last(workspace, verb)
    if claim in newest.by_id() or verb != "map":
        return newest
    try:
        whole = _last(workspace, WHOLE_MAP)
    except UsageError:
        return newest
    return whole if claim in whole.by_id() else newest


def _last(workspace: "Workspace", kept_as: str) -> "Answer":
    from trimtab import render
    from trimtab.advice import kept

    verb = kept_as if kept_as in _ASKED else kept_as.partition("-")[0]
    written = kept.last(workspace, kept_as)
    if written is None:
        what = "answer" if verb == _FIRST else verb.partition("-")[0]
        raise UsageError(
            f"no {what} was printed here yet, so there is nothing to open. Run `trimtab {_ASKED.get(verb, verb)}` first."
        )
    try:
        return render.from_json(written)
    except ValueError as error:
        raise UsageError(
            f"the answer last printed was kept by another version. Run `trimtab {_ASKED.get(verb, verb)}` again."
        ) from error


def _of_instant(common: Common, workspace: "Workspace", verb: str) -> "Answer":
    """The answer as it would have been then: made again, from what could be seen."""
    if verb.startswith("plan"):
        raise UsageError(
            f"an instant does not say which plan: run `trimtab {_ASKED.get(verb, verb)} --as-of DATE`, then `why` without one."
        )
    take_in(common, workspace)
    as_of, now, zone = instant(common, workspace), common.now, machine_zone()
    if verb == "map":
        from trimtab.advice.map import map_of

        return map_of(workspace, now=now, as_of=as_of, me=common.me, machine_zone=zone)
    if verb == "away":
        from trimtab.advice.away import away

        # An instant does not say who goes, nor until when: the lead, for two weeks, is what is asked most.
        return away(workspace, "me", now=now, as_of=as_of, me=common.me, machine_zone=zone)
    if verb == "forecast":
        raise UsageError(
            "an instant does not say what was forecast: run `trimtab forecast items QUERY --as-of DATE`, then `why` without one."
        )
    if verb in _OF_AN_INSTANT:
        room = import_module(f"trimtab.advice.{verb}")
        answer: Answer = getattr(room, verb)(workspace, now=now, as_of=as_of, me=common.me, machine_zone=zone)
        return answer
    from trimtab.advice.brief import brief

    return brief(workspace, now=now, as_of=as_of, me=common.me, machine_zone=zone)
