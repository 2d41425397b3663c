"""Frames about items for tests: states and acts as one reads them, days of March 2026 at nine o'clock."""

from datetime import UTC, datetime, timedelta

import polars as pl

from trimtab.analyses.items import STATES

TRACKER = "git.example/7"

_ACT_COLUMNS = {
    "tracker": pl.String(),
    "item": pl.String(),
    "at": pl.Datetime("us", "UTC"),
    "act": pl.String(),
    "actor": pl.String(),
    "event": pl.String(),
    "remark": pl.Boolean(),
    "bot": pl.Boolean(),
    "subject": pl.String(),
}


def day(days: float) -> datetime:
    """Nine o'clock on that day of March 2026; later days run on into April."""
    return datetime(2026, 3, 1, 9, tzinfo=UTC) + timedelta(days=days - 1)


def state(item: str, opened: float, ended: float | None = None, **more: object) -> dict[str, object]:
    """An item as it was: a pull request by Mara, merged where it has ended, unless told otherwise."""
    told: dict[str, object] = {
        "tracker": TRACKER, "item": item, "number": int(item), "kind": "pull", "title": f"Item {item}",
        "author": "mara", "state": "open" if ended is None else "merged", "draft": False, "labels": [],
        "assignees": [], "requested": [], "teams": [], "opened_at": day(opened),
        "ended_at": None if ended is None else day(ended),
    }  # fmt: skip
    return told | more


def states(*rows: dict[str, object]) -> pl.DataFrame:
    return pl.DataFrame(list(rows), schema=STATES, orient="row") if rows else pl.DataFrame(schema=STATES)


def acts(*rows: tuple[object, ...], bots: tuple[str, ...] = ()) -> pl.DataFrame:
    """Acts told as item, day, act, actor and, of a request, who was asked; a `remark` is a comment that wants something."""
    told = []
    for place, (item, at, act, actor, *whom) in enumerate(rows):
        assert isinstance(at, int | float)
        told.append({
            "tracker": TRACKER, "item": item, "at": day(at), "act": "comment" if act == "remark" else act,
            "actor": actor, "event": f"e{place:03}", "remark": act == "remark", "bot": actor in bots,
            "subject": whom[0] if whom else None,
        })  # fmt: skip
    return pl.DataFrame(told, schema=_ACT_COLUMNS)
