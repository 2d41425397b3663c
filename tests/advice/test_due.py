"""Words about what is due, and the clocks behind them: one pull request looked at as time goes by, hours in comments.

Asked for on Monday, 2 March 2026 at 09:00 UTC. Ife, who waits, works in Lisbon (on UTC in winter) from Monday to Thursday,
08:00 to 16:00 without a pause, and is away on 11 and 12 March. Mara, who is asked, is away on 3 March; she is in Stockholm.
"""

from datetime import UTC, datetime

import pytest

from advice.asking import every_word, said, tracked, words
from advice.test_waiting import asked, of_ife, on
from builders_tracker import IFE, MARA, TOMAS, event
from trimtab.advice._clocks import Clocks
from trimtab.advice._sight import look
from trimtab.advice.answer import Answer
from trimtab.advice.waiting import waiting
from trimtab.workspace import Workspace

IFES = "zone: Europe/Lisbon\nhours: {mon-thu: 08:00-16:00}\nleave:\n  - {from: 2026-03-11, to: 2026-03-12}\n"
MARAS = "leave:\n  - {from: 2026-03-03, to: 2026-03-03}\n"
TOMASS = "zone: [{value: Europe/Prague}, {from: 2026-03-09, value: Asia/Tokyo}]\ncapacity: 0.5\n"
LONG = "export: stream the rows of a table to every sink that asked for them, in order"
JUN = {"login": "jun-sato", "id": 14, "type": "User"}


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """Ife asked Mara, spoke in May without beginning it anew, and asked three at once on another."""
    spoke = event("commented", 2, 9, actor=IFE, user=IFE, body="Still here.") | {"created_at": "2026-05-20T09:00:00Z"}
    three = [asked(one, number=20 + place) for place, one in enumerate((MARA, TOMAS, JUN))]
    return tracked(
        tmp_path_factory.mktemp("due"), of_ife(8, asked(MARA), spoke, title=LONG), of_ife(9, *three),
        ife=IFES, mara=MARAS, tomas=TOMASS,
    )  # fmt: skip


def at(day: int, hour: int = 9, minute: int = 0, month: int = 3) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)


def waits(workspace: Workspace, then: datetime, me: str | None = None) -> Answer:
    return waiting(workspace, now=then, as_of=then.isoformat(), me=me)


@pytest.mark.parametrize(
    ("then", "told"),
    [
        pytest.param(at(2, 9, 10), "just now", id="ten minutes"),
        pytest.param(at(2, 9, 40), "1 h", id="forty minutes"),
        pytest.param(at(2, 12), "3 h", id="three hours of Monday"),
        pytest.param(at(2, 23), "7 h", id="seven hours of Monday and no more"),
        pytest.param(at(3, 8, 15), "7 h", id="less than an hour short of a day"),
        pytest.param(at(3), "1 working day", id="seven hours and one"),
        pytest.param(at(4, 12), "2.4 working days", id="7 + 8 + 4 of 8 hours"),
        pytest.param(at(9, 8), "3.9 working days", id="7 + 3 * 8, and no Friday"),
        pytest.param(at(13), "5.9 working days", id="two days more, and two of leave"),
        pytest.param(at(26, 16), "14 working days", id="47 + 8 * 8"),
    ],
)
def test_waiting_is_told_in_the_working_time_of_whoever_waits(workspace: Workspace, then: datetime, told: str) -> None:
    answer = waits(workspace, then)

    assert words(said(answer, on(8))).split("your review, ")[1].split(" Ife waits")[0] == told


def test_a_wait_of_months_is_told_by_the_month_it_began_in(workspace: Workspace) -> None:
    # Fifteen weeks of four days are sixty days.
    answer = waits(workspace, at(1, month=7))

    assert "your review, since March 2026" in words(said(answer, on(8)))


def test_a_long_title_is_cut_and_stays_on_one_line(workspace: Workspace) -> None:
    told = words(said(waits(workspace, at(4)), on(8)))

    assert "#8 export: stream the rows of a table to every sink that asked…: your review" in told


def test_all_who_were_asked_are_told_and_the_lead_is_you(workspace: Workspace) -> None:
    as_mara, as_other = waits(workspace, at(4)), waits(workspace, at(4), me="auditor@elsewhere.example")

    assert "your review (or Tomas and jun-sato)" in words(said(as_mara, on(9)))
    assert "Mara's or Tomas's review (or 1 other)" in words(said(as_other, on(9)))
    assert "your" not in every_word(as_other)


def hours(workspace: Workspace, person: str | None, first: datetime, last: datetime) -> float:
    return Clocks(look(workspace, now=at(30))).of(person).hours(first, last)


def test_the_leads_own_leave_is_the_leads_alone(workspace: Workspace) -> None:
    # 3 March, a whole day of eight hours, on which Mara is away.
    assert hours(workspace, "mara", at(3, 0), at(4, 0)) == 0
    assert hours(workspace, None, at(3, 0), at(4, 0)) == 8
    assert hours(workspace, "jun-sato", at(3, 0), at(4, 0)) == 8


def test_a_clock_follows_its_person_into_another_zone(workspace: Workspace) -> None:
    # Tomas works half of the usual day, 09:00 to 17:30 with half an hour for lunch. Until 8 March in Prague, where 08:00 to
    # 11:00 UTC is nine to twelve; from 9 March in Tokyo, where it is 17:00 to 20:00.
    assert hours(workspace, "tomas", at(6, 8), at(6, 11)) == pytest.approx(1.5)
    assert hours(workspace, "tomas", at(9, 8), at(9, 11)) == pytest.approx(0.25)


def test_each_clock_is_made_once(workspace: Workspace) -> None:
    clocks = Clocks(look(workspace, now=at(30)))

    assert clocks.of("ife") is clocks.of("ife")
    assert clocks.of("somebody") is clocks.of(None)
