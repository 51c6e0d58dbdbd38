"""Numerics of sensitivities: arrays in, arrays out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from iomodel.analyses.numerics import BLOCK, Positions
from iomodel.leontief import Array


@dataclass(frozen=True, eq=False)
class Cells:
    """Cells of a matrix, the largest measure first.

    Attributes
    ----------
    rows, columns : ndarray (p,)
    measure : ndarray (p,)
    """

    rows: Positions
    columns: Positions
    measure: Array


def largest_cells(n: int, measure: Callable[[slice], Array], most: int) -> Cells:
    """Return the `most` cells of an n × n matrix with the largest measure.

    Parameters
    ----------
    n : int
    measure : callable
        Rows as a slice ↦ their measures, (rows, n); minus infinity where a cell is left out.
    most : int
    """
    kept = Cells(np.zeros(0, np.intp), np.zeros(0, np.intp), np.zeros(0))
    for start in range(0, n, BLOCK):
        values = measure(slice(start, start + BLOCK))
        flat = np.asarray(values).ravel()
        few = np.argpartition(-flat, min(most, len(flat)) - 1)[:most]
        few = few[np.isfinite(flat[few])]
        rows, columns = np.unravel_index(few, values.shape)
        pool = Cells(
            np.concatenate([kept.rows, rows + start]),
            np.concatenate([kept.columns, columns]),
            np.concatenate([kept.measure, flat[few]]),
        )
        order = np.lexsort((pool.columns, pool.rows, -pool.measure))[:most]
        kept = Cells(pool.rows[order], pool.columns[order], pool.measure[order])
    return kept


def rank_one_factor(change: float, l_ji: float) -> float:
    """Return e / (1 − e l_ji): ΔL = that × (column i of L)(row j of L) for Δa_ij = e.

    Sherman & Morrison (1950); Miller & Blair (2009), section 12.3.
    """
    return change / (1.0 - change * l_ji)


def tolerated_change(A: Array, L: Array, x: Array, p: float) -> Array:
    """Return how far each coefficient may grow before some output changes by the share p.

    Parameters
    ----------
    A, L : ndarray (n, n)
    x : ndarray (n,)
        Outputs.
    p : float
        The change tolerated, as a share of each output.

    Returns
    -------
    ndarray (n, n)
        The largest relative growth of a_ij; infinite where none is too much, or a_ij or x_j is
        zero.

    Notes
    -----
    Δx_k / x_k = e l_ki x_j / (x_k (1 − e l_ji)) for Δa_ij = e. The sector hit hardest has the
    largest q_i = max_k |l_ki| / |x_k|, so that |e| = p / (q_i |x_j| + s p l_ji), s the sign of
    a_ij; over |a_ij| (Sebald 1974; Schintke & Stäglin 1988, who take k = i).
    """
    active = x != 0
    q = (np.abs(L[active]) / np.abs(x[active])[:, None]).max(axis=0)
    bound = q[:, None] * np.abs(x)[None, :] + np.sign(A) * p * L.T
    limit = np.full_like(A, np.inf)
    room = (A != 0) & (bound > 0) & active[None, :]
    np.divide(p, bound * np.abs(A), out=limit, where=room)
    return limit


def hardest_hit(L: Array, x: Array) -> Positions:
    """Return, for each supplier i, the sector k with the largest |l_ki| / |x_k|, (n,)."""
    size = np.abs(x)
    relative = np.divide(np.abs(L), size[:, None], out=np.zeros_like(L), where=size[:, None] > 0)
    return np.asarray(relative.argmax(axis=0))


@dataclass(frozen=True, eq=False)
class Variance:
    """First-order variance of c′Lf by source, for independent relative errors.

    Attributes
    ----------
    coefficients : ndarray (n, 2)
        Of A, by row (supplier) and by column (buyer).
    demand, direct : ndarray (n,)
        Of f and of c, by sector.
    worst : tuple of float
        Σ |derivative × error| of A, f and c: all errors at one standard error in the worst
        direction.
    """

    coefficients: Array
    demand: Array
    direct: Array
    worst: tuple[float, float, float]


def first_order_variance(
    A: Array, m: Array, x: Array, demand: Array, c: Array, errors: tuple[float | Array, ...]
) -> Variance:
    """Return the variance of c′Lf from errors of A, f and c.

    Parameters
    ----------
    A : ndarray (n, n)
    m, x, c : ndarray (n,)
        L′c, L f and c.
    demand : ndarray (q, n)
        f by programme, whose entries err independently.
    errors : tuple of float or ndarray
        Relative standard errors of A (or (n, n)), f and c (or (n,)).

    Notes
    -----
    Var = Σ_ij (a_ij m_i x_j σ_ij)² + Σ_j (f_j m_j σ_j)² + Σ_i (c_i x_i σ_i)², the derivatives
    being ∂(c′Lf)/∂a_ij = m_i x_j, ∂/∂f_j = m_j and ∂/∂c_i = x_i.
    """
    of_A, of_f, of_c = errors
    row, column, worst = np.empty_like(m), np.zeros_like(m), 0.0
    for start in range(0, len(m), BLOCK):
        part = slice(start, start + BLOCK)
        error = of_A[part] if isinstance(of_A, np.ndarray) else of_A
        deviation = A[part] * m[part, None] * x[None, :] * error
        squares = deviation**2
        row[part] = squares.sum(axis=1)
        column += squares.sum(axis=0)
        worst += float(np.abs(deviation).sum())
    spent, direct = demand * m * of_f, c * x * of_c
    return Variance(
        np.column_stack([row, column]),
        np.asarray((spent**2).sum(axis=0)),
        np.asarray(direct**2),
        (worst, float(np.abs(spent).sum()), float(np.abs(direct).sum())),
    )
