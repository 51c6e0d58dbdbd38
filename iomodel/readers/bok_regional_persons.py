"""The Bank of Korea's regional sheets of persons (지역 고용표): workers by region and sector."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from iomodel.draft import Block, Claim, Mark
from iomodel.errors import Problem
from iomodel.readers.bok_employment import FULL_TIME, INDICATORS
from iomodel.readers.bok_heading import heading
from iomodel.readers.layout import Term, Vocabulary
from iomodel.readers.region_names import NATION
from iomodel.readers.regional_layout import (
    BLOCK_TOTAL,
    RegionalLine,
    RegionalSheet,
    has_regions,
    regional_sheet,
)
from iomodel.readers.sheets import Sheet, squeeze
from iomodel.table import Array, Satellite
from iomodel.text import Text, same

_COLUMNS = Vocabulary([term for term, _, _ in INDICATORS])
_ROWS = Vocabulary((Term(BLOCK_TOTAL, (), ("소계", "합계", "지역계", "지역합계", "총계")),))
_FULL_TIME = Text("전업환산 기준", "in full-time equivalents")
_WORKERS = Text("취업자와 피용자", "employed persons and employees")


@dataclass(frozen=True, eq=False)
class Persons:
    """Persons by region and sector.

    Attributes
    ----------
    sheet : Sheet
    block : Block
        n × s, under the codes of the indicators.
    satellites : tuple of Satellite
    concept : Text
    claims : tuple of Claim
        The sums of regions and of the nation.
    problems : tuple of Problem
    """

    sheet: Sheet
    block: Block
    satellites: tuple[Satellite, ...]
    concept: Text
    claims: tuple[Claim, ...]
    problems: tuple[Problem, ...]


def is_persons(sheet: Sheet) -> bool:
    """Return whether a sheet counts persons by region."""
    return has_regions(sheet) and any(
        _COLUMNS.item(sheet.text(i, j))
        for i, row in enumerate(sheet.cells[:_WITHIN])
        for j in range(1, len(row))
    )


_WITHIN = 20  # rows among which the header stands


def persons(sheets: Sequence[Sheet]) -> Persons | None:
    """Return the persons on the sheet that counts them, None where there is none."""
    if not sheets:
        return None
    sheet = sheets[0]
    found = regional_sheet(sheet, _ROWS.item, _COLUMNS.item)
    known = {term.name: (code, text) for term, code, text in INDICATORS}
    columns = [line for line in found.columns if line.item in known]
    unit = heading(sheet).unit
    full_time = any("전업환산" in squeeze(str(cell)) for row in sheet.cells for cell in row)
    concept = FULL_TIME if full_time else ""
    satellites = tuple(
        Satellite(code=code, ko=text.ko, en=text.en, unit=unit or "명", concept=concept)
        for code, text in (known[line.item] for line in columns)
    )
    block = found.layout.block(found.sector_rows, columns)
    marks = tuple(Mark(s.code, line.name) for s, line in zip(satellites, columns, strict=True))
    problems = [*found.problems, *_doubled(sheets, columns)]
    problems += [] if unit else [_no_unit(sheet)]
    return Persons(
        sheet,
        Block(block.rows, marks, block.cells, block.place),
        satellites,
        _concept(full_time),
        tuple(_claims(found, columns)),
        tuple(problems),
    )


def _concept(full_time: bool) -> Text:
    if not full_time:
        return _WORKERS
    return Text(f"{_WORKERS.ko}, {_FULL_TIME.ko}", f"{_WORKERS.en}, {_FULL_TIME.en}")


def _claims(found: RegionalSheet, columns: Sequence[RegionalLine]) -> list[Claim]:
    """Return the sums of each region and of the nation; every figure is rounded to a person."""
    sums = [
        (f"{region} {line.name}", line, found.rows_of(region))
        for region in found.regions
        for line in found.rows_of(region, BLOCK_TOTAL)
    ]
    sums += [(NATION, line, found.sector_rows) for line in found.rows_of(NATION, BLOCK_TOTAL)]
    return [_claim(found, columns, *one) for one in sums]


def _claim(
    found: RegionalSheet,
    columns: Sequence[RegionalLine],
    name: str,
    line: RegionalLine,
    parts: Sequence[RegionalLine],
) -> Claim:
    block = found.layout.block(parts, columns)
    what = Text(f"{name}가 부문의 합과 다릅니다", f"{name} differs from the sum of its sectors")
    slack = np.full((1, len(columns)), (len(parts) + 1) / 2)
    return Claim(what, found.layout.block([line], columns), _sums(block), lambda: slack)


def _sums(block: Block) -> Callable[[], Array]:
    return lambda: np.asarray(block.values.sum(axis=0, keepdims=True))


def _doubled(sheets: Sequence[Sheet], columns: Sequence[RegionalLine]) -> list[Problem]:
    """Return what is wrong where it is not clear which figures are meant."""
    names = [line.item for line in columns]
    if len(sheets) == 1 and len(set(names)) == len(names):
        return []
    told = [sheet.origin for sheet in sheets] if len(sheets) > 1 else [str(c) for c in columns]
    return [
        Problem(
            sheets[0].origin,
            Text("고용표가 둘 이상입니다", "persons are counted more than once"),
            Text(
                "한 해의 고용표 하나, 지표마다 한 열",
                "one sheet of one year, with a column an indicator",
            ),
            same(", ".join(told)),
            Text("그 연도의 열만 남기십시오", "keep the columns of that year"),
        )
    ]


def _no_unit(sheet: Sheet) -> Problem:
    return Problem(
        sheet.origin,
        Text("인원의 단위가 적혀 있지 않습니다", "the unit of persons is not stated"),
        Text('제목 아래 "단위 : 명"', '"단위 : 명" below the title'),
        Text("없음", "nothing"),
        Text("그 줄을 넣으십시오", "put in that line"),
    )
