"""What is risky about a plan though its text is right: dates, people and links held against the critical path.

Each function looks for one thing and returns lines of an answer; nothing is scheduled for them, so what they say holds for
every schedule. Definitions stand in docs/reference/plan.md.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from trimtab.advice._names import counted, listed
from trimtab.advice.answer import Claim, Evidence, Figure, Group
from trimtab.advice.plan._agreed import accepted, kept_places
from trimtab.advice.plan._contracts import levelling, proposals
from trimtab.advice.plan._frozen import loose_claims
from trimtab.advice.plan._held import held
from trimtab.advice.plan._instead import others
from trimtab.advice.plan._load import worked
from trimtab.advice.plan._points import reached
from trimtab.advice.plan._scene import PlanScene
from trimtab.planning.critical import Network, critical_path
from trimtab.records.plan import PlanTask, Unknown

ANCHOR = "docs/reference/plan.md#findings"
_HELD = 0.8  # of the critical work; from there on it hangs on one person
_TIGHT = 0.9  # of everybody's time; from there on one week of illness makes it late
_FEW = 2
# What parting two tasks must save to be told: less is not worth the talk, and nearly every link would be named.
_WORTH_DAYS, _WORTH_SHARE = 2, 0.05
_SHOWN = 4


@dataclass(frozen=True, slots=True)
class Asked:
    """A date that is asked for: the piece, the slot by which it should have ended, and all that has to be done for it."""

    at: int
    due: int
    work: frozenset[int]


class Sightings:
    """A plan with what several findings look at, each worked out once."""

    def __init__(self, scene: PlanScene) -> None:
        self.scene = scene
        self.model = scene.model
        self.problem = scene.model.problem
        self.workers = scene.model.workers

    @cached_property
    def network(self) -> Network:
        """The critical path."""
        return critical_path(self.problem)

    @cached_property
    def critical(self) -> tuple[int, ...]:
        """The pieces without slack that are work."""
        return tuple(
            at for at in self.network.critical if self.model.tasks[at].is_work and self.problem.tasks[at].roles
        )

    @cached_property
    def is_estimated(self) -> bool:
        """Whether at least half of the tasks say how much work they are."""
        tasks = [piece.source for piece in self.model.tasks if isinstance(piece.source, PlanTask)]
        return 2 * sum(1 for task in tasks if task.estimate or task.remaining) >= len(tasks)

    def alone(self, at: int) -> frozenset[int]:
        """Those without whom a piece cannot be done."""
        return frozenset(role[0].person for role in self.problem.tasks[at].roles if len(role) == 1)

    def work_of(self, at: int, person: int) -> int:
        """The part of somebody in a piece, in slots at full pace."""
        return max(
            (one.work for role in self.problem.tasks[at].roles for one in role if one.person == person), default=0
        )

    def whole_work(self, at: int) -> int:
        """The work of everybody it needs."""
        return sum(min(one.work for one in role) for role in self.problem.tasks[at].roles)

    @cached_property
    def asked(self) -> tuple[Asked, ...]:
        """Every date that is asked for, the earliest first."""
        found = []
        for at, task in enumerate(self.problem.tasks):
            if task.due is not None:
                # The end of the plan is everything, whatever it waits for.
                everything = self.model.tasks[at].kind == "end"
                behind = range(len(self.problem.tasks)) if everything else (at, *self._before(at))
                work = frozenset(one for one in behind if self.problem.tasks[one].roles)
                found.append(Asked(at, task.due, work))
        return tuple(sorted(found, key=lambda one: (one.due, one.at)))

    def _before(self, at: int) -> set[int]:
        found: set[int] = set()
        ahead = [at]
        while ahead:
            for link in self.problem.before[ahead.pop()]:
                if link.before not in found:
                    found.add(link.before)
                    ahead.append(link.before)
        return found

    def others(self, at: int, person: int) -> tuple[int, ...]:
        """Who has the skills of a task that somebody owns, were it not owned."""
        return others(self.model, at, person)

    @cached_property
    def _groups(self) -> Mapping[str, PlanTask]:
        return {group.id: group for _, around in self.scene.plan.leaves() for group in around}

    def names_somebody(self, at: int) -> bool:
        """Whether a task, or a group around it, says who does it."""
        piece = self.model.tasks[at]
        whole = (piece.source, *(self._groups.get(name) for name in piece.around))
        return any(isinstance(one, PlanTask) and (one.owner or one.candidates) for one in whole)

    def is_told(self, at: int) -> bool:
        """Whether the text itself tells that a date cannot be kept, even at the lowest estimates."""
        piece, plan = self.model.tasks[at], self.scene.plan
        place = plan.span_of("deadline") if piece.source is None else piece.source.span_of("due")
        told = (one for one in self.scene.records.diagnostics if one.code == "too-early")
        return any(one.span.file == place.file and one.span.line == place.line for one in told)

    def name(self, at: int) -> str:
        """How a date is called."""
        piece = self.model.tasks[at]
        return "the plan" if piece.kind == "end" else piece.id

    def day(self, slot: int) -> str:
        """The day on which something ends that takes all slots before this one."""
        return self.scene.day(self.scene.ends(slot)) if slot > 0 else self.scene.day(self.scene.starts(0))

    def lines(self, places: Sequence[int], label: str = "tasks") -> tuple[Group, ...]:
        """The lines that pieces were written in."""
        rows = tuple(self.scene.line(self.model.tasks[at]) for at in places)
        return (Group(label, counted(len(rows), "line"), rows, len(rows)),)

    def ids(self, places: Sequence[int]) -> str:
        """Several pieces as a phrase."""
        return listed([self.model.tasks[at].id for at in places], _SHOWN)


def findings(scene: PlanScene) -> tuple[Claim, ...]:
    """All that is risky about a plan, the gravest first."""
    seen = Sightings(scene)
    every = (late, short, unkept, lead_critical, one_hand, one_skill, overloaded, parallel, overdue)
    # Where most work is assumed, sums of it tell nothing.
    told = every if seen.is_estimated else (unkept, lead_critical, one_hand, one_skill, overdue)
    return tuple(claim for look in told for claim in look(seen))


def late(seen: Sightings) -> Iterator[Claim]:
    """Dates that the critical path alone passes, at the work that is expected."""
    told: set[int] = set()
    # Of several with one date, as the tasks of a group have, the last tells it.
    for one in sorted(seen.asked, key=lambda one: (one.due, -seen.network.times[one.at].early_finish)):
        end = seen.network.times[one.at].early_finish
        if end <= one.due or one.due in told or seen.is_told(one.at):
            continue
        told.add(one.due)
        over = (end - one.due) / seen.model.axis.slots_a_day()
        yield _claim(
            f"late:{seen.model.tasks[one.at].id}",
            "deadline",
            f"{seen.name(one.at)} is done on {seen.day(end)} at the earliest, {seen.scene.days(end - one.due)} "
            f"after {seen.day(one.due)}",
            "the critical path at the work expected is longer than there is time, were nobody ever busy elsewhere",
            seen.lines([at for at in seen.network.path if at in one.work or at == one.at], "the path"),
            (Figure("late", round(over, 2), "days", "working days late at the least"),),
        )


def short(seen: Sightings) -> Iterator[Claim]:
    """Dates until which there is more work than people, or nearly so."""
    for one in seen.asked:
        there = sum(worked(person, 0, max(one.due, 0)) for person in seen.problem.people)
        wanted = sum(seen.whole_work(at) for at in one.work)
        if not wanted or seen.network.times[one.at].early_finish > one.due or wanted <= _TIGHT * there:
            continue
        yield _claim(
            f"short:{seen.model.tasks[one.at].id}",
            "capacity",
            _short(seen, one, wanted, there),
            "expected work against the hours that all people of the plan have for it by then, whoever could do what",
            seen.lines(sorted(one.work, key=lambda at: (-seen.whole_work(at), at))),
            (
                Figure("work", wanted / 4, "h", "expected work that is left for it"),
                Figure("capacity", round(there / 4, 1), "h", "hours of all people for the plan until then"),
            ),
        )
        return  # what is short for one date is so for those behind it, and one line says it


def _short(seen: Sightings, one: Asked, wanted: int, there: float) -> str:
    name, until = seen.name(one.at), f"until {seen.day(one.due)}"
    if wanted > there:
        able = seen.scene.effort(round(there))
        return f"{name} takes {seen.scene.effort(wanted)} of work, and all people together have {able} {until}"
    share = round(100 * wanted / there)
    return f"{name} takes {share} % of everybody's time {until}: one week of illness makes it late"


def unkept(seen: Sightings) -> Iterator[Claim]:
    """Starts within the frozen window that can no longer be kept as they were agreed."""
    scene = seen.scene
    if scene.plan.freeze is not None and (baseline := accepted(scene)) is not None:
        yield from loose_claims(scene, held(scene, kept_places(seen.model, baseline), baseline, scene.plan.freeze))


def lead_critical(seen: Sightings) -> Iterator[Claim]:
    """The lead where nobody else could do what is critical, unless the plan allows it."""
    lead = seen.model.lead
    if lead is None or seen.scene.plan.lead.critical == "allow":
        return
    mine = [at for at in seen.critical if lead in seen.alone(at)]
    if not mine:
        return
    could = [at for at in mine if seen.others(at, lead)]
    names = seen.scene.people(sorted({other for at in could for other in seen.others(at, lead)}))
    instead = f"; {names} could do {seen.ids(could)}" if could else "; nobody else can, by the skills written down"
    stance = "the plan says to avoid that" if seen.scene.plan.lead.critical == "avoid" else "see that it pays"
    yield _claim(
        "lead", "lead", f"you are on the critical path with {seen.ids(mine)}{instead}",
        f"tasks without slack that have no other candidate than you; {stance}",
        seen.lines(mine, "yours alone"),
        (Figure("work", sum(seen.work_of(at, lead) for at in mine) / 4, "h", "your work in them"),),
        wrong=(f"trimtab plan edit {seen.scene.plan.id} {seen.model.tasks[mine[0]].id} owner=...", "lead: {critical: allow}"),
    )  # fmt: skip


def one_hand(seen: Sightings) -> Iterator[Claim]:
    """Everything critical, or nearly so, on one person who is not the lead."""
    total = sum(seen.whole_work(at) for at in seen.critical)
    for person, worker in enumerate(seen.workers):
        held = [at for at in seen.critical if person in seen.alone(at)]
        work = sum(seen.work_of(at, person) for at in held)
        if worker.is_lead or len(held) < _FEW or len(seen.workers) < _FEW or work < _HELD * total:
            continue
        could = [at for at in held if seen.others(at, person)]
        names = seen.scene.people(sorted({other for at in could for other in seen.others(at, person)}))
        instead = f"; {names} could do {seen.ids(could)}" if could else ""
        who, some = seen.scene.who(person), f"{len(held)} of {len(seen.critical)} critical tasks"
        everything = len(held) == len(seen.critical)
        said = f"all that is critical hangs on {who}" if everything else f"{who} alone can do {some}"
        yield _claim(
            f"hand:{worker.id}", "one hand", f"{said}: {seen.ids(held)}{instead}",
            f"one person without whom {_HELD:.0%} or more of the work without slack cannot be done",
            seen.lines(held, "critical"),
            (Figure("share", round(100 * work / total), "%", "of the work without slack"),),
        )  # fmt: skip


def one_skill(seen: Sightings) -> Iterator[Claim]:
    """Skills that one person alone has, where tasks that need them name nobody: an owner whom no line tells."""
    held: dict[tuple[int, str], list[int]] = {}
    for at, piece in enumerate(seen.model.tasks):
        source = piece.source
        if not isinstance(source, PlanTask) or not piece.is_work or not source.needs or seen.names_somebody(at):
            continue
        for need in source.needs:
            able = [who for who, one in enumerate(seen.workers) if need.skill and need.skill.casefold() in one.skills]
            if need.skill and len(able) == 1:
                held.setdefault((able[0], need.skill), []).append(at)
    for (person, skill), places in held.items():
        critical = [at for at in places if at in seen.network.critical]
        if len(seen.workers) < _FEW or (len(places) < _FEW and not critical):
            continue
        on_path = f"; {_of_them(len(critical), len(places))} critical" if critical else ""
        yield _claim(
            f"skill:{skill}", "one skill",
            f"{seen.ids(places)} {'needs' if len(places) == 1 else 'need'} {skill}, which {seen.scene.who(person)} alone "
            f"{'have' if seen.workers[person].is_lead else 'has'}{on_path}",
            "tasks that name nobody and need a skill that one person of the plan has: the owner is settled, and unseen",
            seen.lines(places),
            wrong=("write the skill into the file of whoever else has it, under people/",),
        )  # fmt: skip


def _of_them(critical: int, all_of_them: int) -> str:
    if critical == all_of_them:
        return "it is" if critical == 1 else "both are" if critical == 2 else "all of them are"
    return f"{critical} of them {'is' if critical == 1 else 'are'}"


def overloaded(seen: Sightings) -> Iterator[Claim]:
    """People with more work of their own than time: until a date, or than the critical path is long."""
    horizons = seen.asked or (Asked(-1, seen.network.length, frozenset(range(len(seen.problem.tasks)))),)
    for person, worker in enumerate(seen.workers):
        worst = max((_load(seen, person, one) for one in horizons), key=lambda load: load.ratio, default=None)
        if worst is None or worst.ratio <= 1 or len(worst.places) < _FEW:
            continue
        could = [at for at in worst.places if seen.others(at, person)]
        names = seen.scene.people(sorted({other for at in could for other in seen.others(at, person)}))
        instead = f"; {names} could take {seen.ids(could)}" if could else ""
        yield _claim(
            f"load:{worker.id}", "overload", f"{_too_much(seen, person, worst)}{instead}",
            "expected work that one person alone can do, against the hours they have for the plan by then",
            seen.lines(worst.places),
            (
                Figure("work", worst.wanted / 4, "h", "expected work that they alone can do"),
                Figure("capacity", round(worst.there / 4, 1), "h", "hours they have for the plan by then"),
            ),
        )  # fmt: skip


def _too_much(seen: Sightings, person: int, load: "_Load") -> str:
    has = "have" if seen.workers[person].is_lead else "has"
    said = f"{seen.scene.who(person)} {has} {seen.scene.effort(load.wanted)} of work that nobody else can do"
    day = seen.day(load.asked.due)
    if load.asked.at < 0:
        return f"{said}: more than until {day}, when the critical path ends"
    return f"{said} for {seen.name(load.asked.at)}, and {seen.scene.effort(round(load.there))} until {day}"


@dataclass(frozen=True, slots=True)
class _Load:
    """What one person alone has to do for a date, and how much they can until then, in slots at full pace."""

    asked: Asked
    places: tuple[int, ...]
    wanted: int
    there: float

    @property
    def ratio(self) -> float:
        return self.wanted / self.there if self.there else float(bool(self.wanted)) * 100


def _load(seen: Sightings, person: int, asked: Asked) -> _Load:
    places = [at for at in asked.work if person in seen.alone(at)]
    order = tuple(sorted(places, key=lambda at: (-seen.work_of(at, person), at)))
    wanted = sum(seen.work_of(at, person) for at in places)
    return _Load(asked, order, wanted, worked(seen.problem.people[person], 0, max(asked.due, 0)))


def parallel(seen: Sightings) -> Iterator[Claim]:
    """Neighbours on the critical path that an agreed interface would let run side by side."""
    a_day = seen.model.axis.slots_a_day()
    for one in proposals(seen.scene, seen.network, levelling(seen.scene)):
        consumer = one.contract.consumers[0]
        saved = one.slots if one.levelled is None else one.levelled
        if saved < max(_WORTH_DAYS * a_day, _WORTH_SHARE * seen.network.length):
            continue
        sides = [seen.model.at[one.contract.provider], seen.model.at[consumer]]
        yield _claim(
            f"parallel:{one.contract.provider}>{consumer}", "parallel",
            f"{consumer} could run beside {one.contract.provider} once both agree what it offers: "
            f"{seen.scene.days(saved)} sooner",
            "neighbours on the critical path that different people could do side by side against a stand-in; where schedules can "
            "be made, it is what one of them saves",
            seen.lines(sides, "both sides"),
            (Figure("saved", round(saved / a_day, 2), "days", "working days by which the end comes sooner"),),
            wrong=(f"add contracts: [{{id: {one.contract.id}, provider: {one.contract.provider}, consumers: [{consumer}]}}]",),
        )  # fmt: skip


def overdue(seen: Sightings) -> Iterator[Claim]:
    """Questions whose answer was needed before today."""
    today = seen.scene.local_as_of.date()
    for at, piece in enumerate(seen.model.tasks):
        source = piece.source
        if not isinstance(source, Unknown) or source.by is None or source.by >= today:
            continue
        behind = sorted(one for one in reached(seen.problem, at) if seen.model.tasks[one].is_work)
        hang = f"{counted(len(behind), 'task')} {'hangs' if len(behind) == 1 else 'hang'} on it"
        yield _claim(
            f"overdue:{piece.id}", "unknown",
            f"{piece.id} was to be answered by {seen.scene.day(source.by)}"
            f"{f' by {source.who}' if source.who else ', and nobody works on it'}; {hang}",
            "a question whose answer was needed before today, and that has none",
            seen.lines(behind, "behind it") if behind else (Group("written", "", (_line(seen, at),), 1),),
            wrong=(f'trimtab plan edit {seen.scene.plan.id} {piece.id} answer="..."',),
        )  # fmt: skip


def _line(seen: Sightings, at: int) -> Evidence:
    return seen.scene.line(seen.model.tasks[at])


def _claim(
    subject: str,
    name: str,
    text: str,
    meaning: str,
    because: tuple[Group, ...],
    figures: tuple[Figure, ...] = (),
    wrong: tuple[str, ...] = (),
) -> Claim:
    return Claim(
        id="",
        subject=f"finding:{subject}",
        name=name,
        text=text,
        headline=text[:1].upper() + text[1:],
        figures=figures,
        because=because,
        meaning=meaning,
        anchor=ANCHOR,
        wrong=wrong,
    )
