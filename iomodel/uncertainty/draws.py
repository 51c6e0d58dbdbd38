"""Draws, from streams that depend on the seed, the block and the source, and on nothing else.

Draws come in blocks of fixed size; each block gives each group of sources a stream of its own, as
`numpy.random.SeedSequence.spawn` would. Who computes a block, and when, changes nothing.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from iomodel.uncertainty.plan import Array, Cells, Group, Mix, Vector

BLOCK = 256  # draws that share streams

# Which of several independent samples a stream belongs to.
MAIN, FIRST, SECOND = 0, 1, 2  # the draws; the two samples behind Sobol' indices
_AGAIN = 1_000_000  # beyond any number of groups: for columns drawn anew


def stream(seed: int, sample: int, block: int, group: int, source: int = 0) -> np.random.Generator:
    """Return the stream of one source of a group in one block of one sample."""
    key = (sample, block, group, source)
    return np.random.Generator(np.random.SFC64(np.random.SeedSequence(seed, spawn_key=key)))


def again(seed: int, sample: int, block: int) -> np.random.Generator:
    """Return the stream from which unproductive columns of a block are drawn anew."""
    return stream(seed, sample, block, _AGAIN)


def scores(vector: Vector, rng: np.random.Generator, draws: int) -> Array:
    """Return normal scores of a source's numbers, (draws, j), equally correlated.

    z = √ρ z₀ + √(1 − ρ) ε.
    """
    common = rng.standard_normal(draws)[:, None]
    if vector.single:
        return np.repeat(common, len(vector.at), axis=1)
    own = rng.standard_normal((draws, len(vector.at)))
    return np.asarray(np.sqrt(vector.correlation) * common + np.sqrt(1 - vector.correlation) * own)


def draw_group(group: Group, rng: np.random.Generator, draws: int) -> dict[str, Array]:
    """Return values of a group's sources, (draws, j) each; input coefficients are drawn later."""
    first = group.members[0]
    if isinstance(first, Mix):
        alpha = first.source.concentration * first.centre
        return {first.source.id: rng.dirichlet(alpha, draws)}
    if isinstance(first, Cells):
        return {}
    if len(group.members) == 1:
        return {first.source.id: first.marginal.of_scores(scores(first, rng, draws))}
    z = rng.standard_normal((draws, len(group.members))) @ group.root.T
    found: dict[str, Any] = {}
    for k, member in enumerate(group.members):
        assert isinstance(member, Vector)
        value = member.marginal.of_scores(z[:, k])[:, None]
        found[member.source.id] = np.repeat(value, len(member.at), axis=1)
    return found
