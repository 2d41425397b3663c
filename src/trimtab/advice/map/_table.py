"""AREAS: one row for each area: how large, how much it changes, who knows it, how few people it rests on."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from trimtab.advice._ground import Ground, Row
from trimtab.advice._names import counted, listed
from trimtab.advice.answer import Claim, Figure, Group, Section, Window
from trimtab.advice.map._areas import Known
from trimtab.analyses import ownership

TITLE, INSIDE = "AREAS", "INSIDE"
COLUMNS = ("area", "lines", "changes", "heat", "bus", "known to")
_FIGURES = 3  # of the cells, those that are about the code and not about people
COLUMNS_INSIDE = ("name", "lines", "depth", "changes", "heat", "known to")

_ANCHOR = "docs/reference/map.md#the-figures-of-an-area"
_MEANING = (
    "the fewest active people who have 80 % of the weight of recent changes and reviews between them (half as much for "
    "every 180 days; a review counts half); 0 where those active have less than 20 % of all of it"
)
_HEAT = (
    "in the next half year, were it to go on as in the weeks before (half as much for every 90 days); the range held "
    "what came in three cases of four"
)
_ROWS, _OF_EACH, _PEOPLE = 8, 12, 3
_WRONG = ("trimtab people merge", "areas: in trimtab.yaml", "CODEOWNERS", ".gitattributes")
_YEAR = 365


def section(ground: Ground, areas: Sequence[Known]) -> Section:
    """One row for each area; a note where there is none. Where one person holds the whole, that is said elsewhere, once."""
    claims = rows(ground, areas)
    if claims and ground.sole is not None:
        told = tuple(replace(claim, cells=claim.cells[:_FIGURES]) for claim in claims)
        return Section(TITLE, told, columns=COLUMNS[: _FIGURES + 1])
    return Section(TITLE, claims, "" if claims else "too little changed in the window to tell areas apart", COLUMNS)


def inside(ground: Ground, areas: Sequence[Known]) -> Section:
    """The same for what lies within one place; how deep it is indented stands where the bus factor did."""
    claims = tuple(
        replace(claim, cells=(claim.cells[0], _depth(one), *claim.cells[1:3], claim.cells[4]))
        for claim, one in zip(rows(ground, areas), areas, strict=True)
    )
    return Section(INSIDE, claims, columns=COLUMNS_INSIDE)


def rows(ground: Ground, areas: Sequence[Known]) -> tuple[Claim, ...]:
    """One claim for each area."""
    people = People(ground)
    return tuple(_claim(ground, one, people) for one in areas)


def subject(one: Known) -> str:
    """What the claim about an area is about."""
    return f"area:{one.label}"


def _depth(one: Known) -> str:
    return "" if one.complexity is None else f"{one.complexity:.1f}"


class People:
    """What each person did in each area, for the evidence of a row."""

    def __init__(self, ground: Ground) -> None:
        rows = ownership.weights(ground.doings, ground.sight.as_of).to_dicts()
        self._rows: Mapping[tuple[str, str, str], Row] = {
            (row["repo"], row["area"], row["person"]): row for row in rows
        }

    def of(self, one: Known, person: str) -> Row | None:
        """The row of `ownership.weights`; None for who never was there in the window."""
        return self._rows.get((*one.key, person))


def _claim(ground: Ground, one: Known, people: People) -> Claim:
    year = Window(ground.year.start, ground.year.end, counted(one.commits, "commit"))
    return Claim(
        id="",
        subject=subject(one),
        name=one.shown or one.label,
        text=f"{figures_in_words(ground, one)}; {known_to(ground, one)}",
        headline=_headline(ground, one),
        figures=tuple(_figures(ground, one)),
        because=tuple(_groups(ground, one, people)),
        window=year,
        meaning=_MEANING
        if one.bus_factor is not None
        else "under five changes in the window nothing is said of people",
        anchor=_ANCHOR,
        left_out=ground.left_out,
        wrong=_WRONG,
        sure=ground.sure.get("owners", "") if one.bus_factor is not None else "",
        cells=(
            "" if one.lines is None else short_number(one.lines),
            f"{one.commits:,}",
            f"{one.heat.mean:,.0f}",
            "" if one.bus_factor is None else str(one.bus_factor),
            known_to(ground, one),
        ),
    )


def figures_in_words(ground: Ground, one: Known) -> str:
    """`7 files, 463 lines; 14 changes in 12 months, 4 to 21 in the next half year`."""
    size = counted(one.files, "file") + (f", {counted(one.lines, 'line')}" if one.lines is not None else "")
    return f"{size}; {counted(one.commits, 'change')} in {ground.span}, {_ahead(one)} in the next half year"


def _headline(ground: Ground, one: Known) -> str:
    if one.bus_factor is None:
        return f"{one.label} changed too little to say who knows it"
    if one.bus_factor == 0:
        return f"Nobody who is active knows {one.label}"
    return f"{one.label} rests on {listed([ground.names.short(person) for person in one.holders], 6)}"


def known_to(ground: Ground, one: Known) -> str:
    """`only you`, `you, Ife, Ravi (silent)`, `nobody; was Jun`: you first, then who knows most."""
    if one.bus_factor == 0:
        gone = [ground.names.own(person) for person in one.gone]
        return f"nobody; was {listed(gone, 2)}" if gone else "nobody"
    ordered = sorted(one.holders or one.others, key=lambda person: person != ground.lead)
    only = "only " if one.only is not None and len(ordered) == 1 else ""
    return only + ", ".join(_marked(ground, one, person) for person in ordered)


def _marked(ground: Ground, one: Known, person: str) -> str:
    silent = person in one.silent and person != ground.lead
    return ground.names.short(person) + (" (silent)" if silent else "")


def _figures(ground: Ground, one: Known) -> Iterator[Figure]:
    yield Figure("files", one.files, "files", "files that are there now; vendored, generated and binary ones left out")
    yield Figure("size", one.lines, "lines", "lines of these files now")
    yield Figure("changes", one.commits, "commits", f"in {ground.span}; each counts once, whatever it changes here")
    yield Figure("heat", round(one.heat.mean, 1), "changes", _HEAT, one.heat.low, one.heat.high)
    if one.complexity is not None:
        yield Figure(
            "indentation", round(one.complexity, 1), "deep", "levels, the mean of all lines that are not blank"
        )
    if one.bus_factor is not None:
        yield Figure(
            "bus factor",
            one.bus_factor,
            "person" if one.bus_factor == 1 else "people",
            "how few active people it rests on",
        )
    for person, share in list(zip(one.holders, one.shares, strict=False))[:_PEOPLE]:
        yield Figure(ground.names.short(person), round(100 * share), "%", "of the weight of those active here")


def _groups(ground: Ground, one: Known, people: People) -> Iterator[Group]:
    for person in (*one.holders, *(one.gone if not one.holders else ()))[:_PEOPLE]:
        row = people.of(one, person)
        if row is None:
            continue
        oids = row["oids"]
        yield Group(
            ground.names.short(person),
            did(ground, row),
            ground.rows.of(oids[:_OF_EACH]),
            max(len(oids), row["commits"]),
        )
    if one.others:
        names = ground.names.listed(one.others, most=6)
        yield Group("others", f"{names} {'knows' if len(one.others) == 1 else 'know'} something of it", (), 0)
    if one.gone and one.holders:
        names = ground.names.listed(one.gone, most=6)
        yield Group("gone", f"{names} knew a fifth of it or more and did nothing for 90 days", (), 0)
    yield Group("lately", counted(one.commits, "change"), ground.rows.of(one.oids[:_ROWS]), one.commits)


def did(ground: Ground, row: Row) -> str:
    """`12 commits, 2 reviews, last 11 Nov`."""
    parts = [counted(row[name], one) for name, one in (("commits", "commit"), ("reviews", "review")) if row[name]]
    parts = parts or [counted(row["merges"], "merge")]
    return f"{', '.join(parts)}, last {day(ground, row['last_at'])}"


def day(ground: Ground, at: datetime) -> str:
    """`11 Nov`, with the year where it is more than eleven months ago."""
    local = ground.sight.clock.working.local(at)
    return f"{local:%-d %b}" if (ground.sight.as_of - local).days < _YEAR - 30 else f"{local:%-d %b %Y}"


def short_number(value: int) -> str:
    """`412`, `3.4k`, `12k`, `1.2M`: at most five cells."""
    for size, mark in ((1_000_000, "M"), (1_000, "k")):
        if value >= size:
            scaled = value / size
            return f"{scaled:.1f}{mark}" if scaled < 9.95 else f"{scaled:,.0f}{mark}"
    return str(value)


def _ahead(one: Known) -> str:
    low, high = round(one.heat.low), round(one.heat.high)
    return f"{low:,} to {high:,}" if low < high else f"about {one.heat.mean:,.0f}"
