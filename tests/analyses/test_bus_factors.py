from datetime import datetime

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from builders_work import NOW, Work, busy, know
from trimtab.analyses.ownership import BUS_FACTORS, bus_factors, holders


def rests_on(work: Work, area: str, as_of: datetime = NOW) -> dict[str, object]:
    known = know(work, as_of)
    return bus_factors(known.doings, known.there, as_of).filter(area=area).row(0, named=True)


def equal(work: Work, *people: str, path: str = "sync/store/pages.py:7", times: int = 6) -> None:
    """The same commits on the same days by each of them."""
    for who in people:
        busy(work, who, path, times=times)


def beside(work: Work) -> None:
    """A second area, so that folders divide."""
    busy(work, "ife", "web/app.ts:9", times=40, every=2)


def test_an_empty_history_rests_on_nothing() -> None:
    known = know(Work())

    assert bus_factors(known.doings, known.there, NOW).schema == BUS_FACTORS
    assert bus_factors(known.doings, known.there, NOW).is_empty()


def test_one_person_with_four_fifths_carries_an_area_alone() -> None:
    # Mara 9 commits of a size, Tomas 2 on days of hers: 9 / 11 = 82 %.
    work = Work()
    beside(work)
    for day in range(9):
        work.commit("mara", 10, "sync/store/pages.py:7")
        if day < 2:
            work.commit("tomas", 10, "sync/store/pages.py:7")
    work.commit("tomas", 9, "web/app.ts:1")  # a third commit, so that he is no visitor

    row = rests_on(work, "sync/")

    assert (row["bus_factor"], row["holders"], row["others"]) == (1, ["mara"], ["tomas"])
    assert [round(share, 2) for share in row["shares"]] == [0.82]


def test_people_who_know_the_same_count_until_four_fifths_are_reached() -> None:
    # Five equal fifths: four of them have 80 %. Three equal thirds: two have 67 %, so all three are needed.
    five, three = Work(), Work()
    for work, people in ((five, ("mara", "tomas", "ife", "ravi", "sofie")), (three, ("mara", "tomas", "ravi"))):
        beside(work)
        equal(work, *people)

    assert rests_on(five, "sync/")["bus_factor"] == 4
    assert rests_on(three, "sync/")["bus_factor"] == 3


def test_an_area_whose_people_are_gone_rests_on_nobody_and_names_them() -> None:
    work = Work()
    beside(work)
    for number in range(12):
        work.commit("ravi", 150 + number, "sync/store/pages.py:60")
    work.commit("ife", 40, "sync/store/pages.py:1")

    row = rests_on(work, "sync/")

    assert (row["bus_factor"], row["holders"], row["gone"], row["others"]) == (0, [], ["ravi"], ["ife"])


def test_a_holder_silent_for_longer_than_usual_is_said_to_be() -> None:
    work = Work()
    beside(work)
    for number in range(30):
        work.commit("ravi", 40 + 2 * number, "sync/store/pages.py:10")

    row = rests_on(work, "sync/")

    assert (row["bus_factor"], row["silent"]) == (1, ["ravi"])


def test_under_five_commits_nothing_is_said() -> None:
    work = Work()
    for number in range(4):
        work.commit("mara", 10 + number, "web/app.ts:4")
    few = rests_on(work, "top folder")["bus_factor"]
    work.commit("mara", 3, "web/app.ts:4")

    assert few is None
    assert rests_on(work, "top folder")["bus_factor"] == 1


@settings(max_examples=40)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["mara", "tomas", "ife", "ravi"]),
            st.integers(0, 300),
            st.sampled_from(["sync/store/pages.py:40", "sync/protocol/frames.py:3", "web/app.ts:7", "infra/a.yaml"]),
        ),
        max_size=60,
    )
)
def test_whoever_holds_alone_is_who_it_rests_on(commits: list[tuple[str, int, str]]) -> None:
    work = Work()
    for who, ago, path in sorted(commits, key=lambda one: -one[1]):
        work.commit(who, ago, path)
    known = know(work)
    told = bus_factors(known.doings, known.there, NOW)
    alone = holders(known.doings, known.files, known.there, NOW).filter(pl.col("share_active") >= 0.8)

    for repo, area, person in alone.select("repo", "area", "person").iter_rows():
        row = told.filter(repo=repo, area=area).row(0, named=True)
        assert row["bus_factor"] in (0, 1, None)
        assert row["holders"] in ([person], [])
    for row in told.to_dicts():
        assert row["bus_factor"] in (None, len(row["holders"]))
        assert not set(row["holders"]) & set(row["others"])
