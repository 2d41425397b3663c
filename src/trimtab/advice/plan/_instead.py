"""Who else could do what somebody owns, by the skills that the plan asks for: what handing it over could mean."""

from collections.abc import Sequence
from dataclasses import replace

from trimtab.advice.plan._model import Model
from trimtab.planning.problem import Candidate, Problem, Task
from trimtab.records.plan import PlanTask


def others(model: Model, at: int, person: int) -> tuple[int, ...]:
    """Workers other than one and than the lead who could fill the role of a task that this one alone fills.

    They have the skill that the role asks for, or are named as candidates. Nobody where the plan says neither: whoever could
    do anything is no answer.
    """
    roles = model.problem.tasks[at].roles
    place = next((place for place, role in enumerate(roles) if _is_alone(role, person)), None)
    source = model.tasks[at].source
    if place is None or not isinstance(source, PlanTask):
        return ()
    groups = {group.id: group for _, around in model.plan.leaves() for group in around}
    whole = (source, *(groups[name] for name in reversed(model.tasks[at].around)))
    needs = next((one.needs for one in whole if one.needs), ())
    wanted = [need.skill for need in needs for _ in range(need.people)]
    skill = wanted[place] if place < len(wanted) else None
    named = next((one.candidates for one in whole if one.candidates), ())
    asked = {found for one in named if (found := model.ground.team.find(one)) is not None}
    return tuple(
        other
        for other, worker in enumerate(model.workers)
        if (skill is not None or other in asked)
        and other != person
        and not worker.is_lead
        and (skill is None or skill.casefold() in worker.skills)
    )


def handed_out(model: Model, person: int) -> Problem:
    """The problem as if whoever has the skills could take what one person owns; what is begun stays theirs."""
    tasks = tuple(_open(model, at, task, person) for at, task in enumerate(model.problem.tasks))
    return replace(model.problem, tasks=tasks)


def _open(model: Model, at: int, task: Task, person: int) -> Task:
    if model.tasks[at].progress.is_begun or not any(_is_alone(role, person) for role in task.roles):
        return task
    work = model.tasks[at].slots
    able = [one for one in others(model, at, person) if model.ground.can_end(one, work)]
    more = tuple(Candidate(one, work) for one in able)
    return replace(task, roles=tuple((*role, *more) if _is_alone(role, person) else role for role in task.roles))


def _is_alone(role: Sequence[Candidate], person: int) -> bool:
    return [one.person for one in role] == [person]
