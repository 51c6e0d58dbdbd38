"""Satellites: against the UN Handbook's emission multipliers, pymrio's accounts, and by hand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from helpers import (
    OUTPUT,
    SECTORS,
    lines,
    plain,
    refused,
    regional,
    repeatable,
    small_inverse,
    tiny,
)
from hypothesis import given
from hypothesis import strategies as st
from multiregional import pymrio_table, random_world, read

import iomodel
from iomodel.analyses.satellites import (
    ANALYSES,
    RegionalAccounts,
    footprint,
    intensities,
    read_satellites,
    regional_accounts,
    with_satellites,
)
from iomodel.errors import (
    InactiveSectorError,
    LabelError,
    NotFoundError,
    NotSupportedError,
    UnitError,
)
from iomodel.impact import Indicator
from iomodel.models import LeontiefModel, MultiplierModel
from iomodel.models.base import multiplier_unit
from iomodel.table import Component, IOTable
from iomodel.text import Text
from iomodel.units import money_unit

mpl.use("Agg")


@pytest.fixture(autouse=True)
def _closed_figures() -> Iterator[None]:
    yield
    plt.close("all")


EXACT = 1e-9  # two routes in double precision, relative
HANDBOOK = 0.01  # flows are printed in whole billion EUR (the case's SOURCE.md)
PYMRIO = 1e-8  # the same arithmetic in another program, relative
PRINTED_M = 5.1e-9  # pymrio's integration test states eight decimals
ROUNDED_OFF = 1e-6  # a cell this small beside the largest is what is left of a cancellation


def near(found: object, expected: object, relative: float) -> bool:
    a, b = np.asarray(found, dtype=float), np.asarray(expected, dtype=float)
    allowed = relative * np.maximum(np.abs(b), ROUNDED_OFF * np.abs(b).max())
    return a.shape == b.shape and bool((np.abs(a - b) <= allowed).all())


def model_of(table: IOTable) -> LeontiefModel:
    return LeontiefModel.from_table(table)


def figures(**columns: list[float]) -> pd.DataFrame:
    named = {name.replace("__", " (") + ")": values for name, values in columns.items()}
    return pd.DataFrame(named, index=pd.Index(SECTORS.codes, name="code"))


# ------------------------------------------------------------------ published and peer answers
def test_emission_multipliers_of_germany_2009(shared: Path) -> None:
    """UN Handbook (2018): CO2, CH4 and N2O per billion EUR of final demand."""
    folder = shared / "cases/germany_2009_un_handbook"
    Z, fd = read(folder / "inputs", "Z").to_numpy(float), read(folder / "inputs", "fd")
    primary = read(folder / "inputs", "primary")
    x = primary.loc["output"].to_numpy(float)
    f = fd["total_output_bp"].to_numpy(float) - Z.sum(axis=1)
    roles = {"imports": "imports", "net_tax_products": "product_tax", "gva": "value_added"}
    rows = np.array([primary.loc[name].to_numpy(float) for name in roles])
    gap = x - Z.sum(axis=0) - rows.sum(axis=0)
    assert np.abs(gap).max() <= 2
    rows[2] += gap
    table = plain(Z, f, rows[2], unit="십억원", tolerance=2.0)
    parts = tuple(
        Component(code=name, ko=name, en=name, role=role)  # type: ignore[arg-type]
        for name, role in roles.items()
    )
    info = table.info.model_copy(update={"primary_inputs": parts})
    model = model_of(replace(table, info=info, primary_inputs=rows))
    published = read(folder / "expected", "emission_multipliers")
    gases = ["CO2", "CH4", "N2O"]
    emissions = primary.loc[gases].T.to_numpy(float)
    frame = pd.DataFrame(
        emissions, index=list(model.sectors.codes), columns=[f"{gas} (1000 t)" for gas in gases]
    )
    found = intensities(model, frame)
    for k, gas in enumerate(gases):
        expected = published.loc[gas].to_numpy(float)
        gap = np.abs(found.total[k] - expected)
        # CH4 and N2O come from farming, whose sales to services are printed as 0 or 1 billion.
        allowed = expected if gas == "CO2" else expected.max()
        assert (gap <= HANDBOOK * allowed).all(), gas
    direct = emissions.T / x
    assert near(found.direct, direct, EXACT)


def pymrio_model(folder: Path) -> LeontiefModel:
    return model_of(pymrio_table(folder))


def rode(folder: Path, name: str, model: LeontiefModel, unit: str = "kg") -> pd.DataFrame:
    frame = read(folder / "inputs", name).T
    index = [code.replace(".", ":", 1) for code in frame.index]
    return pd.DataFrame(
        frame.to_numpy(float), index=index, columns=[f"{c} ({unit})" for c in frame.columns]
    )


@pytest.mark.parametrize(
    ("case", "stressors", "prefix", "direct"),
    [
        ("pymrio_small_mrio", "F", "", "F_Y"),
        ("pymrio_test_mrio", "emissions_F", "emissions_", "emissions_F_Y"),
        ("pymrio_test_mrio", "factor_inputs_F", "factor_inputs_", None),
    ],
)
def test_accounts_are_pymrios(
    shared: Path, case: str, stressors: str, prefix: str, direct: str | None
) -> None:
    folder = shared / "cases" / case
    model = pymrio_model(folder)
    given = rode(folder, stressors, model)
    own = None if direct is None else rode(folder, direct, model)
    accounts = regional_accounts(model, given, direct=own)
    for name, found in {
        "D_pba": accounts.production,
        "D_cba": accounts.consumption,
        "D_exp": accounts.exported,
        "D_imp": accounts.imported,
    }.items():
        expected = read(folder / "expected", f"{prefix}{name}").to_numpy(float)
        assert near(found.reshape(expected.shape), expected, PYMRIO), name
    multipliers = read(folder / "expected", f"{prefix}M").to_numpy(float)
    # The model shows amounts per billion won; the case's money is taken for 백만원.
    assert near(intensities(model, given).total / 1000, multipliers, PYMRIO)


def test_regional_consumption_includes_what_households_emit(shared: Path) -> None:
    folder = shared / "cases/pymrio_test_mrio"
    model = pymrio_model(folder)
    accounts = regional_accounts(
        model,
        rode(folder, "emissions_F", model),
        direct=rode(folder, "emissions_F_Y", model),
    )
    expected = read(folder / "expected", "emissions_D_cba_reg").to_numpy(float)
    found = accounts.table()["consumption"].to_numpy().reshape(2, 6)
    assert near(found, expected, PYMRIO)


def test_printed_numbers_of_pymrios_integration_test(shared: Path) -> None:
    folder = shared / "cases/pymrio_test_mrio"
    model = pymrio_model(folder)
    given = rode(folder, "factor_inputs_F", model, "EUR")
    printed = read(folder / "expected", "published_factor_M").to_numpy(float)
    assert np.abs(intensities(model, given).total / 1000 - printed).max() < PRINTED_M
    imported = read(folder / "expected", "published_D_imp_reg").to_numpy(float)
    accounts = regional_accounts(model, given)
    assert near(accounts.imported.sum(axis=2), imported, PYMRIO)


def test_a_one_percent_error_in_one_figure_is_seen(shared: Path) -> None:
    folder = shared / "cases/pymrio_small_mrio"
    model = pymrio_model(folder)
    wrong = rode(folder, "F", model)
    wrong.iloc[0, 0] *= 1.01
    expected = read(folder / "expected", "D_cba").to_numpy(float)
    assert not near(
        regional_accounts(model, wrong).consumption.reshape(expected.shape), expected, 1e-5
    )


# ------------------------------------------------------------------ identities, two routes
def test_intensities_by_the_inverse() -> None:
    table = tiny()
    s = np.array([10.0, 90.0, 4.0])
    found = intensities(model_of(table), figures(CO2__t=s.tolist()))
    L = np.linalg.inv(np.eye(3) - table.domestic / OUTPUT)
    assert near(found.direct[0], s / OUTPUT * 1000, EXACT)
    assert near(found.total[0], s / OUTPUT @ L * 1000, EXACT)
    frame = found.table()
    assert list(frame.columns) == [column.id for column in found.columns]
    assert frame["unit"].unique().tolist() == ["t/10억원"]
    assert near(frame["direct"] + frame["indirect"], frame["total"], EXACT)


def test_totals_and_intensities_are_the_same_figures() -> None:
    """10, 90 and 4 t over outputs of 200, 500 and 400 백만원 are 50, 180 and 10 t per 10억원."""
    model = model_of(tiny())
    one = intensities(model, figures(CO2__t=[10.0, 90.0, 4.0]))
    two = intensities(model, figures(CO2__t=[50.0, 180.0, 10.0]), "intensity", "10억원")
    three = intensities(model, figures(CO2__t=[0.05, 0.18, 0.01]), "intensity", "백만원")
    assert near(one.total, two.total, EXACT)
    assert near(one.total, three.total, EXACT)


def test_footprint_of_all_demand_is_what_all_sectors_emit() -> None:
    model = model_of(tiny())
    found = footprint(model, figures(CO2__t=[10.0, 90.0, 4.0], water__m3=[1.0, 2.0, 3.0]))
    assert near(found.embodied.sum(axis=1), [104.0, 6.0], EXACT)
    assert near(found.produced, [[10.0, 90.0, 4.0], [1.0, 2.0, 3.0]], EXACT)
    assert near(found.demanded.sum(axis=1), [104.0, 6.0], EXACT)
    table = found.table()
    assert list(table.columns) == [column.id for column in found.columns]
    assert near(table.groupby("indicator")["share"].sum(), [1.0, 1.0], EXACT)
    assert table["unit"].tolist() == ["t", "t", "m3", "m3"]


def test_direct_use_of_final_demand_is_added_once() -> None:
    model = model_of(tiny())
    own = pd.DataFrame({"CO2 (t)": [0.0, 5.0]}, index=["e", "c"])
    found = footprint(model, figures(CO2__t=[10.0, 90.0, 4.0]), direct=own)
    assert found.direct.tolist() == [[5.0, 0.0]]
    assert found.total[0] == pytest.approx(109.0)


def test_an_impact_carries_the_figures_in_their_unit() -> None:
    model = model_of(tiny())
    richer = with_satellites(model, read_satellites(figures(CO2__t=[10.0, 90.0, 4.0]), SECTORS))
    demand = iomodel.Demand.of({"02": 1.0}, "억원", SECTORS)
    impact = richer.induce(demand)
    L = np.linalg.inv(np.eye(3) - tiny().domestic / OUTPUT)
    expected = float(np.array([10.0, 90.0, 4.0]) / OUTPUT @ L[:, 1] * 100)
    assert impact.value("CO2") == pytest.approx(expected)
    assert impact.unit("CO2") == Text("t", "t")
    assert impact.by_supplying().query("indicator == 'CO2'")["unit"].unique().tolist() == ["t"]
    assert impact.unit("employment") == Text("명", "persons")
    assert impact.unit("production") == Text("백만원", "million KRW")
    assert [i.id for i in model.indicators] == [i.id for i in richer.indicators[:-1]]
    plain_impact = model.induce(demand)
    for indicator in ("production", "value_added", "imports", "employment"):
        assert impact.value(indicator) == plain_impact.value(indicator)


def test_units_of_multipliers() -> None:
    won, name = money_unit("백만원"), Text("가", "a")
    assert multiplier_unit(Indicator("a", name, "money"), won).en == "won per won"
    assert multiplier_unit(Indicator("a", name, "persons"), won).ko == "명/10억원"
    physical = Indicator("a", name, "physical", unit=Text("톤", "t"))
    assert multiplier_unit(physical, won) == Text("톤/10억원", "t per billion KRW")
    assert multiplier_unit(physical, money_unit("EUR")) == Text("톤/백만유로", "t per million EUR")


def test_persons_stay_persons() -> None:
    found = read_satellites(figures(engineers__명=[1.0, 2.0, 3.0]), SECTORS)
    assert found.indicators[0].dimension == "persons"
    again = intensities(model_of(tiny()), figures(jobs__persons=[100.0, 200.0, 400.0]))
    model = model_of(tiny())
    assert near(again.total[0], model.multipliers().of("employment"), EXACT)


@repeatable
@given(st.integers(0, 10_000), st.integers(2, 4), st.integers(1, 3), st.booleans(), st.booleans())
def test_regional_accounts_add_up(
    seed: int, regions: int, sectors: int, beyond: bool, burnt: bool
) -> None:
    table = random_world(seed, regions, sectors, beyond=beyond)
    draw = np.random.default_rng(seed)
    s = draw.uniform(0, 9, len(table.sectors))
    given = pd.DataFrame({"CO2 (t)": s}, index=list(table.sectors.codes))
    codes = [label.code for label in table.info.final_demand]
    own = pd.DataFrame({"CO2": draw.uniform(0, 3, len(codes))}, index=codes)
    accounts = regional_accounts(model_of(table), given, direct=own if burnt else None)
    assert near(
        accounts.production.sum() + accounts.direct.sum(),
        s.sum() + (own["CO2"].sum() if burnt else 0.0),
        EXACT,
    )
    gap = accounts.production - accounts.exported
    assert (gap >= -EXACT).all()
    for account, axis in ((accounts.production, 2), (accounts.consumption, 1)):
        assert near(account.sum(axis=2), accounts.flows.sum(axis=axis), EXACT)
    by_region = accounts.production - accounts.exported + accounts.imported
    assert near(by_region.sum(axis=2), accounts.consumption.sum(axis=2), EXACT)
    frame = accounts.table()
    assert list(frame.columns) == [column.id for column in accounts.columns]
    net = frame["production"] - frame["exported"] + frame["imported"]
    assert near(net, frame["consumption"], EXACT)


def test_rows_are_found_by_code_in_any_order(tmp_path: Path) -> None:
    path = tmp_path / "water.csv"
    path.write_text("code,water (m3)\n03,3\n01,1\n02,2\n", "utf-8")
    found = read_satellites(path, SECTORS)
    assert found.values.tolist() == [[1.0, 2.0, 3.0]]
    assert found.indicators[0].unit.en == "m3"
    assert found.indicators[0].basis == "assumed"


def test_an_inverse_takes_intensities() -> None:
    model = LeontiefModel.from_inverse(small_inverse())
    frame = figures(CO2__t=[50.0, 180.0, 10.0])
    found = intensities(model, frame, "intensity", "십억원")
    assert near(
        found.total, intensities(model_of(tiny()), frame, "intensity", "십억원").total, EXACT
    )
    error = refused(NotSupportedError, lambda: intensities(model, frame))
    assert str(error) == lines(
        "tiny-3",
        "  this table can't give absolute satellites",
        "    expected: transactions",
        "    found: a published inverse",
        "    remedy: use a table such as bok-2020-165",
    )


# ------------------------------------------------------------------ pictures and refusals
def test_pictures() -> None:
    model = model_of(tiny())
    given = figures(CO2__t=[10.0, 90.0, 4.0])
    one = intensities(model, given).plot()
    assert one.get_xlabel() == "t per billion KRW"
    assert len(one.patches) == 2 * 3
    two = footprint(model, given).plot(lang="ko")
    assert two.get_xlabel() == "t"
    assert [t.get_text() for t in two.get_yticklabels()] == ["소비", "수출"]
    own = pd.DataFrame({"CO2 (t)": [5.0, 0.0]}, index=["c", "e"])
    assert len(footprint(model, given, direct=own).plot().patches) == 2 * 2
    assert len(footprint(model, given, by="sector").plot().patches) == 3


def test_regional_picture() -> None:
    table = random_world(1, 3, 2, beyond=True)
    given = pd.DataFrame({"CO2 (t)": 1.0}, index=list(table.sectors.codes))
    accounts = regional_accounts(model_of(table), given, by="product")
    assert isinstance(accounts, RegionalAccounts)
    assert len(accounts.table()) == 4 * 2
    axes = accounts.plot()
    assert axes.get_xlabel() == "t"
    assert len(axes.patches) == 2 * 4


def test_every_fault_of_a_file_is_listed(tmp_path: Path) -> None:
    path = tmp_path / "co2.csv"
    path.write_text("code,CO2 (t)\n01,1\n01,2\n02,\n99,4\n", "utf-8")
    error = refused(LabelError, lambda: read_satellites(path, SECTORS))
    assert str(error) == lines(
        str(path),
        "  line 3: the code occurs twice",
        "    expected: a code of its own for every row",
        '    found: "01", also on line 2',
        "    remedy: remove a row or mend its code",
        "  code 99: the sector is not in this classification",
        "    expected: a code or exact name of tiny-3",
        '    found: "99"',
        "    remedy: look it up with: iomodel sectors WORD",
        "  code: sectors are missing",
        "    expected: all 3 sectors of tiny-3",
        "    found: missing: 03",
        "    remedy: put in the missing rows, with zero where zero is meant",
        '  line 4 (code 02), column "CO2 (t)": the cell is not a number',
        "    expected: a finite number",
        '    found: ""',
        "    remedy: put in the figure of the source",
    )


def test_every_fault_of_a_frame_is_listed() -> None:
    frame = pd.DataFrame({"CO2 (t)": [1.0, 2.0, float("nan"), 4.0]}, index=["01", "01", "02", "99"])
    error = refused(LabelError, lambda: read_satellites(frame, SECTORS))
    assert str(error) == lines(
        "DataFrame",
        "  code 01: the code occurs twice",
        "    expected: a code of its own for every row",
        "    found: 2 × 01",
        "    remedy: remove a row or mend its code",
        "  code 99: the sector is not in this classification",
        "    expected: a code or exact name of tiny-3",
        '    found: "99"',
        "    remedy: look it up with: iomodel sectors WORD",
        "  code: sectors are missing",
        "    expected: all 3 sectors of tiny-3",
        "    found: missing: 03",
        "    remedy: put in the missing rows, with zero where zero is meant",
        '  code 02, column "CO2 (t)": the cell is not a number',
        "    expected: a finite number",
        '    found: "nan"',
        "    remedy: state zero if zero is meant",
    )


def test_a_file_without_figures_or_code(tmp_path: Path) -> None:
    path = tmp_path / "empty.csv"
    path.write_text("code\n01\n02\n03\n", "utf-8")
    error = refused(LabelError, lambda: read_satellites(path, SECTORS))
    assert str(error) == lines(
        str(path),
        "  header: there is no column of figures",
        "    expected: one column or more after code",
        "    found: none",
        "    remedy: add a column",
    )
    path.write_text("sector,CO2 (t)\n01,1\n", "utf-8")
    error = refused(LabelError, lambda: read_satellites(path, SECTORS))
    assert error.problems[0].expected.en == 'one column "code"'
    refused(LabelError, lambda: read_satellites(pd.DataFrame(index=list(SECTORS.codes)), SECTORS))
    gone = tmp_path / "gone.csv"
    refused(NotFoundError, lambda: read_satellites(gone, SECTORS))


def test_a_heading_needs_a_unit_and_a_name_of_its_own() -> None:
    frame = pd.DataFrame({"CO2": [1.0, 2.0, 3.0]}, index=list(SECTORS.codes))
    error = refused(LabelError, lambda: read_satellites(frame, SECTORS))
    assert str(error) == lines(
        "DataFrame",
        '  header "CO2": the heading states no unit',
        "    expected: name (unit), as in CO2 (t)",
        '    found: "CO2"',
        "    remedy: put the unit in brackets",
    )
    frame = pd.DataFrame(
        {"CO2 (t)": [1.0, 2.0, 3.0], "CO2 (kg)": [1.0, 2.0, 3.0]}, index=list(SECTORS.codes)
    )
    error = refused(LabelError, lambda: read_satellites(frame, SECTORS))
    assert str(error) == lines(
        "DataFrame",
        '  header "CO2": an indicator of that name is there already',
        "    expected: a name of its own",
        '    found: "CO2"',
        "    remedy: rename the column",
    )
    taken = read_satellites(figures(imports__t=[1.0, 2.0, 3.0]), SECTORS)
    again = refused(LabelError, lambda: with_satellites(model_of(tiny()), taken))
    assert again.data == ["imports"]


def test_intensities_say_what_they_are_per() -> None:
    given = figures(CO2__t=[1.0, 2.0, 3.0])
    error = refused(NotSupportedError, lambda: read_satellites(given, SECTORS, "intensity"))
    assert str(error) == lines(
        "per",
        "  per does not go with kind",
        "    expected: a money unit, as per='10억원'",
        "    found: none",
        "    remedy: say what the intensities are per",
    )
    error = refused(NotSupportedError, lambda: read_satellites(given, SECTORS, "total", "억원"))
    assert str(error) == lines(
        "per",
        "  per does not go with kind",
        "    expected: no per",
        '    found: "억원"',
        "    remedy: leave out per for absolute amounts, or say kind='intensity'",
    )
    refused(UnitError, lambda: read_satellites(given, SECTORS, "intensity", "won"))
    euros = read_satellites(given, SECTORS, "intensity", "EUR")
    refused(UnitError, lambda: with_satellites(model_of(tiny()), euros))
    wrong = refused(
        NotSupportedError,
        lambda: read_satellites(given, SECTORS, "shares"),  # type: ignore[arg-type]
    )
    assert wrong.problems[0].expected.en == "one of: total, intensity"


def test_amounts_of_sectors_without_output_are_refused() -> None:
    table = plain([[10, 40, 0], [30, 20, 0], [0, 0, 0]], [50, 150, 0], [60, 140, 0])
    model = model_of(table)
    frame = pd.DataFrame({"CO2 (t)": [1.0, 2.0, 3.0]}, index=["01", "02", "03"])
    error = refused(InactiveSectorError, lambda: intensities(model, frame))
    assert error.data == ["03"]
    assert str(error) == lines(
        "DataFrame",
        "  03 S3: a sector without output has an amount",
        "    expected: amounts of sectors with output",
        "    found: output of zero",
        "    remedy: book the amount on a sector with output",
    )
    fine = pd.DataFrame({"CO2 (t)": [1.0, 2.0, 0.0]}, index=["01", "02", "03"])
    assert intensities(model, fine).direct[0, 2] == 0.0


def test_figures_of_other_sectors_are_refused() -> None:
    taken = read_satellites(figures(CO2__t=[1.0, 2.0, 3.0]), SECTORS)
    model = model_of(plain([[10, 40], [30, 20]], [50, 150], [60, 140]))
    error = refused(LabelError, lambda: with_satellites(model, taken))
    assert error.problems[0].what.en == "satellites and table: the labels differ"


def test_unknown_indicators_and_models_without_a_matrix() -> None:
    model = model_of(plain([[10, 40], [30, 20]], [50, 150], [60, 140]))
    error = refused(NotFoundError, lambda: intensities(model))
    assert str(error) == lines(
        "plain",
        "  indicators: there is no indicator to follow",
        "    expected: an indicator that isn't money",
        "    found: production, value_added, imports, w",
        "    remedy: give the figures as satellites",
    )
    error = refused(NotFoundError, lambda: footprint(model, indicators=["water", "w"]))
    assert error.problems[0].found.en == '"water"'
    published = MultiplierModel(regional(), "북")
    refusal = refused(NotSupportedError, lambda: intensities(published))
    assert refusal.problems[0].what.en == "this table can't give satellites"


def test_direct_use_fits_categories_and_indicators() -> None:
    model = model_of(tiny())
    given = figures(CO2__t=[10.0, 90.0, 4.0])
    own = pd.DataFrame({"water (m3)": [1.0, 2.0]}, index=["c", "e"])
    error = refused(LabelError, lambda: footprint(model, given, direct=own))
    assert str(error) == lines(
        "DataFrame",
        "  header: the columns are not those of the indicators",
        "    expected: CO2",
        "    found: water",
        "    remedy: give one column for each indicator",
    )
    short = pd.DataFrame({"CO2 (t)": [1.0]}, index=["c"])
    error = refused(LabelError, lambda: footprint(model, given, direct=short))
    assert error.problems[0].found.en == "missing: e"


def test_regional_accounts_need_regions() -> None:
    given = figures(CO2__t=[10.0, 90.0, 4.0])
    error = refused(NotSupportedError, lambda: regional_accounts(model_of(tiny()), given))
    assert error.problems[0].what.en == (
        "this table can't give production and consumption accounts by region"
    )
    for call in (
        lambda: footprint(model_of(tiny()), given, by="region"),  # type: ignore[arg-type]
        lambda: regional_accounts(model_of(tiny()), given, by="sector"),  # type: ignore[arg-type]
    ):
        assert refused(NotSupportedError, call).problems[0].what.en == "the choice isn't known"


def test_analyses_are_named() -> None:
    names = [analysis.name for analysis in ANALYSES]
    assert names == ["satellite-intensities", "footprint", "regional-accounts"]
