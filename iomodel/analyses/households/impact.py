"""Direct, indirect and induced effects of a demand, and of money given to households."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Unpack

import numpy as np

from iomodel.analyses.arguments import Amounts, indicator_positions
from iomodel.analyses.base import Column, leontief_model
from iomodel.analyses.charts import largest_sectors, stacked_bars, with_unit
from iomodel.analyses.frames import DIRECT, INDIRECT, sector_frame
from iomodel.analyses.households.closure import (
    WHAT,
    Closure,
    ClosureOptions,
    close,
    household_closure,
)
from iomodel.analyses.households.multipliers import (
    HOUSEHOLD_INCOME,
    INDUCED,
    UPPER_BOUND,
    income_multiplier,
)
from iomodel.analyses.spending import fitted
from iomodel.demand import Demand
from iomodel.errors import NotFoundError, Problem
from iomodel.impact import Indicator
from iomodel.leontief import Array
from iomodel.models.base import Model
from iomodel.sectors import Classification
from iomodel.table import TableInfo
from iomodel.text import Lang, Text, same
from iomodel.units import money_unit

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

PARTS = (DIRECT, INDIRECT, INDUCED)
TOTALS = (
    Text("제1형(직접+간접)", "Type I (direct + indirect)"),
    Text("제2형(합계)", "Type II (all)"),
)
_IMPORTS = Text(
    "수입유발은 중간재 수입만이며, 가계가 직접 사는 수입품은 들어 있지 않음",
    "Imports are those of intermediate inputs; what households import directly is left out",
)
_IDS = ("direct", "indirect", "induced", "type_1", "type_2")


@dataclass(frozen=True, eq=False)
class HouseholdImpact:
    """Effects of a demand with households endogenous.

    Attributes
    ----------
    sectors : Classification
    indicators : tuple of Indicator
        k indicators.
    values : ndarray (k, 3, n)
        Direct, indirect, induced effects by supplying sector; the table's money or persons.
    income : float
        Household income that arises, in the table's money.
    """

    info: TableInfo
    sectors: Classification
    indicators: tuple[Indicator, ...]
    values: Array
    income: float
    notes: tuple[Text, ...]
    title: Text = field(
        default=Text("직접·간접·소득유발 효과", "Direct, indirect and induced effects"), init=False
    )
    source: str = field(default="Miller & Blair (2009), sections 2.5 and 6.2", init=False)

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns of `table`."""
        return (
            Column("effect", Text("효과", "effect")),
            *(
                Column(part.id, part.name, part.measured_in(self.info.money), 1)
                for part in self.indicators
            ),
        )

    def table(self) -> pd.DataFrame:
        """Return direct, indirect, induced effects and their sums: one row each."""
        import pandas as pd

        parts = self.values.sum(axis=2)
        rows = np.vstack([parts.T, parts[:, :2].sum(axis=1), parts.sum(axis=1)])
        frame = pd.DataFrame(rows, columns=[part.id for part in self.indicators])
        frame.insert(0, "effect", list(_IDS))
        return frame

    def value(self, indicator: str, effect: str = "type_2") -> float:
        """Return one number of `table`.

        Raises
        ------
        NotFoundError
            If there is no such indicator or effect.
        """
        frame = self.table().set_index("effect")
        if indicator in frame.columns and effect in frame.index:
            return float(frame.to_dict()[indicator][effect])
        raise NotFoundError(
            "impact",
            Problem(
                "",
                Text("해당하는 결과가 없습니다", "no result matches"),
                same(f"{', '.join(frame.columns)}; {', '.join(_IDS)}"),
                same(f"{indicator}, {effect}"),
                Text("위의 이름 중에서 고르십시오", "choose among those"),
            ),
            data=(indicator, effect),
        )

    def by_sector(self, indicator: str) -> pd.DataFrame:
        """Return one indicator's effects by the sector in which they arise."""
        parts = self.values[self._at(indicator)]
        columns = dict(zip(_IDS[:3], parts, strict=True))
        return sector_frame(self.sectors, {**columns, "type_2": parts.sum(axis=0)})

    def plot(self, ax: Axes | None = None, lang: Lang = "en", indicator: str | None = None) -> Axes:
        """Draw the effects in money as stacked bars, or one indicator's largest sectors."""
        if indicator is not None:
            part = self.indicators[self._at(indicator)]
            axis = with_unit(part.name, part.measured_in(self.info.money))
            parts = list(zip(PARTS, self.values[self._at(indicator)], strict=True))
            return largest_sectors(ax, self.sectors.sectors, parts, axis, self.title, lang)
        return self._plot_money(ax, lang)

    def _at(self, indicator: str) -> int:
        (at,) = indicator_positions(self.indicators, [indicator], self.info.id, "indicator")
        return at

    def _plot_money(self, ax: Axes | None, lang: Lang) -> Axes:
        money = [i for i, part in enumerate(self.indicators) if part.dimension == "money"]
        sums = self.values[money].sum(axis=2)
        labels = [self.indicators[i].name.get(lang) for i in money]
        parts = [(name, sums[:, k]) for k, name in enumerate(PARTS)]
        axis = with_unit(Text("효과", "effect"), self.info.money.name)
        return stacked_bars(ax, labels, parts, axis, self.title, lang)


def household_impact(
    model: Model,
    demand: Demand | Amounts = (),
    unit: str = "백만원",
    *,
    transfers: float = 0.0,
    closure: Closure | None = None,
    **options: Unpack[ClosureOptions],
) -> HouseholdImpact:
    """Return the direct, indirect and induced effects of a demand.

    Parameters
    ----------
    model : Model
        A Leontief model of n sectors.
    demand : Demand, or sector → amount
        All programmes of a Demand are added up (R7).
    unit : str
        The money unit of amounts given by sector, and of `transfers`.
    transfers : float
        Income handed to households from outside (relief payments, local vouchers); its whole
        effect is induced, through what the closure lets households spend.
    closure : Closure, optional
        How households enter; otherwise made from `options`, see `household_closure`.

    Returns
    -------
    HouseholdImpact

    Raises
    ------
    NotSupportedError
        If the model is published multipliers, or the demand is valued otherwise.
    LabelError, UnknownSectorError, InactiveSectorError
        If the demand doesn't fit the table.
    NotProductiveError
        If a unit of household income returns as a unit or more.

    Notes
    -----
    By supplying sector i: direct w_i f_i, indirect w_i (L f − f)_i, induced w_i (L c)_i y with
    y = k (h′ L f + g), k = 1 / (1 − a_hh − h′ L c) (Miller & Blair 2009, section 2.5).

    Examples
    --------
    >>> import iomodel
    >>> from iomodel.analyses.households import household_impact
    >>> model = iomodel.load_model("bok-2020-33")
    >>> result = household_impact(model, {"운송장비": 100}, "억원", per="consumption")
    >>> [round(result.value("production", e)) for e in ("direct", "indirect", "induced")]
    [10000, 14377, 7710]
    """
    leontief = leontief_model(model, WHAT)
    closure = closure or household_closure(model, **options)
    closed = close(model, closure)
    money = money_unit(unit)
    f = np.asarray(fitted(leontief, demand, money).values.sum(axis=0))
    g = transfers * money.per(model.info.money)
    x = leontief.system.solve(f)
    y = float(closed.k * (closure.income @ x + g))
    stages = np.vstack([f, x - f, closed.u * y])
    indicators = (*leontief.indicators, HOUSEHOLD_INCOME)
    w = np.vstack([leontief.coefficients, closure.income])
    values = w[:, None, :] * stages[None, :, :]
    notes = (*closure.notes, income_multiplier(closed.k, money), _IMPORTS, UPPER_BOUND)
    return HouseholdImpact(model.info, model.sectors, indicators, values, y, notes)
