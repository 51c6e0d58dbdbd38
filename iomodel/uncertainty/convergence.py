"""What draws say: quantiles, their Monte Carlo errors, and how both settle as draws are added."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

_STEPS = 12  # points at which running quantiles are taken
_FEWEST = 50  # draws at the first of them


def quantile_error(sample: Array, q: float) -> Array:
    """Return the Monte Carlo standard error of a quantile, along the first axis.

    Half the distance of the order statistics at N q ± √(N q (1 − q)), which holds whatever the
    distribution is (David & Nagaraja 2003, *Order Statistics*, section 7.1).
    """
    n = len(sample)
    away = np.sqrt(q * (1.0 - q) / n)
    low, high = np.quantile(sample, [max(q - away, 0.0), min(q + away, 1.0)], axis=0)
    return np.asarray((high - low) / 2.0)


@dataclass(frozen=True, eq=False)
class Convergence:
    """Running estimates of one effect.

    Attributes
    ----------
    draws : ndarray of int (s,)
    quantiles, errors : ndarray (s, 3)
        The lower end, the median and the upper end of the interval, and their standard errors.
    """

    draws: NDArray[np.int_]
    quantiles: Array
    errors: Array


def convergence(sample: Array, levels: tuple[float, float, float]) -> Convergence:
    """Return running quantiles of a sample (N,), at draws that grow by a constant factor."""
    n = len(sample)
    draws = np.unique(np.geomspace(min(_FEWEST, n), n, _STEPS).round().astype(int))
    quantiles = np.array([np.quantile(sample[:d], levels) for d in draws])
    errors = np.array([[float(quantile_error(sample[:d], q)) for q in levels] for d in draws])
    return Convergence(draws, quantiles, errors)
