"""Horizontal bars and their wording, which several analyses draw."""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import shorten
from typing import TYPE_CHECKING

from iomodel.analyses.base import new_axes
from iomodel.sectors import Sector
from iomodel.text import Lang, Text

if TYPE_CHECKING:
    from matplotlib.axes import Axes

# Okabe & Ito (2008): told apart with every common form of colour blindness.
COLOURS = ("#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00")
POSITIVE, NEGATIVE = COLOURS[0], COLOURS[5]


def short(sector: Sector, lang: Lang, width: int = 24) -> str:
    """Return a sector's name, cut to `width` characters."""
    return shorten(sector.name.get(lang), width, placeholder="…")


def horizontal_bars(
    ax: Axes | None, labels: Sequence[str], values: Sequence[float], axis: str, title: str
) -> Axes:
    """Draw one bar a label, the first on top; negative values in another colour."""
    ax = new_axes(ax)
    colours = [POSITIVE if value >= 0 else NEGATIVE for value in values]
    ax.barh(range(len(labels)), values, color=colours)
    _name(ax, labels, axis, title)
    return ax


def stacked_bars(
    ax: Axes | None,
    labels: Sequence[str],
    series: Sequence[tuple[str, Sequence[float]]],
    axis: str,
    title: str,
) -> Axes:
    """Draw stacked bars, positive parts to the right of zero and negative ones to the left."""
    ax = new_axes(ax)
    right, left = [0.0] * len(labels), [0.0] * len(labels)
    for (name, values), colour in zip(series, COLOURS, strict=False):
        starts = []
        for i, value in enumerate(values):
            side = right if value >= 0 else left
            starts.append(side[i])
            side[i] += value
        ax.barh(range(len(labels)), values, left=starts, color=colour, label=name)
    _name(ax, labels, axis, title)
    ax.legend(fontsize="small")
    return ax


def with_unit(name: Text, unit: Text, lang: Lang) -> str:
    """Return an axis label: the name with its unit."""
    return f"{name.get(lang)} ({unit.get(lang)})"


def _name(ax: Axes, labels: Sequence[str], axis: str, title: str) -> None:
    ax.set_yticks(range(len(labels)), labels, fontsize="small")
    ax.invert_yaxis()
    ax.axvline(0.0, color="black", linewidth=0.8)
    ax.set_xlabel(axis)
    ax.set_title(title, fontsize="medium")
