"""Who carries on when somebody leaves? Whoever made most of the changes to the leaver's files in the year after.

Cases are the departures of bench/work_items.py; a repository has only a few, so means are over cases.
"""

from collections.abc import Sequence
from pathlib import Path

from histories import history
from ranking import AUTHORS, scores
from ways_table import ways
from work_items import departures, reviews


def table(repositories: Sequence[Path], *, markdown: bool) -> str:
    """Every way on every repository that somebody left."""
    found = {}
    for path in repositories:
        one = history(path)
        if cases := departures(one):
            found[one.name] = scores(one, reviews(one), cases, "heir", AUTHORS)
    return ways(found, markdown=markdown, pooled=True)
