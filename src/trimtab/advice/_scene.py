"""What every answer about items stands on: the sight, the trackers in it, clocks, moves that are due, and words for them."""

import json
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from functools import cached_property

import polars as pl

from trimtab.advice._clocks import Clocks
from trimtab.advice._due import Due
from trimtab.advice._ground import Ground
from trimtab.advice._held_back import Key
from trimtab.advice._moves import Move, Moves
from trimtab.advice._names import Names, counted
from trimtab.advice._sight import Sight, look
from trimtab.advice._trackers import Trackers
from trimtab.advice.measured import sure
from trimtab.analyses import experts
from trimtab.analyses.review_time import LINES_AN_HOUR, LONGEST_READING, SHORTEST
from trimtab.workspace import Workspace

_ASKED_FOR = 8  # experts are asked about so many items: as many as a screen can show
_KNOWN_LATE = timedelta(days=7)


class Scene:
    """The ground of `waiting`, `plate` and the brief's lines about items."""

    def __init__(self, sight: Sight, ground: Ground | None = None) -> None:
        self.sight = sight
        self.trackers = Trackers(sight)
        self.names: Names = sight.names
        self.lead = sight.lead.person if sight.lead else None
        self.local = sight.clock.working.local
        self.clocks = Clocks(sight)
        self.moves = Moves(self.trackers, self.clocks, self.lead)
        self.words = Due(self.names, self.moves, self.lead)
        self._ground = ground

    @cached_property
    def ground(self) -> Ground:
        """Areas and who knows them, made when first needed."""
        return self._ground or Ground(self.sight)

    @property
    def no_items(self) -> str:
        """What to say where no items were read."""
        return "no issues or pull requests have been read yet, so nobody's turn is known"

    def nearest(self, program: str) -> str:
        """The one command that would bring items."""
        return f"{program} sync --source archive FILE"

    @cached_property
    def left_out(self) -> tuple[str, ...]:
        """What no line about items counts."""
        bots = self.trackers.accounts.filter(pl.col("bot").fill_null(value=False)).height
        return (
            *((f"acts of {counted(bots, 'bot')}",) if bots else ()),
            "drafts, blocked items, and what is quiet for a year",
        )

    def sure_of(self, move: Move) -> str:
        """How often it was right whose turn it is, where that was measured; nothing of issues, of which it was not."""
        return self._sure.get("turn", "") if move.item["kind"] == "pull" else ""

    @cached_property
    def _sure(self) -> Mapping[str, str]:
        return sure(self.sight.workspace, self.sight.as_of)

    def best_placed(self, move: Move) -> str | None:
        """Who is the first candidate to review it, by the files it changes; None where these are not known."""
        person = self._best.get(move.key)
        return self.names.short(person) if person else None

    @cached_property
    def _best(self) -> Mapping[Key, str]:
        open_to_all = [move for move in self.moves.due if not move.named][:_ASKED_FOR]
        known = self.trackers.paths([move.key for move in open_to_all])
        paths = {move.key: known.get(move.key) or self._labelled(move) for move in open_to_all}
        asked = [move for move in open_to_all if paths[move.key]]
        if not asked:
            return {}
        sight = self.sight
        rows = [
            (str(place), sight.as_of, "reviewer", list(paths[move.key])[:50], list(move.waiters))
            for place, move in enumerate(asked)
        ]
        told = experts.candidates(
            pl.DataFrame(rows, schema=experts.QUESTIONS, orient="row"),
            sight.commits, sight.changes, sight.people, sight.reviews.acts.lazy(), most=1,
        )  # fmt: skip
        return {asked[int(row["id"])].key: row["person"] for row in told.to_dicts()}

    def _labelled(self, move: Move) -> list[str]:
        """Folders that the labels of an item name, where its files are not known."""
        tops = {area.partition("/")[0] for area in self.ground.files["area"].unique()}
        return sorted(label.rstrip("/") for label in move.item["labels"] if label.rstrip("/") in tops)

    def effort(self, move: Move) -> str:
        """`, some 40 min` for a review whose size is told, at the pace of a careful reader; else nothing."""
        if move.what not in {"review", "look"}:
            return ""
        facts = json.loads(move.item["facts"] or "{}")
        lines = sum(facts[key] for key in ("additions", "deletions") if isinstance(facts.get(key), int))
        if not lines:
            return ""
        minutes = min(max(lines / LINES_AN_HOUR * 60, SHORTEST), LONGEST_READING)
        return f", some {max(5 * round(minutes / 5), 5)} min"

    def caveats(self) -> tuple[str, ...]:
        """What an answer about items must say about its own ground."""
        return tuple(self._caveats())

    def _caveats(self) -> Iterator[str]:
        yield from self.sight.notes
        if not self.trackers.any:
            return
        known = self.trackers.known_to
        if known is not None and known < self.sight.as_of - _KNOWN_LATE:
            yield f"of the trackers nothing is known since {self.local(known):%-d %B %Y}"
        if any(move.teams for move in self.moves.due):
            yield "who is in a team is not told, so a review by anybody answers a request to one"
        if self.sight.clock.hours_note:
            yield self.sight.clock.hours_note


def scene_of(workspace: Workspace, *, now: datetime, as_of: str | None, me: str | None, machine_zone: str) -> Scene:
    """What is there up to `as_of`; raises UsageError for text that is no date."""
    return Scene(look(workspace, now=now, as_of=as_of, me=me, machine_zone=machine_zone))
