"""Sheets as published: cells of text and numbers in rows, read from CSV files or workbooks."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from iomodel.errors import NotSupportedError, Problem, TableFileError
from iomodel.files import read_bytes
from iomodel.sectors import tidy
from iomodel.text import Text, same

Cell = str | float


@dataclass(frozen=True)
class Sheet:
    """A sheet of a workbook or a whole CSV file: rows of text and numbers, all equally long."""

    origin: str
    cells: tuple[tuple[Cell, ...], ...]

    def text(self, row: int, column: int) -> str:
        """Return a cell as tidied text; whole numbers lose their decimal point."""
        return _text(self.cells[row][column])

    def place(self, row: int, column: int, what: str = "") -> str:
        """Return the address of a cell as a spreadsheet shows it."""
        address = f"{self.origin}, {column_letters(column)}{row + 1}"
        return f"{address} ({what})" if what else address


def squeeze(name: str) -> str:
    r"""Return `name` without any blank or line break, to compare names by.

    Examples
    --------
    >>> squeeze("민간고정\n자본형성\u3000")
    '민간고정자본형성'
    """
    return "".join(name.split())


def column_letters(column: int) -> str:
    """Return the letters of a column counted from zero.

    Examples
    --------
    >>> column_letters(0), column_letters(27)
    ('A', 'AB')
    """
    letters = ""
    number = column + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def csv_sheet(path: Path, data: bytes | None = None) -> Sheet:
    """Return a CSV file in UTF-8, with or without byte order mark, as a sheet.

    Raises
    ------
    NotFoundError
        If the file can't be read.
    TableFileError
        If it isn't UTF-8.
    """
    content = read_bytes(path) if data is None else data
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise TableFileError(
            str(path),
            Problem(
                "",
                Text("UTF-8로 읽을 수 없습니다", "the file isn't UTF-8"),
                Text("UTF-8 CSV 파일", "a CSV file in UTF-8"),
                same(error),
                Text("UTF-8로 다시 저장하십시오", "save it again as UTF-8"),
            ),
        ) from error
    return _sheet(path.name, list(csv.reader(io.StringIO(text, newline=""))))


def workbook_sheets(path: Path) -> list[Sheet]:
    """Return every sheet of a workbook, in its order.

    Raises
    ------
    NotSupportedError
        If python-calamine isn't installed.
    NotFoundError
        If the file can't be read.
    TableFileError
        If it is no workbook.
    """
    try:
        from python_calamine import CalamineError, CalamineWorkbook
    except ImportError as error:
        raise NotSupportedError(
            str(path),
            Problem(
                "",
                Text(
                    "엑셀 파일을 읽는 꾸러미가 없습니다",
                    "the package that reads workbooks is missing",
                ),
                same("python-calamine"),
                Text("없음", "nothing"),
                same('pip install "iomodel[excel]"'),
            ),
        ) from error
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(read_bytes(path)))
    except CalamineError as error:
        raise TableFileError(
            str(path),
            Problem(
                "",
                Text("엑셀 파일로 읽을 수 없습니다", "the file is no workbook"),
                Text("xlsx, xls 또는 ods 파일", "an xlsx, xls or ods file"),
                same(error),
                Text("파일을 다시 내려받으십시오", "download the file again"),
            ),
        ) from error
    return [
        _sheet(
            f"{path.name} [{name}]",
            [
                [cell if isinstance(cell, float) else _plain(cell) for cell in row]
                for row in book.get_sheet_by_name(name).to_python(skip_empty_area=False)
            ],
        )
        for name in book.sheet_names
    ]


_NUMBER = re.compile(r"[-+]?(\d{1,3}(,\d{3})+|\d+)?(\.\d+)?([eE][-+]?\d+)?")


def number(cell: Cell) -> float:
    """Return the number in a cell, NaN where there is none; thousands may be set off by commas.

    Examples
    --------
    >>> number("1,234,567 "), number(-2.5), number("12,34")
    (1234567.0, -2.5, nan)
    """
    if isinstance(cell, float):
        return cell
    text = tidy(cell)
    if not any(letter.isdigit() for letter in text) or not _NUMBER.fullmatch(text):
        return float("nan")
    return float(text.replace(",", ""))


def _sheet(origin: str, rows: Sequence[Sequence[Cell]]) -> Sheet:
    width = max(map(len, rows), default=0)
    return Sheet(origin, tuple((*row, *[""] * (width - len(row))) for row in rows))


def _plain(cell: object) -> Cell:
    if isinstance(cell, int) and not isinstance(cell, bool):
        return float(cell)
    return str(cell)


def _text(cell: Cell) -> str:
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    return tidy(cell)
