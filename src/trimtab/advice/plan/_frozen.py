"""What of the accepted schedule is frozen, and which agreed starts can no longer be kept, as lines of an answer."""

from collections.abc import Iterator

from trimtab.advice._names import counted, listed
from trimtab.advice.answer import Claim, Figure, Group, Section
from trimtab.advice.plan._held import Held, Loose
from trimtab.advice.plan._scene import PAGE, PlanScene
from trimtab.planning.schedule import Schedule

FROZEN = "frozen"
_SHOWN = 4


def frozen_section(scene: PlanScene, held: Held, now: Schedule | None = None) -> Section:
    """What stays and what cannot; with `now`, where that is instead. Without a frozen window there is nothing to tell."""
    if held.until is None:
        return Section("FROZEN", ())
    return Section("FROZEN", (_stays(scene, held), *(_cannot(scene, one, now) for one in held.loose)))


def loose_claims(scene: PlanScene, held: Held) -> Iterator[Claim]:
    """Each agreed start of the frozen window that can no longer be kept."""
    yield from (_cannot(scene, one, None) for one in held.loose)


def _stays(scene: PlanScene, held: Held) -> Claim:
    assert held.until is not None  # noqa: S101 - there is a window, or no section
    until = f"until {scene.day(held.until)}"
    count = len(held.frozen)
    told = [f"{scene.model.tasks[at].id} ({_who(scene, held, at)})" for at in held.frozen]
    text = f"nothing that was agreed begins {until}"
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


def _cannot(scene: PlanScene, one: Loose, now: Schedule | None) -> Claim:
    piece = scene.model.tasks[one.task]
    text = f"{piece.id} was agreed to begin on {scene.day(one.agreed)}: {one.why}"
    if now is not None:
        place = now.placements[one.task]
        text += f"; now {scene.day(scene.starts(place.start))}, {scene.people(place.people)}"
    return Claim(
        id="",
        subject=f"finding:frozen:{piece.id}",
        name="frozen",
        text=text,
        headline=text[:1].upper() + text[1:],
        because=(Group("written", "", (scene.line(piece),), 1),),
        meaning="a start within the frozen window that can no longer be kept: the task is planned anew",
        anchor=f"{PAGE}#frozen",
        wrong=(f"trimtab plan accept {scene.plan.id}",),
    )
