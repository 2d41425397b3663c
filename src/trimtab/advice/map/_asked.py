"""What the words after `--who` ask about: files, folders, globs and areas, as paths that a history can be asked for.

What a single word names is the business of `_places`; this room joins several, and knows what to do with a path that has
no history yet.
"""

import fnmatch
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import polars as pl

from trimtab.advice._ground import Ground
from trimtab.advice._names import listed
from trimtab.advice.map._places import Place, find
from trimtab.errors import UsageError

_GLOB = frozenset("*?[")


@dataclass(frozen=True, slots=True)
class Asked:
    """The paths of a question with their repositories; `name` is how the answer calls them, `notes` what to say of them."""

    name: str
    repos: frozenset[str]
    paths: tuple[str, ...]
    notes: tuple[str, ...]


def asked(ground: Ground, tree: pl.DataFrame, words: Sequence[str]) -> Asked:
    """All that `words` name together. Raises UsageError for a word that names nothing, with the nearest names."""
    found: list[tuple[str, str]] = []
    notes: list[str] = []
    for word in words:
        if _GLOB & set(word) and not (tree["path"] == word).any():
            found += _matching(tree, word)
        else:
            place = _place(ground, tree, word)
            notes += [place.note] if place.note else []
            found += _paths_of(ground, place)
    each = sorted(set(found))
    name = listed(words)
    return Asked(name, frozenset(repo for repo, _ in each), tuple(path for _, path in each), tuple(notes))


def _matching(tree: pl.DataFrame, glob: str) -> list[tuple[str, str]]:
    """Files that a shell's pattern matches; `*` goes across folders too."""
    repo, colon, rest = glob.partition(":")
    rows = tree.filter(pl.col("repo") == repo) if colon else tree
    pattern = (rest if colon else glob).removeprefix("./")
    found = [
        (slug, path) for slug, path in rows.select("repo", "path").iter_rows() if fnmatch.fnmatchcase(path, pattern)
    ]
    if not found:
        raise UsageError(f'no file that is there matches "{glob}". `trimtab map` lists the areas.')
    return found


def _place(ground: Ground, tree: pl.DataFrame, word: str) -> Place:
    """The place of a word; a file that came later, or was never committed, is one without a history."""
    try:
        return find(ground, tree, word)
    except UsageError:
        place = next(_yet_to_come(ground, word), None)
        if place is None:
            raise
        return place


def _yet_to_come(ground: Ground, word: str) -> Iterator[Place]:
    """The word as a file that a clone has on its disk, or that its history has after the instant."""
    repo, colon, rest = word.partition(":")
    later = ground.sight.snapshot.scan("changes")
    for clone in ground.sight.workspace.clones:
        path = (rest if colon and repo == clone.slug else word).strip("/")
        here = (pl.col("repo") == clone.slug) & (pl.col("path") == path)
        if (clone.path / path).is_file() or not later.filter(here).head(1).collect().is_empty():
            above = path.rpartition("/")[0]
            where = f"its folder, {above}/" if above else "the whole repository"
            note = f"{path} has no history as of {ground.sight.local_as_of:%-d %B %Y}; this is told from {where}"
            yield Place("file", clone.slug, path, there=False, note=note)


def _paths_of(ground: Ground, place: Place) -> list[tuple[str, str]]:
    if place.kind != "area":
        return [(place.repo, place.path)]
    return [(place.repo, path) for path in ground.files.filter(place.holds())["path"]]
