"""Sources: each reads one kind of evidence from the outside world and appends it to the lake.

Importing this loads nothing heavy; a source loads what it needs when it has something to read.
"""

from trimtab.sources._protocol import Enough, Progress, Source, SyncReport, Waiting
from trimtab.sources.archive import ArchiveSource
from trimtab.sources.git import GitSource, Ref, Repository, Tag, UnmergedBranch, quote_path, unquote_path
from trimtab.sources.github import GITHUB, GitHubSource, Login, Place, extra_missing, find_login

__all__ = [
    "GITHUB",
    "ArchiveSource",
    "Enough",
    "GitHubSource",
    "GitSource",
    "Login",
    "Place",
    "Progress",
    "Ref",
    "Repository",
    "Source",
    "SyncReport",
    "Tag",
    "UnmergedBranch",
    "Waiting",
    "extra_missing",
    "find_login",
    "quote_path",
    "unquote_path",
]
