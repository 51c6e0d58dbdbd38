"""Inducement by final-demand item against the Bank of Korea's last three sheets."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import matplotlib
import matplotlib.pyplot as plt
import numpy as np
import pytest
from helpers import (
    COEFFICIENTS,
    FINAL_DEMAND,
    FINAL_DEMAND_IMPORTS,
    IMPORTS,
    OUTPUT,
    PRIMARY,
    SATELLITES,
    lines,
    refused,
    regional,
    repeatable,
    small_inverse,
    tiny,
)
from hypothesis import given
from hypothesis import strategies as st

import iomodel
from iomodel.analyses.final_demand import ANALYSES, FinalDemandInducement, final_demand
from iomodel.errors import NotFoundError, NotSupportedError
from iomodel.impact import Indicator
from iomodel.models import LeontiefModel, MultiplierModel
from iomodel.models.base import multiplier_unit
from iomodel.readers.bok import LabelledMatrix, read_matrices
from iomodel.table import Component
from iomodel.text import Text

matplotlib.use("Agg")

# Amounts up to 1e9 million won, in doubles, from an inverse of condition about 10.
AMOUNT = 1e-6
# Ratios of those amounts.
RATIO = 1e-12
# Shares in percent.
PERCENT = 1e-10
# The Bank prints national coefficients to three decimals, employment to one.
PRINTED = {"production": 5e-4, "value_added": 5e-4, "imports": 5e-4, "employment": 5e-2}
# Three sectors, condition number below four.
ROUNDING = 1e-10

SHEETS = {
    "production": "최종수요항목별생산유발액",
    "imports": "최종수요항목별수입유발액",
    "value_added": "최종수요항목별부가가치유발액",
}


@pytest.fixture(scope="module")
def sheets(shared: Path) -> dict[str, LabelledMatrix]:
    return read_matrices(next((shared / "data/bok-2020").glob("*통합중분류.xlsx")))


@pytest.fixture(scope="module")
def result() -> FinalDemandInducement:
    return final_demand(iomodel.load_model("bok-2020-83"))


@pytest.fixture(scope="module")
def small() -> LeontiefModel:
    return LeontiefModel.from_table(tiny())


# ------------------------------------------------------------------ the Bank's workbook


@pytest.mark.parametrize("indicator", SHEETS)
def test_every_cell_of_the_published_sheet(
    sheets: dict[str, LabelledMatrix], result: FinalDemandInducement, indicator: str
) -> None:
    sheet = sheets[SHEETS[indicator]]
    frame = result.matrix(indicator)
    assert tuple(frame.index) == sheet.sectors.codes
    assert tuple(frame.columns) == (*sheet.columns, "total")
    np.testing.assert_allclose(frame.to_numpy()[:, :-1], sheet.values, rtol=0, atol=AMOUNT)
    np.testing.assert_allclose(frame["total"], sheet.beside["최종수요계"], rtol=0, atol=AMOUNT)


@pytest.mark.parametrize("indicator", SHEETS)
@pytest.mark.parametrize(
    ("row", "column", "tolerance"),
    [
        ("소계", "", AMOUNT),
        ("구성비(%)", "_dependency", PERCENT),
        ("유발계수", "_coefficient", RATIO),
    ],
)
def test_every_row_below_the_published_sheet(
    sheets: dict[str, LabelledMatrix],
    result: FinalDemandInducement,
    indicator: str,
    row: str,
    column: str,
    tolerance: float,
) -> None:
    sheet = sheets[SHEETS[indicator]]
    ours = result.table()[indicator + column].to_numpy()
    np.testing.assert_allclose(ours[:-1], sheet.below[row], rtol=0, atol=tolerance)
    assert ours[-1] == pytest.approx(sheet.corner[row, "최종수요계"], abs=tolerance)


def test_national_coefficients_as_printed(result: FinalDemandInducement) -> None:
    path = COEFFICIENTS / "bok-2020-165/published/national_ratios.csv"
    with path.open(encoding="utf-8", newline="") as file:
        printed = {row["measure"]: float(row["value"]) for row in csv.DictReader(file)}
    total = result.table().set_index("item").loc["total"]
    assert printed.keys() == PRINTED.keys()
    for measure, value in printed.items():
        assert total[f"{measure}_coefficient"] == pytest.approx(value, abs=PRINTED[measure])


def test_imports_over_domestic_demand_alone_are_not_the_banks(
    sheets: dict[str, LabelledMatrix], result: FinalDemandInducement
) -> None:
    wrong = result.matrix("imports")["total"].sum() / result.domestic.sum()
    published = sheets[SHEETS["imports"]].corner["유발계수", "최종수요계"]
    assert abs(wrong - published) > 0.01


# ------------------------------------------------------------------ identities


@pytest.mark.parametrize("id", ["bok-2020-33", "bok-2020-83"])
def test_all_items_together_induce_the_whole_economy(id: str) -> None:
    model = iomodel.load_model(id)
    table = model.table
    whole = final_demand(model)
    wanted = {
        "production": table.output,
        "value_added": table.value_added,
        "imports": table.imports.sum(axis=1) + table.final_demand_imports.sum(axis=1),
        "employment": table.satellites[0],
    }
    for indicator, values in wanted.items():
        np.testing.assert_allclose(whole.matrix(indicator)["total"], values, rtol=1e-11, atol=1e-4)


def test_value_added_and_induced_imports_exhaust_each_item(result: FinalDemandInducement) -> None:
    table = result.table()
    left = table["value_added"] + table["imports"] - table["imported_demand"]
    np.testing.assert_allclose(left, table["domestic_demand"], rtol=1e-12)


def test_two_routes_to_employment(small: LeontiefModel) -> None:
    """By producing sector and added up, or by multiplier over demanded sectors."""
    by_item = final_demand(small).table()["employment"].to_numpy()[:-1]
    per_billion = small.multipliers().of("employment")
    np.testing.assert_allclose(by_item, per_billion @ FINAL_DEMAND / 1000, rtol=ROUNDING)


@repeatable
@given(st.lists(st.floats(0.1, 1e6), min_size=6, max_size=6))
def test_dependencies_of_every_sector_add_to_a_hundred(figures: list[float]) -> None:
    demand = np.array(figures).reshape(3, 2)
    domestic = tiny().domestic
    output = np.linalg.solve(np.eye(3) - domestic / OUTPUT, demand.sum(axis=1))
    flows = domestic / OUTPUT * output
    rest = output - flows.sum(axis=0) - IMPORTS.sum(axis=0) / OUTPUT * output
    table = tiny(
        domestic=flows,
        imports=IMPORTS / OUTPUT * output,
        final_demand=demand,
        primary_inputs=np.vstack([rest * 0.25, rest * 0.75]),
    )
    shares = final_demand(LeontiefModel.from_table(table)).measure("dependency")
    np.testing.assert_allclose(shares[..., :-1].sum(axis=-1), 100.0, rtol=1e-9)


def test_the_model_and_its_table_are_left_as_they_were(small: LeontiefModel) -> None:
    before = small.table.final_demand.copy(), small.coefficients.copy()
    final_demand(small, by="sector").table()
    np.testing.assert_array_equal(small.table.final_demand, before[0])
    np.testing.assert_array_equal(small.coefficients, before[1])


# ------------------------------------------------------------------ what the source books


def test_imports_are_by_product_and_count_direct_ones(small: LeontiefModel) -> None:
    X = np.linalg.solve(np.eye(3) - small.table.domestic / OUTPUT, FINAL_DEMAND)
    wanted = IMPORTS / OUTPUT @ X + FINAL_DEMAND_IMPORTS
    found = final_demand(small)
    np.testing.assert_allclose(found.matrix("imports").to_numpy()[:, :-1], wanted, rtol=ROUNDING)
    assert found.notes[-1].en == "imports are by imported product and include imported final demand"


def test_imports_in_one_row_are_by_the_sector_that_uses_them() -> None:
    row = IMPORTS.sum(axis=0)
    components = (
        *tiny().info.primary_inputs,
        Component(code="m", ko="수입", en="Imports", role="imports"),
    )
    table = tiny(
        imports=None,
        final_demand_imports=None,
        primary_inputs=np.vstack([PRIMARY, row]),
    )
    table = replace(table, info=table.info.model_copy(update={"primary_inputs": components}))
    found = final_demand(LeontiefModel.from_table(table))
    X = np.linalg.solve(np.eye(3) - table.domestic / OUTPUT, FINAL_DEMAND)
    wanted = (row / OUTPUT)[:, None] * X
    np.testing.assert_allclose(found.matrix("imports").to_numpy()[:, :-1], wanted, rtol=ROUNDING)
    np.testing.assert_allclose(
        found.table()["imports_coefficient"][:2], wanted.sum(axis=0) / FINAL_DEMAND.sum(axis=0)
    )
    assert [note.en for note in found.notes] == [
        "the source books imports as one row: they are by the sector that uses them",
        "the table has no imported final demand: only induced imports are counted",
    ]


def test_an_item_without_demand_has_no_coefficient() -> None:
    demand = np.column_stack([FINAL_DEMAND.sum(axis=1), np.zeros(3)])
    imported = np.zeros((3, 2))
    model = LeontiefModel.from_table(tiny(final_demand=demand, final_demand_imports=imported))
    table = final_demand(model).table()
    assert np.isnan(table["production_coefficient"][1])
    assert table["production_dependency"].tolist() == [100.0, 0.0, 100.0]


def test_persons_per_billion_whatever_the_scale_of_the_table(small: LeontiefModel) -> None:
    in_eok = {
        name: getattr(tiny(), name) / 100
        for name in (
            "domestic",
            "imports",
            "final_demand",
            "final_demand_imports",
            "primary_inputs",
        )
    }
    other = final_demand(LeontiefModel.from_table(tiny(**in_eok, unit="억원")))
    ours = final_demand(small)
    for column in ("employment", "employment_coefficient"):
        np.testing.assert_allclose(other.table()[column], ours.table()[column], rtol=ROUNDING)
    assert ours.table()["employment"].iloc[-1] == pytest.approx(SATELLITES[0].sum())


# ------------------------------------------------------------------ tables and pictures


def test_columns_describe_both_tables(small: LeontiefModel) -> None:
    for by in ("item", "sector"):
        found = final_demand(small, by=by)
        assert [column.id for column in found.columns] == list(found.table().columns)
    units = {column.id: column.unit.en for column in final_demand(small).columns}
    assert units["production"] == "million KRW"
    assert units["employment"] == "persons"
    assert units["employment_coefficient"] == "persons per billion KRW"
    assert units["imports_dependency"] == "%"


def test_a_table_of_one_measure_leaves_the_others_out(small: LeontiefModel) -> None:
    found = final_demand(small, ["production", "imports"], ["dependency"])
    wanted = ["item", "item_ko", "item_en", "production_dependency", "imports_dependency"]
    assert list(found.table().columns) == [column.id for column in found.columns] == wanted


def test_by_sector_lists_each_sector_with_its_items(small: LeontiefModel) -> None:
    found = final_demand(small, ["employment"], by="sector")
    table = found.table()
    assert table["code"].tolist() == ["01"] * 3 + ["02"] * 3 + ["03"] * 3
    assert table["item"].tolist() == ["c", "e", "total"] * 3
    np.testing.assert_array_equal(
        table["employment"], found.matrix("employment").to_numpy().ravel()
    )


@pytest.mark.parametrize(
    ("lang", "axis"), [("en", "Dependency on final-demand items (%)"), ("ko", "유발의존도 (%)")]
)
def test_plot_stacks_the_items_to_a_hundred(small: LeontiefModel, lang: str, axis: str) -> None:
    axes = final_demand(small).plot(lang=lang)  # type: ignore[arg-type]
    assert axes.get_xlabel() == axis
    assert len(axes.patches) == 4 * 2
    widths = np.array([bar.get_width() for bar in axes.patches]).reshape(2, 4)
    np.testing.assert_allclose(widths.sum(axis=0), 100.0)
    plt.close(axes.figure)


def test_plot_takes_axes(small: LeontiefModel) -> None:
    figure, axes = plt.subplots()
    assert final_demand(small).plot(axes) is axes
    plt.close(figure)


# ------------------------------------------------------------------ refusals


def test_published_multipliers_are_refused() -> None:
    error = refused(NotSupportedError, lambda: final_demand(MultiplierModel(regional(), "북")))
    assert str(error) == lines(
        "tiny-regional",
        "  this table can't give inducement by final-demand item",
        "    expected: transactions or a published inverse",
        "    found: published multipliers",
        "    remedy: use a table such as bok-2020-165",
    )


def test_a_published_inverse_is_refused() -> None:
    model = LeontiefModel.from_inverse(small_inverse())
    error = refused(NotSupportedError, lambda: final_demand(model))
    assert error.render("ko") == lines(
        "tiny-3",
        "  최종수요항목별 유발은(는) 이 표로 구할 수 없습니다",
        "    기대한 것: 거래표",
        "    찾은 것: 공표된 역행렬",
        "    고치는 법: bok-2020-165와 같은 거래표를 쓰십시오",
    )


def test_unknown_indicators_are_all_named(small: LeontiefModel) -> None:
    error = refused(NotFoundError, lambda: final_demand(small, ["production", "co2", "gdp"]))
    known = "production, value_added, imports, employment, employees, wages, surplus"
    assert str(error) == lines(
        "tiny-3",
        "  indicators: there is no such indicator",
        f"    expected: one of: {known}",
        '    found: "co2"',
        "    remedy: correct indicators",
        "  indicators: there is no such indicator",
        f"    expected: one of: {known}",
        '    found: "gdp"',
        "    remedy: correct indicators",
    )
    assert error.data == ["co2", "gdp"]


def test_an_unknown_layout_lists_those_there_are(small: LeontiefModel) -> None:
    error = refused(NotSupportedError, lambda: final_demand(small, by="region"))
    assert str(error) == lines(
        "by",
        "  the choice isn't known",
        "    expected: one of: item, sector",
        '    found: "region"',
        "    remedy: correct by",
    )


def test_an_unknown_measure_lists_those_there_are(small: LeontiefModel) -> None:
    for argument, call in (
        ("which", lambda: final_demand(small).matrix("imports", "share")),
        ("measures", lambda: final_demand(small, measures=["amount", "share"])),
    ):
        assert str(refused(NotSupportedError, call)) == lines(
            argument,
            "  the choice isn't known",
            "    expected: one of: amount, coefficient, dependency",
            '    found: "share"',
            f"    remedy: correct {argument}",
        )


def test_the_command_line_runs_the_public_function() -> None:
    (analysis,) = ANALYSES
    assert analysis.name == "final-demand"
    assert analysis.run is final_demand
    assert [option.name for option in analysis.options] == ["indicators", "measures", "by"]


def test_a_physical_indicator_keeps_its_unit() -> None:
    carbon = Indicator("co2", Text("탄소", "carbon"), "physical", unit=Text("톤", "tonnes"))
    assert str(carbon.measured_in(tiny().info.money)) == "tonnes"
    per = multiplier_unit(carbon, tiny().info.money)
    assert per == Text("톤/10억원", "tonnes per billion KRW")
