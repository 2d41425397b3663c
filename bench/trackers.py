"""How fast saved tracker JSON reaches the lake, as a ratio against parsing it with the standard library in the same run.

    python bench/trackers.py [--items 100000] [--rounds 1] [--shape full|cut] [--form lines|document] [--newer] [FILE...]

The file is made up: one shape of item with nineteen events, repeated with other numbers, people and instants. `full` has the
addresses that GitHub's REST objects carry for each user, event and comment; `cut` has none of them and no text, some 160
bytes for each row, so that there is as little to parse for each row as there can be. `--text N` gives each comment a body
of N characters. The reference is `json.loads` of every line, or `json.load` of the document. Each run is a process of its own,
measured inside from opening the file to the end; memory is the peak of the process. `--newer` also reads a second file in
which one item in ten has a further comment. FILEs are measured as they are, under `--tracker`. `--serve FILE` serves it as a live
tracker instead and reads that (`bench/live_tracker.py`).
"""

import argparse
import gzip
import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

PARSE = """
import gzip, json, resource, sys, time
begun = time.perf_counter()
opened = gzip.open if sys.argv[1].endswith(".gz") else open
with opened(sys.argv[1], "rb") as stream:
    if sys.argv[2] == "document":
        json.load(stream)
    else:
        for line in stream:
            json.loads(line)
print(time.perf_counter() - begun, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
"""

SYNC = """
import json, resource, sys, time
from datetime import UTC, datetime
from pathlib import Path
begun = time.perf_counter()
from trimtab.lake import Lake
from trimtab.sources import ArchiveSource
report = ArchiveSource(Path(sys.argv[1]), tracker=sys.argv[3]).sync(Lake(Path(sys.argv[2])), seen_at=datetime.now(UTC))
print(time.perf_counter() - begun, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, json.dumps(report.rows))
"""

_FIRST = datetime(2016, 1, 1, tzinfo=UTC)
_PEOPLE = 500


def _at(number: int, hours: int) -> str:
    return f"{_FIRST + timedelta(hours=number + hours):%Y-%m-%dT%H:%M:%SZ}"


def _user(number: int) -> dict[str, Any]:
    return {"login": f"person-{number % _PEOPLE}", "id": 1000 + number % _PEOPLE, "type": "User"}


def item(number: int, text: int, *, newer: bool) -> dict[str, Any]:
    """A merged pull request, or for every third number a closed issue, each with comments and changes."""
    said = {"body": ("words of no meaning " * (text // 20 + 1))[:text]} if text else {"body_chars": 80, "asks": True}
    base = number * 100
    comments = 7 if newer and number % 10 == 0 else 6
    events: list[dict[str, Any]] = [
        {"id": base + n, "event": "commented", "created_at": _at(number, n), "actor": _user(number + n), **said}
        for n in range(comments)
    ]
    events += [
        {"id": base + 10 + n, "event": "mentioned", "created_at": _at(number, n), "actor": _user(n)} for n in range(4)
    ]
    events += [
        {
            "id": base + 20 + n,
            "event": "labeled",
            "created_at": _at(number, n),
            "actor": _user(n),
            "label": {"name": "a"},
        }
        for n in range(2)
    ]
    shown = {
        "id": 10**9 + number,
        "number": number,
        "title": f"Item {number} of the made-up tracker",
        "state": "closed",
        "user": _user(number),
        "labels": [{"name": "a"}],
        "assignees": [_user(number + 1)],
        "created_at": _at(number, 0),
        "updated_at": _at(number, 30 + comments),
        "closed_at": _at(number, 29),
        **said,
    }
    events.append({"id": base + 30, "event": "closed", "created_at": _at(number, 29), "actor": _user(number + 2)})
    if number % 3 == 0:
        return {"type": "issue", "issue": shown, "events": events, "comments": []}
    return _pull(number, shown, events, said)


def _pull(number: int, shown: dict[str, Any], events: list[dict[str, Any]], said: dict[str, Any]) -> dict[str, Any]:
    base, oid = number * 100, f"{number:040x}"
    shown |= {
        "merged_at": _at(number, 29),
        "merged": True,
        "merged_by": _user(number + 2),
        "additions": 12,
        "draft": False,
    }
    for n in range(3):
        date = {"date": _at(number, n), "name": f"Person {n}"}
        events.append({"event": "committed", "sha": f"{number * 8 + n:040x}", "author": date})
    events.append(
        {
            "id": base + 40,
            "event": "reviewed",
            "submitted_at": _at(number, 20),
            "state": "APPROVED",
            "commit_id": oid,
            "user": _user(number + 2),
        }
    )
    events.append(
        {
            "id": base + 50,
            "event": "merged",
            "created_at": _at(number, 29),
            "commit_id": oid,
            "actor": _user(number + 2),
        }
    )
    comments = [
        {"id": base + 60 + n, "created_at": _at(number, 20), "path": "src/part.c", "user": _user(n), **said}
        for n in range(3)
    ]
    return {"type": "pull", "pull": shown, "events": events, "comments": comments}


def as_saved_by_groups(found: dict[str, Any]) -> dict[str, Any]:
    """The same item in the words of `archive.json`."""
    shown = found[found["type"]]
    said = [
        {"author": one["actor"]["login"], "body": one.get("body", ""), "createdAt": one["created_at"]}
        for one in found["events"]
        if one["event"] == "commented"
    ]
    return {
        "number": shown["number"],
        "title": shown["title"],
        "url": f"https://tracker.example/made/up/issues/{shown['number']}",
        "state": "MERGED" if shown.get("merged") else "CLOSED",
        "author": shown["user"]["login"],
        "labels": ["a"],
        "assignees": [one["login"] for one in shown["assignees"]],
        "body": shown.get("body", ""),
        "createdAt": shown["created_at"],
        "updatedAt": shown["updated_at"],
        "closedAt": shown["closed_at"],
        "mergedAt": shown.get("merged_at"),
        "comments": said,
    }


_API = "https://api.tracker.example"
_OF_USERS = [
    "followers",
    "following",
    "gists",
    "starred",
    "subscriptions",
    "organizations",
    "repos",
    "events",
    "received_events",
]


def in_full(found: Any) -> Any:  # Any: JSON, to any depth
    """The same objects with the keys that an answer of GitHub's has besides."""
    if isinstance(found, list):
        return [in_full(one) for one in found]
    if not isinstance(found, dict):
        return found
    whole = {key: in_full(value) for key, value in found.items()}
    if "login" in found:
        address = f"{_API}/users/{found['login']}"
        named = {f"{one}_url": f"{address}/{one}" for one in _OF_USERS}
        return whole | {"node_id": f"U_{found['id']}", "avatar_url": f"{address}/avatar", "url": address} | named
    if "id" in found:
        address = f"{_API}/repos/made/up/issues/events/{found['id']}"
        more = {"node_id": f"E_{found['id']}", "url": address, "author_association": "MEMBER", "commit_id": None}
        whole = more | {"performed_via_github_app": None} | whole
        if "body" in found or "body_chars" in found:
            counts = dict.fromkeys(["+1", "-1", "laugh", "hooray", "confused", "heart", "rocket", "eyes"], 0)
            return whole | {"html_url": address, "issue_url": address, "reactions": {"url": address, **counts}}
    return whole


def write(file: Path, items: int, text: int, *, full: bool, document: bool, newer: bool) -> None:
    """Save a made-up tracker."""
    bare = (item(number, text, newer=newer) for number in range(1, items + 1))
    found = (in_full(one) for one in bare) if full and not document else bare
    with file.open("w", encoding="utf-8") as out:
        if not document:
            out.writelines(json.dumps(one, separators=(",", ":")) + "\n" for one in found)
            return
        out.write('{"magic": "made up", "issues": [], "pulls": [')
        out.writelines(("" if n == 0 else ",") + json.dumps(as_saved_by_groups(one)) for n, one in enumerate(found))
        out.write("]}")


def run(script: str, *arguments: str) -> tuple[float, float, str]:
    """Seconds, peak megabytes, and what else was printed by a process of its own."""
    command = [sys.executable, "-c", script, *arguments]
    printed = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, env=os.environ).stdout.split(
        " ", 2
    )
    return float(printed[0]), float(printed[1]), "".join(printed[2:]).strip()


def read_lines(file: Path) -> Iterator[dict[str, Any]]:
    """The objects of a file, one a line."""
    opened = gzip.open if file.suffix == ".gz" else open
    with opened(file, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def rows(files: list[Path], form: str, tracker: str, rounds: int) -> Iterator[str]:
    """A line for each file; files after the first go into the lake that the first one filled."""
    parsed, synced, said = [[] for _ in files], [[] for _ in files], [""] * len(files)  # type: ignore[var-annotated]
    for _ in range(rounds):
        with tempfile.TemporaryDirectory() as folder:
            for n, file in enumerate(files):
                parsed[n].append(run(PARSE, str(file), form))
                *seen, said[n] = run(SYNC, str(file), f"{folder}/lake", tracker)
                synced[n].append(seen)
    for n, file in enumerate(files):
        reference = statistics.median(one[0] for one in parsed[n])
        spent, peak = statistics.median(one[0] for one in synced[n]), max(one[1] for one in synced[n])
        size = file.stat().st_size / 2**20
        yield (
            f"{file.name}: {size:,.0f} MB, json {reference:.2f} s, sync {spent:.2f} s, "
            f"ratio {spent / reference:.2f} (bar 4), peak {peak:.0f} MB (bar 600), {said[n]}"
        )


def main() -> None:
    """Measure the files given, or the made-up tracker."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--items", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--shape", choices=["full", "cut"], default="full")
    parser.add_argument("--form", choices=["lines", "document"], default="lines")
    parser.add_argument("--text", type=int, default=0)
    parser.add_argument("--newer", action="store_true")
    parser.add_argument("--tracker", default="tracker.example/made/up")
    parser.add_argument("--serve", type=Path)
    parser.add_argument("--touch", type=int, default=5)
    asked = parser.parse_args()
    if asked.serve:
        from live_tracker import report

        for line in report(asked.serve, asked.touch):
            print(line, flush=True)
        return
    with tempfile.TemporaryDirectory() as folder:
        files = asked.files
        if not files:
            files = [Path(folder) / "first", *([Path(folder) / "newer"] if asked.newer else [])]
            for n, file in enumerate(files):
                write(
                    file,
                    asked.items,
                    asked.text,
                    full=asked.shape == "full",
                    document=asked.form == "document",
                    newer=n > 0,
                )
        for line in rows(files, asked.form, asked.tracker, asked.rounds):
            print(line, flush=True)


if __name__ == "__main__":
    main()
