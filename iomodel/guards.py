"""What a table and a demand must satisfy before a model answers (R1 to R5)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from iomodel.demand import Demand
from iomodel.errors import InactiveSectorError, NotSupportedError, Problem
from iomodel.iterative import not_productive
from iomodel.leontief import Array, dominant, surely_productive
from iomodel.sectors import Classification, Sector, require_same_labels
from iomodel.table import TableInfo
from iomodel.text import Text, same
from iomodel.units import VALUATIONS


def require_productive(origin: str, sectors: Classification, A: Array) -> None:
    """Raise unless the spectral radius of A is below one (R5).

    Raises
    ------
    NotProductiveError
        Naming the sectors with the largest entries of the dominant eigenvector.
    """
    if surely_productive(A):
        return
    radius, vector = dominant(A)
    if radius < 1.0:
        return
    names = [Text(f"{s.code} {s.name.ko}", str(s)) for s in sectors.sectors]
    raise not_productive(origin, names, radius, vector)


def prepared(
    demand: Demand,
    info: TableInfo,
    sectors: Classification,
    active: NDArray[np.bool_],
    region: str,
) -> Demand:
    """Return `demand` in the table's money once labels, prices and sectors are seen to fit."""
    if demand.sectors.id != sectors.id:
        raise _other_classification(demand, info, sectors)
    require_same_labels(
        info.id, demand.sectors.codes, sectors.codes, Text("수요와 표", "demand and table")
    )
    if demand.money.valuation != info.valuation:
        raise _other_valuation(demand, info)
    spent = (demand.values != 0).any(axis=0) & ~active
    if spent.any():
        raise InactiveSectorError(
            info.id,
            [_inactive(sectors.sectors[i], region) for i in np.flatnonzero(spent)],
            data=[sectors.codes[i] for i in np.flatnonzero(spent)],
        )
    return demand.in_unit(info.money)


def negative_cells(origin: str, A: Array) -> tuple[Text, ...]:
    """Return what to say of negative input coefficients (R5); they are never refused."""
    negative = A < 0
    if not negative.any():
        return ()
    rows = int(negative.any(axis=1).sum())
    return (
        Text(
            f"{origin}: 국산투입계수에 음수가 {negative.sum()}칸({rows}개 행) 있습니다. "
            "원자료의 잔폐물·부산물 처리이며 그대로 두었습니다 (R5)",
            f"{origin}: {negative.sum()} domestic input coefficients in {rows} rows are negative, "
            "as in the source (scrap and by-products); left as they are (R5)",
        ),
    )


def refuse_purchasers(info: TableInfo) -> None:
    """Raise if a table is at purchasers' prices (design equation 12).

    Raises
    ------
    NotSupportedError
    """
    if info.valuation == "purchasers":
        raise NotSupportedError(
            info.id,
            Problem(
                "",
                Text(
                    "구매자가격 표로는 모형을 만들 수 없습니다",
                    "a table at purchasers' prices can't carry a model",
                ),
                Text("생산자가격 또는 기초가격 표", "a table at producers' or basic prices"),
                Text("구매자가격", "purchasers' prices"),
                Text("생산자가격 표를 쓰십시오", "use the table at producers' prices"),
            ),
        )


def _other_valuation(demand: Demand, info: TableInfo) -> NotSupportedError:
    wanted, found = VALUATIONS[info.valuation], VALUATIONS[demand.money.valuation]
    return NotSupportedError(
        info.id,
        Problem(
            "",
            Text("수요와 표의 가격평가가 다릅니다", "demand and table are valued differently"),
            wanted,
            found,
            Text(
                "상업·운수 마진을 나누어 표의 가격으로 바꾸어 넣으십시오",
                "split off trade and transport margins and state the demand at the table's prices",
            ),
        ),
        data=demand.money.valuation,
    )


def _other_classification(
    demand: Demand, info: TableInfo, sectors: Classification
) -> NotSupportedError:
    return NotSupportedError(
        info.id,
        Problem(
            "",
            Text("수요와 표의 부문분류가 다릅니다", "demand and table are classified differently"),
            same(sectors.id),
            same(demand.sectors.id),
            Text(
                "더 큰 분류의 표라면 Demand.aggregate로 합친 뒤 넣으십시오. 더 작은 분류로는 "
                "나눌 수 없습니다 (R10)",
                "for a coarser table add up with Demand.aggregate first; a finer one is out of "
                "reach (R10)",
            ),
        ),
        data=demand.sectors.id,
    )


def _inactive(sector: Sector, region: str) -> Problem:
    where = Text(f"{region}에", f"in {region}") if region else Text("이 표에", "in this table")
    name = Text(f"{sector.code} {sector.name.ko}", str(sector))
    return Problem(
        Text(f"{region} {name.ko}".strip(), f"{region} {name.en}".strip()),
        Text(f"{where.ko} 이 부문의 생산이 없습니다", f"the sector has no output {where.en}"),
        Text("생산이 있는 부문에 대한 수요", "demand on a sector with output"),
        Text(f"{name.ko}에 대한 수요", f"demand on {name.en}"),
        Text(
            "다른 지역이나 부문의 수요로 적거나, 전국표를 쓰십시오",
            "book the demand on another region or sector, or use a national table",
        ),
    )
