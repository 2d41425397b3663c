"""Ordinary issues: seen by somebody, talked about, done by what landed; and a few that nobody has come to yet."""

from datetime import datetime, timedelta

from trimtab.demo._dice import Dice
from trimtab.demo.errands import releases
from trimtab.demo.landed import Landed
from trimtab.demo.story import AS_OF, DRIFT
from trimtab.demo.team import FOUNDED, MARA, TEAM
from trimtab.demo.tracker import words
from trimtab.demo.tracker.accounts import USERS
from trimtab.demo.tracker.board import Board, Item
from trimtab.demo.tracker.clock import earlier, is_there, later
from trimtab.demo.tracker.pulls import key_of, label_of
from trimtab.demo.tracker.stage import mention
from trimtab.demo.tracker.told import Told

_OPEN = 26


def add_issues(board: Board, told: Told) -> None:
    """Issues that are done, and issues that wait for their day."""
    for landed in told.landed:
        if landed.who in TEAM:
            dice = told.dice("issue", landed.who, landed.at.isoformat())
            share = 0.24 if landed.branch else 0.12 if landed.who == "dana" else 0.028
            if dice.chance(share):
                _add_done(board, told, landed, dice)
    for nth in range(_OPEN):
        _add_open(board, told, nth)


def _add_done(board: Board, told: Told, landed: Landed, dice: Dice) -> None:
    """An issue that a pull request or a commit closed."""
    doer = USERS[landed.who]
    begun = landed.commits[0].author.at
    seen_by = _somebody(dice, told, begun - timedelta(days=40), besides="")
    opened = earlier(seen_by, begun, dice.between(3, 70))
    if opened >= begun:
        return
    title = words.lack(dice, landed.place)
    item = Item(f"issue/{key_of(landed)}", "issue", opened, USERS[seen_by], title, words.seen(dice, landed.place))
    board.add(item)
    kind = "bug" if dice.chance(0.55) else "wish"
    item.is_labelled(opened, item.who or doer, label_of(landed.place), kind)
    release = _release_of(landed.at)
    if release and dice.chance(0.45):
        item.is_labelled(later("mara", opened, 0), USERS["mara"], release)
    item.is_assigned(earlier(landed.who, begun, 0.1), doer, doer)
    if dice.chance(0.6):
        _talk(item, told, landed, dice, begun)
    oid = told.oids[landed.mark]
    pull = board.items.get(key_of(landed))
    if pull is None:
        item.closes(landed.at + timedelta(seconds=30), doer, oid)
        return
    pull.body += f"\n\nCloses {{#{item.key}}}"
    item.happens("cross-referenced", pull.at, doer, source={"type": "issue", "issue": pull})
    item.closes(landed.at + timedelta(seconds=30), USERS[landed.reader], oid)


def _talk(item: Item, told: Told, landed: Landed, dice: Dice, until: datetime) -> None:
    """A question, and the answer of whoever was asked: hours later, and since the autumn days later if it is Mara."""
    asks = landed.who
    asked = "mara" if dice.chance(0.35) and asks != "mara" else _somebody(dice, told, item.at, besides=asks)
    at = later(asks, item.at, dice.between(0.3, 6))
    slow = asked == "mara" and at.date() >= DRIFT
    answered = later(asked, at, dice.between(12, 26) if slow else dice.between(0.2, 5))
    if answered >= until or not is_there(asked, answered, told.without):
        item.comments(later(asks, item.at, 0.2), USERS[asks], words.note(dice, landed.place))
        return
    mention(item, item.comments(at, USERS[asks], words.question(dice, landed.place, asked)), asked)
    item.comments(answered, USERS[asked], words.answer(dice, landed.place))


def _add_open(board: Board, told: Told, nth: int) -> None:
    """An issue of this year that nobody has come to yet, and in which nobody is asked anything."""
    dice = told.dice("open issue", nth)
    place = dice.pick(("api", "billing/invoices", "sync/client", "sync/store", "web", "infra", "docs", "tests"))
    opened = AS_OF - timedelta(days=dice.between(9, 300))
    seen_by = _somebody(dice, told, opened, besides="mara")
    opened = earlier(seen_by, opened, dice.between(0.1, 6))
    item = board.add(
        Item(
            f"open/{nth}",
            "issue",
            opened,
            USERS[seen_by],
            words.lack(dice, place),
            words.seen(dice, place),
        )
    )
    kind = dice.pick(("bug", "wish"))
    item.is_labelled(opened, USERS[seen_by], label_of(place), kind)
    noted = _somebody(dice, told, AS_OF, besides="mara")
    at = later(noted, opened + timedelta(days=dice.between(1, 60)), 0)
    if at < AS_OF and dice.chance(0.7):
        item.comments(at, USERS[noted], words.note(dice, place))


def _somebody(dice: Dice, told: Told, at: datetime, besides: str) -> str:
    """Anybody who is there by then and stays."""
    begun = max(at, MARA.at(FOUNDED, 18))
    return dice.pick([who for who in TEAM if who != besides and is_there(who, begun, told.without)])


def _release_of(at: datetime) -> str | None:
    """The release that took in what landed then, as labels name it; None for the one to come."""
    later_ones = [release for release in releases(()) if release.at > at]
    return later_ones[0].name.removeprefix("v") if later_ones else None
