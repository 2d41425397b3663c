"""A plan's file is read with its places: short forms, nested tasks, and whatever is right beside what is wrong."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trimtab.records import load
from trimtab.records._plan_reading import plan_from
from trimtab.records._plan_words import id_from
from trimtab.records._text import Text
from trimtab.records.plan import Dependency, Estimate, ItemName, Lag, Plan, PlanTask, Span, item_name

HEAD = "title: Billing\nstart: 2026-11-23\n"


def read(text: str) -> tuple[Plan, list[str]]:
    plan, wrong = plan_from(Text("plans/billing.yaml", HEAD + text))
    assert plan is not None
    return plan, [one.code for one in wrong]


def task(written: str) -> PlanTask:
    plan, wrong = read(f"tasks: [{{id: x, {written}}}]\n")
    assert wrong == []
    return plan.tasks[0]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("3d", Estimate(Span(3, "d"), Span(3, "d"))),
        ("4 hours", Estimate(Span(4, "h"), Span(4, "h"))),
        ("30min", Estimate(Span(0.5, "h"), Span(0.5, "h"))),
        ("2d..5d", Estimate(Span(2, "d"), Span(5, "d"))),
        ("2-5d", Estimate(Span(2, "d"), Span(5, "d"))),
        ("4h..1w", Estimate(Span(4, "h"), Span(1, "w"))),
        ("1/2/4d", Estimate(Span(1, "d"), Span(4, "d"), Span(2, "d"))),
    ],
)
def test_an_estimate_is_read_in_each_of_its_forms(written: str, meant: Estimate) -> None:
    assert task(f"estimate: {written}").estimate == meant


@pytest.mark.parametrize("written", ["5d..2d", "4d/2d/8d", "0d..3d", "0h", "30000h", "99999999999d", "1d..2d..3d"])
def test_an_estimate_that_cannot_be_meant_is_refused_at_its_place(written: str) -> None:
    plan, wrong = plan_from(Text("plans/billing.yaml", f"{HEAD}tasks: [{{id: x, estimate: {written}}}]\n"))

    assert [(one.code, str(one.span)) for one in wrong] == [("bad-estimate", "plans/billing.yaml:3:27")]
    assert plan is not None
    assert plan.tasks[0].estimate is None


def test_a_week_is_five_days_of_the_teams_length() -> None:
    # 1.5 weeks of five days of 7.5 hours: 56.25 hours
    assert Span(1.5, "w").hours(7.5) == 56.25


AMOUNTS = st.integers(1, 400).map(lambda quarter: quarter / 4)


@given(st.lists(AMOUNTS, min_size=1, max_size=3), st.sampled_from("hdw"))
def test_an_estimate_reads_back_from_how_it_is_shown(amounts: list[float], unit: str) -> None:
    low, *rest = sorted(amounts)
    likely = Span(rest[0], unit) if len(rest) == 2 else None  # type: ignore[arg-type]  # one of the three letters
    high = Span((rest or [low])[-1], unit)  # type: ignore[arg-type]  # as above
    estimate = Estimate(Span(low, unit), high, likely)  # type: ignore[arg-type]  # as above

    assert task(f"estimate: {estimate}").estimate == estimate


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("schema", Dependency(task="schema")),
        ("schema SS", Dependency(task="schema", type="SS")),
        ("schema ss+1d", Dependency(task="schema", type="SS", lag=Lag(1, "d"))),
        ("schema FF - 2 h", Dependency(task="schema", type="FF", lag=Lag(-2, "h"))),
        ("schema+1d", Dependency(task="schema", lag=Lag(1, "d"))),
        ("phase-2", Dependency(task="phase-2")),
        ("phase-2d", Dependency(task="phase-2d")),
        ("phase-2 -1d", Dependency(task="phase-2", lag=Lag(-1, "d"))),
        ("{task: schema, type: SF, lag: -1d}", Dependency(task="schema", type="SF", lag=Lag(-1, "d"))),
    ],
)
def test_a_dependency_is_read_in_each_of_its_forms(written: str, meant: Dependency) -> None:
    assert task(f"after: [{written}]").after == (meant,)


@pytest.mark.parametrize("written", ["schema XX", "schema api", "'schema, api'", "''", "schema +2x"])
def test_what_is_no_dependency_is_refused(written: str) -> None:
    plan, (wrong,) = read(f"tasks: [{{id: x, after: [schema, {written}]}}]\n")

    assert wrong in {"bad-link", "bad-estimate"}
    assert [link.task for link in plan.tasks[0].after] == ["schema"] or wrong == "bad-estimate"


@pytest.mark.parametrize(
    ("written", "meant"), [("true", True), ("false", False), ("40%", 0.4), ("0.4", 0.4), ("1", 1.0)]
)
def test_how_much_is_done_is_a_word_or_a_share(written: str, meant: float) -> None:
    assert task(f"done: {written}").done == meant
    assert task(f"done: {written}").is_done is (meant == 1)


@pytest.mark.parametrize("written", ["done: 40", "done: 140%", "done: yes", "confidence: 100%", "confidence: 5%"])
def test_a_share_that_is_none_is_refused_once(written: str) -> None:
    _, wrong = read(f"tasks: [{{id: x, {written}}}]\n")

    assert wrong == ["bad-share"]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("'#412'", "#412"),
        ("412", "#412"),
        ("harbour#412", "harbour#412"),
        ("owner/name#412", "owner/name#412"),
        ("https://github.com/owner/name/pull/412#discussion", "github.com/owner/name#412"),
        ("https://git.example.org/group/sub/name/-/issues/7", "git.example.org/group/sub/name#7"),
    ],
)
def test_an_item_has_one_name_however_it_is_written(written: str, meant: str) -> None:
    assert task(f"items: [{written}]").items == (meant,)


def test_an_item_belongs_to_the_trackers_whose_name_ends_as_it_says() -> None:
    tracker = "github.com/harbour/ledger"

    assert item_name("#412").is_of(tracker)
    assert item_name("ledger#412").is_of(tracker)
    assert item_name("Harbour/Ledger#412").is_of(tracker)
    assert not item_name("edger#412").is_of(tracker)
    assert item_name("ledger#412") == ItemName(412, "ledger")


def test_every_nested_task_knows_its_place() -> None:
    plan, wrong = read(
        "tasks:\n  - id: core\n    tasks:\n      - {id: a, after: b SS}\n      - id: c\n        needs: sql\n"
    )
    (a, around), (c, _) = plan.leaves()

    assert wrong == []
    assert str(a.span_of("id")) == "plans/billing.yaml:6:14"
    assert str(a.after[0].span_of("task")) == "plans/billing.yaml:6:24"
    assert str(c.needs[0].span_of("skill")) == "plans/billing.yaml:8:16"
    assert [group.id for group in around] == ["core"]


def test_leaves_come_in_the_order_written() -> None:
    plan, _ = read("tasks: [{id: a, tasks: [{id: b, tasks: [{id: c}]}, {id: d}]}, {id: e}]\n")

    assert [(leaf.id, [one.id for one in around]) for leaf, around in plan.leaves()] == [
        ("c", ["a", "b"]),
        ("d", ["a"]),
        ("e", []),
    ]


def test_what_is_right_is_used_beside_what_is_wrong() -> None:
    plan, wrong = read(
        "deadline: soon\nlead: {coding: 30, critical: maybe}\n"
        "tasks:\n  - {id: a, estimate: 3, owner: [x], due: 2026-02-30, estmate: 2d, title: A}\n  - {title: no id}\n  - {id: b}\n"
    )

    assert [one.id for one in plan.tasks] == ["a", "b"]
    assert plan.tasks[0].title == "A"
    assert wrong == ["bad-date", "bad-share", "wrong-value", "bad-estimate", "wrong-type", "bad-date", "unknown-key",
                     "missing-key"]  # fmt: skip


def put(folder: Path, **files: str) -> None:
    (folder / "plans").mkdir(exist_ok=True)
    (folder / "trimtab.yaml").write_text("version: 1\n")
    for name, text in files.items():
        (folder / "plans" / f"{name}.yaml").write_text(text)


def test_plans_are_read_by_name_with_their_hashes(tmp_path: Path) -> None:
    put(tmp_path, ui=HEAD.replace("Billing", "UI"), billing=HEAD)

    found = load(tmp_path)

    assert [(plan.id, plan.title, plan.file) for plan in found.plans] == [
        ("billing", "Billing", "plans/billing.yaml"),
        ("ui", "UI", "plans/ui.yaml"),
    ]
    assert found.plan("Billing") == found.plans[0]
    assert set(found.hashes) == {"trimtab.yaml", "plans/billing.yaml", "plans/ui.yaml"}


@pytest.mark.parametrize("name", ["Billing.yaml", "billing.yml", "two words.yaml"])
def test_a_file_by_another_name_is_said_and_not_used(tmp_path: Path, name: str) -> None:
    put(tmp_path)
    (tmp_path / "plans" / name).write_text(HEAD)

    found = load(tmp_path)

    assert found.plans == ()
    assert [one.code for one in found.diagnostics] == ["bad-file-name"]


def test_the_files_of_editors_and_the_history_are_no_plans(tmp_path: Path) -> None:
    put(tmp_path)
    for name in (".billing.yaml.swp", "#billing.yaml#", "billing.yaml~", ".hidden.yaml", "notes.md"):
        (tmp_path / "plans" / name).write_text("x")
    (tmp_path / "plans" / ".history" / "billing").mkdir(parents=True)

    assert load(tmp_path).diagnostics == ()


@pytest.mark.parametrize(
    ("text", "code"),
    [("", "empty-file"), ("- a\n", "wrong-type"), ("title: x\n", "missing-key"), ("<<<<<<< ours\n", "merge-conflict")],
)
def test_a_file_that_is_no_plan_costs_itself_alone(tmp_path: Path, text: str, code: str) -> None:
    put(tmp_path, bad=text, good=HEAD)

    found = load(tmp_path)

    assert [plan.id for plan in found.plans] == ["good"]
    assert [one.code for one in found.diagnostics] == [code]
    assert found.errors_in("plans/bad.yaml") == 1
    assert found.errors_in("plans/good.yaml") == 0


def test_a_plan_without_a_start_is_checked_all_the_same(tmp_path: Path) -> None:
    put(tmp_path, billing="title: x\ntasks: [{id: a, estimate: 3d, after: b}]\n")

    assert sorted(one.code for one in load(tmp_path).diagnostics) == ["missing-key", "unknown-task"]


def test_a_plan_that_breaks_off_within_its_tasks_has_none_rather_than_half(tmp_path: Path) -> None:
    put(tmp_path, billing=HEAD + "tasks:\n  - {id: a, estimate: 3d}\n  - {id: b\n")

    found = load(tmp_path)

    assert [one.code for one in found.diagnostics][:1] == ["yaml-syntax"]
    assert found.plans[0].title == "Billing"
    assert found.plans[0].tasks == ()


def test_a_deadline_may_be_wished_or_hard() -> None:
    wished, _ = read("deadline: 2027-02-26\n")
    hard, _ = read("deadline: {date: 2027-02-26, hard: true}\n")

    assert wished.deadline is not None
    assert hard.deadline is not None
    assert (wished.deadline.day, wished.deadline.hard) == (date(2027, 2, 26), False)
    assert hard.deadline.hard


@given(st.text())
def test_an_id_made_from_words_is_an_id_or_nothing(words: str) -> None:
    made = id_from(words)

    assert not made or task(f"tags: [a], title: x, owner: t, candidates: [{made!r}]").candidates == (made,)
    assert all(one.isascii() and (one.isalnum() or one == "-") for one in made)


def test_an_id_keeps_the_letters_below_accents() -> None:
    assert id_from("Überarbeitung: die Rechnung (v2)") == "uberarbeitung-die-rechnung-v2"
