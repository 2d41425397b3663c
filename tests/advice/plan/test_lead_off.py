"""The stance on the critical path decides whether the schedule gives the lead what much hangs on."""

from pathlib import Path

import pytest

from advice.plan.asking import claim, claims, figure, opened, scheduled
from builders_plan import MONDAY
from trimtab.advice.plan.accept import accept
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


def asked(tmp_path: Path, stance: str, plan: str = PLAN) -> Scheduled:
    return scheduled(tmp_path, plan.format(stance=stance), search=Search(rounds=5), ife="")


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
    assert (
        "of the criticality was yours, 0 % is; for it the schedule ends 4 days later and 8 in 10 futures" in told.text
    )
    assert (figure(told, "price") or 0) > 0
    assert found.solution.schedule.makespan > found.solution.bound
    assert found.solution.status == "feasible"


# From an accepted schedule on


def accepted(tmp_path: Path, stance: str, plan: str = PLAN) -> None:
    accept(opened(tmp_path, plan.format(stance=stance), ife=""), "billing", now=MONDAY, search=Search(rounds=5))


def test_what_was_taken_off_the_lead_is_not_handed_back_for_a_shorter_plan(tmp_path: Path) -> None:
    accepted(tmp_path, "avoid")

    found = asked(tmp_path, "avoid", PLAN.replace("3d..6d", "3d..5d"))

    assert who_does(found, "long") == ["ife"]
    told = claim(found.answer, "relief").text
    assert told.startswith("kept off your hands: long with Ife; ")
    assert "of the criticality would be yours, 0 % is" in told
    assert figure(claim(found.answer, "changed"), "changed hands") == 0


def test_a_stance_that_is_new_takes_off_the_lead_what_was_agreed_to_be_theirs(tmp_path: Path) -> None:
    accepted(tmp_path, "allow")

    found = asked(tmp_path, "avoid")

    assert who_does(found, "long") == ["ife"]
    told = claim(found.answer, "relief")
    assert told.text.startswith("off your hands: long to Ife; ")
    assert (figure(told, "price") or 0) > 0
    assert "long: Ife instead of you" in claim(found.answer, "changed").details[0]


def test_an_accepted_schedule_stays_while_nothing_changes_whatever_the_stance(tmp_path: Path) -> None:
    accepted(tmp_path, "avoid")

    found = asked(tmp_path, "avoid")

    assert claim(found.answer, "changed").text == "against Mon 23 Nov: nothing moved"
    assert [one.subject for one in claims(found.answer, "LANDS")] == ["end", "path"]


def test_a_date_that_cannot_move_is_not_missed_for_the_stance(tmp_path: Path) -> None:
    hard = "deadline: {{date: 2027-01-22, hard: true}}\n"
    free = asked(tmp_path / "free", "avoid")
    found = asked(tmp_path / "hard", "avoid", hard + PLAN)

    assert who_does(free, "long") == ["ife"]
    assert who_does(found, "long") == ["mara"]


def test_what_is_kept_off_the_lead_leaves_the_work_of_others_with_them(tmp_path: Path) -> None:
    # Beside the long chain eight tasks that Tomas and Jun could both do: none of them changes hands for the stance.
    more = "".join(
        f"  - {{{{id: t{n}, estimate: {1 + n % 3}d..{3 + n % 3}d, candidates: [tomas, jun]}}}}\n" for n in range(8)
    )
    plan = PLAN.replace("[mara, ife]\ntasks", "[mara, ife, tomas, jun]\ntasks") + more
    team = {"ife": "", "tomas": "", "jun": ""}
    first = opened(tmp_path, plan.format(stance="avoid"), **team)
    accept(first, "billing", now=MONDAY, search=Search(rounds=5))

    changed = plan.replace("3d..6d", "3d..5d").format(stance="avoid")
    found = scheduled(tmp_path, changed, search=Search(rounds=5), **team)

    assert who_does(found, "long") == ["ife"]
    assert figure(claim(found.answer, "changed"), "changed hands") == 0
