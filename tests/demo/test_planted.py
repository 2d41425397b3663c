"""Each planted truth is read off git itself: it is there, and it is gone once it is left out."""

from collections import Counter
from collections.abc import Callable
from datetime import date
from statistics import median

import pytest

from demo.reading import BOTS, FORMATTING, YEAR_AGO, Commit, Log, hours_by_week, sessions
from trimtab.demo import PLANTED

LAST_WEEK = date(2026, 11, 9)
TRUTHS: dict[str, Callable[[Log], bool]] = {}
NAMES = [planted.id for planted in PLANTED if planted.seen_in == "history"]


def truth(name: str) -> Callable[[Callable[[Log], bool]], Callable[[Log], bool]]:
    def keep(holds: Callable[[Log], bool]) -> Callable[[Log], bool]:
        TRUTHS[name] = holds
        return holds

    return keep


def of(who: str, commits: list[Commit]) -> list[Commit]:
    return [commit for commit in commits if commit.who == who]


def lead_hours(log: Log, first: str, last: str) -> list[float]:
    weeks = hours_by_week(of("mara", log.people()))
    return [hours for week, hours in weeks.items() if first <= week <= last]


@truth("drift")
def lead_codes_half_of_what_she_did(log: Log) -> bool:
    before, after = lead_hours(log, "2026-W06", "2026-W36"), lead_hours(log, "2026-W37", "2026-W46")
    return 9 <= median(before) <= 14 and 3 <= median(after) <= 7 and max(after) < 8


@truth("declared-phase")
def lead_codes_less_for_three_weeks_of_january(log: Log) -> bool:
    return max(lead_hours(log, "2026-W03", "2026-W05")) < 7


@truth("evenings")
def two_sessions_in_five_begin_at_night(log: Log) -> bool:
    autumn = sessions(of("mara", log.people(date(2026, 10, 5))))
    before = sessions(of("mara", log.people(until=date(2026, 9, 30))))
    late = sum(run[1].hour >= 20 for run in autumn)  # run[0] is the lead-in, run[1] the first commit
    return 0.33 <= late / len(autumn) <= 0.47 and not any(run[1].hour >= 20 for run in before)


@truth("reviews-fade")
def lead_reviews_a_tenth_instead_of_half(log: Log) -> bool:
    reviewed = log.reviewed

    def share(first: date, last: date) -> float:
        readers = [reviewed[c.oid] for c in log.people(first, last) if c.oid in reviewed and c.who != "mara"]
        return readers.count("mara") / len(readers)

    return share(date(2026, 3, 1), date(2026, 6, 30)) > 0.45 and share(date(2026, 9, 14), date(2026, 11, 15)) < 0.15


@truth("ledger-held-by-mara")
def ledger_is_changed_by_mara_alone_but_for_two_tests(log: Log) -> bool:
    changes = [commit for commit in log.people(YEAR_AGO) if commit.is_in("billing/ledger")]
    tests = [commit for commit in of("tomas", changes) if commit.paths == ("billing/ledger/test_posting.py",)]
    readers = [log.reviewed[commit.oid] for commit in changes if commit.oid in log.reviewed]
    weeks = {
        commit.landed.isocalendar()[1] for commit in of("mara", changes) if commit.landed.date() >= date(2026, 8, 24)
    }
    return (
        len(of("mara", changes)) == len(changes) - 2 == 9
        and len(tests) == len(readers) == readers.count("tomas") == 2
        and len(weeks) == 7
    )


@truth("deploy-held-by-ravi")
def deploy_is_changed_and_read_by_ravi_alone(log: Log) -> bool:
    changes = [commit for commit in log.people(YEAR_AGO) if commit.is_in("deploy")]
    return {commit.who for commit in changes} == {"ravi"} and not any(commit.oid in log.reviewed for commit in changes)


@truth("ravi-silent")
def nothing_of_ravi_is_seen_for_nineteen_days(log: Log) -> bool:
    own = max(commit.landed for commit in log.commits if commit.who == "ravi")
    read = [commit.landed for commit in log.commits if "ravi" in commit.readers or "ravi@" in commit.body]
    return own.date() == date(2026, 10, 27) and max(read) < own


@truth("protocol-blind-spot")
def protocol_is_rewritten_and_mara_stops_reading_in_april(log: Log) -> bool:
    changes = [commit for commit in log.people(YEAR_AGO) if commit.is_in("sync/protocol")]
    read = [commit.landed.date() for commit in changes if log.reviewed.get(commit.oid) == "mara"]
    began = [commit for commit in of("mara", log.people(until=YEAR_AGO)) if commit.is_in("sync/protocol")]
    return (
        len(changes) == 22
        and {commit.who for commit in changes} == {"ife", "tomas"}
        and max(read) == date(2026, 4, 14)
        and len(began) > 10
    )


@truth("export-busy")
def three_fifths_of_the_last_week_are_in_export(log: Log) -> bool:
    def share(commits: list[Commit]) -> float:
        return sum(commit.is_in("export") for commit in commits) / len(commits)

    week, before = log.everywhere.people(LAST_WEEK), log.people(date(2026, 8, 17), date(2026, 11, 8))
    busy = {commit.who for commit in week if commit.is_in("export")}
    return 0.55 < share(week) < 0.64 and 0.16 < share(before) < 0.24 and busy == {"ife", "jun"}


@truth("dana-unreviewed")
def nobody_reads_what_dana_pushes(log: Log) -> bool:
    own, reviewed = of("dana", log.people()), log.reviewed
    return len(own) > 60 and not any(commit.oid in reviewed for commit in own)


@truth("jun-growing")
def jun_does_more_and_harder_things_each_quarter(log: Log) -> bool:
    own = of("jun", log.people())
    quarters = Counter((commit.wrote.year, (commit.wrote.month - 1) // 3) for commit in own)
    counts = [quarters[year, quarter] for year, quarter in ((2025, 2), (2025, 3), (2026, 0), (2026, 1), (2026, 2))]
    first = [commit.is_in("docs", "tests") for commit in own if commit.wrote.date() < date(2026, 2, 1)]
    last = [commit.is_in("api", "export") for commit in own if commit.wrote.date() >= date(2026, 9, 1)]
    return counts == sorted(counts) and counts[-1] > 3 * counts[0] and all(first) and sum(last) > 0.75 * len(last)


@truth("branches-in-flight")
def four_branches_are_not_merged(log: Log) -> bool:
    names = log.git(
        "for-each-ref", "--no-merged=main", "--format=%(refname:lstrip=2)", "refs/heads", "refs/remotes"
    ).split()
    if {name.removeprefix("origin/") for name in names} != {
        "ledger-rounding",
        "retry-budget",
        "export-stream",
        "infra-alerts",
    }:
        return False
    behind = int(log.git("rev-list", "--count", "ledger-rounding..main"))
    days = log.git("log", "--no-merges", "--format=%cs", "main..ledger-rounding").split()
    return 58 <= behind <= 64 and set(days) == {"2026-10-23"}


@truth("releases-by-mara")
def mara_tags_nine_of_the_last_ten_releases(log: Log) -> bool:
    taggers = log.git(
        "for-each-ref", "--sort=-creatordate", "--count=10", "--format=%(taggername)", "refs/tags"
    ).splitlines()
    return Counter(taggers) == {"Mara Lindqvist": 9, "Tomas Novak": 1}


@truth("aliases")
def mara_and_ife_have_several_signatures(log: Log) -> bool:
    signed = {
        who: {(commit.name, commit.email) for commit in of(who, list(log.commits))} for who in ("mara", "ife", "tomas")
    }
    return [len(signed[who]) for who in ("mara", "ife", "tomas")] == [3, 2, 1]


@truth("bots")
def bots_commit_and_touch_the_ledger(log: Log) -> bool:
    done = [commit for commit in log.commits if commit.name in BOTS]
    return len(done) > 100 and sum(commit.is_in("billing/ledger") for commit in done) == 3


@truth("vendored-and-generated")
def a_library_is_taken_in_whole(log: Log) -> bool:
    return sum(commit.is_in("vendor") for commit in log.commits) == 3 and any(
        commit.is_in("web/dist") for commit in log.commits
    )


@truth("format-everything")
def ravi_formats_every_file_at_once(log: Log) -> bool:
    done = [commit for commit in log.commits if commit.subject == FORMATTING]
    return len(done) == 1 and done[0].who == "ravi" and len(done[0].paths) > 60 and done[0].is_in("billing/ledger")


@truth("jobs-renamed")
def jobs_becomes_workers_without_a_changed_line(log: Log) -> bool:
    done = [commit for commit in log.commits if commit.is_in("jobs") and commit.is_in("workers")]
    rows = log.git("show", "--format=", "--name-status", "-M", done[0].oid).split("\n") if done else []
    return len(done) == 1 and all(row.startswith("R100") for row in rows if row)


def test_every_truth_of_the_history_is_looked_for_here() -> None:
    assert set(TRUTHS) == set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_a_planted_truth_shows_in_the_history(name: str, whole: Log) -> None:
    assert TRUTHS[name](whole)


@pytest.mark.parametrize("name", NAMES)
def test_a_truth_left_out_does_not_show(name: str, halves: dict[tuple[str, ...], Log]) -> None:
    (log,) = (log for without, log in halves.items() if name in without)

    assert not TRUTHS[name](log)


@pytest.mark.parametrize("name", NAMES)
def test_a_truth_shows_also_where_others_are_left_out(name: str, halves: dict[tuple[str, ...], Log]) -> None:
    (log,) = (log for without, log in halves.items() if name not in without)

    assert TRUTHS[name](log)


def test_no_other_area_is_held_by_one_person(whole: Log) -> None:
    weights: dict[str, dict[str, float]] = {}
    for commit in whole.people(YEAR_AGO):
        age = (date(2026, 11, 15) - commit.landed.date()).days
        folders = {path.rpartition("/")[0] for path in commit.paths}
        for folder in {folder for folder in folders if folder and not folder.startswith(("tests/", "vendor/"))}:
            of_whom = weights.setdefault(folder, {})
            of_whom[commit.who] = of_whom.get(commit.who, 0) + 0.5 ** (age / 90)

    held = {folder for folder, of_whom in weights.items() if max(of_whom.values()) >= 0.8 * sum(of_whom.values())}

    assert held == {"billing/ledger", "deploy"}


def test_the_last_week_has_38_changes_and_23_of_them_are_in_export(whole: Log) -> None:
    week = whole.everywhere.people(LAST_WEEK)

    assert len(week) == 38
    assert sum(commit.is_in("export") for commit in week) == 23


def test_the_ledgers_year_has_14_changes_and_3_of_them_are_on_a_branch(whole: Log) -> None:
    everywhere, main = (
        [commit for commit in log.people(YEAR_AGO) if commit.is_in("billing/ledger")]
        for log in (whole.everywhere, whole)
    )

    assert (len(everywhere), len(main)) == (14, 11)
    assert len(of("mara", everywhere)) == 12


def test_the_lead_has_read_every_other_busy_area_within_three_months(whole: Log) -> None:
    read: dict[str, date] = {}
    for commit in whole.people():
        if "mara" in (commit.who, whole.reviewed.get(commit.oid)):
            for path in commit.paths:
                folder = path.rpartition("/")[0]
                read[folder] = max(read.get(folder, date.min), commit.landed.date())
    busy = Counter(
        folder for commit in whole.people(YEAR_AGO) for folder in {path.rpartition("/")[0] for path in commit.paths}
    )
    areas = {
        folder
        for folder, changes in busy.items()
        if changes >= 20 and folder and not folder.startswith(("tests", "vendor", "jobs"))
    }

    blind = {folder for folder in areas if read.get(folder, date.min) < date(2026, 8, 16)}

    assert blind == {"sync/protocol", "deploy"}
