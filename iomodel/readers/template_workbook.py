"""The blank template as a workbook: instructions, fields, matrices, and sums that check them."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any, TypeAlias

from iomodel.extras import extra
from iomodel.files import write_whole
from iomodel.readers import template_form as form
from iomodel.readers.sheets import column_letters
from iomodel.readers.template_form import Entry, Form

Workbook: TypeAlias = Any
Worksheet: TypeAlias = Any
Format: TypeAlias = Any

_GUIDE = """\
이 양식에 산업연관표를 채워 iomodel로 읽습니다.
Fill an input-output table into this template and read it with iomodel.

1. {about}: 노란 칸을 모두 채웁니다.
   Fill in every yellow cell.
2. {sectors}: 부문의 이름을 적습니다. 코드는 양식을 만들 때 --codes로 정하며 여기서 바꾸지 않습니다.
   Name the sectors. Leave the codes alone: they are chosen with --codes when the template is made.
3. {domestic}: 국산 중간거래와 국산 최종수요. 행이 팔고 열이 삽니다.
   Domestic intermediate flows and domestic final demand: rows sell, columns buy.
4. {imports}: 수입품의 같은 표. 모르면 시트를 비우고 {inputs}의 수입 행에 합계를 적습니다.
   The same for imported products. If they aren't known, leave the sheet blank and put the sums
   into the row of imports in {inputs}.
5. {inputs}: 부가가치와 그 밖의 본원적 투입. 없는 행은 통째로 비워 둡니다.
   Value added and other primary inputs. Leave a row that you don't have blank as a whole.
6. {satellites}: 취업자 등. 없는 열은 통째로 비워 둡니다.
   Employment and the like. Leave a column that you don't have blank as a whole.
7. {checks}: 부문마다 판매와 투입이 같아야 합니다. 빈칸은 0이 아닙니다: 없으면 0을 적습니다.
   Sales and inputs of every sector must agree. A blank is not zero: where there is none, put 0.

그런 다음 / Then:  iomodel tables import FILE.xlsx --id my-table
"""


def write_template(path: Path, asked: Form) -> None:
    """Write a blank template to `path`, whole or not at all.

    Raises
    ------
    NotSupportedError
        If XlsxWriter isn't installed.
    OutputError
        If the file can't be written.
    """
    xlsxwriter = extra("xlsxwriter", "excel")
    data = io.BytesIO()
    book: Workbook = xlsxwriter.Workbook(data, {"in_memory": True})
    sheets = _Sheets(book, asked)
    sheets.guide()
    sheets.about()
    sheets.sectors()
    sheets.items()
    sheets.flows(form.DOMESTIC)
    sheets.flows(form.IMPORTS)
    sheets.inputs()
    sheets.satellites()
    sheets.checks()
    book.close()
    write_whole(path, data.getvalue())


class _Sheets:
    """The sheets of one template, in their order."""

    def __init__(self, book: Workbook, asked: Form) -> None:
        self.book, self.asked = book, asked
        self.bold = book.add_format({"bold": True})
        self.grey = book.add_format({"font_color": "#808080"})
        self.ask = book.add_format({"bg_color": "#FFF2CC", "border": 1, "num_format": "@"})
        self.figure = book.add_format(
            {"bg_color": "#FFF2CC", "border": 1, "num_format": "#,##0.##"}
        )
        self.sum = book.add_format({"bg_color": "#E2EFDA", "border": 1, "num_format": "#,##0.##"})
        self.wrong = book.add_format({"bg_color": "#F8CBAD", "font_color": "#C00000"})
        self.first = form.HEADER  # the first row of figures, counted from zero
        self.last = self.first + len(asked.sectors) - 1

    def guide(self) -> None:
        """Write the instructions."""
        sheet = self.book.add_worksheet(form.GUIDE)
        sheet.set_column(0, 0, 110)
        names = {
            "about": form.ABOUT, "sectors": form.SECTORS, "domestic": form.DOMESTIC,
            "imports": form.IMPORTS, "inputs": form.INPUTS, "satellites": form.SATELLITES,
            "checks": form.CHECKS,
        }  # fmt: skip
        for i, line in enumerate(_GUIDE.format(**names).splitlines()):
            sheet.write_string(i, 0, line, self.bold if i < 2 else None)

    def about(self) -> None:
        """Write the fields, their keys in the first column."""
        sheet = self.book.add_worksheet(form.ABOUT)
        sheet.set_column(0, 0, 20)
        sheet.set_column(1, 1, 50)
        sheet.set_column(2, 2, 50)
        sheet.write_string(0, 0, form.MARK, self.grey)
        for i, one in enumerate(form.FIELDS, 1):
            star = " *" if one.required else ""
            sheet.write_string(i, 0, one.key, self.grey)
            sheet.write_string(i, 1, f"{one.name.ko} / {one.name.en}{star}", self.bold)
            sheet.write(i, 2, one.default, self.ask)
            if one.choices:
                others = "information" if one.key == "table.unit" else "stop"
                sheet.data_validation(i, 2, i, 2, _one_of(one.choices, others))

    def sectors(self) -> None:
        """Write the codes of the sectors, and room for their names."""
        sheet = self.book.add_worksheet(form.SECTORS)
        sheet.set_column(0, 2, 30)
        _row(sheet, 0, ("code", "name_ko", "name_en"), self.bold)
        for i, sector in enumerate(self.asked.sectors, 1):
            sheet.write_string(i, 0, sector.code)
            sheet.write_string(i, 1, sector.name.ko, self.ask)
            sheet.write_string(i, 2, sector.name.en, self.ask)

    def items(self) -> None:
        """Write what final demand, primary inputs and satellites are called."""
        sheet = self.book.add_worksheet(form.ITEMS)
        sheet.set_column(0, 6, 24)
        _row(sheet, 0, ("part", "code", "ko", "en", "exports", "role", "unit"), self.bold)
        rows: list[tuple[str, ...]] = [
            ("final_demand", *_words(one), "yes" if one.exports else "no", "", "")
            for one in self.asked.demand
        ]
        rows += [("primary_inputs", *_words(one), "", one.role, "") for one in self.asked.inputs]
        rows += [("satellites", *_words(one), "", "", one.unit) for one in self.asked.satellites]
        for i, row in enumerate(rows, 1):
            _row(sheet, i, row[:2], None)
            _row(sheet, i, row[2:], self.ask, 2)
            if row[0] == "final_demand":
                sheet.data_validation(i, 4, i, 4, _one_of(("yes", "no")))
            if row[0] == "primary_inputs":
                sheet.data_validation(i, 5, i, 5, _one_of(form.ROLES))

    def flows(self, name: str) -> None:
        """Write a matrix of flows and final demand, with the sums of its rows and columns."""
        sectors, demand = self.asked.sectors, self.asked.demand
        sheet = self._matrix(name, sectors, [*sectors, *demand])
        n, k = len(sectors), len(demand)
        sums = {
            form.INTERMEDIATE: (2, n + 1),
            form.FINAL: (n + 2, n + k + 1),
            form.TOTAL: (2, n + k + 1),
        }
        for place, (label, (first, last)) in enumerate(sums.items(), n + k + 2):
            sheet.write_string(form.HEADER - 1, place, label, self.bold)
            for i in range(self.first, self.last + 1):
                sheet.write_formula(i, place, f"=SUM({_range(i, first, i, last)})", self.sum)
        self._column_sums(sheet, n + k)

    def inputs(self) -> None:
        """Write the rows of primary inputs over the sectors."""
        sheet = self._matrix(form.INPUTS, self.asked.inputs, self.asked.sectors)
        self._column_sums(sheet, len(self.asked.sectors), len(self.asked.inputs))

    def satellites(self) -> None:
        """Write the indicators beside the sectors."""
        self._matrix(form.SATELLITES, self.asked.sectors, self.asked.satellites)

    def checks(self) -> None:
        """Write sales against inputs of every sector, and how many cells are blank."""
        sheet = self.book.add_worksheet(form.CHECKS)
        sheet.set_column(0, 5, 22)
        heads = ("code", form.NAME, "판매 Sales", "투입 Inputs", "차이 Gap", "")
        _row(sheet, 0, heads, self.bold)
        n, k = len(self.asked.sectors), len(self.asked.demand)
        flows, end = (self.first, self.last), form.HEADER + len(self.asked.inputs) - 1
        tolerance = [one.key for one in form.FIELDS].index("table.tolerance") + 2
        for s, sector in enumerate(self.asked.sectors):
            i, column = s + 1, s + 2
            sheet.write_string(i, 0, sector.code)
            sheet.write_formula(i, 1, f"='{form.SECTORS}'!B{s + 2}")
            sales = _range(self.first + s, 2, self.first + s, n + k + 1)
            bought = _range(flows[0], column, flows[1], column)
            added = _range(form.HEADER, column, end, column)
            inputs = (
                f"=SUM('{form.DOMESTIC}'!{bought})+SUM('{form.IMPORTS}'!{bought})"
                f"+SUM('{form.INPUTS}'!{added})"
            )
            sheet.write_formula(i, 2, f"=SUM('{form.DOMESTIC}'!{sales})", self.sum)
            sheet.write_formula(i, 3, inputs, self.sum)
            sheet.write_formula(i, 4, f"=C{i + 1}-D{i + 1}", self.sum)
            limit = f"'{form.ABOUT}'!$C${tolerance}"
            sheet.write_formula(i, 5, f'=IF(ABS(E{i + 1})<={limit},"맞음 OK","다름 GAP")', None, "")
        sheet.conditional_format(
            1,
            5,
            n,
            5,
            {"type": "text", "criteria": "containing", "value": "GAP", "format": self.wrong},
        )
        figures = _range(self.first, 2, self.last, n + k + 1)
        sheet.write_string(n + 2, 0, f"{form.DOMESTIC}: 빈칸 blanks", self.bold)
        sheet.write_formula(n + 2, 2, f"=COUNTBLANK('{form.DOMESTIC}'!{figures})", self.sum)

    def _matrix(self, name: str, rows: Sequence[Entry], columns: Sequence[Entry]) -> Worksheet:
        """Write the labels of a matrix and room for its figures; return its sheet."""
        sheet = self.book.add_worksheet(name)
        sheet.set_column(0, 0, 24)
        sheet.set_column(1, 1, 30)
        sheet.set_column(2, len(columns) + 4, 16)
        sheet.freeze_panes(form.HEADER, 2)
        sheet.write_string(0, 0, name, self.bold)
        sheet.write_string(form.HEADER - 1, 1, form.NAME, self.bold)
        for j, column in enumerate(columns, 2):
            self._name(sheet, 1, j, column)
            sheet.write_string(form.HEADER - 1, j, column.code, self.bold)
        for i, row in enumerate(rows, form.HEADER):
            sheet.write_string(i, 0, row.code, self.bold)
            self._name(sheet, i, 1, row)
            for j in range(2, len(columns) + 2):
                sheet.write_blank(i, j, None, self.figure)
        last = form.HEADER + len(rows) - 1
        sheet.data_validation(form.HEADER, 2, last, len(columns) + 1, _A_NUMBER)
        return sheet

    def _name(self, sheet: Worksheet, i: int, j: int, entry: Entry) -> None:
        """Write a name; that of a sector is looked up, so that it is typed once."""
        codes = [sector.code for sector in self.asked.sectors]
        if entry.code in codes:
            place = f"='{form.SECTORS}'!$B${codes.index(entry.code) + 2}"
            sheet.write_formula(i, j, place, self.grey, entry.name.ko)
        else:
            sheet.write_string(i, j, entry.name.ko, self.grey)

    def _column_sums(self, sheet: Worksheet, count: int, rows: int = 0) -> None:
        last = form.HEADER + rows - 1 if rows else self.last
        sheet.write_string(last + 1, 0, form.TOTAL, self.bold)
        for j in range(2, count + 2):
            sheet.write_formula(last + 1, j, f"=SUM({_range(form.HEADER, j, last, j)})", self.sum)


_A_NUMBER: dict[str, Any] = {
    "validate": "decimal",
    "criteria": "between",
    "minimum": -1e15,
    "maximum": 1e15,
    "error_title": "숫자가 아닙니다 / not a number",
    "error_message": "숫자를 넣으십시오. 없으면 0입니다. / Put a number, 0 where there is none.",
}


def _one_of(choices: Sequence[str], otherwise: str = "stop") -> dict[str, Any]:
    return {"validate": "list", "source": list(choices), "error_type": otherwise}


def _words(entry: Entry) -> tuple[str, str, str]:
    return entry.code, entry.name.ko, entry.name.en


def _row(
    sheet: Worksheet, i: int, words: Sequence[str], style: Format | None, first: int = 0
) -> None:
    for j, word in enumerate(words, first):
        sheet.write_string(i, j, word, style)


def _range(top: int, left: int, bottom: int, right: int) -> str:
    return f"{column_letters(left)}{top + 1}:{column_letters(right)}{bottom + 1}"
