"""An audit as a referee's note: findings by how sure they are, rankings, what wasn't asked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from iomodel.audit import ORDER, Audit, Certainty, Finding
from iomodel.audit.finding import KINDS, percent
from iomodel.audit.sources import Ranking, candidate_words, value_words
from iomodel.report import labels
from iomodel.report.blocks import Block, Section
from iomodel.report.data import manifest_record
from iomodel.report.document import Document, Part
from iomodel.text import Lang, Text

CERTAINTY: dict[Certainty, Text] = {
    "contradiction": Text("모순: 이대로는 맞을 수 없음", "Contradictions: can't stand as printed"),
    "unlikely": Text(
        "있을 법하지 않음: 알려진 어느 표로도 나오지 않음", "Unlikely: no known table gives it"
    ),
    "inference": Text("추론: 가장 그럴듯한 설명", "Inferences: the likeliest explanation"),
    "rounding": Text("반올림으로 설명되는 차이", "Differences that rounding explains"),
    "clean": Text("확인하여 맞는 것", "Asked, and holds"),
}
_SHORT: dict[Certainty, Text] = {
    "contradiction": Text("모순", "contradictions"),
    "unlikely": Text("있을 법하지 않음", "unlikely"),
    "inference": Text("추론", "inferences"),
    "rounding": Text("반올림 차이", "rounding"),
    "clean": Text("맞음", "hold"),
}
_BELOW = 1  # sections that stand below the rankings: provenance
_SHOWN = 6  # ids of a finding
_EVIDENCE, _SIZE = Text("근거", "Evidence"), Text("크기", "Size")


def note(audit: Audit, most: int, lang: Lang) -> Document:
    """Return an audit as a report; `most` candidates of each ranking."""
    word = Text("공표값 감사", "Audit").get(lang)
    block = ranking_block(audit, most, lang)
    told = sections(audit, lang)
    parts: list[Part] = [*told[:-_BELOW], *([block] if block else []), *told[-_BELOW:]]
    return Document(
        f"{word}: {audit.publication.title.get(lang)}",
        lang,
        tuple(summary(audit, lang)),
        tuple(parts),
        records(audit, lang),
        (f"iomodel audit {audit.publication.origin}", f"iomodel {audit.manifest.version}"),
    )


def summary(audit: Audit, lang: Lang) -> list[str]:
    """Return the document, and how many findings there are of each certainty."""
    counts = [f"{_SHORT[c].get(lang)} {len(audit.of(c))}" for c in ORDER]
    figures = len(audit.publication.figures)
    told = Text(f"값 {figures}개", f"{figures} figures").get(lang)
    document = [audit.publication.document] if audit.publication.document else []
    return [*document, f"{told}: {' · '.join(counts)}"]


def sections(audit: Audit, lang: Lang) -> list[Section]:
    """Return the findings by certainty, then what couldn't be asked, then provenance."""
    found = []
    number = 0
    for certainty in ORDER[:-1]:
        lines = []
        for finding in audit.of(certainty):
            number += 1
            lines.append(f"{number}. {_sentence(finding, lang)}")
        found.append(Section(CERTAINTY[certainty].get(lang), tuple(lines)))
    found.append(Section(CERTAINTY["clean"].get(lang), tuple(_held(audit.of("clean"), lang))))
    silent = Text("묻지 못한 것", "Not asked")
    found.append(Section(silent.get(lang), tuple(text.get(lang) for text in audit.silent)))
    found.append(Section(labels.PROVENANCE.get(lang), tuple(_provenance(audit, lang))))
    return [section for section in found if section.lines]


def _sentence(finding: Finding, lang: Lang) -> str:
    parts = [f"{finding.claim.get(lang)}."]
    if finding.evidence.ko:
        parts.append(f"{_EVIDENCE.get(lang)}: {finding.evidence.get(lang)}.")
    if finding.size.ko:
        parts.append(f"{_SIZE.get(lang)}: {finding.size.get(lang)}.")
    basis = labels.BASIS[finding.basis].get(lang)
    return f"{' '.join(parts)} [{basis}] ({_ids(finding.figures, lang)})"


def _ids(ids: Sequence[str], lang: Lang) -> str:
    more = len(ids) - _SHOWN
    rest = [Text(f"외 {more}개", f"and {more} more").get(lang)] if more > 0 else []
    return ", ".join([*ids[:_SHOWN], *rest])


def _held(findings: Sequence[Finding], lang: Lang) -> list[str]:
    """Return one line a kind of question: how often it was answered well, and of which figures."""
    by_kind: dict[str, list[Finding]] = {}
    for finding in findings:
        by_kind.setdefault(finding.kind, []).append(finding)
    lines = []
    for told in by_kind.values():
        ids = list(dict.fromkeys(finding.figures[0] for finding in told))
        lines.append(f"{KINDS[told[0].kind].get(lang)} ({len(told)}): {', '.join(ids)}")
    return lines


def _provenance(audit: Audit, lang: Lang) -> list[str]:
    compared = Text(
        "비율은 아래 표의 부문, 지역, 수준과 모두 견주었습니다. 출처는 추론이며 저자들이 그 표를 "
        "썼다는 뜻이 아닙니다",
        "Ratios were compared with all sectors, regions and levels of the tables below. Sources "
        "are inferred: it is no claim that the authors used them",
    )
    lines = [compared.get(lang)]
    for stamp in audit.manifest.tables:
        dated = stamp.published or Text("공표일 미상", "date unknown").get(lang)
        lines.append(f"{stamp.id}: {stamp.title.get(lang)}, {dated}; sha256 {stamp.checksum[:12]}")
    return [*lines, f"iomodel {audit.manifest.version}"]


_HEADINGS = (
    Text("값", "Figures"),
    Text("순위", "Rank"),
    Text("후보", "Candidate"),
    Text("비율", "Ratios"),
    Text("견준 비율", "Compared"),
    Text("어긋남", "Off by"),
    Text("자릿수까지", "To the digits"),
    Text("문서보다 나중", "Later than the document"),
)


def ranking_block(audit: Audit, most: int, lang: Lang) -> Block | None:
    """Return the first candidates for each set of ratios; None where none was ranked."""
    rows = [row for ranking in audit.rankings for row in _ranked(ranking, most, lang)]
    if not rows:
        return None
    return Block(
        Text("비율을 설명하는 후보 (추론)", "Candidates for the ratios (inferred)").get(lang),
        tuple(heading.get(lang) for heading in _HEADINGS),
        tuple(rows),
        frozenset(),
        4,
    )


def _ranked(ranking: Ranking, most: int, lang: Lang) -> list[tuple[str, ...]]:
    rows: list[tuple[str, ...]] = []
    for place, candidate in enumerate(ranking.candidates[:most], start=1):
        rows.append(
            (
                ranking.cluster.name.get(lang) if place == 1 else "",
                str(place),
                candidate_words(candidate).get(lang),
                value_words(ranking, candidate).get(lang),
                f"{candidate.compared}/{len(ranking.wanted.cells) - 1}",
                percent(candidate.distance),
                "✓" if candidate.fits else "",
                "✗" if ranking.later(candidate) else "",
            )
        )
    return rows


def records(audit: Audit, lang: Lang) -> list[dict[str, Any]]:
    """Return the findings as flat records."""
    return [
        {
            "certainty": finding.certainty,
            "kind": finding.kind,
            "figures": " ".join(finding.figures),
            "claim": finding.claim.get(lang),
            "evidence": finding.evidence.get(lang),
            "size": finding.size.get(lang),
            "basis": finding.basis,
        }
        for finding in audit.findings
    ]


def plain(audit: Audit, most: int, lang: Lang) -> dict[str, Any]:
    """Return an audit as plain data."""
    return {
        "publication": {
            "origin": audit.publication.origin,
            "title": audit.publication.title.get(lang),
            "document": audit.publication.document,
            "dated": audit.publication.dated.isoformat() if audit.publication.dated else None,
            "figures": len(audit.publication.figures),
        },
        "findings": [
            record | {"figures": list(finding.figures), "data": finding.data}
            for record, finding in zip(records(audit, lang), audit.findings, strict=True)
        ],
        "rankings": [
            {
                "figures": list(ranking.cluster.ids),
                "candidates": [
                    {
                        "table": candidate.block.table,
                        "region": candidate.block.region,
                        "year": candidate.year,
                        "sectors": [candidate.block.sectors.codes[i] for i in candidate.positions],
                        "shares": list(candidate.shares),
                        "compared": candidate.compared,
                        "distance": candidate.distance,
                        "fits": candidate.fits,
                        "later_than_document": ranking.later(candidate),
                        "basis": candidate.block.basis,
                    }
                    for candidate in ranking.candidates[:most]
                ],
            }
            for ranking in audit.rankings
        ],
        "silent": [text.get(lang) for text in audit.silent],
        "manifest": manifest_record(audit.manifest, lang),
    }
