"""Where items are told by hand: the board, and the truth that a scene shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from trimtab.demo.landed import Made
from trimtab.demo.team import TEAM
from trimtab.demo.tracker.accounts import USERS
from trimtab.demo.tracker.board import Board
from trimtab.demo.tracker.item import Happening, Item
from trimtab.demo.tracker.told import Told

MARA, TOMAS, IFE, RAVI, SOFIE, JUN, DANA = (
    USERS[who] for who in ("mara", "tomas", "ife", "ravi", "sofie", "jun", "dana")
)


@dataclass(frozen=True, slots=True)
class Stage:
    """One scene's view of the board."""

    board: Board
    told: Told
    truth: str

    def add(self, item: Item) -> Item:
        """An item joins."""
        return self.board.add(item)

    def show(self, *what: Item | Happening) -> None:
        """What shows the truth of this scene."""
        self.board.show(self.truth, *what)

    def commits(self, branch: str) -> Sequence[Made]:
        """The commits of a branch that nobody merged; none where these are left out."""
        return self.told.asides.get(branch, ())

    def gain(self, item: Item, branch: str) -> list[Happening]:
        """The item is the pull request of that branch."""
        made = self.commits(branch)
        if made:
            item.facts = self.told.facts(made)
        return [item.gains(self.told.commit(one)) for one in made]


def on(who: str, day: str, hour: float) -> datetime:
    """An hour of that person's clock, on a day such as `2026-11-09`."""
    return TEAM[who].at(date.fromisoformat(day), hour)


def mention(item: Item, asked: Happening, *who: str) -> None:
    """GitHub notes whom a comment mentions."""
    for one in who:
        for kind in ("mentioned", "subscribed"):
            item.happens(kind, asked.at, USERS[one])
