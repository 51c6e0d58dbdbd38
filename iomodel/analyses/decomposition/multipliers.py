"""Decomposition of multipliers between two models, which published inverses allow too."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from iomodel.analyses.base import Column
from iomodel.analyses.charts import largest_sectors, with_unit
from iomodel.analyses.decomposition.pair import Pair, pair_of
from iomodel.analyses.frames import SECTOR_COLUMNS, sector_frame
from iomodel.impact import Indicator
from iomodel.leontief import Array
from iomodel.models.base import Model, display_scale, multiplier_unit
from iomodel.sectors import Classification
from iomodel.text import Lang, Text

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

WHAT = Text("유발계수 변화의 분해", "a decomposition of multipliers")
COEFFICIENT = Text("직접계수 효과", "coefficient effect")
_OWN = Text("그 부문 투입구조 효과", "effect of its own inputs")
_OTHERS = Text("다른 부문 투입구조 효과", "effect of other sectors' inputs")


@dataclass(frozen=True, eq=False)
class MultiplierDecomposition:
    """The change of every sector's multiplier.

    Attributes
    ----------
    title : Text
    sectors : Classification
    indicator : Indicator
    unit : Text
        Won per won, or persons per billion won.
    before, after : ndarray (n,)
        Multipliers m.
    coefficient : ndarray (n,)
        The effect of direct coefficients c; zero for production.
    own, others : ndarray (n,)
        The effect of A through the sector's own column, and through all other columns.
    """

    title: Text
    sectors: Classification
    indicator: Indicator
    unit: Text
    before: Array
    after: Array
    coefficient: Array
    own: Array
    others: Array
    caveats: tuple[Text, ...]

    source = "ΔL = L¹ΔA L⁰ = L⁰ΔA L¹ (Miller & Blair 2009, section 13.1; Dietzenbacher & Los 1998)"

    @property
    def change(self) -> Array:
        """After − before, (n,)."""
        return np.asarray(self.after - self.before)

    @property
    def technology(self) -> Array:
        """The effect of A as a whole, own + others, (n,)."""
        return np.asarray(self.own + self.others)

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns of `table`."""
        return (
            *SECTOR_COLUMNS,
            Column("before", Text("이전", "before"), self.unit),
            Column("after", Text("이후", "after"), self.unit),
            Column("change", Text("변화", "change"), self.unit),
            Column("coefficient", COEFFICIENT, self.unit),
            Column("own", _OWN, self.unit),
            Column("others", _OTHERS, self.unit),
        )

    @property
    def notes(self) -> tuple[Text, ...]:
        """Prices, and that effects add up."""
        return (
            Text("세 효과의 합은 변화와 같습니다", "the three effects add up to the change"),
            *self.caveats,
        )

    def table(self) -> pd.DataFrame:
        """Return one row a sector."""
        values = {
            "before": self.before,
            "after": self.after,
            "change": self.change,
            "coefficient": self.coefficient,
            "own": self.own,
            "others": self.others,
        }
        return sector_frame(self.sectors, values)

    def plot(self, ax: Axes | None = None, lang: Lang = "en") -> Axes:
        """Draw the effects for the sectors whose multiplier changed most."""
        parts = [(_OWN, self.own), (_OTHERS, self.others)]
        if self.coefficient.any():
            parts.insert(0, (COEFFICIENT, self.coefficient))
        axis = with_unit(changed(self.indicator), self.unit)
        return largest_sectors(ax, self.sectors.sectors, parts, axis, self.title, lang)


def multiplier_decomposition(
    model: Model, after: Model | str, indicator: str = "production"
) -> MultiplierDecomposition:
    """Return what changed each sector's multiplier between two models.

    Parameters
    ----------
    model : LeontiefModel
        Earlier: transactions, or a published inverse.
    after : LeontiefModel or str
        Later, in the same sectors; or its id.
    indicator : str
        One that both have.

    Returns
    -------
    MultiplierDecomposition
        Won per won, or persons per billion won.

    Raises
    ------
    NotSupportedError
        If either is published multipliers.
    LabelError
        If the sectors differ.
    NotFoundError
        If one lacks the indicator.

    Notes
    -----
    m′ = c′ L. Δm′ = ½ Δc′ (L⁰ + L¹) + ½ (c⁰ + c¹)′ ΔL: the mean of the two polar forms, the
    only two for two factors (Dietzenbacher & Los 1998). With c̄ = ½ (c⁰ + c¹) the second part is
    c̄′ ΔL = ½ c̄′ (L¹ ΔA L⁰ + L⁰ ΔA L¹), a sum over the cells of ΔA (Miller & Blair 2009, section
    13.1), here gathered by column: the sector's own inputs and those of all others.

    At current prices a coefficient changes when relative prices do.

    Examples
    --------
    >>> import iomodel
    >>> from iomodel.analyses.decomposition import multiplier_decomposition
    >>> model = iomodel.load_model("bok-2020-33")
    >>> parts = multiplier_decomposition(model, "bok-2023-33")
    >>> transport = model.sectors.position("운송장비")
    >>> parts.table().loc[transport, ["before", "after", "own", "others"]].astype(float).round(4)
    before    2.4377
    after     2.4137
    own      -0.0245
    others    0.0004
    Name: 13, dtype: float64
    """
    pair = pair_of(model, after, WHAT)
    described, c0, c1 = pair.coefficients(indicator)
    scale = float(display_scale((described,), pair.before.info)[0])
    first, last = pair.before.system, pair.after.system
    c0, c1 = c0 * scale, c1 * scale
    middle, dA = 0.5 * (c0 + c1), last.A - first.A
    m0, m1 = first.solve_transposed(middle), last.solve_transposed(middle)
    own = 0.5 * ((m1 @ dA) * np.diagonal(first.inverse()) + (m0 @ dA) * np.diagonal(last.inverse()))
    change = c1 - c0
    name = described.name
    return MultiplierDecomposition(
        Text(f"{name.ko}계수의 변화: {pair.span}", f"Change of {name.en} multipliers: {pair.span}"),
        pair.before.sectors,
        described,
        multiplier_unit(described, pair.before.info.money),
        first.solve_transposed(c0),
        last.solve_transposed(c1),
        0.5 * (first.solve_transposed(change) + last.solve_transposed(change)),
        own,
        (m1 - m0) - own,
        caveats(pair, described),
    )


def changed(indicator: Indicator) -> Text:
    """Return what the change of an indicator's multiplier is called."""
    return Text(f"{indicator.name.ko}계수의 변화", f"change of {indicator.name.en} multiplier")


def caveats(pair: Pair, indicator: Indicator) -> tuple[Text, ...]:
    """Return what to say of prices, and of coefficients worked back from a published inverse."""
    other = next(i for i in pair.after.indicators if i.id == indicator.id)
    if indicator.basis == other.basis == "computed":
        return pair.caveats()
    return (
        *pair.caveats(),
        Text(
            "공표된 역행렬에서는 투입계수를 역산했으므로 공표 자릿수만큼의 오차가 있습니다",
            "input coefficients of a published inverse are worked back from it, and carry its "
            "rounding",
        ),
    )
