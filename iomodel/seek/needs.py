"""What a goal takes in one reading, and which ratios of two goals industries can have."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from iomodel.impact import Array
from iomodel.schema import Target
from iomodel.seek.goals import Goal
from iomodel.seek.mixes import ratio_range
from iomodel.seek.ways import PerUnit

Fit = Literal["within", "below", "above"]
Verdict = Literal["compatible", "incompatible", "open"]

NEAR = 1e-9  # relative: what rounding leaves of a ratio at the end of a range


@dataclass(frozen=True, eq=False)
class Need:
    """What one goal takes in one reading, in the table's money.

    Attributes
    ----------
    shares : ndarray (n,)
        What the study's files place on the industries, by sector of the table.
    by_mix : float
        In those shares.
    least, most : float
        If all went to the industry that has the most, or the least, of the indicator.
    cheapest, dearest : int
        Those industries, as positions in the table.
    """

    target: Target
    goal: Goal
    way: PerUnit
    shares: Array
    by_mix: float
    least: float
    most: float
    cheapest: int
    dearest: int


@dataclass(frozen=True)
class Range:
    """Which ratios of two indicators a region's industries can have in one reading.

    Attributes
    ----------
    ratio : float
        Of the goals.
    by_mix, least, most : float
        Of the mix in the study's files, and of any mix; ratios in the table's units.
    lowest, highest : int
        The industries at the ends.
    """

    way: PerUnit
    ratio: float
    by_mix: float
    least: float
    most: float
    lowest: int
    highest: int

    @property
    def fit(self) -> Fit:
        """Where the ratio of the goals lies."""
        if self.ratio < self.least * (1 - NEAR):
            return "below"
        return "above" if self.ratio > self.most * (1 + NEAR) else "within"


@dataclass(frozen=True)
class Pair:
    """Two goals of one region: jobs or money over money."""

    above: Goal
    below: Goal
    ranges: tuple[Range, ...]

    @property
    def verdict(self) -> Verdict:
        """Whether some mix of the industries reaches both: open unless all readings agree."""
        fits = {one.fit for one in self.ranges}
        if len(fits) > 1:
            return "open"
        return "compatible" if fits == {"within"} else "incompatible"


def need_of(target: Target, goal: Goal, per_unit: PerUnit, shares: Array) -> Need:
    """Return what a goal takes by a mix, and by single industries of it."""
    row = per_unit.row(goal.indicator.id)
    among = np.flatnonzero(shares > 0)
    with np.errstate(divide="ignore"):
        alone = goal.value / np.maximum(row[among], 0.0)
        by_mix = float(goal.value / np.maximum(row @ shares, 0.0))
    cheapest, dearest = int(alone.argmin()), int(alone.argmax())
    return Need(
        target,
        goal,
        per_unit,
        shares,
        by_mix,
        float(alone[cheapest]),
        float(alone[dearest]),
        int(among[cheapest]),
        int(among[dearest]),
    )


def pairs_of(needs: Sequence[Need]) -> Iterator[Pair]:
    """Yield every goal of persons with every goal of money over the same industries."""
    persons = _by_target(needs, "persons")
    money = _by_target(needs, "money")
    for above in persons:
        for below in money:
            ranges = [
                _range(one, other)
                for one in above
                for other in below
                if one.way is other.way and np.array_equal(one.shares > 0, other.shares > 0)
            ]
            if ranges:
                yield Pair(above[0].goal, below[0].goal, tuple(ranges))


def _by_target(needs: Sequence[Need], dimension: str) -> list[list[Need]]:
    """Return the needs of goals of one dimension, those of one goal together."""
    found: dict[int, list[Need]] = {}
    for need in needs:
        if need.goal.indicator.dimension == dimension:
            found.setdefault(id(need.target), []).append(need)
    return list(found.values())


def _range(one: Need, other: Need) -> Range:
    numerator = one.way.row(one.goal.indicator.id)
    denominator = one.way.row(other.goal.indicator.id)
    among = np.flatnonzero((one.shares > 0) & (denominator > 0))
    least, largest, lowest, highest = ratio_range(numerator, denominator, among)
    by_mix = float(numerator @ one.shares / (denominator @ one.shares))
    ratio = one.goal.value / other.goal.value
    return Range(one.way, ratio, by_mix, least, largest, lowest, highest)
