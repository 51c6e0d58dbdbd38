"""Structural path analysis: the supply chains behind an impact, and its rounds.

c′ L f = c′ f + c′ A f + c′ A² f + … (Waugh 1950; Miller & Blair 2009, section 2.4). Written out,
each term of the series is a sum over supply chains j0 ← j1 ← … ← jr, each with the effect
c(jr) a(jr, jr−1) … a(j1, j0) f(j0) (Defourny & Thorbecke 1984; Treloar 1997).
"""

from __future__ import annotations

from iomodel.analyses.base import Analysis, Option
from iomodel.analyses.options import DEMAND, indicator_option, most_option
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

_INDICATOR = indicator_option("value_added")

ANALYSES: tuple[Analysis, ...] = (
    Analysis(
        "structural-paths",
        Text("구조경로분석", "Structural path analysis"),
        structural_paths,
        (
            DEMAND,
            _INDICATOR,
            most_option(20),
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
            DEMAND,
            _INDICATOR,
            Option("rounds", Text("차수", "how many rounds"), "integer", default=8),
        ),
    ),
)
