"""From parsed columns to frames shaped like the tables of the lake."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import polars as pl

from trimtab.lake.tables import INSTANT, TABLES
from trimtab.sources.git._dates import Clock
from trimtab.sources.git._parse import ChangeColumns, Parsed
from trimtab.sources.git._paths import quote_path

# Above so many files, or once the search for renames would cost this many comparisons, a commit is a sweep over the
# tree (an import, a move of everything): counts are right, but git has stopped looking for edited renames.
HUGE_PATHS = 10_000
RENAME_LIMIT = 1_000

_SUBMODULE = "160000"


@dataclass(frozen=True, slots=True)
class Reading:
    """What must be known of a repository to read its commits right.

    `missing` are blobs that stood in as empty files; `cut` commits at the boundary of a shallow clone, where git shows
    the whole tree as new.
    """

    repo: str
    hex_length: int
    clock: Clock
    missing: frozenset[str] = frozenset()
    cut: frozenset[str] = frozenset()


def frames(parsed: Parsed, reading: Reading) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The rows of `commits` and `changes` of one run of git."""
    commits = _commits(parsed, reading)
    owner = pl.Series([at for at, rows in enumerate(parsed.commits.rows) for _ in range(rows)], dtype=pl.UInt32)
    changes = _changes(parsed.changes, reading).with_columns(
        commits["repo"].gather(owner), commits["oid"].gather(owner), commits["happened_at"].gather(owner)
    )
    if reading.cut:
        changes = changes.filter(~pl.col("oid").is_in(list(reading.cut)))
    return commits, changes


def _commits(parsed: Parsed, reading: Reading) -> pl.DataFrame:
    read = parsed.commits
    happened = [reading.clock.committed(oid, at) for oid, at in zip(read.oid, read.committer_seconds, strict=True)]
    authored = [reading.clock.authored(at, then) for at, then in zip(read.author_seconds, happened, strict=True)]
    schema = TABLES["commits"].schema
    plain = {name: pl.Series(name, getattr(read, name), schema[name]) for name in _AS_READ}
    return pl.DataFrame(
        {
            **plain,
            "repo": pl.Series("repo", [reading.repo] * len(read.oid), pl.String),
            "happened_at": _instants(happened),
            "author_at": _instants(authored),
            "parents": _parents(read.parents),
            "trailers": _trailers(read.trailers),
            "flags": pl.Series("flags", list(_commit_flags(parsed, reading)), schema["flags"]),
        }
    )


_AS_READ = (
    "oid",
    "author_name",
    "author_email",
    "author_seconds",
    "author_offset",
    "committer_name",
    "committer_email",
    "committer_seconds",
    "committer_offset",
    "subject",
    "body",
)


def _parents(joined: Sequence[str]) -> pl.Series:
    """Lists are made by Polars from one text each: from Python lists it takes thirty times as long."""
    text = pl.Series("parents", joined, pl.String)
    none = pl.lit([], pl.List(pl.String))
    return pl.select(pl.when(text == "").then(none).otherwise(text.str.split(" ")).alias("parents"))["parents"]


def _trailers(found: Sequence[Sequence[tuple[str, str]]]) -> pl.Series:
    """As above, from one row per trailer."""
    rows = [(at, key, value) for at, pairs in enumerate(found) for key, value in pairs]
    flat = pl.DataFrame(rows, {"at": pl.UInt32, "key": pl.String, "value": pl.String}, orient="row")
    lists = flat.group_by("at").agg(pl.struct("key", "value").alias("trailers"))
    every = pl.DataFrame({"at": pl.Series(range(len(found)), dtype=pl.UInt32)})
    joined = every.join(lists, on="at", how="left", maintain_order="left")["trailers"]
    return joined.fill_null(pl.Series([[]], dtype=TABLES["commits"].schema["trailers"]))


def _instants(seconds: Sequence[int | None]) -> pl.Series:
    return (pl.Series(seconds, dtype=pl.Int64) * 1_000_000).cast(INSTANT)


def _commit_flags(parsed: Parsed, reading: Reading) -> Iterator[list[str]]:
    read = parsed.commits
    first = 0
    for at, oid in enumerate(read.oid):
        metas = parsed.changes.meta[first : first + read.rows[at]]
        first += read.rows[at]
        told = {
            "shallow-boundary": oid in reading.cut,
            "odd-date": reading.clock.is_odd(read.committer_seconds[at])
            or (read.author_seconds[at] is not None and reading.clock.is_odd(read.author_seconds[at])),
            "latin-1": read.guessed[at],
            "huge": oid not in reading.cut and _is_huge(metas, reading.hex_length),
            "missing-blobs": bool(reading.missing) and _touches(metas, reading),
            "no-author-date": read.author_seconds[at] is None,
        }
        yield [flag for flag, holds in told.items() if holds]


def _is_huge(metas: Sequence[bytes], hex_length: int) -> bool:
    if len(metas) > HUGE_PATHS:
        return True
    if len(metas) <= 2 * RENAME_LIMIT:
        return False
    letter = 17 + 2 * hex_length
    letters = [meta[letter] for meta in metas]
    return letters.count(b"A"[0]) * letters.count(b"D"[0]) > RENAME_LIMIT**2


def _touches(metas: Sequence[bytes], reading: Reading) -> bool:
    return any(blob in reading.missing for meta in metas for blob in blobs_of(meta))


def blobs_of(meta: bytes) -> list[str]:
    """The two object ids of a raw entry, before and after."""
    return meta.decode("ascii").split(" ")[2:4]


def _changes(read: ChangeColumns, reading: Reading) -> pl.DataFrame:
    width = reading.hex_length
    meta = pl.col("meta").str
    counts = pl.col("counts").str.splitn("\t", 3).struct
    is_submodule = pl.any_horizontal(pl.col("old_mode", "new_mode") == _SUBMODULE)
    is_missing = pl.any_horizontal(pl.col("old_blob", "new_blob").is_in(list(reading.missing))).fill_null(value=False)
    unknown = pl.col("submodule") | pl.col("missing")
    flags = {
        "binary": (pl.col("first") == "-") & ~unknown,
        "submodule": pl.col("submodule"),
        "missing-blob": pl.col("missing"),
        "quoted-path": pl.col("path").str.starts_with('"'),
    }
    return (
        pl.DataFrame(
            {
                "meta": pl.Series("meta", _texts(read.meta), pl.String),
                "counts": pl.Series("counts", _texts(read.counts), pl.String),
                "path": pl.Series("path", _paths(read.path), pl.String),
                "old_path": pl.Series(
                    "old_path", [None if path is None else quote_path(path) for path in read.old_path], pl.String
                ),
            }
        )
        .lazy()
        .with_columns(
            meta.slice(1, 6).alias("old_mode"),
            meta.slice(8, 6).alias("new_mode"),
            _blob(meta.slice(15, width), width).alias("old_blob"),
            _blob(meta.slice(16 + width, width), width).alias("new_blob"),
            meta.slice(17 + 2 * width, 1).alias("status"),
            meta.slice(18 + 2 * width).cast(pl.Int16, strict=False).alias("similarity"),
            counts.field("field_0").alias("first"),
            counts.field("field_1").alias("second"),
        )
        .with_columns(is_submodule.alias("submodule"), is_missing.alias("missing"))
        .with_columns(
            pl.when(~unknown).then(pl.col("first").cast(pl.Int32, strict=False)).alias("added"),
            pl.when(~unknown).then(pl.col("second").cast(pl.Int32, strict=False)).alias("deleted"),
            pl.concat_list(pl.when(holds).then(pl.lit(flag)) for flag, holds in flags.items())
            .list.drop_nulls()
            .alias("flags"),
        )
        .drop("meta", "counts", "first", "second", "submodule", "missing")
        .collect()
    )


def _blob(oid: pl.Expr, width: int) -> pl.Expr:
    """An object id; null where git prints zeros for "there was none"."""
    return pl.when(oid != "0" * width).then(oid)


def _texts(tokens: Sequence[bytes]) -> list[str]:
    """Tokens of which only an ASCII part will be used. Decoding them joined is ten times as fast."""
    return b"\0".join(tokens).decode("latin-1").split("\0") if tokens else []


def _paths(paths: Sequence[bytes]) -> list[str]:
    """The text form of every path, decoded joined where all are plain."""
    joined = b"\0".join(paths)
    if not paths or joined.startswith(b'"') or b'\0"' in joined:
        return [quote_path(path) for path in paths]
    try:
        return joined.decode("utf-8").split("\0")
    except UnicodeDecodeError:
        return [quote_path(path) for path in paths]
