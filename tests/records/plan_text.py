"""Plans as a lead would type them, and what is told of them."""

from pathlib import Path

from trimtab.diagnostics import Diagnostic
from trimtab.records import load

HEAD = "title: Billing\nstart: 2026-11-23\n"  # a Monday
PEOPLE = {"tomas": "skills: [python, sql]", "ife": "skills: [python]", "mara": "names: [Mara Lindqvist]"}


def told(team: Path, text: str) -> list[Diagnostic]:
    (team / "plans" / "billing.yaml").write_text(HEAD + text)
    return list(load(team).diagnostics)


def codes(team: Path, text: str) -> list[str]:
    return [one.code for one in told(team, text)]


def tasks(*written: str) -> str:
    """Tasks of a day each; `build after=[a]` is one with an id and keys."""
    lines = []
    for one in written:
        name, _, keys = one.partition(" ")
        estimate = "" if "estimate" in keys or "tasks" in keys else ", estimate: 1d"
        lines.append(f"  - {{id: {name}{estimate}{', ' + keys if keys else ''}}}\n")
    return "tasks:\n" + "".join(lines)
