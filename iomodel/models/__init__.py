"""A table as a model: what one won of final demand induces.

`LeontiefModel` stands on transactions or a published inverse, `RegionalModel` on one of those that
has regions, `MultiplierModel` on published multipliers. They answer the same two questions,
`multipliers` and `induce`; what a kind can't know, it refuses.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from iomodel import catalogue
from iomodel.demand import Demand
from iomodel.errors import NotFoundError, Problem
from iomodel.models.base import Model, Multipliers
from iomodel.models.leontief_model import LeontiefModel
from iomodel.models.multiplier_model import MultiplierModel
from iomodel.models.regional_model import RegionalModel
from iomodel.sectors import Classification
from iomodel.table import InverseTable, MultiplierTable
from iomodel.text import Text, same

__all__ = [
    "LeontiefModel",
    "Model",
    "MultiplierModel",
    "Multipliers",
    "RegionalModel",
    "Shelf",
    "load_model",
]


def load_model(id: str, region: str | None = None, tables: Path | str | None = None) -> Model:
    """Return the model of table `id`.

    Parameters
    ----------
    id : str
        For example "bok-2020-165"; see `iomodel.load_table`.
    region : str, optional
        Where the money is spent; for regional tables, and only for those. Published multipliers
        need it. On a multiregional table demand is then on the region's own sectors, without it
        on `region:code`.
    tables : path, optional
        A folder of tables to look in first.

    Raises
    ------
    NotFoundError
        If there is no such table, or the region is missing, unknown or not wanted.
    UnbalancedTableError, NotProductiveError, TableFileError
        If the table can't carry a model.

    Examples
    --------
    >>> import iomodel
    >>> iomodel.load_model("bok-2020-regional-83", region="세종").regions[:3]
    ('서울', '부산', '대구')
    """
    table = catalogue.load_table(id, tables)
    stamp = catalogue.stamp(id, tables)
    if isinstance(table, MultiplierTable):
        _require_region(id, region, table.regions)
        return MultiplierModel(table, str(region), stamp)
    _require_region(id, region, (None, *table.sectors.regions))
    if isinstance(table, InverseTable):
        return _in_region(LeontiefModel.from_inverse(table, stamp), region, tables)
    return _in_region(LeontiefModel.from_table(table, stamp), region, tables)


def _in_region(whole: LeontiefModel, region: str | None, tables: Path | str | None) -> Model:
    """Return the model of demand in one region, or `whole` where none is asked for."""
    if not region:
        return whole
    local = catalogue.load_classification(whole.info.local, tables)
    return RegionalModel.of(whole, region, local)


@dataclass(frozen=True, eq=False)
class Shelf:
    """The tables of one run: found in one place, each model made once."""

    tables: Path | None
    _models: dict[tuple[str, str | None], Model] = field(default_factory=dict)

    @classmethod
    def of(cls, tables: Path | str | None) -> Shelf:
        """Return the shelf of a folder of tables to look in first."""
        return cls(Path(tables) if tables else None)

    def model(self, id: str, region: str | None = None) -> Model:
        """Return `load_model` of the table, made at the first call."""
        if (id, region) not in self._models:
            self._models[id, region] = self._made(id, region)
        return self._models[id, region]

    def any_model(self, id: str) -> Model:
        """Return a model of the table, of its first region where it has no other."""
        if catalogue.find(id, self.tables).file.kind != "multipliers":
            return self.model(id)
        return self.model(id, self.regions(id)[0])

    def _made(self, id: str, region: str | None) -> Model:
        """Return a model; those of the regions of a multiregional table share that of the whole."""
        if not region or region not in self._places(id):
            return load_model(id, region, self.tables)
        whole = self.model(id)
        assert isinstance(whole, LeontiefModel)
        return _in_region(whole, region, self.tables)

    def is_regional(self, id: str, sectors: Classification) -> bool:
        """Return whether demand on `sectors` has to say its region to meet a table.

        On a multiregional table it has not where its sectors are `region:code` themselves.
        """
        folder = catalogue.find(id, self.tables)
        if folder.file.kind == "multipliers":
            return True
        return bool(self._places(id)) and not sectors.regions

    def regions(self, id: str) -> tuple[str, ...]:
        """Return the regions of a regional table; none where it is national."""
        if catalogue.find(id, self.tables).file.kind != "multipliers":
            return self._places(id)
        table = catalogue.load_table(id, self.tables)
        return table.regions if isinstance(table, MultiplierTable) else ()

    def _places(self, id: str) -> tuple[str, ...]:
        """Return the regions in the codes of a table's sectors, without reading its numbers."""
        return catalogue.find(id, self.tables).classification(id).regions

    def classification(self, id: str) -> str:
        """Return the id of a table's classification, without reading its numbers."""
        folder = catalogue.find(id, self.tables)
        level = folder.file.levels.get(id)
        return level.classification if level else folder.file.classification

    def fit(self, demand: Demand, model: Model) -> Demand:
        """Return `demand` in the model's sectors, aggregated where the model is coarser (R10)."""
        if demand.sectors.id == model.sectors.id:
            return demand
        way = catalogue.concordance(demand.sectors.id, model.sectors.id, self.tables)
        return demand.aggregate(way)


def _require_region(id: str, region: str | None, allowed: tuple[str | None, ...]) -> None:
    """Raise unless the region is one of those allowed, none standing for the whole table."""
    if (region or None) not in allowed:
        raise _wrong_region(id, region, tuple(name for name in allowed if name))


def _wrong_region(id: str, region: str | None, regions: tuple[str, ...]) -> NotFoundError:
    names = ", ".join(regions)
    return NotFoundError(
        id,
        Problem(
            "region",
            Text("지역이 맞지 않습니다", "the region does not fit the table"),
            Text(f"다음 중 하나: {names}", f"one of: {names}")
            if regions
            else Text("지역 없음 (전국표)", "no region: the table is national"),
            same(f'"{region}"') if region else Text("없음", "none"),
            Text("--region을 고치십시오", "correct --region"),
        ),
        data=regions,
    )
