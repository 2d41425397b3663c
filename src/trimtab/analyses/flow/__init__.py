"""Whose turn an item is, and who is likely to move next.

    acts(events, accounts, as_of)             what people did
    turns(states, acts, links, as_of, since)  whose turn each item was, from its opening to its end
    likely(states, acts, as_of)               who may move next on open pull requests, with chances
    load(states, acts, as_of)                 each person's share of next quarter's reviewing
    bottleneck(acts, accounts, start, end)    whether merges wait for one person
    Walk(states, acts, people=True)           past moments, who was likely to move then, and who did

What each state means, and what the forecasts are worth, stands in `docs/reference/turns.md`.
"""

from trimtab.analyses.flow._absence import Bottleneck, bottleneck
from trimtab.analyses.flow._acts import ACTS, acts
from trimtab.analyses.flow._load import LOAD, load
from trimtab.analyses.flow._next import LIKELY, likely
from trimtab.analyses.flow._turns import TEAM, TURNS, team, turns
from trimtab.analyses.flow._walk import HOUR, Moment, Walk

__all__ = [
    "ACTS",
    "HOUR",
    "LIKELY",
    "LOAD",
    "TEAM",
    "TURNS",
    "Bottleneck",
    "Moment",
    "Walk",
    "acts",
    "bottleneck",
    "likely",
    "load",
    "team",
    "turns",
]
