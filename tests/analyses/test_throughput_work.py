"""The work on items, its rounds and sizes, and how much of it is in progress."""

from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builders_items import TRACKER, acts, day, state, states
from builders_tracker import IFE, Reader, event, instant, issue, pull
from trimtab.analyses.areas import AREAS
from trimtab.analyses.items import STATES, latest
from trimtab.analyses.items import states as rebuilt
from trimtab.analyses.throughput import progress, rounds, spells, work
from trimtab.lake.tables import CHANGES, COMMITS, ITEM_EVENTS, ITEM_LINKS

KEYED = {"tracker": TRACKER, "item": "1"}


def rows(table: pl.Schema, *told: dict[str, object]) -> pl.LazyFrame:
    return pl.DataFrame(list(told), schema=table).lazy()


def contains(*oids: str, at: float = 4) -> pl.LazyFrame:
    return rows(
        ITEM_LINKS.schema,
        *({**KEYED, "kind": "contains_commit", "target": oid, "happened_at": day(at)} for oid in oids),
    )


def told(*events: tuple[str, str]) -> pl.LazyFrame:
    """Events of item 1, told as kind and subject."""
    return rows(ITEM_EVENTS.schema, *({**KEYED, "kind": kind, "subject": subject} for kind, subject in events))


def changed(*files: tuple[str, str, int]) -> pl.LazyFrame:
    """Changed files, told as commit, path and lines added."""
    return rows(
        CHANGES.schema, *({"repo": "r", "oid": oid, "path": path, "added": lines} for oid, path, lines in files)
    )


def commits(**written: float) -> pl.LazyFrame:
    return rows(COMMITS.schema, *({"repo": "r", "oid": oid, "author_at": day(at)} for oid, at in written.items()))


AREA_FILES = pl.DataFrame(
    [
        ("r", "ledger/round.py", "ledger", "ledger", False, False, False, 3),
        ("r", "ledger/sum.py", "ledger", "ledger", False, False, False, 3),
        ("r", "export/csv.py", "export", "export", False, False, False, 3),
        ("r", "tests/test_sum.py", "tests", "tests", False, True, False, 3),
    ],
    schema=AREAS,
    orient="row",
)


def worked(events: pl.LazyFrame, links: pl.LazyFrame, changes: pl.LazyFrame, **more: object) -> dict[str, object]:
    one = states(state("1", 3, 9, **more))
    return work(one, events, links, commits(a=1, b=2), changes, AREA_FILES).row(0, named=True)


def test_work_begins_with_the_first_commit_as_its_author_dated_it() -> None:
    assert worked(told(), contains("b", "a"), changed())["began_at"] == day(1)


def test_a_commit_that_no_clone_has_is_dated_by_the_tracker() -> None:
    assert worked(told(), contains("z", at=3.5), changed())["began_at"] == day(3.5)


def test_the_size_is_the_trackers_and_else_that_of_the_commits() -> None:
    files = changed(("a", "ledger/sum.py", 30), ("b", "ledger/sum.py", 5))
    by_tracker = worked(
        told(), contains("a", "b"), files, facts='{"additions": 12, "deletions": 3, "changed_files": 1}'
    )
    by_git = worked(told(), contains("a", "b"), files)

    assert (by_tracker["lines"], by_tracker["files"]) == (15, 1)
    assert (by_git["lines"], by_git["files"]) == (35, 1)


def test_a_squashed_merge_stands_for_its_commits() -> None:
    files = changed(("a", "ledger/sum.py", 30), ("s", "ledger/sum.py", 28))
    events = told(("committed", "a"), ("merged", "s"))

    assert worked(events, contains("a", "s"), files)["lines"] == 28


def test_a_merge_that_is_the_last_commit_itself_stands_beside_the_others() -> None:
    files = changed(("a", "ledger/sum.py", 30), ("b", "ledger/sum.py", 5))
    events = told(("committed", "a"), ("committed", "b"), ("merged", "b"))

    assert worked(events, contains("a", "b"), files)["lines"] == 35


def test_the_area_is_where_most_lines_lie_and_tests_count_for_nothing_beside_code() -> None:
    files = changed(("a", "tests/test_sum.py", 90), ("a", "ledger/sum.py", 9), ("a", "export/csv.py", 4))

    assert worked(told(), contains("a"), files)["area"] == "ledger"
    assert worked(told(), contains("a"), changed(("a", "tests/test_sum.py", 9)))["area"] == "tests"


def test_without_commits_the_files_that_were_spoken_of_tell_the_area() -> None:
    events = told(*[("line-commented", "export/csv.py")] * 2, ("line-commented", "ledger/sum.py"))

    assert worked(events, contains(), changed())["area"] == "export"


def test_a_round_is_a_remark_of_another_and_a_push_after_it() -> None:
    # Remarks on days 3 and 4 and pushes on 5 and 6 are one round; the remark on 7 with a push on 8 is the second. That of
    # the author counts for nothing, an approval asks for none, and the last one was not followed.
    acted = acts(
        ("1", 2, "push", "mara"), ("1", 3, "remark", "ife"), ("1", 4, "remark", "jun"), ("1", 5, "push", "mara"),
        ("1", 6, "push", "mara"), ("1", 6.5, "remark", "mara"), ("1", 6.7, "push", "mara"), ("1", 7, "remark", None),
        ("1", 8, "push", "mara"), ("1", 9, "review", "ife"), ("1", 10, "push", "mara"), ("1", 11, "remark", "ife"),
    )  # fmt: skip
    every = states(state("1", 1), state("2", 1), state("3", 1, kind="issue"))
    events = [{"tracker": TRACKER, "item": item, "kind": "committed"} for item in ("1", "2")]

    found = rounds(every, acted, rows(ITEM_EVENTS.schema, *events))

    assert found.select("item", "rounds").rows() == [("1", 2), ("2", 0)]


def test_where_no_commit_is_told_the_rounds_are_unknown() -> None:
    assert rounds(states(state("1", 1)), acts(("1", 3, "remark", "ife")), told())["rounds"].to_list() == [None]


def counted(spelled: pl.DataFrame, count: int = 3) -> list[tuple[int, int, int]]:
    ends = [(day(1 + 7 * place), day(8 + 7 * place)) for place in range(count)]
    return progress(spelled, ends).select("came", "went", "open").rows()


def test_weeks_count_what_came_what_went_and_what_is_open_at_their_end() -> None:
    every = states(state("1", 2, 9), state("2", 3), state("3", 10, 12))

    assert counted(spells(every, told())) == [(2, 0, 2), (1, 2, 1), (0, 0, 1)]


def test_a_reopened_item_comes_again(tmp_path: Path) -> None:
    reader = Reader(tmp_path)
    reader.read(issue(events=[event("closed", 5, 1), event("reopened", 12, 2), event("closed", 20, 3)]))
    snapshot = reader.lake.snapshot()
    events = latest(snapshot.scan("item_events"), instant(29))

    found = spells(rebuilt(snapshot.scan("items"), snapshot.scan("item_events"), instant(29)), events)

    assert counted(found) == [(0, 1, 0), (1, 0, 1), (0, 1, 0)]


def test_an_end_that_is_told_twice_is_one() -> None:
    once = states(state("1", 2, 9))
    events = rows(
        ITEM_EVENTS.schema, *({**KEYED, "kind": kind, "happened_at": day(9)} for kind in ("merged", "closed"))
    )

    assert spells(once, events).select("start", "end").rows() == [(day(2), day(9))]


def test_an_item_is_old_when_it_was_opened_long_ago_even_if_it_was_reopened_lately() -> None:
    every = states(state("1", -90), state("2", 2))

    assert progress(spells(every, told()), [(day(1), day(8))])["old"].to_list() == [1]


@given(st.lists(st.tuples(st.floats(-20, 30), st.one_of(st.none(), st.floats(0, 30))), max_size=12))
@settings(max_examples=40)
def test_what_is_open_is_what_was_and_came_and_did_not_go(items: list[tuple[float, float | None]]) -> None:
    every = states(
        *(state(str(n), opened, None if took is None else opened + took) for n, (opened, took) in enumerate(items))
    )

    found = progress(spells(every, told()), [(day(1 + 7 * n), day(8 + 7 * n)) for n in range(5)])

    before = found.select(pl.col("open").shift(1) + pl.col("came") - pl.col("went")).to_series().to_list()
    assert found["open"].to_list()[1:] == before[1:]


@given(st.lists(st.tuples(st.floats(-150, 30), st.one_of(st.none(), st.floats(0, 180))), max_size=12))
@settings(max_examples=40)
def test_what_is_old_is_what_is_open_and_was_opened_ninety_days_ago(items: list[tuple[float, float | None]]) -> None:
    ends = [(opened, None if took is None else opened + took) for opened, took in items]
    every = states(*(state(str(n), opened, over) for n, (opened, over) in enumerate(ends)))

    found = progress(spells(every, told()), [(day(1), day(8))])

    plain = [one for one in ends if one[0] <= 8 - 90 and (one[1] is None or one[1] > 8)]
    assert found["old"].to_list() in ([len(plain)], [])


def test_later_rows_change_nothing_of_what_was_so(tmp_path: Path) -> None:
    early = [event("commented", 3, 1, IFE), event("reviewed", 4, 2, IFE, submitted_at="2026-03-04T09:00:00Z")]
    late = [event("commented", 20, 3, IFE), event("closed", 21, 4), event("head_ref_force_pushed", 19, 5)]
    found = []
    for name, events in (("short", early), ("long", [*early, *late])):
        (tmp_path / name).mkdir()
        reader = Reader(tmp_path / name)
        reader.read(pull(events=events), issue(9, created_at="2026-03-25T09:00:00Z") if name == "long" else issue(7))
        snapshot = reader.lake.snapshot()
        seen = rebuilt(snapshot.scan("items"), snapshot.scan("item_events"), instant(10)).filter(pl.col("number") == 8)
        found.append(spells(seen, latest(snapshot.scan("item_events"), instant(10))))

    assert found[0].equals(found[1])


def test_sizes_without_items_are_none() -> None:
    empty = pl.DataFrame(schema=STATES)

    assert work(empty, told(), contains(), commits(), changed(), AREA_FILES).is_empty()
    assert rounds(empty, acts(), told()).is_empty()
    assert progress(spells(empty, told()), [(day(1), day(8))]).is_empty()
    assert spells(empty, told()).is_empty()


@pytest.mark.parametrize("kind", ["transferred", "converted_to_discussion"])
def test_an_item_that_went_elsewhere_went(kind: str) -> None:
    moved = states(state("1", 2, 9, state="moved"))
    events = rows(ITEM_EVENTS.schema, {**KEYED, "kind": kind, "happened_at": day(9)})

    assert counted(spells(moved, events)) == [(1, 0, 1), (0, 1, 0), (0, 0, 0)]
