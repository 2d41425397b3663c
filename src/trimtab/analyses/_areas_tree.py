"""Files to areas, by the tree and by what changes together: the split itself, on plain values.

Which files count and how often they changed comes from `areas`; nothing here knows a frame.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from trimtab.analyses._areas_names import beside_code, family, is_build, stem

TOP = "top folder"
BUILD = "build files"

# A folder is divided into its folders while it takes more than this share of all changes (but 30 changes are always
# few enough for one area, and 250 always too many). Its own files are divided later, as a group of files says less than
# a folder: beyond this share if they are many, else beyond a quarter. A part needs the last share (6 to 20 changes) to
# stand alone.
DIVIDE_SHARE, DIVIDE_LEAST, DIVIDE_MOST = 0.15, 30, 250
FLAT_SHARE, FLAT_MANY = 0.25, 30
STAND_SHARE, STAND_LEAST, STAND_MOST = 0.01, 6, 20
# A small file joins a larger group if it changes with it in at least this share of its own commits, seen at least so
# often, and so many times more often than by chance: what changes with everything is nobody's companion.
TOGETHER_SHARE, TOGETHER_LEAST, TOGETHER_LIFT = 0.5, 2, 3.0

Commits = frozenset[int]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a file belongs: the area's name, the folder it lies in, and whether it is only what was left of a folder."""

    area: str
    folder: str
    rest: bool = False


def divide(commits_of: Mapping[str, Commits]) -> dict[str, Place]:
    """A place for every file, given the commits that changed it within the window.

    Tests that name one place of the code go with it. Folders are divided as long as they take too large a share; what
    is flat is divided by shared stems; what is small joins what it changes with.
    """
    homes = beside_code({path: len(commits) for path, commits in commits_of.items()})
    weight: dict[str, set[int]] = defaultdict(set)
    for path, commits in commits_of.items():
        weight[homes.get(path, path)] |= commits
    places = _Split({path: frozenset(commits) for path, commits in weight.items()}).places()
    return {path: places[homes.get(path, path)] for path in commits_of}


class _Split:
    """One repository's files on their way to areas."""

    def __init__(self, commits_of: Mapping[str, Commits]) -> None:
        self._commits_of = commits_of
        self._below: dict[str, int] = defaultdict(int)
        self._files: dict[str, list[str]] = defaultdict(list)
        self._folders: dict[str, set[str]] = defaultdict(set)
        for path, commits in commits_of.items():
            self._enter(path, len(commits))
        total = self._below[""]
        self._most_flat = max(FLAT_SHARE * total, DIVIDE_LEAST)
        self._most_flat_many = max(DIVIDE_SHARE * total, DIVIDE_LEAST)
        self._most = min(max(DIVIDE_SHARE * total, DIVIDE_LEAST), DIVIDE_MOST)
        self._least = min(max(STAND_SHARE * total, STAND_LEAST), STAND_MOST)
        self._placed: dict[str, Place] = {}

    def places(self) -> dict[str, Place]:
        """Every file's place."""
        self._divide("")
        return self._placed

    def _enter(self, path: str, changes: int) -> None:
        folder = path.rpartition("/")[0]
        self._files[folder].append(path)
        self._below[""] += changes
        while folder:
            parent = folder.rpartition("/")[0]
            self._below[folder] += changes
            self._folders[parent].add(folder)
            folder = parent

    def _divide(self, folder: str) -> None:
        if folder and self._below[folder] <= self._most:
            self._place(self._all_files(folder), Place(folder_name(folder), folder))
            return
        large = sorted(sub for sub in self._folders[folder] if self._below[sub] >= self._least)
        small = [path for sub in sorted(self._folders[folder] - set(large)) for path in self._all_files(sub)]
        mine, joined = self._beside_folders(folder, large)
        for sub in large:
            self._divide(sub)
            self._place_joined(joined.get(sub, []), sub)
        self._divide_flat(folder, mine, small, divided=bool(large))

    def _beside_folders(self, folder: str, large: Sequence[str]) -> tuple[list[str], dict[str, list[str]]]:
        """A file named as a folder beside it (`refs.c`, `refs/`) belongs to that folder, if that is one area."""
        named = {sub.rpartition("/")[2].lower(): sub for sub in large if self._below[sub] <= self._most}
        mine, joined = [], defaultdict(list)
        for path in self._files[folder]:
            sub = named.get(stem(path))
            if sub:
                joined[sub].append(path)
            else:
                mine.append(path)
        return mine, joined

    def _place_joined(self, paths: Sequence[str], sub: str) -> None:
        self._place(paths, Place(folder_name(sub), sub))

    def _divide_flat(self, folder: str, files: Sequence[str], small: Sequence[str], *, divided: bool) -> None:
        changes = sum(len(self._commits_of[path]) for path in (*files, *small))
        most = self._most_flat if len(files) < FLAT_MANY else self._most_flat_many
        groups = self._groups(files)
        if folder and (changes <= most or len(groups) < 2):
            # What is left beside areas of its own folder is an area too, if enough happens there.
            rest = divided and changes < self._least
            self._place((*files, *small), Place(folder_name(folder), folder, rest))
            return
        large = {name: paths for name, paths in groups.items() if self._stands(paths)}
        for name, paths in large.items():
            self._place(paths, Place(group_name(folder, name, paths), folder))
        left = [path for name, paths in groups.items() if name not in large for path in paths]
        self._join_or_leave(folder, large, [*left, *small])

    def _groups(self, files: Sequence[str]) -> dict[str, list[str]]:
        """Files by stem, and stems by their first word where that does not make a group too large."""
        stems: dict[str, list[str]] = defaultdict(list)
        for path in sorted(files):
            stems[BUILD if is_build(path) and "/" not in path else stem(path)].append(path)
        families: dict[str, list[str]] = defaultdict(list)
        for about in stems:
            families[family(about)].append(about)
        groups: dict[str, list[str]] = {}
        for first, members in families.items():
            together = [path for about in members for path in stems[about]]
            if sum(len(self._commits_of[path]) for path in together) <= self._most:
                groups[first if len(members) > 1 else members[0]] = together
            else:
                groups.update({about: stems[about] for about in members})
        return groups

    def _stands(self, paths: Sequence[str]) -> bool:
        return sum(len(self._commits_of[path]) for path in paths) >= self._least

    def _join_or_leave(self, folder: str, large: Mapping[str, Sequence[str]], left: Sequence[str]) -> None:
        """Small files go where they change along; the others are what is left of the folder."""
        known = {name: self._commits(paths) for name, paths in large.items()}
        all_here = len(self._commits([path for paths in (*large.values(), left) for path in paths]))
        for path in left:
            best = _companion(self._commits_of[path], known, all_here)
            if best is None:
                self._place([path], Place(folder_name(folder), folder, rest=True))
            else:
                self._place([path], Place(group_name(folder, best, large[best]), folder))

    def _commits(self, paths: Sequence[str]) -> Commits:
        return frozenset[int]().union(*(self._commits_of[path] for path in paths))

    def _all_files(self, folder: str) -> list[str]:
        files = list(self._files[folder])
        for sub in sorted(self._folders[folder]):
            files.extend(self._all_files(sub))
        return files

    def _place(self, paths: Sequence[str], place: Place) -> None:
        for path in paths:
            self._placed[path] = place


def _companion(mine: Commits, known: Mapping[str, Commits], all_here: int) -> str | None:
    """The group that the file changes with, by overlap; null when none is more than chance."""
    best, overlap = None, 0.0
    for name, theirs in sorted(known.items()):
        shared = len(mine & theirs)
        by_chance = len(mine) * len(theirs) / all_here
        enough = (
            shared >= TOGETHER_LEAST and shared >= TOGETHER_SHARE * len(mine) and shared >= TOGETHER_LIFT * by_chance
        )
        if enough and shared / len(mine | theirs) > overlap:
            best, overlap = name, shared / len(mine | theirs)
    return best


def folder_name(folder: str) -> str:
    """How a folder reads as an area: `billing/ledger`, but `deploy/`, so that one word is seen to be a folder."""
    if not folder:
        return TOP
    return folder if "/" in folder else f"{folder}/"


def group_name(folder: str, name: str, paths: Sequence[str]) -> str:
    """How a group of files reads as an area: the file itself if there is one, else its shared beginning."""
    if name == BUILD:
        return BUILD
    if len(paths) == 1:
        return paths[0]
    shared = _shared_start([path.rsplit("/", 1)[-1] for path in paths if path.rpartition("/")[0] == folder])
    name = shared if shared.lower().startswith(name) else name
    return f"{folder}/{name}*" if folder else f"{name}*"


def _shared_start(names: Sequence[str]) -> str:
    first, last = min(names, default=""), max(names, default="")
    same = next((at for at, (one, other) in enumerate(zip(first, last, strict=False)) if one != other), len(first))
    return first[:same].rstrip("._-")
