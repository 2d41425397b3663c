"""Identities, dates, encodings and trailers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trimtab.sources.git._text import decoded, identity, moment, paragraphs, signature, trailers


@pytest.mark.parametrize(
    ("line", "name", "email"),
    [
        (b"Mara Lindqvist <mara@harbour.example>", "Mara Lindqvist", "mara@harbour.example"),
        (b"A <b> C <a@x>", "A", "b"),
        (b"Ife <a@x>>", "Ife", "a@x"),
        (b"Ife <<a@x>>", "Ife", "<a@x"),
        (b"no mail at all", "no mail at all", ""),
        (b"Jun <>", "Jun", ""),
        (b"<only@mail>", "", "only@mail"),
        (b"", "", ""),
        (b"a|b\x01c <a|b@x>", "a|b\x01c", "a|b@x"),
    ],
)
def test_a_name_ends_at_the_first_bracket_and_the_mail_at_the_next(line: bytes, name: str, email: str) -> None:
    assert identity(line, b"")[:2] == (name, email)


def test_the_time_stands_after_the_last_bracket() -> None:
    read = signature(b"A <b> C <a@x>> 1767600000 +0100", b"")

    assert (read.name, read.email, read.seconds, read.offset) == ("A", "b", 1_767_600_000, 60)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (b" 1767600000 +0100", (1_767_600_000, 60)),
        (b" -86400 +0000", (-86_400, 0)),
        (b" 32503680000 -0730", (32_503_680_000, -450)),
        (b" 9223372036854775807 +0000", (2**63 - 1, 0)),
        (b" 9223372036854775808 +0000", (None, 0)),
        (b" 99999999999999999999 +0000", (None, None)),
        (b" noon +0100", (None, None)),
        (b"", (None, None)),
        (b" 12", (12, None)),
        (b" 12 +9999", (12, 99 * 60 + 99)),
        (b" 12 -2500", (12, -1500)),
        (b" 12 +051800", (12, 518 * 60)),
        (b" 12 +999999", (12, None)),
        (b" 12 CET", (12, None)),
    ],
)
def test_a_date_is_its_raw_seconds_and_minutes_or_nothing(text: bytes, expected: tuple[int | None, int | None]) -> None:
    assert moment(text) == expected


@pytest.mark.parametrize(
    ("raw", "declared", "text", "guessed"),
    [
        ("Zoë".encode(), b"", "Zoë", False),
        ("Zoë".encode("latin-1"), b"ISO-8859-1", "Zoë", False),
        ("Łódź".encode("iso8859-2"), b"ISO-8859-2", "Łódź", False),
        ("渡辺".encode("shift_jis"), b"Shift_JIS", "渡辺", False),
        ("渡辺".encode("iso2022_jp"), b"ISO-2022-JP", "渡辺", False),
        ("Zoë".encode("latin-1"), b"", "Zoë", True),
        ("Zoë".encode("latin-1"), b"no-such-code", "Zoë", True),
        ("Zoë".encode(), b"UTF-16LE", "Zoë", False),
        ("Zoë".encode("latin-1"), b"UTF-16LE", "Zoë", True),
        ("Zoë".encode("latin-1"), b"rot13", "Zoë", True),
        ("Zoë".encode("latin-1"), b"\xff\xfe", "Zoë", True),
        (b"\\x41\xeb", b"unicode_escape", "\\x41ë", True),
    ],
)
def test_text_is_utf8_else_what_the_commit_declares_else_latin1(
    raw: bytes, declared: bytes, text: str, guessed: bool
) -> None:
    assert decoded(raw, declared) == (text, guessed)


@given(st.binary(), st.binary())
def test_any_bytes_under_any_declared_encoding_become_text(raw: bytes, declared: bytes) -> None:
    text, _ = decoded(raw, declared)

    assert isinstance(text, str)


def test_the_subject_is_the_first_paragraph_on_one_line() -> None:
    assert paragraphs("ledger: round\nhalf to even\n\nBecause.\n\nTwice.\n") == (
        "ledger: round half to even",
        "Because.\n\nTwice.",
    )


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (
            "Co-authored-by: Ife <i@h>\nReviewed-by: Ravi <r@h>",
            [("Co-authored-by", "Ife <i@h>"), ("Reviewed-by", "Ravi <r@h>")],
        ),
        ("Why.\n\nACKED-BY: Jun <j@h>", [("ACKED-BY", "Jun <j@h>")]),
        ("Tested-by : Jun <j@h>", [("Tested-by", "Jun <j@h>")]),
        ("Fixes: a long\n  story\nTicket: 12", [("Fixes", "a long story"), ("Ticket", "12")]),
        ("Signed-off-by: Mara <m@h>\n(cherry picked from commit 12ab)", [("Signed-off-by", "Mara <m@h>")]),
        ("one\ntwo\nthree\nSigned-off-by: Mara <m@h>", [("Signed-off-by", "Mara <m@h>")]),
        ("one\ntwo\nthree\nfour\nSigned-off-by: Mara <m@h>", []),
        ("a sentence\nReviewed-by: Ravi <r@h>", []),
        ("Reviewed-by: Ravi <r@h>\n\nA last word.", []),
        ("see https://harbour.example for more", []),
        ("  Reviewed-by: Ravi <r@h>", []),
        ("", []),
    ],
)
def test_trailers_are_what_git_would_take_for_them(body: str, expected: list[tuple[str, str]]) -> None:
    assert trailers(body) == expected
