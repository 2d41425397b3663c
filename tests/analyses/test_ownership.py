from datetime import datetime, timedelta
from math import isclose, sqrt
from zoneinfo import ZoneInfo

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builders_work import NOW, Work, busy, know
from trimtab.analyses.ownership import (
    ACTS,
    HOLDERS,
    NEAREST,
    PRESENCE,
    WEIGHTS,
    Standing,
    holders,
    nearest,
    standing,
    weights,
)


def weights_of(work: Work, area: str) -> dict[str, float]:
    told = weights(know(work).doings, NOW).filter(pl.col("area") == area)
    return dict(told.select("person", "weight").iter_rows())


def held(work: Work, lead: str | None = None, *, leaning: bool = False, as_of: datetime = NOW) -> pl.DataFrame:
    known = know(work, as_of)
    return holders(known.doings, known.files, known.there, as_of, lead=lead, leaning=leaning)


def holding(work: Work, *, leaning: bool = False) -> dict[str, list[str]]:
    told = held(work, leaning=leaning)
    return {area: rest for area, *rest in told.select("area", "person", "hold", "state").iter_rows()}


def next_for(work: Work, area: str, leaver: str) -> pl.DataFrame:
    known = know(work)
    asked = pl.DataFrame({"repo": ["harbour"], "area": [area], "person": [leaver]})
    return nearest(asked, known.doings, known.files, known.there, NOW)


def ledger_held_by_mara() -> Work:
    """Mara holds the ledger; Tomas wrote two tests of it and reviewed twice, and works in invoices."""
    work = Work()
    oids = busy(work, "mara", "billing/ledger/post.py:40", "billing/ledger/tax.py:5", times=12)
    work.commit("tomas", 240, "billing/ledger/test_post.py:20")
    work.commit("tomas", 245, "billing/ledger/test_post.py:30")
    work.review("tomas", oids[8], 72)
    work.review("tomas", oids[9], 81)
    busy(work, "tomas", "billing/invoices/lines.py:30", times=20)
    busy(work, "sofie", "infra/alerts.yaml:30", times=14)
    return work


def test_an_empty_history_gives_empty_frames_with_their_columns() -> None:
    work = Work()
    known = know(work)
    none_held = holders(known.doings, known.files, known.there, NOW)

    assert known.doings.schema == ACTS
    assert known.there.schema == PRESENCE
    assert weights(known.doings, NOW).schema == WEIGHTS
    assert none_held.schema == HOLDERS
    assert nearest(none_held, known.doings, known.files, known.there, NOW).schema == NEAREST
    assert standing(known.doings, known.files, known.there, none_held, NOW) == Standing((), 0, 0, None)


def test_a_commit_weighs_the_root_of_the_logarithm_of_its_lines() -> None:
    # 511 lines in the area: log2(1 + 511) = 9, its root 3. 15 lines: log2(16) = 4, its root 2.
    work = Work()
    work.commit("mara", 0, "web/app.ts:500", "web/forms.ts:11")
    work.commit("tomas", 0, "web/app.ts:15")

    assert weights_of(work, "top folder") == {"mara": 3.0, "tomas": 2.0}


def test_a_commit_counts_half_after_half_a_year() -> None:
    # The root of log2(512) is 3, halved once after 180 days and twice after 360: 1.5 and 0.75.
    work = Work()
    work.commit("mara", 180, "web/app.ts:511")
    work.commit("tomas", 360, "web/app.ts:511")

    assert weights_of(work, "top folder") == pytest.approx({"mara": 1.5, "tomas": 0.75})


def test_a_review_counts_half_and_a_merge_a_tenth_of_the_commit() -> None:
    # The root of log2(512) is 3: the author 3, a reviewer 1.5, who only merged it 0.3, who did both 1.5.
    work = Work()
    work.commit("mara", 0, "web/app.ts:511")
    work.review("tomas", "c1", 0)
    work.review("ife", "c1", 0, kind="merged")
    work.review("ravi", "c1", 0, kind="merged")
    work.review("ravi", "c1", 0, kind="acked")

    told = weights(know(work).doings, NOW)

    assert told.select("person", "commits", "reviews", "merges").rows() == [
        ("ife", 0, 0, 1),
        ("mara", 1, 0, 0),
        ("ravi", 0, 1, 0),
        ("tomas", 0, 1, 0),
    ]
    assert told["weight"].to_list() == pytest.approx([0.3, 3.0, 1.5, 1.5])


def test_a_thousand_lines_are_the_most_that_one_commit_teaches() -> None:
    work = Work()
    work.commit("mara", 0, "web/app.ts:1023")
    work.commit("tomas", 0, "web/app.ts:90000")

    assert weights_of(work, "top folder") == {"mara": sqrt(10), "tomas": sqrt(10)}


def test_nobody_reviews_what_they_wrote() -> None:
    work = Work()
    work.commit("mara", 0, "web/app.ts:511")
    work.review("mara", "c1", 0)

    assert weights_of(work, "top folder") == {"mara": 3.0}


def test_a_co_author_wrote_it_too() -> None:
    work = Work()
    work.commit("tomas", 300, "docs/old.md")
    work.commit("mara", 0, "web/app.ts:7", by=("tomas", "stranger"))

    assert weights(know(work).doings, NOW).filter(pl.col("oids").list.contains("c2"))["person"].to_list() == [
        "mara",
        "tomas",
    ]


def test_a_formatting_of_everything_is_no_knowledge() -> None:
    work = Work()
    busy(work, "mara", "web/app.ts", times=6)
    work.commit("ravi", 1, *(f"web/part{number}.ts" for number in range(70)))

    assert "ravi" not in know(work).doings["person"].to_list()


def test_who_wrote_four_fifths_alone_knows_the_area() -> None:
    assert holding(ledger_held_by_mara())["billing/ledger"] == ["mara", "knows", "here"]


def test_the_lead_is_marked() -> None:
    work = ledger_held_by_mara()

    assert held(work, "mara").filter("lead")["area"].to_list() == ["billing/ledger"]
    assert held(work, "nobody").filter("lead").is_empty()


def test_an_area_shared_by_two_is_held_by_nobody() -> None:
    work = Work()
    busy(work, "ife", "api/handlers.py", "web/x.ts", times=10)
    busy(work, "jun", "api/handlers.py", times=10, ago=2)
    busy(work, "jun", "export/rows.py", times=10, ago=3)

    assert "api/" not in holding(work)


def test_an_area_that_others_review_is_only_written_by_one() -> None:
    # Every commit reviewed by two others: ife has 1 / (1 + 0.5 + 0.5) = half of the weight, but wrote all of it.
    work = Work()
    for number, oid in enumerate(busy(work, "ife", "api/handlers.py", times=10)):
        work.review("jun", oid, 1 + 9 * number)
        work.review("mara", oid, 1 + 9 * number)
    busy(work, "jun", "export/rows.py", times=10)
    busy(work, "mara", "web/app.ts", times=10)
    told = held(work).filter(pl.col("area") == "api/")

    assert told.select("person", "hold").row(0) == ("ife", "writes")
    assert isclose(told["share"].item(), 0.5)
    assert told["share_written"].item() == 1.0
    assert told["others"].item().to_list() == ["jun", "mara"]


def test_an_area_that_leans_on_one_is_told_only_when_asked() -> None:
    # Equal commits, 7 of 10 by ife, interleaved: about 70 % of what was written.
    work = Work()
    for number in range(20):
        work.commit("jun" if number % 10 in (2, 5, 8) else "ife", 1 + number * 3, "api/handlers.py")
    busy(work, "jun", "export/rows.py", times=10)

    assert "api/" not in holding(work)
    assert holding(work, leaning=True)["api/"] == ["ife", "leans", "here"]


@pytest.mark.parametrize("times", [4, 5])
def test_the_holder_made_at_least_five_commits(times: int) -> None:
    work = Work()
    busy(work, "ife", "api/handlers.py", times=times)
    busy(work, "jun", "api/notes.py:1", times=2, ago=200)
    busy(work, "jun", "export/rows.py", times=10)

    assert ("api/" in holding(work)) == (times == 5)


def test_one_busy_day_holds_nothing() -> None:
    work = Work()
    busy(work, "ife", "api/handlers.py", times=9, every=0.01)
    busy(work, "ife", "export/rows.py", times=9)

    assert "api/" not in holding(work)


def test_a_visitor_neither_holds_an_area_nor_keeps_it_from_being_held() -> None:
    # Two fresh commits of a visitor outweigh ife's older ones, and are still no one who could take it.
    work = Work()
    busy(work, "ife", "quiet/corner.py:40", times=6, every=9, ago=60)
    busy(work, "visitor", "quiet/corner.py:40", times=2, every=1)
    busy(work, "ife", "web/app.ts", times=12)
    told = held(work).filter(pl.col("area") == "quiet/")

    assert told.select("person", "share_active").row(0) == ("ife", 1.0)
    assert told["share"].item() < 0.8


def test_a_holder_whose_silence_is_longer_than_usual_is_silent() -> None:
    # A commit every 2 days until 19 days ago: 19 > 14, the least that counts as silence.
    work = Work()
    busy(work, "ravi", "deploy/pipeline.yaml", times=40, every=2, ago=19)
    busy(work, "sofie", "infra/alerts.yaml", times=20)

    assert holding(work)["deploy/"] == ["ravi", "knows", "silent"]


def test_a_slow_rhythm_is_no_silence() -> None:
    # A commit every 30 days until 25 days ago: within their own rhythm.
    work = Work()
    busy(work, "ravi", "deploy/pipeline.yaml", times=11, every=30, ago=25)
    busy(work, "sofie", "infra/alerts.yaml", times=20)

    assert holding(work)["deploy/"] == ["ravi", "knows", "here"]


def test_silence_is_judged_by_the_longest_usual_gap() -> None:
    # 20 gaps, 19 of 2 days and one of 18: the gap that 19 in 20 do not exceed is 18, and 16 days are within it.
    work = Work()
    busy(work, "ravi", "deploy/pipeline.yaml", times=20, every=2, ago=16)
    work.commit("ravi", 16 + 38 + 18, "deploy/pipeline.yaml")
    busy(work, "sofie", "infra/alerts.yaml", times=20)

    assert holding(work)["deploy/"] == ["ravi", "knows", "here"]


def test_a_review_ends_a_silence() -> None:
    work = Work()
    busy(work, "ravi", "deploy/pipeline.yaml", times=40, every=2, ago=19)
    oids = busy(work, "sofie", "infra/alerts.yaml", times=20)
    work.review("ravi", oids[0], 1)

    assert holding(work)["deploy/"] == ["ravi", "knows", "here"]


def test_an_area_of_somebody_gone_is_still_told() -> None:
    work = Work()
    busy(work, "dana", "api/handlers.py", times=20, every=5, ago=120)
    busy(work, "sofie", "infra/alerts.yaml", times=20)

    assert holding(work)["api/"] == ["dana", "knows", "gone"]


def test_the_last_active_one_of_two_holds_the_area() -> None:
    # Dana and Ife wrote half each; Dana left. Ife has half of all weight or more, and all of what is active.
    work = Work()
    busy(work, "dana", "api/handlers.py:500", times=20, every=5, ago=110)
    busy(work, "ife", "api/handlers.py:100", times=10, every=9)
    busy(work, "sofie", "infra/alerts.yaml", times=20)
    told = held(work).filter(pl.col("area") == "api/")

    assert told.select("person", "hold", "share_active").row(0) == ("ife", "knows", 1.0)
    assert told["share"].item() < 0.8
    assert told["others"].item().to_list() == ["dana"]


def test_risk_is_heat_times_share_times_silence() -> None:
    # One week apart, the holder the only one: heat = sum of 2^(-age / 90 days), share 1, silent counts twice.
    work = Work()
    ages = [20 + 2 * number for number in range(10)]
    for age in ages:
        work.commit("ravi", age, "deploy/pipeline.yaml")
    busy(work, "sofie", "infra/alerts.yaml", times=20)

    told = held(work).filter(pl.col("area") == "deploy/")

    assert told["state"].item() == "silent"
    assert isclose(told["risk"].item(), 2 * sum(0.5 ** (age / 90) for age in ages))


def test_an_area_of_tests_alone_is_half_the_risk() -> None:
    work = Work()
    busy(work, "ravi", "checks/test_all.py", times=10)
    busy(work, "ravi", "deploy/pipeline.yaml", times=10)
    busy(work, "sofie", "infra/alerts.yaml", times=20)

    risk = dict(held(work).select("area", "risk").iter_rows())

    assert isclose(risk["checks/"], risk["deploy/"] / 2)


def test_evidence_is_what_the_holder_did_newest_first() -> None:
    work = ledger_held_by_mara()
    told = held(work).filter(pl.col("area") == "billing/ledger")

    assert told["oids"].item().to_list() == [f"c{number}" for number in range(1, 13)]
    assert told.select("commits", "area_commits", "area_weeks", "area_files").row(0) == (12, 14, 10, 3)


def test_alone_in_a_repository_is_said_once() -> None:
    work = Work()
    busy(work, "mara", "web/app.ts", times=10)
    busy(work, "mara", "api/handlers.py", times=10)
    known = know(work)

    told = standing(known.doings, known.files, known.there, held(work), NOW)

    assert told == Standing(active=("mara",), areas=2, held=2, sole="mara")


def test_who_did_nine_tenths_of_everything_holds_the_whole() -> None:
    # 20 commits of 10 lines against 3 of 1 line, as old: 20 * log2(11) = 69 against 3 * 1.
    work = Work()
    busy(work, "mara", "web/app.ts:10", times=10)
    busy(work, "mara", "api/handlers.py:10", times=10)
    busy(work, "jun", "docs/setup.md:1", times=3)
    known = know(work)

    told = standing(known.doings, known.files, known.there, held(work), NOW)

    assert told.sole == "mara"
    assert told.active == ("jun", "mara")


def test_a_team_has_no_sole_holder() -> None:
    work = ledger_held_by_mara()
    known = know(work)

    assert standing(known.doings, known.files, known.there, held(work), NOW).sole is None


def test_next_is_who_reviewed_and_tested_it() -> None:
    first = next_for(ledger_held_by_mara(), "billing/ledger", "mara").row(0, named=True)

    assert first["person"] == "tomas"
    assert first["near"]
    assert (first["commits"], first["tests"], first["reviews"]) == (2, 2, 2)
    assert (first["beside"], first["beside_commits"]) == ("billing/invoices", 20)
    assert first["oids"][:4] == ["c13", "c14", "c9", "c10"]


def test_work_one_folder_up_counts_three_tenths() -> None:
    # tomas: 1 commit of 511 lines today in billing/invoices, beside billing/ledger: 0.3 * sqrt(log2(512)) = 0.9.
    work = Work()
    busy(work, "mara", "billing/ledger/post.py:40", times=40, every=1)
    busy(work, "ife", "billing/dunning/steps.py:1", times=30, every=1)
    busy(work, "tomas", "docs/a.md:1", times=3, ago=100)
    work.commit("tomas", 0, "billing/invoices/lines.py:511")
    for number in range(6):
        work.commit("jun", 300 + number, "billing/invoices/lines.py:1")

    told = next_for(work, "billing/ledger", "mara").filter(pl.col("person") == "tomas")

    assert told.select("near", "beside").row(0) == (False, "billing/invoices")
    assert isclose(told["weight"].item(), 0.9)


def test_an_area_at_the_top_has_the_other_area_of_its_holder_beside_it() -> None:
    work = Work()
    busy(work, "ravi", "deploy/pipeline.yaml", times=20, every=2)
    busy(work, "ravi", "infra/runners.tf", times=8)
    busy(work, "sofie", "infra/alerts.yaml", times=20)
    busy(work, "ife", "api/handlers.py", times=20)

    told = next_for(work, "deploy/", "ravi")

    assert told.select("person", "near", "beside").rows() == [("sofie", False, "infra/")]


def test_areas_that_change_together_are_beside_each_other() -> None:
    # Ravi does more in web, where Sofie works; but a half of deploy's commits touch charts.
    work = Work()
    busy(work, "ravi", "deploy/pipeline.yaml", "charts/app.yaml", times=10)
    busy(work, "ravi", "deploy/pipeline.yaml", times=10, ago=2)
    busy(work, "ravi", "web/app.ts:900", times=20, every=4)
    busy(work, "jun", "charts/app.yaml", times=10, ago=3)
    busy(work, "sofie", "web/app.ts", times=10, ago=3)

    told = next_for(work, "deploy/", "ravi")

    assert told.select("person", "beside").rows() == [("jun", "charts/")]


def test_who_knows_the_area_itself_comes_before_who_only_works_beside_it() -> None:
    work = Work()
    busy(work, "mara", "billing/ledger/post.py:40", times=20, every=2)
    work.commit("tomas", 1, "billing/ledger/post.py:3")
    busy(work, "tomas", "docs/setup.md", times=4)
    busy(work, "ife", "billing/dunning/steps.py:500", times=30, every=2)

    told = next_for(work, "billing/ledger", "mara")

    assert told.select("person", "near").rows() == [("tomas", True), ("ife", False)]
    assert told["weight"][0] < told["weight"][1]


@pytest.mark.parametrize("why", ["gone", "visitor", "bot", "the leaver"])
def test_nobody_is_near_when_those_who_were_cannot_take_it(why: str) -> None:
    work = Work()
    busy(work, "mara", "billing/post.py", times=10)
    if why == "gone":
        busy(work, "dana", "billing/post.py", times=10, ago=150)
    if why == "visitor":
        busy(work, "visitor", "billing/post.py", times=2)
    if why == "bot":
        busy(work, "harbour-ci", "billing/post.py", times=10)

    assert next_for(work, "billing/", "mara").is_empty()


def test_what_is_renamed_keeps_its_holder() -> None:
    work = Work()
    busy(work, "tomas", "jobs/queue.py", "jobs/retry.py", times=10, ago=10)
    work.commit("jun", 2, "jobs/queue.py>workers/queue.py:1", "jobs/retry.py>workers/retry.py:1")
    busy(work, "jun", "docs/setup.md", times=10)

    assert holding(work)["workers/"] == ["tomas", "knows", "here"]


def test_a_bot_changes_nothing() -> None:
    work, with_bot = ledger_held_by_mara(), ledger_held_by_mara()
    for number in range(9):
        with_bot.commit("harbour-ci", 3 + number, "billing/ledger/post.py")

    assert weights(know(work).doings, NOW).equals(weights(know(with_bot).doings, NOW))


deeds = st.lists(
    st.tuples(
        st.sampled_from(["mara", "tomas", "ife"]),
        st.integers(0, 360),
        st.sampled_from(["api/a.py", "api/b.py", "web/app.ts", "deploy/x.yaml"]),
        st.integers(0, 2000),
    ),
    min_size=1,
    max_size=50,
)


@settings(max_examples=30)
@given(deeds)
def test_the_shares_of_one_area_sum_to_one(told: list[tuple[str, int, str, int]]) -> None:
    work = Work()
    for who, ago, path, lines in told:
        work.commit(who, ago, f"{path}:{lines}")

    sums = weights(know(work).doings, NOW).group_by("repo", "area").agg(pl.col("share").sum())["share"]

    assert all(isclose(total, 1) for total in sums)


@settings(max_examples=20)
@given(deeds, st.integers(1, 200))
def test_later_work_never_changes_what_was_known_earlier(told: list[tuple[str, int, str, int]], cut: int) -> None:
    as_of = NOW - timedelta(days=cut)
    work, before = Work(), Work()
    for who, ago, path, lines in sorted(told, key=lambda deed: -deed[1]):
        work.commit(who, ago, f"{path}:{lines}")
        if ago >= cut:
            before.commit(who, ago, f"{path}:{lines}")
    for who in ("mara", "tomas", "ife"):
        before.names.add(who)

    assert held(work, "mara", as_of=as_of).equals(held(before, "mara", as_of=as_of))


def test_the_zone_of_the_instant_changes_nothing() -> None:
    work = ledger_held_by_mara()
    local = NOW.astimezone(ZoneInfo("Europe/Berlin"))

    assert held(work, "mara", as_of=local).equals(held(work, "mara"))
