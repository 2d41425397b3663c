"""The layout of the treemap: what it is worth stands in the properties of its rectangles."""

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trimtab.render._squarify import Box, squarify

FRAME = Box(0, 0, 6, 4)

frames = st.builds(Box, st.just(3.0), st.just(7.0), st.floats(20, 2000), st.floats(20, 2000))
weights = st.lists(st.floats(0.01, 1e6), min_size=1, max_size=120)


def overlap(one: Box, other: Box) -> float:
    """The surface that two rectangles share."""
    across = min(one.x + one.width, other.x + other.width) - max(one.x, other.x)
    down = min(one.y + one.height, other.y + other.height) - max(one.y, other.y)
    return max(0.0, across) * max(0.0, down)


def test_the_example_of_the_paper_is_laid_out_as_in_the_paper():
    # Bruls, Huizing and van Wijk, figure 4: 6, 6, 4, 3, 2, 2, 1 in a frame of 6 by 4. The two sixes fill a strip 3 wide;
    # 4 and 3 lie beside each other above the rest, 7/3 high.
    six, other, four, three, *_ = squarify([6, 6, 4, 3, 2, 2, 1], FRAME)

    assert (six, other) == (Box(0, 0, 3, 2), Box(0, 2, 3, 2))
    assert (four.x, four.y, four.width) == pytest.approx((3, 0, 12 / 7))
    assert (three.x, three.y, three.height) == pytest.approx((3 + 12 / 7, 0, 7 / 3))


def test_weights_come_back_in_their_order_and_equal_ones_do_too():
    small, large, same = squarify([1, 2, 1], FRAME)

    assert large.surface == pytest.approx(12)
    assert small.surface == same.surface == pytest.approx(6)
    assert (small.y, small.x) < (same.y, same.x)


def test_nothing_is_laid_out_as_nothing():
    assert squarify([], FRAME) == []


@given(weights, frames)
@settings(max_examples=200)
def test_surfaces_are_as_the_weights_and_fill_the_frame(weights, frame):
    boxes = squarify(weights, frame)

    total = sum(weights)
    for weight, box in zip(weights, boxes, strict=True):
        assert box.surface == pytest.approx(frame.surface * weight / total, rel=1e-6, abs=frame.surface * 1e-9)
    assert sum(box.surface for box in boxes) == pytest.approx(frame.surface)


@given(weights, frames)
@settings(max_examples=60)
def test_no_two_rectangles_overlap_and_none_leaves_the_frame(weights, frame):
    boxes = squarify(weights, frame)

    assert sum(overlap(one, other) for one, other in combinations(boxes, 2)) <= frame.surface * 1e-6
    for box in boxes:
        assert box.x >= frame.x - 1e-6
        assert box.y >= frame.y - 1e-6
        assert box.x + box.width <= frame.x + frame.width + 1e-6
        assert box.y + box.height <= frame.y + frame.height + 1e-6
        assert min(box.width, box.height) >= 0


def test_many_equal_weights_are_nearly_squares():
    boxes = squarify([1.0] * 100, Box(0, 0, 100, 100))

    assert max(max(box.width / box.height, box.height / box.width) for box in boxes) < 1.6
