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
# More than a few changes by others, or than the fifth that the definition of a holder leaves them, is not "only".
_FEW_BY_OTHERS, _FEW_SHARE = 3, 0.2
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
    chosen = _chosen(ground.held)
    sight = ground.sight
    near = ownership.nearest(
        chosen.select("repo", "area", "person"), ground.doings, ground.files, ground.there, sight.as_of, most=3
    )
    # The lead's own hour is what the brief tries to save, so somebody else who is near comes first; the first is kept last.
    ordered = near.sort("near", pl.col("person") == (ground.lead or ""), "place", descending=[False, True, True])
    by_area = {(row["repo"], row["area"]): row for row in ordered.to_dicts()}
    return tuple(_holding(ground, row, by_area.get((row["repo"], row["area"]))) for row in chosen.to_dicts())


def _chosen(held: pl.DataFrame) -> pl.DataFrame:
    """The lead's two first, then others'; what one person alone knows before what others have at least reviewed."""
    ordered = held.with_row_index("place").sort(pl.col("hold") != "knows", "place").drop("place")
    others = ordered.filter(~pl.col("lead")).head(_SHOWN - min(ordered.filter("lead").height, _SHOWN_OF_LEAD))
    return pl.concat([ordered.filter("lead").head(_SHOWN - others.height), others])


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
    """One line for the whole, with whoever else made most of the changes lately as the next person."""
    oids = _written_by(ground, person)
    who = "you" if person == ground.lead else ground.names.full(person)
    other = second(ground, person)
    theirs = _written_by(ground, other) if other else []
    detail = (
        f"next: {ground.names.short(other)} ({counted(len(theirs), 'commit')} in {ground.span})"
        if other
        else "next: nobody"
    )
    groups = [Group(who, counted(len(oids), "commit"), ground.rows.of(oids), len(oids))]
    if other:
        groups.append(
            Group(ground.names.short(other), counted(len(theirs), "commit"), ground.rows.of(theirs), len(theirs))
        )
    return Claim(
        id="",
        subject="holder:*",
        text=f"the whole: nearly all that changed in {ground.span} is {'yours' if who == 'you' else f'by {who}'}",
        headline=f"Nearly everything here is by {who}",
        details=(detail,),
        because=tuple(groups),
        window=ground.year,
        meaning="the only active regular, or nine tenths of the weight of all areas together",
        anchor=_ANCHOR,
        left_out=ground.left_out,
        wrong=("trimtab people merge",),
    )


def second(ground: Ground, person: str) -> str | None:
    """Whoever, but for one person, made most commits of the year and was there in the last quarter of it."""
    wrote = ground.doings.filter(pl.col("act") == "wrote", pl.col("person") != person)
    active = ground.there.filter("active").select("person")
    made = wrote.join(active, on="person", how="semi").group_by("person").agg(pl.col("oid").n_unique())
    return next(iter(made.sort("oid", "person", descending=[True, False])["person"]), None)


def _written_by(ground: Ground, person: str) -> list[str]:
    wrote = ground.doings.filter(pl.col("act") == "wrote", pl.col("person") == person).sort(
        "at", "oid", descending=True
    )
    found: list[str] = wrote["oid"].unique(maintain_order=True).to_list()
    return found


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
        headline=facts.headline(),
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
        if self.state == "gone" and self.who != "you":
            return f"only {self.who}, gone for {_span(silent)}; {changes} in {self._ground.span}"
        if self.state == "silent" and self.who != "you":
            return f"only {self.who}, silent for {_span(silent)}; {changes} in {self._ground.span}"
        if self._row["hold"] == "writes":
            share = f"{100 * self._row['share_written']:.0f} %"
            return f"{self.who} wrote {share} of it; {changes} in {self._ground.span}"
        if self._others_changed_it:
            return f"mostly {self.who}: {self._count('commits')} of {changes} in {self._ground.span}"
        return f"only {self.who} in {self._ground.span}, {changes}"

    def headline(self) -> str:
        """The claim as a sentence that stands alone."""
        if self._row["hold"] == "writes":
            return f"Nearly all of {self.area} is written by {self.who}"
        holds = "hold" if self.who == "you" else "holds"
        if self._others_changed_it:
            return f"{'You' if self.who == 'you' else self.who} {holds} most of {self.area}"
        return f"Only {self.who} {holds} {self.area}"

    @property
    def _others_changed_it(self) -> bool:
        """Whether others made more of the changes than a word like `only` allows."""
        made = self._count("area_commits")
        return made - self._count("commits") > min(_FEW_BY_OTHERS, _FEW_SHARE * made)

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
            found = self._ground.rows.of(self._of_next(near))
            yield Group(self._ground.names.short(near["person"]), _reason(near), found, len(found))
        others = [person for person in self._row["others"] if near is None or person != near["person"]]
        if others:
            yield Group("others", f"{self._ground.names.listed(others, most=6)} also changed or reviewed it", (), 0)

    def _of_next(self, near: Row) -> list[str]:
        """What speaks for the next person: what they did here, else what they do beside it."""
        if not near["near"]:
            return list(near["oids"])
        own = self._ground.doings.filter(repo=near["repo"], area=near["area"], person=near["person"])["oid"].to_list()
        return [oid for oid in near["oids"] if oid in own]

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
