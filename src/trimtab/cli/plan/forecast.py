"""`trimtab plan forecast`: when a plan lands, how sure that is, and what it hangs on."""

import click

from trimtab.cli._answers import keep_and_print, read_on
from trimtab.cli._options import Common, shared_options
from trimtab.cli._work import instant, opened, program, take_in, tell
from trimtab.cli._zone import machine_zone
from trimtab.errors import UsageError
from trimtab.workspace import first_enough

FORMATS = ("text", "md", "html", "json", "svg", "csv")


@click.command("forecast")
@click.argument("name", metavar="NAME")
@click.option("--record", "recorded", is_flag=True, help="Write the forecast into the ledger, to be scored later.")
@click.option("--seed", default=1, show_default=True, help="Which dice to throw; the same ones give the same dates.")
@click.option("--futures", default=4000, show_default=True, help="How many futures to draw.")
@click.option(
    "--policy",
    type=click.Choice(["kept", "first"]),
    default="kept",
    show_default=True,
    help="Order and people as scheduled, or work taken by whoever ends it first.",
)
@click.option("--no-calibration", "as_written", is_flag=True, help="Read estimates without your own history.")
@click.option("--format", "form", type=click.Choice(FORMATS), help="How to print it; text unless told otherwise.")
@click.option("--all", "everything", is_flag=True, help="Print every line, however many there are.")
@shared_options
def command(
    common: Common,
    name: str,
    recorded: bool,
    seed: int,
    futures: int,
    policy: str,
    as_written: bool,
    form: str | None,
    everything: bool,
) -> None:
    """When plans/NAME.yaml lands: half, 8 in 10 and 19 in 20 of thousands of futures, and what moves that.

    Each future draws how long every task takes, by your own finished tasks from 30 of them on, which unknowns and risks
    go badly, and what is found on the way. It needs the extra `plan`.
    """
    from trimtab import render
    from trimtab.advice.plan import forecast

    workspace = opened(common)
    if recorded and common.as_of:
        raise UsageError("looking at the past never writes: leave out --record, or --as-of.")
    as_of = instant(common, workspace)
    # A plan needs no evidence; where there is some, the view from outside is of the newest.
    read = bool(workspace.clones or workspace.saved)
    synced = take_in(common, workspace, first_enough(common.now, as_of)) if read else None
    wanted = forecast.Wanted(
        futures=futures, seed=seed, policy="first" if policy == "first" else "kept", calibrate=not as_written
    )
    with render.progress("drawing futures (the first run also compiles: up to a minute of processor time, once)"):
        found = forecast.plan_forecast(
            workspace, name, wanted, now=common.now, as_of=as_of, machine_zone=machine_zone(), program=program(common)
        )
    keep_and_print(common, found.answer, form, workspace, everything=everything)
    if recorded:
        new = forecast.record_forecast(workspace, found, common.now)
        tell("recorded; it is scored when its dates have come" if new else "nothing new to record")
    if synced is not None:
        read_on(common, workspace, synced)
