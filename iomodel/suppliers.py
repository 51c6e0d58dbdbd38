"""Where effects arise: the sectors that supply most of an impact, and the rest."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace

from iomodel.demand import Demand
from iomodel.errors import NotSupportedError
from iomodel.impact import Array, Impact, Part
from iomodel.sectors import Sector

TOP = 10


@dataclass(frozen=True)
class Supplier:
    """What arises in one sector, or in all others where `sector` is None.

    Money in the table's unit, persons in persons, by indicator.
    """

    sector: Sector | None
    values: dict[str, float]


@dataclass(frozen=True, eq=False)
class Suppliers:
    """The sectors of one part of an impact, the largest first, then the rest."""

    part: Part
    rows: tuple[Supplier, ...]

    @property
    def total(self) -> dict[str, float]:
        """The sums over all sectors."""
        return {k: sum(row.values[k] for row in self.rows) for k in self.rows[0].values}


def suppliers(impact: Impact, top: int = TOP) -> tuple[Suppliers, ...]:
    """Return the sectors in which the effects of an impact arise, part by part.

    Parts of published multipliers are left out: they don't say.

    Parameters
    ----------
    top : int
        How many sectors are shown one by one, by production.
    """
    found = []
    for part in impact.parts:
        with suppress(NotSupportedError):
            found.append(suppliers_of(part, top))
    return tuple(found)


def shown(part: Part) -> Demand:
    """Return the demand whose gross effects are shown: one-off spending where there is any."""
    lines = list(enumerate(part.demand.lines))
    once = [i for i, line in lines if line.gross and not line.yearly]
    kept = once or [i for i, line in lines if line.gross]
    own = tuple(part.demand.lines[i] for i in kept)
    return replace(part.demand, values=part.demand.values[kept], lines=own)


def suppliers_of(part: Part, top: int = TOP, by: str = "production") -> Suppliers:
    """Return the sectors in which the effects of one part arise, the largest in `by` first.

    Raises
    ------
    NotSupportedError
        If the part is of published multipliers, which don't say.
    """
    values: Array = part.model.by_supplying(shown(part).values).sum(axis=0)
    ids = [indicator.id for indicator in part.indicators]
    order = (-values[ids.index(by)]).argsort(kind="stable")
    sectors = part.model.supplying.sectors

    def row(sector: Sector | None, effects: Array) -> Supplier:
        return Supplier(sector, {id: float(x) for id, x in zip(ids, effects, strict=True)})

    rows = [row(sectors[j], values[:, j]) for j in order[:top]]
    if len(order) > top:
        rows.append(row(None, values[:, order[top:]].sum(axis=1)))
    return Suppliers(part, tuple(rows))
