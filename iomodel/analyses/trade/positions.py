"""Positions in value chains: how far from final use, how far from primary inputs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, get_args

import numpy as np

from iomodel.analyses.arguments import Words, require_choice
from iomodel.analyses.base import Column, with_transactions
from iomodel.analyses.charts import COLOURS, draw_title, new_axes
from iomodel.analyses.frames import SECTOR_COLUMNS, sector_frame
from iomodel.analyses.numerics import allocation_coefficients, ratio
from iomodel.analyses.trade.categories import INVENTORIES, categories, exports_of
from iomodel.errors import NotSupportedError, Problem
from iomodel.guards import require_productive
from iomodel.leontief import Array, factorise, input_coefficients
from iomodel.models.base import Model
from iomodel.models.leontief_model import LeontiefModel
from iomodel.sectors import Classification
from iomodel.table import IOTable
from iomodel.text import Lang, Text

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

_WHAT = Text("상류도와 하류도", "upstreamness and downstreamness")
Openness = Literal["absorption", "domestic"]
OPENNESS: tuple[Openness, ...] = get_args(Openness)
_NAMED_AT_MOST = 33


@dataclass(frozen=True, eq=False)
class ChainPositions:
    """Upstreamness and downstreamness by sector; one at the least where no cell is negative.

    Attributes
    ----------
    upstreamness : ndarray (n,)
        Stages to final use, U; NaN where nothing is sold.
    downstreamness : ndarray (n,)
        Stages from primary inputs, D; NaN where nothing is produced.
    openness : "absorption" or "domestic"
        How imports and exports were treated.
    """

    sectors: Classification
    upstreamness: Array
    downstreamness: Array
    openness: Openness
    title: Text
    columns: tuple[Column, ...]
    notes: tuple[Text, ...]
    source: str = (
        "Antràs, Chor, Fally & Hillberry (2012), American Economic Review P&P 102(3); Antràs & "
        "Chor (2013), Econometrica 81(6); Fally (2012)"
    )

    def table(self) -> pd.DataFrame:
        """Return one row a sector."""
        values = {"upstreamness": self.upstreamness, "downstreamness": self.downstreamness}
        return sector_frame(self.sectors, values)

    def plot(self, ax: Axes | None = None, lang: Lang = "en") -> Axes:
        """Draw each sector by its two distances, with its code where they are few."""
        axes = new_axes(ax)
        axes.scatter(self.downstreamness, self.upstreamness, s=14, color=COLOURS[0])
        if len(self.sectors) <= _NAMED_AT_MOST:
            points = zip(self.sectors.codes, self.downstreamness, self.upstreamness, strict=True)
            for code, x, y in points:
                axes.annotate(code, (x, y), (3, 2), textcoords="offset points", fontsize=7)
        axes.set_xlabel(Text("하류도 (단계)", "downstreamness (stages)").get(lang))
        axes.set_ylabel(Text("상류도 (단계)", "upstreamness (stages)").get(lang))
        draw_title(axes, self.title, lang)
        return axes


def chain_positions(
    model: Model,
    openness: Openness | None = None,
    exports: Words | None = None,
    inventories: Words | None = None,
) -> ChainPositions:
    r"""Return each sector's upstreamness and downstreamness.

    Parameters
    ----------
    model : Model
        On transactions of n sectors.
    openness : "absorption" or "domestic", optional
        "absorption" takes exports, imports and changes in inventories to be used as domestic
        absorption is; the default of national tables with a matrix of imports. "domestic" counts
        stages inside the table alone: exports are final use and imports primary inputs; the
        default otherwise, and exact on a multiregional table of the whole world.
    exports, inventories : sequence of str, optional
        The final-demand categories concerned, by code or name; those named so where omitted. For
        "absorption".

    Returns
    -------
    ChainPositions
        (n,) each, in stages.

    Raises
    ------
    NotSupportedError
        If the model holds no transactions, or "absorption" is asked of a table without a matrix
        of imports.
    NotFoundError, LabelError
        If a category isn't in the table, or the exports can't be told.
    NotProductiveError
        If total coefficients, or shares of absorption, have a spectral radius of one or more.

    Notes
    -----
    .. math:: U = (I - \Delta)^{-1} i, \qquad D' = i' (I - A)^{-1}

    with δ_ij = z^d_ij / x_i and A = A^d for "domestic". For "absorption" (Antràs, Chor, Fally &
    Hillberry 2012, section I)

    .. math:: \delta_{ij} = \frac{z^d_{ij} + z^m_{ij}}{x_i - e_i + m_i - n_i}

    x output, e exports, m imports, n changes in inventories, and A = A^d + A^m. Downstreamness is
    Fally's number of stages (Antràs & Chor 2013). With "domestic",
    w′U + o′U = i′x = D′f, w value added and o all other primary inputs.

    Examples
    --------
    >>> import iomodel
    >>> from iomodel.analyses.trade import chain_positions
    >>> model = iomodel.load_model("bok-2020-33")
    >>> positions = chain_positions(model)
    >>> mining = model.sectors.position("광산품")
    >>> float(positions.upstreamness[mining].round(3))
    4.531
    """
    leontief, table = with_transactions(model, _WHAT)
    if openness is None:
        closed = bool(model.regions) or table.imports is None
        openness = "domestic" if closed else "absorption"
    require_choice("openness", openness, OPENNESS)
    if openness == "domestic":
        upstream, downstream = _within(leontief, table)
        notes = _domestic_notes()
    else:
        upstream, downstream, notes = _absorption(table, exports, inventories)
    stages = Text("단계", "stages")
    return ChainPositions(
        model.sectors,
        upstream,
        downstream,
        openness,
        Text("가치사슬에서의 위치", "Positions in value chains"),
        (
            *SECTOR_COLUMNS,
            Column("upstreamness", Text("상류도", "upstreamness"), stages, 3),
            Column("downstreamness", Text("하류도", "downstreamness"), stages, 3),
        ),
        notes,
    )


def _within(model: LeontiefModel, table: IOTable) -> tuple[Array, Array]:
    """Return U = x̂⁻¹ L x and D′ = i′L; (I − x̂⁻¹Z)⁻¹ = x̂⁻¹ L x̂ saves a factorisation."""
    x = table.output
    upstream = np.where(model.active, ratio(model.system.solve(x), x), np.nan)
    downstream = model.system.solve_transposed(np.ones(len(x)))
    return upstream, np.where(model.active, downstream, np.nan)


def _absorption(
    table: IOTable,
    exports: Words | None,
    inventories: Words | None,
) -> tuple[Array, Array, tuple[Text, ...]]:
    if table.imports is None or table.final_demand_imports is None:
        raise _no_import_matrix(table)
    sold = exports_of(table, exports)
    stocked = categories(table, inventories, INVENTORIES, "inventories")
    left_out = set(sold) | set(stocked)
    kept = [k for k in range(table.final_demand.shape[1]) if k not in left_out]
    flows = table.domestic + table.imports
    final = (table.final_demand + table.final_demand_imports)[:, kept].sum(axis=1)
    absorbed = flows.sum(axis=1) + final
    shares = allocation_coefficients(flows, absorbed)
    A = input_coefficients(flows, table.output)
    for matrix in (shares, A):
        require_productive(table.info.id, table.sectors, matrix)
    ones = np.ones(len(A))
    upstream = np.where(absorbed != 0, factorise(shares).solve(ones), np.nan)
    downstream = np.where(table.output != 0, factorise(A).solve_transposed(ones), np.nan)
    labels = table.info.final_demand
    return (
        upstream,
        downstream,
        _absorption_notes([labels[k].text for k in sold], [labels[k].text for k in stocked]),
    )


def _absorption_notes(exports: list[Text], inventories: list[Text]) -> tuple[Text, ...]:
    stocks_ko = ", ".join(t.ko for t in inventories) or "없음"
    stocks_en = ", ".join(t.en for t in inventories) or "none"
    return (
        Text(
            "개방경제 보정: 수출·수입·재고를 국내흡수와 같은 비율로 쓴다고 가정한다. 수출 항목 "
            f"{', '.join(t.ko for t in exports)}; 재고 항목 {stocks_ko}",
            "open-economy correction: exports, imports and inventories are taken to be used as "
            f"domestic absorption is. Exports: {', '.join(t.en for t in exports)}; inventories: "
            f"{stocks_en}",
        ),
        Text(
            "하류도는 수입투입이 국산과 같은 단계를 거친다고 본다",
            "downstreamness takes imported inputs to have passed as many stages as domestic ones",
        ),
    )


def _domestic_notes() -> tuple[Text, ...]:
    return (
        Text(
            "표 안의 단계만 센다: 표 밖으로의 수출은 최종사용, 표 밖에서 온 수입은 본원적 투입",
            "stages inside the table alone: exports beyond it are final use, imports from beyond "
            "it primary inputs",
        ),
    )


def _no_import_matrix(table: IOTable) -> NotSupportedError:
    return NotSupportedError(
        table.info.id,
        Problem(
            "openness",
            Text(
                "개방경제 보정에 필요한 수입거래표가 없습니다",
                "the open-economy correction needs the flows of imports",
            ),
            Text("수입거래표가 있는 거래표", "transactions with a matrix of imports"),
            Text("수입이 한 행인 표", "imports as one row"),
            Text('openness="domestic"으로 하십시오', 'use openness="domestic"'),
        ),
    )
