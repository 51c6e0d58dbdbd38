"""The line below a picture: from which table its numbers are, at which prices, how known."""

from __future__ import annotations

from typing import TYPE_CHECKING

from iomodel.readings import Reading
from iomodel.report import labels
from iomodel.text import Lang, Text

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def below(axes: Axes, reading: Reading, lang: Lang, *, regional: bool = False) -> Axes:
    """Write under the axes what a reading's numbers rest on."""
    impact = reading.regional if regional and reading.regional else reading.impact
    assert impact is not None
    parts = {
        Text(
            f"{part.table} {part.region}".strip()
            + f", {part.demand.money.price_year or '?'}년 가격, {labels.BASIS[part.basis].ko}",
            f"{part.table} {part.region}".strip()
            + f", prices of {part.demand.money.price_year or '?'}, {labels.BASIS[part.basis].en}",
        ): None
        for part in impact.parts
    }
    return footnote(axes, " · ".join(words.get(lang) for words in parts))


def footnote(axes: Axes, words: str) -> Axes:
    """Write small words at the lower left of the figure."""
    axes.figure.supxlabel(words, x=0.01, ha="left", fontsize="x-small", color="#555555")
    return axes
