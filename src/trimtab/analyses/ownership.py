"""Who knows which area: the areas that one active person holds, who is next, and where the lead is blind.

The front door of everything about knowledge. The definitions stand in docs/reference/map.md (#holder, #nearest,
#blind-spot), where a lead can dispute them. No person is scored or put in order, except as candidates for one named
area. Which areas there are is the business of `areas`, who is who that of `identity`.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import polars as pl

from trimtab.analyses._areas_acts import ACTS, WRITERS, acts, writers
from trimtab.analyses._areas_blind import AWAY, BLIND_SPOTS, LAST_READ, blind_spots, last_read
from trimtab.analyses._areas_bus import BUS_FACTORS
from trimtab.analyses._areas_bus import bus_factors as _bus_factors
from trimtab.analyses._areas_nearest import NEAREST, nearest
from trimtab.analyses._areas_presence import PRESENCE, presence
from trimtab.analyses._areas_weights import WEIGHTS, decay, weights
from trimtab.lake.tables import INSTANT

__all__ = [
    "ACTS",
    "AWAY",
    "BLIND_SPOTS",
    "BUS_FACTORS",
    "HOLDERS",
    "LAST_READ",
    "NEAREST",
    "PRESENCE",
    "WEIGHTS",
    "WRITERS",
    "Standing",
    "acts",
    "blind_spots",
    "bus_factors",
    "holders",
    "last_read",
    "nearest",
    "presence",
    "standing",
    "weights",
    "writers",
]

HELD_SHARE = 0.8
HELD_LEAST = 0.3  # of all weight, for somebody who is only the last one active
LEAN_SHARE = 0.6
HELD_COMMITS, HELD_WEEKS = 5, 2
WHOLE_SHARE = 0.9
_SILENCE_FACTOR = {"here": 1.0, "silent": 2.0, "gone": 3.0}

HOLDERS = pl.Schema(
    {
        "repo": pl.String(),
        "area": pl.String(),
        "folder": pl.String(),
        "person": pl.String(),
        "lead": pl.Boolean(),
        "state": pl.String(),
        "hold": pl.String(),  # `knows`: nobody else active does; `writes`: others have reviewed it; `leans`
        "share": pl.Float64(),  # of the weight of everybody
        "share_written": pl.Float64(),  # of what was written
        "share_active": pl.Float64(),  # of the weight of those active; null when nobody active knows it
        "commits": pl.UInt32(),  # of the holder here, in the window
        "reviews": pl.UInt32(),
        "last_at": INSTANT,  # the holder's last act here
        "silent_days": pl.Float64(),  # since their last act anywhere
        "usual_gap_days": pl.Float64(),
        "others": pl.List(pl.String),  # who else has weight here, in alphabetical order
        "area_commits": pl.UInt32(),  # by anybody, in the window
        "area_weeks": pl.UInt32(),  # of the last 12 weeks, those with a change
        "area_files": pl.UInt32(),
        "area_lines": pl.Int64(),
        "area_last_at": INSTANT,
        "risk": pl.Float64(),
        "oids": pl.List(pl.String),
    }
)


@dataclass(frozen=True, slots=True)
class Standing:
    """How knowledge stands in the whole: with one person active, or one who knows nearly all, a list would say nothing.

    `active` are the active regulars in alphabetical order; `sole` is the person who holds everything, if one does.
    """

    active: tuple[str, ...]
    areas: int
    held: int
    sole: str | None


def holders(
    doings: pl.DataFrame,
    files: pl.DataFrame,
    there: pl.DataFrame,
    as_of: datetime,
    *,
    lead: str | None = None,
    leaning: bool = False,
) -> pl.DataFrame:
    """The areas that one person holds; columns `HOLDERS`, riskiest first.

    One person *knows* an area alone when 80 % of its weight is theirs, or 80 % of the weight of those active and 30 % of
    all; or when they are away and less than 20 % of the weight is with people who are active. One person *writes* it
    alone when 80 % of what was written there is theirs, though others reviewed it; with `leaning`, an area that only
    *leans* on one (60 % of what was written) is told too. The holder made at least 5 commits there in at least 2 weeks
    of the window. Risk is how much changes there now, times the holder's share, times 2 when the holder is silent and 3
    when gone; an area of tests or texts alone counts half.
    """
    shares = _shares(doings, there, as_of)
    enough = (pl.col("commits") >= HELD_COMMITS) & (pl.col("weeks") >= HELD_WEEKS) & pl.col("regular")
    abandoned = ~pl.col("active") & (pl.col("weight_active") < (1 - HELD_SHARE) * pl.col("weight_all"))
    alone_active = (pl.col("share_active") >= HELD_SHARE) & (pl.col("share") >= HELD_LEAST)
    knows = (pl.col("share") >= HELD_SHARE) | alone_active | abandoned
    writes = pl.when(pl.col("share_written") >= HELD_SHARE).then(pl.lit("writes"))
    leans = pl.when(pl.col("share_written") >= (LEAN_SHARE if leaning else 2)).then(pl.lit("leans"))
    hold = pl.when(knows).then(pl.lit("knows")).otherwise(pl.coalesce(writes, leans))
    order = ["repo", "area", "active", "weight", "person"]
    one = (
        shares.with_columns(hold=hold)
        .filter(enough, pl.col("hold").is_not_null())
        .sort(order, descending=[False, False, True, True, False])
        .unique(["repo", "area"], keep="first", maintain_order=True)
    )
    silence = pl.col("state").replace_strict(_SILENCE_FACTOR, return_dtype=pl.Float64)
    told = one.join(_area_facts(doings, files, as_of), on=["repo", "area"]).with_columns(
        risk=pl.col("heat") * pl.col("share") * silence * pl.when("aside").then(0.5).otherwise(1.0),
        lead=pl.col("person") == lead if lead is not None else pl.lit(value=False),
    )
    ordered = told.select(HOLDERS.names()).cast(HOLDERS)
    return ordered.sort("risk", "repo", "area", descending=[True, False, False])


def bus_factors(doings: pl.DataFrame, there: pl.DataFrame, as_of: datetime) -> pl.DataFrame:
    """How few active people each area rests on, and who they are; columns `BUS_FACTORS`.

    The fewest who have 80 % of the weight of those active between them; 0 where those active have less than 20 % of all
    weight; null under five commits in the window.
    """
    changes = doings.filter(pl.col("act") == "wrote").group_by("repo", "area").agg(commits=pl.col("oid").n_unique())
    return _bus_factors(_shares(doings, there, as_of), changes)


def _shares(doings: pl.DataFrame, there: pl.DataFrame, as_of: datetime) -> pl.DataFrame:
    """Weights with each person's presence and their shares: of all, of those active, of what was written."""
    # Sorted, so that sums of fractions come out the same to the last digit each time.
    known = weights(doings, as_of).join(there.drop("commits", "last_at"), on="person").sort("repo", "area", "person")
    of_area = ["repo", "area"]
    totals = known.group_by(of_area).agg(
        weight_all=pl.col("weight").sum(),
        written_all=pl.col("written").sum(),
        weight_active=pl.col("weight").filter("active", "regular").sum(),
        everybody=pl.col("person").sort(),
    )
    return known.join(totals, on=of_area).with_columns(
        share_written=pl.col("written") / pl.col("written_all"),
        share_active=pl.when("active", "regular").then(pl.col("weight") / pl.col("weight_active")),
        others=pl.col("everybody").list.set_difference(pl.concat_list("person")).list.sort(),
    )


def _area_facts(doings: pl.DataFrame, files: pl.DataFrame, as_of: datetime) -> pl.DataFrame:
    """What happens in each area that is one: how much, how lately, and how much of it is now (`heat`)."""
    as_of = as_of.astimezone(UTC)
    real = files.group_by("repo", "area").agg(
        pl.col("folder").first(),
        rest=pl.col("rest").all(),
        aside=(pl.col("test") | pl.col("text")).all(),
        area_files=pl.len(),
    )
    changes = doings.filter(pl.col("act") == "wrote").unique(["repo", "area", "oid"]).sort("at", "oid")
    lately = pl.col("at") > pl.lit(as_of - timedelta(weeks=12))
    week = ((pl.lit(as_of) - pl.col("at")).dt.total_seconds() // (7 * 86400)).filter(lately)
    facts = changes.group_by("repo", "area").agg(
        area_commits=pl.len(),
        area_weeks=week.n_unique(),
        area_lines=pl.col("lines").sum(),
        area_last_at=pl.col("at").max(),
        heat=decay(as_of).sum(),
    )
    return facts.join(real.filter(~pl.col("rest")).drop("rest"), on=["repo", "area"])


def standing(
    doings: pl.DataFrame, files: pl.DataFrame, there: pl.DataFrame, held: pl.DataFrame, as_of: datetime
) -> Standing:
    """Whether one person holds the whole: the only active regular, or with nine tenths of the weight of those active."""
    active = there.filter("active", "regular")["person"].sort().to_list()
    able = weights(doings, as_of).filter(pl.col("person").is_in(active)).sort("repo", "area", "person")
    whole = able.group_by("person").agg(pl.col("weight").sum())
    most = whole.sort("weight", "person", descending=[True, False]).head(1)
    nearly_all = most.filter(pl.col("weight") >= WHOLE_SHARE * float(whole["weight"].sum()))["person"].to_list()
    sole = active[0] if len(active) == 1 else (nearly_all[0] if nearly_all else None)
    areas = files.filter(~pl.col("rest")).select("repo", "area").n_unique()
    return Standing(active=tuple(active), areas=areas, held=held.height, sole=sole)
