"""The story in numbers: who is drawn to which area, at what pace, and who reviews, as the months go by.

Each planted truth can be left out by its id; what then changes is decided here (for single commits in `weeks` and
`errands`), so that a test can see an answer fall silent when its evidence is gone.
"""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import TypeVar
from zoneinfo import ZoneInfo

from trimtab.demo.team import FOUNDED

T = TypeVar("T")

AS_OF = datetime(2026, 11, 15, 23, 59, 59, tzinfo=ZoneInfo("Europe/Stockholm"))
"""The instant the story ends at: Sunday of week 2026-W46, on the lead's clock."""

DRIFT = date(2026, 9, 7)
EVENINGS = date(2026, 10, 1)
SILENCE = date(2026, 10, 27)
LAST_WEEK = date(2026, 11, 9)
LEDGER_ALONE = date(2025, 11, 10)
PHASE = (date(2026, 1, 12), date(2026, 1, 30))


RENAMED = date(2026, 1, 20)
FORMATTED = date(2026, 2, 13)

Weights = Mapping[str, float]

# Who is drawn to which area from which day on. billing/ledger and sync/protocol get their last year from `script`.
_DRAWN: Mapping[str, tuple[tuple[date, Weights], ...]] = {
    "mara": (
        (FOUNDED, {"sync/protocol": 3, "billing/ledger": 2, "billing/invoices": 3, "api": 3, "sync/client": 1, "docs": 1}),
        (
            LEDGER_ALONE,
            {
                "billing/invoices": 4, "billing/dunning": 1.2, "api": 4,
                "jobs": 1, "tools": 1, "docs": 1, "tests": 0.7, "export": 1,
            },
        ),
        (DRIFT, {"billing/invoices": 4, "billing/dunning": 1, "api": 3, "docs": 1, "tools": 1, "tests": 0.5}),
    ),
    "tomas": (
        (FOUNDED, {"billing/invoices": 5, "billing/dunning": 3, "sync/client": 2, "billing/ledger": 1, "tests": 1, "jobs": 1}),
        (
            LEDGER_ALONE,
            {
                "billing/invoices": 5, "billing/dunning": 4, "sync/client": 3, "sync/store": 3,
                "export": 2, "jobs": 1.5, "tests": 2, "docs": 1,
            },
        ),
        (LAST_WEEK, {"billing/invoices": 1, "billing/dunning": 1}),
    ),
    "ife": (
        (FOUNDED, {"sync/client": 3, "sync/store": 3, "export": 2, "api": 1, "sync/protocol": 1}),
        (LEDGER_ALONE, {"sync/client": 3, "sync/store": 3, "export": 3, "api": 1}),
        (date(2026, 6, 1), {"sync/client": 1.5, "sync/store": 1.5, "billing/dunning": 0.8, "export": 7, "api": 0.6, "tests": 0.8}),
        (LAST_WEEK, {"export": 1}),
    ),
    "ravi": ((FOUNDED, {"deploy": 4, "infra": 4, "api": 1, "jobs": 1.5, "tests": 0.5}),),
    "sofie": ((FOUNDED, {"web": 5, "infra": 4, "tools": 1, "docs": 0.8, "tests": 0.8}),),
    "jun": (
        (FOUNDED, {"docs": 5, "tests": 5}),
        (date(2026, 2, 2), {"docs": 2, "tests": 4, "tools": 2, "api": 1}),
        (date(2026, 5, 7), {"docs": 1, "tests": 3, "api": 4, "export": 1}),
        (date(2026, 8, 17), {"tests": 1, "api": 3, "export": 6}),
        (LAST_WEEK, {"export": 1}),
    ),
    "dana": ((FOUNDED, {"web": 4, "api": 3, "export": 1.5, "tools": 0.5, "tests": 0.7}), (LAST_WEEK, {"web": 1})),
}  # fmt: skip

# How many commits a full week brings, from which day on; Mara's weeks are told in hours (see `lead_hours`).
_PACE: Mapping[str, tuple[tuple[date, tuple[int, int]], ...]] = {
    "tomas": ((FOUNDED, (5, 9)), (LAST_WEEK, (4, 4))),
    "ife": ((FOUNDED, (6, 10)), (LAST_WEEK, (10, 10))),
    "ravi": ((FOUNDED, (5, 8)),),
    "sofie": ((FOUNDED, (5, 8)), (LAST_WEEK, (3, 3))),
    "jun": (
        (FOUNDED, (0, 2)), (date(2026, 2, 2), (1, 3)), (date(2026, 5, 7), (3, 5)), (date(2026, 8, 17), (4, 7)),
        (LAST_WEEK, (10, 10)),
    ),
    "dana": ((FOUNDED, (3, 6)), (LAST_WEEK, (3, 3))),
}  # fmt: skip

_REVIEWERS: Mapping[str, Weights] = {
    "billing": {"tomas": 5, "ife": 1},
    "sync": {"ife": 4, "tomas": 3, "jun": 0.5},
    "export": {"ife": 4, "jun": 2, "tomas": 2, "ravi": 1},
    "api": {"ravi": 2, "ife": 3, "tomas": 2, "jun": 1},
    "web": {"sofie": 4, "jun": 1, "ravi": 1},
    "infra": {"ravi": 3, "sofie": 3},
}
_ANYBODY: Weights = {"tomas": 2, "ife": 2, "ravi": 2, "sofie": 2}
_UNREVIEWED = ("billing/ledger", "sync/protocol", "deploy")


def drawn_to(who: str, day: date, without: Collection[str]) -> Weights:
    """What that person works on around that day, by weight."""
    if who == "jun" and "jun-growing" in without:
        day = FOUNDED
    if day >= LAST_WEEK and "export-busy" in without:
        day = date.fromordinal(LAST_WEEK.toordinal() - 1)
    weights = dict(_at(_DRAWN[who], day))
    if who == "sofie" and "deploy-held-by-ravi" in without:
        weights["deploy"] = 6
    return weights


def pace(who: str, day: date, without: Collection[str]) -> tuple[int, int]:
    """The fewest and the most commits of a full week around that day."""
    if who == "jun" and "jun-growing" in without:
        return 1, 2
    if day >= LAST_WEEK and "export-busy" in without:
        day = date.fromordinal(LAST_WEEK.toordinal() - 1)
    return _at(_PACE[who], day)


def lead_hours(day: date, without: Collection[str]) -> tuple[float, float]:
    """The fewest and the most hours Mara codes in a full week around that day."""
    if PHASE[0] <= day <= PHASE[1] and "declared-phase" not in without:
        return 4.0, 6.0
    if day < DRIFT or "drift" in without:
        return 9.2, 12.6
    return (5.0, 6.8) if day < EVENINGS else (4.3, 6.4)


def reviewers(area: str, day: date, without: Collection[str]) -> Weights:
    """Who besides Mara may review work in that area around that day, by weight."""
    if area in _UNREVIEWED and day >= LEDGER_ALONE:
        return {}
    others = dict(_REVIEWERS.get(area.split("/", maxsplit=1)[0], _ANYBODY))
    # What Ravi had promised to read later would break his silence, so he promises nothing in its last days.
    if day > date(2026, 10, 22) and "ravi-silent" not in without:
        others.pop("ravi", None)
    if day < date(2026, 6, 1) or "jun-growing" in without:
        others.pop("jun", None)
    return others


def lead_share(area: str, day: date, without: Collection[str]) -> float:
    """Which share of what is reviewed there Mara reviews around that day."""
    if day < DRIFT or "reviews-fade" in without:
        return 0.57
    # She still looks at the protocol's neighbours now and then, which is why she does not miss the protocol.
    return 0.25 if area.startswith("sync/") else 0.09


def _at(rows: tuple[tuple[date, T], ...], day: date) -> T:
    """What holds on that day: the last row that has begun."""
    return [held for since, held in rows if since <= day][-1]
