"""Items told by hand that wait for somebody when the story ends; each function shows one planted truth."""

from collections.abc import Callable

from trimtab.demo.tracker.accounts import USERS
from trimtab.demo.tracker.board import Board
from trimtab.demo.tracker.item import Item
from trimtab.demo.tracker.stage import IFE, JUN, MARA, SOFIE, TOMAS, Stage, mention, on

_MILESTONE = "Export GA"


def prepare(board: Board) -> None:
    """An item that is there whatever is left out: traps speak on it too."""
    item = board.add(
        Item(
            "currency-table",
            "issue",
            on("tomas", "2026-11-05", 10.2),
            TOMAS,
            "ledger: a table of currencies of its own",
            "Rates come with six digits and stand in three places. I would like to write the table.",
        )
    )
    item.is_labelled(item.at, TOMAS, "billing", "wish")


def _forgotten_question(stage: Stage) -> None:
    item = stage.board.items["currency-table"]
    text = (
        "@harbour-mara does the table keep all six digits, or does it round as postings do? I can do either, but the tests "
        "depend on it."
    )
    asked = item.comments(on("tomas", "2026-11-09", 16.7), TOMAS, text)
    mention(item, asked, "mara")
    stage.show(item, asked)


# Key, who wants it, its area, title and text.
_HELD_BACK = (
    ("export-resume", "jun", "export", "export: take up a stream where it broke off", "Needs the sinks of the stream."),
    ("export-progress", "sofie", "web", "web: show how far an export is", "The stream will tell; today nobody knows."),
)


def _export_held_back(stage: Stage) -> None:
    item = stage.add(
        Item(
            "export-stream",
            "pull",
            on("ife", "2026-11-11", 12.6),
            IFE,
            "export: stream rows to the sink as they come",
            "An export of any size now takes the memory of one batch. A slow sink holds back the reader.",
        )
    )
    stage.gain(item, "export-stream")
    item.is_labelled(item.at, IFE, "export")
    planned = item.is_planned(item.at, IFE, _MILESTONE)
    stage.show(item, item.asks_for_review(on("mara", "2026-11-11", 12.75), IFE, MARA), planned)
    goal = stage.add(
        Item("export-ga", "issue", on("ife", "2026-09-14", 9.4), IFE, "Export for everybody", "Streams first.")
    )
    goal.is_labelled(goal.at, IFE, "export")
    goal.is_planned(goal.at, IFE, _MILESTONE)
    for key, who, area, title, text in _HELD_BACK:
        held = stage.add(Item(key, "issue", on(who, "2026-11-05", 15.1), USERS[who], title, text))
        held.is_labelled(held.at, USERS[who], area)
        held.is_planned(held.at, USERS[who], _MILESTONE)
        held.is_assigned(held.at, USERS[who], USERS[who])
        goal.happens("sub_issue_added", held.at, USERS[who], sub_issue=held)
        held.happens("parent_issue_added", held.at, USERS[who], parent_issue=goal)
        at = on(who, "2026-11-12", 15.4)
        item.happens("blocking_added", at, USERS[who], blocking=held)
        stage.show(held, held.happens("blocked_by_added", at, USERS[who], blocked_by=item))


def _team_request(stage: Stage) -> None:
    item = stage.add(
        Item(
            "leases",
            "pull",
            on("jun", "2026-11-12", 17.5),
            JUN,
            "workers: keep leases over a restart of the broker",
            "A lease now outlives the broker, so that no job runs twice.",
            facts={"additions": 64, "deletions": 11, "changed_files": 3, "commits": 2},
        )
    )
    item.is_labelled(item.at, JUN, "workers")
    # What an author says of lines of their own; it tells which files are in question.
    own = item.reviews(on("jun", "2026-11-12", 17.7), JUN, "commented")
    item.remarks(
        own, "workers/leases.py", "The lease is written before the job is taken, so nothing is lost in between."
    )
    item.remarks(own, "workers/runner.py", "Only moved.")
    stage.show(item, item.asks_for_review(on("jun", "2026-11-12", 17.9), JUN, "backend"))


def _second_look(stage: Stage) -> None:
    item = stage.add(
        Item(
            "infra-alerts",
            "pull",
            on("sofie", "2026-11-04", 11.4),
            SOFIE,
            "infra: page only when customers notice",
            "Nine alerts in ten wake somebody for nothing.",
        )
    )
    item.is_labelled(item.at, SOFIE, "infra")
    item.asks_for_review(on("sofie", "2026-11-04", 11.5), SOFIE, MARA)
    review = item.reviews(
        on("mara", "2026-11-04", 15.7),
        MARA,
        "changes_requested",
        "Who is called for the ones that stay? Each needs a name.",
    )
    pushed = stage.gain(item, "infra-alerts")[-1:] or [
        item.happens("head_ref_force_pushed", on("sofie", "2026-11-05", 10.4), SOFIE)
    ]
    stage.show(item, review, *pushed)


def _approved_unmerged(stage: Stage) -> None:
    item = stage.add(
        Item(
            "log-retention",
            "pull",
            on("sofie", "2026-11-03", 14.2),
            SOFIE,
            "infra: keep logs for thirty days",
            "Ninety days cost more than the database, and nobody looks back that far.",
            facts={"additions": 9, "deletions": 9, "changed_files": 2, "commits": 1},
        )
    )
    item.is_labelled(item.at, SOFIE, "infra")
    item.asks_for_review(on("sofie", "2026-11-03", 14.3), SOFIE, TOMAS)
    review = item.reviews(
        on("tomas", "2026-11-06", 11.2), TOMAS, "approved", "Looks right, and the audit wants no more than that."
    )
    stage.show(item, review)


def _old_draft(stage: Stage) -> None:
    item = stage.add(
        Item(
            "ledger-rounding",
            "pull",
            on("mara", "2026-10-23", 15.5),
            MARA,
            "ledger: carry rounding remainders",
            "Not done yet: the year's end is missing.",
            draft=True,
        )
    )
    stage.gain(item, "ledger-rounding")
    item.is_labelled(item.at, MARA, "billing")
    stage.show(item)


WAITING: dict[str, Callable[[Stage], None]] = {
    "forgotten-question": _forgotten_question,
    "export-held-back": _export_held_back,
    "team-request": _team_request,
    "second-look": _second_look,
    "approved-unmerged": _approved_unmerged,
    "old-draft": _old_draft,
}
