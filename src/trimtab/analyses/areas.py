"""Which parts a system has: files to areas, as of an instant, from what changed in the year before it.

An area is a folder deep enough to matter, a group of files of a flat folder, or what the settings or `CODEOWNERS`
name; docs/reference/map.md#area argues for the definition. Who knows an area is the business of `ownership`, what moved
in it that of `movement`.
"""

from collections import defaultdict
from datetime import UTC, datetime, timedelta

import polars as pl

from trimtab.analyses._areas_names import BUILD_FILE, TEST, TEXT, common_folder
from trimtab.analyses._areas_patterns import Rules
from trimtab.analyses._areas_tree import BUILD, TOP, Place, divide, folder_name
from trimtab.lake.tables import INSTANT

__all__ = [
    "AREAS",
    "BUILD",
    "BUILD_FILE",
    "TEST",
    "TEXT",
    "TOUCHED",
    "WINDOW",
    "Rules",
    "areas",
    "common_folder",
    "first_copies",
    "folder_name",
    "place",
    "touched",
]

WINDOW = timedelta(days=365)

# A commit over this many files (or over this share of the files, if that is 20 or more) formats, imports or renames: it
# changes everything and teaches nothing.
WIDE_FILES, WIDE_SHARE, WIDE_LEAST = 60, 0.3, 20

TOUCHED = pl.Schema(
    {
        "repo": pl.String(),
        "oid": pl.String(),
        "at": INSTANT,
        "path": pl.String(),  # the name the file has as of the instant
        "lines": pl.Int64(),  # added and deleted; 0 when binary
        "alive": pl.Boolean(),  # whether the file was still there as of the instant
        "wide": pl.Boolean(),  # whether the commit changes so much that it teaches nothing
    }
)

AREAS = pl.Schema(
    {
        "repo": pl.String(),
        "path": pl.String(),
        "area": pl.String(),
        "folder": pl.String(),  # where the area lies; empty for the top
        "rest": pl.Boolean(),  # only what was left of a folder: no area that anybody could hold
        "test": pl.Boolean(),
        "text": pl.Boolean(),
        "commits": pl.UInt32(),
    }
)

_MOST_RENAMES = 32


def touched(
    commits: pl.LazyFrame,
    changes: pl.LazyFrame,
    people: pl.LazyFrame,
    as_of: datetime,
    *,
    since: datetime | None = None,
    rules: Rules | None = None,
) -> pl.DataFrame:
    """Files changed by non-merge commits from `since` (a year before) to `as_of`, under the names they had in the end.

    Left out are commits by bots, vendored, generated and binary paths, change logs and translations (`Rules`), and
    second copies of a commit (same author, second and subject: a rebase or a cherry-pick). Columns are `TOUCHED`.
    """
    as_of = as_of.astimezone(UTC)
    start = since if since is not None else as_of - WINDOW
    within = pl.col("happened_at").is_between(start, as_of)
    told = commits.filter(within, pl.col("parents").list.len() <= 1)
    rows = (
        changes.filter(within)
        .join(first_copies(told), on=["repo", "oid"], how="semi")
        .select(
            "repo",
            "oid",
            "path",
            "status",
            at="happened_at",
            lines=(pl.col("added").fill_null(0) + pl.col("deleted").fill_null(0)).cast(pl.Int64),
        )
        .collect()
    )
    kept = _without_left_out(rows, rules or Rules())
    named = current_names(kept, changes, as_of)
    by_bots = _by_bots(told, people)
    return _alive_and_wide(named, by_bots).select(TOUCHED.names()).cast(TOUCHED).sort("repo", "at", "oid", "path")


def first_copies(commits: pl.LazyFrame) -> pl.LazyFrame:
    """The commits without second copies (same author, second and subject): columns repo, oid."""
    same = ["repo", "author_email", "author_seconds", "subject"]
    columns = commits.select("oid", "happened_at", *same).sort("happened_at", "oid")
    return columns.unique(same, keep="first", maintain_order=True).select("repo", "oid")


def _by_bots(commits: pl.LazyFrame, people: pl.LazyFrame) -> pl.DataFrame:
    bots = people.filter("bot").select(author_name="name", author_email="email")
    return commits.join(bots, on=["author_name", "author_email"], how="semi").select("repo", "oid").collect()


def _without_left_out(rows: pl.DataFrame, rules: Rules) -> pl.DataFrame:
    paths = rows.select(pl.col("path").unique())
    out = pl.col("path").str.contains(rules.out())
    back_in = rules.back_in()
    keep = ~out if back_in is None else ~out | pl.col("path").str.contains(back_in)
    return rows.join(paths.filter(keep), on="path", how="semi")


def current_names(rows: pl.DataFrame, changes: pl.LazyFrame, as_of: datetime) -> pl.DataFrame:
    """Follows later renames of a changed file (repo, oid, path, at), one after the other, to the name as of the instant."""
    as_of = as_of.astimezone(UTC)
    renames = (
        changes.filter(pl.col("status") == "R", pl.col("happened_at") <= as_of)
        .select("repo", path="old_path", at="happened_at", renamed_in="oid", new_path="path")
        .collect()
        .filter(pl.col("path") != pl.col("new_path"))
    )
    if renames.is_empty() or rows.is_empty():
        return rows
    renames = renames.sort("at", "renamed_in")
    settled = rows.with_columns(now=pl.col("path"), hop=pl.col("at"), hop_oid=pl.col("oid"))
    moving = settled.join(renames, on=["repo", "path"], how="semi")
    settled = settled.join(renames, on=["repo", "path"], how="anti")
    done = [settled]
    for _ in range(_MOST_RENAMES):
        if moving.is_empty():
            break
        stepped = _one_rename_on(moving, renames)
        done.append(stepped.filter(pl.col("new_path").is_null()).select(settled.columns))
        moving = stepped.filter(pl.col("new_path").is_not_null()).select(
            *(name for name in settled.columns if name not in ("now", "hop", "hop_oid")),
            now="new_path",
            hop="renamed_at",
            hop_oid="renamed_in",
        )
    done.append(moving.select(settled.columns))
    return pl.concat(done).with_columns(path="now").drop("now", "hop", "hop_oid")


def _one_rename_on(moving: pl.DataFrame, renames: pl.DataFrame) -> pl.DataFrame:
    """The next rename of each file's present name, at or after the last step, by another commit."""
    steps = renames.rename({"path": "now", "at": "renamed_at"})
    next_step = moving.sort("hop").join_asof(
        steps.sort("renamed_at"),
        left_on="hop",
        right_on="renamed_at",
        by=["repo", "now"],
        strategy="forward",
        check_sortedness=False,  # both sides were just sorted; polars cannot see it within groups
    )
    same = pl.col("renamed_in") == pl.col("hop_oid")
    return next_step.with_columns(new_path=pl.when(same).then(None).otherwise("new_path"))


def _alive_and_wide(every: pl.DataFrame, by_bots: pl.DataFrame) -> pl.DataFrame:
    """Bots may end a file's life, but what they change is neither counted nor given back."""
    last = every.group_by("repo", "path").agg(
        alive=(pl.col("status").filter(pl.col("at") == pl.col("at").max()) != "D").any()
    )
    rows = every.join(by_bots, on=["repo", "oid"], how="anti")
    files = rows.group_by("repo").agg(known=pl.col("path").n_unique())
    breadth = rows.group_by("repo", "oid").agg(files=pl.len()).join(files, on="repo")
    share = (pl.col("files") >= WIDE_LEAST) & (pl.col("files") > WIDE_SHARE * pl.col("known"))
    wide = breadth.select("repo", "oid", wide=(pl.col("files") > WIDE_FILES) | share)
    return rows.join(last, on=["repo", "path"]).join(wide, on=["repo", "oid"])


def areas(touches: pl.DataFrame, *, rules: Rules | None = None) -> pl.DataFrame:
    """An area for every file that is alive and was changed in the window by a commit that teaches; columns `AREAS`."""
    counted = touches.filter(pl.col("alive"), ~pl.col("wide")).with_columns(number=pl.col("oid").rank("dense"))
    by_file = counted.group_by("repo", "path").agg(pl.col("number").unique(), commits=pl.col("oid").n_unique())
    rows: dict[str, list[object]] = defaultdict(list)
    for (repo,), files in sorted(by_file.group_by("repo"), key=lambda pair: str(pair[0])):
        placed = _places(files, rules or Rules())
        for path, home in placed.items():
            for name, value in zip(("repo", "path", "area", "folder", "rest"), (repo, path, *_row(home)), strict=True):
                rows[name].append(value)
    schema = {name: AREAS[name] for name in ("repo", "path", "area", "folder", "rest")}
    frame = pl.DataFrame(dict(rows) or None, schema=schema).join(
        by_file.select("repo", "path", "commits"), on=["repo", "path"]
    )
    return (
        frame.with_columns(test=pl.col("path").str.contains(TEST), text=pl.col("path").str.contains(TEXT))
        .select(AREAS.names())
        .cast(AREAS)
        .sort("repo", "path")
    )


def _row(home: Place) -> tuple[str, str, bool]:
    return home.area, home.folder, home.rest


def _places(files: pl.DataFrame, rules: Rules) -> dict[str, Place]:
    commits_of = {path: frozenset(numbers) for path, numbers in files.select("path", "number").sort("path").iter_rows()}
    explicit = rules.explicit(list(commits_of))
    found = divide({path: commits for path, commits in commits_of.items() if path not in explicit})
    named = {path: Place(area, _explicit_folder(area, explicit)) for path, area in explicit.items()}
    return found | named


def _explicit_folder(area: str, explicit: dict[str, str]) -> str:
    return common_folder([path for path, named in explicit.items() if named == area])


def place(touches: pl.DataFrame, files: pl.DataFrame) -> pl.DataFrame:
    """The area of every touched path: that of the file, else (a file that is gone) that of the nearest folder.

    Null where no folder above it is one area. Columns: `repo`, `path`, `area`.
    """
    paths = touches.select("repo", "path").unique()
    placed = paths.join(files.select("repo", "path", "area"), on=["repo", "path"], how="left")
    folders = {(repo, folder): area for repo, folder, area in _folder_areas(files).iter_rows()}
    missing = placed.filter(pl.col("area").is_null())
    found = [_nearest_area(repo, path, folders) for repo, path in missing.select("repo", "path").iter_rows()]
    filled = missing.with_columns(area=pl.Series("area", found, dtype=pl.String))
    return pl.concat([placed.filter(pl.col("area").is_not_null()), filled]).sort("repo", "path")


def _folder_areas(files: pl.DataFrame) -> pl.DataFrame:
    names = {folder: folder_name(folder) for folder in files["folder"].unique().to_list()}
    whole = pl.col("area") == pl.col("folder").replace_strict(names, default=TOP, return_dtype=pl.String)
    return files.filter(whole).select("repo", "folder", "area").unique()


def _nearest_area(repo: str, path: str, folders: dict[tuple[str, str], str]) -> str | None:
    folder = path.rpartition("/")[0]
    while folder:
        if (repo, folder) in folders:
            return folders[repo, folder]
        folder = folder.rpartition("/")[0]
    return None
