"""What happens beside the work itself: bots, vendored code, builds, releases, one rename and one formatting.

Much of it is there to mislead: whoever counts it as knowledge names the wrong people.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal

from trimtab.demo._dice import Dice
from trimtab.demo.story import AS_OF, FORMATTED, RENAMED
from trimtab.demo.team import CI, DEPENDABOT, FOUNDED, MARA, RAVI, SOFIE, TEAM, TOMAS, Signature

ErrandKind = Literal["bump", "build", "rates", "vendor", "rename", "format"]


@dataclass(frozen=True, slots=True)
class Errand:
    """One such commit; `detail` names what is bumped, built or taken in."""

    at: datetime
    kind: ErrandKind
    by: Signature
    subject: str
    detail: str = ""
    shows: str = ""


@dataclass(frozen=True, slots=True)
class Release:
    """An annotated tag, set on whatever main is then."""

    at: datetime
    name: str
    by: Signature


_PACKAGES = ("quaylib", "tinyqueue", "saltgrid", "moorings", "fathom", "pennant", "keelson", "halyard")
_RATES = (date(2026, 2, 3), date(2026, 6, 2), date(2026, 10, 6))
_TAKEN_IN = ((date(2025, 6, 17), "1.0"), (date(2026, 3, 24), "1.2"), (date(2026, 9, 29), "1.3"))
_RELEASES = (
    "2025-05-27", "2025-07-01", "2025-08-19", "2025-09-23", "2025-11-04", "2025-12-16", "2026-02-10", "2026-03-31",
    "2026-06-02", "2026-07-14", "2026-08-25", "2026-09-22", "2026-10-13", "2026-11-03",
)  # fmt: skip


def errands(seed: int, without: Collection[str]) -> list[Errand]:
    """All errands, in order."""
    found: list[Errand] = []
    if "bots" not in without:
        found.extend(_bots(seed))
        found.extend(
            Errand(_clock(day, 4.5), "rates", CI, "ci: refresh currency tables", shows="bots") for day in _RATES
        )
    if "vendored-and-generated" not in without:
        for day, version in _TAKEN_IN:
            subject = f"vendor: take in tinydate {version}"
            found.append(
                Errand(SOFIE.at(day, 11.2), "vendor", SOFIE.signature, subject, version, "vendored-and-generated")
            )
    if "jobs-renamed" not in without:
        subject = "workers: rename jobs to workers"
        found.append(Errand(TOMAS.at(RENAMED, 15.7), "rename", TOMAS.signature, subject, shows="jobs-renamed"))
    if "format-everything" not in without:
        subject = "style: format everything"
        found.append(Errand(RAVI.at(FORMATTED, 18.4), "format", RAVI.signature, subject, shows="format-everything"))
    return sorted(found, key=lambda errand: errand.at)


def releases(without: Collection[str]) -> list[Release]:
    """Every release; all but one of the last ten are Mara's."""
    found = []
    for nth, text in enumerate(_RELEASES):
        tagger = TOMAS if nth == 9 else MARA
        if "releases-by-mara" in without:
            tagger = TEAM[("tomas", "ife", "mara")[nth % 3]]
        found.append(Release(tagger.at(date.fromisoformat(text), 14.5), f"v2.{nth}", tagger.signature))
    return found


def _bots(seed: int) -> list[Errand]:
    """Bumps of packages and builds of the web pages, a few a week, at hours nobody works."""
    found = []
    monday = FOUNDED + timedelta(days=7)
    while monday <= AS_OF.date():
        dice = Dice(seed, "bots", monday)
        for _ in range(dice.whole(0, 2)):
            package, version = dice.pick(_PACKAGES), f"{dice.whole(1, 6)}.{dice.whole(0, 19)}.{dice.whole(0, 9)}"
            at = _clock(monday + timedelta(days=dice.whole(0, 1)), dice.between(3, 6))
            found.append(
                Errand(
                    at, "bump", DEPENDABOT, f"build(deps): bump {package} to {version}", f"{package} {version}", "bots"
                )
            )
        at = _clock(monday + timedelta(days=dice.whole(2, 4)), dice.between(1, 3))
        found.append(Errand(at, "build", CI, "ci: rebuild web/dist", str(monday), "bots"))
        monday += timedelta(days=7)
    return found


def _clock(day: date, hour: float) -> datetime:
    """An hour on the machines' clock."""
    return datetime.combine(day, time(), UTC) + timedelta(seconds=round(hour * 3600))
