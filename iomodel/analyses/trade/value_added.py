"""Value-added trade: whose value added is in whose final demand, exports or output."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, get_args

import numpy as np

from iomodel.analyses.arguments import Words, require_choice
from iomodel.analyses.base import Column, with_transactions
from iomodel.analyses.charts import MOST, heat_map, stacked_bars
from iomodel.analyses.numerics import largest, ratio
from iomodel.analyses.regions import World, world_of
from iomodel.analyses.trade.categories import exports_of
from iomodel.leontief import Array, input_coefficients
from iomodel.models.base import Model
from iomodel.models.leontief_model import LeontiefModel
from iomodel.sectors import Classification, region_of
from iomodel.table import IOTable
from iomodel.text import Lang, Text

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

_TRADE = Text("지역간 부가가치 교역", "value-added trade between regions")
_ORIGINS = Text("부가가치의 원천", "origins of value added")
Of = Literal["exports", "output", "final_demand"]
OF: tuple[Of, ...] = get_args(Of)


@dataclass(frozen=True, eq=False)
class ValueAddedTrade:
    """Value added by region of origin and region of final demand, in the table's money.

    Attributes
    ----------
    regions : tuple of str
        R producing regions.
    buyers : tuple of str
        D regions of final demand, the producing ones first.
    by_sector : ndarray (n, D)
        Value added of each sector in each region's final demand.
    values : ndarray (R, D)
        Its sums over the sectors of each region.
    gross_exports : ndarray (R, D)
        Sales to other regions, intermediate and final; zero to the region itself.
    """

    sectors: Classification
    regions: tuple[str, ...]
    buyers: tuple[str, ...]
    by_sector: Array
    values: Array
    gross_exports: Array
    title: Text
    columns: tuple[Column, ...]
    notes: tuple[Text, ...] = ()
    source: str = (
        "Johnson & Noguera (2012), Accounting for intermediates, Journal of International "
        "Economics 86(2); Koopman, Wang & Wei (2014), American Economic Review 104(2)"
    )

    @property
    def exports(self) -> Array:
        """Value-added exports of each region: value added absorbed by other regions, (R,)."""
        own = np.arange(len(self.regions))
        return np.asarray(self.values.sum(axis=1) - self.values[own, own])

    @property
    def vax_ratio(self) -> Array:
        """Value-added exports over gross exports, (R,); NaN where nothing is exported."""
        return ratio(self.exports, self.gross_exports.sum(axis=1))

    def table(self) -> pd.DataFrame:
        """Return one row a pair of origin and region of demand."""
        import pandas as pd

        pairs = [(r, s) for r in self.regions for s in self.buyers]
        return pd.DataFrame(
            {
                "origin": [pair[0] for pair in pairs],
                "demand": [pair[1] for pair in pairs],
                "value_added": self.values.ravel(),
                "gross_exports": self.gross_exports.ravel(),
            }
        )

    def plot(self, ax: Axes | None = None, lang: Lang = "en") -> Axes:
        """Draw where each region's final demand gets its value added, as a map of shares."""
        shares = 100 * ratio(self.values, self.values.sum(axis=0))
        rows = (Text("부가가치의 지역", "region of value added"), self.regions)
        columns = (Text("최종수요 지역", "region of final demand"), self.buyers)
        colour = Text(
            "최종수요에 든 부가가치의 비율 (%)", "share of the value added in final demand (%)"
        )
        return heat_map(ax, shares, rows, columns, colour, self.title, lang, vmin=0)


def value_added_trade(model: Model) -> ValueAddedTrade:
    r"""Return the value added of each region in the final demand of each region.

    Parameters
    ----------
    model : Model
        On multiregional transactions: sector codes and final-demand categories that read
        `region:code`.

    Returns
    -------
    ValueAddedTrade
        (R, D) and (n, D), in the table's money.

    Raises
    ------
    NotSupportedError
        If the table is national, or holds no transactions.
    LabelError
        If a final-demand category names no region.

    Notes
    -----
    .. math:: VT_{rs} = V_r \sum_g B_{rg} Y_{gs}

    (Johnson & Noguera 2012; Koopman, Wang & Wei 2014), B being L, with D right-hand sides and
    no inverse. Summed over s it is the region's whole value added.
    """
    world = world_of(model, _TRADE)
    by_sector = world.value_added[:, None] * world.system.solve(world.demand)
    money = world.info.money.name
    return ValueAddedTrade(
        world.sectors,
        world.regions,
        world.buyers,
        by_sector,
        world.by_region(by_sector),
        world.by_region(world.exports),
        Text("지역간 부가가치 교역", "Value-added trade"),
        (
            Column("origin", Text("부가가치의 지역", "region of value added")),
            Column("demand", Text("최종수요 지역", "region of final demand")),
            Column("value_added", Text("부가가치", "value added"), money, 1),
            Column("gross_exports", Text("총수출", "gross exports"), money, 1),
        ),
    )


@dataclass(frozen=True, eq=False)
class ValueAddedOrigins:
    """Value added of each sector in the exports, output or final demand of each user.

    Attributes
    ----------
    of : "exports", "output" or "final_demand"
    users : tuple of str
        m codes: sectors, or for final demand its categories or regions.
    values : ndarray (n, m)
        In the table's money.
    """

    sectors: Classification
    of: Of
    users: tuple[str, ...]
    values: Array
    title: Text
    columns: tuple[Column, ...]
    notes: tuple[Text, ...] = ()
    source: str = "Hummels, Ishii & Yi (2001); Wang, Wei & Zhu (2013), NBER Working Paper 19677"

    def table(self) -> pd.DataFrame:
        """Return one row a pair of source sector and user."""
        import pandas as pd

        codes = self.sectors.codes
        return pd.DataFrame(
            {
                "source": np.repeat(codes, len(self.users)),
                "user": np.tile(self.users, len(codes)),
                "value_added": self.values.ravel(),
            }
        )

    def plot(self, ax: Axes | None = None, lang: Lang = "en") -> Axes:
        """Draw for the largest users how much is their own value added and how much others'."""
        totals = self.values.sum(axis=0)
        at = largest(totals, MOST)
        codes = list(self.sectors.codes)
        own = np.array([self._of(self.users[i], i, codes) for i in at])
        series = [
            (Text("자기 자신", "its own"), 100 * ratio(own, totals[at])),
            (Text("다른 부문", "of other sectors"), 100 * ratio(totals[at] - own, totals[at])),
        ]
        axis = Text("부가가치의 비율 (%)", "share of the value added (%)")
        return stacked_bars(ax, [self.users[i] for i in at], series, axis, self.title, lang)

    def _of(self, user: str, column: int, codes: list[str]) -> float:
        """Return the value added of the user itself: of the sector, or of the region."""
        rows = [i for i, code in enumerate(codes) if user in (code, region_of(code))]
        return float(self.values[rows, column].sum())


def value_added_origins(
    model: Model, of: Of = "exports", exports: Words | None = None
) -> ValueAddedOrigins:
    r"""Return the sectors of origin of the value added in exports, output or final demand.

    Forms the whole matrix, (n, n); for regions alone `value_added_trade` needs far less.

    Parameters
    ----------
    model : Model
        On transactions of n sectors.
    of : "exports", "output" or "final_demand"
    exports : sequence of str, optional
        National tables: the final-demand categories that are exports.

    Returns
    -------
    ValueAddedOrigins
        (n, n), or (n, m) for the m regions or categories of final demand, in the table's money.

    Raises
    ------
    NotSupportedError
        If the model holds no transactions.
    NotFoundError, LabelError
        If a category isn't in the table, the exports can't be told, or a category of a
        multiregional table names no region.

    Notes
    -----
    .. math:: \hat V L \hat E, \qquad \hat V L \hat X, \qquad \hat V L Y

    (Wang, Wei & Zhu 2013; the "Leontief decomposition"). Exports of a multiregional table are
    sales to other regions. V̂LX̂ weighs each sector's whole output and counts its intermediate
    sales again: it describes recipes and adds to more than value added.

    Examples
    --------
    >>> import iomodel
    >>> from iomodel.analyses.trade import value_added_origins
    >>> model = iomodel.load_model("bok-2020-33")
    >>> origins = value_added_origins(model)
    >>> origins.values.shape
    (33, 33)
    """
    require_choice("of", of, OF)
    leontief, table = with_transactions(model, _ORIGINS)
    users, spending = _users(leontief, table, of, exports)
    v = input_coefficients(table.value_added, table.output)
    title = {
        "exports": Text("수출에 든 부가가치의 원천", "Origins of the value added in exports"),
        "output": Text("산출에 든 부가가치의 원천", "Origins of the value added in output"),
        "final_demand": Text(
            "최종수요에 든 부가가치의 원천", "Origins of the value added in final demand"
        ),
    }[of]
    return ValueAddedOrigins(
        model.sectors,
        of,
        users,
        v[:, None] * leontief.system.solve(spending),
        title,
        (
            Column("source", Text("원천 부문", "sector of origin")),
            Column("user", Text("사용", "user")),
            Column("value_added", Text("부가가치", "value added"), table.info.money.name, 1),
        ),
    )


def _users(
    model: LeontiefModel, table: IOTable, of: Of, exports: Words | None
) -> tuple[tuple[str, ...], Array]:
    if of == "output":
        return table.sectors.codes, np.diag(table.output)
    world: World | None = world_of(model, _ORIGINS) if model.regions else None
    if of == "exports":
        if world is not None:
            return table.sectors.codes, np.diag(world.exports.sum(axis=1))
        sold = table.final_demand[:, exports_of(table, exports)].sum(axis=1)
        return table.sectors.codes, np.diag(sold)
    if world is not None:
        return world.buyers, world.demand
    return tuple(label.code for label in table.info.final_demand), table.final_demand
