"""How the forecasts of plans did once their dates came: how often P50, P80 and P95 held, and how far off they were.

What was recorded and scored stands in the ledger; the rule for the words stands in docs/reference/trust.md.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from statistics import fmean
from typing import Any, Literal

from trimtab.advice._names import counted
from trimtab.advice.plan import _forecast_ledger as ledger
from trimtab.analyses.backtests import FEW, Share, share
from trimtab.workspace import Workspace

LEVELS: Mapping[str, tuple[float, str]] = {"50": (0.5, "half"), "80": (0.8, "8 in 10"), "95": (0.95, "19 in 20")}

FEW_PLANS = 5
"""Dates of one plan share its fate; those of fewer plans tell nothing, however many they are."""

_WITHIN = 0.1

State = Literal["none", "few", "fits", "too sure", "too unsure"]


@dataclass(frozen=True, slots=True)
class Came:
    """One end or milestone that came: when its first forecast was made, the day it came, the levels that held, and how far
    off (CRPS, days) the forecast and the schedule's single date were (None of an older ledger)."""

    plan: str
    what: str
    made: datetime
    day: date
    held: Mapping[str, bool]
    off: float
    plain: float | None


@dataclass(frozen=True, slots=True)
class Track:
    """The dates that came of recorded forecasts, and of how many plans forecasts were recorded at all."""

    dates: tuple[Came, ...] = ()
    recorded: int = 0

    @property
    def plans(self) -> int:
        """Of how many plans dates came."""
        return len({one.plan for one in self.dates})

    def held(self, level: str) -> int:
        """How many dates held at a level of `LEVELS`."""
        return sum(one.held[level] for one in self.dates)

    def share(self, level: str) -> Share:
        """The share that held, with its interval; dates of one plan hang together."""
        return share([(one.plan, one.held[level]) for one in self.dates])

    @property
    def state(self) -> State:
        """Whether 8 in 10 are 8 in 10, within ten of a hundred, where dates are enough to tell."""
        if not self.dates:
            return "none"
        if len(self.dates) < FEW or self.plans < FEW_PLANS:
            return "few"
        off = self.held("80") / len(self.dates) - LEVELS["80"][0]
        return "fits" if abs(off) <= _WITHIN + 1e-9 else "too sure" if off < 0 else "too unsure"

    @property
    def errors(self) -> tuple[float, float, int] | None:
        """How far off forecasts and the schedule's dates were on the mean, in days, and of how many dates; None of none."""
        both = [(one.off, one.plain) for one in self.dates if one.plain is not None]
        return (fmean(off for off, _ in both), fmean(plain for _, plain in both), len(both)) if both else None

    def counts(self) -> str:
        """`8 in 10 held in 7 of 9 dates that came`."""
        return f"8 in 10 held in {self.held('80')} of {counted(len(self.dates), 'date')} that came"

    def verdict(self) -> str:
        """How far to trust it, in one plain sentence."""
        match self.state:
            case "none":
                return "no date of a recorded forecast has come yet"
            case "few":
                some = f"{counted(len(self.dates), 'date')} of {counted(self.plans, 'plan')}"
                return f"too few to tell: {some}, and {FEW} of {FEW_PLANS} are needed"
            case "fits":
                return "well calibrated: you can promise by it"
            case "too sure":
                return "too sure: promise by 19 in 20 instead"
            case "too unsure":
                return "too unsure: dates come sooner than they are told"


def track_record(workspace: Workspace, before: datetime) -> Track:
    """How the forecasts of all plans did whose dates had come, and were scored, by an instant."""
    names = {str(one["plan"]) for one in ledger.recorded(workspace, before)}
    return Track(
        tuple(_came(str(one.content["plan"]), one.as_of, told) for one, told in ledger.came(workspace, before)),
        len(names),
    )


# Any: what JSON holds, written by `_forecast_ledger`.
def _came(plan: str, made: datetime, told: Mapping[str, Any]) -> Came:
    plain = told.get("schedule")
    return Came(
        plan,
        str(told["what"]),
        made,
        date.fromisoformat(told["landed"]),
        {level: bool(told["held"].get(level)) for level in LEVELS},
        float(told["crps"]),
        float(plain) if isinstance(plain, int | float) else None,
    )
