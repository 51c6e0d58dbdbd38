"""The spending that an analysis is asked about, and the indicator that it follows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from iomodel.analyses.arguments import Amounts, Words, by_sector, indicator_of, listed, require
from iomodel.demand import Demand
from iomodel.guards import prepared
from iomodel.impact import Indicator
from iomodel.leontief import Array
from iomodel.models.base import display_scale, multiplier_unit
from iomodel.models.leontief_model import LeontiefModel
from iomodel.text import Text
from iomodel.units import Money, MoneyUnit

Spent: TypeAlias = Demand | Words


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
        Whether it is one won (or another currency) on one sector, so that results are
        multipliers.
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
        Per unit of the table's money; as multipliers are shown where spending is one won.
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
    label = Text("수요", "the demand")
    if isinstance(demand, Demand):
        return _spending(fitted(model, demand), False, label)
    words = listed(demand)
    expected = Text("부문 하나, 또는 부문=금액의 목록", "one sector, or a list of sector=amount")
    require(bool(words), "demand", expected, "", Text("수요가 없습니다", "there is no demand"))
    if len(words) == 1 and "=" not in words[0]:
        name = model.sectors.get(words[0]).name
        one = model.info.money.one
        label = Text(f"{name.ko} 1{one.ko} 수요", f"one {one.en} of demand on {name.en}")
        return _spending(fitted(model, {words[0]: 1.0}), True, label)
    return _spending(fitted(model, words), False, label)


def fitted(model: LeontiefModel, demand: Demand | Amounts, unit: MoneyUnit | None = None) -> Demand:
    """Return a demand, or amounts by sector in `unit`, in the table's money.

    Raises
    ------
    UnknownSectorError, LabelError, InactiveSectorError, NotSupportedError
        If a sector isn't known, an amount can't be read, or the demand doesn't fit the table.
    """
    if not isinstance(demand, Demand):
        values = by_sector(model.sectors, demand, "demand")
        money = Money(unit or model.info.money, None, model.info.valuation)
        demand = Demand(model.sectors, values[None, :], money)
    return prepared(demand, model.info, model.sectors, model.active, model.region)


def followed(model: LeontiefModel, indicator: str, per_unit: bool) -> Followed:
    """Return an indicator's direct coefficients in the unit in which results are shown.

    Raises
    ------
    NotFoundError
        Listing the indicators of the model.
    """
    at, known = indicator_of(model, indicator)
    c = model.coefficients[at]
    if not per_unit:
        return Followed(known, c, known.measured_in(model.info.money))
    scale = float(display_scale((known,), model.info)[0])
    return Followed(known, c * scale, multiplier_unit(known, model.info.money))


def _spending(demand: Demand, per_unit: bool, label: Text) -> Spending:
    return Spending(demand, demand.values.sum(axis=0), per_unit, label)
