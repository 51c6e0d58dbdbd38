"""Numerics of linkages: arrays in, arrays out.

Column and row moments of an inverse come block by block, so that a table of thousands of sectors
is never held inverted.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from iomodel.leontief import Array, System

_BLOCK = 512


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


def moments(system: System, block: int = _BLOCK) -> Moments:
    """Return the moments of the inverse that `system` solves with, `block` columns at a time."""
    n = system.size
    columns, column_squares, diagonal = np.zeros(n), np.zeros(n), np.zeros(n)
    rows, row_squares = np.zeros(n), np.zeros(n)
    for start in range(0, n, block):
        some = slice(start, min(start + block, n))
        at = np.arange(some.start, some.stop)
        units = np.zeros((n, len(at)))
        units[at, at - start] = 1.0
        H = system.solve(units)
        columns[some], column_squares[some] = H.sum(axis=0), (H * H).sum(axis=0)
        diagonal[some] = H[at, at - start]
        rows += H.sum(axis=1)
        row_squares += (H * H).sum(axis=1)
    return Moments(columns, rows, column_squares, row_squares, diagonal)


def variation(sums: Array, squares: Array, n: int) -> Array:
    """Return coefficients of variation of n cells from their sums and sums of squares.

    Notes
    -----
    V_j = [ (n − 1)⁻¹ Σ_i (l_ij − n⁻¹ Σ_i l_ij)² ]^½ / (n⁻¹ Σ_i l_ij) (Rasmussen 1956, ch. 8).
    """
    mean = sums / n
    variance = (squares - n * mean * mean) / max(n - 1, 1)
    return np.asarray(np.sqrt(np.maximum(variance, 0.0)) / mean)


def pure_linkages(own: Array, L: Moments, f: Array, x: Array) -> tuple[Array, Array]:
    """Return pure backward and forward linkages, each (n,), in the money of f.

    Parameters
    ----------
    own : ndarray (n,)
        a_jj.
    L : Moments
        Of the Leontief inverse.
    f, x : ndarray (n,)
        Final demand, and L f.

    Notes
    -----
    With sector j against the rest r, Δ_j = (1 − a_jj)⁻¹ and Δ_r = (I − A_rr)⁻¹,
    PBL_j = i′ Δ_r A_rj Δ_j f_j and PFL_j = Δ_j A_jr Δ_r f_r (Guilhoto, Sonis & Hewings 2005;
    Sonis, Guilhoto, Hewings & Martins 1995). As Δ_r A_rj = L_rj / l_jj and
    A_jr Δ_r = L_jr / l_jj, one inverse serves all n partitions.
    """
    delta = 1.0 / (1.0 - own)
    backward = (L.columns - L.diagonal) / L.diagonal * delta * f
    forward = delta * (x - L.diagonal * f) / L.diagonal
    return backward, forward
