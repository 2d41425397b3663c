"""Which of the items that a plan names are closed, as of an instant."""

from collections.abc import Mapping
from datetime import datetime

import polars as pl

from trimtab.analyses.items import states
from trimtab.records.plan import Plan, item_name
from trimtab.workspace import Workspace


def closed_items(workspace: Workspace, plan: Plan, as_of: datetime) -> Mapping[str, bool]:
    """For each item of the plan's tasks that was read, as the plan writes it, whether it had ended by then.

    An item whose number several trackers have counts as closed where all of them are.
    """
    written = {item: item_name(item) for task, _ in plan.leaves() for item in task.items}
    if not written:
        return {}
    snapshot = workspace.snapshot()
    numbers = sorted({one.number for one in written.values()})
    items = snapshot.scan("items").filter(pl.col("number").is_in(numbers))
    known = items.select("item").unique().collect()["item"]
    if known.is_empty():
        return {}
    events = snapshot.scan("item_events").filter(pl.col("item").is_in(known.implode()))
    found = states(items, events, as_of).select("tracker", "number", "state").rows()
    ended: dict[str, bool] = {}
    for item, name in written.items():
        told = [state != "open" for tracker, number, state in found if number == name.number and name.is_of(tracker)]
        if told:
            ended[item] = all(told)
    return ended
