"""Reading a file of printed figures, CSV or TOML, whole; every problem at once (R12)."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from pydantic import ValidationError

import iomodel.audit.refusals as refusals
from iomodel.audit.crossings import crossing_problems
from iomodel.audit.figures import Figure, Publication
from iomodel.audit.formula import Formula, FormulaError, read_formula
from iomodel.audit.measures import Measure, measure
from iomodel.audit.printed import Printed, read_printed
from iomodel.audit.schema import FigureKeys, PublicationKeys, dimension_fits
from iomodel.errors import Problem, PublicationFileError
from iomodel.files import parse_csv, read_bytes, read_toml
from iomodel.text import same
from iomodel.validation import problems_of

REQUIRED = ("id", "value", "role")
LISTS = ("sectors", "total_of")  # several in a CSV cell, semicolons between
_YES, _NO = ("true", "yes", "1"), ("false", "no", "0", "")


def read_publication(path: Path | str) -> Publication:
    """Return the publication in a CSV or TOML file.

    Parameters
    ----------
    path : path
        A .toml, or a .csv whose columns are keys of a figure, lists with semicolons.

    Raises
    ------
    NotFoundError
        If the file can't be read.
    PublicationFileError
        With every problem of the file.
    """
    path = Path(path)
    if path.suffix.lower() == ".toml":
        return _from_toml(path)
    if path.suffix.lower() == ".csv":
        return _from_csv(path)
    raise PublicationFileError(str(path), refusals.other_kind(path))


def _from_toml(path: Path) -> Publication:
    document = read_toml(path, PublicationFileError)
    entries = document.pop("figures", [])
    problems: list[Problem] = []
    head: PublicationKeys | None = None
    try:
        head = PublicationKeys.model_validate(document)
    except ValidationError as error:
        problems += problems_of(error, PublicationKeys)
    if not isinstance(entries, list) or not all(isinstance(e, dict) for e in entries):
        raise PublicationFileError(str(path), [*problems, refusals.no_list(entries)])
    placed = [(f"figures[{i}].", entry) for i, entry in enumerate(entries, start=1)]
    figures = _figures(placed, problems)
    if problems:
        raise PublicationFileError(str(path), problems)
    assert head is not None
    return Publication(
        str(path), head.title.text, head.document, head.dated, head.classification, figures
    )


def _from_csv(path: Path) -> Publication:
    grid = parse_csv(str(path), read_bytes(path), REQUIRED)
    problems = list(grid.problems)
    placed = []
    for line, row in zip(grid.lines, grid.rows, strict=True):
        entry = {k: v.strip() for k, v in zip(grid.header, row, strict=True) if v.strip()}
        placed.append((f"line {line}, ", _from_cells(entry)))
    figures = _figures(placed, problems) if not grid.problems else ()
    if problems:
        raise PublicationFileError(str(path), problems)
    return Publication(str(path), same(path.stem), "", None, "", figures)


def _from_cells(cells: dict[str, str]) -> dict[str, Any]:
    """Return a row's cells as the values that a TOML file would have."""
    entry: dict[str, Any] = dict(cells)
    for name in LISTS:
        if name in entry:
            entry[name] = [part.strip() for part in cells[name].split(";") if part.strip()]
    if cells.get("year", "").isdigit():
        entry["year"] = int(cells["year"])
    if "exact" in entry:
        word = cells["exact"].lower()
        entry["exact"] = word in _YES if word in (*_YES, *_NO) else cells["exact"]
    return entry


def _figures(
    placed: list[tuple[str, dict[str, Any]]], problems: list[Problem]
) -> tuple[Figure, ...]:
    """Return the figures of entries, each with its place; what is wrong is added to `problems`."""
    found: list[tuple[str, Figure]] = []
    before = len(problems)
    for place, entry in placed:
        try:
            keys = FigureKeys.model_validate(entry)
        except ValidationError as error:
            problems += [_at(place, p) for p in problems_of(error, FigureKeys)]
            continue
        wrong: list[Problem] = []
        figure = _figure(keys, wrong)
        problems += [_at(place, p) for p in wrong]
        if figure is not None:
            found.append((place, figure))
    if not placed:
        problems.append(refusals.nothing())
    if len(problems) == before:
        problems += crossing_problems(found)
    return tuple(figure for _, figure in found)


def _at(place: str, problem: Problem) -> Problem:
    return replace(problem, place=f"{place}{problem.place}")


def _figure(keys: FigureKeys, wrong: list[Problem]) -> Figure | None:
    """Return one figure, looked at alone; what is wrong with it is added to `wrong`."""
    if not keys.id.isidentifier():
        wrong.append(refusals.no_id(keys.id))
    if (keys.role == "coefficient") != (keys.indicator is not None):
        wrong.append(refusals.indicator(keys))
    formula: Formula | None = None
    if keys.formula:
        try:
            formula = read_formula(keys.formula)
        except FormulaError as error:
            wrong.append(replace(error.problem, place="formula"))
    printed, unit = _number(keys, wrong)
    if printed is None or unit is None or wrong:
        return None
    if not dimension_fits(keys.role, keys.indicator, unit.dimension):
        wrong.append(refusals.other_unit(keys, unit.name))
    if printed.value < 0 and keys.role not in ("share", "other"):
        wrong.append(refusals.negative(keys.value))
    return None if wrong else Figure(keys, printed, unit, formula)


def _number(keys: FigureKeys, wrong: list[Problem]) -> tuple[Printed | None, Measure | None]:
    """Return a figure's number and its unit, from `value` or from `unit`."""
    printed = read_printed(keys.value)
    if printed is None:
        wrong.append(refusals.no_number(keys.value))
        return None, None
    if printed.unit and keys.unit not in ("", printed.unit):
        wrong.append(refusals.unit_twice(keys))
        return None, None
    unit = measure(printed.unit or keys.unit)
    if unit is None:
        wrong.append(refusals.no_unit(printed.unit or keys.unit))
    elif printed.spelled and not printed.unit and unit.factor > 1:
        wrong.append(refusals.scale_twice(keys))
    return printed, unit
