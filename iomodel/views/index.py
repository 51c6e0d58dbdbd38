"""Value added induced in a region over its gross product: the index of regional vitalisation."""

from __future__ import annotations

from collections.abc import Mapping

from iomodel.analyses.base import Column
from iomodel.grdp import shipped_product
from iomodel.impact import Impact, Part
from iomodel.scenario import Scenario
from iomodel.schema import Grdp
from iomodel.spending import Account, Key
from iomodel.summary import Summary, scale
from iomodel.text import Text
from iomodel.units import MILLION_KRW, MoneyUnit, money_unit
from iomodel.views.base import DISTRICT, PHASE, PHASES, Cell, View, announced

IN_REGION = 0  # its place among a regional model's origins


def index(summary: Summary) -> View | None:
    """Return value added induced in the region over its gross product, in per cent.

    The index of regional vitalisation (지역경제 활성화 효과 지수) of Korean preliminary feasibility
    studies: value added induced in the region of the project over its gross regional product. Of
    operation it is that of an average year.

    Raises
    ------
    NotFoundError
        If the file asks for a shipped product that there is none of.
    """
    reading = announced(summary)
    if reading is None:
        return None
    impact = reading.regional
    if impact is None and reading.impact and reading.impact.parts[0].region:
        impact = reading.impact
    if impact is None:
        return None
    accounts = reading.spent.accounts if reading.spent else {}
    rows = [
        row
        for scenario in summary.estimate.scenarios
        for row in _rows(summary, scenario, impact, accounts)
    ]
    if not rows:
        return None
    money = summary.unit.name
    return View(
        "index",
        Text("지역경제 활성화 효과 지수", "Index of regional vitalisation"),
        (
            DISTRICT,
            PHASE,
            Column("region", Text("지역", "Region")),
            Column("source", Text("지역내총생산의 출처", "Source of the gross product")),
            Column(
                "value_added", Text("지역내 부가가치유발", "Value added in the region"), money, 0
            ),
            Column("grdp", Text("지역내총생산", "Gross regional product"), money, 0),
            Column("index", Text("지수", "Index"), Text("%", "%"), 4),
        ),
        tuple(rows),
        caption=Text(
            "지수 = 지역내 부가가치유발 ÷ 지역내총생산 × 100. 운영단계는 연평균",
            "Index = value added induced in the region ÷ gross regional product × 100; of "
            "operation the average of a year",
        ),
    )


def _rows(
    summary: Summary, scenario: Scenario, impact: Impact, accounts: Mapping[Key, Account]
) -> list[tuple[Cell, ...]]:
    asked = scenario.file.grdp or summary.estimate.study.file.grdp
    if asked is None:
        return []
    prices = {stamp.id: stamp.price_year for stamp in impact.manifest.tables}
    rows: list[tuple[Cell, ...]] = []
    for part in impact.parts:
        if part.region != scenario.region:
            continue
        amount, source = product(asked, part.region, prices[part.table], summary.unit)
        region = Text(part.region, part.region)
        for phase in PHASES:
            value = _value_added(part, scenario.id, phase, accounts, summary.unit)
            if value is not None:
                own = (scenario.district, PHASES[phase], region, source)
                rows.append((*own, value, amount, 100.0 * value / amount))
    return rows


def product(asked: Grdp, region: str, prices: int, unit: MoneyUnit) -> tuple[float, Text]:
    """Return a region's gross product in `unit` and where it is from.

    Raises
    ------
    NotFoundError
        If it isn't stated and there is none shipped.
    """
    year = asked.year or prices
    if asked.amount is not None and asked.unit is not None:
        amount = asked.amount * money_unit(asked.unit).per(unit)
        source = Text(f"{asked.source}, {year}", f"{asked.source}, {year}")
    else:
        shipped = shipped_product(region, year)
        amount = shipped.amount * MILLION_KRW.per(unit)
        source = Text(f"{shipped.source.ko}, {year}", f"{shipped.source.en}, {year}")
    if year != prices:
        apart = Text(f" (표는 {prices}년 가격)", f" (the table is at prices of {prices})")
        source = Text(source.ko + apart.ko, source.en + apart.en)
    return amount, source


def _value_added(
    part: Part, scenario: str, phase: str, accounts: Mapping[Key, Account], unit: MoneyUnit
) -> float | None:
    """Return the value added that a district induces in its region; of operation a year's."""
    at = next(k for k, one in enumerate(part.indicators) if one.id == "value_added")
    found = []
    for i, line in enumerate(part.demand.lines):
        if line.scenario != scenario or line.phase != phase or not line.gross:
            continue
        value = float(part.values[i, at, IN_REGION]) * scale(part, at, unit)
        account = accounts.get(Key(line.scenario, line.programme, line.phase))
        years = account.years if account else None
        found.append(value / years if line.yearly and years else value)
    return sum(found) if found else None
