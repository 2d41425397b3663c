"""Every hotspot: all files that changed, by where the next changes will be, for whoever wants more than the first few."""

from dataclasses import replace
from datetime import datetime

from trimtab.advice._ground import Ground, Row
from trimtab.advice._ids import numbered
from trimtab.advice._names import counted
from trimtab.advice._sight import look
from trimtab.advice.answer import Answer, Claim, Section
from trimtab.advice.map import _hot
from trimtab.advice.map._instant import earlier_than_all, not_to_come
from trimtab.advice.map._sizes import tree
from trimtab.workspace import Workspace

VERB, LETTER = "map", "m"
COLUMNS = ("file", "heat", "changes", "fixes", "lines")
# Evidence of thousands of files would be read by nobody; the figures of all of them are in every form.
_WITH_EVIDENCE = 200
_NAMED = 2


def hotspots_of(
    workspace: Workspace,
    *,
    now: datetime,
    as_of: str | None = None,
    me: str | None = None,
    machine_zone: str = "UTC",
    read_back_to: datetime | None = None,
    program: str = "trimtab",
) -> Answer:
    """Every file that changed in the last five years and is there, hottest first; tests and texts too.

    Arguments as for `map_of`. Raises UsageError for text that names no instant, and for an instant to come.
    """
    sight = look(workspace, now=now, as_of=as_of, me=me, machine_zone=machine_zone)
    not_to_come(sight, now)
    ground = Ground(sight)
    rows = [] if sight.oldest is None else _hot.hottest(ground, tree(ground)).to_dicts()
    several = len(workspace.clones) > 1
    claims = [_claim(ground, row, several=several, bare=place >= _WITH_EVIDENCE) for place, row in enumerate(rows)]
    ids = numbered(LETTER, (), [claim.subject for claim in claims])
    told = tuple(replace(claim, id=ids[claim.subject]) for claim in claims)
    note = "" if told else "no file that counts has changed in five years"
    local = sight.clock.working.local
    back = (f"read back to {local(read_back_to):%-d %B %Y} so far; nothing older was seen",) if read_back_to else ()
    return Answer(
        verb=VERB,
        title=sight.title,
        period="hotspots",
        claim=earlier_than_all(sight) if sight.oldest is None else _sentence(rows),
        as_of=sight.local_as_of,
        sections=(Section(_hot.TITLE, told, note, COLUMNS),),
        sources=("git",),
        caveats=(*sight.notes, *back),
        missing="files that nobody has changed in five years",
        next_step="draw the first of them closer" if rows else "",
        next_command=f"{program} map {rows[0]['path']}" if rows else "",
    )


def _sentence(rows: list[Row]) -> str:
    if not rows:
        return "No file that counts has changed in five years."
    first = " and ".join(row["path"] for row in rows[:_NAMED])
    whole = sum(row["heat"] for row in rows)
    tenth = -(-len(rows) // 10)
    share = sum(row["heat"] for row in rows[:tenth]) / whole if whole else 0.0
    return f"Changes gather in {first}; a tenth of {counted(len(rows), 'file')} will see {100 * share:.0f} % of them."


def _claim(ground: Ground, row: Row, *, several: bool, bare: bool) -> Claim:
    claim = _hot.of_row(ground, row, f"{row['repo']}:{row['path']}" if several else row["path"])
    lines = "" if row["lines"] is None else f"{row['lines']:,}"
    cells = (f"{row['heat']:.1f}", f"{row['commits']:,}", f"{row['fixes']:,}", lines)
    return replace(claim, cells=cells, because=() if bare else claim.because)
