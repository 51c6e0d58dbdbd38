"""Negative figures and where they are; sectors that make or buy nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from iomodel.checks.accounts import Accounts
from iomodel.checks.base import Finding, number
from iomodel.draft import FINAL, FLOWS, PARTS, Part
from iomodel.table import Array
from iomodel.text import Text, same

MAY_FALL = ("재고", "귀중품", "inventor", "stock", "valuable")
"""Words for items of final demand that are changes and may be negative."""


def sign_findings(accounts: Accounts) -> list[Finding]:
    """Return where figures are negative, and which sectors have no output or no inputs.

    Of the total flows nothing is said: they are negative where the domestic or imported ones are.
    """
    return [
        *_negative_flows(accounts),
        *_negative_demand(accounts),
        *_negative_output(accounts),
        *_idle(accounts),
    ]


def _negative_flows(accounts: Accounts) -> Iterator[Finding]:
    for part in FLOWS[1:]:
        if part in accounts.sheets:
            values = accounts.sheets[part].values
            everywhere = np.ones(values.shape, dtype=bool)
            yield from _negative(accounts, "negative-flows", part, values, everywhere)


def _negative_demand(accounts: Accounts) -> Iterator[Finding]:
    """Yield negative final demand, but for changes in stocks and items that are deducted."""
    for part in FINAL[1:]:
        if part in accounts.sheets:
            values = accounts.sheets[part].values
            info = accounts.draft.info.final_demand
            words = [f"{mark.code} {mark.name}" for mark in accounts.draft.parts[part].columns]
            if len(info) == len(words):
                words = [f"{a} {b.ko} {b.en}" for a, b in zip(words, info, strict=True)]
            meant = [any(w in name.casefold() for w in MAY_FALL) for name in words]
            deducted = (values < 0).sum(axis=0) > (values > 0).sum(axis=0)
            looked_at = np.broadcast_to(~(np.array(meant) | deducted), values.shape)
            yield from _negative(accounts, "negative-final-demand", part, values, looked_at)


def _negative(
    accounts: Accounts, kind: str, part: Part, values: Array, looked_at: NDArray[np.bool_]
) -> Iterator[Finding]:
    cells = (values < 0) & looked_at
    if not cells.any():
        return
    i, j = np.unravel_index(np.argmin(np.where(cells, values, 0.0)), values.shape)
    block, name = accounts.draft.parts[part], PARTS[part]
    row, column = block.rows[int(i)], block.columns[int(j)]
    count, rows = int(cells.sum()), int(cells.any(axis=1).sum())
    lowest = number(float(values[i, j]))
    yield Finding(
        kind,
        block.place(int(i), int(j)),
        row.code,
        Text(f"{name.ko}에 음수가 있습니다", f"there are negative figures in {name.en}"),
        Text("0 이상", "zero or more"),
        Text(
            f"{count}칸({rows}개 행), 가장 큰 것은 {lowest} ({row} × {column})",
            f"{_counted(count, 'cell')} in {_counted(rows, 'row')}, the largest {lowest} "
            f"({row} × {column})",
        ),
        Text(
            "원자료의 잔폐물·부산물이면 그대로 두어도 됩니다. 아니면 고치십시오",
            "leave them if the source has them, as scrap and by-products do; mend them if not",
        ),
        float(count),
    )


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def _negative_output(accounts: Accounts) -> Iterator[Finding]:
    block = accounts.draft.parts["domestic"]
    for i in np.flatnonzero(accounts.output < -accounts.slack):
        made = float(accounts.output[i])
        yield Finding(
            "negative-output",
            block.place(-1, int(i)),
            block.columns[int(i)].code,
            Text("산출이 음수입니다", "output is negative"),
            Text("0 이상", "zero or more"),
            same(f"{number(made)} ({block.columns[int(i)]})"),
            Text(
                "이 부문의 열을 원자료와 대조하십시오",
                "check the sector's column against the source",
            ),
            made,
        )


def _idle(accounts: Accounts) -> Iterator[Finding]:
    """Yield the sectors without any output, and those that make things out of nothing bought."""
    slack, bought = accounts.slack, _bought(accounts)
    idle = (np.abs(accounts.output) <= slack) & (np.abs(accounts.sales) <= slack)
    if idle.any():
        yield _told_together(
            accounts,
            "idle",
            np.flatnonzero(idle),
            Text(
                "산출과 판매가 모두 0인 부문이 있습니다",
                "some sectors have neither output nor sales",
            ),
            Text(
                "그대로 두면 이 부문에 대한 수요는 거절됩니다",
                "demand on them will be refused; leave them if the source has them so",
            ),
        )
    alone = (accounts.output > slack) & (np.abs(bought) <= slack)
    if alone.any():
        yield _told_together(
            accounts,
            "no-inputs",
            np.flatnonzero(alone),
            Text(
                "산출이 있는데 중간투입이 없는 부문이 있습니다",
                "some sectors have output but no intermediate inputs",
            ),
            Text(
                "가사서비스처럼 그런 부문이 아니면 열이 비었는지 보십시오",
                "unless they are such as domestic service, see whether their columns are empty",
            ),
        )


def _bought(accounts: Accounts) -> Array:
    """Return every sector's intermediate inputs, domestic and imported, (n,)."""
    bought = accounts.sheets["domestic"].columns
    if "imports" in accounts.sheets:
        bought = bought + accounts.sheets["imports"].columns
    inputs = accounts.draft.info.primary_inputs
    rows = [k for k, one in enumerate(inputs) if one.role == "imports"]
    primary = accounts.sheets["primary_inputs"]
    if len(inputs) == len(primary.rows) and rows:
        bought = bought + primary.values[rows].sum(axis=0)
    return bought


def _told_together(
    accounts: Accounts, kind: str, at: Sequence[int] | NDArray[np.intp], what: Text, remedy: Text
) -> Finding:
    block = accounts.draft.parts["domestic"]
    names = ", ".join(f'"{block.columns[int(i)]}"' for i in at)
    return Finding(
        kind,
        block.place(-1, int(at[0])),
        block.columns[int(at[0])].code,
        what,
        Text("산출과 투입이 있는 부문", "sectors with output and inputs"),
        Text(f"{len(at)}개: {names}", f"{len(at)}: {names}"),
        remedy,
        float(len(at)),
    )
