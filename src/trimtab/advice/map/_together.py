"""CHANGE TOGETHER: which areas, and which files, change in the same commits."""

from dataclasses import replace

import polars as pl

from trimtab.advice._ground import Ground, Row
from trimtab.advice._names import counted
from trimtab.advice.answer import Claim, Figure, Group, Link, Section, Window
from trimtab.analyses import coupling

TITLE = "CHANGE TOGETHER"

_SHOWN, _DRAWN = 20, 120
# Two that share a twentieth of a busy history prove little; what is told is common for one of them, and no accident.
_LEAST, _SHARE, _LIFT = 5, 0.3, 1.5
_OPPOSITE = {"one": "other", "other": "one"}
_MEANING = (
    "changed by the same commits, at least three of them; told for the whole map where five commits or more changed both, "
    "these are 30 % or more of the commits to one of them, and half again as many as chance would bring"
)
_ANCHOR = "docs/reference/hotspots.md#coupling"


def pairs(ground: Ground) -> pl.DataFrame:
    """Pairs of areas, most common first; columns of `coupling.areas`."""
    return coupling.areas(ground.touches, ground.files, ground.sight.as_of)


def links(found: pl.DataFrame, labels: dict[tuple[str, str], str]) -> tuple[Link, ...]:
    """What can be drawn of them, between areas that are drawn."""
    rows = [
        Link(labels[row["repo"], row["one"]], labels[row["repo"], row["other"]], row["commits"],
             row["confidence_one"], row["confidence_other"])
        for row in found.to_dicts()
        if (row["repo"], row["one"]) in labels and (row["repo"], row["other"]) in labels
    ]  # fmt: skip
    return tuple(rows[:_DRAWN])


def telling(found: pl.DataFrame) -> pl.DataFrame:
    """The pairs worth a line: often, for one of them in nearly a third of its commits, and no accident of size."""
    share = pl.max_horizontal("confidence_one", "confidence_other")
    return found.filter(pl.col("commits") >= _LEAST, share >= _SHARE, pl.col("lift") >= _LIFT)


def section(ground: Ground, found: pl.DataFrame, labels: dict[tuple[str, str], str]) -> Section:
    """The most common pairs; no line where there is none."""
    rows = [
        row
        for row in telling(found).to_dicts()
        if (row["repo"], row["one"]) in labels and (row["repo"], row["other"]) in labels
    ]
    return Section(TITLE, tuple(claim(ground, row, labels) for row in rows[:_SHOWN]))


def claim(ground: Ground, row: Row, labels: dict[tuple[str, str], str]) -> Claim:
    """One pair, told from the side for which the other matters more."""
    names = {side: labels[key] if (key := (row["repo"], row[side])) in labels else str(row[side]) for side in _OPPOSITE}
    here = "other" if row["confidence_other"] >= row["confidence_one"] else "one"
    there = _OPPOSITE[here]
    share = f"{100 * row[f'confidence_{here}']:.0f} %"
    text = f"{share} of its changes touch {names[there]} too: {row['commits']} of {row[f'commits_{here}']}"
    return replace(_pair(ground, row, here, names), name=names[here], text=text)


def claim_from(ground: Ground, row: Row, here: str) -> Claim:
    """One pair, told from a given side, which the reader is looking at."""
    there = _OPPOSITE[here]
    text = (
        f"in {100 * row[f'confidence_{here}']:.0f} % of the changes here: {row['commits']} of {row[f'commits_{here}']}"
    )
    return replace(_pair(ground, row, here, {"one": row["one"], "other": row["other"]}), name=row[there], text=text)


def of_file(ground: Ground, repo: str, path: str) -> pl.DataFrame:
    """Pairs of one file with others; columns of `coupling.files`."""
    touches = ground.touches.filter(pl.col("repo") == repo)
    mine = touches.filter(pl.col("path") == path).select("oid").unique()
    beside = touches.join(mine, on="oid", how="semi").select("path").unique()
    return coupling.files(touches.join(beside, on="path", how="semi"), ground.sight.as_of)


def _pair(ground: Ground, row: Row, here: str, names: dict[str, str]) -> Claim:
    there = _OPPOSITE[here]
    both = counted(row["commits"], "commit")
    return Claim(
        id="",
        subject=f"together:{names['one']}|{names['other']}",
        text="",
        headline=f"{names[here]} and {names[there]} change together",
        figures=(
            Figure("support", row["commits"], "commits", f"in {ground.span}, that changed both"),
            Figure("confidence", round(100 * row[f"confidence_{here}"]), "%",
                   f"of the commits to {names[here]} change {names[there]} too"),
            Figure("the other way", round(100 * row[f"confidence_{there}"]), "%",
                   f"of the commits to {names[there]} change {names[here]} too"),
        ),
        because=(Group("both", both, ground.rows.of(row["oids"]), row["commits"]),),
        window=Window(ground.year.start, ground.year.end, both),
        meaning=_MEANING,
        anchor=_ANCHOR,
        left_out=ground.left_out,
        wrong=("areas: in trimtab.yaml",),
    )  # fmt: skip
