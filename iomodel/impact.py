"""What a run returns: effects by programme, indicator and origin, labelled and with units."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any, Literal, Protocol

import numpy as np
from numpy.typing import NDArray

from iomodel.demand import Demand, Line
from iomodel.errors import LabelError, NotFoundError, Problem
from iomodel.provenance import Basis, Manifest
from iomodel.sectors import Classification
from iomodel.text import Text, same
from iomodel.units import PERSONS, MoneyUnit

if TYPE_CHECKING:
    import pandas as pd
    import xarray as xr

Array = NDArray[np.float64]
Dimension = Literal["money", "persons", "physical"]

INDICATORS = ("production", "value_added", "imports", "employment", "employees")
LABELS = tuple(field.name for field in fields(Line))


@dataclass(frozen=True)
class Indicator:
    """What is induced, in what, by whose definition; `unit` is that of a physical one."""

    id: str
    name: Text
    dimension: Dimension
    concept: Text = Text("", "")  # noqa: RUF009 - Text is frozen
    basis: Basis = "computed"
    unit: Text = Text("", "")  # noqa: RUF009

    def measured_in(self, money: MoneyUnit) -> Text:
        """Return the unit of an amount of this indicator, money being stated in `money`."""
        return {"money": money.name, "persons": PERSONS, "physical": self.unit}[self.dimension]


class Answering(Protocol):
    """What an impact needs of the model that made it, to look closer."""

    @property
    def sectors(self) -> Classification:
        """The sectors of demand."""

    @property
    def supplying(self) -> Classification:
        """The sectors in which effects arise."""

    def by_demanded(self, values: Array) -> Array:
        """Return effects (m, k, o, n) of demand (m, n), by demanded sector."""

    def by_supplying(self, values: Array) -> Array:
        """Return effects (m, k, s) of demand (m, n), by supplying sector."""

    def direct(self, values: Array) -> Array:
        """Return direct effects (m, k) of demand (m, n)."""


@dataclass(frozen=True, eq=False)
class Part:
    """The answer of one model, for one region of demand, to m programmes.

    Attributes
    ----------
    demand : Demand
        In the model's sectors and money.
    values : ndarray (m, k, o)
        Programme, indicator, origin; money in `unit`, persons in persons, others in their own
        unit.
    """

    demand: Demand
    values: Array
    indicators: tuple[Indicator, ...]
    origins: tuple[str, ...]
    unit: MoneyUnit
    table: str
    region: str
    basis: Basis
    model: Answering

    def total(self) -> xr.DataArray:
        """Return effects by programme, indicator and origin, with the total over origins."""
        return self._array(self.with_total(), ("origin", (*self.all_origins,)))

    @property
    def all_origins(self) -> tuple[str, ...]:
        """The origins shown: those of the model and their total (R8)."""
        return self.origins if self.origins == ("total",) else (*self.origins, "total")

    def with_total(self) -> Array:
        """Return `values` with the total over origins appended where there are several."""
        if self.origins == ("total",):
            return self.values
        return np.concatenate([self.values, self.values.sum(axis=2, keepdims=True)], axis=2)

    def by_demanded(self) -> xr.DataArray:
        """Return effects by the sector on which the money is spent (and origin)."""
        values = self.model.by_demanded(self.demand.values)
        return self._array(values, ("origin", self.origins), ("demanded", self.model.sectors.codes))

    def by_supplying(self) -> xr.DataArray:
        """Return effects by the sector in which they arise.

        Raises
        ------
        NotSupportedError
            If the model is published multipliers, which don't say.
        """
        values = self.model.by_supplying(self.demand.values)
        return self._array(values, ("supplying", self.model.supplying.codes))

    def direct_indirect(self) -> xr.DataArray:
        """Return effects split into direct (of the spending itself) and indirect (the rest).

        Raises
        ------
        NotSupportedError
            If the model is published multipliers, which don't say.
        """
        direct = self.model.direct(self.demand.values)
        both = np.stack([direct, self.values.sum(axis=2) - direct], axis=2)
        return self._array(both, ("effect", ("direct", "indirect")))

    def _array(self, values: Array, *more: tuple[str, tuple[str, ...]]) -> xr.DataArray:
        import pandas as pd
        import xarray as xr

        lines = pd.MultiIndex.from_tuples(
            [tuple(getattr(line, name) for name in LABELS) for line in self.demand.lines],
            names=LABELS,
        )
        coords = xr.Coordinates.from_pandas_multiindex(lines, "line")
        array = xr.DataArray(values, dims=("line", "indicator", *(name for name, _ in more)))
        array = array.assign_coords(coords)
        array = array.assign_coords(
            {"indicator": [i.id for i in self.indicators]}
            | {name: list(labels) for name, labels in more}
        )
        return array.assign_attrs(table=self.table, region=self.region, basis=self.basis)


@dataclass(frozen=True, eq=False)
class Impact:
    """Effects of one run: parts of one or more models, and what they rested on.

    Examples
    --------
    >>> import iomodel
    >>> model = iomodel.load_model("bok-2020-33")
    >>> impact = model.induce(iomodel.Demand.of({"운송장비": 100}, "억원", model.sectors))
    >>> round(impact.value("production")), impact.unit("production").en
    (24377, 'million KRW')
    """

    parts: tuple[Part, ...]
    manifest: Manifest

    def __add__(self, other: Impact) -> Impact:
        return Impact(self.parts + other.parts, self.manifest.merge(other.manifest))

    def records(self, indicators: tuple[str, ...] = INDICATORS) -> list[dict[str, Any]]:
        """Return one record for each programme, indicator and origin; money in the table's unit."""
        return [
            {
                **{name: getattr(line, name) for name in LABELS},
                "indicator": indicator.id,
                "origin": origin,
                "value": float(part.with_total()[i, k, o]),
                "unit": self._unit(part, indicator).ko,
                "basis": part.basis,
                "table": part.table,
                "region": part.region,
                "price_year": part.demand.money.price_year,
            }
            for part in self.parts
            for i, line in enumerate(part.demand.lines)
            for k, indicator in enumerate(part.indicators)
            if indicator.id in indicators
            for o, origin in enumerate(part.all_origins)
        ]

    def to_frame(self, indicators: tuple[str, ...] = INDICATORS) -> pd.DataFrame:
        """Return `records` as a frame."""
        import pandas as pd

        return pd.DataFrame(self.records(indicators))

    def value(self, indicator: str, **labels: str) -> float:
        """Return the sum of one indicator over the programmes whose labels match.

        Parameters
        ----------
        indicator : str
        **labels : str
            study, scenario, district, reading, programme, phase, year, variant, kind, table,
            region or origin (default "total"). Where `kind` is left out displaced spending is
            taken off: the sum is the net effect.

        Raises
        ------
        NotFoundError
            If nothing matches.
        LabelError
            If several readings, variants or tables match, which are alternatives and not parts,
            or several phases, of which one happens once and the other every year.
        """
        wanted = {"origin": "total", **labels, "indicator": indicator}
        found = [
            record
            for record in self.records((indicator,))
            if all(record.get(name) == value for name, value in wanted.items())
        ]
        if not found:
            raise self._nothing(indicator, wanted)
        apart = ("reading", "variant", "table", "phase")
        ways = sorted({tuple(record[name] for name in apart) for record in found})
        if len(ways) > 1:
            raise _several_ways(ways)
        return float(sum(record["value"] for record in found))

    def unit(self, indicator: str) -> Text:
        """Return the unit of an indicator's values."""
        for part in self.parts:
            for candidate in part.indicators:
                if candidate.id == indicator:
                    return self._unit(part, candidate)
        raise self._nothing(indicator, {"indicator": indicator})

    def by_demanded(self) -> pd.DataFrame:
        """Return effects by demanded sector as a long frame; see `Part.by_demanded`."""
        return self._long(Part.by_demanded)

    def by_supplying(self) -> pd.DataFrame:
        """Return effects by supplying sector as a long frame; see `Part.by_supplying`."""
        return self._long(Part.by_supplying)

    def direct_indirect(self) -> pd.DataFrame:
        """Return direct and indirect effects as a long frame; see `Part.direct_indirect`."""
        return self._long(Part.direct_indirect)

    def by_origin(self) -> pd.DataFrame:
        """Return effects by origin as a long frame; see `Part.total`."""
        return self._long(Part.total)

    def _long(self, view: Callable[[Part], xr.DataArray]) -> pd.DataFrame:
        import pandas as pd

        frames = []
        for part in self.parts:
            frame = view(part).to_series().rename("value").reset_index()
            units = {i.id: self._unit(part, i).ko for i in part.indicators}
            frame["unit"] = frame["indicator"].map(units)
            frame["table"], frame["region"], frame["basis"] = part.table, part.region, part.basis
            frames.append(frame)
        return pd.concat(frames, ignore_index=True)

    @staticmethod
    def _unit(part: Part, indicator: Indicator) -> Text:
        return indicator.measured_in(part.unit)

    def _nothing(self, indicator: str, wanted: dict[str, str]) -> NotFoundError:
        known = sorted({i.id for part in self.parts for i in part.indicators})
        return NotFoundError(
            "impact",
            Problem(
                "",
                Text("해당하는 결과가 없습니다", "no result matches"),
                Text(f"지표는 {', '.join(known)}", f"indicators are {', '.join(known)}"),
                same(wanted),
                Text(
                    "impact.to_frame()에서 이름을 확인하십시오", "see impact.to_frame() for labels"
                ),
            ),
            data=indicator,
        )


def _several_ways(ways: list[tuple[str, ...]]) -> LabelError:
    told = "; ".join(" ".join(filter(None, way)) for way in ways)
    return LabelError(
        "impact",
        Problem(
            "",
            Text(
                "여러 읽기, 변형, 표, 단계의 결과는 더할 수 없습니다",
                "results of several readings, variants, tables or phases don't add up",
            ),
            Text("읽기, 변형, 표, 단계 하나씩", "one reading, variant, table and phase"),
            same(told),
            Text(
                "reading=, variant=, table=, phase=로 하나를 고르십시오",
                "choose one with reading=, variant=, table= and phase=",
            ),
        ),
        data=ways,
    )
