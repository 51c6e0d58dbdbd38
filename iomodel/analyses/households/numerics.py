"""Numerics of input-output models closed with respect to households: arrays in, arrays out.

One sector more, the households, borders the system (Miller & Blair 2009, section 2.5):

    [ I − A   −c  ] [x]   [f]
    [ −h′    1 − a] [y] = [g]

Its solution needs two solves with the open system alone: with u = L c, z = L′ h and
k = 1 / (1 − a − h′ L c), household income is y = k (z′ f + g) and output x = L f + u y.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from iomodel.leontief import Array, System


@dataclass(frozen=True, eq=False)
class Bordered:
    """A Leontief system with households as sector n + 1.

    Attributes
    ----------
    system : System
        L, (n, n), of the open model.
    h, c : ndarray (n,)
        Household income per unit of output; consumption per unit of household income.
    u : ndarray (n,)
        L c: output that a unit of household income induces in the open model.
    z : ndarray (n,)
        L′ h: household income that a unit of final demand induces in the open model.
    returned : float
        a + h′ L c: how much of a unit of household income comes back as household income.
    """

    system: System
    h: Array
    c: Array
    u: Array
    z: Array
    returned: float

    @property
    def k(self) -> float:
        """The multiplier of household income, 1 / (1 − a − h′ L c)."""
        return 1.0 / (1.0 - self.returned)

    def income(self, f: Array, g: float = 0.0) -> Array:
        """Return y = k (z′ f + g) for f of shape (n,) or (n, m) and transfers g."""
        return np.asarray(self.k * (self.z @ f + g))

    def type_1(self, coefficients: Array) -> Array:
        """Return w′ L, (k, n), for coefficients w (k, n)."""
        return self.system.solve_transposed(coefficients.T).T

    def induced(self, coefficients: Array) -> Array:
        """Return (w′ u) k z′, (k, n): what Type II adds to Type I."""
        return np.outer(coefficients @ self.u, self.k * self.z)

    def inverse(self) -> Array:
        """Return the closed inverse, (n + 1, n + 1), households last."""
        L, u, z = self.system.inverse(), self.u[:, None], self.z[None, :]
        return np.block([[L + self.k * u * z, self.k * u], [self.k * z, np.array([[self.k]])]])


def border(system: System, h: Array, c: Array, a: float = 0.0) -> Bordered:
    """Return the system closed with household income h, consumption c and a = a_hh."""
    u, z = system.solve(c), system.solve_transposed(h)
    return Bordered(system, h, c, u, z, float(a + h @ u))


@dataclass(frozen=True, eq=False)
class Grouped:
    """Several household groups made endogenous (Miyazawa 1976).

    Attributes
    ----------
    V : ndarray (q, n)
        Income of each group per unit of output.
    C : ndarray (n, q)
        Consumption per unit of each group's income.
    LC : ndarray (n, q)
    VL : ndarray (q, n)
    """

    system: System
    V: Array
    C: Array
    LC: Array
    VL: Array

    @property
    def VLC(self) -> Array:
        """V L C, (q, q): inter-income-group coefficients."""
        return np.asarray(self.V @ self.LC)

    @property
    def K(self) -> Array:
        """(I − V L C)⁻¹, (q, q): the interrelational income multiplier."""
        return np.asarray(np.linalg.inv(np.eye(len(self.V)) - self.VLC), dtype=np.float64)

    @property
    def KVL(self) -> Array:
        """K V L, (q, n): the multi-sector income multiplier."""
        return np.asarray(self.K @ self.VL)

    def multipliers(self, coefficients: Array) -> Array:
        """Return w′ (L + L C K V L), (k, n), for coefficients w (k, n)."""
        open_model = self.system.solve_transposed(coefficients.T).T
        return np.asarray(open_model + (coefficients @ self.LC) @ self.KVL)

    def inverse(self) -> Array:
        """Return L (I + C K V L), (n, n): the enlarged Leontief inverse."""
        return np.asarray(self.system.inverse() + self.LC @ self.KVL)


def group(system: System, V: Array, C: Array) -> Grouped:
    """Return the system closed with q household groups."""
    return Grouped(system, V, C, system.solve(C), system.solve_transposed(V.T).T)
