"""The truck factor against its published tables: the 133 systems of ICPC 2016, and their re-run of November 2024.

The published numbers are read from a file that `--published` names (CSV; the tables are those of ICPC 2016 and of the
authors' site, https://github.com/aserg-ufmg/Truck-Factor): columns current_repo, snapshot_sha (the commit that has exactly
the published number of commits and files), tf_icpc2016, code_files_2015, tf_2024_nofilter, tf_2024_linguist,
files_2024_nofilter and top_authors_2024_nofilter (`Name 12; Name 7`). Repositories that it does not have are passed over.

2015: the snapshot is read out of today's whole clone: the history is what leads to that commit, the files are those of
its tree, people go by the published rule. Right means the same number. "No alias one letter apart" and "every file" show
what each rule is worth.

2024: the commit is that of the main line at noon (UTC) of 10 November 2024, the one day on which all of the systems have
the published number of files; a system whose tree then has another number is shown and not counted. Compared are
the files of each author named.

Naive answers: always 1, always 2.
"""

import csv
import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import polars as pl

from histories import History, history
from trimtab.analyses import truck_factor as tf
from trimtab.sources.git.contents import empty_files, interpreters

CLONED = datetime(2024, 11, 10, 12, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Published:
    """One system as published."""

    repository: str
    snapshot: str
    factor: int
    code_files: int
    factor_2024: int
    factor_2024_code: int
    files_2024: int
    authors_2024: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Judged:
    """One system: what was published, and what came out."""

    said: Published
    factor: int
    code_files: int
    without_near: int
    every_file: int
    factor_2024: int
    factor_2024_code: int
    files_2024: int
    authors_2024: tuple[int, ...]

    @property
    def same_tree(self) -> bool:
        """Whether the tree of 2024 has the published number of files."""
        return self.files_2024 == self.said.files_2024

    @property
    def apart_2024(self) -> tuple[float, ...]:
        """How far each author's files are from what was published, as a share of it."""
        pairs = zip(self.said.authors_2024, (*self.authors_2024, *[0] * len(self.said.authors_2024)), strict=False)
        return tuple(abs(ours - theirs) / theirs for theirs, ours in pairs)


def published(file: Path) -> dict[str, Published]:
    """The systems of the file, by repository."""
    with file.open(encoding="utf-8", newline="") as lines:
        rows = [
            Published(
                repository=row["current_repo"],
                snapshot=row["snapshot_sha"],
                factor=int(row["tf_icpc2016"]),
                code_files=int(row["code_files_2015"]),
                factor_2024=int(row["tf_2024_nofilter"]),
                factor_2024_code=int(row["tf_2024_linguist"]),
                files_2024=int(row["files_2024_nofilter"]),
                authors_2024=tuple(
                    int(author.rsplit(" ", 1)[1]) for author in row["top_authors_2024_nofilter"].split("; ")
                ),
            )
            for row in csv.DictReader(lines)
        ]
    return {row.repository: row for row in rows}


def factor_at(one: History, tip: str, variant: tf.Variant) -> tf.TruckFactor:
    """The truck factor of a clone at a commit, by one of the published variants."""
    paths = one.repository.list_files(tip)
    unclear = [path for path in paths if not tf.telling_name(path)] if variant.code else []
    called = interpreters(one.repository, tip, unclear)
    empty = empty_files(one.repository, tip)
    rows = [(one.slug, path, called.get(path), path in empty) for path in paths]
    files = pl.DataFrame(rows, schema=tf.FILES, orient="row")
    if variant.code:
        attributes = (one.repository.read_file(tip, ".gitattributes") or b"").decode(errors="replace")
        files = tf.code_files(files, attributes, linguist=variant.code)
    seen = tf.reachable(one.commits.lazy(), {one.slug: tip})
    commits = one.commits.lazy().join(seen.lazy(), on=["repo", "oid"], how="semi")
    mailmap = (one.repository.read_file(tip, ".mailmap") or b"").decode(errors="replace")
    people = tf.published_people(commits, mailmap, near_names=variant.near_names)
    return tf.truck_factor(commits, one.changes.lazy(), files, people.lazy(), pruned=variant.pruned)


def judged(one: History, said: Published) -> Judged:
    """Both published tables for one clone."""
    exact = factor_at(one, said.snapshot, tf.VARIANTS["2015"])
    alone = factor_at(one, said.snapshot, tf.Variant("", code="2015", near_names=False, pruned=False))
    every = factor_at(one, said.snapshot, tf.Variant("", code=None, near_names=True, pruned=False))
    tip = one.repository.mainline_tip(CLONED) or ""
    later = factor_at(one, tip, tf.VARIANTS["2024"])
    code = factor_at(one, tip, tf.VARIANTS["2024-code"])
    named = later.authors.filter("named")["files"].to_list()
    files = len(one.repository.list_files(tip))
    return Judged(
        said, exact.factor, exact.considered, alone.factor, every.factor, later.factor, code.factor, files, tuple(named)
    )  # fmt: skip


def table(repositories: Sequence[Path], *, markdown: bool, source: Path | None = None) -> str:
    """The tables for those of the clones whose numbers were published, by the file `source`."""
    if source is None:
        return (
            "truck factor: name the published numbers with --published FILE (columns: see bench/judge_truck_factor.py)"
        )
    known = published(source)
    asked = ((path, _published_of(path, known)) for path in repositories)
    found = [judged(history(path), said) for path, said in asked if said is not None]
    if not found:
        return "truck factor: none of these repositories is in the published table"
    return "\n\n".join((_systems(found, markdown=markdown), _summary(found, markdown=markdown)))


def _published_of(path: Path, known: Mapping[str, Published]) -> Published | None:
    """The system that a clone is of, by its folder: `owner+name/repo`, `name/.git`, or `name`."""
    folder = path.absolute().parent.name if path.name in {"repo", ".git"} else path.name
    named = folder.removesuffix(".git").replace("+", "/")
    return next((said for said in known.values() if named in (said.repository, said.repository.split("/")[1])), None)


def _systems(found: Sequence[Judged], *, markdown: bool) -> str:
    heads = (
        "system",
        "2015: published, ours",
        "code files",
        "2024: published, ours",
        "code alone",
        "files of the authors named",
    )
    rows = [
        (
            one.said.repository,
            f"{one.said.factor}, {one.factor}",
            f"{one.said.code_files}, {one.code_files}",
            f"{one.said.factor_2024}, {one.factor_2024}" if one.same_tree else "another tree",
            f"{one.said.factor_2024_code}, {one.factor_2024_code}" if one.same_tree else "",
            _authors(one) if one.same_tree else "",
        )
        for one in found
    ]
    return _laid_out(heads, rows, markdown=markdown)


def _authors(one: Judged) -> str:
    ours = one.authors_2024[: len(one.said.authors_2024)]
    return "as published" if ours == one.said.authors_2024 else f"{one.said.authors_2024}, {ours}"


def _summary(found: Sequence[Judged], *, markdown: bool) -> str:
    truth = [one.said.factor for one in found]
    answers = {
        "the variant 2015": [one.factor for one in found],
        "no alias one letter apart": [one.without_near for one in found],
        "every file": [one.every_file for one in found],
        "always 1": [1 for _ in found],
        "always 2": [2 for _ in found],
    }
    rows = [(name, str(len(found)), *_scores(truth, given)) for name, given in answers.items()]
    same = [one for one in found if one.same_tree]
    apart = [share for one in same for share in one.apart_2024]
    near = sum(share <= 0.01 for share in apart)
    exact = sum(share == 0 for share in apart)
    right = sum(one.factor_2024 == one.said.factor_2024 for one in same)
    code = sum(one.factor_2024_code == one.said.factor_2024_code for one in same)
    said = (
        f"2024: the same factor in {right} of {len(same)} systems with the same tree, with code alone in {code}; "
        f"files of {len(apart)} authors: {exact} equal, {near} within 1 %"
    )
    heads = ("2015 table", "systems", "exact", "within 1", "MAE", "furthest off")
    return f"{_laid_out(heads, rows, markdown=markdown)}\n\n{said}"


def _scores(truth: Sequence[int], given: Sequence[int]) -> tuple[str, ...]:
    off = [abs(ours - theirs) for ours, theirs in zip(given, truth, strict=True)]
    exact, near = (statistics.mean(one <= most for one in off) for most in (0, 1))
    return f"{exact:.2f}", f"{near:.2f}", f"{statistics.mean(off):.2f}", str(max(off))


def _laid_out(heads: Sequence[str], rows: Sequence[Sequence[str]], *, markdown: bool) -> str:
    if markdown:
        lines = [heads, [":--", *("--:" for _ in heads[1:])], *rows]
        return "\n".join(f"| {' | '.join(line)} |" for line in lines)
    widths = [max(len(line[at]) for line in (heads, *rows)) for at in range(len(heads))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
        for line in (heads, *rows)
    )
