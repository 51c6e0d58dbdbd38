"""Lines that were left empty: final demand, a sector's column, a sector's row."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from iomodel.checks.accounts import Accounts
from iomodel.checks.base import Finding, number
from iomodel.text import Text, same

ALONG = 0.1  # of the other gaps, in sum, may have the same sign: negative flows leave them
SEVERAL = 3  # other sectors that a line left empty puts out of balance, at least

Side = Literal["row", "column"]


def empty_findings(accounts: Accounts) -> tuple[list[Finding], bool]:
    """Return the lines left empty, and whether what the sums miss follows from them.

    A column left empty shows in the rows of all who sold to it: they sell too little. A row left
    empty shows in the columns of all who bought from it.
    """
    if not np.nan_to_num(accounts.sheets["final_demand"].values).any():
        return [_no_final_demand(accounts)], True
    idle = [*without_output(accounts), *without_sales(accounts)]
    lines = sorted(_empty_lines(accounts), key=lambda line: -abs(accounts.gap[line[0]]))
    guilty = next(([line] for line in lines if _explain(accounts, [line])), [])
    if not guilty and _explain(accounts, lines):
        guilty = lines
    told = [line for line in lines if line in guilty or line[0] in idle]
    findings = [_empty(accounts, *line, follows=line in guilty) for line in told]
    return findings, bool(guilty)


def _empty_lines(accounts: Accounts) -> Iterator[tuple[int, Side]]:
    """Yield the sectors out of balance whose domestic row, or column, holds nothing."""
    flows, missed = accounts.sheets["domestic"], accounts.identities[0].missed
    for i in np.flatnonzero(missed):
        if accounts.gap[i] < 0 and flows.rows[i] == 0 and not flows.values[i].any():
            yield int(i), "row"
        if accounts.gap[i] > 0 and flows.columns[i] == 0 and not flows.values[:, i].any():
            yield int(i), "column"


def _explain(accounts: Accounts, lines: list[tuple[int, Side]]) -> bool:
    """Return whether the other gaps look like what the lines held.

    They are several (one will do where the sector sells, or makes, nothing at all), of the
    opposite sign, and no larger together.
    """
    if len({side for _, side in lines}) != 1:
        return False
    empty, gap = [i for i, _ in lines], np.nan_to_num(accounts.gap)
    own, others = gap[empty].sum(), np.delete(gap, empty)
    others = others[np.abs(others) > accounts.slack]
    total = np.abs(others).sum()
    along = np.abs(others[np.sign(others) == np.sign(own)]).sum()
    least = 1 if _kind(accounts, empty[0]) != "empty-line" else min(SEVERAL, len(gap) - 1)
    several = len(others) >= least
    return bool(several and total <= (1 + 2 * ALONG) * abs(own) and along <= ALONG * total)


def without_output(accounts: Accounts) -> NDArray[np.intp]:
    """Return the positions of the sectors that sell but have no inputs and so no output."""
    nothing = np.abs(accounts.output) <= accounts.slack
    return np.flatnonzero(nothing & (np.abs(accounts.sales) > accounts.slack))


def without_sales(accounts: Accounts) -> NDArray[np.intp]:
    """Return the positions of the sectors that have output but sell nothing."""
    nothing = np.abs(accounts.sales) <= accounts.slack
    return np.flatnonzero(nothing & (np.abs(accounts.output) > accounts.slack))


def _no_final_demand(accounts: Accounts) -> Finding:
    return Finding(
        "no-final-demand",
        accounts.draft.parts["final_demand"].place(-1, -1),
        "",
        Text("최종수요가 모두 0입니다", "all final demand is zero"),
        Text("소비, 투자, 수출 등의 수치", "figures of consumption, investment, exports …"),
        Text("0뿐", "nothing but zeros"),
        Text("최종수요를 넣으십시오", "put in final demand"),
        symptoms=accounts.all_symptoms(),
    )


def _empty(accounts: Accounts, i: int, side: Side, *, follows: bool) -> Finding:
    block, mark = accounts.draft.parts["domestic"], accounts.sectors[i]
    sold, made = number(float(accounts.sales[i])), number(float(accounts.output[i]))
    column = side == "column"
    return Finding(
        _kind(accounts, i),
        block.place(-1, i) if column else block.place(i, -1),
        mark.code,
        Text("부문의 열이 비었습니다", "the column of the sector is empty")
        if column
        else Text("부문의 행이 비었습니다", "the row of the sector is empty"),
        Text(f"투입 합계 {sold} ({mark})", f"inputs of {sold} in all ({mark})")
        if column
        else Text(f"판매 합계 {made} ({mark})", f"sales of {made} in all ({mark})"),
        same(made if column else sold),
        Text(
            "열이 비었으면 채우고, 생산이 없는 부문이면 그 판매를 고치십시오",
            "fill the column if it was left empty; mend the sales if nothing is made there",
        )
        if column
        else Text("행이 비었으면 채우십시오", "fill the row if it was left empty"),
        float(accounts.gap[i]),
        accounts.all_symptoms() if follows else (),
    )


def _kind(accounts: Accounts, i: int) -> str:
    if i in without_output(accounts):
        return "no-output"
    return "no-sales" if i in without_sales(accounts) else "empty-line"
