"""How several ways of naming people did on several repositories, as two tables: the ways, and the repositories."""

from collections.abc import Mapping, Sequence
from math import isnan
from statistics import fmean

from ranking import APART, OURS, Score

# By repository, by way.
Scores = Mapping[str, Mapping[str, Score]]


def ways(found: Scores, *, markdown: bool, delegated: bool = False, pooled: bool = False) -> str:
    """A line for each way, the best first, then a line for each repository with its best other way.

    Means are over repositories, or (`pooled`) over cases where each repository has few.
    """
    names = list(next(iter(found.values()), {}))
    cases = sum(len(next(iter(scores.values())).all) for scores in found.values())
    head = ["way", "top-1", "top-3", "MRR", *(["delegated MRR"] if delegated else [])]
    rows = sorted(([name, *_mean(found, name, delegated, pooled)] for name in names), key=lambda row: -float(row[3]))
    parts = [
        f"{cases} cases in {len(found)} repositories",
        _table(head, rows, markdown),
        _each(found, names, markdown, delegated),
    ]
    return "\n\n".join(parts) + "\n"


def _each(found: Scores, names: Sequence[str], markdown: bool, delegated: bool) -> str:
    head = [
        "repository",
        "cases",
        f"{OURS} top-3",
        "MRR",
        "best other way",
        "its MRR",
        *(["delegated", "best other"] if delegated else []),
    ]
    rows, ahead = [], 0
    for repository, scores in sorted(found.items()):
        mine, others = scores[OURS], {name: scores[name] for name in names if name != OURS and name not in APART}
        best = max(others, key=lambda name: others[name].mrr)
        ahead += mine.mrr >= others[best].mrr
        row = [repository, str(len(mine.all)), _figure(mine.top(3)), _figure(mine.mrr), best, _figure(others[best].mrr)]
        if delegated:
            row += [_figure(mine.delegated_mrr), _figure(max(one.delegated_mrr for one in others.values()))]
        rows.append(row)
    return f"{_table(head, rows, markdown)}\n\nat least as good as the repository's best other way: {ahead} of {len(found)}"


def _mean(found: Scores, name: str, delegated: bool, pooled: bool) -> list[str]:
    scores = [one[name] for one in found.values()]
    if pooled:
        every = Score([value for one in scores for value in one.all])
        return [_figure(every.top(1)), _figure(every.top(3)), _figure(every.mrr)]
    figures = [
        fmean(one.top(1) for one in scores),
        fmean(one.top(3) for one in scores),
        fmean(one.mrr for one in scores),
    ]
    if delegated:
        figures.append(fmean(one.delegated_mrr for one in scores if not isnan(one.delegated_mrr)))
    return [_figure(figure) for figure in figures]


def _figure(value: float) -> str:
    return f"{value:.3f}"


def _table(head: Sequence[str], rows: Sequence[Sequence[str]], markdown: bool) -> str:
    if markdown:
        return "\n".join("| " + " | ".join(row) + " |" for row in (head, ["---"] * len(head), *rows))
    widths = [max(len(row[place]) for row in (head, *rows)) for place in range(len(head))]
    return "\n".join(
        "  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)).rstrip() for row in (head, *rows)
    )
