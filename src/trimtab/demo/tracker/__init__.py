"""Harbour's issues and pull requests, as GitHub's REST objects: what the history landed by, and what is planted in them.

board = tell(told)
board.lines()       one line of JSON for each item
board.evidence()    which items and events show which planted truth
"""

from trimtab.demo.story import AS_OF
from trimtab.demo.tracker.board import Board
from trimtab.demo.tracker.issues import add_issues
from trimtab.demo.tracker.pulls import add_pulls
from trimtab.demo.tracker.quiet import QUIET
from trimtab.demo.tracker.release import RELEASE, add_candidates
from trimtab.demo.tracker.stage import Stage
from trimtab.demo.tracker.told import Told
from trimtab.demo.tracker.traps import TRAPS
from trimtab.demo.tracker.waiting import WAITING, prepare

__all__ = ["Board", "Told", "tell"]


def tell(told: Told) -> Board:
    """All that happened on the tracker by the end of the story; a truth left out leaves out what shows it."""
    board = Board()
    add_pulls(board, told)
    add_issues(board, told)
    prepare(board)
    for truth, scene in {**WAITING, **QUIET, **RELEASE, **TRAPS}.items():
        if truth not in told.without:
            scene(Stage(board, told, truth))
    add_candidates(board, Stage(board, told, ""))
    board.finish(AS_OF)
    return board
