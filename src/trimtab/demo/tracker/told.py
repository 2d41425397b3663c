"""What the tracker is told of the history: what landed, under which object ids, and how large it was."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from trimtab.demo._dice import Dice
from trimtab.demo.landed import Landed, Made
from trimtab.demo.stream import Stamp
from trimtab.demo.tracker import board
from trimtab.demo.tracker.item import Json

Size = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Told:
    """The history as git has taken it in: `oids` by mark, `sizes` (lines added and deleted) by object id."""

    seed: int
    without: Collection[str]
    landed: Sequence[Landed]
    asides: Mapping[str, Sequence[Made]]
    oids: Mapping[int, str]
    sizes: Mapping[str, Size]

    def dice(self, *name: object) -> Dice:
        """Dice of the tracker's own, so that the history falls as it would without one."""
        return Dice(self.seed, "tracker", *name)

    def commit(self, made: Made) -> Json:
        """A commit as a timeline tells it."""
        return board.commit(self.oids[made.mark], made.message.strip(), _signed(made.author), _signed(made.committer))

    def facts(self, commits: Sequence[Made]) -> Json:
        """How large a pull request of these commits is."""
        sizes = [self.sizes.get(self.oids[made.mark], (0, 0)) for made in commits]
        return {
            "additions": sum(added for added, _ in sizes),
            "deletions": sum(deleted for _, deleted in sizes),
            "changed_files": len({path for made in commits for path in made.paths}),
            "commits": len(commits),
        }


def _signed(stamp: Stamp) -> tuple[str, str, str]:
    return stamp.who.name, stamp.who.email, stamp.at.isoformat()
