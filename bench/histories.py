"""A public clone as the frames that judgements are made from: read once into a lake of its own, never written to.

The lake lies where `trimtab` keeps those of clones (`XDG_DATA_HOME` moves it), so a second run reads nothing again.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import polars as pl

from trimtab.analyses import identity
from trimtab.sources import Repository
from trimtab.workspace import open_clone


@dataclass(frozen=True, slots=True)
class History:
    """All of one clone: the lake's tables `commits` and `changes`, and who is who (name, email, person, bot)."""

    name: str
    slug: str
    commits: pl.DataFrame
    changes: pl.DataFrame
    people: pl.DataFrame
    repository: Repository


def history(path: Path) -> History:
    """Read the clone at `path`. Identities are those that the product finds, the clone's own `.mailmap` included."""
    now = datetime.now(UTC)
    workspace = open_clone(path.absolute())
    workspace.sync(now)
    snapshot = workspace.snapshot()
    repository = workspace.repository(workspace.clones[0].slug)
    commits = snapshot.scan("commits", as_of=now).collect()
    main = repository.main_branch()
    mailmap = (repository.read_file(main, ".mailmap") or b"").decode(errors="replace") if main else ""
    raw = identity.identities(commits.lazy())
    resolved = identity.resolve(raw, [mailmap], [])
    return History(
        name=path.name if path.name not in {"repo", ".git"} else path.parent.name.replace("+", "/"),
        slug=workspace.clones[0].slug,
        commits=commits,
        changes=snapshot.scan("changes", as_of=now).collect(),
        people=resolved.people,
        repository=repository,
    )
