"""An edit changes one value: every other byte stays, and an edit made meanwhile is never overwritten."""

import stat
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from trimtab.errors import AlreadyThere, EditImpossible, RecordsMoved
from trimtab.records import edit, load, person_file
from trimtab.records._compose import parse
from trimtab.records._nodes import plain
from trimtab.records._text import Text, sha_of

TOMAS = """\
---
# Who he is.
names: [Tomas Novak]   # as he signs
emails:
    - tomas@harbour.example  # at work

    # at home
    - 'tomas@home.example'
role: backend engineer
leave:
  - from: 2026-12-21   # winter
    to: 2027-01-06
skills:   # ask him

  - python
---

## 2026-11-04

Wants to take the ledger.
"""


def put(folder: Path, content: str, name: str = "people/tomas.md") -> str:
    (folder / name).parent.mkdir(exist_ok=True)
    (folder / name).write_bytes(content.encode())
    return sha_of(content.encode())


def get(folder: Path, name: str = "people/tomas.md") -> str:
    return (folder / name).read_bytes().decode()


def test_setting_a_value_changes_its_characters_alone(tmp_path: Path) -> None:
    seen = put(tmp_path, TOMAS)

    edit.set_value(tmp_path, "people/tomas.md", ("role",), "staff engineer: billing", seen=seen)

    assert get(tmp_path) == TOMAS.replace("backend engineer", "'staff engineer: billing'")


def test_a_value_in_a_list_of_mappings_keeps_its_comment(tmp_path: Path) -> None:
    seen = put(tmp_path, TOMAS)

    edit.set_value(tmp_path, "people/tomas.md", ("leave", 0, "from"), date(2026, 12, 23), seen=seen)

    assert get(tmp_path) == TOMAS.replace("2026-12-21", "2026-12-23")


def test_text_takes_the_quotes_of_what_it_replaces(tmp_path: Path) -> None:
    seen = put(tmp_path, TOMAS)

    edit.set_value(tmp_path, "people/tomas.md", ("emails", 1), "t'n@home.example", seen=seen)

    assert get(tmp_path) == TOMAS.replace("'tomas@home.example'", "'t''n@home.example'")


def test_a_new_key_stands_below_the_last_one(tmp_path: Path) -> None:
    seen = put(tmp_path, TOMAS)

    edit.set_value(tmp_path, "people/tomas.md", ("capacity",), 0.8, seen=seen)

    assert get(tmp_path) == TOMAS.replace("  - python\n", "  - python\ncapacity: 0.8\n")


def test_an_item_is_added_below_the_last_with_its_indentation(tmp_path: Path) -> None:
    seen = put(tmp_path, TOMAS)

    edit.add_item(tmp_path, "people/tomas.md", ("emails",), "novak@quay.example", seen=seen)

    assert get(tmp_path) == TOMAS.replace(
        "    - 'tomas@home.example'\n", "    - 'tomas@home.example'\n    - novak@quay.example\n"
    )


def test_an_item_is_added_within_brackets(tmp_path: Path) -> None:
    seen = put(tmp_path, TOMAS)

    edit.add_item(tmp_path, "people/tomas.md", ("names",), "Novak, Tomas", seen=seen)

    assert get(tmp_path) == TOMAS.replace("[Tomas Novak]", "[Tomas Novak, 'Novak, Tomas']")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("names: [A B]\nemails: []\n", "names: [A B]\nemails: [x@y.example]\n"),
        ("emails:\nnames: [A B]\n", "emails: [x@y.example]\nnames: [A B]\n"),
        ("names: [A B]\n", "names: [A B]\nemails:\n  - x@y.example\n"),
        ("{names: [A B]}\n", "{names: [A B], emails: [x@y.example]}\n"),
        ("emails:\n- a@b.example\nnames: [A B]\n", "emails:\n- a@b.example\n- x@y.example\nnames: [A B]\n"),
    ],
    ids=["empty brackets", "no value", "no key", "braces", "dashes not indented"],
)
def test_a_list_can_begin_in_any_form(tmp_path: Path, before: str, after: str) -> None:
    seen = put(tmp_path, f"---\n{before}---\n")

    edit.add_item(tmp_path, "people/tomas.md", ("emails",), "x@y.example", seen=seen)

    assert get(tmp_path) == f"---\n{after}---\n"


def test_adding_what_is_there_changes_nothing(tmp_path: Path) -> None:
    seen = put(tmp_path, TOMAS)

    assert edit.add_item(tmp_path, "people/tomas.md", ("names",), "Tomas Novak", seen=seen) == seen
    assert get(tmp_path) == TOMAS


def test_windows_line_endings_stay_and_new_lines_have_them_too(tmp_path: Path) -> None:
    windows = TOMAS.replace("\n", "\r\n")
    seen = put(tmp_path, windows)

    edit.add_item(tmp_path, "people/tomas.md", ("skills",), "billing", seen=seen)

    assert get(tmp_path) == windows.replace("  - python\r\n", "  - python\r\n  - billing\r\n")


def test_a_byte_order_mark_stays(tmp_path: Path) -> None:
    seen = put(tmp_path, "\ufeffversion: 1\nteam: Harbour\n", "trimtab.yaml")

    edit.set_value(tmp_path, "trimtab.yaml", ("team",), "Quay", seen=seen)

    assert get(tmp_path, "trimtab.yaml") == "\ufeffversion: 1\nteam: Quay\n"


def test_a_file_without_a_last_line_break_gets_its_new_line_all_the_same(tmp_path: Path) -> None:
    seen = put(tmp_path, "version: 1\nteam: Harbour", "trimtab.yaml")

    edit.set_value(tmp_path, "trimtab.yaml", ("me",), "mara", seen=seen)

    assert get(tmp_path, "trimtab.yaml") == "version: 1\nteam: Harbour\nme: mara"


def test_a_key_is_removed_with_its_lines(tmp_path: Path) -> None:
    seen = put(tmp_path, TOMAS)

    edit.remove(tmp_path, "people/tomas.md", ("leave",), seen=seen)

    expected = "leave:\n  - from: 2026-12-21   # winter\n    to: 2027-01-06\n"
    assert get(tmp_path) == TOMAS.replace(expected, "")


def test_an_item_is_removed_with_its_line_or_its_comma(tmp_path: Path) -> None:
    seen = put(tmp_path, TOMAS.replace("[Tomas Novak]", "[Tomas Novak, tn, nova]"))

    seen = edit.remove(tmp_path, "people/tomas.md", ("emails", 0), seen=seen)
    edit.remove(tmp_path, "people/tomas.md", ("names", 1), seen=seen)

    gone = TOMAS.replace("    - tomas@harbour.example  # at work\n", "")
    assert get(tmp_path) == gone.replace("[Tomas Novak]", "[Tomas Novak, nova]")


def test_a_file_that_changed_meanwhile_is_not_touched(tmp_path: Path) -> None:
    seen = put(tmp_path, TOMAS)
    put(tmp_path, TOMAS + "\nOne more thought.\n")

    with pytest.raises(RecordsMoved, match="changed while it was being edited"):
        edit.set_value(tmp_path, "people/tomas.md", ("role",), "lead", seen=seen)

    assert get(tmp_path) == TOMAS + "\nOne more thought.\n"


def test_a_file_that_went_away_is_not_made_again(tmp_path: Path) -> None:
    with pytest.raises(RecordsMoved):
        edit.set_value(tmp_path, "people/tomas.md", ("role",), "lead", seen=sha_of(b""))

    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("content", "path"),
    [
        ("a: b: c\n", ("a",)),
        ("- 1\n", ("a",)),
        ("a: [1, 2]\n", ("a",)),
        ("a: 1\n", ("b", "c")),
        ("# nothing\n", ("a",)),
    ],
    ids=["broken", "a list", "replaces a list", "no such place", "empty"],
)
def test_what_cannot_be_changed_safely_is_refused(tmp_path: Path, content: str, path: tuple[str, ...]) -> None:
    seen = put(tmp_path, content, "trimtab.yaml")

    with pytest.raises(EditImpossible, match="Nothing was written"):
        edit.set_value(tmp_path, "trimtab.yaml", path, "x", seen=seen)

    assert get(tmp_path, "trimtab.yaml") == content


def test_the_mode_of_a_file_stays_and_nothing_is_left_beside_it(tmp_path: Path) -> None:
    seen = put(tmp_path, TOMAS)
    (tmp_path / "people/tomas.md").chmod(0o640)

    edit.set_value(tmp_path, "people/tomas.md", ("role",), "lead", seen=seen)

    assert stat.S_IMODE((tmp_path / "people/tomas.md").stat().st_mode) == 0o640
    assert [path.name for path in (tmp_path / "people").iterdir()] == ["tomas.md"]


def test_an_edit_goes_through_a_symbolic_link(tmp_path: Path) -> None:
    seen = put(tmp_path, "version: 1\nteam: Harbour\n", "kept.yaml")
    (tmp_path / "trimtab.yaml").symlink_to(tmp_path / "kept.yaml")

    edit.set_value(tmp_path, "trimtab.yaml", ("team",), "Quay", seen=seen)

    assert (tmp_path / "trimtab.yaml").is_symlink()
    assert get(tmp_path, "kept.yaml") == "version: 1\nteam: Quay\n"


def test_a_new_person_is_written_once(tmp_path: Path) -> None:
    edit.create_person(tmp_path, "jun", person_file(names=["Jun Arai"]))

    with pytest.raises(AlreadyThere):
        edit.create_person(tmp_path, "jun", "---\nnames: [Somebody Else]\n---\n")

    assert [person.names for person in load(tmp_path).people] == [("Jun Arai",)]
    assert [path.name for path in (tmp_path / "people").iterdir()] == ["jun.md"]


def test_a_person_whose_id_would_leave_the_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(EditImpossible):
        edit.create_person(tmp_path, "../jun", "---\n---\n")


def test_a_file_is_removed_unless_it_changed(tmp_path: Path) -> None:
    seen = put(tmp_path, TOMAS)
    put(tmp_path, TOMAS + "x")

    with pytest.raises(RecordsMoved):
        edit.remove_file(tmp_path, "people/tomas.md", seen=seen)
    edit.remove_file(tmp_path, "people/tomas.md", seen=sha_of((TOMAS + "x").encode()))

    assert not (tmp_path / "people/tomas.md").exists()


def test_the_hashes_of_load_are_the_ones_an_edit_asks_for(tmp_path: Path) -> None:
    put(tmp_path, "version: 1\n", "trimtab.yaml")
    put(tmp_path, TOMAS)
    records = load(tmp_path)

    edit.add_item(tmp_path, "people/tomas.md", ("names",), "T. Novak", seen=records.hashes["people/tomas.md"])

    assert load(tmp_path).people[0].names == ("Tomas Novak", "T. Novak")


ANY_TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=30)
PLACES = [("role",), ("names", 0), ("emails", 0), ("emails", 1), ("leave", 0, "to"), ("skills", 0)]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150)
@given(st.sampled_from(PLACES), ANY_TEXT | st.dates() | st.booleans() | st.integers(-(10**15), 10**15))
def test_whatever_is_written_reads_back_and_no_other_line_changes(
    tmp_path: Path, path: tuple[str | int, ...], value: str | date | bool | int
) -> None:
    seen = put(tmp_path, TOMAS)

    edit.set_value(tmp_path, "people/tomas.md", path, value, seen=seen)

    before, after = TOMAS.split("\n"), get(tmp_path).split("\n")
    assert len(after) == len(before)
    assert sum(old != new for old, new in zip(before, after, strict=True)) <= 1
    read: object = plain(parse(Text("x.yaml", get(tmp_path).split("---\n")[1])).root)
    for step in path:
        read = read[step]  # type: ignore[index]  # the path leads through dicts and tuples
    assert read == value
    assert type(read) is type(value)
