"""Parts, and single items, that are in another unit than the rest, or have another sign."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from iomodel.checks.accounts import TRIPLES, Accounts
from iomodel.checks.base import times
from iomodel.checks.cause import Cause, names_of, places_of
from iomodel.draft import FINAL, PARTS, Part
from iomodel.text import Text
from iomodel.units import SLIPS, power_of_ten

MOST_PARTS = 3  # that are in another unit than the rest
COMMON = 6  # slips, up to a thousand


def other_units(accounts: Accounts, *, whole: bool = False) -> Iterator[Cause]:
    """Yield that some parts are in another unit than the rest, the fewest first.

    Either with the totals printed beside them or without; `whole` is for one part at a time, with
    its totals.
    """
    most_parts = 1 if whole else MOST_PARTS
    variants = (True, False) if accounts.totals and not whole else (True,)
    parts = [part for part in PARTS if part in accounts.sheets and part != "satellites"]
    for most in range(1, min(most_parts, len(parts) // 2) + 1):
        for group in combinations(parts, most):
            if any(set(triple) <= set(group) for triple in TRIPLES):
                continue
            for factor in SLIPS:
                for totals_too in variants:
                    yield _other_unit(accounts, group, factor, totals_too)


def _other_unit(
    accounts: Accounts, group: tuple[Part, ...], factor: float, totals_too: bool
) -> Cause:
    """Return that the parts are in a unit which `factor` turns into that of the rest."""

    def repair(accounts: Accounts) -> Accounts:
        mended = accounts.with_totals_scaled(group, factor) if totals_too else accounts
        return mended.with_sheets({part: accounts.sheets[part].scaled(factor) for part in group})

    names, power = names_of(group), -(power_of_ten(factor) or 0)
    return Cause(
        "unit-slip",
        repair,
        places_of(accounts, group),
        "",
        Text(
            f"{names.ko}의 단위가 나머지와 다릅니다",
            f"the unit of {names.en} is not that of the rest",
        ),
        Text(
            f"모두 같은 단위 ({accounts.draft.info.money.name.ko})",
            f"one unit throughout ({accounts.draft.info.money.name.en})",
        ),
        times(power),
        Text("한 단위로 맞추어 넣으십시오", "put all parts in one unit"),
        1.0 / factor,
    )


def items(accounts: Accounts, *, common: bool = False) -> Iterator[Cause]:
    """Yield that one item of final demand or primary inputs has a slip of its own.

    `common` leaves out the final demand of the total and import sheets, and rarer slips.
    """
    demand = FINAL[1:2] if common else FINAL
    factors = (0.0, -1.0, *SLIPS[: COMMON if common else None])
    for part in (*demand, "primary_inputs"):
        if part in accounts.sheets:
            block = accounts.draft.parts[part]
            by_row = part == "primary_inputs"
            for k, mark in enumerate(block.rows if by_row else block.columns):
                place = block.place(k, -1) if by_row else block.place(-1, k)
                for factor in factors:
                    yield _item(part, k, mark.code, str(mark), place, factor)


def _item(part: Part, k: int, code: str, label: str, place: str, factor: float) -> Cause:
    def repair(accounts: Accounts) -> Accounts:
        sheet = accounts.sheets[part]
        if part == "primary_inputs":
            return accounts.with_sheets({part: sheet.with_row_scaled(k, factor)})
        turned = sheet.transposed().with_row_scaled(k, factor).transposed()
        return accounts.with_sheets({part: turned})

    name = PARTS[part]
    if factor == 0.0:
        return Cause(
            "item-twice",
            repair,
            place,
            code,
            Text(
                f"{name.ko}에 합계가 섞여 있거나 항목이 두 번 들어 있습니다",
                f"a total, or an item a second time, stands among {name.en}",
            ),
            Text("합계를 뺀 항목들, 한 번씩", "the items without their total, each once"),
            Text(f'"{label}" 줄을 빼면 합계가 맞음', f'the sums agree once "{label}" is left out'),
            Text("이 줄을 빼십시오", "leave this line out"),
        )
    reversed_sign = factor < 0
    power = -(power_of_ten(abs(factor)) or 0)
    return Cause(
        "item-slip",
        repair,
        place,
        code,
        Text(
            f"{name.ko} 항목 하나의 부호가 반대입니다",
            f"an item of {name.en} has the opposite sign",
        )
        if reversed_sign
        else Text(
            f"{name.ko} 항목 하나의 단위가 나머지와 다릅니다",
            f"the unit of an item of {name.en} is not that of the others",
        ),
        Text("다른 항목과 같은 부호와 단위", "the sign and unit of the other items"),
        Text(f'"{label}" 부호 반대', f'"{label}" with the sign reversed')
        if reversed_sign
        else Text(f'"{label}" {times(power).ko}', f'"{label}" {times(power).en}'),
        Text("이 줄을 고치십시오", "mend this line"),
        1.0 / factor,
    )
