"""Numerics of the decomposition of gross exports by Koopman, Wang & Wei and Wang, Wei & Zhu.

B is the global Leontief inverse, L_rr = (I − A_rr)⁻¹ that of one region's own block, V value
added per unit of output, Y final demand, E exports, * a sum over partners. B is never formed.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from iomodel.analyses.regions import World
from iomodel.leontief import Array

KWW_TERMS = (
    *("dva_final", "dva_intermediate", "dva_re_exported"),
    *("returned_final", "returned_intermediate", "domestic_double_counted"),
    *("fva_final", "fva_intermediate", "foreign_double_counted", "outside"),
)
WWZ_TERMS = (
    *("DVA_FIN", "DVA_INT", "DVA_INTrexI1", "DVA_INTrexF", "DVA_INTrexI2"),
    *("RDV_FIN", "RDV_FIN2", "RDV_INT", "DDC_FIN", "DDC_INT"),
    *("MVA_FIN", "MVA_INT", "MDC", "OVA_FIN", "OVA_INT", "ODC", "outside"),
)


def kww(world: World) -> Array:
    """Return the nine terms of each region's gross exports, and what lies outside, (R, 10).

    Notes
    -----
    Koopman, Wang & Wei (2014), eq. 36, for exporter r. In terms 5 and 6 the paper's sum is taken
    in closed form: V_r Σ_{s≠r} B_rs A_sr L_rr = V_r B_rr − V_r L_rr. The tenth term is made of
    inputs from outside the table's regions, product taxes and scrap; a table of the whole world
    at basic prices has none.
    """
    V, Y = world.value_added_content, world.demand
    at_home = Y[np.arange(len(Y)), world.home]
    final_exports = np.where(world.abroad, Y, 0.0).sum(axis=1)
    exports = world.exports.sum(axis=1)
    used_there, sold_on = _used_by_importers(world, np.column_stack([at_home, exports])).T
    out = np.zeros((len(world.regions), len(KWW_TERMS)))
    for r in world.regions_at:
        own, others = world.rows(r), np.flatnonzero(world.home != r)
        domestic, foreign = V[r, own], V[:, own].sum(axis=0) - V[r, own]
        returning = domestic - world.local(r).solve_transposed(world.value_added[own])
        out[r] = (
            domestic @ final_exports[own],
            V[r, others] @ at_home[others],
            V[r, others] @ (final_exports - Y[:, r])[others],
            V[r, others] @ Y[others, r],
            returning @ at_home[own],
            returning @ exports[own],
            foreign @ final_exports[own],
            foreign @ used_there[own],
            foreign @ sold_on[own],
            world.other_content[own] @ exports[own],
        )
    return out


def _used_by_importers(world: World, values: Array) -> Array:
    """Return Σ_{s≠r} A_rs L_ss values_s for each seller r, (n, m)."""
    out = np.zeros_like(values)
    for s in world.regions_at:
        rows = world.rows(s)
        bought = world.system.A[:, rows] @ world.local(s).solve(values[rows])
        bought[rows] = 0.0
        out += bought
    return out


def wwz(world: World) -> Array:
    """Return the sixteen terms of exports by sector and partner, and what lies outside.

    Returns
    -------
    ndarray (n, D, 17)
        Zero where a region sells to itself. The terms add to gross exports.

    Notes
    -----
    Wang, Wei & Zhu (2013), section 2 and table E1, for s exporting to r, in the equation's
    order. A partner that doesn't produce has terms 1, 11 and 14 alone.
    """
    A, V, Y = world.system.A, world.value_added_content, world.demand
    everyone = np.arange(len(Y))
    domestic, whole = V[world.home, everyone], V.sum(axis=0)
    local = np.zeros(len(Y))
    for s in world.regions_at:
        own = world.rows(s)
        local[own] = world.local(s).solve_transposed(world.value_added[own])
    out = np.zeros((*Y.shape, len(WWZ_TERMS)))
    ahead = _Ahead.of(world)
    for r in range(len(world.buyers)):
        produces = r in world.regions_at
        importer = V[r] if produces else np.zeros(len(Y))
        third = whole - domestic - importer
        out[:, r, 0] = domestic * Y[:, r]
        out[:, r, 10] = importer * Y[:, r]
        out[:, r, 13] = third * Y[:, r]
        out[:, r, 16] = world.other_content * world.exports[:, r]
        if not produces:
            continue
        rows = world.rows(r)
        for s in world.regions_at:
            own = world.rows(s)
            out[own, r, 1:9] = local[own, None] * (A[np.ix_(own, rows)] @ ahead.ends(s, r))
        out[:, r, 9] = (domestic - local) * world.sales[:, r]
        within = np.column_stack([Y[rows, r], world.exports[rows].sum(axis=1)])
        used_there, sold_on = (A[:, rows] @ world.local(r).solve(within)).T
        out[:, r, 11] = importer * used_there
        out[:, r, 12] = importer * sold_on
        out[:, r, 14] = third * used_there
        out[:, r, 15] = third * sold_on
    out[~world.abroad] = 0.0
    return out


@dataclass(frozen=True, eq=False)
class _Ahead:
    """Output by the final demand at the end of its way: B_rt Y_tu for products of t used by u.

    Attributes
    ----------
    total : ndarray (n, D)
        Σ_t B_rt Y_tu.
    at_home, made : ndarray (n, R)
        B_rt Y_tt, and Σ_u B_rt Y_tu.
    finished : ndarray (n, D)
        B_rr Y_ru.
    """

    world: World
    total: Array
    at_home: Array
    made: Array
    finished: Array

    @classmethod
    def of(cls, world: World) -> _Ahead:
        """Solve for every region's final products, one region at a time."""
        Y, solve = world.demand, world.system.solve
        finished = np.zeros_like(Y)
        at_home, made = (np.zeros((len(Y), len(world.regions))) for _ in range(2))
        for t in world.regions_at:
            rows = world.rows(t)
            output = solve(world.only(Y, t))
            finished[rows] = output[rows]
            at_home[:, t] = output[:, t]
            made[:, t] = output.sum(axis=1)
        return cls(world, solve(Y), at_home, made, finished)

    def ends(self, s: int, r: int) -> Array:
        """Return what r makes of the inputs it buys from s, by its end: terms 2 to 9, (n_r, 8)."""
        rows = self.world.rows(r)
        total, finished = self.total[rows], self.finished[rows]
        at_home, made = self.at_home[rows], self.made[rows]
        back = finished[:, s]
        back_by_third = total[:, s] - back - at_home[:, s]
        others = [t for t in self.world.regions_at if t not in (s, r)]
        return np.column_stack(
            [
                finished[:, r],
                at_home[:, others].sum(axis=1),
                finished.sum(axis=1) - finished[:, r] - back,
                (made - at_home)[:, others].sum(axis=1) - back_by_third,
                back,
                back_by_third,
                at_home[:, s],
                made[:, s] - at_home[:, s],
            ]
        )
