"""What is the lead's without anybody asking: branches without a pull request, and items assigned to them."""

from collections.abc import Iterator, Sequence

import polars as pl

from trimtab.advice._branches import Flying
from trimtab.advice._ground import Row
from trimtab.advice._moves import Move
from trimtab.advice._names import counted
from trimtab.advice._scene import Scene
from trimtab.advice.answer import Claim, Evidence, Group
from trimtab.advice.plate._lines import ANCHOR

_BRANCH = "your own branch with commits that the main line does not hold, and that no open pull request lists"
_ASSIGNED = "an open item that is assigned to you, and on which nothing else above is due"


def branches(scene: Scene, flying: Sequence[Flying]) -> tuple[Claim, ...]:
    """The lead's branches that no open pull request is about, oldest first."""
    mine = [one for one in flying if one.person is not None and one.person == scene.lead]
    listed = _in_pulls(scene, [oid for one in mine for oid in one.branch.oids])
    rest = [one for one in mine if not listed.intersection(one.branch.oids)]
    return tuple(_branch(scene, one) for one in sorted(rest, key=lambda one: (-one.days, one.name)))


def assigned(scene: Scene, moves: Sequence[Move]) -> tuple[Claim, ...]:
    """Open items that are assigned to the lead and told nowhere above, quiet longest first."""
    told = {move.key for move in moves}
    given = scene.trackers.states.filter(pl.col("state") == "open", pl.col("assignees").list.len() > 0)
    rows = [
        row
        for row in given.iter_rows(named=True)
        if (row["tracker"], row["item"]) not in told
        and any(scene.trackers.person(row["tracker"], one) == scene.lead for one in row["assignees"])
    ]
    scene.trackers.load_acts([(row["tracker"], row["item"]) for row in rows])
    quiet = [(_quiet_days(scene, row), row) for row in rows]
    return tuple(
        _assigned(scene, row, days) for days, row in sorted(quiet, key=lambda pair: (-pair[0], pair[1]["number"]))
    )


def _in_pulls(scene: Scene, oids: Sequence[str]) -> frozenset[str]:
    """Those of the commits that an open pull request lists."""
    if not oids or not scene.trackers.any:
        return frozenset()
    pulls = scene.trackers.states.lazy().filter(pl.col("state") == "open").select("tracker", "item")
    contained = scene.trackers.links.filter(
        pl.col("kind") == "contains_commit", pl.col("target").is_in(list(oids))
    ).join(pulls, on=["tracker", "item"], how="semi")
    return frozenset(contained.select("target").collect()["target"])


def _branch(scene: Scene, one: Flying) -> Claim:
    ahead = counted(one.branch.ahead, "commit")
    behind = f", {counted(one.branch.behind, 'commit')} behind" if one.branch.behind else ""
    rows = scene.ground.rows.of(one.branch.oids)
    head = Evidence("branch", f"{one.repo}:{one.branch.ref or one.branch.tip}", one.name, one.touched_at)
    return Claim(
        id="",
        subject=f"branch:{one.repo}:{one.name}",
        name=f"`{one.name}`",
        text=f"your branch without a pull request: {ahead}, {counted(one.days, 'day')} old{behind}",
        because=(Group(one.name, f"{ahead}{behind}", (head, *rows), 1 + len(rows)),),
        meaning=_BRANCH,
        anchor=ANCHOR,
        left_out=("branches that no commit touched in 180 days", "release branches, by name"),
        wrong=("delete what is done: git branch -d",),
    )


def _quiet_days(scene: Scene, row: Row) -> int:
    acts = scene.trackers.acts_on((row["tracker"], row["item"]))
    last = acts[0]["at"] if acts else row["opened_at"]
    return int((scene.sight.as_of - last).days)


def _assigned(scene: Scene, row: Row, quiet: int) -> Claim:
    words = scene.words
    waits = "quiet for " + counted(quiet, "day") if quiet else "active today"
    return Claim(
        id="",
        subject=f"plate:{row['tracker']}#{row['number']}",
        name=words.number(row),
        text=f"assigned to you, {waits}: {words.title(row)}",
        because=(Group(words.number(row), row["title"] or "", tuple(_evidence(scene, row)), 1),),
        meaning=_ASSIGNED,
        anchor=ANCHOR,
        left_out=scene.left_out,
        wrong=("take yourself off it on the tracker",),
    )


def _evidence(scene: Scene, row: Row) -> Iterator[Evidence]:
    yield scene.words.item(row)
