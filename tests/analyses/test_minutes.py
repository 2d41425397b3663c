"""No minute counts twice: the sweep over overlapping stretches. Stretches are minutes after midnight."""

import random
from datetime import UTC, datetime, timedelta

from trimtab.analyses.minutes import Stretch, length, sweep, union, without

MIDNIGHT = datetime(2026, 11, 10, tzinfo=UTC)


def at(*spans: tuple[int, int]) -> list[Stretch]:
    return [(MIDNIGHT + timedelta(minutes=start), MIDNIGHT + timedelta(minutes=end)) for start, end in spans]


def test_stretches_that_touch_or_overlap_become_one() -> None:
    assert union(at((30, 40), (0, 10), (10, 20), (15, 18), (50, 45), (60, 60))) == at((0, 20), (30, 40))


def test_what_is_taken_is_cut_out() -> None:
    assert without(at((0, 60)), at((10, 20), (15, 30), (50, 90))) == at((0, 10), (30, 50))
    assert without(at((0, 10), (20, 30)), at((0, 30))) == []
    assert without(at((0, 10), (20, 30)), []) == at((0, 10), (20, 30))


def test_a_cut_can_reach_over_two_stretches() -> None:
    assert without(at((0, 20), (30, 50)), at((10, 40))) == at((0, 10), (40, 50))


def test_a_minute_belongs_to_the_first_kind_that_claims_it() -> None:
    found = sweep({"review": at((10, 30)), "code": at((0, 20), (25, 40))})

    assert found == {"review": at((10, 30)), "code": at((0, 10), (30, 40))}


def test_kinds_sum_to_the_union_in_ten_thousand_random_sets() -> None:
    rng = random.Random(2026)
    for _ in range(10_000):
        kinds = {
            kind: at(*((start, start + rng.randint(-2, 40)) for start in rng.choices(range(200), k=rng.randint(0, 6))))
            for kind in ("meeting", "review", "code")
        }

        found = sweep(kinds)

        minutes = [minute for kept in found.values() for minute in _minutes(kept)]
        assert sorted(minutes) == sorted({minute for given in kinds.values() for minute in _minutes(given)})
        everything = [stretch for given in kinds.values() for stretch in given]
        assert sum((length(kept) for kept in found.values()), timedelta()) == length(union(everything))


def _minutes(stretches: list[Stretch]) -> list[int]:
    """The minutes that stretches cover, counted one by one, apart from the code under test."""
    one = timedelta(minutes=1)
    return [minute for start, end in stretches for minute in range((start - MIDNIGHT) // one, (end - MIDNIGHT) // one)]
