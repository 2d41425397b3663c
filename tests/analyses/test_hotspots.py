"""Heat: the sum worked by hand, what counts as a fix, and histories that are odd."""

from datetime import timedelta
from random import Random

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builders_work import NOW, Work, busy, days_ago
from trimtab.analyses.areas import Rules
from trimtab.analyses.hotspots import HOTSPOTS, hotspots, is_fix


def hot(work: Work, sizes: pl.DataFrame | None = None, rules: Rules | None = None) -> pl.DataFrame:
    return hotspots(work.commit_rows(), work.change_rows(), work.people(), NOW, rules=rules, sizes=sizes)


def heat(work: Work, sizes: pl.DataFrame | None = None) -> dict[str, float]:
    return dict(hot(work, sizes).select("path", "heat").iter_rows())


def tree(**lines: int | None) -> pl.DataFrame:
    """Sizes of files at the top; every line is filled and indented by two levels."""
    rows = [
        ("harbour", f"{name}.py", count, count, None if count is None else 2 * count) for name, count in lines.items()
    ]
    columns = {"repo": pl.String, "path": pl.String, "lines": pl.Int64, "filled": pl.Int64, "indent_sum": pl.Int64}
    return pl.DataFrame(rows, schema=columns, orient="row")


def test_no_history_gives_an_empty_frame_with_its_columns() -> None:
    found = hot(Work())

    assert found.schema == HOTSPOTS
    assert found.is_empty()


def test_heat_is_a_short_and_a_long_memory_of_the_commits() -> None:
    # 90 days ago: 1/2 + 1/2^(90/365) = 0.5 + 0.84290; 365 days ago: 1/2^(365/90) + 1/2 = 0.06013 + 0.5.
    # 0.22 times their sum: 0.22 (1.34290 + 0.56013) = 0.41867.
    work = Work()
    work.commit("mara", 90, "ledger.py")
    work.commit("mara", 365, "ledger.py")

    assert heat(work) == {"ledger.py": pytest.approx(0.41867, abs=1e-5)}


def test_a_fix_counts_half_as_much_again() -> None:
    # Today's commit counts 0.22 (1 + 1) = 0.44, a fix of today 0.66.
    work = Work()
    work.commit("mara", 0, "ledger.py", subject="ledger: round half to even")
    work.commit("mara", 0, "export.py", subject="export: fix the last row")

    assert heat(work) == {"export.py": pytest.approx(0.66), "ledger.py": pytest.approx(0.44)}


def test_commits_of_one_person_and_day_count_as_the_root_of_their_number() -> None:
    # Mara's four count as two, Tomas's one as one: 0.44 times 3.
    work = Work()
    for minutes in (1, 2, 3, 4):
        work.commit("mara", minutes / 1440, "ledger.py")
    work.commit("tomas", 5 / 1440, "ledger.py")

    assert heat(work)["ledger.py"] == pytest.approx(1.32, abs=1e-3)


def test_ten_times_the_lines_are_a_quarter_more_heat() -> None:
    # (1000 / 100)^0.1 = 1.2589; an empty file is taken for one line: 0.01^0.1 = 0.6310.
    work = Work()
    work.commit("mara", 0, "small.py", "large.py", "empty.py")

    found = heat(work, tree(small=100, large=1000, empty=0))

    assert found == {
        "large.py": pytest.approx(0.44 * 1.2589, abs=1e-4),
        "small.py": pytest.approx(0.44),
        "empty.py": pytest.approx(0.44 * 0.6310, abs=1e-4),
    }


def test_what_is_not_on_the_main_line_is_left_out_where_the_main_line_is_known() -> None:
    work, elsewhere = Work(), Work(repo="wharf", commits=[], changes=[])
    work.commit("mara", 1, "ledger.py", "trial.py")
    elsewhere.commit("mara", 1, "crane.py")
    commits = pl.concat([work.commit_rows(), elsewhere.commit_rows()])
    changes = pl.concat([work.change_rows(), elsewhere.change_rows()])

    found = hotspots(commits, changes, work.people(), NOW, sizes=tree(ledger=100))

    assert found.select("repo", "path", "lines").rows() == [("harbour", "ledger.py", 100), ("wharf", "crane.py", None)]


def test_a_file_that_only_a_branch_deleted_is_still_on_the_main_line() -> None:
    work = Work()
    work.commit("mara", 5, "ledger.py", "gone.py")
    work.commit("tomas", 2, "-ledger.py", "-gone.py")

    assert set(heat(work, tree(ledger=100))) == {"ledger.py"}
    assert heat(work) == {}


def test_counts_are_those_of_the_year_and_open_to_their_commits() -> None:
    work = Work()
    work.commit("jun", 400, "ledger.py", subject="ledger: fix what is long past")
    oids = [
        work.commit("mara", 300, "ledger.py:5", subject="ledger: fix tax"),
        work.commit("tomas", 200, "ledger.py"),
        *(work.commit("mara", 50 - day, "ledger.py") for day in range(4)),
        work.commit("ife", 3, "ledger.py", subject="ledger: wrong sign"),
    ]

    row = hot(work, tree(ledger=40)).row(0, named=True)

    assert (row["commits"], row["fixes"], row["people"]) == (7, 2, 3)
    assert (row["lines"], row["complexity"], row["depth"]) == (40, 80, 2.0)
    assert row["heat_per_kloc"] == pytest.approx(row["heat"] * 25)
    assert row["last_at"] == days_ago(3)
    assert row["oids"] == oids[:1:-1]
    assert row["fix_oids"] == [oids[-1], oids[0]]


def test_a_file_without_readable_content_has_heat_and_no_lines() -> None:
    work = Work()
    work.commit("mara", 0, "ledger.py")

    row = hot(work, tree(ledger=None)).row(0, named=True)

    assert row["heat"] == pytest.approx(0.44)
    assert (row["lines"], row["complexity"], row["depth"], row["heat_per_kloc"]) == (None, None, None, None)


def test_a_file_of_a_few_lines_is_not_the_hottest_for_each_line() -> None:
    work = Work()
    work.commit("mara", 0, "one.py")
    work.commit("mara", 1, "ten.py")
    work.commit("tomas", 2, "ten.py")

    found = dict(hot(work, tree(one=1, ten=10)).select("path", "heat_per_kloc").iter_rows())

    assert found["ten.py"] > found["one.py"]


def test_nothing_later_than_the_instant_is_seen_and_nothing_older_than_five_years() -> None:
    work = Work()
    work.commit("mara", 10, "ledger.py")
    before = hot(work)
    work.commit("mara", -1, "ledger.py", "tomorrow.py")
    work.commit("mara", -2, "ledger.py>book.py")
    work.commit("mara", 5 * 365 + 1, "old.py")

    assert hot(work).equals(before)


@pytest.mark.parametrize(
    ("subject", "fixes"),
    [
        ("Fix crash on empty input", True),
        ("ledger: fixes #12", True),
        ("bugfix: totals", True),
        ("avoid a memory leak in sync", True),
        ("export was broken since May", True),
        ("Incorrect rounding", True),
        ("prefix all names", False),
        ("fixture for the demo", False),
        ("debugging made easier", False),
        ("fix a typo", False),
        ("docs: fix the link", False),
        ("fix comment", False),
        ("fix lint", False),
        ("fix formatting", False),
        ("a feature", False),
        ("", False),
        (None, False),
    ],
)
def test_a_fix_is_a_subject_that_says_something_was_wrong(subject: str | None, fixes: bool) -> None:
    told = pl.DataFrame({"subject": [subject]}, schema={"subject": pl.String})

    assert told.select(is_fix(pl.col("subject"))).item() is fixes


def test_a_renamed_folder_takes_its_heat_along() -> None:
    stayed, moved = Work(), Work()
    for work in (stayed, moved):
        busy(work, "mara", "src/ledger.py", ago=20)
    stayed.commit("tomas", 10, "src/ledger.py")
    moved.commit("tomas", 10, "src/ledger.py>core/ledger.py")

    assert heat(moved) == {"core/ledger.py": pytest.approx(heat(stayed)["src/ledger.py"])}


def test_an_import_of_a_whole_tree_is_no_heat() -> None:
    work = Work()
    work.commit("mara", 5, *(f"lib/part{number}.py" for number in range(100)))
    work.commit("mara", 3, "ledger.py")

    assert set(heat(work)) == {"ledger.py"}


def test_a_single_giant_commit_has_no_hotspots() -> None:
    work = Work()
    work.commit("mara", 5, *(f"lib/part{number}.py" for number in range(100)))

    assert hot(work).is_empty()
    assert hot(work).schema == HOTSPOTS


def test_one_person_alone_has_hotspots_too() -> None:
    work = Work()
    busy(work, "mara", "ledger.py")

    assert hot(work).select("path", "commits", "people").row(0) == ("ledger.py", 8, 1)


def test_generated_files_bots_merges_and_what_is_gone_are_left_out() -> None:
    work = Work()
    work.commit("mara", 9, "ledger.py", "vendor/tax.py", "rates.gen.py", "gone.py")
    work.commit("harbour-ci", 8, "pins.py")
    work.commit("mara", 7, "-gone.py")
    work.commit("mara", 6, parents=("one", "other"))

    found = hot(work, rules=Rules(attributes="*.gen.py linguist-generated"))

    assert found["path"].to_list() == ["ledger.py"]


def test_authors_whom_nobody_knows_are_told_apart_by_their_address() -> None:
    work = Work()
    work.commit("mara", 0, "ledger.py")
    work.commit("tomas", 0, "ledger.py")
    nobody = work.people().filter(pl.lit(value=False))

    found = hotspots(work.commit_rows(), work.change_rows(), nobody, NOW)

    assert found.select("people", "heat").row(0) == (2, pytest.approx(0.88))


def test_a_monorepo_of_a_hundred_thousand_files_is_worked_out_whole() -> None:
    # 2,000 commits of 50 files each, no file twice; then one file changes again.
    number = pl.int_range(100_000, eager=True)
    commit = pl.format("c{}", number // 50)
    at = pl.lit(NOW) - pl.duration(minutes=number // 50 + 60)
    changes = pl.DataFrame({"number": number}).select(
        repo=pl.lit("harbour"), oid=commit, happened_at=at, path=pl.format("src/part{}.py", number),
        old_path=pl.lit(None, pl.String), status=pl.lit("M"), added=pl.lit(1, pl.Int32), deleted=pl.lit(0, pl.Int32),
    )  # fmt: skip
    work = Work()
    work.commit("tomas", 0, "src/part7.py")
    work.commits[0]["oid"] = work.changes[0]["oid"] = "again"
    commits = changes.select("repo", "oid", "happened_at").unique(maintain_order=True).with_columns(
        parents=pl.lit(["root"]), author_name=pl.lit("mara"), author_email=pl.lit("mara@harbour.example"),
        author_seconds=pl.col("happened_at").dt.epoch("s"), subject=pl.col("oid"),
    )  # fmt: skip
    work.names.add("mara")

    every = pl.concat([commits.lazy(), work.commit_rows()], how="diagonal_relaxed")
    found = hotspots(every, pl.concat([changes.lazy(), work.change_rows()], how="diagonal_relaxed"), work.people(), NOW)

    assert found.height == 100_000
    assert found.select("path", "commits").row(0) == ("src/part7.py", 2)
    assert found["oids"][0].to_list() == ["again", "c0"]


_FILES = ("ledger.py", "export.py", "sync.py")
_ACTS = st.lists(
    st.tuples(st.integers(0, 700), st.sampled_from(["mara", "tomas"]), st.sets(st.sampled_from(_FILES), min_size=1)),
    max_size=12,
    unique_by=lambda act: act[0],
)


@settings(max_examples=25)
@given(_ACTS, st.randoms(use_true_random=False))
def test_the_order_in_which_commits_are_read_does_not_matter(
    acts: list[tuple[int, str, set[str]]], dice: Random
) -> None:
    work = Work()
    for ago, who, files in acts:
        work.commit(who, ago, *sorted(files))
    shuffled = Work(names=work.names, commits=list(work.commits), changes=list(work.changes))
    dice.shuffle(shuffled.commits)
    dice.shuffle(shuffled.changes)

    assert hot(shuffled).equals(hot(work))


@settings(max_examples=25)
@given(_ACTS, st.sampled_from(_FILES))
def test_one_more_commit_is_more_heat_for_its_file_and_none_for_others(
    acts: list[tuple[int, str, set[str]]], path: str
) -> None:
    work = Work()
    for ago, who, files in acts:
        work.commit(who, ago, *sorted(files))
    before = heat(work)
    work.commit("sofie", NOW - timedelta(days=3, minutes=1), path)

    after = heat(work)

    assert after[path] > before.get(path, 0)
    del after[path]
    before.pop(path, None)
    # Not equal to the last digit: powers of many rows are taken four at a time.
    assert after == pytest.approx(before, rel=1e-12)
