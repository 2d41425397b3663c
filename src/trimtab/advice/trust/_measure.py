"""The back-tests, run on the lake of a workspace, and their results as JSON and back."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import datetime

import polars as pl

from trimtab.advice._linked import reviews_told
from trimtab.advice._scene import Scene
from trimtab.advice._sight import Sight
from trimtab.advice._trackers import Trackers
from trimtab.advice.forecast import Calibration, calibration
from trimtab.advice.measured import Kept, instant
from trimtab.advice.trust._words import KINDS, sure
from trimtab.analyses import backtests, flow
from trimtab.analyses.backtests import Case, Frames, Result, Told
from trimtab.analyses.reviews import reviews_of

Progress = Callable[[str, int, int], None]

_CHANGES = ("repo", "oid", "path", "old_path", "status", "added", "deleted", "happened_at")
_STEPS = 4


@dataclass(frozen=True, slots=True)
class Measured:
    """What came of the back-tests: when they were run, and up to which instant they saw."""

    made_at: datetime
    as_of: datetime
    results: tuple[Result, ...]
    forecasts: tuple[Calibration, ...] = ()

    def content(self) -> Mapping[str, object]:
        """What the cache keeps beside the two instants."""
        results = [asdict(one) | {"start": one.start.isoformat(), "end": one.end.isoformat()} for one in self.results]
        for one in results:
            one["cases"] = [case | {"at": case["at"].isoformat()} for case in one["cases"]]
        told = {one.kind: sure(one) for one in self.results if one.cases}
        return {"sure": told, "results": results, "forecasts": [asdict(one) for one in self.forecasts]}


def measure(sight: Sight, made_at: datetime, progress: Progress, *, keep: bool = True) -> Measured:
    """Run every back-test on what is known at the instant of the sight. `progress` is told what is tested, and how far it is.

    How forecasts did is kept for the answers of `forecast` too, unless `keep` says otherwise.
    """
    progress("who changes an area next", 0, _STEPS)
    frames = _frames(sight)
    results = [backtests.owners(frames, sight.as_of, sight.rules)]
    progress("who takes and reviews a piece of work", 1, _STEPS)
    results += backtests.experts(frames, sight.as_of)
    progress("whose turn it was", 2, _STEPS)
    scene = Scene(sight)
    if scene.trackers.any:
        results += backtests.turns(_told(sight, scene.trackers), sight.as_of)
    progress("when items were done", 3, _STEPS)
    forecasts = calibration(scene, refresh=True, keep=keep)
    progress("done", _STEPS, _STEPS)
    return Measured(made_at, sight.as_of, tuple(results), forecasts)


def read(found: Kept) -> Measured | None:
    """What the cache kept; None where it is not what this version writes."""
    made_at, as_of = instant(found, "made_at"), instant(found, "as_of")
    try:
        results = tuple(_results(found["results"]))
        forecasts = tuple(_forecast(one) for one in found["forecasts"])
    except (KeyError, TypeError, ValueError, AttributeError):
        return None
    return Measured(made_at, as_of, results, forecasts) if made_at and as_of else None


def _forecast(found: Kept) -> Calibration:
    kept = {field.name: found[field.name] for field in fields(Calibration)}
    return Calibration(**{**kept, "held": tuple(kept["held"]), "plain_held": tuple(kept["plain_held"])})


def _results(found: Sequence[Kept]) -> Iterator[Result]:
    for one in found:
        if one["kind"] not in KINDS:
            raise ValueError(one["kind"])
        cases = tuple(
            Case(
                datetime.fromisoformat(case["at"]), case["subject"], case["place"], tuple(case["simple"]),
                case["cluster"], case["sort"], tuple(case["keys"]), case["count"],
            )
            for case in one["cases"]
        )  # fmt: skip
        yield Result(
            one["kind"], one["top"], tuple(one["rules"]), cases, datetime.fromisoformat(one["start"]),
            datetime.fromisoformat(one["end"]), dict(one["also"]), dict(one["left_out"]),
        )  # fmt: skip


def _frames(sight: Sight) -> Frames:
    """The whole history up to the instant, and the reviews of it that git and the trackers tell of."""
    snapshot, at = sight.snapshot, sight.as_of
    several = len(sight.workspace.clones) > 1
    every = snapshot.scan("commits", as_of=at)
    commits = (every.unique(["oid"], keep="any") if several else every).collect()
    reviews = reviews_of(commits.lazy(), sight.people, at, reviews_told(snapshot, sight.accounts, at)).acts
    changes = snapshot.scan("changes", as_of=at).select(_CHANGES).collect()
    return Frames(commits.drop("body", strict=False).lazy(), changes.lazy(), sight.people, reviews.lazy())


def _told(sight: Sight, trackers: Trackers) -> Told:
    """Of all that happened, what happened on the pull requests that are looked at: a large tracker holds millions of events."""
    acts = flow.acts(trackers.events_of(backtests.recent(trackers.states)), trackers.accounts, sight.as_of)
    return Told(trackers.states, acts, trackers.links.filter(pl.col("kind") == "blocked_by"))
