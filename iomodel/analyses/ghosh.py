"""The supply-driven (Ghosh) model: what a change in primary inputs does further down the chain.

Its caveats travel with every result: as a model of quantities it lets output grow without the
inputs that output needs (Oosterhaven 1988); read as a model of prices it is the Leontief price
model in other words (Dietzenbacher 1997).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from iomodel.analyses.arguments import Amounts, by_sector, indicators_there, require_active
from iomodel.analyses.base import Analysis, Column, Option, transactions, with_transactions
from iomodel.analyses.charts import largest_sectors, readable_money, with_unit
from iomodel.analyses.frames import PERCENT, SECTOR_COLUMNS, sector_frame
from iomodel.analyses.numerics import ghosh_system, ratio
from iomodel.impact import Indicator
from iomodel.leontief import Array
from iomodel.models import Model
from iomodel.models.base import display_scale, multiplier_unit
from iomodel.sectors import Classification
from iomodel.table import TableInfo
from iomodel.text import Lang, Text
from iomodel.units import money_unit

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

WHAT = Text("공급유도형(Ghosh) 모형", "the supply-driven (Ghosh) model")
_SOURCE = (
    "Ghosh (1958); Miller & Blair (2009), section 12.1; caveats: Oosterhaven (1988), "
    "Dietzenbacher (1997)"
)
_CAVEATS = (
    Text(
        "산출배분계수 B가 고정되고 수요는 공급을 모두 받아들인다고 가정합니다",
        "allocation coefficients B are fixed and demand takes whatever is supplied",
    ),
    Text(
        "물량으로 읽으면, 다른 부문이 노동·자본 등 본원적 투입을 늘리지 않고도 생산을 늘립니다 "
        "(Oosterhaven 1988). 실제 물량의 예측으로 쓰지 마십시오",
        "read as quantities, other sectors produce more without more labour, capital or other "
        "primary inputs (Oosterhaven 1988): don't take it as a forecast of quantities",
    ),
    Text(
        "가격으로 읽으면 Leontief 가격모형과 같습니다: 산출 변화율(%)은 본원적 투입비용 변화가 "
        "전가된 가격 변화율입니다 (Dietzenbacher 1997)",
        "read as prices it is the Leontief price model: the change of output in percent is the "
        "price change when the change in primary cost is passed on (Dietzenbacher 1997)",
    ),
)
_USUAL = ("value_added", "employment")


@dataclass(frozen=True, eq=False)
class SupplyPush:
    """Output that follows a change in primary inputs, Δx′ = Δv′ G, by sector.

    Attributes
    ----------
    info : TableInfo
    sectors : Classification
        n sectors.
    primary_inputs : ndarray (n,)
        Δv, in the table's money.
    output : ndarray (n,)
        Δx, in the table's money.
    output_before : ndarray (n,)
        x.
    final_demand_share : ndarray (n,)
        Share of output sold to final demand, (x − Z i) / x.
    """

    info: TableInfo
    sectors: Classification
    primary_inputs: Array
    output: Array
    output_before: Array
    final_demand_share: Array
    notes: tuple[Text, ...]

    @property
    def title(self) -> Text:
        """What the result is."""
        return Text("본원적 투입 변화의 산출 효과 (Ghosh)", "Supply push (Ghosh)")

    @property
    def source(self) -> str:
        """The source of the formula."""
        return _SOURCE

    @property
    def percent(self) -> Array:
        """Δx / x in percent, (n,); the price change in the price reading."""
        return 100.0 * ratio(self.output, self.output_before)

    @property
    def final_demand(self) -> Array:
        """Change of final demand that takes up the output, (n,); its sum is that of Δv."""
        return self.output * self.final_demand_share

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns of `table`, in order."""
        money = self.info.money.name
        return (
            *SECTOR_COLUMNS,
            Column("primary_inputs", Text("본원적 투입 변화", "primary inputs"), money, 0),
            Column("output", Text("산출 변화", "output"), money, 0),
            Column("percent", Text("산출 변화율", "output, change"), PERCENT),
            Column("final_demand", Text("최종수요 변화", "final demand"), money, 0),
        )

    def table(self) -> pd.DataFrame:
        """Return a row a sector."""
        values = {
            "primary_inputs": self.primary_inputs,
            "output": self.output,
            "percent": self.percent,
            "final_demand": self.final_demand,
        }
        return sector_frame(self.sectors, values)

    def plot(self, ax: Axes | None = None, lang: Lang = "en") -> Axes:
        """Draw the sectors whose output changes most."""
        what = Text("산출 변화", "Change of output")
        (shown,), unit = readable_money([(what, self.output)], self.info.money)
        axis = with_unit(what, unit)
        return largest_sectors(ax, self.sectors.sectors, [shown], axis, self.title, lang)


def supply_push(model: Model, changes: Amounts, unit: str | None = None) -> SupplyPush:
    """Return the output that a change in sectors' primary inputs brings about, Δx′ = Δv′ G.

    Parameters
    ----------
    model : LeontiefModel
        Of a transactions table.
    changes : mapping, or sequence of "sector=amount"
        Δv by sector code or exact name: change in value added or imported inputs.
    unit : str, optional
        Money unit of the amounts; the table's if none is given.

    Returns
    -------
    SupplyPush

    Raises
    ------
    NotSupportedError
        If the model holds no transactions.
    LabelError, UnknownSectorError, UnitError
        If an amount, a sector or the unit can't be read.
    InactiveSectorError
        If a sector without output is to change its inputs (R2).

    Notes
    -----
    B = x̂⁻¹ Z^d, G = (I − B)⁻¹, x′ = v′ G with v all primary inputs, imports included (Ghosh 1958;
    Miller & Blair 2009, section 12.1). One transposed solve; G is not formed.

    Examples
    --------
    >>> import iomodel
    >>> from iomodel.analyses.ghosh import supply_push
    >>> model = iomodel.load_model("bok-2020-33")
    >>> push = supply_push(model, {"운송장비": -100}, unit="억원")
    >>> float(push.output.sum().round()), float(push.final_demand.sum().round(6))
    (-16148.0, -10000.0)
    """
    table = transactions(model, WHAT)
    amounts = by_sector(model.sectors, changes, "changes")
    factor = 1.0 if unit is None else money_unit(unit).per(model.info.money)
    change = amounts * factor
    x = table.output
    require_active(model.info.id, model.sectors, x != 0, np.flatnonzero(change))
    return SupplyPush(
        model.info,
        model.sectors,
        change,
        ghosh_system(table.domestic, x).solve_transposed(change),
        x,
        np.nan_to_num(ratio(x - table.domestic.sum(axis=1), x)),
        _CAVEATS,
    )


@dataclass(frozen=True, eq=False)
class SupplyMultipliers:
    """Effects of one unit of a sector's primary inputs, and forward linkages.

    Attributes
    ----------
    info : TableInfo
    sectors : Classification
        n sectors.
    direct : ndarray (n,)
        B i, the share of output sold to other production: direct forward linkage.
    total : ndarray (n,)
        G i, output per unit of primary input: total forward linkage. NaN without output.
    indicators : tuple of Indicator
        k indicators.
    values : ndarray (k, n)
        G c, in the units of `Multipliers`.
    """

    info: TableInfo
    sectors: Classification
    direct: Array
    total: Array
    indicators: tuple[Indicator, ...]
    values: Array
    notes: tuple[Text, ...]

    @property
    def title(self) -> Text:
        """What the result is."""
        return Text(
            "공급승수와 전방연쇄 (Ghosh)", "Supply multipliers and forward linkages (Ghosh)"
        )

    @property
    def source(self) -> str:
        """The source of the formula."""
        return _SOURCE

    @property
    def index(self) -> Array:
        """Total forward linkage over its mean, (n,)."""
        return np.asarray(self.total / np.nanmean(self.total))

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns of `table`, in order."""
        unit = self.info.money.ratio
        return (
            *SECTOR_COLUMNS,
            Column("direct", Text("직접 전방연쇄", "direct forward linkage"), unit),
            Column("output", Text("공급승수", "output multiplier"), unit),
            Column("index", Text("전방연쇄지수 (평균=1)", "forward linkage (mean = 1)")),
            *(
                Column(
                    i.id,
                    Text(f"{i.name.ko} 공급승수", i.name.en),
                    multiplier_unit(i, self.info.money),
                )
                for i in self.indicators
            ),
        )

    def table(self) -> pd.DataFrame:
        """Return a row a sector."""
        values = {"direct": self.direct, "output": self.total, "index": self.index}
        values |= {i.id: row for i, row in zip(self.indicators, self.values, strict=True)}
        return sector_frame(self.sectors, values)

    def plot(self, ax: Axes | None = None, lang: Lang = "en") -> Axes:
        """Draw the sectors with the largest supply multipliers."""
        axis = with_unit(Text("공급승수", "Output per primary input"), self.info.money.ratio)
        name = Text("공급승수", "supply multiplier")
        series = [(name, self.total)]
        return largest_sectors(ax, self.sectors.sectors, series, axis, self.title, lang)


def supply_multipliers(model: Model) -> SupplyMultipliers:
    """Return what one unit of each sector's primary inputs brings about, and forward linkages.

    Raises
    ------
    NotSupportedError
        If the model holds no transactions.

    Notes
    -----
    Direct forward linkage B i, total forward linkage or supply multiplier G i; for an indicator
    with direct coefficients c, G c (Miller & Blair 2009, sections 12.1 and 12.2; Eurostat 2008,
    Manual of Supply, Use and Input-Output Tables, pp. 506–507).

    Examples
    --------
    >>> import iomodel
    >>> from iomodel.analyses.ghosh import supply_multipliers
    >>> multipliers = supply_multipliers(iomodel.load_model("bok-2020-33"))
    >>> first = multipliers.table().nlargest(1, "output")
    >>> first["name_ko"].item(), round(first["output"].item(), 4)
    ('광산품', 3.2903)
    """
    leontief, table = with_transactions(model, WHAT)
    system = ghosh_system(table.domestic, table.output)
    places = indicators_there(model, _USUAL)
    indicators = tuple(model.indicators[k] for k in places)
    scale = display_scale(indicators, model.info)
    ones = np.ones(system.size)
    totals = system.solve(np.column_stack([ones, *(leontief.coefficients[k] for k in places)]))
    totals[~leontief.active] = np.nan
    return SupplyMultipliers(
        model.info,
        model.sectors,
        np.where(leontief.active, system.A.sum(axis=1), np.nan),
        totals[:, 0],
        indicators,
        (totals[:, 1:] * scale).T,
        _CAVEATS,
    )


ANALYSES = (
    Analysis(
        "supply-push",
        Text("본원적 투입 변화의 산출 효과 (Ghosh)", "Output that follows primary inputs (Ghosh)"),
        supply_push,
        (
            Option(
                "changes",
                Text("부문=금액, 예: 운송장비=-100", "sector=amount, for example 운송장비=-100"),
                required=True,
                many=True,
            ),
            Option("unit", Text("금액의 단위 (예: 억원)", "unit of the amounts, such as 억원")),
        ),
    ),
    Analysis(
        "supply-multipliers",
        Text("공급승수와 전방연쇄 (Ghosh)", "Supply multipliers and forward linkages (Ghosh)"),
        supply_multipliers,
    ),
)
