"""MOVED: what changed in the week, where, and whose work it was, against the twelve weeks before."""

import polars as pl

from trimtab.advice._ground import Row
from trimtab.advice._names import counted, listed
from trimtab.advice.answer import Claim, Figure, Group, Section
from trimtab.advice.brief._ground import Ground
from trimtab.analyses import movement

ALL, WHERE, ELSEWHERE = "moved", "moved:where", "moved:elsewhere"

_ANCHOR = "docs/reference/brief.md#moved"
_USUAL = "ten of the twelve weeks before lie within: the second smallest and the second largest"
_LARGE, _ALSO, _LEAST = 0.2, 4, 0.03


def section(ground: Ground) -> Section:
    """What moved; a note where nothing did."""
    sight, week = ground.sight, ground.week
    counts = movement.weeks(sight.commits, sight.people, week.start, week.end, sight.as_of)
    now = counts.filter("now").row(0, named=True)
    if not now["commits"]:
        return Section("MOVED", (_nothing(ground, now["merges"]),))
    where = movement.moved(sight.commits, sight.people, ground.touches, ground.files, counts, sight.as_of)
    placed = where.filter(pl.col("area").is_not_null())
    claims = [_all(ground, now, movement.usual(counts))]
    if placed.height:
        claims.append(_main(ground, placed.row(0, named=True)))
    if placed.height > 1:
        claims.append(_elsewhere(ground, placed.slice(1)))
    return Section("MOVED", tuple(claims))


def _nothing(ground: Ground, merges: int) -> Claim:
    last = ground.sight.commits.select(pl.col("happened_at").max()).collect().item()
    since = f"; the last one was on {ground.sight.clock.working.local(last):%-d %B %Y}" if last else ""
    merged = f", {counted(merges, 'merge')}" if merges else ""
    text = f"no commits{merged}{since}"
    return Claim("", ALL, text, window=ground.week.window, meaning="commits by people, merges apart", anchor=_ANCHOR)


def _all(ground: Ground, now: Row, usual: movement.Usual) -> Claim:
    commits, people = now["commits"], now["people"]
    so_far = "" if ground.week.whole else " so far"
    text = f"{counted(commits, 'commit')} by {counted(len(people), 'person', 'people')}{so_far}"
    this = Figure("this week", commits, "commits", "commits by people; merges and second copies are not counted")
    figures: tuple[Figure, ...] = (this,)
    if usual.low is not None and usual.high is not None:
        text += f"; {'the usual week has' if ground.week.whole else 'by now it is usually'} {_between(usual.low, usual.high)}"
        figures = (this, Figure("usual week", None, "commits", _USUAL, usual.low, usual.high))
    elif usual.weeks:
        text += f"; nothing is usual yet ({counted(usual.weeks, 'week')} of history before)"
    oids = now["oids"]
    names = ground.names.listed(people, most=6)
    merges = now["merges"]
    return Claim(
        id="",
        subject=ALL,
        text=text,
        figures=figures,
        because=(Group("commits", f"{counted(commits, 'commit')} by {names}", ground.rows.of(oids), len(oids)),),
        window=ground.week.window,
        meaning="commits of the week on any branch or tag, against the same part of each of the twelve weeks before",
        anchor=_ANCHOR,
        left_out=(counted(merges, "merge"), *ground.left_out[:-2]) if merges else ground.left_out[:-2],
    )


def _main(ground: Ground, row: Row) -> Claim:
    share, before = row["share"], row["share_before"]
    was = "" if before is None else f" (was {before:.0%})" if before >= _LEAST else " (was quiet)"
    if before is not None and f"{share:.0%}" == f"{before:.0%}":
        was = " (as before)"
    area, people = row["area"], row["people"]
    of_it = f"{share:.0%} of it in {area}" if share >= _LARGE else f"spread out; most in {area}, {share:.0%}"
    oids = row["oids"]
    summary = f"{counted(len(oids), 'commit')} by {ground.names.listed(people)}"
    return Claim(
        id="",
        subject=WHERE,
        text=f"{_percent(of_it)}{_percent(was)}: {ground.names.listed(people)}",
        headline=_percent(f"{share:.0%} of the week's commits are in {area}"),
        figures=(
            Figure("share", round(100 * share, 1), "%", "a commit that changes three areas counts a third in each"),
        ),
        because=(Group(area, summary, ground.rows.of(oids), len(oids)),),
        window=ground.week.window,
        meaning="the area with the largest share of the week's commits, and its share in the twelve weeks before",
        anchor=_ANCHOR,
        left_out=ground.left_out,
        wrong=("areas: in trimtab.yaml",),
    )


def _elsewhere(ground: Ground, rest: pl.DataFrame) -> Claim:
    shown = rest.head(_ALSO).to_dicts()
    parts = [f"{row['area']} {ground.names.listed(row['people'], most=2)}" for row in shown]
    more = rest.height - len(shown)
    beyond = f" · {counted(more, 'more area')}" if more else ""
    groups = tuple(
        Group(
            row["area"],
            f"{counted(len(row['oids']), 'commit')} by {ground.names.listed(row['people'])}",
            ground.rows.of(row["oids"]),
            len(row["oids"]),
        )
        for row in rest.to_dicts()
    )
    return Claim(
        id="",
        subject=ELSEWHERE,
        text=f"also {' · '.join(parts)}{beyond}",
        headline=f"The week also moved {listed([str(row['area']) for row in shown], _ALSO)}",
        because=groups,
        window=ground.week.window,
        meaning="the other areas that changed, by their share of the week's commits, and who changed them",
        anchor=_ANCHOR,
        left_out=ground.left_out,
        wrong=("areas: in trimtab.yaml",),
    )


def _between(low: int, high: int) -> str:
    return f"{low} to {high}" if low < high else str(low)


def _percent(text: str) -> str:
    return text.replace("%", " %")
