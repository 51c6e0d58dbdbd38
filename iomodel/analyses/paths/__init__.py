"""Structural path analysis: the supply chains behind an impact, and its rounds.

c′ L f = c′ f + c′ A f + c′ A² f + … (Waugh 1950; Miller & Blair 2009, section 2.4). Written out,
each term of the series is a sum over supply chains j0 ← j1 ← … ← jr, each with the effect
c(jr) a(jr, jr−1) … a(j1, j0) f(j0) (Defourny & Thorbecke 1984; Treloar 1997).
"""

from __future__ import annotations

from iomodel.analyses.base import Analysis, Option
from iomodel.analyses.paths.chains import StructuralPaths, structural_paths
from iomodel.analyses.paths.layers import ProductionLayers, production_layers
from iomodel.text import Text

__all__ = [
    "ANALYSES",
    "ProductionLayers",
    "StructuralPaths",
    "production_layers",
    "structural_paths",
]

_DEMAND = Option(
    "demand",
    Text(
        "1원을 쓰는 부문, 또는 부문=금액(표의 화폐단위)의 목록",
        "a sector on which one won is spent, or several sector=amount in the table's money",
    ),
    required=True,
    many=True,
)
_INDICATOR = Option(
    "indicator", Text("지표", "the indicator, such as employment"), default="value_added"
)

ANALYSES: tuple[Analysis, ...] = (
    Analysis(
        "structural-paths",
        Text("구조경로분석", "Structural path analysis"),
        structural_paths,
        (
            _DEMAND,
            _INDICATOR,
            Option("most", Text("경로 수", "how many chains at most"), "integer", default=20),
            Option(
                "share",
                Text("실을 최소 비중(%)", "the smallest share of the total, %"),
                "number",
                default=0.0,
            ),
        ),
    ),
    Analysis(
        "production-layers",
        Text("차수별 파급", "Effects by round"),
        production_layers,
        (
            _DEMAND,
            _INDICATOR,
            Option("rounds", Text("차수", "how many rounds"), "integer", default=8),
        ),
    ),
)
