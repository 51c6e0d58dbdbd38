"""How much spending printed effects can have come from, whatever amount is printed beside them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from iomodel.audit.announced import Members
from iomodel.audit.asking import MARGIN, has_jobs_near
from iomodel.audit.blocks import Block
from iomodel.audit.candidates import one_line
from iomodel.audit.figures import Figure
from iomodel.audit.finding import Finding, number
from iomodel.audit.groups import Cell, Group
from iomodel.audit.library import NATION, Library
from iomodel.errors import InfeasibleError
from iomodel.reconcile import extremes
from iomodel.text import Text
from iomodel.units import MoneyUnit, money_unit

_MONEY: tuple[Cell, ...] = (("production", "total"), ("value_added", "total"), ("imports", "total"))
_JOBS: Cell = ("employment", "total")
LEAST = 2  # effects that narrow the spending down where no amount is printed


@dataclass(frozen=True)
class Range:
    """The spending on a block's sectors, or on the announced of them, that explains all effects."""

    block: Block
    announced: bool
    low: float
    high: float


def spending(group: Group, library: Library, announced: Members) -> Iterator[Finding]:
    """Find the spending that can explain the effects of a group.

    It is told where no amount is printed, or where that amount lies outside.
    """
    if group.coefficients or group.summed or group.partial or group.method != "demand":
        return
    unit = money_unit(f"million {group.currency or 'KRW'}")
    ranges = list(_ranges(group, library, announced, unit))
    if not ranges:
        return
    low, high = min(r.low for r in ranges), max(r.high for r in ranges)
    if group.amount is None:
        yield _finding(group, ranges, unit, _bounded(group))
        return
    money = group.amount.interval
    at_most, at_least = float(money.low) / unit.factor, float(money.high) / unit.factor
    if at_most > high * (1 + MARGIN) or at_least < low * (1 - MARGIN):
        yield _finding(group, ranges, unit, _elsewhere(group, group.amount))


def _ranges(group: Group, library: Library, announced: Members, unit: MoneyUnit) -> Iterator[Range]:
    """Yield the ranges of all tables of the nation and of the group's region."""
    least = LEAST if group.amount is None else 1
    for block in library.right(group.method, unit.currency):
        if block.basis == "inferred" or block.region not in (group.region, *NATION):
            continue
        cells = [cell for cell in _MONEY if cell in group.cells]
        if _JOBS in group.cells and has_jobs_near([block], group.year):
            cells.append(_JOBS)
        if len(cells) < least:
            continue
        for own in (True, False) if announced else (False,):
            mask = library.mask(block, announced if own else frozenset())
            found = _extremes(group, cells, block, mask, unit)
            if found is not None:
                yield Range(block, own, *found)
                break


def _extremes(
    group: Group, cells: Sequence[Cell], block: Block, mask: NDArray[np.bool_], unit: MoneyUnit
) -> tuple[float, float] | None:
    """Return the least and greatest spending on masked sectors, None where none explains all."""
    rows = block.rows(cells)
    at = np.flatnonzero(mask & block.industries & np.isfinite(rows).all(axis=0))
    if not len(at):
        return None
    size = np.array([1.0 if cell == _JOBS else unit.factor for cell in cells])
    intervals = [group.cells[cell].interval for cell in cells]
    system = one_line(
        np.array([float(i.middle) for i in intervals]) / size,
        np.array([float(i.half) for i in intervals]) / size,
    )
    multipliers = rows[:, at] * (unit.factor / size)[:, None]
    try:
        return extremes(system, multipliers, np.ones((1, len(at))))
    except InfeasibleError:
        return None


def _bounded(group: Group) -> Text:
    name = group.name
    return Text(
        f"{name.ko}: 금액이 없지만 인쇄된 효과가 지출의 범위를 정합니다",
        f"{name.en}: no amount is printed; the effects bound the spending behind them",
    )


def _elsewhere(group: Group, amount: Figure) -> Text:
    name = group.name
    return Text(
        f"{name.ko}: 인쇄된 효과가 뜻하는 지출은 금액 {amount.shown}과(와) 다릅니다",
        f"{name.en}: the effects imply another spending than the {amount.shown} printed",
    )


def _finding(group: Group, found: Sequence[Range], unit: MoneyUnit, claim: Text) -> Finding:
    told = [_words(one, unit) for one in found]
    return Finding(
        "spending",
        "inference",
        group.ids,
        claim,
        Text("; ".join(t.ko for t in told), "; ".join(t.en for t in told)),
        _between(min(r.low for r in found), max(r.high for r in found), unit),
        "inferred",
        {
            "unit": unit.name.en,
            "ranges": {
                f"{r.block.table} {r.block.region or 'nation'} {r.block.year}": (r.low, r.high)
                for r in found
            },
        },
    )


def _between(low: float, high: float, unit: MoneyUnit) -> Text:
    a, b = number(low, 4), number(high, 4)
    return Text(f"{a}~{b} {unit.name.ko}", f"{a} to {b} {unit.name.en}")


def _words(one: Range, unit: MoneyUnit) -> Text:
    where = f"{one.block.table} {one.block.region}".strip()
    money = _between(one.low, one.high, unit)
    which = (
        Text("발표된 부문", "announced sectors")
        if one.announced
        else Text("모든 부문", "all sectors")
    )
    return Text(
        f"{where}({one.block.year}) {which.ko} {money.ko}",
        f"{where} ({one.block.year}), {which.en}: {money.en}",
    )
