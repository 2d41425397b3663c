"""Many questions of who can take it, answered in one pass over the history: JSON lines in, JSON lines out.

So anyone can back-test the answer: each question has its own instant, and nothing later is seen. Only who is who is of
today: a second address that somebody began to use later is theirs in the past too.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import polars as pl

from trimtab.advice._linked import reviews_told
from trimtab.advice._sight import resolved_people
from trimtab.advice.map._reasons import Row, reasons
from trimtab.analyses import experts
from trimtab.analyses.reviews import reviews_of
from trimtab.errors import UsageError

if TYPE_CHECKING:
    from trimtab.analyses.identity import Resolved
    from trimtab.analyses.identity.accounts import Accounts
    from trimtab.workspace import Workspace

_FORM = '{"id": "q1", "paths": ["src/a.py"], "as_of": "2024-05-01T00:00:00Z", "role": "author", "exclude": []}'
_MOST_TOLD = 20
_PEOPLE = 10


@dataclass(frozen=True, slots=True)
class _Asked:
    """A question as it was written; `id` is given back as it came."""

    id: str | int
    paths: tuple[str, ...]
    as_of: datetime
    role: str
    exclude: tuple[str, ...]


class _Wrong(Exception):
    """What is wrong with one line, for the one message about all of them."""


def answers(workspace: "Workspace", lines: Iterable[str], *, now: datetime) -> Iterator[str]:
    """One JSON line for each question, in the order asked; empty lines are passed over.

    Raises UsageError that names every line which is no question.
    """
    asked = _read(lines, now)
    if not asked:
        return
    resolved, accounts = resolved_people(workspace)
    told = _candidates(workspace, resolved, accounts, asked)
    emails = dict(resolved.persons.select("person", "emails").iter_rows())
    displays = dict(resolved.persons.select("person", "display").iter_rows())
    by_place: dict[str, list[Row]] = {}
    for row in told.iter_rows(named=True):
        by_place.setdefault(row["id"], []).append(row)
    for place, question in enumerate(asked):
        people = [
            {
                "name": displays[row["person"]],
                "emails": emails[row["person"]],
                "weight": round(row["weight"], 6),
                "reasons": list(reasons(row, question.role, question.as_of, _utc)),
            }
            for row in by_place.get(str(place), ())
        ]
        yield json.dumps({"id": question.id, "people": people}, ensure_ascii=False)


def _candidates(
    workspace: "Workspace", resolved: "Resolved", accounts: "Accounts", asked: Sequence[_Asked]
) -> pl.DataFrame:
    """The candidates of every question, whose id is its place in `asked`."""
    latest = max(question.as_of for question in asked)
    snapshot = workspace.snapshot()
    commits = snapshot.scan("commits", as_of=latest)
    if len(workspace.clones) > 1:  # a fact counts once across clones and forks
        commits = commits.sort("oid", "repo").unique(["oid"], keep="first", maintain_order=True)
    people = resolved.people.lazy()
    persons = _by_address(resolved.people)
    rows = [
        (str(place), one.as_of, one.role, list(one.paths), sorted({persons.get(it, it) for it in one.exclude}))
        for place, one in enumerate(asked)
    ]
    return experts.candidates(
        pl.DataFrame(rows, schema=experts.QUESTIONS, orient="row"),
        commits,
        snapshot.scan("changes", as_of=latest),
        people,
        reviews_of(commits, people, latest, reviews_told(snapshot, accounts, latest)).acts.lazy(),
        most=_PEOPLE,
    )


def _by_address(people: pl.DataFrame) -> dict[str, str]:
    return {email.casefold(): person for email, person in people.select("email", "person").iter_rows()}


def _utc(at: datetime) -> datetime:
    return at.astimezone(UTC)


def _read(lines: Iterable[str], now: datetime) -> list[_Asked]:
    found: list[_Asked] = []
    wrong: list[str] = []
    for number, line in enumerate(lines, start=1):
        if line.strip():
            try:
                found.append(_question(line, now))
            except _Wrong as error:
                wrong.append(f"line {number}: {error}")
    if wrong:
        more = [f"and {len(wrong) - _MOST_TOLD} more lines"] if len(wrong) > _MOST_TOLD else []
        raise UsageError("\n".join([*wrong[:_MOST_TOLD], *more, f"A question is one line such as {_FORM}"]))
    return found


def _question(line: str, now: datetime) -> _Asked:
    try:
        said = json.loads(line)
    except ValueError as error:
        raise _Wrong(f"this is no JSON ({error})") from error
    if not isinstance(said, dict):
        raise _Wrong("a question is an object in braces")
    name = said.get("id")
    if not isinstance(name, str | int) or isinstance(name, bool):
        raise _Wrong('"id" is missing, or no text')
    paths = _texts(said, "paths")
    if not paths:
        raise _Wrong('"paths" is missing or empty')
    role = said.get("role") or "author"
    if role not in experts.ROLES:
        raise _Wrong(f'"role" is {json.dumps(role)}; it can be {", ".join(experts.ROLES)}')
    return _Asked(
        name, paths, _instant(said.get("as_of"), now), role, tuple(one.casefold() for one in _texts(said, "exclude"))
    )


def _texts(said: dict[str, object], key: str) -> tuple[str, ...]:
    value = said.get(key)
    if value is None:
        return ()
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise _Wrong(f'"{key}" is no list of texts')
    return tuple(value)


def _instant(text: object, now: datetime) -> datetime:
    if text is None:
        return now.astimezone(UTC)
    try:
        at = datetime.fromisoformat(str(text))
    except ValueError as error:
        raise _Wrong(f'"as_of" is {json.dumps(text)}, no instant such as 2024-05-01T00:00:00Z') from error
    if at.tzinfo is None:
        raise _Wrong(f'"as_of" is {text}, without a zone; 2024-05-01T00:00:00Z is in UTC')
    if at > now:
        raise _Wrong(f'"as_of" is {text}, which is in the future')
    return at.astimezone(UTC)
