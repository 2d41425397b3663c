"""The names other rooms may use."""

import trimtab.demo


def test_the_front_door_shows_these_names() -> None:
    assert trimtab.demo.__all__ == ["AS_OF", "PLANTED", "Harbour", "Planted", "default_as_of", "make"]
    assert all(hasattr(trimtab.demo, name) for name in trimtab.demo.__all__)


def test_every_planted_truth_has_its_own_id_and_says_what_an_answer_should() -> None:
    ids = [planted.id for planted in trimtab.demo.PLANTED]

    assert len(set(ids)) == len(ids)
    assert all(planted.what and planted.says for planted in trimtab.demo.PLANTED)
