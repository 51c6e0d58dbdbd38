"""Employment: against the Bank's printed coefficients, the shares given, and by the inverse."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from helpers import (
    COEFFICIENTS,
    DOMESTIC,
    OUTPUT,
    SATELLITES,
    SECTORS,
    lines,
    plain,
    refused,
    regional,
    repeatable,
    rows_of,
    tiny,
)
from hypothesis import given
from hypothesis import strategies as st
from multiregional import random_world

import iomodel
from iomodel.analyses.employment import (
    ANALYSES,
    employment_multipliers,
    occupations,
    regional_employment,
    with_productivity,
)
from iomodel.analyses.satellites import read_satellites, with_satellites
from iomodel.errors import (
    InactiveSectorError,
    LabelError,
    NotSupportedError,
    UnknownSectorError,
)
from iomodel.models import LeontiefModel, Model, MultiplierModel
from iomodel.table import IOTable

mpl.use("Agg")


@pytest.fixture(autouse=True)
def _closed_figures() -> Iterator[None]:
    yield
    plt.close("all")


EXACT = 1e-9  # two routes in double precision, relative to the largest figure
EMPLOYMENT_2020 = 5e-4  # printed persons divided by printed money, times sums up to 3.3
EMPLOYMENT_2023 = 5e-5  # six printed decimals of the inverse, times coefficients up to 19


def near(found: object, expected: object, relative: float = EXACT) -> bool:
    a, b = np.asarray(found, dtype=float), np.asarray(expected, dtype=float)
    return a.shape == b.shape and float(np.abs(a - b).max()) <= relative * float(np.abs(b).max())


def model_of(table: IOTable) -> LeontiefModel:
    return LeontiefModel.from_table(table)


def national(id: str = "bok-2020-33") -> LeontiefModel:
    model = iomodel.load_model(id)
    assert isinstance(model, LeontiefModel)
    return model


def sejong() -> MultiplierModel:
    model = iomodel.load_model("bok-2020-regional-83", region="세종")
    assert isinstance(model, MultiplierModel)
    return model


def printed(year: str) -> dict[str, float]:
    rows = rows_of(COEFFICIENTS / "bok-2023-33/published/multipliers_2020_2023.csv")
    return {
        row["code"]: float(row["value"])
        for row in rows
        if row["year"] == year and row["measure"] == "employment_column_sum"
    }


def shares(**columns: list[float]) -> pd.DataFrame:
    return pd.DataFrame(columns, index=list(SECTORS.codes))


# ------------------------------------------------------------------ multipliers
@pytest.mark.parametrize(
    ("id", "year", "tolerance"),
    [("bok-2020-33", "2020", EMPLOYMENT_2020), ("bok-2023-33", "2023", EMPLOYMENT_2023)],
)
def test_employment_multipliers_are_the_banks(id: str, year: str, tolerance: float) -> None:
    model = national(id)
    found = employment_multipliers(model)
    published = printed(year)
    assert len(published) == 10
    for code, value in published.items():
        assert found.total[model.sectors.position(code)] == pytest.approx(value, abs=tolerance)


def test_the_banks_national_coefficients() -> None:
    """2020: 취업유발계수 9.7 over domestic final demand, 취업계수 5.4 over output."""
    model = national()
    table = model.table
    assert isinstance(table, IOTable)
    found = employment_multipliers(model)
    f, x = table.final_demand.sum(axis=1), table.output
    assert round(float(found.total @ f / f.sum()), 1) == 9.7
    assert round(float(found.direct @ x / x.sum()), 1) == 5.4


def test_multipliers_by_the_inverse() -> None:
    L = np.linalg.inv(np.eye(3) - DOMESTIC / OUTPUT)
    for k, indicator in enumerate(("employment", "employees")):
        direct = SATELLITES[k] / OUTPUT * 1000
        found = employment_multipliers(model_of(tiny()), indicator)
        assert near(found.direct, direct)
        assert near(found.total, direct @ L)
        assert near(found.type_one, direct @ L / direct)
        frame = found.table()
        assert list(frame.columns) == [column.id for column in found.columns]
        assert near(frame["direct"] + frame["indirect"], frame["total"])


def test_a_sector_without_workers_has_no_multiplier_per_job() -> None:
    found = employment_multipliers(national())
    assert np.flatnonzero(np.isnan(found.type_one)).tolist() == [32]
    assert found.total[32] > 0
    assert found.notes[-1].en == (
        "sectors without workers, whose Type I multiplier is undefined: 33"
    )


def test_published_multipliers_hold_no_direct_jobs() -> None:
    error = refused(NotSupportedError, lambda: employment_multipliers(sejong()))
    assert str(error) == lines(
        "bok-2020-regional-83",
        "  this table can't give direct and indirect employment multipliers",
        "    expected: transactions or a published inverse",
        "    found: published multipliers",
        "    remedy: use a table such as bok-2020-165",
    )


def test_the_indicator_counts_persons() -> None:
    error = refused(
        NotSupportedError, lambda: employment_multipliers(model_of(tiny()), "value_added")
    )
    assert str(error) == lines(
        "tiny-3",
        "  indicator: it is no indicator of persons",
        "    expected: one of: employment, employees",
        '    found: "value_added"',
        "    remedy: correct indicator, or use a table with employment",
    )
    nobody = model_of(plain([[10, 40], [30, 20]], [50, 150], [60, 140]))
    error = refused(NotSupportedError, lambda: employment_multipliers(nobody))
    assert error.problems[0].expected.en == "a table with workers or employees"


# ------------------------------------------------------------------ occupations
def test_occupations_share_out_every_worker() -> None:
    model = model_of(tiny())
    bridge = shares(farmers=[0.9, 0.0, 0.1], clerks=[0.1, 0.4, 0.6], makers=[0.0, 0.6, 0.3])
    demand = iomodel.Demand.of({"02": 3, "03": 1}, "억원", SECTORS)
    found = occupations(model, bridge, demand)
    assert found.persons is not None
    assert near(found.total.sum(axis=0), model.multipliers().of("employment"))
    impact = model.induce(demand)
    assert found.persons.sum() == pytest.approx(impact.value("employment"))
    split = impact.direct_indirect().query("indicator == 'employment'").set_index("effect")
    assert near(found.persons.sum(axis=0), split["value"][["direct", "indirect"]])
    L = np.linalg.inv(np.eye(3) - DOMESTIC / OUTPUT)
    workers = SATELLITES[0] / OUTPUT * (L @ [0.0, 300.0, 100.0])
    assert near(found.persons.sum(axis=1), bridge.to_numpy().T @ workers)
    frame = found.table()
    assert list(frame.columns) == [column.id for column in found.columns]
    assert frame["occupation"].tolist() == ["farmers", "clerks", "makers"]
    assert frame["share"].sum() == pytest.approx(1.0)


def test_occupations_without_a_demand_are_multipliers(tmp_path: Path) -> None:
    path = tmp_path / "bridge.csv"
    path.write_text("code,a,b\n02,0.5,0.5\n01,1,0\n03,0.25,0.75\n", "utf-8")
    found = occupations(model_of(tiny()), path, indicator="employees")
    assert found.persons is None
    frame = found.table()
    assert list(frame.columns) == [column.id for column in found.columns]
    direct = SATELLITES[1] / OUTPUT * 1000
    L = np.linalg.inv(np.eye(3) - DOMESTIC / OUTPUT)
    assert near(frame["a"], (np.array([1, 0.5, 0.25]) * direct) @ L)
    assert "shares of occupations are the user's" in found.notes[-1].en


def test_programmes_add_up() -> None:
    model, bridge = model_of(tiny()), shares(a=[1.0, 1.0, 1.0])
    one = iomodel.Demand.of({"02": 3}, "억원", SECTORS)
    both = replace(one, values=np.vstack([one.values, one.values]), lines=one.lines * 2)
    alone, twice = (occupations(model, bridge, demand).persons for demand in (one, both))
    assert alone is not None
    assert twice is not None
    assert near(twice, 2 * alone)


def test_demand_may_be_written_as_on_the_command_line() -> None:
    """300 백만원 on manufactures; a sector alone is a billion won, 1,000 백만원, on it."""
    model, bridge = model_of(tiny()), shares(a=[0.2, 0.5, 1.0], b=[0.8, 0.5, 0.0])
    demand = iomodel.Demand.of({"02": 3}, "억원", SECTORS)
    one, two, three = (
        occupations(model, bridge, given).persons for given in (demand, ["02=300"], "02")
    )
    assert one is not None
    assert two is not None
    assert three is not None
    assert near(two, one)
    assert near(three, one / 0.3)


def test_a_sector_without_workers_needs_no_shares() -> None:
    model = national()
    bridge = pd.DataFrame({"a": 1.0}, index=list(model.sectors.codes))
    bridge.loc["33"] = 0.0
    assert near(occupations(model, bridge).total[0], model.multipliers().of("employment"))


def test_shares_are_checked_row_by_row() -> None:
    bridge = shares(a=[0.5, -0.2, 0.7], b=[0.4, 1.2, 0.3])
    error = refused(LabelError, lambda: occupations(model_of(tiny()), bridge))
    assert str(error) == lines(
        "DataFrame",
        '  code 02, column "a": the share is negative',
        "    expected: zero to one",
        "    found: -0.2",
        "    remedy: correct the share",
        "  01 Farm products: the shares don't sum to one",
        "    expected: 1 (±1e-06)",
        "    found: 0.9",
        "    remedy: look for a missing occupation; if it is rounding, divide the row by its sum",
    )
    empty = shares(a=[1.0, 0.0, 1.0])
    error = refused(LabelError, lambda: occupations(model_of(tiny()), empty))
    assert error.problems[0].found.en == "0"


def test_spending_on_idle_sectors_is_refused() -> None:
    model = model_of(tiny())
    frame = plain([[10, 40, 0], [30, 20, 0], [0, 0, 0]], [50, 150, 0], [60, 140, 0])
    idle = model_of(frame)
    jobs = pd.DataFrame({"jobs (persons)": [1.0, 2.0, 0.0]}, index=list(idle.sectors.codes))
    idle = with_satellites(idle, read_satellites(jobs, idle.sectors))
    bridge = pd.DataFrame({"a": [1.0, 1.0, 0.0]}, index=list(idle.sectors.codes))
    demand = iomodel.Demand.of({"03": 1}, "억원", idle.sectors)
    refused(InactiveSectorError, lambda: occupations(idle, bridge, demand, "jobs"))
    other = iomodel.Demand.of({"03": 1}, "억원", SECTORS)
    refused(NotSupportedError, lambda: occupations(idle, bridge, other, "jobs"))
    refused(NotSupportedError, lambda: occupations(sejong(), bridge))
    assert model.active.all()


# ------------------------------------------------------------------ productivity
@repeatable
@given(
    st.lists(st.floats(-0.05, 0.1), min_size=3, max_size=3),
    st.integers(-5, 15),
)
def test_productivity_scales_direct_coefficients(rates: list[float], years: int) -> None:
    model = model_of(tiny())
    found = with_productivity(
        model, 2020 + years, by_sector=dict(zip(SECTORS.codes, rates, strict=True))
    )
    L = np.linalg.inv(np.eye(3) - DOMESTIC / OUTPUT)
    scaled = SATELLITES / OUTPUT / (1 + np.array(rates)) ** years
    for k, indicator in enumerate(("employment", "employees")):
        assert near(found.model.multipliers().of(indicator), scaled[k] @ L * 1000)
    for indicator in ("production", "value_added", "imports", "wages"):
        assert near(found.model.multipliers().of(indicator), model.multipliers().of(indicator), 0.0)
    assert near(model.multipliers().of("employment"), SATELLITES[0] / OUTPUT @ L * 1000)


def test_two_per_cent_for_five_years() -> None:
    """1.02⁻⁵ = 0.90573: 100 jobs become 90.6."""
    model = model_of(tiny())
    demand = iomodel.Demand.of({"02": 1}, "억원", SECTORS)
    found = with_productivity(model, 2025, growth=0.02)
    assert found.years == 5
    assert found.factor[0] == pytest.approx(0.9057308, abs=5e-8)
    before, after = (m.induce(demand) for m in (model, found.model))
    assert after.value("employment") / before.value("employment") == pytest.approx(0.9057308)
    assert after.value("production") == before.value("production")
    assert any("assumed: labour productivity grows by 2 %" in w.en for w in after.manifest.warnings)
    bases = {i.id: i.basis for i in found.model.indicators}
    assert (bases["employment"], bases["production"]) == ("assumed", "computed")
    frame = found.table()
    assert list(frame.columns) == [column.id for column in found.columns]
    assert near(frame["change"], np.full(3, -9.42692), 1e-5)


def test_base_year_and_rates_by_sector(tmp_path: Path) -> None:
    model = model_of(tiny())
    from_2023 = with_productivity(model, 2025, growth=0.02, base_year=2023)
    assert from_2023.years == 2
    mixed = with_productivity(model, 2021, growth=0.02, by_sector={"공산품": 0.05})
    assert mixed.growth.tolist() == [0.02, 0.05, 0.02]
    path = tmp_path / "growth.csv"
    path.write_text("code,growth\n03,0.03\n02,0.02\n01,0.01\n", "utf-8")
    assert with_productivity(model, 2021, by_sector=path).growth.tolist() == [0.01, 0.02, 0.03]
    assert "by 1–3 % a year" in with_productivity(model, 2021, by_sector=path).notes[0].en


def test_published_multipliers_take_one_rate() -> None:
    model = sejong()
    found = with_productivity(model, 2025, growth=0.01)
    assert isinstance(found.model, MultiplierModel)
    demand = iomodel.Demand.of({"의약품": 100}, "억원", model.sectors)
    for origin in ("in_region", "other_regions", "total"):
        before, after = (
            m.induce(demand).value("employment", origin=origin) for m in (model, found.model)
        )
        assert after / before == pytest.approx(1.01**-5)
        same = [m.induce(demand).value("production", origin=origin) for m in (model, found.model)]
        assert same[0] == same[1]
    assert any("1 % a year" in w.en for w in found.model.induce(demand).manifest.warnings)
    assert np.array_equal(np.isnan(found.before), ~model.active)
    error = refused(
        NotSupportedError, lambda: with_productivity(model, 2025, by_sector={"20": 0.01})
    )
    assert str(error) == lines(
        "bok-2020-regional-83",
        "  by_sector: published multipliers can't take rates by sector",
        "    expected: one growth for all sectors",
        "    found: rates by sector",
        "    remedy: give growth alone, or use a table such as bok-2020-165",
    )


def test_rates_are_checked() -> None:
    model = model_of(tiny())
    error = refused(LabelError, lambda: with_productivity(model, 2025, by_sector={"01": -1.0}))
    assert str(error) == lines(
        "growth",
        "  01 Farm products: the rate is missing or can't be used",
        "    expected: a number above −1, 0.02 for 2 %",
        "    found: -1",
        "    remedy: give it by growth or by_sector",
        "  02 Manufactures: the rate is missing or can't be used",
        "    expected: a number above −1, 0.02 for 2 %",
        "    found: none",
        "    remedy: give it by growth or by_sector",
        "  03 Services: the rate is missing or can't be used",
        "    expected: a number above −1, 0.02 for 2 %",
        "    found: none",
        "    remedy: give it by growth or by_sector",
    )
    refused(UnknownSectorError, lambda: with_productivity(model, 2025, 0.01, {"99": 0.01}))
    wide = shares(a=[0.1, 0.1, 0.1], b=[0.1, 0.1, 0.1])
    error = refused(LabelError, lambda: with_productivity(model, 2025, by_sector=wide))
    assert str(error) == lines(
        "DataFrame",
        "  header: growth must be one column",
        "    expected: code, growth",
        "    found: a, b",
        "    remedy: take out the other columns",
    )
    nobody = model_of(plain([[10, 40], [30, 20]], [50, 150], [60, 140]))
    error = refused(NotSupportedError, lambda: with_productivity(nobody, 2025, 0.01))
    assert str(error) == lines(
        "plain",
        "  the table has no workers",
        "    expected: a table with workers or employees",
        "    found: production, value_added, imports, w",
        "    remedy: use a table with employment",
    )


# ------------------------------------------------------------------ regions
def test_all_regions_of_the_bank(shared: Path) -> None:
    found = regional_employment(sejong())
    with (shared / "data/bok-2020-regional/multipliers_83.csv").open(encoding="utf-8") as file:
        source = {(row["region"], row["code"]): row for row in csv.DictReader(file)}
    assert found.in_region.shape == (17, 83)
    missing = 0
    for r, region in enumerate(found.regions):
        for j, sector in enumerate(found.sectors):
            row = source[region, sector.code]
            if np.isnan(found.in_region[r, j]):
                assert (float(row["employment_in"]), float(row["employment_out"])) == (0.0, 0.0)
                missing += 1
                continue
            assert found.in_region[r, j] == float(row["employment_in"])
            assert found.other_regions[r, j] == float(row["employment_out"])
    assert 0 < missing < 83


def test_one_sector_and_its_table() -> None:
    found = regional_employment(MultiplierModel(regional(), "남"), ["Manufactures", "01"])
    frame = found.table()
    assert list(frame.columns) == [column.id for column in found.columns]
    assert frame["region"].tolist() == ["북", "북", "남", "남"]
    assert frame["code"].tolist() == ["02", "01", "02", "01"]
    assert frame["in_region"].tolist()[:2] == [3.0, 7.0]
    assert np.isnan(frame["total"][2])
    assert frame["total"].tolist()[3] == 9.0
    assert frame["share_in_region"].tolist()[:2] == [3.0 / 4.5, 7.0 / 9.0]
    refused(
        UnknownSectorError, lambda: regional_employment(MultiplierModel(regional(), "남"), "99")
    )


@repeatable
@given(st.integers(0, 10_000), st.integers(2, 4), st.integers(1, 3), st.booleans())
def test_a_multiregional_table_by_the_inverse(
    seed: int, regions: int, sectors: int, beyond: bool
) -> None:
    model = model_of(random_world(seed, regions, sectors, beyond=beyond))
    draw = np.random.default_rng(seed)
    codes = list(model.sectors.codes)
    workers = pd.DataFrame({"jobs (명)": draw.uniform(0, 50, len(codes))}, index=codes)
    model = with_satellites(model, read_satellites(workers, model.sectors))
    table = model.table
    assert isinstance(table, IOTable)
    L = np.linalg.inv(np.eye(len(codes)) - table.domestic / table.output)
    effects = (workers["jobs (명)"].to_numpy() / table.output)[:, None] * L * 1000
    found = regional_employment(model, indicator="jobs")
    home = np.array([code.split(":")[0] for code in codes])
    for j, code in enumerate(codes):
        region, local = code.split(":")
        r = found.regions.index(region)
        k = [sector.code for sector in found.sectors].index(local)
        inside = effects[home == region, j].sum()
        assert found.in_region[r, k] == pytest.approx(inside, rel=EXACT)
        assert found.total[r, k] == pytest.approx(effects[:, j].sum(), rel=EXACT)


def test_a_national_table_has_no_regions() -> None:
    error = refused(NotSupportedError, lambda: regional_employment(national()))
    assert str(error) == lines(
        "bok-2020-33",
        "  this table can't give employment multipliers by region",
        "    expected: multipliers by region, or multiregional flows",
        "    found: a national table without regions",
        "    remedy: use bok-2020-regional-83",
    )


# ------------------------------------------------------------------ pictures
def test_pictures() -> None:
    model = national()
    one = employment_multipliers(model).plot()
    assert one.get_xlabel() == "persons per billion KRW"
    assert len(one.patches) == 2 * 20
    assert one.get_yticklabels()[0].get_text() == "01 Agricultural, forestry and fishe…"
    two = with_productivity(model, 2025, growth=0.02).plot(lang="ko")
    assert two.get_xlabel() == "명/10억원"
    assert len(two.patches) == 2 * 20
    bridge = pd.DataFrame({"a": 0.5, "b": 0.5}, index=list(model.sectors.codes))
    assert len(occupations(model, bridge).plot().patches) == 2
    demand = iomodel.Demand.of({"건설": 100}, "억원", model.sectors)
    three = occupations(model, bridge, demand).plot()
    assert three.get_xlabel() == "persons"
    assert len(three.patches) == 2 * 2


def test_regional_pictures() -> None:
    bars = regional_employment(sejong(), "20").plot()
    assert bars.get_xlabel() == "persons per billion KRW"
    assert len(bars.patches) == 2 * 17
    grid = regional_employment(sejong()).plot()
    assert grid.get_ylabel() == "region where the money is spent"
    assert grid.images[0].get_array().shape == (17, 83)  # type: ignore[union-attr]


def test_analyses_are_named() -> None:
    assert [analysis.name for analysis in ANALYSES] == [
        *("employment-multipliers", "regional-employment", "occupations", "productivity"),
    ]
    model: Model = national()
    for analysis in ANALYSES[:1]:
        assert analysis.run(model).title.en == "Employment multipliers: employment"
