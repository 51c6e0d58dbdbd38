"""What must hold for every table and every demand (design R3, R6, R7, R8)."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from helpers import COARSE, SECTORS, repeatable, sparing
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from iomodel import Demand, load_model
from iomodel.demand import Line
from iomodel.models import LeontiefModel, MultiplierModel
from iomodel.provenance import Source
from iomodel.sectors import Classification, Concordance
from iomodel.table import Component, IOTable, Label, MultiplierTable, Satellite, TableInfo
from iomodel.units import MILLION_KRW, Money, money_unit

# Random tables keep column sums of A below 0.9, so multipliers stay below ten and a few dozen
# roundings of 1e-16 below 1e-11 of them.
CLOSE = {"rtol": 1e-10, "atol": 1e-9}

UNITS = ("원", "천원", "만원", "백만원", "억원", "십억원", "조원")
MONEY = Money(MILLION_KRW, 2020, "producers")
INFO = TableInfo(
    id="random",
    title_ko="무작위",
    title_en="Random",
    year=2020,
    price_year=2020,
    unit="백만원",
    valuation="producers",
    layout="product × product",
    classification="tiny-3",
    tolerance=1e-6,
    final_demand=(Label(code="f", ko="수요", en="Demand"),),
    primary_inputs=(
        Component(code="w", ko="부가가치", en="VA", role="value_added"),
        Component(code="t", ko="세금", en="Taxes", role="product_tax"),
    ),
    satellites=(
        Satellite(code="employed", ko="취업자", en="Employed", unit="명"),
        Satellite(code="employees", ko="피용자", en="Employees", unit="명"),
    ),
    source=Source(publisher="P", document="D", obtained="O", licence="L", changes="C"),
)
MONEY_IDS = ("production", "value_added", "imports")

cells = st.floats(0.0, 1.0).map(lambda v: round(v, 6))


@st.composite
def tables(draw: st.DrawFn) -> IOTable:
    """Three sectors with shares of domestic inputs, imports, taxes and value added."""
    shares = draw(hnp.arrays(np.float64, (8, 3), elements=cells)) + 0.01
    shares[7] += shares[:7].sum(axis=0) / 8  # value added is at least a tenth of output
    shares /= shares.sum(axis=0)
    x = draw(hnp.arrays(np.float64, 3, elements=st.floats(10.0, 1e5).map(round)))
    flows = shares * x
    domestic, imports, taxes, value_added = flows[:3], flows[3:6], flows[6], flows[7]
    jobs = draw(hnp.arrays(np.float64, (2, 3), elements=st.floats(0, 1e4).map(round)))
    x = flows.sum(axis=0)
    return IOTable(
        INFO,
        SECTORS,
        domestic,
        imports,
        (x - domestic.sum(axis=1))[:, None],
        None,
        np.vstack([value_added, taxes]),
        jobs,
    )


amounts = hnp.arrays(np.float64, (2, 3), elements=st.floats(-1e4, 1e6).map(lambda v: round(v, 3)))
LINES = (Line(programme="a"), Line(programme="b"))


def demand(values: np.ndarray, sectors: Classification = SECTORS) -> Demand:
    return Demand(sectors, values, MONEY, LINES[: len(values)])


def totals(model: LeontiefModel | MultiplierModel, spending: Demand) -> np.ndarray:
    """Effects by programme and indicator, all origins together."""
    (part,) = model.induce(spending).parts
    return part.values.sum(axis=2)


def permuted(table: IOTable, order: list[int]) -> IOTable:
    assert table.imports is not None
    return replace(
        table,
        sectors=Classification("tiny-3", tuple(table.sectors.sectors[i] for i in order)),
        domestic=table.domestic[np.ix_(order, order)],
        imports=table.imports[np.ix_(order, order)],
        final_demand=table.final_demand[order],
        primary_inputs=table.primary_inputs[:, order],
        satellites=table.satellites[:, order],
    )


@repeatable
@given(tables(), amounts, st.permutations(range(3)))
def test_permuting_sectors_changes_no_total(
    table: IOTable, values: np.ndarray, order: list[int]
) -> None:
    moved = LeontiefModel.from_table(permuted(table, order))
    np.testing.assert_allclose(
        totals(moved, demand(values[:, order], moved.sectors)),
        totals(LeontiefModel.from_table(table), demand(values)),
        **CLOSE,
    )


@repeatable
@given(tables(), amounts)
def test_programmes_add_up(table: IOTable, values: np.ndarray) -> None:
    model = LeontiefModel.from_table(table)
    together = totals(model, demand(values.sum(axis=0, keepdims=True)))[0]
    np.testing.assert_allclose(totals(model, demand(values)).sum(axis=0), together, **CLOSE)


@repeatable
@given(tables(), amounts, st.floats(-3, 3))
def test_effects_are_proportional_to_demand(
    table: IOTable, values: np.ndarray, factor: float
) -> None:
    model = LeontiefModel.from_table(table)
    np.testing.assert_allclose(
        totals(model, demand(factor * values)), factor * totals(model, demand(values)), **CLOSE
    )
    np.testing.assert_allclose(
        totals(model, demand(2 * values)), 2 * totals(model, demand(values)), **CLOSE
    )


@repeatable
@given(tables(), amounts, st.sampled_from(UNITS))
def test_the_unit_of_the_input_changes_no_person_and_no_won(
    table: IOTable, values: np.ndarray, unit: str
) -> None:
    model = LeontiefModel.from_table(table)
    restated = demand(values).in_unit(money_unit(unit))
    assert restated.money.unit.name.ko == unit
    np.testing.assert_allclose(totals(model, restated), totals(model, demand(values)), **CLOSE)


@repeatable
@given(tables(), amounts, st.sampled_from(UNITS))
def test_the_unit_of_the_table_changes_no_person(
    table: IOTable, values: np.ndarray, unit: str
) -> None:
    factor = MILLION_KRW.per(money_unit(unit))
    assert table.imports is not None
    restated = replace(
        table,
        info=table.info.model_copy(update={"unit": unit, "tolerance": 1e-6 * factor}),
        domestic=table.domestic * factor,
        imports=table.imports * factor,
        final_demand=table.final_demand * factor,
        primary_inputs=table.primary_inputs * factor,
    )
    here, there = LeontiefModel.from_table(table), LeontiefModel.from_table(restated)
    one, other = here.induce(demand(values)), there.induce(demand(values))
    for indicator in ("employment", "employees"):
        np.testing.assert_allclose(other.value(indicator), one.value(indicator), **CLOSE)
    for indicator in MONEY_IDS:
        np.testing.assert_allclose(other.value(indicator), one.value(indicator) * factor, rtol=1e-9)
    np.testing.assert_allclose(there.multipliers().values, here.multipliers().values, rtol=1e-9)


@sparing
@given(tables(), amounts)
def test_views_add_up_to_the_total(table: IOTable, values: np.ndarray) -> None:
    """By supplying sector, by demanded sector, direct and indirect: each sums to the whole."""
    (part,) = LeontiefModel.from_table(table).induce(demand(values)).parts
    whole = part.values[:, :, 0]
    np.testing.assert_allclose(part.by_supplying().sum("supplying"), whole, **CLOSE)
    np.testing.assert_allclose(part.by_demanded().sum("demanded")[:, :, 0], whole, **CLOSE)
    np.testing.assert_allclose(part.direct_indirect().sum("effect"), whole, **CLOSE)


@sparing
@given(tables(), amounts)
def test_direct_effects_need_no_inverse(table: IOTable, values: np.ndarray) -> None:
    (part,) = LeontiefModel.from_table(table).induce(demand(values)).parts
    direct = part.direct_indirect().sel(effect="direct")
    np.testing.assert_allclose(direct.sel(indicator="production"), values.sum(axis=1), **CLOSE)
    np.testing.assert_allclose(
        direct.sel(indicator="value_added"), values @ (table.value_added / table.output), **CLOSE
    )


@repeatable
@given(tables(), amounts)
def test_value_added_imports_and_taxes_exhaust_spending(table: IOTable, values: np.ndarray) -> None:
    """Design R6; taxes by a route of their own, the sum of all rounds of production."""
    model = LeontiefModel.from_table(table)
    found = model.induce(demand(values))
    A = table.domestic / table.output
    x = np.linalg.inv(np.eye(3) - A) @ values.sum(axis=0)
    taxes = (table.primary_rows("product_tax") / table.output) @ x
    np.testing.assert_allclose(
        found.value("value_added") + found.value("imports") + taxes, values.sum(), **CLOSE
    )


@repeatable
@given(tables())
def test_transposed_solves_equal_coefficients_times_the_inverse(table: IOTable) -> None:
    """Two routes: one solve of the transposed system, and a matrix inverse by numpy."""
    inverse = np.linalg.inv(np.eye(3) - table.domestic / table.output)
    multipliers = LeontiefModel.from_table(table).multipliers()
    for indicator, row in (
        ("production", table.output),
        ("value_added", table.value_added),
        ("imports", table.import_row),
        ("employment", table.satellites[0] * 1000),
        ("employees", table.satellites[1] * 1000),
    ):
        np.testing.assert_allclose(multipliers.of(indicator), row / table.output @ inverse, **CLOSE)


@repeatable
@given(tables(), amounts)
def test_total_demand_reproduces_output(table: IOTable, values: np.ndarray) -> None:
    model = LeontiefModel.from_table(table)
    np.testing.assert_allclose(
        model.system.solve(table.final_demand[:, 0]), table.output, rtol=1e-10
    )


@repeatable
@given(tables())
def test_no_multiplier_of_production_is_below_one(table: IOTable) -> None:
    """Demand is itself produced: without negative cells L is at least I."""
    assert (LeontiefModel.from_table(table).multipliers().of("production") >= 1.0 - 1e-12).all()


UPWARD = Concordance.from_codes(SECTORS, COARSE, ["A", "A", "B"])


@repeatable
@given(tables())
def test_aggregation_keeps_balance_and_every_total(table: IOTable) -> None:
    coarse = table.aggregate(UPWARD, table.info.model_copy(update={"classification": "tiny-2"}))
    assert table.balance() == ()
    assert coarse.balance() == ()
    np.testing.assert_allclose(coarse.output, UPWARD.sum(table.output), rtol=1e-12)
    for block in ("domestic", "imports", "final_demand", "primary_inputs", "satellites"):
        np.testing.assert_allclose(
            getattr(coarse, block).sum(), getattr(table, block).sum(), rtol=1e-12
        )


@repeatable
@given(tables())
def test_aggregation_leaves_the_answer_to_all_final_demand_alone(table: IOTable) -> None:
    """Only the mix of the table itself is answered alike at both levels (R7)."""
    coarse = LeontiefModel.from_table(
        table.aggregate(UPWARD, table.info.model_copy(update={"classification": "tiny-2"}))
    )
    f = demand(table.final_demand.T)
    np.testing.assert_allclose(
        totals(coarse, f.aggregate(UPWARD)), totals(LeontiefModel.from_table(table), f), **CLOSE
    )


def test_aggregation_changes_multipliers() -> None:
    """Design R7: it does, and pretending otherwise would hide it."""
    fine, coarse = load_model("bok-2020-83"), load_model("bok-2020-33")
    spending = Demand.of({"20": 100.0}, "억원", fine.sectors)
    from iomodel.catalogue import concordance

    upward = concordance("bok2020-165", "bok2020-83"), concordance("bok2020-165", "bok2020-33")
    parents = {
        upward[0].coarse.codes[a]: upward[1].coarse.codes[b]
        for a, b in zip(upward[0].parents, upward[1].parents, strict=True)
    }
    same = Demand.of({parents["20"]: 100.0}, "억원", coarse.sectors)
    jobs = fine.induce(spending).value("employment"), coarse.induce(same).value("employment")
    assert abs(jobs[1] / jobs[0] - 1) > 0.05


# ------------------------------------------------------------------ planted errors


@repeatable
@given(tables(), st.integers(0, 2), st.integers(0, 2))
def test_one_percent_in_a_coefficient_moves_a_multiplier(table: IOTable, i: int, j: int) -> None:
    """Comparisons to CLOSE are worth something only if they see a planted error."""
    assume(table.domestic[i, j] / table.output[j] > 1e-3)
    wrong = table.domestic.copy()
    wrong[i, j] *= 1.01
    true = np.linalg.inv(np.eye(3) - table.domestic / table.output)
    moved = np.linalg.inv(np.eye(3) - wrong / table.output)
    ours = LeontiefModel.from_table(table).multipliers().of("production")
    np.testing.assert_allclose(ours, true.sum(axis=0), **CLOSE)
    assert not np.allclose(ours, moved.sum(axis=0), **CLOSE)


# ------------------------------------------------------------------ regional multipliers


@repeatable
@given(
    hnp.arrays(np.float64, (2, 3, 2, 2), elements=st.floats(0.1, 10.0)),
    hnp.arrays(np.float64, (2, 3), elements=st.floats(0, 1e6)),
)
def test_in_region_and_other_regions_add_up_to_the_total(
    values: np.ndarray, spent: np.ndarray
) -> None:
    """Design R8, and additivity over programmes and sectors, region by region."""
    from helpers import regional

    table = MultiplierTable(regional().info, SECTORS, ("북", "남"), values)
    model = MultiplierModel(table, "남")
    impact = model.induce(demand(spent))
    for k, indicator in enumerate(("production", "employment")):
        scale = 1.0 if indicator == "production" else 1e-3
        parts = [
            impact.value(indicator, origin=origin) for origin in ("in_region", "other_regions")
        ]
        for o, value in enumerate(parts):
            wanted = scale * (spent * values[1, :, k, o]).sum()
            np.testing.assert_allclose(value, wanted, **CLOSE)
        np.testing.assert_allclose(impact.value(indicator), sum(parts), **CLOSE)
    (part,) = impact.parts
    np.testing.assert_allclose(part.by_demanded().sum("demanded"), part.values, **CLOSE)


@pytest.mark.parametrize("region", ["서울", "세종", "경기"])
def test_every_sector_a_region_has_induces_at_least_itself_there(region: str) -> None:
    """Of one unit spent in a region on its own product, one is produced there at least."""
    multipliers = load_model("bok-2020-regional-83", region).multipliers()
    production = multipliers.values[0, 0]
    assert (production[np.isfinite(production)] >= 1.0).all()
    assert np.isfinite(production).sum() >= 75
