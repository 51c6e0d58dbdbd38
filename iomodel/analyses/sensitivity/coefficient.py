"""An impact with one input coefficient changed, exactly."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from iomodel.analyses.base import Column, leontief_model
from iomodel.analyses.charts import largest_sectors, with_unit
from iomodel.analyses.frames import SECTOR_COLUMNS, sector_frame
from iomodel.analyses.numerics import unit_columns, with_total
from iomodel.analyses.sensitivity.influence import require_feasible
from iomodel.analyses.sensitivity.numerics import rank_one_factor
from iomodel.analyses.spending import Followed, Spent, followed, spending_of
from iomodel.errors import LabelError, Problem
from iomodel.leontief import Array
from iomodel.models.base import Model
from iomodel.sectors import Classification
from iomodel.text import Lang, Text

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes


@dataclass(frozen=True, eq=False)
class CoefficientChange:
    """An impact before and after one coefficient changes.

    Attributes
    ----------
    title : Text
    followed : Followed
    sectors : Classification
    before, after : ndarray (n,)
        The impact by supplying sector, ĉ L f.
    old, new : float
        a_ij.
    first_order : float
        The change of the total that the derivative m_i x_j predicts.
    """

    title: Text
    followed: Followed
    sectors: Classification
    before: Array
    after: Array
    old: float
    new: float
    first_order: float

    source = "Sherman & Morrison 1950; Miller & Blair 2009, section 12.3"

    @property
    def change(self) -> float:
        """The change of the total."""
        return float((self.after - self.before).sum())

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns of `table`."""
        unit = self.followed.unit
        return (
            *SECTOR_COLUMNS,
            Column("before", Text("이전", "before"), unit),
            Column("after", Text("이후", "after"), unit),
            Column("change", Text("변화", "change"), unit, 6),
        )

    @property
    def notes(self) -> tuple[Text, ...]:
        """The exact change, the first-order one, and what is held."""
        unit = self.followed.unit
        return (
            Text(
                f"투입계수 {self.old:.6g} → {self.new:.6g}: 합계의 변화 {self.change:+.6g} "
                f"{unit.ko}, 일차근사 {self.first_order:+.6g}",
                f"input coefficient {self.old:.6g} → {self.new:.6g}: the total changes by "
                f"{self.change:+.6g} {unit.en}; to first order {self.first_order:+.6g}",
            ),
            Text(
                "다른 투입계수와 부가가치율, 수입계수는 그대로 두었으므로 "
                "그 열의 합은 1에서 벗어납니다",
                "other input coefficients, value added and imports are held, so that column no "
                "longer sums to one",
            ),
        )

    def table(self) -> pd.DataFrame:
        """Return one row a sector, and a last one for the total."""
        values = with_total(np.array([self.before, self.after, self.after - self.before]))
        named = dict(zip(("before", "after", "change"), values, strict=True))
        return sector_frame(self.sectors, named, total=True)

    def plot(self, ax: Axes | None = None, lang: Lang = "en") -> Axes:
        """Draw the change in the sectors where it is largest."""
        name = self.followed.indicator.name
        changed = Text(f"{name.ko}의 변화", f"change of {name.en}")
        series = [(changed, self.after - self.before)]
        axis = with_unit(changed, self.followed.unit)
        return largest_sectors(ax, self.sectors.sectors, series, axis, self.title, lang)


def coefficient_change(
    model: Model,
    supplier: str,
    buyer: str,
    demand: Spent,
    percent: float | None = None,
    to: float | None = None,
    indicator: str = "production",
) -> CoefficientChange:
    """Return an impact with one input coefficient changed.

    Parameters
    ----------
    model : LeontiefModel
    supplier, buyer : str
        Codes or exact names of sectors i and j of a_ij.
    demand : Demand, str or sequence of str
        A demand; or a sector on which one won is spent; or several "sector=amount".
    percent : float, optional
        The change in per cent of a_ij; or
    to : float, optional
        its new value.
    indicator : str

    Returns
    -------
    CoefficientChange

    Raises
    ------
    NotSupportedError
        If the model is published multipliers, or the change is so large that no inverse exists.
    LabelError
        Unless exactly one of `percent` and `to` is given.
    NotFoundError, UnknownSectorError, InactiveSectorError
        If the indicator or a sector isn't known, or a sector has no output.

    Notes
    -----
    For Δa_ij = e, Δx = L_·i e x_j / (1 − e l_ji) (Sherman & Morrison 1950): two solves with the
    factors at hand, no new factorisation.

    Examples
    --------
    >>> import iomodel
    >>> from iomodel.analyses.sensitivity import coefficient_change
    >>> model = iomodel.load_model("bok-2020-33")
    >>> more = coefficient_change(model, "09", "14", "운송장비", percent=10)
    >>> round(more.change, 4), round(more.first_order, 4)
    (0.0139, 0.0139)
    """
    held = leontief_model(model, Text("계수 변화의 효과", "the effect of a changed coefficient"))
    i, j = held.sectors.position(supplier), held.sectors.position(buyer)
    old = float(held.system.A[i, j])
    new = _new_value(old, percent, to)
    spent = spending_of(held, demand)
    known = followed(held, indicator, spent.per_unit)
    unit = unit_columns(len(held.sectors), [i])
    x, column = held.system.solve(np.column_stack([spent.values, unit])).T
    l_ji = float(column[j])
    require_feasible(new - old, l_ji, held.info.id)
    moved = column * x[j] * rank_one_factor(new - old, l_ji)
    names = held.sectors.sectors[i].name, held.sectors.sectors[j].name
    return CoefficientChange(
        Text(
            f"{names[0].ko} → {names[1].ko} 투입계수의 변화와 {known.indicator.name.ko}",
            f"Input of {names[0].en} to {names[1].en} and {known.indicator.name.en}",
        ),
        known,
        held.sectors,
        known.c * x,
        known.c * (x + moved),
        old,
        new,
        float(known.c @ column * x[j] * (new - old)),
    )


def _new_value(old: float, percent: float | None, to: float | None) -> float:
    if to is not None and percent is None and np.isfinite(to):
        return to
    if percent is not None and to is None and np.isfinite(percent):
        return old * (1.0 + percent / 100.0)
    raise LabelError(
        "coefficient_change",
        Problem(
            "percent, to",
            Text("계수를 어떻게 바꿀지 알 수 없습니다", "it is not clear how to change it"),
            Text("percent와 to 가운데 하나", "one of percent and to"),
            Text(f"percent={percent}, to={to}", f"percent={percent}, to={to}"),
            Text("둘 중 하나만 넣으십시오", "give one of the two"),
        ),
        data=(percent, to),
    )
