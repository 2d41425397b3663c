"""BEFORE YOU GO: the chosen tasks as claims, what they come to, and what is left with a single holder after them."""

from collections.abc import Mapping, Sequence

import polars as pl

from trimtab.advice._ground import Ground
from trimtab.advice._names import counted, listed
from trimtab.advice.answer import Claim, Figure, Group, Section
from trimtab.advice.away._choice import Chosen
from trimtab.advice.away._flight import BRANCHES
from trimtab.advice.away._gaps import Gap
from trimtab.advice.away._tasks import Scene
from trimtab.advice.away._words import hours_text

AFTER = "after"
ANCHOR = "docs/reference/away.md#before-you-go"
_SHOWN = 3


def section(scene: Scene, picked: Sequence[Chosen], gaps: Sequence[Gap], cover: Mapping[str, float]) -> Section:
    """The tasks in the order of risk removed per hour, and one line on what is left."""
    title = scene.words.goes() if scene.away.can_hand_over else scene.words.gone()
    claims = [_claim(scene, one, gaps) for one in picked]
    after = _after(scene, picked, gaps, cover)
    note = "" if gaps else "nothing needs to be handed over"
    return Section(title, (*claims, *((after,) if after else ())), note=note)


def served(task_effects: Sequence[str]) -> tuple[str, ...]:
    """The subjects of the claims that a task serves; all branches share one."""
    return tuple(dict.fromkeys(BRANCHES if one.startswith(f"{BRANCHES}:") else one for one in task_effects))


def _claim(scene: Scene, one: Chosen, gaps: Sequence[Gap]) -> Claim:
    task, rows = one.task, scene.ground.rows.of(one.task.oids)
    behind = [gap for gap in gaps if gap.subject in {effect.gap for effect in task.effects}]
    groups = [Group("about", "", rows, len(rows))] if rows else []
    groups += task.branches
    groups += [
        Group(group.label, group.summary, group.evidence, group.total)
        for gap in behind
        for group in gap.claim.because[:2]
    ]
    per_hour = one.removed / task.hours.value
    return Claim(
        id="",
        subject=f"task:{task.subject}",
        text=f"{hours_text(task.hours.value)}: {task.text}",
        headline=task.text[:1].upper() + task.text[1:],
        figures=(
            Figure(
                "hours",
                round(task.hours.value, 2),
                "h",
                task.hours.source,
                _rounded(task.hours.low),
                _rounded(task.hours.high),
            ),
            Figure("risk removed", round(one.removed, 2), "changes", "that would else have to wait in that time"),
            Figure("risk removed per hour", round(per_hour, 2), "changes an hour", "what the order goes by"),
        ),
        because=tuple(groups),
        meaning="a task that evidence speaks for; what it removes is the changes to expect, times the cover it adds: a change "
        "written counts whole, a review half, reading a quarter",
        anchor=ANCHOR,
        wrong=("trimtab people merge", "areas: in trimtab.yaml"),
    )


def _rounded(hours: float | None) -> float | None:
    return None if hours is None else round(hours, 2)


def _after(scene: Scene, picked: Sequence[Chosen], gaps: Sequence[Gap], cover: Mapping[str, float]) -> Claim | None:
    """The hours in all, and the areas that one person still holds."""
    ground, words = scene.ground, scene.words
    short = [gap for gap in gaps if gap.row.get("area") and not gap.row["aside"] and cover[gap.subject] < 1 - 1e-9]
    own = [gap.row["area"] for gap in short]
    others = ground.held.filter(pl.col("hold") == "knows", pl.col("person") != scene.away.person)
    held = [(row["area"], row["person"]) for row in others.select("area", "person").to_dicts()]
    if not picked and not held:
        return None
    total = sum(one.task.hours.value for one in picked)
    parts = [f"{hours_text(total)} in all"] if picked else []
    named = [f"{area} ({words.who})" for area in own] + [f"{area} ({words.name(person)})" for area, person in held]
    if named:
        noun = counted(len(named), "area") + (" is" if len(named) == 1 else " are")
        parts.append(f"{noun} left with a single holder: {listed(named, _SHOWN)}")
    else:
        parts.append("no area is left with a single holder")
    said = "; ".join(parts)
    return Claim(
        id="",
        subject=AFTER,
        text=f"After these: {said}" if picked else said[:1].upper() + said[1:],
        headline="What is left with a single holder after the hand-over",
        because=tuple(_left(ground, short, others)),
        meaning="areas of the one who goes that stay below the threshold after all of these tasks, and areas that others "
        "hold alone",
        anchor=ANCHOR,
        left_out=ground.left_out,
        wrong=("trimtab people merge", "areas: in trimtab.yaml"),
    )


def _left(ground: Ground, short: Sequence[Gap], others: pl.DataFrame) -> list[Group]:
    own = [
        Group(gap.row["area"], gap.claim.text, gap.claim.because[0].evidence, gap.claim.because[0].total)
        for gap in short
    ]
    held = [
        Group(
            row["area"],
            f"{ground.names.short(row['person'])}: {counted(row['commits'], 'commit')}",
            ground.rows.of(row["oids"]),
            len(row["oids"]),
        )
        for row in others.to_dicts()
    ]
    return [*own, *held]
