"""A = Z x̂⁻¹ as a way to multiply: products, bounds and the spectral radius, A never formed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from iomodel.iterative.refusals import not_productive, undetermined
from iomodel.leontief import Array, dominant, input_coefficients
from iomodel.text import Text

_POWERS = 32  # |A|, |A|² … |A|³²
_SHRUNK = 0.5  # norm of a power of |A| that makes for a close bound
_SMALL = 64  # rows up to which all eigenvalues are as quick as one
_BLOCK = 2**18  # numbers of Z looked at together: they stay in the cache


@dataclass(frozen=True, eq=False)
class ScaledFlows:
    """Input coefficients by flows and output: A v = Z (v / x), A′ m = (Z′ m) / x.

    Attributes
    ----------
    flows : ndarray (n, n)
        Z, never copied.
    output : ndarray (n,)
        x; the column of a sector without output is zero (R2).
    """

    flows: Array
    output: Array

    @property
    def size(self) -> int:
        """n, the number of sectors."""
        return len(self.output)

    @property
    def A(self) -> Array:
        """A, input coefficients, (n, n): formed at every call."""
        return input_coefficients(self.flows, self.output)

    @cached_property
    def reciprocal(self) -> Array:
        """1 / x, zero where x is, (n,)."""
        return input_coefficients(np.ones(self.size), self.output)

    def product(self, v: Array) -> Array:
        """Return A v = Z (v / x), (n,)."""
        return np.asarray(self.flows @ (v * self.reciprocal))

    def product_transposed(self, m: Array) -> Array:
        """Return A′ m = (Z′ m) / x, (n,)."""
        return np.asarray((m @ self.flows) * self.reciprocal)

    @cached_property
    def surely_productive(self) -> bool:
        """Whether a power of |A| has a norm below one, which proves ρ(A) below one.

        Notes
        -----
        The largest entry of i′|A|ᵏ is the 1-norm of |A|ᵏ, and ρ(A)ᵏ ≤ ‖|A|ᵏ‖. Where every sector
        has value added and no large negative cells, k is 1: inputs stay below output.
        """
        return any(sums.max() < 1.0 for sums in self._powers())

    @cached_property
    def norm_bound(self) -> float | None:
        """A bound on the 1-norm of L; None where no power of |A| is small enough.

        Notes
        -----
        With s_k = i′|A|ᵏ and q = max s_k < 1, ‖L‖ ≤ max(s_0 + … + s_{k−1}) / (1 − q). The first k
        with q at most a half is taken, so that the bound is at most twice the norm of the series.
        """
        total = np.ones(self.size)
        for sums in self._powers():
            largest = float(sums.max())
            if largest <= _SHRUNK:
                return float(total.max()) / (1.0 - largest)
            total += sums
        return None

    def dominant(self) -> tuple[float, Array]:
        """Return the spectral radius of A and the size of its eigenvector's entries, (n,).

        One eigenvalue by ARPACK (Lehoucq, Sorensen & Yang 1998), from products with Z.

        Raises
        ------
        NotConvergedError
            If ARPACK doesn't find it.
        """
        if self.size <= _SMALL:
            return dominant(self.A)
        from scipy.sparse.linalg import ArpackNoConvergence, LinearOperator, eigs

        shape = (self.size, self.size)
        operator = LinearOperator(shape, matvec=self.product, dtype=np.float64)
        try:
            values, vectors = eigs(operator, k=1, which="LM", v0=np.ones(self.size))
        except ArpackNoConvergence as error:
            raise undetermined() from error
        return float(np.abs(values[0])), np.abs(vectors[:, 0])

    @cached_property
    def _column_sums(self) -> Array:
        """i′|A|, (n,)."""
        return self._absolute_transposed(np.ones(self.size))

    def _powers(self) -> Iterator[Array]:
        """Yield i′|A|, i′|A|² … i′|A|³², (n,) each."""
        sums = self._column_sums
        yield sums
        for _ in range(_POWERS - 1):
            sums = self._absolute_transposed(sums)
            yield sums

    @cached_property
    def _signed(self) -> bool:
        """Whether a flow is negative."""
        return bool(self.flows.min() < 0.0)

    def _absolute_transposed(self, m: Array) -> Array:
        """Return |A|′ m; where flows are negative, a few rows of Z at a time, (n,)."""
        if not self._signed:
            return np.abs(self.product_transposed(m))
        # As they lie in memory, be they rows or columns.
        by_column = self.flows.flags.f_contiguous and not self.flows.flags.c_contiguous
        lying = self.flows.T if by_column else self.flows
        step = max(1, _BLOCK // max(1, self.size))
        buffer, total = np.empty((step, self.size)), np.zeros(self.size)
        for start in range(0, self.size, step):
            rows = slice(start, start + step)
            size = np.abs(lying[rows], out=buffer[: len(lying[rows])])
            if by_column:
                total[rows] = size @ m
            else:
                total += m[rows] @ size
        return np.asarray(total * np.abs(self.reciprocal))


def require_productive_flows(
    origin: str, names: Sequence[str | Text] | None, flows: ScaledFlows
) -> None:
    """Raise unless the spectral radius of A is below one (R5).

    Raises
    ------
    NotProductiveError
        Naming the sectors with the largest entries of the dominant eigenvector.
    NotConvergedError
        If the spectral radius isn't found.
    """
    if flows.surely_productive:
        return
    radius, vector = flows.dominant()
    if radius >= 1.0:
        raise not_productive(origin, names, radius, vector)
