"""The sectors with the largest sums as stacked bars: the picture most results by sector share."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from iomodel.analyses.bar_charts import COLOURS, short, stacked_bars
from iomodel.sectors import Sector
from iomodel.text import Lang, Text

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Array = NDArray[np.float64]

MOST = 15  # bars that can be read on one page


def ranked(
    ax: Axes | None,
    sectors: Sequence[Sector],
    parts: Sequence[tuple[Text, Array]],
    axis: Text,
    title: Text,
    lang: Lang,
) -> Axes:
    """Draw the sectors with the largest sums over `parts`, largest on top.

    Parameters
    ----------
    sectors : sequence of Sector
        n sectors.
    parts : sequence of (Text, ndarray (n,))
        Name and values of each colour.
    axis : Text
        The label of the value axis, with its unit.
    """
    sums = np.sum([values for _, values in parts], axis=0)
    top = np.argsort(-np.abs(sums), kind="stable")[:MOST]
    labels = [f"{sectors[i].code} {short(sectors[i], lang)}" for i in top]
    return stack(ax, labels, [(name, values[top]) for name, values in parts], axis, title, lang)


def stack(
    ax: Axes | None,
    labels: Sequence[str],
    parts: Sequence[tuple[Text, Array]],
    axis: Text,
    title: Text,
    lang: Lang,
) -> Axes:
    """Draw one bar a label in the order given; parts beyond the colours become one."""
    kept, rest = list(parts[: len(COLOURS)]), parts[len(COLOURS) :]
    if rest:
        tail = np.sum([values for _, values in [kept.pop(), *rest]], axis=0)
        kept.append((Text("그 밖", "other"), tail))
    series = [(name.get(lang), [float(v) for v in values]) for name, values in kept]
    axes = stacked_bars(ax, labels, series, axis.get(lang), title.get(lang))
    legend = axes.legend(
        fontsize="small", ncols=3, loc="upper center", bbox_to_anchor=(0.5, -0.12), frameon=False
    )
    legend.set_visible(len(kept) > 1)
    return axes


def with_unit(name: Text, unit: Text) -> Text:
    """Return a name followed by its unit in parentheses."""
    return Text(f"{name.ko} ({unit.ko})", f"{name.en} ({unit.en})")
