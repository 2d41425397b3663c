"""BLIND SPOT: where the system changes and the lead has neither written nor reviewed for months."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from trimtab.advice._ground import Ground, Row
from trimtab.advice._names import counted, listed
from trimtab.advice.answer import Claim, Evidence, Group, Section, Window

TITLE = "BLIND SPOT"
_SHORT = 7


@dataclass(frozen=True, slots=True)
class Blind:
    """One blind spot, and what an hour of reading would open first."""

    area: str
    first_read: str
    claim: Claim


def blind_spots(ground: Ground, told: Collection[str] = ()) -> tuple[Blind, ...]:
    """The hottest blind spot of the lead, one that is not `told` already where there is one; an observer has none."""
    found = ground.blind
    rows = sorted(found.to_dicts(), key=lambda row: row["area"] in told)
    return tuple(_blind(ground, row, found.height - 1) for row in rows[:1])


def section(found: tuple[Blind, ...]) -> Section:
    """The blind spot; no line where there is none."""
    return Section(TITLE, tuple(one.claim for one in found))


def _blind(ground: Ground, row: Row, more: int) -> Blind:
    area, commits = row["area"], row["commits"]
    reads, files = row["reads"] or [], row["files"] or []
    worth = ", ".join([*(oid[:_SHORT] for oid in reads), *files[-1:]])
    people = ground.names.listed(row["people"], most=6)
    claim = Claim(
        id="",
        subject=f"blind:{area}",
        name=area,
        text=f"{counted(commits, 'change')} in {ground.span}{_matters(row['why'])}; {_last_read(ground, row['last_read_at'])}",
        headline=f"{area} changes without you",
        details=(f"an hour: {worth}",) if worth else (),
        because=(
            Group("to read", f"{len(reads)} commits that show most of it", ground.rows.of(reads), len(reads)),
            Group("files", "", tuple(_file(row["repo"], path) for path in files), len(files)),
            Group("changes", f"by {people}", ground.rows.of(row["oids"]), commits),
        ),
        window=Window(ground.year.start, ground.year.end, counted(commits, "commit by others", "commits by others")),
        meaning="an area that others changed 8 times or more in a year, twice or more in the last 12 weeks, or that one "
        "colleague alone knows, or that much other work goes through; and in which you have neither written nor reviewed "
        "anything for three months",
        anchor="docs/reference/map.md#blind-spot",
        left_out=(*ground.left_out, *((f"{more} more blind spots, less changed",) if more else ())),
        wrong=("areas: in trimtab.yaml", "trimtab people merge"),
    )
    return Blind(area, worth, claim)


def _matters(why: Sequence[str]) -> str:
    """What makes an area matter that is not hot, or is more than that."""
    words = {"held": "one colleague alone knows it", "central": "much other work goes through it"}
    told = [words[one] for one in why if one in words]
    return f", {listed(told)}" if told else ""


def _last_read(ground: Ground, at: datetime | None) -> str:
    if at is None:
        return "nothing shows that you ever read it"
    local = ground.sight.clock.working.local(at)
    same_year = (ground.sight.as_of - local).days < 330
    return f"you last read it in {local:{'%B' if same_year else '%B %Y'}}"


def _file(repo: str, path: str) -> Evidence:
    return Evidence("file", f"{repo}:{path}", path)
