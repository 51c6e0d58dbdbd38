"""What a report rests on, at a glance: districts, jobs, exclusions, software, and the tables."""

from __future__ import annotations

from iomodel.estimates import Estimate
from iomodel.impact import Part
from iomodel.readings import Reading
from iomodel.report import labels, numbers
from iomodel.report.blocks import Block, amount_words
from iomodel.summary import PERSON_INDICATORS, Summary
from iomodel.text import Lang, Text
from iomodel.units import VALUATIONS, money_unit
from iomodel.version import code_version

_FACTS = Text("기본 사항", "At a glance")
_TABLES = Text("쓴 표", "Tables used")
_ITEM, _CONTENT = Text("항목", "Item"), Text("내용", "Content")
_STUDY = Text("연구", "Study")
_DOCUMENT = Text("문서", "Document")
_DISTRICTS = Text("지구", "Districts")
_JOBS = Text("고용의 개념", "What jobs count")
_EXCLUDED = Text("뺀 금액", "Amounts left out")
_SECTORS = Text("재구성에서 뺀 부문", "Sectors left out of the reconciliation")
_SOFTWARE = Text("소프트웨어", "Software")
_AGAIN = Text("다시 계산", "To run it again")
_HOW = Text("iomodel rerun 뒤에 이 파일의 이름", "iomodel rerun and the name of this file")
_UNKNOWN, _NONE = Text("알 수 없음", "not known"), Text("없음", "none")
_COLUMNS = (
    Text("읽기", "Reading"),
    Text("표", "Table"),
    Text("지역", "Region"),
    Text("가격평가", "Valuation"),
    Text("표의 가격", "Prices of table"),
    Text("지출의 가격", "Prices of spending"),
    Text("근거", "Basis"),
    Text("sha256", "sha256"),
    Text("부문 수", "Sectors"),
)
_CHECKSUM = 12  # letters of it that are shown; the record holds all


def facts(summary: Summary, lang: Lang) -> Block:
    """Return what holds for the whole report."""
    estimate = summary.estimate
    file = estimate.study.file
    rows = [
        (_STUDY, estimate.study.title.get(lang)),
        (_DOCUMENT, f"{file.document} ({file.document_date})"),
        (_DISTRICTS, ", ".join(_districts(estimate, lang))),
        (_JOBS, "; ".join(_concepts(summary, lang)) or _UNKNOWN.get(lang)),
        (_EXCLUDED, "; ".join(_excluded(estimate, lang)) or _NONE.get(lang)),
        (_SECTORS, _excluded_sectors(summary)),
        (_SOFTWARE, f"iomodel {code_version()}"),
        (_AGAIN, _HOW.get(lang)),
    ]
    return Block(
        _FACTS.get(lang),
        (_ITEM.get(lang), _CONTENT.get(lang)),
        tuple((name.get(lang), words) for name, words in rows if words),
        frozenset(),
        2,
    )


def _districts(estimate: Estimate, lang: Lang) -> list[str]:
    named = ((s.district.get(lang), s.region) for s in estimate.scenarios)
    return [f"{name} ({region})" if region else name for name, region in named]


def _concepts(summary: Summary, lang: Lang) -> list[str]:
    """Return what the tables shown count as jobs, each table once."""
    if not set(summary.indicators) & set(PERSON_INDICATORS):
        return []
    shelf = summary.estimate.case.shelf
    found = {
        part.table: shelf.model(part.table, part.region or None).info.employment.get(lang)
        for _, part in _parts(summary)
    }
    return [f"{table}: {concept}" for table, concept in found.items() if concept]


def _excluded(estimate: Estimate, lang: Lang) -> list[str]:
    return [
        f"{one.item} {amount_words('production', one.amount, money_unit(one.unit)).get(lang)}"
        for scenario in estimate.scenarios
        for programme in scenario.file.programmes
        for one in programme.excluded
    ]


def _excluded_sectors(summary: Summary) -> str:
    how = summary.estimate.study.file.readings.reconciled
    if how is None or all(reading.id != "reconciled" for reading in summary.readings):
        return ""
    return " ".join(code for exclusion in how.exclusions for code in exclusion.sectors)


def tables(summary: Summary, lang: Lang) -> Block:
    """Return the tables through which each reading went, with what their numbers stand in."""
    estimate = summary.estimate
    rows = [_table(estimate, reading, part, lang) for reading, part in _parts(summary)]
    headings = tuple(column.get(lang) for column in _COLUMNS)
    return Block(
        _TABLES.get(lang), headings, tuple(dict.fromkeys(rows)), frozenset(), len(headings) - 1
    )


def _parts(summary: Summary) -> list[tuple[Reading, Part]]:
    """Return each reading shown with the answers of its tables."""
    return [
        (reading, part)
        for reading in summary.readings
        for impact in (reading.impact, reading.regional)
        for part in (impact.parts if impact else ())
    ]


def _table(estimate: Estimate, reading: Reading, part: Part, lang: Lang) -> tuple[str, ...]:
    info = estimate.case.shelf.model(part.table, part.region or None).info
    checksum = next(s.checksum for s in estimate.manifest.tables if s.id == part.table)
    spent = part.demand.money.price_year
    return (
        labels.reading(reading).get(lang),
        part.table,
        part.region,
        VALUATIONS[info.valuation].get(lang),
        str(info.price_year),
        str(spent) if spent else _UNKNOWN.get(lang),
        labels.BASIS[part.basis].get(lang),
        checksum[:_CHECKSUM],
        numbers.whole(len(part.model.sectors)),
    )
