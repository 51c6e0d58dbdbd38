"""Employment: multipliers by job and by region, occupations, and productivity since the table."""

from __future__ import annotations

from iomodel.analyses.base import Analysis, Option
from iomodel.analyses.employment.multipliers import EmploymentMultipliers, employment_multipliers
from iomodel.analyses.employment.occupations import Occupations, occupations
from iomodel.analyses.employment.productivity import ProductivityAdjustment, with_productivity
from iomodel.analyses.employment.regions import RegionalEmployment, regional_employment
from iomodel.analyses.options import PERSONS_OPTION
from iomodel.text import Text

__all__ = [
    "ANALYSES",
    "EmploymentMultipliers",
    "Occupations",
    "ProductivityAdjustment",
    "RegionalEmployment",
    "employment_multipliers",
    "occupations",
    "regional_employment",
    "with_productivity",
]

ANALYSES: tuple[Analysis, ...] = (
    Analysis(
        "employment-multipliers",
        Text("취업유발계수와 고용승수", "Employment multipliers"),
        employment_multipliers,
        (PERSONS_OPTION,),
    ),
    Analysis(
        "regional-employment",
        Text("지역별 취업유발계수", "Employment multipliers by region"),
        regional_employment,
        (
            Option("sectors", Text("부문; 없으면 모두", "sectors; all where omitted"), many=True),
            PERSONS_OPTION,
        ),
    ),
    Analysis(
        "occupations",
        Text("직업별 취업유발", "Employment by occupation"),
        occupations,
        (
            Option(
                "bridge",
                Text(
                    "CSV: code, 그다음 직업마다 그 부문 취업자 중의 비율(행의 합 1)",
                    "CSV: code, then each occupation's share of the sector's workers (rows sum "
                    "to one)",
                ),
                kind="path",
                required=True,
            ),
            Option(
                "demand",
                Text(
                    "부문=금액(표의 금액 단위)의 목록, 또는 부문 하나(10억원, 다른 통화는 백만); "
                    "없으면 계수만",
                    "sector=amount in the table's money, or one sector (a billion won, or a "
                    "million of another currency); multipliers alone where omitted",
                ),
                many=True,
            ),
            PERSONS_OPTION,
        ),
    ),
    Analysis(
        "productivity",
        Text("노동생산성을 반영한 취업계수", "Employment coefficients after productivity growth"),
        with_productivity,
        (
            Option(
                "to_year",
                Text("시나리오의 연도", "the year of the scenario"),
                kind="integer",
                required=True,
            ),
            Option(
                "growth",
                Text(
                    "노동생산성의 연간 증가율 (0.02는 2%)",
                    "yearly growth of output per worker (0.02 for 2 %)",
                ),
                kind="number",
            ),
            Option(
                "by_sector",
                Text("부문별 증가율의 CSV: code,growth", "CSV of growth by sector: code,growth"),
                kind="path",
            ),
            Option(
                "base_year",
                Text(
                    "취업자가 조사된 해; 없으면 표의 연도",
                    "the year of the workers; the table's where omitted",
                ),
                kind="integer",
            ),
        ),
    ),
)
