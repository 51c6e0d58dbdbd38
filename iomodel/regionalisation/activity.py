"""How much of each sector a region has: employment or output, beside the nation's."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from iomodel.errors import LabelError, NotFoundError, Problem
from iomodel.regionalisation.quotients import Array, simple
from iomodel.sectors import Classification
from iomodel.text import Text, same


@dataclass(frozen=True, eq=False)
class Activity:
    """Employment or output by sector, of r regions and of their nation, in one concept and unit.

    Attributes
    ----------
    sectors : Classification
        n sectors.
    regions : tuple of str
    values : ndarray (r, n)
    nation : ndarray (n,)
    source : str
        Where the figures come from.
    unlisted : tuple of str
        Codes of sectors on which the source has nothing, though the nation makes them; a region is
        assumed to have as large a share of them as of all others together.
    caveats : tuple of Text
        What has to be known of the figures.
    assumptions : tuple of Text
        What was assumed in getting them by sector.

    Raises
    ------
    LabelError
        Naming every figure that is no number, negative, or greater than the nation's, and every
        region without any.
    """

    sectors: Classification
    regions: tuple[str, ...]
    values: Array
    nation: Array
    source: str
    unlisted: tuple[str, ...] = ()
    caveats: tuple[Text, ...] = ()
    assumptions: tuple[Text, ...] = ()

    def __post_init__(self) -> None:
        problems = [*self._wrong(), *self._unlisted_but_there()]
        if problems:
            raise LabelError(self.source, problems)

    @cached_property
    def listed(self) -> NDArray[np.bool_]:
        """Which sectors the source has figures on, (n,)."""
        return np.array([code not in self.unlisted for code in self.sectors.codes])

    @cached_property
    def sizes(self) -> Array:
        """E_r / E_n, each region's share of the nation, (r,)."""
        return np.asarray(self.values.sum(axis=1) / self.nation.sum())

    @cached_property
    def shares(self) -> Array:
        """E_ri / E_ni, each region's share of a sector, (r, n); its size where unlisted."""
        nation = np.broadcast_to(self.nation, self.values.shape)
        shares = np.divide(self.values, nation, out=np.zeros(nation.shape), where=nation > 0)
        return np.where(self.listed, shares, self.sizes[:, None])

    @cached_property
    def slq(self) -> Array:
        """Simple location quotients, (r, n); one where unlisted."""
        found = np.array([simple(row, self.nation) for row in self.values])
        return np.where(self.listed, found, 1.0)

    def row(self, region: str) -> int:
        """Return the position of a region.

        Raises
        ------
        NotFoundError
            Listing the regions there are.
        """
        if region in self.regions:
            return self.regions.index(region)
        known = ", ".join(self.regions)
        raise NotFoundError(
            self.source,
            Problem(
                "region",
                Text("그런 지역이 없습니다", "there is no such region"),
                Text(f"다음 중 하나: {known}", f"one of: {known}"),
                same(f'"{region}"'),
                Text("지역의 이름을 고치십시오", "correct the name of the region"),
            ),
            data=self.regions,
        )

    def _wrong(self) -> list[Problem]:
        problems = []
        for name, row in [("nation", self.nation), *zip(self.regions, self.values, strict=True)]:
            bad = ~np.isfinite(row) | (row < 0)
            problems += [self._no_figure(name, i, float(row[i])) for i in np.flatnonzero(bad)]
            above = ~bad & (row > self.nation)
            problems += [self._above(name, i, float(row[i])) for i in np.flatnonzero(above)]
            if not row[~bad].any():
                problems.append(_nothing(name))
        return problems

    def _place(self, region: str, i: int) -> Text:
        sector = self.sectors.sectors[i]
        return Text(f"{region}, {sector.code} {sector.name.ko}", f"{region}, {sector}")

    def _no_figure(self, region: str, i: np.intp, value: float) -> Problem:
        return Problem(
            self._place(region, int(i)),
            Text("0 이상의 수가 아닙니다", "the figure is not a number of zero or more"),
            Text("0 이상의 수", "a number of zero or more"),
            same(f"{value:g}"),
            Text("원자료의 값을 넣으십시오", "put in the figure of the source"),
        )

    def _above(self, region: str, i: np.intp, value: float) -> Problem:
        return Problem(
            self._place(region, int(i)),
            Text("지역이 전국보다 큽니다", "the region has more than the nation"),
            Text(
                f"전국의 {self.nation[i]:,.12g} 이하",
                f"at most the nation's {self.nation[i]:,.12g}",
            ),
            same(f"{value:,.12g}"),
            Text(
                "지역과 전국을 같은 조사의 같은 개념·단위로 맞추십시오",
                "take region and nation from one survey, in one concept and unit",
            ),
        )

    def _unlisted_but_there(self) -> list[Problem]:
        places = {code: i for i, code in enumerate(self.sectors.codes)}
        return [
            Problem(
                self._place("nation", places[code]),
                Text(
                    "자료가 없다고 한 부문에 값이 있습니다", "a sector said to lack data has some"
                ),
                Text("전국 0", "zero for the nation"),
                same(f"{self.nation[places[code]]:,.12g}"),
                Text("unlisted에서 빼십시오", "take it out of those unlisted"),
            )
            for code in self.unlisted
            if code in places and self.nation[places[code]] != 0
        ]


def _nothing(region: str) -> Problem:
    return Problem(
        region,
        Text("이 지역의 값이 모두 0입니다", "the region has nothing in any sector"),
        Text("0보다 큰 값", "a figure above zero"),
        same("0"),
        Text("열을 확인하십시오", "check the column"),
    )
