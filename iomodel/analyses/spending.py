"""What an analysis is asked about: the spending behind an impact, and the indicator followed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from iomodel.demand import Demand
from iomodel.errors import LabelError, NotFoundError, Problem
from iomodel.guards import prepared
from iomodel.impact import Array, Indicator
from iomodel.models.leontief_model import LeontiefModel
from iomodel.text import Text, same
from iomodel.units import (
    PERSONS,
    PERSONS_PER_BILLION,
    WON_PER_WON,
    Money,
    persons_per_billion,
)

Spent = Demand | str | Sequence[str]
PERCENT = same("%")


@dataclass(frozen=True, eq=False)
class Spending:
    """Final demand on n sectors, as a user stated it.

    Attributes
    ----------
    demand : Demand
        In the table's money.
    values : ndarray (n,)
        f, summed over programmes.
    per_unit : bool
        Whether it is one won on one sector, so that results are multipliers.
    label : Text
    """

    demand: Demand
    values: Array
    per_unit: bool
    label: Text


@dataclass(frozen=True, eq=False)
class Followed:
    """An indicator with its direct coefficients in the unit in which results are shown.

    Attributes
    ----------
    indicator : Indicator
    c : ndarray (n,)
        Per unit of the table's money, or per won where spending is one won.
    unit : Text
    """

    indicator: Indicator
    c: Array
    unit: Text


def spending_of(model: LeontiefModel, demand: Spent) -> Spending:
    """Return the spending that `demand` states.

    Parameters
    ----------
    model : LeontiefModel
    demand : Demand, str or sequence of str
        A demand; or a sector (code or exact name) on which one won is spent; or several
        "sector=amount", the amounts in the table's money.

    Raises
    ------
    UnknownSectorError, LabelError, InactiveSectorError, NotSupportedError
        If a sector isn't known, an amount can't be read, or the demand doesn't fit the table.
    """
    if isinstance(demand, Demand):
        return _spending(model, demand, False, Text("수요", "the demand"))
    words = [demand] if isinstance(demand, str) else list(demand)
    if len(words) == 1 and "=" not in words[0]:
        name = model.sectors.get(words[0]).name
        label = Text(f"{name.ko} 1원 수요", f"one won of demand on {name.en}")
        return _spending(model, _demand(model, {words[0]: 1.0}), True, label)
    problems = [_no_amount(model, word) for word in words if _amount(word) is None]
    if problems or not words:
        raise LabelError("demand", problems or _no_amount(model, ""), data=words)
    amounts: dict[str, float] = {}
    for word in words:
        sector = word.rsplit("=", 1)[0].strip()
        amounts[sector] = amounts.get(sector, 0.0) + (_amount(word) or 0.0)
    return _spending(model, _demand(model, amounts), False, Text("수요", "the demand"))


def followed(model: LeontiefModel, indicator: str, per_unit: bool) -> Followed:
    """Return an indicator's direct coefficients in the unit in which results are shown.

    Raises
    ------
    NotFoundError
        Listing the indicators of the model.
    """
    names = [known.id for known in model.indicators]
    if indicator not in names:
        raise NotFoundError(
            model.info.id,
            Problem(
                "indicator",
                Text("그런 지표가 없습니다", "there is no such indicator"),
                Text(f"다음 중 하나: {', '.join(names)}", f"one of: {', '.join(names)}"),
                same(f'"{indicator}"'),
                Text("--indicator를 고치십시오", "correct --indicator"),
            ),
            data=names,
        )
    row = names.index(indicator)
    known, c = model.indicators[row], model.coefficients[row]
    if known.dimension == "money":
        return Followed(known, c, WON_PER_WON if per_unit else model.info.money.name)
    if per_unit:
        return Followed(known, c * persons_per_billion(model.info.money), PERSONS_PER_BILLION)
    return Followed(known, c, PERSONS)


def shares(values: Array, total: float) -> Array:
    """Return `values` in per cent of `total`; NaN where the total is zero."""
    if total == 0:
        return np.full_like(values, np.nan)
    return np.asarray(values / total * 100.0)


def require(holds: bool, place: str, expected: Text, found: object) -> None:
    """Raise unless an option is in its range.

    Raises
    ------
    LabelError
        Naming the option.
    """
    if not holds:
        raise LabelError(
            place,
            Problem(
                place,
                Text("값이 범위를 벗어났습니다", "the value is out of range"),
                expected,
                same(found),
                corrected(place),
            ),
            data=found,
        )


def corrected(option: str) -> Text:
    """Return the remedy that an option be corrected, as the command line writes it."""
    flag = f"--{option.replace('_', '-')}"
    return Text(f"{flag}를 고치십시오", f"correct {flag}")


def _spending(model: LeontiefModel, demand: Demand, per_unit: bool, label: Text) -> Spending:
    fitting = prepared(demand, model.info, model.sectors, model.active, model.region)
    return Spending(fitting, fitting.values.sum(axis=0), per_unit, label)


def _demand(model: LeontiefModel, amounts: dict[str, float]) -> Demand:
    values = np.zeros((1, len(model.sectors)))
    for word, amount in amounts.items():
        values[0, model.sectors.position(word)] += amount
    return Demand(model.sectors, values, Money(model.info.money, None, model.info.valuation))


def _amount(word: str) -> float | None:
    try:
        return float(word.rsplit("=", 1)[1].replace(",", ""))
    except (IndexError, ValueError):
        return None


def _no_amount(model: LeontiefModel, word: str) -> Problem:
    unit = model.info.money.name
    return Problem(
        "demand",
        Text("수요의 금액을 읽을 수 없습니다", "the amount of demand can't be read"),
        Text(
            f"부문 하나, 또는 부문=금액({unit.ko})의 목록",
            f"one sector, or a list of sector=amount ({unit.en})",
        ),
        same(f'"{word}"'),
        Text("20=100과 같이 쓰십시오", "write it like 20=100"),
    )
