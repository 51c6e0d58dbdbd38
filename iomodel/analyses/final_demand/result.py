"""The result of inducement by final-demand item: amounts, coefficients and dependency."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from iomodel.analyses.arguments import indicator_positions, require_choice
from iomodel.analyses.base import Column
from iomodel.analyses.charts import stacked_bars
from iomodel.analyses.frames import PERCENT, SECTOR_COLUMNS, sector_labels
from iomodel.analyses.numerics import ratio, with_total
from iomodel.impact import Indicator
from iomodel.leontief import Array
from iomodel.models.base import display_scale, multiplier_unit
from iomodel.sectors import Classification
from iomodel.table import Label, TableInfo
from iomodel.text import Lang, Text

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

MEASURES = ("amount", "coefficient", "dependency")
_SOURCE = "한국은행, 산업연관분석해설 (Bank of Korea); Miller & Blair (2009), sections 2.3 and 6.2"
_TOTAL = Label(code="total", ko="최종수요계", en="Total final demand")


@dataclass(frozen=True, eq=False)
class FinalDemandInducement:
    """What each item of final demand induces, by sector.

    Attributes
    ----------
    info : TableInfo
    sectors : Classification
        n sectors: of the producer, for imports of the imported product (see `notes`).
    items : tuple of Label
        c items of final demand.
    indicators : tuple of Indicator
        k indicators.
    amounts : ndarray (k, n, c)
        유발액, in the table's money or persons.
    domestic, imported : ndarray (c,)
        Domestic and imported final demand by item, in the table's money.
    by : "item" or "sector"
        Whether `table` adds up the sectors or lists them.
    measures : tuple of str
        What `table` shows of each indicator: "amount", "coefficient", "dependency".
    """

    info: TableInfo
    sectors: Classification
    items: tuple[Label, ...]
    indicators: tuple[Indicator, ...]
    amounts: Array
    domestic: Array
    imported: Array
    notes: tuple[Text, ...]
    by: str = "item"
    measures: tuple[str, ...] = MEASURES

    @property
    def title(self) -> Text:
        """What the result is."""
        return Text(
            f"최종수요항목별 유발 ({self.info.year}년)",
            f"Inducement by final-demand item ({self.info.year})",
        )

    @property
    def source(self) -> str:
        """The source of the formula."""
        return _SOURCE

    @property
    def demand(self) -> Array:
        """Final demand that each indicator is related to, (k, c).

        Domestic; for imports, which count direct ones too, domestic and imported.
        """
        whole = [i.id == "imports" for i in self.indicators]
        return np.asarray(self.domestic + np.outer(whole, self.imported))

    def measure(self, which: str, by_sector: bool = True) -> Array:
        """Return one measure with the total over items appended, (k, n, c + 1) or (k, c + 1).

        Parameters
        ----------
        which : "amount", "coefficient" or "dependency"
            유발액, in money or persons; 유발계수, won per won or persons per billion won; or
            유발의존도, percent of the row's total. NaN where what it divides by is zero.
        by_sector : bool
            Whether to keep the sectors apart.

        Raises
        ------
        NotSupportedError
            If there is no such measure.
        """
        require_choice("which", which, MEASURES)
        amounts = self.amounts if by_sector else self.amounts.sum(axis=1)
        amounts = with_total(amounts)
        if which == "amount":
            return amounts
        if which == "dependency":
            return 100.0 * ratio(amounts, amounts[..., -1:])
        scale = display_scale(self.indicators, self.info)
        scaled = amounts * scale.reshape(-1, *(1,) * (amounts.ndim - 1))
        demand = with_total(self.demand)
        return ratio(scaled, demand[:, None, :] if by_sector else demand)

    def matrix(self, indicator: str, which: str = "amount") -> pd.DataFrame:
        """Return one measure of one indicator, sector × item with their total, as the Bank does.

        Raises
        ------
        NotFoundError
            If the indicator isn't among those computed.
        NotSupportedError
            If there is no such measure.
        """
        import pandas as pd

        (at,) = indicator_positions(self.indicators, [indicator], self.info.id)
        values = self.measure(which)[at]
        return pd.DataFrame(
            values,
            index=pd.Index(self.sectors.codes, name="code"),
            columns=[label.code for label in self._labels],
        )

    @property
    def _labels(self) -> tuple[Label, ...]:
        return (*self.items, _TOTAL)

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns of `table`, in order."""
        item = (
            Column("item", Text("항목", "item")),
            Column("item_ko", Text("최종수요항목", "final-demand item in Korean")),
            Column("item_en", Text("최종수요항목(영문)", "final-demand item")),
        )
        money = self.info.money.name
        demand = (
            Column("domestic_demand", Text("국산 최종수요", "domestic demand"), money, 0),
            Column("imported_demand", Text("수입 최종수요", "imported demand"), money, 0),
        )
        measures = [columns[m] for columns in self._measures for m in self.measures]
        if self.by == "sector":
            return (*SECTOR_COLUMNS, *item, *measures)
        return (*item, *(demand if "amount" in self.measures else ()), *measures)

    @property
    def _measures(self) -> list[dict[str, Column]]:
        return [_measures(indicator, self.info) for indicator in self.indicators]

    def table(self) -> pd.DataFrame:
        """Return a row an item, or a row a sector and item, with the total over items last."""
        import pandas as pd

        by_sector = self.by == "sector"
        parts = {which: self.measure(which, by_sector) for which in self.measures}
        values = {
            columns[which].id: parts[which][k].ravel()
            for k, columns in enumerate(self._measures)
            for which in self.measures
        }
        n, c = len(self.sectors), len(self._labels)
        labels = {
            "item": [label.code for label in self._labels],
            "item_ko": [label.ko for label in self._labels],
            "item_en": [label.en for label in self._labels],
        }
        if not by_sector:
            demand = {
                "domestic_demand": with_total(self.domestic),
                "imported_demand": with_total(self.imported),
            }
            return pd.DataFrame(
                {**labels, **(demand if "amount" in self.measures else {}), **values}
            )
        rows = [sector for sector in self.sectors.sectors for _ in range(c)]
        repeated = {name: words * n for name, words in labels.items()}
        return pd.DataFrame({**sector_labels(rows), **repeated, **values})

    def plot(self, ax: Axes | None = None, lang: Lang = "en") -> Axes:
        """Draw each indicator's dependency on the items as one stacked bar."""
        shares = self.measure("dependency", by_sector=False)
        series = [(item.text, shares[:, j]) for j, item in enumerate(self.items)]
        labels = [indicator.name.get(lang) for indicator in self.indicators]
        axis = Text("유발의존도 (%)", "Dependency on final-demand items (%)")
        return stacked_bars(ax, labels, series, axis, self.title, lang)


def _measures(indicator: Indicator, info: TableInfo) -> dict[str, Column]:
    name, id = indicator.name, indicator.id
    amount = {"money": "액", "persons": "인원", "physical": "량"}[indicator.dimension]
    return {
        "amount": Column(
            id, Text(f"{name.ko}{amount}", name.en), indicator.measured_in(info.money), 0
        ),
        "coefficient": Column(
            f"{id}_coefficient",
            Text(f"{name.ko}계수", f"{name.en} coefficient"),
            multiplier_unit(indicator, info.money),
        ),
        "dependency": Column(
            f"{id}_dependency", Text(f"{name.ko}의존도", f"{name.en} dependency"), PERCENT, 2
        ),
    }
