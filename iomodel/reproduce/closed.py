"""Numbers that several publications are computed by, and how far their printed inputs pin them.

Every effect here is a sum of products of coefficients that are zero or more, so that it is least
where all of them are least: inputs at the edges of their rounding bound it strictly.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from iomodel.analyses.households.numerics import Bordered
from iomodel.leontief import Array, System, input_coefficients, multipliers
from iomodel.reproduce.figures import Answer, Answers, Key

EDGES = (0.0, -1.0, 1.0)  # as printed, and every input at its lower or upper edge
UNIT = 0.5  # half a printed unit of whole numbers


def per_output(row: Array, x: Array) -> Array:
    """Return one row over output, (n,)."""
    return np.asarray(input_coefficients(np.asarray(row, dtype=float)[None, :], x)[0])


def moved(values: Array, edge: float, half: float = UNIT) -> Array:
    """Return printed numbers at an edge of their rounding, none of them below zero."""
    return np.maximum(values + edge * half, 0.0)


def induced(system: System, coefficients: Array) -> Array:
    """Return m′ = c′ L for one indicator, (n,)."""
    return np.asarray(multipliers(system, coefficients[None, :])[0])


def fed_back(closed: Bordered, coefficients: Array) -> Array:
    """Return what household spending adds to the multiplier of one indicator, (n,)."""
    return np.asarray(closed.induced(coefficients[None, :])[0])


def bounded(compute: Callable[[float], Mapping[Key, Answer]]) -> Answers:
    """Return the answers of `compute` with the bounds that it gives at both edges."""
    middle, low, high = (compute(edge) for edge in EDGES)
    return {
        key: Answer(answer.value, low[key].value, high[key].value) for key, answer in middle.items()
    }
