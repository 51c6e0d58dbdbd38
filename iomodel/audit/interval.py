"""What a printed figure can have been before it was rounded: an interval, in exact arithmetic."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True)
class Interval:
    """All numbers from `low` to `high`, both included.

    Arithmetic is that of intervals (Moore 1966): the result holds every value that the operation
    can give for values of its operands. Fractions keep it exact, so that no tolerance is needed.

    Examples
    --------
    >>> from fractions import Fraction
    >>> from iomodel.audit.interval import Interval
    >>> Interval.exactly(2) * Interval(Fraction(1), Fraction(3)) - Interval.exactly(1)
    Interval(low=Fraction(1, 1), high=Fraction(5, 1))
    """

    low: Fraction
    high: Fraction

    @classmethod
    def exactly(cls, value: Fraction | int) -> Interval:
        """Return the interval of one number."""
        return cls(Fraction(value), Fraction(value))

    @property
    def middle(self) -> Fraction:
        """The number half-way."""
        return (self.low + self.high) / 2

    @property
    def half(self) -> Fraction:
        """Half the width."""
        return (self.high - self.low) / 2

    def __add__(self, other: Interval) -> Interval:
        return Interval(self.low + other.low, self.high + other.high)

    def __sub__(self, other: Interval) -> Interval:
        return Interval(self.low - other.high, self.high - other.low)

    def __mul__(self, other: Interval) -> Interval:
        corners = [a * b for a in (self.low, self.high) for b in (other.low, other.high)]
        return Interval(min(corners), max(corners))

    def __truediv__(self, other: Interval) -> Interval:
        """Raise ZeroDivisionError where the divisor may be zero."""
        if other.low <= 0 <= other.high:
            raise ZeroDivisionError
        return self * Interval(1 / other.high, 1 / other.low)

    def __contains__(self, value: Fraction) -> bool:
        return self.low <= value <= self.high

    def meets(self, other: Interval) -> bool:
        """Return whether both have a number in common."""
        return self.low <= other.high and other.low <= self.high

    def common(self, other: Interval) -> Interval | None:
        """Return what both have in common, None where that is nothing."""
        low, high = max(self.low, other.low), min(self.high, other.high)
        return Interval(low, high) if low <= high else None


def total(parts: list[Interval]) -> Interval:
    """Return the sum of intervals."""
    return Interval(
        sum((p.low for p in parts), Fraction(0)), sum((p.high for p in parts), Fraction(0))
    )
