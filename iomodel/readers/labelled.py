"""A sheet whose rows and columns bear labels at places that the user names."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from iomodel.errors import Problem, TableFileError
from iomodel.readers.roles import RolesFile, SheetRoles
from iomodel.readers.sheets import Cell, Sheet, csv_sheet, number, sheets_of
from iomodel.text import Text, same


@dataclass(frozen=True)
class Line:
    """A row or column at position `at`, with its label as written."""

    at: int
    label: str


@dataclass(frozen=True, eq=False)
class Labelled:
    """A sheet with the labels of its rows and columns.

    Attributes
    ----------
    roles : SheetRoles
    sheet : Sheet
    rows, columns : tuple of Line
        Labelled by the cells of all label columns (or header rows) that aren't empty, joined by
        slashes; lines without a label are left out.
    decimal : str
        The decimal mark of figures written as text.
    """

    roles: SheetRoles
    sheet: Sheet
    rows: tuple[Line, ...]
    columns: tuple[Line, ...]
    decimal: str = "."

    def figure(self, row: Line, column: Line) -> Cell:
        """Return the figure where both meet, the text as it stands where there is none."""
        cell = self.sheet.cells[row.at][column.at]
        if isinstance(cell, str) and self.decimal == ",":
            cell = cell.replace(".", "").replace(",", ".")
        value = number(cell)
        return self.sheet.text(row.at, column.at) if math.isnan(value) else value

    def place(self, row: Line | None, column: Line | None) -> str:
        """Return the address of a cell, of the label of a row or column, or of the sheet."""
        if row and column:
            return self.sheet.place(row.at, column.at, f"{row.label} × {column.label}")
        if row:
            return self.sheet.place(row.at, column_number(self.roles.labels[-1]), row.label)
        if column:
            return self.sheet.place(self.roles.header[-1] - 1, column.at, column.label)
        return self.sheet.origin


def read_labelled(folder: Path, file: RolesFile, roles: SheetRoles) -> Labelled:
    """Return one of the sheets that a roles.toml names, lying in `folder`.

    Raises
    ------
    NotFoundError
        If the file can't be read.
    TableFileError
        If the workbook has no such sheet, labels lie outside it, or a row or column of figures
        has none.
    """
    sheet = _sheet(folder / roles.file, roles.sheet, file.delimiter)
    header = [row - 1 for row in roles.header]
    beside = [column_number(letters) for letters in roles.labels]
    if max(header) >= len(sheet.cells) or max(beside) >= len(sheet.cells[0]):
        raise TableFileError(sheet.origin, _outside(sheet, roles))
    below = range(max(header) + 1, len(sheet.cells))
    right = [j for j in range(len(sheet.cells[0])) if j not in beside]
    rows = _lines(below, lambda i: [sheet.text(i, j) for j in beside])
    columns = _lines(right, lambda j: [sheet.text(i, j) for i in header])
    found = Labelled(roles, sheet, rows, columns, file.decimal)
    problems = _nameless(found, below, right)
    if problems:
        raise TableFileError(sheet.origin, problems)
    return found


def sheet_name(path: Path, sheet: Sheet) -> str:
    """Return the name of a workbook's sheet; empty for a CSV file."""
    return sheet.origin.removeprefix(path.name).removeprefix(" [").removesuffix("]")


def column_number(letters: str) -> int:
    """Return the position of a column by its letters, counted from zero.

    Examples
    --------
    >>> from iomodel.readers.labelled import column_number
    >>> column_number("A"), column_number("AB")
    (0, 27)
    """
    place = 0
    for letter in letters:
        place = 26 * place + ord(letter) - ord("A") + 1
    return place - 1


def matches(patterns: Iterable[str], label: str) -> bool:
    """Return whether one of the patterns is the label, `*` standing for anything.

    Examples
    --------
    >>> from iomodel.readers.labelled import matches
    >>> matches(["industry/*"], "industry/01"), matches(["Total"], "Total use")
    (True, False)
    """
    return any(
        re.fullmatch(".*".join(map(re.escape, pattern.split("*"))), label) for pattern in patterns
    )


def _lines(places: Iterable[int], labels: Callable[[int], list[str]]) -> tuple[Line, ...]:
    found = (Line(k, "/".join(filter(None, labels(k)))) for k in places)
    return tuple(line for line in found if line.label)


def _sheet(path: Path, name: str, delimiter: str) -> Sheet:
    sheets = sheets_of(path)
    if sheets[0].encoding and delimiter != ",":
        sheets = (csv_sheet(path, delimiter=delimiter),)
    names = [sheet_name(path, sheet) for sheet in sheets]
    if name in names:
        return sheets[names.index(name)]
    if not name and len(sheets) == 1:
        return sheets[0]
    raise TableFileError(
        str(path),
        Problem(
            "",
            Text("어느 시트인지 알 수 없습니다", "there is no telling which sheet is meant"),
            Text("sheet에 다음 중 하나", "one of the sheets of the file, as sheet"),
            same(f'"{name}"; {", ".join(names)}'),
            Text("roles.toml에 시트의 이름을 적으십시오", "put its name into roles.toml"),
        ),
        data=names,
    )


def _outside(sheet: Sheet, roles: SheetRoles) -> Problem:
    rows, columns = len(sheet.cells), len(sheet.cells[0]) if sheet.cells else 0
    return Problem(
        "",
        Text("이름표의 자리가 시트 밖입니다", "the labels are said to stand outside the sheet"),
        Text(f"{rows}행 {columns}열 안", f"within {rows} rows and {columns} columns"),
        same(f"header = {list(roles.header)}, labels = {list(roles.labels)}"),
        Text("header와 labels를 고치십시오", "mend header and labels"),
    )


def _nameless(found: Labelled, below: Sequence[int], right: Sequence[int]) -> list[Problem]:
    """Return a problem for every row or column that holds figures and no label."""
    rows, columns = {row.at for row in found.rows}, {column.at for column in found.columns}
    cells = found.sheet.cells
    bare = [
        (i, column_number(found.roles.labels[-1]))
        for i in below
        if i not in rows and any(not math.isnan(number(cells[i][j])) for j in columns)
    ]
    bare += [
        (found.roles.header[-1] - 1, j)
        for j in right
        if j not in columns and any(not math.isnan(number(cells[i][j])) for i in rows)
    ]
    return [
        Problem(
            found.sheet.place(i, j),
            Text("숫자가 있는 줄에 이름표가 없습니다", "a line with figures has no label"),
            Text("행과 열마다 이름표", "a label for every row and column"),
            Text("빈칸", "a blank"),
            Text(
                "이름표를 넣거나, header와 labels가 맞는지 보십시오",
                "put in its label, or see whether header and labels are right",
            ),
        )
        for i, j in bare
    ]
