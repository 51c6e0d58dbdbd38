"""Numerics that several families share: arrays in, arrays out.

Column and row moments of an inverse come block by block, so that a table of thousands of sectors
is never held inverted.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from iomodel.leontief import Array, Factorised, System, factorise, input_coefficients

Positions = NDArray[np.intp]

BLOCK = 512  # rows or columns at a time, so that few matrices of n × n are held


def ratio(numerator: Array, denominator: Array) -> Array:
    """Return numerator over denominator, NaN where the denominator is zero or NaN."""
    top, bottom = np.broadcast_arrays(numerator, denominator)
    known = np.nan_to_num(bottom) != 0
    return np.asarray(np.divide(top, bottom, out=np.full(top.shape, np.nan), where=known))


def percent_of(values: Array, total: float) -> Array:
    """Return `values` in per cent of `total`; NaN where the total is zero."""
    if total == 0:
        return np.full_like(values, np.nan)
    return np.asarray(values / total * 100.0)


def with_total(values: Array) -> Array:
    """Return `values`, (…, m), with their sum over the last axis appended, (…, m + 1)."""
    return np.concatenate([values, values.sum(axis=-1, keepdims=True)], axis=-1)


def largest(values: Array, most: int) -> Positions:
    """Return the positions of the values largest in size, largest first, without NaN."""
    size = np.abs(values)
    order = np.argsort(-np.where(np.isfinite(size), size, -np.inf), kind="stable")
    return order[: min(most, int(np.isfinite(size).sum()))]


def unit_columns(n: int, at: Sequence[int] | Positions) -> Array:
    """Return the columns `at` of the identity, (n, len(at))."""
    units = np.zeros((n, len(at)))
    units[np.asarray(at, dtype=np.intp), np.arange(len(at))] = 1.0
    return units


def allocation_coefficients(Z: Array, x: Array) -> Array:
    """Return B = x̂⁻¹ Z, (n, n); zero in the row of a sector without output (R2).

    Notes
    -----
    b_ij = z_ij / x_i: the share of sector i's output sold to sector j (Miller & Blair 2009,
    section 12.1).
    """
    return np.ascontiguousarray(input_coefficients(Z.T, x).T)


def ghosh_system(Z: Array, x: Array) -> Factorised:
    """Return the factors of I − B: `solve` gives G c, `solve_transposed` gives G′ v."""
    return factorise(allocation_coefficients(Z, x))


@dataclass(frozen=True, eq=False)
class Moments:
    """Sums over the columns and rows of an inverse H = (I − M)⁻¹, (n, n).

    Attributes
    ----------
    columns, rows : ndarray (n,)
        H′ i and H i.
    column_squares, row_squares : ndarray (n,)
        The same sums of h_ij².
    diagonal : ndarray (n,)
        h_jj.
    """

    columns: Array
    rows: Array
    column_squares: Array
    row_squares: Array
    diagonal: Array


def moments(system: System, block: int = BLOCK) -> Moments:
    """Return the moments of the inverse that `system` solves with, `block` columns at a time."""
    n = system.size
    columns, column_squares, diagonal = np.zeros(n), np.zeros(n), np.zeros(n)
    rows, row_squares = np.zeros(n), np.zeros(n)
    for start in range(0, n, block):
        some = slice(start, min(start + block, n))
        at = np.arange(some.start, some.stop)
        H = system.solve(unit_columns(n, at))
        columns[some], column_squares[some] = H.sum(axis=0), (H * H).sum(axis=0)
        diagonal[some] = H[at, at - start]
        rows += H.sum(axis=1)
        row_squares += (H * H).sum(axis=1)
    return Moments(columns, rows, column_squares, row_squares, diagonal)
