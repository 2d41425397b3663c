"""What may turn out otherwise in a plan: the work of its tasks, its unknowns and risks, and what nobody wrote down."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from statistics import median

from trimtab.advice.plan._ground import SLOTS_AN_HOUR
from trimtab.advice.plan._history import History
from trimtab.advice.plan._model import Model
from trimtab.advice.plan._pieces import Piece
from trimtab.planning.doubts import Doubts, Event
from trimtab.planning.durations import PRIOR_SD, USUAL, Calibration, Spread, Stated, widened
from trimtab.records.plan import Contract, Estimate, PlanTask

UNWRITTEN = Spread(PRIOR_SD, PRIOR_SD)


@dataclass(frozen=True, slots=True)
class Told:
    """What an event of a simulation is in the plan: an unknown or a risk, with its place in the file."""

    kind: str
    id: str
    text: str
    line: str
    chance: float


def doubts_of(model: Model, history: History) -> tuple[Doubts, Mapping[str, Told]]:
    """The doubts of a plan, and by the names of its events what they are."""
    calibration = history.calibration
    spreads = tuple(_spread(piece, model, calibration) for piece in model.tasks)
    pairs = tuple(_events(model, calibration))
    doubts = Doubts(
        spreads, tuple(event for event, _ in pairs), calibration.shared, history.growth.share
    )  # fmt: skip
    return doubts, {event.name: told for event, told in pairs}


def stated(estimate: Estimate, a_day: float, sure: float | None) -> Stated:
    """An estimate in hours, with how sure its writer is of it."""
    likely = estimate.likely.hours(a_day) if estimate.likely is not None else None
    return Stated(estimate.low.hours(a_day), estimate.high.hours(a_day), likely, USUAL if sure is None else sure)


def _spread(piece: Piece, model: Model, calibration: Calibration) -> Spread | None:
    """How the work of a piece may turn out; None for what is no work."""
    if not piece.is_work:
        return None
    source, a_day = piece.source, model.ground.hours_a_day
    if isinstance(source, PlanTask) and (estimate := source.remaining or source.estimate):
        return calibration.spread(stated(estimate, a_day, source.confidence))
    if isinstance(source, Contract) and source.estimate:
        return calibration.spread(stated(source.estimate, a_day, None))
    hours = piece.slots / SLOTS_AN_HOUR
    spread = calibration.spread(Stated(hours, hours))
    return spread if calibration.is_own else widened(spread, PRIOR_SD)


def _events(model: Model, calibration: Calibration) -> Iterator[tuple[Event, Told]]:
    """Unknowns that go badly, and risks."""
    a_day, usual = model.ground.hours_a_day, _usual(model)
    places = {piece.id: piece.line for piece in model.tasks}
    for one in model.plan.unknowns:
        hit = tuple(task for blocked in one.blocks for task in _tasks(model, blocked))[:1]
        if one.answer is not None or not hit:
            continue
        work, spread = _amount(one.badly, a_day, calibration) if one.badly else (usual, UNWRITTEN)
        told = Told("unknown", one.id, one.question, places.get(one.id, model.plan.file), one.chance)
        yield Event(f"unknown:{one.id}", one.chance, work, hit, spread), told
    for risk in model.plan.risks:
        hit = tuple(dict.fromkeys(task for name in risk.hits for task in _tasks(model, name)))
        if hit:
            work, spread = _amount(risk.extra, a_day, calibration)
            told = Told("risk", risk.id, risk.event, model.plan.file, risk.chance)
            yield Event(f"risk:{risk.id}", risk.chance, work, hit, spread), told


def _amount(estimate: Estimate, a_day: float, calibration: Calibration) -> tuple[float, Spread]:
    """The middle in slots, and the spread around it."""
    found = stated(estimate, a_day, None)
    return found.middle * SLOTS_AN_HOUR, calibration.spread(found)


def _tasks(model: Model, name: str) -> list[int]:
    """The pieces of work that an id names: a task, or all of a group, in the order written."""
    return [
        place for place, piece in enumerate(model.tasks) if piece.is_work and (piece.id == name or name in piece.around)
    ]


def _usual(model: Model) -> float:
    """The middle of what tasks take, in slots: what an unknown costs that nobody put a number on."""
    return median([piece.slots for piece in model.tasks if piece.is_work] or [0])
