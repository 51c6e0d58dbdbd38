"""Pictures of an estimate: who causes effects, where and in which sectors they arise."""

from __future__ import annotations

from typing import TYPE_CHECKING

from iomodel.analyses.charts import (
    COLOURS,
    bars,
    draw_title,
    new_axes,
    shortened,
    stacked_bars,
    title_of,
    with_unit,
)
from iomodel.readings import Reading
from iomodel.regions import region_name
from iomodel.report import labels
from iomodel.report.blocks import amount_words
from iomodel.report.figures.notes import below, beside, wrapped
from iomodel.stages import Stages
from iomodel.summary import Summary, Value, name_of, unit_of
from iomodel.suppliers import Suppliers
from iomodel.text import Lang, Text

if TYPE_CHECKING:
    from matplotlib.axes import Axes

NOTHING = float("nan")
STAGES = {
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
    found = {(r.district, r.programme): r.values[reading.id, indicator].computed for r in rows}
    districts = list(dict.fromkeys(row.district for row in rows))
    programmes = list(dict.fromkeys(row.programme for row in rows))
    series = [
        (programme, [_or(found.get((district, programme)), 0.0) for district in districts])
        for programme in programmes
    ]
    known = [[v for k, v in found.items() if k[0] == d and v is not None] for d in districts]
    words = [
        amount_words(indicator, sum(own), summary.unit).get(lang) if own else labels.figure(None)
        for own in known
    ]
    title = _title(indicator, Text("사업별", "by programme"), reading)
    names = [wrapped(district.get(lang), lang) for district in districts]
    axes = stacked_bars(ax, names, series, _axis(indicator, summary), title, lang)
    beside(axes, [sum(max(v, 0.0) for v in own) for own in known], words)
    return below(axes, reading, lang)


def published_and_computed(
    summary: Summary,
    reading: Reading,
    indicator: str = "production",
    ax: Axes | None = None,
    lang: Lang = "en",
) -> Axes:
    """Draw how far one reading is from what was published, beside half a printed unit.

    Differences are shown, since figures of several digits would fall on one another; values that
    cover something else than the published figure have no point, and a word says so.
    """
    axes = new_axes(ax)
    rows = [row for row in summary.rows if indicator in row.published]
    values = [row.values[reading.id, indicator] for row in rows]
    halves = [_half(value) for value in values]
    places = range(len(rows))
    band = Text("인쇄 단위의 절반", "half a printed unit").get(lang)
    left = [-half for half in halves]
    axes.barh(places, [2 * half for half in halves], 0.7, left=left, color=COLOURS[4], label=band)
    gaps = [_or(value.difference if value.comparable else None, NOTHING) for value in values]
    name = labels.reading(reading).get(lang)
    axes.plot(gaps, places, "o", color=COLOURS[5], label=name)
    for place, value in zip(places, values, strict=True):
        if not value.comparable or value.difference is None:
            words = labels.NOT_COMPARABLE.get(lang)
            axes.text(0.0, place, f"  {words}", va="center", fontsize="x-small", color="#555555")
    axes.axvline(0.0, color="black", linewidth=0.8)
    names = [_row_name(row.district, row.programme, lang) for row in rows]
    axes.set_yticks(places, names, fontsize="small")
    axes.invert_yaxis()
    gap = Text("계산값 − 공표값", "computed − published")
    axes.set_xlabel(with_unit(gap, unit_of(indicator, summary.unit)).get(lang))
    axes.xaxis.set_major_formatter("{x:,g}")
    axes.legend(
        loc="upper right", bbox_to_anchor=(1.0, -0.13), ncols=2, frameon=False, fontsize="small"
    )
    title = _title(indicator, Text("공표값과의 차이", "against the published"), reading)
    draw_title(axes, title, lang)
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
        wrapped(f"{row.sector.code} {row.sector.name.get(lang)}", lang)
        if row.sector
        else labels.OTHER_SECTORS.get(lang)
        for row in found.rows
    ]
    values = [row.values[indicator] for row in found.rows]
    axis = with_unit(known.name, known.measured_in(found.part.unit))
    title = _title(indicator, Text("발생 부문별", "by supplying sector"), reading)
    axes = bars(ax, names, [(known.name, values)], axis, title, lang)
    words = [amount_words(indicator, value, found.part.unit).get(lang) for value in values]
    beside(axes, values, words)
    return below(axes, reading, lang)


def in_region_and_elsewhere(
    summary: Summary,
    reading: Reading,
    indicator: str = "production",
    ax: Axes | None = None,
    lang: Lang = "en",
) -> Axes:
    """Draw the announced reading's effects in the region and elsewhere, programme by programme."""
    rows = [row for row in summary.regional if row.programme.ko and indicator in row.values]
    regions = dict.fromkeys(row.region for row in rows)
    names = [_row_name(row.district, row.programme, lang) for row in rows]
    inside, outside = ([row.values[indicator][side] for row in rows] for side in (0, 1))
    series = [(labels.IN_REGION, inside), (labels.OTHER_REGIONS, outside)]
    where = Text("지역내와 타지역", "in the region and elsewhere")
    if len(regions) == 1:
        (region,) = regions
        where = Text(f"{region}과 타지역", f"in {region_name(region).en} and elsewhere")
    title = _title(indicator, where, reading)
    axes = stacked_bars(ax, names, series, _axis(indicator, summary), title, lang)
    sums = [sum(row.values[indicator]) for row in rows]
    shares = [labels.share(a / b) if b else "" for a, b in zip(inside, sums, strict=True)]
    beside(axes, sums, [f"{labels.IN_REGION.get(lang)} {share}" for share in shares])
    return below(axes, reading, lang, regional=True)


def waterfall(found: Stages, reading: Reading, ax: Axes | None = None, lang: Lang = "en") -> Axes:
    """Draw how the stages of an effect add up, each standing on those before it."""
    axes = new_axes(ax)
    stages = list(found.effects.items())
    heights = [*found.effects.values(), found.total]
    starts = [sum(heights[:k]) for k in range(len(stages))] + [0.0]
    names = [STAGES[name].get(lang) for name, _ in stages] + [STAGES["total"].get(lang)]
    colours = [*COLOURS[: len(stages)], "#666666"]
    drawn = axes.bar(names, heights, 0.6, bottom=starts, color=colours)
    unit, id = found.part.unit, found.indicator.id
    words = [amount_words(id, height, unit).get(lang) for height in heights]
    axes.bar_label(drawn, words, fontsize="small", padding=2)
    axes.set_ylabel(with_unit(found.indicator.name, found.indicator.measured_in(unit)).get(lang))
    axes.yaxis.set_major_formatter("{x:,.0f}")
    axes.margins(y=0.12)
    draw_title(axes, _title(id, Text("단계별", "by stage"), reading), lang)
    return below(axes, reading, lang)


def _axis(indicator: str, summary: Summary) -> Text:
    return with_unit(name_of(indicator), unit_of(indicator, summary.unit))


def _title(indicator: str, how: Text, reading: Reading) -> Text:
    """Return what is shown, and of which reading."""
    name = name_of(indicator)
    return title_of(labels.reading(reading), Text(f"{how.ko} {name.ko}", f"{name.en} {how.en}"))


def _or(value: float | None, instead: float) -> float:
    return instead if value is None else value


def _half(value: Value) -> float:
    """Return half a printed unit of the published figure, in the unit that is shown."""
    return 0.0 if value.comparison is None else value.comparison.cell.in_unit(value.unit)[1]


def _row_name(district: Text, programme: Text, lang: Lang) -> str:
    """Return a row's name, over two lines where it is long."""
    return "\n".join(shortened(words.get(lang)) for words in (district, programme) if words.ko)
