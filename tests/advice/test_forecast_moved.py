"""The forecast that moved within a week: what was planted is told by the brief, and not where it was not planted."""

from collections.abc import Mapping

from advice.asking import said, words
from trimtab.advice import forecast
from trimtab.advice._scene import scene_of
from trimtab.advice.answer import Answer
from trimtab.demo import AS_OF
from trimtab.workspace import Workspace


def test_the_brief_tells_that_three_items_joined_the_release(answer: Answer) -> None:
    told = words(said(answer, "forecast:moved"))

    assert "2.15: 8 open, 3 of them new" in told
    assert "%, was " in told


def test_a_release_that_nothing_joined_has_not_moved(answers_without: Mapping[str, Answer]) -> None:
    assert "of them new" not in words(said(answers_without["forecast-moved"], "forecast:moved"))


def test_what_joined_and_what_ended_in_the_week_is_told_with_the_same_day_in_both_forecasts(
    workspace: Workspace,
) -> None:
    scene = scene_of(workspace, now=AS_OF, as_of=AS_OF.isoformat(), me=None, machine_zone="UTC")

    (one,) = forecast.moved(scene)

    assert one.query.text == 'label:"2.15"'
    assert (len(one.still), len(one.joined)) == (8, 3)
    assert 0 < one.now < one.before < 1
