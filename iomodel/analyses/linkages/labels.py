"""Where the map of key sectors writes what: a column of names, and codes where there is room."""

from __future__ import annotations

import warnings
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from iomodel.leontief import Array

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_LINE = 1.25  # lines of text, in heights of their letters
_LARGEST, _SMALLEST = 8.0, 3.0  # points
_MARKER = 3.0  # half the width of a sector's mark, in points
# Places of a code about its point, in points, with its alignment; the first that is free is taken.
_PLACES = (
    *((5, 0, "left", "center"), (-5, 0, "right", "center")),
    *((0, 5, "center", "bottom"), (0, -5, "center", "top")),
    *((4, 4, "left", "bottom"), (4, -4, "left", "top")),
    *((-4, 4, "right", "bottom"), (-4, -4, "right", "top")),
)


def write_column(axes: Axes, points: Array, names: Sequence[str]) -> None:
    """Write names in a column right of the axes, each with a line to its point.

    Parameters
    ----------
    points : ndarray (k, 2)
        Across and up, in the axes' data.
    names : sequence of str
        k names.
    """
    if not names:
        return
    figure = _settled(axes)
    height = axes.get_window_extent().height * 72.0 / figure.dpi
    size = float(np.clip(height / (_LINE * len(names)), _SMALLEST, _LARGEST))
    own = axes.transAxes.inverted().transform(axes.transData.transform(points))[:, 1]
    heights = spread(own, _LINE * size / height)
    for point, place, words in zip(points, heights, names, strict=True):
        axes.annotate(
            words,
            tuple(point),
            xytext=(1.03, float(place)),
            textcoords="axes fraction",
            fontsize=size,
            va="center",
            annotation_clip=False,
            arrowprops={
                **{"arrowstyle": "-", "color": "#bbbbbb", "linewidth": 0.6},
                **{"relpos": (0, 0.5), "shrinkA": 1, "shrinkB": 3, "zorder": 0},
            },
        )


def write_codes(axes: Axes, points: Array, codes: Mapping[int, str]) -> None:
    """Write codes beside their points, leaving out those that would stand on something.

    Parameters
    ----------
    points : ndarray (n, 2)
        All points of the map, in the axes' data; none is written over.
    codes : mapping of int to str
        Position in `points` → code, the most important first.
    """
    figure = _settled(axes)
    dot = figure.dpi / 72.0
    marks = axes.transData.transform(points[np.isfinite(points).all(axis=1)])
    taken = np.hstack([marks - _MARKER * dot, marks + _MARKER * dot])
    frame = axes.get_window_extent().padded(-dot)
    for i, code in codes.items():
        for right, up, across, along in _PLACES:
            text = axes.annotate(
                code,
                tuple(points[i]),
                xytext=(right, up),
                textcoords="offset points",
                fontsize="x-small",
                ha=across,
                va=along,
            )
            box = np.array(text.get_window_extent().extents)
            inside = (box[:2] >= frame.min).all() and (box[2:] <= frame.max).all()
            if inside and not overlaps(box, taken).any():
                taken = np.vstack([taken, box])
                break
            text.remove()


def figure_of(axes: Axes) -> Figure:
    """Return the whole figure that axes stand in."""
    figure = axes.get_figure(root=True)
    assert figure is not None, "axes stand in a figure"
    return figure


def spread(wanted: Array, gap: float) -> Array:
    """Return heights at least `gap` apart, in the order of those wanted and near them.

    Parameters
    ----------
    wanted : ndarray (k,)
    gap : float
        Heights stay between zero and one where k of them fit.

    Examples
    --------
    >>> import numpy as np
    >>> from iomodel.analyses.linkages.labels import spread
    >>> spread(np.array([0.95, 0.5, 0.96]), 0.1).round(2).tolist()
    [0.85, 0.5, 0.95]
    """
    order = np.argsort(wanted, kind="stable")
    steps = gap * np.arange(len(wanted))
    # No place may lie below the one before it, nor leave too little room for those after it.
    lowest = np.maximum.accumulate(wanted[order] - steps)
    top = max(1.0 - gap / 2 - steps[-1], gap / 2)
    places = np.empty(len(wanted))
    places[order] = np.clip(lowest, gap / 2, top) + steps
    return places


def overlaps(box: Array, others: Array) -> Array:
    """Return which of the boxes (m, 4) a box (4,) overlaps; left, bottom, right, top."""
    apart = (others[:, :2] >= box[2:]) | (others[:, 2:] <= box[:2])
    return np.asarray(~apart.any(axis=1))


def _settled(axes: Axes) -> Figure:
    """Return the figure of the axes, once their size is that with which they will be drawn."""
    figure = figure_of(axes)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a font without some letter is told of when one draws
        for _ in range(2):  # the layout takes the size of what was drawn before
            figure.draw_without_rendering()
    return figure
