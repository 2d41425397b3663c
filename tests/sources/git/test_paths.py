"""Paths as text, and back."""

import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders_git import clean_environment
from trimtab.sources import quote_path, unquote_path


@given(st.binary())
def test_every_path_can_be_turned_back_into_its_bytes(path: bytes) -> None:
    assert unquote_path(quote_path(path)) == path


@given(st.text(st.characters(exclude_categories=["Cs"])).filter(lambda text: not text.startswith('"')))
def test_a_path_in_utf8_stays_as_it_is(text: str) -> None:
    assert quote_path(text.encode()) == text


def test_a_path_that_is_not_utf8_stands_as_git_would_quote_it() -> None:
    assert quote_path(b'caf\xe9\t"\\\x01.py') == r'"caf\351\t\"\\\001.py"'


def test_a_path_that_begins_with_a_quote_is_quoted_so_that_it_is_not_taken_for_a_quoted_one() -> None:
    assert quote_path(b'"a"') == r'"\"a\""'


@given(st.binary(min_size=1).filter(lambda path: b"\0" not in path))
def test_the_quoted_form_reads_back_as_git_reads_it(path: bytes) -> None:
    quoted = quote_path(b'"' + path)

    assert unquote_path(quoted) == b'"' + path
    assert all(0x20 <= ord(letter) < 0x7F for letter in quoted)


def test_git_itself_takes_the_quoted_form_for_the_same_path(tmp_path: Path) -> None:
    path = b'"\xff\t\n\r\x07\x08\x0b\x0c\x01\x7f end'
    subprocess.run(["git", "init", "-q", "."], cwd=tmp_path, env=clean_environment(), check=True)

    # Without -z git unquotes what it is given and quotes what it prints.
    said = subprocess.run(
        ["git", "check-attr", "--stdin", "a"],
        cwd=tmp_path,
        env=clean_environment(),
        input=quote_path(path).encode() + b"\n",
        capture_output=True,
        check=True,
    )

    assert said.stdout.decode().strip() == f"{quote_path(path)}: a: unspecified"


@pytest.mark.parametrize("text", ['"', '"open', r'"\9"', r'"\12"'])
def test_quotes_that_git_would_not_print_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not a path as git quotes it"):
        unquote_path(text)
