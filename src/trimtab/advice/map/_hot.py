"""HOTSPOTS: the single files where the next changes will be, with how large and how deep they are."""

import polars as pl

from trimtab.advice._ground import Ground, Row
from trimtab.advice._names import counted
from trimtab.advice.answer import Claim, Evidence, Figure, Group, Section, Window
from trimtab.analyses import hotspots

TITLE, ITSELF = "HOTSPOTS", "HOTSPOT"

_SHOWN = 10
_COMMITS = (
    "repo", "oid", "parents", "author_name", "author_email", "author_seconds", "happened_at", "subject",
)  # fmt: skip
_CHANGES = ("repo", "oid", "path", "old_path", "status", "added", "deleted", "happened_at")
_ANCHOR = "docs/reference/hotspots.md"
_MEANING = (
    "files by the changes to expect in the next half year: recent changes count most, fixes half as much again, long files a "
    "little more"
)


def hottest(ground: Ground, tree: pl.DataFrame) -> pl.DataFrame:
    """Every file that changed, hottest first; columns of `hotspots.hotspots`.

    What heat rests on reaches further back than anything else that an answer looks at.
    """
    sight, snapshot = ground.sight, ground.sight.snapshot
    since = pl.col("happened_at") >= sight.as_of - hotspots.REACH
    commits, changes = (
        snapshot.scan(table, as_of=sight.as_of).filter(since).select(columns)
        for table, columns in (("commits", _COMMITS), ("changes", _CHANGES))
    )
    return hotspots.hotspots(
        commits, changes, sight.people, sight.as_of, rules=sight.rules, sizes=tree if tree.height else None
    )


def section(ground: Ground, found: pl.DataFrame, texts: pl.DataFrame) -> Section:
    """The first few files that are neither tests nor texts: `texts` are the files that are (repo, path)."""
    code = found.join(texts, on=["repo", "path"], how="anti", maintain_order="left")
    rows = code.filter(pl.col("commits") > 0).head(_SHOWN).to_dicts()
    return Section(TITLE, tuple(of_row(ground, row, row["path"]) for row in rows))


def of_file(ground: Ground, found: pl.DataFrame, repo: str, path: str) -> Section:
    """One file's figures."""
    rows = found.filter(pl.col("repo") == repo, pl.col("path") == path).to_dicts()
    return Section(ITSELF, tuple(of_row(ground, row, "") for row in rows))


def of_row(ground: Ground, row: Row, name: str) -> Claim:
    """One file as a claim, called `name`."""
    facts = [counted(row["commits"], "change")]
    facts += [counted(row["fixes"], "fix", "fixes")] if row["fixes"] else []
    facts += [counted(row["lines"], "line")] if row["lines"] else []
    facts += [] if name else [f"by {counted(row['people'], 'person', 'people')} in {ground.span}"]
    return Claim(
        id="",
        subject=f"hotspot:{row['repo']}:{row['path']}",
        name=name,
        text=", ".join(facts),
        headline=f"{row['path']} is where changes gather",
        figures=tuple(_figures(ground, row)),
        because=(
            Group("file", "", (Evidence("file", f"{row['repo']}:{row['path']}", row["path"]),), 1),
            Group("changes", counted(row["commits"], "commit"), ground.rows.of(row["oids"]), row["commits"]),
            *((Group("fixes", counted(row["fixes"], "commit"), ground.rows.of(row["fix_oids"]), row["fixes"]),)
              if row["fixes"] else ()),
        ),
        window=Window(ground.year.start, ground.year.end, counted(row["commits"], "commit")),
        meaning=_MEANING,
        anchor=_ANCHOR,
        left_out=ground.left_out,
        wrong=("generated: in trimtab.yaml", ".gitattributes"),
    )  # fmt: skip


def _figures(ground: Ground, row: Row) -> list[Figure]:
    found = [
        Figure("heat", round(row["heat"], 1), "changes", "to expect in the next half year"),
        Figure("changes", row["commits"], "commits", f"in {ground.span}"),
        Figure("fixes", row["fixes"], "commits", "of these, whose subject speaks of a fault"),
    ]
    if row["lines"] is not None:
        found.append(Figure("size", row["lines"], "lines", "of the file now"))
    if row["heat_per_kloc"] is not None:
        found.append(Figure("density", round(row["heat_per_kloc"], 1), "changes", "to expect for each thousand lines"))
    if row["depth"] is not None:
        found.append(Figure("indentation", round(row["depth"], 1), "deep", "levels, the mean of all lines not blank"))
    return found
