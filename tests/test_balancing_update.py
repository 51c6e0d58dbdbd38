"""A table brought to another year: what is met, what is kept, what is refused."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from helpers import (
    DOMESTIC,
    FINAL_DEMAND,
    IMPORTS,
    OUTPUT,
    PRIMARY,
    SATELLITES,
    SECTORS,
    info,
    refused,
    tiny,
)
from numpy.typing import NDArray

from iomodel import load_table
from iomodel.balancing import Margins, gras, read_margins, update
from iomodel.errors import IOModelError, LabelError, MarginsError, NotConvergedError
from iomodel.models import LeontiefModel
from iomodel.table import Component, IOTable

Array = NDArray[np.float64]

CLOSE = 1e-8  # far above what balancing leaves of sums right to 1e-10 of the largest

X, W, F = (
    np.array([230.0, 560.0, 430.0]),
    np.array([135.0, 250.0, 280.0]),
    np.array([120.0, 370.0, 285.0]),
)
NEWER = Margins(X, W, F)


def newer(table: IOTable, margins: Margins = NEWER) -> IOTable:
    return update(table, margins, id="tiny-2023", year=2023, source="national accounts 2023").table


def own(table: IOTable, *, imports: bool) -> Margins:
    row = table.import_row if imports else None
    return Margins(table.output, table.value_added, table.final_demand.sum(axis=1), row)


# ------------------------------------------------------------------ what is met
def test_the_new_table_has_the_margins() -> None:
    table = newer(tiny())
    np.testing.assert_allclose(table.output, X, rtol=CLOSE)
    np.testing.assert_allclose(table.value_added, W, rtol=CLOSE)
    np.testing.assert_allclose(table.final_demand.sum(axis=1), F, rtol=CLOSE)
    np.testing.assert_allclose(table.domestic.sum(axis=1), X - F, rtol=CLOSE)
    assert table.imports is not None
    assert table.imports.sum() == pytest.approx((X - W).sum() - (X - F).sum())
    table.require_balanced()


def test_flows_are_those_of_gras_with_imports_as_one_more_row() -> None:
    stacked = np.vstack([DOMESTIC, IMPORTS.sum(axis=0)])
    rest = (X - W).sum() - (X - F).sum()
    wanted = gras(stacked, np.append(X - F, rest), X - W).matrix
    table = newer(tiny())
    np.testing.assert_allclose(table.domestic, wanted[:-1], rtol=CLOSE)
    np.testing.assert_allclose(table.import_row, wanted[-1], rtol=CLOSE)


def test_flows_with_imports_given() -> None:
    imports = np.array([25.0, 70.0, 15.0])
    demand = F + np.array([0.0, 0.0, (W - F).sum() + imports.sum()])
    table = newer(tiny(), Margins(X, W, demand, imports))
    wanted = gras(DOMESTIC, X - demand, X - W - imports).matrix
    np.testing.assert_allclose(table.domestic, wanted, rtol=CLOSE)
    np.testing.assert_allclose(table.import_row, imports)


@pytest.mark.parametrize("imports", [True, False])
def test_a_tables_own_margins_change_nothing(imports: bool) -> None:
    old = tiny()
    new = newer(old, own(old, imports=imports))
    for block in ("domestic", "imports", "final_demand", "primary_inputs", "satellites"):
        np.testing.assert_allclose(getattr(new, block), getattr(old, block), rtol=CLOSE)


def test_the_benchmark_of_33_sectors_with_its_negative_cells() -> None:
    """Outputs, value added and final demand drawn around those of 2020."""
    old = load_table("bok-2020-33")
    assert isinstance(old, IOTable)
    draws = np.random.default_rng(7).uniform(0.9, 1.2, (3, 33))
    x, w = old.output * draws[0], old.value_added * draws[1]
    f = old.final_demand.sum(axis=1) * draws[0] * (0.95 + draws[2] / 20)
    found = update(old, Margins(x, w, f), id="new", year=2023, source="made up")
    np.testing.assert_allclose(found.table.output, x, rtol=CLOSE, atol=1)
    np.testing.assert_array_equal(np.sign(found.table.domestic), np.sign(old.domestic))
    assert found.balanced.iterations > 1
    assert LeontiefModel.from_table(found.table).exhaustion().largest_gap == pytest.approx(
        0.0, abs=1e-8
    )


# ------------------------------------------------------------------ what is kept
def test_compositions_that_are_kept() -> None:
    old, new = tiny(), newer(tiny())
    np.testing.assert_allclose(
        new.primary_inputs / new.primary_inputs.sum(axis=0), PRIMARY / PRIMARY.sum(axis=0)
    )
    assert new.imports is not None
    np.testing.assert_allclose(
        new.imports / new.imports.sum(axis=0), IMPORTS / IMPORTS.sum(axis=0), rtol=CLOSE
    )
    np.testing.assert_allclose(new.satellites / X, old.satellites / OUTPUT)
    np.testing.assert_allclose(
        new.final_demand / F[:, None], FINAL_DEMAND / FINAL_DEMAND.sum(axis=1)[:, None]
    )
    assert new.final_demand_imports is None


def test_inventories_shrink_where_demand_grows() -> None:
    demand = FINAL_DEMAND + np.array([[40.0, -40.0]] * 3)
    new = newer(tiny(final_demand=demand))
    f = F[0]  # of 120 and −10
    factor = (f + np.sqrt(f**2 + 4 * 120 * 10)) / 240
    np.testing.assert_allclose(new.final_demand[0], [120 * factor, -10 / factor])
    np.testing.assert_allclose(new.final_demand.sum(axis=1), F)


def test_product_taxes_keep_their_ratio_to_output() -> None:
    parts = (
        *info().primary_inputs,
        Component(code="tax", ko="생산물세", en="Taxes", role="product_tax"),
    )
    primary = np.vstack([PRIMARY, [10.0, 20.0, 30.0]])
    demand = FINAL_DEMAND + np.array([[10.0, 0], [20.0, 0], [30.0, 0]])
    old = IOTable(
        info(primary_inputs=parts), SECTORS, DOMESTIC, IMPORTS, demand, None, primary, SATELLITES
    )
    new = newer(old)
    old_output = OUTPUT + np.array([10.0, 20.0, 30.0])
    np.testing.assert_allclose(new.primary_inputs[2], np.array([10.0, 20.0, 30.0]) * X / old_output)
    np.testing.assert_allclose(new.output, X, rtol=CLOSE)


def test_imports_that_are_a_primary_input() -> None:
    parts = (*info().primary_inputs, Component(code="m", ko="수입", en="Imports", role="imports"))
    primary = np.vstack([PRIMARY, IMPORTS.sum(axis=0)])
    old = IOTable(
        info(primary_inputs=parts),
        SECTORS,
        DOMESTIC,
        None,
        FINAL_DEMAND,
        None,
        primary,
        np.zeros((2, 3)),
    )
    new = newer(old)
    assert new.imports is None
    np.testing.assert_allclose(new.import_row, newer(tiny()).import_row, rtol=CLOSE)


def test_what_the_new_table_says_of_itself() -> None:
    made = newer(tiny()).info
    assert (made.id, made.year, made.price_year, made.published) == ("tiny-2023", 2023, 2023, None)
    assert made.title_en == "A small table, updated to 2023"
    assert made.title_ko == "작은 표, 2023년으로 갱신"
    assert made.caveats_en == (
        "the flows of tiny-3 balanced by GRAS to outputs, value added and final demand of 2023: "
        "not a surveyed table. Margins from: national accounts 2023",
        "assumed as in 2020: the composition of value added, each buyer's mix of imports, "
        "employment and product taxes per output; imported final demand was left out",
        "imported inputs by sector are not margins but spread by GRAS",
    )
    assert made.caveats_ko == (
        "tiny-3의 거래를 2023년 산출·부가가치·최종수요에 GRAS로 맞춘 것이며 조사한 표가 아닙니다. "
        "주변합의 출처: national accounts 2023",
        "부가가치의 구성, 구매부문별 수입의 품목 구성, 산출 대비 취업·생산물세의 비율은 2020년 "
        "그대로라고 가정했고, 수입 최종수요는 뺐습니다",
        "부문별 수입 투입은 주변합이 아니라 GRAS가 나눈 것입니다",
    )
    assert made.source.document == "D; national accounts 2023"
    assert made.source.changes.startswith("none the flows of tiny-3 balanced by GRAS")
    given = newer(tiny(), own(tiny(), imports=True)).info
    assert len(given.caveats) == 2
    known = {"caveats_ko": ("대유행의 해",), "caveats_en": ("a pandemic year",)}
    inherited = newer(tiny(**known)).info.caveats[0]
    assert (inherited.ko, inherited.en) == ("tiny-3: 대유행의 해", "tiny-3: a pandemic year")


# ------------------------------------------------------------------ refusals
def said(kind: type[IOModelError], call: Callable[[], object]) -> tuple[str, str]:
    error = refused(kind, call)
    return error.render("en"), error.render("ko")


def test_margins_that_the_older_table_has_nothing_for() -> None:
    old = tiny(final_demand=FINAL_DEMAND * np.array([[1.0], [1.0], [0.0]]))
    margins = Margins(
        np.array([-1.0, 560, 430]), np.array([135.0, -2, 280]), F, np.array([25.0, -7, 15])
    )
    assert said(MarginsError, lambda: newer(old, margins)) == (
        "national accounts 2023\n"
        "  output, 01 Farm products: the older table has nothing that could be scaled to this\n"
        "    expected: a figure of the older table's sign, or zero\n"
        "    found: -1 million KRW\n"
        "    remedy: check the figure; a sector that is new needs a structure in the older table "
        "first\n"
        "  value_added, 02 Manufactures: the older table has nothing that could be scaled to this\n"
        "    expected: a figure of the older table's sign, or zero\n"
        "    found: -2 million KRW\n"
        "    remedy: check the figure; a sector that is new needs a structure in the older table "
        "first\n"
        "  final_demand, 03 Services: the older table has nothing that could be scaled to this\n"
        "    expected: a figure of the older table's sign, or zero\n"
        "    found: 285 million KRW\n"
        "    remedy: check the figure; a sector that is new needs a structure in the older table "
        "first\n"
        "  imports, 02 Manufactures: the older table has nothing that could be scaled to this\n"
        "    expected: a figure of the older table's sign, or zero\n"
        "    found: -7 million KRW\n"
        "    remedy: check the figure; a sector that is new needs a structure in the older table "
        "first",
        "national accounts 2023\n"
        "  output, 01 농산물: 옛 표에 이 값으로 늘리거나 줄일 것이 없습니다\n"
        "    기대한 것: 옛 표와 같은 부호의 값, 또는 0\n"
        "    찾은 것: -1 백만원\n"
        "    고치는 법: 값을 확인하십시오. 새로 생긴 부문이라면 먼저 옛 표에 그 구조를 넣어야 "
        "합니다\n"
        "  value_added, 02 공산품: 옛 표에 이 값으로 늘리거나 줄일 것이 없습니다\n"
        "    기대한 것: 옛 표와 같은 부호의 값, 또는 0\n"
        "    찾은 것: -2 백만원\n"
        "    고치는 법: 값을 확인하십시오. 새로 생긴 부문이라면 먼저 옛 표에 그 구조를 넣어야 "
        "합니다\n"
        "  final_demand, 03 서비스: 옛 표에 이 값으로 늘리거나 줄일 것이 없습니다\n"
        "    기대한 것: 옛 표와 같은 부호의 값, 또는 0\n"
        "    찾은 것: 285 백만원\n"
        "    고치는 법: 값을 확인하십시오. 새로 생긴 부문이라면 먼저 옛 표에 그 구조를 넣어야 "
        "합니다\n"
        "  imports, 02 공산품: 옛 표에 이 값으로 늘리거나 줄일 것이 없습니다\n"
        "    기대한 것: 옛 표와 같은 부호의 값, 또는 0\n"
        "    찾은 것: -7 백만원\n"
        "    고치는 법: 값을 확인하십시오. 새로 생긴 부문이라면 먼저 옛 표에 그 구조를 넣어야 "
        "합니다",
    )


def test_margins_that_are_no_numbers() -> None:
    margins = Margins(X, np.array([135.0, np.nan, 280]), F)
    assert said(MarginsError, lambda: newer(tiny(), margins)) == (
        "national accounts 2023\n"
        "  value_added, 02 Manufactures: the margin is not a number\n"
        "    expected: a finite number\n"
        "    found: nan\n"
        "    remedy: put in the figure of the source",
        "national accounts 2023\n"
        "  value_added, 02 공산품: 숫자가 아닙니다\n"
        "    기대한 것: 유한한 수\n"
        "    찾은 것: nan\n"
        "    고치는 법: 원자료의 값을 넣으십시오",
    )


def test_margins_of_another_size() -> None:
    margins = Margins(X[:2], W, F)
    assert said(LabelError, lambda: newer(tiny(), margins)) == (
        "national accounts 2023\n"
        "  output: the margin is not one figure a sector\n"
        "    expected: (3,)\n"
        "    found: (2,)\n"
        "    remedy: give one figure a sector",
        "national accounts 2023\n"
        "  output: 부문 수와 맞지 않습니다\n"
        "    기대한 것: (3,)\n"
        "    찾은 것: (2,)\n"
        "    고치는 법: 부문마다 하나씩 주십시오",
    )


def test_value_added_that_leaves_imports_negative() -> None:
    """Value added above final demand: the nation would import less than nothing."""
    error = refused(MarginsError, lambda: newer(tiny(), Margins(X, W + 60, F)))
    assert str(error) == (
        "national accounts 2023\n"
        "  row 수입 (imports): no cell can make up this total\n"
        "    expected: a negative cell\n"
        "    found: total -70, every cell that is not zero positive\n"
        "    remedy: mend the total, or give these cells of the prior a value"
    )


def test_imports_that_contradict_the_accounts() -> None:
    margins = Margins(X, W, F, np.array([20.0, 70.0, 15.0]))
    error = refused(MarginsError, lambda: newer(tiny(), margins))
    assert str(error).splitlines()[1:4] == [
        "  the row and the column totals differ in sum",
        "    expected: the same sum (±2.4e-08)",
        "    found: rows 445, columns 450 (gap -5)",
    ]


def test_too_few_iterations() -> None:
    call = lambda: update(tiny(), NEWER, id="t", year=2023, source="s", max_iterations=1)  # noqa: E731
    assert str(refused(NotConvergedError, call)).splitlines()[1].endswith("in 1 iterations")


# ------------------------------------------------------------------ margins from a file
def test_margins_of_a_file(tmp_path: Path) -> None:
    path = tmp_path / "margins.csv"
    path.write_text(
        "code,output,value_added,final_demand\n01,230,135,120\n02,560,250,370\n03,430,280,285\n"
    )
    found = read_margins(path, SECTORS)
    np.testing.assert_array_equal(found.output, X)
    np.testing.assert_array_equal(found.value_added, W)
    np.testing.assert_array_equal(found.final_demand, F)
    assert found.imports is None
    path.write_text(
        "code,imports,output,value_added,final_demand\n01,1,230,135,120\n02,2,560,250,370\n03,3,430,280,285\n"
    )
    found = read_margins(path, SECTORS)
    assert found.imports is not None
    np.testing.assert_array_equal(found.imports, [1, 2, 3])
    np.testing.assert_array_equal(found.output, X)


def test_a_file_without_a_column(tmp_path: Path) -> None:
    path = tmp_path / "margins.csv"
    path.write_text("code,output,final_demand\n01,1,2\n")
    assert str(refused(MarginsError, lambda: read_margins(path, SECTORS))) == (
        f"{path}\n"
        "  header: a column is missing or occurs twice\n"
        '    expected: one column "value_added"\n'
        "    found: 0 × value_added\n"
        "    remedy: mend the header"
    )


def test_a_file_with_cells_that_are_no_numbers_and_a_code_twice(tmp_path: Path) -> None:
    path = tmp_path / "margins.csv"
    path.write_text(
        "code,output,value_added,final_demand\n01,230,,120\n01,560,250,1,\n01,430,x,285\n"
    )
    error = refused(MarginsError, lambda: read_margins(path, SECTORS))
    assert [p.what.en for p in error.problems] == ["the row is ragged"]
    path.write_text(
        "code,output,value_added,final_demand\n01,230,,120\n02,560,250,1\n01,430,x,285\n"
    )
    error = refused(MarginsError, lambda: read_margins(path, SECTORS))
    assert [(p.place, p.what.en) for p in error.problems] == [
        ("line 4", "the code occurs twice"),
        ('line 2 (code 01), column "value_added"', "the cell is not a number"),
        ('line 4 (code 01), column "value_added"', "the cell is not a number"),
    ]


def test_a_file_with_other_sectors(tmp_path: Path) -> None:
    path = tmp_path / "margins.csv"
    path.write_text(
        "code,output,value_added,final_demand\n01,230,135,120\n02,560,250,370\n04,430,280,285\n"
    )
    error = refused(LabelError, lambda: read_margins(path, SECTORS))
    assert error.problems[0].what.en == "margins and table: the labels differ"
    assert error.data == (["04"], ["03"])
