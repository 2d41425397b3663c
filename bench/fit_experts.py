"""The weights of `trimtab.analyses._experts_score`, fitted on histories that are not among those judged.

    python bench/fit_experts.py [--roles author,reviewer,heir] REPO...

Needs numpy beside what Trimtab needs: `pip install numpy`. Prints the weights of each role as they stand in the product, and
how the role did on each repository with weights that were fitted without it.

A conditional logit: of everybody who could be named, the chance of each is exp(weighted features) over that of all. The
weights that make what happened most likely are found by Newton's method; each repository counts by the square root of
its cases, a ridge keeps weights small that nothing speaks for, and none may fall below 0: nobody is ever placed lower for
knowing more. `busy` is held at what the product says.
"""

import argparse
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean

import numpy as np
import polars as pl

from histories import History, history
from ranking import put
from trimtab.analyses._experts_features import features
from trimtab.analyses._experts_score import BUSY, WEIGHTS
from work_items import Case, departures, reviewed, reviews, taken

MOST = {"author": 200, "reviewer": 400, "heir": 800}
LEAST = {"author": 30, "reviewer": 100, "heir": 1}
RIDGE, STEPS, ENOUGH = 1e-3, 20, 1e-6
Array = np.ndarray


@dataclass(frozen=True, slots=True)
class Choices:
    """The cases of one repository: a row for each person who could be named, cases one after the other."""

    rows: Array  # features
    held: Array  # what features that are not fitted add to the score
    right: Array  # whether the person is right
    starts: Array  # where each case begins


def main() -> None:
    """Fit and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("repositories", nargs="+", type=Path, metavar="REPO")
    parser.add_argument("--roles", default=",".join(WEIGHTS))
    asked = parser.parse_args()
    roles = asked.roles.split(",")
    every: dict[str, dict[str, Choices]] = {role: {} for role in roles}
    for path in asked.repositories:
        one = history(path)
        acts = reviews(one)
        for role in roles:
            cases = {"author": taken, "heir": departures, "reviewer": lambda it, seen=acts: reviewed(it, seen)}[role](
                one
            )
            if len(cases) >= LEAST[role]:
                every[role][one.name] = _choices(one, acts, cases, role)
    for role in roles:
        _report(role, every[role])


def _choices(one: History, acts: pl.DataFrame, cases: Sequence[Case], role: str) -> Choices:
    names = _fitted(role)
    rows, held, right, starts = [], [], [], []
    some = cases[:: -(-len(cases) // MOST[role])]
    for case, places in put(one, acts, some, role):
        known = features(places)
        if not case.right & set(known):
            continue  # nobody who could be named is right: no choice to learn from
        starts.append(len(rows))
        for person, found in known.items():
            rows.append([getattr(found, name) for name in names])
            held.append(BUSY * found.busy if role == "author" else 0.0)
            right.append(person in case.right)
    return Choices(np.array(rows), np.array(held), np.array(right), np.array(starts))


def _fitted(role: str) -> list[str]:
    return [name for name in WEIGHTS[role] if name != "busy"]


def _report(role: str, found: Mapping[str, Choices]) -> None:
    names = _fitted(role)
    weights = fit(list(found.values()))
    print(
        f'"{role}": {{{", ".join(f"{chr(34)}{name}{chr(34)}: {weight:.2f}" for name, weight in zip(names, weights, strict=True))}}}'
    )
    ranks = {
        name: _mrr(one, fit([other for its, other in found.items() if its != name])) for name, one in found.items()
    }
    print(f"  left out each in turn: mean MRR {fmean(ranks.values()):.3f} of the answerable, {len(ranks)} repositories")
    for name, mrr in sorted(ranks.items()):
        print(f"  {name:32} {len(found[name].starts):4} cases  {mrr:.3f}")


def fit(parts: Sequence[Choices]) -> Array:
    """The weights under which what happened is most likely, none below 0."""
    scale = np.concatenate([part.rows for part in parts]).std(axis=0) + 1e-9
    weights = np.zeros(len(scale))
    likely, slope, bend = _likelihood(parts, scale, weights)
    for _ in range(STEPS):
        free = (weights > 0) | (slope > 0)
        step = np.zeros(len(scale))
        step[free] = np.linalg.solve(bend[np.ix_(free, free)], slope[free])
        before = likely
        for _half in range(8):  # a step that goes too far is halved
            tried = np.maximum(weights + step, 0)
            found = _likelihood(parts, scale, tried)
            if found[0] >= likely:
                weights, (likely, slope, bend) = tried, found
                break
            step /= 2
        if likely - before < ENOUGH:
            break
    return np.asarray(weights / scale)


def _likelihood(parts: Sequence[Choices], scale: Array, weights: Array) -> tuple[float, Array, Array]:
    """The logarithm of the likelihood with its first and second derivative (the second without its sign), each repository
    by the square root of its cases, less the ridge."""
    likely, slope, bend = -RIDGE * float(weights @ weights), -2 * RIDGE * weights, 2 * RIDGE * np.eye(len(scale))
    counts = [1 / np.sqrt(len(part.starts)) for part in parts]
    whole = sum(count * len(part.starts) for count, part in zip(counts, parts, strict=True))
    for count, part in zip(counts, parts, strict=True):
        found = _of_one(part, scale, weights)
        likely += count / whole * found[0]
        slope, bend = slope + count / whole * found[1], bend + count / whole * found[2]
    return likely, slope, bend


def _of_one(part: Choices, scale: Array, weights: Array) -> tuple[float, Array, Array]:
    """The same of one repository's choices."""
    rows = part.rows / scale
    of = np.repeat(np.arange(len(part.starts)), np.diff([*part.starts, len(rows)]))
    scores = rows @ weights + part.held
    chances = np.exp(scores - np.maximum.reduceat(scores, part.starts)[of])
    chances /= np.add.reduceat(chances, part.starts)[of]
    hit = np.add.reduceat(chances * part.right, part.starts)
    theirs = chances * part.right / hit[of]
    mean = np.add.reduceat(rows * chances[:, None], part.starts)
    bend = (rows * chances[:, None]).T @ rows - mean.T @ mean
    return float(np.log(hit).sum()), ((theirs - chances)[:, None] * rows).sum(axis=0), bend


def _mrr(part: Choices, weights: Array) -> float:
    scores = part.rows @ weights + part.held
    best = np.maximum.reduceat(np.where(part.right, scores, -np.inf), part.starts)
    of = np.repeat(np.arange(len(part.starts)), np.diff([*part.starts, len(scores)]))
    return float((1 / (1 + np.add.reduceat((scores > best[of]).astype(float), part.starts))).mean())


if __name__ == "__main__":
    main()
