"""Lines that stand in each other's place."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from iomodel.checks.accounts import Accounts
from iomodel.checks.cause import Cause
from iomodel.draft import PARTS, Block, Part
from iomodel.text import Text


def swapped_lines(accounts: Accounts) -> Iterator[Cause]:
    """Yield that two rows, or two columns, of a part stand in each other's place."""
    balance = accounts.identities[0]
    apart = [int(i) for i in balance.missed.nonzero()[0]]
    if len(apart) > _MOST_APART:
        return
    for a, b in combinations(apart, 2):
        if abs(balance.residual[a] + balance.residual[b]) <= 2 * balance.slack:
            for part in ("domestic", "final_demand", "imports", "primary_inputs"):
                if part not in accounts.sheets:
                    continue
                if part in ("domestic", "final_demand"):
                    yield _swapped(accounts, part, a, b, by_row=True)
                if part != "final_demand":
                    yield _swapped(accounts, part, a, b, by_row=False)


_MOST_APART = 60  # sectors out of balance among which a pair is looked for


def _swapped(accounts: Accounts, part: Part, a: int, b: int, *, by_row: bool) -> Cause:
    def repair(accounts: Accounts) -> Accounts:
        sheet, block = accounts.sheets[part], accounts.draft.parts[part]
        if by_row:
            swapped, moved = sheet.with_row_swapped(a, b), _moved(block, a, b)
        else:
            swapped = sheet.transposed().with_row_swapped(a, b).transposed()
            moved = _moved(block.transposed(), a, b).transposed()
        return accounts.with_sheets({part: swapped}).with_blocks({part: moved})

    block = accounts.draft.parts[part]
    side = Text("행", "rows") if by_row else Text("열", "columns")
    one, other = accounts.sectors[a], accounts.sectors[b]
    places = [block.place(k, -1) if by_row else block.place(-1, k) for k in (a, b)]
    return Cause(
        "swapped-lines",
        repair,
        places[0],
        one.code,
        Text(
            f"{PARTS[part].ko}의 두 {side.ko}이 서로의 자리에 있습니다",
            f"two {side.en} of {PARTS[part].en} stand in each other's place",
        ),
        Text("이름표에 맞는 수치", "figures under their own labels"),
        Text(
            f'"{one}", "{other}"({places[1]}) 두 줄을 맞바꾸면 합계가 맞음',
            f'the sums agree once "{one}" and "{other}" ({places[1]}) are exchanged',
        ),
        Text("두 줄의 수치나 이름표를 맞바꾸십시오", "exchange their figures or their labels"),
    )


def _moved(block: Block, a: int, b: int) -> Block:
    """Return the block with the addresses, not the labels, of two rows exchanged."""
    order = {a: b, b: a}

    def place(i: int, j: int) -> str:
        return block.place(order.get(i, i), j)

    return Block(block.rows, block.columns, block.values, place)
