"""Back-tests on histories of which it is known what can be told from them."""

from dataclasses import replace
from datetime import timedelta

import polars as pl
import pytest

from builders_past import NOW, TEAM, days_ago, frames, later, rotating, settled
from builders_work import Work, busy
from trimtab.analyses.backtests import Frames, experts, owners


@pytest.fixture(scope="module")
def calm() -> Frames:
    return frames(settled())


def test_whoever_goes_on_where_they_were_is_foretold_though_others_came_by_last(calm: Frames) -> None:
    found = owners(calm, NOW)

    # Twelve cuts, twelve folders, each with its own person. All are equally busy but for the few who came by, so that the
    # three first by their names are the three busiest; and they work in a quarter of the folders.
    assert (len(found.cases), found.right, found.first) == (144, 144, 144)
    assert found.by_rule["naming the last three who changed it"] == 0
    assert found.by_rule[found.baseline] < 72
    assert found.verdict == "better"


def test_where_folders_change_hands_the_past_of_a_folder_tells_nothing_of_its_next_person() -> None:
    found = owners(frames(rotating()), NOW)

    assert len(found.cases) == 144
    assert found.right < 30
    assert found.verdict in ("same", "worse")


def test_a_case_says_where_and_when_and_names_its_commits_but_no_person(calm: Frames) -> None:
    case = owners(calm, NOW).cases[-1]

    assert case.at == NOW - timedelta(days=90)
    assert case.subject.rstrip("/") in TEAM
    assert case.count >= 3
    assert len(case.keys) == 3
    assert all(key.startswith("harbour@c") for key in case.keys)


def test_an_area_with_two_commits_is_no_case() -> None:
    work = Work()
    busy(work, "mara", "billing/a.py", "billing/b.py", times=20, ago=100)
    work.commit("mara", 30, "billing/a.py")
    work.commit("mara", 0, "billing/a.py")

    # Nine of the twenty lie in the stretch before, two in the last.
    assert [(case.at, case.count) for case in owners(frames(work), NOW).cases] == [(days_ago(180), 9)]


def test_owners_and_experts_see_nothing_of_what_comes_after_the_instant(calm: Frames) -> None:
    longer = frames(later(settled()))

    assert owners(longer, NOW) == owners(calm, NOW)
    assert experts(longer, NOW, most=40) == experts(calm, NOW, most=40)


def test_what_is_foretold_at_a_cut_does_not_depend_on_what_came_then(calm: Frames) -> None:
    """After the last cut everybody has swapped places: the same persons are named, and all of them are wrong."""
    swapped = Frames(
        calm.commits.with_columns(
            pl.when(pl.col("happened_at") > days_ago(90))
            .then(pl.col("author_name").replace_strict(dict(zip(TEAM, reversed(TEAM), strict=True)), default=None))
            .otherwise("author_name")
            .alias("author_name")
        ).with_columns(author_email=pl.col("author_name") + "@harbour.example"),
        calm.changes,
        calm.people,
        calm.reviews,
    )

    found = owners(swapped, NOW)

    assert [found.is_right(case) for case in found.cases if case.at < days_ago(91)] == [True] * 132
    # "aa" now works in "ll/": those who were seen in it are "ll", whose it was, and "ii", "jj" and "kk", who came by.
    last = [case for case in found.cases if case.at >= days_ago(91)]
    assert len(last) == 12
    assert not any(found.is_right(case) and case.place == 1 for case in last)


def test_who_takes_a_piece_of_work_is_asked_before_its_first_commit(calm: Frames) -> None:
    authors, reviewers = experts(calm, NOW, most=60)

    assert len(authors.cases) == 60
    assert authors.share.value > 0.6
    assert all(case.at.microsecond == 999_999 or case.at.second for case in authors.cases)
    assert reviewers.cases == ()
    assert reviewers.verdict == "few"


def test_the_one_who_reviews_everything_in_a_folder_is_foretold_as_its_reviewer() -> None:
    work = settled()
    for row in list(work.commits)[: len(TEAM) * 50]:
        number = TEAM.index(str(row["author_name"]))
        ago = (NOW - row["happened_at"]).total_seconds() / 86400 - 0.01  # type: ignore[operator] # rows hold instants
        work.review(TEAM[(number + 6) % len(TEAM)], str(row["oid"]), ago)

    _, reviewers = experts(frames(work), NOW, most=48)

    assert len(reviewers.cases) == 48
    assert reviewers.right >= 44
    assert reviewers.by_rule["always naming the three busiest reviewers"] < 30


def test_more_cases_than_are_asked_for_are_taken_evenly_and_the_same_each_time(calm: Frames) -> None:
    once, again = (experts(calm, NOW, most=20)[0] for _ in range(2))

    assert once == again
    gaps = [later.at - sooner.at for sooner, later in zip(once.cases, once.cases[1:], strict=False)]
    # A twentieth of three years is 55 days; at times nobody commits for twenty.
    assert max(gaps) < timedelta(days=55 + 20)


def test_the_baseline_is_the_simple_rule_that_did_best(calm: Frames) -> None:
    found = owners(calm, NOW)
    good = tuple(replace(case, simple=(0.0, 1.0)) for case in found.cases)

    assert replace(found, cases=good).baseline == "naming the last three who changed it"
    assert replace(found, cases=good).verdict == "same"


def test_an_empty_history_has_no_cases() -> None:
    empty = frames(Work())

    assert owners(empty, NOW).cases == ()
    assert [found.cases for found in experts(empty, NOW)] == [(), ()]
