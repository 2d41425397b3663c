"""Who could fill each role of a task: by owner, candidates, skills, and who is there at all."""

from collections.abc import Sequence

from trimtab.advice._names import listed
from trimtab.advice.plan._ground import PlanGround
from trimtab.advice.plan._pieces import Obstacle
from trimtab.planning.problem import Candidate
from trimtab.records.plan import Need, PlanTask

_MOST = 6

Roles = tuple[tuple[Candidate, ...], ...]


def roles_of(
    task: PlanTask, around: Sequence[PlanTask], slots: int, ground: PlanGround, line: str, without: frozenset[int]
) -> tuple[Roles, tuple[Obstacle, ...]]:
    """The roles of a task with their candidates, and why nobody can fill one; then there are no roles.

    Owner, candidates and needs are the task's own, else those of the nearest group that has any. An owner fills the first
    role whose skill they have, else the first. `without` are workers who shall not do it, unless they own it.
    """
    whole = (task, *reversed(around))
    owner = next((one.owner for one in whole if one.owner or one.candidates), None)
    candidates = next((one.candidates for one in whole if one.owner or one.candidates), ())
    needs = next((one.needs for one in whole if one.needs), ())
    wanted = [need.skill for need in needs or (Need(),) for _ in range(need.people)]
    team = ground.team
    asked = [place for one in candidates if (place := team.find(one)) is not None]
    open_to = [place for place in asked or range(len(team.workers)) if place not in without]
    places = [[place for place in open_to if _has(ground, place, skill)] for skill in wanted]
    if owner is not None and (own := team.find(owner)) is not None:
        mine = next((at for at, skill in enumerate(wanted) if _has(ground, own, skill)), 0)
        places = [[own] if at == mine else [one for one in role if one != own] for at, role in enumerate(places)]
    there = [[place for place in role if ground.can_end(place, slots)] for role in places]
    if found := _obstacle(task, wanted, places, there, ground, line):
        return (), (found,)
    return tuple(tuple(Candidate(place, slots) for place in role) for role in there), ()


def _has(ground: PlanGround, place: int, skill: str | None) -> bool:
    return skill is None or skill.casefold() in ground.team.workers[place].skills


def _obstacle(
    task: PlanTask,
    wanted: Sequence[str | None],
    places: Sequence[Sequence[int]],
    there: Sequence[Sequence[int]],
    ground: PlanGround,
    line: str,
) -> Obstacle | None:
    """The first reason why a task's roles cannot be filled by different people who are there."""
    names = [one.name for one in ground.team.workers]
    if not names:
        hint = "Write one file for each of them, with `trimtab init` or by hand."
        return Obstacle(f"nobody can do {task.id}: no people are written down under people/", task.id, line, hint)
    for skill, able, present in zip(wanted, places, there, strict=True):
        if not able:
            who = listed(task.candidates or names, _MOST)
            message = f"{task.id} needs {skill}, and none of {who} has it" if skill else f"nobody is left for {task.id}"
            return Obstacle(message, task.id, line, "Write the skill into somebody's file, or name who does it.")
        if not present:
            who = listed([names[place] for place in able], _MOST)
            message = f"{who} {'is' if len(able) == 1 else 'are'} not there long enough to do {task.id}"
            return Obstacle(message, task.id, line, "Give it to somebody else, or correct their dates and shares.")
    if not _distinct(there):
        few = listed(sorted({names[place] for role in there for place in role}), _MOST)
        message = f"{task.id} needs {len(wanted)} people at once, and only {few} can do it"
        return Obstacle(message, task.id, line, "Ask for fewer people, or add somebody with the skill.")
    return None


def _distinct(roles: Sequence[Sequence[int]]) -> bool:
    """Whether each role can have somebody of its own (augmenting paths in a bipartite graph)."""
    holder: dict[int, int] = {}

    def place(role: int, seen: set[int]) -> bool:
        for person in roles[role]:
            if person not in seen:
                seen.add(person)
                if person not in holder or place(holder[person], seen):
                    holder[person] = role
                    return True
        return False

    return all(place(role, set()) for role in range(len(roles)))
