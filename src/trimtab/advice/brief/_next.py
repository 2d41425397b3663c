"""The one next step of a brief, and its claim in one sentence: both follow from the lines above, never from a list of tips."""

from dataclasses import dataclass

from trimtab.advice._branches import Flying
from trimtab.advice._ground import Ground
from trimtab.advice._holdings import Holding
from trimtab.advice._scene import Scene
from trimtab.advice.answer import Claim
from trimtab.advice.brief._blind import Blind
from trimtab.advice.brief._held import second
from trimtab.advice.brief._trend import Trend
from trimtab.advice.brief._waiting import Waits

_STALE_DAYS = 14
# What else waits for nobody but the lead, and what to hand over first.
_AWAY = "away me"
_WAITING = "waiting"


@dataclass(frozen=True, slots=True)
class Step:
    """What to do, and the claim that says why; `command` is what shows more than that claim, where something does."""

    text: str
    claim: Claim | None
    command: str = ""


def for_others(scene: Scene, waiting: Waits) -> Step | None:
    """What somebody has waited for from the lead for a working day or more, or that holds back other work."""
    move = waiting.first
    if move is None or (move.days < 1 and not move.held.items):
        return None
    what = f"{scene.words.number(move.item)}{scene.effort(move)}: {scene.words.waiter(move)} waits for {scene.words.asked(move)}"
    return Step(what, waiting.section.claims[0], _WAITING)


def next_step(
    ground: Ground,
    held: tuple[Holding, ...],
    blind: tuple[Blind, ...],
    flying: tuple[Flying, ...],
    flight: Claim | None,
    whole: Claim | None,
) -> Step:
    """The first that applies, by how much stalls without it and how little it costs.

    An area that only the lead knows, where somebody is near; an area whose only holder is silent or gone; own work that
    lies; a blind spot; an area that only another person knows; the whole, where one person holds it.
    """
    names = ground.names
    for one in held:
        if one.by_lead and one.near and one.next_person:
            return Step(f"show {names.own(one.next_person)} {one.area} this week", one.claim, _AWAY)
    for one in held:
        if not one.by_lead and one.state != "here" and one.next_person:
            reader = names.short(one.next_person)
            asks = "read" if reader == "you" else f"ask {reader} to read"
            return Step(f"{asks} {one.area} before it has to change", one.claim)
    lying = [one for one in flying if ground.lead and one.person == ground.lead and one.days >= _STALE_DAYS]
    if lying and flight:
        return Step(f"merge `{lying[0].name}`, hand it over or drop it", flight)
    for spot in blind:
        return Step(f"an hour in {spot.area}: {spot.first_read}", spot.claim)
    for one in held:
        if one.by_lead and one.next_person:
            text = f"bring {names.own(one.next_person)} into {one.area} with the next change there"
            return Step(text, one.claim, _AWAY)
    for one in held:
        if not one.by_lead and one.next_person:
            who = names.short(one.next_person)
            return Step(f"have {names.own(one.person)} show {who} {one.area}", one.claim)
    if whole is not None and ground.sole is not None and (other := second(ground, ground.sole)):
        return Step(f"give {names.own(other)} a change to make alone, and review it", whole)
    return Step("", None)


def in_one_sentence(
    ground: Ground, moved: Claim | None, held: tuple[Holding, ...], drift: Trend, blind: tuple[Blind, ...]
) -> str:
    """The brief as one sentence: what moved, then what waits for nobody but one person, else drift, else a blind spot."""
    opening = moved.headline if moved else "Nothing moved this week"
    mine = [one.area for one in held if one.by_lead]
    if mine:
        return f"{opening}; {mine[0]} waits for nobody but you."
    if held:
        return f"{opening}; only {ground.names.own(held[0].person)} knows {held[0].area}."
    if drift.verdict == "less":
        return f"{opening}; your own code has become less."
    if blind:
        return f"{opening}; {blind[0].area} changes without you."
    return f"{opening}."
