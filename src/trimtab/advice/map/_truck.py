"""The truck factor, with names: how many people would have to leave before most files lack an author, and who.

The number alone is no judgement, so whoever it counts is named, with their files and when they were seen last. It says
who wrote this, not who could take it; that is what the map itself and `--who` are for.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from trimtab.advice._ids import numbered
from trimtab.advice._names import counted, listed
from trimtab.advice._sight import look
from trimtab.advice.answer import Answer, Claim, Evidence, Figure, Group, Section, Window
from trimtab.advice.map._instant import not_to_come
from trimtab.advice.map._truck_ground import Identities, Person, TruckGround
from trimtab.analyses import truck_factor as tf
from trimtab.errors import UsageError
from trimtab.workspace import Workspace

VERB, LETTER = "map", "m"
ANCHOR = "docs/reference/truck-factor.md"
WHOLE = "truck:*"
COLUMNS = ("author", "files", "share", "last seen")

SILENT = timedelta(days=365)
_SHOWN_FILES, _SHOWN_COMMITS = 5, 3
_NAMED = 5

_MEANING = (
    "authors are taken away, who has most files first, until fewer than half of the files have one; an author has a "
    "degree of authorship above 0.75 of the file's highest"
)
_NO_JUDGEMENT = "it says who wrote this, not who could take it: of developers asked, 53 % agreed with theirs"


def truck(
    workspace: Workspace,
    *,
    now: datetime,
    as_of: str | None = None,
    me: str | None = None,
    machine_zone: str = "UTC",
    variant: str = "2015",
    identities: Identities = "published",
    read_back_to: datetime | None = None,
    program: str = "trimtab",
) -> Answer:
    """The truck factor of the main line as it stood `as_of` (text as typed), by the published algorithm.

    `variant` is one of `tf.VARIANTS`: 2015 reproduces the published table, 2024 counts every file and prunes,
    2024-code prunes and counts code alone. `identities` says who is one person: the published rule (same name or
    address), or our own. `read_back_to` is how far back the history has been read, None when all of it was: until then
    there is no number, since all of history counts.

    Raises UsageError for a variant that is none, text that names no instant, an instant to come, and one before the first
    commit.
    """
    if variant not in tf.VARIANTS:
        raise UsageError(f'"{variant}" is no variant of the truck factor; there are {listed(list(tf.VARIANTS))}.')
    sight = look(workspace, now=now, as_of=as_of, me=me, machine_zone=machine_zone)
    not_to_come(sight, now)
    ground = TruckGround(sight, tf.VARIANTS[variant], identities, whole=read_back_to is None)
    return Answer(
        verb=VERB,
        title=sight.title,
        period="truck factor",
        claim=f"{_sentence(ground)}.",
        as_of=sight.local_as_of,
        sections=_sections(ground),
        sources=("git",),
        caveats=(*sight.notes, *_caveats(ground, read_back_to)),
        missing="reviews, and whoever knows a file without having written it",
        next_step="see who could take what they wrote" if ground.found.factor else "",
        next_command=f"{program} map" if ground.found.factor else "",
    )


def _sections(ground: TruckGround) -> tuple[Section, ...]:
    if not ground.found.considered:
        return (Section("TRUCK FACTOR", (), note=_nothing(ground)),)
    claims = (_whole(ground), *_people(ground))
    ids = numbered(LETTER, (WHOLE,), [claim.subject for claim in claims])
    first, *people = (replace(claim, id=ids[claim.subject]) for claim in claims)
    note = "" if people else "nobody by this measure"
    return (
        Section("TRUCK FACTOR", (first,)),
        Section("WHO WROTE IT", tuple(people), note=note, columns=COLUMNS),
    )


def _sentence(ground: TruckGround) -> str:
    found = ground.found
    if not found.considered:
        return f"There is no truck factor: {_nothing(ground)}"
    files = counted(found.considered, "file" if not ground.variant.code else "code file")
    within = "in what this shallow clone holds, " if _shallow(ground) else ""
    named = _named(ground)
    if not named:
        return f"Truck factor 0: {within}fewer than half of the {files} have an author as it is"
    who = listed([_called(person) for _, person in named], _NAMED)
    gone = [_called(person) for _, person in named if _is_silent(ground, person)]
    silent = (
        f"; {listed(gone, _NAMED)} {'has' if len(gone) == 1 and gone != ['you'] else 'have'} been silent for a year"
        if gone
        else ""
    )
    return f"Truck factor {found.factor}: {within}without {who} fewer than half of the {files} have an author{silent}"


def _nothing(ground: TruckGround) -> str:
    if not ground.whole:
        return "all of history counts, and not all of it has been read yet; ask again when it is in"
    if not ground.tips:
        return "there is no commit yet"
    if ground.variant.code:
        return "no file of the main line counts as code and has a history (--all-files counts every file)"
    return "no file of the main line has a history"


def _whole(ground: TruckGround) -> Claim:
    found = ground.found
    gone = found.factor + found.pruned
    seen = [
        Evidence("person", key, f"{ground.persons[key].name}: {counted(files, 'file')}")
        for key, files in found.authors.head(gone).select("person", "files").iter_rows()
    ]
    return Claim(
        id="",
        subject=WHOLE,
        text=_sentence(ground),
        figures=(
            Figure("truck factor", found.factor, "people", _MEANING),
            Figure("files considered", found.considered, "files", _counts(ground)),
            Figure("files with an author", found.authored, "files", "of those considered"),
            Figure("files left with an author", _left(found), "files", "once those taken away are gone"),
            Figure("authors", found.authors.height, "people", "an author of at least one file"),
        ),
        because=(
            Group("authors, in the order taken away", _order(ground), tuple(seen), len(seen)),
            Group("files", "left without an author", *ground.files_lost(gone, _SHOWN_FILES)),
        ),
        window=_window(ground),
        meaning=_MEANING,
        anchor=ANCHOR,
        left_out=_left_out(ground),
        wrong=("trimtab people merge",) if ground.identities == "own" else (),
    )


def _left(found: tf.TruckFactor) -> int:
    """How many files still have an author once all who were taken away are gone, the pruned ones too."""
    gone = found.factor + found.pruned
    return int(found.authors["left"][gone - 1]) if gone else found.authored


def _people(ground: TruckGround) -> tuple[Claim, ...]:
    named = dict(_named(ground))
    rows = ground.found.authors.filter("named").to_dicts()
    return tuple(
        _author(ground, row["person"], named[row["person"]], int(row["files"]), row["share"]) for row in rows
    )  # fmt: skip


def _author(ground: TruckGround, key: str, person: Person, files: int, share: float) -> Claim:
    silent = _is_silent(ground, person)
    days = (ground.sight.as_of - person.last_at).days
    seen = f"{ground.sight.clock.working.local(person.last_at):%-d %b %Y}"
    said = f"silent since {seen}" if silent else f"last seen {seen}"
    total = ground.acts.filter(person=key).height
    return Claim(
        id="",
        subject=f"truck:{key}",
        name=person.name,
        text=f"an author of {counted(files, 'file')}, {share:.0%} of all; {said}",
        headline=f"{person.name} is an author of {counted(files, 'file')}, {share:.0%} of all",
        details=(f"silent for {_long(days)}",) if silent else (),
        figures=(
            Figure("files", files, "files", "they are an author of"),
            Figure("share", round(share, 4), "share", "of the files considered"),
            Figure("days since last seen", days, "days", "since their last commit on any branch"),
        ),
        because=(
            Group("files", "those they changed most", ground.files_of(key, _SHOWN_FILES), files),
            Group("commits", "the newest", ground.commits_of(key, _SHOWN_COMMITS), total),
        ),
        window=_window(ground),
        meaning=_MEANING,
        anchor=ANCHOR,
        left_out=_left_out(ground),
        cells=(f"{files:,}", f"{share:.0%}", f"{seen}, silent" if silent else seen),
    )


def _named(ground: TruckGround) -> list[tuple[str, Person]]:
    return [(key, ground.persons[key]) for key in ground.found.authors.filter("named")["person"]]


def _called(person: Person) -> str:
    return "you" if person.is_lead else person.name


def _is_silent(ground: TruckGround, person: Person) -> bool:
    return ground.sight.as_of - person.last_at > SILENT


def _long(days: int) -> str:
    years = days / 365.25
    return "a year" if years < 1.5 else f"{years:.0f} years"


def _window(ground: TruckGround) -> Window:
    local = ground.sight.clock.working.local
    first = ground.commits["happened_at"].min()
    start = first if isinstance(first, datetime) else ground.sight.as_of
    return Window(local(start), ground.sight.local_as_of, counted(ground.commits.height, "commit"))


def _counts(ground: TruckGround) -> str:
    if ground.variant.code:
        return "of the main line, in programming and markup languages, with a history"
    return "of the main line, with a history"


def _order(ground: TruckGround) -> str:
    return f"until fewer than half of {counted(ground.found.considered, 'file')} have one"


def _left_out(ground: TruckGround) -> tuple[str, ...]:
    few = f"{ground.found.pruned:,} with less than a tenth of the first one's files" if ground.found.pruned else ""
    code = "vendored, generated and documentation files, data and prose" if ground.variant.code else ""
    return tuple(one for one in (code, "what merges brought", few) if one)


def _shallow(ground: TruckGround) -> list[str]:
    return [slug for slug, one in ground.sight.repositories.items() if one.is_shallow]


def _caveats(ground: TruckGround, read_back_to: datetime | None) -> tuple[str, ...]:
    notes = [_NO_JUDGEMENT]
    notes += [
        f"{slug} is a shallow clone: whoever made the oldest commit in it seems to have made every file"
        for slug in _shallow(ground)
    ]
    if read_back_to is not None:
        local = ground.sight.clock.working.local(read_back_to)
        notes.append(f"read back to {local:%-d %B %Y} so far")
    for clone in ground.sight.workspace.clones:
        if clone.since or clone.paths:
            notes.append(f"of {clone.slug} only a part was read, and all of history counts")
    if huge := ground.commits.filter(ground.commits["flags"].list.contains("huge")).height:
        notes.append(f"in {counted(huge, 'commit')} too many files move for git to pair old and new names")
    return tuple(notes)
