"""The variance of effects to first order: the delta method by adjoint sensitivities.

R = c′ L f has ∂R/∂f_j = m_j, ∂R/∂c_i = x_i and ∂R/∂a_ij = m_i x_j with m = L′c and x = L f (West
1986; Bullard & Sebald 1977; Heijungs 2010); sources reach R through f, c and A by the chain rule.
All is taken at the means of the sources.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from iomodel.uncertainty.machine import Machine
from iomodel.uncertainty.plan import Cells, Group, Mix, Plan, Vector
from iomodel.units import MILLION_KRW

Array = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class FirstOrder:
    """Effects at the means of all sources, and their variance by group of sources.

    Attributes
    ----------
    centre : ndarray (p + 1, k)
        By programme, then their sum.
    variance : ndarray (g, p + 1, k)
    """

    centre: Array
    variance: Array

    @property
    def sd(self) -> Array:
        """Standard deviations from all sources, (p + 1, k)."""
        return np.asarray(np.sqrt(self.variance.sum(axis=0)))

    @property
    def shares(self) -> Array:
        """Shares of the groups in the variance, (g, p + 1, k); NaN where there is none."""
        total = self.variance.sum(axis=0)
        nothing = np.full_like(self.variance, np.nan)
        return np.asarray(np.divide(self.variance, total, out=nothing, where=total > 0))


def first_order(machine: Machine) -> FirstOrder:
    """Return the first-order variance of every effect of a machine."""
    plan, system = machine.plan, machine.model.system
    means = plan.means()
    f = machine.demand(means, 1)[0]
    x: Array = np.asarray(system.solve(f.T)).T
    x = np.vstack([x, x.sum(axis=0)])
    m: Array = np.asarray(system.solve_transposed(machine.c.T)).T
    spent = plan.spending(means, 1)[0]
    unit = MILLION_KRW.per(machine.model.info.money)
    at = _Point(machine, means, spent, _passed(plan, means), m[:, machine.parents] * unit, m, x)
    variance = [at.variance(group) for group in plan.groups]
    return FirstOrder(np.asarray(x @ machine.c.T), np.array(variance))


def _passed(plan: Plan, means: dict[str, Array]) -> Array:
    """Return what becomes of a unit of spending in each cell, (p, n): h/d at the means."""
    passed = np.ones((len(plan.pairs), plan.n))
    for vector in plan.of("deflators"):
        passed.ravel()[vector.at] /= means[vector.source.id][0]
    for vector in plan.of("local_shares"):
        passed.ravel()[vector.at] *= means[vector.source.id][0]
    return passed


@dataclass(frozen=True, eq=False)
class _Point:
    """The means, and the adjoint there.

    Attributes
    ----------
    spent, passed : ndarray (p, n)
        Over the study's sectors.
    per_unit : ndarray (k, n)
        Multipliers by the study's sectors, per 백만원.
    m : ndarray (k, n), x : ndarray (p + 1, n)
        Over the model's sectors.
    """

    machine: Machine
    means: dict[str, Array]
    spent: Array
    passed: Array
    per_unit: Array
    m: Array
    x: Array

    def variance(self, group: Group) -> Array:
        """Return the variance that a group of sources gives, (p + 1, k)."""
        first = group.members[0]
        if isinstance(first, Mix):
            return self._mix(first)
        if isinstance(first, Cells):
            return self._cells(first)
        if len(group.members) == 1:
            g, rho = self._gradient(first) * first.marginal.sd, first.correlation
            apart, together = (g**2).sum(axis=2), g.sum(axis=2) ** 2
            return np.asarray((1.0 - rho) * apart + rho * together)
        steps = np.array(
            [
                self._gradient(v).sum(axis=2) * v.marginal.sd
                for v in group.members
                if isinstance(v, Vector)
            ]
        )
        C = group.root @ group.root.T
        return np.asarray(np.einsum("sqk,st,tqk->qk", steps, C, steps))

    def _gradient(self, vector: Vector) -> Array:
        """Return the derivatives by a source's numbers, (p + 1, k, j)."""
        plan, n = self.machine.plan, self.machine.plan.n
        shape = (len(plan.pairs), len(self.m), len(vector.at))
        g = np.zeros(shape)
        if vector in self.machine.erring:
            k, sectors, first = self.machine.employment(vector)
            g[:, k, first] = (self.machine.c[k] * self.x[:-1])[:, sectors]
        elif vector.family == "employment":
            pass  # an indicator that the table lacks
        elif vector.family == "amounts":
            mixed = {mix.programme: mix for mix in plan.mixes}
            for i, line in enumerate(vector.at):
                p, j = int(plan.programme[line]), int(plan.sector[line])
                mix = mixed.get(p)
                to = mix.at if mix else np.array([j])
                share = mix.centre if mix else np.ones(1)
                effect = self.per_unit[:, to] @ (share * self.passed[p, to])
                g[p, :, i] = plan.amounts[line] * effect
        else:
            sign = -1.0 if vector.family == "deflators" else 1.0
            cell = self.spent.ravel()[vector.at] * self.passed.ravel()[vector.at]
            g[vector.at // n, :, np.arange(len(vector.at))] = (
                sign * cell / vector.marginal.mean * self.per_unit[:, vector.at % n]
            ).T
        return np.concatenate([g, g.sum(axis=0, keepdims=True)])

    def _mix(self, mix: Mix) -> Array:
        """Return the variance of Dirichlet shares: covariance (diag s − s s′)/(κ + 1)."""
        p, s = mix.programme, mix.centre
        total = self.spent[p].sum()
        g = total * self.passed[p, mix.at] * self.per_unit[:, mix.at]
        own = ((g**2) @ s - (g @ s) ** 2) / (mix.source.concentration + 1.0)
        found = np.zeros((len(self.x), len(self.m)))
        found[p] = found[-1] = own
        return found

    def _cells(self, cells: Cells) -> Array:
        """Return the variance of input coefficients a_ij with their columns kept at one.

        Where value added takes the rest, ∂R/∂a_ij = (m_i − t_j) x_j with t = 1 for value added and
        0 for others; where columns are rescaled, t_j = m_j − c_j, or m_j for primary inputs, whose
        coefficients are divided as well.
        """
        inputs = self.machine.inputs
        assert inputs is not None
        which = self.machine.plan.cells.index(cells)
        errors = inputs.errors[which]
        A = np.where(errors.mask, inputs.A, 0.0)
        found = np.zeros((len(self.x), len(self.m)))
        for k, id in enumerate(self.machine.ids):
            m, primary = self.m[k], id in ("value_added", "imports")
            if errors.closure == "rescaled":
                t = m if primary else m - self.machine.c[k]
            else:
                t = np.full(len(m), float(id == "value_added"))
            square = (A**2).T @ m**2 - 2 * t * ((A**2).T @ m) + t**2 * (A**2).sum(axis=0)
            linear = A.T @ m - t * A.sum(axis=0)
            apart, together = self.x**2 @ square, (self.x @ linear) ** 2
            rho = errors.correlation
            found[:, k] = errors.relative_error**2 * ((1.0 - rho) * apart + rho * together)
        return found
