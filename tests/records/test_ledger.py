"""The ledger: each entry once, lost by nobody, whatever happens to the process or the file."""

import errno
import json
import os
import stat
import subprocess
import sys
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from trimtab.errors import DiskFull
from trimtab.records import load
from trimtab.records._text import Text
from trimtab.records.ledger import (
    Entry,
    LedgerUnwritable,
    append,
    entry,
    hash_of,
    ledger_from,
    outcome,
    read_ledger,
)

SUNDAY = datetime(2026, 11, 15, 22, 59, 59, tzinfo=UTC)
MONDAY = datetime(2026, 11, 16, 8, 0, tzinfo=UTC)


def said(subject: str = "plan:billing", inputs: str = "9f2e", made_at: datetime = MONDAY, **content: str) -> Entry:
    return entry("forecast", subject, as_of=SUNDAY, inputs=inputs, made_at=made_at, content=dict(content))


def test_an_entry_reads_back_as_it_was_written(tmp_path: Path) -> None:
    one = said(by="2026-03-02", note="löst, \u2028 bald")

    append(tmp_path, one)

    assert read_ledger(tmp_path).entries == {one.id: one}
    assert load(tmp_path).ledger.entries == {one.id: one}


def test_the_same_advice_on_the_same_inputs_is_one_entry(tmp_path: Path) -> None:
    first, again = said(by="2026-03-02"), said(by="2026-03-02", made_at=MONDAY + timedelta(hours=1))

    assert append(tmp_path, first) == (first,)
    assert append(tmp_path, again) == ()

    assert (tmp_path / "ledger.jsonl").read_bytes().count(b"\n") == 1


@pytest.mark.parametrize("other", [said("plan:export"), said(inputs="0000")], ids=["subject", "inputs"])
def test_another_subject_or_other_inputs_make_another_entry(tmp_path: Path, other: Entry) -> None:
    append(tmp_path, said())

    assert append(tmp_path, other) == (other,)


def test_one_append_writes_an_entry_once_even_if_given_twice(tmp_path: Path) -> None:
    assert len(append(tmp_path, said(), said(), said("plan:export"))) == 2


def test_outcomes_belong_to_their_entry_oldest_first(tmp_path: Path) -> None:
    one = said()
    late = outcome(one.id, as_of=MONDAY, made_at=MONDAY + timedelta(days=2), content={"landed": False})
    early = outcome(one.id, as_of=MONDAY, made_at=MONDAY, content={"accepted": True})
    append(tmp_path, one, late, early)

    assert read_ledger(tmp_path).outcomes_of(one.id) == (early, late)


def test_an_instant_in_another_offset_is_the_same_instant(tmp_path: Path) -> None:
    east = timezone(timedelta(hours=9))

    assert said(made_at=MONDAY.astimezone(east)) == said()


def test_an_entry_without_a_time_zone_is_refused() -> None:
    with pytest.raises(ValidationError, match="timezone"):
        said(made_at=datetime(2026, 11, 16, 8, 0))  # noqa: DTZ001  # the mistake under test


# What happens to files


def test_a_line_cut_off_by_a_crash_is_said_kept_and_harms_no_other(tmp_path: Path) -> None:
    append(tmp_path, said())
    torn = b'{"id": "77aa01c3e9d2", "kind": "fore'
    with (tmp_path / "ledger.jsonl").open("ab") as file:
        file.write(torn)

    after = said("plan:export")
    append(tmp_path, after)

    ledger = read_ledger(tmp_path)
    assert set(ledger.entries) == {said().id, after.id}
    assert [(one.code, one.span.line) for one in ledger.diagnostics] == [("broken-ledger-line", 2)]
    assert (tmp_path / "ledger.jsonl").read_bytes().split(b"\n")[1] == torn


def test_a_line_cut_off_within_a_character_does_not_make_old_lines_new(tmp_path: Path) -> None:
    append(tmp_path, said())
    with (tmp_path / "ledger.jsonl").open("ab") as file:
        file.write("ö".encode()[:1])

    assert append(tmp_path, said()) == ()


def test_a_whole_last_line_without_its_break_is_not_joined_to_the_next(tmp_path: Path) -> None:
    append(tmp_path, said())
    path = tmp_path / "ledger.jsonl"
    path.write_bytes(path.read_bytes().rstrip(b"\n"))

    append(tmp_path, said("plan:export"))

    assert len(read_ledger(tmp_path).entries) == 2
    assert read_ledger(tmp_path).diagnostics == ()


@given(st.permutations(range(6)), st.lists(st.integers(0, 5), max_size=4))
def test_the_order_of_lines_and_lines_that_come_twice_mean_nothing(order: list[int], twice: list[int]) -> None:
    entries = [said(f"plan:{number}", made_at=MONDAY + timedelta(minutes=number)) for number in range(5)]
    end = outcome(entries[0].id, as_of=MONDAY, made_at=MONDAY, content={"landed": True})
    lines = [one.model_dump_json() + "\n" for one in [*entries, end]]

    merged = ledger_from(Text("ledger.jsonl", "".join(lines[number] for number in [*order, *twice])))

    assert list(merged.entries.values()) == entries
    assert list(merged.outcomes.values()) == [end]
    assert merged.diagnostics == ()


def test_markers_of_a_merge_that_was_not_by_union_cost_no_entry(tmp_path: Path) -> None:
    lines = [one.model_dump_json() for one in (said(), said("plan:export"))]
    text = f"<<<<<<< HEAD\n{lines[0]}\n=======\n{lines[1]}\n>>>>>>> theirs\n"
    (tmp_path / "ledger.jsonl").write_text(text)

    ledger = read_ledger(tmp_path)

    assert len(ledger.entries) == 2
    assert [one.code for one in ledger.diagnostics] == ["broken-ledger-line"] * 3


def test_the_folder_of_the_lock_is_for_its_owner_alone(tmp_path: Path) -> None:
    append(tmp_path, said())

    assert stat.S_IMODE((tmp_path / ".trimtab").stat().st_mode) == 0o700
    assert stat.S_IMODE((tmp_path / "ledger.jsonl").stat().st_mode) == 0o600


def test_a_full_disk_leaves_the_ledger_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    append(tmp_path, said())
    before = (tmp_path / "ledger.jsonl").read_bytes()
    write = os.write

    def half(file: int, content: bytes) -> int:
        if len(content) < 20:
            raise OSError(errno.ENOSPC, "No space left on device")
        return write(file, bytes(content)[: len(content) // 2])

    monkeypatch.setattr("trimtab.records.ledger.os.write", half)
    with pytest.raises(DiskFull):
        append(tmp_path, said("plan:export"))

    assert (tmp_path / "ledger.jsonl").read_bytes() == before


def test_a_folder_in_the_place_of_the_ledger_is_a_message(tmp_path: Path) -> None:
    (tmp_path / "ledger.jsonl").mkdir()

    with pytest.raises(LedgerUnwritable, match="Nothing was added"):
        append(tmp_path, said())


# Two at once


WRITER = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from trimtab.records.ledger import append, entry
folder, writer = Path(sys.argv[1]), sys.argv[2]
at = datetime(2026, 11, 16, 8, tzinfo=UTC)
print("ready", flush=True)
sys.stdin.readline()
for number in range(25):
    # Every second subject is written by both.
    subject = f"plan:{number}" if number % 2 else f"plan:{writer}-{number}"
    append(folder, entry("forecast", subject, as_of=at, inputs="9f2e", made_at=at, content={"text": "x" * 3000}))
"""


def start_writer(folder: Path, name: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", WRITER, str(folder), name]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def test_two_processes_at_once_lose_nothing_and_write_nothing_twice(tmp_path: Path) -> None:
    writers = [start_writer(tmp_path, name) for name in ("1", "2")]
    for writer in writers:
        assert writer.stdout is not None
        assert writer.stdout.readline() == "ready\n"
    for writer in writers:
        assert writer.stdin is not None
        writer.stdin.write("go\n")
        writer.stdin.flush()
    for writer in writers:
        writer.communicate(timeout=60)

    assert [writer.returncode for writer in writers] == [0, 0]
    lines = [json.loads(line) for line in (tmp_path / "ledger.jsonl").read_text().splitlines()]
    shared = {f"plan:{number}" for number in range(1, 25, 2)}
    own = {f"plan:{writer}-{number}" for writer in (1, 2) for number in range(0, 25, 2)}
    assert sorted(line["subject"] for line in lines) == sorted(shared | own)


def test_a_hash_does_not_depend_on_the_order_of_keys() -> None:
    assert hash_of({"a": 1, "b": [2]}) == hash_of({"b": [2], "a": 1})
    assert hash_of({"a": 1}) != hash_of({"a": "1"})
