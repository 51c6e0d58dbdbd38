"""Where each sector of a multiregional table is: its region, and its code there."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from iomodel.errors import LabelError, NotFoundError, NotSupportedError, Problem
from iomodel.leontief import Array
from iomodel.sectors import Classification, Concordance, local_code, region_of
from iomodel.table import TableInfo
from iomodel.text import Text, same

Positions = NDArray[np.intp]


@dataclass(frozen=True, eq=False)
class Places:
    """The n sectors of a table by region (R) and local sector (l).

    Attributes
    ----------
    sectors : Classification
        n codes that read `region:code`, in any order; a region may lack some local sectors.
    local : Classification
        l codes without their region.
    """

    sectors: Classification
    local: Classification

    @property
    def regions(self) -> tuple[str, ...]:
        """The R regions, in the order in which they first appear."""
        return self.sectors.regions

    @cached_property
    def home(self) -> Positions:
        """The region of each sector, (n,)."""
        return homes(self.sectors)

    @cached_property
    def at(self) -> Positions:
        """The local sector of each sector, (n,)."""
        number = {code: i for i, code in enumerate(self.local.codes)}
        return np.array([number[local_code(code)] for code in self.sectors.codes], dtype=np.intp)

    def position(self, origin: str, region: str) -> int:
        """Return the place of a region among the R; `origin` is the table, for errors.

        Raises
        ------
        NotFoundError
            Listing the regions, if there is none of that name.
        """
        if region in self.regions:
            return self.regions.index(region)
        raise NotFoundError(
            origin,
            Problem(
                "region",
                Text("이 표에 없는 지역입니다", "the region is not in the table"),
                Text(
                    f"다음 중 하나: {', '.join(self.regions)}", f"one of: {', '.join(self.regions)}"
                ),
                same(f'"{region}"'),
                Text("지역을 고치십시오", "correct the region"),
            ),
            data=self.regions,
        )

    def rows(self, region: int) -> Positions:
        """Return the positions of a region's sectors among the n."""
        return np.flatnonzero(self.home == region)

    def by_region(self, values: Array) -> Array:
        """Return the sums of `values`, (n, …), over the sectors of each region, (R, …)."""
        return sums_by(values, self.home, len(self.regions))

    def by_local(self, values: Array) -> Array:
        """Return the sums of `values`, (n, …), over regions, (l, …)."""
        return sums_by(values, self.at, len(self.local))

    def spread(self, values: Array, region: int) -> Array:
        """Return `values` by local sector, (…, l), at a region's place among all, (…, n).

        What stands on sectors that the region lacks is dropped.
        """
        rows = self.rows(region)
        out = np.zeros((*values.shape[:-1], len(self.sectors)))
        out[..., rows] = values[..., self.at[rows]]
        return out

    def seated(self, values: Array, region: int) -> Array:
        """Return what is known of a region's own sectors, (…, m), by local sector, (…, l).

        Zero where the region lacks the sector.
        """
        out = np.zeros((*values.shape[:-1], len(self.local)))
        out[..., self.at[self.rows(region)]] = values
        return out

    @cached_property
    def to_local(self) -> Concordance:
        """The way from the n sectors to local ones, that is, from regions to the nation."""
        return Concordance(self.sectors, self.local, tuple(self.at.tolist()))


def homes(sectors: Classification) -> Positions:
    """Return the region of each sector, by its position in `sectors.regions`, (n,)."""
    number = {region: r for r, region in enumerate(sectors.regions)}
    return np.array([number[region_of(code)] for code in sectors.codes], dtype=np.intp)


def sums_by(values: Array, group: Positions, groups: int) -> Array:
    """Return the sums of `values`, (n, …), over the members of each group, (groups, …)."""
    sums = np.zeros((groups, *values.shape[1:]))
    for g in range(groups):
        values[group == g].sum(axis=0, out=sums[g, ...])
    return sums


def places_of(
    info: TableInfo, sectors: Classification, local: Classification | None = None
) -> Places:
    """Return where the sectors of a multiregional table are.

    Parameters
    ----------
    local : Classification, optional
        The sectors without their region; from the table's own codes if left out.

    Raises
    ------
    NotSupportedError
        If the table is national.
    LabelError
        If `local` lacks sectors of the table (R1).
    """
    if not sectors.regions:
        raise NotSupportedError(
            info.id,
            Problem(
                "",
                Text("지역이 없는 표입니다", "the table has no regions"),
                Text("지역:코드 꼴의 부문 코드", "sector codes that read region:code"),
                same(", ".join(sectors.codes[:3])),
                Text("다지역 표를 쓰십시오", "use a multiregional table"),
            ),
        )
    own = sectors.local(info.local)
    missing = [] if local is None else [c for c in own.codes if c not in set(local.codes)]
    if local is not None and missing:
        raise LabelError(
            info.id,
            Problem(
                "local_classification",
                Text(
                    "지역을 뗀 부문이 그 분류에 없습니다",
                    "sectors without their region are not in that classification",
                ),
                Text(f"{local.id}의 코드", f"codes of {local.id}"),
                same(", ".join(missing)),
                Text(
                    "table.toml의 local_classification을 고치십시오",
                    "correct local_classification in table.toml",
                ),
            ),
            data=missing,
        )
    return Places(sectors, local or own)
