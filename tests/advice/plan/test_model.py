"""From a plan's text to whole numbers, by hand: a day is eight hours, 32 slots, from Monday 23 November 2026 on."""

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from textwrap import indent

import pytest

from builders_plan import DAY, MONDAY, workspace
from trimtab.advice.plan import Model, model
from trimtab.errors import UsageError
from trimtab.planning.critical import critical_path
from trimtab.planning.problem import Candidate, Link

HEAD = "title: Billing\nstart: 2026-11-23\n"


def _model(
    folder: Path,
    plan: str,
    *,
    as_of: datetime = MONDAY,
    closed: Mapping[str, bool] | None = None,
    without: tuple[tuple[str, str], ...] = (),
    **people: str,
) -> Model:
    records = workspace(folder, HEAD + plan, **(people or {"tomas": "", "ife": ""}))
    found = records.plan("billing")
    assert found is not None
    return model(found, records, as_of=as_of, closed=closed, without=without)


def _tasks(*lines: str) -> str:
    return "people: [tomas, ife]\ntasks:\n" + indent("\n".join(f"- {{{line}}}" for line in lines), "  ") + "\n"


def _links(made: Model) -> set[tuple[str, str, str, int]]:
    names = [piece.id for piece in made.tasks]
    return {(names[one.before], names[one.after], one.kind, one.lag) for one in made.problem.links}


def test_a_task_is_its_expected_work_by_whoever_is_there(tmp_path: Path) -> None:
    made = _model(tmp_path, _tasks("id: ledger, estimate: 2d"))

    assert made.problem.tasks[0].roles == ((Candidate(0, 2 * DAY), Candidate(1, 2 * DAY)),)
    assert [one.name for one in made.workers] == ["Tomas", "Ife"]
    assert made.axis.start_of(0) == datetime(2026, 11, 23, 8, tzinfo=UTC)
    assert made.tasks[0].line == "plans/billing.yaml:5"


@pytest.mark.parametrize(
    ("estimate", "slots"),
    # The likeliest; the geometric middle of 2 and 8 days, 4; of 2 and 4 hours, 2.83 hours or 11.3 slots, rounded up.
    [("1d/2d/6d", 2 * DAY), ("2d..8d", 4 * DAY), ("2h..4h", 12), ("10min", 1)],
)
def test_of_a_range_the_middle_is_counted(tmp_path: Path, estimate: str, slots: int) -> None:
    made = _model(tmp_path, _tasks(f"id: ledger, estimate: {estimate}"))

    assert made.tasks[0].slots == slots


def test_a_task_without_an_estimate_is_taken_as_the_median_of_the_others_and_that_is_said(tmp_path: Path) -> None:
    made = _model(tmp_path, _tasks("id: a, estimate: 1d", "id: b, estimate: 3d", "id: c, estimate: 2d", "id: d"))

    assert made.tasks[3].slots == 2 * DAY
    assert made.notes == ("d is without an estimate: 2 days are assumed, the median of the others",)


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (["id: a"], "a is without an estimate: 1 day is assumed"),
        (["id: a", "id: b"], "2 tasks are without an estimate: 1 day each is assumed"),
    ],
)
def test_what_is_assumed_is_said_in_words_that_fit_the_number(lines: list[str], said: str, tmp_path: Path) -> None:
    assert _model(tmp_path, _tasks(*lines)).notes == (said,)


def test_what_waits_for_a_group_waits_for_all_of_it_and_a_group_waits_with_all_of_it(tmp_path: Path) -> None:
    made = _model(
        tmp_path,
        """
people: [tomas]
tasks:
  - {id: schema, estimate: 1d}
  - id: api
    after: [schema]
    tasks:
      - {id: read, estimate: 1d}
      - {id: write, estimate: 2d}
  - {id: ship, estimate: 1d, after: [api]}
""",
    )

    assert _links(made) == {
        ("schema", "read", "FS", 0),
        ("schema", "write", "FS", 0),
        ("read", "api", "FS", 0),
        ("write", "api", "FS", 0),
        ("api", "ship", "FS", 0),
    }
    assert [piece.kind for piece in made.tasks] == ["task", "task", "task", "task", "group"]
    assert made.tasks[1].around == ("api",)


def test_kinds_of_link_and_lags_are_kept(tmp_path: Path) -> None:
    made = _model(tmp_path, _tasks("id: a, estimate: 1d", "id: b, estimate: 1d, after: [a SS+4h]",
                                   "id: c, estimate: 1d, after: [a FF-1d, b FS+2d]"))  # fmt: skip

    assert _links(made) == {("a", "b", "SS", 16), ("a", "c", "FF", -DAY), ("b", "c", "FS", 2 * DAY)}


CONTRACT = """
people: [tomas, ife]
tasks:
  - {id: schema, estimate: 1d}
  - {id: ledger-api, estimate: 10d, owner: tomas, after: [schema]}
  - {id: billing-ui, estimate: 6d, owner: ife, after: [ledger-api, schema]}
  - {id: end-to-end, estimate: 1d}
contracts:
  - {id: invoice-json, provider: ledger-api, consumers: [billing-ui], estimate: 1d, owner: tomas, after: [schema]%s}
"""


def test_a_consumer_waits_for_the_contract_instead_of_the_provider(tmp_path: Path) -> None:
    made = _model(tmp_path, CONTRACT % ", integration: end-to-end")

    assert _links(made) == {
        ("schema", "ledger-api", "FS", 0),
        ("schema", "billing-ui", "FS", 0),
        ("schema", "invoice-json", "FS", 0),
        ("invoice-json", "billing-ui", "FS", 0),
        ("billing-ui", "end-to-end", "FS", 0),
        ("ledger-api", "end-to-end", "FS", 0),
    }
    # 1 + 10 + 1 instead of 1 + 10 + 6 days.
    assert critical_path(made.problem).length == 12 * DAY


def test_without_an_integration_a_consumer_ends_no_earlier_than_the_provider(tmp_path: Path) -> None:
    made = _model(tmp_path, CONTRACT % "")

    assert ("ledger-api", "billing-ui", "FF", 0) in _links(made)
    assert ("ledger-api", "billing-ui", "FS", 0) not in _links(made)


def test_a_contract_that_is_agreed_holds_nobody_up(tmp_path: Path) -> None:
    made = _model(tmp_path, CONTRACT % ", agreed: 2026-11-20")

    assert "invoice-json" in made.gone
    assert not any("invoice-json" in link[:2] for link in _links(made))


def test_a_contract_without_an_owner_is_written_by_whoever_could_do_what_it_stands_for(tmp_path: Path) -> None:
    made = _model(tmp_path, (CONTRACT % "").replace("1d, owner: tomas", "1d"))

    # That is Tomas alone, who owns the provider.
    assert made.problem.tasks[made.at["invoice-json"]].roles == ((Candidate(0, DAY),),)


def test_an_unknown_is_answered_on_its_day_and_holds_up_what_it_blocks(tmp_path: Path) -> None:
    made = _model(
        tmp_path,
        _tasks("id: refunds, estimate: 1d", "id: docs, estimate: 1d, after: [sandbox]")
        + "unknowns:\n  - {id: sandbox, question: Refunds?, by: 2026-11-25, blocks: [refunds]}\n",
    )

    # Three days are over at the end of Wednesday.
    assert made.problem.tasks[made.at["sandbox"]].release == 3 * DAY
    assert _links(made) == {("sandbox", "refunds", "FS", 0), ("sandbox", "docs", "FS", 0)}


def test_an_answer_frees_what_hung_on_the_question(tmp_path: Path) -> None:
    made = _model(
        tmp_path,
        _tasks("id: refunds, estimate: 1d")
        + "unknowns:\n  - {id: sandbox, question: Refunds?, by: 2026-11-25, blocks: [refunds], answer: yes it does}\n",
    )

    assert [piece.id for piece in made.tasks] == ["refunds"]
    assert not made.problem.links


def test_milestones_take_no_time_and_a_deadline_ends_everything(tmp_path: Path) -> None:
    made = _model(
        tmp_path,
        "deadline: {date: 2026-12-04, hard: true}\n"
        + _tasks("id: a, estimate: 1d", "id: b, estimate: 1d")
        + "milestones:\n  - {id: beta, after: [a], due: 2026-11-24}\n",
    )
    beta, end = made.problem.tasks[made.at["beta"]], made.problem.tasks[made.at["billing"]]

    assert (beta.duration, beta.due) == (0, 2 * DAY)
    assert (end.duration, end.due) == (0, 10 * DAY)
    assert end.weight > beta.weight
    assert _links(made) == {("a", "beta", "FS", 0), ("beta", "billing", "FS", 0), ("b", "billing", "FS", 0)}


def test_what_is_below_the_cut_is_left_out(tmp_path: Path) -> None:
    made = _model(
        tmp_path,
        "cut: should\n"
        + _tasks(
            "id: a, estimate: 1d",
            "id: b, estimate: 1d, priority: should",
            "id: c, estimate: 1d, after: [b]",
            "id: d, estimate: 1d, priority: could",
        ),
    )

    assert [piece.id for piece in made.tasks] == ["a", "c"]
    assert not made.problem.links
    assert made.gone["b"].why == "cut"


def test_what_is_done_takes_no_time_and_what_is_half_done_half_of_it(tmp_path: Path) -> None:
    made = _model(
        tmp_path,
        _tasks(
            "id: a, estimate: 4d, done: true",
            "id: b, estimate: 4d, done: 75%, after: [a]",
            "id: c, estimate: 4d, remaining: 2d",
            "id: d, estimate: 4d, finished: 2026-11-20",
        ),
    )

    assert {piece.id: piece.slots for piece in made.tasks} == {"b": DAY, "c": 2 * DAY}
    assert set(made.gone) == {"a", "d"}


def test_a_day_in_the_future_has_not_come(tmp_path: Path) -> None:
    made = _model(tmp_path, _tasks("id: a, estimate: 4d, finished: 2026-11-25"), as_of=MONDAY)

    assert [piece.slots for piece in made.tasks] == [4 * DAY]


def test_closed_items_are_work_that_is_done(tmp_path: Path) -> None:
    plan = _tasks("id: a, estimate: 4d, items: ['#1', '#2']", "id: b, estimate: 4d, items: ['#1', '#3']")

    made = _model(tmp_path, plan, closed={"#1": True, "#2": True, "#3": False})

    assert set(made.gone) == {"a"}
    assert made.tasks[0].slots == 2 * DAY


def test_a_plan_that_is_under_way_begins_now(tmp_path: Path) -> None:
    # Thursday noon in Rome is 11:00 UTC: slot 0 is then.
    noon = datetime(2026, 11, 26, 11, tzinfo=UTC)
    made = _model(tmp_path, _tasks("id: a, estimate: 2d", "id: b, estimate: 1d, not_before: 2026-11-27"), as_of=noon)

    assert made.axis.origin == noon
    # Five hours of Thursday are left.
    assert made.problem.tasks[1].release == 20


def test_the_rest_of_a_lag_behind_what_is_over_is_still_waited_for(tmp_path: Path) -> None:
    # It ended on Friday; a lag of three days ends on Wednesday evening.
    made = _model(
        tmp_path, _tasks("id: a, estimate: 1d, finished: 2026-11-20", "id: b, estimate: 1d, after: [a FS+3d]")
    )

    assert made.problem.tasks[0].release == 3 * DAY


def test_work_that_has_begun_waits_for_nothing_before_it_and_comes_first(tmp_path: Path) -> None:
    made = _model(
        tmp_path,
        _tasks(
            "id: a, estimate: 1d",
            "id: b, estimate: 1d, after: [a], started: 2026-11-20",
            "id: c, estimate: 1d, after: [b SS+1d]",
        ),
    )

    assert not made.problem.links
    assert made.problem.tasks[1].rank < made.problem.tasks[0].rank


def test_a_task_that_must_begin_on_a_day_begins_when_the_first_can(tmp_path: Path) -> None:
    late = "hours: {mon-fri: 11:00-17:00}\n"
    made = _model(tmp_path, "people: [tomas, ife]\ntasks:\n  - {id: a, estimate: 1d, owner: ife, starts: 2026-11-24}\n",
                  tomas="", ife=late)  # fmt: skip

    # Tuesday begins at slot 32; Ife two hours later.
    assert made.problem.tasks[0].start == DAY + 8


def test_a_task_that_must_begin_on_a_sunday_is_an_obstacle(tmp_path: Path) -> None:
    made = _model(tmp_path, _tasks("id: a, estimate: 1d, starts: 2026-11-29"))

    assert "a must begin on Sun 29 Nov, when nobody who could do it works" in str(made.obstacles[0])


def test_people_have_their_share_their_days_and_their_leave(tmp_path: Path) -> None:
    made = _model(
        tmp_path,
        "people: [{id: tomas, share: 50%, from: 2026-11-24}, {id: ife, to: 2026-11-26}]\n"
        "tasks:\n  - {id: a, estimate: 1d}\n",
        tomas="",
        ife="leave:\n  - {from: 2026-11-24, to: 2026-11-24}\n",
    )

    assert made.problem.people[0].pace == ((0, 0), (DAY, 500))
    assert made.problem.people[1].pace == ((0, 1000), (DAY, 0), (2 * DAY, 1000), (4 * DAY, 0))


def test_everybody_with_a_file_works_on_a_plan_that_names_nobody(tmp_path: Path) -> None:
    made = _model(
        tmp_path, "tasks:\n  - {id: a, estimate: 1d}\n",
        tomas="", jun="left: 2026-10-30\n", robot="bot: true\n", dana="left: 2026-11-27\n",
    )  # fmt: skip

    assert [one.id for one in made.workers] == ["dana", "mara", "tomas"]


def test_the_lead_works_with_the_share_the_plan_says_else_with_that_of_the_stance(tmp_path: Path) -> None:
    plan = "people: [mara, tomas]\ntasks:\n  - {id: a, estimate: 1d}\n"

    assert _model(tmp_path, "lead: {coding: 30%}\n" + plan, tomas="").problem.people[0].pace == ((0, 300),)

    settings = "version: 1\nme: mara@harbour.example\nzone: Europe/Rome\nstance: 10/30/30/30\n"
    records = workspace(tmp_path, HEAD + plan, settings=settings, tomas="")
    found = records.plan("billing")
    assert found is not None
    made = model(found, records, as_of=MONDAY)
    assert made.problem.people[0].pace == ((0, 100),)
    assert made.lead == 0


def test_needs_become_roles_of_those_with_the_skill(tmp_path: Path) -> None:
    made = _model(
        tmp_path,
        "people: [tomas, ife, ravi]\ntasks:\n  - {id: a, estimate: 1d, needs: [python, {skill: sql, people: 2}]}\n",
        tomas="skills: [Python, sql]\n",
        ife="skills: [sql]\n",
        ravi="skills: [SQL]\n",
    )
    both = (Candidate(0, DAY), Candidate(1, DAY), Candidate(2, DAY))

    assert made.problem.tasks[0].roles == ((Candidate(0, DAY),), both, both)


def test_an_owner_fills_the_role_they_have_the_skill_for_and_candidates_bound_the_rest(tmp_path: Path) -> None:
    made = _model(
        tmp_path,
        "people: [tomas, ife, ravi]\ntasks:\n"
        "  - {id: a, estimate: 1d, owner: ife, needs: [python, sql]}\n"
        "  - {id: b, estimate: 1d, candidates: [ravi, tomas]}\n",
        tomas="skills: [python]\n",
        ife="skills: [sql]\n",
        ravi="skills: [python]\n",
    )

    assert made.problem.tasks[0].roles == ((Candidate(0, DAY), Candidate(2, DAY)), (Candidate(1, DAY),))
    assert [one.person for one in made.problem.tasks[1].roles[0]] == [2, 0]


def test_who_shall_not_do_a_task_is_no_candidate_unless_there_is_no_other(tmp_path: Path) -> None:
    plan = _tasks("id: a, estimate: 1d", "id: b, estimate: 1d, owner: ife")
    made = _model(tmp_path, plan, without=(("a", "ife"), ("b", "ife")))

    assert [one.person for one in made.problem.tasks[0].roles[0]] == [0]
    assert [one.person for one in made.problem.tasks[1].roles[0]] == [1]


@pytest.mark.parametrize(
    ("task", "said"),
    [
        ("needs: [cobol]", "a needs cobol, and none of Tomas and Ife has it"),
        ("needs: [{skill: sql, people: 2}]", "a needs 2 people at once, and only Ife can do it"),
        ("owner: jun", "Jun is not there long enough to do a"),
    ],
)
def test_what_nobody_can_do_is_said_with_names_and_place(tmp_path: Path, task: str, said: str) -> None:
    made = _model(
        tmp_path, _tasks(f"id: a, estimate: 3d, {task}"), tomas="", ife="skills: [sql]\n", jun="left: 2026-11-24\n"
    )

    assert said in str(made.obstacles[0])
    assert str(made.obstacles[0]).startswith("plans/billing.yaml:5: ")
    with pytest.raises(UsageError, match="there is no schedule"):
        made.must_be_possible()
    # A plan that cannot be scheduled can be shown all the same.
    assert critical_path(made.problem).length == 3 * DAY


def test_a_cycle_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"plans/billing.yaml: a cycle: (a -> b -> a|b -> a -> b)"):
        _model(tmp_path, _tasks("id: a, estimate: 1d, after: [b]", "id: b, estimate: 1d, after: [a]"))


def test_a_plan_without_people_says_so(tmp_path: Path) -> None:
    records = workspace(tmp_path, HEAD + "tasks:\n  - {id: a, estimate: 1d}\n", mara="left: 2025-01-01\n")
    found = records.plan("billing")
    assert found is not None

    assert "no people" in str(model(found, records, as_of=MONDAY).obstacles[0])


def test_adding_a_link_twice_keeps_the_longer_lag(tmp_path: Path) -> None:
    made = _model(tmp_path, _tasks("id: a, estimate: 1d", "id: b, estimate: 1d, after: [a, a FS+1d]"))

    assert made.problem.links == (Link(0, 1, "FS", DAY),)
