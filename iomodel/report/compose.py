"""From an estimate to a report: which tables, words and pictures, in which order."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from importlib.util import find_spec
from typing import Any

from iomodel.estimates import Estimate
from iomodel.findings import Finding
from iomodel.readings import Reading
from iomodel.report import blocks, glance, labels, layouts, pictures
from iomodel.report.blocks import Block, Section
from iomodel.report.document import Document, Formula, Method, Part, Picture
from iomodel.report.sentences import listed
from iomodel.report.views import blocks as view_blocks
from iomodel.rerun import record
from iomodel.summary import Summary
from iomodel.suppliers import suppliers
from iomodel.text import Lang, Text
from iomodel.views import views

_METHOD = Text("추정 방법", "Method")
_LEONTIEF = Formula(
    r"\mathbf{x} = (\mathbf{I}-\mathbf{A}^{d})^{-1}\,\mathbf{f}, \qquad "
    r"\mathbf{e}_{k} = \hat{\mathbf{c}}_{k}\,\mathbf{x}",
    "x = (I − Aᵈ)⁻¹ f,  eₖ = ĉₖ x",
)
_BEFORE = Text(
    "산업연관모형(레온티예프 수요유도모형)으로 추정했습니다. 최종수요 f가 유발하는 생산 x와, "
    "직접계수 cₖ(산출 한 단위당 부가가치·취업자 등)로 구한 지표 k의 효과 eₖ는 다음과 같습니다.",
    "The estimate rests on the input-output model driven by demand (Leontief). Final demand f "
    "induces production x, and with direct coefficients cₖ (value added, employment … per unit of "
    "output) the effect on indicator k is eₖ:",
)
_AFTER = Text(
    "Aᵈ는 국산투입계수행렬, I는 단위행렬, 모자(ˆ)는 대각행렬입니다. 모형은 선형이고 생산능력과 "
    "가격의 제약이 없으며, 따로 적지 않은 한 순효과가 아니라 총효과입니다 (Miller와 Blair 2009, "
    "2장과 6장).",
    "Aᵈ holds the domestic input coefficients, I is the identity, a hat makes a diagonal matrix. "
    "The model is linear, knows no limits of capacity and no prices, and unless said otherwise "
    "gives gross, not net, effects (Miller and Blair 2009, chapters 2 and 6).",
)
_REGIONAL = Text(
    "지역표로는 지출이 일어나는 지역의 유발계수를 써서 효과를 지역내와 타지역으로 나눕니다.",
    "A regional table gives, with the multipliers of the region that spends, the effects there "
    "and elsewhere.",
)


def compose(
    made: Estimate, findings: Sequence[Finding], lang: Lang, how: dict[str, Any]
) -> Document:
    """Return the report of an estimate.

    Parameters
    ----------
    how : dict
        The keywords that `estimate` was given, besides `tables`; see `iomodel.rerun.record`.
    """
    summary = Summary(made)
    regional = blocks.regional_table(summary, lang)
    parts: list[Part] = [glance.facts(summary, lang)]
    for reading in summary.readings:
        parts.append(layouts.effects(summary, reading, lang))
        parts += _drawn([pictures.by_programme(summary, reading, summary.indicators[0], lang)])
    if made.published:
        parts += [_with_basis(t, summary, lang) for t in blocks.indicator_tables(summary, lang)]
        parts += _drawn(
            pictures.published_and_computed(summary, reading, summary.indicators[0], lang)
            for reading in summary.readings
        )
    if regional:
        parts.append(_regional(regional, summary, lang))
        parts += _drawn(
            pictures.in_region(summary, reading, summary.indicators[0], lang)
            for reading in summary.readings
            if reading.id == "announced"
        )
    parts += view_blocks(views(summary), lang)
    parts += [table for reading in summary.readings for table in _sectors(summary, reading, lang)]
    parts += [glance.tables(summary, lang), _method(summary, lang)]
    parts += [_listed(section) for section in blocks.sections(summary, findings, lang)]
    parts = [replace(part, title=labels.capital(part.title)) for part in parts]
    return Document(
        made.study.title.get(lang) if made.whole else made.scenarios[0].district.get(lang),
        lang,
        tuple(blocks.headline(summary, lang)),
        tuple(parts),
        made.impact.records(),
        record(made, how),
    )


def _with_basis(table: Block, summary: Summary, lang: Lang) -> Block:
    """Return a table of several readings with what each stands on below."""
    told = [
        f"{labels.reading(reading).get(lang)}: {words}"
        for reading in summary.readings
        for words in labels.basis(reading.impact, lang)
    ]
    return replace(table, caption=" · ".join(filter(None, [*told, table.caption])))


def _regional(table: Block, summary: Summary, lang: Lang) -> Block:
    """Return the regional table with its sums and what it stands on."""
    told = [
        words
        for reading in summary.readings
        for impact in (reading.regional or reading.impact,)
        if impact is not None and impact.parts[0].region
        for words in labels.basis(impact, lang)
    ]
    adds = layouts.adds_by_indicator(summary.regional)
    return replace(table, caption=" · ".join(dict.fromkeys(told)), adds=adds)


def _sectors(summary: Summary, reading: Reading, lang: Lang) -> list[Part]:
    """Return the supplying sectors, drawn where one table holds them all."""
    found = suppliers(reading.impact) if reading.impact else ()
    parts: list[Part] = [layouts.suppliers(one, summary, reading, lang) for one in found]
    if len(found) == 1:
        indicator = summary.indicators[0]
        parts += _drawn([pictures.by_supplier(found[0], reading, indicator, lang)])
    return parts


def _drawn(found: Iterable[Picture | None]) -> list[Picture]:
    """Return the pictures there are; none where matplotlib isn't installed."""
    return [picture for picture in found if picture] if find_spec("matplotlib") else []


def _listed(section: Section) -> Section:
    return replace(section, lines=tuple(listed(line) for line in section.lines))


def _method(summary: Summary, lang: Lang) -> Method:
    after = [_AFTER.get(lang), _REGIONAL.get(lang)] if summary.regional else [_AFTER.get(lang)]
    return Method(_METHOD.get(lang), _BEFORE.get(lang), (_LEONTIEF,), " ".join(after))
