from datetime import datetime
from math import isclose
from pathlib import Path

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from builders_work import NOW, Work, busy, days_ago
from trimtab.analyses._experts_score import WEIGHTS
from trimtab.analyses.experts import CANDIDATES, QUESTIONS, ROLES, candidates
from trimtab.analyses.reviews import REVIEWS


def ask(
    *paths: str, as_of: datetime = NOW, role: str = "author", exclude: tuple[str, ...] = (), name: str = "q"
) -> pl.DataFrame:
    return pl.DataFrame([(name, as_of, role, list(paths), list(exclude))], schema=QUESTIONS, orient="row")


def answer(work: Work, *questions: pl.DataFrame, most: int = 10) -> pl.DataFrame:
    return candidates(
        pl.concat(questions), work.commit_rows(), work.change_rows(), work.people(), work.reviews(), most=most
    )


def named(told: pl.DataFrame) -> list[str]:
    return told["person"].to_list()


def facts_of(told: pl.DataFrame, person: str) -> dict[str, object]:
    return told.filter(person=person).to_dicts()[0]


def test_an_empty_history_names_nobody_and_keeps_the_columns() -> None:
    assert answer(Work(), ask("api/routes.py")).schema == CANDIDATES
    assert answer(Work(), ask("api/routes.py")).is_empty()


def test_who_changed_the_file_comes_before_who_changed_its_folder_before_who_was_elsewhere() -> None:
    work = Work()
    busy(work, "sofie", "infra/alerts.yaml", times=5)
    busy(work, "tomas", "api/models.py", times=5)
    busy(work, "mara", "api/routes.py", times=5)

    assert named(answer(work, ask("api/routes.py"))) == ["mara", "tomas", "sofie"]


def test_each_question_sees_only_what_came_before_its_own_instant() -> None:
    work = Work()
    busy(work, "mara", "api/routes.py", times=5, ago=100)
    busy(work, "tomas", "api/routes.py", times=9, every=2, ago=1)
    before = ask("api/routes.py", as_of=days_ago(50), name="before")

    told = answer(work, ask("api/routes.py", name="after"), before)

    assert told.filter(id="before", place=1)["person"].item() == "mara"
    assert told.filter(id="after", place=1)["person"].item() == "tomas"
    assert "tomas" not in told.filter(id="before")["person"]
    assert told["id"].unique(maintain_order=True).to_list() == ["after", "before"]


def test_excluded_persons_are_not_named() -> None:
    work = Work()
    busy(work, "mara", "api/routes.py", times=5)
    busy(work, "tomas", "api/routes.py", times=2)

    assert named(answer(work, ask("api/routes.py", exclude=("mara",)))) == ["tomas"]


def test_the_facts_count_what_a_candidate_did_to_the_files_and_near_them() -> None:
    # Tomas: two of the six commits to the file, the last three days ago; one review of Mara's; three more beside it.
    work = Work()
    oids = busy(work, "mara", "api/routes.py", times=4, every=9, ago=5)
    first, second = work.commit("tomas", 30, "api/routes.py"), work.commit("tomas", 3, "api/routes.py")
    busy(work, "tomas", "api/models.py", times=3, every=9, ago=40)
    work.review("tomas", oids[0], 4)

    told = facts_of(answer(work, ask("api/routes.py")), "tomas")

    assert (told["commits"], told["lately"], told["lately_of"], told["last_at"]) == (2, 2, 6, days_ago(3))
    assert (told["reviews"], told["merges"], told["reviewed_at"]) == (1, 0, days_ago(4))
    assert (told["folder"], told["folder_commits"], told["folder_reviews"]) == ("api", 5, 1)
    assert (told["acts"], told["seen_at"]) == (6, days_ago(3))
    assert isinstance(told["oids"], list)
    assert told["oids"][:2] == [second, first]
    assert told["review_oids"] == [oids[0]]


def test_a_path_without_a_history_is_answered_from_the_nearest_folder_that_has_one() -> None:
    work = Work()
    busy(work, "sofie", "infra/alerts.yaml", times=5)
    busy(work, "mara", "api/v1/routes.py", times=5)

    told = answer(work, ask("api/v2/deep/new.py"))

    assert named(told) == ["mara", "sofie"]
    assert facts_of(told, "mara")["folder"] == "api"
    assert facts_of(told, "mara")["commits"] == 0


def test_a_file_keeps_its_history_over_renames_but_only_once_they_were_made() -> None:
    work = Work()
    busy(work, "mara", "old/routes.py", times=5, ago=100)
    busy(work, "tomas", "new/models.py", times=5, ago=100)
    work.commit("sofie", 50, "old/routes.py>new/routes.py")
    before, after = ask("new/routes.py", as_of=days_ago(60), name="before"), ask("new/routes.py", name="after")

    told = answer(work, before, after)

    assert facts_of(told.filter(id="before"), "mara")["commits"] == 0
    assert facts_of(told.filter(id="after"), "mara")["commits"] == 5
    assert facts_of(told.filter(id="before"), "tomas")["place"] == 1


def test_a_file_is_known_by_an_earlier_name_too() -> None:
    work = Work()
    busy(work, "mara", "a.py", times=3, ago=100)
    work.commit("sofie", 50, "a.py>b.py")
    work.commit("sofie", 40, "b.py>c.py")

    assert facts_of(answer(work, ask("a.py")), "mara")["commits"] == 3


def test_a_commit_that_changes_nearly_everything_teaches_nothing_but_that_its_author_was_there() -> None:
    work = Work()
    work.commit("tomas", 30, *(f"lib/part{number}.py" for number in range(61)))
    busy(work, "mara", "lib/part7.py", times=2, ago=200)

    told = answer(work, ask("lib/part7.py"))

    assert facts_of(told, "tomas")["commits"] == 0
    assert facts_of(told, "tomas")["folder"] == ""
    assert facts_of(told, "mara")["lately_of"] == 2


def test_bots_are_never_named() -> None:
    work = Work()
    busy(work, "harbour-ci", "api/routes.py", times=9)
    busy(work, "mara", "infra/alerts.yaml", times=2)

    assert named(answer(work, ask("api/routes.py"))) == ["mara"]


def test_a_reviewer_is_found_by_reviews_and_an_author_by_commits() -> None:
    work = Work()
    for oid in busy(work, "mara", "api/routes.py", times=6, ago=10):
        work.review("ife", oid, 9)
    busy(work, "ife", "infra/alerts.yaml", times=2, ago=100)

    assert named(answer(work, ask("api/routes.py", role="author")))[0] == "mara"
    assert named(answer(work, ask("api/routes.py", role="reviewer", exclude=("mara",))))[0] == "ife"


def test_who_only_merged_has_not_reviewed() -> None:
    work = Work()
    for oid in busy(work, "mara", "api/routes.py", times=6, ago=10):
        work.review("ravi", oid, 9, kind="merged")

    told = facts_of(answer(work, ask("api/routes.py", role="reviewer")), "ravi")

    assert (told["reviews"], told["merges"]) == (0, 6)


def test_a_change_that_somebody_both_read_and_merged_counts_once() -> None:
    work = Work()
    oid = work.commit("mara", 10, "api/routes.py")
    rows = [("harbour", oid, "ravi", kind, days_ago(9), source) for kind, source in (("acked", "m1"), ("applied", oid))]
    acts = pl.LazyFrame(rows, schema=REVIEWS, orient="row")

    told = facts_of(
        candidates(ask("api/routes.py"), work.commit_rows(), work.change_rows(), work.people(), acts), "ravi"
    )

    assert (told["reviews"], told["merges"], told["review_oids"]) == (1, 0, [oid])


def test_the_folder_told_is_the_nearest_above_most_of_the_files() -> None:
    work = Work()
    busy(work, "mara", "api/v1/routes.py", times=2)
    busy(work, "mara", "api/models.py", times=2)

    told = facts_of(answer(work, ask("api/v1/routes.py", "api/models.py")), "mara")

    assert (told["folder"], told["folder_commits"]) == ("api", 4)


def test_an_heir_is_whoever_is_still_there() -> None:
    # Tomas did more here, but was last seen nine months ago.
    work = Work()
    busy(work, "mara", "api/routes.py", times=20, ago=5)
    busy(work, "tomas", "api/routes.py", times=12, ago=270)
    busy(work, "sofie", "api/routes.py", times=3, ago=12)

    assert named(answer(work, ask("api/routes.py", role="heir", exclude=("mara",)))) == ["sofie", "tomas"]


def test_somebody_in_the_middle_of_something_comes_later_for_new_work_and_not_for_a_review() -> None:
    # Both made the same commits to the file; Mara's last commit anywhere is of today, Tomas's of three days ago.
    work = Work()
    for ago in (10, 20, 30):
        work.commit("mara", ago, "api/routes.py")
        work.commit("tomas", ago, "api/routes.py")
    work.commit("tomas", 3, "infra/alerts.yaml")
    work.commit("mara", 0.5, "infra/alerts.yaml")

    assert named(answer(work, ask("api/routes.py"))) == ["tomas", "mara"]
    assert named(answer(work, ask("api/routes.py", role="reviewer"))) == ["mara", "tomas"]


def test_ten_people_are_named_where_the_history_has_ten_however_long_ago_they_were_there() -> None:
    work = Work()
    for number in range(12):
        work.commit(f"person{number}", 1000 + number, f"part{number}/a.py")
    busy(work, "mara", "api/routes.py", times=3)

    assert len(set(named(answer(work, ask("api/routes.py"))))) == 10


def test_a_whole_folder_may_be_asked_for() -> None:
    work = Work()
    busy(work, "sofie", "infra/alerts.yaml", times=4)
    busy(work, "mara", "api/routes.py", times=2)
    busy(work, "mara", "api/models.py", times=2)

    told = answer(work, ask("api/"))

    assert named(told) == ["mara", "sofie"]
    assert facts_of(told, "mara")["commits"] == 4


def test_the_weights_of_everybody_who_could_be_named_sum_to_one() -> None:
    work = Work()
    busy(work, "sofie", "infra/alerts.yaml", times=4)
    busy(work, "mara", "api/routes.py", times=2)

    assert isclose(sum(answer(work, ask("api/routes.py"))["weight"]), 1.0)


def test_the_reference_gives_the_weights_that_are_used() -> None:
    page = (Path(__file__).parents[2] / "docs/reference/who.md").read_text(encoding="utf-8")
    table = [[cell.strip() for cell in line.split("|")[1:-1]] for line in page.splitlines() if line.startswith("| ")]
    names = next(row for row in table if row[0] == "" and "near" in row)[1:]

    told = {
        row[0]: {name: float(cell) for name, cell in zip(names, row[1:], strict=True) if cell}
        for row in table
        if len(row) == len(names) + 1 and row[0] in ROLES
    }

    assert told == WEIGHTS


PEOPLE = ("mara", "tomas", "ife", "ravi", "sofie")
FILES = ("api/routes.py", "api/models.py", "tests/test_routes.py", "infra/alerts.yaml", "readme.md")


@st.composite
def histories(draw: st.DrawFn) -> Work:
    """Some commits, reviews and renames by five people, in any order."""
    work = Work()
    names = dict.fromkeys(FILES, 0)
    for step in range(draw(st.integers(3, 25))):
        ago = 400.0 - 15 * step
        file = draw(st.sampled_from(FILES))
        now = _name(file, names[file])
        if draw(st.integers(0, 5)) == 0:
            names[file] += 1
            now = f"{now}>{_name(file, names[file])}"
        oid = work.commit(draw(st.sampled_from(PEOPLE)), ago, now)
        if draw(st.booleans()):
            work.review(draw(st.sampled_from(PEOPLE)), oid, ago - 1)
    return work


def _name(file: str, moves: int) -> str:
    return file if not moves else f"moved{moves}/{file}"


@given(
    histories(),
    st.lists(st.sampled_from([*FILES, "api", "moved1/api/routes.py", "new/place.py"]), min_size=1, max_size=3),
)
@settings(max_examples=40)
def test_a_question_gets_the_same_answer_alone_and_among_many(work: Work, paths: list[str]) -> None:
    alone = answer(work, ask(*paths))
    many = answer(work, *(ask(*FILES, name=f"other {number}") for number in range(60)), ask(*paths))

    assert_frame_equal(alone, many.filter(id="q"))


@given(histories(), st.sampled_from(FILES), st.integers(0, 380))
@settings(max_examples=40)
def test_nothing_after_the_instant_changes_an_answer(work: Work, path: str, ago: int) -> None:
    question = ask(path, as_of=days_ago(ago))
    cut = Work()
    cut.names = work.names
    cut.commits = [row for row in work.commits if row["happened_at"] <= days_ago(ago)]
    cut.changes = [row for row in work.changes if row["happened_at"] <= days_ago(ago)]
    cut.reviewed = [row for row in work.reviewed if row["at"] <= days_ago(ago)]

    assert_frame_equal(answer(work, question), answer(cut, question))
