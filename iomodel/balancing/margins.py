"""What is refused before any iteration: margins and priors that can't be what they claim."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from iomodel.balancing.base import Array, Names, listed
from iomodel.errors import LabelError, MarginsError, Problem
from iomodel.text import Text, same

Mask = NDArray[np.bool_]


def require_numbers(origin: str, prior: Any, u: Array, v: Array, names: Names) -> None:
    """Raise unless the shapes fit and every figure is finite.

    Raises
    ------
    LabelError
        If the margins are not as many as rows and columns.
    MarginsError
        If a cell or margin is NaN or infinite (R2).
    """
    named = (len(names.rows), len(names.columns))
    if not (prior.shape == named == (*u.shape, *v.shape)):
        raise LabelError(
            origin,
            Problem(
                "",
                Text("행렬과 주변합의 크기가 다릅니다", "matrix and margins differ in size"),
                same(prior.shape),
                Text(
                    f"행의 합 {u.shape}, 열의 합 {v.shape}, 이름 {named}",
                    f"row totals {u.shape}, column totals {v.shape}, names {named}",
                ),
                Text("행마다, 열마다 합을 하나씩 주십시오", "give a total a row and a column"),
            ),
        )
    cells = prior if isinstance(prior, np.ndarray) else prior.data
    problems = [
        _not_finite(*part)
        for part in (
            (Text("행의 합", "row totals"), np.flatnonzero(~np.isfinite(u)), names.rows),
            (Text("열의 합", "column totals"), np.flatnonzero(~np.isfinite(v)), names.columns),
        )
        if len(part[1])
    ]
    if not np.isfinite(cells).all():
        i, j = (~np.isfinite(prior)).nonzero() if isinstance(prior, np.ndarray) else _where(prior)
        labels = tuple(f"({names.rows[a]}, {names.columns[b]})" for a, b in zip(i, j, strict=True))
        problems.append(_not_finite(Text("출발행렬", "prior"), np.arange(len(labels)), labels))
    if problems:
        raise MarginsError(origin, problems)


def _where(prior: Any) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    triples = prior.tocoo()
    bad = ~np.isfinite(triples.data)
    return triples.coords[0][bad], triples.coords[1][bad]


def _not_finite(place: Text, found: NDArray[np.intp], names: tuple[str, ...]) -> Problem:
    return Problem(
        place,
        Text("숫자가 아닌 값이 있습니다", "some figures are no numbers"),
        Text("유한한 수", "finite numbers"),
        same(listed(names, found)),
        Text("원자료의 값을 넣으십시오", "put in the figures of the source"),
    )


def emptied(
    origin: str, prior: Any, u: Array, v: Array, names: Names, tolerance: float
) -> tuple[Any, float]:
    """Return the prior without the cells that margins of zero empty, and the gap allowed.

    A row or column whose cells are all of one sign and whose margin is zero holds only zeros in
    every solution; that may leave others so, and so on.

    Raises
    ------
    MarginsError
        If the margins differ in sum, or one row or column alone can't be met: it has no cells, or
        none of the sign of its margin.
    """
    allowed = tolerance * float(np.abs(np.concatenate([u, v])).max(initial=0.0))
    gap = float(u.sum() - v.sum())
    if abs(gap) > allowed:
        raise MarginsError(origin, _unequal(u, v, allowed), data=gap)
    up, down = _counts(prior)
    alive_rows, alive_columns = np.ones(len(u), np.bool_), np.ones(len(v), np.bool_)
    while True:
        plus_r, minus_r = up @ alive_columns, down @ alive_columns
        plus_c, minus_c = alive_rows @ up, alive_rows @ down
        dead_r = alive_rows & (u == 0) & ((plus_r > 0) ^ (minus_r > 0))
        dead_c = alive_columns & (v == 0) & ((plus_c > 0) ^ (minus_c > 0))
        if not (dead_r.any() or dead_c.any()):
            break
        alive_rows &= ~dead_r
        alive_columns &= ~dead_c
    sides = (
        (Text("행", "row"), names.rows, u, plus_r, minus_r, alive_rows),
        (Text("열", "column"), names.columns, v, plus_c, minus_c, alive_columns),
    )
    problems = [problem for side in sides for problem in _hopeless(*side)]
    if problems:
        raise MarginsError(origin, problems)
    return _keep(prior, alive_rows, alive_columns), allowed


def _counts(prior: Any) -> tuple[Any, Any]:
    if isinstance(prior, np.ndarray):
        return (prior > 0).astype(np.float64), (prior < 0).astype(np.float64)
    return (prior > 0).astype(np.float64).tocsr(), (prior < 0).astype(np.float64).tocsr()


def _keep(prior: Any, rows: Mask, columns: Mask) -> Any:
    if rows.all() and columns.all():
        return prior
    if isinstance(prior, np.ndarray):
        return prior * rows[:, None] * columns
    from scipy.sparse import csr_array, diags_array

    return csr_array(diags_array(rows * 1.0) @ prior @ diags_array(columns * 1.0))


def _hopeless(
    side: Text, labels: tuple[str, ...], margin: Array, plus: Array, minus: Array, alive: Mask
) -> list[Problem]:
    """Return a problem for every row or column that its own cells keep from its margin."""
    lacking = ((margin > 0) & (plus == 0)) | ((margin < 0) & (minus == 0))
    return [
        Problem(
            Text(f"{side.ko} {labels[i]}", f"{side.en} {labels[i]}"),
            Text("이 합을 낼 수 있는 칸이 없습니다", "no cell can make up this total"),
            Text("양수인 칸", "a positive cell")
            if margin[i] > 0
            else Text("음수인 칸", "a negative cell"),
            _content(float(margin[i]), bool(plus[i] + minus[i])),
            Text(
                "합을 고치거나, 출발행렬의 이 칸들에 값을 주십시오",
                "mend the total, or give these cells of the prior a value",
            ),
        )
        for i in np.flatnonzero(alive & lacking)
    ]


def _content(margin: float, any_cell: bool) -> Text:
    if not any_cell:
        return Text(f"합 {margin:,.12g}, 칸은 모두 0", f"total {margin:,.12g}, every cell zero")
    ko, en = ("음수", "negative") if margin > 0 else ("양수", "positive")
    return Text(
        f"합 {margin:,.12g}, 0이 아닌 칸은 모두 {ko}",
        f"total {margin:,.12g}, every cell that is not zero {en}",
    )


def _unequal(u: Array, v: Array, allowed: float) -> Problem:
    return Problem(
        "",
        Text("행의 합계와 열의 합계가 다릅니다", "the row and the column totals differ in sum"),
        Text(
            f"같은 합계 (±{allowed:.3g})",
            f"the same sum (±{allowed:.3g})",
        ),
        Text(
            f"행 {u.sum():,.12g}, 열 {v.sum():,.12g} (차이 {u.sum() - v.sum():+,.6g})",
            f"rows {u.sum():,.12g}, columns {v.sum():,.12g} (gap {u.sum() - v.sum():+,.6g})",
        ),
        Text(
            "한쪽의 합을 원자료와 대조하십시오",
            "check one side against its source",
        ),
    )
