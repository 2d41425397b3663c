"""Items told by hand that have gone quiet: stale, left with somebody, old against their kind, asked of who is silent."""

from collections.abc import Callable

from trimtab.demo.tracker.item import Item
from trimtab.demo.tracker.stage import IFE, MARA, RAVI, SOFIE, TOMAS, Stage, on


def _stale(stage: Stage) -> None:
    item = stage.add(
        Item(
            "replica-lag",
            "issue",
            on("ravi", "2025-09-30", 11.2),
            RAVI,
            "infra: replicas lag behind at the end of a month",
            "Reports of the last day are a few minutes old by then. Nobody has complained yet.",
        )
    )
    item.is_labelled(item.at, RAVI, "infra", "bug")
    said = item.comments(on("tomas", "2025-10-15", 10.4), TOMAS, "Seen again, for two minutes. It mends itself.")
    stage.show(item, said)


def _assigned(stage: Stage) -> None:
    item = stage.add(
        Item(
            "page-cursors",
            "issue",
            on("ife", "2026-09-21", 10.1),
            IFE,
            "api: a page cursor breaks when a project is renamed",
            "The cursor holds the old name. Clients start again from the first page.",
        )
    )
    item.is_labelled(item.at, IFE, "api", "bug")
    stage.show(item, item.is_assigned(on("mara", "2026-09-22", 9.1), MARA, MARA))


def _aged(stage: Stage) -> None:
    item = stage.add(
        Item(
            "sorted-table",
            "pull",
            on("sofie", "2026-07-21", 11.3),
            SOFIE,
            "web: let people sort a table by hand",
            "Drag a row, and it stays there.",
            facts={"additions": 412, "deletions": 95, "changed_files": 9, "commits": 6},
        )
    )
    item.is_labelled(item.at, SOFIE, "web")
    item.asks_for_review(on("sofie", "2026-07-21", 11.4), SOFIE, RAVI)
    text = "It works with a mouse. With the keyboard I could not move a row at all."
    stage.show(item, item.reviews(on("ravi", "2026-07-23", 12.6), RAVI, "changes_requested", text))


def _asked_of_the_silent(stage: Stage) -> None:
    item = stage.add(
        Item(
            "rollback-notes",
            "pull",
            on("sofie", "2026-10-26", 13.2),
            SOFIE,
            "deploy: write down how a canary is taken back",
            "What I understood from looking on. Please correct it where I guessed.",
            facts={"additions": 58, "deletions": 2, "changed_files": 1, "commits": 1},
        )
    )
    item.is_labelled(item.at, SOFIE, "deploy")
    stage.show(item, item.asks_for_review(on("sofie", "2026-10-26", 13.3), SOFIE, RAVI))


QUIET: dict[str, Callable[[Stage], None]] = {
    "stale-issue": _stale,
    "assigned-untouched": _assigned,
    "aged-pull": _aged,
    "asked-of-ravi": _asked_of_the_silent,
}
