"""Numerics of interregional effects: arrays in, arrays out, the inverse never formed.

With A partitioned into region r and the rest o, demand in r has in r the effects
(I − A_rr − A_ro (I − A_oo)⁻¹ A_or)⁻¹ f_r = L_rr f_r, and elsewhere the spillover L_or f_r. A model
of r alone would find (I − A_rr)⁻¹ f_r; the difference in r is the interregional feedback: what r
sells to others because they deliver to r (Miller & Blair 2009, section 3.3).
"""

from __future__ import annotations

import numpy as np

from iomodel.iterative import ScaledFlows
from iomodel.leontief import Array, System, factorise, input_coefficients
from iomodel.multiregional.places import Positions


def effects_by_origin(system: System, coefficients: Array, home: Positions, regions: int) -> Array:
    """Return the effects of a unit of demand on each sector, by the region where they arise.

    Parameters
    ----------
    system : System
        x = L f of the n sectors of all regions.
    coefficients : ndarray (n,)
        c, direct coefficients of one indicator.
    home : ndarray of int (n,)
        The region of each sector.
    regions : int
        R.

    Returns
    -------
    ndarray (R, n)
        c_s′ L_s: by region of origin s and demanded sector; one transposed solve a region.
    """
    masked = np.zeros((system.size, regions))
    masked[np.arange(system.size), home] = coefficients
    return np.asarray(system.solve_transposed(masked).T)


def effects_alone(system: System, coefficients: Array, home: Positions, regions: int) -> Array:
    """Return the effects of a unit of demand in its region as if regions did not trade, (n,).

    Parameters are those of `effects_by_origin`. c_r′ (I − A_rr)⁻¹ for each region r, by its own
    block.
    """
    alone = np.zeros(system.size)
    for r in range(regions):
        rows = np.flatnonzero(home == r)
        block = factorise(own_coefficients(system, rows))
        alone[rows] = block.solve_transposed(coefficients[rows])
    return alone


def own_coefficients(system: System, rows: Positions) -> Array:
    """Return A_rr, the input coefficients among the sectors at `rows`, and no more of A."""
    block = np.ix_(rows, rows)
    if isinstance(system, ScaledFlows):
        return input_coefficients(system.flows[block], system.output[rows])
    return np.asarray(system.A[block])
