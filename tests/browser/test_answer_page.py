"""The page of an answer in a real browser: it opens from a file, asks nobody for anything, and reads well for everybody."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from builders_answer import AS_OF, bare, harbour, ledger
from trimtab.advice.answer import Answer, Section
from trimtab.render import html

pytestmark = pytest.mark.browser

Opened = Callable[[Answer], Page]
Faults = Callable[[Page], list[str]]


def full() -> Answer:
    """Harbour with everything a page can show: an unchanged claim, a note, caveats, a link."""
    group = ledger().because[0]
    linked = tuple(replace(row, link="https://git.harbour.example/" + row.key) for row in group.evidence)
    unchanged = replace(ledger(), id="b9", unchanged_since=AS_OF, because=(replace(group, evidence=linked, total=40),))
    extra = (Section("STILL TRUE", (unchanged,)), Section("AWAY", (), note="nobody, in the next two weeks"))
    return replace(harbour(), sections=harbour().sections + extra, caveats=("The clone is shallow.",))


def background(page: Page) -> str:
    return str(page.evaluate("getComputedStyle(document.body).backgroundColor"))


def test_the_page_opens_from_a_file_and_reads_like_a_memo(opened: Opened):
    page = opened(harbour())

    expect(page).to_have_title("Harbour · week 2026-W46, 9 to 15 Nov")
    expect(page.get_by_role("heading", level=1)).to_have_text("Harbour")
    expect(page.get_by_role("heading", level=2)).to_have_text(
        ["Moved", "Your hours", "Held by one", "Blind spot", "In flight", "Next"]
    )
    expect(page.get_by_role("region", name="Next")).to_contain_text("trimtab away me")


def test_the_evidence_of_a_claim_opens_on_a_click_and_closes_on_the_next(opened: Opened):
    page = opened(harbour())
    subject, summary = (
        page.get_by_text("ledger: round half to even"),
        page.locator("summary", has_text="billing/ledger"),
    )
    expect(subject).to_be_hidden()

    summary.click()

    expect(subject).to_be_visible()
    expect(page.get_by_text("a91c3e0")).to_be_visible()
    summary.click()
    expect(subject).to_be_hidden()


def test_the_evidence_opens_from_the_keyboard(opened: Opened):
    page = opened(harbour())

    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    expect(page.get_by_text("commits on any branch, bots left out")).to_be_visible()


def test_an_address_that_names_a_claim_opens_it(opened: Opened):
    page = opened(harbour())

    page.goto(page.url + "#b5")

    expect(page.get_by_text("ledger: round half to even")).to_be_visible()


def test_a_link_from_evidence_tells_nobody_where_it_came_from(opened: Opened):
    page = opened(full())

    page.locator("summary", has_text="b9").click()

    link = page.get_by_role("link", name="a91c3e0")
    expect(link).to_have_attribute("rel", "noopener noreferrer")
    assert page.locator("meta[name=referrer]").get_attribute("content") == "no-referrer"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_everybody_can_read_it(opened: Opened, page: Page, faults: Faults, scheme: str):
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type] # one of the two it knows
    opened(full())
    for summary in page.locator("summary").all():
        summary.click()

    assert faults(page) == []


def test_it_follows_the_reader_into_the_dark(opened: Opened, page: Page):
    page.emulate_media(color_scheme="light")
    opened(harbour())
    light = background(page)

    page.emulate_media(color_scheme="dark")

    assert (light, background(page)) == ("rgb(255, 255, 255)", "rgb(18, 24, 27)")


def test_on_paper_it_is_black_on_white_even_for_a_reader_in_the_dark(opened: Opened, page: Page):
    opened(harbour())

    page.emulate_media(media="print", color_scheme="dark")

    assert background(page) == "rgb(255, 255, 255)"
    assert page.evaluate("getComputedStyle(document.body).color") == "rgb(0, 0, 0)"


def test_the_brief_of_harbour_fits_on_one_sheet_of_paper(opened: Opened):
    page = opened(harbour())

    assert page.pdf(format="A4").count(b"/Type /Page\n") == 1


@pytest.mark.parametrize("width", [320, 390, 768, 1280])
def test_nothing_runs_off_the_side(opened: Opened, page: Page, width: int):
    page.set_viewport_size({"width": width, "height": 800})
    long = replace(ledger(), id="b4123", name="src/" + "very_long_folder_name/" * 6, text="x" * 120)
    opened(
        replace(
            full(), sections=(Section("HELD BY ONE", (long,)), *full().sections), next_command="trimtab " + "y" * 90
        )
    )
    for summary in page.locator("summary").all():
        summary.click()

    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_hostile_subject_is_text(opened: Opened):
    row = replace(
        ledger().because[0].evidence[0], text="<script>document.title = 'owned'</script><img src=https://x.example>"
    )
    group = replace(ledger().because[0], evidence=(row,))

    page = opened(bare(Section("HELD", (replace(ledger(), because=(group,)),))))

    page.locator("summary").click()
    expect(page.get_by_text("<script>document.title")).to_be_visible()
    expect(page).to_have_title("Harbour · week 2026-W46")


def test_the_policy_stops_a_script_that_slips_in(page: Page, tmp_path: Path):
    file = tmp_path / "answer.html"
    file.write_text(html(harbour()).replace("</body>", "<script>window.ran = true</script></body>"), "utf-8")
    refused: list[str] = []
    page.on("console", lambda message: refused.append(message.text))

    page.goto(file.as_uri())

    assert page.evaluate("window.ran") is None
    assert ["Content Security Policy" in message for message in refused] == [True]
