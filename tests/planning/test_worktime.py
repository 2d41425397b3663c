"""When somebody's work ends: closed forms against walking slot by slot."""

from hypothesis import assume, given
from hypothesis import strategies as st

from trimtab.planning._worktime import Worktime
from trimtab.planning.problem import Person

SLOTS = st.integers(0, 60)


@st.composite
def people(draw: st.DrawFn) -> Person:
    slots = sorted(draw(st.sets(st.integers(1, 30), max_size=5)))
    shares = [draw(st.sampled_from((0, 250, 300, 1000))) for _ in range(len(slots) + 1)]
    return Person("Ife", tuple(zip((0, *slots), shares, strict=True)))


def _pace(person: Person, slot: int) -> int:
    return [share for begin, share in person.pace if begin <= slot][-1]


def _walked(person: Person, start: int, work: int) -> int | None:
    done, slot = 0, start
    while done < work * 1000:
        if slot > 400:
            return None
        done += _pace(person, slot)
        slot += 1
    return slot


@given(people(), SLOTS, st.integers(0, 20))
def test_work_ends_when_enough_slots_were_worked(person: Person, start: int, work: int) -> None:
    assert Worktime(person).end(start, work) == _walked(person, start, work)


@given(people(), SLOTS)
def test_the_next_working_slot_is_the_first_with_a_pace(person: Person, slot: int) -> None:
    walked = next((later for later in range(slot, 100) if _pace(person, later)), None)

    assert Worktime(person).next_working(slot) == walked


@given(people(), SLOTS, st.integers(0, 20))
def test_the_first_start_that_ends_late_enough(person: Person, end: int, work: int) -> None:
    assume(_walked(person, 0, work) is not None)
    walked = next((start for start in range(100) if (_walked(person, start, work) or 10**6) >= end), None)

    assert Worktime(person).start_for(end, work) == (walked if work else end)
