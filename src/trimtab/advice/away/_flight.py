"""The person's own branches: work that nobody else goes on with."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

import polars as pl

from trimtab.advice._branches import Flying, in_flight
from trimtab.advice._ground import Ground
from trimtab.advice._names import counted
from trimtab.advice.answer import Claim, Evidence, Group
from trimtab.advice.away._absence import Absence, commits_of
from trimtab.advice.away._areas import Standing
from trimtab.advice.away._words import Words, branches

BRANCHES = "branches"
_SHOWN = 2
_ALIVE, _LATELY = timedelta(days=14), timedelta(days=180)


@dataclass(frozen=True, slots=True)
class Own:
    """One branch of the person: its areas, its changed lines, and how many commits it would get in the time.

    `alive` says that it was touched within two weeks, `heir` who goes on with it: who is next for its areas.
    """

    flying: Flying
    areas: tuple[str, ...]
    lines: int
    expected: float
    alive: bool
    heir: str | None


def own_branches(ground: Ground, away: Absence, known: Standing) -> tuple[Own, ...]:
    """Branches that are mostly the person's, from young to old: what moves now first."""
    mine = [one for one in in_flight(ground) if one.person == away.person and _went_on(ground, one, away.person)]
    found = [_own(ground, away, one, known) for one in mine]
    return tuple(sorted(found, key=lambda one: (-one.expected, one.flying.days, one.flying.name)))


def claim(ground: Ground, own: tuple[Own, ...], words: Words) -> Claim | None:
    """One line for all of them."""
    if not own:
        return None
    names = branches([one.flying.name for one in own])
    return Claim(
        id="",
        subject=BRANCHES,
        name=counted(len(own), "branch", "branches"),
        text=f"{names} ({'yours' if words.who == 'you' else words.who})",
        headline=f"Work that only {words.who} would go on with",
        details=tuple(f"`{one.flying.name}` {_state(one.flying)}" for one in own[:_SHOWN]),
        because=tuple(branch_group(ground, one) for one in own),
        meaning="branches with commits that the main line does not hold, most of them by the one who goes",
        anchor="docs/reference/away.md#branches",
        left_out=("branches that no commit touched in 180 days", "release branches, by name", "what was never pushed"),
        wrong=("delete what is done: git branch -d",),
    )


def _went_on(ground: Ground, one: Flying, person: str) -> bool:
    """Whether at least half of it is the person's own work, some of it of the last half year.

    A branch that gathers the branches of others is mostly merges, and one of an old release holds copies of old commits.
    """
    own = commits_of(ground.sight, person).filter(
        pl.col("oid").is_in(list(one.branch.oids)), pl.col("parents").list.len() <= 1
    )
    many, last = own.select(pl.len(), pl.col("happened_at").max()).collect().row(0)
    return 2 * many >= one.branch.ahead and last is not None and ground.sight.as_of - last <= _LATELY


def _own(ground: Ground, away: Absence, one: Flying, known: Standing) -> Own:
    oids = list(one.branch.oids)
    changes = ground.sight.changes.filter(pl.col("repo") == one.repo, pl.col("oid").is_in(oids)).collect()
    placed = changes.join(ground.files.filter(~pl.col("rest")), on=["repo", "path"])
    areas = placed.group_by("area").agg(pl.len()).sort("len", "area", descending=[True, False])["area"].to_list()
    lines = int(changes.select(pl.sum_horizontal(pl.col("added", "deleted").fill_null(0)).sum()).item() or 0)
    # It goes on as it went, merges aside, and never brings more than it has; what lies for long is hardly missed.
    own, weeks = changes["oid"].n_unique(), max(one.days, 7) / 7
    expected = min(own / weeks * away.days.weeks, own)
    alive = ground.sight.as_of - one.touched_at <= _ALIVE
    heir = next((who for area in areas if (who := known.heir_of(area))), None)
    return Own(one, tuple(areas), lines, expected, alive, heir)


def _state(one: Flying) -> str:
    behind = f" and {counted(one.branch.behind, 'commit')} behind" if one.branch.behind else ""
    return f"is {counted(one.days, 'day')} old{behind}"


def branch_group(ground: Ground, own: Own) -> Group:
    """A branch and its commits as evidence."""
    one = own.flying
    ahead = f"{counted(one.branch.ahead, 'commit')} ahead, {one.branch.behind:,} behind, {counted(one.days, 'day')} old"
    rows = tuple(_rows(ground, one, ahead))
    return Group(one.name, ahead, rows, len(rows))


def _rows(ground: Ground, one: Flying, ahead: str) -> Iterator[Evidence]:
    key = f"{one.repo}:{one.branch.ref or one.branch.tip}"
    yield Evidence("branch", key, f"{one.name}: {ahead}", one.touched_at)
    yield from ground.rows.of(one.branch.oids)
