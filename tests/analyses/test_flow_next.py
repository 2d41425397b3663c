"""Who is likely to move next, who reviews how much, and whether merges wait for one person: planted habits are found."""

from datetime import timedelta
from random import Random

import polars as pl
import pytest

from builders_flow import FIRST, Timelines, day
from trimtab.analyses import flow
from trimtab.analyses.flow._walk import Walk
from trimtab.analyses.items import states


def project(pulls: int, reviewer: str, merger: str, *, answers: bool, seed: int = 1) -> Timelines:
    """A pull request a day by Ife or Sofie: the reviewer remarks, the author pushes where they answer at all, the merger merges."""
    dice, timeline = Random(seed), Timelines()
    for number in range(pulls):
        start = number + dice.random() / 10
        author = dice.choice(["ife", "sofie"])
        timeline.tell(f"pull {number} {author}", f"{start} {author} opened", f"{start + 0.3} {reviewer} reviewed Hm.")
        if answers:
            timeline.tell(f"{start + 0.6} {author} pushed")
        timeline.tell(f"{start + 0.9} {reviewer} approved", f"{start + 1.2} {merger} merged")
    return timeline


def likely(timeline: Timelines, now: float, role: str) -> dict[str, float]:
    items, events, _ = timeline.frames()
    found = flow.likely(states(items, events, day(now)), timeline.acts(now), day(now))
    return dict(found.filter(role=role).select("account", "chance").iter_rows())


def with_open(timeline: Timelines, *lines: str) -> Timelines:
    return timeline.tell("pull 900 ife", *lines)


def test_a_new_pull_request_is_likely_reviewed_by_whoever_reviews() -> None:
    lines = with_open(project(40, "tomas", "mara", answers=True), "42 ife opened")

    chances = likely(lines, 42.2, "reviewer")

    assert next(iter(chances)) == "TOMAS"
    assert chances["TOMAS"] > 0.5


def test_whoever_merges_is_likely_to_merge() -> None:
    lines = with_open(project(40, "tomas", "mara", answers=True), "42 ife opened", "42.3 tomas approved")

    assert likely(lines, 42.5, "merger") == {"MARA": 1.0}


def test_only_who_merges_their_own_is_likely_to_merge_their_own() -> None:
    lines = with_open(project(40, "tomas", "ife", answers=True), "42 ife opened")
    theirs = project(40, "tomas", "mara", answers=True)
    theirs.tell("pull 900 mara", "42 mara opened")

    assert likely(lines, 42.5, "merger") == {"IFE": 1.0}
    assert likely(theirs, 42.5, "merger") == {}


def test_an_author_who_always_answers_is_likelier_to_move_after_a_remark_than_one_who_never_does() -> None:
    remark = ("60 ife opened", "60.3 tomas reviewed Hm.")
    answers = with_open(project(58, "tomas", "mara", answers=True), *remark)
    never = with_open(project(58, "tomas", "mara", answers=False), *remark)

    assert likely(answers, 60.5, "next")["IFE"] > 2 * likely(never, 60.5, "next").get("IFE", 0.0)


def test_chances_of_a_role_never_exceed_one_and_the_author_reviews_nothing_of_their_own() -> None:
    lines = with_open(project(40, "tomas", "mara", answers=True), "42 ife opened For @jun.")

    for role in ("next", "reviewer", "merger"):
        assert sum(likely(lines, 42.5, role).values()) <= 1 + 1e-9
    assert "IFE" not in likely(lines, 42.5, "reviewer")


def test_only_open_pull_requests_that_are_asked_for_are_told_of() -> None:
    lines = with_open(project(5, "tomas", "mara", answers=True), "42 ife opened").tell("pull 901 ife", "42 ife opened")
    items, events, _ = lines.frames()
    wanted = pl.DataFrame({"tracker": ["github.com/1"], "item": ["901"]})

    found = flow.likely(states(items, events, day(43)), lines.acts(43), day(43), wanted)

    assert set(found["item"]) == {"901"}


def test_few_latest_acts_are_enough_and_the_item_asked_for_is_never_left_out() -> None:
    lines = with_open(project(40, "tomas", "mara", answers=True), "0.5 ife opened")
    items, events, _ = lines.frames()

    found = flow.likely(states(items, events, day(42)), lines.acts(42), day(42), latest=30)

    assert set(found["item"]) == {"900"}


def test_what_happens_later_changes_no_moment_before() -> None:
    lines = project(20, "tomas", "mara", answers=True)
    items, events, _ = lines.frames()

    def moments(now: float) -> list[object]:
        walk = Walk(states(items, events, day(now)), lines.acts(now), people=True)
        return [one for one in walk.moments() if one.next_at < FIRST.timestamp() / 3600 + 24 * 10]

    assert moments(12) == moments(30) != []


def test_acts_of_one_person_within_ten_minutes_are_one_move() -> None:
    lines = Timelines("pull 8 ife", "1 ife opened", "2 tomas commented A.", "2.004 tomas commented B.", "3 ife pushed")
    items, events, _ = lines.frames()

    found = list(Walk(states(items, events, day(9)), lines.acts(9), people=True).moments())

    # An hour after the opening Tomas is next, an hour after his second comment (0.004 days are 6 minutes) Ife.
    assert [(one.quiet, one.next) for one in found] == [(1.0, "TOMAS"), (1.0, "IFE")]


def test_shares_of_reviewing_fade_and_sum_to_one() -> None:
    lines = Timelines("pull 8 ife", "0 ife opened")
    lines.tell(*(f"{number} tomas reviewed Hm." for number in range(1, 11)))
    lines.tell(*(f"{240 + number} jun reviewed Hm." for number in range(1, 11)))
    lines.tell("250 ife commented Done.", "250 dana reviewed Hm.")
    items, events, _ = lines.frames()

    found = flow.load(states(items, events, day(251)), lines.acts(251), day(251))

    shares = dict(found.select("account", "share").iter_rows())
    # Ten days of Jun's, 241 to 250, weigh about 9.7; ten of Tomas', 240 days older, a quarter of it, 2.4. Dana was there
    # once, which promises nothing, and authors do not review their own: (9.7 - 1)^1.1 = 10.8 against (2.4 - 1)^1.1 = 1.5.
    assert shares == pytest.approx({"JUN": 0.88, "TOMAS": 0.12}, abs=0.01)
    assert dict(found.select("account", "lately").iter_rows()) == {"JUN": 10, "TOMAS": 0}


def test_where_all_were_passing_by_their_shares_are_even() -> None:
    lines = Timelines("pull 8 ife", "0 ife opened", "1 tomas reviewed Hm.", "1 jun reviewed Hm.")
    items, events, _ = lines.frames()

    found = flow.load(states(items, events, day(2)), lines.acts(2), day(2))

    assert found["share"].to_list() == [0.5, 0.5]


def absent(merges_without: bool) -> flow.Bottleneck | None:
    """Forty days: Tomas comments daily; Mara is there for the first twenty, in which one thing is merged a day."""
    lines = Timelines()
    for number in range(40):
        merger = "mara" if number < 20 else "jun"
        lines.tell(f"pull {number} ife", f"{number}.1 ife opened", f"{number}.2 tomas commented Hm.")
        if number < 20 or merges_without:
            lines.tell(f"{number}.3 {merger} merged")
    return flow.bottleneck(lines.acts(), ["MARA"], day(0), day(0) + timedelta(days=40))


def test_merges_that_stop_while_somebody_is_away_have_a_quotient_near_nothing() -> None:
    found = absent(merges_without=False)

    # Merges: (0 + 0.5) / 20 against (20 + 0.5) / 20; others: (40 + 1) / 20 against (40 + 1) / 20.
    assert found is not None
    assert (found.days_here, found.days_away, found.merges_here, found.merges_away) == (20, 20, 20, 0)
    assert found.quotient == pytest.approx(0.5 / 20.5)


def test_merges_that_go_on_have_a_quotient_near_one() -> None:
    found = absent(merges_without=True)

    # Merges: 20.5 against 20.5; others: Ife, Tomas and now Jun, (60 + 1) against (40 + 1).
    assert found is not None
    assert found.quotient == pytest.approx(41 / 61)


def test_of_somebody_who_was_never_away_nothing_is_told() -> None:
    lines = Timelines("pull 8 ife", "0 ife opened", *(f"{number} mara commented Hm." for number in range(40)))

    assert flow.bottleneck(lines.acts(), ["MARA"], day(0), day(40)) is None
