"""One connection to one host's API: asks, waits where it is told to, asks again where the server failed.

Requests go one after the other, as GitHub asks of programs. No other host is ever contacted: a redirect that leads
elsewhere is not followed, so a token never leaves for it.
"""

import json
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import TracebackType
from typing import Any
from urllib.parse import urljoin, urlsplit

import httpx2

from trimtab import __version__
from trimtab.errors import SourceUnreadable
from trimtab.sources.github._address import Place
from trimtab.sources.github._answer import (
    Answer,
    Limit,
    NotThere,
    Unanswered,
    limit_of,
    links,
    message_of,
    refusal,
    spent,
)
from trimtab.sources.github._login import Login

_VERSION = "2022-11-28"
_REDIRECTS = (301, 302, 307, 308)
_MOST_REDIRECTS, _MOST_PAUSES = 5, 20
_SECONDS = httpx2.Timeout(60.0, connect=15.0)


@dataclass(frozen=True, slots=True)
class Patience:
    """How often a failing server is asked, and how many seconds lie between: `first`, then twice as many each time.

    `blind` is the pause after a limit that does not say how long it lasts; GitHub asks for a minute at least.
    """

    tries: int = 5
    first: float = 1.0
    blind: float = 60.0


# Told before a pause: how long, and what it is for.
Pausing = Callable[[Limit, float], None]


class Connector:
    """Asks for JSON, page by page; to be closed."""

    def __init__(self, place: Place, login: Login | None, patience: Patience, pausing: Pausing | None = None) -> None:
        self._place = place
        self._login = login
        self._patience = patience
        self.pausing: Pausing = pausing or (lambda _limit, _seconds: None)
        self._rest: Limit | None = None
        self.requests = 0
        headers = {
            "accept": "application/vnd.github+json",
            "x-github-api-version": _VERSION,
            "user-agent": f"trimtab/{__version__}",
        }
        if login:
            headers["authorization"] = f"Bearer {login.token}"
        self._client = httpx2.Client(headers=headers, timeout=_SECONDS, follow_redirects=False)

    def __enter__(self) -> "Connector":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._client.close()

    def get(self, address: str, etag: str | None = None) -> Answer:
        """What stands at an address of the API, absolute or below its base; with `etag`, only if it is another one.

        Raises NotThere, Unanswered and SourceUnreadable.
        """
        url = self._onward(f"{self._place.base}/", address if "://" in address else f"{self._place.base}{address}")
        for _ in range(_MOST_REDIRECTS):
            response, body = self._patiently(url, etag)
            if response.status_code not in _REDIRECTS:
                return self._answer(response, body, url)
            url = self._onward(url, response.headers.get("location", ""))
        raise SourceUnreadable(f"{self._place.title}: {address} leads in circles.")

    def pages(self, address: str) -> Iterator[Answer]:
        """A list's pages in order, by the addresses that the pages themselves name."""
        following: str | None = address
        while following:
            answer = self.get(following)
            yield answer
            following = answer.next

    def listed(self, address: str) -> list[Any]:  # Any: JSON as the tracker says it
        """The elements of all pages of a list."""
        return [one for answer in self.pages(address) if isinstance(answer.body, list) for one in answer.body]

    def _onward(self, url: str, location: str) -> str:
        onward = urljoin(url, location)
        if not location or urlsplit(onward)[:2] != urlsplit(url)[:2]:
            elsewhere = urlsplit(onward).netloc or "nowhere"
            raise SourceUnreadable(
                f"{self._place.title}: {self._place.contacted} points to {elsewhere}, which is not named in the settings, "
                "so it was not followed."
            )
        return onward

    def _answer(self, response: httpx2.Response, body: Any, url: str) -> Answer:  # Any: JSON
        following, last = links(response.headers.get("link"))
        if response.status_code in (200, 304):
            return Answer(body, url, response.headers.get("etag"), following, last)
        if response.status_code in (404, 410):
            raise NotThere(response.status_code)
        raise self.refused(response.status_code, response.headers, message_of(body))

    def refused(self, status: int, headers: Mapping[str, str] | None = None, said: str = "") -> SourceUnreadable:
        """What to raise for an answer that says no."""
        found_in = self._login.found_in if self._login else None
        return refusal(status, headers or {}, said, self._place.title, found_in)

    def _patiently(self, url: str, etag: str | None) -> tuple[httpx2.Response, Any]:  # Any: JSON, None for 304
        """An answer that is no limit and no failure of the server, and what it holds."""
        failures, pauses, why = 0, 0, ""
        while failures < self._patience.tries and pauses < _MOST_PAUSES:
            if failures and self._rest is None:
                time.sleep(self._patience.first * 2 ** (failures - 1))
            self._keep_still(pauses)
            try:
                response = self._send(url, etag)
            except (httpx2.TransportError, httpx2.DecodingError) as error:
                failures, why = failures + 1, str(error) or type(error).__name__
                continue
            body = None if response.status_code == 304 else _json(response)
            limit = limit_of(response.status_code, response.headers, message_of(body))
            if limit:
                self._rest, pauses = limit, pauses + 1
            elif response.status_code >= 500:
                failures, why = failures + 1, f"it answered {response.status_code}"
            elif response.status_code == 200 and body is None:
                failures, why = failures + 1, "its answer broke off, or is no JSON"
            else:
                self._rest = spent(response.headers) if response.status_code == 200 else None
                return response, body
        asked = self._place.contacted
        tried = (
            f"asked for a pause {pauses} times in a row"
            if pauses >= _MOST_PAUSES
            else (f"could not be read in {failures} attempts: {why}")
        )
        raise Unanswered(
            f"{self._place.title}: {asked} {tried}. What was read so far is kept; run `trimtab sync` again, it goes on there."
        )

    def _send(self, url: str, etag: str | None) -> httpx2.Response:
        self.requests += 1
        return self._client.get(url, headers={"if-none-match": etag} if etag else {})

    def _keep_still(self, pauses: int) -> None:
        """The pause that the answer before asked for. Ctrl-C ends it as it ends anything."""
        limit, self._rest = self._rest, None
        if limit is None:
            return
        blind = self._patience.blind * 2 ** min(max(pauses, 1) - 1, 4)
        seconds = blind if limit.seconds is None else limit.seconds
        self.pausing(limit, seconds)
        time.sleep(seconds)


def _json(response: httpx2.Response) -> Any:  # Any: JSON as the tracker says it
    """The body as JSON; None where it is none."""
    try:
        return response.json()
    except (json.JSONDecodeError, UnicodeDecodeError):
        return None
