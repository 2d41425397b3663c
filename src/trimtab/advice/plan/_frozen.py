"""What of the accepted schedule is frozen, and which agreed starts can no longer be kept, as lines of an answer."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from trimtab.advice._names import counted, listed
from trimtab.advice.answer import Claim, Figure, Group, Section
from trimtab.advice.plan._held import LATE, Held, Loose
from trimtab.advice.plan._scene import PAGE, PlanScene
from trimtab.planning.schedule import Schedule

FROZEN = "frozen"
_SHOWN = 4


def frozen_section(scene: PlanScene, held: Held, now: Schedule | None = None) -> Section:
    """What stays and what cannot; with `now`, where that is instead. Without a frozen window there is nothing to tell."""
    if held.until is None:
        return Section("FROZEN", ())
    last = held.until
    if now is not None:
        held = _as_it_came(scene, held, now)
    return Section("FROZEN", (_stays(scene, held, last), *_given_way(scene, held, now)))


def _as_it_came(scene: PlanScene, held: Held, now: Schedule) -> Held:
    """With the starts among the frozen that were let go, and came to lie on their day all the same."""
    kept = {
        one.task
        for one in held.loose
        if one.why == LATE and scene.starts(now.placements[one.task].start).date() == one.agreed.date()
    }
    loose = tuple(one for one in held.loose if one.task not in kept)
    return replace(held, frozen=tuple(sorted({*held.frozen, *kept})), loose=loose)


def loose_claims(scene: PlanScene, held: Held) -> Iterator[Claim]:
    """Each agreed start of the frozen window that can no longer be kept."""
    yield from _given_way(scene, held, None)


def _given_way(scene: PlanScene, held: Held, now: Schedule | None) -> Iterator[Claim]:
    over = tuple(one for one in held.loose if not one.why)
    if over:
        yield _over(scene, over, now)
    yield from (_cannot(scene, one, now) for one in held.loose if one.why)


def _stays(scene: PlanScene, held: Held, last: date) -> Claim:
    until = f"until {scene.day(last)}"
    count = len(held.frozen)
    told = [f"{scene.model.tasks[at].id} ({_who(scene, held, at)})" for at in held.frozen]
    text = f"nothing that was agreed begins {until}" if not held.loose else f"no start agreed {until} can be kept"
    if count:
        text = f"{counted(count, 'start')} agreed {until} {'stays' if count == 1 else 'stay'}: {listed(told, _SHOWN)}"
    rows = tuple(scene.line(scene.model.tasks[at]) for at in held.frozen)
    return Claim(
        id="",
        subject=FROZEN,
        text=text,
        headline=text[:1].upper() + text[1:],
        figures=(Figure("frozen", count, "tasks", "that begin on the day, and are done by the people, that were agreed"),),
        because=(Group("frozen", counted(count, "line"), rows, count),) if rows else (),
        meaning="work of the accepted schedule that begins within the frozen window stays on its day and with its people, whatever "
        "that costs; within the day it may begin later",
        anchor=f"{PAGE}#frozen",
    )  # fmt: skip


def _who(scene: PlanScene, held: Held, at: int) -> str:
    return scene.people(held.problem.tasks[at].people or ())


def _over(scene: PlanScene, over: Sequence[Loose], now: Schedule | None) -> Claim:
    """What should have begun and did not, or did and nobody wrote it down: one line for all of it."""
    told = [f"{scene.model.tasks[one.task].id}{_instead(scene, one, now)}" for one in over]
    was, them, stays = ("was", "it", "it stays") if len(over) == 1 else ("were", "them", "they stay")
    text = f"{listed(told, _SHOWN)} {was} agreed to begin by now and nobody began {them}; {stays} with whom agreed"
    first = scene.model.tasks[over[0].task]
    return Claim(
        id="",
        subject="finding:frozen",
        name="frozen",
        text=text,
        headline=text[:1].upper() + text[1:],
        because=(Group("written", "", tuple(scene.line(scene.model.tasks[one.task]) for one in over), len(over)),),
        meaning="starts of the accepted schedule that are over, of tasks of which nothing is done by what the plan says",
        anchor=f"{PAGE}#frozen",
        wrong=(f"trimtab plan edit {scene.plan.id} {first.id} started={over[0].agreed.date()}",),
    )


def _instead(scene: PlanScene, one: Loose, now: Schedule | None) -> str:
    if now is None:
        return ""
    place = now.placements[one.task]
    return f" (now {scene.day(scene.starts(place.start))}, {scene.people(place.people)})"


def _cannot(scene: PlanScene, one: Loose, now: Schedule | None) -> Claim:
    piece = scene.model.tasks[one.task]
    text = f"{piece.id} was agreed to begin on {scene.day(one.agreed)}{_instead(scene, one, now)}: {one.why}"
    return Claim(
        id="",
        subject=f"finding:frozen:{piece.id}",
        name="frozen",
        text=text,
        headline=text[:1].upper() + text[1:],
        because=(Group("written", "", (scene.line(piece),), 1),),
        meaning="a start within the frozen window that can no longer be kept: the task begins as soon as it can, with others "
        "only where who was to do it is away or gone",
        anchor=f"{PAGE}#frozen",
        wrong=(f"trimtab plan accept {scene.plan.id}",),
    )  # fmt: skip
