"""A change between two tables, decomposed: what `structural_decomposition` returns."""

from __future__ import annotations

from dataclasses import dataclass
from math import factorial
from typing import TYPE_CHECKING, Literal, get_args

import numpy as np
from numpy.typing import NDArray

from iomodel.analyses.base import Column
from iomodel.analyses.charts import bars, largest_sectors, with_unit
from iomodel.analyses.decomposition.numerics import Spread
from iomodel.analyses.frames import PERCENT, SECTOR_COLUMNS, sector_frame
from iomodel.impact import Indicator
from iomodel.leontief import Array
from iomodel.sectors import Classification
from iomodel.text import Lang, Text

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

Method = Literal["polar", "all", "lmdi"]
Form = Literal["additive", "multiplicative"]
METHODS: tuple[Method, ...] = get_args(Method)
FORMS: tuple[Form, ...] = get_args(Form)

_FACTORS = {
    "coefficient": Text("직접계수 효과", "coefficient effect"),
    "L": Text("기술(생산유발계수) 효과", "technology (Leontief inverse) effect"),
    "demand": Text("최종수요 효과", "final demand effect"),
    "mix": Text("최종수요 구성 효과", "final demand mix effect"),
    "distribution": Text("최종수요 항목 배분 효과", "final demand distribution effect"),
    "level": Text("최종수요 수준 효과", "final demand level effect"),
}
_RATIO = Text("배", "ratio")
_MEANINGS = {
    "polar": Text("두 극형 분해의 평균", "the mean of the two polar decompositions"),
    "all": Text("모든 순서의 분해의 평균", "the mean over all orders of change"),
    "lmdi": Text("로그평균 디비지아 지수(LMDI-I)", "logarithmic mean Divisia index (LMDI-I)"),
}


@dataclass(frozen=True, eq=False)
class StructuralDecomposition:
    """A change between two tables, by supplying sector and by factor.

    Attributes
    ----------
    title : Text
    sectors : Classification
    indicator : Indicator
    unit : Text
        Of `before`, `after` and additive effects.
    factors : tuple of str
        k factors: "coefficient", "L", and "demand" or "mix", "distribution", "level".
    method : "polar", "all" or "lmdi"
    form : "additive" or "multiplicative"
    before, after : ndarray (n + 1,)
        By supplying sector, and the total.
    effects : ndarray (k, n + 1)
        Additive: sum to after − before. Multiplicative: multiply to after ÷ before, NaN for
        sectors that can't be decomposed so.
    spread : Spread or None
        The effects on the total over all k! orders of change, the deviation being that of
        logarithms where multiplicative; None for "lmdi".
    """

    title: Text
    sectors: Classification
    indicator: Indicator
    unit: Text
    factors: tuple[str, ...]
    method: Method
    form: Form
    before: Array
    after: Array
    effects: Array
    spread: Spread | None
    caveats: tuple[Text, ...]

    source = (
        "Dietzenbacher & Los 1998 (polar and all n! forms); Ang 2005, eqs. 4 and 5 (LMDI); "
        "Miller & Blair 2009, section 13.1"
    )

    @property
    def change(self) -> Array:
        """After − before, or after ÷ before, (n + 1,)."""
        if self.form == "additive":
            return np.asarray(self.after - self.before)
        out = np.full_like(self.after, np.nan)
        return np.divide(self.after, self.before, out=out, where=self._shown)

    @property
    def _shown(self) -> NDArray[np.bool_]:
        return np.asarray(np.isfinite(self.effects).all(axis=0))

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns of `table`."""
        additive = self.form == "additive"
        unit = self.unit if additive else _RATIO
        name = Text("변화", "change") if additive else Text("변화율", "ratio")
        return (
            *SECTOR_COLUMNS,
            Column("before", Text("이전", "before"), self.unit, 1),
            Column("after", Text("이후", "after"), self.unit, 1),
            Column("change", name, unit, 1 if additive else 4),
            *(Column(id, _FACTORS[id], unit, 1 if additive else 4) for id in self.factors),
        )

    @property
    def notes(self) -> tuple[Text, ...]:
        """The method, its spread over orders, prices, and what was left out."""
        method = _MEANINGS[self.method]
        found = [Text(f"방법: {method.ko}", f"method: {method.en}")]
        if self.spread is not None and self.method == "all":
            orders = factorial(len(self.factors))
            for id, low, high in zip(self.factors, self.spread.low, self.spread.high, strict=True):
                found.append(
                    Text(
                        f"{_FACTORS[id].ko}: 순서 {orders}가지에 걸쳐 {low:,.6g} ~ {high:,.6g}",
                        f"{_FACTORS[id].en}: from {low:,.6g} to {high:,.6g} over {orders} orders",
                    )
                )
        hidden = [self.sectors.codes[i] for i in np.flatnonzero(~self._shown[:-1])]
        if hidden:
            found.append(
                Text(
                    f"값이 양수가 아닌 때가 있어 비율로 나눌 수 없는 부문: {', '.join(hidden)}",
                    f"not decomposed, as a value is not positive: {', '.join(hidden)}",
                )
            )
        return (*found, *self.caveats)

    def table(self) -> pd.DataFrame:
        """Return one row a sector, and a last one for the total."""
        values = {"before": self.before, "after": self.after, "change": self.change}
        parts = dict(zip(self.factors, self.effects, strict=True))
        frame = sector_frame(self.sectors, {**values, **parts}, total=True)
        return frame[self._shown].reset_index(drop=True)

    def plot(self, ax: Axes | None = None, lang: Lang = "en") -> Axes:
        """Draw the effects by sector (the largest changes), or the total's ratios."""
        if self.form == "multiplicative":
            labels = [_FACTORS[id].get(lang) for id in self.factors]
            name = Text("합계의 변화율", "change of the total")
            series = [(name, (self.effects[:, -1] - 1.0) * 100.0)]
            return bars(ax, labels, series, with_unit(name, PERCENT), self.title, lang)
        changed = Text(f"{self.indicator.name.ko}의 변화", f"change of {self.indicator.name.en}")
        series = [
            (_FACTORS[id], effect[:-1])
            for id, effect in zip(self.factors, self.effects, strict=True)
        ]
        axis = with_unit(changed, self.unit)
        return largest_sectors(ax, self.sectors.sectors, series, axis, self.title, lang)
