"""Items told by hand that look as if they waited for Mara, or as if they did not; and who speaks without being anybody."""

from collections.abc import Callable
from datetime import timedelta

from trimtab.demo.tracker.accounts import CI, DEPENDABOT, GHOST
from trimtab.demo.tracker.item import Item
from trimtab.demo.tracker.stage import DANA, IFE, JUN, MARA, SOFIE, TOMAS, Stage, mention, on


def _programs_speak(stage: Stage) -> None:
    """On the question that was forgotten, and on the request that holds back others."""
    newer = "A newer version of saltgrid is out; this branch has the old one."
    for key, at, by, text in (
        ("currency-table", on("tomas", "2026-11-10", 4.5), CI, "The currency tables were refreshed last night."),
        ("export-stream", on("ife", "2026-11-11", 12.9), CI, "All checks have passed. A preview is up."),
        ("export-stream", on("ife", "2026-11-13", 4.2), DEPENDABOT, newer),
    ):
        item = stage.board.items.get(key)
        if item:  # the request may be left out
            stage.show(item.comments(at, by, text))


def _ghost_speaks(stage: Stage) -> None:
    item = stage.board.items["currency-table"]
    stage.show(item.comments(on("tomas", "2026-11-11", 15.3), GHOST, "I had the same question once."))


def _locked(stage: Stage) -> None:
    item = stage.add(
        Item(
            "dark-headers",
            "issue",
            on("dana", "2026-10-12", 10.2),
            DANA,
            "web: table headers vanish in dark mode",
            "White on white, since the last release.",
        )
    )
    item.is_labelled(item.at, DANA, "web", "bug")
    asked = item.comments(on("dana", "2026-10-12", 10.4), DANA, "@harbour-mara do we still support dark mode at all?")
    mention(item, asked, "mara")
    at = on("sofie", "2026-10-14", 9.6)
    item.closes(at, SOFIE)
    stage.show(item, asked, item.happens("locked", at + timedelta(seconds=20), SOFIE, lock_reason="resolved"))


def _transferred(stage: Stage) -> None:
    item = stage.add(
        Item(
            "port-codes",
            "issue",
            on("tomas", "2026-10-28", 9.3),
            TOMAS,
            "A list of port codes that partners can read",
            "Three partners keep a list of their own, and each is wrong in another place.",
        )
    )
    asked = item.comments(
        on("tomas", "2026-10-28", 9.5), TOMAS, "@harbour-mara is this ours, or does it belong to the handbook?"
    )
    mention(item, asked, "mara")
    stage.show(item, asked, item.happens("transferred", on("ife", "2026-11-03", 10.6), IFE))


def _answered_in_a_review(stage: Stage) -> None:
    item = stage.add(
        Item(
            "empty-sheets",
            "pull",
            on("jun", "2026-11-09", 11.1),
            JUN,
            "export: leave out empty sheets",
            "An archive of a small port is half its size then.",
            facts={"additions": 37, "deletions": 6, "changed_files": 2, "commits": 1},
        )
    )
    item.is_labelled(item.at, JUN, "export")
    asked = item.comments(
        on("jun", "2026-11-10", 10.3), JUN, "@harbour-mara does a sheet with a header and no rows count as empty?"
    )
    mention(item, asked, "mara")
    review = item.reviews(on("mara", "2026-11-12", 10.2), MARA, "commented")
    line = item.remarks(
        review, "export/sheets.py", "It does not: the header says which columns there would be. Keep those."
    )
    stage.show(item, asked, review, line)


def _asked_again(stage: Stage) -> None:
    item = stage.add(
        Item(
            "torn-pages",
            "pull",
            on("tomas", "2026-10-29", 9.2),
            TOMAS,
            "store: set a torn page aside instead of stopping",
            "The rest of the journal is fine in all cases we know.",
            facts={"additions": 88, "deletions": 21, "changed_files": 4, "commits": 2},
        )
    )
    item.is_labelled(item.at, TOMAS, "sync")
    first = item.asks_for_review(on("tomas", "2026-10-29", 9.3), TOMAS, MARA)
    review = item.reviews(
        on("mara", "2026-11-03", 15.2), MARA, "commented", "Who would ever look at what was set aside?"
    )
    pushed = item.happens("head_ref_force_pushed", on("tomas", "2026-11-13", 14.0), TOMAS)
    again = item.asks_for_review(on("tomas", "2026-11-13", 14.1), TOMAS, MARA)
    stage.show(item, first, review, pushed, again)


def _mentioned_in_passing(stage: Stage) -> None:
    item = stage.add(
        Item(
            "month-names",
            "issue",
            on("sofie", "2026-11-02", 10.3),
            SOFIE,
            "web: names of months in the language of the browser",
            "Invoices have them in the language of the account.",
        )
    )
    item.is_labelled(item.at, SOFIE, "web", "wish")
    question = "@harbour-mara which of the two should win?"
    mention(item, item.comments(on("sofie", "2026-11-02", 10.5), SOFIE, question), "mara")
    item.comments(on("mara", "2026-11-03", 9.2), MARA, "The account, as on paper.")
    quoted = item.comments(
        on("dana", "2026-11-12", 11.4),
        DANA,
        f"> {question}\n\nThen the menu follows the account too. For the record, the robot's rule was\n\n"
        "```\nassign: @harbour-mara, when=?\n```\n\nand I have taken it out.",
    )
    stage.show(item, quoted)


TRAPS: dict[str, Callable[[Stage], None]] = {
    "programs-speak": _programs_speak,
    "ghost-speaks": _ghost_speaks,
    "locked-item": _locked,
    "transferred-item": _transferred,
    "answered-in-review": _answered_in_a_review,
    "asked-again": _asked_again,
    "mentioned-in-passing": _mentioned_in_passing,
}
