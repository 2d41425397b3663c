"""The options that every verb understands, before and after its name, and what is wrong with a command line."""

from pathlib import Path

import pytest

from cli.program import Here
from trimtab.cli.app import VERBS


@pytest.mark.parametrize(
    "words",
    [
        ("-C", "{lead}", "brief", "--as-of", "2026-05-03", "--json"),
        ("brief", "-C", "{lead}", "--as-of", "2026-05-03", "--json"),
        ("--as-of", "2026-05-03", "--json", "brief", "-C", "{lead}"),
        ("--json", "--as-of", "2026-05-03", "brief", "{lead}"),
    ],
)
def test_options_mean_the_same_before_and_after_the_verb(trimtab: Here, lead: Path, words: tuple[str, ...]) -> None:
    done = trimtab(*(word.format(lead=lead) for word in words))

    assert done.code == 0
    assert '"period": "week 2026-W18, 27 Apr to 3 May"' in done.out


def test_what_is_said_after_the_verb_wins(trimtab: Here, lead: Path) -> None:
    done = trimtab("--as-of", "2026-02-01", "brief", str(lead), "--as-of", "2026-05-03")

    assert "week 2026-W18" in done.out


def test_options_reach_a_verb_within_a_verb(trimtab: Here, lead: Path) -> None:
    before = trimtab("-C", str(lead), "--json", "people", "merge")
    between = trimtab("people", "-C", str(lead), "--json", "merge")
    after = trimtab("people", "merge", "-C", str(lead), "--json")

    assert before.out == between.out == after.out
    assert before.out.startswith('{\n  "schema": "trimtab.people/1"')


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_says_what_it_is_for_and_takes_the_shared_options(trimtab: Here, verb: str) -> None:
    done = trimtab(verb, "--help")

    assert done.code == 0
    assert all(option in done.out for option in ("-C", "--me", "--as-of", "--offline", "--json", "--debug"))
    assert all(len(line) <= 80 for line in done.out.splitlines())


def test_the_list_of_verbs_names_them_all_with_what_they_are_for(trimtab: Here) -> None:
    done = trimtab("--help")

    assert done.code == 0
    assert [line.split()[0] for line in done.out.split("Verbs:")[1].splitlines() if line.strip()] == list(VERBS)


def test_the_version_is_printed_alone(trimtab: Here) -> None:
    assert trimtab("--version").out == "trimtab 0.1.0\n"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("breif",), "No such command 'breif'"),
        (("brief", "--wek", "2026-W46"), "--wek"),
        (("why",), "Missing argument 'ID'"),
        (("brief", "--format", "pdf"), "'pdf' is not one of"),
        (("completion", "tcsh"), "'tcsh' is not one of"),
        (("people", "merge", "tomas"), "name two persons: trimtab people merge ONE OTHER"),
    ],
)
def test_a_command_line_that_is_wrong_ends_with_2_and_says_where(
    trimtab: Here, lead: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], said: str
) -> None:
    monkeypatch.chdir(lead)

    done = trimtab(*words)

    assert done.code == 2
    assert said in done.err
    assert done.out == ""


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--week", "2027-W10"), "2027-W10 has not begun; it starts on 8 March 2027."),
        (("--week", "2026-W54"), "2026-W54"),
        (("--week", "last"), "last"),
        (("--as-of", "yesterday"), "yesterday"),
        (("--as-of", "2026-02-30"), "2026-02-30"),
        (("--as-of", "2026-W60"), "2026-W60"),
    ],
)
def test_a_time_that_is_none_ends_with_2_and_is_named(
    trimtab: Here, lead: Path, words: tuple[str, ...], said: str
) -> None:
    done = trimtab("brief", str(lead), *words)

    assert done.code == 2
    assert said in done.err
    assert "Traceback" not in done.err
    assert done.out == ""
