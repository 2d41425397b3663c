"""Everything that waits for a move of the lead, ordered by what it holds back: reviews, answers, merges, own work, what is theirs.

Definitions stand in docs/reference/plate.md. What is due on an item is the business of `_moves`; here it is gathered for one
person, the lead, together with their branches and what is assigned to them.
"""

from collections.abc import Sequence
from datetime import datetime

from trimtab.advice._branches import in_flight
from trimtab.advice._ids import with_ids
from trimtab.advice._moves import WAITED_FOR, Move
from trimtab.advice._names import counted
from trimtab.advice._scene import Scene, scene_of
from trimtab.advice.answer import Answer, Section
from trimtab.advice.plate import _own
from trimtab.advice.plate._lines import asked_line, own_line, subject_of
from trimtab.advice.plate._plans import planned_lines
from trimtab.workspace import Workspace

__all__ = ["LETTER", "VERB", "of_lead", "plate"]

VERB, LETTER = "plate", "p"

_NOT_SEEN = "meetings, promises, decisions, what was asked in chat or by mail"


def plate(
    workspace: Workspace,
    *,
    now: datetime,
    as_of: str | None = None,
    me: str | None = None,
    machine_zone: str = "UTC",
    program: str = "trimtab",
) -> Answer:
    """What waits for a move of the lead, as far as can be seen `as_of`.

    Raises UsageError for an `as_of` that is no date.
    """
    scene = scene_of(workspace, now=now, as_of=as_of, me=me, machine_zone=machine_zone)
    moves = of_lead(scene)
    sections = _sections(scene, moves)
    told, ids = with_ids(LETTER, (), sections)
    first = next((move for move in moves if move.what in WAITED_FOR), None)
    return Answer(
        verb=VERB,
        title="Your plate" if scene.lead else scene.sight.title,
        period=scene.sight.title if scene.lead else "the plate of nobody known",
        claim=_sentence(scene, moves, sum(len(section.claims) for section in told)),
        as_of=scene.sight.local_as_of,
        sections=told,
        sources=scene.sight.sources,
        caveats=scene.caveats(),
        missing=_NOT_SEEN if scene.trackers.any else f"issues, pull requests and reviews, {_NOT_SEEN}",
        nearest="" if scene.trackers.any else scene.nearest(program),
        next_step=_step(scene, first) if first else "",
        next_command=f"{program} why {ids[subject_of(first)]}" if first else "",
    )


def of_lead(scene: Scene) -> tuple[Move, ...]:
    """The moves that are the lead's, those that others wait for and that hold back most first."""
    if scene.lead is None or not scene.trackers.any:
        return ()
    mine = [move for move in scene.moves.due if scene.moves.falls_to_lead(move)]
    quiet = scene.moves.is_quiet
    order = sorted(mine, key=lambda move: (move.what not in WAITED_FOR, -move.weight, move.item["number"]))
    return tuple(sorted(order, key=lambda move: (not move.held.items, quiet(move))))


def _sections(scene: Scene, moves: Sequence[Move]) -> tuple[Section, ...]:
    if scene.lead is None:
        return (Section("PLATE", (), note="not known whose: --me EMAIL says who you are"),)
    if moves:
        scene.trackers.load_acts([move.key for move in moves])
    holding = [move for move in moves if move.held.items]
    rest = [move for move in moves if not move.held.items]
    asked = [move for move in rest if move.what in WAITED_FOR and not scene.moves.is_quiet(move)]
    own = [move for move in rest if move.what not in WAITED_FOR]
    quiet = [move for move in rest if move.what in WAITED_FOR and scene.moves.is_quiet(move)]
    branches = _own.branches(scene, in_flight(scene.ground))
    assigned = _own.assigned(scene, moves) if scene.trackers.any else ()
    note = "" if scene.trackers.any else scene.no_items
    return (
        Section("HOLDS BACK", tuple(asked_line(scene, move) for move in holding)),
        Section("ASKED OF YOU", tuple(asked_line(scene, move) for move in asked), note=note or "nothing"),
        Section("YOUR OWN", (*(own_line(scene, move) for move in own), *branches)),
        Section("PLANNED", planned_lines(scene)),
        Section("ASSIGNED", assigned),
        Section("LONG QUIET", tuple(asked_line(scene, move) for move in quiet)),
    )


def _step(scene: Scene, first: Move) -> str:
    """What to do first: what others wait for and holds back most."""
    held = f"; it {first.held.text()}" if first.held.text() else ""
    return f"{scene.words.number(first.item)}{scene.effort(first)}{held}."


def _sentence(scene: Scene, moves: Sequence[Move], lines: int) -> str:
    if scene.lead is None:
        return "Nobody is named as you, so nothing is on your plate."
    if not lines:
        return "Nothing waits for a move of yours that can be seen."
    asked = sum(move.what in WAITED_FOR for move in moves)
    holding = sum(bool(move.held.items) for move in moves)
    held = f", {holding} of them holding back other work" if holding else ""
    return f"{counted(lines, 'thing')} {'waits' if lines == 1 else 'wait'} for a move of yours, {asked} asked by others{held}."
