"""Which sources carry the variance: Sobol' indices by SALib, of groups of sources.

Two independent samples of all sources are drawn, and for each source a third in which it alone is
taken from the second (Saltelli et al. 2010, *Computer Physics Communications* 181: 259-270). A
source may have any number of dimensions: all input coefficients are one.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Any

import numpy as np
from numpy.typing import NDArray

from iomodel.errors import NotSupportedError, Problem
from iomodel.text import Text, same
from iomodel.uncertainty.draws import FIRST, SECOND

Array = NDArray[np.float64]
Evaluate = Callable[[Sequence[int]], Array]

_CONFIDENCE = 0.95
_CONSTANT = 1e-12  # of the mean: a standard deviation that is none


@dataclass(frozen=True, eq=False)
class Indices:
    """Sobol' indices of g groups of sources for outputs of any shape.

    Attributes
    ----------
    first, first_error : ndarray (g, ...)
        Share of the variance that a group has alone, and the half-width of its 95 % interval.
    total, total_error : ndarray (g, ...)
        The same with what it has together with others. NaN where an output doesn't vary.
    base : int
        Draws of each of the samples.
    """

    first: Array
    first_error: Array
    total: Array
    total_error: Array
    base: int


def available() -> bool:
    """Return whether SALib is installed."""
    from importlib.util import find_spec

    return find_spec("SALib") is not None


def designs(n: int) -> list[list[int]]:
    """Return from which sample each of n groups is drawn, in the order that SALib expects."""
    one_exchanged = [[SECOND if j == i else FIRST for j in range(n)] for i in range(n)]
    return [[FIRST] * n, *one_exchanged, [SECOND] * n]


def sobol_indices(evaluate: Evaluate, groups: Sequence[str], seed: int) -> Indices:
    """Return the Sobol' indices of `groups`.

    Parameters
    ----------
    evaluate : callable
        Given from which sample (`streams.FIRST` or `SECOND`) each group is drawn, the outputs,
        (base, ...).
    seed : int
        Of the bootstrap behind the intervals.

    Raises
    ------
    NotSupportedError
        If SALib is not installed.
    """
    analyse = _salib()
    names = [f"{number} {name}" for number, name in enumerate(groups)]
    problem = {"num_vars": len(names), "names": names, "bounds": [[0.0, 1.0]] * len(names)}
    n = len(names)
    outputs = np.array([evaluate(design) for design in designs(n)])
    shape, base = outputs.shape[2:], outputs.shape[1]
    found = np.full((4, n, *shape), np.nan)
    for place in np.ndindex(*shape):
        y = outputs[(slice(None), slice(None), *place)].T.ravel()
        if y.std() <= _CONSTANT * abs(y.mean()):
            continue
        one = analyse(problem, y, calc_second_order=False, conf_level=_CONFIDENCE, seed=seed + 1)
        for row, name in enumerate(("S1", "S1_conf", "ST", "ST_conf")):
            found[(row, slice(None), *place)] = one[name]
    return Indices(found[0], found[1], found[2], found[3], base)


def _salib() -> Any:
    try:
        sobol = import_module("SALib.analyze.sobol")
    except ImportError as error:
        raise NotSupportedError(
            "uncertainty",
            Problem(
                "",
                Text("SALib이 설치되어 있지 않습니다", "SALib is not installed"),
                same("SALib"),
                Text("없음", "nothing"),
                same('pip install "iomodel[uncertainty]"'),
            ),
        ) from error
    return sobol.analyze
