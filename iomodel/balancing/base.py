"""What balancing returns, and the words its refusals share."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from iomodel.errors import NotConvergedError, Problem
from iomodel.text import Text, same

if TYPE_CHECKING:
    from scipy.sparse import csr_array

Array = NDArray[np.float64]

TOLERANCE = 1e-10  # of the largest margin; sums of a thousand cells are right to about 1e-13
MAX_ITERATIONS = 5_000


@dataclass(frozen=True, eq=False)
class Balanced:
    """A matrix fitted to row and column totals.

    Attributes
    ----------
    matrix : ndarray (m, n), or csr_array where the prior was sparse
        z: r_i a_ij s_j where a_ij is positive, a_ij / (r_i s_j) where it is negative.
    row_factors : ndarray (m,)
        r; zero for a row that its margin of zero empties, one for a row without cells.
    column_factors : ndarray (n,)
        s; likewise.
    iterations : int
        How often rows and columns were scaled.
    residual : float
        The largest difference between a sum and its margin, in the unit of the margins.
    """

    matrix: Array | csr_array
    row_factors: Array
    column_factors: Array
    iterations: int
    residual: float


@dataclass(frozen=True)
class Names:
    """What rows and columns are called in messages."""

    rows: tuple[str, ...]
    columns: tuple[str, ...]

    @classmethod
    def of(cls, rows: Sequence[str] | int, columns: Sequence[str] | int) -> Names:
        """Return labels, numbers from 1 where only a count is given."""
        return cls(_labels(rows), _labels(columns))


def _labels(given: Sequence[str] | int) -> tuple[str, ...]:
    if isinstance(given, int):
        return tuple(str(i + 1) for i in range(given))
    return tuple(given)


def scale_factors(positive: Array, negative: Array, target: Array) -> Array:
    """Return the factors f that solve p f − n / f = t, one or more.

    Parameters
    ----------
    positive, negative : ndarray (k,)
        p and n: sums of the positive cells and of the sizes of the negative ones, each already
        scaled along the other side.
    target : ndarray (k,)
        t.

    Returns
    -------
    ndarray (k,)
        One where p and n are both zero.

    Notes
    -----
    f = (t + √(t² + 4pn)) / 2p (Junius & Oosterhaven 2003, as corrected by Lenzen, Wood & Gallego
    2007), and f = −n / t where p is zero (Temurshoev, Miller & Bouwmeester 2013). The root is
    written as 2n / (√(t² + 4pn) − t) for negative t: the same number, without cancellation, and
    −n / t at p = 0.
    """
    root = np.hypot(target, 2 * np.sqrt(positive * negative))
    above, below = target + root, root - target
    rising = (target >= 0) & (positive > 0)
    falling = (target < 0) & (below > 0) & (negative > 0)
    factors = np.ones_like(target)
    np.divide(above, 2 * positive, out=factors, where=rising)
    np.divide(2 * negative, below, out=factors, where=falling)
    return factors


def inverse(factors: Array) -> Array:
    """Return 1 / f; zero where f is zero, for nothing is left there to divide."""
    return np.divide(1.0, factors, out=np.zeros_like(factors), where=factors != 0)


def not_converged(
    origin: str, iterations: int, residual: float, allowed: float, where: Text
) -> NotConvergedError:
    """Return the error of an iteration that was cut off."""
    return NotConvergedError(
        origin,
        Problem(
            where,
            Text(
                f"{iterations}번 되풀이해도 수렴하지 않았습니다",
                f"no convergence in {iterations} iterations",
            ),
            Text(
                f"주변합과의 차이 {allowed:.3g} 이하", f"sums within {allowed:.3g} of the margins"
            ),
            same(f"{residual:.3g}"),
            Text(
                "주변합을 확인하거나 max_iterations를 늘리십시오. 주변합이 어떤 칸을 0으로 "
                "만들어야만 맞는다면 수렴이 매우 느립니다",
                "check the margins or raise max_iterations; where margins can only be met with "
                "some cells at zero, convergence is very slow",
            ),
        ),
        data=residual,
    )


def listed(names: Sequence[str], chosen: Iterable[int], most: int = 12) -> str:
    """Return the chosen names in a row, cut short where there are many."""
    found = [names[i] for i in chosen]
    more = f" … (+{len(found) - most})" if len(found) > most else ""
    return ", ".join(found[:most]) + more
