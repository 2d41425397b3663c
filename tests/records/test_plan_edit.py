"""A task is changed where it stands: its comments, its quotes, its line ends and every other task stay."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from trimtab.errors import EditImpossible, RecordsMoved, UsageError
from trimtab.records import load
from trimtab.records._text import sha_of
from trimtab.records.plan_edit import Edited, asked_of, edit_plan

PLAN = """\
# The rewrite.
title: Billing rewrite
start: 2026-11-23
tasks:
  - id: core   # all of it
    title: 'The core'
    tasks:
      # first
      - id: schema
        estimate: 1d..3d   # by Tomas
        after: []
        owner: "tomas"

      - {id: api, estimate: 3d, after: [schema, import SS]}
    priority: must
  - estimate: 2d
    id: import
    after:
      - schema   # needs it
      # and later
      - ui SS
    due: {date: 2027-01-29, hard: true}
  - id: ui
unknowns:
  - {id: sandbox, question: 'Refunds?', blocks: api}
"""


def edit(folder: Path, task: str, *words: str, plan: str = PLAN) -> str:
    """The file after an edit of `plan`."""
    done(folder, task, *words, plan=plan)
    return (folder / "plans" / "billing.yaml").read_bytes().decode()


def done(folder: Path, task: str, *words: str, plan: str = PLAN) -> Edited:
    file = folder / "plans" / "billing.yaml"
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(plan.encode())
    asked = [asked_of(word) for word in words]
    found = edit_plan(folder, "billing", task, asked, seen=sha_of(plan.encode()), today=date(2026, 11, 27))
    assert found.sha == sha_of(file.read_bytes())
    return found


@pytest.mark.parametrize(
    ("task", "word", "old", "new"),
    [
        ("schema", "estimate=2d..5d", "estimate: 1d..3d   # by", "estimate: 2d..5d   # by"),
        ("schema", "owner=ife", 'owner: "tomas"', 'owner: "ife"'),
        ("core", "title=The new core", "title: 'The core'", "title: 'The new core'"),
        ("core", "priority=should", "priority: must", "priority: should"),
        ("api", "estimate=1/2/4d", "{id: api, estimate: 3d,", "{id: api, estimate: 1/2/4d,"),
        ("api", "done=40%", "import SS]}", "import SS], done: 40%}"),
        ("api", "done=true", "import SS]}", "import SS], done: true}"),
        ("api", "done=0.4", "import SS]}", "import SS], done: 0.4}"),
        ("api", "remaining=1d..2d", "import SS]}", "import SS], remaining: 1d..2d}"),
        ("api", "title=Part one, then: two", "import SS]}", "import SS], title: 'Part one, then: two'}"),
        ("api", "title=2027", "import SS]}", "import SS], title: '2027'}"),
        ("import", "due=2027-02-05", "{date: 2027-01-29, hard: true}", "{date: 2027-02-05, hard: true}"),
        ("schema", "finished=today", 'owner: "tomas"\n', 'owner: "tomas"\n        finished: 2026-11-27\n'),
        ("ui", "owner=ife", "  - id: ui\n", "  - id: ui\n    owner: ife\n"),
        ("core", "not_before=2026-12-01", "priority: must\n", "priority: must\n    not_before: 2026-12-01\n"),
        ("sandbox", "who=ravi", "blocks: api}", "blocks: api, who: ravi}"),
        ("sandbox", "answer=yes, from v3", "blocks: api}", "blocks: api, answer: 'yes, from v3'}"),
        ("sandbox", "badly=3d..10d", "blocks: api}", "blocks: api, badly: 3d..10d}"),
        ("sandbox", "chance=30%", "blocks: api}", "blocks: api, chance: 30%}"),
        ("sandbox", "by=2026-12-04", "blocks: api}", "blocks: api, by: 2026-12-04}"),
    ],
)
def test_one_value_changes_and_nothing_else(tmp_path: Path, task: str, word: str, old: str, new: str) -> None:
    assert PLAN.count(old) == 1
    assert edit(tmp_path, task, word) == PLAN.replace(old, new)


@pytest.mark.parametrize(
    ("task", "word", "old", "new"),
    [
        ("api", "after=schema", "[schema, import SS]", "[schema]"),
        ("api", "after=[schema, ui]", "[schema, import SS]", "[schema, ui]"),
        ("api", "after+=ui FF+1d", "[schema, import SS]", "[schema, import SS, ui FF+1d]"),
        ("api", "after+=schema", "[schema, import SS]", "[schema, import SS]"),
        ("api", "after-=import ss", "[schema, import SS]", "[schema]"),
        ("api", "after=", ", after: [schema, import SS]", ""),
        ("schema", "after=ui", "after: []", "after: [ui]"),
        ("ui", "after=schema,import", "  - id: ui\n", "  - id: ui\n    after: [schema, import]\n"),
        ("ui", "needs=[{skill: sql, people: 2}]", "  - id: ui\n", "  - id: ui\n    needs: [{skill: sql, people: 2}]\n"),
        ("ui", "items=#412,harbour#7", "  - id: ui\n", "  - id: ui\n    items: ['#412', harbour#7]\n"),
        ("import", "after+=api", "      - ui SS\n", "      - ui SS\n      - api\n"),
        ("import", "after-=ui SS", "      - ui SS\n", ""),
        ("import", "after=ui SS,api", "      - schema   # needs it\n", ""),
        ("sandbox", "blocks+=ui", "blocks: api}", "blocks: [api, ui]}"),
        ("sandbox", "blocks=ui", "blocks: api}", "blocks: [ui]}"),
    ],
)
def test_a_list_changes_by_the_items_that_differ(tmp_path: Path, task: str, word: str, old: str, new: str) -> None:
    assert PLAN.count(old) == 1
    changed = edit(tmp_path, task, word)

    expected = PLAN.replace(old, new)
    if word == "after=ui SS,api":
        expected = expected.replace("      - ui SS\n", "      - ui SS\n      - api\n")
    assert changed == expected


@pytest.mark.parametrize(
    ("task", "word", "old", "new"),
    [
        ("schema", "owner=", '        owner: "tomas"\n', ""),
        ("import", "due=", "    due: {date: 2027-01-29, hard: true}\n", ""),
        ("import", "estimate=", "  - estimate: 2d\n    id: import\n", "  - id: import\n"),
        ("ui", "owner=", "", ""),
        ("api", "estimate=", "estimate: 3d, ", ""),
    ],
)
def test_a_key_is_taken_out_with_its_line(tmp_path: Path, task: str, word: str, old: str, new: str) -> None:
    assert edit(tmp_path, task, word) == PLAN.replace(old, new)


def test_a_group_takes_its_own_keys_above_its_tasks(tmp_path: Path) -> None:
    plan = PLAN.replace("    priority: must\n", "")

    assert edit(tmp_path, "core", "priority=should", plan=plan) == plan.replace(
        "    title: 'The core'\n", "    title: 'The core'\n    priority: should\n"
    )


def test_several_keys_change_at_once_or_none(tmp_path: Path) -> None:
    changed = edit(tmp_path, "schema", "estimate=2d", "done=50%", "owner=")

    assert "estimate: 2d   # by Tomas" in changed
    assert "done: 50%" in changed
    assert "owner" not in changed
    with pytest.raises(UsageError):
        edit(tmp_path, "schema", "done=50%", "estimate=soon")
    assert (tmp_path / "plans" / "billing.yaml").read_text() == PLAN


def test_the_changes_are_told_with_their_lines(tmp_path: Path) -> None:
    found = done(tmp_path, "schema", "estimate=2d..5d", "owner=", "title=The schema")

    assert [(one.key, one.before, one.after, one.line) for one in found.changes] == [
        ("estimate", "1d..3d", "2d..5d", 10),
        ("owner", '"tomas"', None, 9),
        ("title", None, "The schema", 12),
    ]


def test_what_says_so_already_writes_nothing(tmp_path: Path) -> None:
    assert done(tmp_path, "schema", "estimate=1d..3d", "candidates=").changes == ()
    assert edit(tmp_path, "schema", "estimate=1d..3d") == PLAN


@pytest.mark.parametrize(
    ("task", "word", "said"),
    [
        ("schemas", "done=true", 'Did you mean "schema"?'),
        ("schema", "estmate=3d", 'Did you mean "estimate"?'),
        ("schema", "estimate=3", '"3" is no estimate'),
        ("schema", "estimate=5d..2d", "does not rise"),
        ("schema", "done=140%", "no share"),
        ("schema", "due=soon", "no date"),
        ("schema", "after=a b c", "no dependency"),
        ("schema", "owner+=ife", "is no list"),
        ("api", "after-=ui", "does not hold ui"),
        ("schema", "id=tables", "what others wait by"),
        ("schema", "tasks=x", "in your editor"),
        ("schema", "priority=high", "not among"),
    ],
)
def test_what_the_file_would_not_take_is_refused(tmp_path: Path, task: str, word: str, said: str) -> None:
    with pytest.raises(UsageError, match=r".*") as refused:
        edit(tmp_path, task, word)

    assert said in str(refused.value)
    assert (tmp_path / "plans" / "billing.yaml").read_text() == PLAN


@pytest.mark.parametrize("word", ["done", "=3", "Done=true", "a b=c", ""])
def test_what_is_no_change_is_refused(word: str) -> None:
    with pytest.raises(UsageError, match="no change"):
        asked_of(word)


def test_a_file_that_moved_underneath_is_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "plans" / "billing.yaml"
    file.parent.mkdir()
    file.write_text(PLAN)

    with pytest.raises(RecordsMoved):
        edit_plan(tmp_path, "billing", "ui", [asked_of("done=true")], seen="other", today=date(2026, 11, 27))

    assert file.read_text() == PLAN


def test_line_ends_and_the_mark_of_a_file_stay(tmp_path: Path) -> None:
    plan = "\ufeff" + PLAN.replace("\n", "\r\n")

    changed = edit(tmp_path, "ui", "estimate=2d", "after+=schema", plan=plan)

    assert changed == plan.replace("  - id: ui\r\n", "  - id: ui\r\n    estimate: 2d\r\n    after: [schema]\r\n")


def test_a_file_with_mistakes_elsewhere_is_edited_and_one_that_breaks_off_is_not(tmp_path: Path) -> None:
    wrong = PLAN.replace("priority: must", "priority: high")

    assert edit(tmp_path, "ui", "estimate=2d", plan=wrong).count("estimate: 2d") == 2
    with pytest.raises(EditImpossible):
        edit(tmp_path, "ui", "estimate=2d", plan=PLAN + "  - {id: [\n")


VALUES = st.text(alphabet=st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=20).filter(
    lambda text: text.strip() == text and not text.startswith("{")
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(VALUES, st.sampled_from(["core", "schema", "api", "import", "ui"]))
def test_any_title_reads_back_as_it_was_typed(tmp_path: Path, title: str, task: str) -> None:
    (tmp_path / "trimtab.yaml").write_text("version: 1\n")
    edit(tmp_path, task, f"title={title}")

    (plan,) = load(tmp_path).plans
    titles = {one.id: one.title for group, around in plan.leaves() for one in (*around, group)}
    assert titles[task] == title


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(
    st.lists(st.sampled_from(["schema", "api FF", "ui SS+1d", "sandbox"]), unique=True),
    st.sampled_from(["api", "import", "ui"]),
)
def test_any_list_of_links_reads_back_whatever_stood_there(tmp_path: Path, links: list[str], task: str) -> None:
    (tmp_path / "trimtab.yaml").write_text("version: 1\n")
    edit(tmp_path, task, f"after={','.join(links)}")

    (plan,) = load(tmp_path).plans
    (found,) = [one for one, _ in plan.leaves() if one.id == task]
    assert {(link.task, link.type) for link in found.after} == {
        (link.split(" ")[0], (link.split(" ")[1:] or ["FS"])[0][:2]) for link in links
    }
