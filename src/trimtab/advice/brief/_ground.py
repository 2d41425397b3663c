"""The week a brief is about, and the ground that its lines stand on."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from trimtab.advice import _ground
from trimtab.advice._sight import Sight
from trimtab.advice.answer import Window
from trimtab.workdays import week_dates

# On a Monday or Tuesday the week before is the news; later the week itself.
_OLD_WEEK_UNTIL = 2


@dataclass(frozen=True, slots=True)
class Week:
    """The week a brief is about: its name, both ends (the end excluded), and how far the evidence reaches into it."""

    name: str
    start: datetime
    end: datetime
    seen_to: datetime

    @property
    def whole(self) -> bool:
        """Whether the week is over as of the instant."""
        return self.seen_to >= self.end - timedelta(seconds=1)

    @property
    def period(self) -> str:
        """`week 2026-W46, 9 to 15 Nov`."""
        monday, sunday = week_dates(self.name)
        same = monday.month == sunday.month
        return f"week {self.name}, {monday.day}{'' if same else f' {monday:%b}'} to {sunday.day} {sunday:%b}"

    @property
    def window(self) -> Window:
        """The week as the window of a claim."""
        return Window(self.start, min(self.end - timedelta(seconds=1), self.seen_to))


def week_of(sight: Sight, asked: str | None) -> Week:
    """The week asked for, else the one of the instant; early in a week nobody asked for, the one before."""
    working = sight.clock.working
    name = asked or working.week_of(sight.as_of)
    if asked is None and not sight.asked_as_of and sight.local_as_of.weekday() < _OLD_WEEK_UNTIL:
        name = working.week_of(sight.as_of - timedelta(days=7))
    start, end = working.week_bounds(name)
    return Week(name, start, end, sight.local_as_of)


class Ground(_ground.Ground):
    """The ground of every answer, and the week of this one."""

    def __init__(self, sight: Sight, week: Week) -> None:
        super().__init__(sight)
        self.week = week
