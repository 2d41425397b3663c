"""Whose turn an item is, and who moves next.

    acts(events, accounts, as_of)            what people did
    turns(states, acts, links, as_of, since) whose turn each item was, from its opening to its end

What each state means stands in `docs/reference/turns.md`.
"""

from trimtab.analyses.flow._acts import ACTS, acts
from trimtab.analyses.flow._turns import TEAM, TURNS, team, turns

__all__ = ["ACTS", "TEAM", "TURNS", "acts", "team", "turns"]
