"""What one unit of the unknown brings: the ways to read a goal.

A goal of "48조원 of production and 60,000 jobs" may mean the district's own output and jobs, or all
that is induced, in its region or in the country. In the first reading the unknown is the output of
the district's own industries and the effects are direct coefficients; in the others it is spending
and its effects are multipliers.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from iomodel.analyses.base import leontief_model, refusal
from iomodel.errors import NotFoundError, Problem
from iomodel.impact import Array, Indicator
from iomodel.models.base import Model, display_scale
from iomodel.sectors import Classification
from iomodel.table import ORIGINS
from iomodel.text import Text, same
from iomodel.units import MoneyUnit, Valuation

Scope = Literal["own", "region", "total"]

SCOPES: dict[Scope, Text] = {
    "own": Text("자체 산출과 그 고용", "own output and its jobs"),
    "region": Text("지역 안의 유발효과", "induced in the region"),
    "total": Text("유발효과 전체", "all that is induced"),
}
UNKNOWN: dict[Scope, Text] = {
    "own": Text("자체 산출", "own output"),
    "region": Text("지출(최종수요)", "spending (final demand)"),
    "total": Text("지출(최종수요)", "spending (final demand)"),
}
_IN_REGION = ORIGINS[0]


@dataclass(frozen=True, eq=False)
class PerUnit:
    """Effects of one unit of the unknown, by sector.

    Attributes
    ----------
    scope : {"own", "region", "total"}
        "own": of the sectors' own output; "region" and "total": of final demand, where it arises
        in the region and anywhere.
    money : MoneyUnit
        The table's, at prices of `price_year`.
    values : ndarray (k, n)
        By indicator, per unit of the table's money.
    active : ndarray of bool (n,)
        Sectors that there are.
    """

    scope: Scope
    table: str
    region: str
    money: MoneyUnit
    price_year: int
    valuation: Valuation
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


def way(model: Model, scope: Scope) -> PerUnit:
    """Return what one unit of the unknown brings in one reading.

    Raises
    ------
    NotSupportedError
        If the table has no direct coefficients ("own") or no regions ("region").
    """
    if scope == "own":
        return _own(model)
    return _induced(model, within=scope == "region")


def _induced(model: Model, *, within: bool) -> PerUnit:
    """Return the effects of one unit of final demand: the model's multipliers.

    Notes
    -----
    m′ = c′ L (Miller & Blair 2009, eq. 6.6); of published multipliers the sum over origins, or
    the region's own rows.
    """
    found = model.multipliers()
    if within and _IN_REGION not in found.origins:
        raise refusal(
            model,
            Text("지역 안의 유발효과", "what is induced in the region"),
            Text("지역별 유발계수", "multipliers by region"),
            Text("전국표", "a national table"),
            Text(
                "--scope total로 보거나 지역표를 쓰십시오", "use --scope total, or a regional table"
            ),
        )
    chosen = [found.origins.index(_IN_REGION)] if within else list(range(len(found.origins)))
    values = found.values[:, chosen].sum(axis=1)
    values = values / display_scale(model.indicators, model.info)[:, None]
    there = ~np.isnan(values).any(axis=0)
    there &= getattr(model, "active", there)
    return _described(model, "region" if within else "total", np.where(there, values, 0.0), there)


def _own(model: Model) -> PerUnit:
    """Return the effects of one unit of a sector's own output: its direct coefficients."""
    what = Text("자체 산출에 대한 고용과 부가가치", "jobs and value added per own output")
    remedy = Text(
        "bok-2020-83과 같은 거래표를 쓰거나 --scope total로 보십시오",
        "use a table such as bok-2020-83, or --scope total",
    )
    leontief = leontief_model(model, what, remedy)
    return _described(leontief, "own", leontief.coefficients, leontief.active)


def _described(model: Model, scope: Scope, values: Array, active: NDArray[np.bool_]) -> PerUnit:
    info = model.info
    return PerUnit(
        scope,
        info.id,
        model.region,
        info.money,
        info.price_year,
        info.valuation,
        model.sectors,
        model.indicators,
        values,
        active,
    )
