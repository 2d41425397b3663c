"""Flow: what is usual, what changed, what is open and old, and where it is slow, from a saved tracker.

Items are made by the day: `days_ago(3)` is three days before the instant, which is noon of 2 November 2026.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from advice.asking import every_word, figure, rows, said, tracked, words
from builders_git import History
from builders_tracker import IFE, MARA, TOMAS, TRACKER
from trimtab.advice.answer import Answer
from trimtab.advice.flow import flow
from trimtab.demo import AS_OF
from trimtab.errors import UsageError
from trimtab.render import from_json, json, text
from trimtab.workspace import Workspace, open_clone

NOW = datetime(2026, 11, 2, 12, tzinfo=UTC)
BOT = {"login": "helper[bot]", "id": 99, "type": "Bot"}


def days_ago(days: float) -> str:
    return f"{NOW - timedelta(days=days):%Y-%m-%dT%H:%M:%SZ}"


def done(kind: str, ago: float, actor: Any = TOMAS, number: int | None = None, **more: Any) -> dict[str, Any]:
    named = {} if number is None else {"id": number}
    return {"event": kind, "created_at": days_ago(ago), "actor": actor, "user": actor, **named, **more}


def item(
    number: int, opened: float, took: float | None, *events: dict[str, Any], kind: str = "pull", **more: Any
) -> dict[str, Any]:
    """An item of Ife's, opened so many days ago; it took so many days until Tomas merged or closed it, or is open."""
    told = {
        "id": 9000 + number, "number": number, "title": f"ledger: step {number}", "user": IFE, "labels": [],
        "assignees": [], "created_at": days_ago(opened), "updated_at": days_ago(opened - (took or 0)), "state": "open",
    }  # fmt: skip
    ends = []
    if took is not None:
        over = days_ago(opened - took)
        told |= {"state": "closed", "closed_at": over}
        if kind == "pull":
            told |= {"merged_at": over, "merged_by": TOMAS, "merge_commit_sha": f"{number:040x}"}
            ends.append(done("merged", opened - took, number=10 * number, commit_id=f"{number:040x}"))
        else:
            ends.append(done("closed", opened - took, number=10 * number))
    return {"type": kind, kind: told | more, "events": [*events, *ends], "comments": []}


def merged(first: int, opened: Sequence[float], took: float, **more: Any) -> Iterator[dict[str, Any]]:
    """Merged pull requests, numbered from `first`."""
    for place, ago in enumerate(opened):
        yield item(first + place, ago, took, **more)


def flows(workspace: Workspace, **more: Any) -> Answer:
    asked = {"now": NOW, "as_of": NOW.isoformat()} | more
    return flow(workspace, **asked)


def titled(answer: Answer, title: str) -> str:
    return "\n".join(words(claim) for one in answer.sections if one.title == title for claim in one.claims)


def note(answer: Answer, title: str) -> str:
    return next(one.note for one in answer.sections if one.title == title)


@pytest.fixture(scope="module")
def steady(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """A pull request a week for 40 weeks that takes four days, a draft of a bot, and three open ones."""
    every = [
        *merged(100, range(10, 290, 7), 4, additions=10, deletions=2, changed_files=1),
        item(1, 200, None, title="ledger: lies and lies"),
        item(2, 60, None, done("commented", 20, number=7, body="why?"), title="ledger: round half to even"),
        item(3, 2, None, draft=True),
        item(4, 30, None, user=BOT),
    ]
    return tracked(tmp_path_factory.mktemp("steady"), *every)


def test_a_measure_tells_quarter_half_and_most_with_how_many_ended(steady: Workspace) -> None:
    claim = said(flows(steady), "flow:lead:pull")

    assert claim is not None
    assert claim.cells == ("4 d", "4 d", "4 d", "40", "")
    assert (figure(claim, "ended"), claim.name) == (40, "opening to end, pulls")


def test_a_half_is_told_in_working_hours_too(steady: Workspace) -> None:
    claim = said(flows(steady), "flow:lead:pull")

    # From Friday to Tuesday at noon UTC: in Stockholm from 14:00 to 14:00 in summer, which is 3.5 hours of Friday, 8 of
    # Monday and 4.5 of Tuesday; in winter from 13:00 to 13:00, 4.5, 8 and 3.5. One of forty has the change of clocks in it.
    assert figure(claim, "half, worked") == 16


def test_what_is_open_is_counted_with_what_came_and_went(steady: Workspace) -> None:
    claim = said(flows(steady), "flow:open:pull")

    assert "3 (1 draft)" in words(claim)
    assert (figure(claim, "open"), figure(claim, "old")) == (3, 1)
    # In the last six weeks: those of 10, 17, 24, 31 and 38 days ago and the draft came, six went.
    assert (figure(claim, "came"), figure(claim, "went")) == (1.0, 1.0)


def test_items_of_bots_are_in_no_line_and_said_to_be_left_out(steady: Workspace) -> None:
    claim = said(flows(steady), "flow:open:pull")

    assert claim is not None
    assert "1 item of bots" in claim.left_out


def test_an_old_open_pull_request_stands_with_what_it_waits_for(steady: Workspace) -> None:
    answer = flows(steady)
    claim = said(answer, f"item:{TRACKER}#1")

    assert claim is not None
    assert claim.cells[0] == "200 d"
    assert "a first review" in claim.cells[2]
    assert "ledger: lies and lies" in words(claim)
    assert "#1 is open for longer than" in answer.next_step
    assert answer.next_command == f"trimtab why {claim.id}"


def test_the_event_that_decides_what_an_item_waits_for_is_evidence(steady: Workspace) -> None:
    found = list(rows(said(flows(steady), f"item:{TRACKER}#2")))

    assert [one.key for one in found] == [f"{TRACKER}#2", f"{TRACKER}#2:7"]
    assert found[1].text == "commented; since then: its author"


def test_lines_open_to_items_that_can_be_found_again(steady: Workspace) -> None:
    found = list(rows(said(flows(steady), "flow:lead:pull")))

    assert {one.kind for one in found} == {"item"}
    assert all(one.key.startswith(f"{TRACKER}#") for one in found)
    assert "ended after 4 d: ledger: step" in found[0].text
    assert "not yet after 200 d: ledger: lies and lies" in [one.text for one in found]


def test_where_nothing_changed_that_is_said(steady: Workspace) -> None:
    # Four ends in six weeks would be too few; six are too, and so nothing can be told of any measure.
    assert note(flows(steady), "CHANGED").startswith("too few ended")


def test_the_answer_keeps_to_one_screen_and_comes_back_from_json(steady: Workspace) -> None:
    answer = flows(steady)
    printed = text(answer, colour=False).splitlines()

    assert from_json(json(answer)) == answer
    assert len(printed) <= 40
    assert all(len(line) <= 80 for line in printed)


def test_a_past_instant_sees_nothing_later(steady: Workspace, tmp_path: Path) -> None:
    then = (NOW - timedelta(days=100)).isoformat()
    early = [
        *merged(100, range(108, 290, 7), 4, additions=10, deletions=2, changed_files=1),
        item(1, 200, None, title="ledger: lies and lies"),
    ]

    whole, cut = flows(steady, as_of=then), flows(tracked(tmp_path, *early), as_of=then)

    # Of the weekly ones, 26 had been merged; the one that was opened 101 days ago is open in one and unknown in the other.
    for subject in ("flow:cycle", "flow:size", "flow:answer:pull"):
        assert figure(said(whole, subject), "ended") == figure(said(cut, subject), "ended")
    assert figure(said(whole, "flow:open:pull"), "open") == figure(said(cut, "flow:open:pull"), "open") + 1


def test_pull_requests_that_take_longer_lately_are_told_with_the_range(tmp_path: Path) -> None:
    quick = merged(100, [49 + 4 * place for place in range(40)], 0.5)
    slow = merged(200, [16 + 2 * place for place in range(12)], 9)

    answer = flows(tracked(tmp_path, *quick, *slow))
    claim = said(answer, "flow:lead:pull:changed")

    assert "longer: half within 9 d now, within 12 h before" in words(claim)
    assert "likeliest since" in words(claim)
    assert figure(claim, "now") == 9
    assert "became longer" in answer.claim
    assert {"#" + one.key.partition("#")[2][:1] for one in rows(claim)} == {"#2"}


def test_an_area_that_is_slower_than_the_rest_is_named_and_one_that_is_not_is_not(tmp_path: Path) -> None:
    def labelled(first: int, name: str, took: float) -> Iterator[dict[str, Any]]:
        return merged(first, [20 + 5 * place for place in range(25)], took, labels=[{"name": name}])

    answer = flows(tracked(tmp_path, *labelled(100, "ledger", 12), *labelled(200, "export", 1)))

    assert "label ledger" in titled(answer, "SLOWER")
    assert "take up to 12 d, elsewhere 24 h" in titled(answer, "SLOWER").replace("1 d", "24 h")
    assert "export" not in titled(answer, "SLOWER")


def test_a_label_narrows_everything(tmp_path: Path) -> None:
    mine = merged(100, [20 + 5 * place for place in range(10)], 12, labels=[{"name": "Ledger"}])
    others = merged(200, [20 + 5 * place for place in range(10)], 1)

    answer = flows(tracked(tmp_path, *mine, *others), label="ledger")

    assert figure(said(answer, "flow:lead:pull"), "ended") == 10
    assert figure(said(answer, "flow:lead:pull"), "half") == 12
    assert answer.period == "52 weeks · label Ledger"


def test_a_label_that_nothing_has_is_refused_with_those_there_are(steady: Workspace, tmp_path: Path) -> None:
    with_label = tracked(tmp_path, item(1, 20, 3, labels=[{"name": "ledger"}]))

    with pytest.raises(UsageError, match=r'no item of the last 52 weeks has the label "ledgr"\. There is ledger\.'):
        flows(with_label, label="ledgr")
    with pytest.raises(UsageError, match=r'has the area "nowhere"\.$'):
        flows(steady, area="nowhere")


def test_the_lead_alone_sees_their_own_times(tmp_path: Path) -> None:
    asked = [
        item(
            100 + n, 20 + 5 * n, 10,
            done("review_requested", 20 + 5 * n, IFE, 100 + n, requested_reviewer=MARA),
            done("reviewed", 18 + 5 * n, MARA, 200 + n, state="APPROVED", submitted_at=days_ago(18 + 5 * n)),
        )
        for n in range(9)
    ]  # fmt: skip
    own = list(merged(300, [20 + 5 * place for place in range(8)], 3, user=MARA))
    workspace = tracked(tmp_path, *asked, *own)

    of_mara, of_ife, of_nobody = (
        flows(workspace, me=f"{name}@harbour.example") for name in ("mara", "ife", "stranger")
    )

    assert "first to answer 9 of 9 pull requests of others, half of these within 2 d" in titled(of_mara, "YOURS")
    assert "your pull requests: 8 merged, half within 3 d of the first work" in titled(of_mara, "YOURS")
    assert "asked to review 9 times: 9 answered, half within 2 d" in titled(of_mara, "YOURS")
    assert "asked to review" not in titled(of_ife, "YOURS")
    assert titled(of_nobody, "YOURS") == ""
    # Whoever asks, no other person stands in any line.
    assert not {"Mara", "Tomas", "mara", "tomas"} & set(every_word(of_ife).split())


def test_saved_items_that_ended_long_ago_are_not_taken_for_a_quiet_tracker(tmp_path: Path) -> None:
    workspace = tracked(tmp_path, *merged(100, [60 + 5 * place for place in range(10)], 4))

    answer = flows(workspace)

    # The last of them was merged 56 days ago.
    assert answer.as_of == NOW - timedelta(days=56)
    assert any("the saved items end on 7 Sep 2026" in one for one in answer.caveats)


def test_without_a_tracker_the_answer_names_the_line_that_would_bring_one(tmp_path: Path) -> None:
    history = History(tmp_path / "harbour")
    history.commit()
    workspace = open_clone(history.path)
    workspace.sync(NOW)

    answer = flows(workspace)

    assert "`trimtab sync --source archive FILE` reads saved ones" in answer.claim
    assert answer.nearest == "trimtab sync --source archive FILE"
    assert answer.sections == ()


def test_a_tracker_with_one_young_item_has_nothing_usual(tmp_path: Path) -> None:
    answer = flows(tracked(tmp_path, item(1, 1, None)))

    assert said(answer, "flow:lead:pull").cells[1] == "too few"  # type: ignore[union-attr] # one item is open
    assert note(answer, "AGED") == "too little ended to say what is old"
    assert note(answer, "SLOWER").startswith("no area or label in which")


def test_harbour_answers_later_since_the_lead_is_asked_for_everything(workspace: Workspace) -> None:
    answer = flow(workspace, now=AS_OF, as_of=AS_OF.isoformat())

    assert "longer" in words(said(answer, "flow:answer:pull:changed"))
    assert "export/" in titled(answer, "SLOWER")
    assert text(answer, colour=False).count("\n") <= 40
