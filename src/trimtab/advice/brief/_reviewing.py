"""What the lead reviewed: on trackers, where each act has its instant, and in git, where only its end may be seen."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, timedelta

import polars as pl

from trimtab.advice._items import key_of, link_of
from trimtab.advice.answer import Evidence
from trimtab.advice.brief._ground import Ground
from trimtab.analyses import review_time
from trimtab.analyses.attention import Period
from trimtab.analyses.review_time import ReviewAct
from trimtab.analyses.sessions import Acts
from trimtab.analyses.sittings import acts_on_items


@dataclass(frozen=True, slots=True)
class Reviewing:
    """The lead's review acts: `told` by trackers, and those that `git` alone shows since the week before this one."""

    told: Acts
    git: tuple[ReviewAct, ...]

    def items(self, period: Period) -> list[tuple[str, str]]:
        """The items (tracker and native id) that the lead did something on in a period, the latest first."""
        within = self.told.between(period.start, period.end)
        return list(dict.fromkeys(item for act in reversed(within) for item in act.commits))


def reviewing(ground: Ground) -> Reviewing:
    """The acts of the lead; none for an observer."""
    lead, sight = ground.lead, ground.sight
    if lead is None:
        return Reviewing(Acts((), {}), ())
    told = acts_on_items(sight.item_reviews, lead, sight.clock.working)
    return Reviewing(told, _shown_by_git(ground, lead))


def _shown_by_git(ground: Ground, lead: str) -> tuple[ReviewAct, ...]:
    """Acts on commits of which no tracker tells; what one tells is known better from there."""
    sight = ground.sight
    since = (ground.week.start - timedelta(weeks=1)).astimezone(UTC)
    recent = sight.reviews.acts.filter(pl.col("at") >= since, pl.col("oid").is_not_null()).join(
        sight.reviews.tracked, on=["repo", "oid"], how="anti"
    )
    if recent.is_empty():
        return ()
    # A review may be of commits that are older than the week; the reach of the sight bounds how much is read.
    oids = recent.filter(pl.col("person") == lead).select("repo", "oid").unique().lazy()
    changes = sight.changes.join(oids, on=["repo", "oid"], how="semi")
    return review_time.review_acts(recent, changes, lead)


def item_rows(ground: Ground, items: Sequence[tuple[str, str]]) -> Iterator[Evidence]:
    """Items as evidence, in the order given."""
    sight = ground.sight
    wanted = pl.DataFrame(list(items), {"tracker": pl.String, "item": pl.String}, orient="row")
    rows = (
        sight.snapshot.scan("items", as_of=sight.as_of)
        .select("tracker", "item", "number", "title", "kind", "author", "created_at", "link", "seen_at")
        .join(wanted.lazy(), on=["tracker", "item"], how="semi")
        .collect()
        .sort("tracker", "item", "seen_at")
        .unique(["tracker", "item"], keep="last", maintain_order=True)
    )
    known = {(row["tracker"], row["item"]): row for row in rows.iter_rows(named=True)}
    linked = sight.accounts.linked.select("tracker", "account", "person").rows()
    person = {(host, account): who for host, account, who in linked}
    for tracker, item in items:
        if row := known.get((tracker, item)):
            by = person.get((tracker.partition("/")[0], row["author"]))
            yield Evidence(
                kind="item",
                key=key_of(row),
                text=row["title"] or "",
                at=sight.clock.working.local(row["created_at"]) if row["created_at"] else None,
                by=sight.names.own(by) if by else None,
                link=link_of(row),
            )
