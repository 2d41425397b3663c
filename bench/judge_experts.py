"""Who takes the next piece of work? Each work item's author, named from what was known before it began.

Cases are the work items of bench/work_items.py; repositories with fewer than 30 are left out. Means are over repositories.
"Delegated" are the items that did not go to last year's busiest committer, who then may not be named.
"""

from collections.abc import Sequence
from pathlib import Path

from histories import history
from ranking import APART, AUTHORS, scores
from ways_table import ways
from work_items import reviews, taken

LEAST = 30


def table(repositories: Sequence[Path], *, markdown: bool) -> str:
    """Every way on every repository that has enough cases."""
    found = {}
    for path in repositories:
        one = history(path)
        cases = taken(one)
        if len(cases) >= LEAST:
            found[one.name] = scores(one, reviews(one), cases, "author", {**AUTHORS, **APART})
    return ways(found, markdown=markdown, delegated=True)
