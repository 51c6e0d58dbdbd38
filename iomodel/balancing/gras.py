"""RAS and GRAS: a matrix scaled along rows and columns until its sums are the margins."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from iomodel.balancing.base import (
    MAX_ITERATIONS,
    TOLERANCE,
    Array,
    Balanced,
    Names,
    inverse,
    listed,
    not_converged,
    scale_factors,
)
from iomodel.balancing.margins import emptied, require_numbers
from iomodel.balancing.support import require_feasible
from iomodel.errors import MarginsError, Problem
from iomodel.text import Text, same

if TYPE_CHECKING:
    from scipy.sparse import sparray

    Matrix = Array | sparray


def ras(
    matrix: Matrix,
    rows: Array,
    columns: Array,
    *,
    names: Names | None = None,
    tolerance: float = TOLERANCE,
    max_iterations: int = MAX_ITERATIONS,
    origin: str = "margins",
) -> Balanced:
    """Return the non-negative matrix r̂ A ŝ nearest to a prior that has the given margins.

    Parameters and errors are those of `gras`; a negative cell in the prior is refused as well.

    Raises
    ------
    MarginsError, NotConvergedError

    Notes
    -----
    Stone (1961); Bacharach (1970), Biproportional Matrices and Input-Output Change; Miller & Blair
    (2009), section 7.4. The result minimises Σ z ln(z / a) under the margins.

    Examples
    --------
    >>> import numpy as np
    >>> from iomodel.balancing import ras
    >>> found = ras(np.array([[1.0, 2.0], [3.0, 4.0]]), np.array([4.0, 6.0]), np.array([5.0, 5.0]))
    >>> found.matrix.round(4)
    array([[1.7577, 2.2423],
           [3.2423, 2.7577]])
    """
    names = names or Names.of(len(rows), len(columns))
    signed = _signed(_prior(matrix), names)
    if signed:
        raise MarginsError(origin, signed)
    return gras(
        matrix,
        rows,
        columns,
        names=names,
        tolerance=tolerance,
        max_iterations=max_iterations,
        origin=origin,
    )


def gras(
    matrix: Matrix,
    rows: Array,
    columns: Array,
    *,
    names: Names | None = None,
    tolerance: float = TOLERANCE,
    max_iterations: int = MAX_ITERATIONS,
    origin: str = "margins",
) -> Balanced:
    """Return the matrix nearest to a prior of either sign that has the given margins.

    Parameters
    ----------
    matrix : ndarray or sparse array (m, n)
        The prior. Zeros stay zero and signs are kept.
    rows : ndarray (m,)
        u, the row totals; of either sign.
    columns : ndarray (n,)
        v, the column totals; of either sign.
    names : Names, optional
        What to call rows and columns in messages.
    tolerance : float
        The largest difference allowed between a sum and its margin, over the largest margin.
    max_iterations : int
    origin : str
        What to call the margins in messages.

    Returns
    -------
    Balanced

    Raises
    ------
    MarginsError
        If the totals differ in sum, or no matrix with the prior's zeros and signs has them; the
        rows and columns that can't be met are named.
    NotConvergedError
        If the margins can be met, but not within `max_iterations`.

    Notes
    -----
    Minimises Σ |a_ij| (y_ij ln(y_ij / e) + 1), y = z / a, under the margins, so that z = r a s for
    positive a and a / (r s) for negative a (Junius & Oosterhaven 2003, Economic Systems Research
    15: 87–96; objective as in Lenzen, Wood & Gallego 2007, ESR 19: 461–465). Rows and columns with
    no positive cell follow Temurshoev, Miller & Bouwmeester (2013), ESR 25: 361–367. For a prior
    without negative cells this is RAS. Columns are scaled first, from r = 1.

    Examples
    --------
    >>> import numpy as np
    >>> from iomodel.balancing import gras
    >>> prior = np.array([[7.0, 3, 5, -3], [2, 9, 8, 0], [-2, 0, 2, 0]])
    >>> found = gras(prior, np.array([15.0, 26, -1]), np.array([9.0, 16, 17, -2]))
    >>> found.matrix.round(3)
    array([[ 8.424,  3.375,  5.2  , -2.   ],
           [ 3.001, 12.625, 10.374,  0.   ],
           [-2.425,  0.   ,  1.425,  0.   ]])
    """
    prior, u, v = _prior(matrix), np.asarray(rows, np.float64), np.asarray(columns, np.float64)
    names = names or Names.of(len(u), len(v))
    require_numbers(origin, prior, u, v, names)
    kept, allowed = emptied(origin, prior, u, v, names, tolerance)
    positive, negative = _halves(kept)
    r, s, gaps, residual = np.ones_like(u), np.ones_like(v), np.zeros_like(v), np.inf
    iterations = 0
    while not residual <= allowed:
        if iterations == max_iterations or np.isnan(residual):
            require_feasible(origin, kept, u, v, names, allowed)
            worst = names.columns[int(np.abs(gaps).argmax())]
            where = Text(f"열 {worst}", f"column {worst}")
            raise not_converged(origin, iterations, residual, allowed, where)
        with np.errstate(over="ignore", invalid="ignore"):  # factors of what can't be met explode
            s = scale_factors(positive.T @ r, negative.T @ inverse(r), v)
            r = scale_factors(positive @ s, negative @ inverse(s), u)
            gaps = (positive.T @ r) * s - (negative.T @ inverse(r)) * inverse(s) - v
            residual = float(np.abs(gaps).max(initial=0.0))
        iterations += 1
    return Balanced(_scaled(positive, negative, r, s), r, s, iterations, residual)


def _prior(matrix: Any) -> Any:
    """Return a dense prior as floats, a sparse one as CSR."""
    if isinstance(matrix, np.ndarray):
        return np.asarray(matrix, np.float64)
    from scipy.sparse import csr_array

    return csr_array(matrix, dtype=np.float64)


def _halves(prior: Any) -> tuple[Any, Any]:
    """Return the positive cells and the sizes of the negative ones."""
    if isinstance(prior, np.ndarray):
        return np.maximum(prior, 0.0), np.maximum(-prior, 0.0)
    return prior.maximum(0.0).tocsr(), (-prior).maximum(0.0).tocsr()


def _scaled(positive: Any, negative: Any, r: Array, s: Array) -> Any:
    """Return r̂ P ŝ − r̂⁻¹ N ŝ⁻¹."""
    if isinstance(positive, np.ndarray):
        below = inverse(r)[:, None] * negative * inverse(s)
        return np.asarray(r[:, None] * positive * s - below)
    from scipy.sparse import csr_array, diags_array

    above = diags_array(r) @ positive @ diags_array(s)
    below = diags_array(inverse(r)) @ negative @ diags_array(inverse(s))
    return csr_array(above - below)


def _signed(prior: Any, names: Names) -> list[Problem]:
    """Return the problem of negative cells, named."""
    i, j = (prior < 0).nonzero()
    if not len(i):
        return []
    cells = [f"({names.rows[a]}, {names.columns[b]})" for a, b in zip(i, j, strict=True)]
    return [
        Problem(
            Text("출발행렬", "prior"),
            Text("음수인 칸이 있습니다", "cells are negative"),
            Text("0 이상의 칸 (RAS)", "cells of zero or more (RAS)"),
            same(listed(cells, range(len(cells)))),
            Text("음수를 다루는 GRAS를 쓰십시오", "use GRAS, which keeps negative cells negative"),
        )
    ]
