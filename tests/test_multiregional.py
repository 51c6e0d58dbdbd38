"""Multiregional tables: effects by origin, feedback, one region alone, the nation.

Printed results are those of Miller & Blair (2009), section 3.3 (two regions of three and two
sectors), pymrio and decompr.
"""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from helpers import SECTORS, edit, lines, refused, repeatable, tiny
from hypothesis import given
from hypothesis import strategies as st
from multiregional import leather, multiregional, pymrio_table, random_world, read

import iomodel
from iomodel.analyses.employment import regional_employment, with_productivity
from iomodel.analyses.interregional import interregional_effects
from iomodel.analyses.linkages import linkages
from iomodel.demand import Demand, Line
from iomodel.errors import (
    InactiveSectorError,
    LabelError,
    NotFoundError,
    NotSupportedError,
    UnknownSectorError,
)
from iomodel.iterative import Iterative
from iomodel.models import LeontiefModel, RegionalModel, Shelf, load_model
from iomodel.multiregional import (
    MultiregionalTable,
    effects_alone,
    effects_by_origin,
    national,
    own_coefficients,
    single_region,
)
from iomodel.sectors import Classification, Sector
from iomodel.table import IOTable
from iomodel.text import Text, same
from iomodel.units import Money

EXAMPLE = Path(__file__).resolve().parents[1] / "docs" / "analyses" / "example"
HALF = 5e-5  # Miller & Blair print four decimals
EXACT = 1e-9  # two routes in double precision, amounts up to a few hundred
SOLVED = 1e-8  # the iterative solver leaves residuals of 1e-11; the norm of L is below a hundred
PYMRIO = 1e-7  # pymrio's own output, printed in full; its table balances to 1e-8 of output
DECOMPR = 1e-6  # decompr's tests state six decimals or more

SHAPES = st.tuples(st.integers(0, 10_000), st.integers(1, 4), st.integers(1, 4), st.booleans())


def model_of(table: IOTable) -> LeontiefModel:
    return LeontiefModel.from_table(table)


def effects(model: LeontiefModel | RegionalModel, indicator: str) -> np.ndarray:
    """Multipliers of one indicator by origin and sector."""
    names = [i.id for i in model.indicators]
    return np.asarray(model.multipliers().values[names.index(indicator)])


def spending(model: RegionalModel, values: np.ndarray) -> Demand:
    """Demand in the table's own money, one line a row."""
    money = Money(model.info.money, 2020, model.info.valuation)
    return Demand(
        model.sectors, values, money, tuple(Line(programme=str(i)) for i in range(len(values)))
    )


def dense(table: IOTable) -> np.ndarray:
    """The inverse, for tables without sectors of no output."""
    return np.asarray(np.linalg.inv(np.eye(len(table.output)) - table.domestic / table.output))


# ------------------------------------------------------------------ Miller & Blair, section 3.3
FLOWS = np.array(
    [
        [150, 500, 50, 25, 75],
        [200, 100, 400, 200, 100],
        [300, 500, 50, 60, 40],
        [75, 100, 60, 200, 250],
        [50, 25, 25, 150, 100],
    ]
)
SOLD = np.array([200, 1000, 50, 515, 450])
PRINTED_INVERSE = np.array(
    [
        [1.4234, 0.4652, 0.2909, 0.1917, 0.3041],
        [0.6346, 1.4237, 0.6707, 0.4092, 0.4558],
        [0.6383, 0.5369, 1.3363, 0.2501, 0.3108],
        [0.2672, 0.2000, 0.1973, 1.3406, 0.5473],
        [0.1468, 0.0908, 0.0926, 0.2155, 1.2538],
    ]
)
PRINTED_ALONE = np.array(  # (I − A_rr)⁻¹
    [[1.3651, 0.4253, 0.2509], [0.5273, 1.3481, 0.5954], [0.5698, 0.4890, 1.2885]]
)


@pytest.fixture(scope="module")
def textbook() -> LeontiefModel:
    demand = np.zeros((5, 2))
    demand[:3, 0], demand[3:, 1] = SOLD[:3], SOLD[3:]
    return model_of(
        multiregional(["r:1", "r:2", "r:3", "s:1", "s:2"], FLOWS, demand, ["r:f", "s:f"])
    )


def test_the_textbooks_inverse(textbook: LeontiefModel) -> None:
    np.testing.assert_allclose(textbook.system.inverse(), PRINTED_INVERSE, rtol=0, atol=HALF)


def test_effects_in_the_region_and_elsewhere_are_the_textbooks(textbook: LeontiefModel) -> None:
    for region, own in (("r", slice(0, 3)), ("s", slice(3, 5))):
        model = RegionalModel.of(textbook, region)
        inside, outside = effects(model, "production")[:, : own.stop - own.start]
        wanted = PRINTED_INVERSE[own, own].sum(axis=0)
        np.testing.assert_allclose(inside, wanted, rtol=0, atol=3 * HALF)
        rest = PRINTED_INVERSE[:, own].sum(axis=0) - wanted
        np.testing.assert_allclose(outside, rest, rtol=0, atol=6 * HALF)


def test_what_region_r_alone_would_miss_is_the_textbooks(textbook: LeontiefModel) -> None:
    found = interregional_effects(textbook, regions="r", by="sector")
    alone = PRINTED_ALONE.sum(axis=0)
    np.testing.assert_allclose(found.alone, alone, rtol=0, atol=3 * HALF)
    feedback = PRINTED_INVERSE[:3, :3].sum(axis=0) - alone
    np.testing.assert_allclose(found.feedback, feedback, rtol=0, atol=6 * HALF)
    spillover = PRINTED_INVERSE[3:, :3].sum(axis=0)
    np.testing.assert_allclose(found.other_regions, spillover, rtol=0, atol=2 * HALF)


def test_one_hundred_of_demand_on_sector_1_of_r(textbook: LeontiefModel) -> None:
    """New demand of 100 there: outputs by region and sector are the inverse's first column."""
    model = RegionalModel.of(textbook, "r")
    impact = model.induce(spending(model, np.array([[100.0, 0, 0]])))
    by_sector = impact.parts[0].by_supplying().sel(indicator="production")
    assert list(by_sector["supplying"].values) == ["r:1", "r:2", "r:3", "s:1", "s:2"]
    np.testing.assert_allclose(
        by_sector.values[0], 100 * PRINTED_INVERSE[:, 0], rtol=0, atol=100 * HALF
    )
    inside, outside, total = impact.parts[0].with_total()[0, 0]
    assert inside == pytest.approx(100 * PRINTED_INVERSE[:3, 0].sum(), abs=300 * HALF)
    assert outside == pytest.approx(100 * PRINTED_INVERSE[3:, 0].sum(), abs=200 * HALF)
    assert total == pytest.approx(inside + outside, rel=EXACT)


def test_a_sector_that_the_region_lacks_is_refused_by_name(textbook: LeontiefModel) -> None:
    """Region s has no sector 3."""
    model = RegionalModel.of(textbook, "s")
    np.testing.assert_array_equal(model.active, [True, True, False])
    assert np.isnan(effects(model, "production")[:, 2]).all()
    error = refused(
        InactiveSectorError, lambda: model.induce(spending(model, np.array([[1.0, 0, 5]])))
    )
    assert str(error) == lines(
        "regions",
        "  s 3 3: the sector has no output in s",
        "    expected: demand on a sector with output",
        "    found: demand on 3 3",
        "    remedy: book the demand on another region or sector, or use a national table",
    )


def test_a_one_percent_error_in_one_flow_is_seen(textbook: LeontiefModel) -> None:
    assert isinstance(textbook.table, IOTable)
    flows = textbook.table.domestic.copy()
    flows[3, 0] *= 1.01
    table = replace(
        textbook.table,
        domestic=flows,
        final_demand=textbook.table.final_demand - np.diag([0, 0, 0, 0.75, 0])[:, [0, 3]],
        primary_inputs=textbook.table.primary_inputs - np.array([[0.75, 0, 0, 0, 0], [0] * 5]),
    )
    wrong = effects(RegionalModel.of(model_of(table), "r"), "production")[1, 0]
    assert abs(wrong - PRINTED_INVERSE[3:, 0].sum()) > 10 * HALF


# ------------------------------------------------------------------ pymrio and decompr
@pytest.mark.parametrize("case", ["pymrio_small_mrio", "pymrio_test_mrio"])
def test_effects_by_origin_are_sums_of_pymrios_inverse(shared: Path, case: str) -> None:
    folder = shared / "cases" / case
    model = model_of(pymrio_table(folder))
    L = read(folder / "expected", "L").to_numpy(float)
    A = read(folder / "expected", "A").to_numpy(float)
    regions, home = model.regions, MultiregionalTable.of(model.table).places.home
    found = interregional_effects(model, by="sector")
    for r in range(len(regions)):
        of_r = L[home == r].sum(axis=0)
        np.testing.assert_allclose(found.by_origin[r], of_r, rtol=PYMRIO, atol=PYMRIO)
        own = np.ix_(home == r, home == r)
        alone = np.linalg.inv(np.eye(int((home == r).sum())) - A[own]).sum(axis=0)
        np.testing.assert_allclose(found.alone[home == r], alone, rtol=PYMRIO)
        feedback = L[own].sum(axis=0) - alone
        np.testing.assert_allclose(found.feedback[home == r], feedback, rtol=0, atol=PYMRIO)
        inside = effects(RegionalModel.of(model, regions[r]), "production")[0]
        np.testing.assert_allclose(inside, L[own].sum(axis=0), rtol=PYMRIO)


def test_the_nation_is_what_pymrio_aggregates(shared: Path) -> None:
    import pymrio

    system = pymrio.load_test()
    one = ["nation"] * len(system.get_regions())
    system.aggregate(region_agg=one, inplace=True)
    system.calc_all()
    table = national(MultiregionalTable.of(pymrio_table(shared / "cases/pymrio_test_mrio")))
    assert table.sectors.codes == tuple(system.get_sectors())
    np.testing.assert_allclose(table.domestic, system.Z.to_numpy(), rtol=PYMRIO)
    np.testing.assert_allclose(table.final_demand, system.Y.to_numpy(), rtol=PYMRIO, atol=PYMRIO)
    model = model_of(table)
    np.testing.assert_allclose(model.system.inverse(), system.L.to_numpy(), rtol=PYMRIO)


def test_value_added_by_sector_of_every_region_is_decomprs(shared: Path) -> None:
    """Each country's demand buys in all three: their models together give decompr's VB.Y."""
    whole = leather(shared)
    table = whole.table
    assert isinstance(table, IOTable)
    countries = ("Argentina", "Turkey", "Germany")
    printed = pd.read_csv(
        shared / "cases/decompr_leather_mrio/expected/leontief_decomposition.csv"
    ).set_index(["post", "element"])["value"]
    k = [i.id for i in whole.indicators].index("value_added")

    def absorbed(buyer: str) -> np.ndarray:
        """Value added in each sector by final demand of one country."""
        found = np.zeros(9)
        for s, seller in enumerate(countries):
            bought = table.final_demand[3 * s : 3 * s + 3, countries.index(buyer)]
            model = RegionalModel.of(whole, seller)
            found += model.by_supplying(bought[None, :])[0, k]
        return found

    assert absorbed("Argentina")[0] == pytest.approx(printed["final_demand", "row1"], abs=DECOMPR)
    assert absorbed("Turkey")[6] == pytest.approx(printed["final_demand", "row20"], abs=DECOMPR)


# ------------------------------------------------------------------ identities, two routes
@repeatable
@given(SHAPES)
def test_in_the_region_and_elsewhere_is_the_whole(shape: tuple[int, int, int, bool]) -> None:
    seed, regions, sectors, beyond = shape
    table = random_world(seed, regions, sectors, beyond=beyond)
    whole, L = model_of(table), dense(table)
    places = MultiregionalTable.of(table).places
    for r, region in enumerate(whole.regions):
        model = RegionalModel.of(whole, region)
        rows = places.rows(r)
        order = rows[np.argsort(places.at[rows])]
        for indicator, c in (
            ("production", np.ones(len(L))),
            ("value_added", table.value_added / table.output),
        ):
            inside, outside = effects(model, indicator)
            np.testing.assert_allclose(inside, c[rows] @ L[np.ix_(rows, order)], rtol=EXACT)
            np.testing.assert_allclose(inside + outside, c @ L[:, order], rtol=EXACT)


@repeatable
@given(SHAPES)
def test_a_region_alone_is_its_collapsed_table(shape: tuple[int, int, int, bool]) -> None:
    """The factors of a region's block, and the model of the table of that region alone."""
    seed, regions, sectors, beyond = shape
    table = random_world(seed, regions, sectors, beyond=beyond)
    multi, whole = MultiregionalTable.of(table), model_of(table)
    for indicator in ("production", "value_added"):
        found = interregional_effects(whole, indicator, by="sector")
        for r, region in enumerate(multi.regions):
            rows = multi.places.rows(r)
            alone = effects(model_of(single_region(multi, region)), indicator)[0]
            np.testing.assert_allclose(found.alone[rows], alone[multi.places.at[rows]], rtol=EXACT)
        assert (found.feedback > -EXACT).all()
        np.testing.assert_allclose(found.alone + found.feedback, found.in_region, rtol=EXACT)


@repeatable
@given(SHAPES)
def test_one_region_alone_keeps_its_accounts(shape: tuple[int, int, int, bool]) -> None:
    seed, regions, sectors, beyond = shape
    table = random_world(seed, regions, sectors, beyond=beyond)
    multi = MultiregionalTable.of(table)
    own = [single_region(multi, region) for region in multi.regions]
    for r, part in enumerate(own):
        assert part.balance() == ()
        rows = multi.places.rows(r)
        at = multi.places.at[rows]
        np.testing.assert_allclose(part.output[at], table.output[rows], rtol=EXACT)
        np.testing.assert_allclose(part.value_added[at], table.value_added[rows], rtol=EXACT)
    # What regions sell to one another is what they buy from one another.
    sold = sum(part.final_demand[:, _column(part, "other_regions")].sum() for part in own)
    bought = sum(_matrix(part.imports) + _matrix(part.final_demand_imports) for part in own)
    assert sold == pytest.approx(bought, rel=EXACT, abs=EXACT)


def _matrix(values: np.ndarray | None) -> float:
    assert values is not None
    return float(values.sum())


def _column(table: IOTable, code: str) -> int:
    return [label.code for label in table.info.final_demand].index(code)


@repeatable
@given(SHAPES)
def test_the_nation_keeps_the_accounts_of_all(shape: tuple[int, int, int, bool]) -> None:
    seed, regions, sectors, beyond = shape
    table = random_world(seed, regions, sectors, beyond=beyond)
    multi = MultiregionalTable.of(table)
    nation = national(multi)
    assert nation.balance() == ()
    assert nation.sectors == multi.local
    categories = ("c", "i", *(("ROW:c", "ROW:i") if beyond else ()))
    assert tuple(label.code for label in nation.info.final_demand) == categories
    for i, code in enumerate(nation.sectors.codes):
        same_code = [j for j, known in enumerate(table.sectors.codes) if known.endswith(f":{code}")]
        assert nation.output[i] == pytest.approx(table.output[same_code].sum(), rel=EXACT)
        sold = table.final_demand[same_code].sum()
        assert nation.final_demand[i].sum() == pytest.approx(sold, rel=EXACT)
    assert nation.value_added.sum() == pytest.approx(table.value_added.sum(), rel=EXACT)


def test_where_nothing_crosses_a_border_nothing_comes_back() -> None:
    flows = np.zeros((4, 4))
    flows[:2, :2], flows[2:, 2:] = [[5, 20], [10, 8]], [[3, 9], [4, 6]]
    demand = np.array([[30, 0], [40, 0], [0, 50], [0, 60.0]])
    codes = ["a:1", "a:2", "b:1", "b:2"]
    whole = model_of(multiregional(codes, flows, demand, ["a:f", "b:f"]))
    found = interregional_effects(whole, by="sector")
    np.testing.assert_allclose(found.feedback, 0.0, atol=EXACT)
    np.testing.assert_allclose(found.other_regions, 0.0, atol=EXACT)


def test_the_order_of_sectors_changes_nothing() -> None:
    table = random_world(7, 3, 3, beyond=True)
    order = np.random.default_rng(0).permutation(9)
    shuffled = replace(
        table,
        sectors=Classification("regions", tuple(table.sectors.sectors[i] for i in order)),
        domestic=table.domestic[np.ix_(order, order)],
        final_demand=table.final_demand[order],
        primary_inputs=table.primary_inputs[:, order],
        satellites=table.satellites[:, order],
    )
    ours, theirs = (
        interregional_effects(model_of(t)).table().set_index("region") for t in (table, shuffled)
    )
    pd.testing.assert_frame_equal(ours, theirs.loc[ours.index], rtol=EXACT)
    one, other = (RegionalModel.of(model_of(t), "R1") for t in (table, shuffled))
    for code in one.sectors.codes:
        a, b = one.sectors.position(code), other.sectors.position(code)
        np.testing.assert_allclose(
            effects(one, "imports")[:, a], effects(other, "imports")[:, b], rtol=EXACT
        )


# ------------------------------------------------------------------ large tables
@pytest.fixture(scope="module")
def large() -> LeontiefModel:
    """Four regions of 255 sectors: large enough to be solved by iteration."""
    draw = np.random.default_rng(11)
    codes = [f"{r}:{i}" for r in "abcd" for i in range(255)]
    flows = draw.random((1020, 1020)) ** 4
    flows[:, 7] = flows[7] = 0.0  # a:7 produces nothing
    demand = np.zeros((1020, 4))
    for r in range(4):
        demand[:, r] = draw.uniform(50, 250, 1020)
    demand[7] = 0.0
    return model_of(multiregional(codes, flows, demand, [f"{r}:f" for r in "abcd"]))


def test_a_large_table_is_solved_for_its_demand_not_inverted(large: LeontiefModel) -> None:
    system = large.system
    assert isinstance(system, Iterative)
    model, few = RegionalModel.of(large, "a"), np.zeros((2, 255))
    few[0, 3], few[1, [9, 20]] = 10.0, [4.0, 5.0]
    found = model.induce(spending(model, few)).parts[0].values
    assert [each.method for each in system.solved] == ["iterative"] * 2
    table = large.table
    assert isinstance(table, IOTable)
    factors = np.linalg.solve(np.eye(1020) - system.A, np.pad(few, ((0, 0), (0, 765))).T).T
    production = np.stack([factors[:, :255].sum(axis=1), factors[:, 255:].sum(axis=1)], axis=1)
    np.testing.assert_allclose(found[:, 0], production, rtol=SOLVED)
    by_multipliers = model.by_demanded(few).sum(axis=3)  # the other way round
    np.testing.assert_allclose(found, by_multipliers, rtol=SOLVED, atol=SOLVED)
    again = model.induce(spending(model, few)).parts[0].values
    np.testing.assert_allclose(again, by_multipliers, rtol=EXACT)


def test_the_block_of_a_region_is_taken_from_the_flows(large: LeontiefModel) -> None:
    rows = np.arange(255, 510)
    np.testing.assert_array_equal(
        own_coefficients(large.system, rows), large.system.A[np.ix_(rows, rows)]
    )


def test_a_sector_without_output_has_no_row(large: LeontiefModel) -> None:
    found = interregional_effects(large, sectors=["7"], by="sector")
    assert [sector.code for sector in found.sectors] == ["b:7", "c:7", "d:7"]


# ------------------------------------------------------------------ numerics by hand
def test_two_regions_of_one_sector_by_hand() -> None:
    """Each buys 0.2 at home and 0.1 from the other: L = [8 1; 1 8] / 6.3."""
    table = multiregional(
        ["a:1", "b:1"], [[20, 10], [10, 20]], [[70, 0], [0, 70.0]], ["a:f", "b:f"]
    )
    model = model_of(table)
    home, c = np.array([0, 1]), np.array([1.0, 3.0])
    found = effects_by_origin(model.system, c, home, 2)
    np.testing.assert_allclose(found, np.array([[8, 1], [3, 24]]) / 6.3, rtol=EXACT)
    alone = effects_alone(model.system, c, home, 2)
    np.testing.assert_allclose(alone, [1 / 0.8, 3 / 0.8], rtol=EXACT)
    effect = interregional_effects(model)
    np.testing.assert_allclose(effect.feedback, 8 / 6.3 - 1.25, rtol=1e-6)


# ------------------------------------------------------------------ collapsing
def test_the_example_collapsed_to_its_isles() -> None:
    """Figures added up by hand from docs/analyses/example/three-regions."""
    table = iomodel.load_table("three-regions", EXAMPLE)
    assert isinstance(table, IOTable)
    isles = single_region(MultiregionalTable.of(table), "isles")
    np.testing.assert_array_equal(isles.domestic, [[10, 4], [6, 9]])
    assert isles.imports is not None
    np.testing.assert_array_equal(isles.imports, [[27, 5], [6, 7]])
    codes = [label.code for label in isles.info.final_demand]
    assert codes == ["use", "other_regions", "ROW:exports"]
    # To other regions: intermediate 4+1+6+1 and 1+2+1+3, final 3+4 and 5+3.
    np.testing.assert_array_equal(isles.final_demand, [[20, 19, 8], [35, 15, 6]])
    np.testing.assert_array_equal(isles.final_demand_imports, [[25, 0, 0], [9, 0, 0]])
    np.testing.assert_array_equal(isles.primary_inputs, [[6, 43], [6, 3]])
    np.testing.assert_array_equal(isles.satellites, [[260, 900]])
    assert (isles.info.id, isles.info.title_en, isles.sectors.id) == (
        "three-regions-isles",
        "Three regions of two sectors (made up, to explain): isles",
        "three-regions-local",
    )
    assert isles.info.caveats == (
        Text(
            "isles 밖의 국내 지역에서 들여온 것도 수입에 들어 있습니다",
            "imports include what isles buys from the other regions of the country",
        ),
    )
    assert isles.info.source.changes == (
        "collapsed to isles: the other regions are imports and a category of final demand"
    )


def test_the_example_collapsed_to_the_nation() -> None:
    table = iomodel.load_table("three-regions", EXAMPLE)
    assert isinstance(table, IOTable)
    nation = national(MultiregionalTable.of(table))
    np.testing.assert_array_equal(nation.domestic, [[282, 77], [98, 158]])
    np.testing.assert_array_equal(nation.final_demand, [[257, 113], [344, 41]])
    np.testing.assert_array_equal(nation.primary_inputs, [[258, 384], [91, 22]])
    assert [(label.code, label.ko) for label in nation.info.final_demand] == [
        ("use", "use"),
        ("ROW:exports", "역외 수출"),
    ]
    assert (nation.info.id, nation.info.tolerance) == ("three-regions-national", 0.003)
    assert nation.balance() == ()


def test_either_is_made_on_the_command_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from iomodel.cli import main

    words = ["tables", "collapse", "three-regions", "--tables", str(EXAMPLE)]
    into = ["--into", str(tmp_path), "--lang", "en"]
    assert main([*words, "--region", "isles", "--id", "only-isles", *into]) == 0
    assert "imports include what isles buys" in capsys.readouterr().out
    assert main([*words, "--id", "nation", *into]) == 0
    for id, output in (("only-isles", [61, 71]), ("nation", [729, 641])):
        table = iomodel.load_table(id, tmp_path)
        assert isinstance(table, IOTable)
        np.testing.assert_array_equal(table.output, output)
        assert table.sectors.codes == ("goods", "services")
    capsys.readouterr()
    assert main(["tables", "collapse", "bok-2020-33", "--id", "x", *into]) == 2
    assert "the table has no regions" in capsys.readouterr().err


def test_imports_by_product_are_collapsed_too() -> None:
    table = multiregional(
        ["a:1", "a:2", "b:1", "b:2"],
        np.full((4, 4), 2.0),
        np.full((4, 2), 30.0),
        ["a:f", "b:f"],
    )
    foreign, final = np.arange(16.0).reshape(4, 4), np.arange(8.0).reshape(4, 2)
    value_added = table.primary_inputs - np.vstack([foreign.sum(axis=0), np.zeros(4)])
    table = replace(table, imports=foreign, final_demand_imports=final, primary_inputs=value_added)
    region = single_region(MultiregionalTable.of(table), "b")
    # of product 1 from a: 2 a cell, and abroad in rows a:1 and b:1: 2 + 10 and 3 + 11
    assert region.imports is not None
    np.testing.assert_array_equal(region.imports, [[14, 16], [22, 24]])
    assert region.final_demand_imports is not None
    np.testing.assert_array_equal(region.final_demand_imports, [[36, 0], [40, 0]])
    assert region.balance() == ()
    nation = national(MultiregionalTable.of(table))
    assert nation.imports is not None
    np.testing.assert_array_equal(nation.imports, [[20, 24], [36, 40]])
    np.testing.assert_array_equal(nation.final_demand_imports, [[10], [18]])


def test_econios_dummy_collapses_to_its_printed_totals(shared: Path) -> None:
    """Non-competitive imports: total inputs are total outputs, region by region and in all."""
    path = shared / "cases/econio_import_treatment_dummy/inputs"
    sheet = pd.read_csv(path / "multiregional-noncompetitive_import.csv", header=None)
    body = sheet.iloc[3:, 3:].apply(pd.to_numeric).fillna(0.0).to_numpy()
    left, top = sheet.iloc[3:, :3].to_numpy(), sheet.iloc[:3, 3:].to_numpy()
    rows, columns = left[:, 1] == "industry", top[1] == "industry"
    final = np.isin(top[1].astype(str), ["final_demand", "export"])
    codes = [f"{r}:{code}" for r, _, code in left[rows]]
    abroad = body[left[:, 1] == "import"][:, columns].sum(axis=0)
    table = multiregional(
        codes,
        body[np.ix_(rows, columns)],
        body[np.ix_(rows, final)],
        [f"{r}:{code}" for r, _, code in top[:, final].T],
        imports=abroad,
    )
    printed = body[rows, -1]
    np.testing.assert_array_equal(table.output, printed)
    np.testing.assert_array_equal(printed, body[-1, columns])
    multi = MultiregionalTable.of(table)
    # multiregional() made value added from what is left; econio prints it.
    value_added = body[left[:, 1] == "value_added"][:, columns].sum(axis=0)
    np.testing.assert_array_equal(table.value_added, value_added)
    for r, region in enumerate(multi.regions):
        part = single_region(multi, region)
        assert part.balance() == ()
        np.testing.assert_array_equal(part.output, printed[3 * r : 3 * r + 3])
    np.testing.assert_array_equal(national(multi).output, printed.reshape(3, 3).sum(axis=0))


def test_names_are_kept_where_regions_agree() -> None:
    sectors = Classification(
        "x",
        (
            Sector("a:1", Text("쌀", "Rice")),
            Sector("b:2", Text("북 기계", "Machines, north")),
            Sector("b:1", Text("쌀", "Rice")),
            Sector("a:2", Text("남 기계", "Machines, south")),
        ),
    )
    assert sectors.local("y") == Classification(
        "y", (Sector("1", Text("쌀", "Rice")), Sector("2", same("2")))
    )


# ------------------------------------------------------------------ from a folder
STUDY = """\
schema = 1
document = "D"
document_date = 2024-05-28
classification = "{classification}"

[title]
ko = "연구"
en = "A study"

[programmes]
"투자" = "Investment"

[readings.announced]
table = "three-regions"
price_year = 2020
valuation = "basic"
"""
DISTRICT = """\
schema = 1
region = "{region}"

[district]
ko = "지구"
en = "District"

[[programmes]]
name = "투자"

[[programmes.lines]]
sector = "{sector}"
amount = 100
unit = "억원"
source = "p. 1"
"""


def study(folder: Path, districts: dict[str, str], classification: str) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / "study.toml").write_text(STUDY.format(classification=classification), "utf-8")
    for region, sector in districts.items():
        text = DISTRICT.format(region=region, sector=sector)
        (folder / f"at_{region}.toml").write_text(text, "utf-8")
    return folder


@pytest.fixture
def example() -> LeontiefModel:
    model = load_model("three-regions", tables=EXAMPLE)
    assert isinstance(model, LeontiefModel)
    return model


def test_a_study_names_local_sectors_and_says_its_region(
    tmp_path: Path, example: LeontiefModel
) -> None:
    path = study(tmp_path / "s", {"isles": "goods", "north": "services"}, "three-regions-local")
    impact = iomodel.run(path, tables=EXAMPLE)
    L, codes = example.system.inverse(), example.sectors.codes
    for region, sector in (("isles", "goods"), ("north", "services")):
        column = L[:, codes.index(f"{region}:{sector}")] * 10  # 100억원 = 10십억원
        own = np.array([code.startswith(f"{region}:") for code in codes])
        labels = {"scenario": f"at_{region}", "region": region}
        for origin, wanted in (
            ("in_region", column[own].sum()),
            ("other_regions", column[~own].sum()),
            ("total", column.sum()),
        ):
            found = impact.value("production", origin=origin, **labels)
            assert found == pytest.approx(wanted, rel=EXACT)
    assert impact.unit("production").ko == "십억원"


def test_a_study_may_name_sectors_of_regions_outright(
    tmp_path: Path, example: LeontiefModel
) -> None:
    path = study(tmp_path / "s", {"": "isles:goods"}, "three-regions")
    impact = iomodel.run(path, tables=EXAMPLE)
    at = example.sectors.codes.index("isles:goods")
    wanted = 10 * example.system.inverse()[:, at].sum()
    assert impact.value("production") == pytest.approx(wanted, rel=EXACT)
    assert impact.parts[0].origins == ("total",)


def test_a_batch_takes_each_scenario_through_its_region(tmp_path: Path) -> None:
    from iomodel.batch import run_batch

    path = study(tmp_path / "s", {"isles": "goods", "north": "services"}, "three-regions-local")
    run_batch([path], tmp_path / "out", tables=EXAMPLE)
    stored = pd.concat(pd.read_parquet(f) for f in (tmp_path / "out").rglob("*.parquet"))
    single = iomodel.run(path, tables=EXAMPLE)
    assert len(stored) == 6
    for row in stored.to_dict("records"):
        found = single.value("employment", scenario=row["scenario"], origin=row["origin"])
        assert row["employment"] == pytest.approx(found, rel=EXACT)
        assert row["scenario"] == f"at_{row['region']}"


def test_the_models_of_all_regions_share_that_of_the_whole() -> None:
    shelf = Shelf.of(EXAMPLE)
    one, other = shelf.model("three-regions", "isles"), shelf.model("three-regions", "north")
    assert isinstance(one, RegionalModel)
    assert isinstance(other, RegionalModel)
    assert one.whole is other.whole is shelf.model("three-regions")
    assert shelf.regions("three-regions") == ("north", "south", "isles")
    assert shelf.any_model("three-regions") is one.whole


def test_which_tables_want_a_region() -> None:
    shelf = Shelf.of(EXAMPLE)
    local = iomodel.catalogue.load_classification("three-regions-local", EXAMPLE)
    outright = iomodel.catalogue.load_classification("three-regions", EXAMPLE)
    national_ = iomodel.catalogue.load_classification("bok2020-83")
    assert shelf.is_regional("three-regions", local)
    assert not shelf.is_regional("three-regions", outright)
    assert shelf.is_regional("bok-2020-regional-83", national_)
    assert not shelf.is_regional("bok-2020-165", national_)
    assert shelf.regions("bok-2020-165") == ()
    assert len(shelf.regions("bok-2020-regional-83")) == 17
    assert shelf.any_model("bok-2020-regional-83").region == "서울"
    unknown = refused(
        NotFoundError, lambda: iomodel.catalogue.load_classification("nowhere-local", EXAMPLE)
    )
    assert unknown.problems[0].what.en == "there is no such classification"


def test_an_unknown_region_lists_those_there_are() -> None:
    wanted = lines(
        "three-regions",
        "  region: the region does not fit the table",
        "    expected: one of: north, south, isles",
        '    found: "sea"',
        "    remedy: correct --region",
    )
    for ask in (
        lambda: load_model("three-regions", "sea", EXAMPLE),
        lambda: Shelf.of(EXAMPLE).model("three-regions", "sea"),
    ):
        assert str(refused(NotFoundError, ask)) == wanted


def test_a_table_may_say_what_its_local_sectors_are(tmp_path: Path) -> None:
    """Its codes without the region are then those of a classification known elsewhere."""
    folder = local_table(tmp_path, "tiny-3", ("02", "01"))
    model = load_model("pair", "a", folder)
    assert model.sectors == SECTORS
    assert isinstance(model, RegionalModel)
    np.testing.assert_array_equal(model.active, [True, True, False])
    assert [s.code for s in iomodel.catalogue.load_classification("tiny-3", folder).sectors] == [
        "01",
        "02",
        "03",
    ]


def test_local_sectors_that_the_classification_lacks_are_refused(tmp_path: Path) -> None:
    folder = local_table(tmp_path, "tiny-3", ("02", "77"))
    error = refused(LabelError, lambda: load_model("pair", "a", folder))
    assert str(error) == lines(
        "pair",
        "  local_classification: sectors without their region are not in that classification",
        "    expected: codes of tiny-3",
        "    found: 77",
        "    remedy: correct local_classification in table.toml",
    )
    assert error.render("ko") == lines(
        "pair",
        "  local_classification: 지역을 뗀 부문이 그 분류에 없습니다",
        "    기대한 것: tiny-3의 코드",
        "    찾은 것: 77",
        "    고치는 법: table.toml의 local_classification을 고치십시오",
    )


def local_table(tmp_path: Path, local: str, codes: tuple[str, str]) -> Path:
    """A folder with tiny-3 and a table of two regions that names its local classification."""
    from helpers import write_table

    write_table(tmp_path / "tables" / "tiny-3")
    folder = tmp_path / "tables" / "pair"
    shutil.copytree(EXAMPLE / "three-regions", folder)
    edit(
        folder / "table.toml",
        'id = "three-regions"',
        f'id = "pair"\nlocal_classification = "{local}"',
    )
    for path in folder.iterdir():
        text = path.read_text("utf-8")
        for old, new in (
            (":goods", f":{codes[0]}"),
            (":services", f":{codes[1]}"),
            ("north:", "a:"),
            ("south:", "b:"),
        ):
            text = text.replace(old, new)
        path.write_text(text, "utf-8")
    return tmp_path / "tables"


def test_a_coarser_level_has_regions_too(tmp_path: Path) -> None:
    folder = tmp_path / "tables" / "three-regions"
    shutil.copytree(EXAMPLE / "three-regions", folder)
    codes = ("north:all", "south:all", "isles:all")
    rows = [f"{code},{code},{code}" for code in codes]
    (folder / "coarse.csv").write_text("\n".join(["code,name_ko,name_en", *rows, ""]), "utf-8")
    text = (folder / "sectors.csv").read_text("utf-8").splitlines()
    parents = ["parent", *(code for code in codes for _ in range(2))]
    joined = [f"{row},{parent}" for row, parent in zip(text, parents, strict=True)]
    (folder / "sectors.csv").write_text("\n".join([*joined, ""]), "utf-8")
    with (folder / "table.toml").open("a", encoding="utf-8") as file:
        file.write(
            '\n[levels.coarse]\ntitle_ko = "c"\ntitle_en = "c"\nclassification = "coarse"\n'
            'sectors = "coarse.csv"\nparent = "parent"\n'
        )
    model = load_model("coarse", "isles", folder.parent)
    assert model.sectors.id == "coarse-local"
    assert model.sectors.codes == ("all",)
    table = iomodel.load_table("coarse", folder.parent)
    assert isinstance(table, IOTable)
    isles = single_region(MultiregionalTable.of(table), "isles")
    np.testing.assert_array_equal(isles.output, [61 + 71])
    np.testing.assert_array_equal(isles.domestic, [[10 + 4 + 6 + 9]])


def test_value_added_booked_as_one_component_is_one_indicator(example: LeontiefModel) -> None:
    ids = [indicator.id for indicator in example.indicators]
    assert ids == ["production", "value_added", "imports", "employment"]


# ------------------------------------------------------------------ refusals
def test_a_national_table_is_no_multiregional_one() -> None:
    error = refused(NotSupportedError, lambda: MultiregionalTable.of(tiny()))
    assert str(error) == lines(
        "tiny-3",
        "  the table has no regions",
        "    expected: sector codes that read region:code",
        "    found: 01, 02, 03",
        "    remedy: use a multiregional table",
    )
    assert error.render("ko") == lines(
        "tiny-3",
        "  지역이 없는 표입니다",
        "    기대한 것: 지역:코드 꼴의 부문 코드",
        "    찾은 것: 01, 02, 03",
        "    고치는 법: 다지역 표를 쓰십시오",
    )


def test_a_region_that_is_not_there_has_no_table() -> None:
    multi = MultiregionalTable.of(random_world(0, 2, 1, beyond=False))
    error = refused(NotFoundError, lambda: single_region(multi, "R7"))
    assert str(error) == lines(
        "regions",
        "  region: the region is not in the table",
        "    expected: one of: " + ", ".join(multi.regions),
        '    found: "R7"',
        "    remedy: correct the region",
    )
    assert error.data == multi.regions


def test_demand_of_no_region_is_refused_category_by_category() -> None:
    table = multiregional(["a:1", "b:1"], np.ones((2, 2)), np.ones((2, 3)), ["a:f", "x", "y"])
    error = refused(LabelError, lambda: national(MultiregionalTable.of(table)))
    assert str(error) == lines(
        "regions",
        "  final_demand x: the category names no region",
        "    expected: a code that reads region:category",
        '    found: "x"',
        "    remedy: put the region before the code; exports beyond the table as ROW:exports",
        "  final_demand y: the category names no region",
        "    expected: a code that reads region:category",
        '    found: "y"',
        "    remedy: put the region before the code; exports beyond the table as ROW:exports",
    )


def test_demand_in_another_classification_is_refused(textbook: LeontiefModel) -> None:
    model = RegionalModel.of(textbook, "r")
    demand = Demand.of({"01": 1.0}, "백만원", SECTORS, price_year=2020)
    error = refused(NotSupportedError, lambda: model.induce(demand))
    assert "expected: regions-local\n    found: tiny-3" in str(error)


def test_analyses_of_a_matrix_want_the_whole_table() -> None:
    model = load_model("three-regions", "isles", EXAMPLE)
    error = refused(NotSupportedError, lambda: linkages(model))
    what = str(error).splitlines()
    assert what[2:] == [
        "    expected: the whole multiregional table",
        "    found: demand in isles",
        "    remedy: leave the region (--region) out",
    ]
    assert error.render("ko").splitlines()[2:] == [
        "    기대한 것: 다지역 표 전체",
        "    찾은 것: isles의 수요",
        "    고치는 법: 지역(--region)을 빼십시오",
    ]
    refused(NotSupportedError, lambda: with_productivity(model, 2025, growth=0.02))


def test_regional_employment_takes_any_region_of_the_table(example: LeontiefModel) -> None:
    model = load_model("three-regions", "isles", EXAMPLE)
    one, other = regional_employment(model), regional_employment(example)
    np.testing.assert_array_equal(one.in_region, other.in_region)
    k = [i.id for i in model.indicators].index("employment")
    found = model.multipliers().values[k]
    np.testing.assert_allclose(one.in_region[2], found[0], rtol=EXACT)
    np.testing.assert_allclose(one.other_regions[2], found[1], rtol=EXACT)


# ------------------------------------------------------------------ the analysis
def test_a_regions_average_is_weighted_by_its_final_demand(example: LeontiefModel) -> None:
    by_sector = interregional_effects(example, "employment", by="sector").table()
    by_region = interregional_effects(example, "employment").table().set_index("region")
    table = example.table
    assert isinstance(table, IOTable)
    weights = table.final_demand.sum(axis=1)
    for region in example.regions:
        own = (by_sector["region"] == region).to_numpy()
        for column in ("alone", "feedback", "in_region", "other_regions", "total"):
            mean = np.average(by_sector[column][own], weights=weights[own])
            assert by_region.loc[region, column] == pytest.approx(mean, rel=EXACT)
        shown = by_region.loc[region]
        assert shown["in_region"] + shown["other_regions"] == pytest.approx(shown["total"])
        assert shown["alone"] + shown["feedback"] == pytest.approx(shown["in_region"])
        assert shown["share_elsewhere"] == pytest.approx(shown["other_regions"] / shown["total"])


def test_by_origin_has_a_row_a_region_and_adds_to_the_total(example: LeontiefModel) -> None:
    asked: dict[str, Any] = {"regions": ["south"], "sectors": ["services"]}
    rows = interregional_effects(example, by="origin", **asked).table()
    assert rows["region"].tolist() == ["south"] * 3
    assert rows["code"].tolist() == ["south:services"] * 3
    assert rows["origin"].tolist() == ["north", "south", "isles"]
    whole = example.multipliers().of("production")[example.sectors.position("south:services")]
    assert rows["effect"].sum() == pytest.approx(whole, rel=EXACT)
    one = interregional_effects(example, by="sector", **asked).table().iloc[0]
    assert rows["effect"][1] == pytest.approx(one["in_region"], rel=EXACT)


def test_employment_is_per_billion_won(example: LeontiefModel) -> None:
    found = interregional_effects(example, "employment", by="sector")
    assert found.unit.en == "persons per billion KRW"
    np.testing.assert_allclose(found.total, example.multipliers().of("employment"), rtol=EXACT)


@pytest.mark.parametrize("by", ["region", "sector", "origin"])
def test_it_is_drawn(example: LeontiefModel, by: str) -> None:
    import matplotlib as mpl

    mpl.use("Agg")
    import matplotlib.pyplot as plt

    axes = interregional_effects(example, by=by).plot(lang="en")  # type: ignore[arg-type]
    drawn = [sum(bar.get_width() for bar in part) for part in axes.containers]
    found = interregional_effects(example, by="sector")
    parts = (found.alone, found.feedback, found.other_regions)
    if by == "region":
        wanted = [found.average(values).sum() for values in parts]
    else:
        wanted = [values.sum() for values in parts]
    assert drawn == pytest.approx(wanted)
    plt.close("all")


def test_a_national_table_has_no_interregional_effects() -> None:
    error = refused(NotSupportedError, lambda: interregional_effects(model_of(tiny())))
    assert str(error) == lines(
        "tiny-3",
        "  this table can't give interregional effects",
        "    expected: multiregional transactions, whose sector codes read region:code",
        "    found: a national table without regions",
        "    remedy: use a multiregional table",
    )


def test_unknown_regions_and_sectors_are_listed(example: LeontiefModel) -> None:
    error = refused(
        NotFoundError, lambda: interregional_effects(example, regions=["sea", "north", "sky"])
    )
    assert str(error) == lines(
        "three-regions",
        "  regions: the region is not in the table",
        "    expected: one of: north, south, isles",
        '    found: "sea"',
        "    remedy: correct regions",
        "  regions: the region is not in the table",
        "    expected: one of: north, south, isles",
        '    found: "sky"',
        "    remedy: correct regions",
    )
    refused(UnknownSectorError, lambda: interregional_effects(example, sectors="north:goods"))
    refused(NotFoundError, lambda: interregional_effects(example, "happiness"))
    refused(NotSupportedError, lambda: interregional_effects(example, by="year"))  # type: ignore[arg-type]
