"""Which lines can share one ratio, against trying every set of them."""

from __future__ import annotations

from itertools import combinations

from helpers import repeatable
from hypothesis import given
from hypothesis import strategies as st

from iomodel.ratios import largest_shared

intervals = st.tuples(st.integers(0, 9), st.integers(0, 4)).map(lambda p: (p[0], p[0] + p[1]))


def have_a_point(boxes: list[list[tuple[int, int]]]) -> bool:
    sides = zip(*boxes, strict=True)
    return all(max(low for low, _ in own) <= min(high for _, high in own) for own in sides)


@repeatable
@given(st.integers(1, 3).flatmap(lambda k: st.lists(st.lists(intervals, min_size=k, max_size=k))))
def test_no_larger_set_shares_a_point(boxes: list[list[tuple[int, int]]]) -> None:
    boxes = boxes[:8]
    found = largest_shared(boxes)
    assert found == tuple(sorted(set(found)))
    assert not found or have_a_point([boxes[i] for i in found])
    larger = combinations(range(len(boxes)), len(found) + 1)
    assert not any(have_a_point([boxes[i] for i in some]) for some in larger)
