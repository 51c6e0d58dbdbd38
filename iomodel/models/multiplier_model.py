"""The model of published multipliers, by region of demand and origin of the effect."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from iomodel.demand import Demand
from iomodel.errors import NotSupportedError, Problem
from iomodel.guards import prepared
from iomodel.impact import Array, Impact, Indicator
from iomodel.models.base import (
    ExhaustionCheck,
    Multipliers,
    display_scale,
    impact_of,
    manifest_of,
)
from iomodel.provenance import Manifest, TableStamp
from iomodel.sectors import Classification
from iomodel.table import ORIGINS, MultiplierTable, TableInfo
from iomodel.text import Text, same


@dataclass(frozen=True, eq=False)
class MultiplierModel:
    """Published multipliers of one region, split by where the effect arises.

    Attributes
    ----------
    table : MultiplierTable
    region : str
        The region in which the money is spent.
    """

    table: MultiplierTable
    region: str
    stamp: TableStamp | None = None

    @property
    def info(self) -> TableInfo:
        """What is known of the table."""
        return self.table.info

    @property
    def sectors(self) -> Classification:
        """The sectors of demand."""
        return self.table.sectors

    @property
    def supplying(self) -> Classification:
        """The sectors of demand: multipliers don't say in which sectors effects arise."""
        return self.table.sectors

    @property
    def regions(self) -> tuple[str, ...]:
        """The regions of the table."""
        return self.table.regions

    @cached_property
    def indicators(self) -> tuple[Indicator, ...]:
        """The indicators it knows, with their dimensions."""
        return tuple(
            Indicator(part.code, part.text, part.dimension, same(part.concept), part.basis)
            for part in self.info.coefficients
        )

    @property
    def active(self) -> NDArray[np.bool_]:
        """Whether the region has the sector, (n,)."""
        return np.asarray(~self.table.absent[self._row])

    @property
    def _row(self) -> int:
        return self.regions.index(self.region)

    @cached_property
    def _per_unit(self) -> Array:
        """Multipliers per unit of the table's money, (k, o, n)."""
        scale = display_scale(self.indicators, self.info)
        values = self.table.values[self._row].transpose(1, 2, 0)
        return np.asarray(values / scale[:, None, None])

    def multipliers(self) -> Multipliers:
        """Return the published multipliers of the region; NaN where it lacks the sector.

        Examples
        --------
        >>> import iomodel
        >>> model = iomodel.load_model("bok-2020-regional-83", region="세종")
        >>> medicines = model.sectors.position("20")
        >>> [float(v.round(4)) for v in model.multipliers().values[0, :, medicines]]
        [1.124, 0.6487]
        """
        values = self.table.values[self._row].transpose(1, 2, 0)
        values = np.where(self.active, values, np.nan)
        return Multipliers(self.sectors, self.indicators, ORIGINS, values)

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
        values = np.einsum("mn,kon->mko", demand.values, self._per_unit)
        return impact_of(self, demand, values, ORIGINS)

    def by_demanded(self, values: Array) -> Array:
        """Return effects (m, k, o, n) of demand (m, n), by demanded sector."""
        return np.asarray(values[:, None, None, :] * self._per_unit[None])

    def by_supplying(self, values: Array) -> Array:
        """Refuse: published multipliers don't say where in the chain an effect arises."""
        raise self._unsupported(Text("공급부문별 효과", "effects by supplying sector"))

    def direct(self, values: Array) -> Array:
        """Refuse: published multipliers hold no direct coefficients."""
        raise self._unsupported(Text("직접·간접 효과의 구분", "direct and indirect effects"))

    def exhaustion(self) -> ExhaustionCheck:
        """Return that R6 can't be checked without import multipliers."""
        return ExhaustionCheck(self.info.exhaustion, None)

    def manifest(self) -> Manifest:
        """Return what results of this model rest on."""
        return manifest_of(self.info, self.stamp, self.exhaustion(), (), {})

    def _unsupported(self, what: Text) -> NotSupportedError:
        return NotSupportedError(
            self.info.id,
            Problem(
                "",
                Text(
                    f"{what.ko}은(는) 이 표로 구할 수 없습니다", f"this table can't give {what.en}"
                ),
                Text("거래표 또는 역행렬표", "transactions or an inverse"),
                Text("공표된 유발계수", "published multipliers"),
                Text("bok-2020-165와 같은 거래표를 쓰십시오", "use a table such as bok-2020-165"),
            ),
        )
