"""The supply-driven model against pymrio's inverse, the Eurostat manual, and the price model."""

from __future__ import annotations

from pathlib import Path

import matplotlib
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from helpers import (
    DOMESTIC,
    FINAL_DEMAND,
    OUTPUT,
    PRIMARY,
    SATELLITES,
    lines,
    plain,
    refused,
    regional,
    repeatable,
    small_inverse,
    tiny,
)
from hypothesis import given
from hypothesis import strategies as st

import iomodel
from iomodel.analyses.ghosh import (
    ANALYSES,
    supply_multipliers,
    supply_push,
)
from iomodel.analyses.numerics import allocation_coefficients, ghosh_system
from iomodel.errors import (
    InactiveSectorError,
    LabelError,
    NotSupportedError,
    UnitError,
    UnknownSectorError,
)
from iomodel.models import LeontiefModel, MultiplierModel

matplotlib.use("Agg")

# pymrio's figures are stored to eight decimals.
PYMRIO = 5e-8
# The Eurostat manual prints four decimals.
MANUAL = 5e-5
# Small systems, condition number below ten.
ROUNDING = 1e-11
# 165 sectors, output up to 2e8 million won.
BALANCE = 1e-10

G = np.linalg.inv(np.eye(3) - DOMESTIC / OUTPUT[:, None])


@pytest.fixture(scope="module")
def small() -> LeontiefModel:
    return LeontiefModel.from_table(tiny())


def frame(path: Path) -> pd.DataFrame:
    return pd.read_csv(path, index_col=0, encoding="utf-8-sig")


# ------------------------------------------------------------------ published answers


def test_pymrio_allocation_coefficients_and_inverse(shared: Path) -> None:
    """Two regions of three sectors."""
    folder = shared / "cases/pymrio_small_mrio"
    Z = frame(folder / "inputs/Z.csv").to_numpy(float)
    x = frame(folder / "expected/x.csv")["indout"].to_numpy(float)
    B = allocation_coefficients(Z, x)
    np.testing.assert_allclose(B, frame(folder / "expected/B.csv"), rtol=0, atol=PYMRIO)
    table = plain(Z, x - Z.sum(axis=1), x - Z.sum(axis=0))
    published = frame(folder / "expected/G.csv")
    system = ghosh_system(table.domestic, table.output)
    np.testing.assert_allclose(system.inverse(), published, rtol=0, atol=PYMRIO)
    found = supply_multipliers(LeontiefModel.from_table(table))
    np.testing.assert_allclose(found.total, published.sum(axis=1), rtol=0, atol=6 * PYMRIO)


def test_germany_1995_first_column_of_the_ghosh_inverse(shared: Path) -> None:
    folder = shared / "cases/germany_1995_eurostat_manual"
    Z = frame(folder / "inputs/Z.csv").to_numpy(float)
    x = frame(folder / "inputs/primary.csv").loc["output"].to_numpy(float)
    printed = frame(folder / "expected/multipliers_linkages.csv")["ghosh_inverse_agri_column"]
    system = ghosh_system(Z, x)
    np.testing.assert_allclose(system.solve(np.eye(6)[0]), printed, rtol=0, atol=MANUAL)


# ------------------------------------------------------------------ identities


@pytest.mark.parametrize("id", ["bok-2020-33", "bok-2020-165"])
def test_all_primary_inputs_push_all_output(id: str) -> None:
    """x′ = v′ G with v all primary inputs, imports included."""
    model = iomodel.load_model(id)
    table = model.table
    v = table.output - table.domestic.sum(axis=0)
    changes = dict(zip(model.sectors.codes, v, strict=True))
    push = supply_push(model, changes)
    np.testing.assert_allclose(push.output, table.output, rtol=BALANCE)
    np.testing.assert_allclose(push.percent, 100.0, rtol=BALANCE)
    np.testing.assert_allclose(push.final_demand, table.final_demand.sum(axis=1), rtol=1e-8, atol=1)


@pytest.mark.parametrize("id", ["bok-2020-33", "bok-2020-83"])
def test_read_as_prices_it_is_the_leontief_price_model(id: str) -> None:
    """Δx′ x̂⁻¹ = Δv_c′ L with v_c = Δv / x (Dietzenbacher 1997)."""
    model = iomodel.load_model(id)
    sector = model.sectors.codes[4]
    push = supply_push(model, {sector: 1000.0})
    cost = np.zeros(len(model.sectors))
    cost[4] = 1000.0 / model.table.output[4]
    prices = model.system.solve_transposed(cost)
    np.testing.assert_allclose(push.percent / 100, prices, rtol=1e-9, atol=1e-18)


amounts = st.lists(st.floats(-1e6, 1e6), min_size=3, max_size=3)


@repeatable
@given(amounts)
def test_final_demand_takes_up_exactly_what_is_supplied(figures: list[float]) -> None:
    """As B i + d = i, G d = i: what enters as primary input leaves as final demand."""
    model = LeontiefModel.from_table(tiny())
    push = supply_push(model, dict(zip(model.sectors.codes, figures, strict=True)))
    size = float(np.abs(figures).sum())
    assert push.final_demand.sum() == pytest.approx(sum(figures), abs=1e-12 * size + 1e-300)


@repeatable
@given(amounts, amounts)
def test_pushes_add(first: list[float], second: list[float]) -> None:
    model = LeontiefModel.from_table(tiny())
    codes = model.sectors.codes

    def output(figures: list[float]) -> np.ndarray:
        return supply_push(model, dict(zip(codes, figures, strict=True))).output

    both = output([a + b for a, b in zip(first, second, strict=True)])
    np.testing.assert_allclose(both, output(first) + output(second), rtol=1e-9, atol=1e-5)


def test_supply_multipliers_by_the_whole_inverse(small: LeontiefModel) -> None:
    found = supply_multipliers(small)
    np.testing.assert_allclose(found.direct, DOMESTIC.sum(axis=1) / OUTPUT, rtol=ROUNDING)
    np.testing.assert_allclose(found.total, G.sum(axis=1), rtol=ROUNDING)
    np.testing.assert_allclose(found.index.mean(), 1.0)
    v, w = PRIMARY.sum(axis=0) / OUTPUT, SATELLITES[0] / OUTPUT * 1000
    assert [i.id for i in found.indicators] == ["value_added", "employment"]
    np.testing.assert_allclose(found.values, np.vstack([G @ v, G @ w]), rtol=ROUNDING)


def test_one_unit_pushed_is_the_multiplier(small: LeontiefModel) -> None:
    """Row by row: the transposed solve of the one is the row sum of the other."""
    pushed = [supply_push(small, {code: 1.0}).output.sum() for code in small.sectors.codes]
    np.testing.assert_allclose(pushed, supply_multipliers(small).total, rtol=ROUNDING)


def test_money_of_another_scale(small: LeontiefModel) -> None:
    eok = supply_push(small, ["01=2", "서비스=-1.5"], unit="억원")
    million = supply_push(small, {"01": 200, "03": -150})
    np.testing.assert_allclose(eok.output, million.output, rtol=ROUNDING)
    np.testing.assert_array_equal(eok.primary_inputs, [200, 0, -150])


def test_the_table_is_left_as_it_was(small: LeontiefModel) -> None:
    supply_push(small, {"01": 1.0}).table()
    supply_multipliers(small).table()
    np.testing.assert_array_equal(small.table.domestic, DOMESTIC)
    np.testing.assert_array_equal(small.table.final_demand, FINAL_DEMAND)


# ------------------------------------------------------------------ a sector without output


@pytest.fixture(scope="module")
def idle() -> LeontiefModel:
    Z = np.array([[10.0, 0.0, 5.0], [0.0, 0.0, 0.0], [5.0, 0.0, 10.0]])
    return LeontiefModel.from_table(plain(Z, [35.0, 0.0, 25.0], [35.0, 0.0, 25.0], tolerance=0))


def test_a_sector_without_output_has_no_multiplier(idle: LeontiefModel) -> None:
    found = supply_multipliers(idle)
    assert np.isnan(found.total[1])
    assert np.isnan(found.direct[1])
    assert np.nanmean(found.index) == pytest.approx(1.0)
    assert np.isnan(supply_push(idle, {"01": 1.0}).percent[1])


def test_a_sector_without_output_cannot_push(idle: LeontiefModel) -> None:
    error = refused(InactiveSectorError, lambda: supply_push(idle, {"01": 1.0, "02": 1.0}))
    assert str(error) == lines(
        "plain",
        "  02 S2: the sector has no output in this table",
        "    expected: a sector with output",
        "    found: output of zero",
        "    remedy: choose another sector",
    )
    assert error.data == ["02"]


# ------------------------------------------------------------------ tables and pictures


def test_columns_describe_the_tables(small: LeontiefModel) -> None:
    for found in (supply_push(small, {"01": 1.0}), supply_multipliers(small)):
        assert [column.id for column in found.columns] == list(found.table().columns)
    units = {column.id: column.unit.en for column in supply_multipliers(small).columns}
    assert units["output"] == "won per won"
    assert units["employment"] == "persons per billion KRW"


def test_caveats_travel_with_every_result(small: LeontiefModel) -> None:
    for found in (supply_push(small, {"01": 1.0}), supply_multipliers(small)):
        text = " ".join(note.en for note in found.notes)
        assert "Oosterhaven 1988" in text
        assert "Dietzenbacher 1997" in text
        assert "(1988)" in found.source


@pytest.mark.parametrize(
    ("lang", "axis"), [("en", "Change of output (million KRW)"), ("ko", "산출 변화 (백만원)")]
)
def test_plot_of_a_push(small: LeontiefModel, lang: str, axis: str) -> None:
    push = supply_push(small, {"02": -5.0})
    axes = push.plot(lang=lang)  # type: ignore[arg-type]
    assert axes.get_xlabel() == axis
    widths = [bar.get_width() for bar in axes.patches]
    np.testing.assert_allclose(sorted(widths), sorted(push.output))
    plt.close(axes.figure)


def test_plot_of_multipliers_shows_the_largest_fifteen() -> None:
    found = supply_multipliers(iomodel.load_model("bok-2020-33"))
    figure, axes = plt.subplots()
    assert found.plot(axes) is axes
    assert axes.get_xlabel() == "Output per primary input (won per won)"
    drawn = [bar.get_width() for bar in axes.patches]
    np.testing.assert_allclose(drawn, np.sort(found.total)[:-16:-1])  # largest on top
    top = found.sectors.sectors[int(np.argmax(found.total))]
    assert axes.get_yticklabels()[0].get_text() == f"{top.code} {top.name.en}"
    plt.close(figure)


# ------------------------------------------------------------------ refusals


def test_a_published_inverse_holds_no_flows() -> None:
    model = LeontiefModel.from_inverse(small_inverse())
    for call in (lambda: supply_multipliers(model), lambda: supply_push(model, {"01": 1.0})):
        error = refused(NotSupportedError, call)
        assert str(error) == lines(
            "tiny-3",
            "  this table can't give the supply-driven (Ghosh) model",
            "    expected: transactions",
            "    found: a published inverse",
            "    remedy: use a table such as bok-2020-165",
        )


def test_published_multipliers_are_refused() -> None:
    error = refused(
        NotSupportedError, lambda: supply_multipliers(MultiplierModel(regional(), "북"))
    )
    assert error.problems[0].what.ko == "공급유도형(Ghosh) 모형은(는) 이 표로 구할 수 없습니다"


def test_unknown_sectors_are_all_named(small: LeontiefModel) -> None:
    error = refused(UnknownSectorError, lambda: supply_push(small, {"09": 1.0, "01": 1, "xx": 2.0}))
    assert error.data == ["09", "xx"]
    assert "the sector is not in this classification" in str(error)


def test_a_sector_named_by_code_and_by_name_is_named_twice(small: LeontiefModel) -> None:
    error = refused(LabelError, lambda: supply_push(small, {"01": 1.0, "농산물": 2.0}))
    assert str(error) == lines(
        "tiny-3",
        "  01 Farm products: the sector is named twice",
        "    expected: each sector once",
        "    found: more than once",
        "    remedy: leave one of them out",
    )


def test_an_amount_that_is_no_number_is_refused(small: LeontiefModel) -> None:
    assert refused(LabelError, lambda: supply_push(small, ["01=ten"])).origin == "changes"
    assert refused(LabelError, lambda: supply_push(small, {"01": float("nan")})).data


def test_an_unknown_unit_is_refused(small: LeontiefModel) -> None:
    refused(UnitError, lambda: supply_push(small, {"01": 1.0}, unit="달러"))


def test_the_command_line_runs_the_public_functions() -> None:
    assert {a.name: a.run for a in ANALYSES} == {
        "supply-push": supply_push,
        "supply-multipliers": supply_multipliers,
    }
