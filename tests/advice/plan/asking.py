"""Plans of a made-up team, asked as the command line asks them."""

from datetime import datetime
from pathlib import Path

from builders_plan import MONDAY, workspace
from trimtab.advice.answer import Answer, Claim
from trimtab.advice.plan._scene import PlanScene
from trimtab.advice.plan.schedule import Scheduled, Search, schedule
from trimtab.advice.plan.show import show
from trimtab.workspace import Workspace, open_workspace

HEAD = "title: Billing\nstart: 2026-11-23\n"


def opened(folder: Path, plan: str, **people: str) -> Workspace:
    """A workspace with the plan `billing`, which begins on Monday 23 November 2026."""
    workspace(folder, HEAD + plan, **(people or {"tomas": "", "ife": ""}))
    return open_workspace(folder)


def shown(folder: Path, plan: str, **people: str) -> Answer:
    return show(opened(folder, plan, **people), "billing", now=MONDAY)


def scheduled(
    folder: Path, plan: str, *, search: Search | None = None, now: datetime = MONDAY, **people: str
) -> Scheduled:
    return schedule(opened(folder, plan, **people), "billing", now=now, search=search or Search(rounds=5))


def scene(folder: Path, plan: str, **people: str) -> PlanScene:
    return PlanScene(opened(folder, plan, **people), "billing", now=MONDAY)


def claims(answer: Answer, title: str) -> tuple[Claim, ...]:
    """The claims of a section; none where there is no such section."""
    return next((section.claims for section in answer.sections if section.title == title), ())


def claim(answer: Answer, subject: str) -> Claim:
    return next(one for one in answer.claims() if one.subject == subject)


def figure(found: Claim, name: str) -> float | None:
    return next(one.value for one in found.figures if one.name == name)
