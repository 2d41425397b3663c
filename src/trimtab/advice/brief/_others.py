"""OTHERS: facts about colleagues that a lead can help with: gone quiet, work nobody looked at, new to an area.

Facts, never a comparison: each line names one person, what the commits show, and nothing about anybody else.
"""

from collections.abc import Collection
from datetime import UTC, timedelta

import polars as pl

from trimtab.advice._ground import Ground, Row
from trimtab.advice._names import counted, listed
from trimtab.advice.answer import Claim, Group, Section, Window
from trimtab.advice.brief._quiet import gone_quiet
from trimtab.analyses import areas

TITLE = "OTHERS"

_ANCHOR = "docs/reference/brief.md#others"
_LATELY = timedelta(weeks=12)
# Below this many commits nothing is said; below this share of reviewed commits the team does not review in git.
_LEAST, _REVIEWING = 8, 0.4
_GROWN, _SHOWN = 5, 2


def section(ground: Ground, told: Collection[str] = ()) -> Section:
    """A line or two of each sort; none where nothing can be seen. Silent holders who are `told` already are left."""
    return Section(TITLE, (*gone_quiet(ground, told), *_unreviewed(ground), *_growing(ground)))


def _lately(ground: Ground) -> pl.DataFrame:
    return ground.doings.filter(pl.col("at") > ground.sight.as_of - _LATELY)


def _unreviewed(ground: Ground) -> tuple[Claim, ...]:
    """Somebody new within a year whose commits of the last 12 weeks nobody reviewed, in a team that reviews."""
    doings = _lately(ground)
    wrote = doings.filter(pl.col("act") == "wrote").unique(["repo", "oid", "person"])
    looked_at = doings.filter(pl.col("act") != "wrote").select("repo", "oid").unique()
    told = wrote.join(looked_at.with_columns(seen=pl.lit(value=True)), on=["repo", "oid"], how="left")
    if told.is_empty() or told["seen"].is_not_null().mean() < _REVIEWING:  # type: ignore[operator]  # a share of a non-empty column
        return ()
    alone = (
        told.group_by("person")
        .agg(
            commits=pl.len(),
            seen=pl.col("seen").count(),
            first=pl.col("at").min(),
            oids=pl.col("oid").sort_by("at", descending=True),
        )
        .filter(pl.col("commits") >= _LEAST, pl.col("seen") == 0, pl.col("person") != (ground.lead or ""))
        .filter(pl.col("person").is_in(_new(ground)))
        .sort("commits", "person", descending=[True, False])
    )
    return tuple(_alone(ground, row) for row in alone.head(1).to_dicts())


def _new(ground: Ground) -> list[str]:
    """Whose first commit was within the year."""
    persons = ground.sight.identities.persons
    return persons.filter(pl.col("first_at") > ground.sight.as_of - areas.WINDOW)["person"].to_list()


def _alone(ground: Ground, row: Row) -> Claim:
    who = ground.names.own(row["person"])
    since = ground.sight.clock.working.local(ground.sight.as_of - _LATELY)
    return Claim(
        id="",
        subject=f"unreviewed:{row['person']}",
        name=who,
        text=f"{counted(row['commits'], 'commit')} in 12 weeks, and no sign that anybody looked at them",
        headline=f"Nobody reviews what {who} changes, as far as git shows",
        because=(Group(who, counted(row["commits"], "commit"), ground.rows.of(row["oids"]), row["commits"]),),
        window=Window(since, ground.sight.local_as_of),
        meaning=f"somebody new within a year with {_LEAST} commits or more in 12 weeks, none of them with a trailer, ACK or "
        f"merge by another, where at least {_REVIEWING:.0%} of all commits have one".replace("%", " %"),
        anchor=_ANCHOR,
        left_out=("reviews that left no trace in git", *ground.left_out),
        wrong=("trimtab people merge",),
    )


def _growing(ground: Ground) -> tuple[Claim, ...]:
    """Somebody who took up areas in the last 12 weeks that they had hardly touched in the year before."""
    wrote = ground.doings.filter(pl.col("act") == "wrote", ~pl.col("tests"))
    recent = pl.col("at") > pl.lit(ground.sight.as_of - _LATELY)
    started = pl.col("person").is_in(_there_before(ground))
    areas_now = (
        wrote.filter(started, pl.col("person") != (ground.lead or ""))
        .group_by("repo", "area", "person")
        .agg(now=recent.sum(), before=(~recent).sum(), oids=pl.col("oid").filter(recent).sort(descending=False))
        .filter(pl.col("now") >= _GROWN, pl.col("now") > 2 * pl.col("before"))
    )
    people = (
        areas_now.sort("now", "area", descending=[True, False])
        .group_by("person", maintain_order=True)
        .agg(areas=pl.col("area"), now=pl.col("now").sum(), oids=pl.col("oids").list.explode())
        .sort("now", "person", descending=[True, False])
    )
    return tuple(_grown(ground, row) for row in people.head(1).to_dicts())


def _there_before(ground: Ground) -> list[str]:
    """Who committed before the last 12 weeks: a newcomer takes up everything, and that is no news."""
    start = (ground.sight.as_of - 2 * _LATELY).astimezone(UTC)
    return ground.doings.filter(pl.col("at") < start)["person"].unique().sort().to_list()


def _grown(ground: Ground, row: Row) -> Claim:
    who = ground.names.own(row["person"])
    taken_up = listed(row["areas"][:_SHOWN])
    oids = list(dict.fromkeys(row["oids"]))
    return Claim(
        id="",
        subject=f"growing:{row['person']}",
        name=who,
        text=f"has taken up {taken_up}: {counted(len(oids), 'commit')} there in 12 weeks, few before",
        headline=f"{who} has taken up {taken_up}",
        because=(Group(who, counted(len(oids), "commit"), ground.rows.of(oids), len(oids)),),
        window=ground.year,
        meaning=f"an area with {_GROWN} commits or more of theirs in the last 12 weeks, twice what they made there in the "
        "rest of the year, by somebody who was there before",
        anchor=_ANCHOR,
        left_out=ground.left_out,
        wrong=("areas: in trimtab.yaml",),
    )
