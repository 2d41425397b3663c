"""How long things take when some are not over yet: the product-limit estimate, with late entry, and a test of two.

What is still open counts for as long as it has been open (it is *censored*). What was open before the window began
counts from the age it had then (it *enters late*), so that a window holds all that went on in it and nothing else.
Formulas: Kaplan and Meier 1958; late entry, Greenwood's variance, several ways to end and the log-rank test as in Klein and
Moeschberger, Survival Analysis (2nd ed.), sections 4.6, 4.2, 4.7 and 7.3.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

WAITS = pl.Schema(
    {
        "entry": pl.Float64(),  # the age at which it comes into view
        "exit": pl.Float64(),  # the age at which it ended, or was seen last
        "done": pl.Boolean(),  # whether it ended
        "counts": pl.Boolean(),  # whether it ended in the way that is asked about
    }
)
"""One wait as seen through a window; ages in days or hours. Other columns may stand beside these."""

BELOW = pl.Schema({"age": pl.Float64(), "at_risk": pl.Int64(), "ends": pl.Int64(), "below": pl.Float64()})
"""A curve: the share that is over by each age at which something ended. It never falls."""

QUARTER, HALF, MOST = 0.25, 0.5, 0.85
LEAST_ENDS = 8
"""With fewer ends in the window nothing is usual."""

_INSTANT = 1e-6  # what ends as it begins still took some time, or it would be at no age at risk
_EVEN = 1e-9  # shares are sums of parts, so that a half may come out as a hair below it
_NINETEEN_IN_TWENTY = 1.959964


@dataclass(frozen=True, slots=True)
class Quantiles:
    """Ages by which a quarter, half and 85 % are over, null where so many never were; of the half also its range.

    `ends` counts what ended in the way asked about, `waits` all that was in view, `going` what goes on at the end.
    """

    quarter: float | None
    half: float | None
    most: float | None
    low: float | None
    high: float | None
    ends: int
    waits: int
    going: int


def below(waits: pl.DataFrame) -> pl.DataFrame:
    """The share of waits that is over by each age, columns `BELOW` and `spread`, the standard error of that share.

    Where there are several ways to end, it is the share among those that end in the way asked about.
    """
    risk = _risk(waits, ())
    left = (1 - pl.col("all") / pl.col("at_risk")).cum_prod()
    curve = risk.with_columns(left=left).with_columns(
        step=pl.col("left").shift(1, fill_value=1.0) * pl.col("ends") / pl.col("at_risk"),
        greenwood=(pl.col("all") / (pl.col("at_risk") * (pl.col("at_risk") - pl.col("all")))).cum_sum(),
    )
    total = float(curve["step"].sum())
    single = bool((waits["done"] == waits["counts"]).all())
    share = pl.col("step").cum_sum() / (1.0 if single or not total else total)
    # Among those that end in one of several ways, the share below an age is binomial in their number.
    binomial = (share * (1 - share) / max(int(waits["counts"].sum()), 1)).clip(lower_bound=0).sqrt()
    spread = pl.col("left") * pl.col("greenwood").sqrt() if single else binomial
    return (
        curve.filter(pl.col("ends") > 0)
        .select("age", "at_risk", "ends", below=share.clip(0, 1), spread=spread)
        .sort("age")
    )


def quantiles(waits: pl.DataFrame) -> Quantiles:
    """When a quarter, half and 85 % are over; of the half the range that holds it 19 times in 20.

    The range is read off the curve at one half less and more 1.96 standard errors of the share at the half.
    """
    curve = below(waits)
    half = age_below(curve, HALF)
    spread = float(curve.filter(pl.col("age") == half)["spread"].item()) if half is not None else math.nan
    known = math.isfinite(spread)
    margin = _NINETEEN_IN_TWENTY * spread if known else HALF
    return Quantiles(
        quarter=age_below(curve, QUARTER),
        half=half,
        most=age_below(curve, MOST),
        low=age_below(curve, HALF - margin) if half is not None else None,
        high=age_below(curve, HALF + margin) if half is not None and known else None,
        ends=int(waits["counts"].sum()),
        waits=waits.height,
        going=int((~waits["done"]).sum()),
    )


def differ(earlier: pl.DataFrame, later: pl.DataFrame) -> float:
    """The log-rank statistic of two lots of waits: above zero where the later ones end sooner, about one by chance.

    Zero where nothing can be told. Two windows one after the other may share items: they see them at other ages.
    """
    both = pl.concat([earlier.select(list(WAITS)), later.select(list(WAITS))])
    marked = both.with_columns(late=pl.Series([False] * earlier.height + [True] * later.height, dtype=pl.Boolean))
    risk = _risk(marked, ("late",)).filter(pl.col("ends") > 0)
    share = pl.col("at_risk_late") / pl.col("at_risk")
    free = (pl.col("at_risk") - pl.col("ends")) / (pl.col("at_risk") - 1).clip(lower_bound=1)
    sums = risk.select(
        more=(pl.col("ends_late") - pl.col("ends") * share).sum(),
        variance=(pl.col("ends") * share * (1 - share) * free).sum(),
    )
    more, variance = sums.row(0)
    return float(more / math.sqrt(variance)) if variance else 0.0


def share_over(curve: pl.DataFrame, ages: Sequence[float]) -> list[float]:
    """The share that is over by each of these ages, 0 before the first end; it never falls with the age."""
    asked = pl.DataFrame({"age": pl.Series(ages, dtype=pl.Float64)}).with_row_index("place").sort("age")
    found = asked.join_asof(curve.select("age", "below").sort("age"), on="age", strategy="backward")
    return found.sort("place")["below"].fill_null(0.0).to_list()


def age_below(curve: pl.DataFrame, share: float) -> float | None:
    """The age by which this share is over; None where so many never were."""
    reached = curve.filter(pl.col("below") >= share - _EVEN)["age"]
    return float(reached[0]) if len(reached) else None


def mean_within(curve: pl.DataFrame, limits: Sequence[float]) -> list[float]:
    """For each limit the mean of a wait that is broken off there: the area under the share that goes on, up to the limit.

    The restricted mean of Klein and Moeschberger, section 4.5. It never exceeds the limit.
    """
    ages, over = curve["age"].to_list(), curve["below"].to_list()
    steps = [*zip([0.0, *ages], [0.0, *over], [*ages, math.inf], strict=True)]
    return [
        sum((min(end, limit) - start) * (1 - share) for start, share, end in steps if start < limit) for limit in limits
    ]


def _risk(waits: pl.DataFrame, sides: tuple[str, ...]) -> pl.DataFrame:
    """For each age at which something ended: how many were at risk, how many ended, and in the way asked about.

    The same again for the waits of which a column of `sides` is true, under the names of these columns.
    """
    # Whoever enters at an age is at risk after it, whoever leaves at it was at risk until then.
    real = waits.with_columns(exit=pl.max_horizontal("exit", pl.col("entry") + _INSTANT), everyone=pl.lit(value=True))
    those = {"": pl.col("everyone")} | {f"_{side}": pl.col(side) for side in sides}
    came = real.group_by(age="entry").agg(*(those[name].sum().alias(f"came{name}") for name in those))
    went = real.group_by(age="exit").agg(
        *(those[name].sum().alias(f"went{name}") for name in those),
        *((pl.col("counts") & those[name]).sum().alias(f"ends{name}") for name in those),
        all=pl.col("done").sum(),
    )
    steps = came.join(went, on="age", how="full", coalesce=True).sort("age").fill_null(0)
    before = {
        f"at_risk{name}": (pl.col(f"came{name}").cast(pl.Int64) - pl.col(f"went{name}").cast(pl.Int64))
        .cum_sum()
        .shift(1, fill_value=0)
        for name in those
    }
    counted = [pl.col(f"ends{name}").cast(pl.Int64) for name in those]
    return steps.select("age", pl.col("all").cast(pl.Int64), *counted, **before).filter(pl.col("all") > 0)
