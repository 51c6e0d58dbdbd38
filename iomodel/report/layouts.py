"""Tables as Korean reports lay them out: the unit at the top right, subtotals, a total."""

from __future__ import annotations

from collections.abc import Sequence

from iomodel.readings import Reading
from iomodel.report import labels
from iomodel.report.blocks import Block, computed
from iomodel.summary import RegionalRow, Row, Summary, Value, name_of, unit_of
from iomodel.suppliers import Suppliers
from iomodel.text import Lang, Text

_SECTOR = Text("부문", "Sector")
_CODE = Text("코드", "Code")
_FULL_TIME_KO = "전업환산"  # as the Bank's tables call full-time equivalents
_FULL_TIME = Text(f"({_FULL_TIME_KO})", " (full-time equivalents)")


def effects(summary: Summary, reading: Reading, lang: Lang) -> Block:
    """Return one reading's effects: districts and programmes by indicator, sums below."""
    headings = [labels.DISTRICT.get(lang), labels.PROGRAMME.get(lang)]
    headings += [labels.capital(name_of(k).get(lang)) for k in summary.indicators]
    rows = []
    for i, row in enumerate(summary.rows):
        repeated = i > 0 and summary.rows[i - 1].district == row.district
        cells = ["" if repeated else row.district.get(lang), row.programme.get(lang)]
        cells += [computed(row.values[reading.id, indicator]) for indicator in summary.indicators]
        rows.append(tuple(cells))
    values = [row.values[reading.id, k] for row in summary.rows for k in summary.indicators]
    name = labels.reading(reading).get(lang)
    return Block(
        f"{Text('파급효과', 'Effects').get(lang)}: {name}",
        tuple(headings),
        tuple(rows),
        frozenset(i for i, row in enumerate(summary.rows) if row.is_sum),
        2,
        _caption(reading, values, lang),
        units(summary.indicators, summary, reading, lang),
        adds(summary.rows),
        1,
    )


def _caption(reading: Reading, values: Sequence[Value], lang: Lang) -> str:
    """Return what a reading's numbers stand on, and what its brackets mean where it has any."""
    partial = [] if all(v.comparable for v in values) else [labels.PARTIAL.get(lang)]
    return " · ".join([*labels.basis(reading.impact, lang), *partial])


def units(indicators: Sequence[str], summary: Summary, reading: Reading, lang: Lang) -> str:
    """Return the line of units of a table's indicators, each unit once.

    Jobs that the reading's table counts in full-time equivalents are called so.
    """
    concepts = {
        indicator.id: indicator.concept.ko
        for part in (reading.impact.parts if reading.impact else ())
        for indicator in part.indicators
    }
    names: dict[str, None] = {}
    for indicator in indicators:
        name = unit_of(indicator, summary.unit).get(lang)
        full_time = _FULL_TIME_KO in concepts.get(indicator, "")
        names[f"{name}{_FULL_TIME.get(lang)}" if full_time else name] = None
    return f"{labels.UNIT.get(lang)}: {', '.join(names)}"


def adds(rows: Sequence[Row]) -> dict[int, tuple[int, ...]]:
    """Return which rows each sum adds: a district's lines, or all lines."""
    lines = [i for i, row in enumerate(rows) if not row.is_sum]
    districts = {rows[i].scenario for i in lines}
    found = {}
    for i, row in enumerate(rows):
        if row.is_sum:
            everything = row.scenario not in districts
            found[i] = tuple(j for j in lines if everything or rows[j].scenario == row.scenario)
    return found


def adds_by_indicator(rows: Sequence[RegionalRow]) -> dict[int, tuple[int, ...]]:
    """Return which rows the last ones add, in a table with a row for each indicator."""
    kinds = len(rows[-1].values)
    lines = range(kinds * (len(rows) - 1))
    return {len(lines) + k: tuple(lines[k::kinds]) for k in range(kinds)} if lines else {}


def suppliers(found: Suppliers, summary: Summary, reading: Reading, lang: Lang) -> Block:
    """Return the sectors in which one reading's effects arise."""
    part = found.part
    kept = [i for i in part.indicators if i.id in summary.indicators]
    factors = {i.id: part.unit.per(summary.unit) if i.dimension == "money" else 1.0 for i in kept}
    rows = []
    for supplier in found.rows:
        sector = supplier.sector
        words = (
            (sector.code, sector.name.get(lang)) if sector else ("", labels.OTHER_SECTORS.get(lang))
        )
        numbers = (labels.figure(supplier.values[k] * factors[k]) for k in factors)
        rows.append((*words, *numbers))
    total = (labels.figure(found.total[k] * factors[k]) for k in factors)
    rows.append(("", labels.SUM.get(lang), *total))
    headings = (
        _CODE.get(lang),
        _SECTOR.get(lang),
        *(labels.capital(name_of(i.id).get(lang)) for i in kept),
    )
    name = labels.reading(reading).get(lang)
    where = f"{part.table} {part.region}".rstrip()
    title = Text("효과가 생기는 부문", "Sectors in which effects arise").get(lang)
    return Block(
        f"{title}: {name} ({where})",
        headings,
        tuple(rows),
        frozenset({len(rows) - 1}),
        2,
        labels.stands_on(part).get(lang),
        units([i.id for i in kept], summary, reading, lang),
        {len(rows) - 1: tuple(range(len(rows) - 1))},
    )
