"""What is left of an area when somebody is gone. All commits of 511 lines weigh sqrt(log2(512)) = 3 on their day, of one line 1."""

from datetime import datetime

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builders_work import NOW, Known, Work, busy, know
from trimtab.analyses.cover import COVER, ENOUGH, cover, to_read, without
from trimtab.analyses.ownership import holders

APP = "web/app.ts"


def covered(work: Work, leaver: str = "mara", *, gone: tuple[str, ...] = (), as_of: datetime = NOW) -> pl.DataFrame:
    known = know(work, as_of)
    return cover(known.doings, known.files, without(known.there, gone), as_of, leaver=leaver)


def maras_app() -> Work:
    """Mara's four changes of today and four of 180 days ago: 4 x 3 + 4 x 1.5 = 18. Those who stay need a quarter: 4.5."""
    work = Work()
    for ago in (0, 0, 0, 0, 180, 180, 180, 180):
        work.commit("mara", ago, f"{APP}:511")
    return work


def one(frame: pl.DataFrame) -> dict[str, object]:
    (row,) = frame.to_dicts()
    return row


def test_an_empty_history_gives_an_empty_frame_with_its_columns() -> None:
    assert covered(Work()).schema == COVER


def test_nobody_else_means_no_cover() -> None:
    row = one(covered(maras_app()))

    assert (row["stalls"], row["cover"], row["left"], row["share"]) == (True, 0.0, 0.0, 1.0)
    assert row["weight"] == pytest.approx(18.0)
    assert row["knowing"] == []


def test_those_who_stay_are_on_the_way_to_a_fifth_of_the_weight_between_them_and_the_leaver() -> None:
    # Three changes of one line: 3 of the 4.5 that are enough.
    work = maras_app()
    for _ in range(3):
        work.commit("tomas", 0, f"{APP}:1")

    row = one(covered(work))

    assert row["stalls"]
    assert row["cover"] == pytest.approx(3 / 4.5)
    assert row["knowing"] == ["tomas"]


def test_with_a_fifth_between_them_the_area_is_shared() -> None:
    # Five changes of one line: 5 of 18 + 5 is 22 %.
    work = maras_app()
    for _ in range(5):
        work.commit("tomas", 0, f"{APP}:1")

    row = one(covered(work))

    assert (row["stalls"], row["cover"], row["changes"], row["reviews"]) == (False, 1.0, 0, 0)


def test_how_far_they_are_is_told_in_changes_and_reviews_of_usual_size() -> None:
    # 4.5 are short. A change of usual size adds 3, so two; a review adds 1.5, so three.
    row = one(covered(maras_app()))

    assert (row["usual"], row["usual_lines"]) == (3.0, 511)
    assert (row["changes"], row["reviews"]) == (2, 3)


def test_so_many_changes_are_just_enough() -> None:
    work = maras_app()
    for _ in range(3):  # elsewhere, to be no visitor; a file of their own that weighs nothing here
        work.commit("tomas", 95, "infra/x.yaml:1")
    short = covered(work)
    for _ in range(int(str(one(short.filter(pl.col("stalls")))["changes"]))):
        work.commit("tomas", 0, f"{APP}:511")

    assert not covered(work)["stalls"].any()


def test_visitors_and_those_who_are_gone_are_nobodys_cover() -> None:
    work = maras_app()
    work.commit("visitor", 0, f"{APP}:511")
    for ago in (100, 101, 102):
        work.commit("ravi", ago, f"{APP}:511")

    row = one(covered(work))

    assert (row["left"], row["stalls"]) == (0.0, True)


def test_who_is_away_too_is_nobodys_cover() -> None:
    work = maras_app()
    for _ in range(5):
        work.commit("tomas", 0, f"{APP}:511")

    assert not one(covered(work))["stalls"]
    assert one(covered(work, gone=("tomas",)))["stalls"]


def test_who_wrote_little_there_leaves_no_gap() -> None:
    work = Work()
    for ago in (0, 0, 10, 20):  # four commits: one too few for a holder
        work.commit("mara", ago, f"{APP}:511")
    busy(work, "ravi", f"{APP}:1", ago=91)

    assert covered(work).is_empty()


def test_who_wrote_all_of_it_in_one_week_leaves_no_gap() -> None:
    work = Work()
    for _ in range(9):
        work.commit("mara", 3, f"{APP}:511")

    assert covered(work).is_empty()


def test_a_small_part_of_an_area_that_nobody_else_knows_any_more_is_no_stall_of_theirs() -> None:
    # Mara has 18, Ravi, who is gone, 60 x 3 x 0.5^(91/180), that is 127: her share is 12 %.
    work = maras_app()
    for _ in range(60):
        work.commit("ravi", 91, f"{APP}:511")

    assert covered(work).is_empty()


def test_the_usual_size_is_that_of_everybodys_changes_each_counted_once() -> None:
    # Eight of 511 lines, one of 1, and a change of 511 that two wrote together: the median weight is 3 and not that of pairs.
    work = maras_app()
    work.commit("tomas", 0, f"{APP}:1")
    work.commit("tomas", 0, f"{APP}:511", by=("mara",))

    assert one(covered(work))["usual"] == 3.0


def test_weeks_with_a_change_are_counted_for_everybody_over_twelve_weeks() -> None:
    work = maras_app()
    work.commit("tomas", 8, f"{APP}:1")
    work.commit("tomas", 83, f"{APP}:1")
    work.commit("tomas", 85, f"{APP}:1")  # beyond twelve weeks, as are Mara's changes of 180 days ago

    row = one(covered(work))

    assert (row["weeks"], row["area_commits"]) == (3, 11)


def test_what_stalls_comes_first_and_then_what_is_known_best() -> None:
    known = know(two_areas())

    told = cover(known.doings, known.files, known.there, NOW, leaver="mara")

    assert told.select("area", "stalls").rows() == [("billing/ledger", True), ("billing/invoices", False)]


def two_areas() -> Work:
    work = Work()
    busy(work, "mara", "billing/ledger/post.py:40", times=16)
    busy(work, "mara", "billing/invoices/lines.py:40", times=16)
    busy(work, "tomas", "billing/invoices/lines.py:30", times=16)
    return work


def test_what_is_no_area_stalls_for_nobody() -> None:
    known = know(two_areas())
    rest = known.files.with_columns(rest=pl.lit(value=True))

    assert cover(known.doings, rest, known.there, NOW, leaver="mara").is_empty()


def test_what_to_read_first_are_the_leavers_commits_there() -> None:
    work = two_areas()
    large = work.commit("mara", 2, "billing/ledger/post.py:300", "billing/ledger/tax.py:90")
    known = know(work)
    asked = pl.DataFrame({"repo": ["harbour"], "area": ["billing/ledger"]})

    (row,) = to_read(asked, known.doings, known.touches, known.files, leaver="mara").to_dicts()

    assert large in row["reads"]
    assert len(row["reads"]) == 3
    assert row["files"] == ["billing/ledger/post.py", "billing/ledger/tax.py"]


authors = st.sampled_from(["mara", "tomas", "ife", "ravi"])
histories = st.lists(st.tuples(authors, st.integers(0, 200), st.integers(1, 300)), max_size=40)


def made(history: list[tuple[str, int, int]]) -> Known:
    work = Work()
    for who, ago, lines in history:
        work.commit(who, ago, f"{APP}:{lines}")
    return know(work)


@settings(max_examples=40)
@given(histories)
def test_an_area_that_a_person_who_is_there_holds_stalls_without_them(history: list[tuple[str, int, int]]) -> None:
    known = made(history)
    held = holders(known.doings, known.files, known.there, NOW)
    active = known.there.filter("active")["person"].to_list()

    for area, person in held.filter(pl.col("hold") == "knows").select("area", "person").iter_rows():
        if person in active:
            told = cover(known.doings, known.files, known.there, NOW, leaver=person)
            assert told.filter("stalls")["area"].to_list() == [area]


@settings(max_examples=40)
@given(histories)
def test_cover_is_a_share_and_an_area_short_of_it_says_what_it_takes(history: list[tuple[str, int, int]]) -> None:
    known = made(history)

    for row in cover(known.doings, known.files, known.there, NOW, leaver="mara").to_dicts():
        assert 0 <= row["cover"] <= 1
        short = ENOUGH * row["weight"] - row["left"]
        assert (row["changes"] > 0) == (short > 1e-6)
        assert row["changes"] * row["usual"] >= short - 1e-6
        assert (row["changes"] - 1) * row["usual"] < max(short, 0) + 1e-6
        assert row["changes"] <= row["reviews"] <= 2 * row["changes"]
