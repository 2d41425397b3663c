"""Whatever bytes a file of the workspace holds, `load` returns, and each finding lies within the file."""

import re
import tempfile
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from trimtab.diagnostics import Diagnostic
from trimtab.records import load

# Pieces of YAML, Markdown and JSON, as a mad typist would put them together.
PIECES = re.split(
    "~",
    "version: 1~me: ~\n~\r\n~\r~  ~- ~: ~[~]~{~}~*a~&a ~!t ~'~\"~#~---\n~|\n~\t~zone: Europe/Rome~hours:~mon: ~09:00-10:00~"
    "from: 2026-01-01~? ~%YAML 1.2\n~\ufeff~\x00~\\x~é~names: ~leave:\n~## 2026-11-04~## 2026-13-01~```\n~null~<<<<<<< a\n~"
    '\u2028~\x85~{"id": "x"}~{"of": 1}~sources: {git: [{slug: a}]}~{from: 2026-01-05, to: 2026-01-01}~stance: ~'
    "holidays: {country: QQ}~areas: ~not_same_as: ",
)
SOUP = st.lists(st.sampled_from(PIECES), max_size=25).map(lambda pieces: "".join(pieces).encode())
FRONTED = SOUP.map(lambda soup: b"---\n" + soup + b"\n---\n")
ANY = st.binary(max_size=80) | SOUP | FRONTED | st.text(max_size=60).map(str.encode)


@pytest.mark.parametrize("name", ["trimtab.yaml", "people/ana.md", "phases.yaml", "ledger.jsonl"])
@settings(max_examples=150)
@example(b"")
@example(b"\xff\xfea\x00")
@example(b"---\n---")
@example(b"---")
@example(b'a: "\\U00FFFFFF"')
@example(b"[" * 5000)
@example(b"a: " + b"9" * 5000)
@example(b'{"content": {"a": NaN}}')
@example(b"[" * 100_000)
@given(raw=ANY)
def test_whatever_bytes_a_file_holds_load_returns_and_each_finding_lies_within_it(name: str, raw: bytes) -> None:
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        (folder / "people").mkdir()
        (folder / name).write_bytes(raw)

        read = load(folder)

    for found in read.diagnostics:
        if found.span.file == name:
            assert_within(found, raw)
        assert "\x1b" not in found.to_text()
    assert read.working_time().hours


def assert_within(found: Diagnostic, raw: bytes) -> None:
    lines = re.split("\r\n|\n|\r", raw.decode("utf-8", "replace").removeprefix("\ufeff"))
    assert 1 <= found.span.line <= len(lines)
    assert 1 <= found.span.column <= len(lines[found.span.line - 1]) + 1
    assert (found.span.line, found.span.column) <= (found.span.end_line, found.span.end_column)
    assert found.span.end_line <= len(lines)
    assert found.hint
