"""A part of a table with its sums; altered copies keep the sums and make the figures on demand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from iomodel.table import Array


@dataclass(frozen=True, eq=False)
class Sheet:
    """Figures (m, k) and their sums.

    Attributes
    ----------
    make : callable
        Gives the figures; called once, when they are asked for.
    rows : ndarray (m,)
        The sum of every row.
    columns : ndarray (k,)
        The sum of every column.
    """

    make: Callable[[], Array]
    rows: Array
    columns: Array

    @classmethod
    def of(cls, values: Array) -> Sheet:
        """Return `values` with their sums."""
        return cls(lambda: values, values.sum(axis=1), values.sum(axis=0))

    @cached_property
    def values(self) -> Array:
        """The figures, (m, k)."""
        return self.make()

    def minus(self, other: Sheet) -> Sheet:
        """Return the figures less those of `other`."""
        return Sheet(
            lambda: self.values - other.values,
            self.rows - other.rows,
            self.columns - other.columns,
        )

    def transposed(self) -> Sheet:
        """Return the figures with rows for columns."""
        return Sheet(lambda: self.values.T, self.columns, self.rows)

    def scaled(self, factor: float) -> Sheet:
        """Return the figures times `factor`."""
        return Sheet(lambda: self.values * factor, self.rows * factor, self.columns * factor)

    def with_row_scaled(self, i: int, factor: float) -> Sheet:
        """Return the figures with row i times `factor`; figures of few rows, made at once."""
        values = self.values.copy()
        values[i] *= factor
        return Sheet.of(values)

    def with_row_swapped(self, a: int, b: int) -> Sheet:
        """Return the figures with rows a and b exchanged."""
        order = np.arange(len(self.rows))
        order[[a, b]] = order[[b, a]]
        return Sheet(lambda: self.values[order], self.rows[order], self.columns)

    def with_added(self, i: int, j: int, amount: float) -> Sheet:
        """Return the figures with `amount` added to cell (i, j)."""
        rows, columns = self.rows.copy(), self.columns.copy()
        rows[i] += amount
        columns[j] += amount

        def make() -> Array:
            values = self.values.copy()
            values[i, j] += amount
            return values

        return Sheet(make, rows, columns)
