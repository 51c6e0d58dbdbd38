"""Tables that lie on their side."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from iomodel.checks.accounts import Accounts
from iomodel.checks.cause import Cause, Repair, names_of, places_of
from iomodel.draft import FLOWS, Part
from iomodel.table import Component
from iomodel.text import Text


def transposed(accounts: Accounts) -> Iterator[Cause]:
    """Yield that some flows, or the whole table, have sellers for buyers."""
    flows = [part for part in FLOWS if part in accounts.sheets]
    groups = [(part,) for part in flows] + [tuple(flows)] * (len(flows) > 1)
    if len(flows) == len(FLOWS):
        groups += [("domestic", "imports")]
    for group in groups:
        yield Cause(
            "transposed",
            _transposing(group),
            places_of(accounts, group),
            "",
            Text(
                f"{names_of(group).ko}의 행과 열이 바뀌었습니다",
                f"rows and columns are exchanged: {names_of(group).en}",
            ),
            Text("행은 파는 부문, 열은 사는 부문", "sellers in the rows, buyers in the columns"),
            Text(
                "행과 열을 바꾸면 합계가 맞음", "the sums agree once rows and columns are exchanged"
            ),
            Text("행과 열을 바꾸어 넣으십시오", "exchange rows and columns"),
        )
    if not {"final_demand_total", "final_demand_imports"} & set(accounts.sheets):
        yield _exchanged(accounts, flows)


def _transposing(group: Sequence[Part]) -> Repair:
    def repair(accounts: Accounts) -> Accounts:
        sheets = {part: accounts.sheets[part].transposed() for part in group}
        blocks = {part: accounts.draft.parts[part].transposed() for part in group}
        return accounts.with_sheets(sheets).with_blocks(blocks)

    return repair


def _exchanged(accounts: Accounts, flows: Sequence[Part]) -> Cause:
    """Return that the whole table lies on its side, its inputs read as demand."""

    def repair(accounts: Accounts) -> Accounts:
        mended, info = _transposing(flows)(accounts), accounts.draft.info
        sheets, blocks = accounts.sheets, accounts.draft.parts
        mended = mended.with_sheets(
            {
                "final_demand": sheets["primary_inputs"].transposed(),
                "primary_inputs": sheets["final_demand"].transposed(),
            }
        ).with_blocks(
            {
                "final_demand": blocks["primary_inputs"].transposed(),
                "primary_inputs": blocks["final_demand"].transposed(),
            }
        )
        rows = [Component(**one.model_dump(), role="value_added") for one in info.final_demand]
        items = {"final_demand": info.primary_inputs, "primary_inputs": tuple(rows)}
        return replace(mended, draft=replace(mended.draft, info=info.model_copy(update=items)))

    return Cause(
        "transposed",
        repair,
        places_of(accounts, flows),
        "",
        Text(
            "표 전체의 행과 열이 바뀌었습니다", "rows and columns of the whole table are exchanged"
        ),
        Text(
            "행은 판매(중간수요와 최종수요), 열은 투입(중간투입과 본원적 투입)",
            "sales in the rows, to sectors and final demand; inputs in the columns, from sectors "
            "and primary ones",
        ),
        Text(
            "최종수요와 본원적 투입을 맞바꾸고 행과 열을 바꾸면 합계가 맞음",
            "the sums agree once rows and columns, final demand and primary inputs are exchanged",
        ),
        Text("표를 돌려 넣으십시오", "turn the table round"),
    )
