"""The oracle of knowledge: which measure knows whether a developer says they can maintain a file?

    python bench/judgement.py oracle CLONE

CLONE is a clone of gavelino/authorship-data, whose `data/oracle-info.csv` holds 1,209 answers of developers about files of
two commercial and eight open systems (1 to 5; from 4 on "yes"), with what their histories said at the time. Only the
columns of that file are used. Repositories that do not have it are passed over.

AUC: how often a file that a developer can maintain stands above one that they cannot, over all systems together. A single
measure needs no training. The two mixes are ridge regressions on the answer, trained without the system they are tried on;
how much they shrink is chosen inside the training systems, each left out in turn. The first mix has the nine columns as
they are. The second has their ranks within the system, so that a large system and a small one speak the same language, and
what the developer is like over all the files they were asked about: mean measures, and when they were last seen. Ranks and
means need no answers. Plain Python.
"""

import csv
import math
import statistics
import subprocess
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

FILE = "data/oracle-info.csv"
YES = 4
SHRINKS = (1.0, 3.0, 10.0, 30.0, 100.0, 300.0, 1000.0)


@dataclass(frozen=True, slots=True)
class Answers:
    """All answers, column by column."""

    system: Sequence[str]
    open_source: Sequence[bool]
    developer: Sequence[str]
    answer: Sequence[int]
    columns: Mapping[str, Sequence[float]]


def read(text: str) -> Answers:
    """The answers in the text of the file."""
    rows = list(csv.DictReader(text.splitlines(), delimiter=";"))
    names = ("doaValue", "commitValue", "blameValue", "DE", "AC", "LOC", "daysLastCommit", "nComAfter", "commitsPerc")
    columns = {name: [float(row[name].replace(",", ".")) for row in rows] for name in names}
    columns["isFA"] = [float(row["isFA"] == "TRUE") for row in rows]
    return Answers(
        [row["system"] for row in rows],
        [row["systemsGroup"] == "OSS" for row in rows],
        [f"{row['system']} {row['devId']}" for row in rows],
        [int(row["dev_answer"]) for row in rows],
        columns,
    )


def singles(given: Answers) -> dict[str, Sequence[float]]:
    """Measures that need no training."""
    column = given.columns
    return {
        "degree of authorship": column["doaValue"],
        "commit share": column["commitValue"],
        "blame share": column["blameValue"],
        "share of the file's commits": column["commitsPerc"],
        "recency": [-days for days in column["daysLastCommit"]],
        "first author": column["isFA"],
    }


def as_they_are(given: Answers) -> list[Sequence[float]]:
    """Nine columns, counts as logarithms."""
    column = given.columns
    counts = [_logs(column[name]) for name in ("DE", "AC", "LOC", "daysLastCommit", "nComAfter")]
    return [column["doaValue"], column["commitValue"], column["blameValue"], column["isFA"], *counts]


def ranked(given: Answers) -> list[Sequence[float]]:
    """Ranks within the system, and what the developer is like over all the files asked about."""
    column = given.columns
    ranks = [_within(given.system, values, _mid_ranks) for name, values in column.items() if name != "isFA"]
    means = [_within(given.developer, column[name], _mean) for name in ("doaValue", "commitValue", "blameValue")]
    days = column["daysLastCommit"]
    seen = [_logs(_within(given.developer, days, of)) for of in (_least, _median)]
    return [*ranks, column["isFA"], *means, *seen]


def _logs(values: Sequence[float]) -> list[float]:
    return [math.log1p(value) for value in values]


def _within(
    groups: Sequence[str], values: Sequence[float], of: Callable[[Sequence[float]], Sequence[float]]
) -> list[float]:
    places: dict[str, list[int]] = defaultdict(list)
    for place, group in enumerate(groups):
        places[group].append(place)
    found = [0.0] * len(values)
    for held in places.values():
        for place, value in zip(held, of([values[place] for place in held]), strict=True):
            found[place] = value
    return found


def _mid_ranks(values: Sequence[float]) -> Sequence[float]:
    ordered = sorted(values)
    return [(bisect_left(ordered, one) + bisect_right(ordered, one)) / 2 / len(ordered) for one in values]


def _mean(values: Sequence[float]) -> Sequence[float]:
    return [statistics.fmean(values)] * len(values)


def _least(values: Sequence[float]) -> Sequence[float]:
    return [min(values)] * len(values)


def _median(values: Sequence[float]) -> Sequence[float]:
    return [statistics.median(values)] * len(values)


def auc(scores: Sequence[float], truth: Sequence[bool]) -> float:
    """The chance that one that is true scores above one that is not; ties count half."""
    ordered = sorted(scores)
    ranks = [(bisect_left(ordered, one) + bisect_right(ordered, one) + 1) / 2 for one in scores]
    yes = sum(truth)
    above = sum(rank for rank, true in zip(ranks, truth, strict=True) if true) - yes * (yes + 1) / 2
    return above / (yes * (len(truth) - yes))


class Ridge:
    """Ridge regressions over any set of systems, from sums that are made once for each system."""

    def __init__(self, given: Answers, features: Sequence[Sequence[float]]) -> None:
        self.systems = sorted(set(given.system))
        self.rows = [[1.0, *(feature[place] for feature in features)] for place in range(len(given.answer))]
        self.answer = given.answer
        self.places = {one: [at for at, name in enumerate(given.system) if name == one] for one in self.systems}
        self._sums = {one: self._sum(held) for one, held in self.places.items()}

    def _sum(self, places: Sequence[int]) -> list[list[float]]:
        """Sums of products of every two columns, the answer being the last."""
        whole = [[*self.rows[at], float(self.answer[at])] for at in places]
        columns = list(zip(*whole, strict=True))
        return [[math.fsum(a * b for a, b in zip(one, other, strict=True)) for other in columns] for one in columns]

    def tried(self, trained_on: Sequence[str], tried_on: str, shrink: float) -> list[float]:
        """The scores of one system's rows, learned from others."""
        base, *weights = self._weights(trained_on, shrink)
        return [
            base + math.fsum(weight * value for weight, value in zip(weights, self.rows[at][1:], strict=True))
            for at in self.places[tried_on]
        ]

    def _weights(self, systems: Sequence[str], shrink: float) -> list[float]:
        size = len(self.rows[0]) + 1
        sums = [[math.fsum(self._sums[one][a][b] for one in systems) for b in range(size)] for a in range(size)]
        many, features = sums[0][0], range(1, size - 1)
        mean = [sums[0][at] / many for at in range(size)]
        # Covariances, in units of each column's own spread, so that shrinking treats all alike.
        apart = [[sums[a][b] - many * mean[a] * mean[b] for b in range(size)] for a in range(size)]
        spread = [math.sqrt(max(apart[at][at] / many, 1e-12)) for at in range(size)]
        matrix = [
            [*(apart[a][b] / spread[a] / spread[b] + shrink * (a == b) for b in features), apart[a][-1] / spread[a]]
            for a in features
        ]
        weights = [weight / spread[at] for at, weight in zip(features, _solved(matrix), strict=True)]
        return [mean[-1] - math.fsum(one * mean[at] for at, one in zip(features, weights, strict=True)), *weights]


def _solved(matrix: list[list[float]]) -> list[float]:
    """The solution of a positive definite system whose right side is the last column."""
    size = len(matrix)
    for at in range(size):
        pivot = matrix[at][at]
        matrix[at] = [value / pivot for value in matrix[at]]
        for other in range(size):
            if other != at and (factor := matrix[other][at]):
                matrix[other] = [mine - factor * his for mine, his in zip(matrix[other], matrix[at], strict=True)]
    return [row[-1] for row in matrix]


def left_out_in_turn(given: Answers, features: Sequence[Sequence[float]]) -> list[float]:
    """Scores of every row, each learned without its system; the shrinking is chosen among the systems learned from."""
    ridge = Ridge(given, features)
    truth = [answer >= YES for answer in given.answer]
    scores = [0.0] * len(truth)
    for left_out in ridge.systems:
        others = [one for one in ridge.systems if one != left_out]
        best = max(SHRINKS, key=lambda shrink: _inner(ridge, others, truth, shrink))
        for place, score in zip(ridge.places[left_out], ridge.tried(others, left_out, best), strict=True):
            scores[place] = score
    return scores


def _inner(ridge: Ridge, systems: Sequence[str], truth: Sequence[bool], shrink: float) -> float:
    scored: list[float] = []
    true: list[bool] = []
    for left_out in systems:
        scored += ridge.tried([one for one in systems if one != left_out], left_out, shrink)
        true += [truth[place] for place in ridge.places[left_out]]
    return auc(scored, true)


def table(repositories: Sequence[Path], *, markdown: bool) -> str:
    """AUC of every measure over all answers, the open systems, and the commercial ones."""
    texts = [text for path in repositories if (text := _file_of(path))]
    if not texts:
        return "oracle: none of these repositories holds data/oracle-info.csv"
    given = read(texts[0])
    scored = singles(given) | {
        "mix of nine columns": left_out_in_turn(given, as_they_are(given)),
        "mix of ranks, and the developer": left_out_in_turn(given, ranked(given)),
    }
    heads = ("measure", f"all {len(given.answer):,}", "open", "commercial")
    rows = [(name, *_scores(given, scores)) for name, scores in scored.items()]
    if markdown:
        return "\n".join(f"| {' | '.join(line)} |" for line in (heads, (":--", "--:", "--:", "--:"), *rows))
    return "\n".join(f"{name:32}" + "".join(f"{cell:>12}" for cell in cells) for name, *cells in (heads, *rows))


def _scores(given: Answers, scores: Sequence[float]) -> tuple[str, ...]:
    truth = [answer >= YES for answer in given.answer]
    kinds = (None, True, False)
    kept = [[at for at, kind in enumerate(given.open_source) if asked is None or kind == asked] for asked in kinds]
    return tuple(f"{auc([scores[at] for at in places], [truth[at] for at in places]):.3f}" for places in kept)


def _file_of(path: Path) -> str:
    command = ["git", "-C", str(path), "show", f"HEAD:{FILE}"]
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout
