"""What holds of whose turn it is, whatever happened."""

from datetime import datetime
from itertools import pairwise

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from builders_flow import Timelines, day

_WORDS = (
    "pushed", "commented Hm.", "commented Why?", "commented ACK", "commented Concept ACK", "commented @sofie see",
    "approved", "refused Hm.", "reviewed Hm.", "requested jun", "unrequested jun", "requested team/backend", "drafted",
    "readied", "labeled bug", "renamed Round -> WIP: round", "renamed WIP: round -> Round", "closed", "reopened", "blocked_by 6",
)  # fmt: skip
LINES = st.lists(st.tuples(st.sampled_from(["ife", "tomas", "jun", "nobody"]), st.sampled_from(_WORDS)), max_size=9)
GAPS = st.lists(st.sampled_from([0, 1, 2, 200, 400]), min_size=9, max_size=9)


def told(kind: str, lines: list[tuple[str, str]], gaps: list[int]) -> tuple[Timelines, list[int]]:
    """Two items: one that may block the other, closed on day 300, and the one that the lines are about."""
    timeline = Timelines("issue 6 mara", "0 mara opened", "300 mara closed", f"{kind} 8 ife", "1 ife opened")
    at, days = 1, []
    titles = []
    for (who, word), gap in zip(lines, gaps, strict=False):
        at += gap
        if word in titles[-1:]:
            continue  # it is called so already
        timeline.tell(f"{at} {who} {word}")
        days.append(at)
        titles += [word] if word.startswith("renamed") else []
    timeline.items[-1]["title"] = titles[-1].split(" -> ")[1] if titles else "Round"
    return timeline, days


def of(turns: pl.DataFrame) -> list[dict[str, object]]:
    return turns.filter(item="8").to_dicts()


def at(turns: pl.DataFrame, instant: datetime) -> tuple[object, ...]:
    """What the item waited for at an instant."""
    within = (pl.col("start") <= instant) & (pl.col("end").is_null() | (pl.col("end") > instant))
    found = turns.filter((pl.col("item") == "8") & within)
    return found.select("state", "turn", "accounts", "teams", "event", "decided_at").rows()[0] if found.height else ()


@settings(max_examples=60)
@given(st.sampled_from(["pull", "issue"]), LINES, GAPS)
def test_stretches_follow_one_another_from_the_opening_and_touch_but_for_the_time_closed(
    kind: str, lines: list[tuple[str, str]], gaps: list[int]
) -> None:
    timeline, days = told(kind, lines, gaps)
    turns = of(timeline.turns(5000))

    closed = {day(number) for number, (_, word) in zip(days, lines, strict=False) if word == "closed"}
    # What was closed as it was opened waited for nothing until it was reopened.
    assert turns == [] or turns[0]["start"] == day(1) or day(1) in closed
    for before, after in pairwise(turns):
        assert before["end"] == after["start"] or (before["end"] in closed and before["end"] < after["start"])  # type: ignore[operator]
    for row in turns:
        assert row["end"] is None or row["start"] < row["end"]  # type: ignore[operator]
        assert row["decided_at"] <= row["start"]  # type: ignore[operator]


@settings(max_examples=60)
@given(st.sampled_from(["pull", "issue"]), LINES, GAPS, st.integers(0, 9))
def test_what_happens_later_never_changes_whose_turn_it_was(
    kind: str, lines: list[tuple[str, str]], gaps: list[int], cut: int
) -> None:
    timeline, days = told(kind, lines, gaps)
    now = days[min(cut, len(days) - 1)] if days else 1

    then, later = timeline.turns(now + 0.5), timeline.turns(5000)

    for instant in (day(number + part) for number in (1, *days) for part in (0, 0.5) if number <= now):
        assert at(then, instant) == at(later, instant)


@settings(max_examples=60)
@given(st.sampled_from(["pull", "issue"]), LINES, GAPS, st.integers(0, 900))
def test_what_goes_on_now_is_the_same_with_and_without_the_past(
    kind: str, lines: list[tuple[str, str]], gaps: list[int], now: int
) -> None:
    timeline, _ = told(kind, lines, gaps)

    whole = timeline.turns(now).filter(pl.col("end").is_null() | (pl.col("end") > day(now)))

    assert timeline.turns(now, since=day(now)).equals(whole)
