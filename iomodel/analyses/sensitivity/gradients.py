"""On which numbers an impact depends most: derivatives by every coefficient and demand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from iomodel.analyses.arguments import require_count
from iomodel.analyses.base import Column, leontief_model
from iomodel.analyses.charts import bars, chain_name
from iomodel.analyses.sensitivity.numerics import largest_cells
from iomodel.analyses.spending import Followed, Spending, Spent, followed, spending_of
from iomodel.leontief import Array
from iomodel.models.base import Model
from iomodel.models.leontief_model import LeontiefModel
from iomodel.sectors import Classification
from iomodel.text import Lang, Text

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

Kind = Literal["input coefficient", "demand", "direct coefficient"]

_KINDS: dict[Kind, Text] = {
    "input coefficient": Text("투입계수", "input coefficient"),
    "demand": Text("수요", "demand"),
    "direct coefficient": Text("직접계수", "direct coefficient"),
}


@dataclass(frozen=True)
class Dependence:
    """A number on which the impact depends.

    Attributes
    ----------
    kind : "input coefficient", "demand" or "direct coefficient"
    of : tuple of int
        Supplier and buyer, or one sector.
    programme : str
        Of a line of demand.
    value, derivative : float
        The number, and the change of the impact with one unit of it.
    """

    kind: Kind
    of: tuple[int, ...]
    programme: str
    value: float
    derivative: float

    @property
    def weight(self) -> float:
        """Value × derivative: the elasticity times the impact."""
        return self.value * self.derivative


@dataclass(frozen=True, eq=False)
class Sensitivities:
    """First-order sensitivities of an impact R = c′ L f.

    Attributes
    ----------
    title : Text
    followed : Followed
    sectors : Classification
    total : float
        R.
    m, x, c : ndarray (n,)
        L′c, L f and c.
    largest : tuple of Dependence
        The numbers on which R depends most, in relative terms.
    """

    title: Text
    followed: Followed
    sectors: Classification
    total: float
    m: Array
    x: Array
    c: Array
    largest: tuple[Dependence, ...]

    source = (
        "∂(c′Lf)/∂a_ij = m_i x_j, m = L′c, x = Lf (Sherman & Morrison 1950 to first order; "
        "Heijungs 2010; Miller & Blair 2009, section 12.3)"
    )

    @property
    def by_coefficient(self) -> Array:
        """∂R/∂a_ij, (n, n)."""
        return np.outer(self.m, self.x)

    @property
    def by_demand(self) -> Array:
        """∂R/∂f_j = m_j, (n,)."""
        return self.m

    @property
    def by_direct_coefficient(self) -> Array:
        """∂R/∂c_i = x_i, (n,)."""
        return self.x

    def elasticity(self, dependence: Dependence) -> float:
        """Return the per cent by which R grows with one per cent of the number."""
        return dependence.weight / self.total if self.total else float("nan")

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns of `table`."""
        return (
            Column("rank", Text("순위", "rank"), decimals=0),
            Column("kind_ko", Text("종류", "kind in Korean")),
            Column("kind_en", Text("종류(영문)", "kind")),
            Column("code", Text("코드", "code")),
            Column("name_ko", Text("부문", "sectors in Korean")),
            Column("name_en", Text("부문(영문)", "sectors")),
            Column("programme", Text("사업", "programme")),
            Column("value", Text("값", "value"), decimals=6),
            Column("derivative", Text("미분계수", "derivative"), decimals=6),
            Column("elasticity", Text("탄력성", "elasticity")),
        )

    @property
    def notes(self) -> tuple[Text, ...]:
        """What the columns mean."""
        unit = self.followed.unit
        return (
            Text(
                f"합계 {self.total:,.6g} {unit.ko}. 탄력성은 그 수가 1% 커질 때 합계가 커지는 %",
                f"the total is {self.total:,.6g} {unit.en}; an elasticity is the percentage by "
                "which it grows with one per cent of the number",
            ),
            Text(
                "일차근사이며, 다른 계수는 그대로 둡니다",
                "to first order, all other numbers held",
            ),
        )

    def label(self, dependence: Dependence, lang: Lang) -> str:
        """Return a number by its kind and its sectors."""
        names = chain_name([self.sectors.sectors[i] for i in dependence.of], "→", lang)
        return f"{_KINDS[dependence.kind].get(lang)}: {names}"

    def table(self) -> pd.DataFrame:
        """Return one row a number, the one with the largest elasticity first."""
        import pandas as pd

        sectors = self.sectors.sectors
        return pd.DataFrame(
            [
                {
                    "rank": rank,
                    "kind_ko": _KINDS[item.kind].ko,
                    "kind_en": _KINDS[item.kind].en,
                    "code": " → ".join(sectors[i].code for i in item.of),
                    "name_ko": " → ".join(sectors[i].name.ko for i in item.of),
                    "name_en": " → ".join(sectors[i].name.en for i in item.of),
                    "programme": item.programme,
                    "value": item.value,
                    "derivative": item.derivative,
                    "elasticity": self.elasticity(item),
                }
                for rank, item in enumerate(self.largest, 1)
            ],
            columns=[column.id for column in self.columns],
        )

    def plot(self, ax: Axes | None = None, lang: Lang = "en") -> Axes:
        """Draw one bar a number."""
        name = self.followed.indicator.name
        axis = Text(f"{name.ko}의 탄력성", f"elasticity of {name.en}")
        labels = [self.label(item, lang) for item in self.largest]
        series = [(axis, np.array([self.elasticity(item) for item in self.largest]))]
        return bars(ax, labels, series, axis, self.title, lang)


def sensitivities(
    model: Model, demand: Spent, indicator: str = "value_added", most: int = 10
) -> Sensitivities:
    """Return how an impact depends on every coefficient and every line of demand.

    Parameters
    ----------
    model : LeontiefModel
    demand : Demand, str or sequence of str
        A demand; or a sector on which one won is spent; or several "sector=amount".
    indicator : str
    most : int
        How many numbers to list.

    Returns
    -------
    Sensitivities

    Raises
    ------
    NotSupportedError
        If the model is published multipliers.
    LabelError
        If `most` is below one.
    NotFoundError, UnknownSectorError, InactiveSectorError
        If the indicator or a sector isn't known, or a sector has no output.

    Notes
    -----
    R = c′ (I − A)⁻¹ f. With m = L′c, one transposed solve, and x = L f, one solve, all n² + 2 n
    derivatives are at hand: ∂R/∂a_ij = m_i x_j, ∂R/∂f_j = m_j, ∂R/∂c_i = x_i. Elasticities
    multiply by the number and divide by R; those of f sum to one, and so do those of c.

    Examples
    --------
    >>> import iomodel
    >>> from iomodel.analyses.sensitivity import sensitivities
    >>> model = iomodel.load_model("bok-2020-33")
    >>> found = sensitivities(model, "운송장비", "value_added", most=4)
    >>> print(found.table()[["kind_en", "code", "elasticity"]].round(3).to_string(index=False))
               kind_en    code  elasticity
                demand      14       1.000
    direct coefficient      14       0.409
     input coefficient 14 → 14       0.363
     input coefficient 10 → 14       0.091
    """
    held = leontief_model(model, Text("민감도", "sensitivities"))
    require_count("most", most)
    spent = spending_of(held, demand)
    known = followed(held, indicator, spent.per_unit)
    x = held.system.solve(spent.values)
    m = held.system.solve_transposed(known.c)
    items = [
        *_coefficients(held, m, x, most),
        *_lines(spent, m),
        *(
            Dependence("direct coefficient", (int(i),), "", float(known.c[i]), float(x[i]))
            for i in np.flatnonzero(known.c * x)
        ),
    ]
    items.sort(key=lambda item: -abs(item.weight))
    name = known.indicator.name
    return Sensitivities(
        Text(
            f"민감도: {spent.label.ko}의 {name.ko}", f"Sensitivity: {name.en} of {spent.label.en}"
        ),
        known,
        held.sectors,
        float(m @ spent.values),
        m,
        x,
        known.c,
        tuple(items[:most]),
    )


def _coefficients(model: LeontiefModel, m: Array, x: Array, most: int) -> list[Dependence]:
    A = model.system.A
    cells = largest_cells(len(m), lambda rows: np.abs(A[rows] * m[rows, None] * x[None, :]), most)
    return [
        Dependence("input coefficient", (int(i), int(j)), "", float(A[i, j]), float(m[i] * x[j]))
        for i, j, size in zip(cells.rows, cells.columns, cells.measure, strict=True)
        if size > 0
    ]


def _lines(spent: Spending, m: Array) -> list[Dependence]:
    return [
        Dependence("demand", (int(j),), line.programme, float(amounts[j]), float(m[j]))
        for line, amounts in zip(spent.demand.lines, spent.demand.values, strict=True)
        for j in np.flatnonzero(amounts)
    ]
