"""A place in which nothing happened in the window: what can be said of it is when something last did."""

from datetime import datetime

import polars as pl

from trimtab.advice._ground import Ground
from trimtab.advice._names import counted
from trimtab.advice.answer import Claim, Evidence, Group, Section, Window
from trimtab.advice.map._places import Place
from trimtab.advice.map._table import day

TITLE = "LAST CHANGED"

_ROWS = 5
_ANCHOR = "docs/reference/map.md#a-place-without-changes"


def last_changes(ground: Ground, place: Place) -> pl.DataFrame:
    """The newest commits there in all of history, by anybody: repo, oid, at, subject, name, email, and how many in all."""
    sight = ground.sight
    snapshot = sight.snapshot
    changes = snapshot.scan("changes", as_of=sight.as_of).filter(pl.col("repo") == place.repo, place.covers())
    oids = changes.select("repo", "oid").unique()
    told = snapshot.scan("commits", as_of=sight.as_of).join(oids, on=["repo", "oid"], how="semi")
    columns = ("repo", "oid", "subject", "author_name", "author_email", "happened_at")
    found = told.select(columns).unique(["repo", "oid"]).collect()
    return found.sort("happened_at", "oid", descending=True).with_columns(total=pl.len())


def section(ground: Ground, place: Place, last: pl.DataFrame) -> Section:
    """The last change of all; a note where none is known."""
    if last.is_empty():
        return Section(TITLE, (), note="no change of it was read; older history may not be here")
    people = ground.sight.people.select("name", "email", "person").collect()
    known = {(name, email): person for name, email, person in people.iter_rows()}
    rows = tuple(_evidence(ground, known, *row[:-1]) for row in last.head(_ROWS).iter_rows())
    newest, total = rows[0], last.height
    gone = "" if place.there else "; it is not there any more"
    claim = Claim(
        id="",
        subject=f"last:{place.repo}:{place.path}",
        text=f"{_when(ground, newest)} by {newest.by}: {newest.text}{gone}",
        headline=f"{place.path} changed last {_when(ground, newest)}",
        because=(Group("changes", f"{counted(total, 'commit')} in all of history", rows, total),),
        window=Window(ground.sight.clock.working.local(last["happened_at"][-1]), ground.year.end, counted(total, "commit")),
        meaning="commits that touch it under this name, as far back as the history was read; nothing is said of who knows it",
        anchor=_ANCHOR,
    )  # fmt: skip
    return Section(TITLE, (claim,))


def sentence(ground: Ground, place: Place, last: pl.DataFrame) -> str:
    """The answer in one sentence."""
    name = place.name
    nothing = f"Nothing that teaches anything changed in {name} in {ground.span}"
    if last.is_empty():
        return f"{nothing}, and no older change of it was read."
    at: datetime = last["happened_at"][0]
    return f"{nothing}; it changed last on {day(ground, at)}."


def _when(ground: Ground, one: Evidence) -> str:
    return f"on {day(ground, one.at)}" if one.at is not None else "at an unknown time"


def _evidence(
    ground: Ground, known: dict[tuple[str, str], str], repo: str, oid: str, subject: str | None, name: str, email: str,
    at: datetime,
) -> Evidence:  # fmt: skip
    person = known.get((name, email))
    local = ground.sight.clock.working.local(at)
    by = ground.names.own(person) if person else name
    return Evidence("commit", f"{repo}@{oid}", subject or "", local, by)
