"""Sheets as published: cells of text and numbers in rows, read from CSV files or workbooks."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from iomodel.errors import Problem, TableFileError
from iomodel.extras import extra
from iomodel.files import read_bytes
from iomodel.sectors import tidy
from iomodel.text import Text, same

Cell = str | float


@dataclass(frozen=True, eq=False)
class Sheet:
    """A sheet of a workbook or a whole CSV file: rows of text and numbers, all equally long.

    Attributes
    ----------
    origin : str
        The file's name, for a workbook with that of the sheet: "bok.xlsx [A표]".
    cells : tuple of tuple
    encoding : str
        How the text of a CSV file was decoded; empty for a workbook.
    """

    origin: str
    cells: tuple[tuple[Cell, ...], ...]
    encoding: str = ""

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


def sheets_of(path: Path) -> tuple[Sheet, ...]:
    """Return every sheet of a workbook, or a CSV file as the one it is.

    What a file is, its first bytes say and not its name: an .xls is often an .xlsx inside. A file
    that was read is remembered until it changes.

    Raises
    ------
    NotSupportedError
        If python-calamine isn't installed and the file is a workbook.
    NotFoundError
        If the file can't be read.
    TableFileError
        If it is neither a workbook nor text.
    """
    try:
        state = path.stat()
    except OSError:
        return _sheets(path, read_bytes(path))
    return _remembered(path, state.st_mtime_ns, state.st_size)


@lru_cache(maxsize=8)
def _remembered(path: Path, changed: int, size: int) -> tuple[Sheet, ...]:
    return _sheets(path, read_bytes(path))


def _sheets(path: Path, data: bytes) -> tuple[Sheet, ...]:
    if data.startswith(_WORKBOOKS):
        return tuple(workbook_sheets(path, data))
    return (csv_sheet(path, data),)


_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")  # zip (xlsx, ods), OLE2 (xls)


def csv_sheet(path: Path, data: bytes | None = None, delimiter: str = ",") -> Sheet:
    """Return a CSV file as a sheet.

    It is read as UTF-8, with or without byte order mark; where it isn't that, as CP949, in which
    the Bank's ECOS exports (EUC-KR is a part of it).

    Raises
    ------
    NotFoundError
        If the file can't be read.
    TableFileError
        If it is neither.
    """
    content = read_bytes(path) if data is None else data
    for encoding, name in _ENCODINGS.items():
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
        return replace(_sheet(path.name, rows), encoding=name)
    raise TableFileError(
        str(path),
        Problem(
            "",
            Text("UTF-8로도 CP949로도 읽을 수 없습니다", "the file is neither UTF-8 nor CP949"),
            Text("UTF-8 또는 CP949(EUC-KR) CSV 파일", "a CSV file in UTF-8 or CP949 (EUC-KR)"),
            Text(f"{len(content):,}바이트의 다른 것", f"{len(content):,} bytes of something else"),
            Text(
                '엑셀에서 "CSV UTF-8(쉼표로 분리)"로 다시 저장하십시오',
                'save it again, in Excel as "CSV UTF-8 (Comma delimited)"',
            ),
        ),
    )


_ENCODINGS = {"utf-8-sig": "UTF-8", "cp949": "CP949"}


def workbook_sheets(path: Path, data: bytes | None = None) -> list[Sheet]:
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
    calamine = extra("python_calamine", "excel")
    try:
        book = calamine.CalamineWorkbook.from_filelike(
            io.BytesIO(read_bytes(path) if data is None else data)
        )
    except calamine.CalamineError as error:
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
