"""Rules about who a plan counts on, and about dates that cannot be kept."""

from pathlib import Path

import pytest

from records.plan_text import codes, tasks, told

# People


@pytest.mark.parametrize(
    "rest",
    [
        "people: [tomas, nobody]",
        "unknowns: [{id: u, question: q, who: nobody, blocks: a}]",
        "contracts: [{id: k, provider: a, consumers: b, owner: nobody}]",
        "risks: [{id: r, event: e, chance: 10%, extra: 1d, hits: a, owner: nobody}]",
    ],
)
def test_whoever_is_named_has_a_file(team: Path, rest: str) -> None:
    assert codes(team, tasks("a", "b after: a SS") + rest + "\n") == ["unknown-person"]


def test_owners_and_candidates_have_files_too(team: Path) -> None:
    found = told(team, tasks("a owner: tomasz", "b after: a, candidates: [ife, nobody]"))

    assert [one.code for one in found] == ["unknown-person"] * 2
    assert 'did you mean "tomas"?' in found[0].hint


def test_the_lead_may_have_work_and_others_where_they_are_named(team: Path) -> None:
    plan = "people: [tomas]\n" + tasks("a owner: mara", "b after: a, owner: me", "c after: b, candidates: [tomas, ife]")

    assert codes(team, plan) == ["not-in-plan"]


@pytest.mark.parametrize(
    ("member", "code"),
    [
        ("{id: ife, share: 0}", "absent-person"),
        ("{id: ife, share: 0%}", "absent-person"),
        ("{id: ife, from: 2027-01-01, to: 2026-12-01}", "ends-before-it-begins"),
        ("{id: ife, from: 2026-12-25, to: 2026-12-27}", "absent-person"),  # Christmas and a weekend
        ("gone", "absent-person"),
        ("bot", "absent-person"),
        ("away", "absent-person"),
    ],
)
def test_whoever_is_counted_on_can_be_there(team: Path, member: str, code: str) -> None:
    (team / "people" / "gone.md").write_text("---\nleft: 2026-10-31\n---\n")
    (team / "people" / "bot.md").write_text("---\nbot: true\n---\n")
    (team / "people" / "away.md").write_text("---\nleave: [{from: 2026-11-01, to: 2027-02-01}]\n---\n")

    assert codes(team, f"deadline: 2027-01-29\npeople: [tomas, {member}]\n" + tasks("a", "b after: a")) == [code]


def test_an_absence_that_ends_in_time_is_none(team: Path) -> None:
    (team / "people" / "away.md").write_text("---\nleave: [{from: 2026-11-01, to: 2027-01-28}]\n---\n")

    assert codes(team, "deadline: 2027-01-29\npeople: [tomas, away]\n" + tasks("a", "b after: a")) == []


@pytest.mark.parametrize(
    ("other", "told"),
    [
        ("start: 2026-11-23\npeople: [{id: tomas, share: 50%}]", True),
        ("start: 2026-11-23\npeople: [{id: tomas, share: 40%}]", False),
        ("start: 2027-03-01\npeople: [{id: tomas, share: 50%}]", False),  # after the deadline of this one
        ("start: 2026-11-23\npeople: [{id: tomas, share: 50%, from: 2027-02-01}]", False),
        ("start: 2026-11-23\npeople: [tomas]", False),  # said by default, and not by anybody
    ],
)
def test_shares_at_the_same_time_make_no_more_than_all_of_it(team: Path, other: str, told: bool) -> None:
    (team / "plans" / "another.yaml").write_text(f"title: Another\n{other}\n")

    found = codes(team, "deadline: 2027-01-29\npeople: [{id: tomas, share: 60%}]\n" + tasks("a", "b after: a"))

    assert found == ["overbooked"] * told


def test_a_skill_that_only_others_have_is_told_with_their_names(team: Path) -> None:
    (wrong,) = told(team, "people: [ife]\n" + tasks("a needs: sql", "b after: a"))

    assert wrong.code == "missing-skill"
    assert "tomas" in wrong.hint


@pytest.mark.parametrize(
    "keys",
    [
        "needs: [{skill: sql, people: 2}]",
        "needs: 4",
        "needs: 2, owner: tomas",
        "needs: [python, python, sql], candidates: [tomas, ife]",
    ],
)
def test_no_task_needs_more_people_than_could_do_it(team: Path, keys: str) -> None:
    assert codes(team, tasks(f"a {keys}", "b after: a")) == ["too-few-people"]


# Dates


@pytest.mark.parametrize(
    ("plan", "code"),
    [
        ("deadline: 2026-11-20\n" + tasks("a", "b after: a"), "impossible-date"),
        (tasks("a due: 2026-11-20", "b after: a"), "impossible-date"),
        (tasks("a starts: 2026-11-20", "b after: a"), "impossible-date"),
        (tasks("a starts: 2026-12-01, not_before: 2026-12-02", "b after: a"), "impossible-date"),
        (tasks("a starts: 2026-12-02, due: 2026-12-01", "b after: a"), "impossible-date"),
        (tasks("a started: 2026-12-02, finished: 2026-12-01", "b after: a"), "ends-before-it-begins"),
        (tasks("a", "b after: a") + "milestones: [{id: m, after: b, due: 2026-11-20}]\n", "impossible-date"),
        (tasks("a starts: 2026-11-28", "b after: a"), "free-day"),  # a Saturday
        (tasks("a starts: 2026-12-25", "b after: a"), "free-day"),
    ],
)
def test_dates_that_contradict_each_other_are_told(team: Path, plan: str, code: str) -> None:
    assert codes(team, plan) == [code]


def test_an_owner_who_is_away_that_day_cannot_start_on_it(team: Path) -> None:
    (team / "people" / "ife.md").write_text("---\nleave: [{from: 2026-11-30, to: 2026-12-01}]\n---\n")

    (wrong,) = told(team, tasks("a starts: 2026-12-01, owner: ife", "b after: a, starts: 2026-12-02, owner: ife"))

    assert wrong.code == "free-day"
    assert "Wednesday 2026-12-02" in wrong.hint


@pytest.mark.parametrize(
    ("due", "late"),
    [
        ("2026-11-27", False),  # 5 days of work from Monday: Friday evening
        ("2026-11-26", True),
    ],
)
def test_a_date_is_too_early_when_the_lowest_estimates_already_pass_it(team: Path, due: str, late: bool) -> None:
    plan = (
        tasks("a estimate: 2d..9d", "b estimate: 3d..4d, after: a") + f"milestones: [{{id: m, after: b, due: {due}}}]\n"
    )

    assert codes(team, plan) == ["too-early"] * late


@pytest.mark.parametrize(
    ("link", "day"),
    [
        ("a", "Fri 2026-11-27"),  # 3 days, then 2
        ("a SS", "Tue 2026-11-24"),
        ("a SS+2d", "Thu 2026-11-26"),
        ("a FF+1d", "Thu 2026-11-26"),
        ("a +1d", "Mon 2026-11-30"),
        ("a -1d", "Thu 2026-11-26"),
    ],
)
def test_every_kind_of_link_counts_for_the_earliest_day(team: Path, link: str, day: str) -> None:
    (wrong,) = told(team, tasks("a estimate: 3d", f"b estimate: 2d, after: [{link}], due: 2026-11-23"))

    assert wrong.code == "too-early"
    assert day in wrong.message


def test_holidays_progress_and_releases_move_the_earliest_day(team: Path) -> None:
    # 8 days with half of them done are 4; from Wed 23 Dec on: 23, 24, then 28, 29 (25 and 26 are holidays in Sweden)
    (wrong,) = told(team, tasks("a estimate: 8d, done: 50%, not_before: 2026-12-23, due: 2026-12-24", "b after: a"))

    assert "Tue 2026-12-29" in wrong.message


def test_the_deadline_of_the_plan_is_held_against_its_longest_way(team: Path) -> None:
    (wrong,) = told(team, "deadline: 2026-11-25\n" + tasks("a estimate: 3d", "b estimate: 2d, after: a", "c after: a"))

    assert (wrong.code, wrong.span.line) == ("too-early", 3)
    assert "a -> b" in wrong.hint


def test_the_leads_own_leave_moves_no_date_of_the_team(team: Path) -> None:
    (team / "people" / "mara.md").write_text("---\nleave: [{from: 2026-11-23, to: 2026-12-31}]\n---\n")

    assert codes(team, tasks("a estimate: 3d", "b estimate: 2d, after: a, due: 2026-11-27")) == []
