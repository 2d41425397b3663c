"""Where the next changes will be: each file's heat, with the evidence behind it.

docs/reference/hotspots.md argues for the formula, and docs/benchmarks.md says how often it was right. Which files change
together is the business of `coupling`, which of them form an area that of `areas`.
"""

from datetime import UTC, datetime, timedelta

import polars as pl

from trimtab.analyses._hotspots_fixes import is_fix
from trimtab.analyses.areas import WINDOW, Rules, touched
from trimtab.lake.tables import INSTANT

__all__ = ["HOTSPOTS", "REACH", "hotspots", "is_fix"]

# What is older than this counts for next to nothing.
REACH = timedelta(days=5 * 365)
# A short memory for what is going on, a long one for what always comes back.
HALF_LIVES = (90, 365)
FIX_MORE = 0.5
USUAL_LINES, LINES_POWER = 100, 0.1
# What makes heat a number of changes in the next 180 days: of the public histories it was tried on, the median.
CHANGES_AHEAD = 0.22
_EVIDENCE = 5

HOTSPOTS = pl.Schema(
    {
        "repo": pl.String(),
        "path": pl.String(),
        "heat": pl.Float64(),  # changes to expect in the next 180 days
        "heat_per_kloc": pl.Float64(),  # the same for every thousand lines; null where the lines are not known
        "commits": pl.UInt32(),  # in the year
        "fixes": pl.UInt32(),  # of those, by their subject
        "people": pl.UInt32(),  # who wrote them
        "lines": pl.Int64(),  # null where not known
        "complexity": pl.Int64(),  # levels of indentation of all its lines; null where not known
        "depth": pl.Float64(),  # the same for each filled line
        "last_at": INSTANT,
        "oids": pl.List(pl.String),  # the last five commits that changed it, newest first
        "fix_oids": pl.List(pl.String),  # the last five fixes in the year, newest first
    }
)


def hotspots(
    commits: pl.LazyFrame,
    changes: pl.LazyFrame,
    people: pl.LazyFrame,
    as_of: datetime,
    *,
    rules: Rules | None = None,
    sizes: pl.DataFrame | None = None,
) -> pl.DataFrame:
    """Each file that changed in the last five years (as far as the frames reach), hottest first; columns `HOTSPOTS`.

    Heat is the sum over the file's commits of `0.22 (0.5^(days / 90) + 0.5^(days / 365))`, half as much again for a fix,
    times `(lines / 100)^0.1`. Commits of one person to one file on one day (UTC) count as the root of their number.
    What `areas.touched` leaves out is left out, and so are commits that change too much to teach anything.

    `sizes` are the files of the main line as of the instant: columns `repo`, `path`, `lines`, `filled`, `indent_sum`. Of
    a repository that it speaks of, files that it does not name are left out; without it a file counts as one of a
    hundred lines.
    """
    as_of = as_of.astimezone(UTC)
    told = touched(commits, changes, people, as_of, since=as_of - REACH, rules=rules)
    known = _known(told.filter(~pl.col("wide")), commits, people, as_of)
    measured = _measured(_counted(known, as_of), sizes)
    factor = (pl.col("lines").fill_null(USUAL_LINES).clip(lower_bound=1) / USUAL_LINES).pow(LINES_POWER)
    heat = CHANGES_AHEAD * pl.col("sum") * factor
    ordered = measured.with_columns(
        heat=heat,
        # So few lines that they cost nothing to read would else come first of all.
        heat_per_kloc=1000 * heat / pl.col("lines").clip(lower_bound=10),
        complexity=pl.col("indent_sum"),
        depth=pl.when(pl.col("filled") > 0).then(pl.col("indent_sum") / pl.col("filled")),
    )
    return ordered.select(HOTSPOTS.names()).cast(HOTSPOTS).sort("heat", "repo", "path", descending=[True, False, False])


def _known(told: pl.DataFrame, commits: pl.LazyFrame, people: pl.LazyFrame, as_of: datetime) -> pl.DataFrame:
    """The changes with their author and whether they fixed something, in the order of time."""
    persons = people.select(author_name="name", author_email="email", author="person")
    about = (
        commits.filter(pl.col("happened_at").is_between(as_of - REACH, as_of))
        .join(persons, on=["author_name", "author_email"], how="left")
        # Somebody who is not known to be anybody is still one and the same.
        .select("repo", "oid", author=pl.coalesce("author", "author_email"), fix=is_fix(pl.col("subject")))
        .unique(["repo", "oid"])
        .collect()
    )
    return told.join(about, on=["repo", "oid"]).sort("repo", "path", "at", "oid")


def _counted(known: pl.DataFrame, as_of: datetime) -> pl.DataFrame:
    days = (pl.lit(as_of) - pl.col("at")).dt.total_seconds() / 86400
    lately = pl.sum_horizontal(pl.lit(0.5).pow(days / half_life) for half_life in HALF_LIVES)
    same_day = pl.len().over("repo", "path", "author", pl.col("at").dt.date())
    weight = lately * (1 + FIX_MORE * pl.col("fix").cast(pl.Float64)) / same_day.cast(pl.Float64).sqrt()
    in_year = pl.col("at") >= pl.lit(as_of - WINDOW)
    return (
        known.with_columns(weight=weight)
        .group_by("repo", "path", maintain_order=True)
        .agg(
            sum=pl.col("weight").sum(),
            commits=in_year.sum(),
            fixes=(in_year & pl.col("fix")).sum(),
            people=pl.col("author").filter(in_year).n_unique(),
            last_at=pl.col("at").max(),
            alive=pl.col("alive").first(),
            oids=pl.col("oid").tail(_EVIDENCE).reverse(),
            fix_oids=pl.col("oid").filter(in_year & pl.col("fix")).tail(_EVIDENCE).reverse(),
        )
    )


def _measured(counted: pl.DataFrame, sizes: pl.DataFrame | None) -> pl.DataFrame:
    """The files that are there, with their sizes.

    Where the files of the main line are known they decide: who deletes one on a branch has not ended it yet.
    """
    numbers = {"lines": pl.Int64(), "filled": pl.Int64(), "indent_sum": pl.Int64()}
    if sizes is None:
        return counted.filter("alive").with_columns(
            pl.lit(None, dtype=dtype).alias(name) for name, dtype in numbers.items()
        )
    known = sizes.select("repo", "path", *numbers).unique(["repo", "path"])
    elsewhere = counted.filter("alive").join(known.select("repo").unique(), on="repo", how="anti")
    here = counted.join(known, on=["repo", "path"], how="inner")
    return pl.concat([here, elsewhere], how="diagonal")
