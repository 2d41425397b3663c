"""How people are called: `you`, a first name where it names one person, else the whole name."""

from datetime import UTC, datetime, timedelta

import polars as pl
import pytest

from trimtab.advice._names import Names, counted, listed, times

NOW = datetime(2026, 11, 15, tzinfo=UTC)


def names(*people: str, lead: str | None = "mara", years_ago: dict[str, int] | None = None) -> Names:
    """Persons whose id is the first word of their name in small letters, seen lately unless `years_ago` says else."""
    rows = [
        {
            "person": name.lower().replace(" ", "-") if "-" in name else name.split()[0].lower(),
            "display": name,
            "bot": name.endswith("[bot]"),
            "last_at": NOW - timedelta(days=366 * (years_ago or {}).get(name, 0)),
        }
        for name in people
    ]
    return Names(pl.DataFrame(rows), lead)


def test_the_lead_is_you_and_can_still_be_named() -> None:
    found = names("Mara Lindqvist", "Tomas Novak")

    assert (found.short("mara"), found.own("mara"), found.full("mara")) == ("you", "Mara", "Mara Lindqvist")


def test_a_first_name_that_two_people_have_is_no_name_for_either() -> None:
    people = pl.DataFrame(
        {
            "person": ["jun-sato", "jun-watanabe"],
            "display": ["Jun Sato", "Jun Watanabe"],
            "bot": [False, False],
            "last_at": [NOW, NOW],
        }
    )

    assert [Names(people, None).short(person) for person in people["person"]] == ["Jun Sato", "Jun Watanabe"]


def test_a_namesake_who_left_years_ago_does_not_lengthen_a_name() -> None:
    people = pl.DataFrame(
        {
            "person": ["jun-sato", "jun-watanabe"],
            "display": ["Jun Sato", "Jun Watanabe"],
            "bot": [False, False],
            "last_at": [NOW, NOW - timedelta(days=900)],
        }
    )

    assert Names(people, None).short("jun-sato") == "Jun"


def test_a_program_does_not_lengthen_the_name_of_a_person() -> None:
    people = pl.DataFrame(
        {
            "person": ["mara", "mara-bot"],
            "display": ["Mara Lindqvist", "Mara Robot"],
            "bot": [False, True],
            "last_at": [NOW, NOW],
        }
    )

    assert Names(people, None).short("mara") == "Mara"


@pytest.mark.parametrize("display", ["mlindqvist", "J Watanabe"])
def test_a_handle_or_an_initial_is_not_cut(display: str) -> None:
    people = pl.DataFrame({"person": ["p"], "display": [display], "bot": [False], "last_at": [NOW]})

    assert Names(people, None).short("p") == display


def test_somebody_unknown_goes_by_their_id() -> None:
    assert names("Mara Lindqvist").short("ife") == "ife"


def test_you_comes_first_in_a_list_and_the_rest_by_name() -> None:
    found = names("Mara Lindqvist", "Tomas Novak", "Ife Okafor", "Jun Sato", "Ravi Menon")

    assert found.listed(["tomas", "mara"]) == "you and Tomas"
    assert found.listed(["tomas", "ife", "mara", "jun", "ravi"]) == "you, Ife and 3 more"
    assert found.listed([]) == "nobody"


def test_words_are_listed_as_a_phrase() -> None:
    assert listed(["a"]) == "a"
    assert listed(["a", "b", "c"]) == "a, b and c"
    assert listed(["a", "b", "c", "d"]) == "a, b and 2 more"


def test_counts_and_times_are_written_as_people_say_them() -> None:
    assert [counted(1, "person", "people"), counted(2, "person", "people"), counted(0, "commit")] == [
        "1 person",
        "2 people",
        "0 commits",
    ]
    assert counted(12_345, "commit") == "12,345 commits"
    assert [times(n) for n in (1, 2, 3)] == ["once", "twice", "3 times"]


def test_nobody_at_all_has_no_names() -> None:
    nobody = pl.DataFrame(
        schema={"person": pl.String, "display": pl.String, "bot": pl.Boolean, "last_at": pl.Datetime("us", "UTC")}
    )

    assert Names(nobody, None).short("mara") == "mara"


def test_whom_an_answer_calls_so_can_be_asked_for_by_that_name() -> None:
    found = names("Mara Lindqvist", "Tim Ruiz", "Tim-Gates Old", years_ago={"Tim-Gates Old": 3})

    assert found.called("tim") == "tim"
    assert found.called("Mara") == "mara"
    assert found.called("Ruiz") is None


def test_a_name_that_two_people_have_calls_nobody() -> None:
    people = pl.DataFrame(
        {"person": ["jun-a", "jun-b"], "display": ["Jun", "Jun"], "bot": [False, False], "last_at": [NOW, NOW]}
    )

    assert Names(people, None).called("Jun") is None
