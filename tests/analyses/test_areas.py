from datetime import timedelta

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builders_work import NOW, Work, days_ago
from trimtab.analyses.areas import AREAS, TOUCHED, Rules, areas, place, touched


def areas_of(work: Work, rules: Rules | None = None) -> dict[str, str]:
    touches = touched(work.commit_rows(), work.change_rows(), work.people(), NOW, rules=rules)
    return dict(areas(touches, rules=rules).select("path", "area").iter_rows())


def touched_paths(work: Work, rules: Rules | None = None) -> list[str]:
    return touched(work.commit_rows(), work.change_rows(), work.people(), NOW, rules=rules)["path"].sort().to_list()


def many(work: Work, times: int, *files: str, who: str = "mara") -> None:
    for number in range(times):
        work.commit(who, 300 - number, *files)


def test_no_history_gives_empty_frames_with_their_columns() -> None:
    work = Work()

    touches = touched(work.commit_rows(), work.change_rows(), work.people(), NOW)

    assert touches.schema == TOUCHED
    assert areas(touches).schema == AREAS
    assert areas(touches).is_empty()


def test_small_folders_are_one_area_with_all_that_lies_below() -> None:
    work = Work()
    many(work, 8, "deploy/pipeline.yaml", "deploy/steps/canary.py")

    assert areas_of(work) == {"deploy/pipeline.yaml": "deploy/", "deploy/steps/canary.py": "deploy/"}


def test_a_folder_with_a_large_share_is_divided_into_its_folders() -> None:
    # 120 changes in all; billing takes 80 of them, more than 15 % (18) and more than 30.
    work = Work()
    many(work, 40, "billing/ledger/post.py")
    many(work, 40, "billing/invoices/lines.py")
    many(work, 20, "web/app.ts")
    many(work, 20, "export/rows.py")

    assert areas_of(work) == {
        "billing/ledger/post.py": "billing/ledger",
        "billing/invoices/lines.py": "billing/invoices",
        "web/app.ts": "web/",
        "export/rows.py": "export/",
    }


def test_a_flat_folder_with_a_large_share_is_divided_by_stem() -> None:
    # src takes all 90 changes and has no folders: what shares a first word goes together.
    work = Work()
    many(work, 15, "src/ecmult.c", "src/ecmult_gen.h")
    many(work, 20, "src/field.c", "src/field.h")
    many(work, 20, "src/scalar.c")

    found = areas_of(work)

    assert found["src/ecmult.c"] == found["src/ecmult_gen.h"] == "src/ecmult*"
    assert found["src/field.c"] == found["src/field.h"] == "src/field*"
    assert found["src/scalar.c"] == "src/scalar.c"


def test_a_small_file_joins_what_it_changes_with() -> None:
    # chart.c changed three times, each time with render.c, which changed in 20 of 60 commits: three times chance.
    work = Work()
    many(work, 17, "src/render.c")
    many(work, 3, "src/render.c", "src/chart.c")
    many(work, 20, "src/field.c")
    many(work, 20, "src/scalar.c")

    assert areas_of(work)["src/chart.c"] == "src/render.c"


def test_a_small_file_that_changes_with_what_everything_changes_with_is_only_what_is_left() -> None:
    # server.c is in 43 of 60 commits; that chart.c was there each of three times says nothing.
    work = Work()
    many(work, 3, "src/server.c", "src/chart.c")
    many(work, 20, "src/server.c", "src/field.c")
    many(work, 20, "src/server.c", "src/scalar.c")
    many(work, 17, "src/render.c")
    touches = touched(work.commit_rows(), work.change_rows(), work.people(), NOW)

    chart = areas(touches).filter(pl.col("path") == "src/chart.c")

    assert chart.select("area", "rest").row(0) == ("src/", True)


def test_a_test_belongs_to_the_code_it_names() -> None:
    work = Work()
    many(work, 20, "src/billing/ledger.py")
    many(work, 20, "src/web/forms.py")
    many(work, 3, "tests/unit/test_ledger.py")

    found = areas_of(work)

    assert found["tests/unit/test_ledger.py"] == found["src/billing/ledger.py"]


def test_a_test_with_a_name_that_says_nothing_stays_with_the_tests() -> None:
    work = Work()
    many(work, 20, "src/billing/utils.py")
    many(work, 20, "tests/test_utils.py")

    assert areas_of(work)["tests/test_utils.py"] == "tests/"


def test_a_file_named_as_the_folder_beside_it_belongs_to_that_folder() -> None:
    work = Work()
    many(work, 10, "refs/files.c")
    many(work, 10, "refs.c")
    many(work, 25, "odb/pack.c")

    assert areas_of(work)["refs.c"] == "refs/"


def test_what_says_how_to_build_is_one_area() -> None:
    work = Work()
    many(work, 5, "Makefile.am", "configure.ac")
    many(work, 5, "README.md")

    found = areas_of(work)

    assert found["Makefile.am"] == found["configure.ac"] == "build files"
    assert found["README.md"] != "build files"


@pytest.mark.parametrize(
    "path",
    [
        "vendor/tinydate/date.go",
        "web/node_modules/left/index.js",
        "src/_vendor/rich/box.py",
        "web/dist/app.js",
        "web/table.min.js",
        "requirements.lock",
        "requirements/dev.txt",
        "web/package-lock.json",
        "api/schema.pb.go",
        "api/schema_pb2.py",
        "CHANGELOG.md",
        "CHANGES.rst",
        "doc/release-notes/2.14.md",
        "RELEASE-NOTES",
        "po/de.po",
        "docs/logo.png",
        "LICENSE",
    ],
)
def test_usual_paths_teach_nothing(path: str) -> None:
    work = Work()
    work.commit("sofie", 3, path, "api/handlers.py")

    assert touched_paths(work) == ["api/handlers.py"]


@pytest.mark.parametrize(
    "path", ["src/changes.py", "web/distance.ts", "src/vendors.py", "api/licensing.py", "news/feed.py"]
)
def test_paths_that_only_resemble_them_count(path: str) -> None:
    work = Work()
    work.commit("sofie", 3, path)

    assert touched_paths(work) == [path]


def test_linguist_marks_leave_out_and_take_back_in() -> None:
    attributes = """
        # built
        api/client/** linguist-generated
        assets/*.js linguist-vendored=true text eol=lf
        vendor/ours/** -linguist-vendored
        *.py text
    """
    work = Work()
    work.commit("sofie", 3, "api/client/a/b.py", "assets/x.js", "vendor/ours/a.py", "vendor/theirs/b.py", "api/own.py")

    assert touched_paths(work, Rules(attributes=attributes)) == ["api/own.py", "vendor/ours/a.py"]


def test_settings_leave_out_and_take_back_in() -> None:
    work = Work()
    work.commit("sofie", 3, "fixtures/big.json", "deps/own.ex", "api/own.py")

    rules = Rules(left_out=("fixtures/", "!deps/"))

    assert touched_paths(work, rules) == ["api/own.py", "deps/own.ex"]


def test_codeowners_name_areas_and_the_last_line_wins() -> None:
    owners = """
        *              @harbour/all
        /billing/      @mara   # money
        /billing/tax/  @tomas
    """
    work = Work()
    many(work, 3, "billing/ledger.py", "billing/tax/vat.py", "web/app.ts")

    found = areas_of(work, Rules(codeowners=owners))

    assert found == {"billing/ledger.py": "billing/", "billing/tax/vat.py": "billing/tax", "web/app.ts": "top folder"}


def test_areas_of_the_settings_win_over_codeowners() -> None:
    work = Work()
    many(
        work, 3, "billing/ledger/post.py", "billing/ledger/deep/tax.py", "billing/rates.py", "export/a/b.py", "web/x.ts"
    )
    rules = Rules(areas=("billing/*", "export/**", "*.ts"), codeowners="/billing/ledger/deep/ @mara")

    assert areas_of(work, rules) == {
        "billing/ledger/post.py": "billing/ledger",
        "billing/ledger/deep/tax.py": "billing/ledger",
        "billing/rates.py": "billing/",
        "export/a/b.py": "export/",
        "web/x.ts": "*.ts",
    }


def test_a_rename_carries_the_history_over_every_step() -> None:
    work = Work()
    work.commit("tomas", 40, "jobs/queue.py")
    work.commit("tomas", 30, "jobs/queue.py>workers/queue.py")
    work.commit("tomas", 20, "workers/queue.py>workers/lanes.py")

    assert touched_paths(work) == ["workers/lanes.py"] * 3


def test_a_name_taken_again_after_a_rename_is_a_new_file() -> None:
    work = Work()
    work.commit("tomas", 40, "queue.py:1")
    work.commit("tomas", 30, "queue.py>lanes.py:2")
    work.commit("ife", 20, "queue.py:3")

    touches = touched(work.commit_rows(), work.change_rows(), work.people(), NOW)

    assert touches.select("path", "lines").rows() == [("lanes.py", 1), ("lanes.py", 2), ("queue.py", 3)]


def test_two_files_that_swap_names_in_one_commit_are_not_followed_in_circles() -> None:
    work = Work()
    work.commit("tomas", 40, "a.py:1", "b.py:2")
    work.commit("tomas", 30, "a.py>b.py:3", "b.py>a.py:4")

    touches = touched(work.commit_rows(), work.change_rows(), work.people(), NOW)

    assert sorted(touches.select("path", "lines").rows()) == [("a.py", 2), ("a.py", 4), ("b.py", 1), ("b.py", 3)]


def test_deleted_files_make_no_area() -> None:
    work = Work()
    many(work, 8, "billing/ledger.py")
    many(work, 8, "legacy/old.py")
    work.commit("mara", 1, "-legacy/old.py")

    assert set(areas_of(work)) == {"billing/ledger.py"}


def test_what_changed_in_a_deleted_file_is_placed_in_the_area_of_its_folder() -> None:
    work = Work()
    many(work, 8, "legacy/old.py", "legacy/kept.py")
    many(work, 8, "gone/old.py")
    work.commit("mara", 1, "-legacy/old.py", "-gone/old.py")
    touches = touched(work.commit_rows(), work.change_rows(), work.people(), NOW)

    placed = dict(place(touches, areas(touches)).select("path", "area").iter_rows())

    assert placed == {"legacy/kept.py": "legacy/", "legacy/old.py": "legacy/", "gone/old.py": None}


def test_a_commit_over_sixty_files_is_wide() -> None:
    # 305 files in all, so that 61 are a fifth of them.
    work = Work()
    for number in range(61):
        work.commit("ife", 200 - number, *(f"{folder}/part{number}.py" for folder in ("api", "web", "sync", "ci", "x")))
    work.commit("ravi", 3, *(f"api/part{number}.py" for number in range(61)))
    work.commit("ravi", 2, *(f"api/part{number}.py" for number in range(60)))

    touches = touched(work.commit_rows(), work.change_rows(), work.people(), NOW)

    assert touches.filter("wide")["oid"].unique().to_list() == ["c62"]


def test_a_commit_over_a_third_of_the_files_is_wide_if_they_are_twenty() -> None:
    # 40 files in all: 20 of them are over 30 %; 8 of 10 would be no sign of anything.
    work = Work()
    for number in range(40):
        work.commit("ife", 200 - number, f"api/part{number}.py")
    work.commit("ravi", 3, *(f"api/part{number}.py" for number in range(20)))
    work.commit("ravi", 2, *(f"api/part{number}.py" for number in range(19)))

    touches = touched(work.commit_rows(), work.change_rows(), work.people(), NOW)

    assert touches.filter("wide")["oid"].unique().to_list() == ["c41"]


def test_a_rebased_copy_counts_once() -> None:
    work = Work()
    at = days_ago(5)
    work.commit("ife", at, "export/rows.py", subject="export: stream rows")
    work.commit("ife", at, "export/rows.py", subject="export: stream rows")
    work.commit("ife", at, "export/rows.py", subject="export: another")

    touches = touched(work.commit_rows(), work.change_rows(), work.people(), NOW)

    assert touches["oid"].to_list() == ["c1", "c3"]


def test_a_bot_shapes_no_area_but_may_end_a_file() -> None:
    work = Work()
    many(work, 8, "api/own.py", "api/old.py")
    many(work, 90, "data/rates.json", who="harbour-ci")
    work.commit("harbour-ci", 1, "-api/old.py")

    assert areas_of(work) == {"api/own.py": "api/"}


def test_merges_and_what_is_older_than_a_year_are_not_touched() -> None:
    work = Work()
    work.commit("mara", 366, "a.py")
    work.commit("mara", 364, "b.py")
    work.commit("mara", 3, "c.py", parents=("c1", "c2"))

    assert touched_paths(work) == ["b.py"]


PATHS = ("src/a.c", "src/a.h", "src/b_one.c", "src/b_two.c", "docs/a.md", "tests/test_a.py", "lib/x/y.py", "lib/x/z.py")


@settings(max_examples=40)
@given(
    st.lists(
        st.tuples(st.integers(0, 300), st.lists(st.sampled_from(PATHS), min_size=1, max_size=4, unique=True)),
        min_size=1,
        max_size=60,
    ),
    st.integers(1, 200),
)
def test_every_living_file_has_one_area_and_later_commits_change_nothing_earlier(
    told: list[tuple[int, list[str]]], cut: int
) -> None:
    work = Work()
    for ago, files in told:
        work.commit("mara", ago, *files)
    earlier = NOW - timedelta(days=cut)
    known = Work()
    for ago, files in told:
        if ago >= cut:
            known.commit("mara", ago, *files)

    seen = touched(work.commit_rows(), work.change_rows(), work.people(), earlier)
    alone = touched(known.commit_rows(), known.change_rows(), known.people(), earlier)

    assert areas(seen).drop("commits").equals(areas(alone).drop("commits"))
    assert seen.drop("oid").sort(pl.all()).equals(alone.drop("oid").sort(pl.all()))
    assert areas(seen)["path"].is_unique().all()
