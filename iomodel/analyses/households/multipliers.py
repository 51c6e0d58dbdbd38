"""Type I and Type II multipliers by sector."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Unpack

import numpy as np
from numpy.typing import NDArray

from iomodel.analyses.arguments import indicator_of
from iomodel.analyses.base import Column, leontief_model
from iomodel.analyses.charts import largest_sectors, with_unit
from iomodel.analyses.frames import DIRECT, INDIRECT, SECTOR_COLUMNS, TIMES, sector_frame
from iomodel.analyses.households.closure import (
    WHAT,
    Closure,
    ClosureOptions,
    close,
    household_closure,
)
from iomodel.analyses.numerics import ratio
from iomodel.impact import Indicator
from iomodel.leontief import Array
from iomodel.models.base import Model, display_scale, multiplier_unit
from iomodel.models.leontief_model import LeontiefModel
from iomodel.sectors import Classification
from iomodel.text import Lang, Text, as_subject
from iomodel.units import MoneyUnit

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

HOUSEHOLD_INCOME = Indicator("household_income", Text("가계소득", "household income"), "money")
INDUCED = Text("소득유발", "induced")
UPPER_BOUND = Text(
    "가격·한계소비성향이 고정되고 유휴자원이 있다는 가정 아래의 상한에 가까운 값",
    "Near an upper bound: prices and propensities are fixed and resources idle",
)


@dataclass(frozen=True, eq=False)
class TypeMultipliers:
    """Effects of one unit of final demand on each sector, without and with households.

    Attributes
    ----------
    sectors : Classification
        n sectors.
    indicator : Indicator
        What is induced.
    money : MoneyUnit
        The table's.
    direct : ndarray (n,)
        The effect in the sector itself, before any purchase of inputs: its coefficient.
    type_1, type_2 : ndarray (n,)
        Total effects in the open model and in the closed one, in the units of `Multipliers`.
    """

    sectors: Classification
    indicator: Indicator
    money: MoneyUnit
    direct: Array
    type_1: Array
    type_2: Array
    notes: tuple[Text, ...]
    source: str = field(default="Miller & Blair (2009), sections 2.5 and 6.2", init=False)

    @property
    def title(self) -> Text:
        """What the result is."""
        name = self.indicator.name
        return Text(f"제1형·제2형 승수: {name.ko}", f"Type I and Type II multipliers: {name.en}")

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns of `table`."""
        unit = multiplier_unit(self.indicator, self.money)
        effects = {
            "direct": DIRECT,
            "indirect": INDIRECT,
            "induced": INDUCED,
            "type_1": Text("제1형 효과", "Type I effect"),
            "type_2": Text("제2형 효과", "Type II effect"),
        }
        ratios = {
            "type_1_ratio": Text("제1형 승수(직접효과 대비)", "Type I ratio to direct"),
            "type_2_ratio": Text("제2형 승수(직접효과 대비)", "Type II ratio to direct"),
        }
        return (
            *SECTOR_COLUMNS,
            *(Column(id, name, unit) for id, name in effects.items()),
            *(Column(id, name, TIMES) for id, name in ratios.items()),
        )

    @property
    def indirect(self) -> Array:
        """Type I effects less direct ones, (n,)."""
        return self.type_1 - self.direct

    @property
    def induced(self) -> Array:
        """Type II effects less those of Type I, (n,)."""
        return self.type_2 - self.type_1

    def table(self) -> pd.DataFrame:
        """Return one row a sector."""
        values = {
            "direct": self.direct,
            "indirect": self.indirect,
            "induced": self.induced,
            "type_1": self.type_1,
            "type_2": self.type_2,
            "type_1_ratio": ratio(self.type_1, self.direct),
            "type_2_ratio": ratio(self.type_2, self.direct),
        }
        return sector_frame(self.sectors, values)

    def plot(self, ax: Axes | None = None, lang: Lang = "en") -> Axes:
        """Draw direct, indirect and induced effects of the largest sectors as stacked bars."""
        parts = [(DIRECT, self.direct), (INDIRECT, self.indirect), (INDUCED, self.induced)]
        axis = with_unit(self.indicator.name, multiplier_unit(self.indicator, self.money))
        return largest_sectors(ax, self.sectors.sectors, parts, axis, self.title, lang)


def type_multipliers(
    model: Model,
    indicator: str = "production",
    *,
    household_row: bool = False,
    closure: Closure | None = None,
    **options: Unpack[ClosureOptions],
) -> TypeMultipliers:
    """Return Type I and Type II effects and multipliers of one indicator.

    Parameters
    ----------
    model : Model
        A Leontief model of n sectors.
    indicator : str
        "production", "value_added", "employment", another indicator of the table, or
        "household_income".
    household_row : bool
        Whether Type II counts the household row too (the "full" (n+1) × (n+1) inverse), as
        Miller & Blair do for output; statistical offices sum the n industries alone
        ("truncated"). It matters for production and household income only.
    closure : Closure, optional
        How households enter; otherwise made from `options`, see `household_closure`.

    Returns
    -------
    TypeMultipliers

    Raises
    ------
    NotSupportedError
        If the model is published multipliers.
    NotFoundError
        If the table lacks the indicator, the income or the category of consumption.
    NotProductiveError
        If a unit of household income returns as a unit or more.

    Notes
    -----
    Type I: w′ L. Type II: w′ L̄, L̄ the inverse of the system bordered by h and c (Miller &
    Blair 2009, sections 2.5, 6.2). Direct is w, indirect w′L − w′, induced w′L̄ − w′L. In
    British usage these are *effects*, and their ratio to the direct one is the *multiplier*.

    Examples
    --------
    >>> import iomodel
    >>> from iomodel.analyses.households import type_multipliers
    >>> model = iomodel.load_model("bok-2020-33")
    >>> result = type_multipliers(model, "value_added", per="consumption")
    >>> transport = model.sectors.position("운송장비")
    >>> [float(v[transport].round(4)) for v in (result.direct, result.type_1, result.type_2)]
    [0.2081, 0.6972, 1.0667]
    """
    leontief = leontief_model(model, WHAT)
    closure = closure or household_closure(model, **options)
    closed = close(model, closure)
    described, w = described_row(leontief, closure, indicator)
    factor = float(display_scale((described,), model.info)[0])
    type_1 = closed.type_1(w[None, :])[0]
    type_2 = type_1 + closed.induced(w[None, :])[0]
    if household_row and indicator == "production":
        type_2 = type_2 + closed.k * closed.z
    if household_row and indicator == HOUSEHOLD_INCOME.id:
        type_2 = closed.k * closed.z
    idle = _notes(leontief.active, model.sectors)
    notes = (*idle, *closure.notes, income_multiplier(closed.k, model.info.money), UPPER_BOUND)
    return TypeMultipliers(
        model.sectors,
        described,
        model.info.money,
        w * factor,
        type_1 * factor,
        type_2 * factor,
        notes,
    )


def income_multiplier(k: float, money: MoneyUnit) -> Text:
    """Return what a won, or one of another currency, of household income becomes, in words."""
    one = money.one
    subject = as_subject(one.ko)
    return Text(
        f"가계소득 1{subject} 소비를 거쳐 가계소득 {k:.4f}{subject} 됨",
        f"A {one.en} of household income becomes {k:.4f} {one.en} of it by way of consumption",
    )


def described_row(model: LeontiefModel, closure: Closure, id: str) -> tuple[Indicator, Array]:
    """Return an indicator and its coefficients per unit of the table's money, (n,)."""
    if id == HOUSEHOLD_INCOME.id:
        return HOUSEHOLD_INCOME, closure.income
    at, described = indicator_of(model, id)
    return described, model.coefficients[at]


def _notes(active: NDArray[np.bool_], sectors: Classification) -> list[Text]:
    idle = ", ".join(sectors.codes[i] for i in np.flatnonzero(~active))
    if not idle:
        return []
    return [Text(f"생산이 없는 부문: {idle} (R2)", f"Sectors without output: {idle} (R2)")]
