"""Results of analyses as blocks, sections and plain data."""

from __future__ import annotations

import math
from typing import Any

from iomodel.analyses.base import Column, Result, column_names
from iomodel.provenance import Manifest
from iomodel.report import labels
from iomodel.report.blocks import Block, Section
from iomodel.report.data import manifest_record
from iomodel.text import Lang


def records(result: Result) -> list[dict[str, Any]]:
    """Return the result's table as flat records."""
    columns = [column.id for column in result.columns]
    frame = result.table()
    return [dict(zip(columns, row, strict=True)) for row in frame[columns].itertuples(index=False)]


def block(result: Result, lang: Lang) -> Block:
    """Return the result's table as a block: words left, numbers with their decimals right."""
    rows = records(result)
    other = "name_en" if lang == "ko" else "name_ko"
    columns = [column for column in result.columns if column.id != other]
    left = 0
    for column in columns:
        if any(isinstance(row[column.id], int | float) for row in rows):
            break
        left += 1
    headings = column_names(tuple(columns), lang)
    return Block(
        result.title.get(lang),
        tuple(headings[column.id] for column in columns),
        tuple(tuple(_cell(row[column.id], column) for column in columns) for row in rows),
        frozenset(),
        left,
        result.source,
    )


def _cell(value: object, column: Column) -> str:
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return "–"
    if isinstance(value, bool):
        return "○" if value else ""
    if not isinstance(value, int | float):
        return str(value)
    return f"{value:,.{column.decimals}f}"


def sections(result: Result, manifest: Manifest, lang: Lang) -> list[Section]:
    """Return the notes of a result and what its model rests on."""
    notes = [note.get(lang) for note in (*result.notes, *manifest.warnings)]
    tables = [
        f"{stamp.id}: {stamp.source}; sha256 {stamp.checksum[:12]}" for stamp in manifest.tables
    ]
    basis = labels.BASIS["computed"].get(lang)
    return [
        Section(labels.NOTES.get(lang), tuple(notes)),
        Section(labels.PROVENANCE.get(lang), (*tables, f"iomodel {manifest.version} ({basis})")),
    ]


def document(result: Result, manifest: Manifest, lang: Lang) -> dict[str, Any]:
    """Return a result as plain data for JSON."""
    return {
        "title": result.title.get(lang),
        "source": result.source,
        "basis": "computed",
        "columns": [
            {"id": c.id, "name": c.name.get(lang), "unit": c.unit.get(lang)} for c in result.columns
        ],
        "rows": records(result),
        "notes": [note.get(lang) for note in result.notes],
        "manifest": manifest_record(manifest, lang),
    }
