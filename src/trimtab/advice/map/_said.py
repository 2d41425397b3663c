"""The map in one sentence, and the one next step: both follow from its sections, never from a list of tips."""

from dataclasses import dataclass
from datetime import datetime

from trimtab.advice._ground import Ground
from trimtab.advice._holdings import Holding
from trimtab.advice._names import counted, listed
from trimtab.advice.answer import Claim
from trimtab.advice.map._areas import Known, Land
from trimtab.advice.map._findings import Lost, Spot


@dataclass(frozen=True, slots=True)
class Step:
    """What to do, and the claim that says why, or the rest of a command to type."""

    text: str = ""
    claim: Claim | None = None
    command: str = ""


def in_one_sentence(
    ground: Ground, land: Land, held: tuple[Holding, ...], lost: tuple[Lost, ...], blind: tuple[Spot, ...]
) -> str:
    """`12 areas; 3 wait for one person, 1 of them for nobody but you; you have not read 2 that change.`"""
    areas = counted(len(land.areas) + land.more, "area")
    if (since := asleep_since(ground)) is not None:
        days = counted((ground.sight.as_of - since).days, "day")
        return f"{areas}, and nobody who knows any of them has been here for {days}."
    if ground.sole is not None:
        who = "you" if ground.sole == ground.lead else ground.names.own(ground.sole)
        return f"{areas}, and nearly all that changed in {ground.span} is {'yours' if who == 'you' else f'by {who}'}."
    parts = [areas]
    mine = sum(one.by_lead for one in held)
    if held:
        waits = "waits for one person" if len(held) == 1 else "wait for one person each"
        yours = "" if not mine else (", you" if mine == len(held) else f", {mine} of them for nobody but you")
        parts.append(f"{len(held)} {waits}{yours}")
    if lost:
        parts.append(f"{len(lost)} {'is' if len(lost) == 1 else 'are'} known to nobody who is still active")
    if blind:
        parts.append(f"you have not read {len(blind)} that {'changes' if len(blind) == 1 else 'change'}")
    return f"{'; '.join(parts)}." if parts[1:] else f"{areas}; none waits for one person alone."


def asleep_since(ground: Ground) -> datetime | None:
    """When a regular was seen last, where none has done anything for 90 days: nobody left, all of it rests.

    The project may rest, or the clone may not have been fetched; git cannot tell.
    """
    regulars = ground.there.filter("regular")
    if regulars.is_empty() or regulars["active"].any():
        return None
    last: datetime = regulars["last_at"].to_list()[regulars["last_at"].arg_max() or 0]
    return last


def of_rest(ground: Ground) -> tuple[str, ...]:
    """What to note where everything rests."""
    since = asleep_since(ground)
    if since is None:
        return ()
    return (
        f"nobody who ever made three commits has done anything for {counted((ground.sight.as_of - since).days, 'day')}",
    )


def next_step(ground: Ground, held: tuple[Holding, ...], lost: tuple[Lost, ...], blind: tuple[Spot, ...]) -> Step:
    """The first that applies, by how much stalls without it and how little it costs.

    An area that only the lead knows, where somebody is near; an area whose only holder is silent or gone, or that
    nobody knows; a blind spot; an area that only another person knows.
    """
    names = ground.names
    if (since := asleep_since(ground)) is not None:
        last_day = ground.sight.clock.working.local(since).date()
        return Step("fetch, or see it as it was when it was last worked on", command=f"map --as-of {last_day}")
    for one in held:
        if one.by_lead and one.near and one.next_person:
            return Step(f"show {names.own(one.next_person)} {one.area} this week", one.claim)
    for one in held:
        if not one.by_lead and one.state != "here" and one.next_person:
            return Step(_read(ground, one.next_person, one.area), one.claim)
    for gone in lost:
        if gone.next_person:
            return Step(_read(ground, gone.next_person, gone.area.label), gone.claim)
    for spot in blind:
        return Step(f"an hour in {spot.area.label}: {spot.first_read}", spot.claim)
    for one in held:
        if one.by_lead and one.next_person:
            return Step(f"bring {names.own(one.next_person)} into {one.area} with the next change there", one.claim)
    for one in held:
        if not one.by_lead and one.next_person:
            return Step(f"have {names.own(one.person)} show {names.short(one.next_person)} {one.area}", one.claim)
    return Step()


def _read(ground: Ground, person: str, area: str) -> str:
    reader = ground.names.short(person)
    asks = "read" if reader == "you" else f"ask {reader} to read"
    return f"{asks} {area} before it has to change"


def of_place(ground: Ground, one: Known) -> str:
    """`billing/ledger waits for nobody but you: 14 changes in 12 months.`"""
    changes = f"{counted(one.commits, 'change')} in {ground.span}"
    if one.bus_factor is None:
        return f"{changes} to {one.label} {'is' if one.commits == 1 else 'are'} too few to say who knows it."
    if one.bus_factor == 0:
        return f"Nobody who is active knows {one.label}: {changes}."
    if one.only is not None:
        who = "nobody but you" if one.only == ground.lead else f"{ground.names.own(one.only)} alone"
        return f"{one.label} waits for {who}: {changes}."
    people = listed([ground.names.short(person) for person in one.holders], 6)
    return f"{one.label} rests on {people}: {changes}."


def step_of_place(one: Known, blind: tuple[Spot, ...]) -> Step:
    """What to do about one place; nothing where it is well known."""
    if blind:
        return Step(f"an hour in {one.label}: {blind[0].first_read}", blind[0].claim)
    return Step()
