"""Answers of other people's programs on open data."""

from __future__ import annotations

from decimal import Decimal

import numpy as np

from iomodel.balancing import gras_nd
from iomodel.leontief import factorise, input_coefficients
from iomodel.reproduce.figures import Answer, Answers, Key, Printed
from iomodel.reproduce.home import Array, Home, cell, cells, vector

_TABLES = {"toy4": "建設", "japan2011_13": "建設", "japan2015_185": "公共事業"}  # and who gets more
_MORE = 500.0  # billion yen
_WHOLE = ("toy4", "japan2011_13")  # whose inverse is given cell by cell
_PLACES = 16


def ndgras(home: Home) -> Answers:
    """Return an array of three dimensions fitted to its totals along each of them."""
    prior, targets = home.inputs("X0"), home.inputs("targets")
    at = [tuple(int(part) - 1 for part in label.split(" ")) for label in prior.rows]
    array = np.zeros((2, 2, 2))
    for place, value in zip(at, prior.column("x0").tolist(), strict=True):
        array[place] = value
    found = gras_nd(array, [targets.column(f"dim{k + 1}") for k in range(array.ndim)]).array
    return vector("X", prior.rows, np.array([found[place] for place in at]))


def leather(home: Home) -> Answers:
    """Return value added by origin in exports, output and final demand: v̂ L diag(e)."""
    Z, Y = home.there("inputs/Z.csv"), home.there("inputs/Y.csv")
    x = Z.values.sum(axis=1) + Y.values.sum(axis=1)
    L = factorise(input_coefficients(Z.values, x)).inverse()
    origins = (1 - Z.values.sum(axis=0) / x)[:, None] * L
    country = [label.partition(".")[0] for label in Z.rows]
    own = np.array([[c == to.partition(".")[0] for to in Z.columns] for c in country])
    at_home = np.array([[c == to for to in Y.columns] for c in country])
    exports = np.where(own, 0, Z.values).sum(axis=1) + np.where(at_home, 0, Y.values).sum(axis=1)
    sold, demanded = origins * exports, origins @ Y.values
    made = origins * x
    found = {
        "exports, first": sold[0, 0],
        "exports, last": sold[-1, -1],
        "output, first": made[0, 0],
        "output, last": made[-1, -1],
        "final_demand, row1": demanded[0, 0],
        "final_demand, row20": demanded[6, 1],
    }
    return {("value_added", of): Answer.exactly(value) for of, value in found.items()}


def leather_printed(home: Home) -> Printed:
    """Return the elements that the package's own tests state."""
    assert home.elsewhere is not None
    lines = (home.elsewhere / "expected/leontief_decomposition.csv").read_text("utf-8").splitlines()
    rows = (line.split(",") for line in lines[1:])
    return {("value_added", f"{of}, {element}"): str(float(value)) for of, element, value in rows}


def takeda(home: Home) -> Answers:
    """Return inverses, and output when the final demand for construction is raised."""
    found: dict[Key, Answer] = {}
    for name in _TABLES:
        table = home.there(f"inputs/{name}_table.csv")
        n = len(table.rows)
        flows, x = table.values[:, :n], table.column("output")
        system = factorise(input_coefficients(flows, x))
        new = system.solve(_raised(home, name))
        found |= vector(f"{name} output", table.rows, new)
        L = system.inverse()
        if name in _WHOLE:
            found |= cells(f"{name} inverse", table.rows, table.rows, L)
        else:
            found |= vector(f"{name} column sum", table.rows, L.sum(axis=0))
            found |= vector(f"{name} row sum", table.rows, L.sum(axis=1))
    return found


def _raised(home: Home, name: str) -> Array:
    """Return final demand with 500 billion yen more for construction, as the simulation has it."""
    table = home.there(f"inputs/{name}_table.csv", ("final_demand",))
    demand = table.column("final_demand").copy()
    demand[table.rows.index(_TABLES[name])] += _MORE
    return demand


def takeda_printed(home: Home) -> Printed:
    """Return the cells of the workbook."""
    found: dict[Key, str] = {}
    for name in _TABLES:
        output = home.there(f"expected/{name}_sim2.csv", ("new_output",))
        found |= _listed(f"{name} output", output.rows, output.column("new_output"))
        if name in _WHOLE:
            L = home.there(f"expected/{name}_L.csv")
            for i, row in enumerate(L.rows):
                names = [cell(row, column) for column in L.columns]
                found |= _listed(f"{name} inverse", names, L.values[i])
        else:
            sums = home.there(f"expected/{name}_L_sums.csv")
            found |= _listed(f"{name} column sum", sums.rows, sums.column("L_colsum"))
            found |= _listed(f"{name} row sum", sums.rows, sums.column("L_rowsum"))
    return found


def _listed(series: str, names: tuple[str, ...] | list[str], values: Array) -> Printed:
    return {
        (series, name): f"{Decimal(value):.{_PLACES}f}"
        for name, value in zip(names, values.tolist(), strict=True)
    }
