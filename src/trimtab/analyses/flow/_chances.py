"""From what is known of a moment to chances: the author's, and each of the others' in what is left.

The author's is a logistic regression, the others' a choice among people ("conditional logit": exp(score) over that of all who
could). Both sets of weights were fitted by bench/fit_waiting.py (`_weights`). A project has habits that no weights of other
projects know: `Balance` shifts and stretches the author's score by what became of the moments before.
"""

from collections.abc import Mapping
from math import exp

from trimtab.analyses.flow._weights import AUTHOR, BASE, PERSON

# Steps of stochastic gradient descent; the slope moves slower than the level, and never turns round.
_STEP, _SLOPE_STEP = 0.01, 0.003
_SLOPES = (0.3, 1.5)


def leaning(known: Mapping[str, float]) -> float:
    """The score of the author against everybody else; 0 is as likely as not."""
    return BASE + sum(weight * known[name] for name, weight in AUTHOR.items())


def among(known: Mapping[str, Mapping[str, float]]) -> Mapping[str, float]:
    """The chance of each in a choice among people, most likely first."""
    scores = {name: sum(weight * one[what] for what, weight in PERSON.items()) for name, one in known.items()}
    best = max(scores.values(), default=0.0)
    parts = {name: exp(score - best) for name, score in scores.items()}
    whole = sum(parts.values())
    return {name: parts[name] / whole for name in sorted(parts, key=lambda name: (-parts[name], name))}


class Balance:
    """The level and slope of the author's score in this project, learned from each moment once somebody moved."""

    def __init__(self) -> None:
        self._level = 0.0
        self._levels: dict[float, float] = {}
        self._slope = 1.0

    def chance(self, quiet: float, score: float) -> float:
        """The author's chance, by the score and how long nobody had acted."""
        return 1 / (1 + exp(-(self._level + self._levels.get(quiet, 0.0) + self._slope * score)))

    def learn(self, quiet: float, known: Mapping[str, float], *, author: bool) -> None:
        """The author moved, or another did."""
        score = leaning(known)
        missed = author - self.chance(quiet, score)
        self._level += _STEP * missed
        self._levels[quiet] = self._levels.get(quiet, 0.0) + _STEP * missed
        self._slope = min(max(self._slope + _SLOPE_STEP * missed * score, _SLOPES[0]), _SLOPES[1])
