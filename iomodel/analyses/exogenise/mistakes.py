"""By how much two common mistakes overstate what an exogenised sector induces."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from iomodel.analyses.base import Column, leontief_model
from iomodel.analyses.charts import largest_sectors, with_unit
from iomodel.analyses.exogenise.choice import chosen
from iomodel.analyses.exogenise.numerics import diagonals
from iomodel.analyses.frames import PERCENT, SECTOR_COLUMNS, TIMES, sector_frame
from iomodel.leontief import Array
from iomodel.models.base import Model
from iomodel.sectors import Classification
from iomodel.text import Lang, Text

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

FULL_INVERSE = Text("전체 역행렬의 열을 곱한 경우", "column of the full inverse")
MIXED = Text("전체 역행렬에 투입계수를 곱한 경우", "full inverse times the coefficients")
TITLE = Text("외생화 과대계상 배율", "Overstatement of exogenised effects")
_WHAT = Text("외생화 과대계상 배율", "the overstatement of exogenised effects")


@dataclass(frozen=True, eq=False)
class Overstatement:
    """Ratios of mistaken to right effects, each sector exogenised alone.

    Attributes
    ----------
    sectors : Classification
        m sectors.
    full_inverse : ndarray (m,)
        L_HH: L_eH Δx_H over L_eH L_HH⁻¹ Δx_H.
    mixed : ndarray (m,)
        (1 − a_HH) L_HH: L_ee A_eH Δx_H, with L_ee cut out of the full inverse, over the same.
    """

    sectors: Classification
    full_inverse: Array
    mixed: Array
    title: Text = field(default=TITLE, init=False)
    source: str = field(
        default="inverse of a partitioned matrix, Miller & Blair (2009), appendix A", init=False
    )
    notes: tuple[Text, ...] = ()

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns of `table`."""
        return (
            *SECTOR_COLUMNS,
            Column("full_inverse", FULL_INVERSE, TIMES),
            Column("mixed", MIXED, TIMES),
        )

    def table(self) -> pd.DataFrame:
        """Return one row a sector."""
        values = {"full_inverse": self.full_inverse, "mixed": self.mixed}
        return sector_frame(self.sectors, values)

    def plot(self, ax: Axes | None = None, lang: Lang = "en") -> Axes:
        """Draw by how much the first mistake overstates, for the worst sectors."""
        bars = [(FULL_INVERSE, (self.full_inverse - 1.0) * 100.0)]
        axis = with_unit(Text("과대계상", "overstatement"), PERCENT)
        return largest_sectors(ax, self.sectors.sectors, bars, axis, self.title, lang)


def exogenous_overstatement(
    model: Model, sectors: Sequence[str] | str | None = None
) -> Overstatement:
    """Return by how much two common mistakes overstate an exogenised sector's effects.

    Parameters
    ----------
    model : Model
        A Leontief model.
    sectors : codes or names, optional
        Each is exogenised alone; all sectors where none is named (that forms the inverse).

    Returns
    -------
    Overstatement

    Raises
    ------
    NotSupportedError
        If the model is published multipliers.
    UnknownSectorError, LabelError, InactiveSectorError
        If the sectors don't fit.

    Notes
    -----
    The right effect is L_eH L_HH⁻¹ Δx_H. Multiplying the full inverse's column by an output
    change, L_eH Δx_H, overstates it by L_HH. Cutting L_ee out of the full inverse instead of
    inverting I − A_ee, L_ee A_eH Δx_H = L_eH (1 − a_HH) Δx_H, overstates it by (1 − a_HH) L_HH.

    Examples
    --------
    >>> import iomodel
    >>> from iomodel.analyses.exogenise import exogenous_overstatement
    >>> result = exogenous_overstatement(iomodel.load_model("bok-2020-83"))
    >>> float(result.full_inverse.max().round(2)), float(result.mixed.max().round(2))
    (1.45, 1.09)
    """
    leontief = leontief_model(model, _WHAT)
    positions = chosen(leontief, sectors).positions if sectors else None
    L, a = diagonals(leontief.system, positions)
    at = np.arange(len(model.sectors)) if positions is None else np.asarray(positions)
    picked = Classification(model.sectors.id, tuple(model.sectors.sectors[i] for i in at))
    return Overstatement(picked, L, (1.0 - a) * L)
