"""`trimtab plan accept`: keep a schedule and the estimates of today as what was agreed."""

import click

from trimtab.cli._options import Common, shared_options
from trimtab.cli._stopping import stopping
from trimtab.cli._work import instant, opened, program, tell
from trimtab.cli._zone import machine_zone
from trimtab.cli.plan.schedule import MOST_ROUNDS
from trimtab.errors import UsageError


@click.command("accept")
@click.argument("name", metavar="NAME")
@click.option("--seed", type=click.IntRange(0, 2**31 - 1), default=1, show_default=True, help="As for plan schedule.")
@click.option("--rounds", type=click.IntRange(1, MOST_ROUNDS), help="As for plan schedule.")
@click.option("--fresh", is_flag=True, help="As for plan schedule.")
@click.option("--freeze", metavar="TIME", help="As for plan schedule.")
@shared_options
def command(common: Common, name: str, seed: int, rounds: int | None, fresh: bool, freeze: str | None) -> None:
    """Keep the schedule of the plan NAME, as `plan schedule` with the same options shows it, under plans/.history/NAME/.

    The next schedule begins from it and changes as little as it can. Nothing that was accepted before is touched.
    """
    from trimtab import render
    from trimtab.advice.plan.accept import accept
    from trimtab.advice.plan.schedule import Search, window

    workspace = opened(common)
    if common.as_of:
        raise UsageError("looking at the past never writes: leave out --as-of.")
    with (
        render.progress("making a schedule") as progress,
        stopping(lambda: tell("stopping with the best so far")) as stop,
    ):
        accepted = accept(
            workspace, name, now=common.now, as_of=instant(common, workspace), machine_zone=machine_zone(),
            program=program(common),
            search=Search(
                seed, rounds, fresh, lambda said: progress(f"best so far: {said}"), stop, window(freeze)
            ),
        )  # fmt: skip
    click.echo(render.record("plan-accept", accepted) if common.as_json else accepted.said, nl=common.as_json is False)
