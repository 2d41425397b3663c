"""How few people an area rests on: the bus factor by area, with their names.

docs/reference/map.md#bus-factor argues for the definition. The truck factor of the literature, which asks who created
the files of a whole system, is another thing and has a module of its own (`truck_factor`).
"""

import polars as pl

BUS_FACTORS = pl.Schema(
    {
        "repo": pl.String(),
        "area": pl.String(),
        "bus_factor": pl.UInt32(),  # 0: nobody active knows it; null: too little changed to tell
        "holders": pl.List(pl.String),  # the active people it rests on, who knows most first
        "shares": pl.List(pl.Float64),  # of the weight of those active, beside each of them
        "others": pl.List(pl.String),  # active people who know something of it besides
        "silent": pl.List(pl.String),  # of the holders, those silent for longer than they usually are
        "gone": pl.List(pl.String),  # who knew a fifth of it or more and is not active, most first
        "commits": pl.UInt32(),  # in the window, by anybody
    }
)

KNOWN_SHARE = 0.8  # what the holders have together, of the weight of those active
GONE_SHARE = 0.2
LEAST_COMMITS = 5


def bus_factors(known: pl.DataFrame, commits: pl.DataFrame) -> pl.DataFrame:
    """The bus factor of every area; columns `BUS_FACTORS`.

    `known` are weights with presence and shares (repo, area, person, weight, active, regular, state, share,
    weight_active, weight_all), `commits` the number of commits of each area (repo, area, commits).

    An area rests on the fewest active regulars who have 80 % of the weight of those active between them. It rests on
    nobody when all who are active have less than 20 % of all weight. Under five commits in the window nothing is said.
    """
    of_area = ["repo", "area"]
    able = pl.col("active") & pl.col("regular")
    ordered = known.sort("repo", "area", "weight", "person", descending=[False, False, True, False])
    counted = ordered.filter(able).with_columns(share=pl.col("weight") / pl.col("weight_active"))
    # The share of those before: whoever starts below the bar is still needed to reach it. A rounding error is no share.
    before = pl.col("share").cum_sum().over(of_area) - pl.col("share")
    needed = counted.with_columns(needed=before < KNOWN_SHARE - 1e-9)
    held = needed.group_by(of_area, maintain_order=True).agg(
        bus_factor=pl.col("needed").sum(),
        holders=pl.col("person").filter("needed"),
        shares=pl.col("share").filter("needed"),
        others=pl.col("person").filter(~pl.col("needed")),
        silent=pl.col("person").filter(pl.col("needed"), pl.col("state") != "here"),
    )
    left = ordered.group_by(of_area, maintain_order=True).agg(
        pl.col("weight_active").first(),
        pl.col("weight_all").first(),
        gone=pl.col("person").filter(~pl.col("active"), pl.col("regular"), pl.col("share") >= GONE_SHARE),
    )
    rows = left.join(held, on=of_area, how="left").join(commits, on=of_area, how="left")
    nobody = pl.col("weight_active") < (1 - KNOWN_SHARE) * pl.col("weight_all")
    told = rows.with_columns(
        pl.col("commits").fill_null(0),
        bus_factor=pl.when(pl.col("commits").fill_null(0) < LEAST_COMMITS)
        .then(None)
        .when(nobody)
        .then(0)
        .otherwise(pl.col("bus_factor").fill_null(0)),
        holders=_none_where(nobody, "holders"),
        shares=_none_where(nobody, "shares"),
        silent=_none_where(nobody, "silent"),
        # With nobody to rest on, whoever is active knows only a little of it.
        others=pl.when(nobody)
        .then(pl.concat_list(_or_empty("holders"), _or_empty("others")))
        .otherwise(_or_empty("others")),
    )
    return told.select(BUS_FACTORS.names()).cast(BUS_FACTORS).sort("repo", "area")


def _or_empty(column: str) -> pl.Expr:
    return pl.col(column).fill_null(pl.lit([], dtype=BUS_FACTORS[column]))


def _none_where(condition: pl.Expr, column: str) -> pl.Expr:
    empty = pl.lit([], dtype=BUS_FACTORS[column])
    return pl.when(condition).then(empty).otherwise(_or_empty(column))
