"""Everything that numba compiles, compiled: what is compiled stays on disk, so that no later run has to wait for it.

python -m trimtab.planning.compiled
"""

from trimtab.planning.doubts import Doubts, Policy
from trimtab.planning.list_schedule import list_schedule
from trimtab.planning.problem import Candidate, Link, Person, Problem, Task
from trimtab.planning.search import warm

POLICIES: tuple[Policy, ...] = ("kept", "first")
_SMALL = Problem(
    (Task("one", ((Candidate(0, 2), Candidate(1, 3)),)), Task("other", ((Candidate(1, 2),),))),
    (Link(0, 1),),
    (Person("one"), Person("other", ((0, 500),))),
)


def compile_all() -> None:
    """Run each kernel once on a problem of two tasks. Some minutes on a slow machine where nothing was compiled yet."""
    from trimtab.planning.simulate import Simulation

    warm()
    simulation = Simulation(_SMALL, list_schedule(_SMALL), seed=1)
    for policy in POLICIES:
        simulation.run(Doubts((None, None)), policy=policy, futures=100, why=True)


if __name__ == "__main__":
    compile_all()
