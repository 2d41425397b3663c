"""HELD BY ONE: the areas that one active person knows, with the next person named."""

from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

from trimtab.advice._names import counted, listed, times
from trimtab.advice.answer import Claim, Figure, Group, Section, Window
from trimtab.advice.brief._ground import Ground, Row
from trimtab.analyses import ownership

TITLE = "HELD BY ONE"

_ANCHOR = "docs/reference/map.md#holder"
_SHOWN, _SHOWN_OF_LEAD, _SOON = 3, 2, 45
_KNOWS = (
    "one active person has 80 % or more of the weight of recent changes and reviews here "
    "(half as much for every 90 days; a review counts half)"
)
_WRITES = "one person wrote 80 % or more of the recent changes here; others have reviewed them"


@dataclass(frozen=True, slots=True)
class Holding:
    """One area that one person holds, and who is next for it; `near` says whether they have worked in it."""

    area: str
    person: str
    by_lead: bool
    state: str
    next_person: str | None
    near: bool
    reason: str
    claim: Claim


def holdings(ground: Ground) -> tuple[Holding, ...]:
    """The areas to show: the lead's riskiest two first, then others', three in all; none where one holds everything."""
    if ground.sole or ground.held.is_empty():
        return ()
    mine = ground.held.filter("lead").head(_SHOWN_OF_LEAD)
    others = ground.held.filter(~pl.col("lead")).head(_SHOWN - mine.height)
    mine = ground.held.filter("lead").head(_SHOWN - others.height)
    chosen = pl.concat([mine, others])
    sight = ground.sight
    near = ownership.nearest(
        chosen.select("repo", "area", "person"), ground.doings, ground.files, ground.there, sight.as_of, most=3
    )
    # The lead's own hour is what the brief tries to save, so somebody else comes first where there is anybody.
    ordered = near.sort(pl.col("person") == (ground.lead or ""), "place", descending=[True, True])
    by_area = {(row["repo"], row["area"]): row for row in ordered.to_dicts()}
    return tuple(_holding(ground, row, by_area.get((row["repo"], row["area"]))) for row in chosen.to_dicts())


def section(ground: Ground, found: tuple[Holding, ...]) -> Section:
    """The areas held by one; one line where one person holds the whole, a note where nobody holds anything alone."""
    if sole := ground.sole:
        return Section(TITLE, (_everything(ground, sole),))
    if not found:
        areas = ground.files.filter(~pl.col("rest")).select("repo", "area").n_unique()
        note = "no area is known to one person alone" if areas else "too little changed this year to tell areas apart"
        return Section(TITLE, (), note=note)
    return Section(TITLE, tuple(one.claim for one in found))


def _everything(ground: Ground, person: str) -> Claim:
    wrote = ground.doings.filter(pl.col("person") == person).sort("at", descending=True)
    oids = wrote["oid"].unique(maintain_order=True).to_list()
    who = "you" if person == ground.lead else ground.names.full(person)
    return Claim(
        id="",
        subject="holder:*",
        text=f"the whole: nobody but {who} is at work here, or knows most of it",
        because=(Group(who, counted(len(oids), "commit"), ground.rows.of(oids), len(oids)),),
        window=ground.year,
        meaning="the only active regular, or nine tenths of the weight of all areas together",
        anchor=_ANCHOR,
    )


def _holding(ground: Ground, row: Row, near: Row | None) -> Holding:
    facts = _Facts(ground, row)
    next_person = near["person"] if near else None
    is_near = bool(near and near["near"])
    reason = _reason(near) if near else ""
    detail = _next_line(ground, next_person, is_near, reason)
    claim = Claim(
        id="",
        subject=f"holder:{facts.area}",
        name=facts.area,
        text=facts.text(),
        headline=f"Only {facts.who} {'hold' if facts.who == 'you' else 'holds'} {facts.area}",
        details=(detail,),
        figures=(
            Figure("share", round(100 * facts.share), "%", "of the weight of everybody's changes and reviews here"),
        ),
        because=tuple(facts.groups(near)),
        window=facts.window(),
        meaning=_WRITES if row["hold"] == "writes" else _KNOWS,
        anchor=_ANCHOR,
        left_out=ground.left_out,
        wrong=("trimtab people merge", "areas: in trimtab.yaml", "CODEOWNERS"),
    )
    return Holding(
        facts.area, facts.person, facts.person == ground.lead, facts.state, next_person, is_near, reason, claim
    )


class _Facts:
    """What is known of one held area, as phrases."""

    def __init__(self, ground: Ground, row: Row) -> None:
        self._ground = ground
        self._row = row
        self.area, self.person, self.state = row["area"], row["person"], row["state"]
        self.who = ground.names.short(self.person)
        self.share = row["share"]

    def text(self) -> str:
        """`only you in 12 months, 14 changes`."""
        changes = counted(self._count("area_commits"), "change")
        silent = round(self._row["silent_days"])
        if self.state == "gone":
            return f"only {self.who}, gone for {_span(silent)}; {changes} in 12 months"
        if self.state == "silent":
            return f"only {self.who}, silent for {_span(silent)}; {changes} in 12 months"
        if self._row["hold"] == "writes":
            verb = "write" if self.who == "you" else "writes"
            return f"only {self.who} {verb} here, {changes} in 12 months; reviewed by others"
        return f"only {self.who} in 12 months, {changes}"

    def window(self) -> Window:
        """The year, and what it held."""
        files, lines = self._count("area_files"), self._count("area_lines")
        held = ", ".join(
            (counted(self._count("area_commits"), "commit"), counted(files, "file"), counted(lines, "line"))
        )
        return Window(self._ground.year.start, self._ground.year.end, held)

    def groups(self, near: Row | None) -> Iterator[Group]:
        """The holder's commits and reviews, the next person's, and who else has been here."""
        oids = self._row["oids"]
        when = f", last {self._ground.sight.clock.working.local(self._row['last_at']):%-d %b}"
        did = [counted(self._count("commits"), "commit")]
        did += [counted(self._count("reviews"), "review")] if self._count("reviews") else []
        yield Group(self.who, f"{listed(did)}{when}", self._ground.rows.of(oids), len(oids))
        if near:
            found = self._ground.rows.of(near["oids"])
            yield Group(self._ground.names.short(near["person"]), _reason(near), found, len(found))
        others = self._row["others"]
        if others:
            yield Group("others", f"{self._ground.names.listed(others, most=6)} also changed or reviewed it", (), 0)

    def _count(self, name: str) -> int:
        return self._row[name] or 0


def _next_line(ground: Ground, person: str | None, near: bool, reason: str) -> str:
    if person is None:
        return "next: nobody is near"
    who = ground.names.short(person)
    if near:
        return f"next: {who} ({reason})"
    verb = "work" if who == "you" else "works"
    return f"next: nobody is near; {who} {verb} {reason}"


def _reason(near: Row) -> str:
    """`reviewed it twice, wrote two of its tests`, or `beside it in infra/` for somebody who was never there."""
    if not near["near"]:
        return f"beside it in {near['beside']}"
    tests, reviews = near["tests"], near["reviews"]
    wrote = near["commits"] - tests
    facts = [f"changed it {times(wrote)}"] if wrote else []
    facts += [f"reviewed it {times(reviews)}"] if reviews else []
    facts += [f"changed its tests {times(tests)}"] if tests else []
    return ", ".join(facts) or "has merged work there"


def _span(days: int) -> str:
    return f"{days} days" if days <= _SOON * 2 else f"{round(days / 30.4)} months"
