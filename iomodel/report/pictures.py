"""A study's pictures with what they say in words, for reports and the command line."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from iomodel.analyses.charts import title_of, with_unit
from iomodel.analyses.linkages.result import Linkages
from iomodel.analyses.paths.layers import ProductionLayers
from iomodel.coefficient_matrix import CoefficientMatrix
from iomodel.mapped import effects_by_region, multipliers_by_region
from iomodel.readings import Reading
from iomodel.regions import region_name
from iomodel.report import figures, labels
from iomodel.report.blocks import amount_words
from iomodel.report.document import Picture
from iomodel.stages import Stages
from iomodel.summary import Summary, name_of, unit_of
from iomodel.suppliers import Suppliers
from iomodel.table import TableInfo
from iomodel.text import Lang, Text
from iomodel.tiers import Tiers

if TYPE_CHECKING:
    from iomodel.uncertainty import Uncertainty

DECIMALS = 2  # of multipliers on a map

_PROGRAMMES = Text("사업별 효과", "Effects by programme")
_AGAINST = Text("공표값과 계산값", "Published and computed")
_SUPPLIERS = Text("효과가 발생하는 부문", "Where effects arise")
_REGIONS = Text("지역내와 타지역의 효과", "Effects in the region and elsewhere")
_STAGES = Text("직접·간접효과", "Direct and indirect effects")
_ROUNDS = Text("차수별 파급", "Effects round by round")
_CHAIN = Text("공급사슬의 흐름", "Flows along the supply chain")
_MULTIPLIERS = Text("지역내 유발계수", "Multipliers inside the region")
_MAP = Text("지역별 지역내 효과", "In-region effects by region")


def by_programme(summary: Summary, reading: Reading, indicator: str, lang: Lang) -> Picture:
    """Return the bars of districts and programmes."""
    rows = [row for row in summary.rows if not row.is_sum]
    values = [(row, row.values[reading.id, indicator].computed) for row in rows]
    told = [
        f"{_joined(row.district, row.programme, lang)} {_words(indicator, value, summary, lang)}"
        for row, value in values
    ]
    return Picture(
        _title(_PROGRAMMES, reading, lang),
        _alt(name_of(indicator), told, lang),
        lambda spoken: figures.by_programme(summary, reading, indicator, lang=spoken),
    )


def published_and_computed(
    summary: Summary, reading: Reading, indicator: str, lang: Lang
) -> Picture | None:
    """Return differences from the published figures, None where none of them is comparable."""
    rows = [row for row in summary.rows if indicator in row.published]
    told = []
    for row in rows:
        value = row.values[reading.id, indicator]
        if value.computed is None or not value.comparable:
            continue
        published, computed = map(labels.figure, (row.published[indicator], value.computed))
        beside = f"{labels.PUBLISHED.get(lang)} {published}, {labels.BASIS['computed'].get(lang)}"
        told.append(f"{_joined(row.district, row.programme, lang)} {beside} {computed}")
    if not told:
        return None
    return Picture(
        _title(_AGAINST, reading, lang),
        _alt(with_unit(name_of(indicator), unit_of(indicator, summary.unit)), told, lang),
        lambda spoken: figures.published_and_computed(summary, reading, indicator, lang=spoken),
    )


def by_supplier(found: Suppliers, reading: Reading, indicator: str, lang: Lang) -> Picture:
    """Return the bars of supplying sectors."""
    told = []
    for row in found.rows:
        name = row.sector.name.get(lang) if row.sector else labels.OTHER_SECTORS.get(lang)
        words = amount_words(indicator, row.values[indicator], found.part.unit).get(lang)
        told.append(f"{name} {words}")
    return Picture(
        _title(_SUPPLIERS, reading, lang),
        _alt(name_of(indicator), told, lang),
        lambda spoken: figures.by_supplier(found, reading, indicator, lang=spoken),
    )


def in_region(summary: Summary, reading: Reading, indicator: str, lang: Lang) -> Picture | None:
    """Return the bars of effects in the region and elsewhere, None without a regional table."""
    told = []
    for row in summary.regional:
        if indicator not in row.values:
            continue
        inside, outside = (_words(indicator, v, summary, lang) for v in row.values[indicator])
        where = f"{labels.IN_REGION.get(lang)} {inside}, {labels.OTHER_REGIONS.get(lang)} {outside}"
        told.append(f"{_joined(row.district, row.programme, lang)} {where}")
    if not told:
        return None
    return Picture(
        _title(_REGIONS, reading, lang),
        _alt(name_of(indicator), told, lang),
        lambda spoken: figures.in_region_and_elsewhere(summary, reading, indicator, lang=spoken),
    )


def waterfall(found: Stages, reading: Reading, lang: Lang) -> Picture:
    """Return the stages of an effect, and what the induced one assumes."""
    id, unit = found.indicator.id, found.part.unit
    told = [
        f"{figures.STAGES[stage].get(lang)} {amount_words(id, value, unit).get(lang)}"
        for stage, value in [*found.effects.items(), ("total", found.total)]
    ]
    return Picture(
        _title(_STAGES, reading, lang),
        " ".join(
            [_alt(found.indicator.name, told, lang), *(f"{n.get(lang)}." for n in found.notes)]
        ),
        lambda spoken: figures.waterfall(found, reading, lang=spoken),
    )


def rounds(found: ProductionLayers, reading: Reading, lang: Lang) -> Picture:
    """Return the rounds of an effect."""
    return Picture(
        _title(_ROUNDS, reading, lang),
        _sentence(figures.rounds_told(found).get(lang)),
        lambda spoken: figures.rounds(found, reading, lang=spoken),
    )


def sankey(found: Tiers, reading: Reading, lang: Lang) -> Picture:
    """Return the flows along the supply chain."""
    names = ", ".join(sector.name.get(lang) for sector in found.sectors if sector)
    return Picture(
        _title(_CHAIN, reading, lang),
        _sentence(f"{figures.sankey_told(found).get(lang)}: {names}"),
        lambda spoken: figures.sankey(found, reading, lang=spoken),
    )


def region_map(
    summary: Summary, reading: Reading, indicator: str, shape: figures.Shape, lang: Lang
) -> Picture:
    """Return the map of a study's effects in the regions that it spends in."""
    values = effects_by_region(summary, indicator)
    told = [
        f"{region_name(name).get(lang)} {_words(indicator, value, summary, lang)}"
        for name, value in values.items()
    ]
    unit = unit_of(indicator, summary.unit)
    name = name_of(indicator)
    return Picture(
        _title(_MAP, reading, lang),
        _alt(name, told, lang),
        lambda spoken: figures.region_map(
            values,
            title_of(labels.reading(reading), _MAP),
            with_unit(name, unit),
            figures.stands_on(reading, spoken, regional=True),
            shape,
            lang=spoken,
        ),
    )


def multiplier_map(
    table: str,
    sector: str,
    indicator: str,
    shape: figures.Shape,
    lang: Lang,
    tables: Path | str | None = None,
) -> Picture:
    """Return the map of a sector's multipliers inside each region of a table."""
    found = multipliers_by_region(table, sector, indicator, tables)
    told = [
        f"{region_name(name).get(lang)} {value:,.{DECIMALS}f}"
        for name, value in found.values.items()
    ]
    what = Text(
        f"{found.name.ko}, {found.sector.name.ko}", f"{found.name.en}, {found.sector.name.en}"
    )
    return Picture(
        title_of(_MULTIPLIERS, what).get(lang),
        _alt(what, told, lang),
        lambda spoken: figures.region_map(
            found.values,
            title_of(_MULTIPLIERS, what),
            with_unit(found.name, found.unit),
            figures.table_note(found.info).get(spoken),
            shape,
            lang=spoken,
            decimals=DECIMALS,
        ),
    )


def uncertainty(found: Uncertainty, indicator: str, lang: Lang) -> Picture:
    """Return the intervals of a study's effects."""
    low, middle, high = found.quantiles(indicator)
    words = [f"{value:,.0f}" for value in (low, middle, high)]
    known = next(one for one in found.indicators if one.id == indicator)
    name = with_unit(known.name, known.measured_in(found.money))
    least, _, most = (f"{level:.0%}" for level in found.levels)
    told = Text(
        f"합계의 중앙값 {words[1]}, {least}에서 {most}까지 {words[0]}–{words[2]}",
        f"sum: median {words[1]}, from {least} to {most} {words[0]} to {words[2]}",
    )
    return Picture(
        found.title.get(lang),
        _alt(name, [told.get(lang)], lang),
        lambda spoken: figures.footnote(
            found.plot(lang=spoken, indicator=indicator),
            _drawn_from(found).get(spoken),
        ),
    )


def _drawn_from(found: Uncertainty) -> Text:
    ids = ", ".join(stamp.id for stamp in found.manifest.tables)
    return Text(
        f"{ids}, 추출 {found.draws:,}회 (시드 {found.seed}), {labels.BASIS['computed'].ko}",
        f"{ids}, {found.draws:,} draws (seed {found.seed}), {labels.BASIS['computed'].en}",
    )


def matrix(found: CoefficientMatrix, lang: Lang) -> Picture:
    """Return A or L in colour."""
    supplier, user, value = found.largest
    told = Text(
        f"대각선 밖에서 가장 큰 값은 {supplier.name.ko} → {user.name.ko} {value:.3f}",
        f"largest off the diagonal {supplier.name.en} → {user.name.en} {value:.3f}",
    )
    return Picture(
        found.title.get(lang),
        _alt(found.title, [told.get(lang)], lang),
        lambda spoken: figures.footnote(
            found.plot(lang=spoken), figures.table_note(found.info).get(spoken)
        ),
    )


def linkages(found: Linkages, info: TableInfo, lang: Lang) -> Picture:
    """Return the quadrants of backward and forward linkages."""
    keys = [found.sectors.get(code).name.get(lang) for code in found.key_sectors()]
    told = f"{Text('전후방이 모두 평균보다 큰 부문', 'key sectors').get(lang)}: {', '.join(keys)}"
    return Picture(
        found.title.get(lang),
        _alt(found.title, [told], lang),
        lambda spoken: figures.footnote(
            found.plot(lang=spoken), figures.table_note(info).get(spoken)
        ),
    )


def _title(title: Text, reading: Reading, lang: Lang) -> str:
    return f"{title.get(lang)} ({labels.reading(reading).get(lang)})"


def _alt(name: Text, told: Sequence[str], lang: Lang) -> str:
    return _sentence(f"{name.get(lang)}: {'; '.join(told)}")


def _sentence(words: str) -> str:
    return f"{labels.capital(words)}."


def _joined(district: Text, programme: Text, lang: Lang) -> str:
    return " · ".join(words.get(lang) for words in (district, programme) if words.ko)


def _words(indicator: str, value: float | None, summary: Summary, lang: Lang) -> str:
    if value is None:
        return labels.figure(None)
    return amount_words(indicator, value, summary.unit).get(lang)
