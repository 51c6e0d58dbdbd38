"""A large dense system asked once: solved iteratively, its residual reported, nothing factorised.

A = Z x̂⁻¹ is never formed. A v = Z (v / x) and A′ m = (Z′ m) / x scale vectors instead of the
matrix, so that the only array of n × n is the one that the table holds anyway. (I − A) x = f is
solved by GMRES (Saad & Schultz 1986, as scipy has it): a dozen or two products with Z, where an
inverse costs 2 n³ operations.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from iomodel.errors import IOModelError, NotProductiveError, Problem
from iomodel.leontief import Factorised, dominant, factorise, input_coefficients
from iomodel.text import Text, same

Array = NDArray[np.float64]
Method = Literal["iterative", "factorised"]

TOLERANCE = 1e-11  # |f − (I − A) x| over |f|, Euclidean; ten times below what is promised
PRODUCTS = 200  # as many cost about what factors do at 10,000 rows
LARGE = 1000  # rows from which a table asked once is better solved iteratively

_POWERS = 32  # |A|, |A|² … |A|³²
_SHRUNK = 0.5  # norm of a power of |A| that makes for a close bound
_SMALL = 64  # rows up to which all eigenvalues are as quick as one
_BLOCK = 2**18  # numbers of Z looked at together: they stay in the cache
_NEGLIGIBLE = 1e-6  # of the largest entry of an eigenvector: no part in it


class NotConvergedError(IOModelError):
    """A system that no method here solves to the accuracy asked for; `data` is the residual."""


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
class Iterative:
    """x = L f from Z and x alone; a `System` that forms neither A nor I − A unless it has to.

    It has to when somebody asks for `A` or `inverse`, when GMRES doesn't converge, or when more
    right-hand sides come than `patience`: then factors are the cheaper way, and are kept.

    Attributes
    ----------
    flows : ndarray (n, n)
        Z, never copied.
    output : ndarray (n,)
        x; the column of a sector without output is zero (R2).
    tolerance : float
        Bound on the residual of every solution.
    limit : int
        Products with Z after which iterating for one right-hand side is given up.
    patience : int or None
        Right-hand sides solved iteratively before factors are made; None for what is cheapest.
    solved : list of Solved
        What was solved so far.
    """

    flows: Array
    output: Array
    tolerance: float = TOLERANCE
    limit: int = PRODUCTS
    patience: int | None = None
    solved: list[Solved] = field(default_factory=list)

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
            raise _undetermined() from error
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
                raise _not_converged(residual, self.tolerance)
            self.solved.append(Solved("factorised", products + 1, residual))
        return x


@dataclass(frozen=True, eq=False)
class Once:
    """The answer to a demand that is asked once.

    Attributes
    ----------
    output : ndarray (n,)
        L f.
    effects : ndarray (k,)
        C L f.
    residual : float
        |f − (I − A) x| / |f|.
    iterations : int
        Products with Z.
    method : "iterative" or "factorised"
    note : Text or None
        What to say where GMRES didn't converge and factors had to be made.
    """

    output: Array
    effects: Array
    residual: float
    iterations: int
    method: Method
    note: Text | None


def induce_once(
    domestic: Array,
    output: Array,
    coefficients: Array,
    demand: Array,
    *,
    names: Sequence[str | Text] | None = None,
    tolerance: float = TOLERANCE,
    limit: int = PRODUCTS,
) -> Once:
    """Return the effects of one demand by one solve: c′ (L f), not (c′ L) f.

    However many indicators, one system is solved; multipliers would take one for each.

    Parameters
    ----------
    domestic : ndarray (n, n)
        Z^d, seller by buyer; neither copied nor changed.
    output : ndarray (n,)
        x.
    coefficients : ndarray (k, n)
        Direct coefficients of k indicators.
    demand : ndarray (n,)
        f.
    names : sequence of str or Text, optional
        Of the sectors, for errors; their positions, counted from one, if left out.
    tolerance : float
        Bound on the residual.
    limit : int
        Products with Z after which iterating is given up and factors are made.

    Raises
    ------
    NotProductiveError
        If the spectral radius of A is one or more (R5).
    NotConvergedError
        If the residual stays above `tolerance`, or the spectral radius isn't found.

    Notes
    -----
    x = L f, effects C x (Miller & Blair 2009, eqs. 2.8 and 6.6).

    Examples
    --------
    >>> import numpy as np
    >>> from iomodel.iterative import induce_once
    >>> flows, output = np.array([[150.0, 500.0], [200.0, 100.0]]), np.array([1000.0, 2000.0])
    >>> once = induce_once(flows, output, np.array([[0.65, 0.7]]), np.array([600.0, 1500.0]))
    >>> once.output.round(6), once.effects.round(6), once.method
    (array([1247.524752, 1841.584158]), array([2100.]), 'iterative')
    """
    system = Iterative(domestic, output, tolerance, limit)
    require_productive_flows("induce_once", names, system)
    x = system.solve(demand)
    solved = system.solved[-1]
    return Once(
        x,
        np.asarray(coefficients @ x),
        solved.residual,
        solved.products,
        solved.method,
        None if solved.method == "iterative" else _fell_back(solved.products - 1),
    )


def require_productive_flows(
    origin: str, names: Sequence[str | Text] | None, system: Iterative
) -> None:
    """Raise unless the spectral radius of A is below one (R5).

    Raises
    ------
    NotProductiveError
        Naming the sectors with the largest entries of the dominant eigenvector.
    NotConvergedError
        If the spectral radius isn't found.
    """
    if system.surely_productive:
        return
    radius, vector = system.dominant()
    if radius >= 1.0:
        raise not_productive(origin, names, radius, vector)


def _relative(gap: Array, f: Array) -> float:
    """Return |gap| / |f|, zero where both are."""
    size = float(np.linalg.norm(gap))
    return size / float(np.linalg.norm(f)) if size else 0.0


def not_productive(
    origin: str, names: Sequence[str | Text] | None, radius: float, vector: Array
) -> NotProductiveError:
    """Return the refusal of coefficients by the sectors that lead their eigenvector (R5)."""
    led = [i for i in np.argsort(-vector)[:5] if vector[i] > _NEGLIGIBLE * vector.max()]
    worst = [_text(i + 1 if names is None else names[i]) for i in led]
    ko, en = ", ".join(name.ko for name in worst), ", ".join(name.en for name in worst)
    return NotProductiveError(
        origin,
        Problem(
            "",
            Text("투입계수행렬이 생산적이지 않습니다", "the input coefficients are not productive"),
            Text("스펙트럼 반지름 1 미만", "a spectral radius below one"),
            Text(f"{radius:.4f}; 주된 부문: {ko}", f"{radius:.4f}; led by {en}"),
            Text(
                "이 부문들의 열에서 중간투입이 산출을 넘지 않는지 보십시오",
                "check that inputs don't exceed output in the columns of these sectors",
            ),
        ),
        data=radius,
    )


def _text(name: object) -> Text:
    return name if isinstance(name, Text) else same(name)


def _not_converged(residual: float, tolerance: float) -> NotConvergedError:
    return NotConvergedError(
        "(I − A) x = f",
        Problem(
            "",
            Text(
                "반복법으로도 분해로도 정확한 해를 얻지 못했습니다",
                "neither iterations nor factors solve the system accurately",
            ),
            Text(f"상대잔차 {tolerance:g} 이하", f"a relative residual of at most {tolerance:g}"),
            same(f"{residual:.2g}"),
            Text(
                "스펙트럼 반지름이 1에 매우 가깝습니다. 거의 모든 산출을 중간투입으로 쓰는 부문을 "
                "확인하십시오",
                "the spectral radius is very near one; look for sectors whose inputs use up "
                "nearly all output",
            ),
        ),
        data=residual,
    )


def _undetermined() -> NotConvergedError:
    return NotConvergedError(
        "ρ(A)",
        Problem(
            "",
            Text(
                "투입계수행렬의 스펙트럼 반지름을 구하지 못했습니다",
                "the spectral radius of the input coefficients was not found",
            ),
            Text("1 미만", "below one"),
            Text("수렴하지 않음", "no convergence"),
            Text(
                "중간투입이 산출을 넘는 열이 있는지 보십시오",
                "look for columns whose inputs exceed output",
            ),
        ),
    )


def _fell_back(products: int) -> Text:
    return Text(
        f"반복법이 곱셈 {products}회 안에 수렴하지 않아 행렬을 분해해 풀었습니다",
        f"iterations did not converge within {products} products; solved by factors instead",
    )
