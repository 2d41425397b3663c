"""The truck factor by the published algorithm: how many people would have to leave before most files lack an author.

Avelino, Passos, Hora and Valente, "A novel approach for estimating truck factors" (ICPC 2016), with what their program
does and the paper does not say; docs/reference/truck-factor.md has the definition, the variants and how well they
reproduce the published numbers. It says who wrote the files, not who could take them over: that is the business of
`ownership`. People come in the order in which the algorithm takes them away.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from trimtab.analyses._truck_files import FILES, Linguist, code_files, telling_name
from trimtab.analyses._truck_lines import earlier_paths
from trimtab.analyses._truck_people import PUBLISHED_PEOPLE, published_people
from trimtab.lake.tables import INSTANT

__all__ = [
    "AUTHORS",
    "AUTHORSHIP",
    "FILES",
    "PUBLISHED_PEOPLE",
    "VARIANTS",
    "TruckFactor",
    "Variant",
    "authorship",
    "code_files",
    "published_people",
    "reachable",
    "telling_name",
    "truck_factor",
]

# Degree of authorship (Fritz et al.): what having made the file is worth, each change, and each change by others.
_BASE, _FIRST, _DELIVERY, _ACCEPTANCE = 3.293, 1.098, 0.164, 0.321
# An author has more than this share of the file's highest degree, and the base degree or made the file.
_NEAR_THE_BEST = 0.75
_COVERED = 0.5
_PRUNED = 0.1


@dataclass(frozen=True, slots=True)
class Variant:
    """One way the algorithm was published.

    `code` counts only files in programming and markup languages, by the Linguist of that year, without other people's
    code and documentation;
    `near_names` joins long names one letter apart; `pruned` leaves out who has less than a tenth of the files of the
    first.
    """

    name: str
    code: Linguist | None
    near_names: bool
    pruned: bool


VARIANTS: Mapping[str, Variant] = {
    variant.name: variant
    for variant in (
        Variant("2015", code="2015", near_names=True, pruned=False),
        Variant("2024", code=None, near_names=False, pruned=True),
        Variant("2024-code", code="2024", near_names=False, pruned=True),
    )
}

AUTHORSHIP = pl.Schema(
    {
        "repo": pl.String(),
        "path": pl.String(),
        "person": pl.String(),
        "created": pl.Boolean(),  # they added the path, or one that it was renamed from
        "deliveries": pl.UInt32(),  # their changes and renames
        "acceptances": pl.UInt32(),  # those of everybody else
        "degree": pl.Float64(),  # of authorship
        "author": pl.Boolean(),
    }
)

AUTHORS = pl.Schema(
    {
        "person": pl.String(),
        "files": pl.UInt32(),  # they are an author of
        "share": pl.Float64(),  # of the files considered
        "deliveries": pl.UInt32(),  # to those files
        "left": pl.UInt32(),  # files with an author once they and all before them are gone
        "named": pl.Boolean(),  # among those whose leaving the truck factor counts
        "last_at": INSTANT,  # their last commit in the history considered
    }
)


@dataclass(frozen=True, slots=True)
class TruckFactor:
    """The result. `considered` are the files that count and have a history, `authored` those of them with an author.

    `authors` has columns `AUTHORS`, in the order in which the algorithm takes them away; `files` has columns
    `AUTHORSHIP`; `pruned` counts who was taken away and left out again for having too few files.
    """

    factor: int
    considered: int
    authored: int
    pruned: int
    authors: pl.DataFrame
    files: pl.DataFrame


def truck_factor(
    commits: pl.LazyFrame,
    changes: pl.LazyFrame,
    files: pl.DataFrame,
    people: pl.LazyFrame,
    *,
    pruned: bool = False,
) -> TruckFactor:
    """The truck factor of `files` (repo, path), the files of a tree that count.

    `commits` and `changes` are those of the history that leads to that tree (`reachable`), `people` says who is who
    (name, email, person, bot). Authors are taken away, who has most files first, until fewer than half of the files
    have one.
    """
    by_person = _with_person(commits, people)
    degrees = authorship(by_person, changes, files)
    considered = degrees.select("repo", "path").n_unique()
    written = degrees.filter("author")
    ordered = _in_order(written, _last_commits(by_person))
    left = _left_after(written, ordered)
    authored = written.select("repo", "path").n_unique()
    before = [authored, *left][: len(left)]
    gone = sum(count >= _COVERED * considered for count in before) if considered else 0
    most = int(ordered["files"][0]) if ordered.height else 0
    enough = pl.col("files") >= _PRUNED * most if pruned else pl.lit(value=True)
    authors = ordered.with_columns(
        share=pl.col("files") / max(considered, 1),
        left=pl.Series(left, dtype=pl.UInt32),
        named=(pl.int_range(pl.len()) < gone) & enough,
    )
    factor = int(authors["named"].sum())
    told = authors.select(AUTHORS.names()).cast(AUTHORS)
    return TruckFactor(factor, considered, authored, gone - factor, told, degrees)


def reachable(commits: pl.LazyFrame, tips: Mapping[str, str]) -> pl.DataFrame:
    """The commits (repo, oid) that lead to the tip of each repository, the tip included.

    Not everything committed by an instant: what lay on a branch then was not part of the main line yet.
    """
    rows: list[tuple[str, str]] = []
    for repo, tip in sorted(tips.items()):
        graph = commits.filter(pl.col("repo") == repo).select("oid", "parents").collect()
        parents = dict(zip(graph["oid"].to_list(), graph["parents"].to_list(), strict=True))
        seen, ahead = {tip} & parents.keys(), [tip]
        while ahead:
            more = [oid for oid in parents.get(ahead.pop()) or () if oid not in seen and oid in parents]
            seen.update(more)
            ahead += more
        rows += [(repo, oid) for oid in sorted(seen)]
    return pl.DataFrame(rows, schema={"repo": pl.String, "oid": pl.String}, orient="row")


def authorship(by_person: pl.LazyFrame, changes: pl.LazyFrame, files: pl.DataFrame) -> pl.DataFrame:
    """The degree of authorship of everybody who ever touched each of `files`; columns `AUTHORSHIP`.

    DOA = 3.293 + 1.098 FA + 0.164 DL - 0.321 ln(1 + AC). FA is 1 for each person who ever added the path, DL counts
    their changes and renames, AC those of others; an addition is neither. `by_person` has repo, oid and person.
    """
    kept = changes.filter(pl.col("status").is_in(["A", "M", "R"])).select("repo", "oid", "path", "old_path", "status")
    acts = kept.join(by_person, on=["repo", "oid"]).collect()
    lines = earlier_paths(acts.filter(pl.col("status") == "R"), files)
    added = pl.col("status") == "A"
    by_path = acts.group_by("repo", "path", "person").agg(created=added.any(), deliveries=(~added).sum())
    of_file = (
        lines.join(by_path, on=["repo", "path"])
        .group_by("repo", pl.col("file").alias("path"), "person")
        .agg(pl.col("created").any(), pl.col("deliveries").sum())
    )
    degree = _BASE + _FIRST * pl.col("created") + _DELIVERY * pl.col("deliveries")
    best = pl.col("degree").max().over("repo", "path")
    enough = (pl.col("degree") >= _BASE) | pl.col("created")
    told = (
        of_file.with_columns(acceptances=pl.col("deliveries").sum().over("repo", "path") - pl.col("deliveries"))
        .with_columns(degree=degree - _ACCEPTANCE * (1 + pl.col("acceptances")).log())
        .with_columns(author=(pl.col("degree") / best > _NEAR_THE_BEST) & enough)
    )
    return told.select(AUTHORSHIP.names()).cast(AUTHORSHIP).sort("repo", "path", "person")


def _with_person(commits: pl.LazyFrame, people: pl.LazyFrame) -> pl.LazyFrame:
    """Commits (repo, oid, happened_at) with who wrote them; programs are left out."""
    who = people.filter(~pl.col("bot")).select(author_name="name", author_email="email", person="person")
    known = commits.select("repo", "oid", "happened_at", "author_name", "author_email")
    return known.join(who, on=["author_name", "author_email"]).drop("author_name", "author_email")


def _last_commits(by_person: pl.LazyFrame) -> pl.DataFrame:
    return by_person.group_by("person").agg(last_at=pl.col("happened_at").max()).collect()


def _in_order(written: pl.DataFrame, last: pl.DataFrame) -> pl.DataFrame:
    """Authors as they are taken away: who has most files first, then who made more of the changes to them."""
    counted = written.group_by("person").agg(files=pl.len(), deliveries=pl.col("deliveries").sum())
    order = ["files", "deliveries", "person"]
    return counted.join(last, on="person", how="left").sort(order, descending=[True, True, False])


def _left_after(written: pl.DataFrame, ordered: pl.DataFrame) -> list[int]:
    """How many files still have an author after each is taken away: those whose last author comes later."""
    places = ordered.select("person").with_row_index("place")
    last_of_file = written.join(places, on="person").group_by("repo", "path").agg(pl.col("place").max())
    ends = dict(last_of_file.group_by("place").len().iter_rows())
    left, remaining = [], last_of_file.height
    for place in range(ordered.height):
        remaining -= ends.get(place, 0)
        left.append(remaining)
    return left
