"""What the truck factor rests on: the main line as it stood, its files, who is who, and when each was seen last.

All of history counts, so this looks further back than other answers do.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Literal

import polars as pl

from trimtab.advice._ground import Row
from trimtab.advice._sight import Sight
from trimtab.advice.answer import Evidence
from trimtab.analyses import truck_factor as tf
from trimtab.errors import UsageError
from trimtab.sources import Repository
from trimtab.sources.git.contents import empty_files, interpreters

Identities = Literal["published", "own"]

_COLUMNS = ("repo", "oid", "parents", "author_name", "author_email", "author_at", "happened_at", "subject", "flags")


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody as the answer calls them, with their last commit on any branch."""

    name: str
    is_lead: bool
    last_at: datetime


class TruckGround:
    """The truck factor and what it was worked out from, by one variant and one way to tell who is who.

    Nothing is counted while the history has not been read whole.
    """

    def __init__(self, sight: Sight, variant: tf.Variant, identities: Identities, *, whole: bool = True) -> None:
        self.sight = sight
        self.variant = variant
        self.identities = identities
        self.whole = whole
        self._snapshot = sight.snapshot
        self.tips = {
            slug: tip for slug, one in sight.repositories.items() if (tip := one.mainline_tip(sight.as_of)) is not None
        }
        self._refuse_before_the_first()

    def _refuse_before_the_first(self) -> None:
        first = self._snapshot.scan("commits").select(pl.col("happened_at").min()).collect().item()
        if self.tips or first is None:
            return
        local = self.sight.clock.working.local
        asked = f"{self.sight.local_as_of:%-d %B %Y}"
        raise UsageError(
            f"There was no commit on the main line by {asked}, so nobody had written anything. The first commit here is "
            f"of {local(first):%-d %B %Y}; ask for an instant after it."
        )

    @cached_property
    def every(self) -> pl.DataFrame:
        """All commits by the instant, on whatever branch."""
        return self._snapshot.scan("commits", as_of=self.sight.as_of).select(_COLUMNS).collect()

    @cached_property
    def commits(self) -> pl.DataFrame:
        """The commits that lead to the main line as it stood."""
        # A commit with a clock ahead of its child's is part of the line all the same.
        held = self._snapshot.scan("commits").select(_COLUMNS).collect()
        return held.join(tf.reachable(held.lazy(), self.tips), on=["repo", "oid"], how="semi")

    @cached_property
    def tree(self) -> pl.DataFrame:
        """The files of the main line as it stood, those that count by the variant."""
        tips = sorted(self.tips.items()) if self.whole else []
        found = [self._files(slug, self.sight.repositories[slug], tip) for slug, tip in tips]
        return pl.concat(found) if found else pl.DataFrame(schema=tf.FILES)

    def _files(self, slug: str, repository: Repository, tip: str) -> pl.DataFrame:
        paths = repository.list_files(tip)
        unclear = [path for path in paths if not tf.telling_name(path)] if self.variant.code else []
        called = interpreters(repository, tip, unclear)
        empty = empty_files(repository, tip) if self.variant.code else frozenset()
        rows = [(slug, path, called.get(path), path in empty) for path in paths]
        files = pl.DataFrame(rows, schema=tf.FILES, orient="row")
        if not self.variant.code:
            return files
        return tf.code_files(files, _text(repository, tip, ".gitattributes"), linguist=self.variant.code)

    @cached_property
    def people(self) -> pl.DataFrame:
        """Name and address to person, as asked for."""
        if self.identities == "own":
            return self.sight.identities.people.select("name", "email", "person", "bot")
        mailmap = "\n".join(_text(self.sight.repositories[slug], tip, ".mailmap") for slug, tip in self.tips.items())
        return tf.published_people(self.commits.lazy(), mailmap, near_names=self.variant.near_names)

    @cached_property
    def found(self) -> tf.TruckFactor:
        """The truck factor."""
        changes = self._snapshot.scan("changes").select("repo", "oid", "path", "old_path", "status")
        return tf.truck_factor(
            self.commits.lazy(), changes, self.tree, self.people.lazy(), pruned=self.variant.pruned
        )  # fmt: skip

    @cached_property
    def acts(self) -> pl.DataFrame:
        """All commits by the instant with who wrote them, newest first."""
        who = self.people.select(author_name="name", author_email="email", person="person")
        at = pl.min_horizontal(pl.coalesce("author_at", "happened_at"), "happened_at")
        known = self.every.join(who, on=["author_name", "author_email"]).with_columns(at=at)
        return known.unique("oid", keep="any").sort("at", "oid", descending=True)

    @cached_property
    def persons(self) -> Mapping[str, Person]:
        """Whoever is an author of a file, by id."""
        last = dict(self.acts.group_by("person").agg(pl.col("at").max()).iter_rows())
        own = self._ids_of_lead()
        calls = self._names()
        return {
            person: Person(calls.get(person, person), person in own, last.get(person, last_on_line))
            for person, last_on_line in self.found.authors.select("person", "last_at").iter_rows()
        }

    def _ids_of_lead(self) -> set[str]:
        lead = self.sight.lead
        if lead is None:
            return set()
        pairs = self.sight.identities.people.filter(pl.col("person") == lead.person)
        return set(self.people.join(pairs.select("name", "email"), on=["name", "email"], how="semi")["person"])

    def _names(self) -> Mapping[str, str]:
        if self.identities == "own":
            return {person: self.sight.names.full(person) for person in self.found.authors["person"]}
        return dict(self.people.select("person", "display").unique().iter_rows())

    def commits_of(self, person: str, most: int) -> tuple[Evidence, ...]:
        """The newest commits of somebody."""
        rows = self.acts.filter(pl.col("person") == person).head(most)
        local = self.sight.clock.working.local
        by = self.persons[person].name
        return tuple(
            Evidence("commit", f"{repo}@{oid}", subject or "", local(at), by)
            for repo, oid, subject, at in rows.select("repo", "oid", "subject", "at").iter_rows()
        )

    def files_of(self, person: str, most: int) -> tuple[Evidence, ...]:
        """The files that somebody is an author of, those they changed most first."""
        return _as_evidence(self.found.files.filter(pl.col("author"), pl.col("person") == person), most)

    def files_lost(self, gone: int, most: int) -> tuple[tuple[Evidence, ...], int]:
        """Files whose authors are all among the first `gone`, those changed most first, and how many there are."""
        first = self.found.authors["person"].head(gone).implode()
        stays = (pl.col("author") & ~pl.col("person").is_in(first)).any().over("repo", "path")
        lost = self.found.files.filter(~stays, pl.col("author"))
        order = ["degree", "person"]
        one = lost.sort(order, descending=[True, False]).unique(["repo", "path"], keep="first", maintain_order=True)
        return _as_evidence(one, most), one.height


def _as_evidence(authored: pl.DataFrame, most: int) -> tuple[Evidence, ...]:
    order = ["deliveries", "degree", "repo", "path"]
    rows = authored.sort(order, descending=[True, True, False, False]).head(most)
    return tuple(Evidence("file", f"{row['repo']}:{row['path']}", _about(row)) for row in rows.to_dicts())


def _about(row: Row) -> str:
    changes = row["deliveries"] + row["acceptances"]
    own = f"{row['deliveries']:,} of its {changes:,} changes" if changes else "never changed since"
    return f"{row['path']}: {'made it, ' if row['created'] else ''}{own}"


def _text(repository: Repository, tip: str, path: str) -> str:
    return (repository.read_file(tip, path) or b"").decode(errors="replace")
