"""One small draft for every check, spoilt so that this check finds something."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
from drafts import (
    altered,
    marked,
    planted,
    renamed,
    swapped,
    texted,
    with_block,
    with_sum,
    with_totals,
    without,
)
from helpers import plain, tiny

from iomodel.draft import Block, Claim, Draft, Mark
from iomodel.table import Component, Label
from iomodel.text import Text


def good() -> Draft:
    """The small table without persons, whose employment is made up."""
    return without(Draft.of(tiny(satellites=np.zeros((0, 3)))), "satellites")


def paid(pay: float) -> Draft:
    """The small table a million times as large, paid to employees at `pay` million won each."""
    draft = Draft.of(tiny())
    info = draft.info
    compensation = info.primary_inputs[0].model_copy(update={"code": "compensation_of_employees"})
    inputs = (compensation, *info.primary_inputs[1:])
    draft = replace(draft, info=info.model_copy(update={"primary_inputs": inputs}))
    for part in draft.parts:
        draft = altered(draft, part, lambda v: v * 1000)
    employees = draft.parts["primary_inputs"].values[0] / pay
    return altered(draft, "satellites", lambda _: np.column_stack([employees * 1.25, employees]))


def exchanged_items() -> Draft:
    """The small table with its imports in one row, read with demand and inputs exchanged."""
    table = plain([[10.0, 20.0], [30.0, 40.0]], [70.0, 40.0], [60.0, 50.0])
    info = table.info.model_copy(
        update={
            "final_demand": (Label(code="w", ko="피용자보수", en="Compensation of employees"),),
            "primary_inputs": (
                Component(code="f", ko="민간소비지출", en="Consumption", role="value_added"),
            ),
        }
    )
    return Draft.of(replace(table, info=info))


def totalled(*sides: str) -> Draft:
    """The small table with its total sheet, and with the totals printed on some sides."""
    draft = without(with_totals(tiny()), "satellites")
    info = draft.info.model_copy(update={"satellites": ()})
    printed = tuple(one for one in draft.printed if one.side in sides)
    return replace(draft, info=info, printed=printed)


def misprinted() -> Draft:
    """The small table with 46 missing from the total of factories' domestic sales."""
    draft = totalled("row")
    sales = next(one for one in draft.printed if one.of == "domestic")
    block = sales.block
    figures = block.values - [[0.0], [46.0], [0.0]]
    wrong = replace(sales, block=Block(block.rows, block.columns, figures, block.place))
    printed = tuple(wrong if one is sales else one for one in draft.printed)
    return replace(draft, printed=printed)


def foreign() -> Draft:
    other = np.array([[7.0, 13.0, 29.0], [17.0, 11.0, 23.0], [3.0, 19.0, 31.0]])
    return altered(totalled(), "imports", lambda _: other)


def twice() -> Draft:
    draft = good()
    old = draft.parts["final_demand"]
    total = np.column_stack([old.values, old.values.sum(axis=1)])
    columns = (*old.columns, Mark("t", "계"))
    info = draft.info.model_copy(
        update={"final_demand": (*draft.info.final_demand, Label(code="t", ko="계", en="Total"))}
    )
    block = Block(old.rows, columns, total, lambda i, j: f"final_demand.csv R{i + 2}C{j + 2}")
    draft = without(replace(draft, info=info), "final_demand_imports")
    return with_block(draft, "final_demand", block)


def contradicted(*, grave: bool) -> Draft:
    draft = good()
    block = draft.parts["final_demand"]
    claim = Claim(
        Text("유발계수가 다릅니다", "the inducement differs"),
        block,
        lambda: block.values + 1,
        None,
        grave,
    )
    return replace(draft, claims=(claim,))


def empty_row() -> Draft:
    flows = [
        [20.0, 60.0, 10.0, 5.0],
        [30.0, 100.0, 40.0, 5.0],
        [10.0, 50.0, 80.0, 5.0],
        [4.0, 6.0, 8.0, 2.0],
    ]
    demand = [105.0, 325.0, 255.0, 80.0]
    value_added = [136.0, 284.0, 262.0, 83.0]
    draft = Draft.of(plain(flows, demand, value_added))
    return altered(draft, "domestic", lambda v: v * np.array([[1], [0], [1], [1]]))


def same_name() -> Draft:
    draft = good()
    for part, block in draft.parts.items():
        for side, marks in (("row", block.rows), ("column", block.columns)):
            if any(mark.code == "03" for mark in marks):
                draft = marked(draft, part, side, renamed(2, Mark("03", "공산품")))
    return draft


def emptied(*, column: bool) -> Draft:
    """The small table without what farms buy, or without what they sell."""
    draft, first = good(), np.array([0.0, 1.0, 1.0])
    if column:
        for part in ("domestic", "imports", "primary_inputs"):
            draft = altered(draft, part, lambda v: v * first)  # type: ignore[arg-type]
        return draft
    for part in ("domestic", "final_demand"):
        draft = altered(draft, part, lambda v: v * first[:, None])  # type: ignore[arg-type]
    return draft


def shifted(part: str) -> Draft:
    """The small table with one negative cell, balanced by other cells."""
    if part == "domestic":
        moved = np.array([[0.0, -70.0, 70.0], [0.0, 70.0, -70.0], [0.0, 0.0, 0.0]])
    else:
        moved = np.array([[-90.0, 90.0], [0.0, 0.0], [0.0, 0.0]])
    return altered(good(), part, lambda v: v + moved)  # type: ignore[arg-type]


def idle() -> Draft:
    """Two sectors of three do business."""
    return Draft.of(plain([[1, 2, 0], [3, 4, 0], [0, 0, 0]], [7, 3, 0], [6, 4, 0]))


ROUNDING = np.array([[0, 2, 0], [0, 0, 0], [1, 0, 0]])
MOVED = np.array([[0, 0, 0], [0, 7, -7], [0, 0, 0]])

EXAMPLES: dict[str, Callable[[], Draft]] = {
    "missing-part": lambda: without(good(), "final_demand"),
    "shape": lambda: replace(
        good(),
        info=good().info.model_copy(update={"final_demand": good().info.final_demand[:1]}),
    ),
    "missing-code": lambda: marked(good(), "domestic", "row", renamed(1, Mark("", "공산품"))),
    "duplicate-code": lambda: marked(good(), "domestic", "row", renamed(1, Mark("01", "농산물"))),
    "label-order": lambda: marked(good(), "final_demand", "row", swapped(0, 2)),
    "not-a-number": lambda: texted(good(), "domestic", [(1, 2)], "n.a."),
    "swapped-names": lambda: marked(good(), "domestic", "column", renamed(1, Mark("02", "서비스"))),
    "two-names": lambda: marked(good(), "domestic", "column", renamed(1, Mark("02", "광업"))),
    "same-name": lambda: same_name(),
    "total-inside": lambda: with_sum(good(), 3, 0, 3, "T", columns=False),
    "subtotal": lambda: with_sum(good(), 0, 0, 2, "A"),
    "transposed": lambda: altered(good(), "domestic", lambda v: v.T),
    "unit-slip": lambda: altered(good(), "final_demand", lambda v: v * 1000),
    "foreign-sheet": foreign,
    "item-slip": lambda: altered(good(), "primary_inputs", lambda v: v * [[1], [10]]),
    "item-twice": twice,
    "swapped-lines": lambda: altered(good(), "domestic", lambda v: v[[0, 2, 1]]),
    "cell": lambda: planted(good(), "domestic", 0, 1, 600.0),
    "balance": lambda: planted(good(), "final_demand", 0, 1, 37.0),
    "rounding": lambda: altered(good(), "domestic", lambda v: v + ROUNDING),
    "sheets": lambda: altered(totalled(), "total", lambda v: v + MOVED),
    "printed-total": lambda: planted(
        without(totalled("row"), "total", "final_demand_total"), "final_demand", 1, 1, 137.0
    ),
    "misprint": lambda: misprinted(),
    "contradiction": lambda: contradicted(grave=True),
    "no-final-demand": lambda: altered(good(), "final_demand", lambda v: v * 0),
    "no-output": lambda: emptied(column=True),
    "no-sales": lambda: emptied(column=False),
    "empty-line": empty_row,
    "negative-output": lambda: Draft.of(plain([[10, 5], [5, 20]], [-25, 75], [-25, 75])),
    "negative-flows": lambda: shifted("domestic"),
    "negative-final-demand": lambda: shifted("final_demand"),
    "idle": idle,
    "no-inputs": lambda: Draft.of(plain([[1, 0], [2, 0]], [9, 8], [7, 10])),
    "inputs-over-output": lambda: Draft.of(plain([[20, 70], [50, 35]], [10, 15], [30, -5])),
    "coefficient-over-one": lambda: Draft.of(plain([[40, 60], [20, 5]], [100, 25], [140, -15])),
    "not-productive": lambda: Draft.of(plain([[50, 60], [60, 50]], [-10, -10], [-10, -10])),
    "unit-stated": lambda: replace(good(), units={"imports": "천원"}),
    "unit-unknown": lambda: replace(good(), units={"domestic": "백만"}),
    "roles": exchanged_items,
    "employees-over-employed": lambda: planted(paid(50.0), "satellites", 1, 1, 4000.0),
    "persons-scale": lambda: altered(paid(50.0), "satellites", lambda v: v / 1000),
    "persons-band": lambda: planted(paid(50.0), "satellites", 0, 0, 900_000.0),
    "pay-outlier": lambda: planted(paid(50.0), "satellites", 2, 1, 100.0),
}
