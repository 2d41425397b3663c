"""What all drawings of a map say of an area: sizes, steps of heat, marks, and where it hangs in the tree."""

from dataclasses import replace

import pytest

from builders_answer import harbour
from builders_chart import area, areas, chart, mapped
from trimtab.advice.answer import Chart, Link
from trimtab.errors import UsageError
from trimtab.render import csv, mermaid, svg
from trimtab.render._drawn import MOST, Drawn, addresses, chosen, described, known_by, marks


@pytest.mark.parametrize("form", [csv, mermaid, svg])
def test_an_answer_without_a_chart_says_which_verb_has_one(form):
    with pytest.raises(UsageError, match=r"`trimtab brief` has nothing to draw\. `trimtab map` has a chart"):
        form(harbour())


@pytest.mark.parametrize("form", [csv, mermaid, svg])
def test_a_chart_without_areas_is_refused_as_well(form):
    with pytest.raises(UsageError, match="`trimtab map` has no area to draw"):
        form(replace(mapped(), chart=Chart(())))


def test_each_step_of_heat_is_twice_the_one_before():
    # The hottest is 40: above 20 is the last step, above 10 the one below it, then above 5, above 2.5, the rest.
    heats = (40, 21, 20, 10, 5, 2.5, 0)
    drawn = Drawn(Chart(tuple(area(f"a{heat}", heat=float(heat)) for heat in heats)))

    assert [drawn.step(one) for one in drawn.chart.areas] == [4, 4, 3, 2, 1, 0, 0]
    assert drawn.bounds() == (2.5, 5, 10, 20, 40)


def test_where_nothing_is_hot_all_are_of_the_first_step():
    drawn = Drawn(Chart((area("a", heat=0.0), area("b", heat=0.0))))

    assert [drawn.step(one) for one in drawn.chart.areas] == [0, 0]


def test_sizes_are_lines_and_guessed_from_the_files_where_an_area_does_not_know_them():
    # The three that know theirs have 600 lines in 5 files: 120 a file, so 4 files are drawn as 480 lines.
    drawn = Drawn(Chart((area("a", 500, files=3), area("b", 100, files=1), area("c", None, files=4), area("d", 0))))

    assert drawn.unit() == "lines; those of 1 area guessed from the files"
    assert [drawn.size(one) for one in drawn.chart.areas] == [500, 100, 480, 1]


def test_sizes_are_files_where_hardly_any_area_knows_its_lines():
    drawn = Drawn(Chart((area("a", 500, files=3), area("b", None, files=7), area("c", None, files=9))))

    assert [drawn.size(one) for one in drawn.chart.areas] == [3, 7, 9]
    assert drawn.unit() == "files"


def test_an_area_larger_than_all_others_is_drawn_as_large_as_these_and_the_legend_says_so():
    drawn = Drawn(Chart((area("a", 90_000), area("b", 300), area("c", 100))))

    assert [drawn.size(one) for one in drawn.chart.areas] == [400, 300, 100]
    assert drawn.unit() == "lines; one area is larger than drawn"
    assert Drawn(Chart((area("alone", 90_000),))).unit() == "lines"


def test_an_area_is_marked_by_its_bus_factor_the_lead_and_the_blind_spot():
    marked = area("a", bus_factor=1, blind=True, only_lead=True)

    assert marks(marked) == ("one", "you", "blind")
    assert marks(replace(marked, bus_factor=0)) == ("none", "you", "blind")
    assert marks(area("b", bus_factor=2)) == marks(area("c", bus_factor=None)) == ()


def test_who_knows_it_says_who_is_silent_and_when_it_is_nobody():
    assert known_by(area("a", holders=("Mara", "Ravi"), silent=("Ravi",))) == "Mara, Ravi (silent)"
    assert known_by(area("a", bus_factor=0)) == "nobody"
    assert known_by(area("a")) == ""


def test_an_area_is_described_in_one_line_for_who_does_not_see_it():
    (ledger,) = (one for one in areas() if one.name == "billing/ledger")

    assert described(ledger) == (
        "billing/ledger; 4,102 lines in 6 files; 14 changes, 16 expected in the next half year; known by you; "
        "bus factor 1; waits for nobody but you"
    )
    assert (
        described(area("a", None, files=1))
        == "a; 1 file; 1 change, 1 expected in the next half year; bus factor unknown"
    )


def test_an_area_hangs_under_its_folders_and_keeps_the_rest_of_its_name():
    found = addresses(
        (
            area("src/util"),
            area("src/ecmult*", folder="src"),
            area("src/", folder="src"),
            area("deploy/", folder="deploy"),
            area("build files", folder=""),
        )
    )

    assert [(one.folders, one.leaf) for one in found] == [
        (("src",), "util"),
        (("src",), "ecmult*"),
        (("src",), "src/"),
        ((), "deploy/"),
        ((), "build files"),
    ]


def test_with_several_clones_the_clone_is_the_first_folder():
    found = addresses((area("one:api/", folder="api", repo="one"), area("two:api/", folder="api", repo="two")))

    assert [(one.folders, one.leaf) for one in found] == [(("one",), "api/"), (("two",), "api/")]


def test_the_hottest_and_the_most_linked_are_drawn_and_the_rest_is_counted():
    # 60 areas, ever colder; the coldest is linked to the hottest, which no other is.
    many = tuple(area(f"a{n:02}", heat=60.0 - n) for n in range(60))

    drawn = chosen(Chart(many, (Link("a59", "a00", 9, 0.9, 0.1), Link("a59", "gone", 9, 0.9, 0.1))))

    assert [one.name for one in drawn.areas] == [f"a{n:02}" for n in (*range(MOST - 1), 59)]
    assert [link.one for link in drawn.links] == ["a59"]
    assert drawn.note() == "not drawn: 20 areas of less heat and fewer links, 1 more link"


def test_the_strongest_links_are_drawn_three_for_every_two_areas():
    # Four areas and all six links between them, so six are drawn; with a seventh, the weakest goes.
    pairs = [("a", "b"), ("a", "c"), ("a", "d"), ("b", "c"), ("b", "d"), ("c", "d"), ("b", "a")]
    links = tuple(Link(one, other, 9, 0.1 + n / 10, 0.0) for n, (one, other) in enumerate(pairs))

    drawn = chosen(Chart(tuple(map(area, "abcd")), links))

    assert [(link.one, link.other) for link in drawn.links] == pairs[:0:-1]
    assert drawn.note() == "not drawn: 1 more link"


def test_a_small_map_is_drawn_whole():
    assert chosen(chart()).note() == ""
    assert chosen(chart()).areas == chart().areas
