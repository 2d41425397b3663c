"""The critical path and the breakdown of a plan, as lines of an answer."""

from collections.abc import Iterator, Sequence

from trimtab.advice._names import counted, listed
from trimtab.advice.answer import Claim, Figure, Group, Section
from trimtab.advice.plan._pieces import Piece
from trimtab.advice.plan._scene import PAGE, PlanScene
from trimtab.planning.critical import Network

PATH, LEAD = "path", "lead"
_SHOWN = 6
_CHAIN = (
    "the longest chain of tasks that wait for each other, each by its quickest candidate, nobody being busy elsewhere"
)
_TASK = (
    "earliest dates by what it waits for and its quickest candidate; slack is how far its start can slip without moving "
    "the end of the plan"
)


def path_section(scene: PlanScene, network: Network) -> Section:
    """The longest chain, and the lead's part in it."""
    return Section("PATH", tuple(_path(scene, network)), note="Nothing is left to do.")


def _path(scene: PlanScene, network: Network) -> Iterator[Claim]:
    chain = [scene.model.tasks[at] for at in network.path if scene.model.tasks[at].kind != "group"]
    work = [piece for piece in chain if piece.is_work]
    if not network.length:
        return
    names = listed(
        [_from(scene, at) for at in network.path if scene.model.tasks[at].kind not in ("group", "end")], _SHOWN
    )
    days, end = scene.days(network.length), scene.day(scene.ends(network.length))
    rows = tuple(scene.line(piece) for piece in chain)
    yield Claim(
        id="",
        subject=PATH,
        text=f"{days} at the earliest, to {end}: {names}",
        headline=f"The plan cannot end before {end}: {counted(len(work), 'task')} follow one another for {days}",
        figures=(
            Figure(
                "length",
                round(network.length / scene.model.axis.slots_a_day(), 2),
                "days",
                "working days of the longest chain",
            ),
        ),
        because=(Group("the path", f"{counted(len(chain), 'step')}", rows, len(rows)),),
        meaning=_CHAIN,
        anchor=f"{PAGE}#critical-path",
        left_out=("that one person cannot do two things at once: see plan schedule",),
    )
    mine = [at for at in network.path if _only_lead(scene, at)]
    if mine:
        pieces = [scene.model.tasks[at] for at in mine]
        stance = scene.plan.lead.critical
        asked = {"avoid": ", and the plan says to avoid that", "price": "", "allow": ", as the plan allows"}[stance]
        yield Claim(
            id="",
            subject=LEAD,
            text=f"you alone are down for {listed([piece.id for piece in pieces], _SHOWN)}{asked}",
            headline=f"{counted(len(mine), 'task')} of the critical path with nobody but you for it",
            because=(Group("yours alone", "", tuple(scene.line(piece) for piece in pieces), len(pieces)),),
            meaning="tasks of the critical path that have no other candidate than the lead",
            anchor=f"{PAGE}#lead",
        )


def _from(scene: PlanScene, at: int) -> str:
    """A step of the path; with its day where the plan's own date holds it back, and nothing that it waits for."""
    piece, task = scene.model.tasks[at], scene.model.problem.tasks[at]
    waits = bool(scene.model.problem.before[at])
    slot = task.start if task.start is not None else 0 if waits else task.release
    if piece.kind != "task" or not slot:
        return piece.id
    fixed = "on" if task.start is not None else "not before"
    return f"{piece.id} ({fixed} {scene.day(scene.starts(slot))})"


def _only_lead(scene: PlanScene, at: int) -> bool:
    roles = scene.model.problem.tasks[at].roles
    return any([one.person for one in role] == [scene.model.lead] for role in roles)


def tasks_section(scene: PlanScene, network: Network) -> Section:
    """Every task and group, in the order written: estimate, who could do it, earliest dates, slack."""
    columns = ("TASKS", "estimate", "who", "earliest", "slack")
    return Section("TASKS", tuple(_tasks(scene, network)), columns=columns)


def _tasks(scene: PlanScene, network: Network) -> Iterator[Claim]:
    seen: set[str] = set()
    critical = frozenset(network.critical)
    for task, around in scene.plan.leaves():
        for group in around:
            if group.id not in seen:
                seen.add(group.id)
                yield _group(scene, group.id, group.display)
        at = scene.model.at.get(task.id)
        if at is not None:
            yield _task(scene, network, at, is_critical=at in critical)
        elif task.id in scene.model.gone:
            gone = scene.model.gone[task.id]
            yield Claim(
                "", f"task:{task.id}", f"{'done' if gone.why == 'done' else 'left out by the cut'}: {task.display}",
                name=task.id, anchor=f"{PAGE}#tasks", meaning="a task that takes no time any more",
            )  # fmt: skip


def _group(scene: PlanScene, group: str, title: str) -> Claim:
    inner = [piece for piece in scene.model.tasks if piece.kind == "task" and group in piece.around]
    work = scene.effort(sum(piece.slots for piece in inner))
    return Claim(
        "", f"group:{group}", f"{title}: {counted(len(inner), 'task')} to do, {work} of work", name=group,
        figures=(Figure("work", sum(piece.slots for piece in inner) / 4, "h", "expected work of one person a task"),),
        because=(Group("tasks", "", tuple(map(scene.line, inner)), len(inner)),),
        meaning="a group of tasks, with the work that is left in it", anchor=f"{PAGE}#tasks",
    )  # fmt: skip


def _task(scene: PlanScene, network: Network, at: int, *, is_critical: bool) -> Claim:
    piece, times = scene.model.tasks[at], network.times[at]
    starts, ends = scene.day(scene.starts(times.early_start)), scene.day(scene.ends(times.early_finish))
    when = starts if starts == ends else f"{starts} to {ends}"
    slack = "critical" if is_critical else scene.days(times.slack)
    who = candidates(scene, at)
    return Claim(
        id="",
        subject=f"task:{piece.id}",
        name=piece.id,
        text=f"{piece.title}: {scene.effort(piece.slots)} of {who}, {when} at the earliest",
        cells=(_estimate(scene, piece), who, " to ".join(map(short, dict.fromkeys((starts, ends)))), slack),
        headline=f"{piece.title}: {when} at the earliest, "
        + ("on the critical path" if slack == "critical" else f"{slack} of slack"),
        figures=(
            Figure("work", piece.slots / 4, "h", "expected work that is left, of each person it needs"),
            Figure(
                "slack",
                round(times.slack / scene.model.axis.slots_a_day(), 2),
                "days",
                "working days the start can slip without moving the end of the plan",
            ),
        ),
        because=tuple(_because(scene, at)),
        meaning=_TASK,
        anchor=f"{PAGE}#slack",
        wrong=(f"trimtab plan edit {scene.plan.id}",),
    )


def _because(scene: PlanScene, at: int) -> Iterator[Group]:
    yield Group("written", "", (scene.line(scene.model.tasks[at]),), 1)
    for label, ends in (("waits for", scene.model.problem.before[at]), ("held up", scene.model.problem.after[at])):
        others = [link.before if label == "waits for" else link.after for link in ends]
        rows = tuple(scene.line(scene.model.tasks[one]) for one in others)
        if rows:
            yield Group(label, "", rows, len(rows))


def candidates(scene: PlanScene, at: int) -> str:
    """Who could do a task: their names, how many where there are many, a plus between several roles."""
    return (
        " + ".join(_role(scene, [one.person for one in role]) for role in scene.model.problem.tasks[at].roles)
        or "nobody"
    )


def _role(scene: PlanScene, people: Sequence[int]) -> str:
    if len(people) == len(scene.model.workers) > 1:
        return "anybody"
    return scene.people(people, 2) if len(people) < 4 else f"one of {len(people)}"


def _estimate(scene: PlanScene, piece: Piece) -> str:
    left = piece.progress.left
    source = piece.source
    estimate = getattr(source, "remaining", None) or getattr(source, "estimate", None)
    done = f" {round(100 * (1 - left))} % done" if left < 1 else ""
    return f"{estimate or scene.effort(piece.slots) + '?'}{done}"


def short(told: str) -> str:
    """A day without its weekday, for a narrow cell."""
    return told.split(" ", 1)[1]
