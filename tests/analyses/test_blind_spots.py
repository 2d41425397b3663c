from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import polars as pl

from builders_work import NOW, Work, busy, know
from trimtab.analyses import coupling
from trimtab.analyses.ownership import BLIND_SPOTS, blind_spots, holders, last_read


def read_of(work: Work, away: timedelta = timedelta(days=91), as_of: datetime = NOW) -> pl.DataFrame:
    known = know(work, as_of)
    frames = (work.commit_rows(), work.change_rows(), work.people(), work.reviews())
    read = last_read(*frames, known.files, known.doings, as_of, "mara")
    return blind_spots(known.doings, known.touches, known.files, read, as_of, lead="mara", away=away)


def protocol_rewritten(last_read_ago: float = 200) -> Work:
    work = Work()
    for number in range(6):
        work.commit("mara", 500 + number, "sync/protocol/frames.py")
    work.commit("mara", last_read_ago, "sync/protocol/frames.py")
    busy(work, "ife", "sync/protocol/frames.py:40", "sync/protocol/resume.py:20", times=10)
    busy(work, "tomas", "sync/protocol/frames.py:10", times=4)
    busy(work, "tomas", "sync/store/pages.py:10", times=40, every=2)
    busy(work, "mara", "web/app.ts", times=20)
    return work


def test_a_hot_area_the_lead_has_long_not_seen_is_a_blind_spot() -> None:
    first = read_of(protocol_rewritten()).row(0, named=True)

    assert first["area"] == "sync/protocol"
    assert (first["commits"], first["people"], first["lead_commits"]) == (14, ["ife", "tomas"], 7)
    assert first["last_read_oid"] == "c7"
    assert first["files"] == ["sync/protocol/frames.py", "sync/protocol/resume.py"]
    assert len(first["reads"]) == 3
    assert BLIND_SPOTS.names() == list(first)


def test_what_the_lead_read_lately_is_no_blind_spot() -> None:
    assert "sync/protocol" not in read_of(protocol_rewritten(80))["area"].to_list()


def test_how_long_is_long_can_be_set() -> None:
    assert "sync/protocol" in read_of(protocol_rewritten(80), away=timedelta(days=60))["area"].to_list()


def test_a_review_is_reading() -> None:
    work = protocol_rewritten()
    work.review("mara", "c8", 1)

    assert "sync/protocol" not in read_of(work)["area"].to_list()


def test_formatting_everything_is_not_reading() -> None:
    work = protocol_rewritten()
    work.commit("mara", 1, "sync/protocol/frames.py", *(f"web/part{number}.ts" for number in range(70)))

    assert "sync/protocol" in read_of(work)["area"].to_list()


def test_what_the_lead_wrote_before_a_rename_is_theirs_still() -> None:
    work = Work()
    for number in range(6):
        work.commit("mara", 500 + number, "proto/frames.py")
    work.commit("ife", 450, "proto/frames.py>sync/frames.py")
    busy(work, "ife", "sync/frames.py:40", times=10)
    busy(work, "tomas", "web/app.ts", times=10)

    told = read_of(work).filter(pl.col("area") == "sync/").row(0, named=True)

    assert (told["last_read_oid"], told["lead_commits"]) == ("c1", 6)


def test_an_area_the_lead_never_saw_has_no_last_day() -> None:
    work = protocol_rewritten()

    told = read_of(work).filter(pl.col("area") == "sync/store")

    assert told.select("last_read_at", "lead_commits").row(0) == (None, 0)


def test_the_lead_has_no_blind_spot_where_they_work_or_where_nothing_happens() -> None:
    told = read_of(protocol_rewritten())["area"].to_list()

    assert "web/" not in told
    assert told[0] == "sync/protocol"


def test_tests_alone_are_no_blind_spot() -> None:
    work = Work()
    busy(work, "ife", "tests/test_end.py", times=20)
    busy(work, "mara", "web/app.ts", times=20)

    assert read_of(work).is_empty()


def test_numbers_raised_in_a_manifest_are_no_blind_spot() -> None:
    work = Work()
    busy(work, "ife", "crates/Cargo.toml:2", times=20, every=3)
    busy(work, "mara", "web/app.ts", times=20)

    assert read_of(work).is_empty()


def test_the_commits_to_read_are_large_and_spread_over_files() -> None:
    # Three large ones (c1 to c3) change one file; after the largest, the small one (c4) that brings another is worth
    # more: log2(21) = 4.4 against a fifth of log2(451) = 8.8.
    work = Work()
    work.commit("ife", 6, "sync/frames.py:500")
    work.commit("ife", 5, "sync/frames.py:450")
    work.commit("ife", 4, "sync/frames.py:400")
    work.commit("ife", 3, "sync/resume.py:20")
    busy(work, "ife", "sync/frames.py:3", times=8, ago=10)
    busy(work, "mara", "web/app.ts", times=20)

    assert read_of(work).row(0, named=True)["reads"] == ["c4", "c2", "c1"]


def test_a_commit_that_is_mostly_about_another_area_is_not_the_one_to_read() -> None:
    # c1 has 100 of its 200 lines here: log2(101) / 4 = 1.7, less than log2(6) = 2.6 of each of the other three.
    work = Work()
    work.commit("ife", 6, "sync/wide.py:100", "web/app.ts:100")
    for path in ("one", "two", "three"):
        work.commit("ife", 5, f"sync/{path}.py:5")
    busy(work, "ife", "sync/one.py:1", times=8, ago=10)
    busy(work, "mara", "web/app.ts", times=20)

    assert read_of(work).row(0, named=True)["reads"] == ["c4", "c3", "c2"]


def test_the_zone_of_the_instant_changes_nothing() -> None:
    local = NOW.astimezone(ZoneInfo("Europe/Berlin"))

    assert read_of(protocol_rewritten(), as_of=local).equals(read_of(protocol_rewritten()))


def quiet_deploy(*, by_two: bool = False, elsewhere: int = 30) -> Work:
    """Six changes of deploy within the year, by Ravi alone or by two; Mara, who leads, works in web."""
    work = Work()
    for number in range(6):
        work.commit("tomas" if by_two and number % 2 else "ravi", 20 + 40 * number, "deploy/run.sh:30")
    busy(work, "mara", "web/app.ts", times=10)
    for who in ("ravi", "tomas"):
        busy(work, who, "sync/store/pages.py:10", times=elsewhere, every=3)
    return work


def spots(work: Work, *, central: bool = True) -> dict[str, list[str]]:
    known = know(work)
    frames = (work.commit_rows(), work.change_rows(), work.people(), work.reviews())
    read = last_read(*frames, known.files, known.doings, NOW, "mara")
    told = blind_spots(
        known.doings,
        known.touches,
        known.files,
        read,
        NOW,
        lead="mara",
        held=holders(known.doings, known.files, known.there, NOW),
        central=coupling.central(known.touches, known.files, NOW) if central else None,
    )
    return dict(told.select("area", "why").iter_rows())


def test_a_quieter_area_is_a_blind_spot_where_one_colleague_alone_knows_it() -> None:
    assert spots(quiet_deploy())["deploy/"] == ["held"]
    assert "deploy/" not in spots(quiet_deploy(by_two=True))


def test_a_quieter_area_is_a_blind_spot_where_much_other_work_goes_through_it() -> None:
    # 7 commits to config, 3 with sync and 4 with deploy, of the 39 to another area (10 web, 16 sync, 6 deploy, these):
    # 18 %. Nobody holds it: Ravi and Tomas take turns. One in 12 weeks and 7 in all are too few to be hot.
    work = quiet_deploy(by_two=True, elsewhere=8)
    for number in range(7):
        who, beside = ("ravi", "sync/store/pages.py:9") if number % 2 else ("tomas", "deploy/run.sh:9")
        work.commit(who, 60 + 40 * number, "config/limits.py:9", beside)

    assert spots(work)["config/"] == ["central"]
    assert "config/" not in spots(work, central=False)


def test_hot_areas_come_before_quieter_ones() -> None:
    work = quiet_deploy()

    assert list(spots(work).values()) == [["hot"], ["held"]]
