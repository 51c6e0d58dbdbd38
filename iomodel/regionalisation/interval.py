"""What a measured error says of an estimate: an interval of what a survey might have found."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from iomodel.errors import NotSupportedError, Problem
from iomodel.regionalisation.accuracy import Surveyed
from iomodel.regionalisation.method import Method
from iomodel.regionalisation.quotients import Array
from iomodel.text import Text, same

LEVEL = 0.9


@dataclass(frozen=True)
class ErrorInterval:
    """Quantiles of surveyed over estimated effects, all regions and sectors together.

    Attributes
    ----------
    method : Method
    indicator : str
    level : float
        The part of the ratios between `low` and `high`.
    low, middle, high : float
        Quantiles of the ratio: an estimate times them is the interval.
    floor : float
        The least that an effect can be: one for production, as demand is itself production.
    cells : int
        How many regions and sectors.
    coverage : float
        The part of surveyed effects inside the interval when each region's was made of the others'.
    worst : tuple of (str, float)
        The region with the least coverage, and it.
    smallest : tuple of (str, float)
        The region with the fewest workers, and its coverage.
    """

    method: Method
    indicator: str
    level: float
    low: float
    middle: float
    high: float
    floor: float
    cells: int
    coverage: float
    worst: tuple[str, float]
    smallest: tuple[str, float]

    def around(self, estimates: Array) -> tuple[Array, Array]:
        """Return the lower and upper ends of the interval around estimates."""
        least = np.maximum(estimates * self.low, self.floor)
        return least, np.maximum(estimates * self.high, self.floor)

    @property
    def text(self) -> Text:
        """What the interval is and isn't."""
        ratio = f"{self.low:.3f}~{self.high:.3f}"
        worst, small = self.worst, self.smallest
        return Text(
            f"구간은 {self.method} 추정치에 (조사값 ÷ 추정치)의 가운데 {self.level:.0%} 범위 "
            f"{ratio}을(를) 곱한 것입니다. 조사된 시도에서 잰 {self.cells:,}칸의 오차로 추론한 "
            f"것이며 이 지역을 조사한 것이 아닙니다. 나머지 시도로 만든 구간이 뺀 시도의 조사값을 "
            f"담은 비율은 {self.coverage:.0%}(가장 낮은 {worst[0]} {worst[1]:.0%}, 가장 작은 "
            f"{small[0]} {small[1]:.0%})이며, 시도보다 작은 지역에서는 더 낮을 수 있습니다",
            f"the interval is the estimate by {self.method} times {ratio}, the middle "
            f"{self.level:.0%} of surveyed over estimated effects: inferred from errors measured "
            f"in {self.cells:,} cells of surveyed regions, not surveyed here. Made of all others "
            f"it held {self.coverage:.0%} of what was surveyed in a region (least in {worst[0]}, "
            f"{worst[1]:.0%}; in the smallest, {small[0]}, {small[1]:.0%}); in regions smaller "
            "than those it may hold less",
        )


def error_interval(target: Surveyed, method: Method, level: float = LEVEL) -> ErrorInterval:
    """Return the interval that a method's errors give to its estimates.

    Parameters
    ----------
    target : Surveyed
    method : Method
    level : float
        Between 0 and 1.

    Raises
    ------
    NotSupportedError
        If `level` is out of range.

    Notes
    -----
    Quantiles of m / e over all cells compared, m surveyed and e estimated: the errors are taken to
    be exchangeable among regions and sectors. Coverage is measured by leaving out one region at a
    time, as sectors of a region err together.
    """
    if not 0 < level < 1:
        raise NotSupportedError("level", _out_of_range(level))
    compared, ratios = target.compared, target.effects / target.estimate(method)
    inside = _held_out(ratios, compared, level)
    low, middle, high = _quantiles(ratios[compared], level)
    least, small = int(np.argmin(inside)), int(np.argmin(target.activity.sizes))
    counts = compared.sum(axis=1)
    return ErrorInterval(
        method,
        target.code,
        level,
        low,
        middle,
        high,
        1.0 if target.code == "production" else 0.0,
        int(compared.sum()),
        float((inside * counts).sum() / counts.sum()),
        (target.regions[least], float(inside[least])),
        (target.regions[small], float(inside[small])),
    )


def _held_out(ratios: Array, compared: NDArray[np.bool_], level: float) -> Array:
    """Return the part of each region's ratios inside the quantiles of all others', (r,)."""
    inside = np.zeros(len(ratios))
    for r in range(len(ratios)):
        others = compared.copy()
        others[r] = False
        low, _, high = _quantiles(ratios[others], level)
        own = ratios[r, compared[r]]
        inside[r] = ((own >= low) & (own <= high)).mean()
    return inside


def _quantiles(ratios: Array, level: float) -> tuple[float, float, float]:
    tail = (1 - level) / 2
    low, middle, high = np.quantile(ratios, [tail, 0.5, 1 - tail])
    return float(low), float(middle), float(high)


def _out_of_range(level: float) -> Problem:
    return Problem(
        "",
        Text("구간의 수준이 범위를 벗어났습니다", "the level of the interval is out of range"),
        Text("0과 1 사이의 수, 예: 0.9", "a number between 0 and 1, such as 0.9"),
        same(f"{level:g}"),
        Text("--level을 고치십시오", "correct --level"),
    )
