"""What speaks for a candidate, in plain words: facts of `experts.candidates` as phrases.

Which facts there are is the business of `analyses`; nothing here weighs anything.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from trimtab.advice._names import counted, times
from trimtab.analyses import experts

# A row of `experts.CANDIDATES`. Any: the columns and their types are declared as a schema by the analysis.
Row = Mapping[str, Any]
Local = Callable[[datetime], datetime]


def reasons(row: Row, role: str, as_of: datetime, local: Local, things: str = "these files") -> tuple[str, ...]:
    """What speaks for the candidate, strongest first: what they did here, near here, whether they are about and free."""
    said = [*_here(row, as_of, local, things), *_near(row, as_of, local), _about(row, as_of, local)]
    if role == "author" and row["wrote_at"] and as_of - row["wrote_at"] < timedelta(days=experts.BUSY_DAYS):
        said.append("may be in the middle of something: committed within two days, so counts a quarter for new work")
    return tuple(said)


def day(at: datetime, as_of: datetime, local: Local) -> str:
    """`3 Nov`, with the year when it was another."""
    return f"{local(at):%-d %b}" if local(at).year == local(as_of).year else f"{local(at):%-d %b %Y}"


def _here(row: Row, as_of: datetime, local: Local, things: str) -> Iterator[str]:
    if row["lately"]:
        yield f"wrote {_part(row['lately'], row['lately_of'])} to {things}, last on {day(row['last_at'], as_of, local)}"
    elif row["commits"]:
        yield f"changed {things} {times(row['commits'])}, last on {day(row['last_at'], as_of, local)}"
    if row["reviews"]:
        yield f"reviewed {counted(row['reviews'], 'change')} to {things}, last on {day(row['reviewed_at'], as_of, local)}"
    elif row["merges"]:
        yield f"took in {counted(row['merges'], 'change')} to {things} by others"


def _part(theirs: int, of: int) -> str:
    """`the only change`, `all 4 changes`, `3 of the 14 changes`, `12 of the last 40 changes`."""
    if of == 1:
        return "the only change"
    last = "last " if of == experts.LATELY_COMMITS else ""
    return f"all {last}{of} changes" if theirs == of else f"{theirs} of the {last}{of} changes"


def _near(row: Row, as_of: datetime, local: Local) -> Iterator[str]:
    commits, reviews = row["folder_commits"], row["folder_reviews"]
    if row["folder"] is None or not (commits or reviews):
        return
    did = [f"made {counted(commits, 'change')}"] if commits else []
    did += [f"reviewed {counted(reviews, 'change')}"] if reviews else []
    where = f"in {row['folder']}/" if row["folder"] else "in the whole repository"
    in_all = " in all" if row["commits"] or row["reviews"] else ""
    yield f"{' and '.join(did)} {where}{in_all}, last on {day(row['folder_last_at'], as_of, local)}"


def _about(row: Row, as_of: datetime, local: Local) -> str:
    if row["seen_at"] is None:
        return "has done nothing that can be seen"
    if not row["acts"]:
        return f"silent since {day(row['seen_at'], as_of, local)}"
    return f"{counted(row['acts'], 'commit or review', 'commits and reviews')} anywhere in 90 days"
