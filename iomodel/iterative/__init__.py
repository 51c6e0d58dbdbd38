"""A large dense system asked once: solved iteratively, its residual reported, nothing factorised.

A = Z x̂⁻¹ is never formed. A v = Z (v / x) and A′ m = (Z′ m) / x scale vectors instead of the
matrix, so that the only array of n × n is the one that the table holds anyway. (I − A) x = f is
solved by GMRES (Saad & Schultz 1986, as scipy has it): a dozen or two products with Z, where an
inverse costs 2 n³ operations.
"""

from __future__ import annotations

from iomodel.iterative.flows import ScaledFlows, require_productive_flows
from iomodel.iterative.once import Once, induce_once
from iomodel.iterative.refusals import not_productive
from iomodel.iterative.system import LARGE, PRODUCTS, TOLERANCE, Iterative, Solved

__all__ = [
    "LARGE",
    "PRODUCTS",
    "TOLERANCE",
    "Iterative",
    "Once",
    "ScaledFlows",
    "Solved",
    "induce_once",
    "not_productive",
    "require_productive_flows",
]
