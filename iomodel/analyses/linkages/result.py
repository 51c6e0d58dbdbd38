"""The result of a linkage analysis: two indices by sector, and the map of key sectors."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, get_args

import numpy as np

from iomodel.analyses.base import Column
from iomodel.analyses.charts import COLOURS, draw_title, new_axes, sector_names, shortened
from iomodel.analyses.frames import SECTOR_COLUMNS, sector_frame
from iomodel.analyses.numerics import largest
from iomodel.leontief import Array
from iomodel.sectors import Classification
from iomodel.table import TableInfo
from iomodel.text import Lang, Text
from iomodel.units import WON_PER_WON

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

Measure = Literal["rasmussen", "ghosh", "direct", "pure"]
Quadrant = Literal["key", "backward", "forward", "weak"]

MEASURES: tuple[Measure, ...] = get_args(Measure)
QUADRANTS: dict[Quadrant, Text] = {
    "key": Text("핵심 (영향력·감응도 모두 높음)", "key (both above average)"),
    "backward": Text("후방연쇄 중심", "backward-oriented"),
    "forward": Text("전방연쇄 중심", "forward-oriented"),
    "weak": Text("연쇄 약함", "weak (both below average)"),
}
_MARKERS: dict[Quadrant, str] = {"key": "o", "backward": "^", "forward": "s", "weak": "x"}
_MOST_LABELS = 60  # sectors labelled on the map

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
        Won per won; for pure linkages, the table's money. NaN where a sector has no output (R2).
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
        unit = self.info.money.name if pure else WON_PER_WON
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
        """Draw the map of key sectors: forward index across, backward index up, lines at one."""
        axes = new_axes(ax)
        across, up = self.forward_index, self.backward_index
        for k, (quadrant, name) in enumerate(QUADRANTS.items()):
            here = [i for i, found in enumerate(self.quadrants) if found == quadrant]
            axes.scatter(
                across[here],
                up[here],
                s=28,
                marker=_MARKERS[quadrant],
                color=COLOURS[k],
                label=f"{name.get(lang)}: {len(here)}",
            )
        for line in (axes.axhline, axes.axvline):
            line(1.0, color="black", linewidth=0.8)
        for k, (i, words) in enumerate(self._labels(lang).items()):
            axes.annotate(
                words,
                (across[i], up[i]),
                xytext=(5, 3 if k % 2 else -9),  # by turns, so that neighbours stay legible
                textcoords="offset points",
                fontsize="x-small",
            )
        axes.margins(x=0.14)
        backward, forward = _INDICES[self.measure]
        mean = Text("평균 = 1", "mean = 1").get(lang)
        axes.set_xlabel(f"{forward.get(lang)} ({mean})")
        axes.set_ylabel(f"{backward.get(lang)} ({mean})")
        draw_title(axes, self.title, lang)
        axes.legend(loc="upper center", bbox_to_anchor=(0.5, -0.13), ncols=2, frameon=False)
        return axes

    def _labels(self, lang: Lang) -> dict[int, str]:
        """Return what the map writes: codes, and the names of the key sectors.

        Where there are many sectors, only those farthest from the average.
        """
        distance = np.nan_to_num(np.hypot(self.backward_index - 1, self.forward_index - 1))
        far = largest(distance, _MOST_LABELS)
        names = sector_names(self.sectors.sectors, range(len(self.sectors)), lang)
        return {
            int(i): shortened(names[i], 22) if self.quadrants[i] == "key" else self.sectors.codes[i]
            for i in far[np.argsort(self.forward_index[far], kind="stable")]
        }


def _quadrant(backward: bool, forward: bool) -> Quadrant:
    if backward and forward:
        return "key"
    if backward:
        return "backward"
    return "forward" if forward else "weak"
