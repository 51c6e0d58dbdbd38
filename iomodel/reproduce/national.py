"""Tables of over ninety sectors with the inverses and multipliers of the offices themselves."""

from __future__ import annotations

import numpy as np

from iomodel.analyses.households.numerics import border
from iomodel.leontief import Factorised, factorise, input_coefficients
from iomodel.reproduce.closed import fed_back, induced, per_output
from iomodel.reproduce.figures import Answers, Printed
from iomodel.reproduce.home import Array, Home, Matrix, cell, cells, vector

_UK_WAGES = "Compensation of employees"
_UK_GVA = (_UK_WAGES, "Gross Operating Surplus", "Taxes less subsidies on production")
_COLUMNS = (
    "Output multiplier",
    "Income effect",
    "GVA effect",
    "Income multiplier",
    "GVA multiplier",
)


def _ratio(of: Array, to: Array) -> Array:
    """Return of over to; zero where there is nothing to divide by, as both offices print it."""
    return np.divide(of, to, out=np.zeros_like(of), where=to != 0)


def _digits(value: float) -> str:
    """Return a double as a decimal without an exponent, all its digits kept."""
    return f"{value:.16f}"


def _printed_cells(series: str, matrix: Matrix) -> Printed:
    return {
        (series, cell(row, column)): _digits(matrix.values[i, j])
        for i, row in enumerate(matrix.rows)
        for j, column in enumerate(matrix.columns)
    }


def _system(Z: Matrix, x: Array) -> Factorised:
    return factorise(input_coefficients(Z.values, x))


def uk_2010(home: Home) -> Answers:
    """Return A, L and Type I effects and multipliers of 127 products."""
    Z, primary = home.there("inputs/Z.csv"), home.there("inputs/primary.csv")
    names, x = Z.rows, primary.row("Total output")
    system = _system(Z, x)
    wages = per_output(primary.row(_UK_WAGES), x)
    gva = per_output(sum((primary.row(name) for name in _UK_GVA), np.zeros(len(x))), x)
    return {
        **cells("A", names, Z.columns, system.A),
        **cells("L", names, Z.columns, system.inverse()),
        **vector("Output multiplier", names, induced(system, np.ones(len(x)))),
        **vector("Employment cost effects", names, induced(system, wages)),
        **vector("GVA effects", names, induced(system, gva)),
        **vector("Employment cost multiplier", names, _ratio(induced(system, wages), wages)),
        **vector("GVA multiplier", names, _ratio(induced(system, gva), gva)),
    }


def uk_2010_printed(home: Home) -> Printed:
    """Return what the Office for National Statistics published beside the table."""
    return {
        **_printed_cells("A", home.there("expected/A.csv")),
        **_printed_cells("L", home.there("expected/L.csv")),
        **_effects(home.there("expected/multipliers.csv", _UK_MEASURES), ""),
    }


_UK_MEASURES = (
    "Output multiplier",
    "Employment cost multiplier",
    "GVA multiplier",
    "Employment cost effects",
    "GVA effects",
)


def scotland_2016(home: Home) -> Answers:
    """Return both inverses, and effects and multipliers of Type I and II, of 98 industries.

    Households are closed with their income from all sources, as the Scottish Government does;
    the household row is not part of a multiplier.
    """
    Z, primary = home.there("inputs/Z.csv"), home.there("inputs/primary.csv")
    names, x = Z.rows, primary.row("TOut")
    system = _system(Z, x)
    wages, gva = per_output(primary.row("CoE"), x), per_output(primary.row("GVA"), x)
    income = float(home.there("inputs/typeII_closure.csv").row("household_income_total")[0])
    spent = home.there("inputs/fd.csv", ("Households",)).column("Households")[: len(names)]
    closed = border(system, wages, spent / income)
    found = {
        **cells("L1", names, names, system.inverse()),
        **cells("L2", (*names, "households"), (*names, "households"), closed.inverse()),
    }
    for kind, again in (("1", 0.0), ("2", 1.0)):

        def effect(c: Array, share: float = again) -> Array:
            return np.asarray(induced(system, c) + share * fed_back(closed, c))

        values = {
            "Output multiplier": effect(np.ones(len(x))),
            "Income effect": effect(wages),
            "GVA effect": effect(gva),
            "Income multiplier": _ratio(effect(wages), wages),
            "GVA multiplier": _ratio(effect(gva), gva),
        }
        for column, row in values.items():
            found |= vector(f"{column} {kind}", names, row)
    return found


def scotland_2016_printed(home: Home) -> Printed:
    """Return what the Scottish Government published, but for what needs jobs by industry."""
    return {
        **_printed_cells("L1", home.there("expected/L_typeI.csv")),
        **_printed_cells("L2", home.there("expected/L_typeII.csv")),
        **_effects(home.there("expected/multipliers_typeI.csv", _COLUMNS), " 1"),
        **_effects(home.there("expected/multipliers_typeII.csv", _COLUMNS), " 2"),
    }


def _effects(matrix: Matrix, suffix: str) -> Printed:
    return {
        (f"{name}{suffix}", row): _digits(value)
        for name in matrix.columns
        for row, value in zip(matrix.rows, matrix.column(name).tolist(), strict=True)
    }
