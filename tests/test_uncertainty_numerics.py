"""Draws of coefficients and x = L f for each: against direct solves, whatever the blocks."""

from __future__ import annotations

import numpy as np
import pytest

import iomodel
from iomodel.leontief import Array
from iomodel.uncertainty.coefficients import (
    TOLERANCE,
    Base,
    CellErrors,
    Drawn,
    Inputs,
    UnproductiveError,
    at_once,
    drawn,
    solve,
)

EXACT = 1e-10  # relative: the solver at a tolerance of 1e-12, against elimination
SUMS = 1e-12  # columns of coefficients against one
MOMENTS = 0.02  # relative: means and deviations of 40,000 draws


def random_inputs(n: int, errors: tuple[CellErrors, ...] | None = None, seed: int = 3) -> Inputs:
    """Productive columns, a few negative cells, value added and imports to one."""
    rng = np.random.default_rng(seed)
    A = rng.gamma(0.5, size=(n, n))
    A *= rng.uniform(0.2, 0.7, n) / A.sum(axis=0)
    A[rng.random((n, n)) < 0.3] = 0.0
    A[1, 2], A[4, 3] = -0.02, -0.01
    primary = 1.0 - A.sum(axis=0)
    return Inputs(A, 0.7 * primary, primary, errors or (CellErrors(A != 0, 0.2),))


def streams(count: int, seed: int = 5) -> list[np.random.Generator]:
    return [np.random.default_rng([seed, i]) for i in range(count)]


def all_of(inputs: Inputs, draws: int) -> Drawn:
    """Every draw in one piece."""
    found = [
        Drawn(d.first, d.A.copy(), d.rest, d.scale, d.redrawn)
        for d in drawn(inputs, draws, streams(len(inputs.errors)), np.random.default_rng(9))
    ]
    return Drawn(
        0,
        np.concatenate([d.A for d in found]),
        np.concatenate([d.rest for d in found]),
        np.concatenate([d.scale for d in found]),
        np.sum([d.redrawn for d in found], axis=0),
    )


# ------------------------------------------------------------------ drawing
def test_lognormal_cells_keep_their_mean_and_relative_error() -> None:
    inputs = random_inputs(8, (CellErrors(random_inputs(8).A > 0, 0.1),))
    A = all_of(inputs, 40_000).A
    some = inputs.errors[0].mask
    assert np.allclose(A.mean(axis=0)[some], inputs.A[some], rtol=MOMENTS)
    assert np.allclose(A.std(axis=0)[some] / inputs.A[some], 0.1, rtol=MOMENTS)
    assert np.array_equal(A[:, ~some], np.broadcast_to(inputs.A[~some], A[:, ~some].shape))


def test_cells_move_together_as_much_as_stated() -> None:
    inputs = random_inputs(8)
    inputs = Inputs(
        inputs.A, inputs.value_added, inputs.primary, (CellErrors(inputs.A > 0.05, 0.05, 0.6),)
    )
    logs = np.log(all_of(inputs, 40_000).A[:, inputs.errors[0].mask])
    between = np.corrcoef(logs.T)[np.triu_indices(logs.shape[1], 1)]
    assert np.allclose(between, 0.6, atol=0.02)


@pytest.mark.parametrize("closure", ["value_added", "rescaled"])
@pytest.mark.parametrize("part", [1.0, 0.1])
def test_columns_sum_to_one_and_keep_value_added(closure: str, part: float) -> None:
    base = random_inputs(30)
    mask = (base.A != 0) & (np.random.default_rng(1).random(base.A.shape) < part)
    inputs = Inputs(
        base.A,
        base.value_added,
        base.primary,
        (CellErrors(mask, 0.6, closure=closure),),  # type: ignore[arg-type]
    )
    found = all_of(inputs, 300)
    primary = inputs.primary * found.scale + found.rest
    assert np.abs(found.A.sum(axis=1) + primary - 1.0).max() < SUMS
    assert (inputs.value_added * found.scale + found.rest).min() >= -SUMS
    if closure == "rescaled":
        assert found.redrawn.sum() == 0
    else:
        assert part < 1.0 or found.redrawn.sum() > 0
        assert set(np.flatnonzero(found.redrawn)) <= set(np.flatnonzero(mask.any(axis=0)))


def test_a_column_without_room_is_refused() -> None:
    A = np.array([[0.2, 0.5], [0.3, 0.499]])
    tight = Inputs(
        A, np.array([0.4, 0.0005]), 1.0 - A.sum(axis=0), (CellErrors(A > 0.4, 1e-2, 1.0),)
    )
    # Both cells of the column grow together: half of all draws leave nothing, and a draw whose
    # common score is high leaves nothing however often it is tried.
    with pytest.raises(UnproductiveError) as caught:
        all_of(tight, 200)
    assert caught.value.columns == (1,)


def test_what_is_drawn_does_not_depend_on_how_many_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    from iomodel.uncertainty import coefficients

    inputs = random_inputs(
        20, (CellErrors(random_inputs(20).A != 0, 0.6),)
    )  # large errors: some columns are drawn anew
    whole = all_of(inputs, 64)
    assert whole.redrawn.sum() > 0
    for few in (1, 7, 64):
        monkeypatch.setattr(coefficients, "at_once", lambda n, most, few=few: few)
        again = all_of(inputs, 64)
        assert np.array_equal(again.A, whole.A)
        assert np.array_equal(again.redrawn, whole.redrawn)


def test_picked_cells_and_two_sources() -> None:
    base = random_inputs(30)
    first, second = np.zeros((2, 30, 30), dtype=bool)
    first[:, 3], second[:, 5] = base.A[:, 3] != 0, base.A[:, 5] != 0
    inputs = Inputs(
        base.A,
        base.value_added,
        base.primary,
        (CellErrors(first, 0.2), CellErrors(second, 0.2, closure="rescaled")),
    )
    found = all_of(inputs, 50)
    moved = (found.A != base.A).any(axis=(0, 1))
    assert list(np.flatnonzero(moved)) == [3, 5]
    assert np.all(found.scale[:, 3] == 1.0)
    assert np.all(found.rest[:, 5] == 0.0)
    assert np.abs(found.A.sum(axis=1) + base.primary * found.scale + found.rest - 1).max() < SUMS


def test_memory_is_bounded() -> None:
    for n in (33, 165, 1411, 9800):
        held = at_once(n, 10**6) * 8 * n * n
        assert held <= max(128 << 20, 8 * n * n)
    assert at_once(2, 5) == 5


# ------------------------------------------------------------------ solving
def direct(A: Array, f: Array) -> Array:
    return np.array([np.linalg.solve(np.eye(len(a)) - a, b.T).T for a, b in zip(A, f, strict=True)])


@pytest.mark.parametrize("error", [0.05, 0.3, 0.6])
@pytest.mark.parametrize("demands", [1, 3, 6])
def test_preconditioned_equals_direct(error: float, demands: int) -> None:
    base = random_inputs(60)
    inputs = Inputs(base.A, base.value_added, base.primary, (CellErrors(base.A != 0, error),))
    A = all_of(inputs, 20).A
    f = np.random.default_rng(2).uniform(0, 10, (20, demands, 60))
    c = np.vstack([np.ones(60), base.value_added, np.linspace(0, 1, 60)])
    found = solve(Base(base.A, np.linalg.inv(np.eye(60) - base.A)), A, f, c, 1e-12)
    exact = direct(A, f)
    assert np.allclose(found.x @ c.T, exact @ c.T, rtol=EXACT, atol=0)
    assert found.direct == 0


def test_preconditioned_equals_direct_on_the_national_table() -> None:
    model = iomodel.load_model("bok-2020-165")
    A, n = model.system.A, len(model.sectors)
    ids = [i.id for i in model.indicators]
    c = model.coefficients[[ids.index(id) for id in ("production", "value_added", "employment")]]
    primary = 1.0 - A.sum(axis=0)
    inputs = Inputs(A, c[1], primary, (CellErrors((A != 0) & (c[1] > 1e-9), 0.1),))
    drawn_A = all_of(inputs, 40).A
    f = np.random.default_rng(4).uniform(0, 1, (40, 2, n))
    base = Base(A, model.system.inverse())
    exact = direct(drawn_A, f) @ c.T
    tight = solve(base, drawn_A, f, c, 1e-12)
    assert np.allclose(tight.x @ c.T, exact, rtol=EXACT, atol=0)
    usual = solve(base, drawn_A, f, c)
    off = np.abs(usual.x @ c.T - exact)
    assert np.all(off <= usual.bound[:, :, None] * c.max(axis=1) + 1e-9)
    assert np.all(usual.bound[:, :, None] * c.max(axis=1) <= 2 * TOLERANCE * exact)
    assert usual.iterations < tight.iterations


def test_the_bound_holds_even_when_stopped_early() -> None:
    base = random_inputs(40)
    inputs = Inputs(base.A, base.value_added, base.primary, (CellErrors(base.A != 0, 0.5),))
    A, f = all_of(inputs, 30).A, np.ones((30, 1, 40))
    c = np.ones((1, 40))
    for tolerance in (0.5, 1e-2, 1e-4):
        found = solve(Base(base.A, np.linalg.inv(np.eye(40) - base.A)), A, f, c, tolerance)
        off = np.abs(found.x - direct(A, f)).sum(axis=2)
        assert np.all(off <= found.bound)


def test_draws_without_a_bound_are_eliminated() -> None:
    A0 = np.array([[0.1, 0.4], [0.2, 0.3]])
    far = np.array([[[0.1, 1.2], [0.5, 0.2]], [[0.1, 0.4], [0.2, 0.3]]])
    f = np.ones((2, 1, 2))
    found = solve(Base(A0, np.linalg.inv(np.eye(2) - A0)), far, f, np.ones((1, 2)))
    assert found.direct == 1
    assert 0.9 < found.radius < 1.0
    assert np.allclose(found.x, direct(far, f), rtol=1e-6)


def test_a_base_whose_size_is_not_productive_has_no_weights() -> None:
    A0 = np.array([[0.5, -0.9], [0.9, 0.5]])
    base = Base(A0, np.linalg.inv(np.eye(2) - A0))
    assert base.weights is None
    assert np.isnan(base.growth(A0[None])).all()
    f = np.ones((1, 1, 2))
    found = solve(base, A0[None], f, np.ones((1, 2)))
    assert found.direct == 1
    assert np.allclose(found.x, direct(A0[None], f))


def test_no_demand_has_no_effect() -> None:
    base = random_inputs(10)
    A = all_of(base, 3).A
    found = solve(Base(base.A, np.linalg.inv(np.eye(10) - base.A)), A, np.zeros((3, 1, 10)), A[0])
    assert np.array_equal(found.x, np.zeros((3, 1, 10)))
    assert np.array_equal(found.bound, np.zeros((3, 1)))


def test_a_planted_error_in_one_coefficient_is_seen() -> None:
    """The solver answers for the coefficients given, not for those of its base."""
    base = random_inputs(25)
    A = np.repeat(base.A[None], 2, axis=0)
    A[1, 6, 7] *= 1.01
    f, c = np.ones((2, 1, 25)), np.ones((1, 25))
    found = solve(Base(base.A, np.linalg.inv(np.eye(25) - base.A)), A, f, c, 1e-12)
    assert np.allclose(found.x, direct(A, f), rtol=EXACT)
    assert abs(found.x[1].sum() / found.x[0].sum() - 1.0) > 1e-6
