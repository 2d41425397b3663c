"""From what a plan's text waits for to links between pieces: groups, contracts, unknowns, and what is over already."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from trimtab.advice.plan._ground import PlanGround
from trimtab.advice.plan._pieces import Gone, Piece
from trimtab.planning.problem import Link, LinkKind
from trimtab.records.plan import Contract, Dependency, Plan, PlanTask

_MANY = 2  # from so many tasks on, the end of a group is a piece of its own


@dataclass
class Weaver:
    """Links between pieces, and what they add to them: releases, ends of groups, waits.

    `at` tells where an id stands among `pieces`; `leaves` the tasks of a group, written in order.
    """

    plan: Plan
    ground: PlanGround
    pieces: list[Piece]
    gone: Mapping[str, Gone]
    leaves: Mapping[str, tuple[str, ...]]
    lines: Mapping[str, str]
    links: dict[tuple[int, int, LinkKind], int] = field(default_factory=dict)
    releases: dict[int, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.at = {piece.id: place for place, piece in enumerate(self.pieces)}

    def weave(self) -> tuple[Link, ...]:
        """All links of the plan; `pieces` and `releases` are as they must be afterwards."""
        stands_in = self._stand_ins()
        for task, around in self.plan.leaves():
            for holder in (*around, task):
                for dependency in holder.after:
                    self._wait(task.id, dependency, stands_in.get(task.id, frozenset()))
        points = [(one.id, one.after) for one in self.plan.contracts] + [
            (one.id, one.after) for one in self.plan.milestones
        ]
        for point, after in points:
            for dependency in after:
                self._wait(point, dependency, frozenset())
        for unknown in self.plan.unknowns:
            for blocked in unknown.blocks:
                for leaf in self.leaves.get(blocked, (blocked,)):
                    self._wait(leaf, Dependency(task=unknown.id), frozenset())
        for contract in self.plan.contracts:
            self._agree(contract)
        self._end()
        return tuple(Link(*ends, lag) for ends, lag in self.links.items())

    def _stand_ins(self) -> dict[str, frozenset[str]]:
        """For each consumer of a contract, the tasks that it need not wait for."""
        found: dict[str, frozenset[str]] = {}
        for contract in self.plan.contracts:
            provided = frozenset(self.leaves.get(contract.provider, (contract.provider,)))
            for consumer in self._consumers(contract):
                found[consumer] = found.get(consumer, frozenset()) | provided
        return found

    def _consumers(self, contract: Contract) -> Iterator[str]:
        for consumer in contract.consumers:
            yield from self.leaves.get(consumer, (consumer,))

    def _agree(self, contract: Contract) -> None:
        """Who waits for a contract, and where both sides come together."""
        for consumer in self._consumers(contract):
            self._wait(consumer, Dependency(task=contract.id), frozenset())
            if contract.integration is None:
                self._wait(consumer, Dependency(task=contract.provider, type="FF"), frozenset())
        if contract.integration is not None:
            both = self.leaves.get(contract.integration, (contract.integration,))
            for side in (*self._consumers(contract), contract.provider):
                if side not in both:
                    for leaf in both:
                        self._wait(leaf, Dependency(task=side), frozenset())

    def _wait(self, waiting: str, dependency: Dependency, but: frozenset[str]) -> None:
        """Let a piece wait for what a dependency names, but for some tasks of it."""
        after = self.at.get(waiting)
        if after is None:
            return
        if self.pieces[after].progress.is_begun and dependency.type[1] == "S":
            return  # it began all the same
        names = [one for one in self.leaves.get(dependency.task, (dependency.task,)) if one not in but]
        lag = self.ground.lag(dependency.lag)
        live = [one for one in names if one in self.at]
        if len(live) >= _MANY and dependency.type[0] == "F" and not but and dependency.task in self.leaves:
            self._link(self._group_end(dependency.task, live), after, dependency.type, lag)
        else:
            for name in live:
                self._after(name, after, dependency.type, lag)
        for name in names:
            if name in self.gone:
                self._after_gone(self.gone[name], after, dependency.type, lag)

    def _after(self, name: str, after: int, kind: LinkKind, lag: int) -> None:
        before = self.at[name]
        progress = self.pieces[before].progress
        if kind[0] == "S" and progress.is_begun:
            if progress.started is not None:
                self._after_past(after, kind, lag - self.ground.since(progress.started, begins=True))
            return
        self._link(before, after, kind, lag)

    def _after_gone(self, gone: Gone, after: int, kind: LinkKind, lag: int) -> None:
        """What is over is waited for no more, but for the rest of a lag behind it."""
        day = gone.ended if kind[0] == "F" else gone.began
        if gone.why == "done" and day is not None and lag > 0:
            self._after_past(after, kind, lag - self.ground.since(day, begins=kind[0] == "S"))

    def _after_past(self, after: int, kind: LinkKind, left: int) -> None:
        """Begin, or end, no earlier than `left` slots from now."""
        if left <= 0:
            return
        if kind[1] == "S":
            self.releases[after] = max(self.releases.get(after, 0), left)
            return
        wait = self._add(
            Piece("wait", f"{self.pieces[after].id}+{left}", "a lag behind what is over", self.pieces[after].line)
        )
        self.releases[wait] = left
        self._link(wait, after, "FF", 0)

    def _group_end(self, group: str, live: Sequence[str]) -> int:
        """The piece at which a group has ended."""
        if group in self.at:
            return self.at[group]
        title = next((one.display for one in _groups(self.plan.tasks) if one.id == group), group)
        end = self._add(Piece("group", group, title, self.lines[group]))
        for leaf in live:
            self._link(self.at[leaf], end, "FS", 0)
        return end

    def _end(self) -> None:
        """The end of the plan, where there is a date for it: behind everything that nothing ends after."""
        if self.plan.deadline is None:
            return
        ended = {before for before, _, kind in self.links if kind[0] == "F"}
        last = [place for place in range(len(self.pieces)) if place not in ended]
        end = self._add(Piece("end", self.plan.id, self.plan.title, f"{self.plan.file}:1"))
        for place in last:
            self._link(place, end, "FS", 0)

    def _add(self, piece: Piece) -> int:
        self.pieces.append(piece)
        self.at.setdefault(piece.id, len(self.pieces) - 1)
        return len(self.pieces) - 1

    def _link(self, before: int, after: int, kind: LinkKind, lag: int) -> None:
        if before != after:
            ends = before, after, kind
            self.links[ends] = max(self.links.get(ends, lag), lag)


def _groups(tasks: Sequence[PlanTask]) -> Iterator[PlanTask]:
    for task in tasks:
        if task.tasks:
            yield task
            yield from _groups(task.tasks)
