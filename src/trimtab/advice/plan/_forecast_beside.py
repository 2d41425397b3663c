"""What stands beside a plan's dates: the lead's part in them, the view from outside, and what the estimates rest on."""

from collections.abc import Iterator
from datetime import timedelta
from typing import TYPE_CHECKING

from trimtab.advice._names import counted
from trimtab.advice.answer import Claim, Evidence, Figure, Group
from trimtab.advice.plan._forecast_blend import doubt, together
from trimtab.advice.plan._forecast_run import LEVELS, MOST, Run
from trimtab.advice.plan._forecast_words import NEVER, PAGE, by, dated, day, in_days, percent
from trimtab.advice.plan.track import LEVELS as HELD
from trimtab.advice.plan.track import Track
from trimtab.planning.durations import ENOUGH, ENOUGH_WINDOWS, SIZE_NAMES

if TYPE_CHECKING:  # it needs the extra `plan`
    from trimtab.planning.lead import Point

YOU, OUTSIDE, TOGETHER, RESTS, TRACK = "you", "outside", "together", "rests", "track"

SCORED, BEFORE = "scored forecast", "before any was scored"
FINISHED = "what {} were estimated at when they were first committed to, and took"
_OFTEN, _LEAST_DAYS = 0.1, 0.5
_DAY = timedelta(days=1)


class Beside:
    """Claims about one run. `weight` is that of the inside view, from `scored` forecasts of both."""

    def __init__(self, run: Run, weight: float, scored: int) -> None:
        self.run, self.scene, self.weight, self.scored = run, run.scene, weight, scored

    # The lead

    def you(self) -> Iterator[Claim]:
        if not self.run.points:
            return
        from trimtab.planning.lead import chosen

        base = max(self.run.points, key=lambda one: (one.share, -one.most))
        stance = self.run.model.plan.lead.critical
        best = chosen(self.run.points, stance)
        mine = self.run.told.by_person[self.run.model.lead or 0]
        text = f"{percent(mine)} of the criticality is yours"
        if not best.handed:
            text += ", in tasks that nobody else could take without more delay" if mine > _OFTEN else ""
        elif best.share < mine:
            text += f"; {self._handing(best)}: {percent(best.share)}, 8 in 10 {self._shifted(best)}"
        rows = tuple(
            Evidence(
                "record",
                self.run.model.plan.file,
                f"{percent(one.share)}, 8 in 10 {self._shifted(one)}: {self._handing(one)}",
            )
            for one in self.run.points
        )
        yield Claim(
            "",
            YOU,
            text,
            headline=f"{percent(mine)} of what the end hangs on is yours",
            figures=(
                Figure("yours", round(100 * mine, 1), "%", "of all work without slack, over all futures"),
                Figure(
                    "could be",
                    round(100 * best.share, 1),
                    "%",
                    f"by the stance to {stance} it",
                    round(100 * self.run.points[-1].share, 1),
                    round(100 * base.share, 1),
                ),
            ),
            because=(Group("frontier", "each way that no other beats in share, date and length", rows, len(rows)),),
            meaning="your share of criticality, and what less of it costs: tasks of yours that futures hang on are made dear, the "
            "plan is scheduled and simulated again",
            anchor=f"{PAGE}#lead",
        )

    def hand_over(self) -> tuple[str, int]:
        """What to hand over first, as a step, and the slots by which the P80 comes earlier; no words where it would not."""
        if not self.run.points:
            return "", 0
        from trimtab.planning.lead import chosen

        best = chosen(self.run.points, self.run.model.plan.lead.critical)
        gained = self.run.told.quantile(MOST) - best.most
        if not best.handed or in_days(self.run, gained) < _LEAST_DAYS:
            return "", 0
        task, person = best.handed[0]
        taken = f"{self.run.model.tasks[task].id} to {self.scene.who(person)}"
        return f"give {taken}: that brings the 8-in-10 date {self.scene.days(gained)} forward", gained

    def _handing(self, point: "Point") -> str:
        if not point.handed:
            return "as the schedule has it"
        parts = [f"{self.run.model.tasks[task].id} to {self.scene.who(person)}" for task, person in point.handed[:2]]
        more = len(point.handed) - 2
        return f"giving {' and '.join(parts)}{f' and {more} more' if more > 0 else ''}"

    def _shifted(self, point: "Point") -> str:
        """`by Thu 4 Mar (+2 days)`."""
        shift = point.most - self.run.told.quantile(MOST)
        days = in_days(self.run, abs(shift))
        told = by(dated(self.scene, point.most))
        return told if days < _LEAST_DAYS else f"{told} ({'+' if shift > 0 else '-'}{self.scene.days(abs(shift))})"

    # From outside

    def outside(self) -> Iterator[Claim]:
        view = self.run.outside
        if view is None:
            return
        days = {share: view.within(share) for share, _ in LEVELS}
        at = days[MOST]
        told = day(self.scene, self.scene.working.local(view.at + at * _DAY)) if at is not None else NEVER
        parts = [f"{counted(len(view.items), 'open item')} by their own age"] if view.items else []
        if view.count:
            like = "as many tasks of plans were done" if self.run.by_tasks else "its people had as many hours"
            more = f"{view.count} more" if view.items else counted(view.count, "item")
            parts.append(f"{more}, as many as ended here while {like}")
        yield Claim(
            "",
            OUTSIDE,
            f"at the pace of the tracker: 8 in 10 {by(told)}",
            headline=f"By how fast items end here: 8 in 10 {by(told)}",
            figures=tuple(
                Figure(
                    name, None if days[share] is None else round(days[share] or 0.0, 1), "days", "by the tracker's pace"
                )
                for share, name in LEVELS
            ),
            meaning=f"the plan's tasks counted as items ({', '.join(parts)}), by {view.ended:,} that ended, with how far such "
            "numbers were off in the past; it knows neither links nor people, and counts whatever ends here",
            anchor=f"{PAGE}#outside",
        )
        yield self._together()

    def _together(self) -> Claim:
        """Both views as one; what cannot be taken seriously is told above, and moves nothing here."""
        reason = doubt(self.run, self.scored)
        both = together(self.run, self.weight, MOST) if not reason else None
        if reason:
            text = f"as the plan has it: {reason}"
        elif both is not None:
            how = f"{percent(self.weight)} inside, {f'by {counted(self.scored, SCORED)}' if self.scored else BEFORE}"
            text = f"8 in 10 {by(day(self.scene, both))} ({how})"
        else:
            text = f"8 in 10 {NEVER}"
        return Claim(
            "",
            TOGETHER,
            text,
            name="together",
            headline=f"Both views together: {text}",
            figures=(
                Figure(
                    "inside",
                    100.0 if reason else round(100 * self.weight, 1),
                    "%",
                    "weight of the simulation of the plan",
                ),
            ),
            meaning="a future of either view, weighed by how far off each was before; nine to one for the plan to begin with",
            anchor=f"{PAGE}#outside",
        )

    # What it rests on

    def rests(self) -> Claim:
        history = self.run.history
        found, own = history.calibration, history.calibration.is_own
        by_items = sum(one.by_items for one in history.done)
        dated = f" ({by_items} dated by the commits of their items)" if by_items else ""
        if own:
            text = f"your own history: actual over estimate of {found.finished} finished tasks, by size{dated}"
        elif not self.run.wanted.calibrate:
            text = f"priors, as asked ({found.finished} finished tasks are not applied)"
        else:
            text = f"priors, not your history yet ({found.finished} of {ENOUGH} finished tasks){dated}"
        windows = found.windows >= ENOUGH_WINDOWS
        common = f"what all share: log sd {found.shared:.2f}, {'from your past' if windows else 'a prior'}"
        growth = history.growth
        late = f"{growth.later} later tasks on {growth.first} first ones" if growth.first else "a default"
        summary = FINISHED.format(counted(len(history.done), "finished task"))
        rows = tuple(
            Evidence(
                "record",
                one.line,
                f"{one.plan}/{one.task}: estimated {one.estimate:.1f} h, took {one.actual:.1f} h"
                f"{', by the commits of its items' if one.by_items else ''}",
            )
            for one in history.done
        )
        ratios = tuple(
            Figure(
                f"ratio, {SIZE_NAMES[size]}",
                round(spread.at(0.5), 2),
                "times",
                f"median of actual over estimate; {found.counts[size]} tasks of the size",
                round(spread.at(0.1), 2),
                round(spread.at(0.9), 2),
            )
            for size, spread in found.by_size.items()
        )
        return Claim(
            "",
            RESTS,
            f"estimates: {text}",
            headline=f"Estimates are read by {text}",
            details=(common, f"found work in {percent(growth.share)} of tasks ({late})"),
            figures=(
                Figure("finished tasks", found.finished, "tasks", "with an estimate, a start and an end"),
                Figure(
                    "dated by items", by_items, "tasks", "of these, by the first and the last commit of their items"
                ),
                Figure("common factor", round(found.shared, 3), "log sd", common),
                Figure(
                    "found work", round(100 * growth.share, 1), "%", f"of tasks bring work nobody wrote down: {late}"
                ),
                *ratios,
            ),
            because=(Group("finished", summary, rows[:200], len(rows)),) if rows else (),
            meaning="from 30 finished tasks on, ratios of actual to estimate by size; before, the range as P10 and P90, widened",
            anchor=f"{PAGE}#estimates",
            left_out=history.left_out,
        )

    def track(self, known: Track) -> Claim:
        """How past dates did, and where to look it up."""
        if known.dates:
            text = f"{known.counts()}; {known.verdict()}"
        elif known.recorded:
            text = f"{counted(known.recorded, 'plan')} recorded, and no date has come yet"
        else:
            text = "never recorded; --record keeps this one, to be scored"
        return Claim(
            "",
            TRACK,
            f"past dates: {text}",
            headline=f"How past dates did: {text}",
            figures=tuple(
                Figure(name, known.held(level), "dates", f"held, of {len(known.dates)} that came")
                for level, (_, name) in HELD.items()
            )
            if known.dates
            else (),
            meaning="of each end and milestone that came the first recorded forecast, as it was told then; `trimtab trust` says "
            "more",
            anchor="docs/reference/trust.md#plan-forecast",
            wrong=("trimtab trust",),
        )
