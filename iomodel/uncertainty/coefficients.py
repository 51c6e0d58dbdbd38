"""Numerics of uncertain input coefficients: drawing them, and x = L f for every draw.

Arrays in, arrays out. Notation as in `iomodel.leontief`; b draws at a time.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Ints = NDArray[np.int_]
Closure = Literal["value_added", "rescaled"]

TOLERANCE = 1e-5  # relative bound, of every impact: a hundredth of the noise of 10,000 draws
_CACHED = 8 << 20  # bytes of coefficients at a time that several passes find in the cache
_HELD = 68 << 20  # bytes of coefficients at a time, at the most, unless one draw has more
_MOST = 60  # iterations before a draw is solved directly
_TRIES = 200  # draws of one column before its errors are called too large
_FEW = 4  # demands up to which a matrix meets them one by one
_PIECE = 1 << 14  # cells that are drawn together
_GRID = 0.5  # share of cells above which all are drawn, which costs less than picking


class UnproductiveError(Exception):
    """Columns that no draw leaves with value added; `columns` are their positions."""

    def __init__(self, columns: Sequence[int]) -> None:
        self.columns = tuple(columns)
        super().__init__(str(self.columns))


@dataclass(frozen=True, eq=False)
class CellErrors:
    """Lognormal errors with mean one of some cells of A.

    Attributes
    ----------
    mask : ndarray of bool (n, n)
        The cells that err.
    relative_error : float
        Standard deviation of each, over its value.
    correlation : float
        Of the logarithms of any two cells.
    closure : "value_added" or "rescaled"
        What keeps a column at one: value added takes up the rest, or all its inputs, primary ones
        too, are divided by their sum.
    """

    mask: NDArray[np.bool_]
    relative_error: float
    correlation: float = 0.0
    closure: Closure = "value_added"

    @property
    def s(self) -> float:
        """The standard deviation of the logarithms."""
        return float(np.sqrt(np.log1p(self.relative_error**2)))

    @cached_property
    def columns(self) -> NDArray[np.bool_]:
        """The columns with a cell that errs, (n,)."""
        return np.asarray(self.mask.any(axis=0))

    @cached_property
    def cells(self) -> slice | Ints:
        """Which cells are drawn, of the flattened A: all, or those that err."""
        return slice(None) if self.mask.mean() > _GRID else np.flatnonzero(self.mask)

    @cached_property
    def _spread(self) -> Array:
        """The standard deviation of each drawn cell's logarithm, zero where it doesn't err."""
        return np.asarray(self.mask.ravel()[self.cells] * self.s)

    def times(self, values: Array, rng: np.random.Generator, common: Array, out: Array) -> None:
        """Put draws of the drawn cells, whose `values` are given, into `out`, (b, cells).

        value · exp(s z − s²/2) with z = √ρ z₀ + √(1 − ρ) ε: ε of the cell, z₀ of the draw
        (`common`). Some cells at a time, which stay in the cache.
        """
        spread, scaled = self._spread, values * np.exp(-np.square(self._spread) / 2)
        pieces = [slice(i, i + _PIECE) for i in range(0, out.shape[1], _PIECE)]
        for row, z0 in zip(out, common, strict=True):
            for piece in pieces:
                z = row[piece]
                rng.standard_normal(out=z)
                if self.correlation > 0:
                    z *= np.sqrt(1.0 - self.correlation)
                    z += np.sqrt(self.correlation) * z0
                z *= spread[piece]
                np.exp(z, out=z)
                z *= scaled[piece]

    def column(self, j: int, rng: np.random.Generator, common: float) -> Array:
        """Return factors of one column, (n,), anew."""
        z = np.sqrt(1.0 - self.correlation) * rng.standard_normal(len(self.mask))
        z += np.sqrt(self.correlation) * common
        return np.where(self.mask[:, j], np.exp(self.s * z - self.s**2 / 2), 1.0)


@dataclass(frozen=True, eq=False)
class Inputs:
    """A table's coefficients, and which of them err.

    Attributes
    ----------
    A : ndarray (n, n)
    value_added, primary : ndarray (n,)
        Shares of value added, and of all primary inputs, in output; their columns and A's sum to
        one.
    errors : tuple of CellErrors
        No two bear on the same column.
    """

    A: Array
    value_added: Array
    primary: Array
    errors: tuple[CellErrors, ...]

    @cached_property
    def takes_rest(self) -> NDArray[np.bool_]:
        """The columns whose value added takes up the rest, (n,)."""
        return self._closed("value_added")

    @cached_property
    def rescaled(self) -> NDArray[np.bool_]:
        """The columns that are divided by their sum, (n,)."""
        return self._closed("rescaled")

    def _closed(self, closure: Closure) -> NDArray[np.bool_]:
        found = np.zeros(len(self.A), dtype=np.bool_)
        for error in self.errors:
            if error.closure == closure:
                found |= error.columns
        return found


@dataclass(frozen=True, eq=False)
class Drawn:
    """Coefficients of b draws.

    Attributes
    ----------
    first : int
        The place of the first among those asked for.
    A : ndarray (b, n, n)
        Overwritten by the next ones.
    rest : ndarray (b, n)
        What value added gains in each column.
    scale : ndarray (b, n)
        By what each column of primary inputs is multiplied.
    redrawn : ndarray of int (n,)
        How often each column was drawn anew because value added would have been negative.
    """

    first: int
    A: Array
    rest: Array
    scale: Array
    redrawn: Ints


def at_once(n: int, most: int) -> int:
    """Return how many draws of n × n coefficients are worked on together, at most `most`."""
    size = 8 * n * n
    least = min(8, max(1, _HELD // size))
    return int(min(most, max(least, _CACHED // size)))


def drawn(
    inputs: Inputs,
    draws: int,
    sources: Sequence[np.random.Generator],
    again: np.random.Generator,
) -> Iterator[Drawn]:
    """Yield the coefficients of `draws` draws, some at a time.

    Parameters
    ----------
    sources : sequence of Generator
        One for each of `inputs.errors`. What they give doesn't depend on how many draws are
        worked on at once.
    again : Generator
        For columns that have to be drawn anew.

    Raises
    ------
    UnproductiveError
        If a column's errors hardly ever leave it with value added.

    Notes
    -----
    Column j keeps a′ = a ∘ factors with v′_j = v_j − Σ_i (a′_ij − a_ij), and is drawn anew while
    v′_j < 0; or, rescaled, is divided by S_j = Σ_i a′_ij + p_j. Either way its inputs sum to one,
    so that value added, imports and taxes exhaust spending in every draw (R6).
    """
    n = len(inputs.A)
    size = at_once(n, draws)
    A = np.empty((size, n, n))
    given = inputs.A.ravel()
    picked = [e.cells if not isinstance(e.cells, slice) else None for e in inputs.errors]
    buffers = [None if p is None else np.empty((size, len(p))) for p in picked]
    common = [rng.spawn(1)[0].standard_normal(draws) for rng in sources]
    base, scaled = inputs.A.sum(axis=0), bool(inputs.rescaled.any())
    # At most one source bears on most cells; it is drawn in place, and first.
    order = sorted(range(len(inputs.errors)), key=lambda i: picked[i] is not None)
    for first in range(0, draws, size):
        b = min(size, draws - first)
        part, z = A[:b], [z0[first : first + b] for z0 in common]
        flat = part.reshape(b, -1)
        if not order or picked[order[0]] is not None:
            part[:] = inputs.A
        for i in order:
            cells, buffer = picked[i], buffers[i]
            if cells is None or buffer is None:
                inputs.errors[i].times(given, sources[i], z[i], flat)
            else:
                inputs.errors[i].times(given[cells], sources[i], z[i], buffer[:b])
                flat[:, cells] = buffer[:b]
        rest, scale = np.zeros((b, n)), np.ones((b, n))
        redrawn = np.zeros(n, dtype=np.int_)
        if inputs.errors:
            sums = part.sum(axis=1)
            rest = np.where(inputs.takes_rest, base - sums, 0.0)
            for k, j in np.argwhere(rest + inputs.value_added < -_ROUNDING):
                own = [float(z0[k]) for z0 in z]
                rest[k, j], tries = _redraw(inputs, part[k], int(j), again, own)
                redrawn[j] += tries
            if scaled:
                scale = np.where(inputs.rescaled, 1.0 / (sums + inputs.primary), 1.0)
                part *= scale[:, None, :]
        yield Drawn(first, part, rest, scale, redrawn)


_ROUNDING = 1e-12  # sums of coefficients: below zero by less is zero


def _redraw(
    inputs: Inputs, A: Array, j: int, rng: np.random.Generator, common: Sequence[float]
) -> tuple[float, int]:
    """Draw column j of A anew until value added is left; return its gain and the tries."""
    which = next(i for i, error in enumerate(inputs.errors) if error.columns[j])
    for tries in range(1, _TRIES + 1):
        column = inputs.A[:, j] * inputs.errors[which].column(j, rng, common[which])
        rest = float(inputs.A[:, j].sum() - column.sum())
        if rest + inputs.value_added[j] >= 0:
            A[:, j] = column
            return rest, tries
    raise UnproductiveError([j])


@dataclass(frozen=True, eq=False)
class Base:
    """The factorisation of I − A₀ as a preconditioner for I − A near A₀.

    Attributes
    ----------
    A, L : ndarray (n, n)
        A₀ and (I − A₀)⁻¹.
    """

    A: Array
    L: Array

    @cached_property
    def diagonal(self) -> Array:
        """1 − a_jj, (n,)."""
        return np.asarray(1.0 - np.diag(self.A))

    @cached_property
    def single(self) -> NDArray[np.float32]:
        """L₀ in single precision, (n, n): enough for corrections, and half as much to read."""
        return self.L.astype(np.float32)

    @cached_property
    def negative(self) -> tuple[Ints, Ints, Ints, Ints]:
        """Rows and columns of the negative cells of A₀; the columns once, and where each starts."""
        columns, rows = np.nonzero(self.A.T < 0)
        once, starts = np.unique(columns, return_index=True)
        return rows, columns, once, starts

    @cached_property
    def weights(self) -> Array | None:
        """Multipliers of |A₀|, u = (I − |A₀|)′⁻¹ i, (n,); None where it isn't productive."""
        u = np.linalg.solve((np.eye(len(self.A)) - np.abs(self.A)).T, np.ones(len(self.A)))
        return np.asarray(u) if u.min() > 0 else None

    def growth(self, A: Array) -> Array:
        """Return τ of each draw, (b,), NaN where there is none.

        Notes
        -----
        If γ = max_j (u′|A| − u′|A₀|)_j < 1, then w = u/(1 − γ) has w′(I − |A|) ≥ i′, so that |A| is
        productive and i′|L r| ≤ i′(I − |A|)⁻¹|r| ≤ w′|r| for any r: τ = 1/(1 − γ).
        """
        u = self.weights
        if u is None:
            return np.full(len(A), np.nan)
        sums = u @ A
        rows, columns, once, starts = self.negative
        if len(rows):
            cells = A[:, rows, columns] * (-2.0 * u[rows])
            sums[:, once] += np.add.reduceat(cells, starts, axis=1)
        gamma = (sums - (u - 1.0)).max(axis=1)
        return np.asarray(1.0 / np.where(gamma < 1.0, 1.0 - gamma, np.nan))


@dataclass(frozen=True, eq=False)
class Solved:
    """x = L f of b draws and p demands, and how well it is known.

    Attributes
    ----------
    x : ndarray (b, p, n)
    bound : ndarray (b, p)
        No Σ|x − exact x| is larger.
    iterations : int
    direct : int
        Draws for which the iteration had no bound, solved by elimination.
    """

    x: Array
    bound: Array
    iterations: int
    direct: int = 0
    radius: float = 0.0


def solve(
    base: Base,
    A: Array,
    f: Array,
    c: Array,
    tolerance: float = TOLERANCE,
) -> Solved:
    """Return x = (I − A)⁻¹ f for every draw of A.

    Parameters
    ----------
    base : Base
        Of coefficients near those drawn, with the same signs.
    A : ndarray (b, n, n)
    f : ndarray (b, p, n)
    c : ndarray (b, k, n) or (k, n)
        Direct coefficients, which say how well x has to be known.
    tolerance : float
        By how much any c′x may be off, relative to itself.

    Notes
    -----
    From x = D L₀ f on, x ← x + D L₀ r with the residual r = f − x + A x and
    D_jj = (1 − a⁰_jj)/(1 − a_jj). With D the preconditioner is that of A with its columns scaled
    to a zero diagonal, whose errors matter little, so that a few passes over A suffice. Each ends
    with the bound Σ|x − x*| ≤ τ u′|r| (`Base.growth`), and no c′x is off by more than max c times
    that. Once every c′x is known well enough, one more step without a pass adds digits; what it
    adds to x is added to the bound. A draw without a bound, or slow to converge, is solved by
    elimination.
    """
    cost = np.abs(c).max(axis=-1)  # (k,) or (b, k)
    tau = base.growth(A)
    D = (base.diagonal / (1.0 - np.einsum("bii->bi", A)))[:, None, :]
    u = base.weights if base.weights is not None else np.ones(len(base.A))
    x = D * _times(f, base.L)
    goal = tolerance * _worth(x, c, cost) / 2
    bound = np.full(x.shape[:2], np.inf)
    done = np.isnan(tau)  # nothing more to hope for
    iterations = 0
    while not done.all() and iterations < _MOST:
        iterations += 1
        r = f - x + _inputs(A, x)
        step = D * _times(r, base.single)
        step[done] = 0.0  # a draw stops where it would stop alone
        x += step
        known = tau[:, None] * (np.abs(r) @ u)
        bound = np.where(done[:, None], bound, known + np.abs(step).sum(axis=2))
        done |= (known <= goal).all(axis=1)
    left = np.flatnonzero(~done | np.isnan(tau))
    radius = 0.0
    for k in left:
        x[k], bound[k], own = _eliminated(A[k], f[k])
        radius = max(radius, own)
    return Solved(x, bound, iterations, len(left), radius)


def _worth(x: Array, c: Array, cost: Array) -> Array:
    """Return the least c′x / max c over the indicators, (b, p): what Σ|x − x*| is measured by."""
    effects = np.abs(np.matmul(x, np.broadcast_to(c, (len(x), *c.shape[-2:])).swapaxes(1, 2)))
    some = np.broadcast_to(cost[..., None, :], effects.shape)
    worth = np.divide(effects, some, out=np.full_like(effects, np.inf), where=some > 0)
    return np.asarray(worth.min(axis=2))


def _times(f: Array, L: NDArray[np.floating]) -> Array:
    """Return L f for f of shape (b, p, n), in one product of L's precision."""
    flat = f.reshape(-1, f.shape[-1]).astype(L.dtype, copy=False)
    return np.asarray(flat @ L.T, dtype=np.float64).reshape(f.shape)


def _inputs(A: Array, x: Array) -> Array:
    """Return A x of every draw and demand, (b, p, n); a few demands go faster one by one."""
    if x.shape[1] > _FEW:
        return np.asarray(np.matmul(A, x.swapaxes(1, 2)).swapaxes(1, 2))
    return np.stack([np.matmul(A, x[:, p, :, None])[:, :, 0] for p in range(x.shape[1])], axis=1)


def _eliminated(A: Array, f: Array) -> tuple[Array, Array, float]:
    """Return x, a bound of its error and the spectral radius of one draw, by elimination."""
    L = np.linalg.inv(np.eye(len(A)) - A)
    x = f @ L.T
    r = f - x + x @ A.T
    return x, np.abs(r) @ np.abs(L).sum(axis=0), float(np.abs(np.linalg.eigvals(A)).max())
