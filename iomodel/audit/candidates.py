"""Which sectors' multipliers come near a set of printed ratios: distances, mixes, ways between.

Distances are the least share by which every figure, the base included, has to be off (minimax
relative deviation) for some spending on the sectors to give them all; zero where one gives them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise

import numpy as np
from numpy.typing import NDArray

from iomodel.audit.blocks import Block, between
from iomodel.audit.groups import Cell
from iomodel.audit.interval import Interval
from iomodel.leontief import Array
from iomodel.reconcile import PrintedSystem, closest

LEAST = 1e-6  # share of a mix that counts
PASSES = 1e-3  # distance: published multipliers have three decimals


@dataclass(frozen=True, eq=False)
class Wanted:
    """Ratios to explain: q cells, the first of them the base that the others are taken to.

    Attributes
    ----------
    cells : tuple of cell or None
        None is the spending itself.
    middle, half : ndarray (q,)
        The intervals; the base is exactly one.
    """

    cells: tuple[Cell | None, ...]
    middle: Array
    half: Array

    @classmethod
    def of(cls, base: Cell | None, ratios: dict[Cell, Interval]) -> Wanted:
        """Return the ratios of a cluster, but for those that are zero."""
        some = {cell: ratio for cell, ratio in ratios.items() if ratio.middle > 0}
        middle = [1.0, *(float(r.middle) for r in some.values())]
        half = [0.0, *(float(r.half) for r in some.values())]
        return cls((base, *some), np.array(middle), np.array(half))

    def only(self, keep: NDArray[np.bool_]) -> Wanted:
        """Return some of the cells."""
        cells = tuple(cell for cell, kept in zip(self.cells, keep, strict=True) if kept)
        return Wanted(cells, self.middle[keep], self.half[keep])

    def times(self, factors: Array) -> Wanted:
        """Return the ratios if each cell were multiplied by a factor (q,), the base still one."""
        scale = factors / factors[0]
        return Wanted(self.cells, self.middle * scale, self.half * scale)


@dataclass(frozen=True, eq=False)
class Candidate:
    """Sectors of one block that may be behind printed ratios.

    Attributes
    ----------
    positions : tuple of int
        Of the sectors in the block's classification.
    shares : tuple of float
        Of the spending on them.
    year : float
        Of the block, or between those of `span`.
    span : (Block, Block) or None
        The published years between which it lies.
    compared : int
        How many ratios the block has figures for.
    distance : float
    fits : bool
        Whether all that is compared agrees within its printed digits.
    values : ndarray (q,)
        Of one unit of spending on the mix; NaN where the block has no figure.
    """

    block: Block
    positions: tuple[int, ...]
    shares: tuple[float, ...]
    year: float
    span: tuple[Block, Block] | None
    compared: int
    distance: float
    fits: bool
    values: Array

    @property
    def rank(self) -> tuple[int, bool, int, float]:
        """Its place: most ratios first, then the simplest that fits, then the nearest."""
        simple = len(self.positions) if self.fits else 0
        return -self.compared, not self.fits, simple, self.distance


def distances(rows: Array, middle: Array) -> Array:
    """Return the distance of each of n columns (q, n) from wanted values (q,), (n,).

    With a = rows / middle, the best spending is 2 / (max a + min a).
    """
    a = rows / middle[:, None]
    high, low = a.max(axis=0), a.min(axis=0)
    return np.asarray((high - low) / (high + low))


def singles(block: Block, wanted: Wanted, mask: NDArray[np.bool_]) -> Iterator[Candidate]:
    """Yield every sector of a block, alone."""
    rows = block.rows(wanted.cells)
    for i in np.flatnonzero(mask & block.industries):
        known = np.isfinite(rows[:, i])
        if known[0] and known.sum() > 1:
            yield _single(block, wanted, int(i), rows[:, i], known)


def _single(
    block: Block,
    wanted: Wanted,
    i: int,
    values: Array,
    known: NDArray[np.bool_],
    year: float | None = None,
    span: tuple[Block, Block] | None = None,
) -> Candidate:
    part = wanted.only(known)
    column = values[known]
    return Candidate(
        block,
        positions=(i,),
        shares=(1.0,),
        year=block.year if year is None else year,
        span=span,
        compared=int(known.sum()) - 1,
        distance=float(distances(column[:, None], part.middle)[0]),
        fits=_within(column, part),
        values=values,
    )


def _within(column: Array, wanted: Wanted) -> bool:
    """Return whether some spending on a column gives every value within its interval."""
    low, high = (wanted.middle - wanted.half) / column, (wanted.middle + wanted.half) / column
    return bool(low.max() <= high.min())


def mix(block: Block, wanted: Wanted, mask: NDArray[np.bool_]) -> Candidate | None:
    """Return the mix of a block's sectors that comes nearest; None where it is one alone."""
    rows = block.rows(wanted.cells)
    known = np.asarray(np.isfinite(rows[:, mask & block.industries]).any(axis=1))
    if not known[0] or known.sum() < 2:
        return None
    whole = mask & block.industries & np.isfinite(rows[known]).all(axis=0)
    at = np.flatnonzero(whole)
    if len(at) < 2:
        return None
    part = wanted.only(known)
    columns = rows[known][:, at]
    distance, spending = nearest_mix(columns, part.middle, part.middle)
    shares = spending / spending.sum()
    kept = [k for k in np.argsort(-shares, kind="stable") if shares[k] > LEAST]
    if len(kept) < 2:
        return None
    return Candidate(
        block,
        positions=tuple(int(at[k]) for k in kept),
        shares=tuple(float(shares[k]) for k in kept),
        year=block.year,
        span=None,
        compared=int(known.sum()) - 1,
        distance=distance,
        fits=nearest_mix(columns, part.middle, part.half)[0] <= 1.0,
        values=rows[:, at] @ shares,
    )


def nearest_mix(columns: Array, middle: Array, half: Array) -> tuple[float, Array]:
    """Return how many `half` the values must stray, and spending (n,) that gives such values.

    Parameters
    ----------
    columns : ndarray (q, n)
    middle, half : ndarray (q,)
        With `half` equal to `middle`, the distance; with half a printed unit, at most one where
        the printed digits allow the mix.
    """
    scale = 1.0 / middle
    system = one_line(middle * scale, half * scale)
    strays, spending = closest(system, columns * scale[:, None])
    return strays, spending[0]


def one_line(middle: Array, half: Array) -> PrintedSystem:
    """Return q values of one line, each an interval, as a system to be explained."""
    q = len(middle)
    return PrintedSystem(
        cells=(),
        pairs=(("", ""),),
        indicators=tuple(str(k) for k in range(q)),
        members=np.ones((q, 1)),
        indicator=np.arange(q),
        centre=middle,
        half=half,
    )


def passing(
    blocks: Sequence[Block], wanted: Wanted, mask: NDArray[np.bool_]
) -> Iterator[Candidate]:
    """Yield sectors whose ratios pass the wanted ones between two years of a series.

    Parameters
    ----------
    blocks : sequence of Block
        Of one classification, in order of years.
    """
    for early, late in pairwise(blocks):
        first, last = early.rows(wanted.cells), late.rows(wanted.cells)
        for i in np.flatnonzero(mask & early.industries):
            ends = np.stack([first[:, i], last[:, i]])
            known = np.asarray(np.isfinite(ends).all(axis=0))
            if known[0] and known.sum() > 1:
                t, distance = _nearest_way(ends[:, known] / wanted.middle[known])
                if 0.0 < t < 1.0 and distance <= PASSES:
                    year = early.year + t * (late.year - early.year)
                    values = (1 - t) * ends[0] + t * ends[1]
                    way = between(early, late, year)
                    yield _single(way, wanted, int(i), values, known, year, (early, late))


def _nearest_way(a: Array) -> tuple[float, float]:
    """Return where between two ends (2, q) the distance is least, and that distance.

    It is least at an end or where two of the q straight lines cross, since the distance between
    crossings is monotone.
    """
    ways = [0.0, 1.0]
    slope = a[1] - a[0]
    for j, k in combinations(range(a.shape[1]), 2):
        if slope[j] != slope[k]:
            t = float((a[0, k] - a[0, j]) / (slope[j] - slope[k]))
            ways += [t] if 0.0 < t < 1.0 else []
    values = np.array([(1 - t) * a[0] + t * a[1] for t in ways])
    spread = distances(values.T, np.ones(a.shape[1]))
    best = int(np.argmin(spread))
    return ways[best], float(spread[best])
