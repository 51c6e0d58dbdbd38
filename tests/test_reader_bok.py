"""Sheets of the Bank of Korea: a small one with planted faults, and the Bank's own of 2020."""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from iomodel.errors import IOModelError, LabelError, NotSupportedError, TableFileError
from iomodel.readers import bok
from iomodel.readers.sheets import Sheet, csv_sheet, workbook_sheets
from iomodel.table import Array, IOTable

Cells = list[list[object]]

CODES = ["01", "10"]
NAMES = ["작물", "기타\u3000"]
DOMESTIC = np.array([[10.0, 20], [30, 40]]) * 1000
IMPORTS = np.array([[1.0, 2], [3, 4]]) * 1000
DEMAND = np.array([[50.0, 5, 3, 2, -10, 0, 20], [60, 30, 10, 5, -5, 0, 30]]) * 1000
DEMAND_IMPORTS = np.array([[6.0, 0, 2, 0, -1, 0, 0], [3, 0, 1, 1, 0, 0, 2]]) * 1000
INPUTS = np.array([[30.0, 70], [20, 40], [10, 20], [-4, 4]]) * 1000
IMPORT_TAX = np.array([1.0, 2]) * 1000

ITEMS = [
    ("9111", "민간소비지출\n(가계 및 가계봉사\n비영리단체)"),
    ("9112", "정부소비지출"),
    ("9121", "민간고정\n자본형성"),
    ("9122", "정부고정\n자본형성"),
    ("9131", "재고증감"),
    ("9132", "귀중품\n순취득"),
    ("9140", "수출"),
]
USES = [("9090", "중간수요계"), *ITEMS, ("9190", "최종수요계"), ("9290", "총수요계")]
SUPPLY = [
    ("9310", "총산출"),
    ("9321", "수입"),
    ("9322", "생산물세(수입)"),
    ("9329", "수입계"),
    ("9331", "도소매마진"),
    ("9332", "화물운임"),
    ("9390", "총공급계\n"),
]
COMPONENTS = [
    ("9610", "피용자보수"),
    ("9621", "영업잉여"),
    ("9622", "고정자본소모"),
    ("9630", "생산세(보조금공제)"),
]


def uses(intermediate: Array, demand: Array) -> Array:
    """Rows of a sheet with their totals, and the row of column sums below."""
    z, f = intermediate.sum(axis=1), demand.sum(axis=1)
    rows = np.column_stack([intermediate, z, demand, f, z + f])
    return np.vstack([rows, rows.sum(axis=0)])


def titled(kind: str, columns: list[tuple[str, str]], lines: Cells) -> Cells:
    head = [(code, name) for code, name in zip(CODES, NAMES, strict=True)] + columns
    rows: Cells = [
        [f"투입산출표_{kind}(2020년 가격)"],
        ["2020년"],
        ["생산자가격"],
        ["단위 : 백만원"],
        ["    상품\n    상품", "", *(code for code, _ in head), "", ""],
        ["", "", *(name for _, name in head), "", ""],
    ]
    return [*rows, *lines, []]


def labelled(labels: list[tuple[str, str]], values: Array) -> Cells:
    return [[*label, *line] for label, line in zip(labels, values.tolist(), strict=True)]


SECTORS = list(zip(CODES, NAMES, strict=True))
BODY = [*SECTORS, ("9590", "중간투입계")]


def total_sheet() -> Cells:
    flows = uses(DOMESTIC + IMPORTS, DEMAND + DEMAND_IMPORTS)
    output = DOMESTIC.sum(axis=1) + DEMAND.sum(axis=1)
    imports = IMPORTS.sum(axis=1) + DEMAND_IMPORTS.sum(axis=1)
    none = np.zeros(2)
    supply = np.column_stack(
        [output, imports - IMPORT_TAX, IMPORT_TAX, imports, none, none, output + imports]
    )
    supply = np.vstack([supply, supply.sum(axis=0)])
    inputs = np.vstack([INPUTS, INPUTS.sum(axis=0), output])
    lower = np.column_stack([inputs, inputs.sum(axis=1)])
    below = [*COMPONENTS, ("9690", "부가가치계"), ("9790", "총투입계")]
    lines = labelled(BODY, np.column_stack([flows, supply])) + labelled(below, lower)
    return titled("총거래표", USES + SUPPLY, lines)


def flow_sheet(kind: str, intermediate: Array, demand: Array) -> Cells:
    return titled(kind, USES, labelled(BODY, uses(intermediate, demand)))


def domestic_sheet() -> Cells:
    return flow_sheet("국산거래표", DOMESTIC, DEMAND)


def imports_sheet() -> Cells:
    return flow_sheet("수입거래표", IMPORTS, DEMAND_IMPORTS)


def employment_sheet() -> Cells:
    return [
        ["부속표_취업자수 및 피용자수"],
        ["전업환산 기준(상품)"],
        [],
        ["단위 : 명"],
        ["", "", "2015년", "", "2020년", ""],
        ["상품", "", "취업자수", "피용자수", "취업자수", "피용자수"],
        ["01", "작물", 1500.0, 1000.0, 1200.0, 700.0],
        ["10", "기타", 0.0, 0.0, 3000.0, 2500.0],
        ["", "계", 1500.0, 1000.0, 4201.0, 3200.0],
        [],
        [" 주 : 1) 취업자 : 임금근로자, 자영업자, 무급가족종사자를 모두 합한 인원"],
    ]


def as_csv(cells: Cells, name: str) -> Sheet:
    """The sheet as exported to CSV: byte order mark, thousands separators, trailing blanks."""
    out = io.StringIO(newline="")
    width = max(map(len, cells))
    for row in cells:
        text = [f"{cell:,.0f} " if isinstance(cell, float) else cell for cell in row]
        csv.writer(out).writerow([*text, *[""] * (width - len(text))])
    return csv_sheet(Path(name), b"\xef\xbb\xbf" + out.getvalue().encode())


def at(cells: Cells, row: str, column: str) -> tuple[int, int]:
    """Where the row and the column with these codes meet."""
    header = next(line for line in cells if "9090" in line)
    rows = [line[0] if line else "" for line in cells]
    return rows.index(row, cells.index(header) + 1), header.index(column)


def put(cells: Cells, row: str, column: str, value: object) -> Cells:
    i, j = at(cells, row, column)
    cells[i][j] = value
    return cells


def read(
    total: Cells | None = None,
    domestic: Cells | None = None,
    imports: Cells | None = None,
    employment: Cells | None = None,
) -> IOTable:
    return bok.read_sheets(
        as_csv(total or total_sheet(), "total.csv"),
        as_csv(domestic or domestic_sheet(), "domestic.csv"),
        as_csv(imports, "imports.csv") if imports else None,
        as_csv(employment, "employment.csv") if employment else None,
    )


def refusal(attempt: Callable[[], object], kind: type[IOModelError] = TableFileError) -> str:
    with pytest.raises(kind) as caught:
        attempt()
    return str(caught.value)


def test_whole_table_from_csv() -> None:
    table = read(employment=employment_sheet())
    np.testing.assert_array_equal(table.domestic, DOMESTIC)
    np.testing.assert_array_equal(table.imports, IMPORTS)
    np.testing.assert_array_equal(table.final_demand, DEMAND)
    np.testing.assert_array_equal(table.final_demand_imports, DEMAND_IMPORTS)
    np.testing.assert_array_equal(table.primary_inputs, INPUTS)
    np.testing.assert_array_equal(table.satellites, [[1200, 3000], [700, 2500]])
    np.testing.assert_array_equal(table.output, [100_000, 200_000])
    assert table.balance() == ()
    assert table.sectors.codes == ("01", "10")
    assert [sector.name.ko for sector in table.sectors.sectors] == ["작물", "기타"]
    assert [label.code for label in table.info.final_demand] == [code for code, _ in ITEMS]
    assert [part.code for part in table.info.primary_inputs] == [
        "compensation_of_employees",
        "operating_surplus",
        "consumption_of_fixed_capital",
        "production_taxes_less_subsidies",
    ]
    assert [part.code for part in table.info.satellites] == ["employed", "employees"]
    assert (table.info.id, table.info.year, table.info.price_year) == ("bok-2020-2", 2020, 2020)
    assert (table.info.unit, table.info.valuation) == ("백만원", "producers")


def test_import_sheet_is_used_where_there_is_one() -> None:
    table = read(imports=imports_sheet())
    np.testing.assert_array_equal(table.imports, IMPORTS)
    np.testing.assert_array_equal(table.final_demand_imports, DEMAND_IMPORTS)


def test_english_names_by_code() -> None:
    table = bok.read_sheets(
        as_csv(total_sheet(), "total.csv"),
        as_csv(domestic_sheet(), "domestic.csv"),
        names_en={"01": "Crops"},
    )
    assert [sector.name.en for sector in table.sectors.sectors] == ["Crops", "기타"]


def test_positions_are_found_by_name_wherever_they_are() -> None:
    """Columns change places, a title line and an empty column are added: the table stays."""
    cells = total_sheet()
    for row in cells[4:]:
        if len(row) > 18:
            row[11], row[18] = row[18], row[11]
            row.insert(4, "")
        elif len(row) > 4:
            row.insert(4, "")
    cells.insert(1, ["(참고용)"])
    np.testing.assert_array_equal(read(total=cells).primary_inputs, INPUTS)
    np.testing.assert_array_equal(read(total=cells).imports, IMPORTS)


def test_codes_stored_as_numbers_regain_their_zeros() -> None:
    cells = [["1" if cell == "01" else cell for cell in row] for row in total_sheet()]
    assert read(total=cells).sectors.codes == ("01", "10")


def test_wrong_totals() -> None:
    cells = put(total_sheet(), "01", "9190", 78_000.0)
    assert refusal(lambda: read(total=cells)) == (
        "total.csv, domestic.csv\n"
        "  total.csv, M7 (01 작물 × 9190 최종수요계): 최종수요계 differs from the sum of its row\n"
        "    expected: 77,000 (±1)\n"
        "    found: 78,000 (+1,000)\n"
        "    remedy: check its row and column against the source\n"
        "  total.csv, N7 (01 작물 × 9290 총수요계): 총수요계 differs from the sum of its row\n"
        "    expected: 111,000 (±1)\n"
        "    found: 110,000 (-1,000)\n"
        "    remedy: check its row and column against the source\n"
        "  total.csv, M9 (9590 중간투입계 × 9190 최종수요계): "
        "중간투입계 differs from the sum of its column\n"
        "    expected: 215,000 (±1)\n"
        "    found: 214,000 (-1,000)\n"
        "    remedy: check its row and column against the source"
    )


def test_wrong_total_of_value_added() -> None:
    cells = put(total_sheet(), "9690", "10", 135_000.0)
    assert refusal(lambda: read(total=cells)) == (
        "total.csv, domestic.csv\n"
        "  total.csv, D14 (9690 부가가치계 × 10 기타): "
        "부가가치계 differs from the sum of its column\n"
        "    expected: 134,000 (±1)\n"
        "    found: 135,000 (+1,000)\n"
        "    remedy: check its row and column against the source\n"
        "  total.csv, D15 (9790 총투입계 × 10 기타): 총투입계 differs from the sum of its column\n"
        "    expected: 201,000 (±1)\n"
        "    found: 200,000 (-1,000)\n"
        "    remedy: check its row and column against the source\n"
        "  total.csv, E14 (9690 부가가치계 × 9090 중간수요계): "
        "중간수요계 differs from the sum of its row\n"
        "    expected: 191,000 (±1)\n"
        "    found: 190,000 (-1,000)\n"
        "    remedy: check its row and column against the source"
    )


@pytest.mark.parametrize(
    ("row", "column"),
    [
        *[(row, column) for row in ("01", "9590") for column in ("01", "9090", "9140", "9290")],
        *[("10", column) for column in ("9310", "9321", "9322", "9329", "9331", "9332", "9390")],
        *[(row, "10") for row in ("9610", "9621", "9622", "9630", "9690", "9790")],
        *[(row, "9090") for row in ("9610", "9621", "9622", "9630", "9690", "9790")],
    ],
)
def test_every_figure_of_the_total_sheet_is_checked(row: str, column: str) -> None:
    cells = total_sheet()
    i, j = at(cells, row, column)
    figure = cells[i][j]
    assert isinstance(figure, float)
    cells[i][j] = figure + 1000
    assert "1,000)" in refusal(lambda: read(total=cells))


@pytest.mark.parametrize("row", ["01", "10", "9590"])
def test_every_figure_of_the_domestic_sheet_is_checked(row: str) -> None:
    for column in ["01", "10", *(code for code, _ in USES)]:
        cells = domestic_sheet()
        i, j = at(cells, row, column)
        figure = cells[i][j]
        assert isinstance(figure, float)
        cells[i][j] = figure + 1000
        refusal(lambda cells=cells: read(domestic=cells))  # type: ignore[misc]


def test_rounding_within_the_tolerance_passes() -> None:
    read(total=put(total_sheet(), "01", "9390", 110_001.0))


def test_missing_column() -> None:
    cells = total_sheet()
    _, j = at(cells, "01", "9310")
    for row in cells[4:9]:
        del row[j]
    assert refusal(lambda: read(total=cells)) == (
        "total.csv, domestic.csv\n"
        '  total.csv: there is no column "총산출"\n'
        '    expected: one column called "총산출"\n'
        "    found: 중간수요계, 민간소비지출, 정부소비지출, 민간고정자본형성, 정부고정자본형성, "
        "재고증감, 귀중품순취득, 수출, 최종수요계, 총수요계, 수입, 생산물세(수입), 수입계, "
        "도소매마진, 화물운임, 총공급계\n"
        "    remedy: check that the sheet is complete"
    )


def test_code_that_contradicts_a_name() -> None:
    cells = domestic_sheet()
    cells[4][at(cells, "01", "9112")[1]] = "9140"
    assert refusal(lambda: read(domestic=cells)) == (
        "total.csv, domestic.csv\n"
        "  domestic.csv, G5: the code contradicts the name\n"
        "    expected: 9112\n"
        '    found: "9140 정부소비지출"\n'
        "    remedy: mend the code or the name after the source"
    )


def test_known_code_over_an_unknown_name() -> None:
    cells = domestic_sheet()
    cells[5][at(cells, "01", "9290")[1]] = "합계"
    assert refusal(lambda: read(domestic=cells)) == (
        "total.csv, domestic.csv\n"
        "  domestic.csv, N5: the code contradicts the name\n"
        '    expected: "총수요계"\n'
        '    found: "9290 합계"\n'
        "    remedy: mend the code or the name after the source\n"
        '  domestic.csv: there is no column "총수요계"\n'
        '    expected: one column called "총수요계"\n'
        "    found: 중간수요계, 민간소비지출, 정부소비지출, 민간고정자본형성, 정부고정자본형성, "
        "재고증감, 귀중품순취득, 수출, 최종수요계\n"
        "    remedy: check that the sheet is complete\n"
        "  domestic.csv: the sectors are not those of the rows\n"
        "    expected: 2 sectors in the same order\n"
        "    found: missing [], surplus ['9290 합계']\n"
        "    remedy: look for a line left out or shifted"
    )


def test_text_in_number_cells_all_listed() -> None:
    total = put(total_sheet(), "10", "01", "n.a.")
    domestic = put(put(domestic_sheet(), "01", "10", ""), "10", "9131", "1,23")
    assert refusal(lambda: read(total=total, domestic=domestic)) == (
        "total.csv, domestic.csv\n"
        "  total.csv, C8 (10 기타 × 01 작물): the cell is not a number\n"
        "    expected: a number\n"
        '    found: "n.a."\n'
        "    remedy: put in the figure of the source\n"
        "  domestic.csv, D7 (01 작물 × 10 기타): the cell is not a number\n"
        "    expected: a number\n"
        '    found: ""\n'
        "    remedy: put in the figure of the source\n"
        "  domestic.csv, J8 (10 기타 × 9131 재고증감): the cell is not a number\n"
        "    expected: a number\n"
        '    found: "1,23"\n'
        "    remedy: put in the figure of the source"
    )


def test_domestic_flow_above_the_total() -> None:
    shift = np.array([[2000.0, 0], [0, 0]])
    demand = DEMAND - np.array([[2000.0, 0, 0, 0, 0, 0, 0], [0, 0, 0, 0, 0, 0, 0]])
    domestic = flow_sheet("국산거래표", DOMESTIC + shift, demand)
    assert refusal(lambda: read(domestic=domestic)) == (
        "total.csv, domestic.csv\n"
        "  domestic.csv, C7 (01 작물 × 01 작물): the domestic flow exceeds the total flow\n"
        "    expected: 11,000 (±1)\n"
        "    found: 12,000 (+1,000)\n"
        "    remedy: check its row and column against the source"
    )


def test_imports_that_are_not_total_less_domestic() -> None:
    shift = np.array([[500.0, -500], [0, 0]])
    imports = flow_sheet("수입거래표", IMPORTS + shift, DEMAND_IMPORTS)
    assert refusal(lambda: read(imports=imports)) == (
        "total.csv, domestic.csv, imports.csv\n"
        "  imports.csv, C7 (01 작물 × 01 작물): imports differ from total less domestic\n"
        "    expected: 1,000 (±1)\n"
        "    found: 1,500 (+500)\n"
        "    remedy: check its row and column against the source\n"
        "  imports.csv, D7 (01 작물 × 10 기타): imports differ from total less domestic\n"
        "    expected: 2,000 (±1)\n"
        "    found: 1,500 (-500)\n"
        "    remedy: check its row and column against the source\n"
        "  imports.csv, C9 (9590 중간투입계 × 01 작물): imports differ from total less domestic\n"
        "    expected: 4,000 (±1)\n"
        "    found: 4,500 (+500)\n"
        "    remedy: check its row and column against the source\n"
        "  imports.csv, D9 (9590 중간투입계 × 10 기타): imports differ from total less domestic\n"
        "    expected: 6,000 (±1)\n"
        "    found: 5,500 (-500)\n"
        "    remedy: check its row and column against the source"
    )


def test_employment_row_missing() -> None:
    cells = employment_sheet()
    del cells[6]
    assert refusal(lambda: read(employment=cells)) == (
        "total.csv, domestic.csv, employment.csv\n"
        "  employment.csv: the sectors are not those of the rows\n"
        "    expected: 2 sectors in the same order\n"
        "    found: missing ['01 작물'], surplus []\n"
        "    remedy: look for a line left out or shifted"
    )


def test_employment_under_a_name_of_another_sector() -> None:
    cells = employment_sheet()
    cells[6][1], cells[7][1] = cells[7][1], cells[6][1]
    assert refusal(lambda: read(employment=cells)) == (
        "total.csv, domestic.csv, employment.csv\n"
        "  employment.csv: one code has two names\n"
        '    expected: "01 작물"\n'
        '    found: "01 기타"\n'
        "    remedy: mend the code or the name after the source\n"
        "  employment.csv: one code has two names\n"
        '    expected: "10 기타"\n'
        '    found: "10 작물"\n'
        "    remedy: mend the code or the name after the source"
    )


def test_employment_of_another_year() -> None:
    cells = employment_sheet()
    cells[4][4] = "2019년"
    assert refusal(lambda: read(employment=cells)) == (
        "total.csv, domestic.csv, employment.csv\n"
        "  employment.csv: the employment of 2020 is missing\n"
        "    expected: 2020년 취업자수, 2020년 피용자수\n"
        "    found: 2015년 취업자수, 2015년 피용자수, 2019년 취업자수, 2019년 피용자수\n"
        "    remedy: use a sheet with that year"
    )


def test_employment_that_does_not_add_up() -> None:
    cells = employment_sheet()
    cells[6][4] = 1190.0
    assert refusal(lambda: read(employment=cells)) == (
        "total.csv, domestic.csv, employment.csv\n"
        "  employment.csv, E9 (2020년 취업자수): the total differs from the sum of the sectors\n"
        "    expected: 4,190 (±1.5)\n"
        "    found: 4,201 (+11)\n"
        "    remedy: check the column against the source"
    )


def test_sheets_of_different_tables() -> None:
    cells = domestic_sheet()
    cells[0], cells[1] = ["투입산출표_국산거래표(2019년 가격)"], ["2019년"]
    cells[2], cells[3] = ["구매자가격"], ["단위 : 억원"]
    message = refusal(lambda: read(domestic=cells))
    assert message == (
        "total.csv, domestic.csv\n"
        "  domestic.csv: the year is not the table's\n"
        "    expected: 2020\n"
        "    found: 2019\n"
        "    remedy: use sheets of one table\n"
        "  domestic.csv: the price year is not the table's\n"
        "    expected: 2020\n"
        "    found: 2019\n"
        "    remedy: use sheets of one table\n"
        "  domestic.csv: the valuation is not the table's\n"
        "    expected: producers\n"
        "    found: purchasers\n"
        "    remedy: use sheets of one table\n"
        "  domestic.csv: the unit is not the table's\n"
        "    expected: 백만원\n"
        "    found: 억원\n"
        "    remedy: use sheets of one table"
    )


def test_no_heading_and_no_description() -> None:
    cells = total_sheet()
    cells[1], cells[2], cells[3] = [""], [""], [""]
    assert refusal(lambda: read(total=cells)) == (
        "total.csv\n"
        "  total.csv: the year is not stated\n"
        '    expected: "2020년" below the title\n'
        "    found: nothing\n"
        "    remedy: put in that line, or pass info\n"
        "  total.csv: the valuation is not stated\n"
        '    expected: "생산자가격" below the title\n'
        "    found: nothing\n"
        "    remedy: put in that line, or pass info\n"
        "  total.csv: the unit is not stated\n"
        '    expected: "단위 : 백만원" below the title\n'
        "    found: nothing\n"
        "    remedy: put in that line, or pass info"
    )


def test_description_with_other_parts() -> None:
    info = read().info
    short = info.model_copy(update={"final_demand": info.final_demand[:-1]})
    sheets = as_csv(total_sheet(), "total.csv"), as_csv(domestic_sheet(), "domestic.csv")
    assert refusal(lambda: bok.read_sheets(*sheets, info=short), LabelError) == (
        "bok-2020-2\n"
        "  final demand: the labels differ\n"
        "    expected: the same labels in the same order\n"
        "    found: only left: none; only right: ['9140']\n"
        "    remedy: put one side in the order of the other first"
    )


def test_sheet_without_header() -> None:
    assert refusal(lambda: read(total=[["투입산출표"], ["a", "b"]])) == (
        "total.csv\n"
        "  the header can't be found\n"
        "    expected: a row that holds one of: 중간수요계, 행합, 최종수요계\n"
        "    found: 2 rows without\n"
        "    remedy: check that this is the Bank's sheet as published"
    )


def test_sector_without_code_and_sector_twice() -> None:
    cells = domestic_sheet()
    cells[6][0] = ""
    cells[5][3], cells[4][3] = "작물", "01"
    assert refusal(lambda: read(domestic=cells)) == (
        "total.csv, domestic.csv\n"
        "  domestic.csv, A7: a sector has no code\n"
        '    expected: the code of "작물"\n'
        "    found: a blank\n"
        "    remedy: put in its code\n"
        "  domestic.csv, D5: the label occurs twice\n"
        "    expected: once\n"
        '    found: "01 작물"\n'
        "    remedy: remove one of them\n"
        "  domestic.csv: the sectors are not those of the rows\n"
        "    expected: 2 sectors in the same order\n"
        "    found: missing ['01 작물'], surplus ['작물']\n"
        "    remedy: look for a line left out or shifted\n"
        "  domestic.csv: the sectors are not those of the rows\n"
        "    expected: 2 sectors in the same order\n"
        "    found: missing ['10 기타'], surplus []\n"
        "    remedy: look for a line left out or shifted"
    )


def test_other_encoding() -> None:
    message = refusal(lambda: csv_sheet(Path("old.csv"), "총거래표".encode("cp949")))
    assert message == (
        "old.csv\n"
        "  the file isn't UTF-8\n"
        "    expected: a CSV file in UTF-8\n"
        "    found: 'utf-8' codec can't decode byte 0xc3 in position 0: invalid continuation byte\n"
        "    remedy: save it again as UTF-8"
    )


def test_workbook_without_its_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "python_calamine", None)
    assert refusal(lambda: workbook_sheets(Path("t.xlsx")), NotSupportedError) == (
        "t.xlsx\n"
        "  the package that reads workbooks is missing\n"
        "    expected: python-calamine\n"
        "    found: nothing\n"
        '    remedy: pip install "iomodel[excel]"'
    )


def test_file_that_is_no_workbook(tmp_path: Path) -> None:
    path = tmp_path / "t.xlsx"
    path.write_bytes(b"not a workbook")
    message = refusal(lambda: workbook_sheets(path))
    assert message.startswith(f"{path}\n  the file is no workbook\n    expected: an xlsx, xls or")


def workbook(path: Path, sheets: dict[str, Cells]) -> Path:
    """The sheets as a workbook, where numeric codes have become numbers."""
    book = pytest.importorskip("openpyxl").Workbook()
    book.remove(book.active)
    for title, cells in sheets.items():
        sheet = book.create_sheet(title)
        for row in cells:
            sheet.append([int(c) if isinstance(c, str) and c.isdigit() else c for c in row])
    book.save(path)
    return path


def test_workbook_with_codes_as_numbers(tmp_path: Path) -> None:
    sheets = {"A": total_sheet(), "B": domestic_sheet(), "C": imports_sheet()}
    table = bok.read_workbook(workbook(tmp_path / "bok.xlsx", sheets))
    assert table.sectors.codes == ("01", "10")
    np.testing.assert_array_equal(table.domestic, DOMESTIC)
    np.testing.assert_array_equal(table.imports, IMPORTS)
    np.testing.assert_array_equal(table.primary_inputs, INPUTS)


def test_workbook_without_the_domestic_sheet(tmp_path: Path) -> None:
    path = workbook(tmp_path / "bok.xlsx", {"A": total_sheet(), "C": imports_sheet()})
    assert refusal(lambda: bok.read_workbook(path)) == (
        f"{path}\n"
        "  a sheet of transactions is missing\n"
        '    expected: a sheet titled "투입산출표_국산거래표(…)"\n'
        '    found: "총거래", "수입거래"\n'
        "    remedy: use the workbook of transactions"
    )


def coefficient_sheet() -> Cells:
    lines: Cells = [
        ["01", "작물", 1.25, 0.5, 1.75, 1.0],
        ["10", "기타", 0.25, 1.5, 1.75, 1.0],
        ["9590", "열합", 1.5, 2.0, 3.5, 2.0],
        ["9801", "영향력계수", 0.857, 1.143, "", ""],
    ]
    return titled("생산유발계수표", [("9090", "행합"), ("9802", "감응도계수")], lines)


def test_coefficient_sheet() -> None:
    matrix = bok.read_matrix(sheet := Sheet("s", tuple(map(padded, coefficient_sheet()))))
    assert matrix.heading.kind == "생산유발계수"
    assert (matrix.heading.year, matrix.heading.valuation) == (2020, "생산자가격")
    assert matrix.sectors.codes == matrix.columns == ("01", "10")
    np.testing.assert_array_equal(matrix.values, [[1.25, 0.5], [0.25, 1.5]])
    np.testing.assert_array_equal(matrix.below["열합"], [1.5, 2.0])
    np.testing.assert_array_equal(matrix.below["영향력계수"], [0.857, 1.143])
    np.testing.assert_array_equal(matrix.beside["행합"], [1.75, 1.75])
    np.testing.assert_array_equal(matrix.beside["감응도계수"], [1.0, 1.0])
    assert matrix.corner == {("열합", "행합"): 3.5, ("열합", "감응도계수"): 2.0}
    assert sheet.place(6, 2) == "s, C7"


def padded(row: list[object]) -> tuple[str | float, ...]:
    cells = [cell if isinstance(cell, float) else str(cell) for cell in row]
    return (*cells, *[""] * (10 - len(cells)))


def test_coefficient_sheet_with_text_for_a_number() -> None:
    cells = coefficient_sheet()
    cells[6][3] = "#REF!"
    sheet = Sheet("s", tuple(map(padded, cells)))
    assert refusal(lambda: bok.read_matrix(sheet)) == (
        "s\n"
        "  s, D7 (01 작물 × 10 기타): the cell is not a number\n"
        "    expected: a number\n"
        '    found: "#REF!"\n'
        "    remedy: put in the figure of the source"
    )


# The Bank's own sheets of 2020. Its coefficients were computed in double precision from the same
# integers, so only the last digits of sums may differ.
COEFFICIENTS = {"rtol": 0, "atol": 1e-14}
INVERSE = {"rtol": 0, "atol": 1e-13}
AMOUNTS = {"rtol": 1e-13, "atol": 1e-6}  # million won; sums over 83 sectors up to 1e9

WORKBOOK = "bok-2020/(표)(2020실측)투입산출표_생산자가격_통합중분류.xlsx"


@pytest.fixture(scope="module")
def book(shared: Path) -> Path:
    pytest.importorskip("python_calamine")
    return shared / "data" / WORKBOOK


@pytest.fixture(scope="module")
def printed(book: Path) -> IOTable:
    return bok.read_workbook(book)


@pytest.fixture(scope="module")
def matrices(book: Path) -> dict[str, bok.LabelledMatrix]:
    return bok.read_matrices(book)


def test_the_165_sectors_of_2020(shared: Path) -> None:
    data = shared / "data" / "bok-2020"
    table = bok.read_csv(data / "총거래표.csv", data / "국산거래표.csv", data / "고용표.csv")
    assert len(table.sectors) == 165
    assert table.sectors.codes[0] == "011"
    assert table.output.sum() == 4_557_248_699
    assert table.value_added.sum() == 2_036_241_026
    assert table.import_row.sum() == 489_634_229
    assert table.satellites.sum(axis=1).tolist() == [24_436_665, 18_176_234]
    assert (table.domestic < 0).sum() == 494
    assert (
        np.abs(table.domestic.sum(axis=1) + table.final_demand.sum(axis=1) - table.output).max()
        == 0
    )


def test_the_83_sectors_balance_exactly(printed: IOTable) -> None:
    assert len(printed.sectors) == 83
    sales = printed.domestic.sum(axis=1) + printed.final_demand.sum(axis=1)
    np.testing.assert_array_equal(sales, printed.output)
    assert printed.info.price_year == 2020


def test_coefficients_of_the_workbook(
    printed: IOTable, matrices: dict[str, bok.LabelledMatrix]
) -> None:
    assert set(matrices) == {
        "총투입계수",
        "수입투입계수",
        "국산투입계수",
        "생산유발계수",
        "수입유발계수",
        "부가가치유발계수",
        "최종수요항목별생산유발액",
        "최종수요항목별수입유발액",
        "최종수요항목별부가가치유발액",
    }
    assert printed.imports is not None
    x = printed.output
    domestic, imports = printed.domestic / x, printed.imports / x
    for name, flows in (
        ("총투입계수", domestic + imports),
        ("수입투입계수", imports),
        ("국산투입계수", domestic),
    ):
        np.testing.assert_allclose(matrices[name].values, flows, **COEFFICIENTS)
    value_added = printed.value_added / x
    below = matrices["총투입계수"].below
    np.testing.assert_allclose(below["부가가치계"], value_added, **COEFFICIENTS)


def test_inducement_of_the_workbook(
    printed: IOTable, matrices: dict[str, bok.LabelledMatrix]
) -> None:
    assert printed.imports is not None
    x = printed.output
    inverse = np.linalg.inv(np.eye(83) - printed.domestic / x)
    value_added = printed.value_added / x
    production = matrices["생산유발계수"]
    np.testing.assert_allclose(production.values, inverse, **INVERSE)
    np.testing.assert_allclose(production.below["열합"], inverse.sum(axis=0), **INVERSE)
    np.testing.assert_allclose(production.beside["행합"], inverse.sum(axis=1), **INVERSE)
    mean = inverse.sum() / 83
    np.testing.assert_allclose(
        production.below["영향력계수"], inverse.sum(axis=0) / mean, **INVERSE
    )
    np.testing.assert_allclose(
        production.beside["감응도계수"], inverse.sum(axis=1) / mean, **INVERSE
    )
    imports = matrices["수입유발계수"]
    np.testing.assert_allclose(imports.values, printed.imports / x @ inverse, **INVERSE)
    added = matrices["부가가치유발계수"]
    np.testing.assert_allclose(added.values, value_added[:, None] * inverse, **INVERSE)
    np.testing.assert_allclose(imports.below["열합"] + added.below["열합"], 1.0, **INVERSE)


def test_inducement_by_final_demand_item(
    printed: IOTable, matrices: dict[str, bok.LabelledMatrix]
) -> None:
    assert printed.imports is not None
    assert printed.final_demand_imports is not None
    x = printed.output
    output = np.linalg.solve(np.eye(83) - printed.domestic / x, printed.final_demand)
    production = matrices["최종수요항목별생산유발액"]
    assert production.columns == tuple(label.code for label in printed.info.final_demand)
    np.testing.assert_allclose(production.values, output, **AMOUNTS)
    np.testing.assert_allclose(production.beside["최종수요계"], x, **AMOUNTS)
    imports = printed.imports / x @ output + printed.final_demand_imports
    np.testing.assert_allclose(matrices["최종수요항목별수입유발액"].values, imports, **AMOUNTS)
    ratios = {
        name: matrix.corner["유발계수", "최종수요계"]
        for name, matrix in matrices.items()
        if name.startswith("최종수요항목별")
    }
    assert {name: f"{ratio:.3f}" for name, ratio in ratios.items()} == {
        "최종수요항목별생산유발액": "1.804",
        "최종수요항목별수입유발액": "0.246",
        "최종수요항목별부가가치유발액": "0.806",
    }


@pytest.mark.parametrize("lang", ["ko", "en"])
def test_a_changed_figure_of_the_bank_is_caught(shared: Path, lang: str) -> None:
    data = shared / "data" / "bok-2020"
    path = data / "국산거래표.csv"
    changed = path.read_bytes().replace(b'"271,080 "', b'"271,090 "', 1)
    with pytest.raises(TableFileError) as caught:
        bok.read_sheets(csv_sheet(data / "총거래표.csv"), csv_sheet(path, changed))
    assert len(caught.value.problems) == 2
    problem = caught.value.problems[0].render("ko" if lang == "ko" else "en")
    where = "  국산거래표.csv, FL7 (011 곡물 및 식량작물 × 9090 중간수요계): "
    assert problem == where + (
        "중간수요계가 행의 합과 다릅니다\n"
        "    기대한 것: 9,684,978 (±1)\n"
        "    찾은 것: 9,684,968 (-10)\n"
        "    고치는 법: 이 칸이 든 행과 열을 원자료와 대조하십시오"
        if lang == "ko"
        else "중간수요계 differs from the sum of its row\n"
        "    expected: 9,684,978 (±1)\n"
        "    found: 9,684,968 (-10)\n"
        "    remedy: check its row and column against the source"
    )
