"""How errors of coefficients and demand reach an impact, to first order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from iomodel.analyses.arguments import bad_value
from iomodel.analyses.base import Column, leontief_model
from iomodel.analyses.charts import bars, with_unit
from iomodel.analyses.frames import PERCENT
from iomodel.analyses.numerics import percent_of
from iomodel.analyses.sensitivity.numerics import Variance, first_order_variance
from iomodel.analyses.spending import Followed, Spent, followed, spending_of
from iomodel.leontief import Array
from iomodel.models.base import Model
from iomodel.sectors import Classification
from iomodel.text import Lang, Text

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

_SOURCES = (
    Text("투입계수", "input coefficients"),
    Text("수요", "demand"),
    Text("직접계수", "direct coefficients"),
    Text("합계", "all"),
)


@dataclass(frozen=True, eq=False)
class ErrorPropagation:
    """The standard error of an impact R = c′ L f.

    Attributes
    ----------
    title : Text
    followed : Followed
    sectors : Classification
    total : float
        R.
    variance : Variance
        By source and sector, in the square of the unit.
    """

    title: Text
    followed: Followed
    sectors: Classification
    total: float
    variance: Variance

    source = "West 1986; Bullard & Sebald 1977; Heijungs 2010: first-order error propagation"

    @property
    def variances(self) -> Array:
        """Of input coefficients, demand, direct coefficients and all, (4,)."""
        v = self.variance
        parts = [v.coefficients[:, 0].sum(), v.demand.sum(), v.direct.sum()]
        return np.array([*parts, sum(parts)])

    @property
    def standard_error(self) -> float:
        """The standard error of the total."""
        return float(np.sqrt(self.variances[-1]))

    @property
    def worst(self) -> Array:
        """The error if every number errs by one standard error in the worst direction, (4,)."""
        return np.array([*self.variance.worst, sum(self.variance.worst)])

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns of `table`."""
        unit = self.followed.unit
        return (
            Column("source_ko", Text("오차의 원천", "source in Korean")),
            Column("source_en", Text("오차의 원천(영문)", "source of error")),
            Column("standard_error", Text("표준오차", "standard error"), unit),
            Column("relative", Text("상대 표준오차", "relative standard error"), PERCENT, 2),
            Column("share", Text("분산 비중", "share of variance"), PERCENT, 1),
            Column("worst", Text("모두 같은 쪽일 때", "if all err the worst way"), unit),
        )

    @property
    def notes(self) -> tuple[Text, ...]:
        """The assumptions."""
        unit = self.followed.unit
        return (
            Text(
                f"합계 {self.total:,.6g} ± {self.standard_error:,.6g} {unit.ko} (표준오차 하나)",
                f"{self.total:,.6g} ± {self.standard_error:,.6g} {unit.en} (one standard error)",
            ),
            Text(
                "오차는 서로 독립이고 작다고 보았습니다. 한 열의 계수 합이 1이어야 한다는 제약과 "
                "역행렬의 볼록성에 따른 편의는 들어 있지 않습니다",
                "errors are taken as independent and small: neither the constraint that a column "
                "sums to one nor the upward bias of a convex inverse is part of it",
            ),
        )

    def by_buyer(self) -> Array:
        """Return the variance from each sector's input coefficients (its column of A), (n,)."""
        return np.asarray(self.variance.coefficients[:, 1])

    def by_supplier(self) -> Array:
        """Return the variance from coefficients of each input (its row of A), (n,)."""
        return np.asarray(self.variance.coefficients[:, 0])

    def table(self) -> pd.DataFrame:
        """Return one row a source, and one for all of them."""
        import pandas as pd

        errors = np.sqrt(self.variances)
        return pd.DataFrame(
            {
                "source_ko": [name.ko for name in _SOURCES],
                "source_en": [name.en for name in _SOURCES],
                "standard_error": errors,
                "relative": percent_of(errors, abs(self.total)),
                "share": percent_of(self.variances, float(self.variances[-1])),
                "worst": self.worst,
            }
        )

    def plot(self, ax: Axes | None = None, lang: Lang = "en") -> Axes:
        """Draw the standard error by source."""
        name = Text("표준오차", "standard error")
        labels = [source.get(lang) for source in _SOURCES]
        axis = with_unit(name, self.followed.unit)
        return bars(ax, labels, [(name, np.sqrt(self.variances))], axis, self.title, lang)


def error_propagation(
    model: Model,
    demand: Spent,
    indicator: str = "value_added",
    coefficient_error: float | Array = 10.0,
    demand_error: float | Array = 0.0,
    direct_error: float | Array = 0.0,
) -> ErrorPropagation:
    """Return the standard error of an impact given relative errors of what it rests on.

    Parameters
    ----------
    model : LeontiefModel
    demand : Demand, str or sequence of str
        A demand; or a sector on which one won is spent; or several "sector=amount".
    indicator : str
    coefficient_error : float or ndarray (n, n)
        Standard error of each input coefficient, in per cent of it.
    demand_error, direct_error : float or ndarray (n,)
        The same of each line of demand and of each direct coefficient.

    Returns
    -------
    ErrorPropagation

    Raises
    ------
    NotSupportedError
        If the model is published multipliers.
    LabelError
        If an error is negative, not finite or of another shape.
    NotFoundError, UnknownSectorError, InactiveSectorError
        If the indicator or a sector isn't known, or a sector has no output.

    Notes
    -----
    Var R = Σ (a_ij m_i x_j σ_ij)² + Σ (f_j m_j σ_j)² + Σ (c_i x_i σ_i)² for independent errors
    (West 1986; Heijungs 2010), with m = L′c and x = L f: two solves. The largest error there can
    be at one standard error each, all in the worst direction, is Σ |a_ij m_i x_j| σ_ij + ….

    Examples
    --------
    >>> import iomodel
    >>> from iomodel.analyses.sensitivity import error_propagation
    >>> model = iomodel.load_model("bok-2020-33")
    >>> found = error_propagation(model, "운송장비", "employment", 10, 0, 5)
    >>> found.table()[["source_en", "standard_error", "share"]].round(3)
                 source_en  standard_error    share
    0   input coefficients           0.280   82.409
    1               demand           0.000    0.000
    2  direct coefficients           0.129   17.591
    3                  all           0.308  100.000
    """
    held = leontief_model(model, Text("오차의 전파", "error propagation"))
    n = len(held.sectors)
    errors = (
        _shares_of(coefficient_error, "coefficient_error", (n, n)),
        _shares_of(demand_error, "demand_error", (n,)),
        _shares_of(direct_error, "direct_error", (n,)),
    )
    spent = spending_of(held, demand)
    known = followed(held, indicator, spent.per_unit)
    x = held.system.solve(spent.values)
    m = held.system.solve_transposed(known.c)
    name = known.indicator.name
    return ErrorPropagation(
        Text(
            f"오차의 전파: {spent.label.ko}의 {name.ko}",
            f"Error propagation: {name.en} of {spent.label.en}",
        ),
        known,
        held.sectors,
        float(m @ spent.values),
        first_order_variance(held.system.A, m, x, spent.demand.values, known.c, errors),
    )


def _shares_of(error: float | Array, name: str, shape: tuple[int, ...]) -> float | Array:
    given = np.asarray(error, dtype=np.float64)
    if given.shape in ((), shape) and np.isfinite(given).all() and given.min(initial=0.0) >= 0:
        return float(given) / 100.0 if given.shape == () else np.asarray(given / 100.0)
    raise bad_value(
        name,
        Text(f"0 이상의 %; 수 하나 또는 모양 {shape}", f"per cent from zero; one or {shape}"),
        f"{given}" if given.shape == () else f"{given.shape}, min {given.min()}",
        Text("오차를 읽을 수 없습니다", "the error can't be used"),
    )
