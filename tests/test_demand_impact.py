"""Demand going in, impact coming out: labels, units, prices and views of the result."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from helpers import (
    COARSE,
    DOMESTIC,
    IMPORTS,
    OUTPUT,
    PRIMARY,
    SATELLITES,
    SECTORS,
    lines,
    refused,
    regional,
    tiny,
)

from iomodel import run
from iomodel.demand import Demand, Line
from iomodel.errors import (
    LabelError,
    NotFoundError,
    NotSupportedError,
    UnitError,
    UnknownSectorError,
)
from iomodel.impact import Impact
from iomodel.models import LeontiefModel, MultiplierModel
from iomodel.sectors import Classification, Concordance
from iomodel.text import Text
from iomodel.units import MILLION_KRW, Money, money_unit

ROUNDING = 1e-12  # three sectors, condition number below four

INVERSE = np.linalg.inv(np.eye(3) - DOMESTIC / OUTPUT)
WON = Money(MILLION_KRW, 2020, "producers")
TWO = (
    Line("s", "west", "서부", "announced", "지원"),
    Line("s", "west", "서부", "announced", "투자"),
)


@pytest.fixture
def model() -> LeontiefModel:
    return LeontiefModel.from_table(tiny())


@pytest.fixture
def impact(model: LeontiefModel) -> Impact:
    return model.induce(Demand(SECTORS, np.array([[1.0, 0, 2.0], [0, 10.0, 0]]), WON, TWO))


# ------------------------------------------------------------------ demand


def test_demand_of_words_adds_what_names_one_sector_twice() -> None:
    demand = Demand.of({"02": 1.5, "공산품": 2.0, "Services": 3.0}, "억원", SECTORS)
    np.testing.assert_array_equal(demand.values, [[0.0, 3.5, 3.0]])
    assert demand.money == Money(money_unit("억원"), None, "producers")


def test_demand_of_an_unknown_sector_or_unit() -> None:
    refused(UnknownSectorError, lambda: Demand.of({"04": 1.0}, "억원", SECTORS))
    refused(UnitError, lambda: Demand.of({"02": 1.0}, "억", SECTORS))


def test_demand_of_another_shape() -> None:
    error = refused(LabelError, lambda: Demand(SECTORS, np.zeros((1, 2)), WON))
    assert str(error) == lines(
        "demand",
        "  the array has another shape",
        "    expected: (1, 3)",
        "    found: (1, 2)",
        "    remedy: give programmes as rows, sectors of the classification as columns",
    )
    assert error.data == (1, 2)
    assert error.render("ko").splitlines()[1] == "  배열의 모양이 다릅니다"
    refused(LabelError, lambda: Demand(SECTORS, np.zeros(3), WON))
    refused(LabelError, lambda: Demand(SECTORS, np.zeros((1, 3)), WON, TWO))


def test_every_amount_that_is_not_finite_is_listed() -> None:
    values = np.array([[1.0, np.nan, 2.0], [np.inf, 0.0, 0.0]])
    lines_ = (TWO[0], Line())
    error = refused(LabelError, lambda: Demand(SECTORS, values, WON, lines_))
    assert str(error) == lines(
        "demand",
        "  지원, 02 Manufactures: the amount is not finite",
        "    expected: a number; zero where there is none",
        "    found: nan",
        "    remedy: state zero if zero is meant",
        "  2, 01 Farm products: the amount is not finite",
        "    expected: a number; zero where there is none",
        "    found: inf",
        "    remedy: state zero if zero is meant",
    )
    np.testing.assert_array_equal(error.data, [[0, 1], [1, 0]])


def test_signed_demand_is_accepted(model: LeontiefModel) -> None:
    """Design R2: inventories and displacement are negative."""
    change = model.induce(Demand.of({"02": -10.0}, "백만원", SECTORS))
    assert change.value("production") == pytest.approx(-10 * INVERSE[:, 1].sum(), rel=ROUNDING)


def test_demand_in_another_unit_is_the_same_demand() -> None:
    demand = Demand.of({"01": 1.0, "03": 0.25}, "억원", SECTORS).in_unit(MILLION_KRW)
    np.testing.assert_array_equal(demand.values, [[100.0, 0.0, 25.0]])
    assert demand.money.unit is MILLION_KRW


def test_demand_in_another_currency_is_refused(model: LeontiefModel) -> None:
    euro = Money(money_unit("million EUR"), 2020, "producers")
    error = refused(UnitError, lambda: model.induce(Demand(SECTORS, np.ones((1, 3)), euro)))
    assert "  the currencies differ" in str(error).splitlines()


def test_demand_aggregates_by_its_own_sectors_only() -> None:
    upward = Concordance.from_codes(SECTORS, COARSE, ["A", "A", "B"])
    demand = Demand(SECTORS, np.array([[1.0, 2.0, 4.0]]), WON).aggregate(upward)
    assert demand.sectors is COARSE
    np.testing.assert_array_equal(demand.values, [[3.0, 4.0]])
    error = refused(LabelError, lambda: demand.aggregate(upward))
    assert str(error).splitlines()[:2] == [
        "demand",
        "  demand and concordance: the labels differ",
    ]


# ------------------------------------------------------------------ meeting a model


def test_demand_in_another_classification_is_refused(model: LeontiefModel) -> None:
    error = refused(NotSupportedError, lambda: model.induce(Demand(COARSE, np.ones((1, 2)), WON)))
    assert str(error) == lines(
        "tiny-3",
        "  demand and table are classified differently",
        "    expected: tiny-3",
        "    found: tiny-2",
        "    remedy: for a coarser table add up with Demand.aggregate first; a finer one is out of "
        "reach (R10)",
    )
    assert error.render("ko") == lines(
        "tiny-3",
        "  수요와 표의 부문분류가 다릅니다",
        "    기대한 것: tiny-3",
        "    찾은 것: tiny-2",
        "    고치는 법: 더 큰 분류의 표라면 Demand.aggregate로 합친 뒤 넣으십시오. "
        "더 작은 분류로는 나눌 수 없습니다 (R10)",
    )
    assert error.data == "tiny-2"


def test_the_same_labels_in_another_order_are_refused(model: LeontiefModel) -> None:
    """A vector in another order would be read without complaint and be wrong."""
    swapped = Classification("tiny-3", SECTORS.sectors[::-1])
    error = refused(
        LabelError, lambda: model.induce(Demand(swapped, np.array([[1.0, 2.0, 3.0]]), WON))
    )
    assert str(error) == lines(
        "tiny-3",
        "  demand and table: the labels differ",
        "    expected: the same labels in the same order",
        "    found: order differs from number 1: ['03', '02', '01'], ['01', '02', '03']",
        "    remedy: put one side in the order of the other first",
    )


def test_demand_at_other_prices_is_refused(model: LeontiefModel) -> None:
    demand = Demand.of({"02": 1.0}, "억원", SECTORS, valuation="purchasers")
    error = refused(NotSupportedError, lambda: model.induce(demand))
    assert str(error) == lines(
        "tiny-3",
        "  demand and table are valued differently",
        "    expected: producers' prices",
        "    found: purchasers' prices",
        "    remedy: split off trade and transport margins and state the demand at the table's "
        "prices",
    )
    assert error.render("ko") == lines(
        "tiny-3",
        "  수요와 표의 가격평가가 다릅니다",
        "    기대한 것: 생산자가격",
        "    찾은 것: 구매자가격",
        "    고치는 법: 상업·운수 마진을 나누어 표의 가격으로 바꾸어 넣으십시오",
    )
    assert error.data == "purchasers"
    at_basic = LeontiefModel.from_table(tiny(valuation="basic"))
    refused(NotSupportedError, lambda: at_basic.induce(Demand.of({"02": 1.0}, "억원", SECTORS)))


def test_multiplier_models_refuse_the_same_demands() -> None:
    model = MultiplierModel(regional(), "북")
    for demand in (
        Demand(COARSE, np.ones((1, 2)), WON),
        Demand.of({"02": 1.0}, "억원", SECTORS, valuation="purchasers"),
    ):
        refused(NotSupportedError, lambda demand=demand: model.induce(demand))  # type: ignore[misc]


# ------------------------------------------------------------------ impact


def test_values_sum_the_programmes_whose_labels_match(impact: Impact) -> None:
    f = np.array([[1.0, 0.0, 2.0], [0.0, 10.0, 0.0]])
    x = f @ INVERSE.T
    assert impact.value("production", programme="지원") == pytest.approx(x[0].sum(), rel=ROUNDING)
    assert impact.value("production", programme="투자") == pytest.approx(x[1].sum(), rel=ROUNDING)
    assert impact.value("production") == pytest.approx(x.sum(), rel=ROUNDING)
    assert impact.value("employment", scenario="west") == pytest.approx(
        (x @ (SATELLITES[0] / OUTPUT)).sum(), rel=ROUNDING
    )
    assert impact.value("value_added") == pytest.approx(
        (x @ (PRIMARY.sum(axis=0) / OUTPUT)).sum(), rel=ROUNDING
    )
    assert impact.value("imports") == pytest.approx(
        (x @ (IMPORTS.sum(axis=0) / OUTPUT)).sum(), rel=ROUNDING
    )


def test_a_value_that_is_not_there_lists_the_indicators(impact: Impact) -> None:
    error = refused(NotFoundError, lambda: impact.value("jobs"))
    assert str(error) == lines(
        "impact",
        "  no result matches",
        "    expected: indicators are employees, employment, imports, production, surplus, "
        "value_added, wages",
        "    found: {'origin': 'total', 'indicator': 'jobs'}",
        "    remedy: see impact.to_frame() for labels",
    )
    assert error.data == "jobs"
    refused(NotFoundError, lambda: impact.value("production", programme="none"))
    refused(NotFoundError, lambda: impact.value("production", origin="in_region"))
    refused(NotFoundError, lambda: impact.value("production", district_="x"))
    refused(NotFoundError, lambda: impact.unit("jobs"))


def test_units_of_money_and_of_persons(impact: Impact) -> None:
    assert impact.unit("production") == Text("백만원", "million KRW")
    assert impact.unit("wages") == Text("백만원", "million KRW")
    assert impact.unit("employment") == Text("명", "persons")


def test_records_carry_labels_units_and_provenance(impact: Impact) -> None:
    records = impact.records(("employment",))
    assert [{k: v for k, v in record.items() if k != "value"} for record in records] == [
        {
            "study": "s",
            "scenario": "west",
            "district": "서부",
            "reading": "announced",
            "programme": programme,
            "phase": "",
            "year": "",
            "variant": "",
            "kind": "spending",
            "indicator": "employment",
            "origin": "total",
            "unit": "명",
            "basis": "computed",
            "table": "tiny-3",
            "region": "",
            "price_year": 2020,
        }
        for programme in ("지원", "투자")
    ]
    frame = impact.to_frame(("employment",))
    assert frame["value"].tolist() == [record["value"] for record in records]


def test_inferred_demand_gives_inferred_effects(model: LeontiefModel) -> None:
    """Design R9: each number knows whether it is published, computed, assumed or inferred."""
    demand = Demand.of({"02": 1.0}, "억원", SECTORS)
    for basis, told in (("inferred", "inferred"), ("assumed", "computed")):
        impact = model.induce(replace(demand, basis=basis))  # type: ignore[arg-type]
        assert {record["basis"] for record in impact.records()} == {told}


def test_effects_by_supplying_sector(impact: Impact) -> None:
    frame = impact.by_supplying()
    x = np.array([0.0, 10.0, 0.0]) @ INVERSE.T
    rows = frame[(frame["programme"] == "투자") & (frame["indicator"] == "employment")]
    assert rows["supplying"].tolist() == ["01", "02", "03"]
    np.testing.assert_allclose(rows["value"], x * SATELLITES[0] / OUTPUT, rtol=ROUNDING)
    assert set(rows["unit"]) == {"명"}


def test_effects_by_demanded_sector(impact: Impact) -> None:
    frame = impact.by_demanded()
    rows = frame[(frame["programme"] == "지원") & (frame["indicator"] == "production")]
    assert rows["demanded"].tolist() == ["01", "02", "03"]
    np.testing.assert_allclose(
        rows["value"], np.array([1.0, 0.0, 2.0]) * INVERSE.sum(axis=0), rtol=ROUNDING
    )


def test_direct_effects_are_those_of_the_spending_itself(impact: Impact) -> None:
    frame = impact.direct_indirect().set_index(["programme", "indicator", "effect"])["value"]
    assert frame["투자", "production", "direct"] == pytest.approx(10.0, rel=ROUNDING)
    assert frame["투자", "value_added", "direct"] == pytest.approx(10 * 220 / 500, rel=ROUNDING)
    assert frame["투자", "employment", "direct"] == pytest.approx(10 * 200 / 500, rel=ROUNDING)
    assert frame["투자", "production", "indirect"] == pytest.approx(
        10 * INVERSE[:, 1].sum() - 10, rel=ROUNDING
    )


def test_the_total_over_origins_is_always_shown() -> None:
    """Design R8: in the region, elsewhere and their total."""
    impact = MultiplierModel(regional(), "남").induce(Demand.of({"01": 10.0}, "십억원", SECTORS))
    found = {record["origin"]: record["value"] for record in impact.records(("employment",))}
    assert found == {
        "in_region": pytest.approx(60.0),
        "other_regions": pytest.approx(30.0),
        "total": pytest.approx(90.0),
    }
    frame = impact.by_origin()
    assert set(frame["origin"]) == {"in_region", "other_regions", "total"}
    assert set(frame["region"]) == {"남"}


def test_impacts_of_two_models_are_kept_apart_by_table(model: LeontiefModel) -> None:
    demand = Demand.of({"01": 10.0}, "백만원", SECTORS)
    both = model.induce(demand) + MultiplierModel(regional(), "북").induce(demand)
    assert both.value("production", table="tiny-3") == pytest.approx(
        10 * INVERSE[:, 0].sum(), rel=ROUNDING
    )
    assert both.value("production", region="북") == pytest.approx(17.0)
    assert len(both.manifest.warnings) == 1  # that of R6 for the regional table, once


def test_adding_impacts_says_each_thing_once(model: LeontiefModel) -> None:
    one = model.induce(Demand.of({"01": 10.0}, "백만원", SECTORS))
    assert (one + one).manifest == one.manifest
    assert (one + one).value("production") == pytest.approx(2 * one.value("production"))


def test_amounts_in_a_table_of_another_unit_come_out_in_its_money() -> None:
    """The same table in 억원: money is a hundredth, persons are the same (R3)."""
    table = tiny()
    scaled = tiny(
        unit="억원",
        domestic=table.domestic / 100,
        imports=IMPORTS / 100,
        final_demand=table.final_demand / 100,
        primary_inputs=PRIMARY / 100,
        tolerance=0.005,
    )
    one = LeontiefModel.from_table(table).induce(Demand.of({"02": 3.0}, "십억원", SECTORS))
    other = LeontiefModel.from_table(scaled).induce(Demand.of({"02": 3.0}, "십억원", SECTORS))
    assert other.value("production") == pytest.approx(one.value("production") / 100, rel=ROUNDING)
    assert other.value("employment") == pytest.approx(one.value("employment"), rel=ROUNDING)
    np.testing.assert_allclose(
        LeontiefModel.from_table(scaled).multipliers().values,
        LeontiefModel.from_table(table).multipliers().values,
        rtol=ROUNDING,
    )


def test_alternative_readings_are_not_added_together() -> None:
    """Reconciled, announced and regional effects are three answers to one question."""
    impact = run("sejong")
    error = refused(LabelError, lambda: impact.value("production"))
    assert str(error) == lines(
        "impact",
        "  results of several readings, variants, tables or phases don't add up",
        "    expected: one reading, variant, table and phase",
        "    found: announced bok-2020-165 construction; announced bok-2020-regional-83 "
        "construction; reconciled bok-2020-165 construction",
        "    remedy: choose one with reading=, variant=, table= and phase=",
    )
    national = impact.value("production", reading="announced", table="bok-2020-165")
    regional = impact.value("production", reading="announced", table="bok-2020-regional-83")
    assert national != pytest.approx(regional, rel=0.01)
