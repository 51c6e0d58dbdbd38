"""x = L f by GMRES, or by factors where those are the cheaper or the only way."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

import numpy as np

from iomodel.iterative.flows import ScaledFlows
from iomodel.iterative.refusals import not_converged
from iomodel.leontief import Array, Factorised, factorise

Method = Literal["iterative", "factorised"]

TOLERANCE = 1e-11  # |f − (I − A) x| over |f|, Euclidean; ten times below what is promised
PRODUCTS = 200  # as many cost about what factors do at 10,000 rows
LARGE = 1000  # rows from which a table asked once is better solved iteratively


@dataclass(frozen=True)
class Solved:
    """How one right-hand side was solved.

    Attributes
    ----------
    method : "iterative" or "factorised"
    products : int
        Products with Z, that for the residual included.
    residual : float
        |f − (I − A) x| / |f|, computed afterwards from Z, x and the solution.
    """

    method: Method
    products: int
    residual: float


@dataclass(frozen=True, eq=False)
class Iterative(ScaledFlows):
    """x = L f from Z and x alone; a `System` that forms neither A nor I − A unless it has to.

    It has to when somebody asks for `A` or `inverse`, when GMRES doesn't converge, or when more
    right-hand sides come than `patience`: then factors are the cheaper way, and are kept.

    Attributes
    ----------
    tolerance : float
        Bound on the residual of every solution.
    limit : int
        Products with Z after which iterating for one right-hand side is given up.
    patience : int or None
        Right-hand sides solved iteratively before factors are made; None for what is cheapest.
    solved : list of Solved
        What was solved so far.
    """

    tolerance: float = TOLERANCE
    limit: int = PRODUCTS
    patience: int | None = None
    solved: list[Solved] = field(default_factory=list)

    def solve(self, f: Array) -> Array:
        """Return L f for f of shape (n,) or (n, m).

        Raises
        ------
        NotConvergedError
            If neither GMRES nor factors reach `tolerance`.
        """
        return self._solve(f, transposed=False)

    def solve_transposed(self, c: Array) -> Array:
        """Return L′ c for c of shape (n,) or (n, m).

        Raises
        ------
        NotConvergedError
            If neither GMRES nor factors reach `tolerance`.
        """
        return self._solve(c, transposed=True)

    def diagnostics(self) -> dict[str, float]:
        """Return the largest residual so far, the products made and a bound on the condition.

        The residual is that of a unit-demand solve where nothing was asked before. The bound is
        left out where `norm_bound` has none.
        """
        if not self.solved:
            self.solve(np.ones(self.size))
        told = {
            "residual": max(each.residual for each in self.solved),
            "products": float(sum(each.products for each in self.solved)),
        }
        if self.norm_bound is not None:
            told["condition_at_most"] = (1.0 + float(self._column_sums.max())) * self.norm_bound
        return told

    def inverse(self) -> Array:
        """Return L, (n, n), by factors."""
        return self._factors.inverse()

    @cached_property
    def _factors(self) -> Factorised:
        return factorise(self.A)

    @property
    def _factors_pay(self) -> int:
        """The number of right-hand sides from which factors are the cheaper way."""
        return max(3, self.size // 400) if self.patience is None else self.patience

    def _solve(self, f: Array, *, transposed: bool) -> Array:
        columns = np.asarray(f, dtype=np.float64).reshape(self.size, -1)
        known = "_factors" in self.__dict__
        if known or len(self.solved) + columns.shape[1] > self._factors_pay:
            found = self._directly(columns, transposed)
        else:
            found = np.empty_like(columns)
            for j in range(columns.shape[1]):
                found[:, j] = self._one(columns[:, j], transposed)
        return found.reshape(np.shape(f))

    def _one(self, f: Array, transposed: bool) -> Array:
        """Return one solution by GMRES, or by factors where that doesn't converge."""
        from scipy.sparse.linalg import LinearOperator, gmres

        apply = self.product_transposed if transposed else self.product
        products, last, answer = 0, np.full(self.size, np.nan), f

        def rest(v: Array) -> Array:
            nonlocal products, last, answer
            if not np.array_equal(v, last):  # GMRES ends with the product that we begin with
                products, last, answer = products + 1, v.copy(), v - apply(v)
            return answer

        shape = (self.size, self.size)
        operator = LinearOperator(shape, matvec=rest, dtype=np.float64)
        vectors = max(1, min(self.limit // 2, self.size))  # in each of two rounds
        x, _ = gmres(operator, f, rtol=self.tolerance, atol=0.0, restart=vectors, maxiter=2)
        residual = _relative(rest(x) - f, f)
        if not residual <= self.tolerance:
            return self._directly(f[:, None], transposed, products)[:, 0]
        self.solved.append(Solved("iterative", products, residual))
        return np.asarray(x)

    def _directly(self, f: Array, transposed: bool, products: int = 0) -> Array:
        """Return solutions by factors, their residuals checked like all others."""
        solve = self._factors.solve_transposed if transposed else self._factors.solve
        apply = self.product_transposed if transposed else self.product
        x = solve(f)
        for j in range(f.shape[1]):
            residual = _relative(x[:, j] - apply(x[:, j]) - f[:, j], f[:, j])
            if not residual <= self.tolerance:
                raise not_converged(residual, self.tolerance)
            self.solved.append(Solved("factorised", products + 1, residual))
        return x


def _relative(gap: Array, f: Array) -> float:
    """Return |gap| / |f|, zero where both are."""
    size = float(np.linalg.norm(gap))
    return size / float(np.linalg.norm(f)) if size else 0.0
