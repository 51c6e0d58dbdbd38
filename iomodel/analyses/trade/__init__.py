"""Trade: what a region's demand and exports contain of its own and of others' value added.

National tables give net multipliers, the import content of demand, vertical specialisation and
positions in value chains. Multiregional tables, whose sector codes and final-demand categories
read `region:code`, also give value-added trade and the decomposition of gross exports.
"""

from __future__ import annotations

from iomodel.analyses.base import Analysis, Option
from iomodel.analyses.options import by_option, indicator_option
from iomodel.analyses.trade.content import TradeContent, trade_content
from iomodel.analyses.trade.gross_exports import (
    WWZ_ROWS,
    BilateralExports,
    GrossExports,
    kww_decomposition,
    wwz_decomposition,
)
from iomodel.analyses.trade.net import NetMultipliers, net_multipliers
from iomodel.analyses.trade.positions import OPENNESS, ChainPositions, chain_positions
from iomodel.analyses.trade.specialisation import (
    VS_ROWS,
    VerticalSpecialisation,
    vertical_specialisation,
)
from iomodel.analyses.trade.value_added import (
    OF,
    ValueAddedOrigins,
    ValueAddedTrade,
    value_added_origins,
    value_added_trade,
)
from iomodel.text import Text

__all__ = [
    "ANALYSES",
    "BilateralExports",
    "ChainPositions",
    "GrossExports",
    "NetMultipliers",
    "TradeContent",
    "ValueAddedOrigins",
    "ValueAddedTrade",
    "VerticalSpecialisation",
    "chain_positions",
    "kww_decomposition",
    "net_multipliers",
    "trade_content",
    "value_added_origins",
    "value_added_trade",
    "vertical_specialisation",
    "wwz_decomposition",
]

_EXPORTS = Option(
    "exports",
    Text(
        "수출인 최종수요 항목(코드나 이름); 없으면 이름에 '수출'이 든 항목",
        "final-demand categories that are exports (code or name); those named so where omitted",
    ),
    many=True,
)

ANALYSES: tuple[Analysis, ...] = (
    Analysis(
        "net-multipliers",
        Text("순승수", "Net multipliers"),
        net_multipliers,
        (indicator_option("production"),),
    ),
    Analysis(
        "trade-content",
        Text("최종수요의 수입·국내 함량", "Import and domestic content of final demand"),
        trade_content,
    ),
    Analysis(
        "vertical-specialisation",
        Text("수직적 특화", "Vertical specialisation"),
        vertical_specialisation,
        (
            _EXPORTS,
            by_option(VS_ROWS),
        ),
    ),
    Analysis(
        "value-added-trade",
        Text("지역간 부가가치 교역", "Value-added trade between regions"),
        value_added_trade,
    ),
    Analysis(
        "value-added-origins",
        Text("부가가치의 원천", "Origins of value added"),
        value_added_origins,
        (
            Option(
                "of",
                Text("무엇에 든 부가가치인가", "in what the value added is embodied"),
                choices=OF,
                default="exports",
            ),
            _EXPORTS,
        ),
    ),
    Analysis(
        "kww",
        Text("총수출의 분해 (KWW)", "Decomposition of gross exports (KWW)"),
        kww_decomposition,
    ),
    Analysis(
        "wwz",
        Text("상대지역·부문별 총수출의 분해 (WWZ)", "Decomposition of bilateral exports (WWZ)"),
        wwz_decomposition,
        (by_option(WWZ_ROWS),),
    ),
    Analysis(
        "chain-positions",
        Text("상류도와 하류도", "Upstreamness and downstreamness"),
        chain_positions,
        (
            Option(
                "openness",
                Text("개방경제 보정", "the open-economy correction"),
                choices=OPENNESS,
            ),
            _EXPORTS,
            Option(
                "inventories",
                Text(
                    "재고증감 항목; 없으면 이름에 '재고'가 든 항목",
                    "categories that are changes in inventories; those named so where omitted",
                ),
                many=True,
            ),
        ),
    ),
)
