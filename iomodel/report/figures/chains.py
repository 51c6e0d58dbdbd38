"""Pictures of the chain behind an impact: its rounds, and who supplies whom."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from typing import TYPE_CHECKING

from iomodel.analyses.charts import COLOURS, draw_title, new_axes, shortened, title_of, with_unit
from iomodel.analyses.linkages.labels import figure_of
from iomodel.analyses.paths.layers import ProductionLayers
from iomodel.readings import Reading
from iomodel.report import labels
from iomodel.report.figures.notes import below
from iomodel.text import Lang, Text
from iomodel.tiers import Tiers

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_GREY = "#999999"
_GAP = 0.02  # of the largest tier, between two sectors
_WIDTH = 0.06  # of a sector's bar
_SMALLEST = 0.001  # of the largest tier: thinner flows are left out
_NAMED = 0.015  # of the largest tier: thinner sectors go without a name
_LONGEST = 26  # characters of a sector's name
_SIZE = (9.0, 5.0)  # inches


def rounds(
    found: ProductionLayers, reading: Reading, ax: Axes | None = None, lang: Lang = "en"
) -> Axes:
    """Draw how the sum of rounds, c′f + c′Af + c′A²f + …, comes to the whole effect."""
    axes = new_axes(ax)
    places, reached = range(len(found.cumulative)), found.cumulative
    each, so_far = Text("차수별", "each round"), Text("누적", "so far")
    axes.bar(places, found.contributions, 0.6, color=COLOURS[4], label=each.get(lang))
    axes.plot(places, reached, "o-", color=COLOURS[0], label=so_far.get(lang))
    whole = Text("전체", "the whole").get(lang)
    axes.axhline(found.total, color="black", linestyle="--", linewidth=0.8, label=whole)
    axes.set_xlabel(Text("파급 차수", "round").get(lang))
    axes.set_xticks(places)
    axes.set_ylabel(with_unit(found.followed.indicator.name, found.followed.unit).get(lang))
    axes.yaxis.set_major_formatter("{x:,.0f}")
    axes.legend(loc="center right", frameon=False, fontsize="small")
    draw_title(axes, title_of(labels.reading(reading), rounds_told(found)), lang)
    return below(axes, reading, lang)


def rounds_told(found: ProductionLayers) -> Text:
    """Return which share of the whole the rounds shown come to."""
    name, last = found.followed.indicator.name, len(found.cumulative) - 1
    share = found.cumulative[-1] / found.total
    return Text(
        f"{name.ko}, {last}차까지 전체의 {share:.1%}",
        f"{name.en}, {share:.1%} of the whole after {last} rounds",
    )


def sankey(found: Tiers, reading: Reading, ax: Axes | None = None, lang: Lang = "en") -> Axes:
    """Draw the flows from suppliers of suppliers, on the left, to the demand, on the right."""
    axes = new_axes(ax)
    if ax is None:
        figure_of(axes).set_size_inches(*_SIZE)
    scale = max(sum(totals) for totals in found.totals)
    last = len(found.totals) - 1
    heights = [[float(total) / scale for total in totals] for totals in found.totals]
    tops = [_tops(one) for one in heights]
    for tier, flows in enumerate(found.flows / scale):
        _ribbons(axes, flows, tops[tier + 1], tops[tier], last - tier - 1)
    for tier, one in enumerate(heights):
        _bars(axes, found, one, tops[tier], last - tier, lang)
    axes.set_xlim(-0.8, last + 0.8)
    axes.set_ylim(
        min(top[-1] - one[-1] for top, one in zip(tops, heights, strict=True)) - _GAP, _GAP
    )
    ends = [Text("수요", "demand")]
    ends += [Text(f"{k}차 공급", f"suppliers, tier {k}") for k in range(1, last + 1)]
    axes.set_xticks(range(last, -1, -1), [end.get(lang) for end in ends])
    axes.set_yticks([])
    for side in axes.spines.values():
        side.set_visible(False)
    draw_title(axes, title_of(labels.reading(reading), sankey_told(found)), lang)
    return below(axes, reading, lang)


def sankey_told(found: Tiers) -> Text:
    """Return how much production the tiers shown leave out."""
    share = found.beyond / float(found.totals[0].sum())
    return Text(
        f"공급사슬 (더 먼 단계의 생산은 수요의 {share:.0%})",
        f"supply chain (further away: {share:.0%} of demand)",
    )


def _tops(heights: Sequence[float]) -> list[float]:
    """Return the upper ends of bars that hang below one another with gaps."""
    return [-depth for depth in accumulate((h + _GAP for h in heights[:-1]), initial=0.0)]


def _bars(
    axes: Axes, found: Tiers, heights: Sequence[float], tops: Sequence[float], x: int, lang: Lang
) -> None:
    """Draw the sectors of one tier, named beside where they are thick enough."""
    demand = x == len(found.totals) - 1
    for s, (sector, height, top) in enumerate(zip(found.sectors, heights, tops, strict=True)):
        axes.bar(x, -height, _WIDTH, bottom=top, color=_colour(s, len(heights)))
        if height < _NAMED:
            continue
        name = (
            shortened(sector.name.get(lang), _LONGEST) if sector else labels.OTHER_SECTORS.get(lang)
        )
        axes.text(
            x + (_WIDTH if demand else -_WIDTH),
            top - height / 2,
            name,
            ha="left" if demand else "right",
            va="center",
            fontsize="x-small",
        )


def _ribbons(
    axes: Axes,
    flows: Sequence[Sequence[float]],
    sources: Sequence[float],
    targets: Sequence[float],
    x: int,
) -> None:
    """Draw the flows from the suppliers at x to the sectors they supply at x + 1."""
    leaves, arrives = list(sources), list(targets)
    for i, row in enumerate(flows):
        for j, thick in enumerate(row):
            if thick > _SMALLEST:
                _ribbon(axes, (x, leaves[i]), arrives[j], float(thick), _colour(i, len(leaves)))
            leaves[i] -= thick
            arrives[j] -= thick


def _ribbon(axes: Axes, start: tuple[float, float], end: float, thick: float, colour: str) -> None:
    """Draw one flow as a band between two curves."""
    from matplotlib.patches import PathPatch
    from matplotlib.path import Path

    (x, y), to = start, start[0] + 1 - _WIDTH / 2
    x, middle = x + _WIDTH / 2, start[0] + 0.5
    points = [(x, y), (middle, y), (middle, end), (to, end), (to, end - thick)]
    points += [(middle, end - thick), (middle, y - thick), (x, y - thick), (x, y)]
    curve = [Path.CURVE4] * 3
    codes = [Path.MOVETO, *curve, Path.LINETO, *curve, Path.CLOSEPOLY]
    axes.add_patch(PathPatch(Path(points, codes), facecolor=colour, alpha=0.4, linewidth=0))


def _colour(sector: int, sectors: int) -> str:
    return _GREY if sector == sectors - 1 else COLOURS[sector % len(COLOURS)]
