"""Ranked, stacked horizontal bars: the picture most results by sector share."""

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

Array = NDArray[np.float64]

MOST = 15  # bars that can be read on one page


def stacked(
    ax: Axes | None,
    sectors: Sequence[Sector],
    parts: Sequence[tuple[Text, Array]],
    axis: Text,
    title: Text,
    lang: Lang,
) -> Axes:
    """Draw the sectors with the largest sums as bars stacked from `parts`, largest on top.

    Parameters
    ----------
    sectors : sequence of Sector
        n sectors.
    parts : sequence of (Text, ndarray (n,))
        Name and values of each colour; positive parts stack to the right, negative to the left.
    axis : Text
        The label of the value axis, with its unit.
    """
    ax = new_axes(ax)
    values = np.vstack([part for _, part in parts])
    top = np.argsort(-np.abs(values.sum(axis=0)), kind="stable")[:MOST][::-1]
    places = np.arange(len(top))
    right, left = np.zeros(len(top)), np.zeros(len(top))
    for (name, _), row, colour in zip(parts, values[:, top], COLOURS, strict=False):
        ax.barh(
            places, row, left=np.where(row >= 0, right, left), color=colour, label=name.get(lang)
        )
        right, left = right + np.maximum(row, 0), left + np.minimum(row, 0)
    ax.set_yticks(places, [f"{sectors[i].code} {sectors[i].name.get(lang)}" for i in top])
    ax.set_xlabel(axis.get(lang))
    ax.set_title(title.get(lang))
    if len(parts) > 1:
        ax.legend(frameon=False)
    return ax


def with_unit(name: Text, unit: Text) -> Text:
    """Return a name followed by its unit in parentheses."""
    return Text(f"{name.ko} ({unit.ko})", f"{name.en} ({unit.en})")
