"""What names, addresses and marks of programs say by themselves."""

import pytest

from builders_identity import one_person, resolved
from trimtab.analyses.identity import Declared


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Sofie Lindgren", "S. Lindgren"),
        ("Sofie Lindgren", "Sofie L"),
        ("Sofie Lindgren", "Sofie van Lindgren"),
        ("Sofie Lindgren", "Dr. Sofie Lindgren"),
        ("Sofie Lindgren", "Sofie Lindgren (Kelp)"),
        ("Sofie Lindgren", "Sofie Lindgrn"),
        ("Sofie Lindgren", "Sofie Lindgren-Oduya"),
        ("Sofie Brandt-Castro", "Sofie BC"),
        ("Jörg Möller", "Jörg M?ller"),
        ("Benjamin Oduya", "Benji Oduya"),
        ("Robert Oduya", "Bob Oduya"),
        ("Ana Sofie Lindgren", "Sofie Lindgren"),
        ("Ana S. Lindgren", "Sofie Lindgren"),
        ("Jörg Möller", "J\x1b,Av\x1b(Brg M\x1b,Av\x1b(Bller"),
        ("Michael Oduya", "Micheal Oduya"),
        ("Sofie Anna Lindgren", "Sofie A. Lindgren"),
        ("Mara Lindqvist", "王小明"),
    ],
)
def test_forms_of_one_name_may_share_an_address(one: str, other: str) -> None:
    assert one_person(f"{one} <a1@harbour.test>", f"{other} <a1@harbour.test>")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Jan Novak", "Jana Novak"),
        ("Paul Novak", "Paula Novak"),
        ("Tomas Novak", "Karel Novak"),
        ("Tomas A. Novak", "Tomas B. Novak"),
        ("Tomas Novak", "Tomas Svoboda"),
        ("Michael Novak", "Michelle Novak"),
        ("Joel Novak", "Joe Novak"),
        ("Martin Novak", "Marvin Novak"),
    ],
)
def test_distinct_names_do_not_share_even_an_address(one: str, other: str) -> None:
    assert not one_person(f"{one} <a1@harbour.test>", f"{other} <a1@harbour.test>")


@pytest.mark.parametrize(
    "written",
    [
        "dependabot[bot] <49+dependabot[bot]@users.noreply.github.com>",
        "dependabot-preview <support@dependabot.test>",
        "Renovate Bot <bot@renovate.test>",
        "github-actions <actions@github.com>",
        "GitHub <noreply@github.com>",
        "harbour-bot <robots@harbour.test>",
        "HarbourBot <x@harbour.test>",
        "Harbour CI <ci@harbour.test>",
        "bors <bors@harbour.test>",
        "homu <homu@harbour.test>",
        "kelp <99+kelp[bot]@users.noreply.github.com>",
    ],
)
def test_programs_are_recognised(written: str) -> None:
    assert resolved(written).people["bot"].to_list() == [True]


@pytest.mark.parametrize(
    "written",
    [
        "Ann Abbott <abbott@harbour.test>",
        "Lea Talbot <talbot@harbour.test>",
        "talbot <talbot@harbour.test>",
        "Botond Kiss <botond@harbour.test>",
        "Ife Obi <ci@harbour.test>",
        "Travis Reed <travis@harbour.test>",
        "Mara Lindqvist <noreply@github.com>",
        "Robo Lindgren <robo@harbour.test>",
    ],
)
def test_people_are_no_programs(written: str) -> None:
    assert resolved(written).people["bot"].to_list() == [False]


def test_a_program_under_two_addresses_is_one_and_never_a_person() -> None:
    found = resolved(
        "kelp[bot] <mara@harbour.test>",
        "kelp <k@sea.test>",
        "Mara Lindqvist <mara@harbour.test>",
        "kelp[bot] <b@h.test>",
    )

    assert found.people.filter(bot=True)["person"].n_unique() == 1
    assert found.people.filter(bot=False)["person"].n_unique() == 2


def test_the_lead_says_who_is_a_program() -> None:
    declared = [
        Declared("ann", emails=("ann-bot@harbour.test",), bot=False),
        Declared("kelp", names=("Kelp Keeper",), bot=True),
    ]

    found = resolved("Ann <ann-bot@harbour.test>", "Kelp Keeper <k@sea.test>", declared=declared)

    assert dict(found.people.select("person", "bot").rows()) == {"ann": False, "kelp": True}
    assert dict(found.persons.select("person", "bot").rows()) == {"ann": False, "kelp": True}


def test_a_person_whose_address_a_program_uses_stays_a_person() -> None:
    mara = Declared("mara", emails=("mara@harbour.test",))
    written = (
        "kelp[bot] <mara@harbour.test>",
        "Mara Lindqvist <mara@harbour.test>",
        "Mara K. Lindqvist <ml@home.test>",
    )

    found = resolved(*written, declared=[mara])

    assert dict(found.people.select("name", "person").rows()) == dict.fromkeys(
        ("kelp[bot]", "Mara Lindqvist", "Mara K. Lindqvist"), "mara"
    )
    assert found.people.filter(bot=True)["name"].to_list() == ["kelp[bot]"]
    assert found.persons["bot"].to_list() == [False]
