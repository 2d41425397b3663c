"""What the lead owns could be handed over to whoever has the skills, and to nobody where no skill is asked for."""

from pathlib import Path

import pytest

from advice.plan.asking import scene
from trimtab.advice.plan._instead import handed_out, others

PLAN = """
people: [mara, tomas, ife]
tasks:
  - {id: import, estimate: 4d, owner: mara, needs: [python]}
  - {id: rules, estimate: 4d, owner: mara}
  - {id: notes, estimate: 1d, owner: mara, candidates: [ife]}
  - {id: begun, estimate: 1d, owner: mara, needs: [python], done: 40%}
  - id: group
    needs: [sql, python]
    tasks:
      - {id: inner, estimate: 1d, owner: mara}
"""
PEOPLE = {"tomas": "skills: [Python]\n", "ife": "skills: [python, SQL]\n"}


@pytest.mark.parametrize(
    ("task", "could"),
    [("import", {"tomas", "ife"}), ("rules", set()), ("notes", {"ife"}), ("inner", {"ife"})],
)
def test_whoever_has_the_skills_could_do_what_the_lead_owns(task: str, could: set[str], tmp_path: Path) -> None:
    model = scene(tmp_path, PLAN, **PEOPLE).model
    assert model.lead is not None

    assert {model.workers[one].id for one in others(model, model.at[task], model.lead)} == could


def test_a_task_that_the_lead_has_begun_stays_theirs_and_the_rest_is_opened(tmp_path: Path) -> None:
    model = scene(tmp_path, PLAN, **PEOPLE).model
    assert model.lead is not None
    opened = handed_out(model, model.lead)

    able = {
        piece.id: [model.workers[one.person].id for role in opened.tasks[at].roles for one in role]
        for at, piece in enumerate(model.tasks)
        if piece.kind == "task"
    }
    assert able == {
        "import": ["mara", "tomas", "ife"],
        "rules": ["mara"],
        "notes": ["mara", "ife"],
        "begun": ["mara"],
        # Of its two roles the lead fills the first; the second was open before.
        "inner": ["mara", "ife", "tomas", "ife"],
    }
    # Everybody's part is as long as the lead's: four days of eight hours in quarters of an hour.
    assert {one.work for one in opened.tasks[model.at["import"]].roles[0]} == {4 * 8 * 4}
