"""Which items a query means, as they were at the instant; what it names has to be there, or the message says what is."""

import re
from collections.abc import Callable, Sequence
from difflib import get_close_matches

import polars as pl

from trimtab.advice._scene import Scene
from trimtab.advice.forecast._query import DRAFT, KINDS, READY, Query, Term
from trimtab.errors import UsageError

_MOST_NAMED = 8
_ME = "me"


def chosen(scene: Scene, states: pl.DataFrame, query: Query) -> pl.DataFrame:
    """The items that fulfil all terms, open or not; columns `items.STATES`.

    Raises UsageError where a number, label, milestone or person is asked for that no item has.
    """
    found = states
    for term in query.terms:
        found = found.filter(_TESTS[term.key](scene, states, term))
    return found.sort("tracker", "number", "item")


def _number(_: Scene, states: pl.DataFrame, term: Term) -> pl.Expr:
    asked = int(term.value)
    if asked not in states["number"].to_list():
        last = max(states["number"].drop_nulls().to_list(), default=0)
        raise UsageError(f"there is no item #{asked} here; numbers go up to {last}.")
    return pl.col("number") == asked


def _label(_: Scene, states: pl.DataFrame, term: Term) -> pl.Expr:
    names = states["labels"].explode(empty_as_null=True, keep_nulls=True).drop_nulls().unique().sort().to_list()
    return pl.col("labels").list.contains(_named(term, names, "label"))


def _milestone(_: Scene, states: pl.DataFrame, term: Term) -> pl.Expr:
    return pl.col("milestone") == _named(term, states["milestone"].drop_nulls().unique().sort().to_list(), "milestone")


def _author(scene: Scene, states: pl.DataFrame, term: Term) -> pl.Expr:
    accounts = _accounts(scene, term, set(states["author"].drop_nulls()))
    return pl.struct(_HOST, "author").is_in([{"host": host, "author": account} for host, account in accounts])


def _assignee(scene: Scene, states: pl.DataFrame, term: Term) -> pl.Expr:
    known = set(states["assignees"].explode(empty_as_null=True, keep_nulls=True).drop_nulls())
    accounts = _accounts(scene, term, known)
    return pl.any_horizontal(
        (pl.col("assignees").list.contains(account) & _HOST.eq(host)) for host, account in accounts
    )


_HOST = pl.col("tracker").str.split("/").list.first().alias("host")


def _kind(_: Scene, _states: pl.DataFrame, term: Term) -> pl.Expr:
    if term.value in (DRAFT, READY):
        return (pl.col("kind") == "pull") & (pl.col("draft") == (term.value == DRAFT))
    return pl.col("kind") == KINDS[term.value]


def _word(_: Scene, _states: pl.DataFrame, term: Term) -> pl.Expr:
    return pl.col("title").fill_null("").str.contains(f"(?i){re.escape(term.value)}")


_TESTS: dict[str, Callable[[Scene, pl.DataFrame, Term], pl.Expr]] = {
    "number": _number,
    "label": _label,
    "milestone": _milestone,
    "author": _author,
    "assignee": _assignee,
    "is": _kind,
    "word": _word,
}


def _named(term: Term, names: Sequence[str], sort: str) -> str:
    """The name as items have it, whatever the case; raises UsageError where none has it."""
    by_name = {name.casefold(): name for name in names}
    found = by_name.get(term.value.casefold())
    if found is not None:
        return found
    raise UsageError(f'no item has the {sort} "{term.value}".{_instead(term.value, names)}')


def _accounts(scene: Scene, term: Term, known: set[str]) -> list[tuple[str, str]]:
    """The accounts of a login, of somebody's name or id, or of the lead; one of them at least is on an item."""
    asked = term.value.removeprefix("@")
    person = scene.lead if asked.casefold() == _ME else scene.names.called(asked)
    if asked.casefold() == _ME and person is None:
        raise UsageError(f"{term.key}:me needs to know who you are: --me EMAIL says it.")
    linked = scene.sight.accounts.linked.select("tracker", "account", "login", "person").rows()
    found = [
        (host, account)
        for host, account, login, who in linked
        if (person is not None and who == person) or asked.casefold() in ((login or "").casefold(), who.casefold())
    ]
    if any(account in known for _, account in found):
        return found
    logins = sorted(login for _, account, login, _ in linked if login and account in known)
    raise UsageError(f'no item has the {term.key} "{term.value}".{_instead(asked, logins)}')


def _instead(asked: str, names: Sequence[str]) -> str:
    by_name = {name.casefold(): name for name in names}
    near = get_close_matches(asked.casefold(), list(by_name), n=3, cutoff=0.5)
    shown = [by_name[one] for one in near] or list(names)[:_MOST_NAMED]
    more = f" and {len(names) - len(shown)} more" if not near and len(names) > len(shown) else ""
    blanks = next((name for name in shown if " " in name), None)
    quoted = f" A name with blanks stands in quotation marks inside the query: '...:\"{blanks}\"'." if blanks else ""
    return f" There is {', '.join(shown)}{more}.{quoted}" if shown else " None has any."
