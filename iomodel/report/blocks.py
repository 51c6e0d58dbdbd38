"""A result as titled blocks of plain cells, which every form of report lays out its own way."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from iomodel import statements
from iomodel.findings import Finding
from iomodel.readings import Reading
from iomodel.report import labels, numbers
from iomodel.summary import (
    PERSON_INDICATORS,
    RegionalRow,
    Row,
    Summary,
    Value,
    name_of,
    unit_of,
)
from iomodel.text import Lang, Text
from iomodel.units import MILLION_KRW, MoneyUnit
from iomodel.words import money_words, person_words


@dataclass(frozen=True)
class Block:
    """A table of text: headings, rows, and which rows are sums.

    Attributes
    ----------
    rows : tuple of tuple of str
        Numbers may be a `Number`, which remembers its value.
    sums : frozenset of int
        Rows that are sums.
    left : int
        How many columns, from the first, are words rather than numbers.
    unit : str
        A line of units, shown above the table's right end.
    adds : dict of int to tuple of int
        For sums of rows of this very table, which rows they add.
    repeats : int
        In how many columns, from the first, an empty cell repeats the one above.
    """

    title: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    sums: frozenset[int]
    left: int
    caption: str = ""
    unit: str = ""
    adds: Mapping[int, tuple[int, ...]] = field(default_factory=dict)
    repeats: int = 0

    def spans(self, column: int) -> list[tuple[int, int]]:
        """Return the first and last row of each stretch that shares the cell of a column."""
        if column >= self.repeats:
            return [(i, i) for i in range(len(self.rows))]
        spans: list[tuple[int, int]] = []
        for i, row in enumerate(self.rows):
            starts = any(row[: column + 1]) or not spans
            spans = [*spans, (i, i)] if starts else [*spans[:-1], (spans[-1][0], i)]
        return spans


@dataclass(frozen=True)
class Section:
    """A titled list of sentences, which may be broken by newlines."""

    title: str
    lines: tuple[str, ...]


def headline(summary: Summary, lang: Lang) -> list[str]:
    """Return the totals in number words: as published, then by each reading."""
    return [line for row in summary.headlines for line in _headline_of(summary, row, lang)]


def _headline_of(summary: Summary, row: Row, lang: Lang) -> list[str]:
    lead = f"{row.district.get(lang)} " if len(summary.headlines) > 1 else ""
    lines = []
    if row.published:
        words = _headline_words(row.published, summary.unit, lang)
        lines.append(f"{lead}{labels.PUBLISHED.get(lang)}: {words}")
    for reading in summary.readings:
        values = {k: row.values[reading.id, k] for k in summary.indicators}
        numbers = {k: v.computed for k, v in values.items() if v.computed is not None}
        if not numbers:
            continue
        words = _headline_words(numbers, summary.unit, lang)
        line = f"{lead}{labels.reading(reading).get(lang)}: {words}"
        if not all(value.comparable for value in values.values()):
            line += f" ({labels.PARTLY.get(lang)})"
        matched, compared = summary.matched(reading.id)
        if compared and reading.id == "reconciled" and row.published:
            line += f" · {matched}/{compared} {labels.MATCHED.get(lang)}"
        lines.append(line)
    return lines


def _headline_words(numbers: dict[str, float], unit: MoneyUnit, lang: Lang) -> str:
    effect = "효과" if lang == "ko" else ""
    parts = []
    for indicator, value in numbers.items():
        words = amount_words(indicator, value, unit)
        parts.append(f"{name_of(indicator).get(lang)}{effect} {words.get(lang)}")
    return " | ".join(parts)


def amount_words(indicator: str, value: float, unit: MoneyUnit) -> Text:
    """Return an effect in words; of other currencies than the won as a figure with its unit."""
    if indicator in PERSON_INDICATORS:
        return person_words(value)
    if unit.currency == MILLION_KRW.currency:
        return money_words(value, unit)
    return Text(f"{value:,.0f} {unit.name.ko}", f"{value:,.0f} {unit.name.en}")


def computed(value: Value) -> str:
    """Return what was computed, in brackets where it is only a part of what the row stands for."""
    if value.comparable or value.computed is None:
        return labels.figure(value.computed)
    return numbers.bracketed(value.computed)


def _gap(value: Value, lang: Lang) -> str:
    comparison = value.comparison
    if comparison is None:
        return ""
    if comparison.basis == "not comparable":
        return labels.NOT_COMPARABLE.get(lang)
    mark = " ✓" if comparison.matches else ""
    return labels.difference(value.difference) + mark


def whole_table(summary: Summary, lang: Lang) -> Block:
    """Return one table in the source's layout: every indicator with its readings beside it.

    The difference from the published figure stands below each computed one.
    """
    headings = [labels.DISTRICT.get(lang), labels.PROGRAMME.get(lang)]
    has_published = bool(summary.estimate.published)
    for indicator in summary.indicators:
        name = f"{name_of(indicator).get(lang)}\n({unit_of(indicator, summary.unit).get(lang)})"
        if has_published:
            headings.append(f"{name}\n{labels.PUBLISHED.get(lang)}")
        headings += [f"{name}\n{labels.reading(r).get(lang)}" for r in summary.readings]
    rows = []
    for row in summary.rows:
        cells = [row.district.get(lang), row.programme.get(lang)]
        for indicator in summary.indicators:
            if has_published:
                cells.append(labels.figure(row.published.get(indicator)))
            for reading in summary.readings:
                value = row.values[reading.id, indicator]
                gap = _gap(value, lang)
                cells.append(computed(value) + (f"\n{gap}" if gap else ""))
        rows.append(tuple(cells))
    return Block(
        summary.estimate.study.title.get(lang),
        tuple(headings),
        tuple(_once(rows)),
        _sums(summary.rows),
        2,
        _caption(summary, lang),
        repeats=1,
    )


def indicator_tables(summary: Summary, lang: Lang) -> list[Block]:
    """Return one narrower table an indicator, differences in columns of their own."""
    return [_indicator_table(summary, indicator, lang) for indicator in summary.indicators]


def _indicator_table(summary: Summary, indicator: str, lang: Lang) -> Block:
    headings = [labels.DISTRICT.get(lang), labels.PROGRAMME.get(lang)]
    has_published = bool(summary.estimate.published)
    if has_published:
        headings.append(labels.PUBLISHED.get(lang))
    for reading in summary.readings:
        headings.append(labels.reading(reading).get(lang))
        if has_published:
            headings.append(labels.DIFFERENCE.get(lang))
    rows = []
    for row in summary.rows:
        cells = [row.district.get(lang), row.programme.get(lang)]
        if has_published:
            cells.append(labels.figure(row.published.get(indicator)))
        for reading in summary.readings:
            value = row.values[reading.id, indicator]
            cells.append(computed(value))
            if has_published:
                cells.append(_gap(value, lang))
        rows.append(tuple(cells))
    name, unit = name_of(indicator).get(lang), unit_of(indicator, summary.unit).get(lang)
    return Block(
        f"{name} ({labels.UNIT.get(lang)}: {unit})",
        tuple(headings),
        tuple(_once(rows)),
        _sums(summary.rows),
        2,
        _caption(summary, lang),
        repeats=1,
    )


def _once(rows: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """Return the rows with a district's name on its first row only."""
    out, last = [], None
    for row in rows:
        out.append(("", *row[1:]) if row[0] == last else row)
        last = row[0]
    return out


def _sums(rows: Sequence[Row]) -> frozenset[int]:
    return frozenset(i for i, row in enumerate(rows) if row.is_sum)


def _caption(summary: Summary, lang: Lang) -> str:
    values = (value for row in summary.rows for value in row.values.values())
    return "" if all(value.comparable for value in values) else labels.PARTIAL.get(lang)


def regional_table(summary: Summary, lang: Lang) -> Block | None:
    """Return the announced reading by origin of its effects, None where no region was modelled."""
    if not summary.regional:
        return None
    region = ", ".join(dict.fromkeys(row.region for row in summary.regional))
    headings = (
        labels.DISTRICT,
        labels.PROGRAMME,
        labels.INDICATOR,
        labels.IN_REGION,
        labels.OTHER_REGIONS,
        labels.SUM,
        labels.SHARE,
    )
    rows = [cells for row in summary.regional for cells in _regional_rows(row, summary.unit, lang)]
    last = len(summary.regional[-1].values) if len(summary.regional) > 1 else 0
    announced = next(r for r in summary.readings if r.id == "announced")
    reading = labels.reading(announced).get(lang)
    title = Text(
        f"{reading}: {region} 지역산업연관표로 본 지역내·타지역 효과",
        f"{reading}: effects in {region} and elsewhere, by the regional table",
    )
    return Block(
        title.get(lang),
        tuple(heading.get(lang) for heading in headings),
        tuple(_once(rows)),
        frozenset(range(len(rows) - last, len(rows))),
        3,
        repeats=2,
    )


def _regional_rows(row: RegionalRow, unit: MoneyUnit, lang: Lang) -> list[tuple[str, ...]]:
    rows = []
    for k, (indicator, (inside, outside)) in enumerate(row.values.items()):
        total = inside + outside
        rows.append(
            (
                row.district.get(lang),
                row.programme.get(lang) if k == 0 else "",
                f"{name_of(indicator).get(lang)} ({unit_of(indicator, unit).get(lang)})",
                *(labels.figure(x) for x in (inside, outside, total)),
                labels.share(inside / total) if total else "–",
            )
        )
    return rows


def sections(summary: Summary, findings: Sequence[Finding], lang: Lang) -> list[Section]:
    """Return what stands below the tables: readings, findings, notes, assumptions, provenance."""
    estimate = summary.estimate
    manifest = estimate.manifest
    readings = [_about(reading, lang) for reading in summary.readings]
    readings += [
        f"{labels.reading(r).get(lang)}: {r.unavailable.get(lang)}"
        for r in estimate.readings
        if r.unavailable is not None
    ]
    found = [
        Section(Text("읽는 법", "Readings").get(lang), tuple(readings)),
        Section(
            labels.FINDINGS.get(lang),
            tuple(f"[{labels.BASIS[f.basis].get(lang)}] {f.text.get(lang)}" for f in findings),
        ),
        Section(
            labels.NOTES.get(lang),
            tuple(
                text.get(lang)
                for text in (
                    *statements.about(estimate.study, estimate.scenarios),
                    *(s.text for s in estimate.study.file.notes),
                    *_reasons(summary),
                    _ROUNDING,
                )
            ),
        ),
        Section(
            labels.ASSUMPTIONS.get(lang), tuple(text.get(lang) for text in manifest.assumptions)
        ),
        Section(labels.WARNINGS.get(lang), tuple(text.get(lang) for text in manifest.warnings)),
        Section(labels.PROVENANCE.get(lang), tuple(_provenance(summary, lang))),
    ]
    return [section for section in found if section.lines]


def _about(reading: Reading, lang: Lang) -> str:
    """Return what a reading is, with the table, the prices and the basis of its numbers."""
    told = [labels.reading_long(reading).get(lang)]
    for impact in (reading.impact, reading.regional):
        told += [labels.stands_on(part).get(lang) for part in (impact.parts if impact else ())]
    return " · ".join(told)


_ROUNDING = Text(
    "합계는 반올림하지 않은 값의 합이므로, 보이는 숫자의 합과 끝자리가 다를 수 있습니다.",
    "Totals are of unrounded values, so that displayed parts may not add to them.",
)


def _reasons(summary: Summary) -> list[Text]:
    """Return why lines are not comparable, each reason once."""
    reasons: dict[Text, None] = {}
    for row in summary.rows:
        for value in row.values.values():
            if not row.is_sum and value.comparison and value.comparison.reason:
                name = Text(
                    f"{row.district.ko} {row.programme.ko}: {value.comparison.reason.ko}",
                    f"{row.district.en}, {row.programme.en.lower()}: {value.comparison.reason.en}",
                )
                reasons[name] = None
    return list(reasons)


def _provenance(summary: Summary, lang: Lang) -> list[str]:
    estimate = summary.estimate
    document = Text(
        f"공표값: {estimate.study.file.document} ({estimate.study.file.document_date})",
        f"Published figures: {estimate.study.file.document} ({estimate.study.file.document_date})",
    )
    lines = [document.get(lang)] if estimate.published else []
    for stamp in estimate.manifest.tables:
        level = f" ← {stamp.level_of}" if stamp.level_of != stamp.id else ""
        words = Text(
            f"{stamp.id}{level}: {stamp.title.ko}, {stamp.price_year}년 가격, "
            f"공표 {stamp.published or '날짜 미상'}; {stamp.source}; sha256 {stamp.checksum[:12]}",
            f"{stamp.id}{level}: {stamp.title.en}, prices of {stamp.price_year}, "
            f"published {stamp.published or 'on an unknown date'}; {stamp.source}; "
            f"sha256 {stamp.checksum[:12]}",
        )
        lines.append(words.get(lang))
    for table, numerics in estimate.manifest.numerics.items():
        told = ", ".join(f"{name} {value:.2g}" for name, value in numerics.items())
        lines.append(f"{table}: {told}")
    lines.append(f"iomodel {estimate.manifest.version}")
    return lines
