"""Regional tables and the error of quotients as records, blocks and sections."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from iomodel.regionalisation.accuracy import Fit, Line, Surveyed
from iomodel.regionalisation.downscale import Downscaled
from iomodel.regionalisation.table import Regional
from iomodel.report.blocks import Block, Section
from iomodel.report.numbers import decimal
from iomodel.text import Lang, Text

Record = dict[str, Any]

_MEASURES = {
    "count": (Text("칸", "cells"), 0),
    "mae": (Text("평균절대오차", "mean abs. error"), 4),
    "wmae": (Text("산출가중", "by output"), 4),
    "mpe": (Text("편향 %", "bias %"), 1),
    "mape": (Text("평균절대오차율 %", "mean abs. %"), 1),
    "theil": (Text("타일 U", "Theil's U"), 4),
    "indirect": (Text("간접효과 %", "indirect %"), 1),
}
_NOTES = Text("읽는 법", "How to read it")
_BEST = Text("가장 잘 맞는 δ", "Best δ")
_APART = Text("견주지 않은 칸", "Cells not compared")
_INTERVALS = Text("구간 (추론)", "Intervals (inferred)")
_ABOUT = Text("이 표에 대하여", "About this table")


def accuracy_records(lines: Sequence[Line], lang: Lang) -> list[Record]:
    """Return one record a line of errors."""
    return [
        {"name": line.name.get(lang), **asdict(line.measures), "best_delta": line.delta}
        for line in lines
    ]


def accuracy_block(target: Surveyed, lines: Sequence[Line], title: Text, lang: Lang) -> Block:
    """Return lines of errors as a table."""
    with_delta = any(line.delta is not None for line in lines)
    headings = ["", *(heading.get(lang) for heading, _ in _MEASURES.values())]
    rows = []
    for line in lines:
        row = [line.name.get(lang), *(_cell(line, name) for name in _MEASURES)]
        rows.append((*row, *([_delta(line)] if with_delta else [])))
    headings += [_BEST.get(lang)] if with_delta else []
    unit = target.unit.get(lang)
    return Block(
        f"{title.get(lang)}: {target.indicator.get(lang)} ({unit})",
        tuple(headings),
        tuple(rows),
        frozenset(),
        1,
    )


def _cell(line: Line, name: str) -> str:
    value = getattr(line.measures, name)
    return "–" if value != value else decimal(value, _MEASURES[name][1])


def _delta(line: Line) -> str:
    return "–" if line.delta is None else decimal(line.delta, 2)


def accuracy_sections(target: Surveyed, fits: Sequence[Fit], lang: Lang) -> list[Section]:
    """Return what stands below errors: what they are, the best δ, what was left out."""
    cells = (
        (Text("조사표에만 있음", "only surveyed"), target.without_workers),
        (Text("종사자만 있음", "only with workers"), target.without_survey),
    )
    apart = tuple(f"{words.get(lang)}: {', '.join(found)}" for words, found in cells if found)
    sections = [
        Section(_NOTES.get(lang), tuple(text.get(lang) for text in _explained(target))),
        Section(_BEST.get(lang), tuple(_fitted(fit).get(lang) for fit in fits)),
        Section(_APART.get(lang), apart),
    ]
    return [section for section in sections if section.lines]


def _fitted(fit: Fit) -> Text:
    spread, held_out = f"{min(fit.deltas):.2f}~{max(fit.deltas):.2f}", fit.held_out.mape
    return Text(
        f"{fit.method}에서 평균절대오차율이 가장 작음. 한 지역을 빼고 맞춘 δ는 {spread}이고, "
        f"그 δ로 뺀 지역을 추정한 오차율은 {held_out:.1f}%",
        f"{fit.method} has the least mean absolute percentage error. Fitted without one region, "
        f"δ is {spread} and errs by {held_out:.1f} % in the region left out",
    )


def _explained(target: Surveyed) -> tuple[Text, ...]:
    known = f"{target.national}, {target.reference}"
    notes = [
        Text(
            "지역내 유발효과의 추정(전국 국산투입계수 × 입지계수)을 조사된 지역산업연관표의 "
            f"지역내 효과와 견준 것입니다 ({known}). 양수의 편향은 과대추정",
            "estimates of in-region effects (national domestic coefficients times quotients) "
            f"against those of the surveyed regional tables ({known}); positive bias overstates",
        ),
        Text(
            "조사된 효과에는 다른 지역을 거쳐 되돌아온 몫이 들어 있고 추정에는 없습니다",
            "surveyed effects include what returns through other regions; estimates don't",
        ),
    ]
    if target.code == "production":
        notes.append(
            Text(
                "간접효과 %는 수요 자체(1)를 뺀 파급효과 전체의 과대(+)·과소(−) 비율",
                "indirect %: by how much all effects beyond the demand itself (1) are overstated",
            )
        )
    return tuple(notes)


def downscaled_block(found: Downscaled, lang: Lang) -> Block:
    """Return a region's effects with their intervals, one row a sector."""
    headings = [Text("코드", "code").get(lang), Text("부문", "sector").get(lang)]
    units = []
    for indicator in found.intervals:
        low, high = Text("하한", "low").get(lang), Text("상한", "high").get(lang)
        headings += [found.names[indicator].get(lang), low, high]
        units.append(f"{found.names[indicator].get(lang)} {found.units[indicator].get(lang)}")
    rows = tuple(
        tuple(value if isinstance(value, str) else decimal(value, 3) for value in record.values())
        for record in found.records(lang)
    )
    level = next(iter(found.intervals.values())).level
    title = Text(
        f"{found.regional.region} 지역내 유발효과, {level:.0%} 구간 (추론)",
        f"In-region effects in {found.regional.region}, {level:.0%} intervals (inferred)",
    )
    return Block(title.get(lang), tuple(headings), rows, frozenset(), 2, unit="; ".join(units))


def downscaled_sections(found: Downscaled, lang: Lang) -> list[Section]:
    """Return what the intervals are, and what the table says of itself."""
    told = tuple(
        f"{found.names[k].get(lang)}: {interval.text.get(lang)}"
        for k, interval in found.intervals.items()
    )
    return [Section(_INTERVALS.get(lang), told), about(found.regional, lang)]


def about(regional: Regional, lang: Lang) -> Section:
    """Return what a regional table says of itself."""
    return Section(_ABOUT.get(lang), tuple(text.get(lang) for text in regional.table.info.caveats))


def regional_records(regional: Regional, lang: Lang) -> list[Record]:
    """Return one record a sector that the region has: its share, quotient and output."""
    rows = zip(
        regional.table.sectors.sectors,
        regional.shares,
        regional.slq,
        regional.table.output,
        strict=True,
    )
    return [
        {
            "code": sector.code,
            "name": sector.name.get(lang),
            "share": float(share),
            "slq": float(slq),
            "output": float(output),
        }
        for sector, share, slq, output in rows
        if output
    ]


def regional_block(regional: Regional, lang: Lang) -> Block:
    """Return a region's sectors: share of the nation, SLQ, output."""
    unit = regional.table.info.money.name.get(lang)
    headings = (
        Text("코드", "code"),
        Text("부문", "sector"),
        Text("전국 비중", "share of nation"),
        Text("SLQ", "SLQ"),
        Text("산출", "output"),
    )
    rows = tuple(
        (
            r["code"],
            r["name"],
            decimal(r["share"], 4),
            decimal(r["slq"], 3),
            decimal(r["output"], 0),
        )
        for r in regional_records(regional, lang)
    )
    return Block(
        regional.table.info.title.get(lang),
        tuple(heading.get(lang) for heading in headings),
        rows,
        frozenset(),
        2,
        unit=unit,
    )
