"""The frame of pictures over weeks: where days lie, and which Mondays are told."""

from datetime import UTC, datetime, timedelta

import pytest

from trimtab.render._weeks_svg import WIDTH, Weeks

# A Thursday.
FIRST = datetime(2026, 11, 19, 12, tzinfo=UTC)


def test_days_lie_in_their_order_and_what_is_outside_on_the_edge() -> None:
    weeks = Weeks(FIRST, FIRST + timedelta(days=20), left=200, room=60)

    xs = [weeks.x(FIRST + timedelta(days=day)) for day in (-9, 0, 10, 20, 90)]

    assert xs == sorted(xs)
    assert (xs[0], xs[-1]) == (200, WIDTH - 10)


@pytest.mark.parametrize(("weeks", "lines", "told"), [(4, 4, 4), (20, 20, 10), (200, 8, 8)])
def test_mondays_are_told_where_there_is_room_and_drawn_while_they_stand_apart(
    weeks: int, lines: int, told: int
) -> None:
    # 800 points wide: of twenty weeks every second is told; of two hundred two a year, and no line between.
    ticks = tuple(Weeks(FIRST, FIRST + timedelta(weeks=weeks), left=200, room=60).ticks())

    assert (len(ticks), sum(bool(tick.day) for tick in ticks)) == (lines, told)
