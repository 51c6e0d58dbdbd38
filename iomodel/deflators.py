"""Price series: shipped, or the user's own, and the way from one year's prices to another's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from iomodel import catalogue
from iomodel.errors import NotFoundError, NotSupportedError, Problem, ScenarioFileError
from iomodel.files import (
    checksum,
    duplicates,
    numbers,
    parse_csv,
    read_bytes,
    read_toml,
)
from iomodel.provenance import Source
from iomodel.text import Text, same

NONE = "none"
COLUMNS = ("year", "index")


class _Described(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    title_ko: str
    title_en: str
    base: str
    caveat_ko: str
    caveat_en: str
    source: Source


class _Shelf(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    format: int
    series: dict[str, _Described]
    files: dict[str, str]


@dataclass(frozen=True)
class Deflator:
    """A price series.

    Attributes
    ----------
    id : str
        A shipped series' name, or a file's.
    index : mapping of int to float
        Year → level, ascending.
    caveat : Text
        What it does not measure; empty for the user's own.
    """

    id: str
    title: Text
    index: Mapping[int, float]
    caveat: Text
    source: Source | None = None

    @property
    def first(self) -> int:
        """The first year."""
        return min(self.index)

    @property
    def last(self) -> int:
        """The last year."""
        return max(self.index)

    def factor(self, year: int, to: int, *, hold: bool = False) -> float:
        """Return what turns an amount at prices of `year` into one at prices of `to`.

        Parameters
        ----------
        hold : bool
            Whether years after the last one take its level.

        Raises
        ------
        NotSupportedError
            If the series doesn't have one of the years.

        Examples
        --------
        >>> from iomodel.deflators import deflator
        >>> round(deflator("wdi-gdp").factor(2023, 2020), 4)
        0.9414
        """
        return self._at(to, hold) / self._at(year, hold)

    def _at(self, year: int, hold: bool) -> float:
        if hold and year > self.last:
            year = self.last
        if year in self.index:
            return self.index[year]
        raise NotSupportedError(self.id, self.without(year), data=year)

    def without(self, year: int) -> Problem:
        """Return the problem of a year that the series doesn't have."""
        return Problem(
            self.id,
            Text("지수가 그 해까지 이르지 않습니다", "the series doesn't reach that year"),
            Text(f"{self.first}~{self.last}년", f"{self.first} to {self.last}"),
            Text(f"{year}년", str(year)),
            Text(
                '더 긴 지수를 쓰거나, beyond = "hold"로 마지막 값을 쓰십시오(경고가 붙습니다)',
                'use a longer series, or its last value with beyond = "hold" (which is told)',
            )
            if year > self.last
            else Text("더 이른 해부터의 지수를 쓰십시오", "use a series that begins earlier"),
        )


def shipped_deflators() -> tuple[Deflator, ...]:
    """Return every shipped series."""
    return tuple(_shipped().values())


def deflator(name: str, folder: Path | None = None) -> Deflator:
    """Return the series called `name`: shipped, or a CSV file in `folder`.

    Raises
    ------
    NotFoundError
        If there is neither; the message lists those shipped.
    ScenarioFileError
        With every row of the file that holds no year or no level above zero.
    """
    if name in _shipped():
        return _shipped()[name]
    path = None if folder is None else folder / name
    if path is None or not path.is_file():
        raise NotFoundError(name, unknown(name), data=tuple(_shipped()))
    return _own(path)


def unknown(name: str) -> Problem:
    """Return the problem of a name that is neither a series nor a file."""
    return Problem(
        "deflator",
        Text("그런 물가지수가 없습니다", "there is no such price series"),
        Text(
            f"{', '.join(_shipped())}, 폴더 안의 CSV(year,index), 또는 {NONE}",
            f"one of {', '.join(_shipped())}, a CSV in the folder (year,index), or {NONE}",
        ),
        same(f'"{name}"'),
        Text("이름을 고치거나 파일을 폴더에 두십시오", "correct it, or put the file in the folder"),
    )


@cache
def _shipped() -> dict[str, Deflator]:
    folder = catalogue.shipped("coefficients") / "deflators"
    shelf = _Shelf.model_validate(read_toml(folder / "deflators.toml", ScenarioFileError))
    found = {}
    for id, told in shelf.series.items():
        data = read_bytes(folder / f"{id}.csv")
        if checksum(data) != shelf.files[f"{id}.csv"]:
            raise ScenarioFileError(str(folder / f"{id}.csv"), _changed())
        found[id] = Deflator(
            id,
            Text(told.title_ko, told.title_en),
            _index(str(folder / f"{id}.csv"), data),
            Text(told.caveat_ko, told.caveat_en),
            told.source,
        )
    return found


def _own(path: Path) -> Deflator:
    name = Text(f"{path.name} (이용자의 지수)", f"{path.name} (the user's series)")
    return Deflator(path.name, name, _index(str(path), read_bytes(path)), Text("", ""))


def _index(origin: str, data: bytes) -> dict[int, float]:
    grid = parse_csv(origin, data, COLUMNS)
    problems = list(grid.problems)
    if not problems:
        values, problems = numbers(grid, COLUMNS, "year")
        problems += duplicates(grid, "year")
        problems += [
            _no_level(f"line {grid.lines[i]}", ",".join(grid.rows[i]))
            for i, (year, level) in enumerate(values)
            if (year != int(year) if year == year else False) or level <= 0
        ]
        if not problems and not len(values):
            problems = [_no_level("", "–")]
        if not problems:
            return {int(year): float(level) for year, level in sorted(values.tolist())}
    raise ScenarioFileError(origin, problems)


def _no_level(place: str, found: str) -> Problem:
    return Problem(
        place,
        Text("연도와 지수가 아닙니다", "the row is no year and level"),
        Text(
            "연도(정수)와 0보다 큰 지수: 2020,100", "a whole year and a level above zero: 2020,100"
        ),
        same(found),
        Text("행을 고치십시오", "mend the row"),
    )


def _changed() -> Problem:
    return Problem(
        "",
        Text("내장된 파일이 바뀌었습니다", "the shipped file has been changed"),
        Text("deflators.toml의 [files]에 적힌 것", "what [files] in deflators.toml says"),
        Text("다른 내용", "another content"),
        Text("iomodel을 다시 설치하십시오", "install iomodel again"),
    )
