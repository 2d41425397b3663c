"""Whose turn it is, on little timelines. Each line is a day, a person and what they did (tests/builders_flow.py)."""

import pytest

from builders_flow import Timelines, day, told
from trimtab.analyses import flow
from trimtab.analyses.items import states

PULL = ("pull 8 ife", "1 ife opened")
ISSUE = ("issue 7 dana", "1 dana opened The sums differ")

# Event e1 is always the opening, e2 the line after it, and so on.
PULLS = [
    ("nobody but the author has acted", (), ("asked", "reviewer", "e1")),
    ("the last push counts", ("2 ife pushed", "3 ife pushed"), ("asked", "reviewer", "e3")),
    ("agreement with the idea alone moves nothing", ("2 tomas commented Concept ACK",), ("asked", "reviewer", "e1")),
    ("a remark waits for the author", ("2 tomas commented Rename this.",), ("changes", "author", "e2")),
    ("the first remark decides", ("2 tomas reviewed Hm.", "3 jun commented Also that."), ("changes", "author", "e2")),
    ("a reply hands over", ("2 tomas reviewed Hm.", "3 ife commented Done."), ("pushed", "reviewer", "e3")),
    (
        "a push counts before a reply",
        ("2 tomas reviewed Hm.", "3 ife commented Will do.", "4 ife pushed", "5 ife commented Done."),
        ("pushed", "reviewer", "e4"),
    ),
    ("an approval waits for who merges", ("2 tomas approved",), ("approved", "merger", "e2")),
    ("the author cannot approve", ("2 ife commented ACK",), ("asked", "reviewer", "e1")),
    ("a push undoes approvals", ("2 tomas approved", "3 ife pushed"), ("pushed", "reviewer", "e3")),
    ("a reply leaves approvals", ("2 tomas approved", "3 ife commented Thanks."), ("approved", "merger", "e2")),
    ("a remark comes before an approval", ("2 tomas approved", "3 jun reviewed Hm."), ("changes", "author", "e3")),
    (
        "an approval does not answer the remark of another",
        ("2 jun reviewed Hm.", "3 tomas approved"),
        ("changes", "author", "e2"),
    ),
    (
        "an answer to the remark between makes it approved",
        ("2 tomas approved", "3 jun reviewed Hm.", "4 ife commented See above."),
        ("approved", "merger", "e4"),
    ),
    (
        "who remarked and approves has said it all",
        ("2 jun refused Hm.", "3 jun approved"),
        ("approved", "merger", "e3"),
    ),
    ("a draft is the author's", ("2 tomas reviewed Hm.", "3 ife drafted"), ("draft", "author", "e3")),
    ("ready hands over", ("2 ife drafted", "3 ife readied"), ("asked", "reviewer", "e3")),
    ("a title can say draft", ("2 ife renamed Round -> WIP: round",), ("draft", "author", "e2")),
    ("a title can say it no more", ("2 ife renamed [WIP] round -> Round",), ("asked", "reviewer", "e1")),
    ("a year without an act is stale", ("2 tomas reviewed Hm.", "3 ife labeled bug"), ("stale", "nobody", "e2")),
]


@pytest.mark.parametrize(("lines", "expected"), [case[1:] for case in PULLS], ids=[case[0] for case in PULLS])
def test_a_pull_request_waits_for(lines: tuple[str, ...], expected: tuple[str, str, str]) -> None:
    timeline = Timelines(*PULL, *lines)
    if "[WIP]" not in str(lines) and "WIP: round" in str(lines):
        timeline.items[0]["title"] = "WIP: round"

    assert told(timeline.now(400 if expected[0] == "stale" else 10)) == expected


def test_what_is_dated_before_the_opening_counts_from_it_on() -> None:
    timeline = Timelines("pull 8 ife", "3 ife opened", "1 tomas reviewed Rename this.", "5 ife pushed")

    assert told(timeline.now(4)) == ("changes", "author", "e2")
    assert timeline.turns(4)["start"].min() == day(3)
    assert told(timeline.now(10)) == ("pushed", "reviewer", "e3")


ISSUES = [
    ("an opening waits for an answer", (), ("question", "answerer", "e1")),
    ("a statement is a note", ("2 tomas commented Known.",), ("noted", "nobody", "e2")),
    ("a question to the reporter", ("2 tomas commented Which version?",), ("reporter", "author", "e2")),
    (
        "the first of two questions",
        ("2 tomas commented Which version?", "3 tomas commented And which day?"),
        ("reporter", "author", "e2"),
    ),
    (
        "a question to another person",
        ("2 tomas commented Which version? @mara may know.",),
        ("question", "answerer", "e2"),
    ),
    (
        "a question among others",
        ("2 tomas commented Known.", "3 jun commented Since when?"),
        ("question", "answerer", "e3"),
    ),
    (
        "a question that was followed",
        ("2 tomas commented Which version?", "3 dana commented The last."),
        ("noted", "nobody", "e3"),
    ),
    (
        "naming one who had spoken asks nothing",
        ("2 tomas commented Known.", "3 jun commented As @tomas says."),
        ("noted", "nobody", "e3"),
    ),
    (
        "naming a newcomer asks them",
        ("2 tomas commented Known.", "3 jun commented For @mara."),
        ("question", "answerer", "e3"),
    ),
    (
        "nobody's word answers nothing",
        ("2 tomas commented Which version?", "3 nobody commented The last."),
        ("reporter", "author", "e2"),
    ),
    ("the reporter asks again", ("2 tomas commented Known.", "3 dana commented When?"), ("question", "answerer", "e3")),
]


@pytest.mark.parametrize(("lines", "expected"), [case[1:] for case in ISSUES], ids=[case[0] for case in ISSUES])
def test_an_issue_waits_for(lines: tuple[str, ...], expected: tuple[str, str, str]) -> None:
    assert told(Timelines(*ISSUE, *lines).now(10)) == expected


def test_what_one_of_the_team_writes_down_without_a_question_is_a_note() -> None:
    lines = Timelines("issue 6 jun", "0 jun opened", "0.5 dana labeled bug", "0.7 jun closed", *ISSUE)

    assert told(lines.now(10)) == ("noted", "nobody", "e4")


def test_a_note_in_which_its_author_asks_somebody_later_waits_for_them() -> None:
    lines = Timelines("issue 6 jun", "0 jun opened", "0.5 dana labeled bug", "0.7 jun closed", *ISSUE)
    lines.tell("3 dana commented @mara which sums?")

    assert told(lines.now(10)) == ("question", "answerer", "e5")
    assert lines.now(10)["accounts"] == ["MARA"]


def test_an_issue_that_nobody_answered_waits_since_its_opening_for_whom_its_author_named_later() -> None:
    lines = Timelines(*ISSUE, "3 dana commented @mara which sums?")

    found = lines.turns(10).select("start", "event", "accounts").rows()

    assert found == [(day(1), "e1", []), (day(3), "e1", ["MARA"])]


def test_a_label_of_ones_own_item_makes_nobody_one_of_the_team() -> None:
    lines = Timelines("issue 6 dana", "0 dana opened", "0.5 dana labeled bug", "0.7 jun closed", *ISSUE)

    assert told(lines.now(10)) == ("question", "answerer", "e4")


def test_whoever_is_asked_by_name_is_waited_for_until_they_review() -> None:
    lines = Timelines(*PULL, "2 ife requested mara", "3 ife requested team/backend", "4 ife requested jun")

    asked = lines.now(10)
    lines.tell("5 mara reviewed Hm.", "6 ife pushed")
    again = lines.now(10)

    assert (told(asked), asked["accounts"], asked["teams"]) == (
        ("asked", "reviewer", "e4"), ["MARA", "JUN"], ["backend"])  # fmt: skip
    # Mara was asked by name, so her review does not answer for the team.
    assert (told(again), again["accounts"], again["teams"]) == (("pushed", "reviewer", "e6"), ["JUN"], ["backend"])


def test_a_review_of_one_who_was_not_asked_by_name_answers_for_the_team() -> None:
    lines = Timelines(*PULL, "2 ife requested team/backend", "3 tomas reviewed Hm.", "4 ife pushed")

    now = lines.now(10)

    assert (now["accounts"], now["teams"]) == (["TOMAS"], [])


def test_a_request_after_the_approval_waits_for_that_person() -> None:
    lines = Timelines(*PULL, "2 tomas approved", "3 ife requested mara")

    now = lines.now(10)

    assert (now["turn"], now["accounts"]) == ("reviewer", ["MARA"])


def test_whom_the_author_names_is_waited_for_until_they_speak() -> None:
    lines = Timelines("pull 8 ife", "1 ife opened For @mara.")

    before = lines.now(2)["accounts"]
    after = lines.tell("3 mara commented Concept ACK").now(4)["accounts"]

    assert (before, after) == (["MARA"], [])


def test_a_second_look_is_owed_by_those_who_spoke_the_last_first() -> None:
    lines = Timelines(
        *PULL, "2 tomas reviewed Hm.", "3 jun commented Hm.", "4 sofie commented Concept ACK", "5 ife pushed"
    )

    assert lines.now(10)["accounts"] == ["JUN", "TOMAS"]


def test_an_item_waits_for_nobody_while_another_open_one_blocks_it() -> None:
    lines = Timelines("issue 6 jun", "0 jun opened", "5 jun closed", *PULL, "2 ife blocked_by 6")

    found = lines.turns(10).filter(item="8").select("start", "end", "state", "event").rows()

    assert found == [
        (day(1), day(2), "asked", "e3"),
        (day(2), day(5), "blocked", "6"),
        (day(5), None, "asked", "e3"),
    ]


def test_a_conflict_counts_from_the_reading_that_tells_it_to_the_next_push() -> None:
    lines = Timelines(*PULL)
    lines.read(3, "8", mergeable_state="dirty")
    lines.tell("5 ife pushed")

    found = lines.turns(10).select("start", "end", "state", "turn").rows()

    assert found == [
        (day(1), day(3), "asked", "reviewer"),
        (day(3), day(5), "conflict", "author"),
        (day(5), None, "asked", "reviewer"),
    ]


def test_a_reading_of_after_the_instant_tells_of_no_conflict() -> None:
    lines = Timelines(*PULL)
    lines.items.clear()
    lines.items.append(
        Timelines("pull 8 ife").items[0] | {"happened_at": day(9), "facts": '{"mergeable_state": "dirty"}'}
    )

    assert lines.now(5)["state"] == "asked"


def test_an_item_waits_for_nothing_while_it_is_closed() -> None:
    lines = Timelines(*PULL, "2 mara closed", "4 ife reopened", "6 mara merged")

    found = lines.turns(10).select("start", "end", "state").rows()

    # Mara's closing and her merge say nothing about the change, so it is still asked in between.
    assert found == [(day(1), day(2), "asked"), (day(4), day(6), "asked")]


def test_a_draft_from_the_start_is_known_from_a_later_ready() -> None:
    lines = Timelines(*PULL, "3 ife readied")

    assert told(lines.now(2)) == ("draft", "author", "e1")


def test_a_draft_from_the_start_is_known_from_its_flag_where_that_never_changed() -> None:
    lines = Timelines("pull 8 ife draft", "1 ife opened")

    assert told(lines.now(2)) == ("draft", "author", "e1")


def test_of_the_past_only_stretches_that_reach_past_since_are_told() -> None:
    lines = Timelines(*PULL, "2 tomas reviewed Hm.", "4 ife pushed", "6 mara merged")

    found = lines.turns(10, since=day(3)).select("start", "end", "state").rows()

    assert found == [(day(2), day(4), "changes"), (day(4), day(6), "pushed")]


def test_of_the_team_is_who_ended_or_labelled_an_item_of_another_and_is_no_program() -> None:
    lines = Timelines(
        "issue 6 jun", "0 jun opened", "0.5 dana labeled bug", "0.6 jun labeled bug", "0.7 mara closed",
        *ISSUE, "2 helper[bot] closed",
    )  # fmt: skip
    items, events, _ = lines.frames()

    found = flow.team(events, states(items, events, day(10)), lines.accounts)

    assert found.select("account", "since").rows() == [("DANA", day(0.5)), ("MARA", day(0.7))]
