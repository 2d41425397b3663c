"""The brief finds what was planted in Harbour, falls silent where it was not, and is not led astray by the traps."""

import re
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from advice.asking import commits, every_word, figure, rows, said, words
from demo.tracker import Tracker
from trimtab.advice.answer import Answer
from trimtab.advice.brief import brief
from trimtab.demo import AS_OF, Harbour
from trimtab.workspace import Workspace

TRUTHS: dict[str, Callable[[Answer], bool]] = {}

Truth = Callable[[Answer], bool]


def truth(name: str) -> Callable[[Truth], Truth]:
    def keep(finds: Truth) -> Truth:
        TRUTHS[name] = finds
        return finds

    return keep


@truth("drift")
def says_that_the_leads_code_became_less(answer: Answer) -> bool:
    trend = said(answer, "hours:trend")
    return "has become less" in words(trend) and figure(trend, "now") < 0.75 * figure(trend, "before")


@truth("evenings")
def says_that_two_sessions_in_five_come_late(answer: Answer) -> bool:
    found = re.search(r"(\d+) of (\d+) sessions after the working day", words(said(answer, "hours:trend")))
    return found is not None and 0.33 <= int(found[1]) / int(found[2]) <= 0.47


@truth("reviews-fade")
def says_that_the_leads_reviews_became_fewer(answer: Answer) -> bool:
    reviews = said(answer, "hours:reviews")
    return reviews is not None and figure(reviews, "now") < 0.3 * figure(reviews, "before")


@truth("ledger-held-by-mara")
def says_that_the_lead_alone_holds_the_ledger_and_tomas_is_next(answer: Answer) -> bool:
    held = said(answer, "holder:billing/ledger")
    return "only you in 12 months, 14 changes" in words(held) and "next: Tomas" in words(held)


@truth("deploy-held-by-ravi")
def says_that_ravi_alone_holds_deploy_and_nobody_is_near(answer: Answer) -> bool:
    held = words(said(answer, "holder:deploy/"))
    return "only Ravi" in held and "nobody is near; Sofie works beside it in infra/" in held


@truth("ravi-silent")
def says_that_ravi_is_silent_for_nineteen_days(answer: Answer) -> bool:
    return "Ravi, silent for 19 days" in every_word(answer)


@truth("protocol-blind-spot")
def says_that_the_lead_last_read_the_protocol_in_april(answer: Answer) -> bool:
    spot = words(said(answer, "blind:sync/protocol"))
    return "22 changes in 12 months; you last read it in April" in spot


@truth("export-busy")
def says_that_three_fifths_of_the_week_are_export(answer: Answer) -> bool:
    where = words(said(answer, "moved:where"))
    return "61 % of it in export/ (was 20 %): Ife and Jun" in where


@truth("dana-unreviewed")
def says_that_nobody_looked_at_what_dana_did(answer: Answer) -> bool:
    return "Nobody reviews what Dana changes" in words(said(answer, "unreviewed:dana"))


@truth("jun-growing")
def says_that_jun_took_up_export(answer: Answer) -> bool:
    return "has taken up export/" in words(said(answer, "growing:jun"))


@truth("branches-in-flight")
def says_which_branches_are_in_flight(answer: Answer) -> bool:
    flight = words(said(answer, "flight"))
    return "4 unmerged branches" in flight and "`ledger-rounding` 23 days old and 61 commits behind" in flight


# Silence is said of whoever holds an area, so `ravi-silent` shows only where `deploy-held-by-ravi` does.
@pytest.mark.parametrize("name", TRUTHS)
def test_the_brief_finds_a_planted_truth(name: str, answer: Answer) -> None:
    assert TRUTHS[name](answer), every_word(answer)


@pytest.mark.parametrize("name", TRUTHS)
def test_the_brief_does_not_find_a_truth_that_was_not_planted(name: str, answers_without: Mapping[str, Answer]) -> None:
    assert not TRUTHS[name](answers_without[name]), every_word(answers_without[name])


@pytest.mark.parametrize(
    ("name", "subject"),
    [
        ("ledger-held-by-mara", "holder:billing/ledger"),
        ("protocol-blind-spot", "blind:sync/protocol"),
        ("export-busy", "moved:where"),
    ],
)
def test_a_truth_rests_on_the_commits_that_were_planted_for_it(
    name: str, subject: str, answer: Answer, harbour: Harbour
) -> None:
    missed = set(harbour.evidence[name]) - commits(said(answer, subject))

    assert missed == set()


def test_what_dana_did_unseen_is_all_hers(answer: Answer, harbour: Harbour) -> None:
    shown = commits(said(answer, "unreviewed:dana"))

    authors = {_git(harbour, "show", "-s", "--format=%ae", oid) for oid in shown}

    assert authors == {"dana@harbour.example"}
    assert len(shown) == 46


def test_what_speaks_for_the_next_person_is_what_they_did_there(answer: Answer) -> None:
    held = said(answer, "holder:billing/ledger")

    # Two tests in March and two reviews; what Tomas did elsewhere in billing is no reason to name him here.
    assert len(commits(held, "Tomas")) == 4


def test_who_waits_for_the_lead_comes_before_what_the_lead_alone_knows(answer: Answer) -> None:
    assert "Ife waits for your review" in answer.next_step
    assert answer.next_command == "trimtab waiting"
    assert answer.claim.endswith("billing/ledger waits for nobody but you.")


def test_where_nobody_waits_the_next_step_is_to_show_tomas_the_ledger_and_to_see_what_else_stalls_without_her(
    answers_without: Mapping[str, Answer],
) -> None:
    quiet = answers_without["everyone-waits"]

    assert quiet.next_step == "show Tomas billing/ledger this week"
    assert quiet.next_command == "trimtab away me"


def test_the_leads_other_address_and_her_handle_are_hers(workspace: Workspace, answer: Answer) -> None:
    by_another = brief(workspace, now=AS_OF, as_of=AS_OF.isoformat(), me="mara.lindqvist@northquay.example")

    assert by_another == answer
    assert len(answer.by_id()) == len(list(answer.claims()))


def test_programs_hold_nothing_and_their_commits_are_said_to_be_left_out(answer: Answer) -> None:
    ledger = said(answer, "holder:billing/ledger")

    assert ledger is not None
    assert "harbour-ci" not in every_word(answer)
    assert "dependabot" not in every_word(answer)
    assert any(re.fullmatch(r"[\d,]+ bot commits", what) for what in ledger.left_out)


def test_what_was_taken_in_or_built_is_nobodys_area(answer: Answer) -> None:
    assert "vendor" not in every_word(answer)
    assert "dist" not in every_word(answer)


def test_who_formatted_every_file_knows_none_of_them(answer: Answer, harbour: Harbour) -> None:
    (formatting,) = harbour.evidence["format-everything"]

    behind = {row.key.partition("@")[2] for claim in answer.claims() for row in rows(claim)}

    assert formatting not in behind
    assert "Ravi" not in words(said(answer, "holder:billing/ledger"))


def test_a_renamed_folder_is_not_taken_up_by_whoever_renamed_it(workspace: Workspace) -> None:
    shortly_after = brief(workspace, now=AS_OF, as_of="2026-01-25")

    assert "workers" not in words(said(shortly_after, "growing:tomas"))
    assert "jobs/" not in every_word(shortly_after)


def test_a_declared_phase_is_no_drift(workspace: Workspace) -> None:
    at_its_end = brief(workspace, now=AS_OF, as_of="2026-02-01")

    trend = said(at_its_end, "hours:trend")

    assert trend is not None
    assert "no change can be told" in trend.text
    assert any("of a declared phase" in what for what in trend.left_out)


def test_every_claim_says_what_it_means_and_where_to_read_on(answer: Answer) -> None:
    assert [claim.subject for claim in answer.claims() if not (claim.id and claim.meaning and claim.anchor)] == []


def test_where_a_claim_sends_the_reader_there_is_such_a_heading(answer: Answer) -> None:
    root = Path(__file__).parents[2]
    pages = {claim.anchor.partition("#")[::2] for claim in answer.claims()}

    missing = [
        f"{page}#{anchor}"
        for page, anchor in sorted(pages)
        if anchor not in {"", *_anchors((root / page).read_text("utf-8"))}
    ]

    assert missing == []


def _anchors(text: str) -> list[str]:
    headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return [re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings]


def test_every_row_behind_a_claim_can_be_opened_in_the_clone_or_on_the_tracker(
    answer: Answer, harbour: Harbour
) -> None:
    evidence = [row for claim in answer.claims() for row in rows(claim)]
    saved = {one.partition(":")[2] for one in Tracker(harbour.items_file).references()}
    told = {
        "item": [row.key.partition("#")[2] for row in evidence if row.kind == "item"],
        # That an item was opened is an event of Trimtab's own, with no id on the tracker.
        "event": [row.key.rpartition(":")[2] for row in evidence if row.kind == "event" and row.text != "opened it"],
    }
    asked = {
        "commit": [f"{row.key.partition('@')[2]}^{{commit}}" for row in evidence if row.kind == "commit"],
        "branch": [row.key.partition(":")[2] for row in evidence if row.kind == "branch"],
        "file": [f"main:{row.key.partition(':')[2]}" for row in evidence if row.kind == "file"],
    }

    lines = [row.key.rpartition(":") for row in evidence if row.kind == "record"]

    assert {row.kind for row in evidence} == {*asked, *told, "record"}
    for file, _, line in lines:
        assert (harbour.workspace / file).read_text("utf-8").splitlines()[int(line) - 1].strip().startswith("- id:")
    assert all(told.values())
    assert {one for names in told.values() for one in names} - saved == set()
    for names in asked.values():
        known = _git(harbour, "cat-file", "--batch-check", said="\n".join(names)).splitlines()
        assert len(known) == len(names)
        assert [line for line in known if line.endswith(("missing", "ambiguous"))] == []


def test_groups_count_what_they_do_not_list(answer: Answer) -> None:
    assert all(group.total >= len(group.evidence) for claim in answer.claims() for group in claim.because)


def _git(harbour: Harbour, *asked: str, said: str = "") -> str:
    done = subprocess.run(
        ["git", *asked], cwd=harbour.repository, input=said, capture_output=True, check=True, text=True
    )
    return done.stdout.strip()


def test_hand_over_risks_blind_spots_and_quiet_people_rest_on_three_rows_or_more(answer: Answer) -> None:
    told = [claim for claim in answer.claims() if claim.subject.partition(":")[0] in ("holder", "blind", "quiet")]

    assert len(told) >= 3
    assert [claim.subject for claim in told if sum(1 for _ in rows(claim)) < 3] == []
