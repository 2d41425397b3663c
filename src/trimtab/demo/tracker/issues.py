"""Ordinary issues: seen by somebody, talked about, done by what landed; and a few that nobody has come to yet."""

from datetime import date, datetime, timedelta

from trimtab.demo._dice import Dice
from trimtab.demo.errands import releases
from trimtab.demo.landed import Landed
from trimtab.demo.story import AS_OF, DRIFT
from trimtab.demo.team import FOUNDED, MARA, TEAM
from trimtab.demo.tracker import words
from trimtab.demo.tracker.accounts import CI, USERS
from trimtab.demo.tracker.board import Board
from trimtab.demo.tracker.clock import earlier, is_there, later
from trimtab.demo.tracker.item import Item
from trimtab.demo.tracker.pulls import MINUTE, key_of, label_of
from trimtab.demo.tracker.release import LABEL
from trimtab.demo.tracker.stage import mention
from trimtab.demo.tracker.told import Told

# Labels of releases, and what they are for since September.
_AUTUMN = date(2026, 9, 1)
_PLACES = ("api", "billing/invoices", "sync/client", "sync/store", "web", "infra", "docs", "tests")
_OPEN, _DROPPED, _LEFT_PULLS = 26, 14, 6


def add_issues(board: Board, told: Told) -> None:
    """Issues that are done, those that wait for their day, and what was dropped on the way."""
    for landed in told.landed:
        if landed.who in TEAM:
            dice = told.dice("issue", landed.who, landed.at.isoformat())
            share = 0.24 if landed.branch else 0.12 if landed.who == "dana" else 0.028
            if dice.chance(share):
                _add_done(board, told, landed, dice)
    for nth in range(_OPEN):
        _add_open(board, told, told.dice("open issue", nth), f"open/{nth}")
    for nth in range(_DROPPED):
        _add_dropped(board, told, told.dice("dropped issue", nth), f"dropped/{nth}")
    for weeks in range(0, 80, 9):
        _add_nightly(board, AS_OF - timedelta(weeks=weeks))
    for nth in range(_LEFT_PULLS):
        _add_left_pull(board, told, told.dice("left pull", nth), f"left/{nth}")


def _add_done(board: Board, told: Told, landed: Landed, dice: Dice) -> None:
    """An issue that a pull request or a commit closed."""
    doer, pull = USERS[landed.who], board.items.get(key_of(landed))
    begun = min(landed.commits[0].author.at, pull.at) if pull else landed.commits[0].author.at
    seen_by = _somebody(dice, told, begun - timedelta(days=110), begun)
    opened = earlier(seen_by, begun, dice.between(8, 520))
    if opened >= begun or not is_there(seen_by, opened, told.without):
        return
    item = board.add(_issue(f"issue/{key_of(landed)}", opened, seen_by, landed.place, dice))
    item.facts = {"state_reason": "completed"}
    triaged = later("mara", opened, 0)
    if dice.chance(0.75) and triaged < begun:
        item.is_labelled(triaged, USERS["mara"], _release_of(landed.at))
    item.is_assigned(max(opened, earlier(landed.who, begun, 0.1)), doer, doer)
    if dice.chance(0.6):
        _talk(item, told, landed, dice, begun)
    if pull is not None:
        pull.body += f"\n\nCloses {{#{item.key}}}"
        item.happens("cross-referenced", pull.at, doer, source={"type": "issue", "issue": pull})
    closer = USERS[landed.reader] if landed.branch else doer
    item.closes(landed.at + timedelta(seconds=30), closer, told.oids[landed.mark])


def _talk(item: Item, told: Told, landed: Landed, dice: Dice, until: datetime) -> None:
    """A question, and the answer of whoever was asked: hours later, and since the autumn days later if it is Mara."""
    asks = landed.who
    asked = "mara" if dice.chance(0.35) and asks != "mara" else _somebody(dice, told, item.at, until, besides=asks)
    at = later(asks, item.at, dice.between(0.3, 6))
    slow = asked == "mara" and at.date() >= DRIFT
    answered = later(asked, at, dice.between(12, 26) if slow else dice.between(0.2, 5))
    if answered < until:
        mention(item, item.comments(at, USERS[asks], words.question(dice, landed.place, asked)), asked)
        item.comments(answered, USERS[asked], words.answer(dice, landed.place))
    elif at < until:
        item.comments(at, USERS[asks], words.note(dice, landed.place))


def _add_open(board: Board, told: Told, dice: Dice, key: str) -> None:
    """An issue of this year that nobody has come to yet, and in which nobody is asked anything."""
    at = AS_OF - timedelta(days=dice.between(9, 300))
    place, seen_by = dice.pick(_PLACES), _somebody(dice, told, at, at, besides="mara")
    item = board.add(_issue(key, earlier(seen_by, at, dice.between(0.1, 6)), seen_by, place, dice))
    _note(item, told, dice, place)


def _add_dropped(board: Board, told: Told, dice: Dice, key: str) -> None:
    """An issue that was closed by hand, because nobody will do it."""
    at = AS_OF - timedelta(days=dice.between(60, 480))
    place, seen_by = dice.pick(_PLACES), _somebody(dice, told, at, at)
    item = board.add(_issue(key, earlier(seen_by, at, dice.between(0.1, 6)), seen_by, place, dice))
    item.facts = {"state_reason": "not_planned"}
    closed = later("mara", item.at + timedelta(days=dice.between(2, 30)), 0.4)
    item.comments(closed - MINUTE, USERS["mara"], words.refusal(dice, place))
    item.closes(closed, USERS["mara"])


def _add_nightly(board: Board, at: datetime) -> None:
    """An issue that a program opens when a run fails at night, and closes when the next one does not."""
    opened = at - timedelta(hours=2, minutes=20)
    item = board.add(
        Item(f"nightly/{at.date()}", "issue", opened, CI, f"Nightly run of {at.date()} failed", "See the log.")
    )
    item.is_labelled(opened, CI, "tests")
    item.comments(opened + timedelta(hours=2), CI, "It passed.")
    item.closes(opened + timedelta(hours=2), CI)


def _add_left_pull(board: Board, told: Told, dice: Dice, key: str) -> None:
    """A pull request from somebody's own copy that its author closed again."""
    at = AS_OF - timedelta(days=dice.between(40, 450))
    place, author = dice.pick(_PLACES), _somebody(dice, told, at, at, besides="dana")
    opened = earlier(author, at, dice.between(0.1, 6))
    user = USERS[author]
    title = f"{label_of(place)}: {words.lack(dice, place)[0].lower()}{words.lack(dice, place)[1:]}"
    item = board.add(Item(key, "pull", opened, user, title, words.why(dice, place), draft=dice.chance(0.5)))
    item.facts = {
        "additions": dice.whole(10, 300),
        "deletions": dice.whole(0, 90),
        "changed_files": dice.whole(1, 8),
        "commits": 1,
    }
    item.is_labelled(opened, user, label_of(place))
    closed = later(author, opened, dice.between(4, 60))
    item.comments(closed - MINUTE, user, words.refusal(dice, place))
    item.closes(closed, user)


def _issue(key: str, at: datetime, who: str, place: str, dice: Dice) -> Item:
    item = Item(key, "issue", at, USERS[who], words.lack(dice, place), words.seen(dice, place))
    item.is_labelled(at, USERS[who], label_of(place), "bug" if dice.chance(0.55) else "wish")
    return item


def _note(item: Item, told: Told, dice: Dice, place: str) -> None:
    """A word of somebody who is still there; on what the newer people saw, always."""
    noted = _somebody(dice, told, MARA.at(FOUNDED, 18), AS_OF, besides="mara")
    at = later(noted, item.at + timedelta(days=dice.between(1, 60)), dice.between(0.2, 5))
    new = item.who in (USERS["jun"], USERS["dana"])
    if at < AS_OF and (new or dice.chance(0.7)) and USERS[noted] != item.who:
        item.comments(at, USERS[noted], words.note(dice, place))
    elif new:
        item.comments(later("tomas", item.at, 1), USERS["tomas"], words.note(dice, place))


def _somebody(dice: Dice, told: Told, first: datetime, last: datetime, besides: str = "") -> str:
    """Anybody who is there from one instant to another."""
    begun = max(first, MARA.at(FOUNDED, 18))
    ends = max(begun, last)
    there = [who for who in TEAM if is_there(who, begun, told.without) and is_there(who, ends, told.without)]
    return dice.pick([who for who in there if who != besides])


def _release_of(at: datetime) -> str:
    """The release that what landed then was meant for, as labels name it; since September most of it is the autumn's."""
    if at.date() >= _AUTUMN:
        return LABEL
    return next(release.name.removeprefix("v") for release in releases(()) if release.at > at)
