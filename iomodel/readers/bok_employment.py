"""The Bank of Korea's sheets of persons (고용표, 취업자수 및 피용자수) that belong to a table."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from iomodel.draft import Block, Claim, Mark
from iomodel.errors import Problem
from iomodel.readers.bok_heading import heading
from iomodel.readers.layout import Layout, Line, Term, Vocabulary
from iomodel.readers.locate import coded, labelled_rows, names_column, padded
from iomodel.readers.sheets import Sheet, squeeze
from iomodel.table import Array, Satellite
from iomodel.text import Text, same

INDICATORS = (
    (Term("취업자수", (), ("취업자", "취업인원")), "employed", Text("취업자", "Employed persons")),
    (
        Term("피용자수", (), ("피용자", "임금근로자", "임금근로자수")),
        "employees",
        Text("피용자", "Employees"),
    ),
)
_COLUMNS = Vocabulary([term for term, _, _ in INDICATORS])
_ROWS = Vocabulary([Term("계", (), ("합계", "총계", "전산업", "전부문"))])
FULL_TIME = "전업환산 (full-time equivalents)"


@dataclass(frozen=True, eq=False)
class Employment:
    """Persons by sector in the table's year.

    Attributes
    ----------
    sheet : Sheet
    sectors : tuple of Line
        The n rows.
    block : Block
        n × s, under the codes of the indicators.
    satellites : tuple of Satellite
        The s indicators.
    claims : tuple of Claim
        The printed totals.
    problems : tuple of Problem
    """

    sheet: Sheet
    sectors: tuple[Line, ...]
    block: Block
    satellites: tuple[Satellite, ...]
    claims: tuple[Claim, ...]
    problems: tuple[Problem, ...]


def is_employment(sheet: Sheet) -> bool:
    """Return whether a column of the sheet counts persons by sector."""
    return _header(sheet) is not None


def employment(sheets: Sequence[Sheet], year: int, sectors: Sequence[Line]) -> Employment | None:
    """Return the persons of `year` from the sheet that has the table's sectors.

    A workbook may count by products (상품) and by industries (산업), or at several levels. The
    sheet with the table's own codes is taken, one by products before others; where none has them,
    the first, and the checks say what differs. Without sheets there are no persons.
    """
    if not sheets:
        return None
    found = [(sheet, _layout(sheet, year, sectors)) for sheet in sheets]
    codes = [line.code for line in sectors]

    def fits(pair: tuple[Sheet, Layout]) -> tuple[bool, bool]:
        sheet, layout = pair
        same_codes = [line.code for line in layout.sector_rows] == codes
        return same_codes, "상품" in "".join(_words_above(sheet, layout.header))

    sheet, layout = max(found, key=fits)
    return _employment(sheet, layout, year)


def _employment(sheet: Sheet, layout: Layout, year: int) -> Employment:
    columns = layout.column_items([f"{year}년{term.name}" for term, _, _ in INDICATORS])
    rows = layout.sector_rows
    names = {f"{year}년{term.name}": (code, text) for term, code, text in INDICATORS}
    unit = heading(sheet).unit
    concept = FULL_TIME if any("전업환산" in word for word in _all_words(sheet)) else ""
    satellites = tuple(
        Satellite(code=code, ko=text.ko, en=text.en, unit=unit, concept=concept)
        for code, text in (names[line.item] for line in columns)
    )
    block = layout.block(rows, columns)
    marks = tuple(Mark(s.code, line.name) for s, line in zip(satellites, columns, strict=True))
    problems = []
    if not columns:
        problems.append(_no_year(sheet, layout, year))
    if not unit:
        problems.append(_no_unit(sheet))
    return Employment(
        sheet,
        rows,
        Block(block.rows, marks, block.cells, block.place),
        satellites,
        tuple(_totals(layout, rows, columns)),
        tuple(problems),
    )


def _totals(layout: Layout, rows: Sequence[Line], columns: Sequence[Line]) -> list[Claim]:
    """Return the printed totals; every figure is rounded to a person."""
    block = layout.block(rows, columns)

    def added() -> Array:
        return np.asarray(block.values.sum(axis=0)[None, :])

    def slack() -> Array:
        return np.full((1, len(columns)), (len(rows) + 1) / 2)

    what = Text("계가 부문의 합과 다릅니다", "the total differs from the sum of the sectors")
    return [
        Claim(what, layout.block([line], columns), added, slack)
        for line in layout.row_items(["계"])
    ]


def _layout(sheet: Sheet, year: int, sectors: Sequence[Line]) -> Layout:
    """Return where the rows and columns are; a column is the item "2020년취업자수" here.

    The header names the columns of several years alike, and a row above it gives the year, once
    for all columns up to the next; a sheet of one year may say so in its heading only.
    """
    header = _header(sheet)
    assert header is not None
    above = [_year(sheet, header, j) for j in range(len(sheet.cells[header]))]
    columns, current = [], heading(sheet).year if not any(above) else 0
    for j, own in enumerate(above):
        current = own or current
        item = _COLUMNS.item(sheet.text(header, j))
        if item:
            columns.append(Line(j, "", f"{current}년 {item}", f"{current}년{item}"))
    names = names_column(sheet, header, columns[0].at)
    rows = labelled_rows(sheet, header, names, _ROWS)
    width = max((len(line.code) for line in sectors if line.code.isdigit()), default=0)
    codes = {squeeze(line.name): line.code for line in sectors}
    rows = [*coded(padded(rows, width), codes)]
    return Layout(sheet, header, names, tuple(rows), tuple(columns))


def _header(sheet: Sheet) -> int | None:
    for i in range(min(len(sheet.cells), _HEADER_WITHIN)):
        if any(_COLUMNS.item(sheet.text(i, j)) for j in range(1, len(sheet.cells[i]))):
            return i
    return None


_HEADER_WITHIN = 20


def _year(sheet: Sheet, header: int, column: int) -> int:
    """Return the year that stands nearest above a column of the header, zero where none does."""
    for i in reversed(range(header)):
        match = re.fullmatch(r"((?:19|20)\d\d)년?", squeeze(sheet.text(i, column)))
        if match and column > 0:
            return int(match[1])
    return 0


def _words_above(sheet: Sheet, header: int) -> list[str]:
    return [
        sheet.origin,
        *(cell for row in sheet.cells[:header] for cell in row if isinstance(cell, str)),
    ]


def _all_words(sheet: Sheet) -> list[str]:
    return [squeeze(cell) for row in sheet.cells for cell in row if isinstance(cell, str)]


def _no_year(sheet: Sheet, layout: Layout, year: int) -> Problem:
    return Problem(
        sheet.origin,
        Text(f"{year}년 고용 열이 없습니다", f"the employment of {year} is missing"),
        same(", ".join(f"{year}년 {term.name}" for term, _, _ in INDICATORS)),
        same(", ".join(line.name for line in layout.columns)),
        Text("그 연도의 열이 든 시트를 쓰십시오", "use a sheet with that year"),
    )


def _no_unit(sheet: Sheet) -> Problem:
    return Problem(
        sheet.origin,
        Text("인원의 단위가 적혀 있지 않습니다", "the unit of persons is not stated"),
        Text('제목 아래 "단위 : 명"', '"단위 : 명" below the title'),
        Text("없음", "nothing"),
        Text("그 줄을 넣으십시오", "put in that line"),
    )
