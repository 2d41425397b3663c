"""The release that everybody asks about: what is still open under its label, and what joined in the last week."""

from collections.abc import Callable

from trimtab.demo.tracker.accounts import USERS
from trimtab.demo.tracker.board import Board
from trimtab.demo.tracker.item import Item
from trimtab.demo.tracker.stage import MARA, Stage, on

LABEL = "2.15"

# Who saw it, on which day, at which hour; whose it is (`-`: nobody's yet), its area and what it is about.
_OPEN = """
ife    2026-09-15 10.3 ife   sync     A device that was away for a month starts from nothing
sofie  2026-09-24 11.6 sofie web      The list of exports forgets its filter
tomas  2026-10-06  9.4 tomas billing  A reminder names the wrong month over the new year
jun    2026-10-14 11.2 jun   export   An export of nothing ends with an error
dana   2026-10-21 13.1 dana  api      Limits are counted twice behind the proxy
"""
_JOINED = """
sofie  2026-10-01 14.2 -     web      A port with a long name breaks the menu
tomas  2026-10-19 10.1 tomas billing  A credit note can be sent twice
jun    2026-11-02 12.4 jun   export   A delivery link works for one day only, and nobody says so
"""
_JOINED_ON = ("2026-11-10", "2026-11-11", "2026-11-12")


def _release(stage: Stage) -> None:
    """Five items with the label since they were looked through."""
    for line in _OPEN.strip().splitlines():
        item = _item(stage, line)
        day = item.at.date().isoformat()
        stage.show(item, *item.is_labelled(on("mara", day, 16.2), MARA, LABEL))


def _moved(stage: Stage) -> None:
    """Three older items get the label within one week."""
    for line, day in zip(_JOINED.strip().splitlines(), _JOINED_ON, strict=True):
        stage.show(*_item(stage, line).is_labelled(on("mara", day, 9.3), MARA, LABEL))


def add_candidates(board: Board, stage: Stage) -> None:
    """Where nothing joined, the older items are there all the same."""
    for line in _JOINED.strip().splitlines():
        if _key(line) not in board.items:
            _item(stage, line)


def _item(stage: Stage, line: str) -> Item:
    who, day, hour, whose, area, title = line.split(maxsplit=5)
    user = USERS[who]
    item = stage.add(Item(_key(line), "issue", on(who, day, float(hour)), user, title))
    item.is_labelled(item.at, user, area, "bug")
    if whose != "-":
        item.is_assigned(item.at, user, USERS[whose])
    return item


def _key(line: str) -> str:
    return f"release/{line.split()[1]}"


RELEASE: dict[str, Callable[[Stage], None]] = {"release-under-way": _release, "forecast-moved": _moved}
