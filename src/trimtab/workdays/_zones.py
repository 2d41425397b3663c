"""Time zones: names into zones, and clock readings into instants, across every kind of clock change.

Two rules hold everywhere. A reading the clock skips in spring stands for the instant of the jump. A reading it shows
twice in autumn stands for the first time it shows it.
"""

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from trimtab.errors import UsageError

_SECOND = timedelta(seconds=1)


@lru_cache(maxsize=256)
def zone_named(name: str) -> ZoneInfo:
    """The zone of an IANA name such as `Europe/Berlin`; raises `UsageError` for any other text."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        message = f'no time zone is called "{name}". Zones have names such as Europe/Berlin, America/New_York or UTC.'
        raise UsageError(message) from error


@lru_cache(maxsize=16_384)  # some two years of days with their stretches, asked for again and again
def instant_of(day: date, clock: time, zone: ZoneInfo) -> datetime:
    """The instant, in UTC, at which the clock of `zone` first shows `clock` (or jumps over it) on `day`."""
    reading = datetime.combine(day, clock.replace(tzinfo=None, fold=0))
    instant = reading.replace(tzinfo=zone).astimezone(UTC)
    if instant.astimezone(zone).replace(tzinfo=None) == reading:
        return instant
    return _jump(reading, zone)


def _jump(reading: datetime, zone: ZoneInfo) -> datetime:
    """The instant of the jump that skips `reading`, by halving the stretch which must hold it."""
    before = reading.replace(tzinfo=zone, fold=1).astimezone(UTC)
    after = reading.replace(tzinfo=zone, fold=0).astimezone(UTC)
    old = before.astimezone(zone).utcoffset()
    while after - before > _SECOND:
        middle = before + ((after - before) // 2)
        if middle.astimezone(zone).utcoffset() == old:
            before = middle
        else:
            after = middle
    return after.replace(microsecond=0)
