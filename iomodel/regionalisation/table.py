"""A region's table from the nation's: its own flows by quotients, the rest bought elsewhere."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from iomodel.errors import LabelError, NotSupportedError, Problem
from iomodel.leontief import input_coefficients
from iomodel.regionalisation.activity import Activity
from iomodel.regionalisation.method import Method
from iomodel.regionalisation.quotients import Array
from iomodel.sectors import Sector, require_same_labels
from iomodel.table import Component, IOTable, Label, TableInfo
from iomodel.text import Text

INFLOW = Component(
    code="other_regions",
    ko="국내 다른 지역에서 들여온 투입",
    en="Inputs from the nation's other regions",
    role="imports",
)
RESIDUAL = Label(
    code="residual",
    ko="지역 최종수요와 다른 지역·해외로의 판매 (잔차)",
    en="Final demand and sales to other regions and abroad (residual)",
)
TOLERANCE = 1e-9  # of the largest output: what adding up leaves of the residual


@dataclass(frozen=True, eq=False)
class Regional:
    """A region's table with what it was made of.

    Attributes
    ----------
    table : IOTable
    region : str
    method : Method
    quotients : ndarray (n, n)
        The part of each domestic input that the region supplies itself, at most one.
    slq : ndarray (n,)
        Simple location quotients.
    shares : ndarray (n,)
        The region's share of the nation's output by sector.
    oversold : tuple of Sector
        Sectors of which the region's own sectors would buy more than it makes.
    """

    table: IOTable
    region: str
    method: Method
    quotients: Array
    slq: Array
    shares: Array
    oversold: tuple[Sector, ...]


def regionalise(
    national: IOTable, activity: Activity, region: str, method: Method, *, id: str
) -> Regional:
    """Return the table of a region by location quotients.

    Parameters
    ----------
    national : IOTable
        With domestic flows apart from imported ones.
    activity : Activity
        Employment or output by the table's sectors.
    region : str
    method : Method
    id : str
        Of the new table.

    Returns
    -------
    Regional
        Output is the nation's times the region's share of employment, so that a worker makes as
        much as in the nation; value added, imports from abroad, employment and the rest follow by
        the nation's ratios to output. Inputs that the quotients leave to other regions are one row
        of imports. What the region doesn't use itself is one column of final demand.

    Raises
    ------
    LabelError
        If the activity is of other sectors (R1), or lacks figures on a sector that the nation has.
    NotFoundError
        If there is no such region.
    NotSupportedError
        If the table doesn't tell domestic flows from imports.

    Notes
    -----
    a^rr_ij = q_ij a^d_ij (Miller & Blair 2009, section 8.2). The quotients divide domestic input
    between the region and the rest of the nation; they say nothing on imports from abroad, and
    total coefficients would make those a region's product. A sector that the region lacks has no
    row and no column, and demand on it is refused (R2).

    Examples
    --------
    >>> import iomodel
    >>> from iomodel.regionalisation import Method, census, regionalise
    >>> nation = iomodel.load_table("bok-2020-83")
    >>> sejong = regionalise(nation, census(nation), "세종", Method("flq", 0.4), id="sejong")
    >>> sejong.table.balance()
    ()
    >>> round(float(sejong.table.output.sum() / nation.output.sum()), 4)
    0.0058
    """
    what = Text("표와 고용", "table and employment")
    require_same_labels(national.info.id, national.sectors.codes, activity.sectors.codes, what)
    at = activity.row(region)
    _require_domestic(national)
    _require_listed(national, activity)
    share, slq = activity.shares[at], activity.slq[at]
    q = method.quotients(slq, float(activity.sizes[at]))
    x = national.output * share
    A = input_coefficients(national.domestic, national.output)
    own, inflow = q * A * x, ((1.0 - q) * A * x).sum(axis=0)
    rest = x - own.sum(axis=1)
    tolerance = TOLERANCE * float(x.max())
    short = np.flatnonzero(rest < -tolerance)
    oversold = tuple(national.sectors.sectors[i] for i in short)
    info = _info(national.info, activity, region, method, id, tolerance, oversold)
    table = IOTable(
        info,
        national.sectors,
        own,
        None if national.imports is None else national.imports * share,
        rest[:, None],
        None,
        np.vstack([national.primary_inputs * share, inflow]),
        national.satellites * share,
    )
    table.require_balanced()
    return Regional(table, region, method, q, slq, share, oversold)


def _require_domestic(national: IOTable) -> None:
    if national.imports is not None or national.import_row.any():
        return
    raise NotSupportedError(
        national.info.id,
        Problem(
            "",
            Text(
                "수입이 국산과 나뉘지 않은 표는 지역화할 수 없습니다",
                "a table that has no imports apart can't be regionalised",
            ),
            Text("국산거래와 수입을 나눈 표", "a table of domestic flows and imports"),
            Text("수입 없음", "no imports"),
            Text(
                "국산표와 수입표로 나누어 넣으십시오. 입지계수는 국산투입을 나누는 것입니다",
                "give domestic and imported flows apart: quotients divide domestic input",
            ),
        ),
    )


def _require_listed(national: IOTable, activity: Activity) -> None:
    lacking = activity.listed & (activity.nation == 0) & (national.output > 0)
    problems = [
        Problem(
            Text(f"{sector.code} {sector.name.ko}", str(sector)),
            Text(
                "전국표에는 산출이 있는데 고용 자료가 없습니다",
                "the nation has output here, and the source no employment",
            ),
            Text("0보다 큰 전국 값", "a figure of the nation above zero"),
            Text("0", "0"),
            Text(
                "값을 넣거나, 자료가 없는 부문이라고 밝히십시오(--unlisted): 그러면 지역의 전체 "
                "비중을 그대로 씁니다",
                "put in the figure, or name the sector as one without data (--unlisted): it then "
                "takes the region's share of all others",
            ),
        )
        for sector, hit in zip(national.sectors.sectors, lacking, strict=True)
        if hit
    ]
    if problems:
        raise LabelError(activity.source, problems)


def _info(
    old: TableInfo,
    activity: Activity,
    region: str,
    method: Method,
    id: str,
    tolerance: float,
    oversold: tuple[Sector, ...],
) -> TableInfo:
    """Return the provenance of a region's table: how it was made, what was assumed."""
    caveats = (*_made(old, activity, region, method), *activity.assumptions, *activity.caveats)
    if oversold:
        ko = ", ".join(f"{s.code} {s.name.ko}" for s in oversold)
        en = ", ".join(map(str, oversold))
        caveats += (
            Text(
                f"{region}의 산업이 쓰는 양이 지역의 산출보다 많게 나온 부문(잔차가 음수): {ko}",
                f"sectors of which {region} would use more than it makes (residual negative): {en}",
            ),
        )
    inherited = tuple(Text(f"{old.id}: {c.ko}", f"{old.id}: {c.en}") for c in old.caveats)
    return old.model_copy(
        update={
            "id": id,
            "title_ko": f"{region} 지역표 ({method}), {old.title_ko}",
            "title_en": f"{region}, regional table by {method}, of: {old.title_en}",
            "published": None,
            "published_note": "",
            "tolerance": tolerance,
            "final_demand": (RESIDUAL,),
            "primary_inputs": (*old.primary_inputs, INFLOW),
            "caveats_ko": tuple(text.ko for text in (*inherited, *caveats)),
            "caveats_en": tuple(text.en for text in (*inherited, *caveats)),
            "source": old.source.model_copy(
                update={
                    "document": f"{old.source.document}; {activity.source}",
                    "changes": f"{old.source.changes} "
                    + " ".join(f"{text.en[0].upper()}{text.en[1:]}." for text in caveats[:4]),
                }
            ),
        }
    )


def _made(
    old: TableInfo, activity: Activity, region: str, method: Method
) -> tuple[Text, Text, Text, Text]:
    """Return how a region's table was made and what it assumes."""
    unlisted = ", ".join(code for code in activity.sectors.codes if code in activity.unlisted)
    return (
        Text(
            f"{old.id}와 고용({activity.source})으로 추정한 {region}의 비조사 지역표: "
            f"국산투입계수에 {method} 입지계수를 곱한 것이며 조사된 것이 아닙니다",
            f"a non-survey table of {region}, estimated from {old.id} and employment "
            f"({activity.source}): domestic input coefficients times {method}; nothing in it was "
            "surveyed",
        ),
        Text(
            "지역의 기술, 노동생산성, 부가가치율, 수입률, 취업계수는 전국과 같다고 가정했습니다",
            "assumed as in the nation: technology, output per worker, ratios of value added, "
            "imports from abroad and employment",
        ),
        Text(
            "수입은 해외와 국내 다른 지역에서 들여온 것의 합입니다. 최종수요는 지역 안의 수요와 "
            "밖으로 판 것을 나누지 않은 잔차이고, 다른 지역을 거쳐 되돌아오는 효과는 없습니다",
            "imports are those from abroad and from other regions; final demand is a residual, "
            "the region's own and sales beyond it; effects that return through other regions are "
            "left out",
        ),
        Text(
            f"고용 자료가 없어 지역의 전체 비중을 쓴 부문: {unlisted or '없음'}",
            f"sectors without data, given the region's share of all others: {unlisted or 'none'}",
        ),
    )
