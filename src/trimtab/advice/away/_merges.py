"""Who takes in the work of others, and which areas nobody else reviews."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, timedelta

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

MERGES, REVIEWS = "merges", "reviews"

_WEEKS, _LEAST_MERGES, _LEAST_REVIEWS = 12, 10, 5


def merges(ground: Ground, away: Absence, words: Words) -> Duty:
    """Merging the work of others: a gap where the person did at least 80 % of it lately, or where it stops without them."""
    acts = _acts(ground)
    done = acts.filter("merge")
    since = (ground.sight.as_of - timedelta(weeks=_WEEKS)).astimezone(UTC)
    lately = done.filter(pl.col("at") >= since)
    counts = Counter(lately["person"])
    mine = counts[away.person]
    if lately.height < _LEAST_MERGES or mine < SOME * lately.height:
        return Duty()
    groups = tuple(_by_merger(ground, lately, words))
    others = Counter({who: many for who, many in counts.items() if who != away.person})
    before = _before(ground, acts, away.person)
    if mine < ALONE * lately.height and not before.tells:
        who, many = min(others.items(), key=lambda pair: (-pair[1], pair[0]))
        return Duty(shared=f"merging ({words.name(who)}, {many:,} of {lately.height:,})", groups=groups)
    able = sum(many for who, many in others.items() if who not in away.others)
    year = Counter(done.filter(pl.col("at") >= (ground.sight.as_of - WINDOW).astimezone(UTC))["person"])
    heir = first_able(ground, away, sorted(year, key=lambda who: (-year[who], who)))
    ahead = expected(done["at"].to_list(), ground, away)
    enough = covers.ENOUGH * mine
    stopped = f"{before.merges} in {before.weeks} weeks without {words.who}, {before.usual:.0f} would be usual"
    claim = Claim(
        id="",
        subject=MERGES,
        name="merging",
        text=f"{mine:,} of {counted(lately.height, 'merge')} of others' work in {_WEEKS} weeks {words.by(away.person)}",
        headline=f"The work of others is merged {words.by(away.person)}",
        details=((stopped,) if before.tells else ()) + (_next(words, heir, year[heir or ""]),),
        figures=(
            *figures("merges", ahead, away, mine / lately.height, f"of the merges of others' work in {_WEEKS} weeks"),
            Figure(
                "went on without",
                round(100 * before.share),
                "%",
                f"of the usual merges, in {before.weeks} weeks of two years",
            ),
        ),
        because=groups,
        window=Window(ground.sight.clock.working.local(since), ground.year.end, counted(lately.height, "merge")),
        meaning=f"one person took in 80 % or more of what others wrote in {_WEEKS} weeks, {_LEAST_MERGES} merges at "
        "least; or a fifth of it, and in weeks without them half or less of the usual was merged",
        anchor=ANCHOR,
        left_out=("merges by programs and by the web's button, unless they name who approved",),
        wrong=("trimtab people merge",),
    )
    cover = min(1.0, able / enough, before.share if before.tells else 1.0)
    return Duty(Gap(claim, ahead.mean, cover, enough, heir, bool(others[heir or ""])))


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
