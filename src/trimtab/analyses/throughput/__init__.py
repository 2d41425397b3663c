"""How fast items go through: how long they take, how long they wait for an answer, their rounds and sizes, what is open.

    lead = lead_spans(states, as_of)                     from opening to end
    usual = quantiles(waits(within(lead, since, as_of))) when a quarter, half and 85 % are over
    open_now = ages(states, lead, since, as_of)          open items against that

Nothing here is about a person: who did what is told by `trimtab.analyses.flow`, from which this takes the acts. What is
open counts for as long as it has been open. Definitions: docs/reference/flow.md.
"""

from trimtab.analyses.survival import LEAST_ENDS, MOST, WAITS, Quantiles, below, differ, quantiles, share_over
from trimtab.analyses.throughput._ages import AGES, ages
from trimtab.analyses.throughput._progress import OLD, PROGRESS, SPELLS, progress, spells
from trimtab.analyses.throughput._spans import (
    SPANS,
    asked_spans,
    cycle_spans,
    lead_spans,
    response_spans,
    waits,
    within,
)
from trimtab.analyses.throughput._trend import (
    BEFORE,
    LAST,
    ONCE_IN_A_HUNDRED,
    Change,
    Direction,
    Rates,
    change,
    change_of_counts,
    rates,
    usual_counts,
)
from trimtab.analyses.throughput._work import ROUNDS, WORK, rounds, work

__all__ = [
    "AGES",
    "BEFORE",
    "LAST",
    "LEAST_ENDS",
    "MOST",
    "OLD",
    "ONCE_IN_A_HUNDRED",
    "PROGRESS",
    "ROUNDS",
    "SPANS",
    "SPELLS",
    "WAITS",
    "WORK",
    "Change",
    "Direction",
    "Quantiles",
    "Rates",
    "ages",
    "asked_spans",
    "below",
    "change",
    "change_of_counts",
    "cycle_spans",
    "differ",
    "lead_spans",
    "progress",
    "quantiles",
    "rates",
    "response_spans",
    "rounds",
    "share_over",
    "spells",
    "usual_counts",
    "waits",
    "within",
    "work",
]
