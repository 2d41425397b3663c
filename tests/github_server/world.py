"""What the server knows: one repository and its items, as saved objects (`{"type": ..., "issue" or "pull": ..., "events": ...}`).

Saved objects leave out what is null and what a program has no use for; `shapes` gives both back when they are asked for.
"""

import gzip
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from github_server.shapes import Shapes

Json = dict[str, Any]

# Issues and pull requests have ids of their own; a pull request's issue has another id than the pull request.
_AS_ISSUE = 5_000_000_000


@dataclass
class World:
    """A repository: its numeric id, its present name, the names it had, and its items by number."""

    items: dict[int, Json] = field(default_factory=dict)
    owner: str = "harbour"
    name: str = "ledger"
    repository: int = 77
    former: set[tuple[str, str]] = field(default_factory=set)
    web: str = "https://github.com"
    # Numbers of items that are gone: 404, 410, or the address they were moved to.
    gone: dict[int, int | str] = field(default_factory=dict)

    def add(self, *saved: Json) -> "World":
        """Take in saved objects, replacing those of the same number."""
        for one in saved:
            self.items[one[one["type"]]["number"]] = one
        return self

    @classmethod
    def of_file(cls, file: Path, **named: Any) -> "World":
        """The items of an NDJSON file."""
        opened = gzip.open if file.suffix == ".gz" else open
        with opened(file, "rt", encoding="utf-8") as lines:
            return cls(**named).add(*(json.loads(line) for line in lines))

    def shapes(self, base: str) -> Shapes:
        """Whoever writes the objects out in full, with addresses below `base`."""
        return Shapes(base, self.web, self.owner, self.name, self.repository)

    def present(self) -> Iterable[Json]:
        return (one for number, one in self.items.items() if number not in self.gone)

    def listing(self, shapes: Shapes, asked: Mapping[str, str]) -> list[Json]:
        """`/issues`: issues and pull requests alike, filtered and ordered as asked."""
        state, since = asked.get("state", "open"), asked.get("since", "").replace("+00:00", "Z")
        key = "updated_at" if asked.get("sort") == "updated" else "created_at"
        chosen = [
            one[one["type"]]
            | {"as": one["type"], "sub_issues": one.get("sub_issues", []), "blocked_by": one.get("blocked_by", [])}
            for one in self.present()
            if state in ("all", one[one["type"]].get("state")) and one[one["type"]]["updated_at"] >= since
        ]
        chosen.sort(key=lambda one: (one[key], one["number"]), reverse=asked.get("direction", "desc") != "asc")
        return [self._issue(shapes, one) for one in chosen]

    def issue(self, shapes: Shapes, number: int) -> Json:
        """`/issues/N`."""
        one = self.items[number]
        links = {"sub_issues": one.get("sub_issues", []), "blocked_by": one.get("blocked_by", [])}
        return self._issue(shapes, one[one["type"]] | {"as": one["type"]} | links)

    def _issue(self, shapes: Shapes, shown: Json) -> Json:
        blockers = [self._state(number) for number in shown["blocked_by"]]
        counts = {
            "sub_issues_summary": {
                "total": len(shown["sub_issues"]),
                "completed": sum(self._state(number) == "closed" for number in shown["sub_issues"]),
                "percent_completed": 0,
            },
            "issue_dependencies_summary": {
                "blocked_by": blockers.count("open"),
                "blocking": 0,
                "total_blocked_by": len(blockers),
                "total_blocking": 0,
            },
        }
        number = shown["id"] + _AS_ISSUE if shown["as"] == "pull" else shown["id"]
        return shapes.issue(shown | {"id": number} | counts, pull=shown["as"] == "pull")

    def _state(self, number: int) -> str:
        one = self.items.get(number, {"type": "issue", "issue": {}})
        return str(one[one["type"]].get("state"))

    def pull(self, shapes: Shapes, number: int) -> Json:
        """`/pulls/N`."""
        one = self.items[number]
        return shapes.pull(one["pull"], comments=len(one.get("comments", [])))

    def timeline(self, shapes: Shapes, number: int) -> list[Json]:
        """`/issues/N/timeline`."""
        return [shapes.event(number, event) for event in self.items[number].get("events", [])]

    def comments(self, shapes: Shapes, number: int) -> list[Json]:
        """`/pulls/N/comments`."""
        return [shapes.comment(number, comment) for comment in self.items[number].get("comments", [])]

    def linked(self, shapes: Shapes, number: int, key: str) -> list[Json]:
        """`/issues/N/sub_issues` and `/issues/N/dependencies/blocked_by`."""
        return [self.issue(shapes, other) for other in self.items[number].get(key, [])]
