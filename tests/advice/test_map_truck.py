"""The truck factor as an answer: who is named, with what behind it, and where there is no ground for a number."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from advice.asking import figure, rows, said, words, workspace_for
from builders_git import IFE, MARA, TOMAS, History
from trimtab.advice.answer import Answer
from trimtab.advice.map._truck import truck
from trimtab.errors import UsageError
from trimtab.render import from_json, json, text
from trimtab.workspace import Workspace

NOW = datetime(2026, 11, 15, 12, tzinfo=UTC)
MARA_ID, TOMAS_ID, IFE_ID = "truck:mara@harbour.example", "truck:tomas@harbour.example", "truck:ife@harbour.example"


def _read(tmp_path: Path, history: History, *, me: str = "sofie@harbour.example") -> Workspace:
    workspace = workspace_for(tmp_path / "lead", history.path, me=me)
    workspace.sync(NOW)
    return workspace


@pytest.fixture(scope="module")
def history(tmp_path_factory: pytest.TempPathFactory) -> History:
    """Mara wrote six files long ago, Tomas four that he still changes; Ife one text; nobody wrote vendor/."""
    made = History(tmp_path_factory.mktemp("truck") / "harbour")
    with made.many():
        made.commit("ledger", files={f"ledger/{n}.py": "1\n" for n in range(6)}, at="2020-03-02T10:00+01:00")
        made.commit("rates", files={"ledger/0.py": "2\n"}, at="2020-03-03T10:00+01:00")
        made.commit("more rates", files={"ledger/0.py": "3\n"}, at="2020-03-04T10:00+01:00")
        made.commit("web", files={f"web/{n}.js": "1\n" for n in range(4)}, author=TOMAS, at="2021-03-01T10:00+01:00")
        made.commit("notes", files={"notes.md": "1\n"}, author=IFE, at="2021-04-01T10:00+01:00")
        made.commit("copy", files={"vendor/other.js": "1\n"}, author=IFE, at="2021-04-02T10:00+01:00")
        made.commit("web again", files={"web/0.js": "2\n"}, author=TOMAS, at="2026-10-01T10:00+01:00")
    return made


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory, history: History) -> Workspace:
    return _read(tmp_path_factory.mktemp("lead"), history)


@pytest.fixture(scope="module")
def answer(workspace: Workspace) -> Answer:
    return truck(workspace, now=NOW)


def test_who_would_have_to_leave_is_named_with_their_files(answer: Answer) -> None:
    # Ten code files; without Mara four of ten have an author, which is fewer than half.
    assert figure(said(answer, "truck:*"), "truck factor") == 1
    assert figure(said(answer, "truck:*"), "files considered") == 10
    assert figure(said(answer, "truck:*"), "files left with an author") == 4
    assert figure(said(answer, "truck:*"), "authors") == 2
    assert figure(said(answer, MARA_ID), "files") == 6
    assert figure(said(answer, MARA_ID), "share") == 0.6
    assert said(answer, TOMAS_ID) is None
    assert "without Mara Lindqvist fewer than half of the 10 code files have an author" in answer.claim


def test_somebody_silent_for_a_year_is_said_to_be(answer: Answer, workspace: Workspace) -> None:
    assert "Mara Lindqvist has been silent for a year" in answer.claim
    assert "silent since 4 Mar 2020" in words(said(answer, MARA_ID))
    assert "silent for 7 years" in words(said(answer, MARA_ID))

    then = truck(workspace, now=NOW, as_of="2020-12-31")

    assert "silent" not in then.claim + words(said(then, MARA_ID))


def test_a_commit_on_another_branch_is_a_sign_of_life(tmp_path: Path) -> None:
    made = History(tmp_path / "harbour")
    first = made.commit("start", files={"a.py": "1\n"}, at="2020-03-02T10:00+01:00")
    made.commit("try", files={"b.py": "1\n"}, branch="trial", parents=[first], at="2026-11-01T10:00+01:00")

    answer = truck(_read(tmp_path, made), now=NOW)

    assert figure(said(answer, "truck:*"), "files considered") == 1
    assert figure(said(answer, MARA_ID), "days since last seen") == 14
    assert "silent" not in answer.claim


def test_every_claim_opens_to_three_rows(answer: Answer) -> None:
    for claim in answer.claims():
        assert len(list(rows(claim))) >= 3
    files = [row.text for row in rows(said(answer, MARA_ID)) if row.kind == "file"]
    assert files[0] == "ledger/0.py: made it, 2 of its 2 changes"
    assert [row.text for row in rows(said(answer, MARA_ID)) if row.kind == "commit"] == [
        "more rates",
        "rates",
        "ledger",
    ]
    # Six files have no other author; five are shown.
    files_lost = ["ledger/0.py: made it, 2 of its 2 changes"]
    files_lost += [f"ledger/{number}.py: made it, never changed since" for number in range(1, 5)]
    assert [row.text for row in rows(said(answer, "truck:*"))] == ["Mara Lindqvist: 6 files", *files_lost]


def test_people_come_in_the_order_in_which_they_are_taken_away(workspace: Workspace) -> None:
    answer = truck(workspace, now=NOW, variant="2024")

    # Twelve files: without Mara six of twelve have an author, half, so Tomas goes too.
    assert figure(said(answer, "truck:*"), "truck factor") == 2
    assert [claim.name for claim in answer.sections[1].claims] == ["Mara Lindqvist", "Tomas Novak"]


def test_an_answer_about_the_past_sees_that_past_alone(workspace: Workspace) -> None:
    then = truck(workspace, now=NOW, as_of="2020-03-02")

    assert figure(said(then, "truck:*"), "files considered") == 6
    assert figure(said(then, "truck:*"), "authors") == 1
    assert [row.text for row in rows(said(then, MARA_ID)) if row.kind == "commit"] == ["ledger"]


def test_what_was_merged_later_was_not_there_yet(tmp_path: Path) -> None:
    made = History(tmp_path / "harbour")
    made.commit("start", files={"a.py": "1\n"}, at="2026-01-05T10:00+01:00")
    made.commit("side", files={"a.py": "2\n", "b.py": "1\n"}, author=IFE, branch="side", parents=[made.tips["main"]])
    made.commit("on", files={"c.py": "1\n"}, at="2026-01-08T10:00+01:00")
    made.merge("side", files={"a.py": "2\n", "b.py": "1\n"}, at="2026-02-01T10:00+01:00")
    workspace = _read(tmp_path, made)

    before, after = truck(workspace, now=NOW, as_of="2026-01-31"), truck(workspace, now=NOW, as_of="2026-02-02")

    assert figure(said(before, "truck:*"), "files considered") == 2
    assert figure(said(before, "truck:*"), "authors") == 1
    assert figure(said(after, "truck:*"), "files considered") == 3
    assert figure(said(after, "truck:*"), "authors") == 2


def test_an_instant_before_the_first_commit_gets_no_number(workspace: Workspace) -> None:
    with pytest.raises(
        UsageError, match=r"no commit on the main line by 1 January 2019.* first commit here is of 2 March"
    ):
        truck(workspace, now=NOW, as_of="2019-01-01")


def test_an_empty_repository_gets_no_number(tmp_path: Path) -> None:
    answer = truck(_read(tmp_path, History(tmp_path / "harbour")), now=NOW)

    assert answer.claim == "There is no truck factor: there is no commit yet."
    assert list(answer.claims()) == []
    assert "there is no commit yet" in text(answer, colour=False)


def test_a_repository_of_texts_gets_no_number_of_code(tmp_path: Path) -> None:
    made = History(tmp_path / "harbour")
    made.commit("notes", files={"notes.md": "1\n"})
    workspace = _read(tmp_path, made)

    assert "no file of the main line counts as code" in truck(workspace, now=NOW).claim
    assert figure(said(truck(workspace, now=NOW, variant="2024"), "truck:*"), "truck factor") == 1


def test_a_shallow_clone_is_said_to_be_one(tmp_path: Path, history: History) -> None:
    history.git("clone", "-q", "--bare", "--depth=2", f"file://{history.path}", str(tmp_path / "shallow"))
    workspace = workspace_for(tmp_path / "lead", tmp_path / "shallow")
    workspace.sync(NOW)

    answer = truck(workspace, now=NOW)

    assert "in what this shallow clone holds" in answer.claim
    assert any("harbour is a shallow clone" in caveat for caveat in answer.caveats)


def test_our_own_identities_can_be_asked_for(tmp_path: Path) -> None:
    made = History(tmp_path / "harbour")
    other = "Mara Lindqvist-Berg <m.berg@harbour.example>"
    made.commit("one", files={"a.py": "1\n"}, author=MARA)
    made.commit("two", files={"b.py": "1\n"}, author=other)
    workspace = workspace_for(tmp_path / "lead", made.path)
    (tmp_path / "lead/people/mara.md").write_text("---\nemails: [mara@harbour.example, m.berg@harbour.example]\n---\n")
    workspace.sync(NOW)

    published, own = truck(workspace, now=NOW), truck(workspace, now=NOW, identities="own")

    assert figure(said(published, "truck:*"), "truck factor") == 2
    assert figure(said(own, "truck:*"), "truck factor") == 1
    assert figure(said(own, "truck:mara"), "files") == 2


def test_the_lead_is_you_in_the_sentence(tmp_path: Path, history: History) -> None:
    answer = truck(_read(tmp_path, history, me="mara@harbour.example"), now=NOW)

    assert "without you fewer than half" in answer.claim
    assert "you have been silent for a year" in answer.claim
    assert [claim.name for claim in answer.sections[1].claims] == ["Mara Lindqvist"]


def test_a_history_that_is_not_read_whole_gets_no_number(workspace: Workspace) -> None:
    answer = truck(workspace, now=NOW, read_back_to=datetime(2024, 3, 1, 12, tzinfo=UTC))

    assert "not all of it has been read yet" in answer.claim
    assert list(answer.claims()) == []
    assert "read back to 1 March 2024 so far" in answer.caveats


def test_an_instant_to_come_is_refused(workspace: Workspace) -> None:
    with pytest.raises(UsageError, match="still to come"):
        truck(workspace, now=NOW, as_of="2027-12-01")


def test_an_unknown_variant_is_refused(workspace: Workspace) -> None:
    with pytest.raises(UsageError, match="2015, 2024 and 2024-code"):
        truck(workspace, now=NOW, variant="1999")


def test_the_same_question_gives_the_same_json_and_it_loads_back(workspace: Workspace, answer: Answer) -> None:
    assert json(truck(workspace, now=NOW)) == json(answer)
    assert from_json(json(answer)) == answer
