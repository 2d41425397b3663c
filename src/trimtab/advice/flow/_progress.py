"""OPEN: how much work is in progress, how much was, how much of it is old, what comes and goes a week."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import fmean

import polars as pl

from trimtab.advice._names import counted
from trimtab.advice.answer import Claim, Evidence, Figure, Group, Section
from trimtab.advice.flow import _words
from trimtab.advice.flow._frames import WEEKS, Frames
from trimtab.advice.flow._measures import PAGE, left_out
from trimtab.analyses import throughput

ANCHOR = f"{PAGE}#work-in-progress"

_WEEK = timedelta(weeks=1)
_YEAR = timedelta(days=365)  # then an item is stale, whatever went before (docs/reference/turns.md)
_HALF_A_YEAR, _LAST = 26, 6
_STEP = 4  # weeks between two numbers of the line of numbers
_ROWS = 5
_OLD_DAYS = throughput.OLD.days


@dataclass(frozen=True, slots=True)
class Kind:
    """Issues or pull requests: their weeks (`PROGRESS`), what came and went lately, and the claim about them."""

    kind: str
    weeks: pl.DataFrame
    now: int
    a_year_ago: int
    came: tuple[Group, ...]
    went: tuple[Group, ...]
    claim: Claim


def kinds(frames: Frames) -> tuple[Kind, ...]:
    """Pull requests, then issues; of those of which none was open in the window nothing is said."""
    weeks = [_bounds(frames.as_of, back) for back in range(WEEKS, 0, -1)]
    found = throughput.progress(frames.spells, weeks)
    return tuple(
        _kind(frames, kind, those)
        for kind in ("pull", "issue")
        if (those := found.filter(pl.col("kind") == kind)).height
    )


def section(found: Sequence[Kind]) -> Section:
    """What is open."""
    return Section("OPEN", tuple(one.claim for one in found), note="nothing was open in 52 weeks")


def _bounds(as_of: datetime, back: int) -> tuple[datetime, datetime]:
    return as_of - _WEEK * back, as_of - _WEEK * (back - 1)


def _kind(frames: Frames, kind: str, weeks: pl.DataFrame) -> Kind:
    going = frames.states.filter(pl.col("state") == "open", pl.col("kind") == kind).sort("opened_at", "number")
    now, before, first = (weeks["open"][place] for place in (-1, -_HALF_A_YEAR - 1, 0))
    drafts = int(going["draft"].sum())
    old = weeks["old"][-1]
    came, went = (fmean(weeks[name].to_list()[-_LAST:]) for name in ("came", "went"))
    marks = f" ({counted(drafts, 'draft')})" if drafts else ""
    quiet = _quiet(frames, going)
    still = (f"{quiet.height:,} of them quiet for a year",) if quiet.height else ()
    groups = [Group("oldest", f"{going.height:,} open", tuple(_rows(frames, going.head(_ROWS), "opened_at")), now)]
    if quiet.height:
        rows = tuple(_rows(frames, quiet.head(_ROWS), "opened_at"))
        groups.append(Group("quiet", f"{quiet.height:,} without an act for a year", rows, quiet.height))
    claim = Claim(
        id="",
        subject=f"flow:open:{kind}",
        name=_words.SHORT[kind],
        text=f"{now:,}{marks}; {before:,} half a year ago, {first:,} a year ago; {old:,} older than "
        f"{_OLD_DAYS} days; {came:.1f} came, {went:.1f} went a week",
        details=(
            *still,
            f"every {_STEP} weeks: {' '.join(f'{count:,}' for count in weeks['open'].to_list()[3::_STEP])}",
        ),
        headline=f"{now:,} {_words.ONE[kind]}s are open",
        figures=(
            Figure("open", now, "", "at the instant, drafts among them"),
            Figure("half a year ago", before, "", f"open {_HALF_A_YEAR} weeks before"),
            Figure("a year ago", first, "", f"open {WEEKS - 1} weeks before"),
            Figure("drafts", drafts, "", "of those that are open"),
            Figure("old", old, "", f"opened more than {_OLD_DAYS} days ago"),
            Figure("quiet", quiet.height, "", "on which nobody did anything for a year"),
            Figure("old share", round(100 * old / now) if now else None, "%", "of those that are open"),
            Figure("came", round(came, 2), "a week", f"opened or reopened, mean of the last {_LAST} weeks"),
            Figure("went", round(went, 2), "a week", f"merged, closed or moved, mean of the last {_LAST} weeks"),
        ),
        because=tuple(groups),
        window=frames.window,
        meaning="what is open at the end of weeks of seven days, counted back from the instant",
        anchor=ANCHOR,
        left_out=left_out(frames),
    )
    return Kind(kind, weeks, now, first, _lately(frames, kind, "start"), _lately(frames, kind, "end"), claim)


def _quiet(frames: Frames, going: pl.DataFrame) -> pl.DataFrame:
    """Those on which nobody did anything for a year, the oldest first."""
    untouched = pl.col("touched_at").is_null() | (pl.col("touched_at") < frames.as_of - _YEAR)
    return (
        going.join(frames.touched, on=["tracker", "item"], how="left")
        .filter(untouched, pl.col("opened_at") < frames.as_of - _YEAR)
        .sort("opened_at", "number")
    )


def _lately(frames: Frames, kind: str, column: str) -> tuple[Group, ...]:
    """What came (`start`) or went (`end`) in the last six weeks, newest first."""
    first = frames.as_of - _WEEK * _LAST
    those = frames.spells.filter(pl.col("kind") == kind, pl.col(column) > first).sort(
        column, "tracker", "item", descending=[True, False, False]
    )
    shown = tuple(
        _words.item_row(frames.row(row["tracker"], row["item"]), "", frames.local(row[column]))
        for row in those.head(_ROWS).iter_rows(named=True)
    )
    return (Group("newest", f"{those.height:,} in {_LAST} weeks", shown, those.height),)


def _rows(frames: Frames, going: pl.DataFrame, column: str) -> list[Evidence]:
    return [_words.item_row(row, "open", frames.local(row[column])) for row in going.iter_rows(named=True)]
