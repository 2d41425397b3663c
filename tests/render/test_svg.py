"""The architecture view: where areas stand, which links are drawn, and that any name leaves it well-formed."""

import re
from itertools import combinations
from xml.etree import ElementTree as ET

import pytest
from hypothesis import assume, given, settings

from builders_any_answer import answers
from builders_chart import area, areas, chart, mapped
from trimtab.advice.answer import Chart, Link
from trimtab.render import svg
from trimtab.render._architecture import ROW, plan

NAMESPACE = "{http://www.w3.org/2000/svg}"


def drawn(of: Chart) -> ET.Element:
    """The parsed drawing."""
    return ET.fromstring(svg(mapped(of)))  # noqa: S314 - our own output is what is tested


def texts(root: ET.Element, kind: str) -> list[str]:
    return [one.text or "" for one in root.iter(f"{NAMESPACE}text") if one.get("class") == kind]


def test_every_area_stands_there_with_who_knows_it_and_its_folder():
    root = drawn(chart())

    assert sorted(texts(root, "name")) == sorted(one.name for one in areas())
    assert "bus factor 1 · Ravi (silent)" in texts(root, "known")
    assert {"billing/", "export/", "top folder"} <= set(texts(root, "folder"))


def test_a_link_is_as_wide_as_its_share_and_says_both_shares():
    root = drawn(Chart((area("a"), area("b"), area("c")), (Link("a", "b", 8, 0.5, 0.25), Link("b", "c", 2, 0.0, 1.0))))

    paths = {
        path.findtext(f"{NAMESPACE}title"): float(path.get("stroke-width", "0"))
        for path in root.iter(f"{NAMESPACE}path")
    }
    # 1 and 7 times the larger share: 1 + 3.5, 1 + 7.
    assert paths == {
        "a and b change together in 8 commits: 50 % of the changes of a, 25 % of b": 4.5,
        "b and c change together in 2 commits: 0 % of the changes of b, 100 % of c": 8.0,
    }
    assert sorted(texts(root, "share")) == ["100 %", "50 %"]


def test_areas_that_change_together_stand_near_each_other():
    # Two folders with two links: whichever way they are given, no link has to cross the other.
    one = (area("a/x"), area("a/y"))
    other = (area("b/y"), area("b/x"))

    middles = plan((*one, *other), (Link("a/x", "b/x", 5, 0.5, 0.5), Link("a/y", "b/y", 5, 0.5, 0.5))).middles()

    assert {middles["a/x"][0], middles["b/x"][0]} == {"left", "right"}
    assert middles["a/x"][1] == middles["b/x"][1]
    assert middles["a/y"][1] == middles["b/y"][1]


def test_where_one_folder_holds_all_the_folders_below_it_are_drawn():
    blocks = plan([area(f"src/{folder}/{n}") for folder in "abc" for n in range(3)], ()).blocks

    assert sorted(block.folder for block in blocks) == ["src/a", "src/b", "src/c"]


def test_a_flat_folder_that_holds_nearly_all_is_drawn_as_two_that_face_each_other():
    # a0 to a4 are linked to b0 to b4, one by one: all links can lead across.
    flat = [area(f"src/{name}{n}.c", folder="src") for name in "ab" for n in range(5)]
    links = [Link(f"src/a{n}.c", f"src/b{n}.c", 5, 0.5, 0.5) for n in range(5)]

    drawn_plan = plan(flat, links)

    assert [(block.folder, block.side, len(block.areas)) for block in drawn_plan.blocks] == [
        ("src", "left", 5),
        ("src", "right", 5),
    ]
    middles = drawn_plan.middles()
    assert all(middles[link.one][0] != middles[link.other][0] for link in links)
    assert all(middles[link.one][1] == middles[link.other][1] for link in links)


def test_what_is_left_out_is_said():
    root = drawn(Chart(tuple(area(f"d{n}/x", heat=float(n)) for n in range(50))))

    assert len(texts(root, "name")) == 40
    assert "not drawn: 10 areas of less heat and fewer links" in texts(root, "soft")


def test_the_same_map_gives_the_same_drawing():
    assert svg(mapped()) == svg(mapped())


def test_it_asks_for_nothing_and_runs_nothing():
    written = svg(mapped())

    assert "@media (prefers-color-scheme: dark)" in written
    assert re.findall(r"(?:href|src|onload|style)=|@import|url\((?!#)|<script|<image", written) == []
    assert set(re.findall(r"https?://[^\"]+", written)) == {"http://www.w3.org/2000/svg"}


@pytest.mark.parametrize(
    "name", ["<script>alert(1)</script>", "a\"b'c", "&amp;", "a\nb\x1b[2J", "\u202eevil", "\ud800\ufffe"]
)
def test_a_hostile_name_is_text(name):
    root = drawn(Chart((area(name, folder="x"), area("b"))))

    assert {one.tag.removeprefix(NAMESPACE) for one in root.iter()} <= {
        "svg", "title", "desc", "style", "defs", "pattern", "rect", "text", "g", "path", "circle",
    }  # fmt: skip
    assert len(texts(root, "name")) == 2


@given(answers)
@settings(max_examples=30)
def test_no_area_covers_another_and_all_stand_in_the_drawing(answer):
    assume(answer.chart is not None and answer.chart.areas)

    root = ET.fromstring(svg(answer))  # noqa: S314 - our own output is what is tested

    height = float(root.get("height", "0"))
    places = [
        (float(one.get("cx", "0")), float(one.get("cy", "0")))
        for group in root.iter(f"{NAMESPACE}g")
        if group.get("class") == "area"
        for one in group.iter(f"{NAMESPACE}circle")
        if one.get("class") != "ring"
    ]
    assert 1 <= len(places) <= 40
    assert all(0 < y < height for _, y in places)
    assert all(x != other_x or abs(y - other_y) >= ROW - 0.2 for (x, y), (other_x, other_y) in combinations(places, 2))
