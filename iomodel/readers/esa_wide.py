"""Symmetric tables laid out as sheets, their rows and columns labelled with the codes of ESA."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from iomodel.errors import Problem, TableFileError
from iomodel.readers.esa_codes import DOMESTIC, FLOWS, IMPORTED, TOTAL, account, is_sector
from iomodel.readers.esa_cube import Cube, Facts, Found
from iomodel.readers.sheets import Cell, Sheet, number, sheets_of
from iomodel.text import Text, same

_WITHIN = 40  # rows and columns in which labels are looked for
_SIGNS = {
    DOMESTIC: re.compile(r"(?<![A-Za-z0-9])(?:DOM|1800)(?![A-Za-z0-9])|domestic", re.IGNORECASE),
    IMPORTED: re.compile(r"(?<![A-Za-z0-9])(?:IMP|1900)(?![A-Za-z0-9])|import", re.IGNORECASE),
    TOTAL: re.compile(r"(?<![A-Za-z0-9])(?:TOT|1700)(?![A-Za-z0-9])|total", re.IGNORECASE),
}
_BRACKETS = re.compile(r"\[([A-Za-z0-9_]+)\]")


def is_wide(path: Path) -> bool:
    """Return whether a sheet of the file has rows and columns with the codes of ESA."""
    try:
        return any(_located(sheet) is not None for sheet in sheets_of(path))
    except TableFileError:
        return False


def read_wide(paths: Sequence[Path], stk_flow: str | None) -> tuple[Cube, Facts]:
    """Return the tables on every sheet of ESA's layout.

    Which flows a sheet holds is told by its name, that of its file or the lines above its header
    (DOM, IMP or TOTAL; 1800, 1900 or 1700); where there is one sheet, `stk_flow` may say it.

    Raises
    ------
    TableFileError
        If there is no telling which flows a sheet holds, two sheets hold the same, or a label is
        no code or stands twice.
    """
    sheets = [sheet for path in paths for sheet in sheets_of(path)]
    used = [found for sheet in sheets if (found := _located(sheet)) is not None]
    cells: dict[str, dict[tuple[str, str], Found]] = {}
    names: dict[str, str] = {}
    problems: list[Problem] = []
    for wide in used:
        flow = stk_flow if stk_flow and len(used) == 1 else wide.flow()
        if flow not in FLOWS or flow in cells:
            problems.append(_which_flows(wide.sheet, flow))
        else:
            cells[flow] = dict(wide.cells())
            names |= wide.names()
        problems += wide.wrong_labels()
    if problems:
        raise TableFileError(", ".join(map(str, paths)), problems)
    origin = ", ".join(dict.fromkeys(wide.sheet.origin for wide in used))
    ordered = {flow: cells[flow] for flow in FLOWS if flow in cells}
    return Cube(origin, ordered, names, max(wide.decimals() for wide in used)), used[0].facts()


@dataclass(frozen=True, eq=False)
class _Wide:
    """A sheet with the row of its columns' codes and the column of its rows' codes."""

    sheet: Sheet
    header: int
    beside: int

    @cached_property
    def columns(self) -> dict[int, str]:
        """The codes of the columns by position."""
        places = range(self.beside + 1, len(self.sheet.cells[0]))
        codes = ((j, _code(self.sheet.text(self.header, j))) for j in places)
        return {j: code for j, code in codes if code}

    @cached_property
    def rows(self) -> dict[int, str]:
        """The codes of the rows by position."""
        places = range(self.header + 1, len(self.sheet.cells))
        codes = ((i, _code(self.sheet.text(i, self.beside))) for i in places)
        return {i: code for i, code in codes if code}

    def cells(self) -> Iterator[tuple[tuple[str, str], Found]]:
        """Yield the cells by the codes of their row and column."""
        for i, row in self.rows.items():
            for j, column in self.columns.items():
                place = self.sheet.place(i, j, f"{row} × {column}")
                yield (row, column), Found(_figure(self.sheet, i, j), place)

    def names(self) -> dict[str, str]:
        """Return the names of the rows: what follows the code in its cell, or the next one."""
        next_column = self.beside + 1
        apart = next_column not in self.columns and next_column < len(self.sheet.cells[0])
        found = {}
        for i, code in self.rows.items():
            name = self.sheet.text(i, self.beside).partition(" ")[2]
            name = name or (self.sheet.text(i, next_column) if apart else "")
            if name and math.isnan(number(name)):
                found[code] = name
        return found

    def flow(self) -> str:
        """Return which flows the sheet says that it holds, empty where it says none or both."""
        told = " ".join([self.sheet.origin, *(text for _, text in self._above())])
        found = [flow for flow, sign in _SIGNS.items() if sign.search(told)]
        if DOMESTIC in found and IMPORTED in found:
            return ""
        return found[0] if found else ""

    def facts(self) -> Facts:
        """Return what the lines above the header say of country, year and unit."""
        said = {"GEO": "", "TIME": "", "UNIT": ""}
        for label, text in self._above():
            for key in said:
                if f"[{key}" in label.upper():
                    code = _BRACKETS.search(text)
                    said[key] = code[1] if code else text
        industry = not any(code.startswith("CPA_") for code in self.rows.values())
        return Facts(said["GEO"], said["TIME"], said["UNIT"], industry)

    def decimals(self) -> int:
        """Return to how many decimals figures are printed, as far as doubles can tell."""
        figures = (cell.value for _, cell in self.cells() if cell.is_figure)
        return max((len(f"{value:.10g}".partition(".")[2]) for value in figures), default=0)

    def wrong_labels(self) -> list[Problem]:
        """Return a problem for every line of figures whose label is no code, or an earlier one."""
        right = range(min(self.columns), len(self.sheet.cells[0]))
        problems = [
            _no_code(self.sheet.place(i, self.beside), self.sheet.text(i, self.beside))
            for i in range(self.header + 1, len(self.sheet.cells))
            if i not in self.rows and self._has_figures([i], right)
        ]
        problems += [
            _no_code(self.sheet.place(self.header, j), self.sheet.text(self.header, j))
            for j in right
            if j not in self.columns and self._has_figures(self.rows, [j])
        ]
        for k, code in _repeated(self.rows):
            problems.append(_again(self.sheet.place(k, self.beside), code))
        for k, code in _repeated(self.columns):
            problems.append(_again(self.sheet.place(self.header, k), code))
        return problems

    def _above(self) -> Iterator[tuple[str, str]]:
        """Yield the lines above the header: what stands first, and the rest."""
        for i in range(self.header):
            texts = [self.sheet.text(i, j) for j in range(len(self.sheet.cells[i]))]
            filled = [text for text in texts if text]
            if filled:
                yield filled[0], " ".join(filled[1:]) or filled[0]

    def _has_figures(self, rows: Iterable[int], columns: Iterable[int]) -> bool:
        places = [(i, j) for i in rows for j in columns]
        return any(not math.isnan(number(self.sheet.cells[i][j])) for i, j in places)


def _located(sheet: Sheet) -> _Wide | None:
    """Return the sheet with its labels found; None where they aren't ESA's."""
    if not sheet.cells or not sheet.cells[0]:
        return None
    width, height = len(sheet.cells[0]), len(sheet.cells)
    header = _most_codes(
        range(min(_WITHIN, height)), lambda i: [sheet.text(i, j) for j in range(width)]
    )
    down = range(header + 1, height)
    beside = _most_codes(range(min(_WITHIN, width)), lambda j: [sheet.text(i, j) for i in down])
    found = _Wide(sheet, header, beside)
    columns, rows = found.columns.values(), found.rows.values()
    sectors = [code for code in columns if is_sector(code) and code in set(rows)]
    return found if len(sectors) > 1 and not all(map(is_sector, columns)) else None


def _repeated(codes: Mapping[int, str]) -> list[tuple[int, str]]:
    """Return the places of codes that have stood before."""
    seen: set[str] = set()
    return [(k, code) for k, code in codes.items() if code in seen or seen.add(code)]  # type: ignore[func-returns-value]


def _most_codes(places: range, texts: Callable[[int], list[str]]) -> int:
    return max(places, key=lambda k: (sum(bool(_code(text)) for text in texts(k)), -k))


def _code(text: str) -> str:
    """Return the code in a label, which is all of it or its first word."""
    for word in (text, text.partition(" ")[0]):
        if account(word) or is_sector(word):
            return account(word) or word
    return ""


def _figure(sheet: Sheet, i: int, j: int) -> Cell:
    value = number(sheet.cells[i][j])
    return sheet.text(i, j) if math.isnan(value) else value


def _which_flows(sheet: Sheet, flow: str) -> Problem:
    return Problem(
        sheet.origin,
        Text("어느 거래인지 알 수 없습니다", "there is no telling which flows these are")
        if flow not in FLOWS
        else Text("같은 거래의 시트가 둘입니다", "two sheets hold the same flows"),
        Text(
            "파일이나 시트 이름에 DOM, IMP, TOTAL 가운데 하나",
            "one of DOM, IMP and TOTAL in the name of the file or sheet",
        ),
        same(flow or "–"),
        Text(
            "이름을 고치거나, 시트 하나면 --choose stk_flow=DOM처럼 정하십시오",
            "mend the name; where there is one sheet, say --choose stk_flow=DOM",
        ),
    )


def _no_code(place: str, label: str) -> Problem:
    return Problem(
        place,
        Text("ESA의 코드가 아닙니다", "the label is no code of ESA's"),
        Text("CPA_A01, P3_S14, D1 같은 코드", "a code such as CPA_A01, P3_S14 or D1"),
        same(f'"{label}"'),
        Text(
            "코드를 고치거나, --layout plain으로 역할을 정해 읽으십시오",
            "mend the code, or read the table with --layout plain and say what it is",
        ),
    )


def _again(place: str, code: str) -> Problem:
    return Problem(
        place,
        Text("코드가 두 번 나옵니다", "the code occurs twice"),
        Text("한 번", "once"),
        same(code),
        Text("겹친 줄을 지우십시오", "remove one of the lines"),
    )
