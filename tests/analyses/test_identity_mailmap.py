"""The four forms of a `.mailmap`, and git itself as the judge of odd ones."""

import subprocess
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from trimtab.analyses.identity import Mailmap

NAMES = st.sampled_from(["Mara Lindqvist", "mara", "MARA", "Tomáš", "T", "a # b", ""])
MAILS = st.sampled_from(["m@h.test", "M@H.test", "t@h.test", "ö@h.test", "Ö@h.test", "x y", ""])
BLANKS = st.sampled_from(["", " ", "\t", "  "])


@st.composite
def lines(draw: st.DrawFn) -> str:
    """A line of a `.mailmap`, mostly of one of the four forms, sometimes torn."""
    parts = [draw(BLANKS), draw(NAMES), draw(BLANKS), f"<{draw(MAILS)}>"]
    if draw(st.booleans()):
        parts += [draw(BLANKS), draw(NAMES), draw(BLANKS), f"<{draw(MAILS)}>"]
    line = "".join(parts) + draw(st.sampled_from(["", "", " # why", " tail"]))
    torn = draw(st.integers(0, 20))
    return f"#{line}" if torn == 0 else line.replace(">", "", 1) if torn == 1 else line


def test_a_name_for_an_address() -> None:
    assert Mailmap("Mara Lindqvist <m@h.test>").proper("mara", "M@h.test") == ("Mara Lindqvist", None)


def test_an_address_for_an_address() -> None:
    assert Mailmap("<m@h.test> <old@h.test>").proper("mara", "old@h.test") == (None, "m@h.test")


def test_a_name_and_address_for_an_address() -> None:
    mailmap = Mailmap("Mara Lindqvist <m@h.test> <old@h.test>")

    assert mailmap.proper("anything", "old@h.test") == ("Mara Lindqvist", "m@h.test")
    assert mailmap.proper("anything", "m@h.test") is None


def test_a_name_and_address_for_a_name_and_address() -> None:
    mailmap = Mailmap("Mara Lindqvist <m@h.test> mara <desk@h.test>")

    assert mailmap.proper("MARA", "desk@h.test") == ("Mara Lindqvist", "m@h.test")
    assert mailmap.proper("tomas", "desk@h.test") is None


def test_comments_and_empty_lines_say_nothing() -> None:
    assert Mailmap("# Mara Lindqvist <m@h.test>\n\n").proper("mara", "m@h.test") is None


def test_the_addresses_it_gives() -> None:
    text = "Mara Lindqvist <m@h.test>\n<t@h.test> <old@h.test>\nIfe Obi <i@h.test> ife <desk@h.test>\n"

    assert set(Mailmap(text).addresses()) == {"m@h.test", "t@h.test", "i@h.test"}


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty repository for git to judge in."""
    folder = tmp_path_factory.mktemp("mailmap")
    subprocess.run(["git", "init", "-q", str(folder)], check=True)
    return folder


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(lines(), max_size=6))
def test_git_says_the_same(repository: Path, written: list[str]) -> None:
    text = "\n".join(written) + "\n"
    (repository / ".mailmap").write_text(text, encoding="utf-8")
    asked = [
        (name, email) for name in ("Mara Lindqvist", "MARA", "T", "Tomáš") for email in ("m@H.test", "ö@h.test", "x y")
    ]
    query = "".join(f"{name} <{email}>\n" for name, email in asked)

    said = subprocess.run(
        ["git", "-C", str(repository), "check-mailmap", "--stdin"],
        input=query.encode(),
        capture_output=True,
        check=True,
    ).stdout.decode()

    mailmap = Mailmap(text)
    ours = []
    for name, email in asked:
        proper_name, proper_email = mailmap.proper(name, email) or (None, None)
        ours.append(f"{proper_name or name} <{email if proper_email is None else proper_email}>")
    assert said.splitlines() == ours
