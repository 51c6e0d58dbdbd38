"""The coefficients on which the Leontief inverse depends most."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, get_args

import numpy as np

from iomodel.analyses.arguments import require_choice, require_count
from iomodel.analyses.base import Column, leontief_model
from iomodel.analyses.charts import bars, with_unit
from iomodel.analyses.sensitivity.cells import (
    BUYER,
    SUPPLIER,
    cell_columns,
    cell_frame,
    cell_labels,
)
from iomodel.analyses.sensitivity.numerics import Cells, largest_cells
from iomodel.leontief import Array
from iomodel.models.base import Model
from iomodel.sectors import Classification
from iomodel.text import Lang, Text
from iomodel.units import MoneyUnit

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

RankBy = Literal["elasticity", "intensity"]

RANKS: tuple[RankBy, ...] = get_args(RankBy)
_INTENSITY = Text("영향력장의 합", "sum of the field")
_ELASTICITY = Text("탄력성", "elasticity")


@dataclass(frozen=True, eq=False)
class ImportantCoefficients:
    """The coefficients on which the Leontief inverse depends most.

    Attributes
    ----------
    title : Text
    sectors : Classification
    money : MoneyUnit
        The table's.
    rank_by : "elasticity" or "intensity"
    cells : Cells
        The largest, by `rank_by`.
    coefficients, intensities, elasticities : ndarray (p,)
        a_ij, the sum of F(i, j), and a_ij times it over the sum of L.
    """

    title: Text
    sectors: Classification
    money: MoneyUnit
    rank_by: RankBy
    cells: Cells
    coefficients: Array
    intensities: Array
    elasticities: Array

    source = "Sonis & Hewings 1992; Miller & Blair 2009, section 12.3"

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns of `table`."""
        return (
            *cell_columns(SUPPLIER, BUYER),
            Column("coefficient", Text("투입계수", "input coefficient"), self.money.ratio),
            Column("intensity", _INTENSITY, self.money.ratio),
            Column("elasticity", _ELASTICITY, decimals=5),
        )

    @property
    def notes(self) -> tuple[Text, ...]:
        """What an elasticity of the inverse is."""
        return (
            Text(
                "탄력성은 계수가 1% 늘 때 모든 생산유발계수의 합이 늘어나는 %입니다",
                "an elasticity is the percentage by which the sum of the inverse grows with one "
                "per cent of the coefficient",
            ),
        )

    def table(self) -> pd.DataFrame:
        """Return one row a coefficient, the most important first."""
        values = {
            "coefficient": self.coefficients,
            "intensity": self.intensities,
            "elasticity": self.elasticities,
        }
        return cell_frame(self.sectors, self.cells, ("supplier", "buyer"), values)

    def plot(self, ax: Axes | None = None, lang: Lang = "en") -> Axes:
        """Draw one bar a coefficient."""
        labels = cell_labels(self.sectors, self.cells, lang)
        axis, shown = _ELASTICITY, self.elasticities
        if self.rank_by == "intensity":
            axis, shown = with_unit(_INTENSITY, self.money.ratio), self.intensities
        return bars(ax, labels, [(axis, shown)], axis, self.title, lang)


def important_coefficients(
    model: Model, rank_by: RankBy = "elasticity", most: int = 20
) -> ImportantCoefficients:
    """Return the coefficients whose field of influence is largest.

    Parameters
    ----------
    model : LeontiefModel
    rank_by : "elasticity" or "intensity"
        Relative changes of coefficients that exist, or absolute changes of any cell, empty ones
        too.
    most : int
        How many to list.

    Returns
    -------
    ImportantCoefficients

    Raises
    ------
    NotSupportedError
        If the model is published multipliers, or `rank_by` is another word.
    LabelError
        If `most` is below one.

    Notes
    -----
    The sum of F(i, j) is (i′L)_i (L i)_j (Sonis & Hewings 1992), so two solves rank n² cells;
    the elasticity of i′L i to a_ij is a_ij (i′L)_i (L i)_j / i′L i.

    Examples
    --------
    >>> import iomodel
    >>> from iomodel.analyses.sensitivity import important_coefficients
    >>> model = iomodel.load_model("bok-2020-33")
    >>> important_coefficients(model, most=2).table()[["supplier", "buyer", "elasticity"]].round(4)
      supplier buyer  elasticity
    0       14    14      0.0207
    1       07    07      0.0199
    """
    held = leontief_model(model, Text("중요계수", "important coefficients"))
    require_count("most", most)
    require_choice("rank_by", rank_by, RANKS)
    ones = np.ones(len(held.sectors))
    down, across, A = held.system.solve_transposed(ones), held.system.solve(ones), held.system.A
    total = float(down.sum())

    def measure(rows: slice) -> Array:
        field = down[rows, None] * across
        if rank_by == "intensity":
            return np.abs(field)
        return np.where(A[rows] != 0, np.abs(field * A[rows]), -np.inf)

    cells = largest_cells(len(ones), measure, most)
    a = A[cells.rows, cells.columns]
    field = down[cells.rows] * across[cells.columns]
    return ImportantCoefficients(
        Text(f"중요계수: {held.info.id}", f"Important coefficients: {held.info.id}"),
        held.sectors,
        held.info.money,
        rank_by,
        cells,
        a,
        field,
        a * field / total,
    )
