"""The multipliers that a publication can have used: one block a table, region, year and recipe."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from iomodel import catalogue
from iomodel.analyses.exogenise.numerics import diagonals
from iomodel.audit.groups import Cell
from iomodel.audit.schema import Effect, Scope
from iomodel.leontief import Array, factorise, input_coefficients, multipliers
from iomodel.models import LeontiefModel, Model, MultiplierModel, load_model
from iomodel.provenance import Basis, TableStamp
from iomodel.sectors import Classification
from iomodel.storage import TableFolder
from iomodel.table import ORIGINS, IOTable, MultiplierTable
from iomodel.text import Text

LARGEST = 1000  # sectors of a table that is inverted
Recipe = Literal[
    "column", "row", "total_flows", "direct", "exogenised", "exogenised_full", "exogenised_mixed"
]
RECIPES: dict[Recipe, Text] = {
    "column": Text("유발계수의 열합", "column sums of the inverse"),
    "row": Text("유발계수의 행합", "row sums of the inverse"),
    "total_flows": Text(
        "수입을 빼지 않은 총거래표의 역행렬", "inverse of total flows, imports left in"
    ),
    "direct": Text("유발계수가 아닌 직접계수", "direct coefficients, without what they induce"),
    "exogenised": Text(
        "그 부문을 외생화한 뒤의 역행렬", "inverse after the sector was made exogenous"
    ),
    "exogenised_full": Text(
        "외생화하기 전의 전체 역행렬", "inverse of the whole matrix, the sector left in"
    ),
    "exogenised_mixed": Text(
        "전체 역행렬에서 잘라 낸 뒤 투입계수를 곱함",
        "cut out of the whole inverse, times the coefficients",
    ),
}
_EFFECTS: dict[str, Effect] = {
    "production": "production",
    "value_added": "value_added",
    "imports": "imports",
    "employment": "employment",
    "employees": "employees",
    "compensation_of_employees": "income",
}
# What balances the Bank of Korea's tables and is no industry: its multipliers say nothing.
_BALANCING = {("bok2020-33", "33"), ("bok2020-83", "83"), ("bok2020-165", "830")}


@dataclass(frozen=True, eq=False)
class Block:
    """Effects of one unit of money on each of n sectors, by one recipe.

    Attributes
    ----------
    table : str
        A table's id, or that of a published series.
    region : str
        Where the money is spent; empty where the table is national.
    values : dict of (effect, scope) to ndarray (n,)
        Money per money, persons per one unit of the currency; NaN where there is no figure.
    basis : Basis
        `published`, `computed` from a table, or `inferred` between published years.
    note : Text
        What has to be said of its figures.
    """

    table: str
    region: str
    year: int
    currency: str
    sectors: Classification
    recipe: Recipe
    values: dict[Cell, Array]
    basis: Basis = "computed"
    note: Text = Text("", "")  # noqa: RUF009 - Text is frozen

    def rows(self, cells: Sequence[Cell | None]) -> Array:
        """Return the values of cells, (k, n): ones for the spending itself (None)."""
        n = len(self.sectors)
        nothing, one = np.full(n, np.nan), np.ones(n)
        return np.array([one if c is None else self.values.get(c, nothing) for c in cells])

    @property
    def industries(self) -> NDArray[np.bool_]:
        """Whether a sector is one that money can be spent on, (n,)."""
        id = self.sectors.id
        return np.array([(id, code) not in _BALANCING for code in self.sectors.codes])


def table_blocks(
    tables: Path | str | None = None,
) -> tuple[list[Block], list[TableStamp]]:
    """Return the blocks of every table that has multipliers of its own, and which tables they are.

    Left out are tables at purchasers' prices, which have none; those of several regions with one
    matrix, which would need to be told which region is meant; and those of more than `LARGEST`
    sectors, whose inverse would take too long.
    """
    blocks: list[Block] = []
    stamps: dict[str, TableStamp] = {}
    for folder in catalogue.table_folders(tables):
        for id in folder.ids():
            if id not in stamps and _usable(folder, id):
                blocks += _blocks_of(id, tables)
                stamps[id] = catalogue.stamp(id, tables)
    return blocks, list(stamps.values())


def _usable(folder: TableFolder, id: str) -> bool:
    sectors = folder.classification(id)
    small = len(sectors) <= LARGEST and not sectors.regions
    return small and folder.file.valuation != "purchasers"


def _blocks_of(id: str, tables: Path | str | None) -> Iterator[Block]:
    if catalogue.find(id, tables).file.kind == "multipliers":
        table = catalogue.load_table(id, tables)
        assert isinstance(table, MultiplierTable)
        for region in table.regions:
            yield _regional(MultiplierModel(table, region, catalogue.stamp(id, tables)))
        return
    model = load_model(id, None, tables)
    assert isinstance(model, LeontiefModel)
    yield from _national(model)


def _regional(model: Model) -> Block:
    """Return the multipliers of one region, in it, elsewhere and in total."""
    found = model.multipliers()
    values: dict[Cell, Array] = {}
    per = model.info.money.base.factor
    for indicator, by_origin in zip(found.indicators, found.values, strict=True):
        effect = _EFFECTS.get(indicator.id)
        if effect is not None:
            scale = 1.0 if indicator.dimension == "money" else per
            for scope, row in zip(_SCOPES, by_origin, strict=True):
                values[effect, scope] = row / scale
            values[effect, "total"] = by_origin.sum(axis=0) / scale
    return _block(model, "column", values)


_SCOPES: tuple[Scope, ...] = ("in_region", "other_regions")
assert _SCOPES == ORIGINS


def _national(model: LeontiefModel) -> Iterator[Block]:
    """Yield what a national table gives by the right recipes and by the common wrong ones."""
    effects, c = _coefficients(model)
    L = model.system.inverse()
    m = multipliers(model.system, c)
    own, a = diagonals(model.system, None)
    recipes: dict[Recipe, Array] = {
        "column": m,
        "row": c * L.sum(axis=1),
        "direct": c,
        "exogenised": (m - c * own) / own,
        "exogenised_full": m - c * own,
        "exogenised_mixed": (m - c * own) * (1.0 - a),
    }
    table = model.table
    if isinstance(table, IOTable) and table.imports is not None:
        total = factorise(input_coefficients(table.domestic + table.imports, table.output))
        recipes["total_flows"] = multipliers(total, c)
    for recipe, rows in recipes.items():
        cells: dict[Cell, Array] = {(e, "total"): r for e, r in zip(effects, rows, strict=True)}
        yield _block(model, recipe, cells)


def _coefficients(model: LeontiefModel) -> tuple[list[Effect], Array]:
    """Return c, direct coefficients (k, n) per one unit of the currency, and of which effects."""
    effects, rows = [], []
    for indicator, row in zip(model.indicators, model.coefficients, strict=True):
        effect = _EFFECTS.get(indicator.id)
        if effect is not None:
            effects.append(effect)
            rows.append(row if indicator.dimension == "money" else row / model.info.money.factor)
    return effects, np.array(rows)


def _block(model: Model, recipe: Recipe, values: dict[Cell, Array]) -> Block:
    info = model.info
    return Block(
        info.id, model.region, info.year, info.money.currency, model.sectors, recipe, values
    )


def between(early: Block, late: Block, year: float) -> Block:
    """Return what lies between two years on a straight line; inferred, never published."""
    t = (year - early.year) / (late.year - early.year)
    values = {
        cell: (1 - t) * early.values[cell] + t * late.values[cell]
        for cell in early.values
        if cell in late.values
    }
    note = Text(
        f"{early.year}년과 {late.year}년 사이를 직선으로 이음",
        f"on a straight line between {early.year} and {late.year}",
    )
    return replace(early, year=round(year), values=values, basis="inferred", note=note)
