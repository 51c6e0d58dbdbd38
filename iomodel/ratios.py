"""Ratios of printed figures: which lines of a publication can share one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol, Self, TypeVar


class Ordered(Protocol):
    """A number: a float, or a fraction."""

    def __le__(self, other: Self, /) -> bool: ...


Number = TypeVar("Number", bound=Ordered)


def largest_shared(boxes: Sequence[Sequence[tuple[Number, Number]]]) -> tuple[int, ...]:
    """Return the positions of the most boxes that have a point in common.

    Parameters
    ----------
    boxes : sequence of boxes
        Each the intervals (low, high) of a line's ratios, as many for every line.

    Notes
    -----
    Boxes that have a point in common have one whose coordinates are lower bounds of theirs, so
    that only those need to be tried.

    Examples
    --------
    >>> from iomodel.ratios import largest_shared
    >>> largest_shared([[(1, 3)], [(5, 6)], [(2, 6)], [(3, 4)]])
    (0, 2, 3)
    """

    def most(members: tuple[int, ...], k: int) -> tuple[int, ...]:
        found: tuple[int, ...] = ()
        if k == len(boxes[members[0]]):
            return members
        for low in dict.fromkeys(boxes[i][k][0] for i in members):
            inside = tuple(i for i in members if boxes[i][k][0] <= low <= boxes[i][k][1])
            if len(inside) > len(found):
                found = max(found, most(inside, k + 1), key=len)
        return found

    return most(tuple(range(len(boxes))), 0) if boxes else ()
