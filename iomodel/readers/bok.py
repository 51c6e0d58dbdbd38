"""The input-output tables of the Bank of Korea (한국은행), as CSV exports or as its workbook.

Rows and columns are found by their Korean names; the Bank's codes only confirm them. Every total
that a sheet prints is compared with the sum it stands for.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from iomodel.errors import Problem, TableFileError
from iomodel.readers.bok_flows import (
    ANCHORS,
    DEMAND,
    INPUTS,
    PARTS,
    SUPPLY,
    USES,
    VOCABULARY,
    Flows,
    contradictions,
)
from iomodel.readers.bok_heading import (
    Heading,
    describe,
    heading,
    other_heading,
    require_parts,
)
from iomodel.readers.layout import Line, employment_layout, figures, locate
from iomodel.readers.sheets import Sheet, csv_sheet, squeeze, workbook_sheets
from iomodel.sectors import Classification, Sector
from iomodel.table import Array, IOTable, TableInfo
from iomodel.text import Text, same

_COLUMNS = ("취업자수", "피용자수")
_ALIKE = 0.6  # difflib's ratio below which two spellings are two names


@dataclass(frozen=True, eq=False)
class LabelledMatrix:
    """A sheet of coefficients or induced amounts.

    Attributes
    ----------
    heading : Heading
    sectors : Classification
        The n sectors of the rows.
    columns : tuple of str
        Codes of the columns: the sectors again, or final-demand items.
    values : ndarray (n, k)
    below : dict of str to ndarray (k,)
        Rows under the matrix by name, such as 열합 and 영향력계수.
    beside : dict of str to ndarray (n,)
        Columns to its right by name, such as 행합 and 감응도계수.
    corner : dict of (str, str) to float
        Where such a row and column meet in a figure, such as ("유발계수", "최종수요계").
    """

    heading: Heading
    sectors: Classification
    columns: tuple[str, ...]
    values: Array
    below: dict[str, Array]
    beside: dict[str, Array]
    corner: dict[tuple[str, str], float]


def read_csv(
    total: Path,
    domestic: Path,
    employment: Path | None = None,
    imports: Path | None = None,
    *,
    info: TableInfo | None = None,
    names_en: Mapping[str, str] | None = None,
) -> IOTable:
    """Return a table from the Bank's sheets saved as CSV; see `read_sheets`."""
    return read_sheets(
        csv_sheet(total),
        csv_sheet(domestic),
        None if imports is None else csv_sheet(imports),
        None if employment is None else csv_sheet(employment),
        info=info,
        names_en=names_en,
    )


def read_workbook(
    path: Path, *, info: TableInfo | None = None, names_en: Mapping[str, str] | None = None
) -> IOTable:
    """Return the table in the Bank's workbook; see `read_sheets`.

    Raises
    ------
    NotSupportedError
        If python-calamine isn't installed.
    TableFileError
        If the sheet of total or of domestic transactions is missing, or either is faulty.
    """
    sheets = {heading(sheet).kind: sheet for sheet in workbook_sheets(path)}
    absent = [kind for kind in ("총거래", "국산거래") if kind not in sheets]
    if absent:
        raise TableFileError(
            str(path),
            [
                Problem(
                    "",
                    Text("거래표가 없습니다", "a sheet of transactions is missing"),
                    Text(
                        f'제목이 "투입산출표_{kind}표(…)"인 시트',
                        f'a sheet titled "투입산출표_{kind}표(…)"',
                    ),
                    same(", ".join(f'"{found}"' for found in sheets)),
                    Text("거래표가 든 통합문서를 쓰십시오", "use the workbook of transactions"),
                )
                for kind in absent
            ],
        )
    return read_sheets(
        sheets["총거래"], sheets["국산거래"], sheets.get("수입거래"), info=info, names_en=names_en
    )


def read_matrices(path: Path) -> dict[str, LabelledMatrix]:
    """Return the workbook's sheets of coefficients and induced amounts by title.

    The titles lose the blanks and the last 표: "생산유발계수", "국산투입계수",
    "최종수요항목별생산유발액" …

    Raises
    ------
    NotSupportedError
        If python-calamine isn't installed.
    TableFileError
        If a sheet contradicts itself or holds text for a number.
    """
    matrices = map(read_matrix, workbook_sheets(path))
    return {
        matrix.heading.kind: matrix
        for matrix in matrices
        if not matrix.heading.kind.endswith("거래")
    }


def read_matrix(sheet: Sheet) -> LabelledMatrix:
    """Return a sheet of coefficients or induced amounts.

    Raises
    ------
    TableFileError
        If the sheet contradicts itself or holds text for a number.
    """
    layout, problems = locate(sheet, VOCABULARY, ANCHORS)
    rows = layout.sector_rows
    columns = layout.sector_columns or layout.column_items(DEMAND)
    if layout.sector_columns:
        problems += _misaligned(sheet, rows, columns)
    below = [line for line in layout.rows if line.item]
    beside = [line for line in layout.columns if line.item and line not in columns]
    values, found = figures(layout, rows, columns)
    under, found_under = figures(layout, below, columns)
    right, found_right = figures(layout, rows, beside)
    both, _ = figures(layout, below, beside)
    _refuse(sheet.origin, [*problems, *found, *found_under, *found_right])
    return LabelledMatrix(
        heading(sheet),
        _classification("", rows, {}),
        tuple(line.code for line in columns),
        values,
        {line.item: under[i] for i, line in enumerate(below)},
        {line.item: right[:, j] for j, line in enumerate(beside)},
        {
            (row.item, column.item): float(both[i, j])
            for i, row in enumerate(below)
            for j, column in enumerate(beside)
            if np.isfinite(both[i, j])
        },
    )


def read_sheets(
    total: Sheet,
    domestic: Sheet,
    imports: Sheet | None = None,
    employment: Sheet | None = None,
    *,
    info: TableInfo | None = None,
    names_en: Mapping[str, str] | None = None,
) -> IOTable:
    """Return the table that the Bank's sheets hold, once every printed total agrees.

    Parameters
    ----------
    total, domestic : Sheet
        총거래표 and 국산거래표.
    imports : Sheet, optional
        수입거래표; without it, imported flows are total less domestic ones.
    employment : Sheet, optional
        취업자수 및 피용자수 by the same sectors.
    info : TableInfo, optional
        What is known of the table; year, prices, unit and parts must be those of the sheets, and
        `info.tolerance` is how far rounding may part a printed total from its sum. Without it, a
        description is made from the sheets' headings.
    names_en : mapping, optional
        English sector names by code; without it, Korean names stand in.

    Raises
    ------
    TableFileError
        Listing every row or column that is missing or mislabelled and every cell that is no
        number or, where there are none, every total that differs from its sum.
    LabelError
        If `info` lists other items of final demand, primary inputs or satellites than the sheets.
    """
    flows = [Flows.read(total, (*USES, *SUPPLY), INPUTS)]
    flows.append(Flows.read(domestic, USES, ("중간투입계",)))
    if imports is not None:
        flows.append(Flows.read(imports, USES, ("중간투입계",)))
    origin = ", ".join(part.layout.sheet.origin for part in flows)
    rows = flows[0].layout.sector_rows
    description = info or describe(total, len(rows), employment is not None)
    require_parts(description, employment is not None)
    problems = [problem for part in flows for problem in part.problems]
    for part in flows:
        problems += other_heading(part.layout.sheet, description)
        problems += _misaligned(part.layout.sheet, rows, part.layout.sector_rows)
        problems += _misaligned(part.layout.sheet, rows, part.layout.sector_columns)
    satellites = np.zeros((0, len(rows)))
    if employment is not None:
        origin += f", {employment.origin}"
        satellites, found = _employment(employment, description.year, rows)
        problems += found
    _refuse(origin, problems)
    inferred = flows[0].minus(flows[1])
    imported = inferred if imports is None else flows[2]
    _refuse(origin, contradictions(flows, inferred, description.tolerance))
    return IOTable(
        description,
        _classification(description.classification, rows, names_en or {}),
        flows[1].intermediate,
        imported.intermediate,
        flows[1].final_demand,
        imported.final_demand,
        flows[0].inputs(PARTS),
        satellites,
    )


def _misaligned(sheet: Sheet, wanted: Sequence[Line], found: Sequence[Line]) -> list[Problem]:
    """Return how the sectors of a sheet differ from those of the table (R1)."""
    codes, theirs = [line.code for line in wanted], [line.code for line in found]
    if codes != theirs:
        absent = [str(line) for line in wanted if line.code not in theirs]
        surplus = [str(line) for line in found if line.code not in codes]
        order = not absent and not surplus
        return [
            Problem(
                sheet.origin,
                Text("부문이 총거래표의 행과 다릅니다", "the sectors are not those of the rows"),
                Text(
                    f"{len(codes)}개 부문, 같은 순서로", f"{len(codes)} sectors in the same order"
                ),
                Text(
                    "순서가 다름" if order else f"빠짐 {absent}, 남음 {surplus}",
                    "another order" if order else f"missing {absent}, surplus {surplus}",
                ),
                Text("빠지거나 밀린 줄을 찾으십시오", "look for a line left out or shifted"),
            )
        ]
    names = {squeeze(line.name) for line in wanted}
    return [
        Problem(
            sheet.origin,
            Text("같은 코드의 이름이 다릅니다", "one code has two names"),
            same(f'"{line}"'),
            same(f'"{other}"'),
            Text(
                "코드나 이름을 원자료대로 고치십시오", "mend the code or the name after the source"
            ),
        )
        for line, other in zip(wanted, found, strict=True)
        if not _same_name(squeeze(line.name), squeeze(other.name), names)
    ]


def _same_name(name: str, other: str, names: set[str]) -> bool:
    """Return whether two names are spellings of one: the Bank's own sheets differ in a few."""
    if name == other or other in names:
        return name == other
    return difflib.SequenceMatcher(None, name, other).ratio() >= _ALIKE


def _employment(sheet: Sheet, year: int, rows: Sequence[Line]) -> tuple[Array, list[Problem]]:
    """Return 취업자 and 피용자 of one year by sector, (2, n)."""
    layout = employment_layout(sheet, _COLUMNS, "계")
    problems = _misaligned(sheet, rows, layout.sector_rows)
    columns = [
        line for name in _COLUMNS for line in layout.columns if line.name == f"{year}년 {name}"
    ]
    if len(columns) != len(_COLUMNS):
        problems.append(
            Problem(
                sheet.origin,
                Text(f"{year}년 고용 열이 없습니다", f"the employment of {year} is missing"),
                same(", ".join(f"{year}년 {name}" for name in _COLUMNS)),
                same(", ".join(line.name for line in layout.columns)),
                Text("그 연도의 열이 든 시트를 쓰십시오", "use a sheet with that year"),
            )
        )
    values, found = figures(layout, layout.sector_rows, columns)
    totals, found_total = figures(layout, layout.row_items(["계"]), columns)
    problems += [*found, *found_total]
    slack = (len(rows) + 1) / 2  # every printed figure is rounded to a person
    for line in layout.row_items(["계"]) if not problems else ():
        for j, column in enumerate(columns):
            added = values[:, j].sum()
            if abs(added - totals[0, j]) > slack:
                problems.append(
                    Problem(
                        sheet.place(line.at, column.at, column.name),
                        Text(
                            "계가 부문의 합과 다릅니다",
                            "the total differs from the sum of the sectors",
                        ),
                        same(f"{added:,.12g} (±{slack:g})"),
                        same(f"{totals[0, j]:,.12g} ({totals[0, j] - added:+,.12g})"),
                        Text(
                            "이 열을 원자료와 대조하십시오", "check the column against the source"
                        ),
                    )
                )
    return values.T, problems


def _classification(id: str, rows: Iterable[Line], names_en: Mapping[str, str]) -> Classification:
    return Classification(
        id,
        tuple(
            Sector(line.code, Text(line.name, names_en.get(line.code, line.name))) for line in rows
        ),
    )


def _refuse(origin: str, problems: Sequence[Problem]) -> None:
    if problems:
        raise TableFileError(origin, problems)
