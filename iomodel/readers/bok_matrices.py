"""The Bank of Korea's sheets of coefficients and induced amounts."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from iomodel.draft import Block, Mark
from iomodel.errors import Problem, TableFileError
from iomodel.readers.bok_accounts import FINAL, INTERMEDIATE, MATRIX_COLUMNS, MATRIX_ROWS, USES
from iomodel.readers.bok_heading import Heading, heading
from iomodel.readers.layout import Layout, Line, not_numbers
from iomodel.readers.locate import locate
from iomodel.readers.sheets import Sheet, sheets_of
from iomodel.sectors import Classification, Sector
from iomodel.table import Array
from iomodel.text import Text

_ANCHORS = (INTERMEDIATE, "행합", FINAL)


@dataclass(frozen=True, eq=False)
class LabelledMatrix:
    """A sheet of coefficients or induced amounts.

    Attributes
    ----------
    heading : Heading
    sectors : Classification
        The n sectors of the rows.
    columns : tuple of str
        Codes of the columns: the sectors again, or final-demand items.
    values : ndarray (n, k)
    below : dict of str to ndarray (k,)
        Rows under the matrix by name, such as 열합 and 영향력계수.
    beside : dict of str to ndarray (n,)
        Columns to its right by name, such as 행합 and 감응도계수.
    corner : dict of (str, str) to float
        Where such a row and column meet in a figure, such as ("유발계수", "최종수요계").
    """

    heading: Heading
    sectors: Classification
    columns: tuple[str, ...]
    values: Array
    below: dict[str, Array]
    beside: dict[str, Array]
    corner: dict[tuple[str, str], float]


def read_matrices(path: Path) -> dict[str, LabelledMatrix]:
    """Return the workbook's sheets of coefficients and induced amounts by title.

    The titles lose the blanks and the last 표: "생산유발계수", "국산투입계수",
    "최종수요항목별생산유발액" …

    Raises
    ------
    NotSupportedError
        If python-calamine isn't installed.
    TableFileError
        If a sheet contradicts itself or holds text for a number.
    """
    matrices = [read_matrix(s) for s in sheets_of(path) if not heading(s).kind.endswith("거래")]
    return {matrix.heading.kind: matrix for matrix in matrices}


def matrix_block(sheet: Sheet) -> tuple[Layout, Block, list[Problem]]:
    """Return where things are on a sheet, the matrix on it, and what is wrong with either.

    Its columns are the sectors again, or the items of final demand under the table's codes.
    """
    layout, problems = locate(sheet, MATRIX_ROWS, MATRIX_COLUMNS, _ANCHORS)
    block = layout.block(layout.sector_rows, _within(layout))
    if not layout.sector_columns:
        codes = (_CODES[line.item] for line in _within(layout))
        marks = (Mark(code, a.name) for code, a in zip(codes, block.columns, strict=True))
        block = replace(block, columns=tuple(marks))
    return layout, block, [*problems, *not_numbers(block)]


def _within(layout: Layout) -> tuple[Line, ...]:
    """Return the columns of the matrix itself."""
    return layout.sector_columns or layout.column_items(_CODES)


_CODES = {use.term.name: use.label.code for use in USES}


def read_matrix(sheet: Sheet) -> LabelledMatrix:
    """Return a sheet of coefficients or induced amounts.

    Raises
    ------
    TableFileError
        If the sheet contradicts itself or holds text for a number.
    """
    layout, block, problems = matrix_block(sheet)
    below = [line for line in layout.rows if line.item]
    beside = [line for line in layout.columns if line.item and line not in _within(layout)]
    under = layout.block(below, _within(layout))
    right = layout.block(layout.sector_rows, beside)
    problems += [*not_numbers(under), *not_numbers(right)]
    if problems:
        raise TableFileError(sheet.origin, problems)
    both = layout.block(below, beside).values
    return LabelledMatrix(
        heading(sheet),
        Classification("", tuple(Sector(a.code, Text(a.name, a.name)) for a in block.rows)),
        block.column_codes,
        block.values,
        {line.item: under.values[i] for i, line in enumerate(below)},
        {line.item: right.values[:, j] for j, line in enumerate(beside)},
        {
            (row.item, column.item): float(both[i, j])
            for i, row in enumerate(below)
            for j, column in enumerate(beside)
            if np.isfinite(both[i, j])
        },
    )
