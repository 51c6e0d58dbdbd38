"""Money scales and persons per money: the only home of powers of ten (R3)."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache
from typing import Literal

from iomodel.currencies import CODES, KOREAN
from iomodel.errors import Problem, UnitError
from iomodel.text import Text


@dataclass(frozen=True)
class MoneyUnit:
    """A scale of a currency (ISO 4217); `factor` is its size in the currency's own unit."""

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

    @property
    def one(self) -> Text:
        """One of the currency, as a sentence says it: 원, won; 유로, EUR."""
        return Text(KOREAN["KRW"], "won") if self.currency == "KRW" else _name(self.currency)

    @property
    def ratio(self) -> Text:
        """The unit of money per money: 원/원, won per won; 유로/유로, EUR per EUR."""
        return Text(f"{self.one.ko}/{self.one.ko}", f"{self.one.en} per {self.one.en}")

    @property
    def base(self) -> MoneyUnit:
        """What persons and physical amounts are stated per, whatever the table counts in.

        Korean practice states employment coefficients per 10억원 (1,000백만원); those of other
        currencies are stated per million.

        Examples
        --------
        >>> from iomodel.units import money_unit
        >>> [str(money_unit(name).base.name) for name in ("백만원", "EUR")]
        ['billion KRW', 'million EUR']
        """
        return BILLION_KRW if self.currency == "KRW" else _unit(self.currency, 1e6)

    def each(self, counted: Text) -> Text:
        """Return the unit of something counted per `base`: 명/10억원, persons per million EUR."""
        per = "10억원" if self.base is BILLION_KRW else self.base.name.ko
        return Text(f"{counted.ko}/{per}", f"{counted.en} per {self.base.name.en}")


_SCALES = {
    1e0: Text("", ""),
    1e3: Text("천", "thousand"),
    1e4: Text("만", "10 thousand"),
    1e6: Text("백만", "million"),
    1e8: Text("억", "100 million"),
    1e9: Text("십억", "billion"),
    1e12: Text("조", "trillion"),
}
_FACTORS = {word: size for size, scale in _SCALES.items() for word in (scale.ko, scale.en)}
_FACTORS["10억"] = 1e9


def _name(code: str) -> Text:
    return Text(KOREAN.get(code, code), code)


@cache
def _unit(code: str, factor: float) -> MoneyUnit:
    scale, name = _SCALES[factor], _name(code)
    gap = "" if code in KOREAN else " "
    return MoneyUnit(
        Text(f"{scale.ko}{gap}{name.ko}".strip(), f"{scale.en} {name.en}".strip()), code, factor
    )


_WON = [_unit("KRW", factor).name for factor in _SCALES]
MILLION_KRW = _unit("KRW", 1e6)
BILLION_KRW = _unit("KRW", 1e9)

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


def money_unit(name: str) -> MoneyUnit:
    """Return the money unit called `name`: a scale, then a currency.

    Parameters
    ----------
    name : str
        In English a scale (thousand, 10 thousand, million, 100 million, billion, trillion, or
        none) and an ISO 4217 code, as in "million EUR"; in Korean a scale (천, 만, 백만, 억, 십억
        or 10억, 조, or none) and the currency's name or code, as in "백만유로" or "백만 SEK".

    Raises
    ------
    UnitError
        If the scale or the currency is not known.

    Examples
    --------
    >>> from iomodel.units import money_unit
    >>> money_unit("million KRW").name.ko, money_unit("억엔").name.en
    ('백만원', '100 million JPY')
    """
    key = " ".join(name.split())
    scale, _, code = key.rpartition(" ")
    if code in CODES and scale in _FACTORS:
        return _unit(code, _FACTORS[scale])
    for code, korean in KOREAN.items():
        scale = key.removesuffix(korean).rstrip()
        if key.endswith(korean) and scale in _FACTORS:
            return _unit(code, _FACTORS[scale])
    raise UnitError("units", _unknown(name, _ANY), data=name)


def won_unit(name: str) -> MoneyUnit:
    """Return the scale of won called `name`, for what is stated in won alone.

    Raises
    ------
    UnitError
        If it is no scale of won; the message lists those.
    """
    try:
        unit = money_unit(name)
    except UnitError:
        unit = None
    if unit is None or unit.currency != "KRW":
        raise UnitError("units", _unknown(name, Text(_OF_WON.ko + " 중 하나", _OF_WON.en)), name)
    return unit


_OF_WON = Text(
    ", ".join(unit.ko for unit in _WON),
    f"one of {', '.join(unit.ko for unit in _WON)} "
    f"(or in English: {', '.join(unit.en for unit in _WON)})",
)
_ANY = Text(
    f"{_OF_WON.ko} 중 하나, 또는 배수와 통화: 백만유로, 백만 EUR",
    f'{_OF_WON.en}, or a scale and an ISO 4217 code, as in "million EUR"',
)


def _unknown(name: str, expected: Text) -> Problem:
    return Problem(
        "",
        Text("모르는 금액 단위입니다", "the money unit is not known"),
        expected,
        Text(f'"{name}"', f'"{name}"'),
        Text("단위를 위의 표기 그대로 쓰십시오", "write the unit as one of those"),
    )


def power_of_ten(ratio: float) -> int | None:
    """Return k where `ratio` is 10ᵏ, k other than zero; None where it is no such power.

    Examples
    --------
    >>> from iomodel.units import power_of_ten
    >>> power_of_ten(1000.0), power_of_ten(0.1), power_of_ten(-10.0), power_of_ten(1.0)
    (3, -1, None, None)
    """
    if not ratio > 0:
        return None
    power = round(math.log10(ratio))
    near = power != 0 and math.isclose(ratio, 10.0**power, rel_tol=_NEAR)
    return power if near else None


SLIPS = tuple(10.0**k for k in (1, -1, 2, -2, 3, -3, 4, -4, 5, -5, 6, -6))
"""Factors by which figures are too large or small where a unit was mistaken, small ones first."""

_NEAR = 1e-6  # relative: what rounding leaves of a factor of ten


def persons_in(unit: str) -> float | None:
    """Return how many persons one `unit` is (명, 천명, thousand persons); None if not known.

    Examples
    --------
    >>> from iomodel.units import persons_in
    >>> persons_in("명"), persons_in("천명"), persons_in("thousand persons"), persons_in("FTE")
    (1.0, 1000.0, 1000.0, None)
    """
    key = " ".join(unit.split())
    for word in (PERSONS.ko, PERSONS.en):
        if key.endswith(word):
            return _FACTORS.get(key.removesuffix(word).rstrip())
    return None
