"""Numerics of structural path analysis: arrays in, chains out, the largest first."""

from __future__ import annotations

import heapq
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from iomodel.analyses.numerics import BLOCK
from iomodel.leontief import Array, factorise


@dataclass(frozen=True)
class Chain:
    """A supply chain j0 ← j1 ← … ← jr, from the sector demanded to a supplier r rounds away.

    Attributes
    ----------
    sectors : tuple of int
        j0 … jr.
    weight : float
        a(jr, jr−1) … a(j1, j0) f(j0): what the last sector delivers into this chain.
    value : float
        c(jr) × weight: the effect in the last sector.
    """

    sectors: tuple[int, ...]
    weight: float
    value: float


@dataclass(frozen=True, eq=False)
class Bounds:
    """What a partial chain can still contribute, per unit delivered by its last sector.

    Attributes
    ----------
    A : ndarray (n, n)
    c : ndarray (n,)
    summed : ndarray (n,)
        m̃ = (I − |A|′)⁻¹ |c|: the sum of the absolute values of all its continuations.
    radius : float
        A proved upper bound of the spectral radius of |A|, below one.
    """

    A: Array
    c: Array
    summed: Array
    radius: float

    @cached_property
    def single(self) -> Array:
        """b, the largest absolute value of one continuation, (n,); b ≤ m̃.

        b_j = max(|c_j|, max_i |a_ij| b_i), solved by iteration from |c|. Each round lets
        continuations be one sector longer. As every cycle of |A| has a product below one (see
        `bounds`), the best continuation visits no sector twice and n rounds are enough.
        """
        direct = np.abs(self.c)
        best = direct
        for _ in range(len(direct)):
            better = np.maximum(direct, self._longer(best))
            if np.array_equal(better, best):
                break
            best = better
        return best

    def _longer(self, best: Array) -> Array:
        out = np.empty_like(best)
        for start in range(0, len(best), BLOCK):
            columns = slice(start, start + BLOCK)
            out[columns] = (np.abs(self.A[:, columns]) * best[:, None]).max(axis=0)
        return out


def bounds(A: Array, c: Array) -> Bounds | None:
    """Return the bounds of chains through A, or None where |A| has a spectral radius ≥ 1.

    Notes
    -----
    One factorisation of I − |A| gives m̃ and y = (I − |A|′)⁻¹ i. If y > 0 and |A|′ y < y, then
    ρ(|A|) ≤ max_j (|A|′ y)_j / y_j < 1 (Collatz–Wielandt); conversely ρ(|A|) < 1 makes
    y = i + |A|′ i + … ≥ i, and |A|′ y = y − i < y. So the test is exact up to rounding.
    A cycle of length l has a product no larger than a diagonal entry of |A|^l, which is at most
    ρ(|A|)^l < 1.
    """
    from scipy.linalg import LinAlgWarning

    size = np.abs(A)
    sides = np.column_stack([np.abs(c), np.ones(len(c))])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", LinAlgWarning)
        summed, witness = factorise(size).solve_transposed(sides).T
    if not (np.isfinite(witness).all() and witness.min() > 0):
        return None
    radius = float(((size.T @ witness) / witness).max())
    return Bounds(A, c, summed, radius) if radius < 1 else None


@dataclass(frozen=True, eq=False)
class _Steps:
    """Where a chain may go next, the most promising first."""

    sectors: NDArray[np.intp]
    factors: Array
    reach: Array


def largest_chains(limits: Bounds, f: Array) -> Iterator[Chain]:
    """Yield every chain with an effect, by falling absolute value, without end.

    Notes
    -----
    Best-first search over a heap of tasks: "stop at this chain", worth |c_j w|, and "the t-th
    best continuation of this chain", worth |w| |a_ij| b_i. The worth of a task is no smaller
    than the value of any chain it can still lead to, since b bounds single continuations. A
    chain is yielded when its stopping task tops the heap: every chain not yet yielded lies
    behind a task still in the heap, which is worth no more. So none is missed.
    """
    weights, single = limits.A, limits.single
    cache: dict[int, _Steps] = {}

    def steps(sector: int) -> _Steps:
        if sector not in cache:
            cache[sector] = _ranked(weights[:, sector], single)
        return cache[sector]

    roots = _ranked(f, single)
    heap: list[tuple[float, tuple[int, ...], int, float]] = []

    def consider(chain: tuple[int, ...], rank: int, weight: float) -> None:
        options = steps(chain[-1]) if chain else roots
        if rank < len(options.sectors):
            worth = abs(weight) * float(options.reach[rank])
            if worth > 0:
                heapq.heappush(heap, (-worth, chain, rank, weight))

    consider((), 0, 1.0)
    while heap:
        _, chain, rank, weight = heapq.heappop(heap)
        if rank < 0:
            yield Chain(chain, weight, weight * float(limits.c[chain[-1]]))
            continue
        options = steps(chain[-1]) if chain else roots
        consider(chain, rank + 1, weight)
        longer = (*chain, int(options.sectors[rank]))
        weight *= float(options.factors[rank])
        worth = abs(weight * float(limits.c[longer[-1]]))
        if worth > 0:
            heapq.heappush(heap, (-worth, longer, -1, weight))
        consider(longer, 0, weight)


def _ranked(factors: Array, single: Array) -> _Steps:
    reach = np.abs(factors) * single
    order = np.argsort(-reach, kind="stable")[: int(np.count_nonzero(reach))]
    return _Steps(order, factors[order], reach[order])
