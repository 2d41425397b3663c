"""CHANGED: what is longer, shorter, more or less in the last six weeks than in the 26 before, beyond what chance would do."""

from collections.abc import Iterator, Sequence

from trimtab.advice.answer import Claim, Figure, Group, Section, Window
from trimtab.advice.flow import _words
from trimtab.advice.flow._frames import Frames
from trimtab.advice.flow._measures import PAGE, SIZE, Usual, groups, left_out, rounded, spans_of
from trimtab.advice.flow._progress import Kind
from trimtab.analyses import throughput
from trimtab.analyses.throughput import Change, Quantiles

ANCHOR = f"{PAGE}#changes"

_LAST, _BEFORE = (span.days // 7 for span in (throughput.LAST, throughput.BEFORE))
_SCARCE = 0.01  # chance alone brings what is said once in a hundred times at most
_CHANCE = "said where chance alone would bring it once in a hundred times at most"
_NOTHING = f"nothing beyond chance in the last {_LAST} weeks against the {_BEFORE} before"
_YOUNG = f"too few ended in the last {_LAST} weeks, or in the {_BEFORE} before, to tell"


def section(frames: Frames, measured: Sequence[Usual], kinds: Sequence[Kind]) -> Section:
    """What changed; a note where nothing did, or where too little ended to tell."""
    found = [one for one in measured if one.change is not None and one.change.direction != "none"]
    claims = (*(_claim(frames, one) for one in found), *_rates(frames, kinds))
    tested = any(one.change is not None for one in measured)
    return Section("CHANGED", claims, note=_NOTHING if tested else _YOUNG)


def in_short(measured: Sequence[Usual]) -> str:
    """The first change as part of a sentence; empty where there is none."""
    for one in measured:
        if one.change is not None and one.change.direction != "none":
            return f"{one.measure.name} became {_verdict(one, one.change)}"
    return ""


def _verdict(one: Usual, change: Change) -> str:
    if one.timed:
        return "longer" if change.direction == "up" else "shorter"
    return "larger" if change.direction == "up" else "smaller"


def _claim(frames: Frames, one: Usual) -> Claim:
    change = one.change
    assert change is not None  # noqa: S101 - only measures with a change are asked
    said = _words.took if one.timed else _words.number
    now, before = _halves(one, change)
    since = (
        f", likeliest since {_words.day(frames.local(change.since), near=frames.window.end)}" if change.since else ""
    )
    return Claim(
        id="",
        subject=f"{one.measure.subject}:changed",
        name=one.measure.name,
        text=f"{_verdict(one, change)}: {now} now, {before} before{since}",
        details=(f"{_range(change.now, one, said)} now, {_range(change.before, one, said)} before",)
        if one.timed
        else (),
        headline=f"{one.measure.name} became {_verdict(one, change)}",
        figures=tuple(_figures(one, change)),
        because=tuple(_lately(frames, one)),
        window=_window(frames),
        meaning=f"{one.measure.meaning}; {_CHANCE} (log-rank test, {abs(change.statistic):.1f} standard errors)",
        anchor=ANCHOR,
        left_out=left_out(frames),
    )


def _halves(one: Usual, change: Change) -> tuple[str, str]:
    """What is usual now and was before: the half of times, the mean of counts, whose halves are often the same."""
    if one.means is not None:
        digits = 0 if one.measure is SIZE else 1
        return f"{one.means[1]:,.{digits}f} on average", f"{one.means[0]:,.{digits}f}"
    now, before = (
        "not yet over" if found.half is None else f"within {_words.took(found.half)}"
        for found in (change.now, change.before)
    )
    return f"half {now}", before


def _lately(frames: Frames, one: Usual) -> Iterator[Group]:
    """The items of the last weeks, as those of the whole window are told."""
    if not one.timed:
        yield from one.claim.because
        return
    spans = spans_of(frames, one.measure)
    yield from groups(frames, one.measure, throughput.within(spans, frames.as_of - throughput.LAST, frames.as_of))


def _range(found: Quantiles, one: Usual, said: _words.Said) -> str:
    """What holds the half nineteen times in twenty, and of how many."""
    span = _words.ranged(found.low, found.high) if one.timed else f"{said(found.low)} to {said(found.high)}"
    return f"{span} (of {found.ends:,})"


def _figures(one: Usual, change: Change) -> Iterator[Figure]:
    """The half now and before, of times; of counts the mean."""
    for place, (name, found) in enumerate((("before", change.before), ("now", change.now))):
        of = f"of {found.ends:,} that ended"
        if one.means is not None:
            unit = "lines" if one.measure is SIZE else "rounds"
            yield Figure(name, round(one.means[place], 2), unit, f"the mean {of}")
            continue
        unit, scale = _words.fitting(change.now.half)
        half, low, high = (rounded(value, scale) for value in (found.half, found.low, found.high))
        yield Figure(name, half, unit, f"the half {of}", low, high)


def _window(frames: Frames) -> Window:
    start = frames.as_of - throughput.LAST - throughput.BEFORE
    return Window(frames.local(start), frames.window.end, f"{_LAST} weeks against the {_BEFORE} before")


def _rates(frames: Frames, kinds: Sequence[Kind]) -> Iterator[Claim]:
    """Whether more or fewer came or went a week."""
    for kind in kinds:
        for name, column, done in (("opened", "came", "were opened"), ("ended", "went", "ended")):
            weekly = kind.weeks[column].to_list()[-(_LAST + _BEFORE) :]
            rates = throughput.rates(weekly, _LAST, frames.sight.dice(f"flow:{kind.kind}:{column}"))
            if rates.chance <= _SCARCE:
                yield _of_rates(frames, kind, name, done, rates)


def _of_rates(frames: Frames, kind: Kind, name: str, done: str, rates: throughput.Rates) -> Claim:
    more = "more" if rates.now > rates.before else "fewer"
    things = _words.SHORT[kind.kind]
    return Claim(
        id="",
        subject=f"flow:{name}:{kind.kind}",
        name=f"{things} {name}",
        text=f"{more}: {rates.now:.1f} a week now, {rates.before:.1f} before",
        headline=f"{more.capitalize()} {_words.ONE[kind.kind]}s {done} lately",
        figures=(
            Figure("now", round(rates.now, 2), "a week", f"mean of the last {_LAST} weeks"),
            Figure("before", round(rates.before, 2), "a week", f"mean of the {_BEFORE} weeks before"),
        ),
        because=kind.came if name == "opened" else kind.went,
        window=_window(frames),
        meaning=f"{_CHANCE}, if any of these weeks could be any other ({rates.chance:.1%})",
        anchor=ANCHOR,
        left_out=left_out(frames),
    )
