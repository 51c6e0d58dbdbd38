"""How far estimates are from what was surveyed: arrays in, numbers out.

Measures as Flegg & Tohmo (2013), Regional Studies 47: 703–721, and Miller & Blair (2009), section
7.4, use them. e are estimates, m what was surveyed, (k,) each.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from iomodel.regionalisation.quotients import Array


@dataclass(frozen=True)
class Measures:
    """Errors of k estimates.

    Attributes
    ----------
    count : int
        k.
    mae : float
        Mean absolute error, Σ |e − m| / k, in the unit of m.
    wmae : float
        The same weighted, Σ w |e − m| / Σ w.
    mpe : float
        Mean percentage error, 100 Σ (e − m) / m / k: the bias.
    mape : float
        Mean absolute percentage error, 100 Σ |e − m| / m / k.
    theil : float
        Theil's U, √(Σ (e − m)² / Σ m²).
    indirect : float
        100 Σ (e − m) / Σ (m − 1) for production: by how much all that comes after the demand itself
        is over- or understated. NaN for other indicators, whose first round differs by region.
    """

    count: int
    mae: float
    wmae: float
    mpe: float
    mape: float
    theil: float
    indirect: float


def measure(estimates: Array, surveyed: Array, weights: Array, *, production: bool) -> Measures:
    """Return the errors of estimates, (k,) each; NaN where there are none.

    Parameters
    ----------
    estimates, surveyed : ndarray (k,)
    weights : ndarray (k,)
        Of `wmae`, such as output.
    production : bool
        Whether they are effects on production, of which one is the demand itself.
    """
    gaps = estimates - surveyed
    with np.errstate(divide="ignore", invalid="ignore"):
        relative = gaps / surveyed
        return Measures(
            len(gaps),
            _mean(np.abs(gaps)),
            float((weights * np.abs(gaps)).sum() / weights.sum()),
            100 * _mean(relative),
            100 * _mean(np.abs(relative)),
            float(np.sqrt((gaps**2).sum() / (surveyed**2).sum())),
            float(100 * gaps.sum() / (surveyed - 1).sum()) if production else float("nan"),
        )


def _mean(values: Array) -> float:
    return float(values.mean()) if len(values) else float("nan")
