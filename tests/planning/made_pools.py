"""Projects with pools, made up from a seed: for the tests of planning."""

from random import Random

from trimtab.planning.problem import Link, LinkKind, Pool, Problem, Task

KINDS: tuple[LinkKind, ...] = ("FS", "FS", "FS", "SS", "FF", "SF")


def pool_plan(seed: int, *, tasks: int | None = None, due: bool = False, pools: int | None = None) -> Problem:
    """Up to 14 tasks that take units of up to 6 pools: links of every kind and lag, releases, milestones, waits."""
    dice = Random(f"pool plan {seed}")
    count = dice.randint(1, 14) if tasks is None else tasks
    held = tuple(Pool(f"r{one}", dice.randint(1, 12)) for one in range(dice.randint(1, 6) if pools is None else pools))
    return Problem(
        tuple(_task(dice, f"t{number}", held, due=due) for number in range(count)),
        tuple(
            Link(before, after, dice.choice(KINDS), dice.choice((0, 0, 0, 0, 2, 5, -2)))
            for after in range(count)
            for before in range(after)
            if dice.random() < 1.5 / count
        ),
        pools=held,
    )


def _task(dice: Random, name: str, pools: tuple[Pool, ...], *, due: bool) -> Task:
    wanted = dice.sample(range(len(pools)), dice.randint(0, len(pools)))
    return Task(
        name,
        duration=dice.choice((0, 1, 2, 3, 5, 8)),
        demands=tuple((pool, dice.randint(0, pools[pool].capacity)) for pool in wanted),
        release=dice.choice((0, 0, 0, dice.randint(0, 12))),
        due=dice.randint(0, 20) if due and dice.random() < 0.4 else None,
        weight=dice.randint(1, 3),
    )
