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
    scale = Normalize(min(values.values()), max(values.values()))
    for region in regions():
        value = values.get(region.name.ko)
        colour = "#DDDDDD" if value is None else shades(scale(value))
        dark = value is not None and scale(value) < 0.55
        _draw(axes, region, shape, colour)
        x, y = region.tile if shape == "tiles" else region.centre
        number = "–" if value is None else f"{value:,.{decimals}f}"
        axes.text(
            x, y, f"{region.name.get(lang)}\n{number}", ha="center", va="center",
            fontsize="x-small" if shape == "tiles" else "xx-small",
            color="white" if dark else "black",
        )  # fmt: skip
    axes.set_aspect("equal" if shape == "tiles" else 1.25)  # a degree is shorter eastward
    axes.autoscale_view()
    axes.set_axis_off()
    bar = mpl.cm.ScalarMappable(norm=scale, cmap=shades)
    axes.figure.colorbar(bar, ax=axes, label=axis.get(lang), shrink=0.7)
    draw_title(axes, title, lang)
    return footnote(axes, note)


def _draw(axes: Axes, region: Region, shape: Shape, colour: object) -> None:
    from matplotlib.patches import Polygon, Rectangle

    if shape == "tiles":
        x, y = region.tile
        axes.add_patch(Rectangle((x - 0.48, y - 0.48), 0.96, 0.96, facecolor=colour))
        return
    for ring in region.boundary:
        axes.add_patch(Polygon(ring, facecolor=colour, edgecolor="white", linewidth=0.6))
