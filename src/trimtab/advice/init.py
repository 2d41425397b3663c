"""A workspace for a clone: what can be detected, what only the lead can know, and the files written from both.

The workspace is made beside the clone, never inside it, and holds nothing but the lead's own text until the first sync.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import polars as pl

from trimtab.advice._sight import Lead, Sight, look
from trimtab.analyses.zones import usual_hours_of, zone_of
from trimtab.errors import SourceUnreadable, UsageError
from trimtab.records import commented_settings, edit, person_file
from trimtab.sources import Repository
from trimtab.workspace import SETTINGS, Workspace, private_folder

# Whoever made fewer commits in a year is known to the history, and needs no file of their own.
_LEAST_COMMITS, _MOST_PEOPLE = 5, 15
_YEAR = timedelta(days=365)
# https://host/owner/name.git, ssh://git@host:port/owner/name, git@host:owner/name.
_REMOTE = re.compile(
    r"(?:(?:https?|ssh|git)://(?:[^@/]+@)?(?=[^/]+/)|[^@/:]+@(?=[^/:]+:))(?P<host>[\w.-]+)(?::\d+)?[/:]"
    r"(?P<owner>[\w.-]+)/(?P<name>[\w.-]+?)(?:\.git)?/?"
)
_PUBLIC = re.compile(r"(github\.com|gitlab\.com|codeberg\.org|bitbucket\.org|sr\.ht)[:/]")


@dataclass(frozen=True, slots=True)
class Known:
    """A person to write a file for."""

    id: str
    names: tuple[str, ...]
    emails: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Proposal:
    """What was detected; None where nobody but the lead can say. `because` tells how each thing is known."""

    folder: Path
    clone: Path
    slug: str
    team: str
    me: str | None
    zone: str | None
    hours: str | None
    people: tuple[Known, ...]
    bots: tuple[str, ...]
    because: tuple[str, ...]
    pairs: int
    github: tuple[tuple[str, str], ...] = ()


def propose(
    workspace: Workspace,
    clone: Path,
    now: datetime,
    *,
    into: Path | None = None,
    me: str | None = None,
    github: bool = False,
) -> Proposal:
    """What a workspace for `clone` would hold; `workspace` is the clone opened and synced.

    With `github`, the issues and pull requests of the clone's remote are a source too. Raises UsageError when the folder
    would lie in the clone, or holds something already, or the remote is no repository on a host.
    """
    repository = Repository(clone)
    slug = workspace.clones[0].slug
    folder = (into or _beside(repository, slug)).absolute()
    _refuse_folder(folder, repository)
    live = (_on_github(repository),) if github else ()
    sight = look(workspace, now=now, me=me)
    zone, hours, because = _clock(sight)
    return Proposal(
        folder=folder,
        clone=clone.absolute(),
        slug=slug,
        team=slug,
        me=sight.lead.person if sight.lead else None,
        zone=zone,
        hours=hours,
        people=_people(sight, now),
        bots=tuple(sight.identities.persons.filter("bot")["display"].head(20).to_list()),
        because=(*_who(sight.lead), *because),
        pairs=sight.identities.proposals.select("person_a", "person_b").unique().height,
        github=live,
    )


def with_answers(proposal: Proposal, *, zone: str | None) -> Proposal:
    """The proposal with what the lead said."""
    return replace(proposal, zone=zone or proposal.zone)


def write(proposal: Proposal) -> tuple[Path, ...]:
    """Write the workspace; returns the files. Nothing is left behind when it cannot be written whole."""
    private_folder(proposal.folder)
    settings = commented_settings(
        me=proposal.me,
        team=proposal.team,
        zone=proposal.zone,
        hours={"mon-fri": proposal.hours} if proposal.hours else None,
        clones=[(proposal.slug, _relative(proposal.clone, proposal.folder))],
        github=proposal.github,
    )
    for one in proposal.people:
        edit.create_person(proposal.folder, one.id, person_file(names=one.names, emails=one.emails))
    # Evidence and cache are no text of the lead's; a merge of two ledgers keeps the lines of both.
    (proposal.folder / ".gitignore").write_text(".trimtab/\n", encoding="utf-8")
    (proposal.folder / ".gitattributes").write_text("ledger.jsonl merge=union\n", encoding="utf-8")
    # The settings come last: a folder without them is no workspace, so a half-written one is never opened.
    (proposal.folder / SETTINGS).write_text(settings, encoding="utf-8")
    return tuple(sorted(file for file in proposal.folder.rglob("*") if file.is_file()))


def public_remote(folder: Path) -> str | None:
    """The address of a remote on a public forge to which this folder's own repository could be pushed; None without."""
    try:
        remote = Repository(folder).remote_url()
    except SourceUnreadable:
        return None
    return remote if remote and _PUBLIC.search(remote) else None


def _on_github(repository: Repository) -> tuple[str, str]:
    """Owner and name, and the host, of a clone's remote. Raises UsageError."""
    remote = repository.remote_url() or ""
    found = _REMOTE.fullmatch(remote)
    if found is None:
        where = f"its remote is {remote}" if remote else "it has no remote"
        raise UsageError(
            f"--github reads the issues of the clone's remote, and {where}. Leave it out, and write sources.github into "
            f"{SETTINGS} afterwards: github: [{{repo: OWNER/NAME}}]."
        )
    return f"{found['owner']}/{found['name']}", found["host"].lower()


def _beside(repository: Repository, slug: str) -> Path:
    git_dir = repository.git_dir
    top = git_dir.parent if git_dir.name == ".git" else git_dir
    return top.parent / f"{slug}-lead"


def _refuse_folder(folder: Path, repository: Repository) -> None:
    git_dir = repository.git_dir.resolve()
    inside = git_dir.parent if git_dir.name == ".git" else git_dir
    if folder.resolve().is_relative_to(inside):
        raise UsageError(
            f"{folder}: this lies in the clone, where others would see it. Name a folder beside it with --into."
        )
    if (folder / SETTINGS).exists():
        raise UsageError(
            f"{folder}: this is a workspace already. Change {SETTINGS} there, or name another folder with --into."
        )
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UsageError(f"{folder}: there is something here already. Name a new or an empty folder with --into.")


def _clock(sight: Sight) -> tuple[str | None, str | None, Sequence[str]]:
    guess = zone_of(sight.lead_commits, sight.as_of) if sight.lead else None
    hours = usual_hours_of(sight.lead_commits, sight.as_of) if sight.lead else None
    said = []
    if guess and not guess.only_utc:
        said.append(f"zone {guess.zone}: {guess.agreeing} of {guess.commits} of your commits carry its offsets")
    if hours:
        said.append(
            f"hours {hours.start:%H:%M} to {hours.end:%H:%M}: {hours.within} of {hours.commits} weekday commits lie there"
        )
    zone = guess.zone if guess and not guess.only_utc else None
    return zone, f"{hours.start:%H:%M}-{hours.end:%H:%M}" if hours else None, said


def _who(lead: Lead | None) -> tuple[str, ...]:
    return (f"you are {lead.person}: {lead.asked} ({lead.known_by})",) if lead else ()


def _people(sight: Sight, now: datetime) -> tuple[Known, ...]:
    """The lead and whoever commits regularly, in alphabetical order."""
    recent = sight.commits.filter(pl.col("happened_at") >= (now - _YEAR).astimezone(UTC))
    made = (
        recent.join(
            sight.people.filter(~pl.col("bot")), left_on=["author_name", "author_email"], right_on=["name", "email"]
        )
        .group_by("person")
        .agg(commits=pl.len())
        .filter((pl.col("commits") >= _LEAST_COMMITS) | (pl.col("person") == (sight.lead.person if sight.lead else "")))
        .sort("commits", "person", descending=[True, False])
        .head(_MOST_PEOPLE)
        .select("person")
    ).collect()
    # Whoever may be somebody else of these gets no file: two files would say that they are two.
    asked = sight.identities.proposals.join(made, left_on="person_a", right_on="person", how="semi")
    doubtful = asked.select(person="person_b").filter(pl.col("person") != (sight.lead.person if sight.lead else ""))
    persons = (
        sight.identities.persons.join(made, on="person", how="semi")
        .join(doubtful, on="person", how="anti")
        .sort("person")
    )
    # An address decides before a name, so one that two persons commit under would make them one.
    borne = Counter(email for emails in sight.identities.persons["emails"] for email in emails)
    return tuple(
        Known(person, _unique((display, *names)), tuple(mail for mail in emails if "@" in mail and borne[mail] == 1))
        for person, display, names, emails in persons.select("person", "display", "names", "emails").iter_rows()
    )


def _unique(names: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for name in names if name.strip()))


def _relative(clone: Path, folder: Path) -> str:
    """From the workspace to the clone: by `..` where they lie side by side, so that both can be moved together."""
    return f"../{clone.name}" if clone.parent == folder.parent else str(clone)
