"""What a result means in words: the judgement, its simple rule, how far to trust it (thresholds: docs/reference/trust.md)."""

from collections.abc import Mapping
from dataclasses import dataclass

from trimtab.analyses.backtests import FEW, Kind, Result

OFTEN, MOSTLY = 0.8, 0.5
"""A judgement is gone by when it is right in so many cases at least, surely; below the second it is wrong too often alone."""


@dataclass(frozen=True, slots=True)
class Words:
    """How one kind of judgement is called: the question, how an answer was right, what it is for, and what it means."""

    asks: str
    right: str
    use: str
    meaning: str
    verb: str


_MAP, _WHO, _WAITING = "MAP", "MAP --WHO", "WAITING"
KINDS: Mapping[Kind, Words] = {
    "owners": Words(
        "who changes it next",
        "among our first three",
        "whom to ask about an area",
        "of the areas that got 3 commits or more in the 90 days after a past instant: whether whoever made most of them was "
        "among the first three by the weight of the map then",
        _MAP,
    ),
    "authors": Words(
        "who takes it",
        "among our first three",
        "whom to ask to take a piece of work",
        "of the pieces of work of three years (one author's commits within days, by whoever made three or more; 200 at "
        "most): whether the author was among the first three of `map --who` the instant before the first commit",
        _WHO,
    ),
    "reviewers": Words(
        "who reviews it",
        "among our first three",
        "whom to ask for a review",
        "of the reviewed changes of three years (200 at most): whether one who read it was among the first three of "
        "`map --who --role reviewer` the instant before its first commit; its authors could not be named",
        _WHO,
    ),
    "turn": Words(
        "whose turn it is",
        "right",
        "which items to look at",
        "of the pull requests of two years on which nobody had acted for an hour, 3 days or 14 days (120 of each at most): "
        "whether the side that the rule of turns named, the author or others, moved next",
        _WAITING,
    ),
    "next": Words(
        "who moves next",
        "among our first three",
        "whom to ask about a pull request",
        "at the same moments: whether whoever moved next was among the first three by the chances that are learned from how "
        "the project went before",
        _WAITING,
    ),
}


def counts(one: Result) -> str:
    """`among our first three in 81 of 97 past cases here; always naming the three busiest: 64`."""
    right = KINDS[one.kind].right
    return (
        f"{right} in {one.right:,} of {len(one.cases):,} past cases here; {one.baseline}: {one.by_rule[one.baseline]:,}"
    )


def trust_in(one: Result) -> str:
    """How far to trust it: one plain sentence, by the thresholds of the reference."""
    use = KINDS[one.kind].use
    match one.verdict:
        case "few":
            return f"too few cases to tell: {len(one.cases)}, and {FEW} are needed"
        case "worse":
            return "worse than that simple rule, by more than chance: go by the rule"
        case "same" if one.share.high < MOSTLY:
            return "no better than that simple rule, within chance, and both are wrong more often than right: go by neither"
        case "same":
            return f"no better than that simple rule, within chance: the rule would tell you {use} as well"
        case "better":
            return f"better than that simple rule, by more than chance: {_how_far(one)} {use}"


def _how_far(one: Result) -> str:
    low = one.share.low
    if low >= OFTEN:
        return "go by it for"
    return "a good first guess of" if low >= MOSTLY else "a hint, but wrong too often to go by alone, of"


def sure(one: Result) -> str:
    """What stands beside a claim of this kind when it is opened."""
    told = f'"{KINDS[one.kind].asks}" was {counts(one)}'
    add: Mapping[str, str] = {
        "few": f"; fewer than {FEW} cases tell little",
        "same": ", no difference beyond chance",
        "worse": ", so the rule is the better guide",
        "better": "",
    }
    return told + add[one.verdict]
