"""Demand in one region of a multiregional table: its effects there and in the other regions."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from iomodel.demand import Demand
from iomodel.guards import prepared
from iomodel.impact import Array, Impact, Indicator
from iomodel.leontief import multipliers
from iomodel.models.base import ExhaustionCheck, Multipliers, display_scale, impact_of
from iomodel.models.leontief_model import LeontiefModel, solving_pays
from iomodel.multiregional import Places, Positions, places_of
from iomodel.provenance import Manifest
from iomodel.sectors import Classification
from iomodel.table import ORIGINS, TableInfo


@dataclass(frozen=True, eq=False)
class RegionalModel:
    """One region's demand on its own sectors, through a multiregional table.

    Attributes
    ----------
    whole : LeontiefModel
        The model of all n sectors of all regions.
    places : Places
        Where they are: the local sectors, l of them, are those of demand.
    region : str
        Where the money is spent.
    """

    whole: LeontiefModel
    places: Places
    region: str

    @classmethod
    def of(
        cls, whole: LeontiefModel, region: str, local: Classification | None = None
    ) -> RegionalModel:
        """Return the model of one region of a multiregional one.

        Parameters
        ----------
        local : Classification, optional
            The sectors without their region; from the table's own codes if left out.

        Raises
        ------
        NotSupportedError
            If the table is national.
        NotFoundError
            If there is no such region.
        LabelError
            If `local` lacks sectors of the table (R1).
        """
        places = places_of(whole.info, whole.sectors, local)
        places.position(whole.info.id, region)
        return cls(whole, places, region)

    @property
    def info(self) -> TableInfo:
        """What is known of the table."""
        return self.whole.info

    @property
    def sectors(self) -> Classification:
        """The l sectors of demand, without their region."""
        return self.places.local

    @property
    def supplying(self) -> Classification:
        """The n sectors of all regions, in which effects arise."""
        return self.whole.sectors

    @property
    def regions(self) -> tuple[str, ...]:
        """The regions of the table."""
        return self.places.regions

    @property
    def indicators(self) -> tuple[Indicator, ...]:
        """The indicators it knows, with their dimensions."""
        return self.whole.indicators

    @cached_property
    def active(self) -> NDArray[np.bool_]:
        """Whether the region has the sector, with output, (l,)."""
        return self._own(self.whole.active.astype(np.float64)) > 0

    @cached_property
    def _rows(self) -> Positions:
        """The region's sectors among all."""
        return self.places.rows(self.regions.index(self.region))

    def _own(self, values: Array) -> Array:
        """Return the region's part of `values`, (…, n), by local sector, (…, l)."""
        return self.places.seated(values[..., self._rows], self.regions.index(self.region))

    def _everywhere(self, values: Array) -> Array:
        """Return demand on local sectors, (m, l), as demand on all sectors, (m, n)."""
        return self.places.spread(values, self.regions.index(self.region))

    @cached_property
    def _per_unit(self) -> Array:
        """Multipliers per unit of the table's money, (k, o, l)."""
        there = np.zeros(len(self.supplying))
        there[self._rows] = 1.0
        inside = multipliers(self.whole.system, self.whole.coefficients * there)
        both = np.stack([inside, self.whole.per_unit - inside], axis=1)
        return self._own(both)

    def multipliers(self) -> Multipliers:
        """Return the effects of one unit of final demand; NaN where the region lacks the sector.

        Notes
        -----
        In region r itself c_r′ L_rr, in the others Σ c_s′ L_sr over s ≠ r (Miller & Blair 2009,
        section 6.3), by two transposed solves an indicator.
        """
        values = self._per_unit * display_scale(self.indicators, self.info)[:, None, None]
        return Multipliers(
            self.sectors, self.indicators, ORIGINS, np.where(self.active, values, np.nan)
        )

    def induce(self, demand: Demand) -> Impact:
        """Return the effects of `demand` in the region and elsewhere (R8).

        Raises
        ------
        LabelError
            If the demand is in another classification (R1, R10).
        InactiveSectorError
            If the region lacks a sector on which money is spent (R2).
        NotSupportedError
            If its valuation isn't the table's (R3).
        """
        demand = prepared(demand, self.info, self.sectors, self.active, self.region)
        return impact_of(self, demand, self._effects(demand.values), ORIGINS)

    def _effects(self, values: Array) -> Array:
        """Return effects (m, k, o) of demand (m, l): by L f where that is less work."""
        asked = len(ORIGINS) * len(self.indicators)
        if "_per_unit" in self.__dict__ or not solving_pays(self.whole.system, len(values), asked):
            return np.asarray(np.einsum("ml,kol->mko", values, self._per_unit))
        x = self.whole.system.solve(self._everywhere(values).T).T
        c, rows = self.whole.coefficients, self._rows
        inside = x[:, rows] @ c[:, rows].T
        return np.stack([inside, x @ c.T - inside], axis=2)

    def by_demanded(self, values: Array) -> Array:
        """Return effects (m, k, o, l) of demand (m, l), by demanded sector."""
        return np.asarray(values[:, None, None, :] * self._per_unit[None])

    def by_supplying(self, values: Array) -> Array:
        """Return effects (m, k, n) of demand (m, l), by supplying sector of every region."""
        return self.whole.by_supplying(self._everywhere(values))

    def direct(self, values: Array) -> Array:
        """Return c′ f, (m, k): the effects in the sectors on which the money is spent."""
        return self.whole.direct(self._everywhere(values))

    def exhaustion(self) -> ExhaustionCheck:
        """Return whether value added, imports and other primary inputs exhaust spending (R6)."""
        return self.whole.exhaustion()

    def manifest(self) -> Manifest:
        """Return what results of this model rest on."""
        return self.whole.manifest()
