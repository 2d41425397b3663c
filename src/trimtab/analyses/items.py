"""What issues and pull requests were like at an instant: their state rebuilt from what happened on them up to then.

A reading (a row of the lake's table `items`) supplies only what no event tells. So a first sync of today can show any past
week, as far as the tracker keeps its events. What it all means for whoever waits is the business of `trimtab.analyses.flow`.
"""

from datetime import UTC, datetime

import polars as pl

STATES = pl.Schema(
    {
        "tracker": pl.String(),
        "item": pl.String(),
        "number": pl.Int64(),
        "kind": pl.String(),
        "title": pl.String(),
        "author": pl.String(),
        "state": pl.String(),
        "draft": pl.Boolean(),
        "labels": pl.List(pl.String()),
        "assignees": pl.List(pl.String()),
        "milestone": pl.String(),
        "requested": pl.List(pl.String()),
        "teams": pl.List(pl.String()),
        "opened_at": pl.Datetime("us", "UTC"),
        "ended_at": pl.Datetime("us", "UTC"),
        "read_at": pl.Datetime("us", "UTC"),
        "link": pl.String(),
        "facts": pl.String(),
    }
)
"""One row per item that had been opened. `state` is `open`, `closed`, `merged` or `moved` (to another repository, or to a
discussion); `ended_at` is null while it is open. `requested` are the accounts, `teams` the teams asked to review who have
not answered. `read_at` dates the reading that supplied what no event tells, `facts` is that reading's JSON."""

TEAM = "team/"
"""What the name of a team begins with, where a team was asked to review."""

_KEY = ["tracker", "item"]
_EVENT = ["tracker", "kind", "event"]
_MOVED = ("transferred", "converted_to_discussion", "deleted")
_NUMBERED = r"^[^/]+/\d+$"  # a tracker that goes by the repository's number, not by its name
_ADDRESS = r"^https?://([^/]+/[^/]+/[^/]+)/(?:issues|pull)/\d+$"
_LINKED = ("blocked_by", "sub_issue")
_ENDS = ("closed", "merged", "reopened", *_MOVED)
_DRAFTS = ("convert_to_draft", "ready_for_review")
_NEEDED = (
    "opened", *_ENDS, *_DRAFTS, "renamed", "labeled", "unlabeled", "milestoned", "demilestoned", "assigned", "unassigned",
    "review_requested", "review_request_removed", "reviewed",
)  # fmt: skip


def latest(events: pl.LazyFrame, as_of: datetime) -> pl.LazyFrame:
    """Events as they stood at `as_of`: of each its last version until then; what had been deleted by then is left out.

    The columns are those of the lake's table; `happened_at` is when the thing itself happened, not when it was edited.
    An event that two sources brought counts once.
    """
    within = events.filter(pl.col("happened_at") <= as_of.astimezone(UTC))
    # Nearly all events have one version from one source: only the others are worth sorting.
    often = within.group_by(_EVENT).len().filter(pl.col("len") > 1).select(_EVENT)
    once = within.join(often, on=_EVENT, how="anti")
    versions = within.join(often, on=_EVENT, how="semi")
    ordered = versions.sort(*_EVENT, "version", "seen_at")
    last = ordered.group_by(_EVENT, maintain_order=True).agg(
        pl.col("happened_at").first(),
        pl.all().exclude(*_EVENT, "happened_at").last(),
    )
    both = pl.concat([once, last.select(once.collect_schema().names())])
    return both.filter(~pl.col("deleted").fill_null(value=False))


def states(items: pl.LazyFrame, events: pl.LazyFrame, as_of: datetime) -> pl.DataFrame:
    """Every item that had been opened by `as_of`, as it was then (`STATES`), by tracker and number.

    `items` and `events` are the lake's tables, uncut: what came later serves only to undo what it changed.
    """
    at = as_of.astimezone(UTC)
    told = events.filter(pl.col("kind").is_in(_NEEDED)).select(
        *_KEY, "kind", "event", "version", "deleted", "happened_at", "seen_at", "actor", "subject", "text"
    )
    known = latest(told, datetime.max.replace(tzinfo=UTC)).collect().sort(*_KEY, "happened_at", "kind", "event")
    before, after = known.filter(pl.col("happened_at") <= at), known.filter(pl.col("happened_at") > at)
    opened = before.filter(pl.col("kind") == "opened").group_by(_KEY).agg(opened_at=pl.col("happened_at").min())
    found = _reading(items, at).join(opened, on=_KEY, how="inner")
    for part in (
        _ended(before),
        _titles(before, after),
        _drafts(before, after),
        _sets(known, before, found, ("labeled", "unlabeled"), "labels"),
        _sets(known, before, found, ("assigned", "unassigned"), "assignees"),
        _milestones(known, before),
        _requests(before, found),
    ):
        found = found.join(part, on=_KEY, how="left")
    undone = pl.when(pl.col("told_milestone").fill_null(value=False)).then("new_milestone").otherwise("milestone")
    return _once(
        found.with_columns(
            title=pl.coalesce("new_title", "title"),
            state=pl.coalesce("new_state", pl.lit("open")),
            draft=pl.coalesce(
                "new_draft", pl.col("facts").str.json_path_match("$.draft") == "true", pl.lit(value=False)
            ),
            labels=_list("new_labels"),
            assignees=_list("new_assignees"),
            milestone=undone,
            requested=_list("new_requested"),
            teams=_list("new_teams"),
        )
        .select(list(STATES))
        .cast(STATES)
        .sort("tracker", "number", "item")
    )


def _once(found: pl.DataFrame) -> pl.DataFrame:
    """Each item of a repository once, where a saved file and a live tracker both brought it: the live one holds.

    A file that does not tell the repository's number goes by its name, and its items by their numbers; the addresses of the
    live items tell that both are one repository.
    """
    if found["tracker"].n_unique() < 2:
        return found
    live = pl.col("tracker").str.contains(_NUMBERED)
    named = pl.col("link").str.extract(_ADDRESS).fill_null(pl.col("tracker"))
    order = found.with_columns(address=pl.when(live).then(named).otherwise("tracker"), live=live)
    first = order.sort("address", "number", "live", "tracker", descending=[False, False, True, False])
    kept = first.unique(["address", "number", "kind"], keep="first", maintain_order=True)
    return kept.drop("address", "live").sort("tracker", "number", "item")


def standing(links: pl.LazyFrame, events: pl.LazyFrame, known: pl.DataFrame, as_of: datetime) -> pl.LazyFrame:
    """The links between items (rows of the lake's `item_links`) that held at `as_of`.

    A link that was taken away stays in the lake, where rows are only added; an event tells that it went, with the address of
    the other item. `known` are the states of all items.
    """
    held = links.filter(pl.col("happened_at") <= as_of.astimezone(UTC))
    changed = events.filter(
        pl.col("kind").is_in([f"{kind}_{change}" for kind in _LINKED for change in ("added", "removed")]),
        pl.col("happened_at") <= as_of.astimezone(UTC),
    )
    last = (
        changed.select(*_KEY, "subject", "happened_at", "event", change="kind")
        .with_columns(kind=pl.col("change").str.strip_suffix("_added").str.strip_suffix("_removed"))
        .collect()
        .sort(*_KEY, "happened_at", "event")
        .group_by(*_KEY, "kind", "subject", maintain_order=True)
        .last()
    )
    gone = last.filter(pl.col("change").str.ends_with("_removed"))
    if gone.is_empty():
        return held
    others = known.select("tracker", subject="link", target="item").filter(pl.col("subject").is_not_null())
    parted = gone.join(others, on=["tracker", "subject"]).select(*_KEY, "kind", "target")
    return held.join(parted.lazy(), on=[*_KEY, "kind", "target"], how="anti")


def _list(column: str) -> pl.Expr:
    return pl.col(column).fill_null(pl.lit([], pl.List(pl.String)))


def _reading(items: pl.LazyFrame, at: datetime) -> pl.DataFrame:
    """The last reading of each item by then; of what was first read later, the first."""
    late = pl.col("happened_at") > at
    order = pl.when(late).then(pl.col("happened_at").dt.epoch("us")).otherwise(-pl.col("happened_at").dt.epoch("us"))
    columns = ("number", "kind", "title", "author", "labels", "assignees", "milestone", "link", "facts")
    return (
        items.select(*_KEY, *columns, "seen_at", "content_hash", read_at="happened_at", late=late, order=order)
        # Two readings of the same instant are told apart by when they were made, and the last of them holds.
        .sort(*_KEY, "late", "order", "seen_at", "content_hash", descending=[False] * 4 + [True, False])
        .unique(_KEY, keep="first", maintain_order=True)
        .select(*_KEY, *columns, "read_at")
        .collect()
    )


def _ended(before: pl.DataFrame) -> pl.DataFrame:
    """How and when items ended; who was reopened last has not ended."""
    ends = before.filter(pl.col("kind").is_in(_ENDS))
    last = ends.filter(pl.col("kind").is_in(("closed", "reopened"))).group_by(_KEY, maintain_order=True).last()
    closed = last.filter(pl.col("kind") == "closed").select(*_KEY, new_state=pl.lit("closed"), ended_at="happened_at")
    merged = ends.filter(pl.col("kind") == "merged").group_by(_KEY).agg(ended_at=pl.col("happened_at").min())
    moved = ends.filter(pl.col("kind").is_in(_MOVED)).group_by(_KEY).agg(ended_at=pl.col("happened_at").min())
    named = [
        merged.select(*_KEY, new_state=pl.lit("merged"), ended_at="ended_at"),
        moved.select(*_KEY, new_state=pl.lit("moved"), ended_at="ended_at"),
        closed,
    ]
    return pl.concat(named).unique(_KEY, keep="first", maintain_order=True)


def _titles(before: pl.DataFrame, after: pl.DataFrame) -> pl.DataFrame:
    """The title after the last renaming by then, else the one before the first that came later."""
    renamed = pl.col("kind") == "renamed"
    now = before.filter(renamed).group_by(_KEY, maintain_order=True).last().select(*_KEY, new_title="text")
    was = after.filter(renamed).group_by(_KEY, maintain_order=True).first().select(*_KEY, new_title="subject")
    return pl.concat([now, was]).unique(_KEY, keep="first", maintain_order=True)


def _drafts(before: pl.DataFrame, after: pl.DataFrame) -> pl.DataFrame:
    changed = pl.col("kind").is_in(_DRAFTS)
    drawn = pl.col("kind") == "convert_to_draft"
    now = before.filter(changed).group_by(_KEY, maintain_order=True).last().select(*_KEY, new_draft=drawn)
    was = after.filter(changed).group_by(_KEY, maintain_order=True).first().select(*_KEY, new_draft=~drawn)
    return pl.concat([now, was]).unique(_KEY, keep="first", maintain_order=True)


def _sets(
    known: pl.DataFrame, before: pl.DataFrame, read: pl.DataFrame, kinds: tuple[str, str], column: str
) -> pl.DataFrame:
    """Labels, or whoever is assigned: as events tell, and of the reading those that no event ever names."""
    changed = pl.col("kind").is_in(kinds) & pl.col("subject").is_not_null()
    mine = [*_KEY, "subject"]
    told = known.filter(changed).select(mine).unique()
    last = before.filter(changed).group_by(mine, maintain_order=True).last()
    on = last.filter(pl.col("kind") == kinds[0]).select(mine)
    shown = read.select(*_KEY, subject=pl.col(column)).explode("subject", empty_as_null=True, keep_nulls=True)
    untold = shown.filter(pl.col("subject").is_not_null()).join(told, on=mine, how="anti")
    return pl.concat([on, untold]).group_by(_KEY).agg(pl.col("subject").unique().sort().alias(f"new_{column}"))


def _milestones(known: pl.DataFrame, before: pl.DataFrame) -> pl.DataFrame:
    changed = pl.col("kind").is_in(("milestoned", "demilestoned"))
    told = known.filter(changed).select(_KEY).unique().with_columns(told_milestone=pl.lit(value=True))
    last = before.filter(changed).group_by(_KEY, maintain_order=True).last()
    on = last.filter(pl.col("kind") == "milestoned").select(*_KEY, new_milestone="subject")
    return told.join(on, on=_KEY, how="left")


def _requests(before: pl.DataFrame, read: pl.DataFrame) -> pl.DataFrame:
    """Who was asked to review and has not answered. A review by anybody but the author answers a request to a team.

    Who is in a team is not told, so a review by one who is not in it answers it too.
    """
    mine = [*_KEY, "subject"]
    asked = pl.col("kind") == "review_requested"
    requests = before.filter(pl.col("kind").is_in(("review_requested", "review_request_removed")))
    open_now = requests.group_by(mine, maintain_order=True).last().filter(asked).select(*mine, asked_at="happened_at")
    reviews = (
        before.filter(pl.col("kind") == "reviewed")
        .join(read.select(*_KEY, "author"), on=_KEY, how="left")
        .filter(pl.col("actor").ne_missing(pl.col("author")))
        .select(*_KEY, "actor", answered_at="happened_at")
    )
    of_one = reviews.group_by(*_KEY, "actor").agg(pl.col("answered_at").max()).rename({"actor": "subject"})
    of_any = reviews.group_by(_KEY).agg(any_at=pl.col("answered_at").max())
    team = pl.col("subject").str.starts_with(TEAM)
    answered = pl.when(team).then("any_at").otherwise("answered_at")
    left = (
        open_now.join(of_one, on=mine, how="left")
        .join(of_any, on=_KEY, how="left")
        .filter(answered.is_null() | (answered < pl.col("asked_at")))
    )
    return left.group_by(_KEY).agg(
        new_requested=pl.col("subject").filter(~team).sort(),
        new_teams=pl.col("subject").filter(team).str.strip_prefix(TEAM).sort(),
    )
