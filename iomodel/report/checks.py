"""An examination of a table: what is wrong, gravest first, as sentences, blocks and plain data."""

from __future__ import annotations

from collections import Counter
from typing import Any

from iomodel.checks import CHECKS, Report
from iomodel.report.blocks import Block
from iomodel.text import Lang, Text

SHOWN = 20  # findings of a kind that are told one by one on a terminal

_SEVERITY = {"error": Text("오류", "error"), "warning": Text("주의", "warning")}
_HEADINGS = (
    Text("정도", "Severity"),
    Text("검사", "Check"),
    Text("부문", "Sector"),
    Text("위치", "Place"),
    Text("무엇이", "What"),
    Text("기대한 것", "Expected"),
    Text("찾은 것", "Found"),
    Text("고치는 법", "Remedy"),
)


def verdict(report: Report, lang: Lang) -> str:
    """Return the outcome in one sentence, with what was examined and in which unit."""
    errors, warnings = len(report.errors), len(report.warnings)
    counted = Text(
        f"오류 {errors}개, 주의 {warnings}개" if errors else f"오류 없음, 주의 {warnings}개",
        f"{errors or 'no'} {_plural(errors, 'error')}, {warnings or 'no'} "
        f"{_plural(warnings, 'warning')}",
    )
    unit = report.unit.name
    told = Text(
        f"{report.origin}: {counted.ko} (부문 {report.sectors}개, {unit.ko}, "
        f"허용오차 {report.tolerance:g})",
        f"{report.origin}: {counted.en} ({report.sectors} sectors, {unit.en}, "
        f"tolerance {report.tolerance:g})",
    )
    if report.complete:
        return told.get(lang)
    rest = Text(
        "이것부터 고쳐야 나머지를 검사할 수 있습니다",
        "the rest can be examined once this is mended",
    )
    return f"{told.get(lang)}; {rest.get(lang)}"


def _plural(count: int, noun: str) -> str:
    return noun if count == 1 else f"{noun}s"


def text(report: Report, lang: Lang) -> str:
    """Return the examination as lines for a terminal, the first findings of each kind in full."""
    lines, told = [verdict(report, lang)], Counter[str]()
    for finding in report.findings:
        told[finding.kind] += 1
        if told[finding.kind] <= SHOWN:
            severity = _SEVERITY[finding.severity].get(lang)
            lines += ["", f"[{severity}] {finding.kind}", finding.problem.render(lang)]
    for kind, count in told.items():
        if count > SHOWN:
            more = Text(
                f"{kind} {count - SHOWN}개 더 있음 (--format csv나 json으로 모두 볼 수 있음)",
                f"{count - SHOWN} more of {kind} (--format csv or json shows them all)",
            )
            lines += ["", more.get(lang)]
    return "\n".join(lines) + "\n"


def block(report: Report, lang: Lang) -> Block:
    """Return the findings as one table."""
    rows = tuple(
        (
            _SEVERITY[finding.severity].get(lang),
            finding.kind,
            finding.sector,
            finding.where(lang),
            problem.what.get(lang),
            problem.expected.get(lang),
            problem.found.get(lang),
            problem.remedy.get(lang),
        )
        for finding in report.findings
        for problem in [finding.problem]
    )
    headings = tuple(heading.get(lang) for heading in _HEADINGS)
    return Block(verdict(report, lang), headings, rows, frozenset(), len(headings))


def records(report: Report, lang: Lang) -> list[dict[str, Any]]:
    """Return the findings as flat records; what follows from one is counted."""
    return [
        {
            "severity": finding.severity,
            "check": finding.kind,
            "sector": finding.sector,
            "place": finding.where(lang),
            "what": finding.what.get(lang),
            "expected": finding.expected.get(lang),
            "found": finding.found.get(lang),
            "remedy": finding.remedy.get(lang),
            "size": finding.size,
            "explains": len(finding.symptoms),
        }
        for finding in report.findings
    ]


def document(report: Report, lang: Lang) -> dict[str, Any]:
    """Return an examination as plain data, with everything that follows from each finding."""
    findings = records(report, lang)
    for record, finding in zip(findings, report.findings, strict=True):
        record["explains"] = [
            {"sector": one.sector, "what": one.what.get(lang), "size": one.size}
            for one in finding.symptoms
        ]
    return {
        "origin": report.origin,
        "sound": report.sound,
        "complete": report.complete,
        "sectors": report.sectors,
        "unit": report.unit.name.get(lang),
        "tolerance": report.tolerance,
        "findings": findings,
    }


def kinds_block(lang: Lang) -> Block:
    """Return every check there is, its severity, and from where on it tells something."""
    headings = (
        Text("검사", "Check"),
        Text("정도", "Severity"),
        Text("찾는 것", "Finds"),
        Text("기준", "From where on"),
    )
    rows = tuple(
        (kind.id, _SEVERITY[kind.severity].get(lang), kind.what.get(lang), kind.threshold.get(lang))
        for kind in CHECKS.values()
    )
    return Block("", tuple(heading.get(lang) for heading in headings), rows, frozenset(), 4)
