"""Which of the items that plans name are closed, and when work on them began and ended, as of an instant."""

from collections.abc import Iterable, Mapping
from datetime import datetime

import polars as pl

from trimtab.analyses.items import STATES, latest, states
from trimtab.analyses.work_spans import work_spans
from trimtab.records.plan import ItemName, Plan, item_name
from trimtab.workspace import Workspace

WorkSpan = tuple[datetime, datetime]
"""When work on something began and ended."""


def closed_items(workspace: Workspace, plan: Plan, as_of: datetime) -> Mapping[str, bool]:
    """For each item of the plan's tasks that was read, as the plan writes it, whether it had ended by then.

    An item whose number several trackers have counts as closed where all of them are.
    """
    written = _written([plan])
    found = _states(workspace, written.values(), as_of).select("tracker", "number", "state").rows()
    ended: dict[str, bool] = {}
    for item, name in written.items():
        told = [state != "open" for tracker, number, state in found if number == name.number and name.is_of(tracker)]
        if told:
            ended[item] = all(told)
    return ended


def ended_items(workspace: Workspace, plans: Iterable[Plan], as_of: datetime) -> Mapping[str, datetime]:
    """When each item of the plans' tasks that had ended by then did, as they write it; where several trackers have its
    number and all have ended, the last."""
    written = _written(plans)
    rows = _states(workspace, written.values(), as_of).select("tracker", "number", "ended_at").rows()
    found: dict[str, datetime] = {}
    for item, name in written.items():
        ends = [ended for tracker, number, ended in rows if number == name.number and name.is_of(tracker)]
        if ends and all(ends):
            found[item] = max(ends)
    return found


def worked_items(workspace: Workspace, plans: Iterable[Plan], as_of: datetime) -> Mapping[str, WorkSpan | None]:
    """For each item of the plans' tasks that had ended by then, as they write it, when work on it began and ended.

    None where no commit tells. An item whose number several trackers have took as long as all of them together.
    """
    written = _written(plans)
    known = _states(workspace, written.values(), as_of).filter(pl.col("ended_at").is_not_null())
    if known.is_empty():
        return {}
    snapshot = workspace.snapshot()
    # Pull requests that close a named issue are read too: its work is theirs.
    links = snapshot.scan("item_links", as_of=as_of)
    closing = links.filter(pl.col("kind") == "closes", pl.col("target").is_in(known["item"].implode()))
    asked = {*known["item"], *closing.select("item").unique().collect()["item"]}
    items = snapshot.scan("items").filter(pl.col("item").is_in(sorted(asked)))
    events = snapshot.scan("item_events").filter(pl.col("item").is_in(sorted(asked)))
    spans = work_spans(
        states(items, events, as_of), latest(events, as_of), links, snapshot.scan("commits", as_of=as_of)
    )
    dated = known.join(spans, on=["tracker", "item"], how="left")
    rows = dated.select("tracker", "number", "first", "last").rows()
    found: dict[str, WorkSpan | None] = {}
    for item, name in written.items():
        mine = [(first, last) for tracker, number, first, last in rows if number == name.number and name.is_of(tracker)]
        told = [one for one in mine if one[0] is not None]
        if mine:
            found[item] = (min(first for first, _ in told), max(last for _, last in told)) if told else None
    return found


def _written(plans: Iterable[Plan]) -> dict[str, ItemName]:
    return {item: item_name(item) for plan in plans for task, _ in plan.leaves() for item in task.items}


def _states(workspace: Workspace, names: Iterable[ItemName], as_of: datetime) -> pl.DataFrame:
    """The items of these numbers, as they were then."""
    numbers = sorted({one.number for one in names})
    if not numbers:
        return pl.DataFrame(schema=STATES)
    snapshot = workspace.snapshot()
    items = snapshot.scan("items").filter(pl.col("number").is_in(numbers))
    known = items.select("item").unique().collect()["item"]
    if known.is_empty():
        return pl.DataFrame(schema=STATES)
    events = snapshot.scan("item_events").filter(pl.col("item").is_in(known.implode()))
    return states(items, events, as_of)
