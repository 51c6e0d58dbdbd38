"""The iterative solver against factors of the same matrices, and what it tells of itself."""

from __future__ import annotations

import tracemalloc

import numpy as np
import pytest
from helpers import DOMESTIC, OUTPUT, lines, refused, repeatable
from hypothesis import given
from hypothesis import strategies as st

from iomodel import load_table
from iomodel.errors import NotConvergedError, NotProductiveError
from iomodel.iterative import (
    TOLERANCE,
    Iterative,
    induce_once,
    require_productive_flows,
)
from iomodel.leontief import System, dominant, factorise, input_coefficients
from iomodel.table import IOTable
from iomodel.text import Text

# The residual is at most 1e-11; the error is that times the norm of L, here below a hundred.
AGREEMENT = 1e-9
# One product and one difference of vectors: what recomputing a residual may change of it.
ROUNDING = 1e-14


def random_flows(seed: int, n: int, share: float = 0.6) -> tuple[np.ndarray, np.ndarray]:
    """Flows of n sectors of very different sizes whose inputs take up to `share` of output."""
    draw = np.random.default_rng(seed)
    A = draw.random((n, n)) ** 4
    A *= share * draw.uniform(0.3, 1.0, n) / A.sum(axis=0)
    output = draw.lognormal(5.0, 2.0, n)
    return A * output, output


def chain(n: int, strength: float) -> tuple[np.ndarray, np.ndarray]:
    """Every sector buys `strength` from the next one alone: the powers of A vanish at n."""
    output = np.arange(1.0, n + 1)
    return np.diag(np.full(n - 1, strength), k=-1) * output, output


def residual(system: Iterative, x: np.ndarray, f: np.ndarray, *, transposed: bool = False) -> float:
    A = system.A.T if transposed else system.A
    return float(np.linalg.norm(f - (x - A @ x)) / np.linalg.norm(f))


@pytest.mark.parametrize("id", ["bok-2020-33", "bok-2020-83", "bok-2020-165"])
def test_shipped_tables_are_solved_as_by_factors(id: str) -> None:
    table = load_table(id)
    assert isinstance(table, IOTable)
    system: System = Iterative(table.domestic, table.output, patience=99)
    factors = factorise(input_coefficients(table.domestic, table.output))
    f, c = table.final_demand.sum(axis=1), table.satellites[0] / table.output
    F = np.column_stack([f, np.eye(len(f))[7]])
    wanted, transposed = factors.solve(F), factors.solve_transposed(c)
    for j in range(2):
        scale = np.abs(wanted[:, j]).max()
        np.testing.assert_allclose(
            system.solve(F)[:, j], wanted[:, j], rtol=0, atol=AGREEMENT * scale
        )
    scale = np.abs(transposed).max()
    np.testing.assert_allclose(
        system.solve_transposed(c), transposed, rtol=0, atol=AGREEMENT * scale
    )
    assert isinstance(system, Iterative)
    assert {each.method for each in system.solved} == {"iterative"}


@repeatable
@given(st.integers(0, 10**6), st.integers(1, 60), st.booleans(), st.floats(0.1, 0.95))
def test_random_tables_are_solved_as_by_factors(
    seed: int, n: int, by_column: bool, share: float
) -> None:
    Z, x = random_flows(seed, n, share)
    system = Iterative(np.asfortranarray(Z) if by_column else Z, x, patience=9)
    factors = factorise(Z / x)
    f = np.random.default_rng(seed).normal(size=n)
    for ours, theirs in (
        (system.solve(f), factors.solve(f)),
        (system.solve_transposed(f), factors.solve_transposed(f)),
    ):
        np.testing.assert_allclose(ours, theirs, rtol=0, atol=AGREEMENT * np.abs(theirs).max())


def test_the_residual_told_is_that_of_the_answer_given() -> None:
    Z, x = random_flows(1, 200)
    system = Iterative(Z, x, patience=9)
    f = np.arange(200.0)
    found = residual(system, system.solve(f), f)
    assert system.solved[0].residual == pytest.approx(found, rel=0, abs=ROUNDING)
    back = residual(system, system.solve_transposed(f), f, transposed=True)
    assert system.solved[1].residual == pytest.approx(back, rel=0, abs=ROUNDING)
    assert 0 < found <= TOLERANCE
    assert 0 < back <= TOLERANCE


def test_a_wider_tolerance_leaves_a_larger_residual_and_takes_fewer_products() -> None:
    Z, x = random_flows(2, 200)
    close = induce_once(Z, x, np.ones((1, 200)), np.ones(200))
    rough = induce_once(Z, x, np.ones((1, 200)), np.ones(200), tolerance=1e-3)
    assert close.residual < 1e-11 < rough.residual <= 1e-3
    assert rough.iterations < close.iterations


def test_every_product_with_the_flows_is_counted() -> None:
    class Counting(np.ndarray):
        products = 0

        def __matmul__(self, other: np.ndarray) -> np.ndarray:
            Counting.products += 1
            return np.asarray(self) @ other

    Z, x = random_flows(3, 100)
    system = Iterative(Z.view(Counting), x)
    system.solve(np.ones(100))
    assert system.solved[0].products == Counting.products > 3


def test_one_demand_with_several_indicators() -> None:
    A = DOMESTIC / OUTPUT
    C, f = np.array([[1.0, 1.0, 1.0], [0.5, 0.2, 0.3]]), np.array([10.0, 0.0, 3.0])
    once = induce_once(DOMESTIC, OUTPUT, C, f)
    wanted = np.linalg.inv(np.eye(3) - A) @ f
    np.testing.assert_allclose(once.output, wanted, rtol=AGREEMENT)
    np.testing.assert_allclose(once.effects, C @ wanted, rtol=AGREEMENT)
    assert (once.method, once.note) == ("iterative", None)


def test_no_demand_has_no_effect() -> None:
    once = induce_once(DOMESTIC, OUTPUT, np.ones((2, 3)), np.zeros(3))
    np.testing.assert_array_equal(once.effects, [0.0, 0.0])
    assert once.residual == 0.0


def test_a_sector_without_output_buys_nothing() -> None:
    """Design R2: its column is zero, and nothing becomes NaN."""
    Z, x = np.array([[10.0, 0.0], [5.0, 0.0]]), np.array([40.0, 0.0])
    system = Iterative(Z, x)
    wanted = factorise(input_coefficients(Z, x)).solve(np.ones(2))
    np.testing.assert_allclose(system.solve(np.ones(2)), wanted, rtol=AGREEMENT)


def test_nothing_of_the_size_of_the_table_is_allocated() -> None:
    n = 1500
    Z, x = random_flows(4, n)
    induce_once(Z[:9, :9], x[:9], np.ones((3, 9)), np.ones(9))  # imports
    for flows in (Z, np.where(np.eye(n) > 0, -1e-3 * Z, Z)):  # without and with negative flows
        tracemalloc.start()
        try:
            once = induce_once(flows, x, np.ones((3, n)), np.ones(n))
            _, peak = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()
        assert once.method == "iterative"
        assert peak < 0.3 * Z.nbytes


def test_the_flows_are_left_as_they_are() -> None:
    Z, x = random_flows(5, 50)
    before = Z.copy()
    Z.setflags(write=False)
    induce_once(Z, x, np.ones((1, 50)), np.ones(50))
    np.testing.assert_array_equal(Z, before)


# ------------------------------------------------------------------ when factors are made
def test_many_right_hand_sides_are_solved_by_factors_made_once() -> None:
    Z, x = random_flows(6, 40)
    system = Iterative(Z, x)
    F = np.random.default_rng(0).random((40, 5))
    np.testing.assert_allclose(system.solve(F), factorise(Z / x).solve(F), rtol=AGREEMENT)
    system.solve(F[:, 0])
    assert {each.method for each in system.solved} == {"factorised"}
    assert [each.products for each in system.solved] == [1] * 6
    assert max(each.residual for each in system.solved) < TOLERANCE


def test_few_right_hand_sides_are_not() -> None:
    Z, x = random_flows(6, 40)
    system = Iterative(Z, x)
    for _ in range(4):
        system.solve(np.ones(40))
    assert [each.method for each in system.solved] == ["iterative"] * 3 + ["factorised"]


def test_what_does_not_converge_is_solved_by_factors_and_said() -> None:
    """Down a chain GMRES takes a product for every link."""
    Z, x = chain(300, 0.99)
    f = np.eye(300)[0]
    once = induce_once(Z, x, np.ones((1, 300)), f, limit=40)
    np.testing.assert_allclose(once.output, 0.99 ** np.arange(300), rtol=AGREEMENT)
    assert once.method == "factorised"
    assert once.residual <= TOLERANCE
    assert once.note is not None
    spent = once.iterations - 1
    assert 40 <= spent <= 45
    assert once.note.en == (
        f"iterations did not converge within {spent} products; solved by factors instead"
    )
    assert once.note.ko == (f"반복법이 곱셈 {spent}회 안에 수렴하지 않아 행렬을 분해해 풀었습니다")
    patient = induce_once(Z, x, np.ones((1, 300)), f, limit=700)
    assert (patient.method, patient.note) == ("iterative", None)
    np.testing.assert_allclose(patient.output, once.output, rtol=0, atol=AGREEMENT)


def test_what_nothing_solves_accurately_is_refused() -> None:
    """Spending of one where the solution is 1e14: even factors leave 1e-3 of it."""
    Z = np.array([[0.5, 0.5 - 1e-14], [0.5, 0.5]])
    error = refused(
        NotConvergedError,
        lambda: induce_once(Z, np.ones(2), np.ones((1, 2)), np.array([1.0, 0.3])),
    )
    assert isinstance(error.data, float)
    assert error.data > TOLERANCE
    assert str(error) == lines(
        "(I − A) x = f",
        "  neither iterations nor factors solve the system accurately",
        "    expected: a relative residual of at most 1e-11",
        f"    found: {error.data:.2g}",
        "    remedy: the spectral radius is very near one; look for sectors whose inputs use up "
        "nearly all output",
    )


# ------------------------------------------------------------------ productivity (R5)
UNPRODUCTIVE = np.array([[0.5, 0.7, 0.0], [0.6, 0.5, 0.0], [0.0, 0.0, 0.1]])


def test_unproductive_flows_are_refused_with_the_sectors_that_lead() -> None:
    x = np.array([10.0, 20.0, 30.0])
    error = refused(
        NotProductiveError,
        lambda: induce_once(
            UNPRODUCTIVE * x,
            x,
            np.ones((1, 3)),
            np.ones(3),
            names=[Text("강철", "Steel"), "기계", "쌀"],
        ),
    )
    assert str(error) == lines(
        "induce_once",
        "  the input coefficients are not productive",
        "    expected: a spectral radius below one",
        "    found: 1.1481; led by Steel, 기계",
        "    remedy: check that inputs don't exceed output in the columns of these sectors",
    )
    assert error.render("ko") == lines(
        "induce_once",
        "  투입계수행렬이 생산적이지 않습니다",
        "    기대한 것: 스펙트럼 반지름 1 미만",
        "    찾은 것: 1.1481; 주된 부문: 강철, 기계",
        "    고치는 법: 이 부문들의 열에서 중간투입이 산출을 넘지 않는지 보십시오",
    )
    assert error.data == pytest.approx(0.5 + np.sqrt(0.42))


def test_without_names_sectors_go_by_their_position() -> None:
    error = refused(
        NotProductiveError,
        lambda: induce_once(UNPRODUCTIVE, np.ones(3), np.ones((1, 3)), np.ones(3)),
    )
    assert "led by 1, 2\n" in str(error)


def test_the_largest_eigenvalue_of_a_large_table_is_found_without_all_others() -> None:
    Z, x = random_flows(7, 300)
    radius, vector = Iterative(Z, x).dominant()
    wanted, direction = dominant(Z / x)
    assert radius == pytest.approx(wanted, rel=1e-10)
    np.testing.assert_allclose(
        vector / vector.max(), direction / direction.max(), rtol=0, atol=1e-9
    )


@pytest.mark.parametrize("by_column", [False, True])
def test_negative_flows_count_by_their_size(by_column: bool) -> None:
    A = np.array([[0.5, -0.6], [-0.6, 0.5]])
    flows = np.asfortranarray(A) if by_column else A
    system = Iterative(flows, np.ones(2))
    assert not system.surely_productive
    assert system.dominant()[0] == pytest.approx(1.1)
    assert Iterative(flows * 0.5, np.ones(2)).surely_productive


def test_productive_though_no_column_shows_it() -> None:
    """A column of 1.5, but rows bring it back: the third power of A has a norm below one."""
    A = np.array([[0.2, 0.0], [1.3, 0.2]])
    system = Iterative(A, np.ones(2))
    assert system.surely_productive
    require_productive_flows("t", None, system)
    np.testing.assert_allclose(
        system.solve(np.ones(2)), np.linalg.solve(np.eye(2) - A, np.ones(2)), rtol=AGREEMENT
    )


def test_productive_though_no_power_in_reach_shows_it() -> None:
    Z, x = np.diag([0.99, 0.5]), np.ones(2)
    Z[1, 0] = 400.0
    system = Iterative(Z, x)
    assert not system.surely_productive
    require_productive_flows("t", None, system)


@repeatable
@given(st.integers(0, 10**6), st.integers(2, 30))
def test_the_norm_of_the_inverse_is_bounded_truly_and_closely(seed: int, n: int) -> None:
    Z, x = random_flows(seed, n, 0.95)
    told = Iterative(Z, x).diagnostics()
    L = np.linalg.inv(np.eye(n) - Z / x)
    norm = np.abs(L).sum(axis=0).max()
    bound = Iterative(Z, x).norm_bound
    assert bound is not None
    assert norm * (1 - AGREEMENT) <= bound <= 2 * norm
    assert np.linalg.cond(np.eye(n) - Z / x, 1) <= told["condition_at_most"] * (1 + AGREEMENT)


def test_diagnostics_speak_of_what_was_solved() -> None:
    Z, x = random_flows(8, 30)
    system = Iterative(Z, x)
    system.solve(np.ones(30))
    told = system.diagnostics()
    assert told["residual"] == system.solved[0].residual
    assert told["products"] == system.solved[0].products
    assert len(system.solved) == 1


def test_the_inverse_and_the_coefficients_for_those_who_want_to_see_them() -> None:
    system = Iterative(DOMESTIC, OUTPUT)
    A = DOMESTIC / OUTPUT
    np.testing.assert_array_equal(system.A, A)
    np.testing.assert_allclose(system.inverse(), np.linalg.inv(np.eye(3) - A), rtol=AGREEMENT)
    assert system.size == 3
