"""GRAS in several dimensions: an array of any rank fitted to totals over any of its axes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from iomodel.balancing.base import (
    MAX_ITERATIONS,
    TOLERANCE,
    Array,
    inverse,
    listed,
    not_converged,
    scale_factors,
)
from iomodel.errors import LabelError, MarginsError, Problem
from iomodel.text import Text, same

Axes = tuple[int, ...]


@dataclass(frozen=True, eq=False)
class BalancedArray:
    """An array fitted to margins.

    Attributes
    ----------
    array : ndarray
    factors : tuple of ndarray
        One array of factors a margin, in the margin's shape.
    iterations : int
    residual : float
        The largest difference between a sum and its margin.
    """

    array: Array
    factors: tuple[Array, ...]
    iterations: int
    residual: float


def gras_nd(
    array: Array,
    margins: Mapping[Axes, Array] | Sequence[Array],
    *,
    tolerance: float = TOLERANCE,
    max_iterations: int = MAX_ITERATIONS,
) -> BalancedArray:
    """Return the array nearest to a prior of either sign that has the given margins.

    Parameters
    ----------
    array : ndarray
        The prior, of any rank. Zeros stay zero and signs are kept.
    margins : sequence of ndarray, or mapping from axes to ndarray
        The totals along each axis in turn; or `{(0, 2): totals}`: sums over all other axes, in
        the order of the axes named.
    tolerance : float
        The largest difference allowed between a sum and its margin, over the largest margin.
    max_iterations : int

    Returns
    -------
    BalancedArray

    Raises
    ------
    LabelError
        If a margin doesn't fit the array.
    MarginsError
        If a figure is no number, the margins differ in sum, or a total can't be made up of the
        cells behind it.
    NotConvergedError
        If the sums stay apart from the margins. Whether margins that each fit can be met together
        is not decided here, as it is in two dimensions.

    Notes
    -----
    z = a Π f for positive a and a / Π f for negative a, one factor a margin, each in turn the root
    of p f − n / f = t: `gras` for any number of dimensions (Valderas-Jaramillo & Rueda-Cantuche
    2021, Papers in Regional Science 100(6)).

    Examples
    --------
    >>> import numpy as np
    >>> from iomodel.balancing import gras_nd
    >>> prior = np.array([[[1.0, 2.0], [3.0, 4.0]], [[5.0, 6.0], [7.0, 8.0]]])
    >>> totals = [np.array([12.0, 28.0]), np.array([16.0, 24.0]), np.array([18.0, 22.0])]
    >>> gras_nd(prior, totals).array.sum(axis=(1, 2)).round(6)
    array([12., 28.])
    """
    prior = np.asarray(array, np.float64)
    wanted = _by_axes(prior, margins)
    axes, targets = list(wanted), list(wanted.values())
    allowed = _require_sound(prior, wanted, tolerance)
    positive, negative = np.maximum(prior, 0.0), np.maximum(-prior, 0.0)
    factors = [np.ones(target.shape) for target in targets]
    worst, residual, iterations = 0, np.inf, 0
    while not residual <= allowed:
        if iterations == max_iterations or np.isnan(residual):
            place = Text(f"축 {axes[worst]}", f"axes {axes[worst]}")
            raise not_converged("margins", iterations, residual, allowed, place)
        with np.errstate(over="ignore", invalid="ignore"):
            for k, target in enumerate(targets):
                others = _product(prior, axes, factors, k)
                p = _sum(positive * others, axes[k])
                n = _sum(negative * inverse(others), axes[k])
                factors[k] = scale_factors(p, n, target)
            whole = _product(prior, axes, factors, None)
            balanced = positive * whole - negative * inverse(whole)
        gaps = [
            float(np.abs(_sum(balanced, over) - target).max())
            for over, target in zip(axes, targets, strict=True)
        ]
        worst, residual = int(np.argmax(gaps)), max(gaps)
        iterations += 1
    return BalancedArray(balanced, tuple(factors), iterations, residual)


def _by_axes(prior: Array, margins: Mapping[Axes, Array] | Sequence[Array]) -> dict[Axes, Array]:
    """Return the margins by the axes they are totals along, once they are seen to fit."""
    if isinstance(margins, Mapping):
        given = {tuple(over): np.asarray(total, np.float64) for over, total in margins.items()}
    else:
        given = {(k,): np.asarray(total, np.float64) for k, total in enumerate(margins)}
    wrong = [
        Problem(
            Text(f"축 {over}", f"axes {over}"),
            Text("주변합이 배열과 맞지 않습니다", "the margin does not fit the array"),
            Text(
                f"배열 {prior.shape}의 서로 다른 축, 그 길이만큼의 합",
                f"different axes of an array {prior.shape}, and as many totals as they are long",
            ),
            same(total.shape),
            Text("축과 합의 순서를 맞추십시오", "put the totals in the order of the axes"),
        )
        for over, total in given.items()
        if not _fits(prior, over, total)
    ]
    if wrong or not given:
        raise LabelError("margins", wrong or _nothing())
    return given


def _fits(prior: Array, over: Axes, total: Array) -> bool:
    known = all(0 <= axis < prior.ndim for axis in over) and sorted(set(over)) == list(over)
    return known and total.shape == tuple(prior.shape[axis] for axis in over)


def _nothing() -> Problem:
    return Problem(
        "",
        Text("주변합이 없습니다", "there are no margins"),
        Text("축마다의 합", "totals along the axes"),
        Text("없음", "nothing"),
        Text("합을 주십시오", "give the totals"),
    )


def _require_sound(prior: Array, margins: dict[Axes, Array], tolerance: float) -> float:
    """Return the gap allowed, once figures are numbers, sums agree and each total has cells."""
    places = [(Text("출발배열", "prior"), prior)]
    places += [(Text(f"축 {over}", f"axes {over}"), total) for over, total in margins.items()]
    problems = [
        Problem(
            place,
            Text("숫자가 아닌 값이 있습니다", "some figures are no numbers"),
            Text("유한한 수", "finite numbers"),
            same(listed(cells, range(len(cells)))),
            Text("원자료의 값을 넣으십시오", "put in the figures of the source"),
        )
        for place, figures in places
        if (cells := [str(tuple(int(i) for i in at)) for at in np.argwhere(~np.isfinite(figures))])
    ]
    if problems:
        raise MarginsError("margins", problems)
    allowed = tolerance * max(float(np.abs(total).max(initial=0.0)) for total in margins.values())
    sums = {over: float(total.sum()) for over, total in margins.items()}
    if max(sums.values()) - min(sums.values()) > allowed:
        raise MarginsError("margins", _unequal(sums, allowed), data=sums)
    for over, total in margins.items():
        problems += _hopeless(prior, over, total)
    if problems:
        raise MarginsError("margins", problems)
    return allowed


def _unequal(sums: dict[Axes, float], allowed: float) -> Problem:
    told = "; ".join(f"{over}: {total:,.12g}" for over, total in sums.items())
    return Problem(
        "",
        Text("주변합들의 합계가 서로 다릅니다", "the margins differ in sum"),
        Text(f"같은 합계 (±{allowed:.3g})", f"the same sum (±{allowed:.3g})"),
        same(told),
        Text("합을 원자료와 대조하십시오", "check the totals against their sources"),
    )


def _hopeless(prior: Array, over: Axes, total: Array) -> list[Problem]:
    plus = _sum(np.maximum(prior, 0.0), over) > 0
    minus = _sum(np.maximum(-prior, 0.0), over) > 0
    lacking = ((total > 0) & ~plus) | ((total < 0) & ~minus)
    return [
        Problem(
            Text(f"축 {over}의 {at}", f"{at} along axes {over}"),
            Text("이 합을 낼 수 있는 칸이 없습니다", "no cell can make up this total"),
            Text("양수인 칸", "a positive cell")
            if total[at] > 0
            else Text("음수인 칸", "a negative cell"),
            same(f"{total[at]:,.12g}"),
            Text(
                "합을 고치거나, 출발배열의 이 칸들에 값을 주십시오",
                "mend the total, or give these cells of the prior a value",
            ),
        )
        for at in (tuple(int(i) for i in where) for where in np.argwhere(lacking))
    ]


def _sum(values: Array, over: Axes) -> Array:
    """Return the sums over all axes but those named."""
    others = tuple(axis for axis in range(values.ndim) if axis not in over)
    return np.asarray(values.sum(axis=others))


def _product(prior: Array, axes: list[Axes], factors: list[Array], but: int | None) -> Array:
    """Return the product of all factors but one, in the shape of the prior."""
    product = np.ones(prior.shape)
    for k, (over, factor) in enumerate(zip(axes, factors, strict=True)):
        if k != but:
            shape = [prior.shape[axis] if axis in over else 1 for axis in range(prior.ndim)]
            product = product * factor.reshape(shape)
    return product
