"""What one unit of the unknown brings: the two ways to read a goal.

A goal of "48조원 of production and 60,000 jobs" may mean all that is induced, here and elsewhere,
or the district's own output and jobs. In the first reading the unknown is spending and its effects
are multipliers; in the second it is the output of the district's own industries and the effects
are direct coefficients.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from iomodel.errors import NotFoundError, Problem
from iomodel.impact import Array, Indicator
from iomodel.models.base import Model, display_scale
from iomodel.models.leontief_model import LeontiefModel
from iomodel.sectors import Classification
from iomodel.text import Text, same

Scope = Literal["own", "total"]

SCOPES: dict[Scope, Text] = {
    "total": Text("유발효과 전체", "all that is induced"),
    "own": Text("자체 생산과 그 고용", "own output and its jobs"),
}


@dataclass(frozen=True, eq=False)
class PerUnit:
    """Effects of one unit of the unknown, by sector.

    Attributes
    ----------
    scope : {"total", "own"}
        "total": of final demand; "own": of the sectors' own output.
    values : ndarray (k, n)
        By indicator, per unit of the table's money.
    active : ndarray of bool (n,)
        Sectors that there are.
    """

    scope: Scope
    table: str
    region: str
    sectors: Classification
    indicators: tuple[Indicator, ...]
    values: Array
    active: NDArray[np.bool_]

    def row(self, indicator: str) -> Array:
        """Return one indicator's effects, (n,).

        Raises
        ------
        NotFoundError
            Listing the indicators there are.
        """
        ids = [one.id for one in self.indicators]
        if indicator in ids:
            return np.asarray(self.values[ids.index(indicator)])
        raise NotFoundError(
            self.table,
            Problem(
                "indicator",
                Text("이 표에 없는 지표입니다", "the table has no such indicator"),
                same(", ".join(ids)),
                same(f'"{indicator}"'),
                Text("지표를 고치거나 다른 표를 쓰십시오", "correct it, or use another table"),
            ),
            data=indicator,
        )


def induced(model: Model) -> PerUnit:
    """Return the effects of one unit of final demand: the model's multipliers.

    Notes
    -----
    m′ = c′ L (Miller & Blair 2009, section 6.2); of published multipliers the sum over origins.
    """
    shown = model.multipliers().values.sum(axis=1)
    values = shown / display_scale(model.indicators, model.info)[:, None]
    there = ~np.isnan(values).any(axis=0)
    values = np.where(there, values, 0.0)
    return PerUnit("total", model.info.id, model.region, *_described(model), values, there)


def own(model: LeontiefModel) -> PerUnit:
    """Return the effects of one unit of a sector's own output: its direct coefficients."""
    return PerUnit(
        "own", model.info.id, model.region, *_described(model), model.coefficients, model.active
    )


def _described(model: Model) -> tuple[Classification, tuple[Indicator, ...]]:
    return model.sectors, model.indicators
