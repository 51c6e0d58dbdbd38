"""Pictures of the chain behind an impact: its rounds, and who supplies whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from iomodel.analyses.charts import COLOURS, draw_title, new_axes, shortened
from iomodel.analyses.paths.layers import ProductionLayers
from iomodel.leontief import Array
from iomodel.readings import Reading
from iomodel.report.figures.notes import below
from iomodel.text import Lang, Text
from iomodel.tiers import Tiers

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_REST = Text("그 밖의 부문", "other sectors")
_GAP = 0.02  # of the largest tier, between two sectors
_WIDTH = 0.06  # of a sector's bar
_SMALLEST = 0.001  # of the largest tier: thinner flows are left out
_NAMED = 0.015  # of the largest tier: thinner sectors go without a name


def rounds(
    found: ProductionLayers, reading: Reading, ax: Axes | None = None, lang: Lang = "en"
) -> Axes:
    """Draw how the sum of rounds comes to the whole effect."""
    axes = new_axes(ax)
    reached = np.cumsum(found.contributions)
    axes.bar(range(len(reached)), found.contributions, color=COLOURS[4], width=0.6)
    axes.plot(range(len(reached)), reached, "o-", color=COLOURS[0])
    axes.axhline(found.total, color="black", linestyle="--", linewidth=0.8)
    axes.set_xlabel(Text("파급 차수", "round").get(lang))
    axes.set_xticks(range(len(reached)))
    name, unit = found.followed.indicator.name, found.followed.unit
    axes.set_ylabel(f"{name.get(lang)} ({unit.get(lang)})")
    axes.yaxis.set_major_formatter("{x:,.0f}")
    share = reached[-1] / found.total
    told = Text(
        f"{len(reached) - 1}차까지 전체의 {share:.1%}",
        f"{share:.1%} of the whole after {len(reached) - 1} rounds",
    )
    draw_title(axes, told, lang)
    return below(axes, reading, lang)


def sankey(found: Tiers, reading: Reading, ax: Axes | None = None, lang: Lang = "en") -> Axes:
    """Draw the flows from suppliers of suppliers, on the left, to the demand, on the right."""
    axes = new_axes(ax)
    scale = float(found.totals.sum(axis=1).max())
    last = len(found.totals) - 1
    tops = [_tops(totals / scale) for totals in found.totals]
    for tier, flows in enumerate(found.flows / scale):
        _ribbons(axes, flows, tops[tier + 1], tops[tier], last - tier - 1)
    for tier, totals in enumerate(found.totals / scale):
        _bars(axes, found, totals, tops[tier], last - tier, lang)
    axes.set_xlim(-0.8, last + 0.8)
    ends = [Text("수요", "demand")]
    ends += [Text(f"{k}차 공급", f"suppliers, tier {k}") for k in range(1, last + 1)]
    axes.set_xticks(range(last, -1, -1), [end.get(lang) for end in ends])
    axes.set_yticks([])
    for side in axes.spines.values():
        side.set_visible(False)
    share = found.beyond / float(found.totals[0].sum())
    told = Text(
        f"더 먼 단계의 생산은 수요의 {share:.0%}",
        f"production further away: {share:.0%} of demand",
    )
    draw_title(axes, told, lang)
    return below(axes, reading, lang)


def _tops(heights: Array) -> Array:
    """Return the upper ends of bars that hang below one another with gaps."""
    return np.asarray(-np.concatenate([[0.0], np.cumsum(heights + _GAP)[:-1]]))


def _bars(axes: Axes, found: Tiers, heights: Array, tops: Array, x: int, lang: Lang) -> None:
    """Draw the sectors of one tier, named beside where they are thick enough."""
    demand = x == len(found.totals) - 1
    for s, (sector, height, top) in enumerate(zip(found.sectors, heights, tops, strict=True)):
        axes.bar(x, -height, _WIDTH, bottom=top, color=_colour(s, len(heights)))
        if height < _NAMED:
            continue
        name = shortened(sector.name.get(lang), 18) if sector else _REST.get(lang)
        axes.text(
            x + (_WIDTH if demand else -_WIDTH),
            top - height / 2,
            name,
            ha="left" if demand else "right",
            va="center",
            fontsize="x-small",
        )


def _ribbons(axes: Axes, flows: Array, sources: Array, targets: Array, x: int) -> None:
    """Draw the flows from the suppliers at x to the sectors they supply at x + 1."""
    across = np.linspace(0.0, 1.0, 30)
    bend = across**2 * (3 - 2 * across)
    leaves, arrives = sources.copy(), targets.copy()
    for i, j in np.ndindex(*flows.shape):
        thick = flows[i, j]
        if thick > _SMALLEST:
            upper = leaves[i] + bend * (arrives[j] - leaves[i])
            places = x + _WIDTH / 2 + across * (1 - _WIDTH)
            axes.fill_between(places, upper - thick, upper, color=_colour(i, len(flows)), alpha=0.4)
        leaves[i] -= thick
        arrives[j] -= thick


def _colour(sector: int, sectors: int) -> str:
    return "#999999" if sector == sectors - 1 else COLOURS[sector % len(COLOURS)]
