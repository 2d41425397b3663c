"""Who takes in the work of others, and which areas nobody else reviews."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import polars as pl

from trimtab.advice._ground import Ground
from trimtab.advice._names import counted, listed
from trimtab.advice.answer import Claim, Figure, Group, Window
from trimtab.advice.away._absence import Absence
from trimtab.advice.away._duties import ALONE, ANCHOR, SOME, Duty, expected, figures, first_able
from trimtab.advice.away._gaps import Gap
from trimtab.advice.away._words import Words
from trimtab.analyses import cover as covers
from trimtab.analyses import ownership
from trimtab.analyses.absences import WEEKS, Absences, absences
from trimtab.analyses.areas import WINDOW
from trimtab.analyses.pace import Expected

MERGES, REVIEWS = "merges", "reviews"

_WEEKS, _LEAST_MERGES, _LEAST_REVIEWS = 12, 10, 5


@dataclass(frozen=True, slots=True)
class _Merging:
    """Merges of the work of others in twelve weeks and in a year, by person, and what became of them in absences."""

    lately: pl.DataFrame
    counts: Counter[str]
    year: Counter[str]
    instants: list[datetime]
    before: Absences

    def rests_on(self, person: str) -> bool:
        """Whether they did at least 80 % of it lately, or it stopped without them."""
        return self.counts[person] >= ALONE * self.lately.height or self.before.tells


def merges(ground: Ground, away: Absence, words: Words) -> Duty:
    """Merging the work of others: a gap where the person did at least 80 % of it lately, or where it stops without them."""
    seen = _merging(ground, away.person)
    mine = seen.counts[away.person]
    if seen.lately.height < _LEAST_MERGES or mine < SOME * seen.lately.height:
        return Duty()
    others = Counter({who: many for who, many in seen.counts.items() if who != away.person})
    if not seen.rests_on(away.person):
        who, many = min(others.items(), key=lambda pair: (-pair[1], pair[0]))
        shared = f"merging ({words.name(who)}, {many:,} of {seen.lately.height:,})"
        return Duty(shared=shared, groups=tuple(_by_merger(ground, seen.lately, words)))
    able = sum(many for who, many in others.items() if who not in away.others)
    heir = first_able(ground, away, sorted(seen.year, key=lambda who: (-seen.year[who], who)))
    ahead = expected(seen.instants, ground, away)
    enough = covers.ENOUGH * mine
    cover = min(1.0, able / enough, seen.before.share if seen.before.tells else 1.0)
    claim = _claim(ground, away, words, seen, ahead, _next(words, heir, seen.year[heir or ""]))
    return Duty(Gap(claim, ahead.mean, cover, enough, heir, bool(others[heir or ""])))


def _merging(ground: Ground, person: str) -> _Merging:
    acts = _acts(ground)
    done = acts.filter("merge")
    lately = done.filter(pl.col("at") >= (ground.sight.as_of - timedelta(weeks=_WEEKS)).astimezone(UTC))
    year = done.filter(pl.col("at") >= (ground.sight.as_of - WINDOW).astimezone(UTC))
    before = _before(ground, acts, person)
    return _Merging(lately, Counter(lately["person"]), Counter(year["person"]), done["at"].to_list(), before)


def _claim(ground: Ground, away: Absence, words: Words, seen: _Merging, ahead: Expected, next_line: str) -> Claim:
    mine, whole, before = seen.counts[away.person], seen.lately.height, seen.before
    stopped = f"{before.merges} in {before.weeks} weeks without {words.who}, {before.usual:.0f} would be usual"
    return Claim(
        id="",
        subject=MERGES,
        name="merging",
        text=f"{mine:,} of {counted(whole, 'merge')} of others' work in {_WEEKS} weeks {words.by(away.person)}",
        headline=f"The work of others is merged {words.by(away.person)}",
        details=((stopped,) if before.tells else ()) + (next_line,),
        figures=(
            *figures("merges", ahead, away, mine / whole, f"of the merges of others' work in {_WEEKS} weeks"),
            Figure(
                "went on without",
                round(100 * before.share),
                "%",
                f"of the usual merges, in {before.weeks} weeks of two years",
            ),
        ),
        because=tuple(_by_merger(ground, seen.lately, words)),
        window=Window(ground.sight.local_as_of - timedelta(weeks=_WEEKS), ground.year.end, counted(whole, "merge")),
        meaning=f"one person took in 80 % or more of what others wrote in {_WEEKS} weeks, {_LEAST_MERGES} merges at "
        "least; or a fifth of it, and in weeks without them half or less of the usual was merged",
        anchor=ANCHOR,
        left_out=("merges by programs and by the web's button, unless they name who approved",),
        wrong=("trimtab people merge",),
    )


def reviews(ground: Ground, away: Absence, words: Words, stalling: Sequence[str]) -> Claim | None:
    """Areas that others write and the person alone reviews; those that stall anyway are left."""
    rows = _alone(ground, away, stalling).to_dicts()
    if not rows:
        return None
    named = [f"{row['area']} ({row['mine']} of {row['all']})" for row in rows]
    only = f"only {words.who}; others know {'it' if len(rows) == 1 else 'them'}"
    return Claim(
        id="",
        subject=REVIEWS,
        text=f"reviews of {listed(named, 3)}: {only}",
        headline=f"Nobody but {words.who} review{'' if words.who == 'you' else 's'} there",
        because=tuple(
            Group(row["area"], counted(row["mine"], "review"), ground.rows.of(row["oids"]), row["mine"]) for row in rows
        ),
        window=ground.year,
        meaning=f"{_LEAST_REVIEWS} commits or more there in a year that one person alone reviewed, 80 % of all that were "
        f"reviewed, the last within {_WEEKS} weeks, in an area that others write and know",
        anchor=ANCHOR,
        left_out=("reviews that left no trace in git", *ground.left_out),
        wrong=("trimtab people merge",),
    )


def _acts(ground: Ground) -> pl.DataFrame:
    """What people reviewed and took in of the work of others, a row for each person and merge or commit that shows it."""
    merge = pl.col("kind").is_in(("merged", "applied")).any()
    by_source = ground.sight.reviews.acts.group_by("repo", "source", "person").agg(pl.col("at").max(), merge=merge)
    return by_source.sort("at", "repo", "source", "person")


def _before(ground: Ground, acts: pl.DataFrame, person: str) -> Absences:
    """What became of merging in earlier weeks without the person."""
    sight = ground.sight
    written = ownership.writers(sight.commits, sight.people, sight.as_of, since=sight.as_of - timedelta(weeks=WEEKS))
    return absences(written, acts, sight.as_of, person)


def _alone(ground: Ground, away: Absence, stalling: Sequence[str]) -> pl.DataFrame:
    """Areas with what was reviewed there (`all`), and what nobody but the person reviewed (`mine`, `oids`, `last`)."""
    known = ground.files.group_by("repo", "area").agg(pl.col("rest").all()).filter(~pl.col("rest"))
    seen = (
        ground.doings.filter(pl.col("act") == "reviewed", ~pl.col("area").is_in(list(stalling)))
        .join(known, on=["repo", "area"], how="semi")
        .with_columns(only=pl.col("person").n_unique().over("repo", "area", "oid") == 1)
        .sort("at", "oid", "person", descending=True)
    )
    own = (pl.col("person") == away.person) & pl.col("only")
    lately = pl.lit((ground.sight.as_of - timedelta(weeks=_WEEKS)).astimezone(UTC))
    return (
        seen.group_by("repo", "area", maintain_order=True)
        .agg(
            all=pl.col("oid").n_unique(),
            mine=own.sum(),
            oids=pl.col("oid").filter(own),
            last=pl.col("at").filter(own).max(),
        )
        .filter(pl.col("mine") >= _LEAST_REVIEWS, pl.col("mine") >= ALONE * pl.col("all"), pl.col("last") >= lately)
        .sort("mine", "repo", "area", descending=[True, False, False])
    )


def _next(words: Words, heir: str | None, many: int) -> str:
    if heir is None:
        return "next: nobody else has merged anything in a year"
    return f"next: {words.name(heir)} ({counted(many, 'merge')} in 12 months)"


def _by_merger(ground: Ground, lately: pl.DataFrame, words: Words) -> Iterator[Group]:
    for person, many in sorted(
        Counter(lately["person"]).items(), key=lambda pair: (pair[0] != words.leaver, -pair[1], pair[0])
    ):
        newest = lately.filter(pl.col("person") == person).sort("at", "source", descending=True)["source"].to_list()
        yield Group(words.name(person), counted(many, "merge"), ground.rows.of(newest), many)
