"""One Bank of Korea sheet of transactions: its lines by their accounts, its figures as blocks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from iomodel.draft import Block, Mark, Part
from iomodel.errors import Problem
from iomodel.readers.bok_accounts import (
    ADDED,
    ASIDE,
    BOUGHT,
    COLUMNS,
    DEDUCTIONS,
    DEMAND,
    FINAL,
    INPUTS,
    INTERMEDIATE,
    OUTPUT,
    ROWS,
    SUBTOTALS,
    TOTAL,
    USES,
    Deduction,
    Input,
    Use,
)
from iomodel.readers.layout import Layout, Line, missing, strangers
from iomodel.readers.locate import locate
from iomodel.readers.sheets import Sheet

KINDS: dict[Part, str] = {"total": "총거래", "domestic": "국산거래", "imports": "수입거래"}


@dataclass(frozen=True, eq=False)
class Flows:
    """One sheet of transactions.

    Attributes
    ----------
    layout : Layout
    problems : tuple of Problem
        What keeps its lines from being understood.
    """

    layout: Layout
    problems: tuple[Problem, ...]

    @classmethod
    def read(cls, sheet: Sheet, *, whole: bool) -> Flows:
        """Return the flows in `sheet`; a `whole` one has output and primary inputs too."""
        layout, problems = locate(sheet, ROWS, COLUMNS, (INTERMEDIATE, FINAL))
        columns = (INTERMEDIATE, FINAL, DEMAND, *((OUTPUT,) if whole else ()))
        rows = (BOUGHT, *((ADDED, TOTAL) if whole else ()))
        problems += missing(layout, rows, columns)
        problems += strangers(layout, ROWS, COLUMNS)
        return cls(layout, tuple(problems))

    @cached_property
    def uses(self) -> tuple[Use, ...]:
        """The items of final demand that the sheet has, in its order and without subtotals."""
        items = [line.item for line in self.layout.columns]
        sums = {name for name, parts in SUBTOTALS.items() if set(parts) & set(items)}
        named = {use.term.name: use for use in USES if use.term.name not in sums}
        return tuple(named[item] for item in items if item in named)

    @cached_property
    def deductions(self) -> tuple[Deduction, ...]:
        """The columns of supply besides output and imports that hold anything."""
        return tuple(
            part
            for part in DEDUCTIONS
            if self.has(part.term.name) and self.down(part.term.name).values.any()
        )

    @cached_property
    def inputs(self) -> tuple[Input, ...]:
        """The rows of primary inputs that the sheet has, in its order."""
        named = {part.term.name: part for part in INPUTS}
        return tuple(named[line.item] for line in self.layout.rows if line.item in named)

    def has(self, column: str) -> bool:
        """Return whether the sheet has the column."""
        return bool(self.layout.column_items([column]))

    @cached_property
    def aside(self) -> tuple[Input, ...]:
        """The primary inputs that 부가가치계 doesn't count in, by what it comes to."""
        beside = [part for part in self.inputs if part.term.name in ASIDE]
        rest = [part for part in self.inputs if part.term.name not in ASIDE]
        gaps = [self._gap([*rest, *beside]), self._gap(rest)]
        return tuple(beside) if gaps[1] <= gaps[0] else ()

    def _gap(self, parts: Sequence[Input]) -> float:
        """Return by how much 부가가치계 misses the sum of `parts`."""
        rows = [self.across(part.term.name).values for part in parts]
        return float(np.abs(np.sum(rows, axis=0) - self.across(ADDED).values).sum())

    @property
    def sheet(self) -> Sheet:
        """The sheet itself."""
        return self.layout.sheet

    @property
    def sectors(self) -> tuple[Line, ...]:
        """The rows of the n sectors."""
        return self.layout.sector_rows

    @cached_property
    def intermediate(self) -> Block:
        """Flows between sectors, (n, n)."""
        return self.layout.block(self.sectors, self.layout.sector_columns)

    @cached_property
    def final_demand(self) -> Block:
        """Final demand by item, (n, k), under the codes of the items."""
        return self.by_use(self.sectors)

    def by_use(self, rows: Sequence[Line]) -> Block:
        """Return `rows` over the items of final demand, under the codes of the items."""
        block = self.layout.block(
            rows, self.layout.column_items(use.term.name for use in self.uses)
        )
        return replace(block, columns=_marks([use.label.code for use in self.uses], block.columns))

    @cached_property
    def deducted(self) -> Block:
        """What supply holds besides output and imports, with the sign turned, (n, d)."""
        names = [part.term.name for part in self.deductions]
        block = self.layout.block(self.sectors, self.layout.column_items(names))
        marks = _marks([part.label.code for part in self.deductions], block.columns)
        return Block(block.rows, marks, 0.0 - block.values, block.place)

    @cached_property
    def primary_inputs(self) -> Block:
        """Primary inputs by component, (p, n), under the codes of the components."""
        return self.by_input(self.layout.sector_columns)

    def by_input(self, columns: Sequence[Line]) -> Block:
        """Return the primary inputs over `columns`, under the codes of the components."""
        block = self.layout.block(
            self.layout.row_items(part.term.name for part in self.inputs), columns
        )
        return replace(block, rows=_marks([p.component.code for p in self.inputs], block.rows))

    def down(self, column: str) -> Block:
        """Return the column called so over the sectors, (n, 1)."""
        return self.layout.block(self.sectors, self.layout.column_items([column]))

    def across(self, row: str) -> Block:
        """Return the row called so over the sectors, (1, n)."""
        return self.layout.block(self.layout.row_items([row]), self.layout.sector_columns)


def _marks(codes: Sequence[str], marks: Sequence[Mark]) -> tuple[Mark, ...]:
    """Return the labels as written under codes of the table's own."""
    return tuple(Mark(code, mark.name) for code, mark in zip(codes, marks, strict=True))


def beside(left: Block, right: Block) -> Block:
    """Return the columns of `right` after those of `left`, over the same rows."""
    width = len(left.columns)

    def place(i: int, j: int) -> str:
        return left.place(i, j) if j < width else right.place(i, j - width)

    cells = [[*a, *b] for a, b in zip(left.cells, right.cells, strict=True)]
    return Block(left.rows, (*left.columns, *right.columns), cells, place)


def zeros_like(block: Block) -> Block:
    """Return a block of zeros under the same labels."""
    return Block(block.rows, block.columns, 0.0 * block.values, block.place)
