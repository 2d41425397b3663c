"""Acts: what people did on items, from the tracker's events.

A label, a milestone, an assignee, a subscription and a reference are no acts. Pushes are told in two ways: a force push has an
actor and an instant; a commit has its committer's date and no actor, and counts as a push of the item's author where it is
dated after the opening.
"""

from datetime import UTC, datetime

import polars as pl

from trimtab.analyses.flow import _words

ACTS = pl.Schema(
    {
        "tracker": pl.String(),
        "item": pl.String(),
        "at": pl.Datetime("us", "UTC"),
        "act": pl.String(),
        "actor": pl.String(),
        "event": pl.String(),
        "kind": pl.String(),
        "approval": pl.Boolean(),
        "concept": pl.Boolean(),
        "remark": pl.Boolean(),
        "asks": pl.Boolean(),
        "mentions": pl.List(pl.String()),
        "subject": pl.String(),
        "author": pl.String(),
        "bot": pl.Boolean(),
    }
)
"""One row per act, by tracker, item and instant. `act` is `opened`, `comment`, `review`, `line` (a comment on a line), `push`,
`ready`, `draft`, `reopened`, `requested`, `merged`, `closed`; and `unrequested` and `retitled`, which change what is known and
count as no move of anybody's. `actor` is null where nobody tells. `author` opened the item; `subject` is who or which team
(`team/NAME`) was asked, or the title before; `mentions` are accounts. Of programs only those acts are kept that change the
item itself; `bot` marks them."""

_ACT = {
    "opened": "opened",
    "head_ref_force_pushed": "push",
    "committed": "push",
    "renamed": "retitled",
    "convert_to_draft": "draft",
    "ready_for_review": "ready",
    "review_request_removed": "unrequested",
    "review_requested": "requested",
    "reviewed": "review",
    "line-commented": "line",
    "commented": "comment",
    "reopened": "reopened",
    "merged": "merged",
    "closed": "closed",
}
KINDS = tuple(_ACT)
"""The kinds of events that are acts."""

_SPOKEN = ("opened", "comment", "review", "line")
_SAID = ("comment", "review", "line")
_KEY = ["tracker", "item"]
_ORDER = {act: place for place, act in enumerate(dict.fromkeys(_ACT.values()))}


def acts(events: pl.LazyFrame, accounts: pl.DataFrame, as_of: datetime) -> pl.DataFrame:
    """What people did on items up to `as_of` (`ACTS`).

    `events` are rows of the lake's table, each event once in the version that holds (`items.latest`); of an item all or none.
    `accounts` has tracker (the host), account, login and bot.
    """
    at = as_of.astimezone(UTC)
    rows = events.filter(pl.col("kind").is_in(KINDS) & (pl.col("happened_at") <= at)).select(
        *_KEY, "kind", "event", "happened_at", "actor", "subject", "state", "text", "facts"
    )
    found = _with_reviews(_marked(rows.collect())).filter(pl.col("at") <= at)
    found = _of_authors(_without_programs(found, accounts))
    found = found.with_columns(place=pl.col("act").replace_strict(_ORDER, return_dtype=pl.Int8)).sort(
        *_KEY, "at", "place", "event"
    )
    return _with_accounts(found, accounts).select(list(ACTS)).cast(ACTS)


def _marked(rows: pl.DataFrame) -> pl.DataFrame:
    """Acts with what their texts say; only what was spoken is looked into."""
    rows = rows.with_columns(act=pl.col("kind").replace_strict(_ACT, return_dtype=pl.String))
    spoken = pl.col("act").is_in(_SPOKEN)
    told, facts = pl.col("said"), pl.col("facts")
    words = (
        rows.filter(spoken)
        .with_columns(said=_words.said(pl.col("text")))
        .with_columns(
            asks=_words.asks(told, facts),
            logins=_words.mentions(told, facts),
            says_approval=_words.approves(told, facts),
            concept=_words.agrees(told, facts),
            review=_words.review(facts),
        )
        .drop("said")
    )
    found = pl.concat([words, rows.filter(~spoken)], how="diagonal").drop("text", "facts")
    approved = (pl.col("state") == "approved").fill_null(value=False)
    said = pl.col("act").is_in(_SAID)
    agreed = said & (approved | pl.col("says_approval").fill_null(value=False))
    # A review that was dismissed says no longer what it was.
    void = (pl.col("state") == "dismissed").fill_null(value=False)
    wants = (pl.col("state") == "changes_requested").fill_null(value=False)
    quiet = pl.col("concept") & ~pl.col("asks") & ~wants
    return found.with_columns(
        at=pl.col("happened_at"),
        # An ACK on a line agrees with a detail: it approves no change, and asks for nothing.
        approval=agreed & ~void & ~wants & (pl.col("act") != "line"),
        remark=(said & ~(agreed & ~wants) & ~void & ~quiet).fill_null(value=False),
    )


def _with_reviews(found: pl.DataFrame) -> pl.DataFrame:
    """Reviews and their line comments as one: a line is said when its review was submitted, and no remark where that approves;
    a review that agrees with the idea alone is a remark for the sake of its lines."""
    lines, others = found.filter(pl.col("act") == "line"), found.filter(pl.col("act") != "line")
    reviews = others.filter(pl.col("act") == "review").select(
        *_KEY, review="event", reviewed_at="happened_at", approves="approval"
    )
    lines = lines.join(reviews, on=[*_KEY, "review"], how="left").with_columns(
        at=pl.max_horizontal("happened_at", "reviewed_at"),
        remark=pl.col("remark") & ~pl.col("approves").fill_null(value=False),
    )
    wanting = (
        lines.filter("remark").select(*_KEY, event="review", act=pl.lit("review"), wants=pl.lit(value=True)).unique()
    )
    others = others.join(wanting, on=[*_KEY, "event", "act"], how="left").with_columns(
        remark=pl.col("remark") | (pl.col("concept") & pl.col("wants")).fill_null(value=False)
    )
    return pl.concat([others, lines], how="diagonal")


def is_program() -> pl.Expr:
    """Whether an account is a program's, by what was told of it or by its login."""
    return pl.col("bot").fill_null(value=False) | pl.col("login").str.ends_with("[bot]").fill_null(value=False)


def _without_programs(found: pl.DataFrame, accounts: pl.DataFrame) -> pl.DataFrame:
    """What programs say is left out; what they change on an item stays, and is marked."""
    programs = accounts.filter(is_program()).select(host="tracker", actor="account").unique().with_columns(bot=True)
    host = pl.col("tracker").str.split("/").list.first()
    marked = found.with_columns(host=host).join(programs, on=["host", "actor"], how="left")
    return marked.with_columns(pl.col("bot").fill_null(value=False)).filter(
        ~pl.col("bot") | ~pl.col("act").is_in(_SAID)
    )


def _of_authors(found: pl.DataFrame) -> pl.DataFrame:
    """Acts beside who opened the item: commits are pushes of the author's, and the close that a merge brings is no act."""
    opened = (
        found.filter(pl.col("act") == "opened")
        .group_by(_KEY)
        .agg(author=pl.col("actor").first(), opened_at=pl.col("at").min())
    )
    merged = found.filter(pl.col("act") == "merged").group_by(_KEY).agg(merged_at=pl.col("at").min())
    both = found.join(opened, on=_KEY, how="left").join(merged, on=_KEY, how="left")
    commit = pl.col("kind") == "committed"
    before = commit & (pl.col("at") <= pl.col("opened_at")).fill_null(value=True)
    again = (pl.col("act") == "closed") & (pl.col("at") >= pl.col("merged_at") - pl.duration(seconds=5))
    return both.filter(~before & ~again.fill_null(value=False)).with_columns(
        actor=pl.when(commit).then("author").otherwise("actor")
    )


def _with_accounts(found: pl.DataFrame, accounts: pl.DataFrame) -> pl.DataFrame:
    """Mentions by account; of a login that no account has, `@LOGIN`, and of a team, `team/NAME`."""
    known = (
        accounts.filter(pl.col("login").is_not_null())
        .select(host="tracker", name=pl.col("login").str.to_lowercase(), account="account")
        .unique(["host", "name"], keep="last", maintain_order=True)
    )
    row = found.with_row_index("row")
    named = (
        row.filter(pl.col("logins").list.len() > 0)
        .select("row", "host", name="logins")
        .explode("name", empty_as_null=False, keep_nulls=False)
        .with_columns(name=_words.login(pl.col("name")))
        .join(known, on=["host", "name"], how="left")
    )
    team = pl.col("name").str.contains("/", literal=True)
    whom = pl.when(team).then(pl.lit("team/") + pl.col("name").str.split("/").list.last())
    named = named.with_columns(whom=whom.otherwise(pl.coalesce("account", pl.lit("@") + pl.col("name"))))
    mentioned = named.group_by("row").agg(mentions=pl.col("whom").unique().sort())
    empty = pl.lit([], pl.List(pl.String))
    marks = [pl.col(mark).fill_null(value=False) for mark in ("approval", "concept", "remark", "asks")]
    return (
        row.join(mentioned, on="row", how="left").sort("row").with_columns(pl.col("mentions").fill_null(empty), *marks)
    )
