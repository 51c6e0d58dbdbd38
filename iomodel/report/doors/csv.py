"""A report as CSV: the results alone, a line each, with unit, table, price year and basis."""

from __future__ import annotations

from iomodel.report.data import to_csv
from iomodel.report.document import Document


def render(document: Document) -> bytes:
    """Return the file, in UTF-8 with a byte order mark, which spreadsheets look for."""
    return to_csv(document.results).encode("utf-8-sig")
