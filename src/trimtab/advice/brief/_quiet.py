"""OTHERS, people gone quiet: colleagues who were here all the time and of whom nothing was heard for unusually long.

A fact to help with, never a judgement: they may be ill, on leave, or at work that git does not show. What they know
comes with it, since that is what the lead can do something about.
"""

from collections.abc import Collection

import polars as pl

from trimtab.advice._ground import Ground, Row
from trimtab.advice._names import counted, listed
from trimtab.advice.answer import Claim, Figure, Group, Window

_ANCHOR = "docs/reference/brief.md#others"
_SHOWN = 2
# Twice a month over the year: whoever did less has no rhythm that a silence could break.
_LEAST_COMMITS = 24
# One gap in 20 is longer than the usual one, so with ten colleagues somebody always is; half as long again is rare.
_RARE = 1.5
# While nobody else does anything either, it is the project that is quiet.
_LEAST_SINCE = 10
# Longer ago it is no news.
_NEWS_DAYS = 120


def gone_quiet(ground: Ground, told: Collection[str] = ()) -> tuple[Claim, ...]:
    """Up to two people, the latest to fall silent first; those already `told` as a silent holder are left to that line.

    Nobody who is on leave or has left by the lead's records.
    """
    made = ground.doings.filter(pl.col("act") == "wrote").group_by("person").agg(in_year=pl.col("oid").n_unique())
    quiet = (
        ground.there.filter(pl.col("state") != "here", "regular", pl.col("silent_days") <= _NEWS_DAYS)
        .filter(pl.col("silent_days") > _RARE * pl.col("usual_gap_days"))
        .join(made.filter(pl.col("in_year") >= _LEAST_COMMITS), on="person")
        .filter(~pl.col("person").is_in([*told, ground.lead or "", *ground.programs]))
        .sort("last_at", "person", descending=[True, False])
    )
    wrote = ground.doings.filter(pl.col("act") == "wrote")
    rows = [
        row
        for row in quiet.to_dicts()
        if wrote.filter(pl.col("at") > row["last_at"])["oid"].n_unique() >= _LEAST_SINCE
        and not _explained(ground, row["person"])
    ]
    return tuple(_claim(ground, row) for row in rows[:_SHOWN])


def _explained(ground: Ground, person: str) -> bool:
    """Whether the records know where they are."""
    records = ground.sight.workspace.records
    declared = records.person(person) if records else None
    return bool(declared and declared.away_on(ground.sight.local_as_of.date()))


def _claim(ground: Ground, row: Row) -> Claim:
    person, silent = row["person"], round(row["silent_days"])
    who, usual = ground.names.own(person), round(row["usual_gap_days"])
    knows = _known_areas(ground, person)
    oids = _last_commits(ground, person)
    last = ground.sight.clock.working.local(row["last_at"])
    return Claim(
        id="",
        subject=f"quiet:{person}",
        name=who,
        text=f"nothing for {silent} days; 19 in 20 of the gaps before were {usual} or less",
        headline=f"{who} has gone quiet",
        details=(f"much rests on them in {listed(knows)}",) if knows else (),
        figures=(
            Figure("silent", silent, "days", "since their last commit or review, anywhere in the evidence"),
            Figure(
                "usual gap", usual, "days", "19 in 20 of the gaps between their active days in two years; at least 14"
            ),
        ),
        because=(
            Group(who, f"{counted(row['in_year'], 'commit')} in {ground.span}", ground.rows.of(oids), row["in_year"]),
        ),
        window=Window(ground.year.start, ground.year.end, f"last seen on {last:%-d %B}"),
        meaning=f"somebody with {_LEAST_COMMITS} commits or more in the year, and nothing for half as long again as 19 in 20 of "
        f"the gaps between their own active days; no longer ago than {_NEWS_DAYS} days, "
        f"while others made {_LEAST_SINCE} commits or more, and on no leave that the records know of",
        anchor=_ANCHOR,
        left_out=("work that leaves no commit and no review in git", *ground.left_out),
        wrong=("trimtab people merge", f"leave: in people/{person}.md"),
    )


def _known_areas(ground: Ground, person: str) -> list[str]:
    """Areas that rest on them, alone or with few others, or did until they fell silent; at most three."""
    rests = pl.col("holders").list.contains(person) & (pl.col("bus_factor") <= 2)
    found = ground.bus.filter(rests | pl.col("gone").list.contains(person)).sort(
        "bus_factor", "commits", "area", descending=[False, True, False]
    )
    return found["area"].head(3).to_list()


def _last_commits(ground: Ground, person: str) -> list[str]:
    wrote = ground.doings.filter(pl.col("act") == "wrote", pl.col("person") == person)
    return wrote.sort("at", "oid", descending=True)["oid"].unique(maintain_order=True).to_list()
