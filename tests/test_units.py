"""Money scales: names, crossings and refusals (R3)."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import product
from typing import Any

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest
from helpers import SECTORS, info, lines, refused, tiny
from multiregional import random_world
from pydantic import ValidationError

from iomodel import Demand
from iomodel.analyses import all_analyses
from iomodel.analyses.base import Analysis
from iomodel.errors import NotSupportedError, UnitError
from iomodel.models import LeontiefModel
from iomodel.models.base import multiplier_unit
from iomodel.table import Satellite, TableInfo
from iomodel.text import Text
from iomodel.units import PERSONS, money_unit, won_unit
from iomodel.validation import problems_of

mpl.use("Agg")

WON = {  # name in Korean, in English, and how many won it is
    "원": ("KRW", 1),
    "천원": ("thousand KRW", 1_000),
    "만원": ("10 thousand KRW", 10_000),
    "백만원": ("million KRW", 1_000_000),
    "억원": ("100 million KRW", 100_000_000),
    "십억원": ("billion KRW", 1_000_000_000),
    "조원": ("trillion KRW", 1_000_000_000_000),
}
OTHERS = {  # name in Korean, in English, currency and how much of it
    "유로": ("EUR", "EUR", 1),
    "백만유로": ("million EUR", "EUR", 1_000_000),
    "억엔": ("100 million JPY", "JPY", 100_000_000),
    "천파운드": ("thousand GBP", "GBP", 1_000),
    "십억달러": ("billion USD", "USD", 1_000_000_000),
    "만위안": ("10 thousand CNY", "CNY", 10_000),
    "조동": ("trillion VND", "VND", 1_000_000_000_000),
    "백만캐나다달러": ("million CAD", "CAD", 1_000_000),
    "백만 SEK": ("million SEK", "SEK", 1_000_000),
    "백만 DEM": ("million DEM", "DEM", 1_000_000),
}
OF_WON = (
    "one of 원, 천원, 만원, 백만원, 억원, 십억원, 조원 (or in English: KRW, thousand KRW, "
    "10 thousand KRW, million KRW, 100 million KRW, billion KRW, trillion KRW)"
)
OF_WON_KO = "원, 천원, 만원, 백만원, 억원, 십억원, 조원 중 하나"


@pytest.mark.parametrize(("one", "other"), list(product(WON, WON)))
def test_every_crossing_is_the_ratio_of_wons(one: str, other: str) -> None:
    ratio = WON[one][1] / WON[other][1]
    assert money_unit(one).per(money_unit(other)) == pytest.approx(ratio, rel=1e-15)


@pytest.mark.parametrize("ko", WON)
def test_a_unit_answers_to_both_its_names(ko: str) -> None:
    en, factor = WON[ko]
    assert money_unit(en) is money_unit(ko)
    assert (money_unit(ko).name, money_unit(ko).factor) == (Text(ko, en), factor)


def test_ten_hundred_million_is_another_name_of_a_billion() -> None:
    assert money_unit("10억원") is money_unit("십억원")
    assert money_unit("  million   KRW ") is money_unit("백만원")


@pytest.mark.parametrize("ko", OTHERS)
def test_any_currency_has_the_same_scales(ko: str) -> None:
    en, currency, factor = OTHERS[ko]
    unit = money_unit(ko)
    assert money_unit(en) is unit
    assert (unit.name, unit.currency, unit.factor) == (Text(ko, en), currency, factor)
    assert unit.per(money_unit(currency)) == factor


def test_a_code_may_stand_behind_a_korean_scale_and_a_blank_before_a_name() -> None:
    assert money_unit("백만 EUR") is money_unit("백만 유로") is money_unit("million EUR")
    assert money_unit("10억달러") is money_unit("billion USD")


@pytest.mark.parametrize(
    "name",
    ["백만", "million", "XYZ", "million XYZ", "milion EUR", "백만프랑", "eur", "", "EUR million"],
)
def test_unknown_unit_says_how_units_are_written(name: str) -> None:
    error = refused(UnitError, lambda: money_unit(name))
    assert str(error) == lines(
        "units",
        "  the money unit is not known",
        f'    expected: {OF_WON}, or a scale and an ISO 4217 code, as in "million EUR"',
        f'    found: "{name}"',
        "    remedy: write the unit as one of those",
    )
    assert error.render("ko") == lines(
        "units",
        "  모르는 금액 단위입니다",
        f"    기대한 것: {OF_WON_KO}, 또는 배수와 통화: 백만유로, 백만 EUR",
        f'    찾은 것: "{name}"',
        "    고치는 법: 단위를 위의 표기 그대로 쓰십시오",
    )
    assert error.data == name


@pytest.mark.parametrize("name", ["백만", "million EUR", "달러"])
def test_what_is_stated_in_won_takes_no_other_currency(name: str) -> None:
    assert won_unit("억원") is money_unit("억원")
    error = refused(UnitError, lambda: won_unit(name))
    assert str(error) == lines(
        "units",
        "  the money unit is not known",
        f"    expected: {OF_WON}",
        f'    found: "{name}"',
        "    remedy: write the unit as one of those",
    )
    assert error.render("ko").splitlines()[2] == f"    기대한 것: {OF_WON_KO}"
    assert error.data == name


def test_currencies_do_not_cross() -> None:
    error = refused(UnitError, lambda: money_unit("million EUR").per(money_unit("백만원")))
    assert str(error) == lines(
        "units",
        "  the currencies differ",
        "    expected: KRW",
        "    found: EUR",
        "    remedy: convert to one currency first",
    )
    assert error.render("ko") == lines(
        "units",
        "  통화가 서로 다릅니다",
        "    기대한 것: KRW",
        "    찾은 것: EUR",
        "    고치는 법: 한 통화로 환산해 넣으십시오",
    )


@pytest.mark.parametrize("name", ["백만원", "억원", "십억원"])
def test_persons_are_stated_per_billion_won_whatever_the_table_counts_in(name: str) -> None:
    unit = money_unit(name)
    assert unit.base.per(unit) == 1_000_000_000 / WON[name][1]
    assert unit.each(PERSONS) == Text("명/10억원", "persons per billion KRW")
    assert unit.each(Text("톤", "t")) == Text("톤/10억원", "t per billion KRW")


@pytest.mark.parametrize(
    ("name", "scale", "each"),
    [
        ("million EUR", 1.0, Text("명/백만유로", "persons per million EUR")),
        ("thousand GBP", 1000.0, Text("명/백만파운드", "persons per million GBP")),
        ("100 million JPY", 0.01, Text("명/백만엔", "persons per million JPY")),
        ("billion SEK", 0.001, Text("명/백만 SEK", "persons per million SEK")),
    ],
)
def test_persons_are_stated_per_million_of_another_currency(
    name: str, scale: float, each: Text
) -> None:
    unit = money_unit(name)
    assert (unit.base.per(unit), unit.each(PERSONS)) == (scale, each)


def test_money_per_money_is_named_after_the_currency() -> None:
    assert money_unit("억원").ratio == Text("원/원", "won per won")
    assert money_unit("million EUR").ratio == Text("유로/유로", "EUR per EUR")
    assert money_unit("SEK").ratio == Text("SEK/SEK", "SEK per SEK")
    assert (money_unit("조원").one, money_unit("억엔").one) == (
        Text("원", "won"),
        Text("엔", "JPY"),
    )


# ------------------------------------------------------------------ a table in euros
def european() -> LeontiefModel:
    return LeontiefModel.from_table(tiny(unit="million EUR"))


def world() -> LeontiefModel:
    """Two regions in euros, with workers."""
    table = random_world(7, 2, 3, beyond=False)
    workers = Satellite(code="employed", ko="취업자", en="Employed", unit="명")
    info = table.info.model_copy(update={"unit": "million EUR", "satellites": (workers,)})
    persons = np.arange(1.0, 1.0 + len(table.sectors))[None, :]
    return LeontiefModel.from_table(replace(table, info=info, satellites=persons))


BY_GROUP = pd.DataFrame([[0.2, 0.2, 0.3]], index=["rich"], columns=list(SECTORS.codes))
ONE, CELL = {"demand": "01"}, {"supplier": "01", "buyer": "02"}
HOUSEHOLDS = {"consumption": "c", "income": "wages"}
GIVEN: dict[str, dict[str, Any]] = {
    "supply-push": {"changes": ["01=1"], "unit": "million EUR"},
    "type-multipliers": HOUSEHOLDS,
    "household-impact": {"demand": ["01=1"], "unit": "million EUR", **HOUSEHOLDS},
    "miyazawa": {"income": BY_GROUP, "consumption": BY_GROUP.T},
    "exogenous-inducement": {"sectors": "01"},
    "shortage-cost": {"sectors": "01"},
    "price-ripple": {"sectors": "01"},
    "price-change": {"exchange_rate": 10.0},
    "price-indices": {"exchange_rate": 10.0, "consumption": "c"},
    "structural-paths": ONE,
    "production-layers": ONE,
    "multiplier-sources": {"sector": "01"},
    "field-of-influence": CELL,
    "coefficient-change": CELL | ONE | {"percent": 1.0},
    "sensitivities": ONE,
    "error-propagation": ONE,
    "vertical-specialisation": {"exports": "e"},
    "occupations": {"bridge": pd.DataFrame({"all": 1.0}, index=list(SECTORS.codes))},
    "productivity": {"to_year": 2025, "growth": 0.02},
    "satellite-intensities": {"indicators": "employment"},
    "footprint": {"indicators": "employment"},
}
WON_WORDS = re.compile(r"\bwon\b|KRW|[\d0-9]원|원/|[천만억조]원")


@pytest.mark.parametrize("analysis", all_analyses(), ids=lambda analysis: analysis.name)
def test_no_analysis_of_a_table_in_euros_speaks_of_won(analysis: Analysis) -> None:
    arguments = dict(GIVEN.get(analysis.name, {}))
    if any(option.kind == "table" for option in analysis.options):
        arguments["after"] = european()
    try:
        result = analysis.run(european(), **arguments)
    except NotSupportedError:  # a question about regions
        result = analysis.run(world(), **arguments)
    words = [result.title, *result.notes, *(column.name for column in result.columns)]
    units = [column.unit for column in result.columns]
    axes = [result.plot(lang=lang) for lang in ("ko", "en")]
    told = [getattr(text, lang) for text in (*words, *units) for lang in ("ko", "en")]
    told += [label for ax in axes for label in (ax.get_xlabel(), ax.get_ylabel(), ax.get_title())]
    told += map(str, result.table().to_numpy().ravel())
    assert not [word for word in told if WON_WORDS.search(word)]


def test_multipliers_in_euros_are_those_in_won_and_persons_per_million() -> None:
    won, euro = LeontiefModel.from_table(tiny()), european()
    for indicator in won.indicators:
        factor = 1.0 if indicator.dimension == "money" else 1e-3
        np.testing.assert_allclose(
            euro.multipliers().of(indicator.id),
            won.multipliers().of(indicator.id) * factor,
            rtol=1e-15,
        )
    assert multiplier_unit(euro.indicators[0], euro.info.money) == Text("유로/유로", "EUR per EUR")
    impact = euro.induce(Demand.of({"01": 2.0}, "billion EUR", euro.sectors))
    assert impact.unit("production") == Text("백만유로", "million EUR")
    expected = 2000 * won.multipliers().of("production")[0]
    assert impact.value("production") == pytest.approx(expected, rel=1e-15)


def test_a_currency_other_than_the_units_is_refused() -> None:
    assert info(unit="million EUR", currency="EUR").money.currency == "EUR"
    with pytest.raises(ValidationError) as caught:
        info(unit="million EUR", currency="KRW")
    assert [problem.render() for problem in problems_of(caught.value, TableInfo)] == [
        "  the currency is not that of the unit\n"
        "    expected: EUR (million EUR)\n"
        "    found: KRW\n"
        "    remedy: bring both together, or drop currency"
    ]
