"""PyJobShop on the same instances: its model of the problem, solved by OR-Tools with two workers within CPU seconds."""

import threading
import time

from ortools.sat.python.cp_model import CpSolver
from pyjobshop import Model
from pyjobshop.solvers.ortools import CPModel

from instances.instance import Instance

Row = dict[str, object]


def pyjobshop(instance: Instance, seconds: float) -> Row:
    """`makespan` (none where it found nothing), `bound`, `status` and the CPU `seconds`, model building included."""
    begun = time.process_time()
    model = CPModel(_model(instance).data()).model
    solver = CpSolver()
    solver.parameters.num_workers = 2
    ended = threading.Event()
    watch = threading.Thread(target=_stop_at, args=(solver, begun + seconds, ended))
    watch.start()
    status = solver.solve(model)
    ended.set()
    watch.join()
    found = solver.status_name(status).lower()
    return {
        "seconds": round(time.process_time() - begun, 3),
        "status": found,
        "bound": round(solver.best_objective_bound),
        "makespan": round(solver.objective_value) if found in ("optimal", "feasible") else None,
    }


def _stop_at(solver: CpSolver, end: float, ended: threading.Event) -> None:
    while not ended.wait(0.02):
        if time.process_time() > end - 0.02:
            solver.stop_search()


def _model(instance: Instance) -> Model:
    model = Model()
    problem = instance.problem
    pools = [model.add_renewable(pool.capacity) for pool in problem.pools]
    people = [model.add_machine() for _ in problem.people]
    tasks = [model.add_task() for _ in problem.tasks]
    for task, one in zip(tasks, problem.tasks, strict=True):
        for candidate in one.roles[0] if one.roles else ():
            model.add_mode(task, people[candidate.person], candidate.work)
        if not one.roles:
            demands = [pool for pool in one.demands if pool[1]]
            model.add_mode(task, [pools[pool] for pool, _ in demands], one.duration, [units for _, units in demands])
    for link in problem.links:
        model.add_end_before_start(tasks[link.before], tasks[link.after])
    return model
