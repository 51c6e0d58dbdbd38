"""Sensitivities: against refactorised models, finite differences, hand sums and draws."""

from __future__ import annotations

import inspect
from dataclasses import replace
from pathlib import Path
from typing import Any

import matplotlib as mpl
import numpy as np
import pytest
from helpers import lines, plain, refused, regional, repeatable, rows_of, small_inverse, tiny
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

import iomodel
from iomodel.analyses.sensitivity import (
    ANALYSES,
    coefficient_change,
    error_propagation,
    field_of_influence,
    important_coefficients,
    sensitivities,
    tolerable_limits,
)
from iomodel.analyses.sensitivity.numerics import largest_cells
from iomodel.errors import LabelError, NotFoundError, NotSupportedError, UnknownSectorError
from iomodel.leontief import factorise
from iomodel.models import LeontiefModel, MultiplierModel

mpl.use("Agg")

ROUNDING = 1e-9  # one inverse in double precision, values of order one
STEP = 1e-6  # of central differences, whose error is of its square
DIFFERENCES = 1e-6  # relative: STEP² and rounding over STEP
PRINTED = 5e-9  # the case prints L to eight decimals
DRAWS = 20_000
SAMPLING = 0.03  # standard error of a standard deviation over DRAWS is 0.5 %; the rest is order two

A_BOOK = np.array([[0.15, 0.25], [0.2, 0.05]])


def model_of(A: Any, x: float = 100.0) -> LeontiefModel:
    flows = np.asarray(A, dtype=np.float64) * x
    return LeontiefModel.from_table(
        plain(flows, x - flows.sum(axis=1), x - flows.sum(axis=0), tolerance=1e-6)
    )


def with_coefficients(model: LeontiefModel, A: Any) -> LeontiefModel:
    """Return the model with other input coefficients and everything else the same."""
    return replace(model, system=factorise(A))


matrices = arrays(np.float64, (3, 3), elements=st.floats(-0.1, 0.3, allow_subnormal=False))
places = st.integers(0, 2)
CODES = ("01", "02", "03")


# ------------------------------------------------------------------ fields of influence
@repeatable
@given(matrices, places, places, st.floats(-0.2, 0.2))
def test_the_field_gives_the_new_inverse_exactly(A: Any, i: int, j: int, change: float) -> None:
    model = model_of(A)
    L = model.system.inverse()
    assume(1 - change * L[j, i] > 0.1)
    field = field_of_influence(model, CODES[i], CODES[j])
    changed = model.system.A.copy()
    changed[i, j] += change
    new = np.linalg.inv(np.eye(3) - changed)
    assert L + field.change_of_inverse(change) == pytest.approx(new, abs=ROUNDING)
    assert field.intensity == pytest.approx(field.field.sum(), abs=ROUNDING)


def test_the_field_of_miller_and_blairs_table(shared: Path) -> None:
    """L of M&B table 2.4 as printed; the field of a_12 is its column 1 times its row 2."""
    rows = rows_of(shared / "cases" / "mb_two_sector" / "expected" / "L.csv")
    L = np.array([[float(row["sec1"]), float(row["sec2"])] for row in rows])
    field = field_of_influence(model_of(A_BOOK), "01", "02")
    assert field.column == pytest.approx(L[:, 0], abs=PRINTED)
    assert field.row == pytest.approx(L[1], abs=PRINTED)
    # 1.25412541 × 1.12211221, its largest cell
    assert field.table()["influence"][0] == pytest.approx(1.40726944, abs=1e-7)
    assert field.critical == pytest.approx(1 / L[1, 0], abs=1e-6)


def test_the_table_lists_the_largest_cells_of_the_field() -> None:
    field = field_of_influence(iomodel.load_model("bok-2020-33"), "09", "14", most=40)
    frame = field.table()
    whole = np.sort(np.abs(field.field).ravel())[::-1]
    assert frame["influence"].abs().to_numpy() == pytest.approx(whole[:40], abs=1e-12)
    codes = list(field.sectors.codes)
    for _, row in frame.iterrows():
        at = codes.index(row["supplier"]), codes.index(row["demanded"])
        assert row["influence"] == pytest.approx(field.field[at], abs=1e-12)


def test_a_published_inverse_has_fields_too() -> None:
    a = field_of_influence(LeontiefModel.from_table(tiny()), "01", "02")
    b = field_of_influence(LeontiefModel.from_inverse(small_inverse()), "01", "02")
    assert a.field == pytest.approx(b.field, abs=ROUNDING)
    assert a.coefficient == pytest.approx(b.coefficient, abs=ROUNDING)


def test_important_coefficients_rank_the_sums_of_all_fields() -> None:
    model = iomodel.load_model("bok-2020-33")
    L, A = model.system.inverse(), model.system.A
    sums = np.array([[np.outer(L[:, i], L[j]).sum() for j in range(33)] for i in range(33)])
    for rank_by, measure in (("intensity", sums), ("elasticity", A * sums / L.sum())):
        by: Any = rank_by
        found = important_coefficients(model, by, most=30)
        values = found.intensities if by == "intensity" else found.elasticities
        expected = np.sort(np.abs(measure).ravel())[::-1][:30]
        assert np.abs(values) == pytest.approx(expected, abs=ROUNDING)
        at = found.cells.rows, found.cells.columns
        assert found.coefficients == pytest.approx(A[at], abs=0)
        assert found.intensities == pytest.approx(sums[at], abs=ROUNDING)


def test_an_elasticity_is_what_one_per_cent_does() -> None:
    model = iomodel.load_model("bok-2020-33")
    found = important_coefficients(model, most=1)
    i, j = found.cells.rows[0], found.cells.columns[0]
    sums = []
    for factor in (1 - STEP, 1 + STEP):
        A = model.system.A.copy()
        A[i, j] *= factor
        sums.append(np.linalg.inv(np.eye(33) - A).sum())
    slope = (sums[1] - sums[0]) / (2 * STEP) / model.system.inverse().sum()
    assert found.elasticities[0] == pytest.approx(slope, rel=DIFFERENCES)


def test_empty_cells_have_intensity_but_no_elasticity() -> None:
    model = model_of([[0.0, 0.2], [0.3, 0.0]])
    assert len(important_coefficients(model, "intensity", most=9).table()) == 4
    assert len(important_coefficients(model, "elasticity", most=9).table()) == 2


@repeatable
@given(st.integers(1, 7), st.integers(1, 60), st.integers(0, 1000))
def test_largest_cells_are_found_block_by_block(n: int, most: int, seed: int) -> None:
    values = np.random.default_rng(seed).integers(0, 5, (n, n)).astype(float)
    cells = largest_cells(n, lambda rows: values[rows], most)
    expected = np.sort(values.ravel())[::-1][:most]
    assert list(cells.measure) == list(expected)
    assert list(values[cells.rows, cells.columns]) == list(expected)
    assert len(set(zip(cells.rows, cells.columns, strict=True))) == min(most, n * n)


def test_cells_beyond_the_first_block_count() -> None:
    n = 1200
    values = np.zeros((n, n))
    values[[3, 700, 1199], [5, 0, 1199]] = [2.0, 3.0, 1.0]
    cells = largest_cells(n, lambda rows: values[rows], 3)
    assert list(cells.rows) == [700, 3, 1199]
    assert list(cells.columns) == [0, 5, 1199]


# ------------------------------------------------------------------ tolerable limits
@repeatable
@given(matrices)
def test_at_its_limit_a_coefficient_moves_the_binding_output_to_the_tolerance(A: Any) -> None:
    model = model_of(A)
    table: Any = model.table
    x, f = table.output, table.final_demand[:, 0]
    found = tolerable_limits(model, tolerance=1.0, most=9)
    for i, j, limit, k in zip(
        found.cells.rows, found.cells.columns, found.limits, found.binding, strict=True
    ):
        changed = model.system.A.copy()
        changed[i, j] *= 1 + limit / 100
        moved = np.linalg.solve(np.eye(3) - changed, f) / x - 1
        assert np.abs(moved).max() == pytest.approx(0.01, rel=1e-6)
        assert abs(moved[k]) == pytest.approx(0.01, rel=1e-6)
    assert np.all(np.diff(found.limits) >= 0)


def test_the_limit_is_that_of_schintke_and_staeglin_where_the_supplier_binds() -> None:
    """100 p / (a_ij (l_ji p + 100 l_ii x_j / x_i)), p and the limit in per cent."""
    model = iomodel.load_model("bok-2020-33")
    table: Any = model.table
    L, A, x = model.system.inverse(), model.system.A, table.output
    found = tolerable_limits(model, tolerance=0.5, most=50)
    own = found.binding == found.cells.rows
    assert own.sum() > 25
    for i, j, limit in zip(
        found.cells.rows[own], found.cells.columns[own], found.limits[own], strict=True
    ):
        formula = 100 * 0.5 / (A[i, j] * (L[j, i] * 0.5 + 100 * L[i, i] * x[j] / x[i]))
        assert limit == pytest.approx(formula, rel=ROUNDING)
    assert found.existing == int((A != 0).sum())
    assert 0 < found.important < found.existing


def test_limits_for_a_demand_leave_idle_sectors_out() -> None:
    model = model_of([[0.1, 0.2, 0.0], [0.1, 0.1, 0.0], [0.1, 0.1, 0.2]])
    found = tolerable_limits(model, demand=["03=10"], most=9)  # 03 buys from itself alone
    assert list(found.table()["supplier"]) == ["03"]
    assert found.limits[0] == pytest.approx(100 * 0.01 / (0.2 * (1.25 + 0.01 * 1.25)), rel=1e-9)


def test_a_published_inverse_needs_a_demand_for_limits() -> None:
    inverse = LeontiefModel.from_inverse(small_inverse())
    table = LeontiefModel.from_table(tiny())
    error = refused(NotSupportedError, lambda: tolerable_limits(inverse))
    assert "this table can't give tolerable limits" in str(error)
    amounts = [f"{code}={v}" for code, v in zip(CODES, (110, 330, 260), strict=True)]
    a, b = tolerable_limits(inverse, demand=amounts), tolerable_limits(table)
    assert a.limits == pytest.approx(b.limits, rel=ROUNDING)  # the table's own final demand


# ------------------------------------------------------------------ one coefficient
@repeatable
@given(matrices, places, places, st.floats(-90, 90), st.sampled_from(["production", "value_added"]))
def test_one_changed_coefficient_as_if_refactorised(
    A: Any, i: int, j: int, percent: float, indicator: Any
) -> None:
    model = model_of(A)
    demand = ["01=3", "02=-1", "03=2"]
    found = coefficient_change(model, CODES[i], CODES[j], demand, percent, indicator=indicator)
    changed = model.system.A.copy()
    changed[i, j] *= 1 + percent / 100
    c = model.coefficients[0 if indicator == "production" else 1]
    x = np.linalg.solve(np.eye(3) - changed, np.array([3.0, -1.0, 2.0]))
    assert found.after == pytest.approx(c * x, abs=ROUNDING)
    assert found.new == pytest.approx(changed[i, j], abs=1e-15)
    assert found.table()["change"].iloc[-1] == pytest.approx(found.change)


def test_first_order_and_exact_change_part_by_second_order() -> None:
    model = iomodel.load_model("bok-2020-33")
    gaps = []
    for percent in (20.0, 10.0):
        found = coefficient_change(model, "14", "14", "운송장비", percent)
        gaps.append(found.change - found.first_order)
    assert gaps[0] / gaps[1] == pytest.approx(4.0, rel=0.1)


def test_a_new_value_may_fill_an_empty_cell() -> None:
    model = model_of([[0.0, 0.2], [0.3, 0.0]])
    found = coefficient_change(model, "01", "01", "01", to=0.5)
    assert found.old == 0.0
    assert found.after.sum() == pytest.approx(np.linalg.inv([[0.5, -0.2], [-0.3, 1.0]])[:, 0].sum())


def test_changes_without_an_inverse_are_refused() -> None:
    model = model_of([[0.2, 0.0], [0.0, 0.5]])
    error = refused(NotSupportedError, lambda: coefficient_change(model, "01", "01", "01", to=1.0))
    assert str(error) == lines(
        "plain",
        "  with a change this large there is no inverse",
        "    expected: a change below 0.8",
        "    found: 0.8",
        "    remedy: give a smaller change",
    )
    field = field_of_influence(model, "02", "02")
    assert field.critical == pytest.approx(0.5)
    refused(NotSupportedError, lambda: field.change_of_inverse(0.6))
    assert field_of_influence(model, "01", "02").critical == float("inf")


@pytest.mark.parametrize(
    "given_", [{}, {"percent": 1.0, "to": 0.1}, {"to": float("nan")}, {"percent": float("inf")}]
)
def test_one_of_percent_and_value_is_wanted(given_: Any) -> None:
    error = refused(
        LabelError, lambda: coefficient_change(model_of(A_BOOK), "01", "02", "01", **given_)
    )
    assert str(error) == lines(
        "coefficient_change",
        "  percent, to: it is not clear how to change it",
        "    expected: one of percent and to",
        f"    found: percent={given_.get('percent')}, to={given_.get('to')}",
        "    remedy: give one of the two",
    )


# ------------------------------------------------------------------ gradients
@repeatable
@given(matrices, st.sampled_from(["production", "value_added", "employment"]))
def test_derivatives_are_those_of_finite_differences(A: Any, indicator: Any) -> None:
    model = with_coefficients(LeontiefModel.from_table(tiny()), A)
    assume(np.linalg.cond(np.eye(3) - A) < 20)
    f = np.array([3.0, 1.0, 2.0])
    found = sensitivities(model, ["01=3", "02=1", "03=2"], indicator)
    c = model.coefficients[[i.id for i in model.indicators].index(indicator)]

    def impact(B: Any, g: Any, v: Any) -> float:
        return float(v @ np.linalg.solve(np.eye(3) - B, g))

    scale = max(1.0, float(np.abs(found.by_coefficient).max()))
    for i in range(3):
        for j in range(3):
            step = np.zeros((3, 3))
            step[i, j] = STEP
            slope = (impact(A + step, f, c) - impact(A - step, f, c)) / (2 * STEP)
            assert found.by_coefficient[i, j] == pytest.approx(slope, abs=DIFFERENCES * scale)
        unit = np.eye(3)[i] * STEP
        slope = (impact(A, f + unit, c) - impact(A, f - unit, c)) / (2 * STEP)
        assert found.by_demand[i] == pytest.approx(slope, abs=DIFFERENCES * scale)
        slope = (impact(A, f, c + unit) - impact(A, f, c - unit)) / (2 * STEP)
        assert found.by_direct_coefficient[i] == pytest.approx(slope, abs=DIFFERENCES * scale)
    assert found.total == pytest.approx(impact(A, f, c))


def test_the_ten_numbers_are_the_ten_largest_of_all() -> None:
    model = iomodel.load_model("bok-2020-33")
    demand = iomodel.Demand.of({"운송장비": 100, "20": 60}, "억원", model.sectors)
    found = sensitivities(model, demand, "employment")
    f = demand.values[0] * 100  # 억원 in 백만원
    every = np.concatenate(
        [
            (model.system.A * found.by_coefficient).ravel(),
            f * found.by_demand,
            found.c * found.by_direct_coefficient,
        ]
    )
    expected = np.sort(np.abs(every))[::-1][:10] / found.total
    listed = [abs(found.elasticity(item)) for item in found.largest]
    assert listed == pytest.approx(expected, rel=ROUNDING)
    assert found.total == pytest.approx(model.induce(demand).value("employment"), rel=1e-12)
    assert {item.kind for item in found.largest} == {
        "demand",
        "direct coefficient",
        "input coefficient",
    }


def test_elasticities_of_demand_and_of_direct_coefficients_sum_to_one() -> None:
    model = LeontiefModel.from_table(tiny())
    found = sensitivities(model, ["01=3", "02=1", "03=2"], "employment", most=100)
    for kind in ("demand", "direct coefficient"):
        total = sum(found.elasticity(item) for item in found.largest if item.kind == kind)
        assert total == pytest.approx(1.0, abs=ROUNDING)
    assert len(found.largest) == 9 + 3 + 3


def test_lines_of_two_programmes_stay_apart() -> None:
    model = LeontiefModel.from_table(tiny())
    one = iomodel.Demand.of({"01": 3.0}, "백만원", model.sectors, programme="one")
    two = iomodel.Demand.of({"01": 1.0}, "백만원", model.sectors, programme="two")
    both = replace(one, values=np.vstack([one.values, two.values]), lines=one.lines + two.lines)
    frame = sensitivities(model, both, "production", most=50).table()
    parts = frame[frame["kind_en"] == "demand"].set_index("programme")["elasticity"]
    assert parts["one"] == pytest.approx(0.75)
    assert parts["two"] == pytest.approx(0.25)


def test_an_impact_of_zero_has_no_elasticities() -> None:
    found = sensitivities(model_of(A_BOOK), ["01=1", "02=-1"], "value_added", most=3)
    assert found.total == pytest.approx(0.0, abs=1e-12)
    nothing = sensitivities(model_of(A_BOOK), ["01=0"], "value_added")
    assert nothing.largest == ()
    assert list(nothing.table().columns) == [column.id for column in nothing.columns]


# ------------------------------------------------------------------ errors
def test_first_order_variance_by_hand_for_one_sector() -> None:
    """R = c f / (1 − a): dR/R = dc/c + df/f + a/(1 − a) da/a, here with a = 0.5."""
    model = LeontiefModel.from_table(plain([[50.0]], [50.0], [50.0]))
    found = error_propagation(model, ["01=10"], "production", 4.0, 3.0, 12.0)
    assert found.total == pytest.approx(20.0)
    relative = found.table()["relative"]
    assert list(relative) == pytest.approx([4.0, 3.0, 12.0, 13.0])  # 4² + 3² + 12² = 13²
    assert list(found.worst) == pytest.approx([0.8, 0.6, 2.4, 3.8])
    assert found.standard_error == pytest.approx(2.6)


def test_draws_of_small_errors_scatter_as_first_order_says() -> None:
    model = LeontiefModel.from_table(tiny())
    f, c, A = np.array([3.0, 1.0, 2.0]), model.coefficients[3], model.system.A
    found = error_propagation(model, ["01=3", "02=1", "03=2"], "employment", 2.0, 1.0, 1.5)
    rng = np.random.default_rng(7)
    drawn_A = A * (1 + 0.02 * rng.standard_normal((DRAWS, 3, 3)))
    drawn_f = f * (1 + 0.01 * rng.standard_normal((DRAWS, 3)))
    drawn_c = c * (1 + 0.015 * rng.standard_normal((DRAWS, 3)))
    x = np.linalg.solve(np.eye(3) - drawn_A, drawn_f[:, :, None])[:, :, 0]
    impacts = (drawn_c * x).sum(axis=1)
    assert found.standard_error == pytest.approx(impacts.std(), rel=SAMPLING)
    assert found.total == pytest.approx(impacts.mean(), rel=SAMPLING)


def test_variance_by_buyer_and_by_supplier_are_the_same_variance() -> None:
    model = iomodel.load_model("bok-2020-33")
    found = error_propagation(model, "운송장비", "value_added", 10.0)
    cells = (
        model.system.A
        * np.outer(
            *(getattr(sensitivities(model, "운송장비", "value_added"), name) for name in ("m", "x"))
        )
        * 0.1
    ) ** 2
    assert found.by_buyer() == pytest.approx(cells.sum(axis=0), rel=ROUNDING)
    assert found.by_supplier() == pytest.approx(cells.sum(axis=1), rel=ROUNDING)
    assert found.variances[0] == pytest.approx(cells.sum(), rel=ROUNDING)
    assert found.worst[0] == pytest.approx(np.sqrt(cells).sum(), rel=ROUNDING)


def test_errors_may_differ_by_cell_and_sector() -> None:
    model = LeontiefModel.from_table(tiny())
    only = np.zeros((3, 3))
    only[1, 2] = 5.0
    found = error_propagation(model, ["03=4"], "production", only, np.array([9.0, 0, 0]))
    derivative = sensitivities(model, ["03=4"], "production").by_coefficient[1, 2]
    expected = 0.05 * model.system.A[1, 2] * derivative
    assert found.standard_error == pytest.approx(expected, rel=ROUNDING)
    assert list(found.table()["share"]) == pytest.approx([100, 0, 0, 100])


def test_without_errors_there_is_no_share() -> None:
    found = error_propagation(model_of(A_BOOK), ["01=4"], "production", 0.0)
    assert found.standard_error == 0.0
    assert found.table()["share"].isna().all()


@pytest.mark.parametrize("error", [-1.0, float("nan"), np.ones(2), np.full((2, 2), -1.0)])
def test_errors_out_of_range_are_refused(error: Any) -> None:
    found = refused(
        LabelError, lambda: error_propagation(model_of(A_BOOK), "01", "production", error)
    )
    first = str(found).splitlines()
    assert first[:3] == [
        "coefficient_error",
        "  the error can't be used",
        "    expected: per cent from zero; one or (2, 2)",
    ]


# ------------------------------------------------------------------ refusals
def test_published_multipliers_are_refused() -> None:
    model = MultiplierModel(regional(), "북")
    calls: list[tuple[str, Any]] = [
        ("fields of influence", lambda: field_of_influence(model, "01", "02")),
        ("important coefficients", lambda: important_coefficients(model)),
        ("tolerable limits", lambda: tolerable_limits(model)),
        (
            "the effect of a changed coefficient",
            lambda: coefficient_change(model, "01", "02", "01", 1.0),
        ),
        ("sensitivities", lambda: sensitivities(model, "01")),
        ("error propagation", lambda: error_propagation(model, "01")),
    ]
    for what, call in calls:
        error = refused(NotSupportedError, call)
        assert str(error) == lines(
            "tiny-regional",
            f"  this table can't give {what}",
            "    expected: transactions or a published inverse",
            "    found: published multipliers",
            "    remedy: use a table such as bok-2020-165",
        )


def test_counts_and_choices_out_of_range_are_refused() -> None:
    model = model_of(A_BOOK)
    calls: list[tuple[str, Any]] = [
        ("most", lambda: field_of_influence(model, "01", "02", most=0)),
        ("most", lambda: important_coefficients(model, most=0)),
        ("most", lambda: tolerable_limits(model, most=0)),
        ("tolerance", lambda: tolerable_limits(model, tolerance=0.0)),
        ("most", lambda: sensitivities(model, "01", most=0)),
    ]
    for place, call in calls:
        error = refused(LabelError, call)
        assert error.origin == place
        assert error.problems[0].remedy.en == f"correct {place}"
    other: Any = "size"
    choice = refused(NotSupportedError, lambda: important_coefficients(model, other))
    assert choice.origin == "rank_by"
    assert choice.problems[0].remedy.en == "correct rank_by"
    refused(UnknownSectorError, lambda: field_of_influence(model, "01", "9"))
    refused(UnknownSectorError, lambda: coefficient_change(model, "9", "01", "01", 1.0))
    refused(NotFoundError, lambda: sensitivities(model, "01", "employment"))


# ------------------------------------------------------------------ shown
def results() -> list[Any]:
    model = LeontiefModel.from_table(tiny())
    return [
        field_of_influence(model, "01", "02"),
        important_coefficients(model),
        important_coefficients(model, "intensity"),
        tolerable_limits(model),
        coefficient_change(model, "01", "02", "02", 10.0),
        sensitivities(model, "02", "employment"),
        error_propagation(model, "02", "employment"),
    ]


def test_tables_have_the_columns_they_describe() -> None:
    for result in results():
        assert list(result.table().columns) == [column.id for column in result.columns]
        assert result.source
        assert all(note.ko and note.en for note in result.notes)


def test_plots_name_their_axes() -> None:
    import matplotlib.pyplot as plt

    labels = [
        ("sector demanded", "수요부문", 0),
        ("elasticity", "탄력성", 9),
        ("sum of the field (won per won)", "영향력장의 합 (원/원)", 9),
        ("tolerable limit (%)", "허용한계 (%)", 9),
        ("change of production (won per won)", "생산유발의 변화 (원/원)", 3),
        ("elasticity of employment", "취업유발의 탄력성", 10),
        ("standard error (persons per billion KRW)", "표준오차 (명/10억원)", 4),
    ]
    for result, (english, korean, bars) in zip(results(), labels, strict=True):
        ax = result.plot()
        assert ax.get_xlabel() == english
        assert len(ax.patches) == bars
        own = plt.figure().add_subplot()
        assert result.plot(own, lang="ko") is own
        assert own.get_xlabel() == korean
        plt.close("all")


def test_options_are_those_of_the_functions() -> None:
    for analysis in ANALYSES:
        keywords = inspect.signature(analysis.run).parameters
        assert [o.name for o in analysis.options] == list(keywords)[1:]
        for option in analysis.options:
            if not option.required:
                assert option.default == keywords[option.name].default


def test_inputs_are_left_alone() -> None:
    model = LeontiefModel.from_table(tiny())
    A, c = model.system.A.copy(), model.coefficients.copy()
    coefficient_change(model, "01", "02", "02", 50.0)
    sensitivities(model, "02")
    tolerable_limits(model)
    error_propagation(model, "02")
    assert np.array_equal(model.system.A, A)
    assert np.array_equal(model.coefficients, c)
