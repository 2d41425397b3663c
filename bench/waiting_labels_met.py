"""The rule against the labels of bench/waiting_labels.csv: the state, the turn and the deciding event of 60 instants.

The tracker is cut at each instant before the rule sees it.
"""

import csv
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

import polars as pl

from trackers_read import Tracker

LABELS = Path(__file__).with_name("waiting_labels.csv")


class Case(NamedTuple):
    """One label beside what the rule says."""

    label: dict[str, str]
    state: str
    turn: str
    event: str

    def agrees(self, part: str) -> bool:
        """Whether the rule says the same."""
        said = {"state": self.state, "turn": self.turn, "event": self.event}[part]
        return said == self.label["deciding_event" if part == "event" else part]


def met(file: Path) -> str:
    """How many labels the rule agrees with, and every one it does not."""
    found = list(cases(Tracker(file)))
    sure = [case for case in found if case.label["doubt"] == "no"]
    rows = ["| labels | state | turn | deciding event | all three |", "| --- | --- | --- | --- | --- |"]
    rows += [_row(name, some) for name, some in ((f"all {len(found)}", found), (f"{len(sure)} without doubt", sure))]
    apart = [case for case in found if not all(map(case.agrees, ("state", "turn", "event")))]
    return "\n".join([*rows, "", *(_said(case) for case in apart)])


def cases(tracker: Tracker) -> Iterator[Case]:
    """Every label beside the rule's answer at its instant."""
    with LABELS.open(encoding="utf-8") as lines:
        labels = list(csv.DictReader(lines))
    for instant in sorted({label["instant"] for label in labels}):
        as_of = datetime.fromisoformat(instant)
        now = tracker.turns(as_of, as_of).filter(pl.col("end").is_null())
        shas = dict(tracker.events.filter(pl.col("kind") == "committed").select("event", "subject").iter_rows())
        by_item = {row["item"]: row for row in now.iter_rows(named=True)}
        for label in labels:
            if label["instant"] == instant:
                row = by_item.get(label["number"], {})
                yield Case(label, row.get("state", "none"), row.get("turn", "none"), _event(row, shas))


def _event(row: Mapping[str, str], shas: Mapping[str, str]) -> str:
    """The event as labels name it: an opening by its kind, a commit by its object id."""
    event, kind = row.get("event", ""), row.get("event_kind")
    return "opened" if kind == "opened" else shas[event] if kind == "committed" else event


def _row(name: str, some: Sequence[Case]) -> str:
    def share(*parts: str) -> str:
        right = sum(all(map(case.agrees, parts)) for case in some)
        return f"{right} of {len(some)} ({right / len(some):.3f})"

    return f"| {name} | {share('state')} | {share('turn')} | {share('event')} | {share('state', 'turn', 'event')} |"


def _said(case: Case) -> str:
    label = case.label
    return (
        f"#{label['number']} {label['kind']} at {label['instant']}{' (in doubt)' if label['doubt'] == 'yes' else ''}: "
        f"label {label['state']}, {label['turn']}, {label['deciding_event']}; rule {case.state}, {case.turn}, {case.event}"
    )
