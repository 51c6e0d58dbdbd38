"""Price changes by sector, and price indices, that follow a change of costs."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypedDict, Unpack

import numpy as np

from iomodel.analyses.arguments import Amounts, Words, category_positions
from iomodel.analyses.base import Column, leontief_model, transactions
from iomodel.analyses.charts import largest_sectors, stacked_bars, with_unit
from iomodel.analyses.frames import PERCENT, SECTOR_COLUMNS, sector_frame
from iomodel.analyses.prices.sources import Source, sources
from iomodel.leontief import Array, multipliers
from iomodel.models.base import Model
from iomodel.sectors import Classification
from iomodel.table import IOTable
from iomodel.text import Lang, Text

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

WHAT = Text("가격 변화", "price changes")
CHANGE = Text("가격 변화", "price change")
FULL = Text(
    "비용 변화가 모두, 시차 없이 가격에 전가되고 투입계수는 그대로라는 가정(최대 효과)",
    "Costs are passed on in full and at once; input coefficients stay: the largest effect",
)
VALUED = Text(
    "가중치는 표의 가격평가(생산자·기초가격)에 따르며 공식 지수의 가중치가 아님",
    "Weights are at the table's valuation, not those of the official indices",
)


class Causes(TypedDict, total=False):
    """The keywords of `price_change`."""

    primary: Amounts
    imports: Amounts
    exchange_rate: float
    costs: Amounts
    sectors: Words


@dataclass(frozen=True, eq=False)
class PriceChange:
    """Price changes by sector and by cause.

    Attributes
    ----------
    sectors : Classification
        n sectors.
    sources : tuple of Source
        s causes.
    change : ndarray (s, n)
        Percent, direct and indirect.
    """

    sectors: Classification
    sources: tuple[Source, ...]
    change: Array
    title: Text = field(
        default=Text("비용 변화의 가격 파급", "Cost-push price changes"), init=False
    )
    source: str = field(
        default="Leontief price model, Miller & Blair (2009), section 2.6", init=False
    )
    notes: tuple[Text, ...] = field(default=(FULL,), init=False)

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns of `table`."""
        return (
            *SECTOR_COLUMNS,
            Column("direct", Text("직접(자기 비용)", "direct (own costs)"), PERCENT),
            Column("total", Text("직접+간접", "direct and indirect"), PERCENT),
            *(Column(f"by:{s.id}", s.name, PERCENT) for s in self.sources),
        )

    @property
    def direct(self) -> Array:
        """Percent change of each sector's own costs, before its suppliers' prices, (n,)."""
        return np.asarray(np.sum([s.cost for s in self.sources], axis=0))

    @property
    def total(self) -> Array:
        """Percent change of each sector's price, (n,)."""
        return np.asarray(self.change.sum(axis=0))

    @property
    def import_prices(self) -> Array:
        """Percent change of the price of imported products by sector of origin, (n,)."""
        return np.asarray(np.sum([s.import_prices for s in self.sources], axis=0))

    def table(self) -> pd.DataFrame:
        """Return one row a sector."""
        parts = {f"by:{s.id}": row for s, row in zip(self.sources, self.change, strict=True)}
        return sector_frame(self.sectors, {"direct": self.direct, "total": self.total, **parts})

    def plot(self, ax: Axes | None = None, lang: Lang = "en") -> Axes:
        """Draw the sectors whose prices change most, stacked by cause."""
        parts = [(s.name, row) for s, row in zip(self.sources, self.change, strict=True)]
        axis = with_unit(CHANGE, PERCENT)
        return largest_sectors(ax, self.sectors.sectors, parts, axis, self.title, lang)


def price_change(
    model: Model,
    *,
    primary: Amounts = (),
    imports: Amounts = (),
    exchange_rate: float = 0.0,
    costs: Amounts = (),
    sectors: Words = (),
) -> PriceChange:
    """Return the price changes that changes of costs bring about.

    Parameters
    ----------
    model : Model
        A Leontief model of n sectors.
    primary : component → percent
        Changes of the pay of primary inputs per unit of output: {"compensation_of_employees":
        10} is a wage rise of ten percent, {"operating_surplus": 5} one of profits,
        {"production_taxes_less_subsidies": 20} one of taxes; "value_added" is all of it.
    imports : sector → percent
        Changes of import prices by sector of origin.
    exchange_rate : float
        Percent by which all imports become dearer in won.
    costs : sector → percent of the sector's price
        A charge on a sector's own output, such as a tax on its emissions.
    sectors : codes or names
        Where the primary inputs' pay changes; everywhere where none is named.

    Returns
    -------
    PriceChange

    Raises
    ------
    NotSupportedError
        If the model is published multipliers, or the table doesn't show imports by origin.
    NotFoundError
        If the table has no such primary input.
    UnknownSectorError, LabelError
        If a sector or a number doesn't fit, or nothing that changes was given.

    Notes
    -----
    With prices of one in the base year p = (I − A^d′)⁻¹ (v + m + t), so Δp = L′ Δc; Δc_j is
    the change of primary-input k's price times its coefficient, g_k v_kj, and for imports
    Σ_i g_i a^m_ij (Miller & Blair 2009, section 2.6). Full pass-through is assumed.

    Examples
    --------
    >>> import iomodel
    >>> from iomodel.analyses.prices import price_change
    >>> model = iomodel.load_model("bok-2020-33")
    >>> result = price_change(model, exchange_rate=10)
    >>> petroleum = model.sectors.position("석탄 및 석유제품")
    >>> [float(v[petroleum].round(2)) for v in (result.direct, result.total)]
    [5.31, 5.97]
    """
    leontief = leontief_model(model, WHAT)
    found = sources(leontief, primary, imports, exchange_rate, costs, sectors)
    change = multipliers(leontief.system, np.vstack([s.cost for s in found]))
    return PriceChange(model.sectors, found, change)


@dataclass(frozen=True, eq=False)
class PriceIndices:
    """Changes of price indices by cause.

    Attributes
    ----------
    names : tuple of Text
        i indices.
    sources : tuple of Source
        s causes.
    change : ndarray (i, s)
        Percent.
    """

    ids: tuple[str, ...]
    names: tuple[Text, ...]
    sources: tuple[Source, ...]
    change: Array
    title: Text = field(
        default=Text("비용 변화의 물가지수 영향", "Cost-push changes of price indices"), init=False
    )
    source: str = field(
        default="Leontief price model, Miller & Blair (2009), section 2.6", init=False
    )
    notes: tuple[Text, ...] = field(default=(FULL, VALUED), init=False)

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns of `table`."""
        return (
            Column("index", Text("지수", "index")),
            Column("name_ko", Text("이름", "name in Korean")),
            Column("name_en", Text("이름(영문)", "name")),
            Column("total", CHANGE, PERCENT),
            *(Column(f"by:{s.id}", s.name, PERCENT) for s in self.sources),
        )

    def value(self, index: str) -> float:
        """Return the change of one index, percent."""
        return float(self.change[self.ids.index(index)].sum())

    def table(self) -> pd.DataFrame:
        """Return one row an index."""
        import pandas as pd

        parts = {f"by:{s.id}": self.change[:, k] for k, s in enumerate(self.sources)}
        names = {
            "index": list(self.ids),
            "name_ko": [name.ko for name in self.names],
            "name_en": [name.en for name in self.names],
        }
        return pd.DataFrame({**names, "total": self.change.sum(axis=1), **parts})

    def plot(self, ax: Axes | None = None, lang: Lang = "en") -> Axes:
        """Draw the indices, stacked by cause."""
        parts = [(s.name, self.change[:, k]) for k, s in enumerate(self.sources)]
        labels = [name.get(lang) for name in self.names]
        return stacked_bars(ax, labels, parts, with_unit(CHANGE, PERCENT), self.title, lang)


_NAMES = {
    "ppi": Text("생산자물가(산출 가중)", "producer prices (output weights)"),
    "cpi": Text("소비자물가(국산+수입 소비 가중)", "consumer prices (domestic and imported)"),
    "cpi_domestic": Text("소비자물가(국산 소비 가중)", "consumer prices (domestic products)"),
}


def price_indices(
    model: Model, *, consumption: str = "9111", **causes: Unpack[Causes]
) -> PriceIndices:
    """Return the changes of producer and consumer price indices by cause.

    Parameters
    ----------
    model : Model
        A Leontief model on transactions.
    consumption : str
        The category of household consumption in final demand.
    **causes
        As `price_change`.

    Returns
    -------
    PriceIndices
        "ppi", weighted by output; "cpi", by household consumption, its imported part at the
        import prices; "cpi_domestic", by domestic consumption alone. "cpi" is absent where the
        table doesn't show imported consumption.

    Raises
    ------
    NotSupportedError
        If the model isn't built on transactions.
    NotFoundError
        If the table has no such category or primary input.

    Notes
    -----
    ΔPPI = x′Δp / i′x; ΔCPI = (f^d′ Δp + f^m′ Δp^m) / (i′f^d + i′f^m), f household consumption.

    Examples
    --------
    >>> import iomodel
    >>> from iomodel.analyses.prices import price_indices
    >>> model = iomodel.load_model("bok-2020-165")
    >>> won = price_indices(model, exchange_rate=10)
    >>> round(won.value("ppi"), 2), round(won.value("cpi"), 2)
    (2.1, 2.26)
    """
    table = transactions(model, WHAT)
    (at,) = category_positions(table, consumption, "consumption")
    changes = price_change(model, **causes)
    rows = {"ppi": _mean(changes.change, table.output)}
    rows |= _consumer(table, at, changes)
    names = tuple(_NAMES[id] for id in rows)
    return PriceIndices(tuple(rows), names, changes.sources, np.vstack(list(rows.values())))


def _consumer(table: IOTable, at: int, changes: PriceChange) -> dict[str, Array]:
    domestic = table.final_demand[:, at]
    rows = {"cpi_domestic": _mean(changes.change, domestic)}
    if table.final_demand_imports is None:
        return rows
    imported = table.final_demand_imports[:, at]
    import_prices = np.vstack([s.import_prices for s in changes.sources])
    spending = changes.change @ domestic + import_prices @ imported
    return {"cpi": spending / (domestic.sum() + imported.sum()), **rows}


def _mean(change: Array, weights: Array) -> Array:
    return np.asarray(change @ weights / weights.sum())
