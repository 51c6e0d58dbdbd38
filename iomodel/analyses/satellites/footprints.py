"""Footprints: what the final demand of a table calls for, by category and by product."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, get_args

import numpy as np

from iomodel.analyses.arguments import Words, require_choice
from iomodel.analyses.base import Column, transactions
from iomodel.analyses.charts import largest_sectors, stacked_bars, title_of
from iomodel.analyses.frames import DIRECT, SECTOR_COLUMNS, sector_labels
from iomodel.analyses.matrices import Given, sector_matrix
from iomodel.analyses.numerics import ratio
from iomodel.analyses.satellites.figures import Kind, Satellites, bare_name, carrying
from iomodel.analyses.satellites.rows import INDICATOR, UNIT_COLUMN, indicator_frame
from iomodel.errors import LabelError, Problem
from iomodel.impact import Indicator
from iomodel.leontief import Array, multipliers
from iomodel.models.base import Model
from iomodel.sectors import Classification, Sector
from iomodel.table import IOTable
from iomodel.text import Lang, Text, same
from iomodel.units import MoneyUnit

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

By = Literal["category", "sector"]
FOOTPRINT_ROWS: tuple[By, ...] = get_args(By)
_WHAT = Text("최종수요의 발자국", "the footprint of final demand")


@dataclass(frozen=True, eq=False)
class Footprint:
    """What final demand calls for, of k indicators, in each one's own unit.

    Attributes
    ----------
    categories : tuple of Sector
        m final-demand categories.
    embodied : ndarray (k, m)
        Of producing what each category buys, c′L f.
    direct : ndarray (k, m)
        Of the category itself, as households' own burning of fuel; zero unless given.
    produced : ndarray (k, n)
        By the sector in which it arises, c x.
    demanded : ndarray (k, n)
        By the product that is finally bought, m f.
    by : "category" or "sector"
        What a row of the table is.
    """

    sectors: Classification
    categories: tuple[Sector, ...]
    indicators: tuple[Indicator, ...]
    money: MoneyUnit
    embodied: Array
    direct: Array
    produced: Array
    demanded: Array
    by: By
    title: Text
    columns: tuple[Column, ...]
    notes: tuple[Text, ...]
    source: str = "Miller & Blair (2009), section 10.3"

    @property
    def total(self) -> Array:
        """Embodied and direct over all categories, (k,)."""
        return np.asarray((self.embodied + self.direct).sum(axis=1))

    def table(self) -> pd.DataFrame:
        """Return one row an indicator and category, or an indicator and sector."""
        by_sector = self.by == "sector"
        if by_sector:
            amounts = {"produced": self.produced, "demanded": self.demanded}
        else:
            share = ratio(self.embodied + self.direct, self.total[:, None])
            amounts = {"embodied": self.embodied, "direct": self.direct, "share": share}
        labels = sector_labels(self.sectors.sectors if by_sector else self.categories)
        units = [indicator.measured_in(self.money) for indicator in self.indicators]
        return indicator_frame(self.indicators, labels, amounts, units)

    def plot(self, ax: Axes | None = None, lang: Lang = "en") -> Axes:
        """Draw the first indicator: embodied and direct by category, or the largest products."""
        indicator = self.indicators[0]
        axis = indicator.measured_in(self.money)
        title = title_of(self.title, indicator.name)
        if self.by == "sector":
            bought = [(Text("최종수요에 든 양", "embodied in demand"), self.demanded[0])]
            return largest_sectors(ax, self.sectors.sectors, bought, axis, title, lang, most=20)
        labels = [category.name.get(lang) for category in self.categories]
        series = [(Text("제품에 든 양", "embodied in products"), self.embodied[0])]
        if np.any(self.direct[0]):
            series.append((DIRECT, self.direct[0]))
        return stacked_bars(ax, labels, series, axis, title, lang)


def footprint(
    model: Model,
    satellites: Satellites | Given | None = None,
    kind: Kind = "total",
    per: str | None = None,
    indicators: Words | None = None,
    direct: Given | None = None,
    by: By = "category",
) -> Footprint:
    r"""Return what the table's final demand calls for, by category and by sector.

    Parameters
    ----------
    model : Model
        On transactions of n sectors and m final-demand categories.
    satellites : Satellites, path or DataFrame, optional
        See `read_satellites`, also for `kind` and `per`.
    indicators : sequence of str, optional
        Ids of k indicators; the user's where omitted, else all that aren't money.
    direct : path or DataFrame, optional
        What final demand itself uses or emits: the codes of all m categories, then one column for
        each of the k indicators, headed by its id with or without the unit.
    by : "category" or "sector"
        What a row of the table is.

    Returns
    -------
    Footprint
        (k, m) and (k, n), in each indicator's unit.

    Raises
    ------
    NotSupportedError, LabelError, UnitError, InactiveSectorError
        As `read_satellites` and `with_satellites` do; if the model holds no transactions; if
        `direct` lacks a category or an indicator.
    NotFoundError
        If an indicator isn't there.

    Notes
    -----
    .. math:: g_k = c' L f_k, \qquad c' x = \sum_k c' L f_k

    (Miller & Blair 2009, section 10.3). Of imports it counts nothing: on a national table it is
    the footprint at home of all final demand, exports included. On a multiregional table
    `regional_accounts` follows demand over borders.

    Examples
    --------
    >>> import iomodel
    >>> from iomodel.analyses.satellites import footprint
    >>> jobs = footprint(iomodel.load_model("bok-2020-33"), indicators="employment")
    >>> exports = [category.code for category in jobs.categories].index("9140")
    >>> round(float(jobs.embodied[0, exports]))
    4732170
    """
    require_choice("by", by, FOOTPRINT_ROWS)
    carrier, at = carrying(model, satellites, kind, per, indicators)
    table = transactions(carrier, _WHAT)
    shown = tuple(carrier.indicators[k] for k in at)
    c = carrier.coefficients[list(at)]
    m = multipliers(carrier.system, c)
    categories = category_labels(table)
    own = np.zeros((len(at), table.final_demand.shape[1]))
    if direct is not None:
        own = direct_use(direct, categories, shown)
    return Footprint(
        carrier.sectors,
        categories.sectors,
        shown,
        table.info.money,
        m @ table.final_demand,
        own,
        c * table.output,
        m * table.final_demand.sum(axis=1),
        by,
        Text("최종수요의 발자국", "Footprint of final demand"),
        _columns(by),
        (
            Text(
                "수입품을 만드는 데 든 것은 들어 있지 않다",
                "what went into making imports is not included",
            ),
        ),
    )


def category_labels(table: IOTable) -> Classification:
    """Return the final-demand categories as labels that a user's file is read by."""
    return Classification(
        f"{table.info.id} final demand",
        tuple(Sector(label.code, label.text) for label in table.info.final_demand),
    )


def direct_use(
    given: Given, categories: Classification, indicators: tuple[Indicator, ...]
) -> Array:
    """Return what final demand itself uses, (k, m), in the order of indicators and categories.

    Raises
    ------
    LabelError
        If a category or an indicator is missing, or a column is no indicator.
    """
    matrix = sector_matrix(given, categories)
    columns = [bare_name(name) for name in matrix.columns]
    wanted = [indicator.id for indicator in indicators]
    if sorted(columns) != sorted(wanted):
        raise LabelError(
            matrix.origin,
            Problem(
                "header",
                Text("지표의 열이 맞지 않습니다", "the columns are not those of the indicators"),
                same(", ".join(wanted)),
                same(", ".join(columns)),
                Text("지표마다 한 열을 넣으십시오", "give one column for each indicator"),
            ),
            data=columns,
        )
    return matrix.values.T[[columns.index(id) for id in wanted]]


def _columns(by: By) -> tuple[Column, ...]:
    amounts: tuple[Column, ...]
    if by == "sector":
        amounts = (
            Column("produced", Text("발생부문별", "by the sector in which it arises"), decimals=1),
            Column(
                "demanded", Text("최종수요 제품별", "by the product finally bought"), decimals=1
            ),
        )
    else:
        amounts = (
            Column("embodied", Text("제품에 든 양", "embodied in products"), decimals=1),
            Column("direct", DIRECT, decimals=1),
            Column("share", Text("비중", "share of the total")),
        )
    return (INDICATOR, *SECTOR_COLUMNS, *amounts, UNIT_COLUMN)
