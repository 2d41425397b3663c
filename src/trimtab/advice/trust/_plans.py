"""How plans' dates did, as one line: how often half, 8 in 10 and 19 in 20 held once the end or a milestone had come.

Unlike the other lines this is no back-test: what is scored are forecasts that were recorded, as they were told.
"""

from collections.abc import Iterator

from trimtab.advice._names import counted
from trimtab.advice._sight import Sight
from trimtab.advice.answer import Claim, Evidence, Figure, Group, Window
from trimtab.advice.plan.track import LEVELS, Came, Track, track_record

SUBJECT = "trust:plan-forecast"

_SHOWN = 60
_WHAT = "When a plan lands"


def known(sight: Sight) -> Track:
    """The track record as of the answer's instant."""
    return track_record(sight.workspace, sight.as_of)


def note(track: Track) -> str:
    """What stands where no date has come."""
    if not track.recorded:
        return "no forecast was recorded: plan forecast NAME --record"
    return f"no date has come of {counted(track.recorded, 'plan')} with a recorded forecast"


def claim(sight: Sight, track: Track) -> Claim:
    """One line for all plans; there is one date at least."""
    local = sight.clock.working.local
    newest = sorted(track.dates, key=lambda one: (one.day, one.plan, one.what), reverse=True)
    rows = tuple(_row(sight, one) for one in newest[:_SHOWN])
    return Claim(
        id="",
        subject=SUBJECT,
        text=f"{_WHAT}: {track.counts()}",
        headline='How far to trust "when a plan lands"',
        details=tuple(_sentences(track)),
        figures=tuple(_figures(track)),
        because=(Group("dates", counted(len(newest), "date that came", "dates that came"), rows, len(newest)),),
        window=Window(
            local(min(one.made for one in track.dates)),
            local(sight.as_of),
            f"{counted(track.plans, 'plan')} with dates",
        ),
        meaning="of each end and milestone that came the first recorded forecast, as it was told then: whether it came by "
        "the day told for a half, 8 in 10 and 19 in 20 of the futures; the error is the CRPS in days, and less is better",
        anchor="docs/reference/trust.md#plan-forecast",
        left_out=("forecasts nobody recorded", "dates that have not come, or that neither the plan nor its items tell"),
        wrong=("trimtab sync", "trimtab plan edit"),
    )


def _sentences(track: Track) -> Iterator[str]:
    yield track.verdict()
    if track.errors is not None:
        told, plain, _ = track.errors
        beside = "less far off than" if told < plain else "no nearer than"
        yield f"{beside} the schedule's own date: {told:.1f} days against {plain:.1f}"


def _figures(track: Track) -> Iterator[Figure]:
    for level, (_, name) in LEVELS.items():
        found = track.share(level)
        yield Figure(
            name, round(100 * found.value), "%",
            f"held: {track.held(level)} of {counted(len(track.dates), 'date')}; the range is that of the true share, dates of "
            "one plan hanging together", round(100 * found.low), round(100 * found.high),
        )  # fmt: skip
    if track.errors is not None:
        told, plain, many = track.errors
        yield Figure("error", round(told, 2), "days", f"mean CRPS of {counted(many, 'date')}")
        yield Figure("error of the schedule", round(plain, 2), "days", "of a single date: as far as it was off")


def _row(sight: Sight, one: Came) -> Evidence:
    clock = sight.clock.working
    made = clock.date_of(one.made)
    kept = next((name for level, (_, name) in LEVELS.items() if one.held[level]), None)
    how = f"by the day told for {kept}" if kept else "later than told for 19 in 20"
    text = f"{one.what}: came {one.day.day} {one.day:%b %Y}, {how}, on {made.day} {made:%b %Y}; {one.off:.1f} days off"
    return Evidence("record", f"plans/{one.plan}.yaml", f"{one.plan}, {text}", clock.local(clock.end_of_day(one.day)))
