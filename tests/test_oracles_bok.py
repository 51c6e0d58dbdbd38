"""What the Bank of Korea printed, against what the models answer.

Only published figures stand on one side (coefficients/*/published, the Bank's workbook), only
models on the other: reading, aggregating, factorising and units are all between them.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from helpers import COEFFICIENTS, rows_of

from iomodel import Demand, load_model, load_table
from iomodel.demand import Line
from iomodel.leontief import factorise, input_coefficients
from iomodel.models import LeontiefModel
from iomodel.readers import bok
from iomodel.readers.bok import LabelledMatrix
from iomodel.table import IOTable
from iomodel.units import Money

# The 83-sector workbook carries all sixteen digits of whole-numbered flows; the system's condition
# number is below a hundred, so that only rounding of the last digits is left.
EXACT = 1e-11
# The 33-sector sums are printed to six decimals.
SUM_33 = 5e-7
# Persons per billion, a thousand times a ratio printed to six decimals.
EMPLOYMENT_33 = 5e-4
# The 2023 inverse itself is printed to six decimals: sums over 33 cells stray further.
SUM_2023 = 4.1e-6
# Employment of 2023 was worked back through that inverse; its coefficients reach 30 persons.
EMPLOYMENT_2023 = 5e-5
# Induced amounts of up to 1e9 백만원 in the workbook, sums over 83 sectors.
AMOUNTS = {"rtol": 1e-12, "atol": 1e-5}

TRANSACTIONS = ("bok-2020-165", "bok-2020-83", "bok-2020-33")


@cache
def leontief(id: str) -> LeontiefModel:
    model = load_model(id)
    assert isinstance(model, LeontiefModel)
    return model


@cache
def transactions(id: str) -> IOTable:
    table = load_table(id)
    assert isinstance(table, IOTable)
    return table


def dispersion() -> dict[str, np.ndarray]:
    rows = rows_of(COEFFICIENTS / "bok-2020-165/published/dispersion_83.csv")
    assert tuple(row["code"] for row in rows) == load_table("bok-2020-83").sectors.codes
    return {name: np.array([float(r[name]) for r in rows]) for name in rows[0] if name != "code"}


def sums_33(measure: str, year: int) -> dict[str, float]:
    rows = rows_of(COEFFICIENTS / "bok-2023-33/published/multipliers_2020_2023.csv")
    return {
        row["code"]: float(row["value"])
        for row in rows
        if (row["year"], row["measure"]) == (str(year), measure)
    }


def answers_83(model: LeontiefModel) -> dict[str, np.ndarray]:
    """Everything in dispersion_83.csv as a model answers it."""
    L = model.system.inverse()
    multipliers = model.multipliers()
    mean = L.sum() / len(L)
    return {
        "column_sum": multipliers.of("production"),
        "row_sum": model.system.solve(np.ones(len(L))),
        "power_of_dispersion": multipliers.of("production") / mean,
        "sensitivity_of_dispersion": model.system.solve(np.ones(len(L))) / mean,
        "import_column_sum": multipliers.of("imports"),
        "value_added_column_sum": multipliers.of("value_added"),
    }


def largest_gap(model: LeontiefModel) -> float:
    printed = dispersion()
    return max(float(np.abs(v - printed[k]).max()) for k, v in answers_83(model).items())


# ------------------------------------------------------------------ 2020, 83 sectors


def test_all_printed_sums_and_dispersions_of_83_sectors_2020() -> None:
    printed = dispersion()
    answers = answers_83(leontief("bok-2020-83"))
    assert set(answers) == set(printed)
    for name, values in answers.items():
        np.testing.assert_allclose(values, printed[name], rtol=0, atol=EXACT, err_msg=name)


@pytest.mark.parametrize("cell", [(0, 0), (19, 19), (7, 0), (51, 33)])
def test_one_percent_in_one_coefficient_is_seen(cell: tuple[int, int]) -> None:
    """The comparison above is worth something only if it fails on a planted error."""
    table = transactions("bok-2020-83")
    A = input_coefficients(table.domestic, table.output)
    model = leontief("bok-2020-83")
    assert largest_gap(replace(model, system=factorise(A))) <= EXACT
    wrong = A.copy()
    wrong[cell] *= 1.01
    assert abs(A[cell]) > 1e-6
    assert largest_gap(replace(model, system=factorise(wrong))) > 1000 * EXACT


def test_two_swapped_sectors_are_seen() -> None:
    """Sorted sums would not notice; cell by cell does."""
    table = transactions("bok-2020-83")
    A = input_coefficients(table.domestic, table.output)
    order = np.arange(83)
    order[[10, 11]] = order[[11, 10]]
    swapped = replace(leontief("bok-2020-83"), system=factorise(A[np.ix_(order, order)]))
    assert largest_gap(swapped) > 0.1


def test_domestic_coefficients_are_not_the_total_ones() -> None:
    """Imports in A, a common mistake, would overstate every printed sum but those of 83."""
    table = transactions("bok-2020-83")
    assert table.imports is not None
    A = input_coefficients(table.domestic + table.imports, table.output)
    wrong = replace(leontief("bok-2020-83"), system=factorise(A))
    over = wrong.multipliers().of("production") - dispersion()["column_sum"]
    assert (over > 0).sum() >= 80


# ------------------------------------------------------------------ 2020, 33 sectors


@pytest.mark.parametrize(
    ("measure", "indicator", "tolerance"),
    [
        ("production_column_sum", "production", SUM_33),
        ("import_column_sum", "imports", SUM_33),
        ("employment_column_sum", "employment", EMPLOYMENT_33),
    ],
)
def test_printed_column_sums_of_33_sectors_2020(
    measure: str, indicator: str, tolerance: float
) -> None:
    model = leontief("bok-2020-33")
    printed = sums_33(measure, 2020)
    assert len(printed) == (10 if indicator == "employment" else 33)
    answers = dict(zip(model.sectors.codes, model.multipliers().of(indicator), strict=True))
    for code, value in printed.items():
        assert answers[code] == pytest.approx(value, rel=0, abs=tolerance), code


def test_value_added_2020_is_one_less_printed_imports() -> None:
    values = leontief("bok-2020-33").multipliers().of("value_added")
    printed = np.array(list(sums_33("import_column_sum", 2020).values()))
    np.testing.assert_allclose(values, 1 - printed, rtol=0, atol=SUM_33)


@pytest.mark.parametrize(
    ("measure", "indicator", "tolerance"),
    [
        ("production_row_sum", "production", SUM_33),
        ("employment_row_sum", "employment", EMPLOYMENT_33),
    ],
)
def test_printed_row_sums_of_33_sectors_2020(
    measure: str, indicator: str, tolerance: float
) -> None:
    """A row sum is what arises in a sector if a unit is spent on every one."""
    model = leontief("bok-2020-33")
    unit = "십억원" if indicator == "employment" else "백만원"
    impact = model.induce(Demand.of(dict.fromkeys(model.sectors.codes, 1.0), unit, model.sectors))
    frame = impact.by_supplying()
    answers = frame[frame["indicator"] == indicator]
    printed = sums_33(measure, 2020)
    assert answers["supplying"].tolist() == list(printed)
    np.testing.assert_allclose(answers["value"], list(printed.values()), rtol=0, atol=tolerance)


def test_column_and_row_sums_of_employment_are_not_mistaken_for_each_other() -> None:
    columns, rows = sums_33("employment_column_sum", 2020), sums_33("employment_row_sum", 2020)
    assert min(abs(columns[code] - rows[code]) for code in columns) > 10 * EMPLOYMENT_33


# ------------------------------------------------------------------ 2023


def test_printed_sums_of_the_printed_inverse_2023() -> None:
    model = leontief("bok-2023-33")
    columns, rows = sums_33("production_column_sum", 2023), sums_33("production_row_sum", 2023)
    assert tuple(columns) == tuple(rows) == model.sectors.codes
    np.testing.assert_allclose(
        model.multipliers().of("production"), list(columns.values()), rtol=0, atol=SUM_2023
    )
    np.testing.assert_allclose(
        model.system.solve(np.ones(33)), list(rows.values()), rtol=0, atol=SUM_2023
    )


def test_imports_2023_come_back_through_the_inverse_they_were_worked_back_through() -> None:
    """No proof of the coefficients, which stem from these sums; one of the way through."""
    model = leontief("bok-2023-33")
    printed = np.array(list(sums_33("import_column_sum", 2023).values()))
    np.testing.assert_allclose(model.multipliers().of("imports"), printed, rtol=0, atol=EXACT)
    np.testing.assert_allclose(
        model.multipliers().of("value_added"), 1 - printed, rtol=0, atol=EXACT
    )


def test_employment_2023_worked_back_from_row_sums_gives_the_printed_column_sums() -> None:
    """The column sums were not used in working back: a proof of the coefficients."""
    model = leontief("bok-2023-33")
    answers = dict(zip(model.sectors.codes, model.multipliers().of("employment"), strict=True))
    printed = sums_33("employment_column_sum", 2023)
    assert len(printed) == 10
    for code, value in printed.items():
        assert answers[code] == pytest.approx(value, rel=0, abs=EMPLOYMENT_2023), code


# ------------------------------------------------------------------ aggregates


@pytest.mark.parametrize("id", TRANSACTIONS)
def test_national_coefficients_are_ratios_of_aggregates(id: str) -> None:
    """Design equation 13: what all final demand induces, over all final demand."""
    table, model = transactions(id), leontief(id)
    assert table.final_demand_imports is not None
    spent = table.final_demand.sum(axis=1)
    money = Money(table.info.money, 2020, "producers")
    impact = model.induce(Demand(model.sectors, spent[None, :], money))
    domestic, abroad = spent.sum(), table.final_demand_imports.sum()
    answers = {
        "production": impact.value("production") / domestic,
        "value_added": impact.value("value_added") / domestic,
        "imports": (impact.value("imports") + abroad) / (domestic + abroad),
        "employment": impact.value("employment") / domestic * 1000,
    }
    printed = {
        row["measure"]: row["value"]
        for row in rows_of(COEFFICIENTS / "bok-2020-165/published/national_ratios.csv")
    }
    assert set(answers) == set(printed)
    for measure, digits in printed.items():
        places = -int(Decimal(digits).as_tuple().exponent)
        assert f"{answers[measure]:.{places}f}" == digits, measure


def test_the_mean_over_sectors_is_not_the_national_coefficient() -> None:
    """The mistake that design equation 13 warns of would be off by more than a tenth."""
    printed = {
        row["measure"]: float(row["value"])
        for row in rows_of(COEFFICIENTS / "bok-2020-165/published/national_ratios.csv")
    }
    mean = leontief("bok-2020-165").multipliers().of("production").mean()
    assert abs(mean - printed["production"]) > 0.1


@pytest.mark.parametrize("id", TRANSACTIONS)
def test_all_final_demand_induces_all_output_sector_by_sector(id: str) -> None:
    """Output is known from the columns; final demand from the rows: the inverse joins them."""
    table, model = transactions(id), leontief(id)
    x = model.system.solve(table.final_demand.sum(axis=1))
    np.testing.assert_allclose(x, table.output, rtol=1e-10)


@pytest.mark.parametrize("id", TRANSACTIONS)
def test_tables_balance_to_the_won(id: str) -> None:
    table = transactions(id)
    assert table.info.tolerance == 0
    sales = table.domestic.sum(axis=1) + table.final_demand.sum(axis=1)
    purchases = table.domestic.sum(axis=0) + table.import_row + table.value_added
    assert np.abs(sales - purchases).max() == 0
    assert table.balance() == ()


@pytest.mark.parametrize(
    ("id", "kind"),
    [*((id, "checked") for id in TRANSACTIONS), ("bok-2023-33", "by construction")],
)
def test_value_added_and_imports_exhaust_spending(id: str, kind: str) -> None:
    """Design R6, on what is induced."""
    model = leontief(id)
    check = model.exhaustion()
    assert check.kind == kind
    assert check.largest_gap is not None
    assert check.largest_gap <= EXACT
    sums = model.multipliers().of("value_added") + model.multipliers().of("imports")
    np.testing.assert_allclose(sums, 1.0, rtol=0, atol=EXACT)


@pytest.mark.parametrize("region", ["서울", "세종", "제주"])
def test_exhaustion_of_regional_multipliers_is_not_claimed(region: str) -> None:
    check = load_model("bok-2020-regional-83", region).exhaustion()
    assert (check.kind, check.largest_gap) == ("not checkable", None)


def test_jobs_on_sugar_depend_on_the_level_of_detail() -> None:
    """Design R7 states both: 13.6 jobs per 10억 at 83 sectors, 5.0 at 165."""
    fine, coarse = leontief("bok-2020-165"), leontief("bok-2020-83")
    sugar = fine.sectors.get("084")
    assert sugar.name.ko == "제당 및 전분"
    jobs = [
        model.multipliers().of("employment")[model.sectors.position(code)]
        for model, code in ((coarse, "08"), (fine, "084"))
    ]
    assert [f"{value:.1f}" for value in jobs] == ["13.6", "5.0"]


# ------------------------------------------------------------------ the Bank's workbook


@pytest.fixture(scope="module")
def sheets(shared: Path) -> dict[str, LabelledMatrix]:
    pytest.importorskip("python_calamine")
    (path,) = (shared / "data" / "bok-2020").glob("*통합중분류.xlsx")
    return bok.read_matrices(path)


@pytest.fixture(scope="module")
def model_83() -> LeontiefModel:
    return leontief("bok-2020-83")


def test_the_whole_inverse_of_83_sectors_cell_by_cell(
    sheets: dict[str, LabelledMatrix], model_83: LeontiefModel
) -> None:
    sheet = sheets["생산유발계수"]
    assert sheet.sectors.codes == sheet.columns == model_83.sectors.codes
    np.testing.assert_allclose(model_83.system.inverse(), sheet.values, rtol=0, atol=EXACT)


def test_the_whole_value_added_inducement_cell_by_cell(
    sheets: dict[str, LabelledMatrix], model_83: LeontiefModel
) -> None:
    """Value added arising in sector i per unit of demand on j: v̂ L."""
    sheet = sheets["부가가치유발계수"]
    k = [i.id for i in model_83.indicators].index("value_added")
    answers = model_83.by_supplying(np.eye(83))[:, k, :].T
    np.testing.assert_allclose(answers, sheet.values, rtol=0, atol=EXACT)
    np.testing.assert_allclose(
        model_83.multipliers().of("value_added"), sheet.below["열합"], rtol=0, atol=EXACT
    )


def test_the_whole_import_inducement_cell_by_cell(
    sheets: dict[str, LabelledMatrix], model_83: LeontiefModel
) -> None:
    """Imports of product i per unit of demand on j: A^m L."""
    sheet = sheets["수입유발계수"]
    table = transactions("bok-2020-83")
    assert table.imports is not None
    answers = input_coefficients(table.imports, table.output) @ model_83.system.inverse()
    np.testing.assert_allclose(answers, sheet.values, rtol=0, atol=EXACT)
    np.testing.assert_allclose(
        model_83.multipliers().of("imports"), sheet.below["열합"], rtol=0, atol=EXACT
    )


@pytest.mark.parametrize(
    ("title", "indicator"),
    [("최종수요항목별생산유발액", "production"), ("최종수요항목별부가가치유발액", "value_added")],
)
def test_what_each_item_of_final_demand_induces(
    sheets: dict[str, LabelledMatrix], model_83: LeontiefModel, title: str, indicator: str
) -> None:
    """Design equation 5: seven items by 83 sectors, inventories with negative cells among them."""
    sheet = sheets[title]
    table = transactions("bok-2020-83")
    assert sheet.columns == tuple(label.code for label in table.info.final_demand)
    items = tuple(Line(programme=code) for code in sheet.columns)
    money = Money(table.info.money, 2020, "producers")
    impact = model_83.induce(Demand(model_83.sectors, table.final_demand.T, money, items))
    frame = impact.by_supplying()
    frame = frame[frame["indicator"] == indicator]
    wide = frame.pivot_table(index="supplying", columns="programme", values="value")
    assert (table.final_demand < 0).any()
    np.testing.assert_allclose(wide[list(sheet.columns)].to_numpy(), sheet.values, **AMOUNTS)
