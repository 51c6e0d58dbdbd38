"""The cheapest mix, and the proof where there is none, held against enumeration and sampling."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from helpers import repeatable
from hypothesis import given
from hypothesis import strategies as st

from iomodel.seek.mixes import Array, Cheapest, Limits, Unreachable, cheapest, ratio_range

NEAR = 1e-6  # relative: the solver's feasibility tolerance is 1e-7 of goals scaled to one
MIXES = 200  # drawn for each example


def free(n: int, budget: float = np.inf) -> Limits:
    return Limits(np.zeros(n), np.ones(n), np.full(n, np.inf), budget)


@st.composite
def questions(draw: st.DrawFn) -> tuple[Array, Array, Limits, int]:
    """Effects, goals, limits that some mix obeys, and a seed for mixes."""
    g, n = draw(st.integers(1, 3)), draw(st.integers(2, 5))
    effect = st.floats(0.1, 20.0)
    effects = np.array(draw(st.lists(effect, min_size=g * n, max_size=g * n))).reshape(g, n)
    goals = np.array(draw(st.lists(st.floats(1.0, 1e6), min_size=g, max_size=g)))
    lower = np.array(draw(st.lists(st.floats(0.0, 1.0 / n), min_size=n, max_size=n)))
    upper = np.array(draw(st.lists(st.floats(1.0 / n, 1.0), min_size=n, max_size=n)))
    budget = draw(st.sampled_from([np.inf, 10.0, 1e4]))
    most = draw(st.sampled_from([np.inf, 5.0, 1e5]))
    limits = Limits(lower, upper, np.full(n, most), budget)
    return effects, goals, limits, draw(st.integers(0, 2**32 - 1))


def allowed(limits: Limits, seed: int) -> Array:
    """Return random spending within the limits, (m, n): mixes between the even one and corners."""
    rng = np.random.default_rng(seed)
    n = len(limits.lower)
    even = np.full(n, 1.0 / n)
    shares = []
    for drawn in rng.dirichlet(np.ones(n), MIXES):
        step = drawn - even
        room = np.where(step > 0, limits.upper - even, even - limits.lower)
        reach = np.divide(room, np.abs(step), out=np.full(n, np.inf), where=step != 0)
        shares.append(even + step * min(1.0, reach.min()) * 0.999999)
    found = np.array(shares)
    largest = np.minimum(limits.budget, (limits.most / found).min(axis=1))
    sizes = np.where(np.isinf(largest), 1e7, largest) * rng.uniform(0, 1, MIXES) ** 3
    return found * sizes[:, None]


@repeatable
@given(questions())
def test_no_mix_within_the_limits_is_cheaper(
    question: tuple[Array, Array, Limits, int],
) -> None:
    effects, goals, limits, seed = question
    found = cheapest(effects, goals, limits)
    mixes = allowed(limits, seed)
    if isinstance(found, Unreachable):
        assert not ((mixes @ effects.T) >= goals * (1 + NEAR)).all(axis=1).any()
        return
    s, total = found.spending, found.spending.sum()
    assert (effects @ s >= goals * (1 - NEAR)).all()
    assert (s >= -NEAR * total).all()
    assert (s <= limits.most * (1 + NEAR)).all()
    assert (s >= (limits.lower - NEAR) * total).all()
    assert (s <= (limits.upper + NEAR) * total).all()
    assert total <= limits.budget * (1 + NEAR)
    reach = (mixes @ effects.T / goals).min(axis=1)
    scaled = mixes / np.where(reach > 0, reach, np.nan)[:, None]  # just enough of each mix
    obeys = (scaled <= limits.most * (1 + NEAR)).all(axis=1)
    obeys &= scaled.sum(axis=1) <= limits.budget
    assert (scaled[obeys].sum(axis=1) >= total * (1 - NEAR)).all()


@repeatable
@given(questions(), st.booleans())
def test_certificates_hold(question: tuple[Array, Array, Limits, int], exact: bool) -> None:
    """Weighted, the goals ask for more than any mix gives, and the weights are of a legal sign."""
    effects, goals, limits, seed = question
    found = cheapest(effects, goals * 1e3, limits, exact=exact)
    if isinstance(found, Cheapest):
        return
    assert exact or (found.weights >= -NEAR).all()
    assert found.asked > found.ceiling
    assert found.asked == pytest.approx(found.weights.sum(), rel=NEAR)
    given_by = allowed(limits, seed) @ (effects / (goals * 1e3)[:, None]).T @ found.weights
    assert given_by.max() <= found.ceiling + NEAR * max(1.0, np.abs(given_by).max())


@repeatable
@given(questions())
def test_worth_is_what_the_spending_rises_by(
    question: tuple[Array, Array, Limits, int],
) -> None:
    """Without caps and a budget the dual values add the spending up again (strong duality)."""
    effects, goals, limits, _ = question
    n = effects.shape[1]
    found = cheapest(effects, goals, Limits(limits.lower, limits.upper, np.full(n, np.inf)))
    assert isinstance(found, Cheapest)
    assert found.worth @ goals == pytest.approx(found.spending.sum(), rel=NEAR)
    assert (found.worth >= -NEAR).all()


def test_one_goal_takes_the_sector_with_the_largest_effect() -> None:
    found = cheapest(np.array([[2.0, 5.0, 4.0]]), np.array([100.0]), free(3))
    assert isinstance(found, Cheapest)
    assert found.spending == pytest.approx([0, 20, 0])


def test_two_goals_by_hand() -> None:
    """8 a + 2 b ≥ 100 and a + 4 b ≥ 50: both bind, a = b = 10."""
    found = cheapest(np.array([[8.0, 2.0], [1.0, 4.0]]), np.array([100.0, 50.0]), free(2))
    assert isinstance(found, Cheapest)
    assert found.spending == pytest.approx([10, 10])
    assert found.worth == pytest.approx([0.1, 0.2])  # (3, 6) / 30


def test_limits_by_hand() -> None:
    """The better sector is capped at 5, so that the rest comes from the other."""
    limits = Limits(np.zeros(2), np.ones(2), np.array([5.0, np.inf]))
    found = cheapest(np.array([[10.0, 1.0]]), np.array([60.0]), limits)
    assert isinstance(found, Cheapest)
    assert found.spending == pytest.approx([5, 10])
    assert found.pressure.most == pytest.approx([9, 0])  # a won more of it saves ten less one


def test_shares_by_hand() -> None:
    """At least half on the worse sector: (1 + 3) / 2 a won."""
    limits = Limits(np.array([0.5, 0.0]), np.ones(2), np.full(2, np.inf))
    found = cheapest(np.array([[1.0, 3.0]]), np.array([40.0]), limits)
    assert isinstance(found, Cheapest)
    assert found.spending == pytest.approx([10, 10])
    assert found.pressure.lower[0] > 0


def test_exact_goals_outside_the_range_of_ratios() -> None:
    effects, goals = np.array([[2.0, 6.0], [1.0, 1.0]]), np.array([10.0, 10.0])
    assert isinstance(cheapest(effects, goals, free(2)), Cheapest)
    found = cheapest(effects, goals, free(2), exact=True)
    assert isinstance(found, Unreachable)
    assert found.weights[0] < 0 < found.weights[1]
    inside = cheapest(effects, np.array([40.0, 10.0]), free(2), exact=True)
    assert isinstance(inside, Cheapest)
    assert inside.spending == pytest.approx([5, 5])


def test_a_budget_is_not_exceeded() -> None:
    found = cheapest(np.array([[2.0, 4.0]]), np.array([100.0]), free(2, budget=20.0))
    assert isinstance(found, Unreachable)
    assert found.nearest == pytest.approx([0, 20])
    assert (found.asked, found.ceiling) == pytest.approx((1.0, 0.8))
    assert found.pressure.budget > 0


@repeatable
@given(
    st.lists(st.tuples(st.floats(0.1, 9), st.floats(0.1, 9)), min_size=2, max_size=4),
    st.integers(0, 2**32 - 1),
)
def test_mixes_have_ratios_between_those_of_their_sectors(
    pairs: list[tuple[float, float]], seed: int
) -> None:
    above, below = np.array(pairs).T
    least, largest, first, last = ratio_range(above, below, np.arange(len(pairs)))
    assert (least, largest) == (above[first] / below[first], above[last] / below[last])
    mixes = np.random.default_rng(seed).dirichlet(np.ones(len(pairs)), MIXES)
    ratios = (mixes @ above) / (mixes @ below)
    assert ratios.min() >= least * (1 - NEAR)
    assert ratios.max() <= largest * (1 + NEAR)
    for i, j in itertools.combinations(range(len(pairs)), 2):
        wanted = (above[i] / below[i] + above[j] / below[j]) / 2  # every ratio between is reached
        goals = np.array([wanted, 1.0])
        effects = np.array([above, below])
        assert isinstance(cheapest(effects, goals, free(len(pairs)), exact=True), Cheapest)
