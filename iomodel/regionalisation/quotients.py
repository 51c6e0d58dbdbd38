"""Numerics of location quotients: arrays in, arrays out.

Notation follows Flegg & Tohmo (2013), Regional Studies 47: 703–721. A quotient q says which part of
the nation's domestic input a region can supply itself; at or above one, all of it.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def simple(region: Array, nation: Array) -> Array:
    """Return SLQ_i = (E_ri / E_r) / (E_ni / E_n), (n,).

    Parameters
    ----------
    region, nation : ndarray (n,)
        Employment or output by sector, in one concept and unit.

    Returns
    -------
    ndarray (n,)
        Zero where the nation has none, either.

    Notes
    -----
    Miller & Blair (2009), section 8.2.1.
    """
    share = np.divide(region, nation, out=np.zeros_like(region), where=nation > 0)
    return np.asarray(share / (region.sum() / nation.sum()))


def by_row(slq: Array) -> Array:
    """Return the SLQ of the supplying sector in every column, (n, n); zero for absent buyers."""
    return np.asarray(slq[:, None] * (slq > 0))


def cross_industry(slq: Array) -> Array:
    """Return CILQ_ij = SLQ_i / SLQ_j, (n, n); SLQ_i itself where i = j.

    Notes
    -----
    Miller & Blair (2009), section 8.2.3. A sector's quotient to itself would always be one, so its
    own SLQ stands there (Smith & Morrison 1974; Flegg, Webber & Elliott 1995).
    """
    found = _over(slq, slq)
    np.fill_diagonal(found, slq)
    return found


def semilogarithmic(slq: Array) -> Array:
    """Return RLQ_ij = SLQ_i / log₂(1 + SLQ_j), (n, n): Round (1978).

    Notes
    -----
    Miller & Blair (2009), section 8.2.4. It holds for i = j as well.
    """
    return _over(slq, np.log2(1.0 + slq))


def flegg(slq: Array, size: float, delta: float) -> Array:
    """Return FLQ_ij = CILQ_ij λ, λ = [log₂(1 + E_r / E_n)]^δ, (n, n); SLQ_i λ where i = j.

    Parameters
    ----------
    slq : ndarray (n,)
    size : float
        E_r / E_n, the region's share of the nation.
    delta : float
        0 ≤ δ < 1. The greater it is, the less a small region supplies; at 0 it is CILQ.

    Notes
    -----
    Flegg & Webber (1997), Regional Studies 31: 795–805.
    """
    return np.asarray(cross_industry(slq) * np.log2(1.0 + size) ** delta)


def augmented_flegg(slq: Array, size: float, delta: float) -> Array:
    """Return AFLQ_ij = FLQ_ij log₂(1 + SLQ_j) where SLQ_j > 1, else FLQ_ij, (n, n).

    Notes
    -----
    Flegg & Webber (2000), Regional Studies 34: 563–569: a region specialised in j buys more of j's
    inputs at home.
    """
    specialised = np.where(slq > 1.0, np.log2(1.0 + slq), 1.0)
    return np.asarray(flegg(slq, size, delta) * specialised)


def capped(quotients: Array) -> Array:
    """Return quotients of at most one: a region can't supply more than is bought."""
    return np.asarray(np.minimum(quotients, 1.0))


def _over(slq: Array, below: Array) -> Array:
    """Return SLQ_i over a figure of j, (n, n); zero where the region has no buyer j."""
    n = len(slq)
    there = np.broadcast_to(below > 0, (n, n))
    return np.divide(slq[:, None], below, out=np.zeros((n, n)), where=there)
