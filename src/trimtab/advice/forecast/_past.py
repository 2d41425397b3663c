"""How forecasts did on this lake: the back-test, kept in the cache, since it takes seconds and changes slowly."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime, timedelta

from trimtab.advice.forecast._ground import Ground
from trimtab.analyses.forecasts import LIVES, Calibration, calibration
from trimtab.workspace import Workspace, private_folder, read_json, write_whole

_KEPT_FOR = timedelta(days=7)
_SMALL = 5_000  # items up to which an answer makes the back-test itself, where none is kept
_FORM = 1  # rises when what is kept means something else


def calibrated(
    workspace: Workspace, ground: Ground, *, refresh: bool = False, keep: bool = True
) -> tuple[Calibration, ...]:
    """How past forecasts did, from the cache where it is not older than a week; made anew with `refresh`, or where none is kept."""
    kept = None if refresh else _kept(workspace, ground.at)
    if kept is not None:
        return kept
    series = [part for _, part in sorted(ground.lives.partition_by("tracker", "kind", as_dict=True).items())]
    found = calibration(
        [part.select(list(LIVES)) for part in series], ground.days, ground.scene.sight.dice("forecasts")
    )
    if keep:
        _keep(workspace, ground.at, found)
    return found


def calibrated_if_quick(workspace: Workspace, ground: Ground) -> tuple[Calibration, ...]:
    """The same for an answer that should not wait: of a long history only what is kept."""
    if ground.lives.height <= _SMALL:
        return calibrated(workspace, ground)
    return _kept(workspace, ground.at) or ()


def _kept(workspace: Workspace, at: datetime) -> tuple[Calibration, ...] | None:
    found = read_json(workspace.cache / "forecasts.json")
    try:
        if not isinstance(found, dict) or found["form"] != _FORM:
            return None
        if abs(at - datetime.fromisoformat(found["at"])) > _KEPT_FOR:
            return None
        return tuple(
            Calibration(**{**one, "held": tuple(one["held"]), "plain_held": tuple(one["plain_held"])})
            for one in found["found"]
        )
    except (KeyError, TypeError, ValueError):
        return None  # torn, or of another version: made anew


def _keep(workspace: Workspace, at: datetime, found: Sequence[Calibration]) -> None:
    text = {"form": _FORM, "at": at.isoformat(), "found": [asdict(one) for one in found]}
    try:
        private_folder(workspace.cache)
        write_whole(workspace.cache / "forecasts.json", json.dumps(text))
    except OSError:
        return  # a full or forbidden cache costs the time again, and nothing else
