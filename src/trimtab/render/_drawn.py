"""What every drawing of a map says of an area in the same words: its size, its heat, who knows it, how it is marked.

How areas are laid out is the business of `_treemap` and `_architecture`; nothing here knows a place on paper.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from trimtab.errors import UsageError
from trimtab.render import _figures
from trimtab.render._cells import neutral

if TYPE_CHECKING:
    from trimtab.advice.answer import Answer, Area, Chart, Link

STEPS = 5
"""Steps of the colour scale of heat; each stands for twice the heat of the one before it."""

Mark = Literal["none", "one", "blind", "you"]

MARKS: Mapping[Mark, str] = {
    "none": "bus factor 0: nobody active knows it",
    "one": "bus factor 1: one person knows it",
    "blind": "your blind spot",
    "you": "waits for nobody but you",
}


@dataclass(frozen=True)
class Drawn:
    """A chart with the scales that all of its areas share."""

    chart: Chart

    @cached_property
    def lines_per_file(self) -> float:
        """How many lines a file has, on the whole; 0 where hardly any area knows its lines, and files are compared."""
        known = [area for area in self.chart.areas if area.lines is not None and area.files]
        if len(known) * 2 < len(self.chart.areas):
            return 0.0
        return sum(area.lines or 0 for area in known) / sum(area.files for area in known)

    @cached_property
    def hottest(self) -> float:
        """The greatest heat of an area."""
        return max((area.heat for area in self.chart.areas), default=0.0)

    @cached_property
    def most(self) -> float:
        """As large as all others together: an area that is larger would leave them no room, and is drawn like this."""
        sizes = sorted(map(self._true_size, self.chart.areas))
        return sum(sizes[:-1]) or sum(sizes)

    def size(self, area: Area) -> float:
        """How large an area is drawn: its lines, else as many as its files would have; nothing is drawn as nothing."""
        return min(self.most, self._true_size(area))

    def _true_size(self, area: Area) -> float:
        if not self.lines_per_file:
            return max(1, area.files)
        return max(1, area.lines if area.lines is not None else area.files * self.lines_per_file)

    def unit(self) -> str:
        """What a size counts, and what was done to it."""
        guessed = sum(1 for area in self.chart.areas if area.lines is None)
        said = ["lines"] if self.lines_per_file else ["files"]
        if self.lines_per_file and guessed:
            said.append(f"those of {_counted(guessed, 'area')} guessed from the files")
        if any(self._true_size(area) > self.most for area in self.chart.areas):
            said.append("one area is larger than drawn")
        return "; ".join(said)

    def step(self, area: Area) -> int:
        """The step of the colour scale, 0 to 4: the last is more than half of the hottest, the one below a quarter."""
        step = STEPS - 1
        while step and area.heat <= self.hottest / 2 ** (STEPS - step):
            step -= 1
        return step

    def bounds(self) -> tuple[float, ...]:
        """The greatest heat of each step."""
        return tuple(self.hottest / 2 ** (STEPS - 1 - step) for step in range(STEPS))


def chart_of(answer: Answer) -> Chart:
    """The chart of an answer; a UsageError where it has none, or no area in it."""
    verb = f"`trimtab {neutral(answer.verb)}`"
    if answer.chart is None:
        raise UsageError(f"the answer of {verb} has nothing to draw. `trimtab map` has a chart of the areas.")
    if not answer.chart.areas:
        raise UsageError(f"the answer of {verb} has no area to draw. Without --format, it says why.")
    return answer.chart


def marks(area: Area) -> tuple[Mark, ...]:
    """What is to be seen of an area at first sight."""
    found: list[Mark] = []
    if area.bus_factor is not None and area.bus_factor <= 1:
        found.append("one" if area.bus_factor == 1 else "none")
    if area.only_lead:
        found.append("you")
    if area.blind:
        found.append("blind")
    return tuple(found)


def known_by(area: Area) -> str:
    """`Mara, Ravi (silent)`; "nobody" where nobody knows it, empty where too little changed to tell."""
    if not area.holders:
        return "nobody" if area.bus_factor == 0 else ""
    return ", ".join(f"{one} (silent)" if one in area.silent else one for one in area.holders)


def bus_factor(area: Area) -> str:
    """`bus factor 2`, or that there is none to tell."""
    return f"bus factor {area.bus_factor}" if area.bus_factor is not None else "bus factor unknown"


def described(area: Area) -> str:
    """All of an area in one line, for who hears or points instead of seeing."""
    lines = f"{area.lines:,} lines in " if area.lines is not None else ""
    heat = _figures.number(area.heat)
    said = [
        area.name,
        f"{lines}{_counted(area.files, 'file')}",
        f"{_counted(area.changes, 'change')}, {heat} expected in the next half year",
        f"known by {known_by(area)}" if known_by(area) else "",
        bus_factor(area),
        *(MARKS[mark] for mark in marks(area) if mark in ("you", "blind")),
    ]
    return neutral("; ".join(one for one in said if one))


def _counted(count: int, noun: str) -> str:
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"


@dataclass(frozen=True, slots=True)
class Address:
    """Where an area hangs in the tree of folders, and what it is called there."""

    folders: tuple[str, ...]
    leaf: str


def addresses(areas: Sequence[Area]) -> list[Address]:
    """The address of each area; the clone is the first folder where there is more than one."""
    several = len({area.repo for area in areas}) > 1
    parents = {
        (area.repo, tuple(parts[:end])) for area in areas for parts in [_parts(area)] for end in range(len(parts))
    }
    found = []
    for area in areas:
        parts = _parts(area)
        whole = bool(parts) and _bare(area) == "/".join(parts)
        folders = parts[:-1] if whole and (area.repo, parts) not in parents else parts
        found.append(Address(((area.repo,) if several else ()) + folders, _leaf(area, folders)))
    return found


def _parts(area: Area) -> tuple[str, ...]:
    return tuple(part for part in area.folder.split("/") if part)


def _bare(area: Area) -> str:
    return area.name.removeprefix(f"{area.repo}:").strip("/")


def _leaf(area: Area, folders: Sequence[str]) -> str:
    """The name without the folders that stand above it; the whole name where they are all of it."""
    name = area.name.removeprefix(f"{area.repo}:")
    return name.removeprefix("/".join(folders) + "/").strip() or name if folders else name


def top(address: Address, *, depth: int = 1) -> str:
    """The folder that an area is grouped by; empty for what lies at the top."""
    return "/".join(address.folders[:depth])


MOST = 40
"""Areas that a drawing of links shows; beyond that nobody reads it."""

LINKS_PER_AREA = 1.5
"""Links drawn for each area drawn: with more, a line can no longer be followed."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """The areas and links of a drawing of links, and how many had to be left out of it."""

    areas: tuple[Area, ...]
    links: tuple[Link, ...]
    areas_left: int
    links_left: int

    def note(self) -> str:
        """What is not drawn, in words; empty where everything is."""
        areas = f"{_counted(self.areas_left, 'area')} of less heat and fewer links" if self.areas_left else ""
        links = _counted(self.links_left, "more link") if self.links_left else ""
        said = ", ".join(one for one in (areas, links) if one)
        return f"not drawn: {said}" if said else ""


def chosen(chart: Chart) -> Chosen:
    """The areas that are hottest or linked most, in the order of the chart, with the links between them.

    Heat and links count the same: an area's share of the greatest heat, plus its share of the greatest sum of links.
    """
    by_name = {area.name: area for area in reversed(chart.areas)}
    links = [link for link in chart.links if link.one != link.other and {link.one, link.other} <= by_name.keys()]
    linked = dict.fromkeys(by_name, 0.0)
    for link in links:
        linked[link.one] += strength(link)
        linked[link.other] += strength(link)
    hottest = max((area.heat for area in by_name.values()), default=0.0) or 1.0
    most = max(linked.values(), default=0.0) or 1.0
    ranked = sorted(by_name, key=lambda name: (-by_name[name].heat / hottest - linked[name] / most, name))
    kept = set(ranked[:MOST])
    areas = tuple(area for area in chart.areas if area.name in kept and by_name[area.name] is area)
    between = sorted((link for link in links if {link.one, link.other} <= kept), key=_strongest_first)
    shown = tuple(between[: int(LINKS_PER_AREA * len(areas))])
    return Chosen(areas, shown, len(chart.areas) - len(areas), len(chart.links) - len(shown))


def strength(link: Link) -> float:
    """The larger of the two shares: how surely a change of the one brings a change of the other."""
    return max(link.share_of_one, link.share_of_other)


def percent(share: float) -> str:
    """A share as people read it."""
    return f"{share * 100:.0f} %"


def _strongest_first(link: Link) -> tuple[float, int, str, str]:
    return -strength(link), -link.together, link.one, link.other
