"""What the Bank of Korea prints beside its tables of 2020 and 2023."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import numpy as np

from iomodel import catalogue
from iomodel.demand import Demand
from iomodel.leontief import input_coefficients
from iomodel.models import LeontiefModel, load_model
from iomodel.readers.bok_matrices import LabelledMatrix, read_matrices
from iomodel.reproduce.closed import UNIT
from iomodel.reproduce.figures import Answer, Answers, Key, Printed
from iomodel.reproduce.home import Array, Home, cell, cells, vector
from iomodel.table import IOTable
from iomodel.units import BILLION_KRW, Money

_FINE, _MIDDLE, _COARSE, _NEWEST = "bok-2020-165", "bok-2020-83", "bok-2020-33", "bok-2023-33"
_DISPERSION = "dispersion_83.csv"
_RATIOS = "national_ratios.csv"
_SUMS = "multipliers_2020_2023.csv"
_SIXTH = 5e-7  # half a unit of the sixth decimal, to which inverse and sums of 33 are printed
_WORKED_BACK = ("import_column_sum", "employment_row_sum")  # what the coefficients of 2023 are from
_INDUCED = {
    "production_by_item": "최종수요항목별생산유발액",
    "value_added_by_item": "최종수요항목별부가가치유발액",
}


def _leontief(id: str) -> LeontiefModel:
    model = load_model(id)
    assert isinstance(model, LeontiefModel)
    return model


def _transactions(id: str) -> IOTable:
    table = catalogue.load_table(id)
    assert isinstance(table, IOTable)
    return table


# 2020: sums and dispersion of 83 sectors, ratios of the nation


def computed_2020(home: Home) -> Answers:
    """Return sums, powers and sensitivities of dispersion, and the ratios of aggregates."""
    model = _leontief(_MIDDLE)
    codes, L = model.sectors.codes, model.system.inverse()
    mean = L.sum() / len(L)
    multipliers = model.multipliers()
    return {
        **vector("column_sum", codes, L.sum(axis=0)),
        **vector("row_sum", codes, L.sum(axis=1)),
        **vector("power_of_dispersion", codes, L.sum(axis=0) / mean),
        **vector("sensitivity_of_dispersion", codes, L.sum(axis=1) / mean),
        **vector("import_column_sum", codes, multipliers.of("imports")),
        **vector("value_added_column_sum", codes, multipliers.of("value_added")),
        **_nation(),
    }


def _nation() -> Answers:
    """Return what all final demand induces, over all final demand."""
    table, model = _transactions(_FINE), _leontief(_FINE)
    assert table.final_demand_imports is not None
    spent = table.final_demand.sum(axis=1)
    money = Money(table.info.money, table.info.price_year, "producers")
    impact = model.induce(Demand(model.sectors, spent[None, :], money))
    domestic, abroad = spent.sum(), table.final_demand_imports.sum()
    imports = (impact.value("imports") + abroad) / (domestic + abroad)
    per_billion = impact.value("employment") / domestic * 1000  # the table is in millions
    ratios = {
        "production": impact.value("production") / domestic,
        "value_added": impact.value("value_added") / domestic,
        "imports": imports,
    }
    return {
        **{("nation", name): Answer.exactly(value) for name, value in ratios.items()},
        ("nation_employment", "employment"): Answer.exactly(per_billion),
    }


def printed_2020(home: Home) -> Printed:
    """Return the Bank's sums of 83 sectors, and its ratios of the nation."""
    folder = catalogue.find(_FINE)
    grid = folder.published(_DISPERSION, ("code",))
    found = {
        (name, code): value
        for name in grid.header[1:]
        for code, value in zip(grid.column("code"), grid.column(name), strict=True)
    }
    ratios = folder.published(_RATIOS, ("measure", "value"))
    for measure, value in zip(ratios.column("measure"), ratios.column("value"), strict=True):
        series = "nation_employment" if measure == "employment" else "nation"
        found[series, measure] = value
    return found


# 2020: the workbook's matrices, where it is


def computed_workbook(home: Home) -> Answers:
    """Return the inverse, induced value added and imports, and what final demand induces."""
    model, table = _leontief(_MIDDLE), _transactions(_MIDDLE)
    assert table.imports is not None
    codes, L = model.sectors.codes, model.system.inverse()
    items = tuple(label.code for label in table.info.final_demand)
    value_added = table.value_added / table.output
    output = L @ table.final_demand
    imports = input_coefficients(table.imports, table.output)
    return {
        **cells("inverse", codes, codes, L),
        **cells("value_added_inducement", codes, codes, value_added[:, None] * L),
        **cells("import_inducement", codes, codes, imports @ L),
        **cells("production_by_item", codes, items, output),
        **cells("value_added_by_item", codes, items, value_added[:, None] * output),
    }


def printed_workbook(home: Home) -> Printed:
    """Return the cells of the Bank's workbook of 83 sectors."""
    sheets = read_matrices(_workbook(home))
    titles = {
        "inverse": "생산유발계수",
        "value_added_inducement": "부가가치유발계수",
        "import_inducement": "수입유발계수",
        **_INDUCED,
    }
    found: dict[Key, str] = {}
    for series, title in titles.items():
        found |= _cells_of(series, sheets[title])
    return found


def _workbook(home: Home) -> Path:
    assert home.elsewhere is not None
    (path,) = home.elsewhere.glob("*통합중분류.xlsx")
    return path


def _cells_of(series: str, sheet: LabelledMatrix) -> Printed:
    return {
        (series, cell(row, column)): f"{Decimal(float(sheet.values[i, j])):.16f}"
        for i, row in enumerate(sheet.sectors.codes)
        for j, column in enumerate(sheet.columns)
    }


# 2020 to 2023: sums of 33 sectors


def computed_33(home: Home) -> Answers:
    """Return sums of 2020 from flows, of 2023 from the printed inverse, each with its rounding.

    Of 2021 and 2022 there is no table: the sum of all rows, to be the sum of all columns.
    """
    found: dict[Key, Answer] = {}
    for year, id in (("2020", _COARSE), ("2023", _NEWEST)):
        found |= _sums(year, id, _SIXTH if year == "2023" else 0.0)
    rows = home.inputs("row_sums")
    for year in rows.columns:
        whole = float(rows.column(year).sum())
        reach = 2 * len(rows.rows) * _SIXTH  # either side adds as many rounded figures
        found["grand_total", year] = Answer(whole, whole - reach, whole + reach)
    return found


def _sums(year: str, id: str, rounding: float) -> dict[Key, Answer]:
    """Return sums of an inverse each of whose cells may be off by `rounding`."""
    model = _leontief(id)
    L, codes = model.system.inverse(), model.sectors.codes
    multipliers = model.multipliers()
    persons = multipliers.of("employment")
    direct = np.linalg.solve(L.T, persons)
    heads = _head_counts(id) if not rounding else np.zeros(len(L))
    values = {
        "production_column_sum": (L.sum(axis=0), len(L) * rounding),
        "production_row_sum": (L.sum(axis=1), len(L) * rounding),
        "import_column_sum": (multipliers.of("imports"), rounding),
        "employment_column_sum": (persons, heads @ L + direct.sum() * rounding),
        "employment_row_sum": (direct * L.sum(axis=1), heads * L.sum(axis=1)),
    }
    return {
        (measure, f"{year}, {code}"): Answer(v, v - reach, v + reach)
        for measure, (row, width) in values.items()
        if not (rounding and measure in _WORKED_BACK)
        for code, v, reach in zip(
            codes, row.tolist(), np.broadcast_to(width, row.shape).tolist(), strict=True
        )
    }


def _head_counts(id: str) -> Array:
    """Return by how many persons per billion of output whole persons in the finest table err."""
    fine, coarse = _transactions(_FINE), _transactions(id)
    upward = catalogue.concordance(fine.info.classification, coarse.info.classification)
    parts = np.bincount(upward.parents, minlength=len(coarse.output))
    return np.asarray(UNIT * parts / (coarse.output * coarse.info.money.per(BILLION_KRW)))


def printed_33(home: Home) -> Printed:
    """Return the Bank's sums, but for those of 2023 that the table's coefficients are made from."""
    grid = catalogue.find(_NEWEST).published(_SUMS, ("year", "code", "measure", "value"))
    found: dict[Key, str] = {}
    totals: dict[str, Decimal] = {}
    for year, code, measure, value in zip(
        *(grid.column(name) for name in ("year", "code", "measure", "value")), strict=True
    ):
        if year in ("2021", "2022"):
            if measure == "production_column_sum":
                totals[year] = totals.get(year, Decimal(0)) + Decimal(value)
        elif year == "2020" or measure not in _WORKED_BACK:
            found[measure, f"{year}, {code}"] = value
    return found | {("grand_total", year): str(value) for year, value in totals.items()}
