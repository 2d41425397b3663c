"""The git source: commits, changed files and refs of a repository, read fast and without trusting it.

    GitSource("harbour", Path("~/code/harbour")).sync(lake, seen_at=now)
    Repository(Path("~/code/harbour")).read_file("HEAD", ".mailmap")

How it reads, what it makes of odd histories, and why, stands in `docs/reference/git.md`.
"""

from trimtab.sources.git._branches import UnmergedBranch
from trimtab.sources.git._paths import quote_path, unquote_path
from trimtab.sources.git._refs import Ref
from trimtab.sources.git._source import GitSource
from trimtab.sources.git._tags import Tag
from trimtab.sources.git.repository import Repository

__all__ = ["GitSource", "Ref", "Repository", "Tag", "UnmergedBranch", "quote_path", "unquote_path"]
