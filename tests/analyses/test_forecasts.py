"""Forecasts from history: small cases worked out in comments, and what must hold whatever the history."""

import math
import random
from collections.abc import Sequence

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builders_items import TRACKER, day, state, states
from trimtab.analyses.forecasts import (
    BANDS,
    EDGES,
    LEAST_ENDED,
    LIVES,
    QUESTIONS,
    Curve,
    Outlook,
    Series,
    Together,
    calibration,
    lives,
)  # fmt: skip
from trimtab.analyses.forecasts._hazard import STEP, cells, curves, watched
from trimtab.analyses.forecasts._mended import NEW, OPEN, PARTS, Prior, Told, mended

NOBODY = pl.DataFrame(schema={"tracker": pl.String, "account": pl.String, "bot": pl.Boolean})
REGULAR = BANDS.index("regular")
AS_SAID = mended([], NEW)


def history(*rows: tuple[float, float | None], band: int = REGULAR) -> pl.DataFrame:
    """Lives told as the day of the opening and of the end."""
    told = [(TRACKER, str(place), "pull", opened, ended, band) for place, (opened, ended) in enumerate(rows)]
    return pl.DataFrame(told, schema=LIVES, orient="row")


def steady(rate: float, seed: int, *, every: float = 2.0, until: float = 1500.0) -> list[tuple[float, float]]:
    """Items opened at even distances that end with this hazard per day."""
    rng = random.Random(seed)
    return [(place * every, place * every + rng.expovariate(rate)) for place in range(int(until / every))]


def known(stream: Sequence[tuple[float, float]], at: float) -> pl.DataFrame:
    """What an instant knows of a stream."""
    return history(*((opened, ended if ended <= at else None) for opened, ended in stream if opened <= at))


def test_an_author_has_as_much_experience_as_items_opened_here_before() -> None:
    rows = [state(str(number), number, author="jun") for number in range(1, 9)]

    found = lives(states(*rows, state("20", 1, author="ife")), NOBODY)

    told = dict(found.select("item", "band").iter_rows())
    # Jun's first is a first-timer's; the second to the sixth have one to five before them; then they are a regular.
    assert [BANDS[told[str(number)]] for number in range(1, 9)] == ["first-timer", *["some"] * 5, *["regular"] * 2]
    assert BANDS[told["20"]] == "first-timer"


def test_programs_and_people_who_are_gone_stand_apart() -> None:
    accounts = pl.DataFrame({"tracker": ["git.example"], "account": ["robot"], "bot": [True]})

    found = lives(states(state("1", 1, author="robot"), state("2", 2, author=None)), accounts)

    assert [BANDS[band] for band in found["band"]] == ["program", "unknown"]


def test_a_program_of_another_host_is_no_program_here() -> None:
    accounts = pl.DataFrame({"tracker": ["elsewhere.example"], "account": ["robot"], "bot": [True]})

    found = lives(states(state("1", 1, author="robot")), accounts)

    assert [BANDS[band] for band in found["band"]] == ["first-timer"]


def test_days_at_risk_and_ends_fall_into_steps_bands_and_stretches_of_age() -> None:
    # As of day 100 a step reaches from day 72 to 100, the one before from 44 to 72.
    # The first item lived from day 70 to 74: two days of each step; it was 0 to 2 days old, then 2 to 4, and ended at 4.
    # The second was opened at 99.5 and is open: half a day in step 0.
    rows = history((70.0, 74.0), (99.5, None))

    found = cells(rows, watched(rows, 100.0), 100.0)

    at = [found.at_risk[step][REGULAR] for step in (0, 1)]
    assert len(found.at_risk) == 2
    assert sum(at[1]) == pytest.approx(2.0)
    assert sum(at[0]) == pytest.approx(2.5)
    assert at[1][EDGES.index(1.0)] == pytest.approx(0.5)  # from 1 to 1.5 days
    assert at[0][EDGES.index(3.0)] == pytest.approx(1.0)  # from 3 to 4 days, by the first alone
    assert found.ends[0][REGULAR][EDGES.index(4.0)] == 1
    assert sum(map(sum, found.ends[0])) + sum(map(sum, found.ends[1])) == 1


def test_the_hazard_of_a_stretch_is_ends_by_days_at_risk_drawn_to_what_is_believed_before() -> None:
    # 400 items, one opened a day, each ends at the age of 2.5 days: from 2 to 3 days they spent 200 days and 400 ended,
    # so the hazard there is near 2 a day; that from 1 to 1.5 days near 0.
    stream = [(float(place), place + 2.5) for place in range(400)]
    rows = known(stream, 400.0)

    everybody = curves(cells(rows, watched(rows, 400.0), 400.0), 1)[0][-1]

    assert everybody.hazards[EDGES.index(2.0)] == pytest.approx(2.0, rel=0.1)
    assert everybody.hazards[EDGES.index(1.0)] < 0.05
    assert everybody.over(0.0, 1.9) < 0.1
    assert everybody.over(0.0, 4.0) > 0.8


def test_a_curve_adds_up_its_hazards() -> None:
    hazards = [0.0] * len(EDGES)
    hazards[EDGES.index(2.0)] = 0.5
    curve = Curve.of(hazards)

    # Half a hazard a day from 2 to 3 days: by 3 days exp(-0.5) are left, by 2.5 days exp(-0.25).
    assert curve.over(0.0, 3.0) == pytest.approx(1 - math.exp(-0.5))
    assert curve.over(0.0, 2.5) == pytest.approx(1 - math.exp(-0.25))
    assert curve.over(2.5, 9.0) == pytest.approx(1 - math.exp(-0.25))
    assert curve.over(3.0, 9.0) == 0.0


def test_open_items_count_for_as_long_as_they_were_watched() -> None:
    # 100 end after 10 days and 100 stay open for a hundred and more. Closed ones alone would say that all end by then.
    rows = history(
        *((float(place), place + 10.0) for place in range(100)), *((float(place), None) for place in range(100))
    )

    share = Series(rows, 200.0).new(REGULAR).by(60.0)

    assert 0.35 < share < 0.65


def test_without_forecasts_of_the_past_a_share_is_told_as_it_was_worked_out() -> None:
    assert [AS_SAID.share(share) for share in (0.0, 0.37, 1.0)] == pytest.approx([0.0, 0.37, 1.0])
    assert AS_SAID.items == 0


def test_shares_that_came_out_too_early_are_moved_up() -> None:
    # Of a thousand forecasts all ended in the first tenth of their futures: what was said to be 0.1 is nearly all.
    found = mended([Told(0.0, 0.05, ended=True)] * 1000, NEW)

    # In the second part of twenty (0.05 lies there) 1000 ended; the prior of 60 puts 60 / 19 more of its own there.
    expected = 1 - (1 - 3 / (1000 + 60)) * (1 - (1000 + 60 / 19) / 1060)
    assert found.share(0.1) == pytest.approx(expected, abs=0.01)


def test_an_item_that_is_still_open_tells_that_its_share_is_above_the_one_reached() -> None:
    # Half ended at 0.125, the others were seen up to 0.125 alone: of those at risk beyond nothing is known, so it stays even.
    watched_on = [Told(0.0, 0.125, ended=True)] * 500 + [Told(0.0, 0.125, ended=False)] * 500
    ended_too = [Told(0.0, 0.125, ended=True)] * 500 + [Told(0.0, 0.975, ended=True)] * 500

    assert mended(watched_on, NEW).share(0.5) > mended(ended_too, NEW).share(0.5)


def test_what_lies_is_now_and_then_cleared_away() -> None:
    # 0.7 * 0.5 + 0.3 * (1 - 0.5 ** 4)
    assert OPEN.share(0.5) == pytest.approx(0.35 + 0.3 * 0.9375)
    assert mended([], OPEN).share(0.5) == pytest.approx(OPEN.share(0.5))


def test_of_two_items_each_with_an_even_chance_all_are_done_less_often_than_any() -> None:
    half = Curve.of([math.log(2)] * len(EDGES))  # half of what is left ends each day
    pair = (Outlook(half, 0.0, AS_SAID), Outlook(half, 0.0, AS_SAID))

    both, any_of_them = Together(pair, 2).by(1.0), Together(pair, 1).by(1.0)

    # Were they independent, 0.25 and 0.75; were they one, 0.5 and 0.5. With a correlation of 0.65 on the normal scale
    # both are below the middle in 1/4 + asin(0.65) / (2 pi) = 0.3626 of the futures, and one at least in 0.6374.
    assert both == pytest.approx(0.3626, abs=0.01)
    assert any_of_them == pytest.approx(0.6374, abs=0.01)
    assert sum(Together(pair, 2).counts(1.0)) == pytest.approx(1.0)


def test_none_of_nothing_is_done_already() -> None:
    assert Together((), 0).by(0.0) == 1.0


def test_many_items_are_counted_as_the_few_are() -> None:
    curve = Curve.of([0.02] * len(EDGES))
    exact = Together(tuple(Outlook(curve, 0.0, AS_SAID) for _ in range(150)), 75)
    rounded = Together(tuple(Outlook(curve, 0.0, AS_SAID) for _ in range(151)), 75)

    assert rounded.by(35.0) == pytest.approx(exact.by(35.0), abs=0.02)


def test_too_few_ends_are_too_little_to_tell() -> None:
    assert not Series(history(*((1.0 * place, place + 1.0) for place in range(LEAST_ENDED - 1))), 50.0).enough
    assert Series(history(*((1.0 * place, place + 1.0) for place in range(LEAST_ENDED))), 50.0).enough


LIVED = st.lists(
    st.tuples(st.floats(0, 900), st.one_of(st.none(), st.floats(0, 400))), min_size=LEAST_ENDED, max_size=60
).map(lambda rows: [(opened, None if took is None or opened + took > 1000 else opened + took) for opened, took in rows])


@settings(max_examples=25)
@given(LIVED, st.floats(0, 500), st.integers(0, len(BANDS) - 1))
def test_a_later_day_is_never_less_likely_and_a_larger_share_never_earlier(
    rows: list[tuple[float, float | None]], age: float, band: int
) -> None:
    outlook = Series(history(*rows), 1000.0).rest(age, band)

    shares = [outlook.by(days) for days in (0, 0.5, 3, 20, 100, 1000, 3650)]
    dates = [outlook.within(share) for share in (0.05, 0.5, 0.8, 0.95)]
    told = [date for date in dates if date is not None]
    assert shares == sorted(shares)
    assert all(0 <= share <= 1 for share in shares)
    assert told == sorted(told)
    assert dates[: len(told)] == told


@settings(max_examples=25)
@given(LIVED, st.lists(st.floats(0, 400), min_size=1, max_size=6), st.floats(0, 400))
def test_one_more_open_item_never_brings_forward_the_day_when_all_are_done(
    rows: list[tuple[float, float | None]], ages: list[float], more: float
) -> None:
    series = Series(history(*rows), 1000.0)
    few, many = [(age, REGULAR) for age in ages], [(age, REGULAR) for age in (*ages, more)]

    for days in (1.0, 30.0, 300.0):
        assert series.together(many, len(many)).by(days) <= series.together(few, len(few)).by(days) + 1e-9


@settings(max_examples=25)
@given(LIVED)
def test_a_higher_number_is_never_less_likely_to_hold(rows: list[tuple[float, float | None]]) -> None:
    count = Series(history(*rows), 1000.0).count(28.0)

    shares = [count.at_most(number) for number in range(30)]
    assert shares == sorted(shares)
    assert count.within(0.1) <= count.within(0.5) <= count.within(0.9)


def test_the_same_history_gives_the_same_forecast() -> None:
    rows = known(steady(0.05, 3), 900.0)

    one, other = Series(rows, 900.0), Series(rows.sample(fraction=1.0, shuffle=True, seed=4), 900.0)

    assert one.rest(12.0, REGULAR).within(0.8) == other.rest(12.0, REGULAR).within(0.8)
    assert one.count(91.0) == other.count(91.0)


def test_what_comes_after_the_instant_changes_nothing() -> None:
    before = [state(str(number), number % 20, number % 20 + 5) for number in range(1, 31)]
    later = [state("90", 40.0), state("91", 41.0, 42.0)]
    at = day(30).timestamp() / 86_400

    def told(rows: list[dict[str, object]]) -> float | None:
        # `items.states` holds what had been opened by its instant, and ends up to then.
        seen = [row for row in rows if row["opened_at"] <= day(30)]  # type: ignore[operator] # both are instants
        return Series(lives(states(*seen), NOBODY), at).rest(3.0, REGULAR).within(0.5)

    assert told(before) == told(before + later)


@pytest.mark.parametrize("rate", [0.3, 0.03])
def test_ranges_of_a_steady_stream_hold_as_often_as_they_say(rate: float) -> None:
    stream = steady(rate, seed=int(rate * 100))
    held, cases = [0, 0, 0], 0
    for at in range(500, 1100, 28):
        series = Series(known(stream, float(at)), float(at))
        for opened, ended in stream:
            if opened <= at < ended:
                share = series.rest(at - opened, REGULAR).by(ended - at)
                cases += 1
                held = [
                    many + (abs(share - 0.5) <= wide / 2) for many, wide in zip(held, (0.5, 0.8, 0.95), strict=True)
                ]

    # Some fifty or five hundred cases, of which a steady stream makes nearly independent ones.
    spread = 2.6 * math.sqrt(0.25 / cases)
    assert [many / cases for many in held] == pytest.approx([0.5, 0.8, 0.95], abs=0.04 + spread)


def test_numbers_of_a_steady_stream_hold_as_often_as_they_say() -> None:
    stream = steady(0.1, seed=8, every=1.0)
    inside = cases = 0
    for at in range(400, 1400, 28):
        count = Series(known(stream, float(at)), float(at)).count(28.0)
        came = sum(at < ended <= at + 28 for _, ended in stream)
        cases += 1
        inside += count.within(0.1) <= came <= count.within(0.9)

    assert inside / cases >= 0.75


def test_a_forecast_of_the_past_is_made_with_what_was_known_then() -> None:
    # Until day 600 items take some three days, then some sixty. The curve of step 0 has seen both, that of an earlier one
    # the first alone.
    quick, slow = (
        steady(0.3, 5, until=600.0),
        [(600 + one, 600 + other) for one, other in steady(0.015, 6, until=400.0)],
    )
    rows = known([*quick, *slow], 1000.0)

    steps = int((1000 - 590) / STEP) + 1
    found = curves(cells(rows, watched(rows, 1000.0), 1000.0), steps + 1)

    # A history that ends at that step gives the same curve.
    then = 1000.0 - STEP * steps
    alone = known([*quick, *slow], then)
    own = curves(cells(alone, watched(alone, then), then), 1)
    assert found[steps][-1].hazards == pytest.approx(own[0][-1].hazards)
    assert found[0][-1].over(0.0, 10.0) < own[0][-1].over(0.0, 10.0) - 0.2


def test_the_parts_of_a_mended_share_meet() -> None:
    found = mended(
        [Told(10.0 * place, place / 40, ended=place % 3 > 0) for place in range(40)], Prior(0.2, 3.0, 5.0, 500.0)
    )

    for place in range(1, PARTS):
        assert found.share(place / PARTS - 1e-12) == pytest.approx(found.share(place / PARTS), abs=1e-6)


def test_a_number_is_reached_when_as_many_are_to_be_expected() -> None:
    # Ten items a day come in, and each ends within hours: thirty more take three days, give or take.
    stream = [(place / 10, place / 10 + 0.1) for place in range(4000)]
    series = Series(known(stream, 399.0), 399.0)

    reach = series.reach(30)

    middle = reach.within(0.5)
    assert middle is not None
    assert 2 < middle < 5
    assert reach.by(0.0) == 0.0
    assert series.reach(60).within(0.5) > middle  # type: ignore[operator] # found, as the smaller number is


def test_numbers_that_came_out_too_low_move_the_next_ones_down() -> None:
    # Ends stop for good after day 700: every number expected since then came out as none.
    stream = [(float(place), place + 3.0) for place in range(700)]
    busy, quiet = Series(known(stream, 700.0), 700.0), Series(known(stream, 1000.0), 1000.0)

    assert busy.count(28.0).within(0.5) > 15
    assert quiet.count(28.0).within(0.9) < 6


def test_forecasts_of_a_steady_past_held_and_the_plain_way_of_several_did_not_do_better() -> None:
    rows = known(steady(0.02, 11, every=1.0, until=1400.0), 1400.0)

    found = {one.question: one for one in calibration([rows], 1400.0, random.Random(5))}

    assert set(found) == set(QUESTIONS)
    item = found["item"]
    assert item.forecasts == 24 * 20
    assert item.instants == 24
    assert item.held[1] == pytest.approx(0.8, abs=0.12)
    assert item.held[0] < item.held[1] < item.held[2]


def test_a_past_that_is_too_short_is_not_tested() -> None:
    assert calibration([known(steady(0.1, 4, until=60.0), 60.0)], 60.0, random.Random(1)) == ()


def test_the_same_dice_give_the_same_back_test() -> None:
    rows = known(steady(0.05, 12, until=800.0), 800.0)

    one, other = (calibration([rows], 800.0, random.Random(9)) for _ in range(2))

    assert one == other
