"""A table as a model: what one won of final demand induces.

`LeontiefModel` stands on transactions or a published inverse, `MultiplierModel` on published
multipliers. They answer the same two questions, `multipliers` and `induce`; what a kind can't
know, it refuses.
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
from iomodel.table import InverseTable, MultiplierTable
from iomodel.text import Text, same

__all__ = ["LeontiefModel", "Model", "MultiplierModel", "Multipliers", "Shelf", "load_model"]


def load_model(id: str, region: str | None = None, tables: Path | str | None = None) -> Model:
    """Return the model of table `id`.

    Parameters
    ----------
    id : str
        For example "bok-2020-165"; see `iomodel.load_table`.
    region : str, optional
        Where the money is spent; for regional tables, and only for those.
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
    regions = table.regions if isinstance(table, MultiplierTable) else ()
    if (region or None) not in (regions or (None,)):
        raise _wrong_region(id, region, regions)
    if isinstance(table, MultiplierTable):
        return MultiplierModel(table, str(region), stamp)
    if isinstance(table, InverseTable):
        return LeontiefModel.from_inverse(table, stamp)
    return LeontiefModel.from_table(table, stamp)


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
            self._models[id, region] = load_model(id, region, self.tables)
        return self._models[id, region]

    def is_regional(self, id: str) -> bool:
        """Return whether a table wants a region."""
        return catalogue.find(id, self.tables).file.kind == "multipliers"

    def regions(self, id: str) -> tuple[str, ...]:
        """Return the regions of a regional table; none where it is national."""
        table = catalogue.load_table(id, self.tables)
        return table.regions if isinstance(table, MultiplierTable) else ()

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
