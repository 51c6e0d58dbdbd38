"""Results as JSON and CSV, for programs."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from typing import Any

from iomodel.estimates import Estimate
from iomodel.files import csv_bytes
from iomodel.findings import Finding
from iomodel.provenance import Manifest
from iomodel.summary import Summary
from iomodel.text import Lang
from iomodel.views import views


def results(estimates: Sequence[Estimate]) -> list[dict[str, Any]]:
    """Return the programme lines of all estimates as flat records."""
    return [record for estimate in estimates for record in estimate.impact.records()]


def json_document(
    estimates: Sequence[Estimate],
    findings: Sequence[Sequence[Finding]],
    lang: Lang,
    extra: Mapping[str, Any],
) -> str:
    """Return results, comparison, findings and manifest, and what is extra, as one JSON object."""
    manifest = estimates[0].manifest
    for estimate in estimates[1:]:
        manifest = manifest.merge(estimate.manifest)
    comparison = [
        {"study": estimate.study.id}
        | row.record()
        | {"reason": row.reason.get(lang) if row.reason else None}
        for estimate in estimates
        for row in estimate.comparison
    ]
    unavailable = [
        {
            "study": estimate.study.id,
            "reading": reading.id,
            "reason": reading.unavailable.get(lang),
        }
        for estimate in estimates
        for reading in estimate.readings
        if reading.unavailable is not None
    ]
    told = [
        {"id": finding.id, "basis": finding.basis, "text": finding.text.get(lang)}
        for group in findings
        for finding in group
    ]
    return to_json(
        {
            "results": results(estimates),
            "comparison": comparison,
            "unavailable": unavailable,
            "findings": told,
            "views": [view for estimate in estimates for view in _views(estimate, lang)],
            "manifest": manifest_record(manifest, lang),
        }
        | dict(extra)
    )


def _views(estimate: Estimate, lang: Lang) -> list[dict[str, Any]]:
    """Return the closer views of an estimate as plain data."""
    return [
        {
            "study": estimate.study.id,
            "variant": estimate.study.variant,
            "id": view.id,
            "title": view.title.get(lang),
            "columns": [
                {"id": c.id, "name": c.name.get(lang), "unit": c.unit.get(lang)}
                for c in view.columns
            ],
            "rows": view.records(lang),
        }
        for view in views(Summary(estimate))
    ]


def manifest_record(manifest: Manifest, lang: Lang) -> dict[str, Any]:
    """Return a manifest as plain data."""
    return {
        "version": manifest.version,
        "tables": [
            {
                "id": stamp.id,
                "title": stamp.title.get(lang),
                "level_of": stamp.level_of,
                "source": stamp.source,
                "published": stamp.published.isoformat() if stamp.published else None,
                "price_year": stamp.price_year,
                "checksum": stamp.checksum,
            }
            for stamp in manifest.tables
        ],
        "assumptions": [text.get(lang) for text in manifest.assumptions],
        "warnings": [text.get(lang) for text in manifest.warnings],
        "numerics": manifest.numerics,
    }


def to_json(data: Any) -> str:
    """Return `data` as JSON in Korean letters; NaN becomes null."""
    return (
        json.dumps(_clean(data), ensure_ascii=False, indent=2, allow_nan=False, default=str) + "\n"
    )


def _clean(data: Any) -> Any:
    if isinstance(data, float) and not math.isfinite(data):
        return None
    if isinstance(data, Mapping):
        return {key: _clean(value) for key, value in data.items()}
    if isinstance(data, list | tuple):
        return [_clean(value) for value in data]
    return data


def to_csv(records: Sequence[Mapping[str, Any]]) -> str:
    """Return flat records as CSV; an empty cell stands for nothing."""
    if not records:
        return ""
    header = list(records[0])
    rows = [["" if record[name] is None else record[name] for name in header] for record in records]
    return csv_bytes(header, rows).decode()
