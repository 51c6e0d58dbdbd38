"""From goals to the spending that reaches them, with everything else it brings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from iomodel.demand import Demand, Line
from iomodel.guards import prepared
from iomodel.impact import Array
from iomodel.models.base import Model
from iomodel.provenance import Manifest
from iomodel.seek.bounds import Bound, Mix, mix_of
from iomodel.seek.goals import Asked, Goal, goals_of
from iomodel.seek.mixes import SLACK, Cheapest, Limits, Pressure, Unreachable, cheapest
from iomodel.seek.ways import PerUnit, Scope, way
from iomodel.units import Money, MoneyUnit, money_unit

NONE = 1e-9  # of the largest dual value: what is no pressure


@dataclass(frozen=True, eq=False)
class Sought:
    """What goals take: the spending, or the nearest to it, and its effects.

    Attributes
    ----------
    spending : ndarray (n,)
        By sector of the table, in the table's money. Where the goals are out of reach, the
        spending that misses them least.
    answer : Cheapest or Unreachable
        In the mix's own sectors; of a mix with fixed shares in a single one.
    exact : bool
        Whether goals were to be met and not exceeded.
    unit : MoneyUnit
        In which money is asked and shown.
    years : int or None
        Over how many years; None where it isn't said.
    """

    per_unit: PerUnit
    goals: tuple[Goal, ...]
    mix: Mix
    answer: Cheapest | Unreachable
    spending: Array
    exact: bool
    unit: MoneyUnit
    years: int | None
    manifest: Manifest

    @property
    def reached(self) -> bool:
        """Whether there is a mix that meets all goals."""
        return isinstance(self.answer, Cheapest)

    @cached_property
    def effects(self) -> Array:
        """All indicators, (k,), in the table's money and persons."""
        return np.asarray(self.per_unit.values @ self.spending)

    @property
    def rows(self) -> Array:
        """The effects of one unit on each sector, (g, n), by goal."""
        return np.vstack([self.per_unit.row(goal.indicator.id) for goal in self.goals])

    @property
    def total(self) -> float:
        """The spending in all, in the table's money."""
        return float(self.spending.sum())

    def effect(self, indicator: str) -> float:
        """Return one indicator, in the table's money or persons."""
        return float(self.per_unit.row(indicator) @ self.spending)

    def meets(self, goal: Goal) -> bool:
        """Return whether the spending reaches a goal, and no more of it where that was asked."""
        share = self.effect(goal.indicator.id) / goal.value
        return share >= 1 - SLACK and not (self.exact and share > 1 + SLACK)

    @property
    def deciding(self) -> tuple[bool, ...]:
        """Whether each goal decides the spending, or is met on the way; none where out of reach."""
        if not isinstance(self.answer, Cheapest):
            return (False,) * len(self.goals)
        parts = np.abs(self.answer.worth) * [goal.value for goal in self.goals]
        return tuple(bool(part > NONE * parts.max()) for part in parts)

    def demand(self) -> Demand:
        """Return the spending as final demand, for a model to answer."""
        return _demand(self.per_unit, self.spending)

    @property
    def pressure(self) -> Pressure:
        """Which limits hold the answer back, by sector of the mix."""
        found = self.answer.pressure
        if self.mix.shares is None:
            return found
        none = np.zeros(len(self.mix.sectors))
        tight = np.zeros(len(none))
        tight[_tightest(self.mix)] = found.most[0]
        return Pressure(none, none, tight, found.budget)


def seek(
    model: Model,
    targets: Asked,
    mix: Mapping[str, float] | Sequence[str],
    *,
    scope: Scope = "total",
    unit: str = "",
    bounds: Mapping[str, Bound] | None = None,
    budget: float = np.inf,
    exact: bool = False,
    years: int | None = None,
) -> Sought:
    """Return the spending that reaches `targets`.

    Parameters
    ----------
    model : Model
    targets : mapping
        Indicator → amount: a number (money in `unit`), or a figure with its unit ("6만명").
    mix : mapping or sequence of str
        Sector code or name → share of the spending; or sectors alone, of which the cheapest mix
        is sought.
    scope : {"total", "region", "own"}
        What the goals are of: all that is induced; what is induced in the region; the sectors'
        own output and jobs, the unknown then being that output.
    unit : str, optional
        Of money, asked and shown; 억원 for won, else the table's.
    bounds : mapping, optional
        Sector → limits of its share and amount.
    budget : float, optional
        Largest spending in all, in `unit`.
    exact : bool
        Whether effects have to be the targets and no more.
    years : int, optional
        Over how many years the spending is spread.

    Raises
    ------
    NotFoundError
        If the table lacks an indicator.
    LabelError
        If a target, a share or a limit doesn't fit.
    InactiveSectorError
        If the table or the region has no output of a sector (R2).
    NotSupportedError
        If the table can't answer in this scope.

    Notes
    -----
    min Σ s subject to M s ≥ t, with M the multipliers or direct coefficients. A fixed mix has one
    unknown, s = (max_g t_g / m_g p) p.

    Examples
    --------
    >>> import iomodel
    >>> from iomodel.seek import seek
    >>> model = iomodel.load_model("bok-2020-165")
    >>> found = seek(model, {"employment": 60000}, {"621": 0.5, "700": 0.5})
    >>> round(found.total * found.per_unit.money.per(found.unit)), round(found.effect("employment"))
    (60935, 60000)
    """
    per_unit = way(model, scope)
    shown = money_unit(
        unit or ("억원" if per_unit.money.currency == "KRW" else str(model.info.unit))
    )
    goals = goals_of(targets, per_unit, shown)
    found = mix_of(mix, per_unit.sectors, bounds or {}, budget, shown, per_unit.money)
    _require_active(model, per_unit, found)
    rows = np.vstack([per_unit.row(goal.indicator.id) for goal in goals])[:, found.sectors]
    wanted = np.array([goal.value for goal in goals])
    spending = np.zeros(len(per_unit.sectors))
    if found.shares is None:
        answer = cheapest(rows, wanted, found.limits, exact=exact)
        spending[found.sectors] = _of(answer)
    else:
        answer = cheapest(rows @ found.shares[:, None], wanted, _as_one(found), exact=exact)
        spending[found.sectors] = _of(answer)[0] * found.shares
    return Sought(per_unit, goals, found, answer, spending, exact, shown, years, model.manifest())


def _of(answer: Cheapest | Unreachable) -> Array:
    return answer.spending if isinstance(answer, Cheapest) else answer.nearest


def _as_one(mix: Mix) -> Limits:
    """Return the limits of a fixed mix as those of a single sector."""
    most = _most_in_all(mix).min()
    return Limits(np.zeros(1), np.ones(1), np.array([most]), mix.limits.budget)


def _most_in_all(mix: Mix) -> Array:
    """Return the spending in all at which each sector of a fixed mix reaches its limit."""
    assert mix.shares is not None
    spent = mix.shares > 0
    return np.where(spent, mix.limits.most / np.where(spent, mix.shares, 1.0), np.inf)


def _tightest(mix: Mix) -> int:
    return int(_most_in_all(mix).argmin())


def _demand(per_unit: PerUnit, values: Array) -> Demand:
    money = Money(per_unit.money, per_unit.price_year, per_unit.valuation)
    return Demand(per_unit.sectors, values[None, :], money, (Line(),), "assumed")


def _require_active(model: Model, per_unit: PerUnit, mix: Mix) -> None:
    """Raise InactiveSectorError if the mix has sectors without output."""
    wanted = np.zeros(len(per_unit.sectors))
    wanted[mix.sectors] = 1.0 if mix.shares is None else mix.shares
    demand = _demand(per_unit, wanted)
    prepared(demand, model.info, per_unit.sectors, per_unit.active, model.region)
