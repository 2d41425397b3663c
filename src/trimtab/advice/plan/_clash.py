"""Why a plan with fixed dates cannot be kept: a smallest set of its dates and absences that exclude each other.

A deletion filter: every constraint is taken out once, and stays out where the rest still clashes. What remains clashes, and
no part of it does. Whether a set clashes is told by the critical path, which proves it, else by a search for a schedule.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from trimtab.advice._names import listed
from trimtab.advice.answer import Claim, Evidence, Group
from trimtab.advice.plan._scene import PAGE, PlanScene
from trimtab.planning.critical import critical_path
from trimtab.planning.problem import Impossible, Person, Problem
from trimtab.planning.solve import Limits, solve
from trimtab.records.plan import PlanTask, Unknown

CLASH = "clash"
_ROUNDS = 20
_LARGE = 300  # tasks; of larger plans only what the critical path proves is told


@dataclass(frozen=True, slots=True)
class Constraint:
    """Something that could give way, in words, with its place in the text."""

    kind: str
    words: str
    line: str
    task: int = -1
    person: int = -1


@dataclass(frozen=True, slots=True)
class Clash:
    """A set that excludes itself; `proved` where the critical path alone says so. `calm` says that nothing clashes."""

    constraints: tuple[Constraint, ...]
    proved: bool

    def words(self) -> str:
        """`the deadline of 18 Dec and Ravi's leave from 7 to 18 Dec cannot both be kept`."""
        told = [one.words for one in self.constraints]
        if len(told) == 1:
            return f"{told[0]} cannot be kept, whatever else gives way"
        return f"{listed(told, 8)} cannot {'both' if len(told) == 2 else 'all'} be kept" + (
            "" if self.proved else ", as far as was searched"
        )


def clash_of(scene: PlanScene, stopped: Callable[[], bool] | None = None) -> Clash | None:
    """A smallest set of the plan's hard dates, fixed starts, releases and absences that clash; None where none do."""
    oracle = _Oracle(scene, stopped)
    active = list(_constraints(scene))
    if not oracle.clashes(active):
        return None
    for one in list(active):
        rest = [other for other in active if other is not one]
        if oracle.clashes(rest):
            active = rest
    return Clash(tuple(reversed(active)), oracle.proves(active))


def _constraints(scene: PlanScene) -> Iterator[Constraint]:
    """What could give way, what is given up most readily first."""
    model = scene.model
    for at, worker in enumerate(model.workers):
        days = [(first, last) for first, last in worker.working.leave if first.year > 1 and last.year < 9000]
        ahead = [(first, last) for first, last in days if last >= scene.starts(0).date()]
        if ahead:
            told = listed([f"{scene.day(first)} to {scene.day(last)}" for first, last in ahead], 3)
            whose = "your" if worker.is_lead else f"{scene.who(at)}'s"
            yield Constraint("leave", f"{whose} leave ({told})", f"people/{worker.id}.md:1", person=at)
    for at, piece in enumerate(model.tasks):
        source, task = piece.source, model.problem.tasks[at]
        if isinstance(source, Unknown) and source.by is not None and task.release:
            yield Constraint("release", f"the answer to {piece.id} by {scene.day(source.by)}", piece.line, at)
        if isinstance(source, PlanTask) and source.not_before is not None and task.release:
            yield Constraint("release", f"{piece.id} not before {scene.day(source.not_before)}", piece.line, at)
    for at, piece in enumerate(model.tasks):
        if model.problem.tasks[at].start is not None and isinstance(piece.source, PlanTask) and piece.source.starts:
            yield Constraint("start", f"{piece.id} beginning on {scene.day(piece.source.starts)}", piece.line, at)
    for at, slot in model.hard.items():
        name = "the plan's deadline of" if model.tasks[at].kind == "end" else f"{model.tasks[at].id} by"
        yield Constraint("due", f"{name} {scene.day(scene.ends(slot))}", model.tasks[at].line, at)


@dataclass
class _Oracle:
    """Whether a set of constraints leaves any schedule."""

    scene: PlanScene
    stopped: Callable[[], bool] | None = None
    _paces: dict[int, Person] = field(default_factory=dict)

    def clashes(self, active: Sequence[Constraint]) -> bool:
        """Whether no schedule keeps them all, as far as is known."""
        return self.proves(active) or (len(self.scene.model.tasks) <= _LARGE and not self._fits(active))

    def proves(self, active: Sequence[Constraint]) -> bool:
        """Whether the critical path alone says so."""
        network = critical_path(self._with(active), by_due=True)
        return bool(network.clashes) or any(times.slack < 0 for times in network.times)

    def _fits(self, active: Sequence[Constraint]) -> bool:
        """Whether a search finds a schedule in time; it ends with the first."""
        lateness: list[int] = []

        def enough() -> bool:
            return 0 in lateness or (self.stopped is not None and self.stopped())

        try:
            last = solve(
                self._with(active),
                limits=Limits(rounds=_ROUNDS),
                on_better=lambda better: lateness.append(better.lateness),
                stopped=enough,
            )
        except Impossible:
            return False
        return not last.lateness

    def _with(self, active: Sequence[Constraint]) -> Problem:
        """The problem with these constraints and no other dates."""
        problem, hard = self.scene.model.problem, self.scene.model.hard
        kept: Mapping[str, set[int]] = {
            kind: {one.task for one in active if one.kind == kind} for kind in ("release", "start", "due")
        }
        dated = {one.task for one in _constraints(self.scene) if one.kind in ("release", "start")}
        free = dated - kept["release"] - kept["start"]
        tasks = tuple(
            replace(
                task,
                due=hard.get(at) if at in kept["due"] else None,
                start=task.start if at in kept["start"] else None,
                release=0 if at in free else task.release,
            )
            for at, task in enumerate(problem.tasks)
        )
        away = {one.person for one in active if one.kind == "leave"}
        people = tuple(person if at in away else self._there(at) for at, person in enumerate(problem.people))
        return Problem(tasks, problem.links, people)

    def _there(self, at: int) -> Person:
        """Somebody without their leave; days before they join and after they are gone stay."""
        if at not in self._paces:
            worker, old = self.scene.model.workers[at], self.scene.model.problem.people[at]
            ends = tuple((first, last) for first, last in worker.working.leave if first.year == 1 or last.year >= 9000)
            working = replace(worker.working, leave=ends)
            pace = self.scene.model.axis.pace(working, max(old.pace[-1][0], 1), worker.share)
            self._paces[at] = Person(old.name, pace)
        return self._paces[at]


def clash_claim(clash: Clash) -> Claim:
    """The set as a line of an answer."""
    rows = tuple(Evidence("record", one.line, one.words) for one in clash.constraints)
    words = clash.words()
    return Claim(
        id="",
        subject=CLASH,
        text=words,
        headline=words[:1].upper() + words[1:],
        because=(Group("clash", "", rows, len(rows)),),
        meaning="a smallest set of hard dates, fixed starts, releases and absences that no schedule keeps: give up one of "
        "them, and the others can be kept",
        anchor=f"{PAGE}#impossible",
    )
