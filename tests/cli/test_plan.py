"""`trimtab plan` as a lead types it: the list, checking, starting and changing one."""

import json
from pathlib import Path

import pytest

from cli.program import HEAVY, Here, loaded_by
from cli.test_schemas import keeps_to

PLAN = """\
title: Billing rewrite
start: 2026-11-16
deadline: {date: 2026-12-18, hard: true}
people: [tomas, ife]
tasks:
  - {id: schema, estimate: 1d..3d, owner: tomas, done: true}
  - {id: api, estimate: 2d..4d, after: [schema], candidates: [tomas, ife]}  # the real thing
  - {id: ui, estimate: 2d..4d, after: [schema], candidates: [tomas, ife]}
"""


@pytest.fixture
def planned(lead: Path) -> Path:
    """Mara's workspace with one plan."""
    (lead / "plans").mkdir(exist_ok=True)
    for file in (lead / "plans").glob("*.yaml"):
        file.unlink()
    (lead / "plans" / "billing.yaml").write_text(PLAN)
    return lead


# The list


def test_the_list_tells_of_each_plan_how_far_it_is_and_what_is_wrong(trimtab: Here, planned: Path) -> None:
    (planned / "plans" / "ui.yaml").write_text("title: UI\nstart: 2026-11-16\ntasks: [{id: a, estimate: 3}]\n")

    done = trimtab("-C", str(planned), "plan")

    assert done.code == 0
    rows = [line.split() for line in done.out.splitlines()]
    assert ["billing", "Billing", "rewrite", "1", "of", "3", "2", "18", "Dec", "2026", "in", "order"] in [
        r[:-1] for r in rows
    ]
    assert next(row for row in rows if row[:1] == ["ui"])[-3:-1] == ["1", "error"]
    assert "Next: mend 1 mistake in plans/ui.yaml." in done.out
    assert max(map(len, done.out.splitlines())) <= 80


def test_a_workspace_without_plans_says_how_to_begin(trimtab: Here, planned: Path) -> None:
    (planned / "plans" / "billing.yaml").unlink()

    done = trimtab("-C", str(planned), "plan")

    assert done.code == 0
    assert "plan new NAME" in done.out


def test_a_file_that_is_no_plan_is_told_below_the_list(trimtab: Here, planned: Path) -> None:
    (planned / "plans" / "Bad Name.yaml").write_text(PLAN)

    assert 'plans/Bad Name.yaml could not be used: "Bad Name" is no id' in " ".join(
        trimtab("-C", str(planned), "plan").out.split()
    )


def test_the_list_keeps_to_the_schema_of_answers_and_opens(trimtab: Here, planned: Path) -> None:
    document = keeps_to("answer", trimtab("-C", str(planned), "plan", "--json").out)
    claim = json.loads(json.dumps(document))["sections"][0]["claims"][0]

    opened = trimtab("-C", str(planned), "why", claim["id"])

    assert document["schema"] == "trimtab.plan/1"
    assert opened.code == 0
    assert "plans/billing.yaml" in opened.out


def test_plans_need_a_workspace(trimtab: Here, lead: Path) -> None:
    done = trimtab("-C", str(lead.parent / "harbour"), "plan")

    assert done.code == 2
    assert "trimtab init" in done.err


def test_help_is_quick_for_every_command_of_plans(home: Path) -> None:
    for words in (
        ("plan", "--help"),
        ("plan", "check", "--help"),
        ("plan", "new", "--help"),
        ("plan", "edit", "--help"),
    ):
        assert loaded_by(*words, home=home) & HEAVY == set()


# Checking


def test_a_plan_in_order_is_said_to_be(trimtab: Here, planned: Path) -> None:
    done = trimtab("-C", str(planned), "plan", "check", "billing", "--fail-on", "warning")

    assert (done.code, "RISKY" in done.out) == (0, True)
    assert "nothing that the plan shows" in done.out


def test_an_error_ends_with_two_and_stands_first_with_its_place(trimtab: Here, planned: Path) -> None:
    wrong = PLAN.replace("[schema], candidates: [tomas, ife]}\n", "[scheme]}\n")
    (planned / "plans" / "billing.yaml").write_text(wrong)

    done = trimtab("-C", str(planned), "plan", "check", "billing")

    assert done.code == 2
    assert done.out.startswith("plans/billing.yaml:8:40: error[unknown-task]")
    assert 'did you mean "schema"?' in done.out


def test_a_warning_or_a_finding_ends_with_one_where_that_was_asked(trimtab: Here, planned: Path) -> None:
    (planned / "plans" / "billing.yaml").write_text(
        PLAN.replace("deadline: {date: 2026-12-18", "deadline: {date: 2026-11-17")
    )

    asked = trimtab("-C", str(planned), "plan", "check", "--fail-on", "warning")
    not_asked = trimtab("-C", str(planned), "plan", "check")

    assert (asked.code, not_asked.code) == (1, 0)
    assert "deadline" in asked.out


def test_many_complaints_are_counted_on_a_screen_and_all_with_all(trimtab: Here, planned: Path) -> None:
    tasks = "".join(f"  - {{id: t{number}, estimate: {number}}}\n" for number in range(9))
    (planned / "plans" / "billing.yaml").write_text(PLAN + tasks)

    short = trimtab("-C", str(planned), "plan", "check", "billing")
    whole = trimtab("-C", str(planned), "plan", "check", "billing", "--all")

    assert "more complaints with --all" in short.out
    assert len(short.out.splitlines()) <= 40
    assert whole.out.count("error[bad-estimate]") == 9


def test_a_finding_opens(trimtab: Here, planned: Path) -> None:
    (planned / "plans" / "billing.yaml").write_text(
        PLAN.replace("deadline: {date: 2026-12-18", "deadline: {date: 2026-11-17")
    )
    document = keeps_to("answer", trimtab("-C", str(planned), "plan", "check", "billing", "--json").out)
    risky = json.loads(json.dumps(document))["sections"][1]

    opened = trimtab("-C", str(planned), "why", risky["claims"][0]["id"])

    assert risky["title"] == "RISKY"
    assert opened.code == 0
    assert "docs/reference/plan.md#findings" in opened.out


def test_a_plan_that_is_not_there_is_told_with_the_nearest(trimtab: Here, planned: Path) -> None:
    done = trimtab("-C", str(planned), "plan", "check", "biling")

    assert done.code == 2
    assert 'Did you mean "billing"?' in done.err


# Starting


def test_a_plan_is_started_from_a_title_and_never_over_another(trimtab: Here, planned: Path) -> None:
    words = (
        "-C",
        str(planned),
        "plan",
        "new",
        "import",
        "--title",
        "Import: v2",
        "--start",
        "2026-12-01",
        "--deadline",
        "2027-01-29",
    )
    first, second = trimtab(*words), trimtab(*words)

    assert (first.code, second.code) == (0, 2)
    text = (planned / "plans" / "import.yaml").read_text()
    assert "title: 'Import: v2'" in text
    assert "\nstart: 2026-12-01\n" in text
    assert "\ndeadline: 2027-01-29\n" in text
    assert "there is such a file already" in second.err
    schema = text.splitlines()[0].partition("$schema=")[2]
    assert json.loads((planned / "plans" / schema).read_text())["$id"] == "plan.schema.json"
    assert "import" in trimtab("-C", str(planned), "plan").out


def test_a_checklist_and_a_table_become_plans(trimtab: Here, planned: Path, tmp_path: Path) -> None:
    (tmp_path / "list.md").write_text("# Import\n- [ ] The schema (1d..3d) @tomas\n- [ ] The rest (after the schema)\n")
    (tmp_path / "table.csv").write_text("Task,Estimate,Owner\nThe schema,3,tomas\n")

    one = trimtab("-C", str(planned), "plan", "new", "one", "--from", str(tmp_path / "list.md"))
    two = trimtab("-C", str(planned), "plan", "new", "two", "--from", str(tmp_path / "table.csv"), "--json")

    assert "plans/one.yaml: Import, 2 tasks" in one.out
    assert "after: [the-schema]" in (planned / "plans" / "one.yaml").read_text()
    assert keeps_to("plan-new", two.out)["tasks"] == 1
    assert trimtab("-C", str(planned), "check").code == 0


def test_items_become_a_plan_with_their_links(trimtab: Here, planned: Path) -> None:
    done = trimtab("-C", str(planned), "plan", "new", "export", "--items", "label:export")

    assert done.code == 0
    text = (planned / "plans" / "export.yaml").read_text()
    # #642 waits for #659 and is part of #509
    assert "items: ['#642']" in text
    assert "after: [export-stream-rows" in text
    assert "title: Export GA" in text
    assert trimtab("-C", str(planned), "check").code == 0


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("Bad Name",), "no name for a plan"),
        (("x", "--from", "nowhere.md"), "cannot be read"),
        (("x", "--items", "label:nothing"), "no item has the label"),
        (("x", "--items", "12"), "items that are named"),
        (("x", "--items", "label:export", "--from", "a.md"), "not both"),
    ],
)
def test_what_no_plan_can_be_made_of_is_refused(
    trimtab: Here, planned: Path, words: tuple[str, ...], said: str
) -> None:
    done = trimtab("-C", str(planned), "plan", "new", *words)

    assert done.code == 2
    assert said in done.err
    assert [file.name for file in (planned / "plans").iterdir()] == ["billing.yaml"]


# Changing


def test_one_task_is_changed_and_the_rest_stays(trimtab: Here, planned: Path) -> None:
    done = trimtab("-C", str(planned), "plan", "edit", "billing", "api", "estimate=3d", "done=40%", "candidates=")

    assert done.code == 0
    new = "{id: api, estimate: 3d, after: [schema], done: 40%}  # the real thing"
    old = "{id: api, estimate: 2d..4d, after: [schema], candidates: [tomas, ife]}  # the real thing"
    assert (planned / "plans" / "billing.yaml").read_text() == PLAN.replace(old, new)
    assert "plans/billing.yaml:7: estimate: 3d (was 2d..4d)" in done.out
    assert "candidates is taken out (was [tomas, ife])" in done.out


def test_what_an_edit_makes_wrong_is_said(trimtab: Here, planned: Path) -> None:
    done = trimtab("-C", str(planned), "plan", "edit", "billing", "schema", "after=ui")

    assert done.code == 0
    assert "error[circular-plan]" in done.out


def test_an_edit_keeps_to_its_schema(trimtab: Here, planned: Path) -> None:
    document = keeps_to(
        "plan-edit", trimtab("-C", str(planned), "plan", "edit", "billing", "ui", "owner=ife", "--json").out
    )

    assert document["changes"] == [{"key": "owner", "before": None, "after": "ife", "line": 8}]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("api", "estimate=soon"), "no estimate"),
        (("apu", "done=true"), 'Did you mean "api"?'),
        (("api", "done"), "no change"),
    ],
)
def test_an_edit_that_cannot_be_is_refused(trimtab: Here, planned: Path, words: tuple[str, ...], said: str) -> None:
    done = trimtab("-C", str(planned), "plan", "edit", "billing", *words)

    assert done.code == 2
    assert said in done.err
    assert (planned / "plans" / "billing.yaml").read_text() == PLAN
