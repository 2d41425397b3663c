"""What changes together: pairs of files and of areas, and how central an area is to the work on the others.

docs/reference/hotspots.md#coupling argues for the definitions. What it says of a person's blind spots, or of the
architecture, is the business of `advice`.
"""

from datetime import UTC, datetime, timedelta

import polars as pl

from trimtab.analyses._coupling_pairs import PAIRS, pairs
from trimtab.analyses.areas import WIDE_FILES, WINDOW

__all__ = ["CENTRAL", "PAIRS", "areas", "central", "files"]

LEAST = 3  # common commits; two may be an accident
_READS = 5

CENTRAL = pl.Schema(
    {
        "repo": pl.String(),
        "area": pl.String(),
        "central": pl.Float64(),  # null where there is no other area
        "together": pl.UInt32(),  # commits that changed the area and another
        "commits": pl.UInt32(),  # commits that changed the area
        "others": pl.UInt32(),  # commits that changed another area
        "neighbours": pl.List(pl.String),  # areas it changed with at least three times, in alphabetical order
        "oids": pl.List(pl.String),  # the last five commits that changed the area and another, newest first
    }
)


def files(touches: pl.DataFrame, as_of: datetime, *, window: timedelta = WINDOW, least: int = LEAST) -> pl.DataFrame:
    """Pairs of files that changed in the same commits, at least `least` times within `window`; columns `PAIRS`.

    `touches` is the frame of `areas.touched`. Commits that change too much to teach anything are left out (and all over
    60 files), so are files that are gone. Files of two repositories never share a commit, so they are never a pair.
    """
    told = _teaching(touches, as_of, window)
    return pairs(told.select("repo", "oid", "at", thing="path"), least)


def areas(
    touches: pl.DataFrame,
    placed: pl.DataFrame,
    as_of: datetime,
    *,
    window: timedelta = WINDOW,
    least: int = LEAST,
) -> pl.DataFrame:
    """Pairs of areas that changed in the same commits; columns `PAIRS`, whose `one` and `other` are areas.

    `placed` is the frame of `areas.areas`. What is only left of a folder is no area, and in no pair.
    """
    return pairs(_of_areas(touches, placed, as_of, window).rename({"area": "thing"}), least)


def central(
    touches: pl.DataFrame, placed: pl.DataFrame, as_of: datetime, *, window: timedelta = WINDOW, least: int = LEAST
) -> pl.DataFrame:
    """How much of the work on the other areas involves each area; columns `CENTRAL`, the most central first.

    `central` is the share of the commits that change at least one other area which change this one too: 0 for an area
    that is always changed alone, 1 for one without which nothing else is ever changed.
    """
    told = _of_areas(touches, placed, as_of, window)
    several = pl.col("area").len().over("repo", "oid") > 1
    counted = (
        told.with_columns(several=several)
        .sort("at", "oid", descending=True)
        .group_by("repo", "area", maintain_order=True)
        .agg(
            commits=pl.len(),
            together=pl.col("several").sum(),
            oids=pl.col("oid").filter("several").head(_READS),
        )
    )
    every = told.group_by("repo").agg(every=pl.col("oid").n_unique())
    # Commits to another area: all but those that changed this one alone.
    others = pl.col("every") - (pl.col("commits") - pl.col("together"))
    known = counted.join(every, on="repo").join(
        _neighbours(pairs(told.rename({"area": "thing"}), least)), on=["repo", "area"], how="left"
    )
    measured = known.with_columns(
        others=others,
        central=pl.when(others > 0).then(pl.col("together") / others),
        neighbours=pl.col("neighbours").fill_null([]),
    )
    ordered = measured.select(CENTRAL.names()).cast(CENTRAL)
    return ordered.sort("central", "repo", "area", descending=[True, False, False], nulls_last=True)


def _teaching(touches: pl.DataFrame, as_of: datetime, window: timedelta) -> pl.DataFrame:
    as_of = as_of.astimezone(UTC)
    within = pl.col("at").is_between(as_of - window, as_of)
    told = touches.filter(within, ~pl.col("wide")).unique(["repo", "oid", "path"])
    return told.filter(pl.len().over("repo", "oid") <= WIDE_FILES, pl.col("alive"))


def _of_areas(touches: pl.DataFrame, placed: pl.DataFrame, as_of: datetime, window: timedelta) -> pl.DataFrame:
    """Each area changed by each commit, once: `repo`, `oid`, `at`, `area`."""
    real = placed.filter(~pl.col("rest").all().over("repo", "area"))
    told = _teaching(touches, as_of, window).join(real.select("repo", "path", "area"), on=["repo", "path"])
    return told.select("repo", "oid", "at", "area").unique(["repo", "oid", "area"])


def _neighbours(found: pl.DataFrame) -> pl.DataFrame:
    both_ways = [found.select("repo", area=here, beside=there) for here, there in (("one", "other"), ("other", "one"))]
    return pl.concat(both_ways).group_by("repo", "area").agg(neighbours=pl.col("beside").sort())
