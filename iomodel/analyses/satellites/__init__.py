"""Satellites: a user's energy, emissions, water or other figures ride along with output.

`with_satellites` returns the model with the figures as further indicators; the other functions
give their direct and total intensities, and the footprints of final demand.
"""

from __future__ import annotations

from dataclasses import replace

from iomodel.analyses.base import Analysis, Option
from iomodel.analyses.options import INDICATORS, by_option
from iomodel.analyses.satellites.figures import KINDS, Satellites, read_satellites, with_satellites
from iomodel.analyses.satellites.footprints import FOOTPRINT_ROWS, Footprint, footprint
from iomodel.analyses.satellites.intensities import Intensities, intensities
from iomodel.analyses.satellites.regional import ACCOUNT_ROWS, RegionalAccounts, regional_accounts
from iomodel.text import Text

__all__ = [
    "ANALYSES",
    "Footprint",
    "Intensities",
    "RegionalAccounts",
    "Satellites",
    "footprint",
    "intensities",
    "read_satellites",
    "regional_accounts",
    "with_satellites",
]

_FIGURES = (
    Option(
        "satellites",
        Text(
            "CSV: code, 그다음 지표마다 한 열, 머리는 '이름 (단위)'",
            "CSV: code, then one column an indicator, headed 'name (unit)'",
        ),
        kind="path",
    ),
    Option(
        "kind",
        Text("총량인지 산출 한 단위당 원단위인지", "absolute amounts, or intensities of output"),
        choices=KINDS,
        default="total",
    ),
    Option(
        "per",
        Text(
            "원단위의 분모가 되는 금액 (백만원, 10억원 …)",
            "the money that intensities are per (백만원, 10억원 …)",
        ),
    ),
    replace(
        INDICATORS, help=Text("지표; 없으면 사용자의 지표", "indicators; the user's where omitted")
    ),
)
_DIRECT = Option(
    "direct",
    Text(
        "최종수요가 직접 쓰거나 배출한 양의 CSV: code(최종수요 항목), 그다음 지표",
        "CSV of what final demand itself uses or emits: code (the category), then indicators",
    ),
    kind="path",
)

ANALYSES: tuple[Analysis, ...] = (
    Analysis(
        "satellite-intensities",
        Text("직접·총 원단위", "Direct and total intensities"),
        intensities,
        _FIGURES,
    ),
    Analysis(
        "footprint",
        Text("최종수요의 발자국", "Footprint of final demand"),
        footprint,
        (
            *_FIGURES,
            _DIRECT,
            by_option(FOOTPRINT_ROWS),
        ),
    ),
    Analysis(
        "regional-accounts",
        Text("지역별 생산·소비 계정", "Production and consumption accounts by region"),
        regional_accounts,
        (
            *_FIGURES,
            _DIRECT,
            by_option(ACCOUNT_ROWS),
        ),
    ),
)
