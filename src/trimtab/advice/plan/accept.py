"""`plan accept`: the schedule and the estimates of an instant, kept as what was agreed."""

from dataclasses import dataclass
from datetime import datetime

from trimtab import __version__
from trimtab.advice._names import counted
from trimtab.advice.plan._scene import PlanScene
from trimtab.advice.plan.schedule import Search, gap_of, solved
from trimtab.planning.schedule import Solution
from trimtab.records.plan import PlanTask
from trimtab.records.plan_history import Baseline, BaselineTask, keep
from trimtab.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Accepted:
    """What was kept, and where: `file` is from the workspace, `end` the instant at which the schedule ends."""

    plan: str
    file: str
    end: datetime
    tasks: int
    seed: int
    rounds: int
    said: str


def accept(
    workspace: Workspace,
    name: str,
    *,
    now: datetime,
    as_of: str | None = None,
    machine_zone: str = "UTC",
    program: str = "trimtab",
    search: Search = Search(),  # noqa: B008 - a frozen value
) -> Accepted:
    """Make the schedule that `schedule` would show, and write it down. Raises what `schedule` and the writing do."""
    scene = PlanScene(workspace, name, now=now, as_of=as_of, machine_zone=machine_zone, program=program)
    solution = solved(scene, search).solution
    path = keep(workspace.folder, scene.plan.id, baseline_of(scene, solution))
    end = scene.ends(solution.schedule.makespan)
    tasks = sum(piece.is_work for piece in scene.model.tasks)
    told = f"{scene.plan.title}: {counted(tasks, 'task')}, to {scene.day(end)}, {gap_of(solution)}. Kept in {path}"
    file = path.relative_to(workspace.folder).as_posix()
    return Accepted(scene.plan.id, file, end, tasks, solution.seed, solution.rounds, told)


def baseline_of(scene: PlanScene, solution: Solution) -> Baseline:
    """The schedule as it is written down: the tasks and points that the plan names, not what the model adds to them."""
    named = ("task", "contract", "unknown", "milestone")
    pairs = zip(scene.model.tasks, solution.schedule.placements, strict=True)
    tasks = tuple(
        BaselineTask(
            piece.id,
            scene.starts(place.start) if place.end > place.start else scene.ends(place.end),
            scene.ends(place.end),
            tuple(scene.model.workers[person].id for person in place.people),
            str(piece.source.estimate) if isinstance(piece.source, PlanTask) and piece.source.estimate else None,
        )
        for piece, place in pairs
        if piece.kind in named
    )
    sha = scene.records.hashes.get(scene.plan.file, "")
    return Baseline(scene.local_as_of, sha, tasks, solution.seed, __version__)
