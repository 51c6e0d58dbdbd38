"""Numerics of linkages: arrays in, arrays out."""

from __future__ import annotations

import numpy as np

from iomodel.analyses.numerics import Moments
from iomodel.leontief import Array


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
