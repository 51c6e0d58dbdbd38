"""Numerics of the open static Leontief model: arrays in, arrays out.

Notation follows Miller & Blair (2009), Input-Output Analysis, 2nd ed., chapter 2:
A = Z x̂⁻¹ (eq. 2.4), x = (I − A)⁻¹ f = L f (eq. 2.8), multipliers m′ = c′ L (eq. 6.6).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


class System(Protocol):
    """x = L f for a fixed A, whichever way L is held."""

    @property
    def A(self) -> Array:
        """A, input coefficients, (n, n)."""

    @property
    def size(self) -> int:
        """n, the number of sectors."""

    def solve(self, f: Array) -> Array:
        """Return L f for f of shape (n,) or (n, m)."""

    def solve_transposed(self, c: Array) -> Array:
        """Return L′ c for c of shape (n,) or (n, m)."""

    def diagnostics(self) -> dict[str, float]:
        """Return the condition number and the residual of a unit-demand solve."""

    def inverse(self) -> Array:
        """Return L, (n, n), for those who want to see it."""


@dataclass(frozen=True, eq=False)
class Factorised:
    """LU factors of I − A, (n, n); no inverse is formed unless asked for."""

    A: Array
    lu: Array
    pivots: NDArray[np.int32]

    @property
    def size(self) -> int:
        """n, the number of sectors."""
        return len(self.A)

    def solve(self, f: Array) -> Array:
        """Return L f for f of shape (n,) or (n, m)."""
        from scipy.linalg import lu_solve

        return np.asarray(lu_solve(self._factors(), f))

    def solve_transposed(self, c: Array) -> Array:
        """Return L′ c for c of shape (n,) or (n, m)."""
        from scipy.linalg import lu_solve

        return np.asarray(lu_solve(self._factors(), c, trans=1))

    def _factors(self) -> tuple[Array, NDArray[np.int32]]:
        """Return the factors with pivots of one's own: lu_solve shifts them while it works."""
        return self.lu, self.pivots.copy()

    def diagnostics(self) -> dict[str, float]:
        """Return the 1-norm condition of I − A and the residual of (I − A) x = i."""
        from scipy.linalg.lapack import dgecon

        norm = np.abs(np.eye(self.size) - self.A).sum(axis=0).max()
        reciprocal, _ = dgecon(self.lu, norm)
        ones = np.ones(self.size)
        x = self.solve(ones)
        return {
            "condition": float(1.0 / reciprocal),
            "residual": float(np.abs(x - self.A @ x - ones).max()),
        }

    def inverse(self) -> Array:
        """Return L, (n, n)."""
        return self.solve(np.eye(self.size))


@dataclass(frozen=True, eq=False)
class Inverse:
    """A Leontief inverse taken as published, (n, n)."""

    L: Array

    @property
    def size(self) -> int:
        """n, the number of sectors."""
        return len(self.L)

    @cached_property
    def A(self) -> Array:
        """I − L⁻¹, (n, n): the coefficients that the published inverse implies."""
        return np.asarray(np.eye(self.size) - np.linalg.inv(self.L))

    def solve(self, f: Array) -> Array:
        """Return L f for f of shape (n,) or (n, m)."""
        return np.asarray(self.L @ f)

    def solve_transposed(self, c: Array) -> Array:
        """Return L′ c for c of shape (n,) or (n, m)."""
        return np.asarray(self.L.T @ c)

    def diagnostics(self) -> dict[str, float]:
        """Return the 1-norm condition of L."""
        return {"condition": float(np.linalg.cond(self.L, 1))}

    def inverse(self) -> Array:
        """Return L, (n, n)."""
        return self.L


def input_coefficients(flows: Array, output: Array) -> Array:
    """Return flows divided by the output of the buying sector.

    Parameters
    ----------
    flows : ndarray (n, n) or (p, n)
        Money or persons by buying sector.
    output : ndarray (n,)
        x.

    Returns
    -------
    ndarray of the shape of `flows`
        Zero in the column of a sector without output (R2).

    Notes
    -----
    a_ij = z_ij / x_j (Miller & Blair 2009, eq. 2.4).
    """
    active = output != 0
    return np.divide(flows, output, out=np.zeros_like(flows, dtype=np.float64), where=active)


def factorise(A: Array) -> Factorised:
    """Return the LU factors of I − A, (n, n)."""
    from scipy.linalg import lu_factor

    lu, pivots = lu_factor(np.eye(len(A)) - A)
    return Factorised(A, lu, pivots)


def multipliers(system: System, coefficients: Array) -> Array:
    """Return m′ = c′ L for several indicators by one transposed solve.

    Parameters
    ----------
    system : System
    coefficients : ndarray (k, n)
        Direct coefficients c of k indicators.

    Returns
    -------
    ndarray (k, n)
        Effect of a unit of final demand on each sector.

    Notes
    -----
    (I − A)′ m = c; Miller & Blair (2009), eq. 6.6.
    """
    return system.solve_transposed(coefficients.T).T


def dominant(A: Array) -> tuple[float, Array]:
    """Return the spectral radius of A and the size of its eigenvector's entries, (n,).

    The radius is below one exactly when the Neumann series I + A + A² + … converges
    (Miller & Blair 2009, section 2.4).
    """
    values, vectors = np.linalg.eig(A)
    top = int(np.argmax(np.abs(values)))
    return float(np.abs(values[top])), np.abs(vectors[:, top])


def surely_productive(A: Array) -> bool:
    """Return whether a norm of A or of a power of it proves its spectral radius below one.

    Notes
    -----
    ρ(A)ᵏ = ρ(Aᵏ) ≤ ‖Aᵏ‖, so one power with a norm below one is a proof. Tables are soon settled;
    what isn't by A⁶⁴ is left to `dominant`.
    """
    power = np.asarray(A)
    for _ in range(_SQUARINGS):
        size = np.abs(power)
        if min(size.sum(axis=0).max(), size.sum(axis=1).max()) < 1.0:
            return True
        power = power @ power
    return False


_SQUARINGS = 7  # A, A², A⁴ … A⁶⁴
