"""Cost-push prices: the price model at base prices, its duality with quantities, indices."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest
from helpers import plain, refused, regional, repeatable, small_inverse, tiny
from hypothesis import given
from hypothesis import strategies as st

from iomodel.analyses.exogenise import price_ripple
from iomodel.analyses.prices import ANALYSES, cost_content, price_change, price_indices
from iomodel.errors import LabelError, NotFoundError, NotSupportedError, UnknownSectorError
from iomodel.models import load_model
from iomodel.models.leontief_model import LeontiefModel
from iomodel.models.multiplier_model import MultiplierModel
from iomodel.table import IOTable

mpl.use("Agg")

# Two routes through the same double precision, on changes of about ten percent.
ROUNDING = 1e-9
# The case states prices to double precision, its peer asserts them to 1e-10.
PEER = 1e-10

X = np.array([200.0, 500.0, 400.0])
WAGES = np.array([40.0, 150.0, 150.0])
SURPLUS = np.array([80.0, 70.0, 100.0])
IMPORTED = np.array([[5.0, 20.0, 0.0], [10.0, 40.0, 10.0], [5.0, 10.0, 10.0]])


def small() -> LeontiefModel:
    return LeontiefModel.from_table(tiny())


@pytest.fixture(scope="module")
def korea() -> LeontiefModel:
    model = load_model("bok-2020-165")
    assert isinstance(model, LeontiefModel)
    return model


def table_of(model: LeontiefModel) -> IOTable:
    assert isinstance(model.table, IOTable)
    return model.table


# ------------------------------------------------------------------ prices of one in the base year
@pytest.mark.parametrize("id", ["bok-2020-165", "bok-2020-33"])
def test_primary_inputs_exhaust_every_price(id: str) -> None:
    content = cost_content(load_model(id))
    assert content.content.sum(axis=0) == pytest.approx(np.ones(len(content.sectors)), abs=ROUNDING)
    assert content.ids[-1] == "imports"


def test_content_of_value_added_and_imports_is_that_of_the_quantity_model(
    korea: LeontiefModel,
) -> None:
    content = cost_content(korea).table()
    multipliers = korea.multipliers()
    assert content["imports"].to_numpy() == pytest.approx(multipliers.of("imports"))
    parts = content[["compensation_of_employees", "operating_surplus"]]
    others = content[["consumption_of_fixed_capital", "production_taxes_less_subsidies"]]
    value_added = parts.sum(axis=1) + others.sum(axis=1)
    assert value_added.to_numpy() == pytest.approx(multipliers.of("value_added"))


def test_a_published_inverse_shows_value_added_and_imports() -> None:
    content = cost_content(LeontiefModel.from_inverse(small_inverse()))
    reference = cost_content(small()).table()
    assert set(content.ids) == {"value_added", "imports"}
    assert content.table()["imports"].to_numpy() == pytest.approx(reference["imports"])
    assert content.table()["value_added"].to_numpy() == pytest.approx(
        reference["wages"] + reference["surplus"]
    )


# ------------------------------------------------------------------ known answers
def test_miller_blair_prices_when_value_added_rises_in_one_sector() -> None:
    # Peer values for A of Miller & Blair (2009), table 2.3, and 0.10 more value added in sector 1.
    Z, demand, primary = [[150.0, 500.0], [200.0, 100.0]], [350.0, 1700.0], [650.0, 1400.0]
    model = LeontiefModel.from_table(plain(Z, demand, primary))
    expected = [12.54125412541254, 3.3003300330033]
    assert price_change(model, costs={"01": 10.0}).total == pytest.approx(expected, abs=PEER * 100)
    by_input = price_change(model, primary={"w": 0.10 / 0.65 * 100}, sectors="01")
    assert by_input.total == pytest.approx(expected, abs=PEER * 100)


def test_the_figures_of_the_case_are_those_tested_here(shared: Path) -> None:
    path = shared / "cases" / "mb_two_sector" / "expected" / "hem_price_peer.csv"
    values = pd.read_csv(path, index_col=0)["value"]
    assert values["dp_sector1_when_dva_0.10_in_sector1"] == pytest.approx(0.1254125412541254)
    assert values["dp_sector2"] == pytest.approx(0.0330033003300330)


def test_everything_ten_percent_dearer_makes_every_price_ten_percent_dearer(
    korea: LeontiefModel,
) -> None:
    everything = price_change(korea, primary={"value_added": 10.0}, exchange_rate=10.0)
    assert everything.total == pytest.approx(np.full(165, 10.0), abs=ROUNDING)
    indices = price_indices(korea, primary={"value_added": 10.0}, exchange_rate=10.0)
    for index in ("ppi", "cpi", "cpi_domestic"):
        assert indices.value(index) == pytest.approx(10.0, abs=ROUNDING)


def test_a_wage_rise_by_hand() -> None:
    result = price_change(small(), primary={"wages": 10.0})
    A = tiny().domestic / X
    by_hand = np.linalg.inv(np.eye(3) - A).T @ (0.10 * WAGES / X) * 100.0
    assert result.total == pytest.approx(by_hand)
    assert result.direct == pytest.approx(10.0 * WAGES / X)


def test_import_prices_reach_prices_through_the_imported_flows() -> None:
    result = price_change(small(), imports={"02": 20.0, "03": 5.0})
    A = tiny().domestic / X
    cost = (20.0 * IMPORTED[1] + 5.0 * IMPORTED[2]) / X
    assert result.total == pytest.approx(np.linalg.solve((np.eye(3) - A).T, cost))
    assert list(result.import_prices) == [0.0, 20.0, 5.0]


def test_all_imports_by_origin_are_the_exchange_rate(korea: LeontiefModel) -> None:
    each = price_change(korea, imports=dict.fromkeys(korea.sectors.codes, 7.0))
    at_once = price_change(korea, exchange_rate=7.0)
    assert each.total == pytest.approx(at_once.total, abs=ROUNDING)
    assert each.import_prices == pytest.approx(at_once.import_prices)


def test_a_price_that_rises_by_its_own_cost_is_the_ripple_with_that_price_given(
    korea: LeontiefModel,
) -> None:
    # A charge on electricity of Δc raises its own price by L_HH Δc; given that price, the others
    # follow as in the model with electricity exogenous.
    charged = price_change(korea, costs={"450": 3.0}).total
    at = korea.sectors.position("450")
    ripple = price_ripple(korea, "450", float(charged[at])).change
    assert ripple == pytest.approx(charged, abs=ROUNDING)


# ------------------------------------------------------------------ the dual of quantities
shares = st.integers(2, 6).flatmap(
    lambda n: st.tuples(
        st.lists(st.lists(st.floats(0.0, 0.9 / n), min_size=n, max_size=n), min_size=n, max_size=n),
        st.lists(st.floats(1.0, 50.0), min_size=n, max_size=n),
        st.lists(st.floats(-20.0, 20.0), min_size=n, max_size=n),
        st.lists(st.floats(0.0, 30.0), min_size=n, max_size=n),
    )
)


def productive(A: Any, demand: Any) -> LeontiefModel:
    A = np.array(A)
    x = np.linalg.solve(np.eye(len(A)) - A, np.array(demand))
    return LeontiefModel.from_table(plain(A * x, demand, x - (A * x).sum(axis=0)))


@given(shares)
@repeatable
def test_price_and_quantity_models_are_dual(drawn: Any) -> None:
    # Δp′ f = Δc′ L f = Δc′ x: what buyers pay more is what the inputs receive more.
    A, demand, costs, f = drawn
    model = productive(A, demand)
    named = dict(zip(model.sectors.codes, costs, strict=True))
    prices = price_change(model, costs=named).total
    outputs = model.system.solve(np.array(f))
    assert prices @ np.array(f) == pytest.approx(np.array(costs) @ outputs, abs=1e-6)


@given(shares)
@repeatable
def test_prices_cover_costs(drawn: Any) -> None:
    # Δp = A′ Δp + Δc, sector by sector: the definition, not the inverse.
    A, demand, costs, _ = drawn
    model = productive(A, demand)
    prices = price_change(model, costs=dict(zip(model.sectors.codes, costs, strict=True))).total
    assert prices == pytest.approx(np.array(A).T @ prices + np.array(costs), abs=1e-7)


@given(st.floats(-30.0, 30.0), st.floats(-30.0, 30.0), st.floats(-30.0, 30.0))
@repeatable
def test_causes_add_up(wages: float, surplus: float, won: float) -> None:
    model = small()
    joint = price_change(model, primary={"wages": wages, "surplus": surplus}, exchange_rate=won)
    alone = np.zeros(3)
    for causes in ({"primary": {"wages": wages}}, {"primary": {"surplus": surplus}}):
        alone = alone + price_change(model, **causes).total  # type: ignore[arg-type]
    if won:
        alone = alone + price_change(model, exchange_rate=won).total
    assert joint.total == pytest.approx(alone, abs=ROUNDING)
    assert joint.total == pytest.approx(joint.change.sum(axis=0))


def test_sectors_of_a_wage_rise_partition_it() -> None:
    model = small()
    whole = price_change(model, primary={"wages": 10.0}).total
    parts = [
        price_change(model, primary={"wages": 10.0}, sectors=words).total
        for words in ("01", ["02", "서비스"])
    ]
    assert whole == pytest.approx(parts[0] + parts[1])


def test_the_whole_of_value_added_is_the_sum_of_its_components(korea: LeontiefModel) -> None:
    table = table_of(korea)
    codes = [part.code for part in table.info.primary_inputs if part.role == "value_added"]
    parts = price_change(korea, primary=dict.fromkeys(codes, 4.0))
    whole = price_change(korea, primary={"value_added": 4.0})
    assert parts.total == pytest.approx(whole.total, abs=ROUNDING)
    assert len(parts.sources) == 4


# ------------------------------------------------------------------ indices
def test_indices_by_hand() -> None:
    model = small()
    causes: dict[str, Any] = {"primary": {"wages": 10.0}, "imports": {"02": 20.0}}
    change = price_change(model, **causes).total
    indices = price_indices(model, consumption="c", **causes)
    c, m = np.array([80.0, 200.0, 200.0]), np.array([10.0, 30.0, 5.0])
    assert indices.value("ppi") == pytest.approx((change @ X) / X.sum())
    assert indices.value("cpi_domestic") == pytest.approx((change @ c) / c.sum())
    assert indices.value("cpi") == pytest.approx((change @ c + 20.0 * m[1]) / (c.sum() + m.sum()))
    frame = indices.table().set_index("index")
    assert frame.loc["cpi", "by:wages"] + frame.loc["cpi", "by:imports"] == pytest.approx(
        indices.value("cpi")
    )


def test_consumer_prices_without_imported_consumption_leave_that_index_out() -> None:
    model = LeontiefModel.from_table(tiny(final_demand_imports=None))
    indices = price_indices(model, consumption="c", exchange_rate=10.0)
    assert indices.ids == ("ppi", "cpi_domestic")


def test_imports_bought_by_households_make_the_won_matter_more(korea: LeontiefModel) -> None:
    won = price_indices(korea, exchange_rate=10.0)
    wages = price_indices(korea, primary={"compensation_of_employees": 10.0})
    assert won.value("cpi") > won.value("cpi_domestic")
    assert wages.value("cpi") < wages.value("cpi_domestic")


# ------------------------------------------------------------------ refusals
def test_published_multipliers_and_inverses_are_refused_what_they_lack() -> None:
    multipliers = MultiplierModel(regional(), "북")
    error = refused(NotSupportedError, lambda: price_change(multipliers, exchange_rate=10.0))
    assert str(error) == (
        "tiny-regional\n"
        "  this table can't give price changes\n"
        "    expected: transactions or a published inverse\n"
        "    found: published multipliers\n"
        "    remedy: use a table such as bok-2020-165"
    )
    inverse = LeontiefModel.from_inverse(small_inverse())
    indices = refused(NotSupportedError, lambda: price_indices(inverse, exchange_rate=10.0))
    assert "found: a published inverse" in str(indices)
    by_origin = refused(NotSupportedError, lambda: price_change(inverse, imports={"02": 5.0}))
    assert str(by_origin) == (
        "tiny-3\n"
        "  imports: imports are not shown by sector of origin\n"
        "    expected: a table with a matrix of imported flows\n"
        "    found: one row of imports\n"
        "    remedy: use exchange_rate for all imports"
    )
    assert price_change(inverse, exchange_rate=10.0).total == pytest.approx(
        price_change(small(), exchange_rate=10.0).total
    )


def test_a_published_inverse_without_imports_is_refused_the_exchange_rate() -> None:
    table = small_inverse()
    kept = tuple(part for part in table.info.coefficients if part.code != "imports")
    bare = replace(
        table,
        info=table.info.model_copy(update={"coefficients": kept}),
        coefficients=table.coefficients[1:],
    )
    model = LeontiefModel.from_inverse(bare)
    error = refused(NotSupportedError, lambda: price_change(model, exchange_rate=10.0))
    assert str(error) == (
        "tiny-3\n"
        "  exchange_rate: the table shows no imported inputs\n"
        "    expected: import coefficients\n"
        "    found: none\n"
        "    remedy: use a table of transactions"
    )


def test_unknown_primary_inputs_are_listed_together() -> None:
    error = refused(
        NotFoundError, lambda: price_change(small(), primary=["pay=10", "rent=5", "wages=1"])
    )
    assert error.data == ["pay", "rent"]
    assert str(error) == (
        "tiny-3\n"
        "  primary: the table has no such primary input\n"
        "    expected: wages, surplus, value_added\n"
        '    found: "pay"\n'
        "    remedy: choose one of those\n"
        "  primary: the table has no such primary input\n"
        "    expected: wages, surplus, value_added\n"
        '    found: "rent"\n'
        "    remedy: choose one of those"
    )


def test_a_whole_and_its_part_are_refused_together() -> None:
    error = refused(
        LabelError, lambda: price_change(small(), primary={"value_added": 10.0, "wages": 5.0})
    )
    assert str(error) == (
        "primary\n"
        "  a whole and its part are both named\n"
        "    expected: value_added, or its components\n"
        "    found: value_added, wages\n"
        "    remedy: correct primary"
    )


def test_nothing_that_changes_is_refused() -> None:
    error = refused(LabelError, lambda: price_change(small()))
    assert str(error) == (
        "primary, imports, exchange_rate, costs\n"
        "  nothing that changes was given\n"
        "    expected: at least one of the four\n"
        "    found: -\n"
        "    remedy: correct primary, imports, exchange_rate, costs"
    )


def test_numbers_and_sectors_that_do_not_fit_are_refused() -> None:
    model = small()
    words = refused(LabelError, lambda: price_change(model, primary=["wages"]))
    assert words.data == ["wages"]
    refused(UnknownSectorError, lambda: price_change(model, costs={"zz": 1.0}))
    refused(UnknownSectorError, lambda: price_change(model, primary={"wages": 1.0}, sectors="zz"))
    rate = refused(LabelError, lambda: price_change(model, exchange_rate=float("inf")))
    assert "the number is not finite" in str(rate)
    category = refused(NotFoundError, lambda: price_indices(model, exchange_rate=1.0))
    assert str(category) == (
        "tiny-3\n"
        "  consumption: the table has no such category of demand\n"
        "    expected: c Consumption, e Exports\n"
        '    found: "9111"\n'
        "    remedy: choose one of those codes"
    )


# ------------------------------------------------------------------ tables, pictures, command line
def test_tables_have_the_columns_they_announce(korea: LeontiefModel) -> None:
    causes: dict[str, Any] = {"primary": ["compensation_of_employees=10"], "exchange_rate": 5.0}
    for result in (
        price_change(korea, **causes),
        price_indices(korea, **causes),
        cost_content(korea),
    ):
        assert list(result.table().columns) == [column.id for column in result.columns]


def test_pictures_stack_causes() -> None:
    model = small()
    causes: dict[str, Any] = {"primary": {"wages": 10.0}, "exchange_rate": 5.0}
    axes = price_change(model, **causes).plot()
    assert len(axes.patches) == 3 * 2
    assert axes.get_xlabel() == "price change (%)"
    indices = price_indices(model, consumption="c", **causes).plot(lang="ko")
    assert indices.get_xlabel() == "가격 변화 (%)"
    assert len(indices.patches) == 3 * 2
    content = cost_content(model).plot()
    assert content.get_xlabel() == "content of one won of price (won per won)"
    imports = cost_content(model).table().set_index("code")["imports"]
    assert content.get_yticklabels()[0].get_text().startswith(str(imports.idxmax()))


def test_more_causes_than_colours_are_drawn_as_one() -> None:
    codes = tuple(f"w{k}" for k in range(9))
    base = tiny()
    part = base.info.primary_inputs[0]
    info = base.info.model_copy(
        update={"primary_inputs": tuple(part.model_copy(update={"code": c}) for c in codes)}
    )
    rows = np.repeat(base.primary_inputs.sum(axis=0)[None, :] / 9.0, 9, axis=0)
    model = LeontiefModel.from_table(replace(base, info=info, primary_inputs=rows))
    axes = price_change(model, primary=dict.fromkeys(codes, 10.0)).plot()
    drawn = sum(patch.get_width() for patch in axes.patches)
    assert drawn == pytest.approx(price_change(model, primary={"value_added": 10.0}).total.sum())
    assert axes.get_legend().get_texts()[-1].get_text() == "other"


def test_command_line_options_are_keywords_of_the_functions(korea: LeontiefModel) -> None:
    for analysis in ANALYSES:
        options = {option.name: option.default for option in analysis.options}
        if options:
            options["exchange_rate"] = 10.0
        assert len(analysis.run(korea, **options).table()) in (3, 165)
