"""Sensitivity: how results depend on single coefficients, and how errors spread.

`field_of_influence`, `important_coefficients` and `tolerable_limits` ask which coefficients
matter for the model; `coefficient_change`, `sensitivities` and `error_propagation` what they do to
an impact.
"""

from __future__ import annotations

from iomodel.analyses.base import Analysis, Option
from iomodel.analyses.options import DEMAND, SPENT, indicator_option, most_option
from iomodel.analyses.sensitivity.coefficient import CoefficientChange, coefficient_change
from iomodel.analyses.sensitivity.gradients import Dependence, Sensitivities, sensitivities
from iomodel.analyses.sensitivity.important import (
    RANKS,
    ImportantCoefficients,
    important_coefficients,
)
from iomodel.analyses.sensitivity.influence import FieldOfInfluence, field_of_influence
from iomodel.analyses.sensitivity.limits import TolerableLimits, tolerable_limits
from iomodel.analyses.sensitivity.propagation import ErrorPropagation, error_propagation
from iomodel.text import Text

__all__ = [
    "ANALYSES",
    "CoefficientChange",
    "Dependence",
    "ErrorPropagation",
    "FieldOfInfluence",
    "ImportantCoefficients",
    "Sensitivities",
    "TolerableLimits",
    "coefficient_change",
    "error_propagation",
    "field_of_influence",
    "important_coefficients",
    "sensitivities",
    "tolerable_limits",
]

_SUPPLIER = Option("supplier", Text("파는 부문", "the supplying sector"), required=True)
_BUYER = Option("buyer", Text("사는 부문", "the buying sector"), required=True)


def _error(name: str, ko: str, en: str, default: float) -> Option:
    return Option(name, Text(ko, en), "number", default=default)


ANALYSES: tuple[Analysis, ...] = (
    Analysis(
        "field-of-influence",
        Text("영향력장", "Field of influence"),
        field_of_influence,
        (_SUPPLIER, _BUYER, most_option(20)),
    ),
    Analysis(
        "important-coefficients",
        Text("중요계수", "Important coefficients"),
        important_coefficients,
        (
            Option(
                "rank_by",
                Text("순위의 기준", "what to rank by"),
                choices=RANKS,
                default="elasticity",
            ),
            most_option(20),
        ),
    ),
    Analysis(
        "tolerable-limits",
        Text("투입계수의 허용한계", "Tolerable limits of coefficients"),
        tolerable_limits,
        (
            Option(
                "tolerance",
                Text("허용하는 산출의 변화(%)", "the change of output tolerated, %"),
                "number",
                default=1.0,
            ),
            Option("demand", SPENT, many=True),
            most_option(20),
        ),
    ),
    Analysis(
        "coefficient-change",
        Text("투입계수 하나의 변화", "One coefficient changed"),
        coefficient_change,
        (
            _SUPPLIER,
            _BUYER,
            DEMAND,
            Option("percent", Text("변화율(%)", "the change in per cent"), "number"),
            Option("to", Text("새 계수", "the new coefficient"), "number"),
            indicator_option("production"),
        ),
    ),
    Analysis(
        "sensitivities",
        Text("민감도", "Sensitivities"),
        sensitivities,
        (DEMAND, indicator_option("value_added"), most_option(10)),
    ),
    Analysis(
        "error-propagation",
        Text("오차의 전파", "Error propagation"),
        error_propagation,
        (
            DEMAND,
            indicator_option("value_added"),
            _error("coefficient_error", "투입계수의 표준오차(%)", "error of A, %", 10.0),
            _error("demand_error", "수요의 표준오차(%)", "error of demand, %", 0.0),
            _error("direct_error", "직접계수의 표준오차(%)", "error of c, %", 0.0),
        ),
    ),
)
