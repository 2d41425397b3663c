"""Harbour's issues and pull requests, as GitHub's REST objects: what the history landed by, and what is planted in them.

board = tell(told)
board.lines()       one line of JSON for each item
board.evidence()    which items and events show which planted truth
"""

from trimtab.demo.story import AS_OF
from trimtab.demo.tracker.board import Board
from trimtab.demo.tracker.issues import add_issues
from trimtab.demo.tracker.pulls import add_pulls
from trimtab.demo.tracker.scenes import add_waiting
from trimtab.demo.tracker.told import Told

__all__ = ["Board", "Told", "tell"]


def tell(told: Told) -> Board:
    """All that happened on the tracker by the end of the story."""
    board = Board()
    add_pulls(board, told)
    add_issues(board, told)
    add_waiting(board, told)
    board.finish(AS_OF)
    return board
