"""A multiregional table seen region by region: who produces, and who buys from whom."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from iomodel.analyses.base import refusal, with_transactions
from iomodel.errors import NotSupportedError
from iomodel.leontief import Array, Factorised, System, factorise, input_coefficients
from iomodel.models.base import Model
from iomodel.multiregional import (
    MultiregionalTable,
    Positions,
    effects_by_origin,
    own_coefficients,
    sums_by,
)
from iomodel.sectors import Classification
from iomodel.table import TableInfo
from iomodel.text import Text


@dataclass(frozen=True, eq=False)
class World:
    """The regions of a table of n sectors: R that produce, D ≥ R that buy.

    Attributes
    ----------
    regions : tuple of str
        R producing regions.
    buyers : tuple of str
        D regions of final demand: those that produce, then those that don't (the rest of the
        world in a table that ends at a border).
    home : ndarray (n,)
        The region of each sector, by its position in `regions`.
    demand : ndarray (n, D)
        Y, final demand by region of demand.
    sales : ndarray (n, D)
        Intermediate sales by the region of the buying sector; zero for buyers without production.
    value_added, other_inputs : ndarray (n,)
        v, and the coefficients of all remaining primary inputs: imports from outside the table's
        regions, product taxes, scrap.
    system : System
        x = L f.
    """

    info: TableInfo
    sectors: Classification
    regions: tuple[str, ...]
    buyers: tuple[str, ...]
    home: Positions
    demand: Array
    sales: Array
    output: Array
    value_added: Array
    other_inputs: Array
    system: System

    def rows(self, region: int) -> Positions:
        """Return the positions of a region's sectors; none where it doesn't produce."""
        return np.flatnonzero(self.home == region)

    def only(self, values: Array, region: int) -> Array:
        """Return `values`, (n,) or (n, m), with all rows but those of one region zero."""
        kept = np.zeros_like(values)
        rows = self.rows(region)
        kept[rows] = values[rows]
        return kept

    @cached_property
    def abroad(self) -> NDArray[np.bool_]:
        """Whether a buyer is another region than the sector's own, (n, D)."""
        return np.asarray(self.home[:, None] != np.arange(len(self.buyers)))

    @cached_property
    def exports(self) -> Array:
        """E, intermediate and final sales to other regions by buyer, (n, D)."""
        return np.where(self.abroad, self.sales + self.demand, 0.0)

    @cached_property
    def value_added_content(self) -> Array:
        """V̂_t B for each region t: its value added in a unit of each product, (R, n)."""
        return effects_by_origin(self.system, self.value_added, self.home, len(self.regions))

    @cached_property
    def other_content(self) -> Array:
        """The remaining primary inputs in a unit of each product, (n,)."""
        return self.system.solve_transposed(self.other_inputs)

    @property
    def regions_at(self) -> range:
        """The positions of the producing regions."""
        return range(len(self.regions))

    def local(self, region: int) -> Factorised:
        """Return L_rr = (I − A_rr)⁻¹ of one region's own block, factorised."""
        return factorise(own_coefficients(self.system, self.rows(region)))

    def by_region(self, values: Array) -> Array:
        """Return the sums of `values`, (n, …), over the sectors of each region, (R, …)."""
        return sums_by(values, self.home, len(self.regions))


def world_of(model: Model, what: Text) -> World:
    """Return the regions of a multiregional table.

    A final-demand category belongs to the region before the colon of its code, as in
    `region:category`; codes before a colon that no sector has are buyers that don't produce.

    Raises
    ------
    NotSupportedError
        If the table is national, or holds no transactions.
    LabelError
        If a final-demand category names no region.
    """
    leontief, table = with_transactions(model, what)
    if not table.sectors.regions:
        raise _national(model, what)
    multi = MultiregionalTable.of(table)
    other = table.import_row + sum(table.primary_rows(role) for role in ("product_tax", "scrap"))
    return World(
        table.info,
        table.sectors,
        multi.regions,
        multi.buyers,
        multi.places.home,
        multi.demand,
        multi.sales,
        table.output,
        input_coefficients(table.value_added, table.output),
        input_coefficients(other, table.output),
        leontief.system,
    )


def _national(model: Model, what: Text) -> NotSupportedError:
    return refusal(
        model,
        what,
        Text(
            "부문 코드가 지역:코드인 다지역 거래표",
            "multiregional transactions, whose sector codes read region:code",
        ),
        Text("지역이 없는 전국표", "a national table without regions"),
        Text(
            "다지역 표를 쓰거나, 전국표에는 vertical-specialisation과 trade-content를 쓰십시오",
            "use a multiregional table; a national one answers vertical-specialisation and "
            "trade-content",
        ),
    )
