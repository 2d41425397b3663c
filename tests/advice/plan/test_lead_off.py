"""The stance on the critical path decides whether the schedule gives the lead what much hangs on."""

from pathlib import Path

import pytest

from advice.plan.asking import claims, scheduled
from trimtab.advice.plan.schedule import Scheduled, Search

# The shortest schedule has Mara do `long` while Ife does `side`. With both in hers the plan is 4 of some 50 days longer:
# more than the two in a hundred that `price` allows, and less than the ten of `avoid`.
PLAN = """
lead: {{coding: 100%, critical: {stance}}}
people: [mara, ife]
tasks:
  - {{id: long, estimate: 30d..60d, candidates: [mara, ife]}}
  - {{id: side, estimate: 3d..6d, candidates: [ife]}}
  - {{id: last, estimate: 1d..2d, candidates: [ife], after: [long, side]}}
"""


def asked(tmp_path: Path, stance: str) -> Scheduled:
    return scheduled(tmp_path, PLAN.format(stance=stance), search=Search(rounds=5), ife="")


def who_does(found: Scheduled, task: str) -> list[str]:
    model = found.scene.model
    return [model.workers[at].id for at in found.solution.schedule.placements[model.at[task]].people]


@pytest.mark.parametrize("stance", ["allow", "price"])
def test_the_lead_stays_on_the_path_where_the_stance_allows_it_or_another_way_costs_too_much(
    stance: str, tmp_path: Path
) -> None:
    found = asked(tmp_path, stance)

    assert who_does(found, "long") == ["mara"]
    assert [one.subject for one in claims(found.answer, "LANDS")] == ["end", "path", "lead"]


def test_a_lead_who_avoids_the_path_is_taken_off_it_and_told_what_that_changed(tmp_path: Path) -> None:
    found = asked(tmp_path, "avoid")

    assert who_does(found, "long") == ["ife"]
    (told,) = [one for one in claims(found.answer, "LANDS") if one.subject == "relief"]
    assert told.text.startswith("off your hands: long to Ife; ")
    assert told.text.endswith("of the criticality was yours, 0 % is")
    assert found.solution.schedule.makespan > found.solution.bound
    assert found.solution.status == "feasible"
