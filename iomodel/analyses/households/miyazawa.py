"""Miyazawa's model: several groups of households, each with its own income and consumption."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from iomodel.analyses.arguments import bad_value
from iomodel.analyses.base import Column, leontief_model, transactions
from iomodel.analyses.charts import largest_sectors, with_unit
from iomodel.analyses.frames import SECTOR_COLUMNS, sector_frame
from iomodel.analyses.households.closure import WHAT
from iomodel.analyses.households.numerics import Grouped, group
from iomodel.analyses.matrices import Given, finite_values, labelled_frame
from iomodel.errors import NotProductiveError, Problem
from iomodel.leontief import Array, dominant, input_coefficients
from iomodel.models.base import Model
from iomodel.sectors import Classification, require_same_labels
from iomodel.text import Lang, Text, same
from iomodel.units import MoneyUnit

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes


@dataclass(frozen=True, eq=False)
class Miyazawa:
    """Income by group that one unit of final demand induces.

    Attributes
    ----------
    sectors : Classification
        n sectors.
    groups : tuple of str
        q groups of households.
    money : MoneyUnit
        The table's.
    numbers : Grouped
        The matrices: K (q, q), KVL (q, n) and, on demand, the enlarged inverse (n, n).
    production : ndarray (n,)
        Output that a unit of final demand on each sector induces, money per money.
    """

    sectors: Classification
    groups: tuple[str, ...]
    money: MoneyUnit
    numbers: Grouped
    production: Array
    notes: tuple[Text, ...] = ()
    title: Text = field(
        default=Text("소득계층별 소득유발(미야자와)", "Income by group of households (Miyazawa)"),
        init=False,
    )
    source: str = field(
        default="Miyazawa (1968), Hitotsubashi J. Econ. 8(2), 39–58; Miller & Blair (2009), "
        "section 6.4",
        init=False,
    )

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns of `table`."""
        unit = self.money.ratio
        groups = (Column(f"income:{g}", same(g), unit) for g in self.groups)
        production = Column("production", Text("생산유발", "production"), unit)
        return (*SECTOR_COLUMNS, production, *groups)

    def table(self) -> pd.DataFrame:
        """Return one row a sector: output and income of each group per unit of final demand."""
        rows = zip(self.groups, self.numbers.KVL, strict=True)
        incomes = {f"income:{name}": row for name, row in rows}
        return sector_frame(self.sectors, {"production": self.production, **incomes})

    def interrelational(self) -> pd.DataFrame:
        """Return K: income of the row's group per unit of income given to the column's."""
        import pandas as pd

        return pd.DataFrame(self.numbers.K, index=list(self.groups), columns=list(self.groups))

    def plot(self, ax: Axes | None = None, lang: Lang = "en") -> Axes:
        """Draw the income of each group, stacked, for the sectors that induce most."""
        names = [same(name) for name in self.groups]
        parts = list(zip(names, self.numbers.KVL, strict=True))
        axis = with_unit(Text("소득유발", "induced income"), self.money.ratio)
        return largest_sectors(ax, self.sectors.sectors, parts, axis, self.title, lang)


def miyazawa(
    model: Model,
    income: Given,
    consumption: Given,
    *,
    flows: bool = False,
) -> Miyazawa:
    """Return income by group of households with all groups endogenous.

    Parameters
    ----------
    model : Model
        A Leontief model of n sectors.
    income : DataFrame (q, n) or CSV file
        V: a row a group, a column a sector code; income per unit of output.
    consumption : DataFrame (n, q) or CSV file
        C: a row a sector code, a column a group; domestic purchases per unit of income.
    flows : bool
        Whether both are amounts in the table's money: V is then divided by output, C by the
        group's income over all sectors.

    Returns
    -------
    Miyazawa

    Raises
    ------
    NotSupportedError
        If the model is published multipliers; if flows are given for a published inverse.
    NotFoundError
        If a file isn't there.
    LabelError
        If codes or groups differ or are in another order, or a cell isn't a finite number.
    NotProductiveError
        If a round of spending doesn't shrink: the spectral radius of V L C is one or more.

    Notes
    -----
    K = (I − V L C)⁻¹ is the interrelational income multiplier, K V L the multi-sector income
    multiplier, and L (I + C K V L) the enlarged Leontief inverse (Miyazawa 1968; Miller & Blair
    2009, section 6.4). With one group it is the Type II model.

    Examples
    --------
    >>> import iomodel, numpy as np, pandas as pd
    >>> from iomodel.analyses.households import household_closure, miyazawa
    >>> model = iomodel.load_model("bok-2020-33")
    >>> closure = household_closure(model, per="consumption")
    >>> V = pd.DataFrame([closure.income * 0.6, closure.income * 0.4], index=["low", "high"],
    ...                  columns=model.sectors.codes)
    >>> C = pd.DataFrame({"low": closure.consumption, "high": closure.consumption * 0.7},
    ...                  index=model.sectors.codes)
    >>> miyazawa(model, V, C).interrelational().round(4)
             low    high
    low   1.2813  0.1969
    high  0.1875  1.1313
    """
    leontief = leontief_model(model, WHAT)
    V, C = labelled_frame(income, "income"), labelled_frame(consumption, "consumption")
    require_same_labels("income", V.columns, model.sectors.codes, Text("V의 열", "columns of V"))
    require_same_labels("consumption", C.index, model.sectors.codes, Text("C의 행", "rows of C"))
    require_same_labels("groups", V.index, C.columns, Text("V와 C의 계층", "groups of V and C"))
    v, c = finite_values(V, "income"), finite_values(C, "consumption")
    if flows:
        v, c = _per_unit(model, v, c, list(V.index))
    numbers = group(leontief.system, v, c)
    _require_shrinking(model, numbers, list(V.index))
    production = numbers.multipliers(np.ones((1, len(model.sectors))))[0]
    return Miyazawa(model.sectors, tuple(V.index), model.info.money, numbers, production)


def _per_unit(model: Model, v: Array, c: Array, groups: list[str]) -> tuple[Array, Array]:
    incomes = v.sum(axis=1)
    poor = [name for name, income in zip(groups, incomes, strict=True) if not income > 0]
    if poor:
        raise bad_value(
            "income",
            Text("0보다 큰 계층 소득", "an income above zero for every group"),
            ", ".join(poor),
            Text("소득이 없는 계층이 있습니다", "some groups have no income"),
        )
    return input_coefficients(v, transactions(model, WHAT).output), c / incomes


def _require_shrinking(model: Model, numbers: Grouped, groups: list[str]) -> None:
    radius, weights = dominant(numbers.VLC)
    if radius < 1.0:
        return
    worst = groups[int(np.argmax(weights))]
    one = model.info.money.one
    raise NotProductiveError(
        model.info.id,
        Problem(
            "",
            Text("가계를 내생화한 모형이 수렴하지 않습니다", "the closed model does not converge"),
            Text("V L C의 스펙트럼 반지름 1 미만", "a spectral radius of V L C below one"),
            Text(f"{radius:.4f}; 주된 계층: {worst}", f"{radius:.4f}; led by {worst}"),
            Text(
                f"소득 1{one.ko}에서 쓰는 몫(C)을 소득에 맞추어 낮추십시오",
                f"bring what a group spends out of a {one.en} of income (C) into line with its "
                "income",
            ),
        ),
        data=radius,
    )
