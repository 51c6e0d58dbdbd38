"""Extraction of every sector in turn: the ranking of their importance."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from iomodel.analyses.base import Column, with_transactions
from iomodel.analyses.charts import Series, bars, readable_money, sector_names, with_unit
from iomodel.analyses.extraction.choices import CAVEATS, MEANINGS, SOURCE, WHAT, shares_of
from iomodel.analyses.frames import PERCENT, SECTOR_COLUMNS, sector_frame
from iomodel.analyses.numerics import ghosh_system, largest, moments
from iomodel.leontief import Array
from iomodel.models import Model
from iomodel.sectors import Classification
from iomodel.table import TableInfo
from iomodel.text import Lang, Text

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes


@dataclass(frozen=True, eq=False)
class ExtractionRanking:
    """Output lost in the whole economy when each sector is extracted by itself.

    Attributes
    ----------
    info : TableInfo
    sectors : Classification
        n sectors.
    before : ndarray (n,)
        x, in the table's money.
    total, backward, forward : ndarray (n,)
        Output lost, in the table's money.
    """

    info: TableInfo
    sectors: Classification
    before: Array
    total: Array
    backward: Array
    forward: Array
    notes: tuple[Text, ...]

    @property
    def title(self) -> Text:
        """What the result is."""
        return Text("부문별 가상추출", "Hypothetical extraction of each sector")

    @property
    def source(self) -> str:
        """The source of the formula."""
        return SOURCE

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns of `table`, in order."""
        money = self.info.money.name
        share = Text("총산출 대비 손실률", "lost, of all output")
        return (
            *SECTOR_COLUMNS,
            Column("before", Text("산출", "output"), money, 0),
            Column("total", Text("전체 추출 손실", "lost, total"), money, 0),
            Column("backward", Text("후방 추출 손실", "lost, backward"), money, 0),
            Column("forward", Text("전방 추출 손실", "lost, forward"), money, 0),
            Column("percent", share, PERCENT, 2),
        )

    def table(self) -> pd.DataFrame:
        """Return a row a sector."""
        values = {
            "before": self.before,
            "total": self.total,
            "backward": self.backward,
            "forward": self.forward,
            "percent": 100.0 * self.total / self.before.sum(),
        }
        return sector_frame(self.sectors, values)

    def plot(self, ax: Axes | None = None, lang: Lang = "en") -> Axes:
        """Draw the sectors whose extraction costs most."""
        what = Text("산출 손실", "Output lost")
        series: Series = [
            (Text("전체", "total"), self.total),
            (Text("후방", "backward"), self.backward),
            (Text("전방", "forward"), self.forward),
        ]
        series, unit = readable_money(series, self.info.money)
        at = largest(self.total, 12)
        shown = [(name, values[at]) for name, values in series]
        labels = sector_names(self.sectors.sectors, at, lang)
        return bars(ax, labels, shown, with_unit(what, unit), self.title, lang)


def extract_each(model: Model, share: float = 1.0) -> ExtractionRanking:
    """Return the output lost when each sector by itself is extracted, in all three ways.

    Parameters
    ----------
    model : LeontiefModel
        Of a transactions table.
    share : float
        Share of the sector that is extracted, 0 < share ≤ 1.

    Raises
    ------
    NotSupportedError
        If the model holds no transactions.
    LabelError
        If the share isn't within its bounds.

    Notes
    -----
    With w_j = s x_j / (1 + s (l_jj − 1)): total w_j Σ_i l_ij, backward w_j (Σ_i l_ij − 1),
    forward w_j (Σ_k g_jk − 1), as g_jj = l_jj; for s = 1 Miller & Blair (2009, section 12.2.6).

    Examples
    --------
    >>> import iomodel
    >>> from iomodel.analyses.extraction import extract_each
    >>> ranking = extract_each(iomodel.load_model("bok-2020-33")).table()
    >>> ranking.nlargest(3, "total")["name_ko"].tolist()
    ['도소매 및 상품중개서비스', '건설', '컴퓨터, 전자 및 광학기기']
    """
    leontief, table = with_transactions(model, WHAT)
    s = float(shares_of(share, 1)[0])
    L = moments(leontief.system)
    G_rows = ghosh_system(table.domestic, table.output).solve(np.ones(len(model.sectors)))
    x = table.output
    weights = s * x / (1.0 + s * (L.diagonal - 1.0))
    return ExtractionRanking(
        model.info,
        model.sectors,
        x,
        weights * L.columns,
        weights * (L.columns - 1.0),
        weights * (G_rows - 1.0),
        (*MEANINGS.values(), *CAVEATS),
    )
