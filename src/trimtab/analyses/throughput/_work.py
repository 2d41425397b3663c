"""What the work on each item was: its first commit, its size, the area most of it lies in, its rounds of review."""

import polars as pl

from trimtab.analyses.areas import place
from trimtab.lake.tables import INSTANT

WORK = pl.Schema(
    {
        "tracker": pl.String(),
        "item": pl.String(),
        "began_at": INSTANT,  # of the first commit, as its author dated it, else as the tracker did
        "lines": pl.Int64(),  # added and deleted: as the tracker counts them, else over the commits
        "files": pl.Int64(),
        "area": pl.String(),  # where most of its changed lines lie; null where that is not known
    }
)
"""One row per item that commits, sizes or review comments are known of."""

ROUNDS = pl.Schema({"tracker": pl.String(), "item": pl.String(), "rounds": pl.Int64()})

_KEY = ["tracker", "item"]
_PUSHES = ("committed", "head_ref_force_pushed")


def work(
    states: pl.DataFrame,
    events: pl.LazyFrame,
    links: pl.LazyFrame,
    commits: pl.LazyFrame,
    changes: pl.LazyFrame,
    files: pl.DataFrame,
) -> pl.DataFrame:
    """The work on each item, columns `WORK`, from the tracker's links to commits and what the clones hold of these.

    A squashed merge stands for the commits it was made of. Tests and texts count for the area only of an item that
    changes nothing else; without a known commit, the files that review comments stand beside tell it. `files` are
    `areas.AREAS`.
    """
    contained = _contained(events, links, changes)
    dated = contained.join(
        commits.select("author_at", oid="oid").unique("oid").collect(), left_on="target", right_on="oid", how="left"
    )
    began = dated.group_by(_KEY).agg(began_at=pl.coalesce("author_at", "at").min())
    touched = changes.join(contained.lazy(), left_on="oid", right_on="target", how="inner").select(
        *_KEY,
        "repo",
        "path",
        lines=pl.col("added").fill_null(0).cast(pl.Int64) + pl.col("deleted").fill_null(0),
    )
    changed = touched.collect()
    sizes = changed.group_by(_KEY).agg(
        git_lines=pl.col("lines").sum(), git_files=pl.struct("repo", "path").n_unique().cast(pl.Int64)
    )
    told = _told_sizes(states)
    every = pl.concat([frame.select(_KEY) for frame in (began, sizes, told)]).unique()
    placed = _areas(changed, events, files)
    found = pl.concat([every, placed.select(_KEY)]).unique()
    for frame in (began, sizes, told, placed):
        found = found.join(frame, on=_KEY, how="left")
    return (
        found.select(
            *_KEY,
            "began_at",
            lines=pl.coalesce("told_lines", "git_lines"),
            files=pl.coalesce("told_files", "git_files"),
            area="area",
        )
        .cast(WORK)
        .sort(_KEY)
    )


def rounds(states: pl.DataFrame, acts: pl.DataFrame, events: pl.LazyFrame) -> pl.DataFrame:
    """How many rounds of review each pull request had: a remark by another, and after it a push; columns `ROUNDS`.

    Several remarks before one push are one round, and so are several pushes after one remark. Null where `events` tell of no
    commit of a pull request at all: then its pushes are not told, and nobody knows.
    """
    pulls = states.filter(pl.col("kind") == "pull").select(*_KEY, "author")
    told = acts.filter(pl.col("remark") | (pl.col("act") == "push")).select(*_KEY, "at", "act", "actor", "event")
    mine = told.join(pulls, on=_KEY, how="inner")
    push = pl.col("act") == "push"
    # A remark of somebody who left is another's, unless the author is unknown too.
    theirs = pl.col("actor").ne_missing(pl.col("author"))
    steps = mine.filter(push | theirs).sort(*_KEY, "at", push, "event")
    answered = push & ~push.shift(1).over(_KEY).fill_null(value=True)
    counted = steps.select(*_KEY, answered=answered).group_by(_KEY).agg(rounds=pl.col("answered").sum())
    pushes = events.filter(pl.col("kind").is_in(_PUSHES)).select(_KEY).unique().collect()
    known = pulls.select(_KEY).join(pushes, on=_KEY, how="semi").join(counted, on=_KEY, how="left")
    return (
        pulls.select(_KEY)
        .join(known.with_columns(pl.col("rounds").fill_null(0)), on=_KEY, how="left")
        .select(list(ROUNDS))
        .cast(ROUNDS)
        .sort(_KEY)
    )


def _contained(events: pl.LazyFrame, links: pl.LazyFrame, changes: pl.LazyFrame) -> pl.DataFrame:
    """The commits that stand for each item: tracker, item, target, at.

    Of a squashed merge, that is one that changes files itself and is none of the commits of the pull request, it alone.
    """
    linked = links.filter(pl.col("kind") == "contains_commit").select(*_KEY, "target", at="happened_at").collect()
    told = (
        events.filter(pl.col("kind").is_in(("committed", "merged"))).select(*_KEY, "kind", target="subject").collect()
    )
    made = changes.select(target="oid").unique().collect()
    own = told.filter(pl.col("kind") == "committed").select(*_KEY, "target")
    merges = told.filter(pl.col("kind") == "merged", pl.col("target").is_not_null()).select(*_KEY, "target").unique()
    foreign = merges.join(own, on=[*_KEY, "target"], how="anti")
    squashed = foreign.join(made, on="target", how="semi")
    whole = linked.join(squashed, on=[*_KEY, "target"], how="semi")
    parts = linked.join(foreign, on=[*_KEY, "target"], how="anti").join(whole, on=_KEY, how="anti")
    return pl.concat([whole, parts]).unique([*_KEY, "target"]).sort(*_KEY, "target")


def _told_sizes(states: pl.DataFrame) -> pl.DataFrame:
    def fact(name: str) -> pl.Expr:
        return pl.col("facts").str.json_path_match(f"$.{name}").cast(pl.Int64, strict=False)

    return states.select(
        *_KEY, told_lines=fact("additions") + fact("deletions"), told_files=fact("changed_files")
    ).filter(pl.col("told_lines").is_not_null() | pl.col("told_files").is_not_null())


def _areas(changed: pl.DataFrame, events: pl.LazyFrame, files: pl.DataFrame) -> pl.DataFrame:
    """The area most of each item lies in: by changed lines, where none are known by review comments."""
    where = place(changed, files).filter(pl.col("area").is_not_null())
    by_lines = changed.join(where, on=["repo", "path"]).select(*_KEY, "area", weight=pl.col("lines") + 1)
    spoken = (
        events.filter(pl.col("kind") == "line-commented", pl.col("subject").is_not_null())
        .group_by(*_KEY, path="subject")
        .agg(weight=pl.len().cast(pl.Int64))
        .collect()
        .join(files.unique("path", keep="none").select("path", "area"), on="path")
        .join(by_lines, on=_KEY, how="anti")
        .select(*_KEY, "area", "weight")
    )
    beside = files.group_by("area").agg(beside=(pl.col("test") | pl.col("text")).all())
    return (
        pl.concat([by_lines, spoken])
        .join(beside, on="area", how="left")
        .group_by(*_KEY, "area", "beside")
        .agg(pl.col("weight").sum())
        .sort(*_KEY, "beside", "weight", "area", descending=[False, False, False, True, False])
        .unique(_KEY, keep="first", maintain_order=True)
        .select(*_KEY, "area")
    )
