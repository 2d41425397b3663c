"""Before they go: what would close the gaps, ranked by risk removed per hour.

A task follows from evidence or is not there. What it removes is counted in changes that would have to wait; two tasks for
one gap share what is left of it, so each next one is chosen by what it still adds.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import reduce

import polars as pl

from trimtab.advice._ground import Ground
from trimtab.advice._names import counted, listed
from trimtab.advice.answer import Group
from trimtab.advice.away._absence import Absence
from trimtab.advice.away._effort import MERGING, TAGGING, Effort, Hours, reading
from trimtab.advice.away._flight import BRANCHES, Own, branch_group
from trimtab.advice.away._gaps import Gap
from trimtab.advice.away._merges import MERGES
from trimtab.advice.away._releases import RELEASES
from trimtab.advice.away._words import Words
from trimtab.analyses.cover import ACT_ADDS, size_of, to_read

MOST = 5
_LOOKED_AT, _MOST_PLACES = 15, 4
_PER_GAP = 2
_LEAST_REMOVED = 0.05  # changes that wait
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

    `oids` are the commits it is about, `branch` the rows of a branch where it is about one. Tasks that begin alike (`joins`)
    are told as one, with their places behind it.
    """

    subject: str
    text: str
    hours: Hours
    effects: tuple[Effect, ...]
    oids: tuple[str, ...] = ()
    branch: Group | None = None
    joins: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class Chosen:
    """A task that was chosen, and the changes that need not wait because of it."""

    task: Task
    removed: float


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


def chosen(
    found: Sequence[Task], gaps: Sequence[Gap], branches: Sequence[Own]
) -> tuple[tuple[Chosen, ...], dict[str, float]]:
    """The best few, each time the one that still removes most per hour; and the cover of each gap after them."""
    expected = {gap.subject: gap.expected for gap in gaps} | {_branch_gap(own): own.expected for own in branches}
    cover = {gap.subject: gap.cover for gap in gaps}
    left, picked = list(found), list[Chosen]()
    while left and len(picked) < _LOOKED_AT:
        removed = {task.subject: _removed(task, expected, cover) for task in left}
        best = max(left, key=lambda task: (removed[task.subject] / task.hours.value, task.subject))
        if removed[best.subject] < _LEAST_REMOVED:
            break
        picked.append(Chosen(best, removed[best.subject]))
        _close(best, cover)
        left = [task for task in left if task is not best and _room(task, picked)]
    told = sorted(_joined(picked), key=lambda one: (-one.removed / one.task.hours.value, one.task.subject))[:MOST]
    cover = {gap.subject: gap.cover for gap in gaps}
    for one in told:
        _close(one.task, cover)
    return tuple(told), cover


def _close(task: Task, cover: dict[str, float]) -> None:
    for effect in task.effects:
        cover[effect.gap] = min(1.0, cover.get(effect.gap, 0.0) + effect.adds)


def _joined(picked: Sequence[Chosen]) -> Iterator[Chosen]:
    """Tasks that begin alike as one: `Tomas reviews your next changes in api/ and web/`."""
    alike: dict[str, list[Chosen]] = {}
    for one in picked:
        alike.setdefault(one.task.joins or one.task.subject, []).append(one)
    for start, several in alike.items():
        if len(several) == 1:
            yield several[0]
            continue
        tasks = [one.task for one in several]
        yield Chosen(
            Task(
                subject=tasks[0].subject,
                text=f"{start} {listed([task.place for task in tasks], _MOST_PLACES)}",
                hours=reduce(Hours.plus, [task.hours for task in tasks]),
                effects=tuple(effect for task in tasks for effect in task.effects),
                oids=tuple(oid for task in tasks for oid in task.oids),
            ),
            sum(one.removed for one in several),
        )


def _room(task: Task, picked: Sequence[Chosen]) -> bool:
    """Not a third task for the gap that it is mainly for."""
    main = task.effects[0].gap
    return sum(one.task.effects[0].gap == main for one in picked) < _PER_GAP


def _removed(task: Task, expected: dict[str, float], cover: dict[str, float]) -> float:
    return sum(
        expected.get(effect.gap, 0.0) * min(effect.adds, 1 - cover.get(effect.gap, 0.0)) for effect in task.effects
    )


def _for_area(scene: Scene, gap: Gap, reads: Sequence[str]) -> Iterator[Task]:
    """The next person reviews, takes a change, or reads; only reading is possible once nobody is there to ask."""
    away, words, row, heir = scene.away, scene.words, gap.row, gap.heir or ""
    area = row["area"]
    one = row["usual"] / gap.enough
    if away.can_hand_over:
        many = _reviews_possible(away, row)
        noun = "next change" if many == 1 else f"next {many} changes"
        yield Task(
            f"review:{area}",
            f"{words.does(heir, 'review')} {words.of(away.person)} {noun} in {area}",
            reading(row["usual_lines"]).times(many),
            (Effect(gap.subject, ACT_ADDS["reviewed"] * one * many),),
            tuple(row["oids"][:3]),
            joins=f"{words.does(heir, 'review')} {words.of(away.person)} next changes in",
            place=area,
        )
    review = f"; {words.does(away.person, 'review')} it" if away.can_hand_over else ""
    hours = scene.effort.change(heir)
    yield Task(
        f"take:{area}",
        f"{words.does(heir, 'take')} the next change in {area}{review}",
        hours.plus(reading(row["usual_lines"])) if away.can_hand_over else hours,
        (Effect(gap.subject, ACT_ADDS["wrote"] * one),),
        tuple(row["area_oids"][:3] or row["oids"][:3]),
        joins=f"{words.does(heir, 'take')} the next changes{_reviewed(scene)} in",
        place=area,
    )
    if len(reads) >= _LEAST_READS:
        sizes = _lines(scene.ground, area, reads)
        adds = ACT_ADDS["read"] * sum(size_of(lines) for lines in sizes)
        yield Task(
            f"read:{area}",
            f"{words.does(heir, 'read')} {', '.join(oid[:_SHORT] for oid in reads)} of {area}",
            reading(sum(sizes)),
            (Effect(gap.subject, adds / gap.enough),),
            tuple(reads),
            joins=f"{words.does(heir, 'read')} {len(reads)} commits each of",
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
    closes, group = Effect(_branch_gap(own), 1.0), branch_group(scene.ground, own)
    if own.alive and own.heir:
        review = f"; {words.does(away.person, 'review')} it" if away.can_hand_over else ""
        adds = ACT_ADDS["wrote"] * size_of(own.lines)
        served = [Effect(gap.subject, adds / gap.enough) for gap in areas if gap.row["area"] in own.areas[:1]]
        hours = scene.effort.change(own.heir).plus(reading(own.lines))
        text = f"{words.does(own.heir, 'finish')} `{name}`{review}"
        yield Task(f"finish:{name}", text, hours, (closes, *served), branch=group)
        return
    decide = "merge or drop"
    if away.can_hand_over and words.who != "you":
        decide = f"{words.does(away.person, 'merge')} or drops"
    yield Task(f"merge:{name}", f"{decide} `{name}`", MERGING.plus(reading(own.lines)), (closes,), branch=group)


def _branch_gap(own: Own) -> str:
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
