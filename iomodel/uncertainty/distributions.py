"""Marginal distributions by normal scores: a standard normal z becomes a value of the kind stated.

Draws are made as normal scores so that correlations can be given to them whatever the marginals
are (a Gaussian copula; Nelsen 2006, *An Introduction to Copulas*, section 2.3).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from iomodel.uncertainty.spec import Distribution

Array = NDArray[np.float64]


class Marginal(Protocol):
    """A distribution of one number."""

    @property
    def mean(self) -> float:
        """Its mean."""

    @property
    def sd(self) -> float:
        """Its standard deviation."""

    def of_scores(self, z: Array) -> Array:
        """Return the values whose normal scores are z: F⁻¹(Φ(z))."""


@dataclass(frozen=True)
class Lognormal:
    """Lognormal with a mean and a standard deviation of `relative_error` times the mean.

    ln X ~ N(ln μ − s²/2, s²) with s² = ln(1 + e²), so that E X = μ and sd X = e μ.
    """

    mean: float
    relative_error: float

    @property
    def sd(self) -> float:
        """Its standard deviation."""
        return self.mean * self.relative_error

    @property
    def s(self) -> float:
        """The standard deviation of the logarithm."""
        return float(np.sqrt(np.log1p(self.relative_error**2)))

    def of_scores(self, z: Array) -> Array:
        """Return μ exp(s z − s²/2)."""
        return np.asarray(self.mean * np.exp(self.s * z - self.s**2 / 2))


@dataclass(frozen=True)
class Discrete:
    """Finitely many values with their probabilities."""

    values: tuple[float, ...]
    probabilities: tuple[float, ...]

    @property
    def mean(self) -> float:
        """Its mean."""
        return float(np.dot(self.values, self.probabilities))

    @property
    def sd(self) -> float:
        """Its standard deviation."""
        apart = (np.array(self.values) - self.mean) ** 2
        return float(np.sqrt(apart @ np.array(self.probabilities)))

    def of_scores(self, z: Array) -> Array:
        """Return the first value, in the order given, at which the chances add to Φ(z)."""
        from scipy.special import ndtr

        edges = np.cumsum(self.probabilities)[:-1]
        return np.asarray(np.array(self.values)[np.searchsorted(edges, ndtr(z), side="right")])


@dataclass(frozen=True)
class Continuous:
    """A distribution of scipy.stats."""

    frozen: Any

    @property
    def mean(self) -> float:
        """Its mean."""
        return float(self.frozen.mean())

    @property
    def sd(self) -> float:
        """Its standard deviation."""
        return float(self.frozen.std())

    def of_scores(self, z: Array) -> Array:
        """Return F⁻¹(Φ(z))."""
        from scipy.special import ndtr

        return np.asarray(self.frozen.ppf(ndtr(z)), dtype=np.float64)


def marginal(distribution: Distribution) -> Marginal:
    """Return the distribution that a file states."""
    from scipy import stats

    d = distribution
    if d.kind == "lognormal":
        assert d.mean is not None
        assert d.relative_error is not None
        return Lognormal(d.mean, d.relative_error)
    if d.kind == "discrete":
        assert d.values is not None
        assert d.probabilities is not None
        return Discrete(d.values, d.probabilities)
    if d.kind in ("uniform", "triangular"):
        assert d.low is not None
        assert d.high is not None
        width = d.high - d.low
        if d.kind == "uniform":
            return Continuous(stats.uniform(d.low, width))
        assert d.mode is not None
        return Continuous(stats.triang((d.mode - d.low) / width, d.low, width))
    assert d.mean is not None
    assert d.sd is not None
    if d.kind == "normal":
        return Continuous(stats.truncnorm(-d.mean / d.sd, np.inf, d.mean, d.sd))
    size = d.mean * (1.0 - d.mean) / d.sd**2 - 1.0
    return Continuous(stats.beta(d.mean * size, (1.0 - d.mean) * size))
