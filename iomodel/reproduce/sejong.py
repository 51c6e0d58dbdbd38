"""The estimate of the Sejong zone, as `iomodel run sejong` makes it."""

from __future__ import annotations

from iomodel import catalogue
from iomodel.estimates import estimate
from iomodel.published import PublishedCell, read_published
from iomodel.reproduce.figures import Answer, Answers, Key, Printed
from iomodel.reproduce.home import Home

_STUDY = "sejong"
# Programmes all of whose amounts were announced.
_ANNOUNCED = (("technology", "기업투자유치"), ("materials", "기업투자유치"))


def sejong_computed(home: Home) -> Answers:
    """Return both readings' effects, where a reading has all that the figure covers."""
    return {
        _key(row.reading, row.cell): Answer.exactly(row.computed)
        for row in estimate(_STUDY).comparison
        if row.computed is not None and row.basis != "not comparable"
    }


def sejong_printed(home: Home) -> Printed:
    """Return the thirty figures for the inferred demand, and those that announced sums answer."""
    cells = read_published(catalogue.shipped("scenarios") / _STUDY / "published.csv")
    inferred = {_key("reconciled", cell): str(cell.value) for cell in cells}
    announced = {
        _key("announced", cell): str(cell.value)
        for cell in cells
        if (cell.scenario, cell.programme) in _ANNOUNCED
    }
    return inferred | announced


def _key(reading: str, cell: PublishedCell) -> Key:
    return f"{reading}_{cell.indicator}", f"{cell.scenario}, {cell.programme}"
