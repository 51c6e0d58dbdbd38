"""How sure we are: intervals of effects when what goes in is uncertain.

`uncertainty` draws a study's amounts, sector shares, local shares, deflators, employment
coefficients and input coefficients from the distributions that a file states, each with its basis
and reason, and returns distributions of every effect with the first-order error beside them.
"""

from __future__ import annotations

from iomodel.uncertainty.propagate import uncertainty
from iomodel.uncertainty.results import Uncertainty
from iomodel.uncertainty.spec import Spec, read_spec

__all__ = ["Spec", "Uncertainty", "read_spec", "uncertainty"]
