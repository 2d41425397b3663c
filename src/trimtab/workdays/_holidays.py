"""Public holidays, from the `holidays` library, which is read only when a country is set: it takes 0.14 s to import."""

from datetime import date
from functools import lru_cache

from trimtab.errors import UsageError


@lru_cache(maxsize=512)
def public_holidays(country: str, subdivision: str | None, year: int) -> frozenset[date]:
    """The public holidays of a year; raises `UsageError` for a country or subdivision the library does not know."""
    import holidays

    try:
        return frozenset(holidays.country_holidays(country, subdiv=subdivision, years=[year]))
    except NotImplementedError as error:
        place = f"{country}, {subdivision}" if subdivision else country
        message = (
            f'no holidays are known for "{place}". Countries are written like DE or US, subdivisions like BY or CA.'
        )
        raise UsageError(message) from error
