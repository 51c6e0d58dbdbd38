"""Structural decomposition: exact sums, all orders by brute force, LMDI against another package."""

from __future__ import annotations

import inspect
import itertools
from dataclasses import replace
from typing import Any

import matplotlib as mpl
import numpy as np
import pytest
from helpers import (
    COEFFICIENTS,
    lines,
    plain,
    refused,
    regional,
    repeatable,
    rows_of,
    small_inverse,
    tiny,
)
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

import iomodel
from iomodel.analyses.decomposition import (
    ANALYSES,
    multiplier_decomposition,
    multiplier_sources,
    structural_decomposition,
)
from iomodel.analyses.decomposition.numerics import (
    all_orders,
    log_mean,
    log_mean_effects,
    polar,
    states,
)
from iomodel.errors import LabelError, NotFoundError, NotSupportedError, UnknownSectorError
from iomodel.models import LeontiefModel, MultiplierModel
from iomodel.sectors import Classification
from iomodel.table import Label

mpl.use("Agg")

ROUNDING = 1e-9  # relative; sums over 2^4 states and a few solves in double precision
PRINTED = 5e-9  # LMDIR's tests print nine or ten digits
PUBLISHED = 5e-6  # BOK prints six decimals; the inverse's column sums differ by up to 4e-6

# Three sectors over two years, totals of 100, 80, 100 and 112, 100, 120; both balance.
Z0 = np.array([[10.0, 20, 25], [15, 5, 30], [30, 40, 5]])
F0 = np.array([45.0, 30, 25])
Z1 = np.array([[12.0, 15, 35], [24, 11, 30], [36, 50, 8]])
F1 = np.array([50.0, 35, 26])


def model_of(Z: Any, f: Any, **changes: Any) -> LeontiefModel:
    Z, f = np.asarray(Z, dtype=np.float64), np.asarray(f, dtype=np.float64)
    x = Z.sum(axis=1) + f
    return LeontiefModel.from_table(plain(Z, f, x - Z.sum(axis=0), tolerance=1e-6, **changes))


@pytest.fixture(scope="module")
def years() -> tuple[LeontiefModel, LeontiefModel]:
    return model_of(Z0, F0), model_of(Z1, F1)


def random_model(numbers: Any) -> LeontiefModel:
    """Return a table of three sectors, two categories and positive flows from 24 numbers."""
    Z = numbers[:9].reshape(3, 3)
    F = numbers[9:15].reshape(3, 2)
    x = Z.sum(axis=1) + F.sum(axis=1) + 3.0
    F = F + np.array([[2.0, 1.0]])
    primary = np.array([0.25 * (x - Z.sum(axis=0)), 0.75 * (x - Z.sum(axis=0))])
    return LeontiefModel.from_table(
        tiny(
            domestic=Z,
            imports=np.zeros((3, 3)),
            final_demand=F,
            primary_inputs=primary,
            satellites=np.array([numbers[15:18], numbers[18:21]]),
            tolerance=1e-6,
        )
    )


numbers = arrays(np.float64, 21, elements=st.floats(0.0, 5.0, allow_subnormal=False))


# ------------------------------------------------------------------ numerics
def brute_force(values: Any) -> Any:
    """Return each factor's effect in each of the k! orders, (k!, k)."""
    k = len(values).bit_length() - 1
    found = []
    for order in itertools.permutations(range(k)):
        changed, effects = 0, [0.0] * k
        for b in order:
            effects[b] = values[changed | 1 << b] - values[changed]
            changed |= 1 << b
        found.append(effects)
    return np.array(found)


@repeatable
@given(st.integers(1, 4), st.data())
def test_weights_over_sets_stand_for_all_orders(k: int, data: Any) -> None:
    values = data.draw(arrays(np.float64, 1 << k, elements=st.floats(-10, 10)))
    orders = brute_force(values)
    spread = all_orders(values)
    assert spread.mean == pytest.approx(orders.mean(axis=0), abs=1e-12)
    assert spread.deviation == pytest.approx(orders.std(axis=0), abs=1e-9)
    assert np.array_equal(spread.low, orders.min(axis=0))
    assert np.array_equal(spread.high, orders.max(axis=0))
    both = list(itertools.permutations(range(k)))
    first, last = both.index(tuple(range(k))), both.index(tuple(range(k))[::-1])
    assert polar(values) == pytest.approx((orders[first] + orders[last]) / 2, abs=1e-12)


def test_states_are_numbered_by_what_has_changed() -> None:
    seen = states(3, lambda changed: np.array(changed, dtype=float))
    assert list(seen[5]) == [1, 0, 1]
    assert list(seen[7]) == [1, 1, 1]


# Figures of tests/testthat/test_lmdi.R of the R package LMDIR (M. Heun; MIT), commit 01ff841a:
# two sub-categories of three factors over four years.
LMDIR_X = np.array(
    [
        [[1, 10, 2], [4, 5, 3]],
        [[4, 5, 3], [5, 6, 4]],
        [[8, 2, 4], [5, 7, 5]],
        [[10, 1, 5], [6, 8, 6]],
    ],
    dtype=np.float64,
)
LMDIR_Z = [
    [[50.47438029, -25.23719014, 14.76280986], [19.31568569, 15.78206435, 24.90224996]],
    [[42.96021467, -56.79031473, 17.83010006], [0, 22.47128816, 32.52871184]],
    [[12.6549815, -39.30996299, 12.6549815], [41.35566084, 30.28867832, 41.35566084]],
]
LMDIR_D = [
    [1.761117821, 0.926191306, 1.379410116],
    [1.229284572, 0.847970248, 1.273773912],
    [1.208140223, 0.968911503, 1.208140223],
]


@pytest.mark.parametrize("year", [0, 1, 2])
def test_lmdi_agrees_with_lmdir(year: int) -> None:
    before, after = LMDIR_X[year].T, LMDIR_X[year + 1].T  # factors first
    effects = log_mean_effects(before, after)
    assert pytest.approx(np.array(LMDIR_Z[year]), abs=PRINTED) == effects.T
    first, last = before.prod(axis=0).sum(), after.prod(axis=0).sum()
    ratios = np.exp(effects.sum(axis=1) / log_mean(np.array(last), np.array(first)))
    assert ratios == pytest.approx(np.array(LMDIR_D[year]), abs=PRINTED)


def test_lmdi_limits_at_zero_are_those_of_lmdir() -> None:
    before, after = LMDIR_X[0].T.copy(), LMDIR_X[1].T.copy()
    before[0, 0] = 0.0  # the first factor appears
    after[2, 1] = 0.0  # the third vanishes in the other sub-category
    effects = log_mean_effects(before, after)
    assert effects[:, 0] == pytest.approx([60, 0, 0])
    assert effects[:, 1] == pytest.approx([0, 0, -60])


def test_factors_that_appear_together_share_the_change() -> None:
    effects = log_mean_effects(np.array([[0.0], [0.0], [2.0]]), np.array([[3.0], [5.0], [1.0]]))
    assert effects[:, 0] == pytest.approx([7.5, 7.5, 0.0])


signed = st.floats(-5, 5).map(lambda x: round(x, 3))  # zeros, but nothing that underflows


@repeatable
@given(arrays(np.float64, (3, 4), elements=signed), arrays(np.float64, (3, 4), elements=signed))
def test_lmdi_leaves_nothing_over_whatever_the_signs(before: Any, after: Any) -> None:
    change = after.prod(axis=0) - before.prod(axis=0)
    assert log_mean_effects(before, after).sum(axis=0) == pytest.approx(change, abs=1e-9)


def test_the_logarithmic_mean_lies_between_and_is_even() -> None:
    a, b = np.array([2.0, 1e-30, 3.0, 0.0, -2.0]), np.array([2.0, 1.0, 3.0 + 1e-9, 4.0, -5.0])
    mean = log_mean(a, b)
    assert mean[0] == 2.0
    assert mean[1] == pytest.approx(1.0 / np.log(1e30), rel=1e-12)
    assert 3.0 < mean[2] < 3.0 + 1e-9
    assert mean[3] == 0.0
    assert mean[4] == -log_mean(-a, -b)[4]


# ------------------------------------------------------------------ tables
def test_two_factors_are_the_formula_of_the_book(years: Any) -> None:
    L0, L1 = (
        np.linalg.inv(np.eye(3) - Z0 / [100, 80, 100]),
        np.linalg.inv(np.eye(3) - Z1 / [112, 100, 120]),
    )
    for method in ("polar", "all"):
        parts = structural_decomposition(*years, demand="whole", method=method)
        assert parts.change[:3] == pytest.approx([12, 20, 20])
        assert parts.factors == ("L", "demand")
        assert parts.effects[0, :3] == pytest.approx(0.5 * (L1 - L0) @ (F0 + F1))
        assert parts.effects[1, :3] == pytest.approx(0.5 * (L0 + L1) @ (F1 - F0))
        assert parts.effects[:, 3] == pytest.approx(parts.effects[:, :3].sum(axis=1))


def test_demand_mix_and_level_by_hand(years: Any) -> None:
    """Both polar forms written out for x = L s y."""
    first, last = (np.linalg.inv(np.eye(3) - m.system.A) for m in years)
    s0, s1, y0, y1 = F0 / 100, F1 / 111, 100.0, 111.0
    parts = structural_decomposition(*years, method="polar")
    by_hand = [
        0.5 * ((last - first) @ s0 * y0 + (last - first) @ s1 * y1),
        0.5 * (last @ (s1 - s0) * y0 + first @ (s1 - s0) * y1),
        0.5 * (last @ s1 * (y1 - y0) + first @ s0 * (y1 - y0)),
    ]
    for effect, expected in zip(parts.effects, by_hand, strict=True):
        assert effect[:3] == pytest.approx(expected, abs=ROUNDING)


@repeatable
@given(
    numbers,
    numbers,
    st.sampled_from(["production", "value_added", "employment"]),
    st.sampled_from(["whole", "mix", "categories"]),
    st.sampled_from(["polar", "all", "lmdi"]),
)
def test_effects_add_up_to_the_change(a: Any, b: Any, indicator: Any, split: Any, how: Any) -> None:
    before, after = random_model(a), random_model(b)
    parts = structural_decomposition(before, after, indicator, split, how)
    row = [i.id for i in before.indicators].index(indicator)
    x0, x1 = before.table.output, after.table.output
    expected = after.coefficients[row] * x1 - before.coefficients[row] * x0
    assert parts.change[:-1] == pytest.approx(expected, abs=ROUNDING)
    assert parts.effects.sum(axis=0) == pytest.approx(parts.change, abs=ROUNDING)
    assert len(parts.factors) == len(parts.effects)


@repeatable
@given(numbers, numbers, st.sampled_from(["polar", "all", "lmdi"]))
def test_ratios_multiply_to_the_ratio(a: Any, b: Any, how: Any) -> None:
    before, after = random_model(a), random_model(b)
    parts = structural_decomposition(before, after, "production", "mix", how, "multiplicative")
    x0, x1 = before.table.output, after.table.output
    assert parts.effects.prod(axis=0)[:-1] == pytest.approx(x1 / x0, rel=ROUNDING)
    assert parts.effects.prod(axis=0)[-1] == pytest.approx(x1.sum() / x0.sum(), rel=ROUNDING)


@repeatable
@given(numbers, numbers, st.sampled_from(["polar", "all", "lmdi"]))
def test_going_back_undoes_every_effect(a: Any, b: Any, how: Any) -> None:
    before, after = random_model(a), random_model(b)
    there = structural_decomposition(before, after, "value_added", "mix", how)
    back = structural_decomposition(after, before, "value_added", "mix", how)
    assert back.effects == pytest.approx(-there.effects, abs=ROUNDING)


def test_only_what_changed_has_an_effect() -> None:
    grown = structural_decomposition(model_of(Z0, F0), model_of(Z0 * 1.5, F0 * 1.5), method="all")
    assert grown.effects[grown.factors.index("level")][:3] == pytest.approx([50, 40, 50])
    assert np.delete(grown.effects, grown.factors.index("level"), 0) == pytest.approx(0, abs=1e-9)
    hired = LeontiefModel.from_table(tiny(satellites=np.array([[110.0, 200, 400], [30, 180, 300]])))
    more = structural_decomposition(LeontiefModel.from_table(tiny()), hired, "employment")
    assert more.effects[0] == pytest.approx([10, 0, 0, 10], abs=1e-9)
    assert more.effects[1:] == pytest.approx(0, abs=1e-9)


def test_demand_moved_between_categories_is_a_distribution_effect() -> None:
    table = tiny()
    L = LeontiefModel.from_table(table).system.inverse()
    B = table.final_demand / table.final_demand.sum(axis=0)
    before = table.final_demand.sum(axis=0)
    moved = before + np.array([100.0, -100.0])
    F = B * moved
    x = L @ F.sum(axis=1)
    Z = table.domestic / table.output * x
    primary = np.vstack([x - Z.sum(axis=0), np.zeros(3)])
    after = tiny(domestic=Z, final_demand=F, imports=np.zeros((3, 3)), primary_inputs=primary)
    parts = structural_decomposition(
        LeontiefModel.from_table(table), LeontiefModel.from_table(after), demand="categories"
    )
    assert parts.factors == ("L", "mix", "distribution", "level")
    assert parts.effects[2, :3] == pytest.approx(L @ (B @ (moved - before)))
    assert np.abs(parts.effects[2]).min() > 1.0
    assert parts.effects[[0, 1, 3]] == pytest.approx(0, abs=1e-9)


def test_scales_of_money_change_nothing() -> None:
    before = LeontiefModel.from_table(tiny())
    restated = LeontiefModel.from_table(
        tiny(
            unit="억원",
            tolerance=0.005,
            **{
                name: getattr(before.table, name) / 100
                for name in ("domestic", "imports", "final_demand", "primary_inputs")
            },
        )
    )
    for indicator in ("production", "employment"):
        parts = structural_decomposition(before, restated, indicator)
        assert parts.before == pytest.approx(parts.after)
        assert parts.effects == pytest.approx(0, abs=1e-9)
    same = multiplier_decomposition(before, restated, "employment")
    assert same.before == pytest.approx(same.after)


def test_the_spread_brackets_the_mean_and_is_told() -> None:
    parts = structural_decomposition(model_of(Z0, F0), model_of(Z1, F1), "value_added")
    assert parts.spread is not None
    assert parts.spread.mean == pytest.approx(parts.effects[:, -1])
    assert np.all(parts.spread.low <= parts.spread.mean)
    assert np.all(parts.spread.mean <= parts.spread.high)
    told = [note.en for note in parts.notes]
    assert told[0] == "method: the mean over all orders of change"
    assert told[1].startswith("coefficient effect: from ")
    assert told[1].endswith(" over 24 orders")
    assert len(told) == 5


def test_other_price_years_are_told() -> None:
    parts = structural_decomposition(model_of(Z0, F0), model_of(Z1, F1, price_year=2023))
    assert parts.notes[-1].en == (
        "the tables are at prices of 2020 and 2023: price changes are part of every effect; "
        "restate both at the prices of one year to see volumes"
    )


def test_sectors_without_a_ratio_are_left_out_by_name() -> None:
    Z = np.array([[0.0, 0, 0], [0, 10, 5], [0, 5, 10]])
    before, after = model_of(Z, [-1.0, 30, 30]), model_of(Z, [5.0, 35, 40])
    parts = structural_decomposition(before, after, form="multiplicative")
    frame = parts.table()
    assert list(frame["code"]) == ["02", "03", ""]
    assert parts.notes[-1].en == "not decomposed, as a value is not positive: 01"
    assert frame[["L", "mix", "level"]].prod(axis=1).to_numpy() == pytest.approx(
        frame["change"].to_numpy()
    )


# ------------------------------------------------------------------ multipliers
@pytest.fixture(scope="module")
def published() -> dict[tuple[str, str], list[float]]:
    """Return BOK's published column sums by year and measure, in order of code."""
    rows = rows_of(COEFFICIENTS / "bok-2023-33" / "published" / "multipliers_2020_2023.csv")
    found: dict[tuple[str, str], list[float]] = {}
    for row in sorted(rows, key=lambda row: row["code"]):
        found.setdefault((row["year"], row["measure"]), []).append(float(row["value"]))
    return found


@pytest.mark.parametrize(
    ("indicator", "measure"),
    [("production", "production_column_sum"), ("imports", "import_column_sum")],
)
def test_multipliers_of_2020_and_2023_are_the_published_ones(
    published: Any, indicator: str, measure: str
) -> None:
    parts = multiplier_decomposition(iomodel.load_model("bok-2020-33"), "bok-2023-33", indicator)
    before, after = (np.array(published[year, measure]) for year in ("2020", "2023"))
    assert len(before) == 33
    assert parts.before == pytest.approx(before, abs=PUBLISHED)
    assert parts.after == pytest.approx(after, abs=PUBLISHED)
    effects = parts.coefficient + parts.own + parts.others
    assert effects == pytest.approx(after - before, abs=2 * PUBLISHED)


@repeatable
@given(numbers, numbers, st.sampled_from(["production", "value_added", "employment"]))
def test_multiplier_effects_add_up(a: Any, b: Any, indicator: Any) -> None:
    before, after = random_model(a), random_model(b)
    parts = multiplier_decomposition(before, after, indicator)
    m0, m1 = before.multipliers().of(indicator), after.multipliers().of(indicator)
    scale = max(1.0, float(np.abs(m0).max()), float(np.abs(m1).max()))
    assert parts.change == pytest.approx(m1 - m0, abs=ROUNDING * scale)
    assert parts.coefficient + parts.technology == pytest.approx(m1 - m0, abs=ROUNDING * scale)
    for j, code in enumerate(("01", "02", "03")):
        for by in ("column", "row"):
            sources = multiplier_sources(before, after, code, indicator, by)
            assert sources.effects.sum() == pytest.approx(m1[j] - m0[j], abs=ROUNDING * scale)
            assert sources.technology.sum() == pytest.approx(
                parts.technology[j], abs=ROUNDING * scale
            )
            if by == "column":
                assert sources.technology[j] == pytest.approx(parts.own[j], abs=ROUNDING * scale)


def test_cells_gathered_by_column_and_by_row_are_the_same_cells() -> None:
    """The n × n parts of the docstring's formula, written out."""
    before, after = model_of(Z0, F0), model_of(Z1, F1)
    L0, L1 = before.system.inverse(), after.system.inverse()
    dA = after.system.A - before.system.A
    c = 0.5 * (before.coefficients[1] + after.coefficients[1])
    cells = 0.5 * (
        (c @ L1)[:, None] * dA * L0[:, 1][None, :] + (c @ L0)[:, None] * dA * L1[:, 1][None, :]
    )
    for by, axis in (("column", 0), ("row", 1)):
        sources = multiplier_sources(before, after, "02", "value_added", by)
        assert sources.technology == pytest.approx(cells.sum(axis=axis), abs=1e-12)


def test_a_change_in_one_column_is_found_there() -> None:
    A = Z0 / [100, 80, 100]
    changed = A.copy()
    changed[:, 1] *= 0.5
    before, after = (model_of(B * 100.0, 100.0 - (B * 100.0).sum(axis=1)) for B in (A, changed))
    sources = multiplier_sources(before, after, "01")
    assert sources.technology[[0, 2]] == pytest.approx(0, abs=1e-12)
    assert sources.technology[1] < -0.1
    parts = multiplier_decomposition(before, after)
    assert parts.own[[0, 2]] == pytest.approx(0, abs=1e-12)
    assert parts.others[1] == pytest.approx(0, abs=1e-12)


def test_a_published_inverse_and_its_table_do_not_differ() -> None:
    table, inverse = LeontiefModel.from_table(tiny()), LeontiefModel.from_inverse(small_inverse())
    parts = multiplier_decomposition(table, inverse, "employment")
    assert parts.change == pytest.approx(0, abs=1e-9)
    assert "worked back" in parts.notes[-1].en


def test_the_rest_is_added_up_in_one_row() -> None:
    model = iomodel.load_model("bok-2020-33")
    sources = multiplier_sources(model, "bok-2023-33", "21", "employment", "row", most=5)
    frame = sources.table()
    assert len(frame) == 6
    assert frame["name_en"].iloc[-1] == "All others"
    assert frame["effect"].sum() == pytest.approx(sources.after - sources.before, abs=ROUNDING)
    assert list(frame["effect"][:5].abs()) == sorted(frame["effect"][:5].abs(), reverse=True)
    assert len(multiplier_sources(model, "bok-2023-33", "21", most=33).table()) == 33


# ------------------------------------------------------------------ refusals
def test_a_published_inverse_has_no_final_demand() -> None:
    table, inverse = LeontiefModel.from_table(tiny()), LeontiefModel.from_inverse(small_inverse())
    error = refused(NotSupportedError, lambda: structural_decomposition(table, inverse))
    assert str(error) == lines(
        "tiny-3",
        "  this table can't give structural decomposition",
        "    expected: transactions",
        "    found: a published inverse",
        "    remedy: decompose its multipliers instead: multiplier-decomposition",
    )


def test_published_multipliers_are_refused() -> None:
    model = MultiplierModel(regional(), "북")
    error = refused(NotSupportedError, lambda: multiplier_decomposition(model, model))
    assert "this table can't give a decomposition of multipliers" in str(error)
    refused(NotSupportedError, lambda: structural_decomposition(model, model))
    refused(NotSupportedError, lambda: multiplier_sources(model, model, "01"))


def test_other_classifications_are_refused() -> None:
    other = iomodel.load_model("bok-2020-83")
    model = iomodel.load_model("bok-2020-33")
    error = refused(LabelError, lambda: structural_decomposition(model, other))
    assert str(error) == lines(
        "bok-2020-33 → bok-2020-83",
        "  the tables have other classifications",
        "    expected: bok2020-33",
        "    found: bok2020-83",
        "    remedy: use tables aggregated to one (R10)",
    )


def test_sectors_in_another_order_are_refused() -> None:
    turned = Classification("tiny-3", tuple(tiny().sectors.sectors[i] for i in (0, 2, 1)))
    model = LeontiefModel.from_table(tiny())
    other = LeontiefModel.from_table(tiny(sectors=turned))
    error = refused(LabelError, lambda: multiplier_decomposition(model, other))
    assert "order differs from number 2: ['02', '03'], ['03', '02']" in str(error)


def test_other_categories_are_refused() -> None:
    labels = (Label(code="c", ko="소비", en="C"), Label(code="x", ko="수출", en="X"))
    model = LeontiefModel.from_table(tiny())
    renamed = tiny().info.model_copy(update={"final_demand": labels})
    other = LeontiefModel.from_table(replace(tiny(), info=renamed))
    error = refused(LabelError, lambda: structural_decomposition(model, other, demand="categories"))
    assert "categories of final demand: the labels differ" in str(error)
    assert structural_decomposition(model, other, demand="mix").change == pytest.approx(0)


@pytest.mark.parametrize(
    ("option", "allowed"),
    [
        ("demand", "whole, mix, categories"),
        ("method", "polar, all, lmdi"),
        ("form", "additive, multiplicative"),
    ],
)
def test_unknown_choices_are_listed(option: str, allowed: str) -> None:
    model = model_of(Z0, F0)
    wrong: dict[str, Any] = {option: "other"}
    error = refused(NotSupportedError, lambda: structural_decomposition(model, model, **wrong))
    assert str(error) == lines(
        option,
        "  the choice isn't known",
        f"    expected: one of: {allowed}",
        '    found: "other"',
        f"    remedy: correct {option}",
    )


def test_sources_refuse_other_words_and_counts() -> None:
    model = model_of(Z0, F0)
    wrong: Any = "cell"
    assert "one of: column, row" in str(
        refused(NotSupportedError, lambda: multiplier_sources(model, model, "01", by=wrong))
    )
    error = refused(LabelError, lambda: multiplier_sources(model, model, "01", most=0))
    assert str(error) == lines(
        "most",
        "  the value is out of range",
        "    expected: a whole number from one",
        "    found: 0",
        "    remedy: correct most",
    )
    refused(UnknownSectorError, lambda: multiplier_sources(model, model, "99"))


def test_an_indicator_of_one_table_alone_is_refused() -> None:
    table, inverse = LeontiefModel.from_table(tiny()), LeontiefModel.from_inverse(small_inverse())
    error = refused(NotFoundError, lambda: multiplier_decomposition(table, inverse, "employees"))
    assert str(error) == lines(
        "tiny-3 → tiny-3",
        "  indicator: not an indicator of both tables",
        "    expected: one of: production, value_added, imports, employment",
        '    found: "employees"',
        "    remedy: correct indicator",
    )


def test_demand_of_zero_has_no_mix() -> None:
    still = model_of([[0.0, 10], [0, 0]], [-5.0, 5.0])
    error = refused(NotSupportedError, lambda: structural_decomposition(still, still))
    assert str(error) == lines(
        "plain",
        "  total final demand is zero: no mix",
        "    expected: a total other than zero",
        "    found: 0",
        '    remedy: use demand="whole"',
    )
    assert structural_decomposition(still, still, demand="whole").change == pytest.approx(0)


def test_a_category_of_zero_has_no_mix_within_it() -> None:
    stocks = np.array([[100.0, 10.0], [335.0, -5.0], [265.0, -5.0]])
    model = LeontiefModel.from_table(tiny(final_demand=stocks))
    error = refused(
        NotSupportedError, lambda: structural_decomposition(model, model, demand="categories")
    )
    assert "  Exports is zero: no mix" in str(error)


def test_a_total_that_is_not_positive_has_no_ratio() -> None:
    low = model_of([[1.0, 0], [0, 1.0]], [5.0, -20.0])
    high = model_of([[1.0, 0], [0, 1.0]], [5.0, 20.0])
    for method in ("all", "lmdi"):
        how: Any = method
        error = refused(
            NotSupportedError,
            lambda how=how: structural_decomposition(low, high, method=how, form="multiplicative"),
        )
        assert str(error) == lines(
            "plain → plain",
            "  a total is not positive: no ratio",
            "    expected: positive totals",
            "    found: -13",
            '    remedy: use form="additive"',
        )


# ------------------------------------------------------------------ shown
def test_tables_have_the_columns_they_describe() -> None:
    before, after = model_of(Z0, F0), model_of(Z1, F1)
    for result in (
        structural_decomposition(before, after, "value_added", "categories"),
        structural_decomposition(before, after, form="multiplicative"),
        multiplier_decomposition(before, after, "value_added"),
        multiplier_sources(before, after, "01", "value_added"),
    ):
        assert list(result.table().columns) == [column.id for column in result.columns]
        assert result.source
        assert all(note.ko and note.en for note in result.notes)


def test_plots_name_their_axes() -> None:
    import matplotlib.pyplot as plt

    before, after = model_of(Z0, F0), model_of(Z1, F1)
    ax = structural_decomposition(before, after).plot()
    assert ax.get_xlabel() == "change of production (million KRW)"
    assert len(ax.patches) == 9
    legend = ax.get_legend()
    assert legend is not None
    assert [t.get_text() for t in legend.get_texts()][1:] == [
        "final demand mix effect",
        "final demand level effect",
    ]
    own = plt.figure().add_subplot()
    ax = structural_decomposition(before, after, form="multiplicative").plot(own, "ko")
    assert ax is own
    assert ax.get_xlabel() == "합계의 변화율 (%)"
    assert len(ax.patches) == 3
    ax = multiplier_decomposition(before, after, "value_added").plot()
    assert ax.get_xlabel() == "change of value added multiplier (won per won)"
    assert len(ax.patches) == 9
    ax = multiplier_sources(before, after, "01", most=1).plot()
    assert [t.get_text() for t in ax.get_yticklabels()][-1] == "All others"
    assert len(ax.patches) == 2
    plt.close("all")


def test_options_are_those_of_the_functions() -> None:
    for analysis in ANALYSES:
        keywords = inspect.signature(analysis.run).parameters
        assert [o.name for o in analysis.options] == list(keywords)[1:]
        for option in analysis.options:
            if not option.required:
                assert option.default == keywords[option.name].default
