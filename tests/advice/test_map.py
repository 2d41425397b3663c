"""The map finds what was planted in Harbour about who knows what, falls silent where it was not, and opens every row."""

import re
from collections.abc import Callable, Mapping
from pathlib import Path

import polars as pl
import pytest

from advice.asking import commits, every_word, figure, rows, said, words
from trimtab.advice.answer import Answer, Claim
from trimtab.advice.map import map_of
from trimtab.demo import AS_OF, Harbour
from trimtab.errors import UsageError
from trimtab.workspace import Workspace

Truth = Callable[[Answer], bool]

TRUTHS: dict[str, Truth] = {}


def truth(name: str) -> Callable[[Truth], Truth]:
    def keep(finds: Truth) -> Truth:
        TRUTHS[name] = finds
        return finds

    return keep


@truth("ledger-held-by-mara")
def says_that_the_ledger_waits_for_nobody_but_the_lead(answer: Answer) -> bool:
    held = said(answer, "holder:billing/ledger")
    return (
        held in titled(answer, "ONLY YOU")
        and "only you in 12 months, 14 changes" in words(held)
        and "next: Tomas" in words(held)
        and bus_factor(answer, "billing/ledger") == 1
    )


@truth("deploy-held-by-ravi")
def says_that_deploy_rests_on_ravi_alone(answer: Answer) -> bool:
    held = words(said(answer, "holder:deploy/"))
    return "only Ravi" in held and "Sofie works beside it in infra/" in held and bus_factor(answer, "deploy/") == 1


@truth("ravi-silent")
def says_that_ravi_is_silent(answer: Answer) -> bool:
    return "Ravi (silent)" in words(said(answer, "area:deploy/"))


@truth("protocol-blind-spot")
def says_that_the_protocol_changed_without_the_lead(answer: Answer) -> bool:
    return "22 changes by others; you last read it on 14 Apr" in words(said(answer, "blind:sync/protocol"))


@truth("jun-growing")
def says_that_jun_knows_export(answer: Answer) -> bool:
    return "Jun" in words(said(answer, "area:export/"))


def titled(answer: Answer, title: str) -> list[Claim]:
    """The claims under a heading."""
    return [claim for section in answer.sections if section.title == title for claim in section.claims]


def bus_factor(answer: Answer, area: str) -> int | None:
    assert answer.chart is not None
    return next((one.bus_factor for one in answer.chart.areas if one.name == area), None)


def mapped(workspace: Workspace, inside: str | None = None) -> Answer:
    return map_of(workspace, now=AS_OF, as_of=AS_OF.isoformat(), inside=inside)


@pytest.fixture(scope="module")
def whole(workspace: Workspace) -> Answer:
    """Mara's map on the last day."""
    return mapped(workspace)


@pytest.fixture(scope="module")
def maps_without(workspaces_without: Mapping[str, Workspace]) -> Mapping[str, Answer]:
    """The same of a Harbour in which a truth was not planted; truths share a Harbour."""
    made: dict[Path, Answer] = {}
    return {
        name: made[workspace.folder]
        if workspace.folder in made
        else made.setdefault(workspace.folder, mapped(workspace))
        for name, workspace in workspaces_without.items()
    }


@pytest.mark.parametrize("name", TRUTHS)
def test_the_map_finds_a_planted_truth(name: str, whole: Answer) -> None:
    assert TRUTHS[name](whole), every_word(whole)


@pytest.mark.parametrize("name", TRUTHS)
def test_the_map_does_not_find_a_truth_that_was_not_planted(name: str, maps_without: Mapping[str, Answer]) -> None:
    assert not TRUTHS[name](maps_without[name]), every_word(maps_without[name])


def test_the_claim_counts_what_the_sections_tell(whole: Answer) -> None:
    assert whole.claim == (
        "15 areas; 2 wait for one person each, 1 of them for nobody but you; you have not read 2 that change."
    )


def test_areas_stand_hottest_first_and_each_row_opens_to_what_it_rests_on(whole: Answer) -> None:
    table = titled(whole, "AREAS")

    heats = [figure(claim, "heat") for claim in table]
    thin = [claim.name for claim in table if len(list(rows(claim))) < 3 or not claim.window or not claim.meaning]

    assert heats == sorted(heats, reverse=True)
    assert thin == []
    assert all(one.definition for claim in table for one in claim.figures)


def test_what_is_taken_in_generated_or_done_by_programs_is_in_no_row(whole: Answer) -> None:
    assert "vendor" not in every_word(whole)
    assert "dist" not in every_word(whole)
    assert "dependabot" not in every_word(whole)


def test_who_formatted_every_file_knows_none_of_them(whole: Answer, harbour: Harbour) -> None:
    (formatting,) = harbour.evidence["format-everything"]

    assert formatting not in {oid for claim in whole.claims() for oid in commits(claim)}


def test_the_size_of_an_area_is_that_of_its_files_now(whole: Answer, workspace: Workspace) -> None:
    deploy = said(whole, "area:deploy/")

    # Nothing goes with deploy/ from elsewhere, so its lines are those that git counts in the folder.
    lines = workspace.repository("harbour").sizes("main").filter(pl.col("path").str.starts_with("deploy/"))

    assert figure(deploy, "files") == lines.height
    assert figure(deploy, "size") == lines["lines"].sum()


def test_the_chart_has_what_the_table_says(whole: Answer) -> None:
    assert whole.chart is not None
    by_claim = whole.by_id()

    drawn = {one.name: by_claim[one.claim] for one in whole.chart.areas}

    assert list(drawn) == [claim.name for claim in titled(whole, "AREAS")]
    assert [one.name for one in whole.chart.areas if one.only_lead] == ["billing/ledger"]
    assert [one.name for one in whole.chart.areas if one.blind] == ["deploy/", "sync/protocol"]


def test_the_next_step_is_to_show_tomas_the_ledger(whole: Answer) -> None:
    held = said(whole, "holder:billing/ledger")

    assert held is not None
    assert whole.next_step == "show Tomas billing/ledger this week"
    assert whole.next_command == f"trimtab why {held.id}"


def test_an_area_drawn_closer_names_its_people_its_next_and_what_is_in_it(workspace: Workspace) -> None:
    close = mapped(workspace, "billing/ledger")

    mara, tomas = titled(close, "KNOWN TO")
    (following,) = titled(close, "NEXT")
    inside = [claim.name for claim in titled(close, "INSIDE")]

    assert close.claim == "billing/ledger waits for nobody but you: 14 changes in 12 months."
    assert "12 commits" in words(mara)
    assert "2 commits, 2 reviews" in words(tomas)
    assert len(commits(tomas)) == 4
    assert following.text.startswith("after you: Tomas (reviewed it twice")
    assert {"posting.py", "tax.py", "rounding.py"} <= set(inside)


def test_a_folder_above_areas_is_drawn_closer_with_the_tests_of_its_code(workspace: Workspace) -> None:
    close = mapped(workspace, "billing")

    assert [claim.name for claim in titled(close, "INSIDE")] == ["invoices/", "dunning/", "ledger/"]
    # The pairs of a folder are with areas outside of it.
    assert not any("billing/" in claim.name for claim in titled(close, "CHANGE TOGETHER"))


def test_a_file_is_drawn_closer_with_the_files_it_changes_with(workspace: Workspace) -> None:
    close = mapped(workspace, "billing/ledger/tax.py")

    (pair,) = titled(close, "CHANGE TOGETHER")

    assert close.sections[0].title == "FILE"
    assert pair.name == "billing/ledger/posting.py"
    assert figure(pair, "support") == 3
    assert len(commits(pair)) == 3


def test_a_name_that_was_given_up_leads_to_the_present_one(workspace: Workspace) -> None:
    close = mapped(workspace, "jobs")

    assert "workers" in close.claim
    assert "jobs is called workers now" in close.caveats


def test_what_is_left_out_of_the_map_is_said_to_be(workspace: Workspace) -> None:
    with pytest.raises(UsageError, match=r"web/dist is left out of the map: .* takes it back in"):
        mapped(workspace, "web/dist")


def test_a_name_that_nothing_ever_had_gets_the_nearest_ones(workspace: Workspace) -> None:
    with pytest.raises(UsageError, match=r"nothing here was ever called .* Did you mean billing/ledger, "):
        mapped(workspace, "billing/ledgr")


def test_every_claim_of_a_map_says_what_it_means_and_where_to_read_on(whole: Answer, workspace: Workspace) -> None:
    every = [
        *whole.claims(),
        *mapped(workspace, "sync/protocol").claims(),
        *mapped(workspace, "billing/ledger/tax.py").claims(),
    ]

    assert [claim.subject for claim in every if not (claim.id and claim.meaning and claim.anchor)] == []


def test_where_a_row_of_the_map_sends_the_reader_there_is_such_a_heading(whole: Answer, workspace: Workspace) -> None:
    root = Path(__file__).parents[2]
    every = [*whole.claims(), *mapped(workspace, "billing/ledger").claims()]
    pages = {claim.anchor.partition("#")[::2] for claim in every}

    missing = [
        f"{page}#{anchor}"
        for page, anchor in sorted(pages)
        if anchor not in {"", *_anchors((root / page).read_text("utf-8"))}
    ]

    assert missing == []


def _anchors(text: str) -> list[str]:
    headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return [re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings]
