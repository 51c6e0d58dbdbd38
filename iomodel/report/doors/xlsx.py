"""A report as a workbook: a sheet a table, live sums, and the words on a sheet of their own."""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Iterable
from typing import Any

from iomodel.extras import extra
from iomodel.report.blocks import Block, Section
from iomodel.report.document import Document, Method
from iomodel.report.numbers import Number
from iomodel.text import Text

_SUMMARY = Text("요약", "Summary")
_NOTES = Text("설명", "Notes")
_RECORD = "iomodel"
_FONT = "맑은 고딕"
_FORBIDDEN = re.compile(r"[\[\]:*?/\\']")
_NAME = 31  # letters in the name of a sheet
_WIDEST = 44
_NARROWEST = 8
_WORDS = 110  # the width of a column of sentences


def render(document: Document) -> bytes:
    """Return the file."""
    out = io.BytesIO()
    book = extra("xlsxwriter", "report").Workbook(
        out,
        {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False},
    )
    book.set_properties({"title": document.title, "comments": "iomodel"})
    forms = _Forms(book)
    names = _Names()
    _summary(book.add_worksheet(names.take(_SUMMARY.get(document.lang))), document, forms)
    for block in document.blocks:
        _table(book.add_worksheet(names.take(block.title)), block, forms)
    _words(book.add_worksheet(names.take(_NOTES.get(document.lang))), document, forms)
    record = book.add_worksheet(names.take(_RECORD))
    for i, line in enumerate(document.record):
        record.write_string(i, 0, line)
    record.hide()
    book.close()
    return out.getvalue()


class _Forms:
    """The looks of cells, each made once."""

    def __init__(self, book: Any) -> None:
        self._book, self._made = book, dict[tuple[tuple[str, Any], ...], Any]()

    def __call__(self, **look: Any) -> Any:
        key = tuple(sorted(look.items()))
        if key not in self._made:
            self._made[key] = self._book.add_format({"font_name": _FONT, "font_size": 10, **look})
        return self._made[key]

    @property
    def title(self) -> Any:
        return self(bold=True, font_size=14)

    @property
    def head(self) -> Any:
        return self(
            bold=True,
            border=1,
            bg_color="#DDE6EE",
            align="center",
            valign="vcenter",
            text_wrap=True,
        )

    @property
    def unit(self) -> Any:
        return self(align="right", italic=True)

    @property
    def words(self) -> Any:
        return self(text_wrap=True, valign="top")


class _Names:
    """Names of sheets: short, without what spreadsheets forbid, no two alike."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def take(self, title: str) -> str:
        name = _FORBIDDEN.sub(" ", title).strip()[:_NAME] or "–"
        number = 2
        while name.casefold() in self._taken:
            end = f" {number}"
            name = name[: _NAME - len(end)].rstrip() + end
            number += 1
        self._taken.add(name.casefold())
        return name


def _summary(sheet: Any, document: Document, forms: _Forms) -> None:
    sheet.set_column(0, 0, _WORDS)
    sheet.write_string(0, 0, document.title, forms.title)
    for i, line in enumerate(document.lead, 2):
        _paragraph(sheet, i, line, _WORDS, forms)
    _printed(sheet, landscape=False)


def _table(sheet: Any, block: Block, forms: _Forms) -> None:
    last = len(block.headings) - 1
    sheet.write_string(0, 0, block.title, forms.title)
    if block.unit:
        sheet.write_string(1, last, block.unit, forms.unit)
    top = 2
    sheet.set_row(top, 15.0 * max(heading.count("\n") + 1 for heading in block.headings))
    for j, heading in enumerate(block.headings):
        sheet.write_string(top, j, heading, forms.head)
    for i, row in enumerate(block.rows):
        for j, cell in enumerate(row):
            _cell(sheet, block, forms, top + 1, i, j, cell)
    _merge(sheet, block, forms, top + 1)
    if block.caption:
        sheet.write_string(top + 2 + len(block.rows), 0, block.caption, forms(italic=True))
    for j, width in enumerate(_widths(block)):
        sheet.set_column(j, j, width)
    sheet.freeze_panes(top + 1, min(block.left, last))
    sheet.repeat_rows(top)
    _printed(sheet, landscape=last >= 5)


def _cell(sheet: Any, block: Block, forms: _Forms, top: int, i: int, j: int, cell: str) -> None:
    """Write one cell: words as words, numbers as numbers, sums as formulas with their value."""
    look: dict[str, Any] = {"border": 1, "bold": i in block.sums}
    if i in block.sums:
        look["bg_color"] = "#F3F6F9"
    if not isinstance(cell, Number):
        align = "left" if j < block.left else "right"
        sheet.write_string(top + i, j, cell, forms(**look, align=align, valign="vcenter"))
        return
    form = forms(**look, num_format=cell.pattern)
    added = block.adds.get(i, ())
    if added and all(isinstance(block.rows[k][j], Number) for k in added):
        places = ",".join(_ranges(added, top, j))
        sheet.write_formula(top + i, j, f"=SUM({places})", form, cell.value)
    else:
        sheet.write_number(top + i, j, cell.value, form)


def _ranges(rows: Iterable[int], top: int, column: int) -> list[str]:
    """Return addresses of rows of a column, those side by side as one range."""
    address = extra("xlsxwriter.utility", "report").xl_rowcol_to_cell
    runs: list[list[int]] = []
    for row in rows:
        if runs and row == runs[-1][1] + 1:
            runs[-1][1] = row
        else:
            runs.append([row, row])
    ends = ([address(top + row, column) for row in run] for run in runs)
    return [first if first == end else f"{first}:{end}" for first, end in ends]


def _merge(sheet: Any, block: Block, forms: _Forms, top: int) -> None:
    """Merge each cell with the empty ones below it that stand for the same."""
    look = forms(border=1, align="left", valign="vcenter", text_wrap=True)
    for j in range(block.repeats):
        for first, end in block.spans(j):
            if end > first and block.rows[first][j]:
                sheet.merge_range(top + first, j, top + end, j, block.rows[first][j], look)


def _widths(block: Block) -> list[int]:
    """Return widths of columns in letters, Hangul as two."""
    widths = []
    for j, heading in enumerate(block.headings):
        lines = [*heading.split("\n"), *(line for row in block.rows for line in row[j].split("\n"))]
        widths.append(min(_WIDEST, max(_NARROWEST, *(_width(line) for line in lines)) + 2))
    return widths


def _paragraph(sheet: Any, row: int, line: str, width: int, forms: _Forms) -> None:
    """Write a line of words in a row as high as they need."""
    sheet.write_string(row, 0, line, forms.words)
    sheet.set_row(row, 15.0 * (1 + _width(line) * 11 // (width * 10)))


def _width(words: str) -> int:
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in words)


def _words(sheet: Any, document: Document, forms: _Forms) -> None:
    sheet.set_column(0, 0, _WORDS)
    row = 0
    for part in document.parts:
        if isinstance(part, Section):
            lines = list(part.lines)
        elif isinstance(part, Method):
            lines = [part.before, *(formula.plain for formula in part.formulas), part.after]
        else:
            continue
        sheet.write_string(row, 0, part.title, forms(bold=True, font_size=12))
        for i, line in enumerate(lines, row + 1):
            _paragraph(sheet, i, line, _WORDS, forms)
        row += len(lines) + 2
    _printed(sheet, landscape=True)


def _printed(sheet: Any, *, landscape: bool) -> None:
    """Print on A4, as wide as the page."""
    sheet.set_paper(9)
    if landscape:
        sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(0.5, 0.5, 0.6, 0.6)
