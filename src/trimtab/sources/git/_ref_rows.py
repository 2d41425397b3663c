"""Rows of `refs`: only what moved since the lake last heard of it."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import polars as pl

from trimtab.lake.tables import INSTANT
from trimtab.sources.git._place import Place
from trimtab.sources.git._refs import Ref
from trimtab.sources.git._shadow import shadow

if TYPE_CHECKING:
    from trimtab.lake import Writer


def moved_refs(
    writer: "Writer", repo: str, held: Sequence[Ref], place: Place, last_look: datetime | None, seen_at: datetime
) -> pl.DataFrame:
    """A row for each ref that is new, points elsewhere, or is gone (object id null).

    When a ref moved is not recorded anywhere that can be trusted: its row counts as happened when its commit was made,
    but not before the last look, when it still was elsewhere; that it is gone, when it was missed.
    """
    before = _stored(writer)
    moved = [ref for ref in held if before.get(ref.name) != ref]
    gone = [Ref(name, None) for name, ref in before.items() if ref.oid and name not in {one.name for one in held}]
    made = _made_at(place, {ref.oid for ref in moved if ref.oid})
    rows = [
        {
            "happened_at": _between(made.get(ref.oid or "", seen_at), last_look, seen_at),
            "repo": repo,
            "name": ref.name,
            "oid": ref.oid,
            "symbolic": ref.symbolic,
        }
        for ref in (*moved, *gone)
    ]
    text = dict.fromkeys(("repo", "name", "oid", "symbolic"), pl.String)
    return pl.DataFrame(rows, schema={"happened_at": INSTANT, **text})


def _stored(writer: "Writer") -> dict[str, Ref]:
    """Each ref as the lake last heard of it."""
    rows = writer.stored("refs", ("name", "oid", "symbolic", "batch")).sort("batch")
    return {name: Ref(name, oid, symbolic) for name, oid, symbolic, _ in rows.iter_rows()}


def _made_at(place: Place, commits: Iterable[str]) -> dict[str, datetime]:
    asked = "".join(f"{oid}\n" for oid in commits).encode()
    if not asked:
        return {}
    with shadow(place.store) as git:
        printed = git.read("rev-list", "--no-walk=unsorted", "--timestamp", "--stdin", "--", stdin=asked)
    pairs = (line.split(" ") for line in printed.decode().splitlines())
    return {oid: datetime.fromtimestamp(min(int(seconds), _FAR), UTC) for seconds, oid in pairs}


# The last second that Python can name; a commit of a broken clock may say more.
_FAR = 253_402_300_799


def _between(made: datetime, last_look: datetime | None, seen_at: datetime) -> datetime:
    return min(max(made, last_look or made), seen_at)
