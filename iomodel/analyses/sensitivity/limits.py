"""How far coefficients may err before some output changes too much."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from iomodel.analyses.arguments import require, require_count
from iomodel.analyses.base import Column, leontief_model, transactions
from iomodel.analyses.charts import bars, with_unit
from iomodel.analyses.frames import PERCENT
from iomodel.analyses.sensitivity.cells import (
    BUYER,
    SUPPLIER,
    cell_columns,
    cell_frame,
    cell_labels,
)
from iomodel.analyses.sensitivity.numerics import (
    Cells,
    hardest_hit,
    largest_cells,
    tolerated_change,
)
from iomodel.analyses.spending import Spent, spending_of
from iomodel.leontief import Array
from iomodel.models.base import Model
from iomodel.sectors import Classification
from iomodel.text import Lang, Text
from iomodel.units import MoneyUnit

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

_WHAT = Text("허용한계", "tolerable limits")
_LIMIT = Text("허용한계", "tolerable limit")


@dataclass(frozen=True, eq=False)
class TolerableLimits:
    """The coefficients that may grow least.

    Attributes
    ----------
    title : Text
    sectors : Classification
    money : MoneyUnit
        The table's.
    tolerance : float
        The change of any sector's output that is tolerated, %.
    cells : Cells
        The most sensitive coefficients, by their limit (negated).
    coefficients : ndarray (p,)
        a_ij.
    limits : ndarray (p,)
        The largest growth of a_ij tolerated, %.
    binding : ndarray (p,)
        The sector whose output reaches the tolerance first.
    important, existing : int
        How many coefficients have a limit below 100 %, of how many that aren't zero.
    """

    title: Text
    sectors: Classification
    money: MoneyUnit
    tolerance: float
    cells: Cells
    coefficients: Array
    limits: Array
    binding: NDArray[np.intp]
    important: int
    existing: int

    source = "Sebald 1974; Schintke & Stäglin 1988; Miller & Blair 2009, section 12.3"

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns of `table`."""
        return (
            *cell_columns(SUPPLIER, BUYER),
            Column("coefficient", Text("투입계수", "input coefficient"), self.money.ratio),
            Column("limit", _LIMIT, PERCENT, 2),
            Column("binding", Text("먼저 한도에 이르는 부문", "sector that reaches it first")),
        )

    @property
    def notes(self) -> tuple[Text, ...]:
        """What is tolerated, and how many coefficients are important by it."""
        return (
            Text(
                f"어느 부문의 산출도 {self.tolerance:g}%를 넘게 바뀌지 않는 계수의 최대 증가율. "
                f"계수 {self.existing}개 가운데 {self.important}개의 한계가 100%보다 작습니다",
                f"the growth of a coefficient that changes no sector's output by more than "
                f"{self.tolerance:g}%; {self.important} of {self.existing} coefficients have a "
                "limit below 100%",
            ),
        )

    def table(self) -> pd.DataFrame:
        """Return one row a coefficient, the smallest limit first."""
        values = {"coefficient": self.coefficients, "limit": self.limits}
        frame = cell_frame(self.sectors, self.cells, ("supplier", "buyer"), values)
        frame["binding"] = [self.sectors.codes[k] for k in self.binding]
        return frame

    def plot(self, ax: Axes | None = None, lang: Lang = "en") -> Axes:
        """Draw one bar a coefficient, the smallest limit on top."""
        labels = cell_labels(self.sectors, self.cells, lang)
        axis = with_unit(_LIMIT, PERCENT)
        return bars(ax, labels, [(_LIMIT, self.limits)], axis, self.title, lang)


def tolerable_limits(
    model: Model, tolerance: float = 1.0, demand: Spent | None = None, most: int = 20
) -> TolerableLimits:
    """Return the coefficients that may grow least before some output changes too much.

    Parameters
    ----------
    model : LeontiefModel
    tolerance : float
        The change tolerated, in per cent of each sector's output.
    demand : Demand, str or sequence of str, optional
        What is produced for; otherwise all of the table's final demand, for which transactions
        are needed.
    most : int
        How many to list.

    Returns
    -------
    TolerableLimits

    Raises
    ------
    NotSupportedError
        If the model is published multipliers, or a published inverse without `demand`.
    LabelError
        If `tolerance` isn't positive, or `most` is below one.

    Notes
    -----
    For Δa_ij = e, Δx_k/x_k = e l_ki x_j / (x_k (1 − e l_ji)) exactly. The limit is
    p / (q_i x_j + p l_ji) over a_ij, q_i = max_k |l_ki|/x_k. Schintke & Stäglin (1988) take the
    supplier itself, k = i, for the sector hit hardest; here all sectors count. The inverse is
    formed, as every l_ji is needed. Sectors without output set no limit.

    Examples
    --------
    >>> import iomodel
    >>> from iomodel.analyses.sensitivity import tolerable_limits
    >>> model = iomodel.load_model("bok-2020-33")
    >>> tolerable_limits(model, most=2).table()[["supplier", "buyer", "limit"]].round(2)
      supplier buyer  limit
    0       02    08   1.39
    1       08    19   1.73
    """
    held = leontief_model(model, _WHAT)
    require(tolerance > 0, "tolerance", Text("0보다 큰 수", "a number above zero"), tolerance)
    require_count("most", most)
    if demand is None:
        x = transactions(held, _WHAT).output
    else:
        x = held.system.solve(spending_of(held, demand).values)
    A, L = held.system.A, held.system.inverse()
    limits = tolerated_change(A, L, x, tolerance / 100.0) * 100.0
    cells = largest_cells(len(x), lambda rows: -limits[rows], most)
    return TolerableLimits(
        Text(f"투입계수의 허용한계: {held.info.id}", f"Tolerable limits: {held.info.id}"),
        held.sectors,
        held.info.money,
        tolerance,
        cells,
        A[cells.rows, cells.columns],
        -cells.measure,
        hardest_hit(L, x)[cells.rows],
        int((limits < 100.0).sum()),
        int((A != 0).sum()),
    )
