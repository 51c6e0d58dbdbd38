"""A model's input coefficients or Leontief inverse as a matrix in colour."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from iomodel.analyses.arguments import require_count
from iomodel.analyses.base import leontief_model
from iomodel.analyses.charts import heat_map, sector_names
from iomodel.analyses.numerics import Positions, largest
from iomodel.leontief import Array
from iomodel.models.base import Model
from iomodel.sectors import Classification, Sector
from iomodel.table import TableInfo
from iomodel.text import Lang, Text

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MatrixId = Literal["A", "L"]

_NAMES: dict[MatrixId, Text] = {
    "A": Text("투입계수 A", "Input coefficients A"),
    "L": Text("생산유발계수 L = (I − A)⁻¹", "Leontief inverse L = (I − A)⁻¹"),
}
_SUPPLIES, _BUYS = Text("공급 부문", "supplying sector"), Text("수요 부문", "using sector")


@dataclass(frozen=True, eq=False)
class CoefficientMatrix:
    """The block of A or L of the sectors that are shown.

    Attributes
    ----------
    at : ndarray (s,)
        The positions of the sectors shown, in the table's order.
    values : ndarray (s, s)
        Supplying sector by using sector; money per money.
    """

    id: MatrixId
    info: TableInfo
    classification: Classification
    at: Positions
    values: Array

    source = "Miller & Blair (2009), section 2.2"

    @property
    def sectors(self) -> tuple[Sector, ...]:
        """The sectors shown."""
        return tuple(self.classification.sectors[i] for i in self.at)

    @property
    def title(self) -> Text:
        """What is shown, and how much of the table."""
        name, s, n = _NAMES[self.id], len(self.at), len(self.classification)
        if s == n:
            return name
        return Text(
            f"{name.ko}: {n}부문 중 계수가 큰 {s}부문",
            f"{name.en}: the {s} of {n} sectors with the largest coefficients",
        )

    @property
    def largest(self) -> tuple[Sector, Sector, float]:
        """The supplying sector, the using one and their coefficient: the largest off the diagonal.

        The diagonal holds a sector's sales to itself, and in L its own output besides.
        """
        off = self.values - np.diag(np.diag(self.values))
        i, j = np.unravel_index(np.argmax(off), off.shape)
        return self.sectors[i], self.sectors[j], float(off[i, j])

    def plot(self, ax: Axes | None = None, lang: Lang = "en") -> Axes:
        """Draw the matrix in colour; of L less its diagonal of ones, so that the rest is seen."""
        shown = self.values - np.eye(len(self.at)) if self.id == "L" else self.values
        names = sector_names(self.classification.sectors, self.at, lang)
        codes = [sector.code for sector in self.sectors]
        money = self.info.money.one
        what = Text("L − I", "L − I") if self.id == "L" else Text("A", "A")
        axis = Text(f"{what.ko} ({money.ko}/{money.ko})", f"{what.en} ({money.en} per {money.en})")
        return heat_map(ax, shown, (_SUPPLIES, names), (_BUYS, codes), axis, self.title, lang)


def coefficient_matrix(model: Model, id: MatrixId = "A", most: int = 20) -> CoefficientMatrix:
    """Return A or L of the sectors with the largest coefficients, in the table's order.

    Parameters
    ----------
    id : "A" or "L"
        Domestic input coefficients, or the inverse (I − A)⁻¹.
    most : int
        How many sectors to show: those whose rows and columns of A, the diagonal left out, sum to
        most. A block of a matrix, so that no number depends on what is left out.

    Raises
    ------
    NotSupportedError
        If the model is published multipliers.
    LabelError
        If `most` is below one.

    Examples
    --------
    >>> import iomodel
    >>> from iomodel.coefficient_matrix import coefficient_matrix
    >>> found = coefficient_matrix(iomodel.load_model("bok-2020-33"), "L", 33)
    >>> found.values.shape, bool(found.values.diagonal().min() >= 1)
    ((33, 33), True)
    """
    held = leontief_model(model, _NAMES[id])
    require_count("most", most, 1)
    A = held.system.A
    between = A - np.diag(np.diag(A))
    at = np.sort(largest(between.sum(axis=0) + between.sum(axis=1), most))
    whole = A if id == "A" else held.system.inverse()
    return CoefficientMatrix(id, held.info, held.sectors, at, whole[np.ix_(at, at)])
