"""What the map says beyond its table: areas with one holder, areas that nobody holds, and where the lead is blind."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import polars as pl

from trimtab.advice._ground import Ground, Row
from trimtab.advice._holdings import ANCHOR, Holding, holding, next_line, reason_of
from trimtab.advice._names import counted, listed
from trimtab.advice.answer import Claim, Evidence, Group, Section, Window
from trimtab.advice.map._areas import Known
from trimtab.advice.map._table import day
from trimtab.analyses import ownership

ONLY_YOU, BY_ONE, NOBODY, BLIND = "ONLY YOU", "HELD BY ONE", "NOBODY", "BLIND SPOTS"

_SHORT, _OF_EACH = 7, 12
_WHY = {"held": "one colleague alone knows it", "central": "much other work goes through it"}
_NOBODY_ANCHOR = "docs/reference/map.md#bus-factor"
_BLIND_ANCHOR = "docs/reference/map.md#blind-spot"
_NO_HOLDER = "those who are active have less than a fifth of the weight of recent changes and reviews here"


@dataclass(frozen=True, slots=True)
class Lost:
    """An area that nobody active knows, and who is next for it."""

    area: Known
    next_person: str | None
    near: bool
    claim: Claim


@dataclass(frozen=True, slots=True)
class Spot:
    """A blind spot of the lead, and what an hour of reading would open first."""

    area: Known
    first_read: str
    claim: Claim


def held(ground: Ground, areas: tuple[Known, ...]) -> tuple[Holding, ...]:
    """The areas that one active person holds, the lead's first; none where one person holds the whole."""
    by_key = {one.key: one for one in areas if one.bus_factor != 0}
    rows = [row for row in ground.held.to_dicts() if (row["repo"], row["area"]) in by_key]
    if ground.sole or not rows:
        return ()
    near = _nearest(ground, [(row["repo"], row["area"], row["person"]) for row in rows])
    rows.sort(key=lambda row: (not row["lead"], row["hold"] != "knows"))
    return tuple(
        _labelled(holding(ground, row, near.get((row["repo"], row["area"]))), by_key[row["repo"], row["area"]])
        for row in rows
    )


def _labelled(one: Holding, area: Known) -> Holding:
    """Under the name that tells it from its namesake in another clone; of a map's many rows the first few are enough."""
    because = tuple(replace(group, evidence=group.evidence[:_OF_EACH]) for group in one.claim.because)
    claim = replace(one.claim, name=area.label, subject=f"holder:{area.label}", because=because)
    return replace(one, area=area.label, claim=claim)


def _nearest(ground: Ground, asked: list[tuple[str, str, str]]) -> Mapping[tuple[str, str], Row]:
    """Who is next for each area; somebody else than the lead where there is one, whose hour the map is to save."""
    frame = pl.DataFrame(asked, schema={"repo": pl.String, "area": pl.String, "person": pl.String}, orient="row")
    near = ownership.nearest(frame, ground.doings, ground.files, ground.there, ground.sight.as_of, most=3)
    ordered = near.sort("near", pl.col("person") == (ground.lead or ""), "place", descending=[False, True, True])
    return {(row["repo"], row["area"]): row for row in ordered.to_dicts()}


def lost(ground: Ground, areas: tuple[Known, ...]) -> tuple[Lost, ...]:
    """Areas that changed in the year and that nobody active knows any more, hottest first."""
    found = [one for one in areas if one.bus_factor == 0]
    if ground.there.filter("active", "regular").is_empty():
        return ()  # all of it rests, which is said once
    near = _nearest(ground, [(*one.key, one.gone[0] if one.gone else "") for one in found]) if found else {}
    return tuple(_lost(ground, one, near.get(one.key)) for one in found)


def _lost(ground: Ground, one: Known, near: Row | None) -> Lost:
    who = [ground.names.own(person) for person in one.gone]
    was = (
        f"{listed(who)} knew it and {'is' if len(who) == 1 else 'are'} gone" if who else "no regular ever worked there"
    )
    last = f"last on {day(ground, one.last_at)}" if one.last_at else ""
    person, is_near = (near["person"], bool(near["near"])) if near else (None, False)
    groups = [Group("changes", counted(one.commits, "commit"), ground.rows.of(one.oids[:_OF_EACH]), one.commits)]
    if near:
        theirs = ground.rows.of(near["oids"][:12])
        groups.append(Group(ground.names.short(near["person"]), reason_of(near), theirs, len(theirs)))
    claim = Claim(
        id="",
        subject=f"nobody:{one.label}",
        name=one.label,
        text=f"{was}; {counted(one.commits, 'change')} in {ground.span}, {last}",
        headline=f"Nobody who is active knows {one.label}",
        details=(next_line(ground, person, is_near, reason_of(near) if near else ""),),
        because=tuple(groups),
        window=Window(ground.year.start, ground.year.end, counted(one.commits, "commit")),
        meaning=_NO_HOLDER,
        anchor=_NOBODY_ANCHOR,
        left_out=ground.left_out,
        wrong=("trimtab people merge", "areas: in trimtab.yaml"),
    )
    return Lost(one, person, is_near, claim)


def spots(ground: Ground, blind: pl.DataFrame, areas: tuple[Known, ...], months: int) -> tuple[Spot, ...]:
    """The lead's blind spots, those judged from memory first."""
    by_key = {one.key: one for one in areas}
    rows = [row for row in blind.to_dicts() if (row["repo"], row["area"]) in by_key]
    return tuple(_spot(ground, row, by_key[row["repo"], row["area"]], months) for row in rows)


def _spot(ground: Ground, row: Row, area: Known, months: int) -> Spot:
    reads, files = row["reads"] or [], row["files"] or []
    worth = ", ".join([*(oid[:_SHORT] for oid in reads), *files[-1:]])
    at = row["last_read_at"]
    last = f"you last read it on {day(ground, at)}" if at else "you never read it, as far as git shows"
    why = [_WHY[one] for one in row["why"] if one in _WHY]
    claim = Claim(
        id="",
        subject=f"blind:{area.label}",
        name=area.label,
        text=f"{counted(row['commits'], 'change')} by others; {last}",
        headline=f"{area.label} changes without you",
        details=("; ".join([*why, f"an hour: {worth}"]),) if worth else (),
        because=(
            Group("to read", f"{len(reads)} commits that show most of it", ground.rows.of(reads), len(reads)),
            Group("files", "", tuple(Evidence("file", f"{area.repo}:{path}", path) for path in files), len(files)),
            Group("changes", f"by {ground.names.listed(row['people'], most=6)}", ground.rows.of(row["oids"][:_OF_EACH]),
                  row["commits"]),
        ),
        window=Window(ground.year.start, ground.year.end, counted(row["commits"], "commit by others", "commits by others")),
        meaning="an area that others changed 8 times or more in a year, twice or more in the last 12 weeks, or that one "
        "colleague alone knows, or that much other work goes through; and in which you have neither written nor reviewed "
        f"anything for {counted(months, 'month')}",
        anchor=_BLIND_ANCHOR,
        left_out=ground.left_out,
        wrong=("areas: in trimtab.yaml", "trimtab people merge"),
    )  # fmt: skip
    return Spot(area, worth, claim)


def everything(ground: Ground) -> Claim | None:
    """One line for the whole where one person holds it, with whoever else did most of late; None where nobody does."""
    person = ground.sole
    if person is None:
        return None
    who = "you" if person == ground.lead else ground.names.full(person)
    rows = _who_else(ground, person)
    other = rows[0]["person"] if rows else None
    theirs = rows[0]["oids"] if rows else []
    mine = ground.doings.filter(pl.col("act") == "wrote", pl.col("person") == person).sort("at", "oid", descending=True)
    oids = mine["oid"].unique(maintain_order=True).to_list()
    groups = [Group(who, counted(len(oids), "commit"), ground.rows.of(oids[:_OF_EACH]), len(oids))]
    if other:
        groups.append(Group(ground.names.short(other), counted(len(theirs), "commit"),
                            ground.rows.of(theirs[:_OF_EACH]), len(theirs)))  # fmt: skip
    after = f"{ground.names.short(other)} ({counted(len(theirs), 'commit')} in {ground.span})" if other else "nobody"
    return Claim(
        id="",
        subject="holder:*",
        text=f"the whole: nearly all that changed in {ground.span} is {'yours' if who == 'you' else f'by {who}'}; bus factor 1",
        headline=f"Nearly everything here is by {who}",
        details=(f"next: {after}",),
        because=tuple(groups),
        window=ground.year,
        meaning="the only active regular, or nine tenths of the weight of all areas together",
        anchor=ANCHOR,
        left_out=ground.left_out,
        wrong=("trimtab people merge",),
    )


def _who_else(ground: Ground, person: str) -> list[Row]:
    """Whoever else was there in the last quarter and made most commits of the year."""
    wrote = ground.doings.filter(pl.col("act") == "wrote", pl.col("person") != person)
    active = ground.there.filter("active").select("person")
    made = wrote.join(active, on="person", how="semi").sort("at", "oid", descending=True)
    counts = made.group_by("person", maintain_order=True).agg(oids=pl.col("oid").unique(maintain_order=True))
    ordered = counts.sort(pl.col("oids").list.len(), "person", descending=[True, False])
    return ordered.head(1).to_dicts()


def sections(
    whole: Claim | None, holdings: tuple[Holding, ...], gone: tuple[Lost, ...], blind: tuple[Spot, ...]
) -> tuple[Section, ...]:
    """What waits for the lead alone, then for one other, then for nobody; then where the lead is blind."""
    silent_first = sorted(holdings, key=lambda one: one.state == "here")
    found = (
        Section(BY_ONE, (whole,) if whole else ()),
        Section(ONLY_YOU, tuple(one.claim for one in holdings if one.by_lead)),
        Section(BY_ONE, tuple(one.claim for one in silent_first if not one.by_lead)),
        Section(NOBODY, tuple(one.claim for one in gone)),
        Section(BLIND, tuple(one.claim for one in blind)),
    )
    return tuple(section for section in found if section.claims)
