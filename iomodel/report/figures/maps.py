"""Korea's seventeen regions in colour: as tiles of equal size, or by their boundaries."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Literal

from iomodel.analyses.charts import draw_title, new_axes
from iomodel.regions import Region, regions
from iomodel.report.figures.notes import footnote
from iomodel.text import Lang, Text

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Shape = Literal["tiles", "boundaries"]

_BOUNDARIES = Text(
    "경계 2018년: 통계청(SGIS), 공공누리 제1유형",
    "boundaries of 2018: Statistics Korea (SGIS), KOGL type 1",
)
_UNKNOWN = "#DDDDDD"
_DARK = 0.55  # of the scale: darker colours have white letters
# Longitude and latitude, at sea, of the names of regions that are too small for theirs.
_ASIDE = {
    "서울": (125.5, 38.2),
    "인천": (125.2, 37.35),
    "세종": (125.2, 36.65),
    "대전": (125.2, 35.95),
    "광주": (125.2, 35.25),
    "대구": (130.2, 36.2),
    "울산": (130.2, 35.55),
    "부산": (130.2, 34.9),
}


def region_map(
    values: Mapping[str, float],
    title: Text,
    axis: Text,
    note: str,
    shape: Shape = "tiles",
    ax: Axes | None = None,
    lang: Lang = "en",
    decimals: int = 0,
) -> Axes:
    """Draw one number a region.

    Parameters
    ----------
    values : mapping
        By the region's short Korean name; a region without a number stays grey.
    axis : Text
        What the colours measure, with its unit.
    note : str
        What the numbers rest on.
    """
    import matplotlib as mpl
    from matplotlib.colors import Normalize

    axes = new_axes(ax)
    shades = mpl.colormaps["cividis"]
    scale = Normalize(min(0.0, *values.values()), max(values.values()))
    for region in regions():
        value = values.get(region.name.ko)
        _draw(axes, region, shape, _UNKNOWN if value is None else shades(scale(value)))
        dark = value is not None and scale(value) < _DARK
        words = region.name.get(lang)
        if value is not None:
            words += f"\n{value:,.{decimals}f}"
        _name(axes, region, shape, words, "white" if dark else "black")
    axes.set_aspect("equal" if shape == "tiles" else 1.25)  # a degree is shorter eastward
    axes.autoscale_view()
    axes.set_axis_off()
    bar = mpl.cm.ScalarMappable(norm=scale, cmap=shades)
    axes.figure.colorbar(bar, ax=axes, label=axis.get(lang), shrink=0.7)
    draw_title(axes, title, lang)
    return footnote(axes, note if shape == "tiles" else f"{note} · {_BOUNDARIES.get(lang)}")


def _name(axes: Axes, region: Region, shape: Shape, words: str, colour: str) -> None:
    """Write a region's name on it, or beside the land where it is small."""
    at = region.tile if shape == "tiles" else region.centre
    aside = _ASIDE.get(region.name.ko) if shape == "boundaries" else None
    axes.annotate(
        words,
        at,
        aside or at,
        ha="center",
        va="center",
        fontsize="x-small",
        color="black" if aside else colour,
        arrowprops={"arrowstyle": "-", "linewidth": 0.6, "color": "#666666"} if aside else None,
        annotation_clip=False,
    )


def _draw(axes: Axes, region: Region, shape: Shape, colour: object) -> None:
    from matplotlib.patches import Polygon, Rectangle

    if shape == "tiles":
        x, y = region.tile
        axes.add_patch(Rectangle((x - 0.48, y - 0.48), 0.96, 0.96, facecolor=colour))
        return
    for ring in region.boundary:
        axes.add_patch(Polygon(ring, facecolor=colour, edgecolor="white", linewidth=0.6))
