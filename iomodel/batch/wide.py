"""A piece of a wide table, a row a programme and a column a sector, as dense demand."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from iomodel.batch.amounts import Trouble, failing, labels_of, runs_of
from iomodel.batch.columns import encoded, floats
from iomodel.batch.lines import factors_of
from iomodel.batch.rows import COLUMNS, Prepared, Terms
from iomodel.errors import Problem
from iomodel.extras import extra
from iomodel.text import Text, same
from iomodel.units import MILLION_KRW, money_unit


def prepare_wide(table: Any, terms: Terms, sectors: tuple[tuple[str, int], ...]) -> Prepared:
    """Return the demand of each row, sector by row, (n, m): each column is copied once."""
    labels = labels_of(table, terms)
    run = runs_of(labels["scenario"])
    rows = table.num_rows
    demand = np.empty((len(terms.classification), rows))
    troubles = []
    for name, position in sectors:
        column = demand[position]
        column[:] = floats(table[name])
        # while it is in the cache: NaN makes both comparisons false
        if rows and not (column.min() >= 0.0 and column.max() < np.inf):
            troubles.append(Trouble.cells(table, name, column.copy()))
    factor = 1.0
    if terms.unit:
        factor = money_unit(terms.unit).per(MILLION_KRW)
    else:
        factors, code, unknown = factors_of(table["unit"])
        troubles.append(unknown)
        demand *= factors[code]
    troubles += [_twice(labels, run), Trouble.nameless(labels["scenario"])]
    keep, failures = failing(troubles, run, labels["scenario"], terms)
    if keep is not None:
        kept = extra("pyarrow").array(np.flatnonzero(keep))
        labels = {name: column.take(kept) for name, column in labels.items()}
        run, demand = run[keep], demand[:, keep]
    return Prepared(terms, labels, run, demand, factor, failures)


def _twice(labels: dict[str, Any], run: NDArray[np.int64]) -> Trouble:
    """Return the trouble with rows that bear the labels of an earlier one."""
    repeated = np.zeros(len(run), dtype=bool)
    if len(run) and run[-1] < len(run) - 1:
        key = run.copy()
        for name in COLUMNS[1:]:
            code, words = encoded(labels[name])
            key = key * len(words) + code
        repeated[:] = True
        repeated[np.unique(key, return_index=True)[1]] = False
    problem = Problem(
        "",
        Text("같은 이름표의 행이 두 번 나옵니다", "a row with these labels stands twice"),
        Text("시나리오·사업·지역·변형마다 한 행", "one row for each of them"),
        same(", ".join(COLUMNS)),
        Text("두 행을 합치거나 이름을 고치십시오", "add the two up, or correct a label"),
    )
    return Trouble.same(repeated, problem)
