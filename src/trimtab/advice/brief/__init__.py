"""The week on one screen: what moved, where the lead's hours went, what one person holds, what lies, one next step."""

from datetime import datetime

from trimtab.advice import kept
from trimtab.advice._branches import in_flight
from trimtab.advice._ids import with_ids
from trimtab.advice._names import counted
from trimtab.advice._scene import Scene
from trimtab.advice._sight import Sight, look
from trimtab.advice.answer import Answer, Section
from trimtab.advice.brief import _blind, _flight, _held, _hours, _moved, _next, _others, _plans, _trend, _waiting
from trimtab.advice.brief._ground import Ground, week_of
from trimtab.workspace import Clone, Workspace

__all__ = ["LETTER", "VERB", "brief"]

VERB, LETTER = "brief", "b"

_FIXED = (
    _moved.ALL,
    _moved.WHERE,
    _moved.ELSEWHERE,
    _hours.WEEK,
    _trend.CODE,
    _trend.REVIEWS,
    _flight.ALL,
    _waiting.FIRST,
    _waiting.MORE,
    _waiting.AGED,
    _waiting.FORECAST,
)
_NOT_SEEN = "meetings"
_NO_TRACKER = "who waits for you, meetings"


def brief(
    workspace: Workspace,
    *,
    now: datetime,
    as_of: str | None = None,
    week: str | None = None,
    me: str | None = None,
    machine_zone: str = "UTC",
    read_back_to: datetime | None = None,
    program: str = "trimtab",
    reader: str | None = None,
) -> Answer:
    """The brief of a week, as far as it can be seen `as_of` (text as typed).

    `week` is an ISO week; without it, the one of the instant. `read_back_to` is how far back the history has been read,
    None when all of it was; `program` is how the reader calls Trimtab on this folder; `reader` is whose last brief to set
    this one against, None for a replay.

    Raises UsageError for texts that name no instant, no week, or a week that has not begun.
    """
    sight = look(workspace, now=now, as_of=as_of or _end_of(week, now), me=me, machine_zone=machine_zone)
    ground = Ground(sight, week_of(sight, week))
    held = _held.holdings(ground)
    blind = _blind.blind_spots(ground, [one.area for one in held])
    spent = _hours.hours(ground)
    drift = _trend.trend(ground, spent)
    flying = in_flight(ground)
    scene = Scene(sight, ground)
    waiting = _waiting.waits(scene)
    flight = _flight.section(ground, flying)
    before = None if reader is None else kept.earlier(workspace, VERB, reader, ground.week.period, sight.local_as_of)
    by_one = _held.section(ground, held, before)
    sections = (
        _moved.section(ground),
        _your_hours(spent, drift),
        waiting.section,
        _plans.section(scene),
        by_one,
        _blind.section(blind),
        _others.section(ground, [one.person for one in held if one.state != "here"]),
        flight,
    )
    numbered_sections, ids = with_ids(LETTER, _FIXED, sections)
    whole = next((claim for claim in by_one.claims if claim.subject == "holder:*"), None)
    step = _next.for_others(scene, waiting) or _next.next_step(
        ground, held, blind, flying, flight.claims[0] if flight.claims else None, whole
    )
    main = next((claim for claim in sections[0].claims if claim.subject == _moved.WHERE), None)
    return Answer(
        verb=VERB,
        title=sight.title,
        period=ground.week.period,
        claim=_next.in_one_sentence(ground, main, held, drift, blind),
        as_of=sight.local_as_of,
        sections=numbered_sections,
        sources=sight.sources,
        caveats=_caveats(sight, read_back_to),
        missing=_NOT_SEEN if scene.trackers.any else _NO_TRACKER,
        nearest="" if workspace.has_records else f"trimtab init {workspace.clones[0].path}",
        next_step=step.text,
        next_command=f"{program} {step.command or f'why {ids[step.claim.subject]}'}" if step.claim else "",
    )


def _your_hours(spent: _hours.Hours | None, drift: _trend.Trend) -> Section:
    if spent is None:
        return Section("YOUR HOURS", (), note="not known whose: --me EMAIL says who you are")
    return Section("YOUR HOURS", (spent.claim, *drift.claims))


def _end_of(week: str | None, now: datetime) -> str | None:
    """The instant that a week asked for is seen from: its end, or now where it is not over."""
    if week is None:
        return None
    from trimtab.errors import UsageError
    from trimtab.workdays import week_dates

    monday, sunday = week_dates(week)
    if monday > now.date():
        raise UsageError(f"{week} has not begun; it starts on {monday:%-d %B %Y}.")
    return week if sunday < now.date() else None


def _caveats(sight: Sight, read_back_to: datetime | None) -> tuple[str, ...]:
    notes = [*sight.notes, *(_limits(clone) for clone in sight.workspace.clones if clone.since or clone.paths)]
    records = sight.workspace.records
    if wrong := sum(one.severity == "error" for one in records.diagnostics) if records else 0:
        notes.append(f"{counted(wrong, 'error')} in your own text, used as far as it goes; see trimtab check")
    if read_back_to is not None:
        notes.append(f"read back to {sight.clock.working.local(read_back_to):%-d %B %Y} so far; nothing older was seen")
    notes += [
        f"{slug} is a shallow clone: older history is not there"
        for slug, one in sight.repositories.items()
        if one.is_shallow
    ]
    if sight.lead is not None:
        notes += [note for note in (sight.clock.zone_note, sight.clock.hours_note) if note]
    return tuple(notes)


def _limits(clone: Clone) -> str:
    """What was asked to be read of a clone, where that is not all of it."""
    since = f" since {clone.since:%-d %B %Y}" if clone.since else ""
    return f"of {clone.slug} only {', '.join(clone.paths) or 'what was committed'}{since} was read"
