"""Rules across records, each on a tiny workspace."""

from pathlib import Path

import pytest

from trimtab.records import load


def found(folder: Path, settings: str = "version: 1\n", phases: str = "", **people: str) -> list[tuple[str, str]]:
    """Code and place of every finding in a workspace of these texts; people as front matter by id."""
    (folder / "people").mkdir()
    (folder / "trimtab.yaml").write_text(settings)
    if phases:
        (folder / "phases.yaml").write_text(phases)
    for name, matter in people.items():
        (folder / "people" / f"{name}.md").write_text(f"---\n{matter}\n---\n")
    return [(one.code, str(one.span)) for one in load(folder).diagnostics]


@pytest.mark.parametrize("me", ["mara", "mara@harbour.example", "somebody.new@harbour.example"])
def test_me_is_a_person_with_a_file_or_any_address(tmp_path: Path, me: str) -> None:
    assert found(tmp_path, f"version: 1\nme: {me}\n", mara="emails: [mara@harbour.example]") == []


def test_an_address_is_one_persons_whatever_its_case(tmp_path: Path) -> None:
    people = {
        "ana": "emails: [a@x.example]",
        "ben": "emails: [b@x.example, A@x.example]",
        "cy": "emails: [a@X.example]",
    }

    assert found(tmp_path, **people) == [
        ("shared-address", "people/ben.md:2:23"),
        ("shared-address", "people/cy.md:2:10"),
    ]


def test_one_person_may_write_an_address_twice(tmp_path: Path) -> None:
    assert found(tmp_path, ana="emails: [a@x.example, A@x.example]") == []


def test_leave_that_ends_the_day_before_the_next_begins_does_not_overlap(tmp_path: Path) -> None:
    leave = "leave: [{from: 2026-12-21, to: 2026-12-31}, {from: 2027-01-01, to: 2027-01-06}]"

    assert found(tmp_path, ana=leave) == []


def test_one_shared_day_is_an_overlap_and_is_found_in_any_order(tmp_path: Path) -> None:
    leave = "leave:\n  - {from: 2026-12-31, to: 2027-01-06}\n  - {from: 2026-12-21, to: 2026-12-31}"

    assert found(tmp_path, ana=leave) == [("overlapping-leave", "people/ana.md:3:12")]


def test_a_leave_within_a_long_one_is_found_behind_a_short_one(tmp_path: Path) -> None:
    # June to August holds both; the second is over before the third begins, and the first is not.
    leave = (
        "leave:\n  - {from: 2026-06-01, to: 2026-08-31}\n"
        "  - {from: 2026-06-05, to: 2026-06-06}\n  - {from: 2026-08-01, to: 2026-08-02}"
    )

    assert found(tmp_path, ana=leave) == [
        ("overlapping-leave", "people/ana.md:4:12"),
        ("overlapping-leave", "people/ana.md:5:12"),
    ]


def test_leave_of_two_people_may_share_days(tmp_path: Path) -> None:
    leave = "leave: [{from: 2026-12-21, to: 2026-12-31}]"

    assert found(tmp_path, ana=leave, ben=leave) == []


@pytest.mark.parametrize("other", ["ben", "Ben Adler", "ben@old.example", "Adler"])
def test_not_same_as_takes_ids_names_and_addresses(tmp_path: Path, other: str) -> None:
    assert found(tmp_path, ana=f"not_same_as: [{other}]", ben="names: [Ben]") == []


@pytest.mark.parametrize("other", ["ana", "Ana K", "ANA@x.example"])
def test_nobody_is_refused_as_themselves(tmp_path: Path, other: str) -> None:
    matter = f"names: [Ana K]\nemails: [ana@x.example]\nnot_same_as: [{other}]"

    assert found(tmp_path, ana=matter) == [("not-the-same-as-self", "people/ana.md:4:15")]


def test_phases_that_touch_do_not_overlap(tmp_path: Path) -> None:
    phases = (
        "- {from: 2026-10-05, to: 2026-10-30, stance: maker, why: a}\n"
        "- {from: 2026-10-31, to: 2026-11-30, stance: maker, why: b}\n"
    )

    assert found(tmp_path, phases=phases) == []


def test_a_place_is_right_though_a_wrong_phase_before_it_was_left_out(tmp_path: Path) -> None:
    phases = (
        "- {from: 2026-10-05, to: 2026-10-30, stance: makr, why: a}\n"
        "- {from: 2026-10-05, to: 2026-10-30, stance: maker, why: b}\n"
        "- {from: 2026-10-30, to: 2026-11-30, stance: maker, why: c}\n"
    )

    assert found(tmp_path, phases=phases) == [
        ("bad-stance", "phases.yaml:1:46"),
        ("overlapping-phases", "phases.yaml:3:10"),
    ]


@pytest.mark.parametrize(
    "holidays", ["{country: SE}", "{country: DE, subdivision: BY}", "{country: CA, subdivision: QC}"]
)
def test_countries_and_subdivisions_that_exist_are_taken(tmp_path: Path, holidays: str) -> None:
    assert found(tmp_path, f"version: 1\nholidays: {holidays}\n") == []


def test_a_path_no_machine_can_have_is_a_missing_clone(tmp_path: Path) -> None:
    settings = f"version: 1\nsources:\n  git:\n    - {{slug: a, path: {'x' * 5000}}}\n    - {{slug: b, path: ~nobody-here/b}}\n"

    assert [code for code, _ in found(tmp_path, settings)] == ["missing-clone", "missing-clone"]
