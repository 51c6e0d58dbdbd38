"""A sheet of flows between the sectors of all regions: lines by account, figures as blocks."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

import numpy as np

from iomodel.draft import Block, Claim, Mark, Part, Printed
from iomodel.errors import Problem
from iomodel.readers.bok_accounts import (
    ADDED,
    BOUGHT,
    COLUMNS,
    DEMAND,
    EXPORTS,
    FINAL,
    INPUTS,
    INTERMEDIATE,
    OUTPUT,
    ROWS,
    SUBTOTALS,
    TOTAL,
    USES,
    Input,
    Use,
)
from iomodel.readers.layout import Line, Term, Vocabulary, missing
from iomodel.readers.region_names import ABROAD, NATION
from iomodel.readers.regional_layout import (
    BLOCK_TOTAL,
    RegionalLine,
    RegionalSheet,
    regional_sheet,
)
from iomodel.readers.sheets import Sheet
from iomodel.sectors import local_code
from iomodel.table import Array
from iomodel.text import Text, same

ROW = "ROW"
_IMPORTS = "수입계"
_BLOCK = Vocabulary((Term(BLOCK_TOTAL, (), ("소계", "합계", "지역계", "지역합계", "총계")),))
_IMPORTED = Vocabulary((Term(_IMPORTS, (), ("수입", "수입중간투입", "수입투입계")),))
_USES = {use.term.name: use for use in USES}
_EXPORTS = next(use for use in USES if use.label.code == EXPORTS)
_PRINTED: dict[str, tuple[Part, Literal["intermediate", "final_demand", "output"]]] = {
    INTERMEDIATE: ("domestic", "intermediate"),
    FINAL: ("final_demand", "final_demand"),
    DEMAND: ("domestic", "output"),
    OUTPUT: ("domestic", "output"),
}


def row_account(name: str) -> str:
    """Return the account that the name of a row stands for, empty where it is a sector's."""
    return _BLOCK.item(name) or _IMPORTED.item(name) or ROWS.item(name)


def column_account(name: str) -> str:
    """Return the account that the name of a column stands for, empty where it is a sector's."""
    return _BLOCK.item(name) or COLUMNS.item(name)


@dataclass(frozen=True, eq=False)
class RegionalFlows:
    """The accounts of a sheet of transactions."""

    sheet: RegionalSheet

    @classmethod
    def read(cls, sheet: Sheet) -> RegionalFlows:
        """Return the accounts of a sheet that has regions beside its rows."""
        return cls(regional_sheet(sheet, row_account, column_account))

    @cached_property
    def problems(self) -> tuple[Problem, ...]:
        """What keeps its lines from being understood."""
        absent = missing(self.sheet.layout, (ADDED, TOTAL), (INTERMEDIATE, FINAL))
        return (*self.sheet.problems, *absent, *self._unplaced())

    def _unplaced(self) -> Iterator[Problem]:
        """Yield the accounts that have no place in a multiregional table."""
        totals = (INTERMEDIATE, FINAL, DEMAND, OUTPUT, BLOCK_TOTAL, *SUBTOTALS)
        for line in self.sheet.columns:
            place = self.sheet.sheet.place(self.sheet.layout.header, line.at)
            if line.item in _USES and not self._is_placed(line):
                yield _no_region(place, line)
            elif line.item and line.item not in (*_USES, *totals):
                yield _not_taken(place, line)

    def _is_placed(self, use: RegionalLine) -> bool:
        """Return whether a column of final demand is a region's, exports, or sums the regions'."""
        if use.region in self.sheet.regions or use.item == _EXPORTS.term.name:
            return True
        return use.region == NATION and bool(self._of_regions(use.item))

    def _of_regions(self, item: str) -> list[RegionalLine]:
        """Return the columns of regions that are `item`."""
        return [c for c in self.sheet.columns if c.item == item and c.region in self.sheet.regions]

    @cached_property
    def uses(self) -> tuple[tuple[str, Use, tuple[RegionalLine, ...]], ...]:
        """Final demand: its region, its item, and the columns that are added up for it.

        Exports are one category beyond all regions, whichever region's column they stand in: a
        product is exported by the region that makes it.
        """
        exports = _EXPORTS.term.name
        found = [
            (line.region, _USES[line.item], (line,))
            for line in self.sheet.columns
            if line.item in _USES
            and line.item != exports
            and line.region in self.sheet.regions
            and not self._summed_by(line)
        ]
        exported = self._of_regions(exports) or self._national(exports)[:1]
        return (*found, *([(ROW, _EXPORTS, tuple(exported))] if exported else []))

    def _summed_by(self, line: RegionalLine) -> list[RegionalLine]:
        """Return the columns that a subtotal of final demand sums; none where it stands alone."""
        parts = SUBTOTALS.get(line.item, ())
        return [c for c in self.sheet.columns if c.region == line.region and c.item in parts]

    @cached_property
    def inputs(self) -> tuple[Input, ...]:
        """The rows of primary inputs besides imports, in the sheet's order."""
        named = {part.term.name: part for part in INPUTS}
        items = [line.item for line in self.sheet.rows if not line.region]
        return tuple(named[item] for item in items if item in named)

    @cached_property
    def imported(self) -> tuple[RegionalLine, ...]:
        """The rows of imports: by product, or the one that sums them."""
        by_product = self.sheet.rows_of(ABROAD)
        return by_product or self._row(_IMPORTS)

    def _row(self, item: str) -> tuple[RegionalLine, ...]:
        """Return the row of an account, whatever label stands beside it."""
        return tuple(line for line in self.sheet.rows if line.item == item)[:1]

    @cached_property
    def intermediate(self) -> Block:
        """Flows between sectors, (n, n)."""
        return self._block(self.sheet.sector_rows, self.sheet.sector_columns)

    @cached_property
    def final_demand(self) -> Block:
        """Final demand by region and item, (n, k)."""
        rows = self.sheet.sector_rows
        marks = tuple(
            Mark(f"{region}:{use.label.code}", lines[0].name) for region, use, lines in self.uses
        )
        single = [lines[0] for _, _, lines in self.uses if len(lines) == 1]
        block = self._block(rows, single)
        if len(single) == len(self.uses):
            return replace(block, columns=marks)
        added = self._block(rows, self.uses[-1][2])  # exports by region
        cells = [[*row, _sum(parts)] for row, parts in zip(block.cells, added.cells, strict=True)]
        one, several = block.place, added.place

        def place(i: int, j: int) -> str:
            return one(i, j) if j < len(single) else several(i, 0)

        return Block(block.rows, marks, cells, place)

    @cached_property
    def primary_inputs(self) -> Block:
        """Imports in all, then the other primary inputs, (p, n)."""
        columns = self.sheet.sector_columns
        rows = [line for part in self.inputs for line in self._row(part.term.name)]
        block = self._block(rows, columns)
        marks = tuple(
            Mark(part.component.code, row.name) for part, row in zip(self.inputs, rows, strict=True)
        )
        if not self.imported:
            return replace(block, rows=marks)
        imports = self._block(self.imported, columns)
        cells = [[_sum(parts) for parts in zip(*imports.cells, strict=True)], *block.cells]
        own = block.place

        def place(i: int, j: int) -> str:
            return imports.place(0, j) if i == 0 else own(i - 1 if i > 0 else i, j)

        return Block((Mark("imports", "수입"), *marks), block.columns, cells, place)

    def _block(self, rows: Sequence[Line], columns: Sequence[Line]) -> Block:
        return self.sheet.layout.block(rows, columns)

    def printed(self) -> Iterator[Printed]:
        """Yield the totals that any table has."""
        sheet, sellers = self.sheet, self.sheet.sector_rows
        for name, (part, kind) in _PRINTED.items():
            for line in self._national(name):
                yield Printed(name, part, kind, "row", self._block(sellers, [line]))
        whole = self._block(self._row(TOTAL), sheet.sector_columns)
        yield Printed(TOTAL, "primary_inputs", "output", "column", whole)

    def _national(self, item: str) -> list[RegionalLine]:
        """Return the columns of an account that are of no region, or of the nation."""
        return [c for c in self.sheet.columns if c.item == item and c.region in ("", NATION)]

    def claims(self) -> Iterator[Claim]:
        """Yield the totals of blocks, of the nation and of primary inputs."""
        yield from self._totals_across()
        yield from self._totals_down()
        buyers = self.sheet.sector_columns
        added = [part.component.role == "value_added" for part in self.inputs]
        lines = [self._row(part.term.name)[0] for part in self.inputs]
        values = [line for line, counts in zip(lines, added, strict=True) if counts]
        yield self._sum_down(ADDED, self._row(ADDED), values, buyers)
        by_product = self.sheet.rows_of(ABROAD)
        totals = (*self._row(_IMPORTS), *self.sheet.rows_of(ABROAD, BLOCK_TOTAL))
        for line in totals if by_product else ():
            yield self._sum_down(str(line), [line], by_product, buyers)

    def _totals_across(self) -> Iterator[Claim]:
        """Yield the columns that sum the block of one region, or one account of all regions."""
        sheet = self.sheet
        for region in sheet.regions:
            demanded = [c for c in self._demanded if c.region == region]
            for name in (INTERMEDIATE, BLOCK_TOTAL, FINAL):
                summed = demanded if name == FINAL else sheet.columns_of(region)
                for line in sheet.columns_of(region, name):
                    before = [column for column in summed if column.at < line.at]
                    yield self._sum_across(f"{region} {line.name}", line, before)
        for line in sheet.columns:
            if line.region == NATION and not line.item:
                same_code = [c for c in sheet.sector_columns if local_code(c.code) == line.code]
                yield self._sum_across(f"{NATION} {line}", line, same_code)
            elif line.region == NATION and line.item in _USES and line not in self._demanded:
                yield self._sum_across(f"{NATION} {line.name}", line, self._of_regions(line.item))
            elif self._summed_by(line):
                yield self._sum_across(str(line), line, self._summed_by(line))

    def _totals_down(self) -> Iterator[Claim]:
        """Yield the rows that sum the block of one region, or those of all, over all buyers."""
        sheet, buyers = self.sheet, (*self.sheet.sector_columns, *self._demanded)
        for region in sheet.regions:
            for line in sheet.rows_of(region, BLOCK_TOTAL):
                yield self._sum_down(f"{region} {line.name}", [line], sheet.rows_of(region), buyers)
        for line in sheet.rows_of(NATION, BLOCK_TOTAL):
            yield self._sum_down(NATION, [line], sheet.sector_rows, buyers)
        for line in sheet.rows_of(NATION):
            same_code = [s for s in sheet.sector_rows if local_code(s.code) == line.code]
            yield self._sum_down(f"{NATION} {line}", [line], same_code, buyers)
        for line in self._row(BOUGHT):
            above = [imported for imported in self.imported if imported.at < line.at]
            yield self._sum_down(BOUGHT, [line], [*sheet.sector_rows, *above], buyers)

    @property
    def _demanded(self) -> tuple[RegionalLine, ...]:
        return tuple(line for _, _, lines in self.uses for line in lines)

    def _sum_down(
        self, name: str, line: Sequence[Line], parts: Sequence[Line], columns: Sequence[Line]
    ) -> Claim:
        what = Text(f"{name}가 열의 합과 다릅니다", f"{name} differs from the sum of its column")
        cells = self.sheet.sheet.cells
        printed = [c for c in columns if line and cells[line[0].at][c.at] != ""]
        return Claim(what, self._block(line, printed), _added(self._block(parts, printed), 0))

    def _sum_across(self, name: str, line: Line, parts: Sequence[Line]) -> Claim:
        rows = self.sheet.sector_rows
        what = Text(f"{name}가 행의 합과 다릅니다", f"{name} differs from the sum of its row")
        return Claim(what, self._block(rows, [line]), _added(self._block(rows, parts), 1))


def _added(block: Block, axis: int) -> Callable[[], Array]:
    """Return the sums of a block along an axis, what is left blank adding nothing."""

    def sums() -> Array:
        blank = [[cell == "" for cell in row] for row in block.cells]
        values = np.where(np.reshape(blank, block.values.shape), 0.0, block.values)
        return np.asarray(values.sum(axis=axis, keepdims=True))

    return sums


def _sum(cells: Sequence[str | float]) -> str | float:
    """Return the sum of cells, or the first that is no number."""
    text = next((cell for cell in cells if isinstance(cell, str)), None)
    return sum(float(cell) for cell in cells) if text is None else text


def _no_region(place: str, line: RegionalLine) -> Problem:
    return Problem(
        place,
        Text("어느 지역의 최종수요인지 알 수 없습니다", "the demand is of no region"),
        Text("지역마다 한 열 (수출은 하나여도 됨)", "a column a region (exports may be one)"),
        same(f'"{line}"'),
        Text("머리행 위에 지역의 이름을 적으십시오", "put the name of its region above the header"),
    )


def _not_taken(place: str, line: RegionalLine) -> Problem:
    return Problem(
        place,
        Text(
            "지역산업연관표에서 읽지 않는 계정입니다",
            "the account is not read in a table of regions",
        ),
        Text(
            "부문, 최종수요 항목, 중간수요계, 최종수요계, 총수요계, 총산출",
            "sectors, items of final demand, 중간수요계, 최종수요계, 총수요계, 총산출",
        ),
        same(f'"{line}"'),
        Text(
            "지역 생산물의 거래표인지 확인하십시오. 수입은 행으로 적습니다",
            "check that these are flows of the regions' own products; imports are rows",
        ),
    )
