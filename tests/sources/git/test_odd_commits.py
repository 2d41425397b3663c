"""Commit objects that no git of today would write: each is stored raw and read as far as it goes."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from builders_git import History

SEEN_AT = datetime(2026, 11, 15, 12, tzinfo=UTC)
GOOD = b"Mara <mara@harbour.example> 1767600000 +0100"

Mine = Callable[..., Any]  # the fixture of conftest.py


@pytest.fixture
def harbour(tmp_path: Path) -> History:
    history = History(tmp_path / "harbour")
    history.commit(files={"a": "1\n"})
    return history


def odd(
    history: History, *, author: bytes = GOOD, committer: bytes = GOOD, more: bytes = b"", message: bytes = b"odd\n"
) -> str:
    head = b"tree %TREE%\nparent " + history.tips["main"].encode() + b"\nauthor " + author + b"\ncommitter " + committer
    return history.raw_commit(head + b"\n" + more + b"\n" + message)


def test_a_name_with_columns_in_it_and_one_without_mail(harbour: History, mine: Mine) -> None:
    bars = odd(harbour, author=b"a|b\x01c <a|b@x> 1767600000 +0000")
    bare = odd(harbour, author=b"just a name 1767600000 +0000")

    found = mine(harbour.path)

    assert (found.commit(bars)["author_name"], found.commit(bars)["author_email"]) == ("a|b\x01c", "a|b@x")
    assert (found.commit(bare)["author_email"], found.commit(bare)["flags"]) == ("", ["no-author-date"])
    assert found.commit(bare)["author_at"] is None


def test_brackets_inside_names_and_mails(harbour: History, mine: Mine) -> None:
    oid = odd(harbour, author=b"A <b> C <a@x>> 1767600000 +0000")

    row = mine(harbour.path).commit(oid)

    assert (row["author_name"], row["author_email"], row["author_seconds"]) == ("A", "b", 1_767_600_000)


def test_a_commit_without_author_or_message(harbour: History, mine: Mine) -> None:
    oid = harbour.raw_commit(b"tree %TREE%\ncommitter " + GOOD + b"\n")

    row = mine(harbour.path).commit(oid)

    assert (row["author_name"], row["author_at"], row["subject"]) == ("", None, "")
    assert row["happened_at"] == datetime.fromtimestamp(1_767_600_000, UTC)


def test_a_message_in_latin1_without_a_header_is_read_and_flagged(harbour: History, mine: Mine) -> None:
    guessed = odd(harbour, message="für Zoë\n".encode("latin-1"))
    declared = odd(harbour, message="für Zoë\n".encode("latin-1"), more=b"encoding ISO-8859-1\n")
    japanese = odd(harbour, message="台帳\n".encode("shift_jis"), more=b"encoding Shift_JIS\n")
    wrong = odd(harbour, message="für Zoë\n".encode(), more=b"encoding UTF-16LE\n")

    found = mine(harbour.path)

    assert [found.commit(oid)["subject"] for oid in (guessed, declared, japanese, wrong)] == [
        "für Zoë",
        "für Zoë",
        "台帳",
        "für Zoë",
    ]
    assert [found.commit(oid)["flags"] for oid in (guessed, declared, japanese, wrong)] == [["latin-1"], [], [], []]
    assert found.commit(wrong)["author_email"] == "mara@harbour.example"


def test_a_message_ends_at_a_nul_byte_as_it_does_in_git(harbour: History, mine: Mine) -> None:
    oid = odd(harbour, message=b"before\0after\n")
    later = harbour.commit(files={"b": "1\n"})

    found = mine(harbour.path)

    assert found.commit(oid)["subject"] == "before"
    assert found.counts(later) == {"b": (1, 0)}


def test_headers_and_messages_that_imitate_git_output_change_nothing(harbour: History, mine: Mine) -> None:
    fake = b":100644 100644 " + b"a" * 40 + b" " + b"b" * 40 + b" M"
    header = odd(harbour, more=fake + b"\n")
    message = odd(harbour, message=b"x\n\n" + fake + b"\ncommit " + b"c" * 40 + b"\n")

    found = mine(harbour.path)

    assert found.changes(header) == found.changes(message) == {}
    assert len(found.oids()) == 3


def test_a_signed_commit_is_read_past_its_signature(harbour: History, mine: Mine) -> None:
    signature = b"gpgsig -----BEGIN PGP SIGNATURE-----\n \n author Evil <e@x> 1 +0000\n -----END PGP SIGNATURE-----\n"
    oid = odd(harbour, more=signature, message=b"signed\n")

    row = mine(harbour.path).commit(oid)

    assert (row["subject"], row["author_name"]) == ("signed", "Mara")


@pytest.mark.parametrize(
    ("stamp", "seconds"),
    [
        (b"-86400 +0000", -86_400),
        (b"0 +0000", 0),
        (b"4291747200 +0000", 4_291_747_200),  # 2106
        (b"32503680000 +0000", 32_503_680_000),  # 3000
        (b"9223372036854775807 +0000", 2**63 - 1),
        (b"9223372036854775808 +0000", None),
        (b"noon +0000", None),
    ],
)
def test_a_date_that_cannot_be_true_is_kept_raw_and_clamped_between_neighbours(
    harbour: History, mine: Mine, stamp: bytes, seconds: int | None
) -> None:
    before = harbour.commit(at="2026-03-01T10:00+00:00")
    oid = odd(harbour, committer=b"Mara <m@h> " + stamp)
    after = harbour.commit(at="2026-03-02T10:00+00:00")

    found = mine(harbour.path)

    row = found.commit(oid)
    assert (row["committer_seconds"], row["flags"]) == (seconds, ["odd-date"])
    assert found.commit(before)["happened_at"] <= row["happened_at"] <= found.commit(after)["happened_at"]


def test_an_odd_root_counts_as_made_before_its_child_and_an_odd_tip_not_after_it_was_seen(
    tmp_path: Path, mine: Mine
) -> None:
    history = History(tmp_path / "odd")
    root = history.raw_commit(
        b"tree %TREE%\nauthor A <a@x> 32503680000 +0000\ncommitter A <a@x> 32503680000 +0000\n\nroot\n"
    )
    child = history.commit(at="2026-03-01T10:00+00:00", files={"a": "1\n"})
    tip = odd(history, committer=b"A <a@x> 4291747200 +0000")

    found = mine(history.path)

    assert found.commit(root)["happened_at"] == found.commit(child)["happened_at"]
    assert found.commit(root)["author_at"] == found.commit(root)["happened_at"]
    assert found.commit(tip)["happened_at"] == SEEN_AT


def test_several_odd_commits_in_a_row_stay_in_order(harbour: History, mine: Mine) -> None:
    before = harbour.commit(at="2026-03-01T10:00+00:00")
    row = [odd(harbour, committer=b"A <a@x> " + stamp) for stamp in (b"0 +0000", b"32503680000 +0000", b"12 +0000")]
    after = harbour.commit(at="2026-03-05T10:00+00:00")

    found = mine(harbour.path)

    instants = [found.commit(oid)["happened_at"] for oid in (before, *row, after)]
    assert instants == sorted(instants)


def test_a_clock_a_little_ahead_is_believed(harbour: History, mine: Mine) -> None:
    ahead = SEEN_AT + timedelta(hours=20)
    oid = harbour.commit(at=ahead)

    row = mine(harbour.path).commit(oid)

    assert (row["happened_at"], row["flags"]) == (ahead, [])


@pytest.mark.parametrize(
    ("zone", "minutes"), [(b"+9999", 6039), (b"-2500", -1500), (b"+051800", 31_080), (b"CET", None)]
)
def test_zones_that_do_not_exist_are_kept_in_minutes(
    harbour: History, mine: Mine, zone: bytes, minutes: int | None
) -> None:
    oid = odd(harbour, author=b"Mara <m@h> 1767600000 " + zone)

    assert mine(harbour.path).commit(oid)["author_offset"] == minutes
