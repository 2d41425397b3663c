"""Intervals of whose turn it is, for every item from its opening to its end.

What an item's own acts say comes from `_pulls` and `_issues`; what is laid over it from `_over`.
"""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from itertools import groupby
from typing import Any

import polars as pl

from trimtab.analyses.flow._acts import is_program
from trimtab.analyses.flow._issues import Issue
from trimtab.analyses.flow._over import STALE_AFTER, Block, Over, Point, Span, conflict_of, laid
from trimtab.analyses.flow._pulls import Pull, unfinished
from trimtab.analyses.flow._states import NO_MOVE, NOBODY, Act

INSTANT = pl.Datetime("us", "UTC")
TURNS = pl.Schema(
    {
        "tracker": pl.String(),
        "item": pl.String(),
        "start": INSTANT,
        "end": INSTANT,
        "state": pl.String(),
        "turn": pl.String(),
        "accounts": pl.List(pl.String()),
        "teams": pl.List(pl.String()),
        "event": pl.String(),
        "event_kind": pl.String(),
        "decided_at": INSTANT,
        "last_act_at": INSTANT,
    }
)
"""One row per stretch in which an item waited for the same, by tracker, item and start. Stretches of an item touch but for the
time it was closed; `end` is null while it goes on. `turn` is `author`, `reviewer`, `merger`, `answerer` or `nobody`; `accounts`
and `teams` say who exactly, where that is told. `event` decided it (of `blocked`, the item that blocks). `last_act_at` is the
last act up to the end of the stretch."""

TEAM = pl.Schema({"tracker": pl.String(), "account": pl.String(), "since": INSTANT})
"""Who belongs to the team of a tracker, and since when."""

_KEY = ["tracker", "item"]
_ACT = ["at", "act", "actor", "event", "kind", "approval", "concept", "remark", "asks", "mentions", "subject"]
_CLOSES = ("closed", "merged")

Key = tuple[str, str]
Row = dict[str, Any]  # Any: a row of STATES


def turns(
    states: pl.DataFrame,
    acts: pl.DataFrame,
    links: pl.LazyFrame | pl.DataFrame,
    as_of: datetime,
    since: datetime | None,
    team: pl.DataFrame,
) -> pl.DataFrame:
    """Whose turn each item was, in the stretches that reach past `since` (`TURNS`).

    `states` are `items.states` as of the same instant, of all items that links may name; `acts` those of the items wanted, of
    an item all. `team` (`TEAM`) is who had merged, closed or labelled an item of somebody else.
    """
    at = as_of.astimezone(UTC)
    wanted = states if since is None else states.filter(pl.col("ended_at").is_null() | (pl.col("ended_at") > since))
    members = _since(team)
    blocks = _blocks(states, links, at)
    rows = {(row["tracker"], row["item"]): row for row in wanted.iter_rows(named=True)}
    told = acts.join(wanted.select(_KEY), on=_KEY, how="semi").sort(*_KEY, "at", maintain_order=True)
    found: list[tuple[object, ...]] = []
    asleep = _asleep(wanted, told, since.astimezone(UTC)) if since else pl.DataFrame(schema=TURNS)
    told = told.join(asleep.select(_KEY), on=_KEY, how="anti", maintain_order="left")
    for key, own in groupby(told.select(*_KEY, *_ACT).iter_rows(), key=lambda row: (row[0], row[1])):
        spans = _spans(rows[key], [_act(row) for row in own], members, blocks.get(key, ()), at)
        found.extend((*key, *_row(span)) for span in spans if since is None or span.end is None or span.end > since)
    return pl.concat([pl.DataFrame(found, TURNS, orient="row"), asleep]).sort(*_KEY, "start")


def _asleep(wanted: pl.DataFrame, told: pl.DataFrame, since: datetime) -> pl.DataFrame:
    """Items that had been stale by `since` and have been so ever since: most open items of an old tracker.

    Their one stretch needs no look at what went before.
    """
    moves = told.filter(~pl.col("act").is_in(NO_MOVE))
    last = moves.group_by(_KEY, maintain_order=True).agg(
        opened=pl.col("act").first(), at=pl.col("at").last(), event=pl.col("event").last(), event_kind=pl.col("kind").last(),
        act=pl.col("act").last(),
    )  # fmt: skip
    ends = wanted.select(*_KEY, end="ended_at")
    empty = pl.lit([], pl.List(pl.String))
    return (
        last.filter((pl.col("opened") == "opened") & (pl.col("at") + STALE_AFTER <= since) & ~pl.col("act").is_in(_CLOSES))
        .join(ends, on=_KEY)
        .filter(pl.col("end").is_null())
        .select(
            *_KEY, start=pl.col("at") + STALE_AFTER, end="end", state=pl.lit("stale"), turn=pl.lit(NOBODY), accounts=empty,
            teams=empty, event="event", event_kind="event_kind", decided_at="at", last_act_at="at",
        )
        .cast(TURNS)
    )  # fmt: skip


def team(events: pl.LazyFrame, states: pl.DataFrame, accounts: pl.DataFrame) -> pl.DataFrame:
    """Who had merged, closed or labelled an item of somebody else by the last of these events (`TEAM`).

    `events` are rows of the lake's table up to an instant, `states` those of all items; `accounts` has tracker (the host),
    account and bot. Programs are of no team.
    """
    programs = accounts.filter(is_program()).select(host="tracker", actor="account").lazy()
    done = (
        events.filter(pl.col("kind").is_in((*_CLOSES, "labeled")), pl.col("actor").is_not_null())
        .join(states.lazy().select(*_KEY, "author"), on=_KEY)
        .filter(pl.col("actor") != pl.col("author"))
        .group_by("tracker", "actor")
        .agg(pl.col("happened_at").min().alias("at"))
        .with_columns(host=pl.col("tracker").str.split("/").list.first())
        .join(programs, on=["host", "actor"], how="anti")
    )
    return _first(done.collect())


def _first(acts: pl.DataFrame) -> pl.DataFrame:
    firsts = acts.group_by("tracker", account="actor").agg(since=pl.col("at").min())
    return firsts.sort("tracker", "account").cast(TEAM)


def _since(team: pl.DataFrame) -> Mapping[Key, datetime]:
    return {(tracker, account): since for tracker, account, since in team.select(list(TEAM)).iter_rows()}


def _row(span: Span) -> tuple[object, ...]:
    wait = span.wait
    return (
        span.start, span.end, wait.state, wait.turn, list(wait.accounts), list(wait.teams), wait.event, wait.kind,
        wait.decided_at, span.last.at,
    )  # fmt: skip


def _act(row: tuple[Any, ...]) -> Act:  # Any: a row of ACTS
    _, _, at, act, actor, event, kind, approval, concept, remark, asks, mentions, subject = row
    return Act(at, act, actor or "", event, kind, approval, concept, remark, asks, tuple(mentions), subject or "")


def _spans(
    row: Row, acts: list[Act], members: Mapping[Key, datetime], blocks: tuple[Block, ...], as_of: datetime
) -> list[Span]:
    """The stretches of one item, none where nothing tells that it was opened."""
    place = next((place for place, act in enumerate(acts) if act.act == "opened"), None)
    if place is None:
        return []
    if place:
        # Imported comments may be dated before their item; nobody could read them there before it was opened.
        opened = acts[place]
        acts = [opened, *(act._replace(at=opened.at) for act in acts[:place]), *acts[place + 1 :]]
    told = _told_pull(row, acts) if row["kind"] == "pull" else _told_issue(row, acts, members)
    over = Over(blocks, conflict_of(row, acts, as_of))
    return laid(list(told), row["ended_at"], over, as_of)


def _told_issue(row: Row, acts: list[Act], members: Mapping[Key, datetime]) -> Iterator[Point]:
    opened = acts[0]
    joined = members.get((row["tracker"], opened.actor))
    issue = Issue(opened.actor, opened, own_note=joined is not None and joined <= opened.at)
    last, is_open = opened, True
    yield opened.at, issue.now(), last
    for act in acts[1:]:
        issue.see(act)
        is_open = _stays_open(act, now=is_open)
        last = last if act.act in NO_MOVE else act
        yield act.at, issue.now() if is_open else None, last


def _told_pull(row: Row, acts: list[Act]) -> Iterator[Point]:
    opened = acts[0]
    flags = [act.act for act in acts if act.act in ("draft", "ready")]
    draft = flags[0] == "ready" if flags else bool(row["draft"])
    # What a title was after each retitling stands in the next one: a title before it, or what it is now.
    retitled = [act for act in acts if act.act == "retitled"]
    titles = [unfinished(title) for title in (*(act.subject for act in retitled), row["title"])]
    pull = Pull(opened.actor, opened, draft=draft, titled=titles[0])
    last, is_open, place = opened, True, 0
    yield opened.at, pull.now(), last
    for act in acts[1:]:
        pull.see(act)
        if act.act == "retitled":
            place += 1
            pull.retitle(act, titled=titles[place])
        is_open = _stays_open(act, now=is_open)
        last = last if act.act in NO_MOVE else act
        yield act.at, pull.now() if is_open else None, last


def _stays_open(act: Act, *, now: bool) -> bool:
    return act.act == "reopened" or (now and act.act not in _CLOSES)


def _blocks(
    states: pl.DataFrame, links: pl.LazyFrame | pl.DataFrame, as_of: datetime
) -> Mapping[Key, tuple[Block, ...]]:
    """Of each item, which others block it and from when to when: while they are open, from the link on."""
    found = links.lazy().filter((pl.col("kind") == "blocked_by") & (pl.col("happened_at") <= as_of))
    target = states.lazy().select("tracker", "opened_at", "ended_at", target="item")
    rows = (
        found.select(*_KEY, "target", "happened_at")
        .join(target, on=["tracker", "target"], how="inner")
        .collect()
        .sort(*_KEY, "happened_at", "target")
    )
    blocks: dict[Key, list[Block]] = {}
    for tracker, item, blocker, at, opened, ended in rows.iter_rows():
        start = max(at, opened)
        if ended is None or ended > start:
            blocks.setdefault((tracker, item), []).append(Block(start, ended, blocker, at))
    return {key: tuple(own) for key, own in blocks.items()}
