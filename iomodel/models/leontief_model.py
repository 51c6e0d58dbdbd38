"""The Leontief model: on transactions, or on a published inverse."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from iomodel.demand import Demand
from iomodel.guards import negative_cells, prepared, refuse_purchasers, require_productive
from iomodel.impact import INDICATORS, Array, Impact, Indicator
from iomodel.iterative import LARGE, Iterative, require_productive_flows
from iomodel.leontief import Inverse, System, factorise, input_coefficients, multipliers
from iomodel.models.base import (
    NAMES,
    ExhaustionCheck,
    Multipliers,
    display_scale,
    impact_of,
    manifest_of,
)
from iomodel.provenance import Manifest, TableStamp
from iomodel.sectors import Classification
from iomodel.table import InverseTable, IOTable, TableInfo
from iomodel.text import Text, same

_SATELLITES = {"employed": "employment", "employees": "employees"}


@dataclass(frozen=True, eq=False)
class LeontiefModel:
    """The open static Leontief model of a national table.

    Attributes
    ----------
    table : IOTable or InverseTable
        What it stands on, n sectors.
    system : System
        x = L f.
    indicators : tuple of Indicator
        k indicators.
    coefficients : ndarray (k, n)
        c, direct coefficients per unit of the table's money: money for money, persons for money.
    active : ndarray (n,)
        Whether a sector has output (R2).
    stamp : TableStamp or None
    """

    table: IOTable | InverseTable
    system: System
    indicators: tuple[Indicator, ...]
    coefficients: Array
    active: NDArray[np.bool_]
    gaps: ExhaustionCheck
    warnings: tuple[Text, ...] = ()
    stamp: TableStamp | None = None
    region: str = ""

    @property
    def info(self) -> TableInfo:
        """What is known of the table."""
        return self.table.info

    @property
    def sectors(self) -> Classification:
        """The n sectors, of demand and of supply."""
        return self.table.sectors

    @property
    def supplying(self) -> Classification:
        """The sectors in which effects arise: the same n."""
        return self.table.sectors

    @property
    def regions(self) -> tuple[str, ...]:
        """The regions of a multiregional table; none where it is national."""
        return self.sectors.regions

    @classmethod
    def from_table(cls, table: IOTable, stamp: TableStamp | None = None) -> LeontiefModel:
        """Return the model of a transactions table: A^d = Z^d x̂⁻¹, L = (I − A^d)⁻¹.

        Raises
        ------
        UnbalancedTableError
            If a sector's sales differ from its output (R4).
        NotProductiveError
            If the spectral radius of A^d is one or more (R5).
        NotSupportedError
            If the table is at purchasers' prices (design equation 12).
        """
        refuse_purchasers(table.info)
        table.require_balanced()
        x = table.output
        system = _system(table)
        indicators, rows = _table_indicators(table)
        coefficients = input_coefficients(np.vstack(rows), x)
        other = [table.primary_rows(role) for role in ("product_tax", "scrap")]
        inputs = input_coefficients(np.vstack([table.value_added, table.import_row, *other]), x)
        gap = _largest_gap(system, inputs.sum(axis=0), x != 0)
        return cls(
            table,
            system,
            indicators,
            coefficients,
            x != 0,
            ExhaustionCheck("checked", gap),
            negative_cells(table.info.id, table.domestic),
            stamp,
        )

    @classmethod
    def from_inverse(cls, table: InverseTable, stamp: TableStamp | None = None) -> LeontiefModel:
        """Return the model of a published inverse with its direct coefficients.

        Raises
        ------
        NotProductiveError
            If the coefficients that the inverse implies have a spectral radius of one or more.
        """
        refuse_purchasers(table.info)
        system = Inverse(table.inverse)
        require_productive(table.info.id, table.sectors, system.A)
        scale = table.info.money.base.per(table.info.money)
        production = Indicator("production", NAMES["production"], "money", basis="published")
        indicators = [production]
        rows = [np.ones(len(table.sectors))]
        for part, row in zip(table.info.coefficients, table.coefficients, strict=True):
            indicators.append(
                Indicator(part.code, part.text, part.dimension, same(part.concept), part.basis)
            )
            rows.append(row if part.dimension == "money" else row / scale)
        order = sorted(range(len(rows)), key=lambda k: _rank(indicators[k].id))
        indicators, rows = [indicators[k] for k in order], [rows[k] for k in order]
        by_id = {i.id: row for i, row in zip(indicators, rows, strict=True)}
        gap = None
        if {"value_added", "imports"} <= by_id.keys():
            sums = multipliers(system, np.vstack([by_id["value_added"] + by_id["imports"]]))
            gap = float(np.abs(sums - 1.0).max())
        return cls(
            table,
            system,
            tuple(indicators),
            np.vstack(rows),
            np.ones(len(table.sectors), dtype=np.bool_),
            ExhaustionCheck(table.info.exhaustion, gap),
            negative_cells(table.info.id, system.A),
            stamp,
        )

    @cached_property
    def per_unit(self) -> Array:
        """Multipliers per unit of the table's money, (k, n)."""
        return multipliers(self.system, self.coefficients)

    def multipliers(self) -> Multipliers:
        """Return the effects of one unit of final demand on each sector.

        Notes
        -----
        m′ = c′ L (Miller & Blair 2009, eq. 6.6), by one transposed solve.

        Examples
        --------
        >>> import iomodel
        >>> model = iomodel.load_model("bok-2020-33")
        >>> transport = model.sectors.position("운송장비")
        >>> float(model.multipliers().of("production")[transport].round(6))
        2.437706
        """
        scale = display_scale(self.indicators, self.info)
        values = (self.per_unit * scale[:, None])[:, None, :]
        return Multipliers(self.sectors, self.indicators, ("total",), values)

    def induce(self, demand: Demand) -> Impact:
        """Return the effects of `demand`: c′ L f for every indicator.

        Raises
        ------
        LabelError
            If the demand is in another classification (R1, R10).
        InactiveSectorError
            If money is spent on a sector without output (R2).
        NotSupportedError
            If its valuation isn't the table's (R3).

        Examples
        --------
        >>> import iomodel
        >>> model = iomodel.load_model("bok-2020-165")
        >>> demand = iomodel.Demand.of({"의약품": 526}, "억원", model.sectors)
        >>> round(model.induce(demand).value("employment"))
        282
        """
        demand = prepared(demand, self.info, self.sectors, self.active, self.region)
        values = self._effects(demand.values)[:, :, None]
        return impact_of(self, demand, values, ("total",))

    def _effects(self, values: Array) -> Array:
        """Return C L f, (m, k), of demand (m, n): by L f where that is less work."""
        little = solving_pays(self.system, len(values), len(self.indicators))
        if "per_unit" not in self.__dict__ and little:
            return np.asarray(self.system.solve(values.T).T @ self.coefficients.T)
        return np.asarray(values @ self.per_unit.T)

    def by_demanded(self, values: Array) -> Array:
        """Return effects (m, k, 1, n) of demand (m, n), by demanded sector."""
        return np.asarray(values[:, None, None, :] * self.per_unit[None, :, None, :])

    def by_supplying(self, values: Array) -> Array:
        """Return effects (m, k, n) of demand (m, n), by supplying sector: ĉ L f."""
        x = self.system.solve(values.T).T
        return np.asarray(x[:, None, :] * self.coefficients[None, :, :])

    def direct(self, values: Array) -> Array:
        """Return c′ f, (m, k): the effects in the sectors on which the money is spent."""
        return np.asarray(values @ self.coefficients.T)

    def exhaustion(self) -> ExhaustionCheck:
        """Return whether value added, imports and other primary inputs exhaust spending (R6)."""
        return self.gaps

    def manifest(self) -> Manifest:
        """Return what results of this model rest on."""
        numerics = self.system.diagnostics()
        if self.gaps.largest_gap is not None:
            numerics["exhaustion_gap"] = self.gaps.largest_gap
        return manifest_of(self.info, self.stamp, self.gaps, self.warnings, numerics)


def solving_pays(system: System, demands: int, coefficients: int) -> bool:
    """Return whether solving for demands is less work than for multipliers first."""
    return isinstance(system, Iterative) and demands < coefficients


def _system(table: IOTable) -> System:
    """Return x = L f of a table once it is seen to be productive (R5); a large one is iterated."""
    if len(table.sectors) >= LARGE:
        system = Iterative(table.domestic, table.output)
        names = [Text(f"{s.code} {s.name.ko}", str(s)) for s in table.sectors.sectors]
        require_productive_flows(table.info.id, names, system)
        return system
    A = input_coefficients(table.domestic, table.output)
    require_productive(table.info.id, table.sectors, A)
    return factorise(A)


def _largest_gap(system: System, inputs: Array, active: NDArray[np.bool_]) -> float:
    """Return by how much what primary inputs (n,) induce differs from spending at most (R6).

    L′ (c − (I − A)′ i) is that difference; where L isn't at hand, its norm bounds it.
    """
    if isinstance(system, Iterative) and system.norm_bound is not None:
        ones = np.ones(system.size)
        apart = np.where(active, inputs - ones + system.product_transposed(ones), 0.0)
        return system.norm_bound * float(np.abs(apart).max())
    induced = multipliers(system, inputs[None, :])[0]
    return float(np.abs(induced[active] - 1.0).max())


def _rank(id: str) -> int:
    """Return the place of an indicator in the usual order; unusual ones come last."""
    return INDICATORS.index(id) if id in INDICATORS else len(INDICATORS)


def _table_indicators(table: IOTable) -> tuple[tuple[Indicator, ...], list[Array]]:
    indicators = [
        Indicator("production", NAMES["production"], "money"),
        Indicator("value_added", NAMES["value_added"], "money"),
        Indicator("imports", NAMES["imports"], "money"),
    ]
    rows = [table.output, table.value_added, table.import_row]
    for part, row in zip(table.info.satellites, table.satellites, strict=True):
        id = _SATELLITES.get(part.code, part.code)
        concept = table.info.employment if id in NAMES else same(part.concept)
        name, unit = NAMES.get(id, part.text), same(part.unit)
        indicators.append(Indicator(id, name, part.dimension, concept, unit=unit))
        rows.append(row)
    taken = {indicator.id for indicator in indicators}  # a lone component may be value added itself
    for component, row in zip(table.info.primary_inputs, table.primary_inputs, strict=True):
        if component.role == "value_added" and component.code not in taken:
            indicators.append(Indicator(component.code, component.text, "money"))
            rows.append(row)
    return tuple(indicators), rows
