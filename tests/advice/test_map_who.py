"""Who can take it: candidates for named files, folders and areas, with what speaks for each."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from advice.asking import commits, every_word, rows, said, words, workspace_for
from builders_git import IFE, MARA, RAVI, SOFIE, TOMAS, History
from trimtab.advice.answer import Answer
from trimtab.advice.map._who import who
from trimtab.errors import UsageError
from trimtab.workspace import Workspace, open_workspace

START = datetime.fromisoformat("2026-01-05T09:00+01:00")
NOW = datetime.fromisoformat("2026-11-15T18:00+01:00")
LEDGER = "billing/ledger.py"


def changes(
    history: History, path: str, author: str, weeks: range, *, hours: int = 0, message: str = "a change"
) -> None:
    for week in weeks:
        at = START + timedelta(weeks=week, hours=hours)
        history.commit(message, files={path: f"{author} {at.isoformat()}\n"}, author=author, at=at)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """Tomas and Mara share the ledger, Ife reviews it, Sofie works beside it, Ravi is elsewhere and was last seen in May."""
    folder = tmp_path_factory.mktemp("who")
    history = History(folder / "harbour")
    with history.many():
        changes(history, LEDGER, MARA, range(0, 40, 4))
        changes(history, LEDGER, TOMAS, range(20, 44), hours=1, message=f"a change\n\nReviewed-by: {IFE}")
        changes(history, "billing/invoices.py", SOFIE, range(10, 44), hours=2)
        changes(history, "infra/alerts.yaml", RAVI, range(20), hours=3)
        changes(history, "infra/deploy.yaml", IFE, range(20, 44), hours=4)
    people = "mara: mara@harbour.example\ntomas: tomas@harbour.example\nife: ife@harbour.example\n"
    workspace = workspace_for(folder / "lead", history.path, people=people)
    workspace.sync(NOW)
    return workspace


def ask(workspace: Workspace, *paths: str, as_of: str | None = None, role: str = "author") -> Answer:
    return who(workspace, paths, now=NOW, as_of=as_of, role=role)


def order(answer: Answer) -> list[str]:
    return [claim.name for claim in answer.claims()]


def test_candidates_stand_in_order_with_reasons_and_the_lead_is_you(made: Workspace) -> None:
    answer = ask(made, LEDGER)

    assert order(answer)[:2] == ["Tomas", "you"]
    tomas = said(answer, f"who:author:{LEDGER}:tomas")
    # Ten commits of Mara's and twenty-four of his; the last one in week 43, on Monday 2 November.
    assert "wrote 24 of the 34 changes to this file, last on 2 Nov" in words(tomas)
    assert answer.claim == f"Tomas is the first to take {LEDGER}, then you, then Sofie."
    assert answer.next_step == f"Ask Tomas whether they can take {LEDGER}."


def test_every_candidate_opens_on_at_least_three_commits_where_there_are_three(made: Workspace) -> None:
    answer = ask(made, LEDGER)

    assert all(len(list(rows(claim))) >= 3 for claim in answer.claims())


def test_reviewers_are_in_the_order_of_their_reviews(made: Workspace) -> None:
    answer = ask(made, LEDGER, role="reviewer")

    first = next(answer.claims())
    assert first.name == "Ife"
    assert "reviewed 24 changes to this file" in words(first)
    assert commits(first)


def test_who_is_on_leave_is_said_and_who_left_is_not_named(made: Workspace, tmp_path: Path) -> None:
    people = made.folder / "people"
    kept = {name: (people / name).read_text(encoding="utf-8") for name in ("tomas.md", "ife.md")}
    try:
        _with(people / "tomas.md", "leave: [{from: 2026-11-09, to: 2026-11-20}]")
        _with(people / "ife.md", "left: 2026-11-10")

        answer = ask(open_workspace(made.folder), LEDGER)

        assert "on leave until 20 Nov" in words(said(answer, f"who:author:{LEDGER}:tomas"))
        assert "Ife" not in order(answer)
        assert any("Ife left" in note for note in answer.caveats)
    finally:
        for name, text in kept.items():
            (people / name).write_text(text, encoding="utf-8")


def _with(file: Path, line: str) -> None:
    file.write_text(file.read_text(encoding="utf-8").replace("---\n", f"---\n{line}\n", 1), encoding="utf-8")


def test_who_was_not_seen_for_long_is_said_to_be_silent(made: Workspace) -> None:
    answer = ask(made, "infra/alerts.yaml")

    # Ravi's last commit was in week 19, on Monday 18 May.
    assert "silent since 18 May" in words(said(answer, "who:author:infra/alerts.yaml:ravi-menon"))


def test_who_is_in_the_middle_of_something_is_said_where_new_work_is_asked_about(made: Workspace) -> None:
    # Tomas's last commit is of 10:00 on Monday 2 November.
    busy = "may be in the middle of something"

    assert busy in words(said(ask(made, LEDGER, as_of="2026-11-03"), f"who:author:{LEDGER}:tomas"))
    assert busy not in words(said(ask(made, LEDGER, as_of="2026-11-05"), f"who:author:{LEDGER}:tomas"))
    assert busy not in every_word(ask(made, LEDGER, as_of="2026-11-03", role="heir"))


def test_a_folder_a_pattern_and_several_paths_may_be_asked_for(made: Workspace) -> None:
    assert order(ask(made, "infra/"))[0] == "Ife"
    assert order(ask(made, "billing/inv*"))[0] == "Sofie"
    assert {"Tomas", "Sofie"} <= set(order(ask(made, LEDGER, "billing/invoices.py"))[:3])


def test_a_past_instant_is_answered_from_what_was_known_then(made: Workspace) -> None:
    answer = ask(made, LEDGER, as_of="2026-04-30")

    assert order(answer)[0] == "you"
    assert "Tomas" not in order(answer)


def test_a_file_without_a_history_at_the_instant_is_answered_from_its_folder(made: Workspace) -> None:
    answer = ask(made, "infra/deploy.yaml", as_of="2026-04-30")

    assert order(answer)[0] == "Ravi"
    assert any(
        "has no history as of 30 April 2026; this is told from its folder, infra/" in it for it in answer.caveats
    )


def test_an_unknown_path_is_refused_with_the_nearest_names(made: Workspace) -> None:
    with pytest.raises(UsageError, match=r"billing/ledger\.py"):
        ask(made, "billing/legder.py")
    with pytest.raises(UsageError, match="no file that is there matches"):
        ask(made, "nowhere/*.py")


def test_no_path_an_unknown_role_and_the_future_are_refused(made: Workspace) -> None:
    with pytest.raises(UsageError, match="needs a path"):
        ask(made)
    with pytest.raises(UsageError, match=r"author, reviewer and heir"):
        ask(made, LEDGER, role="owner")
    with pytest.raises(UsageError, match="still to come"):
        ask(made, LEDGER, as_of="2027-06-01")


def test_a_repository_of_one_person_names_them_alone(tmp_path: Path) -> None:
    history = History(tmp_path / "harbour")
    changes(history, LEDGER, MARA, range(4))
    workspace = workspace_for(tmp_path / "lead", history.path)
    workspace.sync(NOW)

    answer = ask(workspace, LEDGER)

    assert order(answer) == ["you"]
    assert answer.claim == f"You are the first to take {LEDGER}."
    assert answer.next_step == ""


def test_a_history_of_one_giant_import_names_its_author_and_says_that_it_teaches_nothing(tmp_path: Path) -> None:
    history = History(tmp_path / "harbour")
    history.commit("import", files={f"lib/part{number}.py": "x\n" for number in range(100)}, author=TOMAS)
    workspace = workspace_for(tmp_path / "lead", history.path)
    workspace.sync(NOW)

    answer = ask(workspace, "lib/part7.py")

    assert order(answer) == ["Tomas"]
    assert "change" not in words(next(answer.claims())).replace("made 1 change in the whole repository", "")
    assert any("no history that teaches anything" in note for note in answer.caveats)


def test_answers_for_one_subject_keep_their_id(made: Workspace) -> None:
    first, later = ask(made, LEDGER), ask(made, LEDGER, as_of="2026-11-10")

    assert {claim.subject: claim.id for claim in first.claims()}.items() & {
        claim.subject: claim.id for claim in later.claims()
    }.items()
    assert every_word(first) != every_word(later)


def test_a_file_whose_name_looks_like_a_pattern_is_that_file(tmp_path: Path) -> None:
    history = History(tmp_path / "harbour")
    changes(history, "web/[id].ts", TOMAS, range(4))
    changes(history, "web/i.ts", SOFIE, range(5, 9))
    workspace = workspace_for(tmp_path / "lead", history.path)
    workspace.sync(NOW)

    first = next(ask(workspace, "web/[id].ts").claims())

    assert (first.name, "wrote all 4 changes" in words(first)) == ("Tomas", True)


def test_of_two_clones_only_the_one_that_holds_the_path_is_asked(tmp_path: Path) -> None:
    one, other = History(tmp_path / "harbour"), History(tmp_path / "quay")
    changes(one, LEDGER, TOMAS, range(4))
    changes(other, "billing/crane.py", SOFIE, range(20))
    workspace = workspace_for(tmp_path / "lead", one.path)
    settings = workspace.folder / "trimtab.yaml"
    settings.write_text(
        settings.read_text(encoding="utf-8") + f"    - slug: quay\n      path: {other.path}\n", encoding="utf-8"
    )
    both = open_workspace(workspace.folder)
    both.sync(NOW)

    assert order(ask(both, LEDGER)) == ["Tomas"]
    assert order(ask(both, "quay:billing/crane.py")) == ["Sofie"]


def test_the_whole_may_be_asked_for(made: Workspace) -> None:
    assert len(order(ask(made, "."))) >= 3
