"""From goals to spending: the cheapest mix within bounds, or why there is none.

Arrays in, arrays out. All effects are linear, so that the question is a linear programme; a fixed
mix is one with a single column.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import OptimizeResult, linprog

Array = NDArray[np.float64]
Ints = NDArray[np.int_]

SLACK = 1e-7  # relative: what the solver of linear programmes calls met


@dataclass(frozen=True, eq=False)
class Limits:
    """What a mix of n sectors may be.

    Attributes
    ----------
    lower, upper : ndarray (n,)
        Of each sector's share in the total.
    most : ndarray (n,)
        Largest spending on each sector; infinity for none.
    budget : float
        Largest spending in all; infinity for none.
    """

    lower: Array
    upper: Array
    most: Array
    budget: float = np.inf


@dataclass(frozen=True, eq=False)
class Pressure:
    """Which limits hold the answer back: dual values, zero where a limit does not bind.

    Attributes
    ----------
    lower, upper, most : ndarray (n,)
    budget : float
    """

    lower: Array
    upper: Array
    most: Array
    budget: float


@dataclass(frozen=True, eq=False)
class Cheapest:
    """The least spending that meets all goals.

    Attributes
    ----------
    spending : ndarray (n,)
    worth : ndarray (g,)
        By how much the spending would rise with each goal, per unit of it (dual values): zero for
        a goal that is met on the way.
    pressure : Pressure
        What keeps it from being less.
    """

    spending: Array
    worth: Array
    pressure: Pressure


@dataclass(frozen=True, eq=False)
class Unreachable:
    """Why no mix meets all goals.

    Attributes
    ----------
    nearest : ndarray (n,)
        A mix whose largest miss, relative to its goal, is least.
    weights : ndarray (g,)
        A certificate (Farkas): so weighted, and each goal counted as one, the goals ask for
        `asked`, and no mix within the limits gives more than `ceiling`.
    asked, ceiling : float
    pressure : Pressure
        What keeps the nearest mix from coming nearer.
    """

    nearest: Array
    weights: Array
    asked: float
    ceiling: float
    pressure: Pressure


def cheapest(
    effects: Array, goals: Array, limits: Limits, *, exact: bool = False
) -> Cheapest | Unreachable:
    """Return the least total spending with effects of at least `goals`.

    Parameters
    ----------
    effects : ndarray (g, n)
        Per unit of spending, by goal and sector.
    goals : ndarray (g,)
        Each above zero.
    limits : Limits
    exact : bool
        Whether the effects have to be the goals, and no more.

    Notes
    -----
    min Σ s subject to G s ≥ t, l Σ s ≤ s ≤ u Σ s, 0 ≤ s ≤ b, Σ s ≤ B. Goals are scaled to one, so
    that persons and won meet the solver alike.
    """
    scaled, size = _scaled(effects, goals)
    g, n = scaled.shape
    rows, right = _limiting(limits, size)
    asked = np.vstack([-scaled, scaled]) if exact else -scaled
    wanted = np.concatenate([-np.ones(g), np.ones(g)]) if exact else -np.ones(g)
    found = linprog(
        np.ones(n),
        A_ub=np.vstack([asked, rows]),
        b_ub=np.concatenate([wanted, right]),
        bounds=_bounds(limits, size),
        method="highs",
    )
    if found.x is None:
        return _nearest(asked, wanted, limits, size)
    duals = _joined(-found.ineqlin.marginals[: len(wanted)], g)
    pressure = _pressure(found, len(wanted), limits)
    return Cheapest(np.asarray(found.x * size), np.asarray(duals * size / goals), pressure)


def _nearest(asked: Array, wanted: Array, limits: Limits, size: float) -> Unreachable:
    """Return the mix whose largest relative miss t is least, and the certificate in its duals."""
    rows, right = _limiting(limits, size)
    n = asked.shape[1]
    found = linprog(
        np.append(np.zeros(n), 1.0),
        A_ub=np.block(
            [[asked, -np.ones((len(asked), 1))], [rows, np.zeros((len(rows), 1))]],
        ),
        b_ub=np.concatenate([wanted, right]),
        bounds=[*_bounds(limits, size), (0.0, None)],
        method="highs",
    )
    assert found.x is not None
    duals = -found.ineqlin.marginals[: len(wanted)]
    g = int((wanted < 0).sum())
    weights = _joined(duals, g)
    scaled = -asked[:g]
    return Unreachable(
        np.asarray(found.x[:n] * size),
        weights,
        float(weights.sum()),
        _ceiling(weights @ scaled, limits, size),
        _pressure(found, len(wanted), limits),
    )


def _ceiling(row: Array, limits: Limits, size: float) -> float:
    """Return the largest value of one row over all mixes within the limits."""
    rows, right = _limiting(limits, size)
    found = linprog(
        -np.where(np.abs(row) < SLACK, 0.0, row),
        A_ub=rows if len(rows) else None,
        b_ub=right if len(rows) else None,
        bounds=_bounds(limits, size),
        method="highs",
    )
    return np.inf if found.x is None else float(row @ found.x)


def _scaled(effects: Array, goals: Array) -> tuple[Array, float]:
    """Return effects relative to goals, per `size` of spending, so that all are about one."""
    relative = effects / goals[:, None]
    size = 1.0 / max(float(np.abs(relative).max()), np.finfo(float).tiny)
    return relative * size, size


def _bounds(limits: Limits, size: float) -> list[tuple[float, float | None]]:
    return [(0.0, None if np.isinf(most) else most / size) for most in limits.most]


def _limiting(limits: Limits, size: float) -> tuple[Array, Array]:
    """Return rows and right sides that hold where shares and the sum lie within their limits."""
    n = len(limits.lower)
    eye, everything = np.eye(n), np.ones(n)
    low = (np.outer(limits.lower, everything) - eye)[limits.lower > 0]
    high = (eye - np.outer(limits.upper, everything))[limits.upper < 1]
    purse = np.ones((0 if np.isinf(limits.budget) else 1, n))
    right = np.zeros(len(low) + len(high) + len(purse))
    right[len(low) + len(high) :] = limits.budget / size
    return np.vstack([low, high, purse]), right


def _joined(duals: Array, g: int) -> Array:
    """Return one weight a goal: those of "at least" less those of "at most"."""
    return np.asarray(duals if len(duals) == g else duals[:g] - duals[g:])


def _pressure(found: OptimizeResult, first: int, limits: Limits) -> Pressure:
    """Return the dual values of the limits, whose rows begin at `first`."""
    n = len(limits.lower)
    duals = -found.ineqlin.marginals[first:]
    low, high = limits.lower > 0, limits.upper < 1
    lower, upper = np.zeros(n), np.zeros(n)
    lower[low] = duals[: low.sum()]
    upper[high] = duals[low.sum() : low.sum() + high.sum()]
    budget = 0.0 if np.isinf(limits.budget) else float(duals[-1])
    return Pressure(lower, upper, np.asarray(-found.upper.marginals[:n]), budget)


def ratio_range(numerator: Array, denominator: Array, among: Ints) -> tuple[float, float, int, int]:
    """Return the least and the largest ratio of two effects that mixes of sectors can have.

    A mix has a ratio between those of its sectors, so that the ends are single sectors.

    Returns
    -------
    least, largest : float
    first, last : int
        The sectors at the ends.
    """
    ratios = numerator[among] / denominator[among]
    first, last = int(among[ratios.argmin()]), int(among[ratios.argmax()])
    return float(ratios.min()), float(ratios.max()), first, last
