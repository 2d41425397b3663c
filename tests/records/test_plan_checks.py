"""Rules about a whole plan: what they find, and what they leave alone."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from records.plan_text import codes, tasks, told


def test_a_whole_plan_has_no_complaint(team: Path) -> None:
    plan = tasks(
        "a owner: tomas", "b after: a, needs: [{skill: python, people: 2}]", "c after: [a, b SS+1d], due: 2026-12-04"
    )

    assert told(team, plan + "milestones: [{id: m, after: c, due: 2026-12-11}]\n") == []


# Names


def test_a_double_is_told_with_the_line_of_the_first(team: Path) -> None:
    (wrong,) = told(team, tasks("a", "b after: a", "a after: b"))

    assert (wrong.code, wrong.span.line) == ("duplicate-id", 6)
    assert "line 4" in wrong.message


@pytest.mark.parametrize("of", ["unknowns", "contracts", "milestones", "risks"])
def test_one_id_means_one_thing_across_all_kinds(team: Path, of: str) -> None:
    written = {
        "unknowns": "{id: a, question: why, who: tomas, blocks: b}",
        "contracts": "{id: a, provider: b, consumers: c}",
        "milestones": "{id: a, after: b}",
        "risks": "{id: a, event: x, chance: 10%, extra: 1d, hits: b}",
    }

    assert codes(team, tasks("a", "b after: a", "c after: a") + f"{of}: [{written[of]}]\n") == ["duplicate-id"]


def test_an_unknown_id_is_told_with_the_nearest(team: Path) -> None:
    (wrong,) = told(team, tasks("schema", "api after: schemas"))

    assert wrong.code == "unknown-task"
    assert 'did you mean "schema"?' in wrong.hint


def test_a_title_in_the_place_of_an_id_is_told_with_the_id(team: Path) -> None:
    (wrong,) = told(
        team, tasks("schema title: The schema", "api after: [{task: The schema}], tags: [x]", "b after: [api, schema]")
    )

    assert 'did you mean "schema"?' in wrong.hint


@pytest.mark.parametrize(
    "rest",
    [
        "unknowns: [{id: u, question: q, who: tomas, blocks: [a, nowhere]}]",
        "contracts: [{id: k, provider: nowhere, consumers: b}]",
        "contracts: [{id: k, provider: a, consumers: [b, nowhere], after: a2}]".replace(", after: a2", ""),
        "contracts: [{id: k, provider: a, consumers: b, integration: nowhere}]",
        "risks: [{id: r, event: e, chance: 10%, extra: 1d, hits: [a, nowhere]}]",
        "milestones: [{id: m, after: [b, nowhere]}]",
    ],
)
def test_an_id_is_looked_for_wherever_it_stands(team: Path, rest: str) -> None:
    assert codes(team, tasks("a", "b after: a SS") + rest + "\n") == ["unknown-task"]


def test_a_task_that_could_not_be_read_is_not_missed_as_well(team: Path) -> None:
    assert codes(team, tasks("Api estimate: 1d", "b after: Api", "c after: b")) == ["bad-id"]


def test_a_risk_is_nothing_to_wait_for(team: Path) -> None:
    plan = tasks("a", "b after: [a, r]") + "risks: [{id: r, event: e, chance: 10%, extra: 1d, hits: a}]\n"

    assert codes(team, plan) == ["unknown-task"]


# Circles


def test_a_circle_is_told_with_its_way(team: Path) -> None:
    (wrong,) = told(team, tasks("a after: c", "b after: a", "c after: b", "d after: c"))

    assert wrong.code == "circular-plan"
    assert "a -> b -> c -> a" in wrong.message


def test_each_knot_is_told_once(team: Path) -> None:
    plan = tasks("a after: [b, c]", "b after: a", "c after: b", "x after: [y, a]", "y after: x")

    assert codes(team, plan) == ["circular-plan", "circular-plan"]


def test_waiting_for_oneself_is_a_circle(team: Path) -> None:
    assert codes(team, tasks("a after: a", "b after: a")) == ["circular-plan"]


def test_a_circle_goes_through_groups(team: Path) -> None:
    plan = tasks("x after: [g]", "g tasks: [{id: a, estimate: 1d, after: [x]}, {id: b, estimate: 1d}]")

    (wrong,) = told(team, plan)

    assert wrong.code == "circular-plan"
    assert "x -> a -> g -> x" in wrong.message


def test_two_groups_after_each_other_are_a_circle(team: Path) -> None:
    plan = tasks("g after: h, tasks: [{id: a, estimate: 1d}]", "h after: g, tasks: [{id: b, estimate: 1d}]")

    assert codes(team, plan) == ["circular-plan"]


@pytest.mark.parametrize(
    "rest",
    [
        "milestones: [{id: m, after: b}]",
        "unknowns: [{id: m, question: q, who: tomas, blocks: a}]\nmilestones: [{id: n, after: m}]",
    ],
)
def test_a_way_through_milestones_and_unknowns_that_is_no_circle_is_left_alone(team: Path, rest: str) -> None:
    assert codes(team, tasks("a", "b after: a", "c after: m") + rest + "\n") == []


def test_a_circle_goes_through_milestones(team: Path) -> None:
    assert codes(team, tasks("a after: m", "b after: a") + "milestones: [{id: m, after: b}]\n") == ["circular-plan"]


def test_a_circle_goes_through_contracts(team: Path) -> None:
    # The contract waits for c, its consumer b for the contract, and c for b.
    plan = tasks("a", "b after: a SS", "c after: b") + "contracts: [{id: k, provider: a, consumers: b, after: c}]\n"

    assert codes(team, plan) == ["circular-plan"]


@pytest.mark.parametrize(("inner", "outer"), [("after: g", ""), ("after: top", ""), ("", ", after: a")])
def test_no_task_waits_for_its_own_group_nor_the_other_way(team: Path, inner: str, outer: str) -> None:
    leaves = f"[{{id: a, estimate: 1d, {inner}}}, {{id: b, estimate: 1d, after: a}}]"

    assert codes(team, tasks(f"top tasks: [{{id: g{outer}, tasks: {leaves}}}]")) == ["own-group"]


NAMES = [f"t{number}" for number in range(12)]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(st.sets(st.tuples(st.integers(0, 11), st.integers(0, 11)), max_size=24))
def test_links_that_only_go_forward_are_no_circle_and_a_link_back_is_one(
    team: Path, pairs: set[tuple[int, int]]
) -> None:
    forward = {(min(pair), max(pair)) for pair in pairs if pair[0] != pair[1]}
    after = {name: [NAMES[a] for a, b in sorted(forward) if NAMES[b] == name] for name in NAMES}
    text = tasks(*(f"{name} after: [{', '.join(after[name])}]" for name in NAMES))

    assert "circular-plan" not in codes(team, text)
    for a, b in sorted(forward)[:1]:
        back = {**after, NAMES[a]: [*after[NAMES[a]], NAMES[b]]}
        found = codes(team, tasks(*(f"{name} after: [{', '.join(back[name])}]" for name in NAMES)))
        assert found.count("circular-plan") == 1


def test_a_chain_of_thousands_is_walked_without_recursion(team: Path) -> None:
    chain = tasks("t0 after: t2999", *(f"t{number} after: t{number - 1}" for number in range(1, 3000)))

    (wrong,) = told(team, chain)

    assert wrong.code == "circular-plan"
    assert len(wrong.message) < 200


# Work


def test_a_group_has_no_work_of_its_own(team: Path) -> None:
    leaf = "[{id: a, estimate: 1d}]"

    assert codes(team, tasks(f"g estimate: 2w, remaining: 1w, done: 40%, tasks: {leaf}")) == ["group-with-work"] * 3
    assert codes(team, tasks(f"g owner: tomas, due: 2026-12-18, priority: should, tasks: {leaf}")) == []


def test_the_owner_of_a_group_does_what_nobody_else_is_named_for(team: Path) -> None:
    leaves = "[{id: a, estimate: 1d}, {id: b, estimate: 1d, after: a%s}]"

    assert codes(team, tasks(f"g owner: tomas, tasks: {leaves % ''}")) == ["group-owner"]
    assert codes(team, tasks(f"g owner: tomas, tasks: {leaves % ', owner: ife'}")) == []


def test_a_group_that_is_done_is_done_with_all_its_tasks(team: Path) -> None:
    assert (
        codes(team, tasks("g done: true, tasks: [{id: a, estimate: 9w, needs: cobol}]", "b after: a", "c after: b"))
        == []
    )


def test_a_plan_without_any_estimate_is_told_once(team: Path) -> None:
    plan = "tasks: [{id: a}, {id: b, after: a}, {id: c, after: b}]\n"

    assert codes(team, plan) == ["missing-estimate"]


def test_a_wrong_estimate_is_told_as_wrong_and_not_as_missing_too(team: Path) -> None:
    assert codes(team, tasks("a estimate: 1d", "b estimate: 3, after: a")) == ["bad-estimate"]
    assert codes(team, tasks("a estimate: 1d", "b estimate: 1d, after: a, remaining: much")) == ["bad-estimate"]
    assert codes(team, "tasks: [{id: a, estimate: 3..1d}, {id: b, after: a}]\n") == ["bad-estimate", "missing-estimate"]


def test_what_is_done_needs_no_estimate(team: Path) -> None:
    assert (
        codes(
            team,
            "tasks: [{id: a, done: true}, {id: b, after: a, finished: 2026-11-24}, {id: c, after: b, remaining: 1d}]\n",
        )
        == []
    )


@pytest.mark.parametrize(
    ("estimate", "large"),
    [("2d..5d", False), ("5d..15d", False), ("5d..16d", True), ("1d/10d/30d", False), ("1d/11d/12d", True), ("2w", False),
     ("100h", True)],
)  # fmt: skip
def test_a_leaf_is_large_when_it_likely_takes_over_two_weeks(team: Path, estimate: str, large: bool) -> None:
    # 5d..15d: the middle is 10 days, which is two weeks; 100 h are 12.5 days
    assert codes(team, tasks(f"a estimate: {estimate}", "b after: a")) == ["large-task"] * large


def test_what_is_left_of_a_large_task_is_what_counts(team: Path) -> None:
    assert codes(team, tasks("a estimate: 6w, remaining: 2d", "b after: a")) == []


def test_a_task_alone_among_linked_ones_is_told(team: Path) -> None:
    (wrong,) = told(team, tasks("a", "b after: a", "alone"))

    assert wrong.code == "orphan-task"
    assert "alone" in wrong.message


@pytest.mark.parametrize(
    "rest",
    [
        "milestones: [{id: m, after: alone}]",
        "unknowns: [{id: u, question: q, who: tomas, blocks: alone}]",
        "contracts: [{id: k, provider: alone, consumers: b}]",
    ],
)
def test_whatever_names_a_task_ties_it_in(team: Path, rest: str) -> None:
    assert codes(team, tasks("a", "b after: a SS", "alone") + rest + "\n") == []


def test_a_task_of_a_linked_group_is_not_alone(team: Path) -> None:
    assert (
        codes(
            team,
            "tasks: [{id: g, tasks: [{id: a, estimate: 1d}, {id: b, estimate: 1d}]}, {id: c, estimate: 1d, after: g}]\n",
        )
        == []
    )


def test_a_plan_without_links_has_no_orphans_and_one_with_few_is_told_once(team: Path) -> None:
    free = [f"t{number}" for number in range(9)]

    assert codes(team, tasks(*free)) == []
    assert codes(team, tasks("a", "b after: a", *free)) == ["orphan-task"]


def test_a_must_that_waits_for_a_could_is_upside_down(team: Path) -> None:
    plan = tasks("a priority: could", "b priority: should, after: a", "c after: b", "d priority: could, after: c")

    assert [(one.code, one.span.line) for one in told(team, plan)] == [("upside-down", 5), ("upside-down", 6)]


def test_a_group_hands_its_priority_down(team: Path) -> None:
    group = "g priority: could, tasks: [{id: a, estimate: 1d}, {id: b, estimate: 1d, priority: must}]"

    assert codes(team, tasks(group, "c after: g")) == ["upside-down"]
    assert "upside-down" not in codes(team, tasks(group, "c after: b"))


def test_what_is_done_turns_nothing_upside_down(team: Path) -> None:
    assert codes(team, tasks("a priority: could, done: true", "b after: a")) == []


# Unknowns, contracts, risks


def test_an_open_question_needs_somebody_and_something(team: Path) -> None:
    ties = tasks("a", "b after: a")

    assert codes(team, ties + "unknowns: [{id: u, question: q, blocks: b}]\n") == ["idle-unknown"]
    assert codes(team, ties + "unknowns: [{id: u, question: q, who: ife}]\n") == ["idle-unknown"]
    assert codes(team, ties + "unknowns: [{id: u, question: q}]\n") == ["idle-unknown"] * 2
    assert codes(team, ties + "unknowns: [{id: u, question: q, answer: yes it does}]\n") == []
    assert codes(team, tasks("a", "b after: [a, u]") + "unknowns: [{id: u, question: q, who: ife}]\n") == []


def test_a_contract_spares_the_consumer_the_provider(team: Path) -> None:
    contract = "contracts: [{id: k, provider: api, consumers: [ui]}]\n"

    assert codes(team, tasks("api", "ui after: api") + contract) == []
    assert codes(team, tasks("api", "client after: api", "ui after: client") + contract) == ["idle-contract"]
    assert codes(team, tasks("api", "ui", "client after: api", "x after: client FF") + contract) == []


def test_a_contract_with_oneself_or_after_the_work_is_idle(team: Path) -> None:
    ties = tasks("api", "ui after: api SS")

    assert codes(team, ties + "contracts: [{id: k, provider: api, consumers: [api, ui]}]\n") == ["idle-contract"]
    assert codes(team, ties + "contracts: [{id: k, provider: api, consumers: ui, after: api}]\n") == ["idle-contract"]


def test_a_contract_is_between_tasks(team: Path) -> None:
    plan = (
        tasks("a", "b after: a SS")
        + "milestones: [{id: m, after: b}]\ncontracts: [{id: k, provider: m, consumers: b}]\n"
    )

    assert "unknown-task" in codes(team, plan)


def test_a_risk_that_hits_nothing_is_told(team: Path) -> None:
    risk = "risks: [{id: r, event: e, chance: 10%, extra: 1d}]\n"

    assert codes(team, tasks("a", "b after: a") + risk) == ["idle-risk"]


def test_all_is_told_in_one_pass_in_the_order_of_the_text(team: Path) -> None:
    plan = (
        "deadline: 2026-11-20\npeople: [tomas, nobody]\n"
        + tasks("a estimate: 3, after: c", "b owner: who, after: a", "c after: b, needs: cobol", "c after: nowhere")
        + "unknowns: [{id: u, question: q}]\nrisks: [{id: r, event: e, chance: 2, extra: 1d}]\n"
    )

    found = told(team, plan)

    assert [one.span for one in found] == sorted(one.span for one in found)
    assert {one.code for one in found} >= {
        "impossible-date", "unknown-person", "bad-estimate", "circular-plan", "missing-skill", "duplicate-id",
        "unknown-task", "idle-unknown", "missing-key",
    } - {"missing-key"}  # fmt: skip


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(st.text(alphabet=st.sampled_from("abc:,-[]{}'\n 123dh.%#FS>"), max_size=200))
def test_no_text_makes_the_rules_fall(team: Path, text: str) -> None:
    told(team, "tasks:\n  - id: a\n" + text)
