"""Ways to tell who moves next, each from what a moment knows: the naive ones, those of the study, and ours.

Each tells whether it is the author's turn, and people in order. The study's ways follow the words of its page: its rule goes by
the last act alone, and its learned way is a conditional logit over who acted last, own earlier acts and the days since, a
fresh approval, usual mergers, busiest reviewers and mentions, fitted on the earlier half.
"""

from collections.abc import Callable, Mapping, Sequence
from math import exp, sqrt

from trimtab.analyses.flow._walk import Moment

Told = tuple[bool, list[str]]
"""Whether it is the author's turn, and who moves next, most likely first."""
Way = Callable[[Moment], Told]

_EPOCHS, _STEP = 6, 0.1


def _by(moment: Moment, *names: str) -> list[str]:
    """Everybody but the author, by these numbers, the first first."""
    known = moment.known_of_people
    return sorted(known, key=lambda who: (*(-float(known[who][name]) for name in names), who))


def others(moment: Moment) -> Told:
    """Always the others, the busiest reviewer first."""
    return False, _by(moment, "reviews")


def other_side(moment: Moment) -> Told:
    """Whoever did not act last."""
    if moment.last != moment.author:
        return True, [moment.author, *_by(moment, "moves", "reviews")]
    return False, _by(moment, "moves", "reviews")


def rule_of_study(moment: Moment) -> Told:
    """A draft is the author's; an approval, or an act of the author, hands over to others; another's act to the author."""
    own = moment.known_of_author
    author = bool(own["is draft"]) or (moment.last != moment.author and not own["last approves"])
    people = _by(moment, "merges" if own["is approved"] else "owed", "requested", "reviews")
    return author, [moment.author, *people] if author else [*people[:2], moment.author, *people[2:]]


def rule(moment: Moment) -> Told:
    """The rule of the product."""
    author = moment.turn == "author"
    people = _by(moment, "merges" if moment.turn == "merger" else "requested", "owed", "reviews")
    return author, [moment.author, *people] if author else [*people[:2], moment.author, *people[2:]]


def ours(moment: Moment) -> Told:
    """The forecast of the product."""
    shared = {name: (1 - moment.chance) * part for name, part in moment.people.items()} | {moment.author: moment.chance}
    return moment.chance > 0.5, sorted(shared, key=lambda name: (-shared[name], name))


def learned(moments: Sequence[Moment]) -> Way:
    """The study's learned way, fitted on these moments."""
    cases = [(_choices(one), one.next) for one in moments]
    width = len(next(iter(cases[0][0].values())))
    weights, seen = [0.0] * width, [1e-6] * width
    for _ in range(_EPOCHS):
        for choices, truth in cases:
            if truth not in choices:
                continue
            chances = _chances(choices, weights)
            for place in range(width):
                slope = choices[truth][place] - sum(chances[name] * row[place] for name, row in choices.items())
                seen[place] += slope * slope
                weights[place] += _STEP * slope / sqrt(seen[place])

    def way(moment: Moment) -> Told:
        chances = _chances(_choices(moment), weights)
        return chances[moment.author] > 0.5, sorted(chances, key=lambda name: (-chances[name], name))

    return way


def _choices(moment: Moment) -> Mapping[str, list[float]]:
    own = moment.known_of_author
    approved, mine = float(own["is approved"]), float(own["mine"])
    author = [1.0, mine, 0.0, float(own["own moves"]), float(own["own gone"]), 0.0, approved, float(own["merges"]),
        float(own["merges"]) * approved, 0.0, float(own["named"]), 0.0]  # fmt: skip
    found = {
        name: [0.0, 0.0, float(row["last"]), float(row["moves"]), float(row["gone from it"]), float(row["newcomer"]), 0.0,
            float(row["merges"]), float(row["merges"]) * approved, float(row["reviews"]), 0.0, float(row["named"])]
        for name, row in moment.known_of_people.items()
    }  # fmt: skip
    return found | {moment.author: author}


def _chances(choices: Mapping[str, list[float]], weights: Sequence[float]) -> Mapping[str, float]:
    scores = {name: sum(map(float.__mul__, weights, row)) for name, row in choices.items()}
    best = max(scores.values())
    parts = {name: exp(score - best) for name, score in scores.items()}
    whole = sum(parts.values())
    return {name: part / whole for name, part in parts.items()}
