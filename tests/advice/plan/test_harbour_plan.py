"""Harbour's plan: what is planted in it is found by the answers about plans, and not where it was not planted."""

from collections.abc import Callable, Mapping

import pytest

from trimtab.advice.answer import Answer
from trimtab.advice.plan.checking import check
from trimtab.advice.plan.forecast import Wanted, plan_forecast
from trimtab.advice.plan.schedule import Search, schedule
from trimtab.demo import AS_OF
from trimtab.workspace import Workspace

FEW = Wanted(futures=400, rounds=2)


def checked(workspace: Workspace) -> dict[str, str]:
    found = check(workspace, "billing", now=AS_OF, as_of=AS_OF.isoformat())
    return {claim.subject: claim.text for claim in found.answer.claims()}


def forecast(workspace: Workspace) -> Answer:
    return plan_forecast(workspace, "billing", FEW, now=AS_OF, as_of=AS_OF.isoformat()).answer


def lead_is_on_the_path(workspace: Workspace) -> bool:
    return any(text.startswith("you are on the critical path with") for text in checked(workspace).values())


def ravi_is_a_hidden_owner(workspace: Workspace) -> bool:
    return any(
        "deploy-ledger, rehearsal, rollback and cutover need deployment, which Ravi alone has" in text
        for text in checked(workspace).values()
    )


def nobody_asks_the_bank(workspace: Workspace) -> bool:
    assert workspace.records is not None
    return any(one.code == "idle-unknown" and "bank-sandbox" in one.message for one in workspace.records.diagnostics)


TRUTHS: dict[str, Callable[[Workspace], bool]] = {
    "plan-lead-on-path": lead_is_on_the_path,
    "plan-hidden-owner": ravi_is_a_hidden_owner,
    "plan-open-unknown": nobody_asks_the_bank,
}


@pytest.mark.parametrize("name", TRUTHS)
def test_a_truth_planted_in_the_plan_is_found(name: str, workspace: Workspace) -> None:
    assert TRUTHS[name](workspace)


@pytest.mark.parametrize("name", TRUTHS)
def test_a_truth_is_not_found_where_it_was_not_planted(name: str, workspaces_without: Mapping[str, Workspace]) -> None:
    assert not TRUTHS[name](workspaces_without[name])


def test_the_next_step_is_to_hand_over_what_the_lead_kept(workspace: Workspace) -> None:
    answer = forecast(workspace)
    you = next(claim for claim in answer.claims() if claim.subject == "you")

    assert answer.next_step.startswith("give import-v2 to ")
    assert "% of the criticality is yours; giving import-v2 to " in you.text


def test_what_is_harmless_is_not_told_to_be_handed_over(workspace: Workspace) -> None:
    said = " ".join([*checked(workspace).values(), *(claim.text for claim in forecast(workspace).claims())])

    assert "support-notes" not in said
    assert "nobody works on the question rounding-abroad" not in said


def test_the_schedule_of_the_demo_is_proved_to_be_the_shortest(workspace: Workspace) -> None:
    found = schedule(workspace, "billing", now=AS_OF, as_of=AS_OF.isoformat(), search=Search(rounds=5))

    assert found.solution.status == "optimal"
    assert "no schedule is shorter" in found.answer.claim
