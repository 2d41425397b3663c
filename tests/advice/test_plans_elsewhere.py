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


def claims(answer: Answer) -> dict[str, Claim]:
    return {claim.subject: claim for claim in answer.claims()}


def asked(ask: Callable[..., Answer], workspace: Workspace, *words: str, **more: str) -> dict[str, Claim]:
    return claims(ask(workspace, *words, now=AS_OF, as_of=AS_OF.isoformat(), **more))


def january(workspace: Workspace) -> str:
    found = asked(away, workspace, "ravi", first="2027-01-11", last="2027-01-22").get(SUBJECT)
    return found.text if found else ""


def test_a_path_that_runs_through_the_lead_is_told_in_the_brief(answer: Answer) -> None:
    assert claims(answer)[SUBJECT].text == "waits for your currency-rules and import-v2"


def test_a_path_that_does_not_run_through_the_lead_is_told_so(answers_without: Mapping[str, Answer]) -> None:
    assert claims(answers_without["plan-lead-on-path"])[SUBJECT].text == "its critical path does without you"


def test_who_owns_tasks_without_being_named_is_missed_when_away(workspace: Workspace) -> None:
    assert january(workspace) == "deploy-ledger and rollback: nobody else can"


def test_who_could_be_replaced_is_not_missed(workspaces_without: Mapping[str, Workspace]) -> None:
    assert january(workspaces_without["plan-hidden-owner"]) == ""


def test_the_line_of_the_brief_opens_to_the_lines_of_the_plan(answer: Answer, harbour: Harbour) -> None:
    (group,) = claims(answer)[SUBJECT].because
    text = (harbour.workspace / "plans/billing.yaml").read_text("utf-8").splitlines()
    places = [row.key.rsplit(":", 1) for row in group.evidence]

    assert [text[int(line) - 1].strip() for _, line in places] == ["- id: currency-rules", "- id: import-v2"]


def test_a_question_of_the_leads_is_on_the_plate_and_a_task_that_still_waits_is_not(told: Mapping[str, Answer]) -> None:
    found = claims(told["plate"])

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


@pytest.fixture(scope="module")
def lead(tmp_path_factory: pytest.TempPathFactory, harbour: Harbour) -> Path:
    """A workspace on Harbour's clone with two of its people."""
    folder = tmp_path_factory.mktemp("lead")
    for name in ("plans", "people"):
        (folder / name).mkdir()
    for name in ("mara", "tomas"):
        (folder / "people" / f"{name}.md").write_bytes((harbour.workspace / f"people/{name}.md").read_bytes())
    settings = f"version: 1\nme: mara\nsources: {{git: [{{slug: harbour, path: {harbour.repository}}}]}}\n"
    (folder / "trimtab.yaml").write_text(settings, "utf-8")
    open_workspace(folder).sync(AS_OF)
    return folder


@pytest.fixture
def written(lead: Path) -> Callable[[str], Workspace]:
    """That workspace with one plan of its own."""

    def write(plan: str) -> Workspace:
        (lead / "plans" / "move.yaml").write_text(plan, "utf-8")
        return open_workspace(lead)

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
