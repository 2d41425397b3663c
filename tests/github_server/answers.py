"""How an answer is made: pages with their links, ETags, the hour's limit, and faults that were asked for."""

import hashlib
import json
import re
import time
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

Headers = dict[str, str]


@dataclass
class Fault:
    """What goes wrong with the next `times` requests whose path matches, after `after` of them went well.

    `what` is a status, or `secondary` (403 with retry-after), `blind` (403 that does not say how long), `truncated` (a body that
    breaks off), `cut` (no answer), `html` (a page where JSON should be).
    """

    what: str
    path: str = ""
    times: int = 1
    after: int = 0
    headers: Headers = field(default_factory=dict)
    message: str = ""

    def strikes(self, path: str) -> bool:
        """Whether this request is hit; it is counted."""
        if self.times <= 0 or not re.search(self.path, path):
            return False
        if self.after > 0:
            self.after -= 1
            return False
        self.times -= 1
        return True


@dataclass
class Quota:
    """The requests of an hour; the hour may be shorter here. It begins anew when `reset` has passed."""

    limit: int = 5000
    seconds: int = 3600
    used: int = 0
    reset: int = 0

    def turn(self) -> None:
        """Begin a new hour where one has ended."""
        now = int(time.time())
        if now >= self.reset:
            self.used, self.reset = 0, now + self.seconds

    @property
    def is_spent(self) -> bool:
        return self.used >= self.limit

    def headers(self) -> Headers:
        left = max(0, self.limit - self.used)
        told = {"limit": self.limit, "remaining": left, "used": self.used, "reset": self.reset, "resource": "core"}
        return {f"x-ratelimit-{key}": str(value) for key, value in told.items()}


@dataclass(frozen=True)
class Reply:
    """What is sent: a status, headers and a body."""

    status: int
    headers: Headers
    body: bytes = b""


def as_json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def refusal(status: int, message: str, **headers: str) -> Reply:
    said = {"message": message, "documentation_url": "https://docs.github.com/rest", "status": str(status)}
    return Reply(status, {key.replace("_", "-"): value for key, value in headers.items()}, as_json(said))


def found(value: Any, asked: Headers, link: str = "") -> Reply:
    """A body with its ETag; 304 without one where whoever asks has it already."""
    body = as_json(value)
    tag = f'W/"{hashlib.sha256(body + link.encode()).hexdigest()}"'
    headers = {"etag": tag, "cache-control": "private, max-age=60, s-maxage=60"} | ({"link": link} if link else {})
    return Reply(304, headers) if tag == asked.get("if-none-match") else Reply(200, headers, body)


def page(items: list[Any], address: str, query: dict[str, str], asked: Headers) -> Reply:
    """One page of a list, with links to its neighbours by the repository's number, as GitHub writes them."""
    size = min(100, max(1, int(query.get("per_page", "30"))))
    at, last = max(1, int(query.get("page", "1"))), max(1, -(-len(items) // size))

    def to(number: int, rel: str) -> str:
        return f'<{address}?{urlencode({**query, "page": str(number)})}>; rel="{rel}"'

    before = [to(at - 1, "prev")] if at > 1 else []
    after = [to(at + 1, "next"), to(last, "last")] if at < last else []
    first = [to(1, "first")] if at > 1 else []
    return found(items[(at - 1) * size : at * size], asked, ", ".join([*before, *after, *first]))
