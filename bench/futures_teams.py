"""Made-up teams whose actuals differ from their estimates in a known way, and scores of what is told of them."""

import math
import random
from dataclasses import dataclass

import numpy as np

from trimtab.planning.durations import Calibration, Finished, Spread, Stated


@dataclass(frozen=True)
class Team:
    """A made-up team: how its actuals differ from its estimates."""

    name: str
    bias: float
    sd: float
    shared: float
    tail: float = 0.0

    def factor(self, dice: random.Random, common: float) -> float:
        """Actual over estimate of one task."""
        slow = 3.0 if dice.random() < self.tail else 1.0
        return self.bias * slow * math.exp(dice.gauss(0, self.sd) + common)


TEAMS = (
    Team("fair", 1.0, 0.5, 0.2),
    Team("half as long again", 1.5, 0.5, 0.2),
    Team("twice as long, one task in 20 three times", 2.0, 0.4, 0.25, 0.05),
    Team("a quarter shorter", 0.75, 0.3, 0.15),
)


def given(calibration: Calibration, slots: int) -> Spread:
    """The spread of a task whose range is 0.6 to 1.67 times its middle."""
    hours = slots / 4
    return calibration.spread(Stated(hours * 0.6, hours / 0.6))


def true_spread(team: Team) -> Spread:
    dice = random.Random(1)
    return Spread(ratios=tuple(sorted(team.factor(dice, 0.0) for _ in range(2000))))


def history(team: Team, size: int, dice: random.Random) -> list[Finished]:
    """Finished tasks, eight a window."""
    found = []
    for first in range(0, size, 8):
        common = dice.gauss(0, team.shared)
        for _ in range(min(8, size - first)):
            hours = min(80.0, max(1.0, dice.lognormvariate(2.5, 0.7)))
            found.append(Finished(hours, hours * team.factor(dice, common), first // 8))
    return found


def crps(told: np.ndarray, truth: float) -> float:
    """The continuous ranked probability score of equally likely futures."""
    rising = np.sort(told).astype(float)
    count = len(rising)
    spread = float(np.sum((2 * np.arange(1, count + 1) - count - 1) * rising)) / count**2
    return float(np.mean(np.abs(rising - truth))) - spread
