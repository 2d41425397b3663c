"""Away on made histories: merging, tagging, branches, texts, several areas at once; each history is told in a few lines."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from advice.asking import commits, every_word, figure, said, words, workspace_for
from builders_git import IFE, MARA, TOMAS, History
from trimtab.advice.answer import Answer
from trimtab.advice.away import away

NOW = datetime(2026, 11, 15, 23, tzinfo=UTC)
PEOPLE = "mara: mara@harbour.example\ntomas: tomas@harbour.example\nife: ife@harbour.example\n"


class Told:
    """A history by weeks before `NOW`; `ask` reads it into a workspace of Mara's."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.history = History(folder / "harbour")
        self.acts: list[tuple[datetime, Callable[[datetime], object]]] = []

    def write(self, who: str, path: str, *weeks: int, by: str | None = None, times: int = 1) -> None:
        """Commits to a file in each of the weeks; `by` is who applied them for their author."""
        for week in weeks:
            for number in range(times):
                at = NOW - timedelta(weeks=week, days=2, hours=number)
                self.acts.append((at, lambda at, who=who, path=path, by=by: self._commit(who, path, by, at)))

    def ask(self, person: str = "me", *, leave: str = "", **days: str) -> Answer:
        """What stalls without somebody; `leave` is added to Mara's file."""
        with self.history.many():
            for at, act in sorted(self.acts, key=lambda pair: pair[0]):
                act(at)
        workspace = workspace_for(self.folder / "lead", self.history.path, people=PEOPLE)
        file = self.folder / "lead" / "people" / "mara.md"
        file.write_text(
            file.read_text("utf-8").replace("\n---", f"\n{leave}---", 1) if leave else file.read_text("utf-8")
        )
        workspace.sync(NOW)
        return away(workspace, person, now=NOW, **days)

    def _commit(self, who: str, path: str, by: str | None, at: datetime) -> None:
        lines = "".join(f"{who} {at.isoformat()} {number}\n" for number in range(12))
        self.history.commit(f"{path} at {at:%d %b %H:%M}", files={path: lines}, author=who, committer=by, at=at)


@pytest.fixture
def told(tmp_path: Path) -> Told:
    return Told(tmp_path)


def tasks(answer: Answer) -> list[str]:
    return [claim.text for claim in answer.claims() if claim.subject.startswith("task:")]


def test_merging_stalls_where_one_person_takes_in_what_others_write(told: Told) -> None:
    told.write(TOMAS, "api/routes.py", *range(20), by=MARA, times=2)

    answer = told.ask()

    merging = said(answer, "merges")
    assert "24 of 24 merges of others' work in 12 weeks by you" in words(merging)
    assert "nobody else has merged anything in a year" in words(merging)
    assert len(commits(merging, "you")) == 24
    assert tasks(answer) == []


def test_merging_that_others_do_too_holds_up(told: Told) -> None:
    told.write(TOMAS, "api/routes.py", *range(20), by=MARA)
    told.write(TOMAS, "api/views.py", *range(20), by=IFE)
    told.write(IFE, "web/app.ts", *range(20))

    answer = told.ask()

    assert said(answer, "merges") is None
    assert "merging (Ife, 12 of 24): shared" in words(said(answer, "duties"))


def test_merging_that_stopped_whenever_somebody_was_away_stalls_though_others_share_it(told: Told) -> None:
    # Each week Tomas writes two changes. With Mara there both are taken in, one by her and one by Ife; in the ten weeks
    # without her none is, though twenty would be usual.
    for week in range(40):
        gone = 20 <= week < 30
        told.write(TOMAS, "api/routes.py", week, by=None if gone else MARA)
        told.write(TOMAS, "api/views.py", week, by=None if gone else IFE)
    told.write(IFE, "web/app.ts", *range(40))

    answer = told.ask()

    merging = said(answer, "merges")
    assert "12 of 24 merges of others' work in 12 weeks by you" in words(merging)
    assert "0 in 10 weeks without you, 20 would be usual" in words(merging)
    assert figure(merging, "went on without") == 0
    assert tasks(answer)[0] == "0.2 h: agree that Ife merges while you are away -> a3"


def test_a_lightweight_tag_counts_for_who_wrote_its_commit_and_a_line_of_versions_for_nobody(told: Told) -> None:
    told.write(MARA, "web/app.ts", *range(8), times=3)
    told.write(TOMAS, "api/routes.py", *range(8), times=3)
    told.ask()
    by_mara = told.history.git("log", "--author=Mara", "--format=%H", "-5").split()
    by_tomas = told.history.git("log", "--author=Tomas", "--format=%H", "-1")
    for number, oid in enumerate(by_mara):
        told.history.git("tag", f"v1.{number}", oid)
    for name in ("v1.x", "latest", "nightly-build"):
        told.history.git("tag", name, by_tomas)
    told.acts.clear()

    tagging = words(said(told.ask(), "releases"))

    assert "all of the last 5 by you" in tagging


def test_release_tagging_by_two_people_holds_up(told: Told) -> None:
    told.write(MARA, "web/app.ts", *range(8), times=3)
    told.write(TOMAS, "web/app.ts", *range(8), times=3)
    told.ask()
    for author in ("Mara", "Tomas"):
        for number, oid in enumerate(told.history.git("log", f"--author={author}", "--format=%H", "-3").split()):
            told.history.git("tag", f"{author.lower()}-1.{number}", oid)
    told.acts.clear()

    answer = told.ask()

    assert said(answer, "releases") is None
    assert "release tagging (Tomas, 3 of 6): shared" in words(said(answer, "duties"))


def test_a_branch_that_gathers_the_work_of_others_is_not_somebodys_own(told: Told) -> None:
    told.write(MARA, "web/app.ts", *range(8), times=3)
    told.write(TOMAS, "web/app.ts", *range(8), times=3)
    told.ask()
    told.acts.clear()
    history, at = told.history, NOW - timedelta(days=1)
    history.point("gather", history.tips["main"])
    for number in range(3):
        history.point("topic", history.tips["main"])
        history.commit("a topic", files={f"t{number}.ts": "1\n"}, author=TOMAS, branch="topic", at=at)
        history.merge("topic", into="gather", author=MARA, files={f"t{number}.ts": "1\n"}, at=at)
    history.delete("topic")

    assert said(told.ask(), "branches") is None


def test_the_same_done_by_the_same_person_in_several_areas_is_one_task(told: Told) -> None:
    told.write(MARA, "billing/ledger/post.py", *range(24))
    told.write(MARA, "sync/store/blobs.py", *range(24))
    told.write(TOMAS, "billing/ledger/post.py", 1)
    told.write(TOMAS, "sync/store/blobs.py", 2)
    told.write(TOMAS, "api/routes.py", *range(24), times=2)

    answer = told.ask()

    ids = ", ".join(str(claim.id) for area in ("billing/", "sync/") if (claim := said(answer, f"stalls:{area}")))
    joined = [task for task in tasks(answer) if task.count("Tomas reviews your next changes in")]
    assert len(joined) == 1
    assert joined[0].endswith(f"-> {ids}") or joined[0].endswith(f"-> {', '.join(reversed(ids.split(', ')))}")


def test_branches_that_lie_are_decided_on_in_one_go(told: Told) -> None:
    told.write(MARA, "web/app.ts", *range(8), times=3)
    told.write(TOMAS, "web/app.ts", *range(8), times=3)
    told.ask()
    told.acts.clear()
    for name in ("rounding", "budget"):
        told.history.point(name, told.history.tips["main"])
        for days in (60, 59):
            at = NOW - timedelta(days=days)
            files = {f"{name}.py": f"{days}\n" * 40}
            told.history.commit(f"{name} {days}", files=files, author=MARA, branch=name, at=at)

    answer = told.ask()

    assert "2 branches" in words(said(answer, "branches"))
    assert [task.partition(": ")[2] for task in tasks(answer) if "drop" in task] == [
        "merge or drop `budget` and `rounding` -> a2"
    ]


def test_texts_alone_stand_on_no_line_of_their_own_and_bring_no_task(told: Told) -> None:
    told.write(MARA, "guide/start.md", *range(24), times=2)
    told.write(TOMAS, "api/routes.py", *range(24), times=2)

    answer = told.ask()

    assert "guide/" in words(said(answer, "rest"))
    assert said(answer, "stalls:guide/") is None
    assert not any("guide" in task for task in tasks(answer))


def test_areas_that_only_one_reviews_and_others_know_are_told(told: Told) -> None:
    told.write(MARA, "web/app.ts", *range(24))
    for week in range(20):
        at = NOW - timedelta(weeks=week, days=3)
        message = f"routes at {week}\n\nReviewed-by: {MARA}"
        text = "".join(f"{week} {number}\n" for number in range(9))
        told.acts.append(
            (at, lambda at, m=message, t=text: told.history.commit(m, files={"api/r.py": t}, author=TOMAS, at=at))
        )

    answer = told.ask()

    assert "reviews of api/ (20 of 20): only you; others know it" in words(said(answer, "reviews"))


def test_leave_in_the_records_is_offered_as_days_to_ask_about(told: Told) -> None:
    told.write(MARA, "web/app.ts", *range(8), times=3)
    leave = "leave:\n  - {from: 2026-12-21, to: 2027-01-06}\n"

    unasked = told.ask(leave=leave)
    told.acts.clear()
    asked = told.ask(first="2026-12-21", last="2027-01-06")

    assert "the records know of leave: --from 2026-12-21 --to 2027-01-06" in unasked.caveats
    assert asked.period == "Mara away, 13 working days from 21 Dec"
    assert not any("records know" in note for note in asked.caveats)


def test_of_one_active_person_everything_stalls_and_who_came_by_is_named(told: Told) -> None:
    told.write(MARA, "web/app.ts", *range(24), times=2)
    told.write(TOMAS, "web/app.ts", 3)

    answer = told.ask()

    assert "nobody else is active; 48 of 49 commits" in words(said(answer, "everything"))
    assert "came by: Tomas (1 commit)" in words(said(answer, "everything"))
    assert "area is left with a single holder" in every_word(answer)
