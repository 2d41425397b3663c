"""Who goes on with an area: the order of `experts`, back-tested on departures that happened, the facts of `ownership`."""

from collections.abc import Mapping, Sequence

import polars as pl

from trimtab.advice._ground import Ground, Row
from trimtab.analyses import experts, ownership

_LOOKED_AT, _PATHS = 10, 60


def heirs(ground: Ground, asked: pl.DataFrame, able: pl.DataFrame, gone: Sequence[str]) -> dict[tuple[str, str], Row]:
    """Who is next for each asked area (repo, area, person: the one who goes), as rows of `ownership.NEAREST`.

    `able` says who is there. Whoever knows something of the area itself comes before all who only work beside it, and the
    likeliest to carry on first; the lead, whose hours are the scarcest, after others of whom the same is true.
    """
    if asked.is_empty():
        return {}
    sight = ground.sight
    near = ownership.nearest(asked, ground.doings, ground.files, able, sight.as_of, most=_LOOKED_AT)
    rows: dict[tuple[str, str], list[Row]] = {}
    for row in near.to_dicts():
        rows.setdefault((row["repo"], row["area"]), []).append(row)
    ordered = _order(ground, list(rows), gone)
    found = {}
    for area, people in rows.items():
        place = {person: number for number, person in enumerate(ordered[area])}
        found[area] = min(people, key=lambda row: _rank(row, place, ground.lead))
    return found


def _rank(row: Row, place: Mapping[str, int], lead: str | None) -> tuple[bool, bool, int, int]:
    likely = place.get(row["person"], len(place)) if row["near"] else 0
    return not row["near"], row["person"] == lead, likely, row["place"]


def done_there(ground: Ground, near: Row) -> list[str]:
    """What speaks for the next person: what they did in the area, else what they do beside it."""
    if not near["near"]:
        return list(near["oids"])
    own = ground.doings.filter(repo=near["repo"], area=near["area"], person=near["person"])["oid"].to_list()
    return [oid for oid in near["oids"] if oid in own]


def _order(ground: Ground, areas: Sequence[tuple[str, str]], gone: Sequence[str]) -> dict[tuple[str, str], list[str]]:
    """Everybody who could carry on with each area, the likeliest first; an area is asked about by its busiest files."""
    sight = ground.sight
    busiest = ground.files.sort("commits", "path", descending=[True, False])
    paths = {area: busiest.filter(repo=area[0], area=area[1])["path"].head(_PATHS).to_list() for area in areas}
    questions = pl.DataFrame(
        [(str(number), sight.as_of, "heir", paths[area], list(gone)) for number, area in enumerate(areas)],
        schema=experts.QUESTIONS,
        orient="row",
    )
    told = experts.candidates(
        questions, sight.commits, sight.changes, sight.people, sight.reviews.acts.lazy(), most=_LOOKED_AT
    )
    return {area: told.filter(id=str(number))["person"].to_list() for number, area in enumerate(areas)}
