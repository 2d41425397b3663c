"""The weights of `trimtab.analyses.flow._weights`, fitted on the earlier half of the pull requests of each tracker.

    python bench/fit_waiting.py FILE... > src/trimtab/analyses/flow/_weights.py

Needs numpy beside what Trimtab needs: `pip install numpy`. FILE is saved tracker JSON. Of each file only moments count whose next
move came before the first pull request of the later half was opened, so that bench/waiting.py judges on what the weights never saw.

The author against everybody else is a logistic regression, everybody else a conditional logit; both with a ridge on
standardised numbers, by Newton's method.
"""

import argparse
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from trackers_read import Tracker
from trimtab.analyses.flow._walk import Moment
from waiting_next import early, told

RIDGE_AUTHOR, RIDGE_PERSON, STEPS, LONGEST = 60.0, 30.0, 25, 0.5
Array = np.ndarray


def author(moments: Sequence[Moment]) -> tuple[list[str], float, Array]:
    """Names, base and weights of the author's score."""
    names = list(moments[0].known_of_author)
    rows = np.array([[float(one.known_of_author[name]) for name in names] for one in moments])
    hit = np.array([one.next == one.author for one in moments], float)
    mean, spread = rows.mean(0), rows.std(0) + 1e-9
    scaled = np.c_[np.ones(len(hit)), (rows - mean) / spread]
    ridge = RIDGE_AUTHOR * np.r_[0, np.ones(len(names))]
    weights = np.zeros(len(names) + 1)
    for _ in range(STEPS):
        chance = 1 / (1 + np.exp(-scaled @ weights))
        slope = scaled.T @ (hit - chance) - ridge * weights
        bend = (scaled * (chance * (1 - chance))[:, None]).T @ scaled + np.diag(ridge + 1e-9)
        weights = weights + _step(bend, slope)
    return names, float(weights[0] - (weights[1:] * mean / spread).sum()), weights[1:] / spread


def person(moments: Sequence[Moment]) -> tuple[list[str], Array]:
    """Names and weights of everybody else's score."""
    chosen = [one for one in moments if one.next in one.known_of_people]
    names = list(next(iter(chosen[0].known_of_people.values())))
    rows = np.array(
        [[float(known[name]) for name in names] for one in chosen for known in one.known_of_people.values()]
    )
    group = np.repeat(np.arange(len(chosen)), [len(one.known_of_people) for one in chosen])
    hit = np.array([name == one.next for one in chosen for name in one.known_of_people], float)
    spread = rows.std(0) + 1e-9
    scaled = (rows - rows.mean(0)) / spread
    weights = np.zeros(len(names))
    for _ in range(STEPS):
        part = np.exp(scaled @ weights)
        chance = part / np.bincount(group, part)[group]
        expected = np.zeros((len(chosen), len(names)))
        np.add.at(expected, group, scaled * chance[:, None])
        slope = scaled.T @ (hit - chance) - RIDGE_PERSON * weights
        bend = (scaled * chance[:, None]).T @ scaled - expected.T @ expected + RIDGE_PERSON * np.eye(len(names))
        weights = weights + _step(bend, slope)
    return names, weights / spread


def _step(bend: Array, slope: Array) -> Array:
    """Newton's step, kept from running away before it is near."""
    step = np.linalg.solve(bend, slope)
    return step * min(1.0, LONGEST / np.abs(step).max())


def main() -> None:
    """Print the module."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+", type=Path)
    moments = [one for file in parser.parse_args().files for one in early(told(Tracker(file)))]
    names, base, weights = author(moments)
    people, shares = person(moments)
    print(
        '"""Weights of who moves next, printed by bench/fit_waiting.py: the earlier halves of three public trackers."""\n'
    )
    print(f"BASE = {base:.3f}\n")
    for title, keys, values in (("AUTHOR", names, weights), ("PERSON", people, shares)):
        print(f"{title} = {{")
        print("".join(f'    "{key}": {value:.3f},\n' for key, value in zip(keys, values, strict=True)), end="")
        print("}\n" if title == "AUTHOR" else "}")


if __name__ == "__main__":
    main()
