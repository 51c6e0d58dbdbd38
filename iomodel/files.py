"""Reading text files whole, checking them whole (R12), and writing them whole or not at all."""

from __future__ import annotations

import csv
import hashlib
import io
import os
import tempfile
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from numpy.typing import NDArray

from iomodel.errors import IOModelError, NotFoundError, OutputError, Problem
from iomodel.extras import extra
from iomodel.text import Text, same

if TYPE_CHECKING:
    import xarray as xr


def checksum(data: bytes) -> str:
    """Return the SHA-256 of `data`, in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def read_bytes(path: Path) -> bytes:
    """Return the content of `path`.

    Raises
    ------
    NotFoundError
        If the file can't be read.
    """
    try:
        return path.read_bytes()
    except OSError as error:
        raise NotFoundError(
            str(path),
            Problem(
                "",
                Text("파일을 읽을 수 없습니다", "the file can't be read"),
                Text("읽을 수 있는 파일", "a readable file"),
                same(error.strerror or error),
                Text("경로와 권한을 확인하십시오", "check the path and its permissions"),
            ),
        ) from error


def read_toml(path: Path, error: type[IOModelError]) -> dict[str, Any]:
    """Return the TOML document at `path`; a syntax error is raised as `error`."""
    data = read_bytes(path)
    try:
        return tomllib.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError as cause:
        raise error(str(path), _not_utf8(cause, "TOML")) from cause
    except tomllib.TOMLDecodeError as cause:
        raise error(
            str(path),
            Problem(
                "",
                Text("TOML로 읽을 수 없습니다", "the file isn't TOML"),
                Text("UTF-8 TOML 파일", "a TOML file in UTF-8"),
                same(cause),
                Text(
                    "위에 적힌 행을 고치십시오. 글은 따옴표로 묶고, 수에는 쉼표를 쓰지 않습니다",
                    "mend the line named above; text stands in quotes, numbers have no commas",
                ),
            ),
        ) from cause


@dataclass(frozen=True)
class Grid:
    """A CSV file as text: a header and rows of the same length, all problems noted.

    `lines` holds the number of the line on which each row ends in the file.
    """

    origin: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    lines: tuple[int, ...]
    problems: tuple[Problem, ...]

    def column(self, name: str) -> tuple[str, ...]:
        """Return the cells under `name`, which must be in the header."""
        i = self.header.index(name)
        return tuple(row[i] for row in self.rows)


def parse_csv(origin: str, data: bytes, required: Sequence[str] = ()) -> Grid:
    """Return the CSV in `data`; ragged rows and missing columns become problems of the grid."""
    try:
        words = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return Grid(origin, (), (), (), (_not_utf8(error, "CSV"),))
    reader = csv.reader(io.StringIO(words, newline=""))
    header = tuple(next(reader, ()))
    problems = [
        Problem(
            "header",
            Text("열이 없거나 두 번 나옵니다", "a column is missing or occurs twice"),
            Text(f'"{name}" 열 하나', f'one column "{name}"'),
            same(f"{header.count(name)} × {name}"),
            Text("머리행을 고치십시오", "mend the header"),
        )
        for name in dict.fromkeys([*required, *header])
        if header.count(name) != 1
    ]
    rows, lines = [], []
    for line in reader:
        if len(line) == len(header):
            rows.append(tuple(line))
            lines.append(reader.line_num)
        elif line:
            problems.append(
                Problem(
                    f"line {reader.line_num}",
                    Text("칸 수가 머리행과 다릅니다", "the row is ragged"),
                    Text(f"{len(header)}칸", f"{len(header)} cells"),
                    Text(f"{len(line)}칸", f"{len(line)} cells"),
                    Text("빠지거나 남는 쉼표를 찾으십시오", "look for a missing or surplus comma"),
                )
            )
    return Grid(origin, header, tuple(rows), tuple(lines), tuple(problems))


def _not_utf8(error: UnicodeDecodeError, kind: Literal["CSV", "TOML"]) -> Problem:
    remedy = {
        "CSV": Text(
            'CSV UTF-8로 다시 저장하십시오 (엑셀: "CSV UTF-8(쉼표로 분리)")',
            'save it again as CSV UTF-8 (in Excel: "CSV UTF-8 (Comma delimited)")',
        ),
        "TOML": Text(
            "인코딩을 UTF-8로 하여 다시 저장하십시오",
            "save it again with the encoding UTF-8",
        ),
    }
    return Problem(
        f"byte {error.start}",
        Text("UTF-8 글이 아닙니다", "the file is not UTF-8 text"),
        Text(f"UTF-8 {kind}", f"{kind} in UTF-8"),
        same(f"0x{error.object[error.start]:02x}"),
        remedy[kind],
    )


def numbers(
    grid: Grid, columns: Sequence[str], label: str
) -> tuple[NDArray[np.float64], list[Problem]]:
    """Return the cells of `columns` as numbers, and a problem for every cell that is none.

    Empty cells, text, NaN and infinities are problems, never zeros (R2). `label` is the column
    that names a row in messages.
    """
    where = [grid.header.index(name) for name in columns]
    cells = [[row[i] for i in where] for row in grid.rows]
    shape = (len(grid.rows), len(columns))
    try:
        if any("_" in cell for row in cells for cell in row):
            raise ValueError
        values = np.array(cells, dtype=np.float64).reshape(shape)
    except ValueError:
        values = np.array([[_number(cell) for cell in row] for row in cells]).reshape(shape)
    labels = grid.column(label)
    problems = [
        Problem(
            f'line {grid.lines[i]} ({label} {labels[i]}), column "{columns[j]}"',
            Text("숫자가 아닙니다", "the cell is not a number"),
            Text("유한한 수", "a finite number"),
            same(f'"{cells[i][j]}"'),
            Text("원자료의 값을 넣으십시오", "put in the figure of the source"),
        )
        for i, j in np.argwhere(~np.isfinite(values))
    ]
    return values, problems


def _number(cell: str) -> float:
    """Return the number in `cell`, NaN where it holds none; 1_000 is Python's, not a figure."""
    try:
        return float("nan") if "_" in cell else float(cell)
    except ValueError:
        return float("nan")


def duplicates(grid: Grid, column: str) -> list[Problem]:
    """Return a problem for every label of `column` that occurs again."""
    first: dict[str, int] = {}
    problems = []
    for i, label in zip(grid.lines, grid.column(column), strict=True):
        if label in first:
            problems.append(
                Problem(
                    f"line {i}",
                    Text("코드가 두 번 나옵니다", "the code occurs twice"),
                    Text("행마다 다른 코드", "a code of its own for every row"),
                    Text(
                        f'"{label}", {first[label]}행에도',
                        f'"{label}", also on line {first[label]}',
                    ),
                    Text("한 행을 지우거나 코드를 고치십시오", "remove a row or mend its code"),
                )
            )
        first.setdefault(label, i)
    return problems


def write_whole(path: Path, data: bytes) -> None:
    """Write `data` to `path` whole or not at all: beside it first, then renamed over it.

    Raises
    ------
    OutputError
        If it can't be written; what was there stands.
    """
    try:
        _write_whole(path, data)
    except OSError as error:
        raise OutputError(
            str(path),
            Problem(
                "",
                Text("파일을 쓸 수 없습니다", "the file can't be written"),
                Text("쓸 수 있는 경로", "a place to write to"),
                same(error.strerror or error),
                Text(
                    "경로와 권한, 남은 공간을 확인하십시오",
                    "check the path, its permissions and the space left",
                ),
            ),
        ) from error


def write_netcdf(path: Path, arrays: xr.Dataset) -> None:
    """Write labelled arrays as netCDF 4, whole or not at all.

    Raises
    ------
    NotSupportedError
        If h5netcdf isn't installed.
    """
    extra("h5netcdf", "netcdf")
    with tempfile.TemporaryDirectory() as folder:
        temporary = Path(folder) / "arrays.nc"
        arrays.to_netcdf(temporary, engine="h5netcdf")
        write_whole(path, temporary.read_bytes())


def _write_whole(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(name, 0o666 & ~_UMASK)
        os.replace(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _umask() -> int:
    """Return the process's mask for new files, which can only be read by setting it."""
    mask = os.umask(0)
    os.umask(mask)
    return mask


_UMASK = _umask()  # once: setting it again later would not be safe among threads


def csv_bytes(header: Sequence[object], rows: Iterable[Sequence[object]]) -> bytes:
    """Return a CSV document in UTF-8 with LF line ends."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return out.getvalue().encode()


def figure(value: float) -> str:
    """Return the shortest text that reads back as exactly `value`."""
    return (
        str(int(value)) if float(value).is_integer() and abs(value) < 1e15 else repr(float(value))
    )
