"""Import treatments (design equation 2) on econio's dummy tables, and the Bank's own identities.

The dummy tables have no printed matrices: what is published is that the models give back the
tables' totals. The Bank's national coefficients of 2020 stand beside those of the shipped table.
"""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest

import iomodel
from iomodel.leontief import factorise, input_coefficients
from iomodel.table import IOTable

EXACT = 1e-12  # small whole numbers, one solve


def cells(path: Path) -> list[list[str]]:
    return list(csv.reader(path.read_text("utf-8-sig").splitlines()))


def numbers(rows: list[list[str]], first: int, last: int) -> np.ndarray:
    return np.array([[float(cell) for cell in row[first:last]] for row in rows])


@pytest.fixture
def dummies(shared: Path) -> Path:
    return shared / "cases" / "econio_import_treatment_dummy" / "inputs"


def test_competitive_imports_give_back_the_totals(dummies: Path) -> None:
    """x = [I − (I − M̂) A]⁻¹ [(I − M̂) f + e], M̂ the imports over domestic demand."""
    rows = [r for r in cells(dummies / "regional-competitive_import.csv") if r[0] == "industry"]
    flows, final, export = numbers(rows, 2, 5), numbers(rows, 5, 7), numbers(rows, 7, 8)[:, 0]
    imports, total = numbers(rows, 8, 9)[:, 0], numbers(rows, 9, 10)[:, 0]
    f = final.sum(axis=1)
    stay = 1.0 + imports / (flows.sum(axis=1) + f)
    assert ((stay > 0) & (stay < 1)).all()
    A = input_coefficients(flows, total)
    x = factorise(stay[:, None] * A).solve(stay * f + export)
    np.testing.assert_allclose(x, total, rtol=EXACT)
    # Leaving the imports in overstates every sector: the treatment is what makes the totals right.
    assert (factorise(A).solve(f + export) > total + 1.0).all()


def test_noncompetitive_imports_give_back_the_totals(dummies: Path) -> None:
    """x = (I − A^d)⁻¹ (f^d + e), imports an input of their own; induced inputs exhaust demand."""
    table = cells(dummies / "regional-noncompetitive_import.csv")
    rows = [r for r in table if r[0] == "industry"]
    flows, demand = numbers(rows, 2, 5), numbers(rows, 5, 8).sum(axis=1)
    total = numbers(rows, 8, 9)[:, 0]
    system = factorise(input_coefficients(flows, total))
    np.testing.assert_allclose(system.solve(demand), total, rtol=EXACT)
    primary = numbers([r for r in table if r[0] in ("import", "value_added")], 2, 5)
    np.testing.assert_allclose(flows.sum(axis=0) + primary.sum(axis=0), total, rtol=EXACT)
    induced = system.solve_transposed(input_coefficients(primary, total).sum(axis=0))
    np.testing.assert_allclose(induced, 1.0, rtol=EXACT)


@pytest.mark.parametrize(
    ("indicator", "decimals"), [("production", 3), ("value_added", 3), ("employment", 1)]
)
def test_the_banks_regional_and_national_coefficients_agree(
    shared: Path, indicator: str, decimals: int
) -> None:
    """BOK's regional tables print the nation as within + other = total, 2020."""
    path = shared / "cases" / "korea_bok_coefficient_identities" / "inputs"
    header, *rows = cells(path / "region_within_other_total.csv")
    known = {(r[0], r[1], r[2]): dict(zip(header[3:], r[3:], strict=True)) for r in rows}
    printed = known["전국", "2020", indicator]
    last_digit = 10.0**-decimals
    apart = float(printed["within"]) + float(printed["other"]) - float(printed["total"])
    assert abs(apart) <= 1.5 * last_digit + 1e-12  # three roundings
    table = iomodel.load_table("bok-2020-165")
    assert isinstance(table, IOTable)
    model = iomodel.load_model("bok-2020-165")
    demand = table.final_demand.sum(axis=1)
    computed = float(model.multipliers().of(indicator) @ demand / demand.sum())
    assert round(computed, decimals) == float(printed["total"])


def test_imports_and_value_added_of_the_banks_map_make_one(shared: Path) -> None:
    """R6 on what the Bank printed for three regions: 36 sectors, three decimals."""
    path = shared / "cases" / "korea_bok_coefficient_identities" / "inputs"
    header, *rows = cells(path / "region_sector_2020.csv")
    at = [header.index(name) for name in ("imports", "value_added")]
    assert len(rows) == 36
    for row in rows:
        assert round(sum(float(row[i]) for i in at), 3) == 1.0, row
