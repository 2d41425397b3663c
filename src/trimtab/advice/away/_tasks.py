"""What could be done before they go: every task that evidence speaks for, with its hours and what it adds.

A task follows from evidence or is not there. Which of them are told is the business of `_choice`.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import polars as pl

from trimtab.advice._ground import Ground
from trimtab.advice._names import counted
from trimtab.advice.answer import Group
from trimtab.advice.away._absence import Absence
from trimtab.advice.away._effort import MERGING, TAGGING, Effort, Hours, reading
from trimtab.advice.away._flight import BRANCHES, Own, branch_group
from trimtab.advice.away._gaps import Gap
from trimtab.advice.away._merges import MERGES
from trimtab.advice.away._releases import RELEASES
from trimtab.advice.away._words import Words
from trimtab.analyses.cover import ACT_ADDS, size_of, to_read

_MOST_REVIEWS = 3
_SHORT = 7


@dataclass(frozen=True, slots=True)
class Effect:
    """What a task adds to the cover of one gap, by its subject."""

    gap: str
    adds: float


@dataclass(frozen=True, slots=True)
class Task:
    """Something to do: who does what, how long it takes, which gaps it closes how far.

    `oids` are the commits it is about, `branches` the rows of branches. Tasks that begin alike (`joins`)
    are told as one, with their places behind it.
    """

    subject: str
    text: str
    hours: Hours
    effects: tuple[Effect, ...]
    oids: tuple[str, ...] = ()
    branches: tuple[Group, ...] = ()
    joins: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class Scene:
    """What tasks are made from."""

    ground: Ground
    away: Absence
    words: Words
    effort: Effort
    alone: bool


def tasks(scene: Scene, gaps: Sequence[Gap], branches: Sequence[Own]) -> Iterator[Task]:
    """Every task that evidence speaks for."""
    areas = [gap for gap in gaps if gap.row.get("area") and not gap.row["aside"]]
    reads = _reads(scene, areas)
    if scene.alone and scene.away.can_hand_over:
        yield from (_for_outsider(scene, gap) for gap in areas[:1] if gap.heir)
    for gap in areas:
        if gap.heir and not scene.alone:
            yield from _for_area(scene, gap, reads.get(gap.row["area"], ()))
    for own in branches:
        yield from _for_branch(scene, own, areas)
    for gap in gaps:
        if gap.subject == RELEASES and gap.heir:
            yield _for_release(scene, gap)
        if gap.subject == MERGES and gap.heir:
            yield _for_merges(scene, gap)


def _for_area(scene: Scene, gap: Gap, reads: Sequence[str]) -> Iterator[Task]:
    """The next person reviews, takes a change, or reads; nobody is asked to answer once they are silent or gone."""
    if scene.away.can_hand_over:
        yield _review(scene, gap)
    yield _take(scene, gap)
    if len(reads) >= _LEAST_READS:
        yield _read(scene, gap, reads)


def _review(scene: Scene, gap: Gap) -> Task:
    words, row, heir = scene.words, gap.row, gap.heir or ""
    many = _reviews_possible(scene.away, row)
    noun = "next change" if many == 1 else f"next {many} changes"
    start = f"{words.does(heir, 'review')} {words.of(scene.away.person)}"
    adds = ACT_ADDS["reviewed"] * row["usual"] * many
    return Task(
        f"review:{row['area']}",
        f"{start} {noun} in {row['area']}",
        reading(row["usual_lines"]).times(many),
        (Effect(gap.subject, adds / gap.enough),),
        tuple(row["oids"][:3]),
        joins=f"{start} next changes in",
        place=row["area"],
    )


def _take(scene: Scene, gap: Gap) -> Task:
    words, row, heir = scene.words, gap.row, gap.heir or ""
    hours, asked = scene.effort.change(heir), scene.away.can_hand_over
    review = f"; {words.does(scene.away.person, 'review')} it" if asked else ""
    return Task(
        f"take:{row['area']}",
        f"{words.does(heir, 'take')} the next change in {row['area']}{review}",
        hours.plus(reading(row["usual_lines"])) if asked else hours,
        (Effect(gap.subject, ACT_ADDS["wrote"] * row["usual"] / gap.enough),),
        tuple(row["area_oids"][:3] or row["oids"][:3]),
        joins=f"{words.does(heir, 'take')} the next changes{_reviewed(scene)} in",
        place=row["area"],
    )


def _read(scene: Scene, gap: Gap, reads: Sequence[str]) -> Task:
    area, does = gap.row["area"], scene.words.does(gap.heir or "", "read")
    lines = _lines(scene.ground, area, reads)
    return Task(
        f"read:{area}",
        f"{does} {', '.join(oid[:_SHORT] for oid in reads)} of {area}",
        reading(sum(lines)),
        (Effect(gap.subject, ACT_ADDS["read"] * sum(map(size_of, lines)) / gap.enough),),
        tuple(reads),
        joins=f"{does} {len(reads)} commits each of",
        place=area,
    )


def _reviewed(scene: Scene) -> str:
    return f" ({scene.words.does(scene.away.person, 'review')})" if scene.away.can_hand_over else ""


def _for_outsider(scene: Scene, gap: Gap) -> Task:
    """Where nobody else is active: somebody who came by is asked, in the area where most is likely to wait."""
    row, words = gap.row, scene.words
    text = f"ask {words.name(gap.heir or '')} to review {words.of(scene.away.person)} next change in {row['area']}"
    adds = ACT_ADDS["reviewed"] * row["usual"] / gap.enough
    return Task(
        f"ask:{row['area']}", text, reading(row["usual_lines"]), (Effect(gap.subject, adds),), tuple(row["oids"][:3])
    )


_LEAST_READS = 2


def _reviews_possible(away: Absence, row: dict[str, object]) -> int:
    """How many changes of the person are likely before they go: one at least, or what it takes, and three at most."""
    share, commits, days = float(str(row["wrote_share"])), float(str(row["expected"])), away.days
    rate = share * commits / max(days.working, 1)
    return max(1, min(round(rate * days.before), int(str(row["reviews"])), _MOST_REVIEWS))


def _for_branch(scene: Scene, own: Own, areas: Sequence[Gap]) -> Iterator[Task]:
    """What is alive goes on with the next person for its areas; what lies, or has no such person, is merged or dropped."""
    away, words, name = scene.away, scene.words, own.flying.name
    closes, group = Effect(branch_gap(own), 1.0), branch_group(scene.ground, own)
    if own.alive and own.heir:
        review = f"; {words.does(away.person, 'review')} it" if away.can_hand_over else ""
        adds = ACT_ADDS["wrote"] * size_of(own.lines)
        served = [Effect(gap.subject, adds / gap.enough) for gap in areas if gap.row["area"] in own.areas[:1]]
        hours = scene.effort.change(own.heir).plus(reading(own.lines))
        text = f"{words.does(own.heir, 'finish')} `{name}`{review}"
        yield Task(f"finish:{name}", text, hours, (closes, *served), branches=(group,))
        return
    decide = "merge or drop"
    if away.can_hand_over and words.who != "you":
        decide = f"{words.does(away.person, 'merge')} or drops"
    hours = MERGING.plus(reading(own.lines))
    yield Task(
        f"merge:{name}", f"{decide} `{name}`", hours, (closes,), branches=(group,), joins=decide, place=f"`{name}`"
    )


def branch_gap(own: Own) -> str:
    """The gap that a branch is, for itself."""
    return f"{BRANCHES}:{own.flying.name}"


def _for_release(scene: Scene, gap: Gap) -> Task:
    words, away = scene.words, scene.away
    watching = f" with {words.who} watching" if away.can_hand_over else ""
    text = f"{words.does(gap.heir or '', 'tag')} the release after {gap.row['last']}{watching}"
    return Task("tag", text, TAGGING, (Effect(gap.subject, 1 / gap.enough),))


def _for_merges(scene: Scene, gap: Gap) -> Task:
    """Who has merged before is asked to go on; who has not does it twice first, and is watched."""
    words, away, heir = scene.words, scene.away, gap.heir or ""
    if gap.near:
        gone = "are" if words.who == "you" else "is"
        text = f"agree that {words.does(heir, 'merge')} while {words.who} {gone} away"
        return Task("merge", text, MERGING, (Effect(gap.subject, 1.0),))
    watching = f" with {words.who} watching" if away.can_hand_over else ""
    text = f"{words.does(heir, 'merge')} the next {counted(2, 'change')}{watching}"
    return Task("merge", text, MERGING.times(2), (Effect(gap.subject, 2 / gap.enough),))


def _reads(scene: Scene, areas: Sequence[Gap]) -> dict[str, Sequence[str]]:
    """Commits of the person that show most of each area."""
    asked = pl.DataFrame(
        [(gap.row["repo"], gap.row["area"]) for gap in areas],
        schema={"repo": pl.String, "area": pl.String},
        orient="row",
    )
    ground = scene.ground
    found = to_read(asked, ground.doings, ground.touches, ground.files, leaver=scene.away.person)
    return {area: reads for _, area, reads, _ in found.iter_rows()}


def _lines(ground: Ground, area: str, oids: Sequence[str]) -> list[int]:
    rows = ground.doings.filter(pl.col("area") == area, pl.col("oid").is_in(list(oids))).unique("oid")
    return sorted(rows["lines"].to_list())
