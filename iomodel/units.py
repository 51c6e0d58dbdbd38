"""Money scales and persons per money: the only home of powers of ten (R3)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from iomodel.errors import Problem, UnitError
from iomodel.text import Text


@dataclass(frozen=True)
class MoneyUnit:
    """A scale of a currency; `factor` is its size in the currency's own unit."""

    name: Text
    currency: str
    factor: float

    def per(self, other: MoneyUnit) -> float:
        """Return how many `other` make one of this unit.

        Examples
        --------
        >>> from iomodel.units import money_unit
        >>> money_unit("억원").per(money_unit("백만원"))
        100.0
        """
        if self.currency != other.currency:
            raise UnitError(
                "units",
                Problem(
                    "",
                    Text("통화가 서로 다릅니다", "the currencies differ"),
                    Text(other.currency, other.currency),
                    Text(self.currency, self.currency),
                    Text("한 통화로 환산해 넣으십시오", "convert to one currency first"),
                ),
            )
        return self.factor / other.factor


_KRW = {
    "원": ("KRW", 1e0),
    "천원": ("thousand KRW", 1e3),
    "만원": ("10 thousand KRW", 1e4),
    "백만원": ("million KRW", 1e6),
    "억원": ("100 million KRW", 1e8),
    "십억원": ("billion KRW", 1e9),
    "조원": ("trillion KRW", 1e12),
}
_UNITS = {ko: MoneyUnit(Text(ko, en), "KRW", factor) for ko, (en, factor) in _KRW.items()}
_ALIASES = {en: ko for ko, (en, _) in _KRW.items()} | {"10억원": "십억원"}

MILLION_KRW = _UNITS["백만원"]
BILLION_KRW = _UNITS["십억원"]

Valuation = Literal["producers", "purchasers", "basic"]


@dataclass(frozen=True)
class Money:
    """What an amount of money is stated in: scale, currency, price year and valuation."""

    unit: MoneyUnit
    price_year: int | None
    valuation: Valuation


VALUATIONS: dict[Valuation, Text] = {
    "producers": Text("생산자가격", "producers' prices"),
    "purchasers": Text("구매자가격", "purchasers' prices"),
    "basic": Text("기초가격", "basic prices"),
}

PERSONS = Text("명", "persons")
WON_PER_WON = Text("원/원", "won per won")
PERSONS_PER_BILLION = Text("명/10억원", "persons per billion KRW")


def money_unit(name: str) -> MoneyUnit:
    """Return the money unit called `name` in Korean or English.

    Raises
    ------
    UnitError
        If the unit is not known; the message lists those that are.

    Examples
    --------
    >>> from iomodel.units import money_unit
    >>> money_unit("million KRW").name.ko
    '백만원'
    """
    key = " ".join(name.split())
    unit = _UNITS.get(_ALIASES.get(key, key))
    if unit is None:
        raise UnitError("units", unknown_unit("", name), data=name)
    return unit


def unknown_unit(place: str, name: str) -> Problem:
    """Return the problem of a unit name that is not known, for a file that collects them."""
    ko, en = ", ".join(_UNITS), ", ".join(str(unit.name) for unit in _UNITS.values())
    return Problem(
        place,
        Text("모르는 금액 단위입니다", "the money unit is not known"),
        Text(f"{ko} 중 하나", f"one of {ko} (or in English: {en})"),
        Text(f'"{name}"', f'"{name}"'),
        Text("단위를 위의 표기 그대로 쓰십시오", "write the unit as one of those"),
    )


def persons_per_billion(table_unit: MoneyUnit) -> float:
    """Return the factor from persons per `table_unit` to persons per billion won.

    Korean practice states employment coefficients per 10억원 (1,000백만원).
    """
    return BILLION_KRW.per(table_unit)
