"""Rules about a whole plan, from its text: each looks at one plan and tells what does not fit together in it.

A rule is a function from a view of a plan to diagnostics; `found` runs them all over every plan. What takes a schedule
to see (who is over capacity, what is critical) is told by `trimtab.advice.plan`.
"""

from collections.abc import Callable, Iterator

from trimtab.diagnostics import Diagnostic, did_you_mean
from trimtab.records import _plan_dates, _plan_people
from trimtab.records._plan_graph import Point
from trimtab.records._plan_view import Team, View
from trimtab.records.plan import Contract, Dependency, Milestone, PlanTask, Priority, Span

# A leaf that is likely to take more working days than this is a plan of its own.
LARGEST_DAYS = 10.0
_WEIGHT: dict[Priority, int] = {"must": 2, "should": 1, "could": 0}
_OF_LEAVES = ("estimate", "confidence", "done", "remaining", "started")
_A = {"contract": "a contract", "unknown": "an unknown", "milestone": "a milestone"}
_SHOWN = 8


def found(records: Team) -> Iterator[Diagnostic]:
    """All that the rules have to say about every plan."""
    for plan in records.plans:
        view = View(plan, records)
        for rule in RULES:
            yield from rule(view)


# Names


def duplicate_ids(view: View) -> Iterator[Diagnostic]:
    """An id means one thing in a plan."""
    for name, one in view.graph.every:
        first = view.graph.named[name]
        if first.record is not one.record:
            line = first.record.span_of("id").line
            message = f'"{name}" is the {first.kind} in line {line} already; this {one.kind} is not found by it'
            hint = "give one of them another id; what waits for it has to follow."
            yield one.record.flaw_at(("id",), "duplicate-id", message, hint)


def unknown_tasks(view: View) -> Iterator[Diagnostic]:
    """Every id that is named anywhere in a plan is one that something has."""
    known = [name for name, one in view.graph.named.items() if one.kind != "risk"]
    for mention in view.graph.mentions:
        there = view.graph.named.get(mention.id)
        if there is not None and there.kind == "risk":
            hint = "name the task that would be done then."
            yield mention.record.flaw_at(mention.path, "unknown-task", f'"{mention.id}" is a risk, not work', hint)
        elif there is None and mention.id not in view.plan.ids_written:
            titled = [name for name, one in view.graph.named.items() if _titled(one.record, mention.id)]
            near = f'did you mean "{titled[0]}"? ' if titled else did_you_mean(mention.id, known)
            hint = f"{near}It is named by its id, not its title."
            yield mention.record.flaw_at(mention.path, "unknown-task", f'nothing has the id "{mention.id}"', hint)


def _titled(record: object, words: str) -> bool:
    return isinstance(record, PlanTask | Milestone | Contract) and (record.title or "").casefold() == words.casefold()


def of_another_kind(view: View) -> Iterator[Diagnostic]:
    """Both sides of a contract, and what a risk or an unknown touches, are tasks."""
    for mention in view.graph.mentions:
        there = view.graph.named.get(mention.id)
        if isinstance(mention.record, Dependency) or there is None or there.kind in {"task", "group", "risk"}:
            continue
        key = str(mention.path[0])
        if key == "blocks" and there.kind in {"milestone", "contract"}:
            continue
        hint = f"name a task under {key}: instead, or let it wait for this with after:."
        message = f'"{mention.id}" is {_A[there.kind]}, not a task'
        yield mention.record.flaw_at(mention.path, "unknown-task", message, hint)


# Links


def circular_plan(view: View) -> Iterator[Diagnostic]:
    """Nothing waits for itself, by whatever way."""
    for name, one in view.graph.named.items():
        if isinstance(one.record, PlanTask | Contract | Milestone):
            for link in one.record.after:
                if link.task == name:
                    yield link.flaw_at(("task",), "circular-plan", f"{name} waits for itself", "delete it.")
    for circle in view.graph.cycles():
        waits = [wait for _, wait in circle if wait is not None]
        if not waits:
            continue
        names = _said([point for point, _ in circle])
        hint = "what begins too early? Drop one of these, split a task in two, or agree a contract between them."
        last = waits[-1]
        yield last.record.flaw_at(last.path, "circular-plan", f"a circle: {names}", hint)


def _said(points: list[Point]) -> str:
    """The way round, each waiting for the one before it; a group once."""
    names = [points[-1][0], *(point[0] for point in points)]
    once = [name for at, name in enumerate(names) if at == 0 or names[at - 1] != name]
    shown = once if len(once) <= _SHOWN else [*once[: _SHOWN // 2], f"{len(once) - _SHOWN} more", *once[-_SHOWN // 2 :]]
    return " -> ".join(shown)


def own_group(view: View) -> Iterator[Diagnostic]:
    """A task does not wait for the group that holds it, nor a group for what it holds."""
    for wait in view.graph.all_waits:
        if view.graph.own_group(wait):
            before, after = wait.before[0], wait.after[0]
            inner = any(one is view.graph.named[before].record for one in view.graph.named[after].around)
            what = f"{after} is part of {before}" if inner else f"{before} is part of {after}"
            hint = "name the task of the group that it waits for."
            yield wait.record.flaw_at(wait.path, "own-group", f"{what}, so neither can wait for the other", hint)


def twice_after(view: View) -> Iterator[Diagnostic]:
    """A thing is waited for once in one way."""
    for _, one in view.graph.every:
        if isinstance(one.record, PlanTask | Contract | Milestone):
            seen: set[tuple[str, str]] = set()
            for link in one.record.after:
                if (link.task, link.type) in seen:
                    yield link.flaw_at(("task",), "twice-after", f"{link.task} stands here twice", "delete one.")
                seen.add((link.task, link.type))


def group_with_work(view: View) -> Iterator[Diagnostic]:
    """Work and progress stand at the tasks of a group; who does them, and when, it may hand down."""
    for task in view.tasks:
        if not task.is_group:
            continue
        for key in _OF_LEAVES:
            if key in task.model_fields_set and getattr(task, key) is not None and not _handed_down(key, task):
                hint = f"move it to the tasks of {task.id}; a group is as long as they take together."
                yield task.flaw_at((key,), "group-with-work", f"a group has no {key} of its own; it was not used", hint)


def _handed_down(key: str, task: PlanTask) -> bool:
    return key == "done" and task.done in {True, False}


def group_owners(view: View) -> Iterator[Diagnostic]:
    """An owner of a group does every task in it, which is seldom meant."""
    for name, one in view.graph.named.items():
        if not isinstance(one.record, PlanTask) or not one.record.is_group or one.record.owner is None:
            continue
        alone = [task for task in view.graph.leaves_of(name) if _inherits(view, task, one.record)]
        if len(alone) > 1:
            message = f"{one.record.owner} does all {len(alone)} tasks of {name} that name nobody, one after the other"
            hint = "name an owner or candidates at each task; who answers for a group is no work."
            yield one.record.flaw_at(("owner",), "group-owner", message, hint)


def _inherits(view: View, task: PlanTask, group: PlanTask) -> bool:
    """Whether a task has its owner from a group."""
    if view.is_over(task):
        return False
    whole = (*view.graph.named[task.id].around, task)
    return next((one for one in reversed(whole) if one.owner or one.candidates), None) is group


# Work


def missing_estimates(view: View) -> Iterator[Diagnostic]:
    """Every task that is not done says how much work it is; a wrong word for it has been told as such."""
    without = [
        task
        for task in view.leaves
        if task.estimate is None
        and task.remaining is None
        and task.id not in view.plan.sized
        and not view.is_over(task)
    ]
    if len(without) == len(view.leaves) and len(without) > 1:
        message = f"none of the {len(without)} tasks has an estimate"
        hint = "write one at each, such as estimate: 1d..3d; without them there is an order and no date."
        yield view.plan.flaw_at(("tasks",), "missing-estimate", message, hint)
        return
    for task in without:
        hint = (
            f"write estimate: 1d..3d, as wide as you are unsure; `trimtab plan edit {view.plan.id} {task.id}` does it."
        )
        yield task.flaw_at(("id",), "missing-estimate", f"{task.id} has no estimate", hint)


def large_tasks(view: View) -> Iterator[Diagnostic]:
    """A task that is no group is likely done within two weeks."""
    for task in view.leaves:
        given = task.remaining or task.estimate
        if given is None or view.is_over(task):
            continue
        likely = _days(given.likely) if given.likely else (_days(given.low) + _days(given.high)) / 2
        if likely > LARGEST_DAYS:
            key = "remaining" if task.remaining else "estimate"
            message = f"{likely:g} days of work in one task; from {LARGEST_DAYS:g} on nobody sees whether it goes well"
            hint = "break it down into tasks: of two to five days, each with something to show."
            yield task.flaw_at((key,), "large-task", message, hint)


def _days(span: Span) -> float:
    return round(span.hours(8) / 8, 1)


def orphans(view: View) -> Iterator[Diagnostic]:
    """In a plan with links, a task that waits for nothing and that nothing waits for was most likely forgotten."""
    linked = {name for wait in view.graph.all_waits for name in (wait.before[0], wait.after[0])}
    linked |= {mention.id for mention in view.graph.mentions}
    linked |= {one.provider for one in view.plan.contracts}
    named = view.graph.named
    alone = [
        task
        for task in view.leaves
        if task.id not in linked
        and not view.is_over(task)
        and named[task.id].record is task
        and not any(group.id in linked for group in named[task.id].around)
    ]
    tied = len(view.leaves) - len(alone)
    # Where most tasks stand alone, the links are what is missing, and naming each task would be noise.
    if not tied or not view.graph.all_waits:
        return
    if len(alone) > max(tied, 2):
        message = f"{len(alone)} of {len(view.leaves)} tasks are linked to nothing"
        hint = "write after: where one waits for another; without it any order is taken as good."
        yield view.plan.flaw_at(("tasks",), "orphan-task", message, hint)
        return
    for task in alone:
        hint = "write after: here, or name it after: another task or in a milestone; is it needed at all?"
        yield task.flaw_at(("id",), "orphan-task", f"nothing waits for {task.id}, and it waits for nothing", hint)


def upside_down(view: View) -> Iterator[Diagnostic]:
    """What must be done does not wait for what could be left out."""
    for wait in view.graph.waits:
        if not isinstance(wait.record, Dependency):
            continue
        here, there = _weights(view, wait.after[0], max), _weights(view, wait.before[0], min)
        if here is None or there is None or _WEIGHT[there[1]] >= _WEIGHT[here[1]]:
            continue
        message = f"{here[0]} ({here[1]}) waits for {there[0]} ({there[1]}), which a cut would leave out first"
        hint = f"make {there[0]} a {here[1]}, or let {here[0]} go on without it."
        yield wait.record.flaw_at(wait.path, "upside-down", message, hint)


def _weights(view: View, name: str, choose: "Callable[..., tuple[str, Priority]]") -> tuple[str, Priority] | None:
    """The task of an id (or of its group) that matters most, or least, and how much; None where no work is left."""
    leaves = [(task.id, view.priorities[task.id]) for task in view.graph.leaves_of(name) if not view.is_over(task)]
    return choose(leaves, key=lambda one: _WEIGHT[one[1]]) if leaves else None


# Unknowns, contracts, risks


def idle_unknowns(view: View) -> Iterator[Diagnostic]:
    """Somebody works on each open question, and something hangs on it."""
    after = {mention.id for mention in view.graph.mentions}
    for one in view.plan.unknowns:
        if one.answer:
            continue
        if one.who is None:
            message = f"nobody works on the question {one.id}"
            hint = "write who: finds the answer and by: when, before anything is built on a guess."
            yield one.flaw_at(("id",), "idle-unknown", message, hint)
        if not one.blocks and one.id not in after:
            message = f"nothing hangs on the question {one.id}"
            hint = "write the tasks it could change under blocks:, or leave the question out."
            yield one.flaw_at(("id",), "idle-unknown", message, hint)


def idle_contracts(view: View) -> Iterator[Diagnostic]:
    """A contract lets its consumers begin before its provider is done."""
    if len(view.graph.order) < len(view.graph.links):
        return  # in a circle everything waits for everything
    for contract in view.plan.contracts:
        if _way(view, contract.provider, contract.id) is not None:
            message = f"the contract is agreed after {contract.provider}, which it should spare the others"
            hint = "agree it before: what is agreed is a page, not the work."
            yield contract.flaw_at(("after",), "idle-contract", message, hint)
            continue
        for at, consumer in enumerate(contract.consumers):
            if consumer == contract.provider:
                message = f"{consumer} is on both sides of the contract"
                yield contract.flaw_at(("consumers", at), "idle-contract", message, "name the task that uses it.")
            elif (way := _way(view, contract.provider, consumer)) is not None:
                message = f"{consumer} waits for {contract.provider} all the same{way}, so the contract saves nothing"
                hint = "take that link out, or let it wait for the contract."
                yield contract.flaw_at(("consumers", at), "idle-contract", message, hint)


def _way(view: View, provider: str, consumer: str) -> str | None:
    """By which way something waits for the end of a provider, in spite of a contract; None where it does not."""
    ends, starts = _end(view, provider), _start(view, consumer)
    if ends is None or starts is None:
        return None
    came: dict[Point, Point] = {}
    queue = [ends]
    for point in queue:
        for behind, wait in view.graph.links.get(point, ()):
            # A link that only bounds the ends lets the consumer begin, and so does an overlap.
            if behind not in came and behind != ends and (wait is None or wait.type == "FS"):
                came[behind] = point
                queue.append(behind)
    if starts not in came:
        return None
    between: list[str] = []
    at = came[starts]
    while at != ends:
        between.append(at[0])
        at = came[at]
    names = list(dict.fromkeys(name for name in reversed(between) if name not in {provider, consumer}))
    return f" (by {', '.join(names[:3])}{' ...' if len(names) > 3 else ''})" if names else ""


def _end(view: View, name: str) -> Point | None:
    one = view.graph.named.get(name)
    return None if one is None else (name, "end") if one.kind == "group" else (name, "whole")


def _start(view: View, name: str) -> Point | None:
    one = view.graph.named.get(name)
    return None if one is None else (name, "start") if one.kind == "group" else (name, "whole")


def idle_risks(view: View) -> Iterator[Diagnostic]:
    """A risk hits something."""
    for risk in view.plan.risks:
        if not risk.hits:
            hint = "write the tasks it would add work to under hits:."
            yield risk.flaw_at(("id",), "idle-risk", f"the risk {risk.id} hits nothing, so it moves no date", hint)


RULES: tuple[Callable[[View], Iterator[Diagnostic]], ...] = (
    duplicate_ids,
    unknown_tasks,
    of_another_kind,
    circular_plan,
    own_group,
    twice_after,
    group_with_work,
    group_owners,
    missing_estimates,
    large_tasks,
    orphans,
    upside_down,
    idle_unknowns,
    idle_contracts,
    idle_risks,
    _plan_people.unknown_people,
    _plan_people.not_in_plan,
    _plan_people.twice_in_plan,
    _plan_people.overbooked,
    _plan_people.absent_people,
    _plan_people.missing_skills,
    _plan_people.too_few_people,
    _plan_dates.impossible_dates,
    _plan_dates.free_days,
    _plan_dates.too_early,
)
