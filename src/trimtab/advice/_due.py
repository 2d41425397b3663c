"""Phrases about moves that are due: `your review`, `Sofie's second look`, `asked of team backend`, `2.5 working days`."""

from collections.abc import Iterator

from trimtab.advice._ground import Row
from trimtab.advice._items import key_of, link_of, number_of, title_of
from trimtab.advice._moves import Move, Moves, What
from trimtab.advice._names import Names, counted, listed
from trimtab.advice.answer import Evidence, Group

NOUN: dict[What, str] = {
    "review": "review",
    "look": "second look",
    "merge": "merge",
    "answer": "answer",
    "report": "answer",
    "changes": "changes",
    "draft": "draft",
}
_FEW_HOURS, _MANY_DAYS = 8.0, 60.0


class Due:
    """Words for moves, the lead being `you`."""

    def __init__(self, names: Names, moves: Moves, lead: str | None) -> None:
        self._names = names
        self._moves = moves
        self._lead = lead

    def number(self, item: Row) -> str:
        """`#412`; with the repository's name in front where there are several trackers."""
        short = number_of(item)
        return f"{item['tracker'].rpartition('/')[2]}{short}" if self._moves.trackers.several else short

    def title(self, item: Row) -> str:
        """The title on one line, cut where it is long."""
        return title_of(item)

    def titled(self, item: Row) -> str:
        """`#412 export: stream rows`."""
        return f"{self.number(item)} {self.title(item)}".strip()

    def waiter(self, move: Move) -> str:
        """Who waits: `Ife`, `Ife and 2 more`, `somebody who left` where the account is gone."""
        return self._names.listed(move.waiters, most=2) if move.waiters else "an account that is gone"

    def noun(self, move: Move) -> str:
        """What the one whose turn it is is asked for: `review`, `second look`, `merge`, `answer`."""
        return NOUN[move.what]

    def asked(self, move: Move) -> str:
        """For what, and from whom: `your review`, `a review by team backend`, `anybody's review`, `a merge`."""
        noun = NOUN[move.what]
        if self._lead in move.named:
            beside = [one for one in move.named if one != self._lead]
            also = f" (or {self._names.listed(beside)})" if beside else ""
            return f"your {noun}{also}"
        if move.named:
            who = [f"{self._names.own(one)}'s" for one in move.named[:2]]
            more = f" (or {counted(len(move.named) - 2, 'other')})" if len(move.named) > 2 else ""
            return f"{' or '.join(who)} {noun}{more}"
        if move.teams:
            return f"{noun} by team {listed(move.teams)}"
        if self._moves.falls_to_lead(move):
            return "your merge, as most are"
        return "a merge" if move.what == "merge" else f"anybody's {noun}"

    def waited(self, move: Move) -> str:
        """How long, on the clock of whoever waits: `3 h`, `2.5 working days`; a long time from its day on."""
        if move.hours < _FEW_HOURS and move.days < 1:
            return f"{max(round(move.hours), 1)} h" if move.hours >= 0.5 else "just now"
        if move.days > _MANY_DAYS:
            local = self._moves.trackers.sight.clock.working.local(move.since)
            return f"since {local:%B %Y}"
        days = round(move.days, 1) if move.days < 10 else round(move.days)
        return f"{days:g} working day{'' if days == 1 else 's'}"

    def waited_shortly(self, move: Move) -> str:
        """The same in few letters: `3 h`, `6.8 d` of working days, `since May 2026`."""
        return self.waited(move).replace(" working days", " d").replace(" working day", " d")

    def holds(self, move: Move) -> Iterator[str]:
        """`holds back #418, #420 and "Export GA" (Ravi, Sofie)`, where it holds back something."""
        told = move.held.text()
        if told:
            tracker = move.item["tracker"]
            people = (
                {self._moves.trackers.person(tracker, one) for one in move.held.accounts} - set(move.waiters) - {None}
            )
            named = sorted(self._names.short(one) for one in people if one)
            yield f"{told} ({', '.join(named[:4])})" if named else told

    def item(self, item: Row, text: str = "") -> Evidence:
        """An item as evidence."""
        local = self._moves.trackers.sight.clock.working.local
        author = self._moves.trackers.person(item["tracker"], item["author"])
        return Evidence(
            kind="item",
            key=key_of(item),
            text=text or (item["title"] or ""),
            at=local(item["opened_at"]),
            by=self._names.own(author) if author else None,
            link=link_of(item),
        )

    def because(self, move: Move) -> Iterator[Group]:
        """The item with what happened on it lately, and what it holds back."""
        acts = self.acts(move)
        yield Group(self.number(move.item), move.item["title"] or "", (self.item(move.item), *acts), 1 + len(acts))
        if move.held.items:
            rows = tuple(self.item(one) for one in move.held.items)
            yield Group("held back", move.held.text(), rows, len(rows))

    def acts(self, move: Move, most: int = 12) -> tuple[Evidence, ...]:
        """The last acts on the item, the newest first."""
        trackers = self._moves.trackers
        local = trackers.sight.clock.working.local
        found = []
        for row in trackers.acts_on(move.key)[:most]:
            by = trackers.person(row["tracker"], row["actor"])
            decides = " (decides whose turn it is)" if row["event"] == move.event else ""
            found.append(
                Evidence(
                    kind="event",
                    key=f"{row['tracker']}#{move.item['number']}:{row['event']}",
                    text=f"{_told(row)}{decides}",
                    at=local(row["at"]),
                    by=self._names.own(by) if by else None,
                )
            )
        return tuple(found)


_ACTS = {
    "opened": "opened it",
    "comment": "commented",
    "review": "reviewed",
    "line": "commented on lines",
    "push": "pushed",
    "ready": "said it is ready",
    "draft": "made it a draft",
    "requested": "asked for a review",
    "unrequested": "took a request back",
    "reopened": "reopened it",
    "merged": "merged it",
    "closed": "closed it",
}


def _told(row: Row) -> str:
    said = _ACTS.get(row["act"]) or str(row["act"])
    if row["approval"]:
        return f"{said}, approving"
    return f"{said}, asking" if row["asks"] else said
