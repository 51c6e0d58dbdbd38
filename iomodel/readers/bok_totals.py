"""The totals on a Bank of Korea sheet: what each one sums, for the checks to hold it to."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from iomodel.draft import FINAL as PARTS_OF_FINAL
from iomodel.draft import FLOWS, Block, Claim, Part, Printed
from iomodel.readers.bok_accounts import (
    ADDED,
    BOUGHT,
    BOUGHT_WITH_TAXES,
    DEMAND,
    FINAL,
    IMPORT_PARTS,
    IMPORTS,
    INTERMEDIATE,
    INVENTORIES,
    OUTPUT,
    PRODUCT_TAX,
    SUBTOTALS,
    SUPPLY,
    TOTAL,
)
from iomodel.readers.bok_flows import Flows
from iomodel.table import Array
from iomodel.text import Text

_FINAL = dict(zip(FLOWS, PARTS_OF_FINAL, strict=True))
_DEMANDED: dict[Part, Literal["supply", "output", "imports"]] = {
    "total": "supply",
    "domestic": "output",
    "imports": "imports",
}


def printed(flows: Flows, part: Part, *, deducted: bool) -> Iterator[Printed]:
    """Yield the totals of one sheet that any table may have.

    Where something is `deducted` from supply, the sums of final demand as printed are without it:
    those are left to `claims`.
    """
    bought = flows.layout.row_items([BOUGHT])
    buyers = flows.layout.sector_columns
    yield Printed(INTERMEDIATE, part, "intermediate", "row", flows.down(INTERMEDIATE))
    yield Printed(BOUGHT, part, "intermediate", "column", flows.layout.block(bought, buyers))
    if not deducted:
        yield Printed(BOUGHT, _FINAL[part], "final_demand", "column", flows.by_use(bought))
        yield Printed(FINAL, _FINAL[part], "final_demand", "row", flows.down(FINAL))
        yield Printed(DEMAND, part, _DEMANDED[part], "row", flows.down(DEMAND))
    if part != "total":
        return
    yield Printed(OUTPUT, part, "output", "row", flows.down(OUTPUT))
    if flows.has(IMPORTS):
        yield Printed(IMPORTS, part, "imports", "row", flows.down(IMPORTS))
    if flows.has(SUPPLY) and not deducted:
        yield Printed(SUPPLY, part, "supply", "row", flows.down(SUPPLY))
    inputs = flows.by_input(flows.layout.column_items([INTERMEDIATE]))
    yield Printed(INTERMEDIATE, "primary_inputs", "primary", "row", inputs)
    if not flows.aside:
        yield Printed(ADDED, "primary_inputs", "primary", "column", flows.across(ADDED))
    yield Printed(TOTAL, "primary_inputs", "output", "column", flows.across(TOTAL))


def claims(flows: Flows, part: Part, *, deducted: bool) -> Iterator[Claim]:
    """Yield the totals of one sheet that only the Bank's accounts explain."""
    yield from _subtotals(flows)
    yield from _corners(flows, deducted=deducted)
    if deducted:
        yield from _sums_of_uses(flows)
    if part == "total":
        yield from _sums_of_inputs(flows)
        if deducted:
            yield from _sums_of_supply(flows)


def never_above(domestic: Flows, total: Flows) -> Iterator[Claim]:
    """Yield that no domestic flow exceeds the total; inventories may fall by imported goods."""
    what = Text("국산이 총거래보다 큽니다", "the domestic flow exceeds the total flow")
    bought = [use.label.code != INVENTORIES for use in domestic.uses]
    pairs = (
        (domestic.intermediate, total.intermediate, np.array(True)),
        (domestic.final_demand, total.final_demand, np.array(bought)),
    )
    for ours, whole, held in pairs:
        yield Claim(what, ours, _at_most(ours, whole, held))


def _at_most(ours: Block, whole: Block, held: NDArray[np.bool_]) -> Callable[[], Array]:
    return lambda: np.where(held, np.minimum(ours.values, whole.values), ours.values)


def _subtotals(flows: Flows) -> Iterator[Claim]:
    """Yield the columns that sum other columns."""
    for name, parts in _summed(flows).items():
        yield _claim_of_column(flows, name, parts)


def _summed(flows: Flows) -> dict[str, list[str]]:
    """Return the columns that sum others which are there too, and those."""
    sums = {IMPORTS: IMPORT_PARTS, **SUBTOTALS}
    there = {name: [part for part in parts if flows.has(part)] for name, parts in sums.items()}
    return {name: parts for name, parts in there.items() if parts and flows.has(name)}


def _sums_of_uses(flows: Flows) -> Iterator[Claim]:
    yield _claim_of_column(flows, FINAL, [use.term.name for use in flows.uses])
    yield _claim_of_column(flows, DEMAND, [INTERMEDIATE, FINAL])


def _sums_of_supply(flows: Flows) -> Iterator[Claim]:
    if flows.has(SUPPLY):
        imports = [IMPORTS] if flows.has(IMPORTS) else [p for p in IMPORT_PARTS if flows.has(p)]
        others = [part.term.name for part in flows.deductions]
        yield _claim_of_column(flows, SUPPLY, [OUTPUT, *imports, *others])
        what = Text("총공급계가 총수요계와 다릅니다", "총공급계 differs from 총수요계")
        yield Claim(what, flows.down(SUPPLY), lambda: flows.down(DEMAND).values, grave=False)


def _claim_of_column(flows: Flows, name: str, parts: Sequence[str]) -> Claim:
    def wanted() -> Array:
        return np.asarray(np.sum([flows.down(part).values for part in parts], axis=0))

    return Claim(
        _differs(name, Text("행의 합", "the sum of its row")), flows.down(name), wanted, grave=False
    )


def _corners(flows: Flows, *, deducted: bool) -> Iterator[Claim]:
    """Yield the sums over all sectors of the columns that `printed` says nothing of."""
    told = set() if deducted else {use.term.name for use in flows.uses}
    flow, demand = flows.intermediate, flows.final_demand
    cells = {name: [*map(flows.down, parts)] for name, parts in _summed(flows).items()}
    cells |= {INTERMEDIATE: [flow], FINAL: [demand], DEMAND: [flow, demand]}
    what = _differs(BOUGHT, Text("열의 합", "the sum of its column"))
    for column in flows.layout.columns:
        if column.item and column.item not in told:
            corner = flows.layout.block(flows.layout.row_items([BOUGHT]), [column])
            wanted = _nearest(corner, [flows.down(column.item)], cells.get(column.item, []))
            yield Claim(what, corner, wanted, grave=False)


def _sums_of_inputs(flows: Flows) -> Iterator[Claim]:
    """Yield the sums of primary inputs, and what they come to over all sectors."""
    of_column = Text("열의 합", "the sum of its column")
    beside = {part.term.name for part in flows.aside}
    added = [part.term.name for part in flows.inputs if part.term.name not in beside]
    if beside:
        yield Claim(
            _differs(ADDED, of_column), flows.across(ADDED), _sum_of_rows(flows, added), grave=False
        )
    if flows.layout.row_items([BOUGHT_WITH_TAXES]):
        bought = [BOUGHT, *(name for name in beside if name == PRODUCT_TAX)]
        taxed = flows.across(BOUGHT_WITH_TAXES)
        what = _differs(BOUGHT_WITH_TAXES, of_column)
        yield Claim(what, taxed, _sum_of_rows(flows, bought), grave=False)
    whole = {ADDED: [*map(flows.across, added)], TOTAL: [flows.intermediate, flows.primary_inputs]}
    what = _differs(INTERMEDIATE, Text("행의 합", "the sum of its row"))
    for row in flows.layout.row_items([*whole, BOUGHT_WITH_TAXES]):
        corner = flows.layout.block([row], flows.layout.column_items([INTERMEDIATE]))
        cells = whole.get(row.item, ())
        wanted = _nearest(corner, [flows.across(row.item)], cells)
        yield Claim(what, corner, wanted, grave=False)


def _sum_of_rows(flows: Flows, names: Sequence[str]) -> Callable[[], Array]:
    return lambda: np.asarray(np.sum([flows.across(name).values for name in names], axis=0))


def _nearest(corner: Block, totals: Sequence[Block], cells: Sequence[Block]) -> Callable[[], Array]:
    """Return the sum of printed totals or that of the cells behind them, which is nearer.

    Where they differ, the totals themselves are at fault and are told of elsewhere.
    """

    def wanted() -> Array:
        sums = [sum(block.values.sum() for block in blocks) for blocks in (totals, cells) if blocks]
        found = float(corner.values[0, 0])
        return np.array([[min(sums, key=lambda one: abs(one - found))]])

    return wanted


def _differs(name: str, ko_en: Text) -> Text:
    return Text(f"{name}가 {ko_en.ko}과 다릅니다", f"{name} differs from {ko_en.en}")
