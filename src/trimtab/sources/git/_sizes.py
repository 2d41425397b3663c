"""How large and how deeply indented the files of a commit are, read once for each content and kept by its object id.

Indentation stands in for complexity: that its sum goes along with the usual measures, in any language and without a
parser, was shown by Hindle, Godfrey and Holt ("Reading beside the lines", 2008). What follows from a size is the
business of `analyses.hotspots`. git can say all of this again, so a copy that is torn or gone is made anew, and a
folder that cannot be written costs the time again and nothing else.
"""

import os
import re
import threading
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress
from operator import sub
from pathlib import Path

import polars as pl

from trimtab.sources.git._paths import quote_path
from trimtab.sources.git._shadow import ObjectStore, Shadow, shadow
from trimtab.sources.git._stream import Running, running

SIZES = pl.Schema(
    {
        "path": pl.String(),
        "blob": pl.String(),
        "bytes": pl.Int64(),  # null when the content is missing here
        "lines": pl.Int64(),  # null when missing, binary, or over 8 MiB
        "filled": pl.Int64(),  # lines that hold more than blanks
        "indent_sum": pl.Int64(),  # levels of indentation of all filled lines
        "indent_max": pl.Int64(),
        "binary": pl.Boolean(),  # null when missing or over 8 MiB
    }
)

# Rises when the same content would be measured differently, so that what was kept before is not taken for it.
_RULE = 2
_LARGEST = 8 << 20  # what is larger is data, whatever it looks like
_NUL_WITHIN = 8000  # where git itself looks for what makes a file binary
_MOST_KEPT = 400_000  # contents; a tree that has more keeps its own
_TAB_COLUMNS, _UNITS, _USUAL_UNIT = 8, range(2, 9), 4

# A form feed may stand before the text of a line.
_INDENT = re.compile(rb"^([ \t]*)(?:[\r\f\v][ \t\r\f\v]*)?[^ \t\r\n\f\v]", re.MULTILINE)
_REGULAR = b"100"  # how the modes of files begin; links and submodules have others

_CONTENT = {name: dtype for name, dtype in SIZES.items() if name != "path"}
_Row = tuple[str, int | None, int | None, int | None, int | None, int | None, bool | None]
_UNKNOWN = (None, None, None, None, None, None)


def sizes_of(store: ObjectStore, commit: str, cache: Path | None, wanted: pl.Expr | None) -> pl.DataFrame:
    """Columns `SIZES`, sorted by path: the regular files of a commit, those for which `wanted` (of `path`) holds."""
    with shadow(store) as git:
        files = _listed(git, commit)
        if wanted is not None:
            files = files.filter(wanted)
        file = cache / f"sizes-{_RULE}.arrow" if cache is not None else None
        known = _read(file)
        fresh = files.select(pl.col("blob").unique(maintain_order=True)).join(known, on="blob", how="anti")
        if not fresh.is_empty():
            read = _measured(git, fresh["blob"].to_list())
            known = pl.concat([known, read])
            # What is missing may arrive with the next fetch.
            _keep(_worth_keeping(known.filter(pl.col("bytes").is_not_null()), files), file)
    return files.join(known, on="blob", how="left").select(SIZES.names()).cast(SIZES).sort("path")


def _listed(git: Shadow, commit: str) -> pl.DataFrame:
    entries = git.run("ls-tree", "-r", "-z", commit).out.split(b"\0")
    split = [entry.split(b"\t", 1) for entry in entries if entry.startswith(_REGULAR)]
    paths = [quote_path(path) for _, path in split]
    blobs = [about.rpartition(b" ")[2].decode() for about, _ in split]
    return pl.DataFrame({"path": paths, "blob": blobs}, schema={"path": pl.String, "blob": pl.String})


def _measured(git: Shadow, blobs: Sequence[str]) -> pl.DataFrame:
    """What each content measures; rows of nulls for what is missing or damaged."""
    rows: list[_Row] = []
    while len(rows) < len(blobs):
        rows.extend(_until_damaged(git, blobs[len(rows) :]))
    return pl.DataFrame(rows, schema=_CONTENT, orient="row")


def _until_damaged(git: Shadow, blobs: Sequence[str]) -> Iterator[_Row]:
    """One row for each blob, the last one about that at which git gave up, if it did; no content is held for long."""
    questions = "".join(f"{blob}\n" for blob in blobs).encode()
    with running(git.command("cat-file", "--batch", "--buffer"), questions, git.folder) as said:
        for blob in blobs:
            try:
                yield _next_row(said, blob)
            except EOFError:
                said.failure()  # raises when something stopped git, which says nothing of the blob
                yield blob, *_UNKNOWN
                return


def _next_row(said: Running, blob: str) -> _Row:
    header = _line(said)
    if header.endswith(b" missing"):
        return blob, *_UNKNOWN
    size = int(header.rpartition(b" ")[2])
    if size > _LARGEST:
        _skip(said, size + 1)
        return blob, size, *_UNKNOWN[1:]
    text = _take(said, size)
    _skip(said, 1)
    return _measure(blob, size, text)


def _line(said: Running) -> bytes:
    while (end := said.printed.find(b"\n")) < 0:
        _read_on(said, len(said.printed) + 1)
    line = bytes(said.printed[:end])
    del said.printed[: end + 1]
    return line


def _take(said: Running, size: int) -> bytes:
    _read_on(said, size)
    taken = bytes(said.printed[:size])
    del said.printed[:size]
    return taken


def _skip(said: Running, size: int) -> None:
    while size:
        _read_on(said, 1)
        gone = min(size, len(said.printed))
        del said.printed[:gone]
        size -= gone


def _read_on(said: Running, up_to: int) -> None:
    said.read(up_to)
    if len(said.printed) < up_to:
        raise EOFError


def _measure(blob: str, size: int, text: bytes) -> _Row:
    if b"\0" in text[:_NUL_WITHIN]:
        return blob, size, None, None, None, None, True
    lines = text.count(b"\n") + (not text.endswith(b"\n") and bool(text))
    filled, total, deepest = indentation(text)
    return blob, size, lines, filled, total, deepest, False


def indentation(text: bytes) -> tuple[int, int, int]:
    """How many lines are filled, the sum of their levels of indentation, and the deepest level.

    A file that mostly indents by tabs has a level for each tab. In any other a level is the commonest step inwards of
    its own lines (2 to 8 columns, 4 where none shows), tabs reaching to every eighth column. Parts of a level are let
    go: they line something up.
    """
    indents = _INDENT.findall(text)
    counted = Counter(indents)
    by_tab = sum(count for indent, count in counted.items() if indent.startswith(b"\t"))
    by_blank = sum(count for indent, count in counted.items() if indent.startswith(b" "))
    unit = None if by_tab > by_blank else _unit(indents)
    levels = {indent: _level(indent, unit) for indent in counted}
    return (
        len(indents),
        sum(levels[indent] * count for indent, count in counted.items()),
        max(levels.values(), default=0),
    )


def _unit(indents: Sequence[bytes]) -> int:
    columns = [len(indent.expandtabs(_TAB_COLUMNS)) for indent in indents]
    steps = Counter(map(sub, columns[1:], columns))
    return min(_UNITS, key=lambda unit: (-steps[unit], abs(unit - _USUAL_UNIT), unit))


def _level(indent: bytes, unit: int | None) -> int:
    if unit is None:
        return indent.count(b"\t") + len(indent.replace(b"\t", b"")) // _TAB_COLUMNS
    return len(indent.expandtabs(_TAB_COLUMNS)) // unit


def _worth_keeping(known: pl.DataFrame, files: pl.DataFrame) -> pl.DataFrame:
    """All that was ever asked for, until that is much; then what this commit holds."""
    return known if known.height <= _MOST_KEPT else known.join(files, on="blob", how="semi")


def _read(file: Path | None) -> pl.DataFrame:
    empty = pl.DataFrame(schema=_CONTENT)
    if file is None:
        return empty
    try:
        kept = pl.read_ipc(file)
    except (OSError, pl.exceptions.PolarsError):
        return empty
    return kept if kept.schema == empty.schema else empty


def _keep(known: pl.DataFrame, file: Path | None) -> None:
    """Write the copy whole or not at all. Of two processes the later one wins, which costs the other's reading again."""
    if file is None:
        return
    half = file.with_name(f"{file.name}.{os.getpid()}-{threading.get_ident()}.half")
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        known.write_ipc(half)
        half.replace(file)
    except OSError:
        with suppress(OSError):
            half.unlink()
