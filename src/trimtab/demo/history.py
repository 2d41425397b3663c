"""Plays the story: takes all steps in order, edits files, and writes the stream of commits.

A branch's edits stay with the branch until it is merged, and nobody else touches its files meanwhile, so no merge ever
has a conflict to tell about.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from heapq import merge as in_order

from trimtab.demo import files, machines
from trimtab.demo._dice import Dice
from trimtab.demo.areas import AREAS
from trimtab.demo.branches import SIDE_BRANCHES, SideBranch
from trimtab.demo.errands import Errand, Release, errands, releases
from trimtab.demo.evidence import Deed, shown_by
from trimtab.demo.files import Tree
from trimtab.demo.landed import Landed, Made
from trimtab.demo.stream import Entry, Stamp, Stream
from trimtab.demo.team import FOUNDED, MARA, TEAM
from trimtab.demo.text import Text
from trimtab.demo.weeks import Merge, Work, signature, steps
from trimtab.demo.words import Titles, branch_name, reason

MAIN = "refs/heads/main"


@dataclass(frozen=True, slots=True)
class History:
    """A finished stream; `evidence` maps ids of truths to the marks of their commits.

    `landed` is what people brought to main, in order; `asides` are the commits of branches that nobody merged.
    """

    stream: Stream
    evidence: Mapping[str, Sequence[int]]
    landed: Sequence[Landed]
    asides: Mapping[str, Sequence[Made]]


@dataclass(slots=True)
class _Topic:
    ref: str
    tip: int
    title: str
    place: str
    who: str
    commits: list[Made] = field(default_factory=list)
    edits: Tree = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Milestone:
    """Main at some commit: how many commits it reaches, and all its files."""

    mark: int
    at: datetime
    reaches: int
    tree: Tree


def play(seed: int, without: Collection[str]) -> History:
    """The whole history as a stream."""
    stage = _Stage(seed, without)
    stage.found()
    for step in in_order(steps(seed, without), errands(seed, without), releases(without), key=lambda step: step.at):
        match step:
            case Work():
                stage.work(step)
            case Merge():
                stage.merge(step)
            case Errand():
                stage.errand(step)
            case Release():
                stage.release(step)
    if "branches-in-flight" not in without:
        for branch in SIDE_BRANCHES:
            stage.leave_open(branch)
    stage.stream.point("refs/remotes/origin/main", stage.tip)
    return History(stage.stream, stage.evidence, stage.landed, stage.asides)


class _Stage:
    """Main, the open branches and all files, at one point of the story."""

    def __init__(self, seed: int, without: Collection[str]) -> None:
        self.seed, self.without = seed, without
        self.stream = Stream()
        self.evidence: dict[str, list[int]] = {}
        self.landed: list[Landed] = []
        self.asides: dict[str, list[Made]] = {}
        self._titles = Titles()
        self._topics: dict[str, _Topic] = {}
        self._main: list[_Milestone] = []
        self._packages: dict[str, str] = {}
        self._asides = () if "branches-in-flight" in without else SIDE_BRANCHES

    @property
    def tip(self) -> int:
        """The mark of main's newest commit."""
        return self._main[-1].mark

    @property
    def _tree(self) -> Tree:
        return self._main[-1].tree

    def found(self) -> None:
        """The first commit of all."""
        tree = files.first_files(Dice(self.seed, "first"))
        tree["requirements.lock"] = machines.lock({})
        if "vendored-and-generated" not in self.without:
            tree["web/dist/app.js"] = machines.built(self.seed, "first")
        at = MARA.at(FOUNDED, 9.2)
        stamp = Stamp(signature(self.seed, "mara", at, self.without), at)
        mark = self.stream.commit(Entry(MAIN, stamp, stamp, "harbour: start from the prototype", (), _texts(tree)))
        self._main.append(_Milestone(mark, at, 1, tree))

    def work(self, step: Work) -> None:
        """Someone's commit, on main or on a branch."""
        dice = Dice(self.seed, "work", step.who, step.at.isoformat())
        area, day = AREAS[step.place], step.at.date()
        folder = files.folder_of(step.place, day, self.without)
        tag = "workers" if folder == "workers" else area.tag
        topic = self._topics.get(step.topic)
        tree = {**self._tree, **topic.edits} if topic else self._tree
        if step.scene:
            paths, subject = list(step.scene.files), step.scene.subject
        else:
            paths = files.touched(dice, area, folder, tree, self._taken(step))
            subject = self._titles.subject(dice, area, tag)
        edits: Tree = {}
        for path in paths:
            edits |= files.edited(dice, files.area_of(path) if step.scene else area, (path,), tree)
        author, committer = self._stamps(dice, step)
        message = self._message(dice, step, subject)
        if step.topic:
            topic = topic or self._branch_off(step, branch_name(area, tag, subject))
            topic.tip = self.stream.commit(Entry(topic.ref, author, committer, message, (topic.tip,), _texts(edits)))
            topic.edits |= edits
            mark = topic.tip
            topic.commits.append(Made(mark, author, committer, message, tuple(paths)))
        else:
            mark = self._to_main(step.at, author, committer, message, edits)
            made = Made(mark, author, committer, message, tuple(paths))
            self.landed.append(Landed(step.place, step.who, step.reviewer, step.at, mark, "", (made,)))
        self._note(mark, Deed(step.who, author.at, author.who, paths, step.reviewer))

    def merge(self, step: Merge) -> None:
        """A branch comes home."""
        topic = self._topics.pop(step.topic)
        stamp = Stamp(signature(self.seed, step.who, step.at, self.without), step.at)
        message = f"Merge branch '{topic.title}'"
        entry = Entry(MAIN, stamp, stamp, message, (self.tip, topic.tip), _texts(topic.edits))
        self._grow(self.stream.commit(entry), step.at, len(topic.commits) + 1, topic.edits)
        self.stream.point(topic.ref, 0)
        self.landed.append(Landed(topic.place, topic.who, step.who, step.at, self.tip, topic.title, topic.commits))
        self._note(self.tip, Deed(step.who, step.at, stamp.who, (), step.who, merge=True))

    def errand(self, step: Errand) -> None:
        """A commit beside the work."""
        edits: Tree = {}
        renames: list[tuple[str, str]] = []
        match step.kind:
            case "bump":
                name, self._packages[name] = step.detail.split()
                edits["requirements.lock"] = machines.lock(self._packages)
            case "build":
                edits["web/dist/app.js"] = machines.built(self.seed, step.detail)
            case "rates":
                edits["billing/ledger/currencies.json"] = machines.rates(self.seed, step.at.isoformat())
            case "vendor":
                edits |= machines.tinydate(self.seed, step.detail)
            case "format":
                edits |= self._formatted()
            case "rename":
                renames += [("jobs", "workers"), ("tests/jobs", "tests/workers")]
        stamp = Stamp(step.by, step.at)
        mark = self._to_main(step.at, stamp, stamp, step.subject, edits, renames)
        if step.kind == "bump":
            made = Made(mark, stamp, stamp, step.subject, tuple(edits))
            self.landed.append(Landed("", step.by.name, "", step.at, mark, "", (made,)))
        if step.shows:
            self.evidence.setdefault(step.shows, []).append(mark)

    def release(self, step: Release) -> None:
        """A tag on main as it is."""
        self.stream.tag(step.name, self.tip, Stamp(step.by, step.at), f"Harbour {step.name}")
        if "releases-by-mara" not in self.without:
            self.evidence.setdefault("releases-by-mara", []).append(self.tip)

    def leave_open(self, branch: SideBranch) -> None:
        """A branch that stays unmerged; it forked from main as it was before its first commit."""
        person = TEAM[branch.who]
        began = person.at(branch.commits[0].day, branch.commits[0].hour)
        fork = [milestone for milestone in self._main if milestone.at < began][-1]
        tip, tree = fork.mark, dict(fork.tree)
        ref = f"refs/heads/{branch.name}" if branch.local else f"refs/remotes/origin/{branch.name}"
        edits: Tree = {}
        for aside in branch.commits:
            dice, at = Dice(self.seed, "aside", aside.subject), person.at(aside.day, aside.hour)
            for path in aside.files:
                edits |= files.edited(dice, files.area_of(path), (path,), {**tree, **edits})
            stamp = Stamp(person.signature, at)
            tip = self.stream.commit(
                Entry(
                    ref, stamp, stamp, f"{aside.subject}\n", (tip,), _texts({path: edits[path] for path in aside.files})
                )
            )
            self.asides.setdefault(branch.name, []).append(Made(tip, stamp, stamp, aside.subject, aside.files))
            self._note(tip, Deed(branch.who, at, person.signature, aside.files))
            self.evidence.setdefault("branches-in-flight", []).append(tip)
        if branch.catches_up:
            tip = self._catch_up(branch, ref, tip, edits)
        if branch.local and branch.pushed:
            self.stream.point(f"refs/remotes/origin/{branch.name}", tip)

    def _catch_up(self, branch: SideBranch, ref: str, tip: int, edits: Tree) -> int:
        """Its author merges main into it, as main was when `catches_up` commits were still to come."""
        whole = self._main[-1].reaches
        near = min(self._main[-300:], key=lambda milestone: abs(whole - milestone.reaches - branch.catches_up))
        stamp = Stamp(
            TEAM[branch.who].signature,
            near.at.astimezone(TEAM[branch.who].at(near.at.date(), 0).tzinfo) + timedelta(minutes=9),
        )
        message = f"Merge branch 'main' into {branch.name}"
        return self.stream.commit(
            Entry(ref, stamp, stamp, message, (tip, near.mark), _texts({**near.tree, **edits}), whole=True)
        )

    def _branch_off(self, step: Work, title: str) -> _Topic:
        ref = f"refs/topics/{len(self._main)}-{step.topic}"
        topic = self._topics[step.topic] = _Topic(ref, self.tip, title, step.place, step.who)
        return topic

    def _taken(self, step: Work) -> set[str]:
        """Files that other branches hold."""
        topics = (path for name, topic in self._topics.items() if name != step.topic for path in topic.edits)
        asides = (path for branch in self._asides for path in branch.files if branch.commits[0].day <= step.at.date())
        return {*topics, *asides}

    def _stamps(self, dice: Dice, step: Work) -> tuple[Stamp, Stamp]:
        """Author and committer; what was reviewed for main was written some minutes before it landed."""
        who = signature(self.seed, step.who, step.at, self.without)
        wrote = step.at - timedelta(seconds=dice.whole(200, 1100)) if step.reviewer else step.at
        return Stamp(who, wrote), Stamp(who, step.at)

    def _message(self, dice: Dice, step: Work, subject: str) -> str:
        paragraphs = [subject]
        if dice.chance(0.35):
            paragraphs.append(reason(dice, AREAS[step.place]))
        trailers = []
        if step.partner:
            trailers.append(f"Co-authored-by: {TEAM[step.partner].signature}")
        if step.reviewer:
            trailers.append(f"Reviewed-by: {TEAM[step.reviewer].signature}")
        if trailers:
            paragraphs.append("\n".join(trailers))
        return "\n\n".join(paragraphs) + "\n"

    def _formatted(self) -> Tree:
        busy = {path for topic in self._topics.values() for path in topic.edits}
        return {
            path: text.formatted()
            for path, text in self._tree.items()
            if path.endswith(".py") and isinstance(text, Text) and path not in busy
        }

    def _to_main(
        self,
        at: datetime,
        author: Stamp,
        committer: Stamp,
        message: str,
        edits: Tree,
        renames: Sequence[tuple[str, str]] = (),
    ) -> int:
        mark = self.stream.commit(Entry(MAIN, author, committer, message, (self.tip,), _texts(edits), renames))
        self._grow(mark, at, 1, edits, renames)
        return mark

    def _grow(
        self, mark: int, at: datetime, commits: int, edits: Tree, renames: Iterable[tuple[str, str]] = ()
    ) -> None:
        tree = dict(self._tree)
        for old, new in renames:
            tree = {
                f"{new}{path.removeprefix(old)}" if path.startswith(f"{old}/") else path: text
                for path, text in tree.items()
            }
        self._main.append(_Milestone(mark, at, self._main[-1].reaches + commits, {**tree, **edits}))

    def _note(self, mark: int, deed: Deed) -> None:
        for truth in shown_by(deed):
            if truth not in self.without:
                self.evidence.setdefault(truth, []).append(mark)
        if deed.who == "ravi" and "ravi-silent" not in self.without:
            self.evidence["ravi-silent"] = [mark]


def _texts(tree: Tree) -> dict[str, str | None]:
    return {path: str(text) for path, text in tree.items()}
