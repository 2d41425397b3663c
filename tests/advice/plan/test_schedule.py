"""Who does what when, on plans whose best schedule is plain to see."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from advice.plan.asking import claim, claims, figure, opened, scene, scheduled
from builders_plan import DAY, MONDAY
from trimtab.advice.plan import _agreed
from trimtab.advice.plan import schedule as rooms
from trimtab.advice.plan._clash import clash_of
from trimtab.advice.plan.accept import accept
from trimtab.advice.plan.schedule import Search, for_screen, schedule
from trimtab.errors import UsageError
from trimtab.planning.schedule import Placement
from trimtab.planning.validity import faults
from trimtab.render import json

# Two tasks of Tomas, one after the other though neither waits; Ife beside them; then the lead.
PLAN = """
people: [mara, tomas, ife]
lead: {coding: 50%}
tasks:
  - {id: a, estimate: 2d, owner: tomas}
  - {id: b, estimate: 2d, owner: tomas, after: [a]}
  - {id: c, estimate: 1d, owner: ife}
  - {id: d, estimate: 1d, owner: mara, after: [b, c]}
"""


def _bars(found: rooms.Scheduled) -> Mapping[str, tuple[str, str, tuple[str, ...]]]:
    assert found.answer.gantt is not None
    return {bar.id: (f"{bar.start:%-d %H}", f"{bar.end:%-d %H}", bar.people) for bar in found.answer.gantt.bars}


def test_each_task_has_its_days_and_its_people(tmp_path: Path) -> None:
    found = scheduled(tmp_path, PLAN, tomas="", ife="")

    # The lead's day takes two at half the time.
    assert _bars(found) == {
        "a": ("23 09", "24 17", ("Tomas",)),
        "c": ("23 09", "23 17", ("Ife",)),
        "b": ("25 09", "26 17", ("Tomas",)),
        "d": ("27 09", "30 17", ("you",)),
    }
    assert found.answer.claim == "Billing lands on Mon 30 Nov, no schedule is shorter"
    assert not faults(found.scene.model.problem, found.solution.schedule)


def test_what_decides_the_end_is_told_with_who_does_it(tmp_path: Path) -> None:
    found = scheduled(tmp_path, PLAN, tomas="", ife="")

    assert claim(found.answer, "path").text == "a (Tomas), b (Tomas) and d (you)"
    assert claim(found.answer, "lead").text == "1 task of yours, 1 on the critical path: d; nobody else can"
    assert figure(claim(found.answer, "task:c"), "slack") == 3
    assert claim(found.answer, "task:c").cells == ("Ife", "23 Nov", "23 Nov", "3 days")


def test_who_could_do_what_the_lead_owns_is_named(tmp_path: Path) -> None:
    plan = PLAN.replace("owner: mara", "owner: mara, needs: sql")
    found = scheduled(tmp_path, plan, tomas="skills: [sql]\n", ife="")

    assert claim(found.answer, "lead").text == (
        "1 task of yours, 1 on the critical path: d; Tomas could do d, if you did not own it"
    )


def test_one_person_does_one_thing_at_a_time_and_that_makes_a_chain(tmp_path: Path) -> None:
    # Neither waits for the other in the plan; both wait for Tomas.
    found = scheduled(tmp_path, "people: [tomas]\ntasks:\n  - {id: a, estimate: 2d}\n  - {id: b, estimate: 1d}\n")

    assert figure(claim(found.answer, "end"), "length") == 3
    assert figure(claim(found.answer, "path"), "tasks") == 2
    behind = [claim(found.answer, f"task:{one}").because for one in ("a", "b")]
    assert ["after" in {group.label for group in groups} for groups in behind].count(True) == 1


def test_why_a_date_is_what_it_is_names_whose_leave_lies_in_it(tmp_path: Path) -> None:
    found = scheduled(
        tmp_path,
        "people: [tomas]\ntasks:\n  - {id: a, estimate: 2d}\n",
        tomas="leave:\n  - {from: 2026-11-24, to: 2026-11-25}\n",
    )

    away = next(group for group in claim(found.answer, "task:a").because if group.label == "away")
    assert away.summary == "Tomas Tue 24 Nov to Wed 25 Nov"
    assert _bars(found)["a"] == ("23 09", "26 17", ("Tomas",))


def test_the_same_plan_gives_the_same_bytes(tmp_path: Path) -> None:
    first, second = (scheduled(tmp_path, PLAN, tomas="", ife="") for _ in range(2))

    assert json(first.answer) == json(second.answer)


def test_an_impossible_plan_has_no_schedule_and_the_reason_names_its_line(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"plans/billing\.yaml:5: a needs cobol, and none of Tomas has it"):
        scheduled(tmp_path, "people: [tomas]\ntasks:\n  - {id: a, estimate: 4d, needs: [cobol]}\n")


def test_without_the_extra_the_line_to_type_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rooms, "extra_missing", lambda: True)

    with pytest.raises(UsageError, match=r"pip install 'trimtab\[plan\]'"):
        scheduled(tmp_path, PLAN, tomas="", ife="")


def test_a_search_that_is_stopped_at_once_still_gives_a_schedule(tmp_path: Path) -> None:
    plan = "people: [tomas, ife]\ntasks:\n" + "".join(f"  - {{id: t{n}, estimate: {1 + n % 4}d}}\n" for n in range(12))
    found = scheduled(tmp_path, plan, search=Search(stopped=lambda: True))

    assert not faults(found.scene.model.problem, found.solution.schedule)
    assert found.solution.status == "optimal" or any("stopped early" in one for one in found.answer.caveats)


def test_a_screen_has_what_decides_the_end_and_says_how_much_more_there_is(tmp_path: Path) -> None:
    plan = "people: [tomas, ife]\ntasks:\n  - {id: long, estimate: 60d, owner: ife}\n" + "".join(
        f"  - {{id: t{n}, estimate: 1d, owner: tomas}}\n" for n in range(40)
    )

    when = claims(for_screen(scheduled(tmp_path, plan).answer), "WHEN")

    assert "long" in [one.name for one in when]
    assert len(when) == 21
    assert when[-1].text == "21 more with more slack: the same with --all"


def test_a_schedule_says_what_contracts_save_with_people_given(tmp_path: Path) -> None:
    plan = (
        "people: [tomas, ife]\ntasks:\n  - {id: api, estimate: 4d, owner: tomas}\n  - {id: ui, estimate: 4d, owner: ife}\n"
        "  - {id: mail, estimate: 4d, owner: ife}\n"
        "contracts:\n  - {id: json, provider: api, consumers: [ui], owner: tomas}\n"
    )
    found = claim(scheduled(tmp_path, plan).answer, "contract:json")

    # Ife does the mail first either way, and then the pages: 8 days.
    assert found.text.startswith("saves nothing in a schedule (4 days on the critical path): ")


def test_a_contract_without_which_a_fixed_day_could_not_be_kept_is_no_failure(tmp_path: Path) -> None:
    plan = (
        "people: [tomas, ife]\ntasks:\n  - {id: api, estimate: 4d, owner: tomas}\n"
        "  - {id: ui, estimate: 4d, owner: ife, starts: 2026-11-24}\n"
        "contracts:\n  - {id: json, provider: api, consumers: [ui], owner: tomas}\n"
    )

    found = claim(scheduled(tmp_path, plan).answer, "contract:json")

    assert found.text.startswith("without it a fixed start cannot be kept: ui need not wait for api")


# What was accepted


def test_an_accepted_schedule_is_kept_while_it_holds(tmp_path: Path) -> None:
    workspace = opened(tmp_path, PLAN, tomas="", ife="")
    accepted = accept(workspace, "billing", now=MONDAY, search=Search(rounds=5))

    again = schedule(opened(tmp_path, PLAN, tomas="", ife=""), "billing", now=MONDAY + timedelta(minutes=5))

    assert json(again.answer) == json(
        schedule(opened(tmp_path, PLAN, tomas="", ife=""), "billing", now=MONDAY + timedelta(minutes=5)).answer
    )
    assert accepted.file.startswith("plans/.history/billing/2026-11-23")
    assert claim(again.answer, "changed").text == "against Mon 23 Nov: nothing moved"
    assert again.answer.next_command == ""


def test_what_moved_against_the_accepted_schedule_is_told(tmp_path: Path) -> None:
    accept(opened(tmp_path, PLAN, tomas="", ife=""), "billing", now=MONDAY, search=Search(rounds=5))

    # Tomas takes twice as long over the first.
    longer = PLAN.replace("{id: a, estimate: 2d", "{id: a, estimate: 4d")
    changed = claim(scheduled(tmp_path, longer, tomas="", ife="").answer, "changed")

    assert changed.text == "against Mon 23 Nov: 2 starts moved by more than a day, 0 tasks changed hands"
    assert changed.details == ("b: 2 days later", "d: 2 days later")


PAIR = "people: [tomas, ife]\ntasks:\n" + "".join(f"  - {{id: t{n}, estimate: {1 + n % 3}d}}\n" for n in range(10))


def test_an_absence_moves_dates_and_changes_nobodys_work_without_need(tmp_path: Path) -> None:
    # Twenty days of work of two people, who can each do anything: a day off costs no hand-over.
    accept(opened(tmp_path, PAIR, tomas="", ife=""), "billing", now=MONDAY, search=Search(rounds=5))

    found = scheduled(tmp_path, PAIR, tomas="", ife="leave:\n  - {from: 2026-11-25, to: 2026-11-25}\n")

    changed = claim(found.answer, "changed")
    assert figure(changed, "changed hands") == 0
    assert figure(changed, "price") is not None
    assert not faults(found.scene.model.problem, found.solution.schedule)


def test_a_schedule_that_could_be_much_shorter_now_is_not_kept(tmp_path: Path) -> None:
    # Accepted with one person; with two a fresh one takes half the time.
    plan = "people: [tomas]\ntasks:\n  - {id: a, estimate: 2d}\n  - {id: b, estimate: 2d}\n"
    accept(opened(tmp_path, plan, tomas="", ife=""), "billing", now=MONDAY, search=Search(rounds=5))

    found = scheduled(tmp_path, plan.replace("[tomas]", "[tomas, ife]"), tomas="", ife="")

    assert figure(claim(found.answer, "end"), "length") == 2
    assert figure(claim(found.answer, "changed"), "changed hands") == 1


def test_new_tasks_are_told_as_new(tmp_path: Path) -> None:
    accept(opened(tmp_path, PLAN, tomas="", ife=""), "billing", now=MONDAY, search=Search(rounds=5))

    changed = claim(
        scheduled(tmp_path, PLAN + "  - {id: e, estimate: 1d, owner: ife}\n", tomas="", ife="").answer, "changed"
    )

    assert changed.text.endswith("1 task new")


def test_a_fresh_schedule_does_not_look_at_what_was_accepted(tmp_path: Path) -> None:
    accept(opened(tmp_path, PLAN, tomas="", ife=""), "billing", now=MONDAY, search=Search(rounds=5))

    found = scheduled(tmp_path, PLAN, tomas="", ife="", search=Search(rounds=5, fresh=True))

    assert claims(found.answer, "CHANGED") == ()


def test_an_accepted_start_that_has_passed_is_now_and_a_person_who_left_is_none(tmp_path: Path) -> None:
    accept(opened(tmp_path, PLAN, tomas="", ife=""), "billing", now=MONDAY, search=Search(rounds=5))
    without_ife = PLAN.replace("owner: ife", "owner: tomas").replace(
        "people: [mara, tomas, ife]", "people: [mara, tomas]"
    )
    there = opened(tmp_path, without_ife, tomas="")
    # Wednesday noon in Rome.
    later = rooms.PlanScene(there, "billing", now=datetime(2026, 11, 25, 11, tzinfo=UTC))
    baseline = _agreed.accepted(later)
    assert baseline is not None

    places = _agreed.kept_places(later.model, baseline)

    assert places[later.model.at["a"]] == Placement(0, 2 * DAY, (1,))
    assert later.model.at["c"] not in places


# What excludes each other

TIGHT = """
deadline: {date: 2026-11-27, hard: true}
people: [tomas]
tasks:
  - {id: a, estimate: 2d}
  - {id: b, estimate: 2d, after: [a]%s}
"""


def test_a_hard_deadline_and_a_leave_that_exclude_each_other_are_both_named(tmp_path: Path) -> None:
    # Four days of work in five; two days of leave are one too many.
    leave = "leave:\n  - {from: 2026-11-25, to: 2026-11-26}\n"
    clash = clash_of(scene(tmp_path, TIGHT % "", tomas=leave))

    assert clash is not None
    assert (
        clash.words()
        == "the plan's deadline of Fri 27 Nov and Tomas's leave (Wed 25 Nov to Thu 26 Nov) cannot both be kept"
    )
    assert clash.proved


def test_of_dates_that_do_not_matter_none_is_named(tmp_path: Path) -> None:
    # Begun on Thursday, b ends on Friday; not before Friday is too late, and a leave in December plays no part.
    leave = "leave:\n  - {from: 2026-12-07, to: 2026-12-08}\n"
    fine = clash_of(scene(tmp_path, TIGHT % ", starts: 2026-11-26", tomas=leave))
    late = clash_of(scene(tmp_path, TIGHT % ", not_before: 2026-11-27", tomas=leave))

    assert fine is None
    assert late is not None
    assert late.words() == "the plan's deadline of Fri 27 Nov and b not before Fri 27 Nov cannot both be kept"


def test_a_deadline_that_the_work_alone_breaks_stands_alone(tmp_path: Path) -> None:
    clash = clash_of(scene(tmp_path, (TIGHT % "").replace("id: a, estimate: 2d", "id: a, estimate: 4d"), tomas=""))

    assert clash is not None
    assert clash.words() == "the plan's deadline of Fri 27 Nov cannot be kept, whatever else gives way"


def test_what_one_person_cannot_do_in_time_is_found_by_searching(tmp_path: Path) -> None:
    # Each of three tasks of two days could be done by Friday, but not all three by one person.
    plan = "deadline: {date: 2026-11-27, hard: true}\npeople: [tomas]\ntasks:\n" + "".join(
        f"  - {{id: t{n}, estimate: 2d}}\n" for n in range(3)
    )
    clash = clash_of(scene(tmp_path, plan, tomas=""))

    assert clash is not None
    assert not clash.proved


def test_a_schedule_that_misses_a_hard_date_says_why_first(tmp_path: Path) -> None:
    leave = "leave:\n  - {from: 2026-11-25, to: 2026-11-26}\n"
    answer = scheduled(tmp_path, TIGHT % "", tomas=leave).answer

    assert answer.sections[0].title == "IN THE WAY"
    assert claim(answer, "clash").id == "ps5"


def test_a_fixed_start_before_what_it_waits_for_is_named_with_it(tmp_path: Path) -> None:
    plan = "people: [tomas]\ntasks:\n  - {id: a, estimate: 4d}\n  - {id: b, estimate: 1d, after: [a], starts: 2026-11-24}\n"

    with pytest.raises(UsageError, match="b beginning on Tue 24 Nov cannot be kept"):
        scheduled(tmp_path, plan, tomas="")
