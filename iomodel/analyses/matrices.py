"""Figures that users hand over by sector: vectors, and matrices from CSV files or frames."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from iomodel.analyses.arguments import bad_value
from iomodel.errors import LabelError, NotFoundError, Problem
from iomodel.files import duplicates, numbers, parse_csv, read_bytes
from iomodel.leontief import Array
from iomodel.sectors import Classification, require_same_labels
from iomodel.text import Text, same

if TYPE_CHECKING:
    import pandas as pd

Given: TypeAlias = "Path | str | pd.DataFrame"


@dataclass(frozen=True, eq=False)
class SectorMatrix:
    """Figures of a user by sector: values (n, m) in the order of the sectors."""

    origin: str
    columns: tuple[str, ...]
    values: Array


def sector_matrix(given: Given, sectors: Classification) -> SectorMatrix:
    """Return a user's figures in the order of `sectors`.

    Parameters
    ----------
    given : path or DataFrame
        A CSV file whose first column is `code`, or a frame whose index holds the codes; one
        column a quantity. Rows are found by their code, in whatever order they stand.
    sectors : Classification
        n sectors; each must have exactly one row.

    Raises
    ------
    LabelError
        Listing every code that is missing, unknown or double, and every cell that is no finite
        number (R1, R2, R12).
    NotFoundError
        If the file can't be read.
    """
    if isinstance(given, str | Path):
        return _from_file(Path(given), sectors)
    return _from_frame(given, sectors)


def _from_file(path: Path, sectors: Classification) -> SectorMatrix:
    grid = parse_csv(str(path), read_bytes(path), ["code"])
    if grid.problems:
        raise LabelError(str(path), grid.problems)
    columns = tuple(name for name in grid.header if name != "code")
    values, problems = numbers(grid, columns, "code")
    problems = [*duplicates(grid, "code"), *_unmatched(grid.column("code"), sectors), *problems]
    if not columns:
        problems.append(_no_columns())
    if problems:
        raise LabelError(str(path), problems)
    return SectorMatrix(str(path), columns, values[_order(grid.column("code"), sectors)])


def _from_frame(frame: pd.DataFrame, sectors: Classification) -> SectorMatrix:
    import pandas as pd

    origin = "DataFrame"
    codes = tuple(str(code) for code in frame.index)
    values = frame.apply(pd.to_numeric, errors="coerce").to_numpy(dtype=np.float64)
    columns = tuple(str(name) for name in frame.columns)
    problems = [
        Problem(
            f"code {code}",
            Text("코드가 두 번 나옵니다", "the code occurs twice"),
            Text("행마다 다른 코드", "a code of its own for every row"),
            same(f"{codes.count(code)} × {code}"),
            Text("한 행을 지우거나 코드를 고치십시오", "remove a row or mend its code"),
        )
        for code in dict.fromkeys(codes)
        if codes.count(code) > 1
    ]
    problems += _unmatched(codes, sectors)
    problems += [
        Problem(
            f'code {codes[i]}, column "{columns[j]}"',
            Text("숫자가 아닙니다", "the cell is not a number"),
            Text("유한한 수", "a finite number"),
            same(f'"{frame.iat[i, j]!s}"'),
            Text("빈 값을 0으로 볼지 정해 넣으십시오", "state zero if zero is meant"),
        )
        for i, j in np.argwhere(~np.isfinite(values))
    ]
    if not columns:
        problems.append(_no_columns())
    if problems:
        raise LabelError(origin, problems)
    return SectorMatrix(origin, columns, values[_order(codes, sectors)])


def _unmatched(codes: Sequence[str], sectors: Classification) -> list[Problem]:
    missing = [code for code in sectors.codes if code not in set(codes)]
    unknown = [code for code in dict.fromkeys(codes) if code not in set(sectors.codes)]
    problems = [sectors.unknown(f"code {code}", code) for code in unknown]
    if missing:
        problems.append(
            Problem(
                "code",
                Text("빠진 부문이 있습니다", "sectors are missing"),
                Text(
                    f"{sectors.id}의 {len(sectors)}부문 모두",
                    f"all {len(sectors)} sectors of {sectors.id}",
                ),
                Text(f"없음: {', '.join(missing)}", f"missing: {', '.join(missing)}"),
                Text(
                    "빠진 행을 넣으십시오. 0이면 0으로 적습니다",
                    "put in the missing rows, with zero where zero is meant",
                ),
            )
        )
    return problems


def _no_columns() -> Problem:
    return Problem(
        "header",
        Text("수치 열이 없습니다", "there is no column of figures"),
        Text("code 다음에 하나 이상의 열", "one column or more after code"),
        Text("없음", "none"),
        Text("열을 넣으십시오", "add a column"),
    )


def _order(codes: Sequence[str], sectors: Classification) -> list[int]:
    at = {code: i for i, code in enumerate(codes)}
    return [at[code] for code in sectors.codes]


def vector(sectors: Classification, values: Any, argument: str) -> Array:
    """Return one finite number a sector, (n,); a labelled series must be in the table's order.

    Raises
    ------
    LabelError
        If the length, the labels or a value don't fit (R1, R2).
    """
    index = getattr(values, "index", None)
    if index is not None and not callable(index):
        labels = Text("벡터와 표", "vector and table")
        require_same_labels(argument, [str(label) for label in index], sectors.codes, labels)
    array = np.asarray(values, dtype=np.float64)
    if array.shape != (len(sectors),):
        found = str(array.shape)
    elif not np.isfinite(array).all():
        found = ", ".join(sectors.codes[i] for i in np.flatnonzero(~np.isfinite(array)))
    else:
        return array
    raise LabelError(
        argument,
        Problem(
            "",
            Text("부문마다 유한한 수 하나가 아닙니다", "this is not one finite number a sector"),
            Text(f"{len(sectors)}개 부문의 수", f"numbers for {len(sectors)} sectors"),
            same(found),
            Text(
                "표의 부문 순서대로, 없으면 0으로 채우십시오",
                "fill them in the order of the table's sectors, zero where there is none",
            ),
        ),
        data=found,
    )


def labelled_frame(given: Given, argument: str) -> pd.DataFrame:
    """Return a user's matrix with its labels as text: those of rows first in a CSV file.

    Raises
    ------
    NotFoundError
        If the file isn't there.
    """
    import pandas as pd

    if isinstance(given, pd.DataFrame):
        return given.set_axis(given.index.astype(str)).set_axis(given.columns.astype(str), axis=1)
    if not Path(given).is_file():
        raise NotFoundError(
            argument,
            Problem(
                "",
                Text("파일이 없습니다", "there is no such file"),
                Text("CSV 파일", "a CSV file"),
                same(given),
                Text("경로를 고치십시오", "correct the path"),
            ),
            data=given,
        )
    frame = pd.read_csv(given, dtype=str, keep_default_na=False, encoding="utf-8-sig")
    return frame.set_index(frame.columns[0])


def finite_values(frame: pd.DataFrame, argument: str) -> Array:
    """Return the cells of a frame.

    Raises
    ------
    LabelError
        Listing the cells that are no finite number.
    """
    import pandas as pd

    values = np.array(
        [pd.to_numeric(frame[name], errors="coerce") for name in frame.columns], dtype=np.float64
    ).T
    bad = np.argwhere(~np.isfinite(values))
    if not len(bad):
        return values
    cells = [f"{frame.index[i]}, {frame.columns[j]}" for i, j in bad]
    raise bad_value(
        argument,
        Text("칸마다 수, 없으면 0", "a number in every cell, zero where there is none"),
        "; ".join(cells),
        Text("유한한 수가 아닌 칸이 있습니다", "some cells are not finite numbers"),
    )
