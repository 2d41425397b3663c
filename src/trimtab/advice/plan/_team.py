"""Who works on a plan, when, and with which share of their time."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from trimtab.records import Person, Records
from trimtab.records.plan import Member, Plan
from trimtab.workdays import WorkingTime

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Worker:
    """Somebody who can do tasks of the plan. `share` is that of their working time, `skills` are in lower case.

    Days before they join and after they leave are part of their leave.
    """

    id: str
    name: str
    working: WorkingTime
    share: float = 1.0
    skills: frozenset[str] = frozenset()
    is_lead: bool = False


@dataclass(frozen=True, slots=True)
class Team:
    """The workers of a plan, in its order, and what an answer must say about how they are known."""

    workers: tuple[Worker, ...]
    notes: tuple[str, ...] = ()

    def find(self, asked: str) -> int | None:
        """The place of whoever is meant by an id or a name."""
        word = asked.casefold()
        found = (place for place, one in enumerate(self.workers) if word in {one.id, one.name.casefold()})
        return next(found, None)


def team_of(plan: Plan, records: Records, day: date, zone: str) -> Team:
    """Whoever is named by the plan; where it names nobody, everybody with a file who is no bot and there on `day`.

    Owners and candidates are part of it whether the plan lists them or not. `zone` is for whoever has none written down.
    """
    members = plan.people or tuple(
        Member(id=person.id) for person in records.people if not person.bot and not (person.left and person.left < day)
    )
    listed = {_id(records, one.id) for one in members}
    named = [Member(id=one) for one in dict.fromkeys(_named(plan)) if _id(records, one) not in listed]
    workers: dict[str, Worker] = {}
    notes: list[str] = []
    for member in (*members, *named):
        person = records.person(member.id)
        if person is None:
            notes.append(f"{member.id} has no file under people/: the team's hours are assumed")
        elif member in named and plan.people:
            notes.append(f"{person.display} has work in the plan without being under people:")
        worker = _worker(plan, records, member, person, day, zone)
        workers.setdefault(worker.id, worker)
    return Team(tuple(workers.values()), tuple(notes))


def _id(records: Records, asked: str) -> str:
    person = records.person(asked)
    return person.id if person else asked


def _named(plan: Plan) -> Iterator[str]:
    for task, around in plan.leaves():
        for one in (*around, task):
            yield from (one.owner,) if one.owner else one.candidates
    yield from (contract.owner for contract in plan.contracts if contract.owner and contract.estimate)


def _worker(plan: Plan, records: Records, member: Member, person: Person | None, day: date, zone: str) -> Worker:
    is_lead = person is not None and records.me is not None and person.id == records.me.id
    working = records.working_time(person, zone) if person else replace(records.working_time(zone=zone), leave=())
    working = replace(working, leave=(*working.leave, *_not_there(member, person)))
    if person is None:
        return Worker(member.id, member.id, replace(working, capacity=1.0), member.share)
    share = _lead_share(plan, records, member, day) if is_lead else member.share
    skills = frozenset(skill.casefold() for skill in person.skills)
    return Worker(person.id, person.display, working, share, skills, is_lead)


def _lead_share(plan: Plan, records: Records, member: Member, day: date) -> float:
    """The lead's share of time for tasks: as the plan says, else as the stance does."""
    if plan.lead.coding is not None:
        return plan.lead.coding
    stance = records.stance_on(day)
    return member.share if member.share < 1 or stance is None else stance.code / 100


def _not_there(member: Member, person: Person | None) -> Sequence[tuple[date, date]]:
    """The days before somebody joins and after they leave, as leave."""
    ends = [one for one in (member.last, person.left if person else None) if one]
    found = [(date.min, member.first - _DAY)] if member.first else []
    return [*found, (min(ends) + _DAY, date.max)] if ends else found
