"""The Markdown form: how it reads, and that no text can turn into markup."""

import re
import unicodedata
from dataclasses import replace
from datetime import datetime
from html import unescape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from builders_answer import CET, bare, harbour
from builders_any_answer import answers
from trimtab.advice.answer import Claim, Section
from trimtab.render import markdown

HARBOUR = """\
## Harbour · week 2026-W46, 9 to 15 Nov

*evidence: git · as of Sun 15 Nov 23:59*

**The team moved to export/, and billing/ledger still waits for nobody but you.**

### Moved

- 38 commits by 5 people; the usual week has 27 to 55 `b1`
- 61 % of it in export/ (was 20 %): Ife and Ravi `b2`

### Your hours

- code 3 to 7 h, review 1 to 2 h; 26 to 34 h cannot be seen here `b3`
- code was 9 to 14 h in September; 2 of 5 sessions after 20:00 `b4`

### Held by one

- **billing/ledger** only you in 12 months, 14 changes `b5`
  - next: Tomas (reviewed it twice, wrote two of its tests)
- **deploy/** only Ravi, silent for 19 days `b6`
  - next: nobody is near; Sofie works beside it in infra/

### Blind spot

- **sync/protocol** 22 changes this year; you last read it in April `b7`
  - an hour: 3f2c91a, 88ab210, docs/sync.md

### In flight

- 4 unmerged branches; your `ledger-rounding` is 23 days old and 61 commits behind `b8`

Not seen: who waits for you, meetings, plans. Nearest: `trimtab init --github`

**Next:** show Tomas the ledger before the 24th. `trimtab away me`
"""


def item(text: str) -> str:
    """The list item of a claim with this text."""
    lines = markdown(bare(Section("MOVED", (Claim("b1", "s", text),)))).splitlines()
    return next(line for line in lines if line.endswith("`b1`")).removesuffix(" `b1`")


def read(source: str) -> str:
    """What a reader of GitHub's Markdown sees of a list item, as plain text."""
    rendered = MarkdownIt("gfm-like", {"linkify": False, "html": True}).render(source)
    assert rendered.startswith("<ul>\n<li>")
    assert rendered.endswith("</li>\n</ul>\n")
    inside = rendered.removeprefix("<ul>\n<li>").removesuffix("</li>\n</ul>\n").replace("<!-- -->", "")
    assert "<" not in inside
    return unescape(inside)


def test_the_brief_of_harbour_reads_well_as_markdown():
    assert markdown(harbour()) == HARBOUR


def test_special_characters_show_as_they_are():
    assert item("src/__init__.py *and* [x](y) <b> #7 a|b ~~z~~ & $x$") == (
        r"- src/\_\_init\_\_.py \*and\* \[x\](y) \<b\> \#7 a\|b \~\~z\~\~ \& \$x\$"
    )


def test_a_mention_notifies_nobody_and_an_address_links_nowhere():
    assert item("thanks @ife, see https://x.example and www.y.example") == (
        "- thanks @<!-- -->ife, see http<!-- -->s://x.example and www<!-- -->.y.example"
    )


def test_a_text_that_looks_like_a_list_stays_text():
    assert [item(text) for text in ("1. first", "- dash", "+ plus", "12) twelve")] == [
        r"- 1\. first",
        r"- \- dash",
        r"- \+ plus",
        r"- 12\) twelve",
    ]


def test_what_stands_in_backticks_is_code_and_a_lone_backtick_is_not():
    assert item("your `a_b*c` and a ` alone") == r"- your `a_b*c` and a \` alone"


def test_a_line_end_cannot_open_a_heading():
    assert item("one\n\n# two") == r"- one \# two"


def test_what_acts_in_a_terminal_or_reorders_a_line_is_neutralised():
    assert item("a\u202eb\x1b c\u200b") == "- ab␛ c"


def test_an_unchanged_claim_says_so_and_drops_its_details():
    since = datetime(2026, 11, 8, tzinfo=CET)
    claim = Claim("b6", "s", "only Ravi", name="deploy/", details=("next: nobody",), unchanged_since=since)

    assert "- **deploy/** only Ravi `b6` *(unchanged since 8 Nov)*\n" in markdown(bare(Section("HELD", (claim,))))
    assert "nobody" not in markdown(bare(Section("HELD", (claim,))))


def test_caveats_are_quoted_before_what_was_not_seen():
    answer = replace(bare(), caveats=("the clone is shallow",), missing="plans")

    assert markdown(answer).endswith("> the clone is shallow\n\nNot seen: plans.\n")


def test_a_section_without_claims_shows_its_note():
    assert "### In flight\n\nno branches\n" in markdown(bare(Section("IN FLIGHT", (), note="no branches")))


@given(st.text(st.characters(codec="utf-8", exclude_categories=("C", "M", "Z"), exclude_characters="`"), min_size=1))
def test_any_text_reads_back_as_it_was(text):
    plain = unicodedata.normalize("NFC", text)

    assert read(item(plain)) == plain


@given(st.text("ab `*_[]()<>!#+-=|~@:/.1\\&", min_size=1))
def test_no_mixture_of_signs_becomes_markup(text):
    shown = re.sub(r"</?code>", "", MarkdownIt("commonmark").enable(["table", "strikethrough"]).render(item(text)))

    assert re.findall(r"<(?!!-- -->)[^>]+>", shown) == ["<ul>", "<li>", "</li>", "</ul>"]


def table(*claims: Claim, columns: tuple[str, ...] = ("area", "lines", "known by")) -> list[str]:
    """The lines of a table of these claims."""
    return markdown(bare(Section("AREAS", claims, columns=columns))).split("### Areas\n\n")[1].splitlines()


def test_a_section_with_columns_is_a_table_with_the_ids_last():
    ledger = Claim("m4", "s", "x", name="billing/ledger", cells=("4,102", "you"), details=("silent: Ravi", "new"))
    plain = Claim("m5", "s", "it has moved", name="deploy/")

    assert table(ledger, plain) == [
        "| area | lines | known by |  |",
        "| --- | --: | --- | --- |",
        "| **billing/ledger** (silent: Ravi; new) | 4,102 | you | `m4` |",
        "| **deploy/** (it has moved) |  |  | `m5` |",
    ]


@pytest.mark.parametrize("name", ["a|b", "`a|b`", "a\\|b", "a\n| x | y |"])
def test_a_bar_in_a_name_does_not_part_its_cell(name):
    lines = table(Claim("m1", "s", "x", name=name, cells=("7", name)), columns=("area", "n", "by|who"))

    rendered = MarkdownIt("gfm-like", {"linkify": False}).render("\n".join(lines))

    assert (rendered.count("<th"), rendered.count("<td")) == (4 + 1, 4)  # <thead> is counted as well
    assert rendered.count("<tr>") == 2


@given(answers)
@settings(max_examples=50)
def test_every_table_has_as_many_cells_in_every_row(answer):
    tables = [
        section for section in answer.sections if len(section.columns) > 1 and any(one.cells for one in section.claims)
    ]

    rendered = MarkdownIt("gfm-like", {"linkify": False}).render(markdown(answer))

    assert rendered.count("<table>") == len(tables)
    assert rendered.count("<td") == sum(len(one.claims) * (len(one.columns) + 1) for one in tables)
