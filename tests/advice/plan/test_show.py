"""What a plan is made of, on plans worked out by hand: days of eight hours from Monday 23 November 2026 on."""

from pathlib import Path

import pytest

from advice.plan.asking import claim, claims, figure, opened, shown
from builders_plan import MONDAY
from trimtab.advice.plan import _contracts
from trimtab.advice.plan.show import for_screen, show
from trimtab.errors import UsageError

PLAN = """
people: [mara, tomas, ife]
lead: {coding: 50%}
tasks:
  - {id: schema, title: The schema, estimate: 2d, owner: tomas}
  - id: api
    title: The API
    after: [schema]
    tasks:
      - {id: read, estimate: 3d, owner: tomas}
      - {id: write, estimate: 1d, owner: ife}
  - {id: review, estimate: 1d, owner: mara, after: [api]}
"""


def test_the_critical_path_is_named_with_its_length_and_end(tmp_path: Path) -> None:
    answer = shown(tmp_path, PLAN, tomas="", ife="")

    # 2 + 3 days, and one day at half the time: to the evening of the seventh working day, Tuesday 1 December.
    assert answer.claim == "Billing takes 7 days at the least, to Tue 1 Dec"
    path = claim(answer, "path")
    assert path.text == "7 days at the earliest, to Tue 1 Dec: schema, read and review"
    assert [row.key for row in path.because[0].evidence] == [
        "plans/billing.yaml:7",
        "plans/billing.yaml:12",
        "plans/billing.yaml:14",
    ]


def test_the_lead_alone_on_the_path_is_told(tmp_path: Path) -> None:
    answer = shown(tmp_path, PLAN, tomas="", ife="")

    assert claim(answer, "lead").text == "you alone are down for review, and the plan says to avoid that"


def test_every_task_has_its_estimate_its_people_its_earliest_days_and_its_slack(tmp_path: Path) -> None:
    answer = shown(tmp_path, PLAN, tomas="", ife="")

    assert claim(answer, "task:read").cells == ("3d", "Tomas", "25 Nov to 27 Nov", "critical")
    assert claim(answer, "task:write").cells == ("1d", "Ife", "25 Nov", "2 days")
    assert figure(claim(answer, "task:write"), "slack") == 2
    assert claim(answer, "group:api").text == "The API: 2 tasks to do, 4 days of work"
    assert [one.name for one in claims(answer, "TASKS")] == ["schema", "api", "read", "write", "review"]


def test_load_shows_who_has_more_to_do_in_a_week_than_time(tmp_path: Path) -> None:
    answer = shown(tmp_path, "people: [tomas, ife]\ntasks:\n" + "".join(
        f"  - {{id: t{n}, estimate: 3d, owner: tomas}}\n" for n in range(2)
    ))  # fmt: skip
    load = claim(answer, "load:tomas")

    # Six days of work in one of five days.
    assert load.cells == ("120 %",)
    assert "more than there is in 2026-W48" in load.headline


def test_work_that_several_could_do_is_shared_in_the_load(tmp_path: Path) -> None:
    answer = shown(tmp_path, "people: [tomas, ife]\ntasks:\n  - {id: a, estimate: 5d}\n")

    assert [claim(answer, f"load:{one}").cells for one in ("tomas", "ife")] == [("50 %",), ("50 %",)]


def test_people_stand_in_the_order_of_the_plan(tmp_path: Path) -> None:
    answer = shown(tmp_path, PLAN, tomas="", ife="")

    assert [one.name for one in claims(answer, "LOAD")] == ["you", "Tomas", "Ife"]


def test_a_date_of_the_plan_that_holds_the_path_back_is_told(tmp_path: Path) -> None:
    plan = "people: [tomas]\ntasks:\n  - {id: a, estimate: 1d, %s: 2026-12-07}\n  - {id: b, estimate: 1d, after: a}\n"
    told = [
        claim(shown(tmp_path / key, plan % key, tomas=""), "path").text.partition(": ")[2]
        for key in ("starts", "not_before")
    ]

    assert told == ["a (on Mon 7 Dec) and b", "a (not before Mon 7 Dec) and b"]


def test_nothing_is_done_in_a_week_of_leave_that_a_task_lasts_through(tmp_path: Path) -> None:
    # Six days of work from Thursday on, a week away after two of them, and the rest in the week behind it.
    plan = "people: [tomas]\ntasks:\n  - {id: a, estimate: 6d, owner: tomas, not_before: 2026-11-26}\n"
    answer = shown(tmp_path, plan, tomas="leave:\n  - {from: 2026-11-30, to: 2026-12-04}\n")

    assert claim(answer, "load:tomas").cells == ("40 %", "away", "80 %")


CONTRACT = """
people: [tomas, ife]
tasks:
  - {id: api, estimate: 10d, owner: tomas}
  - {id: ui, estimate: 6d, owner: ife%s}
  - {id: both, estimate: 1d, owner: tomas, after: [ui, api]}
"""
AGREED = "contracts:\n  - {id: json, provider: api, consumers: [ui], integration: both, estimate: 1d, owner: ife%s}\n"


def test_a_contract_says_what_it_saves(tmp_path: Path) -> None:
    # 10 + 6 + 1 days without it; with it 10 + 1, as agreeing (1) and the pages (6) go on beside the API.
    answer = shown(tmp_path, CONTRACT % "" + AGREED % "")

    assert claim(answer, "contract:json").text == "saves 6 days: ui need not wait for api; Ife writes it down"
    assert figure(claim(answer, "contract:json"), "saved") == 6


def test_a_contract_between_tasks_of_one_person_saves_nothing_in_a_schedule(tmp_path: Path) -> None:
    # By the links alone 10 + 6 + 1 days become 10 + 1; Tomas has 17 days to do either way.
    answer = shown(tmp_path, (CONTRACT % "").replace("owner: ife", "owner: tomas") + AGREED % "")

    found = claim(answer, "contract:json")
    assert found.text.startswith("saves nothing in a schedule (6 days on the critical path): ui need not wait for api")
    assert (figure(found, "saved"), figure(found, "saved levelled")) == (6, 0)
    assert "searches of 4 rounds and one seed" in found.meaning


def test_a_contract_that_is_late_saves_nothing(tmp_path: Path) -> None:
    # It is agreed after 10 days, when the API is done.
    answer = shown(tmp_path, CONTRACT % "" + AGREED % ", after: [api]")

    assert claim(answer, "contract:json").text.startswith("costs 1 day")


def test_an_agreed_contract_is_told_as_such(tmp_path: Path) -> None:
    answer = shown(tmp_path, CONTRACT % "" + AGREED % ", agreed: 2026-11-20")

    assert claim(answer, "contract:json").text == "saves 6 days: ui need not wait for api; agreed"


def test_a_contract_is_proposed_where_it_would_shorten_the_plan_most(tmp_path: Path) -> None:
    # ui beside api ends at 10 + 1 instead of 10 + 6 + 1, and agreeing takes Tomas 0.7 days that the critical path does not see.
    answer = shown(tmp_path, CONTRACT % ", after: [api]")
    proposed = claims(answer, "CONTRACTS")

    assert proposed[0].subject == "propose:api>ui"
    assert proposed[0].text == "ui beside api, once both agree what it offers: 5.5 days sooner"
    assert answer.next_step == f"{proposed[0].text}."


def test_time_that_has_to_pass_and_work_of_one_needed_person_are_parted_by_no_contract(tmp_path: Path) -> None:
    apart = (CONTRACT % ", after: [api +5d]").replace("after: [ui, api]", "after: [ui +5d]")
    both = (CONTRACT % ", after: [api]").replace("owner: ife", "needs: [sql, python]")
    answers = shown(tmp_path, apart), shown(tmp_path / "both", both, tomas="skills: [sql]\n", ife="skills: [python]\n")

    assert [claims(answer, "CONTRACTS") for answer in answers] == [(), ()]


# 32 days of work for two people: no link matters, whatever the critical path of 12 days says.
BUSY = """
people: [tomas, ife]
tasks:
  - {id: api, estimate: 6d, candidates: [tomas, ife]}
  - {id: ui, estimate: 6d, candidates: [tomas, ife], after: [api]}
  - {id: mail, estimate: 10d, owner: tomas}
  - {id: audit, estimate: 10d, owner: ife}
"""


def test_a_contract_that_saves_nothing_once_people_are_given_is_not_proposed(tmp_path: Path) -> None:
    assert claims(shown(tmp_path, BUSY), "CONTRACTS") == ()


def test_without_a_solver_proposals_are_by_the_critical_path_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_contracts, "extra_missing", lambda: True)

    (proposed,) = claims(shown(tmp_path, BUSY), "CONTRACTS")

    assert proposed.text.startswith("ui beside api, once both agree what it offers: ")
    assert [one.name for one in proposed.figures] == ["saved"]


def test_no_contract_is_proposed_between_tasks_of_one_person(tmp_path: Path) -> None:
    answer = shown(tmp_path, (CONTRACT % ", after: [api]").replace("owner: ife", "owner: tomas"))

    assert claims(answer, "CONTRACTS") == ()


def test_an_unknown_nobody_works_on_is_the_next_thing_to_do(tmp_path: Path) -> None:
    answer = shown(
        tmp_path,
        "people: [tomas]\ntasks:\n  - {id: a, estimate: 2d}\n  - {id: b, estimate: 1d, after: [a]}\n"
        "unknowns:\n  - {id: sandbox, question: Does it do refunds?, by: 2026-11-27, blocks: [a]}\n",
    )

    unknown = claim(answer, "unknown:sandbox")
    assert unknown.text == "nobody works on it, by Fri 27 Nov: 2 tasks hang on it; it is on the critical path"
    assert answer.next_step == 'somebody on "sandbox" this week.'
    assert unknown.id in answer.next_command


def test_milestones_have_their_earliest_day_and_by_how_much_they_are_late(tmp_path: Path) -> None:
    answer = shown(
        tmp_path,
        "deadline: 2026-12-04\npeople: [tomas]\ntasks:\n  - {id: a, estimate: 4d}\n"
        "milestones:\n  - {id: beta, after: [a], due: 2026-11-24}\n",
    )

    assert claim(answer, "milestone:beta").text == "Thu 26 Nov, 2 days after Tue 24 Nov"
    assert claim(answer, "end:billing").text == "Thu 26 Nov, asked for by Fri 4 Dec"


def test_a_plan_nobody_could_carry_out_is_shown_and_the_reason_comes_first(tmp_path: Path) -> None:
    answer = shown(tmp_path, "people: [tomas]\ntasks:\n  - {id: a, estimate: 4d, needs: [cobol]}\n")

    assert answer.sections[0].title == "IN THE WAY"
    assert answer.sections[0].claims[0].text == "a needs cobol, and none of Tomas has it"
    assert "cannot be carried out" in answer.claim


def test_done_and_cut_tasks_are_told_as_such(tmp_path: Path) -> None:
    answer = shown(
        tmp_path,
        "cut: could\npeople: [tomas]\ntasks:\n  - {id: a, estimate: 4d, done: true}\n"
        "  - {id: b, estimate: 4d, priority: could}\n",
    )

    assert claim(answer, "task:a").text == "done: a"
    assert claim(answer, "task:b").text == "left out by the cut: b"
    assert answer.claim == "Billing has nothing left to do"


def test_a_screen_has_the_tasks_with_the_least_slack(tmp_path: Path) -> None:
    plan = "people: [tomas, ife]\ntasks:\n  - {id: long, estimate: 20d}\n" + "".join(
        f"  - {{id: t{n}, estimate: 1d}}\n" for n in range(30)
    )

    tasks = claims(for_screen(shown(tmp_path, plan)), "TASKS")

    assert tasks[0].name == "long"
    assert len(tasks) == 15
    assert tasks[-1].text.startswith("17 more")


def test_a_plan_that_is_not_there_is_answered_with_those_that_are(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r'no plan "biling".*[Dd]id you mean "billing"'):
        show(opened(tmp_path, PLAN), "biling", now=MONDAY)


def test_the_same_plan_is_shown_with_the_same_ids(tmp_path: Path) -> None:
    first, second = shown(tmp_path, PLAN), shown(tmp_path, PLAN + "  - {id: more, estimate: 1d}\n")

    assert [one.id for one in claims(first, "PATH")] == ["ps1", "ps2"]
    assert claim(first, "task:read").id == claim(second, "task:read").id
