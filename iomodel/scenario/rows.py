"""Lines of spending from a CSV or Excel file, columns mapped by name, checked as in TOML."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from iomodel.errors import IOModelError, Problem
from iomodel.readers.sheets import Sheet, number, sheets_of
from iomodel.schema import SpendingLine, Vector
from iomodel.text import Text, same
from iomodel.validation import problems_of

YEAR = "year"  # a column of years: the year of the row's spending
NUMBERS = ("amount", "hires", "local_share", "displaced")
WHOLE = ("price_year", YEAR)
WORDS = (
    *("sector", "unit", "source", "page", "basis", "phase", "kind", "note"),
    *("prices", "deflator", "valuation", "imports", "spent_on", "profile", "shock"),
)
KEYS = (*WORDS, *NUMBERS, *WHOLE)


def lines_of(
    folder: Path, vector: Vector, place: str, context: Mapping[str, Any]
) -> tuple[list[SpendingLine], list[Problem]]:
    """Return the lines in a vector's file, and every problem of the file with its cell."""
    path = folder / vector.file
    try:
        sheet = _sheet(path, vector.sheet)
    except IOModelError as error:
        return [], [replace(p, place=f"{place}: {vector.file}") for p in error.problems]
    if sheet is None:
        return [], [_no_sheet(place, path, vector.sheet)]
    columns, problems = _columns(sheet, vector, place)
    if problems:
        return [], problems
    lines = []
    for i in range(1, len(sheet.cells)):
        if not any(sheet.text(i, j) for j in range(len(sheet.cells[i]))):
            continue
        row, wrong = _row(sheet, i, columns)
        problems += wrong
        if wrong:
            continue
        try:
            line = SpendingLine.model_validate({**vector.values, **row}, context=dict(context))
        except ValidationError as error:
            problems += [_at(p, sheet, i, columns) for p in problems_of(error, SpendingLine)]
        else:
            lines.append(line)
    return lines, problems


def _sheet(path: Path, name: str) -> Sheet | None:
    sheets = sheets_of(path)
    if not name:
        return sheets[0]
    return next((s for s in sheets if s.origin == f"{path.name} [{name}]"), None)


def _columns(sheet: Sheet, vector: Vector, place: str) -> tuple[dict[str, int], list[Problem]]:
    """Return key → column, and what is wrong with the headings."""
    header = [sheet.text(0, j) for j in range(len(sheet.cells[0]))] if sheet.cells else []
    wanted = vector.columns or {heading: heading for heading in header if heading}
    problems = []
    for key, heading in wanted.items():
        if key not in KEYS:
            problems.append(_no_key(place, sheet, key))
        elif header.count(heading) != 1:
            problems.append(_no_column(place, sheet, heading, header))
    twice = [key for key in vector.values if key in wanted]
    problems += [_twice(place, sheet, key) for key in twice]
    return ({} if problems else {k: header.index(h) for k, h in wanted.items()}), problems


def _row(sheet: Sheet, i: int, columns: Mapping[str, int]) -> tuple[dict[str, Any], list[Problem]]:
    row: dict[str, Any] = {}
    problems = []
    for key, j in columns.items():
        text = sheet.text(i, j)
        if key in NUMBERS or key in WHOLE or (key == "imports" and text[:1].isdigit()):
            value = number(sheet.cells[i][j])
            if not text and key != "amount":
                continue
            if math.isnan(value) or (key in WHOLE and value != int(value)):
                problems.append(_no_number(sheet, i, j, key, text))
            else:
                row[key] = int(value) if key in WHOLE else value
        elif text:
            row[key] = text
    if YEAR in row:
        year = row.pop(YEAR)
        row["years"] = [year, year]
    return row, problems


def _at(problem: Problem, sheet: Sheet, i: int, columns: Mapping[str, int]) -> Problem:
    key = str(problem.place).split(".")[0].split("[")[0]
    if key in columns:
        return replace(problem, place=sheet.place(i, columns[key], key))
    return replace(problem, place=f"{sheet.origin}, {i + 1}: {problem.place}")


def _no_sheet(place: str, path: Path, name: str) -> Problem:
    there = ", ".join(s.origin.removeprefix(f"{path.name} ") for s in sheets_of(path))
    return Problem(
        f"{place}.sheet",
        Text("그런 시트가 없습니다", "there is no such sheet"),
        same(there),
        same(f'"{name}"'),
        Text("시트의 이름을 고치십시오", "correct the sheet's name"),
    )


def _no_key(place: str, sheet: Sheet, key: str) -> Problem:
    return Problem(
        f"{place}: {sheet.origin}",
        Text("열이 말할 수 없는 항목입니다", "a column can't say this key"),
        same(", ".join(KEYS)),
        same(f'"{key}"'),
        Text(
            'columns = { 항목 = "머리글" }로 쓸 열만 고르십시오',
            'choose columns with columns = { key = "heading" }',
        ),
    )


def _no_column(place: str, sheet: Sheet, heading: str, header: list[str]) -> Problem:
    return Problem(
        f"{place}: {sheet.origin}",
        Text("그런 머리글의 열이 하나가 아닙니다", "there is not one column of this heading"),
        same(", ".join(filter(None, header)) or "–"),
        same(f'"{heading}" × {header.count(heading)}'),
        Text("첫 행의 머리글이나 columns를 고치십시오", "mend the first row, or columns"),
    )


def _twice(place: str, sheet: Sheet, key: str) -> Problem:
    return Problem(
        f"{place}: {sheet.origin}",
        Text(
            "같은 항목이 열에도 values에도 있습니다",
            "a key stands both in a column and in values",
        ),
        Text("둘 가운데 하나", "one of the two"),
        same(f'"{key}"'),
        Text("values에서 지우십시오", "remove it from values"),
    )


def _no_number(sheet: Sheet, i: int, j: int, key: str, text: str) -> Problem:
    whole = key in WHOLE
    return Problem(
        sheet.place(i, j, key),
        Text("숫자가 아닙니다", "the cell is not a number"),
        Text("정수", "a whole number") if whole else Text("유한한 수", "a finite number"),
        same(f'"{text}"'),
        Text("원자료의 값을 넣으십시오", "put in the figure of the source"),
    )
