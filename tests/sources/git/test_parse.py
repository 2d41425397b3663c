"""The parser, on bytes made up for it: what is well-formed reads back, what is not is refused."""

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trimtab.sources.git._parse import Garbled, parse

OLD, NEW = "a" * 40, "b" * 40

names = st.binary(min_size=1, max_size=12).filter(lambda name: b"\0" not in name)
lines = st.binary(max_size=20).map(lambda line: line.replace(b"\0", b"").replace(b"\n", b"").rstrip())


@dataclass(frozen=True)
class Change:
    path: bytes
    old_path: bytes | None
    counts: bytes


@dataclass(frozen=True)
class Commit:
    parents: list[str]
    message: list[bytes]
    changes: list[Change]


changes = st.builds(Change, names, st.none() | names, st.sampled_from([b"1\t2", b"-\t-", b"0\t0"]))
oids = st.text("0123456789abcdef", min_size=40, max_size=40)
commits = st.builds(Commit, st.lists(oids, max_size=3), st.lists(lines, max_size=4), st.lists(changes, max_size=4))


def printed(history: list[Commit]) -> bytes:
    """What `git log --raw --numstat -z --format=raw` prints of commits numbered from 0."""
    said = b""
    for number, commit in enumerate(history):
        said += b"commit %040d\ntree %s\n" % (number, OLD.encode())
        said += b"".join(b"parent " + parent.encode() + b"\n" for parent in commit.parents)
        said += b"author Mara <m@h> 12 +0000\ncommitter Mara <m@h> 12 +0000\n"
        said += b"\n" + b"".join(b"    " + line + b"\n" for line in commit.message)
        if commit.changes:
            said += b"\n"
        for change in commit.changes:
            letter = b"M" if change.old_path is None else b"R090"
            said += b":100644 100644 %s %s %s\0" % (OLD.encode(), NEW.encode(), letter)
            said += (b"" if change.old_path is None else change.old_path + b"\0") + change.path + b"\0"
        for change in commit.changes:
            if change.old_path is None:
                said += change.counts + b"\t" + change.path + b"\0"
            else:
                said += change.counts + b"\t\0" + change.old_path + b"\0" + change.path + b"\0"
        said += b"\0"
    return said


@given(st.lists(commits, max_size=5))
def test_whatever_paths_and_messages_hold_each_commit_keeps_its_own_changes(history: list[Commit]) -> None:
    parsed = parse(printed(history), 40)

    assert parsed.commits.oid == [f"{number:040d}" for number in range(len(history))]
    assert parsed.commits.parents == [" ".join(commit.parents) for commit in history]
    assert parsed.commits.rows == [len(commit.changes) for commit in history]
    every = [change for commit in history for change in commit.changes]
    assert parsed.changes.path == [change.path for change in every]
    assert parsed.changes.old_path == [change.old_path for change in every]
    assert [counts.split(b"\t")[:2] for counts in parsed.changes.counts] == [one.counts.split(b"\t") for one in every]


@given(st.lists(commits, min_size=1, max_size=4), st.data())
def test_what_was_cut_off_anywhere_reads_as_whole_commits_only(history: list[Commit], data: st.DataObject) -> None:
    whole = printed(history)
    cut = whole[: data.draw(st.integers(0, len(whole)))]

    parsed = parse(cut, 40, whole=False)

    read = len(parsed.commits.oid)
    assert read < len(history)
    assert parsed.commits.rows == [len(commit.changes) for commit in history[:read]]
    assert (
        len(parsed.changes.meta) == len(parsed.changes.path) == len(parsed.changes.counts) == sum(parsed.commits.rows)
    )


def test_a_header_that_looks_like_a_raw_entry_is_none() -> None:
    head = b"commit %s\ntree %s\nauthor M <m@h> 1 +0000\ncommitter M <m@h> 1 +0000\n" % (OLD.encode(), NEW.encode())
    evil = b":100644 100644 %s %s M" % (OLD.encode(), NEW.encode())

    parsed = parse(head + evil + b"\n\n    hello\n\0", 40)

    assert (parsed.commits.subject, parsed.commits.rows) == (["hello"], [0])


def test_a_message_that_looks_like_a_raw_entry_stays_a_message() -> None:
    said = printed([Commit([], [b"one", b"", b":100644 100644 a b M", b"commit " + OLD.encode()], [])])

    parsed = parse(said, 40)

    assert parsed.commits.body == [f":100644 100644 a b M\ncommit {OLD}"]
    assert parsed.changes.meta == []


@pytest.mark.parametrize(
    "said",
    [
        b"warning: something\0",
        b"commit "
        + OLD.encode()
        + b"\n\n\n:100644 100644 "
        + OLD.encode()
        + b" "
        + NEW.encode()
        + b" M\0a\0"
        + b"1\t2\tb\0",
        b"commit " + OLD.encode() + b"\n\n\n:100644 100644 " + OLD.encode() + b" " + NEW.encode() + b" M\0a\0",
    ],
)
def test_an_answer_of_another_form_is_refused(said: bytes) -> None:
    with pytest.raises(Garbled):
        parse(said, 40)
