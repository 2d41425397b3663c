"""What changes together: counts worked by hand, what is left out, and what holds of any history."""

from collections.abc import Sequence
from datetime import timedelta
from random import Random

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builders_work import NOW, Work, days_ago
from trimtab.analyses import coupling
from trimtab.analyses.areas import AREAS, TOUCHED, areas, touched


def touches_of(work: Work) -> pl.DataFrame:
    return touched(work.commit_rows(), work.change_rows(), work.people(), NOW)


def together(work: Work, *files: str, times: int, ago: float = 10) -> list[str]:
    return [work.commit("mara", ago + number, *files) for number in range(times)]


def placed(**area_of: str) -> pl.DataFrame:
    """Files at the top in the areas named; one that begins with `-` is only what is left of a folder."""
    rows = [
        {"repo": "harbour", "path": f"{name}.py", "area": area.removeprefix("-"), "folder": "", "rest": area[0] == "-"}
        for name, area in area_of.items()
    ]
    return pl.DataFrame(rows, schema_overrides=AREAS).with_columns(test=False, text=False, commits=pl.lit(1, pl.UInt32))


def test_no_history_gives_empty_frames_with_their_columns() -> None:
    touches = touches_of(Work())
    nowhere = areas(touches)

    assert coupling.files(touches, NOW).schema == coupling.PAIRS
    assert coupling.areas(touches, nowhere, NOW).schema == coupling.PAIRS
    assert coupling.central(touches, nowhere, NOW).schema == coupling.CENTRAL
    assert coupling.files(touches, NOW).is_empty()


def test_support_confidence_and_lift_of_a_pair() -> None:
    # ledger.py changed 6 times, rates.py 4 times, 3 times both, in 10 commits: 3/6, 3/4, and 3 * 10 / (6 * 4) = 1.25.
    work = Work()
    both = together(work, "ledger.py", "rates.py", times=3, ago=10)
    together(work, "ledger.py", times=3, ago=20)
    together(work, "rates.py", times=1, ago=30)
    together(work, "export.py", times=3, ago=40)

    (row,) = coupling.files(touches_of(work), NOW).to_dicts()

    assert (row["one"], row["other"], row["commits"]) == ("ledger.py", "rates.py", 3)
    assert (row["commits_one"], row["commits_other"]) == (6, 4)
    assert (row["confidence_one"], row["confidence_other"], row["lift"]) == (0.5, 0.75, 1.25)
    assert row["last_at"] == days_ago(10)
    assert row["oids"] == both


def test_two_common_commits_may_be_an_accident() -> None:
    work = Work()
    together(work, "ledger.py", "rates.py", times=2)

    assert coupling.files(touches_of(work), NOW).is_empty()
    assert coupling.files(touches_of(work), NOW, least=2).height == 1


def test_the_last_five_commits_are_the_evidence_newest_first() -> None:
    work = Work()
    oids = together(work, "ledger.py", "rates.py", times=8)

    assert coupling.files(touches_of(work), NOW)["oids"].to_list() == [oids[:5]]


def test_only_the_window_counts() -> None:
    work = Work()
    together(work, "ledger.py", "rates.py", times=4, ago=20)
    touches = touches_of(work)

    assert coupling.files(touches, NOW, window=timedelta(days=22, hours=1))["commits"].to_list() == [3]
    assert coupling.files(touches, days_ago(21))["commits"].to_list() == [3]


def test_commits_that_change_everything_merges_and_files_that_are_gone_are_left_out() -> None:
    work = Work()
    together(work, *(f"src/part{number}.py" for number in range(61)), times=4)
    together(work, "ledger.py", "gone.py", times=4, ago=30)
    work.commit("mara", 5, "-gone.py")
    for number in range(4):
        work.commit("mara", number, "ledger.py", "rates.py", parents=("one", "other"))

    assert coupling.files(touches_of(work), NOW).is_empty()


def test_a_renamed_file_stays_coupled() -> None:
    work = Work()
    together(work, "ledger.py", "rates.py", times=3)
    work.commit("mara", 5, "ledger.py>book.py")

    assert coupling.files(touches_of(work), NOW).select("one", "other", "commits").rows() == [
        ("book.py", "rates.py", 3)
    ]


def test_files_of_two_repositories_are_no_pair() -> None:
    # The same commit ids in both, as of a fork.
    frames = []
    for repo, files in (("harbour", ("ledger.py",)), ("wharf", ("crane.py", "rope.py"))):
        work = Work(repo=repo)
        together(work, *files, times=3)
        frames.append(touches_of(work))

    found = coupling.files(pl.concat(frames), NOW)

    assert found.select("repo", "one", "other", "lift").rows() == [("wharf", "crane.py", "rope.py", 1.0)]


def test_areas_are_coupled_once_a_commit_however_many_files() -> None:
    work = Work()
    together(work, "ledger.py", "rates.py", "export.py", "rows.py", times=3)
    together(work, "ledger.py", "rates.py", times=2, ago=50)
    where = placed(ledger="billing/", rates="billing/", export="export/", rows="export/")

    (row,) = coupling.areas(touches_of(work), where, NOW).to_dicts()

    assert (row["one"], row["other"], row["commits"]) == ("billing/", "export/", 3)
    assert (row["commits_one"], row["commits_other"], row["confidence_one"], row["confidence_other"]) == (
        5,
        3,
        0.6,
        1.0,
    )


def test_what_is_only_left_of_a_folder_is_in_no_pair() -> None:
    work = Work()
    together(work, "ledger.py", "misc.py", times=5)

    assert coupling.areas(touches_of(work), placed(ledger="billing/", misc="-top"), NOW).is_empty()


def test_central_is_the_share_of_the_work_on_others_that_goes_through_an_area() -> None:
    # Of 10 commits, ledger is in 6: 3 with export, 1 with web, 2 alone. Others are changed by 8 commits, 4 of them with it.
    # export: in 5, others by 7 (6 of ledger, 1 of web alone), 3 with it. web: in 2, others by 9, 1 with it.
    work = Work()
    together(work, "ledger.py", "export.py", times=3, ago=10)
    together(work, "ledger.py", "web.py", times=1, ago=20)
    together(work, "ledger.py", times=2, ago=30)
    together(work, "export.py", times=2, ago=40)
    together(work, "web.py", times=1, ago=50)
    together(work, "rates.py", times=1, ago=60)
    where = placed(ledger="ledger", export="export", web="web", rates="rates")

    found = coupling.central(touches_of(work), where, NOW)

    assert found.select("area", "together", "others").rows() == [
        ("ledger", 4, 8),
        ("export", 3, 8),
        ("web", 1, 9),
        ("rates", 0, 9),
    ]
    assert found["central"].to_list() == [0.5, 3 / 8, 1 / 9, 0.0]
    assert found["neighbours"].to_list() == [["export"], ["ledger"], [], []]
    assert found["commits"].to_list() == [6, 5, 2, 1]
    assert found["oids"].to_list()[2] == ["c4"]


def test_one_area_alone_is_not_central_to_anything() -> None:
    work = Work()
    together(work, "ledger.py", times=5)

    assert coupling.central(touches_of(work), placed(ledger="ledger"), NOW)["central"].to_list() == [None]


def test_a_single_giant_commit_couples_nothing() -> None:
    work = Work()
    work.commit("mara", 5, *(f"src/part{number}.py" for number in range(300)))
    touches = touches_of(work)

    assert coupling.files(touches, NOW).is_empty()
    assert coupling.central(touches, areas(touches), NOW).is_empty()


def test_a_monorepo_of_a_hundred_thousand_files_keeps_its_few_pairs() -> None:
    # 2,000 commits of 50 files that never change again, and four commits of one pair among them.
    number = pl.int_range(100_000, eager=True)
    at = pl.lit(NOW) - pl.duration(minutes=number // 50)
    many = pl.DataFrame({"number": number}).select(
        repo=pl.lit("harbour"), oid=pl.format("m{}", number // 50), at=at, path=pl.format("src/part{}.py", number),
        lines=pl.lit(1, pl.Int64), alive=pl.lit(value=True), wide=pl.lit(value=False),
    )  # fmt: skip
    work = Work()
    together(work, "src/part1.py", "src/part70000.py", times=4)

    found = coupling.files(pl.concat([many, touches_of(work)]).cast(TOUCHED), NOW)

    assert found.select("one", "other", "commits", "commits_one").rows() == [("src/part1.py", "src/part70000.py", 4, 5)]


_FILES = ("ledger", "rates", "export", "rows", "web")
_COMMITS = st.lists(st.sets(st.sampled_from(_FILES), min_size=1), max_size=25)


def history(commits: Sequence[set[str]]) -> pl.DataFrame:
    work = Work()
    for number, files in enumerate(commits):
        work.commit("mara", number, *(f"{name}.py" for name in sorted(files)))
    return touches_of(work)


@settings(max_examples=40)
@given(_COMMITS)
def test_pairs_are_those_that_counting_by_hand_finds(commits: list[set[str]]) -> None:
    found = coupling.files(history(commits), NOW, least=1)

    assert {(row["one"], row["other"]): row["commits"] for row in found.to_dicts()} == {
        (f"{one}.py", f"{other}.py"): count
        for one in _FILES
        for other in _FILES
        if one < other and (count := sum({one, other} <= files for files in commits))
    }
    for row in found.to_dicts():
        assert row["commits_one"] == sum(row["one"].removesuffix(".py") in files for files in commits)
        assert row["confidence_one"] == row["commits"] / row["commits_one"] <= 1
        assert row["confidence_other"] == row["commits"] / row["commits_other"] <= 1
        assert row["lift"] == pytest.approx(row["confidence_one"] * len(commits) / row["commits_other"])


@settings(max_examples=25)
@given(_COMMITS, st.randoms(use_true_random=False))
def test_the_order_of_rows_and_the_names_of_files_do_not_matter(commits: list[set[str]], dice: Random) -> None:
    touches = history(commits)
    places = list(range(touches.height))
    dice.shuffle(places)
    # A name that reverses the alphabet turns every pair round.
    mirrored = touches.with_columns(path=pl.col("path").replace_strict(_MIRRORED, return_dtype=pl.String))

    straight, turned = coupling.files(touches, NOW, least=1), coupling.files(mirrored, NOW, least=1)

    assert coupling.files(touches[places], NOW, least=1).equals(straight)
    both = {
        (row["one"], row["other"]): (row["commits"], row["confidence_one"], row["oids"]) for row in straight.to_dicts()
    }
    assert both == {
        (_BACK[row["other"]], _BACK[row["one"]]): (row["commits"], row["confidence_other"], row["oids"])
        for row in turned.to_dicts()
    }


_MIRRORED = {f"{name}.py": f"{number}.py" for number, name in enumerate(sorted(_FILES, reverse=True))}
_BACK = {mirrored: name for name, mirrored in _MIRRORED.items()}


@settings(max_examples=25)
@given(_COMMITS)
def test_central_lies_between_nothing_and_all(commits: list[set[str]]) -> None:
    where = placed(ledger="billing", rates="billing", export="export", rows="export", web="web")

    for row in coupling.central(history(commits), where, NOW).to_dicts():
        assert row["together"] <= min(row["commits"], row["others"])
        assert row["central"] == (row["together"] / row["others"] if row["others"] else None)
