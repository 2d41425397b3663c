"""Subjects of commits, told in the words of an area, and hardly ever the same twice."""

from trimtab.demo._dice import Dice
from trimtab.demo.areas import Area

# {thing} and {other} are plural or mass nouns, {when} says under which circumstances.
_ON_CODE = (
    "handle {thing} {when}",
    "keep {thing} {when}",
    "refuse {thing} {when}",
    "do not lose {thing} {when}",
    "log {thing} {when}",
    "fix {thing} {when}",
    "test {thing} {when}",
    "say what happened to {thing} {when}",
    "check {thing} {when}",
    "skip {thing} {when}",
    "cache {thing} until they change",
    "move {thing} out of {other}",
    "keep {thing} apart from {other}",
    "derive {thing} from {other}",
    "simplify {thing}",
    "name {thing} in error messages",
    "measure {thing} {when}",
)
_ON_DOCS = (
    "explain {thing} {when}",
    "correct {thing} {when}",
    "add {thing} {when}",
    "shorten {thing}",
    "show {thing} beside {other}",
    "update {thing} {when}",
)
_ON_TESTS = (
    "cover {thing} {when}",
    "steady {thing} {when}",
    "add {thing} {when}",
    "speed up {thing}",
    "share {thing} between {other}",
    "drop doubled {thing} {when}",
)
_REASONS = (
    "Support saw this {count} times last month.",
    "The old way depended on the order of {other}.",
    "Found while looking at {other}.",
    "Measured on staging: {count} % less time.",
    "{Thing} were right only by accident {when}.",
    "Follows what was agreed in the design review.",
    "The next change to {other} needs this.",
)


class Titles:
    """Makes subjects and remembers which were used."""

    def __init__(self) -> None:
        self._used: set[str] = set()

    def subject(self, dice: Dice, area: Area, tag: str) -> str:
        """A subject nobody has used, such as `export: keep header rows on retry`."""
        patterns = {"docs": _ON_DOCS, "tests": _ON_TESTS}.get(area.place, _ON_CODE)
        for _ in range(20):
            thing, other = _two(dice, area.things)
            text = f"{tag}: {dice.pick(patterns).format(thing=thing, other=other, when=dice.pick(area.whens))}"
            if text not in self._used:
                break
        self._used.add(text)
        return text


def reason(dice: Dice, area: Area) -> str:
    """A sentence for the body of a commit."""
    thing, other = _two(dice, area.things)
    when, count = dice.pick(area.whens), dice.whole(3, 40)
    return dice.pick(_REASONS).format(thing=thing, Thing=thing.capitalize(), other=other, when=when, count=count)


def branch_name(area: Area, tag: str, subject: str) -> str:
    """A branch named after what its first commit is about, such as `export-header-rows`."""
    about = next((thing for thing in area.things if thing in subject), "changes")
    return f"{tag}-{about.replace(' ', '-').lower()}"


def _two(dice: Dice, things: tuple[str, ...]) -> tuple[str, str]:
    first = dice.whole(0, len(things) - 1)
    step = dice.whole(1, len(things) - 1)
    return things[first], things[(first + step) % len(things)]
