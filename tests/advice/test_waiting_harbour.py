"""What is planted on Harbour's tracker is told by the verb whose business it is, and not where it was left out.

Items go by their titles here: where a truth is left out, the numbers are others.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime

import pytest

from advice.asking import figure, rows, said, words
from trimtab.advice.answer import Answer, Claim
from trimtab.demo import PLANTED, Harbour

Truth = Callable[[Answer], bool]
Told = Mapping[str, Answer]

TRUTHS: dict[tuple[str, str], Truth] = {}
# When the release 2.15 will be done is asked of a forecast by name.
ELSEWHERE = {"release-under-way"}


def truth(name: str, *verbs: str) -> Callable[[Truth], Truth]:
    def keep(finds: Truth) -> Truth:
        TRUTHS.update(dict.fromkeys(((name, verb) for verb in verbs), finds))
        return finds

    return keep


def line(answer: Answer, title: str) -> str:
    """What the claim prints that tells an item of such a title; empty where none does."""
    return next((words(claim) for claim in answer.claims() if title in words(claim)), "")


def under(answer: Answer, title: str) -> list[str]:
    return [words(claim) for one in answer.sections if one.title == title for claim in one.claims]


@truth("everyone-waits", "waiting")
def a_second_reviewer_would_have_halved_the_waiting(answer: Answer) -> bool:
    second = said(answer, "second")
    return (
        "a second reviewer on export/" in words(second)
        and "(Tomas)" in words(second)
        and figure(second, "with a second reviewer") < 0.5 * figure(second, "waited for you")
    )


@truth("forgotten-question", "waiting", "plate")
def tomas_waits_for_an_answer_for_four_days(answer: Answer) -> bool:
    told = line(answer, "a table of currencies")
    return "4 working days" in told and ("your answer" in told or "answer Tomas" in told)


@truth("export-held-back", "waiting", "plate")
def a_review_for_ife_holds_back_two_items_and_a_milestone(answer: Answer) -> bool:
    told = line(answer, "export: stream rows to the sink")
    asked = "your review, 2.5 working days" in told or "review it for Ife, 2.5 working days" in told
    return asked and "holds back" in told and '"Export GA" (Jun, Sofie' in told


@truth("export-held-back", "brief")
def the_brief_begins_with_it(answer: Answer) -> bool:
    first = said(answer, "waits:first")
    shown = [row.text for row in rows(first)]
    return (
        "Ife your review, 2.5 working days: #" in words(first)
        and 'and "Export GA"' in words(first)
        and any("export: stream rows to the sink" in text for text in shown)
    )


@truth("team-request", "waiting")
def jun_waits_for_a_team_in_which_tomas_knows_it(answer: Answer) -> bool:
    told = [one for one in under(answer, "TEAM OR ANYONE") if "workers: keep leases" in one]
    return len(told) == 1 and "review by team backend, 1 working day" in told[0] and "Tomas knows it best" in told[0]


@truth("second-look", "waiting", "plate")
def sofie_waits_for_a_second_look(answer: Answer) -> bool:
    told = line(answer, "infra: page only when")
    return "6.8 working days" in told and ("your second look" in told or "look again for Sofie" in told)


@truth("approved-unmerged", "waiting")
def an_approved_change_waits_for_anybody_to_merge_it(answer: Answer) -> bool:
    return any("infra: keep logs" in one and ": a merge, 5.7" in one for one in under(answer, "TEAM OR ANYONE"))


@truth("old-draft", "plate")
def the_leads_draft_is_three_weeks_old(answer: Answer) -> bool:
    return any("your draft, 15 working days: ledger: carry" in one for one in under(answer, "YOUR OWN"))


@truth("asked-of-ravi", "waiting")
def sofie_waits_for_ravi(answer: Answer) -> bool:
    return any("deploy: write down" in one and "Ravi's review, 14" in one for one in under(answer, "FOR OTHERS"))


@truth("stale-issue", "flow")
def an_issue_was_quiet_for_a_year(answer: Answer) -> bool:
    return "1 of them quiet for a year" in words(said(answer, "flow:open:issue"))


@truth("assigned-untouched", "plate")
def an_issue_of_the_leads_is_untouched(answer: Answer) -> bool:
    return any("quiet for 55 days: api: a page cursor" in one for one in under(answer, "ASSIGNED"))


@truth("aged-pull", "flow")
def a_pull_request_is_older_than_nearly_all_others_were(answer: Answer) -> bool:
    told = line(answer, "web: let people sort")
    return "open for 118 d" in told and "98 % were over by then" in told


@truth("aged-pull", "brief")
def the_brief_names_the_oldest(answer: Answer) -> bool:
    return "118 days; 98 % are over by then" in words(said(answer, "aged"))


@truth("forecast-moved", "brief")
def the_release_got_three_items_more(answer: Answer) -> bool:
    return any("2.15: 8 open, 3 of them new" in one for one in under(answer, "WAITS FOR YOU"))


@pytest.mark.parametrize(("name", "verb"), TRUTHS)
def test_a_planted_truth_is_told(name: str, verb: str, told: Told) -> None:
    assert TRUTHS[name, verb](told[verb]), [words(claim) for claim in told[verb].claims()]


@pytest.mark.parametrize(("name", "verb"), TRUTHS)
def test_a_truth_that_was_not_planted_is_not_told(name: str, verb: str, told_without: Told) -> None:
    assert not TRUTHS[name, verb](told_without[verb]), [words(claim) for claim in told_without[verb].claims()]


def test_every_truth_of_the_tracker_is_looked_for() -> None:
    planted = {one.id for one in PLANTED if one.seen_in == "tracker" and one.kind == "truth"}

    assert {name for name, _ in TRUTHS} == planted - ELSEWHERE


def item(harbour: Harbour, name: str) -> str:
    """The number of the item that a truth or a trap is about."""
    return next(one.removeprefix("item:") for one in harbour.evidence[name] if one.startswith("item:"))


def on(answer: Answer, number: str) -> Claim | None:
    return next((claim for claim in answer.claims() if claim.subject.endswith(f"harbour#{number}")), None)


@pytest.mark.parametrize(
    ("name", "verb"),
    [
        ("forgotten-question", "waiting"),
        ("export-held-back", "waiting"),
        ("team-request", "waiting"),
        ("second-look", "waiting"),
        ("approved-unmerged", "waiting"),
        ("asked-of-ravi", "waiting"),
        ("forgotten-question", "plate"),
        ("aged-pull", "flow"),
    ],
)
def test_a_line_opens_to_what_was_planted_for_it(name: str, verb: str, told: Told, harbour: Harbour) -> None:
    number = item(harbour, name)
    shown = {row.key.partition("#")[2] for row in rows(on(told[verb], number))}
    linked = ("milestoned", "blocked_by_added")  # what is held back is shown as items, not as the events that say so
    planted = [one.partition(":")[::2] for one in harbour.evidence[name] if ":" in one and not one.startswith(linked)]

    wanted = {key if kind == "item" else f"{number}:{key}" for kind, key in planted}

    assert wanted - shown == set()


def test_the_brief_sends_the_lead_to_whoever_waits_for_work_that_others_wait_for(told: Told) -> None:
    brief = told["brief"]

    assert "Ife waits for your review" in brief.next_step
    assert brief.next_command == "trimtab waiting"
    assert told["waiting"].next_command.startswith("trimtab why w")
    assert (
        told["plate"].next_step.split(",")[0]
        == told["waiting"].next_step.split(",")[0]
        == brief.next_step.split(",")[0]
    )


def test_the_brief_tells_what_waiting_and_the_plate_tell(told: Told) -> None:
    more = words(said(told["brief"], "waits:more"))
    for_you = [claim for one in told["waiting"].sections if one.title == "FOR YOU" for claim in one.claims]

    # Four things wait for Mara: one line each there, the first and a line of three here.
    assert len(for_you) == 4
    assert more.startswith(" 3 more: #")
    assert {row.key for row in rows(said(told["brief"], "waits:more"))} == {
        claim.subject.removeprefix("waits:") for claim in for_you[1:]
    }
    assert {claim.subject.partition(":")[2] for claim in for_you} <= {
        claim.subject.partition(":")[2] for claim in told["plate"].claims()
    }


def since(told: Told, harbour: Harbour, name: str) -> datetime:
    """Since when the item waits."""
    claim = on(told["waiting"], item(harbour, name))
    assert claim is not None
    assert claim.window is not None
    return claim.window.start


def test_what_programs_and_gone_accounts_say_answers_nothing(told: Told, harbour: Harbour) -> None:
    # harbour-ci and somebody who is gone spoke on 10 and 11 November, dependabot on 11 November.
    assert f"{since(told, harbour, 'forgotten-question'):%d %H:%M}" == "09 16:42"
    assert f"{since(told, harbour, 'export-held-back'):%d %H:%M}" == "11 12:45"


def test_who_is_asked_again_is_waited_for_since_the_new_work(told: Told, harbour: Harbour) -> None:
    assert f"{since(told, harbour, 'asked-again'):%d %b}" == "13 Nov"
    assert "your second look, 3 h" in words(on(told["waiting"], item(harbour, "asked-again")))


@pytest.mark.parametrize("name", ["locked-item", "transferred-item", "answered-in-review", "mentioned-in-passing"])
def test_nobody_waits_where_nothing_is_asked_any_more(name: str, told: Told, harbour: Harbour) -> None:
    shown = list(_for_the_lead(told))

    assert len(shown) > 8
    assert [key for key in shown if key.endswith(f"#{item(harbour, name)}")] == []


def _for_the_lead(told: Told) -> Iterator[str]:
    """The items that the answers tell to wait for the lead."""
    places = {"waiting": {"FOR YOU"}, "plate": {"HOLDS BACK", "ASKED OF YOU"}, "brief": {"WAITS FOR YOU"}}
    for verb, titles in places.items():
        sections = [section for section in told[verb].sections if section.title in titles]
        for claim in (claim for section in sections for claim in section.claims if claim.subject != "aged"):
            yield from (row.key for row in rows(claim) if row.kind == "item")


def test_nobody_but_the_lead_is_counted(told: Told) -> None:
    measured = [one for one in told["waiting"].claims() if one.figures]

    assert {one.subject for one in measured} == {"hours", "usual", "usual:trend", "second"}
    assert not {"Ife", "Jun", "Ravi", "Sofie", "Dana"} & set(" ".join(map(words, measured)).replace(",", "").split())


def test_that_the_lead_became_slower_is_told(told: Told, told_without: Told) -> None:
    assert "slower than before: fewer than half answered yet in the last 6 weeks" in words(
        said(told["waiting"], "usual:trend")
    )
    assert "slower" not in words(said(told_without["waiting"], "usual:trend"))
