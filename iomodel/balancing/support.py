"""Whether any matrix with a prior's zeros and signs has the margins; if not, who stands in the way.

The question is a transport problem, decided by a linear programme whose dual is the proof.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from iomodel.balancing.base import Array, Names, listed
from iomodel.errors import MarginsError, Problem
from iomodel.text import Text, same


def require_feasible(
    origin: str, prior: Any, u: Array, v: Array, names: Names, allowed: float
) -> None:
    """Raise if no matrix with the zeros and signs of `prior` has the margins.

    Parameters
    ----------
    prior : ndarray or csr_array (m, n)
    u, v : ndarray (m,), (n,)
    allowed : float
        How far sums may stray.

    Raises
    ------
    MarginsError
        Naming rows and columns whose totals contradict each other.

    Notes
    -----
    min Σ slack over z ≥ 0 with Σ_j σ_ij z_ij = u_i, Σ_i σ_ij z_ij = v_j but for slack, σ the signs
    of the prior. Its constraints are those of a bipartite network, hence totally unimodular, so
    that an optimal dual y, t has entries −1, 0 and 1, with y_i + t_j ≤ 0 on positive cells and ≥ 0
    on negative ones. Rows at 1 have their positive cells in columns at −1 alone, and those columns
    their negative cells in those rows alone, so that the rows can't exceed the columns in sum;
    where the margins say that they do, they can't be met (Farkas). As rows and columns have the
    same total, the rest of the dual says the same of all other columns and rows.
    """
    from scipy.optimize import linprog
    from scipy.sparse import csr_array, eye_array, hstack

    i, j = prior.nonzero()
    signs = np.sign(np.asarray(prior[i, j]).ravel())
    m, n, k = len(u), len(v), len(i)
    incidence = csr_array(
        (np.tile(signs, 2), (np.concatenate([i, m + j]), np.tile(np.arange(k), 2))),
        shape=(m + n, k),
    )
    size = float(np.abs(np.concatenate([u, v])).max())
    slack = eye_array(m + n)
    constraints: Any = hstack([incidence, slack, -slack], format="csr")
    found = linprog(
        np.concatenate([np.zeros(k), np.ones(2 * (m + n))]),
        A_eq=constraints,
        b_eq=np.concatenate([u, v]) / size,
        method="highs",
    )
    assert found.fun is not None, "slack meets any margins, and costs at least nothing"
    if found.fun * size <= max(allowed, _LP * size):
        return
    y, t = np.split(np.rint(found.eqlin.marginals), [m])
    rows, columns = np.flatnonzero(y > 0), np.flatnonzero(t < 0)
    problem = _contradiction(rows, columns, u, v, names)
    raise MarginsError(origin, problem, data=(rows, columns))


_LP = 1e-7  # of the largest margin: HiGHS' own feasibility tolerance


def _contradiction(
    rows: NDArray[np.intp], columns: NDArray[np.intp], u: Array, v: Array, names: Names
) -> Problem:
    needing, serving = listed(names.rows, rows), listed(names.columns, columns)
    most = float(v[columns].sum())
    return Problem(
        Text(f"행 {needing}", f"rows {needing}"),
        Text("이 합들은 맞출 수 없습니다", "these totals can't be met"),
        Text(
            f"합계 {most:,.12g} 이하: 이 행의 양수인 칸은 열 {serving}에만 있음",
            f"no more than {most:,.12g} in sum: the positive cells of these rows all lie in "
            f"columns {serving}",
        ),
        same(f"{u[rows].sum():,.12g}"),
        Text(
            "합을 고치거나, 출발행렬의 빈 칸에 값을 주십시오",
            "mend the totals, or give empty cells of the prior a value",
        ),
    )
