"""Studies and scenarios: reading their files.

Files are read against a classification, never a table (R10); every problem of a file is reported
at once (R12).
"""

from __future__ import annotations

from iomodel.scenario.lines import Item
from iomodel.scenario.study import (
    PUBLISHED,
    STUDY,
    Scenario,
    Study,
    million,
    read_scenario,
    read_study,
)
from iomodel.scenario.vectors import VECTOR_COLUMNS, read_vectors

__all__ = [
    "PUBLISHED",
    "STUDY",
    "VECTOR_COLUMNS",
    "Item",
    "Scenario",
    "Study",
    "million",
    "read_scenario",
    "read_study",
    "read_vectors",
]
