"""Inducement by final-demand item: what consumption, investment and exports bring about.

The Bank of Korea's 최종수요항목별 유발액, 유발계수 and 유발의존도 (구성비): of production, imports
and value added as it publishes them, and of employment by the same rule.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from iomodel.analyses.base import Analysis, Column, Option, new_axes, transactions
from iomodel.analyses.sectorwise import (
    COLOURS,
    PERCENT,
    SECTOR_COLUMNS,
    coefficient_scale,
    coefficient_unit,
    indicator_unit,
    ratio,
    require_choice,
    sector_frame,
)
from iomodel.errors import NotFoundError, Problem
from iomodel.impact import Array, Indicator
from iomodel.leontief import input_coefficients
from iomodel.models import LeontiefModel, Model
from iomodel.sectors import Classification
from iomodel.table import IOTable, Label, TableInfo
from iomodel.text import Lang, Text, same

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

WHAT = Text("최종수요항목별 유발", "inducement by final-demand item")
MEASURES = ("amount", "coefficient", "dependency")
_SOURCE = "한국은행, 산업연관분석해설 (Bank of Korea); Miller & Blair (2009), sections 2.3 and 6.2"
_USUAL = ("production", "value_added", "imports", "employment")
_BY = ("item", "sector")
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
        amounts = _with_total(amounts)
        if which == "amount":
            return amounts
        if which == "dependency":
            return 100.0 * ratio(amounts, amounts[..., -1:])
        scale = coefficient_scale(self.indicators, self.info)
        scaled = amounts * scale.reshape(-1, *(1,) * (amounts.ndim - 1))
        demand = _with_total(self.demand)
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

        known = [i.id for i in self.indicators]
        _require_known((indicator,), known, self.info.id)
        values = self.measure(which)[known.index(indicator)]
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
        measures = [column for i in self.indicators for column in _measures(i, self.info)]
        lead = (*item, *demand) if self.by == "item" else (*SECTOR_COLUMNS, *item)
        return (*lead, *measures)

    def table(self) -> pd.DataFrame:
        """Return a row an item, or a row a sector and item, with the total over items last."""
        import pandas as pd

        by_sector = self.by == "sector"
        parts = [self.measure(which, by_sector) for which in MEASURES]
        values = {
            column.id: parts[m][k].ravel()
            for k, indicator in enumerate(self.indicators)
            for m, column in enumerate(_measures(indicator, self.info))
        }
        n, c = len(self.sectors), len(self._labels)
        labels = {
            "item": [label.code for label in self._labels],
            "item_ko": [label.ko for label in self._labels],
            "item_en": [label.en for label in self._labels],
        }
        if not by_sector:
            demand = {
                "domestic_demand": _with_total(self.domestic),
                "imported_demand": _with_total(self.imported),
            }
            return pd.DataFrame({**labels, **demand, **values})
        rows = sector_frame(self.sectors, {}).iloc[np.repeat(np.arange(n), c)]
        rows = rows.reset_index(drop=True)
        return rows.assign(**{name: words * n for name, words in labels.items()}, **values)

    def plot(self, ax: Axes | None = None, lang: Lang = "en") -> Axes:
        """Draw each indicator's dependency on the items as one stacked bar."""
        axes = new_axes(ax)
        shares = np.nan_to_num(self.measure("dependency", by_sector=False)[:, :-1])
        at = np.arange(len(self.indicators))[::-1]
        right, left = np.zeros(len(at)), np.zeros(len(at))
        for j, item in enumerate(self.items):
            start = np.where(shares[:, j] >= 0, right, left)
            axes.barh(
                at,
                shares[:, j],
                0.7,
                left=start,
                color=COLOURS[j % len(COLOURS)],
                edgecolor="white",
                label=item.text.get(lang),
            )
            right = right + np.maximum(shares[:, j], 0.0)
            left = left + np.minimum(shares[:, j], 0.0)
        axes.set_yticks(at, [i.name.get(lang) for i in self.indicators])
        axes.set_xlabel(Text("유발의존도 (%)", "Dependency on final-demand items (%)").get(lang))
        axes.set_title(self.title.get(lang))
        axes.legend(loc="upper center", bbox_to_anchor=(0.5, -0.15), ncols=2, frameon=False)
        return axes


def final_demand(
    model: Model, indicators: Sequence[str] = (), by: str = "item"
) -> FinalDemandInducement:
    """Return what each item of final demand induces: 유발액, 유발계수, 유발의존도.

    Parameters
    ----------
    model : LeontiefModel
        Of a transactions table.
    indicators : sequence of str
        Ids of the model's indicators; production, value added, imports and employment, where the
        table has them, if none are given.
    by : "item" or "sector"
        Whether the result's table adds up the sectors or lists them.

    Returns
    -------
    FinalDemandInducement

    Raises
    ------
    NotSupportedError
        If the model holds no transactions, or `by` is neither.
    NotFoundError
        If the model lacks an indicator.

    Notes
    -----
    With F^d and F^m domestic and imported final demand by item, (n, c), X = L F^d:

    * production X, value added v̂ X, employment l̂ X, by producing sector;
    * imports A^m X + F^m, by imported product: induced and direct. Where the source books imports
      as one row, m̂ X + F^m, by the sector that uses them.

    A coefficient divides an item's amount by its domestic demand i′F^d, of imports by domestic
    and imported demand i′(F^d + F^m); dependency divides by the row's total over items (Bank of
    Korea, 2020 workbook, 최종수요항목별 생산/수입/부가가치유발액, rows 9811 and 9812).

    Examples
    --------
    >>> import iomodel
    >>> from iomodel.analyses.final_demand import final_demand
    >>> model = iomodel.load_model("bok-2020-33")
    >>> frame = final_demand(model).table().set_index("item")
    >>> frame.loc[["9111", "9140", "total"], "production_coefficient"].round(3).tolist()
    [1.776, 1.899, 1.804]
    """
    table = transactions(model, WHAT)
    assert isinstance(model, LeontiefModel)
    require_choice("by", by, _BY)
    ids = [indicator.id for indicator in model.indicators]
    wanted = tuple(indicators) or tuple(id for id in _USUAL if id in ids)
    _require_known(wanted, ids, model.info.id)
    places = [ids.index(id) for id in wanted]
    X = model.system.solve(table.final_demand)
    imported = _imported(table)
    amounts = np.stack(
        [
            _imports(table, X, imported) if ids[k] == "imports" else _rows(model, k, X)
            for k in places
        ]
    )
    return FinalDemandInducement(
        model.info,
        model.sectors,
        table.info.final_demand,
        tuple(model.indicators[k] for k in places),
        amounts,
        table.final_demand.sum(axis=0),
        imported.sum(axis=0),
        (*model.info.caveats, *_notes(table, wanted)),
        by,
    )


def _rows(model: LeontiefModel, k: int, X: Array) -> Array:
    return np.asarray(model.coefficients[k][:, None] * X)


def _imported(table: IOTable) -> Array:
    if table.final_demand_imports is None:
        return np.zeros_like(table.final_demand)
    return table.final_demand_imports


def _by_product(table: IOTable) -> bool:
    """Return whether every imported input is booked by product."""
    return table.imports is not None and not table.primary_rows("imports").any()


def _imports(table: IOTable, X: Array, imported: Array) -> Array:
    """Return induced and direct imports, (n, c)."""
    if table.imports is not None and _by_product(table):
        return np.asarray(input_coefficients(table.imports, table.output) @ X + imported)
    m = input_coefficients(table.import_row[None, :], table.output)[0]
    return np.asarray(m[:, None] * X + imported)


def _notes(table: IOTable, wanted: Sequence[str]) -> tuple[Text, ...]:
    if "imports" not in wanted:
        return ()
    notes = [
        Text(
            "수입유발은 수입된 상품별이며, 직접 수입된 최종수요를 포함합니다",
            "imports are by imported product and include imported final demand",
        )
        if _by_product(table)
        else Text(
            "수입이 한 행으로 적힌 표여서, 수입유발은 그것을 투입한 부문별입니다",
            "the source books imports as one row: they are by the sector that uses them",
        )
    ]
    if table.final_demand_imports is None:
        notes.append(
            Text(
                "수입 최종수요가 표에 없어 간접 수입만 셉니다",
                "the table has no imported final demand: only induced imports are counted",
            )
        )
    return tuple(notes)


def _with_total(values: Array) -> Array:
    return np.concatenate([values, values.sum(axis=-1, keepdims=True)], axis=-1)


def _measures(indicator: Indicator, info: TableInfo) -> tuple[Column, ...]:
    name, id = indicator.name, indicator.id
    amount = "액" if indicator.dimension == "money" else "인원"
    return (
        Column(id, Text(f"{name.ko}{amount}", name.en), indicator_unit(indicator, info), 0),
        Column(
            f"{id}_coefficient",
            Text(f"{name.ko}계수", f"{name.en} coefficient"),
            coefficient_unit(indicator),
        ),
        Column(f"{id}_dependency", Text(f"{name.ko}의존도", f"{name.en} dependency"), PERCENT, 2),
    )


def _require_known(wanted: Sequence[str], known: Sequence[str], origin: str) -> None:
    unknown = [id for id in wanted if id not in known]
    if unknown:
        raise NotFoundError(
            origin,
            [
                Problem(
                    "indicators",
                    Text("그런 지표가 없습니다", "there is no such indicator"),
                    Text(f"다음 중 하나: {', '.join(known)}", f"one of: {', '.join(known)}"),
                    same(f'"{id}"'),
                    Text("지표 이름을 고치십시오", "correct the name of the indicator"),
                )
                for id in unknown
            ],
            data=unknown,
        )


ANALYSES = (
    Analysis(
        "final-demand",
        Text("최종수요항목별 유발액·유발계수·유발의존도", "Inducement by final-demand item"),
        final_demand,
        (
            Option(
                "indicators",
                Text(
                    "지표: production, value_added, imports, employment …",
                    "indicators: production, value_added, imports, employment …",
                ),
                many=True,
            ),
            Option(
                "by",
                Text("부문을 합할지(item) 나눌지(sector)", "add up the sectors or list them"),
                choices=_BY,
                default="item",
            ),
        ),
    ),
)
