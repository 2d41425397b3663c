"""One result as a claim: how often it was right, beside its simple rule, how far to trust it, and the cases behind it."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from trimtab.advice._names import counted
from trimtab.advice._sight import Sight
from trimtab.advice.answer import Claim, Evidence, Figure, Group, Window
from trimtab.advice.trust._words import KINDS, counts, trust_in
from trimtab.analyses.backtests import Case, Result

_SHOWN = 60
_ANCHOR = "docs/reference/trust.md"


def claim(sight: Sight, one: Result) -> Claim:
    """One line of the answer; its result has a case at least."""
    words = KINDS[one.kind]
    told = f"{words.asks}: {counts(one)}"
    local = sight.clock.working.local
    summary = counted(len(one.cases), "case")
    return Claim(
        id="",
        subject=f"trust:{one.kind}",
        text=told[:1].upper() + told[1:],
        headline=f'How far to trust "{words.asks}"',
        details=(trust_in(one),),
        figures=tuple(_figures(one)),
        because=tuple(_groups(one, sight)),
        window=Window(local(one.start), local(one.end), summary),
        meaning=words.meaning,
        anchor=f"{_ANCHOR}#{words.verb.lower().replace(' --', '-')}",
        left_out=tuple(f"{counted(count, 'case')} of {reason} items" for reason, count in one.left_out.items()),
        wrong=("trimtab trust --refresh", "trimtab people merge"),
    )


def _figures(one: Result) -> Iterator[Figure]:
    found, many = one.share, len(one.cases)
    yield Figure(
        "right", round(100 * found.value), "%", f"of {many} cases; the range holds the true share nineteen times in twenty",
        round(100 * found.low), round(100 * found.high),
    )  # fmt: skip
    for rule, right in one.by_rule.items():
        yield Figure(rule, round(100 * right / many), "%", f"right in {right} of the same cases")
    for method, right in one.also.items():
        yield Figure(method, round(100 * right / many), "%", f"right in {right} of the same cases")
    if one.top > 1:
        yield Figure("named first", round(100 * one.first / many), "%", f"of the cases: {one.first}")
        yield Figure("mean reciprocal rank", round(one.mrr, 3), "", "the mean of one over the place; 1 is always first")
    for sort, cases, right, simple in one.sorts:
        if sort:
            yield Figure(
                sort, round(100 * right / cases), "%", f"right in {right} of {cases}; the simple rule in {simple}"
            )


def _groups(one: Result, sight: Sight) -> Iterator[Group]:
    """Where it was wrong, newest first, then where it was right."""
    wrong = [case for case in one.cases if not one.is_right(case)]
    right = [case for case in one.cases if one.is_right(case)]
    for label, some in (("wrong", wrong), ("right", right)):
        if some:
            newest = sorted(some, key=lambda case: (-case.at.timestamp(), case.subject, case.keys))[:_SHOWN]
            rows = tuple(_row(one, case, sight) for case in newest)
            also = sum(one.rule_is_right(case) for case in some)
            yield Group(label, f"{counted(len(some), 'case')}; the simple rule was right in {also}", rows, len(some))


def _row(one: Result, case: Case, sight: Sight) -> Evidence:
    at = sight.clock.working.local(case.at)
    key = case.keys[0]
    if one.kind in ("turn", "next"):
        return Evidence("item", key, f"{case.sort}: {case.subject}, {_placed(one, case)}", at)
    many = f"{counted(case.count, 'commit')} from {_day(at)}" if one.kind != "owners" else _span(case, at)
    return Evidence("commit", key, f"{case.subject}: {many}, {_placed(one, case)}", at)


def _span(case: Case, at: datetime) -> str:
    return f"{counted(case.count, 'commit')} in the 90 days from {_day(at)}"


def _placed(one: Result, case: Case) -> str:
    if one.top == 1:
        return "right" if one.is_right(case) else "wrong"
    return f"place {case.place:g}" if case.place else "not named"


def _day(at: datetime) -> str:
    return f"{at.day} {at:%b %Y}"


def in_one_sentence(results: Sequence[Result]) -> str:
    """How many kinds of judgement are better here than a simple rule."""
    found = [one.verdict for one in results if one.cases]
    if not found:
        return "There is too little of a past here to test anything on."
    parts = [
        f"{sum(verdict == kind for verdict in found)} {said}"
        for kind, said in (
            ("better", "better than a simple rule"),
            ("same", "no better, within chance"),
            ("worse", "worse"),
            ("few", "with too few cases to tell"),
        )
        if kind in found
    ]
    return f"Of {counted(len(found), 'kind')} of judgement here: {', '.join(parts)}."
