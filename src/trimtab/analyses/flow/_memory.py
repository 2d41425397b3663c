"""What is remembered of a tracker's people and habits while its acts go by, so that a forecast at any instant uses nothing later.

Counts fade: an act counts half after each half-life. Times are hours since 1970.
"""

from collections import Counter, defaultdict, deque
from collections.abc import Hashable
from itertools import takewhile
from math import log

DAY = 24.0
_OVERALL = "all"
# A habit is believed after about five cases, and of many the latest 200 weigh most.
_PRIOR, _KEPT = 5.0, 0.995


class Fading:
    """Counts by key that fade, and their sum."""

    def __init__(self, half_life: float) -> None:
        self.half_life = half_life * DAY
        self._counts: dict[Hashable, tuple[float, float]] = {}
        self._sum = (0.0, 0.0)

    def add(self, key: Hashable, at: float) -> None:
        """One more."""
        self._counts[key] = (self.of(key, at) + 1, at)
        self._sum = (self.sum(at) + 1, at)

    def of(self, key: Hashable, at: float) -> float:
        """What is left of a key's count."""
        count, then = self._counts.get(key, (0.0, at))
        return count * 0.5 ** ((at - then) / self.half_life) if count else 0.0

    def sum(self, at: float) -> float:
        """What is left of all counts."""
        count, then = self._sum
        return count * 0.5 ** ((at - then) / self.half_life) if count else 0.0

    def log_share(self, key: Hashable, at: float) -> float:
        """The logarithm of a key's share, kept from falling without end."""
        return log(0.003 + self.of(key, at) / (0.5 + self.sum(at)))


class Rates:
    """How often the author was next, in each kind of situation."""

    def __init__(self) -> None:
        self._seen: dict[Hashable, tuple[float, float]] = {}

    def add(self, key: Hashable, *, author: bool) -> None:
        """One more case."""
        hits, cases = self._seen.get(key, (0.0, 0.0))
        self._seen[key] = (hits * _KEPT + author, cases * _KEPT + 1)

    def of(self, key: Hashable, prior: float, weight: float = _PRIOR) -> float:
        """The rate, drawn towards `prior` where cases are few."""
        hits, cases = self._seen.get(key, (0.0, 0.0))
        return (hits + prior * weight) / (cases + weight)

    def overall(self) -> float:
        """The rate over all situations."""
        return self.of(_OVERALL, 0.4, 10)

    def add_overall(self, *, author: bool) -> None:
        """One more case of any kind."""
        self.add(_OVERALL, author=author)


class Memory:
    """Everything remembered of one tracker."""

    def __init__(self) -> None:
        self.acts = {days: Fading(days) for days in (14, 60, 365)}
        self.reviews = {days: Fading(days) for days in (30, 90)}
        self.merges = {days: Fading(days) for days in (90, 365)}
        self.closes, self.own = Fading(365), Fading(90)
        self.pairs: dict[str, Fading] = defaultdict(lambda: Fading(365))
        self.follows: dict[str, Fading] = defaultdict(lambda: Fading(365))
        self.firsts = Fading(180)
        self.rates = Rates()
        self.last: dict[str, float] = {}
        self.total: Counter[str] = Counter()
        self.latest: dict[str, deque[float]] = defaultdict(lambda: deque(maxlen=30))

    def saw(self, actor: str, act: str, at: float, *, own: bool, pull: bool) -> None:
        """An act of somebody's: on an item of their `own`, on a `pull` request."""
        self.total[actor] += 1
        self.last.pop(actor, None)
        self.last[actor] = at
        self.latest[actor].append(at)
        for counts in self.acts.values():
            counts.add(actor, at)
        if pull and own:
            self.own.add(actor, at)
        if pull and not own and act in ("comment", "review", "line"):
            for counts in self.reviews.values():
                counts.add(actor, at)
        if act == "merged":
            for counts in self.merges.values():
                counts.add(actor, at)
        if act == "closed":
            self.closes.add(actor, at)

    def busiest(self, at: float, most: int) -> list[str]:
        """Those who did most of late."""
        counts = self.acts[60]
        return sorted(self.last, key=lambda name: (-counts.of(name, at), name))[:most]

    def fresh(self, at: float, but: str) -> int:
        """How many people, one left out, acted after an instant."""
        # The last to act stand last.
        later = takewhile(lambda name: self.last[name] > at, reversed(self.last))
        return sum(name != but for name in later)

    def since(self, actor: str, at: float) -> int:
        """How many acts, of the last thirty, somebody did after an instant."""
        return sum(when > at for when in self.latest.get(actor, ()))
