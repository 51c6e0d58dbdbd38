"""The supply chain behind an impact, tier by tier, as flows between the largest sectors."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from iomodel.analyses.base import leontief_model
from iomodel.impact import Array, Part
from iomodel.models.base import Model
from iomodel.sectors import Sector
from iomodel.suppliers import shown
from iomodel.text import Text

_WHAT = Text("공급사슬의 단계별 흐름", "flows along the supply chain")


@dataclass(frozen=True, eq=False)
class Tiers:
    """Production called for by demand, tier by tier.

    Attributes
    ----------
    sectors : tuple of (Sector or None)
        The sectors shown, the rest of them as None at the end.
    totals : ndarray (t + 1, s)
        Demand, then what each tier of suppliers produces for the one before it, in the table's
        money.
    flows : ndarray (t, s, s)
        From a supplying sector of one tier (row) to the sector it supplies (column).
    beyond : float
        Production of all tiers that are further away.
    """

    sectors: tuple[Sector | None, ...]
    totals: Array
    flows: Array
    beyond: float


def tiers(part: Part, most: int = 6, depth: int = 2) -> Tiers:
    """Return the flows of the first tiers behind the demand of one part.

    Parameters
    ----------
    most : int
        How many sectors are shown by name: those with most production over the tiers shown.
    depth : int
        How many tiers of suppliers, t.

    Raises
    ------
    NotSupportedError
        If the model is published multipliers.

    Notes
    -----
    x^(0) = f, x^(k) = A x^(k−1); the flow from i to j in tier k is a_ij x_j^(k−1) (Miller & Blair
    2009, section 2.4).
    """
    model: Model = part.model  # type: ignore[assignment]
    base = leontief_model(model, _WHAT)
    A, f = base.system.A, shown(part).values.sum(axis=0)
    layers = [f]
    for _ in range(depth):
        layers.append(A @ layers[-1])
    named = np.argsort(-np.sum(layers, axis=0), kind="stable")[:most]
    member = np.full(len(f), len(named))
    member[named] = np.arange(len(named))
    gather = np.zeros((len(named) + 1, len(f)))
    gather[member, np.arange(len(f))] = 1.0
    flows = [gather @ (A * layer) @ gather.T for layer in layers[:-1]]
    whole = float(base.system.solve(f).sum())
    sectors = (*(base.sectors.sectors[j] for j in named), None)
    totals = np.array([gather @ layer for layer in layers])
    return Tiers(sectors, totals, np.array(flows), whole - float(totals.sum()))
