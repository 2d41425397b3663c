"""What a new schedule may not move: begun work, and what was agreed for the days next ahead."""

import random
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from advice.plan.asking import claim, claims, opened, scene, scheduled
from builders_plan import MONDAY
from trimtab.advice.plan._held import last_day
from trimtab.advice.plan.accept import accept
from trimtab.advice.plan.checking import check
from trimtab.advice.plan.schedule import Scheduled, Search, window
from trimtab.errors import UsageError
from trimtab.planning.validity import faults
from trimtab.records.plan import Window

# Wednesday morning in Rome, before anybody works.
WEDNESDAY = datetime(2026, 11, 25, 6, tzinfo=UTC)
QUICK = Search(rounds=5)


def begins(found: Scheduled, task: str) -> str:
    place = found.solution.schedule.placements[found.scene.model.at[task]]
    return f"{found.scene.starts(place.start):%a %-d %b}"


def who_does(found: Scheduled, task: str) -> list[str]:
    model = found.scene.model
    return [model.workers[at].id for at in found.solution.schedule.placements[model.at[task]].people]


def loose(found: Scheduled) -> list[str]:
    return [one.text for one in claims(found.answer, "FROZEN") if one.name == "frozen"]


# Begun work

# The end hangs on a, which Ife waits for; b has eight days of slack, and Tomas is in the middle of it.
BEGUN = """
people: [tomas, ife]
tasks:
  - {{id: a, estimate: 5d, owner: tomas}}
  - {{id: z, estimate: 5d, owner: ife, after: a}}
  - {{id: b, estimate: 2d, owner: tomas{}}}
"""


def test_who_is_in_the_middle_of_a_task_goes_on_with_it_though_it_has_slack(tmp_path: Path) -> None:
    found = scheduled(tmp_path, BEGUN.format(", started: 2026-11-24"), now=WEDNESDAY)
    fresh = scheduled(tmp_path / "fresh", BEGUN.format(""), now=WEDNESDAY)

    assert (begins(found, "b"), begins(found, "a")) == ("Wed 25 Nov", "Fri 27 Nov")
    why = {group.label: group.summary for group in claim(found.answer, "task:b").because}
    assert why["begun"] == "since Tue 24 Nov, so it goes on before other work"
    assert (begins(fresh, "a"), begins(fresh, "b")) == ("Wed 25 Nov", "Wed 2 Dec")


def test_a_later_day_that_the_plan_names_is_a_break(tmp_path: Path) -> None:
    found = scheduled(tmp_path, BEGUN.format(", started: 2026-11-24, not_before: 2026-12-01"), now=WEDNESDAY)

    assert (begins(found, "a"), begins(found, "b")) == ("Wed 25 Nov", "Wed 2 Dec")


def test_of_two_begun_tasks_the_one_that_is_asked_for_sooner_goes_on_first(tmp_path: Path) -> None:
    plan = BEGUN.format(", started: 2026-11-24, due: 2026-11-30").replace(
        "id: a, estimate: 5d", "id: a, estimate: 5d, done: 20%"
    )
    found = scheduled(tmp_path, plan, now=WEDNESDAY)

    assert (begins(found, "b"), begins(found, "a")) == ("Wed 25 Nov", "Fri 27 Nov")


def test_a_start_that_the_plan_fixes_goes_before_begun_work_that_would_not_end_by_then(tmp_path: Path) -> None:
    # Tomas needs two days from Wednesday on and must begin a on Thursday.
    plan = BEGUN.format(", started: 2026-11-24").replace(
        "id: a, estimate: 5d", "id: a, estimate: 5d, starts: 2026-11-26"
    )
    found = scheduled(tmp_path, plan, now=WEDNESDAY)

    assert (begins(found, "a"), begins(found, "b")) == ("Thu 26 Nov", "Thu 3 Dec")


def test_begun_work_that_ends_with_something_else_waits_for_it(tmp_path: Path) -> None:
    plan = BEGUN.format(", started: 2026-11-24, after: [z FF]")
    found = scheduled(tmp_path, plan, now=WEDNESDAY)

    assert not faults(found.scene.model.problem, found.solution.schedule)
    assert begins(found, "a") == "Wed 25 Nov"


# The frozen window

# Tomas does one after the other; with Ife beside him a fresh schedule takes half the time.
ALONE = "people: [tomas]\ntasks:\n  - {id: a, estimate: 2d}\n  - {id: b, estimate: 2d}\n"
BOTH = ALONE.replace("[tomas]", "[tomas, ife]")


def accepted(folder: Path, plan: str, **people: str) -> None:
    accept(opened(folder, plan, **(people or {"tomas": "", "ife": ""})), "billing", now=MONDAY, search=QUICK)


def test_what_was_agreed_for_the_frozen_days_stays_where_and_whose_it_was(tmp_path: Path) -> None:
    accepted(tmp_path, ALONE)

    kept = scheduled(tmp_path, "freeze: 1w\n" + BOTH)
    moved = scheduled(tmp_path, BOTH)

    assert sorted(begins(kept, one) for one in "ab") == ["Mon 23 Nov", "Wed 25 Nov"]
    assert [who_does(kept, one) for one in "ab"] == [["tomas"], ["tomas"]]
    assert claim(kept.answer, "frozen").text == "2 starts agreed until Fri 27 Nov stay: a (Tomas) and b (Tomas)"
    assert sorted(who_does(moved, one) for one in "ab") == [["ife"], ["tomas"]]
    assert claims(moved.answer, "FROZEN") == ()


def test_what_begins_after_the_frozen_days_may_move(tmp_path: Path) -> None:
    accepted(tmp_path, ALONE)

    found = scheduled(tmp_path, "freeze: 2d\n" + BOTH)

    assert sorted(who_does(found, one) for one in "ab") == [["ife"], ["tomas"]]
    assert claim(found.answer, "frozen").text.startswith("1 start agreed until Tue 24 Nov stays: ")


def test_the_option_goes_before_the_plan(tmp_path: Path) -> None:
    accepted(tmp_path, ALONE)

    none = scheduled(tmp_path, "freeze: 1w\n" + BOTH, search=Search(rounds=5, freeze=window("0d")))
    week = scheduled(tmp_path, BOTH, search=Search(rounds=5, freeze=window("1 week")))

    assert claims(none.answer, "FROZEN") == ()
    assert [who_does(week, one) for one in "ab"] == [["tomas"], ["tomas"]]


def test_weeks_are_counted_in_weekdays_with_today_among_them(tmp_path: Path) -> None:
    there = scene(tmp_path, ALONE)

    days = {typed: str(last_day(there, Window.of(typed))) for typed in ("1d", "5d", "6d", "2w")}

    assert days == {"1d": "2026-11-23", "5d": "2026-11-27", "6d": "2026-11-30", "2w": "2026-12-04"}


def test_without_an_accepted_schedule_nothing_is_frozen_and_that_is_said(tmp_path: Path) -> None:
    found = scheduled(tmp_path, "freeze: 1w\n" + BOTH)

    assert "nothing is frozen: there is no accepted schedule" in found.answer.caveats


def test_an_accepted_schedule_that_cannot_be_read_is_said(tmp_path: Path) -> None:
    accepted(tmp_path, ALONE)
    (kept,) = (tmp_path / "plans" / ".history" / "billing").iterdir()
    kept.write_text("{}")

    found = scheduled(tmp_path, "freeze: 1w\n" + ALONE)

    assert [one for one in found.answer.caveats if "cannot be read" in one] == [
        f"plans/.history/billing/{kept.name} cannot be read: what was accepted before it holds; see plan check"
    ]
    assert "nothing is frozen: there is no accepted schedule" in found.answer.caveats


def test_more_people_than_were_agreed_are_a_reason_too(tmp_path: Path) -> None:
    accepted(tmp_path, "people: [tomas, ife]\ntasks:\n  - {id: a, estimate: 2d}\n")

    found = scheduled(
        tmp_path, "freeze: 1w\npeople: [tomas, ife]\ntasks:\n  - {id: a, estimate: 2d, needs: [{people: 2}]}\n"
    )

    assert loose(found) == [
        "a was agreed to begin on Mon 23 Nov (now Mon 23 Nov, Tomas and Ife): it takes 2 people now, and 1 was agreed"
    ]


def test_a_time_that_is_none_and_a_fresh_schedule_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r'--freeze: "soon" is no stretch of days or weeks\. Write days or weeks'):
        window("soon")
    with pytest.raises(UsageError, match="leave one of them out"):
        scheduled(tmp_path, BOTH, search=Search(fresh=True, freeze=window("1w")))


# What can no longer hold

CHAIN = """
freeze: 2w
people: [tomas, ife]
tasks:
  - {id: a, estimate: 2d, owner: tomas}
  - {id: b, estimate: 2d, candidates: [tomas], after: a}
  - {id: c, estimate: 2d, owner: ife, after: b}
"""


def test_somebody_on_leave_is_why_an_agreed_start_cannot_be_kept(tmp_path: Path) -> None:
    accepted(tmp_path, CHAIN)

    found = scheduled(tmp_path, CHAIN, tomas="leave:\n  - {from: 2026-11-25, to: 2026-11-26}\n", ife="")

    assert loose(found) == [
        "b was agreed to begin on Wed 25 Nov (now Fri 27 Nov, Tomas): Tomas is away until Thu 26 Nov",
        "c was agreed to begin on Fri 27 Nov (now Tue 1 Dec, Ife): b, which it waits for, ends on Mon 30 Nov at the earliest",
    ]
    assert not faults(found.scene.model.problem, found.solution.schedule)


def test_a_check_finds_agreed_starts_that_cannot_be_kept_without_a_solver(tmp_path: Path) -> None:
    accepted(tmp_path, CHAIN)

    away = opened(tmp_path, CHAIN, tomas="leave:\n  - {from: 2026-11-25, to: 2026-11-26}\n", ife="")
    found = claims(check(away, "billing", now=MONDAY).answer, "RISKY")

    assert "b was agreed to begin on Wed 25 Nov: Tomas is away until Thu 26 Nov" in [one.text for one in found]


def test_work_that_grew_pushes_what_comes_after_it(tmp_path: Path) -> None:
    accepted(tmp_path, CHAIN)

    found = scheduled(tmp_path, CHAIN.replace("{id: a, estimate: 2d", "{id: a, estimate: 4d"), tomas="", ife="")

    assert loose(found)[0].startswith(
        "b was agreed to begin on Wed 25 Nov (now Fri 27 Nov, Tomas): a, which it waits for, "
    )
    assert begins(found, "b") == "Fri 27 Nov"


def test_who_is_gone_is_named(tmp_path: Path) -> None:
    accepted(tmp_path, CHAIN)

    plan = CHAIN.replace("people: [tomas, ife]", "people: [tomas]").replace("owner: ife, after: b", "after: b")
    found = scheduled(tmp_path, plan, tomas="", ife="")

    assert loose(found) == [
        "c was agreed to begin on Fri 27 Nov (now Fri 27 Nov, Tomas): Ife is not among the people of the plan any more"
    ]


def test_who_is_not_to_do_it_any_more_is_named(tmp_path: Path) -> None:
    accepted(tmp_path, CHAIN)

    found = scheduled(tmp_path, CHAIN.replace("owner: ife", "owner: tomas"), tomas="", ife="")

    assert loose(found) == ["c was agreed to begin on Fri 27 Nov (now Fri 27 Nov, Tomas): Ife is not to do it any more"]


def test_a_start_that_is_over_and_that_nobody_made_stays_with_whom_it_was(tmp_path: Path) -> None:
    accepted(tmp_path, CHAIN)

    found = scheduled(tmp_path, CHAIN, now=WEDNESDAY, tomas="", ife="")

    assert loose(found)[0] == (
        "a (now Wed 25 Nov, Tomas) was agreed to begin by now and nobody began it; it stays with whom agreed"
    )
    # Tomas does what he is late with first, so b gives way.
    assert loose(found)[1].startswith("b was agreed to begin on Wed 25 Nov (now Fri 27 Nov, Tomas): ")
    assert begins(found, "a") == "Wed 25 Nov"


def test_what_is_stuck_holds_up_nothing_that_was_agreed_for_the_days_before(tmp_path: Path) -> None:
    # a waits for Ife, who is ill until Friday; Tomas was to do b behind it, on Wednesday, and does.
    plan = (
        "freeze: 2w\npeople: [tomas, ife]\ntasks:\n  - {id: draft, estimate: 1d, owner: ife}\n"
        "  - {id: a, estimate: 1d, owner: tomas, after: draft}\n  - {id: b, estimate: 4d, owner: tomas, not_before: 2026-11-25}\n"
    )
    accepted(tmp_path, plan)

    found = scheduled(tmp_path, plan, tomas="", ife="leave:\n  - {from: 2026-11-23, to: 2026-11-26}\n")

    assert begins(found, "b") == "Wed 25 Nov"
    assert claim(found.answer, "frozen").text == "1 start agreed until Fri 4 Dec stays: b (Tomas)"


def test_a_day_that_the_plan_names_is_no_finding(tmp_path: Path) -> None:
    accepted(tmp_path, CHAIN)

    found = scheduled(tmp_path, CHAIN.replace("after: b", "after: b, starts: 2026-12-02"), tomas="", ife="")

    assert loose(found) == []
    assert begins(found, "c") == "Wed 2 Dec"


@pytest.mark.parametrize("seed", range(4))
def test_whatever_changes_there_is_a_schedule_and_what_is_frozen_is_where_it_was(seed: int, tmp_path: Path) -> None:
    dice = random.Random(seed)
    lines = [
        f"  - {{id: t{n}, estimate: {dice.randint(1, 4)}d, candidates: [{', '.join(dice.sample(['tomas', 'ife', 'mara'], 2))}]"
        + (f", after: [t{dice.randrange(n)}]" if n and dice.random() < 0.6 else "")
        + "}\n"
        for n in range(12)
    ]
    plan = "freeze: 2w\npeople: [tomas, ife, mara]\nlead: {coding: 50%}\ntasks:\n" + "".join(lines)
    accepted(tmp_path, plan)
    before = scheduled(tmp_path, plan, tomas="", ife="")

    at = dice.randrange(12)
    lines[at] = lines[at].replace("estimate: ", "estimate: 1")
    away = f"leave:\n  - {{from: 2026-11-{dice.randint(24, 30)}, to: 2026-12-0{dice.randint(1, 9)}}}\n"
    changed = plan.split("tasks:")[0] + "tasks:\n" + "".join(lines)
    found = scheduled(tmp_path, changed, tomas=away, ife="", now=dice.choice([MONDAY, WEDNESDAY]))

    assert not faults(found.scene.model.problem, found.solution.schedule)
    told = " ".join(loose(found))
    for one in (f"t{n}" for n in range(12)):
        start = before.scene.starts(before.solution.schedule.placements[before.scene.model.at[one]].start)
        if f"{one} " not in told and start.date() <= date(2026, 12, 4):
            assert (begins(found, one), who_does(found, one)) == (begins(before, one), who_does(before, one))
