"""One demand asked once, for several indicators."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from iomodel.iterative.flows import require_productive_flows
from iomodel.iterative.refusals import fell_back
from iomodel.iterative.system import PRODUCTS, TOLERANCE, Iterative, Method
from iomodel.leontief import Array
from iomodel.text import Text


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
        None if solved.method == "iterative" else fell_back(solved.products - 1),
    )
