"""What an item waits for, as a value, and the acts that such a value is worked out from."""

from datetime import datetime
from typing import NamedTuple

AUTHOR, REVIEWER, MERGER, ANSWERER, NOBODY = "author", "reviewer", "merger", "answerer", "nobody"

NO_MOVE = frozenset({"unrequested", "retitled"})
"""What is told among the acts and is no move of anybody's."""

TEAM = "team/"


class Act(NamedTuple):
    """One row of ACTS, of one item. `actor` is empty where nobody tells who it was."""

    at: datetime
    act: str
    actor: str
    event: str
    kind: str
    approval: bool
    concept: bool
    remark: bool
    asks: bool
    mentions: tuple[str, ...]
    subject: str


class Wait(NamedTuple):
    """What an item waits for from one act on, and which event made it so."""

    state: str
    turn: str
    accounts: tuple[str, ...]
    teams: tuple[str, ...]
    event: str
    kind: str
    decided_at: datetime


def wait(state: str, turn: str, by: Act, accounts: tuple[str, ...] = (), teams: tuple[str, ...] = ()) -> Wait:
    """A wait that the act `by` decided."""
    return Wait(state, turn, accounts, teams, by.event, by.kind, by.at)
