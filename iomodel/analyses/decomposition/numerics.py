"""Numerics of structural decomposition: arrays in, contributions out.

A quantity is a function of k factors, each before or after. Changing factors one at a time in
some order attributes the change to them; there are k! orders (Dietzenbacher & Los 1998).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import factorial

import numpy as np

from iomodel.leontief import Array


@dataclass(frozen=True, eq=False)
class Spread:
    """Each factor's effect over all k! orders of change.

    Attributes
    ----------
    mean, low, high, deviation : ndarray (k, ...)
        Mean, extremes and standard deviation over the k! orders.
    """

    mean: Array
    low: Array
    high: Array
    deviation: Array


def states(k: int, evaluate: Callable[[tuple[bool, ...]], Array]) -> Array:
    """Return the quantity with every set of factors changed, (2^k, ...).

    Entry s has factor b changed where bit b of s is set: 0 is before, 2^k − 1 is after.
    """
    return np.array([evaluate(tuple(bool(s >> b & 1) for b in range(k))) for s in range(1 << k)])


def factors_in(values: Array) -> int:
    """Return k, the number of factors behind 2^k states."""
    return len(values).bit_length() - 1


def polar(values: Array) -> Array:
    """Return the mean of the two polar decompositions, (k, ...).

    In the first polar form factors change in their order, in the second in the reverse order
    (Dietzenbacher & Los 1998, section 2; Miller & Blair 2009, section 13.1).
    """
    k = factors_in(values)
    everything = (1 << k) - 1
    effects = []
    for b in range(k):
        earlier = (1 << b) - 1
        later = everything ^ earlier ^ (1 << b)
        effects.append(0.5 * (_step(values, earlier, b) + _step(values, later, b)))
    return np.array(effects)


def all_orders(values: Array) -> Spread:
    """Return the mean and spread of effects over all k! orders of change, (k, ...).

    Notes
    -----
    A factor's effect depends only on the set P of factors changed before it, so 2^(k−1) effects
    with weights |P|! (k − 1 − |P|)! / k! stand for k! orders; the mean is the Shapley value
    (Dietzenbacher & Los 1998; Sun 1998; de Boer 2009).
    """
    k = factors_in(values)
    parts = [_weighted_steps(values, b, k) for b in range(k)]
    mean = np.array([np.tensordot(w, e, 1) for w, e in parts])
    apart = [effects - m for (_, effects), m in zip(parts, mean, strict=True)]
    variance = [np.tensordot(w, d**2, 1) for (w, _), d in zip(parts, apart, strict=True)]
    low = np.array([effects.min(axis=0) for _, effects in parts])
    high = np.array([effects.max(axis=0) for _, effects in parts])
    return Spread(mean, low, high, np.sqrt(variance))


def _weighted_steps(values: Array, b: int, k: int) -> tuple[Array, Array]:
    before = [s for s in range(1 << k) if not s >> b & 1]
    sizes = [s.bit_count() for s in before]
    weights = [factorial(p) * factorial(k - 1 - p) / factorial(k) for p in sizes]
    return np.array(weights), np.array([_step(values, s, b) for s in before])


def _step(values: Array, changed: int, b: int) -> Array:
    return np.asarray(values[changed | 1 << b] - values[changed])


def log_mean(a: Array, b: Array) -> Array:
    """Return the logarithmic mean (a − b) / (ln a − ln b) of numbers of the same sign.

    Zero where either is zero, which is its limit; `a` where they are equal.
    """
    a, b = np.broadcast_arrays(np.asarray(a, dtype=np.float64), b)
    out = np.where(a == b, a, 0.0)
    apart = (a != b) & (a * b > 0)
    gap, base = a[apart] - b[apart], b[apart]
    near = np.abs(gap) < 0.5 * np.abs(base)
    close = np.log1p(np.divide(gap, base, out=np.zeros_like(gap), where=near))
    logs = np.where(near, close, np.log(np.abs(a[apart])) - np.log(np.abs(base)))
    out[apart] = gap / logs
    return out


def log_mean_effects(before: Array, after: Array) -> Array:
    """Return each factor's part in the change of a product, by logarithmic means.

    Parameters
    ----------
    before, after : ndarray (k, ...)
        k factors of each term.

    Returns
    -------
    ndarray (k, ...)
        Adds up over factors to the change of the product, term by term.

    Notes
    -----
    L(V¹, V⁰) ln(f¹/f⁰) with L the logarithmic mean (Ang 2005, eq. 5: LMDI-I). Where a factor
    appears, vanishes or changes sign the logarithm has no value; its limit gives that factor the
    whole change of the term (Ang & Liu 2007a, b; Wood & Lenzen 2006), shared equally where
    several do.
    """
    first, last = before.prod(axis=0), after.prod(axis=0)
    crossing = (before * after <= 0) & (before != after)
    count = crossing.sum(axis=0)
    smooth = (before * after > 0) & (count == 0)
    sizes = [np.abs(np.where(smooth, side, 1.0)) for side in (before, after)]
    logs = (np.log(sizes[1]) - np.log(sizes[0])) * log_mean(last, first)
    return np.asarray(logs + np.where(crossing, (last - first) / np.maximum(count, 1), 0.0))


@dataclass(frozen=True, eq=False)
class Product:
    """Factors of ĉ L f at one time.

    Attributes
    ----------
    c : ndarray (n,)
        Direct coefficients of the indicator.
    solve : callable
        f ↦ L f.
    inverse : callable
        L, (n, n), for those who need it.
    demand : tuple of ndarray
        Factors of final demand, each broadcasting to (n, q); f is their product summed over q.
    """

    c: Array
    solve: Callable[[Array], Array]
    inverse: Callable[[], Array]
    demand: tuple[Array, ...]


def product_states(before: Product, after: Product, with_c: bool) -> Array:
    """Return ĉ L f for every set of changed factors, (2^k, n): c (if asked), L, demand factors."""
    times = (before, after)
    first = 1 if with_c else 0

    def evaluate(changed: tuple[bool, ...]) -> Array:
        c = times[changed[0]].c if with_c else before.c
        parts = [times[flag].demand[i] for i, flag in enumerate(changed[first + 1 :])]
        f = np.asarray(np.prod(np.broadcast_arrays(*parts), axis=0).sum(axis=1))
        return np.asarray(c * times[changed[first]].solve(f))

    return states(first + 1 + len(before.demand), evaluate)


def product_log_means(before: Product, after: Product, with_c: bool, block: int = 64) -> Array:
    """Return LMDI effects by supplying sector, (k, n): of terms c_i l_ij f_jq, summed over j, q."""
    times = (before, after)
    inverses = [time.inverse() for time in times]
    rows = []
    for start in range(0, len(before.c), block):
        part = slice(start, start + block)
        sides = []
        for time, L in zip(times, inverses, strict=True):
            factors = [time.c[part, None, None]] if with_c else []
            factors += [L[part, :, None], *(demand[None] for demand in time.demand)]
            sides.append(np.array(np.broadcast_arrays(*factors)))
        rows.append(log_mean_effects(*sides).sum(axis=(2, 3)))
    return np.concatenate(rows, axis=1)
