"""All that the map knows of one area, or of one folder or file within it: the rows that its sections are made from."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

import polars as pl

from trimtab.advice._ground import Ground, Row
from trimtab.advice.map._sizes import Sizes
from trimtab.analyses import activity, pace

# Rows of an answer, and so of its JSON; a screen shows far fewer. Ids have three digits.
MOST = 240
AHEAD = 26
"""Weeks that heat looks ahead."""


@dataclass(frozen=True, slots=True)
class Known:
    """One area. `label` is how it is called where several clones have one of that name, `shown` how within its own place;
    `files` and `lines` are of now.

    `holders` are the persons it rests on, who knows most first, `silent` those of them who are, `gone` who knew much of it
    and is not there any more, `only` the one person who holds it.
    """

    repo: str
    area: str
    label: str
    folder: str
    aside: bool
    files: int
    lines: int | None
    complexity: float | None
    commits: int
    lately: int
    heat: pace.Expected
    last_at: datetime | None
    oids: tuple[str, ...]
    bus_factor: int | None
    holders: tuple[str, ...] = ()
    shares: tuple[float, ...] = ()
    silent: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    only: str | None = None
    blind: bool = False
    shown: str = ""

    @property
    def key(self) -> tuple[str, str]:
        """Repository and area, as frames name them."""
        return self.repo, self.area


@dataclass(frozen=True, slots=True)
class Land:
    """Every area, hottest first, and how many there are beyond `MOST`. `unplaced` is the share of changes in none."""

    areas: tuple[Known, ...]
    more: int
    unplaced: float

    def labels(self) -> Mapping[tuple[str, str], str]:
        """How each area is called."""
        return {one.key: one.label for one in self.areas}


def land(ground: Ground, sizes: Sizes, blind: pl.DataFrame) -> Land:
    """The areas of the ground, hottest first."""
    facts = activity.activity(ground.doings, ground.files, ground.sight.as_of)
    real = _on_the_main_line(facts.filter(~pl.col("rest")), sizes)
    shown = real.head(MOST)
    by_area, heat = _by_area(ground.bus), _heat(ground, shown)
    held = {(row["repo"], row["area"]): row["person"] for row in ground.held.to_dicts()}
    spots = set(blind.select("repo", "area").iter_rows())
    several = real.group_by("area").len().filter(pl.col("len") > 1)["area"].to_list()
    areas = tuple(
        _known(row, by_area.get(key), sizes, heat[key], held.get(key), blind=key in spots, twice=row["area"] in several)
        for row in shown.to_dicts()
        for key in [(row["repo"], row["area"])]
    )
    hottest = sorted(areas, key=lambda one: (-one.heat.mean, one.label))
    return Land(tuple(hottest), real.height - shown.height, _unplaced(facts))


def _on_the_main_line(facts: pl.DataFrame, sizes: Sizes) -> pl.DataFrame:
    """The areas without those of which the main line holds no file: another branch does, and is no part of it (yet).

    Of a repository whose tree could not be read, all.
    """
    if not sizes.by_area:
        return facts
    held = pl.DataFrame(list(sizes.by_area), schema={"repo": pl.String, "area": pl.String}, orient="row")
    unread = facts.join(held, on="repo", how="anti", maintain_order="left")
    return pl.concat([facts.join(held, on=["repo", "area"], how="semi", maintain_order="left"), unread])


def _heat(ground: Ground, shown: pl.DataFrame) -> Mapping[tuple[str, str], pace.Expected]:
    """How many changes the next half year is expected to bring to each area."""
    seen = round((ground.year.end - ground.year.start) / timedelta(weeks=1))
    doings = ground.doings.join(shown, on=["repo", "area"], how="semi")
    found = pace.pace(doings, ground.sight.as_of, AHEAD, seen_weeks=seen)
    rows = {(repo, area): pace.Expected(*rest) for repo, area, *rest in found.iter_rows()}
    nothing = pace.Expected(0.0, 0.0, 0.0)
    return {key: rows.get(key, nothing) for key in shown.select("repo", "area").iter_rows()}


def _unplaced(facts: pl.DataFrame) -> float:
    total = int(facts["commits"].sum())
    return float(facts.filter("rest")["commits"].sum()) / total if total else 0.0


def _by_area(frame: pl.DataFrame) -> Mapping[tuple[str, str], Row]:
    return {(row["repo"], row["area"]): row for row in frame.to_dicts()}


def _known(
    row: Row, bus: Row | None, sizes: Sizes, heat: pace.Expected, only: str | None, *, blind: bool, twice: bool
) -> Known:
    repo, area = row["repo"], row["area"]
    size = sizes.of(repo, area)
    return Known(
        repo=repo,
        area=area,
        label=f"{repo}:{area}" if twice else area,
        folder=row["folder"],
        aside=row["aside"],
        files=max(size.files, row["changed_files"]) if size else row["changed_files"],
        lines=size.lines if size else None,
        complexity=size.complexity if size else None,
        commits=row["commits"],
        lately=row["lately"],
        heat=heat,
        last_at=row["last_at"],
        oids=tuple(row["oids"]),
        only=only,
        blind=blind,
        **_people(bus),
    )


# Any: these are fields of `Known`, whose types the schema of the bus factors declares.
def _people(bus: Row | None) -> Row:
    if bus is None:
        return {"bus_factor": None}
    lists = ("holders", "shares", "silent", "others", "gone")
    return {"bus_factor": bus["bus_factor"], **{name: tuple(bus[name] or ()) for name in lists}}
