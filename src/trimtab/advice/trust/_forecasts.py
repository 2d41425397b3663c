"""How past forecasts did, as one line: how often their ranges held, whether they are too sure, and how far off beside a plain way.

They are made again and scored by `trimtab.analyses.forecasts`; the rule for the words stands in docs/reference/trust.md.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime

from trimtab.advice._sight import Sight
from trimtab.advice.answer import Claim, Figure, Window
from trimtab.analyses.backtests import FEW
from trimtab.analyses.forecasts import PLAIN, RANGES, Calibration

SUBJECT = "trust:forecast"

# A range that should hold in 80 of 100 is well calibrated within ten of that; it has to be seen at a year of instants.
_WITHIN, _INSTANTS = 0.1, 12
_EIGHT = RANGES.index(0.8)
_WHAT = {"item": "one open item", "several": "6 of 8 open items", "number": "how many in four weeks"}


def state_of(one: Calibration) -> str:
    """`few`, `fits`, `too sure` or `too unsure`."""
    if one.forecasts < FEW or one.instants < _INSTANTS:
        return "few"
    off = one.held[_EIGHT] - RANGES[_EIGHT]
    if abs(off) <= _WITHIN + 1e-9:
        return "fits"
    return "too sure" if off < 0 else "too unsure"


def claim(sight: Sight, found: Sequence[Calibration], end: datetime) -> Claim:
    """One line for all questions; there is one at least."""
    held = ", ".join(f"{100 * one.held[_EIGHT]:.0f} % of {one.forecasts:,} ({_WHAT[one.question]})" for one in found)
    at = sight.clock.working.local(end)
    return Claim(
        id="",
        subject=SUBJECT,
        text=f"When it is done: the range of 8 in 10 held in {held}",
        headline='How far to trust "when it is done"',
        details=tuple(_sentences(found)),
        figures=tuple(_figures(found)),
        window=Window(
            at, at, f"forecasts made again at {max(one.instants for one in found)} instants four weeks apart"
        ),
        meaning="past forecasts, made again with what was known then: how often the range held what came; the error is the "
        "CRPS, of the logarithm of days or of numbers, and less is better",
        anchor="docs/reference/trust.md#forecast",
        wrong=("trimtab trust --refresh",),
    )


def _sentences(found: Sequence[Calibration]) -> Iterator[str]:
    states = {one.question: state_of(one) for one in found}
    said = {
        "fits": "well calibrated: you can promise by its ranges",
        "too sure": "too sure: take the range of 19 in 20 instead",
        "too unsure": "too unsure: its ranges are wider than need be",
        "few": "too few cases to tell",
    }
    for state, told in said.items():
        which = [_WHAT[question] for question, is_so in states.items() if is_so == state]
        if which:
            yield told if len(which) == len(states) else f"{told} ({', '.join(which)})"
    better = [_WHAT[one.question] for one in found if one.crps < one.plain_crps]
    yield f"less far off than a plain way: {', '.join(better) or 'nowhere'}"


def _figures(found: Sequence[Calibration]) -> Iterator[Figure]:
    for one in found:
        what, plain = _WHAT[one.question], PLAIN[one.question]
        for place, share in enumerate(RANGES):
            yield Figure(
                f"{what}: range of {100 * share:.0f} %", round(100 * one.held[place]), "%",
                f"held, of {one.forecasts:,} forecasts; that of the plain way in {100 * one.plain_held[place]:.0f} %",
            )  # fmt: skip
        error = f"of the plain way's ({plain}): {one.crps:.3g} against {one.plain_crps:.3g}"
        beside = round(100 * one.crps / one.plain_crps) if one.plain_crps else None
        yield Figure(f"{what}: error", beside, "%", error)
