"""From published totals back to the demand that explains them (design section 8).

A published figure is an interval around its printed digits. Which non-negative demand vectors give
figures inside all intervals at once is a linear programme; the one nearest to a prior is an entropy
problem. Both are over the multipliers of one table, so the answer is inferred, never published.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from iomodel.errors import InfeasibleError, NotSupportedError, Problem
from iomodel.published import Pair, PublishedCell, programmes_of
from iomodel.text import Text, same
from iomodel.units import MoneyUnit

Array = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class PrintedSystem:
    """q published figures over p programmes and k indicators.

    Attributes
    ----------
    pairs : tuple of (scenario, programme)
        p programmes.
    indicators : tuple of str
        k indicators.
    members : ndarray (q, p)
        One where a programme's effect is part of a figure.
    indicator : ndarray of int (q,)
    centre, half : ndarray (q,)
        The interval of each figure, in the table's money or in persons.
    """

    cells: tuple[PublishedCell, ...]
    pairs: tuple[Pair, ...]
    indicators: tuple[str, ...]
    members: Array
    indicator: NDArray[np.int_]
    centre: Array
    half: Array

    @classmethod
    def of(cls, cells: Sequence[PublishedCell], unit: MoneyUnit) -> PrintedSystem:
        """Return the system of `cells`; its programmes are those with lines of their own."""
        pairs = programmes_of(cells)
        indicators = tuple(dict.fromkeys(cell.indicator for cell in cells))
        members = np.array([[float(cell.covers(*pair)) for pair in pairs] for cell in cells])
        bounds = np.array([cell.in_unit(unit) for cell in cells])
        return cls(
            tuple(cells),
            pairs,
            indicators,
            members,
            np.array([indicators.index(cell.indicator) for cell in cells]),
            bounds[:, 0],
            bounds[:, 1],
        )

    def rows(self, multipliers: Array) -> Array:
        """Return G, (q, p·n): figures = G f for demand f stacked by programme.

        Parameters
        ----------
        multipliers : ndarray (k, n)
            In the order of `indicators`, per unit of the table's money.
        """
        effects = multipliers[self.indicator]
        stacked = np.einsum("qp,qn->qpn", self.members, effects)
        return np.asarray(stacked.reshape(len(self.centre), -1))

    def lines(self, pair: Pair) -> PrintedSystem:
        """Return the system of one programme's own lines."""
        keep = [i for i, cell in enumerate(self.cells) if (cell.scenario, cell.programme) == pair]
        return PrintedSystem(
            tuple(self.cells[i] for i in keep),
            (pair,),
            self.indicators,
            np.ones((len(keep), 1)),
            self.indicator[keep],
            self.centre[keep],
            self.half[keep],
        )


def tightness(system: PrintedSystem, multipliers: Array) -> float:
    """Return how far the figures must stray, as a share of half a printed unit.

    Zero: some vector hits every printed figure exactly. At most one: the figures can stand
    together within their rounding. Above one: no non-negative vector explains them.

    Notes
    -----
    min t subject to |G f − c| ≤ t h, f ≥ 0.
    """
    return closest(system, multipliers)[0]


def closest(system: PrintedSystem, multipliers: Array) -> tuple[float, Array]:
    """Return `tightness`, and a demand (p, n) whose figures stray no further."""
    G = system.rows(multipliers)
    h = system.half[:, None]
    A = np.vstack([np.hstack([G, -h]), np.hstack([-G, -h])])
    cost = np.zeros(A.shape[1])
    cost[-1] = 1.0
    bounds = np.concatenate([system.centre, -system.centre])
    strays, found = _solved(cost, A, -np.inf, bounds)
    return strays, found[:-1].reshape(len(system.pairs), -1)


def sum_tightness(system: PrintedSystem) -> float:
    """Return the same as `tightness` for free lines: what sums and totals alone demand."""
    free = np.eye(len(system.indicators))
    return tightness(system, free)


def extremes(system: PrintedSystem, multipliers: Array, weights: Array) -> tuple[float, float]:
    """Return the least and the greatest Σ weights · f over all vectors that fit the figures.

    Parameters
    ----------
    weights : ndarray (p, n)
        One for every amount that counts.

    Raises
    ------
    InfeasibleError
        If no vector fits.
    """
    G = system.rows(multipliers)
    box = G, system.centre - system.half, system.centre + system.half
    cost = weights.ravel()
    return _minimise(cost, *box), -_minimise(-cost, *box)


def spending_range(
    system: PrintedSystem, multipliers: Array, pairs: Sequence[Pair]
) -> tuple[float, float]:
    """Return the least and the greatest spending that `pairs` together can have had."""
    weights = np.zeros((len(system.pairs), multipliers.shape[1]))
    weights[[system.pairs.index(pair) for pair in pairs]] = 1.0
    return extremes(system, multipliers, weights)


def factor_range(
    system: PrintedSystem, multipliers: Array, pair: Pair, indicator: str
) -> tuple[float, float] | None:
    """Return the factors on one indicator that would make the rest of a line explain it.

    The other figures of the line are held to their printed digits; over all mixes that give them,
    the factor is published ÷ computed. None where no mix gives them.
    """
    own = system.lines(pair)
    k = own.indicators.index(indicator)
    rest = own.indicator != k
    kept = PrintedSystem(
        tuple(c for c, keep in zip(own.cells, rest, strict=True) if keep),
        own.pairs,
        own.indicators,
        own.members[rest],
        own.indicator[rest],
        own.centre[rest],
        own.half[rest],
    )
    try:
        low, high = extremes(kept, multipliers, multipliers[k][None, :])
    except InfeasibleError:
        return None
    published = float(own.centre[~rest][0])
    return published / high, published / low


def share_range(
    line: PrintedSystem, multipliers: Array, mask: NDArray[np.bool_]
) -> tuple[float, float]:
    """Return the least and the greatest share of a line's spending that goes to some sectors.

    Parameters
    ----------
    line : PrintedSystem
        Of one programme; see `PrintedSystem.lines`.
    mask : ndarray of bool (n,)
        The sectors.

    Notes
    -----
    A linear-fractional programme, made linear with shares s = f/F and τ = 1/F
    (Charnes & Cooper 1962).
    """
    G = line.rows(multipliers)
    n = G.shape[1]
    A = np.vstack(
        [
            np.hstack([G, -(line.centre + line.half)[:, None]]),
            np.hstack([-G, (line.centre - line.half)[:, None]]),
        ]
    )
    A = np.vstack([A, np.append(np.ones(n), 0.0)])
    high = np.append(np.zeros(len(A) - 1), 1.0)
    low = np.append(np.full(len(A) - 1, -np.inf), 1.0)
    cost = np.append(mask.astype(np.float64), 0.0)
    return _minimise(cost, A, low, high), -_minimise(-cost, A, low, high)


def nearest(
    system: PrintedSystem, multipliers: Array, prior: Array, slack: float
) -> tuple[Array, Array]:
    """Return the demand nearest to a prior among those that fit the figures.

    Parameters
    ----------
    system : PrintedSystem
    multipliers : ndarray (k, n)
    prior : ndarray (p, n)
        Shares of each programme's spending, positive, rows summing to one.
    slack : float
        Share of half a printed unit by which figures may stray; between `tightness` and one.

    Returns
    -------
    demand : ndarray (p, n)
    divergence : ndarray (p,)
        Kullback-Leibler divergence of each programme's shares from its prior, in nats.

    Notes
    -----
    min Σ_p F_p / c_p · Σ_i s_pi ln(s_pi / π_pi) with f = F s, jointly convex in f; c_p scales each
    programme by its first published figure, so that large programmes don't drown small ones.

    Raises
    ------
    NotSupportedError
        If cvxpy is not installed.
    InfeasibleError
        If no vector fits.
    """
    cp = _cvxpy()
    first = [int(np.argmax(system.members[:, p])) for p in range(len(system.pairs))]
    size = np.maximum(np.abs(system.centre), system.half)
    scale = size[first]
    f = cp.Variable(prior.shape, nonneg=True)
    distance = [
        cp.sum(cp.rel_entr(f[p], cp.multiply(cp.sum(f[p]), prior[p]))) for p in range(len(prior))
    ]
    constraints = []
    for q, unit in enumerate(size):
        part = [p for p in range(len(prior)) if system.members[q, p]]
        effect = sum(multipliers[system.indicator[q]] @ f[p] * (scale[p] / unit) for p in part)
        gap = cp.abs(effect - system.centre[q] / unit)
        constraints.append(gap <= slack * system.half[q] / unit)
    problem = cp.Problem(cp.Minimize(cp.sum(distance)), constraints)
    problem.solve(solver=cp.CLARABEL, tol_gap_abs=1e-9, tol_gap_rel=1e-9, tol_feas=1e-9)
    if f.value is None:
        raise _infeasible()
    demand = np.maximum(np.asarray(f.value), 0.0) * scale[:, None]
    return demand, divergence(demand, prior)


def divergence(demand: Array, prior: Array) -> Array:
    """Return the Kullback-Leibler divergence of demand shares from prior shares, in nats, (p,)."""
    shares = demand / demand.sum(axis=1, keepdims=True)
    terms = np.zeros_like(shares)
    some = shares > 0
    terms[some] = shares[some] * np.log(shares[some] / prior[some])
    return np.asarray(terms.sum(axis=1))


def _minimise(cost: Array, A: Array, low: Array | float, high: Array) -> float:
    """Return the least cost · f over f ≥ 0 with low ≤ A f ≤ high."""
    return _solved(cost, A, low, high)[0]


def _solved(cost: Array, A: Array, low: Array | float, high: Array) -> tuple[float, Array]:
    """Return the least cost · f over f ≥ 0 with low ≤ A f ≤ high, and an f that has it."""
    from scipy.optimize import Bounds, LinearConstraint, milp

    answer = milp(
        cost,
        constraints=LinearConstraint(A, low, high),
        bounds=Bounds(0.0, np.inf),
        options={"presolve": False},  # takes longer than solving
    )
    if answer.status == 2:
        raise _infeasible()
    if answer.status != 0 or answer.fun is None:
        raise RuntimeError(f"linear programme not solved: {answer.message}")
    return float(answer.fun), np.asarray(answer.x)


def _infeasible() -> InfeasibleError:
    return InfeasibleError(
        "reconcile",
        Problem(
            "",
            Text(
                "공표값을 모두 설명하는 수요가 없습니다",
                "no demand explains all published figures together",
            ),
            Text("0 이상인 수요 벡터 하나 이상", "at least one non-negative demand vector"),
            Text("없음", "none"),
            Text(
                "후보 부문을 넓히거나 더 세분된 표를 쓰십시오",
                "widen the candidate sectors or take a finer table",
            ),
        ),
    )


def _cvxpy() -> Any:
    try:
        import cvxpy
    except ImportError as error:
        raise NotSupportedError(
            "reconcile",
            Problem(
                "",
                Text("cvxpy가 설치되어 있지 않습니다", "cvxpy is not installed"),
                same("cvxpy"),
                Text("없음", "nothing"),
                same('pip install "iomodel[reconcile]"'),
            ),
        ) from error
    return cvxpy
