"""Multipliers that were published for years without a table here: 33 sectors, 2000 to 2023."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

from iomodel import catalogue
from iomodel.audit.blocks import Block, Recipe, between
from iomodel.audit.groups import Cell
from iomodel.errors import TableFileError
from iomodel.files import checksum, read_bytes, read_toml
from iomodel.leontief import Array
from iomodel.provenance import TableStamp
from iomodel.sectors import Classification
from iomodel.storage import TABLE_TOML, require_unchanged
from iomodel.text import Text
from iomodel.units import BILLION_KRW

Row = dict[str, str]
SERIES = "bok-33-history"
DOCUMENT = "history.toml"
CLASSIFICATION = "bok2020-33"
_EXTENSIONS = "bok-2023-33"
_MEASURES: dict[str, tuple[Recipe, Cell]] = {
    "production_column_sum": ("column", ("production", "total")),
    "value_added_column_sum": ("column", ("value_added", "total")),
    "import_column_sum": ("column", ("imports", "total")),
    "employment_column_sum": ("column", ("employment", "total")),
    "production_row_sum": ("row", ("production", "total")),
    "employment_row_sum": ("row", ("employment", "total")),
}


def folder() -> Path:
    """Return where the series is kept."""
    return catalogue.shipped("coefficients") / SERIES


@cache
def _document(path: Path) -> dict[str, Any]:
    return read_toml(path, TableFileError)


def stamp() -> TableStamp:
    """Return the identity of the series for a manifest."""
    path = folder() / DOCUMENT
    info = _document(path)
    title = Text(info["title_ko"], info["title_en"])
    source = f"{info['publisher']}, {info['multipliers.csv']['document']}"
    return TableStamp(SERIES, title, source, None, 2015, checksum(read_bytes(path)), SERIES)


def history_blocks() -> list[Block]:
    """Return the published years as blocks, and a year of reported employment between them.

    Value added of the extension tables is one less imports, as the Bank has it.
    """
    sectors = catalogue.load_classification(CLASSIFICATION)
    sums = _document(folder() / DOCUMENT)["files"]
    old = _published(_rows(folder(), "multipliers.csv", sums, DOCUMENT), SERIES, sectors)
    tables = catalogue.find(_EXTENSIONS)
    rows = _rows(tables.path, "published/multipliers_2020_2023.csv", tables.file.files, TABLE_TOML)
    new = _published(rows, f"{_EXTENSIONS}/published", sectors)
    reported = _rows(folder(), "employment_reported.csv", sums, DOCUMENT)
    for block in new:
        if block.recipe == "column":
            imports = block.values["imports", "total"]
            block.values["value_added", "total"] = 1.0 - imports
    return [*old, *new, *_with_reported_jobs(old, reported, sectors)]


def _published(rows: list[Row], table: str, sectors: Classification) -> list[Block]:
    found: dict[tuple[int, Recipe], dict[Cell, Array]] = {}
    for row in rows:
        recipe, cell = _MEASURES[row["measure"]]
        cells = found.setdefault((int(row["year"]), recipe), {})
        values = cells.setdefault(cell, np.full(len(sectors), np.nan))
        scale = BILLION_KRW.factor if cell[0] == "employment" else 1.0
        values[sectors.codes.index(row["code"])] = float(row["value"]) / scale
    return [
        Block(table, "", year, "KRW", sectors, recipe, cells, "published")
        for (year, recipe), cells in sorted(found.items())
    ]


def _with_reported_jobs(
    published: list[Block], rows: list[Row], sectors: Classification
) -> Iterator[Block]:
    """Yield each year whose employment newspapers reported, the rest between published years."""
    reported: dict[int, Array] = {}
    for row in rows:
        if row["code"]:
            jobs = reported.setdefault(int(row["year"]), np.full(len(sectors), np.nan))
            jobs[sectors.codes.index(row["code"])] = float(row["value"]) / BILLION_KRW.factor
    for year, jobs in reported.items():
        early, late = next(p for p in pairwise(published) if p[0].year <= year <= p[1].year)
        block = between(early, late, year)
        known = {cell: np.where(np.isnan(jobs), np.nan, row) for cell, row in block.values.items()}
        jobs_note = Text(
            f"취업은 {year}년의 보도; 생산과 부가가치는 {block.note.ko}",
            f"employment as reported for {year}; production and value added {block.note.en}",
        )
        yield replace(block, values=known | {("employment", "total"): jobs}, note=jobs_note)


def _rows(where: Path, name: str, sums: Mapping[str, str], document: str) -> list[Row]:
    """Return the rows of a file, its checksum verified."""
    data = read_bytes(where / name)
    require_unchanged(where / name, data, sums[name], document)
    return list(csv.DictReader(io.StringIO(data.decode(), newline="")))
