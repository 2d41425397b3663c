"""Who is next for an area: candidates for one named piece of work, in order, with the facts that speak for them.

docs/reference/map.md#nearest argues for the definition.
"""

from collections.abc import Iterator
from datetime import datetime

import polars as pl

from trimtab.analyses._areas_tree import folder_name
from trimtab.analyses._areas_weights import weights
from trimtab.lake.tables import INSTANT

NEAR_WEIGHT = 1.0  # a small commit of today, or a larger one of some months ago
BACK_OFF = 0.3  # what work one folder further away counts for
# Areas change together when at least this share of the commits of one touch the other, and at least so many.
TOGETHER_SHARE, TOGETHER_LEAST = 0.3, 3

NEAREST = pl.Schema(
    {
        "repo": pl.String(),
        "area": pl.String(),
        "place": pl.UInt32(),  # 1 is the next person
        "person": pl.String(),
        "near": pl.Boolean(),  # knows something of the area itself
        "weight": pl.Float64(),
        "commits": pl.UInt32(),  # in the area
        "tests": pl.UInt32(),
        "reviews": pl.UInt32(),
        "merges": pl.UInt32(),
        "last_at": INSTANT,  # in the area; null when never
        "beside": pl.String(),  # the neighbouring area where they do most; null when none
        "beside_commits": pl.UInt32(),
        "beside_reviews": pl.UInt32(),
        "oids": pl.List(pl.String),  # evidence: in the area, then beside it
    }
)


def nearest(
    asked: pl.DataFrame,
    doings: pl.DataFrame,
    files: pl.DataFrame,
    there: pl.DataFrame,
    as_of: datetime,
    *,
    most: int = 3,
) -> pl.DataFrame:
    """For each asked area (columns repo, area, and person: whom to leave out) who is next; columns `NEAREST`.

    Weight in the area itself, plus 0.3 for each folder further up (the top folder is nobody's neighbourhood), plus 0.3
    of the weight in areas that change together with it, by how often they do; an area with neither has one neighbour,
    the area where the one to leave out does most besides. Who knows something of the area itself
    comes before who only works beside it. Only regulars active within 90 days. An area without a row has nobody.
    """
    able = there.filter("active", "regular").select("person")
    all_known = weights(doings, as_of)
    known = all_known.join(able, on="person", how="semi")
    here = asked.select("repo", "area", leaver="person")
    own = here.join(known, on=["repo", "area"]).with_columns(factor=pl.lit(1.0), beside=pl.lit(None, dtype=pl.String))
    around = _neighbours(here, files, doings, all_known).join(known.rename({"area": "beside"}), on=["repo", "beside"])
    columns = [
        "repo",
        "area",
        "leaver",
        "person",
        "factor",
        "beside",
        "weight",
        "commits",
        "tests",
        "reviews",
        "merges",
        "last_at",
        "oids",
    ]
    rows = pl.concat([own.select(columns), around.select(columns)]).filter(
        pl.col("person") != pl.col("leaver").fill_null("")
    )
    mine = pl.col("beside").is_null()
    ranked = (
        rows.with_columns(counted=pl.col("weight") * pl.col("factor"))
        .sort("repo", "area", "person", mine, "counted", "beside", descending=[False, False, False, True, True, False])
        .group_by("repo", "area", "person", maintain_order=True)
        .agg(
            near=pl.col("weight").filter(mine).sum() >= NEAR_WEIGHT,
            weight=pl.col("counted").sum(),
            commits=pl.col("commits").filter(mine).sum(),
            tests=pl.col("tests").filter(mine).sum(),
            reviews=pl.col("reviews").filter(mine).sum(),
            merges=pl.col("merges").filter(mine).sum(),
            last_at=pl.col("last_at").filter(mine).max(),
            beside=pl.col("beside").filter(~mine).first(),
            beside_commits=pl.col("commits").filter(~mine).first(),
            beside_reviews=pl.col("reviews").filter(~mine).first(),
            oids=pl.col("oids").list.explode().unique(maintain_order=True),
        )
        .sort("repo", "area", "near", "weight", "person", descending=[False, False, True, True, False])
        .with_columns(place=pl.int_range(1, pl.len() + 1).over("repo", "area"))
        .filter(pl.col("place") <= most)
    )
    return ranked.select(NEAREST.names()).cast(NEAREST).sort("repo", "area", "place")


def _neighbours(here: pl.DataFrame, files: pl.DataFrame, doings: pl.DataFrame, known: pl.DataFrame) -> pl.DataFrame:
    """Areas beside each asked one, with what work there counts for: by folder, by changing together, else by its holder."""
    named = files.select("repo", "area", "folder").unique()
    asked = named.join(here, on=["repo", "area"], how="semi").sort("repo", "area")
    rows = [
        (repo, area, level, above)
        for repo, area, folder in asked.iter_rows()
        for level, above in enumerate(_folders_above(area, folder), start=1)
    ]
    schema = {"repo": pl.String(), "area": pl.String(), "level": pl.Int64(), "above": pl.String()}
    levels = pl.DataFrame(rows, schema=schema, orient="row")
    below = named.rename({"area": "beside"}).with_columns(
        above=pl.col("folder").map_elements(_upwards, pl.List(pl.String))
    )
    by_folder = levels.join(below.explode("above").drop("folder"), on=["repo", "above"]).select(
        "repo", "area", "beside", factor=pl.lit(BACK_OFF).pow(pl.col("level"))
    )
    both = pl.concat([by_folder, _changing_together(asked, doings)]).filter(pl.col("area") != pl.col("beside"))
    alone = here.join(both, on=["repo", "area"], how="anti")
    near = pl.concat([both, _leavers_other_area(alone, known)])
    return near.group_by("repo", "area", "beside").agg(pl.col("factor").max()).join(here, on=["repo", "area"])


def _leavers_other_area(alone: pl.DataFrame, known: pl.DataFrame) -> pl.DataFrame:
    """For an area without neighbours, the one other area where its holder weighs most, by their share of it."""
    theirs = alone.join(known, left_on=["repo", "leaver"], right_on=["repo", "person"], suffix="_beside")
    most = theirs.filter(pl.col("area") != pl.col("area_beside")).sort(
        "repo", "area", "weight", "area_beside", descending=[False, False, True, False]
    )
    first = most.unique(["repo", "area"], keep="first", maintain_order=True)
    return first.select("repo", "area", beside="area_beside", factor=BACK_OFF * pl.col("share"))


def _folders_above(area: str, folder: str) -> Iterator[str]:
    """The folders that hold the area's neighbours, nearest first; the top folder is nobody's neighbourhood."""
    at = folder.rpartition("/")[0] if area == folder_name(folder) else folder
    while at:
        yield at
        at = at.rpartition("/")[0]


def _upwards(folder: str) -> list[str]:
    parts = folder.split("/")
    return ["/".join(parts[:end]) for end in range(1, len(parts) + 1)]


def _changing_together(asked: pl.DataFrame, doings: pl.DataFrame) -> pl.DataFrame:
    """Areas that many of an area's commits touch too; a share of 1 counts as one folder away."""
    changes = doings.filter(pl.col("act") == "wrote").select("repo", "area", "oid").unique()
    mine = changes.join(asked.select("repo", "area"), on=["repo", "area"], how="semi")
    of_area = mine.group_by("repo", "area").agg(commits=pl.len())
    pairs = (
        mine.join(changes.rename({"area": "beside"}), on=["repo", "oid"])
        .group_by("repo", "area", "beside")
        .agg(shared=pl.len())
    )
    share = pl.col("shared") / pl.col("commits")
    close = pairs.join(of_area, on=["repo", "area"]).filter(share >= TOGETHER_SHARE, pl.col("shared") >= TOGETHER_LEAST)
    return close.select("repo", "area", "beside", factor=BACK_OFF * share)
