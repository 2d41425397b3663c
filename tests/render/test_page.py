"""The page: its template and its context are a pair, and no text of a stranger becomes markup or a way out."""

import base64
import hashlib
import re
from dataclasses import fields, replace
from html.parser import HTMLParser
from importlib import resources

from hypothesis import given, settings
from jinja2 import Environment, StrictUndefined, meta

from builders_answer import AS_OF, bare, commit, harbour, ledger
from builders_any_answer import answers
from builders_chart import area, chart, mapped
from trimtab.advice.answer import Answer, Chart, Claim, Group, Section
from trimtab.render import AnswerPage, html
from trimtab.render._assets import template
from trimtab.render._page import answer_page

VOID = {"meta", "link"}
OURS = ("data:,", "#")


class Outline(HTMLParser):
    """The tags of a page, whether each is closed, and the addresses it names."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: set[str] = set()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.ids += [value or "" for name, value in attrs if name == "id"]
        self.links += [value or "" for name, value in attrs if name in ("href", "src", "action", "style")]
        assert not [name for name, _ in attrs if name.startswith("on")]
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def source() -> str:
    """The template as it is written."""
    return resources.files("trimtab.render").joinpath("page.html").read_text("utf-8")


def with_row(**changed: str) -> Answer:
    """An answer with one row of evidence."""
    row = replace(commit("a91c3e0", "ledger: round half to even", 11, "Mara"), **changed)
    return bare(Section("MOVED", (Claim("b1", "s", "x", because=(Group("you", "1 commit", (row,), 1),)),)))


def test_the_template_uses_every_field_of_its_context_and_nothing_else():
    wanted = meta.find_undeclared_variables(Environment(autoescape=True).parse(source()))

    assert wanted == {field.name for field in fields(AnswerPage)}


def test_every_field_of_the_context_is_explained():
    assert all(field.name in (AnswerPage.__doc__ or "") for field in fields(AnswerPage))


def test_a_name_that_the_context_lacks_is_an_error():
    assert template("page.html").environment.undefined is StrictUndefined
    assert template("page.html").environment.autoescape is True


def test_the_context_says_everything_the_terminal_says():
    page = answer_page(harbour())

    assert (page.title, page.period, page.sources, page.as_of) == (
        "Harbour",
        "week 2026-W46, 9 to 15 Nov",
        "git",
        "Sun 15 Nov 23:59",
    )
    assert [section.title for section in page.sections] == [
        "Moved",
        "Your hours",
        "Held by one",
        "Blind spot",
        "In flight",
    ]
    assert [claim.id for section in page.sections for claim in section.claims] == [f"b{n}" for n in range(1, 9)]


def test_every_row_of_evidence_is_in_the_page():
    page = html(harbour())

    assert page.count("ledger: book case") == 9
    assert '<time datetime="2026-11-11T12:00:00+01:00">11 Nov 2026</time>' in page


def test_the_policy_forbids_everything_but_the_one_style_sheet():
    page = html(mapped())

    (style,) = re.findall("<style>(.*?)</style>", page, re.DOTALL)
    (policy,) = re.findall('Content-Security-Policy" content="([^"]+)"', page)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert policy == (
        f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; base-uri 'none'; form-action 'none'"
    )


def test_the_style_sheet_asks_for_nothing():
    style = answer_page(mapped()).style

    assert "url(" not in style
    assert "@import" not in style


def test_markup_in_a_subject_is_shown_and_not_obeyed():
    page = html(with_row(text='<script>alert(1)</script> "&amp;" <img src=x onerror=y>'))

    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "script" not in Outline(page).tags
    assert "img" not in Outline(page).tags


def test_only_addresses_of_the_web_become_links():
    assert Outline(html(with_row(link="https://git.harbour.example/a91c3e0"))).links == [
        "data:,",
        "https://git.harbour.example/a91c3e0",
    ]
    for link in (
        "javascript:alert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        "https://",
        "//x.example",
        "http://[x",
        "a\nb",
    ):
        assert Outline(html(with_row(link=link))).links == ["data:,"], link


def test_a_claim_with_nothing_behind_it_does_not_pretend_to_open():
    page = html(bare(Section("MOVED", (Claim("b1", "s", "38 commits"),))))

    assert "details" not in Outline(page).tags
    assert 'class="closed" id="b1"' in page


def test_an_unchanged_claim_keeps_its_details_inside():
    claim = replace(ledger(), unchanged_since=AS_OF)

    before, inside = html(bare(Section("HELD", (claim,)))).split("</summary>")

    assert "unchanged since 15 Nov" in before
    assert "Tomas" not in before
    assert "next: Tomas (reviewed it twice" in inside


def test_an_answer_without_anything_is_still_a_page():
    page = html(replace(bare(), claim="", period="", sources=()))

    assert Outline(page).open == []
    assert "<h1>Harbour</h1>" in page
    assert "Next" not in page


def test_a_table_has_heads_and_every_row_its_evidence():
    page = html(mapped())

    assert '<th scope="col" role="columnheader" class="number">lines</th>' in page
    assert '<th scope="row" role="rowheader">billing/ledger</th>' in page
    assert '<td role="cell" data-head="lines" class="number">4,102</td>' in page
    assert page.count('<tr class="behind" role="row">') == 22
    assert '<span class="hidden">evidence for billing/ledger: </span><span class="id">m4</span>' in page


def test_the_drawing_stands_before_the_sections_and_leads_to_the_rows():
    page = html(mapped())

    assert page.index('<figure class="map"') < page.index("<section")
    assert [page.count(f'<a href="#{one.claim}"') <= 2 for one in chart().areas] == [True] * 22
    assert '<a href="#m4" aria-label="billing/ledger; 4,102 lines in 6 files; 14 changes, 16 expected' in page
    assert set(re.findall('href="#(m[0-9]+)"', page)) <= set(Outline(page).ids)


def test_an_answer_without_a_chart_has_neither_drawing_nor_its_styles():
    page = answer_page(harbour())

    assert page.treemap is None
    assert ".tiles" not in page.style
    assert ".tiles" in answer_page(mapped()).style


def test_markup_in_the_name_of_an_area_is_shown_and_not_obeyed():
    page = html(mapped(Chart((area('<script>alert("1")</script>', folder="x"),))))

    assert "script" not in Outline(page).tags
    assert "&lt;script&gt;alert(&#34;1&#34;)" in page


@given(answers)
@settings(max_examples=25)
def test_every_page_is_well_formed_and_runs_nothing(answer):
    outline = Outline(html(answer))

    assert outline.open == []
    assert outline.tags.isdisjoint({"script", "iframe", "object", "embed", "form", "img", "base"})
    assert all(link.startswith((*OURS, "http://", "https://")) for link in outline.links)
