"""How far to trust each kind of answer: back-tests on the reader's own lake, each against the best of some simple rules.

The definitions and the thresholds stand in docs/reference/trust.md. What is measured are judgements of the product; cases are
told by area and item, and nobody is judged by them. Results are kept for a week (`measured`).
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime

from trimtab.advice import measured
from trimtab.advice._ids import numbered
from trimtab.advice._sight import Sight, look
from trimtab.advice.answer import Answer, Section
from trimtab.advice.trust import _forecasts, _plans
from trimtab.advice.trust._lines import claim, in_one_sentence
from trimtab.advice.trust._measure import Measured, Progress, measure, read
from trimtab.advice.trust._words import KINDS
from trimtab.workspace import Workspace

__all__ = ["LETTER", "VERB", "refresh", "trust"]

VERB, LETTER = "trust", "t"

_FIXED = (*(f"trust:{kind}" for kind in KINDS), _forecasts.SUBJECT, _plans.SUBJECT)
_NO_CASES = "no case of this kind yet"
_NO_ITEMS = "no issues or pull requests have been read"
_NOT_SEEN = "whether you took the advice, and what came of it"


def _untold(text: str, done: int, whole: int) -> None:
    """Nobody waits to hear of progress."""


def trust(
    workspace: Workspace,
    *,
    now: datetime,
    as_of: str | None = None,
    replayed: bool = True,
    me: str | None = None,
    machine_zone: str = "UTC",
    program: str = "trimtab",
    anew: bool = False,
    progress: Progress = _untold,
) -> Answer:
    """How often each kind of judgement was right here: as kept where that is younger than a week, else measured, and kept.

    `anew` measures in any case. With an `as_of` nothing is kept and nothing taken from what was kept, unless it is where the
    evidence ends (not `replayed`). Raises UsageError for an `as_of` that is no date.
    """
    sight = look(workspace, now=now, as_of=as_of, me=me, machine_zone=machine_zone)
    may_keep = as_of is None or not replayed
    found = measured.kept(workspace) if may_keep and not anew else None
    known = read(found) if found and measured.is_fresh(found, now, sight.snapshot.sources()) else None
    if known is None or known.as_of > sight.as_of:
        known = measure(sight, now.astimezone(UTC), progress, keep=may_keep)
        if may_keep:
            _keep(sight, known)
    return _answer(sight, known, program, kept=may_keep)


def refresh(workspace: Workspace, *, now: datetime, as_of: str | None = None, machine_zone: str = "UTC") -> None:
    """Measure, and keep it, for the answers to come."""
    sight = look(workspace, now=now, as_of=as_of, machine_zone=machine_zone)
    known = measure(sight, now.astimezone(UTC), _untold)
    _keep(sight, known)


def _keep(sight: Sight, known: Measured) -> None:
    measured.keep(sight.workspace, known.made_at, known.as_of, known.content(), sight.snapshot.sources())


def _answer(sight: Sight, known: Measured, program: str, *, kept: bool) -> Answer:
    ids = numbered(LETTER, _FIXED, ())
    sections = tuple(_sections(sight, known, ids))
    first = next((one for one in known.results if one.cases and one.verdict != "better"), None)
    return Answer(
        verb=VERB,
        title=sight.title,
        period="how far to trust the answers here",
        claim=in_one_sentence(known.results),
        as_of=sight.local_as_of,
        sections=sections,
        sources=sight.sources,
        caveats=tuple(_caveats(sight, known, kept=kept)),
        missing=_NOT_SEEN,
        nearest="" if "tracker" in sight.sources else f"{program} sync --source archive FILE",
        next_step=f'See where "{KINDS[first.kind].asks}" was wrong.' if first else "",
        next_command=f"{program} why {ids[f'trust:{first.kind}']}" if first else "",
    )


def _sections(sight: Sight, known: Measured, ids: Mapping[str, str]) -> Iterator[Section]:
    by_kind = {one.kind: one for one in known.results}
    for title in dict.fromkeys(words.verb for words in KINDS.values()):
        kinds = [kind for kind, words in KINDS.items() if words.verb == title]
        results = [by_kind[kind] for kind in kinds if kind in by_kind and by_kind[kind].cases]
        claims = tuple(replace(claim(sight, one), id=ids[f"trust:{one.kind}"]) for one in results)
        yield Section(title, claims, note=_NO_CASES if any(kind in by_kind for kind in kinds) else _NO_ITEMS)
    told = [_forecasts.claim(sight, known.forecasts, known.as_of)] if known.forecasts else []
    note = _NO_CASES if "tracker" in sight.sources else _NO_ITEMS
    yield Section("FORECAST", tuple(replace(one, id=ids[one.subject]) for one in told), note=note)
    records, track = sight.workspace.records, _plans.known(sight)
    if track.recorded or (records is not None and records.plans):
        told = [_plans.claim(sight, track)] if track.dates else []
        yield Section(
            "PLAN FORECAST", tuple(replace(one, id=ids[one.subject]) for one in told), note=_plans.note(track)
        )


def _caveats(sight: Sight, known: Measured, *, kept: bool) -> Iterator[str]:
    yield from sight.notes
    local = sight.clock.working.local
    made = local(known.made_at)
    if kept:
        yield f"measured on {made.day} {made:%B %Y}; --refresh measures now"
