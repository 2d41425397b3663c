"""The map as an answer: of a whole system, or of one area, folder or file within it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import polars as pl

from trimtab.advice._ground import Ground
from trimtab.advice._ids import with_ids
from trimtab.advice._sight import look
from trimtab.advice.answer import Answer, Area, Chart, Section
from trimtab.advice.map import _closer, _findings, _hot, _past, _said, _table, _together
from trimtab.advice.map._areas import Known, Land, land
from trimtab.advice.map._instant import earlier_than_all, not_to_come
from trimtab.advice.map._places import Place, find
from trimtab.advice.map._said import Step
from trimtab.advice.map._sizes import sizes, tree
from trimtab.analyses import areas, ownership
from trimtab.workspace import Workspace

VERB, LETTER = "map", "m"

_NOT_SEEN = "plans, leave"
_NO_TRACKER = f"reviews that leave no word in a commit, {_NOT_SEEN}"
_MONTH = 30.4
_CONFIGURATION = r"(?:^|/)\."  # what tools read: its changes are no sign of trouble in the code
_WORTH_SAYING = 0.05  # of all changes, those that belong to no area


@dataclass(frozen=True, slots=True)
class _Told:
    """What is peculiar to one map: its heading, its sentence, its sections, what to do, what to draw."""

    period: str
    claim: str
    sections: tuple[Section, ...]
    step: Step = field(default_factory=Step)
    areas: tuple[Known, ...] = ()
    pairs: pl.DataFrame | None = None
    caveats: tuple[str, ...] = ()


def map_of(
    workspace: Workspace,
    *,
    now: datetime,
    as_of: str | None = None,
    me: str | None = None,
    machine_zone: str = "UTC",
    inside: str | None = None,
    months: int = 3,
    read_back_to: datetime | None = None,
    program: str = "trimtab",
) -> Answer:
    """Who knows what, as far as it can be seen `as_of` (text as typed); `inside` draws one area, folder or file closer.

    `months` is how long the lead has not been in a blind spot. `read_back_to` is how far back the history has been read,
    None when all of it was; `program` is how the reader calls Trimtab on this folder.

    Raises UsageError for text that names no instant, an instant to come, or a place that was never there.
    """
    sight = look(workspace, now=now, as_of=as_of, me=me, machine_zone=machine_zone)
    not_to_come(sight, now)
    ground = Ground(sight)
    told = _told(ground, inside, timedelta(days=round(months * _MONTH)), months)
    sections, ids = with_ids(LETTER, (), told.sections)
    labels = {one.key: one.label for one in told.areas}
    return Answer(
        verb=VERB,
        title=sight.title,
        period=told.period,
        claim=told.claim,
        as_of=sight.local_as_of,
        sections=sections,
        sources=sight.sources,
        caveats=(*told.caveats, *_caveats(ground, read_back_to)),
        missing=_NOT_SEEN if "tracker" in sight.sources else _NO_TRACKER,
        nearest="" if workspace.has_records else f"trimtab init {workspace.clones[0].path}",
        next_step=told.step.text,
        next_command=_command(told.step, ids, program),
        chart=Chart(
            tuple(_drawn(ground, one, ids.get(_table.subject(one), "")) for one in told.areas),
            _together.links(told.pairs, labels) if told.pairs is not None else (),
        ),
    )


def _command(step: Step, ids: Mapping[str, str], program: str) -> str:
    if step.claim is not None:
        return f"{program} why {ids[step.claim.subject]}"
    return f"{program} {step.command}" if step.command else ""


def _told(ground: Ground, inside: str | None, away: timedelta, months: int) -> _Told:
    if ground.sight.oldest is None:
        return _Told("who knows what", earlier_than_all(ground.sight), (Section(_table.TITLE, ()),))
    files = tree(ground)
    if inside:
        place = find(ground, files, inside)
        if place.path or len(ground.sight.workspace.clones) > 1:
            return _of_place(ground, place, files, away, months)
    return _of_all(ground, files, away, months)


def _of_all(ground: Ground, files: pl.DataFrame, away: timedelta, months: int) -> _Told:
    blind = _blind(ground, away)
    found = land(ground, sizes(ground, files), blind)
    held = _findings.held(ground, found.areas)
    lost = _findings.lost(ground, found.areas)
    spots = _findings.spots(ground, blind, found.areas, months)
    pairs = _together.pairs(ground)
    findings = _findings.sections(_findings.everything(ground), held, lost, spots)
    hot = _hot.hottest(ground, files)
    beside_code = (areas.TEST, areas.TEXT, areas.BUILD_FILE, _CONFIGURATION)
    aside = hot.filter(pl.any_horizontal(pl.col("path").str.contains(kind) for kind in beside_code))
    return _Told(
        period=f"who knows what · {ground.span}",
        claim=_said.in_one_sentence(ground, found, held, lost, spots),
        sections=(
            _table.section(ground, found.areas),
            *findings,
            _hot.section(ground, hot, aside),
            _together.section(ground, pairs, _of_code(found)),
        ),
        step=_said.next_step(ground, held, lost, spots),
        areas=found.areas,
        pairs=pairs,
        caveats=(*_said.of_rest(ground), *_left_over(found)),
    )


def _of_place(ground: Ground, place: Place, files: pl.DataFrame, away: timedelta, months: int) -> _Told:
    several = len(ground.sight.workspace.clones) > 1 and place.path
    name = f"{place.repo}:{place.path}" if several else place.name
    notes = (place.note,) if place.note else ()
    if not place.there or ground.files.filter(place.holds()).is_empty():
        last = _past.last_changes(ground, place)
        return _Told(f"{name} · {ground.span}", _past.sentence(ground, place, last),
                     (_past.section(ground, place, last),), caveats=notes)  # fmt: skip
    close = _closer.Close(ground, place, files)
    blind = _findings.spots(close.around, _blind(close.around, away), (close.itself,), months)
    parts = [_closer.itself(close), _closer.people(close), _closer.following(close)]
    inner: tuple[Known, ...] = (close.itself,)
    if place.kind != "file":
        within, inner_land = close.inside()
        inner = inner_land.areas
        parts.append(_table.inside(within, inner))
        notes = (*notes, *_unchanged(ground, place, close.itself))
    else:
        parts.append(_hot.of_file(ground, _hot.hottest(ground, files), place.repo, place.path))
    parts += [Section(_findings.BLIND, tuple(one.claim for one in blind)), _closer.together(close)]
    return _Told(
        period=f"{name} · {ground.span}",
        claim=_said.of_place(ground, close.itself),
        sections=tuple(part for part in parts if part.claims or part.note),
        step=_said.step_of_place(close.itself, blind),
        areas=inner,
        caveats=notes,
    )


def _unchanged(ground: Ground, place: Place, one: Known) -> tuple[str, ...]:
    changed = ground.files.filter(place.holds()).height
    quiet = one.files - changed
    return (f"{quiet:,} of its {one.files:,} files did not change in {ground.span}",) if quiet > 0 else ()


def _of_code(found: Land) -> dict[tuple[str, str], str]:
    """How the areas are called whose company is news: tests, texts and build files go along with everything."""
    return {one.key: one.label for one in found.areas if not one.aside and one.area != areas.BUILD}


def _left_over(found: Land) -> tuple[str, ...]:
    notes = []
    if found.unplaced >= _WORTH_SAYING:
        notes.append(
            f"{100 * found.unplaced:.0f} % of the changes are to files that belong to no area: too few of each"
        )
    if found.more:
        notes.append(f"{found.more:,} more areas change less than these, and are not listed")
    return tuple(notes)


def _caveats(ground: Ground, read_back_to: datetime | None) -> tuple[str, ...]:
    sight = ground.sight
    notes = list(sight.notes)
    if read_back_to is not None:
        notes.append(f"read back to {sight.clock.working.local(read_back_to):%-d %B %Y} so far; nothing older was seen")
    notes += [
        f"{slug} is a shallow clone: older history is not there"
        for slug, one in sight.repositories.items()
        if one.is_shallow
    ]
    return tuple(notes)


def _blind(ground: Ground, away: timedelta) -> pl.DataFrame:
    return pl.DataFrame(schema=ownership.BLIND_SPOTS) if ground.lead is None else ground.blind_for(away)


def _drawn(ground: Ground, one: Known, claim: str) -> Area:
    return Area(
        name=one.shown or one.label,
        repo=one.repo,
        folder=one.folder,
        files=one.files,
        changes=one.commits,
        heat=round(one.heat.mean, 2),
        lines=one.lines,
        complexity=None if one.complexity is None else round(one.complexity, 2),
        holders=tuple(ground.names.short(person) for person in one.holders),
        silent=tuple(ground.names.short(person) for person in one.silent),
        bus_factor=one.bus_factor,
        blind=one.blind,
        only_lead=one.only is not None and one.only == ground.lead,
        claim=claim,
    )
