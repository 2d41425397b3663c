"""Maps of histories that are young, empty, cut, imported, renamed, asleep, one person's, or of several clones."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from advice.asking import every_word, figure, said, words, workspace_for
from builders_git import IFE, MARA, RAVI, SOFIE, TOMAS, History
from trimtab.advice.answer import Answer, Claim
from trimtab.advice.map import first_screen, map_of
from trimtab.errors import UsageError
from trimtab.workspace import Workspace, open_clone, open_workspace

NOW = datetime(2026, 11, 16, 9, tzinfo=UTC)


@pytest.fixture
def history(tmp_path: Path) -> History:
    return History(tmp_path / "harbour")


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))


def day(ago: float) -> datetime:
    return NOW - timedelta(days=ago)


def work(history: History, path: str, who: str, times: int, *, ago: float = 60, every: float = 3) -> None:
    """Changes to one file, one each few days, the first so many days ago."""
    with history.many():
        for turn in range(times):
            text = "".join(f"line {line} of turn {turn}\n" for line in range(10))
            history.commit(f"{path}: turn {turn}", files={path: text}, author=who, at=day(ago - turn * every))


def mapped(workspace: Workspace, inside: str | None = None, *, as_of: str | None = None, months: int = 3) -> Answer:
    workspace.sync(NOW)
    return map_of(workspace, now=NOW, as_of=as_of, inside=inside, months=months)


def titled(answer: Answer, title: str) -> list[Claim]:
    return [claim for section in answer.sections if section.title == title for claim in section.claims]


def team(history: History) -> None:
    """Mara and Tomas in billing, Ife in the api; nobody holds the whole."""
    work(history, "billing/tax.py", MARA, 12)
    work(history, "billing/rates.py", TOMAS, 12)
    work(history, "api/app.py", IFE, 14)
    work(history, "deploy/run.sh", RAVI, 12)


def test_an_empty_repository_has_an_answer(history: History, tmp_path: Path) -> None:
    answer = mapped(workspace_for(tmp_path / "mara", history.path))

    assert answer.claim == "Nothing has been committed here yet, so there is nothing to know."
    assert list(answer.claims()) == []


def test_before_the_first_commit_the_answer_says_when_that_was(history: History, tmp_path: Path) -> None:
    team(history)

    answer = mapped(workspace_for(tmp_path / "mara", history.path), as_of="2020-01-01")

    assert "Nothing had been committed by 1 January 2020; the first commit is of 17 September 2026" in answer.claim


def test_an_instant_to_come_is_refused_and_the_end_of_this_week_is_not(history: History, tmp_path: Path) -> None:
    team(history)
    workspace = workspace_for(tmp_path / "mara", history.path)

    assert mapped(workspace, as_of="2026-W47").claim
    with pytest.raises(UsageError, match="1 March 2027 is still to come"):
        mapped(workspace, as_of="2027-03-01")


def test_a_past_instant_shows_what_was_there_then(history: History, tmp_path: Path) -> None:
    work(history, "api/app.py", IFE, 6, ago=300)
    work(history, "api/more.py", TOMAS, 6, ago=295)
    history.commit(files={"api/app.py": "gone\n" * 500}, author=MARA, at=day(10))

    then = mapped(workspace_for(tmp_path / "mara", history.path), as_of="2026-02-20")

    # Both files had ten lines.
    assert figure(said(then, "area:api/"), "size") == 20
    assert "Mara" not in every_word(then)


def test_nothing_that_happened_later_is_seen(history: History, tmp_path: Path) -> None:
    team(history)
    workspace = workspace_for(tmp_path / "mara", history.path)
    before = mapped(workspace, as_of="2026-11-15")

    work(history, "web/page.ts", IFE, 9, ago=0.4, every=0.01)
    work(history, "billing/tax.py", RAVI, 9, ago=0.3, every=0.01)
    history.commit(moves={"api": "service"}, author=TOMAS, at=day(0.1))
    after = mapped(workspace, as_of="2026-11-15")

    assert after == before


def test_the_same_question_has_the_same_answer(history: History, tmp_path: Path) -> None:
    team(history)
    workspace = workspace_for(tmp_path / "mara", history.path)

    assert mapped(workspace) == mapped(workspace)


def test_what_one_person_did_alone_is_said_once(history: History, tmp_path: Path) -> None:
    work(history, "billing/tax.py", MARA, 12)
    work(history, "api/app.py", MARA, 12)

    answer = mapped(workspace_for(tmp_path / "mara", history.path))

    (whole,) = titled(answer, "HELD BY ONE")
    assert "is yours; bus factor 1" in whole.text
    assert "nearly all that changed in 8 weeks is yours" in answer.claim
    assert [claim.cells for claim in titled(answer, "AREAS") if len(claim.cells) != 3] == []


def test_an_observer_has_no_blind_spots_and_nobody_is_you(history: History, tmp_path: Path) -> None:
    team(history)

    answer = mapped(workspace_for(tmp_path / "mara", history.path, me="auditor@elsewhere.example"))

    assert "you" not in every_word(answer).split()
    assert {"ONLY YOU", "BLIND SPOTS"} & {section.title for section in answer.sections} == set()


def test_how_long_one_must_not_have_been_there_can_be_said(history: History, tmp_path: Path) -> None:
    team(history)
    work(history, "api/app.py", MARA, 1, ago=50)
    workspace = workspace_for(tmp_path / "mara", history.path)

    three, one = mapped(workspace), mapped(workspace, months=1)

    assert said(three, "blind:api/") is None
    assert "you last read it on 27 Sep" in words(said(one, "blind:api/"))


def test_a_commit_that_takes_in_the_whole_tree_makes_nobody_know_it(history: History, tmp_path: Path) -> None:
    tree = {f"{folder}/file{number}.py": "x = 1\n" * 30 for folder in ("billing", "api", "web") for number in range(40)}
    history.commit("import", files=tree, author=SOFIE, at=day(100))
    team(history)

    answer = mapped(workspace_for(tmp_path / "mara", history.path))

    assert "Sofie" not in every_word(answer)
    # Its files are there all the same: forty of them, and the two that the team has made since.
    assert figure(said(answer, "area:billing/"), "files") == 42


def test_a_single_giant_commit_is_no_ground_for_a_number(history: History, tmp_path: Path) -> None:
    history.commit("all of it", files={f"src/f{number}.py": "x\n" * 99 for number in range(400)}, at=day(20))

    answer = mapped(workspace_for(tmp_path / "mara", history.path))

    assert titled(answer, "AREAS") == []
    assert answer.chart is not None
    assert answer.chart.areas == ()


def test_a_renamed_top_folder_keeps_its_people(history: History, tmp_path: Path) -> None:
    work(history, "jobs/queue.py", RAVI, 10, ago=90)
    work(history, "api/app.py", IFE, 10, ago=89)
    history.commit("rename", moves={"jobs": "workers"}, author=TOMAS, at=day(20))
    workspace = workspace_for(tmp_path / "mara", history.path)

    answer, closer = mapped(workspace), mapped(workspace, "jobs")

    assert "Ravi" in words(said(answer, "area:workers/"))
    assert said(answer, "area:jobs/") is None
    assert closer.caveats[0] == "jobs is called workers now"
    assert titled(closer, "KNOWN TO")[0].name == "Ravi"


def test_a_place_without_changes_in_the_year_says_when_it_changed_last(history: History, tmp_path: Path) -> None:
    work(history, "legacy/old.py", RAVI, 8, ago=900)
    team(history)
    workspace = workspace_for(tmp_path / "mara", history.path)

    quiet = mapped(workspace, "legacy")

    (last,) = titled(quiet, "LAST CHANGED")
    # 900 days before 16 November 2026, and seven times three days later.
    assert quiet.claim == (
        "Nothing that teaches anything changed in legacy in 12 months; it changed last on 20 Jun 2024."
    )
    assert last.text == "on 20 Jun 2024 by Ravi: legacy/old.py: turn 7"
    assert last.because[0].total == 8
    assert [one for claim in quiet.claims() for one in claim.figures] == []


def test_a_place_that_is_gone_says_so(history: History, tmp_path: Path) -> None:
    work(history, "trial/try.py", RAVI, 3, ago=800)
    history.commit("no trial", files={"trial/try.py": None}, author=MARA, at=day(700))
    team(history)

    gone = mapped(workspace_for(tmp_path / "mara", history.path), "trial/try.py")

    assert titled(gone, "LAST CHANGED")[0].text == "on 16 Dec 2024 by Mara: no trial; it is not there any more"


def test_an_area_whose_people_are_gone_is_known_to_nobody(history: History, tmp_path: Path) -> None:
    work(history, "sync/store.py", SOFIE, 10, ago=300)
    team(history)

    answer = mapped(workspace_for(tmp_path / "mara", history.path))

    (lost,) = titled(answer, "NOBODY")
    assert lost.text.startswith("Sofie knew it and is gone; 10 changes in 10 months")
    assert said(answer, "area:sync/") is not None
    assert "nobody; was Sofie" in words(said(answer, "area:sync/"))
    assert "1 is known to nobody who is still active" in answer.claim


def test_a_project_that_sleeps_is_shown_as_of_its_last_day(history: History, tmp_path: Path) -> None:
    for path, who in (("billing/tax.py", MARA), ("api/app.py", IFE)):
        work(history, path, who, 10, ago=300)

    answer = mapped(workspace_for(tmp_path / "mara", history.path))

    assert "nobody who knows any of them has been here for 273 days" in answer.claim
    assert answer.caveats[0] == "nobody who ever made three commits has done anything for 273 days"
    assert titled(answer, "NOBODY") == []
    assert answer.next_command == "trimtab map --as-of 2026-02-16"


def test_what_only_another_branch_holds_is_no_part_of_the_system(history: History, tmp_path: Path) -> None:
    team(history)
    for turn in range(9):
        history.commit(
            files={"trial/try.py": f"{turn}\n"}, author=SOFIE, at=day(40 - turn), branch="trial", parents=None
        )

    answer = mapped(workspace_for(tmp_path / "mara", history.path))

    assert said(answer, "area:trial/") is None
    assert said(answer, "area:billing/") is not None


def test_what_goes_along_with_everything_is_no_news(history: History, tmp_path: Path) -> None:
    team(history)
    for turn in range(9):
        both = {"sync/store.py": f"{turn}\n", "flow/run.py": f"{turn}\n", "docs/use.md": f"{turn}\n"}
        history.commit(files=both, author=SOFIE, at=day(50 - turn))

    answer = mapped(workspace_for(tmp_path / "mara", history.path))

    (pair,) = titled(answer, "CHANGE TOGETHER")
    # Nine commits changed both, and neither ever changed alone; docs/ went along, and is drawn.
    assert pair.text == "100 % of its changes touch flow/ too: 9 of 9"
    assert answer.chart is not None
    assert {(link.one, link.other) for link in answer.chart.links} == {
        ("flow/", "sync/"),
        ("docs/", "flow/"),
        ("docs/", "sync/"),
    }


def test_a_shallow_clone_says_what_it_lacks(history: History, tmp_path: Path) -> None:
    team(history)
    history.git("clone", "-q", "--bare", "--depth", "12", f"file://{history.path}", str(tmp_path / "cut.git"))

    answer = mapped(open_clone(tmp_path / "cut.git"))

    assert any("is a shallow clone: older history is not there" in one for one in answer.caveats)


def test_areas_of_several_clones_with_one_name_are_told_apart(history: History, tmp_path: Path) -> None:
    team(history)
    other = History(tmp_path / "pier")
    work(other, "api/app.py", SOFIE, 12, ago=59)
    work(other, "moor/rope.py", SOFIE, 12, ago=58)
    mara = workspace_for(tmp_path / "mara", history.path)
    with (mara.folder / "trimtab.yaml").open("a") as settings:
        settings.write(f"    - slug: pier\n      path: {other.path}\n")
    workspace = open_workspace(mara.folder)

    answer = mapped(workspace)
    names = {claim.name for claim in titled(answer, "AREAS")}

    assert {"harbour:api/", "pier:api/", "billing/", "moor/"} <= names
    assert "Sofie" in words(said(answer, "area:pier:api/"))
    assert "KNOWN TO" in {section.title for section in mapped(workspace, "pier:api").sections}
    whole = mapped(workspace, "pier")
    assert "Sofie alone" in whole.claim
    assert [claim.name for claim in titled(whole, "INSIDE")] == ["moor/", "api/"]
    with pytest.raises(UsageError, match=r"several clones\. Say which: harbour:api/, pier:api/"):
        mapped(workspace, "api")


def test_of_very_many_areas_the_hottest_are_listed_and_the_rest_counted(history: History, tmp_path: Path) -> None:
    with history.many():
        for number in range(260):
            who = (MARA, TOMAS, IFE)[number % 3]
            history.commit(files={f"part{number}/a.py": "x = 1\n"}, author=who, at=day(80 - number / 4))
    mara = workspace_for(tmp_path / "mara", history.path)
    with (mara.folder / "trimtab.yaml").open("a") as settings:
        settings.write("areas: ['part*/']\n")

    answer = mapped(open_workspace(mara.folder))
    ids = [claim.id for claim in answer.claims()]

    assert len(titled(answer, "AREAS")) == 240
    assert len(ids) == len(set(ids))
    assert "20 more areas change less than these, and are not listed" in answer.caveats
    assert len(first_screen(answer).sections[0].claims) < 40
