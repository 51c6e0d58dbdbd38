"""Sheets with a block of rows and of columns for each region: where the blocks are, by their names.

A row above the header names the regions over their columns, a column left of the labels names them
beside their rows, once for each block or in every line. Nothing is expected at a fixed place.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from math import isnan

from iomodel.errors import Problem
from iomodel.readers.layout import Layout, Line
from iomodel.readers.locate import CODE
from iomodel.readers.region_names import NATION, REGIONS, block_named, region_named
from iomodel.readers.sheets import Sheet, number, squeeze
from iomodel.text import Text, same

_HEADED = 6  # rows that a title takes, or the codes and names below the regions
_WITHIN = 40  # rows and columns among which the names of regions stand

Naming = Callable[[str], str]
BLOCK_TOTAL = "계"
"""What the sum of a region's block is called, and that of all regions (전국)."""


@dataclass(frozen=True)
class RegionalLine(Line):
    """A labelled row or column of a region; `code` reads `region:code` where it is a sector."""

    region: str = ""


@dataclass(frozen=True, eq=False)
class RegionalSheet:
    """A sheet with the lines of each region.

    Attributes
    ----------
    layout : Layout
        Its lines are `RegionalLine`.
    problems : tuple of Problem
        Labels that can't be understood.
    """

    layout: Layout
    problems: tuple[Problem, ...]

    @property
    def sheet(self) -> Sheet:
        """The sheet itself."""
        return self.layout.sheet

    @cached_property
    def rows(self) -> tuple[RegionalLine, ...]:
        """Every labelled row."""
        return tuple(line for line in self.layout.rows if isinstance(line, RegionalLine))

    @cached_property
    def columns(self) -> tuple[RegionalLine, ...]:
        """Every labelled column."""
        return tuple(line for line in self.layout.columns if isinstance(line, RegionalLine))

    @cached_property
    def regions(self) -> tuple[str, ...]:
        """The regions that have sectors among the rows, in the order of the sheet."""
        return tuple(dict.fromkeys(line.region for line in self.sector_rows))

    @cached_property
    def sector_rows(self) -> tuple[RegionalLine, ...]:
        """The rows of the sectors of all regions."""
        return tuple(line for line in self.rows if line.region in REGIONS and not line.item)

    @cached_property
    def sector_columns(self) -> tuple[RegionalLine, ...]:
        """The columns of the sectors of all regions."""
        return tuple(line for line in self.columns if line.region in REGIONS and not line.item)

    def rows_of(self, region: str, item: str = "") -> tuple[RegionalLine, ...]:
        """Return the rows of a region (of none: "") that are `item`, or its sectors."""
        return tuple(line for line in self.rows if (line.region, line.item) == (region, item))

    def columns_of(self, region: str, item: str = "") -> tuple[RegionalLine, ...]:
        """Return the columns of a region (of none: "") that are `item`, or its sectors."""
        return tuple(line for line in self.columns if (line.region, line.item) == (region, item))


def has_regions(sheet: Sheet) -> bool:
    """Return whether several regions are named beside the rows of a sheet."""
    return _corner(sheet)[1] is not None


def told(sheet: Sheet) -> str:
    """Return the words of a sheet's own name and of the lines above its regions, without blanks."""
    top, left = _corner(sheet)
    end = _HEADED if top is None or left is None else top
    above = [cell for row in sheet.cells[:end] for cell in row if isinstance(cell, str)]
    return squeeze(" ".join([sheet.origin.partition("[")[2], *above]))


def regional_sheet(sheet: Sheet, of_rows: Naming, of_columns: Naming) -> RegionalSheet:
    """Return the lines of each region on a sheet that has regions beside its rows.

    Columns are of regions where a row above the header names several, and of none otherwise.

    Parameters
    ----------
    of_rows, of_columns : callable
        Returns the account that a name stands for, empty where it is a sector's.
    """
    top, left = _corner(sheet)
    assert left is not None
    down = [sheet.text(i, left) for i in range(len(sheet.cells))]
    if top is None:
        header, first = _plain_header(sheet, left, of_columns)
        columns = _lines(sheet, [""] * len(sheet.cells[0]), header, first, of_columns, False)
    else:
        across = [sheet.text(top, j) for j in range(len(sheet.cells[top]))]
        first = next(j for j, text in enumerate(across) if region_named(text) and j > left)
        header = _header(sheet, top, first)
        columns = _lines(sheet, across, header, first, of_columns, False)
    rows = _lines(sheet, down, range(left + 1, first), header[-1] + 1, of_rows, True)
    rows = [row for row in rows if _has_figures(sheet, row.at, columns)]
    rows, columns = _coded(rows, columns)
    layout = Layout(
        sheet,
        header[-1],
        left,
        tuple(map(_qualified, rows)),
        tuple(map(_qualified, columns)),
    )
    problems = [*_strangers(sheet, rows, columns, layout), *_two_names(sheet, rows, columns)]
    return RegionalSheet(layout, tuple(problems))


def _header(sheet: Sheet, top: int, first: int) -> range:
    """Return the rows from below the regions to the last that is mostly words."""
    last = top + 1
    for i in range(top + 1, min(top + 1 + _HEADED, len(sheet.cells))):
        filled = [text for j in range(first, len(sheet.cells[i])) if (text := sheet.text(i, j))]
        words = [text for text in filled if isnan(number(text)) and not CODE.fullmatch(text)]
        if 2 * len(words) > len(filled):
            last = i
    return range(top + 1, last + 1)


def _corner(sheet: Sheet) -> tuple[int | None, int | None]:
    """Return the row that names most regions, and the column that does; None where none has two."""
    across = [{region_named(sheet.text(i, j)) for j in _range(row)} for i, row in _top(sheet)]
    width = range(min(_WITHIN, max((len(row) for row in sheet.cells), default=0)))
    down = [{region_named(sheet.text(i, j)) for i in range(len(sheet.cells))} for j in width]
    return _most(across), _most(down)


def _top(sheet: Sheet) -> list[tuple[int, Sequence[object]]]:
    return list(enumerate(sheet.cells[:_WITHIN]))


def _range(row: Sequence[object]) -> range:
    return range(len(row))


def _most(found: Sequence[set[str]]) -> int | None:
    counts = [len(names & set(REGIONS)) for names in found]
    return counts.index(max(counts)) if max(counts, default=0) > 1 else None


def _plain_header(sheet: Sheet, left: int, of_columns: Naming) -> tuple[range, int]:
    """Return the row that names accounts over columns of no region, and the first of those."""
    for i, row in _top(sheet):
        named = [j for j in _range(row) if j > left and of_columns(sheet.text(i, j))]
        if named:
            return range(i, i + 1), named[0]
    return range(1), left + 1


def _lines(
    sheet: Sheet, labels: Sequence[str], beside: range, first: int, item: Naming, down: bool
) -> list[RegionalLine]:
    """Return the lines from `first` on, with the region that holds until the next label.

    `beside` are the rows of the header, or the columns of labels, that hold codes and names.
    """
    found, region = [], ""
    for at in range(first, len(labels)):
        label = labels[at]
        if label:
            region = block_named(label)
        texts = [sheet.text(at, j) if down else sheet.text(j, at) for j in beside]
        code = next((text for text in texts if CODE.fullmatch(text)), "")
        name = next((text for text in reversed(texts) if text and text != code), "")
        if not name and label and not region_named(label):
            name = label
        if name or code:
            found.append(RegionalLine(at, code, name, item(name), region))
        elif label and region == NATION:
            found.append(RegionalLine(at, "", label, BLOCK_TOTAL, NATION))
    return _of_no_region(found, {at for at, label in enumerate(labels) if label})


def _of_no_region(lines: Sequence[RegionalLine], labelled: set[int]) -> list[RegionalLine]:
    """Return the lines; an account without a label that stands there but once is of no region.

    Labels reach to the next one, and so that of the last region would cover what follows it.
    """
    often = Counter(line.item for line in lines if line.item)
    return [
        replace(line, region="")
        if often[line.item] == 1 and line.region in REGIONS and line.at not in labelled
        else line
        for line in lines
    ]


def _has_figures(sheet: Sheet, row: int, columns: Sequence[RegionalLine]) -> bool:
    return any(not isnan(number(sheet.cells[row][column.at])) for column in columns)


def _coded(
    rows: Sequence[RegionalLine], columns: Sequence[RegionalLine]
) -> tuple[list[RegionalLine], list[RegionalLine]]:
    """Return the lines with the zeros that numbers lose restored to the codes of sectors.

    Where one side has no codes, its sectors take those of the same name on the other.
    """
    sectors = [line for line in (*rows, *columns) if not line.item]
    by_name = {squeeze(line.name): line.code for line in sectors if line.code and line.name}
    width = max((len(line.code) for line in sectors if line.code.isdigit()), default=0)

    def coded(line: RegionalLine) -> RegionalLine:
        if line.item:
            return line
        code = line.code or by_name.get(squeeze(line.name), "")
        return replace(line, code=code.zfill(width) if code.isdigit() else code)

    return [coded(line) for line in rows], [coded(line) for line in columns]


def _qualified(line: RegionalLine) -> RegionalLine:
    """Return a sector of a region under `region:code`."""
    if line.item or line.region not in REGIONS:
        return line
    return replace(line, code=f"{line.region}:{line.code}" if line.code else "")


def _strangers(
    sheet: Sheet,
    rows: Sequence[RegionalLine],
    columns: Sequence[RegionalLine],
    layout: Layout,
) -> Iterator[Problem]:
    """Yield the lines that are neither a region's sector nor a known account."""
    places = [(sheet.place(line.at, layout.names), line) for line in rows]
    places += [(sheet.place(layout.header, line.at), line) for line in columns]
    for place, line in places:
        if line.item or (line.region and line.code):
            continue
        if line.code:
            yield Problem(
                place,
                Text("어느 지역의 줄인지 알 수 없습니다", "the region of the line is not known"),
                Text(f"시도의 이름: {', '.join(REGIONS)}", f"a region: {', '.join(REGIONS)}"),
                same(f'"{line}"'),
                Text("지역의 이름을 적으십시오", "put in the name of its region"),
            )
        else:
            yield Problem(
                place,
                Text("모르는 행이나 열입니다", "the row or column is not known"),
                Text("부문의 코드, 또는 한국은행 표의 계정 이름", "a sector's code or an account"),
                same(f'"{line}"'),
                Text(
                    "잘못 적힌 이름이면 고치고, 원자료에 없는 줄이면 지우십시오",
                    "mend a misspelt name, remove a line that the source doesn't have",
                ),
            )


def _two_names(
    sheet: Sheet, rows: Sequence[RegionalLine], columns: Sequence[RegionalLine]
) -> Iterator[Problem]:
    """Yield the codes that go by different names in different regions, or across and down."""
    names: dict[str, dict[str, str]] = {}
    for line in (*rows, *columns):
        if line.code and line.name and not line.item:
            names.setdefault(line.code, {}).setdefault(squeeze(line.name), str(line))
    for found in names.values():
        first, *others = found.values()
        for other in others:
            yield Problem(
                sheet.origin,
                Text("같은 코드의 이름이 다릅니다", "one code has two names"),
                same(f'"{first}"'),
                same(f'"{other}"'),
                Text(
                    "코드나 이름을 원자료대로 고치십시오",
                    "mend the code or the name after the source",
                ),
            )
