"""From an estimate to a report: which tables, words and pictures, in which order."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from iomodel.estimates import Estimate
from iomodel.findings import Finding
from iomodel.readings import Reading
from iomodel.report import blocks, layouts
from iomodel.report.document import Document, Formula, Method, Part
from iomodel.rerun import record
from iomodel.summary import Summary
from iomodel.suppliers import suppliers
from iomodel.text import Lang, Text

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
    parts: list[Part] = [layouts.effects(summary, reading, lang) for reading in summary.readings]
    if made.published:
        parts += blocks.indicator_tables(summary, lang)
    if regional:
        parts.append(regional)
    parts += [table for reading in summary.readings for table in _sectors(reading, lang)]
    parts.append(_method(lang))
    parts += blocks.sections(summary, findings, lang)
    return Document(
        made.study.title.get(lang) if made.whole else made.scenarios[0].district.get(lang),
        lang,
        tuple(blocks.headline(summary, lang)),
        tuple(parts),
        made.impact.records(),
        record(made, how),
    )


def _sectors(reading: Reading, lang: Lang) -> list[Part]:
    found = suppliers(reading.impact) if reading.impact else ()
    return [layouts.suppliers(one, reading, lang) for one in found]


def _method(lang: Lang) -> Method:
    return Method(_METHOD.get(lang), _BEFORE.get(lang), (_LEONTIEF,), _AFTER.get(lang))
