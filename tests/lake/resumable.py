"""A small source that counts upwards and resumes, run as a process of its own so that it can be killed.

usage: resumable.py LAKE SOURCE STOP [ROWS_A_BATCH] [hold]

With `hold` it goes on after its first batch when a line comes in on its standard input, so that a test can say what
happens meanwhile.
"""

import sys
from datetime import UTC, datetime
from pathlib import Path

import polars as pl

from trimtab.errors import TrimtabError
from trimtab.lake import Lake

NOW = datetime(2026, 11, 15, 12, tzinfo=UTC)


def rows(source: str, first: int, stop: int) -> dict[str, pl.DataFrame]:
    """Commits FIRST to STOP, each with two changed files."""
    names = [f"{source}-{number:06}" for number in range(first, stop)]
    commits = pl.DataFrame({"repo": source, "oid": names, "happened_at": NOW, "subject": "counted" * 40})
    changes = pl.DataFrame({"repo": source, "oid": names, "happened_at": NOW}).join(
        pl.DataFrame({"path": ["a.py", "b.py"]}), how="cross"
    )
    return {"commits": commits, "changes": changes}


def main(folder: str, source: str, stop: str, size: str = "7", hold: str = "") -> int:
    """Count from the bookmark up to STOP; exit 4 with the message when the lake says no."""
    print("ready", flush=True)
    try:
        with Lake(Path(folder)).writer(source, now=NOW, wait=60, on_wait=lambda who: print(who, flush=True)) as writer:
            first = int((writer.bookmark or {"next": 0})["next"])
            while first < int(stop):
                end = min(first + int(size), int(stop))
                writer.append(rows(source, first, end), bookmark={"next": end}, seen_at=NOW)
                first = end
                print(first, flush=True)
                if hold:
                    hold = sys.stdin.readline() and ""
    except TrimtabError as error:
        print(error, flush=True)
        return error.exit_code
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
