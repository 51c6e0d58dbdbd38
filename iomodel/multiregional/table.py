"""A table of regions × sectors: its regions, its buyers, and what they buy."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from iomodel.errors import LabelError, Problem
from iomodel.leontief import Array
from iomodel.multiregional.places import Places, Positions, places_of
from iomodel.sectors import Classification, region_of
from iomodel.table import IOTable, TableInfo
from iomodel.text import Text, same


@dataclass(frozen=True, eq=False)
class MultiregionalTable:
    """Transactions whose sector codes read `region:code`, seen region by region.

    A final-demand category belongs to the region before the colon of its code, as in
    `region:category`; regions that no sector has are buyers that don't produce, such as `ROW`.

    Attributes
    ----------
    table : IOTable
    places : Places
        Where its n sectors are: R regions, l local sectors.
    """

    table: IOTable
    places: Places

    @classmethod
    def of(cls, table: IOTable, local: Classification | None = None) -> MultiregionalTable:
        """Return `table` seen region by region; see `places_of`."""
        return cls(table, places_of(table.info, table.sectors, local))

    @property
    def regions(self) -> tuple[str, ...]:
        """The R regions that produce."""
        return self.places.regions

    @property
    def local(self) -> Classification:
        """The l sectors without their region."""
        return self.places.local

    @cached_property
    def owners(self) -> tuple[str, ...]:
        """The region of each category of final demand, (k,).

        Raises
        ------
        LabelError
            Listing every category that names no region.
        """
        codes = [label.code for label in self.table.info.final_demand]
        bad = [code for code in codes if ":" not in code]
        if bad:
            raise _no_owner(self.table.info, bad)
        return tuple(map(region_of, codes))

    @cached_property
    def buyers(self) -> tuple[str, ...]:
        """D regions of final demand: those that produce, then those that don't."""
        return tuple(dict.fromkeys((*self.regions, *self.owners)))

    @cached_property
    def demand(self) -> Array:
        """Y, final demand by region of demand, (n, D)."""
        return self._by_buyer(self.table.final_demand, self.owner)

    @cached_property
    def sales(self) -> Array:
        """Intermediate sales by region of the buying sector, (n, D); zero for who doesn't buy."""
        return self._by_buyer(self.table.domestic, self.places.home)

    @cached_property
    def owner(self) -> Positions:
        """The buyer of each category, (k,)."""
        return np.array([self.buyers.index(owner) for owner in self.owners], dtype=np.intp)

    def _by_buyer(self, values: Array, buyer: Positions) -> Array:
        return np.column_stack([values[:, buyer == b].sum(axis=1) for b in range(len(self.buyers))])


def _no_owner(info: TableInfo, bad: list[str]) -> LabelError:
    return LabelError(
        info.id,
        [
            Problem(
                f"final_demand {code}",
                Text("어느 지역의 최종수요인지 없습니다", "the category names no region"),
                Text("지역:항목 꼴의 코드", "a code that reads region:category"),
                same(f'"{code}"'),
                Text(
                    "코드 앞에 지역을 적으십시오. 표 밖으로의 수출은 ROW:exports처럼",
                    "put the region before the code; exports beyond the table as ROW:exports",
                ),
            )
            for code in bad
        ],
        data=bad,
    )
