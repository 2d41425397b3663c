"""Each person's own clock: working time from the records, the lead's hours for whoever is not written down.

Waiting is counted on the clock of whoever waits. `advice._clock` finds the lead's clock, this room everybody else's.
"""

from dataclasses import replace
from functools import cache

from trimtab.advice._sight import Sight
from trimtab.workdays import Elapsed, WorkingTime


class Clocks:
    """Working time of persons, each made once. Leave is the person's own; the lead's is never anybody else's."""

    def __init__(self, sight: Sight) -> None:
        self._lead = sight.lead.person if sight.lead else None
        self._working = sight.clock.working
        records = sight.workspace.records
        self._records = records
        self.of = cache(self._of)
        self._elapsed = cache(Elapsed)  # most people keep the same hours, and their days are added up once

    def _of(self, person: str | None) -> Elapsed:
        """The clock of a person; of somebody unknown, the lead's without their leave."""
        if person is not None and person == self._lead:
            return self._elapsed(self._working)
        return self._elapsed(self._others(person))

    def _others(self, person: str | None) -> WorkingTime:
        anyone = replace(self._working, leave=(), capacity=1.0)
        written = self._records.person(person) if self._records and person else None
        if written is None:
            return anyone
        zones = written.zone or ()
        first = next((dated.value for dated in zones if dated.first is None), anyone.zone)
        moves = tuple((dated.first, dated.value) for dated in zones if dated.first is not None)
        return replace(
            anyone,
            zone=first,
            moves=moves if zones else anyone.moves,
            hours=written.hours.days if written.hours else anyone.hours,
            leave=tuple((leave.first, leave.last) for leave in written.leave),
            capacity=written.capacity,
        )
