"""Reads a repository into a lake, as a process of its own that can be killed.

usage: reading.py API LAKE CACHE
"""

import sys
from datetime import UTC, datetime
from pathlib import Path

from trimtab.lake import Lake
from trimtab.sources.github import GitHubSource

NOW = datetime(2026, 11, 15, 12, tzinfo=UTC)

if __name__ == "__main__":
    api, lake, cache = sys.argv[1:]
    source = GitHubSource("harbour", "ledger", api=api, cache=Path(cache), items_a_batch=4)
    source.sync(Lake(Path(lake)), seen_at=NOW)
