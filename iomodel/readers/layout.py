"""Where things are on a sheet: its header found by name, its lines labelled, its figures read.

Nothing here knows a table's accounts. A `Vocabulary` says which names are totals or items and
which codes confirm them; every other labelled line is a sector.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from iomodel.errors import Problem, TableFileError
from iomodel.readers.sheets import Sheet, number, squeeze
from iomodel.table import Array
from iomodel.text import Text, same

Vocabulary = Mapping[str, frozenset[str]]


@dataclass(frozen=True)
class Line:
    """A labelled row or column; `item` is its name in the vocabulary, empty for a sector."""

    at: int
    code: str
    name: str
    item: str

    def __str__(self) -> str:
        return " ".join(part for part in (self.code, self.name) if part)


@dataclass(frozen=True)
class Layout:
    """Where the labelled rows and columns of a sheet are."""

    sheet: Sheet
    rows: tuple[Line, ...]
    columns: tuple[Line, ...]

    @cached_property
    def sector_rows(self) -> tuple[Line, ...]:
        """The rows that are no item of the vocabulary."""
        return tuple(line for line in self.rows if not line.item)

    @cached_property
    def sector_columns(self) -> tuple[Line, ...]:
        """The columns that are no item of the vocabulary."""
        return tuple(line for line in self.columns if not line.item)

    def row_items(self, names: Iterable[str]) -> tuple[Line, ...]:
        """Return the rows called `names` that are there, in the order of `names`."""
        return _pick(self.rows, names)

    def column_items(self, names: Iterable[str]) -> tuple[Line, ...]:
        """Return the columns called `names` that are there, in the order of `names`."""
        return _pick(self.columns, names)


def locate(
    sheet: Sheet, vocabulary: Vocabulary, anchors: Sequence[str]
) -> tuple[Layout, list[Problem]]:
    """Return where the rows and columns of `sheet` are, and what contradicts itself there.

    The header is the first row that holds one of `anchors`; the row above it holds codes. The
    columns left of the header's first name hold the codes and names of the rows, whatever the
    corner says.

    Raises
    ------
    TableFileError
        If no row holds an anchor.
    """
    header = _header(sheet, anchors)
    width = len(sheet.cells[header])
    first = next(j for j in range(1, width) if sheet.text(header, j))
    columns = [
        _line(j, sheet.text(header - 1, j), sheet.text(header, j), vocabulary)
        for j in range(first, width)
        if sheet.text(header, j) or sheet.text(header - 1, j)
    ]
    rows = [
        _line(i, sheet.text(i, 0), sheet.text(i, first - 1), vocabulary)
        for i in range(header + 1, len(sheet.cells))
        if sheet.text(i, first - 1)
    ]
    layout = Layout(sheet, *_same_width(rows, columns, vocabulary))
    problems = _label_problems(layout.rows, vocabulary, lambda line: sheet.place(line.at, 0))
    problems += _label_problems(
        layout.columns, vocabulary, lambda line: sheet.place(header - 1, line.at)
    )
    return layout, problems


def employment_layout(sheet: Sheet, names: Sequence[str], total: str) -> Layout:
    """Return where the rows and columns of a sheet of persons are.

    Its header names the columns of several years alike; the row above gives the year, once for
    all columns up to the next. A column is called "2020년 취업자수" here.

    Raises
    ------
    TableFileError
        If no row holds one of `names`.
    """
    header = _header(sheet, names)
    width = len(sheet.cells[header])
    first = next(j for j in range(width) if squeeze(sheet.text(header, j)) in names)
    columns, year = [], ""
    for j in range(first, width):
        year = sheet.text(header - 1, j) or year
        if sheet.text(header, j):
            columns.append(Line(j, "", f"{squeeze(year)} {squeeze(sheet.text(header, j))}", ""))
    vocabulary = {total: frozenset[str]()}
    rows = [
        _line(i, sheet.text(i, 0), sheet.text(i, first - 1), vocabulary)
        for i in range(header + 1, len(sheet.cells))
        if sheet.text(i, first - 1)
    ]
    return Layout(sheet, _same_width(rows, (), vocabulary)[0], tuple(columns))


def missing(layout: Layout, rows: Iterable[str] = (), columns: Iterable[str] = ()) -> list[Problem]:
    """Return a problem for every named row or column that `layout` lacks."""
    wanted = [("행", "row", layout.rows, name) for name in rows]
    wanted += [("열", "column", layout.columns, name) for name in columns]
    return [
        Problem(
            layout.sheet.origin,
            Text(f'"{name}" {ko}이 없습니다', f'there is no {en} "{name}"'),
            Text(f'이름이 "{name}"인 {ko} 하나', f'one {en} called "{name}"'),
            same(", ".join(line.item for line in lines if line.item) or "–"),
            Text(
                "원자료의 해당 행과 열이 다 들어 있는지 확인하십시오",
                "check that the sheet is complete",
            ),
        )
        for ko, en, lines, name in wanted
        if not _pick(lines, [name])
    ]


def figures(
    layout: Layout, rows: Sequence[Line], columns: Sequence[Line]
) -> tuple[Array, list[Problem]]:
    """Return the cells of `rows` × `columns` as numbers, and a problem for each that is none."""
    sheet = layout.sheet
    values = np.array(
        [[number(sheet.cells[row.at][column.at]) for column in columns] for row in rows]
    ).reshape(len(rows), len(columns))
    problems = [
        Problem(
            sheet.place(rows[i].at, columns[j].at, f"{rows[i]} × {columns[j]}"),
            Text("숫자가 아닙니다", "the cell is not a number"),
            Text("수", "a number"),
            same(f'"{sheet.text(rows[i].at, columns[j].at)}"'),
            Text("원자료의 값을 넣으십시오", "put in the figure of the source"),
        )
        for i, j in np.argwhere(~np.isfinite(values))
    ]
    return values, problems


def _header(sheet: Sheet, anchors: Sequence[str]) -> int:
    for i, row in enumerate(sheet.cells):
        names = [squeeze(cell) for cell in row if isinstance(cell, str)]
        if i > 0 and any(name in anchors for name in names):
            return i
    raise TableFileError(
        sheet.origin,
        Problem(
            "",
            Text("머리행을 찾을 수 없습니다", "the header can't be found"),
            Text(
                f"다음 이름이 든 행: {', '.join(anchors)}",
                f"a row that holds one of: {', '.join(anchors)}",
            ),
            Text(f"그런 이름이 없는 {len(sheet.cells)}행", f"{len(sheet.cells)} rows without"),
            Text(
                "한국은행 표를 그대로 저장한 파일인지 확인하십시오",
                "check that this is the Bank's sheet as published",
            ),
        ),
    )


def _line(at: int, code: str, name: str, vocabulary: Vocabulary) -> Line:
    key = squeeze(name)
    short = key.partition("(")[0]
    item = key if key in vocabulary else short if short in vocabulary else ""
    return Line(at, code, name, item)


def _same_width(
    rows: Sequence[Line], columns: Sequence[Line], vocabulary: Vocabulary
) -> tuple[tuple[Line, ...], tuple[Line, ...]]:
    """Return the lines with the leading zeros that numbers lose restored to sector codes."""
    items = set().union(*vocabulary.values())
    codes = [line.code for line in (*rows, *columns) if not line.item]
    width = max((len(code) for code in codes if code not in items), default=0)

    def padded(line: Line) -> Line:
        if line.item or not line.code.isdigit():
            return line
        return Line(line.at, line.code.zfill(width), line.name, "")

    return tuple(map(padded, rows)), tuple(map(padded, columns))


def _pick(lines: Sequence[Line], names: Iterable[str]) -> tuple[Line, ...]:
    found = {line.item: line for line in lines if line.item}
    return tuple(found[name] for name in names if name in found)


def _label_problems(
    lines: Sequence[Line], vocabulary: Vocabulary, place: Callable[[Line], str]
) -> list[Problem]:
    owner = {code: name for name, codes in vocabulary.items() for code in codes}
    problems = []
    seen: set[str] = set()
    for line in lines:
        codes = vocabulary.get(line.item, frozenset())
        if line.item and line.code and line.code not in codes:
            problems.append(_contradiction(place(line), line, same(" / ".join(sorted(codes)))))
        elif not line.item and line.code in owner:
            problems.append(_contradiction(place(line), line, same(f'"{owner[line.code]}"')))
        elif not line.item and not line.code:
            problems.append(
                Problem(
                    place(line),
                    Text("부문에 코드가 없습니다", "a sector has no code"),
                    Text(f'"{line.name}"의 코드', f'the code of "{line.name}"'),
                    Text("빈칸", "a blank"),
                    Text("코드를 넣으십시오", "put in its code"),
                )
            )
        label = line.item or line.code
        if label and label in seen:
            problems.append(
                Problem(
                    place(line),
                    Text("같은 이름표가 두 번 나옵니다", "the label occurs twice"),
                    Text("한 번", "once"),
                    same(f'"{line}"'),
                    Text("겹친 줄을 지우십시오", "remove one of them"),
                )
            )
        seen.add(label)
    return problems


def _contradiction(place: str, line: Line, expected: Text) -> Problem:
    return Problem(
        place,
        Text("코드와 이름이 어긋납니다", "the code contradicts the name"),
        expected,
        same(f'"{line}"'),
        Text("코드나 이름을 원자료대로 고치십시오", "mend the code or the name after the source"),
    )
