"""Which commits are evidence of which planted truth; kept apart from how the commits are made."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from trimtab.demo.story import DRIFT, EVENINGS, LAST_WEEK, PHASE
from trimtab.demo.team import TEAM, Signature

YEAR_AGO = date(2025, 11, 16)


@dataclass(frozen=True, slots=True)
class Deed:
    """What a commit on main or a branch says of itself; `reader` reviewed or merged it."""

    who: str
    at: datetime
    by: Signature
    paths: Sequence[str]
    reader: str = ""
    merge: bool = False


def shown_by(deed: Deed) -> Iterator[str]:
    """Ids of the truths that the commit supports."""
    day = deed.at.date()
    own = not deed.merge
    folders = {path.rsplit("/", 1)[0] for path in deed.paths}
    if deed.who == "mara" and own and PHASE[0] <= day <= PHASE[1]:
        yield "declared-phase"
    if deed.who == "mara" and own and day >= DRIFT:
        yield "drift"
        if day >= EVENINGS and deed.at.hour >= 20:
            yield "evenings"
    if deed.reader == "mara" and day >= DRIFT:
        yield "reviews-fade"
    if own and day >= YEAR_AGO:
        for folder, truth in _FOLDERS.items():
            if folder in folders:
                yield truth
    if own and day >= LAST_WEEK and "export" in folders:
        yield "export-busy"
    if deed.who == "dana" and own:
        yield "dana-unreviewed"
    if deed.who == "jun" and own:
        yield "jun-growing"
    if deed.by != TEAM[deed.who].signature:
        yield "aliases"


_FOLDERS = {
    "billing/ledger": "ledger-held-by-mara",
    "sync/protocol": "protocol-blind-spot",
    "deploy": "deploy-held-by-ravi",
}
