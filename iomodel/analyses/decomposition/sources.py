"""Where the change of one sector's multiplier comes from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
from numpy.typing import NDArray

from iomodel.analyses.bar_charts import stacked_bars, with_unit
from iomodel.analyses.base import Column
from iomodel.analyses.decomposition.multipliers import (
    COEFFICIENT,
    WHAT,
    MultiplierDecomposition,
    caveats,
    changed,
    multiplier_unit,
)
from iomodel.analyses.decomposition.pair import pair_of, require_one_of
from iomodel.analyses.spending import require
from iomodel.impact import Array, Indicator
from iomodel.models.base import Model, display_scale
from iomodel.sectors import Classification, Sector
from iomodel.text import Lang, Text

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

By = Literal["column", "row"]

_TECHNOLOGY = Text("투입계수 효과", "input coefficient effect")


@dataclass(frozen=True, eq=False)
class MultiplierSources:
    """Which sectors' coefficients changed one multiplier.

    Attributes
    ----------
    title : Text
    sectors : Classification
    indicator : Indicator
    unit : Text
    by : "column" or "row"
        Whether input coefficients are gathered by buying column or by supplying row.
    before, after : float
        The multiplier.
    coefficient, technology : ndarray (n,)
        Parts of the change through c and through A, by sector.
    most : int
        How many sectors `table` shows before it adds up the rest.
    """

    title: Text
    sectors: Classification
    indicator: Indicator
    unit: Text
    by: By
    before: float
    after: float
    coefficient: Array
    technology: Array
    most: int
    caveats: tuple[Text, ...]

    source = MultiplierDecomposition.source

    @property
    def effects(self) -> Array:
        """Coefficient + technology, (n,): adds up to after − before."""
        return np.asarray(self.coefficient + self.technology)

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns of `table`."""
        return (
            Column("code", Text("코드", "Code")),
            Column("name_ko", Text("부문", "Sector, Korean name")),
            Column("name_en", Text("부문 (영문)", "Sector")),
            Column("coefficient", COEFFICIENT, self.unit),
            Column("technology", _TECHNOLOGY, self.unit),
            Column("effect", Text("합계", "Sum"), self.unit),
        )

    @property
    def notes(self) -> tuple[Text, ...]:
        """How coefficients were gathered, and what they add up to."""
        gathered = {
            "column": Text("사는 부문(열)", "buying sector (column)"),
            "row": Text("파는 부문(행)", "supplying sector (row)"),
        }[self.by]
        return (
            Text(
                f"투입계수 변화를 {gathered.ko}별로 모았습니다. 합계는 {self.before:.4f}에서 "
                f"{self.after:.4f}(으)로의 변화 {self.after - self.before:+.4f}입니다",
                f"changes of input coefficients by {gathered.en}; they add up to "
                f"{self.after - self.before:+.4f}, from {self.before:.4f} to {self.after:.4f}",
            ),
            *self.caveats,
        )

    def table(self) -> pd.DataFrame:
        """Return the sectors with the largest effects, then all others in one row."""
        import pandas as pd

        order = np.argsort(-np.abs(self.effects), kind="stable")
        rows = [self._row(s.code, s.name, np.array([i])) for i, s in self._listed(order)]
        if len(order) > self.most:
            rows.append(self._row("", Text("그 밖의 부문", "All others"), order[self.most :]))
        return pd.DataFrame(rows)

    def _listed(self, order: NDArray[np.intp]) -> list[tuple[int, Sector]]:
        return [(int(i), self.sectors.sectors[i]) for i in order[: self.most]]

    def _row(self, code: str, name: Text, at: NDArray[np.intp]) -> dict[str, str | float]:
        return {
            "code": code,
            "name_ko": name.ko,
            "name_en": name.en,
            "coefficient": float(self.coefficient[at].sum()),
            "technology": float(self.technology[at].sum()),
            "effect": float(self.effects[at].sum()),
        }

    def plot(self, ax: Axes | None = None, lang: Lang = "en") -> Axes:
        """Draw the effects of the sectors in `table`."""
        frame = self.table()
        names = list(frame["name_ko" if lang == "ko" else "name_en"])
        series = [(_TECHNOLOGY.get(lang), list(frame["technology"]))]
        if self.coefficient.any():
            series.append((COEFFICIENT.get(lang), list(frame["coefficient"])))
        axis = with_unit(changed(self.indicator), self.unit, lang)
        return stacked_bars(ax, names, series, axis, self.title.get(lang))


def multiplier_sources(
    model: Model,
    after: Model | str,
    sector: str,
    indicator: str = "production",
    by: By = "column",
    most: int = 15,
) -> MultiplierSources:
    """Return which sectors' coefficients changed the multiplier of one sector.

    Parameters
    ----------
    model, after, indicator
        As in `multiplier_decomposition`.
    sector : str
        Code or exact name of the sector whose multiplier it is.
    by : "column" or "row"
        Input coefficients by the sector that buys (whose input structure changed), or by the
        sector that supplies (whose product is used more or less).
    most : int
        How many sectors to show.

    Returns
    -------
    MultiplierSources

    Raises
    ------
    NotSupportedError, LabelError, NotFoundError, UnknownSectorError
        As `multiplier_decomposition`; or if the sector isn't known, `by` is another word or
        `most` is below one.

    Notes
    -----
    The cell p, q of ΔA contributes ½ [(c̄′L¹)_p Δa_pq l⁰_qj + (c̄′L⁰)_p Δa_pq l¹_qj] to the
    multiplier of sector j, and Δc_p contributes ½ Δc_p (l⁰_pj + l¹_pj).

    Examples
    --------
    >>> import iomodel
    >>> from iomodel.analyses.decomposition import multiplier_sources
    >>> model = iomodel.load_model("bok-2020-33")
    >>> parts = multiplier_sources(model, "bok-2023-33", "운송장비", "imports", most=2)
    >>> parts.table()[["name_ko", "effect"]].round(4)
       name_ko  effect
    0     운송장비  0.0241
    1     화학제품  0.0073
    2  그 밖의 부문  0.0263
    """
    require_one_of("by", by, ("column", "row"))
    require(most >= 1, "most", Text("1 이상의 정수", "a whole number from one"), most)
    pair = pair_of(model, after, WHAT)
    described, c0, c1 = pair.coefficients(indicator)
    j = pair.before.sectors.position(sector)
    scale = float(display_scale((described,), pair.before.info)[0])
    first, last = pair.before.system, pair.after.system
    c0, c1 = c0 * scale, c1 * scale
    unit = np.zeros(len(c0))
    unit[j] = 1.0
    column0, column1 = first.solve(unit), last.solve(unit)
    middle, dA = 0.5 * (c0 + c1), last.A - first.A
    m0, m1 = first.solve_transposed(middle), last.solve_transposed(middle)
    technology = (
        0.5 * ((m1 @ dA) * column0 + (m0 @ dA) * column1)
        if by == "column"
        else 0.5 * (m1 * (dA @ column0) + m0 * (dA @ column1))
    )
    name, of = described.name, pair.before.sectors.sectors[j].name
    return MultiplierSources(
        Text(
            f"{of.ko} {name.ko}계수 변화의 원천: {pair.span}",
            f"Sources of change, {name.en} multiplier of {of.en}: {pair.span}",
        ),
        pair.before.sectors,
        described,
        multiplier_unit(described),
        by,
        float(c0 @ column0),
        float(c1 @ column1),
        0.5 * (c1 - c0) * (column0 + column1),
        technology,
        most,
        caveats(pair, described),
    )
