"""Cost-push prices: wages, profits, taxes, import prices, the exchange rate, price indices."""

from __future__ import annotations

from iomodel.analyses.base import Analysis, Option
from iomodel.analyses.options import CONSUMPTION
from iomodel.analyses.prices.changes import (
    PriceChange,
    PriceIndices,
    price_change,
    price_indices,
)
from iomodel.analyses.prices.content import TITLE, CostContent, cost_content
from iomodel.text import Text

__all__ = [
    "ANALYSES",
    "CostContent",
    "PriceChange",
    "PriceIndices",
    "cost_content",
    "price_change",
    "price_indices",
]

_CAUSES = (
    Option(
        "primary",
        Text(
            "본원적 투입=변화율(퍼센트), 예: compensation_of_employees=10",
            "primary input=percent, for example compensation_of_employees=10",
        ),
        many=True,
        default=(),
    ),
    Option(
        "imports",
        Text(
            "수입품목=가격변화율(퍼센트), 예: 061=20",
            "imported product=percent, for example 061=20",
        ),
        many=True,
        default=(),
    ),
    Option(
        "exchange_rate",
        Text(
            "모든 수입의 원화(표의 통화) 가격 변화율(퍼센트)",
            "change of the price of all imports in won (or the table's currency), percent",
        ),
        "number",
        default=0.0,
    ),
    Option(
        "costs",
        Text(
            "부문=가격 대비 비용(퍼센트), 예: 450=3",
            "sector=charge in percent of its price, as 450=3",
        ),
        many=True,
        default=(),
    ),
    Option(
        "sectors",
        Text("본원적 투입이 변하는 부문(없으면 전체)", "where primary inputs change; all if none"),
        many=True,
        default=(),
    ),
)

ANALYSES: tuple[Analysis, ...] = (
    Analysis(
        "price-change",
        Text("비용 변화의 가격 파급", "Cost-push price changes"),
        price_change,
        _CAUSES,
    ),
    Analysis(
        "price-indices",
        Text("비용 변화의 물가지수 영향", "Cost-push changes of price indices"),
        price_indices,
        (
            *_CAUSES,
            CONSUMPTION,
        ),
    ),
    Analysis("cost-content", TITLE, cost_content),
)
