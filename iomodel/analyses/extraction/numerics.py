"""Numerics of hypothetical extraction: arrays in, arrays out.

Every loss comes from the unaltered system by as many solves as sectors are extracted; no altered
matrix is factorised. H stands for the Leontief inverse L or, transposed, for Ghosh's G.
"""

from __future__ import annotations

import numpy as np

from iomodel.analyses.numerics import Positions, unit_columns
from iomodel.leontief import Array, System


def total_loss(H_K: Array, K: Positions, shares: Array, x: Array) -> Array:
    """Return the output lost, (n,), when a share of what sectors K supply is gone.

    Parameters
    ----------
    H_K : ndarray (n, k)
        L_·K, columns K of the inverse.
    K : ndarray (k,)
        Positions of the extracted sectors.
    shares : ndarray (k,)
        s, 0 to 1: the share of each sector that is extracted.
    x : ndarray (n,)
        Output before.

    Notes
    -----
    x̄ solves x̄ = S (A x̄ + f) with S = I less s on K: what is left of K meets 1 − s of the demand
    on it, from other sectors, itself and final users. Then

        x − x̄ = L_·K ŝ [I + (L_KK − I) ŝ]⁻¹ x_K,

    for s = 1 the loss L_·K L_KK⁻¹ x_K of Temurshoev (2010), the complete extraction of rows,
    columns and final demand of K (Miller & Blair 2009, section 12.2.6).
    """
    return np.asarray(H_K @ _weights(H_K, K, shares, x))


def one_sided_loss(H_K: Array, K: Positions, shares: Array, x: Array) -> Array:
    """Return the output lost, (n,), when a share of what sectors K buy, or sell, is gone.

    Notes
    -----
    Backward, with columns K of A scaled by 1 − s and final demand as it was:

        x − x̄ = (L_·K − E) ŝ [I + (L_KK − I) ŝ]⁻¹ x_K,

    E being columns K of the identity (by the Woodbury identity, as L A E = L_·K − E). Forward,
    with rows K of B scaled in x̄′ = v′ (I − B̄)⁻¹, the same in G′ for L (Dietzenbacher & van der
    Linden 1997; Miller & Blair 2009, section 12.2.6).
    """
    weights = _weights(H_K, K, shares, x)
    loss = H_K @ weights
    loss[K] -= weights
    return np.asarray(loss)


def outward_loss(H_K: Array, K: Positions, shares: Array, x: Array, own: Array) -> Array:
    """Return the loss of `one_sided_loss` when flows among K stay as they were, (n,).

    Parameters
    ----------
    own : ndarray (k, k)
        A_KK; for the forward loss, B_KK′.

    Notes
    -----
    With U = L_·K (I − A_KK) − E: x − x̄ = U ŝ (I + U_K ŝ)⁻¹ x_K. For the sectors of a region, these
    are its links with other regions (Dietzenbacher, van der Linden & Steenge 1993).
    """
    U = H_K @ (np.eye(len(K)) - own)
    U[K] -= np.eye(len(K))
    small = np.eye(len(K)) + U[K] * shares
    return np.asarray(U @ (shares * np.linalg.solve(small, x[K])))


def columns_of_inverse(system: System, K: Positions, transposed: bool = False) -> Array:
    """Return columns K of the inverse, or of its transpose, (n, k)."""
    units = unit_columns(system.size, K)
    return system.solve_transposed(units) if transposed else system.solve(units)


def _weights(H_K: Array, K: Positions, shares: Array, x: Array) -> Array:
    """Return ŝ [I + (H_KK − I) ŝ]⁻¹ x_K, (k,)."""
    small = np.eye(len(K)) * (1.0 - shares) + H_K[K] * shares
    return np.asarray(shares * np.linalg.solve(small, x[K]))
