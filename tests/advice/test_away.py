"""Away: what was planted in Harbour is found where it was planted, days and people are taken as meant, odd histories are said."""

import re
import shutil
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest

from advice.asking import commits, every_word, figure, rows, said, words, workspace_for
from builders_git import MARA, TOMAS, History
from trimtab.advice.answer import Answer
from trimtab.advice.away import away
from trimtab.demo import AS_OF, Harbour
from trimtab.errors import UnknownPerson, UsageError
from trimtab.render import from_json, json, text
from trimtab.workspace import Workspace, open_clone, open_workspace

NOW = datetime(2026, 11, 15, 23, tzinfo=UTC)


def without(workspace: Workspace, person: str, *, first: str | None = None, last: str | None = None) -> Answer:
    return away(workspace, person, now=AS_OF, as_of=AS_OF.isoformat(), first=first, last=last)


@pytest.fixture(scope="session")
def mara(workspace: Workspace) -> Answer:
    """Mara away for the two weeks after the last day."""
    return without(workspace, "me")


@pytest.fixture(scope="session")
def ravi(workspace: Workspace) -> Answer:
    return without(workspace, "ravi")


# What was planted


def ledger_stalls(workspace: Workspace) -> bool:
    stalls = words(said(without(workspace, "me"), "stalls:billing/ledger"))
    return "hardly anyone else" in stalls and "next: Tomas (reviewed it twice, changed its tests twice)" in stalls


def deploy_stalls(workspace: Workspace) -> bool:
    stalls = words(said(without(workspace, "ravi"), "stalls:deploy/"))
    return "nobody else" in stalls and "nobody is near; Sofie works beside it in infra/" in stalls


def ravi_is_silent(workspace: Workspace) -> bool:
    return any("Ravi has been silent for 19 days" in note for note in without(workspace, "ravi").caveats)


def branches_lie(workspace: Workspace) -> bool:
    lie = words(said(without(workspace, "me"), "branches"))
    return "2 branches" in lie and "`ledger-rounding` is 23 days old and 61 commits behind" in lie


def mara_tags(workspace: Workspace) -> bool:
    return "9 of the last 10 by you; Tomas once" in words(said(without(workspace, "me"), "releases"))


TRUTHS: dict[str, Callable[[Workspace], bool]] = {
    "ledger-held-by-mara": ledger_stalls,
    "deploy-held-by-ravi": deploy_stalls,
    "ravi-silent": ravi_is_silent,
    "branches-in-flight": branches_lie,
    "releases-by-mara": mara_tags,
}


@pytest.mark.parametrize("name", TRUTHS)
def test_away_finds_a_planted_truth(name: str, workspace: Workspace) -> None:
    assert TRUTHS[name](workspace)


@pytest.mark.parametrize("name", TRUTHS)
def test_away_does_not_find_a_truth_that_was_not_planted(
    name: str, workspaces_without: Mapping[str, Workspace]
) -> None:
    assert not TRUTHS[name](workspaces_without[name])


def test_the_ledger_stalls_on_the_commits_that_were_planted_for_it(mara: Answer, harbour: Harbour) -> None:
    assert set(harbour.evidence["ledger-held-by-mara"]) <= commits(said(mara, "stalls:billing/ledger"))


def test_nobody_stalls_by_what_a_program_did_or_by_formatting(mara: Answer, ravi: Answer, harbour: Harbour) -> None:
    (formatting,) = harbour.evidence["format-everything"]
    behind = {row.key.partition("@")[2] for answer in (mara, ravi) for claim in answer.claims() for row in rows(claim)}

    assert formatting not in behind
    assert not any(word in every_word(mara) for word in ("vendor", "dist", "harbour-ci", "dependabot"))


def test_the_tasks_close_gaps_and_say_which(mara: Answer) -> None:
    before = mara.sections[-1]
    ids = {claim.id for claim in mara.claims()}
    tasks = [claim for claim in before.claims if claim.subject.startswith("task:")]

    assert before.title == "BEFORE YOU GO"
    assert 1 <= len(tasks) <= 5
    for task in tasks:
        named = re.search(r"-> (.+)$", task.text)
        assert named is not None
        assert set(named[1].split(", ")) <= ids
        assert figure(task, "hours") > 0


def test_the_tasks_come_in_the_order_of_risk_removed_per_hour(mara: Answer, ravi: Answer) -> None:
    for answer in (mara, ravi):
        tasks = [claim for claim in answer.claims() if claim.subject.startswith("task:")]
        per_hour = [figure(task, "risk removed per hour") for task in tasks]
        assert per_hour == sorted(per_hour, reverse=True)


def test_what_they_come_to_and_what_is_left_is_said(mara: Answer) -> None:
    tasks = [claim for claim in mara.claims() if claim.subject.startswith("task:")]
    total = sum(figure(task, "hours") for task in tasks)
    (in_all,) = re.findall(r"([\d.]+) h in all", words(said(mara, "after")))

    assert abs(float(in_all) - total) < 0.06
    assert "deploy/ (Ravi)" in words(said(mara, "after"))


def test_somebody_who_is_silent_is_asked_for_nothing(ravi: Answer) -> None:
    tasks = [claim.text for claim in ravi.claims() if claim.subject.startswith("task:")]

    assert ravi.sections[-1].title == "WITHOUT RAVI"
    assert any("Sofie reads" in task for task in tasks)
    assert not any("Ravi" in task for task in tasks)


def test_the_next_step_is_the_first_task_and_the_command_opens_it(mara: Answer) -> None:
    first = next(claim for claim in mara.claims() if claim.subject.startswith("task:"))

    assert first.headline == mara.next_step
    assert mara.next_step in first.text
    assert mara.next_command == f"trimtab why {first.id}"


def test_every_line_has_an_id_of_its_own_rows_and_a_meaning(mara: Answer, ravi: Answer) -> None:
    for answer in (mara, ravi):
        assert len(answer.by_id()) == len(list(answer.claims()))
        assert all(claim.id.startswith("a") for claim in answer.claims())
        assert [claim.subject for claim in answer.claims() if not (claim.meaning and claim.anchor)] == []
        thin = [claim.subject for claim in answer.claims() if len(list(rows(claim))) < 3]
        assert [subject for subject in thin if not subject.startswith(("after", "branches"))] == []


def test_it_fits_one_screen(mara: Answer, ravi: Answer) -> None:
    for answer in (mara, ravi):
        lines = text(answer, colour=False).splitlines()
        assert len(lines) <= 40
        assert max(map(len, lines)) <= 80


def test_the_same_question_gives_the_same_bytes_and_reads_back(workspace: Workspace, mara: Answer) -> None:
    again = without(open_workspace(workspace.folder), "me")

    assert json(again).encode() == json(mara).encode()
    assert from_json(json(mara)) == mara


# Who is meant


@pytest.mark.parametrize("asked", ["mara", "Mara Lindqvist", "mara.lindqvist@northquay.example", "ME"])
def test_the_lead_may_be_named_in_many_ways(workspace: Workspace, mara: Answer, asked: str) -> None:
    assert without(workspace, asked) == mara


def test_somebody_unknown_is_refused_with_the_nearest_names(workspace: Workspace) -> None:
    with pytest.raises(UnknownPerson, match=r'nobody here is called "tomsa". Did you mean tomas'):
        without(workspace, "tomsa")


def test_somebody_goes_by_the_name_that_answers_give_them(workspace: Workspace) -> None:
    assert without(workspace, "TOMAS").period.startswith("Tomas away")


def test_a_program_has_nothing_to_hand_over(workspace: Workspace) -> None:
    with pytest.raises(UsageError, match="is a program"):
        without(workspace, "harbour-ci")


def test_an_observer_is_asked_who_they_are(workspace: Workspace) -> None:
    with pytest.raises(UsageError, match=r"has no commits here.*Say --me EMAIL, or name somebody"):
        away(workspace, "me", now=AS_OF, as_of=AS_OF.isoformat(), me="auditor@elsewhere.example")


# Which days


@pytest.mark.parametrize(
    ("first", "last", "told"),
    [
        (None, None, "10 working days from 16 Nov"),
        ("2026-12-01", None, "10 working days from 1 Dec"),
        ("2026-12-01", "2026-12-01", "1 working day from 1 Dec"),
        # Christmas Day and New Year's Day are Fridays.
        ("2026-12-21", "2027-01-03", "8 working days from 21 Dec"),
        (None, "2026-11-20", "5 working days from 16 Nov"),
    ],
)
def test_working_days_are_counted_on_the_persons_calendar(
    workspace: Workspace, first: str | None, last: str | None, told: str
) -> None:
    assert without(workspace, "me", first=first, last=last).period == f"Mara away, {told}"


@pytest.mark.parametrize(
    ("first", "last", "refused"),
    [
        ("2026-12-14", "2026-12-01", "comes before --from 2026-12-14. Swap the two dates"),
        ("2026-11-01", "2026-11-14", "is past as of 2026-11-15"),
        (None, "2026-11-15", "is past: as of 2026-11-15 the time away begins on 2026-11-16"),
        ("2026-12-01", "2028-01-01", "is over a year"),
        ("next week", None, '--from takes a day such as 2026-12-01, not "next week"'),
        ("2026-02-30", None, "--from takes a day"),
        (None, "soon", "--to takes a day"),
    ],
)
def test_days_that_cannot_be_meant_are_refused(
    workspace: Workspace, first: str | None, last: str | None, refused: str
) -> None:
    with pytest.raises(UsageError, match=re.escape(refused)):
        without(workspace, "me", first=first, last=last)


def test_an_absence_under_way_is_looked_at_from_tomorrow_on(workspace: Workspace) -> None:
    assert without(workspace, "ravi", first="2026-11-09", last="2026-11-20").period.endswith(
        "5 working days from 16 Nov"
    )


def test_in_a_weekend_nothing_can_wait(workspace: Workspace) -> None:
    weekend = without(workspace, "me", first="2026-12-05", last="2026-12-06")

    assert list(weekend.claims()) == []
    assert weekend.sections[0].note == "nothing: none of these days is a working day of yours"


def test_a_longer_absence_expects_more(workspace: Workspace, mara: Answer) -> None:
    half_a_year = without(workspace, "me", last="2027-05-15")

    wide = figure(said(half_a_year, "stalls:billing/ledger"), "changes to expect")
    assert wide > 5 * figure(said(mara, "stalls:billing/ledger"), "changes to expect")


def test_who_is_on_leave_then_is_nobodys_cover(workspace: Workspace, tmp_path: Path) -> None:
    shutil.copytree(workspace.folder, tmp_path / "harbour-lead")
    (tmp_path / "harbour").symlink_to(workspace.clones[0].path)
    tomas = tmp_path / "harbour-lead" / "people" / "tomas.md"
    leave = "leave:\n  - {from: 2026-12-01, to: 2026-12-11}"
    tomas.write_text(tomas.read_text("utf-8").replace("leave:", leave, 1), "utf-8")
    changed = open_workspace(tmp_path / "harbour-lead")

    then = without(changed, "me", first="2026-12-01", last="2026-12-14")
    later = without(changed, "me", first="2027-02-01", last="2027-02-12")

    assert any("Tomas away too" in note for note in then.caveats)
    assert "Tomas" not in words(said(then, "stalls:billing/ledger"))
    assert not any("Tomas" in claim.text for claim in then.claims() if claim.subject.startswith("task:"))
    assert "next: Tomas" in words(said(later, "stalls:billing/ledger"))


def test_the_past_sees_nothing_later(workspace: Workspace) -> None:
    may = away(workspace, "me", now=AS_OF, as_of="2026-05-03")

    seen = [row.at for claim in may.claims() for row in rows(claim) if row.at]
    assert may.period == "Mara away, 9 working days from 4 May"  # Ascension Day is free
    assert max(seen) < datetime(2026, 5, 4, tzinfo=UTC)
    assert "all of the last" in words(said(may, "releases"))


# Odd histories


def asked(history: History, person: str, *, as_of: str | None = None, me: str | None = MARA) -> Answer:
    workspace = open_clone(history.path)
    workspace.sync(NOW)
    return away(workspace, person, now=NOW, as_of=as_of, me=me and re.findall(r"<(.+)>", me)[0])


@pytest.fixture
def harbour_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> History:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    return History(tmp_path / "harbour")


def alone(history: History, *, many: int = 24) -> None:
    with history.many():
        for number in range(many):
            day = datetime(2026, 11, 14, 10, tzinfo=UTC).replace(day=1 + number % 14)
            history.commit(f"app: {number}", files={"web/app.py": f"{number}\n" * 9}, author=MARA, at=day)


def test_of_a_repository_of_one_person_everything_stalls_and_nobody_is_made_up(harbour_made: History) -> None:
    alone(harbour_made)

    answer = asked(harbour_made, "me")

    assert "nobody else has ever worked here" in every_word(answer)
    assert not [claim for claim in answer.claims() if claim.subject.startswith("task:")]


def test_an_empty_repository_knows_nobody(harbour_made: History) -> None:
    with pytest.raises(UsageError):
        asked(harbour_made, "me")
    with pytest.raises(UnknownPerson):
        asked(harbour_made, "tomas")


def test_who_was_last_seen_long_ago_leaves_nothing(harbour_made: History) -> None:
    harbour_made.commit("begin", files={"web/app.py": "1\n"}, author=TOMAS, at="2021-03-04T10:00+01:00")
    alone(harbour_made)

    answer = asked(harbour_made, "tomas")

    assert answer.sections[0].claims == ()
    assert answer.sections[0].note == "nothing: Tomas Novak was last seen on 4 March 2021"


def test_a_history_that_is_one_import_tells_too_little(harbour_made: History) -> None:
    files = {f"d{number % 7}/f{number}.py": f"{number}\n" for number in range(300)}
    harbour_made.commit("import", files=files, author=MARA, at="2026-11-02T10:00+01:00")

    answer = asked(harbour_made, "me")

    assert answer.sections[0].note == "too little to tell: 0 commits by you that show who knows what"
    assert not list(answer.claims())


def test_before_their_first_commit_nobody_was_there(harbour_made: History) -> None:
    alone(harbour_made)

    assert asked(harbour_made, "me", as_of="2020-01-01").sections[0].note == "nothing: you were not seen by then"


def test_a_clone_needs_no_workspace(harbour_made: History) -> None:
    alone(harbour_made)

    assert asked(harbour_made, "me").nearest == f"trimtab init {harbour_made.path}"
    assert workspace_for(harbour_made.path.parent / "lead", harbour_made.path).has_records
