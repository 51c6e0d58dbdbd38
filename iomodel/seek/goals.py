"""Goals as asked: an indicator, how much of it, and in which unit."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from iomodel.errors import LabelError, Problem, UnitError
from iomodel.impact import Indicator
from iomodel.seek.ways import PerUnit
from iomodel.text import Text, same
from iomodel.units import MoneyUnit, money_unit, persons_in

Asked = Mapping[str, float | str]

_FIGURE = re.compile(r"\s*([0-9][0-9,]*(?:\.[0-9]+)?|\.[0-9]+)\s*(.*?)\s*")


@dataclass(frozen=True)
class Goal:
    """How much of an indicator is wanted.

    Attributes
    ----------
    value : float
        In the table's money, in persons, or in the indicator's own unit.
    asked : str
        As it was asked for.
    """

    indicator: Indicator
    value: float
    asked: str


def goals_of(asked: Asked, per_unit: PerUnit, unit: MoneyUnit) -> tuple[Goal, ...]:
    """Return the goals of indicator → amount, in the table's units.

    Parameters
    ----------
    asked : mapping
        A number (money in `unit`), or a figure with its unit: "48조원", "6만명".
    per_unit : PerUnit
        Whose indicators there are.

    Raises
    ------
    NotFoundError
        If the table lacks an indicator.
    LabelError
        With every amount that is not above zero or no figure of its indicator.
    """
    goals: list[Goal] = []
    problems: list[Problem] = []
    for name, amount in asked.items():
        per_unit.row(name)
        indicator = next(one for one in per_unit.indicators if one.id == name)
        try:
            value = _value(indicator, amount, per_unit.money, unit)
        except LabelError as error:
            problems += error.problems
            continue
        if not (math.isfinite(value) and value > 0):
            problems.append(_not_positive(name, amount))
        told = f"{amount:,.10g} {_unit_of(indicator, unit)}" if _plain(amount) else str(amount)
        goals.append(Goal(indicator, value, told))
    if not asked:
        problems.append(_none())
    if problems:
        raise LabelError("targets", problems, data=dict(asked))
    return tuple(goals)


def _plain(amount: float | str) -> bool:
    return isinstance(amount, int | float)


def _unit_of(indicator: Indicator, unit: MoneyUnit) -> str:
    return indicator.measured_in(unit).ko


def _value(indicator: Indicator, amount: float | str, table: MoneyUnit, unit: MoneyUnit) -> float:
    """Return an amount in the table's unit."""
    if isinstance(amount, int | float):
        return amount * (unit.per(table) if indicator.dimension == "money" else 1.0)
    found = _FIGURE.fullmatch(amount)
    if found is None:
        raise LabelError("targets", _no_figure(indicator, amount))
    number, word = float(found[1].replace(",", "")), found[2]
    if indicator.dimension == "money":
        try:
            return number * (money_unit(word) if word else unit).per(table)
        except UnitError as error:
            raise LabelError("targets", replace(error.problems[0], place=indicator.id)) from error
    size = persons_in(word) if word and indicator.dimension == "persons" else None
    if word and size is None:
        raise LabelError("targets", _no_figure(indicator, amount))
    return number * (size or 1.0)


def _no_figure(indicator: Indicator, amount: str) -> Problem:
    examples = {
        "money": Text("금액, 예: 48조원, 480000", "money, such as 48조원 or 480000"),
        "persons": Text("인원, 예: 60000, 6만명", "persons, such as 60000 or 6만명"),
    }
    return Problem(
        indicator.id,
        Text("목표가 이 지표의 값이 아닙니다", "the target is no figure of this indicator"),
        examples.get(indicator.dimension, Text("수", "a number")),
        same(f'"{amount}"'),
        Text("값과 단위를 고치십시오", "mend the value and its unit"),
    )


def _not_positive(name: str, amount: float | str) -> Problem:
    return Problem(
        name,
        Text("목표가 0보다 크지 않습니다", "the target is not above zero"),
        Text("0보다 큰 유한한 수", "a finite number above zero"),
        same(amount),
        Text("늘리려는 양을 적으십시오", "state by how much it is to grow"),
    )


def _none() -> Problem:
    return Problem(
        "",
        Text("목표가 없습니다", "there is no target"),
        Text("지표와 값, 예: employment=60000", "an indicator and a value, as in employment=60000"),
        Text("없음", "nothing"),
        Text("--target을 주십시오", "give --target"),
    )
