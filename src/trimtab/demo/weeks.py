"""The weeks of the team: who sits down when, on which area, and what comes of it.

A week is a handful of sittings per person, each with its commits; some sittings are a branch that another person merges.
Files and words are left to `history`.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from trimtab.demo._dice import Dice
from trimtab.demo.script import LEDGER, PROTOCOL, Scene
from trimtab.demo.story import (
    AS_OF,
    DRIFT,
    EVENINGS,
    FORMATTED,
    LAST_WEEK,
    SILENCE,
    drawn_to,
    lead_hours,
    lead_share,
    pace,
    reviewers,
)
from trimtab.demo.team import FOUNDED, TEAM, Person, Signature

# Hours between which Mara sits down: in the morning, after lunch, and after the children are asleep.
_HALVES = ((8.6, 9.4), (13.0, 13.8))
_EVENING = (20.3, 21.3)
_NO_BRANCHES = ("billing/ledger", "sync/protocol", "deploy", "jobs")


@dataclass(frozen=True, slots=True)
class Work:
    """A commit to be: `topic` names the branch it is on, if any; `partner` wrote it too, `reviewer` read it."""

    at: datetime
    who: str
    place: str
    topic: str = ""
    reviewer: str = ""
    partner: str = ""
    scene: Scene | None = None


@dataclass(frozen=True, slots=True)
class Merge:
    """A branch comes to main, through the hands of someone who read it."""

    at: datetime
    who: str
    topic: str


Step = Work | Merge


@dataclass(frozen=True, slots=True)
class _Sitting:
    start: datetime
    commits: tuple[datetime, ...]
    scene: Scene | None = None
    late: bool = False


def steps(seed: int, without: Collection[str]) -> list[Step]:
    """All that people do, in the order it happens."""
    scenes = _cast(without)
    found: list[Step] = []
    monday = FOUNDED
    while monday <= AS_OF.date():
        for person in TEAM.values():
            found.extend(_week(seed, without, person, monday, scenes))
        monday += timedelta(days=7)
    merged = {step.topic for step in found if isinstance(step, Merge) and step.at <= AS_OF}
    return sorted((_landed(step, merged) for step in found if step.at <= AS_OF), key=lambda step: step.at)


def _landed(step: Step, merged: Collection[str]) -> Step:
    """The step itself; but a branch that nobody merges before the end was no branch."""
    return replace(step, topic="") if isinstance(step, Work) and step.topic not in merged else step


def signature(seed: int, who: str, at: datetime, without: Collection[str]) -> Signature:
    """The name and address that person commits under at that time."""
    person, dice = TEAM[who], Dice(seed, "alias", who, at.isoformat())
    if "aliases" in without or not person.also:
        return person.signature
    if who == "mara":
        if at.date() < date(2025, 9, 1):
            return person.also[0]
        return person.also[1] if dice.chance(0.06) else person.signature
    own_time = at.hour >= 17 or at.weekday() >= 5
    return person.also[0] if dice.chance(0.5 if own_time else 0.08) else person.signature


def _cast(without: Collection[str]) -> tuple[Scene, ...]:
    """The scenes of the script, played by others where a truth is left out."""
    ledger, protocol = LEDGER, PROTOCOL
    if "ledger-held-by-mara" in without:
        stand_ins = ("tomas", "mara", "ife")
        ledger = tuple(replace(scene, who=stand_ins[nth % 3]) for nth, scene in enumerate(LEDGER))
    if "protocol-blind-spot" in without:
        protocol = tuple(
            replace(scene, reviewer="mara") if nth % 3 == 0 else scene for nth, scene in enumerate(PROTOCOL)
        )
    return ledger + protocol


def _week(seed: int, without: Collection[str], person: Person, monday: date, scenes: Sequence[Scene]) -> Iterator[Step]:
    days = [day for day in (monday + timedelta(days=n) for n in range(5)) if person.works(day)]
    own = {
        scene.day: scene
        for scene in scenes
        if scene.who == person.id and monday <= scene.day < monday + timedelta(days=7)
    }
    days = sorted({*days, *own})
    if person.id == "ravi" and "ravi-silent" not in without:
        days = [day for day in days if day <= SILENCE]
    if not days:
        return
    dice = Dice(seed, "week", person.id, monday)
    if person.id == "mara":
        sittings = _lead_sittings(dice, person, monday, days, own, without)
    else:
        sittings = _sittings(dice, person, monday, days, own, without)
    for nth, sitting in enumerate(sittings):
        yield from _steps_of(dice, person, sitting, f"{person.id}-{monday}-{nth}", without)


def _lead_sittings(
    dice: Dice, person: Person, monday: date, days: Sequence[date], own: dict[date, Scene], without: Collection[str]
) -> list[_Sitting]:
    """Mara's week, told in hours: long mornings and afternoons once, short and late ones in the end."""
    low, high = lead_hours(monday, without)
    hours = dice.between(low, high) * len(days) / 5
    drifting = monday >= DRIFT and "drift" not in without
    count = len(days) if drifting else max(1, round(hours / 2.5))
    late = round(count * 0.4) if monday >= EVENINGS and "evenings" not in without else 0
    slots = _slots(dice, days, count, own)
    by_day = {day: nth for nth, (day, _) in enumerate(slots) if day not in own and day.weekday() < 4}
    evenings = set(dice.some(list(by_day.values()), late))
    sittings = []
    for nth, (day, half) in enumerate(slots):
        length = hours / count * dice.between(0.85, 1.15)
        opens = _EVENING if nth in evenings else _HALVES[half]
        start = person.at(day, dice.between(*opens))
        sittings.append(_Sitting(start, _beats(dice, start, length), own.pop(day, None), nth in evenings))
    return sittings


def _beats(dice: Dice, start: datetime, hours: float) -> tuple[datetime, ...]:
    """When commits are made in a sitting of that length: one each 35 to 55 minutes, the last at its end."""
    count = max(1, round(hours * 60 / dice.between(40, 50)))
    step = hours * 60 / count
    return tuple(
        start + timedelta(seconds=round(60 * (step * (nth + 1) + dice.between(-4, 0)))) for nth in range(count)
    )


def _sittings(
    dice: Dice, person: Person, monday: date, days: Sequence[date], own: dict[date, Scene], without: Collection[str]
) -> list[_Sitting]:
    """A week told in commits, one to four to a sitting."""
    low, high = pace(person.id, monday, without)
    left = round(dice.whole(low, high) * len(days) / 5) if low != high else low
    counts: list[int] = []
    while left > 0:
        counts.append(min(left, dice.weighted(((1, 3.0), (2, 4.0), (3, 2.0), (4, 1.0)))))
        left -= counts[-1]
    sittings = []
    for count, (day, half) in zip(counts, _slots(dice, days, len(counts), own), strict=False):
        start = person.at(day, person.starts + (0.3 if half == 0 else 4.3) + dice.between(0, 0.8))
        commits, at = [], start
        for _ in range(count):
            at += timedelta(seconds=round(60 * dice.between(22, 55)))
            commits.append(at)
        sittings.append(_Sitting(start, tuple(commits)))
    if days[-1] == SILENCE:
        at = person.at(day=SILENCE, hour=18.1)
        sittings.append(_Sitting(at, (at,)))
    for day, scene in own.items():
        at = person.at(day, person.starts + 8 + dice.between(0, 0.6))
        sittings.append(_Sitting(at, (at,), scene))
    return sittings


def _slots(dice: Dice, days: Sequence[date], count: int, own: Collection[date]) -> list[tuple[date, int]]:
    """Half days to sit down on: first those the script asks for, then any."""
    must = [(day, 0) for day in days if day in own]
    free = [(day, half) for half in (0, 1) for day in days if (day, half) not in must]
    return sorted([*must[:count], *dice.some(free, max(0, count - len(must)))])


def _steps_of(dice: Dice, person: Person, sitting: _Sitting, name: str, without: Collection[str]) -> Iterator[Step]:
    """The commits of a sitting, and the merge if they were made on a branch."""
    place = dice.weighted(tuple(drawn_to(person.id, sitting.start.date(), without).items()))
    readers = _Readers.of(person, place, sitting.start.date(), without)
    branch = bool(readers) and place not in _NO_BRANCHES and (sitting.late or _is_branch(dice, sitting))
    for nth, at in enumerate(sitting.commits):
        if sitting.scene and nth == len(sitting.commits) - 1:
            yield Work(at, person.id, sitting.scene.place, reviewer=sitting.scene.reviewer, scene=sitting.scene)
        elif branch:
            yield Work(at, person.id, place, topic=name)
        else:
            reviewer = readers.pick(dice) if readers and dice.chance(0.9) else ""
            partners = [who for who in readers.others if who != reviewer]
            partner = dice.pick(partners) if partners and at.date() < LAST_WEEK and dice.chance(0.05) else ""
            yield Work(at, person.id, place, reviewer=reviewer, partner=partner)
    if branch:
        who = readers.pick(dice)
        yield Merge(_reads(dice, TEAM[who], sitting.commits[-1]), who, name)


@dataclass(frozen=True, slots=True)
class _Readers:
    """Who is there to review a piece of work; `lead` is the share that goes to Mara."""

    others: Mapping[str, float]
    lead: float

    @classmethod
    def of(cls, person: Person, place: str, day: date, without: Collection[str]) -> "_Readers":
        if person.id == "dana" and "dana-unreviewed" not in without:
            return cls({}, 0)
        able = reviewers(place, day, without)
        others = {who: weight for who, weight in able.items() if who != person.id and TEAM[who].works(day)}
        lead = lead_share(place, day, without) if able and person.id != "mara" and TEAM["mara"].works(day) else 0
        return cls(others, lead)

    def __bool__(self) -> bool:
        return bool(self.others)

    def pick(self, dice: Dice) -> str:
        """One of them."""
        return "mara" if dice.chance(self.lead) else dice.weighted(tuple(self.others.items()))


def _is_branch(dice: Dice, sitting: _Sitting) -> bool:
    return (
        len(sitting.commits) > 1
        and not sitting.scene
        and sitting.start.date() != FORMATTED  # so that little is left out of the formatting
        and dice.chance(0.4)
    )


def _reads(dice: Dice, person: Person, written: datetime) -> datetime:
    """When that person gets round to the merge: soon, but within their own working day."""
    at = (written + timedelta(minutes=round(dice.between(15, 150)))).astimezone(person.at(written.date(), 12).tzinfo)
    for _ in range(40):
        opens = person.at(at.date(), person.starts)
        if person.works(at.date()) and at < opens + timedelta(hours=9):
            return max(at, opens + timedelta(minutes=dice.whole(5, 40)))
        at = person.at(at.date() + timedelta(days=1), 0.1)
    return at
