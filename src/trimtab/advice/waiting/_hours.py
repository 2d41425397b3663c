"""How much waiting there was in thirty days, and in how much of it the lead was the one waited for."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from trimtab.advice._due import NOUN
from trimtab.advice._moves import Stretch
from trimtab.advice._scene import Scene
from trimtab.advice.answer import Claim, Figure, Group, Window

ALL = "hours"

MONTH = timedelta(days=30)
_SHOWN = 200
_ANCHOR = "docs/reference/waiting.md#hours-of-waiting"
_MEANING = (
    "working hours, on the clock of whoever waits, in which an open item waited for somebody's review, merge or answer; two "
    "items that wait in the same hour are two hours; what waits for its own author is not counted"
)


@dataclass(frozen=True, slots=True)
class Waited:
    """Hours of waiting in a window: in all, for the lead alone, and for the lead among others."""

    all: float
    lead: float
    shared: float
    stretches: tuple[tuple[Stretch, float], ...]


def waited(scene: Scene, start: datetime, end: datetime, among: Iterable[Stretch]) -> Waited:
    """What was waited between two instants."""
    found = []
    for one in among:
        since, until = max(one.start, start), min(one.end or end, end)
        if since < until and (hours := scene.clocks.of(one.waiter).hours(since, until)):
            found.append((one, hours))
    mine = [(one, hours) for one, hours in found if scene.moves.falls_to_lead(one)]
    alone = sum(hours for one, hours in mine if len(one.named) <= 1)
    shared = sum(hours for one, hours in mine if len(one.named) > 1)
    return Waited(sum(hours for _, hours in found), alone, shared, tuple(mine))


def claims(scene: Scene) -> Iterator[Claim]:
    """One line; none where nothing waited."""
    end = scene.sight.as_of
    now = waited(scene, end - MONTH, end, scene.moves.stretches)
    if not now.all:
        return
    before = waited(scene, end - 2 * MONTH, end - MONTH, scene.moves.stretches)
    text = f"waiting in 30 days: {now.all:,.0f} h in all"
    if scene.lead is not None:
        text += f", {now.lead:,.0f} h of it for you"
        text += f" and {now.shared:,.0f} h for you or others" if now.shared else ""
    details = []
    if scene.lead is not None and before.all:
        details.append(f"in the 30 days before: {before.all:,.0f} h, {before.lead:,.0f} h of it for you")
    longest = sorted(now.stretches, key=lambda pair: -pair[1])
    rows = tuple(
        scene.words.item(scene.moves.items[one.key], f"{hours:.1f} h for your {NOUN[one.what]}")
        for one, hours in longest[:_SHOWN]
    )
    yield Claim(
        id="",
        subject=ALL,
        text=text,
        headline="Hours of waiting in thirty days",
        details=tuple(details),
        figures=(
            Figure("waited in all", round(now.all, 1), "hours", _MEANING),
            Figure(
                "for you alone", round(now.lead, 1), "hours", "asked of you by name, or a merge that is usually yours"
            ),
            Figure("for you or others", round(now.shared, 1), "hours", "asked of you and of others by name"),
        ),
        because=(Group("for you", f"{len(longest)} stretches of waiting", rows, len(longest)),) if longest else (),
        window=Window(scene.local(end - MONTH), scene.local(end), f"{now.all:,.0f} hours of waiting"),
        meaning=_MEANING,
        anchor=_ANCHOR,
        left_out=scene.left_out,
    )
