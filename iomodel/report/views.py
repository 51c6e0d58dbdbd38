"""Views as blocks, every number with its decimals and units in the headings."""

from __future__ import annotations

from collections.abc import Sequence

from iomodel.report import numbers
from iomodel.report.blocks import Block
from iomodel.text import Lang, Text
from iomodel.views import Cell, View


def blocks(views: Sequence[View], lang: Lang) -> list[Block]:
    """Return each view as a block."""
    return [_block(view, lang) for view in views]


def _block(view: View, lang: Lang) -> Block:
    headings = []
    for column in view.columns:
        unit = column.unit.get(lang)
        headings.append(f"{column.name.get(lang)}\n({unit})" if unit else column.name.get(lang))
    return Block(
        view.title.get(lang),
        tuple(headings),
        tuple(
            tuple(
                _cell(cell, column.decimals, lang)
                for cell, column in zip(row, view.columns, strict=True)
            )
            for row in view.rows
        ),
        view.sums,
        view.left,
        view.caption.get(lang),
    )


def _cell(cell: Cell, decimals: int, lang: Lang) -> str:
    if cell is None:
        return "–"
    return cell.get(lang) if isinstance(cell, Text) else numbers.decimal(cell, decimals)
