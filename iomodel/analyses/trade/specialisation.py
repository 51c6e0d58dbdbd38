"""Vertical specialisation: imports that return abroad inside exports."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, get_args

import numpy as np

from iomodel.analyses.arguments import Words, require_choice
from iomodel.analyses.base import Column, with_transactions
from iomodel.analyses.charts import sector_names, stacked_bars
from iomodel.analyses.frames import SECTOR_COLUMNS, sector_labels
from iomodel.analyses.numerics import Positions, largest, ratio
from iomodel.analyses.regions import World, world_of
from iomodel.analyses.trade.categories import exports_of
from iomodel.leontief import Array, input_coefficients
from iomodel.models.base import Model
from iomodel.multiregional import sums_by
from iomodel.sectors import Classification
from iomodel.table import IOTable
from iomodel.text import Lang, Text

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

_WHAT = Text("수직적 특화", "vertical specialisation")
By = Literal["sector", "region"]
VS_ROWS: tuple[By, ...] = get_args(By)


@dataclass(frozen=True, eq=False)
class VerticalSpecialisation:
    """Imports inside exports, by sector, in the table's money.

    Attributes
    ----------
    home : ndarray (n,)
        The region of each sector, by its position in `regions`; one region where national.
    exports : ndarray (n,)
    vs_direct : ndarray (n,)
        Imported inputs of the exporting sector itself.
    vs : ndarray (n,)
        Imported inputs along the whole domestic chain.
    foreign_content : ndarray (n,) or None
        Value added of other regions and imports from outside all regions in the exports of the
        sector; multiregional tables only.
    vs1 : ndarray (n,) or None
        Value added of the sector in the exports of other regions; multiregional tables only.
    by : "sector" or "region"
        What a row of the table is.
    """

    sectors: Classification
    regions: tuple[str, ...]
    home: Positions
    exports: Array
    vs_direct: Array
    vs: Array
    foreign_content: Array | None
    vs1: Array | None
    by: By
    title: Text
    columns: tuple[Column, ...]
    notes: tuple[Text, ...]
    source: str = (
        "Hummels, Ishii & Yi (2001), The nature and growth of vertical specialization in world "
        "trade, Journal of International Economics 54, eq. 3; Koopman, Wang & Wei (2014)"
    )

    def region_sums(self, values: Array) -> Array:
        """Return the sums of `values`, (n,), over the sectors of each region, (R,)."""
        return sums_by(values, self.home, len(self.regions))

    def table(self) -> pd.DataFrame:
        """Return one row a sector, or one a region."""
        import pandas as pd

        gather = self.region_sums if self.by == "region" else _as_is
        exports = gather(self.exports)
        amounts = {"exports": exports, "vs_direct": gather(self.vs_direct), "vs": gather(self.vs)}
        amounts["vs_share"] = ratio(amounts["vs"], exports)
        if self.foreign_content is not None and self.vs1 is not None:
            amounts["foreign_content"] = gather(self.foreign_content)
            amounts["vs1"] = gather(self.vs1)
        rows: dict[str, list[str]] = {"region": list(self.regions)}
        if self.by == "sector":
            rows = sector_labels(self.sectors.sectors)
        return pd.DataFrame(rows | amounts)

    def plot(self, ax: Axes | None = None, lang: Lang = "en") -> Axes:
        """Draw the imported inputs in the exports of the largest exporters."""
        frame = self.table()
        at = largest(frame["exports"].to_numpy(), 20)
        direct, whole = frame["vs_direct"].to_numpy()[at], frame["vs"].to_numpy()[at]
        total = frame["exports"].to_numpy()[at]
        labels = (
            sector_names(self.sectors.sectors, at, lang)
            if self.by == "sector"
            else [self.regions[i] for i in at]
        )
        own = Text("수출부문의 수입투입", "imports of the exporting sector")
        others = Text("국내 공급부문의 수입투입", "imports of its domestic suppliers")
        series = [(own, 100 * ratio(direct, total)), (others, 100 * ratio(whole - direct, total))]
        axis = Text("수출에 대한 비율 (%)", "share of exports (%)")
        return stacked_bars(ax, labels, series, axis, self.title, lang)


def vertical_specialisation(
    model: Model, exports: Words | None = None, by: By = "sector"
) -> VerticalSpecialisation:
    r"""Return the imported inputs contained in exports (VS), and on multiregional tables VS1.

    Parameters
    ----------
    model : Model
        On transactions of n sectors. On a multiregional table exports are sales to other regions,
        and imported inputs come from other regions or from outside all of them.
    exports : sequence of str, optional
        National tables: the final-demand categories that are exports, by code or name; those
        named so where omitted.
    by : "sector" or "region"
        What a row of the table is.

    Returns
    -------
    VerticalSpecialisation
        (n,) each, in the table's money.

    Raises
    ------
    NotSupportedError
        If the model holds no transactions.
    NotFoundError, LabelError
        If a category isn't in the table, the exports can't be told, or a category of a
        multiregional table names no region.

    Notes
    -----
    .. math:: VS = u A^M (I - A^D)^{-1} E, \qquad VS_{direct} = u A^M E

    (Hummels, Ishii & Yi 2001, eq. 3), by exporting sector. On multiregional tables A^D of
    region r is its own block A_rr, and

    .. math:: FC_r = \sum_{t \ne r} V_t B_{tr} E_{r*} + m' B_{*r} E_{r*}, \qquad
       VS1_r = V_r \sum_{s \ne r} B_{rs} E_{s*}

    are the foreign content of exports and the exports that others' exports are made of (Koopman,
    Wang & Wei 2014, section I), m being imports from outside all regions per unit of output. VS
    exceeds the foreign content by what is domestic and returned inside imports.

    Examples
    --------
    >>> import iomodel
    >>> from iomodel.analyses.trade import vertical_specialisation
    >>> vs = vertical_specialisation(iomodel.load_model("bok-2020-33"))
    >>> round(float(vs.vs.sum() / vs.exports.sum()), 3)
    0.32
    """
    require_choice("by", by, VS_ROWS)
    leontief, table = with_transactions(model, _WHAT)
    if model.regions:
        return _multiregional(world_of(model, _WHAT), table, by)
    at = exports_of(table, exports)
    e = table.final_demand[:, at].sum(axis=1)
    a_m = input_coefficients(table.import_row, table.output)
    used = [table.info.final_demand[i].text for i in at]
    return VerticalSpecialisation(
        model.sectors,
        ("total",),
        np.zeros(len(e), dtype=np.intp),
        e,
        a_m * e,
        leontief.system.solve_transposed(a_m) * e,
        None,
        None,
        by,
        Text("수직적 특화: 수출에 든 수입투입", "Vertical specialisation: imports inside exports"),
        _columns(table, by, multiregional=False),
        (
            Text(
                f"수출은 {', '.join(t.ko for t in used)}; 수입품의 재수출은 넣지 않았다",
                f"exports are {', '.join(t.en for t in used)}; re-exports of imported products are "
                "left out",
            ),
            Text(
                "수입품에 되돌아온 국내 부가가치는 0으로 본다(한 나라 표의 한계)",
                "a national table takes imports to hold no domestic value added that returns",
            ),
            Text(
                "수출용과 내수용 생산의 수입투입 비율이 같다고 가정한다",
                "production for export is assumed to import as much as that for the home market",
            ),
        ),
    )


def _multiregional(world: World, table: IOTable, by: By) -> VerticalSpecialisation:
    A = world.system.A
    e = world.exports.sum(axis=1)
    outside = input_coefficients(table.import_row, table.output)
    a_m, chained = np.zeros(len(e)), np.zeros(len(e))
    for r in world.regions_at:
        own = world.rows(r)
        a_m[own] = A[:, own].sum(axis=0) - A[np.ix_(own, own)].sum(axis=0) + outside[own]
        chained[own] = world.local(r).solve_transposed(a_m[own])
    content = world.value_added_content
    imported = world.system.solve_transposed(outside)
    foreign = content.sum(axis=0) - content[world.home, np.arange(len(e))] + imported
    by_exporter = np.column_stack([world.only(e, s) for s in world.regions_at])
    made_for = world.system.solve(by_exporter)
    elsewhere = made_for.sum(axis=1) - made_for[np.arange(len(e)), world.home]
    return VerticalSpecialisation(
        world.sectors,
        world.regions,
        world.home,
        e,
        a_m * e,
        chained * e,
        foreign * e,
        world.value_added * elsewhere,
        by,
        Text("수직적 특화: 수출에 든 수입투입", "Vertical specialisation: imports inside exports"),
        _columns(table, by, multiregional=True),
        (
            Text(
                "수출은 다른 지역으로의 중간재와 최종재 판매",
                "exports are sales to other regions, intermediate and final",
            ),
        ),
    )


def _columns(table: IOTable, by: By, multiregional: bool) -> tuple[Column, ...]:
    money = table.info.money.name
    rows = SECTOR_COLUMNS if by == "sector" else (Column("region", Text("지역", "region")),)
    amounts = (
        Column("exports", Text("수출", "exports"), money, 0),
        Column("vs_direct", Text("직접 수입투입", "direct imported inputs"), money, 0),
        Column("vs", Text("수직적 특화 (VS)", "vertical specialisation (VS)"), money, 0),
        Column("vs_share", Text("VS 비율", "VS share of exports"), table.info.money.ratio),
    )
    if not multiregional:
        return (*rows, *amounts)
    return (
        *rows,
        *amounts,
        Column("foreign_content", Text("수출의 역외 함량", "foreign content"), money, 0),
        Column("vs1", Text("타지역 수출에 든 부가가치 (VS1)", "VS1"), money, 0),
    )


def _as_is(values: Array) -> Array:
    return values
