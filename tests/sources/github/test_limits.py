"""Limits are waited for and said; a server that fails is asked again; one item that fails does not take the others along."""

import threading
import time
from pathlib import Path

import pytest

from github_server import Fault, Server, World
from github_server.answers import Quota
from github_server.harbour import commented
from sources.github.conftest import NOW, Reader, told
from trimtab.errors import SourceUnreadable


def undisturbed(tmp_path: Path, world: World):
    with Server(world) as server:
        other = Reader(tmp_path / "undisturbed", server)
        other.sync()
        return told(other.lake)


def equal(one, other) -> bool:
    return all(one[table].equals(other[table]) for table in one)


@pytest.mark.parametrize("what", ["502", "500", "truncated", "cut", "html"])
def test_a_server_that_fails_is_asked_again(
    tmp_path: Path, world: World, server: Server, reader: Reader, what: str
) -> None:
    server.faults = [
        Fault(what, after=3),
        Fault(what, path="timeline", times=2, after=4),
        Fault(what, path="pulls/7/comments"),
    ]

    report = reader.sync()

    assert report.complete
    assert [fault.times for fault in server.faults] == [0, 0, 0]
    assert equal(told(reader.lake), undisturbed(tmp_path, world))


def test_the_requests_of_an_hour_are_waited_for_by_the_servers_clock(
    tmp_path: Path, world: World, server: Server, reader: Reader
) -> None:
    server.quota = Quota(limit=25, seconds=2)

    report = reader.sync()

    assert report.complete
    assert equal(told(reader.lake), undisturbed(tmp_path, world))
    assert server.statuses()[403] == 0  # the answer before the limit tells of it already
    first = reader.told[0]
    assert "the 25 requests of this hour are used up; going on at " in first
    assert " UTC, in " in first
    assert "Ctrl-C ends here" in first


def test_a_limit_that_others_used_up_is_waited_for(server: Server, reader: Reader) -> None:
    server.quota = Quota(limit=40, seconds=1)
    server.quota.turn()
    server.quota.used = 40

    assert reader.sync(items_a_batch=100, since=None).complete
    assert server.statuses()[403] == 1


def test_what_was_read_before_a_pause_is_written_before_it(server: Server, reader: Reader) -> None:
    server.quota = Quota(limit=14, seconds=1)
    numbers = []
    reader.on_wait = lambda _: numbers.append(len(reader.numbers()))

    reader.sync()

    assert numbers[0] > 0
    assert numbers == sorted(numbers)


def test_a_secondary_limit_is_waited_for_as_long_as_it_says(server: Server, reader: Reader) -> None:
    server.faults = [Fault("secondary", after=5, headers={"retry-after": "1"})]
    begun = time.monotonic()

    report = reader.sync()

    assert report.complete
    assert time.monotonic() - begun >= 1
    [said] = reader.told
    assert "asks for a pause (secondary rate limit); going on at" in said


def test_a_secondary_limit_that_does_not_say_how_long_gets_longer_pauses(server: Server, reader: Reader) -> None:
    server.faults = [Fault("blind", times=3, after=5)]

    assert reader.sync().complete
    # 0.01 s, then twice as many each time; in earnest a minute and its doubles.
    assert [said.rpartition(" in ")[2].partition(".")[0] for said in reader.told] == ["0 s", "0 s", "0 s"]


def test_ctrl_c_while_waiting_ends_at_once_and_the_next_sync_goes_on(
    tmp_path: Path, world: World, server: Server, reader: Reader
) -> None:
    server.quota = Quota(limit=25, seconds=3600)

    def interrupt(_: str) -> None:
        raise KeyboardInterrupt

    reader.on_wait = interrupt
    with pytest.raises(KeyboardInterrupt):
        reader.sync()
    some = reader.numbers()
    server.quota = Quota()
    reader.on_wait = reader.told.append

    reader.sync()

    assert 0 < len(some) < 12
    assert equal(told(reader.lake), undisturbed(tmp_path, world))


def test_a_server_that_goes_away_ends_the_sync_with_what_was_read_and_a_message(
    tmp_path: Path, world: World, server: Server, reader: Reader
) -> None:
    server.faults = [Fault("cut", times=10**6, after=20)]

    with pytest.raises(SourceUnreadable, match=r"could not be read in 3 attempts.*it goes on there"):
        reader.sync()
    some = reader.numbers()
    server.faults = []
    reader.sync()

    assert 0 < len(some) < 12
    assert reader.rows("gaps").height == 0
    assert equal(told(reader.lake), undisturbed(tmp_path, world))


def test_one_item_that_always_fails_becomes_a_gap_and_is_tried_again(
    tmp_path: Path, world: World, server: Server, reader: Reader
) -> None:
    server.faults = [Fault("502", path="issues/6/timeline", times=10**6)]

    first = reader.sync()
    reader.sync()
    gaps = reader.rows("gaps")
    server.faults = []
    reader.sync()

    assert first.complete
    assert gaps.select("subject").rows() == [("github.com/77#6",)]
    assert "it answered 502" in gaps["reason"].item()
    assert reader.numbers() == list(range(1, 13))
    assert reader.sync().unchanged


def test_a_second_sync_at_the_same_time_waits_for_the_first(world: World, server: Server, reader: Reader) -> None:
    server.faults = [Fault("secondary", after=4, headers={"retry-after": "2"})]
    first = threading.Thread(target=reader.sync)
    first.start()
    until = time.monotonic() + 60
    while len(server.asked) < 5:
        assert time.monotonic() < until, "the first sync never reached the limit"
        time.sleep(0.01)

    reader.source(cache=None).sync(reader.lake, seen_at=NOW, on_wait=reader.told.append)
    first.join()

    assert any("waiting for process" in said for said in reader.told)
    assert reader.rows("items")["number"].sort().to_list() == list(range(1, 13))


def test_an_item_that_changes_within_a_batch_is_read_twice_and_told_once(
    world: World, server: Server, reader: Reader
) -> None:
    # All of these changed within a month, so the item comes up again while its first state waits to be written.
    for number in range(1, 13):
        world.items[number] = commented(world.items[number], 7400 + number, 500 + number)

    def change(path: str) -> None:
        if "/issues/9/timeline" in path:
            world.items[3] = (
                commented(world.items[3], 7500, 999) if len(world.items[3]["events"]) < 9 else world.items[3]
            )

    server.before = change
    reader.sync()

    assert reader.rows("items").filter(number=3).height == 2
    assert reader.events("version", event="999") == [(1,)]
