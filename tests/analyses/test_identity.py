"""Who is who: each rule, and the trap beside it."""

import pytest

from builders_identity import groups, one_person, raw, resolved, rules
from trimtab.analyses import identity
from trimtab.analyses.identity import Declared


def test_public_names() -> None:
    assert set(identity.__all__) == {
        "PEOPLE",
        "PERSONS",
        "PROPOSALS",
        "RAW",
        "REASONS",
        "Declared",
        "Found",
        "Mailmap",
        "Resolved",
        "find",
        "identities",
        "resolve",
    }


@pytest.mark.parametrize(
    ("one", "other", "rule"),
    [
        ("Mara Lindqvist <mara@harbour.test>", "mara <MARA@Harbour.test>", "same-address"),
        ("Mara Lindqvist <mara.lind@gmail.com>", "ml <maralind+git@googlemail.com>", "same-address"),
        ("Ife Obi <77+ife@users.noreply.github.com>", "ifeobi2 <77+obi-i@users.noreply.github.com>", "same-account"),
        ("Ravi Menon <77+rmn@users.noreply.github.com>", "rm <rmn@users.noreply.github.com>", "same-login"),
        ("Tomas Novak <tomas@harbour.test>", "Tomas Novak <tn@home.test>", "same-name"),
        ("Tomas Novak <tomas@harbour.test>", "Novak, Tomas <tn@home.test>", "same-name"),
        ("Tomas Novak <tomas@harbour.test>", "NOVAK Tomas <tn@home.test>", "same-name"),
        ("Tomáš Novák <tomas@harbour.test>", "tomas novak <tn@home.test>", "same-name"),
        ("Jörg Möller <a@harbour.test>", "Joerg Moeller <b@home.test>", "same-name"),
        ("Jörg Möller <a@harbour.test>", "JÃ¶rg MÃ¶ller <b@home.test>", "same-name"),
        ("王小明 <a@harbour.test>", "王小明 <b@home.test>", "same-name"),
        ("S. Lindgren <a@harbour.test>", "S Lindgren <b@home.test>", "same-initial"),
        ("Sofie K. Lindgren <a@harbour.test>", "Sofie Lindgren <b@home.test>", "name-variant"),
        ("Benjamin Oduya <a@harbour.test>", "Ben Oduya <b@home.test>", "name-variant"),
        ("Sofie Lindgren <solind@harbour.test>", "solind <solind@home.test>", "same-handle"),
        ("Sofie Lindgren <a@harbour.test>", "sofie.lindgren <b1@home.test>", "spelled-name"),
        ("Sofie Lindgren <a@harbour.test>", "slindgren <b1@home.test>", "spelled-name"),
        ("Jörg Möller <a@harbour.test>", "jm <joerg.moeller@home.test>", "spelled-name"),
        ("Sofie Lindgren <a@harbour.test>", "lindgren <lindgren@home.test>", "surname"),
        ("Christian Ludwigson <a@harbour.test>", "Unknown <ludwigson@home.test>", ""),
        ("Adam J <kelpa@harbour.test>", "Adam J <wrack@home.test>", ""),
        ("Sofie Lindgren <sofli@kelpie.test>", "wrack <kelpie@home.test>", ""),
        ("Ravindra Menon <a@harbour.test>", "xq <menonx@home.test>", ""),
        ("Sofie Lindgren <sofie@harbour.test>", "sofie <sofie@build7>", "given-name"),
        ("Sofie Lindgren <kelpie@harbour.test>", "kelpie2 <kelpie2@home.test>", "numbered-handle"),
        ("Sofie Lindgren <me@kelpie.test>", "kelpie <b1@home.test>", "own-domain"),
    ],
)
def test_each_rule_joins_and_says_so(one: str, other: str, rule: str) -> None:
    found = resolved(one, other)

    assert rules(found) == ([rule] if rule else [])
    assert len(groups(found)) == (1 if rule else 2)


@pytest.mark.parametrize(
    "addresses",
    [
        ("noreply@github.com", "noreply@github.com"),
        ("you@example.com", "you@example.com"),
        ("root@localhost", "root@localhost"),
        ("", ""),
        ("?@?", "?@?"),
        ("harbour-devel@lists.harbour.test", "harbour-devel@lists.harbour.test"),
        ("david@David-PC.(none)", "david@david-pc.(none)"),
    ],
)
def test_an_address_that_is_nobodys_joins_nobody(addresses: tuple[str, str]) -> None:
    found = resolved(f"kelp <{addresses[0]}>", f"spume <{addresses[1]}>")

    assert len(groups(found)) == 2
    assert found.proposals.is_empty()


def test_two_full_names_on_one_address_stay_two_people_and_become_a_question() -> None:
    found = resolved("Mara Lindqvist <desk@harbour.test>", "Tomas Novak <desk@harbour.test>")

    assert len(groups(found)) == 2
    assert found.proposals.select("person_a", "person_b", "rule").rows() == [
        ("mara-lindqvist", "tomas-novak", "same-address")
    ]


def test_a_change_of_surname_is_a_question_not_a_merge() -> None:
    found = resolved("Sofie Lindgren <sofie@harbour.test>", "Sofie Marklund <sofie@harbour.test>")

    assert len(groups(found)) == 2
    assert found.proposals["reason"].to_list() == ["one address, sofie@harbour.test, but two full names"]


def test_a_mailbox_of_many_joins_nobody_and_asks_nothing() -> None:
    names = ["Mara Lindqvist", "Tomas Novak", "Ife Obi", "Ravi Menon"]

    found = resolved(*(f"{name} <gateway@harbour.test>" for name in names), "kelpie <gateway@harbour.test>")

    assert len(groups(found)) == 5
    assert found.proposals.is_empty()


def test_on_an_address_of_two_a_handle_goes_to_the_one_it_spells() -> None:
    mara, tomas, handle = "Mara Lindqvist <d@h.test>", "Tomas Novak <d@h.test>", "tnovak <d@h.test>"

    found = groups(resolved(mara, tomas, handle))

    assert found == {frozenset({mara}), frozenset({tomas, handle})}


def test_father_and_son_are_two() -> None:
    assert not one_person("Tomas Novak <t@harbour.test>", "Tomas Novak Jr. <t@home.test>")
    assert not one_person("Tomas Novak <novak@harbour.test>", "Karel Novak <novak@harbour.test>")
    assert one_person("Tomas Novak Jr. <t@harbour.test>", "Tomas Novak jr <t@home.test>")


def test_a_handle_that_is_a_given_name_joins_nobody() -> None:
    assert not one_person("thomas <thomas@harbour.test>", "thomas <thomas@home.test>")
    assert not one_person("Ife <ife@harbour.test>", "Ife <ife@home.test>")
    assert not one_person("Kaya <k1@harbour.test>", "Kaya <k2@home.test>")
    assert one_person("kayab <k1@harbour.test>", "kayab <k2@home.test>")


def test_three_letters_are_a_handle_only_where_name_and_mailbox_agree() -> None:
    assert one_person("qvx <qvx@harbour.test>", "qvx <qvx@home.test>")
    assert one_person("Sofie K. Lindgren <skl@harbour.test>", "skl <skl@home.test>")
    assert not one_person("kelp wrack <qvx@harbour.test>", "qvx <other@home.test>")
    assert not one_person("Mara <qvx@harbour.test>", "Jun <qvx@home.test>")


def test_a_given_name_borne_by_two_joins_neither() -> None:
    written = ("Sofie Lindgren <sofie@harbour.test>", "Sofie Marklund <sofie@home.test>", "sofie <sofie@build7>")

    assert len(groups(resolved(*written))) == 3


def test_a_handle_that_spells_two_people_joins_neither() -> None:
    written = ("Sofie Lindgren <a@harbour.test>", "Sara Lindgren <b@home.test>", "slindgren <c1@sea.test>")

    assert len(groups(resolved(*written))) == 3


def test_another_given_name_forbids_what_the_mailbox_spells() -> None:
    assert not one_person("Sofie Lindgren <a@harbour.test>", "Bob <sofie.lindgren@home.test>")


def test_a_surname_shared_by_many_does_not_join_short_forms() -> None:
    others = ("Karl Lindgren <k@sea.test>", "Maja Lindgren <m@sea.test>")

    assert one_person("Benjamin Lindgren <a@harbour.test>", "Ben Lindgren <b@home.test>")
    assert not one_person("Benjamin Lindgren <a@harbour.test>", "Ben Lindgren <b@home.test>", among=others)


@pytest.mark.parametrize("name", ["root", "unknown", "Your Name", "John A Smith", "J. S."])
def test_placeholders_and_distinct_initials_are_no_name(name: str) -> None:
    other = "John B Smith" if name.startswith("John") else name

    assert not one_person(f"{name} <a7@harbour.test>", f"{other} <b7@home.test>")


def test_empty_names_and_addresses_are_nobody_in_particular() -> None:
    found = resolved(" <>", " <kelpie@harbour.test>", "Mara Lindqvist <>", "mara lindqvist <m@harbour.test>")

    assert len(groups(found)) == 3
    assert found.people["person"].null_count() == 0


def test_an_address_given_as_name_counts_as_address() -> None:
    assert one_person("Mara Lindqvist <mara@harbour.test>", "mara@harbour.test <root@localhost>")


def test_a_handle_on_two_forges_is_one_but_two_accounts_of_one_login_are_not_joined_by_number() -> None:
    written = ("Ife Obi <7+kelpie@users.noreply.github.com>", "Jun Ito <8+kelpie@users.noreply.github.com>")

    assert len(groups(resolved(*written))) == 2


def test_a_mailmap_is_proof_across_distinct_full_names() -> None:
    lines = "Sofie Marklund <sofie@harbour.test> Sofie Lindgren <sl@home.test>\nSofie Marklund <sofie@harbour.test>\n"
    written = ("Sofie Lindgren <sl@home.test>", "Sofie Marklund <sofie@harbour.test>")

    found = resolved(*written, mailmap=lines)

    assert len(groups(found)) == 1
    assert found.persons["display"].to_list() == ["Sofie Marklund"]
    assert rules(found) == ["mailmap"]


def test_a_mailmap_without_a_name_joins_the_addresses_of_one_name() -> None:
    lines = "<mara@harbour.test> <ml@home.test>"

    assert one_person("ml <ml@home.test>", "Mara Lindqvist <mara@harbour.test>", mailmap=lines)
    assert not one_person("Tomas Novak <ml@home.test>", "Mara Lindqvist <mara@harbour.test>", mailmap=lines)


def test_the_lead_may_join_what_no_rule_would() -> None:
    sofie = Declared("sofie", "Sofie Marklund", emails=("sl@home.test", "sofie@harbour.test"))
    written = ("Sofie Lindgren <sl@home.test>", "Sofie Marklund <sofie@harbour.test>", "kelp <kelp@sea.test>")

    found = resolved(*written, declared=[sofie])

    assert found.people["person"].to_list() == ["sofie", "sofie", "kelp"]
    assert found.persons.filter(person="sofie")["display"].item() == "Sofie Marklund"


def test_logins_and_names_of_a_record_claim_identities() -> None:
    jun = Declared("jun", "Jun Ito", names=("kelpie",), logins=("JunI",))

    found = resolved("x <9+juni@users.noreply.github.com>", "Kelpie <k@sea.test>", "Jun Ito <j@h.test>", declared=[jun])

    assert set(found.people["person"]) == {"jun"}


def test_two_declared_people_of_one_name_stay_two() -> None:
    one = Declared("jan", names=("Jan Novak",), emails=("jan@harbour.test",))
    other = Declared("jan-b", names=("Jan Novak",), emails=("jan@home.test",), distinct_from=("jan",))
    written = ("Jan Novak <jan@harbour.test>", "Jan Novak <jan@home.test>", "Jan Novak <jan@sea.test>")

    found = resolved(*written, declared=[one, other])

    by_email = dict(found.people.select("email", "person").rows())
    assert by_email["jan@harbour.test"] == "jan"
    assert by_email["jan@home.test"] == "jan-b"


@pytest.mark.parametrize("token", ["tn@home.test", "tomas-novak", "Tomas Novak"])
def test_a_refused_proposal_is_not_made_again(token: str) -> None:
    written = ("Mara Lindqvist <desk@harbour.test>", "Tomas Novak <desk@harbour.test>", "Tomas Novak <tn@home.test>")
    mara = Declared("mara", names=("Mara Lindqvist",), distinct_from=(token,))

    found = resolved(*written, declared=[mara])

    assert found.proposals.is_empty()
    assert len(groups(found)) == 2


def test_distinct_from_keeps_apart_what_a_rule_would_join() -> None:
    mara = Declared("mara", emails=("ml@harbour.test",), distinct_from=("ml@home.test",))

    assert not one_person("Mara Lindqvist <ml@harbour.test>", "Mara Lindqvist <ml@home.test>", declared=[mara])


def test_every_join_is_explained() -> None:
    found = resolved("Mara Lindqvist <mara@h.test>", "mara <mara@h.test>", "Mara Lindqvist <ml@home.test>")

    assert found.reasons.height == 2
    assert set(found.reasons["person"]) == {"mara-lindqvist"}
    assert set(found.reasons["certainty"]) == {"certain"}


def test_a_handle_that_holds_the_given_name_of_one_person_is_asked_about_and_not_joined() -> None:
    written = raw("Ife Okafor <ife@harbour.example>", "ife <ife@personal.example>", counts=(40, 9))

    found = identity.resolve(written)

    assert found.persons.height == 2
    assert found.proposals["rule"].to_list() == ["given-name-in-handle"]


def test_a_handle_is_not_asked_about_when_two_share_the_given_name_or_it_hardly_commits() -> None:
    two = raw("Ife Okafor <o@a.example>", "Ife Bello <b@c.example>", "ife <ife@d.example>", counts=(9, 9, 9))
    seldom = raw("Ife Okafor <o@a.example>", "ife <ife@personal.example>", counts=(9, 4))

    assert identity.resolve(two).proposals.is_empty()
    assert identity.resolve(seldom).proposals.is_empty()
