"""From when to when: lead times, cycle times and waits for a first answer, and what a window shows of them."""

from datetime import datetime, time, timedelta

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builders_items import TRACKER, acts, day, state, states
from trimtab.analyses.throughput import (
    WORK,
    ages,
    asked_spans,
    change,
    cycle_spans,
    lead_spans,
    response_spans,
    waits,
    within,
)
from trimtab.workdays import WorkingTime, weekly

NOW = day(31)


def in_days(spans: pl.DataFrame) -> list[tuple[float, float, bool, bool]]:
    """Entry and exit in days, whether it ended, and whether as asked about."""
    return [(round(a, 3), round(b, 3), done, counts) for a, b, done, counts in waits(spans).rows()]


def answered(spans: pl.DataFrame) -> list[tuple[float, float, str | None]]:
    """Begin and end of each wait as days of March, and who answered."""
    first = day(1)

    def of(at: datetime) -> float:
        return round((at - first) / timedelta(days=1) + 1, 3)

    return [(of(row["start"]), of(row["end"]), row["by"]) for row in spans.to_dicts()]


def work(**began: float) -> pl.DataFrame:
    """Work that began on these days; `i7=2` is item 7 on the second."""
    rows = [{"tracker": TRACKER, "item": name[1:], "began_at": day(at)} for name, at in began.items()]
    return pl.DataFrame(rows, schema=WORK)


def test_lead_time_runs_from_the_opening_to_the_end_or_to_now() -> None:
    spans = lead_spans(states(state("1", 2, 5), state("2", 3, 4.5, state="closed"), state("3", 30)), NOW)

    assert in_days(spans) == [(0, 3, True, True), (0, 1.5, True, True), (0, 1, False, False)]


def test_what_moved_elsewhere_did_not_end_here() -> None:
    assert in_days(lead_spans(states(state("1", 2, 5, state="moved")), NOW)) == [(0, 3, False, False)]


def test_cycle_time_begins_with_the_first_commit_and_is_seen_from_the_opening_on() -> None:
    # Begun on the 1st, opened on the 3rd, merged on the 7th: six days, of which the first two were not in view.
    found = cycle_spans(states(state("1", 3, 7)), work(i1=1), NOW)

    assert in_days(found) == [(2, 6, True, True)]


def test_a_commit_after_the_opening_begins_nothing() -> None:
    assert in_days(cycle_spans(states(state("1", 3, 7)), work(i1=5), NOW)) == [(0, 4, True, True)]


def test_a_pull_request_that_was_closed_was_not_merged_and_an_issue_has_no_cycle() -> None:
    found = states(state("1", 3, 7, state="closed"), state("2", 3, 7, kind="issue", state="closed"))

    assert in_days(cycle_spans(found, work(), NOW)) == [(0, 4, True, False)]


def test_the_first_word_of_another_is_the_answer() -> None:
    told = acts(("1", 3, "comment", "mara"), ("1", 4, "comment", "tomas"), ("1", 5, "review", "ife"))

    assert answered(response_spans(states(state("1", 2)), told, NOW)) == [(2, 4, "tomas")]


def test_an_item_without_an_answer_is_waited_on_until_now_or_its_end() -> None:
    found = response_spans(
        states(state("1", 2), state("2", 2, 6, state="closed")), acts(("2", 6, "closed", "mara")), NOW
    )

    assert answered(found) == [(2, 31, None), (2, 6, None)]
    assert found["done"].to_list() == [False, False]


def test_a_merge_by_another_is_an_answer() -> None:
    assert answered(response_spans(states(state("1", 2, 6)), acts(("1", 6, "merged", "ife")), NOW)) == [(2, 6, "ife")]


def test_an_end_by_nobody_knows_whom_is_no_answer_and_ends_the_wait() -> None:
    found = response_spans(states(state("1", 2, 6)), acts(("1", 6, "merged", None)), NOW)

    assert answered(found) == [(2, 6, None)]
    assert found["done"].to_list() == [False]


def test_programs_answer_nobody() -> None:
    told = acts(("1", 3, "closed", "stale"), ("1", 3, "comment", "stale"), bots=("stale",))

    assert answered(response_spans(states(state("1", 2)), told, NOW)) == [(2, 3, None)]


def test_a_word_of_somebody_who_left_answers_unless_the_author_left_too() -> None:
    told = acts(("1", 4, "comment", None), ("2", 4, "comment", None), ("2", 5, "comment", "ife"))
    found = response_spans(states(state("1", 2), state("2", 2, author=None)), told, NOW)

    assert answered(found) == [(2, 4, None), (2, 5, "ife")]
    assert found["done"].to_list() == [True, True]


def test_a_request_handed_on_is_no_answer() -> None:
    assert answered(response_spans(states(state("1", 2)), acts(("1", 3, "requested", "ife")), NOW)) == [(2, 31, None)]


def test_the_time_as_a_draft_is_not_waited() -> None:
    # Opened as a draft, ready on the 5th, answered on the 6th.
    told = acts(("1", 5, "ready", "mara"), ("1", 6, "comment", "ife"))

    assert answered(response_spans(states(state("1", 2)), told, NOW)) == [(5, 6, "ife")]


def test_who_is_made_a_draft_again_waits_anew_when_ready_again() -> None:
    told = acts(("1", 4, "draft", "mara"), ("1", 8, "ready", "mara"), ("1", 9, "comment", "ife"))
    found = response_spans(states(state("1", 2)), told, NOW)

    assert answered(found) == [(2, 4, None), (8, 9, "ife")]
    assert found["done"].to_list() == [False, True]


def test_what_was_answered_as_a_draft_was_never_waited_for() -> None:
    told = acts(("1", 3, "comment", "ife"), ("1", 5, "ready", "mara"))

    assert answered(response_spans(states(state("1", 2)), told, NOW)) == []


def test_what_is_a_draft_and_never_was_ready_does_not_wait() -> None:
    assert answered(response_spans(states(state("1", 2, draft=True)), acts(), NOW)) == []


def test_readiness_told_twice_begins_one_wait() -> None:
    told = acts(
        ("1", 4, "draft", "mara"), ("1", 5, "ready", "mara"), ("1", 6, "ready", "mara"), ("1", 7, "draft", "mara")
    )

    assert answered(response_spans(states(state("1", 2, draft=True)), told, NOW)) == [(2, 4, None), (5, 7, None)]


def test_a_reopened_item_waits_for_its_first_answer_until_its_first_end() -> None:
    told = acts(("1", 4, "closed", "mara"), ("1", 10, "reopened", "mara"), ("1", 12, "comment", "ife"))

    assert answered(response_spans(states(state("1", 2)), told, NOW)) == [(2, 4, None)]


def test_without_items_there_are_no_spans() -> None:
    none = states()

    assert lead_spans(none, NOW).is_empty()
    assert cycle_spans(none, work(), NOW).is_empty()
    assert response_spans(none, acts(), NOW).is_empty()
    assert ages(none, lead_spans(none, NOW), day(1), NOW).is_empty()


def test_a_window_shows_what_went_on_in_it_and_ends_nothing_that_ended_later() -> None:
    spans = lead_spans(states(state("1", 1, 4), state("2", 2, 12), state("3", 6, 20), state("4", 16, 17)), NOW)

    # From the 5th to the 15th: 1 had ended, 2 is seen from the age of 3 days on, 3 is seen to 9 days, 4 had not begun.
    assert in_days(within(spans, day(5), day(15))) == [(3, 10, True, True), (0, 9, False, False)]


def test_what_ends_where_two_windows_meet_belongs_to_the_first() -> None:
    spans = lead_spans(states(state("1", 1, 5)), NOW)

    assert [within(spans, *ends)["done"].to_list() for ends in ((day(1), day(5)), (day(5), day(9)))] == [[True], []]


def test_working_hours_are_those_of_the_clock_that_is_asked_for() -> None:
    # 6 March 2026 is a Friday: from 15:00 that day to Monday at 11:00 the team works 2 + 2 hours of 9 to 17.
    week = WorkingTime(zone="UTC", hours=weekly(dict.fromkeys(range(5), ((time(9), time(17)),))))
    spans = lead_spans(states(state("1", 6.25, 9 + 2 / 24)), NOW)

    assert waits(spans, week)["exit"].to_list() == pytest.approx([4.0])


@given(st.lists(st.tuples(st.floats(1, 20), st.floats(0, 20)), min_size=1, max_size=8))
@settings(max_examples=40)
def test_working_hours_of_a_column_are_those_of_each_pair(pairs: list[tuple[float, float]]) -> None:
    clock = WorkingTime(zone="Europe/Berlin", capacity=0.8, country="DE")
    rows = [state(str(place), first, first + more) for place, (first, more) in enumerate(pairs)]
    spans = lead_spans(states(*rows), day(60))

    told = [clock.hours_between(one["origin"], one["end"]) for one in spans.to_dicts()]

    assert waits(spans, clock)["exit"].to_list() == pytest.approx(told, abs=1e-6)


def test_the_age_of_an_open_item_is_told_against_those_that_were_over_by_it() -> None:
    # Eight that took 1 to 8 days; the open one is 5.5 days old: 5 of 8 were over by then, and it has not ended itself.
    # At risk at each of 1 to 5 days are 9, 8, 7, 6, 5: the product of 8/9, 7/8, 6/7, 5/6 and 4/5 is 4/9.
    rows = [state(str(place), 2, 2 + place) for place in range(1, 9)]
    every = states(*rows, state("9", 25.5))

    found = ages(every, lead_spans(every, NOW), day(1), NOW).row(0, named=True)

    assert (found["item"], found["days"]) == ("9", 5.5)
    assert found["over"] == pytest.approx(5 / 9)


def test_with_too_few_ends_an_age_is_compared_with_nothing() -> None:
    every = states(*(state(str(place), 2, 2 + place) for place in range(1, 8)), state("9", 20))

    assert ages(every, lead_spans(every, NOW), day(1), NOW)["over"].to_list() == [None]


@given(st.lists(st.floats(1, 30), min_size=1, max_size=6))
@settings(max_examples=30)
def test_of_two_open_items_the_older_one_is_later_for_its_age(opened: list[float]) -> None:
    ended = [state(str(place), 2, 2 + place * 2.5) for place in range(1, 11)]
    every = states(*ended, *(state(str(100 + place), at) for place, at in enumerate(opened)))

    found = ages(every, lead_spans(every, NOW), day(1), NOW).sort("days")

    assert found["over"].to_list() == sorted(found["over"].to_list())


def test_a_change_is_told_with_the_week_it_began_in() -> None:
    # Twelve weeks with two items each that took four days, then six with two that take half a day.
    rows = [
        state(f"{week}{one}", begun, begun + (4 if week < 12 else 0.5))
        for week in range(18)
        for one in range(2)
        for begun in [week * 7 - 100.0 + one]
    ]
    as_of = day(18 * 7 - 100)

    found = change(lead_spans(states(*rows), as_of), as_of)

    assert found is not None
    assert (found.direction, found.before.half, found.now.half) == ("down", 4, 0.5)
    assert found.since == as_of - timedelta(weeks=6)


def test_with_few_ends_nothing_is_said_of_a_change() -> None:
    assert change(lead_spans(states(state("1", 1, 5), state("2", 20)), NOW), NOW) is None


IFE = pl.DataFrame({"tracker": [TRACKER], "account": ["ife"]})


def test_who_is_asked_answers_with_their_next_act_on_the_item() -> None:
    told = acts(("1", 3, "requested", "mara", "ife"), ("1", 4, "comment", "tomas"), ("1", 6, "review", "ife"))

    assert answered(asked_spans(states(state("1", 2)), told, IFE, NOW)) == [(3, 6, "ife")]


def test_what_was_said_before_the_request_answers_it_not() -> None:
    told = acts(("1", 2.5, "comment", "ife"), ("1", 3, "requested", "mara", "ife"))

    assert answered(asked_spans(states(state("1", 2)), told, IFE, NOW)) == [(3, 31, None)]


def test_a_request_that_is_taken_back_or_whose_item_ends_is_seen_until_then() -> None:
    told = acts(
        ("1", 3, "requested", "mara", "ife"), ("1", 5, "unrequested", "mara", "ife"), ("1", 9, "comment", "ife"),
        ("2", 3, "requested", "mara", "ife"),
    )  # fmt: skip
    found = asked_spans(states(state("1", 2), state("2", 2, 7)), told, IFE, NOW)

    assert answered(found) == [(3, 5, None), (3, 7, None)]
    assert found["done"].to_list() == [False, False]


def test_who_is_asked_twice_before_an_answer_waits_once() -> None:
    told = acts(
        ("1", 3, "requested", "mara", "ife"), ("1", 4, "requested", "mara", "ife"), ("1", 6, "review", "ife"),
        ("1", 8, "requested", "mara", "ife"),
    )  # fmt: skip

    assert answered(asked_spans(states(state("1", 2)), told, IFE, NOW)) == [(3, 6, "ife"), (8, 31, None)]


def test_a_request_of_somebody_else_is_not_theirs() -> None:
    told = acts(("1", 3, "requested", "mara", "jun"), ("1", 4, "review", "ife"))

    assert answered(asked_spans(states(state("1", 2)), told, IFE, NOW)) == []
