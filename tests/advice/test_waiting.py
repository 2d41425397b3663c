"""Waiting: who waits for whom is read off what happened, on the clock of whoever waits; days are worked out in comments.

2 March 2026 is a Monday. An event of a day happens at nine o'clock UTC, ten in Stockholm; a working day there has eight hours.
"""

from pathlib import Path
from typing import Any

import pytest

from advice.asking import figure, said, tracked, words
from builders_git import History
from builders_tracker import IFE, MARA, TOMAS, TRACKER, event, instant, issue, pull
from trimtab.advice.answer import Answer
from trimtab.advice.plate import plate
from trimtab.advice.waiting import waiting
from trimtab.render import from_json, json, text
from trimtab.workspace import Workspace, open_clone


def asked(reviewer: Any, day: int = 2, number: int = 1) -> dict[str, Any]:
    return event("review_requested", day, number, actor=IFE, requested_reviewer=reviewer)


def of_ife(number: int, *events: object, **more: Any) -> dict[str, Any]:
    return pull(number, user=IFE, created_at="2026-03-02T09:00:00Z", events=list(events), **more)


def waits(workspace: Workspace, day: int = 4, *, me: str | None = None) -> Answer:
    return waiting(workspace, now=instant(day), as_of=instant(day).isoformat(), me=me)


def on(number: int) -> str:
    return f"waits:{TRACKER}#{number}"


def section(answer: Answer, title: str) -> str:
    return "\n".join(words(claim) for one in answer.sections if one.title == title for claim in one.claims)


def test_a_review_asked_by_name_waits_for_that_person(tmp_path: Path) -> None:
    answer = waits(tracked(tmp_path, of_ife(8, asked(MARA))))

    # From Monday at ten to Wednesday at ten: seven hours, eight, and one.
    assert "your review, 2 working days" in section(answer, "FOR YOU")
    assert said(answer, on(8)).name == "Ife"  # type: ignore[union-attr] # the line before has found it
    assert answer.claim == "Ife waits for you on 1 item."


def test_who_was_asked_beside_the_lead_is_told(tmp_path: Path) -> None:
    answer = waits(tracked(tmp_path, of_ife(8, asked(MARA), asked(TOMAS, number=2))))

    assert "your review (or Tomas)" in section(answer, "FOR YOU")


def test_what_waits_for_another_is_told_as_a_fact(tmp_path: Path) -> None:
    answer = waits(tracked(tmp_path, of_ife(8, asked(TOMAS))))

    assert "Tomas's review" in section(answer, "FOR OTHERS")
    assert answer.claim == "Nobody waits for you by name."


def test_nothing_waits_for_the_lead_after_they_answered(tmp_path: Path) -> None:
    reviewed = event("reviewed", 3, 2, actor=MARA, user=MARA, state="changes_requested")
    answer = waits(tracked(tmp_path, of_ife(8, asked(MARA), reviewed)))

    assert said(answer, on(8)) is None


def test_a_second_look_is_owed_after_a_push(tmp_path: Path) -> None:
    reviewed = event("reviewed", 3, 2, actor=MARA, user=MARA, state="changes_requested")
    pushed = event("head_ref_force_pushed", 4, 3, actor=IFE)
    answer = waits(tracked(tmp_path, of_ife(8, asked(MARA), reviewed, pushed)), 5)

    # From Wednesday at ten to Thursday at ten.
    assert "your second look, 1 working day" in section(answer, "FOR YOU")


def test_a_request_to_a_team_stands_apart_from_personal_ones(tmp_path: Path) -> None:
    to_team = event("review_requested", 2, 1, actor=IFE, requested_team={"slug": "backend"})
    answer = waits(tracked(tmp_path, of_ife(8, to_team)))

    assert "review by team backend, 2 working days" in section(answer, "TEAM OR ANYONE")
    assert section(answer, "FOR YOU") == ""
    assert any("who is in a team is not told" in note for note in answer.caveats)


def test_a_question_with_a_mention_waits_for_who_is_mentioned(tmp_path: Path) -> None:
    question = event("commented", 2, 5, actor=TOMAS, user=TOMAS, body="@mara which rounding is meant here?")
    answer = waits(tracked(tmp_path, issue(7, user=IFE, events=[question]), issue(6)))

    assert "your answer" in words(said(answer, on(7)))
    assert said(answer, on(7)).name == "Tomas"  # type: ignore[union-attr] # the line before has found it


def test_a_bot_answers_nothing(tmp_path: Path) -> None:
    bot = {"login": "harbour-ci[bot]", "id": 99, "type": "Bot"}
    question = event("commented", 2, 5, actor=TOMAS, user=TOMAS, body="@mara which rounding is meant?")
    told = event("commented", 3, 6, actor=bot, user=bot, body="The build passed.")
    answer = waits(tracked(tmp_path, issue(7, user=IFE, events=[question, told]), issue(6)))

    assert "your answer" in words(said(answer, on(7)))


def test_a_merge_that_is_usually_the_leads_waits_for_the_lead(tmp_path: Path) -> None:
    merged = [
        of_ife(number, event("merged", 3, number, actor=MARA), state="closed", merged_at="2026-03-03T09:00:00Z")
        for number in range(20, 24)
    ]
    approved = event("reviewed", 4, 2, actor=TOMAS, user=TOMAS, state="approved")
    answer = waits(tracked(tmp_path, *merged, of_ife(8, approved)), 5)

    assert "your merge, as most are, 1 working day" in section(answer, "FOR YOU")


def test_a_long_quiet_item_shares_a_line_with_its_like(tmp_path: Path) -> None:
    old = pull(3, user=IFE, created_at="2025-11-03T09:00:00Z", updated="2025-11-03T09:00:00Z")
    old["events"] = [
        event("review_requested", 2, 1, actor=IFE, requested_reviewer=MARA) | {"created_at": "2025-11-03T09:00:00Z"}
    ]
    answer = waits(tracked(tmp_path, old, of_ife(8, asked(MARA))))

    assert "1 more item for you, quiet for two months or more: #3" in section(answer, "FOR YOU")
    assert said(answer, on(3)) is None


def test_waiting_is_counted_on_the_clock_of_whoever_waits(tmp_path: Path) -> None:
    # Ife works on Mondays alone.
    workspace = tracked(tmp_path, of_ife(8, asked(MARA)), ife="hours: {mon: 09:00-17:00}\n")
    answer = waits(workspace)

    # From ten to five on Monday, and no minute since.
    assert "7 h" in words(said(answer, on(8)))


def test_hours_of_waiting_are_counted_with_the_leads_share(tmp_path: Path) -> None:
    answer = waits(tracked(tmp_path, of_ife(8, asked(MARA)), of_ife(9, asked(TOMAS, number=2))))
    hours = said(answer, "hours")

    # Sixteen hours each, one of the two for the lead.
    assert figure(hours, "waited in all") == pytest.approx(32)
    assert figure(hours, "for you alone") == pytest.approx(16)
    assert "waiting in 30 days: 32 h in all, 16 h of it for you" in words(hours)


def test_how_fast_the_lead_answers_is_told_from_eight_answers_on(tmp_path: Path) -> None:
    def answered(number: int, day: int) -> dict[str, Any]:
        reviewed = event("reviewed", day, number, actor=MARA, user=MARA, state="changes_requested")
        return of_ife(number, asked(MARA, number=100 + number), reviewed)

    seven = [answered(number, 3) for number in range(20, 27)]
    few, enough = tmp_path / "few", tmp_path / "enough"
    few.mkdir()
    enough.mkdir()

    # One day each, and one of two days: three quarters are over by one day.
    assert "7 answers in 32 weeks" in words(said(waits(tracked(few, *seven), 6), "usual"))
    told = said(waits(tracked(enough, *seven, answered(30, 4)), 6), "usual")
    assert "1.0 to 1.0 working days" in words(told)
    assert figure(told, "half of them within") == pytest.approx(1)


def test_nothing_that_happened_later_is_seen(tmp_path: Path) -> None:
    reviewed = event("reviewed", 5, 2, actor=MARA, user=MARA, state="changes_requested")
    workspace = tracked(tmp_path, of_ife(8, asked(MARA), reviewed))

    assert said(waits(workspace, 4), on(8)) is not None
    assert said(waits(workspace, 6), on(8)) is None


def test_an_observer_sees_facts_and_no_measure(tmp_path: Path) -> None:
    answer = waits(tracked(tmp_path, of_ife(8, asked(MARA))), me="auditor@elsewhere.example")

    assert said(answer, "usual") is None
    assert "Mara's review" in section(answer, "FOR OTHERS")


def test_without_items_it_says_which_source_would_tell(tmp_path: Path) -> None:
    history = History(tmp_path / "plain")
    history.commit(author="Mara Lindqvist <mara@harbour.example>")
    workspace = open_clone(history.path)
    workspace.sync(instant(4))
    answer = waiting(workspace, now=instant(4), me="mara@harbour.example")

    assert "no issues or pull requests have been read yet" in text(answer, colour=False)
    assert "sync --source archive FILE" in answer.nearest
    assert plate(workspace, now=instant(4), me="mara@harbour.example").sections[1].note


def test_every_form_says_the_same(tmp_path: Path) -> None:
    answer = waits(tracked(tmp_path, of_ife(8, asked(MARA))))

    assert from_json(json(answer)) == answer
    assert "your review" in text(answer, colour=False)


def test_an_account_that_is_gone_is_nobody(tmp_path: Path) -> None:
    told = event("commented", 2, 4, actor=TOMAS, user=TOMAS, body="It is the one of the ledger.")
    question = event("commented", 3, 5, actor=None, user=None, body="@mara which rounding is meant?")
    answer = waits(tracked(tmp_path, issue(7, user=IFE, events=[told, question]), issue(6)))

    assert said(answer, on(7)).name == "an account that is gone"  # type: ignore[union-attr] # it waits
    assert "your answer, 1 working day" in words(said(answer, on(7)))


def test_what_an_item_holds_back_is_told_and_puts_it_first(tmp_path: Path) -> None:
    blocked = event("blocked_by_added", 2, 9, actor=IFE, blocked_by={"number": 8})
    workspace = tracked(
        tmp_path,
        # Asked on Monday the one that holds nothing back, on Tuesday the one that does.
        of_ife(6, asked(MARA, number=1)),
        of_ife(8, asked(MARA, day=3, number=2), milestone={"title": "Export GA"}),
        pull(9, user=TOMAS, title="Stream sinks", created_at="2026-03-02T09:00:00Z", events=[blocked]),
    )
    answer = waits(workspace, 5)

    assert 'holds back #9 and "Export GA" (Tomas)' in words(said(answer, on(8)))
    # Three days against two days counted twice, for itself and for what it holds back.
    assert [claim.subject for claim in answer.sections[0].claims] == [on(8), on(6)]
    assert answer.next_step.startswith("#8")


def test_a_program_that_is_asked_is_nobody(tmp_path: Path) -> None:
    bot = {"login": "harbour-ci[bot]", "id": 99, "type": "Bot"}
    answer = waits(tracked(tmp_path, of_ife(8, asked(bot))))

    assert "anybody's review" in section(answer, "TEAM OR ANYONE")
