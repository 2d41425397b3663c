"""Who reviews a change? Whoever did, named from what was known before its first commit; its authors may not be named.

Cases are the reviewed changes of bench/work_items.py, those of the later half of each history. What git alone does not show
is not here: repositories with fewer than 100 such changes are left out. Means are over repositories.
"""

from collections.abc import Sequence
from pathlib import Path

from histories import history
from ranking import REVIEWERS, scores
from ways_table import ways
from work_items import reviewed, reviews

LEAST = 100


def table(repositories: Sequence[Path], *, markdown: bool) -> str:
    """Every way on every repository that has enough cases."""
    found = {}
    for path in repositories:
        one = history(path)
        acts = reviews(one)
        cases = reviewed(one, acts)
        if len(cases) >= LEAST:
            found[one.name] = scores(one, acts, cases, "reviewer", REVIEWERS)
    return ways(found, markdown=markdown)
