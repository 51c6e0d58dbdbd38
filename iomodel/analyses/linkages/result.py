"""The result of a linkage analysis: two indices by sector, and the map of key sectors."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, get_args

import numpy as np

from iomodel.analyses.base import Column
from iomodel.analyses.charts import COLOURS, draw_title, new_axes, sector_names, shortened
from iomodel.analyses.frames import SECTOR_COLUMNS, sector_frame
from iomodel.analyses.linkages.labels import figure_of, write_codes, write_column
from iomodel.analyses.numerics import largest
from iomodel.leontief import Array
from iomodel.sectors import Classification
from iomodel.table import TableInfo
from iomodel.text import Lang, Text

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

Measure = Literal["rasmussen", "ghosh", "direct", "pure"]
Quadrant = Literal["key", "backward", "forward", "weak"]

MEASURES: tuple[Measure, ...] = get_args(Measure)
QUADRANTS: dict[Quadrant, Text] = {
    "key": Text("핵심 (전후방 모두 평균 초과)", "key (both above average)"),
    "backward": Text("후방연쇄 중심", "backward-oriented"),
    "forward": Text("전방연쇄 중심", "forward-oriented"),
    "weak": Text("연쇄 약함", "weak (both below average)"),
}
_MARKERS: dict[Quadrant, str] = {"key": "o", "backward": "^", "forward": "s", "weak": "x"}
_LONGEST = 34  # characters of the name of a key sector
_MOST_CODES = 60  # sectors other than key ones that the map labels
_WIDE = 5.0  # largest over smallest index from which the map's scale across is logarithmic
_TICKS = (0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 0.7, 1.0, 1.5, 2.0, 3.0, 5.0, 7.0, 10.0)

TITLES: dict[Measure, Text] = {
    "rasmussen": Text("영향력계수와 감응도계수", "Power and sensitivity of dispersion"),
    "ghosh": Text(
        "후방연쇄(L)와 전방연쇄(Ghosh)", "Backward linkages from L, forward from Ghosh's G"
    ),
    "direct": Text("직접 후방·전방연쇄", "Direct backward and forward linkages"),
    "pure": Text("순수 후방·전방연쇄", "Pure backward and forward linkages"),
}
# As they read in the middle of a sentence.
WHAT: dict[Measure, Text] = {
    "rasmussen": Text("영향력계수와 감응도계수", "power and sensitivity of dispersion"),
    "ghosh": Text(
        "후방연쇄(L)와 전방연쇄(Ghosh)", "backward linkages from L, forward from Ghosh's G"
    ),
    "direct": Text("직접 후방·전방연쇄", "direct backward and forward linkages"),
    "pure": Text("순수 후방·전방연쇄", "pure backward and forward linkages"),
}
_SOURCES: dict[Measure, str] = {
    "rasmussen": "Rasmussen (1956), ch. 8; Miller & Blair (2009), section 12.2; Bank of Korea",
    "ghosh": "Jones (1976); Beyers (1976); Miller & Blair (2009), section 12.2",
    "direct": "Chenery & Watanabe (1958); Hirschman (1958); Miller & Blair (2009), section 12.2",
    "pure": "Guilhoto, Sonis & Hewings (2005); Sonis, Guilhoto, Hewings & Martins (1995)",
}
_INDICES: dict[Measure, tuple[Text, Text]] = {
    "rasmussen": (
        Text("영향력계수", "power of dispersion"),
        Text("감응도계수", "sensitivity of dispersion"),
    ),
    "ghosh": (
        Text("영향력계수", "power of dispersion"),
        Text("전방연쇄지수(Ghosh)", "forward linkage from G"),
    ),
    "direct": (
        Text("직접 후방연쇄지수", "direct backward linkage"),
        Text("직접 전방연쇄지수", "direct forward linkage"),
    ),
    "pure": (
        Text("순수 후방연쇄지수", "pure backward linkage"),
        Text("순수 전방연쇄지수", "pure forward linkage"),
    ),
}


@dataclass(frozen=True, eq=False)
class Linkages:
    """Backward and forward linkages by sector.

    Attributes
    ----------
    info : TableInfo
    sectors : Classification
        n sectors.
    measure : "rasmussen", "ghosh", "direct" or "pure"
    backward, forward : ndarray (n,)
        Money per money; for pure linkages, the table's money. NaN where a sector has no output
        (R2).
    backward_variation, forward_variation : ndarray (n,) or None
        Coefficients of variation of the columns of L, and of the rows of L or G.
    """

    info: TableInfo
    sectors: Classification
    measure: Measure
    backward: Array
    forward: Array
    backward_variation: Array | None
    forward_variation: Array | None
    notes: tuple[Text, ...]

    @property
    def title(self) -> Text:
        """What the result is."""
        return TITLES[self.measure]

    @property
    def source(self) -> str:
        """The source of the formula."""
        return _SOURCES[self.measure]

    @property
    def backward_index(self) -> Array:
        """Backward linkages over their mean, (n,): power of dispersion, 영향력계수."""
        return np.asarray(self.backward / np.nanmean(self.backward))

    @property
    def forward_index(self) -> Array:
        """Forward linkages over their mean, (n,): sensitivity of dispersion, 감응도계수."""
        return np.asarray(self.forward / np.nanmean(self.forward))

    @property
    def quadrants(self) -> tuple[Quadrant | None, ...]:
        """The quadrant of each sector, by whether its indices exceed one; None without output."""
        return tuple(
            None if np.isnan(b + f) else _quadrant(b > 1.0, f > 1.0)
            for b, f in zip(self.backward_index, self.forward_index, strict=True)
        )

    def key_sectors(self) -> tuple[str, ...]:
        """Return the codes of the sectors whose indices both exceed one, strongest first."""
        strength = np.minimum(self.backward_index, self.forward_index)
        key = [i for i, quadrant in enumerate(self.quadrants) if quadrant == "key"]
        return tuple(self.sectors.codes[i] for i in sorted(key, key=lambda i: -strength[i]))

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns of `table`, in order."""
        pure = self.measure == "pure"
        money = self.info.money
        unit = money.name if pure else money.ratio
        places = 0 if pure else 4
        backward, forward = _INDICES[self.measure]
        columns = [
            *SECTOR_COLUMNS,
            Column("backward", Text("후방연쇄", "backward linkage"), unit, places),
            Column("forward", Text("전방연쇄", "forward linkage"), unit, places),
            Column("backward_index", backward),
            Column("forward_index", forward),
        ]
        if self.backward_variation is not None:
            columns.append(
                Column("backward_variation", Text("후방 변동계수", "variation, backward"))
            )
            columns.append(Column("forward_variation", Text("전방 변동계수", "variation, forward")))
        return (*columns, Column("quadrant", Text("유형", "quadrant")))

    def table(self) -> pd.DataFrame:
        """Return a row a sector."""
        values: dict[str, object] = {
            "backward": self.backward,
            "forward": self.forward,
            "backward_index": self.backward_index,
            "forward_index": self.forward_index,
        }
        if self.backward_variation is not None:
            values["backward_variation"] = self.backward_variation
            values["forward_variation"] = self.forward_variation
        return sector_frame(self.sectors, {**values, "quadrant": list(self.quadrants)})

    def plot(self, ax: Axes | None = None, lang: Lang = "en") -> Axes:
        """Draw the map of key sectors: forward index across, backward index up, lines at one.

        Key sectors are named in a column at the right; others carry their code where there is
        room. The scale across is logarithmic where indices differ much and none is zero.
        """
        axes = new_axes(ax)
        key = [self.sectors.position(code) for code in self.key_sectors()]
        figure = figure_of(axes)
        if ax is None:
            figure.set_size_inches(8.5, max(6.0, 1.8 + 0.15 * len(key)))
        points = np.column_stack([self.forward_index, self.backward_index])
        for k, (quadrant, name) in enumerate(QUADRANTS.items()):
            here = [i for i, found in enumerate(self.quadrants) if found == quadrant]
            axes.scatter(
                points[here, 0],
                points[here, 1],
                s=28,
                marker=_MARKERS[quadrant],
                color=COLOURS[k],
                label=f"{name.get(lang)}: {len(here)}",
            )
        for line in (axes.axhline, axes.axvline):
            line(1.0, color="black", linewidth=0.8)
        backward, forward = _INDICES[self.measure]
        mean, log = Text("평균 = 1", "mean = 1"), Text("", "")
        if self._is_wide():
            log = Text(", 로그 눈금", ", log scale")
            _log_scale(axes, self.forward_index)
        axes.set_xlabel(f"{forward.get(lang)} ({mean.get(lang)}{log.get(lang)})")
        axes.set_ylabel(f"{backward.get(lang)} ({mean.get(lang)})")
        draw_title(axes, self.title, lang)
        below = (0.5, -0.6 / figure.get_figheight())
        axes.legend(loc="upper center", bbox_to_anchor=below, ncols=2, frameon=False)
        names = sector_names(self.sectors.sectors, key, lang)
        write_column(axes, points[key], [shortened(words, _LONGEST) for words in names])
        write_codes(axes, points, self._codes())
        return axes

    def _is_wide(self) -> bool:
        smallest = float(np.nanmin(self.forward_index))
        return smallest > 0 and float(np.nanmax(self.forward_index)) > _WIDE * smallest

    def _codes(self) -> dict[int, str]:
        """Return the codes of the other sectors, those farthest from the average first."""
        distance = np.hypot(self.backward_index - 1, self.forward_index - 1)
        far = largest(np.nan_to_num(distance), len(distance))
        others = [int(i) for i in far if self.quadrants[i] not in ("key", None)]
        return {i: self.sectors.codes[i] for i in others[:_MOST_CODES]}


def _log_scale(axes: Axes, values: Array) -> None:
    axes.set_xscale("log")
    lowest, highest = np.nanmin(values), np.nanmax(values)
    shown = [tick for tick in _TICKS if lowest * 0.9 <= tick <= highest * 1.1]
    axes.set_xticks(shown, [f"{tick:g}" for tick in shown])
    axes.minorticks_off()


def _quadrant(backward: bool, forward: bool) -> Quadrant:
    if backward and forward:
        return "key"
    if backward:
        return "backward"
    return "forward" if forward else "weak"
