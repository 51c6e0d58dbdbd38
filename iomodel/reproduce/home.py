"""Where a case's files are: inputs and published figures, each read by its own side alone."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from iomodel.errors import Problem, PublicationFileError
from iomodel.files import Grid, duplicates, numbers, parse_csv, read_bytes
from iomodel.reproduce.about import DOCUMENT, About
from iomodel.reproduce.figures import Answer, Answers, Key, Printed
from iomodel.storage import require_unchanged
from iomodel.text import Text, same

Array = NDArray[np.float64]

COLUMNS = ("series", "of", "value")
_PRINTED = re.compile(r"-?\d+(\.\d+)?")


@dataclass(frozen=True, eq=False)
class Matrix:
    """Numbers with labels.

    Attributes
    ----------
    rows, columns : tuple of str
    values : ndarray (rows, columns)
    """

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    values: Array

    def row(self, name: str) -> Array:
        """Return the row of that label."""
        return np.asarray(self.values[self.rows.index(name)])

    def column(self, name: str) -> Array:
        """Return the column of that label."""
        return np.asarray(self.values[:, self.columns.index(name)])


@dataclass(frozen=True, eq=False)
class Home:
    """The folder of a case, and where figures are that are not shipped with it.

    Attributes
    ----------
    folder : Path
        Holds case.toml, inputs/ and published/.
    about : About
    elsewhere : Path or None
        The folder on this machine that the case needs, if it needs one.
    """

    folder: Path
    about: About
    elsewhere: Path | None

    def inputs(self, name: str) -> Matrix:
        """Return a matrix of inputs/, its checksum verified."""
        return read_matrix(self.folder / "inputs" / f"{name}.csv", self.about)

    def grid(self, name: str, required: Sequence[str]) -> Grid:
        """Return a file below the case's folder as text, its checksum verified."""
        path = self.folder / name
        data = read_bytes(path)
        _require_sealed(path, data, self.about)
        grid = parse_csv(str(path), data, required)
        if grid.problems:
            raise PublicationFileError(str(path), grid.problems)
        return grid

    def there(self, name: str, columns: Sequence[str] | None = None) -> Matrix:
        """Return a matrix of the folder that the case needs from elsewhere."""
        assert self.elsewhere is not None
        return read_matrix(self.elsewhere / name, None, columns)


def shipped_figures(home: Home) -> Printed:
    """Return the published figures of a case as they are printed.

    Raises
    ------
    PublicationFileError
        With every line that holds no figure, or one of no series, or one that stood before.
    """
    grid = home.grid("published/figures.csv", COLUMNS)
    known = {series.code for series in home.about.series}
    found: dict[Key, str] = {}
    problems = []
    for line, row in zip(grid.lines, zip(*map(grid.column, COLUMNS), strict=True), strict=True):
        series, of, value = row
        if series not in known or not _PRINTED.fullmatch(value) or (series, of) in found:
            problems.append(_no_figure(line, row, known))
        found[series, of] = value
    if problems:
        raise PublicationFileError(grid.origin, problems)
    return found


def _no_figure(line: int, row: tuple[str, ...], known: Iterable[str]) -> Problem:
    return Problem(
        f"line {line}",
        Text("공표값이 아닙니다", "the line holds no published figure of its own"),
        Text(
            f"계열({', '.join(sorted(known))}), 대상, 인쇄된 숫자, 한 번씩",
            f"a series ({', '.join(sorted(known))}), of what, the printed digits, each once",
        ),
        same(",".join(row)),
        Text("행을 고치십시오", "mend the line"),
    )


def read_matrix(
    path: Path, about: About | None = None, columns: Sequence[str] | None = None
) -> Matrix:
    """Return the numbers of a CSV file whose first column holds labels.

    Parameters
    ----------
    path : Path
    about : About, optional
        The case whose checksums the file must have.
    columns : sequence of str, optional
        The columns wanted; all if left out.

    Raises
    ------
    TableFileError
        If the file is not what was sealed.
    PublicationFileError
        With every cell that holds no number, and every column that is missing.
    """
    data = read_bytes(path)
    if about is not None:
        _require_sealed(path, data, about)
    grid = parse_csv(str(path), data, columns or ())
    wanted = tuple(columns) if columns is not None else grid.header[1:]
    # A heading that occurs twice is nothing to a reader who wants others.
    problems = [p for p in grid.problems if p.place != "header"]
    problems += [
        p
        for p in grid.problems
        if p.place == "header" and (columns is None or p.found.en.partition(" × ")[2] in wanted)
    ]
    if not problems:
        label = grid.header[0]
        values, problems = numbers(grid, wanted, label)
        problems += duplicates(grid, label)
        if not problems:
            return Matrix(grid.column(label), wanted, values)
    raise PublicationFileError(str(path), problems)


def _require_sealed(path: Path, data: bytes, about: About) -> None:
    name = f"{path.parent.name}/{path.name}"
    require_unchanged(path, data, about.files.get(name), DOCUMENT)


def vector(series: str, of: Sequence[str], values: Array) -> dict[Key, Answer]:
    """Return one answer a label."""
    return {
        (series, label): Answer.exactly(v)
        for label, v in zip(of, np.asarray(values).tolist(), strict=True)
    }


def cells(series: str, rows: Sequence[str], columns: Sequence[str], values: Array) -> Answers:
    """Return one answer a cell of a matrix, named "row > column"."""
    return {
        (series, cell(row, column)): Answer.exactly(values[i, j])
        for i, row in enumerate(rows)
        for j, column in enumerate(columns)
    }


def cell(row: str, column: str) -> str:
    """Return the name of a matrix's cell."""
    return f"{row} > {column}"
