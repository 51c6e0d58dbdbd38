"""Numerics of exogenised sectors H among n, the others being e: arrays in, arrays out.

Removing H from the system and inverting what is left gives (I − A_ee)⁻¹; by the inverse of a
partitioned matrix (Miller & Blair 2009, appendix A)

    (I − A_ee)⁻¹ A_eH = L_eH L_HH⁻¹        A_He (I − A_ee)⁻¹ = L_HH⁻¹ L_He

so that the factors of the whole system answer for any H, by h solves and no new inverse.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from iomodel.analyses.numerics import unit_columns
from iomodel.leontief import Array, System


def induced_output(system: System, H: Sequence[int], dx: Array) -> Array:
    """Return the change of output, (n,), when the output of H changes by dx (h,).

    Δx_e = (I − A_ee)⁻¹ A_eH Δx_H = L_eH L_HH⁻¹ Δx_H; the places of H hold Δx_H itself.
    """
    columns = system.solve(unit_columns(system.size, H))
    change = columns @ np.linalg.solve(columns[H], dx)
    change[H] = dx
    return np.asarray(change)


def carried_forward(system: System, H: Sequence[int], change: Array) -> Array:
    """Return what a change (h,) of H carries to its customers, (n,).

    Δ_e′ = Δ_H′ A_He (I − A_ee)⁻¹ = Δ_H′ L_HH⁻¹ L_He; the places of H hold Δ_H itself. With price
    changes it is the price ripple, with shares of output gone missing the supply shortage.
    """
    rows = system.solve_transposed(unit_columns(system.size, H))
    carried = rows @ np.linalg.solve(rows[H], change)
    carried[H] = change
    return np.asarray(carried)


def first_round(system: System, H: Sequence[int], dx: Array) -> Array:
    """Return what H buys from the others for its change of output dx (h,) itself, (n,).

    A_eH Δx_H, the first of the rounds that `induced_output` adds up; the places of H hold Δx_H.
    """
    bought = system.A[:, H] @ dx
    bought[H] = dx
    return np.asarray(bought)


def first_round_forward(system: System, H: Sequence[int], change: Array) -> Array:
    """Return what a change (h,) of H carries to its own customers, (n,).

    Δ_H′ A_He, the first of the rounds that `carried_forward` adds up; the places of H hold Δ_H.
    """
    sold = change @ system.A[H]
    sold[H] = change
    return np.asarray(sold)


def diagonals(system: System, H: Sequence[int] | None) -> tuple[Array, Array]:
    """Return L_HH and a_HH of each sector of H taken alone, (h,) each; of all where H is None."""
    if H is None:
        return np.diag(system.inverse()).copy(), np.diag(system.A).copy()
    rows = np.asarray(H)
    columns = system.solve(unit_columns(system.size, H))
    return np.asarray(columns[rows, np.arange(len(rows))]), np.asarray(system.A[rows, rows])
