"""Inducement by final-demand item: what consumption, investment and exports bring about.

The Bank of Korea's 최종수요항목별 유발액, 유발계수 and 유발의존도 (구성비): of production, imports
and value added as it publishes them, and of employment by the same rule.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from iomodel.analyses.arguments import (
    Words,
    indicator_positions,
    indicators_there,
    listed,
    require_choice,
)
from iomodel.analyses.base import Analysis, Option, with_transactions
from iomodel.analyses.final_demand.result import MEASURES, FinalDemandInducement
from iomodel.analyses.options import INDICATORS, by_option
from iomodel.leontief import Array, input_coefficients
from iomodel.models import Model
from iomodel.table import IOTable
from iomodel.text import Text

__all__ = ["ANALYSES", "FinalDemandInducement", "final_demand"]

WHAT = Text("최종수요항목별 유발", "inducement by final-demand item")
_USUAL = ("production", "value_added", "imports", "employment")
_BY = ("item", "sector")


def final_demand(
    model: Model,
    indicators: Words = (),
    measures: Words = MEASURES,
    by: str = "item",
) -> FinalDemandInducement:
    """Return what each item of final demand induces: 유발액, 유발계수, 유발의존도.

    Parameters
    ----------
    model : LeontiefModel
        Of a transactions table.
    indicators : sequence of str
        Ids of the model's indicators; production, value added, imports and employment, where the
        table has them, if none are given.
    measures : sequence of "amount", "coefficient" and "dependency"
        What the result's table shows of each indicator: 유발액, 유발계수, 유발의존도.
    by : "item" or "sector"
        Whether the result's table adds up the sectors or lists them.

    Returns
    -------
    FinalDemandInducement

    Raises
    ------
    NotSupportedError
        If the model holds no transactions, or there is no such measure or layout.
    NotFoundError
        If the model lacks an indicator.

    Notes
    -----
    With F^d and F^m domestic and imported final demand by item, (n, c), X = L F^d:

    * production X, value added v̂ X, employment l̂ X, by producing sector;
    * imports A^m X + F^m, by imported product: induced and direct. Where the source books imports
      as one row, m̂ X + F^m, by the sector that uses them.

    A coefficient divides an item's amount by its domestic demand i′F^d, of imports by domestic
    and imported demand i′(F^d + F^m); dependency divides by the row's total over items (Bank of
    Korea, 2020 workbook, 최종수요항목별 생산/수입/부가가치유발액, rows 9811 and 9812).

    Examples
    --------
    >>> import iomodel
    >>> from iomodel.analyses.final_demand import final_demand
    >>> model = iomodel.load_model("bok-2020-33")
    >>> frame = final_demand(model).table().set_index("item")
    >>> frame.loc[["9111", "9140", "total"], "production_coefficient"].round(3).tolist()
    [1.776, 1.899, 1.804]
    """
    leontief, table = with_transactions(model, WHAT)
    require_choice("by", by, _BY)
    for which in listed(measures):
        require_choice("measures", which, MEASURES)
    places = indicator_positions(model.indicators, listed(indicators), model.info.id)
    places = places or indicators_there(model, _USUAL)
    shown = tuple(model.indicators[k] for k in places)
    X = leontief.system.solve(table.final_demand)
    imported = _imported(table)
    amounts = np.stack(
        [
            _imports(table, X, imported)
            if indicator.id == "imports"
            else np.asarray(leontief.coefficients[k][:, None] * X)
            for k, indicator in zip(places, shown, strict=True)
        ]
    )
    return FinalDemandInducement(
        model.info,
        model.sectors,
        table.info.final_demand,
        shown,
        amounts,
        table.final_demand.sum(axis=0),
        imported.sum(axis=0),
        _notes(table, [indicator.id for indicator in shown]),
        by,
        tuple(listed(measures)),
    )


def _imported(table: IOTable) -> Array:
    if table.final_demand_imports is None:
        return np.zeros_like(table.final_demand)
    return table.final_demand_imports


def _by_product(table: IOTable) -> bool:
    """Return whether every imported input is booked by product."""
    return table.imports is not None and not table.primary_rows("imports").any()


def _imports(table: IOTable, X: Array, imported: Array) -> Array:
    """Return induced and direct imports, (n, c)."""
    if table.imports is not None and _by_product(table):
        return np.asarray(input_coefficients(table.imports, table.output) @ X + imported)
    m = input_coefficients(table.import_row[None, :], table.output)[0]
    return np.asarray(m[:, None] * X + imported)


def _notes(table: IOTable, wanted: Sequence[str]) -> tuple[Text, ...]:
    if "imports" not in wanted:
        return ()
    notes = [
        Text(
            "수입유발은 수입된 상품별이며, 직접 수입된 최종수요를 포함합니다",
            "imports are by imported product and include imported final demand",
        )
        if _by_product(table)
        else Text(
            "수입이 한 행으로 적힌 표여서, 수입유발은 그것을 투입한 부문별입니다",
            "the source books imports as one row: they are by the sector that uses them",
        )
    ]
    if table.final_demand_imports is None:
        notes.append(
            Text(
                "수입 최종수요가 표에 없어 간접 수입만 셉니다",
                "the table has no imported final demand: only induced imports are counted",
            )
        )
    return tuple(notes)


ANALYSES = (
    Analysis(
        "final-demand",
        Text("최종수요항목별 유발액·유발계수·유발의존도", "Inducement by final-demand item"),
        final_demand,
        (
            INDICATORS,
            Option(
                "measures",
                Text(
                    "유발액(amount), 유발계수(coefficient), 유발의존도(dependency); 없으면 모두",
                    "amount, coefficient, dependency; all if none is given",
                ),
                many=True,
                choices=MEASURES,
            ),
            by_option(
                _BY, Text("부문을 합할지(item) 나눌지(sector)", "add up the sectors or list them")
            ),
        ),
    ),
)
