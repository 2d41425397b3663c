"""How a workspace is set up: `trimtab.yaml`, its meaning and its commented form.

Rules that need other records or the disk (is `me` a person, is the clone there) are in `checks`.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, Field

from trimtab.diagnostics import Diagnostic
from trimtab.records._compose import parse
from trimtab.records._fields import Pattern, Record, Shape, Slug, Words, refuse
from trimtab.records._nodes import Keys, Tree
from trimtab.records._places import check, not_keys
from trimtab.records._stance import Stance, Stances, Zones, holds_on
from trimtab.records._text import Text, flaw, is_there, read_text, top_of
from trimtab.records._week import Week

FILE = "trimtab.yaml"
VERSION = 1


def _version(number: int) -> int:
    if number > VERSION:
        raise refuse("wrong-version", f"version {number} is newer than this Trimtab", "upgrade Trimtab.")
    if number < 1:
        raise refuse("wrong-version", f"there is no version {number}", f"write version: {VERSION}.")
    return number


def _country(code: str) -> str:
    if not (len(code) == 2 and code.isascii() and code.isalpha() and code.isupper()):
        hint = "write the two capital letters of ISO 3166, such as SE."
        raise refuse("unknown-country", f'"{code}" is no country code', hint)
    return code


class Holidays(Shape):
    """Whose public holidays are free days."""

    country: Annotated[str, AfterValidator(_country)] = Field(
        description="The country's two letters (ISO 3166).", examples=["SE"]
    )
    subdivision: Words | None = Field(
        default=None,
        description="The state, province or canton, as ISO 3166-2 writes it without the country.",
        examples=["BE"],
    )


class GitSource(Shape):
    """A clone to read."""

    slug: Slug = Field(
        description="The repository's name in answers and in the lake; it must not change later.", examples=["harbour"]
    )
    path: Words = Field(
        description="The folder of the clone: absolute, from your home (~), or from the workspace.",
        examples=["../harbour"],
    )
    since: date | None = Field(default=None, description="Nothing older is read.", examples=["2024-01-01"])
    paths: tuple[Pattern, ...] = Field(
        default=(),
        description="Only these folders or files are read; all, when left out.",
        examples=["[services/export]"],
    )

    def clone(self, folder: Path) -> Path:
        """Where the clone lies, for a workspace in `folder`."""
        return folder / Path(self.path).expanduser()


def _tracker(value: str) -> str:
    if not re.fullmatch(r"[\w.-]+(:\d+)?/[\w.-]+/[\w.-]+", value):
        hint = "write host, owner and name, as in the repository's address: github.com/harbour/harbour."
        raise refuse("bad-tracker", f'"{value}" names no tracker', hint)
    return value


class SavedItems(Shape):
    """A file of saved issues and pull requests."""

    file: Words = Field(
        description="The file: absolute, from your home (~), or from the workspace.",
        examples=["../harbour-items.ndjson"],
    )
    tracker: Annotated[str, AfterValidator(_tracker)] | None = Field(
        default=None,
        description="Where it was saved, as HOST/OWNER/NAME, if the file does not say that itself.",
        examples=["github.com/harbour/harbour"],
    )

    def path(self, folder: Path) -> Path:
        """Where the file lies, for a workspace in `folder`."""
        return folder / Path(self.file).expanduser()


def _repo(value: str) -> str:
    if not re.fullmatch(r"[\w.-]+/[\w.-]+", value):
        last = "/".join(value.rstrip("/").removesuffix(".git").replace(":", "/").split("/")[-2:])
        hint = "write owner and name, as in the repository's address: harbour/ledger."
        named = last if last != value and re.fullmatch(r"[\w.-]+/[\w.-]+", last) else ""
        raise refuse("bad-repository", f'"{value}" names no repository', f'write "{named}".' if named else hint)
    return value


def _host(value: str) -> str:
    if not re.fullmatch(r"[a-z0-9.-]+(:\d+)?", value):
        hint = "write the name alone, in lower case, as it stands in the address of the web page: git.harbour.example."
        raise refuse("bad-host", f'"{value}" is no host', hint)
    return value


def _api(value: str) -> str:
    if not re.fullmatch(r"https://[^/\s]+(/\S*)?|http://(127\.0\.0\.1|localhost)(:\d+)?(/\S*)?", value):
        hint = "write the whole address, with https://: https://git.harbour.example/api/v3."
        raise refuse("bad-host", f'"{value}" is no address of an API', hint)
    return value


class GitHubRepository(Shape):
    """A repository whose issues and pull requests are read live."""

    repo: Annotated[str, AfterValidator(_repo)] = Field(
        description="Owner and name, as in the repository's address.", examples=["harbour/ledger"]
    )
    host: Annotated[str, AfterValidator(_host)] = Field(
        default="github.com",
        description="The host: github.com, or that of your GitHub Enterprise.",
        examples=["git.harbour.example"],
    )
    api: Annotated[str, AfterValidator(_api)] | None = Field(
        default=None,
        description="The address of the host's API, where it is not the usual one (https://HOST/api/v3).",
        examples=["https://api.harbour.example"],
    )
    since: date | None = Field(
        default=None, description="Items that changed last before this day are not read.", examples=["2024-01-01"]
    )

    @property
    def owner(self) -> str:
        """Whose it is."""
        return self.repo.partition("/")[0]

    @property
    def name(self) -> str:
        """What it is called."""
        return self.repo.partition("/")[2]


class Sources(Shape):
    """What evidence is read from."""

    git: tuple[GitSource, ...] = Field(
        default=(), description="Clones, each with a slug and a path.", examples=["[{slug: harbour, path: ../harbour}]"]
    )
    archive: tuple[SavedItems, ...] = Field(
        default=(),
        description="Files of saved issues and pull requests (trackers.md), read whenever they changed.",
        examples=["[{file: ../harbour-items.ndjson}]"],
    )
    github: tuple[GitHubRepository, ...] = Field(
        default=(),
        description="Repositories on GitHub, read by `trimtab sync` alone (github.md).",
        examples=["[{repo: harbour/ledger}]"],
    )


class Settings(Record):
    """`trimtab.yaml`: how this workspace is set up."""

    version: Annotated[int, AfterValidator(_version)] = Field(
        description="The version of this form; it rises when an older Trimtab would misread the file.", examples=["1"]
    )
    me: Words | None = Field(
        default=None,
        description="The lead: the id of a person (the name of their file), or an address they commit with.",
        examples=["mara"],
    )
    team: Words | None = Field(
        default=None, description="What the team is called; it heads every answer.", examples=["Harbour"]
    )
    zone: Zones | None = Field(
        default=None,
        description="The lead's time zone, or zones with the day each began; without it, inferred from the lead's commits.",
        examples=["Europe/Stockholm"],
    )
    hours: Week | None = Field(
        default=None,
        description="Working hours per weekday, local time; a day may have several spans. "
        "Without it, mon-fri: 09:00-12:30, 13:00-17:30.",
        examples=["{mon-fri: 09:00-17:00}"],
    )
    holidays: Holidays | None = Field(
        default=None, description="Whose public holidays are free. Without it, none are.", examples=["{country: SE}"]
    )
    sources: Sources = Field(default_factory=Sources, description="What evidence is read from.", examples=["{git: []}"])
    stance: Stances | None = Field(
        default=None,
        description="How the lead's week should be shared: four per cents (code/review/people/strategy), `maker`, "
        "the four as keys, or stances with the day each began. Without it, nothing is measured against a target.",
        examples=["10/30/30/30"],
    )
    bots: tuple[Words, ...] = Field(
        default=(),
        description="Names or addresses of programs that commit, `*` stands for anything; they are left out.",
        examples=['["*[bot]*"]'],
    )
    generated: tuple[Pattern, ...] = Field(
        default=(),
        description="Files nobody writes by hand (generated, vendored); they are left out of sizes and owners.",
        examples=["[vendor/**]"],
    )
    areas: tuple[Pattern, ...] = Field(
        default=(),
        description="The areas of the system, as paths; without it, folders deep enough to matter.",
        examples=["[billing/*, export/**]"],
    )

    @property
    def git_sources(self) -> tuple[GitSource, ...]:
        """The clones to read, each slug once: the first that carries it."""
        first: dict[str, GitSource] = {}
        for source in self.sources.git:
            first.setdefault(source.slug, source)
        return tuple(first.values())

    @property
    def github_repositories(self) -> tuple[GitHubRepository, ...]:
        """The repositories to read live, each once: the first that names it."""
        first: dict[tuple[str, str], GitHubRepository] = {}
        for source in self.sources.github:
            first.setdefault((source.host, source.repo.lower()), source)
        return tuple(first.values())

    def zone_on(self, day: date) -> str | None:
        """The zone that held on a day; None when none was given."""
        dated = holds_on(self.zone or (), day)
        return dated.value if dated else None

    def stance_on(self, day: date) -> Stance | None:
        """The stance that held on a day, phases aside; None when none was given."""
        dated = holds_on(self.stance or (), day)
        return dated.value if dated else None


DEFAULTS = Settings(version=VERSION)


def read_settings(folder: Path) -> tuple[Settings, Text | None, tuple[Diagnostic, ...]]:
    """The settings of a workspace; the defaults where they cannot be read."""
    if not is_there(folder / FILE):
        hint = "make a workspace with `trimtab init`, or name one with -C FOLDER."
        return DEFAULTS, None, (flaw("missing-settings", f"there is no {FILE} in this folder", top_of(FILE), hint),)
    text, diagnostics = read_text(folder, FILE)
    if text is None:
        return DEFAULTS, None, diagnostics
    settings, found = settings_from(parse(text))
    return settings, text, found


def settings_from(tree: Tree) -> tuple[Settings, tuple[Diagnostic, ...]]:
    """The settings in a tree, and all that is wrong with it."""
    if not isinstance(tree.root, Keys):
        example = "the smallest file is `version: 1` and a line `me: you@example.org`."
        said = (not_keys(tree, "settings", example),) if tree.whole else ()
        return DEFAULTS.model_copy().placed(tree), (*tree.diagnostics, *said)
    settings, used, diagnostics = check(Settings, tree, fallback={"version": VERSION})
    return (settings or DEFAULTS.model_copy()).placed(used), (*tree.diagnostics, *diagnostics)


def commented_settings(
    *,
    me: str | None = None,
    team: str | None = None,
    zone: str | None = None,
    hours: Mapping[str, str] | None = None,
    country: str | None = None,
    subdivision: str | None = None,
    clones: Sequence[tuple[str, str]] = (),
    github: Sequence[tuple[str, str]] = (),
    stance: str | None = None,
    bots: Sequence[str] = (),
    generated: Sequence[str] = (),
    areas: Sequence[str] = (),
) -> str:
    """A `trimtab.yaml` in full form: what is known as given, the rest commented out, each key explained.

    `clones` are pairs of slug and path, `github` of repository and host. What comes out loads back equal, without diagnostics.
    """
    from trimtab.records._writing import comment, quoted, written

    holidays = {"country": country, "subdivision": subdivision}
    given: dict[str, str | None] = {
        "version": str(VERSION),
        "me": quoted(me) if me else None,
        "team": quoted(team) if team else None,
        "zone": zone,
        "hours": written({day: quoted(span) for day, span in hours.items()}) if hours else None,
        "holidays": written({key: quoted(value) for key, value in holidays.items() if value}) if country else None,
        "sources": _sources(clones, github) if clones or github else None,
        "stance": quoted(stance) if stance else None,
        "bots": written([quoted(one) for one in bots]) if bots else None,
        "generated": written([quoted(one) for one in generated]) if generated else None,
        "areas": written([quoted(one) for one in areas]) if areas else None,
    }
    head = "# How this workspace is set up. `trimtab check` reads it and says what is wrong with it.\n"
    return head + comment(Settings, given)


def _sources(clones: Sequence[tuple[str, str]], github: Sequence[tuple[str, str]]) -> str:
    from trimtab.records._writing import quoted

    lines = [f"    - slug: {slug}\n      path: {quoted(path)}" for slug, path in clones]
    usual = GitHubRepository.model_fields["host"].default
    live = [
        f"    - repo: {quoted(repo)}" + (f"\n      host: {quoted(host)}" if host != usual else "")
        for repo, host in github
    ]
    named = [*(["  git:", *lines] if lines else []), *(["  github:", *live] if live else [])]
    return "\n".join(["", *named, *_MORE_SOURCES, *([] if live else _LIVE_SOURCES)])


_MORE_SOURCES = (
    "  # Files of saved issues and pull requests, read whenever they changed:",
    "  # archive: [{file: ../harbour-items.ndjson, tracker: github.com/harbour/harbour}]",
)
_LIVE_SOURCES = (
    "  # Repositories on GitHub, whose issues and pull requests `trimtab sync` reads over the network:",
    "  # github: [{repo: harbour/harbour}]",
)


__all__ = [
    "FILE",
    "VERSION",
    "GitHubRepository",
    "GitSource",
    "Holidays",
    "SavedItems",
    "Settings",
    "Sources",
    "commented_settings",
    "read_settings",
    "settings_from",
]
