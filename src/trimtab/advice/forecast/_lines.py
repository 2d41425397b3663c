"""The lines of a forecast: when it is done, how many by a date, each item, what it rests on, and how sure such lines were."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import cached_property

from trimtab.advice._names import counted
from trimtab.advice.answer import Claim, Figure, Group, Section, Window
from trimtab.advice.forecast._asked import MOST_ROWS, Asked
from trimtab.advice.forecast._when import HALF, LEVELS, MOST, NEVER, date, dated, days_to, short, span
from trimtab.analyses.forecasts import BANDS, PLAIN, Calibration

PAGE = "docs/reference/forecast.md"
DONE = tuple(f"done:{name}" for _, name in LEVELS)
BASIS, AUTHORS, SURE = "rests:basis", "rests:authors", "sure"
MOST_DATES = 6
BY = tuple(f"by:{place}" for place in range(MOST_DATES))
KIND = {"pull": "pull request", "issue": "issue", "": "item"}
_SHOWN = 7
_WORTH = 7.0  # days sooner that are worth a line
_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_LEFT_OUT = ("items not opened yet", "what happened after the forecast's instant")


class Lines:
    """Claims about one question; they get their ids when all are made."""

    def __init__(self, asked: Asked) -> None:
        self.asked = asked
        self.ground = asked.ground
        self.words = asked.ground.scene.words
        self.here = asked.ground.after(0.0)

    @property
    def what(self) -> str:
        """What is to be done: `all 7 of them`, `#412`, `12 more items`."""
        count, still = self.asked.query.count, len(self.asked.open)
        if count is not None:
            return f"{counted(count, 'more ' + self._kind)}"
        return self.words.number(self.asked.open[0]) if still == 1 else f"all {still:,}" if still > 2 else "both"

    @property
    def _kind(self) -> str:
        return KIND[self.asked.bases[0].kind]

    @property
    def is_done(self) -> str:
        """`is done`, `are done`."""
        return "is done" if self.what.startswith(("#", "1 ")) or len(self.asked.open) == 1 else "are done"

    def done(self) -> Section:
        """By when all of it is done, in half of the futures and in nearly all."""
        return Section("DONE", tuple(self._done(*level) for level in LEVELS))

    def _done(self, share: float, name: str) -> Claim:
        told = dated(self.ground, self.asked.within, share)
        days = self.asked.within(share)
        return self._claim(
            f"done:{name}",
            name=name,
            text=told,
            headline=f"{self.what[:1].upper()}{self.what[1:]} {self.is_done} {told_by(told)} in {_share(share)} of the futures",
            figures=(Figure(name, days, "days", f"days from {short(self.here, self.here)} within which it is done"),),
            meaning="the day by which it is done in this share of futures, by how long others took that were open as long",
            anchor=f"{PAGE}#done",
        )

    def numbers(self, dates: Sequence[datetime]) -> Section:
        """How many are done by each date."""
        title = "HOW LIKELY" if len(self.asked.open) == 1 and self.asked.query.count is None else "HOW MANY"
        return Section(title, tuple(self._number(place, at) for place, at in enumerate(dates)))

    def _number(self, place: int, at: datetime) -> Claim:
        days, by = days_to(self.ground, at), f"by {short(at, self.here)}"
        one = self.asked.query.count is None and len(self.asked.open) == 1
        enough = self.asked.by(days)
        if one:
            text, figures = f"done in {percent(enough)} of the futures", tuple[Figure, ...]()
        else:
            found = self.asked.numbers(days)
            many = "" if self.asked.query.count is not None else f" of {len(self.asked.open):,}"
            whole = f"{self.asked.query.count:,} or more" if self.asked.query.count is not None else "all"
            text = f"{found.middle:,}{many}, 8 in 10: {_range(found.low, found.high)}; {whole} in {percent(enough)}"
            figures = (Figure(by, found.middle, "items", "done by then", found.low, found.high),)
        chance = Figure(f"all {by}", round(100 * enough, 1), "%", "share of futures in which it is done by then")
        return self._claim(
            f"by:{place}",
            name=by,
            text=text,
            headline=f"By {short(at, self.here)}: {text}",
            figures=(*figures, chance),
            meaning="how many are done by the end of that day, and in what share of futures it is enough",
            anchor=f"{PAGE}#how-many",
        )

    def each(self) -> Section:
        """A line for each open item, the soonest first; empty for one item and for a number."""
        if self.asked.query.count is not None or len(self.asked.open) < 2:
            return Section("EACH", ())
        halves = [outlook.within(HALF) for outlook in self.asked.outlooks]
        order = sorted(range(len(halves)), key=lambda place: (halves[place] is None, halves[place] or 0.0, place))
        columns = ("EACH", "title", "open for", "half by", "8 in 10 by")
        return Section("EACH", tuple(self._item(place) for place in order), columns=columns)

    def _item(self, place: int) -> Claim:
        row, outlook = self.asked.open[place], self.asked.outlooks[place]
        dates = [dated(self.ground, outlook.within, share) for share in (HALF, MOST)]
        age = span(self.ground.age(row))
        figures = tuple(
            Figure(name, outlook.within(share), "days", "days within which it is done") for share, name in LEVELS
        )
        band = BANDS[self.ground.bands[row["tracker"], row["item"]]]
        return self._claim(
            f"item:{row['tracker']}#{row['number']}",
            name=self.words.number(row),
            text=f"{self.words.title(row)}: open for {age}; half the futures {told_by(dates[0])}, 8 in 10 {told_by(dates[1])}",
            cells=(self.words.title(row), age, *(_cell(one) for one in dates)),
            headline=f"{self.words.number(row)} is done {told_by(dates[1])} in 8 of 10 futures",
            figures=figures,
            because=(Group("the item", f"open for {age}, author: {band}", (self.words.item(row),), 1),),
            meaning="the same for this item alone, by its age and by how much its author had opened here before",
            anchor=f"{PAGE}#done",
        )

    def rests(self) -> Section:
        """What the forecast conditions on, and how many ended and open items it was learned from."""
        return Section("RESTS ON", (*self._bases(), *self._authors()))

    def _bases(self) -> Iterator[Claim]:
        parts, figures = [], []
        for basis in self.asked.bases:
            kind = "items" if basis.mixed or not basis.kind else f"{KIND[basis.kind]}s"
            series = basis.series
            parts.append(f"{series.ended:,} {kind} that ended, {series.open:,} still open")
            figures.append(Figure(f"{kind} ended", series.ended, "items", "ended by the instant"))
            figures.append(Figure(f"{kind} open", series.open, "items", "counted for as long as they have been open"))
        first = min(basis.series.opened[0] for basis in self.asked.bases if basis.series.opened)
        since = self.ground.after(first - self.ground.days)
        told = "; ".join(dict.fromkeys(parts))
        yield self._claim(
            BASIS,
            because=self._behind("open", "done"),
            text=f"{told}, since {since:%b %Y}; the last half year weighs most",
            headline=f"It was learned from {told}",
            figures=tuple(figures),
            meaning="open items count for as long as they have been open: closed ones alone make work look quicker than it is",
            anchor=f"{PAGE}#method",
        )

    def _authors(self) -> Iterator[Claim]:
        if not self.asked.open:
            return
        bands = [self.ground.bands[row["tracker"], row["item"]] for row in self.asked.open]
        ages = sorted(self.ground.age(row) for row in self.asked.open)
        told = [f"{name} {bands.count(place)}" for place, name in enumerate(BANDS) if place in bands]
        age = span(ages[0]) if len(ages) == 1 else f"{span(ages[0])} to {span(ages[-1])}"
        yield self._claim(
            AUTHORS,
            text=f"age ({age}) and how much authors had opened here before ({', '.join(told)})",
            headline="It conditions on the age of each item and on its author's experience here",
            meaning="first-timer: nothing opened here before; some: up to five items; regular: more. No more about people",
            anchor=f"{PAGE}#conditions",
        )

    def sure(self, found: Sequence[Calibration]) -> Section:
        """How forecasts of this sort did on this history."""
        count, still = self.asked.query.count, len(self.asked.open)
        question = "number" if count is not None else "item" if still == 1 else "several"
        mine = next((one for one in found if one.question == question), None)
        if mine is None:
            return Section("PAST", (), note="not tested on this history yet")
        return Section("PAST", (self._sure(mine),))

    def _sure(self, one: Calibration) -> Claim:
        what = {"item": "an open item", "several": "6 of 8 open items", "number": "four weeks' numbers"}[one.question]
        text = f"of {one.forecasts:,} earlier forecasts of {what} the 8-in-10 range held {percent(one.held[1])}"
        plain = (
            f"{PLAIN[one.question]}: held {percent(one.plain_held[1])}, CRPS {one.plain_crps:.3g}; here {one.crps:.3g}"
        )
        names = ("half", "8 in 10", "19 in 20")
        held = tuple(
            Figure(f"held {name}", round(100 * share, 1), "%", "how often the range held")
            for name, share in zip(names, one.held, strict=True)
        )
        return self._claim(
            SURE,
            text=text,
            headline=text[:1].upper() + text[1:],
            details=(f"plain way: {plain}",),
            figures=held,
            meaning=f"made again at {one.instants} past instants with what was known then; CRPS is how far off, less is better",
            anchor=f"{PAGE}#past",
        )

    def caveats(self) -> Iterator[str]:
        """What to know about the ground of it."""
        if self.ground.late:
            yield f"of the trackers nothing is known since {self.here:%-d %B %Y}: this is forecast from that day on"
        if any(basis.mixed for basis in self.asked.bases):
            yield "too few of the kind have ended, so issues and pull requests were taken together"
        if self.asked.query.count is None and self.asked.query.one is None:
            yield "named items are no random ones: what is wanted by a date is often done sooner, what is put off later"
        drafts = sum(bool(row["draft"]) for row in self.asked.open)
        if drafts:
            yield f"{counted(drafts, 'draft')} among them, which count as others do"

    def step(self) -> tuple[str, str]:
        """The one thing worth doing, and the subject of the claim that opens it."""
        share, name = (MOST, "8 in 10") if self.asked.within(MOST) is not None else (HALF, "half the futures")
        days = self.asked.within(share)
        found = self.asked.sooner_without(share) if self.asked.query.count is None else None
        if found is None or days is None or days - found[1] < _WORTH:
            return "", ""
        row, others = found
        told = date(self.ground.after(others), self.here)
        said = f"ask what {self.words.number(row)} needs: without it, {name} by {told}, {span(days - others)} sooner"
        return said, f"item:{row['tracker']}#{row['number']}"

    def _claim(self, subject: str, *, text: str, **more: object) -> Claim:
        given = {"because": self._open, "left_out": _LEFT_OUT, "window": self._window, **more}
        # Any field of a claim: each caller names those of its own line.
        return Claim("", subject, text, **given)  # type: ignore[arg-type]

    @cached_property
    def _open(self) -> tuple[Group, ...]:
        return self._behind("open")

    @cached_property
    def _window(self) -> Window | None:
        opened = [basis.series.opened[0] for basis in self.asked.bases if basis.series.opened]
        if not opened:
            return None
        summary = f"{sum(basis.series.ended for basis in self.asked.bases):,} items ended"
        return Window(self.ground.after(min(opened) - self.ground.days), self.here, summary)

    def _behind(self, *names: str) -> tuple[Group, ...]:
        groups = {"open": (self.asked.open, len(self.asked.open)), "done": (self.asked.done, self.asked.done_many)}
        return tuple(
            Group(name, counted(many, "item"), tuple(map(self.words.item, rows[:MOST_ROWS])), many)
            for name, (rows, many) in groups.items()
            if name in names and many
        )


def percent(share: float) -> str:
    """`83 %`; never a certainty that the past cannot give."""
    return "under 1 %" if share < 0.005 else "over 99 %" if share > 0.995 else f"{100 * share:.0f} %"


def _range(low: int, high: int) -> str:
    return f"{low:,}" if low == high else f"{low:,} to {high:,}"


def told_by(told: str) -> str:
    """`by 12 Feb`, or that it is not within ten years."""
    return told if told == NEVER else f"by {told}"


def _cell(told: str) -> str:
    """A date for a cell: without its weekday."""
    return "beyond" if told == NEVER else told.partition(" ")[2] if told[:3] in _WEEKDAYS else told


def _share(share: float) -> str:
    return {HALF: "half", MOST: "8 of 10"}.get(share, "19 of 20")


def shown(section: Section) -> Section:
    """A long table cut to what a screen holds; the other rows are counted on the last line."""
    if len(section.claims) <= _SHOWN + 1:
        return section
    last = section.claims[_SHOWN:]
    rest = Claim(last[0].id, last[0].subject, f"and {len(last):,} more with --all")
    return Section(section.title, (*section.claims[:_SHOWN], rest), section.note, section.columns)
