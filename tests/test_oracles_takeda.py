"""Takeda's workbook: a table, its inverse, and what more construction does, on three tables.

Peer results (Excel), not an official publication; see SOURCE.md of the case. The flows are total
ones, imports netted from final demand, so the numbers say nothing of leakage.
"""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest

from iomodel.leontief import factorise, input_coefficients

CELL = 1e-9  # the workbook's cells are full doubles; both sides invert the same matrix


def frame(path: Path) -> tuple[list[str], list[str], np.ndarray]:
    header, *rows = csv.reader(path.read_text("utf-8-sig").splitlines())
    return header[1:], [row[0] for row in rows], np.array([row[1:] for row in rows], dtype=float)


def table(folder: Path, name: str) -> tuple[list[str], np.ndarray, np.ndarray]:
    columns, rows, values = frame(folder / "inputs" / f"{name}_table.csv")
    n = len(rows)
    assert columns == [*rows, "final_demand", "output"]
    return rows, values[:, :n], values[:, n + 1]


@pytest.fixture
def case(shared: Path) -> Path:
    return shared / "cases" / "takeda_impact_simulations"


@pytest.mark.parametrize("name", ["toy4", "japan2011_13"])
def test_the_whole_inverse(case: Path, name: str) -> None:
    sectors, flows, output = table(case, name)
    columns, rows, expected = frame(case / "expected" / f"{name}_L.csv")
    assert columns == rows == sectors
    found = factorise(input_coefficients(flows, output)).inverse()
    np.testing.assert_allclose(found, expected, rtol=0, atol=CELL)


def test_the_sums_of_the_inverse_of_185_sectors(case: Path) -> None:
    sectors, flows, output = table(case, "japan2015_185")
    columns, rows, expected = frame(case / "expected" / "japan2015_185_L_sums.csv")
    assert (columns, rows) == (["L_colsum", "L_rowsum"], sectors)
    system = factorise(input_coefficients(flows, output))
    ones = np.ones(len(sectors))
    np.testing.assert_allclose(system.solve_transposed(ones), expected[:, 0], rtol=CELL)
    np.testing.assert_allclose(system.solve(ones), expected[:, 1], rtol=CELL)


@pytest.mark.parametrize("name", ["toy4", "japan2011_13", "japan2015_185"])
def test_what_more_final_demand_does_to_every_sector(case: Path, name: str) -> None:
    sectors, flows, output = table(case, name)
    columns, rows, expected = frame(case / "expected" / f"{name}_sim2.csv")
    assert (columns, rows) == (["new_fd", "new_output", "change", "change_pct"], sectors)
    found = factorise(input_coefficients(flows, output)).solve(expected[:, 0])
    np.testing.assert_allclose(found, expected[:, 1], rtol=CELL, atol=CELL)
    change = found - output
    scale = np.abs(output).max()
    np.testing.assert_allclose(change, expected[:, 2], rtol=0, atol=CELL * scale)
    some = output != 0
    np.testing.assert_allclose(
        100 * change[some] / output[some], expected[some, 3], rtol=0, atol=1e-6
    )
