"""The field of influence of an input coefficient."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from iomodel.analyses.arguments import require_count
from iomodel.analyses.base import Column, leontief_model
from iomodel.analyses.charts import heat_map, with_unit
from iomodel.analyses.numerics import unit_columns
from iomodel.analyses.sensitivity.cells import DEMANDED, SUPPLIER, cell_columns, cell_frame
from iomodel.analyses.sensitivity.numerics import largest_cells, rank_one_factor
from iomodel.errors import NotSupportedError, Problem
from iomodel.leontief import Array
from iomodel.models.base import Model
from iomodel.models.leontief_model import LeontiefModel
from iomodel.sectors import Classification
from iomodel.text import Lang, Text
from iomodel.units import MoneyUnit

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

_INFLUENCE = Text("영향", "influence")


@dataclass(frozen=True, eq=False)
class FieldOfInfluence:
    """How a change of one input coefficient spreads over the Leontief inverse.

    Attributes
    ----------
    title : Text
    sectors : Classification
    money : MoneyUnit
        The table's.
    supplier, buyer : int
        i and j of a_ij.
    coefficient : float
        a_ij.
    column, row : ndarray (n,)
        Column i and row j of L; the field is their outer product.
    most : int
        How many cells `table` shows.
    """

    title: Text
    sectors: Classification
    money: MoneyUnit
    supplier: int
    buyer: int
    coefficient: float
    column: Array
    row: Array
    most: int

    source = "Sonis & Hewings 1992; Sherman & Morrison 1950; Miller & Blair 2009, section 12.3"

    @property
    def field(self) -> Array:
        """F(i, j) = l_·i l_j·, (n, n): the derivative of L by a_ij."""
        return np.outer(self.column, self.row)

    @property
    def intensity(self) -> float:
        """The sum of the field: column sum i times row sum j of L."""
        return float(self.column.sum() * self.row.sum())

    @property
    def critical(self) -> float:
        """The change at which I − A becomes singular, 1 / l_ji; infinite if none does."""
        l_ji = float(self.column[self.buyer])
        return 1.0 / l_ji if l_ji else float("inf")

    def change_of_inverse(self, change: float) -> Array:
        """Return ΔL, (n, n), exactly, for a change of a_ij by `change`.

        Raises
        ------
        NotSupportedError
            If the change reaches `critical`, beyond which there is no such economy.
        """
        require_feasible(change, float(self.column[self.buyer]), str(self.title))
        return self.field * rank_one_factor(change, float(self.column[self.buyer]))

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns of `table`."""
        return (
            *cell_columns(SUPPLIER, DEMANDED),
            Column("influence", _INFLUENCE, self.money.ratio),
        )

    @property
    def notes(self) -> tuple[Text, ...]:
        """The size of the field and how far it holds."""
        return (
            Text(
                f"투입계수 {self.coefficient:.6g}, 영향력장의 합 {self.intensity:.6g}; 투입계수가 "
                f"{self.critical:.4g} 늘면 역행렬이 없어집니다",
                f"input coefficient {self.coefficient:.6g}, sum of the field "
                f"{self.intensity:.6g}; an increase by {self.critical:.4g} leaves no inverse",
            ),
            Text(
                "계수 변화가 작을 때의 기울기이며, 정확한 변화는 change_of_inverse가 줍니다",
                "a slope, for small changes; change_of_inverse gives exact ones",
            ),
        )

    def table(self) -> pd.DataFrame:
        """Return the cells of L that change most with a_ij, the largest first."""
        cells = largest_cells(
            len(self.row), lambda rows: np.abs(np.outer(self.column[rows], self.row)), self.most
        )
        values = self.column[cells.rows] * self.row[cells.columns]
        return cell_frame(self.sectors, cells, ("supplier", "demanded"), {"influence": values})

    def plot(self, ax: Axes | None = None, lang: Lang = "en") -> Axes:
        """Draw the field as a map, suppliers down, sectors demanded across; colours by size."""
        from matplotlib.colors import SymLogNorm

        field, top = self.field, float(np.abs(self.field).max())
        norm = SymLogNorm(linthresh=top / 1000.0, vmin=float(field.min()), vmax=top)
        rows, columns = ((name, self.sectors.codes) for _, name in (SUPPLIER, DEMANDED))
        colour = with_unit(_INFLUENCE, self.money.ratio)
        return heat_map(ax, field, rows, columns, colour, self.title, lang, norm=norm)


def field_of_influence(model: Model, supplier: str, buyer: str, most: int = 20) -> FieldOfInfluence:
    """Return the first-order field of influence of one input coefficient.

    Parameters
    ----------
    model : LeontiefModel
    supplier, buyer : str
        Codes or exact names of sectors i and j of a_ij.
    most : int
        How many cells the table shows.

    Returns
    -------
    FieldOfInfluence

    Raises
    ------
    NotSupportedError
        If the model is published multipliers.
    UnknownSectorError, LabelError
        If a sector isn't known, or `most` is below one.

    Notes
    -----
    F(i, j) = (column i of L)(row j of L), and L(Δ) = L + Δ F / (1 − Δ l_ji) exactly (Sherman &
    Morrison 1950; Sonis & Hewings 1992). Two solves; the inverse isn't formed.

    Examples
    --------
    >>> import iomodel
    >>> from iomodel.analyses.sensitivity import field_of_influence
    >>> model = iomodel.load_model("bok-2020-33")
    >>> field = field_of_influence(model, "1차 금속제품", "운송장비", most=2)
    >>> field.table()[["supplier", "demanded", "influence"]].round(3)
      supplier demanded  influence
    0       09       14      1.705
    1       09       32      0.178
    """
    held = leontief_model(model, Text("영향력장", "fields of influence"))
    require_count("most", most)
    i, j = held.sectors.position(supplier), held.sectors.position(buyer)
    column, row = influence_vectors(held, i, j)
    names = held.sectors.sectors[i].name, held.sectors.sectors[j].name
    return FieldOfInfluence(
        Text(
            f"영향력장: {names[0].ko} → {names[1].ko} 투입계수",
            f"Field of influence: input of {names[0].en} to {names[1].en}",
        ),
        held.sectors,
        held.info.money,
        i,
        j,
        float(held.system.A[i, j]),
        column,
        row,
        most,
    )


def influence_vectors(model: LeontiefModel, i: int, j: int) -> tuple[Array, Array]:
    """Return column i and row j of L by two solves, (n,) each."""
    units = unit_columns(len(model.sectors), [i, j])
    return model.system.solve(units[:, 0]), model.system.solve_transposed(units[:, 1])


def require_feasible(change: float, l_ji: float, origin: str) -> None:
    """Raise unless 1 − e l_ji > 0 for a change e of a_ij.

    Raises
    ------
    NotSupportedError
        Stating the largest change there can be.
    """
    if 1.0 - change * l_ji > 0:
        return
    limit = 1.0 / l_ji
    side = Text("미만", "below") if limit > 0 else Text("초과", "above")
    raise NotSupportedError(
        origin,
        Problem(
            "",
            Text("그만큼 바뀌면 역행렬이 없습니다", "with a change this large there is no inverse"),
            Text(f"{limit:.6g} {side.ko}의 변화", f"a change {side.en} {limit:.6g}"),
            Text(f"{change:.6g}", f"{change:.6g}"),
            Text("더 작은 변화를 넣으십시오", "give a smaller change"),
        ),
        data=limit,
    )
