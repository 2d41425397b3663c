"""A plan is started from what a lead has: the text that is written reads back as what was found, without complaint."""

from datetime import date
from textwrap import dedent

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trimtab.errors import UsageError
from trimtab.records._plan_reading import plan_from
from trimtab.records._text import Text
from trimtab.records.plan import Plan, PlanFile, PlanTask
from trimtab.records.plan_draft import Draft, DraftTask, draft_from_text, ids_of, link, written

MONDAY = date(2026, 11, 30)


def who(word: str) -> str | None:
    return {"tomas": "tomas", "tomas novak": "tomas", "tnovak": "tomas", "ife": "ife"}.get(word.casefold())


def draft(text: str, file: str = "list.md") -> Draft:
    return draft_from_text(dedent(text), file, "billing", MONDAY, who)


def back(found: Draft) -> Plan:
    """The plan that the draft's file holds."""
    plan, wrong = plan_from(Text("plans/billing.yaml", written(found, "billing", "../.trimtab/cache/plan.schema.json")))
    assert [one.to_text() for one in wrong] == []
    assert plan is not None
    return plan


def task(line: str) -> PlanTask:
    (found,) = back(draft(f"- [ ] {line}\n")).tasks
    return found


# What is written


def test_a_title_alone_makes_a_plan_with_every_key_explained() -> None:
    text = written(Draft("Billing: the rewrite", MONDAY), "billing")
    plan = back(Draft("Billing: the rewrite", MONDAY))

    assert (plan.title, plan.start, plan.tasks) == ("Billing: the rewrite", MONDAY, ())
    for key in ("outcome", "deadline", "people", "tasks", "unknowns", "contracts", "risks", "milestones", "cut"):
        assert f"\n# {key}:" in text


def test_what_is_explained_holds_when_its_marks_are_taken_away() -> None:
    text = written(Draft("Billing", MONDAY), "billing")
    marked = tuple(f"# {key}" for key in (*PlanFile.model_fields, " "))
    lines = [line[2:] if line.startswith(marked) else line for line in text.splitlines()]

    plan, wrong = plan_from(Text("plans/billing.yaml", "\n".join(lines) + "\n"))

    assert [one.to_text() for one in wrong] == []
    assert plan is not None
    assert [one.id for one in plan.tasks] == ["schema", "import"]
    assert plan.risks


def test_ids_are_made_from_titles_once_each_and_not_too_long() -> None:
    long = "A very long title that nobody would ever want to type again and again"
    tasks = (
        DraftTask("a", "The Schema!"),
        DraftTask("b", "the schema"),
        DraftTask("c", "日本語"),
        DraftTask("d", long),
    )

    assert list(ids_of(tasks).values()) == [
        "the-schema",
        "the-schema-2",
        "task-3",
        "a-very-long-title-that-nobody-would-ever",
    ]


def test_links_name_the_ids_that_were_made() -> None:
    one = DraftTask("1", "One", after=(link("2", "SS+1d"), "3", "gone"))
    plan = back(Draft("B", MONDAY, tasks=(one, DraftTask("2", "Two"), DraftTask("3", "Three"))))

    assert [(link.task, link.type, str(link.lag)) for link in plan.tasks[0].after] == [
        ("two", "SS", "1d"),
        ("three", "FS", "0h"),
    ]


TITLES = st.text(min_size=1, max_size=30).filter(lambda text: text.strip() != "")


@settings(max_examples=60)
@given(st.lists(st.tuples(TITLES, st.lists(TITLES, max_size=2)), max_size=5), TITLES)
def test_any_titles_are_written_so_that_they_read_back(titles: list[tuple[str, list[str]]], title: str) -> None:
    groups = tuple(
        DraftTask(f"{at}", name, tasks=tuple(DraftTask(f"{at}.{n}", one) for n, one in enumerate(inner)))
        for at, (name, inner) in enumerate(titles)
    )

    plan = back(Draft(title, MONDAY, tasks=groups))

    assert [(one.title or one.id) for one in plan.tasks] == [" ".join(name.split()) for name, _ in titles]
    assert plan.title == title


# A checklist


CHECKLIST = """\
# Billing rewrite

Words that say why.

## Ledger
- [x] Write the **schema** (1d..3d) @tnovak
- [ ] Build the API #412
  - [ ] read side (2d) due: 2026-12-18
  - [ ] write side (1d/2d/4d) [see](https://github.com/o/n/issues/7)
* a remark

## UI
1. [ ] Pages: list & detail [4h] (after read side)

## Notes
```
- [ ] not this
```
"""


def test_boxes_are_tasks_and_headings_and_indentation_are_groups() -> None:
    plan = back(draft(CHECKLIST))

    assert plan.title == "Billing rewrite"
    assert [(one.id, [group.id for group in around]) for one, around in plan.leaves()] == [
        ("write-the-schema", ["ledger"]),
        ("read-side", ["ledger", "build-the-api"]),
        ("write-side", ["ledger", "build-the-api"]),
        ("pages-list-detail", ["ui"]),
    ]


def test_what_stands_beside_the_words_is_taken() -> None:
    schema, read_side, write_side, pages = (one for one, _ in back(draft(CHECKLIST)).leaves())

    assert (schema.title, str(schema.estimate), schema.owner, schema.done) == (
        "Write the schema",
        "1d..3d",
        "tomas",
        True,
    )
    assert read_side.due is not None
    assert (str(read_side.estimate), read_side.due.day) == ("2d", date(2026, 12, 18))
    assert (str(write_side.estimate), write_side.items) == ("1d/2d/4d", ("github.com/o/n#7",))
    assert (pages.title, str(pages.estimate)) == ("Pages: list & detail", "4h")
    assert [one.task for one in pages.after] == ["read-side"]


@pytest.mark.parametrize(
    ("line", "title", "estimate"),
    [
        ("Ship it (2d)", "Ship it", "2d"),
        ("Ship it (v2) (~3h)", "Ship it (v2)", "3h"),
        ("Ship it (est: 2-5d) today", "Ship it today", "2d..5d"),
        ("Ship (soon)", "Ship (soon)", None),
        ("Ship `it` __now__", "Ship it now", None),
        ("Ship *it* [there](https://example.org)", "Ship it there", None),
        ("snake_case_name stays", "snake_case_name stays", None),
    ],
)
def test_an_estimate_stands_in_brackets_and_marks_are_no_words(line: str, title: str, estimate: str | None) -> None:
    found = task(line)

    assert found.display == title
    assert (str(found.estimate) if found.estimate else None) == estimate


@pytest.mark.parametrize("name", ["#412", "#412,", "(#412)", "[#412](https://github.com/o/n/issues/412)"])
def test_an_item_is_taken_and_its_number_is_no_word(name: str) -> None:
    found = task(f"Ship it {name}")

    assert found.display == "Ship it"
    assert [one.rpartition("#")[2] for one in found.items] == ["412"]


def test_what_cannot_be_taken_is_noted_with_its_line() -> None:
    found = draft("- [ ] A (3d) @nobody\n  - [ ] B (after C)\n- [~] old\n")

    assert sorted(found.notes) == [
        "line 1 has tasks of its own: its estimate 3d was not taken",
        "line 1: nobody here is called @nobody",
        'line 2: nothing here is called "C"',
        "line 3 is crossed out: left out",
    ]
    assert [one.display for one, _ in back(found).leaves()] == ["B"]


def test_a_list_without_boxes_is_a_list_of_tasks() -> None:
    assert [one.display for one, _ in back(draft("- one\n- two\n\t- three\n")).leaves()] == ["one", "three"]


def test_a_checked_group_is_done_with_all_its_tasks() -> None:
    plan = back(draft("- [x] A\n  - [x] B\n  - [ ] C\n"))

    assert plan.tasks[0].is_done
    assert [one.is_done for one, _ in plan.leaves()] == [True, False]


@settings(max_examples=80)
@given(st.text(alphabet=st.sampled_from("-*[]() x~#@1d.\n\ta/b`:é"), max_size=120))
def test_no_checklist_makes_a_text_that_does_not_read_back(text: str) -> None:
    try:
        found = draft(text)
    except UsageError:
        return
    back(found)


# A table


TABLE = """\
Issue key;Summary;Original Estimate;Assignee;Predecessors;Epic Link;Status;Due date;Labels;Priority;Sprint
A-1;The schema;28800;Tomas Novak;;Core;Done;2026-12-01;"db,sql";High;3
A-2;The API;57600;nobody;A-1;Core;In Progress;;;must;3
A-3;"UI; first";3 days?;ife;"A-2FS+2 days,Nope";;40%;1.12.2026;;;3
;;;;;;;;;;
"""


def test_a_row_is_a_task_by_the_columns_of_usual_trackers() -> None:
    plan = back(draft(TABLE, "export.csv"))
    schema, api, ui = (one for one, _ in plan.leaves())

    # Jira writes seconds: 28,800 are 8 hours
    assert (schema.title, str(schema.estimate), schema.owner, schema.done) == ("The schema", "8h", "tomas", True)
    assert (schema.tags, schema.due and schema.due.day) == (("db", "sql"), date(2026, 12, 1))
    assert ([one.task for one in api.after], api.priority, api.done) == (["the-schema"], "must", False)
    assert (ui.title, str(ui.estimate), ui.owner, ui.done) == ("UI; first", "3d", "ife", 0.4)
    assert [(one.task, str(one.lag)) for one in ui.after] == [("the-api", "2d")]
    assert [one.id for one in plan.tasks] == ["core", "ui-first"]


def test_what_a_table_holds_besides_is_noted() -> None:
    assert sorted(draft(TABLE, "export.csv").notes) == [
        'UI; first: nothing here is called "Nope"',
        "columns that were not taken: Sprint",
        "nobody here is called nobody",
        "priorities other than must, should and could were not taken",
    ]


@pytest.mark.parametrize(
    ("header", "row", "estimate"),
    [
        ("task,low,likely,high", "a,1,2,4", "1d/2d/4d"),
        ("task,best case,worst case", "a,1d,1w", "1d..1w"),
        ("task,hours", "a,6", "6h"),
        ("task,Estimate (h)", "a,6", "6h"),
        ("task,Estimate (days)", "a,2.5", "2.5d"),
        ("task,estimate", "a,2d..5d", "2d..5d"),
        ("task\tduration", "a\t1 wk", "1w"),
        ("task;estimate", 'a;"1,5"', "1.5d"),
        ("task,estimate", "a,soon", None),
        ("task,estimate", "a,", None),
    ],
)
def test_estimates_are_read_in_the_unit_of_their_column(header: str, row: str, estimate: str | None) -> None:
    ((found, _),) = back(draft(f"{header}\n{row}\n", "t.csv")).leaves()

    assert (str(found.estimate) if found.estimate else None) == estimate


def test_parents_are_rows_or_groups_of_their_own_and_never_circles() -> None:
    text = "id,title,parent\n1,Epic,\n2,A,1\n3,B,Epic\n4,C,Other\n5,D,6\n6,E,5\n"
    plan = back(draft(text, "t.csv"))

    assert [(one.display, [group.display for group in around]) for one, around in plan.leaves()] == [
        ("A", ["Epic"]), ("B", ["Epic"]), ("C", ["Other"]), ("D", []), ("E", []),
    ]  # fmt: skip


def test_numbers_of_issues_become_items() -> None:
    ((found, _),) = back(draft('number,title,assignees\n412,Export,"tomas,ife"\n', "issues.csv")).leaves()

    assert (found.items, found.owner, found.candidates) == (("#412",), None, ("tomas", "ife"))


def test_a_table_without_titles_is_refused_with_its_columns() -> None:
    with pytest.raises(UsageError, match=r"t\.csv: no column holds the title of a task. Its columns are who, when."):
        draft("who,when\na,b\n", "t.csv")


@pytest.mark.parametrize(
    ("text", "file"), [("", "t.csv"), ("title\n", "t.csv"), ("words\n", "a.md"), ("- [ ] a\n", "a.docx")]
)
def test_what_holds_no_task_is_refused(text: str, file: str) -> None:
    with pytest.raises(UsageError):
        draft(text, file)


@settings(max_examples=80)
@given(st.text(alphabet=st.sampled_from('title,parent;estimate\n"1d 2/#-A'), max_size=160))
def test_no_table_makes_a_text_that_does_not_read_back(text: str) -> None:
    try:
        found = draft(f"title,after,parent,estimate\n{text}", "t.csv")
    except UsageError:
        return
    back(found)
