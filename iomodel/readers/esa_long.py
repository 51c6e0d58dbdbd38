"""Eurostat's bulk downloads of symmetric tables: long CSV (SDMX-CSV) and TSV, also gzipped."""

from __future__ import annotations

import csv
import gzip
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from iomodel.errors import Problem, TableFileError
from iomodel.files import read_bytes
from iomodel.readers.esa_codes import FLOWS, account
from iomodel.readers.esa_cube import MISSING, Cube, Facts, Found, chosen
from iomodel.readers.sheets import Cell
from iomodel.text import Text, same

_ROWS = ("prd_ava", "ind_ava", "prod_na")
_COLUMNS = ("prd_use", "ind_use", "induse")
_GZIP = b"\x1f\x8b"
DIMENSIONS = {
    "geo": Text("나라", "country"),
    "time": Text("연도", "year"),
    "unit": Text("단위", "unit"),
}


@dataclass(frozen=True)
class Record:
    """One observation: its dimensions by name, what stands there, and where."""

    keys: Mapping[str, str]
    names: Mapping[str, str]
    text: str
    place: str


def is_long(path: Path) -> bool:
    """Return whether a file is a bulk download of a symmetric table."""
    if not path.is_file() or path.suffix.lower() not in (".csv", ".tsv", ".gz"):
        return False
    head = _text(path, 2000).partition("\n")[0].lower()
    return "stk_flow" in head and "geo" in head and any(name in head for name in _ROWS)


def read_long(path: Path, choices: Mapping[str, str]) -> tuple[Cube, Facts]:
    """Return the tables of the country, year and unit chosen, or of the only ones there are.

    Raises
    ------
    NotFoundError
        If the file can't be read.
    TableFileError
        If a dimension is missing, several values of one are there and none was chosen, or a cell
        occurs twice.
    """
    text = _text(path)
    there: dict[str, dict[str, None]] = {key: {} for key in DIMENSIONS}
    for record in _records(path, text, {}):
        if not record.text.startswith(MISSING) and record.text:
            for key in there:
                there[key].setdefault(record.keys[key])
    problems: list[Problem] = []
    wanted = {}
    for key, what in DIMENSIONS.items():
        wanted[key], told = chosen(key, sorted(there[key]), choices.get(key), what, path.name)
        problems += told
    if problems:
        raise TableFileError(str(path), problems)
    cells: dict[str, dict[tuple[str, str], Found]] = {}
    names: dict[str, str] = {}
    decimals, header = 0, ""
    for record in _records(path, text, wanted):
        row, column = _code(record.keys["row"]), _code(record.keys["column"])
        of_flow = cells.setdefault(record.keys["stk_flow"], {})
        if (row, column) in of_flow:
            problems.append(_twice(of_flow[row, column].place, record.place))
        value, digits = _figure(record.text)
        decimals, header = max(decimals, digits), record.keys["rows are"]
        of_flow[row, column] = Found(value, f"{record.place} ({row} × {column})")
        names |= {_code(code): name for code, name in record.names.items()}
    if problems:
        raise TableFileError(str(path), problems)
    told_flows = {flow: cells[flow] for flow in FLOWS if flow in cells}
    facts = Facts(
        wanted["geo"],
        wanted["time"],
        wanted["unit"],
        header == "ind_ava",
        "pyp" in path.name.lower() or "PYP" in text[:4000],
    )
    return Cube(path.name, told_flows, names, decimals), facts


def _text(path: Path, most: int = -1) -> str:
    data = read_bytes(path)
    if data.startswith(_GZIP):
        data = gzip.decompress(data)
    return data[: most if most >= 0 else None].decode("utf-8-sig", errors="replace")


def _code(code: str) -> str:
    """Return today's code of an account; a sector's own."""
    return account(code) or code


def _records(path: Path, text: str, wanted: Mapping[str, str]) -> Iterator[Record]:
    """Yield the observations whose country, year and unit are those wanted, where any are."""
    head = text.partition("\n")[0]
    source = _from_tsv(path, text) if "\t" in head else _from_csv(path, text)
    for record in source:
        if all(record.keys[key] == wanted[key] for key in DIMENSIONS if key in wanted):
            yield record


def _from_tsv(path: Path, text: str) -> Iterator[Record]:
    lines = text.splitlines()
    first, *times = lines[0].split("\t")
    dimensions = first.partition("\\")[0].split(",")
    where = _where(path, dimensions)
    years = [time.strip() for time in times]
    for number, line in enumerate(lines[1:], 2):
        label, *texts = line.split("\t")
        values = label.split(",")
        if len(values) != len(dimensions):
            continue
        keys = {name: values[k].strip() for name, k in where.items()}
        keys["rows are"] = dimensions[where["row"]]
        for year, written in zip(years, texts, strict=False):
            place = f'{path.name}, line {number}, column "{year}"'
            yield Record(keys | {"time": year}, {}, written.strip(), place)


def _from_csv(path: Path, text: str) -> Iterator[Record]:
    reader = csv.reader(io.StringIO(text, newline=""))
    header = [name.partition(":")[0].strip().lower() for name in next(reader)]
    where = _where(path, header, ("time_period", "obs_value"))
    for line in reader:
        if len(line) != len(header):
            continue
        cells = {name: line[k].partition(":") for name, k in where.items()}
        keys = {name: code.strip() for name, (code, _, _) in cells.items()}
        keys |= {"time": keys["time_period"], "rows are": header[where["row"]]}
        code, _, name = cells["row"]
        names = {code: name.strip()} if name else {}
        yield Record(
            keys, names, line[where["obs_value"]].strip(), f"{path.name}, line {reader.line_num}"
        )


def _where(path: Path, header: Sequence[str], more: Sequence[str] = ()) -> dict[str, int]:
    """Return the position of every dimension that is needed.

    Raises
    ------
    TableFileError
        Listing those that aren't there.
    """
    names = [name.strip().lower() for name in header]
    found = {
        name: names.index(name) for name in ("unit", "stk_flow", "geo", *more) if name in names
    }
    for side, candidates in (("row", _ROWS), ("column", _COLUMNS)):
        there = [name for name in candidates if name in names]
        if there:
            found[side] = names.index(there[0])
    wanted = {"unit": "unit", "stk_flow": "stk_flow", "geo": "geo"} | {name: name for name in more}
    wanted |= {"row": " / ".join(_ROWS), "column": " / ".join(_COLUMNS)}
    missing = [words for name, words in wanted.items() if name not in found]
    if missing:
        raise TableFileError(
            str(path),
            [
                Problem(
                    "header",
                    Text("차원이 없습니다", "a dimension is missing"),
                    same(words),
                    same(", ".join(names)),
                    Text(
                        "대칭표 자료(naio_10_cp1700, naio_10_cp1750)를 받으십시오",
                        "download a symmetric table (naio_10_cp1700 or naio_10_cp1750)",
                    ),
                )
                for words in missing
            ],
        )
    return found


_FIGURE = re.compile(r"(-?\d+(?:\.(\d+))?(?:[eE][-+]?\d+)?)(?:\s+[a-z]+)?")


def _figure(text: str) -> tuple[Cell, int]:
    """Return the figure without its flags, and its decimals; the text where there is none."""
    match = _FIGURE.fullmatch(text)
    if match is None:
        return text, 0
    return float(match[1]), len(match[2] or "")


def _twice(first: str, place: str) -> Problem:
    return Problem(
        place,
        Text("같은 칸이 두 번 나옵니다", "the cell occurs twice"),
        Text("한 번", "once"),
        Text(f"{first}에도", f"also at {first}"),
        Text("파일을 다시 내려받으십시오", "download the file again"),
    )
