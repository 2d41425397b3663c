"""Trust: past judgements are made again, kept for a week, and told beside a simple rule's; what is told follows from counts."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from advice.asking import every_word, said, workspace_for
from builders_git import MARA, TOMAS, History
from builders_past import NOW, frames, settled
from builders_tracker import IFE, TRACKER, pull
from trimtab.advice import measured
from trimtab.advice.answer import Answer
from trimtab.advice.trust import refresh, trust
from trimtab.advice.trust._measure import Measured, read
from trimtab.advice.trust._words import sure, trust_in
from trimtab.analyses.backtests import Case, Result, owners
from trimtab.analyses.forecasts import Calibration
from trimtab.workspace import Workspace

TODAY = datetime(2026, 5, 4, 12, tzinfo=UTC)


@pytest.fixture
def small(tmp_path: Path) -> Workspace:
    """A workspace of Mara's whose clone is a fortnight old."""
    clone = History(tmp_path / "harbour")
    for day in range(10, 24):
        author = (MARA, TOMAS)[day % 2]
        clone.commit(
            f"ledger: {day}", files={"billing/ledger.py": f"{day}\n"}, author=author, at=f"2026-04-{day}T10:00Z"
        )
    workspace = workspace_for(tmp_path / "lead", clone.path)
    workspace.sync(TODAY)
    return workspace


class Asked:
    """Answers, and how often something was measured for them."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self.measured = 0

    def __call__(self, now: datetime = TODAY, as_of: str | None = None, *, anew: bool = False) -> Answer:
        return trust(self.workspace, now=now, as_of=as_of, anew=anew, progress=self._tell)

    def _tell(self, what: str, done: int, whole: int) -> None:
        self.measured += done == 0


def result(both: int, one: int, other: int, neither: int = 0, kind: str = "owners") -> Result:
    """Cases in which both were right, only the judgement, only the simple rule, and neither."""
    places = [(1.0, 1.0)] * both + [(2.0, 0.0)] * one + [(0.0, 1.0)] * other + [(0.0, 4.0)] * neither
    cases = tuple(
        Case(TODAY, "billing/", ours, (simple,), str(number), keys=(f"harbour@{number:040}",))
        for number, (ours, simple) in enumerate(places)
    )
    return Result(kind, 3, ("always naming the three busiest",), cases, TODAY, TODAY)  # type: ignore[arg-type] # a kind


def test_what_was_measured_is_kept_for_a_week(small: Workspace) -> None:
    ask = Asked(small)

    first, again = ask(), ask(TODAY + timedelta(days=6))
    assert (ask.measured, first.sections) == (1, again.sections)

    ask(TODAY + timedelta(days=7))
    assert ask.measured == 2


def test_it_is_measured_anew_where_that_is_asked_for(small: Workspace) -> None:
    ask = Asked(small)

    ask()
    answer = ask(TODAY + timedelta(days=1), anew=True)

    assert ask.measured == 2
    assert any("measured on 5 May 2026" in one for one in answer.caveats)


def test_a_tracker_that_is_read_for_the_first_time_is_measured_at_once(small: Workspace, tmp_path: Path) -> None:
    ask = Asked(small)

    ask()
    saved = tmp_path / "saved.ndjson"
    saved.write_text(json.dumps(pull(8, user=IFE, created_at="2026-03-02T09:00:00Z")) + "\n", encoding="utf-8")
    small.read_archive(saved, TRACKER, TODAY)
    answer = ask()

    assert ask.measured == 2
    assert {one.title: one.note for one in answer.sections}["WAITING"] == "no case of this kind yet"


def test_the_past_is_measured_each_time_and_never_kept(small: Workspace) -> None:
    ask = Asked(small)

    ask()
    kept = measured.kept(small)
    answers = [ask(as_of="2026-04-20") for _ in range(2)]

    assert ask.measured == 3
    assert answers[0] == answers[1]
    assert not any("measured on" in one for one in answers[0].caveats)
    assert measured.kept(small) == kept


@pytest.mark.parametrize("torn", ["", "{", "[]", '{"form": 1}', "whole but another version", "whole but odd"])
def test_a_cache_that_cannot_be_used_is_measured_anew(small: Workspace, torn: str) -> None:
    ask = Asked(small)
    first = ask()
    file = small.cache / "trust" / "measured.json"
    whole = json.loads(file.read_text("utf-8"))
    odd = {"whole but another version": {"version": "0"}, "whole but odd": {"results": [{"kind": "stars"}]}}
    file.write_text(json.dumps(whole | odd[torn]) if torn in odd else torn, encoding="utf-8")

    assert ask().sections == first.sections
    assert ask.measured == 2
    assert json.loads(file.read_text("utf-8")) == whole


def test_what_is_kept_comes_back_as_it_was() -> None:
    forecast = Calibration("item", 480, 24, (0.5, 0.8, 0.95), 0.2, (0.4, 0.7, 0.9), 0.25)
    known = Measured(NOW, NOW, (owners(frames(settled()), NOW),), (forecast,))

    content = json.loads(json.dumps({"made_at": NOW.isoformat(), "as_of": NOW.isoformat(), **known.content()}))

    assert read(content) == known
    assert content["sure"]["owners"] == sure(known.results[0])


def test_an_answer_of_the_past_knows_nothing_of_what_was_measured_later(small: Workspace) -> None:
    measured.keep(small, TODAY, TODAY, {"sure": {"owners": "81 of 97"}, "results": []})

    assert measured.sure(small, TODAY) == {"owners": "81 of 97"}
    assert measured.sure(small, TODAY - timedelta(seconds=1)) == {}


def test_a_refresh_without_an_answer_keeps_the_same(small: Workspace) -> None:
    ask = Asked(small)

    refresh(small, now=TODAY)
    kept = (small.cache / "trust" / "measured.json").read_text("utf-8")
    answer = ask()

    assert ask.measured == 0
    assert ask(anew=True).sections == answer.sections
    assert (small.cache / "trust" / "measured.json").read_text("utf-8") == kept


def test_a_young_clone_has_too_few_cases_and_says_so(small: Workspace) -> None:
    answer = Asked(small)()

    # Two people who took seven pieces, all within two days of each other.
    assert "0 of" not in every_word(answer)
    assert said(answer, "trust:owners") is None
    assert {one.title: one.note for one in answer.sections}["WAITING"] == "no issues or pull requests have been read"
    assert answer.nearest == "trimtab sync --source archive FILE"


@pytest.mark.parametrize(
    ("found", "words"),
    [
        (result(20, 9, 0), "too few cases to tell: 29, and 30 are needed"),
        # 8 to 1 is beyond chance; right in 98 of 100, surely in more than 80.
        (
            result(90, 8, 1, 1),
            "better than that simple rule, by more than chance: go by it for whom to ask about an area",
        ),
        # Right in 70 of 100, surely in 60.
        (result(50, 20, 5, 25), "better than that simple rule, by more than chance: a good first guess of whom to ask"),
        # Right in 45 of 100, surely in 36.
        (result(15, 30, 5, 50), "a hint, but wrong too often to go by alone, of whom to ask about an area"),
        (result(60, 7, 3, 30), "no better than that simple rule, within chance: the rule would tell you whom to ask"),
        (
            result(20, 7, 3, 70),
            "no better than that simple rule, within chance, and both are wrong more often than right",
        ),
        (result(60, 3, 30, 7), "worse than that simple rule, by more than chance: go by the rule"),
    ],
)
def test_how_far_to_trust_follows_from_the_counts_alone(found: Result, words: str) -> None:
    assert words in trust_in(found)


@pytest.mark.parametrize(
    ("found", "words"),
    [
        (
            result(60, 21, 4, 12),
            '"who changes it next" was among our first three in 81 of 97 past cases here; always naming the three busiest: 64',
        ),
        (result(60, 4, 4, 12), "always naming the three busiest: 64, no difference beyond chance"),
        (result(20, 4, 44, 12), "always naming the three busiest: 64, so the rule is the better guide"),
        (result(5, 0, 0), "always naming the three busiest: 5; fewer than 30 cases tell little"),
    ],
)
def test_a_line_says_how_sure_it_is_in_one_sentence(found: Result, words: str) -> None:
    assert sure(found).endswith(words)
