"""Sheets of the Bank of Korea: small ones, new and old, with planted faults; the Bank's of 2020."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from bok_sheets import (
    A_DOMESTIC,
    A_IMPORTS,
    CODES,
    DEMAND,
    DEMAND_IMPORTS,
    DOMESTIC,
    IMPORTS,
    INPUTS,
    INVERSE,
    ITEMS,
    OLD_DEMAND,
    OLD_INPUTS,
    OUTPUT,
    SCRAP,
    TAX,
    USES,
    Cells,
    as_csv,
    at,
    csv_data,
    domestic_sheet,
    employment_sheet,
    flow_sheet,
    imports_sheet,
    induced_sheet,
    matrix_sheet,
    old_domestic_sheet,
    old_total_sheet,
    old_workbook,
    put,
    titled,
    total_sheet,
    workbook,
)
from helpers import lines, refused

from iomodel.checks import Report, examine
from iomodel.draft import Draft
from iomodel.errors import IOModelError, LabelError, NotSupportedError, TableFileError
from iomodel.readers import ImportTreatment, Request, bok, recognise
from iomodel.readers.bok_heading import heading
from iomodel.readers.bok_implied import Implied
from iomodel.readers.sheets import Sheet, csv_sheet, sheets_of, workbook_sheets
from iomodel.readers.treatment import ASSUMED
from iomodel.table import Array, IOTable

SHARES = {"rtol": 1e-12, "atol": 0}  # the same shares by another order of operations


def sheets(
    total: Cells | None = None,
    domestic: Cells | None = None,
    imports: Cells | None = None,
    employment: Cells | None = None,
) -> list[Sheet]:
    given = {
        "total": total or total_sheet(),
        "domestic": domestic or domestic_sheet(),
        "imports": imports,
        "employment": employment,
    }
    return [as_csv(cells, f"{name}.csv") for name, cells in given.items() if cells]


def read(
    total: Cells | None = None,
    domestic: Cells | None = None,
    imports: Cells | None = None,
    employment: Cells | None = None,
) -> IOTable:
    return bok.read_sheets(*sheets(total, domestic, imports, employment))


def judged(*given: Sheet, treatment: ImportTreatment | None = None) -> Report:
    return examine(bok.draft_of(given, treatment=treatment))


def refusal(attempt: Callable[[], object], kind: type[IOModelError] = TableFileError) -> str:
    return str(refused(kind, attempt))


def alone(*extra: Sheet, treatment: ImportTreatment | None = "proportional") -> Draft:
    return bok.draft_of([as_csv(total_sheet(), "total.csv"), *extra], treatment=treatment)


# ------------------------------------------------------- whole tables
def test_whole_table_from_csv() -> None:
    table = read(employment=employment_sheet())
    np.testing.assert_array_equal(table.domestic, DOMESTIC)
    np.testing.assert_array_equal(table.imports, IMPORTS)
    np.testing.assert_array_equal(table.final_demand, DEMAND)
    np.testing.assert_array_equal(table.final_demand_imports, DEMAND_IMPORTS)
    np.testing.assert_array_equal(table.primary_inputs, INPUTS)
    np.testing.assert_array_equal(table.satellites, [[1200, 3000], [700, 2500]])
    np.testing.assert_array_equal(table.output, OUTPUT)
    assert table.balance() == ()
    assert table.sectors.codes == ("01", "10")
    assert [sector.name.ko for sector in table.sectors.sectors] == ["작물", "기타"]
    assert [label.code for label in table.info.final_demand] == [code for code, _ in ITEMS]
    assert [(part.code, part.role) for part in table.info.primary_inputs] == [
        ("compensation_of_employees", "value_added"),
        ("operating_surplus", "value_added"),
        ("consumption_of_fixed_capital", "value_added"),
        ("production_taxes_less_subsidies", "value_added"),
    ]
    assert [(one.code, one.unit, one.concept) for one in table.info.satellites] == [
        ("employed", "명", "전업환산 (full-time equivalents)"),
        ("employees", "명", "전업환산 (full-time equivalents)"),
    ]
    assert (table.info.id, table.info.year, table.info.price_year) == ("bok-2020-2", 2020, 2020)
    assert (table.info.unit, table.info.valuation) == ("백만원", "producers")
    assert table.info.caveats == ()
    assert table.info.source.changes == (
        "Figures are as on the sheets; headings, notes and printed totals are not kept. "
        "Imported flows are total less domestic flows, cell by cell."
    )


def test_persons_of_a_sheet_that_says_nothing_of_full_time() -> None:
    cells = employment_sheet()
    cells[1] = ["(상품)"]
    info = read(employment=cells).info
    assert [one.concept for one in info.satellites] == ["", ""]
    assert info.employment.en == (
        "Employed persons are employees, the self-employed and unpaid family workers; employees "
        "are wage and salary earners alone"
    )


def test_import_sheet_is_used_where_there_is_one() -> None:
    table = read(imports=imports_sheet())
    np.testing.assert_array_equal(table.imports, IMPORTS)
    np.testing.assert_array_equal(table.final_demand_imports, DEMAND_IMPORTS)
    assert "are those of their sheets" in table.info.source.changes


def test_imports_in_place_of_the_domestic_sheet() -> None:
    table = bok.read_sheets(as_csv(total_sheet(), "t.csv"), as_csv(imports_sheet(), "m.csv"))
    np.testing.assert_array_equal(table.domestic, DOMESTIC)
    np.testing.assert_array_equal(table.final_demand, DEMAND)
    assert "Domestic flows are total less imported flows" in table.info.source.changes


def test_english_names_by_code() -> None:
    table = bok.read_sheets(*sheets(), names_en={"01": "Crops"})
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


@pytest.mark.parametrize("codes", [("A", "C01"), ("0111", "8300"), ("011", "830")])
def test_codes_of_other_levels(codes: tuple[str, str]) -> None:
    style = dict(zip(CODES, codes, strict=True))

    def coded(cells: Cells) -> Cells:
        return [[style.get(str(cell), cell) for cell in row] for row in cells]

    table = read(
        coded(total_sheet()), coded(domestic_sheet()), employment=coded(employment_sheet())
    )
    assert table.sectors.codes == codes
    np.testing.assert_array_equal(table.satellites[0], [1200, 3000])


def test_sectors_without_codes_are_numbered() -> None:
    def uncoded(cells: Cells) -> Cells:
        return [["" if cell in CODES else cell for cell in row] for row in cells]

    table = read(
        uncoded(total_sheet()), uncoded(domestic_sheet()), None, uncoded(employment_sheet())
    )
    assert table.sectors.codes == ("1", "2")
    np.testing.assert_array_equal(table.satellites[0], [1200, 3000])
    assert "The sheets give the sectors no codes; they were numbered" in table.info.source.changes


def test_columns_without_codes_take_those_of_the_rows() -> None:
    cells = domestic_sheet()
    cells[4] = ["    상품\n    상품"]
    assert read(domestic=cells).sectors.codes == ("01", "10")


# ------------------------------------------------------- old workbooks, other prices
def old_sheets() -> list[Sheet]:
    return [
        as_csv(old_total_sheet(), "2010년 총거래표(생산자가격).csv"),
        as_csv(old_domestic_sheet(), "2010년 국산거래표(생산자가격).csv", "cp949"),
    ]


def test_an_old_table() -> None:
    """Old names, running numbers, product taxes and scrap beside value added, subtotals."""
    draft = bok.draft_of(old_sheets())
    assert examine(draft).findings == ()
    table = draft.table()
    assert table.balance() == ()
    assert table.sectors.codes == ("1", "2")
    np.testing.assert_array_equal(table.domestic, DOMESTIC)
    np.testing.assert_array_equal(table.imports, IMPORTS)
    np.testing.assert_array_equal(table.final_demand[:, :6], OLD_DEMAND)
    np.testing.assert_array_equal(table.final_demand[:, 6], [-2000, 0])
    assert table.final_demand_imports is not None
    np.testing.assert_array_equal(table.final_demand_imports[:, 6], 0)
    np.testing.assert_array_equal(table.primary_rows("product_tax"), TAX)
    np.testing.assert_array_equal(table.primary_rows("scrap"), SCRAP)
    np.testing.assert_array_equal(table.value_added, OLD_INPUTS.sum(axis=0))
    np.testing.assert_array_equal(table.output, OUTPUT)
    assert [label.ko for label in table.info.final_demand] == [
        *("민간소비", "정부소비", "민간고정자본형성", "정부고정자본형성", "재고증가", "수출"),
        "잔폐물발생(공제)",
    ]
    assert [part.ko for part in table.info.primary_inputs] == [
        *("순생산물세", "잔폐물", "피용자보수", "영업잉여", "고정자본소모", "기타생산세"),
    ]
    assert (table.info.year, table.info.unit) == (2010, "십억원")
    assert table.info.source.changes == (
        "Figures are as on the sheets; headings, notes and printed totals are not kept. "
        "Imported flows are total less domestic flows, cell by cell. "
        "Columns of supply besides output and imports are negative final demand: 잔폐물발생. "
        "Read as CP949, not being UTF-8: 2010년 국산거래표(생산자가격).csv."
    )


def test_gross_capital_formation_that_is_not_split() -> None:
    """총고정자본형성 is an item where it stands alone, a subtotal where its parts are there."""

    def unsplit(cells: Cells) -> Cells:
        at = cells[4].index("총고정자본형성")
        return [*cells[:3], *([*row[: at - 2], *row[at:]] for row in cells[3:])]

    given = [unsplit(old_total_sheet()), unsplit(old_domestic_sheet())]
    draft = bok.draft_of([as_csv(c, f"2010 {c[0][0]}(생산자가격).csv") for c in given])
    assert examine(draft).findings == ()
    table = draft.table()
    assert [label.code for label in table.info.final_demand][2] == "fixed_capital"
    np.testing.assert_array_equal(table.final_demand[:, 2], OLD_DEMAND[:, 2:4].sum(axis=1))


def test_a_wrong_subtotal_of_an_old_table() -> None:
    cells = old_total_sheet()
    j = cells[4].index("총고정자본형성")
    cells[5][j] = 7_500.0
    found = judged(as_csv(cells, "2010 총거래표(생산자가격).csv"), old_sheets()[1]).findings
    assert [(one.kind, one.what.en) for one in found] == [
        ("misprint", "총고정자본형성 differs from the sum of its row")
    ]
    assert found[0].place == "2010 총거래표(생산자가격).csv, J6 (1 작 물 × 8 총고정자본형성)"


def test_product_taxes_that_value_added_counts_in() -> None:
    """Where 부가가치 comes to more than its parts by just the row above, that row is in it."""
    cells = old_total_sheet()
    row = next(line for line in cells if line[0] == "부가가치")
    row[2:5] = [
        cell + tax + scrap
        for cell, tax, scrap in zip(row[2:5], [3e3, 5e3, 8e3], [-2e3, 0, -2e3], strict=True)
    ]  # type: ignore[operator]
    draft = bok.draft_of([as_csv(cells, "2010 총거래표(생산자가격).csv"), old_sheets()[1]])
    assert examine(draft).findings == ()
    assert {part.role for part in draft.table().info.primary_inputs} == {"value_added"}
    assert "부가가치계 counts in 순생산물세, 잔폐물, which is value added here." in (
        draft.info.source.changes
    )


def test_basic_prices() -> None:
    """At basic prices product taxes are a row of their own below the flows."""
    cells = old_total_sheet()
    cells[0] = ["총거래표(기초가격)"]
    total = as_csv(cells, "2015 총거래.csv")
    assert judged(total, as_csv(old_domestic_sheet(), "2015 국산거래(기초가격).csv")).findings == ()
    table = bok.read_sheets(total, as_csv(old_domestic_sheet(), "2015 국산거래(기초가격).csv"))
    assert table.info.valuation == "basic"
    assert table.info.title.en == "Input-output table 2015, basic prices, 2 sectors"


def test_product_taxes_of_final_demand_are_told_to_be_left_out() -> None:
    cells = old_total_sheet()
    row = next(line for line in cells if line[0] == "순생산물세")
    row[5] = 1_000.0
    draft = bok.draft_of([as_csv(cells, "2010 총거래표(생산자가격).csv"), old_sheets()[1]])
    assert "Taxes less subsidies on products of final demand are not kept." in (
        draft.info.source.changes
    )


def test_purchasers_prices() -> None:
    """Margins add to the supply of goods and take from that of trade: negative final demand."""
    margins = np.array([[5.0, 2], [-5, -2]]) * 1000
    draft = bok.draft_of(
        [as_csv(total_sheet("구매자가격", margins), "t.csv")], treatment="proportional"
    )
    table = draft.table()
    assert table.info.valuation == "purchasers"
    assert [label.code for label in table.info.final_demand][7:] == [
        "trade_margins",
        "transport_margins",
    ]
    np.testing.assert_array_equal(table.final_demand[:, 7:], -margins)
    np.testing.assert_allclose(table.output, OUTPUT, rtol=1e-15)
    assert table.balance() == ()
    assert examine(draft).errors == ()


def test_constant_prices() -> None:
    """A sheet at prices of another year, its adjustment row without a code."""
    cells = total_sheet()
    cells[0] = ["투입산출표_총거래표(2015년 불변가격)"]
    i = next(i for i, row in enumerate(cells) if row[:1] == ["9630"])
    labour = cells[6 + 3][2:5]
    cells.insert(i + 1, ["", "(조정항)".strip("()"), *(0.25 * cell for cell in labour)])  # type: ignore[operator]
    cells[6 + 3][2:5] = [0.75 * cell for cell in labour]  # type: ignore[operator]
    domestic = domestic_sheet()
    domestic[0] = ["투입산출표_국산거래표(2015년 불변가격)"]
    table = read(total=cells, domestic=domestic)
    assert (table.info.year, table.info.price_year) == (2020, 2015)
    assert table.info.primary_inputs[-1].code == "adjustment"
    np.testing.assert_array_equal(table.value_added, INPUTS.sum(axis=0))


# ------------------------------------------------------- imports told from total flows alone
@pytest.mark.parametrize("treatment", ["proportional", "proportional-but-exports"])
def test_imports_in_proportion(treatment: ImportTreatment) -> None:
    draft = alone(treatment=treatment)
    table = draft.table()
    assert examine(draft).errors == ()
    assert table.balance() == ()
    np.testing.assert_allclose(table.output, OUTPUT, **SHARES)
    uses = np.hstack([DOMESTIC + IMPORTS, DEMAND + DEMAND_IMPORTS])
    open_to_imports = np.array([treatment == "proportional" or j < 8 for j in range(9)])
    imported = IMPORTS.sum(axis=1) + DEMAND_IMPORTS.sum(axis=1)
    share = imported / uses[:, open_to_imports].sum(axis=1)
    wanted = uses * share[:, None] * open_to_imports
    assert table.imports is not None
    assert table.final_demand_imports is not None
    np.testing.assert_allclose(table.imports, wanted[:, :2], **SHARES)
    np.testing.assert_allclose(table.final_demand_imports, wanted[:, 2:], **SHARES)
    np.testing.assert_allclose(table.domestic, uses[:, :2] - wanted[:, :2], **SHARES)
    assert table.info.caveats == (ASSUMED[treatment],)
    assert "were told apart from total flows by assumption" in table.info.source.changes


def test_total_flows_alone() -> None:
    assert refusal(lambda: alone(treatment=None), NotSupportedError) == lines(
        "total.csv",
        "  there are total flows alone, and no way to tell imports from domestic products",
        "    expected: domestic or imported flows; or imports by product and a treatment",
        "    found: without a treatment of imports",
        "    remedy: choose a treatment: proportional or proportional-but-exports (--imports, or "
        "treatment in roles.toml)",
    )


def test_total_flows_alone_without_a_column_of_imports() -> None:
    cells = total_sheet()
    for j in sorted((at(cells, "01", code)[1] for code in ("9321", "9322", "9329")), reverse=True):
        for row in cells[4:9]:
            del row[j]
    given = [as_csv(cells, "total.csv")]
    assert refusal(
        lambda: bok.draft_of(given, treatment="proportional"), NotSupportedError
    ) == lines(
        "total.csv",
        "  there are total flows alone, and no way to tell imports from domestic products",
        "    expected: domestic or imported flows; or imports by product and a treatment",
        "    found: without imports by product",
        "    remedy: choose a treatment: proportional or proportional-but-exports (--imports, or "
        "treatment in roles.toml)",
    )


def test_lines_of_total_flows_alone_are_told_before_their_imports() -> None:
    cells = total_sheet()
    cells[4][at(cells, "01", "9112")[1]] = "9140"
    assert refusal(lambda: bok.draft_of([as_csv(cells, "total.csv")])) == lines(
        "total.csv",
        "  total.csv, G5: the code contradicts the name",
        "    expected: 9112",
        '    found: "9140 정부소비지출"',
        "    remedy: mend the code or the name after the source",
    )


def test_a_treatment_where_the_sheets_tell() -> None:
    assert refusal(lambda: bok.draft_of(sheets(), treatment="proportional")) == lines(
        "total.csv, domestic.csv",
        "  total.csv: the sheets tell domestic products from imports already",
        "    expected: no --imports",
        "    found: --imports proportional",
        "    remedy: leave out --imports",
    )


# ------------------------------------------------------- the workbook's own coefficients
def coefficient_sheets(inverse: Array = INVERSE, digits: int = 6) -> list[Sheet]:
    value_added = INPUTS.sum(axis=0) / OUTPUT
    matrices = {
        "총투입계수표": A_DOMESTIC + A_IMPORTS,
        "국산투입계수표": A_DOMESTIC,
        "수입투입계수표": A_IMPORTS,
        "생산유발계수표": inverse,
        "수입유발계수표": A_IMPORTS @ INVERSE,
        "부가가치유발계수표": value_added[:, None] * INVERSE,
    }
    return [as_csv(matrix_sheet(kind, m, digits), f"{kind}.csv") for kind, m in matrices.items()]


def test_the_flows_give_the_workbooks_own_coefficients() -> None:
    """The inverse is one by hand; the sheets print six digits, the induced amounts none."""
    given = [*sheets(), *coefficient_sheets(), as_csv(induced_sheet(), "induced.csv")]
    draft = bok.draft_of(given)
    sheet_claims = [
        claim for claim in draft.claims if claim.what.en.endswith("what the flows give")
    ]
    assert len(sheet_claims) == 7
    assert all(claim.grave for claim in sheet_claims)
    assert examine(draft).findings == ()


def test_three_digits_are_held_to_three() -> None:
    assert judged(*sheets(), *coefficient_sheets(digits=3)).findings == ()


def test_an_inverse_that_the_flows_do_not_give() -> None:
    wrong = INVERSE + np.array([[0.01, 0], [-0.02, 0]])
    assert refusal(lambda: bok.read_sheets(*sheets(), *coefficient_sheets(wrong))) == lines(
        "total.csv, domestic.csv",
        "  생산유발계수표.csv, C8 (10 기타 × 01 작물): 생산유발계수 differs from what the flows "
        "give",
        "    expected: 0.43478261 (±3.82e-05)",
        "    found: 0.414783 (-0.019999609); 2 cells in all, the next 01 × 01 (+0.0099997101)",
        "    remedy: check its row and column against the source",
    )


@pytest.mark.parametrize("name", ["국산투입계수표", "수입유발계수표", "부가가치유발계수표"])
def test_one_wrong_coefficient_on_any_sheet(name: str) -> None:
    given = coefficient_sheets()
    k = next(k for k, sheet in enumerate(given) if sheet.origin == f"{name}.csv")
    cells = [list(row) for row in given[k].cells]
    cells[6][2] = float(str(cells[6][2])) * 1.01
    given[k] = Sheet(f"{name}.csv", tuple(map(tuple, cells)))
    report = judged(*sheets(), *given)
    assert [(one.kind, one.place) for one in report.errors] == [
        ("contradiction", f"{name}.csv, C7 (01 작물 × 01 작물)")
    ]


def test_induced_amounts_that_the_flows_do_not_give() -> None:
    cells = induced_sheet()
    cells[6][2] = float(str(cells[6][2])) * 1.01
    (error,) = judged(*sheets(), as_csv(cells, "induced.csv")).errors
    assert error.what.en == "최종수요항목별생산유발액 differs from what the flows give"


def test_slack_covers_what_rounding_of_the_flows_makes_of_the_inverse() -> None:
    """Every flow may be off by half a unit: over such tables the inverse stays within the slack."""
    implied = Implied(bok.draft_of(sheets()).parts, np.ones(4, dtype=bool))
    printed = implied.matrix("생산유발계수")
    slack = implied.slack("생산유발계수", printed)
    rng = np.random.default_rng(20)
    for _ in range(50):
        flows = DOMESTIC + rng.uniform(-0.5, 0.5, (2, 2))
        output = OUTPUT + rng.uniform(-0.5, 0.5, 2)
        moved = np.linalg.inv(np.eye(2) - flows / output)
        assert (np.abs(moved - printed) <= slack).all()


def test_assumed_imports_are_not_held_to_sheets_that_know_better() -> None:
    draft = alone(*coefficient_sheets())
    assert examine(draft).errors == ()
    told = [claim.what.en for claim in draft.claims if claim.grave]
    assert told == ["총투입계수 differs from what the flows give"]


def test_coefficients_of_other_sectors() -> None:
    cells = matrix_sheet("생산유발계수표", INVERSE)
    cells[6][0] = cells[4][2] = "02"
    assert refusal(lambda: bok.draft_of([*sheets(), as_csv(cells, "inverse.csv")])) == lines(
        "total.csv, domestic.csv",
        "  inverse.csv: the sectors are not those of the flows",
        "    expected: 2 sectors in the same order",
        "    found: missing ['01'], surplus ['02', '02']",
        "    remedy: check that the sheet belongs to the table; leave it out if it doesn't",
    )


def test_an_inverse_of_another_kind_is_passed_over() -> None:
    """(I − A)⁻¹ and (I − A + M)⁻¹ are no inverses of domestic coefficients."""
    cells = matrix_sheet("생산유발계수표", INVERSE + 1)
    cells[0] = ["생산유발계수표(I-A+M)"]
    assert heading(as_csv(cells, "x.csv")).kind == "생산유발계수I-A+M"
    assert judged(*sheets(), as_csv(cells, "x.csv")).findings == ()


# ------------------------------------------------------- what is wrong, in full
def test_one_wrong_cell_is_named() -> None:
    cells = put(total_sheet(), "01", "10", 22_900.0)
    assert refusal(lambda: read(total=cells)) == lines(
        "total.csv, domestic.csv",
        "  total.csv, D7 (01 작물 × 10 기타): the cell disagrees with the sums it is part of",
        "    expected: 22,000 (01 작물 × 10 기타)",
        "    found: 22,900 (+900); explains 7 sums that don't agree",
        "    remedy: check it against the source; if it stands there so, look at the rest of its "
        "row and column",
    )


def test_one_wrong_domestic_cell_is_named() -> None:
    cells = put(domestic_sheet(), "01", "10", 20_900.0)
    assert refusal(lambda: read(domestic=cells)) == lines(
        "total.csv, domestic.csv",
        "  domestic.csv, D7 (01 작물 × 10 기타): the cell disagrees with the sums it is part of",
        "    expected: 20,000 (01 작물 × 10 기타)",
        "    found: 20,900 (+900); explains 6 sums that don't agree",
        "    remedy: check it against the source; if it stands there so, look at the rest of its "
        "row and column",
    )


def test_a_wrong_total_stays_as_a_warning() -> None:
    table = read(total=put(total_sheet(), "01", "9190", 78_000.0))
    assert [caveat.en for caveat in table.info.caveats] == [
        'total.csv, M7 (01 작물 × 9190 최종수요계): "최종수요계" differs from the sum of its '
        "cells: 78,000 (+1,000)"
    ]
    np.testing.assert_array_equal(table.final_demand, DEMAND)


def test_a_wrong_total_of_totals_stays_as_a_warning() -> None:
    table = read(total=put(total_sheet(), "9590", "9310", 300_100.0))
    assert [caveat.ko for caveat in table.info.caveats] == [
        "total.csv, O9 (9590 중간투입계 × 9310 총산출): 중간투입계가 열의 합과 다릅니다: "
        "300,100 (+100)"
    ]


@pytest.mark.parametrize(
    ("row", "column"),
    [
        *[(row, column) for row in ("01", "9590") for column in ("01", "9090", "9140", "9290")],
        *[("10", column) for column in ("9310", "9321", "9322", "9329", "9331", "9332", "9390")],
        *[("9590", column) for column in ("9310", "9321", "9322", "9329", "9390")],
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
    assert judged(*sheets(total=cells)).findings != ()


@pytest.mark.parametrize("row", ["01", "10", "9590"])
def test_every_figure_of_the_domestic_sheet_is_checked(row: str) -> None:
    for column in ["01", "10", *(code for code, _ in USES)]:
        cells = domestic_sheet()
        i, j = at(cells, row, column)
        figure = cells[i][j]
        assert isinstance(figure, float)
        cells[i][j] = figure + 1000
        assert judged(*sheets(domestic=cells)).findings != ()


def test_every_total_of_an_old_sheet_is_checked() -> None:
    cells = old_total_sheet()
    totals = range(cells[4].index("최종수요"), len(cells[4]))
    places = [(i, j) for i in (5, 7) for j in (4, *totals)]  # the first sector, 중간투입
    places += [(i, j) for i in range(8, 16) for j in (2, 4)]  # the first buyer, 중간수요
    for i, j in places:
        figure = cells[i][j]
        assert isinstance(figure, float)
        wrong = old_total_sheet()
        wrong[i][j] = figure + 1000
        given = as_csv(wrong, "2010 총거래표(생산자가격).csv"), old_sheets()[1]
        assert judged(*given).findings != (), (i, j)


def test_rounding_within_the_tolerance_passes() -> None:
    assert judged(*sheets(total=put(total_sheet(), "01", "9390", 110_001.0))).findings == ()


def test_missing_column() -> None:
    cells = total_sheet()
    _, j = at(cells, "01", "9310")
    for row in cells[4:9]:
        del row[j]
    assert refusal(lambda: read(total=cells)) == lines(
        "total.csv, domestic.csv",
        '  total.csv: there is no column "총산출"',
        '    expected: one column called "총산출"',
        "    found: 중간수요계, 민간소비지출, 정부소비지출, 민간고정자본형성, 정부고정자본형성, "
        "재고증감, 귀중품순취득, 수출, 최종수요계, 총수요계, 수입, 생산물세(수입), 수입계, "
        "도소매마진, 화물운임, 총공급계",
        "    remedy: check that the sheet is complete",
    )


def test_code_that_contradicts_a_name() -> None:
    cells = domestic_sheet()
    cells[4][at(cells, "01", "9112")[1]] = "9140"
    assert refusal(lambda: read(domestic=cells)) == lines(
        "total.csv, domestic.csv",
        "  domestic.csv, G5: the code contradicts the name",
        "    expected: 9112",
        '    found: "9140 정부소비지출"',
        "    remedy: mend the code or the name after the source",
    )


def test_known_code_over_an_unknown_name() -> None:
    cells = domestic_sheet()
    cells[5][at(cells, "01", "9290")[1]] = "합계"
    assert refusal(lambda: read(domestic=cells)) == lines(
        "total.csv, domestic.csv",
        "  domestic.csv, N5: the code contradicts the name",
        '    expected: "총수요계"',
        '    found: "9290 합계"',
        "    remedy: mend the code or the name after the source",
        '  domestic.csv: there is no column "총수요계"',
        '    expected: one column called "총수요계"',
        "    found: 중간수요계, 민간소비지출, 정부소비지출, 민간고정자본형성, 정부고정자본형성, "
        "재고증감, 귀중품순취득, 수출, 최종수요계",
        "    remedy: check that the sheet is complete",
    )


def test_an_item_that_occurs_twice() -> None:
    cells = total_sheet()
    j = at(cells, "01", "9390")[1]
    cells[4][j], cells[5][j] = "9310", "총산출"
    assert refusal(lambda: read(total=cells)) == lines(
        "total.csv, domestic.csv",
        "  total.csv, U5: the label occurs twice",
        "    expected: once",
        '    found: "9310 총산출"',
        "    remedy: remove one of them",
    )


def test_an_account_that_is_not_known() -> None:
    cells = total_sheet()
    for row in cells[4:9]:
        row.insert(6, 0.0)
    cells[4][6], cells[5][6] = "", "가계소비 중 국외"
    assert refusal(lambda: read(total=cells)) == lines(
        "total.csv, domestic.csv",
        "  total.csv, G6: the row or column is not known",
        "    expected: the name of an account in the Bank's tables",
        '    found: "가계소비 중 국외"',
        "    remedy: mend a misspelt name, remove a line that the source doesn't have; if the "
        "account is really there, read the table with --layout plain and say what it is",
    )


def test_text_in_number_cells_all_listed() -> None:
    total = put(total_sheet(), "10", "01", "n.a.")
    domestic = put(put(domestic_sheet(), "01", "10", ""), "10", "9131", "1,23")
    assert refusal(lambda: read(total=total, domestic=domestic)) == lines(
        "total.csv, domestic.csv",
        "  domestic.csv, D7 (01 작물 × 10 기타): the cell is not a number",
        "    expected: a finite number",
        '    found: "" (01 작물 × 10 기타)',
        "    remedy: put in the figure of the source",
        "  domestic.csv, J8 (10 기타 × 9131 재고증감): the cell is not a number",
        "    expected: a finite number",
        '    found: "1,23" (10 기타 × 9131 재고증감)',
        "    remedy: put in the figure of the source",
        "  total.csv, C8 (10 기타 × 01 작물): the cell is not a number",
        "    expected: a finite number",
        '    found: "n.a." (10 기타 × 01 작물)',
        "    remedy: put in the figure of the source",
    )


def test_contradictions_and_cells_are_told_together() -> None:
    cells = put(domestic_sheet(), "01", "10", "n.a.")
    cells[4][at(cells, "01", "9112")[1]] = "9140"
    message = refusal(lambda: read(domestic=cells))
    assert "domestic.csv, G5: the code contradicts the name" in message
    assert "domestic.csv, D7 (01 작물 × 10 기타): the cell is not a number" in message


def test_domestic_flow_above_the_total() -> None:
    shift = np.array([[2000.0, 0], [0, 0]])
    demand = DEMAND - np.array([[2000.0, 0, 0, 0, 0, 0, 0], [0, 0, 0, 0, 0, 0, 0]])
    domestic = flow_sheet("국산거래표", DOMESTIC + shift, demand)
    assert refusal(lambda: read(domestic=domestic)) == lines(
        "total.csv, domestic.csv",
        "  domestic.csv, C7 (01 작물 × 01 작물): the domestic flow exceeds the total flow",
        "    expected: 11,000 (±1)",
        "    found: 12,000 (+1,000)",
        "    remedy: check its row and column against the source",
    )


def test_imports_that_are_not_total_less_domestic() -> None:
    shift = np.array([[500.0, -500], [0, 0]])
    imports = flow_sheet("수입거래표", IMPORTS + shift, DEMAND_IMPORTS)
    message = refusal(lambda: read(imports=imports))
    assert (
        "  total.csv, C7 (01 작물 × 01 작물): total flows are not domestic and imported ones "
        "together\n    expected: 10,000 domestic + 1,500 imported = 11,500 (01 작물 × 01 작물)"
    ) in message


def test_two_sheets_of_one_kind() -> None:
    given = [as_csv(total_sheet(), "a.csv"), as_csv(total_sheet("기초가격"), "b.csv")]
    assert refusal(lambda: bok.draft_of(given)) == lines(
        "a.csv, b.csv",
        "  there are several sheets of 총거래표",
        "    expected: the sheets of one table, one of each",
        "    found: a.csv, b.csv",
        "    remedy: save those of one year, valuation and number of sectors by themselves",
    )


def test_no_sheet_of_total_flows() -> None:
    assert refusal(lambda: bok.draft_of([as_csv(domestic_sheet(), "d.csv")])) == lines(
        "d.csv",
        "  the sheet of total flows is missing",
        '    expected: a sheet titled "투입산출표_총거래표(…)"',
        '    found: "국산거래"',
        "    remedy: give the sheet of total flows too: it has value added and output",
    )


def test_sheets_of_different_tables() -> None:
    cells = domestic_sheet()
    cells[0], cells[1] = ["투입산출표_국산거래표(2019년 가격)"], ["2019년"]
    cells[2], cells[3] = ["구매자가격"], ["단위 : 억원"]
    assert refusal(lambda: read(domestic=cells)) == lines(
        "total.csv, domestic.csv",
        "  domestic.csv: the year is not the table's",
        "    expected: 2020",
        "    found: 2019",
        "    remedy: use sheets of one table",
        "  domestic.csv: the price year is not the table's",
        "    expected: 2020",
        "    found: 2019",
        "    remedy: use sheets of one table",
        "  domestic.csv: the valuation is not the table's",
        "    expected: producers' prices",
        "    found: purchasers' prices",
        "    remedy: use sheets of one table",
        "  domestic.csv: the unit is not the table's",
        "    expected: 백만원",
        "    found: 억원",
        "    remedy: use sheets of one table",
    )


def test_no_heading_and_no_description() -> None:
    cells = total_sheet()
    cells[:4] = [["총거래표"], [""], [""], [""]]
    assert refusal(lambda: read(total=cells)) == lines(
        "total.csv",
        "  total.csv: the year is not stated",
        '    expected: "2020년" below the title',
        "    found: nothing",
        "    remedy: put in that line",
        "  total.csv: the valuation is not stated",
        '    expected: "생산자가격" below the title',
        "    found: nothing",
        "    remedy: put in that line",
        "  total.csv: the unit is not stated",
        '    expected: "단위 : 백만원" below the title',
        "    found: nothing",
        "    remedy: put in that line",
    )


def test_a_unit_that_is_not_known() -> None:
    cells = total_sheet()
    cells[3] = ["단위 : 되"]
    message = refusal(lambda: read(total=cells))
    assert message.startswith("total.csv\n  total.csv: the money unit is not known\n")
    assert message.endswith('    found: "되"\n    remedy: write the unit as one of those')


@pytest.mark.parametrize(
    ("name", "title", "kind", "year", "valuation"),
    [
        ("x.csv", "2015년 총거래표(생산자가격)", "총거래", 2015, "생산자가격"),
        ("2019_투입산출표_구매자가격.csv", "총거래표", "총거래", 2019, "구매자가격"),
        ("2011.xls [A표_수입거래표(생산자)]", "", "수입거래", 2011, "생산자가격"),
        ("2005.xls [1]", "기초가격평가표", "총거래", 2005, "기초가격"),
        ("2012.xls [국산품거래표]", "", "국산거래", 2012, ""),
        ("2020.xlsx [총투입계수(A)]", "", "총투입계수", 2020, ""),
        ("2020.xlsx [국산투입계수(Ad)]", "", "국산투입계수", 2020, ""),
        ("a.xlsx [x]", "최종수요항목별 생산유발계수", "최종수요항목별생산유발계수", 0, ""),
        ("고용표.csv", "", "취업자수", 0, ""),
        ("a.csv", "사용표(2010년 가격)", "사용", 2010, ""),
        ("a.csv", "총거래표(2015년 불변가격)", "총거래", 0, ""),
        ("2012.csv", "총거래표(2015년 불변가격)", "총거래", 2012, ""),
    ],
)
def test_headings(name: str, title: str, kind: str, year: int, valuation: str) -> None:
    head = heading(Sheet(name, ((title,), ("(단위 : 십억원)",))))
    assert (head.kind, head.year, head.valuation) == (kind, year, valuation)
    assert head.unit == "십억원"


def test_description_with_other_parts() -> None:
    info = read().info
    short = info.model_copy(update={"final_demand": info.final_demand[:-1]})
    assert refusal(lambda: bok.read_sheets(*sheets(), info=short), LabelError) == lines(
        "bok-2020-2",
        "  final demand: the labels differ",
        "    expected: the same labels in the same order",
        "    found: only left: none; only right: ['9140']",
        "    remedy: put one side in the order of the other first",
    )


def test_sheet_without_header() -> None:
    assert refusal(lambda: read(total=[["투입산출표_총거래표"], ["a", "b"]])) == lines(
        "total.csv",
        "  the header can't be found",
        "    expected: a row that holds one of: 중간수요계, 최종수요계",
        "    found: 2 rows without",
        "    remedy: check that this is the Bank's sheet as published",
    )


def test_sector_without_code_and_sector_twice() -> None:
    cells = domestic_sheet()
    cells[6][0] = ""
    cells[5][3], cells[4][3] = "작물", "01"
    message = refusal(lambda: read(domestic=cells))
    assert "  domestic.csv, B7: the code is missing\n" in message
    assert (
        "  domestic.csv, D6: the code occurs twice\n"
        "    expected: a code of its own for every row and column\n"
        '    found: "01 작물", also at domestic.csv, C6\n'
        "    remedy: remove one of them or mend its code"
    ) in message


# ------------------------------------------------------- persons
def test_employment_row_missing() -> None:
    cells = employment_sheet()
    del cells[6]
    assert refusal(lambda: read(employment=cells)) == lines(
        "total.csv, domestic.csv, employment.csv",
        "  employment.csv, B7: the labels are not the table's",
        "    expected: the same 2 everywhere",
        '    found: missing: "01 작물"; surplus: none; 1 in all',
        "    remedy: mend the labels after the source, or put the lines in the same order",
    )


def test_employment_under_a_name_of_another_sector() -> None:
    cells = employment_sheet()
    cells[6][1], cells[7][1] = cells[7][1], cells[6][1]
    assert refusal(lambda: read(employment=cells)) == lines(
        "total.csv, domestic.csv, employment.csv",
        "  employment.csv: one code has two names",
        '    expected: "01 작물"',
        '    found: "01 기타"',
        "    remedy: mend the code or the name after the source",
        "  employment.csv: one code has two names",
        '    expected: "10 기타"',
        '    found: "10 작물"',
        "    remedy: mend the code or the name after the source",
    )


def test_employment_of_another_year() -> None:
    cells = employment_sheet()
    cells[4][4] = "2019년"
    assert refusal(lambda: read(employment=cells)) == lines(
        "total.csv, domestic.csv, employment.csv",
        "  employment.csv: the employment of 2020 is missing",
        "    expected: 2020년 취업자수, 2020년 피용자수",
        "    found: 2015년 취업자수, 2015년 피용자수, 2019년 취업자수, 2019년 피용자수",
        "    remedy: use a sheet with that year",
    )


def test_employment_of_one_year_that_its_heading_states() -> None:
    cells = employment_sheet()
    cells[2], cells[4] = ["2020년"], []
    table = read(employment=[row[:2] + row[4:] for row in cells])
    np.testing.assert_array_equal(table.satellites, [[1200, 3000], [700, 2500]])


def test_employment_that_does_not_add_up() -> None:
    cells = employment_sheet()
    cells[6][4] = 1190.0
    assert refusal(lambda: read(employment=cells)) == lines(
        "total.csv, domestic.csv, employment.csv",
        "  employment.csv, E9 (계 × 2020년 취업자수): the total differs from the sum of the "
        "sectors",
        "    expected: 4,190 (±1.5)",
        "    found: 4,201 (+11)",
        "    remedy: check its row and column against the source",
    )


def test_employment_without_a_unit() -> None:
    cells = employment_sheet()
    cells[3] = []
    assert refusal(lambda: read(employment=cells)) == lines(
        "total.csv, domestic.csv, employment.csv",
        "  employment.csv: the unit of persons is not stated",
        '    expected: "단위 : 명" below the title',
        "    found: nothing",
        "    remedy: put in that line",
    )


def test_the_sheet_of_persons_with_the_tables_own_sectors_is_taken(tmp_path: Path) -> None:
    """A workbook counts by industries, by products, and at a coarser level too."""
    industries, coarse = employment_sheet(), employment_sheet()
    industries[1], industries[6][4] = ["전업환산 기준(산업)"], 1201.0
    coarse[7][0] = "11"
    path = workbook(
        tmp_path / "고용표.xlsx",
        {"대분류": coarse, "산업": industries, "상품": employment_sheet()},
    )
    (tmp_path / "t.csv").write_bytes(csv_data(total_sheet()))
    (tmp_path / "d.csv").write_bytes(csv_data(domestic_sheet()))
    draft = bok.read(Request((tmp_path / "t.csv", tmp_path / "d.csv"), path))
    np.testing.assert_array_equal(draft.table().satellites, [[1200, 3000], [700, 2500]])
    assert draft.origin == "t.csv, d.csv, 고용표.xlsx [상품]"


# ------------------------------------------------------- files
def test_cp949_is_read_and_told(tmp_path: Path) -> None:
    paths = tmp_path / "총거래표.csv", tmp_path / "국산거래표.csv"
    for path, cells in zip(paths, (total_sheet(), domestic_sheet()), strict=True):
        path.write_bytes(csv_data(cells, "cp949"))
    assert [sheets_of(path)[0].encoding for path in paths] == ["CP949", "CP949"]
    table = bok.read_csv(*paths)
    np.testing.assert_array_equal(table.domestic, DOMESTIC)
    assert table.info.source.changes.endswith(
        "Read as CP949, not being UTF-8: 총거래표.csv, 국산거래표.csv."
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_utf_8_with_and_without_byte_order_mark(encoding: str) -> None:
    sheet = as_csv(total_sheet(), "t.csv", encoding)
    assert sheet.encoding == "UTF-8"
    assert sheet.text(0, 0) == "투입산출표_총거래표(2020년 가격)"


def test_other_encoding() -> None:
    data = b"\x81\x00\xff\xfe"
    assert refusal(lambda: csv_sheet(Path("x.csv"), data)) == lines(
        "x.csv",
        "  the file is neither UTF-8 nor CP949",
        "    expected: a CSV file in UTF-8 or CP949 (EUC-KR)",
        "    found: 4 bytes of something else",
        '    remedy: save it again, in Excel as "CSV UTF-8 (Comma delimited)"',
    )


def test_workbook_without_its_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "python_calamine", None)
    assert refusal(lambda: workbook_sheets(Path("t.xlsx")), NotSupportedError) == lines(
        "python_calamine",
        "  a library is not installed",
        "    expected: python_calamine",
        "    found: import of python_calamine halted; None in sys.modules",
        '    remedy: pip install "iomodel[excel]"',
    )


def test_file_that_is_no_workbook(tmp_path: Path) -> None:
    path = tmp_path / "t.xlsx"
    path.write_bytes(b"PK\x03\x04not a workbook")
    message = refusal(lambda: sheets_of(path))
    assert message.startswith(f"{path}\n  the file is no workbook\n    expected: an xlsx, xls or")
    assert not bok.recognises(path)


BOOK = {"A": total_sheet(), "B": domestic_sheet(), "C": imports_sheet()}


@pytest.mark.parametrize(
    ("name", "write"),
    [("bok.xlsx", workbook), ("bok.xls", old_workbook), ("an xlsx inside.xls", workbook)],
)
def test_workbooks(tmp_path: Path, name: str, write: Callable[..., Path]) -> None:
    """What a file is, its content says: a real .xls, or an .xlsx under that name."""
    path = write(tmp_path / name, BOOK)
    assert recognise([path]) == "bok"
    table = bok.read_workbook(path)
    assert table.sectors.codes == ("01", "10")
    np.testing.assert_array_equal(table.domestic, DOMESTIC)
    np.testing.assert_array_equal(table.imports, IMPORTS)
    np.testing.assert_array_equal(table.primary_inputs, INPUTS)


def test_an_old_workbook(tmp_path: Path) -> None:
    """Titles that say neither year nor prices: the file's name does."""
    cells = {"총거래표": old_total_sheet(), "국산거래표": old_domestic_sheet()}
    table = bok.read_workbook(old_workbook(tmp_path / "2010년 생산자가격.xls", cells))
    np.testing.assert_array_equal(table.primary_rows("scrap"), SCRAP)
    assert (table.info.year, table.info.valuation) == (2010, "producers")


def test_a_file_is_read_again_once_it_changes(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes(csv_data(total_sheet()))
    first = sheets_of(path)
    assert sheets_of(path) is first
    path.write_bytes(csv_data(put(total_sheet(), "01", "01", 1.5)))
    assert sheets_of(path)[0].cells[6][2] == "1.5"


def test_what_is_recognised(tmp_path: Path) -> None:
    other = tmp_path / "other.csv"
    other.write_text("code,01,02\n01,1,2\n02,3,4\n")
    assert not bok.recognises(other)
    persons = tmp_path / "persons.csv"
    persons.write_bytes(csv_data(employment_sheet()))
    assert bok.recognises(persons)
    inverse = tmp_path / "생산유발계수.csv"
    inverse.write_bytes(csv_data(matrix_sheet("생산유발계수표", INVERSE)))
    assert bok.recognises(inverse)
    assert not bok.recognises(tmp_path)


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
    assert refusal(lambda: bok.read_matrix(sheet)) == lines(
        "s",
        "  s, D7 (01 작물 × 10 기타): the cell is not a number",
        "    expected: a number",
        '    found: "#REF!"',
        "    remedy: put in the figure of the source",
    )


# The Bank's own sheets of 2020. Its coefficients were computed in double precision from the same
# integers, so only the last digits of sums may differ.
COEFFICIENTS = {"rtol": 0, "atol": 1e-14}
DOUBLES = {"rtol": 0, "atol": 1e-13}
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
    np.testing.assert_allclose(production.values, inverse, **DOUBLES)
    np.testing.assert_allclose(production.below["열합"], inverse.sum(axis=0), **DOUBLES)
    np.testing.assert_allclose(production.beside["행합"], inverse.sum(axis=1), **DOUBLES)
    mean = inverse.sum() / 83
    np.testing.assert_allclose(
        production.below["영향력계수"], inverse.sum(axis=0) / mean, **DOUBLES
    )
    np.testing.assert_allclose(
        production.beside["감응도계수"], inverse.sum(axis=1) / mean, **DOUBLES
    )
    imports = matrices["수입유발계수"]
    np.testing.assert_allclose(imports.values, printed.imports / x @ inverse, **DOUBLES)
    added = matrices["부가가치유발계수"]
    np.testing.assert_allclose(added.values, value_added[:, None] * inverse, **DOUBLES)
    np.testing.assert_allclose(imports.below["열합"] + added.below["열합"], 1.0, **DOUBLES)


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
    (problem,) = caught.value.problems
    where = "  국산거래표.csv, C7 (011 곡물 및 식량작물 × 011 곡물 및 식량작물): "
    assert problem.render("ko" if lang == "ko" else "en") == where + (
        "이 칸이 합계들과 어긋납니다\n"
        "    기대한 것: 271,080 (011 곡물 및 식량작물 × 011 곡물 및 식량작물)\n"
        "    찾은 것: 271,090 (+10); 이 때문에 맞지 않는 합계 6개\n"
        "    고치는 법: 원자료와 대조하십시오. 원자료도 이러하면 같은 행과 열의 다른 칸을 보십시오"
        if lang == "ko"
        else "the cell disagrees with the sums it is part of\n"
        "    expected: 271,080 (011 곡물 및 식량작물 × 011 곡물 및 식량작물)\n"
        "    found: 271,090 (+10); explains 6 sums that don't agree\n"
        "    remedy: check it against the source; if it stands there so, look at the rest of its "
        "row and column"
    )
