"""What stalls when somebody is away, who is next for each, and what to hand over before they go.

The definitions stand in docs/reference/away.md. Nobody is scored: the one who goes appears by what rests on them, others as
candidates for one named piece of work.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

import polars as pl

from trimtab.advice._ground import Ground
from trimtab.advice._ids import numbered
from trimtab.advice._names import counted, listed
from trimtab.advice._sight import look
from trimtab.advice.answer import Answer, Claim, Section
from trimtab.advice.away import _areas, _asked, _before, _choice, _duties, _flight, _merges, _plans, _releases, _tasks
from trimtab.advice.away._absence import Absence, absence, person_meant
from trimtab.advice.away._effort import Effort
from trimtab.advice.away._gaps import Gap
from trimtab.advice.away._words import Words, short_date
from trimtab.analyses.ownership import HELD_COMMITS
from trimtab.workspace import Workspace

__all__ = ["LETTER", "VERB", "away"]

VERB, LETTER = "away", "a"

_FIXED = (
    _releases.RELEASES, _flight.BRANCHES, _merges.MERGES, _merges.REVIEWS, _areas.SHARED, _areas.REST, _before.AFTER,
    _duties.DUTIES, _areas.EVERYTHING, _asked.ASKED,
)  # fmt: skip
_NOT_SEEN, _NO_TRACKER = "meetings", "meetings, who waits for whom"


def away(
    workspace: Workspace,
    person: str,
    *,
    now: datetime,
    first: str | None = None,
    last: str | None = None,
    as_of: str | None = None,
    me: str | None = None,
    machine_zone: str = "UTC",
    program: str = "trimtab",
    read_back_to: datetime | None = None,
) -> Answer:
    """What stalls while `person` (`me`, an id, a name, a login or an address) is away from `first` to `last`.

    Both are dates as typed; without them, the two weeks from tomorrow. Raises UsageError for somebody nobody knows, a
    program, and days that cannot be meant.
    """
    sight = look(workspace, now=now, as_of=as_of, me=me, machine_zone=machine_zone)
    ground = Ground(sight)
    who = person_meant(sight, person)
    gone = absence(ground, who, first, last, now, machine_zone)
    words = Words(ground, who)
    sections, picked, gaps = _sections(ground, gone, words) if gone.days.working else _none(words)
    told, ids = _with_ids(sections, picked)
    return Answer(
        verb=VERB,
        title=sight.title,
        period=f"{ground.names.own(who)} away, {counted(gone.days.working, 'working day')} from {short_date(gone.days.first)}",
        claim=_in_one_sentence(words, gaps),
        as_of=sight.local_as_of,
        sections=told,
        sources=sight.sources,
        caveats=tuple(_caveats(ground, gone, words, read_back_to)),
        missing=_NOT_SEEN if "tracker" in sight.sources else _NO_TRACKER,
        nearest="" if workspace.has_records else f"trimtab init {workspace.clones[0].path}",
        next_step=picked[0].task.text if picked else "",
        next_command=f"{program} why {ids[f'task:{picked[0].task.subject}']}" if picked else "",
    )


_Told = tuple[tuple[Section, ...], tuple[_choice.Chosen, ...], tuple[Gap, ...]]


def _sections(ground: Ground, gone: Absence, words: Words) -> _Told:
    """The sections without ids, the tasks that were chosen, and all that stalls."""
    known = _areas.standing(ground, gone)
    areas = _areas.gaps(ground, gone, known, words)
    duties = (_releases.releases(ground, gone, words), _merges.merges(ground, gone, words))
    gaps = (*areas, *(one.gap for one in duties if one.gap))
    branches = _flight.own_branches(ground, gone, known)
    scene = _tasks.Scene(ground, gone, words, Effort(ground), known.alone)
    picked, cover = _choice.chosen(list(_tasks.tasks(scene, gaps, branches)), gaps, branches)
    stalls = (
        _areas.everything(ground, known, words),
        *_areas.shown(areas, words),
        *(one.gap.claim for one in duties if one.gap),
        _flight.claim(ground, branches, words),
    )
    holds = (
        _areas.shared(ground, known, words),
        _duties.shared(duties, words, ground),
        _merges.reviews(ground, gone, words, [gap.row["area"] for gap in areas]),
    )
    sections = (
        Section("STALLS", tuple(one for one in stalls if one), note=_nothing(ground, gone, words)),
        Section("HOLDS UP", tuple(one for one in holds if one)),
        _plans.section(ground, gone, words),
        _asked.section(ground, gone.person, words),
        _before.section(scene, picked, gaps, cover),
    )
    return sections, picked, gaps


def _none(words: Words) -> _Told:
    """Where no working day lies in the time, nothing can wait."""
    whose = "yours" if words.who == "you" else words.of(words.leaver)
    return (Section("STALLS", (), note=f"nothing: none of these days is a working day of {whose}"),), (), ()


def _nothing(ground: Ground, gone: Absence, words: Words) -> str:
    """Why nothing stalls: nobody there, too little seen, or nothing that rests on one person."""
    if gone.state == "unseen":
        were = "were" if words.who == "you" else "was"
        seen = f"last seen on {gone.last_seen:%-d %B %Y}" if gone.last_seen else "not seen by then"
        return f"nothing: {words.who} {were} {seen}"
    own = ground.doings.filter(pl.col("act") == "wrote", pl.col("person") == gone.person)["oid"].n_unique()
    if own < HELD_COMMITS:
        return f"too little to tell: {counted(own, 'commit')} {words.by(gone.person)} that show who knows what"
    return f"nothing that git shows rests on {words.who} alone"


def _with_ids(
    sections: tuple[Section, ...], picked: Sequence[_choice.Chosen]
) -> tuple[tuple[Section, ...], Mapping[str, str]]:
    """The sections with ids, each task ending with those of the lines it serves."""
    ids = numbered(LETTER, _FIXED, [claim.subject for section in sections for claim in section.claims])
    serves = {f"task:{one.task.subject}": _before.served([effect.gap for effect in one.task.effects]) for one in picked}

    def told(claim: Claim) -> Claim:
        named = [ids.get(subject, ids[_areas.REST]) for subject in serves.get(claim.subject, ())]
        text = f"{claim.text} -> {', '.join(dict.fromkeys(named))}" if named else claim.text
        return replace(claim, id=ids[claim.subject], text=text)

    return tuple(replace(section, claims=tuple(told(claim) for claim in section.claims)) for section in sections), ids


def _in_one_sentence(words: Words, gaps: Sequence[Gap]) -> str:
    named = [gap.claim.name for gap in gaps]
    if not named:
        return f"Without {words.who} nothing stalls that git shows."
    return f"Without {words.who} {listed(named, 4)} {'stalls' if len(named) == 1 else 'stall'}."


def _caveats(ground: Ground, gone: Absence, words: Words, read_back_to: datetime | None) -> Iterator[str]:
    sight = ground.sight
    yield from sight.notes
    if gone.planned:
        first, last = gone.planned
        yield f"the records know of leave: --from {first} --to {last}"
    if gone.others:
        yield f"{ground.names.listed(gone.others)} away too, by the records, and nobody's cover"
    if gone.state in {"silent", "gone"} and words.who != "you":
        yield f"{words.who} has been silent for {gone.silent_days} days: only what needs no answer is proposed"
    if read_back_to is not None:
        yield f"read back to {sight.clock.working.local(read_back_to):%-d %B %Y} so far; nothing older was seen"
    for slug, one in sight.repositories.items():
        if one.is_shallow:
            yield f"{slug} is a shallow clone: older history is not there"
