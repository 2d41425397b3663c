"""One area, folder or file drawn closer: who knows it, who is next, what is in it, what it changes together with."""

from collections.abc import Iterator
from dataclasses import replace

import polars as pl

from trimtab.advice._ground import Ground, Row
from trimtab.advice._holdings import reason_of
from trimtab.advice._names import counted, listed
from trimtab.advice.answer import Claim, Figure, Group, Section, Window
from trimtab.advice.map import _table, _together
from trimtab.advice.map._areas import Known, Land, land
from trimtab.advice.map._places import Place
from trimtab.advice.map._scope import Closer, carved, within
from trimtab.advice.map._sizes import sizes
from trimtab.analyses import ownership

KNOWN_TO, NEXT = "KNOWN TO", "NEXT"

_PEOPLE, _CANDIDATES, _PAIRS = 6, 3, 4
_HOLDER = "docs/reference/map.md#weight"
_NEAREST = "docs/reference/map.md#nearest"


class Close:
    """One place as the map knows it: itself as one area, and what lies within it."""

    def __init__(self, ground: Ground, place: Place, tree: pl.DataFrame) -> None:
        self.place = place
        self.around = carved(ground, place)
        found = land(self.around, sizes(self.around, _tree_of(place, tree)), pl.DataFrame(schema=ownership.BLIND_SPOTS))
        self.itself = next(one for one in found.areas if one.key == (place.repo, place.name))
        self._inside, self._base = within(ground, place)
        self._tree = tree

    def inside(self) -> tuple[Closer, Land]:
        """The ground of what is in it, and its folders and files, hottest first."""
        own = self._tree.filter(pl.col("repo") == self.place.repo)
        found = land(self._inside, sizes(self._inside, own), pl.DataFrame(schema=ownership.BLIND_SPOTS))
        prefix = f"{self._base}/" if self._base else ""
        shown = tuple(replace(one, shown=_relative(one, prefix)) for one in found.areas)
        return self._inside, replace(found, areas=shown)


def _relative(one: Known, prefix: str) -> str:
    name = one.area.removeprefix(prefix)
    return f"{name}/" if one.folder == one.area else name


def _tree_of(place: Place, tree: pl.DataFrame) -> pl.DataFrame:
    """The files that the place may hold: of a group of files those that it is made of are added by their changes."""
    here = pl.col("repo") == place.repo
    return tree.filter(here) if place.kind == "area" else tree.filter(here & place.covers())


def itself(close: Close) -> Section:
    """The place in one line."""
    ground, one = close.around, close.itself
    (claim,) = _table.rows(ground, [one])
    parts = [_table.figures_in_words(ground, one)]
    if one.complexity is not None:
        parts.append(f"indented {one.complexity:.1f} deep on average")
    if one.bus_factor is not None:
        parts.append(f"bus factor {one.bus_factor}")
    return Section(close.place.kind.upper(), (replace(claim, name="", text="; ".join(parts), cells=()),))


def people(close: Close) -> Section:
    """Who knows it: their share of the weight, what they did, when last. Nobody is compared beyond this one place."""
    ground, one = close.around, close.itself
    rows = ownership.weights(ground.doings, ground.sight.as_of).filter(repo=one.repo, area=one.area)
    known = rows.join(ground.there.select("person", "state", "silent_days"), on="person", how="left")
    ordered = known.sort("weight", "person", descending=[True, False]).head(_PEOPLE).to_dicts()
    return Section(KNOWN_TO, tuple(_person(ground, one, row) for row in ordered))


def _person(ground: Ground, one: Known, row: Row) -> Claim:
    who = ground.names.short(row["person"])
    # Of too little nobody has a share worth telling.
    share = f"{100 * row['share']:.0f} %: " if one.bus_factor is not None else ""
    away = ""
    if row["state"] != "here" and who != "you" and row["silent_days"] is not None:
        away = f"; {row['state']} for {counted(round(row['silent_days']), 'day')}"
    evidence = ground.rows.of(row["oids"])
    return Claim(
        id="",
        subject=f"knows:{one.label}:{row['person']}",
        name=who,
        text=f"{share}{_table.did(ground, row)}{away}",
        headline=f"What {who} {'know' if who == 'you' else 'knows'} of {one.label}",
        figures=(
            Figure("share", round(100 * row["share"]), "%", "of the weight of everybody's changes and reviews here"),
            Figure("written", row["commits"], "commits", f"theirs, in {ground.span}"),
            Figure("reviewed", row["reviews"], "commits", "of others, as far as git shows"),
        ),
        because=(Group(who, _table.did(ground, row), evidence, len(evidence)),),
        window=Window(ground.year.start, ground.year.end, counted(one.commits, "commit")),
        meaning="weight: commits by size, a review half, half as much for every 180 days",
        anchor=_HOLDER,
        left_out=ground.left_out,
        wrong=("trimtab people merge", "CODEOWNERS"),
    )


def following(close: Close) -> Section:
    """Who is next, were who knows it best not there: candidates with their reasons."""
    ground, one = close.around, close.itself
    best = one.only or next(iter((*one.holders, *one.gone)), "")
    asked = pl.DataFrame({"repo": [one.repo], "area": [one.area], "person": [best]})
    near = ownership.nearest(asked, ground.doings, ground.files, ground.there, ground.sight.as_of, most=_CANDIDATES)
    rows = near.to_dicts()
    if not rows:
        return Section(NEXT, (), note="nobody else is near" if best else "")
    after = f"after {ground.names.short(best)}: " if best else ""
    told = [f"{ground.names.short(row['person'])} ({reason_of(row)})" for row in rows]
    groups = [(ground.names.short(row["person"]), reason_of(row), ground.rows.of(row["oids"])) for row in rows]
    claim = Claim(
        id="",
        subject=f"next:{one.label}",
        text=f"{after}{'' if rows[0]['near'] else 'nobody is near; '}{listed(told)}",
        headline=f"Who is next for {one.label}" + (f" after {ground.names.short(best)}" if best else ""),
        because=tuple(Group(who, reason, evidence, len(evidence)) for who, reason, evidence in groups),
        window=Window(ground.year.start, ground.year.end, counted(one.commits, "commit")),
        meaning="active people by their weight here, then in the folders beside it and in what changes together with it",
        anchor=_NEAREST,
        left_out=ground.left_out,
        wrong=("trimtab people merge", "areas: in trimtab.yaml"),
    )
    return Section(NEXT, (claim,))


def together(close: Close) -> Section:
    """What it changes together with: other areas, or for a file other files."""
    ground, one = close.around, close.itself
    found = _together.of_file(ground, one.repo, one.area) if close.place.kind == "file" else _together.pairs(ground)
    here = (pl.col("one") == one.area) | (pl.col("other") == one.area)
    rows = found.filter(pl.col("repo") == one.repo, here).head(_PAIRS).to_dicts()
    return Section(_together.TITLE, tuple(_pairs(ground, rows, one)))


def _pairs(ground: Ground, rows: list[Row], one: Known) -> Iterator[Claim]:
    for row in rows:
        yield _together.claim_from(ground, row, "one" if row["one"] == one.area else "other")
