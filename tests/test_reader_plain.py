"""Plain matrices with their roles told in a TOML: our own small table, and official ones."""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from helpers import (
    DOMESTIC,
    FINAL_DEMAND,
    FINAL_DEMAND_IMPORTS,
    IMPORTS,
    OUTPUT,
    PRIMARY,
    ROOT,
    SATELLITES,
    edit,
    lines,
    refused,
)

from iomodel.checks import examine
from iomodel.draft import Draft
from iomodel.errors import NotFoundError, NotSupportedError, TableFileError
from iomodel.files import checksum
from iomodel.leontief import factorise, input_coefficients
from iomodel.models import LeontiefModel
from iomodel.readers import Request, plain, recognise
from iomodel.readers.roles import (
    About,
    Demand,
    Imports,
    Indicator,
    Primary,
    RolesFile,
    Sectors,
    SheetRoles,
    Total,
)
from iomodel.readers.treatment import ASSUMED
from iomodel.text import Text

EXACT = 1e-12  # the same arithmetic on the same figures, relative
MANUAL = 5e-5  # the Eurostat manual prints four decimals
SPICOSA = 5e-4  # the Spicosa report prints three
ABS = 1.2e-4  # the ABS inverted coefficients rounded to four decimals (the case's SOURCE.md)
HANDBOOK = 0.01  # flows are printed in whole billion EUR (the case's SOURCE.md)
HANDBOOK_FARMS = 0.025  # whose inputs add up to 43 billion, where 42 are printed as output
JAPAN_LINKED = 6e-3  # the published figures are of a slightly different table (SOURCE.md)
PRINTED_INVERSE = 5e-9  # ONS and the Scottish Government publish all digits of their inverses
SCOTTISH = 5e-7  # published inverses times a thousand, of flows balanced to 1e-5

ROLES = """\
format = 1

[table]
id = "tiny"
title_ko = "작은 표"
title_en = "A small table"
year = 2020
price_year = 2020
unit = "million EUR"
valuation = "basic"
layout = "product × product"
tolerance = 0.5

[source]
publisher = "P"
document = "D"
obtained = "made up"
licence = "none"
changes = "none"

[[sheets]]
file = "table.csv"

[[final_demand]]
label = "Consumption"
code = "c"
ko = "소비"
[[final_demand]]
label = "Exports"
exports = true

[[primary_inputs]]
label = "Imports"
role = "imports"
[[primary_inputs]]
label = "Wages"
role = "value_added"
[[primary_inputs]]
label = "Surplus"
role = "value_added"

[[totals]]
label = "Output"
of = "output"
"""
CODES = ("01", "02", "03")


def write_csv(path: Path, rows: Sequence[Sequence[object]], delimiter: str = ",") -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=delimiter).writerows(rows)


def one_sheet() -> list[list[object]]:
    """The small table as one matrix: domestic flows, imports as a row, totals."""
    demand = [[*row, total] for row, total in zip(FINAL_DEMAND, OUTPUT, strict=True)]
    rows: list[list[object]] = [["", *CODES, "Consumption", "Exports", "Output"]]
    for code, flows, final in zip(CODES, DOMESTIC, demand, strict=True):
        rows.append([code, *flows, *final])
    below = {"Imports": IMPORTS.sum(axis=0), "Wages": PRIMARY[0], "Surplus": PRIMARY[1]}
    rows += [[name, *values, "", "", ""] for name, values in below.items()]
    rows.append(["Output", *OUTPUT, "", "", ""])
    return rows


def folder_of(tmp_path: Path, roles: str = ROLES, **sheets: Sequence[Sequence[object]]) -> Path:
    for name, rows in (sheets or {"table": one_sheet()}).items():
        write_csv(tmp_path / f"{name}.csv", rows)
    path = tmp_path / "roles.toml"
    path.write_text(roles, "utf-8")
    return path


def read(path: Path, **request: object) -> Draft:
    return plain.read(Request((path,), **request))  # type: ignore[arg-type]


# ------------------------------------------------------------------ one sheet, several sheets
def test_one_sheet_holds_everything(tmp_path: Path) -> None:
    draft = read(folder_of(tmp_path))
    table = draft.table()
    sha256 = checksum((tmp_path / "table.csv").read_bytes())
    assert table.info.source.obtained == f"made up; sha256 table.csv: {sha256}"
    assert recognise([tmp_path / "roles.toml"]) == "plain"
    assert (table.info.id, table.info.classification) == ("tiny", "tiny")
    assert [(part.code, part.ko, part.en) for part in table.info.final_demand] == [
        ("c", "소비", "소비"),
        ("Exports", "Exports", "Exports"),
    ]
    assert [part.role for part in table.info.primary_inputs] == [
        "imports", "value_added", "value_added",
    ]  # fmt: skip
    assert table.sectors.codes == CODES
    assert table.imports is None
    np.testing.assert_array_equal(table.domestic, DOMESTIC)
    np.testing.assert_array_equal(table.final_demand, FINAL_DEMAND)
    np.testing.assert_array_equal(table.import_row, IMPORTS.sum(axis=0))
    np.testing.assert_array_equal(table.output, OUTPUT)
    table.require_balanced()


def test_every_cell_and_label_has_its_address(tmp_path: Path) -> None:
    parts = read(folder_of(tmp_path)).parts
    assert parts["domestic"].place(2, 0) == "table.csv, B4 (03 × 01)"
    assert parts["domestic"].place(2, -1) == "table.csv, A4 (03)"
    assert parts["domestic"].place(-1, 1) == "table.csv, C1 (02)"
    assert parts["domestic"].place(-1, -1) == "table.csv"
    assert parts["final_demand"].place(0, 1) == "table.csv, F2 (01 × Exports)"
    assert parts["primary_inputs"].place(1, 2) == "table.csv, D6 (Wages × 03)"
    assert parts["primary_inputs"].place(1, -1) == "table.csv, A6 (Wages)"
    assert parts["primary_inputs"].place(-1, 2) == "table.csv, D1 (03)"


def test_printed_totals_come_along_for_the_checks(tmp_path: Path) -> None:
    by_row, by_column = read(folder_of(tmp_path)).printed
    assert (by_row.name, by_row.of, by_row.kind, by_row.side) == (
        "Output", "domestic", "output", "row",
    )  # fmt: skip
    assert (by_column.kind, by_column.side) == ("output", "column")
    np.testing.assert_array_equal(by_row.block.values[:, 0], OUTPUT)
    np.testing.assert_array_equal(by_column.block.values[0], OUTPUT)


ON_SEVERAL = (
    ROLES.replace(
        '[[sheets]]\nfile = "table.csv"\n',
        '[[sheets]]\nfile = "Z.csv"\n[[sheets]]\nfile = "fd.csv"\n[[sheets]]\nfile = "inputs.csv"\n'
        '[[sheets]]\nfile = "imports.csv"\nflows = "imports"\n'
        '[[sheets]]\nfile = "persons.csv"\n',
    ).replace('[[primary_inputs]]\nlabel = "Imports"\nrole = "imports"\n', "")
    + """
[[satellites]]
label = "Employed"
code = "employed"
unit = "명"
[[satellites]]
label = "Employees (1,000)"
code = "employees"
unit = "명"
factor = 1000
"""
)


def several() -> dict[str, list[list[object]]]:
    flows = {"Z": DOMESTIC, "imports": np.hstack([IMPORTS, FINAL_DEMAND_IMPORTS])}
    demand = zip(CODES, FINAL_DEMAND, strict=True)
    sheets: dict[str, list[list[object]]] = {
        "Z": [["", *CODES], *([c, *row] for c, row in zip(CODES, flows["Z"], strict=True))],
        "imports": [
            ["", *CODES, "Consumption", "Exports"],
            *([c, *row] for c, row in zip(CODES, flows["imports"], strict=True)),
        ],
        "fd": [["", "Consumption", "Exports"], *([c, *row] for c, row in demand)],
        "inputs": [
            ["", *CODES], ["Wages", *PRIMARY[0]], ["Surplus", *PRIMARY[1]], ["Output", *OUTPUT],
        ],
        "persons": [
            ["", "Employed", "Employees (1,000)"],
            *([c, a, b / 1000] for c, a, b in zip(CODES, *SATELLITES, strict=True)),
        ],
    }  # fmt: skip
    return sheets


def test_parts_may_stand_on_sheets_of_their_own(tmp_path: Path) -> None:
    draft = read(folder_of(tmp_path, ON_SEVERAL, **several()))
    table = draft.table()
    np.testing.assert_array_equal(table.domestic, DOMESTIC)
    np.testing.assert_array_equal(table.imports, IMPORTS)
    np.testing.assert_array_equal(table.final_demand_imports, FINAL_DEMAND_IMPORTS)
    np.testing.assert_allclose(table.satellites, SATELLITES, rtol=EXACT)
    assert draft.assumptions == (
        Text(
            "employees: 원자료의 값에 1,000을(를) 곱하여 명 단위로 고침",
            "employees: figures of the source times 1,000, to be in 명",
        ),
    )
    assert draft.parts["satellites"].place(1, 1) == "persons.csv, C3 (02 × Employees (1,000))"
    assert draft.parts["satellites"].place(-1, 1) == "persons.csv, C1 (Employees (1,000))"
    assert draft.parts["satellites"].place(1, -1) == "persons.csv, A3 (02)"


def test_a_workbook_is_read_as_its_sheets(tmp_path: Path) -> None:
    roles = ON_SEVERAL
    for name in ("Z", "fd", "inputs", "imports", "persons"):
        roles = roles.replace(f'file = "{name}.csv"', f'file = "table.xlsx"\nsheet = "{name}"')
    path = folder_of(tmp_path, roles)
    with pd.ExcelWriter(tmp_path / "table.xlsx") as book:
        for name, rows in several().items():
            frame = pd.DataFrame(rows)
            frame.to_excel(book, sheet_name=name, header=False, index=False)
    draft = read(path)
    np.testing.assert_array_equal(draft.table().imports, IMPORTS)
    assert draft.parts["imports"].place(0, 2) == "table.xlsx [imports], D2 (01 × 03)"


def test_labels_over_several_rows_and_columns_and_regions(tmp_path: Path) -> None:
    rows = one_sheet()
    header = ["", "", *(f"S{code}" for code in CODES), "Consumption", "Exports", "Output"]
    above = ["", "", "Seoul", "Seoul", "Seoul", "", "", ""]
    body = [["Seoul", f"S{row[0]}", *row[1:]] for row in rows[1:4]]
    rest = [["", *row] for row in rows[4:]]
    roles = ROLES.replace(
        'file = "table.csv"\n', 'file = "table.csv"\nheader = [1, 2]\nlabels = ["A", "B"]\n'
    ).replace(
        "[[final_demand]]",
        '[sectors]\nrows = ["Seoul/*"]\ncolumns = ["Seoul/*"]\n'
        "pattern = '(?P<region>[^/]+)/S(?P<code>.+)'\n\n[[final_demand]]",
        1,
    )
    draft = read(folder_of(tmp_path, roles, table=[above, header, *body, *rest]))
    assert draft.table().sectors.regions == ("Seoul",)
    assert draft.table().sectors.codes == tuple(f"Seoul:{code}" for code in CODES)
    assert draft.parts["domestic"].place(1, -1) == "table.csv, B4 (Seoul/S02)"


def test_names_come_from_labels_or_a_file_of_names(tmp_path: Path) -> None:
    rows = one_sheet()
    named = [[f"{row[0]} name {row[0]}", *row[1:]] for row in rows[1:4]]
    pattern = "[sectors]\npattern = '(?P<code>\\d\\d)( (?P<name>.+))?'\n"
    with_pattern = ROLES.replace("[[final_demand]]", pattern + "\n[[final_demand]]", 1)
    path = folder_of(tmp_path, with_pattern, table=[rows[0], *named, *rows[4:]])
    assert [s.name.ko for s in read(path).table().sectors.sectors] == [
        "name 01", "name 02", "name 03",
    ]  # fmt: skip
    edit(path, "(?P<name>.+))?'\n", '(?P<name>.+))?\'\nnames = "names.csv"\n')
    write_csv(tmp_path / "names.csv", [["code", "name_ko", "name_en"], ["02", "공산품", "Goods"]])
    sectors = read(path, names_en={"03": "Services"}).table().sectors.sectors
    assert [(s.name.ko, s.name.en) for s in sectors] == [
        ("name 01", "name 01"), ("공산품", "Goods"), ("name 03", "Services"),
    ]  # fmt: skip


def test_a_row_less_others_and_figures_as_europeans_write_them(tmp_path: Path) -> None:
    rows = one_sheet()
    rows[6][1:4] = (PRIMARY.sum(axis=0)).tolist()  # Surplus now holds all of value added
    european = [
        [f"{x:,.2f}".translate(str.maketrans(",.", ".,")) if isinstance(x, float) else x for x in r]
        for r in rows
    ]
    assert european[3][3] == "80,00"
    roles = ROLES.replace("format = 1", 'format = 1\ndelimiter = ";"\ndecimal = ","').replace(
        'label = "Surplus"\n', 'label = "Surplus"\ncode = "rest"\nless = ["Wages"]\n'
    )
    path = folder_of(tmp_path, roles)
    write_csv(tmp_path / "table.csv", european, ";")
    draft = read(path)
    np.testing.assert_array_equal(draft.table().primary_inputs[1:], PRIMARY)
    assert draft.assumptions == (
        Text(
            "rest: 원자료의 Surplus에서 Wages을(를) 뺀 값",
            "rest: Surplus of the source less Wages",
        ),
    )


def test_blanks_are_faults_unless_they_are_said_to_be_zero(tmp_path: Path) -> None:
    rows = one_sheet()
    rows[1][3] = ""
    path = folder_of(tmp_path, table=rows)
    (fault,) = read(path).faults()
    assert (fault.kind, fault.problem.place) == ("not-a-number", "table.csv, D2 (01 × 03)")
    edit(path, "format = 1\n", 'format = 1\nblank = "zero"\n')
    draft = read(path)
    assert draft.table().domestic[0, 2] == 0.0
    assert [str(text) for text in draft.assumptions] == [
        "blank cells of the source are read as zero"
    ]


def test_primary_inputs_of_final_demand_are_left_out_and_said_to_be(tmp_path: Path) -> None:
    rows = one_sheet()
    rows[4][4:6] = [45, 0]
    draft = read(folder_of(tmp_path, table=rows))
    assert [str(text) for text in draft.assumptions] == [
        "Imports used by final demand itself are left out, not being told by product"
    ]


# ------------------------------------------------------------------ total flows
TOTAL = ROLES.replace('file = "table.csv"\n', 'file = "table.csv"\nflows = "total"\n').replace(
    '[[primary_inputs]]\nlabel = "Imports"\nrole = "imports"\n',
    '[[imports]]\nlabel = "(less) Imports"\nnegative = true\n',
).replace('[[totals]]\nlabel = "Output"\nof = "output"\n', "")  # fmt: skip
BOUGHT = IMPORTS.sum(axis=1) + FINAL_DEMAND_IMPORTS.sum(axis=1)


def total_sheet(imports: np.ndarray = BOUGHT) -> list[list[object]]:
    flows, demand = DOMESTIC + IMPORTS, FINAL_DEMAND + FINAL_DEMAND_IMPORTS
    rows: list[list[object]] = [["", *CODES, "Consumption", "Exports", "(less) Imports"]]
    for i, code in enumerate(CODES):
        rows.append([code, *flows[i], *demand[i], -imports[i]])
    rows += [["Wages", *PRIMARY[0], "", "", ""], ["Surplus", *PRIMARY[1], "", "", ""]]
    return rows


@pytest.mark.parametrize("treatment", ["proportional", "proportional-but-exports"])
def test_total_flows_are_split_as_the_user_chose(tmp_path: Path, treatment: str) -> None:
    path = folder_of(tmp_path, TOTAL, table=total_sheet())
    draft = read(path, imports=treatment)
    table = draft.table()
    assert table.imports is not None
    assert table.final_demand_imports is not None
    np.testing.assert_allclose(table.domestic + table.imports, DOMESTIC + IMPORTS, rtol=EXACT)
    bought = table.imports.sum(axis=1) + table.final_demand_imports.sum(axis=1)
    np.testing.assert_allclose(bought, BOUGHT, rtol=EXACT)
    np.testing.assert_allclose(table.output, OUTPUT, rtol=EXACT)
    table.require_balanced()
    exported = table.final_demand_imports[:, 1]
    assert (exported == 0).all() == (treatment == "proportional-but-exports")
    assert draft.assumptions == (ASSUMED[treatment],)  # type: ignore[index]
    assert ASSUMED[treatment].en in table.info.caveats_en  # type: ignore[index]
    assert draft.parts["domestic"].place(0, 1) == "table.csv, C2 (01 × 02)"
    edit(path, "format = 1\n", f'format = 1\ntreatment = "{treatment}"\n')
    np.testing.assert_array_equal(read(path).table().domestic, table.domestic)


def test_two_kinds_of_flows_give_the_third(tmp_path: Path) -> None:
    sheets = several()
    sheets["imports"] = total_sheet()[:4]
    roles = ON_SEVERAL.replace('flows = "imports"', 'flows = "total"\nignore = ["(less) Imports"]')
    draft = read(folder_of(tmp_path, roles, **sheets))
    np.testing.assert_array_equal(draft.table().imports, IMPORTS)
    np.testing.assert_array_equal(draft.table().final_demand_imports, FINAL_DEMAND_IMPORTS)
    assert len(draft.assumptions) == 1  # the scale of employees: a difference assumes nothing


def test_total_flows_without_a_treatment_are_refused(tmp_path: Path) -> None:
    path = folder_of(tmp_path, TOTAL, table=total_sheet())
    error = refused(NotSupportedError, lambda: read(path))
    assert str(error) == lines(
        str(path),
        "  there are total flows alone, and no way to tell imports from domestic products",
        "    expected: domestic or imported flows; or imports by product and a treatment",
        "    found: without a treatment of imports",
        "    remedy: choose a treatment: proportional or proportional-but-exports (--imports, or "
        "treatment in roles.toml)",
    )
    edit(path, '[[imports]]\nlabel = "(less) Imports"\nnegative = true\n', "")
    edit(path, "format = 1\n", 'format = 1\nignore = ["(less) Imports"]\n')
    error = refused(NotSupportedError, lambda: read(path))
    assert error.render("ko") == lines(
        str(path),
        "  총거래만 있어 국산과 수입을 나눌 수 없습니다",
        "    기대한 것: 국산거래나 수입거래, 또는 상품별 수입과 처리 방식",
        "    찾은 것: 없는 것: 수입의 처리 방식, 상품별 수입",
        "    고치는 법: 처리 방식을 고르십시오: proportional, proportional-but-exports (--imports "
        "또는 roles.toml의 treatment)",
    )


def test_a_treatment_of_imports_is_refused_where_it_is_needless(tmp_path: Path) -> None:
    path = folder_of(tmp_path)
    error = refused(NotSupportedError, lambda: read(path, imports="proportional"))
    assert str(error) == lines(
        str(path),
        "  the sheets tell domestic products from imports already",
        "    expected: no treatment of imports",
        "    found: proportional",
        "    remedy: leave out --imports, or treatment",
    )


def test_imports_beyond_the_uses_of_a_product_are_refused(tmp_path: Path) -> None:
    path = folder_of(tmp_path, TOTAL, table=total_sheet(np.array([35.0, 1e6, -5.0])))
    error = refused(TableFileError, lambda: read(path, imports="proportional"))
    assert str(error) == lines(
        str(path),
        "  table.csv, G3 (02 × (less) Imports): imports do not fit the uses of the product",
        "    expected: between none and all of the uses",
        "    found: 02: a share of 1695",
        "    remedy: check the sign of the imports (negative), or try the other treatment",
        "  table.csv, G4 (03 × (less) Imports): imports do not fit the uses of the product",
        "    expected: between none and all of the uses",
        "    found: 03: a share of -0.01163",
        "    remedy: check the sign of the imports (negative), or try the other treatment",
    )


def test_text_among_total_flows_is_told_at_its_cell(tmp_path: Path) -> None:
    rows = total_sheet()
    rows[2][1] = "n.a."
    path = folder_of(tmp_path, TOTAL, table=rows)
    error = refused(TableFileError, lambda: read(path, imports="proportional"))
    assert str(error) == lines(
        str(path),
        "  table.csv, B3 (02 × 01): the cell is not a number",
        "    expected: a number",
        '    found: "n.a."',
        "    remedy: put in the figure of the source",
    )


# ------------------------------------------------------------------ refusals
def test_all_that_is_wrong_with_roles_is_told_at_once(tmp_path: Path) -> None:
    roles = ROLES.replace('unit = "million EUR"', 'unit = "million"').replace(
        'role = "imports"', 'rôle = "imports"'
    )
    roles = roles.replace('file = "table.csv"\n', 'file = "table.csv"\nlabels = ["1"]\n').replace(
        "[[final_demand]]", "[sectors]\npattern = '(?P<kode>.+'\n[[final_demand]]", 1
    ).replace('of = "output"', 'of = "outputs"').replace("rôle", '"rôle"')  # fmt: skip
    path = folder_of(tmp_path, roles)
    error = refused(TableFileError, lambda: read(path))
    assert [str(problem.place) for problem in error.problems] == [
        "table.unit",
        "sheets[1].labels",
        "sectors.pattern",
        "primary_inputs[1].role",
        "primary_inputs[1].rôle",
        "totals[1].of",
    ]
    assert str(error).splitlines()[5:13] == [
        "  sheets[1].labels: this is not the name of a column",
        '    expected: the letter of a column, as "A"',
        '    found: "1"',
        "    remedy: write it as spreadsheets do",
        "  sectors.pattern: this is no regular expression",
        "    expected: a regular expression as Python has them",
        '    found: "(?P<kode>.+": missing ), unterminated subpattern at position 0',
        "    remedy: mend the expression",
    ]


def test_a_pattern_has_to_hold_a_code(tmp_path: Path) -> None:
    roles = ROLES.replace("[[final_demand]]", "[sectors]\npattern = '.+'\n[[final_demand]]", 1)
    error = refused(TableFileError, lambda: read(folder_of(tmp_path, roles)))
    assert str(error) == lines(
        str(tmp_path / "roles.toml"),
        "  sectors.pattern: the groups have other names",
        "    expected: (?P<code>…), besides at most (?P<name>…) and (?P<region>…)",
        "    found: –",
        "    remedy: put the code in (?P<code>…)",
    )


def test_a_total_has_one_meaning_and_no_list_is_empty(tmp_path: Path) -> None:
    roles = ROLES.replace('of = "output"', "") + '[[totals]]\nlabel = "x"\nof = "output"\n'
    roles = roles.replace('file = "table.csv"\n', 'file = "table.csv"\nlabels = []\n')
    path = folder_of(tmp_path, roles + 'sum = ["Wages"]\n')
    error = refused(TableFileError, lambda: read(path))
    assert str(error) == lines(
        str(path),
        "  sheets[1].labels: the list is empty",
        "    expected: at least one",
        "    found: none",
        "    remedy: put in what is missing",
        "  totals[1]: there is no telling what it totals",
        "    expected: either of or sum",
        "    found: neither",
        "    remedy: give one of the two",
        "  totals[2]: there is no telling what it totals",
        "    expected: either of or sum",
        "    found: both",
        "    remedy: give one of the two",
    )


def test_what_the_table_itself_refuses_is_told(tmp_path: Path) -> None:
    roles = ROLES.replace("[table]\n", '[table]\ncaveats_en = ["x"]\n')
    error = refused(TableFileError, lambda: read(folder_of(tmp_path, roles)))
    assert str(error).splitlines()[1] == "  the caveats differ in number"


def test_lines_without_a_role_and_doubled_ones_are_all_told(tmp_path: Path) -> None:
    rows = one_sheet()
    rows.append(["Wages", 1, 2, 3, "", "", ""])
    rows.append(["Memo", 1, 2, 3, "", "", ""])
    rows[0].append("Memo")
    rows = [rows[0], *([*row, 1] for row in rows[1:])]
    sectors = '[sectors]\nrows = ["0*"]\ncolumns = ["0*"]\n'
    path = folder_of(tmp_path, ROLES.replace("[[final", sectors + "\n[[final", 1), table=rows)
    error = refused(TableFileError, lambda: read(path))
    assert str(error) == lines(
        str(path),
        "  table.csv, A9 (Wages): two rows have the label of one item",
        "    expected: once",
        '    found: "Wages"',
        "    remedy: tell them apart by their labels in the source",
        "  table.csv, A10 (Memo): the row has no role",
        "    expected: a sector, an item, a total, or ignored",
        '    found: "Memo"',
        "    remedy: say in roles.toml what it is",
        "  table.csv, H1 (Memo): the column has no role",
        "    expected: a sector, an item, a total, or ignored",
        '    found: "Memo"',
        "    remedy: say in roles.toml what it is",
    )
    assert "행의 역할이 정해지지 않았습니다" in error.render("ko")


def test_a_label_that_the_pattern_misses_is_told(tmp_path: Path) -> None:
    pattern = "[sectors]\npattern = '(?P<code>0[12])'\n\n[[final"
    path = folder_of(tmp_path, ROLES.replace("[[final", pattern, 1))
    error = refused(TableFileError, lambda: read(path))
    assert str(error) == lines(
        str(path),
        *(
            line
            for place in ("A4", "D1")
            for line in (
                f"  table.csv, {place} (03): the sector's label doesn't fit the pattern",
                "    expected: (?P<code>0[12])",
                '    found: "03"',
                "    remedy: mend the pattern; if it is no sector, name it under ignore or totals",
            )
        ),
    )


def test_labels_that_are_nowhere_are_all_told(tmp_path: Path) -> None:
    rows = [[cell if cell != "Exports" else "Export" for cell in row] for row in one_sheet()]
    roles = ROLES.replace("format = 1\n", 'format = 1\nignore = ["Export"]\n')
    roles = roles.replace('label = "Wages"', 'label = "wages"').replace(
        'label = "Output"\n', 'label = "Gross output"\n'
    )
    roles = roles.replace('Export"]', 'Export", "Wages", "Output"]')
    path = folder_of(tmp_path, roles, table=rows)
    error = refused(TableFileError, lambda: read(path))
    assert str(error) == lines(
        str(path),
        *(
            line
            for label in ("Exports", "wages", "Gross output")
            for line in (
                "  table.csv: the label is not there",
                f'    expected: a row or column "{label}" that meets sectors',
                "    found: nothing",
                "    remedy: write the label in roles.toml as it stands in the source",
            )
        ),
    )


def test_an_item_on_two_sheets_and_a_second_matrix_are_refused(tmp_path: Path) -> None:
    sheets = several()
    sheets["persons"] = sheets["inputs"] + sheets["Z"][1:]
    path = folder_of(tmp_path, ON_SEVERAL, **sheets)
    error = refused(TableFileError, lambda: read(path))
    told = str(error)
    assert (
        "  persons.csv: this is the second matrix of domestic flows\n"
        "    expected: one sheet on which sectors meet\n"
        "    found: rows taken for sectors: 01, 02, 03 …; columns: 01, 02, 03 …\n"
        "    remedy: say which flows the sheet holds; name lines that are no sectors as items, "
        "totals or under ignore"
    ) in told
    assert (
        "  inputs.csv, persons.csv: the item stands in several places\n"
        '    expected: one "Wages"\n'
        "    found: inputs.csv, persons.csv\n"
        "    remedy: name the label under ignore of the sheet that is not to be used"
    ) in told


def test_sectors_in_another_order_on_another_sheet_are_refused(tmp_path: Path) -> None:
    sheets = several()
    sheets["persons"][1:] = sheets["persons"][:0:-1]
    sheets["inputs"][0] = ["", "01", "02", "04"]
    path = folder_of(tmp_path, ON_SEVERAL, **sheets)
    error = refused(TableFileError, lambda: read(path))
    message = (
        "  {}: the sectors are not those of the flows\n"
        "    expected: 3 sectors in the same order\n"
        "    found: {}\n"
        "    remedy: put the lines of the source in one order"
    )
    told = str(error)
    assert message.format("inputs.csv, A2 (Wages)", "missing ['03'], surplus ['04']") in told
    assert message.format("persons.csv, B1 (Employed)", "another order") in told


def test_sheets_that_cannot_be_read_are_all_told(tmp_path: Path) -> None:
    sheets = several()
    sheets["fd"] = [["", "Consumption", ""], ["01", 1, 2], ["", 3, 4]]
    del sheets["inputs"]
    roles = ON_SEVERAL.replace('file = "persons.csv"', 'file = "persons.csv"\nheader = [9]')
    path = folder_of(tmp_path, roles, **sheets)
    error = refused(TableFileError, lambda: read(path))
    assert str(error) == lines(
        str(path),
        "  fd.csv, A3: a line with figures has no label",
        "    expected: a label for every row and column",
        "    found: a blank",
        "    remedy: put in its label, or see whether header and labels are right",
        "  fd.csv, C1: a line with figures has no label",
        "    expected: a label for every row and column",
        "    found: a blank",
        "    remedy: put in its label, or see whether header and labels are right",
        f"  {tmp_path / 'inputs.csv'}: the file can't be read",
        "    expected: a readable file",
        "    found: No such file or directory",
        "    remedy: check the path and its permissions",
        "  persons.csv: the labels are said to stand outside the sheet",
        "    expected: within 4 rows and 3 columns",
        "    found: header = [9], labels = ['A']",
        "    remedy: mend header and labels",
    )


def test_a_workbook_of_several_sheets_needs_the_name_of_one(tmp_path: Path) -> None:
    path = folder_of(tmp_path, ROLES.replace("table.csv", "table.xlsx"))
    with pd.ExcelWriter(tmp_path / "table.xlsx") as book:
        for name in ("A", "B"):
            pd.DataFrame(one_sheet()).to_excel(book, sheet_name=name, header=False, index=False)
    error = refused(TableFileError, lambda: read(path))
    assert str(error) == lines(
        str(path),
        f"  {tmp_path / 'table.xlsx'}: there is no telling which sheet is meant",
        "    expected: one of the sheets of the file, as sheet",
        '    found: ""; A, B',
        "    remedy: put its name into roles.toml",
    )
    edit(path, 'file = "table.xlsx"\n', 'file = "table.xlsx"\nsheet = "B"\n')
    np.testing.assert_array_equal(read(path).table().domestic, DOMESTIC)


def test_names_need_a_column_of_names(tmp_path: Path) -> None:
    roles = ROLES.replace("[[final_demand]]", '[sectors]\nnames = "n.csv"\n[[final_demand]]', 1)
    path = folder_of(tmp_path, roles)
    assert refused(NotFoundError, lambda: read(path)).origin == str(tmp_path / "n.csv")
    write_csv(tmp_path / "n.csv", [["code"], ["01"]])
    error = refused(TableFileError, lambda: read(path))
    assert str(error) == lines(
        str(tmp_path / "n.csv"),
        "  header: there is no column of names",
        "    expected: a code, then names",
        "    found: code",
        "    remedy: put in a column of names",
    )


def test_nothing_but_roles_is_taken(tmp_path: Path) -> None:
    path = folder_of(tmp_path)
    error = refused(NotSupportedError, lambda: read(path, employment=tmp_path / "table.csv"))
    assert str(error) == lines(
        f"{path}, {tmp_path / 'table.csv'}",
        "  give the roles.toml alone",
        "    expected: one roles.toml",
        "    found: roles.toml, table.csv",
        "    remedy: name other files and employment in it, as sheets and satellites",
    )


# ------------------------------------------------------------------ official tables
def roles_of(
    case: Path,
    *,
    unit: str,
    sheets: Sequence[str],
    demand: Sequence[str],
    primary: dict[str, str],
    rest: str = "",
    top: str = "",
    tolerance: float = 0.5,
) -> str:
    """Return a roles.toml for the files of a case, which stay where they are."""
    files = [f"[[sheets]]\nfile = '{case / 'inputs' / sheet}.csv'" for sheet in sheets]
    finals = [f"[[final_demand]]\nlabel = {label!r}" for label in demand]
    inputs = [
        f"[[primary_inputs]]\nlabel = {label!r}\nrole = '{role}'" for label, role in primary.items()
    ]
    head = ROLES[: ROLES.index("[[sheets]]")].replace("million EUR", unit)
    head = head.replace("tolerance = 0.5", f"tolerance = {tolerance}").replace(
        "format = 1\n", f"format = 1\n{top}\n"
    )
    return "\n".join([head, *files, *finals, *inputs, rest])


def model_of(tmp_path: Path, roles: str, **request: object) -> tuple[Draft, LeontiefModel]:
    path = tmp_path / "roles.toml"
    path.write_text(roles, "utf-8")
    draft = read(path, **request)
    assert examine(draft).sound
    return draft, LeontiefModel.from_table(draft.table())


def expected(case: Path, name: str) -> pd.DataFrame:
    return pd.read_csv(case / "expected" / f"{name}.csv", index_col=0, dtype={0: str})


def near(found: object, printed: object, absolute: float) -> None:
    np.testing.assert_allclose(np.asarray(found), np.asarray(printed), rtol=0, atol=absolute)


def test_germany_1995_of_the_eurostat_manual(shared: Path, tmp_path: Path) -> None:
    """Beutel (2008), tables 15.6–15.20; 1.6691 is a misprint of 1.6910 (SOURCE.md)."""
    case = shared / "cases/germany_1995_eurostat_manual"
    roles = roles_of(
        case,
        unit="million EUR",
        sheets=["Z", "fd", "primary", "emissions"],
        demand=[
            "final_consumption_households", "final_consumption_government",
            "gross_capital_formation", "inventory_change", "exports",
        ],
        primary={
            "imports": "imports",
            "net_tax_products": "product_tax",
            "compensation_employees": "value_added",
            "net_tax_production": "value_added",
            "consumption_fixed_capital": "value_added",
            "os_mixed_income_net": "value_added",
        },
        top='ignore = ["employment_wage_salary", "employment_self_employed", "CH4", "N2O", '
        '"SO2", "NOx", "CO", "NMVOC", "Dust", "Total"]',
        rest='[sectors]\nrows = ["*_group", "construction"]\ncolumns = ["*_group", "construction"]'
        '\n[[satellites]]\nlabel = "employment_domestic_total"\ncode = "employed"\nunit = "명"\n'
        'factor = 1000\n[[satellites]]\nlabel = "CO2"\ndimension = "physical"\nunit = "1,000 t"\n'
        '[[totals]]\nlabel = "total_use_published"\nof = "output"\n'
        '[[totals]]\nlabel = "output"\nof = "output"\n'
        '[[totals]]\nlabel = "gva"\nsum = ["compensation_employees", "net_tax_production", '
        '"consumption_fixed_capital", "os_mixed_income_net"]\n',
    )  # fmt: skip
    draft, model = model_of(tmp_path, roles)
    (gva,) = draft.claims
    np.testing.assert_array_equal(gva.block.values, gva.wanted())
    printed = expected(case, "multipliers_linkages")
    multipliers = model.multipliers()
    near(multipliers.of("production"), printed["backward_linkage"], MANUAL)
    near(multipliers.of("value_added"), printed["gva_mult"], MANUAL)
    # persons per million EUR; the manual has thousands of persons per million
    near(multipliers.of("employment") / 1000, printed["employment_mult"], MANUAL)
    table = draft.table()
    forward = np.linalg.inv(np.eye(6) - table.domestic / table.output[:, None]).sum(axis=1)
    off = np.abs(forward - printed["forward_linkage"].to_numpy()) > MANUAL
    assert [table.sectors.codes[i] for i in np.flatnonzero(off)] == ["industry_group"]
    assert (printed["forward_linkage"]["industry_group"], round(forward[1], 4)) == (1.6691, 1.6910)
    use, output = draft.printed
    assert (use.block.values[:, 0] - table.output).tolist() == [0, -46, 0, 0, 0, 0]
    np.testing.assert_array_equal(output.block.values[0], table.output)
    (misprint,) = examine(draft).warnings
    assert (misprint.kind, misprint.size) == ("misprint", -46.0)
    assert str(misprint.place) == "fd.csv, G3 (industry_group × total_use_published)"


def test_netherlands_2000_of_the_spicosa_report(shared: Path, tmp_path: Path) -> None:
    """D'Hernoncourt et al. (2011), table 1: income per euro, and Type I."""
    case = shared / "cases/netherlands_2000_spicosa"
    roles = roles_of(
        case,
        unit="million EUR",
        sheets=["Z", "fd", "primary"],
        demand=[
            "final_consumption_private", "final_consumption_government",
            "gross_fixed_capital_formation", "exports",
        ],
        primary={
            "imports": "imports",
            "net_tax": "product_tax",
            "compensation_employees": "value_added",
            "value_added_bp": "value_added",
        },
        top='ignore = ["final_consumption_households", "total_use_pp"]',
        rest='less = ["compensation_employees"]\n[sectors]\nrows = ["*_group"]\n'
        'columns = ["*_group"]\n[[totals]]\nlabel = "total_use"\nof = "output"\n'
        '[[totals]]\nlabel = "output_bp"\nof = "output"\n',
        tolerance=1.0,  # the row of services misses its column by one
    )  # fmt: skip
    draft, model = model_of(tmp_path, roles)
    printed = expected(case, "income_multipliers")
    table, income = draft.table(), model.multipliers().of("compensation_employees")
    direct = table.primary_inputs[2] / table.output
    near(income, printed["income_direct_effect_L"], SPICOSA)
    near(income / direct, printed["income_mult_typeI"], SPICOSA)
    outputs = [total for total in draft.printed if total.name == "output_bp"]
    np.testing.assert_array_equal(outputs[0].block.values[0], table.output)


def test_scotland_2016_of_the_scottish_government(shared: Path, tmp_path: Path) -> None:
    """98 industries, one of them (12 Tobacco) without output; published Type I figures."""
    case = shared / "cases/scotland_2016_ixi98"
    roles = roles_of(
        case,
        unit="million GBP",
        sheets=["Z", "fd", "primary"],
        demand=[
            "Households", "NPISHs", "Central government", "Local government",
            "Gross fixed capital formation", "Valuables", "Change in inventories",
            "Non-resident households", "Rest of UK exports", "Rest of world exports",
        ],
        primary={
            "RUKImp": "imports", "RoWImp": "imports", "TlSPrds": "product_tax",
            "TlSPrdn": "value_added", "CoE": "value_added", "GOS": "value_added",
        },
        top='ignore = ["Total", "Total final use", "TDU", "TIU", "GVA"]',
        rest=f"[sectors]\nnames = '{case / 'inputs/sector_names.csv'}'\n"
        '[[totals]]\nlabel = "TOut"\nof = "output"\n'
        '[[totals]]\nlabel = "Total intermediate use"\nof = "intermediate"\n'
        '[[totals]]\nlabel = "Total use for industry output"\nof = "output"\n',
    )  # fmt: skip
    draft, model = model_of(tmp_path, roles)
    near(model.system.inverse(), expected(case, "L_typeI"), SCOTTISH)
    printed = expected(case, "multipliers_typeI")
    output = model.multipliers().of("production")
    near(output[model.active], printed["Output multiplier"][model.active], 98 * SCOTTISH)
    near(model.multipliers().of("value_added"), printed["GVA effect"], SCOTTISH)
    near(model.multipliers().of("CoE"), printed["Income effect"], SCOTTISH)
    assert draft.table().sectors.get("02.1, 02.4").name.en == "Forestry planting"
    assert [model.sectors.codes[i] for i in np.flatnonzero(~model.active)] == ["12"]
    assert printed["Output multiplier"]["12"] == 1.0  # a unit of output that there isn't


def test_united_kingdom_2010_of_the_ons(shared: Path, tmp_path: Path) -> None:
    """127 products: the ONS's own coefficients, inverse, multipliers and effects."""
    case = shared / "cases/uk_2010_ons_pxp127"
    roles = roles_of(
        case,
        unit="million GBP",
        sheets=["Z", "fd", "primary"],
        demand=[
            "Households", "Non-profit instns serving households", "Central government",
            "Local government", "Gross fixed capital formation", "Valuables",
            "Changes in inventories", "Exports of goods", "Exports of services",
        ],
        primary={
            "Imported goods and services": "imports",
            "Taxes less subsidies on products": "product_tax",
            "Taxes less subsidies on production": "value_added",
            "Compensation of employees": "value_added",
            "Gross Operating Surplus": "value_added",
        },
        top='ignore = ["Total consumption"]',
        rest='[[totals]]\nlabel = "Total intermediate demand"\nof = "intermediate"\n'
        '[[totals]]\nlabel = "Total demand"\nof = "output"\n'
        '[[totals]]\nlabel = "Total output"\nof = "output"\n',
    )  # fmt: skip
    draft, model = model_of(tmp_path, roles)
    table = draft.table()
    near(input_coefficients(table.domestic, table.output), expected(case, "A"), PRINTED_INVERSE)
    near(model.system.inverse(), expected(case, "L"), PRINTED_INVERSE)
    printed = expected(case, "multipliers")
    multipliers = model.multipliers()
    near(multipliers.of("production"), printed["Output multiplier"], 127 * PRINTED_INVERSE)
    near(multipliers.of("value_added"), printed["GVA effects"], PRINTED_INVERSE)
    near(
        multipliers.of("Compensation of employees"),
        printed["Employment cost effects"],
        PRINTED_INVERSE,
    )


def test_germany_2009_of_the_un_handbook(shared: Path, tmp_path: Path) -> None:
    """CO2 multipliers, from unrounded flows; those of other gases hang on cells of one."""
    case = shared / "cases/germany_2009_un_handbook"
    codes = pd.read_csv(case / "inputs/Z.csv", index_col=0).columns
    for name in ("Z", "fd", "primary"):  # the rows have other names than the columns
        frame = pd.read_csv(case / f"inputs/{name}.csv", index_col=0)
        frame.index = pd.Index(codes if name != "primary" else frame.index, name="")
        frame.to_csv(tmp_path / f"{name}.csv")
    roles = roles_of(
        tmp_path,
        unit="billion EUR",
        sheets=["Z", "fd", "primary"],
        demand=[
            "final_consumption_households", "final_consumption_government",
            "gross_capital_formation", "inventory_change", "exports",
        ],
        primary={
            "imports": "imports", "net_tax_products": "product_tax",
            "compensation_employees": "value_added", "gva": "value_added",
        },
        top='ignore = ["total_output_bp", "output", "CH4", "N2O"]',
        rest='less = ["compensation_employees"]\n'
        '[[satellites]]\nlabel = "CO2"\ndimension = "physical"\nunit = "1,000 t"\n',
        tolerance=2.0,
    ).replace(f"{tmp_path}/inputs/", f"{tmp_path}/")  # fmt: skip
    _, model = model_of(tmp_path, roles)
    printed = expected(case, "emission_multipliers").loc["CO2"].to_numpy()
    ours = model.multipliers().of("CO2") * 1000  # per billion; shown per million EUR
    bounds = np.array([HANDBOOK_FARMS, *[HANDBOOK] * 5])
    assert (np.abs(ours / printed - 1.0) <= bounds).all()


def test_australia_1989_90_of_the_abs(shared: Path, tmp_path: Path) -> None:
    """ABS 5246.0 (1995): seven industries; the printed totals miss the cells by up to 3."""
    case = shared / "cases/abs_5246_1989_90_seven"
    roles = roles_of(
        case,
        unit="million AUD",
        sheets=["Z", "fd", "primary", "employment"],
        demand=["final_consumption", "gfcf", "stocks", "exports"],
        primary={
            "wages": "value_added", "gross_operating_surplus": "value_added",
            "commodity_taxes": "product_tax", "indirect_taxes_nec": "value_added",
            "sales_by_final_buyers": "scrap", "competing_imports": "imports",
            "duty_competing": "imports", "complementary_imports": "imports",
        },
        rest='[[satellites]]\nlabel = "employed_persons_fte"\ncode = "employed"\nunit = "명"\n'
        '[[totals]]\nlabel = "total_supply"\nof = "output"\n'
        '[[totals]]\nlabel = "australian_production"\nof = "output"\n',
        tolerance=3.0,
    )  # fmt: skip
    draft, model = model_of(tmp_path, roles)
    near(model.system.inverse(), expected(case, "L"), ABS)
    multipliers = model.multipliers()
    near(multipliers.of("production"), expected(case, "output_multipliers")["simple"], 7 * ABS)
    near(multipliers.of("wages"), expected(case, "income_multipliers")["simple"], ABS)
    jobs = expected(case, "employment_multipliers_per_million")["simple"]
    near(multipliers.of("employment"), jobs, 0.5)
    supply, production = draft.printed
    apart = production.block.values[0] - supply.block.values[:, 0]
    assert apart.tolist() == [-2, 1, -1, -1, 0, 3, 0]


def test_japan_2011_with_competing_imports(shared: Path, tmp_path: Path) -> None:
    """x = [I − (I − M̂)A]⁻¹ [(I − M̂) f + e]; three published figures of a linked table."""
    case = shared / "cases/japan_2011_13sector"
    raw = pd.read_csv(case / "inputs/table.csv", index_col=0)
    demand = [name for name in raw.columns if name.startswith(("finaldemand", "export"))]
    imports = [name for name in raw.columns if name.startswith("import")]
    roles = roles_of(
        case,
        unit="million JPY",
        sheets=["table"],
        demand=demand,
        primary={name: "value_added" for name in raw.index if name.startswith("valueadded")},
        rest="[sectors]\nrows = ['industry/*']\ncolumns = ['industry/*']\n"
        "pattern = 'industry/(?P<code>[^_]+)_(?P<name>.+)'\n"
        + "\n".join(f"[[imports]]\nlabel = {name!r}\nnegative = true" for name in imports),
    )
    roles = roles.replace("table.csv'", "table.csv'\nflows = 'total'")
    roles = roles.replace(
        "label = 'export/81_Exports total'", "label = 'export/81_Exports total'\nexports = true"
    )
    draft, model = model_of(tmp_path, roles, imports="proportional-but-exports")
    table = draft.table()
    assert table.sectors.sectors[12].code == "13"
    assert table.sectors.get("01").name.ko == "Agriculture,forestry and fishery"
    sectors = [name for name in raw.index if name.startswith("industry")]
    np.testing.assert_allclose(table.output, raw.loc[sectors].sum(axis=1), rtol=EXACT)
    x = model.system.solve(table.final_demand.sum(axis=1))
    np.testing.assert_allclose(x, table.output, rtol=EXACT)
    printed = expected(case, "agri_production_inducement_2011_nominal_linked_table")
    induced = model.system.solve(table.final_demand[:, :3])[0]
    spent = raw.loc[sectors, demand[:3]].sum()
    np.testing.assert_allclose(
        induced / spent, printed["published_linked_table"], rtol=JAPAN_LINKED
    )
    closed = read(tmp_path / "roles.toml", imports="proportional").table()
    assert closed.final_demand_imports is not None
    np.testing.assert_allclose(closed.output, table.output, rtol=EXACT)
    assert closed.final_demand_imports[:, -1].sum() > 0  # exports hold imports now


@pytest.mark.parametrize("kind", ["competitive", "noncompetitive"])
@pytest.mark.parametrize("scope", ["regional", "multiregional"])
def test_import_treatments_of_econio(shared: Path, tmp_path: Path, kind: str, scope: str) -> None:
    """Its dummy tables: the model gives back the totals that the tables print."""
    path = shared / f"cases/econio_import_treatment_dummy/inputs/{scope}-{kind}_import.csv"
    cells = list(csv.reader(path.read_text("utf-8-sig").splitlines()))
    depth = 3 if scope == "multiregional" else 2
    labels = ["/".join(filter(None, (row[j] for row in cells[:depth])))
              for j in range(len(cells[0]))]  # fmt: skip
    kinds = {label: label.split("/")[-2] for label in labels[depth:-1]}
    rows = ["/".join(filter(None, row[:depth])) for row in cells[depth:]]
    value = [name for name in rows if "value_added/" in name]
    row_imports = [name for name in rows if "import/" in name]
    finals = [name for name, of in kinds.items() if of in ("final_demand", "export")]
    columns = [name for name, of in kinds.items() if of == "import"]
    region = r"(?P<region>[^/]+)/" if depth == 3 else ""
    roles = roles_of(
        path.parent.parent,
        unit="million KRW",
        sheets=[path.stem],
        demand=finals,
        primary=dict.fromkeys(value, "value_added") | dict.fromkeys(row_imports, "imports"),
        top='blank = "zero"',
        rest="[sectors]\nrows = ['*industry/*']\ncolumns = ['*industry/*']\n"
        f"pattern = '{region}industry/(?P<code>.+)'\n"
        "[[totals]]\nlabel = 'total'\nof = 'output'\n"
        + "\n".join(f"[[imports]]\nlabel = {name!r}\nnegative = true" for name in columns),
    )
    letters = ", ".join(f'"{letter}"' for letter in "ABC"[:depth])
    flows = "total" if kind == "competitive" else "domestic"
    roles = roles.replace(
        f"{path.stem}.csv'",
        f"{path.stem}.csv'\nheader = {list(range(1, depth + 1))}\nlabels = [{letters}]\n"
        f"flows = '{flows}'",
    )
    for name in finals:
        if "/export/" in name or name.startswith("export/"):
            roles = roles.replace(f"label = {name!r}", f"label = {name!r}\nexports = true")
    treatment = "proportional-but-exports" if kind == "competitive" else None
    draft, model = model_of(tmp_path, roles, imports=treatment)
    table = draft.table()
    by_row, by_column = draft.printed
    np.testing.assert_allclose(table.output, by_column.block.values[0], rtol=EXACT)
    x = model.system.solve(table.final_demand.sum(axis=1))
    np.testing.assert_allclose(x, by_row.block.values[:, 0], rtol=EXACT)
    if depth == 3:
        assert model.regions == ("region_1", "region_2", "region_3")
    if kind == "noncompetitive":
        assert "used by final demand itself are left out" in str(draft.assumptions[-1])
        return
    A = input_coefficients(draft.parts["total"].values, table.output)
    apart = factorise(A).solve(draft.parts["final_demand_total"].values.sum(axis=1))
    assert (apart > table.output + 1.0).all()  # leaving the imports in overstates every sector


# ------------------------------------------------------------------ the document
def test_the_document_tells_every_key() -> None:
    text = (ROOT / "docs" / "bring-your-own-table.md").read_text("utf-8")
    section = text[text.index("## A plain CSV") : text.index("## Eurostat")]
    told = set(re.findall(r"`(\w+)", section))
    keys = {
        name
        for part in (
            RolesFile, About, SheetRoles, Sectors, Demand, Primary, Indicator, Total, Imports,
        )
        for name in part.model_fields
    }  # fmt: skip
    assert keys - told == set()
