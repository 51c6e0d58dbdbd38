"""The variance of effects to first order: the delta method by adjoint sensitivities.

R = c′ L f has ∂R/∂f_j = m_j, ∂R/∂c_i = x_i and ∂R/∂a_ij = m_i x_j with m = L′c and x = L f (West
1986; Bullard & Sebald 1977; Heijungs 2010); sources reach R through f, c and A by the chain rule.
All is taken at the means of the sources.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from iomodel.uncertainty.leontief_machine import LeontiefMachine
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
    plan, means = machine.plan, machine.plan.means()
    f = machine.demand(means, 1)[0]
    per_unit = machine.multipliers[:, :, machine.parents] * MILLION_KRW.per(machine.money)
    spent = plan.spending(means, 1)[0]
    at = _Point(machine, means, f, spent, _passed(plan, means), per_unit)
    centre = np.einsum("pn,pkn->pk", f, machine.multipliers)
    variance = [at.variance(group) for group in plan.groups]
    return FirstOrder(np.vstack([centre, centre.sum(axis=0)]), np.array(variance))


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
    f : ndarray (p, n)
        Demand over the model's sectors.
    spent, passed : ndarray (p, n)
        Over the study's sectors.
    per_unit : ndarray (p, k, n)
        Multipliers of each programme by the study's sectors, per 백만원.
    """

    machine: Machine
    means: dict[str, Array]
    f: Array
    spent: Array
    passed: Array
    per_unit: Array

    @cached_property
    def x(self) -> Array:
        """Output by programme and in sum, over the model's sectors, (p + 1, n)."""
        assert isinstance(self.machine, LeontiefMachine)
        x = np.asarray(self.machine.model.system.solve(self.f.T)).T
        return np.vstack([x, x.sum(axis=0)])

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
        g = np.zeros((*self.per_unit.shape[:2], len(vector.at)))
        if vector.family == "employment":
            self._of_direct(vector, g)
        elif vector.family == "amounts":
            mixed = {mix.programme: mix for mix in plan.mixes}
            for i, line in enumerate(vector.at):
                p, j = int(plan.programme[line]), int(plan.sector[line])
                mix = mixed.get(p)
                to = mix.at if mix else np.array([j])
                share = mix.centre if mix else np.ones(1)
                effect = self.per_unit[p][:, to] @ (share * self.passed[p, to])
                g[p, :, i] = plan.amounts[line] * effect
        else:
            sign = -1.0 if vector.family == "deflators" else 1.0
            cell = self.spent.ravel()[vector.at] * self.passed.ravel()[vector.at]
            programmes, sectors = vector.at // n, vector.at % n
            moved = (sign * cell / vector.marginal.mean)[:, None]
            moved = moved * self.per_unit[programmes, :, sectors]
            g[programmes, :, np.arange(len(moved))] = moved
        return np.concatenate([g, g.sum(axis=0, keepdims=True)])

    def _of_direct(self, vector: Vector, g: Array) -> None:
        """Put in the derivatives by direct coefficients, none where the table lacks them."""
        machine = self.machine
        assert isinstance(machine, LeontiefMachine)
        if vector in machine.erring:
            k, sectors, first = machine.employment(vector)
            g[:, k, first] = (machine.c[k] * self.x[:-1])[:, sectors]

    def _mix(self, mix: Mix) -> Array:
        """Return the variance of Dirichlet shares: covariance (diag s − s s′)/(κ + 1)."""
        p, s = mix.programme, mix.centre
        total = self.spent[p].sum()
        g = total * self.passed[p, mix.at] * self.per_unit[p][:, mix.at]
        own = ((g**2) @ s - (g @ s) ** 2) / (mix.source.concentration + 1.0)
        found = np.zeros((len(self.f) + 1, len(own)))
        found[p] = found[-1] = own
        return found

    def _cells(self, cells: Cells) -> Array:
        """Return the variance of input coefficients a_ij with their columns kept at one.

        Where value added takes the rest, ∂R/∂a_ij = (m_i − t_j) x_j with t = 1 for value added and
        0 for others; where columns are rescaled, t_j = m_j − c_j, or m_j for primary inputs, whose
        coefficients are divided as well.
        """
        machine = self.machine
        assert isinstance(machine, LeontiefMachine)
        inputs, m_of = machine.inputs, machine.multipliers[0]
        assert inputs is not None
        which = machine.plan.cells.index(cells)
        errors = inputs.errors[which]
        A = np.where(errors.mask, inputs.A, 0.0)
        found = np.zeros((len(self.x), len(m_of)))
        for k, id in enumerate(machine.ids):
            m, primary = m_of[k], id in ("value_added", "imports")
            if errors.closure == "rescaled":
                t = m if primary else m - machine.c[k]
            else:
                t = np.full(len(m), float(id == "value_added"))
            square = (A**2).T @ m**2 - 2 * t * ((A**2).T @ m) + t**2 * (A**2).sum(axis=0)
            linear = A.T @ m - t * A.sum(axis=0)
            apart, together = self.x**2 @ square, (self.x @ linear) ** 2
            rho = errors.correlation
            found[:, k] = errors.relative_error**2 * ((1.0 - rho) * apart + rho * together)
        return found
