"""Cells as written, with their labels and addresses."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np

from iomodel.table import Array
from iomodel.text import Text

Part = Literal[
    "total",
    "domestic",
    "imports",
    "final_demand_total",
    "final_demand",
    "final_demand_imports",
    "primary_inputs",
    "satellites",
]
FLOWS: tuple[Part, ...] = ("total", "domestic", "imports")
FINAL: tuple[Part, ...] = ("final_demand_total", "final_demand", "final_demand_imports")
NEEDED: tuple[Part, ...] = ("domestic", "final_demand", "primary_inputs")
PARTS: dict[Part, Text] = {
    "total": Text("총거래", "total flows"),
    "domestic": Text("국산거래", "domestic flows"),
    "imports": Text("수입거래", "imported flows"),
    "final_demand_total": Text("총최종수요", "total final demand"),
    "final_demand": Text("국산 최종수요", "domestic final demand"),
    "final_demand_imports": Text("수입 최종수요", "imported final demand"),
    "primary_inputs": Text("본원적 투입", "primary inputs"),
    "satellites": Text("부속계정", "satellites"),
}

Place = Callable[[int, int], str]
Cells = Sequence[Sequence[str | float]] | Array


@dataclass(frozen=True)
class Mark:
    """A row's or column's label as written."""

    code: str
    name: str = ""

    def __str__(self) -> str:
        return f"{self.code} {self.name}".strip()


@dataclass(frozen=True, eq=False)
class Block:
    """A rectangle of m × k cells as written.

    Attributes
    ----------
    rows, columns : tuple of Mark
        m and k labels.
    cells : sequence of sequences, or ndarray (m, k)
        A number where the reader found one, otherwise the text as it stands ("" for an empty
        cell). Thousands separators are the reader's to take off.
    place : callable
        The address of cell (i, j), such as "file.xlsx, 총거래표, C12". Minus one stands for the
        label of the row or column, (-1, -1) for the whole block.
    """

    rows: tuple[Mark, ...]
    columns: tuple[Mark, ...]
    cells: Cells
    place: Place

    @cached_property
    def values(self) -> Array:
        """The figures, (m, k), NaN where a cell holds no finite number."""
        if isinstance(self.cells, np.ndarray):
            found = np.asarray(self.cells, dtype=np.float64)
        else:
            rows = [[_number(cell) for cell in row] for row in self.cells]
            found = np.array(rows, dtype=np.float64)
        found = found.reshape(len(self.rows), len(self.columns))
        finite = np.isfinite(found)
        return found if finite.all() else np.where(finite, found, np.nan)

    def take(self, rows: Sequence[int], columns: Sequence[int]) -> Block:
        """Return some rows and columns in the order given; their addresses stay what they were."""

        def place(i: int, j: int) -> str:
            return self.place(rows[i] if i >= 0 else -1, columns[j] if j >= 0 else -1)

        return Block(
            tuple(self.rows[i] for i in rows),
            tuple(self.columns[j] for j in columns),
            self.cells[np.ix_(rows, columns)]
            if isinstance(self.cells, np.ndarray)
            else tuple(tuple(self.cells[i][j] for j in columns) for i in rows),
            place,
        )

    def transposed(self) -> Block:
        """Return the figures with rows for columns; their addresses stay what they were."""

        def place(i: int, j: int) -> str:
            return self.place(j, i)

        return Block(self.columns, self.rows, self.values.T, place)

    @property
    def row_codes(self) -> tuple[str, ...]:
        """The codes of the rows in order."""
        return tuple(mark.code for mark in self.rows)

    @property
    def column_codes(self) -> tuple[str, ...]:
        """The codes of the columns in order."""
        return tuple(mark.code for mark in self.columns)


def _number(cell: str | float) -> float:
    return np.nan if isinstance(cell, str) else float(cell)


def labelled_place(file: str, rows: Sequence[Mark], columns: Sequence[Mark]) -> Place:
    """Return addresses by label, for a file of which only the labels are known."""

    def place(i: int, j: int) -> str:
        where = [f"row {rows[i].code or rows[i].name}"] if i >= 0 else []
        where += [f"column {columns[j].code or columns[j].name}"] if j >= 0 else []
        return ", ".join([file, *where])

    return place


@dataclass(frozen=True, eq=False)
class Printed:
    """Totals that the source prints itself.

    Attributes
    ----------
    name : str
        As written: "중간수요계".
    of : Part
        The part whose rows (side "row") or columns (side "column") they total.
    kind : str
        "intermediate", "final_demand" and "primary" are plain sums of the part. "output" is x:
        a row's domestic sales, or a column's inputs of every kind. "supply" is output and
        imports together (총수요, 총공급). "imports" is what is imported of a row's product.
    side : str
    block : Block
        (m, 1) for side "row", (1, k) for side "column".
    """

    name: str
    of: Part
    kind: Literal["intermediate", "final_demand", "primary", "output", "supply", "imports"]
    side: Literal["row", "column"]
    block: Block
