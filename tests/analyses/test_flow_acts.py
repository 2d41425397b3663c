"""What people did on items: which events are acts, and what their texts say."""

from typing import Any

import polars as pl
import pytest

from builders_flow import Timelines, day
from trimtab.analyses import flow
from trimtab.analyses.items import latest


def acts(*lines: str) -> list[dict[str, Any]]:
    return Timelines("pull 8 ife", "1 ife opened", *lines).acts().to_dicts()[1:]


def said(text: str) -> dict[str, Any]:
    [act] = acts(f"2 tomas commented {text}")
    return act


def test_a_label_an_assignee_and_a_subscription_are_no_acts() -> None:
    found = acts("2 mara labeled bug", "3 mara assigned", "3 tomas subscribed", "4 mara commented Later.")

    assert [act["act"] for act in found] == ["comment"]


def test_a_commit_dated_after_the_opening_is_a_push_of_the_author() -> None:
    found = acts("0.5 nobody committed c1", "2 nobody committed c2")

    assert [(act["act"], act["actor"], act["subject"]) for act in found] == [("push", "IFE", "c2")]


def test_the_close_that_a_merge_brings_is_no_act_of_its_own() -> None:
    found = acts("2 mara merged", "2 mara closed")

    assert [act["act"] for act in found] == ["merged"]


def test_what_a_program_says_is_left_out_and_what_it_changes_is_marked() -> None:
    found = acts("2 helper[bot] commented Built.", "3 helper[bot] requested mara")

    assert [(act["act"], act["bot"]) for act in found] == [("requested", True)]


def test_a_program_is_told_by_the_tracker_or_by_its_login() -> None:
    lines = Timelines("pull 8 ife", "1 ife opened", "2 tomas commented Built.")
    accounts = lines.accounts.with_columns(bot=pl.col("account") == "TOMAS")

    found = flow.acts(latest(lines.frames()[1], day(9)), accounts, day(9))

    assert found["act"].to_list() == ["opened"]


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("Does this round?", True),
        ("It rounds.", False),
        ("> Does this round?\nYes.", False),
        ("`a ? b : c` reads well", False),
        ("```\nwhy?\n```\nfixed", False),
        ("see https://harbour.example/?page=2", False),
        ("<!-- is it tested? --> Done.", False),
    ],
)
def test_a_question_mark_asks_outside_quotes_code_and_links(text: str, question: bool) -> None:
    assert said(text)["asks"] is question


@pytest.mark.parametrize(
    ("text", "whom"),
    [
        ("@mara could you look", ["MARA"]),
        ("(@Mara, @jun) fyi", ["JUN", "MARA"]),
        ("mail ife@mara.example", []),
        ("`@mara` is a decorator", []),
        ("> @mara said so\nindeed", []),
        ("@harbour/backend please", ["team/backend"]),
        ("@stranger hello", ["@stranger"]),
    ],
)
def test_mentions_are_accounts_and_teams(text: str, whom: list[str]) -> None:
    assert said(text)["mentions"] == whom


@pytest.mark.parametrize(
    ("text", "approval", "remark"),
    [
        ("ACK 3f2a1b9", True, False),
        ("utACK, with a nit: rename this?", True, False),
        ("re-ACK", True, False),
        ("Concept ACK", False, False),
        ("Concept ACK, but does it round?", False, True),
        ("concept ACK and ACK of the code", True, False),
        ("NACK", False, True),
        ("Concept NACK", False, True),
        ("The packet acks are late.", False, True),
        ("Nice.", False, True),
    ],
)
def test_an_ack_approves_agreement_with_the_idea_asks_for_nothing_and_all_else_is_a_remark(
    text: str, approval: bool, remark: bool
) -> None:
    act = said(text)

    assert (act["approval"], act["remark"]) == (approval, remark)


def test_a_review_tells_its_verdict_and_one_that_was_dismissed_tells_nothing() -> None:
    lines = Timelines("pull 8 ife", "1 ife opened", "2 tomas approved", "3 jun refused ACK", "4 mara approved")
    lines.events[-1]["state"] = "dismissed"

    found = lines.acts().filter(pl.col("act") == "review").select("approval", "remark").rows()

    assert found == [(True, False), (False, True), (False, False)]


def test_a_line_comment_is_said_with_its_review_and_is_no_remark_where_that_approves() -> None:
    found = acts("2 tomas line-commented e3 Rename this?", "3 tomas approved", "4 jun line-commented Rename that.")

    assert [(act["act"], act["at"], act["remark"]) for act in found] == [
        ("review", day(3), False),
        ("line", day(3), False),
        ("line", day(4), True),
    ]


def test_agreement_with_the_idea_is_a_remark_where_its_review_has_line_comments() -> None:
    found = acts("2 tomas reviewed Concept ACK", "2 tomas line-commented e2 Rename this.")

    assert [(act["act"], act["concept"], act["remark"]) for act in found] == [
        ("review", True, True),
        ("line", False, True),
    ]


def test_facts_stand_in_for_texts_that_a_source_left_out() -> None:
    lines = Timelines("pull 8 ife", "1 ife opened", "2 tomas commented", "3 tomas commented")
    lines.events[1] |= {"text": None, "facts": '{"body_chars": 9, "asks": true, "mentions": ["mara"], "ack": "utACK"}'}
    lines.events[2] |= {"text": None, "facts": '{"body_chars": 9}'}

    first, second = lines.acts().to_dicts()[1:]

    assert (first["asks"], first["mentions"], first["approval"]) == (True, ["MARA"], True)
    assert (second["asks"], second["mentions"], second["remark"]) == (False, [], True)


def test_acts_after_the_instant_are_not_seen() -> None:
    lines = Timelines("pull 8 ife", "1 ife opened", "2 tomas commented Why?", "3 ife pushed")

    assert lines.acts(2)["act"].to_list() == ["opened", "comment"]
