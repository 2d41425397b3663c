"""Ids of claims: short, one for each subject, and the same next week."""

import string

from hypothesis import given
from hypothesis import strategies as st

from trimtab.advice._ids import numbered

SUBJECTS = st.sets(st.text(string.ascii_lowercase + "/:", min_size=1, max_size=12), max_size=30)


def test_lines_that_every_answer_has_are_numbered_from_one() -> None:
    assert numbered("b", ("moved", "hours"), ["hours"]) == {"moved": "b1", "hours": "b2"}


def test_a_subjects_number_is_that_of_all_earlier_versions() -> None:
    # Printed in people's notes and in ledgers, so it may not change with a release.
    assert numbered("b", (), ["holder:billing/ledger", "holder:deploy/", "blind:sync/protocol"]) == {
        "holder:billing/ledger": "b676",
        "holder:deploy/": "b908",
        "blind:sync/protocol": "b367",
    }


def test_two_subjects_on_one_number_are_told_apart_in_the_order_of_their_names() -> None:
    # Found by trying names: alone, each is b346.
    alone = [numbered("b", (), [subject])[subject] for subject in ("area-12", "area-14")]

    together = numbered("b", (), ["area-14", "area-12"])

    assert alone == ["b346", "b346"]
    assert together == {"area-12": "b346", "area-14": "b347"}


@given(SUBJECTS)
def test_no_two_subjects_share_an_id(subjects: set[str]) -> None:
    ids = numbered("b", ("moved", "hours"), subjects)

    assert set(ids) == subjects | {"moved", "hours"}
    assert len(set(ids.values())) == len(ids)


@given(SUBJECTS, st.randoms(use_true_random=False))
def test_the_order_in_which_subjects_come_does_not_matter(subjects: set[str], dice: object) -> None:
    forwards, backwards = sorted(subjects), sorted(subjects, reverse=True)

    assert numbered("b", ("moved",), forwards) == numbered("b", ("moved",), backwards + forwards)


def test_even_850_subjects_get_an_id_each() -> None:
    ids = numbered("b", (), (f"area-{number}" for number in range(850)))

    assert len(set(ids.values())) == 850
    assert all(100 <= int(one[1:]) <= 999 for one in ids.values())


def test_more_subjects_than_three_digits_hold_get_five() -> None:
    ids = numbered("m", ("whole",), (f"file-{number}" for number in range(3000)))

    assert len(set(ids.values())) == 3001
    assert all(10_000 <= int(one[1:]) <= 99_999 for subject, one in ids.items() if subject != "whole")
