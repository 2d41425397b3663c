"""The acts of a tracker told one after the other, and at each moment who is likely to move next.

A moment is a pull request on which nobody has acted for an hour, three days or a fortnight. Each one forecasts from what came
before it, and once somebody moved, it corrects the forecasts after it.
"""

import heapq
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import polars as pl

from trimtab.analyses.flow._case import ENDS, MOVES, QUIET, Case
from trimtab.analyses.flow._chances import Balance, among, leaning
from trimtab.analyses.flow._features import of_author, of_person, stretch
from trimtab.analyses.flow._memory import Memory
from trimtab.analyses.flow._pulls import Pull, unfinished
from trimtab.analyses.flow._states import Act

HOUR = 3600.0
CANDIDATES = 25
"""So many of those who did most of late may be next, besides everybody who is there, asked or named."""

_COLUMNS = [
    "item", "author", "bot", "at", "act", "actor", "event", "kind", "approval", "concept", "remark", "asks", "mentions", "subject",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Moment:
    """A pull request on which nobody had acted for `quiet` hours, who was likely to move, and who did.

    `chance` is the author's; `people` share out what is left of it, most likely first. `known_*` is what that rests on.
    """

    item: str
    at: float
    quiet: float
    author: str
    last: str
    state: str
    turn: str
    chance: float
    people: Mapping[str, float]
    known_of_author: Mapping[str, float]
    known_of_people: Mapping[str, Mapping[str, float]]
    next: str = ""
    next_at: float = 0.0


class Walk:
    """One tracker, told act by act. `people`: whether moments look beyond the author, which takes most of the time."""

    def __init__(self, states: pl.DataFrame, acts: pl.DataFrame, *, people: bool) -> None:
        pulls = states.filter(pl.col("kind") == "pull").select("item", "draft", "title")
        self._flags: Mapping[str, tuple[bool, str]] = {item: (draft, title) for item, draft, title in pulls.iter_rows()}
        self._rows = acts.sort("at", maintain_order=True).select(_COLUMNS)
        flags = self._rows.filter(pl.col("act").is_in(("draft", "ready")))
        first = flags.unique("item", keep="first", maintain_order=True)
        renamed = self._rows.filter(pl.col("act") == "retitled").unique("item", keep="first", maintain_order=True)
        self._titles: Mapping[str, str | None] = dict(renamed.select("item", "subject").iter_rows())
        self._drafts = {item: act == "ready" for item, act in first.select("item", "act").iter_rows()}
        self.people = people
        self._due: list[tuple[float, int, float, str]] = []
        self._latest: dict[str, int] = {}
        self._waiting: dict[str, list[Moment]] = {}
        self.memory = Memory()
        self.balance = Balance()
        self.cases: dict[str, Case] = {}

    def moments(self) -> Iterator[Moment]:
        """Tell all acts; every moment that was followed by a move of somebody known, when it was."""
        for number, (item, author, bot, act) in enumerate(self._acts()):
            at = act.at.timestamp() / HOUR
            self._come(at)
            moved = bool(act.actor) and not bot and act.act in MOVES
            new = self._see(item, author, act, at, moved=moved)
            case = self.cases.get(item)
            if case is None or not (moved or act.act in ENDS):
                continue
            for moment in self._waiting.pop(item, []):
                if new:
                    self.balance.learn(moment.quiet, moment.known_of_author, author=act.actor == moment.author)
                    yield replace(moment, next=act.actor, next_at=at)
            if moved and case.open:
                self._latest[item] = number
                for hours in QUIET:
                    heapq.heappush(self._due, (at + hours, number, hours, item))

    def moment(self, item: str, at: float) -> Moment:
        """Who is likely to move on an open pull request at an instant after all acts."""
        case = self.cases[item]
        return self._moment(item, case, at, max(at - case.at, 0.0))

    def _acts(self) -> Iterator[tuple[str, str, bool, Act]]:
        for row in self._rows.iter_rows():
            item, author, bot, at, act, actor, event, kind, approval, concept, remark, asks, mentions, subject = row
            told = Act(
                at, act, actor or "", event, kind, approval, concept, remark, asks, tuple(mentions), subject or ""
            )
            yield item, author or "", bot, told

    def _come(self, at: float) -> None:
        """Every moment that lies before an instant."""
        while self._due and self._due[0][0] < at:
            when, number, hours, item = heapq.heappop(self._due)
            case = self.cases[item]
            if case.open and self._latest[item] == number:
                self._waiting.setdefault(item, []).append(self._moment(item, case, when, hours))

    def _moment(self, item: str, case: Case, at: float, quiet: float) -> Moment:
        now, memory = case.pull.now(), self.memory
        own = of_author(case, memory, at, quiet)
        names = case.people(memory, at, CANDIDATES) if self.people else ()
        others = {name: of_person(name, case, memory, at, quiet) for name in names}
        chance = self.balance.chance(stretch(quiet), leaning(own))
        return Moment(
            item,
            at,
            stretch(quiet),
            case.author,
            case.move.actor,
            now.state,
            now.turn,
            chance,
            among(others),
            own,
            others,
        )

    def _see(self, item: str, author: str, act: Act, at: float, *, moved: bool) -> bool:
        """Take in the next act. True where it begins a move of its own on a pull request."""
        case = self.cases.get(item)
        if case is None and act.act == "opened" and item in self._flags:
            draft, title = self._flags[item]
            pull = Pull(
                act.actor, act, draft=self._drafts.get(item, draft), titled=unfinished(self._titles.get(item, title))
            )
            case = self.cases[item] = Case(pull, act.actor, at)
        new = False
        if case is not None:
            if act.act == "requested" and act.subject:
                case.called[act.subject] = at
            if moved:
                new = case.see(act, at, self.memory)
            elif act.act in ENDS:
                case.open = False
            if act.act != "opened":
                case.pull.see(act)
        if moved:
            self.memory.saw(act.actor, act.act, at, own=act.actor == author, pull=case is not None)
        return new
