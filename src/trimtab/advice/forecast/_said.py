"""What of a forecast the ledger keeps: the question, what it rested on, and days by share, so that it can be scored."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from trimtab.advice.forecast._asked import Asked
from trimtab.advice.forecast._when import days_to

KIND = "forecast"
RANGES = {"50": (0.25, 0.75), "80": (0.1, 0.9), "95": (0.025, 0.975)}
"""The ranges that a forecast is scored by, in per cent, each with the shares of futures it lies between."""

SHARES = (*sorted({0.5, *(share for pair in RANGES.values() for share in pair)}),)
"""The ends of the ranges of 50, 80 and 95 %, and the middle."""

# Any: what JSON holds, as the ledger takes it; its keys are those written below and read in `_ledger`.
Json = Any


@dataclass(frozen=True, slots=True)
class Said:
    """One forecast: `subject` names the question, `inputs` all that it was worked out from."""

    subject: str
    as_of: datetime
    inputs: Json
    content: Mapping[str, Json]


def said(asked: Asked, dates: Sequence[datetime]) -> Said:
    """What is kept of a forecast."""
    ground = asked.ground
    keys = sorted(f"{row['tracker']}#{row['number']}" for row in asked.open)
    # Another day alone is no other evidence: the same items of the same history are forecast once.
    seen = [[basis.kind, basis.series.ended, basis.series.open] for basis in asked.bases]
    days = {str(share): asked.within(share) for share in SHARES}
    kinds = sorted({basis.kind for basis in asked.bases if basis.kind}) if asked.query.count is not None else []
    return Said(
        subject=f"items:{asked.query.text}",
        as_of=ground.at,
        inputs=[asked.query.text, keys, seen],
        content={
            "query": asked.query.text,
            "items": keys,
            "count": asked.query.count,
            "kinds": kinds,
            "done": {share: None if found is None else round(found, 3) for share, found in days.items()},
            "by": [_by(asked, at) for at in dates],
        },
    )


def _by(asked: Asked, at: datetime) -> Json:
    found = asked.numbers(days_to(asked.ground, at))
    return {
        "date": at.astimezone(UTC).isoformat(),
        "low": found.low,
        "middle": found.middle,
        "high": found.high,
        "enough": round(found.enough, 4),
    }
