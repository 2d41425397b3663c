"""Who a plan names and what they can do: rules about owners, candidates, skills, and people who are not there."""

from collections.abc import Iterator
from datetime import date

from trimtab.diagnostics import Diagnostic, did_you_mean
from trimtab.records._plan_view import View
from trimtab.records.people import Person
from trimtab.records.plan import Contract, Member, Plan, PlanTask, Risk, Unknown

_SHOWN = 4
_ALL = 1.001  # and a little, for shares that are rounded


def unknown_people(view: View) -> Iterator[Diagnostic]:
    """Whoever a plan names has a file."""
    for record, key, at, word in _named(view):
        if view.person(word) is None:
            hint = f"{did_you_mean(word, view.everybody)}Name a file under people/ without its ending."
            path = (key,) if at is None else (key, at)
            yield record.flaw_at(path, "unknown-person", f'nobody under people/ is called "{word}"', hint)


def _named(view: View) -> Iterator[tuple[Member | PlanTask | Contract | Unknown | Risk, str, int | None, str]]:
    plan = view.plan
    yield from ((member, "id", None, member.id) for member in plan.people)
    for task in view.tasks:
        yield from ((task, "owner", None, task.owner) for _ in (1,) if task.owner)
        yield from ((task, "candidates", at, one) for at, one in enumerate(task.candidates))
    yield from ((one, "who", None, one.who) for one in plan.unknowns if one.who)
    yield from ((one, "owner", None, one.owner) for one in plan.contracts if one.owner)
    yield from ((one, "owner", None, one.owner) for one in plan.risks if one.owner)


def not_in_plan(view: View) -> Iterator[Diagnostic]:
    """Whoever works on a task is among the people of the plan, where it names them."""
    if not view.plan.people:
        return
    for record, key, at, word in _named(view):
        person = view.person(word)
        if isinstance(record, Member | Risk) or person is None or person.id in view.members or view.is_lead(person):
            continue
        path = (key,) if at is None else (key, at)
        hint = f"add {person.id} to people: in {view.plan.file}, with a share, or name one of them here."
        yield record.flaw_at(path, "not-in-plan", f"{word} is not among the people of this plan", hint)


def twice_in_plan(view: View) -> Iterator[Diagnostic]:
    """Everybody stands once among the people."""
    seen: set[str] = set()
    for member in view.plan.people:
        person = view.person(member.id)
        name = person.id if person else member.id
        if name in seen:
            yield member.flaw_at(("id",), "twice-in-plan", f"{name} is named twice", "delete one of the two.")
        seen.add(name)


def overbooked(view: View) -> Iterator[Diagnostic]:
    """The shares of one person in plans of the same time make no more than all of it."""
    for member in view.plan.people:
        person = view.person(member.id)
        if person is None or "share" not in member.model_fields_set:
            continue
        # Each pair of plans is told once, in the one that comes later by name.
        others = [
            (plan, other)
            for plan in view.records.plans
            if plan.id < view.plan.id
            for other in plan.people
            if view.person(other.id) is person and "share" in other.model_fields_set
            if _overlap((view.plan, member), (plan, other))
        ]
        whole = member.share + sum(other.share for _, other in others)
        if others and whole > _ALL:
            places = " and ".join(f"{other.share:.0%} in {plan.id}" for plan, other in others)
            message = f"{member.id} has {member.share:.0%} here and {places}: {whole:.0%} at the same time"
            yield member.flaw_at(
                ("share",), "overbooked", message, "lower one of the shares, or part the plans in time."
            )


def _overlap(one: tuple[Plan, Member], other: tuple[Plan, Member]) -> bool:
    (first, last), (begins, ends) = _stretch(*one), _stretch(*other)
    return first <= ends and begins <= last


def _stretch(plan: Plan, member: Member) -> tuple[date, date]:
    """The days for which somebody is counted on; a plan without a deadline has no last one."""
    last = [day for day in (member.last, plan.deadline.day if plan.deadline else None) if day]
    return max(plan.start, member.first or date.min), min(last, default=date.max)


def absent_people(view: View) -> Iterator[Diagnostic]:
    """Whoever is named can be there: with a share above nothing, on some working day of the plan."""
    for member in view.plan.people:
        person = view.person(member.id)
        if member.share == 0:
            hint = "delete the line, or write the share of their time that is for this plan."
            yield member.flaw_at(("share",), "absent-person", f"{member.id} has no time for this plan", hint)
        elif member.first and member.last and member.last < member.first:
            message = f"the last day, {member.last}, is before the first, {member.first}"
            yield member.flaw_at(("to",), "ends-before-it-begins", message, "swap the two dates, or correct the year.")
        elif person is not None and (why := _away(view, member, person)):
            hint = f"take {member.id} out, or correct {person.file} or the dates here."
            yield member.flaw_at(("id",), "absent-person", f"{member.id} is not there: {why}", hint)


def _away(view: View, member: Member, person: Person) -> str | None:
    """Why somebody is there on no day of the plan; None where they are, or where it has no end."""
    if person.bot:
        return f"{person.file} says that it is a program"
    first = max(member.first or date.min, view.plan.start)
    if person.left is not None and person.left < first:
        return f"left on {person.left}"
    ends = [day for day in (member.last, view.plan.deadline.day if view.plan.deadline else None) if day]
    if not view.has_start or not ends or min(ends) < first:
        return None
    last = min(ends)
    if (last - first).days > 3 * 366:
        return None
    working = view.records.working_time(person)
    days = (date.fromordinal(day) for day in range(first.toordinal(), last.toordinal() + 1))
    there = any(working.is_working_day(day) and not person.away_on(day) for day in days)
    return None if there else f"away from {first} to {last}"


def missing_skills(view: View) -> Iterator[Diagnostic]:
    """Every skill that a task needs is one that somebody in the plan has, and as many of them as it needs."""
    for task in view.tasks:
        if task.is_group or view.is_over(task):
            continue
        for at, need in enumerate(task.needs):
            if need.skill is None:
                continue
            able = [person for person in view.team if _can(person, need.skill)]
            if not able:
                yield task.flaw_at(("needs", at, "skill"), "missing-skill", *_nobody(view, need.skill))
            elif need.people > len(able):
                message = f"{need.people} people with {need.skill} are needed, and {_list(able)} alone can"
                hint = "ask for fewer, or add somebody who can, or write the skill into their file under people/."
                yield task.flaw_at(("needs", at), "too-few-people", message, hint)


def _nobody(view: View, skill: str) -> tuple[str, str]:
    outside = [person for person in view.records.people if _can(person, skill)]
    if outside:
        message = f'nobody in this plan can do "{skill}"'
        return message, f"{_list(outside)} can: add them to people: in {view.plan.file}."
    known = sorted({one for person in view.records.people for one in person.skills})
    hint = f"{did_you_mean(skill, known)}Skills stand in the files under people/"
    return f'nobody can do "{skill}"', f"{hint}: {', '.join(known)}." if len(known) in range(1, 16) else f"{hint}."


def _can(person: Person, skill: str) -> bool:
    return skill.casefold() in {one.casefold() for one in person.skills}


def too_few_people(view: View) -> Iterator[Diagnostic]:
    """A task needs no more people than could do it."""
    for task in view.tasks:
        wanted = sum(need.people for need in task.needs)
        if task.is_group or view.is_over(task) or wanted < 2:
            continue
        if task.owner:
            message, hint = f"{wanted} people are needed, and only {task.owner} may do it", "name candidates instead."
        elif task.candidates and wanted > len(set(task.candidates)):
            message = f"{wanted} people are needed, and {len(set(task.candidates))} could do it"
            hint = "name more candidates, or ask for fewer people."
        elif view.team and wanted > len(view.team):
            message = f"{wanted} people are needed, and the plan has {len(view.team)}"
            hint = "ask for fewer, or add somebody to the plan."
        else:
            continue
        yield task.flaw_at(("needs",), "too-few-people", message, hint)


def _list(people: list[Person]) -> str:
    names = [person.id for person in people]
    more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
    return ", ".join(names[:_SHOWN]) + more if more or len(names) < 2 else f"{', '.join(names[:-1])} and {names[-1]}"
