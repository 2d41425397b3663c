"""What people write on items: short, in the words of an area."""

from trimtab.demo._dice import Dice
from trimtab.demo.areas import AREAS, Area
from trimtab.demo.tracker.accounts import USERS

_WHY = (
    "Trouble with {thing} {when}, twice this week.",
    "This keeps {thing} apart from {other}, so that the next change is small.",
    "Support asked for it: {thing} {when} surprised people.",
    "With {thing} it worked by accident {when}. Now there is a test for it.",
    "Small step. Next, in a change of its own: {other}.",
    "Measured on staging with {count} clients; {other} as fast as before.",
)
_FINE = (
    "Looks right to me.",
    "Good. Tried it on staging.",
    "Fine, thanks.",
    "Reads well, merge when you like.",
    "Nice and small.",
    "",
)
_REMARKS = (
    "Does this still hold {when}?",
    "I would name it after {thing}, not after {other}.",
    "One line on why would help the next reader.",
    "What happens to {other} here?",
    "This could go into the test for {thing}.",
)
_REPLIES = (
    "Right, changed.",
    "It does, the test beside it covers that.",
    "Renamed.",
    "Good point, done.",
    "Left as it is, because of {other}.",
)
_LACKS = (
    "{Thing}: wrong {when}",
    "{Thing}: lost {when}",
    "Show {thing} {when}",
    "Let people choose {thing}",
    "{Thing}: slow {when}",
    "Say more about {thing} {when}",
    "{Thing} and {other} disagree {when}",
)
_SEEN = (
    "Seen by {count} customers since Monday. It happens {when}, never otherwise.",
    "Two ports asked for this. Nothing is lost, but it looks broken.",
    "Steps: open a project with {thing}, wait, look at {other}.",
    "Found while working on {other}. I have no fix in mind yet.",
    "Came up in the talk with support. Not urgent, but it comes back each month.",
)
_ASKS = (
    "@{login} do you remember why we do {thing} this way?",
    "@{login} is that the same as what we saw with {other}?",
    "@{login} should we do the same for {other}?",
    "Which of the two is right, @{login}? I can do either.",
)
_SAYS = (
    "Yes, same cause. We need it for {other} too.",
    "It was meant for {other}. Change it, nothing rests on it any more.",
    "The second one. The first was a workaround {when}.",
    "No, that one came from {other}; this is new.",
)
_NOTES = (
    "Still happens on the newest release.",
    "One more customer, {when}.",
    "Cannot do it this month, but it is not forgotten.",
    "Easier once somebody has been through {other}.",
    "Put it beside {other} on the list.",
)

_REFUSALS = (
    "Not worth it while {other} may still change.",
    "Solved in another way, with {other}.",
    "Nobody has asked again since. Closing.",
    "We looked at it twice and it would cost more than it saves.",
)


def why(dice: Dice, place: str) -> str:
    """The text of a pull request."""
    return _filled(dice, place, _WHY)


def fine(dice: Dice) -> str:
    """The text of an approval."""
    return dice.pick(_FINE)


def remark(dice: Dice, place: str) -> str:
    """A comment on a line."""
    return _filled(dice, place, _REMARKS)


def reply(dice: Dice, place: str) -> str:
    """What an author answers to such a comment."""
    return _filled(dice, place, _REPLIES)


def lack(dice: Dice, place: str) -> str:
    """The title of an issue."""
    return _filled(dice, place, _LACKS)


def seen(dice: Dice, place: str) -> str:
    """The text of an issue."""
    return _filled(dice, place, _SEEN)


def question(dice: Dice, place: str, who: str) -> str:
    """Something that one person is asked."""
    return _filled(dice, place, _ASKS, login=USERS[who].login)


def answer(dice: Dice, place: str) -> str:
    """What that person says."""
    return _filled(dice, place, _SAYS)


def note(dice: Dice, place: str) -> str:
    """Something that asks nobody."""
    return _filled(dice, place, _NOTES)


def refusal(dice: Dice, place: str) -> str:
    """Why something will not be done."""
    return _filled(dice, place, _REFUSALS)


def _filled(dice: Dice, place: str, patterns: tuple[str, ...], **more: str) -> str:
    area = _area(place)
    thing, other = dice.some(area.things, 2)
    if dice.chance(0.5):
        thing, other = other, thing
    words = {"thing": thing, "Thing": _big(thing), "other": other, "Other": _big(other)}
    return dice.pick(patterns).format(when=dice.pick(area.whens), count=dice.whole(2, 9), **words, **more)


def _big(text: str) -> str:
    return text[0].upper() + text[1:]


def _area(place: str) -> Area:
    return AREAS.get(place, AREAS["tools"])
