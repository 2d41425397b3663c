"""What a forecast of the next move looks at: of the author, and of everybody else.

Every number is known at the instant. `quiet` is how long nobody had acted: an hour, three days or a fortnight at least.
"""

from collections.abc import Mapping
from math import log

from trimtab.analyses.flow._case import QUIET, Case, grown
from trimtab.analyses.flow._memory import DAY, Memory

NEVER = 8.0
"""Stands for the logarithm of the days since something that never was."""


def stretch(quiet: float) -> float:
    """The longest of `QUIET` that has passed, else the shortest."""
    return max((hours for hours in QUIET if quiet >= hours), default=QUIET[0])


def of_author(case: Case, memory: Memory, at: float, quiet: float) -> Mapping[str, float]:
    """What speaks for the author as the next to move, against everybody else."""
    move, pull, author = case.move, case.pull, case.author
    state, mine = pull.now().state, move.actor == author
    passed = stretch(quiet)
    days, weeks = float(passed == QUIET[1]), float(passed == QUIET[2])
    gone = grown((at - memory.last[author]) / DAY) if author in memory.last else NEVER
    since = grown(memory.since(author, case.at))
    fresh = grown(memory.fresh(case.at, author))
    merges = memory.merges[365].log_share(author, at)
    asks, wanted, approved = float(move.asks), float(state == "changes"), float(state == "approved")
    return {
        **_habits(case, memory, passed),
        "age": grown((at - case.opened) / DAY),
        "quiet": grown(at - case.at),
        "gap": grown(case.gap),
        "moves": log(case.count),
        "others": grown(len(pull.spoken)),
        "approvals": len(pull.approvals),
        "remarks": len(pull.remarks),
        "mine": mine,
        "run": case.run,
        "asks": asks,
        "lines": grown(move.lines),
        **{f"last {act}": move.act == act for act in ("comment", "review", "push", "line", "opened")},
        "last approves": move.approves and not mine,
        "last agrees": move.agrees,
        "last pushes": move.pushes,
        **{f"is {name}": state == name for name in ("draft", "changes", "approved", "asked", "pushed")},
        "merger": memory.merges[365].of(author, at) > 0.5,
        "named": author in move.mentions,
        "others named": any(name != author for name in move.mentions),
        "share": case.moves.get(author, 0) / case.count,
        "pushes": grown(case.pushes),
        "traffic": log(0.1 + memory.acts[14].sum(at)),
        "fresh": fresh,
        "approvers": len(case.approvers),
        "gone": gone,
        "since": since,
        "total": grown(memory.total[author]),
        "acts 14": memory.acts[14].log_share(author, at),
        "acts 60": memory.acts[60].log_share(author, at),
        "own": memory.own.log_share(author, at),
        "merges": merges,
        "own moves": grown(case.moves.get(author, 0)),
        "own gone": grown((at - case.last[author]) / DAY) if author in case.last else NEVER,
        "called": case.called.get(author, -1.0) > case.last.get(author, -1.0),
        "days": days,
        "weeks": weeks,
        "mine, days": mine * days,
        "mine, weeks": mine * weeks,
        "changes, days": wanted * days,
        "changes, weeks": wanted * weeks,
        "mine, asks": mine * asks,
        "theirs, asks": (1 - mine) * asks,
        "gone, days": gone * days,
        "gone, weeks": gone * weeks,
        "since, theirs": since * (1 - mine),
        "since, mine": since * mine,
        "fresh, days": fresh * days,
        "fresh, weeks": fresh * weeks,
        "merges, approved": merges * approved,
    }


def _habits(case: Case, memory: Memory, passed: float) -> Mapping[str, float]:
    """How often the author was next in such situations before, as logits: at all, and after as long a silence."""
    rates = memory.rates
    act, state, author, last, side = case.situation()
    overall = rates.overall()
    of_author = rates.of(author, overall)
    known = {
        "act": (act, overall),
        "state": (state, overall),
        "author": (author, overall),
        "last": (last, overall),
        "side": (side, of_author),
    }
    at_all = {name: rates.of(key, prior) for name, (key, prior) in known.items()}
    quiet = {f"{name}, quiet": rates.of((passed, key), at_all[name]) for name, (key, _) in known.items()}
    return {f"habit {name}": _logit(rate) for name, rate in ({"all": overall} | at_all | quiet).items()}


def _logit(rate: float) -> float:
    return log((rate + 0.02) / (1.02 - rate))


def of_person(name: str, case: Case, memory: Memory, at: float, quiet: float) -> Mapping[str, float]:
    """What speaks for somebody other than the author as the next to move, among all of them."""
    move, pull = case.move, case.pull
    state = pull.now().state
    long, asked, approved = quiet >= QUIET[1], state == "asked", state == "approved"
    there = name in case.moves
    owed = name in pull.spoken and pull.answered is not None and name not in pull.approvals
    firsts = memory.firsts
    pairs = memory.pairs.get(case.author)
    follows = memory.follows.get(move.actor)
    merges, lately = memory.merges[365].log_share(name, at), memory.merges[90].log_share(name, at)
    return {
        "last": name == move.actor,
        "last, long": (name == move.actor) * long,
        "moves": grown(case.moves.get(name, 0)),
        "newcomer": not there,
        "gone from it": grown((at - case.last[name]) / DAY) if there else 0.0,
        "owed": owed and move.actor == case.author,
        "remark": name in pull.remarks,
        "requested": name in pull.asked,
        "named": name in move.mentions,
        "called": case.called.get(name, -1.0) > case.last.get(name, -1.0),
        "gone": grown((at - memory.last[name]) / DAY) if name in memory.last else NEVER,
        "since": grown(memory.since(name, case.at)) * there,
        "total": grown(memory.total[name]),
        "with author": grown(pairs.of(name, at)) if pairs else 0.0,
        "follows": follows.of(name, at) / (2 + follows.sum(at)) if follows else 0.0,
        "firsts": 0.0 if there else firsts.of(name, at) / (2 + firsts.sum(at)),
        "acts 14": memory.acts[14].log_share(name, at),
        "reviews": memory.reviews[90].log_share(name, at),
        "merges 90": lately,
        "merges": merges,
        "merges 90, approved": lately * approved,
        "merges, approved": merges * approved,
        "merges 90, asked": lately * asked,
        "merges, long": merges * long,
        "acts 60, there": memory.acts[60].log_share(name, at) * there,
    }
