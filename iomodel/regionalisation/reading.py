"""Employment or output by region from a user's CSV file."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from iomodel.concordances.ksic import Revision
from iomodel.errors import LabelError, Problem
from iomodel.files import Grid, duplicates, numbers, parse_csv, read_bytes
from iomodel.regionalisation.activity import Activity
from iomodel.regionalisation.census import shipped_census
from iomodel.regionalisation.industries import activity_by_sector
from iomodel.regionalisation.quotients import Array
from iomodel.sectors import require_same_labels
from iomodel.table import IOTable
from iomodel.text import Text, same

NATION = "nation"


def read_activity(
    path: Path | str,
    table: IOTable,
    *,
    unlisted: tuple[str, ...] = (),
    tables: Path | str | None = None,
) -> Activity:
    """Read employment or output by region from a CSV file.

    Parameters
    ----------
    path : path
        A row for each sector of the table in a column "code", or for each industry in a column
        "ksic" (KSIC 10, from sections to leaves) or "ksic11"; a column "nation", and one for each
        region; perhaps "name", which is not looked at. By KSIC 10 divisions, "nation" may be left
        out: the census of 2020 stands in, and the region's figures have to be of that census too.
    table : IOTable
        The national table.
    unlisted : tuple of str
        Sectors on which the source has nothing; see `Activity`. By industry, those that no
        industry leads to are so of themselves.
    tables : path, optional
        A folder of tables to look in first.

    Raises
    ------
    LabelError
        Listing every column, row and cell that is missing, doubled, no number, or contradicts the
        nation.
    NotFoundError
        If KSIC lacks a code, or no concordance leads to the table's sectors.
    """
    grid = parse_csv(str(path), read_bytes(Path(path)))
    label = next((name for name in ("code", *_REVISIONS) if name in grid.header), None)
    if label is None:
        raise LabelError(grid.origin, [*grid.problems, _no_label(grid)])
    regions = tuple(name for name in grid.header if name not in (label, NATION, *_NAMES))
    columns = [name for name in (NATION, *regions) if name in grid.header]
    values, problems = numbers(grid, columns, label)
    problems = [*grid.problems, *duplicates(grid, label), *problems]
    if not regions:
        problems.append(_no_region(grid))
    if NATION not in grid.header and label != "ksic":
        problems.append(_no_nation(grid))
    if problems:
        raise LabelError(grid.origin, problems)
    codes, figures, source = grid.column(label), values.T, Path(path).name
    if label == "code":
        what = Text("고용과 표", "employment and table")
        require_same_labels(grid.origin, codes, table.sectors.codes, what)
        return Activity(table.sectors, regions, figures[1:], figures[0], source, unlisted)
    caveats: tuple[Text, ...] = ()
    if NATION not in grid.header:
        nation, caveats = _nation(grid, codes)
        figures = np.vstack([nation, figures])
    return activity_by_sector(
        table, tables, _REVISIONS[label], codes, regions, figures, source, caveats, unlisted
    )


_NAMES = ("name", "name_ko", "name_en")  # columns for the reader's eye
_REVISIONS: dict[str, Revision] = {"ksic": 10, "ksic11": 11}


def _nation(grid: Grid, codes: tuple[str, ...]) -> tuple[Array, tuple[Text, ...]]:
    """Return the census's figures for the nation in the order of a file's divisions."""
    census = shipped_census()
    missing = [code for code in census.divisions if code not in codes]
    surplus = [code for code in codes if code not in census.divisions]
    if missing or surplus:
        raise LabelError(grid.origin, _other_divisions(missing, surplus), data=(missing, surplus))
    order = [census.divisions.index(code) for code in codes]
    return census.nation[order], census.told.caveats


def _other_divisions(missing: list[str], surplus: list[str]) -> Problem:
    return Problem(
        "ksic",
        Text(
            "전국 열이 없으면 2020년 사업체조사의 중분류가 모두 있어야 합니다",
            "without a column nation, the divisions have to be those of the census of 2020",
        ),
        Text("중분류 74개 모두, 없는 산업은 0", "all 74 divisions, zero where there is nothing"),
        Text(
            f"빠짐 {missing or '없음'}, 남음 {surplus or '없음'}",
            f"missing {missing or 'none'}, surplus {surplus or 'none'}",
        ),
        Text(
            "빠진 산업을 넣거나, 같은 조사의 전국 값을 nation 열로 주십시오",
            "add them, or give the nation's figures of the same survey in a column nation",
        ),
    )


def _no_label(grid: Grid) -> Problem:
    return Problem(
        "header",
        Text("부문이나 산업의 열이 없습니다", "there is no column of sectors or industries"),
        same("code, ksic, ksic11"),
        same(", ".join(grid.header) or "–"),
        Text("열의 이름을 고치십시오", "correct the name of the column"),
    )


def _no_region(grid: Grid) -> Problem:
    return Problem(
        "header",
        Text("지역의 열이 없습니다", "there is no column of a region"),
        Text("지역 이름의 열", "a column under the region's name"),
        same(", ".join(grid.header)),
        Text("지역의 값을 그 이름의 열로 주십시오", "give its figures in a column of its name"),
    )


def _no_nation(grid: Grid) -> Problem:
    return Problem(
        "header",
        Text("전국의 열이 없습니다", "there is no column of the nation"),
        same(f'"{NATION}"'),
        same(", ".join(grid.header)),
        Text(
            "같은 조사의 전국 값을 nation 열로 주십시오",
            "give the nation's figures of the same survey in a column nation",
        ),
    )
