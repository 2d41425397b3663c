"""Who does what when: the lines of a schedule, and what each rests on."""

from collections.abc import Iterator, Sequence
from datetime import timedelta

from trimtab.advice._names import counted, listed
from trimtab.advice.answer import Bar, BarKind, Claim, Evidence, Figure, Gantt, Group, Section
from trimtab.advice.plan._instead import others
from trimtab.advice.plan._levelled import Levelled
from trimtab.advice.plan._load import Booking
from trimtab.advice.plan._path import short
from trimtab.advice.plan._scene import PAGE, PlanScene
from trimtab.planning.schedule import Placement
from trimtab.records.plan import PlanTask

_DRAWN: dict[str, BarKind] = {
    "task": "task", "contract": "contract", "unknown": "unknown", "milestone": "milestone", "end": "end",
}  # fmt: skip
_MEANING = (
    "when it is done and by whom in the levelled schedule; slack is how far its start could slip, everybody keeping their "
    "order of work, without moving the end"
)
WHEN = "WHEN"


class When:
    """A schedule of a plan, told line by line."""

    def __init__(
        self, scene: PlanScene, placements: Sequence[Placement], held: Levelled, bookings: Sequence[Booking]
    ) -> None:
        self.scene, self.placed, self.held = scene, placements, held
        self.bookings = bookings
        self._in_order = sorted(
            (at for at, piece in enumerate(scene.model.tasks) if piece.kind in _DRAWN),
            key=lambda at: (placements[at].start, placements[at].end, at),
        )

    def section(self) -> Section:
        """A line a task, by its start."""
        columns = (WHEN, "who", "from", "to", "slack")
        work = [at for at in self._in_order if self.scene.model.tasks[at].is_work]
        return Section(WHEN, tuple(self._claim(at) for at in work), columns=columns)

    def _claim(self, at: int) -> Claim:
        scene, piece, place = self.scene, self.scene.model.tasks[at], self.placed[at]
        starts, ends = scene.day(scene.starts(place.start)), scene.day(scene.ends(place.end))
        who = scene.people(place.people, 4) if place.people else "nobody"
        slack = "critical" if at in self.held.critical else scene.days(self.held.slack[at])
        return Claim(
            id="",
            subject=f"task:{piece.id}",
            name=piece.id,
            text=f"{piece.title}: {who}, {starts} to {ends}",
            cells=(who, short(starts), short(ends), slack),
            headline=f"{piece.title}: {who}, {starts} to {ends}, "
            + ("on the critical path" if slack == "critical" else f"{slack} of slack"),
            figures=(
                Figure("work", piece.slots / 4, "h", "expected work that is left, of each person it needs"),
                Figure("slack", self._days(self.held.slack[at]), "days", "working days its start could slip"),
            ),
            because=tuple(group for group in self._because(at) if group.evidence or group.summary),
            meaning=_MEANING,
            anchor=f"{PAGE}#levelled",
            wrong=(f"trimtab plan edit {scene.plan.id}",),
        )

    def _because(self, at: int) -> Iterator[Group]:
        """Why it is then: what it waits for, what its people do before, and their absences within it."""
        problem, place = self.scene.model.problem, self.placed[at]
        yield self._group("written", [at])
        begun = self.scene.model.tasks[at].progress
        if begun.is_begun:
            since = f" since {self.scene.day(begun.started)}" if begun.started else ""
            yield Group("begun", f"{since.strip()}, so it goes on before other work".strip(", "), (), 0)
        yield self._group("waits for", [link.before for link in problem.before[at]])
        before = [self._work_before(person, place.start) for person in place.people]
        yield self._group("after", [one for one in before if one is not None])
        away = [words for person in place.people for words in self._absences(person, place)]
        yield Group("away", listed(away, 4) if away else "", (), 0)

    def _group(self, label: str, places: Sequence[int]) -> Group:
        rows = tuple(self._row(at) for at in dict.fromkeys(places))
        return Group(label, "", rows, len(rows))

    def _row(self, at: int) -> Evidence:
        piece, place = self.scene.model.tasks[at], self.placed[at]
        line = self.scene.line(piece)
        by = self.scene.people(place.people) if place.people else None
        return Evidence(line.kind, line.key, line.text, self.scene.ends(place.end), by)

    def _work_before(self, person: int, start: int) -> int | None:
        done = [one for one in self.bookings if one.person == person and one.end <= start and one.end > one.start]
        return max(done, key=lambda one: one.end).task if done else None

    def _absences(self, person: int, place: Placement) -> Iterator[str]:
        """Days of leave that fall into a task, as words."""
        first, last = self.scene.starts(place.start).date(), self.scene.ends(place.end).date()
        for begins, ends in self.scene.model.workers[person].working.leave:
            if begins <= last and ends >= first and ends.year < 9000 and begins.year > 1:
                yield f"{self.scene.who(person)} {self.scene.day(begins)} to {self.scene.day(ends)}"

    def gantt(self, ids: dict[str, str]) -> Gantt:
        """The schedule as it is drawn; `ids` are those of the claims by subject."""
        bars = tuple(self._bar(at, ids) for at in self._in_order if _DRAWN.get(self.scene.model.tasks[at].kind))
        start = min((bar.start for bar in bars), default=self.scene.local_as_of)
        end = max((bar.end for bar in bars), default=start + timedelta(days=1))
        return Gantt(bars, start, end, self.scene.plan.id)

    def _bar(self, at: int, ids: dict[str, str]) -> Bar:
        scene, piece, place = self.scene, self.scene.model.tasks[at], self.placed[at]
        task = scene.model.problem.tasks[at]
        point = place.start == place.end
        ends = scene.ends(place.end)
        titles = {group.id: group.display for _, around in scene.plan.leaves() for group in around}
        return Bar(
            id=piece.id,
            title=piece.title,
            kind=_DRAWN[piece.kind],
            start=ends if point else scene.starts(place.start),
            end=ends,
            people=tuple(scene.who(person) for person in place.people),
            groups=tuple(titles[group] for group in piece.around),
            critical=at in self.held.critical and piece.is_work,
            lead=scene.model.lead in place.people,
            slack=self._days(self.held.slack[at]),
            done=round(1 - piece.progress.left, 4) if isinstance(piece.source, PlanTask) else 0.0,
            due=scene.ends(task.due) if task.due is not None else None,
            after=tuple(self._named(at)),
            claim=ids.get(f"task:{piece.id}", ids.get(f"{piece.kind}:{piece.id}", "")),
        )

    def _named(self, at: int) -> Iterator[str]:
        """What a task waits for, by id; instead of the end of a group its tasks."""
        problem, tasks = self.scene.model.problem, self.scene.model.tasks
        for link in problem.before[at]:
            if tasks[link.before].kind == "group":
                yield from (tasks[inner.before].id for inner in problem.before[link.before])
            elif tasks[link.before].kind in _DRAWN:
                yield tasks[link.before].id

    def _days(self, slots: int) -> float:
        return round(slots / self.scene.model.axis.slots_a_day(), 2)

    # The chain

    def chain(self) -> Claim:
        """The tasks that decide the end, with who does each."""
        scene = self.scene
        chain = [at for at in self.held.chain if scene.model.tasks[at].is_work]
        names = [f"{scene.model.tasks[at].id} ({scene.people(self.placed[at].people)})" for at in chain]
        rows = tuple(self._row(at) for at in self.held.chain if scene.model.tasks[at].kind != "group")
        return Claim(
            id="",
            subject="path",
            text=listed(names, 6) if names else "nothing is left to do",
            headline=f"{counted(len(chain), 'task')} in a row decide the end",
            figures=(Figure("tasks", len(chain), "tasks", "of the chain that decides the end"),),
            because=(Group("the chain", counted(len(rows), "step"), rows, len(rows)),),
            meaning="each of these waits for the one before, or for somebody on it: a day lost here is one lost at the end",
            anchor=f"{PAGE}#critical-path",
        )

    def lead(self) -> Claim | None:
        """The lead's tasks, and which of them decide the end."""
        scene, lead = self.scene, self.scene.model.lead
        mine = [at for at in self._in_order if lead is not None and lead in self.placed[at].people]
        if not mine:
            return None
        critical = [at for at in mine if at in self.held.critical]
        names = [scene.model.tasks[at].id for at in critical]
        told = f"{counted(len(mine), 'task')} of yours, " + (
            f"{len(critical)} on the critical path: {listed(names, 4)}" if critical else "none on the critical path"
        )
        shared = f"; {self._instead(critical)}" if critical else ""
        return Claim(
            id="",
            subject="lead",
            text=told + shared,
            headline=told,
            figures=(
                Figure("tasks", len(mine), "tasks", "that the schedule gives to you"),
                Figure("critical", len(critical), "tasks", "of these that cannot slip without moving the end"),
            ),
            because=(self._group("yours", mine),),
            meaning="tasks of the lead in this schedule, and those of them that cannot slip without moving the end",
            anchor=f"{PAGE}#lead",
        )

    def _instead(self, mine: Sequence[int]) -> str:
        """Who else could do critical tasks of the lead: by the plan as it is, else if it did not name them alone."""
        scene, lead = self.scene, self.scene.model.lead
        roles = [role for at in mine for role in scene.model.problem.tasks[at].roles]
        could = {one.person for role in roles if len(role) > 1 for one in role} - {lead}
        if could:
            return f"{scene.people(sorted(could))} could do some of it"
        asked = {} if lead is None else {at: others(scene.model, at, lead) for at in mine}
        if able := sorted({one for found in asked.values() for one in found}):
            ids = [scene.model.tasks[at].id for at, found in asked.items() if found]
            return f"{scene.people(able)} could do {listed(ids, 4)}, if you did not own it"
        return "nobody else can"
