"""How households enter the model: whose income, spent on what, out of which total."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypedDict

import numpy as np

from iomodel.analyses.arguments import (
    bad_value,
    category_positions,
    indicator_positions,
    require,
    require_choice,
)
from iomodel.analyses.base import leontief_model, transactions
from iomodel.analyses.households.numerics import Bordered, border
from iomodel.analyses.matrices import vector
from iomodel.errors import NotProductiveError, Problem
from iomodel.leontief import Array
from iomodel.models.base import Model
from iomodel.models.leontief_model import LeontiefModel
from iomodel.table import IOTable
from iomodel.text import Text, as_subject, same

WHAT = Text("가계 내생화", "a model closed with respect to households")
PER = ("income", "consumption", "total")
Per = Literal["income", "consumption", "total"]


class ClosureOptions(TypedDict, total=False):
    """The keywords of `household_closure`."""

    income: Sequence[str] | Any
    consumption: str | Any
    per: Per
    household_income: float | None
    spent: float
    local: float | Any
    own: float


@dataclass(frozen=True, eq=False)
class Closure:
    """Households as a sector.

    Attributes
    ----------
    income : ndarray (n,)
        h, household income per unit of output of each sector.
    consumption : ndarray (n,)
        c, domestic products bought per unit of household income.
    own : float
        a_hh, household income paid by households per unit of household income.
    notes : tuple of Text
        What was assumed.
    """

    income: Array
    consumption: Array
    own: float = 0.0
    notes: tuple[Text, ...] = ()


def household_closure(
    model: Model,
    *,
    income: Sequence[str] | Any = ("compensation_of_employees",),
    consumption: str | Any = "9111",
    per: Per = "income",
    household_income: float | None = None,
    spent: float = 1.0,
    local: float | Any = 1.0,
    own: float = 0.0,
) -> Closure:
    """Return the row and the column that make households a sector of `model`.

    Parameters
    ----------
    model : Model
        A Leontief model.
    income : indicators, or vector (n,)
        What counts as household income: components of value added ("value_added" is all of
        it), or income per unit of output by sector.
    consumption : final-demand category, or vector (n,)
        What households buy: a category of the table, or domestic purchases per unit of
        household income by sector.
    per : "income", "consumption" or "total"
        What a category is divided by: the household income that the table shows (Miller &
        Blair 2009, section 2.5), all that households consume including imports (every won is
        spent), or `household_income`, income from all sources (as Scotland does: part of what
        households spend then doesn't come from production, and induced effects are smaller).
    household_income : float, optional
        In the table's money; for `per="total"`, and only then.
    spent : float
        Share of income spent on consumption, 0 to 1, applied to the column.
    local : float or vector (n,)
        Share of that spending which stays in the area of the table, 0 to 1.
    own : float
        a_hh: household income paid by households per unit of household income.

    Returns
    -------
    Closure

    Raises
    ------
    NotSupportedError
        If the model is published multipliers; if a category is asked of a published inverse; if
        `per` isn't one of those listed.
    NotFoundError
        If the table has no such category or indicator.
    LabelError
        If a vector doesn't fit, or a share or total is out of range.

    Notes
    -----
    h_j = household income_j / x_j; c_i = spent · local_i · f_ih / D with D chosen by `per`.

    Examples
    --------
    >>> import iomodel
    >>> from iomodel.analyses.households import household_closure
    >>> model = iomodel.load_model("bok-2020-33")
    >>> closure = household_closure(model, per="consumption")
    >>> float(closure.consumption.sum().round(4))  # the rest of spending is imported
    0.9041
    """
    leontief = leontief_model(model, WHAT)
    require_choice("per", per, PER)
    shares = _share(leontief, spent, "spent") * _share(leontief, local, "local")
    h = _income(leontief, income)
    notes: tuple[Text, ...] = ()
    if isinstance(consumption, str):
        table = transactions(model, WHAT)
        (column,) = category_positions(table, consumption, "consumption")
        total = _total(table, column, h, per, household_income)
        c = table.final_demand[:, column] / total
        notes = _notes(table, column, per, total)
    else:
        c = vector(leontief.sectors, consumption, "consumption")
    require(0.0 <= own < 1.0, "own", Text("0 이상 1 미만", "zero or more, below one"), own)
    return Closure(h, np.asarray(c * shares), own, notes)


def close(model: Model, closure: Closure) -> Bordered:
    """Return the model's system closed with households.

    Raises
    ------
    NotProductiveError
        If a unit of household income returns as a unit or more (R5).
    """
    leontief = leontief_model(model, WHAT)
    closed = border(leontief.system, closure.income, closure.consumption, closure.own)
    if closed.returned < 1.0:
        return closed
    one = model.info.money.one
    raise NotProductiveError(
        model.info.id,
        Problem(
            "",
            Text("가계를 내생화한 모형이 수렴하지 않습니다", "the closed model does not converge"),
            Text(
                f"가계소득 1{as_subject(one.ko)} 한 바퀴 돌아 1{one.ko} 미만의 가계소득",
                f"a {one.en} of household income returning less than a {one.en}",
            ),
            same(f"{closed.returned:.4f}"),
            Text(
                'spent를 낮추거나 per="consumption" 또는 per="total"을 쓰십시오',
                'lower spent, or use per="consumption" or per="total"',
            ),
        ),
        data=closed.returned,
    )


def _share(model: LeontiefModel, share: float | Any, argument: str) -> Array:
    values = (
        np.full(len(model.sectors), float(share))
        if np.ndim(share) == 0
        else vector(model.sectors, share, argument)
    )
    fits = bool(np.all((values >= 0.0) & (values <= 1.0)))
    require(fits, argument, Text("0에서 1 사이", "between zero and one"), share)
    return values


def _income(model: LeontiefModel, income: Sequence[str] | Any) -> Array:
    words = [income] if isinstance(income, str) else income
    if not len(words) or not isinstance(words[0] if isinstance(words, list | tuple) else 0, str):
        return vector(model.sectors, words, "income")
    places = indicator_positions(model.indicators, words, model.info.id, "income")
    return np.asarray(model.coefficients[places].sum(axis=0))


def _total(
    table: IOTable, column: int, h: Array, per: Per, household_income: float | None
) -> float:
    if (per == "total") != (household_income is not None) or not (household_income or 1.0) > 0.0:
        raise bad_value(
            "household_income",
            Text("0보다 큰 금액", "an amount above zero"),
            household_income,
            Text(
                'per="total"에만, 그때는 반드시 씁니다', 'it goes with per="total", and only then'
            ),
        )
    if per == "income":
        return float(h @ table.output)
    if per == "consumption":
        imports = table.final_demand_imports
        bought = 0.0 if imports is None else float(imports[:, column].sum())
        return float(table.final_demand[:, column].sum()) + bought
    assert household_income is not None
    return household_income


def _notes(table: IOTable, column: int, per: Per, total: float) -> tuple[Text, ...]:
    label, unit = table.info.final_demand[column], table.info.money.name
    what = {
        "income": Text("표에 나타난 가계소득", "the household income in the table"),
        "consumption": Text("가계소비 전체", "all household consumption"),
        "total": Text("이용자가 정한 전체 가계소득", "household income from all sources, as given"),
    }[per]
    notes = [
        Text(
            f"소비 열은 {label.ko}(국산)를 {what.ko} {total:,.0f}{unit.ko}으로 나눈 것",
            f"The consumption column is {label.en} (domestic) over {what.en}, "
            f"{total:,.0f} {unit.en}",
        )
    ]
    if per == "consumption" and table.final_demand_imports is None:
        notes.append(
            Text(
                "이 표는 소비의 수입분을 따로 싣지 않아 국산분만으로 나누었음",
                "The table doesn't show imported consumption; domestic consumption alone was used",
            )
        )
    return tuple(notes)
