"""Where things stand on a sheet: its header found by name, its lines labelled, its figures read.

Nothing here knows a table's accounts. A `Vocabulary` says which names are totals or items and
which codes confirm them; every other labelled line before the first of those is a sector.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import takewhile

import numpy as np

from iomodel.draft import Block, Mark
from iomodel.errors import Problem
from iomodel.readers.sheets import Cell, Sheet, number, squeeze
from iomodel.text import Text, same


@dataclass(frozen=True)
class Term:
    """A total or an item by its newest name, with older spellings and the codes confirming it."""

    name: str
    codes: tuple[str, ...] = ()
    spellings: tuple[str, ...] = ()


class Vocabulary:
    """The terms of a family of sheets, found by any spelling; blanks and notes don't count."""

    def __init__(self, terms: Sequence[Term]) -> None:
        self._codes = {term.name: term.codes for term in terms}
        self._item = {
            spelling: term.name for term in terms for spelling in (term.name, *term.spellings)
        }
        self._owner = {code: name for name, codes in self._codes.items() for code in codes}

    def item(self, name: str) -> str:
        """Return the newest name of what is called `name`, empty where it is no term."""
        key = squeeze(name).translate(_ROUND)
        return self._item.get(key) or self._item.get(key.partition("(")[0], "")

    def codes(self, item: str) -> tuple[str, ...]:
        """Return the codes that confirm `item`."""
        return self._codes.get(item, ())

    def owner(self, code: str) -> str:
        """Return the item that `code` belongs to, empty where to none."""
        return self._owner.get(code, "")


_ROUND = str.maketrans("（）［］[]", "()()()")


@dataclass(frozen=True)
class Line:
    """A labelled row or column; `item` is its name in the vocabulary, empty for a sector."""

    at: int
    code: str
    name: str
    item: str

    def __str__(self) -> str:
        return " ".join(part for part in (self.code, self.name) if part)


@dataclass(frozen=True, eq=False)
class Layout:
    """Where the labelled rows and columns of a sheet are.

    Attributes
    ----------
    sheet : Sheet
    header, names : int
        The row with the names of the columns, and the column with the names of the rows.
    rows, columns : tuple of Line
    numbered : bool
        Whether the sectors have no codes and were numbered.
    """

    sheet: Sheet
    header: int
    names: int
    rows: tuple[Line, ...]
    columns: tuple[Line, ...]
    numbered: bool = False

    @cached_property
    def sector_rows(self) -> tuple[Line, ...]:
        """The rows before the first item."""
        return tuple(takewhile(nameless, self.rows))

    @cached_property
    def sector_columns(self) -> tuple[Line, ...]:
        """The columns before the first item."""
        return tuple(takewhile(nameless, self.columns))

    def row_items(self, names: Iterable[str]) -> tuple[Line, ...]:
        """Return the rows called `names` that are there, in the order of `names`."""
        return _pick(self.rows, names)

    def column_items(self, names: Iterable[str]) -> tuple[Line, ...]:
        """Return the columns called `names` that are there, in the order of `names`."""
        return _pick(self.columns, names)

    def block(self, rows: Sequence[Line], columns: Sequence[Line]) -> Block:
        """Return the cells where `rows` and `columns` meet, as written."""
        cells = self.sheet.cells

        def place(i: int, j: int) -> str:
            row = rows[i] if i >= 0 else None
            column = columns[j] if j >= 0 else None
            if row and column:
                return self.sheet.place(row.at, column.at, f"{row} × {column}")
            if row or column:
                return self.sheet.place(
                    row.at if row else self.header, column.at if column else self.names
                )
            return self.sheet.origin

        return Block(
            tuple(Mark(row.code, row.name) for row in rows),
            tuple(Mark(column.code, column.name) for column in columns),
            [[_figure(cells[row.at][column.at]) for column in columns] for row in rows],
            place,
        )


def nameless(line: Line) -> bool:
    """Return whether no term names the line."""
    return not line.item


def _pick(lines: Sequence[Line], names: Iterable[str]) -> tuple[Line, ...]:
    found = {line.item: line for line in lines if line.item}
    return tuple(found[name] for name in names if name in found)


def _figure(cell: Cell) -> Cell:
    value = number(cell)
    return value if np.isfinite(value) else cell if isinstance(cell, str) else str(cell)


def missing(layout: Layout, rows: Iterable[str] = (), columns: Iterable[str] = ()) -> list[Problem]:
    """Return a problem for every named row or column that `layout` lacks."""
    wanted = [("행", "row", layout.rows, name) for name in rows]
    wanted += [("열", "column", layout.columns, name) for name in columns]
    return [
        Problem(
            layout.sheet.origin,
            Text(f'"{name}" {ko}이 없습니다', f'there is no {en} "{name}"'),
            Text(f'이름이 "{name}"인 {ko} 하나', f'one {en} called "{name}"'),
            same(", ".join(line.item for line in lines if line.item) or "–"),
            Text(
                "원자료의 해당 행과 열이 다 들어 있는지 확인하십시오",
                "check that the sheet is complete",
            ),
        )
        for ko, en, lines, name in wanted
        if not _pick(lines, [name])
    ]


def strangers(layout: Layout, of_rows: Vocabulary, of_columns: Vocabulary) -> list[Problem]:
    """Return a problem for every row or column among the items that no term names or confirms."""
    rows = layout.rows[len(layout.sector_rows) :]
    columns = layout.columns[len(layout.sector_columns) :]
    places = [
        (layout.sheet.place(line.at, layout.names), line)
        for line in rows
        if nameless(line) and not of_rows.owner(line.code)
    ]
    places += [
        (layout.sheet.place(layout.header, line.at), line)
        for line in columns
        if nameless(line) and not of_columns.owner(line.code)
    ]
    return [
        Problem(
            place,
            Text("모르는 행이나 열입니다", "the row or column is not known"),
            Text("한국은행 표의 계정 이름", "the name of an account in the Bank's tables"),
            same(f'"{line}"'),
            Text(
                "잘못 적힌 이름이면 고치고, 원자료에 없는 줄이면 지우십시오. 정말 있는 계정이면 "
                "--layout plain으로 그 역할을 정해 읽으십시오",
                "mend a misspelt name, remove a line that the source doesn't have; if the account "
                "is really there, read the table with --layout plain and say what it is",
            ),
        )
        for place, line in places
    ]


def not_numbers(block: Block) -> list[Problem]:
    """Return a problem for every cell of `block` that holds no number."""
    return [
        Problem(
            block.place(int(i), int(j)),
            Text("숫자가 아닙니다", "the cell is not a number"),
            Text("수", "a number"),
            same(f'"{block.cells[i][j]}"'),
            Text("원자료의 값을 넣으십시오", "put in the figure of the source"),
        )
        for i, j in np.argwhere(np.isnan(block.values))
    ]


def misnamed(sheet: Sheet, wanted: Sequence[Line], found: Sequence[Line]) -> list[Problem]:
    """Return where one code has two names, for lines that have the same codes in the same order."""
    if [line.code for line in wanted] != [line.code for line in found]:
        return []
    names = {squeeze(line.name) for line in wanted}
    return [
        Problem(
            sheet.origin,
            Text("같은 코드의 이름이 다릅니다", "one code has two names"),
            same(f'"{line}"'),
            same(f'"{other}"'),
            Text(
                "코드나 이름을 원자료대로 고치십시오", "mend the code or the name after the source"
            ),
        )
        for line, other in zip(wanted, found, strict=True)
        if not _same_name(squeeze(line.name), squeeze(other.name), names)
    ]


def _same_name(name: str, other: str, names: set[str]) -> bool:
    """Return whether two names are spellings of one: the Bank's own sheets differ in a few."""
    if name == other or other in names:
        return name == other
    return difflib.SequenceMatcher(None, name, other).ratio() >= _ALIKE


_ALIKE = 0.6  # difflib's ratio below which two spellings are two names
