"""The four branches that nobody has merged when the story ends."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Aside:
    """One commit on such a branch, at an hour of its author's clock."""

    day: date
    hour: float
    subject: str
    files: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SideBranch:
    """A branch in flight. `pushed` says that origin has it, `local` that this clone has it as a branch of its own.

    With `catches_up`, its author merged main into it, so that main is about that many commits ahead at the end.
    """

    name: str
    who: str
    commits: tuple[Aside, ...]
    local: bool = False
    pushed: bool = True
    catches_up: int = 0

    @property
    def files(self) -> frozenset[str]:
        """All files it touches."""
        return frozenset(path for aside in self.commits for path in aside.files)


SIDE_BRANCHES = (
    SideBranch(
        "retry-budget",
        "mara",
        (
            Aside(date(2026, 9, 2), 13.9, "workers: give every queue a budget of retries", ("workers/budget.py",)),
            Aside(
                date(2026, 9, 2),
                14.6,
                "workers: spend the budget before the delay grows",
                ("workers/budget.py", "workers/retry.py"),
            ),
        ),
        local=True,
        pushed=False,
    ),
    SideBranch(
        "ledger-rounding",
        "mara",
        (
            Aside(date(2026, 10, 23), 13.8, "ledger: carry rounding remainders", ("billing/ledger/rounding.py",)),
            Aside(
                date(2026, 10, 23), 14.5, "ledger: post remainders of a period once", ("billing/ledger/rounding.py",)
            ),
            Aside(
                date(2026, 10, 23), 15.3, "ledger: test remainders over a year", ("billing/ledger/test_rounding.py",)
            ),
        ),
        local=True,
        catches_up=61,
    ),
    SideBranch(
        "infra-alerts",
        "sofie",
        (
            Aside(date(2026, 11, 4), 11.1, "infra: page only when customers notice", ("infra/alerts.yaml",)),
            Aside(date(2026, 11, 5), 10.4, "infra: name an owner for every alert", ("infra/alerts.yaml",)),
        ),
    ),
    SideBranch(
        "export-stream",
        "ife",
        (
            Aside(date(2026, 11, 10), 14.2, "export: stream rows to the sink as they come", ("export/sinks.py",)),
            Aside(date(2026, 11, 10), 15.1, "export: let a slow sink hold back the reader", ("export/sinks.py",)),
            Aside(date(2026, 11, 11), 11.3, "export: close sinks on cancel", ("export/sinks.py",)),
        ),
    ),
)
