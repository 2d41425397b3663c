"""What the second sync does: only what is new, whatever happened to the refs in between."""

import json
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime, timedelta
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pytest

from builders_git import History
from trimtab.lake import Lake
from trimtab.sources import GitSource, Progress
from trimtab.sources.git import _chunks

SEEN_AT = datetime(2026, 11, 15, 12, tzinfo=UTC)

Mine = Callable[..., Any]  # the fixture of conftest.py


@pytest.fixture
def harbour(tmp_path: Path) -> History:
    history = History(tmp_path / "harbour")
    for number in range(3):
        history.commit(f"c{number}", files={"a": f"{number}\n"})
    return history


@pytest.fixture
def short_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Chunks of two commits, so that a handful of commits takes several batches."""
    monkeypatch.setattr(_chunks, "LONGEST", 2)
    monkeypatch.setattr(_chunks, "SHORTEST", 2)


def all_oids(history: History) -> list[str]:
    return sorted(history.git("rev-list", "--all").split())


def test_nothing_new_writes_nothing_and_says_so(harbour: History, mine: Mine) -> None:
    first = mine(harbour.path)

    second = mine(harbour.path)

    assert (first.report.unchanged, second.report.unchanged) == (False, True)
    assert first.report.rows == {"refs": 2, "commits": 3, "changes": 3, "gaps": 0}
    assert len(second.rows("syncs")) == 1


def test_the_fingerprint_in_the_bookmark_is_the_one_asked_for(harbour: History, mine: Mine) -> None:
    source = GitSource("harbour", harbour.path)
    before = source.fingerprint()
    mine(harbour.path)

    bookmark = json.loads(mine(harbour.path).lake.snapshot().sources()["git/harbour"].bookmark)
    oid = harbour.commit(files={"a": "new\n"})

    assert (bookmark["fingerprint"], bookmark["complete"]) == (before, True)
    assert source.fingerprint() != before
    assert oid not in bookmark["tips"]


@pytest.mark.parametrize("settings", [{"tags": False}, {"paths": ["a"]}, {"since": SEEN_AT}])
def test_other_settings_have_another_fingerprint(harbour: History, settings: dict[str, Any]) -> None:
    assert GitSource("x", harbour.path, **settings).fingerprint() != GitSource("x", harbour.path).fingerprint()


def test_new_commits_are_added_once(harbour: History, mine: Mine) -> None:
    mine(harbour.path)
    oid = harbour.commit(files={"a": "new\n"})

    found = mine(harbour.path)

    assert found.report.rows["commits"] == 1
    assert found.oids() == all_oids(harbour)
    assert found.counts(oid) == {"a": (1, 1)}


def test_after_a_force_push_old_commits_stay_and_going_back_adds_nothing(harbour: History, mine: Mine) -> None:
    old = harbour.tips["main"]
    mine(harbour.path)
    rewritten = harbour.commit("rewritten", files={"a": "else\n"}, parents=[harbour.git("rev-parse", f"{old}~")])

    forced = mine(harbour.path, seen_at=SEEN_AT + timedelta(hours=1))
    harbour.point("main", old)
    back = mine(harbour.path, seen_at=SEEN_AT + timedelta(hours=2))

    assert (forced.report.rows["commits"], back.report.rows["commits"]) == (1, 0)
    assert len(back.oids()) == len(set(back.oids())) == 4
    assert rewritten in back.oids()
    moves = [row["oid"] for row in back.rows("refs") if row["name"] == "refs/heads/main"]
    assert sorted(moves) == sorted([old, rewritten, old])


def test_old_tips_that_were_pruned_are_no_obstacle(harbour: History, mine: Mine) -> None:
    mine(harbour.path)
    start = harbour.git("rev-parse", "main~2")
    harbour.commit("rewritten", files={"a": "else\n"}, parents=[start])
    harbour.git("-c", "gc.pruneExpire=now", "reflog", "expire", "--expire=now", "--all")
    harbour.git("prune", "--expire=now")

    found = mine(harbour.path)

    assert found.report.rows["commits"] == 1
    assert len(found.oids()) == 4


def test_a_ref_has_a_row_when_it_moves_and_one_without_commit_when_it_is_gone(harbour: History, mine: Mine) -> None:
    first = harbour.tips["main"]
    side = harbour.commit(branch="side", parents=[first], at="2026-02-01T10:00+00:00")
    mine(harbour.path, seen_at=SEEN_AT)
    harbour.delete("side")
    moved = harbour.commit(files={"a": "later\n"}, at="2026-02-02T10:00+00:00")

    found = mine(harbour.path, seen_at=SEEN_AT + timedelta(hours=1))

    history = {
        (row["name"], row["oid"], row["seen_at"], row["happened_at"])
        for row in found.rows("refs")
        if row["name"] != "HEAD"
    }
    made = datetime.fromtimestamp(int(harbour.git("log", "-1", "--format=%ct", first)), UTC)
    assert history == {
        ("refs/heads/main", first, SEEN_AT, made),
        ("refs/heads/side", side, SEEN_AT, datetime(2026, 2, 1, 10, tzinfo=UTC)),
        # Both were where they were at the last look, so the move came after it, whenever the commit was made.
        ("refs/heads/main", moved, SEEN_AT + timedelta(hours=1), SEEN_AT),
        ("refs/heads/side", None, SEEN_AT + timedelta(hours=1), SEEN_AT + timedelta(hours=1)),
    }


def test_the_newest_commits_come_first_and_enough_stops_after_a_chunk(
    harbour: History, mine: Mine, short_chunks: None
) -> None:
    for number in range(9):
        harbour.commit(files={"a": f"n{number}\n"})
    asked: list[datetime] = []

    partly = mine(harbour.path, enough=lambda back_to, seconds: asked.append(back_to) or seconds >= 0)

    assert not partly.report.complete
    newest = harbour.git("rev-list", "--max-count=2", "main").split()
    assert set(newest) <= set(partly.oids())
    assert len(partly.oids()) < 12
    missing = set(all_oids(harbour)) - set(partly.oids())
    made = [int(harbour.git("log", "-1", "--format=%ct", oid)) for oid in missing]
    assert partly.report.mined_back_to == datetime.fromtimestamp(max(made), UTC)

    rest = mine(harbour.path)

    assert (rest.report.complete, rest.report.mined_back_to) == (True, None)
    assert rest.oids() == all_oids(harbour)


def test_progress_rises_to_the_total_and_says_how_far_back_all_is_there(
    harbour: History, lake: Lake, short_chunks: None
) -> None:
    told: list[Progress] = []

    GitSource("harbour", harbour.path).sync(lake, seen_at=SEEN_AT, progress=told.append)

    assert [(step.done, step.total) for step in told] == [(0, 3), (2, 3), (3, 3)]
    assert told[-1].mined_back_to is None
    assert told[0].mined_back_to > told[1].mined_back_to


def test_a_force_push_in_the_middle_of_a_first_sync_leaves_nothing_out_and_nothing_twice(
    harbour: History, mine: Mine, short_chunks: None
) -> None:
    for number in range(9):
        harbour.commit(files={"a": f"n{number}\n"})
    partly = mine(harbour.path, enough=lambda *_: True)
    before = set(partly.oids())
    harbour.commit("rewritten", files={"a": "else\n"}, parents=[harbour.git("rev-parse", "main~4")])

    found = mine(harbour.path)

    assert found.report.complete
    assert len(found.oids()) == len(set(found.oids()))
    assert set(found.oids()) == before | set(harbour.git("rev-list", "main").split())
    assert mine(harbour.path).report.unchanged


def test_commits_made_between_two_halves_of_a_first_sync_come_first(
    harbour: History, mine: Mine, short_chunks: None
) -> None:
    for number in range(9):
        harbour.commit(files={"a": f"n{number}\n"})
    mine(harbour.path, enough=lambda *_: True)
    oid = harbour.commit(files={"a": "fresh\n"})

    found = mine(harbour.path, enough=lambda *_: True)

    assert oid in found.oids()
    assert not found.report.complete
    assert mine(harbour.path).oids() == all_oids(harbour)


def test_since_leaves_older_commits_out_until_it_is_lifted(harbour: History, mine: Mine) -> None:
    recent = harbour.commit(files={"a": "x\n"}, at="2026-06-01T10:00+00:00")

    narrow = mine(harbour.path, since=datetime(2026, 5, 1, tzinfo=UTC))
    assert narrow.oids() == [recent]

    wide = mine(harbour.path)
    assert wide.oids() == all_oids(harbour)


def test_paths_keep_what_touches_them_also_on_side_branches(harbour: History, mine: Mine) -> None:
    start = harbour.tips["main"]
    both = harbour.commit(files={"api/x": "1\n", "web/x": "1\n"})
    harbour.commit(files={"web/x": "2\n"})
    side = harbour.commit(files={"api/x": "side\n"}, branch="side", parents=[start])

    found = mine(harbour.path, paths=["api"])

    assert found.oids() == sorted([both, side])
    assert set(found.changes(both)) == {"api/x"}


def test_paths_keep_merges_that_bring_them(harbour: History, mine: Mine) -> None:
    side = harbour.commit(files={"api/x": "side\n"}, branch="side", parents=[harbour.tips["main"]])
    harbour.commit(files={"web/x": "1\n"})
    merge = harbour.merge("side")

    found = mine(harbour.path, paths=["api"])

    assert found.oids() == sorted([side, merge])


def test_wider_paths_bring_the_rows_that_were_left_out_and_none_twice(harbour: History, mine: Mine) -> None:
    both = harbour.commit(files={"api/x": "1\n", "web/x": "1\n"})
    mine(harbour.path, paths=["api"])

    found = mine(harbour.path)

    assert set(found.changes(both)) == {"api/x", "web/x"}
    assert found.oids() == all_oids(harbour)
    assert mine(harbour.path).report.unchanged


def test_a_path_is_taken_literally(harbour: History, mine: Mine) -> None:
    star = harbour.commit(files={"*": "1\n"})
    harbour.commit(files={"b": "1\n"})

    assert mine(harbour.path, paths=["*"]).oids() == [star]


def test_another_executor_brings_the_same_rows(
    harbour: History, mine: Mine, tmp_path: Path, short_chunks: None
) -> None:
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as processes:
        report = GitSource("harbour", harbour.path, executor=processes).sync(Lake(tmp_path / "other"), seen_at=SEEN_AT)
    threads = mine(harbour.path)

    assert report.rows == threads.report.rows
    other = Lake(tmp_path / "other").snapshot().scan("changes").collect().sort("oid")
    assert other.equals(threads.lake.snapshot().scan("changes").collect().sort("oid"))


def test_a_chunk_too_large_to_hold_is_read_in_pieces(
    harbour: History, mine: Mine, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(20):
        harbour.commit(files={f"{number}-{file}": "1\n" for file in range(10)})
    harbour.commit(files={f"many-{file}": "1\n" for file in range(300)})
    whole = mine(harbour.path).rows("changes")
    small = GitSource("again", harbour.path)
    monkeypatch.setattr("trimtab.sources.git._sync.CHUNK_BYTES", 3_000)
    monkeypatch.setattr("trimtab.sources.git._stream._BITE", 500)
    lake = Lake(harbour.path.parent / "pieces")

    small.sync(lake, seen_at=SEEN_AT)

    rows = lake.snapshot().scan("changes").collect().to_dicts()
    assert len(lake.snapshot().scan("syncs").collect()) > 5
    assert {(row["oid"], row["path"]) for row in rows} == {(row["oid"], row["path"]) for row in whole}
    assert len(rows) == len(whole)
