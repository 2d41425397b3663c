"""`plan forecast`: when a plan lands, as shares of thousands of futures, what it hangs on, and how sure that is.

The method, its definitions and sources stand in docs/reference/plan-forecast.md.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from trimtab.advice._ids import with_ids
from trimtab.advice.answer import Answer
from trimtab.advice.plan import _forecast_ledger as ledger
from trimtab.advice.plan._forecast_fan import fan_of
from trimtab.advice.plan._forecast_lines import FIXED, PATH, ForecastLines, landed
from trimtab.advice.plan._forecast_run import Run, Wanted
from trimtab.advice.plan._scene import PlanScene
from trimtab.advice.plan.track import track_record
from trimtab.errors import UsageError
from trimtab.planning.solve import extra_missing
from trimtab.workspace import Workspace

__all__ = ["LETTERS", "VERB", "PlanForecast", "Wanted", "keep_up", "plan_forecast", "record_forecast"]

VERB, LETTERS = "plan-forecast", "pf"
MOST_FUTURES = 200_000

_NOT_SEEN = "what was agreed elsewhere, work outside the plan"


@dataclass(frozen=True, slots=True)
class PlanForecast:
    """An answer, and the run behind it: what `record_forecast` keeps."""

    answer: Answer
    run: Run


def plan_forecast(
    workspace: Workspace,
    name: str,
    wanted: Wanted,
    *,
    now: datetime,
    as_of: str | None = None,
    machine_zone: str = "UTC",
    program: str = "trimtab",
) -> PlanForecast:
    """When a plan lands.

    Raises `UsageError` for a plan that is not there or that nobody could carry out, without the extra `plan`, and for a
    number of futures that tells nothing.
    """
    if not 100 <= wanted.futures <= MOST_FUTURES:
        raise UsageError(f"--futures takes 100 to {MOST_FUTURES:,}, not {wanted.futures:,}.")
    scene = PlanScene(workspace, name, now=now, as_of=as_of, machine_zone=machine_zone, program=program)
    known = ledger.scored(workspace, scene.as_of)
    run = Run(scene, wanted, known.places if wanted.calibrate else ())
    lines = ForecastLines(run, known.weight, known.both, track_record(workspace, scene.as_of))
    told, ids = with_ids(LETTERS, FIXED, lines.sections())
    step, subject = lines.step()
    command = f"{program} why {ids[subject or PATH]}" if not run.is_over else ""
    return PlanForecast(
        Answer(
            verb=VERB,
            title=scene.plan.title,
            period=scene.size,
            claim=landed(run),
            as_of=scene.local_as_of,
            sections=told,
            sources=(*scene.sources, *(("tracker",) if run.outside and "tracker" not in scene.sources else ())),
            caveats=(*scene.caveats(), *lines.caveats()),
            missing=_NOT_SEEN,
            next_step=step,
            next_command=command,
            fan=fan_of(run, ids),
        ),
        run,
    )


def record_forecast(workspace: Workspace, found: PlanForecast, made_at: datetime) -> int:
    """Write a forecast into the ledger, once per what it rests on, and what came of others; how many forecasts that were."""
    ledger.score(workspace, made_at)
    return ledger.record(workspace, found.run, made_at)


def keep_up(workspace: Workspace, *, now: datetime, machine_zone: str = "UTC") -> int:
    """What a sync does: score what has landed, and forecast anew what was recorded; how many lines that wrote.

    A plan that is gone, done, or cannot be carried out is left, and without the extra `plan` nothing is forecast.
    """
    written = ledger.score(workspace, now)
    for told in () if extra_missing() else ledger.recorded(workspace):
        try:
            found = plan_forecast(workspace, str(told["plan"]), _as_before(told), now=now, machine_zone=machine_zone)
        except UsageError:
            continue
        if found.run.problem.tasks:
            written += record_forecast(workspace, found, now)
    return written


# Any: what JSON holds, written by `_forecast_ledger`.
def _as_before(told: Mapping[str, Any]) -> Wanted:
    policy = "first" if told.get("policy") == "first" else "kept"
    wanted = Wanted(policy=policy)  # type: ignore[arg-type]  # one of the two
    futures, seed = told.get("futures"), told.get("seed")
    if isinstance(futures, int) and 100 <= futures <= MOST_FUTURES:
        wanted = replace(wanted, futures=futures)
    return replace(wanted, seed=seed) if isinstance(seed, int) else wanted
