"""Tables of statistical offices whose own multipliers are in a manual or a paper."""

from __future__ import annotations

import numpy as np

from iomodel.analyses.households.numerics import border
from iomodel.analyses.numerics import ghosh_system
from iomodel.leontief import factorise, input_coefficients
from iomodel.reproduce.closed import UNIT, bounded, fed_back, induced, moved, per_output
from iomodel.reproduce.figures import Answer, Answers, Key
from iomodel.reproduce.home import Array, Home, Matrix, cells, vector
from iomodel.sectors import require_same_labels
from iomodel.text import Text

_FOURTH = 5e-5  # half a unit of the fourth decimal
_SECTORS = Text("표의 행과 열", "rows and columns of the table")


def _flows(home: Home) -> tuple[Matrix, Matrix]:
    """Return Z and the primary inputs, which name the same sectors."""
    Z, primary = home.inputs("Z"), home.inputs("primary")
    require_same_labels(home.about.id, Z.rows, Z.columns, _SECTORS)
    require_same_labels(home.about.id, Z.columns, primary.columns, _SECTORS)
    return Z, primary


def germany_1995(home: Home) -> Answers:
    """Return coefficients, inverses, multipliers and linkages of the Eurostat manual's table."""
    Z, primary = _flows(home)
    sectors, x = Z.rows, primary.row("output")
    A = input_coefficients(Z.values, x)
    system, ghosh = factorise(A), ghosh_system(Z.values, x)
    value_added = per_output(primary.row("gva"), x)
    persons = per_output(primary.row("employment_domestic_total"), x)
    final = home.inputs("final_demand")
    used = Z.values.sum(axis=1) + final.values.sum(axis=1)
    return {
        **cells("A", sectors, sectors, A),
        **cells("L", sectors, sectors, system.inverse()),
        **cells("G", sectors, sectors, ghosh.inverse()),
        **vector("backward_linkage", sectors, induced(system, np.ones(len(x)))),
        **vector("forward_linkage", sectors, ghosh.solve(np.ones(len(x)))),
        **vector("gva_coefficient", sectors, value_added),
        **vector("gva_multiplier", sectors, induced(system, value_added)),
        **vector("employment_multiplier", sectors, induced(system, persons)),
        **vector("total_use", sectors, used),
    }


def germany_2009(home: Home) -> Answers:
    """Return emissions that a unit of final demand induces: m′ = c′ L, from whole billions."""
    Z, primary = _flows(home)

    def emissions(edge: float) -> Answers:
        x = primary.row("output") - edge * UNIT
        system = factorise(input_coefficients(moved(Z.values, edge), x))
        found: dict[Key, Answer] = {}
        for gas in ("CO2", "CH4", "N2O"):
            coefficients = per_output(moved(primary.row(gas), edge), x)
            found |= vector(gas, Z.rows, induced(system, coefficients))
        return found

    return bounded(emissions)


def netherlands_2000(home: Home) -> Answers:
    """Return income multipliers over direct income: Type I, and Type II in two closures."""
    Z, primary = _flows(home)
    sectors, x = Z.rows, primary.row("output_bp")
    system = factorise(input_coefficients(Z.values, x))
    wages = per_output(primary.row("compensation_employees"), x)
    spent = home.inputs("final_demand").column("final_consumption_households")
    inferred = float(home.inputs("closure").column("household_income")[0])
    paid = float(primary.row("compensation_employees").sum())

    def second(income: float) -> Array:
        again = fed_back(border(system, wages, spent / income), wages)
        return np.asarray((induced(system, wages) + again) / wages)

    return {
        **vector("direct_income", sectors, induced(system, wages)),
        **vector("type_1", sectors, induced(system, wages) / wages),
        **vector("type_2_wages", sectors, second(paid)),
        **vector("type_2_inferred", sectors, second(inferred)),
    }


def australia_1989(home: Home) -> Answers:
    """Return the steps of a multiplier: initial, first round, industrial support, consumption.

    The closed model is computed for the household column printed, and for the one that the printed
    inverse implies. Flows are printed in whole millions.
    """
    Z, primary = _flows(home)
    sectors, households = Z.rows, home.inputs("households")
    wages, persons = primary.row("wages"), home.inputs("employment").column("persons")
    imports = primary.row("competing_imports") + primary.row("duty_competing")

    def multipliers(edge: float) -> Answers:
        x = primary.row("australian_production") - edge * UNIT
        A = input_coefficients(moved(Z.values, edge), x)
        system = factorise(A)
        measures = {
            "output": np.ones(len(x)),
            "income": per_output(moved(wages, edge), x),
            "employment": per_output(moved(persons, edge), x),
            "imports": per_output(moved(imports, edge, 2 * UNIT), x),  # imports, and duty on them
        }
        found: dict[Key, Answer] = {**cells("L", sectors, sectors, system.inverse())}

        def add(series: str, step: str, values: Array) -> None:
            found.update(vector(series, [f"{sector}, {step}" for sector in sectors], values))

        for measure, c in measures.items():
            simple, first = induced(system, c), A.T @ c
            add(measure, "initial", c)
            add(measure, "first_round", first)
            add(measure, "industrial_support", simple - c - first)
            add(measure, "production_induced", simple - c)
            add(measure, "simple", simple)
        for which in ("printed", "implied"):
            spent = moved(households.column(which), edge, _FOURTH)
            closed = border(system, measures["income"], spent)
            found |= cells(f"B_{which}", sectors, sectors, closed.inverse()[:-1, :-1])
            for measure, c in measures.items():
                further = fed_back(closed, c)
                add(f"{measure}_{which}", "consumption_induced", further)
                add(f"{measure}_{which}", "total", induced(system, c) + further)
        return found

    return bounded(multipliers)


def japan_2011(home: Home) -> Answers:
    """Return agricultural output per unit of each item of final demand, imports competing.

    x = [I − (I − M̂) A]⁻¹ (I − M̂) f, with imports a share of
    all domestic use.
    """
    table = home.inputs("table")
    n = len(table.rows)

    def block(kind: str) -> Array:
        chosen = [i for i, name in enumerate(table.columns) if name.startswith(f"{kind}/")]
        return np.asarray(table.values[:, chosen])

    Z, demand = block("industry"), block("final")
    assert Z.shape == (n, n)
    imports = -block("import").sum(axis=1)
    used = Z.sum(axis=1) + demand.sum(axis=1)
    share = imports / used
    A = input_coefficients(Z, used + block("export").sum(axis=1) - imports)
    system = factorise((1 - share)[:, None] * A)
    items = [name.partition("/")[2] for name in table.columns if name.startswith("final/")]
    output = system.solve((1 - share)[:, None] * demand)
    return vector("agriculture", items, output[0] / demand.sum(axis=0))
