"""What is left of a long map on one screen, and how many names go into a narrow column."""

import pytest

from builders_answer import AS_OF
from trimtab.advice.answer import Answer, Claim, Section
from trimtab.advice.map._screen import first_screen, fitted


@pytest.mark.parametrize(
    ("people", "room", "shown"),
    [
        ("Ife, Jun, Tomas", 15, "Ife, Jun, Tomas"),
        ("Ife, Jun, Tomas", 14, "Ife, Jun +1"),
        ("Ife, Jun, Tomas", 8, "Ife +2"),
        # "You +2" would name nobody.
        ("you, Ife, Jun", 12, "you, Ife +1"),
        ("you, Sebastian, Tim", 14, "you, Sebastian"),
        ("only you", 8, "only you"),
        ("only Ravi (silent)", 17, "Ravi (silent)"),
        ("Sofie, Ravi (silent)", 17, "Sofie +1 (silent)"),
        ("Sofie, Ravi (silent)", 12, "Sofie, Ravi"),
        # Four letters of two cells each.
        ("山田太郎, Ife, Jun", 13, "山田太郎 +2"),
        ("山田太郎, Ife, Jun", 16, "山田太郎, Ife +1"),
        ("nobody; was Jun", 11, "nobody; was Jun"),
        ("", 11, ""),
    ],
)
def test_a_column_names_as_many_people_as_it_has_room_for(people: str, room: int, shown: str) -> None:
    assert fitted(people, room) == shown


def mapped(areas: int, held: int) -> Answer:
    """A map with so many rows in its table, and so many areas held by one."""
    rows = [Claim(f"m{n}", f"area:{n}", "its figures", name=f"area{n}", cells=("1k", "you")) for n in range(areas)]
    held_by_one = [
        Claim(f"m{n}", f"holder:{n}", "only Ife", name=f"held{n}", details=("next: Jun",)) for n in range(held)
    ]
    table = Section("AREAS", tuple(rows), columns=("area", "lines", "known to"))
    sections = (table, Section("HELD BY ONE", tuple(held_by_one)))
    return Answer("map", "Harbour", "who knows what", "So it is.", AS_OF, sections, ("git",))


def test_what_fits_is_left_as_it_is() -> None:
    small = mapped(areas=5, held=1)

    assert first_screen(small) == small


def test_the_rows_at_the_end_go_first_and_are_counted() -> None:
    table, by_one = first_screen(mapped(areas=100, held=1)).sections

    *rows, more = table.claims
    assert [row.name for row in rows] == [f"area{n}" for n in range(len(rows))]
    assert more.text == f"{100 - len(rows)} more that change less: trimtab map --all"
    assert len(by_one.claims) == 1


def test_of_many_findings_the_first_are_told_and_some_of_the_others_named() -> None:
    _, by_one = first_screen(mapped(areas=5, held=9)).sections

    assert [one.name for one in by_one.claims] == ["held0", "held1"]
    assert by_one.claims[-1].details[-1] == "also held2, held3 and 5 more"


def test_no_table_loses_a_single_row_for_the_line_that_would_count_it() -> None:
    for areas in range(8, 40):
        table, _ = first_screen(mapped(areas=areas, held=1)).sections

        assert not table.claims[-1].text.startswith("1 more")
