"""A piece of a long table, a row an amount, as sparse demand."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from iomodel.batch.amounts import Trouble, failing, labels_of, runs_of
from iomodel.batch.columns import encoded, floats
from iomodel.batch.rows import COLUMNS, Prepared, Terms
from iomodel.errors import Problem, UnitError, UnknownSectorError
from iomodel.extras import extra
from iomodel.sectors import Classification
from iomodel.units import MILLION_KRW, money_unit


def prepare_long(table: Any, terms: Terms) -> Prepared:
    """Return the demand of each programme, amounts on the same sector added up.

    Rows of one scenario, programme, region and variant make one row of demand. A scenario with a
    line that can't be read has no demand at all; every such line is told.
    """
    from scipy.sparse import csr_array

    labels = labels_of(table, terms)
    run = runs_of(labels["scenario"])
    position, sectors = _positions(table["sector"], terms.classification)
    factor, units = _factors(table, terms)
    amounts = floats(table["amount"])
    troubles = [
        sectors,
        Trouble.cells(table, "amount", amounts),
        units,
        Trouble.nameless(labels["scenario"]),
    ]
    keep, failures = failing(troubles, run, labels["scenario"], terms)
    lines = np.arange(len(run)) if keep is None else np.flatnonzero(keep)
    telling = [name for name in COLUMNS[1:] if name in table.column_names]
    row, first = _rows(run[lines], [encoded(labels[n])[0][lines] for n in telling])
    heads = extra("pyarrow").array(lines[first])
    values = amounts[lines] * factor[lines]
    shape = (len(first), len(terms.classification))
    return Prepared(
        terms,
        {name: column.take(heads) for name, column in labels.items()},
        run[lines][first],
        csr_array((values, (row, position[lines])), shape=shape),
        1.0,
        failures,
    )


def _rows(
    run: NDArray[np.int64], codes: list[NDArray[np.int64]]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the row of demand that each line belongs to, and the first line of each row."""
    if not len(run):
        return run, run
    key = run.copy()
    for code in codes:
        key = key * (int(code.max()) + 1) + code
    step = np.diff(key)
    if (step >= 0).all():  # lines of a programme stand together: nothing to sort
        first = np.concatenate([[0], np.flatnonzero(step) + 1])
        return np.repeat(np.arange(len(first)), np.diff(np.append(first, len(key)))), first
    _, first, row = np.unique(key, return_index=True, return_inverse=True)
    return row, first


def _positions(column: Any, classification: Classification) -> tuple[NDArray[np.int64], Trouble]:
    """Return the sector of each line, and the trouble with unknown ones."""
    code, words = encoded(column)
    found = np.zeros(len(words), dtype=np.int64)
    unknown = {}
    for i, word in enumerate(words):
        try:
            found[i] = classification.position(word)
        except UnknownSectorError as error:
            unknown[i] = error.problems[0]
    return found[code], Trouble.words("sector", code, unknown)


def _factors(table: Any, terms: Terms) -> tuple[NDArray[np.float64], Trouble]:
    """Return what turns each line's amount into 백만원, and the trouble with unknown units."""
    if terms.unit:
        factor = money_unit(terms.unit).per(MILLION_KRW)
        return np.full(table.num_rows, factor), Trouble(np.zeros(0, dtype=np.int64), _never)
    factors, code, trouble = factors_of(table["unit"])
    return factors[code], trouble


def factors_of(column: Any) -> tuple[NDArray[np.float64], NDArray[np.int64], Trouble]:
    """Return the factor of each different unit, which one each row has, and unknown ones."""
    code, words = encoded(column)
    factors = np.ones(len(words))
    unknown = {}
    for i, word in enumerate(words):
        try:
            factors[i] = money_unit(word).per(MILLION_KRW)
        except UnitError as error:
            unknown[i] = error.problems[0]
    return factors, code, Trouble.words("unit", code, unknown)


def _never(i: int) -> Problem:
    raise IndexError(i)
