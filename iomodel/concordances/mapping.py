"""A user's mapping: which sectors of a table are to be joined into which."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from iomodel.concordances.lines import (
    CODE,
    INTO,
    NAME_EN,
    NAME_KO,
    Lines,
    read_lines,
    refuse,
    spread,
    unknown_codes,
)
from iomodel.errors import Problem
from iomodel.files import csv_bytes, duplicates
from iomodel.sectors import Classification, Concordance, Sector
from iomodel.storage import Finer
from iomodel.text import Text, same

COLUMNS = (CODE, INTO, NAME_KO, NAME_EN)


def read_mapping(path: Path | str, sectors: Classification, id: str) -> Concordance:
    """Return the way from a table's sectors to those of a mapping file, many to one.

    The file is CSV with the columns code (of the table), into (the coarser code), name_ko and
    name_en (of the coarser sector, on one of its lines at least). Coarser sectors stand in the
    order of their first line. For a multiregional table, codes without region are joined within
    every region; codes with region are taken as they are.

    Parameters
    ----------
    path : path
    sectors : Classification
        The table's.
    id : str
        What the coarser classification is to be called.

    Raises
    ------
    NotFoundError
        If the file can't be read.
    MappingFileError
        With every problem of the file: codes that the table lacks, that are left out or come
        twice, lines that lead nowhere, sectors without a name or with several.
    """
    lines = read_lines(Path(path), sectors, COLUMNS)
    names, misnamed = lines.names()
    problems = [*duplicates(lines.grid, CODE), *unknown_codes(lines), *_left_out(lines)]
    refuse(lines.grid, [*problems, *_leading_nowhere(lines), *misnamed])
    local = [
        (code, Sector(into, names[into]))
        for code, into in zip(lines.column(CODE), lines.column(INTO), strict=True)
    ]
    pairs = spread(lines.everywhere, sectors, local)
    coarse = Classification(id, tuple(dict.fromkeys(into for _, into in pairs)))
    parents = {code: into.code for code, into in pairs}
    return Concordance.from_codes(sectors, coarse, [parents[code] for code in sectors.codes])


def mapping_file(mapping: Concordance) -> tuple[str, bytes, Finer]:
    """Return a mapping as a file of the aggregated table's folder, and what table.toml says of it.

    With it a demand on the finer sectors, and an industry, find the coarser ones (R10).
    """
    name = "mapping.csv"
    rows = [
        [sector.code, sector.name.ko, sector.name.en, mapping.coarse.codes[parent]]
        for sector, parent in zip(mapping.fine.sectors, mapping.parents, strict=True)
    ]
    data = csv_bytes([CODE, NAME_KO, NAME_EN, INTO], rows)
    return name, data, Finer(classification=mapping.fine.id, sectors=name, parent=INTO)


def _left_out(lines: Lines) -> list[Problem]:
    named = set(lines.column(CODE))
    missing = [sector for sector in lines.sectors.sectors if sector.code not in named]
    if not missing:
        return []
    return [
        Problem(
            "",
            Text("표의 부문이 빠졌습니다", "sectors of the table are left out"),
            Text(f"{len(lines.sectors)}부문 모두", f"all {len(lines.sectors)} sectors"),
            Text(
                f"빠진 {len(missing)}개: {', '.join(f'{s.code} {s.name.ko}' for s in missing)}",
                f"{len(missing)} missing: {', '.join(map(str, missing))}",
            ),
            Text(
                "합치지 않을 부문도 제 코드로 가는 행을 적으십시오",
                "give each a line, one that isn't to be joined its own code",
            ),
        )
    ]


def _leading_nowhere(lines: Lines) -> Iterator[Problem]:
    regional = any(":" in code for code in lines.column(CODE))
    for i, into in enumerate(lines.column(INTO)):
        if into and (regional or ":" not in into):
            continue
        yield Problem(
            lines.place(i),
            Text("어느 부문으로 가는지 없습니다", "the line leads to no sector"),
            Text("쌍점이 없는 코드", "a code without a colon"),
            same(f'{INTO} "{into}"'),
            Text("합쳐 넣을 부문의 코드를 적으십시오", "put in the code of the coarser sector"),
        )
