"""What is remembered of a history as it unfolds: who did how much where, for files and for every folder above them.

Events enter in order of time, so a question answered in between cannot see what came later, renames included. What is
made of the memory is the business of `_experts_features`.
"""

from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass, field

from trimtab.analyses._experts_events import Event, File, Reviewed, Wrote
from trimtab.analyses.areas import WIDE_FILES, WIDE_LEAST, WIDE_SHARE

DAY = 86_400_000_000  # microseconds

# Half-lives, in days, of what a commit or a review counts for: lately, and in a quarter or so.
SOON, LATER = 30.0, 90.0
_MOST_DOUBLINGS = 1000  # more do not fit in a float; what is that old counts for nothing


class Trace:
    """What one person did at one place: sums decayed to the memory's landmark, plain counts, and the last instants."""

    __slots__ = ("commits", "last", "last_read", "read_later", "read_soon", "reviews", "wrote_later", "wrote_soon")

    def __init__(self) -> None:
        self.wrote_soon = self.wrote_later = self.read_soon = self.read_later = 0.0
        self.commits = self.reviews = self.last = self.last_read = 0

    def take(self, other: "Trace") -> None:
        """Adds what another place knew of the person."""
        self.wrote_soon += other.wrote_soon
        self.wrote_later += other.wrote_later
        self.read_soon += other.read_soon
        self.read_later += other.read_later
        self.commits += other.commits
        self.reviews += other.reviews
        self.last, self.last_read = max(self.last, other.last), max(self.last_read, other.last_read)


class Node:
    """A file or a folder: a trace for each person, their sum, and the numbers of the commits that changed it."""

    __slots__ = ("all", "log", "traces")

    def __init__(self) -> None:
        self.traces: dict[str, Trace] = {}
        self.all = Trace()
        self.log: list[int] = []

    def of(self, person: str) -> Trace:
        """The trace of a person, made when first needed."""
        found = self.traces.get(person)
        if found is None:
            found = self.traces[person] = Trace()
        return found

    def take(self, other: "Node") -> None:
        """Adds all that another place knew."""
        for person, trace in other.traces.items():
            self.of(person).take(trace)
        self.all.take(other.all)
        self.log = sorted({*self.log, *other.log})


@dataclass(slots=True)
class Known:
    """A commit as it is remembered."""

    at: int
    oid: str
    people: tuple[str, ...]
    paths: tuple[str, ...]  # as named then; empty when it teaches nothing
    reviews: list[Reviewed] = field(default_factory=list)


@dataclass(slots=True)
class Person:
    """When somebody wrote and when they reviewed, in order."""

    wrote: list[int] = field(default_factory=list)
    read: list[int] = field(default_factory=list)

    @property
    def last(self) -> int:
        """The last act of either sort."""
        return max(self.wrote[-1] if self.wrote else 0, self.read[-1] if self.read else 0)

    def acts_since(self, at: int) -> int:
        """How many acts came after an instant."""
        return len(self.wrote) - bisect_right(self.wrote, at) + len(self.read) - bisect_right(self.read, at)


class Tree:
    """The memory of one repository; of its files and folders only those in `names` where these are given."""

    def __init__(self, landmark: int, names: frozenset[str] | None) -> None:
        self._landmark = landmark
        self._names = names
        self.files: dict[str, Node] = {}
        self.folders: dict[str, Node] = {"": Node()}
        self.commits: list[Known] = []
        self._number: dict[str, int] = {}
        self._moved: dict[str, str] = {}
        self._folders_above: dict[str, tuple[Node, ...]] = {}
        self._alive = 0

    @property
    def root(self) -> Node:
        """The whole repository."""
        return self.folders[""]

    def present(self, path: str) -> str:
        """The name that a file has by now, also when asked for by an earlier one."""
        steps = 0
        while path not in self.files and path in self._moved and steps < len(self._moved):
            path, steps = self._moved[path], steps + 1
        return path

    def node(self, path: str) -> Node | None:
        """What is known of a file (under any of its names so far) or of a folder."""
        found = self.files.get(self.present(path))
        return found if found is not None else self.folders.get(path.strip("/"))

    def wrote(self, event: Wrote) -> None:
        """Takes in a commit; one that is too wide only moves files and shows that its authors were there."""
        paths = self._moved_files(event.files)
        wide = self._is_wide(event.width)
        number = len(self.commits)
        self.commits.append(Known(event.at, event.oid, event.people, () if wide else tuple(paths)))
        self._number[event.oid] = number
        if event.people:
            self._add_commit([] if wide else paths, event, number)
        self._alive += event.more

    def reviewed(self, event: Reviewed) -> None:
        """Takes in a review of commits known by now."""
        numbers = [self._number[oid] for oid in event.oids if oid in self._number]
        paths = {self.present(path) for number in numbers for path in self.commits[number].paths}
        soon, later = self._grown(SOON, event.at), self._grown(LATER, event.at)
        for number in numbers:
            self.commits[number].reviews.append(event)
        for node in self._touched(sorted(paths)):
            for trace in (node.of(event.person), node.all):
                trace.last_read = event.at
                if not event.took_in:
                    trace.read_soon += soon
                    trace.read_later += later
                    trace.reviews += 1

    def _grown(self, half: float, at: int) -> float:
        """What an act counts for as of the landmark; ratios of such sums are right at any instant."""
        return float(2.0 ** ((at - self._landmark) / (half * DAY)))

    def _add_commit(self, paths: list[str], event: Wrote, number: int) -> None:
        soon, later = self._grown(SOON, event.at), self._grown(LATER, event.at)
        for path in paths:
            if path not in self.files and self._wanted(path):
                self.files[path] = Node()
        for node in self._touched(paths):
            node.log.append(number)
            for trace in (*(node.of(person) for person in event.people), node.all):
                trace.wrote_soon += soon
                trace.wrote_later += later
                trace.commits += 1
                trace.last = event.at

    def _touched(self, paths: list[str]) -> list[Node]:
        """The files, each folder above them once, and the whole."""
        found = {id(node): node for path in paths for node in self._above(path)}
        files = self.files
        return [self.root, *found.values(), *(files[path] for path in paths if path in files)]

    def _above(self, path: str) -> tuple[Node, ...]:
        """The folders above a path, but for the whole; kept, as most commits change what others changed before."""
        known = self._folders_above.get(path)
        if known is None:
            names = []
            folder = path.rpartition("/")[0]
            while folder:
                names.append(folder)
                folder = folder.rpartition("/")[0]
            known = tuple(self._folder(name) for name in names if self._wanted(name))
            self._folders_above[path] = known
        return known

    def _wanted(self, name: str) -> bool:
        return self._names is None or name in self._names

    def _folder(self, name: str) -> Node:
        found = self.folders.get(name)
        if found is None:
            found = self.folders[name] = Node()
        return found

    def _moved_files(self, files: tuple[File, ...]) -> list[str]:
        for file in files:
            if file.status == "R" and file.old and file.old != file.path:
                self._move(file.old, file.path)
            elif file.status == "A":
                self._moved.pop(file.path, None)
        return sorted({self.present(file.path) for file in files})

    def _move(self, old: str, new: str) -> None:
        """A file takes its history along, into the folders that did not hold it before."""
        self._moved.pop(new, None)
        before = self.files.pop(self.present(old), None)
        self._moved[old] = new
        if before is None:
            return
        if self._wanted(new):
            self.files.setdefault(new, Node()).take(before)
        folder = new.rpartition("/")[0]
        while folder and not old.startswith(folder + "/"):
            if self._wanted(folder):
                self._folder(folder).take(before)
            folder = folder.rpartition("/")[0]

    def _is_wide(self, count: int) -> bool:
        return count > WIDE_FILES or (count >= WIDE_LEAST and count > WIDE_SHARE * max(self._alive, 1))


class Memory:
    """The memory of all repositories of a workspace, and of when each person was there."""

    def __init__(self, landmark: int, names: frozenset[str] | None = None) -> None:
        self.landmark = landmark
        self._names = names
        self.trees: dict[str, Tree] = {}
        self.people: defaultdict[str, Person] = defaultdict(Person)

    def take(self, event: Event) -> None:
        """Takes in the next event."""
        tree = self.trees.get(event.repo)
        if tree is None:
            tree = self.trees[event.repo] = Tree(self.landmark, self._names)
        if isinstance(event, Wrote):
            tree.wrote(event)
            for person in event.people:
                self.people[person].wrote.append(event.at)
        else:
            tree.reviewed(event)
            self.people[event.person].read.append(event.at)

    def shrink(self, half: float, at: int) -> float:
        """What turns a sum as of the landmark into one as of an earlier instant."""
        return float(2.0 ** min((self.landmark - at) / (half * DAY), _MOST_DOUBLINGS))
