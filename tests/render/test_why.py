"""One claim, opened on a terminal."""

import unicodedata
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from builders_answer import bare, commit, harbour, ledger
from builders_any_answer import answers
from trimtab.advice.answer import Claim, Evidence, Figure, Group
from trimtab.render import why

B5 = """\
b5  Only you hold billing/ledger
    meaning    one active person has 80 % or more of the weight of recent
               changes and reviews (half-life 90 days;
               docs/reference/map.md#holder)
    window     16 Nov 2025 to 15 Nov 2026: 14 commits, 6 files, 412 lines
    you        12 commits, last 11 Nov    a91c3e0 ledger: round half to even
                                          77d0b12 ledger: refuse negative tax
                                          19fe4c8 ledger: close a month once
                                          ... 9 more with --all
    others     Tomas 2 commits (tests, March), 2 reviews (c04..., 9fe...)
    left out   3 bot commits, vendor/ (generated)
    wrong?     trimtab people merge · CODEOWNERS · trimtab map billing/ledger
"""


def opened(claim: Claim, *, all: bool = False) -> list[str]:  # noqa: A002 - the option's own name
    """The lines of an opened claim."""
    return why(claim, bare(), colour=False, all=all).splitlines()


def claim(*groups: Group, **fields: object) -> Claim:
    """A claim with nothing but this evidence."""
    return replace(Claim("b1", "s", "something moved", because=groups), **fields)  # type: ignore[arg-type] # fields of a claim


def test_the_ledger_opens_like_its_screen():
    assert why(ledger(), harbour(), colour=False) == B5


def test_with_all_every_row_is_whole_with_its_day_and_its_author():
    rows = opened(ledger(), all=True)

    assert "    you        12 commits, last 11 Nov" in rows
    assert "                 11 Nov 2026  a91c3e0 ledger: round half to even (Mara)" in rows
    assert "                  3 Nov 2026  77d0b12 ledger: refuse negative tax (Mara)" in rows
    assert sum("ledger: " in row and "(Mara)" in row for row in rows) == 12
    assert not any("more" in row and "..." in row for row in rows[6:18])


def test_a_claim_without_a_headline_opens_with_its_name_and_text():
    assert opened(Claim("b6", "s", "only Ravi, silent for 19 days", name="deploy/")) == [
        "b6  deploy/: only Ravi, silent for 19 days"
    ]


def test_an_estimate_shows_its_range_its_best_guess_and_what_was_counted():
    figure = Figure("code", 5, "h", "sessions of your own commits", 3, 7)

    assert opened(claim(figures=(figure,)))[1:] == [
        "    figures    code 3 to 7 h, best guess 5 h: sessions of your own commits"
    ]


def test_figures_say_only_what_is_known():
    figures = (
        Figure("share", 61.4, "%", ""),
        Figure("open", None, "h", ""),
        Figure("age", None, "days", "", low=23),
        Figure("queue", None, "items", "", high=4),
        Figure("lines", 12000, "", ""),
        Figure("pairing", 0.72, "h", ""),
        Figure("steady", None, "h", "", 2.0, 2.04),
    )

    assert opened(claim(figures=figures))[1:] == [
        "    figures    share 61 %",
        "               open unknown",
        "               age at least 23 days",
        "               queue at most 4 items",
        "               lines 12,000",
        "               pairing 0.7 h",
        "               steady 2 h",
    ]


def test_rows_are_named_by_what_they_are():
    rows = (
        Evidence("branch", "harbour:ledger-rounding", "61 commits behind main"),
        Evidence("file", "harbour:docs/sync.md", "last read in April"),
        Evidence("record", "people/ife.md:4", "grows_towards: export"),
        Evidence("person", "ife", "Ife, silent for 19 days"),
        Evidence("item", "git.example/7#41", "The ledger rounds wrongly"),
        Evidence("item", "git.example/7:9041", "An item without a number"),
        Evidence("event", "git.example/7#41:55012", "Tomas was asked to review"),
    )

    assert opened(claim(Group("seen", "7 rows", rows, 7)), all=True)[2:] == [
        "                 ledger-rounding 61 commits behind main",
        "                 docs/sync.md last read in April",
        "                 people/ife.md:4 grows_towards: export",
        "                 Ife, silent for 19 days",
        "                 #41 The ledger rounds wrongly",
        "                 An item without a number",
        "                 #41 Tomas was asked to review",
    ]


def test_a_row_that_names_itself_is_not_named_twice():
    row = Evidence("commit", "harbour@a91c3e0" + 33 * "0", "a91c3e0 ledger: round half to even")

    assert opened(claim(Group("you", "1 commit", (row,), 1)))[1:] == [
        "    you        1 commit    a91c3e0 ledger: round half to even"
    ]


def test_rows_that_were_counted_and_not_kept_are_said_to_be_so():
    rows = tuple(commit(f"{n:07x}", "x", n, "Mara") for n in range(1, 6))

    assert "... 2 of 7 more with --all" in opened(claim(Group("you", "10 commits", rows, 10)))[4]
    assert opened(claim(Group("you", "10 commits", rows, 10)), all=True)[-1].strip() == "... 5 more, not listed here"


def test_links_are_listed_once_each():
    rows = tuple(
        replace(commit(oid, "x", 3, "Mara"), link=f"https://git.harbour.example/{oid[:1]}")
        for oid in ("a1", "a2", "b1")
    )

    assert opened(claim(Group("you", "3 commits", rows, 3)))[-2:] == [
        "    links      https://git.harbour.example/a",
        "               https://git.harbour.example/b",
    ]


def test_an_unchanged_claim_says_since_when():
    assert opened(claim(unchanged_since=ledger().window.end)) == [
        "b1  something moved",
        "    unchanged  since 15 Nov",
    ]


def test_a_window_within_a_month_names_the_month_once():
    assert opened(harbour().by_id()["b4"])[1] == "    window     9 to 15 Nov 2026"


@given(answers, st.booleans())
@settings(max_examples=50)
def test_no_opened_claim_leaves_its_columns(answer, everything):
    for one in answer.claims():
        drawn = why(one, answer, colour=False, all=everything).removesuffix("\n").split("\n")

        assert max(map(cell_len, drawn)) <= 80
        assert not [c for row in drawn for c in row if unicodedata.category(c) in ("Cc", "Cf", "Cs", "Zl", "Zp")]
