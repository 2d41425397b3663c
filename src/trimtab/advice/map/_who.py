"""Who can take it: candidates for named files, folders or areas, in order, each with what speaks for them.

How sure the order is, is told where that was measured on the reader's own history (`trimtab trust`).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import polars as pl

from trimtab.advice._ground import Ground, Row
from trimtab.advice._ids import numbered
from trimtab.advice._names import counted, listed
from trimtab.advice._sight import CommitRows, Sight, look
from trimtab.advice.answer import Answer, Claim, Figure, Group, Section, Window
from trimtab.advice.map._asked import Asked, asked
from trimtab.advice.map._instant import earlier_than_all, not_to_come
from trimtab.advice.map._reasons import reasons
from trimtab.advice.map._sizes import tree
from trimtab.analyses import experts
from trimtab.errors import UsageError
from trimtab.workspace import Workspace

VERB, LETTER = "map", "m"

_ANCHOR = "docs/reference/who.md#who-can-take-it"
_TITLES = {"author": "WHO CAN TAKE IT", "reviewer": "WHO CAN REVIEW IT", "heir": "WHO CARRIES ON"}
_DOES = {"author": "take", "reviewer": "review", "heir": "carry on with"}
_SURE = {
    "author": "authors",
    "reviewer": "reviewers",
}  # who carries on when somebody left happens too rarely to measure
_SHOWN, _SHOWN_LEAST, _LOOKED_AT = 6, 3, 12
_NOT_SEEN = "plans, who has time"
_NOT_IN_GIT = "reviews that leave no word in a commit"
_FEW = 3
_LATELY = timedelta(days=365)
_REGULAR = 3  # changes and reviews in a folder, of whoever works beside the files


def who(
    workspace: Workspace,
    paths: Sequence[str],
    *,
    now: datetime,
    as_of: str | None = None,
    me: str | None = None,
    machine_zone: str = "UTC",
    role: str = "author",
    read_back_to: datetime | None = None,
    program: str = "trimtab",
) -> Answer:
    """Who can take, review or carry on with `paths` (files, folders, globs, areas), as far as can be seen `as_of`.

    Raises UsageError for no paths, a role that is none, text that names no instant, an instant to come, or a word that
    names nothing.
    """
    if role not in experts.ROLES:
        raise UsageError(f'"{role}" is no role. It can be {listed(experts.ROLES)}.')
    if not paths:
        raise UsageError("--who needs a path: a file, a folder, a pattern such as 'billing/*.py', or an area.")
    sight = look(workspace, now=now, as_of=as_of, me=me, machine_zone=machine_zone)
    not_to_come(sight, now)
    if sight.oldest is None:
        return _answer(sight, "who can take it", earlier_than_all(sight), Section(_TITLES[role], ()), (), "", "")
    ground = Ground(sight)
    about = asked(ground, tree(ground), paths)
    found = tuple(_Candidate(ground, about, row, role) for row in _rows(ground, about, role))
    evidence = _evidence(sight, [one.row for one in found])
    claims = [one.claim(evidence) for one in found]
    ids = numbered(LETTER, (), [claim.subject for claim in claims])
    section = Section(_TITLES[role], tuple(replace(claim, id=ids[claim.subject]) for claim in claims))
    other = next((claim for claim, one in zip(claims, found, strict=True) if not one.is_lead), None)
    step = f"Ask {other.name} whether they can {_DOES[role]} {about.name}." if other else ""
    command = f"{program} why {ids[other.subject]}" if other else ""
    notes = (*about.notes, *_no_history(found, about), *_left(sight), *_caveats(sight, read_back_to))
    return _answer(
        sight, f"who can {_DOES[role]} {about.name}", _sentence(found, about, role), section, notes, step, command
    )


def _answer(
    sight: Sight, period: str, claim: str, section: Section, caveats: tuple[str, ...], step: str, command: str
) -> Answer:
    return Answer(
        verb=VERB,
        title=sight.title,
        period=period,
        claim=claim,
        as_of=sight.local_as_of,
        sections=(section,),
        sources=sight.sources,
        caveats=caveats,
        missing=_NOT_SEEN if "tracker" in sight.sources else f"{_NOT_IN_GIT}, {_NOT_SEEN}",
        next_step=step,
        next_command=command,
    )


def _rows(ground: Ground, about: Asked, role: str) -> list[Row]:
    """The first candidates: at most six; after the third only who was near, and anywhere within a year."""
    sight = ground.sight
    snapshot = sight.snapshot
    within = pl.col("repo").is_in(sorted(about.repos))
    question = [("who", sight.as_of, role, list(about.paths), sorted(_gone(sight)))]
    told = experts.candidates(
        pl.DataFrame(question, schema=experts.QUESTIONS, orient="row"),
        snapshot.scan("commits", as_of=sight.as_of).filter(within),
        snapshot.scan("changes", as_of=sight.as_of).filter(within),
        sight.people,
        sight.reviews.acts.lazy().filter(within),
        most=_LOOKED_AT,
    )
    here = pl.sum_horizontal("commits", "reviews", "merges") > 0
    often = pl.sum_horizontal("folder_commits", "folder_reviews") >= _REGULAR
    beside = (pl.col("folder").fill_null("") != "") & often & (pl.col("folder_last_at") >= sight.as_of - 2 * _LATELY)
    lately = pl.col("seen_at") >= sight.as_of - _LATELY
    return told.filter(((here | beside) & lately) | (pl.col("place") <= _SHOWN_LEAST)).head(_SHOWN).to_dicts()


def _gone(sight: Sight) -> frozenset[str]:
    """Those who left the team by the lead's own word."""
    records, day = sight.workspace.records, sight.local_as_of.date()
    return frozenset(one.id for one in records.people if one.left and one.left < day) if records else frozenset()


def _left(sight: Sight) -> Iterator[str]:
    if names := sorted(sight.names.own(person) for person in _gone(sight)):
        yield f"{listed(names)} left by your own records, and may not be named"


@dataclass(frozen=True, slots=True)
class _Candidate:
    """One candidate as a claim."""

    ground: Ground
    about: Asked
    row: Row
    role: str

    @property
    def is_lead(self) -> bool:
        return bool(self.row["person"] == self.ground.lead)

    @property
    def name(self) -> str:
        return self.ground.names.short(self.row["person"])

    def claim(self, evidence: CommitRows) -> Claim:
        """What speaks for them, and the commits that show it."""
        sight, row = self.ground.sight, self.row
        local, things = sight.clock.working.local, self._things
        shown = "git shows" if len(sight.sources) == 1 else "git and trackers show"
        said = (*reasons(row, self.role, sight.as_of, local, things), *self._absence())
        return Claim(
            id="",
            subject=f"who:{self.role}:{self.about.name}:{row['person']}",
            name=self.name,
            text=said[0],
            details=said[1:],
            headline=f"{'You' if self.name == 'you' else self.name} can {_DOES[self.role]} {self.about.name}",
            figures=(
                Figure("written", row["commits"], "commits", f"theirs, to {things}, ever"),
                Figure(
                    "reviewed",
                    row["reviews"],
                    "changes",
                    f"of others, to {things}, as far as {shown} in two years",
                ),
            ),
            because=tuple(self._groups(evidence)),
            window=Window(local(sight.oldest or sight.as_of), sight.local_as_of),
            meaning="by what they did to these files, how lately, near them and anywhere, as past work was best foretold",
            anchor=_ANCHOR,
            left_out=("bot commits", "commits that change nearly everything"),
            wrong=("trimtab people merge",),
            sure=self.ground.sure.get(_SURE.get(self.role, ""), ""),
        )

    @property
    def _things(self) -> str:
        if len(self.about.paths) > 1:
            return "these files"
        return "this file" if self.about.paths and "." in self.about.paths[0].rpartition("/")[2] else "it"

    def _groups(self, evidence: CommitRows) -> Iterator[Group]:
        wrote, read = evidence.of(self.row["oids"]), evidence.of(self.row["review_oids"])
        if wrote:
            yield Group(self.name, "wrote", wrote, max(len(wrote), self.row["commits"]))
        if read:
            yield Group(self.name, "reviewed", read, max(len(read), self.row["reviews"] + self.row["merges"]))

    def _absence(self) -> Iterator[str]:
        """Whether they are away by the records, or silent by their own rhythm."""
        sight = self.ground.sight
        person = sight.workspace.records.person(self.row["person"]) if sight.workspace.records else None
        day = sight.local_as_of.date()
        for leave in person.leave if person else ():
            if leave.covers(day):
                yield f"on leave until {leave.last:%-d %b}" if leave.last else "on leave"
                return
        there = self.ground.there.filter(person=self.row["person"]).to_dicts()
        if there and there[0]["state"] == "silent" and self.row["acts"] and not self.is_lead:
            yield f"silent for {counted(round(there[0]['silent_days']), 'day')}, longer than usual for them"


def _evidence(sight: Sight, rows: Sequence[Row]) -> CommitRows:
    """The commits that speak for the candidates, also those from before the years that other answers look back over."""
    oids = sorted({oid for row in rows for oid in (*row["oids"], *row["review_oids"])})
    every = sight.snapshot.scan("commits", as_of=sight.as_of)
    return CommitRows(replace(sight, commits=every.filter(pl.col("oid").is_in(oids)).unique(["oid"], keep="any")))


def _sentence(found: Sequence[_Candidate], about: Asked, role: str) -> str:
    names = [one.name for one in found[:_FEW]]
    if not names:
        return f"Nobody can be named for {about.name}: no person but bots and those who left has done anything here."
    first = "You are" if names[0] == "you" else f"{names[0]} is"
    return f"{first} the first to {_DOES[role]} {about.name}{''.join(f', then {name}' for name in names[1:])}."


def _no_history(found: Sequence[_Candidate], about: Asked) -> Iterator[str]:
    """What to say where none of the paths has changed, or been reviewed, by the instant."""
    if found and not about.notes and not any(one.row["lately_of"] for one in found):
        yield f"{about.name} has no history that teaches anything; this is told from the folders above"


def _caveats(sight: Sight, read_back_to: datetime | None) -> Iterator[str]:
    yield from sight.notes
    if read_back_to is not None:
        yield f"read back to {sight.clock.working.local(read_back_to):%-d %B %Y} so far; nothing older was seen"
    for slug, one in sight.repositories.items():
        if one.is_shallow:
            yield f"{slug} is a shallow clone: older history is not there"
