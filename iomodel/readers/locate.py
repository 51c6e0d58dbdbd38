"""Finding the header and the labels of a sheet by the names it holds, wherever they stand."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from itertools import takewhile
from math import isnan

from iomodel.errors import Problem, TableFileError
from iomodel.readers.layout import Layout, Line, Vocabulary, nameless
from iomodel.readers.sheets import Sheet, number, squeeze
from iomodel.text import Text, same


def locate(
    sheet: Sheet, of_rows: Vocabulary, of_columns: Vocabulary, anchors: Sequence[str]
) -> tuple[Layout, list[Problem]]:
    """Return where the rows and columns of `sheet` are, and what contradicts itself there.

    The header is the row that names most terms, one of `anchors` among them. The names of the
    rows stand in the last column of words to the left of the first term, their codes left of
    that; the codes of the columns stand in a row next to the header. Where sectors have no code
    on one side they take that of the other; where on neither, running numbers.

    Raises
    ------
    TableFileError
        If no row holds an anchor.
    """
    header = _header(sheet, of_columns, anchors)
    end = len(sheet.cells[header])
    first = next(j for j in range(end) if of_columns.item(sheet.text(header, j)))
    names = names_column(sheet, header, first)
    codes = _codes_row(sheet, header, range(names + 1, end))

    def code_of(column: int) -> str:
        text = "" if codes is None else sheet.text(codes, column)
        return text if CODE.fullmatch(text) else ""

    columns = [
        _line(j, code_of(j), sheet.text(header, j), of_columns)
        for j in range(names + 1, end)
        if sheet.text(header, j) or code_of(j)
    ]
    rows = labelled_rows(sheet, header, names, of_rows)
    width = max(_width(rows, of_rows), _width(columns, of_columns))
    rows, columns = padded(rows, width), padded(columns, width)
    by_name, numbered = _codes_by_name(rows, columns)
    layout = Layout(sheet, header, names, coded(rows, by_name), coded(columns, by_name), numbered)
    above = header if codes is None else codes
    problems = _contradictions(layout.rows, of_rows, lambda row: sheet.place(row.at, 0))
    problems += _contradictions(layout.columns, of_columns, lambda c: sheet.place(above, c.at))
    return layout, problems


CODE = re.compile(r"(?=.)[A-Za-z]{0,2}\d{0,4}")


def _header(sheet: Sheet, vocabulary: Vocabulary, anchors: Sequence[str]) -> int:
    named = [
        [item for j in range(len(row)) if (item := vocabulary.item(sheet.text(i, j)))]
        for i, row in enumerate(sheet.cells[:_HEADER_WITHIN])
    ]
    anchored = [i for i, items in enumerate(named) if set(items) & set(anchors)]
    if anchored:
        return max(anchored, key=lambda i: (len(named[i]), -i))
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


_HEADER_WITHIN = 40


def names_column(sheet: Sheet, header: int, end: int) -> int:
    """Return the last column before `end` whose cells below the header are mostly words."""
    for j in reversed(range(end)):
        texts = [sheet.text(i, j) for i in range(header + 1, len(sheet.cells))]
        filled = [text for text in texts if text]
        words = [text for text in filled if not CODE.fullmatch(text) and isnan(number(text))]
        if 2 * len(words) > len(filled):
            return j
    return 0


def _codes_row(sheet: Sheet, header: int, columns: range) -> int | None:
    """Return the row beside the header that holds a code over most of its names."""
    named = [j for j in columns if sheet.text(header, j)]
    for row in (header - 1, header - 2, header + 1):
        if 0 <= row < len(sheet.cells):
            count = sum(bool(CODE.fullmatch(sheet.text(row, j))) for j in named)
            if 2 * count > len(named):
                return row
    return None


def labelled_rows(sheet: Sheet, header: int, names: int, vocabulary: Vocabulary) -> list[Line]:
    """Return the rows below the header that have a label and at least one figure."""
    rows = [_row(sheet, i, names, vocabulary) for i in range(header + 1, len(sheet.cells))]
    return [row for row in rows if str(row) and _has_figures(sheet, row.at, names + 1)]


def _row(sheet: Sheet, i: int, names: int, vocabulary: Vocabulary) -> Line:
    """Return row i; a label that spans the columns of codes and names stands in the first."""
    left = [sheet.text(i, j) for j in range(names)]
    name = sheet.text(i, names)
    code = next((text for text in left if CODE.fullmatch(text)), "")
    if not name:
        name = next((text for text in reversed(left) if text and text != code), "")
    if not names and CODE.fullmatch(name):
        code = name
    return _line(i, code, name, vocabulary)


def _line(at: int, code: str, name: str, vocabulary: Vocabulary) -> Line:
    return Line(at, code, name, vocabulary.item(name))


def _has_figures(sheet: Sheet, row: int, first: int) -> bool:
    return any(not isnan(number(cell)) for cell in sheet.cells[row][first:])


def _width(lines: Sequence[Line], vocabulary: Vocabulary) -> int:
    """Return how many digits the codes of sectors have."""
    numeric = [line.code for line in lines if not line.item and line.code.isdigit()]
    return max((len(code) for code in numeric if not vocabulary.owner(code)), default=0)


def padded(lines: Sequence[Line], width: int) -> list[Line]:
    """Return the lines with the zeros that numbers lose restored to the codes of sectors."""
    return [
        replace(line, code=line.code.zfill(width))
        if not line.item and line.code.isdigit()
        else line
        for line in lines
    ]


def _codes_by_name(rows: Sequence[Line], columns: Sequence[Line]) -> tuple[dict[str, str], bool]:
    """Return the code of each sector by name, and whether they are numbers for want of codes."""
    sectors = [line for line in (*rows, *columns) if not line.item]
    found = {squeeze(line.name): line.code for line in sectors if line.code}
    if found:
        return found, False
    names = [squeeze(line.name) for line in takewhile(nameless, rows)]
    digits = len(str(len(names)))
    return {name: f"{k:0{digits}}" for k, name in enumerate(names, 1)}, bool(names)


def coded(lines: Sequence[Line], by_name: Mapping[str, str]) -> tuple[Line, ...]:
    """Return the lines; where no sector among them has a code, each takes that of its name."""
    if any(line.code for line in lines if not line.item):
        return tuple(lines)
    return tuple(
        line if line.item else replace(line, code=by_name.get(squeeze(line.name), ""))
        for line in lines
    )


def _contradictions(
    lines: Sequence[Line], vocabulary: Vocabulary, place: Callable[[Line], str]
) -> list[Problem]:
    """Return where code and name disagree, and the items that occur twice.

    Newer sheets give each item a code of its own. Where none has it, the codes are running numbers
    and confirm nothing.
    """
    confirmed = any(line.code in vocabulary.codes(line.item) for line in lines)
    problems = []
    seen: set[str] = set()
    for line in lines:
        owner, codes = vocabulary.owner(line.code), vocabulary.codes(line.item)
        if line.item and line.code and line.code not in codes and (confirmed or owner):
            wanted = same(" / ".join(codes)) if codes else Text("코드 없음", "no code")
            problems.append(_contradiction(place(line), line, wanted))
        elif not line.item and owner:
            problems.append(_contradiction(place(line), line, same(f'"{owner}"')))
        if line.item and line.item in seen:
            problems.append(
                Problem(
                    place(line),
                    Text("같은 이름표가 두 번 나옵니다", "the label occurs twice"),
                    Text("한 번", "once"),
                    same(f'"{line}"'),
                    Text("겹친 줄을 지우십시오", "remove one of them"),
                )
            )
        seen.add(line.item)
    return problems


def _contradiction(place: str, line: Line, expected: Text) -> Problem:
    return Problem(
        place,
        Text("코드와 이름이 어긋납니다", "the code contradicts the name"),
        expected,
        same(f'"{line}"'),
        Text("코드나 이름을 원자료대로 고치십시오", "mend the code or the name after the source"),
    )
