"""Households endogenous: Scotland 2016, Miller & Blair's example, ABS 5246.0, ONS 2010."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest
from helpers import info, plain, refused, regional, repeatable, small_inverse, tiny
from hypothesis import given
from hypothesis import strategies as st

from iomodel.analyses.households import (
    ANALYSES,
    Closure,
    close,
    household_closure,
    household_impact,
    miyazawa,
    type_multipliers,
)
from iomodel.demand import Demand
from iomodel.errors import (
    InactiveSectorError,
    LabelError,
    NotFoundError,
    NotProductiveError,
    NotSupportedError,
    UnknownSectorError,
)
from iomodel.leontief import factorise
from iomodel.models import load_model
from iomodel.models.leontief_model import LeontiefModel
from iomodel.models.multiplier_model import MultiplierModel
from iomodel.sectors import Classification, Sector
from iomodel.table import Component, IOTable, Label, Satellite
from iomodel.text import same

mpl.use("Agg")

# Two routes through the same double precision.
ROUNDING = 1e-11
# Printed to three decimals by Miller & Blair, who carried rounded coefficients.
PRINTED_3 = 1.5e-3
# The ABS inverted coefficients rounded to four decimals: see the case's SOURCE.md.
ABS_PRINTED = 1.2e-4
ABS_PERSONS = 0.55  # persons per million dollars, printed whole
# Scotland's total household income was recovered from the published inverse to about 1e-9;
# flows and outputs are printed with all their digits.
SCOTLAND = 1e-7


# ------------------------------------------------------------------ tables of the cases
def frame(path: Path) -> pd.DataFrame:
    return pd.read_csv(path, index_col=0, dtype={0: str})


def classification(id: str, codes: Any) -> Classification:
    return Classification(id, tuple(Sector(str(c), same(str(c))) for c in codes))


def case_table(
    id: str,
    Z: pd.DataFrame,
    final_demand: pd.DataFrame,
    inputs: dict[str, tuple[str, Any]],
    satellites: dict[str, Any] | None = None,
    tolerance: float = 1.0,
) -> IOTable:
    """Return a case as a table; its currency stands in for billions of won."""
    persons = satellites or {}
    known = info(
        id=id,
        classification=id,
        unit="십억원",
        valuation="basic",
        tolerance=tolerance,
        final_demand=tuple(Label(code=c, ko=c, en=c) for c in final_demand.columns),
        primary_inputs=tuple(
            Component(code=code, ko=code, en=code, role=role)  # type: ignore[arg-type]
            for code, (role, _) in inputs.items()
        ),
        satellites=tuple(Satellite(code=c, ko=c, en=c, unit="명") for c in persons),
    )
    rows = [np.asarray(row, dtype=np.float64) for _, row in inputs.values()]
    extra = [np.asarray(row, dtype=np.float64) for row in persons.values()]
    return IOTable(
        known,
        classification(id, Z.index),
        Z.to_numpy(dtype=np.float64),
        None,
        final_demand.to_numpy(dtype=np.float64),
        None,
        np.vstack(rows),
        np.vstack(extra) if extra else np.zeros((0, len(Z))),
    )


@pytest.fixture(scope="module")
def scotland(shared: Path) -> tuple[Path, LeontiefModel]:
    folder = shared / "cases" / "scotland_2016_ixi98"
    Z, demand = frame(folder / "inputs/Z.csv"), frame(folder / "inputs/fd.csv")
    primary = frame(folder / "inputs/primary.csv")
    totals = ["Total intermediate use", "Total", "Total.1", "Total.2", "Total final use"]
    demand = demand.drop(columns=[*totals, "Total use for industry output"])
    inputs = {
        "rest_of_uk": ("imports", primary.loc["RUKImp"]),
        "rest_of_world": ("imports", primary.loc["RoWImp"]),
        "product_taxes": ("product_tax", primary.loc["TlSPrds"]),
        "production_taxes": ("value_added", primary.loc["TlSPrdn"]),
        "compensation": ("value_added", primary.loc["CoE"]),
        "surplus": ("value_added", primary.loc["GOS"]),
    }
    # Employment by industry isn't in the workbook: w′ = (published w′ L) L⁻¹.
    effects = frame(folder / "expected/multipliers_typeI.csv")["Employment effect"].to_numpy()
    L = frame(folder / "expected/L_typeI.csv").to_numpy()
    persons = np.linalg.solve(L.T, effects) * primary.loc["TOut"].to_numpy()
    table = case_table("scotland", Z, demand, inputs, {"employed": persons}, tolerance=1e-3)
    return folder, LeontiefModel.from_table(table)


SCOTLAND_CLOSURE: dict[str, Any] = {
    "income": ["compensation"],
    "consumption": "Households",
    "per": "total",
    "household_income": 143398.0,
}
TOBACCO, IMPUTED_RENT = 18, 70  # no output; no pay, so that ratios to it are of rounding noise


# ------------------------------------------------------------------ Scotland 2016
def test_scotland_closed_inverse_with_its_household_row_and_column(
    scotland: tuple[Path, LeontiefModel],
) -> None:
    folder, model = scotland
    published = frame(folder / "expected/L_typeII.csv").to_numpy()
    closed = close(model, household_closure(model, **SCOTLAND_CLOSURE)).inverse()
    assert published.shape[0] == 99
    assert np.abs(closed[:, : published.shape[1]] - published).max() < SCOTLAND


@pytest.mark.parametrize("kind", ["I", "II"])
@pytest.mark.parametrize(
    ("indicator", "effect", "ratio"),
    [
        ("production", "Output multiplier", None),
        ("household_income", "Income effect", "Income multiplier"),
        ("employment", "Employment effect", None),
        ("value_added", "GVA effect", "GVA multiplier"),
    ],
)
def test_scotland_every_published_effect_and_multiplier(
    scotland: tuple[Path, LeontiefModel],
    kind: str,
    indicator: str,
    effect: str,
    ratio: str | None,
) -> None:
    folder, model = scotland
    published = frame(folder / f"expected/multipliers_type{kind}.csv")
    result = type_multipliers(model, indicator, **SCOTLAND_CLOSURE).table()
    column = {"I": "type_1", "II": "type_2"}[kind]
    apart = np.abs(result[column].to_numpy() - published[effect].to_numpy())
    # The publication prints 1 for tobacco, which it doesn't produce; here it produces nothing (R2).
    assert apart[np.arange(98) != TOBACCO].max() < SCOTLAND
    assert apart[TOBACCO] == (1.0 if indicator == "production" else 0.0)
    if ratio is not None:
        own, theirs = result[f"{column}_ratio"].to_numpy(), published[ratio].to_numpy()
        usable = ~np.isin(np.arange(98), [TOBACCO, IMPUTED_RENT] if "Income" in ratio else TOBACCO)
        assert np.abs(own[usable] / theirs[usable] - 1.0).max() < SCOTLAND
        assert np.isnan(own[TOBACCO])


def test_scotland_employment_multipliers_follow_from_published_effects(
    scotland: tuple[Path, LeontiefModel],
) -> None:
    folder, model = scotland
    result = type_multipliers(model, "employment", **SCOTLAND_CLOSURE).table()
    for kind in ("I", "II"):
        published = frame(folder / f"expected/multipliers_type{kind}.csv")["Employment multiplier"]
        usable = published.to_numpy() > 0
        own = result[f"type_{len(kind)}_ratio"].to_numpy()
        assert usable.sum() == 96
        assert np.abs(own[usable] / published.to_numpy()[usable] - 1.0).max() < SCOTLAND


def test_scotland_a_closure_over_pay_alone_would_overstate(
    scotland: tuple[Path, LeontiefModel],
) -> None:
    folder, model = scotland
    published = frame(folder / "expected/multipliers_typeII.csv")["Output multiplier"].to_numpy()
    paid = {**SCOTLAND_CLOSURE, "per": "income", "household_income": None}
    overstated = type_multipliers(model, **paid).type_2
    assert (overstated[np.arange(98) != TOBACCO] > published[np.arange(98) != TOBACCO] + 0.01).all()


def test_a_sector_without_output_is_named(scotland: tuple[Path, LeontiefModel]) -> None:
    result = type_multipliers(scotland[1], **SCOTLAND_CLOSURE)
    assert "Sectors without output: 12 (R2)" in [note.en for note in result.notes]


# ------------------------------------------------------------------ Miller & Blair, two sectors
def miller_blair() -> LeontiefModel:
    # 150, 500; 200, 100 between sectors, outputs 1000 and 2000: Miller & Blair (2009), table 2.3.
    table = plain([[150.0, 500.0], [200.0, 100.0]], [350.0, 1700.0], [650.0, 1400.0])
    return LeontiefModel.from_table(table)


HOUSEHOLDS = Closure(np.array([0.30, 0.25]), np.array([0.05, 0.40]), 0.05)


def test_miller_blair_closed_inverse_and_multipliers_as_printed() -> None:
    closed = close(miller_blair(), HOUSEHOLDS).inverse()
    printed = np.array([[1.365, 0.425, 0.251], [0.527, 1.348, 0.595], [0.570, 0.489, 1.289]])
    assert np.abs(closed - printed).max() < PRINTED_3
    full = type_multipliers(miller_blair(), closure=HOUSEHOLDS, household_row=True)
    truncated = type_multipliers(miller_blair(), closure=HOUSEHOLDS)
    assert full.type_2 == pytest.approx([2.462, 2.262], abs=PRINTED_3)
    assert truncated.type_2 == pytest.approx([1.892, 1.773], abs=PRINTED_3)
    assert truncated.type_1 == pytest.approx([1.518, 1.452], abs=PRINTED_3)


def test_the_figures_of_the_case_are_those_tested_here(shared: Path) -> None:
    folder = shared / "cases" / "mb_two_sector"
    printed = frame(folder / "expected/L_typeII.csv").to_numpy()
    assert np.abs(close(miller_blair(), HOUSEHOLDS).inverse() - printed).max() < PRINTED_3
    coefficients = frame(folder / "inputs/households_coef.csv")
    assert list(coefficients["household_row_coef"]) == list(HOUSEHOLDS.income)
    assert list(coefficients["household_col_coef"]) == list(HOUSEHOLDS.consumption)


def test_two_solves_give_the_inverse_of_the_bordered_matrix() -> None:
    model = miller_blair()
    A, h, c = model.system.A, HOUSEHOLDS.income, HOUSEHOLDS.consumption
    bordered = np.block([[A, c[:, None]], [h[None, :], np.array([[HOUSEHOLDS.own]])]])
    closed = close(model, HOUSEHOLDS).inverse()
    assert closed == pytest.approx(factorise(bordered).inverse(), abs=ROUNDING)


def test_household_row_of_income_counts_what_households_pay_each_other() -> None:
    model = miller_blair()
    closed = close(model, HOUSEHOLDS).inverse()
    full = type_multipliers(model, "household_income", closure=HOUSEHOLDS, household_row=True)
    truncated = type_multipliers(model, "household_income", closure=HOUSEHOLDS)
    assert full.type_2 == pytest.approx(closed[2, :2], abs=ROUNDING)
    assert truncated.type_2 == pytest.approx(HOUSEHOLDS.income @ closed[:2, :2], abs=ROUNDING)


# ------------------------------------------------------------------ ABS 5246.0
@pytest.fixture(scope="module")
def australia(shared: Path) -> tuple[Path, LeontiefModel, Closure]:
    folder = shared / "cases" / "abs_5246_1989_90_seven"
    Z, demand = frame(folder / "inputs/Z.csv"), frame(folder / "inputs/fd.csv")
    primary = frame(folder / "inputs/primary.csv").drop(index="australian_production")
    roles = {"wages": "value_added", "gross_operating_surplus": "value_added"}
    roles |= {"commodity_taxes": "product_tax", "indirect_taxes_nec": "value_added"}
    inputs = {code: (roles.get(str(code), "imports"), primary.loc[code]) for code in primary.index}
    persons = frame(folder / "inputs/employment.csv")["employed_persons_fte"]
    # Printed cells are whole millions and miss their totals by up to three.
    table = case_table(
        "abs", Z, demand.drop(columns="total_supply"), inputs, {"employed": persons}, tolerance=3.01
    )
    model = LeontiefModel.from_table(table)
    column = frame(folder / "inputs/household_column.csv")["implied_by_printed_Bstar"]
    closure = household_closure(model, income=["wages"], consumption=column)
    return folder, model, closure


@pytest.mark.parametrize(
    ("indicator", "file", "tolerance"),
    [
        ("production", "output_multipliers.csv", ABS_PRINTED),
        ("household_income", "income_multipliers.csv", ABS_PRINTED),
        ("employment", "employment_multipliers_per_million.csv", ABS_PERSONS),
    ],
)
def test_abs_initial_production_and_consumption_induced_multipliers(
    australia: tuple[Path, LeontiefModel, Closure], indicator: str, file: str, tolerance: float
) -> None:
    folder, model, closure = australia
    printed = frame(folder / "expected" / file)
    result = type_multipliers(model, indicator, closure=closure)
    # Dollars in millions stand in for billions of won: persons per billion are per million here.
    assert np.abs(result.direct - printed["initial"]).max() < tolerance
    assert np.abs(result.indirect - printed["production_induced"]).max() < tolerance
    assert np.abs(result.induced - printed["consumption_induced"]).max() < tolerance
    assert np.abs(result.type_1 - printed["simple"]).max() < tolerance
    assert np.abs(result.type_2 - printed["total"]).max() < tolerance


# ------------------------------------------------------------------ ONS 2010
def test_ons_2010_type_1_multipliers_and_effects(shared: Path) -> None:
    folder = shared / "cases" / "uk_2010_ons_pxp127"
    Z = frame(folder / "inputs/Z.csv")
    primary = frame(folder / "inputs/primary.csv")
    demand = frame(folder / "inputs/fd.csv")
    demand = demand.drop(columns=["Total intermediate demand", "Total demand"])
    inputs = {
        "imports": ("imports", primary.loc["Imported goods and services"]),
        "taxes": ("product_tax", primary.loc["Taxes less subsidies on products"]),
        "other_taxes": ("value_added", primary.loc["Taxes less subsidies on production"]),
        "pay": ("value_added", primary.loc["Compensation of employees"]),
        "surplus": ("value_added", primary.loc["Gross Operating Surplus"]),
    }

    table = case_table("ons", Z, demand, inputs, tolerance=1.0)
    model = LeontiefModel.from_table(table)
    printed = frame(folder / "expected/multipliers.csv")
    closure = household_closure(model, income=["pay"], consumption="Households")
    output = type_multipliers(model, closure=closure)
    pay = type_multipliers(model, "pay", closure=closure).table()
    gva = type_multipliers(model, "value_added", closure=closure).table()
    for own, theirs in (
        (output.type_1, printed["Output multiplier"]),
        (pay["type_1"], printed["Employment cost effects"]),
        (gva["type_1"], printed["GVA effects"]),
        (pay["type_1_ratio"], printed["Employment cost multiplier"]),
        (gva["type_1_ratio"], printed["GVA multiplier"]),
    ):
        compared = np.isfinite(theirs.to_numpy()) & (theirs.to_numpy() != 0)
        apart = np.asarray(own)[compared] / theirs.to_numpy()[compared] - 1.0
        assert compared.sum() >= 126
        assert np.abs(apart).max() < SCOTLAND


# ------------------------------------------------------------------ closures
def small() -> LeontiefModel:
    return LeontiefModel.from_table(tiny())


SMALL: dict[str, Any] = {"income": ["wages"], "consumption": "c"}


def test_closures_divide_consumption_by_what_they_say() -> None:
    model = small()
    wages, domestic, imported = 340.0, 480.0, 45.0
    by_income = household_closure(model, income="value_added", consumption="c")
    assert by_income.consumption.sum() == pytest.approx(domestic / (wages + 250.0))
    spent = household_closure(model, **SMALL, per="consumption")
    assert spent.consumption.sum() == pytest.approx(domestic / (domestic + imported))
    total = household_closure(model, **SMALL, per="total", household_income=1200.0)
    assert total.consumption == pytest.approx(np.array([80.0, 200.0, 200.0]) / 1200.0)
    assert total.income == pytest.approx([40 / 200, 150 / 500, 150 / 400])
    k = close(model, total).k
    notes = [note.en for note in type_multipliers(model, closure=total).notes]
    assert f"A won of household income becomes {k:.4f} won of it by way of consumption" in notes
    assert "1,200 million KRW" in total.notes[0].en
    assert "1,200백만원" in total.notes[0].ko


def test_shares_spent_and_bought_locally_scale_the_column() -> None:
    model = small()
    whole = household_closure(model, **SMALL, per="consumption")
    part = household_closure(
        model, **SMALL, per="consumption", spent=0.8, local=np.array([0.5, 1.0, 0.0])
    )
    assert part.consumption == pytest.approx(whole.consumption * 0.8 * np.array([0.5, 1.0, 0.0]))


def test_a_table_without_imported_consumption_says_so() -> None:
    model = LeontiefModel.from_table(tiny(final_demand_imports=None))
    closure = household_closure(model, **SMALL, per="consumption")
    assert closure.consumption.sum() == pytest.approx(1.0)
    assert len(closure.notes) == 2


def test_a_published_inverse_takes_vectors() -> None:
    model = LeontiefModel.from_inverse(small_inverse())
    reference = small()
    given = household_closure(reference, **SMALL, per="consumption")
    closure = household_closure(model, income=given.income, consumption=given.consumption)
    ours = type_multipliers(model, "employment", closure=closure)
    theirs = type_multipliers(reference, "employment", closure=given)
    assert ours.type_2 == pytest.approx(theirs.type_2, abs=1e-9)


def test_bank_of_korea_2020_closes_by_every_convention() -> None:
    model = load_model("bok-2020-33")
    returned = {
        per: close(
            model,
            household_closure(model, per=per, household_income=2.0e9 if per == "total" else None),
        ).returned
        for per in ("income", "consumption", "total")
    }
    assert returned["total"] < returned["consumption"] < 0.4
    # Compensation and consumption happen to be nearly equal in 2020 (985.6 and 984.1 trillion).
    assert returned["income"] == pytest.approx(returned["consumption"], rel=2e-3)


# ------------------------------------------------------------------ impacts
def test_impact_adds_up_to_type_2_multipliers_times_demand() -> None:
    model = load_model("bok-2020-33")
    demand = {"14": 3.0, "20": 5.0}
    impact = household_impact(model, demand, "억원", per="consumption")
    for indicator, scale in (("production", 1.0), ("value_added", 1.0), ("employment", 1e-3)):
        result = type_multipliers(model, indicator, per="consumption")
        at = [model.sectors.position(code) for code in demand]
        f = np.array(list(demand.values())) * 100.0  # 백만원
        for effect, values in (
            ("direct", result.direct),
            ("indirect", result.indirect),
            ("induced", result.induced),
            ("type_1", result.type_1),
            ("type_2", result.type_2),
        ):
            expected = float(values[at] @ f) * scale
            assert impact.value(indicator, effect) == pytest.approx(expected, rel=1e-10)
    assert impact.income == pytest.approx(impact.value("household_income"), rel=1e-10)


def test_open_part_of_an_impact_is_that_of_the_open_model() -> None:
    model = small()
    demand = Demand.of({"01": 2.0, "03": 7.0}, "억원", model.sectors)
    impact = household_impact(model, demand, **SMALL, per="consumption")
    opened = model.induce(demand)
    assert impact.value("employment", "type_1") == pytest.approx(opened.value("employment"))
    assert impact.value("production", "type_1") == pytest.approx(opened.value("production"))


def test_transfers_work_like_consumption_but_for_the_first_round_of_income() -> None:
    model = small()
    closure = household_closure(model, **SMALL, per="consumption", spent=0.6)
    given = household_impact(model, transfers=100.0, closure=closure)
    bought = {
        code: float(100.0 * c)
        for code, c in zip(model.sectors.codes, closure.consumption, strict=True)
    }
    spent = household_impact(model, bought, closure=closure)
    assert given.value("production", "type_1") == 0.0
    assert given.value("production") == pytest.approx(spent.value("production"))
    assert given.income == pytest.approx(spent.income + 100.0)


def test_impact_by_sector_sums_to_its_table() -> None:
    impact = household_impact(small(), {"02": 10.0}, **SMALL, per="consumption")
    by_sector = impact.by_sector("employment")
    assert list(by_sector["code"]) == ["01", "02", "03"]
    assert by_sector["type_2"].sum() == pytest.approx(impact.value("employment"))
    assert list(impact.table()["effect"]) == ["direct", "indirect", "induced", "type_1", "type_2"]
    assert list(impact.table().columns) == [column.id for column in impact.columns]


# ------------------------------------------------------------------ Miyazawa
def groups(model: LeontiefModel) -> tuple[pd.DataFrame, pd.DataFrame]:
    codes = list(model.sectors.codes)
    V = pd.DataFrame([[0.12, 0.2, 0.1], [0.08, 0.1, 0.25]], ["low", "high"], codes)
    C = pd.DataFrame({"low": [0.2, 0.3, 0.3], "high": [0.1, 0.2, 0.3]}, codes)
    return V, C


def test_miyazawa_matrices_are_blocks_of_the_enlarged_inverse() -> None:
    model = small()
    V, C = groups(model)
    numbers = miyazawa(model, V, C).numbers
    enlarged = np.block([[model.system.A, C.to_numpy()], [V.to_numpy(), np.zeros((2, 2))]])
    inverse = np.linalg.inv(np.eye(5) - enlarged)
    assert numbers.inverse() == pytest.approx(inverse[:3, :3], abs=ROUNDING)
    assert pytest.approx(inverse[3:, :3], abs=ROUNDING) == numbers.KVL
    assert pytest.approx(inverse[3:, 3:], abs=ROUNDING) == numbers.K


def test_miyazawa_with_one_group_is_type_2() -> None:
    model = load_model("bok-2020-33")
    closure = household_closure(model, per="consumption")
    codes = list(model.sectors.codes)
    V = pd.DataFrame([closure.income], ["all"], codes)
    C = pd.DataFrame({"all": closure.consumption}, codes)
    one = miyazawa(model, V, C)
    assert one.production == pytest.approx(type_multipliers(model, closure=closure).type_2)
    income = type_multipliers(model, "household_income", closure=closure).type_2
    assert one.table()["income:all"].to_numpy() == pytest.approx(income)


def test_miyazawa_splitting_a_group_in_two_alike_changes_no_output() -> None:
    model = small()
    closure = household_closure(model, **SMALL, per="consumption")
    codes = list(model.sectors.codes)
    V = pd.DataFrame([closure.income * 0.3, closure.income * 0.7], ["a", "b"], codes)
    C = pd.DataFrame({"a": closure.consumption, "b": closure.consumption}, codes)
    split = miyazawa(model, V, C)
    assert split.production == pytest.approx(type_multipliers(model, closure=closure).type_2)
    K = split.interrelational()
    assert list(K.index) == ["a", "b"]
    assert K.to_numpy().sum(axis=0) - 1.0 == pytest.approx([close(model, closure).k - 1.0] * 2)


def test_miyazawa_reads_files_and_flows(tmp_path: Path) -> None:
    model = small()
    V, C = groups(model)
    output = np.array([200.0, 500.0, 400.0])
    flows_v = V * output
    flows_c = C * flows_v.sum(axis=1)
    flows_v.to_csv(tmp_path / "v.csv")
    flows_c.to_csv(tmp_path / "c.csv")
    read = miyazawa(model, tmp_path / "v.csv", str(tmp_path / "c.csv"), flows=True)
    assert pytest.approx(miyazawa(model, V, C).numbers.K) == read.numbers.K
    assert read.groups == ("low", "high")


# ------------------------------------------------------------------ properties
@st.composite
def closures(draw: st.DrawFn) -> Closure:
    parts = st.lists(st.floats(0.0, 0.3), min_size=3, max_size=3)
    return Closure(np.array(draw(parts)), np.array(draw(parts)), draw(st.floats(0.0, 0.2)))


@given(closures())
@repeatable
def test_type_2_is_never_below_type_1_where_nothing_is_negative(closure: Closure) -> None:
    for indicator in ("production", "value_added", "employment", "household_income"):
        result = type_multipliers(small(), indicator, closure=closure)
        assert (result.type_2 >= result.type_1 - ROUNDING).all()
        assert (result.type_1 >= result.direct - ROUNDING).all()


@given(closures(), st.floats(0.1, 1.0))
@repeatable
def test_spending_a_smaller_share_never_raises_type_2(closure: Closure, share: float) -> None:
    less = Closure(closure.income, closure.consumption * share, closure.own)
    whole, part = (type_multipliers(small(), closure=c).type_2 for c in (closure, less))
    assert (part <= whole + ROUNDING).all()


@given(closures())
@repeatable
def test_income_ratio_of_type_2_to_type_1_is_the_same_in_every_sector(closure: Closure) -> None:
    # Sandoval (1967): with one household row the ratio is a constant of the closure.
    result = type_multipliers(small(), "household_income", closure=closure)
    usable = result.type_1 > 1e-9
    ratios = result.type_2[usable] / result.type_1[usable]
    assert ratios == pytest.approx(np.full(usable.sum(), ratios[:1].sum()), rel=1e-9)


def test_scale_of_the_table_changes_no_multiplier_per_billion() -> None:
    blocks = tiny()
    thousand = tiny(
        unit="천원",
        tolerance=500.0,
        domestic=blocks.domestic * 1000,
        imports=blocks.imports * 1000,
        final_demand=blocks.final_demand * 1000,
        final_demand_imports=blocks.final_demand_imports * 1000,
        primary_inputs=blocks.primary_inputs * 1000,
    )
    for indicator in ("employment", "value_added"):
        ours = type_multipliers(small(), indicator, **SMALL, per="consumption").type_2
        theirs = type_multipliers(
            LeontiefModel.from_table(thousand), indicator, **SMALL, per="consumption"
        ).type_2
        assert theirs == pytest.approx(ours)


def test_nothing_given_is_changed() -> None:
    model = small()
    c, before = np.array([0.1, 0.2, 0.3]), model.system.A.copy()
    closure = household_closure(model, income=["wages"], consumption=c, spent=0.5)
    type_multipliers(model, closure=closure)
    assert list(c) == [0.1, 0.2, 0.3]
    assert (before == model.system.A).all()


# ------------------------------------------------------------------ refusals
def test_published_multipliers_are_refused() -> None:
    model = MultiplierModel(regional(), "북")
    error = refused(NotSupportedError, lambda: type_multipliers(model))
    assert str(error) == (
        "tiny-regional\n"
        "  this table can't give a model closed with respect to households\n"
        "    expected: transactions or a published inverse\n"
        "    found: published multipliers\n"
        "    remedy: use a table such as bok-2020-165"
    )


def test_a_category_of_a_published_inverse_is_refused() -> None:
    model = LeontiefModel.from_inverse(small_inverse())
    error = refused(NotSupportedError, lambda: type_multipliers(model, income=["value_added"]))
    assert "a published inverse" in str(error)


def test_an_unknown_category_lists_those_there_are() -> None:
    error = refused(NotFoundError, lambda: household_closure(small(), income=["wages"]))
    assert str(error) == (
        "tiny-3\n"
        "  consumption: the table has no such category of demand\n"
        "    expected: c Consumption, e Exports\n"
        '    found: "9111"\n'
        "    remedy: choose one of those codes"
    )


def test_an_unknown_component_of_income_lists_those_there_are() -> None:
    error = refused(
        NotFoundError, lambda: household_closure(small(), income=["pay"], consumption="c")
    )
    assert str(error) == (
        "tiny-3\n"
        "  income: there is no such indicator\n"
        "    expected: one of: production, value_added, imports, employment, employees, wages, "
        "surplus\n"
        '    found: "pay"\n'
        "    remedy: correct income"
    )


def test_a_closure_that_does_not_converge_is_refused() -> None:
    error = refused(
        NotProductiveError,
        lambda: type_multipliers(small(), closure=Closure(np.full(3, 0.6), np.full(3, 0.6))),
    )
    returned = float(0.36 * small().system.solve(np.ones(3)).sum())
    assert error.data == pytest.approx(returned)
    assert str(error) == (
        "tiny-3\n"
        "  the closed model does not converge\n"
        "    expected: a won of household income returning less than a won\n"
        f"    found: {returned:.4f}\n"
        '    remedy: lower spent, or use per="consumption" or per="total"'
    )


@pytest.mark.parametrize(
    ("options", "argument", "expected", "found"),
    [
        ({"spent": 1.2}, "spent", "between zero and one", "1.2"),
        ({"local": -0.1}, "local", "between zero and one", "-0.1"),
        ({"own": 1.0}, "own", "zero or more, below one", "1.0"),
    ],
)
def test_shares_out_of_range_are_refused(
    options: dict[str, Any], argument: str, expected: str, found: str
) -> None:
    error = refused(LabelError, lambda: household_closure(small(), **SMALL, **options))
    assert str(error) == (
        f"{argument}\n"
        "  the value is out of range\n"
        f"    expected: {expected}\n"
        f"    found: {found}\n"
        f"    remedy: correct {argument}"
    )


@pytest.mark.parametrize(
    "options",
    [{"per": "total"}, {"household_income": 5.0}, {"per": "total", "household_income": -1.0}],
)
def test_household_income_goes_with_the_closure_over_a_total(options: dict[str, Any]) -> None:
    error = refused(LabelError, lambda: household_closure(small(), **SMALL, **options))
    assert str(error) == (
        "household_income\n"
        '  it goes with per="total", and only then\n'
        "    expected: an amount above zero\n"
        f"    found: {options.get('household_income')}\n"
        "    remedy: correct household_income"
    )


def test_an_unknown_closure_lists_those_allowed() -> None:
    error = refused(NotSupportedError, lambda: household_closure(small(), per="gdp"))  # type: ignore[arg-type]
    assert "income, consumption, total" in str(error)
    assert '"gdp"' in str(error)


def test_a_vector_of_the_wrong_length_or_order_is_refused() -> None:
    short = refused(
        LabelError, lambda: household_closure(small(), income=[0.1, 0.2], consumption="c")
    )
    assert str(short) == (
        "income\n"
        "  this is not one finite number a sector\n"
        "    expected: numbers for 3 sectors\n"
        "    found: (2,)\n"
        "    remedy: fill them in the order of the table's sectors, zero where there is none"
    )
    blank = refused(
        LabelError,
        lambda: household_closure(small(), income=[0.1, np.nan, 0.2], consumption="c"),
    )
    assert "found: 02" in str(blank)
    swapped = pd.Series([0.1, 0.2, 0.3], ["02", "01", "03"])
    order = refused(
        LabelError, lambda: household_closure(small(), income=["wages"], consumption=swapped)
    )
    assert "vector and table: the labels differ" in str(order)


def test_demand_that_does_not_fit_is_refused() -> None:
    model = small()
    words = refused(LabelError, lambda: household_impact(model, ["01", "02=x", "03=1"], **SMALL))
    assert words.data == ["01", "02=x"]
    assert str(words).startswith(
        "demand\n"
        '  "01": this is not one number for one name\n'
        "    expected: NAME=NUMBER, for example 450=10\n"
        "    found: 01\n"
        "    remedy: write each name once, its number in digits\n"
    )
    twice = refused(LabelError, lambda: household_impact(model, ["01=1", "01=2"], **SMALL))
    assert twice.data == ["01", "01"]
    refused(UnknownSectorError, lambda: household_impact(model, {"zz": 1.0}, **SMALL))


def test_demand_on_an_idle_sector_is_refused() -> None:
    Z = [[10.0, 0.0], [0.0, 0.0]]
    model = LeontiefModel.from_table(plain(Z, [30.0, 0.0], [30.0, 0.0]))
    closure = Closure(np.array([0.2, 0.0]), np.array([0.3, 0.0]))
    error = refused(
        InactiveSectorError, lambda: household_impact(model, {"02": 1.0}, closure=closure)
    )
    assert error.data == ["02"]


def test_a_number_of_an_impact_that_is_not_there_is_refused() -> None:
    impact = household_impact(small(), {"01": 1.0}, **SMALL, per="consumption")
    error = refused(NotFoundError, lambda: impact.value("employment", "type_3"))
    assert str(error) == (
        "impact\n"
        "  no result matches\n"
        "    expected: production, value_added, imports, employment, employees, wages, surplus, "
        "household_income; direct, indirect, induced, type_1, type_2\n"
        "    found: employment, type_3\n"
        "    remedy: choose among those"
    )


def test_miyazawa_refuses_labels_cells_files_and_groups_that_do_not_fit(tmp_path: Path) -> None:
    model = small()
    V, C = groups(model)
    refused(LabelError, lambda: miyazawa(model, V[["02", "01", "03"]], C))
    refused(LabelError, lambda: miyazawa(model, V, C.iloc[::-1]))
    other = refused(LabelError, lambda: miyazawa(model, V, C[["high", "low"]]))
    assert "groups of V and C: the labels differ" in str(other)
    C.astype(object).to_csv(tmp_path / "c.csv")
    text = (tmp_path / "c.csv").read_text("utf-8").replace("0.2,", ",", 1)
    (tmp_path / "c.csv").write_text(text, "utf-8")
    blank = refused(LabelError, lambda: miyazawa(model, V, tmp_path / "c.csv"))
    assert str(blank) == (
        "consumption\n"
        "  some cells are not finite numbers\n"
        "    expected: a number in every cell, zero where there is none\n"
        "    found: 01, low\n"
        "    remedy: correct consumption"
    )
    absent = refused(NotFoundError, lambda: miyazawa(model, tmp_path / "none.csv", C))
    assert "there is no such file" in str(absent)
    poor = refused(LabelError, lambda: miyazawa(model, V * 0.0, C, flows=True))
    assert "some groups have no income" in str(poor)
    assert "found: low, high" in str(poor)


def test_miyazawa_refuses_groups_that_spend_more_than_returns() -> None:
    V, C = groups(small())
    error = refused(NotProductiveError, lambda: miyazawa(small(), V * 5, C))
    assert "led by high" in str(error)
    assert error.data > 1.0


# ------------------------------------------------------------------ tables, pictures, command line
def test_tables_have_the_columns_they_announce() -> None:
    model = small()
    V, C = groups(model)
    for result in (
        type_multipliers(model, "employment", **SMALL, per="consumption"),
        household_impact(model, {"01": 1.0}, **SMALL, per="consumption"),
        miyazawa(model, V, C),
    ):
        assert list(result.table().columns) == [column.id for column in result.columns]
    employment = type_multipliers(model, "employment", **SMALL, per="consumption")
    assert employment.columns[3].unit.ko == "명/10억원"


def test_pictures_show_every_part() -> None:
    model = load_model("bok-2020-33")
    result = type_multipliers(model, "value_added", per="consumption")
    axes = result.plot()
    assert len(axes.patches) == 15 * 3
    assert axes.get_xlabel() == "value added (won per won)"
    top = int(np.argmax(result.type_2))
    assert axes.get_yticklabels()[0].get_text().startswith(model.sectors.codes[top])
    impact = household_impact(model, {"14": 1.0}, "억원", per="consumption")
    money = sum(part.dimension == "money" for part in impact.indicators)
    assert len(impact.plot(lang="ko").patches) == money * 3
    assert impact.plot(lang="ko").get_xlabel() == "효과 (백만원)"
    jobs = impact.plot(indicator="employment")
    assert jobs.get_xlabel() == "employment (persons)"
    V, C = groups(small())
    picture = miyazawa(small(), V, C).plot()
    assert [text.get_text() for text in picture.get_legend().get_texts()] == ["low", "high"]


def test_command_line_options_are_keywords_of_the_functions() -> None:
    model = load_model("bok-2020-33")
    for analysis in ANALYSES[:2]:
        defaults = {option.name: option.default for option in analysis.options}
        assert analysis.run(model, **defaults).table().notna().to_numpy().any()
    assert [option.name for option in ANALYSES[2].options] == ["income", "consumption", "flows"]


def test_answers_of_the_case_files_are_read_not_typed(shared: Path) -> None:
    path = shared / "cases" / "scotland_2016_ixi98" / "inputs" / "typeII_closure.csv"
    with path.open(encoding="utf-8") as file:
        total = next(csv.DictReader(file))["value"]
    assert float(total) == SCOTLAND_CLOSURE["household_income"]
