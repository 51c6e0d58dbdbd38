"""From published totals back to demand: on systems with known answers, then on Sejong's."""

from __future__ import annotations

import csv
import re
import shutil
import sys
import tomllib
from collections import Counter
from dataclasses import replace
from decimal import Decimal
from functools import cache
from itertools import combinations, product
from pathlib import Path

import numpy as np
import pytest
from helpers import COEFFICIENTS, SEJONG, edit, lines, refused, rows_of

from iomodel import estimate, load_table, read_study
from iomodel.errors import InfeasibleError, NotFoundError, NotSupportedError
from iomodel.estimates import Estimate
from iomodel.inference import Inferred, infer, question, vectors_csv
from iomodel.models import load_model
from iomodel.published import PublishedCell, read_published
from iomodel.reconcile import (
    PrintedSystem,
    divergence,
    extremes,
    factor_range,
    nearest,
    programmes_of,
    share_range,
    spending_range,
    sum_tightness,
    tightness,
)
from iomodel.table import IOTable
from iomodel.units import MILLION_KRW

# Linear programmes are solved to a feasibility of 1e-7 of figures of some 1e4.
LINEAR = 1e-6
# Entropy problems are solved to 1e-9 of their scale; vectors move by its root.
ENTROPY = 1e-3
# A figure may miss its interval by the solver's feasibility of 1e-9 of it, ten times over.
FEASIBLE = 1e-8
# Solvers of another platform or version agree on the committed vectors to this, in 백만원 …
SOLVER_MONEY = 1.0
# … and on the divergence, in nats, which rounding to a thousand won moves by 4e-6.
SOLVER_NATS = 1e-5
# Another route to the same effects: an inverse instead of factors, sums in another order.
ROUTE = 1e-6

# ------------------------------------------------------------------ a system with a known answer

MULTIPLIERS = np.array([[1.5, 2.0, 1.2], [0.002, 0.004, 0.010]])  # production, persons per 백만원
TRUE = np.array([[10_000.0, 0.0, 5_000.0], [0.0, 20_000.0, 3_000.0]])
WEST = (("west", "지원"), ("west", "투자"))


def cell(
    programme: str, indicator: str, value: float | str, scenario: str = "west"
) -> PublishedCell:
    unit = "명" if indicator == "employment" else "백만원"
    digits = value if isinstance(value, str) else f"{value:.0f}"
    return PublishedCell(scenario, programme, indicator, Decimal(digits), unit, "p. 1")


def system(*cells: PublishedCell) -> PrintedSystem:
    return PrintedSystem.of(cells, MILLION_KRW)


def known(**changes: float) -> PrintedSystem:
    """21,000 and 70; 43,600 and 110; their sums: what TRUE gives, in whole figures."""
    effects = TRUE @ MULTIPLIERS.T
    figures = {
        "p1": ("지원", "production", effects[0, 0]),
        "e1": ("지원", "employment", effects[0, 1]),
        "p2": ("투자", "production", effects[1, 0]),
        "e2": ("투자", "employment", effects[1, 1]),
        "ps": ("subtotal", "production", effects[:, 0].sum()),
        "es": ("subtotal", "employment", effects[:, 1].sum()),
    }
    return system(*(cell(p, i, changes.get(k, v)) for k, (p, i, v) in figures.items()))


def inside(asked: PrintedSystem, demand: np.ndarray, slack: float = 1.0) -> np.ndarray:
    """Whether each figure is met within `slack` of half a printed unit, one by one."""
    answers = []
    for q, c in enumerate(asked.cells):
        effect = sum(
            demand[p] @ MULTIPLIERS[asked.indicator[q]]
            for p, pair in enumerate(asked.pairs)
            if c.programme in (pair[1], "subtotal")
        )
        answers.append(abs(effect - float(c.value)) <= slack * c.half + FEASIBLE * float(c.value))
    return np.array(answers)


def test_a_printed_system_knows_lines_from_sums() -> None:
    asked = known()
    assert asked.pairs == WEST
    assert asked.indicators == ("production", "employment")
    np.testing.assert_array_equal(asked.members, [[1, 0], [1, 0], [0, 1], [0, 1], [1, 1], [1, 1]])
    np.testing.assert_array_equal(asked.centre, [21_000, 70, 43_600, 110, 64_600, 180])
    np.testing.assert_array_equal(asked.half, [0.5] * 6)
    np.testing.assert_allclose(asked.rows(MULTIPLIERS) @ TRUE.ravel(), asked.centre, rtol=1e-14)


def test_a_total_covers_every_scenario_and_a_subtotal_only_its_own() -> None:
    asked = system(
        cell("지원", "production", 1),
        cell("지원", "production", 2, "east"),
        cell("subtotal", "production", 1),
        cell("total", "production", 3, "total"),
    )
    assert asked.pairs == (("west", "지원"), ("east", "지원"))
    np.testing.assert_array_equal(asked.members, [[1, 0], [0, 1], [1, 0], [1, 1]])


def test_figures_in_other_units_and_digits_become_intervals_of_the_tables_money() -> None:
    asked = system(cell("지원", "production", "12.5"))
    asked = PrintedSystem.of([replace(c, unit="억원") for c in asked.cells], MILLION_KRW)
    assert asked.centre.tolist() == pytest.approx([1250.0])
    assert asked.half.tolist() == pytest.approx([5.0])


def test_exact_figures_need_no_rounding() -> None:
    assert tightness(known(), MULTIPLIERS) == pytest.approx(0.0, abs=LINEAR)


def test_figures_off_by_less_than_half_a_unit_can_stand_together() -> None:
    assert tightness(known(ps=64_601), MULTIPLIERS) == pytest.approx(2 / 3, abs=LINEAR)


def test_impossible_figures_say_how_impossible_they_are() -> None:
    """400 jobs on 21,000: sector 3 alone has the most, 0.010/1.2 a unit of production.

    400 − t/2 ≤ (0.010/1.2)(21,000 + t/2) first holds at t = 225 / (1/2 + 0.005/1.2).
    """
    line = system(cell("지원", "production", 21_000), cell("지원", "employment", 400))
    expected = (400 - 0.010 / 1.2 * 21_000) / (0.5 + 0.005 / 1.2)
    assert expected > 1
    assert tightness(line, MULTIPLIERS) == pytest.approx(expected, rel=LINEAR)


@pytest.mark.parametrize("gap", [1, 2, -3])
def test_a_gap_is_spread_over_the_parts_and_their_sum(gap: int) -> None:
    """Two parts and a sum, each within half a unit: 3 t/2 = gap."""
    asked = known(ps=64_600 + gap)
    assert sum_tightness(asked) == pytest.approx(abs(gap) / 1.5, rel=LINEAR)
    assert tightness(asked, MULTIPLIERS) == pytest.approx(abs(gap) / 1.5, rel=1e-3)


def enumerated(line: PrintedSystem, cost: np.ndarray) -> tuple[float, float]:
    """The extremes of cost·f of one line by trying every vertex: two figures, two sectors."""
    values = []
    ends = [(c - h, c + h) for c, h in zip(line.centre, line.half, strict=True)]
    for a, b in combinations(range(3), 2):
        for corner in product(*ends):
            f = np.linalg.solve(MULTIPLIERS[:, [a, b]], corner)
            if (f >= -1e-9).all():
                values.append(f @ cost[[a, b]])
    return min(values), max(values)


def test_the_range_of_spending_is_that_of_the_vertices_and_holds_the_truth() -> None:
    line = known().lines(WEST[0])
    low, high = enumerated(line, np.ones(3))
    assert low < TRUE[0].sum() < high
    assert spending_range(line, MULTIPLIERS, [WEST[0]]) == pytest.approx((low, high), rel=LINEAR)


def test_spending_of_programmes_together_holds_the_truth_and_is_narrower_than_the_sum() -> None:
    asked = known()
    alone = [spending_range(asked, MULTIPLIERS, [pair]) for pair in asked.pairs]
    low, high = spending_range(asked, MULTIPLIERS, asked.pairs)
    assert low <= TRUE.sum() <= high
    assert low >= sum(r[0] for r in alone) - LINEAR * low
    assert high <= sum(r[1] for r in alone) + LINEAR * high


def test_extremes_of_one_sector_are_those_of_the_vertices() -> None:
    line = known().lines(WEST[0])
    cost = np.array([0.0, 1.0, 0.0])
    assert extremes(line, MULTIPLIERS, cost[None, :]) == pytest.approx(
        enumerated(line, cost), rel=LINEAR, abs=LINEAR
    )


def test_extremes_of_impossible_figures_are_refused() -> None:
    asked = known(e1=400, es=510)
    error = refused(InfeasibleError, lambda: spending_range(asked, MULTIPLIERS, list(asked.pairs)))
    assert str(error) == lines(
        "reconcile",
        "  no demand explains all published figures together",
        "    expected: at least one non-negative demand vector",
        "    found: none",
        "    remedy: widen the candidate sectors or take a finer table",
    )
    assert error.render("ko") == lines(
        "reconcile",
        "  공표값을 모두 설명하는 수요가 없습니다",
        "    기대한 것: 0 이상인 수요 벡터 하나 이상",
        "    찾은 것: 없음",
        "    고치는 법: 후보 부문을 넓히거나 더 세분된 표를 쓰십시오",
    )


def test_shares_of_spending_are_those_of_the_vertices() -> None:
    line = known().lines(WEST[0])
    ends = [(c - h, c + h) for c, h in zip(line.centre, line.half, strict=True)]
    mask = np.array([False, False, True])
    found = share_range(line, MULTIPLIERS, mask)
    by_hand = []
    for a, b in combinations(range(3), 2):
        for corner in product(*ends):
            f = np.zeros(3)
            f[[a, b]] = np.linalg.solve(MULTIPLIERS[:, [a, b]], corner)
            if (f >= -1e-9).all():
                by_hand.append(f[2] / f.sum())
    assert found == pytest.approx((min(by_hand), max(by_hand)), rel=1e-5, abs=LINEAR)
    assert found[0] <= TRUE[0, 2] / TRUE[0].sum() <= found[1]


def test_the_factor_on_jobs_where_one_sector_is_all_there_is() -> None:
    """Production fixes spending; 70 published jobs over 0.010/1.2 of it is the factor."""
    line = known().lines(WEST[0])
    found = factor_range(line, MULTIPLIERS[:, [2]], WEST[0], "employment")
    least, most = (70 / (0.010 / 1.2 * p) for p in (21_000.5, 20_999.5))
    assert found == pytest.approx((least, most), rel=LINEAR)


def test_no_factor_where_the_other_figures_can_not_be_met() -> None:
    """Value added above production is out of reach of a sector that has half of it."""
    line = system(
        cell("지원", "production", 100),
        cell("지원", "value_added", 120),
        cell("지원", "employment", 1),
    )
    multipliers = np.array([[2.0, 3.0], [1.0, 1.0], [0.1, 0.2]])
    assert factor_range(line, multipliers, ("west", "지원"), "employment") is None


# ------------------------------------------------------------------ the nearest demand


@pytest.fixture(scope="module")
def cvxpy() -> None:
    pytest.importorskip("cvxpy")


@pytest.mark.usefixtures("cvxpy")
def test_a_prior_that_fits_is_the_answer() -> None:
    prior = np.array([[0.2, 0.3, 0.5], [0.6, 0.1, 0.3]])
    spent = np.array([[40_000.0], [70_000.0]]) * prior
    effects = spent @ MULTIPLIERS.T
    asked = system(
        *(
            cell(pair[1], name, f"{effects[p, k]:.4f}")
            for p, pair in enumerate(WEST)
            for k, name in enumerate(("production", "employment"))
        )
    )
    demand, far = nearest(asked, MULTIPLIERS, prior, slack=1.0)
    np.testing.assert_allclose(demand, spent, rtol=ENTROPY)
    np.testing.assert_allclose(far, 0.0, atol=SOLVER_NATS)


@pytest.mark.usefixtures("cvxpy")
@pytest.mark.parametrize("slack", [0.5, 1.0])
def test_the_answer_meets_every_figure_within_the_slack(slack: float) -> None:
    asked, prior = known(), np.full((2, 3), 1 / 3)
    demand, far = nearest(asked, MULTIPLIERS, prior, slack)
    assert (demand >= 0).all()
    assert inside(asked, demand, slack).all()
    np.testing.assert_allclose(far, divergence(demand, prior), rtol=1e-9)
    assert far.max() > 0.01


@pytest.mark.usefixtures("cvxpy")
def test_nothing_that_fits_is_nearer() -> None:
    """The objective at other fitting vectors: the truth, and steps towards the vertices."""
    asked, prior = known(), np.array([[0.3, 0.3, 0.4], [0.1, 0.7, 0.2]])
    scale = np.array([21_000.0, 43_600.0])

    def objective(f: np.ndarray) -> float:
        return float((f.sum(axis=1) / scale) @ divergence(np.maximum(f, 1e-300), prior))

    demand, _ = nearest(asked, MULTIPLIERS, prior, 1.0)
    best = objective(demand)
    assert best < objective(TRUE)
    for step in (0.01, 0.1, 0.5):
        mixed = (1 - step) * demand + step * TRUE
        assert inside(asked, mixed).all()
        assert objective(mixed) > best


@pytest.mark.usefixtures("cvxpy")
def test_an_independent_solver_finds_the_same_demand() -> None:
    """The same problem by sequential quadratic programming, all eight intervals as inequalities."""
    from scipy.optimize import minimize

    rng = np.random.default_rng(7)
    multipliers = np.vstack([rng.uniform(1.2, 2.4, 5), rng.uniform(0.001, 0.012, 5)])
    prior = rng.dirichlet(np.full(5, 4.0), 2)
    true = np.array([[30_000.0], [50_000.0]]) * rng.dirichlet(np.full(5, 4.0), 2)
    effects = np.round(true @ multipliers.T)
    asked = system(
        *(
            cell(pair[1], name, effects[p, k])
            for p, pair in enumerate(WEST)
            for k, name in enumerate(("production", "employment"))
        ),
        cell("subtotal", "production", effects[:, 0].sum()),
        cell("subtotal", "employment", effects[:, 1].sum()),
    )
    ours, far = nearest(asked, multipliers, prior, slack=1.0)

    scale = effects[:, 0]
    G = np.zeros((6, 2, 5))
    for q, (p, k) in enumerate([(0, 0), (0, 1), (1, 0), (1, 1)]):
        G[q, p] = multipliers[k]
    G[4], G[5] = multipliers[0], multipliers[1]
    centre = np.array([*effects.ravel(), *effects.sum(axis=0)])
    rows = (G * scale[None, :, None]).reshape(6, 10) / centre[:, None]

    def objective(z: np.ndarray) -> float:
        f = z.reshape(2, 5)
        return float((f * np.log(f / (f.sum(axis=1, keepdims=True) * prior))).sum())

    width = 0.5 / centre
    theirs = minimize(
        objective,
        (true / scale[:, None]).ravel(),
        method="SLSQP",
        bounds=[(1e-9, None)] * 10,
        constraints=[
            {"type": "ineq", "fun": lambda z: 1 + width - rows @ z},
            {"type": "ineq", "fun": lambda z: rows @ z - 1 + width},
        ],
        options={"maxiter": 1000, "ftol": 1e-14},
    )
    assert theirs.success
    np.testing.assert_allclose(
        ours, theirs.x.reshape(2, 5) * scale[:, None], rtol=0, atol=ENTROPY * ours.sum()
    )
    objective_ours = objective((ours / scale[:, None]).ravel())
    assert objective_ours == pytest.approx(theirs.fun, rel=ENTROPY)
    assert (far > 0).all()


@pytest.mark.usefixtures("cvxpy")
def test_the_answer_is_an_exponential_tilt_of_its_prior() -> None:
    """At the optimum, ln(s/π) is a combination of the indicators and a constant (Lagrange)."""
    multipliers = np.array([[1.5, 2.0, 1.2, 1.7, 1.9], [0.002, 0.004, 0.010, 0.006, 0.003]])
    prior = np.full((1, 5), 0.2)
    asked = system(cell("지원", "production", 30_000), cell("지원", "employment", 60))
    demand, _ = nearest(asked, multipliers, prior, slack=0.5)
    tilt = np.log(demand[0] / demand[0].sum() / prior[0])
    basis = np.vstack([np.ones(5), multipliers]).T
    fitted = basis @ np.linalg.lstsq(basis, tilt, rcond=None)[0]
    assert np.ptp(tilt) > 0.1
    np.testing.assert_allclose(fitted, tilt, atol=ENTROPY)


@pytest.mark.usefixtures("cvxpy")
def test_a_printed_zero_is_an_interval_like_any_other() -> None:
    """A tenth of a job prints as 0; the programme exists nonetheless."""
    asked = system(cell("지원", "production", 100), cell("지원", "employment", 0))
    prior = np.full((1, 3), 1 / 3)
    demand, _ = nearest(asked, MULTIPLIERS, prior, slack=1.0)
    assert MULTIPLIERS[0] @ demand[0] == pytest.approx(100, abs=0.5 + LINEAR)
    assert 0 <= MULTIPLIERS[1] @ demand[0] <= 0.5 + LINEAR


@pytest.mark.usefixtures("cvxpy")
def test_no_answer_to_impossible_figures() -> None:
    asked = known(e1=400, es=510)
    prior = np.full((2, 3), 1 / 3)
    refused(InfeasibleError, lambda: nearest(asked, MULTIPLIERS, prior, slack=1.0))


def test_without_the_solver_its_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "cvxpy", None)
    prior = np.full((2, 3), 1 / 3)
    error = refused(NotSupportedError, lambda: nearest(known(), MULTIPLIERS, prior, slack=1.0))
    assert str(error) == lines(
        "reconcile",
        "  cvxpy is not installed",
        "    expected: cvxpy",
        "    found: nothing",
        '    remedy: pip install "iomodel[reconcile]"',
    )


def test_divergence_of_halves_from_a_quarter() -> None:
    """½ ln 2 + ½ ln ⅔, and an empty share counts nothing."""
    prior = np.array([[0.25, 0.75, 0.0], [0.25, 0.5, 0.25]])
    demand = np.array([[3.0, 3.0, 0.0], [8.0, 0.0, 0.0]])
    np.testing.assert_allclose(
        divergence(demand, prior),
        [0.5 * np.log(2) + 0.5 * np.log(2 / 3), np.log(4)],
        rtol=1e-14,
    )


# ------------------------------------------------------------------ Sejong


@cache
def sejong() -> Estimate:
    return estimate(SEJONG, readings=["reconciled"])


@pytest.fixture(scope="module")
def inferred() -> Inferred:
    pytest.importorskip("cvxpy")
    return infer(read_study(SEJONG))


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SEJONG, tmp_path / "sejong"))


def printed() -> dict[tuple[str, str, str], Decimal]:
    rows = rows_of(SEJONG / "published.csv")
    return {(r["scenario"], r["programme"], r["indicator"]): Decimal(r["value"]) for r in rows}


@cache
def committed() -> dict[tuple[str, str], dict[str, float]]:
    vectors: dict[tuple[str, str], dict[str, float]] = {}
    for row in rows_of(SEJONG / "reconciled.csv"):
        assert row["unit"] == "백만원"
        line = vectors.setdefault((row["scenario"], row["programme"]), {})
        assert row["sector"] not in line
        line[row["sector"]] = float(row["amount"])
    return vectors


def test_what_sejongs_sums_alone_demand_of_rounding() -> None:
    """Each sum and its parts share a gap: |gap| / ((parts + 1) / 2). The tightest binds."""
    figures = printed()
    lines_ = [key for key in figures if key[1] not in ("subtotal", "total")]
    demanded = []
    for (scenario, programme, indicator), value in figures.items():
        parts = {
            "subtotal": [[k for k in lines_ if k[0] == scenario and k[2] == indicator]],
            "total": [
                [k for k in lines_ if k[2] == indicator],
                [k for k in figures if k[1] == "subtotal" and k[2] == indicator],
            ],
        }.get(programme, [])
        for keys in parts:
            gap = abs(sum(figures[k] for k in keys) - value)
            demanded.append(float(gap) / ((len(keys) + 1) / 2))
    assert len(demanded) == 15
    assert max(demanded) == pytest.approx(2 / 3)
    asked = PrintedSystem.of(read_published(SEJONG / "published.csv"), MILLION_KRW)
    assert sum_tightness(asked) == pytest.approx(max(demanded), abs=LINEAR)


def test_all_thirty_published_figures_are_met_by_the_committed_vectors() -> None:
    comparison = sejong().comparison
    assert len(comparison) == 30
    assert Counter(row.matches for row in comparison) == {True: 30}
    assert {row.basis for row in comparison} == {"fitted"}


def test_the_thirty_figures_again_by_a_route_of_their_own() -> None:
    """Committed amounts times an inverse by numpy, without scenario, model or comparison."""
    table = load_table("bok-2020-165")
    assert isinstance(table, IOTable)
    x = table.output
    inverse = np.linalg.inv(np.eye(165) - table.domestic / x)
    rows = {
        "production": inverse.sum(axis=0),
        "value_added": table.value_added / x @ inverse,
        "employment": table.satellites[0] / x @ inverse,
    }
    where = {code: i for i, code in enumerate(table.sectors.codes)}
    effects = {
        (*pair, name): sum(row[where[code]] * amount for code, amount in amounts.items())
        for pair, amounts in committed().items()
        for name, row in rows.items()
    }
    met = 0
    for (scenario, programme, indicator), value in printed().items():
        parts = [
            effect
            for (s, p, name), effect in effects.items()
            if name == indicator
            and scenario in (s, "total")
            and programme in (p, "subtotal", "total")
        ]
        assert len(parts) in (1, 2, 6)
        assert abs(sum(parts) - float(value)) <= 0.5
        met += 1
    assert met == 30
    for row in sejong().comparison:
        assert row.computed is not None
        key = (row.cell.scenario, row.cell.programme)
        if key in committed():
            assert row.computed == pytest.approx(effects[*key, row.cell.indicator], rel=ROUTE)


def test_reconciling_anew_gives_the_committed_vectors(inferred: Inferred) -> None:
    """Staleness: published.csv, study.toml, table and code against what was committed."""
    fresh = {
        pair: {
            sector.code: amount
            for sector, amount in zip(inferred.question.candidates, amounts, strict=True)
            if amount > 0
        }
        for pair, amounts in zip(inferred.question.system.pairs, inferred.demand, strict=True)
    }
    old = committed()
    assert set(fresh) == set(old)
    for pair, amounts in old.items():
        for code in set(amounts) | set(fresh[pair]):
            now, then = fresh[pair].get(code, 0.0), amounts.get(code, 0.0)
            assert now == pytest.approx(then, rel=0, abs=SOLVER_MONEY), (pair, code)


def test_the_committed_vectors_are_as_far_from_their_priors_as_those_made_anew(
    inferred: Inferred,
) -> None:
    asked = inferred.question
    demand = np.array(
        [
            [committed()[pair].get(s.code, 0.0) for s in asked.candidates]
            for pair in asked.system.pairs
        ]
    )
    np.testing.assert_allclose(
        divergence(demand, asked.prior), inferred.divergence, rtol=0, atol=SOLVER_NATS
    )


def test_the_written_vectors_have_the_committed_form(inferred: Inferred) -> None:
    fresh = vectors_csv(inferred).decode().splitlines()
    old = (SEJONG / "reconciled.csv").read_text("utf-8").splitlines()
    assert fresh[0] == old[0]
    amounts = [row["amount"] for row in csv.DictReader(fresh)]
    assert len(amounts) > 700
    assert all(re.fullmatch(r"\d+\.\d{3}", amount) for amount in amounts)
    assert any(not amount.endswith(".000") for amount in amounts)
    names = {row["sector"]: row["name"] for row in rows_of(SEJONG / "reconciled.csv")}
    sectors = load_model("bok-2020-165").sectors
    assert names == {code: sectors.get(code).name.ko for code in names}
    assert {row["basis"] for row in rows_of(SEJONG / "reconciled.csv")} == {
        "inferred from the published totals over bok-2020-165"
    }


def excluded() -> set[str]:
    study = tomllib.loads((SEJONG / "study.toml").read_text("utf-8"))
    return {
        code
        for exclusion in study["readings"]["reconciled"]["exclusions"]
        for code in exclusion["sectors"]
    }


def test_excluded_sectors_receive_nothing() -> None:
    assert len(excluded()) == 18
    for amounts in committed().values():
        assert not excluded() & set(amounts)


def test_committed_spending_lies_in_its_possible_range() -> None:
    study = read_study(SEJONG)
    model = load_model("bok-2020-165")
    asked = question(study, model, read_published(SEJONG / "published.csv"))
    assert asked is not None
    for pair, amounts in committed().items():
        low, high = spending_range(asked.system, asked.multipliers, [pair])
        assert low <= sum(amounts.values()) <= high


def test_one_figure_changed_by_ten_is_seen_in_the_comparison() -> None:
    """Whichever of the thirty it is."""
    for row in sejong().comparison:
        moved = replace(row.cell, value=row.cell.value + 10)
        assert replace(row, cell=moved).matches is False


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("technology,지원사업,production,184493", "technology,지원사업,production,184503"),
        ("materials,subtotal,employment,6336", "materials,subtotal,employment,6326"),
        ("total,total,value_added,1537869", "total,total,value_added,1537879"),
    ],
)
def test_one_figure_changed_in_the_file_fails_the_comparison(
    copied: Path, old: str, new: str
) -> None:
    edit(copied / "published.csv", old, new)
    comparison = estimate(copied, readings=["reconciled"]).comparison
    assert Counter(row.matches for row in comparison) == {True: 29, False: 1}


def test_one_figure_changed_by_ten_makes_the_sums_contradict_each_other(copied: Path) -> None:
    edit(
        copied / "published.csv",
        "materials,subtotal,employment,6336",
        "materials,subtotal,employment,6346",
    )
    asked = PrintedSystem.of(read_published(copied / "published.csv"), MILLION_KRW)
    assert sum_tightness(asked) > 1
    error = refused(InfeasibleError, lambda: infer(read_study(copied)))
    assert error.data > 1


def coarse_need(table: str) -> tuple[float, float, str]:
    """Jobs per billion of production: the most needed, the most of any candidate, and whose."""
    figures = printed()
    pairs = {key[:2] for key in figures if key[1] not in ("subtotal", "total")}
    need = max(
        float(figures[*pair, "employment"] / figures[*pair, "production"]) * 1000 for pair in pairs
    )
    flows = load_table(table)
    assert isinstance(flows, IOTable)
    x = flows.output
    inverse = np.linalg.inv(np.eye(len(x)) - flows.domestic / x)
    ratio = 1000 * (flows.satellites[0] / x @ inverse) / inverse.sum(axis=0)
    column = f"parent_{len(x)}"
    sectors = rows_of(COEFFICIENTS / "bok-2020-165/sectors.csv")
    kept = {row[column] for row in sectors if row["code"] not in excluded()}
    allowed = [i for i, code in enumerate(flows.sectors.codes) if code in kept]
    best = max(allowed, key=lambda i: ratio[i])
    return need, ratio[best], str(flows.sectors.sectors[best])


@pytest.mark.parametrize("table", ["bok-2020-83", "bok-2020-33"])
def test_at_coarser_levels_no_demand_explains_the_figures_and_the_reason_is_told(
    table: str,
) -> None:
    need, most, sector = coarse_need(table)
    assert need > most
    (reading,) = estimate(SEJONG, readings=["reconciled"], table=table).readings
    assert reading.impact is None
    assert reading.unavailable is not None
    assert reading.unavailable.en == (
        f"infeasible on {table}: no demand explains all published figures. {need:.2f} jobs per "
        f"billion won of production are needed, and the highest of any candidate, {sector}, "
        f"has {most:.2f}"
    )
    assert f"생산 10억원당 취업자 {need:.2f}명이 필요한데" in reading.unavailable.ko
    assert f"{table}에서는 재구성할 수 없습니다" in reading.unavailable.ko


@pytest.mark.parametrize("table", ["bok-2020-83", "bok-2020-33"])
def test_inferring_at_a_coarser_level_is_refused_with_the_reason(copied: Path, table: str) -> None:
    edit(
        copied / "study.toml",
        '[readings.reconciled]\ntable = "bok-2020-165"',
        f'[readings.reconciled]\ntable = "{table}"',
    )
    need, most, sector = coarse_need(table)
    error = refused(InfeasibleError, lambda: infer(read_study(copied)))
    assert error.data > 1
    assert str(error) == lines(
        table,
        "  no demand on this table explains all published figures",
        "    expected: figures within half a unit of the printed digits",
        f"    found: at least {error.data:,.0f} times that. {need:.2f} jobs per billion won of "
        f"production are needed, and the highest of any candidate, {sector}, has {most:.2f}",
        "    remedy: take a finer table",
    )
    assert error.render("ko").splitlines()[1] == (
        "  이 표에는 공표값을 모두 설명하는 수요가 없습니다"
    )


def published_as(folder: Path, *rows: str) -> Path:
    head = (folder / "published.csv").read_text("utf-8").splitlines()[0]
    text = "".join(f"technology,지원사업,{row},p. 1\n" for row in rows)
    (folder / "published.csv").write_text(f"{head}\n{text}", "utf-8")
    return folder


def test_impossible_figures_without_jobs_among_them_are_refused_all_the_same(copied: Path) -> None:
    """Not every publication prints employment; the reason must not need it."""
    study = read_study(
        published_as(copied, "production,100000,백만원", "value_added,150000,백만원")
    )
    error = refused(InfeasibleError, lambda: infer(study))
    assert error.data > 1
    assert str(error).splitlines()[1] == (
        "  no demand on this table explains all published figures"
    )


def test_a_reason_that_is_none_is_not_given(copied: Path) -> None:
    """Value added above production is impossible; ten jobs per billion are not."""
    study = read_study(
        published_as(
            copied, "production,100000,백만원", "value_added,150000,백만원", "employment,1000,명"
        )
    )
    error = refused(InfeasibleError, lambda: infer(study))
    assert "jobs per billion won of production are needed" not in str(error)
    assert "취업자 10.00명이 필요한데" not in error.render("ko")


def test_a_published_programme_without_a_prior_is_named(copied: Path) -> None:
    edit(
        copied / "study.toml",
        'scenario = "smart-services"\nprogramme = "기업투자유치"',
        'scenario = "materials"\nprogramme = "기업투자유치"',
    )
    error = refused(NotFoundError, lambda: infer(read_study(copied)))
    assert str(error) == lines(
        copied.resolve() / "study.toml",
        "  readings.reconciled.priors: the programme has no prior",
        "    expected: one for every published programme",
        "    found: smart-services 기업투자유치",
        "    remedy: add a [[readings.reconciled.priors]]",
    )


def test_programmes_come_in_the_order_of_the_file() -> None:
    cells = read_published(SEJONG / "published.csv")
    assert programmes_of(cells) == tuple(
        (scenario, programme)
        for scenario in ("technology", "smart-services", "materials")
        for programme in ("지원사업", "기업투자유치")
    )


def test_a_study_without_published_figures_says_so(copied: Path) -> None:
    (copied / "published.csv").unlink()
    (reading,) = estimate(copied, readings=["reconciled"], table="bok-2020-83").readings
    assert reading.impact is None
    assert reading.unavailable is not None
    assert reading.unavailable.en == "nothing was published to reconcile"
