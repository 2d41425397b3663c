"""Users of a tracker in answers: who they are, what they reviewed, and the hours that took."""

from pathlib import Path
from typing import Any

import pytest

from advice.asking import every_word, rows, said, tracked, workspace_for
from builders_git import History
from builders_tracker import IFE, MARA, event, instant, issue, pull
from trimtab.advice import people
from trimtab.advice._sight import look
from trimtab.advice.answer import Claim
from trimtab.advice.brief import brief
from trimtab.advice.map import who
from trimtab.errors import UsageError
from trimtab.workspace import Workspace, open_workspace

KELPIE = {"login": "kelpie", "id": 77, "type": "User", "name": "Sofie Marklund"}


def of_ife(number: int, *events: object, **more: Any) -> dict[str, Any]:
    return pull(number, user=IFE, created_at="2026-03-02T09:00:00Z", events=list(events), **more)


def reviewed(by: dict[str, Any], day: int, number: int, hour: int = 9) -> dict[str, Any]:
    at = f"2026-03-{day:02}T{hour:02}:00:00Z"
    return event("reviewed", day, number, actor=by, user=by, state="commented") | {"submitted_at": at, "created_at": at}


def hours(workspace: Workspace) -> Claim:
    found = said(brief(workspace, now=instant(8), as_of=instant(8).isoformat()), "hours")
    assert found is not None
    return found


def test_reviews_on_a_tracker_are_hours_of_review(tmp_path: Path) -> None:
    workspace = tracked(tmp_path, of_ife(8, reviewed(MARA, 3, 1), reviewed(MARA, 4, 2)))

    found = hours(workspace)

    assert "no code seen, review" in found.text
    assert found.headline == "Where your hours went, as far as git and the tracker show"
    assert [(row.kind, row.key, row.by) for row in rows(found)] == [("item", "github.com/harbour/ledger#8", "Ife")]


def test_what_others_did_and_what_the_lead_did_on_their_own_is_no_review_of_theirs(tmp_path: Path) -> None:
    workspace = tracked(tmp_path, of_ife(8, reviewed(KELPIE, 3, 1)), pull(9, events=[reviewed(MARA, 3, 2)]))

    assert "no code seen, no review seen" in hours(workspace).text


def test_a_reviewer_whom_a_tracker_alone_knows_is_named(tmp_path: Path) -> None:
    """Kelpie, whose account shows a name, reviewed Ife's change and never committed."""
    first = tracked(tmp_path / "first", issue(1))
    oid = look(first, now=instant(8)).commits.collect().filter(author_name="Ife Adeyemi")["oid"][0]
    change = of_ife(
        8, reviewed(KELPIE, 3, 1), event("committed", 2, None, sha=oid, author={"date": "2026-02-01T09:00:00Z"})
    )
    workspace = tracked(tmp_path / "second", change)

    answer = who(workspace, ["Ife.py"], now=instant(8), role="reviewer")

    assert "Sofie can review Ife.py" in every_word(answer)
    assert answer.sources == ("git", "tracker")
    assert "reviews that leave no word" not in answer.missing


def test_the_account_of_somebody_who_commits_is_them(tmp_path: Path) -> None:
    sight = look(tracked(tmp_path, of_ife(8, reviewed(MARA, 3, 1))), now=instant(8))

    assert sight.lead is not None
    assert sight.accounts.linked.filter(login="mara")["person"].to_list() == [sight.lead.person]
    assert sight.item_reviews.select("person", "kind").rows() == [(sight.lead.person, "reviewed")]


def test_a_lead_without_an_account_is_told_where_to_write_it(tmp_path: Path) -> None:
    """Nobody on the one tracker is Mara; on the other she reviewed."""
    theirs = look(
        tracked(tmp_path / "theirs", of_ife(8, reviewed(KELPIE, 3, 1), title="x", assignees=[])), now=instant(8)
    )
    hers = look(tracked(tmp_path / "hers", of_ife(8, reviewed(MARA, 3, 1))), now=instant(8))

    assert theirs.lead is not None
    note = f"no account on the tracker is known to be yours: write its name under logins: in people/{theirs.lead.person}.md"
    assert note in theirs.notes
    assert note not in hers.notes


def test_a_lake_without_a_tracker_has_no_accounts(tmp_path: Path) -> None:
    clone = History(tmp_path / "harbour")
    clone.commit("start", files={"a.py": "x\n"}, at="2026-02-01T10:00+01:00")
    workspace = workspace_for(tmp_path / "lead", clone.path)
    workspace.sync(instant(8))

    sight = look(workspace, now=instant(8))

    assert sight.accounts.linked.is_empty()
    assert sight.sources == ("git",)
    assert not (workspace.cache / "accounts").exists()


def test_what_was_worked_out_is_kept_until_a_source_brings_more(tmp_path: Path) -> None:
    workspace = tracked(tmp_path, of_ife(8, reviewed(MARA, 3, 1)))
    first = look(workspace, now=instant(8)).accounts
    kept = list((workspace.cache / "accounts").iterdir())

    again = look(workspace, now=instant(9)).accounts

    assert again.linked.equals(first.linked)
    assert list((workspace.cache / "accounts").iterdir()) == kept


def test_people_lists_logins_and_those_whom_a_tracker_alone_knows(tmp_path: Path) -> None:
    found = people.everybody(tracked(tmp_path, of_ife(8, reviewed(KELPIE, 3, 1))))

    logins = {one.id: one.logins for one in found.people}
    alone = [one for one in found.people if one.of_tracker]
    assert [(one.id, one.name, one.commits) for one in alone] == [("@kelpie", "Sofie Marklund", 0)]
    assert ("ife",) in logins.values()


def test_a_person_is_found_by_their_login(tmp_path: Path) -> None:
    workspace = tracked(tmp_path, of_ife(8, reviewed(KELPIE, 3, 1)))

    done = people.accept(workspace, "kelpie", "tomas@harbour.example")

    assert "@kelpie is now" in done
    again = people.everybody(open_workspace(workspace.folder))
    assert all(not one.of_tracker for one in again.people)
    assert any("kelpie" in one.logins and "tomas@harbour.example" in one.emails for one in again.people)


def test_what_the_lead_refuses_is_not_asked_again(tmp_path: Path) -> None:
    workspace = tracked(tmp_path, of_ife(8, reviewed(KELPIE, 3, 1)))

    assert "is not @kelpie" in people.refuse(workspace, "@kelpie", "tomas@harbour.example")

    again = open_workspace(workspace.folder)
    assert again.records is not None
    assert [one.not_same_as for one in again.records.people if one.not_same_as] == [("@kelpie",)]
    assert again.records.diagnostics == ()


def test_two_accounts_are_joined_in_a_file_of_the_leads(tmp_path: Path) -> None:
    heron = {"login": "heron", "id": 78, "type": "User"}
    workspace = tracked(tmp_path, of_ife(8, reviewed(KELPIE, 3, 1), reviewed(heron, 3, 2)))

    with pytest.raises(UsageError, match="two accounts"):
        people.accept(workspace, "@kelpie", "@heron")
