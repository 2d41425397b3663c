"""What holds for any identities whatever."""

import random
from itertools import combinations

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from builders_identity import groups, raw, resolved
from trimtab.analyses import identity
from trimtab.analyses.identity import Declared

NAMES = [
    "Mara Lindqvist",
    "Mara K. Lindqvist",
    "M. Lindqvist",
    "Tomas Novak",
    "Tomas Svoboda",
    "mara",
    "tnovak",
    "kelpie",
    "",
    "root",
]
NAMES += ["Karel Novak", "Novak, Tomas", "Tom Novak", "kelp[bot]"]
MAILS = [
    "mara@harbour.test",
    "desk@harbour.test",
    "kelpie@sea.test",
    "tnovak@home.test",
    "root@localhost",
    "",
    "mara@build7",
]
MAILS += ["7+kelpie@users.noreply.github.com", "7+mara-l@users.noreply.github.com", "kelpie@users.noreply.github.com"]

IDENTITIES = st.lists(
    st.builds("{} <{}>".format, st.sampled_from(NAMES), st.sampled_from(MAILS)), unique=True, min_size=1, max_size=14
)


@settings(max_examples=150)
@given(IDENTITIES, st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(written: list[str], dice: random.Random) -> None:
    frame = raw(*written)
    order = list(range(frame.height))
    dice.shuffle(order)

    one, other = identity.resolve(frame), identity.resolve(frame[order])

    for first, second in zip(
        (one.people, one.persons, one.reasons, one.proposals),
        (other.people, other.persons, other.reasons, other.proposals),
        strict=True,
    ):
        assert first.equals(second)


@settings(max_examples=150)
@given(IDENTITIES)
def test_what_was_found_declared_again_changes_nothing(written: list[str]) -> None:
    found = resolved(*written)
    declared = [
        Declared(person, display, tuple(names), tuple(emails))
        for person, display, emails, names in found.persons.select("person", "display", "emails", "names").rows()
    ]

    again = resolved(*written, declared=declared)

    # An address that several people use names none of them, so that such a declaration may split, but never join.
    assert all(any(group <= before for before in groups(found)) for group in groups(again))


@settings(max_examples=150)
@given(IDENTITIES)
def test_a_stranger_changes_nobody(written: list[str]) -> None:
    stranger = "Zyx Qwop <zyx@qwop.test>"

    assert groups(resolved(*written, stranger)) == groups(resolved(*written)) | {frozenset({stranger})}


@settings(max_examples=150)
@given(IDENTITIES)
def test_nobody_gets_two_of_these_distinct_names(written: list[str]) -> None:
    for group in groups(resolved(*written)):
        names = {text.rpartition(" <")[0] for text in group}
        for one, other in combinations(("Mara Lindqvist", "Tomas Novak", "Tomas Svoboda", "Karel Novak"), 2):
            assert not {one, other} <= names


@settings(max_examples=150)
@given(IDENTITIES, st.data())
def test_the_leads_words_always_hold(written: list[str], data: st.DataObject) -> None:
    emails = sorted({text.rpartition("<")[2].removesuffix(">") for text in written} - {""})
    if len(emails) < 2:
        return
    one, other = data.draw(st.permutations(emails))[:2]
    declared = [Declared("one", emails=(one,), distinct_from=(other,))]

    found = resolved(*written, declared=declared)

    persons = dict(found.people.select("email", "person").rows())
    assert persons[one] == "one"
    assert persons[other] != "one"


@settings(max_examples=100)
@given(IDENTITIES)
def test_every_identity_has_one_person_and_every_person_one_row(written: list[str]) -> None:
    found = resolved(*written)

    assert found.people.height == len(written)
    assert sorted(found.persons["person"]) == sorted(set(found.people["person"]))
    assert found.persons["commits"].sum() == len(written)
    assert found.reasons.height == found.people.height - found.persons.height


@settings(max_examples=100)
@given(st.lists(st.tuples(st.text(max_size=12), st.text(max_size=12)), unique=True, min_size=1, max_size=8))
def test_any_text_at_all_is_somebody(written: list[tuple[str, str]]) -> None:
    frame = raw(*("x <x>" for _ in written)).with_columns(
        name=pl.Series([name for name, _ in written]), email=pl.Series([email for _, email in written])
    )

    found = identity.resolve(frame)

    assert found.people.height == len(written)
    assert all(found.people["person"])
