"""The page of a map in a real browser: the treemap and the table can be seen, heard, reached and printed."""

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from random import Random

import pytest
from playwright.sync_api import Page, expect

from builders_chart import area, areas, chart, mapped
from trimtab.advice.answer import Answer, Chart
from trimtab.render import svg

pytestmark = pytest.mark.browser

Opened = Callable[[Answer], Page]
Faults = Callable[[Page], list[str]]

# Texts of the visible picture that reach beyond the tile or folder that they stand in, or below its lower edge.
SPILT = """() => [...document.querySelectorAll("svg.tiles")].filter(one => one.checkVisibility()).flatMap(picture =>
  [...picture.querySelectorAll("text")].filter(text => {
    const [inner, outer] = [text, text.parentNode.querySelector("rect")].map(one => one.getBoundingClientRect());
    return inner.right > outer.right + 0.5 || inner.bottom > outer.bottom + 3 || inner.left < outer.left;
  }).map(text => text.textContent))"""


def crowded() -> Chart:
    """400 areas of all sizes in nested folders, with long names."""
    dice = Random(7)
    names = [f"src/part{n % 11}/{dice.choice(('x', 'WWWWMMMM', 'a_very_long_name'))}{n}" for n in range(400)]
    return Chart(
        tuple(
            area(
                name,
                int(dice.paretovariate(0.8) * 20),
                heat=dice.random() * 40,
                claim=f"m{nth}",
                bus_factor=nth % 3,
                holders=("Mara",),
            )
            for nth, name in enumerate(names)
        )
    )


def tile(page: Page, name: str, picture: str = "wide"):
    """The link around an area of a picture."""
    return page.locator(f"svg.{picture} a[aria-label^='{name};']")


def test_the_treemap_stands_at_the_top_and_shows_every_area(opened: Opened):
    page = opened(mapped())

    expect(page.locator("svg.tiles.wide")).to_be_visible()
    expect(page.locator("svg.tiles.narrow")).to_be_hidden()
    assert page.locator("svg.tiles.wide > a, svg.tiles.wide > g").count() == len(areas())
    expect(tile(page, "billing/ledger").locator("text")).to_have_text(["ledger", "you", "bus factor 1"])


def test_a_click_on_an_area_opens_its_row(opened: Opened):
    page = opened(mapped())
    expect(page.get_by_text("billing/ledger: round half to even")).to_be_hidden()

    tile(page, "billing/ledger").click()

    expect(page.get_by_text("billing/ledger: round half to even")).to_be_visible()


def test_the_keyboard_reaches_an_area_and_opens_its_row(opened: Opened):
    page = opened(mapped())

    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip the drawing")).to_be_focused()
    page.keyboard.press("Tab")
    reached = page.evaluate("document.activeElement.getAttribute('href')")
    page.keyboard.press("Enter")

    expect(page.locator(reached)).to_be_visible()


def test_the_drawing_can_be_skipped(opened: Opened):
    page = opened(mapped())

    page.get_by_role("link", name="Skip the drawing").press("Enter")
    page.keyboard.press("Tab")

    expect(page.locator("summary").first).to_be_focused()


def test_a_row_of_the_table_opens_its_evidence(opened: Opened):
    page = opened(mapped())

    page.locator("summary", has_text="m4").first.click()

    expect(page.get_by_text("billing/ledger: round half to even")).to_be_visible()
    expect(page.get_by_role("row", name="billing/ledger").first).to_contain_text("4,102")
    expect(page.get_by_role("columnheader", name="bus factor")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1100])
def test_everybody_can_read_the_map(opened: Opened, page: Page, faults: Faults, scheme: str, width: int):
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type] # one of the two it knows
    page.set_viewport_size({"width": width, "height": 900})
    opened(mapped())
    for summary in page.locator("summary").all()[:3]:
        summary.click()

    assert faults(page) == []


@pytest.mark.parametrize("width", [320, 360, 768, 1280])
def test_the_map_fits_its_screen_and_no_word_leaves_its_tile(opened: Opened, page: Page, width: int):
    page.set_viewport_size({"width": width, "height": 800})
    for drawn in (chart(), crowded()):
        opened(mapped(drawn))

        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert page.evaluate(SPILT) == []


def test_on_a_narrow_screen_words_of_the_treemap_are_large_enough_to_read(opened: Opened, page: Page):
    page.set_viewport_size({"width": 360, "height": 800})
    opened(mapped())

    heights = page.evaluate(
        "[...document.querySelectorAll('svg.narrow text')].map(one => one.getBoundingClientRect().height)"
    )

    assert min(heights) >= 10  # the box of a letter of 9 pixels


def test_on_paper_the_wide_picture_is_printed_with_dark_words_on_white(opened: Opened, page: Page):
    opened(mapped())

    page.emulate_media(media="print", color_scheme="dark")

    expect(page.locator("svg.tiles.wide")).to_be_visible()
    assert page.evaluate("getComputedStyle(document.querySelector('svg.wide .s0 text')).fill") == "rgb(0, 0, 0)"


def test_the_steps_of_the_scale_get_darker_one_after_the_other_and_lighter_in_the_dark(opened: Opened, page: Page):
    for scheme, order in (("light", -1), ("dark", 1)):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type] # one of the two it knows
        opened(mapped())

        light = page.evaluate(
            """() => [...document.querySelectorAll(".legend li:nth-child(2) rect")].map(one =>
              getComputedStyle(one).fill.match(/\\d+/g).map(Number)
                .map(part => part / 255).map(part => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)
                .reduce((sum, part, place) => sum + part * [0.2126, 0.7152, 0.0722][place], 0))"""
        )

        assert len(light) == 5
        steps = [after / before if order > 0 else before / after for before, after in pairwise(light)]
        assert min(steps) > 1.2


def test_the_architecture_view_opens_alone_and_no_word_leaves_it(page: Page, tmp_path: Path):
    asked: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    file = tmp_path / "architecture.svg"
    file.write_text(svg(mapped()), "utf-8")

    page.goto(file.as_uri())

    outside = page.evaluate(
        """() => [...document.querySelectorAll("text")].filter(one => { const box = one.getBBox();
          return box.x < 0 || box.x + box.width > 1080; }).map(one => one.textContent)"""
    )
    assert (outside, said, [url for url in asked if url != file.as_uri()]) == ([], [], [])
