"""The schedule accepted last, on the slots of today, and what a new one changes of it.

Points (milestones, answers, ends of groups) are not kept: they follow from the work.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from trimtab.advice._names import counted, listed
from trimtab.advice.answer import Claim, Figure, Section
from trimtab.advice.plan._load import part_end
from trimtab.advice.plan._model import Model
from trimtab.advice.plan._scene import PAGE, PlanScene
from trimtab.planning.problem import Link, Problem
from trimtab.planning.schedule import Placement, Schedule
from trimtab.records.plan_history import Baseline, BaselineTask, newest

CHANGED = "changed"
_PRICE = "that a fresh schedule would be shorter"
_DAY = timedelta(days=1)


def accepted(scene: PlanScene) -> Baseline | None:
    """The acceptance that held at the scene's instant."""
    return newest(scene.workspace.folder, scene.plan.id, scene.as_of)[0]


def damaged(scene: PlanScene) -> tuple[str, ...]:
    """What must be said of accepted schedules that cannot be read: another one, or none, holds instead."""
    wrong = newest(scene.workspace.folder, scene.plan.id, scene.as_of)[1]
    return tuple(f"{one.span.file} cannot be read: what was accepted before it holds; see plan check" for one in wrong)


def kept_places(model: Model, baseline: Baseline) -> Mapping[int, Placement]:
    """Where the accepted schedule had each task that is still to be done, as far as its people are still there.

    A start that has passed is now. Tasks that were not part of it, or whose people are no candidates any more, are left.
    """
    written = {task.id: task for task in baseline.tasks}
    found: dict[int, Placement] = {}
    for at, piece in enumerate(model.tasks):
        task = written.get(piece.id) if piece.is_work else None
        if task is not None and (place := _place(model, at, task)) is not None:
            found[at] = place
    return found


def _place(model: Model, at: int, written: BaselineTask) -> Placement | None:
    task = model.problem.tasks[at]
    start = max(model.axis.first_from(written.start), 0)
    if not task.roles:
        return Placement(start, start + task.duration)
    ids = {worker.id: place for place, worker in enumerate(model.workers)}
    people = tuple(ids.get(one, -1) for one in written.people)
    if len(people) != len(task.roles):
        return None
    ends = [start]
    for person, role in zip(people, task.roles, strict=True):
        work = next((one.work for one in role if one.person == person), None)
        if work is None:
            return None
        ends.append(part_end(model.problem.people[person], start, work))
    return Placement(start, max(ends), people)


def whole(problem: Problem, places: Mapping[int, Placement]) -> Schedule | None:
    """A schedule of these placements, with points that were not kept as early as they can be; None where work is missing."""
    found = dict(places)
    for at in problem.order:
        if at in found:
            continue
        task = problem.tasks[at]
        if task.roles or task.duration:
            return None
        ready = [_reached(link, found[link.before]) for link in problem.before[at]]
        slot = max([task.release if task.start is None else task.start, *ready])
        found[at] = Placement(slot, slot)
    return Schedule(tuple(found[at] for at in range(len(problem.tasks))))


def _reached(link: Link, before: Placement) -> int:
    return (before.end if link.kind[0] == "F" else before.start) + link.lag


@dataclass(frozen=True, slots=True)
class Change:
    """What became of one task against the accepted schedule: slots its start moved, and who did it before."""

    task: int
    moved: int
    before: tuple[int, ...]
    now: tuple[int, ...]

    @property
    def is_other_people(self) -> bool:
        """Whether somebody else does it."""
        return set(self.before) != set(self.now)


def changes(problem: Problem, before: Mapping[int, Placement], now: Schedule) -> list[Change]:
    """Tasks with people whose start moved or whose people changed."""
    found = []
    for at, place in sorted(before.items()):
        new = now.placements[at]
        if problem.tasks[at].roles and (place.start != new.start or place.people != new.people):
            found.append(Change(at, new.start - place.start, place.people, new.people))
    return found


def changed_section(
    scene: PlanScene, baseline: Baseline, before: Mapping[int, Placement], now: Schedule, price: int | None
) -> Section:
    """What moved against the accepted schedule, and at what price; `price` is in slots that a fresh one would be shorter."""
    found = changes(scene.model.problem, before, now)
    day = scene.model.axis.slots_a_day()
    moved = [one for one in found if abs(one.moved) > day]
    others = [one for one in found if one.is_other_people]
    new = [piece.id for at, piece in enumerate(scene.model.tasks) if piece.is_work and at not in before]
    when = scene.day(scene.working.local(baseline.accepted_at))
    told = [f"{counted(len(moved), 'start')} moved by more than a day", f"{counted(len(others), 'task')} changed hands"]
    told += [f"{counted(len(new), 'task')} new"] if new else []
    paid = f"; a fresh one would end {scene.days(price)} sooner" if price and price > 0 else ""
    claim = Claim(
        id="",
        subject=CHANGED,
        text=f"against {when}: " + (", ".join(told) if found or new else "nothing moved") + paid,
        details=tuple(_detail(scene, one) for one in _largest(found)),
        headline=f"Against the schedule accepted on {when}: " + (", ".join(told) if found or new else "nothing moved") + paid,
        figures=(
            Figure("moved", len(moved), "tasks", "whose start moved by more than a working day"),
            Figure("changed hands", len(others), "tasks", "that somebody else does now"),
            Figure("new", len(new), "tasks", "that the accepted schedule did not have"),
            *(() if price is None else (Figure("price", round(max(price, 0) / day, 2), "days", _PRICE),)),
        ),
        meaning="what differs from the schedule accepted last, on the working time of today",
        anchor=f"{PAGE}#accepted",
    )  # fmt: skip
    return Section("CHANGED", (claim,))


def _largest(found: Sequence[Change]) -> list[Change]:
    return sorted(found, key=lambda one: (-one.is_other_people, -abs(one.moved), one.task))[:5]


def _detail(scene: PlanScene, one: Change) -> str:
    return f"{scene.model.tasks[one.task].id}: {listed(list(_parts(scene, one)))}"


def _parts(scene: PlanScene, one: Change) -> Iterator[str]:
    if one.is_other_people:
        yield f"{scene.people(one.now)} instead of {scene.people(one.before)}"
    if one.moved:
        yield f"{scene.days(abs(one.moved))} {'later' if one.moved > 0 else 'sooner'}"
