"""The lead's zone and usual hours, read off the UTC offsets and clock times of their own commits.

A proposal until the settings say otherwise. Every commit carries the offset of the clock it was made with; a year of
them shows the pattern of a place's clock changes. What it cannot show is which of several places with the same clock:
then the largest is named and the others are listed.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from zoneinfo import available_timezones

import polars as pl

from trimtab.workdays import zone_named

# One or more names per clock in use, the most likely home of a software team first; then the rest of the world.
_NAMES = """
Europe/Berlin America/New_York America/Los_Angeles Asia/Kolkata Asia/Shanghai Europe/London America/Chicago
Asia/Tokyo America/Sao_Paulo Europe/Paris Australia/Sydney Europe/Moscow Europe/Kyiv Asia/Jerusalem Europe/Istanbul
America/Denver Asia/Singapore Asia/Seoul Europe/Helsinki Europe/Warsaw Europe/Madrid Europe/Rome Europe/Amsterdam
Europe/Stockholm Europe/Zurich Europe/Vienna Europe/Prague Europe/Athens Europe/Bucharest Europe/Lisbon
Europe/Dublin America/Toronto America/Vancouver America/Mexico_City America/Bogota America/Argentina/Buenos_Aires
America/Santiago America/Lima America/Phoenix America/Anchorage America/Halifax America/St_Johns America/Caracas
America/Havana Pacific/Honolulu Pacific/Auckland Pacific/Chatham Australia/Brisbane Australia/Adelaide
Australia/Darwin Australia/Perth Australia/Lord_Howe Asia/Karachi Asia/Dhaka Asia/Kathmandu Asia/Colombo
Asia/Jakarta Asia/Ho_Chi_Minh Asia/Bangkok Asia/Manila Asia/Taipei Asia/Hong_Kong Asia/Dubai Asia/Tehran Asia/Kabul
Asia/Riyadh Asia/Baghdad Asia/Beirut Asia/Tbilisi Asia/Yerevan Asia/Tashkent Asia/Almaty Asia/Yangon
Asia/Yekaterinburg Asia/Omsk Asia/Novosibirsk Asia/Krasnoyarsk Asia/Irkutsk Asia/Yakutsk Asia/Vladivostok
Asia/Magadan Asia/Kamchatka Africa/Johannesburg Africa/Lagos Africa/Nairobi Africa/Cairo Africa/Casablanca
Africa/Windhoek Atlantic/Azores Atlantic/Cape_Verde America/Nuuk America/Noronha America/Montevideo
America/Asuncion Pacific/Apia Pacific/Tongatapu Pacific/Kiritimati Pacific/Marquesas Pacific/Pago_Pago UTC
"""
_LIKELY = tuple(_NAMES.split())

FEWEST_COMMITS = 5
"""With fewer dated commits nothing is inferred."""

_YEAR, _LATELY = timedelta(days=365), timedelta(days=90)
_FEWEST_LATELY = 20
_AS_GOOD = 0.01
_GOOD, _HALF = 0.9, 0.5


@dataclass(frozen=True, slots=True)
class ZoneGuess:
    """A zone, and how far its clock agrees with the commits: `agreeing` of `commits`.

    `alternatives` are places whose clock agrees as well. `left_out` counts commits with a zero offset that were taken
    for a machine's.
    """

    zone: str
    agreeing: int
    commits: int
    alternatives: tuple[str, ...]
    left_out: int = 0

    @property
    def share(self) -> float:
        """The share of commits that agree."""
        return self.agreeing / self.commits

    @property
    def only_utc(self) -> bool:
        """Whether the commits carry a zero offset all year, as machines and containers do: no sign of where one is."""
        return self.zone == "UTC"


@dataclass(frozen=True, slots=True)
class HoursGuess:
    """The stretch of a working day that holds most weekday commits: `within` of `commits`."""

    start: time
    end: time
    within: int
    commits: int


def zone_of(commits: pl.LazyFrame, as_of: datetime) -> ZoneGuess | None:
    """The zone whose offsets agree best with the commits of the year before `as_of`; older ones when it has too few.

    Needs `author_at` and `author_offset` (minutes). Somebody who moved within the last 90 days is placed where they
    committed since; a journey only lowers the agreement. None with fewer than five commits, or when no zone has the
    offsets.
    """
    dated = _dated(commits, as_of)
    if dated.height < FEWEST_COMMITS:
        return None
    recent = _since(dated, as_of - _YEAR)
    counted = _counted(recent if recent.height >= FEWEST_COMMITS else dated)
    guess = _best(counted)
    # A zero may be a machine's, so zeros alone do not show a move.
    lately = _elsewhere(_counted(_since(dated, as_of - _LATELY)))
    if guess and lately.total() >= _FEWEST_LATELY and _agreeing(guess.zone, lately) < _HALF * lately.total():
        return _best(lately)
    return guess


def usual_hours_of(commits: pl.LazyFrame, as_of: datetime) -> HoursGuess | None:
    """The working day that commits on weekdays suggest: the eight and a half hours that hold most of them.

    By the clock each commit was made with, over a year, starting between six and noon on the half hour. None with
    fewer than thirty such commits, or when less than half of them lie within.
    """
    recent = _since(_dated(commits, as_of), as_of - _YEAR)
    clocks = [
        at.replace(tzinfo=None) + timedelta(minutes=offset)
        for at, offset in recent.select("author_at", "author_offset").iter_rows()
    ]
    minutes = [clock.hour * 60 + clock.minute for clock in clocks if clock.weekday() < _SATURDAY]
    if len(minutes) < _FEWEST_CLOCKS:
        return None
    within = {start: sum(start <= minute <= start + _USUAL_LENGTH for minute in minutes) for start in _STARTS}
    # Of stretches that hold as much, the one nearest to nine o'clock.
    start = max(_STARTS, key=lambda candidate: (within[candidate], -abs(candidate - _USUAL_START), -candidate))
    if within[start] * 2 < len(minutes):
        return None
    end = start + _USUAL_LENGTH
    return HoursGuess(time(*divmod(start, 60)), time(*divmod(end, 60)), within[start], len(minutes))


_SATURDAY = 5
_FEWEST_CLOCKS = 30
_USUAL_START, _USUAL_LENGTH = 9 * 60, 8 * 60 + 30
_STARTS = range(6 * 60, 12 * 60 + 1, 30)


def _dated(commits: pl.LazyFrame, as_of: datetime) -> pl.DataFrame:
    known = commits.select("author_at", "author_offset").drop_nulls()
    return known.filter(pl.col("author_at") <= as_of.astimezone(UTC)).collect()


def _since(dated: pl.DataFrame, start: datetime) -> pl.DataFrame:
    return dated.filter(pl.col("author_at") > start.astimezone(UTC))


def _counted(dated: pl.DataFrame) -> Counter[tuple[datetime, int]]:
    """Commits per day and offset: enough for a zone, and few enough to try them all."""
    days = dated.group_by(pl.col("author_at").dt.truncate("1d"), "author_offset").agg(
        pl.col("author_at").min().alias("at"), pl.len()
    )
    # The busiest days come first: they tell soonest that a zone is not it.
    busiest = sorted(days.iter_rows(), key=lambda day: (-day[3], day[0], day[1]))
    return Counter({(at, offset): count for _, offset, at, count in busiest})


def _best(counted: Counter[tuple[datetime, int]]) -> ZoneGuess | None:
    guess = _nearest(counted)
    if guess and not guess.only_utc and guess.share >= _GOOD:
        return guess
    # Zeros that fit no place with the other offsets come from machines whose clock is UTC.
    elsewhere = _elsewhere(counted)
    without = _nearest(elsewhere) if elsewhere.total() >= FEWEST_COMMITS else None
    if without and (guess is None or without.share > guess.share or without.share >= _GOOD):
        return replace(without, left_out=counted.total() - elsewhere.total())
    return guess


def _elsewhere(counted: Counter[tuple[datetime, int]]) -> Counter[tuple[datetime, int]]:
    """What was committed with an offset other than zero."""
    return Counter({key: count for key, count in counted.items() if key[1]})


def _nearest(counted: Counter[tuple[datetime, int]]) -> ZoneGuess | None:
    total = counted.total()
    found = _with_agreement(_LIKELY, counted)
    if not found or found[0][1] < _HALF * total:
        found = _with_agreement((*_LIKELY, *_rest_of_the_world()), counted)
    if not found:
        return None
    best = found[0][1]
    as_good = [(zone, agreeing) for zone, agreeing in found if agreeing >= best - _AS_GOOD * total]
    if ("UTC", best) in as_good:
        return ZoneGuess("UTC", best, total, ())  # zeros throughout; that a place had them too says nothing
    likely = [zone for zone in _LIKELY if zone in dict(as_good)]
    zone = likely[0] if likely else as_good[0][0]
    others = tuple(other for other, _ in as_good if other != zone)
    return ZoneGuess(zone, dict(as_good)[zone], total, others)


def _with_agreement(zones: Iterable[str], counted: Counter[tuple[datetime, int]]) -> list[tuple[str, int]]:
    """Zones with the commits that agree, best first, without those that cannot be as good as the best."""
    spare = _AS_GOOD * counted.total()
    best = 0
    found = []
    for zone in zones:
        agreeing = _agreeing(zone, counted, best - spare)
        best = max(best, agreeing)
        if agreeing:
            found.append((zone, agreeing))
    return sorted(found, key=lambda pair: -pair[1])


def _agreeing(zone: str, counted: Counter[tuple[datetime, int]], wanted: float = 0) -> int:
    """How many commits carry the offset that the zone had then; none once they can no longer be `wanted`."""
    clock = zone_named(zone)
    left = counted.total()
    for (at, offset), count in counted.items():
        if at.astimezone(clock).utcoffset() != timedelta(minutes=offset):
            left -= count
            if left < wanted:
                return 0
    return left


def _rest_of_the_world() -> list[str]:
    continents = (
        "Africa/",
        "America/",
        "Antarctica/",
        "Asia/",
        "Atlantic/",
        "Australia/",
        "Europe/",
        "Indian/",
        "Pacific/",
    )
    return sorted(zone for zone in available_timezones() if zone.startswith(continents) and zone not in _LIKELY)
