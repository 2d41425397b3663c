"""How an issue or a pull request is named in an answer: its number, its title on a line, its key as evidence, its link."""

import re

from trimtab.advice._ground import Row

_LONGEST = 60
_NAMED = re.compile(r"[^/]+/[^/]+/[^/]+")


def number_of(item: Row) -> str:
    """`#412`; the tracker's own id where items have no number."""
    return f"#{item['number']}" if item["number"] is not None else str(item["item"])


def title_of(item: Row) -> str:
    """The title on one line, cut where it is long."""
    title = " ".join((item["title"] or "").split())
    return title if len(title) <= _LONGEST else f"{title[: _LONGEST - 1].rstrip()}…"


def key_of(item: Row) -> str:
    """What evidence of kind `item` is known by: `github.com/harbour/harbour#412`."""
    if item["number"] is None:
        return f"{item['tracker']}:{item['item']}"
    return f"{item['tracker']}#{item['number']}"


def link_of(item: Row) -> str | None:
    """Where people read an item: as the tracker said, else made from the tracker's name where that is enough."""
    if item["link"]:
        return str(item["link"])
    if item["number"] is None or not _NAMED.fullmatch(item["tracker"]):
        return None
    return f"https://{item['tracker']}/{'pull' if item['kind'] == 'pull' else 'issues'}/{item['number']}"
