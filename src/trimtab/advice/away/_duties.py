"""Duties that rest on one person: tagging releases, merging the work of others, and reviewing alone."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import polars as pl

from trimtab.advice._ground import Ground, Row
from trimtab.advice._names import counted, listed, times
from trimtab.advice.answer import Claim, Evidence, Figure, Group, Window
from trimtab.advice.away._absence import Absence
from trimtab.advice.away._gaps import Gap
from trimtab.advice.away._words import Words, some
from trimtab.analyses import cover as covers
from trimtab.analyses import pace as paces
from trimtab.analyses.areas import WINDOW
from trimtab.sources import Tag

RELEASES, MERGES, REVIEWS = "releases", "merges", "reviews"

_VERSION = re.compile(r"(?:^|[-_/vV.])v?\d+(?:[._]\d+)+|^v?\d{4,}[-.]?\d|^v\d+$")
_LAST, _LEAST_RELEASES = 10, 3
_MERGE_WEEKS, _LEAST_MERGES = 12, 10
_ALONE = 0.8
_LEAST_REVIEWS = 5


@dataclass(frozen=True, slots=True)
class Release:
    """One release: the tag, who set it, and when."""

    repo: str
    name: str
    oid: str
    person: str | None
    at: datetime


def releases(ground: Ground, away: Absence, words: Words) -> Gap | None:
    """Release tagging, where the person set at least 80 % of the last ten tags."""
    every = _releases(ground)
    last = every[-_LAST:]
    mine = [one for one in last if one.person == away.person]
    if len(last) < _LEAST_RELEASES or len(mine) < _ALONE * len(last):
        return None
    others = Counter(one.person for one in last if one.person not in {None, away.person, *away.others})
    heir = _first_able(ground, away, [one.person for one in reversed(every) if one.person]) or _merger(ground, away)
    ahead = _expected([one.at for one in every], ground, away)
    held = sum(others.values())
    enough = covers.ENOUGH * len(mine)
    done = listed([f"{words.name(who)} {times(many)}" for who, many in others.most_common(2) if who]) if others else ""
    of = f"{len(mine)} of the last {len(last)}" if len(mine) < len(last) else f"all of the last {len(last)}"
    claim = Claim(
        id="",
        subject=RELEASES,
        name="release tagging",
        text=f"{of} {words.by(away.person)}{f'; {done}' if done else ''}; {some(ahead.low, ahead.high)} to expect",
        headline=f"Releases are tagged {words.by(away.person)}",
        details=(_next_release(words, heir, done_before=heir in others or heir in {o.person for o in every}),),
        figures=(
            _ahead("releases to expect", "releases", ahead, away),
            Figure("share", round(100 * len(mine) / len(last)), "%", f"of the last {len(last)} tags of a version"),
        ),
        because=tuple(_by_tagger(ground, last, words)),
        window=Window(
            _local(ground, last[0].at), _local(ground, last[-1].at), f"{len(last)} releases, last {last[-1].name}"
        ),
        meaning=f"one person set 80 % or more of the last {_LAST} tags that name a version; an annotated tag counts for its "
        "tagger, another for who wrote its commit",
        anchor="docs/reference/away.md#duties",
        left_out=("tags that name no version", "releases made without a tag"),
        wrong=("trimtab people merge",),
    )
    row: Row = {"last": last[-1].name}
    return Gap(claim, ahead.mean, min(1.0, held / enough), enough, heir, heir in others, row)


def merges(ground: Ground, away: Absence, words: Words) -> Gap | None:
    """Merging the work of others, where the person did at least 80 % of it lately."""
    took_in = pl.col("kind").is_in(("merged", "applied"))
    year = ground.sight.as_of - WINDOW
    acts = ground.sight.reviews.acts.filter(took_in, pl.col("at") >= year.astimezone(UTC))
    done = acts.unique(["repo", "source", "person"]).sort("at", "repo", "source", "person")
    since = (ground.sight.as_of - timedelta(weeks=_MERGE_WEEKS)).astimezone(UTC)
    lately = done.filter(pl.col("at") >= since)
    counts = Counter(lately["person"])
    mine = counts[away.person]
    if lately.height < _LEAST_MERGES or mine < _ALONE * lately.height:
        return None
    stay = {who: many for who, many in counts.items() if who not in {away.person, *away.others}}
    heir = _first_able(ground, away, [who for who, _ in Counter(done["person"]).most_common()])
    ahead = _expected(done["at"].to_list(), ground, away)
    enough = covers.ENOUGH * mine
    claim = Claim(
        id="",
        subject=MERGES,
        name="merging",
        text=f"{mine} of {counted(lately.height, 'merge')} of others' work in {_MERGE_WEEKS} weeks {words.by(away.person)}",
        headline=f"The work of others is merged {words.by(away.person)}",
        details=(_next_merger(done, words, heir),),
        figures=(_ahead("merges to expect", "merges", ahead, away),),
        because=tuple(_by_merger(ground, lately, words)),
        window=Window(_local(ground, since), ground.year.end, counted(lately.height, "merge")),
        meaning=f"one person took in 80 % or more of what others wrote in {_MERGE_WEEKS} weeks, {_LEAST_MERGES} merges at "
        "least: merged it, or committed it for its author",
        anchor="docs/reference/away.md#duties",
        left_out=("merges by programs and by the web's button, unless they name who approved",),
        wrong=("trimtab people merge",),
    )
    return Gap(claim, ahead.mean, min(1.0, sum(stay.values()) / enough), enough, heir, bool(stay.get(heir or "")))


def reviews(ground: Ground, away: Absence, words: Words, stalling: Sequence[str]) -> Claim | None:
    """Areas that others write and the person alone reviews; those that stall anyway are left."""
    seen = ground.doings.filter(pl.col("act") == "reviewed", ~pl.col("area").is_in(list(stalling)))
    rest = ground.files.filter("rest").select("repo", "area").unique()
    counted_by = (
        seen.join(rest, on=["repo", "area"], how="anti")
        .sort("at", "oid", "person", descending=True)
        .group_by("repo", "area", maintain_order=True)
        .agg(
            all=pl.col("oid").n_unique(),
            mine=pl.col("oid").filter(pl.col("person") == away.person).n_unique(),
            oids=pl.col("oid").filter(pl.col("person") == away.person).unique(maintain_order=True),
            last=pl.col("at").filter(pl.col("person") == away.person).max(),
        )
        .filter(pl.col("mine") >= _LEAST_REVIEWS, pl.col("mine") >= _ALONE * pl.col("all"))
        .filter(pl.col("last") >= (ground.sight.as_of - timedelta(weeks=_MERGE_WEEKS)).astimezone(UTC))
        .sort("mine", "repo", "area", descending=[True, False, False])
    )
    if counted_by.is_empty():
        return None
    rows = counted_by.to_dicts()
    named = [f"{row['area']} ({row['mine']} of {row['all']})" for row in rows]
    return Claim(
        id="",
        subject=REVIEWS,
        text=f"reviews of {listed(named, 3)}: only {words.who}, others know it",
        headline=f"Only {words.who} review{'' if words.who == 'you' else 's'} there",
        because=tuple(
            Group(row["area"], counted(row["mine"], "review"), ground.rows.of(row["oids"]), row["mine"]) for row in rows
        ),
        window=Window(ground.year.start, ground.year.end),
        meaning=f"{_LEAST_REVIEWS} reviews or more there in a year, 80 % of all, the last within {_MERGE_WEEKS} weeks, in an "
        "area that others write and know",
        anchor="docs/reference/away.md#duties",
        left_out=("reviews that left no trace in git", *ground.left_out),
        wrong=("trimtab people merge",),
    )


def _releases(ground: Ground) -> list[Release]:
    """Every release as of the instant, oldest first; several tags of one commit are one."""
    found: dict[tuple[str, str], Release] = {}
    for slug, repository in ground.sight.repositories.items():
        tags = [tag for tag in repository.tags() if _VERSION.search(tag.name)]
        authors = _authors(ground, slug, [tag.oid for tag in tags if tag.tagger is None])
        for tag in tags:
            made = _made(ground, slug, tag, authors)
            if made is not None and made.at <= ground.sight.as_of:
                found.setdefault((slug, tag.oid), made)
    return sorted(found.values(), key=lambda one: (one.at, one.repo, one.name))


def _made(ground: Ground, slug: str, tag: Tag, authors: Mapping[str, tuple[str | None, datetime]]) -> Release | None:
    if tag.tagger is not None and tag.at is not None:
        return Release(slug, tag.name, tag.oid, _person(ground, *tag.tagger), tag.at)
    if tag.oid not in authors:
        return None
    person, at = authors[tag.oid]
    return Release(slug, tag.name, tag.oid, person, at)


def _authors(ground: Ground, slug: str, oids: Sequence[str]) -> Mapping[str, tuple[str | None, datetime]]:
    wanted = ground.sight.commits.filter(pl.col("repo") == slug, pl.col("oid").is_in(list(oids)))
    rows = wanted.select("oid", "author_name", "author_email", "happened_at").collect()
    return {oid: (_person(ground, name, email), at) for oid, name, email, at in rows.iter_rows()}


def _person(ground: Ground, name: str, email: str) -> str | None:
    """Whose name and address it is; an address alone where it belongs to one person. Programs are nobody."""
    people = ground.sight.identities.people
    exact = people.filter(pl.col("name") == name, pl.col("email") == email)
    found = (exact if exact.height else people.filter(pl.col("email") == email))["person"].unique().to_list()
    person = found[0] if len(found) == 1 else None
    return None if person in ground.programs else person


def _first_able(ground: Ground, away: Absence, ordered: Sequence[str]) -> str | None:
    """The first of these who is active and not away."""
    active = set(ground.there.filter("active", "regular")["person"]) - {away.person, *away.others}
    return next((person for person in ordered if person in active), None)


def _merger(ground: Ground, away: Absence) -> str | None:
    """Who took in most of others' work in a year besides: nearest to somebody who may tag."""
    acts = ground.doings.filter(pl.col("act") != "wrote", pl.col("person") != away.person)
    by = acts.group_by("person").agg(pl.col("oid").n_unique()).sort("oid", "person", descending=[True, False])
    return _first_able(ground, away, by["person"].to_list())


def _expected(instants: Sequence[datetime], ground: Ground, away: Absence) -> paces.Expected:
    counts = [0] * paces.WEEKS
    for at in instants:
        week = (ground.sight.as_of - at) // timedelta(weeks=1)
        if 0 <= week < paces.WEEKS:
            counts[week] += 1
    return paces.expected(counts, away.days.weeks)


def _ahead(name: str, unit: str, found: paces.Expected, away: Absence) -> Figure:
    definition = f"in these {away.days.working} working days, at the pace of the weeks before; the range holds eight cases in ten"
    return Figure(name, round(found.mean, 1), unit, definition, found.low, found.high)


def _next_release(words: Words, heir: str | None, *, done_before: bool) -> str:
    if heir is None:
        return "next: nobody else is near"
    return f"next: {words.name(heir)} ({'has done it before' if done_before else 'reviews or merges most besides'})"


def _next_merger(done: pl.DataFrame, words: Words, heir: str | None) -> str:
    many = done.filter(pl.col("person") == (heir or "")).height
    if heir is None or not many:
        return "next: nobody else has merged anything in a year"
    return f"next: {words.name(heir)} ({counted(many, 'merge')} in 12 months)"


def _by_tagger(ground: Ground, last: Sequence[Release], words: Words) -> Iterator[Group]:
    """Tags by who set them, the person first, newest first."""
    people = list(dict.fromkeys(one.person for one in reversed(last)))
    for person in sorted(people, key=lambda who: who != words.leaver):
        own = [one for one in reversed(last) if one.person == person]
        label = words.name(person) if person else "others"
        rows = tuple(
            Evidence("commit", f"{one.repo}@{one.oid}", f"tag {one.name}", _local(ground, one.at), label) for one in own
        )
        yield Group(label, counted(len(own), "release"), rows, len(own))


def _by_merger(ground: Ground, lately: pl.DataFrame, words: Words) -> Iterator[Group]:
    for person, many in sorted(Counter(lately["person"]).items(), key=lambda pair: (pair[0] != words.leaver, -pair[1])):
        newest = lately.filter(pl.col("person") == person).sort("at", "oid", descending=True)["source"].to_list()
        yield Group(words.name(person), counted(many, "merge"), ground.rows.of(newest), many)


def _local(ground: Ground, at: datetime) -> datetime:
    return ground.sight.clock.working.local(at)
