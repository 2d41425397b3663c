"""What an answer of the API means: a body, nothing new, not there, a limit to wait for, or a no with its reason.

GitHub says the same with several codes and headers; they are told apart here, and nothing is sent from here.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

from trimtab.errors import SourceUnreadable

_NEXT = re.compile(r'<([^>]*)>\s*;[^,]*\brel="next"')
_LAST = re.compile(r'<[^>]*[?&]page=(\d+)[^>]*>\s*;[^,]*\brel="last"')
# Pauses from here on are told in minutes.
_LONG = 120
_SECONDARY = ("secondary rate limit", "abuse detection")


@dataclass(frozen=True, slots=True)
class Answer:
    """What was got: `body` is JSON, None where nothing is new; `next` and `last` are what the Link header says."""

    body: Any  # Any: JSON as the tracker says it
    address: str
    etag: str | None = None
    next: str | None = None
    last: int = 1

    @property
    def unchanged(self) -> bool:
        """Whether the tracker answered 304."""
        return self.body is None


@dataclass(frozen=True, slots=True)
class Limit:
    """How long the tracker wants to be left alone, and why; `seconds` is None where it does not say."""

    seconds: float | None
    until: datetime | None
    why: str


class NotThere(Exception):
    """What was asked for is not, or no longer, there: 404, 410, or it lies in another repository now (`moved_to`)."""

    def __init__(self, status: int, moved_to: str | None = None) -> None:
        self.status = status
        self.moved_to = moved_to
        super().__init__(f"answered {status}")


class Unanswered(SourceUnreadable):
    """Asked several times in vain: the server fails, or the connection does."""


def links(header: str | None) -> tuple[str | None, int]:
    """The next page's address, word for word, and the number of the last page."""
    following, last = _NEXT.search(header or ""), _LAST.search(header or "")
    return following[1] if following else None, int(last[1]) if last else 1


def limit_of(status: int, headers: Mapping[str, str], said: str) -> Limit | None:
    """The limit that an answer of 403 or 429 tells of; None where it says no for another reason."""
    if status not in (403, 429):
        return None
    now = _date(headers.get("date"))
    asked = headers.get("retry-after", "")
    if asked.isdigit():
        return Limit(float(asked), _after(now, float(asked)), "it asks for a pause (secondary rate limit)")
    if headers.get("x-ratelimit-remaining") == "0" and headers.get("x-ratelimit-reset", "").isdigit():
        return spent(headers)
    if status == 429 or any(words in said.lower() for words in _SECONDARY):
        return Limit(None, None, "it asks for a pause (secondary rate limit) and does not say how long")
    return None


def spent(headers: Mapping[str, str]) -> Limit | None:
    """The limit that begins with this answer: it was the last one of the hour. The server's own clock counts."""
    reset, now = headers.get("x-ratelimit-reset", ""), _date(headers.get("date"))
    if headers.get("x-ratelimit-remaining") != "0" or not reset.isdigit():
        return None
    until = datetime.fromtimestamp(int(reset), UTC)
    # A second more, because both clocks are whole seconds.
    seconds = max(0.0, (until - now).total_seconds()) + 1 if now else None
    requests = headers.get("x-ratelimit-limit", "all")
    return Limit(seconds, until, f"the {requests} requests of this hour are used up")


def waiting_for(title: str, limit: Limit, seconds: float) -> str:
    """What to say of a pause: why, until when, and that it can be ended."""
    until = f"at {limit.until:%H:%M:%S} UTC, " if limit.until else ""
    span = f"{seconds / 60:.0f} minutes" if seconds >= _LONG else f"{seconds:.0f} s"
    return (
        f"{title}: {limit.why}; going on {until}in {span}. Ctrl-C ends here, and the next sync goes on from this place."
    )


def refusal(status: int, headers: Mapping[str, str], said: str, place: str, login: str | None) -> SourceUnreadable:
    """Why the tracker said no, and what to do; `login` is where the token was found."""
    return SourceUnreadable(f"{place}: {_refused(status, headers, said, login)}")


def _refused(status: int, headers: Mapping[str, str], said: str, login: str | None) -> str:
    if status == 401:
        return (
            f"the login is refused (401): the token of {login or 'the login'} has expired or was withdrawn. "
            "Log in anew (gh auth login), or renew the token. What was read before stands."
        )
    sso = headers.get("x-github-sso", "")
    if "url=" in sso:
        return f"the organisation asks for single sign-on. Allow the token there: {sso.partition('url=')[2]}"
    if status == 403:
        wanted = headers.get("x-accepted-github-permissions") or headers.get("x-accepted-oauth-scopes")
        needs = f" It needs {wanted}." if wanted else " It needs to read issues, pull requests and metadata."
        return f"the login may not read this (403: {said or 'no reason given'}).{needs} See docs/reference/github.md."
    if status == 404:
        hint = f"the token of {login} may not see it" if login else "it is private: log in with gh auth login"
        return f"there is no such repository (404), or {hint}. Check repo: in trimtab.yaml."
    if status == 410:
        return "the repository is gone (410), or has its issues turned off. What was read before stands."
    if status == 451:
        return "it was taken down for legal reasons (451). What was read before stands."
    return f"it answered {status}: {said or 'no reason given'}."


def message_of(body: object) -> str:
    """The sentence in an answer that says no."""
    said = body.get("message") if isinstance(body, dict) else None
    return said if isinstance(said, str) else ""


def _date(header: str | None) -> datetime | None:
    try:
        return parsedate_to_datetime(header) if header else None
    except ValueError:
        return None


def _after(now: datetime | None, seconds: float) -> datetime | None:
    return datetime.fromtimestamp(now.timestamp() + seconds, UTC) if now else None
