"""One number a region, for a map: a study's effects where it spends, or a table's multipliers."""

from __future__ import annotations

from dataclasses import dataclass
from math import isnan
from pathlib import Path

from iomodel.analyses.arguments import indicator_of
from iomodel.errors import NotSupportedError, Problem
from iomodel.models import Shelf
from iomodel.models.base import multiplier_unit
from iomodel.sectors import Sector
from iomodel.summary import Summary
from iomodel.table import TableInfo
from iomodel.text import Text, same


def effects_by_region(summary: Summary, indicator: str) -> dict[str, float]:
    """Return what arises in each region that a study spends in: in the printed table's unit.

    Raises
    ------
    NotSupportedError
        If the study has no regional table.
    """
    lines = [row for row in summary.regional if row.programme.ko and indicator in row.values]
    found: dict[str, float] = {}
    for row in lines:
        found[row.region] = found.get(row.region, 0.0) + row.values[indicator][0]
    if not found:
        raise no_regional_table(summary)
    return found


def no_regional_table(summary: Summary) -> NotSupportedError:
    """Return the error of a question about regions that a study says nothing of."""
    return NotSupportedError(
        summary.estimate.study.path.name,
        Problem(
            "study.toml, readings.announced",
            Text("지역내 효과를 구할 지역표가 없습니다", "there is no regional table"),
            same("regional_table"),
            Text("없음", "nothing"),
            Text(
                'regional_table = "bok-2020-regional-83"처럼 적고, 발표투자로 계산하십시오',
                'state one, such as regional_table = "bok-2020-regional-83", and run the '
                "announced reading",
            ),
        ),
    )


@dataclass(frozen=True, eq=False)
class RegionalMultipliers:
    """A sector's multiplier inside each region, spending being in that region.

    Attributes
    ----------
    values : dict
        Region → money per money, or persons per billion won; regions without the sector are left
        out.
    """

    info: TableInfo
    sector: Sector
    name: Text
    unit: Text
    values: dict[str, float]


def multipliers_by_region(
    table: str, sector: str, indicator: str, tables: Path | str | None = None
) -> RegionalMultipliers:
    """Return a sector's multipliers inside the regions of a table.

    Raises
    ------
    NotSupportedError
        If the table has no regions.
    UnknownSectorError, NotFoundError
        If the table lacks the sector or the indicator.
    """
    shelf = Shelf.of(tables)
    regions = shelf.regions(table)
    if not regions:
        raise _national(table)
    found = {}
    for region in regions:
        model = shelf.model(table, region)
        at, known = indicator_of(model, indicator)
        value = float(model.multipliers().values[at, 0, model.sectors.position(sector)])
        if not isnan(value):
            found[region] = value
    unit = multiplier_unit(known, model.info.money)
    return RegionalMultipliers(model.info, model.sectors.get(sector), known.name, unit, found)


def _national(table: str) -> NotSupportedError:
    return NotSupportedError(
        table,
        Problem(
            "",
            Text("지도에 그릴 지역이 없는 표입니다", "the table has no regions to map"),
            same("bok-2020-regional-83"),
            Text("전국표", "a national table"),
            Text("지역표를 쓰십시오", "use a regional table"),
        ),
    )
