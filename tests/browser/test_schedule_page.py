"""The page of a schedule in a real browser: its bars can be seen, heard, reached and printed."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from builders_schedule import bar, scheduled
from trimtab.advice.answer import Answer

pytestmark = pytest.mark.browser

Opened = Callable[[Answer], Page]
Faults = Callable[[Page], list[str]]


def test_every_task_has_its_bar_and_every_milestone_its_point(opened: Opened):
    page = opened(scheduled())

    assert page.locator("svg.gantt a rect.bar").count() == 4
    assert page.locator("svg.gantt a rect.critical").count() == 3
    assert page.locator("svg.gantt a rect.lead").count() == 1
    assert page.locator("svg.gantt a path.point").count() == 1


def test_the_keyboard_reaches_a_line_and_opens_its_row(opened: Opened):
    page = opened(scheduled())

    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip the drawing")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    reached = page.evaluate("document.activeElement.getAttribute('href')")
    page.keyboard.press("Enter")

    assert reached == "#ps101"
    expect(page.locator(reached)).to_be_visible()
    expect(page.get_by_text("plans/billing.yaml:8").first).to_be_visible()


def test_a_click_on_a_bar_opens_its_row(opened: Opened):
    page = opened(scheduled())

    page.get_by_role("link", name="rounding").click()

    expect(page.locator("#ps103")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1100])
def test_everybody_can_read_the_schedule(opened: Opened, page: Page, faults: Faults, scheme: str, width: int):
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type] # one of the two it knows
    page.set_viewport_size({"width": width, "height": 900})
    opened(scheduled())

    assert faults(page) == []


@pytest.mark.parametrize("width", [320, 768, 1280])
def test_the_page_fits_its_screen_and_the_bars_scroll_within_it(opened: Opened, page: Page, width: int):
    page.set_viewport_size({"width": width, "height": 800})
    many = [bar(f"task-{n}-with-a-long-name-of-its-own", n, n + 3, "Tomas", claim=f"ps{n}") for n in range(60)]
    opened(scheduled(*many))

    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_bar_is_as_long_as_its_days(opened: Opened):
    page = opened(scheduled(bar("a", 0, 4, "Ife", claim="ps1"), bar("b", 0, 9, "Jun", claim="ps2")))

    widths = [float(page.locator(f"a[href='#ps{n}'] rect.bar").get_attribute("width") or 0) for n in (1, 2)]

    # From the morning of the first day to the evening of the fifth, and of the tenth: 104 and 224 hours.
    assert widths[1] / widths[0] == pytest.approx(224 / 104, rel=0.01)
