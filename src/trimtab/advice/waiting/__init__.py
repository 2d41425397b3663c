"""Who cannot go on until somebody moves: the lead first, teams and anybody apart, everybody else as a fact.

Definitions stand in docs/reference/waiting.md. Nobody but the lead is measured: of others only what is due is told, item by
item, and no count is made of them.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from trimtab.advice._ids import with_ids
from trimtab.advice._moves import WAITED_FOR, Move
from trimtab.advice._names import counted, listed
from trimtab.advice._scene import Scene, scene_of
from trimtab.advice.answer import Answer, Claim, Group, Section, Window
from trimtab.advice.waiting import _hours, _second, _usual
from trimtab.workspace import Workspace

__all__ = ["LETTER", "VERB", "waiting"]

VERB, LETTER = "waiting", "w"

_FIXED = (_hours.ALL, _usual.USUAL, _usual.TREND, _second.SECOND, "waits:lead", "waits:anyone", "waits:others")
_NOT_SEEN = "meetings, plans, what was asked in chat or by mail"
_ANCHOR = "docs/reference/waiting.md#who-waits"
_MEANING = (
    "an open item on which the next move is somebody's, by what happened on it; the time is that of whoever waits, in "
    "their working hours, since the turn last passed over"
)
_OPEN_TO_ALL, _FOR_OTHERS, _NUMBERS = 4, 40, 6


@dataclass(frozen=True, slots=True)
class _Sorted:
    """The moves that are due, by whom they wait for."""

    lead: tuple[Move, ...]
    quiet: tuple[Move, ...]
    teams: tuple[Move, ...]
    anyone: tuple[Move, ...]
    others: tuple[Move, ...]


def waiting(
    workspace: Workspace,
    *,
    now: datetime,
    as_of: str | None = None,
    me: str | None = None,
    machine_zone: str = "UTC",
    program: str = "trimtab",
) -> Answer:
    """Who waits, for whom, since when, and what that holds back, as far as can be seen `as_of`.

    Raises UsageError for an `as_of` that is no date.
    """
    scene = scene_of(workspace, now=now, as_of=as_of, me=me, machine_zone=machine_zone)
    sight = scene.sight
    due = _sorted(scene)
    sections = _sections(scene, due) if scene.trackers.any else (Section("WAITING", (), note=scene.no_items),)
    told, ids = with_ids(LETTER, _FIXED, sections)
    step = _next(scene, due, ids, program)
    return Answer(
        verb=VERB,
        title=sight.title if scene.lead is None else "Who waits for you",
        period=sight.title if scene.lead is not None else "who waits for whom",
        claim=_sentence(scene, due),
        as_of=sight.local_as_of,
        sections=told,
        sources=scene.sight.sources,
        caveats=scene.caveats(),
        missing=_NOT_SEEN if scene.trackers.any else "issues, pull requests and reviews",
        nearest="" if scene.trackers.any else scene.nearest(program),
        next_step=step[0],
        next_command=step[1],
    )


def _sorted(scene: Scene) -> _Sorted:
    moves = [move for move in scene.moves.due if move.what in WAITED_FOR] if scene.trackers.any else []
    mine = [move for move in moves if scene.moves.falls_to_lead(move)]
    rest = [move for move in moves if move not in mine]
    return _Sorted(
        lead=tuple(move for move in mine if not scene.moves.is_quiet(move)),
        quiet=tuple(move for move in mine if scene.moves.is_quiet(move)),
        teams=tuple(move for move in rest if move.teams and not move.named),
        anyone=tuple(move for move in rest if not move.teams and not move.named),
        others=tuple(move for move in rest if move.named),
    )


def _sections(scene: Scene, due: _Sorted) -> tuple[Section, ...]:
    quiet = scene.moves.is_quiet
    alive = [move for move in (*due.teams, *due.anyone) if not quiet(move)]
    left = [move for move in (*due.teams, *due.anyone) if move not in alive[:_OPEN_TO_ALL]]
    for_others = [move for move in due.others if not quiet(move)]
    scene.trackers.load_acts([move.key for move in (*due.lead, *alive[:_OPEN_TO_ALL], *for_others[:_FOR_OTHERS])])
    personal = [_claim(scene, move) for move in due.lead]
    personal += _quiet(scene, due.quiet, "lead", "for you", "quiet for two months or more")
    open_to = [_claim(scene, move, best=True) for move in alive[:_OPEN_TO_ALL]]
    open_to += _quiet(scene, left, "anyone", "that anybody may take", "")
    others = [_claim(scene, move) for move in for_others[:_FOR_OTHERS]]
    others += _quiet(
        scene, [move for move in due.others if quiet(move) or move in for_others[_FOR_OTHERS:]], "others", "", ""
    )
    none = "nobody, by name" if scene.lead else "not known whose: --me EMAIL says who you are"
    usual = (*_usual.claims(scene, due.lead), *_hours.claims(scene), *_second.claims(scene))
    return (
        Section("FOR YOU", tuple(personal), note=none),
        Section("TEAM OR ANYONE", tuple(open_to)),
        Section("USUALLY", usual),
        Section("FOR OTHERS", tuple(others)),
    )


def _claim(scene: Scene, move: Move, *, best: bool = False) -> Claim:
    words = scene.words
    details = [*words.holds(move)]
    if best and move.what in {"review", "look"} and (who := scene.best_placed(move)):
        details.append(f"{who} knows it best" if who != "you" else "you know it best")
    waiter = words.waiter(move)
    asked = words.asked(move)
    waits = "wait" if len(move.waiters) > 1 or waiter == "you" else "waits"
    return Claim(
        id="",
        subject=f"waits:{move.item['tracker']}#{move.item['number']}",
        name=waiter,
        text=f"{words.titled(move.item)}: {asked}, {words.waited(move)}",
        headline=f"{waiter} {waits} for {asked} on {words.number(move.item)}",
        details=tuple(details),
        because=tuple(words.because(move)),
        window=Window(scene.local(move.since), scene.local(scene.sight.as_of), f"{move.hours:.0f} working hours"),
        meaning=_MEANING,
        anchor=_ANCHOR,
        left_out=scene.left_out,
        wrong=("logins: in people/*.md", "close what is done"),
        sure=scene.sure_of(move),
    )


def _quiet(scene: Scene, left: Sequence[Move], subject: str, whom: str, state: str) -> Iterator[Claim]:
    """Those that need no line of their own, on one line; none where there are none."""
    if not left:
        return
    words = scene.words
    rows = tuple(words.item(move.item, f"{words.asked(move)}, {words.waited(move)}") for move in left)
    longest = max(left, key=lambda move: move.hours)
    numbers = listed([words.number(move.item) for move in left], _NUMBERS)
    many = " ".join(part for part in (counted(len(left), "more item"), whom) if part)
    told = ", ".join(part for part in (many, state) if part)
    yield Claim(
        id="",
        subject=f"waits:{subject}",
        text=f"{told}: {numbers}"
        + (f"; the longest {words.number(longest.item)}, {words.waited(longest)}" if len(left) > 1 else ""),
        because=(Group(subject, counted(len(left), "item"), rows, len(rows)),),
        meaning=_MEANING,
        anchor=_ANCHOR,
        left_out=scene.left_out,
    )


def _next(scene: Scene, due: _Sorted, ids: Mapping[str, str], program: str) -> tuple[str, str]:
    """The first thing that waits for the lead; without one, what of the team's the lead could take off it."""
    first = next(iter((*due.lead, *due.quiet)), None)
    if first is None:
        return "", ""
    subject = "waits:lead" if first in due.quiet else f"waits:{first.item['tracker']}#{first.item['number']}"
    return f"{scene.words.number(first.item)}{scene.effort(first)}.", f"{program} why {ids[subject]}"


def _sentence(scene: Scene, due: _Sorted) -> str:
    if not scene.trackers.any:
        return "No issues or pull requests have been read, so who waits for whom is not known."
    if scene.lead is None:
        many = len(due.teams) + len(due.anyone) + len(due.others)
        return f"{counted(many, 'open item waits', 'open items wait')} for somebody's move."
    if not due.lead:
        return "Nobody waits for you by name." if not due.quiet else "Only what has long been quiet waits for you."
    people = list(dict.fromkeys(one for move in due.lead for one in move.waiters))
    wait = "waits" if len(people) == 1 else "wait"
    return f"{scene.names.listed(people)} {wait} for you on {counted(len(due.lead), 'item')}."
