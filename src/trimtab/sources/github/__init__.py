"""The GitHub source: issues, pull requests and reviews of one repository, read live with a read-only login.

    GitHubSource("harbour", "ledger", cache=folder).sync(lake, seen_at=now)

What is asked for, in which order, and what a login needs, stands in `docs/reference/github.md`; what becomes of each
object in `docs/reference/trackers.md`.
"""

from trimtab.sources.github._address import GITHUB, Place
from trimtab.sources.github._login import Login, find_login
from trimtab.sources.github._source import GitHubSource, extra_missing

__all__ = ["GITHUB", "GitHubSource", "Login", "Place", "extra_missing", "find_login"]
