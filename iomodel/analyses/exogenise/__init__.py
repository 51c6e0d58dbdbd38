"""Exogenised sectors: inducement, supply shortage, price ripple, and what goes wrong in them."""

from __future__ import annotations

from iomodel.analyses.base import Analysis, Option
from iomodel.analyses.exogenise.mistakes import TITLE, Overstatement, exogenous_overstatement
from iomodel.analyses.exogenise.outputs import (
    INDUCED,
    SHORTAGE,
    ExogenousEffects,
    exogenous_inducement,
    shortage_cost,
)
from iomodel.analyses.exogenise.ripple import RIPPLE, PriceRipple, price_ripple
from iomodel.analyses.options import UNIT
from iomodel.text import Text

__all__ = [
    "ANALYSES",
    "ExogenousEffects",
    "Overstatement",
    "PriceRipple",
    "exogenous_inducement",
    "exogenous_overstatement",
    "price_ripple",
    "shortage_cost",
]

_SECTORS = Option(
    "sectors",
    Text(
        "외생화할 부문, 금액을 붙이려면 450=100; *:45는 모든 지역의 부문",
        "exogenous sectors, with amounts as 450=100; *:45 is a sector in every region",
    ),
    required=True,
    many=True,
)

ANALYSES: tuple[Analysis, ...] = (
    Analysis("exogenous-inducement", INDUCED, exogenous_inducement, (_SECTORS, UNIT)),
    Analysis("shortage-cost", SHORTAGE, shortage_cost, (_SECTORS, UNIT)),
    Analysis(
        "price-ripple",
        RIPPLE,
        price_ripple,
        (
            Option(
                "sectors",
                Text(
                    "가격이 변하는 부문, 부문마다 다르면 450=10",
                    "sectors whose price changes; 450=10 where each has its own change",
                ),
                required=True,
                many=True,
            ),
            Option(
                "change", Text("가격 변화(퍼센트)", "price change, percent"), "number", default=10.0
            ),
        ),
    ),
    Analysis(
        "exogenous-overstatement",
        TITLE,
        exogenous_overstatement,
        (Option("sectors", Text("부문(없으면 전체)", "sectors; all where none"), many=True),),
    ),
)
