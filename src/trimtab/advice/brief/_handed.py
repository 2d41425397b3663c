"""HELD BY ONE, what came of it: areas that one person held when the last brief said so, and that others know by now.

A hand-over that worked is seen here and nowhere else, so that the list never only changes in silence.
"""

from collections.abc import Iterator
from datetime import UTC, datetime

import polars as pl

from trimtab.advice._ground import Ground
from trimtab.advice._names import counted
from trimtab.advice.answer import Claim, Group, Window
from trimtab.advice.kept import Said

_ANCHOR = "docs/reference/brief.md#held-by-one"
_HELD = "holder:"


def shared_since(ground: Ground, before: Said) -> tuple[Claim, ...]:
    """One claim for each area that was told as held by one person and is not any more, because of somebody else's work.

    An area that is merely not among the first any more, or in which nothing happened, is not told.
    """
    held = set(ground.held["area"])
    told = [subject.removeprefix(_HELD) for subject in before.by_subject if subject.startswith(_HELD)]
    return tuple(claim for area in sorted(told) if area not in held for claim in _claim(ground, area, before.at))


def _claim(ground: Ground, area: str, since: datetime) -> Iterator[Claim]:
    rests = ground.bus.filter(pl.col("area") == area, pl.col("bus_factor") > 1).to_dicts()
    new = ground.doings.filter(pl.col("area") == area, pl.col("at") > since.astimezone(UTC)).sort(
        "at", "oid", descending=True
    )
    holders = rests[0]["holders"] if rests else []
    theirs = new.filter(pl.col("person").is_in(holders))
    if theirs["person"].n_unique() == 0:
        return
    oids = theirs["oid"].unique(maintain_order=True).to_list()
    day = f"{since.day} {since:%b}"
    yield Claim(
        id="",
        subject=f"shared:{area}",
        name=area,
        text=f"not held by one any more: {ground.names.listed(holders)} share it",
        headline=f"{area} is shared by now",
        details=(f"since {day}: {counted(len(oids), 'change or review', 'changes and reviews')} by them",),
        because=tuple(
            Group(
                ground.names.short(person),
                f"{counted(theirs.filter(person=person)['oid'].n_unique(), 'change or review', 'changes and reviews')} since {day}",
                ground.rows.of(theirs.filter(person=person)["oid"].unique(maintain_order=True)),
                theirs.filter(person=person)["oid"].n_unique(),
            )
            for person in theirs["person"].unique(maintain_order=True)
        ),
        window=Window(since, ground.sight.local_as_of),
        meaning="told as held by one person in the last brief of another week; by now no one person has 80 % of the weight "
        "of recent changes and reviews",
        anchor=_ANCHOR,
        left_out=ground.left_out,
        wrong=("trimtab people merge", "areas: in trimtab.yaml"),
    )
