"""Demand through a model: outputs exogenised, households closed, effects added up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from iomodel.analyses.numerics import unit_columns
from iomodel.demand import Demand, Line
from iomodel.guards import prepared
from iomodel.impact import Impact
from iomodel.models import LeontiefModel, Shelf
from iomodel.models.base import Model
from iomodel.schema import Households
from iomodel.spending.accounts import Spent
from iomodel.spending.home import Array


def effects(
    spent: Spent, model: Model, shelf: Shelf, households: Households | None = None
) -> Impact | None:
    """Return the effects of what was spent, None where there is nothing that the model takes."""
    demand = final_demand(spent, model, shelf, households)
    return None if demand is None else model.induce(demand)


def final_demand(
    spent: Spent, model: Model, shelf: Shelf, households: Households | None = None
) -> Demand | None:
    """Return what was spent as final demand on the model's sectors, None where there is none.

    Notes
    -----
    Output of sectors H that is given and not induced enters as the final demand that just calls
    it forth, f_H = L_HH⁻¹ Δx_H: the others' output is then L_eH L_HH⁻¹ Δx_H (Miller & Blair 2009,
    sections 13.2 and appendix A), and what H buys of itself counts once.

    Households endogenous add to demand f what their income buys, c y with
    y = h′ L f / (1 − h′ L c) (Miller & Blair 2009, section 2.5), as lines of their own.
    """
    demands = [shelf.fit(spent.demand, model)] if spent.demand is not None else []
    if spent.outputs is not None:
        if isinstance(model, LeontiefModel):
            demands.append(_called_forth(shelf.fit(spent.outputs, model), spent, model))
        else:
            _left_out(spent, model)
    if not demands:
        return None
    demand = _stacked(demands)
    if households is not None:
        if isinstance(model, LeontiefModel):
            demand = _with_households(demand, spent, model, households)
        else:
            spent.notes.warn(
                f"{model.info.id}: 이 종류의 표로는 가계를 내생화할 수 없어 제1형입니다",
                f"{model.info.id}: a table of this kind can't be closed with households; its "
                "effects are of Type I",
            )
    return demand


def _called_forth(outputs: Demand, spent: Spent, model: LeontiefModel) -> Demand:
    """Return the final demand that calls forth given outputs, jointly for each district."""
    outputs = prepared(outputs, model.info, model.sectors, model.active, model.region)
    values = np.zeros_like(outputs.values)
    for scenario, phase in dict.fromkeys((x.scenario, x.phase) for x in outputs.lines):
        rows = [
            i for i, x in enumerate(outputs.lines) if (x.scenario, x.phase) == (scenario, phase)
        ]
        H = np.flatnonzero((outputs.values[rows] != 0).any(axis=0)).tolist()
        L_HH = model.system.solve(unit_columns(model.system.size, H))[H]
        values[np.ix_(rows, H)] = np.linalg.solve(L_HH, outputs.values[np.ix_(rows, H)].T).T
        _tell([model.sectors.codes[j] for j in H], scenario, phase, spent)
    return replace(outputs, values=values)


def _tell(H: Sequence[str], scenario: str, phase: str, spent: Spent) -> None:
    codes = ", ".join(H)
    spent.notes.assume(
        f"{scenario}: 부문 {codes}의 산출은 주어진 것(외생)이고, 다른 부문의 유발만 더함",
        f"{scenario}: output of {codes} is given (exogenous); only what it induces elsewhere is "
        "added",
    )
    both = _touched(spent.demand, scenario, phase) & _touched(spent.outputs, scenario, phase)
    if both:
        twice = ", ".join(sorted(both))
        spent.notes.warn(
            f"{scenario}: 부문 {twice}에는 수요와 산출이 함께 적혀 있습니다. 그 수요가 부르는 "
            "산출이 적힌 산출에 이미 들어 있다면 두 번 세는 것이니 하나를 지우십시오",
            f"{scenario}: {twice} has both demand and output. Where the stated output already "
            "holds what the demand calls forth it is counted twice; remove one of them",
        )


def _touched(demand: Demand | None, scenario: str, phase: str) -> set[str]:
    """Return the sectors on which a district's money falls in a phase."""
    if demand is None:
        return set()
    rows = [i for i, x in enumerate(demand.lines) if (x.scenario, x.phase) == (scenario, phase)]
    return {demand.sectors.codes[j] for j in np.flatnonzero(demand.values[rows].any(axis=0))}


def _left_out(spent: Spent, model: Model) -> None:
    assert spent.outputs is not None
    spent.notes.warn(
        f"{model.info.id}: 이 종류의 표로는 부문을 외생화할 수 없어, 산출로 적은 줄은 이 표에서 "
        "빠졌습니다",
        f"{model.info.id}: a table of this kind can't exogenise a sector; lines that state "
        "output are left out of this table",
    )


def _with_households(
    demand: Demand, spent: Spent, model: LeontiefModel, households: Households
) -> Demand:
    """Return demand with what households buy of the income it brings, as further lines."""
    from iomodel.analyses.households import close, household_closure

    demand = prepared(demand, model.info, model.sectors, model.active, model.region)
    closure = household_closure(
        model,
        income=households.income,
        consumption=households.consumption,
        per=households.per,
        household_income=households.household_income,
        spent=households.spent,
        local=households.local,
    )
    income = close(model, closure).income(demand.values.T)
    for note in closure.notes:
        spent.notes.assume(f"제2형: {note.ko}", f"Type II: {note.en}")
    lines = tuple(_of_households(line) for line in demand.lines)
    return _stacked(
        [demand, replace(demand, values=np.outer(income, closure.consumption), lines=lines)]
    )


def _of_households(line: Line) -> Line:
    """Return the label of what households buy; of displaced spending that is displaced too."""
    return line if line.kind == "displacement" else replace(line, kind="households")


def _stacked(demands: Sequence[Demand]) -> Demand:
    """Return demands as one, rows of one label added up."""
    rows: dict[Line, Array] = {}
    for demand in demands:
        for line, values in zip(demand.lines, demand.values, strict=True):
            rows[line] = rows[line] + values if line in rows else values
    return replace(demands[0], values=np.vstack(list(rows.values())), lines=tuple(rows))
