"""Branches in flight: work that the main line does not have, whose it is, how old, how far from merging."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from trimtab.advice._ground import Ground
from trimtab.sources import Repository, UnmergedBranch

# Lines of released versions never come back to the main line; a branch of this name is not work in flight.
_RELEASE = re.compile(
    r"(^|/)(v?\d+([._]\d+)*([._](x|y|z))*"
    r"|(release|releases|rel|stable|maint|maintenance|lts|backport|hotfix|support)s?([-_/.].*)?"
    r"|gh-pages|pages|archive.*|.*[-_/]stable|.*[-_/]v?\d+(\.(\d+|x))+"
    r"|v?\d+(\.\d+)*[-_.](release|stable|branch|maint|x).*)$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Flying:
    """One branch in flight: whose it is, days since its first own commit, and its newest commit's instant."""

    repo: str
    person: str | None
    days: int
    touched_at: datetime
    branch: UnmergedBranch

    @property
    def name(self) -> str:
        """The branch as people call it."""
        return self.branch.name


def in_flight(ground: Ground) -> tuple[Flying, ...]:
    """Branches in flight as of the instant, those of the lead first, then from old to new."""
    found = [one for slug, repository in ground.sight.repositories.items() for one in _of(ground, slug, repository)]
    return tuple(sorted(found, key=lambda one: (one.person != ground.lead or ground.lead is None, -one.days, one.name)))


def _of(ground: Ground, slug: str, repository: Repository) -> Iterator[Flying]:
    main = repository.main_branch()
    refs = ground.sight.refs.filter(repo=slug).select("name", "oid")
    tips = {name: oid for name, oid in refs.iter_rows() if not name.startswith("refs/tags/")}
    if main is None or main not in tips:
        return
    for branch in repository.unmerged(tips[main], tips, ground.sight.as_of):
        made = ground.rows.instants(branch.oids)
        if made and not _RELEASE.search(branch.name):
            writers = {
                who: made for who, made in ground.rows.people_of(branch.oids).items() if who not in ground.programs
            }
            person = max(writers, key=lambda who: (writers[who], who)) if writers else None
            yield Flying(slug, person, (ground.sight.as_of - min(made)).days, max(made), branch)
