"""Stacked bars of the largest sectors."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from iomodel.analyses.base import new_axes
from iomodel.analyses.sectorwise import COLOURS
from iomodel.sectors import Sector
from iomodel.text import Lang, Text

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def with_unit(name: Text, unit: Text) -> Text:
    """Return a quantity with its unit, for an axis."""
    return Text(f"{name.ko} ({unit.ko})", f"{name.en} ({unit.en})")


def stacked(
    ax: Axes | None,
    sectors: Sequence[Sector],
    parts: Sequence[tuple[Text, NDArray[np.float64]]],
    axis: Text,
    title: Text,
    lang: Lang = "en",
    most: int = 15,
) -> Axes:
    """Draw the `most` sectors with the largest sums as stacked bars, the largest on top."""
    axes = new_axes(ax)
    values = np.nan_to_num(np.array([part for _, part in parts], dtype=np.float64))
    shown = np.argsort(-values.sum(axis=0), kind="stable")[:most]
    places = np.arange(len(shown))
    right, left = np.zeros(len(shown)), np.zeros(len(shown))
    for (name, _), row, colour in zip(parts, values[:, shown], COLOURS, strict=False):
        axes.barh(
            places, row, left=np.where(row >= 0, right, left), color=colour, label=name.get(lang)
        )
        right += np.maximum(row, 0)
        left += np.minimum(row, 0)
    axes.set_yticks(places, [f"{sectors[i].code} {sectors[i].name.get(lang)}" for i in shown])
    axes.invert_yaxis()
    axes.set_xlabel(axis.get(lang))
    axes.set_title(title.get(lang))
    axes.legend(frameon=False)
    return axes
