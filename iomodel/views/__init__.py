"""Closer views of an estimate: years and phases, gross and net, other readings, goals, the index.

Each is a small table that says nothing where the study's files don't ask for it.
"""

from __future__ import annotations

from iomodel.summary import Summary
from iomodel.views.base import Cell, View
from iomodel.views.goals import goals, hires
from iomodel.views.index import index
from iomodel.views.sides import displaced, households, other_reading
from iomodel.views.variants import compared
from iomodel.views.years import by_year, jobs, operation

__all__ = ["Cell", "View", "compared", "views"]

_ALL = (operation, by_year, jobs, displaced, households, other_reading, index, goals, hires)


def views(summary: Summary) -> tuple[View, ...]:
    """Return every view that has something to say of an estimate."""
    return tuple(view for make in _ALL if (view := make(summary)) is not None)
