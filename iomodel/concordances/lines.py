"""What files of sectors to be joined and to be divided have in common: codes, parts, names."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from iomodel.errors import MappingFileError, Problem
from iomodel.files import Grid, parse_csv, read_bytes
from iomodel.sectors import Classification, Sector, tidy
from iomodel.text import Text, same

CODE, INTO, NAME_KO, NAME_EN = "code", "into", "name_ko", "name_en"


@dataclass(frozen=True, eq=False)
class Lines:
    """A file's lines, blanks trimmed: a sector's code, the code that it goes into, its names.

    `everywhere` says that the codes are those of a multiregional table's sectors without their
    region, so that each line stands for one in every region.
    """

    grid: Grid
    sectors: Classification
    everywhere: bool

    def column(self, name: str) -> tuple[str, ...]:
        """Return the cells under a heading."""
        return self.grid.column(name)

    def place(self, i: int) -> str:
        """Return where line i stands in the file."""
        return f"line {self.grid.lines[i]}"

    def names(self) -> tuple[dict[str, Text], list[Problem]]:
        """Return the names of the codes gone into, and a problem for each without or with two."""
        stated: dict[str, dict[Text, int]] = {}
        rows = zip(*(self.column(name) for name in (INTO, NAME_KO, NAME_EN)), strict=True)
        for i, (into, ko, en) in enumerate(rows):
            found = stated.setdefault(into, {})
            if ko or en:
                found.setdefault(Text(ko, en), i)
        problems = [self._misnamed(into, found) for into, found in stated.items() if into]
        names = {into: next(iter(found), same(into)) for into, found in stated.items()}
        return names, [problem for problem in problems if problem]

    def _misnamed(self, into: str, found: dict[Text, int]) -> Problem | None:
        expected = Text("한국어와 영어 이름 하나씩", "one Korean and one English name")
        if len(found) > 1:
            return Problem(
                self.place(list(found.values())[1]),
                Text(f"{into}의 이름이 둘 이상입니다", f"{into} has several names"),
                expected,
                same("; ".join(f"{name.ko} / {name.en}" for name in found)),
                Text("이름을 하나로 하거나 빈칸으로 두십시오", "keep one of them, or leave blanks"),
            )
        name = next(iter(found), Text("", ""))
        if name.ko and name.en:
            return None
        return Problem(
            self.place(self.column(INTO).index(into)),
            Text(f"{into}의 이름이 없습니다", f"{into} has no name"),
            expected,
            same(f'name_ko "{name.ko}", name_en "{name.en}"'),
            Text(
                "그 코드의 한 행에 name_ko와 name_en을 적으십시오",
                "put name_ko and name_en on one of its lines",
            ),
        )


def read_lines(path: Path, sectors: Classification, required: Sequence[str]) -> Lines:
    """Return the lines of a file over a table's sectors.

    Raises
    ------
    NotFoundError
        If the file can't be read.
    MappingFileError
        If it is ragged or lacks a column.
    """
    grid = parse_csv(str(path), read_bytes(path), required)
    refuse(grid, grid.problems)
    grid = replace(grid, rows=tuple(tuple(map(tidy, row)) for row in grid.rows))
    regional = any(":" in code for code in grid.column(CODE))
    everywhere = bool(sectors.regions) and not regional
    own = sectors.local(sectors.id) if everywhere else sectors
    return Lines(grid, own, everywhere)


def refuse(grid: Grid, problems: Iterable[Problem]) -> None:
    """Raise if there are problems."""
    found = list(problems)
    if found:
        raise MappingFileError(grid.origin, found)


def unknown_codes(lines: Lines) -> list[Problem]:
    """Return a problem for every code that the table lacks; a lost leading zero is named."""
    known = set(lines.sectors.codes)
    stripped = {code.lstrip("0"): code for code in lines.sectors.codes if code.startswith("0")}
    problems = []
    for i, code in enumerate(lines.column(CODE)):
        if code in known:
            continue
        problem = lines.sectors.unknown(lines.place(i), code)
        if code in stripped:
            remedy = Text(
                f"앞의 0이 빠졌습니다: {stripped[code]}. 엑셀에서는 열의 서식을 텍스트로 하십시오",
                f"the leading zero is lost: {stripped[code]}; in Excel, format the column as text",
            )
            problem = replace(problem, remedy=remedy)
        problems.append(problem)
    return problems


def spread(
    everywhere: bool, table: Classification, local: Sequence[tuple[str, Sector]]
) -> list[tuple[str, Sector]]:
    """Return pairs of a code and the sector it goes into, in every region where they are local."""
    if not everywhere:
        return list(local)
    codes = set(table.codes)
    return [
        (f"{region}:{code}", Sector(f"{region}:{into.code}", into.name))
        for region in table.regions
        for code, into in local
        if f"{region}:{code}" in codes
    ]
