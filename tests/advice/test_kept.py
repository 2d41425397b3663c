"""What was printed last, and what was said in an earlier week and has not changed."""

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from advice.asking import said
from trimtab.advice import kept
from trimtab.advice.answer import Answer, Claim, Section
from trimtab.workspace import Workspace

SUNDAY = datetime.fromisoformat("2026-11-15T18:00+01:00")
WEEK = timedelta(days=7)

LEDGER = Claim(
    "b676", "holder:billing/ledger", "only you, 14 changes", name="billing/ledger", headline="Only you hold it"
)
MOVED = Claim("b1", "moved", "38 commits", headline="38 commits")


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace(tmp_path, tmp_path / ".trimtab", (), has_records=False)


def brief(at: datetime = SUNDAY, *claims: Claim) -> Answer:
    """A brief of the week of an instant, about the ledger unless other claims are given."""
    week = f"week {at:%G-W%V}"
    return Answer("brief", "Harbour", week, "", at, (Section("ALL", claims or (MOVED, LEDGER)),), ("git",))


def since(answer: Answer, subject: str = LEDGER.subject) -> datetime | None:
    """Since when a claim is said to be unchanged."""
    claim = said(answer, subject)
    assert claim is not None
    return claim.unchanged_since


def told(workspace: Workspace, *answers: Answer, reader: str = "") -> Answer:
    """The last of the answers, after each was given in its turn."""
    return [kept.with_unchanged(workspace, answer, reader) for answer in answers][-1]


def test_what_is_said_for_the_first_time_is_not_marked(workspace: Workspace) -> None:
    assert since(told(workspace, brief())) is None


def test_what_was_said_a_week_ago_just_so_is_marked_with_that_instant(workspace: Workspace) -> None:
    assert since(told(workspace, brief(SUNDAY - WEEK), brief())) == SUNDAY - WEEK


def test_what_was_said_this_week_is_news_for_the_whole_week(workspace: Workspace) -> None:
    friday = SUNDAY - timedelta(days=2)

    assert since(told(workspace, brief(friday), brief())) is None


def test_counts_that_move_every_week_do_not_make_news_but_another_headline_does(workspace: Workspace) -> None:
    counted = replace(LEDGER, text="only you, 15 changes")
    other = replace(LEDGER, headline="Only you hold it, and Tomas left")

    assert since(told(workspace, brief(SUNDAY - WEEK), brief(SUNDAY, counted))) == SUNDAY - WEEK
    assert since(told(workspace, brief(SUNDAY - WEEK), brief(SUNDAY, other))) is None


def test_another_detail_is_news(workspace: Workspace) -> None:
    next_changed = replace(LEDGER, details=("next: Ife",))

    assert since(told(workspace, brief(SUNDAY - WEEK), brief(SUNDAY, next_changed))) is None


def test_what_changed_says_below_what_it_was(workspace: Workspace) -> None:
    before = replace(LEDGER, details=("next: nobody is near", "a second line"))
    now = replace(LEDGER, details=("next: Ife", "a second line"))

    claim = said(told(workspace, brief(SUNDAY - WEEK, before), brief(SUNDAY, now)), LEDGER.subject)

    assert claim is not None
    assert claim.details == ("next: Ife", "a second line", "on 8 Nov: next: nobody is near")


def test_what_only_gained_a_line_needs_no_word_on_what_it_was(workspace: Workspace) -> None:
    more = replace(LEDGER, details=("next: Ife",))

    claim = said(told(workspace, brief(SUNDAY - WEEK), brief(SUNDAY, more)), LEDGER.subject)

    assert claim is not None
    assert claim.details == ("next: Ife",)


def test_a_line_without_a_subject_of_its_own_is_never_marked(workspace: Workspace) -> None:
    assert since(told(workspace, brief(SUNDAY - WEEK), brief()), MOVED.subject) is None


def test_what_was_said_over_two_weeks_ago_may_be_said_again(workspace: Workspace) -> None:
    assert since(told(workspace, brief(SUNDAY - 3 * WEEK), brief())) is None


def test_the_week_before_is_compared_with_even_when_an_older_one_said_the_same(workspace: Workspace) -> None:
    gone = replace(LEDGER, headline="Nobody holds it")

    answers = (brief(SUNDAY - 2 * WEEK), brief(SUNDAY - WEEK, gone), brief())

    assert since(told(workspace, *answers)) is None


def test_what_one_reader_was_told_is_news_to_another(workspace: Workspace) -> None:
    kept.with_unchanged(workspace, brief(SUNDAY - WEEK), "tomas@harbour.example")

    assert since(told(workspace, brief())) is None


@pytest.mark.parametrize("reader", ["../../../../Ife Okafor", "ife/" * 200, "ife\udcff@harbour.example", "/etc"])
def test_a_reader_may_have_any_name_and_is_noted_in_the_cache_all_the_same(workspace: Workspace, reader: str) -> None:
    marked = told(workspace, brief(SUNDAY - WEEK), brief(), reader=reader)

    (note,) = (file for file in workspace.folder.rglob("*") if file.is_file())
    assert since(marked) == SUNDAY - WEEK
    assert note.resolve().parent == workspace.cache.resolve() / "said"


@pytest.mark.parametrize(
    "torn",
    [
        "",
        "{",
        "[]",
        '{"week 2026-W45": 3}',
        '{"week 2026-W45": {"at": "soon", "said": {}}}',
        '{"week 2026-W45": {"at": "2026-11-08T18:00+01:00", "said": {"a": 3}}}',
    ],
)
def test_a_torn_note_is_as_none_at_all(workspace: Workspace, torn: str) -> None:
    kept.with_unchanged(workspace, brief(SUNDAY - WEEK), "")
    (note,) = (workspace.cache / "said").iterdir()
    note.write_text(torn, encoding="utf-8")

    assert since(told(workspace, brief())) is None


def test_the_answer_last_printed_is_kept_whole_and_its_folder_is_for_its_owner_alone(workspace: Workspace) -> None:
    kept.keep(workspace, "brief", '{"one": "ö"}')
    kept.keep(workspace, "brief", '{"two": 2}')

    assert kept.last(workspace, "brief") == '{"two": 2}'
    assert kept.last(workspace, "map") is None
    assert workspace.hidden.stat().st_mode & 0o077 == 0
    assert [file.name for file in (workspace.cache / "last").iterdir()] == ["brief.json"]


def test_bytes_that_are_no_text_are_as_no_answer(workspace: Workspace) -> None:
    kept.keep(workspace, "brief", "{}")
    (workspace.cache / "last" / "brief.json").write_bytes(b"\xff\xfe{")

    assert kept.last(workspace, "brief") is None
