"""Sums that don't agree and that no single cause explains: sector by sector, total by total."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from iomodel.checks.accounts import TRIPLES, Accounts, Identity, contradictions
from iomodel.checks.base import Finding, gap, number
from iomodel.checks.empty import without_output, without_sales
from iomodel.draft import PARTS, Part, Printed
from iomodel.table import Array
from iomodel.text import Text, same


def balance_findings(accounts: Accounts) -> list[Finding]:
    """Return what is left out of balance (R4), and printed totals that differ from their sums."""
    gaps = list(_gaps(accounts))
    return [
        *gaps,
        *_contradictions(accounts),
        *_printed(accounts, {one.sector for one in gaps}),
    ]


def _gaps(accounts: Accounts) -> Iterator[Finding]:
    balance = accounts.identities[0]
    block = accounts.draft.parts["domestic"]
    unit = accounts.draft.info.money.name
    stated = f"±{accounts.tolerance:g}"
    told = [*without_output(accounts), *without_sales(accounts)]
    for i in np.setdiff1d(np.flatnonzero(balance.missed), told):
        mark, apart = balance.marks[int(i)], float(balance.residual[i])
        made, sold = number(float(accounts.output[i])), number(float(accounts.sales[i]))
        yield Finding(
            "balance",
            block.place(int(i), -1),
            mark.code,
            Text(
                "국산 판매액 합계가 총투입과 다릅니다",
                "domestic sales do not add up to total inputs",
            ),
            Text(f"{made} {unit.ko} ({stated})", f"{made} {unit.en} ({stated})"),
            Text(f"{sold} (차이 {gap(apart)})", f"{sold} (gap {gap(apart)})"),
            Text(
                f'"{mark}"의 행과 열을 원자료와 대조하십시오',
                f'check the row and the column of "{mark}" against the source',
            ),
            apart,
        )


def _contradictions(accounts: Accounts) -> Iterator[Finding]:
    """Yield, row by row, where total flows aren't domestic and imported ones."""
    for triple in TRIPLES:
        if all(part in accounts.sheets for part in triple):
            apart = contradictions(accounts, triple)
            missed = np.abs(apart) > accounts.slack
            for i in np.flatnonzero(missed.any(axis=1)):
                yield _contradiction(accounts, triple, int(i), apart[i], int(missed[i].sum()))


def _contradiction(
    accounts: Accounts, triple: tuple[Part, Part, Part], i: int, apart: Array, count: int
) -> Finding:
    j = int(np.nanargmax(np.abs(apart)))
    total, domestic, imports = (float(accounts.sheets[p].values[i, j]) for p in triple)
    whole, block = PARTS[triple[0]], accounts.draft.parts[triple[0]]
    cell = f"{block.rows[i]} × {block.columns[j]}"
    more = (
        Text(f"; 이 행에 {count - 1}칸 더", f"; {count - 1} more cells in this row")
        if count > 1
        else Text("", "")
    )
    return Finding(
        "sheets",
        block.place(i, j),
        block.rows[i].code,
        Text(
            f"{whole.ko}가 국산과 수입의 합이 아닙니다",
            f"{whole.en} are not domestic and imported ones together",
        ),
        Text(
            f"국산 {number(domestic)} + 수입 {number(imports)} = "
            f"{number(domestic + imports)} ({cell})",
            f"{number(domestic)} domestic + {number(imports)} imported = "
            f"{number(domestic + imports)} ({cell})",
        ),
        Text(
            f"{number(total)} ({gap(total - domestic - imports)}){more.ko}",
            f"{number(total)} ({gap(total - domestic - imports)}){more.en}",
        ),
        Text("세 시트의 이 칸을 원자료와 대조하십시오", "check the cell on all three sheets"),
        total - domestic - imports,
    )


def _printed(accounts: Accounts, unsound: set[str]) -> Iterator[Finding]:
    """Yield the printed totals that differ from the sums of their cells.

    Where the sector balances by its cells (all sectors, for the total of an item) the total is
    taken for a misprint: a warning. Where it doesn't, there is no telling which is right.
    """
    sectors = {mark.code for mark in accounts.sectors}
    for identity in accounts.identities:
        if identity.printed is not None:
            printed = accounts.draft.printed[identity.printed]
            for i in np.flatnonzero(identity.missed):
                code = identity.marks[int(i)].code
                sound = code not in unsound if code in sectors else not unsound
                yield _printed_finding(accounts, printed, identity, int(i), sound=sound)


def _printed_finding(
    accounts: Accounts, printed: Printed, identity: Identity, i: int, *, sound: bool
) -> Finding:
    found, _ = accounts.totals[identity.printed or 0]
    added = float(found[i] - identity.residual[i])
    mark, apart = identity.marks[i], float(identity.residual[i])
    place = printed.block.place(i, 0) if printed.side == "row" else printed.block.place(0, i)
    return Finding(
        "misprint" if sound else "printed-total",
        place,
        mark.code,
        Text(
            f'"{printed.name}" 값이 합과 다릅니다',
            f'"{printed.name}" differs from the sum of its cells',
        ),
        same(f"{number(added)} ({mark})"),
        same(f"{number(float(found[i]))} ({gap(apart)})"),
        Text(
            "이 부문의 칸들은 서로 맞으므로 칸을 믿었습니다. 원자료의 오식인지 확인하십시오",
            "the cells of this sector agree among themselves and are believed; see whether the "
            "total is a misprint",
        )
        if sound
        else Text("이 줄을 원자료와 대조하십시오", "check this row or column against the source"),
        apart,
    )
