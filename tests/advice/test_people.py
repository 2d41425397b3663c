"""Who is who, and what the lead writes down about it."""

from datetime import datetime
from pathlib import Path

import pytest

from advice.asking import workspace_for
from builders_git import History
from trimtab.advice.people import Pair, accept, everybody, refuse
from trimtab.errors import UnknownPerson, UsageError
from trimtab.records import load, person_file
from trimtab.workspace import Workspace, open_clone, open_workspace

NOW = datetime.fromisoformat("2026-11-15T18:00+01:00")
# Tom may be Tomas, which nothing shows; the two Sofies may be one who married, or two who had one mailbox.
AUTHORS = (
    "Mara Lindqvist <mara@harbour.example>",
    "Tomas Novak <tomas@harbour.example>",
    "Tom Novak <tom@northquay.example>",
    "Sofie Lindgren <sofie@harbour.example>",
    "Sofie Marklund <sofie@harbour.example>",
    "Ife Okafor <ife@harbour.example>",
    "dependabot[bot] <49699333+dependabot[bot]@users.noreply.github.com>",
)


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """A workspace of Mara's, without files about people, its clone read."""
    history = History(tmp_path / "harbour")
    with history.many():
        for author in AUTHORS:
            history.commit(author=author)
    made = workspace_for(tmp_path / "lead", history.path)
    made.sync(NOW)
    return made


def ids(workspace: Workspace) -> list[str]:
    return [one.id for one in everybody(open_workspace(workspace.folder)).people]


def pairs(workspace: Workspace) -> list[set[str]]:
    return [{pair.one, pair.other} for pair in everybody(open_workspace(workspace.folder)).pairs]


def text_of(workspace: Workspace, person: str) -> str:
    return (workspace.folder / "people" / f"{person}.md").read_text(encoding="utf-8")


def write(workspace: Workspace, person: str, text: str) -> Workspace:
    """The workspace with a file about a person in it."""
    (workspace.folder / "people" / f"{person}.md").write_text(text, encoding="utf-8")
    return open_workspace(workspace.folder)


def test_people_stand_in_alphabetical_order_and_programs_apart(workspace: Workspace) -> None:
    found = everybody(workspace)

    assert [one.name for one in found.people] == [
        "Ife Okafor",
        "Mara Lindqvist",
        "Sofie Lindgren",
        "Sofie Marklund",
        "Tom Novak",
        "Tomas Novak",
    ]
    assert [one.name for one in found.bots] == ["dependabot[bot]"]
    assert not any(one.declared for one in found.people)


def test_two_who_may_be_one_are_proposed_with_the_reason(workspace: Workspace) -> None:
    (pair,) = everybody(workspace).pairs

    assert pair == Pair("sofie-lindgren", "sofie-marklund", "one address, sofie@harbour.example, but two full names")


def test_an_accepted_pair_is_one_person_from_then_on(workspace: Workspace) -> None:
    said = accept(workspace, "sofie-lindgren", "sofie-marklund")

    assert said.startswith("sofie-marklund is now sofie-lindgren: people/sofie-lindgren.md has ")
    assert ids(workspace) == ["ife-okafor", "mara-lindqvist", "sofie-lindgren", "tom-novak", "tomas-novak"]
    assert pairs(workspace) == []
    assert load(workspace.folder).diagnostics == ()


def test_two_whom_nothing_shows_to_be_one_can_be_joined_all_the_same(workspace: Workspace) -> None:
    said = accept(workspace, "tomas-novak", "tom@northquay.example")

    assert said == "tom-novak is now tomas-novak: people/tomas-novak.md has tom@northquay.example, Tom Novak"
    assert "tom-novak" not in ids(workspace)


def test_the_file_that_is_there_keeps_its_words_whichever_way_round_the_two_are_named(workspace: Workspace) -> None:
    notes = "---\nemails: [tomas@harbour.example]  # at work\n---\n\n## 2026-11-02\n\nWants the ledger.\n"
    workspace = write(workspace, "tomas-novak", notes)

    accept(workspace, "tom-novak", "tomas-novak")

    after = text_of(workspace, "tomas-novak")
    assert "# at work" in after
    assert after.endswith("## 2026-11-02\n\nWants the ledger.\n")
    assert "tom@northquay.example" in after
    assert "tom-novak" not in ids(workspace)


def test_a_refused_pair_is_two_persons_and_is_never_proposed_again(workspace: Workspace) -> None:
    said = refuse(workspace, "sofie-lindgren", "sofie-marklund")

    assert said == "sofie-lindgren is not sofie-marklund: people/sofie-lindgren.md says so"
    assert pairs(workspace) == []
    assert {"sofie-lindgren", "sofie-marklund"} <= set(ids(workspace))
    assert load(workspace.folder).diagnostics == ()


def test_two_whose_files_both_hold_the_leads_words_are_left_for_the_lead_to_join(workspace: Workspace) -> None:
    write(workspace, "tomas", "---\nemails: [tomas@harbour.example]\n---\n\n## 2026-11-02\n\nWants the ledger.\n")
    workspace = write(workspace, "ife", "---\nemails: [ife@harbour.example]\nrole: sync\n---\n")
    before = text_of(workspace, "tomas"), text_of(workspace, "ife")

    with pytest.raises(UsageError, match=r"people/(tomas|ife)\.md and people/(tomas|ife)\.md both hold what you wrote"):
        accept(workspace, "tomas", "ife")

    assert (text_of(workspace, "tomas"), text_of(workspace, "ife")) == before


@pytest.mark.parametrize("words", [("tom", "tomas"), ("tomas", "tom")])
def test_a_file_in_which_nothing_was_written_since_it_was_made_goes(
    workspace: Workspace, words: tuple[str, str]
) -> None:
    write(workspace, "tom", person_file(names=["Tom Novak"], emails=["tom@northquay.example"]))
    notes = (
        person_file(names=["Tomas Novak"], emails=["tomas@harbour.example"]) + "\n## 2026-11-02\n\nWants the ledger.\n"
    )
    workspace = write(workspace, "tomas", notes)

    said = accept(workspace, *words)

    assert said.startswith("tom is now tomas")
    assert [file.name for file in (workspace.folder / "people").iterdir()] == ["tomas.md"]
    assert text_of(workspace, "tomas").endswith("Wants the ledger.\n")
    assert {"tomas", "tom", "tom-novak", "tomas-novak"} & set(ids(workspace)) == {"tomas"}
    assert load(workspace.folder).diagnostics == ()


def test_two_who_both_have_a_file_can_be_kept_apart(workspace: Workspace) -> None:
    write(workspace, "tomas", "---\nemails: [tomas@harbour.example]\n---\n")
    workspace = write(workspace, "ife", "---\nemails: [ife@harbour.example]\n---\n")

    refuse(workspace, "tomas", "ife")

    assert "not_same_as" in text_of(workspace, "tomas")
    assert load(workspace.folder).diagnostics == ()


def test_somebody_unknown_is_refused_with_the_nearest_who_are_known(workspace: Workspace) -> None:
    with pytest.raises(UnknownPerson, match=r'nobody here is called "tomsa"\. Did you mean tomas-novak'):
        accept(workspace, "mara-lindqvist", "tomsa")

    assert list((workspace.folder / "people").iterdir()) == []


def test_one_person_named_twice_is_said_to_be_one_already(workspace: Workspace) -> None:
    with pytest.raises(UsageError, match="are one person already: ife-okafor"):
        accept(workspace, "ife", "ife@harbour.example")


def test_without_a_workspace_there_is_nowhere_to_write(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(workspace.folder.parent / "data"))
    clone = open_clone(workspace.clones[0].path)
    clone.sync(NOW)

    with pytest.raises(UsageError, match="there is no workspace to write this down in"):
        accept(clone, "tom-novak", "tomas-novak")


def test_a_person_with_a_file_is_declared_under_the_id_of_the_file(workspace: Workspace) -> None:
    workspace = write(workspace, "ife", "---\nemails: [ife@harbour.example]\n---\n")

    declared = {one.id: one.declared for one in everybody(workspace).people}

    assert [person for person, is_declared in declared.items() if is_declared] == ["ife"]
    assert "ife-okafor" not in declared


def test_a_program_named_in_the_settings_is_left_out_with_the_rest(workspace: Workspace) -> None:
    settings = workspace.folder / "trimtab.yaml"
    settings.write_text(settings.read_text() + 'bots: ["ife@*"]\n')

    found = everybody(open_workspace(workspace.folder))

    assert "Ife Okafor" in [one.name for one in found.bots]
    assert "Ife Okafor" not in [one.name for one in found.people]


def test_a_correction_of_who_is_who_needs_no_new_sync(workspace: Workspace) -> None:
    lake = workspace.hidden / "lake"
    before = {file: file.stat().st_mtime_ns for file in lake.rglob("*") if file.is_file()}

    accept(workspace, "tomas-novak", "tom-novak")
    ids(workspace)

    assert {file: file.stat().st_mtime_ns for file in lake.rglob("*") if file.is_file()} == before


@pytest.mark.parametrize("damage", ["torn", "gone"])
def test_who_is_who_is_worked_out_again_where_what_was_kept_cannot_be_read(workspace: Workspace, damage: str) -> None:
    before = everybody(workspace)
    (kept,) = (workspace.cache / "people").iterdir()
    for file in kept.iterdir():
        file.write_bytes(b"torn") if damage == "torn" else file.unlink()

    assert everybody(workspace) == before
