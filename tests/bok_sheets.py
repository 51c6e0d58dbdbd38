"""Small sheets in the layouts of the Bank of Korea, new and old, all of one made-up table."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import pytest

from iomodel.readers.sheets import Sheet, csv_sheet
from iomodel.table import Array, IOTable

Cells = list[list[object]]
Labels = Sequence[tuple[str, str]]

CODES = ["01", "10"]
NAMES = ["작물", "기타\u3000"]
DOMESTIC = np.array([[10.0, 20], [30, 40]]) * 1000
IMPORTS = np.array([[1.0, 2], [3, 4]]) * 1000
DEMAND = np.array([[50.0, 5, 3, 2, -10, 0, 20], [60, 30, 10, 5, -5, 0, 30]]) * 1000
DEMAND_IMPORTS = np.array([[6.0, 0, 2, 0, -1, 0, 0], [3, 0, 1, 1, 0, 0, 2]]) * 1000
INPUTS = np.array([[30.0, 70], [20, 40], [10, 20], [-4, 4]]) * 1000
IMPORT_TAX = np.array([1.0, 2]) * 1000
OUTPUT = np.array([100.0, 200]) * 1000
EMPLOYED = np.array([[1200.0, 700], [3000, 2500]])

SECTORS = list(zip(CODES, NAMES, strict=True))
BODY = [*SECTORS, ("9590", "중간투입계")]
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
TOTALS = [("9690", "부가가치계"), ("9790", "총투입계")]


def uses(intermediate: Array, demand: Array) -> Array:
    """Rows of a sheet with their totals, and the row of column sums below."""
    z, f = intermediate.sum(axis=1), demand.sum(axis=1)
    return summed(np.column_stack([intermediate, z, demand, f, z + f]))


def summed(rows: Array) -> Array:
    """The rows, and their sum below."""
    return np.vstack([rows, rows.sum(axis=0)])


def across(rows: Array) -> Array:
    """The rows, and their sum to the right."""
    return np.column_stack([rows, rows.sum(axis=1)])


def labelled(labels: Labels, values: Array) -> Cells:
    return [[*label, *line] for label, line in zip(labels, values.tolist(), strict=True)]


def titled(
    kind: str, columns: Labels, lines: Cells, prices: str = "생산자가격", sectors: Labels = SECTORS
) -> Cells:
    head = [*sectors, *columns]
    return [
        [f"투입산출표_{kind}(2020년 가격)"],
        ["2020년"],
        [prices],
        ["단위 : 백만원"],
        ["    상품\n    상품", "", *(code for code, _ in head), "", ""],
        ["", "", *(name for _, name in head), "", ""],
        *lines,
        [],
    ]


def total_sheet(prices: str = "생산자가격", margins: Array | None = None) -> Cells:
    """Total flows; at purchasers' prices the two margins of each product are in its supply."""
    margins = np.zeros((2, 2)) if margins is None else margins
    final = DEMAND + DEMAND_IMPORTS
    final[:, 0] += margins.sum(axis=1)
    imported = IMPORTS.sum(axis=1) + DEMAND_IMPORTS.sum(axis=1)
    supply = [OUTPUT, imported - IMPORT_TAX, IMPORT_TAX, imported, *margins.T]
    whole = OUTPUT + imported + margins.sum(axis=1)
    upper = np.column_stack(
        [uses(DOMESTIC + IMPORTS, final), summed(np.column_stack([*supply, whole]))]
    )
    lower = across(np.vstack([INPUTS, INPUTS.sum(axis=0), OUTPUT]))
    lines = labelled(BODY, upper) + labelled([*COMPONENTS, *TOTALS], lower)
    return titled("총거래표", USES + SUPPLY, lines, prices)


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


# ------------------------------------------------------- coefficients of the same table, by hand
A_DOMESTIC = DOMESTIC / OUTPUT
A_IMPORTS = IMPORTS / OUTPUT
INVERSE = np.array([[0.8, 0.1], [0.3, 0.9]]) / 0.69  # det(I − A) = 0.9 × 0.8 − 0.1 × 0.3


def matrix_sheet(kind: str, values: Array, digits: int = 6) -> Cells:
    """A sheet of coefficients with its sums, printed to some digits."""
    lines = labelled([*SECTORS, ("9590", "열합")], np.round(across(summed(values)), digits))
    return titled(kind, [("9090", "행합")], lines)


def induced_sheet() -> Cells:
    """Output induced by item of final demand, printed in whole million won."""
    amounts = np.round(INVERSE @ DEMAND)
    whole = np.round(OUTPUT)[:, None]
    lines = labelled([*SECTORS, ("9819", "소계")], summed(np.hstack([amounts, whole])))
    return titled(
        "최종수요항목별 생산유발액표", [*ITEMS, ("9190", "최종수요계")], lines, sectors=[]
    )


# ------------------------------------------------------- an old workbook: names, numbers, scrap
SCRAP = np.array([-2.0, 0]) * 1000
TAX = np.array([3.0, 5]) * 1000
OLD_INPUTS = INPUTS - np.array([[0, 0], [1, 5], [0, 0], [0, 0]]) * 1000
GENERATED = np.array([2.0, 0]) * 1000
OLD_DEMAND = np.array([[52.0, 5, 3, 2, -10, 20], [60, 30, 10, 5, -5, 30]]) * 1000
OLD_DEMAND_IMPORTS = np.delete(DEMAND_IMPORTS, 5, axis=1)
OLD_ITEMS = ("민간소비", "정부소비", "민간고정자본형성", "정부고정자본형성", "재고증가", "수출")
OLD_SUPPLY = ("총산출액", "잔폐물발생", "수입", "관세", "수입상품세", "총수입", "총공급액")
OLD_ROWS = (
    *("중간투입", "순생산물세", "잔폐물", "피용자보수", "영업잉여", "고정자본소모", "기타생산세"),
    *("부가가치", "총투입액"),
)


def old_sheet(kind: str, columns: Sequence[str], rows: Sequence[str], values: Cells) -> Cells:
    """Running numbers for codes, group headings above the names, one label spanning two cells."""
    names = ["작 물", "기\u3000타", *columns]
    lines = ["작 물", "기\u3000타", *rows]
    return [
        [f"{kind}표"],
        ["(단위 : 10억원)"],
        ["", "", "중 간 수 요", *[""] * (len(names) - 1)],
        ["", "", *range(1, len(names) + 1)],
        ["", "", *names],
        *(
            [str(k), name, *cells] if k < 3 else [name, "", *cells]
            for k, (name, cells) in enumerate(zip(lines, values, strict=True), 1)
        ),
    ]


def old_uses(intermediate: Array, demand: Array) -> Array:
    """As `uses`, with gross capital formation in a column of its own after its two parts."""
    z, f = intermediate.sum(axis=1), demand.sum(axis=1)
    fixed = demand[:, 2:4].sum(axis=1)
    return summed(np.column_stack([intermediate, z, demand[:, :4], fixed, demand[:, 4:], f, z + f]))


OLD_USES = (
    *("중간수요", *OLD_ITEMS[:4], "총고정자본형성", *OLD_ITEMS[4:]),
    *("최종수요", "총수요액"),
)


def old_total_sheet() -> Cells:
    imported = IMPORTS.sum(axis=1) + OLD_DEMAND_IMPORTS.sum(axis=1)
    none = np.zeros(2)
    supply = np.column_stack([OUTPUT, GENERATED, imported - IMPORT_TAX, IMPORT_TAX, none, imported])
    supply = np.column_stack([supply, OUTPUT + GENERATED + imported])
    upper = np.column_stack(
        [old_uses(DOMESTIC + IMPORTS, OLD_DEMAND + OLD_DEMAND_IMPORTS), summed(supply)]
    )
    lower = across(np.vstack([TAX, SCRAP, OLD_INPUTS, OLD_INPUTS.sum(axis=0), OUTPUT]))
    lines: Cells = [*upper.tolist(), *([*row, *[""] * 16] for row in lower.tolist())]
    return old_sheet("총거래", [*OLD_USES, *OLD_SUPPLY], OLD_ROWS, lines)


def old_domestic_sheet() -> Cells:
    lines: Cells = old_uses(DOMESTIC, OLD_DEMAND).tolist()
    return old_sheet("국산거래", OLD_USES, ["중간투입"], lines)


# ------------------------------------------------------- any table in the Bank's layout
def bank_sheets(table: IOTable) -> dict[str, Cells]:
    """The three sheets of transactions of a table with the Bank's items and components."""
    sectors = [(sector.code, sector.name.ko) for sector in table.sectors.sectors]
    body = [*sectors, BODY[-1]]
    imports, imported = table.imports, table.final_demand_imports
    assert imports is not None
    assert imported is not None
    bought = imports.sum(axis=1) + imported.sum(axis=1)
    none = np.zeros_like(bought)
    supply = [table.output, bought, none, bought, none, none, table.output + bought]
    upper = [
        uses(table.domestic + imports, table.final_demand + imported),
        summed(np.column_stack(supply)),
    ]
    lower = np.vstack([table.primary_inputs, table.value_added, table.output])
    total = labelled(body, np.column_stack(upper))
    total += labelled([*COMPONENTS, *TOTALS], across(lower))
    flows = {
        "국산거래표": uses(table.domestic, table.final_demand),
        "수입거래표": uses(imports, imported),
    }
    return {
        "총거래표": titled("총거래표", USES + SUPPLY, total, sectors=sectors),
        **{
            kind: titled(kind, USES, labelled(body, values), sectors=sectors)
            for kind, values in flows.items()
        },
    }


# ------------------------------------------------------- as files
def as_csv(cells: Cells, name: str, encoding: str = "utf-8-sig") -> Sheet:
    return csv_sheet(Path(name), csv_data(cells, encoding))


def csv_data(cells: Cells, encoding: str = "utf-8-sig") -> bytes:
    """A sheet as exported to CSV: thousands separators, trailing blanks."""
    out = io.StringIO(newline="")
    width = max(map(len, cells))
    for row in cells:
        text = [
            f"{cell:,.0f} " if isinstance(cell, float) and cell.is_integer() else cell
            for cell in row
        ]
        csv.writer(out).writerow([*text, *[""] * (width - len(text))])
    return out.getvalue().encode(encoding)


def workbook(path: Path, sheets: Mapping[str, Cells]) -> Path:
    """The sheets as an .xlsx (whatever the name says), where numeric codes have become numbers."""
    book = pytest.importorskip("openpyxl").Workbook()
    book.remove(book.active)
    for title, cells in sheets.items():
        sheet = book.create_sheet(title)
        for row in cells:
            sheet.append([int(c) if isinstance(c, str) and c.isdigit() else c for c in row])
    with path.open("wb") as file:
        book.save(file)
    return path


def old_workbook(path: Path, sheets: Mapping[str, Cells]) -> Path:
    """The sheets as a real .xls."""
    book = pytest.importorskip("xlwt").Workbook()
    for title, cells in sheets.items():
        sheet = book.add_sheet(title)
        for i, row in enumerate(cells):
            for j, cell in enumerate(row):
                sheet.write(i, j, cell)
    book.save(str(path))
    return path


def at(cells: Cells, row: str, column: str) -> tuple[int, int]:
    """Where the row and the column with these codes meet."""
    header = next(line for line in cells if "9090" in line)
    rows = [line[0] if line else "" for line in cells]
    return rows.index(row, cells.index(header) + 1), header.index(column)


def put(cells: Cells, row: str, column: str, value: object) -> Cells:
    i, j = at(cells, row, column)
    cells[i][j] = value
    return cells
