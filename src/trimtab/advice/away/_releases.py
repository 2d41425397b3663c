"""Who tags the releases: the last ten tags that name a version, by whom, and who could do it besides."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import polars as pl

from trimtab.advice._ground import Ground
from trimtab.advice._names import counted, listed, times
from trimtab.advice.answer import Claim, Evidence, Group, Window
from trimtab.advice.away._absence import Absence
from trimtab.advice.away._duties import ALONE, ANCHOR, SOME, Duty, expected, figures, first_able
from trimtab.advice.away._gaps import Gap
from trimtab.advice.away._words import Words, some
from trimtab.analyses import cover as covers
from trimtab.analyses.pace import Expected
from trimtab.sources import Tag

RELEASES = "releases"

_VERSION = re.compile(r"(?:^|[-_/vV.])v?\d+(?:[._]\d+)+|^v?\d{4,}[-.]?\d|^v\d+$")
_LINE = re.compile(r"\.x$", re.IGNORECASE)  # a line of versions that has ended, no version
_LAST, _LEAST = 10, 3


@dataclass(frozen=True, slots=True)
class Release:
    """One release: the tag, who set it, and when."""

    repo: str
    name: str
    oid: str
    person: str | None
    at: datetime


def releases(ground: Ground, away: Absence, words: Words) -> Duty:
    """Release tagging, a gap where the person set at least 80 % of the last ten tags."""
    every = all_releases(ground)
    last = every[-_LAST:]
    mine = sum(one.person == away.person for one in last)
    if len(last) < _LEAST or mine < SOME * len(last):
        return Duty()
    others = Counter(one.person for one in last if one.person and one.person != away.person)
    if mine < ALONE * len(last):
        # Where nobody is named, programs or strangers set the others.
        (who, many) = others.most_common(1)[0] if others else ("", 0)
        shared = f"release tagging ({words.name(who)}, {many} of {len(last)})" if who else ""
        return Duty(shared=shared, groups=tuple(_by_tagger(ground, last, words)))
    able = {who: many for who, many in others.items() if who not in away.others}
    taggers = [one.person for one in reversed(every) if one.person]
    heir = first_able(ground, away, taggers) or first_able(ground, away, _mergers(ground, away))
    ahead = expected([one.at for one in every], ground, away)
    enough = covers.ENOUGH * mine
    claim = _claim(ground, away, words, last, ahead, _next(words, heir, done_before=heir in taggers))
    cover = min(1.0, sum(able.values()) / enough)
    return Duty(Gap(claim, ahead.mean, cover, enough, heir, heir in able, {"last": last[-1].name}))


def _claim(
    ground: Ground, away: Absence, words: Words, last: Sequence[Release], ahead: Expected, next_line: str
) -> Claim:
    mine = sum(one.person == away.person for one in last)
    others = Counter(one.person for one in last if one.person and one.person != away.person).most_common(2)
    done = f"; {listed([f'{words.name(who)} {times(many)}' for who, many in others])}" if others else ""
    of = f"{mine} of the last {len(last)}" if mine < len(last) else f"all of the last {len(last)}"
    span = (_local(ground, last[0].at), _local(ground, last[-1].at))
    return Claim(
        id="",
        subject=RELEASES,
        name="release tagging",
        text=f"{of} {words.by(away.person)}{done}; {some(ahead.low, ahead.high)} to expect",
        headline=f"Releases are tagged {words.by(away.person)}",
        details=(next_line,),
        figures=tuple(figures("releases", ahead, away, mine / len(last), f"of the last {len(last)} tags of a version")),
        because=tuple(_by_tagger(ground, last, words)),
        window=Window(*span, f"{len(last)} releases, last {last[-1].name}"),
        meaning=f"one person set 80 % or more of the last {_LAST} tags that name a version; an annotated tag counts for its "
        "tagger, another for who wrote its commit",
        anchor=ANCHOR,
        left_out=("tags that name no version", "releases made without a tag"),
        wrong=("trimtab people merge",),
    )


def all_releases(ground: Ground) -> list[Release]:
    """Every release as of the instant, oldest first; several tags of one commit are one."""
    found: dict[tuple[str, str], Release] = {}
    for slug, repository in ground.sight.repositories.items():
        tags = [tag for tag in repository.tags() if _VERSION.search(tag.name) and not _LINE.search(tag.name)]
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


def _mergers(ground: Ground, away: Absence) -> list[str]:
    """Who reviewed or took in most of others' work in a year: nearest to somebody who may tag."""
    acts = ground.doings.filter(pl.col("act") != "wrote", pl.col("person") != away.person)
    by = acts.group_by("person").agg(pl.col("oid").n_unique()).sort("oid", "person", descending=[True, False])
    return by["person"].to_list()


def _next(words: Words, heir: str | None, *, done_before: bool) -> str:
    if heir is None:
        return "next: nobody else is near"
    return f"next: {words.name(heir)} ({'has done it before' if done_before else 'reviews or merges most besides'})"


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


def _local(ground: Ground, at: datetime) -> datetime:
    return ground.sight.clock.working.local(at)
