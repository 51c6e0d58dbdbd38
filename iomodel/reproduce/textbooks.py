"""Worked examples of textbooks and papers."""

from __future__ import annotations

import numpy as np

from iomodel.analyses.extraction.numerics import columns_of_inverse, total_loss
from iomodel.analyses.households.numerics import border
from iomodel.balancing import gras, ras
from iomodel.leontief import factorise, input_coefficients
from iomodel.reproduce.closed import induced
from iomodel.reproduce.figures import Answers
from iomodel.reproduce.home import Home, cells, vector
from iomodel.sectors import require_same_labels
from iomodel.text import Text

_SECTORS = Text("표의 행과 열", "rows and columns of the table")


def miller_blair(home: Home) -> Answers:
    """Return what the two-sector example asks for: A, L, new output, closure, extraction, prices.

    Miller & Blair (2009), chapters 2 and 6: x = L f, and the closed model of section 2.5.
    """
    Z, totals, households = (home.inputs(name) for name in ("Z", "totals", "households"))
    require_same_labels("miller-blair", Z.rows, Z.columns, _SECTORS)
    sectors, x = Z.rows, totals.column("x")
    A = input_coefficients(Z.values, x)
    system = factorise(A)
    new = system.solve(totals.column("f_new"))
    wages = households.row("income")[:-1]
    closed = border(
        system, wages, households.row("consumption")[:-1], float(households.row("consumption")[-1])
    )
    inverse = closed.inverse()
    with_households = (*sectors, "households")
    first = np.array([0])
    loss = total_loss(columns_of_inverse(system, first), first, np.ones(1), x)
    dearer = system.solve_transposed(np.array([0.1, 0.0]))
    return {
        **cells("A", sectors, sectors, A),
        **cells("L", sectors, sectors, system.inverse()),
        **cells("L_closed", with_households, with_households, inverse),
        **vector("output", sectors, new),
        **vector("labour", sectors, new * wages),
        **vector("simple_multiplier", sectors, induced(system, np.ones(len(sectors)))),
        **vector("total_multiplier", sectors, inverse.sum(axis=0)[:-1]),
        **vector("extraction_loss", (*sectors, "total"), np.append(loss, loss.sum())),
        **vector("price_change", sectors, dearer),
    }


def miller_blair_ras(home: Home) -> Answers:
    """Return A(0) brought by RAS to the margins of year 1: Miller & Blair (2009), section 7.4."""
    A, margins = home.inputs("A0"), home.inputs("margins")
    x = margins.column("x")
    found = ras(A.values * x, margins.column("u"), margins.column("v"))
    return cells("A1", A.rows, A.columns, np.asarray(found.matrix) / x)


def gras_example(home: Home) -> Answers:
    """Return the matrix of either sign of Junius & Oosterhaven (2003), fitted to its margins."""
    prior, rows, columns = (home.inputs(name) for name in ("X0", "rows", "columns"))
    found = gras(prior.values, rows.column("u"), columns.column("v"))
    return cells("X", prior.rows, prior.columns, np.asarray(found.matrix))
