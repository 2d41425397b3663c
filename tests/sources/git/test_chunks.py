"""How a history is cut, how dates are clamped, and what is left as it was afterwards."""

import gc

from hypothesis import given
from hypothesis import strategies as st

from trimtab.sources.git._chunks import LONGEST, SHORTEST, cut, workers_for
from trimtab.sources.git._dates import AHEAD, EARLIEST, Clock, Dated, clamp
from trimtab.sources.git._pause import collector_paused

LATEST = 2_000_000_000


@given(st.integers(0, 60_000), st.integers(1, 4))
def test_chunks_hold_every_commit_in_order_and_shrink_towards_the_end(commits: int, workers: int) -> None:
    oids = [str(number) for number in range(commits)]

    chunks = list(cut(oids, workers))

    assert [oid for chunk in chunks for oid in chunk] == oids
    sizes = [len(chunk) for chunk in chunks]
    assert sizes == sorted(sizes, reverse=True)
    assert all(SHORTEST <= size <= LONGEST for size in sizes[:-1])


def test_a_short_history_gets_one_worker() -> None:
    assert workers_for(1_999) == 1
    assert 1 <= workers_for(1_000_000) <= 4


@st.composite
def graphs(draw: st.DrawFn) -> list[Dated]:
    """A line of commits with side parents, parents first, whose possible dates rise."""
    commits: list[Dated] = []
    rising = sorted(draw(st.lists(st.integers(EARLIEST, LATEST - AHEAD), min_size=1, max_size=12)))
    for place, seconds in enumerate(rising):
        parents = {place - 1, draw(st.integers(0, place))} - {-1, place}
        odd = draw(st.booleans() | st.just(value=False))
        date = draw(st.sampled_from([0, -5, LATEST + 1, 2**62])) if odd else seconds
        commits.append(Dated(str(place), [str(parent) for parent in sorted(parents)], date))
    return commits


@given(graphs())
def test_clamped_commits_lie_between_their_parents_and_children(commits: list[Dated]) -> None:
    clock = Clock(LATEST)

    clamped = clamp(commits, clock)

    instants = {one.oid: clamped.get(one.oid, one.seconds) for one in commits}
    assert set(clamped) == {one.oid for one in commits if clock.is_odd(one.seconds)}
    assert all(EARLIEST <= instant <= LATEST for instant in instants.values())
    assert all(instants[parent] <= instants[one.oid] for one in commits for parent in one.parents)


def test_the_collector_is_paused_while_anybody_parses_and_on_again_afterwards() -> None:
    assert gc.isenabled()

    with collector_paused():
        with collector_paused():
            assert not gc.isenabled()
        assert not gc.isenabled()

    assert gc.isenabled()
