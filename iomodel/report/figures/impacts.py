"""Pictures of an estimate: who causes effects, where and in which sectors they arise."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from iomodel.analyses.charts import (
    COLOURS,
    bars,
    draw_title,
    new_axes,
    shortened,
    stacked_bars,
    with_unit,
)
from iomodel.readings import Reading
from iomodel.report import labels
from iomodel.report.figures.notes import below
from iomodel.summary import Summary, Value, name_of, unit_of
from iomodel.suppliers import Suppliers
from iomodel.text import Lang, Text

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_REST = Text("그 밖의 부문", "All other sectors")
_EFFECT = {
    "direct": Text("직접효과", "Direct"),
    "indirect": Text("간접효과", "Indirect"),
    "induced": Text("소득유발효과", "Induced"),
    "total": Text("합계", "Total"),
}


def by_programme(
    summary: Summary,
    reading: Reading,
    indicator: str = "production",
    ax: Axes | None = None,
    lang: Lang = "en",
) -> Axes:
    """Draw one reading's effect on one indicator: a bar a district, its programmes stacked."""
    rows = [row for row in summary.rows if not row.is_sum]
    districts = list(dict.fromkeys(row.district for row in rows))
    programmes = list(dict.fromkeys(row.programme for row in rows))
    series = []
    for programme in programmes:
        found = {
            row.district: _number(row.values[reading.id, indicator])
            for row in rows
            if row.programme == programme
        }
        series.append((programme, np.array([found.get(d, 0.0) for d in districts])))
    unit = unit_of(indicator, summary.unit)
    title = labels.READING[reading.id]
    axes = stacked_bars(
        ax,
        [shortened(district.get(lang)) for district in districts],
        series,
        with_unit(name_of(indicator), unit),
        title,
        lang,
    )
    return below(axes, reading, lang)


def published_and_computed(
    summary: Summary, indicator: str = "production", ax: Axes | None = None, lang: Lang = "en"
) -> Axes:
    """Draw what was published, half a printed unit to either side, and what readings compute.

    Differences are shown, since figures of several digits would fall on one another.
    """
    axes = new_axes(ax)
    rows = [row for row in summary.rows if indicator in row.published]
    names = [_row_name(row.district, row.programme, lang) for row in rows]
    places = np.arange(len(rows))
    reading = next((r for r in summary.readings if r.comparison), summary.readings[0])
    values = [row.values[reading.id, indicator] for row in rows]
    halves = np.array([_half(value) for value in values])
    axes.barh(places, 2 * halves, 0.7, left=-halves, color=COLOURS[4], alpha=0.5)
    axes.plot(
        [np.nan if v.difference is None or not v.comparable else v.difference for v in values],
        places,
        "o",
        color=COLOURS[5],
        label=labels.READING[reading.id].get(lang),
    )
    axes.axvline(0.0, color="black", linewidth=0.8)
    axes.set_yticks(places, names, fontsize="small")
    axes.invert_yaxis()
    gap = Text("계산값 − 공표값", "computed − published")
    unit = unit_of(indicator, summary.unit)
    axes.set_xlabel(
        with_unit(
            Text(f"{gap.ko}, {name_of(indicator).ko}", f"{gap.en}, {name_of(indicator).en}"), unit
        ).get(lang)
    )
    band = Text("띠: 인쇄 단위의 절반", "band: half a printed unit")
    draw_title(
        axes,
        Text(
            f"{labels.READING[reading.id].ko} ({band.ko})",
            f"{labels.READING[reading.id].en} ({band.en})",
        ),
        lang,
    )
    return below(axes, reading, lang)


def by_supplier(
    found: Suppliers,
    reading: Reading,
    indicator: str = "production",
    ax: Axes | None = None,
    lang: Lang = "en",
) -> Axes:
    """Draw the sectors in which one reading's effects arise, the largest first, then the rest."""
    known = next(i for i in found.part.indicators if i.id == indicator)
    names = [
        shortened(f"{row.sector.code} {row.sector.name.get(lang)}")
        if row.sector
        else _REST.get(lang)
        for row in found.rows
    ]
    values = np.array([row.values[indicator] for row in found.rows])
    axis = with_unit(known.name, known.measured_in(found.part.unit))
    axes = bars(ax, names, [(known.name, values)], axis, labels.READING[reading.id], lang)
    return below(axes, reading, lang)


def in_region_and_elsewhere(
    summary: Summary, indicator: str = "production", ax: Axes | None = None, lang: Lang = "en"
) -> Axes:
    """Draw the announced reading's effects in the region and elsewhere, programme by programme."""
    rows = [row for row in summary.regional if indicator in row.values]
    names = [_row_name(row.district, row.programme, lang) for row in rows]
    inside, outside = np.array([row.values[indicator] for row in rows]).T
    axis = with_unit(name_of(indicator), unit_of(indicator, summary.unit))
    series = [(labels.IN_REGION, inside), (labels.OTHER_REGIONS, outside)]
    where = Text(f"{rows[0].region}과 타지역", f"{rows[0].region} and elsewhere")
    axes = stacked_bars(ax, names, series, axis, where, lang)
    reading = next(r for r in summary.readings if r.id == "announced")
    return below(axes, reading, lang, regional=True)


def waterfall(
    effects: Sequence[tuple[str, float]],
    axis: Text,
    reading: Reading,
    ax: Axes | None = None,
    lang: Lang = "en",
) -> Axes:
    """Draw how effects add up, each standing on those before it, and their total.

    Parameters
    ----------
    effects : sequence of (str, float)
        "direct", "indirect", "induced" with their amounts.
    axis : Text
        What is measured, with its unit.
    """
    axes = new_axes(ax)
    amounts = np.array([amount for _, amount in effects])
    starts = np.concatenate([[0.0], np.cumsum(amounts)[:-1], [0.0]])
    heights = np.append(amounts, amounts.sum())
    names = [_EFFECT[name].get(lang) for name, _ in effects] + [_EFFECT["total"].get(lang)]
    colours = [*COLOURS[: len(effects)], "#666666"]
    drawn = axes.bar(names, heights, 0.6, bottom=starts, color=colours)
    axes.bar_label(drawn, [f"{height:,.0f}" for height in heights], fontsize="small")
    axes.set_ylabel(axis.get(lang))
    axes.yaxis.set_major_formatter("{x:,.0f}")
    axes.margins(y=0.12)
    draw_title(axes, labels.READING[reading.id], lang)
    return below(axes, reading, lang)


def _number(value: Value) -> float:
    return value.computed or 0.0


def _half(value: Value) -> float:
    """Return half a printed unit of the published figure, in the unit that is shown."""
    return 0.0 if value.comparison is None else value.comparison.cell.in_unit(value.unit)[1]


def _row_name(district: Text, programme: Text, lang: Lang) -> str:
    return shortened(" · ".join(filter(None, (district.get(lang), programme.get(lang)))))
