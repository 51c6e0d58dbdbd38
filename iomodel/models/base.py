"""What every model offers, and what both kinds share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import numpy as np

from iomodel.demand import Demand
from iomodel.impact import Answering, Array, Impact, Indicator, Part
from iomodel.provenance import Manifest, TableStamp
from iomodel.sectors import Classification
from iomodel.table import Exhaustion, TableInfo
from iomodel.text import Text
from iomodel.units import PERSONS, MoneyUnit
from iomodel.version import VERSION

if TYPE_CHECKING:
    import xarray as xr

NAMES: dict[str, Text] = {
    "production": Text("생산유발", "production"),
    "value_added": Text("부가가치유발", "value added"),
    "imports": Text("수입유발", "imports"),
    "employment": Text("취업유발", "employment"),
    "employees": Text("고용유발", "employees"),
}


@dataclass(frozen=True, eq=False)
class Multipliers:
    """Effects of one unit of final demand.

    Attributes
    ----------
    sectors : Classification
    indicators : tuple of Indicator
    origins : tuple of str
        ("total",), or in the region and elsewhere.
    values : ndarray (k, o, n)
        Money per money; persons and physical amounts per billion won, or per million of another
        currency. NaN where the region lacks the sector.
    """

    sectors: Classification
    indicators: tuple[Indicator, ...]
    origins: tuple[str, ...]
    values: Array

    def of(self, indicator: str) -> Array:
        """Return one indicator's multipliers over all origins, (n,)."""
        names = [i.id for i in self.indicators]
        return np.asarray(self.values[names.index(indicator)].sum(axis=0))

    def to_xarray(self) -> xr.DataArray:
        """Return the multipliers as an array with labelled dimensions."""
        import xarray as xr

        return xr.DataArray(
            self.values,
            dims=("indicator", "origin", "sector"),
            coords={
                "indicator": [i.id for i in self.indicators],
                "origin": list(self.origins),
                "sector": list(self.sectors.codes),
                "sector_name": ("sector", [s.name.ko for s in self.sectors.sectors]),
            },
        )


@dataclass(frozen=True)
class ExhaustionCheck:
    """Whether induced value added, imports and other primary inputs add up to spending (R6)."""

    kind: Exhaustion
    largest_gap: float | None


class Model(Answering, Protocol):
    """What every model offers."""

    @property
    def info(self) -> TableInfo:
        """What is known of the table."""

    @property
    def region(self) -> str:
        """The region of demand; empty where the table is national."""

    @property
    def sectors(self) -> Classification:
        """The sectors of demand."""

    @property
    def regions(self) -> tuple[str, ...]:
        """The regions of the table; none where it is national."""

    @property
    def indicators(self) -> tuple[Indicator, ...]:
        """The indicators it knows, with their dimensions."""

    def multipliers(self) -> Multipliers:
        """Return the effects of one unit of final demand on each sector."""

    def induce(self, demand: Demand) -> Impact:
        """Return the effects of `demand`."""

    def exhaustion(self) -> ExhaustionCheck:
        """Return whether value added, imports and other primary inputs exhaust spending (R6)."""

    def manifest(self) -> Manifest:
        """Return what results of this model rest on."""


def impact_of(
    model: Model,
    demand: Demand,
    values: Array,
    origins: tuple[str, ...],
) -> Impact:
    """Return one model's effects as an impact; those of inferred demand are inferred (R9)."""
    part = Part(
        demand,
        values,
        model.indicators,
        origins,
        model.info.money,
        model.info.id,
        model.region,
        "inferred" if demand.basis == "inferred" else "computed",
        model,
    )
    return Impact((part,), model.manifest())


def display_scale(indicators: tuple[Indicator, ...], info: TableInfo) -> Array:
    """Return the factors from effects per unit of table money to those shown, (k,).

    Money stays won per won; persons and physical amounts become those per billion won, or per
    million of another currency (`MoneyUnit.base`).
    """
    base = info.money.base.per(info.money)
    return np.array([1.0 if i.dimension == "money" else base for i in indicators])


def multiplier_unit(indicator: Indicator, money: MoneyUnit) -> Text:
    """Return the unit of an indicator's multipliers, as `display_scale` shows them."""
    if indicator.dimension == "money":
        return money.ratio
    return money.each(PERSONS if indicator.dimension == "persons" else indicator.unit)


def manifest_of(
    info: TableInfo,
    stamp: TableStamp | None,
    check: ExhaustionCheck,
    warnings: tuple[Text, ...],
    numerics: dict[str, float],
) -> Manifest:
    """Return the manifest of one model: its table, caveats, R6 and numerics."""
    caveats = (Text(f"{info.id}: {c.ko}", f"{info.id}: {c.en}") for c in info.caveats)
    notes = {
        "checked": (),
        "by construction": (
            Text(
                f"{info.id}: 부가가치는 1 − 수입으로 공표되어, 부가가치 + 수입 = 지출은 "
                "정의에 따라 성립합니다 (R6)",
                f"{info.id}: value added was published as 1 − imports, so value added + imports "
                "= spending holds by construction (R6)",
            ),
        ),
        "not checkable": (
            Text(
                f"{info.id}: 수입유발계수가 없어 부가가치 + 수입 = 지출을 확인할 수 없습니다 (R6)",
                f"{info.id}: without import multipliers, value added + imports = spending "
                "can't be checked (R6)",
            ),
        ),
    }
    return Manifest(
        VERSION,
        (stamp,) if stamp else (),
        (),
        (*caveats, *notes[check.kind], *warnings),
        {info.id: numerics} if numerics else {},
    )
