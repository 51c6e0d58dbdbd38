"""Money scales: names, crossings and refusals (R3)."""

from __future__ import annotations

from itertools import product

import pytest
from helpers import lines, refused

from iomodel.errors import UnitError
from iomodel.text import Text
from iomodel.units import MoneyUnit, money_unit, persons_per_billion, unknown_unit

WON = {  # name in Korean, in English, and how many won it is
    "원": ("KRW", 1),
    "천원": ("thousand KRW", 1_000),
    "만원": ("10 thousand KRW", 10_000),
    "백만원": ("million KRW", 1_000_000),
    "억원": ("100 million KRW", 100_000_000),
    "십억원": ("billion KRW", 1_000_000_000),
    "조원": ("trillion KRW", 1_000_000_000_000),
}
EURO = MoneyUnit(Text("백만유로", "million EUR"), "EUR", 1e6)


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


def test_unknown_unit_lists_those_known() -> None:
    error = refused(UnitError, lambda: money_unit("백만"))
    assert str(error) == lines(
        "units",
        "  the money unit is not known",
        "    expected: one of 원, 천원, 만원, 백만원, 억원, 십억원, 조원 (or in English: KRW, "
        "thousand KRW, 10 thousand KRW, million KRW, 100 million KRW, billion KRW, trillion KRW)",
        '    found: "백만"',
        "    remedy: write the unit as one of those",
    )
    assert error.render("ko") == lines(
        "units",
        "  모르는 금액 단위입니다",
        "    기대한 것: 원, 천원, 만원, 백만원, 억원, 십억원, 조원 중 하나",
        '    찾은 것: "백만"',
        "    고치는 법: 단위를 위의 표기 그대로 쓰십시오",
    )
    assert error.data == "백만"
    assert unknown_unit("line 7", "백만").place == "line 7"


def test_currencies_do_not_cross() -> None:
    error = refused(UnitError, lambda: EURO.per(money_unit("백만원")))
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


def test_persons_are_stated_per_billion_won_whatever_the_table_counts_in() -> None:
    assert persons_per_billion(money_unit("백만원")) == 1000.0
    assert persons_per_billion(money_unit("억원")) == 10.0
    assert persons_per_billion(money_unit("십억원")) == 1.0
