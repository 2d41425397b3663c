"""Plans in the brief, on the plate and in who is away: what the lead planned is told where it is looked for."""

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from trimtab.advice.answer import Answer, Claim
from trimtab.advice.away import away
from trimtab.advice.brief import brief
from trimtab.advice.plate import plate
from trimtab.demo import AS_OF, Harbour
from trimtab.workspace import Workspace, open_workspace

SUBJECT = "plan:billing"


def asked(ask: Callable[..., Answer], workspace: Workspace, *words: str, **more: str) -> dict[str, Claim]:
    answer = ask(workspace, *words, now=AS_OF, as_of=AS_OF.isoformat(), **more)
    return {claim.subject: claim for claim in answer.claims()}


def january(workspace: Workspace) -> dict[str, Claim]:
    return asked(away, workspace, "ravi", first="2027-01-11", last="2027-01-22")


TRUTHS: dict[str, Callable[[Workspace], bool]] = {
    "plan-lead-on-path": lambda workspace: (
        "waits for your currency-rules and import-v2" in asked(brief, workspace)[SUBJECT].text
    ),
    "plan-hidden-owner": lambda workspace: (
        SUBJECT in january(workspace)
        and "deploy-ledger and rollback: nobody else can" in january(workspace)[SUBJECT].text
    ),
}


@pytest.mark.parametrize("name", TRUTHS)
def test_what_is_planted_in_the_plan_is_told_outside_of_it_too(name: str, workspace: Workspace) -> None:
    assert TRUTHS[name](workspace)


@pytest.mark.parametrize("name", TRUTHS)
def test_what_is_not_planted_in_the_plan_is_not_told(name: str, workspaces_without: Mapping[str, Workspace]) -> None:
    assert not TRUTHS[name](workspaces_without[name])


def test_the_line_of_the_brief_opens_to_the_lines_of_the_plan(workspace: Workspace, harbour: Harbour) -> None:
    (group,) = asked(brief, workspace)[SUBJECT].because
    text = (harbour.workspace / "plans/billing.yaml").read_text("utf-8").splitlines()
    places = [row.key.rsplit(":", 1) for row in group.evidence]

    assert [text[int(line) - 1].strip() for _, line in places] == ["- id: currency-rules", "- id: import-v2"]


def test_a_question_of_the_leads_is_on_the_plate_and_a_task_that_still_waits_is_not(workspace: Workspace) -> None:
    found = asked(plate, workspace)

    assert found["plan:billing:rounding-abroad"].text.startswith("the answer is due on 20 Nov: Which countries")
    # The rules wait for that answer, and the notes for the page to have been begun.
    assert not {f"plan:billing:{name}" for name in ("currency-rules", "support-notes", "import-v2")} & set(found)


def test_who_is_missed_by_the_path_costs_the_days_it_gets_longer(workspace: Workspace) -> None:
    found = asked(away, workspace, "me", first="2026-11-23", last="2026-11-27")[SUBJECT]

    assert found.text.startswith("currency-rules and support-notes: nobody else can, 1 of them critical")
    # The five days of the week are lost, since the rules could have begun on its Monday.
    assert found.details == ("Billing rewrite ends 5 working days later by its critical path",)


PLAN = """\
title: Move
start: 2026-11-16
deadline: 2026-11-20
people: [mara, tomas]
tasks:
  - {id: pack, estimate: 2d, owner: mara}
  - {id: carry, estimate: 9d, owner: tomas, after: [pack]}
"""


@pytest.fixture
def written(tmp_path: Path, harbour: Harbour) -> Callable[[str], Workspace]:
    """A workspace on Harbour's clone with the lead's people and one plan of its own."""

    def write(plan: str) -> Workspace:
        folder = tmp_path / "lead"
        (folder / "plans").mkdir(parents=True)
        (folder / "people").mkdir()
        for name in ("mara", "tomas"):
            (folder / "people" / f"{name}.md").write_bytes((harbour.workspace / f"people/{name}.md").read_bytes())
        settings = f"version: 1\nme: mara\nsources: {{git: [{{slug: harbour, path: {harbour.repository}}}]}}\n"
        (folder / "trimtab.yaml").write_text(settings, "utf-8")
        (folder / "plans" / "move.yaml").write_text(plan, "utf-8")
        workspace = open_workspace(folder)
        workspace.sync(AS_OF)
        return workspace

    return write


def test_a_plan_that_is_too_long_even_by_its_path_is_said_to_be(written: Callable[[str], Workspace]) -> None:
    found = asked(brief, written(PLAN))["plan:move"]

    assert found.text == "waits for your pack; it cannot be in time"
    assert found.details[0].endswith("asked for by 20 Nov")


def test_a_task_that_can_begin_is_on_the_plate_with_what_waits_behind_it(written: Callable[[str], Workspace]) -> None:
    found = asked(plate, written(PLAN))["plan:move:pack"]

    assert found.text == "can begin, critical; 1 task behind it: pack"


@pytest.mark.parametrize(
    "fault",
    [
        PLAN.replace("owner: mara}", "owner: mara, after: [carry]}"),  # each waits for the other
        PLAN.replace("owner: mara}", "needs: [juggling]}"),  # nobody can
        PLAN.replace("estimate: 2d", "estimate: 2d, done: true").replace("estimate: 9d", "estimate: 9d, done: true"),
    ],
    ids=["a cycle", "nobody who can", "all done"],
)
def test_a_plan_that_cannot_be_followed_or_is_over_is_told_nowhere_but_in_its_own_answers(
    fault: str, written: Callable[[str], Workspace]
) -> None:
    workspace = written(fault)

    told = {**asked(brief, workspace), **asked(plate, workspace), **asked(away, workspace, "me")}

    assert [subject for subject in told if subject.startswith("plan:")] == []
