"""Pull requests of what landed: one for each merged branch, and since the autumn for what waited for the lead in two areas."""

from datetime import datetime, timedelta

from trimtab.demo.landed import Landed
from trimtab.demo.story import DRIFT
from trimtab.demo.team import TEAM
from trimtab.demo.tracker import words
from trimtab.demo.tracker.accounts import CI, DEPENDABOT, USERS
from trimtab.demo.tracker.board import Board
from trimtab.demo.tracker.clock import at_work, earlier, later
from trimtab.demo.tracker.item import Item
from trimtab.demo.tracker.told import Told

MINUTE = timedelta(minutes=1)
WAITED_FOR = "everyone-waits"
# Since the autumn whatever is done here goes through a pull request, and Mara is asked to look at it.
_ASKED_OF_MARA = ("export", "sync/client", "sync/store")


def label_of(place: str) -> str:
    """The label of an area."""
    return place.partition("/")[0]


def add_pulls(board: Board, told: Told) -> None:
    """All pull requests that have ended."""
    for landed in told.landed:
        if landed.branch:
            _add_branch(board, told, landed)
        elif landed.who in TEAM and landed.reader and landed.place in _ASKED_OF_MARA and landed.at.date() >= DRIFT:
            _add_awaited(board, told, landed)
        elif landed.who not in TEAM:
            _add_bump(board, told, landed)


def key_of(landed: Landed) -> str:
    """The key of the pull request that something landed by."""
    return f"pull/{landed.who}/{landed.at.isoformat()}"


def _add_branch(board: Board, told: Told, landed: Landed) -> None:
    """A branch that was read and merged within the day, by the one who was asked."""
    dice = told.dice("branch", landed.who, landed.at.isoformat())
    author, reader = USERS[landed.who], USERS[landed.reader]
    first, last = landed.commits[0], landed.commits[-1]
    drafted = len(landed.commits) > 1 and dice.chance(0.3)
    opened = (first if drafted else last).committer.at + dice.whole(3, 6) * MINUTE
    item = board.add(
        Item(key_of(landed), "pull", opened, author, first.subject, words.why(dice, landed.place), draft=drafted)
    )
    item.facts = told.facts(landed.commits)
    for made in landed.commits:
        item.gains(told.commit(made))
    item.is_labelled(opened, author, label_of(landed.place))
    asked = opened
    if drafted:
        asked = last.committer.at + dice.whole(3, 6) * MINUTE
        item.happens("ready_for_review", asked, author)
    asked += MINUTE
    item.asks_for_review(asked, author, reader)
    head = told.oids[last.mark]
    span = min(landed.at - asked, timedelta(minutes=50))
    if dice.chance(0.3) and span > 12 * MINUTE:
        review = item.reviews(landed.at - 0.6 * span, reader, "commented", mark=head)
        remark = item.remarks(review, last.paths[0], words.remark(dice, landed.place))
        answered = landed.at - 0.35 * span
        if at_work(landed.who, answered):
            reply = item.reviews(answered, author, "commented", mark=head)
            item.remarks(reply, last.paths[0], words.reply(dice, landed.place), remark)
    item.reviews(landed.at - 0.1 * span, reader, "approved", words.fine(dice), head)
    item.merges(landed.at, reader, told.oids[landed.mark])
    item.happens("head_ref_deleted", landed.at + timedelta(seconds=9), reader)


def _add_awaited(board: Board, told: Told, landed: Landed) -> None:
    """What waited for Mara: for days, until she looked or until the author asked somebody else, who looked at once."""
    dice = told.dice("awaited", landed.who, landed.at.isoformat())
    author, reader, mara = USERS[landed.who], USERS[landed.reader], USERS["mara"]
    (made,) = landed.commits
    approved = earlier(landed.reader, made.author.at - 5 * MINUTE, dice.between(0.05, 0.4))
    waits = landed.reader != "mara" and landed.who != "mara" and dice.chance(0.88)
    if WAITED_FOR in told.without:
        waits = False
    asked = turned = earlier(landed.who, approved, dice.between(0.3, 1.6))
    if landed.reader == "mara" and WAITED_FOR not in told.without:
        asked = earlier(landed.who, earlier("mara", approved, dice.between(11, 29)), 0)
    elif waits:
        asked = earlier(landed.who, earlier("mara", turned, dice.between(8, 24)), 0)
    opened = asked - 2 * MINUTE
    item = board.add(Item(key_of(landed), "pull", opened, author, made.subject, words.why(dice, landed.place)))
    item.facts = told.facts(landed.commits)
    item.is_labelled(opened, author, label_of(landed.place))
    request = item.asks_for_review(asked, author, mara if waits else reader)
    if waits:
        _wait(item, told, landed, asked, turned)
    review = item.reviews(approved, reader, "approved", words.fine(dice))
    if waits or landed.reader == "mara":
        board.show(WAITED_FOR, request, review)
    item.gains(told.commit(made))
    oid = told.oids[made.mark]
    item.happens("head_ref_force_pushed", made.committer.at + timedelta(seconds=4), author, commit_id=oid)
    item.merges(landed.at + timedelta(seconds=20), author, oid)


def _wait(item: Item, told: Told, landed: Landed, asked: datetime, turned: datetime) -> None:
    """Nothing comes for days, but for a word now and then; then somebody else is asked."""
    dice = told.dice("wait", landed.who, landed.at.isoformat())
    author, reader = USERS[landed.who], USERS[landed.reader]
    if dice.chance(0.25):
        reminded = later(landed.who, asked + (turned - asked) / 2, 0)
        if reminded < turned - 30 * MINUTE:
            item.comments(reminded, author, "Rebased; it is ready whenever there is time.")
    item.asks_for_review(turned, author, reader)


def _add_bump(board: Board, told: Told, landed: Landed) -> None:
    """A bump of a package, which programs ask for, check and merge among themselves."""
    (made,) = landed.commits
    opened = made.author.at - 14 * MINUTE
    item = board.add(Item(key_of(landed), "pull", opened, DEPENDABOT, made.subject, "The new version is out."))
    item.facts = told.facts(landed.commits)
    item.is_labelled(opened, DEPENDABOT, "dependencies")
    item.comments(opened + 9 * MINUTE, CI, "All checks have passed.")
    item.gains(told.commit(made))
    item.merges(made.committer.at + MINUTE, CI, told.oids[made.mark])
