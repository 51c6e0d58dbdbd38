"""Location quotients, the figures they are made of, and the regional tables they make."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from helpers import DOMESTIC, OUTPUT, SECTORS, plain, refused, repeatable, tiny
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from iomodel.errors import IOModelError, LabelError, NotFoundError, NotSupportedError
from iomodel.leontief import input_coefficients
from iomodel.models import LeontiefModel
from iomodel.regionalisation import Activity, Method, regionalise
from iomodel.regionalisation.method import QUOTIENTS
from iomodel.regionalisation.quotients import (
    augmented_flegg,
    cross_industry,
    flegg,
    semilogarithmic,
    simple,
)

Array = NDArray[np.float64]

EXACT = 1e-12

# Four sectors, the third absent from the region, whose shares of the nation are 0.3, 0.1, 0 and
# 0.125 and 0.1 in all: SLQ 3, 1, 0, 1.25. Every quotient below was worked out by hand.
NATION, REGION = np.array([100.0, 200.0, 300.0, 400.0]), np.array([30.0, 20.0, 0.0, 50.0])
SLQ = np.array([3.0, 1.0, 0.0, 1.25])
LOG = np.log2(2.25)  # of 1 + SLQ of the fourth; of the first and the second it is 2 and 1
SIZE = 2 ** (1 / 16) - 1  # log₂(1 + size) = 1/16, so that δ = 0.5 makes λ = 0.25


def said(kind: type[IOModelError], call: Callable[[], object]) -> tuple[str, str]:
    error = refused(kind, call)
    return error.render("en"), error.render("ko")


# ------------------------------------------------------------------ quotients by hand
def test_simple_quotients() -> None:
    np.testing.assert_allclose(simple(REGION, NATION), SLQ, atol=EXACT)


def test_a_sector_that_the_nation_lacks_has_no_quotient() -> None:
    assert simple(np.array([1.0, 0.0]), np.array([2.0, 0.0]))[1] == 0.0


def test_cross_industry_quotients() -> None:
    wanted = [[3, 3, 0, 2.4], [1 / 3, 1, 0, 0.8], [0, 0, 0, 0], [1.25 / 3, 1.25, 0, 1.25]]
    np.testing.assert_allclose(cross_industry(SLQ), wanted, atol=EXACT)


def test_semilogarithmic_quotients() -> None:
    wanted = [
        [1.5, 3, 0, 3 / LOG],
        [0.5, 1, 0, 1 / LOG],
        [0, 0, 0, 0],
        [0.625, 1.25, 0, 1.25 / LOG],
    ]
    np.testing.assert_allclose(semilogarithmic(SLQ), wanted, atol=EXACT)


def test_fleggs_quotients() -> None:
    wanted = np.array([[3, 3, 0, 2.4], [1 / 3, 1, 0, 0.8], [0, 0, 0, 0], [1.25 / 3, 1.25, 0, 1.25]])
    np.testing.assert_allclose(flegg(SLQ, SIZE, 0.5), wanted / 4, atol=EXACT)


def test_fleggs_augmented_quotients() -> None:
    """Columns 1 and 4, in which the region is specialised, times log₂(1 + SLQ)."""
    wanted = np.array(
        [
            [6, 3, 0, 2.4 * LOG],
            [2 / 3, 1, 0, 0.8 * LOG],
            [0, 0, 0, 0],
            [2.5 / 3, 1.25, 0, 1.25 * LOG],
        ]
    )
    np.testing.assert_allclose(augmented_flegg(SLQ, SIZE, 0.5), wanted / 4, atol=EXACT)


@pytest.mark.parametrize(
    ("method", "first"),
    [
        (Method("slq"), [1, 1, 0, 1]),
        (Method("cilq"), [1, 1, 0, 1]),
        (Method("rlq"), [1, 1, 0, 1]),
        (Method("flq", 0.5), [0.75, 0.75, 0, 0.6]),
        (Method("aflq", 0.5), [1, 0.75, 0, 0.6 * LOG]),
    ],
)
def test_quotients_above_one_supply_all(method: Method, first: list[float]) -> None:
    found = method.quotients(SLQ, SIZE)
    np.testing.assert_allclose(found[0], first, atol=EXACT)
    assert found.max() <= 1.0


# ------------------------------------------------------------------ quotients in general
def slqs() -> st.SearchStrategy[Array]:
    one = st.floats(0.0, 20.0).map(lambda x: 0.0 if x < 0.05 else x)
    return st.lists(one, min_size=2, max_size=6).map(np.array)


def methods() -> st.SearchStrategy[Method]:
    delta = st.floats(0.0, 0.99)
    plain_ones = st.sampled_from([Method("slq"), Method("cilq"), Method("rlq")])
    flq = delta.map(lambda d: Method("flq", d))
    return st.one_of(plain_ones, flq, delta.map(lambda d: Method("aflq", d)))


@repeatable
@given(slqs(), st.floats(0.001, 1.0), methods())
def test_quotients_lie_between_nothing_and_all(slq: Array, size: float, method: Method) -> None:
    q = method.quotients(slq, size)
    assert ((q >= 0) & (q <= 1)).all()
    absent = slq == 0
    assert not q[absent].any()
    assert not q[:, absent].any()


@repeatable
@given(slqs(), st.floats(0.001, 1.0), st.floats(0.0, 0.98), st.sampled_from(["flq", "aflq"]))
def test_a_greater_delta_leaves_less_at_home(
    slq: Array, size: float, delta: float, name: Any
) -> None:
    less = Method(name, delta + 0.01).quotients(slq, size)
    assert (less <= Method(name, delta).quotients(slq, size) + EXACT).all()


@repeatable
@given(slqs(), st.floats(0.001, 1.0))
def test_delta_of_zero_is_the_cross_industry_quotient(slq: Array, size: float) -> None:
    np.testing.assert_allclose(
        Method("flq", 0.0).quotients(slq, size), Method("cilq").quotients(slq, size)
    )


@pytest.mark.parametrize("name", QUOTIENTS)
def test_the_nation_itself_supplies_all(name: Any) -> None:
    """All shares one: every SLQ is one, λ is one, and the table is the nation's."""
    method = Method(name, 0.3 if name in ("flq", "aflq") else None)
    np.testing.assert_allclose(method.quotients(np.ones(5), 1.0), np.ones((5, 5)))


def test_methods_in_words() -> None:
    assert [str(Method("slq")), str(Method("flq", 0.3))] == ["SLQ", "FLQ δ=0.3"]


# ------------------------------------------------------------------ regional tables
WORKERS = Activity(
    SECTORS,
    ("북", "남"),
    np.array([[20.0, 50.0, 30.0], [10.0, 0.0, 40.0]]),
    np.array([100.0, 200.0, 400.0]),
    "census",
)


def made(region: str = "북", method: Method | None = None, **changes: Any) -> Any:
    method = method or Method("flq", 0.2)
    return regionalise(tiny(), replace(WORKERS, **changes), region, method, id="region")


def test_a_regional_table_by_hand() -> None:
    """SLQ of 북: shares 0.2, 0.25, 0.075 of sectors, 1/7 of all: 1.4, 1.75, 0.525."""
    found = made(method=Method("slq"))
    np.testing.assert_allclose(found.slq, [1.4, 1.75, 0.525])
    share, q = np.array([0.2, 0.25, 0.075]), np.array([1, 1, 0.525])
    table = found.table
    np.testing.assert_allclose(table.output, OUTPUT * share)
    np.testing.assert_allclose(table.domestic, DOMESTIC * share * q[:, None])
    inflow = (DOMESTIC * share * (1 - q)[:, None]).sum(axis=0)
    np.testing.assert_allclose(table.primary_inputs[-1], inflow)
    np.testing.assert_allclose(table.primary_inputs[:-1], tiny().primary_inputs * share)
    np.testing.assert_allclose(table.imports, tiny().imports * share)
    np.testing.assert_allclose(table.satellites, tiny().satellites * share)
    np.testing.assert_allclose(
        table.final_demand[:, 0], OUTPUT * share - table.domestic.sum(axis=1)
    )
    assert found.oversold == ()


@repeatable
@given(st.integers(0, 2**32 - 1), methods())
def test_what_holds_of_every_regional_table(seed: int, method: Method) -> None:
    draws = np.random.default_rng(seed)
    nation = draws.uniform(10, 100, 3)
    region = nation * draws.uniform(0, 1, 3) * (draws.uniform(size=3) > 0.2)
    region[draws.integers(3)] = 5.0
    found = made(values=region[None, :], regions=("북",), nation=nation, method=method)
    table = found.table
    table.require_balanced()
    A, national = input_coefficients(table.domestic, table.output), DOMESTIC / OUTPUT
    assert (national - A >= -EXACT).all()
    present = region > 0
    assert not table.domestic[~present].any()
    assert not table.domestic[:, ~present].any()
    inputs = np.vstack([table.domestic, table.imports, table.primary_inputs]).sum(axis=0)
    np.testing.assert_allclose(inputs, OUTPUT * found.shares)
    share_of_inputs = input_coefficients(table.domestic + 0, table.output).sum(axis=0)
    share_of_inputs += input_coefficients(table.primary_inputs[-1:], table.output)[0]
    np.testing.assert_allclose(share_of_inputs, national.sum(axis=0) * present)


def test_a_sector_that_the_region_lacks_refuses_demand() -> None:
    from iomodel import Demand
    from iomodel.errors import InactiveSectorError

    model = LeontiefModel.from_table(made("남").table)
    assert list(model.active) == [True, False, True]
    demand = Demand.of({"02": 5}, "백만원", SECTORS)
    refused(InactiveSectorError, lambda: model.induce(demand))


def test_effects_of_a_regional_table_exhaust_spending() -> None:
    model = LeontiefModel.from_table(made().table)
    m = model.multipliers()
    np.testing.assert_allclose(m.of("value_added") + m.of("imports"), 1.0)
    national = LeontiefModel.from_table(tiny()).multipliers()
    assert (m.of("production") < national.of("production")).all()
    assert (m.of("imports") > national.of("imports")).all()


def test_imports_that_are_a_primary_row_are_kept_apart_from_inflow() -> None:
    from helpers import IMPORTS, PRIMARY, info

    from iomodel.table import Component, IOTable

    parts = (*info().primary_inputs, Component(code="m", ko="수입", en="Imports", role="imports"))
    national = IOTable(
        info(primary_inputs=parts),
        SECTORS,
        DOMESTIC,
        None,
        tiny().final_demand,
        None,
        np.vstack([PRIMARY, IMPORTS.sum(axis=0)]),
        tiny().satellites,
    )
    found = regionalise(national, WORKERS, "북", Method("slq"), id="region").table
    assert found.imports is None
    assert [part.role for part in found.info.primary_inputs][-2:] == ["imports", "imports"]
    np.testing.assert_allclose(found.import_row, made(method=Method("slq")).table.import_row)


def test_sectors_that_are_oversold_are_named() -> None:
    """A region of manufactures, which use 40.5 of the 40 that its farms make."""
    found = made(values=np.array([[20.0, 190.0, 1.0]]), regions=("북",), method=Method("slq"))
    assert [sector.code for sector in found.oversold] == ["01"]
    assert found.table.final_demand[0, 0] < 0
    told = found.table.info.caveats[-1]
    assert told.en == (
        "sectors of which 북 would use more than it makes (residual negative): 01 Farm products"
    )
    assert told.ko == "북의 산업이 쓰는 양이 지역의 산출보다 많게 나온 부문(잔차가 음수): 01 농산물"


def test_unlisted_sectors_take_the_regions_share_of_all_others() -> None:
    found = made(
        values=np.array([[20.0, 0.0, 30.0]]),
        nation=np.array([100.0, 0.0, 400.0]),
        regions=("북",),
        unlisted=("02",),
        method=Method("slq"),
    )
    np.testing.assert_allclose(found.shares, [0.2, 0.1, 0.075])
    np.testing.assert_allclose(found.slq, [2.0, 1.0, 0.75])


def test_what_a_regional_table_says_of_itself() -> None:
    info = made().table.info
    assert (info.id, info.published, info.classification) == ("region", None, "tiny-3")
    assert info.title_en == "북, regional table by FLQ δ=0.2, of: A small table"
    assert info.title_ko == "북 지역표 (FLQ δ=0.2), 작은 표"
    assert info.caveats_en == (
        "a non-survey table of 북, estimated from tiny-3 and employment (census): domestic input "
        "coefficients times FLQ δ=0.2; nothing in it was surveyed",
        "assumed as in the nation: technology, output per worker, ratios of value added, imports "
        "from abroad and employment",
        "imports are those from abroad and from other regions; final demand is a residual, the "
        "region's own and sales beyond it; effects that return through other regions are left out",
        "sectors without data, given the region's share of all others: none",
    )
    assert info.caveats_ko == (
        "tiny-3와 고용(census)으로 추정한 북의 비조사 지역표: 국산투입계수에 FLQ δ=0.2 입지계수를 "
        "곱한 것이며 조사된 것이 아닙니다",
        "지역의 기술, 노동생산성, 부가가치율, 수입률, 취업계수는 전국과 같다고 가정했습니다",
        "수입은 해외와 국내 다른 지역에서 들여온 것의 합입니다. 최종수요는 지역 안의 수요와 밖으로 "
        "판 것을 나누지 않은 잔차이고, 다른 지역을 거쳐 되돌아오는 효과는 없습니다",
        "고용 자료가 없어 지역의 전체 비중을 쓴 부문: 없음",
    )
    assert info.source.document == "D; census"
    national = tiny(caveats_ko=("대유행의 해",), caveats_en=("a pandemic year",))
    inherited = regionalise(national, WORKERS, "북", Method("slq"), id="r").table.info.caveats[0]
    assert (inherited.ko, inherited.en) == ("tiny-3: 대유행의 해", "tiny-3: a pandemic year")
    assert info.source.changes.startswith("none A non-survey table of 북, estimated from tiny-3")


# ------------------------------------------------------------------ refusals
@pytest.mark.parametrize(
    ("call", "en", "ko"),
    [
        (
            lambda: Method("LQ"),  # type: ignore[arg-type]
            "method\n"
            "  the location quotient is not known\n"
            "    expected: one of: slq, cilq, rlq, flq, aflq\n"
            '    found: "LQ"\n'
            "    remedy: correct the name",
            "method\n"
            "  모르는 입지계수입니다\n"
            "    기대한 것: 다음 중 하나: slq, cilq, rlq, flq, aflq\n"
            '    찾은 것: "LQ"\n'
            "    고치는 법: 이름을 고치십시오",
        ),
        (
            lambda: Method("flq"),
            "delta\n"
            "  flq needs a δ\n"
            "    expected: a number from zero to below one\n"
            "    found: nothing\n"
            "    remedy: give --delta; iomodel tables regionalise --accuracy shows which fits 17 "
            "surveyed regions best",
            "delta\n"
            "  flq에는 δ가 필요합니다\n"
            "    기대한 것: 0 이상 1 미만의 수\n"
            "    찾은 것: 없음\n"
            "    고치는 법: --delta를 주십시오. 조사된 17개 시도에 가장 잘 맞는 값은 iomodel "
            "tables regionalise --accuracy가 보입니다",
        ),
        (
            lambda: Method("slq", 0.3),
            "delta\n"
            "  slq has no δ\n"
            "    expected: no δ, or flq or aflq\n"
            "    found: 0.3\n"
            "    remedy: leave out --delta, or choose another method",
            "delta\n"
            "  slq은(는) δ를 쓰지 않습니다\n"
            "    기대한 것: δ 없음, 또는 flq나 aflq\n"
            "    찾은 것: 0.3\n"
            "    고치는 법: --delta를 빼거나 방법을 바꾸십시오",
        ),
        (
            lambda: Method("aflq", 1.0),
            "delta\n"
            "  δ is out of range\n"
            "    expected: a number from zero to below one\n"
            "    found: 1\n"
            "    remedy: correct --delta",
            "delta\n"
            "  δ가 범위를 벗어났습니다\n"
            "    기대한 것: 0 이상 1 미만의 수\n"
            "    찾은 것: 1\n"
            "    고치는 법: --delta를 고치십시오",
        ),
    ],
)
def test_methods_that_are_none(call: Callable[[], object], en: str, ko: str) -> None:
    assert said(NotSupportedError, call) == (en, ko)


def test_figures_that_contradict_the_nation() -> None:
    wrong = lambda: replace(  # noqa: E731
        WORKERS,
        values=np.array([[20.0, 250.0, np.nan], [0.0, 0.0, 0.0]]),
        nation=np.array([100.0, 200.0, -1.0]),
    )
    assert said(LabelError, wrong) == (
        "census\n"
        "  nation, 03 Services: the figure is not a number of zero or more\n"
        "    expected: a number of zero or more\n"
        "    found: -1\n"
        "    remedy: put in the figure of the source\n"
        "  북, 03 Services: the figure is not a number of zero or more\n"
        "    expected: a number of zero or more\n"
        "    found: nan\n"
        "    remedy: put in the figure of the source\n"
        "  북, 02 Manufactures: the region has more than the nation\n"
        "    expected: at most the nation's 200\n"
        "    found: 250\n"
        "    remedy: take region and nation from one survey, in one concept and unit\n"
        "  남, 03 Services: the region has more than the nation\n"
        "    expected: at most the nation's -1\n"
        "    found: 0\n"
        "    remedy: take region and nation from one survey, in one concept and unit\n"
        "  남: the region has nothing in any sector\n"
        "    expected: a figure above zero\n"
        "    found: 0\n"
        "    remedy: check the column",
        "census\n"
        "  nation, 03 서비스: 0 이상의 수가 아닙니다\n"
        "    기대한 것: 0 이상의 수\n"
        "    찾은 것: -1\n"
        "    고치는 법: 원자료의 값을 넣으십시오\n"
        "  북, 03 서비스: 0 이상의 수가 아닙니다\n"
        "    기대한 것: 0 이상의 수\n"
        "    찾은 것: nan\n"
        "    고치는 법: 원자료의 값을 넣으십시오\n"
        "  북, 02 공산품: 지역이 전국보다 큽니다\n"
        "    기대한 것: 전국의 200 이하\n"
        "    찾은 것: 250\n"
        "    고치는 법: 지역과 전국을 같은 조사의 같은 개념·단위로 맞추십시오\n"
        "  남, 03 서비스: 지역이 전국보다 큽니다\n"
        "    기대한 것: 전국의 -1 이하\n"
        "    찾은 것: 0\n"
        "    고치는 법: 지역과 전국을 같은 조사의 같은 개념·단위로 맞추십시오\n"
        "  남: 이 지역의 값이 모두 0입니다\n"
        "    기대한 것: 0보다 큰 값\n"
        "    찾은 것: 0\n"
        "    고치는 법: 열을 확인하십시오",
    )


def test_an_unlisted_sector_with_figures() -> None:
    assert said(LabelError, lambda: replace(WORKERS, unlisted=("02",))) == (
        "census\n"
        "  nation, 02 Manufactures: a sector said to lack data has some\n"
        "    expected: zero for the nation\n"
        "    found: 200\n"
        "    remedy: take it out of those unlisted",
        "census\n"
        "  nation, 02 공산품: 자료가 없다고 한 부문에 값이 있습니다\n"
        "    기대한 것: 전국 0\n"
        "    찾은 것: 200\n"
        "    고치는 법: unlisted에서 빼십시오",
    )


def test_a_region_that_is_not_there() -> None:
    assert said(NotFoundError, lambda: made("서")) == (
        "census\n"
        "  region: there is no such region\n"
        "    expected: one of: 북, 남\n"
        '    found: "서"\n'
        "    remedy: correct the name of the region",
        "census\n"
        "  region: 그런 지역이 없습니다\n"
        "    기대한 것: 다음 중 하나: 북, 남\n"
        '    찾은 것: "서"\n'
        "    고치는 법: 지역의 이름을 고치십시오",
    )


def test_a_sector_of_the_nation_without_figures() -> None:
    call = lambda: made(  # noqa: E731
        values=np.array([[20.0, 0.0, 30.0]]), nation=np.array([100.0, 0.0, 400.0]), regions=("북",)
    )
    assert said(LabelError, call) == (
        "census\n"
        "  02 Manufactures: the nation has output here, and the source no employment\n"
        "    expected: a figure of the nation above zero\n"
        "    found: 0\n"
        "    remedy: put in the figure, or name the sector as one without data (--unlisted): it "
        "then takes the region's share of all others",
        "census\n"
        "  02 공산품: 전국표에는 산출이 있는데 고용 자료가 없습니다\n"
        "    기대한 것: 0보다 큰 전국 값\n"
        "    찾은 것: 0\n"
        "    고치는 법: 값을 넣거나, 자료가 없는 부문이라고 밝히십시오(--unlisted): 그러면 지역의 "
        "전체 비중을 그대로 씁니다",
    )


def test_employment_of_other_sectors() -> None:
    other = plain([[1.0]], [4.0], [4.0])
    error = refused(
        LabelError, lambda: regionalise(other, WORKERS, "북", Method("slq"), id="region")
    )
    assert str(error) == (
        "plain\n"
        "  table and employment: the labels differ\n"
        "    expected: the same labels in the same order\n"
        "    found: only left: none; only right: ['02', '03']\n"
        "    remedy: put one side in the order of the other first"
    )


def test_a_table_without_imports_apart() -> None:
    total = plain([[1.0, 2.0], [3.0, 4.0]], [6.0, 3.0], [5.0, 4.0])
    workers = Activity(total.sectors, ("북",), np.ones((1, 2)), np.full(2, 5.0), "census")
    call = lambda: regionalise(total, workers, "북", Method("slq"), id="region")  # noqa: E731
    assert said(NotSupportedError, call) == (
        "plain\n"
        "  a table that has no imports apart can't be regionalised\n"
        "    expected: a table of domestic flows and imports\n"
        "    found: no imports\n"
        "    remedy: give domestic and imported flows apart: quotients divide domestic input",
        "plain\n"
        "  수입이 국산과 나뉘지 않은 표는 지역화할 수 없습니다\n"
        "    기대한 것: 국산거래와 수입을 나눈 표\n"
        "    찾은 것: 수입 없음\n"
        "    고치는 법: 국산표와 수입표로 나누어 넣으십시오. 입지계수는 국산투입을 나누는 것입니다",
    )
