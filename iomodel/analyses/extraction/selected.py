"""Extraction of chosen sectors, of a region, or of a firm's share of a sector."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from iomodel.analyses.arguments import Words, indicators_there, listed
from iomodel.analyses.base import Column, with_transactions
from iomodel.analyses.charts import largest_sectors, readable_money, with_unit
from iomodel.analyses.extraction.choices import (
    CAVEATS,
    MEANINGS,
    SOURCE,
    TITLES,
    WHAT,
    Kind,
    kind_of,
    positions_of,
    require_fitting,
    shares_of,
)
from iomodel.analyses.extraction.numerics import (
    columns_of_inverse,
    one_sided_loss,
    outward_loss,
    total_loss,
)
from iomodel.analyses.frames import PERCENT, SECTOR_COLUMNS, sector_frame
from iomodel.analyses.numerics import Positions, ghosh_system, ratio
from iomodel.impact import Indicator
from iomodel.leontief import Array
from iomodel.models import LeontiefModel, Model
from iomodel.sectors import Classification
from iomodel.table import IOTable, TableInfo
from iomodel.text import Lang, Text

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

_USUAL = ("value_added", "employment")


@dataclass(frozen=True, eq=False)
class Extraction:
    """Output lost by sector when sectors are extracted, and what hangs on it.

    Attributes
    ----------
    info : TableInfo
    sectors : Classification
        n sectors.
    kind : "total", "backward" or "forward"
    extracted : tuple of str
        Codes of the extracted sectors.
    shares : ndarray (k,)
        Share of each that is extracted.
    before : ndarray (n,)
        x, output before, in the table's money.
    loss : ndarray (n,)
        x − x̄, in the table's money.
    indicators : tuple of Indicator
    indicator_loss : ndarray (i, n)
        ĉ (x − x̄): value added in the table's money, employment in persons.
    """

    info: TableInfo
    sectors: Classification
    kind: Kind
    extracted: tuple[str, ...]
    shares: Array
    before: Array
    loss: Array
    indicators: tuple[Indicator, ...]
    indicator_loss: Array
    notes: tuple[Text, ...]

    @property
    def title(self) -> Text:
        """What the result is."""
        return TITLES[self.kind]

    @property
    def source(self) -> str:
        """The source of the formula."""
        return SOURCE

    @property
    def after(self) -> Array:
        """x̄, output after, (n,)."""
        return self.before - self.loss

    @property
    def percent(self) -> Array:
        """Loss in percent of output before, (n,)."""
        return 100.0 * ratio(self.loss, self.before)

    @property
    def loss_elsewhere(self) -> float:
        """Output lost outside the extracted sectors, in the table's money."""
        inside = [self.sectors.position(code) for code in self.extracted]
        return float(self.loss.sum() - self.loss[inside].sum())

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns of `table`, in order."""
        money = self.info.money.name
        return (
            *SECTOR_COLUMNS,
            Column("before", Text("추출 전 산출", "output before"), money, 0),
            Column("loss", Text("산출 손실", "output lost"), money, 0),
            Column("percent", Text("손실률", "lost"), PERCENT, 2),
            *(
                Column(
                    f"{i.id}_loss",
                    Text(f"{i.name.ko} 손실", f"{i.name.en} lost"),
                    i.measured_in(self.info.money),
                    0,
                )
                for i in self.indicators
            ),
        )

    def table(self) -> pd.DataFrame:
        """Return a row a sector."""
        values = {"before": self.before, "loss": self.loss, "percent": self.percent}
        more = zip(self.indicators, self.indicator_loss, strict=True)
        return sector_frame(self.sectors, values | {f"{i.id}_loss": row for i, row in more})

    def plot(self, ax: Axes | None = None, lang: Lang = "en") -> Axes:
        """Draw the sectors that lose most."""
        what = Text("산출 손실", "Output lost")
        (shown,), unit = readable_money([(what, self.loss)], self.info.money)
        axis = with_unit(what, unit)
        return largest_sectors(ax, self.sectors.sectors, [shown], axis, self.title, lang)


def extract(
    model: Model,
    sectors: Words = (),
    regions: Words = (),
    share: float | Sequence[float] = 1.0,
    kind: str = "total",
    keep_own: bool = False,
) -> Extraction:
    """Return what is lost when sectors, or a share of them, are taken out of the economy.

    Parameters
    ----------
    model : LeontiefModel
        Of a transactions table.
    sectors : sequence of str
        Codes or exact names; extracting nothing loses nothing.
    regions : sequence of str
        All sectors of these regions of a multiregional table, instead of `sectors`.
    share : float or sequence of float
        Share of each sector that is extracted, such as a firm's share of its output:
        0 < share ≤ 1; one for all, or one a sector. Below one, extraction is not complete.
    kind : "total", "backward" or "forward"
    keep_own : bool
        Whether flows among the extracted sectors stay, so that only their links with others are
        cut; backward and forward alone.

    Returns
    -------
    Extraction

    Raises
    ------
    NotSupportedError
        If the model holds no transactions, or the arguments don't go together.
    UnknownSectorError, NotFoundError
        If a sector or a region isn't in the table.
    LabelError
        If a sector is named twice, or a share isn't within its bounds.

    Notes
    -----
    Loss x − x̄, by solves with the unaltered system (`numerics`); K are the extracted sectors:

    * total: x̄ = S (A x̄ + f), S = I less the share on K. Complete, rows, columns and final demand
      of K are gone;
    * backward: x̄ = (I − Ā)⁻¹ f, columns K of A scaled by 1 − share;
    * forward: x̄′ = v′ (I − B̄)⁻¹, rows K of B scaled by 1 − share.

    Value added and employment lost are ĉ (x − x̄).

    Examples
    --------
    >>> import iomodel
    >>> from iomodel.analyses.extraction import extract
    >>> model = iomodel.load_model("bok-2020-33")
    >>> whole, firm = extract(model, ["운송장비"]), extract(model, ["운송장비"], share=0.3)
    >>> round(float(whole.loss_elsewhere / whole.before.sum()), 4)
    0.0408
    >>> round(float(firm.loss.sum() / whole.loss.sum()), 4)
    0.3698
    """
    leontief, table = with_transactions(model, WHAT)
    chosen = kind_of(kind)
    named, whole = listed(sectors), listed(regions)
    require_fitting(named, whole, chosen, keep_own)
    K = positions_of(leontief, named, whole)
    shares = shares_of(share, len(K))
    x = table.output
    loss = _loss(leontief, table, K, shares, chosen, keep_own)
    places = indicators_there(model, _USUAL)
    return Extraction(
        model.info,
        model.sectors,
        chosen,
        tuple(model.sectors.codes[i] for i in K),
        shares,
        x,
        loss,
        tuple(model.indicators[k] for k in places),
        leontief.coefficients[places] * loss,
        (MEANINGS[chosen], *CAVEATS),
    )


def _loss(
    model: LeontiefModel, table: IOTable, K: Positions, shares: Array, kind: Kind, keep_own: bool
) -> Array:
    x = table.output
    if not len(K):
        return np.zeros_like(x)
    forward = kind == "forward"
    system = ghosh_system(table.domestic, x) if forward else model.system
    H_K = columns_of_inverse(system, K, transposed=forward)
    if kind == "total":
        return total_loss(H_K, K, shares, x)
    if not keep_own:
        return one_sided_loss(H_K, K, shares, x)
    own = system.A[np.ix_(K, K)]
    return outward_loss(H_K, K, shares, x, own.T if forward else own)
