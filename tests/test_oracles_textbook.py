"""Worked examples of the literature and other software, against the same core."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from helpers import plain, tiny

from iomodel import Demand, load_model, load_table
from iomodel.leontief import factorise, input_coefficients, multipliers
from iomodel.models import LeontiefModel
from iomodel.table import Component, IOTable, Role, Satellite

# Miller & Blair's inverse is carried to eight decimals, outputs to four or five figures.
MB_INVERSE = 5e-9
MB_OUTPUT = 5e-2
MB_MULTIPLIER = 5e-4
# The Eurostat manual prints four decimals.
MANUAL = 5e-5
# The ABS inverted coefficients already rounded to four decimals (SOURCE.md: residues up to 1.1e-4).
ABS = 1.2e-4
# Persons per million dollars, printed whole.
ABS_PERSONS = 0.5
# The Spicosa report prints three decimals.
SPICOSA = 5e-4
# Japan's figures are of a linked table, "slightly different" (SOURCE.md): half a percent or so.
JAPAN_LINKED = 6e-3
# Two programs, one arithmetic: 33 sectors, condition number below a hundred.
SOFTWARE = 1e-11


def frame(path: Path) -> pd.DataFrame:
    return pd.read_csv(path, index_col=0, encoding="utf-8-sig")


def european(folder: Path, parts: dict[str, Role], satellites: tuple[str, ...] = ()) -> IOTable:
    """Build a table whose imports and net taxes stand as rows of primary inputs."""
    Z, primary = frame(folder / "inputs/Z.csv"), frame(folder / "inputs/primary.csv")
    assert list(Z.index) == list(Z.columns) == list(primary.columns)
    demand = frame(folder / "inputs/fd.csv").loc[Z.index]
    x = primary.loc[[*parts]].sum() + Z.sum()
    table = plain(Z, x - Z.sum(axis=1), primary.loc["imports"])
    info = table.info.model_copy(
        update={
            "primary_inputs": tuple(
                Component(code=code, ko=code, en=code, role=role) for code, role in parts.items()
            ),
            "satellites": tuple(Satellite(code=c, ko=c, en=c, unit="1,000") for c in satellites),
        }
    )
    assert not demand.empty
    return IOTable(
        info,
        table.sectors,
        table.domestic,
        None,
        table.final_demand,
        None,
        primary.loc[[*parts]].to_numpy(float),
        primary.loc[[*satellites]].to_numpy(float),
    )


# ------------------------------------------------------------------ Miller & Blair, chapter 2


@pytest.fixture(scope="module")
def miller(shared: Path) -> Path:
    return shared / "cases/mb_two_sector"


@pytest.fixture(scope="module")
def miller_model(miller: Path) -> LeontiefModel:
    Z, totals = frame(miller / "inputs/Z.csv"), frame(miller / "inputs/fd_x.csv")
    table = plain(Z, totals["f"], totals["x"] - Z.sum(), tolerance=0)
    np.testing.assert_array_equal(table.output, totals["x"])
    return LeontiefModel.from_table(table)


def test_miller_blair_tables_2_3_and_2_4(miller: Path, miller_model: LeontiefModel) -> None:
    Z, totals = frame(miller / "inputs/Z.csv"), frame(miller / "inputs/fd_x.csv")
    A = input_coefficients(Z.to_numpy(float), totals["x"].to_numpy(float))
    np.testing.assert_allclose(A, frame(miller / "expected/A.csv"), rtol=0, atol=1e-15)
    np.testing.assert_allclose(
        miller_model.system.inverse(), frame(miller / "expected/L.csv"), rtol=0, atol=MB_INVERSE
    )


def test_miller_blair_new_final_demand_of_600_and_1500(
    miller: Path, miller_model: LeontiefModel
) -> None:
    printed = frame(miller / "expected/impact.csv")
    amounts = dict(zip(("01", "02"), printed["f_new"], strict=True))
    impact = miller_model.induce(Demand.of(amounts, "백만원", miller_model.sectors))
    x = impact.by_supplying().query("indicator == 'production'")["value"].to_numpy()
    np.testing.assert_allclose(x, printed["x_new"], rtol=0, atol=MB_OUTPUT)
    np.testing.assert_allclose(
        x * printed["labour_coef"], printed["labour"], rtol=0, atol=MB_OUTPUT
    )


def test_simple_output_multipliers_exclude_the_household_row(
    miller: Path, miller_model: LeontiefModel
) -> None:
    """Ours are Type I; the book's total multipliers of 2.462 and 2.262 count households too."""
    printed = frame(miller / "expected/output_multipliers.csv")
    ours = miller_model.multipliers().of("production")
    np.testing.assert_allclose(ours, printed["simple_output_mult"], rtol=0, atol=MB_MULTIPLIER)
    assert (np.abs(ours - printed["total_output_mult_incl_hh_row"]) > 0.5).all()


# ------------------------------------------------------------------ Eurostat manual


GERMAN_INPUTS: dict[str, Role] = {
    "imports": "imports",
    "net_tax_products": "product_tax",
    "compensation_employees": "value_added",
    "net_tax_production": "value_added",
    "consumption_fixed_capital": "value_added",
    "os_mixed_income_net": "value_added",
}


@pytest.fixture(scope="module")
def german(shared: Path) -> tuple[Path, IOTable]:
    folder = shared / "cases/germany_1995_eurostat_manual"
    return folder, european(folder, GERMAN_INPUTS, ("employment_domestic_total",))


def test_germany_1995_balances_by_its_cells(german: tuple[Path, IOTable]) -> None:
    """Cells close; the printed total of industry, 46 short, is a misprint (SOURCE.md)."""
    folder, table = german
    Z, demand = frame(folder / "inputs/Z.csv"), frame(folder / "inputs/fd.csv")
    sales = Z.sum(axis=1) + demand.drop(columns="total_use_published").sum(axis=1)
    np.testing.assert_array_equal(table.output, frame(folder / "inputs/primary.csv").loc["output"])
    np.testing.assert_array_equal(table.output, sales)
    apart = sales - demand["total_use_published"]
    assert apart[apart != 0].to_dict() == {"industry_group": 46}


def test_germany_1995_table_15_6_to_15_20(german: tuple[Path, IOTable]) -> None:
    folder, table = german
    printed = frame(folder / "expected/multipliers_linkages.csv")
    model = LeontiefModel.from_table(table)
    ours = model.multipliers()
    np.testing.assert_allclose(
        ours.of("production"), printed["backward_linkage"], rtol=0, atol=MANUAL
    )
    np.testing.assert_allclose(ours.of("value_added"), printed["gva_mult"], rtol=0, atol=MANUAL)
    persons = ours.of("employment_domestic_total") / 1000  # shown per billion of the table's money
    np.testing.assert_allclose(persons, printed["employment_mult"], rtol=0, atol=MANUAL)
    np.testing.assert_allclose(
        table.value_added / table.output, printed["gva_coef"], rtol=0, atol=MANUAL
    )


def test_germany_1995_diagonals_of_coefficients_and_inverse(german: tuple[Path, IOTable]) -> None:
    folder, table = german
    printed = frame(folder / "expected/A_L_spot.csv")
    A = input_coefficients(table.domestic, table.output)
    L = factorise(A).inverse()
    np.testing.assert_allclose(np.diag(A)[:3], printed["A_11_22_33"], rtol=0, atol=MANUAL)
    np.testing.assert_allclose(np.diag(L)[:3], printed["L_diag_first3"], rtol=0, atol=MANUAL)


def test_germany_1995_value_added_imports_and_taxes_exhaust_spending(
    german: tuple[Path, IOTable],
) -> None:
    _, table = german
    model = LeontiefModel.from_table(table)
    taxes = input_coefficients(table.primary_rows("product_tax")[None, :], table.output)
    induced = multipliers(model.system, taxes)[0]
    sums = model.multipliers().of("value_added") + model.multipliers().of("imports") + induced
    np.testing.assert_allclose(sums, 1.0, rtol=0, atol=SOFTWARE)
    assert induced.min() > 0


# ------------------------------------------------------------------ Australia and the Netherlands


@pytest.fixture(scope="module")
def australia(shared: Path) -> Path:
    return shared / "cases/abs_5246_1989_90_seven"


def test_australia_1989_90_inverse_and_simple_multipliers(australia: Path) -> None:
    Z, primary = frame(australia / "inputs/Z.csv"), frame(australia / "inputs/primary.csv")
    x = primary.loc["australian_production"].to_numpy(float)
    system = factorise(input_coefficients(Z.to_numpy(float), x))
    np.testing.assert_allclose(
        system.inverse(), frame(australia / "expected/L.csv"), rtol=0, atol=ABS
    )
    imports = primary.loc["competing_imports"] + primary.loc["duty_competing"]
    for file, row, tolerance in (
        ("output_multipliers", x, 7 * ABS),  # the sum of seven cells
        ("income_multipliers", primary.loc["wages"], ABS),
        ("competing_imports_plus_duty_multipliers", imports, ABS),
    ):
        ours = multipliers(system, input_coefficients(np.asarray(row, float)[None, :], x))[0]
        printed = frame(australia / f"expected/{file}.csv")["simple"]
        np.testing.assert_allclose(ours, printed, rtol=0, atol=tolerance, err_msg=file)


def test_australia_1989_90_employment_multipliers(australia: Path) -> None:
    Z, primary = frame(australia / "inputs/Z.csv"), frame(australia / "inputs/primary.csv")
    x = primary.loc["australian_production"].to_numpy(float)
    persons = frame(australia / "inputs/employment.csv")["employed_persons_fte"].to_numpy(float)
    system = factorise(input_coefficients(Z.to_numpy(float), x))
    ours = multipliers(system, input_coefficients(persons[None, :], x))[0]
    printed = frame(australia / "expected/employment_multipliers_per_million.csv")["simple"]
    np.testing.assert_allclose(ours, printed, rtol=0, atol=ABS_PERSONS)


def test_netherlands_2000_type_one_income_multipliers(shared: Path) -> None:
    folder = shared / "cases/netherlands_2000_spicosa"
    Z, primary = frame(folder / "inputs/Z.csv"), frame(folder / "inputs/primary.csv")
    printed = frame(folder / "expected/income_multipliers.csv")
    x = primary.loc["output_bp"].to_numpy(float)
    wages = input_coefficients(primary.loc[["compensation_employees"]].to_numpy(float), x)
    induced = multipliers(factorise(input_coefficients(Z.to_numpy(float), x)), wages)[0]
    np.testing.assert_allclose(
        induced / wages[0], printed["income_mult_typeI"], rtol=0, atol=SPICOSA
    )


# ------------------------------------------------------------------ Japan: treatment of imports


@pytest.fixture(scope="module")
def japan(shared: Path) -> pd.DataFrame:
    table = frame(shared / "cases/japan_2011_13sector/inputs/table.csv").astype(float)
    return table[table.index.str.startswith("industry")]


def competitive(japan: pd.DataFrame) -> tuple[np.ndarray, ...]:
    """A, M̂ and the blocks of a table with competing imports as negative columns."""
    kinds = japan.columns.str.split("/").str[0]
    Z = japan.loc[:, kinds == "industry"].to_numpy()
    demand = japan.loc[:, kinds == "finaldemand"].to_numpy()
    exports = japan.loc[:, kinds == "export"].to_numpy().sum(axis=1)
    imports = -japan.loc[:, kinds == "import"].to_numpy().sum(axis=1)
    x = Z.sum(axis=1) + demand.sum(axis=1) + exports - imports
    share = imports / (Z.sum(axis=1) + demand.sum(axis=1))
    return input_coefficients(Z, x), share, demand, exports, x


def test_japan_2011_competing_imports_reproduce_output(japan: pd.DataFrame) -> None:
    """x = [I − (I − M̂)A]⁻¹ [(I − M̂) f + e], with output from the rows (design equation 2)."""
    A, share, demand, exports, x = competitive(japan)
    system = factorise((1 - share)[:, None] * A)
    ours = system.solve((1 - share) * demand.sum(axis=1) + exports)
    np.testing.assert_allclose(ours, x, rtol=SOFTWARE)


def test_japan_2011_agriculture_induced_by_consumption(japan: pd.DataFrame, shared: Path) -> None:
    """Three published coefficients, of a linked table: the treatment of imports decides them."""
    printed = frame(
        shared / "cases/japan_2011_13sector/expected"
        "/agri_production_inducement_2011_nominal_linked_table.csv"
    )["published_linked_table"].to_numpy()
    A, share, demand, _, _ = competitive(japan)
    f = demand[:, :3]
    domestic = factorise((1 - share)[:, None] * A).solve((1 - share)[:, None] * f)
    np.testing.assert_allclose(domestic[0] / f.sum(axis=0), printed, rtol=JAPAN_LINKED)
    total = factorise(A).solve(f)
    assert (total[0] / f.sum(axis=0) > 1.05 * printed).all()


# ------------------------------------------------------------------ other software


def test_pymrio_inverts_the_33_sector_table_as_we_do() -> None:
    pymrio = pytest.importorskip("pymrio")
    table = load_table("bok-2020-33")
    assert isinstance(table, IOTable)
    Z, Y = table.to_frame("domestic"), table.to_frame("final_demand")
    x = pymrio.calc_x(Z, Y)
    np.testing.assert_allclose(x["indout"], table.output, rtol=SOFTWARE)
    L = pymrio.calc_L(pymrio.calc_A(Z, x))
    model = load_model("bok-2020-33")
    assert isinstance(model, LeontiefModel)
    assert list(L.index) == list(L.columns) == list(model.sectors.codes)
    np.testing.assert_allclose(model.system.inverse(), L, rtol=0, atol=SOFTWARE)


def test_pymrio_gets_the_same_output_from_new_demand() -> None:
    pymrio = pytest.importorskip("pymrio")
    table = tiny()
    Z, Y = table.to_frame("domestic"), table.to_frame("final_demand")
    L = pymrio.calc_L(pymrio.calc_A(Z, pymrio.calc_x(Z, Y)))
    new = pd.DataFrame({"f": [10.0, 0.0, 2.5]}, index=Z.index)
    theirs = pymrio.calc_x_from_L(L, new)["indout"]
    model = LeontiefModel.from_table(table)
    demand = Demand.of({"01": 10.0, "03": 2.5}, "백만원", model.sectors)
    ours = model.induce(demand).by_supplying().query("indicator == 'production'")["value"]
    np.testing.assert_allclose(ours, theirs, rtol=SOFTWARE)
