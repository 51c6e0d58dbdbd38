"""The totals that labelled sheets print: of a part of the table, or of lines beside them."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from iomodel.draft import Block, Claim, Mark, Part, Printed
from iomodel.readers.assembly import FINAL, FLOWS, Assembly, absent
from iomodel.readers.roles import Total
from iomodel.readers.sorting import Side, Sorted
from iomodel.table import Array
from iomodel.text import Text


def printed(assembly: Assembly) -> tuple[Printed, ...]:
    """Return the totals of rows and columns of the table's parts."""
    totals = []
    for total in assembly.file.totals:
        for view, side, block in _everywhere(assembly, total) if total.of else ():
            flows = view.sheet.roles.flows
            part: Part = FINAL[flows] if total.of == "final_demand" else FLOWS[flows]
            part = "primary_inputs" if total.of == "primary" else part
            assert total.of is not None
            totals.append(Printed(total.label, part, total.of, side, block))
    return tuple(totals)


def claims(assembly: Assembly) -> tuple[Claim, ...]:
    """Return the totals that add certain rows or columns beside them."""
    return tuple(
        _claim(assembly, view, side, block, total)
        for total in assembly.file.totals
        if total.sum
        for view, side, block in _everywhere(assembly, total)
    )


def _claim(assembly: Assembly, view: Sorted, side: Side, block: Block, total: Total) -> Claim:
    """Return that a total over sectors is the sum of the lines it lists.

    A total of the side "row" is a column, and so are the lines that it adds.
    """
    of_columns = side == "row"
    along: Side = "column" if of_columns else "row"
    there = [label for label in total.sum if (along, label) in view.items]
    assembly.problems += [absent(view.origin, label) for label in total.sum if label not in there]
    lines = [view.items[along, label] for label in there]
    marks = tuple(map(Mark, there))
    summed = (
        assembly.block(view, view.rows, lines, view.row_marks, marks)
        if of_columns
        else assembly.block(view, lines, view.columns, marks, view.column_marks)
    )

    def wanted() -> Array:
        return np.asarray(summed.values.sum(axis=1 if of_columns else 0, keepdims=True))

    parts = ", ".join(total.sum)
    what = Text(
        f"{total.label}이(가) {parts}의 합과 다릅니다",
        f"{total.label} is not the sum of {parts}",
    )
    return Claim(what, block, wanted, grave=False)


def _everywhere(assembly: Assembly, total: Total) -> list[tuple[Sorted, Side, Block]]:
    """Return a total on every sheet that has it beside sectors."""
    found = [found for view in assembly.views for found in _on(assembly, view, total.label)]
    if not found:
        assembly.problems.append(absent(assembly.origin, total.label))
    return found


def _on(assembly: Assembly, view: Sorted, label: str) -> Iterator[tuple[Sorted, Side, Block]]:
    marks = (Mark(label),)
    column, row = view.items.get(("column", label)), view.items.get(("row", label))
    if column is not None and view.rows:
        yield view, "row", assembly.block(view, view.rows, [column], view.row_marks, marks)
    if row is not None and view.columns:
        yield view, "column", assembly.block(view, [row], view.columns, marks, view.column_marks)
