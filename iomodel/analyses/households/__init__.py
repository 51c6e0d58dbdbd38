"""Households endogenous: Type II multipliers, induced effects, Miyazawa's income groups."""

from __future__ import annotations

from iomodel.analyses.base import Analysis, Option
from iomodel.analyses.households.closure import PER, Closure, close, household_closure
from iomodel.analyses.households.impact import HouseholdImpact, household_impact
from iomodel.analyses.households.miyazawa import Miyazawa, miyazawa
from iomodel.analyses.households.multipliers import TypeMultipliers, type_multipliers
from iomodel.analyses.options import CONSUMPTION, UNIT
from iomodel.text import Text

__all__ = [
    "ANALYSES",
    "Closure",
    "HouseholdImpact",
    "Miyazawa",
    "TypeMultipliers",
    "close",
    "household_closure",
    "household_impact",
    "miyazawa",
    "type_multipliers",
]

_CLOSURE = (
    Option(
        "income",
        Text(
            "가계소득으로 볼 부가가치 항목 (전체는 value_added)",
            "components of value added that are household income (value_added: all of it)",
        ),
        many=True,
        default=("compensation_of_employees",),
    ),
    CONSUMPTION,
    Option(
        "per",
        Text(
            "소비를 무엇으로 나눌지: 표의 가계소득, 가계소비 전체, 주어진 전체 소득",
            "what consumption is divided by: income in the table, all consumption, a given total",
        ),
        choices=PER,
        default="income",
    ),
    Option(
        "household_income",
        Text("전체 가계소득 (표의 금액 단위)", "total household income (the table's money)"),
        kind="number",
    ),
    Option("spent", Text("소득 중 소비하는 몫", "share of income spent"), "number", default=1.0),
    Option(
        "local",
        Text("소비 중 지역에서 쓰는 몫", "share of spending that stays in the area"),
        "number",
        default=1.0,
    ),
)

ANALYSES: tuple[Analysis, ...] = (
    Analysis(
        "type-multipliers",
        Text("제1형·제2형 승수", "Type I and Type II multipliers"),
        type_multipliers,
        (
            Option(
                "indicator",
                Text("지표 또는 household_income", "the indicator, or household_income"),
                default="production",
            ),
            Option(
                "household_row",
                Text("가계 행까지 더함", "count the household row of the closed inverse too"),
                "flag",
                default=False,
            ),
            *_CLOSURE,
        ),
    ),
    Analysis(
        "household-impact",
        Text("직접·간접·소득유발 효과", "Direct, indirect and induced effects"),
        household_impact,
        (
            Option(
                "demand",
                Text("부문=금액, 예: 450=100", "SECTOR=AMOUNT, for example 450=100"),
                many=True,
                default=(),
            ),
            UNIT,
            Option(
                "transfers",
                Text("가계에 주는 이전소득", "income handed to households"),
                "number",
                default=0.0,
            ),
            *_CLOSURE,
        ),
    ),
    Analysis(
        "miyazawa",
        Text("소득계층별 소득유발(미야자와)", "Income by group of households (Miyazawa)"),
        miyazawa,
        (
            Option(
                "income",
                Text("계층 × 부문 소득계수 CSV", "CSV of income by group (rows) and sector"),
                "path",
                required=True,
            ),
            Option(
                "consumption",
                Text("부문 × 계층 소비계수 CSV", "CSV of consumption by sector (rows) and group"),
                "path",
                required=True,
            ),
            Option(
                "flows",
                Text("계수가 아니라 금액", "both files are amounts in the table's money"),
                "flag",
                default=False,
            ),
        ),
    ),
)
