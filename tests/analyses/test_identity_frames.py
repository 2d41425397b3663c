"""Raw identities out of commits, what each person is called, and how one is found again."""

from datetime import UTC, datetime

import polars as pl
import pytest

from builders_identity import raw, resolved
from trimtab.analyses import identity
from trimtab.analyses.identity import Declared, Found, find
from trimtab.lake.tables import COMMITS

FIRST, SECOND = datetime(2026, 3, 2, 9, tzinfo=UTC), datetime(2026, 3, 9, 9, tzinfo=UTC)
MARA, TOMAS = ("Mara Lindqvist", "mara@harbour.test"), ("Tomas Novak", "tomas@harbour.test")

Person = tuple[str | None, str | None]


def commit(at: datetime, author: Person, committer: Person, *trailers: tuple[str, str]) -> dict[str, object]:
    return {
        "happened_at": at,
        "author_name": author[0],
        "author_email": author[1],
        "committer_name": committer[0],
        "committer_email": committer[1],
        "trailers": [{"key": key, "value": value} for key, value in trailers],
    }


def commits(*rows: dict[str, object]) -> pl.LazyFrame:
    return pl.DataFrame(list(rows), {name: COMMITS.schema[name] for name in rows[0]}).lazy()


def test_authors_and_committers_are_counted_with_their_first_and_last_instant() -> None:
    found = identity.identities(commits(commit(FIRST, MARA, MARA), commit(SECOND, MARA, TOMAS)))

    assert found.schema == identity.RAW
    assert found.rows() == [(*MARA, 3, 2, FIRST, SECOND), (*TOMAS, 1, 0, SECOND, SECOND)]


def test_trailers_that_name_people_count_and_others_do_not() -> None:
    trailers = [
        ("Co-authored-by", "Ife Obi <ife@harbour.test>"),
        ("reviewed-by", "Jun Ito <jun@harbour.test> (in the train)"),
        ("Fixes", "Nobody <none@harbour.test>"),
        ("Signed-off-by", "no address here"),
    ]

    found = identity.identities(commits(commit(FIRST, MARA, MARA, *trailers)))

    assert found["name"].to_list() == ["Ife Obi", "Jun Ito", "Mara Lindqvist"]
    assert found["authored"].to_list() == [0, 0, 1]


def test_a_commit_without_a_name_is_somebodys() -> None:
    found = identity.identities(commits(commit(FIRST, (None, None), ("", ""))))

    assert found.select("name", "email", "count").rows() == [("", "", 2)]


def test_no_commits_make_no_people() -> None:
    empty = identity.identities(COMMITS.schema.to_frame().lazy())

    found = identity.resolve(empty)

    assert found.people.schema == identity.PEOPLE
    assert found.persons.schema == identity.PERSONS
    assert found.reasons.schema == identity.REASONS
    assert found.proposals.schema == identity.PROPOSALS
    assert found.people.is_empty()


def test_a_person_goes_by_the_full_name_used_most() -> None:
    frame = raw(
        "mara <mara@h.test>", "Mara K. Lindqvist <mara@h.test>", "Mara Lindqvist <mara@h.test>", counts=[90, 1, 9]
    )

    found = identity.resolve(frame).persons

    assert found.select("person", "display", "commits").rows() == [("mara-lindqvist", "Mara Lindqvist", 100)]
    assert found["names"].to_list() == [["mara", "Mara Lindqvist", "Mara K. Lindqvist"]]


def test_the_name_shown_is_the_one_used_now_and_the_id_stays() -> None:
    frame = raw("Sofie Lindgren <s@h.test>", "Sofie Lindgren-Oduya <s@h.test>", counts=[60, 20])

    found = identity.resolve(frame).persons

    assert found.select("person", "display").rows() == [("sofie-lindgren", "Sofie Lindgren-Oduya")]


def test_ids_are_plain_unique_and_the_first_seen_keeps_the_bare_one() -> None:
    declared = [Declared("ife-obi", emails=("ife@h.test",))]
    written = ("Zoë Ångström <z@h.test>", "Ife Obi <ife@h.test>", "王小明 <w@h.test>", "d'Arcy O'Neil <d@h.test>")

    found = resolved(*written, "Kaya <k1@h.test>", "Kaya <k2@h.test>", " <wrack@h.test>", " <>", declared=declared)

    assert dict(found.people.select("email", "person").rows()) == {
        "z@h.test": "zoe-angstrom",
        "ife@h.test": "ife-obi",
        "w@h.test": "王小明",
        "d@h.test": "darcy-oneil",
        "k1@h.test": "kaya",
        "k2@h.test": "kaya-2",
        "wrack@h.test": "wrack",
        "": "nobody",
    }


def test_a_declared_person_who_never_committed_is_listed() -> None:
    found = resolved(
        "Mara Lindqvist <mara@h.test>", declared=[Declared("jun", "Jun Ito", emails=("jun@h.test",))]
    ).persons

    assert found.filter(person="jun").select("display", "commits", "first_at").rows() == [("Jun Ito", 0, None)]


@pytest.mark.parametrize(
    ("asked", "person"),
    [
        ("mara@harbour.test", "mara-lindqvist"),
        ("MARA+work@Harbour.test", "mara-lindqvist"),
        ("mara-lindqvist", "mara-lindqvist"),
        ("lindqvist mara", "mara-lindqvist"),
        ("Mära Lindqvist", "mara-lindqvist"),
        ("lind", "mara-lindqvist"),
        ("tom", "tomas-novak"),
    ],
)
def test_people_are_found_by_address_id_name_or_beginning(asked: str, person: str) -> None:
    persons = resolved("Mara Lindqvist <mara@harbour.test>", "Tomas Novak <tomas@harbour.test>").persons

    assert find(persons, asked) == Found(person)


def test_an_ambiguous_beginning_lists_whom_it_may_mean() -> None:
    persons = resolved("Sofie Lindgren <s1@harbour.test>", "Sofie Marklund <s2@harbour.test>").persons

    assert find(persons, "sofie") == Found(None, ("sofie-lindgren", "sofie-marklund"))


def test_a_slip_of_the_pen_suggests_the_nearest() -> None:
    persons = resolved("Mara Lindqvist <mara@harbour.test>", "Tomas Novak <tomas@harbour.test>").persons

    assert find(persons, "maja lindkvist") == Found(None, ("mara-lindqvist",))
    assert find(persons, "zzzz") == Found(None)
    assert find(persons, " ") == Found(None)
