"""One pull request while its acts are told: whose turn the rule says it is, and how the conversation goes.

Acts of one person within ten minutes are one move.
"""

from collections.abc import Hashable, Iterable
from math import log

from trimtab.analyses.flow._memory import Memory
from trimtab.analyses.flow._pulls import Pull
from trimtab.analyses.flow._states import Act

MOVES = frozenset({"opened", "comment", "review", "line", "push", "ready", "draft", "reopened", "merged", "closed"})
"""Acts by which somebody has moved. To ask for a review is to hand over, and is told by whoever was asked."""
ENDS = frozenset({"merged", "closed"})
ONE_MOVE = 10 / 60
QUIET = (1.0, 72.0, 336.0)
"""Hours without an act at which a forecast is made and judged: one hour, three days, a fortnight."""


class Move:
    """What one person did in one go."""

    def __init__(self, actor: str, act: str) -> None:
        self.actor = actor
        self.act = act
        self.asks = self.approves = self.agrees = self.pushes = False
        self.lines = 0
        self.mentions: set[str] = set()

    def add(self, act: Act) -> None:
        """One more act of it."""
        if act.act in ("push", "review"):
            self.act = act.act
        self.asks |= act.asks
        self.approves |= act.approval
        self.agrees |= act.concept
        self.pushes |= act.act == "push"
        self.lines += act.act == "line"
        self.mentions.update(act.mentions)


class Case:
    """A pull request as far as its acts were told. Times are hours since 1970."""

    def __init__(self, pull: Pull, author: str, at: float) -> None:
        self.pull = pull
        self.author = author
        self.opened = self.at = at
        self.open = True
        self.move = Move(author, "opened")
        self.moves: dict[str, int] = {author: 1}
        self.last: dict[str, float] = {}
        self.called: dict[str, float] = {}
        self.approvers: set[str] = set()
        self.gap = 0.0
        self.run = self.count = 1
        self.pushes = 0

    def see(self, act: Act, at: float, memory: Memory) -> bool:
        """Take in an act of somebody known. True where it begins a move of its own."""
        new = self.move.actor != act.actor or at - self.at > ONE_MOVE
        if new:
            self._begin(act, at, memory)
        self.move.add(act)
        self.pushes += act.act == "push"
        if act.approval and act.actor != self.author:
            self.approvers.add(act.actor)
        for name in act.mentions:
            self.called[name] = at
        self.last[act.actor], self.at = at, at
        if act.act in ENDS:
            self.open = False
        elif act.act == "reopened":
            self.open = True
        return new

    def _begin(self, act: Act, at: float, memory: Memory) -> None:
        by_author = act.actor == self.author
        self._learn(act.actor, at, memory)
        self.gap = at - self.at
        same_side = (self.move.actor == self.author) == by_author
        self.run = self.run + 1 if same_side else 1
        self.move = Move(act.actor, act.act)
        self.moves[act.actor] = self.moves.get(act.actor, 0) + 1
        self.count += 1
        if not by_author:
            memory.pairs[self.author].add(act.actor, at)

    def _learn(self, actor: str, at: float, memory: Memory) -> None:
        """Somebody moved after a move: remember who follows whom, and whether it was the author."""
        if not self.open:
            return
        by_author = actor == self.author
        memory.follows[self.move.actor].add(actor, at)
        if not by_author and actor not in self.moves:
            memory.firsts.add(actor, at)
        for quiet in QUIET:
            if at - self.at >= quiet:
                for key in self.situation():
                    memory.rates.add((quiet, key), author=by_author)
        if at - self.at >= QUIET[0]:
            memory.rates.add_overall(author=by_author)
            for key in self.situation():
                memory.rates.add(key, author=by_author)

    def situation(self) -> tuple[Hashable, ...]:
        """What the author's being next is remembered by: the last act and its side, the state, the author, the last actor."""
        side = self.move.actor == self.author
        return (
            ("act", self.move.act, side),
            ("state", self.pull.now().state),
            ("author", self.author),
            ("last", self.move.actor),
            ("author", self.author, side),
        )

    def people(self, memory: Memory, at: float, most: int) -> Iterable[str]:
        """Everybody but the author who may be next: who is there, who was asked or named, and who did most of late."""
        known = {name for name in (*self.pull.asked, *self.called) if name in memory.last}
        return sorted({*memory.busiest(at, most), *self.moves, *known} - {self.author})


def grown(number: float) -> float:
    """log(1 + number): the step from none to one counts as much as that from one to three."""
    return log(1 + number)
