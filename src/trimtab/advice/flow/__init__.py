"""How fast issues and pull requests go through: what is usual, what changed, what is in progress, what is old, where it is slow.

The definitions stand in docs/reference/flow.md. By area and label, never by person, the lead's own work apart.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime

from trimtab.advice._ids import with_ids
from trimtab.advice._items import number_of
from trimtab.advice._sight import Sight, look
from trimtab.advice.answer import Answer
from trimtab.advice.flow import _aged, _changed, _lead, _measures, _narrow, _progress, _where, _words
from trimtab.advice.flow._frames import WEEKS, Frames
from trimtab.workspace import Workspace

__all__ = ["LETTER", "VERB", "flow"]

VERB, LETTER = "flow", "l"

_FIXED = (
    *(one.subject for one in _measures.EVERY), "flow:open:pull", "flow:open:issue", _aged.REST,
    *_lead.SUBJECTS,
)  # fmt: skip
_NO_TRACKER = (
    "No issues or pull requests have been read, so how they flow is not known. "
    "`trimtab sync --source archive FILE` reads saved ones."
)


def flow(
    workspace: Workspace,
    *,
    now: datetime,
    as_of: str | None = None,
    me: str | None = None,
    machine_zone: str = "UTC",
    program: str = "trimtab",
    area: str | None = None,
    label: str | None = None,
) -> Answer:
    """How items flow, up to `as_of` (text as typed); of one area or one label where they are given.

    Raises UsageError for an area or label that no item of the last 52 weeks has, and for an `as_of` that is no date.
    """
    sight = look(workspace, now=now, as_of=as_of, me=me, machine_zone=machine_zone)
    frames = Frames(sight)
    if not frames.trackers.any:
        return _without_tracker(sight, program)
    frames = _narrow.narrowed(frames, sight, area, label)
    measured = _measures.usual(frames)
    kinds = _progress.kinds(frames)
    old = _aged.aged(frames)
    sections = (
        _measures.section(measured),
        _changed.section(frames, measured, kinds),
        _progress.section(kinds),
        _aged.section(frames, old),
        _where.section(frames),
        _lead.section(frames),
    )
    told, ids = with_ids(LETTER, _FIXED, sections)
    first = old[0] if old else None
    return Answer(
        verb=VERB,
        title=sight.title,
        period=_narrow.period(frames, WEEKS),
        claim=_in_one_sentence(measured, kinds),
        as_of=frames.local(frames.as_of),
        sections=told,
        sources=sight.sources,
        caveats=tuple(_caveats(frames)),
        missing="what was said elsewhere, and who was busy with what",
        next_step=_next_step(first) if first else "",
        next_command=f"{program} why {ids[first.claim.subject]}" if first else "",
    )


def _next_step(first: _aged.Aged) -> str:
    over = _words.percent(first.over)
    return f"{number_of(first.row)} is open for longer than {over} were: end it, or say what it waits for"


def _without_tracker(sight: Sight, program: str) -> Answer:
    return Answer(
        verb=VERB,
        title=sight.title,
        period=f"{WEEKS} weeks",
        claim=_NO_TRACKER,
        as_of=sight.local_as_of,
        sections=(),
        sources=("git",),
        missing="issues, pull requests and reviews, which a tracker or a saved file of one supplies",
        nearest=f"{program} sync --source archive FILE",
    )


def _in_one_sentence(measured: Sequence[_measures.Usual], kinds: Sequence[_progress.Kind]) -> str:
    by_measure = {one.measure: one for one in measured}
    parts = []
    cycle, answer = by_measure.get(_measures.CYCLE), by_measure.get(_measures.ANSWER_PULLS)
    if answer and answer.found.half is not None:
        parts.append(f"half of the pull requests are answered within {_words.took(answer.found.half)}")
    if cycle and cycle.found.half is not None:
        parts.append(f"half of what is merged is so within {_words.took(cycle.found.half)} of the first work")
    parts += [
        f"{one.now:,} pull requests are open, {one.a_year_ago:,} a year ago" for one in kinds if one.kind == "pull"
    ]
    if changed := _changed.in_short(measured):
        parts.append(changed)
    said = "; ".join(parts)
    return f"{said[:1].upper()}{said[1:]}." if said else "Too few items ended to tell how they flow."


def _caveats(frames: Frames) -> Iterator[str]:
    yield from frames.sight.notes
    if frames.cut:
        yield f"the saved items end on {_words.day(frames.window.end)}; nothing later is known, or counted"
