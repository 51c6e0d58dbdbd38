"""The numerics of the Leontief model against definitions, not against themselves."""

from __future__ import annotations

import numpy as np
import pytest
from helpers import DOMESTIC, OUTPUT, SATELLITES, repeatable
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from iomodel.leontief import (
    Inverse,
    System,
    dominant,
    factorise,
    input_coefficients,
    multipliers,
    surely_productive,
)

# Matrices of a few sectors and a condition number below a hundred: a dozen roundings at most.
ROUNDING = 1e-12
# 200 rounds of a matrix of spectral radius below 0.6 leave less than 1e-44 of the series.
ROUNDS = 200

A = DOMESTIC / OUTPUT


def neumann(A: np.ndarray, f: np.ndarray) -> np.ndarray:
    """f + A f + A² f + …, the definition of L f (Miller & Blair 2009, section 2.4)."""
    total, layer = f.copy(), f.copy()
    for _ in range(ROUNDS):
        layer = A @ layer
        total += layer
    return total


@pytest.fixture(params=["factors", "published inverse"])
def system(request: pytest.FixtureRequest) -> System:
    if request.param == "factors":
        return factorise(A)
    return Inverse(neumann(A, np.eye(3)))


def test_input_coefficients_divide_columns_by_output() -> None:
    np.testing.assert_array_equal(
        input_coefficients(DOMESTIC, OUTPUT),
        [[0.1, 0.12, 0.025], [0.15, 0.2, 0.1], [0.05, 0.1, 0.2]],
    )


def test_the_column_of_a_sector_without_output_is_zero() -> None:
    """Design R2: nothing is divided by zero and nothing becomes NaN."""
    flows = np.array([[1.0, 0.0], [2.0, 0.0]])
    np.testing.assert_array_equal(
        input_coefficients(flows, np.array([4.0, 0.0])), [[0.25, 0.0], [0.5, 0.0]]
    )


def test_whole_numbers_give_fractions() -> None:
    flows = np.array([[1, 2], [3, 4]])
    np.testing.assert_array_equal(input_coefficients(flows, np.array([4, 8])), flows / [4, 8])


def test_solving_is_the_sum_of_all_rounds(system: System) -> None:
    f = np.array([10.0, 0.0, 3.0])
    np.testing.assert_allclose(system.solve(f), neumann(A, f), rtol=ROUNDING)
    np.testing.assert_allclose(system.solve_transposed(f), neumann(A.T, f), rtol=ROUNDING)
    np.testing.assert_allclose(system.inverse(), neumann(A, np.eye(3)), rtol=ROUNDING)
    assert system.size == 3


def test_many_demands_are_solved_column_by_column(system: System) -> None:
    F = np.array([[1.0, 0.0], [0.0, 5.0], [2.0, 0.0]])
    one_by_one = np.column_stack([neumann(A, F[:, 0]), neumann(A, F[:, 1])])
    np.testing.assert_allclose(system.solve(F), one_by_one, rtol=ROUNDING)


def test_transposed_solves_give_the_sums_down_the_inverse(system: System) -> None:
    c = np.vstack([np.ones(3), SATELLITES[0] / OUTPUT])
    wanted = c @ neumann(A, np.eye(3))
    np.testing.assert_allclose(multipliers(system, c), wanted, rtol=ROUNDING)


def test_a_published_inverse_implies_its_coefficients() -> None:
    np.testing.assert_allclose(Inverse(neumann(A, np.eye(3))).A, A, rtol=0, atol=ROUNDING)


def test_condition_and_residual_of_a_factorisation() -> None:
    """At three sectors LAPACK's estimate of the condition number is the number itself."""
    told = factorise(A).diagnostics()
    L = neumann(A, np.eye(3))
    true = np.abs(np.eye(3) - A).sum(axis=0).max() * np.abs(L).sum(axis=0).max()
    assert told["condition"] == pytest.approx(true, rel=1e-9)
    assert 0 <= told["residual"] < ROUNDING


def test_condition_of_a_published_inverse() -> None:
    L = neumann(A, np.eye(3))
    true = np.abs(np.eye(3) - A).sum(axis=0).max() * np.abs(L).sum(axis=0).max()
    assert Inverse(L).diagnostics() == {"condition": pytest.approx(true, rel=1e-9)}


def test_spectral_radius_of_a_matrix_known_by_heart() -> None:
    """[[a, b], [b, a]] has the eigenvalues a ± b and the eigenvector (1, 1)."""
    radius, vector = dominant(np.array([[0.5, 0.6], [0.6, 0.5]]))
    assert radius == pytest.approx(1.1, rel=ROUNDING)
    assert vector[0] == pytest.approx(vector[1], rel=ROUNDING)


def test_the_largest_eigenvalue_counts_by_its_size_not_its_sign() -> None:
    assert dominant(np.array([[0.1, -1.2], [-1.2, 0.1]]))[0] == pytest.approx(1.3, rel=ROUNDING)


@pytest.mark.parametrize(
    ("A", "sure"),
    [
        ([[0.5, 0.4], [0.4, 0.5]], True),  # columns of 0.9
        ([[0.9, 0.05], [0.6, 0.3]], True),  # one column of 1.5, but rows of 0.95 and 0.9
        ([[0.9, 0.0], [0.6, 0.9]], True),  # A² has rows of 0.81 and 1.89, but A³² only 0.7
        ([[0.999, 0.0], [0.6, 0.999]], False),  # productive, yet no power so far shows it
        ([[0.5, -0.6], [-0.6, 0.5]], False),  # an eigenvalue of 1.1
    ],
)
def test_a_norm_below_one_proves_productivity_and_nothing_less_does(
    A: list[list[float]], sure: bool
) -> None:
    assert surely_productive(np.array(A)) is sure


@repeatable
@given(
    hnp.arrays(np.float64, (4, 4), elements=st.floats(-0.4, 0.4)),
    hnp.arrays(np.float64, 4, elements=st.floats(-100, 100)),
)
def test_what_is_surely_productive_converges_to_the_solution(A: np.ndarray, f: np.ndarray) -> None:
    if not surely_productive(A):
        A = A / (np.abs(A).sum(axis=0).max() + 0.5)
    assert dominant(A)[0] < 1.0
    x = factorise(A).solve(f)
    np.testing.assert_allclose(x - A @ x, f, rtol=0, atol=1e-9)


def test_one_system_answers_many_threads_at_once() -> None:
    """lu_solve shifts the pivots in place while it works; shared ones would be another thread's."""
    from concurrent.futures import ThreadPoolExecutor

    rng = np.random.default_rng(0)
    A = rng.random((120, 120)) / 200
    system = factorise(A)
    f = rng.random((120, 3))
    expected = np.linalg.solve(np.eye(120) - A, f)
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda _: system.solve(f), range(400)))
    for answer in answers:
        np.testing.assert_allclose(answer, expected, rtol=1e-9)
