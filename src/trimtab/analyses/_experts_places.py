"""The places a question is about: its files, the folders above them, and the people who could be named.

What counts how much is the business of `_experts_features`.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from trimtab.analyses._experts_memory import DAY, Memory, Node, Tree

# Whom a question may name: everybody who was at its places, and everybody who was anywhere within two years; if these
# are too few, also those who were there last before that.
LATELY = 730 * DAY
LEAST = 25
MOST_PATHS = 60


@dataclass(frozen=True, slots=True)
class Question:
    """Who can take, review or inherit these paths, as of an instant (microseconds since 1970)?"""

    id: str
    at: int
    role: str
    paths: tuple[str, ...]
    exclude: frozenset[str]


@dataclass(frozen=True, slots=True)
class Spot:
    """One path of a question in one repository: its own node, None when it has no history, and the folders above it.

    `above` begins with the folder that the path lies in, also where nothing is known of it, and ends with the whole.
    """

    path: str
    tree: Tree
    node: Node | None
    above: tuple[Node | None, ...]


class Places:
    """Where a question looks."""

    def __init__(self, memory: Memory, question: Question) -> None:
        self.memory = memory
        self.question = question
        self.spots = tuple(spot for path in _some(question.paths) for spot in _spots(memory, path))

    @cached_property
    def folders(self) -> tuple[tuple[str, Node], ...]:
        """Every folder above the paths that has a history: above most of them first, then the deepest; without the whole."""
        found: dict[str, Node] = {}
        paths: Counter[str] = Counter()
        for spot in self.spots:
            folder = spot.path.rpartition("/")[0]
            for node in spot.above[:-1]:
                if node is not None:
                    found.setdefault(folder, node)
                    paths[folder] += 1
                folder = folder.rpartition("/")[0]
        return tuple(sorted(found.items(), key=lambda pair: (-paths[pair[0]], -pair[0].count("/"), pair[0])))

    @cached_property
    def people(self) -> tuple[str, ...]:
        """Whom the question may name, in alphabetical order."""
        since = self.question.at - LATELY
        seen = self.memory.people
        found = {person for person, acts in seen.items() if acts.last >= since}
        for spot in self.spots:
            if spot.node is not None and spot.node is not spot.tree.root:
                found.update(spot.node.traces)
        found -= self.question.exclude
        if len(found) < LEAST:
            others = sorted(set(seen) - found - self.question.exclude, key=lambda one: (-seen[one].last, one))
            found.update(others[: LEAST - len(found)])
        return tuple(sorted(found))


def _some(paths: tuple[str, ...]) -> tuple[str, ...]:
    """The paths, each once; of very many only some, evenly spread."""
    each = sorted(set(paths))
    if len(each) <= MOST_PATHS:
        return tuple(each)
    return tuple(each[place * len(each) // MOST_PATHS] for place in range(MOST_PATHS))


def _spots(memory: Memory, path: str) -> Iterator[Spot]:
    """The path in each repository that knows it; if none does, in those that know most of the folders above it."""
    found = [_spot(tree, path.strip("/")) for _, tree in sorted(memory.trees.items())]
    known = [spot for spot in found if spot.node is not None]
    if known or not found:
        yield from known
        return
    most = max(sum(node is not None for node in spot.above) for spot in found)
    yield from (spot for spot in found if sum(node is not None for node in spot.above) == most)


def _spot(tree: Tree, path: str) -> Spot:
    named = tree.present(path)
    above = []
    folder = named
    while folder:
        folder = folder.rpartition("/")[0]
        above.append(tree.folders.get(folder))
    return Spot(named, tree, tree.node(named), tuple(above) or (tree.root,))
