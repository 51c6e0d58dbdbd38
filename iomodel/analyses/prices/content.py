"""What a price is made of: the primary inputs that it contains directly and indirectly."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from iomodel.analyses.base import Column, leontief_model
from iomodel.analyses.charts import largest_sectors, with_unit
from iomodel.analyses.frames import SECTOR_COLUMNS, TOTAL, sector_frame
from iomodel.analyses.prices.sources import primary_rows
from iomodel.leontief import Array, multipliers
from iomodel.models.base import Model
from iomodel.sectors import Classification
from iomodel.text import Lang, Text
from iomodel.units import MoneyUnit

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

TITLE = Text("가격의 본원적 투입 구성", "Primary-input content of prices")
_WHAT = Text("가격의 본원적 투입 구성", "the primary-input content of prices")


@dataclass(frozen=True, eq=False)
class CostContent:
    """Primary inputs contained in a won of each sector's output.

    Attributes
    ----------
    sectors : Classification
        n sectors.
    ids, names : tuple
        k primary inputs.
    money : MoneyUnit
        The table's.
    content : ndarray (k, n)
        Money per money, direct and indirect; columns sum to one where the accounts exhaust output.
    """

    sectors: Classification
    ids: tuple[str, ...]
    names: tuple[Text, ...]
    money: MoneyUnit
    content: Array
    title: Text = field(default=TITLE, init=False)
    source: str = field(
        default="Leontief price model, Miller & Blair (2009), section 2.6", init=False
    )
    notes: tuple[Text, ...] = ()

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns of `table`."""
        parts = zip(self.ids, self.names, strict=True)
        return (
            *SECTOR_COLUMNS,
            *(Column(id, name, self.money.ratio) for id, name in parts),
            Column("total", TOTAL, self.money.ratio),
        )

    def table(self) -> pd.DataFrame:
        """Return one row a sector."""
        parts = dict(zip(self.ids, self.content, strict=True))
        return sector_frame(self.sectors, {**parts, "total": self.content.sum(axis=0)})

    def plot(self, ax: Axes | None = None, lang: Lang = "en") -> Axes:
        """Draw the composition of the prices that contain most imports."""
        last = self.ids.index("imports") if "imports" in self.ids else len(self.ids) - 1
        parts = list(zip(self.names, self.content, strict=True))
        one = self.money.one
        what = Text(f"가격 1{one.ko}의 구성", f"content of one {one.en} of price")
        axis = with_unit(what, self.money.ratio)
        sectors, by = self.sectors.sectors, self.content[last]
        return largest_sectors(ax, sectors, parts, axis, self.title, lang, by=by)


def cost_content(model: Model) -> CostContent:
    """Return the primary inputs contained in the price of each sector's output.

    Parameters
    ----------
    model : Model
        A Leontief model of n sectors.

    Returns
    -------
    CostContent
        Also the elasticity of each price with respect to each primary input's price.

    Raises
    ------
    NotSupportedError
        If the model is published multipliers.

    Notes
    -----
    c_k′ L for every primary input k; i′ Σ_k ĉ_k L = i′, which is the price model at base
    prices, p = (I − A^d′)⁻¹ (v + m + t) = i (Miller & Blair 2009, section 2.6).

    Examples
    --------
    >>> import iomodel
    >>> from iomodel.analyses.prices import cost_content
    >>> model = iomodel.load_model("bok-2020-33")
    >>> content = cost_content(model).table().set_index("name_ko").loc["운송장비"]
    >>> [round(float(content[k]), 4) for k in ("compensation_of_employees", "imports", "total")]
    [0.3209, 0.3028, 1.0]
    """
    leontief = leontief_model(model, _WHAT)
    rows = primary_rows(leontief)
    content = multipliers(leontief.system, np.vstack([row.coefficients for row in rows]))
    ids, names = tuple(row.id for row in rows), tuple(row.name for row in rows)
    return CostContent(model.sectors, ids, names, model.info.money, content)
