"""One area that one person holds, as a claim: what they hold, since when nobody else has, and who is next."""

from collections.abc import Iterator
from dataclasses import dataclass

from trimtab.advice._ground import Ground, Row
from trimtab.advice._names import counted, listed, times
from trimtab.advice.answer import Claim, Figure, Group, Window

ANCHOR = "docs/reference/map.md#holder"

_SOON = 45
# More than a few changes by others, or than the fifth that the definition of a holder leaves them, is not "only".
_FEW_BY_OTHERS, _FEW_SHARE = 3, 0.2
_KNOWS = (
    "one active person has 80 % or more of the weight of recent changes and reviews here "
    "(half as much for every 180 days; a review counts half)"
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


def holding(ground: Ground, row: Row, near: Row | None) -> Holding:
    """One row of `ownership.holders` as a claim, with the row of `ownership.nearest` for it."""
    facts = _Facts(ground, row)
    next_person = near["person"] if near else None
    is_near = bool(near and near["near"])
    reason = reason_of(near) if near else ""
    detail = next_line(ground, next_person, is_near, reason)
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
        anchor=ANCHOR,
        left_out=ground.left_out,
        wrong=("trimtab people merge", "areas: in trimtab.yaml", "CODEOWNERS"),
        sure=ground.sure.get("owners", ""),
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
            yield Group(self._ground.names.short(near["person"]), reason_of(near), found, len(found))
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


def next_line(ground: Ground, person: str | None, near: bool, reason: str) -> str:
    """`next: Tomas (reviewed it twice)`, or who works beside it where nobody is near."""
    if person is None:
        return "next: nobody is near"
    who = ground.names.short(person)
    if near:
        return f"next: {who} ({reason})"
    verb = "work" if who == "you" else "works"
    return f"next: nobody is near; {who} {verb} {reason}"


def reason_of(near: Row) -> str:
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
