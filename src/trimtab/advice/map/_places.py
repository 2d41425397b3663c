"""Which area, folder or file a text names, as of the instant; nearest names where it names none."""

import difflib
import posixpath
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

import polars as pl

from trimtab.advice._ground import Ground
from trimtab.analyses import areas
from trimtab.errors import UsageError

_NEAREST, _LIKE, _COMPARED = 3, 0.6, 20_000


@dataclass(frozen=True, slots=True)
class Place:
    """What was found. `there` says whether the tree of the instant holds it, `note` what a reader must know of the name."""

    kind: Literal["area", "folder", "file"]
    repo: str
    path: str
    there: bool = True
    note: str = ""

    @property
    def name(self) -> str:
        """How it is called as an area; a whole repository by its own name."""
        return self.path or self.repo

    def holds(self) -> pl.Expr:
        """Whether a row of `areas.areas` lies here: its file, or the whole area it belongs to."""
        here = pl.col("repo") == self.repo
        if self.kind == "area":
            return here & (pl.col("area") == self.path)
        # A test that lies elsewhere goes with the code that it names, into the folder of that code.
        with_code = (self.covers("folder") & ~pl.col("rest")) if self.kind == "folder" else pl.lit(value=False)
        return here & (self.covers() | with_code)

    def covers(self, path: str = "path") -> pl.Expr:
        """Whether a path lies here; every path where the place is a whole repository."""
        if not self.path:
            return pl.lit(value=True)
        return (pl.col(path) == self.path) | pl.col(path).str.starts_with(f"{self.path}/")


def find(ground: Ground, tree: pl.DataFrame, text: str) -> Place:
    """The place that `text` names: an area, a file or folder that is there or was changed, else one of the past.

    `tree` holds every file as of the instant (repo, path). A name that was given up is followed to the present one.
    Raises UsageError for a text that names nothing, or several places of several clones.
    """
    slugs = [clone.slug for clone in ground.sight.workspace.clones]
    asked = [(slug, path) for slug in slugs for path in _readings(text, slug, several=len(slugs) > 1)]
    for look in (_as_area, _in_tree, _renamed):
        found = [place for slug, path in asked if (place := look(ground, tree, slug, path)) is not None]
        if found:
            return _one_of(found, text)
    found = [place for slug, path in asked if (place := _in_history(ground, slug, path)) is not None]
    if not found:
        raise _unknown(ground, tree, text)
    return _one_of(found, text)


def _one_of(found: Sequence[Place], text: str) -> Place:
    if len(found) > 1:
        named = ", ".join(f"{one.repo}:{one.path}" for one in found)
        raise UsageError(f'"{text}" is in several clones. Say which: {named}.')
    return found[0]


def _readings(text: str, slug: str, *, several: bool) -> list[str]:
    """The text as a path of one clone; of several clones, each is called by its own name too."""
    repo, colon, rest = text.partition(":")
    if colon and repo == slug:
        return [_tidy(rest)]
    return ["", text] if text == slug and several else [_tidy(text)]


def _tidy(text: str) -> str:
    path = posixpath.normpath(text.strip().removeprefix("/") or ".")
    return "" if path == "." else path


def _as_area(ground: Ground, tree: pl.DataFrame, slug: str, path: str) -> Place | None:
    known = ground.files.filter(pl.col("repo") == slug, ~pl.col("rest"))["area"].unique().to_list()
    name = next((one for one in (path, f"{path}/") if one in known), None)
    if name is None or _is_file(tree, slug, name):
        return None
    return Place("area", slug, name)


def _is_file(tree: pl.DataFrame, slug: str, path: str) -> bool:
    return not tree.filter(pl.col("repo") == slug, pl.col("path") == path).is_empty()


def _in_tree(ground: Ground, tree: pl.DataFrame, slug: str, path: str) -> Place | None:
    """A file or folder that is there; where the tree could not be read, one that changed in the window and is there."""
    changed = ground.touches.filter(pl.col("repo") == slug, pl.col("alive"))["path"]
    paths = pl.concat([tree.filter(pl.col("repo") == slug)["path"], changed])
    if (paths == path).any():
        return Place("file", slug, path)
    if paths.str.starts_with(f"{path}/" if path else "").any():
        return Place("folder", slug, path)
    return None


def _renamed(ground: Ground, tree: pl.DataFrame, slug: str, path: str) -> Place | None:
    """What was once called so, under the name it has now."""
    snapshot = ground.sight.snapshot
    changes = snapshot.scan("changes", as_of=ground.sight.as_of).filter(pl.col("repo") == slug)
    old = Place("folder", slug, path)
    moved = (
        changes.filter(pl.col("status") == "R", old.covers("old_path"))
        .select("repo", "oid", path="old_path", at="happened_at")
        .collect()
    )
    if not path or moved.is_empty():
        return None
    # The rename itself comes after the name that it gave up.
    named = moved.with_columns(oid=pl.lit(""), was="path")
    now = areas.current_names(named, changes, ground.sight.as_of)
    homes = Counter(
        new.removesuffix(was.removeprefix(path))
        for was, new in now.select("was", "path").iter_rows()
        if new.endswith(was.removeprefix(path))
    )
    for home, _ in sorted(homes.most_common(), key=lambda pair: (-pair[1], pair[0])):
        place = (_as_area(ground, tree, slug, home) or _in_tree(ground, tree, slug, home)) if home != path else None
        if place is not None:
            return Place(place.kind, slug, place.path, note=f"{path} is called {home} now")
    return None


def _in_history(ground: Ground, slug: str, path: str) -> Place | None:
    """What was there once. Raises UsageError for what is there and left out of everything."""
    snapshot = ground.sight.snapshot
    changes = snapshot.scan("changes", as_of=ground.sight.as_of).filter(pl.col("repo") == slug)
    once = changes.filter(Place("folder", slug, path).covers()).select(pl.col("path").unique()).collect()["path"]
    if once.is_empty():
        return None
    out, back_in = ground.sight.rules.out(), ground.sight.rules.back_in()
    kept = ~once.str.contains(out) | (once.str.contains(back_in) if back_in else pl.Series([False]))
    if not kept.any():
        raise UsageError(
            f"{path} is left out of the map: other people's code, written by a program, or no code at all. "
            f'"!{path}" under generated: in trimtab.yaml takes it back in.'
        )
    return Place("file" if (once == path).any() else "folder", slug, path, there=False)


def _unknown(ground: Ground, tree: pl.DataFrame, text: str) -> UsageError:
    names = nearest(text, _names(ground, tree))
    hint = f" Did you mean {', '.join(names)}?" if names else ""
    return UsageError(
        f'nothing here was ever called "{text}": no area, no folder, no file.{hint} `trimtab map` lists the areas.'
    )


def _names(ground: Ground, tree: pl.DataFrame) -> list[str]:
    """Areas, then folders, then files, as many as can be compared while somebody waits."""
    known = ground.files.filter(~pl.col("rest"))["area"].unique().sort().to_list()
    paths = tree["path"].unique().sort()
    folders = {parent for path in paths.head(_COMPARED) for parent in _above(path)}
    named = {area.rstrip("/") for area in known}
    return list(dict.fromkeys([*known, *sorted(folders - named), *paths.head(_COMPARED)]))


def _above(path: str) -> Iterable[str]:
    while path := path.rpartition("/")[0]:
        yield path


def nearest(text: str, names: list[str]) -> tuple[str, ...]:
    """Names that somebody may have meant: with the same last part, else spelled alike."""
    path = _tidy(text)
    last = re.escape(path.rsplit("/", 1)[-1])
    same = [name for name in names if re.search(rf"(?i)(?:^|/){last}(?:\.\w+)?/?$", name)]
    if same:
        return tuple(sorted(same, key=len)[:_NEAREST])
    return tuple(difflib.get_close_matches(path, names, n=_NEAREST, cutoff=_LIKE))
