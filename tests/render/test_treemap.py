"""The treemap: every area is somewhere once, words stay in their tile, and small ones are joined."""

import re
from itertools import combinations
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builders_chart import area, chart
from trimtab.advice.answer import Area, Chart
from trimtab.render._drawn import Drawn
from trimtab.render._letters import measured
from trimtab.render._squarify import Box
from trimtab.render._tiles import NAME_SIZE, TEXT_SIZE, Tile
from trimtab.render._tiles import tile as made_tile
from trimtab.render._treemap import Picture, treemap


def wide(drawn: Chart) -> Picture:
    """The picture for a desk."""
    return next(picture for picture in treemap(drawn).pictures if picture.name == "wide")


def tile(picture: Picture, name: str) -> Tile:
    """The tile of an area."""
    return next(one for one in picture.tiles if one.said.startswith(f"{name};"))


def said(of: Tile) -> list[str]:
    return [words.text for words in of.words]


def made(count: int, seed: int) -> Chart:
    """So many areas of all sizes in nested folders, with long names and short ones."""
    dice = Random(seed)
    folders = [
        "",
        *(
            "/".join(dice.choice(("src", "lib", "計算", "a b", "very_long_name")) for _ in range(n % 4))
            for n in range(9)
        ),
    ]
    return Chart(tuple(_made(n, dice.choice(folders), dice) for n in range(count)))


def _made(nth: int, folder: str, dice: Random) -> Area:
    name = f"{folder}/{dice.choice(('x', 'module', 'a_very_long_name_of_a_module', '港'))}{nth}".strip("/")
    marks = {"bus_factor": dice.choice((None, 0, 1, 2)), "blind": dice.random() < 0.3, "only_lead": dice.random() < 0.2}
    holders = tuple(dice.choice(("Mara", "Ife", "Bartholomäus")) for _ in range(dice.randint(0, 3)))
    size = dice.choice((0, 1, 40, 900, 12_000))
    return area(name, size, folder=name, heat=float(dice.randint(0, 40)), claim=f"m{nth}", holders=holders, **marks)


def within(inner: Box, outer: Box) -> bool:
    return (
        inner.x >= outer.x - 1e-6
        and inner.y >= outer.y - 1e-6
        and inner.x + inner.width <= outer.x + outer.width + 1e-6
        and inner.y + inner.height <= outer.y + outer.height + 1e-6
    )


def overlapping(one: Box, other: Box) -> bool:
    across = min(one.x + one.width, other.x + other.width) - max(one.x, other.x)
    down = min(one.y + one.height, other.y + other.height) - max(one.y, other.y)
    return min(across, down) > 1e-6


def test_a_tile_says_its_name_below_its_folder_who_knows_it_and_the_bus_factor():
    picture = wide(chart())

    assert said(tile(picture, "billing/ledger")) == ["ledger", "you", "bus factor 1"]
    assert said(tile(picture, "export/legacy")) == ["legacy", "nobody", "bus factor 0"]
    assert {words.text for folder in picture.folders for words in folder.words} >= {"billing/", "export/", "web/"}


def test_what_is_left_of_a_folder_is_called_by_its_last_part():
    picture = wide(Chart((area("src/ops"), area("src/ops/registry"), area("src/bin"))))

    assert {words.text for folder in picture.folders for words in folder.words} == {"src/", "ops/"}
    assert [said(tile(picture, name))[0] for name in ("src/ops", "src/ops/registry", "src/bin")] == [
        "ops/",
        "registry",
        "bin",
    ]


def test_with_several_clones_the_clone_stands_above_and_is_not_repeated():
    both = tuple(
        area(f"{repo}:api/{part}", folder=f"api/{part}", repo=repo) for repo in ("one", "two") for part in "xy"
    )

    picture = wide(Chart(both))

    assert {folder.said for folder in picture.folders} == {"one/api/", "two/api/"}
    assert said(tile(picture, "one:api/x"))[0] == "x"


@pytest.mark.parametrize(("width", "height", "first"), [(120, 60, 16.5), (90, 60, 31.5), (90, 30, None)])
def test_a_name_that_does_not_fit_beside_the_marks_stands_below_them_if_there_is_room(width, height, first):
    # "ledger" takes 51 units, the margins 17, the two marks 30: beside them from 98 on, below them from 68 on.
    marked = area("ledger", blind=True, only_lead=True)

    drawn = made_tile((marked,), Box(0, 0, width, height), Drawn(Chart((marked,))), "", least=25)

    assert [words.y for words in drawn.words if words.text == "ledger"] == ([first] if first else [])


def test_marks_are_told_apart_without_colour():
    picture = wide(chart())

    assert tile(picture, "billing/ledger").stripe == "one"
    assert [icon.mark for icon in tile(picture, "billing/ledger").icons] == ["you"]
    assert tile(picture, "export/legacy").stripe == "none"
    assert [icon.mark for icon in tile(picture, "sync/store").icons] == ["blind"]
    assert (tile(picture, "api/").stripe, tile(picture, "api/").icons) == ("", ())


def test_the_legend_tells_the_scale_and_only_the_marks_that_are_drawn():
    plain = treemap(Chart((area("a", heat=8.0, bus_factor=1),)))

    assert [swatch.upto for swatch in plain.swatches] == ["0.5", "1", "2", "4", "8"]
    assert [mark for mark, _ in plain.marks] == ["one"]


def test_small_areas_of_a_folder_are_one_tile_that_names_them():
    small = tuple(area(f"src/{n}", 1, folder=f"src/{n}", bus_factor=1) for n in range(20))

    picture = wide(Chart((area("src/most", 90_000), area("src/much", 90_000), *small)))

    (joined,) = (one for one in picture.tiles if one.said.startswith("20 small areas"))
    assert joined.said == (
        "20 small areas: "
        + ", ".join(f"src/{n}" for n in range(12))
        + " and 8 more; 20 of them with a bus factor of 0 or 1"
    )
    assert joined.claim == ""


@pytest.mark.parametrize(("width", "words"), [(100, ["30 more"]), (60, ["+30"]), (30, [])])
def test_several_areas_are_counted_as_briefly_as_the_tile_needs(width, words):
    many = tuple(area(f"a{n}") for n in range(30))

    assert said(made_tile(many, Box(0, 0, width, 60), Drawn(Chart(many)), "", least=25)) == words


def test_a_folder_of_one_area_has_no_frame_of_its_own():
    assert wide(Chart((area("deep/down/here"), area("api/")))).folders == ()


def test_one_area_fills_the_picture():
    (only,) = wide(Chart((area("api/"),))).tiles

    assert (only.box.width, only.box.height) == (864, 540)


def test_the_same_chart_gives_the_same_pictures():
    assert treemap(made(90, 4)) == treemap(made(90, 4))


@pytest.mark.parametrize("count", [3, 400])
def test_a_map_of_few_or_many_areas_names_each_once(count):
    for picture in treemap(made(count, count)).pictures:
        alone = sum(1 for one in picture.tiles if not re.match(r"\d+ small areas", one.said))
        joined = sum(int(one.said.split()[0]) for one in picture.tiles if re.match(r"\d+ small areas", one.said))

        assert alone + joined == count


@given(st.integers(1, 160), st.integers(0, 2**16))
@settings(max_examples=40)
def test_tiles_lie_in_the_picture_beside_each_other_with_their_words_inside(count, seed):
    for picture in treemap(made(count, seed)).pictures:
        frame = Box(0, 0, picture.width, picture.height)
        boxes = [one.box for one in picture.tiles]

        assert all(within(box, frame) for box in boxes)
        assert not any(overlapping(one, other) for one, other in combinations(boxes, 2))
        for one in picture.tiles:
            assert [
                words.text for words in one.words if not _inside(words.text, words.x, words.y, words.kind, one.box)
            ] == []
        least = 25 if picture.name == "wide" else 31
        assert all(min(one.box.width, one.box.height) >= least for one in picture.tiles if one.claim)


def _inside(text: str, x: float, y: float, kind: str, box: Box) -> bool:
    wide = measured(text, NAME_SIZE, bold=True) if kind == "name" else measured(text, TEXT_SIZE)
    return x + wide <= box.width and y + 3 <= box.height
