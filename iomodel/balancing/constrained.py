"""Balancing with cells that are known: they stay as they are, the others make up the margins."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from iomodel.balancing.base import MAX_ITERATIONS, TOLERANCE, Array, Balanced, Names, listed
from iomodel.balancing.gras import gras
from iomodel.errors import LabelError, MarginsError, Problem
from iomodel.text import Text, same


def constrained(
    matrix: Array,
    rows: Array,
    columns: Array,
    fixed: NDArray[np.bool_],
    *,
    values: Array | None = None,
    names: Names | None = None,
    tolerance: float = TOLERANCE,
    max_iterations: int = MAX_ITERATIONS,
) -> Balanced:
    """Return the matrix nearest to a prior that has the given margins and the given cells.

    Parameters
    ----------
    matrix : ndarray (m, n)
        The prior.
    rows, columns : ndarray (m,), (n,)
        The totals, fixed cells included.
    fixed : ndarray of bool (m, n)
        Which cells are known.
    values : ndarray (m, n), optional
        What they are; without it, as in the prior. Other cells of it are not looked at.
    names, tolerance, max_iterations
        As in `gras`.

    Returns
    -------
    Balanced
        The factors are those of the free cells.

    Raises
    ------
    LabelError
        If `fixed` or `values` is of another size than the prior.
    MarginsError
        If a fixed value is no number, or what the fixed cells leave of the margins can't be met.
    NotConvergedError

    Notes
    -----
    The fixed cells are taken from the margins and the rest is balanced by `gras`: RAS with
    exogenous information (Miller & Blair 2009, section 7.4.7).

    Examples
    --------
    >>> import numpy as np
    >>> from iomodel.balancing import constrained
    >>> prior = np.array([[1.0, 2.0], [3.0, 4.0]])
    >>> known = np.array([[True, False], [False, False]])
    >>> constrained(prior, np.array([4.0, 6.0]), np.array([5.0, 5.0]), known).matrix
    array([[1., 3.],
           [4., 2.]])
    """
    prior = np.asarray(matrix, np.float64)
    told = prior if values is None else np.asarray(values, np.float64)
    names = names or Names.of(len(rows), len(columns))
    if not prior.shape == np.shape(fixed) == told.shape:
        raise LabelError("fixed", _sizes(prior, np.shape(fixed), told))
    bad = np.argwhere(fixed & ~np.isfinite(told))
    if len(bad):
        cells = [f"({names.rows[i]}, {names.columns[j]})" for i, j in bad]
        raise MarginsError("fixed", _no_number(cells))
    held = np.where(fixed, told, 0.0)
    found = gras(
        np.where(fixed, 0.0, prior),
        np.asarray(rows, np.float64) - held.sum(axis=1),
        np.asarray(columns, np.float64) - held.sum(axis=0),
        names=names,
        tolerance=tolerance,
        max_iterations=max_iterations,
        origin="margins less the fixed cells",
    )
    return replace(found, matrix=found.matrix + held)


def _sizes(prior: Array, fixed: tuple[int, ...], values: Array) -> Problem:
    return Problem(
        "",
        Text("고정할 칸의 배열이 행렬과 크기가 다릅니다", "the fixed cells are of another size"),
        same(prior.shape),
        same(f"fixed {fixed}, values {values.shape}"),
        Text("행렬과 같은 크기로 주십시오", "give them in the size of the matrix"),
    )


def _no_number(cells: list[str]) -> Problem:
    return Problem(
        "values",
        Text("고정할 값이 숫자가 아닙니다", "fixed values are no numbers"),
        Text("유한한 수", "finite numbers"),
        same(listed(cells, range(len(cells)))),
        Text(
            "값을 넣거나 그 칸을 고정하지 마십시오", "put in the values, or leave those cells free"
        ),
    )
