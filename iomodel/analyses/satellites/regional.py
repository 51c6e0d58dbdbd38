"""Production and consumption accounts of regions, and what they import and export."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, get_args

import numpy as np

from iomodel.analyses.arguments import Words, require_choice
from iomodel.analyses.base import Column, transactions
from iomodel.analyses.charts import stacked_bars, title_of
from iomodel.analyses.matrices import Given
from iomodel.analyses.regions import World, world_of
from iomodel.analyses.satellites.figures import Kind, Satellites, carrying
from iomodel.analyses.satellites.footprints import category_labels, direct_use
from iomodel.analyses.satellites.rows import INDICATOR, UNIT_COLUMN, indicator_frame
from iomodel.impact import Indicator
from iomodel.leontief import Array
from iomodel.models.base import Model
from iomodel.multiregional import effects_by_origin
from iomodel.sectors import local_code, region_of
from iomodel.text import Lang, Text
from iomodel.units import MoneyUnit

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

By = Literal["region", "product"]
ACCOUNT_ROWS: tuple[By, ...] = get_args(By)
_WHAT = Text("지역별 생산·소비 계정", "production and consumption accounts by region")


@dataclass(frozen=True, eq=False)
class RegionalAccounts:
    """What arises in D regions and what their final demand calls for, of k indicators.

    Attributes
    ----------
    regions : tuple of str
        D regions, the producing ones first.
    products : tuple of str
        p products: the codes after the colon.
    flows : ndarray (k, D, D)
        Arising in the first region for the final demand of the second.
    direct : ndarray (k, D)
        Of final demand itself; zero unless given.
    production, consumption, exported, imported : ndarray (k, D, p)
        Production-based account by producing sector, consumption-based account by product finally
        bought; what is exported by producing sector, what is imported by product finally bought.
        Without `direct`.
    by : "region" or "product"
        What a row of the table is; only "region" includes `direct`.
    """

    regions: tuple[str, ...]
    products: tuple[str, ...]
    indicators: tuple[Indicator, ...]
    money: MoneyUnit
    flows: Array
    direct: Array
    production: Array
    consumption: Array
    exported: Array
    imported: Array
    by: By
    title: Text
    columns: tuple[Column, ...]
    notes: tuple[Text, ...]
    source: str = (
        "Peters (2008), From production-based to consumption-based national emission "
        "inventories, Ecological Economics 65(1); Stadler (2021), pymrio"
    )

    def table(self) -> pd.DataFrame:
        """Return one row an indicator and region, or an indicator, region and product."""
        places = [(r, p) for r in self.regions for p in self.products]
        accounts = {
            "production": self.production,
            "consumption": self.consumption,
            "exported": self.exported,
            "imported": self.imported,
        }
        rows = {"region": [r for r, _ in places], "product": [p for _, p in places]}
        if self.by == "region":
            rows = {"region": list(self.regions)}
            accounts = {name: values.sum(axis=2) for name, values in accounts.items()}
            accounts["production"] = accounts["production"] + self.direct
            accounts["consumption"] = accounts["consumption"] + self.direct
        units = [indicator.measured_in(self.money) for indicator in self.indicators]
        return indicator_frame(self.indicators, rows, accounts, units)

    def plot(self, ax: Axes | None = None, lang: Lang = "en") -> Axes:
        """Draw what each region's final demand calls for at home, elsewhere and directly."""
        own = np.arange(len(self.regions))
        home = self.flows[0, own, own]
        abroad = self.flows[0].sum(axis=0) - home
        series = [
            (Text("자기 지역의 생산에서", "produced at home"), home),
            (Text("다른 지역의 생산에서", "produced elsewhere"), abroad),
        ]
        if np.any(self.direct[0]):
            series.append((Text("최종수요의 직접분", "by final demand itself"), self.direct[0]))
        indicator = self.indicators[0]
        title = title_of(self.title, indicator.name)
        return stacked_bars(
            ax, self.regions, series, indicator.measured_in(self.money), title, lang
        )


def regional_accounts(
    model: Model,
    satellites: Satellites | Given | None = None,
    kind: Kind = "total",
    per: str | None = None,
    indicators: Words | None = None,
    direct: Given | None = None,
    by: By = "region",
) -> RegionalAccounts:
    r"""Return the production- and consumption-based accounts of every region.

    Parameters
    ----------
    model : Model
        On multiregional transactions.
    satellites, kind, per, indicators, direct
        As for `footprint`.
    by : "region" or "product"
        What a row of the table is.

    Returns
    -------
    RegionalAccounts
        (k, D, …), in each indicator's unit.

    Raises
    ------
    NotSupportedError, LabelError, UnitError, InactiveSectorError, NotFoundError
        As `footprint` does; if the table is national, or a category names no region.

    Notes
    -----
    With c_r the intensities of region r, zero elsewhere, and y_s the final demand of region s,

    .. math:: T_{rs} = c_r' L y_s, \qquad PBA_r = \sum_s T_{rs}, \qquad CBA_s = \sum_r T_{rs}

    exports are Σ_{s≠r} T_rs, imports Σ_{r≠s} T_rs, and PBA − exports + imports = CBA (Peters
    2008). What final demand itself emits belongs to both accounts.
    """
    require_choice("by", by, ACCOUNT_ROWS)
    carrier, at = carrying(model, satellites, kind, per, indicators)
    world = world_of(carrier, _WHAT)
    table = transactions(carrier, _WHAT)
    shown = tuple(carrier.indicators[k] for k in at)
    own = np.zeros((len(at), len(world.buyers)))
    if direct is not None:
        by_category = direct_use(direct, category_labels(table), shown)
        owners = [world.buyers.index(region_of(x.code)) for x in table.info.final_demand]
        np.add.at(own.T, owners, by_category.T)
    products = tuple(dict.fromkeys(map(local_code, world.sectors.codes)))
    amount = Column("production", Text("생산기준", "production-based"), decimals=1)
    places: tuple[Column, ...] = (Column("region", Text("지역", "region")),)
    if by == "product":
        places = (*places, Column("product", Text("제품", "product")))
    return RegionalAccounts(
        world.buyers,
        products,
        shown,
        world.info.money,
        *_accounts(world, carrier.coefficients[list(at)], products, own),
        by,
        Text("지역별 소비기준 계정", "Consumption-based accounts of regions"),
        (
            INDICATOR,
            *places,
            amount,
            Column("consumption", Text("소비기준", "consumption-based"), decimals=1),
            Column("exported", Text("수출에 든 양", "exported"), decimals=1),
            Column("imported", Text("수입에 든 양", "imported"), decimals=1),
            UNIT_COLUMN,
        ),
        (
            Text(
                "표의 지역 밖에서 수입한 것을 만드는 데 든 것은 들어 있지 않다",
                "what went into making imports from outside the table's regions is not included",
            ),
        ),
    )


def _accounts(
    world: World, coefficients: Array, products: tuple[str, ...], direct: Array
) -> tuple[Array, Array, Array, Array, Array, Array]:
    """Return flows, direct, production, consumption, exported and imported."""
    k, D, p = len(coefficients), len(world.buyers), len(products)
    Y = world.demand
    x_for = world.system.solve(Y)
    product = np.array([products.index(local_code(code)) for code in world.sectors.codes])
    flows = np.zeros((k, D, D))
    production, consumption, exported, imported = (np.zeros((k, D, p)) for _ in range(4))
    sold_abroad = np.where(world.abroad, x_for, 0.0).sum(axis=1)
    whole = world.system.solve_transposed(coefficients.T).T
    for i, c in enumerate(coefficients):
        np.add.at(production[i], (world.home, product), c * x_for.sum(axis=1))
        np.add.at(exported[i], (world.home, product), c * sold_abroad)
        flows[i, : len(world.regions)] = world.by_region(c[:, None] * x_for)
        at_home = effects_by_origin(world.system, c, world.home, len(world.regions))
        for s in range(D):
            elsewhere = whole[i] - (at_home[s] if s in world.regions_at else 0.0)
            np.add.at(consumption[i, s], product, whole[i] * Y[:, s])
            np.add.at(imported[i, s], product, elsewhere * Y[:, s])
    return flows, direct, production, consumption, exported, imported
