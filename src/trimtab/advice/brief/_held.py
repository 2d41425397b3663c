"""HELD BY ONE: the areas that one active person knows, with the next person named."""

import polars as pl

from trimtab.advice._ground import Ground
from trimtab.advice._holdings import ANCHOR, Holding, holding
from trimtab.advice._names import counted
from trimtab.advice.answer import Claim, Group, Section
from trimtab.advice.brief._handed import shared_since
from trimtab.advice.kept import Said
from trimtab.analyses import ownership

TITLE = "HELD BY ONE"

_SHOWN, _SHOWN_OF_LEAD = 3, 2


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
    return tuple(holding(ground, row, by_area.get((row["repo"], row["area"]))) for row in chosen.to_dicts())


def _chosen(held: pl.DataFrame) -> pl.DataFrame:
    """The lead's two first, then others'; what one person alone knows before what others have at least reviewed."""
    ordered = held.with_row_index("place").sort(pl.col("hold") != "knows", "place").drop("place")
    others = ordered.filter(~pl.col("lead")).head(_SHOWN - min(ordered.filter("lead").height, _SHOWN_OF_LEAD))
    return pl.concat([ordered.filter("lead").head(_SHOWN - others.height), others])


def section(ground: Ground, found: tuple[Holding, ...], before: Said | None = None) -> Section:
    """The areas held by one; one line where one person holds the whole, a note where nobody holds anything alone.

    Areas of which the brief of another week (`before`) said so and which are shared by now follow: that is news too.
    """
    if sole := ground.sole:
        return Section(TITLE, (_everything(ground, sole),))
    shared = shared_since(ground, before) if before else ()
    if not found and not shared:
        areas = ground.files.filter(~pl.col("rest")).select("repo", "area").n_unique()
        note = "no area is known to one person alone" if areas else "too little changed this year to tell areas apart"
        return Section(TITLE, (), note=note)
    return Section(TITLE, (*(one.claim for one in found), *shared))


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
        anchor=ANCHOR,
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
