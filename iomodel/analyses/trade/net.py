"""Net multipliers: what a sector's own final demand sets off, against its own size."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from iomodel.analyses.arguments import indicator_of
from iomodel.analyses.base import Column, with_transactions
from iomodel.analyses.charts import largest_sectors
from iomodel.analyses.frames import SECTOR_COLUMNS, sector_frame
from iomodel.analyses.numerics import ratio
from iomodel.impact import Indicator
from iomodel.leontief import Array
from iomodel.models.base import Model, display_scale, multiplier_unit
from iomodel.models.leontief_model import LeontiefModel
from iomodel.sectors import Classification
from iomodel.text import Lang, Text

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

_WHAT = Text("순승수", "net multipliers")


@dataclass(frozen=True, eq=False)
class NetMultipliers:
    """Net multipliers of one indicator.

    Attributes
    ----------
    gross : ndarray (n,)
        m, the effect of a unit of final demand: won per won, others per billion won.
    direct : ndarray (n,)
        c, the direct coefficient, in the same unit.
    final_share : ndarray (n,)
        f / x, the share of output that is sold to final demand.
    net : ndarray (n,)
        m f / (c x); NaN where the sector has no output or no direct effect.
    weights : ndarray (n,)
        c x, over which `net` averages to one; zero where it is NaN.
    """

    sectors: Classification
    indicator: Indicator
    gross: Array
    direct: Array
    final_share: Array
    net: Array
    weights: Array
    title: Text
    columns: tuple[Column, ...]
    notes: tuple[Text, ...]
    source: str = (
        "Oosterhaven & Stelder (2002), Net multipliers avoid exaggerating impacts, "
        "Journal of Regional Science 42(3)"
    )

    def table(self) -> pd.DataFrame:
        """Return one row a sector."""
        values = {
            "gross": self.gross,
            "direct": self.direct,
            "final_share": self.final_share,
            "net": self.net,
        }
        return sector_frame(self.sectors, values)

    def plot(self, ax: Axes | None = None, lang: Lang = "en") -> Axes:
        """Draw the largest net multipliers, with a line at one."""
        axis = Text("순승수 (1 = 평균)", "net multiplier (1 = average)")
        sectors, series = self.sectors.sectors, [(axis, self.net)]
        axes = largest_sectors(ax, sectors, series, axis, self.title, lang, most=20)
        axes.axvline(1.0, color="black", linewidth=0.8, linestyle="--")
        return axes


def net_multipliers(model: Model, indicator: str = "production") -> NetMultipliers:
    r"""Return the net multipliers of one indicator.

    A gross multiplier must be multiplied by final demand alone. Where it would be applied to a
    sector's whole output, the net multiplier is the one that doesn't count intermediate sales
    twice: over all sectors it averages to one. Above one, the rest of the economy depends on the
    sector's final demand more than the sector depends on the others' (Dietzenbacher 2005). De
    Mesnard (2007) and Guerra & Sancho (2013) dispute that it is a multiplier at all.

    Parameters
    ----------
    model : Model
        On transactions, national or multiregional; n sectors.
    indicator : str
        The id of one of the model's indicators.

    Returns
    -------
    NetMultipliers
        (n,) each.

    Raises
    ------
    NotSupportedError
        If the model holds no transactions.
    NotFoundError
        If the model lacks the indicator.

    Notes
    -----
    .. math:: \mu_j = \frac{(c' L)_j}{c_j} \frac{f_j}{x_j}, \qquad
       \sum_j c_j x_j \mu_j = \sum_j c_j x_j

    (Oosterhaven & Stelder 2002). For output c = 1 and μ′ = i′L f̂ x̂⁻¹. f is the final
    demand for domestic products, exports and changes in inventories included.

    Examples
    --------
    >>> import iomodel
    >>> from iomodel.analyses.trade import net_multipliers
    >>> model = iomodel.load_model("bok-2020-33")
    >>> net = net_multipliers(model)
    >>> construction = model.sectors.position("건설")
    >>> float(net.gross[construction].round(3)), float(net.net[construction].round(3))
    (2.0, 1.861)
    """
    leontief, table = with_transactions(model, _WHAT)
    k, shown = indicator_of(model, indicator)
    scale = display_scale(model.indicators, model.info)[k]
    x, f = table.output, table.final_demand.sum(axis=1)
    m, c = model.multipliers().values[k].sum(axis=0), leontief.coefficients[k] * scale
    weights = c * x / scale
    known = weights != 0
    share = ratio(f, x)
    net = np.divide(m * share, c, out=np.full_like(x, np.nan), where=known)
    unit = multiplier_unit(shown, model.info.money)
    return NetMultipliers(
        model.sectors,
        shown,
        m,
        c,
        share,
        net,
        np.where(known, weights, 0.0),
        Text(f"순승수: {shown.name.ko}", f"Net multipliers: {shown.name.en}"),
        (
            *SECTOR_COLUMNS,
            Column("gross", Text("총승수", "gross multiplier"), unit),
            Column("direct", Text("직접계수", "direct coefficient"), unit),
            Column("final_share", Text("최종수요 비율", "final demand / output")),
            Column("net", Text("순승수", "net multiplier")),
        ),
        (
            Text(
                "순승수는 총산출에 곱하는 것이고, 총승수는 최종수요에만 곱할 수 있다",
                "net multipliers apply to output; gross ones to final demand alone",
            ),
            *_undefined(leontief, known),
        ),
    )


def _undefined(model: LeontiefModel, known: NDArray[np.bool_]) -> tuple[Text, ...]:
    codes = ", ".join(model.sectors.codes[i] for i in np.flatnonzero(~known))
    if not codes:
        return ()
    return (
        Text(
            f"직접효과가 없어 순승수가 정의되지 않는 부문: {codes}",
            f"sectors without a direct effect, whose net multiplier is undefined: {codes}",
        ),
    )
