"""A report as a workbook: a sheet a table or section, live sums, numbers as numbers."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Sequence
from typing import Any

from iomodel.extras import extra
from iomodel.report.blocks import Block, Section
from iomodel.report.document import Document, Method, Picture
from iomodel.report.doors.pictures import png
from iomodel.report.doors.widths import width, widths
from iomodel.report.numbers import Number
from iomodel.text import Lang, Text

_SUMMARY = Text("요약", "Summary")
_RECORD = "iomodel"
_FONT = "맑은 고딕"
_FORBIDDEN = re.compile(r"[\[\]:*?/\\']")
_NAME = 31  # letters in the name of a sheet
_LINE = 16.5  # points
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
    for part in document.parts:
        if isinstance(part, Block):
            _table(book.add_worksheet(names.take(part.title)), part, forms)
        elif not isinstance(part, Picture):
            _words(book.add_worksheet(names.take(part.title)), part, forms)
        else:
            _picture(book.add_worksheet(names.take(part.title)), part, document.lang, forms)
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
        name = " ".join(_FORBIDDEN.sub(" ", title).split())[:_NAME].rstrip() or "–"
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
    _sentences(sheet, document.lead, forms)
    _printed(sheet, landscape=True)


def _table(sheet: Any, block: Block, forms: _Forms) -> None:
    last = len(block.headings) - 1
    sheet.write_string(0, 0, block.title, forms.title)
    if block.unit:
        sheet.write_string(1, last, block.unit, forms.unit)
    top, columns = 2, widths(block)
    sheet.set_row(top, _height(block.headings, columns))
    for j, heading in enumerate(block.headings):
        sheet.write_string(top, j, heading, forms.head)
    for i, row in enumerate(block.rows):
        sheet.set_row(top + 1 + i, _height(row, columns))
        for j, cell in enumerate(row):
            _cell(sheet, block, forms, top + 1, i, j, cell)
    _merge(sheet, block, forms, top + 1)
    if block.caption:
        below, look = top + 2 + len(block.rows), forms(italic=True, text_wrap=True, valign="top")
        sheet.merge_range(below, 0, below, last, block.caption, look)
        sheet.set_row(below, _height([block.caption], [sum(columns)]))
    sheet.print_area(0, 0, top + 2 + len(block.rows), last)
    for j, letters in enumerate(columns):
        sheet.set_column(j, j, letters)
    sheet.freeze_panes(top + 1, min(block.left, last))
    sheet.repeat_rows(top)
    _printed(sheet, landscape=last >= 5)


def _cell(sheet: Any, block: Block, forms: _Forms, top: int, i: int, j: int, cell: str) -> None:
    """Write one cell: words as words, numbers as numbers, sums as formulas with their value."""
    look: dict[str, Any] = {"border": 1, "bold": i in block.sums}
    if i in block.sums:
        look["bg_color"] = "#F3F6F9"
    if not isinstance(cell, Number):
        look |= {"align": "left" if j < block.left else "right", "text_wrap": j < block.left}
        sheet.write_string(top + i, j, cell, forms(**look, valign="vcenter"))
        return
    form = forms(**look, num_format=cell.pattern, valign="vcenter")
    added = () if cell.pattern.endswith("%") else block.adds.get(i, ())
    if any(isinstance(block.rows[k][j], Number) for k in added):
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
    for j in range(block.repeats):
        for first, end in block.spans(j):
            if end > first and block.rows[first][j]:
                words, bold = block.rows[first][j], first in block.sums
                look = forms(border=1, align="left", valign="vcenter", text_wrap=True, bold=bold)
                sheet.merge_range(top + first, j, top + end, j, words, look)


def _sentences(sheet: Any, lines: Sequence[str], forms: _Forms) -> None:
    """Write a line of words in each row, as high as it needs."""
    for i, line in enumerate(lines, 2):
        sheet.write_string(i, 0, line, forms.words)
        sheet.set_row(i, _height([line], [_WORDS]))


def _height(cells: Sequence[str], columns: Sequence[int]) -> float:
    """Return the height of a row in which words are wrapped at the width of their columns."""
    lines = (
        sum(max(1, -(-width(line) // wide)) for line in cell.split("\n"))
        for cell, wide in zip(cells, columns, strict=True)
    )
    return _LINE * max(lines)


def _words(sheet: Any, part: Section | Method, forms: _Forms) -> None:
    if isinstance(part, Section):
        lines = list(part.lines)
    else:
        lines = [part.before, *(formula.plain for formula in part.formulas), part.after]
    sheet.set_column(0, 0, _WORDS)
    sheet.write_string(0, 0, part.title, forms.title)
    _sentences(sheet, lines, forms)
    _printed(sheet, landscape=True)


def _picture(sheet: Any, picture: Picture, lang: Lang, forms: _Forms) -> None:
    sheet.write_string(0, 0, picture.title, forms.title)
    data = io.BytesIO(png(picture, lang))
    sheet.insert_image(2, 0, "picture.png", {"image_data": data, "description": picture.alt})
    _printed(sheet, landscape=True)


def _printed(sheet: Any, *, landscape: bool) -> None:
    """Print on A4, as wide as the page."""
    sheet.set_paper(9)
    if landscape:
        sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(0.5, 0.5, 0.6, 0.6)
