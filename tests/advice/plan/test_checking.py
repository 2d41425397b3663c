"""What is risky about a plan, by hand: nine to five from Monday 23 November 2026 on, a day is eight hours."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from builders_plan import MARA, MONDAY, workspace
from trimtab.advice.answer import Claim
from trimtab.advice.plan.checking import Checked, check, for_screen
from trimtab.advice.plan.show import show
from trimtab.errors import UsageError
from trimtab.workspace import open_workspace

HEAD = "title: Billing\nstart: 2026-11-23\n"
TEAM = {"tomas": "skills: [python, sql]\n", "ife": "skills: [python]\n"}


def checked(folder: Path, plan: str, *, now: datetime = MONDAY, **people: str) -> Checked:
    workspace(folder, HEAD + plan, **(people or TEAM))
    return check(open_workspace(folder), "billing", now=now)


def risky(folder: Path, plan: str, *, now: datetime = MONDAY, **people: str) -> dict[str, Claim]:
    """The findings by their short name."""
    found = checked(folder, plan, now=now, **people)
    assert [one.message for one in found.diagnostics if one.severity == "error"] == []
    (section,) = for_screen(found.answer).sections
    return {claim.name: claim for claim in section.claims}


def tasks(*lines: str, people: str = "[tomas, ife]") -> str:
    return f"people: {people}\ntasks:\n" + "".join(f"  - {{{line}}}\n" for line in lines)


def test_a_plan_that_several_could_do_shows_nothing_risky(tmp_path: Path) -> None:
    assert risky(tmp_path, tasks("id: a, estimate: 2d", "id: b, estimate: 2d, after: a FF")) == {}


def test_a_deadline_before_the_critical_path_ends_is_told_with_the_days(tmp_path: Path) -> None:
    # 2 days and 3 days: Friday 27 November, two days after Wednesday.
    found = risky(
        tmp_path, "deadline: 2026-11-25\n" + tasks("id: a, estimate: 1d/2d/4d", "id: b, estimate: 1d/3d/4d, after: a")
    )

    assert "Fri 27 Nov at the earliest, 2 days after Wed 25 Nov" in found["deadline"].text
    assert found["deadline"].figures[0].value == 2


def test_a_milestone_has_its_own_path(tmp_path: Path) -> None:
    plan = tasks("id: a, estimate: 1d/3d/4d", "id: b, estimate: 9d", "id: c, estimate: 1d, after: [a, b]")
    found = risky(tmp_path, plan + "milestones: [{id: beta, after: a, due: 2026-11-24}]\n")

    assert found["deadline"].text.startswith("beta is done on Wed 25 Nov")


def test_a_date_of_a_group_is_told_once_by_the_task_that_ends_last(tmp_path: Path) -> None:
    inner = "[{id: a, estimate: 1d/3d/4d}, {id: b, estimate: 1d/4d/5d}]"
    found = checked(tmp_path, tasks(f"id: g, due: 2026-11-24, tasks: {inner}"))

    claims = [claim.text for claim in found.answer.sections[1].claims if claim.name == "deadline"]
    assert claims == ["b is done on Thu 26 Nov at the earliest, 2 days after Tue 24 Nov"]


def test_more_work_than_people_have_until_the_deadline_is_told(tmp_path: Path) -> None:
    # Four times four days, side by side in four; two people have 5 days each until Friday.
    lines = [f"id: t{number}, estimate: 4d" for number in range(4)]
    found = risky(tmp_path, "deadline: 2026-11-27\n" + tasks(*lines))

    assert "16 days of work, and all people together have 10 days" in found["capacity"].text
    assert [figure.value for figure in found["capacity"].figures] == [128, 80]


@pytest.mark.parametrize(("days", "tight"), [(4, False), (4.6, True), (5, True)])
def test_a_plan_that_takes_nearly_all_time_there_is_leaves_no_room(tmp_path: Path, days: float, tight: bool) -> None:
    # Two people have 10 days until Friday: 9 of them are nine tenths.
    lines = [f"id: t{number}, estimate: {days}d" for number in range(2)]
    found = risky(tmp_path, "deadline: 2026-11-27\n" + tasks(*lines))

    assert ("capacity" in found) is tight


def test_leave_and_shares_are_no_capacity(tmp_path: Path) -> None:
    people = {"tomas": "leave: [{from: 2026-11-25, to: 2026-11-27}]\n", "ife": ""}
    plan = "deadline: 2026-11-27\n" + tasks(
        "id: a, estimate: 2d", "id: b, estimate: 2d", people="[tomas, {id: ife, share: 50%}]"
    )

    # Tomas has 2 days, Ife 2.5: 4 of 4.5 is 89 %, and 4.2 of it 93 %; in whole quarters of an hour 94.
    assert "capacity" not in risky(tmp_path, plan, **people)
    assert (
        "94 %"
        in risky(tmp_path, plan.replace("id: b, estimate: 2d", "id: b, estimate: 2.2d"), **people)["capacity"].text
    )


# The lead


LEAD = tasks(
    "id: a, estimate: 2d, owner: mara, needs: python", "id: b, estimate: 3d, after: a", people="[mara, tomas, ife]"
)


def test_the_lead_on_the_critical_path_is_told_with_who_could_do_it(tmp_path: Path) -> None:
    found = risky(tmp_path, LEAD)

    assert "you are on the critical path with a; Tomas and Ife could do a" in found["lead"].text


@pytest.mark.parametrize(
    ("lead", "told"), [("{critical: avoid}", True), ("{critical: price}", True), ("{critical: allow}", False)]
)
def test_the_stance_of_the_plan_decides_whether_the_lead_is_in_the_way(tmp_path: Path, lead: str, told: bool) -> None:
    assert ("lead" in risky(tmp_path, f"lead: {lead}\n{LEAD}")) is told


def test_a_lead_with_slack_or_with_others_beside_is_not_in_the_way(tmp_path: Path) -> None:
    slack = tasks(
        "id: a, estimate: 1h, owner: mara",
        "id: b, estimate: 9d",
        "id: c, estimate: 1d, after: [a, b]",
        people="[mara, ife]",
    )

    assert "lead" not in risky(tmp_path, "lead: {coding: 100%}\n" + slack)
    assert "lead" not in risky(tmp_path, LEAD.replace("owner: mara", "candidates: [mara, ife]"))


def test_a_skill_of_the_lead_alone_puts_them_on_the_path_too(tmp_path: Path) -> None:
    plan = tasks("id: a, estimate: 2d, needs: ledger", "id: b, estimate: 3d, after: a", people="[mara, tomas]")
    found = risky(tmp_path, plan, mara=MARA + "skills: [ledger]\n", tomas="")

    assert "nobody else can, by the skills written down" in found["lead"].text
    assert "which you alone have" in found["one skill"].text


# One person


def test_everything_critical_on_one_person_is_told(tmp_path: Path) -> None:
    plan = tasks(
        "id: a, estimate: 2d, owner: tomas, needs: sql", "id: b, estimate: 3d, after: a, owner: tomas, needs: python"
    )
    found = risky(tmp_path, plan)

    assert found["one hand"].text == "all that is critical hangs on Tomas: a and b; Ife could do b"
    assert found["one hand"].figures[0].value == 100


@pytest.mark.parametrize(("other", "told"), [("1d", True), ("3d", False)])
def test_four_fifths_of_the_critical_work_are_everything(tmp_path: Path, other: str, told: bool) -> None:
    # 2 + 3 days of Tomas and 1 of Ife: 83 %; with 3 of hers 62 %.
    plan = tasks(
        "id: a, estimate: 2d, owner: tomas",
        "id: b, estimate: 3d, after: a, owner: tomas",
        f"id: c, estimate: {other}, after: b, owner: ife",
    )

    assert ("one hand" in risky(tmp_path, plan)) is told


def test_one_task_alone_or_one_person_alone_is_no_finding(tmp_path: Path) -> None:
    assert "one hand" not in risky(tmp_path, tasks("id: a, estimate: 2d, owner: tomas"))
    assert "one hand" not in risky(
        tmp_path / "alone", tasks("id: a, estimate: 2d", "id: b, estimate: 2d, after: a", people="[tomas]")
    )


def test_a_skill_that_one_person_has_is_a_hidden_owner(tmp_path: Path) -> None:
    plan = tasks("id: a, estimate: 2d, needs: sql", "id: b, estimate: 1d, needs: sql", "id: c, estimate: 9d")

    assert risky(tmp_path, plan)["one skill"].text == "a and b need sql, which Tomas alone has"


def test_an_owner_who_is_named_is_not_hidden(tmp_path: Path) -> None:
    plan = tasks(
        "id: a, estimate: 2d, needs: sql, owner: tomas", "id: b, estimate: 1d, needs: sql", "id: c, estimate: 9d"
    )

    assert "one skill" not in risky(tmp_path, plan)


def test_a_single_task_is_told_where_it_is_critical(tmp_path: Path) -> None:
    found = risky(tmp_path, tasks("id: a, estimate: 2d, needs: sql", "id: b, estimate: 1d, after: a"))

    assert found["one skill"].text == "a needs sql, which Tomas alone has; it is critical"


def test_more_work_of_ones_own_than_time_until_a_date_is_told(tmp_path: Path) -> None:
    lines = [f"id: t{number}, estimate: 2d, owner: tomas, needs: python" for number in range(3)]
    found = risky(tmp_path, "deadline: 2026-11-27\n" + tasks(*lines))

    # 6 days of work, 5 days until Friday
    assert (
        "Tomas has 6 days of work that nobody else can do for the plan, and 5 days until Fri 27 Nov"
        in found["overload"].text
    )
    assert "Ife could take t0, t1 and t2" in found["overload"].text


def test_without_a_date_the_critical_path_is_the_measure(tmp_path: Path) -> None:
    lines = [f"id: t{number}, estimate: 2d, owner: tomas" for number in range(3)]
    found = risky(tmp_path, tasks(*lines))

    assert "Tomas has 6 days of work that nobody else can do: more than until Tue 24 Nov" in found["overload"].text
    assert "overload" not in risky(tmp_path / "chain", tasks(lines[0], lines[1] + ", after: t0", "id: c, estimate: 1d"))


# Links and questions


def test_neighbours_on_the_path_that_an_interface_would_part_are_told(tmp_path: Path) -> None:
    # Agreeing takes the middle of half a day and a day, 0.71 days; 5 + 5 days become some 5.7.
    plan = tasks("id: api, estimate: 5d, owner: tomas", "id: ui, estimate: 5d, owner: ife, after: api")
    found = risky(tmp_path, plan)

    assert found["parallel"].text.startswith("ui could run beside api once both agree what it offers")
    assert "parallel" not in risky(
        tmp_path / "agreed", plan + "contracts: [{id: json, provider: api, consumers: [ui], estimate: 4h}]\n"
    )


def test_an_answer_that_was_needed_before_today_is_told(tmp_path: Path) -> None:
    plan = tasks("id: a, estimate: 2d", "id: b, estimate: 2d, after: a")
    question = "unknowns: [{id: sandbox, question: Refunds?, who: ife, by: 2026-11-26, blocks: [a]}]\n"

    assert "unknown" not in risky(tmp_path, plan + question)
    later = risky(tmp_path, plan + question, now=datetime(2026, 11, 30, 9, tzinfo=UTC))
    assert later["unknown"].text == "sandbox was to be answered by Thu 26 Nov by ife; 2 tasks hang on it"


# The answer


def test_a_plan_that_runs_in_a_circle_is_told_and_nothing_else_is_claimed(tmp_path: Path) -> None:
    found = checked(tmp_path, tasks("id: a, estimate: 2d, after: b", "id: b, estimate: 2d, after: a"))

    assert [one.code for one in found.diagnostics] == ["circular-plan"]
    assert found.errors == 1
    assert "circle" in found.answer.caveats[0]
    assert [section.title for section in found.answer.sections] == ["WRONG"]


def test_of_a_file_that_could_not_be_used_nothing_is_claimed(tmp_path: Path) -> None:
    workspace(tmp_path, HEAD, **TEAM)
    (tmp_path / "plans/torn.yaml").write_bytes(b"title: T\xff\n")

    found = check(open_workspace(tmp_path), "torn", now=MONDAY)

    assert [one.code for one in found.diagnostics] == ["not-utf-8"]
    assert [section.title for section in found.answer.sections] == ["WRONG"]


def test_complaints_are_claims_too_with_the_rule_that_made_them(tmp_path: Path) -> None:
    found = checked(tmp_path, tasks("id: a, estimate: 2d", "id: b, after: a"))

    claim = found.answer.sections[0].claims[0]
    assert claim.text == "warning: b has no estimate"
    assert claim.anchor == "docs/reference/diagnostics.md#missing-estimate"
    assert claim.id.startswith("pc")
    assert (found.errors, found.warnings) == (0, 1)


def test_ids_stay_when_lines_move(tmp_path: Path) -> None:
    plan = tasks("id: a, estimate: 2d", "id: b, after: a")

    before = {claim.subject: claim.id for claim in checked(tmp_path, plan).answer.claims()}
    after = {claim.subject: claim.id for claim in checked(tmp_path, "# a comment\n" + plan).answer.claims()}

    assert before == after


def test_all_plans_are_checked_when_none_is_named(tmp_path: Path) -> None:
    workspace(tmp_path, HEAD + LEAD, **TEAM)
    (tmp_path / "plans" / "other.yaml").write_text("title: Other\nstart: 2026-11-23\n" + LEAD)
    (tmp_path / "plans" / "Bad name.yaml").write_text("x")

    found = check(open_workspace(tmp_path), now=MONDAY)

    assert [one.code for one in found.diagnostics] == ["bad-file-name"]
    names = [claim.name for claim in found.answer.sections[1].claims]
    assert "billing: lead" in names
    assert "other: lead" in names


def test_what_is_wrong_elsewhere_is_not_told(tmp_path: Path) -> None:
    workspace(tmp_path, HEAD + tasks("id: a, estimate: 1d"), settings="version: 1\nteem: x\n", **TEAM)

    assert check(open_workspace(tmp_path), "billing", now=MONDAY).diagnostics == ()


def test_a_plan_that_is_not_there_is_refused_with_those_there_are(tmp_path: Path) -> None:
    workspace(tmp_path, HEAD, **TEAM)

    with pytest.raises(UsageError, match='Did you mean "billing"'):
        check(open_workspace(tmp_path), "biling", now=MONDAY)


def test_a_plan_that_cannot_be_used_is_told_by_its_name_all_the_same(tmp_path: Path) -> None:
    workspace(tmp_path, "title: Torn\nstart: 2026-13-01\ntasks:\n  - [\n", tomas="")
    opened = open_workspace(tmp_path)

    found = check(opened, "billing", now=MONDAY)

    assert [one.code for one in found.diagnostics] == ["bad-date", "yaml-syntax"]
    with pytest.raises(
        UsageError, match=r"plans/billing\.yaml is there, and cannot be used as it is\. `trimtab plan check billing`"
    ):
        show(opened, "billing", now=MONDAY)
