"""Are the hottest files those that change next, and those that get fixed? Scored on the 180 days after each instant.

Every 180 days over five years (ten instants a repository, the last one 180 days before its newest commit) the history
is cut: rows later than the instant are removed, the files and their lines are those of the main line's tree then. Truth
is how many commits of the next 180 days changed each of these files, and how many of these commits fix something (their
subject says fix, bug, regression, crash, leak, overflow, segfault, broken, incorrect or wrong, and not typo, doc,
comment, lint or format). A file that is renamed meanwhile stays the same file; one that did not exist yet is nobody's
miss.

Left out everywhere, of the past, the truth and the lines alike: merges, bots, second copies of a commit, commits of more
than 60 files, and the paths that the product leaves out (vendored and generated ones, change logs, licences,
translations, pictures: `Rules` of trimtab.analyses.areas, with the `.gitattributes` of the instant).

Three figures, each a mean over the instants of a repository and then over repositories:

- changes: of what the 20 best possible files would catch, the share that the first 20 files catch;
- fixes: the same for fixes; instants without any fix are no case;
- effort: the share of all fixes that lie in the first files that together have at most 20 % of all lines.

And for each repository, whether heat is the number of changes that it claims to be: what the 20 hottest files got, over
what their heat said.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from statistics import fmean

import polars as pl

from histories import History, history
from trimtab.analyses.areas import Rules, first_copies, touched
from trimtab.analyses.hotspots import REACH, hotspots, is_fix

EVERY, ORIGINS, FIRST, WIDE, EFFORT = timedelta(days=180), 10, 20, 60, 0.2
OURS, BY_EFFORT, SHORT = "heat", "heat per line", "heat, seen two years back"
NAMED = (
    "recency, half-life 365 d",
    "recency, half-life 90 d",
    "commits of the last year",
    "all commits",
    "churn x lines",
    "lines",
)
CHANCE = "chance"  # what any order catches on average, worked out, not drawn


@dataclass(frozen=True, slots=True)
class Truth:
    """What became of the files: commits and fixes by path, among the files of the instant with their lines."""

    lines: Mapping[str, int]
    changes: Counter[str]
    fixes: Counter[str]


@dataclass(frozen=True, slots=True)
class Case:
    """One instant of one repository: the three figures of each order (None where nothing was to be caught)."""

    repository: str
    changes: int
    fixes: int
    expected: float  # heat of the first 20 files
    found: int  # changes of these
    figures: Mapping[str, tuple[float | None, float | None, float | None]]


def table(repositories: Sequence[Path], *, markdown: bool) -> str:
    """The figures of every order, then those of heat by repository."""
    cases = [case for path in repositories for case in _cases(history(path))]
    names = sorted({case.repository for case in cases})
    head = ["first by", "changes", "fixes", "effort"]
    rows = [[name, *_means(cases, names, name)] for name in (OURS, BY_EFFORT, SHORT, *NAMED, CHANCE)]
    of_one = [[name, *_counts(cases, name), *_means(cases, [name], OURS), *_means(cases, [name], BY_EFFORT)[2:],
               *_means(cases, [name], NAMED[0])] for name in names]  # fmt: skip
    by_name = ["repository", "instants", "changes", "fixes", "found / heat", "heat: changes", "fixes", "effort", "per line",
               "recency 365: changes", "fixes", "effort"]  # fmt: skip
    total = (
        f"{len(cases)} instants of {len(names)} repositories, {sum(case.changes for case in cases):,} changes of files, "
        f"{sum(case.fixes for case in cases):,} of them by fixes"
    )
    return "\n\n".join([total, _drawn(head, rows, markdown=markdown), _drawn(by_name, of_one, markdown=markdown)])


def _cases(whole: History) -> Iterator[Case]:
    known = whole.commits.filter(pl.col("happened_at") <= pl.col("seen_at"))
    end = known.select(pl.col("happened_at").max()).item()
    for number in range(1, ORIGINS + 1):
        as_of = end - number * EVERY
        tip = whole.repository.mainline_tip(as_of)
        if tip is None:
            continue
        told = _Told(whole, as_of, tip)
        truth = _truth(whole, told)
        if truth.changes:
            figures = {name: _figures(order, truth) for name, order in _orders(told, truth)}
            figures[CHANCE] = _by_chance(truth)
            first = told.heat().head(FIRST)
            found = sum(truth.changes[path] for path in first["path"])
            yield Case(whole.name, truth.changes.total(), truth.fixes.total(), first["heat"].sum(), found, figures)


class _Told:
    """All that was known at the instant."""

    def __init__(self, whole: History, as_of: datetime, tip: str) -> None:
        self.as_of = as_of
        attributes = (whole.repository.read_file(tip, ".gitattributes") or b"").decode(errors="replace")
        self.rules = Rules(attributes=attributes)
        self.commits = whole.commits.filter(pl.col("happened_at") <= as_of).lazy()
        self.changes = whole.changes.filter(pl.col("happened_at") <= as_of).lazy()
        self.people = whole.people.lazy()
        self.sizes = whole.repository.sizes(tip, wanted=_wanted(self.rules)).with_columns(repo=pl.lit(whole.slug))

    def heat(self, reach: timedelta = REACH) -> pl.DataFrame:
        """What the product says, of what happened within `reach`."""
        commits, changes = (
            frame.filter(pl.col("happened_at") >= self.as_of - reach) for frame in (self.commits, self.changes)
        )
        return hotspots(commits, changes, self.people, self.as_of, rules=self.rules, sizes=self.sizes)

    def narrow(self) -> pl.DataFrame:
        """All of history for the baselines, without commits of more than 60 files."""
        begun = self.as_of - timedelta(days=100 * 365)
        every = touched(self.commits, self.changes, self.people, self.as_of, since=begun, rules=self.rules)
        days = (pl.lit(self.as_of) - pl.col("at")).dt.total_seconds() / 86400
        return every.filter(pl.len().over("oid") <= WIDE).with_columns(days=days)


def _wanted(rules: Rules) -> pl.Expr:
    out, back_in = pl.col("path").str.contains(rules.out()), rules.back_in()
    return ~out if back_in is None else ~out | pl.col("path").str.contains(back_in)


def _orders(told: _Told, truth: Truth) -> Iterator[tuple[str, list[str]]]:
    heat = told.heat()
    yield OURS, heat["path"].to_list()
    yield BY_EFFORT, heat.sort("heat_per_kloc", "path", descending=[True, False], nulls_last=True)["path"].to_list()
    yield SHORT, told.heat(timedelta(days=2 * 365))["path"].to_list()
    past, days = told.narrow(), pl.col("days")
    sums = {
        NAMED[0]: pl.lit(0.5).pow(days / 365).sum(),
        NAMED[1]: pl.lit(0.5).pow(days / 90).sum(),
        NAMED[2]: (days <= 365).sum().cast(pl.Float64),
        NAMED[3]: pl.len().cast(pl.Float64),
        NAMED[4]: pl.col("lines").filter(days <= 365).sum().cast(pl.Float64),
    }
    counted = past.group_by("path").agg(**sums).sort("path")
    for name in sums:
        scores = dict(counted.select("path", name).iter_rows())
        if name == NAMED[4]:
            scores = {path: score * truth.lines.get(path, 0) for path, score in scores.items()}
        yield name, sorted(scores, key=lambda path: (-scores[path], path))
    yield NAMED[5], sorted(truth.lines, key=lambda path: (-truth.lines[path], path))


def _truth(whole: History, told: _Told) -> Truth:
    until = told.as_of + EVERY
    commits = whole.commits.lazy().filter(pl.col("happened_at") <= until, pl.col("parents").list.len() <= 1)
    bots = whole.people.lazy().filter("bot").select(author_name="name", author_email="email")
    fixing = (
        commits.join(first_copies(commits), on=["repo", "oid"], how="semi")
        .join(bots, on=["author_name", "author_email"], how="anti")
        .select("oid", fix=is_fix(pl.col("subject")))
        .collect()
    )
    later = whole.changes.filter(pl.col("happened_at") > told.as_of, pl.col("happened_at") <= until).sort(
        "happened_at", "oid", "path"
    )
    own = later.filter(pl.len().over("oid") <= WIDE).join(fixing, on="oid", maintain_order="left")
    there = told.sizes.filter(~pl.col("binary").fill_null(value=False))
    lines = dict(there.select("path", pl.col("lines").fill_null(0)).iter_rows())
    changes, fixes = Counter[str](), Counter[str]()
    for path, fix in _by_old_name(later, own):
        if path in lines:
            changes[path] += 1
            fixes[path] += fix
    return Truth(lines, changes, +fixes)


def _by_old_name(later: pl.DataFrame, own: pl.DataFrame) -> Iterator[tuple[str, bool]]:
    """The name that each changed file had at the instant, and whether the change was a fix."""
    renames = later.filter(pl.col("status") == "R").select("happened_at", "old_path", "path").rows()
    was: dict[str, str] = {}
    done = 0
    for at, path, fix in own.select("happened_at", "path", "fix").iter_rows():
        while done < len(renames) and renames[done][0] <= at:
            _, old, new = renames[done]
            was[new] = was.get(old, old)
            done += 1
        yield was.get(path, path), fix


def _figures(order: Sequence[str], truth: Truth) -> tuple[float | None, float | None, float | None]:
    there = [path for path in order if path in truth.lines]
    room = EFFORT * sum(truth.lines.values())
    caught = 0
    for path in there:
        room -= truth.lines[path]
        if room < 0:
            break
        caught += truth.fixes[path]
    effort = caught / truth.fixes.total() if truth.fixes else None
    return _of_best(there, truth.changes), _of_best(there, truth.fixes), effort


def _of_best(there: Sequence[str], truth: Counter[str]) -> float | None:
    best = sum(count for _, count in truth.most_common(FIRST))
    return sum(truth[path] for path in there[:FIRST]) / best if best else None


def _by_chance(truth: Truth) -> tuple[float | None, float | None, float | None]:
    share = min(1.0, FIRST / len(truth.lines))

    def of_best(counted: Counter[str]) -> float | None:
        best = sum(count for _, count in counted.most_common(FIRST))
        return share * counted.total() / best if best else None

    return of_best(truth.changes), of_best(truth.fixes), EFFORT if truth.fixes else None


def _means(cases: Sequence[Case], names: Sequence[str], order: str) -> list[str]:
    """The three figures as text."""
    cells = []
    for place in range(3):
        by_name = [
            [value for case in cases if case.repository == name and (value := case.figures[order][place]) is not None]
            for name in names
        ]
        known = [fmean(values) for values in by_name if values]
        cells.append(f"{fmean(known):.3f}" if known else "")
    return cells


def _counts(cases: Sequence[Case], name: str) -> list[str]:
    own = [case for case in cases if case.repository == name]
    expected, found = sum(case.expected for case in own), sum(case.found for case in own)
    counts = (len(own), sum(case.changes for case in own), sum(case.fixes for case in own))
    return [*(f"{count:,}" for count in counts), f"{found / expected:.2f}"]


def _drawn(head: Sequence[str], rows: Sequence[Sequence[str]], *, markdown: bool) -> str:
    if markdown:
        return "\n".join(f"| {' | '.join(row)} |" for row in (head, ["---"] * len(head), *rows))
    widths = [max(len(row[place]) for row in (head, *rows)) for place in range(len(head))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in (head, *rows)
    )
