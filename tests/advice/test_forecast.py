"""Forecasts of items: what a query means, what is said of it, what is left unsaid, and what the ledger keeps and scores.

Saved items: one opened each day of a hundred from 1 January 2026 on. Those of Ife's end after two days, those of Tomas's after
twenty, whichever the lead asks about is opened on 20 April. An instant is the end of April unless told otherwise.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from json import dumps
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advice.asking import SAVED_AT, every_word, said, tracked, words
from builders_git import History
from builders_tracker import IFE, MARA, TOMAS, TRACKER, issue, pull
from trimtab.advice._scene import scene_of
from trimtab.advice.answer import Answer
from trimtab.advice.forecast import again, calibration, for_screen, forecast_items, keep_up, outcomes, record, score
from trimtab.advice.forecast._query import parse
from trimtab.errors import UsageError
from trimtab.records import load
from trimtab.render import from_json, json, text
from trimtab.workspace import Workspace, open_clone

FIRST = datetime(2026, 1, 1, 9, tzinfo=UTC)
OPENED = "2026-04-20T09:00:00Z"


def written(day: float) -> str:
    return f"{FIRST + timedelta(days=day):%Y-%m-%dT%H:%M:%SZ}"


def past(many: int = 100, *, kind: Any = pull, first: int = 100) -> list[dict[str, Any]]:
    """Items of every day, each closed after two days or twenty by turns."""
    found = []
    for place in range(many):
        took = 2 if place % 2 else 20
        ended = written(place + took)
        close = {"event": "closed", "id": 5000 + first + place, "created_at": ended, "actor": MARA}
        done = {"state": "closed", "closed_at": ended, "events": [close]} if place + took < 118 else {}
        user = IFE if place % 2 else TOMAS
        found.append(kind(first + place, user=user, created_at=written(place), updated=ended, **done))
    return found


def wanted(number: int, **more: Any) -> dict[str, Any]:
    """An open item that can be asked about."""
    kind = more.pop("kind", issue)
    found: dict[str, Any] = kind(number, **{"created_at": OPENED, "updated": OPENED, "user": IFE, "labels": [], **more})
    return found


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    labelled = {"labels": [{"name": "1.0"}]}
    beta = {"milestone": {"title": "2.0 beta"}}
    return tracked(
        tmp_path_factory.mktemp("saved"),
        *past(), *past(60, kind=issue, first=300),
        wanted(1, title="The ledger rounds wrongly", **labelled),
        wanted(2, title="Sync forgets the last page", **labelled, **beta, user=MARA),
        wanted(3, title="A page too many", kind=pull, assignees=[TOMAS], **beta),
        wanted(4, title="Done long ago", labels=[{"name": "0.9"}], state="closed", closed_at=OPENED),
    )  # fmt: skip


def asked(workspace: Workspace, query: str, *by: str, **more: Any) -> Answer:
    return forecast_items(workspace, query, now=SAVED_AT, by=by, **more).answer


def numbers(answer: Answer) -> set[str]:
    """The items that an answer lists."""
    return {claim.name for one in answer.sections if one.title == "EACH" for claim in one.claims}


def test_all_items_of_a_label_are_forecast_together_and_one_by_one(workspace: Workspace) -> None:
    answer = asked(workspace, "label:1.0")

    assert numbers(answer) == {"#1", "#2"}
    assert answer.period == "label:1.0, 2 open, 0 done"
    assert answer.claim.startswith("Both are done by ")
    assert [claim.name for claim in answer.sections[0].claims] == ["half the futures by", "8 in 10 by", "19 in 20 by"]


def test_a_larger_share_of_the_futures_takes_longer(workspace: Workspace) -> None:
    days = [claim.figures[0].value for claim in asked(workspace, "label:1.0").sections[0].claims]

    known = [day for day in days if day is not None]
    assert known == sorted(known)
    assert len(known) >= 2


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("label:1.0", {"#1", "#2"}),
        ("LABEL:1.0", {"#1", "#2"}),
        ('milestone:"2.0 beta"', {"#2", "#3"}),
        ("page", {"#2", "#3"}),
        ('"ledger rounds" label:1.0', {"#1"}),
        ("is:issue label:1.0 author:ife", {"#1"}),
        ("author:me", {"#2"}),
        ("assignee:tomas", {"#3"}),
        ("assignee:@tomas is:ready", {"#3"}),
    ],
)
def test_an_item_has_to_fulfil_all_that_is_asked(workspace: Workspace, query: str, found: set[str]) -> None:
    answer = asked(workspace, query)

    one = next((claim.headline.split()[0] for claim in answer.sections[0].claims), "")
    assert (numbers(answer) or {one}) == found


def test_one_item_is_told_by_how_likely_it_is_done_by_a_date(workspace: Workspace) -> None:
    answer = asked(workspace, "#1", "2026-05-06", "2026-06-30")

    told = {claim.name: claim.figures[0].value for claim in answer.sections[1].claims}
    assert list(told) == ["by 6 May", "by 30 Jun"]
    # On 6 May it is 16 days old, and half of all end at twenty.
    assert told["by 6 May"] is not None
    assert told["by 30 Jun"] is not None
    assert 0 < told["by 6 May"] < told["by 30 Jun"] <= 100


def test_what_was_open_longer_takes_longer_where_half_of_it_ends_at_once(workspace: Workspace) -> None:
    # Half end on the second day, the others on the twentieth. #1 is ten days old at the end of April: ten more, or so.
    days = asked(workspace, "#1").sections[0].claims[0].figures[0].value

    assert days is not None
    assert 6 < days < 16


def test_a_number_of_items_counts_whichever_end(workspace: Workspace) -> None:
    answer = asked(workspace, "next 12 is:pr", "2026-05-14")

    assert answer.claim.startswith("12 more pull requests are done by ")
    assert numbers(answer) == set()
    (by,) = answer.sections[1].claims
    assert "12 or more in " in by.text


def test_without_dates_four_and_thirteen_weeks_are_told(workspace: Workspace) -> None:
    names = [claim.name for claim in asked(workspace, "label:1.0").sections[1].claims]

    # 30 April and 28 days, and 91 days.
    assert names == ["by 28 May", "by 30 Jul"]


def test_it_says_what_it_conditions_on_and_what_it_was_learned_from(workspace: Workspace) -> None:
    answer = asked(workspace, "label:1.0")

    # The sixty issues of the past ended; #1 and #2 are open, and #4 is done.
    assert "issues that ended" in words(said(answer, "rests:basis"))
    told = words(said(answer, "rests:authors"))
    assert "regular" in told
    assert "ife" not in every_word(answer).casefold()


def test_it_says_how_such_forecasts_did_here(workspace: Workspace) -> None:
    claim = said(asked(workspace, "#1"), "sure")

    # A quarter has to be known of each forecast of the past, and twenty items had to have ended: there is one such instant.
    assert claim is not None or "not tested" in text(asked(workspace, "#1"), colour=False)


def test_the_back_test_is_kept_and_made_anew_when_asked(workspace: Workspace) -> None:
    scene = scene_of(workspace, now=SAVED_AT, as_of=None, me=None, machine_zone="UTC")

    first = calibration(scene, refresh=True)
    kept = workspace.cache / "forecasts.json"
    kept.write_text(kept.read_text("utf-8").replace('"found": [', '"found": ["torn", '), "utf-8")

    assert calibration(scene) == first


def test_a_done_query_says_since_when(workspace: Workspace) -> None:
    answer = asked(workspace, "label:0.9")

    assert answer.claim == "Nothing is open: 1 item done, the last on Mon 20 Apr."
    assert answer.sections == ()


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("", "nothing was asked for"),
        ("labl:1.0", "Did you mean label:1.0?"),
        ("colour:red", 'write "colour:red"'),
        ("label:", "names nothing"),
        ("is:done", "is:pr, is:issue"),
        ('label:"1.0', "Close every quotation mark"),
        ("label:2.0", "There is 1.0"),
        ("milestone:2.0", '"2.0 beta"'),
        ("author:nobody", "There is"),
        ("#77", "there is no item #77 here; numbers go up to 359"),
        ("wombat", "no item fulfils wombat"),
        ("0", "Ask for 1 to"),
        ("-3", "Ask for 1 to"),
        ("12 label:1.0", "is:pr or is:issue alone"),
    ],
)
def test_a_query_that_cannot_be_meant_says_what_can(workspace: Workspace, query: str, told: str) -> None:
    with pytest.raises(UsageError) as refused:
        asked(workspace, query)

    assert told in str(refused.value)


@pytest.mark.parametrize(
    ("day", "told"),
    [("soon", "no date that --by knows"), ("2026-04-01", "is over"), ("2046-01-01", "ten years")],
)
def test_a_date_that_cannot_be_meant_says_what_can(workspace: Workspace, day: str, told: str) -> None:
    with pytest.raises(UsageError, match=told):
        asked(workspace, "label:1.0", day)


@given(st.text(max_size=30))
def test_any_query_is_read_or_refused(query: str) -> None:
    try:
        found = parse(query)
    except UsageError:
        return

    assert found.terms or found.count


def test_too_few_ends_give_no_date(tmp_path: Path) -> None:
    answer = asked(tracked(tmp_path, *past(12), wanted(1, labels=[{"name": "1.0"}])), "label:1.0")

    assert answer.claim.startswith("Too little to tell: 12 items ended here so far")
    assert answer.sections == ()


def test_where_a_kind_is_rare_both_kinds_are_taken_together_and_it_is_said(tmp_path: Path) -> None:
    answer = asked(tracked(tmp_path, *past(100), wanted(1)), "#1")

    assert any("taken together" in note for note in answer.caveats)
    assert answer.sections[0].claims


def test_a_lake_without_items_says_what_would_bring_them(tmp_path: Path) -> None:
    clone = History(tmp_path / "harbour")
    clone.commit("start", files={"a.py": "x\n"}, author="Mara <mara@harbour.example>", at="2026-02-01T10:00+01:00")

    answer = asked(open_clone(clone.path), "label:1.0")

    assert "nothing can be forecast" in answer.claim
    assert answer.nearest.endswith("sync --source archive FILE")


def test_where_the_tracker_is_old_the_forecast_begins_where_it_ends(workspace: Workspace) -> None:
    answer = forecast_items(workspace, "label:1.0", now=datetime(2026, 6, 30, tzinfo=UTC)).answer

    # The newest thing that the saved items tell is an update of 29 April, 118 days after New Year.
    assert any("nothing is known since 29 April 2026" in note for note in answer.caveats)
    assert f"{answer.as_of:%-d %B}" == "29 April"


def test_as_of_an_earlier_day_nothing_later_counts(workspace: Workspace) -> None:
    at = "2026-04-10T12:00:00Z"
    before = asked(workspace, "next 5", as_of=at)

    # Of what happened from the eleventh on, nothing is left: the same saved items without it.
    assert before.as_of.isoformat().startswith("2026-04-10")
    with pytest.raises(UsageError, match="no item has the label"):
        asked(workspace, "label:1.0", as_of=at)


def test_the_screen_holds_no_more_items_than_it_can_and_counts_the_others(tmp_path: Path) -> None:
    many = [wanted(number, title="Sync and the ledger and a very long title for one line") for number in range(1, 30)]
    answer = asked(tracked(tmp_path, *past(60, kind=issue), *many), "sync")

    printed = text(for_screen(answer), colour=False)

    assert "and 22 more with --all" in printed
    assert len(printed.splitlines()) <= 40
    assert max(map(len, printed.splitlines())) <= 80
    assert len(numbers(answer)) == 29


def test_what_is_printed_as_json_reads_back_equal(workspace: Workspace) -> None:
    answer = asked(workspace, "label:1.0")

    assert from_json(json(answer)) == answer


def test_the_step_names_what_holds_it_up_most(tmp_path: Path) -> None:
    # Everything ended within three weeks. One item is four months old, which none of the others ever was.
    old = wanted(1, title="Rewrite it", created_at="2026-01-02T09:00:00Z", labels=[{"name": "1.0"}])
    answer = asked(tracked(tmp_path, *past(110, kind=issue), old, wanted(2, labels=[{"name": "1.0"}])), "label:1.0")

    assert answer.next_step.startswith("ask what #1 needs: without it, ")
    assert answer.next_step.endswith(" sooner")


# What is kept of it


def in_ledger(workspace: Workspace) -> Sequence[Mapping[str, Any]]:
    return [one.content for one in load(workspace.folder).ledger.entries.values()]


def test_a_forecast_enters_the_ledger_once_for_what_it_was_worked_out_from(tmp_path: Path) -> None:
    workspace = tracked(tmp_path, *past(60, kind=issue), wanted(1, labels=[{"name": "1.0"}]))
    found = forecast_items(workspace, "label:1.0", now=SAVED_AT)

    first, second = (record(workspace, found.said, SAVED_AT + timedelta(hours=place)) for place in (0, 1))

    assert (first, second) == (1, 0)
    (kept,) = in_ledger(workspace)
    assert kept["items"] == [f"{TRACKER}#1"]
    assert list(kept["done"]) == ["0.025", "0.1", "0.25", "0.5", "0.75", "0.9", "0.975"]
    assert again(workspace) == ("label:1.0",)


def test_it_is_scored_when_the_truth_arrives_and_only_then(tmp_path: Path) -> None:
    workspace = tracked(tmp_path, *past(60, kind=issue), wanted(1, labels=[{"name": "1.0"}]))
    found = forecast_items(workspace, "label:1.0", now=SAVED_AT, by=["2026-05-05"])
    record(workspace, found.said, SAVED_AT)
    before = score(workspace, SAVED_AT)

    later = datetime(2026, 5, 20, 12, tzinfo=UTC)
    closed = {"event": "closed", "id": 9, "created_at": "2026-05-04T09:00:00Z", "actor": MARA}
    other = {"event": "commented", "id": 10, "created_at": "2026-05-19T09:00:00Z", "actor": MARA, "user": MARA}
    update = {"updated": "2026-05-19T09:00:00Z", "labels": [{"name": "1.0"}]}
    saved = tmp_path / "newer.ndjson"
    newer = wanted(1, state="closed", closed_at="2026-05-04T09:00:00Z", events=[closed, other], **update)
    saved.write_text(_line(newer), encoding="utf-8")
    workspace.read_archive(saved, TRACKER, later)

    after, once_more = score(workspace, later), score(workspace, later)

    # How many by 5 May, and that all of it was done on the fourth.
    assert (before, after, once_more) == (0, 2, 0)
    told = outcomes(workspace)
    assert (told.forecasts, told.numbers) == (1, 1)
    (done,) = [one.content for one in load(workspace.folder).ledger.outcomes.values() if one.content["what"] == "done"]
    assert done["within_a_year"] is True
    assert set(done["held"]) == {"50", "80", "95"}  # type: ignore[arg-type] # JSON of the ledger


def test_a_sync_forecasts_anew_what_was_recorded_where_something_changed(tmp_path: Path) -> None:
    workspace = tracked(tmp_path, *past(60, kind=issue), wanted(1, labels=[{"name": "1.0"}]))
    record(workspace, forecast_items(workspace, "label:1.0", now=SAVED_AT).said, SAVED_AT)
    later = SAVED_AT + timedelta(days=3)
    same = keep_up(workspace, now=later)
    (tmp_path / "newer.ndjson").write_text(_line(wanted(2, labels=[{"name": "1.0"}])), encoding="utf-8")
    workspace.read_archive(tmp_path / "newer.ndjson", TRACKER, later)

    changed = keep_up(workspace, now=later)

    assert (same, changed) == (0, 1)
    assert [len(one["items"]) for one in in_ledger(workspace)] == [1, 2]


def test_what_was_read_later_does_not_score_an_earlier_instant(tmp_path: Path) -> None:
    workspace = tracked(tmp_path, *past(60, kind=issue), wanted(1, labels=[{"name": "1.0"}]))
    record(workspace, forecast_items(workspace, "label:1.0", now=SAVED_AT).said, SAVED_AT)
    late = datetime(2027, 8, 1, tzinfo=UTC)
    closed = {"event": "closed", "id": 9, "created_at": "2026-05-04T09:00:00Z", "actor": MARA}
    newer = wanted(1, state="closed", events=[closed], updated="2026-05-04T09:00:00Z", labels=[{"name": "1.0"}])
    (tmp_path / "newer.ndjson").write_text(_line(newer), encoding="utf-8")
    workspace.read_archive(tmp_path / "newer.ndjson", TRACKER, late)

    # It had happened by the tenth of May, and nobody had read it by then.
    assert score(workspace, datetime(2026, 5, 10, tzinfo=UTC)) == 0
    assert score(workspace, late) > 0


def test_a_clone_without_a_workspace_keeps_nothing(tmp_path: Path) -> None:
    clone = History(tmp_path / "harbour")
    clone.commit("start", files={"a.py": "x\n"}, author="Mara <mara@harbour.example>", at="2026-02-01T10:00+01:00")
    workspace = open_clone(clone.path)

    assert record(workspace, None, SAVED_AT) == 0
    assert score(workspace, SAVED_AT) == 0
    assert again(workspace) == ()


def _line(item: dict[str, Any]) -> str:
    return dumps(item) + "\n"
