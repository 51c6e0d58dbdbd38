"""Pictures of results: one palette, bars side by side or stacked, maps in colour.

Labels stand in the order given, the first on top. What doesn't fit the palette is drawn as one
part, never left out.
"""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import wrap
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from iomodel.analyses.numerics import Positions, largest
from iomodel.errors import NotSupportedError, Problem
from iomodel.leontief import Array
from iomodel.sectors import Sector
from iomodel.text import Lang, Text, same
from iomodel.units import MoneyUnit, money_unit

if TYPE_CHECKING:
    from matplotlib.axes import Axes

# Okabe & Ito (2008), Color Universal Design: told apart by readers with colour blindness.
COLOURS = (
    *("#0072B2", "#E69F00", "#009E73", "#CC79A7"),
    *("#56B4E9", "#D55E00", "#F0E442", "#000000"),
)
NEGATIVE = COLOURS[5]
MOST = 15  # bars that can be read on one page

_TITLE: dict[Lang, int] = {"ko": 34, "en": 56}  # characters of a line
_LONGEST = 36  # characters of a label beside a bar
_GROUPED_FROM = 1e4  # figures that need thousands separators
_LEGEND_ROW = 3  # names that fit side by side
_TRILLION = money_unit("조원")

Series: TypeAlias = Sequence[tuple[Text, Array]]
Parts: TypeAlias = Sequence[tuple[Text, Array | Sequence[float]]]


def new_axes(ax: Axes | None) -> Axes:
    """Return `ax`, or the axes of a new figure.

    Raises
    ------
    NotSupportedError
        If matplotlib is not installed.
    """
    if ax is not None:
        return ax
    try:
        import matplotlib.pyplot as plt
    except ImportError as error:
        nothing = Text("없음", "nothing")
        remedy = same('pip install "iomodel[notebook]"')
        what = Text("그림에 필요한 matplotlib이 없습니다", "matplotlib, which draws, is missing")
        problem = Problem("", what, same("matplotlib"), nothing, remedy)
        raise NotSupportedError("plot", problem) from error
    return plt.subplots(layout="constrained")[1]


def bars(
    ax: Axes | None,
    labels: Sequence[str],
    series: Parts,
    axis: Text,
    title: Text,
    lang: Lang,
) -> Axes:
    """Draw horizontal bars, one a label, or several side by side.

    Parameters
    ----------
    labels : sequence of str
        n labels.
    series : sequence of (Text, sequence of n numbers)
        Name and values; a single one has its negative values in another colour.
    axis : Text
        What the bars measure, with its unit.
    """
    axes = new_axes(ax)
    height = 0.8 / len(series)
    for k, (name, values) in enumerate(series):
        colours = [COLOURS[k % len(COLOURS)]] * len(values)
        if len(series) == 1:
            colours = [NEGATIVE if value < 0 else COLOURS[0] for value in values]
        places = np.arange(len(labels)) + (2 * k + 1 - len(series)) * height / 2
        axes.barh(places, np.nan_to_num(values), height, color=colours, label=name.get(lang))
    return _finished(axes, labels, len(series), axis, title, lang)


def stacked_bars(
    ax: Axes | None,
    labels: Sequence[str],
    series: Parts,
    axis: Text,
    title: Text,
    lang: Lang,
    colours: Sequence[str] = COLOURS,
) -> Axes:
    """Draw one horizontal bar a label, its negative parts to the left of zero.

    Parameters
    ----------
    labels : sequence of str
        n labels.
    series : sequence of (Text, sequence of n numbers)
        Name and values of each part; those beyond the colours are added up as one.
    axis : Text
        What the bars measure, with its unit.
    """
    axes = new_axes(ax)
    right, left = np.zeros(len(labels)), np.zeros(len(labels))
    for (name, given), colour in zip(_folded(series, len(colours)), colours, strict=False):
        values = np.nan_to_num(np.asarray(given, dtype=np.float64))
        start = np.where(values >= 0, right, left)
        axes.barh(range(len(labels)), values, left=start, color=colour, label=name.get(lang))
        right += np.maximum(values, 0)
        left += np.minimum(values, 0)
    return _finished(axes, labels, min(len(series), len(colours)), axis, title, lang)


def largest_sectors(
    ax: Axes | None,
    sectors: Sequence[Sector],
    series: Series,
    axis: Text,
    title: Text,
    lang: Lang,
    *,
    by: Array | None = None,
    most: int = MOST,
) -> Axes:
    """Draw the `most` sectors largest in `by`, or in the sum of all parts, the parts stacked."""
    at = largest(np.sum([values for _, values in series], axis=0) if by is None else by, most)
    shown = [(name, values[at]) for name, values in series]
    draw = bars if len(series) == 1 else stacked_bars
    return draw(ax, sector_names(sectors, at, lang), shown, axis, title, lang)


def heat_map(
    ax: Axes | None,
    values: Array,
    rows: tuple[Text, Sequence[str]],
    columns: tuple[Text, Sequence[str]],
    colour: Text,
    title: Text,
    lang: Lang,
    **how: object,
) -> Axes:
    """Draw a matrix in colour.

    Parameters
    ----------
    values : ndarray (r, c)
    rows, columns : (Text, sequence of str)
        What they are, and their names; only some are written where there are many.
    colour : Text
        What the colours measure, with its unit.
    how
        Further keywords of matplotlib's `imshow`.
    """
    axes = new_axes(ax)
    image = axes.imshow(values, cmap="cividis", aspect="auto", **how)  # type: ignore[arg-type]
    axes.figure.colorbar(image, ax=axes, label=colour.get(lang))
    some = slice(None, None, max(1, len(rows[1]) // 20))
    axes.set_yticks(range(len(rows[1]))[some], list(rows[1])[some], fontsize="small")
    some = slice(None, None, -(-len(columns[1]) // 20))
    names = list(columns[1])[some]
    axes.set_xticks(range(len(columns[1]))[some], names, rotation=45, ha="right", fontsize="small")
    axes.set_ylabel(rows[0].get(lang))
    axes.set_xlabel(columns[0].get(lang))
    draw_title(axes, title, lang)
    return axes


def draw_title(axes: Axes, title: Text, lang: Lang) -> None:
    """Put a title above the axes, ending at their right edge, over lines where it is long."""
    lines = wrap(title.get(lang), _TITLE[lang])
    axes.set_title("\n".join(lines), loc="right", fontsize="medium")


def sector_names(sectors: Sequence[Sector], at: Sequence[int] | Positions, lang: Lang) -> list[str]:
    """Return "code name", cut where it is long, of the sectors at these positions."""
    return [shortened(f"{sectors[i].code} {sectors[i].name.get(lang)}") for i in at]


def shortened(words: str, longest: int = _LONGEST) -> str:
    """Return `words`, cut to `longest` characters.

    Examples
    --------
    >>> from iomodel.analyses.charts import shortened
    >>> shortened("Agricultural, forestry and fishery products", 16)
    'Agricultural, f…'
    """
    return words if len(words) <= longest else f"{words[: longest - 1].rstrip(' ,')}…"


def chain_name(sectors: Sequence[Sector], arrow: str, lang: Lang) -> str:
    """Return the short names of sectors joined by arrows."""
    return f" {arrow} ".join(shortened(sector.name.get(lang), 22) for sector in sectors)


def with_unit(name: Text, unit: Text) -> Text:
    """Return a name followed by its unit in parentheses."""
    return Text(f"{name.ko} ({unit.ko})", f"{name.en} ({unit.en})")


def title_of(title: Text, subject: Text) -> Text:
    """Return a title followed by what it is about."""
    return Text(f"{title.ko}: {subject.ko}", f"{title.en}: {subject.en}")


def readable_money(series: Series, unit: MoneyUnit) -> tuple[Series, Text]:
    """Return amounts and their unit, in trillions where they are large."""
    largest = max(float(np.nanmax(np.abs(values), initial=0.0)) for _, values in series)
    if unit.currency != _TRILLION.currency or largest * unit.per(_TRILLION) < 1.0:
        return series, unit.name
    factor = unit.per(_TRILLION)
    return [(name, values * factor) for name, values in series], _TRILLION.name


def _folded(series: Parts, most: int) -> Parts:
    if len(series) <= most:
        return series
    rest = np.sum([np.asarray(values) for _, values in series[most - 1 :]], axis=0)
    return [*series[: most - 1], (Text("그 밖", "other"), rest)]


def _finished(
    axes: Axes, labels: Sequence[str], parts: int, axis: Text, title: Text, lang: Lang
) -> Axes:
    axes.set_yticks(range(len(labels)), labels, fontsize="small")
    axes.invert_yaxis()
    axes.axvline(0.0, color="black", linewidth=0.8)
    axes.set_xlabel(axis.get(lang))
    if max(map(abs, axes.get_xlim())) >= _GROUPED_FROM:
        axes.locator_params(axis="x", nbins=5)
        axes.xaxis.set_major_formatter("{x:,.0f}")
    if parts > 1:
        columns = parts if parts <= _LEGEND_ROW else 2
        place = (1.0, -0.13)  # below the axis
        axes.legend(
            fontsize="small", loc="upper right", bbox_to_anchor=place, ncols=columns, frameon=False
        )
    draw_title(axes, title, lang)
    return axes
