"""The instants a map cannot be of: those to come, and those before anything was."""

from datetime import datetime, timedelta

import polars as pl

from trimtab.advice._sight import Sight
from trimtab.errors import UsageError

_WEEK = timedelta(days=7)


def not_to_come(sight: Sight, now: datetime) -> None:
    """Raises UsageError for an instant after the week of the present, and after that of the newest evidence.

    The end of today and of this week are asked for every day; a clock that is behind its own evidence is no reason to
    refuse either.
    """
    if sight.as_of <= now + _WEEK:
        return
    newest = _newest(sight)
    if newest is None or sight.as_of > newest + _WEEK:
        raise UsageError(
            f"{sight.local_as_of:%-d %B %Y} is still to come, and nobody knows what will have changed by then. "
            "--as-of takes an instant of the past."
        )


def earlier_than_all(sight: Sight) -> str:
    """The answer where nothing had been committed yet."""
    oldest = sight.snapshot.scan("commits").select(pl.col("happened_at").min()).collect().item()
    if oldest is None:
        return "Nothing has been committed here yet, so there is nothing to know."
    local = sight.clock.working.local
    return f"Nothing had been committed by {sight.local_as_of:%-d %B %Y}; the first commit is of {local(oldest):%-d %B %Y}."


def _newest(sight: Sight) -> datetime | None:
    found: datetime | None = sight.commits.select(pl.col("happened_at").max()).collect().item()
    return found
