"""Tables as Korean reports lay them out: the unit at the top right, subtotals, a total."""

from __future__ import annotations

from collections.abc import Sequence

from iomodel.readings import Reading
from iomodel.report import labels
from iomodel.report.blocks import Block, computed
from iomodel.summary import INDICATORS, Row, Summary, name_of, unit_of
from iomodel.suppliers import Suppliers
from iomodel.text import Lang, Text
from iomodel.units import MILLION_KRW

_REST = Text("그 밖의 부문", "All other sectors")
_SECTOR = Text("부문", "Sector")
_CODE = Text("코드", "Code")


def effects(summary: Summary, reading: Reading, lang: Lang) -> Block:
    """Return one reading's effects: districts and programmes by indicator, sums below."""
    headings = [labels.DISTRICT.get(lang), labels.PROGRAMME.get(lang)]
    headings += [name_of(indicator).get(lang) for indicator in INDICATORS]
    rows = []
    for i, row in enumerate(summary.rows):
        repeated = i > 0 and summary.rows[i - 1].district == row.district
        cells = ["" if repeated else row.district.get(lang), row.programme.get(lang)]
        cells += [computed(row.values[reading.id, indicator]) for indicator in INDICATORS]
        rows.append(tuple(cells))
    values = [row.values[reading.id, k] for row in summary.rows for k in INDICATORS]
    name = labels.READING[reading.id].get(lang)
    return Block(
        f"{Text('파급효과', 'Effects').get(lang)}: {name}",
        tuple(headings),
        tuple(rows),
        frozenset(i for i, row in enumerate(summary.rows) if row.is_sum),
        2,
        "" if all(value.comparable for value in values) else labels.PARTIAL.get(lang),
        units(INDICATORS, lang),
        adds(summary.rows),
    )


def units(indicators: Sequence[str], lang: Lang) -> str:
    """Return the line of units of a table's indicators, each unit once."""
    names = dict.fromkeys(unit_of(indicator).get(lang) for indicator in indicators)
    return f"({labels.UNIT.get(lang)}: {', '.join(names)})"


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


def suppliers(found: Suppliers, reading: Reading, lang: Lang) -> Block:
    """Return the sectors in which one reading's effects arise."""
    part = found.part
    kept = [i for i in part.indicators if i.id in INDICATORS]
    factors = {i.id: part.unit.per(MILLION_KRW) if i.dimension == "money" else 1.0 for i in kept}
    rows = []
    for supplier in found.rows:
        sector = supplier.sector
        words = (sector.code, sector.name.get(lang)) if sector else ("", _REST.get(lang))
        numbers = (labels.figure(supplier.values[k] * factors[k]) for k in factors)
        rows.append((*words, *numbers))
    total = (labels.figure(found.total[k] * factors[k]) for k in factors)
    rows.append(("", labels.SUM.get(lang), *total))
    headings = (_CODE.get(lang), _SECTOR.get(lang), *(name_of(i.id).get(lang) for i in kept))
    name = labels.READING[reading.id].get(lang)
    where = f"{part.table} {part.region}".rstrip()
    title = Text("효과가 생기는 부문", "Sectors in which effects arise").get(lang)
    return Block(
        f"{title}: {name} ({where})",
        headings,
        tuple(rows),
        frozenset({len(rows) - 1}),
        2,
        "",
        units([i.id for i in kept], lang),
        {len(rows) - 1: tuple(range(len(rows) - 1))},
    )
