"""Structural decomposition: what a change between two tables is made of.

`structural_decomposition` splits the change of output, value added or employment between two
tables; `multiplier_decomposition` and `multiplier_sources` that of multipliers, which published
inverses have too.
"""

from __future__ import annotations

from iomodel.analyses.base import Analysis, Option
from iomodel.analyses.decomposition.change import FORMS, METHODS, StructuralDecomposition
from iomodel.analyses.decomposition.multipliers import (
    MultiplierDecomposition,
    multiplier_decomposition,
)
from iomodel.analyses.decomposition.sources import BY, MultiplierSources, multiplier_sources
from iomodel.analyses.decomposition.tables import SPLITS, structural_decomposition
from iomodel.analyses.options import by_option, indicator_option, most_option
from iomodel.text import Text

__all__ = [
    "ANALYSES",
    "MultiplierDecomposition",
    "MultiplierSources",
    "StructuralDecomposition",
    "multiplier_decomposition",
    "multiplier_sources",
    "structural_decomposition",
]

_AFTER = Option(
    "after", Text("비교할 나중 표", "the later table, such as bok-2023-33"), "table", True
)
_INDICATOR = indicator_option("production")

ANALYSES: tuple[Analysis, ...] = (
    Analysis(
        "structural-decomposition",
        Text("구조분해분석", "Structural decomposition"),
        structural_decomposition,
        (
            _AFTER,
            _INDICATOR,
            Option(
                "demand",
                Text("최종수요를 나누는 방식", "how final demand is split"),
                choices=SPLITS,
                default="mix",
            ),
            Option(
                "method",
                Text("분해 방법", "the method"),
                choices=METHODS,
                default="all",
            ),
            Option(
                "form",
                Text("합(차이) 또는 곱(비율)", "sums of differences or products of ratios"),
                choices=FORMS,
                default="additive",
            ),
        ),
    ),
    Analysis(
        "multiplier-decomposition",
        Text("유발계수 변화의 분해", "Decomposition of multipliers"),
        multiplier_decomposition,
        (_AFTER, _INDICATOR),
    ),
    Analysis(
        "multiplier-sources",
        Text("한 부문 유발계수 변화의 원천", "Sources of the change of one multiplier"),
        multiplier_sources,
        (
            _AFTER,
            Option("sector", Text("부문 코드 또는 이름", "a sector's code or name"), required=True),
            _INDICATOR,
            by_option(
                BY, Text("투입구조(열) 또는 판매처(행)별", "by buying column or supplying row")
            ),
            most_option(15),
        ),
    ),
)
