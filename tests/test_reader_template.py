"""The blank template: what it asks for, what it adds up, and how it is read back."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import openpyxl
import pytest
from helpers import (
    DOMESTIC,
    FINAL_DEMAND,
    FINAL_DEMAND_IMPORTS,
    IMPORTS,
    OUTPUT,
    PRIMARY,
    SATELLITES,
    SECTORS,
    lines,
    refused,
)

from iomodel import cli
from iomodel.errors import NotSupportedError, TableFileError
from iomodel.readers import Request, recognise, template
from iomodel.readers import template_form as form
from iomodel.readers.template_form import (
    DemandEntry,
    Entry,
    Form,
    InputEntry,
    SatelliteEntry,
    numbered,
)
from iomodel.readers.template_workbook import write_template
from iomodel.text import Text

SMALL = Form(
    tuple(Entry(sector.code, sector.name) for sector in SECTORS.sectors),
    (
        DemandEntry("c", Text("소비", "Consumption")),
        DemandEntry("e", Text("수출", "Exports"), exports=True),
    ),
    (
        InputEntry("imports", Text("수입", "Imports"), "imports"),
        InputEntry("taxes", Text("순생산물세", "Taxes"), "product_tax"),
        InputEntry("wages", Text("임금", "Wages")),
        InputEntry("surplus", Text("잉여", "Surplus")),
    ),
    (
        SatelliteEntry("employed", Text("취업자", "Employed")),
        SatelliteEntry("co2", Text("이산화탄소", "CO2"), "t"),
    ),
)
FIELDS: dict[str, Any] = {
    "table.id": "small",
    "table.title_ko": "작은 표",
    "table.title_en": "A small table",
    "table.year": 2020,
    "table.price_year": 2015,
    "table.unit": "million EUR",
    "table.valuation": "basic",
    "table.tolerance": 0.5,
    "table.published": date(2024, 5, 28),
    "source.publisher": "P",
    "source.document": "D",
    "source.obtained": "made up",
    "source.licence": "none",
}


def blank(tmp_path: Path, asked: Form = SMALL) -> Path:
    path = tmp_path / "template.xlsx"
    write_template(path, asked)
    return path


def put(book: Any, name: str, values: np.ndarray, row: int = 0, column: int = 0) -> None:
    """Write figures into a matrix, counted from its first cell."""
    sheet = book[name]
    for (i, j), value in np.ndenumerate(values):
        sheet.cell(form.HEADER + 1 + row + i, 3 + column + j, float(value))


def filled(tmp_path: Path, *, imports: bool = True, fields: dict[str, Any] = FIELDS) -> Path:
    """Return a template filled in with the small table, as a user does in a spreadsheet."""
    path = blank(tmp_path)
    book = openpyxl.load_workbook(path)
    for row in book[form.ABOUT].iter_rows(min_row=2):
        if row[0].value in fields:
            row[2].value = fields[row[0].value]
    put(book, form.DOMESTIC, np.hstack([DOMESTIC, FINAL_DEMAND]))
    if imports:
        put(book, form.IMPORTS, np.hstack([IMPORTS, FINAL_DEMAND_IMPORTS]))
    else:
        put(book, form.INPUTS, IMPORTS.sum(axis=0)[None, :])
    put(book, form.INPUTS, PRIMARY, row=2)
    put(book, form.SATELLITES, SATELLITES[:1].T)
    book.save(path)
    return path


def change(path: Path, sheet: str, cell: str, value: object) -> Path:
    book = openpyxl.load_workbook(path)
    book[sheet][cell] = value
    book.save(path)
    return path


def read(path: Path) -> Any:
    return template.read(Request((path,)))


# ------------------------------------------------------------------ round trips
def test_a_filled_template_is_the_table_that_was_typed(tmp_path: Path) -> None:
    path = filled(tmp_path)
    assert recognise([path]) == "template"
    table = read(path).table()
    table.require_balanced()
    assert table.sectors.sectors == SECTORS.sectors
    np.testing.assert_array_equal(table.domestic, DOMESTIC)
    np.testing.assert_array_equal(table.imports, IMPORTS)
    np.testing.assert_array_equal(table.final_demand, FINAL_DEMAND)
    np.testing.assert_array_equal(table.final_demand_imports, FINAL_DEMAND_IMPORTS)
    np.testing.assert_array_equal(table.primary_inputs, PRIMARY)
    np.testing.assert_array_equal(table.satellites, SATELLITES[:1])
    info = table.info
    assert (info.id, info.year, info.price_year, info.tolerance) == ("small", 2020, 2015, 0.5)
    assert (info.money.currency, info.valuation, info.layout) == (
        "EUR", "basic", "product × product",
    )  # fmt: skip
    assert info.published == date(2024, 5, 28)
    assert [(part.code, part.role) for part in info.primary_inputs] == [
        ("wages", "value_added"), ("surplus", "value_added"),
    ]  # fmt: skip
    assert [(part.code, part.dimension, part.unit) for part in info.satellites] == [
        ("employed", "persons", "명")
    ]
    assert (info.source.publisher, info.source.changes) == ("P", "없음 (none)")


def test_imports_may_be_a_row_instead_of_a_sheet(tmp_path: Path) -> None:
    table = read(filled(tmp_path, imports=False)).table()
    assert table.imports is None
    np.testing.assert_array_equal(table.import_row, IMPORTS.sum(axis=0))
    np.testing.assert_array_equal(table.output, OUTPUT)


def test_cells_have_the_addresses_of_the_workbook(tmp_path: Path) -> None:
    parts = read(filled(tmp_path)).parts
    assert parts["domestic"].place(1, 2) == "template.xlsx [국산 Domestic], E5 (02 × 03)"
    assert parts["satellites"].place(0, 0) == "template.xlsx [부속 Satellites], C4 (01 × employed)"


def test_one_blank_cell_is_found_and_is_not_zero(tmp_path: Path) -> None:
    (fault,) = read(change(filled(tmp_path), form.IMPORTS, "D5", None)).faults()
    assert fault.kind == "not-a-number"
    assert fault.problem.place == "template.xlsx [수입 Imports], D5 (02 × 02)"


def test_english_names_may_be_given_on_import(tmp_path: Path) -> None:
    request = Request((filled(tmp_path),), names_en={"03": "Other services"})
    assert template.read(request).table().sectors.get("03").name == Text("서비스", "Other services")


# ------------------------------------------------------------------ the sums that it shows
def evaluated(book: Any, sheet: str, formula: str) -> float:
    """Return the value of a sum of SUMs, as a spreadsheet would compute it."""
    total = 0.0
    for term in formula.removeprefix("=").split("+"):
        match = re.fullmatch(r"SUM\((?:'(?P<name>[^']+)'!)?(?P<range>[A-Z]+\d+:[A-Z]+\d+)\)", term)
        assert match is not None, formula
        cells = book[match["name"] or sheet][match["range"]]
        total += sum(cell.value or 0.0 for row in cells for cell in row)
    return total


def test_its_sums_are_those_of_the_accounts(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(filled(tmp_path))
    domestic, checks = book[form.DOMESTIC], book[form.CHECKS]
    heads = {cell.value: cell.column for cell in domestic[form.HEADER]}
    for i, sector in enumerate(SECTORS.codes):
        row = form.HEADER + 1 + i
        sums = {
            name: evaluated(book, form.DOMESTIC, domestic.cell(row, heads[name]).value)
            for name in (form.INTERMEDIATE, form.FINAL, form.TOTAL)
        }
        assert sums == {
            form.INTERMEDIATE: DOMESTIC[i].sum(),
            form.FINAL: FINAL_DEMAND[i].sum(),
            form.TOTAL: OUTPUT[i],
        }
        assert checks.cell(i + 2, 1).value == sector
        sales, inputs = (checks.cell(i + 2, j).value for j in (3, 4))
        assert evaluated(book, form.CHECKS, sales) == OUTPUT[i]
        assert evaluated(book, form.CHECKS, inputs) == OUTPUT[i]
        assert checks.cell(i + 2, 5).value == f"=C{i + 2}-D{i + 2}"
        assert checks.cell(i + 2, 6).value == (
            f'=IF(ABS(E{i + 2})<=\'정보 About\'!$C$10,"맞음 OK","다름 GAP")'
        )
    assert book[form.ABOUT]["A10"].value == "table.tolerance"
    below = domestic.cell(form.HEADER + 1 + len(SECTORS), 3).value
    assert evaluated(book, form.DOMESTIC, below) == DOMESTIC[:, 0].sum()


def test_figures_are_validated_and_choices_listed(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(blank(tmp_path))
    (rule,) = book[form.DOMESTIC].data_validations.dataValidation
    assert (rule.type, str(rule.sqref)) == ("decimal", "C4:G6")
    rules = {str(r.sqref): r.formula1 for r in book[form.ABOUT].data_validations.dataValidation}
    assert rules["C8"] == '"producers,basic,purchasers"'
    guide = [row[0].value for row in book[form.GUIDE].iter_rows() if row[0].value]
    assert any("빈칸은 0이 아닙니다" in line for line in guide)
    assert any("A blank is not zero" in line for line in guide)


# ------------------------------------------------------------------ refusals
FIELD = (
    "  template.xlsx [정보 About], {cell} ({key}): {name}: the field is blank",
    "    expected: a value",
    "    found: a blank",
    "    remedy: fill in the yellow cell",
)
EMPTY = (
    "  {sheet}: the sheet has not been filled in",
    "    expected: a number in every cell, 0 where there is none",
    "    found: nothing but blanks",
    "    remedy: put in the figures of the source",
)


def test_an_empty_template_is_refused_with_everything_that_it_lacks(tmp_path: Path) -> None:
    path = blank(tmp_path)
    fields = {
        "C3": ("table.title_ko", "title in Korean"),
        "C4": ("table.title_en", "title in English"),
        "C5": ("table.year", "year"),
        "C6": ("table.price_year", "year of the prices"),
        "C7": ("table.unit", "money unit"),
        "C8": ("table.valuation", "valuation"),
        "C14": ("source.publisher", "publisher"),
        "C15": ("source.document", "document"),
        "C17": ("source.obtained", "how and when obtained"),
        "C18": ("source.licence", "licence"),
    }
    told = [
        line.format(cell=cell, key=key, name=name)
        for cell, (key, name) in fields.items()
        for line in FIELD
    ]
    told += [line.format(sheet=name) for name in (form.DOMESTIC, form.INPUTS) for line in EMPTY]
    error = refused(TableFileError, lambda: read(path))
    assert str(error) == lines(
        str(path),
        *told,
        "  수입 Imports, 투입 Inputs: imports are not filled in",
        "    expected: either the sheet or the row of imports",
        "    found: both are blank",
        "    remedy: fill in one of the two; without imports, put 0 into the row",
    )
    korean = error.render("ko").splitlines()
    assert (
        korean[1] == "  template.xlsx [정보 About], C3 (table.title_ko): 제목(국문): 비어 있습니다"
    )
    assert korean[-4] == "  수입 Imports, 투입 Inputs: 수입이 적히지 않았습니다"


def test_wrong_fields_are_told_at_their_cells(tmp_path: Path) -> None:
    wrong = FIELDS | {"table.year": "MMXX", "table.unit": "EUR million", "table.valuation": "pp"}
    path = filled(tmp_path, fields=wrong)
    error = refused(TableFileError, lambda: read(path))
    assert [str(problem.place) for problem in error.problems] == [
        "template.xlsx [정보 About], C5 (table.year)",
        "template.xlsx [정보 About], C7 (table.unit)",
        "template.xlsx [정보 About], C8 (table.valuation)",
    ]


def test_imports_in_two_places_would_count_twice(tmp_path: Path) -> None:
    path = filled(tmp_path)
    for cell in ("C4", "D4", "E4"):
        change(path, form.INPUTS, cell, 1.0)
    error = refused(TableFileError, lambda: read(path))
    assert str(error) == lines(
        str(path),
        "  수입 Imports, 투입 Inputs: imports are filled in twice",
        "    expected: either the sheet or the row of imports",
        "    found: both",
        "    remedy: fill in one of the two; without imports, put 0 into the row",
    )


def test_a_code_changed_on_one_sheet_is_told_where_it_stands(tmp_path: Path) -> None:
    path = change(filled(tmp_path), form.DOMESTIC, "A5", "2")
    error = refused(TableFileError, lambda: read(path))
    assert str(error) == lines(
        str(path),
        "  template.xlsx [국산 Domestic], A5 (2): the row has no role",
        "    expected: a sector, an item, a total, or ignored",
        '    found: "2"',
        "    remedy: say in roles.toml what it is",
    )


def test_a_sheet_that_was_deleted_is_missed(tmp_path: Path) -> None:
    path = filled(tmp_path)
    book = openpyxl.load_workbook(path)
    del book[form.SATELLITES]
    book.save(path)
    error = refused(TableFileError, lambda: read(path))
    assert str(error) == lines(
        str(path),
        "  a sheet of the template is missing",
        "    expected: 부속 Satellites",
        "    found: nothing",
        "    remedy: make the template anew and copy into it",
    )


def test_figures_without_a_label_are_refused(tmp_path: Path) -> None:
    path = change(filled(tmp_path), form.DOMESTIC, "L5", 7.0)
    error = refused(TableFileError, lambda: read(path))
    assert [str(problem.place) for problem in error.problems] == [
        "template.xlsx [국산 Domestic], L3"
    ]


def test_nothing_but_the_template_is_taken(tmp_path: Path) -> None:
    path = filled(tmp_path)
    request = Request((path,), employment=path, imports="proportional")
    error = refused(NotSupportedError, lambda: template.read(request))
    assert str(error) == lines(
        str(path),
        "  give the template alone",
        "    expected: one template, filled in",
        f"    found: {path}, --employment, --imports proportional",
        "    remedy: imports and employment stand on sheets of the template",
    )


def test_codes_of_a_template_are_its_own() -> None:
    error = refused(TableFileError, lambda: Form((Entry("c", Text("", "")),), ()))
    assert str(error) == lines(
        "template",
        "  final demand: there is no template to be made of this",
        "    expected: at least one",
        '    found: ""',
        "    remedy: mend the codes",
    )
    doubled = (Entry("exports", Text("", "")), Entry("a*", Text("", "")))
    error = refused(TableFileError, lambda: Form(doubled))
    assert [str(p.found) for p in error.problems] == ['"exports"', '"a*"']
    assert str(error.problems[0].expected) == "a code of its own, without *"


def test_other_workbooks_are_no_templates(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.save(tmp_path / "other.xlsx")
    assert not template.recognises(tmp_path / "other.xlsx")
    assert not template.recognises(tmp_path / "other.csv")


# ------------------------------------------------------------------ the command
def test_the_command_writes_a_template(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "six.xlsx"
    words = ["tables", "template", "--sectors", "6", "--out", str(path), "--lang", "en"]
    assert cli.main(words) == 0
    assert capsys.readouterr().out == (
        f"{path}: a template of 6 sectors. Fill it in, then: "
        f"iomodel tables import {path} --id NAME\n"
    )
    book = openpyxl.load_workbook(path)
    assert [row[0].value for row in book[form.SECTORS].iter_rows(min_row=2)] == [
        entry.code for entry in numbered(6)
    ]


def test_the_command_takes_codes_and_items(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "two.xlsx"
    words = ["tables", "template", "--codes", "A=농업/Agriculture", "B", "--final-demand", "f=수요",
             "exports=수출/Exports", "--out", str(path), "--lang", "ko"]  # fmt: skip
    assert cli.main(words) == 0
    assert capsys.readouterr().out.startswith(f"{path}: 2부문 양식.")
    book = openpyxl.load_workbook(path)
    rows = book[form.SECTORS].iter_rows(min_row=2, values_only=True)
    assert [row[:3] for row in rows] == [("A", "농업", "Agriculture"), ("B", "", "")]
    items = list(book[form.ITEMS].iter_rows(min_row=2, max_row=3, values_only=True))
    assert [row[1:5] for row in items] == [
        ("f", "수요", "수요", "no"), ("exports", "수출", "Exports", "yes"),
    ]  # fmt: skip
