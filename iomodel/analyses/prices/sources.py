"""What may push prices: primary inputs, import prices, the exchange rate, costs by sector."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from iomodel.analyses.arguments import (
    NOT_FINITE,
    Amounts,
    Words,
    amounts,
    bad_value,
    by_sector,
    listed,
    require,
    sector_positions,
)
from iomodel.analyses.frames import PERCENT
from iomodel.errors import NotFoundError, NotSupportedError, Problem
from iomodel.leontief import Array, input_coefficients
from iomodel.models.base import NAMES
from iomodel.models.leontief_model import LeontiefModel
from iomodel.table import IOTable
from iomodel.text import Text, same

VALUE_ADDED, IMPORTS = "value_added", "imports"


@dataclass(frozen=True, eq=False)
class Source:
    """One cause of price changes.

    Attributes
    ----------
    cost : ndarray (n,)
        Change of the cost of a unit of output, in percent of its price.
    import_prices : ndarray (n,)
        Change of the price of imported products by sector of origin, percent.
    """

    id: str
    name: Text
    cost: Array
    import_prices: Array


@dataclass(frozen=True, eq=False)
class Row:
    """A row of primary-input coefficients, (n,)."""

    id: str
    name: Text
    coefficients: Array
    role: str


def primary_rows(model: LeontiefModel) -> tuple[Row, ...]:
    """Return the rows that, with A^d, exhaust the price of a unit of output (R6).

    From transactions: every component of value added, imports (matrix and rows together) and
    every other primary input. From a published inverse: the indicators that carry money.
    """
    if not isinstance(model.table, IOTable):
        return tuple(
            Row(part.id, part.name, row, part.id)
            for part, row in zip(model.indicators, model.coefficients, strict=True)
            if part.dimension == "money" and part.id != "production"
        )
    table, x = model.table, model.table.output
    rows = [
        Row(part.code, part.text, input_coefficients(row, x), part.role)
        for part, row in zip(table.info.primary_inputs, table.primary_inputs, strict=True)
        if part.role != IMPORTS
    ]
    imports = input_coefficients(table.import_row, x)
    return (*rows, Row(IMPORTS, Text("수입", "imports"), imports, IMPORTS))


def sources(
    model: LeontiefModel,
    primary: Amounts,
    imports: Amounts,
    exchange_rate: float,
    costs: Amounts,
    sectors: Words,
) -> tuple[Source, ...]:
    """Return the causes that a user names; see `price_change`."""
    where = _where(model, sectors)
    found = [
        *_primary(model, amounts(primary, "primary"), where),
        *_imports(model, imports),
        *_exchange_rate(model, exchange_rate),
        *_costs(model, costs),
    ]
    if found:
        return tuple(found)
    raise bad_value(
        "primary, imports, exchange_rate, costs",
        Text("넷 중 하나 이상", "at least one of the four"),
        "-",
        Text("무엇이 변하는지 적지 않았습니다", "nothing that changes was given"),
    )


def _where(model: LeontiefModel, sectors: Words) -> Array:
    words = listed(sectors)
    if not words:
        return np.ones(len(model.sectors))
    where = np.zeros(len(model.sectors))
    where[sector_positions(model.sectors, words)] = 1.0
    return where


def _primary(model: LeontiefModel, changes: dict[str, float], where: Array) -> list[Source]:
    rows = {row.id: row for row in primary_rows(model) if row.id != IMPORTS}
    parts = [row for row in rows.values() if row.role == VALUE_ADDED]
    if VALUE_ADDED not in rows:
        whole = np.asarray(np.sum([row.coefficients for row in parts], axis=0))
        rows[VALUE_ADDED] = Row(VALUE_ADDED, NAMES["value_added"], whole, VALUE_ADDED)
    _require_known(model, changes, rows)
    named_parts = [row.id for row in parts if row.id in changes and row.id != VALUE_ADDED]
    require(
        VALUE_ADDED not in changes or not named_parts,
        "primary",
        Text("value_added 또는 그 항목", "value_added, or its components"),
        ", ".join([VALUE_ADDED, *named_parts]),
        Text("전체와 그 일부를 함께 적었습니다", "a whole and its part are both named"),
    )
    nothing = np.zeros(len(model.sectors))
    return [
        Source(id, rows[id].name, rows[id].coefficients * where * change, nothing)
        for id, change in changes.items()
    ]


def _require_known(model: LeontiefModel, changes: dict[str, float], rows: dict[str, Row]) -> None:
    unknown = [id for id in changes if id not in rows]
    if not unknown:
        return
    raise NotFoundError(
        model.info.id,
        [
            Problem(
                "primary",
                Text("이 표에 없는 본원적 투입입니다", "the table has no such primary input"),
                Text(
                    ", ".join(f"{row.id} {row.name.ko}" for row in rows.values()),
                    ", ".join(rows),
                ),
                same(f'"{id}"'),
                Text("위의 이름 중에서 고르십시오", "choose one of those"),
            )
            for id in unknown
        ],
        data=unknown,
    )


def _imports(model: LeontiefModel, given: Amounts) -> list[Source]:
    if not given:
        return []
    prices, table = by_sector(model.sectors, given, "imports"), model.table
    if not isinstance(table, IOTable) or table.imports is None:
        raise NotSupportedError(
            model.info.id,
            Problem(
                "imports",
                Text("품목별 수입거래가 없습니다", "imports are not shown by sector of origin"),
                Text("수입거래표가 있는 표", "a table with a matrix of imported flows"),
                Text("수입 한 행", "one row of imports"),
                Text(
                    "exchange_rate로 전체 수입가격을 바꾸십시오",
                    "use exchange_rate for all imports",
                ),
            ),
        )
    cost = input_coefficients(prices @ table.imports, table.output)
    return [Source("imports", Text("수입가격", "import prices"), cost, prices)]


def _exchange_rate(model: LeontiefModel, change: float) -> list[Source]:
    require(bool(np.isfinite(change)), "exchange_rate", PERCENT, change, NOT_FINITE)
    if change == 0.0:
        return []
    rows = [row for row in primary_rows(model) if row.id == IMPORTS]
    if not rows:
        raise NotSupportedError(
            model.info.id,
            Problem(
                "exchange_rate",
                Text("수입투입이 없는 표입니다", "the table shows no imported inputs"),
                Text("수입계수", "import coefficients"),
                Text("없음", "none"),
                Text("거래표를 쓰십시오", "use a table of transactions"),
            ),
        )
    everywhere = np.full(len(model.sectors), change)
    cost = rows[0].coefficients * change
    return [Source("exchange_rate", Text("환율", "exchange rate"), cost, everywhere)]


def _costs(model: LeontiefModel, given: Amounts) -> list[Source]:
    if not given:
        return []
    cost = by_sector(model.sectors, given, "costs")
    nothing = np.zeros(len(model.sectors))
    return [Source("costs", Text("부문별 비용", "costs by sector"), cost, nothing)]
