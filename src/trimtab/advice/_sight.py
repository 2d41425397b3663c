"""What an answer sees: the evidence up to an instant, who is who in it, and the lead with their own clock.

Every verb begins with `look`. Today's identities are used for the past too; stance, zone and leave hold as they were
dated. What follows from it all is the business of the verbs.
"""

import hashlib
import random
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from trimtab.advice._clock import Clock, clock_of
from trimtab.advice._linked import accounts_once, reviews_of_items, reviews_told, with_accounts, without_account
from trimtab.advice._names import Names
from trimtab.advice._once import identities_once, resolved_once, texts_once
from trimtab.advice.answer import Evidence
from trimtab.analyses.areas import Rules
from trimtab.analyses.identity import Declared, Resolved, find
from trimtab.analyses.identity.accounts import Accounts
from trimtab.analyses.reviews import Reviews, reviews_of
from trimtab.sources import Repository
from trimtab.workdays import parse_as_of
from trimtab.workspace import Workspace

if TYPE_CHECKING:  # a clone without a workspace needs no records, and they take a while to import
    from trimtab.lake import Snapshot
    from trimtab.records import Person, Records

# The year that answers look back over, the year before it for who was there and how, and a little for whole weeks.
REACH = timedelta(days=2 * 365 + 14)

_COLUMNS = (
    "repo", "oid", "parents", "author_name", "author_email", "author_at", "author_seconds", "author_offset",
    "committer_name", "committer_email", "happened_at", "subject", "trailers", "flags",
)  # fmt: skip

_CHANGES = ("repo", "oid", "path", "old_path", "status", "added", "deleted", "happened_at")

_OWNERS = ("CODEOWNERS", ".github/CODEOWNERS", "docs/CODEOWNERS")
_ASKED_FOR = (".mailmap", ".gitattributes", *_OWNERS)

# By repository, the files that were asked for and are there.
_Texts = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Lead:
    """The person an answer is for. `asked` is the text that named them, `known_by` where it came from."""

    person: str
    asked: str
    known_by: str


@dataclass(frozen=True, slots=True)
class Sight:
    """The evidence as of an instant (in UTC). Frames hold nothing later, and reach back `REACH`.

    `snapshot` is the lake they were read from, for what lies further back. `item_reviews` are
    the acts of everyone on others' pull requests (`analyses.item_reviews`): those that `reviews` holds, and mere comments.
    `notes` are what an answer must say about its own ground.
    """

    workspace: Workspace
    snapshot: "Snapshot"
    title: str
    as_of: datetime
    asked_as_of: bool
    commits: pl.LazyFrame
    lead_commits: pl.LazyFrame
    changes: pl.LazyFrame
    refs: pl.DataFrame
    identities: Resolved
    accounts: Accounts
    reviews: Reviews
    item_reviews: pl.DataFrame
    lead: Lead | None
    clock: Clock
    rules: Rules
    names: Names
    repositories: Mapping[str, Repository]
    oldest: datetime | None
    notes: tuple[str, ...]

    @property
    def people(self) -> pl.LazyFrame:
        """Raw name and address to person, bots marked."""
        return self.identities.people.lazy()

    @property
    def sources(self) -> tuple[str, ...]:
        """What evidence there is."""
        return ("git",) if self.accounts.linked.is_empty() else ("git", "tracker")

    @property
    def local_as_of(self) -> datetime:
        """The instant on the lead's clock."""
        return self.clock.working.local(self.as_of)

    def dice(self, subject: str) -> random.Random:
        """Dice of their own for each subject, the same for the same question."""
        seed = f"{subject}|{self.as_of.isoformat()}|{self.lead.person if self.lead else ''}"
        return random.Random(hashlib.sha256(seed.encode()).digest())  # noqa: S311 - draws for an estimate, no secret


def look(
    workspace: Workspace, *, now: datetime, as_of: str | None = None, me: str | None = None, machine_zone: str = "UTC"
) -> Sight:
    """See what is there up to `as_of` (text as typed; now, when None), as the person `me` or the one in the settings.

    Raises UsageError for an `as_of` that is no date.
    """
    snapshot = workspace.snapshot()
    repositories = dict(workspace.repositories())
    refs = _latest_refs(snapshot.scan("refs"))
    texts = _texts(repositories, refs, workspace.cache)
    records = workspace.records
    resolved, accounts = _who_is_who(snapshot, texts, workspace)
    lead, notes = _lead(resolved, repositories, records, me)
    known = _each_once(snapshot.scan("commits"), workspace)
    person = records.person(lead.person) if records and lead else None
    own = _commits_of(known.select("author_name", "author_email", "author_at", "author_offset"), resolved, lead)
    clock = clock_of(records.settings if records else None, person, own, now, machine_zone)
    at = (parse_as_of(as_of, clock.working) if as_of else now).astimezone(UTC)
    # Each table is read once for all that follows; the texts of messages tell of reviews alone, and are let go then.
    within = pl.col("happened_at") >= at - REACH
    told = snapshot.scan("commits", as_of=at).filter(within).select(*_COLUMNS, "body").collect().lazy()
    on_items = reviews_told(snapshot, accounts, at, at - REACH)
    commits = _each_once(told.select(_COLUMNS), workspace).collect().lazy()
    return Sight(
        workspace=workspace,
        snapshot=snapshot,
        title=_title(workspace),
        as_of=at,
        asked_as_of=as_of is not None,
        commits=commits,
        lead_commits=_commits_of(commits, resolved, lead),
        changes=snapshot.scan("changes", as_of=at).filter(within).select(_CHANGES).collect().lazy(),
        refs=refs,
        identities=resolved,
        accounts=accounts,
        reviews=reviews_of(told, resolved.people.lazy(), at, on_items),
        item_reviews=reviews_of_items(on_items),
        lead=lead,
        clock=clock,
        rules=_rules(texts, records),
        names=Names(resolved.persons, lead.person if lead else None),
        repositories=repositories,
        oldest=snapshot.scan("commits", as_of=at).select(pl.col("happened_at").min()).collect().item(),
        notes=(*notes, *without_account(accounts, lead.person if lead else None)),
    )


def resolved_people(workspace: Workspace) -> tuple[Resolved, Accounts]:
    """Who is who in the workspace's whole history and on its trackers, as the records have it now."""
    snapshot, repositories = workspace.snapshot(), dict(workspace.repositories())
    texts = _texts(repositories, _latest_refs(snapshot.scan("refs")), workspace.cache)
    return _who_is_who(snapshot, texts, workspace)


class CommitRows:
    """Commits by object id, as evidence."""

    def __init__(self, sight: Sight) -> None:
        self._table = sight.commits.select(
            "repo", "oid", "subject", "happened_at", "author_name", "author_email"
        ).collect()
        self._place = {oid: place for place, oid in enumerate(self._table["oid"])}
        people = sight.identities.people.select("name", "email", "person")
        self._person = {(name, email): person for name, email, person in people.iter_rows()}
        self._names = sight.names
        self._local = sight.clock.working.local
        self._link = {slug: _web_address(repo.remote_url()) for slug, repo in sight.repositories.items()}

    def of(self, oids: Iterable[str]) -> tuple[Evidence, ...]:
        """Evidence rows in the given order; ids that the window does not hold are left."""
        return tuple(self._row(self._place[oid]) for oid in oids if oid in self._place)

    def people_of(self, oids: Iterable[str]) -> Mapping[str, int]:
        """How many of these commits each person wrote; strangers and ids that the window does not hold are left."""
        rows = [self._table.row(self._place[oid]) for oid in oids if oid in self._place]
        found = [self._person.get((name, email)) for _, _, _, _, name, email in rows]
        return Counter(person for person in found if person is not None)

    def instants(self, oids: Iterable[str]) -> list[datetime]:
        """When these commits happened, on the lead's clock; ids that the window does not hold are left."""
        column = self._table["happened_at"]
        return [self._local(column[self._place[oid]]) for oid in oids if oid in self._place]

    def _row(self, place: int) -> Evidence:
        repo, oid, subject, at, name, email = self._table.row(place)
        by = self._person.get((name, email))
        base = self._link.get(repo)
        return Evidence(
            kind="commit",
            key=f"{repo}@{oid}",
            text=subject or "",
            at=self._local(at),
            by=self._names.own(by) if by else name,
            link=f"{base}/commit/{oid}" if base else None,
        )


def _each_once(commits: pl.LazyFrame, workspace: Workspace) -> pl.LazyFrame:
    """A fact counts once per object id across clones and forks."""
    return commits.unique(["oid"], keep="any") if len(workspace.clones) > 1 else commits


def _who_is_who(snapshot: "Snapshot", texts: _Texts, workspace: Workspace) -> tuple[Resolved, Accounts]:
    records = workspace.records
    declared = [_declared(person) for person in records.people] if records else []
    mailmaps = [found.get(".mailmap", "") for found in texts.values()]
    raw = identities_once(_each_once(snapshot.scan("commits"), workspace), snapshot.sources(), workspace.cache)
    resolved = resolved_once(raw, mailmaps, declared, workspace.cache)
    patterns = records.settings.bots if records else ()
    resolved = _without_bots(resolved, patterns)
    accounts = accounts_once(snapshot, workspace, resolved, mailmaps, declared, patterns)
    return with_accounts(resolved, accounts), accounts


def _without_bots(resolved: Resolved, patterns: Iterable[str]) -> Resolved:
    """Programs that the settings name are marked as such."""
    if not patterns:
        return resolved
    # In the settings only `*` stands for something else, so that `*[bot]*` means what it says.
    anything = "|".join(".*".join(re.escape(part) for part in pattern.split("*")) for pattern in patterns)
    named = pl.any_horizontal(pl.col("name", "email").str.contains(f"(?i)^(?:{anything})$"))
    people = resolved.people.with_columns(bot=pl.col("bot") | named)
    bots = people.filter("bot")["person"].unique().implode()
    persons = resolved.persons.with_columns(bot=pl.col("bot") | pl.col("person").is_in(bots))
    return Resolved(people, persons, resolved.reasons, resolved.proposals)


def _declared(person: "Person") -> Declared:
    return Declared(
        person=person.id,
        display=person.names[0] if person.names else "",
        names=person.names,
        emails=person.emails,
        logins=person.logins,
        bot=True if person.bot else None,
        distinct_from=person.not_same_as,
    )


def _lead(
    resolved: Resolved, repositories: Mapping[str, Repository], records: "Records | None", me: str | None
) -> tuple[Lead | None, tuple[str, ...]]:
    """Who the answer is for, and what to say where that is nobody the history knows."""
    asked, known_by = _asked(repositories, records, me)
    if asked is None:
        return None, ("nobody is named as you: git has no user.email here; use --me EMAIL",)
    found = find(resolved.persons.filter(~pl.col("bot")), asked)
    if found.person is not None:
        return Lead(found.person, asked, known_by), ()
    near = f"; near it: {', '.join(found.nearest)}" if found.nearest else ""
    return None, (f"{asked} ({known_by}) has no commits here, so this is an observer's view{near}",)


def _asked(repositories: Mapping[str, Repository], records: "Records | None", me: str | None) -> tuple[str | None, str]:
    if me:
        return me, "--me"
    if records and records.settings.me:
        return records.settings.me, "trimtab.yaml"
    users = [user for repo in repositories.values() if (user := repo.config_user())]
    return (users[0][1], "git's user.email") if users else (None, "")


def _commits_of(known: pl.LazyFrame, resolved: Resolved, lead: Lead | None) -> pl.LazyFrame:
    names = resolved.people.lazy().filter(pl.col("person") == (lead.person if lead else ""))
    pairs = names.select(author_name="name", author_email="email")
    return known.join(pairs, on=["author_name", "author_email"], how="semi")


def _rules(texts: _Texts, records: "Records | None") -> Rules:
    """What is left out and how areas are named; the texts of several clones are read as one."""
    every = list(texts.values())
    settings = records.settings if records else None
    return Rules(
        left_out=settings.generated if settings else (),
        attributes="\n".join(found.get(".gitattributes", "") for found in every),
        areas=settings.areas if settings else (),
        codeowners="\n".join(next((found[name] for name in _OWNERS if found.get(name)), "") for found in every),
    )


def _texts(repositories: Mapping[str, Repository], refs: pl.DataFrame, cache: Path) -> _Texts:
    """What the main branch of each repository says of its people and its files."""
    tips = {(repo, name): oid for repo, name, oid in refs.select("repo", "name", "oid").iter_rows()}
    found: dict[str, Mapping[str, str]] = {}
    for slug, repository in repositories.items():
        main = repository.main_branch()
        tip = tips.get((slug, main))
        found[slug] = texts_once(repository, tip, _ASKED_FOR, cache / "texts" / f"{slug}.json") if tip else {}
    return found


def _latest_refs(refs: pl.LazyFrame) -> pl.DataFrame:
    """Where each ref points as read last; refs that are gone are left."""
    last = refs.sort("seen_at", "batch").group_by("repo", "name", maintain_order=True).last().collect()
    return last.filter(pl.col("oid").is_not_null()).sort("repo", "name")


def _title(workspace: Workspace) -> str:
    team = workspace.records.settings.team if workspace.records else None
    return team or ", ".join(clone.slug for clone in workspace.clones)


def _web_address(remote: str | None) -> str | None:
    """Where people read a repository's commits, for the forges whose addresses are known."""
    found = re.match(
        r"(?:https?://|ssh://git@|git@)(github\.com|gitlab\.com|codeberg\.org)[:/](.+?)(?:\.git)?/?$", remote or ""
    )
    return f"https://{found[1]}/{found[2]}" if found else None
