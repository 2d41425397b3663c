"""Many questions of who can take it, in one run: JSON lines in, JSON lines out."""

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import pytest

from builders_git import IFE, MARA, SOFIE, TOMAS, History
from trimtab.advice.map._questions import answers
from trimtab.errors import UsageError
from trimtab.workspace import Workspace, open_clone

START = datetime.fromisoformat("2026-01-05T09:00+00:00")
NOW = datetime.fromisoformat("2026-11-15T18:00+00:00")


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """Mara wrote the ledger until May, Tomas after it; Tomas has two addresses; Ife reviews; Sofie is elsewhere."""
    folder = tmp_path_factory.mktemp("questions")
    history = History(folder / "harbour")
    with history.many():
        for week in range(16):
            _change(history, "billing/ledger.py", MARA, START + timedelta(weeks=week))
        for week in range(20, 36):
            author = TOMAS if week % 2 else "Tomas Novak <tomas@northquay.example>"
            _change(history, "billing/ledger.py", author, START + timedelta(weeks=week), f"\n\nReviewed-by: {IFE}")
        for week in range(36):
            _change(history, "infra/alerts.yaml", SOFIE, START + timedelta(weeks=week, hours=3))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_DATA_HOME", str(folder / "data"))
        made = open_clone(history.path)
    made.sync(NOW)
    return made


def _change(history: History, path: str, author: str, at: datetime, trailer: str = "") -> None:
    history.commit(f"a change{trailer}", files={path: f"{at.isoformat()}\n"}, author=author, at=at)


def ask(workspace: Workspace, *questions: Mapping[str, object] | str) -> list[dict[str, Any]]:
    lines = [one if isinstance(one, str) else json.dumps(one) for one in questions]
    return [json.loads(line) for line in answers(workspace, lines, now=NOW)]


def names(answer: Mapping[str, Any]) -> list[str]:
    return [person["name"] for person in answer["people"]]


def test_questions_are_answered_in_the_order_asked_each_as_of_its_own_instant(workspace: Workspace) -> None:
    late = {"id": "late", "paths": ["billing/ledger.py"]}
    early = {"id": 7, "paths": ["billing/ledger.py"], "as_of": "2026-04-20T00:00:00Z", "role": "author"}

    told = ask(workspace, late, "", early)

    assert [one["id"] for one in told] == ["late", 7]
    assert names(told[0])[0] == "Tomas Novak"
    assert names(told[1])[0] == "Mara Lindqvist"
    assert "Tomas Novak" not in names(told[1])


def test_a_candidate_has_every_address_a_weight_and_reasons(workspace: Workspace) -> None:
    (told,) = ask(workspace, {"id": "q", "paths": ["billing/ledger.py"], "as_of": "2026-09-14T00:00:00Z"})

    first = told["people"][0]

    assert first["emails"] == ["tomas@harbour.example", "tomas@northquay.example"]
    assert 0 < first["weight"] < 1
    # Sixteen commits of Mara's and sixteen of his to the file; the last was on Monday 7 September.
    assert first["reasons"][0] == "wrote 16 of the 32 changes to these files, last on 7 Sep"


def test_reviewers_are_asked_for_by_their_role(workspace: Workspace) -> None:
    (told,) = ask(workspace, {"id": "q", "paths": ["billing/ledger.py"], "role": "reviewer"})

    assert names(told)[0] == "Ife Adeyemi"
    assert told["people"][0]["reasons"][0].startswith("reviewed 16 changes to these files")


def test_an_excluded_address_excludes_the_whole_person(workspace: Workspace) -> None:
    question = {"id": "q", "paths": ["billing/ledger.py"], "exclude": ["Tomas@NorthQuay.example"]}

    (told,) = ask(workspace, question)

    assert "Tomas Novak" not in names(told)
    assert names(told)


def test_the_same_questions_get_the_same_bytes(workspace: Workspace) -> None:
    lines = [json.dumps({"id": number, "paths": ["billing/new.py", "infra/alerts.yaml"]}) for number in range(3)]

    assert list(answers(workspace, lines, now=NOW)) == list(answers(workspace, lines, now=NOW))


def test_every_bad_line_is_named_with_its_number_in_one_message(workspace: Workspace) -> None:
    good = '{"id": "a", "paths": ["x"]}'
    bad = {
        2: "{id: a}",
        3: '["a"]',
        4: '{"paths": ["x"]}',
        5: '{"id": "a", "paths": []}',
        6: '{"id": "a", "paths": "x"}',
        7: '{"id": "a", "paths": ["x"], "role": "owner"}',
        8: '{"id": "a", "paths": ["x"], "as_of": "yesterday"}',
        9: '{"id": "a", "paths": ["x"], "as_of": "2026-01-01T00:00:00"}',
        10: '{"id": "a", "paths": ["x"], "as_of": "2027-01-01T00:00:00Z"}',
        11: '{"id": "a", "paths": ["x"], "exclude": "mara"}',
    }

    with pytest.raises(UsageError) as error:
        list(answers(workspace, [good, *bad.values()], now=NOW))

    message = str(error.value)
    assert [f"line {number}:" in message for number in range(1, 12)] == [False] + [True] * 10
    assert "which is in the future" in message
    assert "without a zone" in message
    assert "it can be author, reviewer, heir" in message


def test_no_questions_are_no_answers(workspace: Workspace) -> None:
    assert ask(workspace, "", "  ") == []
