"""How right the judgements were on a history, each against simple rules that need no judgement: frames in, results out.

    owners(frames, as_of)   who changes an area next, by the map's weight
    experts(frames, as_of)  who takes a piece of work, and who reviews a change
    turns(told, as_of)      whose turn it is on a pull request, and who moves next

Every case sees nothing later than its own instant, and what is asked follows from the rows alone: the same rows give the same
results. What a result is worth is told by `Result.share` and `Result.verdict`; docs/reference/trust.md says how.
"""

from trimtab.analyses.backtests._areas import Frames
from trimtab.analyses.backtests._chance import BY_CHANCE, FEW, Share, Verdict, share, verdict
from trimtab.analyses.backtests._experts import experts
from trimtab.analyses.backtests._owners import owners
from trimtab.analyses.backtests._result import Case, Kind, Result
from trimtab.analyses.backtests._turns import Told, recent, turns

__all__ = [
    "BY_CHANCE",
    "FEW",
    "Case",
    "Frames",
    "Kind",
    "Result",
    "Share",
    "Told",
    "Verdict",
    "experts",
    "owners",
    "recent",
    "share",
    "turns",
    "verdict",
]
