"""The terminal form: the screen of the brief, what it does when it is full, and what no text can make it do."""

import re
import unicodedata
from dataclasses import replace
from datetime import datetime

from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len  # an independent count of cells

from builders_answer import CET, bare, harbour
from builders_any_answer import answers
from trimtab.advice.answer import Claim, Section
from trimtab.render import text

BRIEF = """\
Harbour · week 2026-W46, 9 to 15 Nov · evidence: git · as of Sun 15 Nov 23:59

MOVED       38 commits by 5 people; the usual week has 27 to 55               b1
            61 % of it in export/ (was 20 %): Ife and Ravi                    b2

YOUR HOURS  code 3 to 7 h, review 1 to 2 h; 26 to 34 h cannot be seen here    b3
            code was 9 to 14 h in September; 2 of 5 sessions after 20:00      b4

HELD BY     billing/ledger   only you in 12 months, 14 changes                b5
ONE           next: Tomas (reviewed it twice, wrote two of its tests)
            deploy/          only Ravi, silent for 19 days                    b6
              next: nobody is near; Sofie works beside it in infra/

BLIND SPOT  sync/protocol    22 changes this year; you last read it in April  b7
              an hour: 3f2c91a, 88ab210, docs/sync.md

IN FLIGHT   4 unmerged branches; your `ledger-rounding` is 23 days old        b8
            and 61 commits behind

Not seen: who waits for you, meetings, plans.  Nearest: trimtab init --github
Next: show Tomas the ledger before the 24th.   trimtab away me
"""


def shown(*sections: Section, lines: int | None = 40) -> list[str]:
    """The lines of an answer of these sections, without header and blank line."""
    return text(bare(*sections), colour=False, lines=lines).splitlines()[2:]


def many(count: int, *details: str) -> Section:
    """A section of so many claims b1, b2, ..."""
    return Section("MOVED", tuple(Claim(f"b{n}", f"s{n}", f"claim {n}", details=details) for n in range(1, count + 1)))


def without_colour(drawn: str) -> str:
    return re.sub("\x1b\\[[0-9]+m", "", drawn)


def test_the_brief_of_harbour_reads_like_its_screen():
    assert text(harbour(), colour=False) == BRIEF


def test_colour_changes_no_character_of_the_brief():
    drawn = text(harbour(), colour=True)

    assert "\x1b[36mb5\x1b[0m" in drawn
    assert without_colour(drawn) == BRIEF


def test_a_claim_that_did_not_change_is_named_on_one_line_with_those_of_its_day():
    since = datetime(2026, 11, 8, 23, 59, tzinfo=CET)
    older = datetime(2025, 12, 31, 23, 59, tzinfo=CET)
    section = Section(
        "HELD BY ONE",
        (
            Claim("b5", "s5", "only you", name="billing/", details=("next: Tomas",)),
            Claim("b412", "s6", "only Ravi", name="deploy/", details=("next: Sofie",), unchanged_since=since),
            Claim("b9", "s7", "only Jun", name="docs/", unchanged_since=older),
            Claim("b13", "s8", "nobody has read the contract with the bank", unchanged_since=since),
        ),
    )

    assert shown(section) == [
        "HELD BY     billing/   only you                                               b5",
        "ONE           next: Tomas",
        "            unchanged since 8 Nov: deploy/ b412,",
        "              nobody has read the contract… b13",
        "            unchanged since 31 Dec 2025: docs/ b9",
    ]


def test_without_a_limit_unchanged_claims_are_shown_in_full_again():
    since = datetime(2026, 11, 8, 23, 59, tzinfo=CET)
    section = Section(
        "HELD", (Claim("b4", "s", "only Ravi", name="deploy/", details=("next: Sofie",), unchanged_since=since),)
    )

    assert shown(section, lines=None) == [
        "HELD        deploy/   only Ravi                                               b4",
        "              next: Sofie",
        "              unchanged since 8 Nov",
    ]


def test_a_full_screen_loses_details_from_the_end_before_any_claim():
    # Two lines of header, 20 claims and room for 18 of the details: 2 + 20 + 18 = 40.
    drawn = text(bare(many(20, "a detail")), colour=False).splitlines()

    assert len(drawn) == 40
    assert sum("a detail" in row for row in drawn) == 18
    assert drawn[-2:] == [
        "            claim 19                                                         b19",
        "            claim 20                                                         b20",
    ]


def test_an_overfull_screen_says_how_many_claims_it_left_out_and_how_to_see_them():
    drawn = text(bare(many(50, "a detail"), verb="map"), colour=False).splitlines()

    # 2 of header, 36 claims, a blank line and the note.
    assert len(drawn) == 40
    assert drawn[37].split() == ["claim", "36", "b36"]
    assert drawn[39] == "            14 more: trimtab map --all"


def test_a_long_list_does_not_push_the_next_heading_off_the_screen():
    held = Section("HELD BY ONE", (Claim("b77", "s", "only you", name="billing/"),))

    drawn = text(bare(many(50), held), colour=False)

    assert "billing/" in drawn
    assert len(drawn.splitlines()) == 40


def test_without_a_limit_everything_is_shown():
    assert sum("a detail" in row for row in shown(many(50, "a detail"), lines=None)) == 50


def test_the_next_step_stays_when_the_screen_is_full():
    full = replace(bare(many(90)), next_step="show Tomas the ledger", next_command="trimtab away me")

    assert text(full, colour=False).splitlines()[-1] == "Next: show Tomas the ledger   trimtab away me"


def test_a_command_that_does_not_fit_behind_the_step_has_a_line_of_its_own():
    step = "show Tomas the ledger and the two tests that he wrote for it in March"
    answer = replace(bare(), next_step=step, next_command="trimtab away me --from 2026-12-01")

    assert text(answer, colour=False).splitlines()[-2:] == [f"Next: {step}", "      trimtab away me --from 2026-12-01"]


def test_an_answer_without_sections_shows_its_claim():
    assert shown() == ["Nothing moved this week."]


def test_a_section_without_claims_shows_its_note():
    assert shown(Section("IN FLIGHT", (), note="no unmerged branches")) == ["IN FLIGHT   no unmerged branches"]


def test_a_section_with_neither_claims_nor_note_is_not_mentioned():
    assert shown(Section("IN FLIGHT", ()), many(1)) == [f"{'MOVED       claim 1':78}b1"]


def test_caveats_stand_before_what_was_not_seen():
    answer = replace(bare(many(1)), caveats=("the clone is shallow",), missing="plans")

    assert text(answer, colour=False).splitlines()[-2:] == ["Note: the clone is shallow", "Not seen: plans."]


def test_only_a_handful_of_notes_is_shown_and_the_rest_counted():
    answer = replace(bare(), caveats=tuple(f"note {n}" for n in range(9)))

    assert text(answer, colour=False).splitlines()[-2:] == ["Note: note 3", "      5 more notes with --all"]


def test_the_year_is_said_when_the_period_does_not_say_it():
    answer = replace(bare(), period="next two weeks")

    assert text(answer, colour=False).startswith(
        "Harbour · next two weeks · evidence: git · as of Sun 15 Nov 2026 23:59\n"
    )


def test_a_header_too_long_for_a_line_breaks_between_its_parts():
    answer = replace(bare(), title="The harbour of the northern islands and all its lighthouses")

    assert text(answer, colour=False).splitlines()[:2] == [
        "The harbour of the northern islands and all its lighthouses · week 2026-W46",
        "evidence: git · as of Sun 15 Nov 23:59",
    ]


def test_a_name_too_long_for_the_column_pushes_its_own_text_only():
    section = Section(
        "HELD BY",
        (
            Claim("b1", "s1", "only you", name="deploy/"),
            Claim("b2", "s2", "only Ravi in the whole of the last year", name="services/billing/ledger/rounding"),
            Claim("b3", "s3", "only Ife", name="a/very/long/path/that/leads/to/some/deep/and/forgotten/room.py"),
        ),
    )

    assert shown(section) == [
        "HELD BY     deploy/   only you                                                b1",
        "            services/billing/ledger/rounding   only Ravi in the whole         b2",
        "                      of the last year",
        "            …at/leads/to/some/deep/and/forgotten/room.py   only Ife           b3",
    ]


def test_an_escape_sequence_shows_instead_of_acting():
    drawn = shown(Section("MOVED", (Claim("b1", "s", "\x1b[2Jboo\x07 \x9b1A\rgone\u202e txt\u200b"),)))

    assert drawn == [f"{'MOVED       ␛[2Jboo␇ �1A gone txt':78}b1"]


def test_a_line_end_in_a_subject_does_not_end_the_line():
    assert shown(Section("MOVED", (Claim("b1", "s", "one\ntwo\x0bthree\u2028four"),))) == [
        f"{'MOVED       one two three four':78}b1"
    ]


def test_wide_characters_keep_the_ids_in_their_column():
    section = Section("MOVED", (Claim("b1", "s1", "修正", name="計算/"), Claim("b2", "s2", "plain", name="export/")))

    assert shown(section) == [
        "MOVED       計算/     修正                                                    b1",
        "            export/   plain                                                   b2",
    ]


def test_full_width_letters_count_as_two_cells():
    assert shown(Section("MOVED", (Claim("b1", "s", "ＡＢ"),))) == [f"{'MOVED       ＡＢ':76}b1"]


def test_a_character_that_nobody_knows_shows_as_unreadable():
    assert shown(Section("MOVED", (Claim("b1", "s", "a\u0378b\ud800c"),))) == [f"{'MOVED       a�b�c':78}b1"]


def test_letters_may_carry_marks_but_not_towers_of_them():
    tower = "o" + "\u0316" * 40

    assert shown(Section("MOVED", (Claim("b1", "s", tower),)))[0].count("\u0316") == 3


AREAS = (
    Claim(
        "m1", "s1", "21 files", name="export/stream", cells=("21", "4,120", "Ife, Ravi"), details=("Ravi is silent",)
    ),
    Claim("m2", "s2", "6 files", name="billing/ledger", cells=("6", "–", "you")),
    Claim("m345", "s3", "half of it has moved to export/", name="deploy/"),
)


def test_a_table_has_its_title_above_the_names_numbers_to_the_right_and_the_ids_at_the_edge():
    assert shown(Section("AREAS", AREAS, columns=("area", "files", "lines", "known by"))) == [
        "AREAS             files  lines  known by",
        "  export/stream      21  4,120  Ife, Ravi                                     m1",
        "    Ravi is silent",
        "  billing/ledger      6      –  you                                           m2",
        "  deploy/          half of it has moved to export/                          m345",
    ]


def test_a_table_too_wide_cuts_names_from_the_front_and_others_from_the_end():
    wide = Claim(
        "m1", "s", "x", name="services/billing/ledger/rounding/of/half/cents", cells=("12,000", "Ife, you " * 6)
    )

    assert shown(Section("AREAS", (wide,), columns=("area", "lines", "known by"))) == [
        "AREAS                                     lines  known by",
        "  …illing/ledger/rounding/of/half/cents  12,000  Ife, you Ife, you Ife, you…  m1",
    ]


def test_a_table_of_too_many_columns_loses_the_last_ones():
    many = Claim("m1", "s", "x", name="a" * 30, cells=tuple(f"{n}00,000,000" for n in range(1, 9)))
    (heads, row) = shown(Section("AREAS", (many,), columns=("area", *"abcdefgh")))

    assert heads.split() == ["AREAS", "a", "b", "c", "d"]
    assert row.split() == ["…" + "a" * 15, "100,000,000", "200,000,000", "300,000,000", "400,000,000", "m1"]


def test_a_table_with_rows_that_do_not_fit_says_how_many_there_are_more():
    rows = tuple(Claim(f"m{n}", f"s{n}", "x", name=f"area {n}", cells=(str(n),)) for n in range(1, 61))
    answer = bare(Section("AREAS", rows, columns=("area", "files")), many(3), verb="map")

    drawn = text(answer, colour=False).splitlines()

    # 2 of header, the heads, 33 rows, a blank line, the first claim of the other section, a blank line and the note.
    assert len(drawn) == 40
    assert drawn[2].split() == ["AREAS", "files"]
    assert drawn[-1] == "            29 more: trimtab map --all"
    assert len(text(answer, colour=False, lines=None).splitlines()) == 2 + 1 + 60 + 1 + 3


def test_a_title_longer_than_the_names_is_whole_and_a_long_name_gives_way():
    written = Claim("m1", "s", "x", name="a.py", cells=("12",))

    assert shown(Section("WHO WROTE IT", (written,), columns=("author", "files"))) == [
        "WHO WROTE IT    files",
        f"{'  a.py             12':78}m1",
    ]


def test_rows_of_a_table_are_made_harmless_as_all_else():
    strange = Claim("m1", "s", "x", name="計算\x1b[2J/", cells=("a\nb\u202e", "7"))

    assert shown(Section("AREAS", (strange,), columns=("area", "by\x07", "n"))) == [
        "AREAS        by␇  n",
        f"{'  計算␛[2J/  a b  7':76}m1",
    ]


def test_names_in_a_table_do_not_widen_the_column_of_others():
    table = Section(
        "AREAS", (Claim("m1", "s", "x", name="services/billing/ledger", cells=("1",)),), columns=("area", "n")
    )
    plain = Section("SPOTS", (Claim("m2", "s", "unread", name="sync/"),))

    assert shown(table, plain)[-1] == f"{'SPOTS       sync/   unread':78}m2"


@given(answers, st.sampled_from((72, 80, 132)))
@settings(max_examples=200)
def test_no_answer_leaves_its_screen(answer, width):
    drawn = text(answer, colour=False, width=width).removesuffix("\n").split("\n")

    assert max(map(cell_len, drawn)) <= width
    assert len(drawn) <= 40
    assert not [c for row in drawn for c in row if unicodedata.category(c) in ("Cc", "Cf", "Cs", "Zl", "Zp")]


@given(answers)
@settings(max_examples=100)
def test_every_claim_of_a_whole_screen_can_be_named(answer):
    drawn = text(answer, colour=False, lines=None)

    assert all(re.search(rf"{claim.id}$", drawn, re.MULTILINE) for claim in answer.claims())


@given(answers)
@settings(max_examples=100)
def test_colour_never_changes_a_character(answer):
    assert without_colour(text(answer, colour=True)) == text(answer, colour=False)


def test_a_verb_that_is_told_what_it_is_about_is_asked_the_same_again():
    assert "14 more: the same with --all" in text(bare(many(50, "a detail"), verb="forecast"), colour=False)
