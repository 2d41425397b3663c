"""The lines of a plan's forecast: its dates with both policies, the path, and what moves them."""

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from trimtab.advice._names import counted, listed
from trimtab.advice.answer import Claim, Evidence, Figure, Group, Section
from trimtab.advice.plan._forecast_beside import OUTSIDE, RESTS, TOGETHER, TRACK, YOU, Beside
from trimtab.advice.plan._forecast_run import HALF, LEVELS, MOST, NEARLY, Run
from trimtab.advice.plan._forecast_words import (
    PAGE,
    by,
    dated,
    day,
    ends,
    in_days,
    percent,
    reached,
    share_of_futures,
)
from trimtab.advice.plan._scene import described
from trimtab.advice.plan.track import Track

if TYPE_CHECKING:  # these need the extra `plan`
    from trimtab.planning.moves import Move

END = tuple(f"end:{share}" for share, _ in LEVELS)
PROMISED, SCHEDULE, PATH, MOVES = "promised", "schedule", "path", "moves"
FIXED = (*END, PROMISED, SCHEDULE, PATH, MOVES, YOU, OUTSIDE, TOGETHER, RESTS, TRACK)

UNREAD = "no tracker was read, so only the plan's own tasks speak"
UNTOLD = "the tracker tells too little of how fast items end here, so only the plan's own tasks speak"

_OFTEN = 0.1
_ON_PATH, _MOVERS, _BEHIND = 4, 4, 12
_LEAST_DAYS = 0.5
_WAYS = {"kept": "in the schedule's order and hands", "first": "taken by whoever ends it first"}


class ForecastLines:
    """Claims about one run; they get their ids when all are made. `weight` is that of the inside view, `known` how past dates
    did."""

    def __init__(self, run: Run, weight: float, scored: int, known: Track) -> None:
        self.run, self.scene, self.weight, self.scored, self.known = run, run.scene, weight, scored, known

    def sections(self) -> tuple[Section, ...]:
        """All lines, in the order shown."""
        beside = Beside(self.run, self.weight, self.scored)
        rests = Section("RESTS ON", (beside.rests(), beside.track(self.known)))
        milestones = Section(
            "MILESTONES",
            tuple(self._milestones()),
            columns=("MILESTONES", "half by", "8 in 10 by", "19 in 20 by", "asked for"),
        )
        if self.run.is_over:
            found: tuple[Section, ...] = (Section("LANDED", (self._landed(),)), milestones, rests)
            return tuple(one for one in found if one.claims)
        found = (
            Section(
                "LANDS", (*(self._end(share, name) for share, name in LEVELS), *self._promised(), self._schedule())
            ),
            milestones,
            Section("ON THE PATH", (self._path(),)),
            Section("MOVES IT", (self._moves(),)),
            Section("YOU", tuple(beside.you())),
            Section("OUTSIDE VIEW", tuple(beside.outside()), note=UNTOLD if self.run.tracked else UNREAD),
            rests,
        )
        return tuple(one for one in found if one.claims or one.note)

    # When it lands

    def _end(self, share: float, name: str) -> Claim:
        run = self.run
        slots = [run.slot(way, share) for way in (run.told, run.other)]
        told, other = (dated(self.scene, slot) for slot in slots)
        beside = "" if told == other else f"; {by(other)} if work is {self._other_way}"
        return Claim(
            "",
            f"end:{share}",
            f"{told}{beside}",
            name=name,
            headline=f"It lands {by(told)} in {share_of_futures(share)}",
            figures=(
                Figure(name, round(in_days(run, slots[0]), 2), "working days", f"from now on, work {self._way}"),
                Figure(
                    f"{name}, otherwise", round(in_days(run, slots[1]), 2), "working days", f"work {self._other_way}"
                ),
                Figure("futures", run.wanted.futures, "futures", f"drawn with seed {run.wanted.seed}"),
            ),
            because=tuple(self._behind()),
            meaning="the first day by which the last task has ended in this share of the futures",
            anchor=f"{PAGE}#dates",
            left_out=self._left_out(),
            sure=self._sure,
        )

    def _landed(self) -> Claim:
        """When it was over, and what had been promised."""
        last, deadline = self.run.landed_on, self.run.model.plan.deadline
        kept = deadline is not None and last is not None and last <= deadline.day
        promised = f"promised for {day(self.scene, deadline.day)}" if deadline else ""
        told = day(self.scene, last) if last else "on a day that nothing tells"
        verdict = (", kept" if kept else ", not kept") if deadline and last else ""
        return Claim(
            "",
            END[1],
            f"{told}{f'; {promised}{verdict}' if promised else ''}",
            headline=f"It landed {'on ' if last else ''}{told}",
            meaning="the last day on which a task of the plan was finished; nothing is left to forecast",
            anchor=f"{PAGE}#dates",
            sure=self._sure,
        )

    @property
    def _sure(self) -> str:
        return f"of past forecasts of plans, {self.known.counts()}; {self.known.verdict()}" if self.known.dates else ""

    @property
    def _way(self) -> str:
        return _WAYS[self.run.wanted.policy]

    @property
    def _other_way(self) -> str:
        return _WAYS["first" if self.run.wanted.policy == "kept" else "kept"]

    def _behind(self) -> Iterator[Group]:
        """Which tasks, whose absence, which estimate."""
        yield self._critical()
        told = self.run.told
        away = sorted((place for place, gap in enumerate(told.gaps) if gap >= 0.01), key=lambda one: -told.gaps[one])
        if away:
            rows = tuple(
                Evidence(
                    "person",
                    self.run.model.workers[one].id,
                    f"{self.scene.who(one)}: the end waits for them to be "
                    f"back in {percent(told.gaps[one])} of the futures",
                )
                for one in away
            )
            yield Group(
                "absence", f"{counted(len(away), 'person', 'people')} whose absence it hangs on", rows, len(rows)
            )
        crucial = sorted(range(len(told.cruciality)), key=lambda one: -told.cruciality[one])[:_BEHIND]
        rows = tuple(
            self._task(one, f"rank correlation {told.cruciality[one]:.2f}")
            for one in crucial
            if told.cruciality[one] > 0.02
        )
        yield Group("estimates", "whose work goes most with the date", rows, len(rows))

    def _critical(self) -> Group:
        told = self.run.told
        rows = tuple(
            self._task(one, f"no slack in {percent(told.critical[one])}") for one in self._by_critical()[:_BEHIND]
        )
        return Group(
            "tasks",
            f"without slack in 1 % of {self.run.wanted.futures:,} futures or more",
            rows,
            len(self._by_critical()),
        )

    def _by_critical(self) -> list[int]:
        """Tasks of work that futures hang on, the most often first."""
        critical = self.run.told.critical
        found = [at for at, piece in enumerate(self.run.model.tasks) if piece.is_work and critical[at] >= 0.01]
        return sorted(found, key=lambda at: (-critical[at], at))

    def _task(self, at: int, more: str) -> Evidence:
        piece = self.run.model.tasks[at]
        return Evidence("record", piece.line, f"{piece.id}: {more}; {described(piece)}")

    def _left_out(self) -> tuple[str, ...]:
        risks = [risk.id for risk in self.run.model.plan.risks if f"risk:{risk.id}" not in self.run.events]
        return (
            "work on other plans",
            "who joins or leaves without it being written down",
            *((f"{counted(len(risks), 'risk')} without tasks to hit",) if risks else ()),
        )

    def _promised(self) -> Iterator[Claim]:
        deadline = self.run.model.plan.deadline
        if deadline is None:
            return
        slot = self.run.model.ground.over_on(deadline.day)
        chances = [way.by(slot) for way in (self.run.told, self.run.other)]
        told = day(self.scene, deadline.day)
        hard = ", and it cannot move" if deadline.hard else ""
        said = "it is over" if self._is_over(deadline.day) else f"{percent(chances[0])} of the futures"
        yield Claim(
            "",
            PROMISED,
            f"{told} ({said}{hard})",
            name="promised",
            headline=f"The promised {told}: {said}",
            figures=(
                Figure("kept", round(100 * chances[0], 1), "%", f"of the futures, work {self._way}"),
                Figure("kept, otherwise", round(100 * chances[1], 1), "%", f"of the futures, work {self._other_way}"),
            ),
            because=tuple(self._behind()),
            meaning="the share of futures in which the last task has ended by the end of the promised day",
            anchor=f"{PAGE}#dates",
        )

    def _schedule(self) -> Claim:
        solution = self.run.solution
        told = dated(self.scene, solution.schedule.makespan)
        good = (
            "the best possible"
            if solution.gap <= 0
            else f"at most {100 * solution.gap:.1f} % longer than the best possible"
        )
        kept = self.run.told.by(solution.schedule.makespan)
        return Claim(
            "",
            SCHEDULE,
            f"{told} if every estimate holds ({percent(kept)}); {good}",
            name="schedule",
            headline=f"The schedule ends {by(told)}",
            figures=(
                Figure(
                    "length",
                    round(in_days(self.run, solution.schedule.makespan), 2),
                    "working days",
                    "with every task at its middle",
                ),
                Figure("bound", round(in_days(self.run, solution.bound), 2), "working days", "no schedule is shorter"),
            ),
            meaning="with every estimate at its middle, nothing found on the way, and no unknown or risk going badly",
            anchor=f"{PAGE}#schedule",
        )

    def _milestones(self) -> Iterator[Claim]:
        told = self.run.told
        for at in self.run.milestones:
            piece = self.run.model.tasks[at]
            asked = self._asked(at)
            over, last = reached(self.run, [one.task for one in getattr(piece.source, "after", ())])
            if over:
                dates = ["reached", day(self.scene, last) if last else "", ""]
                text = f"reached{f' on {dates[1]}' if last else ''}"
                headline = f"{piece.title} is {text}"
            else:
                dates = [dated(self.scene, self.run.slot(told, share, at)) for share in (HALF, MOST, NEARLY)]
                text = f"8 in 10 {by(dates[1])}"
                headline = f"{piece.title} is reached {by(dates[1])} in 8 in 10 of the futures"
            yield Claim(
                "",
                f"milestone:{piece.id}",
                f"{text}{f'; asked for {asked}' if asked else ''}",
                name=piece.id,
                cells=(*dates, asked),
                headline=headline,
                figures=()
                if over
                else tuple(
                    Figure(
                        name, round(in_days(self.run, self.run.slot(told, share, at)), 2), "working days", "from now on"
                    )
                    for share, name in LEVELS
                ),
                because=(Group("milestone", "", (self.scene.line(piece),), 1),),
                meaning="the same for what the milestone is made of",
                anchor=f"{PAGE}#dates",
                sure="" if over else self._sure,
            )

    def _asked(self, at: int) -> str:
        """The day a milestone is asked for, with how many futures keep it; nothing where it is not asked for."""
        source = self.run.model.tasks[at].source
        due = getattr(source, "due", None)
        if due is None:
            return ""
        told = day(self.scene, due.day)
        if reached(self.run, [one.task for one in getattr(source, "after", ())])[0]:
            return told
        if self._is_over(due.day):
            return f"{told} (it is over)"
        return f"{told} ({percent(self.run.told.by(self.run.model.ground.over_on(due.day), at))})"

    def _is_over(self, asked: date) -> bool:
        """Whether a day has passed."""
        return asked < self.scene.working.date_of(self.scene.as_of)

    # What it hangs on

    def _path(self) -> Claim:
        critical, found = self.run.told.critical, self._by_critical()
        named = [at for at in found if critical[at] >= _OFTEN][:_ON_PATH] or found[:1]
        parts = [f"{self.run.model.tasks[at].id} ({self._who(at)}{percent(critical[at])})" for at in named]
        more = sum(critical[at] >= _OFTEN for at in found) - len(named)
        text = ", ".join(parts) + (f" and {more} more" if more > 0 else "") if parts else "nothing: no work is left"
        return Claim(
            "",
            PATH,
            text,
            headline="What the end hangs on, by the share of futures in which it has no slack",
            figures=tuple(
                Figure(self.run.model.tasks[at].id, round(100 * critical[at], 1), "%", "of the futures without slack")
                for at in found[:_BEHIND]
            ),
            because=tuple(self._behind()),
            meaning="no slack: a little more work in it, and the end is later, over links and people alike",
            anchor=f"{PAGE}#path",
        )

    def _who(self, at: int) -> str:
        people = self.run.solution.schedule.placements[at].people
        return f"{listed([self.scene.who(one) for one in people])}, " if people else ""

    def _moves(self) -> Claim:
        worth = [one for one in self.run.moves if in_days(self.run, one.slots) >= _LEAST_DAYS][:_MOVERS]
        parts = [f"{self._mover(one)} +{self.scene.days(one.slots)}" for one in worth]
        text = " · ".join(parts) if parts else "no single task, unknown, risk or leave by half a day or more"
        rows = tuple(self._moved(one) for one in self.run.moves[:_BEHIND])
        return Claim(
            "",
            MOVES,
            text,
            headline="What moves the 8-in-10 date most",
            figures=tuple(
                Figure(
                    self._mover(one),
                    round(in_days(self.run, one.slots), 2),
                    "working days",
                    "later at the P80 than without it",
                )
                for one in self.run.moves[:_BEHIND]
            ),
            because=(Group("moves", "the same futures without each of them", rows, len(self.run.moves)),),
            meaning="by how much the 8-in-10 date is earlier with the task at its median, the unknown or risk going well, or "
            "nobody on that leave; the same dice otherwise",
            anchor=f"{PAGE}#moves",
        )

    def _mover(self, move: "Move") -> str:
        if move.kind == "task":
            return self.run.model.tasks[move.what].id
        if move.kind == "leave":
            name = self.scene.who(move.what)
            return "your leave" if name == "you" else f"{name}'s leave"
        told = self.run.events[self.run.doubts.events[move.what].name]
        return f'{told.kind} "{told.id}"'

    def _moved(self, move: "Move") -> Evidence:
        days = f"+{self.scene.days(move.slots)}"
        if move.kind == "task":
            return self._task(move.what, days)
        if move.kind == "leave":
            return Evidence("person", self.run.model.workers[move.what].id, f"{self._mover(move)}: {days}")
        told = self.run.events[self.run.doubts.events[move.what].name]
        return Evidence("record", told.line, f"{told.text}: {days}, with a chance of {percent(told.chance)}")

    def caveats(self) -> Iterator[str]:
        """What to know about the ground of it."""
        never = self.run.told.never
        if never > 0:
            yield f"in {percent(never)} of the futures somebody who is needed is gone for good"
        if self.run.places:
            yield f"levels are read where {counted(len(self.run.places), 'scored forecast')} of plans held so often"
        blocked = {
            one.id for one in self.run.model.plan.unknowns if one.answer is None and one.badly is None and one.blocks
        }
        if blocked:
            yield f"{listed(sorted(blocked))}: nothing says what it costs if it goes badly, so a task's usual work is taken"

    def step(self) -> tuple[str, str]:
        """The one thing worth doing, and the subject of the line that says why."""
        handed, gained = Beside(self.run, self.weight, self.scored).hand_over()
        for move in self.run.moves:
            if in_days(self.run, move.slots) < _LEAST_DAYS or gained >= move.slots:
                break
            if move.kind == "event":
                told = self.run.events[self.run.doubts.events[move.what].name]
                if told.kind == "unknown":
                    return f'push "{told.id}" this week: {self.scene.days(move.slots)} hang on it', MOVES
            if move.kind == "task":
                return f"break {self.run.model.tasks[move.what].id} down or try its hardest part first", MOVES
        return (handed, YOU) if handed else ("see what the end hangs on:", PATH)


def landed(run: Run) -> str:
    """The answer in one sentence."""
    scene = run.scene
    if not run.problem.tasks:
        return f"{scene.plan.title} has no task, so there is nothing to forecast."
    if run.is_over:
        return f"{scene.plan.title} has landed{f', on {day(scene, run.landed_on)}' if run.landed_on else ''}."
    if ends(scene, run.told.quantile(MOST)) is None:
        return f"{scene.plan.title} does not land within ten years: somebody it needs is gone"
    most, half = (dated(scene, run.slot(run.told, share)) for share in (MOST, HALF))
    return f"{scene.plan.title} lands {by(most)} in 8 of 10 futures, {by(half)} in half of them."
