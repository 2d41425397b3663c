"""Where the lead judges what they have not read: areas that matter and change, without them.

An area matters that changes much, that one colleague alone knows, or that much of the other work goes through.

docs/reference/map.md#blind-spot argues for the definition. Only the lead is measured here.
"""

from datetime import UTC, datetime, timedelta

import polars as pl

from trimtab.analyses._areas_acts import reviewed_commits
from trimtab.analyses._areas_weights import MOST_LINES, decay
from trimtab.analyses.areas import WIDE_FILES, current_names
from trimtab.lake.tables import INSTANT

AWAY = timedelta(days=91)
LEAST_COMMITS = 8  # by others, in the window
LATELY, LEAST_LATELY = timedelta(weeks=12), 2
READS = 3
# Of an area that one colleague knows or that is central; it need not be as busy.
LEAST_ELSE, LEAST_LATELY_ELSE = 5, 1
CENTRAL_SHARE, CENTRAL_NEIGHBOURS = 0.15, 2
ONCE_KNOWN = 5  # commits ever; who made so many judges from memory

BLIND_SPOTS = pl.Schema(
    {
        "repo": pl.String(),
        "area": pl.String(),
        "why": pl.List(pl.String),  # why it matters: `hot`, `held` (one colleague alone knows it), `central`
        "commits": pl.UInt32(),  # by others, in the window
        "lately": pl.UInt32(),  # of those, in the last 12 weeks, with more than tests and more than two lines
        "people": pl.List(pl.String),  # who made them, in alphabetical order
        "last_read_at": INSTANT,  # when the lead last wrote or reviewed there; null when never
        "last_read_oid": pl.String(),
        "lead_commits": pl.UInt32(),  # of the lead, ever
        "heat": pl.Float64(),
        "reads": pl.List(pl.String),  # up to three commits worth reading, newest first
        "files": pl.List(pl.String),  # up to three files worth reading: most changed, and the text if there is one
        "oids": pl.List(pl.String),  # all commits by others, newest first
    }
)

LAST_READ = pl.Schema(
    {
        "repo": pl.String(),
        "area": pl.String(),
        "last_read_at": INSTANT,
        "last_read_oid": pl.String(),
        "lead_commits": pl.UInt32(),
    }
)


def last_read(
    commits: pl.LazyFrame,
    changes: pl.LazyFrame,
    people: pl.LazyFrame,
    reviews: pl.LazyFrame,
    files: pl.DataFrame,
    doings: pl.DataFrame,
    as_of: datetime,
    lead: str,
) -> pl.DataFrame:
    """When the lead last wrote or reviewed in each area, and how many commits they ever made there; columns `LAST_READ`.

    All of history is looked at. Merging is reading here: who took a change in had it before their eyes.
    """
    as_of = as_of.astimezone(UTC)
    names = people.filter(pl.col("person") == lead).select(author_name="name", author_email="email")
    mine = (
        commits.filter(pl.col("happened_at") <= as_of)
        .join(names, on=["author_name", "author_email"], how="semi")
        .select("repo", "oid", wrote=pl.lit(value=True))
        .collect()
    )
    seen = reviewed_commits(reviews.filter(pl.col("person") == lead), as_of).select(
        "repo", "oid", wrote=pl.lit(value=False)
    )
    placed = _placed(pl.concat([mine, seen]), changes, files, as_of)
    recent = doings.filter(pl.col("person") == lead).select("repo", "area", "oid", "at", wrote=pl.col("act") == "wrote")
    last = (
        pl.concat([placed, recent])
        .sort("repo", "area", "at", "oid")
        .group_by("repo", "area", maintain_order=True)
        .agg(
            last_read_at=pl.col("at").last(),
            last_read_oid=pl.col("oid").last(),
            lead_commits=pl.col("oid").filter("wrote").n_unique(),
        )
    )
    return last.select(LAST_READ.names()).cast(LAST_READ).sort("repo", "area")


def _placed(looked_at: pl.DataFrame, changes: pl.LazyFrame, files: pl.DataFrame, as_of: datetime) -> pl.DataFrame:
    """The areas of the commits' files, those aside that change so much that nobody reads them."""
    seen = changes.filter(pl.col("happened_at") <= as_of).select("repo", "oid", "path", at="happened_at")
    own = seen.join(looked_at.lazy(), on=["repo", "oid"], how="semi").collect()
    few = own.group_by("repo", "oid").agg(files=pl.len()).filter(pl.col("files") <= WIDE_FILES)
    rows = (
        own.join(few, on=["repo", "oid"], how="semi")
        .join(_ever_called(files, changes, as_of), on=["repo", "path"], how="semi")
        .join(looked_at, on=["repo", "oid"])
    )
    named = current_names(rows, changes, as_of)
    return named.join(files, on=["repo", "path"]).select("repo", "area", "oid", "at", "wrote")


def _ever_called(files: pl.DataFrame, changes: pl.LazyFrame, as_of: datetime) -> pl.DataFrame:
    """Every name that a file of an area may have had: columns repo, path. Most of a long history is about others."""
    renames = (
        changes.filter(pl.col("status") == "R", pl.col("happened_at") <= as_of)
        .select("repo", "path", "old_path")
        .unique()
        .collect()
    )
    known = fresh = files.select("repo", "path").unique()
    while not fresh.is_empty():
        older = renames.join(fresh, on=["repo", "path"], how="semi").select("repo", path="old_path").unique()
        fresh = older.join(known, on=["repo", "path"], how="anti")
        known = pl.concat([known, fresh])
    return known


def blind_spots(
    doings: pl.DataFrame,
    touches: pl.DataFrame,
    files: pl.DataFrame,
    read: pl.DataFrame,
    as_of: datetime,
    *,
    lead: str,
    away: timedelta = AWAY,
    held: pl.DataFrame | None = None,
    central: pl.DataFrame | None = None,
) -> pl.DataFrame:
    """Areas that matter and in which the lead has done nothing for `away`.

    *Hot*: 8 commits by others in the window, 2 of them in the last 12 weeks. *Held*: one colleague alone knows it (rows
    of `holders`), and *central*: 15 % of the commits to other areas change it too, of two areas at least (rows of
    `coupling.central`); both with 5 commits by others, 1 of them in the last 12 weeks.

    Columns `BLIND_SPOTS`; first the areas that the lead knew once and judges from memory, then the hot ones, each time
    the hottest first.
    Areas of tests or texts alone are no blind spots. The commits to read are
    large ones since the lead was last there, each bringing files that the ones before it did not.
    """
    as_of = as_of.astimezone(UTC)
    real = files.group_by("repo", "area").agg(skip=pl.col("rest").all() | (pl.col("test") | pl.col("text")).all())
    others = (
        doings.filter(pl.col("act") == "wrote")
        .filter((pl.col("person") == lead).any().over("repo", "oid").not_())
        .join(real.filter(~pl.col("skip")), on=["repo", "area"], how="semi")
    )
    # A number raised in a manifest or a test alone is nothing to have read.
    matters = (pl.col("at") > pl.lit(as_of - LATELY)) & ~pl.col("tests") & (pl.col("lines") > 2)
    counted = (
        others.group_by("repo", "area")
        .agg(
            commits=pl.col("oid").n_unique(),
            lately=pl.col("oid").filter(matters).n_unique(),
            people=pl.col("person").unique().sort(),
        )
        .join(read, on=["repo", "area"], how="left")
        .with_columns(pl.col("lead_commits").fill_null(0))
        .join(_known_by_one(held, lead), on=["repo", "area"], how="left")
        .join(_central(central), on=["repo", "area"], how="left")
        .with_columns(why=_why())
        .filter(pl.col("why").list.len() > 0)
        .filter(pl.col("last_read_at").is_null() | (pl.col("last_read_at") < pl.lit(as_of - away)))
    )
    once = others.unique(["repo", "area", "oid"]).sort("at", "oid", descending=True)
    heat = once.group_by("repo", "area", maintain_order=True).agg(heat=decay(as_of).sum(), oids=pl.col("oid"))
    spots = counted.join(heat, on=["repo", "area"])
    told = spots.join(worth_reading(spots, touches, files, others), on=["repo", "area"], how="left")
    ordered = told.select(BLIND_SPOTS.names()).cast(BLIND_SPOTS)
    from_memory, hot = pl.col("lead_commits") >= ONCE_KNOWN, pl.col("why").list.contains("hot")
    return ordered.sort(from_memory, hot, "heat", "repo", "area", descending=[True, True, True, False, False])


def _known_by_one(held: pl.DataFrame | None, lead: str) -> pl.DataFrame:
    """Areas that one colleague alone knows: repo, area, held."""
    if held is None:
        return pl.DataFrame(schema={"repo": pl.String(), "area": pl.String(), "held": pl.Boolean()})
    others = held.filter(pl.col("hold") == "knows", pl.col("person") != lead)
    return others.select("repo", "area", held=pl.lit(value=True))


def _central(central: pl.DataFrame | None) -> pl.DataFrame:
    """Areas that much of the other work goes through: repo, area, central."""
    if central is None:
        return pl.DataFrame(schema={"repo": pl.String(), "area": pl.String(), "central": pl.Boolean()})
    much = (pl.col("central") >= CENTRAL_SHARE) & (pl.col("neighbours").list.len() >= CENTRAL_NEIGHBOURS)
    return central.filter(much).select("repo", "area", central=pl.lit(value=True))


def _why() -> pl.Expr:
    hot = (pl.col("commits") >= LEAST_COMMITS) & (pl.col("lately") >= LEAST_LATELY)
    alive = (pl.col("commits") >= LEAST_ELSE) & (pl.col("lately") >= LEAST_LATELY_ELSE)
    kinds = {
        "hot": hot,
        "held": alive & pl.col("held").is_not_null(),
        "central": alive & pl.col("central").is_not_null(),
    }
    named = [pl.when(kind).then(pl.lit(name)) for name, kind in kinds.items()]
    return pl.concat_list(named).list.drop_nulls()


def worth_reading(
    spots: pl.DataFrame, touches: pl.DataFrame, files: pl.DataFrame, others: pl.DataFrame
) -> pl.DataFrame:
    """Three commits and three files for each blind spot."""
    since = spots.select("repo", "area", "last_read_at")
    whole = touches.group_by("repo", "oid").agg(all_lines=pl.col("lines").sum())
    wanted = (
        touches.join(whole, on=["repo", "oid"])
        .filter(pl.col("alive"), ~pl.col("wide"))
        .join(files.select("repo", "path", "area", "test", "text"), on=["repo", "path"])
        .join(since, on=["repo", "area"])
        .filter(pl.col("last_read_at").is_null() | (pl.col("at") > pl.col("last_read_at")))
        .join(others.select("repo", "area", "oid").unique(), on=["repo", "area", "oid"], how="semi")
        .sort("repo", "area", "at", "oid", "path")
    )
    rows = []
    for (repo, area), part in wanted.group_by("repo", "area", maintain_order=True):
        rows.append((repo, area, _commits_to_read(part), _files_to_read(part)))
    schema = {"repo": pl.String(), "area": pl.String(), "reads": pl.List(pl.String), "files": pl.List(pl.String)}
    return pl.DataFrame(rows, schema=schema, orient="row")


def _commits_to_read(part: pl.DataFrame) -> list[str]:
    """Greedy: the commit whose new files weigh most, then the next; tests and texts weigh a quarter.

    A commit that is mostly about other areas weighs less, by the square of the share of its lines that is here.
    """
    size = (1 + pl.col("lines").clip(1, MOST_LINES)).log(2)
    aside = pl.when(pl.col("test") | pl.col("text")).then(0.25).otherwise(1.0)
    here = pl.col("lines").sum().over("oid") / pl.col("all_lines").clip(lower_bound=1)
    left = part.select("oid", "at", "path", worth=size * aside * here**2)
    chosen: list[tuple[datetime, str]] = []
    while not left.is_empty() and len(chosen) < READS:
        best = left.group_by("oid", "at").agg(pl.col("worth").sum()).sort("worth", "at", "oid", descending=True).row(0)
        chosen.append((best[1], best[0]))
        known = left.filter(pl.col("oid") == best[0])["path"].implode()
        # What a chosen commit already shows is worth little a second time.
        again = pl.when(pl.col("path").is_in(known)).then(0.2).otherwise(1.0)
        left = left.filter(pl.col("oid") != best[0]).with_columns(worth=pl.col("worth") * again)
    return [oid for _, oid in sorted(chosen, reverse=True)]


def _files_to_read(part: pl.DataFrame) -> list[str]:
    counted = part.group_by("path").agg(
        pl.col("oid").n_unique(), pl.col("lines").sum(), pl.col("test").first(), pl.col("text").first()
    )
    ordered = counted.sort("oid", "lines", "path", descending=[True, True, False])
    code = ordered.filter(~pl.col("test"), ~pl.col("text"))["path"].head(2).to_list()
    return [*code, *ordered.filter("text")["path"].head(1).to_list()]
