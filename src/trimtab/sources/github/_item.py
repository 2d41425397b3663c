"""One item with all that is said of it, in the form in which GitHub's objects are saved: item, events, comments.

The listing tells an issue whole. Of a pull request the rest is asked for: its size, who is asked for a review, and the
comments on its lines where it has any. Sub-issues and blockers are asked for where the listing counts some.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from trimtab.sources.github._answer import NotThere
from trimtab.sources.github._connector import Connector
from trimtab.sources.tracker.github import Asked
from trimtab.sources.tracker.items import objects_in
from trimtab.sources.tracker.rows import text_of

Json = Mapping[str, Any]  # Any: JSON as the tracker says it

_PAGE = "per_page=100"


@dataclass(frozen=True, slots=True)
class _Kind:
    """A kind of link: where it is asked for, the fact that holds it, and where the listing counts it."""

    path: str
    fact: str
    summary: str
    total: str


_LINKS = {
    "sub_issue": _Kind("sub_issues", "sub_issues", "sub_issues_summary", "total"),
    "blocked_by": _Kind("dependencies/blocked_by", "blocked_by", "issue_dependencies_summary", "total_blocked_by"),
}
LINK_FACTS = tuple(f"{kind.fact}_total" for kind in _LINKS.values())


@dataclass(frozen=True, slots=True)
class Found:
    """An item as it would be saved, and what was asked for besides."""

    saved: dict[str, Any]  # Any: JSON as the tracker says it
    asked: Asked


class Items:
    """Asks for the items of one repository."""

    def __init__(self, connector: Connector, base: str, repository: int) -> None:
        self._connector = connector
        self._of = f"{base}/repositories/{repository}/"

    def listed(self, number: int) -> Json:
        """An item as the listing would tell it. Raises NotThere, with where it went if it lies elsewhere now."""
        answer = self._connector.get(f"{self._of}issues/{number}")
        self._stays(answer.address, answer.body)
        return dict(answer.body)

    def read(self, listed: Json) -> Found:
        """All that is said of an item. Raises NotThere where it is gone by now, Unanswered and SourceUnreadable."""
        number = listed["number"]
        events = [event for event in self._list(f"issues/{number}/timeline") if not _unsaid(event)]
        if "pull_request" in listed:
            return self._pull(number, events)
        facts, links = self._links(listed, events)
        return Found({"type": "issue", "issue": dict(listed), "events": events, "comments": []}, Asked(facts, links))

    def _pull(self, number: int, events: list[Any]) -> Found:
        pull = self._connector.get(f"{self._of}pulls/{number}").body
        comments = self._list(f"pulls/{number}/comments") if pull.get("review_comments") else []
        facts = {}
        # Whether it can be merged is worked out behind the scenes: not known at first, and without meaning at the end.
        if pull.get("state") == "open" and pull.get("mergeable_state") not in (None, "unknown"):
            facts["mergeable_state"] = pull["mergeable_state"]
        return Found({"type": "pull", "pull": pull, "events": events, "comments": comments}, Asked(facts))

    def _links(self, listed: Json, events: list[Any]) -> tuple[dict[str, Any], list[tuple[str, str, str | None]]]:
        """Sub-issues and blockers: facts for what holds now, links for what was ever seen to hold."""
        facts: dict[str, Any] = {}
        links: list[tuple[str, str, str | None]] = []
        for (kind, how), total in zip(_LINKS.items(), link_totals(listed), strict=True):
            if not total:
                continue
            others = objects_in(self._list(f"issues/{listed['number']}/{how.path}"))
            facts |= {how.fact: sorted(str(one["id"]) for one in others), f"{how.fact}_total": total}
            links += [
                (kind, str(one["id"]), _linked_at(kind, one, events) or listed.get("updated_at")) for one in others
            ]
        return facts, links

    def _list(self, path: str) -> list[Any]:  # Any: JSON as the tracker says it
        found: list[Any] = []
        for answer in self._connector.pages(f"{self._of}{path}?{_PAGE}"):
            self._stays(answer.address, answer.body)
            found += objects_in(answer.body)
        return found

    def _stays(self, address: str, body: object) -> None:
        """Raise NotThere where the answer came from another repository: the item was moved there."""
        if not address.startswith(self._of):
            raise NotThere(301, str(body["html_url"]) if isinstance(body, dict) and "html_url" in body else None)


def link_totals(listed: Json) -> tuple[int, ...]:
    """How many sub-issues and blockers the listing counts; a server too old to know of them counts none."""
    counts = ((listed.get(kind.summary), kind.total) for kind in _LINKS.values())
    return tuple(int(told.get(total) or 0) if isinstance(told, dict) else 0 for told, total in counts)


def _unsaid(event: object) -> bool:
    """A review that the login's own person has begun and not sent: nobody else sees it."""
    return isinstance(event, dict) and event.get("event") == "reviewed" and str(event.get("state")).lower() == "pending"


def _linked_at(kind: str, other: Json, events: list[Any]) -> str | None:
    """When the last event says that this link was made."""
    for event in reversed(events):
        named = event.get(kind) if isinstance(event, dict) and event.get("event") == f"{kind}_added" else None
        if (
            isinstance(named, dict)
            and named.get("number") == other.get("number")
            and _repository(named)
            in (
                None,
                other.get("repository_url"),
                _repository(other),
            )
        ):
            return text_of(event.get("created_at"))
    return None


def _repository(issue: Json) -> str | None:
    repository = issue.get("repository")
    return repository.get("url") if isinstance(repository, dict) else None
