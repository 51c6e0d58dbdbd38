"""A user's shares: which sectors of a table are to be divided into which, and how."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from iomodel.concordances.lines import (
    CODE,
    INTO,
    NAME_EN,
    NAME_KO,
    Lines,
    read_lines,
    refuse,
    unknown_codes,
)
from iomodel.concordances.splitting import Shares
from iomodel.errors import Problem
from iomodel.files import Grid, duplicates, numbers
from iomodel.sectors import Classification, Concordance, Sector, local_code, region_of
from iomodel.table import Array, IOTable
from iomodel.text import Text, same

OUTPUT, SOURCE = "output", "source"
COLUMNS = (CODE, INTO, NAME_KO, NAME_EN, OUTPUT, SOURCE)
OPTIONAL = {
    "sales": Text("중간판매", "intermediate sales"),
    "inputs": Text("중간투입", "intermediate inputs"),
    "imports": Text("수입", "imports"),
}
SUM = 1e-9  # how far shares as written may miss one


def read_shares(path: Path | str, table: IOTable, id: str) -> Shares:
    """Return the shares of a file, by which sectors of a table are divided.

    The file is CSV, a line for each new sector, with the columns code (of the sector divided),
    into (the new code), name_ko, name_en, output (its share of the sector's output) and source
    (where the shares come from, on one line of each sector at least). Columns sales, inputs,
    imports and those called like the table's satellites may state other shares; where a sector's
    cells are all empty there, they are those of output. For a multiregional table, codes without
    region are divided in every region.

    Parameters
    ----------
    path : path
    table : IOTable
    id : str
        What the finer classification is to be called.

    Raises
    ------
    NotFoundError
        If the file can't be read.
    MappingFileError
        With every problem of the file: codes that the table lacks, new codes that are taken or
        come twice, sectors in one part, shares that are no number, are negative or don't add up
        to one, missing names and sources, columns of another name.
    """
    lines = read_lines(Path(path), table.sectors, COLUMNS)
    indicators = {part.code: part.text for part in table.info.satellites}
    known = {OUTPUT: Text("산출", "output")} | OPTIONAL | indicators
    strange = _strange(lines.grid, [*COLUMNS, *OPTIONAL, *indicators])
    refuse(lines.grid, [*strange, *_empty(lines)])
    stated = {name: text for name, text in known.items() if name in lines.grid.header}
    values, problems = numbers(_filled(lines, list(stated)), list(stated), INTO)
    names, misnamed = lines.names()
    problems += [*duplicates(lines.grid, INTO), *unknown_codes(lines), *_taken(lines)]
    problems += [*_single(lines), *misnamed, *_misshared(lines, stated, values)]
    refuse(lines.grid, [*problems, *_unsourced(lines)])
    for rows in _groups(lines).values():
        values[rows] /= values[rows].sum(axis=0)
    upward, line_of = _upward(lines, table.sectors, names, id)
    by_sector = np.vstack([values, np.ones(len(stated))])[line_of]

    def share(name: str) -> Array:
        return by_sector[:, list(stated).index(name if name in stated else OUTPUT)]

    return Shares(
        upward,
        share(OUTPUT),
        share("sales"),
        share("inputs"),
        share("imports"),
        np.array([share(name) for name in indicators]).reshape(len(indicators), len(line_of)),
        tuple(_sentences(lines, stated, values, names)),
    )


def _groups(lines: Lines) -> dict[str, list[int]]:
    """Return the lines of each sector divided."""
    groups: dict[str, list[int]] = {}
    for i, code in enumerate(lines.column(CODE)):
        groups.setdefault(code, []).append(i)
    return groups


def _filled(lines: Lines, columns: Sequence[str]) -> Grid:
    """Return the grid with shares of output where a sector's cells of a column are all empty."""
    rows = [list(row) for row in lines.grid.rows]
    output = lines.grid.header.index(OUTPUT)
    for name in columns:
        k = lines.grid.header.index(name)
        for group in _groups(lines).values():
            if not any(rows[i][k] for i in group):
                for i in group:
                    rows[i][k] = rows[i][output]
    return replace(lines.grid, rows=tuple(map(tuple, rows)))


def _upward(
    lines: Lines, sectors: Classification, names: dict[str, Text], id: str
) -> tuple[Concordance, list[int]]:
    """Return the way from the new sectors to the table's, and each one's line, −1 for none."""
    groups = _groups(lines)
    new: list[Sector] = []
    parents: list[int] = []
    line_of: list[int] = []
    for parent, sector in enumerate(sectors.sectors):
        region, code = "", sector.code
        if lines.everywhere:
            region, code = f"{region_of(sector.code)}:", local_code(sector.code)
        for i in groups.get(code, [-1]):
            into = lines.column(INTO)[i]
            new.append(Sector(region + into, names[into]) if i >= 0 else sector)
            parents.append(parent)
            line_of.append(i)
    fine = Classification(id, tuple(new))
    return Concordance(fine, sectors, tuple(parents)), line_of


def _sentences(
    lines: Lines, stated: dict[str, Text], values: Array, names: dict[str, Text]
) -> Iterator[Text]:
    """Yield what is assumed of each sector divided: its parts, their shares, and whence."""
    for code, rows in _groups(lines).items():
        name = lines.sectors.get(code).name
        sources = "; ".join(dict.fromkeys(filter(None, (lines.column(SOURCE)[i] for i in rows))))
        parts: list[Text] = []
        for i in rows:
            into = lines.column(INTO)[i]
            told = [
                Text(f"{text.ko} {100 * share:.6g}%", f"{text.en} {100 * share:.6g} %")
                for text, share in zip(stated.values(), values[i], strict=True)
            ]
            parts.append(
                Text(
                    f"{into} {names[into].ko} ({', '.join(t.ko for t in told)})",
                    f"{into} {names[into].en} ({', '.join(t.en for t in told)})",
                )
            )
        yield Text(
            f"{code} {name.ko} 부문을 몫으로 나눔(가정): {'; '.join(p.ko for p in parts)}. "
            f"몫의 근거: {sources}",
            f"{code} {name.en} was divided by shares (assumed): "
            f"{'; '.join(p.en for p in parts)}. Shares: {sources}",
        )


def _strange(grid: Grid, known: Sequence[str]) -> list[Problem]:
    return [
        Problem(
            f'column "{name}"',
            Text("모르는 열입니다", "the column is not known"),
            Text(f"다음 중: {', '.join(known)}", f"of: {', '.join(known)}"),
            same(f'"{name}"'),
            Text("열의 이름을 고치거나 열을 지우십시오", "correct its name, or remove the column"),
        )
        for name in grid.header
        if name not in known
    ]


def _empty(lines: Lines) -> list[Problem]:
    if lines.grid.rows:
        return []
    return [
        Problem(
            "",
            Text("나눌 부문이 없습니다", "no sector is divided"),
            Text("새 부문마다 한 행", "a line for each new sector"),
            Text("머리행뿐", "the header alone"),
            Text("나눌 부문의 행을 적으십시오", "add the lines of a sector to divide"),
        )
    ]


def _taken(lines: Lines) -> list[Problem]:
    """Return a problem for every new code that is empty, of the table, or has a region."""
    return [
        Problem(
            lines.place(i),
            Text("새 부문의 코드로 쓸 수 없습니다", "it can't be the code of a new sector"),
            Text("표에 없는, 비지 않은 코드", "a code that the table lacks, not empty"),
            same(f'{INTO} "{into}"'),
            Text("다른 코드를 쓰십시오", "choose another code"),
        )
        for i, into in enumerate(lines.column(INTO))
        if not into or into in lines.sectors.codes or (lines.everywhere and ":" in into)
    ]


def _single(lines: Lines) -> list[Problem]:
    return [
        Problem(
            lines.place(rows[0]),
            Text(f"{code}이(가) 하나로만 나뉩니다", f"{code} is divided into one part alone"),
            Text("둘 이상의 행", "two lines or more"),
            Text("한 행", "one line"),
            Text("나머지 부분의 행을 적으십시오", "add a line for what is left"),
        )
        for code, rows in _groups(lines).items()
        if len(rows) == 1
    ]


def _unsourced(lines: Lines) -> list[Problem]:
    return [
        Problem(
            lines.place(rows[0]),
            Text(f"{code}의 몫의 근거가 없습니다", f"{code}'s shares have no source"),
            Text("자료의 이름, 또는 가정이라는 말", "a document, or that they are assumed"),
            same(f'{SOURCE} ""'),
            Text(
                "그 코드의 한 행에 몫이 어디서 왔는지 적으십시오",
                "say on one of its lines where the shares come from",
            ),
        )
        for code, rows in _groups(lines).items()
        if not any(lines.column(SOURCE)[i] for i in rows)
    ]


def _misshared(lines: Lines, stated: dict[str, Text], values: Array) -> Iterator[Problem]:
    """Yield a problem for every negative share, and for shares that don't add up to one."""
    remedy = Text(
        "0과 1 사이의 몫으로, 합이 1이 되게 적으십시오", "write fractions that add up to 1"
    )
    for k, name in enumerate(stated):
        for i in np.flatnonzero(values[:, k] < 0):
            yield Problem(
                f'{lines.place(int(i))}, column "{name}"',
                Text("몫이 음수입니다", "the share is negative"),
                Text("0 이상", "zero or more"),
                same(f"{values[i, k]:g}"),
                remedy,
            )
        for code, rows in _groups(lines).items():
            total = float(values[rows, k].sum())
            if abs(total - 1) > SUM:
                yield Problem(
                    f'{lines.place(rows[0])}, column "{name}"',
                    Text(
                        f"{code}의 몫이 1이 되지 않습니다",
                        f"the shares of {code} don't add up to 1",
                    ),
                    same("1"),
                    same(f"{total:.10g}"),
                    remedy,
                )
