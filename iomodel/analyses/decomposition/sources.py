"""Where the change of one sector's multiplier comes from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, get_args

import numpy as np

from iomodel.analyses.arguments import require_choice, require_count
from iomodel.analyses.base import Column
from iomodel.analyses.charts import shortened, stacked_bars, with_unit
from iomodel.analyses.decomposition.multipliers import (
    COEFFICIENT,
    WHAT,
    MultiplierDecomposition,
    caveats,
    changed,
)
from iomodel.analyses.decomposition.pair import pair_of
from iomodel.analyses.frames import SECTOR_COLUMNS
from iomodel.analyses.numerics import Positions, largest, unit_columns
from iomodel.impact import Indicator
from iomodel.leontief import Array
from iomodel.models.base import Model, display_scale, multiplier_unit
from iomodel.sectors import Classification, Sector
from iomodel.text import Lang, Text

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

By = Literal["column", "row"]
BY: tuple[By, ...] = get_args(By)

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
            *SECTOR_COLUMNS,
            Column("coefficient", COEFFICIENT, self.unit),
            Column("technology", _TECHNOLOGY, self.unit),
            Column("effect", Text("합계", "sum"), self.unit),
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

        order = largest(self.effects, len(self.effects))
        rows = [self._row(self.sectors.sectors[i], order[k : k + 1]) for k, i in enumerate(order)]
        rows = rows[: self.most]
        if len(order) > self.most:
            others = Sector("", Text("그 밖의 부문", "All others"))
            rows.append(self._row(others, order[self.most :]))
        return pd.DataFrame(rows)

    def _row(self, sector: Sector, at: Positions) -> dict[str, str | float]:
        return {
            "code": sector.code,
            "name_ko": sector.name.ko,
            "name_en": sector.name.en,
            "coefficient": float(self.coefficient[at].sum()),
            "technology": float(self.technology[at].sum()),
            "effect": float(self.effects[at].sum()),
        }

    def plot(self, ax: Axes | None = None, lang: Lang = "en") -> Axes:
        """Draw the effects of the sectors in `table`."""
        frame = self.table()
        names = [shortened(name) for name in frame[f"name_{lang}"]]
        series = [(_TECHNOLOGY, frame["technology"].to_numpy())]
        if self.coefficient.any():
            series.append((COEFFICIENT, frame["coefficient"].to_numpy()))
        axis = with_unit(changed(self.indicator), self.unit)
        return stacked_bars(ax, names, series, axis, self.title, lang)


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
    require_choice("by", by, BY)
    require_count("most", most)
    pair = pair_of(model, after, WHAT)
    described, c0, c1 = pair.coefficients(indicator)
    j = pair.before.sectors.position(sector)
    scale = float(display_scale((described,), pair.before.info)[0])
    first, last = pair.before.system, pair.after.system
    c0, c1 = c0 * scale, c1 * scale
    unit = unit_columns(len(c0), [j])[:, 0]
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
        multiplier_unit(described, pair.before.info.money),
        by,
        float(c0 @ column0),
        float(c1 @ column1),
        0.5 * (c1 - c0) * (column0 + column1),
        technology,
        most,
        caveats(pair, described),
    )
