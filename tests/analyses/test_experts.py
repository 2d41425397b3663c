from datetime import datetime

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from builders_work import NOW, Work, busy, days_ago
from trimtab.analyses.experts import CANDIDATES, QUESTIONS, candidates


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
@settings(max_examples=40, deadline=None)
def test_a_question_gets_the_same_answer_alone_and_among_many(work: Work, paths: list[str]) -> None:
    alone = answer(work, ask(*paths))
    many = answer(work, *(ask(*FILES, name=f"other {number}") for number in range(60)), ask(*paths))

    assert_frame_equal(alone, many.filter(id="q"))


@given(histories(), st.sampled_from(FILES), st.integers(0, 380))
@settings(max_examples=40, deadline=None)
def test_nothing_after_the_instant_changes_an_answer(work: Work, path: str, ago: int) -> None:
    question = ask(path, as_of=days_ago(ago))
    cut = Work()
    cut.names = work.names
    cut.commits = [row for row in work.commits if row["happened_at"] <= days_ago(ago)]
    cut.changes = [row for row in work.changes if row["happened_at"] <= days_ago(ago)]
    cut.reviewed = [row for row in work.reviewed if row["at"] <= days_ago(ago)]

    assert_frame_equal(answer(work, question), answer(cut, question))
