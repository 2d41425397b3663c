"""The server: which address is which question about the world, and what happens to a request on the way."""

import re
import threading
from collections import Counter
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from github_server.answers import Fault, Headers, Quota, Reply, found, page, refusal
from github_server.shapes import Shapes
from github_server.world import World

_ROUTE = re.compile(r"/(?:repos/(?P<owner>[^/]+)/(?P<name>[^/]+)|repositories/(?P<id>\d+))(?P<rest>/.*)?$")
_ITEM = re.compile(r"/(?P<list>issues|pulls)/(?P<number>\d+)(?P<part>/.*)?$")
Query = dict[str, str]


class Server:
    """Serves a world on a free port of 127.0.0.1 while it is open.

    `tokens` are the logins that are good, empty for none at all; without one, a `private` repository is not there.
    `prefix` is the path below which an Enterprise server answers.
    """

    def __init__(self, world: World, *, prefix: str = "", port: int = 0) -> None:
        self.world = world
        # A second repository, to which items can be moved.
        self.elsewhere: World | None = None
        self.prefix = prefix
        self.tokens: set[str] = set()
        self.private = False
        self.refused = ""
        self.status: int | None = None
        self.faults: list[Fault] = []
        self.quota = Quota()
        self.asked: list[tuple[str, int]] = []
        # Called with each path before it is answered, while nothing else is answered.
        self.before: Callable[[str], None] = lambda _path: None
        self._lock = threading.Lock()
        self._http = ThreadingHTTPServer(("127.0.0.1", port), _handler_of(self))
        self._http.daemon_threads = True
        self._thread = threading.Thread(target=self._http.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)

    def __enter__(self) -> "Server":
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._http.shutdown()
        self._http.server_close()
        self._thread.join()

    @property
    def base(self) -> str:
        """The address of the API."""
        return f"http://127.0.0.1:{self._http.server_address[1]}{self.prefix}"

    def statuses(self) -> Counter[int]:
        """How often each status was sent."""
        return Counter(status for _, status in self.asked)

    def forget(self) -> None:
        """Count from here."""
        self.asked.clear()

    def answer(self, target: str, headers: Headers) -> "Reply | Fault":
        """What to send for a request; a fault where the connection itself is to go wrong."""
        with self._lock:
            self.before(target)
            reply = self._limited(target, headers)
            self.asked.append((target, reply.status if isinstance(reply, Reply) else 0))
            return reply

    def _limited(self, target: str, headers: Headers) -> "Reply | Fault":
        self.quota.turn()
        struck = next((fault for fault in self.faults if fault.strikes(target)), None)
        if struck and struck.what in ("truncated", "cut"):
            return struck
        if struck:
            return self._metered(_failing(struck))
        login = headers.get("authorization", "").removeprefix("Bearer ")
        if login and login not in self.tokens:
            return self._metered(refusal(401, "Bad credentials"))
        if self.quota.is_spent:
            return self._metered(refusal(403, "API rate limit exceeded"))
        reply = self._routed(target, headers, login=login)
        if reply.status != 304:
            self.quota.used += 1
        return self._metered(reply)

    def _metered(self, reply: Reply) -> Reply:
        return Reply(reply.status, self.quota.headers() | reply.headers, reply.body)

    def _routed(self, target: str, headers: Headers, *, login: str) -> Reply:
        parts = urlsplit(target)
        route = _ROUTE.match(parts.path.removeprefix(self.prefix)) if parts.path.startswith(self.prefix) else None
        if route is None or (self.private and not login):
            return refusal(404, "Not Found")
        if self.status:
            return refusal(self.status, "Repository access blocked")
        world = self.world
        if route["id"] is None:
            asked = (route["owner"].lower(), route["name"].lower())
            if asked in world.former:
                onward = f"{self.base}/repositories/{world.repository}{route['rest'] or ''}"
                return refusal(301, "Moved Permanently", location=onward + (f"?{parts.query}" if parts.query else ""))
            if asked != (world.owner.lower(), world.name.lower()):
                return refusal(404, "Not Found")
        elif self.elsewhere and int(route["id"]) == self.elsewhere.repository:
            world = self.elsewhere
        elif int(route["id"]) != world.repository:
            return refusal(404, "Not Found")
        rest, query = route["rest"] or "", dict(parse_qsl(parts.query))
        return self._asked(world, rest, query, headers)

    def _asked(self, world: World, rest: str, query: Query, headers: Headers) -> Reply:
        address, shapes = f"{self.base}/repositories/{world.repository}{rest}", world.shapes(self.base)
        if rest == "":
            return found(shapes.repository(), headers)
        if rest == "/issues":
            return page(world.listing(shapes, query), address, query, headers)
        item = _ITEM.match(rest)
        number = int(item["number"]) if item else 0
        gone = world.gone.get(number)
        if isinstance(gone, str):
            return refusal(301, "Moved Permanently", location=gone)
        if item is None or gone or number not in world.items:
            return refusal(gone or 404, "This issue was deleted" if gone == 410 else "Not Found")
        one, many = _of_item(world, shapes, item["list"] + (item["part"] or ""), number)
        if many is not None:
            return page(many, address, query, headers)
        return found(one, headers) if one is not None else refusal(404, "Not Found")


def _of_item(world: World, shapes: Shapes, what: str, number: int) -> tuple[Any, list[Any] | None]:
    """One object, or a list that comes in pages; neither where there is no such thing."""
    match what:
        case "issues":
            return world.issue(shapes, number), None
        case "issues/timeline":
            return None, world.timeline(shapes, number)
        case "issues/sub_issues":
            return None, world.linked(shapes, number, "sub_issues")
        case "issues/dependencies/blocked_by":
            return None, world.linked(shapes, number, "blocked_by")
        case "pulls" if world.items[number]["type"] == "pull":
            return world.pull(shapes, number), None
        case "pulls/comments" if world.items[number]["type"] == "pull":
            return None, world.comments(shapes, number)
    return None, None


def _failing(fault: Fault) -> Reply:
    match fault.what:
        case "secondary":
            headers = {"retry-after": "1"} | fault.headers
            return Reply(403, headers, refusal(403, fault.message or "You have exceeded a secondary rate limit.").body)
        case "blind":
            return refusal(403, "You have exceeded a secondary rate limit.")
        case "html":
            return Reply(200, {}, b"<html>Unicorn!</html>")
        case status:
            return Reply(int(status), fault.headers, refusal(int(status), fault.message or "It failed").body)


def _handler_of(server: Server) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        # Headers and body in one write: two of them would each wait for the other end's word.
        wbufsize = 1 << 16
        disable_nagle_algorithm = True

        def do_GET(self) -> None:
            headers = {key.lower(): value for key, value in self.headers.items()}
            reply = server.answer(self.path, headers)
            if isinstance(reply, Fault):
                self.close_connection = True
                if reply.what == "truncated":
                    self._send(Reply(200, {}, b'[{"id": '), length=9999)
                return
            self._send(reply)

        def _send(self, reply: Reply, length: int | None = None) -> None:
            self.send_response(reply.status)
            for key, value in reply.headers.items():
                self.send_header(key, value)
            if reply.status != 304:
                self.send_header("content-type", "application/json; charset=utf-8")
                self.send_header("content-length", str(len(reply.body) if length is None else length))
            self.end_headers()
            self.wfile.write(reply.body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is the library's
            """Say nothing; `Server.asked` holds what was asked."""

    return Handler
