"""From goals to spending: by a fixed mix, or the cheapest mix within bounds.

Arrays in, arrays out. All effects are linear, so that a fixed mix is one division and a free one a
linear programme.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog

Array = NDArray[np.float64]
Ints = NDArray[np.int_]

SLACK = 1e-7  # of a goal: what the solver of linear programmes calls met


@dataclass(frozen=True, eq=False)
class Cheapest:
    """The least spending that meets all goals.

    Attributes
    ----------
    spending : ndarray (n,)
    worth : ndarray (g,)
        By how much the spending would fall with each goal, per unit of it (dual values): positive
        for the goals that bind.
    """

    spending: Array
    worth: Array


@dataclass(frozen=True, eq=False)
class Unreachable:
    """Why no mix meets all goals.

    Attributes
    ----------
    nearest : ndarray (n,)
        A mix that misses the goals least, in the largest miss relative to its goal.
    missing : ndarray (g,)
        How far each effect of it stays below its goal, in the goal's own unit.
    weights : ndarray (g,)
        A certificate (Farkas): with these weights the goals ask for more than any mix can give.
    """

    nearest: Array
    missing: Array
    weights: Array


def spread(effects: Array, shares: Array, goal: float) -> Array:
    """Return the spending by sector, (n,), whose effect is `goal`, in the given shares.

    Parameters
    ----------
    effects : ndarray (n,)
        Per unit of spending.
    shares : ndarray (n,)
        That add up to one.
    """
    return np.asarray(shares * (goal / float(effects @ shares)))


def cheapest(
    effects: Array, goals: Array, lower: Array, upper: Array, most: Array
) -> Cheapest | Unreachable:
    """Return the least total spending with effects of at least `goals`.

    Parameters
    ----------
    effects : ndarray (g, n)
        Per unit of spending, by goal and sector.
    goals : ndarray (g,)
        Each above zero.
    lower, upper : ndarray (n,)
        Bounds of each sector's share in the total.
    most : ndarray (n,)
        Largest spending on each sector; infinity for none.

    Notes
    -----
    min Σ s subject to G s ≥ t, l Σ s ≤ s ≤ u Σ s, 0 ≤ s ≤ b. Goals are scaled to one, so that
    persons and won meet the solver alike.
    """
    n = effects.shape[1]
    scaled = effects / goals[:, None]
    size = 1.0 / max(float(scaled.max()), np.finfo(float).tiny)  # of spending, about
    shares = _shares(lower, upper)
    bounds = [(0.0, None if np.isinf(b) else b / size) for b in most]
    met = linprog(
        np.ones(n),
        A_ub=np.vstack([-scaled * size, shares]),
        b_ub=np.concatenate([-np.ones(len(goals)), np.zeros(len(shares))]),
        bounds=bounds,
        method="highs",
    )
    if met.x is not None:
        worth = -met.ineqlin.marginals[: len(goals)] * size / goals
        return Cheapest(np.asarray(met.x * size), np.asarray(worth))
    return _nearest(scaled * size, shares, bounds, goals, size)


def _nearest(
    scaled: Array,
    shares: Array,
    bounds: list[tuple[float, float | None]],
    goals: Array,
    size: float,
) -> Unreachable:
    """Return the mix whose largest relative miss is least: min t with G s + t ≥ 1."""
    g, n = scaled.shape
    beside = np.zeros((len(shares), 1))
    found = linprog(
        np.append(np.zeros(n), 1.0),
        A_ub=np.block([[-scaled, -np.ones((g, 1))], [shares, beside]]),
        b_ub=np.concatenate([-np.ones(g), np.zeros(len(shares))]),
        bounds=[*bounds, (0.0, None)],
        method="highs",
    )
    assert found.x is not None
    spending = np.asarray(found.x[:n])
    missing = np.maximum(1.0 - scaled @ spending, 0.0) * goals
    return Unreachable(spending * size, missing, np.asarray(-found.ineqlin.marginals[:g]))


def _shares(lower: Array, upper: Array) -> Array:
    """Return rows that are at most zero where shares lie within bounds."""
    eye, everything = np.eye(len(lower)), np.ones(len(lower))
    rows = [np.outer(lower, everything) - eye, eye - np.outer(upper, everything)]
    keep = [lower > 0, upper < 1]
    return np.vstack([row[kept] for row, kept in zip(rows, keep, strict=True)])


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
