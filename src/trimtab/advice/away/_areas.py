"""Areas without the person: those that stall, with who is next and how far they are, and those that are shared well."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import polars as pl

from trimtab.advice._ground import Ground, Row
from trimtab.advice._holdings import reason_of
from trimtab.advice._names import counted, listed
from trimtab.advice.answer import Claim, Figure, Group, Window
from trimtab.advice.away._absence import Absence
from trimtab.advice.away._gaps import Gap
from trimtab.advice.away._heirs import done_there, heirs
from trimtab.advice.away._words import Words, far, some
from trimtab.analyses import cover as covers
from trimtab.analyses import pace as paces

ANCHOR, ANCHOR_SHARED = "docs/reference/away.md#stalls", "docs/reference/away.md#holds-up"
SHARED, REST, EVERYTHING = "shared", "rest", "everything"

_SHOWN, _SHOWN_SHARED, _SHOWN_PEOPLE = 3, 4, 6
_ASIDE, _NOTHING, _LEAST_EXPECTED = 0.5, 0.02, 0.2
_MEANING = (
    "who stays and is active has less than 20 % of the weight of recent changes and reviews that they and the one who goes "
    "have between them (half as much for every 180 days; a review counts half)"
)
_WRONG = ("trimtab people merge", "areas: in trimtab.yaml", "CODEOWNERS")


@dataclass(frozen=True, slots=True)
class Standing:
    """How the areas stand without the person: rows of `cover.COVER` with what is expected, and who is next for each."""

    rows: tuple[Row, ...]
    next_of: dict[tuple[str, str], Row]
    alone: bool

    @property
    def stalling(self) -> list[Row]:
        """Areas that stall, those most likely to be touched first."""
        found = [row for row in self.rows if row["stalls"]]
        return sorted(found, key=lambda row: (-waiting(row) * (1 - row["cover"]), row["repo"], row["area"]))

    def heir_of(self, area: str) -> str | None:
        """Who goes on with work in an area: who is next where it stalls, else who knows most of it besides."""
        for row in self.rows:
            if row["area"] == area:
                near = self.next_of.get((row["repo"], area))
                return near["person"] if near else next(iter(row["knowing"]), None)
        return None

    @property
    def shared(self) -> list[Row]:
        """Areas that hold up, those the person knows most of first."""
        return [row for row in self.rows if not row["stalls"]]


def waiting(row: Row) -> float:
    """The changes to expect in an area, as they are weighed: those of tests or texts alone count half."""
    return float(row["expected"]) * (_ASIDE if row["aside"] else 1.0)


def standing(ground: Ground, away: Absence) -> Standing:
    """Every area that the person knows."""
    sight = ground.sight
    there = covers.without(ground.there, (away.person, *away.others))
    found = covers.cover(ground.doings, ground.files, there, sight.as_of, leaver=away.person)
    weeks_seen = max(1, (sight.as_of - ground.year.start).days // 7)
    ahead = paces.pace(ground.doings, sight.as_of, away.days.weeks, seen_weeks=weeks_seen)
    told = found.join(ahead, on=["repo", "area"], how="left", maintain_order="left").with_columns(
        pl.col("expected", "low", "high").fill_null(0.0)
    )
    asked = found.filter("stalls").select("repo", "area", person=pl.lit(away.person))
    alone = there.filter("active", "regular", pl.col("person") != away.person).is_empty()
    # With nobody else around, somebody who came by once is better than nobody.
    able = there.with_columns(regular=pl.lit(value=True)) if alone else there
    return Standing(tuple(told.to_dicts()), heirs(ground, asked, able, (away.person, *away.others)), alone)


def gaps(ground: Ground, away: Absence, known: Standing, words: Words) -> tuple[Gap, ...]:
    """A gap for each area that stalls."""
    found = []
    for row in known.stalling:
        near = known.next_of.get((row["repo"], row["area"]))
        found.append(
            Gap(
                claim=_stall(ground, away, row, near, words, alone=known.alone),
                expected=waiting(row),
                cover=row["cover"],
                enough=covers.ENOUGH * row["weight"],
                heir=near["person"] if near else None,
                near=bool(near and near["near"]),
                row=row,
            )
        )
    return tuple(found)


def everything(ground: Ground, known: Standing, words: Words) -> Claim | None:
    """Where nobody else is active: that all of it stalls, and who came by."""
    if not known.alone or not known.rows:
        return None
    wrote = ground.doings.filter(pl.col("act") == "wrote").unique(["repo", "oid", "person"])
    by = wrote.group_by("person").agg(pl.len(), pl.col("oid").sort_by("at", descending=True))
    ordered = by.sort("len", "person", descending=[True, False]).to_dicts()
    others = [row for row in ordered if row["person"] != words.leaver]
    mine = sum(row["len"] for row in ordered) - sum(row["len"] for row in others)
    came = [f"{words.name(row['person'])} ({counted(row['len'], 'commit')})" for row in others]
    detail = f"came by: {listed(came, 4)}" if came else "nobody else has ever worked here"
    return Claim(
        id="",
        subject=EVERYTHING,
        name="everything",
        text=f"nobody else is active; {mine:,} of {wrote['oid'].n_unique():,} commits in {ground.span} {words.by(words.leaver)}",
        headline=f"Everything rests on {words.who}",
        details=(detail,),
        because=tuple(
            Group(words.name(row["person"]), counted(row["len"], "commit"), ground.rows.of(row["oid"]), row["len"])
            for row in sorted(ordered, key=lambda row: row["person"] != words.leaver)[:_SHOWN_PEOPLE]
        ),
        window=ground.year,
        meaning="no other regular (three commits or more, ever) wrote or reviewed anything within 90 days",
        anchor=ANCHOR,
        left_out=ground.left_out,
        wrong=_WRONG,
    )


def shown(found: Sequence[Gap], words: Words) -> Iterator[Claim]:
    """The first areas each on a line of its own, the others together on one.

    Areas of tests or texts alone, and those in which hardly anything is to be expected, need no line of their own.
    """
    single = [gap for gap in found if not gap.row["aside"] and gap.expected >= _LEAST_EXPECTED]
    single = single[: _SHOWN if len(found) > _SHOWN + 1 else len(found)]
    yield from (gap.claim for gap in single)
    if rest := [gap for gap in found if gap not in single]:
        yield _together(rest, words, more=bool(single))


def shared(ground: Ground, known: Standing, words: Words) -> Claim | None:
    """The areas that others know as well, on one line."""
    rows = known.shared
    if not rows:
        return None
    named = [f"{row['area']} ({ground.names.listed(row['knowing'][:2])})" for row in rows if row["knowing"]]
    return Claim(
        id="",
        subject=SHARED,
        text=f"{listed(named, _SHOWN_SHARED)}: shared, nothing to do" if named else "",
        headline=f"What holds up without {words.who}",
        because=tuple(
            Group(
                row["area"],
                f"known to {ground.names.listed(row['knowing'])}",
                ground.rows.of(row["area_oids"]),
                len(row["area_oids"]),
            )
            for row in rows
        ),
        window=Window(ground.year.start, ground.year.end, counted(len(rows), "area")),
        meaning=f"areas that {words.who} know{'' if words.who == 'you' else 's'} (5 commits and 20 % of the weight) and of which "
        "those who stay have 20 % or more",
        anchor=ANCHOR_SHARED,
        left_out=ground.left_out,
        wrong=_WRONG,
    )


def _stall(ground: Ground, away: Absence, row: Row, near: Row | None, words: Words, *, alone: bool) -> Claim:
    hardly = "nobody else" if row["cover"] < _NOTHING else "hardly anyone else"
    lately = f"{covers.LATELY_WEEKS} weeks"
    weeks = f"changes in {row['weeks']} of the last {lately}" if row["weeks"] else f"no change in {lately}"
    ahead = f"{some(row['low'], row['high'])} changes to expect"
    who = words.who
    holds = "hold" if who == "you" else "holds"
    return Claim(
        id="",
        subject=f"stalls:{row['area']}",
        name=row["area"],
        text=f"{hardly}; {weeks}",
        headline=f"{row['area']} stalls without {who}",
        details=(f"{ahead}; {next_line(row, near, words, alone=alone)}",),
        figures=tuple(_figures(row, away, who)),
        because=tuple(_groups(ground, row, near, words)),
        window=Window(ground.year.start, ground.year.end, counted(row["area_commits"], "commit")),
        meaning=f"{who} {holds} it: {_MEANING}",
        anchor=ANCHOR,
        left_out=ground.left_out,
        wrong=_WRONG,
    )


def next_line(row: Row, near: Row | None, words: Words, *, alone: bool) -> str:
    """`next: Tomas (reviewed it twice), 2 changes or 4 reviews from holding it too`."""
    if near is None or (alone and not near["near"]):
        return "next: nobody" if alone else "next: nobody is near"
    who, distance = words.name(near["person"]), far(row["changes"], row["reviews"])
    reason = reason_of(near).replace("has merged", "have merged" if who == "you" else "has merged")
    if near["near"]:
        return f"next: {who} ({reason}), {distance} from holding it too"
    verb = "work" if who == "you" else "works"
    return f"next: nobody is near; {who} {verb} {reason}, {distance} away"


def _figures(row: Row, away: Absence, who: str) -> Iterator[Figure]:
    days = f"in these {away.days.working} working days"
    yield Figure(
        "changes to expect",
        round(row["expected"], 1),
        "changes",
        f"by anybody {days}, at the pace of the weeks before; the range holds eight cases in ten",
        row["low"],
        row["high"],
    )
    yield Figure(
        "cover",
        round(100 * row["cover"]),
        "%",
        "how far those who stay are on the way to 20 % of the weight that they and the one who goes have between them",
    )
    yield Figure(
        "share", round(100 * row["share"]), "%", f"of {who}, of the weight of everybody's changes and reviews here"
    )
    yield Figure(
        "changes until it is shared",
        row["changes"],
        "changes",
        f"of usual size here ({row['usual_lines']} lines), by who stays",
    )


def _groups(ground: Ground, row: Row, near: Row | None, words: Words) -> Iterator[Group]:
    oids = row["oids"]
    yield Group(words.who, counted(row["commits"], "commit"), ground.rows.of(oids), len(oids))
    if near:
        rows = ground.rows.of(done_there(ground, near))
        yield Group(words.name(near["person"]), reason_of(near), rows, len(rows))
    lately = row["area_oids"]
    summary = f"{counted(len(lately), 'commit')} by anybody in {covers.LATELY_WEEKS} weeks"
    yield Group("lately", summary, ground.rows.of(lately), len(lately))


def _together(rest: Sequence[Gap], words: Words, *, more: bool) -> Claim:
    named = [gap.row["area"] for gap in rest]
    expected = sum(gap.row["expected"] for gap in rest)
    opening = f"and {len(rest)} more" if more else counted(len(rest), "area")
    ahead = f"{counted(round(expected), 'change')} to expect in all" if expected >= 1 else "little to expect"
    return Claim(
        id="",
        subject=REST,
        text=f"{opening}, {ahead}: {listed(named, 4)}",
        headline=f"More areas that stall without {words.who}",
        figures=(Figure("changes to expect", round(expected, 1), "changes", "by anybody, in all of these areas"),),
        because=tuple(group for gap in rest for group in _one_group(gap)),
        window=rest[0].claim.window,
        meaning=_MEANING,
        anchor=ANCHOR,
        left_out=rest[0].claim.left_out,
        wrong=_WRONG,
    )


def _one_group(gap: Gap) -> Iterator[Group]:
    own = gap.claim.because[0]
    yield Group(gap.row["area"], f"{gap.claim.text}; {gap.claim.details[0]}", own.evidence[:3], own.total)
