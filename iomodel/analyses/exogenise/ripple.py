"""How a price change of exogenous sectors ripples through their customers' costs."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from iomodel.analyses.arguments import NOT_FINITE, Amounts, require
from iomodel.analyses.base import Column, leontief_model
from iomodel.analyses.charts import largest_sectors, with_unit
from iomodel.analyses.exogenise.choice import chosen
from iomodel.analyses.exogenise.numerics import carried_forward
from iomodel.analyses.exogenise.outputs import EXOGENOUS
from iomodel.analyses.frames import PERCENT, SECTOR_COLUMNS, sector_frame
from iomodel.errors import NotSupportedError, Problem
from iomodel.leontief import Array
from iomodel.models.base import Model
from iomodel.sectors import Classification
from iomodel.table import IOTable
from iomodel.text import Lang, Text

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

RIPPLE = Text("물가파급효과", "Price ripple")
_WHAT = Text("물가파급효과", "the ripple of prices")
CHANGE = Text("가격 변화", "price change")
FULL = Text(
    "비용 상승이 산출가격에 모두 전가되고, 투입계수·임금·이윤·수입가격은 그대로라는 가정",
    "Costs are passed on in full; input coefficients, wages, profits and import prices stay",
)


@dataclass(frozen=True, eq=False)
class PriceRipple:
    """Price changes that follow those of exogenous sectors.

    Attributes
    ----------
    sectors : Classification
        n sectors.
    exogenous : tuple of int
        Their positions.
    change : ndarray (n,)
        Percent; the places of the exogenous sectors hold their own change.
    output : ndarray (n,) or None
        Weights; a published inverse has none.
    """

    sectors: Classification
    exogenous: tuple[int, ...]
    change: Array
    output: Array | None
    table_id: str
    title: Text = field(default=RIPPLE, init=False)
    source: str = field(
        default="Kwak, Yoo & Chang (2005), Marine Policy 29; Miller & Blair (2009), section 2.6",
        init=False,
    )

    @property
    def notes(self) -> tuple[Text, ...]:
        """The overall change by the weights used, where there are weights, and the assumption."""
        if self.output is None:
            return (FULL,)
        mean = self.averages()
        others, all_output = f"{mean['others']:.4f}", f"{mean['all']:.4f}"
        with_own = f"{mean['all_with_own']:.4f}"
        overall = Text(
            f"전체 물가 변화: 다른 부문의 산출 가중 {others}%, 전체 산출 가중 {all_output}% "
            f"(외생부문 자신의 변화까지 더하면 {with_own}%)",
            f"Overall: {others} % over the output of other sectors, {all_output} % over all output "
            f"({with_own} % with the exogenous sectors' own change)",
        )
        return (overall, FULL)

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns of `table`."""
        return (*SECTOR_COLUMNS, EXOGENOUS, Column("change", CHANGE, PERCENT))

    def table(self) -> pd.DataFrame:
        """Return one row a sector, exogenous ones marked and holding their own change."""
        own = np.isin(np.arange(len(self.sectors)), self.exogenous)
        return sector_frame(self.sectors, {"exogenous": own, "change": self.change})

    def averages(self) -> dict[str, float]:
        """Return the overall change in percent by the weights used.

        Returns
        -------
        dict
            "others": over the output of the other sectors; "all": the same changes over all
            output; "all_with_own": over all output, the exogenous sectors' own change
            included. Studies state one of them, rarely saying which.

        Raises
        ------
        NotSupportedError
            If the table is a published inverse, without output to weigh by.
        """
        if self.output is None:
            raise NotSupportedError(
                self.table_id,
                Problem(
                    "",
                    Text("평균에 쓸 산출액이 없습니다", "there is no output to weigh by"),
                    Text("거래표", "transactions"),
                    Text("공표된 역행렬", "a published inverse"),
                    Text("거래표를 쓰십시오", "use a table of transactions"),
                ),
            )
        own = np.isin(np.arange(len(self.sectors)), self.exogenous)
        others = float(self.change[~own] @ self.output[~own])
        everything = float(self.change @ self.output)
        total = float(self.output.sum())
        return {
            "others": others / float(self.output[~own].sum()),
            "all": others / total,
            "all_with_own": everything / total,
        }

    def plot(self, ax: Axes | None = None, lang: Lang = "en") -> Axes:
        """Draw the other sectors whose prices change most."""
        own = np.isin(np.arange(len(self.sectors)), self.exogenous)
        others = [s for s, is_own in zip(self.sectors.sectors, own, strict=True) if not is_own]
        bars = [(CHANGE, self.change[~own])]
        axis = with_unit(CHANGE, PERCENT)
        return largest_sectors(ax, others, bars, axis, self.title, lang)


def price_ripple(model: Model, sectors: Amounts | str, change: float = 10.0) -> PriceRipple:
    """Return the price changes that a price change of exogenous sectors H causes.

    Parameters
    ----------
    model : Model
        A Leontief model of n sectors.
    sectors : code, name, or several of them, each with its own change or none
        H: "450", ["450", "461"], {"450": 10}, ["450=10"]; "*:45" is a sector in every region.
    change : float
        Percent, for the sectors without one of their own.

    Returns
    -------
    PriceRipple

    Raises
    ------
    NotSupportedError
        If the model is published multipliers.
    UnknownSectorError, LabelError, InactiveSectorError
        If the sectors or the change don't fit.

    Notes
    -----
    Δp_e = (I − A^d_ee′)⁻¹ (A^d_He)′ Δp_H: *rows* of A, what others buy from H (Kwak, Yoo &
    Chang 2005; the price model of Miller & Blair 2009, section 2.6, with p_H given).

    Examples
    --------
    >>> import iomodel
    >>> from iomodel.analyses.exogenise import price_ripple
    >>> model = iomodel.load_model("bok-2020-83")
    >>> electricity = price_ripple(model, "45", 10)
    >>> {weights: round(value, 4) for weights, value in electricity.averages().items()}
    {'others': 0.232, 'all': 0.2288, 'all_with_own': 0.3646}
    """
    leontief = leontief_model(model, _WHAT)
    require(bool(np.isfinite(change)), "change", PERCENT, change, NOT_FINITE)
    choice = chosen(leontief, sectors)
    dp = np.where(np.isnan(choice.given), change, choice.given)
    prices = carried_forward(leontief.system, choice.positions, dp)
    output = leontief.table.output if isinstance(leontief.table, IOTable) else None
    return PriceRipple(model.sectors, tuple(choice.positions), prices, output, model.info.id)
