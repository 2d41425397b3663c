"""A person's file: front matter, dated notes, and the full form that `init` writes."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trimtab.diagnostics import Diagnostic
from trimtab.records import Person, person_file
from trimtab.records._text import Text
from trimtab.records.people import FrontMatter, is_id, person_from


def read(text: str) -> tuple[Person, tuple[Diagnostic, ...]]:
    return person_from(Text("people/tomas.md", text))


def good(text: str) -> Person:
    person, diagnostics = read(text)
    assert diagnostics == (), "\n".join(one.to_text() for one in diagnostics)
    return person


def test_every_key_of_the_front_matter_is_read() -> None:
    person = good("""\
---
names: [Tomas Novak, tnovak]
emails: [tomas@harbour.example]
logins: [tnovak]
role: backend engineer
zone: Europe/Prague
hours: {mon-thu: 09:00-17:00}
capacity: 0.8
leave:
  - {from: 2026-12-21, to: 2027-01-06, why: holiday}
skills: [python]
grows_towards: [design reviews]
one_on_one: weekly
not_same_as: [Tomas Nowak]
left: 2027-03-31
bot: false
---
""")

    assert (person.id, person.display, person.file) == ("tomas", "Tomas Novak", "people/tomas.md")
    assert person.names == ("Tomas Novak", "tnovak")
    assert (person.emails, person.logins, person.role) == (("tomas@harbour.example",), ("tnovak",), "backend engineer")
    assert person.zone_on(date(2026, 1, 1)) == "Europe/Prague"
    assert person.hours is not None
    assert (person.hours.hours, person.capacity) == (32, 0.8)
    assert [(leave.first, leave.last, leave.why) for leave in person.leave] == [
        (date(2026, 12, 21), date(2027, 1, 6), "holiday")
    ]
    assert (person.skills, person.grows_towards, person.one_on_one) == (("python",), ("design reviews",), "weekly")
    assert (person.not_same_as, person.left, person.bot) == (("Tomas Nowak",), date(2027, 3, 31), False)


@pytest.mark.parametrize("matter", ["", "# nothing yet\n", "\n"])
def test_a_person_may_be_no_more_than_a_file(matter: str) -> None:
    person = good(f"---\n{matter}---\n")

    assert (person.display, person.capacity, person.zone_on(date(2026, 1, 1))) == ("tomas", 1.0, None)


def test_both_ends_of_a_leave_are_days_away_and_so_is_all_after_the_last_day() -> None:
    person = good("---\nleave: [{from: 2026-12-21, to: 2026-12-23}]\nleft: 2027-03-31\n---\n")

    away = [
        person.away_on(day) for day in (date(2026, 12, 20), date(2026, 12, 21), date(2026, 12, 23), date(2026, 12, 24))
    ]
    left = [person.away_on(day) for day in (date(2027, 3, 31), date(2027, 4, 1))]

    assert away == [False, True, True, False]
    assert left == [False, True]


def test_notes_are_cut_at_dated_headings_and_kept_as_they_are() -> None:
    person = good("""\
---
names: [Tomas Novak]
---
How he likes to work: in the morning.

## 2026-11-04 About the *ledger*

- wants it
### 2026-01-01 is deeper, so it is text

```text
## 2026-01-02 within code
```
## Not dated

Still the same note.
## 2026-10-21
Older, and below.
""")

    assert [(note.date, note.title) for note in person.notes] == [
        (date(2026, 11, 4), "About the *ledger*"),
        (date(2026, 10, 21), ""),
    ]
    assert person.notes[0].text.startswith("- wants it\n### 2026-01-01")
    assert person.notes[0].text.endswith("## Not dated\n\nStill the same note.")
    assert str(person.notes[1].span) == "people/tomas.md:17:1"


@pytest.mark.parametrize(
    ("heading", "title"),
    [
        ("## 2026-11-04", ""),
        ("##   2026-11-04   Export  ", "Export"),
        ("## 2026-11-04: Export", "Export"),
        ("## 2026-11-04 – Export ##", "Export"),
    ],
)
def test_a_heading_may_carry_a_title(heading: str, title: str) -> None:
    (note,) = good(f"---\n---\n{heading}\n").notes

    assert (note.date, note.title) == (date(2026, 11, 4), title)


def test_a_note_with_a_wrong_date_is_kept_without_one() -> None:
    person, diagnostics = read("---\n---\n## 4-11-2026 Export\nHe said yes.\n")

    assert [one.code for one in diagnostics] == ["bad-note-date"]
    assert [(note.date, note.text) for note in person.notes] == [(None, "He said yes.")]


def test_notes_are_read_even_where_the_front_matter_is_broken() -> None:
    person, diagnostics = read("---\nnames: [Tomas\n---\n## 2026-11-04\nHe said yes.\n")

    assert [(one.code, one.span.line) for one in diagnostics] == [("yaml-syntax", 2)]
    assert [note.text for note in person.notes] == ["He said yes."]


def test_the_place_of_a_value_counts_from_the_top_of_the_file() -> None:
    person = good("---\nnames: [Tomas]\nleave:\n  - from: 2026-12-21\n    to: 2026-12-23\n---\n")

    assert str(person.span_of("leave", 0, "to")) == "people/tomas.md:5:9"


def test_two_people_read_from_different_texts_are_equal_when_they_say_the_same() -> None:
    assert good("---\nnames: [Tomas]\n---\n") == good("---\n# Hm\nnames:\n  - 'Tomas'\n---\n")


@pytest.mark.parametrize("capacity", ["0", "-0.5", "1.01", "80"])
def test_a_capacity_is_a_share(capacity: str) -> None:
    _, diagnostics = read(f"---\ncapacity: {capacity}\n---\n")

    assert [one.code for one in diagnostics] == ["wrong-value"]


def test_an_id_is_lower_case_letters_digits_and_hyphens() -> None:
    assert [word for word in ("ana", "ana-k-2", "7", "Ana", "ana_k", "-ana", "ana-", "", "zoë") if is_id(word)] == [
        "ana",
        "ana-k-2",
        "7",
    ]


# The form that init writes


def test_the_full_form_names_every_key_and_loads_without_mistakes() -> None:
    text = person_file()

    assert good(text) == Person(id="tomas")
    for name in FrontMatter.model_fields:
        assert f"\n# {name}:" in text


def test_every_commented_line_of_the_full_form_is_right_once_its_mark_is_taken_away() -> None:
    lines = [line.removeprefix("# ") for line in person_file().splitlines()]
    keys = [line for line in lines if line.split(":")[0] in FrontMatter.model_fields]

    person = good("---\n" + "\n".join(keys) + "\n---\n")

    assert len(keys) == len(FrontMatter.model_fields)
    assert (person.display, person.bot) == ("Tomas Novak", True)


WORDS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20).filter(
    lambda text: bool(text.strip())
)


@given(st.lists(WORDS, max_size=3), WORDS, st.booleans())
def test_whatever_a_commit_calls_somebody_loads_back_equal(names: list[str], role: str, bot: bool) -> None:
    text = person_file(names=names, emails=["tomas@harbour.example"], role=role, zone="Europe/Prague", bot=bot)

    person = good(text)

    assert (person.names, person.role, person.bot) == (tuple(names), role, bot)
    assert person.emails == ("tomas@harbour.example",)
    assert person.zone_on(date(2026, 1, 1)) == "Europe/Prague"
