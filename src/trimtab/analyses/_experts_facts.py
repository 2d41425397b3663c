"""What speaks for a candidate, as plain facts: what they did to these files, near them and anywhere, and when last.

How facts become words is the business of `advice`, how candidates are put in order that of `_experts_score`.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from trimtab.analyses._experts_memory import DAY, Known, Node
from trimtab.analyses._experts_places import Places

if TYPE_CHECKING:
    from trimtab.analyses._experts_events import Reviewed

LATELY_COMMITS = 40
RECENT = 90 * DAY
MOST_OIDS = 5
_FAR_BACK = 2000  # commits of a folder that are looked through for evidence


@dataclass(frozen=True, slots=True)
class Facts:
    """One candidate of one question, in the order of the columns `CANDIDATES` from `commits` on."""

    commits: int
    lately: int
    lately_of: int
    last_at: int | None
    reviews: int
    merges: int
    reviewed_at: int | None
    folder: str | None
    folder_commits: int
    folder_reviews: int
    folder_last_at: int | None
    acts: int
    seen_at: int | None
    wrote_at: int | None
    oids: list[str]
    review_oids: list[str]

    def row(self) -> tuple[object, ...]:
        """The facts as a row."""
        return tuple(getattr(self, name) for name in self.__slots__)


class Speaking:
    """The facts about any candidate of one question."""

    def __init__(self, places: Places) -> None:
        self._places = places
        self._here = _newest_first(places)
        self._wrote: defaultdict[str, list[Known]] = defaultdict(list)
        self._read: defaultdict[str, dict[Reviewed, list[str]]] = defaultdict(dict)
        for commit in self._here:
            for person in commit.people:
                self._wrote[person].append(commit)
            for act in commit.reviews:
                self._read[act.person].setdefault(act, []).append(commit.oid)

    def of(self, person: str) -> Facts:
        """The facts about one candidate."""
        wrote, read = self._wrote.get(person, []), _each_once(self._read.get(person, {}))
        folder, node = self._nearest(person)
        beside = node.traces[person] if node else None
        acts = self._places.memory.people[person]
        lately = self._here[:LATELY_COMMITS]
        reviewed = list(dict.fromkeys(oid for oids in read.values() for oid in oids))
        return Facts(
            commits=len(wrote),
            lately=sum(person in commit.people for commit in lately),
            lately_of=len(lately),
            last_at=wrote[0].at if wrote else None,
            reviews=sum(not act.took_in for act in read),
            merges=sum(act.took_in for act in read),
            reviewed_at=max((act.at for act in read), default=None),
            folder=folder,
            folder_commits=beside.commits if beside else 0,
            folder_reviews=beside.reviews if beside else 0,
            folder_last_at=max(beside.last, beside.last_read) if beside else None,
            acts=acts.acts_since(self._places.question.at - RECENT),
            seen_at=acts.last or None,
            wrote_at=acts.wrote[-1] if acts.wrote else None,
            oids=self._evidence(person, wrote, node),
            review_oids=reviewed[:MOST_OIDS],
        )

    def _nearest(self, person: str) -> tuple[str | None, Node | None]:
        """The nearest folder above most of the paths, the whole if need be, where the person did something."""
        roots = [("", spot.tree.root) for spot in self._places.spots]
        asked = [spot.node for spot in self._places.spots]
        for folder, node in (*self._places.folders, *roots):
            if person in node.traces and not any(node is one for one in asked):
                return folder, node
        return None, None

    def _evidence(self, person: str, wrote: Sequence[Known], node: Node | None) -> list[str]:
        """Their newest commits here; where these are few, then their newest in the folder."""
        found = [commit.oid for commit in wrote[:MOST_OIDS]]
        if len(found) < MOST_OIDS and node is not None:
            found += self._in_folder(person, node, set(found), MOST_OIDS - len(found))
        return found

    def _in_folder(self, person: str, node: Node, but: set[str], most: int) -> Iterator[str]:
        tree = next(spot.tree for spot in self._places.spots if node in (*spot.above, spot.tree.root))
        for number in reversed(node.log[-_FAR_BACK:]):
            commit = tree.commits[number]
            if person in commit.people and commit.oid not in but:
                yield commit.oid
                most -= 1
            if most == 0:
                return


def _each_once(acts: Mapping["Reviewed", Sequence[str]]) -> dict["Reviewed", Sequence[str]]:
    """The acts, words before merges, without those about commits that another one was about already."""
    found, covered = {}, set[str]()
    for act in sorted(acts, key=lambda act: act.took_in):
        if not covered.issuperset(acts[act]):
            found[act] = acts[act]
            covered.update(acts[act])
    return found


def _newest_first(places: Places) -> list[Known]:
    """The commits that changed the paths, each once."""
    found = {}
    for spot in places.spots:
        for number in spot.node.log if spot.node else ():
            commit = spot.tree.commits[number]
            found[commit.oid] = commit
    return sorted(found.values(), key=lambda commit: (-commit.at, commit.oid))
