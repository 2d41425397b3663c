"""Back-tests of turns on pull requests of which it is known who moves when."""

from collections.abc import Sequence

from builders_flow import TRACKER, Timelines, day
from trimtab.analyses.backtests import Result, Told, recent, turns
from trimtab.analyses.items import states

PULLS = 36
END = 20.0 * PULLS


def told(tracker: Timelines, until: float = END) -> Told:
    """What is known of a tracker up to a day."""
    items, events, links = tracker.frames()
    return Told(states(items, events, day(until)), tracker.acts(until), links)


def judged(tracker: Timelines, until: float = END, most: int = 120) -> tuple[Result, Result]:
    return turns(told(tracker, until), day(until), most=most)


def pulls(*acts: str, many: int = PULLS) -> Timelines:
    """Pull requests of Ife, one every twenty days: acts are `DAYS PERSON WORD`, days after the opening."""
    lines = []
    for number in range(many):
        first = 20 * number
        lines += [f"pull {number + 1} ife", f"{first} ife opened"]
        for act in acts:
            days, rest = act.split(" ", 1)
            lines.append(f"{first + float(days)} {rest}")
    return Timelines(*lines)


def sorts(found: Result) -> Sequence[tuple[str, int, int, int]]:
    return list(found.sorts)


ANSWERED = ("0.5 mara commented Does this round?", "1 ife pushed", "1.5 tomas approved", "2 tomas merged")
# Whoever spoke last speaks again: the rule waits for the author after a remark, and for others after a push.
TURNED_ROUND = ("0.5 ife pushed", "1 mara commented Why?", "1.5 tomas commented Why?", "2 ife pushed", "2.5 ife closed")


def test_where_everybody_answers_whoever_spoke_the_rule_is_right_and_others_are_not_always() -> None:
    turn, _ = judged(pulls(*ANSWERED))

    # One moment an hour after an act of each, the one in the middle of four: after the push, or after the remark.
    assert [(name, many) for name, many, _, _ in sorts(turn)] == [("after an hour", PULLS)]
    assert turn.right == PULLS
    assert {case.subject for case in turn.cases} == {"others to move"}


def test_a_remark_that_the_author_answers_is_the_authors_turn() -> None:
    turn, _ = judged(pulls("0.5 mara commented Does this round?", "1 ife pushed", "1.5 ife closed"))

    # Three moments, the middle one after the remark.
    assert {case.subject for case in turn.cases} == {"author to move"}
    assert (turn.right, turn.by_rule[turn.baseline], turn.verdict) == (PULLS, 0, "better")


def test_where_the_rule_is_always_wrong_that_is_told() -> None:
    turn, _ = judged(pulls(*TURNED_ROUND))

    # Five moments, the middle one after Mara's remark, and Tomas is next.
    assert (turn.right, turn.by_rule[turn.baseline], turn.verdict) == (0, PULLS, "worse")


def test_moments_are_an_hour_three_days_and_a_fortnight_after_an_act() -> None:
    turn, moved = judged(pulls("15 mara commented Does this round?", "16 ife closed"))

    assert {(name, many) for name, many, _, _ in sorts(turn)} == {
        ("after an hour", PULLS), ("quiet for 3 days", PULLS), ("quiet for 14 days", PULLS)
    }  # fmt: skip
    assert len(moved.cases) == 3 * PULLS
    assert {case.cluster for case in turn.cases} == {f"{TRACKER}#{number + 1}" for number in range(PULLS)}


def test_of_many_moments_as_many_as_are_asked_for_are_taken_from_the_whole_time() -> None:
    turn, _ = judged(pulls(*ANSWERED), most=12)

    assert len(turn.cases) == 12
    gaps = [later.at - sooner.at for sooner, later in zip(turn.cases, turn.cases[1:], strict=False)]
    assert {gap.days for gap in gaps} == {60}


def test_whoever_always_moves_next_is_learned() -> None:
    _, moved = judged(pulls("0.5 sofie commented Does this round?", "1 dana commented It does not", "1.5 ife closed"))

    assert moved.right >= PULLS - 3
    assert {case.subject for case in moved.cases} == {"who moved next"}


def test_turns_see_nothing_of_what_comes_after_the_instant() -> None:
    tracker = pulls(*ANSWERED)
    before = judged(tracker, 400)
    longer = pulls(*ANSWERED)
    longer.tell("pull 99 ravi", "401 ravi opened", "402 ife commented Why?", "403 jun closed")
    longer.links.append(
        {"tracker": TRACKER, "item": "20", "kind": "blocked_by", "target": "99", "happened_at": day(402)}
    )

    assert judged(longer, 400) == before
    assert turns(told(longer, 420), day(400)) == before


def test_a_pull_request_that_another_blocks_is_nobodys_turn_and_no_case() -> None:
    tracker = pulls(*ANSWERED, many=1)
    tracker.tell("issue 50 mara", "0 mara opened")
    tracker.links.append({"tracker": TRACKER, "item": "1", "kind": "blocked_by", "target": "50", "happened_at": day(0)})

    turn, moved = judged(tracker, 30)

    assert turn.cases == ()
    assert turn.left_out == {"blocked": 1}
    assert len(moved.cases) == 1


def test_a_tracker_without_items_has_no_cases() -> None:
    items, events, links = Timelines().frames()
    empty = Told(states(items, events, day(1)), Timelines().acts(1), links)

    assert [found.cases for found in turns(empty, day(1))] == [(), ()]


def test_pull_requests_of_three_years_are_looked_at_of_very_many_the_newest() -> None:
    tracker = Timelines("pull 1 ife", "1 ife opened", "pull 2 ife", "800 ife opened", "pull 3 ife", "1200 ife opened")
    tracker.tell("issue 4 ife", "1100 ife opened")
    items, events, _ = tracker.frames()
    known = states(items, events, day(1300))

    # Day 1 lies 1,199 days before the newest, and three years have 1,095.
    assert recent(known)["item"].to_list() == ["2", "3"]
    assert recent(known, most=1)["item"].to_list() == ["3"]
