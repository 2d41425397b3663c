"""What a repository says of itself now: its user, remote, branches, and the files of a revision.

Nothing of this goes into the lake: git can say it again at any time. Only `config_user` looks at the user's own git
settings, since that is how git itself knows whose clone it is.
"""

import os
import re
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from trimtab.sources.git._branches import UnmergedBranch, mainline_tip, unmerged_until
from trimtab.sources.git._kept import unmerged_kept
from trimtab.sources.git._paths import quote_path, unquote_path
from trimtab.sources.git._place import Place, locate
from trimtab.sources.git._refs import Ref, read_refs, with_commits
from trimtab.sources.git._shadow import ask, shadow
from trimtab.sources.git._tags import Tag, tags_of

if TYPE_CHECKING:  # whether anything is new is asked of a repository without it
    import polars as pl

_HEX = re.compile(r"(?:[0-9a-f]{40}|[0-9a-f]{64})\Z")
_SECRET = re.compile(r"(?<=://)[^/@]*@")
_USUAL_NAMES = ("main", "master", "trunk")


class Repository:
    """A repository opened for questions. Raises NotARepository or SourceUnreadable when there is none to open.

    `cache` is a folder for what takes git a while to say; without one nothing is kept.
    """

    def __init__(self, path: Path, cache: Path | None = None) -> None:
        self.path = path
        self._cache = cache
        self._place: Place = locate(path)

    @property
    def git_dir(self) -> Path:
        """The git directory that all work trees of the repository share."""
        return self._place.git_dir

    @property
    def is_shallow(self) -> bool:
        """Whether the history was cut when it was cloned."""
        return bool(self._place.store.shallow)

    def config_user(self) -> tuple[str, str] | None:
        """Name and mail address under which commits would be made here; None without an address."""
        email = self._config("user.email", user_config=True)
        return (self._config("user.name", user_config=True) or "", email) if email else None

    def remote_url(self) -> str | None:
        """The address of `origin`, else of the first remote, without any password in it."""
        listed = ask(self.path, "config", "--get-regexp", r"^remote\..*\.url$").out.decode(errors="replace")
        urls = dict(line.split(" ", 1) for line in listed.splitlines() if " " in line)
        url = urls.get("remote.origin.url") or next(iter(urls.values()), None)
        return _SECRET.sub("", url) if url else None

    def head(self) -> tuple[str | None, str | None]:
        """The branch that HEAD names (None when detached) and its commit (None before the first)."""
        head = read_refs(self._place, tags=False).head
        return head.symbolic, head.oid

    def refs(self, *, tags: bool = True) -> list[Ref]:
        """Branches, tags peeled to commits, and HEAD."""
        return with_commits(self._place, read_refs(self._place, tags=tags).refs)

    def tags(self) -> list[Tag]:
        """Tags that lead to a commit, with who set them and when where the tag itself says so, by name."""
        return tags_of(self._place, self._cache)

    def main_branch(self) -> str | None:
        """The full name of the branch that work is merged into.

        What `origin` calls its HEAD; else the branch checked out, unless it is one of several and another bears a usual
        name (main, master, trunk).
        """
        named = ask(self.path, "symbolic-ref", "--quiet", "refs/remotes/origin/HEAD").out.removesuffix(b"\n")
        held = {ref.name: ref for ref in read_refs(self._place, tags=False).refs}
        if quote_path(named) in held:
            return quote_path(named)
        head = held["HEAD"].symbolic
        usual = [space + name for name in _USUAL_NAMES for space in ("refs/heads/", "refs/remotes/origin/")]
        if head in held and (self._is_bare() or head in usual):
            return head
        return next((name for name in usual if name in held), head if head in held else None)

    def read_file(self, revision: str, path: str) -> bytes | None:
        """The content of a file at a revision; None where there is none, or none that can be read."""
        commit = self._commit(revision)
        if commit is None:
            return None
        with shadow(self._place.store) as git:
            said = git.run("cat-file", "blob", f"{commit}:{os.fsdecode(unquote_path(path))}")
        return None if said.code else said.out

    def list_files(self, revision: str) -> list[str]:
        """The paths of all files at a revision, submodules left out; none where the revision cannot be read."""
        commit = self._commit(revision)
        if commit is None:
            return []
        with shadow(self._place.store) as git:
            listed = git.run("ls-tree", "-r", "-z", commit).out.split(b"\0")
        entries = (entry.split(b"\t", 1) for entry in listed if entry)
        return [quote_path(path) for about, path in entries if b" blob " in about]

    def sizes(self, revision: str, *, wanted: "pl.Expr | None" = None) -> "pl.DataFrame":
        """How large and how deeply indented each regular file is at a revision, sorted by path.

        Columns `path`, `blob`, `bytes`, `lines`, `filled` (lines that hold more than blanks), `indent_sum`, `indent_max`,
        `binary`. Contents that are missing here have nulls, binary ones and those over 8 MiB null lines. `wanted` is an
        expression of `path`: what it leaves out is not read. Empty where the revision cannot be read. Each content is
        read once, and kept in the cache by its object id.
        """
        from trimtab.sources.git._sizes import SIZES, sizes_of

        commit = self._commit(revision)
        return sizes_of(self._place.store, commit, self._cache, wanted) if commit else SIZES.to_frame()

    def mainline_tip(self, as_of: datetime, main: str | None = None) -> str | None:
        """The newest commit on the main line (first parents of `main`, else of the main branch) made by `as_of`."""
        start = main or self._commit(self.main_branch() or "")
        return mainline_tip(self._place.store, start, as_of) if start else None

    def unmerged(self, main_oid: str, tips: Mapping[str, str], as_of: datetime) -> list[UnmergedBranch]:
        """Branches in flight at `as_of`, newest first: work not reachable from the main line as it stood then.

        `main_oid` is the main line's tip today, `tips` the branches of today (full name to commit). Those whose newest
        commit is older than 180 days are left out, and so is what left the main line over three years ago or never was
        on it (releases kept alive, generated pages).
        """
        store = self._place.store
        if self._cache is None:
            return unmerged_until(store, main_oid, tips, as_of)[0]
        return unmerged_kept(store, main_oid, tips, as_of, self._cache / "unmerged.json")

    def _config(self, name: str, *, user_config: bool = False) -> str | None:
        return (
            ask(self.path, "config", "--get", name, user_config=user_config).out.decode(errors="replace").strip()
            or None
        )

    def _is_bare(self) -> bool:
        return ask(self.path, "rev-parse", "--is-bare-repository").out.strip() == b"true"

    def _commit(self, revision: str) -> str | None:
        """The object a revision names: an object id as it is, else what git makes of it."""
        if _HEX.match(revision):
            return revision
        return (
            ask(self.path, "rev-parse", "--quiet", "--verify", "--end-of-options", revision).out.decode().strip()
            or None
        )
