"""A region without a survey: its multipliers, with the error measured where there is one."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from iomodel import catalogue
from iomodel.errors import NotSupportedError, Problem
from iomodel.models.leontief_model import LeontiefModel
from iomodel.regionalisation.accuracy import Surveyed, surveyed
from iomodel.regionalisation.activity import Activity
from iomodel.regionalisation.census import census
from iomodel.regionalisation.interval import LEVEL, ErrorInterval, error_interval
from iomodel.regionalisation.method import Method
from iomodel.regionalisation.quotients import Array
from iomodel.regionalisation.table import Regional, regionalise
from iomodel.table import IOTable, MultiplierTable
from iomodel.text import Lang, Text, same

NATIONAL, REFERENCE = "bok-2020-83", "bok-2020-regional-83"
INDICATORS = ("production", "value_added", "employment")


def korea(indicator: str = "production", tables: Path | str | None = None) -> Surveyed:
    """Return the surveyed in-region effects of the 17 regions in 2020 with what estimates need.

    Examples
    --------
    >>> from iomodel.regionalisation import Method, korea
    >>> target = korea()
    >>> int(target.compared.sum()), target.unit.en
    (1352, 'won per won')
    >>> slq = target.measures(target.estimate(Method("slq")))
    >>> round(slq.indirect)
    144
    """
    national = catalogue.load_transactions(NATIONAL, tables)
    reference = catalogue.load_table(REFERENCE, tables)
    assert isinstance(reference, MultiplierTable)
    return surveyed(national, reference, census(national, tables), indicator)


def is_surveyed(national: IOTable, tables: Path | str | None = None) -> bool:
    """Return whether regions were surveyed in the sectors of `national`."""
    return national.sectors.id == catalogue.find(REFERENCE, tables).file.classification


@dataclass(frozen=True, eq=False)
class Downscaled:
    """A region's table and in-region effects with their intervals.

    Attributes
    ----------
    regional : Regional
    estimates : dict
        Indicator → effects of a unit of demand, (n,): won per won, or persons per billion won.
    intervals : dict
        Indicator → ErrorInterval.
    names, units : dict
        Indicator → what it is called, what its effects are measured in.
    """

    regional: Regional
    estimates: dict[str, Array]
    intervals: dict[str, ErrorInterval]
    names: dict[str, Text]
    units: dict[str, Text]

    def records(self, lang: Lang) -> list[dict[str, Any]]:
        """Return one record a sector that the region has: estimate, low and high by indicator."""
        table, ends = (
            self.regional.table,
            {k: i.around(self.estimates[k]) for k, i in self.intervals.items()},
        )
        records = []
        for i, sector in enumerate(table.sectors.sectors):
            if table.output[i] == 0:
                continue
            record: dict[str, Any] = {"code": sector.code, "name": sector.name.get(lang)}
            for indicator, (low, high) in ends.items():
                record[indicator] = float(self.estimates[indicator][i])
                record[f"{indicator}_low"] = float(low[i])
                record[f"{indicator}_high"] = float(high[i])
            records.append(record)
        return records


def downscale(
    national: IOTable,
    activity: Activity,
    region: str,
    method: Method,
    *,
    id: str,
    level: float = LEVEL,
    tables: Path | str | None = None,
) -> Downscaled:
    """Return a region's table, and its in-region effects with the error measured at 시도 level.

    Parameters
    ----------
    national : IOTable
        Of the 83 sectors in which the regions were surveyed.
    activity, region, method, id
        As in `regionalise`.
    level : float
        Of the interval.
    tables : path, optional
        A folder of tables to look in first.

    Raises
    ------
    NotSupportedError
        If the table isn't of the surveyed sectors: an error measured in others says nothing of it.

    Notes
    -----
    Effects are those of the region's own table, c′ (I − A^rr)⁻¹. The intervals are those of
    `error_interval`: inferred from the surveyed regions, not from this one.
    """
    if not is_surveyed(national, tables):
        raise NotSupportedError(national.info.id, _other_sectors(national))
    targets = {indicator: korea(indicator, tables) for indicator in INDICATORS}
    regional = regionalise(national, activity, region, method, id=id)
    found = LeontiefModel.from_table(regional.table).multipliers()
    return Downscaled(
        regional,
        {indicator: found.of(indicator) for indicator in INDICATORS},
        {k: error_interval(target, method, level) for k, target in targets.items()},
        {k: target.indicator for k, target in targets.items()},
        {k: target.unit for k, target in targets.items()},
    )


def _other_sectors(national: IOTable) -> Problem:
    return Problem(
        "",
        Text(
            "조사된 지역표와 부문분류가 달라 오차를 옮길 수 없습니다",
            "the surveyed regions are of other sectors: their error can't be carried over",
        ),
        Text(f"{NATIONAL}의 부문", f"the sectors of {NATIONAL}"),
        same(national.sectors.id),
        Text(
            f"{NATIONAL}을(를) 쓰거나, 오차 없이 regionalise로 만드십시오",
            f"use {NATIONAL}, or regionalise without an error",
        ),
    )
