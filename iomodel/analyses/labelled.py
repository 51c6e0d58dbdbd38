"""Sectors as columns of a result's table, and bars that show them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from iomodel.analyses.base import Column
from iomodel.sectors import Classification, Sector
from iomodel.text import Lang, Text

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Array = NDArray[np.float64]

CODE = Column("code", Text("코드", "code"))
NAME_KO = Column("name_ko", Text("부문명", "Korean name"))
NAME_EN = Column("name_en", Text("영문명", "English name"))
SECTOR = (CODE, NAME_KO, NAME_EN)

# Okabe & Ito (2008), Color Universal Design: told apart by readers with colour blindness.
COLOURS = (
    *("#0072B2", "#E69F00", "#009E73", "#CC79A7"),
    *("#56B4E9", "#D55E00", "#F0E442", "#000000"),
)
MOST_BARS = 20
_LONGEST = 36  # characters of a label beside a bar
_GROUPED_FROM = 1e4  # figures that need thousands separators
_LEGEND_ROW = 3  # names that fit side by side


def sector_columns(sectors: Sequence[Sector]) -> dict[str, list[str]]:
    """Return the columns that say which sector a row is about."""
    return {
        "code": [sector.code for sector in sectors],
        "name_ko": [sector.name.ko for sector in sectors],
        "name_en": [sector.name.en for sector in sectors],
    }


def largest(values: Array, most: int = MOST_BARS) -> NDArray[np.intp]:
    """Return the positions of the largest finite values, largest first."""
    order = np.argsort(-np.where(np.isfinite(values), values, -np.inf), kind="stable")
    return order[: min(most, int(np.isfinite(values).sum()))]


def sector_labels(sectors: Classification, at: Sequence[int], lang: Lang) -> list[str]:
    """Return "code name" of the sectors at these positions."""
    return [f"{sectors.codes[i]} {sectors.sectors[i].name.get(lang)}" for i in at]


def draw_bars(
    axes: Axes,
    labels: Sequence[str],
    series: Mapping[str, Array],
    unit: str,
    colours: Sequence[str] = COLOURS,
) -> Axes:
    """Draw horizontal bars, the first label on top, the parts of each side by side in one bar.

    Negative parts extend to the left of zero.
    """
    places = np.arange(len(labels))
    right, left = np.zeros(len(labels)), np.zeros(len(labels))
    for (name, given), colour in zip(series.items(), colours, strict=False):
        values = np.nan_to_num(np.asarray(given, dtype=np.float64))
        start = np.where(values >= 0, right, left)
        axes.barh(places, values, left=start, color=colour, label=name)
        right += np.maximum(values, 0)
        left += np.minimum(values, 0)
    axes.set_yticks(places, [_shortened(label) for label in labels])
    axes.invert_yaxis()
    axes.set_xlabel(unit)
    if max(right.max(initial=0), -left.min(initial=0)) >= _GROUPED_FROM:
        axes.locator_params(axis="x", nbins=5)
        axes.xaxis.set_major_formatter("{x:,.0f}")
    if len(series) > 1:
        columns = 1 if len(series) > _LEGEND_ROW else len(series)
        axes.legend(fontsize="small", loc="upper right", bbox_to_anchor=(1.0, -0.13), ncols=columns)
    return axes


def draw_title(axes: Axes, title: str) -> None:
    """Put a title above the axes, ending at their right edge so that long ones aren't cut."""
    axes.set_title(title, loc="right", fontsize="medium")


def _shortened(label: str) -> str:
    return label if len(label) <= _LONGEST else f"{label[: _LONGEST - 1].rstrip()}…"
