"""A schedule of the demo team as the tests of its drawings know it."""

from datetime import datetime, timedelta

from builders_answer import CET
from trimtab.advice.answer import Answer, Bar, BarKind, Claim, Evidence, Figure, Gantt, Group, Section

MONDAY = datetime(2026, 11, 23, 9, tzinfo=CET)
_DAY = timedelta(days=1)


def bar(
    name: str,
    first: int,
    last: int,
    *people: str,
    kind: BarKind = "task",
    critical: bool = False,
    slack: float = 0.0,
    groups: tuple[str, ...] = (),
    due: int | None = None,
    title: str = "",
    claim: str = "",
) -> Bar:
    """A task from the morning of one day to the evening of another, both counted from Monday 23 November 2026."""
    start, end = MONDAY + first * _DAY, MONDAY + last * _DAY + timedelta(hours=8)
    return Bar(
        id=name,
        title=title or name.capitalize(),
        kind=kind,
        start=end if kind != "task" else start,
        end=end,
        people=people,
        groups=groups,
        critical=critical,
        lead="you" in people,
        slack=slack,
        due=MONDAY + due * _DAY if due is not None else None,
        claim=claim,
    )


BARS = (
    bar("schema", 0, 2, "Tomas", critical=True, claim="ps101", title="Schema of the ledger"),
    bar("docs", 0, 1, "Ravi", slack=6.0, claim="ps102"),
    bar("rounding", 3, 10, "you", critical=True, claim="ps103", groups=("Ledger",)),
    bar("import-v2", 11, 17, "Tomas", "Ife", critical=True, claim="ps104", groups=("Ledger",), due=16),
    bar("beta", 17, 17, kind="milestone", claim="ps105"),
)


def scheduled(*bars: Bar, title: str = "Billing rewrite") -> Answer:
    """The answer of `plan schedule` with these bars; with those of the demo team where none are given."""
    drawn = bars or BARS
    claims = tuple(
        Claim(
            one.claim, f"task:{one.id}", f"{one.title}: {', '.join(one.people)}", name=one.id,
            cells=(", ".join(one.people), f"{one.start:%-d %b}", f"{one.end:%-d %b}", "critical" if one.critical else "6 days"),
            figures=(Figure("slack", one.slack, "days", "working days its start could slip"),),
            because=(Group("written", "", (Evidence("record", "plans/billing.yaml:8", one.title),), 1),),
            meaning="when it is done and by whom",
        )
        for one in drawn
        if one.people
    )  # fmt: skip
    sections = (
        Section("LANDS", (Claim("ps3", "end", "Thu 10 Dec, at most 1.8 % longer than the best possible"),)),
        Section("WHEN", claims, columns=("WHEN", "who", "from", "to", "slack")),
    )
    return Answer(
        verb="plan-schedule", title=title, period="4 tasks, 3 people and you", as_of=MONDAY, sections=sections,
        claim=f"{title} lands on Thu 10 Dec", sources=("records",),
        gantt=Gantt(drawn, min(one.start for one in drawn), max(one.end for one in drawn), "billing"),
    )  # fmt: skip
