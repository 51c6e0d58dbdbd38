"""Supply and use made symmetric: the handbook's printed tables, invariants, refusals."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, get_args

import numpy as np
import pytest
from helpers import info, refused, repeatable
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from iomodel.balancing import SupplyUse, symmetric
from iomodel.balancing.supply_use import SUTModel
from iomodel.errors import IOModelError, LabelError, NotSupportedError, UnbalancedTableError
from iomodel.models import LeontiefModel
from iomodel.sectors import Classification, Sector
from iomodel.table import Component, Label, Satellite
from iomodel.text import Text, same

Array = NDArray[np.float64]
MODELS = get_args(SUTModel)

# Printed to two decimals, made of unrounded supply and use, of which we have two decimals.
PRINTED = 0.015
EXACT = 1e-9

# UN Handbook on Supply and Use Tables and Input-Output Tables (2018), table 12.3, p. 376: three
# products, three industries. Transcribed by the Quadrium project (MIT).
SUPPLY = np.array([[25.77, 5.15, 7.04], [1.35, 402.51, 40.21], [13.32, 25.64, 717.41]])
USE = np.array([[4.35, 9.28, 0.61], [8.08, 107.80, 46.29], [3.78, 62.72, 211.40]])
DEMAND = np.array([[13.18, 0.08, 10.47], [32.04, 73.94, 175.94], [344.77, 20.75, 112.95]])
IMPORTS = np.array([[0.77, 6.40, 0.48], [1.49, 100.14, 35.30], [0.28, 17.20, 42.52]])
DEMAND_IMPORTS = np.array([[1.25, 0.03, 6.45], [61.07, 31.49, 171.55], [13.02, 4.98, 66.81]])
VALUE_ADDED = np.array([[21.70, 129.78, 428.07]])

# Tables 12.5 (p. 387), 12.7 (p. 388), 12.12 (p. 392), 12.16 (p. 396).
PUBLISHED: dict[str, dict[str, list[list[float]]]] = {
    "A": {
        "domestic": [[6.40, 9.33, -1.50], [10.45, 116.03, 35.68], [-0.33, 61.13, 217.11]],
        "imports": [[1.11, 6.91, -0.37], [1.01, 109.33, 26.58], [-0.79, 17.48, 43.31]],
        "primary_inputs": [[20.10, 123.88, 435.56]],
    },
    "B": {
        "domestic": [[2.89, 8.80, 2.55], [6.85, 102.84, 52.47], [5.10, 69.51, 203.30]],
        "imports": [[0.57, 6.00, 1.08], [2.47, 94.92, 39.53], [0.77, 18.22, 41.00]],
        "primary_inputs": [[19.31, 143.79, 416.45]],
    },
    "C": {
        "domestic": [[6.65, 11.66, -2.98], [8.39, 112.47, 37.25], [1.17, 55.66, 224.02]],
        "final_demand": [[15.22, -1.60, 11.51], [13.49, 78.65, 183.05], [361.28, 17.72, 104.80]],
    },
    "D": {
        "domestic": [[3.04, 7.73, 4.28], [8.04, 101.09, 49.20], [5.13, 70.97, 204.82]],
        "imports": [[0.53, 4.96, 1.18], [1.46, 92.21, 33.50], [0.54, 26.57, 43.61]],
        "final_demand": [[15.12, 0.64, 9.64], [42.52, 67.73, 164.72], [332.35, 26.39, 125.00]],
    },
}


def labels(id: str, names: str) -> Classification:
    return Classification(id, tuple(Sector(name, same(name)) for name in names.split()))


def handbook(**changes: Any) -> SupplyUse:
    """The handbook's tables; a change to a block or to what is known of them."""
    blocks: dict[str, Any] = {
        "products": labels("products", "p1 p2 p3"),
        "industries": labels("industries", "i1 i2 i3"),
        "supply": SUPPLY,
        "use": USE,
        "imports": IMPORTS,
        "final_demand": DEMAND,
        "final_demand_imports": DEMAND_IMPORTS,
        "primary_inputs": VALUE_ADDED,
        "satellites": np.array([[10.0, 20.0, 30.0]]),
    }
    for name in blocks:
        blocks[name] = changes.pop(name, blocks[name])
    known = {
        "id": "handbook",
        "classification": "products",
        "tolerance": 0.03,
        "final_demand": tuple(Label(code=c, ko=c, en=c) for c in "cie"),
        "primary_inputs": (Component(code="w", ko="부가가치", en="VA", role="value_added"),),
        "satellites": (Satellite(code="jobs", ko="취업자", en="Jobs", unit="명"),),
    }
    return SupplyUse(info(**(known | changes)), **blocks)


def exact() -> SupplyUse:
    """The same, one column of demand and value added taking up what rounding left."""
    demand = DEMAND.copy()
    demand[:, -1] += SUPPLY.sum(axis=1) - USE.sum(axis=1) - demand.sum(axis=1)
    value_added = SUPPLY.sum(axis=0) - USE.sum(axis=0) - IMPORTS.sum(axis=0)
    return handbook(final_demand=demand, primary_inputs=value_added[None, :], tolerance=EXACT)


# ------------------------------------------------------------------ published
@pytest.mark.parametrize("model", MODELS)
def test_tables_of_the_handbook(model: SUTModel) -> None:
    table = symmetric(handbook(), model)
    for name, printed in PUBLISHED[model].items():
        np.testing.assert_allclose(getattr(table, name), printed, rtol=0, atol=PRINTED)


@pytest.mark.parametrize(
    ("model", "negative"), [("A", True), ("B", False), ("C", True), ("D", False)]
)
def test_where_negatives_come_from(model: SUTModel, negative: bool) -> None:
    """Figure 12.2, p. 378: A and C may give them, B and D can't; they are told."""
    table = symmetric(handbook(), model)
    blocks = (table.domestic, table.imports, table.final_demand, table.primary_inputs)
    assert any((block < 0).any() for block in blocks if block is not None) == negative
    told = [caveat.en for caveat in table.info.caveats if "negative" in caveat.en]
    assert bool(told) == negative


def test_what_is_told_of_a_table() -> None:
    made = symmetric(handbook(), "A").info
    assert made.caveats_en == (
        "made of supply and use tables by model A: product technology, product × product",
        "2 negative cells in domestic flows, the lowest -1.50044 million KRW",
        "2 negative cells in imported flows, the lowest -0.789431 million KRW",
    )
    assert made.caveats_ko == (
        "공급표와 사용표에서 모형 A로 만든 것: 상품기술 가정 (상품 × 상품)",
        "국산 거래에 음수가 2칸 있고 가장 작은 값은 -1.50044 백만원",
        "수입 거래에 음수가 2칸 있고 가장 작은 값은 -0.789431 백만원",
    )
    assert (made.layout, made.classification) == ("product × product", "products")
    by_industry = symmetric(handbook(), "D").info
    assert (by_industry.layout, by_industry.classification) == ("industry × industry", "industries")


# ------------------------------------------------------------------ what holds of each
@pytest.mark.parametrize("model", MODELS)
def test_a_balanced_pair_gives_a_balanced_table(model: SUTModel) -> None:
    sut = exact()
    table = symmetric(sut, model)
    table.require_balanced()
    assert table.info.tolerance < 10 * EXACT
    output = sut.product_output if model in "AB" else sut.industry_output
    np.testing.assert_allclose(table.output, output, rtol=EXACT)
    assert table.imports is not None
    assert table.imports.sum() == pytest.approx(IMPORTS.sum())
    assert table.satellites.sum() == pytest.approx(60.0)


@pytest.mark.parametrize("model", ["A", "B"])
def test_technologies_explain_what_industries_use(model: SUTModel) -> None:
    """A: U = A V. B: each product is made as its makers make everything."""
    sut = exact()
    table = symmetric(sut, model)  # type: ignore[arg-type]
    coefficients = table.domestic / table.output
    if model == "A":
        np.testing.assert_allclose(coefficients @ sut.supply, sut.use, atol=EXACT)
    else:
        shares = sut.supply.T / sut.product_output
        np.testing.assert_allclose(
            coefficients, (sut.use / sut.industry_output) @ shares, atol=EXACT
        )


@pytest.mark.parametrize("model", MODELS)
def test_without_secondary_products_all_four_agree(model: SUTModel) -> None:
    made = USE.sum(axis=1) + DEMAND.sum(axis=1)
    rest = made - USE.sum(axis=0) - IMPORTS.sum(axis=0)
    sut = handbook(supply=np.diag(made), primary_inputs=rest[None, :], tolerance=EXACT)
    table = symmetric(sut, model)
    np.testing.assert_allclose(table.domestic, USE, atol=EXACT)
    np.testing.assert_allclose(table.final_demand, DEMAND, atol=EXACT)
    np.testing.assert_allclose(table.satellites, [[10, 20, 30]], atol=EXACT)


def test_the_table_carries_a_model() -> None:
    model = LeontiefModel.from_table(symmetric(exact(), "B"))
    assert model.exhaustion().largest_gap == pytest.approx(0.0, abs=EXACT)


def rectangular(seed: int) -> SupplyUse:
    """Four products of three industries, one of which makes nothing."""
    draws = np.random.default_rng(seed)
    supply = draws.uniform(0, 9, (4, 3))
    supply[:, 2] = 0.0
    use = draws.uniform(0, 1, (4, 3)) * supply.sum(axis=0) / 8
    demand = supply.sum(axis=1) - use.sum(axis=1)
    rest = supply.sum(axis=0) - use.sum(axis=0)
    return handbook(
        products=labels("products", "p1 p2 p3 p4"),
        supply=supply,
        use=use,
        imports=None,
        final_demand=demand[:, None],
        final_demand_imports=None,
        primary_inputs=rest[None, :],
        tolerance=EXACT,
    )


@repeatable
@given(st.integers(0, 2**32 - 1), st.sampled_from(["B", "D"]))
def test_rectangular_tables_with_idle_industries(seed: int, model: SUTModel) -> None:
    sut = rectangular(seed)
    one = replace(sut, info=sut.info.model_copy(update={"final_demand": sut.info.final_demand[:1]}))
    table = symmetric(one, model)
    table.require_balanced()
    assert table.imports is None
    assert table.final_demand_imports is None
    assert table.domestic.shape == ((4, 4) if model == "B" else (3, 3))
    assert (table.domestic >= 0).all()


# ------------------------------------------------------------------ refusals
def said(kind: type[IOModelError], call: Callable[[], object]) -> tuple[str, str]:
    error = refused(kind, call)
    return error.render("en"), error.render("ko")


def test_an_unknown_model() -> None:
    assert said(NotSupportedError, lambda: symmetric(handbook(), "E")) == (  # type: ignore[arg-type]
        "model\n"
        "  the model of transformation is not known\n"
        "    expected: one of A, B, C, D\n"
        '    found: "E"\n'
        "    remedy: correct the name of the model",
        "model\n"
        "  모르는 전환모형입니다\n"
        "    기대한 것: A, B, C, D 중 하나\n"
        '    찾은 것: "E"\n'
        "    고치는 법: 모형의 이름을 고치십시오",
    )


def test_supply_and_use_that_do_not_balance() -> None:
    demand, value_added = DEMAND.copy(), VALUE_ADDED.copy()
    demand[1, 0] += 1
    value_added[0, 2] -= 2
    sut = handbook(final_demand=demand, primary_inputs=value_added)
    assert said(UnbalancedTableError, lambda: symmetric(sut, "B")) == (
        "handbook\n"
        "  p2 p2: uses of the product do not add up to its supply\n"
        "    expected: 444.07 million KRW (±0.03)\n"
        "    found: 445.09 (gap +1.02)\n"
        "    remedy: check this row or column of supply and use against the source\n"
        "  i3 i3: inputs of the industry do not add up to its output\n"
        "    expected: 764.66 million KRW (±0.03)\n"
        "    found: 762.67 (gap -1.99)\n"
        "    remedy: check this row or column of supply and use against the source",
        "handbook\n"
        "  p2 p2: 상품의 사용 합계가 공급과 다릅니다\n"
        "    기대한 것: 444.07 백만원 (±0.03)\n"
        "    찾은 것: 445.09 (차이 +1.02)\n"
        "    고치는 법: 공급표와 사용표의 이 행이나 열을 원자료와 대조하십시오\n"
        "  i3 i3: 산업의 투입 합계가 산출과 다릅니다\n"
        "    기대한 것: 764.66 백만원 (±0.03)\n"
        "    찾은 것: 762.67 (차이 -1.99)\n"
        "    고치는 법: 공급표와 사용표의 이 행이나 열을 원자료와 대조하십시오",
    )


def test_a_supply_table_that_is_not_square() -> None:
    sut = rectangular(1)
    one = replace(sut, info=sut.info.model_copy(update={"final_demand": sut.info.final_demand[:1]}))
    assert said(NotSupportedError, lambda: symmetric(one, "A")) == (
        "handbook\n"
        "  supply table: model A inverts the supply table\n"
        "    expected: as many products as industries, and an inverse\n"
        "    found: 4 products, 3 industries\n"
        "    remedy: aggregate, or use model B or D",
        "handbook\n"
        "  공급표: 모형 A는 공급표의 역행렬이 필요합니다\n"
        "    기대한 것: 상품과 산업의 수가 같고 역행렬이 있는 공급표\n"
        "    찾은 것: 상품 4개, 산업 3개\n"
        "    고치는 법: 부문을 합치거나, 모형 B나 D를 쓰십시오",
    )


def test_a_supply_table_without_an_inverse() -> None:
    supply = np.diag([1.0, 2.0, 0.0])
    use, demand = np.zeros((3, 3)), np.diag([1.0, 2.0, 0.0])
    sut = handbook(
        supply=supply,
        use=use,
        imports=use,
        final_demand=demand,
        primary_inputs=np.array([[1.0, 2.0, 0.0]]),
    )
    assert said(NotSupportedError, lambda: symmetric(sut, "C")) == (
        "handbook\n"
        "  supply table: model C inverts the supply table\n"
        "    expected: as many products as industries, and an inverse\n"
        "    found: condition number inf; without output: p3, i3\n"
        "    remedy: aggregate, or use model B or D",
        "handbook\n"
        "  공급표: 모형 C는 공급표의 역행렬이 필요합니다\n"
        "    기대한 것: 상품과 산업의 수가 같고 역행렬이 있는 공급표\n"
        "    찾은 것: 조건수 inf; 산출 0: p3, i3\n"
        "    고치는 법: 부문을 합치거나, 모형 B나 D를 쓰십시오",
    )


def test_blocks_of_another_size() -> None:
    sut = handbook(use=USE[:2], satellites=np.zeros((2, 3)))
    assert said(LabelError, lambda: symmetric(sut, "B")) == (
        "handbook\n"
        "  use: the size is not that of the labels\n"
        "    expected: (3, 3)\n"
        "    found: (2, 3)\n"
        "    remedy: put products in rows, industries in columns\n"
        "  satellites: the size is not that of the labels\n"
        "    expected: (1, 3)\n"
        "    found: (2, 3)\n"
        "    remedy: put products in rows, industries in columns",
        "handbook\n"
        "  use: 크기가 이름표와 다릅니다\n"
        "    기대한 것: (3, 3)\n"
        "    찾은 것: (2, 3)\n"
        "    고치는 법: 상품은 행, 산업은 열로 놓으십시오\n"
        "  satellites: 크기가 이름표와 다릅니다\n"
        "    기대한 것: (1, 3)\n"
        "    찾은 것: (2, 3)\n"
        "    고치는 법: 상품은 행, 산업은 열로 놓으십시오",
    )


def test_names_are_told_in_both_languages() -> None:
    steel = Classification(
        "products",
        (
            Sector("p1", Text("쌀", "rice")),
            Sector("p2", Text("철", "steel")),
            Sector("p3", Text("말", "words")),
        ),
    )
    demand = DEMAND.copy()
    demand[1, 0] += 1
    error = refused(
        UnbalancedTableError,
        lambda: handbook(products=steel, final_demand=demand).require_balanced(),
    )
    assert "p2 steel: uses" in error.render("en")
    assert "p2 철: 상품의" in error.render("ko")
