"""Drafts of good tables, and ways to spoil them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from iomodel.draft import FLOWS, Block, Draft, Mark, Part, Printed, labelled_place
from iomodel.table import IOTable

Array = NDArray[np.float64]


def cells(part: str) -> Callable[[int, int], str]:
    """Return addresses by number, as a spreadsheet has them: a label in R1 and C1."""

    def place(i: int, j: int) -> str:
        return part if i < 0 and j < 0 else f"{part} R{i + 2}C{j + 2}"

    return place


def with_block(draft: Draft, part: Part, block: Block) -> Draft:
    """Return the draft with another block as `part`."""
    return replace(draft, parts={**draft.parts, part: block})


def without(draft: Draft, *parts: Part) -> Draft:
    """Return the draft without some parts."""
    return replace(draft, parts={p: b for p, b in draft.parts.items() if p not in parts})


def altered(draft: Draft, part: Part, change: Callable[[Array], Array]) -> Draft:
    """Return the draft with the figures of one part changed."""
    old = draft.parts[part]
    new = change(old.values.copy())
    return with_block(draft, part, Block(old.rows, old.columns, new, old.place))


def planted(draft: Draft, part: Part, i: int, j: int, figure: float) -> Draft:
    """Return the draft with another figure in one cell."""

    def change(values: Array) -> Array:
        values[i, j] = figure
        return values

    return altered(draft, part, change)


def texted(draft: Draft, part: Part, at: Iterable[tuple[int, int]], text: str) -> Draft:
    """Return the draft with text in some cells of one part."""
    old = draft.parts[part]
    cells: list[list[str | float]] = [list(row) for row in old.values.tolist()]
    for i, j in at:
        cells[i][j] = text
    block = Block(old.rows, old.columns, tuple(map(tuple, cells)), old.place)
    return with_block(draft, part, block)


def marked(
    draft: Draft, part: Part, side: str, change: Callable[[list[Mark]], Sequence[Mark]]
) -> Draft:
    """Return the draft with other labels on one side of a part, addressed by number."""
    old = draft.parts[part]
    marks = tuple(change(list(old.rows if side == "row" else old.columns)))
    rows, columns = (marks, old.columns) if side == "row" else (old.rows, marks)
    return with_block(draft, part, Block(rows, columns, old.cells, cells(f"{part}.csv")))


def swapped(a: int, b: int) -> Callable[[list[Mark]], list[Mark]]:
    """Return a change of labels: two of them exchanged."""

    def change(marks: list[Mark]) -> list[Mark]:
        marks[a], marks[b] = marks[b], marks[a]
        return marks

    return change


def renamed(k: int, mark: Mark) -> Callable[[list[Mark]], list[Mark]]:
    """Return a change of labels: one of them another."""

    def change(marks: list[Mark]) -> list[Mark]:
        marks[k] = mark
        return marks

    return change


def exchanged(n: int, a: int, b: int) -> list[int]:
    """Return 0 … n - 1 with a and b exchanged."""
    order = list(range(n))
    order[a], order[b] = b, a
    return order


def with_sum(
    draft: Draft,
    at: int,
    start: int,
    stop: int,
    code: str,
    *,
    rows: bool = True,
    columns: bool = True,
) -> Draft:
    """Return the draft with a sector at `at` that is the sum of sectors start … stop - 1."""
    parts: dict[Part, Block] = {}
    mark = Mark(code, "계")
    for part, block in draft.parts.items():
        values, marks = block.values, [list(block.rows), list(block.columns)]
        if part != "primary_inputs" and rows:
            values = np.insert(values, at, values[start:stop].sum(axis=0), axis=0)
            marks[0].insert(at, mark)
        if (part in FLOWS or part == "primary_inputs") and columns:
            values = np.insert(values, at, values[:, start:stop].sum(axis=1), axis=1)
            marks[1].insert(at, mark)
        labels = tuple(marks[0]), tuple(marks[1])
        parts[part] = Block(*labels, values, labelled_place(f"{part}.csv", *labels))
    return replace(draft, parts=parts)


def with_totals(table: IOTable) -> Draft:
    """Return a table as a draft with its total sheet, and with totals printed on every sheet.

    The totals are sums of the good table's figures, to be held against spoilt ones.
    """
    draft = Draft.of(table)
    assert table.imports is not None
    assert table.final_demand_imports is not None
    sectors, items = draft.parts["domestic"].rows, draft.parts["final_demand"].columns
    flows = {
        "total": table.domestic + table.imports,
        "final_demand_total": table.final_demand + table.final_demand_imports,
    }
    for part, columns in (("total", sectors), ("final_demand_total", items)):
        place = labelled_place(f"{part}.csv", sectors, columns)
        draft = with_block(draft, part, Block(sectors, columns, flows[part], place))  # type: ignore[arg-type]
    printed = [
        _printed(part, side, block)
        for part, block in draft.parts.items()
        if part != "satellites"
        for side in ("row", "column")
    ]
    output = _totals("총산출", sectors, table.output, "total", "row")
    return replace(draft, printed=(*printed, Printed("총산출", "total", "output", "row", output)))


def _printed(part: Part, side: str, block: Block) -> Printed:
    by_row = side == "row"
    if part in FLOWS:
        kind, name = "intermediate", "중간수요계" if by_row else "중간투입계"
    elif part == "primary_inputs":
        kind, name = "primary", "행합" if by_row else "부가가치계"
    else:
        kind, name = "final_demand", "최종수요계" if by_row else "열합"
    marks = block.rows if by_row else block.columns
    totals = _totals(name, marks, block.values.sum(axis=1 if by_row else 0), part, side)
    return Printed(name, part, kind, side, totals)  # type: ignore[arg-type]


def _totals(name: str, marks: tuple[Mark, ...], values: Array, part: str, side: str) -> Block:
    total = (Mark("", name),)
    if side == "row":
        return Block(marks, total, values[:, None], labelled_place(f"{part}.csv", marks, total))
    return Block(total, marks, values[None, :], labelled_place(f"{part}.csv", total, marks))
