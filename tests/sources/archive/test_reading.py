"""Torn files, files read again, newer files: nothing lost, nothing doubled, what could not be read is said."""

import gzip
import json
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builders_tracker import NOW, TOMAS, TRACKER, Reader, at, event, instant, issue, pull
from trimtab.errors import SourceUnreadable, UsageError
from trimtab.sources import ArchiveSource
from trimtab.sources.archive import _ietf, _sync
from trimtab.sources.tracker import Tracker, github
from trimtab.sources.tracker.items import Unusable
from trimtab.sources.tracker.rows import Rows


def comment(number: int, day: int, text: str) -> dict[str, object]:
    return event("commented", day, number, body=text)


def all_rows(reader: Reader) -> dict[str, list[tuple[object, ...]]]:
    """Every row of evidence, without the batch it came in."""
    tables = ("items", "item_events", "item_links", "accounts", "gaps")
    return {name: sorted(reader.rows(name).drop("batch").rows(), key=str) for name in tables}


def test_torn_lines_become_gaps_with_their_numbers_and_the_rest_is_read(reader: Reader) -> None:
    report = reader.read(issue(1), '{"type": "iss', "[1, 2]", issue(2), '{"type": "issue", "issue": {"title": "x"}}')

    gaps = reader.rows("gaps").sort("subject").select("subject", "reason").rows()
    assert [subject for subject, _ in gaps] == ["saved.ndjson: line 2", "saved.ndjson: line 3", "saved.ndjson: line 5"]
    assert gaps[0][1].startswith("it is not JSON (Unterminated string")
    assert gaps[1][1] == "it is not a JSON object"
    assert gaps[2][1] == "it has no number, so it is neither an issue nor a pull request"
    assert sorted(reader.rows("items")["number"]) == [1, 2]
    assert report.rows["gaps"] == 3


def test_a_line_that_is_not_utf_8_is_a_gap_and_half_a_surrogate_is_not(reader: Reader) -> None:
    bad = json.dumps(issue(2, title="naïve"), ensure_ascii=False).encode("latin-1")
    half = json.dumps(issue(3, title="half \ud83d"), ensure_ascii=True).encode()

    reader.read_bytes(b"\n".join([json.dumps(issue(1)).encode(), bad, half]))

    assert reader.rows("gaps").select("subject", "reason").rows() == [("saved.ndjson: line 2", "it is not UTF-8")]
    assert sorted(reader.rows("items").select("number", "title").rows())[1] == (3, "half ?")


def test_more_torn_lines_than_can_be_named_are_counted_in_one_row(reader: Reader) -> None:
    reader.read(issue(1), *["{"] * 700)

    gaps = reader.rows("gaps")
    assert gaps.height == 501
    assert "more than 500 places could not be read" in gaps["reason"].to_list()


def test_a_packed_file_that_was_cut_off_gives_what_came_before(reader: Reader, tmp_path: Path) -> None:
    lines = "".join(json.dumps(issue(number)) + "\n" for number in range(1, 400)).encode()
    path = tmp_path / "cut.ndjson.gz"
    path.write_bytes(gzip.compress(lines)[:-2000])

    report = ArchiveSource(path, tracker=TRACKER).sync(reader.lake, seen_at=NOW)

    assert 0 < report.rows["items"] < 399
    assert "the file breaks off here" in reader.rows("gaps")["reason"].to_list()[0]


def test_packed_and_plain_files_read_alike(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    plain, packed = Reader(tmp_path / "a"), Reader(tmp_path / "b")

    plain.read(issue(), pull())
    packed.read(issue(), pull(), file="saved.ndjson.gz")

    assert all_rows(plain) == all_rows(packed)


@pytest.mark.parametrize("saved", ["", "hello\n", "[]\n", '{"type": "issue"}\n'])
def test_a_file_in_which_nothing_can_be_read_is_an_error_and_leaves_no_row(reader: Reader, saved: str) -> None:
    with pytest.raises(SourceUnreadable, match="no issue or pull request could be read"):
        reader.read_bytes(saved.encode())

    assert reader.rows("gaps").height == 0


def test_a_file_that_is_missing_is_named(reader: Reader, tmp_path: Path) -> None:
    with pytest.raises(SourceUnreadable, match=r"none\.json: it cannot be read \(No such file or directory\)"):
        ArchiveSource(tmp_path / "none.json", tracker=TRACKER).sync(reader.lake, seen_at=NOW)


def test_a_file_that_does_not_say_its_tracker_asks_for_it(reader: Reader) -> None:
    with pytest.raises(UsageError, match=r"does not say which tracker .* --tracker HOST/OWNER/NAME"):
        reader.read(issue(), tracker=None)
    with pytest.raises(UsageError, match=r'--tracker takes HOST/OWNER/NAME .* not "ledger"'):
        reader.read(issue(), tracker="ledger")


def test_reading_the_same_file_again_changes_nothing_and_says_so(reader: Reader) -> None:
    reader.read(issue(), pull())
    before = all_rows(reader)

    report = reader.read(issue(), pull())

    assert report.unchanged
    assert all_rows(reader) == before


def test_of_a_newer_file_only_what_differs_is_added(reader: Reader) -> None:
    reader.read(issue(1, events=[comment(1, 2, "hm")]), issue(2))

    report = reader.read(
        issue(1, updated=at(6), state="closed", events=[comment(1, 2, "hm"), event("closed", 6, 2)]), issue(2)
    )

    assert report.rows == {"items": 1, "item_events": 1, "item_links": 0, "accounts": 0, "gaps": 0}
    assert sorted(reader.rows("items").select("item", "state").rows()) == [
        ("1", "closed"),
        ("1", "open"),
        ("2", "open"),
    ]
    assert [row for row in reader.events("item", "kind") if row[0] == "1"] == [
        ("1", "opened"),
        ("1", "commented"),
        ("1", "closed"),
    ]


def test_an_edited_comment_is_a_second_version_dated_by_the_edit(reader: Reader) -> None:
    reader.read(issue(events=[comment(1, 3, "first")]))

    reader.read(issue(updated=at(6), events=[comment(1, 3, "second") | {"updated_at": at(5)}]))

    assert [row for row in reader.events("kind", "version", "text", "happened_at") if row[0] == "commented"] == [
        ("commented", 1, "first", instant(3)),
        ("commented", 2, "second", instant(5)),
    ]


def test_an_older_file_read_later_makes_no_version_and_no_tombstone(reader: Reader) -> None:
    reader.read(issue(updated=at(6), events=[comment(1, 3, "second"), comment(2, 4, "more")]))

    reader.read(issue(updated=at(4), events=[comment(1, 3, "first")]))

    assert [row for row in reader.events("kind", "version", "text") if row[0] == "commented"] == [
        ("commented", 1, "second"),
        ("commented", 1, "more"),
    ]


def test_a_comment_that_a_newer_file_lacks_gets_a_tombstone_once(reader: Reader) -> None:
    reader.read(issue(events=[comment(1, 3, "oops"), event("labeled", 3, 2, label={"name": "x"})]))

    reader.read(issue(updated=at(6)))
    reader.read(issue(updated=at(7)))

    tombs = [row for row in reader.events("kind", "event", "version", "deleted", "text", "happened_at") if row[3]]
    assert tombs == [("commented", "1", 2, True, None, instant(6))]


def test_an_item_without_a_list_of_its_events_deletes_nothing(reader: Reader) -> None:
    reader.read(issue(events=[comment(1, 3, "stays")]))
    bare = issue(updated=at(6))
    del bare["events"]

    reader.read(bare)

    assert not reader.rows("item_events")["deleted"].any()


def test_an_item_twice_in_a_file_adds_its_states_and_each_event_once(reader: Reader) -> None:
    reader.read(issue(events=[comment(1, 3, "hm")]), issue(updated=at(6), events=[comment(1, 3, "hm")]))

    assert reader.rows("items")["happened_at"].sort().to_list() == [instant(2), instant(6)]
    assert reader.events("kind") == [("opened",), ("commented",)]


def test_a_renamed_account_is_told_once_more_and_an_unchanged_one_is_not(reader: Reader) -> None:
    reader.read(issue(events=[event("closed", 3, 1)]))
    reader.read(issue(updated=at(5), events=[event("closed", 3, 1, actor=TOMAS | {"login": "tom"})]))

    assert sorted(reader.rows("accounts").select("account", "login").rows()) == [
        ("11", "mara"),
        ("12", "tom"),
        ("12", "tomas"),
    ]


@pytest.mark.parametrize("killed_at", [2, 4, 6, 11])
def test_a_reading_that_is_killed_goes_on_and_ends_as_an_undisturbed_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, killed_at: int
) -> None:
    monkeypatch.setattr(_sync, "_EVENTS", 4)
    """The fourth of the first writes lists the batch; each later batch writes items, events and the list."""
    told = [issue(number, events=[comment(number, 3, "hm")]) for number in range(1, 9)]
    objects = [*told[:5], "{torn", *told[5:]]
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    whole, killed = Reader(tmp_path / "a"), Reader(tmp_path / "b")
    whole.read(*objects)
    appended = 0

    def dies(table: object, *rest: object) -> None:
        nonlocal appended
        appended += 1
        if appended == killed_at:
            raise KeyboardInterrupt
        honest(table, *rest)  # type: ignore[arg-type]  # passed on as it came

    honest = killed.lake._store.append
    monkeypatch.setattr(killed.lake._store, "append", dies)
    with pytest.raises(KeyboardInterrupt):
        killed.read(*objects)
    monkeypatch.setattr(killed.lake._store, "append", honest)
    killed.read(*objects)

    assert all_rows(killed) == all_rows(whole)
    assert killed.rows("syncs").height == 4


def test_batches_do_not_change_what_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    one, many = Reader(tmp_path / "a"), Reader(tmp_path / "b")
    objects = [pull(number, events=[comment(number, 3, "hm")]) for number in range(1, 9)] * 2
    one.read(*objects)
    monkeypatch.setattr(_sync, "_BYTES", 1)

    many.read(*objects)

    # An account is dated by the first act of the batch that brought it, and all acts here are of the same instants.
    assert all_rows(many) == all_rows(one)
    assert many.rows("syncs").height > one.rows("syncs").height


def test_as_of_sees_no_event_and_no_state_that_came_later(reader: Reader) -> None:
    reader.read(issue(updated=at(6), events=[comment(1, 3, "hm")]))
    snapshot, early = reader.lake.snapshot(), instant(3) - timedelta(hours=1)

    assert snapshot.scan("item_events", as_of=early).collect()["kind"].to_list() == ["opened"]
    assert snapshot.scan("items", as_of=early).collect().height == 0


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5) | st.sampled_from([at(3), "closed"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
KEYS = {
    "shown": "number id title user labels assignees milestone state merged_at closed_at merged_by body created_at draft",
    "event": "event id created_at actor user label assignee requested_team source rename committer sha commit_id state",
    "saved": "number id title author labels assignees state mergedAt closedAt mergedBy body createdAt mergeCommit",
    "review": "id author createdAt state commit comments body",
}


def odd(which: str) -> st.SearchStrategy[dict[str, object]]:
    return st.fixed_dictionaries({}, optional=dict.fromkeys(KEYS[which].split(), JSON))


@settings(max_examples=150)
@given(odd("shown"), st.lists(odd("event"), max_size=3), JSON, odd("saved"), st.lists(odd("review"), max_size=2))
def test_no_shape_of_json_breaks_a_reading(
    shown: dict[str, object], events: list[object], comments: object, saved: dict[str, object], reviews: list[object]
) -> None:
    kinds = ["labeled", "assigned", "renamed", "committed", "merged", "reviewed", "cross-referenced", "line-commented"]
    named = [dict.fromkeys(("event",), kind) | one for kind in kinds for one in events if isinstance(one, dict)]
    rows = Rows(Tracker(TRACKER, "github.com"))

    for add, found in (
        (github.add, {"pull": {"number": 1} | shown, "events": named, "comments": comments}),
        (_ietf.add, {"type": "pull", "number": 1} | saved | {"comments": comments, "reviews": reviews}),
    ):
        try:
            add(rows, found)
        except Unusable:
            continue

    assert rows.frames(NOW)["item_events"].height == rows.height
