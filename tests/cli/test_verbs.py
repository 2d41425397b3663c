"""The verbs beside `brief` and `why`, as they are typed and as they read."""

import re
import subprocess
from pathlib import Path

import pytest

from builders_git import History
from cli.program import Here, run
from trimtab.demo import Harbour

SOFIES = ("Sofie Lindgren <sofie@harbour.example>", "Sofie Marklund <sofie@harbour.example>")


@pytest.fixture
def history(tmp_path: Path) -> History:
    """Mara and two Sofies on one address."""
    made = History(tmp_path / "harbour")
    made.git("config", "user.email", "mara@harbour.example")
    with made.many():
        for author in ("Mara Lindqvist <mara@harbour.example>", *SOFIES):
            made.commit(author=author)
    return made


def narrow(out: str) -> bool:
    return all(len(line) <= 80 for line in out.splitlines())


def test_sync_counts_what_came_in_and_says_when_nothing_did(trimtab: Here, history: History) -> None:
    first, second = (trimtab("sync", str(history.path)) for _ in range(2))

    assert first.out.startswith("git/harbour: 3 commits, ")
    assert second.out == "git/harbour: nothing new\n"


def test_people_are_listed_with_those_left_out_and_the_open_questions(trimtab: Here, history: History) -> None:
    done = trimtab("-C", str(history.path), "people")

    assert "Mara Lindqvist" in done.out
    assert "1 pair may be one person: trimtab people merge" in done.out
    assert narrow(done.out)


def test_a_pair_is_shown_with_its_reason_and_both_lines_to_type(trimtab: Here, history: History) -> None:
    done = trimtab("-C", str(history.path), "people", "merge")

    assert "one address" in done.out
    assert "One person: trimtab people merge sofie-lindgren sofie-marklund" in done.out
    assert "Two:        trimtab people merge --refuse sofie-lindgren sofie-marklund" in done.out
    assert narrow(done.out)


def test_merging_without_a_workspace_says_how_to_make_one(trimtab: Here, history: History) -> None:
    done = trimtab("-C", str(history.path), "people", "merge", "sofie-lindgren", "sofie-marklund")

    assert done.code == 2
    assert "trimtab init PATH" in done.err


def test_merging_somebody_unknown_names_the_nearest(trimtab: Here, lead: Path) -> None:
    done = trimtab("-C", str(lead), "people", "merge", "mara", "tomsa")

    assert done.code == 2
    assert 'nobody here is called "tomsa". Did you mean tomas?' in done.err
    assert "`trimtab people` lists everyone." in done.err


def test_init_says_what_it_found_and_what_to_type_next(trimtab: Here, tmp_path: Path, history: History) -> None:
    done = trimtab("init", str(history.path), "--yes")

    assert done.code == 0
    assert f"{tmp_path}/harbour-lead: a workspace for harbour" in done.out
    assert "you are mara-lindqvist" in done.out
    assert "zone: not known; write zone: in trimtab.yaml" in done.out
    assert done.out.endswith(f"Next: trimtab -C {tmp_path}/harbour-lead brief\n")


def test_init_in_a_repository_that_goes_to_a_public_forge_warns(
    trimtab: Here, tmp_path: Path, history: History
) -> None:
    notes = tmp_path / "notes"
    subprocess.run(["git", "init", "-q", str(notes)], check=True)
    subprocess.run(["git", "-C", str(notes), "remote", "add", "origin", "git@github.com:mara/x.git"], check=True)

    done = trimtab("init", str(history.path), "--into", str(notes / "lead"), "--yes")

    assert done.code == 0
    assert "git@github.com:mara/x.git" in done.err
    assert "Notes about people do not belong on a public forge." in done.err


def test_init_into_the_clone_or_over_something_is_refused(trimtab: Here, tmp_path: Path, history: History) -> None:
    inside = trimtab("init", str(history.path), "--into", str(history.path / "lead"), "--yes")
    trimtab("init", str(history.path), "--yes")
    again = trimtab("init", str(history.path), "--yes")

    assert (inside.code, again.code) == (2, 2)
    assert "this lies in the clone" in inside.err
    assert "this is a workspace already" in again.err


def answered(lead: Path) -> None:
    """Whatever the plan of the demo leaves open, taken out of it."""
    plan = lead / "plans" / "billing.yaml"
    plan.write_text(
        plan.read_text("utf-8").replace("sandbox know refunds?\n", "sandbox know refunds?\n    who: ravi\n")
    )


def test_check_says_place_excerpt_and_remedy(trimtab: Here, lead: Path) -> None:
    answered(lead)
    (lead / "people" / "tomas.md").write_text("---\nemails: [tomas]\nskills: [billing]\n---\n")

    done = trimtab("-C", str(lead), "check")

    assert done.code == 2
    assert re.match(r"people/tomas\.md:2:10: error\[bad-address\]: ", done.out)
    assert "    2 | emails: [tomas]" in done.out
    assert "hint: " in done.out
    assert done.out.endswith("1 error, 0 warnings\n")


def test_check_of_sound_records_is_content(trimtab: Here, lead: Path) -> None:
    answered(lead)
    done = trimtab("-C", str(lead / "people"), "check")

    assert (done.code, done.out) == (0, "no complaint\n")


def test_check_outside_a_workspace_says_how_to_make_one(trimtab: Here, tmp_path: Path) -> None:
    done = trimtab("-C", str(tmp_path), "check")

    assert done.code == 2
    assert "no trimtab.yaml here or above. Make a workspace with `trimtab init`." in done.err


def test_doctor_fits_the_terminal_and_needs_no_workspace(
    trimtab: Here, home: Path, lead: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(home)
    answered(lead)

    alone, with_one = trimtab("doctor"), trimtab("doctor", str(lead))

    assert (alone.code, with_one.code) == (0, 0)
    assert "git version" in alone.out
    assert "7 people, no complaint" in with_one.out
    assert narrow(with_one.out)


def test_doctor_of_a_folder_that_was_named_and_is_nothing_is_refused(trimtab: Here, tmp_path: Path) -> None:
    assert trimtab("-C", str(tmp_path), "doctor").code == 2


def test_privacy_names_no_host_and_every_folder(trimtab: Here, lead: Path) -> None:
    done = trimtab("privacy", str(lead))

    assert done.out.startswith("Hosts: none\n")
    assert "no account, no telemetry" in done.out
    assert narrow(done.out)


def test_demo_made_twice_is_left_as_it_is_and_another_folder_is_refused(made: Harbour, home: Path) -> None:
    (home / "letters").mkdir()
    (home / "letters" / "one.txt").write_text("dear")

    again = run("demo", str(made.folder), home=home)
    other = run("demo", "letters", home=home)
    unknown = run("demo", "new", "--without", "rain", home=home)

    assert (again.code, other.code, unknown.code) == (0, 2, 2)
    assert "this folder holds something else" in other.err
    assert 'nothing called "rain" is planted in Harbour' in unknown.err
    assert not (home / "new").exists()
