"""Arguments that a user gives to an analysis: choices, and matrices by sector."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
from numpy.typing import NDArray

from iomodel.errors import LabelError, NotSupportedError, Problem
from iomodel.files import duplicates, numbers, parse_csv, read_bytes
from iomodel.sectors import Classification
from iomodel.text import Text, same

if TYPE_CHECKING:
    import pandas as pd

Array = NDArray[np.float64]
Given: TypeAlias = "Path | str | pd.DataFrame"


def require_choice(argument: str, value: str, allowed: Sequence[str]) -> None:
    """Raise unless `value` is one of those allowed.

    Raises
    ------
    NotSupportedError
        Naming the argument and the values allowed.
    """
    if value in allowed:
        return
    names = ", ".join(allowed)
    raise NotSupportedError(
        argument,
        Problem(
            "",
            Text("모르는 선택지입니다", "the choice isn't known"),
            Text(f"다음 중 하나: {names}", f"one of: {names}"),
            same(f'"{value}"'),
            Text(f"{argument}을(를) 고치십시오", f"correct {argument}"),
        ),
        data=value,
    )


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
