"""The rows and columns of a labelled sheet sorted by the role that roles.toml gives them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from iomodel.draft import Mark
from iomodel.errors import Problem
from iomodel.readers.labelled import Labelled, Line, matches
from iomodel.readers.roles import RolesFile
from iomodel.text import Text, same

Side = Literal["row", "column"]
_SIDES: dict[Side, Text] = {"row": Text("행", "row"), "column": Text("열", "column")}


@dataclass(frozen=True, eq=False)
class Sorted:
    """A sheet with its sectors apart from what roles.toml names.

    Attributes
    ----------
    rows, columns : tuple of Line
        The sectors.
    row_marks, column_marks : tuple of Mark
        Their codes and names.
    items : mapping of (side, label) to Line
        The rows and columns that roles.toml names.
    """

    sheet: Labelled
    rows: tuple[Line, ...]
    columns: tuple[Line, ...]
    row_marks: tuple[Mark, ...]
    column_marks: tuple[Mark, ...]
    items: Mapping[tuple[Side, str], Line]

    @property
    def origin(self) -> str:
        """The file, with the sheet where it is a workbook."""
        return self.sheet.sheet.origin

    @property
    def has_flows(self) -> bool:
        """Whether sectors meet sectors on it."""
        return bool(self.rows and self.columns)


def sort(
    file: RolesFile, names: Mapping[str, Text], sheet: Labelled
) -> tuple[Sorted, list[Problem]]:
    """Return the sheet's lines by role, and every line that has none or whose label is doubled.

    What a sheet ignores comes first, then the labels that roles.toml names, then what it ignores
    everywhere, then the patterns of sectors.
    """
    known, sectors = _known(file), {"row": file.sectors.rows, "column": file.sectors.columns}
    items: dict[tuple[Side, str], Line] = {}
    found: dict[Side, list[Line]] = {"row": [], "column": []}
    problems = []
    for side, line in _lines(sheet):
        if matches(sheet.roles.ignore, line.label):
            continue
        if line.label in known[side]:
            if (side, line.label) in items:
                problems.append(_twice(sheet, side, line))
            items[side, line.label] = line
        elif not matches(file.ignore, line.label):
            if matches(sectors[side], line.label):
                found[side].append(line)
            else:
                problems.append(_no_role(sheet, side, line))
    marks: dict[Side, list[Mark]] = {"row": [], "column": []}
    for side, lines in found.items():
        for line in lines:
            mark = _mark(file.sectors.pattern, names, line.label)
            if mark is None:
                problems.append(_no_match(sheet, side, line, file.sectors.pattern))
            marks[side].append(mark or Mark(line.label))
    rows, columns = tuple(found["row"]), tuple(found["column"])
    view = Sorted(sheet, rows, columns, tuple(marks["row"]), tuple(marks["column"]), items)
    return view, problems


def _known(file: RolesFile) -> dict[Side, set[str]]:
    """Return the labels that roles.toml names, by the side on which each may stand."""
    either = {label for total in file.totals for label in (total.label, *total.sum)}
    either |= {item.label for item in file.satellites}
    rows = {label for item in file.primary_inputs for label in (item.label, *item.less)}
    columns = {item.label for item in file.final_demand} | {part.label for part in file.imports}
    return {"row": rows | either, "column": columns | either}


def _lines(sheet: Labelled) -> Iterator[tuple[Side, Line]]:
    for line in sheet.rows:
        yield "row", line
    for line in sheet.columns:
        yield "column", line


def _mark(pattern: str, names: Mapping[str, Text], label: str) -> Mark | None:
    """Return the code and name that a sector's label holds; None where the pattern doesn't fit."""
    code, name = label, ""
    if pattern:
        match = re.fullmatch(pattern, label)
        if match is None:
            return None
        groups = match.groupdict(default="")
        code, name = groups["code"], groups.get("name", "")
        code = f"{groups['region']}:{code}" if groups.get("region") else code
    return Mark(code, names[code].ko or name if code in names else name)


def _address(sheet: Labelled, side: Side, line: Line) -> str:
    return sheet.place(line, None) if side == "row" else sheet.place(None, line)


def _no_role(sheet: Labelled, side: Side, line: Line) -> Problem:
    words = _SIDES[side]
    return Problem(
        _address(sheet, side, line),
        Text(f"{words.ko}의 역할이 정해지지 않았습니다", f"the {words.en} has no role"),
        Text("sectors, 항목, totals, ignore 가운데 하나", "a sector, an item, a total, or ignored"),
        same(f'"{line.label}"'),
        Text("roles.toml에 그 역할을 적으십시오", "say in roles.toml what it is"),
    )


def _twice(sheet: Labelled, side: Side, line: Line) -> Problem:
    words = _SIDES[side]
    return Problem(
        _address(sheet, side, line),
        Text(f"같은 이름표의 {words.ko}이 둘입니다", f"two {words.en}s have the label of one item"),
        Text("한 번", "once"),
        same(f'"{line.label}"'),
        Text(
            "원자료의 이름표를 구별되게 고치십시오", "tell them apart by their labels in the source"
        ),
    )


def _no_match(sheet: Labelled, side: Side, line: Line, pattern: str) -> Problem:
    return Problem(
        _address(sheet, side, line),
        Text(
            "부문의 이름표가 정규식에 맞지 않습니다", "the sector's label doesn't fit the pattern"
        ),
        same(pattern),
        same(f'"{line.label}"'),
        Text(
            "pattern을 고치거나, 부문이 아니면 ignore나 totals에 적으십시오",
            "mend the pattern; if it is no sector, name it under ignore or totals",
        ),
    )
